"""Estimates that a few bad values do not move: medians of slopes, rank tests, intervals of shares."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from scipy.special import ndtr, ndtri

from ..errors import InputError

MOST_POINTS = 3000  # pairs grow with the square: 3000 points are 4.5 million slopes, 36 MB


@dataclass(frozen=True)
class Slope:
    """A slope with its interval.

    Attributes
    ----------
    slope : float
        [units of y per unit of x]; NaN with fewer than two distinct x.
    low, high : float
        Interval at the level asked for; NaN with fewer than three points.
    intercept : float
        Median of y − slope·x.
    p_value : float
        Two-sided, of the Kendall test that there is no trend; NaN with fewer than three points.
    count : int
        Points used.
    """

    slope: float
    low: float
    high: float
    intercept: float
    p_value: float
    count: int


@njit(cache=True, nogil=True)
def pair_slopes(x, y, out):
    """Write the slopes of all pairs with distinct x, x sorted; return their number and Kendall's score."""
    count, score = 0, 0
    for i in range(len(x)):
        for j in range(i + 1, len(x)):
            run = x[j] - x[i]
            if run == 0.0:
                continue
            slope = (y[j] - y[i]) / run
            out[count] = slope
            count += 1
            if slope > 0.0:
                score += 1
            elif slope < 0.0:
                score -= 1
    return count, score


def _tie_term(values: np.ndarray) -> float:
    sizes = np.unique(values, return_counts=True)[1].astype(float)
    return float((sizes * (sizes - 1) * (2 * sizes + 5)).sum())


def kendall_variance(x: np.ndarray, y: np.ndarray) -> float:
    """Return the variance of Kendall's S when there is no trend, with ties in x and in y [unitless].

    References
    ----------
    .. [1] Kendall, M. G. (1975), Rank Correlation Methods, 4th ed., Griffin, chapter 5.
    """
    n = len(y)
    if n < 3:
        return 0.0
    variance = (n * (n - 1) * (2 * n + 5) - _tie_term(x) - _tie_term(y)) / 18.0
    first, second = (np.unique(v, return_counts=True)[1].astype(float) for v in (x, y))
    triples = (first * (first - 1) * (first - 2)).sum() * (second * (second - 1) * (second - 2)).sum()
    pairs = (first * (first - 1)).sum() * (second * (second - 1)).sum()
    return float(variance + triples / (9.0 * n * (n - 1) * (n - 2)) + pairs / (2.0 * n * (n - 1)))


def kendall_p_value(score: float, variance: float) -> float:
    """Return the two-sided probability of a score at least as far from zero, with continuity correction [0..1]."""
    if not variance > 0.0:
        return math.nan
    z = max(abs(score) - 1.0, 0.0) / math.sqrt(variance)
    return float(2.0 * ndtr(-z))


def slope_interval(slopes: np.ndarray, variance: float, level: float) -> tuple[float, float]:
    """Return the interval of the median of sorted slopes, from the variance of Kendall's S.

    The limits are the slopes of ranks (N ∓ C)/2, C = z·√Var(S), interpolated between ranks.

    References
    ----------
    .. [1] Sen, P. K. (1968), Estimates of the regression coefficient based on Kendall's tau, JASA 63(324), 1379-1389,
       doi 10.1080/01621459.1968.10480934.
    """
    count = len(slopes)
    if count < 3 or not variance > 0.0:
        return math.nan, math.nan
    reach = float(ndtri(0.5 + level / 2.0)) * math.sqrt(variance)
    ranks = np.arange(1, count + 1)
    low, high = (count - reach) / 2.0, (count + reach) / 2.0 + 1.0
    return float(np.interp(low, ranks, slopes)), float(np.interp(high, ranks, slopes))


def theil_sen(x: np.ndarray, y: np.ndarray, level: float = 0.95) -> Slope:
    """Fit a line by the median of the slopes of all pairs.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        Points; those with a NaN are left out. At most :data:`MOST_POINTS` remain.
    level : float
        Level of the interval, 0 < level < 1.

    Returns
    -------
    Slope

    Raises
    ------
    InputError
        With more points than :data:`MOST_POINTS`.

    References
    ----------
    .. [1] Sen (1968), as in :func:`slope_interval`.
    """
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    if len(x) > MOST_POINTS:
        raise InputError(
            "A trend of {count} points takes too long; average them first, by hour or by day, to {most} at most.",
            count=len(x),
            most=MOST_POINTS,
        )
    slopes = np.empty(len(x) * (len(x) - 1) // 2)
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order]
    count, score = pair_slopes(x, y, slopes)
    if count == 0:
        return Slope(math.nan, math.nan, math.nan, math.nan, math.nan, len(x))
    slopes = np.sort(slopes[:count])
    slope = float(np.median(slopes))
    variance = kendall_variance(x, y)
    low, high = slope_interval(slopes, variance, level)
    return Slope(slope, low, high, float(np.median(y - slope * x)), kendall_p_value(score, variance), len(x))


def wilson_interval(successes, trials, level: float = 0.95):
    """Return the interval of a share, by Wilson's score.

    Parameters
    ----------
    successes, trials : array-like of int
        0 <= successes <= trials.
    level : float
        0 < level < 1.

    Returns
    -------
    low, high : ndarray
        [0..1]; NaN without trials.

    References
    ----------
    .. [1] Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209-212,
       doi 10.1080/01621459.1927.10502953.
    """
    k, n = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)
    z = float(ndtri(0.5 + level / 2.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = k / n
        middle = (share + z * z / (2.0 * n)) / (1.0 + z * z / n)
        half = z * np.sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n)) / (1.0 + z * z / n)
    # Rounding would leave 1e-17 where nothing was lost.
    low = np.where(k == 0, np.where(n > 0, 0.0, np.nan), middle - half)
    high = np.where((k == n) & (n > 0), 1.0, middle + half)
    return np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0)
