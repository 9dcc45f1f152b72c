"""Page of one command: what it would send, what refuses it, or how it ended and what proves it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from ...rudi.algorithms.pages import escaped
from ...translation import tr, translated_error
from ..commands.desk import Command
from ..commands.interlocks import Refusal
from ..commands.plan import Plan, PlannedCommand
from .parameters import time_text
from .report_page import report_page, section


def command_page(
    planned: PlannedCommand,
    issuer: str,
    plan: Optional[Plan],
    refused: Sequence[Refusal],
    command: Optional[Command],
) -> str:
    """Return the page.

    Parameters
    ----------
    planned : PlannedCommand
    issuer : str
    plan : Plan or None
        Of a dry run.
    refused : sequence of Refusal
        Interlocks that refuse.
    command : Command or None
        Once it was sent.
    """
    facts = [
        (tr("State"), command.state.state if command is not None else tr("Nothing was sent.")),
        (tr("Device"), f"{planned.name} ({planned.device})"),
        (tr("Network"), planned.network),
        (tr("Command"), planned.template),
        (tr("Values"), _pairs(planned.values)),
        (tr("Before"), _pairs(planned.before)),
        (tr("Bytes"), planned.payload.hex(" ")),
        (tr("Port"), str(planned.port)),
        (tr("Issuer"), issuer),
    ]
    if plan is not None and not refused:
        facts += [(tr("Code"), plan.code()), (tr("Valid until"), time_text(plan.expires))]
    parts = []
    if refused:
        lines = "".join(f"<li>{escaped(translated_error(one.error))}</li>" for one in refused)
        parts.append(f'<h2>{escaped(tr("What refuses it"))}</h2><ul class="warning">{lines}</ul>')
    if command is not None:
        state = command.state
        parts.append(
            section(
                tr("Proofs"),
                (tr("When"), tr("Proof"), tr("Detail")),
                [(time_text(item.moment), item.kind, item.detail) for item in state.evidence],
            )
        )
        parts.append(
            section(
                tr("States"),
                (tr("When"), tr("State"), tr("Cause")),
                [(time_text(moment), name, cause) for moment, name, cause in state.history],
            )
        )
    return report_page(tr("Command {name}").format(name=planned.template), facts, parts)


def _pairs(values) -> str:
    return ", ".join(f"{name} = {value}" for name, value in values.items())
