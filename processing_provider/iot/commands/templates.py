"""Command templates, declared in YAML: the only commands that exist. There is no free command.

A file of templates::

    commands:
      - name: set_valve
        title: Opening of the valve
        profiles: [valve]
        port: 10
        bytes: ["01", {name: opening, type: u8, unit: "%", minimum: 0, maximum: 100}]
        kind: setpoint               # or toggle, pulse
        class: A                     # LoRaWAN class of the device: A, B or C
        confirmed: true
        critical: false
        echo: {metric: valve_opening, field: opening, tolerance: 2}
        most_change: 40              # from the feedback, in one command
        feedback: valve_opening      # must be good and fresh
        local_flag: manual_mode      # must be false
        min_interval: 300            # s
        excludes: [open_bypass]
        roles: [operator]
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Optional

from ...errors import InputError
from ..codecs.templates import ByteTemplate, make_template
from ..events import Value
from ..yaml_files import load_yaml

SETPOINT, TOGGLE, PULSE = "setpoint", "toggle", "pulse"
KINDS = (SETPOINT, TOGGLE, PULSE)
CLASSES = ("A", "B", "C")
MOST_TEMPLATES = 500
_KEYS = {
    "name",
    "title",
    "profiles",
    "port",
    "bytes",
    "endian",
    "kind",
    "class",
    "confirmed",
    "critical",
    "echo",
    "most_change",
    "feedback",
    "local_flag",
    "min_interval",
    "excludes",
    "roles",
}


@dataclass(frozen=True)
class Echo:
    """What the device says once it has done it.

    Attributes
    ----------
    metric : str
    field : str
        Field of the command that the metric must equal; empty where `value` stands.
    value : float, bool, str or None
        Fixed value that the metric must have.
    tolerance : float
        Greatest difference of numbers, >= 0.
    """

    metric: str
    field: str = ""
    value: Optional[Value] = None
    tolerance: float = 0.0

    def wanted(self, values: Mapping[str, Value]) -> Value:
        """Return the value that proves a command with these values."""
        return values[self.field] if self.field else self.value

    def proves(self, values: Mapping[str, Value], seen: Any) -> bool:
        """Return whether what the device says proves a command with these values."""
        wanted = self.wanted(values)
        if isinstance(wanted, str) or isinstance(seen, str):
            return wanted == seen
        if isinstance(seen, bool) or isinstance(wanted, bool):
            return seen is not None and float(seen) == float(wanted)
        if not isinstance(seen, (int, float)) or not math.isfinite(seen):
            return False
        return abs(seen - wanted) <= self.tolerance


@dataclass(frozen=True)
class CommandTemplate:
    """A command that may be sent.

    Attributes
    ----------
    name, title : str
    profiles : tuple of str
        Device profiles that it is for; empty: all.
    port : int
        1..223.
    body : ByteTemplate
    kind : str
        ``setpoint`` (may be repeated without harm), ``toggle`` or ``pulse`` (may not).
    device_class : str
        ``A``, ``B`` or ``C``.
    confirmed : bool
        Whether the device acknowledges the frame.
    critical : bool
        Confirmed by typing the device's name.
    echo : Echo or None
        Without one a command is never verified.
    most_change : float or None
        From the feedback, in its unit.
    feedback, local_flag : str
        Metrics; empty for none.
    min_interval : float
        Since the last command of this template on the device [s].
    excludes : tuple of str
        Commands that must not be in force on the device.
    roles : tuple of str
        Of the users who may send it.
    """

    name: str
    port: int
    body: ByteTemplate
    title: str = ""
    profiles: tuple[str, ...] = ()
    kind: str = SETPOINT
    device_class: str = "A"
    confirmed: bool = True
    critical: bool = False
    echo: Optional[Echo] = None
    most_change: Optional[float] = None
    feedback: str = ""
    local_flag: str = ""
    min_interval: float = 0.0
    excludes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ("operator",)

    def payload(self, values: Mapping[str, Value]) -> bytes:
        """Return the application bytes; InputError when a value is missing or out of its range."""
        return self.body.encode(values)


class _Reader:
    """One declared template; each mistake names the template and the key."""

    def __init__(self, content: Any, number: int) -> None:
        if not isinstance(content, dict):
            raise InputError("Command {number} is not a list of keys and values.", number=number)
        self._content = content
        self.name = content.get("name")
        if not isinstance(self.name, str) or not self.name.strip() or len(self.name) > 100:
            raise InputError("Command {number} needs a name of at most 100 characters.", number=number)
        unknown = sorted(str(key) for key in set(content) - _KEYS)
        if unknown:
            raise InputError("Command {name}: there is no key {key}.", name=self.name, key=unknown[0][:100])

    def wrong(self, key: str) -> InputError:
        return InputError("Command {name}: the key {key} is missing or not of its kind.", name=self.name, key=key)

    def number(self, key: str, low: float, high: float, default: Optional[float]) -> Optional[float]:
        value = self._content.get(key, default)
        if value is None and default is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            raise self.wrong(key)
        return float(value)

    def text(self, key: str, choices: Iterable[str] = (), default: str = "") -> str:
        value = self._content.get(key, default)
        if not isinstance(value, str) or len(value) > 500 or (choices and value not in choices):
            raise self.wrong(key)
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self._content.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key)
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = self._content.get(key, list(default))
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.wrong(key)
        return tuple(value)

    def body(self) -> ByteTemplate:
        body = make_template(self._content.get("bytes"), self.name, self.text("endian", ("big", "little"), "big"))
        for one in body.fields:
            if not (one.texts or one.boolean) and (one.minimum is None or one.maximum is None):
                raise InputError(
                    "Command {name}: the field {field} needs a minimum and a maximum.", name=self.name, field=one.name
                )
        return body

    def echo(self, body: ByteTemplate) -> Optional[Echo]:
        given = self._content.get("echo")
        if given is None:
            return None
        if not isinstance(given, dict) or set(given) - {"metric", "field", "value", "tolerance"}:
            raise self.wrong("echo")
        metric, field, value = given.get("metric"), given.get("field", ""), given.get("value")
        tolerance = given.get("tolerance", 0.0)
        names = {one.name for one in body.fields}
        right = isinstance(metric, str) and metric and isinstance(tolerance, (int, float)) and tolerance >= 0
        # One of the two, and not a list or a date.
        if (
            not right
            or (field in names) == isinstance(value, (bool, int, float, str))
            or (field and field not in names)
        ):
            raise self.wrong("echo")
        return Echo(metric, field, value, float(tolerance))

    def template(self) -> CommandTemplate:
        body = self.body()
        port = self.number("port", 1, 223, math.nan)
        if port != int(port):
            raise self.wrong("port")
        most_change, feedback = self.number("most_change", 0.0, 1e9, None), self.text("feedback")
        echo = self.echo(body)
        if most_change is not None and not (feedback and echo and echo.field):
            raise InputError(
                "Command {name}: most_change needs a feedback, and an echo that names the field to compare.",
                name=self.name,
            )
        return CommandTemplate(
            self.name.strip(),
            int(port),
            body,
            self.text("title"),
            self.texts("profiles"),
            self.text("kind", KINDS, SETPOINT),
            self.text("class", CLASSES, "A"),
            self.flag("confirmed", True),
            self.flag("critical", False),
            echo,
            most_change,
            feedback,
            self.text("local_flag"),
            self.number("min_interval", 0.0, 7 * 86_400.0, 0.0),
            self.texts("excludes"),
            self.texts("roles", ("operator",)),
        )


def read_templates(written: str, name: str = "commands") -> dict[str, CommandTemplate]:
    """Read a file of command templates.

    Parameters
    ----------
    written : str
        YAML.
    name : str
        Of the file, for messages.

    Returns
    -------
    dict
        Templates by name.

    Raises
    ------
    InputError
    """
    content = load_yaml(written, name)
    if not isinstance(content, dict) or set(content) != {"commands"} or not isinstance(content["commands"], list):
        raise InputError("The file {name} must hold one list, called commands.", name=name)
    if len(content["commands"]) > MOST_TEMPLATES:
        raise InputError("The file {name} has more than {most} commands.", name=name, most=MOST_TEMPLATES)
    found: dict[str, CommandTemplate] = {}
    for number, item in enumerate(content["commands"], start=1):
        template = _Reader(item, number).template()
        if template.name in found:
            raise InputError("Two commands are called {name}.", name=template.name)
        found[template.name] = template
    for template in found.values():
        for other in template.excludes:
            if other not in found:
                raise InputError(
                    "Command {name} excludes {other}, which does not exist.", name=template.name, other=other
                )
    return found
