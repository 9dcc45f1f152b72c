"""Commands and their record in the store: written together, each line in a transaction of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Optional

from ...errors import InputError
from ..commands.audit import AuditLine, next_line
from ..commands.desk import Command, CommandDesk
from ..commands.keeping import command_from_dict, command_to_dict
from ..commands.states import FAILED, FAILURES, PENDING, UNKNOWN
from ..commands.templates import PULSE, CommandTemplate
from ..events import Event
from .schema import BY_NAME, Insert, insert
from .writer import next_revision

AUDIT = insert("audit", BY_NAME["audit"].names)
_COMMAND = (
    "reference", "device", "template", "value", "port", "payload", "state", "created", "changed", "expires", "issuer",
    "evidence", "revision",
)  # fmt: skip
COMMANDS = Insert(
    "command",
    _COMMAND,
    " ".join(
        [
            "ON CONFLICT (reference) DO UPDATE SET",
            ", ".join(f"{name} = excluded.{name}" for name in ("state", "changed", "expires", "evidence", "revision")),
        ]
    ),
)
_LINE = "SELECT id, t, who, action, subject, content, previous_hash, hash FROM audit"


def audit_lines(database: Any) -> Iterator[AuditLine]:
    """Yield the record of commands from its first line."""
    for row in database.query(_LINE + " ORDER BY id"):
        yield AuditLine(*row)


def last_audit_line(database: Any) -> Optional[AuditLine]:
    """Return the last line of the record, None of an empty one."""
    row = next(iter(database.query(_LINE + " ORDER BY id DESC LIMIT 1")), None)
    return None if row is None else AuditLine(*row)


class CommandBook:
    """Keeps the commands of a desk; what it is given is stored when it returns.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
        Opened for writing, used in one thread.
    numbers : dict
        Number in the store of each device that is commanded, by what its network calls it.
    """

    def __init__(self, database: Any, numbers: Mapping[str, int]) -> None:
        self._database = database
        self._numbers = numbers
        self.desk: Optional[CommandDesk] = None
        self.last_number = 0

    def write(self, line: AuditLine) -> AuditLine:
        """Store a line after the last one, whoever wrote that, and the command that it is about.

        Raises
        ------
        InputError
            When the store cannot be written: the command is then not sent.
        """
        database = self._database
        try:
            database.begin()
            try:
                last = last_audit_line(database)
                content = json.loads(line.content)
                if (last.digest if last else "0" * 64) != line.previous:
                    line = next_line(last, line.moment, line.who, line.action, line.subject, content)
                database.insert(
                    AUDIT,
                    [(line.number, line.moment, line.who, line.action, line.subject, line.content, line.previous,
                      line.digest)],
                )  # fmt: skip
                command = self.desk.commands.get(content.get("command", "")) if self.desk is not None else None
                if command is not None:
                    self._put(command, next_revision(database))
                database.commit()
            except BaseException:
                database.rollback()
                raise
        except InputError:
            raise
        except Exception as error:
            if database.failure(error) != "wait":
                raise
            raise InputError(
                "The record of commands cannot be written: {reason}. A command that is not recorded is not sent.",
                reason=str(error).strip()[:200],
            ) from error
        self.last_number = line.number
        return line

    def keep(self, command: Command) -> None:
        """Store where a command stands."""
        self._database.begin()
        try:
            self._put(command, next_revision(self._database))
            self._database.commit()
        except BaseException:
            self._database.rollback()
            raise

    def _put(self, command: Command, revision: int) -> None:
        state = command.state
        changed = state.history[-1][0] if state.history else command.created
        self._database.insert(
            COMMANDS,
            [
                (
                    command.number, self._numbers[command.target.device], command.template.name,
                    json.dumps(dict(command.values), sort_keys=True), command.template.port,
                    command.template.payload(command.values), state.state, command.created, changed,
                    command.late_until or None, command.issuer, json.dumps(command_to_dict(command)), revision,
                )
            ],
        )  # fmt: skip


def _commands_of(database: Any, device: int) -> list[tuple[str, str, int, dict[str, Any]]]:
    """Return (template, state, created, content) of the commands of a device, the newest first."""
    rows = database.query(
        "SELECT template, state, created, evidence FROM command WHERE device = ? ORDER BY created DESC, id DESC",
        (device,),
    )
    return [(template, state, created, json.loads(content or "{}")) for template, state, created, content in rows]


def _left(state: str, content: Mapping[str, Any]) -> int:
    """Return when a command last left [ms since 1970]; 0 when it is sure that it never did."""
    if state == FAILED and not content.get("state", {}).get("evidence"):
        return 0
    return int(content.get("handed_over") or 0)


def last_sent(database: Any, device: int) -> dict[str, int]:
    """Return when each template was last handed over for a device [ms since 1970]."""
    found: dict[str, int] = {}
    for template, state, _, content in _commands_of(database, device):
        moment = _left(state, content)
        if moment:
            found[template] = max(moment, found.get(template, 0))
    return found


def is_pending(database: Any, device: int, now: int, settled: Mapping[str, str]) -> bool:
    """Tell whether a command of a device waits for its outcome, and its time is not over.

    ``settled`` holds the states of commands, by number, where more is known than the store says.
    """
    return any(
        settled.get(content.get("number", ""), state) in PENDING and now < int(content.get("proofs_until") or 0)
        for _, state, _, content in _commands_of(database, device)
    )


def in_force(
    database: Any, device: int, templates: Mapping[str, CommandTemplate], settled: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the command that a device follows: the last one sent that did not fail; a pulse ends by itself.

    One whose outcome is not known may have been done, and counts. See :func:`is_pending` for ``settled``.
    """
    for name, stored, _, content in _commands_of(database, device):
        state = settled.get(content.get("number", ""), stored)
        if not content.get("handed_over") or (state in FAILURES and state != UNKNOWN):
            continue
        template = templates.get(name)
        return () if template is not None and template.kind == PULSE and state not in PENDING else (name,)
    return ()


