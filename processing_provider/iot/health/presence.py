"""Whether devices are heard as often as they should be: expected period, late and lost, gaps.

Times are those of reception at the broker: the clock of a device is not trusted for this.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from ...errors import InputError
from .counters import DUPLICATE, CounterReport
from .frames import Frames
from .lateness import GRACE, LATE_FACTOR, LOST_FACTOR, SHORT_SHARE

OK, LATE, LOST, NEVER = "ok", "late", "lost", "never"
STATES = (OK, LATE, LOST, NEVER)

PERIOD_FRAMES = 32  # differences that the period is estimated from


@njit(cache=True, nogil=True)
def _robust_period(differences, count):
    # Median of the differences, then of those that are not much shorter than it.
    median = np.median(differences[:count])
    kept = differences[:count][differences[:count] >= SHORT_SHARE * median]
    return np.median(kept)


@njit(cache=True, nogil=True)
def _periods(starts, received, kind, out):
    differences = np.empty(PERIOD_FRAMES, np.float64)
    for row in range(len(starts) - 1):
        count = 0
        last = -1
        for place in range(starts[row + 1] - 1, starts[row] - 1, -1):  # from the newest
            if kind[place] == DUPLICATE:
                continue
            if last >= 0:
                differences[count] = received[last] - received[place]
                count += 1
                if count == PERIOD_FRAMES:
                    break
            last = place
        out[row] = _robust_period(differences, count) if count > 0 else np.nan


def expected_periods(frames: Frames, report: CounterReport, given=None) -> np.ndarray:
    """Return the period at which each device is expected.

    Parameters
    ----------
    frames : Frames
    report : CounterReport
        Of the same frames.
    given : array-like of float, shape (devices,), optional
        Period of the profile [ms], which prevails; NaN where there is none.

    Returns
    -------
    ndarray of float64, shape (devices,)
        [ms]; NaN for devices heard less than twice that have no given period.

    Notes
    -----
    The estimate is the median of the last 32 differences between distinct frames, those below 0.2 median left out.
    Lost frames make some differences longer; the median holds while less than half of the frames are lost.
    """
    periods = np.empty(frames.devices)
    _periods(frames.starts, frames.received, report.kind, periods)
    if given is None:
        return periods
    given = np.asarray(given, dtype=float)
    if (given <= 0).any():
        raise InputError("A period is above zero seconds; correct the period of the devices.")
    return np.where(np.isnan(given), periods, given)


def last_received(frames: Frames) -> np.ndarray:
    """Return when each device was last heard [ms since 1970]; -1 never."""
    ends = frames.starts[1:]
    heard = ends > frames.starts[:-1]
    last = np.full(frames.devices, -1, dtype=np.int64)
    last[heard] = frames.received[ends[heard] - 1]
    return last


def presence(last, period, now, late_factor=LATE_FACTOR, lost_factor=LOST_FACTOR, grace=GRACE) -> np.ndarray:
    """Return the state of devices.

    late when now − last > late_factor·T + grace, lost when > lost_factor·T + grace.

    Parameters
    ----------
    last : array-like of int
        Last reception [ms since 1970]; below 0 never.
    period : array-like of float
        T [ms]; NaN unknown: such a device is neither late nor lost.
    now : int
        [ms since 1970].
    late_factor, lost_factor : float
        1 <= late_factor <= lost_factor.
    grace : float
        [ms], >= 0.

    Returns
    -------
    ndarray of str
        One of :data:`STATES`.
    """
    if not 1.0 <= late_factor <= lost_factor or grace < 0:
        raise InputError("A device is late before it is lost: give two factors of at least 1, the first no greater.")
    last, period = np.asarray(last, dtype=np.int64), np.asarray(period, dtype=float)
    silence = now - last
    with np.errstate(invalid="ignore"):
        states = np.where(silence > late_factor * period + grace, LATE, OK)
        states = np.where(silence > lost_factor * period + grace, LOST, states)
    return np.where(last < 0, NEVER, states)


def next_change(last: int, period: float, now: int, late_factor=LATE_FACTOR, lost_factor=LOST_FACTOR, grace=GRACE):
    """Return when a silent device next changes its state [ms since 1970], or None when it will not."""
    if last < 0 or not period > 0:
        return None
    moments = (int(np.floor(last + factor * period + grace)) + 1 for factor in (late_factor, lost_factor))
    return next((moment for moment in moments if moment > now), None)


def false_lost_probability(loss, lost_factor: float = LOST_FACTOR):
    """Return how probable a false "lost" is, loss^⌊lost_factor⌋ if losses are independent [0..1]."""
    return np.asarray(loss, dtype=float) ** int(lost_factor)


@dataclass(frozen=True)
class GapReport:
    """How complete the frames of each device are, over a span of time.

    Attributes
    ----------
    expected : ndarray of int64, shape (devices,)
        ⌊span / T⌋; 0 where the period is unknown.
    complete : ndarray of float64
        Distinct frames / expected, at most 1; NaN where nothing is expected.
    longest_gap : ndarray of float64
        Longest time without a frame [ms], ends of the span included; NaN for devices never heard.
    outages : ndarray of int64
        Gaps longer than late_factor·T + grace.
    mean_up : ndarray of float64
        Time in order divided by the number of outages [ms]; NaN without outage.
    available : ndarray of float64
        Share of the span outside outages [0..1]; NaN where the period is unknown.
    """

    expected: np.ndarray
    complete: np.ndarray
    longest_gap: np.ndarray
    outages: np.ndarray
    mean_up: np.ndarray
    available: np.ndarray


@njit(cache=True, nogil=True)
def _gaps(starts, received, kind, limit, start, end, longest, outages, down):
    for row in range(len(starts) - 1):
        last = start
        heard = False
        for place in range(starts[row], starts[row + 1] + 1):
            final = place == starts[row + 1]
            if not final and (kind[place] == DUPLICATE or received[place] < start):
                continue
            moment = end if final or received[place] > end else received[place]
            gap = moment - last
            if not final:
                heard = True
            if gap > longest[row]:
                longest[row] = gap
            if gap > limit[row]:
                outages[row] += 1
                down[row] += gap
            last = moment
            if moment == end:
                break
        if not heard:
            longest[row] = np.nan


def gap_report(
    frames: Frames, report: CounterReport, period, start: int, end: int, late_factor=LATE_FACTOR, grace=GRACE
) -> GapReport:
    """Count gaps between start and end [ms since 1970]; `period` [ms] by device, NaN unknown."""
    if not end > start:
        raise InputError("The end of the period must be after its start.")
    period = np.asarray(period, dtype=float)
    limit = late_factor * period + grace  # NaN compares false: no outage where the period is unknown
    longest, down = np.zeros(frames.devices), np.zeros(frames.devices)
    outages = np.zeros(frames.devices, dtype=np.int64)
    _gaps(frames.starts, frames.received, report.kind, limit, np.int64(start), np.int64(end), longest, outages, down)
    span = float(end - start)
    known = np.isfinite(period)
    expected = np.where(known, np.floor(span / np.where(known, period, 1.0)), 0).astype(np.int64)
    with np.errstate(divide="ignore", invalid="ignore"):
        complete = np.where(expected > 0, np.minimum(report.received / expected, 1.0), np.nan)
        mean_up = np.where(outages > 0, (span - down) / outages, np.nan)
    return GapReport(expected, complete, longest, outages, mean_up, np.where(known, 1.0 - down / span, np.nan))
