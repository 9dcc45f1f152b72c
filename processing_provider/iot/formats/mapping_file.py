"""Mappings of generic networks, read from YAML and checked: each mistake is told in a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional

from ...errors import InputError
from ..events import KINDS
from ..yaml_files import load_yaml, read_text
from .generic import TIME_FORMATS, MessageMapping, Place, ValueRule
from .pointers import ANY, parse_pointer
from .topics import TopicPattern, parse_filter

MAX_RULES = 256
PLACES = (
    "device",
    "device_eui",
    "name",
    "site",
    "profile",
    "frame_counter",
    "port",
    "session",
    "spreading_factor",
    "frequency_hz",
    "gateway",
    "rssi",
    "snr",
    "deduplication",
    "command",
    "battery",
    "text",
)
_OTHERS = ("kind", "topics", "each", "time", "payload", "values", "location")
_VALUE_KEYS = ("path", "name", "name_path", "unit", "unit_path", "scale", "offset")


def read_mapping(path: Path) -> MessageMapping:
    """Return the mapping of a YAML file.

    Raises
    ------
    InputError
        When it is not one.
    """
    return make_mapping(load_yaml(read_text(path), path.name), path.name)


def make_mapping(content: Any, file: str = "") -> MessageMapping:
    """Return a mapping from the content of its file.

    Parameters
    ----------
    content : dict
        As in :mod:`.generic`.
    file : str
        For messages.

    Raises
    ------
    InputError
        When something is missing, unknown or not of its kind.
    """
    if not isinstance(content, dict):
        raise InputError("The mapping {file} has no content.", file=file)
    _known(content, (*PLACES, *_OTHERS), file)
    name = content.get("name")
    if not isinstance(name, str) or not 0 < len(name) <= 60:
        raise InputError("The mapping {file} needs a name of at most 60 characters.", file=file)
    kind = content.get("kind", "up")
    if kind not in KINDS:
        raise InputError("“{kind}” is not a kind of event: use one of {known}.", kind=kind, known=", ".join(KINDS))
    topics = tuple(_topic(item, file) for item in _list(content.get("topics"), "topics", file))
    groups = frozenset.intersection(*(found.groups if found else frozenset() for _, found in topics))
    # "name" is how the mapping itself is called; that of the device stands under "device_name".
    written = {key: content[key] for key in PLACES if key in content and key != "name"}
    if "device_name" in content:
        written["name"] = content["device_name"]
    if "device" not in written:
        raise InputError("The mapping {file} does not say where the device is: add “device”.", file=file)
    places = {key: _place(item, key, groups, file) for key, item in written.items()}
    location = _sub(content, "location", ("longitude", "latitude", "altitude"), file)
    places.update((key, _place(item, key, groups, file)) for key, item in location.items())
    time = _sub(content, "time", ("path", "topic", "value", "format", "clock"), file)
    payload = _sub(content, "payload", ("path", "topic", "value", "encoding"), file)
    if time:
        places["time"] = _place(_without(time, "format", "clock"), "time", groups, file)
    if payload:
        places["payload"] = _place(_without(payload, "encoding"), "payload", groups, file)
    rules = _list(content.get("values", []), "values", file, may_be_empty=True)
    return MessageMapping(
        name=name,
        kind=kind,
        topics=topics,
        each=parse_pointer(content["each"]) if "each" in content else None,
        places=places,
        time_format=_choice(time.get("format", "iso"), TIME_FORMATS, "format", file),
        clock=_choice(time.get("clock", "network"), ("network", "gateway", "device"), "clock", file),
        payload_encoding=_choice(payload.get("encoding", "base64"), ("base64", "hex"), "encoding", file),
        values=tuple(_rule(rule, file) for rule in rules),
    )


def _known(content: dict, keys: tuple[str, ...], file: str) -> None:
    unknown = [str(key) for key in content if key not in keys and key != "device_name"]
    if unknown:
        raise InputError(
            "The mapping {file} holds “{key}”, which means nothing here. Known are: {known}.",
            file=file,
            key=unknown[0][:100],
            known=", ".join(keys),
        )


def _sub(content: dict, key: str, keys: tuple[str, ...], file: str) -> dict:
    found = content.get(key, {})
    if not isinstance(found, dict):
        raise InputError("“{key}” of the mapping {file} is a list of names and values.", key=key, file=file)
    _known(found, keys, file)
    return found


def _without(content: dict, *keys: str) -> dict:
    return {key: value for key, value in content.items() if key not in keys}


def _list(value: Any, key: str, file: str, *, may_be_empty: bool = False) -> list:
    if not isinstance(value, list) or len(value) > MAX_RULES or not (value or may_be_empty):
        raise InputError(
            "“{key}” of the mapping {file} is a list of 1 to {most} entries.", key=key, file=file, most=MAX_RULES
        )
    return value


def _choice(value: Any, known: tuple[str, ...], key: str, file: str) -> str:
    if value not in known:
        raise InputError(
            "“{value}” is not a “{key}” of the mapping {file}: use one of {known}.",
            value=value,
            key=key,
            file=file,
            known=", ".join(known),
        )
    return value


def _topic(item: Any, file: str) -> tuple[tuple[str, ...], Optional[TopicPattern]]:
    if isinstance(item, str):
        return parse_filter(item), None
    if not isinstance(item, dict):
        raise InputError("A topic of the mapping {file} is a filter, or a filter and a pattern.", file=file)
    _known(item, ("filter", "pattern"), file)
    return parse_filter(item.get("filter")), TopicPattern(item["pattern"]) if "pattern" in item else None


def _place(item: Any, key: str, groups: frozenset[str], file: str) -> Place:
    if not isinstance(item, dict) or len(item) != 1:
        raise InputError(
            "“{key}” of the mapping {file} is one of path, topic or value, such as {example}.",
            key=key,
            file=file,
            example="{path: /dev/id}",
        )
    _known(item, ("path", "topic", "value"), file)
    if "path" in item:
        path = parse_pointer(item["path"])
        if ANY in path:
            raise InputError("The path of “{key}” of the mapping {file} must not hold *.", key=key, file=file)
        return Place(path=path)
    if "topic" in item:
        group = item["topic"]
        if group not in groups:
            raise InputError(
                "“{key}” of the mapping {file} asks for “{group}” of the topic, which not every pattern names.",
                key=key,
                file=file,
                group=group,
            )
        return Place(group=group)
    return Place(value=item["value"] if isinstance(item["value"], (str, int, float)) else None)


def _rule(item: Any, file: str) -> ValueRule:
    if not isinstance(item, dict):
        raise InputError("A value of the mapping {file} is a list of names and values.", file=file)
    _known(item, _VALUE_KEYS, file)
    path = parse_pointer(item.get("path"))
    name, unit = item.get("name", ""), item.get("unit", "")
    if not isinstance(name, str) or not isinstance(unit, str) or (not name and "name_path" not in item):
        raise InputError("Each value of the mapping {file} needs a name, or the path of one.", file=file)
    if name and name.count("*") != path.count(ANY):
        raise InputError(
            "The value “{name}” of the mapping {file} needs one * for each * of its path.", name=name, file=file
        )
    numbers = [item.get("scale", 1), item.get("offset", 0)]
    if any(
        isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 1e12 for value in numbers
    ):
        raise InputError(
            "The scale and the offset of “{name}” of the mapping {file} are numbers.", name=name, file=file
        )
    return ValueRule(
        path=path,
        name=name,
        name_path=parse_pointer(item["name_path"]) if "name_path" in item else None,
        unit=unit,
        unit_path=parse_pointer(item["unit_path"]) if "unit_path" in item else None,
        scale=float(numbers[0]),
        offset=float(numbers[1]),
    )
