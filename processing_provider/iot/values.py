"""Single values of a message, read whatever they hold: numbers, times, texts, identifiers, bytes.

Nothing here raises: what cannot be read is None, or an empty text.
"""

from __future__ import annotations

import binascii
import re
from datetime import date
from functools import lru_cache
from typing import Any, Optional

from .events import Location, Value

LARGEST = 1e12  # a measurement beyond is none: it is kept as text
LONGEST_NAME = 200  # characters of a name, an identifier, a topic level
MAX_VALUES = 512  # measurements of one event

_EPOCH = date(1970, 1, 1).toordinal()
_DAY_MS = 86_400_000
_LAST_MS = (date(2200, 1, 1).toordinal() - _EPOCH) * _DAY_MS  # later is a clock that is wrong
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,3})\d{0,9})?\s?(?:([Zz])|([+-])(\d\d):?(\d\d)?)?\Z",
    re.ASCII,
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
_EUI = re.compile(r"[0-9a-fA-F]{16}\Z", re.ASCII)
_DECIMAL = re.compile(r"\s*[+-]?(?:\d{1,20}(?:[.,]\d{0,20})?|[.,]\d{1,20})(?:[eE][+-]?\d{1,3})?\s*\Z", re.ASCII)


def text(value: Any, longest: int = LONGEST_NAME) -> str:
    """Read a text, cut at ``longest``; control characters and those that turn the writing around become spaces."""
    if not isinstance(value, str):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return ""
        return repr(value)
    if not value.isprintable():
        value = _CONTROL.sub(" ", value)
    return value[:longest]


def number(value: Any) -> Optional[float]:
    """Read a finite number below 1e12 in absolute value, also from the text of one; true and false are none."""
    if isinstance(value, str):
        if not _DECIMAL.match(value):
            return None
        value = float(value.replace(",", "."))
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if -LARGEST < value < LARGEST else None


def whole(value: Any, least: int = 0, most: int = 2**53) -> Optional[int]:
    """Read a whole number within limits, also from the text of one; None when it is not."""
    if isinstance(value, str):
        if len(value) > 17 or not re.match(r"-?\d+\Z", value, re.ASCII):
            return None
        value = int(value)
    elif isinstance(value, float):
        if value != value or not -LARGEST < value < LARGEST or value != int(value):
            return None
        value = int(value)
    elif isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if least <= value <= most else None


