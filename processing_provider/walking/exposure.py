"""What one is exposed to on the edges through time, sun or heat, and its exact integral along a walk.

An exposure is a rate per edge and slot, per metre walked or per second spent. Between slots the rate runs straight;
before the first slot and after the last it goes to the value of night within one step.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

NO_STAY_S = 1e-9  # [s] a stretch this short only tells by which edge a place was reached


class Exposure(NamedTuple):
    """Rates of exposure of the edges of a network.

    Attributes
    ----------
    rate : uint8 or float32 (n_edges, n_slots + 1)
        Rate at each slot, and outside the slots in the last column, in units of ``1 / full``. Never negative where
        routes are searched for the least of it.
    step : float
        Time between two slots [s]. A single slot holds for ever.
    full : float
        Value of ``rate`` that stands for 1: 100 for percent of sun, 1 otherwise.
    timed : bool
        True for a rate per second, which also counts while waiting; False for a rate per metre walked.
    span : float
        Largest difference between two rates, of any edge and slot [per metre or per second].
    change : float
        Fastest change of the rate of any edge [rate per second].
    most : float
        Largest rate [per metre or per second].
    """

    rate: np.ndarray
    step: float
    full: float
    timed: bool
    span: float
    change: float
    most: float

    @property
    def n_slots(self) -> int:
        """Number of slots."""
        return self.rate.shape[1] - 1


def exposure_of_sun(sun: np.ndarray, step_s: float) -> Exposure:
    """Sun metres: shares of sun as an exposure.

    Parameters
    ----------
    sun : uint8 (n_edges, n_slots)
        Share of sun [percent, 0 to 100].
    step_s : float
        Time between two slots [s].

    Returns
    -------
    Exposure
        There is no sun at night; at worst full sun turns to full shade in one step.
    """
    change = 1.0 / step_s if sun.shape[1] > 1 else 0.0
    rate = np.column_stack((sun, np.zeros(len(sun), dtype=np.uint8)))
    return Exposure(rate, float(step_s), 100.0, False, 1.0, change, 1.0)


def exposure_of_rates(rate, night, step_s: float, *, timed: bool = False) -> Exposure:
    """Exposure from rates as numbers.

    Parameters
    ----------
    rate : array-like of float (n_edges, n_slots)
        Rate at each slot, finite [per metre, or per second if ``timed``].
    night : array-like of float (n_edges,)
        Rate outside the slots, finite.
    step_s : float
        Time between two slots [s], > 0.
    timed : bool
        Whether the rate is per second.

    Returns
    -------
    Exposure
        In float32.

    Raises
    ------
    ValueError
        When the arrays do not match, or hold a value that is not a number.
    """
    rate = np.asarray(rate, dtype=np.float32)
    night = np.asarray(night, dtype=np.float32)
    if rate.ndim != 2 or not rate.shape[1] or night.shape != rate.shape[:1]:
        raise ValueError("Every edge needs one rate of exposure per slot and one for the night.")
    if not (np.isfinite(step_s) and step_s > 0.0):
        raise ValueError("The time between two slots must be above 0 s.")
    if not (np.isfinite(rate).all() and np.isfinite(night).all()):
        raise ValueError("The rate of exposure of every edge must be a number; fill the missing values first.")
    padded = np.column_stack((rate, night))
    met = rate if rate.shape[1] == 1 else padded  # a single slot is never left
    least, most = (float(met.min()), float(met.max())) if met.size else (0.0, 0.0)
    change = 0.0
    if rate.shape[1] > 1 and len(rate):
        # From the last column round to the first: both ends of the day border on the night.
        change = max(float(np.abs(np.diff(padded, axis=1)).max()), float(np.abs(rate[:, 0] - night).max()))
        change *= 1.0 + 1e-6  # the differences are rounded to float32: a bound must not fall below the true one
    return Exposure(padded, float(step_s), 1.0, bool(timed), most - least, change / step_s, max(0.0, most))


@njit(cache=True, nogil=True)
def _at_slot(rate, edge, q):
    """Rate of an edge at slot ``q``, in units of ``1 / full``."""
    night = rate.shape[1] - 1
    return float(rate[edge, q]) if 0 <= q < night else float(rate[edge, night])


@njit(cache=True, nogil=True)
def mean_of(rate, step, full, edge, t, duration):
    """Mean rate of an edge from ``t`` during ``duration`` [s], given the fields of an exposure.

    The mean is the exact integral of a rate that runs straight from slot to slot, so cutting an edge in two changes
    nothing. A loop takes single arrays, as here: out of a tuple they would cost more than the integral.
    """
    n = rate.shape[1] - 1
    if n == 1:
        return rate[edge, 0] / full
    if duration < NO_STAY_S or t + duration <= t:
        q = int(np.floor(t / step))
        part = t / step - q
        return ((1.0 - part) * _at_slot(rate, edge, q) + part * _at_slot(rate, edge, q + 1)) / full
    a = max(t, -step)
    b = min(t + duration, n * step)
    if b <= a:
        return rate[edge, n] / full
    total = 0.0
    for q in range(int(np.floor(a / step)), int(np.floor(b / step)) + 1):
        low = max(a, q * step)
        high = min(b, (q + 1) * step)
        if high > low:
            part = 0.5 * (low + high) / step - q
            total += (high - low) * ((1.0 - part) * _at_slot(rate, edge, q) + part * _at_slot(rate, edge, q + 1))
    if t < a or t + duration > b:
        total += (duration - (b - a)) * rate[edge, n]
    return total / (full * duration)


@njit(cache=True, nogil=True)
def mean_rate(exposure, edge, t, duration):
    """Mean rate of an edge from ``t`` during ``duration`` [s] (:func:`mean_of`)."""
    return mean_of(exposure.rate, exposure.step, exposure.full, edge, t, duration)


@njit(cache=True, nogil=True)
def highest_rate(exposure, edge, t, duration):
    """Highest rate of an edge from ``t`` during ``duration`` [s]."""
    step = exposure.step
    n = exposure.rate.shape[1] - 1
    highest = max(mean_rate(exposure, edge, t, 0.0), mean_rate(exposure, edge, t + duration, 0.0))
    if n > 1:
        # The rate turns at slots only, the two of the night on either side included.
        for q in range(max(-1, int(np.ceil(t / step))), min(n, int(np.floor((t + duration) / step))) + 1):
            highest = max(highest, _at_slot(exposure.rate, edge, q) / exposure.full)
    return highest


@njit(cache=True, nogil=True)
def least_rate(rate, full, edge, q0, q1):
    """Lowest rate of an edge over slots ``q0`` to ``q1``, those outside the slots being night."""
    n = rate.shape[1] - 1
    if n == 1:
        return rate[edge, 0] / full
    least = np.inf
    if q0 < 0 or q1 > n - 1:
        least = float(rate[edge, n])
        if least <= 0.0:
            return 0.0
    for q in range(max(q0, 0), min(q1, n - 1) + 1):
        least = min(least, float(rate[edge, q]))
    return least / full


@njit(cache=True, nogil=True)
def walk_leg(rate, step, full, timed, length, time, wait, edge, start, stop, t):
    """Length, exposure and arrival time of one stretch entered at ``t``; one waits only at the node of an edge."""
    share = abs(stop - start)
    metres = share * length[edge]
    duration = share * (time[edge, 0] if stop > start else time[edge, 1])
    pause = wait[edge] if (start == 0.0 or start == 1.0) and share > 0.0 else 0.0
    mean = mean_of(rate, step, full, edge, t + pause, duration)
    if timed:
        borne = duration * mean
        if pause > 0.0:
            borne += pause * mean_of(rate, step, full, edge, t, pause)
        return metres, borne, t + pause + duration
    return metres, metres * mean, t + pause + duration


@njit(cache=True, nogil=True)
def walk(rate, step, full, timed, length, time, wait, first, edge, start, stop, t0):
    """Follow routes: per stretch its entry time, duration, length, exposure and seconds of exposure (n, 5).

    Route ``i`` owns the stretches ``first[i]`` to ``first[i + 1] - 1``; each departs at ``t0``. The last column is
    the integral of the rate over time, waiting included.
    """
    out = np.empty((len(edge), 5))
    for i in range(len(first) - 1):
        t = t0
        for k in range(first[i], first[i + 1]):
            metres, borne, after = walk_leg(rate, step, full, timed, length, time, wait, edge[k], start[k], stop[k], t)
            pause = 0.0
            if (start[k] == 0.0 or start[k] == 1.0) and stop[k] != start[k]:
                pause = wait[edge[k]]
            moving = after - t - pause
            out[k, 0] = t
            out[k, 1] = after - t
            out[k, 2] = metres
            out[k, 3] = borne
            out[k, 4] = pause * mean_of(rate, step, full, edge[k], t, pause)
            out[k, 4] += moving * mean_of(rate, step, full, edge[k], t + pause, moving)
            t = after
    return out


@njit(cache=True, nogil=True)
def peaks(exposure, edge, entry, duration):
    """Highest rate on each stretch, from its entry during its duration [s]; minus infinity where one does not stay."""
    out = np.full(len(edge), -np.inf)
    for k in range(len(edge)):
        if duration[k] > NO_STAY_S:
            out[k] = highest_rate(exposure, edge[k], entry[k], duration[k])
    return out
