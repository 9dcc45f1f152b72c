"""What a store knew at a moment: the latest of each device and series, now or at any time before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional

from .schema import METRICS

RECENT = 33  # frames that a period is estimated from, one more than the differences


@dataclass
class Moment:
    """What was known at a moment, by number of the device; devices never heard are absent.

    Attributes
    ----------
    seen : dict
        Time of the last message [ms since 1970, UTC].
    radio : dict
        Of the last frame: rssi [dBm], snr [dB], spreading factor, number of gateways; None unknown.
    battery : dict
        [%].
    alarm : dict
        Priority of the most urgent active alarm, 1 the highest. Known of the present only.
    values : list of tuple
        (series, time [ms], value, flag, text) of the latest value of each series, by series.
    """

    seen: dict[int, int] = field(default_factory=dict)
    radio: dict[int, tuple[Optional[float], Optional[float], Optional[int], Optional[int]]] = field(
        default_factory=dict
    )
    battery: dict[int, float] = field(default_factory=dict)
    alarm: dict[int, int] = field(default_factory=dict)
    values: list[tuple[int, int, Optional[float], int, Optional[str]]] = field(default_factory=list)


def present(database: Any) -> Moment:
    """Return what the store knows now, from the tables of states that the recorder keeps."""
    found = Moment()
    rows = database.query(
        "SELECT device, last_seen, rssi, snr, spreading_factor, gateways, battery_percent, alarm_priority "
        "FROM device_state"
    )
    for device, seen, rssi, snr, factor, gateways, battery, alarm in rows:
        if seen is not None:
            found.seen[device] = seen
            found.radio[device] = (rssi, snr, factor, gateways)
        if battery is not None:
            found.battery[device] = battery
        if alarm is not None:
            found.alarm[device] = alarm
    found.values = list(database.query("SELECT ds, t, v, q, text FROM datastream_state ORDER BY ds"))
    return found


def past(database: Any, devices: Iterable[int], series: Iterable[tuple[int, str]], at: int) -> Moment:
    """Return what was known at a time before now, from frames, events and observations.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
    devices : iterable of int
    series : iterable of (int, str)
        Numbers of the series wanted, and their kind: ``number``, ``switch`` or ``text``.
    at : int
        [ms since 1970, UTC]; what happened at that very moment counts.
    """
    found = Moment()
    for number, kind in series:
        row = _last(database, number, kind, at)
        if row is not None:
            found.values.append((number, *row))
    heard: dict[int, int] = {}
    for number, moment, *_ in found.values:
        device = number // METRICS
        heard[device] = max(moment, heard.get(device, moment))
    for device in devices:
        _past_device(database, device, at, heard.get(device), found)
    return found


def _last(database: Any, series: int, kind: str, at: int) -> Optional[tuple]:
    if kind == "text":
        rows = database.query(
            "SELECT t, text FROM obs_text WHERE ds = ? AND t <= ? ORDER BY t DESC LIMIT 1", (series, at)
        )
        row = next(iter(rows), None)
        return None if row is None else (row[0], None, 2, row[1])
    rows = database.query(
        "SELECT t, v, COALESCE(q, 2) FROM obs WHERE ds = ? AND t <= ? ORDER BY t DESC LIMIT 1", (series, at)
    )
    row = next(iter(rows), None)
    return None if row is None else (*row, None)


def _past_device(database: Any, device: int, at: int, measured: Optional[int], found: Moment) -> None:
    frame = next(
        iter(
            database.query(
                "SELECT t, rssi, snr, spreading_factor, gateways FROM frame WHERE device = ? AND t <= ? "
                "ORDER BY t DESC LIMIT 1",
                (device, at),
            )
        ),
        None,
    )
    told = next(iter(database.query("SELECT MAX(t) FROM event WHERE device = ? AND t <= ?", (device, at))))[0]
    moments = [moment for moment in (frame and frame[0], told, measured) if moment is not None]
    if not moments:
        return
    found.seen[device] = max(moments)
    found.radio[device] = frame[1:] if frame is not None else (None, None, None, None)
    status = next(
        iter(
            database.query(
                "SELECT detail FROM event WHERE device = ? AND t <= ? AND kind = 'status' ORDER BY t DESC LIMIT 1",
                (device, at),
            )
        ),
        None,
    )
    battery = json.loads(status[0]).get("battery_percent") if status and status[0] else None
    if battery is not None:
        found.battery[device] = battery


def recent_times(database: Any, devices: Sequence[int], at: int, count: int = RECENT) -> list[tuple[int, int]]:
    """Return (device, time [ms]) of the last frames of devices, of their measurements where they send no frame.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
    devices : sequence of int
    at : int
        [ms since 1970, UTC].
    count : int
        Of each device, at most.
    """
    found: list[tuple[int, int]] = []
    for device in devices:
        times = [
            row[0]
            for row in database.query(
                "SELECT t FROM frame WHERE device = ? AND t <= ? ORDER BY t DESC LIMIT ?", (device, at, count)
            )
        ]
        if not times:
            first = next(
                iter(database.query("SELECT MIN(id) FROM datastream WHERE device = ? AND kind <> 'text'", (device,)))
            )[0]
            if first is not None:
                times = [
                    row[0]
                    for row in database.query(
                        "SELECT t FROM obs WHERE ds = ? AND t <= ? ORDER BY t DESC LIMIT ?", (first, at, count)
                    )
                ]
        found.extend((device, moment) for moment in times)
    return found


def texts(database: Any, series: Iterable[int], start: int, end: int, max_rows: int) -> list[tuple[int, int, str]]:
    """Return (series, time [ms], text) of the texts of series in [start, end) [ms], ``max_rows`` at most."""
    found: list[tuple[int, int, str]] = []
    for number in series:
        found.extend(
            database.query(
                "SELECT ds, t, text FROM obs_text WHERE ds = ? AND t >= ? AND t < ? ORDER BY t LIMIT ?",
                (number, start, end, max_rows - len(found)),
            )
        )
        if len(found) >= max_rows:
            break
    return found
