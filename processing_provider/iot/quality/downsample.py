"""Shorter series: what a bucket of time holds, for measurements, directions and counters."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Optional
from zoneinfo import ZoneInfo

import numpy as np
from numba import njit

from ...errors import InputError

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000  # ms
STEPS = {"1min": MINUTE, "15min": 15 * MINUTE, "1h": HOUR, "1d": DAY}
MOST_BUCKETS = 5_000_000


@dataclass(frozen=True)
class Buckets:
    """What each bucket of time holds; buckets without a value have count 0 and NaN elsewhere.

    Attributes
    ----------
    edges : ndarray of int64, shape (m + 1,)
        [ms since 1970]; bucket i is [edges[i], edges[i + 1]).
    count : ndarray of int64, shape (m,)
    mean, low, high, last : ndarray of float64, shape (m,)
        In the unit of the values.
    """

    edges: np.ndarray
    count: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    last: np.ndarray


def regular_edges(start: int, end: int, step: int) -> np.ndarray:
    """Return the edges of buckets of `step` [ms] that cover [start, end) and begin on whole multiples, in UTC."""
    if step <= 0 or end < start:
        raise InputError("The buckets need a step above zero and an end after the start.")
    first, last = start // step, -(-end // step)
    if last - first > MOST_BUCKETS:
        raise InputError(
            "That makes {count} buckets; choose a longer step or a shorter period.", count=int(last - first)
        )
    return np.arange(first, max(last, first + 1) + 1, dtype=np.int64) * step


def calendar_edges(start: int, end: int, unit: str = "day", zone: str = "Europe/Paris") -> np.ndarray:
    """Return the edges of the days or months of a time zone that cover [start, end) [ms since 1970].

    Days have 23 or 25 hours when the clocks change.
    """
    if unit not in ("day", "month"):
        raise InputError("The calendar has buckets of a day or of a month, not {unit}.", unit=unit)
    place = ZoneInfo(zone)
    day = datetime.fromtimestamp(start / 1000.0, place).date()
    day = day.replace(day=1) if unit == "month" else day
    edges = []
    while True:
        midnight = datetime(day.year, day.month, day.day, tzinfo=place)
        edges.append(round(midnight.timestamp() * 1000.0))
        if edges[-1] >= end and len(edges) > 1:
            return np.array(edges, dtype=np.int64)
        if len(edges) > MOST_BUCKETS:
            raise InputError("That makes {count} buckets; choose a longer step or a shorter period.", count=len(edges))
        day = (day + timedelta(days=32)).replace(day=1) if unit == "month" else day + timedelta(days=1)


@njit(cache=True, nogil=True)
def _fill(times, values, edges, count, mean, low, high, last):
    bucket = 0
    for place in range(len(times)):
        moment = times[place]
        if moment < edges[0] or np.isnan(values[place]):
            continue
        if moment >= edges[-1]:
            break
        while moment >= edges[bucket + 1]:
            bucket += 1
        value = values[place]
        if count[bucket] == 0:
            low[bucket] = high[bucket] = value
            mean[bucket] = 0.0
        count[bucket] += 1
        mean[bucket] += (value - mean[bucket]) / count[bucket]
        low[bucket], high[bucket] = min(low[bucket], value), max(high[bucket], value)
        last[bucket] = value


def bucketed(times, values, edges) -> Buckets:
    """Put a series into buckets.

    Parameters
    ----------
    times : array-like of int, shape (n,)
        [ms since 1970], never decreasing.
    values : array-like of float, shape (n,)
        NaN is left out.
    edges : array-like of int, shape (m + 1,)
        Increasing: of :func:`regular_edges` or :func:`calendar_edges`.

    Returns
    -------
    Buckets
    """
    times, values = np.asarray(times, dtype=np.int64), np.asarray(values, dtype=float)
    edges = np.asarray(edges, dtype=np.int64)
    if (np.diff(times) < 0).any():
        raise InputError("The measurements are not in the order of time; sort them first.")
    number = len(edges) - 1
    count = np.zeros(number, dtype=np.int64)
    mean, low, high, last = (np.full(number, np.nan) for _ in range(4))
    _fill(times, values, edges, count, mean, low, high, last)
    return Buckets(edges, count, mean, low, high, last)


def merged(fine: Buckets, edges) -> Buckets:
    """Return coarser buckets from finer ones, as from the raw series.

    Parameters
    ----------
    fine : Buckets
    edges : array-like of int
        Increasing, each also an edge of `fine`; coarse buckets outside those of `fine` are empty.

    Raises
    ------
    InputError
        When an edge of the coarse buckets cuts a fine one.
    """
    edges = np.asarray(edges, dtype=np.int64)
    inside = edges[(edges > fine.edges[0]) & (edges < fine.edges[-1])]
    if not np.isin(inside, fine.edges).all():
        raise InputError("Buckets can be put together only where the longer ones hold whole shorter ones.")
    number = len(edges) - 1
    full = np.flatnonzero((fine.count > 0) & (fine.edges[:-1] >= edges[0]) & (fine.edges[1:] <= edges[-1]))
    target = np.searchsorted(edges, fine.edges[:-1][full], side="right") - 1
    count = np.bincount(target, weights=fine.count[full], minlength=number).astype(np.int64)
    total = np.bincount(target, weights=fine.count[full] * fine.mean[full], minlength=number)
    mean = np.divide(total, count, out=np.full(number, np.nan), where=count > 0)
    low, high, last = np.full(number, np.inf), np.full(number, -np.inf), np.full(number, np.nan)
    np.minimum.at(low, target, fine.low[full])
    np.maximum.at(high, target, fine.high[full])
    last[target] = fine.last[full]  # in the order of time: the latest stays
    low[count == 0] = high[count == 0] = np.nan
    return Buckets(edges, count, mean, low, high, last)


def circular_mean(times, directions, edges) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean direction of each bucket, and how much the directions agree.

    Parameters
    ----------
    times : array-like of int
        [ms since 1970], never decreasing.
    directions : array-like of float
        [degrees]; NaN is left out.
    edges : array-like of int

    Returns
    -------
    direction : ndarray of float64
        [degrees, 0..360); NaN in empty buckets and where directions cancel out.
    steadiness : ndarray of float64
        Length of the mean vector, 0 (all around) to 1 (one direction).
    """
    angles = np.deg2rad(np.asarray(directions, dtype=float))
    east = bucketed(times, np.sin(angles), edges).mean
    north = bucketed(times, np.cos(angles), edges).mean
    length = np.hypot(east, north)
    with np.errstate(invalid="ignore"):
        direction = np.rad2deg(np.arctan2(east, north)) % 360.0
        # The smallest negative angle becomes 360 by rounding.
        direction = np.where(direction >= 360.0, 0.0, direction)
        return np.where(length > 1e-9, direction, np.nan), length


