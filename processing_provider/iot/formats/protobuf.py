"""Messages of ChirpStack gateways in protobuf, which is how they come unless the gateway is set to JSON.

Only the two that are kept are read: statistics and state of connection. Each becomes the dictionary that its JSON
would be. Numbers of the fields after the descriptors of PyPI chirpstack-api 4.20.0 (``gw.proto``, ``common.proto``).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any, Optional, Union

from ..hostile import MAX_PAYLOAD

MAX_FIELDS = 4096  # fields of a message
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_LAST_S = 7_258_118_400  # 2200-01-01 [s since 1970]

Raw = Union[int, bytes]


class MalformedError(ValueError):
    """Bytes that are no message of protobuf, or not this one."""


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    for place in range(at, min(at + 10, len(data))):
        value |= (data[place] & 0x7F) << shift
        if data[place] < 0x80:
            return value & 0xFFFF_FFFF_FFFF_FFFF, place + 1
        shift += 7
    raise MalformedError("a number without its end")


def read_fields(data: bytes) -> Iterator[tuple[int, int, Raw]]:
    """Give number, wire type and raw value of each field of a message.

    Raises
    ------
    MalformedError
        When the bytes are no message.
    """
    at = 0
    for _ in range(MAX_FIELDS):
        if at >= len(data):
            return
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if number == 0:
            raise MalformedError("a field without number")
        value: Raw
        if wire == _VARINT:
            value, at = _varint(data, at)
        else:
            if wire == _BYTES:
                length, at = _varint(data, at)
            elif wire in (_FIXED32, _FIXED64):
                length = 4 if wire == _FIXED32 else 8
            else:
                raise MalformedError(f"wire type {wire}")
            value = data[at : at + length]
            if len(value) < length:
                raise MalformedError("a field without its end")
            at += length
        yield number, wire, value
    raise MalformedError(f"more than {MAX_FIELDS} fields")


def _inside(value: Raw) -> bytes:
    if not isinstance(value, bytes):
        raise MalformedError("a number where a message is expected")
    return value


def _whole(value: Raw) -> int:
    if not isinstance(value, int):
        raise MalformedError("bytes where a number is expected")
    return value


def _text(value: Raw) -> str:
    return _inside(value).decode("utf-8")


def _seconds(data: Raw) -> float:
    """Read a Timestamp or a Duration [s]: seconds and nanoseconds."""
    seconds = nanoseconds = 0
    for number, _, value in read_fields(_inside(data)):
        if number == 1:
            seconds = _whole(value)
        elif number == 2:
            nanoseconds = _whole(value)
    if seconds >= _LAST_S or nanoseconds >= 10**9:  # negative ones are huge here
        raise MalformedError("a time out of range")
    return seconds + nanoseconds / 1e9


def _location(data: Raw) -> dict[str, float]:
    names = {1: "latitude", 2: "longitude", 3: "altitude"}
    found = dict.fromkeys(names.values(), 0.0)
    for number, wire, value in read_fields(_inside(data)):
        if number in names:
            if wire != _FIXED64:
                raise MalformedError("a coordinate that is no double")
            found[names[number]] = struct.unpack("<d", _inside(value))[0]
    return found


def _count(data: Raw) -> tuple[str, int]:
    """Read an entry of a dictionary from texts to numbers."""
    key, count = "", 0
    for number, _, value in read_fields(_inside(data)):
        if number == 1:
            key = _text(value)
        elif number == 2:
            count = _whole(value)
    return key, count


def _band(data: Raw) -> dict[str, Any]:
    band: dict[str, Any] = {}
    for number, _, value in read_fields(_inside(data)):
        if number == 1:
            band["name"] = _text(value)
        elif number in (4, 5):
            band["loadMax" if number == 4 else "loadTracked"] = f"{_seconds(value):.9f}s"
    return band


def _duty_cycle(data: Raw) -> dict[str, Any]:
    found: dict[str, Any] = {"bands": []}
    for number, _, value in read_fields(_inside(data)):
        if number == 2:
            found["window"] = f"{_seconds(value):.9f}s"
        elif number == 3:
            found["bands"].append(_band(value))
    return found


def _stats(data: bytes) -> dict[str, Any]:
    counters = {
        5: "rxPacketsReceived",
        6: "rxPacketsReceivedOk",
        7: "txPacketsReceived",
        8: "txPacketsEmitted",
    }
    message: dict[str, Any] = {"txPacketsPerStatus": {}}
    for number, _, value in read_fields(data):
        if number == 17:
            message["gatewayId"] = _text(value)
        elif number == 2:
            moment = _EPOCH + timedelta(milliseconds=int(_seconds(value) * 1000 + 1e-3))
            message["time"] = moment.isoformat()
        elif number == 3:
            message["location"] = _location(value)
        elif number in counters:
            message[counters[number]] = _whole(value)
        elif number == 16:
            key, count = _count(value)
            message["txPacketsPerStatus"][key] = count
        elif number == 18:
            message["dutyCycleStats"] = _duty_cycle(value)
    return message


def _state(data: bytes) -> dict[str, Any]:
    message: dict[str, Any] = {}
    for number, _, value in read_fields(data):
        if number == 3:
            message["gatewayId"] = _text(value)
        elif number == 2:
            message["state"] = "ONLINE" if _whole(value) == 1 else "OFFLINE"
    return message


def read_gateway_message(event: str, payload: bytes) -> Optional[dict[str, Any]]:
    """Return a message of a gateway as the dictionary that its JSON would be; None when the bytes are not one.

    Parameters
    ----------
    event : {"stats", "conn"}
        Last level of the topic.
    payload : bytes
    """
    reader = {"stats": _stats, "conn": _state}.get(event)
    if reader is None or len(payload) > MAX_PAYLOAD:
        return None
    try:
        return reader(payload)
    except (MalformedError, UnicodeDecodeError):
        return None
