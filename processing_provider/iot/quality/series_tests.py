"""Tests of one sensor's series: range, step, spike, Hampel, rate, flat line. Each gives a flag for each value.

Range, spike, rate and flat line answer as ioos_qc 3.0.0 does, value by value. A NaN is MISSING everywhere.

References
----------
.. [1] U.S. IOOS (2020), Manual for Real-Time Quality Control of In-situ Temperature and Salinity Data, version 2.1.
.. [2] Hampel, F. R. (1974), The influence curve and its role in robust estimation, JASA 69, 383-393.
"""

from __future__ import annotations

import math
from typing import Optional

import numpy as np
from numba import njit

from ...errors import InputError
from .flags import FAIL, GOOD, MISSING, NOT_EVALUATED, SUSPECT

_MINUTE = 60_000.0  # ms
MAD_TO_SIGMA = 1.4826  # median absolute deviation to standard deviation, normal law
HAMPEL_WINDOW, HAMPEL_SIGMAS = 7, 3.0


def _values(values) -> np.ndarray:
    values = np.array(values, dtype=float)
    values[~np.isfinite(values)] = np.nan
    return values


def _times(times, count: int) -> np.ndarray:
    times = np.asarray(times, dtype=np.int64)
    if len(times) != count:
        raise InputError("There are {times} times for {values} values.", times=len(times), values=count)
    if (np.diff(times) < 0).any():
        raise InputError("The measurements are not in the order of time; sort them first.")
    return times


def range_test(values, low: float, high: float, suspect_low: float = -math.inf, suspect_high: float = math.inf):
    """Flag values outside [low, high] FAIL, outside [suspect_low, suspect_high] SUSPECT; limits are in range.

    Parameters
    ----------
    values : array-like of float
        NaN is missing.
    low, high, suspect_low, suspect_high : float
        In the unit of the values; low <= high.

    Returns
    -------
    ndarray of uint8
    """
    if not low <= high:
        raise InputError("The lower limit {low} is above the upper limit {high}.", low=low, high=high)
    values = _values(values)
    with np.errstate(invalid="ignore"):
        flags = np.where((values < suspect_low) | (values > suspect_high), SUSPECT, GOOD)
        flags = np.where((values < low) | (values > high), FAIL, flags)
    return np.where(np.isnan(values), MISSING, flags).astype(np.uint8)


def spike_test(values, suspect: float, fail: float = math.inf) -> np.ndarray:
    """Flag |x_i − (x_{i−1} + x_{i+1})/2| above two thresholds; the first and last values are NOT_EVALUATED.

    So are values beside a missing one.

    Parameters
    ----------
    values : array-like of float
    suspect, fail : float
        In the unit of the values, above 0.

    Returns
    -------
    ndarray of uint8
    """
    values = _values(values)
    away = np.full(len(values), np.nan)
    away[1:-1] = np.abs(values[1:-1] - (values[:-2] + values[2:]) / 2.0)
    with np.errstate(invalid="ignore"):
        flags = np.where(away > fail, FAIL, np.where(away > suspect, SUSPECT, GOOD))
    flags = np.where(np.isnan(away), NOT_EVALUATED, flags)
    return np.where(np.isnan(values), MISSING, flags).astype(np.uint8)


def rate_test(values, times, suspect: float, fail: float = math.inf) -> np.ndarray:
    """Flag |x_i − x_{i−1}| / (t_i − t_{i−1}) above two thresholds.

    Parameters
    ----------
    values : array-like of float
    times : array-like of int
        [ms], never decreasing. Two different values at one moment are an infinite rate.
    suspect, fail : float
        [unit per second], above 0.

    Returns
    -------
    ndarray of uint8
        Where the value before is missing there is no rate, and the flag is GOOD, as in ioos_qc.
    """
    values = _values(values)
    times = _times(times, len(values))
    rate = np.zeros(len(values))
    with np.errstate(divide="ignore", invalid="ignore"):
        rate[1:] = np.abs(np.diff(values) / (np.diff(times) / 1000.0))
        flags = np.where(rate > fail, FAIL, np.where(rate > suspect, SUSPECT, GOOD))
    return np.where(np.isnan(values), MISSING, flags).astype(np.uint8)


def step_test(values, times, per_minute: float, longest_gap: Optional[float] = None) -> np.ndarray:
    """Flag a change from the last known value greater than `per_minute` allows in the time that really passed.

    Parameters
    ----------
    values : array-like of float
    times : array-like of int
        [ms], never decreasing.
    per_minute : float
        [unit per minute], above 0. Less than a minute counts as one: the resolution of a sensor is no step.
    longest_gap : float, optional
        [ms]. After a longer silence the value is NOT_EVALUATED, as is the first.

    Returns
    -------
    ndarray of uint8
        GOOD, SUSPECT, NOT_EVALUATED, MISSING.
    """
    values = _values(values)
    times = _times(times, len(values))
    flags = np.full(len(values), MISSING, dtype=np.uint8)
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        return flags
    passed = np.diff(times[known]).astype(float)
    allowed = per_minute * np.maximum(passed / _MINUTE, 1.0)
    found = np.where(np.abs(np.diff(values[known])) > allowed, SUSPECT, GOOD)
    if longest_gap is not None:
        found = np.where(passed > longest_gap, NOT_EVALUATED, found)
    flags[known[0]] = NOT_EVALUATED
    flags[known[1:]] = found
    return flags


