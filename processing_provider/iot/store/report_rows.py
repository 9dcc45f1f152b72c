"""What reports ask of a store: gateways with their place, charges of batteries by day, times of measurements."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Optional

from .schema import METRICS

DAY_MS = 86_400_000


@dataclass(frozen=True)
class GatewayRow:
    """A gateway; ``place`` is (longitude, latitude) [degrees, WGS 84], ``last_seen`` in ms since 1970."""

    id: int
    uid: str
    source: str
    name: str
    altitude_m: Optional[float]
    last_seen: Optional[int]
    frames: int
    place: Optional[tuple[float, float]]


def gateway_rows(database: Any) -> list[GatewayRow]:
    """Return the gateways by number."""
    rows = database.query("SELECT id, uid, source, name, altitude_m, last_seen, frames, geom FROM gateway ORDER BY id")
    return [
        GatewayRow(
            number, uid, source or "", name or "", altitude, seen or None, frames or 0, database.read_point(geom)
        )
        for number, uid, source, name, altitude, seen, frames, geom in rows
    ]


def daily_charges(
    database: Any, series: Iterable[int], start: int, end: int
) -> dict[int, tuple[list[int], list[float]]]:
    """Return the mean charge of batteries by day, measured by devices or told by their network.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
    series : iterable of int
        Series that hold a charge [%].
    start, end : int
        [ms since 1970, UTC].

    Returns
    -------
    dict
        Beginning of days [ms] and charges [%], by number of the device.
    """
    sums: dict[int, dict[int, list[float]]] = {}
    for number in series:
        for day, charge, count in database.query(
            "SELECT t / 86400000, AVG(v), COUNT(v) FROM obs WHERE ds = ? AND t >= ? AND t < ? AND v >= 0 AND v <= 100 "
            "GROUP BY t / 86400000",
            (number, start, end),
        ):
            _add(sums, number // METRICS, int(day), float(charge), int(count))
    told = database.query(
        "SELECT device, t, detail FROM event WHERE kind = 'status' AND t >= ? AND t < ? AND device IS NOT NULL "
        "AND detail IS NOT NULL",
        (start, end),
    )
    for device, moment, detail in told:
        charge = json.loads(detail).get("battery_percent")
        if charge is not None:
            _add(sums, device, moment // DAY_MS, float(charge), 1)
    return {
        device: (
            [day * DAY_MS for day in sorted(days)],
            [days[day][0] / days[day][1] for day in sorted(days)],
        )
        for device, days in sums.items()
    }


def _add(sums: dict[int, dict[int, list[float]]], device: int, day: int, charge: float, count: int) -> None:
    entry = sums.setdefault(device, {}).setdefault(day, [0.0, 0.0])
    entry[0] += charge * count
    entry[1] += count


def measurement_times(database: Any, devices: Iterable[int], start: int, end: int) -> list[tuple[int, int]]:
    """Return (device, time [ms]) of the measurements of devices, of their first series that has any in the span.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
    devices : iterable of int
    start, end : int
        [ms since 1970, UTC].
    """
    found: list[tuple[int, int]] = []
    for device in devices:
        series = [
            row[0]
            for row in database.query(
                "SELECT id FROM datastream WHERE device = ? AND kind <> 'text' ORDER BY id", (device,)
            )
        ]
        for number in series:
            times = [
                row[0]
                for row in database.query(
                    "SELECT t FROM obs WHERE ds = ? AND t >= ? AND t < ? ORDER BY t", (number, start, end)
                )
            ]
            if times:
                found.extend((device, moment) for moment in times)
                break
    return found