@dataclass(frozen=True)
class Increments:
    """What a counter counted between readings.

    Attributes
    ----------
    values : ndarray of float64, shape (n,)
        Since the reading before; NaN for the first and for missing readings.
    resets, rollovers : ndarray of bool, shape (n,)
        The counter started again at zero; passed its greatest value.
    """

    values: np.ndarray
    resets: np.ndarray
    rollovers: np.ndarray


@njit(cache=True, nogil=True)
def _increments(values, modulus, most, out, resets, rollovers):
    last = np.nan
    for place in range(len(values)):
        value = values[place]
        if np.isnan(value):
            continue
        if not np.isnan(last):
            change = value - last
            if change < 0.0:
                around = change + modulus
                if modulus > 0.0 and last < modulus and around <= most:
                    rollovers[place] = True
                    change = around
                else:
                    resets[place] = True
                    change = value
            out[place] = change
        last = value


def increments(values, modulus: Optional[float] = None, most: Optional[float] = None) -> Increments:
    """Return what a counter counted.

    Parameters
    ----------
    values : array-like of float
        Readings, in the order of time, >= 0; NaN is left out.
    modulus : float, optional
        The counter goes from modulus − 1 to 0, as 2^16 or 2^32; without it, each decrease is a reset.
    most : float, optional
        Greatest believable increment; a decrease that would need more is a reset. Half the modulus when
        absent.

    Returns
    -------
    Increments
        After a reset the counter is taken to have restarted at 0 just after the reading before: what it counted
        before that is lost, so the sum is a lower bound.
    """
    values = np.asarray(values, dtype=float)
    if modulus is not None and not modulus > 0:
        raise InputError("The modulus of a counter must be above zero.")
    top = math.inf if modulus is None else modulus / 2.0
    out = np.full(len(values), np.nan)
    resets, rollovers = np.zeros(len(values), dtype=np.bool_), np.zeros(len(values), dtype=np.bool_)
    _increments(values, float(modulus or 0.0), float(top if most is None else most), out, resets, rollovers)
    return Increments(out, resets, rollovers)


@njit(cache=True, nogil=True)
def _spread(times, amounts, edges, out):
    last = -1
    bucket = 0
    for place in range(len(times)):
        if np.isnan(amounts[place]):
            if last < 0:
                last = place
            continue
        if last < 0:
            last = place
            continue
        start, end = times[last], times[place]
        last = place
        if end <= edges[0] or start >= edges[-1] or end == start:
            if end == start and edges[0] <= end < edges[-1]:
                out[np.searchsorted(edges, end, side="right") - 1] += amounts[place]
            continue
        while bucket < len(out) - 1 and edges[bucket + 1] <= start:
            bucket += 1
        here = bucket
        while here < len(out) and edges[here] < end:
            overlap = min(end, edges[here + 1]) - max(start, edges[here])
            if overlap > 0:
                out[here] += amounts[place] * overlap / (end - start)
            here += 1


def consumption(times, counted: Increments, edges) -> np.ndarray:
    """Return what was counted in each bucket, each increment shared out over the time since the reading before.

    Parameters
    ----------
    times : array-like of int
        Of the readings [ms since 1970], never decreasing.
    counted : Increments
    edges : array-like of int

    Returns
    -------
    ndarray of float64
        Their sum is that of the increments, when the buckets cover the readings.
    """
    out = np.zeros(len(edges) - 1)
    _spread(np.asarray(times, dtype=np.int64), counted.values, np.asarray(edges, dtype=np.int64), out)
    return out
