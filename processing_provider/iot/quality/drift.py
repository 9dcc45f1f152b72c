"""Drift of a sensor against a reference, its detection, and the straight line that corrects it.

References
----------
.. [1] Hirsch, R. M., Slack, J. R. and Smith, R. A. (1982), Techniques of trend analysis for monthly water quality data,
   Water Resources Research 18(1), 107-121, doi 10.1029/WR018i001p00107 (seasonal Kendall test and slope).
.. [2] Page, E. S. (1954), Continuous inspection schemes, Biometrika 41, 100-115, doi 10.1093/biomet/41.1-2.100 (CUSUM).
.. [3] Deming, W. E. (1943), Statistical Adjustment of Data, Wiley; slope and variance by jackknife: Linnet, K. (1990),
   Statistics in Medicine 9, 1463-1473, doi 10.1002/sim.4780091210.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np
from numba import njit
from scipy.special import stdtrit

from ...errors import InputError
from ..robust import Slope, kendall_p_value, kendall_variance, pair_slopes, slope_interval, theil_sen
from .spread import qn

DAY = 86_400_000  # ms
YEAR_DAYS = 365.25
CUSUM_SLACK, CUSUM_LIMIT = 0.5, 5.0  # standard deviations


def daily_medians(times, values) -> tuple[np.ndarray, np.ndarray]:
    """Return the days with a value [days since 1970, UTC] and the median of each; times [ms], in any order."""
    times, values = np.asarray(times, dtype=np.int64), np.asarray(values, dtype=float)
    known = np.isfinite(values)
    numbers, values = times[known] // DAY, values[known]
    order = np.argsort(numbers, kind="stable")
    days, starts = np.unique(numbers[order], return_index=True)
    groups = np.split(values[order], starts[1:]) if len(days) else []
    return days, np.array([np.median(group) for group in groups])


def drift_per_year(times, residuals, level: float = 0.95) -> Slope:
    """Return the drift of a sensor, Theil and Sen's slope on the medians of days.

    Parameters
    ----------
    times : array-like of int
        [ms since 1970].
    residuals : array-like of float
        Sensor minus reference (a station, or the median of the neighbours); NaN is left out.
    level : float
        Of the interval.

    Returns
    -------
    Slope
        [units per year].
    """
    days, medians = daily_medians(times, residuals)
    return theil_sen(days / YEAR_DAYS, medians, level)


def seasonal_slope(years, seasons, values, level: float = 0.95) -> Slope:
    """Return the trend free of the seasons: slopes and Kendall's scores inside each season, put together.

    Parameters
    ----------
    years : array-like of float
        Time [years], or any unit.
    seasons : array-like of int
        Season of each value, as the month.
    values : array-like of float
        NaN is left out.
    level : float
        Of the interval.

    Returns
    -------
    Slope
        [units per unit of time]; seasons are taken as independent of each other.
    """
    years, values, seasons = np.asarray(years, float), np.asarray(values, float), np.asarray(seasons)
    known = np.isfinite(values) & np.isfinite(years)
    years, values, seasons = years[known], values[known], seasons[known]
    all_slopes, score, variance = [], 0, 0.0
    for season in np.unique(seasons):
        here = seasons == season
        x, y = years[here], values[here]
        order = np.argsort(x, kind="stable")
        x, y = x[order], y[order]
        slopes = np.empty(len(x) * (len(x) - 1) // 2)
        count, part = pair_slopes(x, y, slopes)
        all_slopes.append(slopes[:count])
        score += part
        variance += kendall_variance(x, y)
    slopes = np.sort(np.concatenate(all_slopes)) if all_slopes else np.zeros(0)
    if not len(slopes):
        return Slope(math.nan, math.nan, math.nan, math.nan, math.nan, len(values))
    slope = float(np.median(slopes))
    low, high = slope_interval(slopes, variance, level)
    return Slope(
        slope, low, high, float(np.median(values - slope * years)), kendall_p_value(score, variance), len(values)
    )


@njit(cache=True, nogil=True)
def _cusum(values, centre, slack, limit, high, low):
    up = down = 0.0
    first = -1
    for place in range(len(values)):
        if not np.isnan(values[place]):
            away = values[place] - centre
            up = max(0.0, up + away - slack)
            down = max(0.0, down - away - slack)
        high[place], low[place] = up, down
        if first < 0 and max(up, down) > limit:
            first = place
    return first


@dataclass(frozen=True)
class Cusum:
    """Cumulative sums of a series.

    Attributes
    ----------
    high, low : ndarray of float
        S⁺ and S⁻, in the unit of the values.
    limit : float
        h, in the unit of the values.
    alarm : int or None
        Place of the first value at which a sum passes the limit.
    """

    high: np.ndarray
    low: np.ndarray
    limit: float
    alarm: Optional[int]


def cusum(values, centre: Optional[float] = None, sigma: Optional[float] = None) -> Cusum:
    """Detect a small lasting shift, S⁺ = max(0, S⁺ + r − k), k = 0.5σ, h = 5σ, and likewise below.

    Parameters
    ----------
    values : array-like of float
        Residuals; a NaN leaves the sums as they were.
    centre : float, optional
        Value in order; the median of the first quarter when absent.
    sigma : float, optional
        Standard deviation in order, above 0; Qn of the differences of neighbours divided by √2 when absent, which a
        slow drift does not widen.

    Returns
    -------
    Cusum
    """
    values = np.asarray(values, dtype=float)
    known = values[np.isfinite(values)]
    if len(known) < 8 and (centre is None or sigma is None):
        raise InputError("A drift is sought in 8 values or more; there are {count}.", count=len(known))
    if centre is None:
        centre = float(np.median(known[: max(len(known) // 4, 4)]))
    if sigma is None:
        sigma = qn(np.diff(known)) / math.sqrt(2.0)
    if not sigma > 0:
        raise InputError("The series does not vary; a standard deviation must be given.")
    high, low = np.zeros(len(values)), np.zeros(len(values))
    first = _cusum(values, centre, CUSUM_SLACK * sigma, CUSUM_LIMIT * sigma, high, low)
    return Cusum(high, low, CUSUM_LIMIT * sigma, None if first < 0 else first)


@dataclass(frozen=True)
class Calibration:
    """Straight line from what a sensor says to what is true: true = offset + gain·sensor.

    Attributes
    ----------
    gain, offset : float
    gain_low, gain_high, offset_low, offset_high : float
        Intervals; NaN where they are not estimated.
    count : int
        Pairs used.
    """

    gain: float
    offset: float
    gain_low: float
    gain_high: float
    offset_low: float
    offset_high: float
    count: int

    def apply(self, values):
        """Return corrected values; the raw ones are never changed."""
        return self.offset + self.gain * np.asarray(values, dtype=float)


def _deming(n, sx, sy, sxx, syy, sxy, ratio):
    # From sums of centred values, so that leaving one pair out is a subtraction.
    var_x, var_y, covariance = sxx - sx * sx / n, syy - sy * sy / n, sxy - sx * sy / n
    away = var_y - ratio * var_x
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = (away + np.sqrt(away * away + 4.0 * ratio * covariance * covariance)) / (2.0 * covariance)
        return gain, (sy - gain * sx) / n


def deming(sensor, reference, ratio: float = 1.0, level: float = 0.95) -> Calibration:
    """Fit the calibration when both instruments err.

    Parameters
    ----------
    sensor, reference : array-like of float
        Pairs; those with a NaN are left out.
    ratio : float
        Variance of the errors of the reference over that of the sensor, above 0.
    level : float
        Of the intervals, by leave-one-out (jackknife) and Student's law with n − 2 degrees of freedom.

    Returns
    -------
    Calibration

    Raises
    ------
    InputError
        With fewer than 4 pairs, or pairs that tell no line.
    """
    x, y = np.asarray(sensor, dtype=float), np.asarray(reference, dtype=float)
    known = np.isfinite(x) & np.isfinite(y)
    x, y = x[known], y[known]
    if len(x) < 4:
        raise InputError("A calibration needs 4 pairs or more; there are {count}.", count=len(x))
    if not ratio > 0:
        raise InputError("The ratio of the variances must be above zero.")
    x0, y0 = x.mean(), y.mean()
    dx, dy = x - x0, y - y0
    each = np.array([dx, dy, dx * dx, dy * dy, dx * dy])
    total = each.sum(axis=1)
    n = len(x)
    gain, centred = (float(part) for part in _deming(n, *total, ratio))
    if not math.isfinite(gain):
        raise InputError("Sensor and reference do not vary together: no calibration can be found.")
    gains, centreds = _deming(n - 1, *(total[:, None] - each), ratio)
    offset = y0 + centred - gain * x0
    parts = np.array([gains, y0 + centreds - gains * x0]).T
    pseudo = n * np.array([gain, offset]) - (n - 1) * parts
    half = stdtrit(n - 2, 0.5 + level / 2.0) * np.sqrt(pseudo.var(axis=0, ddof=1) / n)
    return Calibration(gain, offset, gain - half[0], gain + half[0], offset - half[1], offset + half[1], count=len(x))


def two_points(sensor, reference) -> Calibration:
    """Return the calibration through two pairs (sensor, reference)."""
    (a, b), (true_a, true_b) = sensor, reference
    if a == b:
        raise InputError("Two points of calibration must differ.")
    gain = (true_b - true_a) / (b - a)
    return Calibration(gain, true_a - gain * a, *[math.nan] * 4, count=2)
