"""Local clocks and universal time, for many observations at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from ..sun import parse_local_time

MS_PER_HOUR = 3_600_000
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Instants:
    """Instants read from a table.

    Attributes
    ----------
    utc : ndarray of datetime64[ms], shape (n,)
        Universal time, NaT where it could not be read.
    unread : int
        Values that are not a date and time.
    skipped : int
        Local times that the clocks of the zone skip in spring, left out.
    repeated : int
        Local times of the hour that comes twice in autumn.
    """

    utc: np.ndarray
    unread: int = 0
    skipped: int = 0
    repeated: int = 0


def time_zone_named(name: str) -> ZoneInfo:
    """Return a zone of the IANA database.

    Raises
    ------
    InputError
        When the name is not known.
    """
    return parse_local_time(dt.datetime(2000, 1, 1, 12), name).tzinfo


def read_times(values: list[Any], zone: ZoneInfo, stations: np.ndarray) -> Instants:
    """Read dates and times as universal time.

    Parameters
    ----------
    values : list
        Of each observation: ISO text, ``datetime``, or None. One with an offset is an instant by itself; one
        without is the time of the clocks of ``zone``.
    zone : ZoneInfo
        Zone of the times without offset.
    stations : ndarray, shape (n,)
        Station of each observation: when it gives the hour that comes twice in autumn twice, the first of the two
        (in the order of the table) is in summer time and the other in winter time.

    Returns
    -------
    Instants
    """
    index: dict[Any, int] = {}  # stations share their hours: each is read once
    codes = np.array([index.setdefault(value, len(index)) for value in values], dtype=np.intp)
    read = [_read_one(value) for value in index]
    utc = np.array([item[0] for item in read], dtype="datetime64[ms]")[codes]
    naive = np.array([item[1] for item in read], dtype=bool)[codes]
    unread = int(np.isnat(utc).sum())
    skipped, repeated = _from_clocks(utc, naive & ~np.isnat(utc), zone, stations)
    return Instants(utc, unread, skipped, repeated)


def _read_one(value: Any) -> tuple[np.datetime64, bool]:
    """Return a time in milliseconds, and whether it is one of local clocks."""
    if not isinstance(value, dt.datetime):
        text = str(value).strip() if value is not None else ""
        if text[-1:] in ("Z", "z"):  # Python 3.9 and 3.10 do not read it
            text = text[:-1] + "+00:00"
        try:
            value = dt.datetime.fromisoformat(text.replace("/", "-"))
        except ValueError:
            return np.datetime64("NaT"), False
    if value.utcoffset() is not None:
        return np.datetime64(value.astimezone(dt.timezone.utc).replace(tzinfo=None), "ms"), False
    return np.datetime64(value, "ms"), True


def _from_clocks(utc: np.ndarray, naive: np.ndarray, zone: ZoneInfo, stations: np.ndarray) -> tuple[int, int]:
    """Turn local times into universal time in place; return how many are skipped and how many come twice."""
    numbers = np.flatnonzero(naive)
    days = utc[numbers].astype("datetime64[D]")
    order = np.argsort(days, kind="stable")
    skipped = repeated = 0
    for here in np.split(order, np.flatnonzero(np.diff(days[order])) + 1):
        if not len(here):
            continue
        day, here = days[here[0]], numbers[here]
        ends = [dt.datetime.combine(date.astype(dt.datetime), dt.time()) for date in (day, day + _DAY)]
        offsets = [_offset_ms(local, zone) for local in ends]
        if offsets[0] == offsets[1]:
            utc[here] -= np.timedelta64(offsets[0], "ms")
            continue
        again = _second_occurrences(utc[here], stations[here])
        for number, second in zip(here, again):
            local = utc[number].astype(dt.datetime)
            first, other = (_offset_ms(local.replace(fold=fold), zone) for fold in (0, 1))
            if first < other:  # the clocks went forward over it
                utc[number] = np.datetime64("NaT")
                skipped += 1
                continue
            repeated += first > other
            utc[number] -= np.timedelta64(other if second else first, "ms")
    return skipped, repeated


def _second_occurrences(times: np.ndarray, stations: np.ndarray) -> np.ndarray:
    """Tell which times come again for a station that gave them already."""
    seen = set()
    again = np.zeros(len(times), dtype=bool)
    for number, key in enumerate(zip(stations.tolist(), times.astype(np.int64).tolist())):
        again[number] = key in seen
        seen.add(key)
    return again


def _offset_ms(local: dt.datetime, zone: ZoneInfo) -> int:
    """Return the offset of a zone from universal time at a local time [ms]."""
    return int(local.replace(tzinfo=zone).utcoffset().total_seconds() * 1000)


def clock_instant(day: np.datetime64, hour: float, zone: ZoneInfo) -> np.datetime64:
    """Return the universal time at which local clocks show an hour of a day."""
    midnight = dt.datetime.combine(day.astype(dt.datetime), dt.time())
    local = midnight + dt.timedelta(hours=float(hour))
    return np.datetime64(local.replace(tzinfo=zone).astimezone(dt.timezone.utc).replace(tzinfo=None), "ms")
