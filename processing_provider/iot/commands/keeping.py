"""Commands as JSON, so that a program that is started again goes on with those that wait for their outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ...errors import InputError
from .desk import Command, Target
from .states import CommandState
from .templates import CommandTemplate

_PLAIN = (
    "number",
    "issuer",
    "created",
    "handed_over",
    "first_handed_over",
    "proofs_until",
    "again_at",
    "late_until",
)


def command_to_dict(command: Command) -> dict[str, Any]:
    """Return all that is known of a command, for JSON; of its template the name."""
    return {
        **{name: getattr(command, name) for name in _PLAIN},
        "target": asdict(command.target),
        "template": command.template.name,
        "values": dict(command.values),
        "references": list(command.references),
        "state": command.state.to_dict(),
    }


def command_from_dict(content: Mapping[str, Any], templates: Mapping[str, CommandTemplate]) -> Command:
    """Return the command that :func:`command_to_dict` gave.

    Raises
    ------
    InputError
        When its template is no longer declared.
    """
    template = templates.get(content["template"])
    if template is None:
        raise InputError(
            "There is no command {name}; commands are declared in a file of templates.", name=content["template"]
        )
    return Command(
        target=Target(**content["target"]),
        template=template,
        values=dict(content["values"]),
        references=list(content["references"]),
        state=CommandState.from_dict(content["state"]),
        **{name: content[name] for name in _PLAIN},
    )
