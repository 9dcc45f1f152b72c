"""Regular series for the spatial check, and its optional steps o1 to o4 (filling, completeness, slow sensors).

References
----------
.. [1] Fenner et al. (2021), as in :mod:`.crowd`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from ...errors import InputError

HOUR = 3_600_000  # ms
MOST_CELLS = 50_000_000  # of the matrix: 400 MB


@dataclass(frozen=True)
class RegularSeries:
    """Values of stations at regular instants.

    Attributes
    ----------
    times : ndarray of int64, shape (instants,)
        [ms since 1970].
    values : ndarray of float64, shape (stations, instants)
        NaN where there is none; the mean where several fall on one instant.
    """

    times: np.ndarray
    values: np.ndarray


def regular(station, times, values, stations: int, step: int = HOUR) -> RegularSeries:
    """Put measurements on the nearest instants of a regular series.

    Parameters
    ----------
    station : array-like of int, shape (n,)
        0..stations-1.
    times : array-like of int, shape (n,)
        [ms since 1970].
    values : array-like of float, shape (n,)
        NaN is left out.
    stations : int
    step : int
        [ms], above 0.

    Returns
    -------
    RegularSeries
        From the first to the last instant with a measurement.
    """
    station, times = np.asarray(station, dtype=np.int64), np.asarray(times, dtype=np.int64)
    values = np.asarray(values, dtype=float)
    if step <= 0:
        raise InputError("The step of a regular series must be above zero.")
    if not len(times):
        return RegularSeries(np.zeros(0, dtype=np.int64), np.full((stations, 0), np.nan))
    places = (times + step // 2) // step
    first, count = places.min(), int(places.max() - places.min()) + 1
    if stations * count > MOST_CELLS:
        raise InputError(
            "{stations} stations with {count} instants are too many at once; choose a shorter period or a longer step.",
            stations=stations,
            count=count,
        )
    known = np.isfinite(values)
    cells = station[known] * count + (places[known] - first)
    total = np.bincount(cells, weights=values[known], minlength=stations * count)
    number = np.bincount(cells, minlength=stations * count)
    mean = np.divide(total, number, out=np.full(len(total), np.nan), where=number > 0)
    return RegularSeries((first + np.arange(count)) * step, mean.reshape(stations, count))


def months(times) -> np.ndarray:
    """Return the month of each instant, in UTC, as a number [months since 1970]."""
    return np.asarray(times, dtype=np.int64).astype("datetime64[ms]").astype("datetime64[M]").astype(np.int64)


def days(times) -> np.ndarray:
    """Return the day of each instant, in UTC, as a number [days since 1970]."""
    return np.asarray(times, dtype=np.int64) // 86_400_000


@njit(cache=True, nogil=True)
def _fill(values, longest):
    for row in range(values.shape[0]):
        last = -1
        for column in range(values.shape[1]):
            if np.isnan(values[row, column]):
                continue
            gap = column - last - 1
            if last >= 0 and 0 < gap <= longest:
                rise = (values[row, column] - values[row, last]) / (gap + 1)
                for place in range(1, gap + 1):
                    values[row, last + place] = values[row, last] + rise * place
            last = column


def filled(values, kept, longest: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Step o1: fill gaps of at most `longest` instants by straight lines.

    Parameters
    ----------
    values : ndarray of float, shape (stations, instants)
    kept : ndarray of bool
        What the spatial check kept; the rest is a gap.
    longest : int

    Returns
    -------
    values : ndarray of float
    kept : ndarray of bool
        Kept, or filled.
    """
    series = np.where(kept, values, np.nan)
    _fill(series, int(longest))
    return series, np.isfinite(series)


def complete(kept, period, share: float = 0.8) -> np.ndarray:
    """Drop a station in each period of which `share` or less is kept: steps o2 (days) and o3 (months)."""
    out = kept.copy()
    for number in np.unique(period):
        columns = period == number
        out[:, columns] &= (kept[:, columns].mean(axis=1) > share)[:, None]
    return out


def without_inertia(values, step: int, time_constant: float) -> np.ndarray:
    """Step o4: correct values for the time that the sensor takes, x = (v − v₋₁·e)/(1 − e), e = exp(−step/τ).

    Parameters
    ----------
    values : ndarray of float, shape (stations, instants)
    step : int
        [ms].
    time_constant : float
        τ [s], above 0: time to 63.2 % of a step.

    Returns
    -------
    ndarray of float
        NaN where the value or the one before is missing.
    """
    if not time_constant > 0:
        raise InputError("The time constant of the sensors must be above zero seconds.")
    left = np.exp(-step / 1000.0 / time_constant)
    out = np.full(np.shape(values), np.nan)
    out[:, 1:] = (values[:, 1:] - values[:, :-1] * left) / (1.0 - left)
    return out
