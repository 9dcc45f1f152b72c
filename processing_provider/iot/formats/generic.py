"""Any other network whose messages are JSON: a mapping in YAML says where each thing stands.

No expressions, no templates, nothing that runs: paths, factors, names. An example::

    name: bins
    topics:
      - filter: "bins/+/+/data"
        pattern: "bins/(?P<site>[^/]+)/(?P<device>[^/]+)/data"
    each: /readings            # optional: one event for each item of a list
    device: {topic: device}    # or {path: /dev/eui}, or {value: "text"}
    site: {topic: site}
    time: {path: /ts, format: epoch_s}
    frame_counter: {path: /seq}
    values:
      - {path: /fill, name: fill, unit: "%"}
      - {path: /t, name: temperature, unit: "°C", scale: 0.1, offset: -40}
      - {path: /probes/*/value, name: "probe_*", unit_path: /probes/*/unit}
      - {path: /list/*/v, name_path: /list/*/n}
    location: {longitude: {path: /lon}, latitude: {path: /lat}}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional, Union

from ..events import Event, Reception, Reject, Value
from ..hostile import reject
from ..values import (
    LARGEST,
    MAX_VALUES,
    base64_bytes,
    coordinates,
    epoch_ms,
    eui,
    hex_bytes,
    measurement,
    number,
    text,
    time_ms,
    whole,
)
from .pointers import Places, fill, find_all, find_one
from .topics import TopicPattern, filter_matches

MAX_ITEMS = 512  # events of one message
MAX_READ = 8192  # places of values of one message, all items and rules together: bounds its time
TIME_FORMATS = ("iso", "epoch_s", "epoch_ms")


@dataclass(frozen=True)
class Place:
    """Where one thing stands: a path into the item, a group of the topic, or a fixed text."""

    path: Optional[tuple[str, ...]] = None
    group: str = ""
    value: Any = None

    def read(self, item: Any, groups: Mapping[str, str]) -> Any:
        """Return what is there, None when nothing is."""
        if self.path is not None:
            return find_one(item, self.path)
        return groups.get(self.group) if self.group else self.value


@dataclass(frozen=True)
class ValueRule:
    """One kind of measurement: where it is, how it is called, and its unit.

    A number ``x`` becomes ``x * scale + offset``.
    """

    path: tuple[str, ...]
    name: str = ""
    name_path: Optional[tuple[str, ...]] = None
    unit: str = ""
    unit_path: Optional[tuple[str, ...]] = None
    scale: float = 1.0
    offset: float = 0.0


@dataclass(frozen=True)
class MessageMapping:
    """A mapping, checked; made by :func:`.mapping_file.read_mapping`.

    Attributes
    ----------
    name : str
    kind : str
        Kind of the events.
    topics : tuple of (tuple of str, TopicPattern or None)
        Levels of each filter, and the pattern that names parts of the topic.
    each : tuple of str or None
        Path of the list whose items are events.
    places : dict
        Of the fields of an event that are read as they are.
    time_format : str
        One of :data:`TIME_FORMATS`.
    clock : {"network", "gateway", "device"}
        Whose time it is.
    payload_encoding : {"base64", "hex"}
    values : tuple of ValueRule
    """

    name: str
    kind: str
    topics: tuple[tuple[tuple[str, ...], Optional[TopicPattern]], ...]
    each: Optional[tuple[str, ...]]
    places: Mapping[str, Place]
    time_format: str
    clock: str
    payload_encoding: str
    values: tuple[ValueRule, ...]

    def match(self, levels: list[str]) -> Optional[dict[str, str]]:
        """Return the named parts of a topic split at its slashes, None when the mapping is not for it."""
        for wanted, pattern in self.topics:
            if filter_matches(wanted, levels):
                groups = {} if pattern is None else pattern.match(levels)
                if groups is not None:
                    return groups
        return None


def parse(
    mapping: MessageMapping, topic: str, groups: Mapping[str, str], message: Any, received: int
) -> Union[list[Event], Reject]:
    """Return the events of a message, as a mapping says.

    Parameters
    ----------
    mapping : MessageMapping
    topic : str
        For rejects.
    groups : dict
        Of :meth:`MessageMapping.match`.
    message : object
        Content of the message.
    received : int
        [ms since 1970, UTC].
    """
    items = [message]
    if mapping.each is not None:
        items = find_one(message, mapping.each)
        if not isinstance(items, list):
            return reject("missing", f"there is no list at /{'/'.join(mapping.each)}", topic)
        if len(items) > MAX_ITEMS:
            return reject("too_many_items", f"{len(items)} items, at most {MAX_ITEMS} are taken", topic)
    events = []
    left = MAX_READ
    for item in items:
        found = [find_all(item, rule.path) for rule in mapping.values]
        left -= sum(map(len, found))
        if left < 0:
            return reject("too_many_values", f"more than {MAX_READ} places of values", topic)
        event = _event(mapping, topic, groups, item, found, received)
        if isinstance(event, Reject):
            return event
        events.append(event)
    return events


def _event(
    mapping: MessageMapping, topic: str, groups: Mapping[str, str], item: Any, found: list[Places], received: int
) -> Union[Event, Reject]:
    told = {name: place.read(item, groups) for name, place in mapping.places.items()}
    device = text(told.get("device")).strip()
    if not device:
        return reject("missing", "nothing says which device the message is about", topic)
    payload: Optional[bytes] = b""
    if told.get("payload") is not None:
        payload = (hex_bytes if mapping.payload_encoding == "hex" else base64_bytes)(told["payload"])
        if payload is None:
            return reject(f"bad_{mapping.payload_encoding}", "payload", topic)
    moment = _moment(told.get("time"), mapping.time_format)
    if told.get("time") is not None and moment is None:
        return reject("bad_time", told["time"], topic)
    values, units = _values(mapping.values, found, item)
    identifier = eui(told.get("device_eui") or device)
    gateway = text(told.get("gateway")).lower()
    rssi, ratio = number(told.get("rssi")), number(told.get("snr"))
    heard = bool(gateway) or rssi is not None or ratio is not None
    level = number(told.get("battery"))
    return Event(
        kind=mapping.kind,
        source=mapping.name,
        device=identifier or device,
        received_time=received,
        device_eui=identifier or None,
        name=text(told.get("name")),
        site=text(told.get("site")),
        profile=text(told.get("profile")),
        device_time=moment if mapping.clock == "device" else None,
        gateway_time=moment if mapping.clock == "gateway" else None,
        network_time=moment if mapping.clock == "network" else None,
        frame_counter=whole(told.get("frame_counter"), most=2**32 - 1),
        port=whole(told.get("port"), most=255),
        session=text(told.get("session")),
        spreading_factor=whole(told.get("spreading_factor"), most=12),
        frequency_hz=whole(told.get("frequency_hz")),
        receptions=(Reception(gateway, rssi, ratio),) if heard else (),
        payload=payload or b"",
        values=values,
        units=units,
        location=coordinates(told.get("longitude"), told.get("latitude"), told.get("altitude")),
        deduplication=text(told.get("deduplication")),
        command=text(told.get("command")),
        battery_percent=level if level is not None and 0 <= level <= 100 else None,
        text=text(told.get("text"), 1000),
    )


def _moment(value: Any, written: str) -> Optional[int]:
    if value is None:
        return None
    if written == "iso":
        return time_ms(value)
    return epoch_ms(value, 1000 if written == "epoch_s" else 1)


def _values(rules: tuple[ValueRule, ...], found: list[Places], item: Any) -> tuple[dict[str, Value], dict[str, str]]:
    values: dict[str, Value] = {}
    units: dict[str, str] = {}
    for rule, places in zip(rules, found):
        for stars, raw in places:
            if len(values) >= MAX_VALUES:
                return values, units
            value = _scaled(raw, rule)
            name = _name(rule, item, stars)
            if value is None or not name:
                continue
            values[name] = value
            unit = rule.unit
            if rule.unit_path is not None:
                unit = text(find_one(item, fill(rule.unit_path, stars))) or unit
            if unit:
                units[name] = unit
    return values, units


def _scaled(raw: Any, rule: ValueRule) -> Optional[Value]:
    if isinstance(raw, (bool, dict, list)):
        return measurement(raw)
    plain = number(raw)  # also a number that a hub wrote as text
    if plain is None:
        return measurement(raw)
    value = plain * rule.scale + rule.offset
    return value if -LARGEST < value < LARGEST else repr(value)


def _name(rule: ValueRule, item: Any, stars: tuple[str, ...]) -> str:
    if rule.name_path is not None:
        return text(find_one(item, fill(rule.name_path, stars)))
    name = rule.name
    for star in stars:
        name = name.replace("*", star, 1) if "*" in name else name
    return text(name)
