"""The commands of a device as the store keeps them: where each stands, and what proves it."""

from __future__ import annotations

import json
from typing import Any, NamedTuple, Optional

from ....processing_provider.iot.commands.states import (
    ACKED,
    ARMED,
    CANCELLED,
    CONFIRMED,
    DRAFT,
    EXPIRED,
    FAILED,
    NACKED,
    QUEUED,
    REJECTED,
    SENT,
    SUPERSEDED,
    TIMEOUT,
    TRANSMITTED,
    UNKNOWN,
    VALIDATED,
    VERIFIED,
)
from ....processing_provider.translation import tr
from . import texts

MOST = 5  # commands of a device that are read
SQL = (
    "SELECT reference, template, value, state, created, changed, issuer, evidence FROM command WHERE device = ? "
    "ORDER BY created DESC, id DESC LIMIT ?"
)


class CommandFacts(NamedTuple):
    """A command: ``history`` holds moment [ms since 1970], state and cause of each step."""

    reference: str
    template: str
    values: str
    state: str
    created: int
    changed: int
    issuer: str
    history: tuple[tuple[int, str, str], ...] = ()
    details: tuple[str, ...] = ()


def read_commands(reader: Any, device: int) -> tuple[CommandFacts, ...]:
    """Return the last commands of a device, the newest first; called in a thread."""
    return tuple(_facts(row) for row in list(reader.database.query(SQL, (device, MOST))))


def _facts(row: tuple) -> CommandFacts:
    reference, template, value, state, created, changed, issuer, evidence = row
    try:
        told = json.loads(evidence or "{}").get("state", {})
        history = tuple((int(moment), str(name), str(cause)) for moment, name, cause in told.get("history", ()))
        details = tuple(item["detail"] for item in told.get("evidence", ()) if item.get("detail"))
        values = ", ".join(f"{name} = {_plain(one)}" for name, one in json.loads(value or "{}").items())
    except (ValueError, TypeError, KeyError, AttributeError):  # written by another version: its state is known still
        history, details, values = (), (), ""
    return CommandFacts(reference, template, values, state, created, changed, issuer or "", history, details)


def _plain(value: Any) -> str:
    return texts.number_of(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def command_state_text(state: str) -> str:
    """Return what a state of a command means."""
    return {
        DRAFT: tr("being prepared"),
        VALIDATED: tr("checked"),
        ARMED: tr("armed"),
        CONFIRMED: tr("confirmed"),
        SENT: tr("taken by the broker"),
        QUEUED: tr("queued by the network"),
        TRANSMITTED: tr("sent by the gateway"),
        ACKED: tr("acknowledged by the radio"),
        VERIFIED: tr("reported by the device"),
        REJECTED: tr("refused by an interlock; nothing was sent"),
        EXPIRED: tr("expired before it left"),
        NACKED: tr("not acknowledged by the device"),
        FAILED: tr("could not be sent"),
        TIMEOUT: tr("not transmitted in time; it may still be"),
        SUPERSEDED: tr("replaced by a later one"),
        CANCELLED: tr("given up; nothing was sent"),
        UNKNOWN: tr("outcome unknown: look at the equipment"),
    }.get(state, state)


def moment_of(command: CommandFacts, state: str) -> Optional[int]:
    """Return when a command first reached a state [ms since 1970], None when it did not."""
    return next((moment for moment, name, _ in command.history if name == state), None)