@njit(cache=True, nogil=True)
def _flat(values, back, tolerance, excluded, code, flags):
    # Two queues of places whose values can still be the smallest and the greatest of the window that ends here.
    # back[i] is the first place of the window of i; -1 when the window is not complete.
    n = len(values)
    small, great = np.empty(n, np.int64), np.empty(n, np.int64)
    small_head = small_tail = great_head = great_tail = 0
    for place in range(n):
        value = values[place]
        if not np.isnan(value):
            while small_tail > small_head and values[small[small_tail - 1]] >= value:
                small_tail -= 1
            small[small_tail] = place
            small_tail += 1
            while great_tail > great_head and values[great[great_tail - 1]] <= value:
                great_tail -= 1
            great[great_tail] = place
            great_tail += 1
        if back[place] < 0:
            continue
        while small_tail > small_head and small[small_head] < back[place]:
            small_head += 1
        while great_tail > great_head and great[great_head] < back[place]:
            great_head += 1
        if np.isnan(value) or excluded[place]:
            continue
        spread = values[great[great_head]] - values[small[small_head]]
        if spread < tolerance or (tolerance == 0.0 and spread == 0.0):
            flags[place] = code


def _window(count: int, number: int) -> np.ndarray:
    places = np.arange(count, dtype=np.int64)
    return np.where(places >= number, places - number, -1)


def flat_line_test(values, times, suspect: float, fail: float, tolerance: float) -> np.ndarray:
    """Flag values at the end of a stretch whose range stays below a tolerance, as QARTOD and ioos_qc do.

    A duration is turned into a number of values by the median interval; missing values do not interrupt a stretch.

    Parameters
    ----------
    values : array-like of float
    times : array-like of int
        [ms], never decreasing.
    suspect, fail : float
        Durations [s].
    tolerance : float
        In the unit of the values, above 0.

    Returns
    -------
    ndarray of uint8
        All GOOD with fewer than 3 values, as in ioos_qc.
    """
    values = _values(values)
    times = _times(times, len(values))
    if not tolerance > 0:
        raise InputError("The tolerance of a flat line must be above zero.")
    flags = np.full(len(values), GOOD, dtype=np.uint8)
    if len(values) < 3:
        return flags
    interval = math.floor(float(np.median(np.diff(times))) / 1000.0)
    if interval < 1 or min(suspect, fail) < interval:
        raise InputError(
            "A flat line of {duration:.0f} s cannot be told with a measurement each {interval:.0f} s.",
            duration=min(suspect, fail),
            interval=interval,
        )
    nothing = np.zeros(len(values), dtype=np.bool_)
    for duration, code in ((suspect, SUSPECT), (fail, FAIL)):
        _flat(values, _window(len(values), int(int(duration) / interval)), tolerance, nothing, code, flags)
    flags[np.isnan(values)] = MISSING
    return flags


def persistence_test(values, times, duration: float, tolerance: float = 0.0, excluded=()) -> np.ndarray:
    """Flag SUSPECT values at the end of a stretch as long as `duration` in real time without a change.

    Unlike :func:`flat_line_test` it holds for sensors that report when they like, or lose frames.

    Parameters
    ----------
    values : array-like of float
    times : array-like of int
        [ms], never decreasing.
    duration : float
        [s], above 0.
    tolerance : float
        The range of a flat stretch is below this, or exactly 0 where this is 0.
    excluded : iterable of (float, float)
        Values that may last: from, to, both included.

    Returns
    -------
    ndarray of uint8
        NOT_EVALUATED until `duration` has passed since the first value.
    """
    values = _values(values)
    times = _times(times, len(values))
    flags = np.full(len(values), GOOD, dtype=np.uint8)
    if not len(values):
        return flags
    begin = times - int(duration * 1000.0)
    back = np.searchsorted(times, begin, side="right") - 1  # the last value at or before the beginning
    allowed = np.zeros(len(values), dtype=np.bool_)
    for low, high in excluded:
        with np.errstate(invalid="ignore"):
            allowed |= (values >= low) & (values <= high)
    flags[back < 0] = NOT_EVALUATED
    _flat(values, back.astype(np.int64), float(tolerance), allowed, SUSPECT, flags)
    flags[np.isnan(values)] = MISSING
    return flags


@njit(cache=True, nogil=True)
def _hampel(values, half, sigmas, floor, flags):
    n = len(values)
    window = np.empty(2 * half + 1)
    for place in range(n):
        value = values[place]
        if np.isnan(value):
            flags[place] = MISSING
            continue
        count = 0
        for other in range(max(0, place - half), min(n, place + half + 1)):
            if not np.isnan(values[other]):
                window[count] = values[other]
                count += 1
        if count <= half:
            flags[place] = NOT_EVALUATED
            continue
        middle = np.median(window[:count])
        for other in range(count):
            window[other] = abs(window[other] - middle)
        spread = max(MAD_TO_SIGMA * np.median(window[:count]), floor)
        flags[place] = SUSPECT if abs(value - middle) > sigmas * spread else GOOD


def hampel_test(values, window: int = HAMPEL_WINDOW, sigmas: float = HAMPEL_SIGMAS, resolution: float = 0.0):
    """Flag SUSPECT values farther than `sigmas`·1.4826·MAD from the median of the window around them.

    Parameters
    ----------
    values : array-like of float
    window : int
        Odd, at least 3.
    sigmas : float
        Above 0.
    resolution : float
        Smallest spread believed, in the unit of the values: with 0, one digit of a sensor that stands still is
        flagged.

    Returns
    -------
    ndarray of uint8
        NOT_EVALUATED where at most half of a full window is known.
    """
    if window < 3 or window % 2 == 0:
        raise InputError("The window of the Hampel test is an odd number of values, 3 or more, not {n}.", n=window)
    values = _values(values)
    flags = np.empty(len(values), dtype=np.uint8)
    _hampel(values, window // 2, float(sigmas), float(resolution), flags)
    return flags