def measurement(value: Any) -> Optional[Value]:
    """Read what a device measured: a float, a yes or no, a text; None when there is nothing.

    A number of 1e12 and more in absolute value is no measurement (a time in milliseconds, a device's mark for
    "unknown") and becomes text.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return float(value) if -LARGEST < value < LARGEST else repr(value)
    return text(value, 4096) if isinstance(value, str) else None


@lru_cache(maxsize=64)
def _day(written: str) -> Optional[int]:
    try:
        return (date(int(written[:4]), int(written[5:7]), int(written[8:])).toordinal() - _EPOCH) * _DAY_MS
    except ValueError:
        return None


def time_ms(value: Any) -> Optional[int]:
    """Read a moment as RFC 3339 writes it, up to nanoseconds.

    A time without zone is UTC. Moments before 1970 (the "no time" of several networks is in the year 1) and from 2200
    on are none. The second 60 is the last of its minute.

    Returns
    -------
    int or None
        [ms since 1970, UTC], cut and not rounded to the millisecond.
    """
    match = _TIME.match(value) if isinstance(value, str) and len(value) <= 48 else None
    if match is None:
        return None
    day, hour, minute, second, fraction, _, sign, zone_hour, zone_minute = match.groups()
    start = _day(day)
    hours, minutes, seconds = int(hour), int(minute), int(second)
    if start is None or hours > 23 or minutes > 59 or seconds > 60:
        return None
    moment = start + hours * 3_600_000 + minutes * 60_000 + min(seconds, 59) * 1000
    if fraction:
        moment += int(fraction) * 10 ** (3 - len(fraction))
    if sign:
        offset = int(zone_hour) * 3_600_000 + int(zone_minute or 0) * 60_000
        moment += offset if sign == "-" else -offset
    return moment if 0 <= moment < _LAST_MS else None


def epoch_ms(value: Any, unit_ms: float) -> Optional[int]:
    """Read a moment that is a number of seconds (``unit_ms`` 1000) or milliseconds (1) since 1970."""
    if isinstance(value, str):
        if not _DECIMAL.match(value):
            return None
        value = float(value.replace(",", "."))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    moment = value * unit_ms
    return int(moment) if 0 <= moment < _LAST_MS else None


def base64_bytes(value: Any) -> Optional[bytes]:
    """Read base64, strictly; an absent or empty text is no bytes, a wrong one None."""
    if value is None or value == "":
        return b""
    if not isinstance(value, str):
        return None
    try:
        return binascii.a2b_base64(value.encode("ascii"), strict_mode=True) if _STRICT_MODE else _lenient(value)
    except (ValueError, UnicodeEncodeError):
        return None


def _lenient(value: str) -> bytes:
    """Decode base64 where Python 3.10 and older have no strict mode: decoding and encoding must give it back."""
    decoded = binascii.a2b_base64(value.encode("ascii"))
    if binascii.b2a_base64(decoded, newline=False).decode("ascii") != value:
        raise ValueError("not base64")
    return decoded


def _has_strict_mode() -> bool:
    try:
        binascii.a2b_base64(b"", strict_mode=True)
    except TypeError:
        return False
    return True


_STRICT_MODE = _has_strict_mode()


def hex_bytes(value: Any) -> Optional[bytes]:
    """Read hexadecimal digits, in pairs, with or without spaces; None when they are not."""
    if not isinstance(value, str):
        return None
    try:
        return bytes.fromhex(value)
    except ValueError:
        return None


def eui(value: Any) -> str:
    """Read an EUI: 16 hexadecimal digits, or the base64 of 8 bytes (12 characters with their "=").

    Returns
    -------
    str
        16 lower-case hexadecimal digits, empty when it is none.
    """
    if not isinstance(value, str):
        return ""
    if len(value) == 16 and _EUI.match(value):
        return value.lower()
    if len(value) == 12 and value.endswith("="):
        decoded = base64_bytes(value)
        return decoded.hex() if decoded and len(decoded) == 8 else ""
    return ""


def place(value: Any) -> Optional[Location]:
    """Read an object with ``longitude``, ``latitude`` and maybe ``altitude``; None when they are no place on Earth.

    Exactly 0, 0 is what networks write for "unknown", and so is an altitude of exactly 0, which some of them leave out.
    """
    if not isinstance(value, dict):
        return None
    return coordinates(value.get("longitude"), value.get("latitude"), value.get("altitude") or None)


def coordinates(longitude: Any, latitude: Any, altitude: Any = None) -> Optional[Location]:
    """Return a place from numbers or their texts [degrees, degrees, m]; None when they are none."""
    x, y = number(longitude), number(latitude)
    if x is None or y is None or not (-180 <= x <= 180 and -90 <= y <= 90) or (x == 0 and y == 0):
        return None
    return Location(x, y, number(altitude))


def flatten(content: Any, values: dict[str, Value], prefix: str = "") -> Optional[Location]:
    """Put all measurements of a decoded object into ``values``; names inside one another are joined by ``_``.

    ``{"gps_1": {"latitude": 48.1}, "t": [20, 21]}`` gives ``gps_1_latitude``, ``t_0``, ``t_1``. What has no value is
    left out. At most 512 are taken. Depth is bounded by the door, at 32.

    Returns
    -------
    Location or None
        The first place found: an object with ``latitude`` and ``longitude``.
    """
    pairs: Any
    found = None
    if isinstance(content, dict):
        found = place(content) if "latitude" in content else None
        pairs = content.items()
    elif isinstance(content, list):
        pairs = enumerate(content)
    else:
        pairs = ((prefix or "value", content),)
        prefix = ""
    for key, item in pairs:
        if len(values) >= MAX_VALUES:
            break
        name = f"{prefix}_{key}" if prefix else str(key)
        if isinstance(item, (dict, list)):
            inside = flatten(item, values, name[:LONGEST_NAME])
            found = found or inside
            continue
        value = measurement(item)
        if value is None:
            continue
        name = text(name) or "value"
        while name in values:  # {"a_b": 1, "a": {"b": 2}}: neither is lost
            name = f"{name}_"
        values[name] = value
    return found


def first_time(*candidates: Any) -> Optional[int]:
    """Return the first of several texts that is a moment [ms since 1970, UTC]."""
    for candidate in candidates:
        moment = time_ms(candidate)
        if moment is not None:
            return moment
    return None


def as_dict(value: Any) -> dict[str, Any]:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def as_objects(value: Any, most: int = 64) -> list[dict[str, Any]]:
    """Return the objects of a list, at most ``most``; nothing for anything else."""
    return [item for item in value[:most] if isinstance(item, dict)] if isinstance(value, list) else []
