"""Uplinks that the network did not decode, completed by a codec."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Callable, Optional

from ..events import Event, Location
from ..values import coordinates
from .codec import Codec, Decoded

CodecOf = Callable[[Event], Optional[Codec]]
_LAST_S = 7_258_118_400  # 2200-01-01 [s since 1970]


def complete(event: Event, codec: Codec) -> list[Event]:
    """Return an uplink with its values, and one observation for each measurement that the device kept from before.

    The event is returned as it is where the network decoded it already, or it carries nothing. Observations of the past
    have the device's time as ``network_time``: an old time says nothing of its clock now.

    Parameters
    ----------
    event : Event
    codec : Codec
    """
    if event.kind != "up" or event.values or not event.payload:
        return [event]
    decoded = codec.decode(event.payload, event.port)
    values = decoded.flat()
    # Uplinks of other ports (settings, answers) are no mistake: only what came with values tells that it was cut.
    said = f"{codec.name}: {decoded.error}" if decoded.partial else event.text
    units = decoded.flat_units()
    battery = values.get("battery") if units.get("battery") == "%" else None
    done = replace(
        event,
        values=values,
        units=units,
        battery_percent=battery if isinstance(battery, float) and 0 <= battery <= 100 else event.battery_percent,
        location=_place(decoded) or event.location,
        device_time=_moment(decoded.time) or event.device_time,
        text=said[:200],
    )
    return [done, *_past(event, decoded)]


def _moment(seconds: object) -> Optional[int]:
    if not isinstance(seconds, (int, float)) or not 0 < seconds < _LAST_S:
        return None
    return int(seconds) * 1000


def _past(event: Event, decoded: Decoded) -> list[Event]:
    events = []
    for records in decoded.records.values():
        for record in records:
            moment = _moment(record.get("timestamp"))
            values = {
                name: value for name, value in record.items() if name != "timestamp" and not isinstance(value, list)
            }
            if moment is not None and values:
                past = replace(
                    event,
                    kind="obs",
                    device_time=None,
                    gateway_time=None,
                    network_time=moment,
                    receptions=(),
                    payload=b"",
                    values=values,
                    units={},
                    deduplication="",
                    text="",
                )
                events.append(past)
    return events


def _place(decoded: Decoded) -> Optional[Location]:
    for name, parts in decoded.parts.items():
        value = decoded.values[name]
        if "latitude" in parts and isinstance(value, list):
            told = dict(zip(parts, value))
            return coordinates(told.get("longitude"), told.get("latitude"), told.get("altitude"))
    return None


def completer(codec_of: CodecOf) -> Callable[[Event], list[Event]]:
    """Return what completes the events of a parser (:class:`..formats.registry.Parser`).

    Parameters
    ----------
    codec_of : callable
        From an event to the codec of its device, None when it has none.
    """

    def complete_one(event: Event) -> list[Event]:
        codec = codec_of(event) if event.kind == "up" and not event.values else None
        return [event] if codec is None else complete(event, codec)

    return complete_one


def by_profile(codecs: Mapping[str, Codec]) -> CodecOf:
    """Return the choice of a codec by the profile of the device, as the network calls it."""
    return lambda event: codecs.get(event.profile)