def sizes_sent(database: Any, since: int) -> list[int]:
    """Return the bytes of the commands handed over since a moment [ms], whatever the device."""
    rows = database.query("SELECT payload, state, evidence FROM command WHERE changed >= ?", (since,))
    return [
        len(bytes(payload or b""))
        for payload, state, content in rows
        if _left(state, json.loads(content or "{}")) >= since
    ]


def was_sent(database: Any, device: int, template: str, values: Mapping[str, Any], issuer: str, since: int) -> bool:
    """Tell whether somebody sent a device this very command since a moment [ms]: a code confirms one command once."""
    for name, state, created, content in _commands_of(database, device):
        same = name == template and content.get("values") == dict(values) and content.get("issuer") == issuer
        if same and created >= since and _left(state, content):
            return True
    return False


def open_commands(database: Any, device: int, templates: Mapping[str, CommandTemplate], now: int) -> list[Command]:
    """Return the commands of a device whose outcome may still change; those of templates that are gone are left."""
    found = []
    for name, _, _, content in _commands_of(database, device):
        if name in templates and content:
            command = command_from_dict(content, templates)
            if not command.is_over(now):
                found.append(command)
    return found


def told_since(database: Any, device: int, network_id: str, since: int, metrics: tuple[str, ...]) -> list[Event]:
    """Return what the recorder stored of a device since a moment [ms] that may prove a command, in order."""
    found = [
        Event(kind, "", network_id, received, command=command or "",
              acknowledged=None if acknowledged is None else bool(acknowledged), text=text or "")
        for received, kind, command, acknowledged, text in database.query(
            "SELECT received, kind, command, acknowledged, text FROM event WHERE device = ? AND received >= ? "
            "AND command <> '' ORDER BY id",
            (device, since),
        )
    ]  # fmt: skip
    for metric in metrics:
        rows = database.query(
            "SELECT o.t, o.v, d.kind FROM obs o JOIN datastream d ON d.id = o.ds JOIN metric m ON m.id = d.metric "
            "WHERE d.device = ? AND m.name = ? AND o.t >= ? ORDER BY o.t",
            (device, metric, since),
        )
        found.extend(
            Event("up", "", network_id, moment, values={metric: bool(value) if kind == "switch" else value})
            for moment, value, kind in rows
            if value is not None
        )
    return sorted(found, key=lambda event: event.received_time)
