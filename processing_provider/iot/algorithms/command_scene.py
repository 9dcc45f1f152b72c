"""One command to one device before it is sent: what it is, what the interlocks see, and what became of earlier ones."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any, Optional

from ...errors import InputError
from ..commands.desk import Command, CommandDesk, Target
from ..commands.interlocks import Facts, Refusal, refusals
from ..commands.plan import LIFE, Plan, PlannedCommand
from ..commands.templates import CommandTemplate, read_templates
from ..commands.written_values import read_values
from ..selection import choose_devices
from ..store.command_book import CommandBook, last_audit_line, open_commands, told_since, was_sent
from ..store.device_facts import DeviceFacts, application_of, read_facts
from ..store.interlock_facts import interlock_facts
from ..store.reader import StoreReader
from ..yaml_files import read_text
from .brokers import Broker, command_roles, commands_enabled
from .parameters import now_ms

_EVIDENCE = {"chirpstack4": "application/{}/device/{}/event/+", "things_stack": "v3/{}/devices/{}/#"}


def declared_commands(path: str) -> dict[str, CommandTemplate]:
    """Return the commands of a file of templates.

    Raises
    ------
    InputError
    """
    if not path:
        raise InputError("No command is declared: give a file of commands, or name one in the broker profile.")
    return read_templates(read_text(Path(path)), Path(path).name)


def make_scene(
    broker: Broker,
    templates: dict[str, CommandTemplate],
    database: Any,
    *,
    device: str,
    command: str,
    value: str,
    application: str,
) -> Scene:
    """Return what a user asks for.

    Parameters
    ----------
    broker : Broker
    templates : dict
    database : SqliteDatabase or PostgresDatabase
    device, command, value, application : str
        As written; ``application`` may be empty.

    Raises
    ------
    InputError
        When something is not known, or a value is out of its range.
    """
    chosen = choose_devices(StoreReader(database).devices(), device).devices if device.strip() else []
    if len(chosen) != 1:
        raise InputError(
            "“{device}” must name one device of the store, not {count}; use its EUI.", device=device, count=len(chosen)
        )
    template = templates.get(command)
    if template is None:
        raise InputError(
            "There is no command {name}; declared are {known}.", name=command, known=", ".join(sorted(templates))
        )
    values = read_values(template, value)
    known = read_facts(database, chosen[0].id, now_ms())
    place = application or application_of(database, known) or broker.application
    if not place:
        raise InputError(
            "The application of {device} at its network server is not known: give APPLICATION, or keep the messages "
            "as they come when recording.",
            device=known.name or known.uid,
        )
    target = Target(known.network_id, known.name or known.uid, known.source, place, known.period, known.last_up)
    return Scene(broker, templates, template, values, known, target, issuer(broker))


class Scene:
    """One command to one device, before it is sent."""

    def __init__(
        self, broker: Broker, templates: dict[str, CommandTemplate], template: CommandTemplate, values: dict[str, Any],
        known: DeviceFacts, target: Target, issuer: str,
    ) -> None:  # fmt: skip
        self.broker, self.templates, self.template, self.values = broker, templates, template, values
        self.known, self.target, self.issuer = known, target, issuer
        self.settled: dict[str, str] = {}
        if target.network not in _EVIDENCE:
            raise InputError(
                "Commands go to ChirpStack 4 and to The Things Stack, not to {network}.", network=target.network or "-"
            )

    @property
    def planned(self) -> PlannedCommand:
        """What the plan says; a value out of its range is refused here."""
        watched = {self.template.feedback, self.template.echo.metric if self.template.echo else ""}
        return PlannedCommand(
            device=self.target.device,
            name=self.target.name,
            network=f"{self.target.network}/{self.target.application}",
            template=self.template.name,
            values=self.values,
            port=self.template.port,
            payload=self.template.payload(self.values),
            confirmed=self.template.confirmed,
            before={name: value for name, value in self.known.values.items() if name in watched},
        )

    @property
    def evidence_topic(self) -> str:
        """Filter of what the network tells of the device."""
        return _EVIDENCE[self.target.network].format(self.target.application, self.target.device)

    def require_unused(self, database: Any, plan: Plan) -> None:
        """Refuse a code with which the command was sent already.

        Raises
        ------
        InputError
        """
        known = (self.known.number, self.template.name, self.values, self.issuer)
        if was_sent(database, *known, plan.expires - LIFE):
            raise InputError(
                "This code was used already: the command was sent with it. To send it again, run the dry run again in "
                "a minute."
            )

    def refused(self, database: Any) -> tuple[Refusal, ...]:
        """Return the interlocks that refuse it now."""
        return refusals(self.template, self.values, self.facts(database), now_ms())

    def facts(self, database: Any) -> Facts:
        """Return what the interlocks look at, as fresh as can be."""
        return interlock_facts(
            database,
            self.known.number,
            self.template,
            self.templates,
            enabled=commands_enabled() and self.broker.may_command,
            roles=command_roles(),
            now=now_ms(),
            settled=self.settled,
        )


def issuer(broker: Broker) -> str:
    """Return who commands: the user of the system, and the account of QGIS that publishes."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        user = "unknown"
    authcfg = broker.command_authcfg or broker.authcfg
    return f"{user} ({authcfg})" if authcfg else user


def settle(scene: Scene, database: Any, book: Optional[CommandBook] = None) -> None:
    """Bring earlier commands to the device up to date with what the recorder stored since; nothing is sent again.

    Parameters
    ----------
    scene : Scene
        Learns the states.
    database : SqliteDatabase or PostgresDatabase
    book : CommandBook, optional
        Where they are kept; without it nothing is written.
    """
    now = now_ms()
    earlier = open_commands(database, scene.known.number, scene.templates, now)
    if not earlier:
        return
    write = book.write if book is not None else lambda _line: None
    desk = CommandDesk(scene.templates, lambda *_: scene.facts(database), None, write, last_audit_line(database))
    if book is not None:
        book.desk = desk
    _send_none_again(earlier)
    desk.resume(earlier, now)
    metrics = tuple({one.template.echo.metric for one in earlier if one.template.echo is not None})
    since = min(command.created for command in earlier)
    for event in told_since(database, scene.known.number, scene.target.device, since, metrics):
        desk.take(event)
    _send_none_again(earlier)
    desk.advance(now)
    _send_none_again(earlier)
    for command in earlier:
        scene.settled[command.number] = command.state.state
        if book is not None:
            book.keep(command)


def _send_none_again(commands: list[Command]) -> None:
    for command in commands:
        command.again_at = 0
