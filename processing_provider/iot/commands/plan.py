"""What would be sent, as a text to read, and the code that confirms exactly that.

The code is the beginning of the SHA-256 of the text, which holds device, bytes, issuer and expiry. A dry run prints
it; a real run with the same parameters within ten minutes makes the same text, so it takes the code.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ...errors import InputError
from ..events import Value
from .canonical import canonical_json, moment_text
from .policy import MOST_GROUP

MINUTE = 60_000  # ms
LIFE = 10 * MINUTE
CODE_LENGTH = 8  # hexadecimal digits


@dataclass(frozen=True)
class PlannedCommand:
    """One command of a plan.

    Attributes
    ----------
    device, name : str
        Identifier, and the name that people know it by.
    network : str
        Where it goes: format and application.
    template : str
    values : dict
    port : int
    payload : bytes
    confirmed : bool
    before : dict
        Present values, shown beside; not part of the code, since they change.
    """

    device: str
    name: str
    network: str
    template: str
    values: Mapping[str, Value]
    port: int
    payload: bytes
    confirmed: bool
    before: Mapping[str, Value]

    def line(self) -> str:
        """Return what the code confirms of this command."""
        return canonical_json(
            {
                "device": self.device,
                "name": self.name,
                "network": self.network,
                "command": self.template,
                "values": dict(self.values),
                "port": self.port,
                "bytes": self.payload.hex(),
                "confirmed": self.confirmed,
            }
        )


@dataclass(frozen=True)
class Plan:
    """What would be sent.

    Attributes
    ----------
    commands : tuple of PlannedCommand
        1 to 20.
    issuer : str
    expires : int
        When the code ends [ms since 1970], a whole minute.
    """

    commands: tuple[PlannedCommand, ...]
    issuer: str
    expires: int

    def text(self) -> str:
        """Return the plan, one line a command, always the same for the same plan."""
        lines = [
            f"issuer {self.issuer}",
            f"expires {moment_text(self.expires)}",
            *(one.line() for one in self.commands),
        ]
        return "\n".join(lines) + "\n"

    def code(self) -> str:
        """Return the code that confirms this plan and no other."""
        return hashlib.sha256(self.text().encode("utf-8")).hexdigest()[:CODE_LENGTH]


def make_plan(commands: Iterable[PlannedCommand], issuer: str, now: int) -> Plan:
    """Return the plan of commands, good for nine to ten minutes.

    Raises
    ------
    InputError
        Without a command, with more than 20, with the same device twice, or without an issuer.
    """
    commands = tuple(commands)
    if not 1 <= len(commands) <= MOST_GROUP:
        raise InputError("A group has 1 to {most} devices, not {count}.", most=MOST_GROUP, count=len(commands))
    if len({(one.network, one.device) for one in commands}) < len(commands):
        raise InputError("A group names each device once.")
    if not issuer.strip() or "\n" in issuer:
        raise InputError("A command has an issuer.")
    return Plan(commands, issuer, (now + LIFE) // MINUTE * MINUTE)


def confirmed_plan(commands: Iterable[PlannedCommand], issuer: str, code: str, now: int) -> Plan:
    """Return the plan that a code confirms.

    Parameters
    ----------
    commands : iterable of PlannedCommand
        As they would be sent now.
    issuer : str
    code : str
        What the dry run printed.
    now : int
        [ms since 1970].

    Raises
    ------
    InputError
        When the code is of another plan, or too old.
    """
    latest = make_plan(commands, issuer, now)
    given = code.strip().lower().encode("utf-8", "replace")
    found = None
    for age in range(LIFE // MINUTE):
        plan = replace(latest, expires=latest.expires - age * MINUTE)
        if plan.expires > now and hmac.compare_digest(plan.code().encode("ascii"), given):
            found = plan
    if found is None:
        raise InputError("The code does not confirm this plan, or is older than ten minutes; run the dry run again.")
    return found


def check_typed_name(expected: str, typed: str, group: bool, critical: bool) -> None:
    """For a group or a critical command: raise InputError unless the device's name was typed."""
    if (group or critical) and typed.strip() != expected.strip():
        raise InputError("Type the name {name} to confirm.", name=expected)
