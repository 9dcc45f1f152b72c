"""Charge of batteries, and when they will be flat."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ...errors import InputError
from ...tables import TABLES, read_table
from ..robust import theil_sen

EXTERNAL, UNKNOWN = 0, 255  # battery byte of DevStatusAns (TS001-1.0.4, section 5.6)
FORECAST_DAYS = 60.0
FEWEST_DAYS = 5  # distinct days that a forecast needs
_DAY = 86_400_000.0


def percent_from_status(byte: int) -> float:
    """Return the charge told by DevStatusAns, 100·(b − 1)/253 [%]; NaN on external power (0) or unknown (255)."""
    if not 0 <= byte <= 255:
        raise InputError("The battery level of a device status is 0 to 255, not {byte}.", byte=byte)
    if byte in (EXTERNAL, UNKNOWN):
        return math.nan
    return 100.0 * (byte - 1) / 253.0


@lru_cache(maxsize=1)
def _curves() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    points: dict[str, list[tuple[float, float]]] = {}
    for row in read_table(TABLES / "iot_battery_curves.csv"):
        points.setdefault(row["chemistry"], []).append((float(row["voltage_v"]), float(row["percent"])))
    return {name: tuple(np.array(column) for column in zip(*sorted(pairs))) for name, pairs in points.items()}


def chemistries() -> tuple[str, ...]:
    """Return the chemistries of ``iot_battery_curves.csv``."""
    return tuple(_curves())


def percent_from_voltage(voltage, chemistry: str) -> np.ndarray:
    """Return the charge read on the curve of a chemistry [%, 0..100] from a voltage [V]; NaN stays NaN."""
    if chemistry not in _curves():
        raise InputError(
            "The battery chemistry {chemistry} is not in the table; choose one of {names}.",
            chemistry=chemistry,
            names=", ".join(chemistries()),
        )
    volts, percents = _curves()[chemistry]
    return np.interp(np.asarray(voltage, dtype=float), volts, percents)


@dataclass(frozen=True)
class BatteryForecast:
    """When a battery reaches a threshold.

    Attributes
    ----------
    slope, slope_low, slope_high : float
        [% per day] and its 95 % interval.
    days : float
        From the last day to the threshold; 0 when it is reached already, infinite when the charge does not
        fall, NaN when there are too few days.
    days_low, days_high : float
        From the steepest and the least steep slope of the interval; the latter is infinite when the interval
        reaches zero: no decrease is proved.
    proved : bool
        Whether the whole interval of the slope is below zero.
    """

    slope: float
    slope_low: float
    slope_high: float
    days: float
    days_low: float
    days_high: float
    proved: bool


def _days_left(room: float, slope: float) -> float:
    if math.isnan(slope):
        return math.nan
    if room <= 0.0:
        return 0.0
    return room / -slope if slope < 0.0 else math.inf


def forecast(moments, percents, threshold: float = 20.0, window_days: float = FORECAST_DAYS) -> BatteryForecast:
    """Forecast when the charge of a battery reaches a threshold.

    The slope is Theil and Sen's on the medians of days over the last `window_days`, its interval Sen's, from Kendall's
    variance. The charge now is the line's at the last day, so one bad reading does not move it.

    Parameters
    ----------
    moments : array-like of int
        [ms since 1970].
    percents : array-like of float
        [%]; NaN is left out.
    threshold : float
        [%].
    window_days : float
        [days], above 0.

    Returns
    -------
    BatteryForecast
    """
    moments, percents = np.asarray(moments, dtype=np.int64), np.asarray(percents, dtype=float)
    known = np.isfinite(percents)
    moments, percents = moments[known], percents[known]
    nothing = BatteryForecast(*[math.nan] * 6, proved=False)
    if not len(moments):
        return nothing
    recent = moments > moments.max() - window_days * _DAY
    numbers = (moments[recent] // int(_DAY)).astype(np.int64)
    days = np.unique(numbers)
    if len(days) < FEWEST_DAYS:
        return nothing
    values = np.array([np.median(percents[recent][numbers == day]) for day in days])
    line = theil_sen(days.astype(float), values)
    room = line.intercept + line.slope * days[-1] - threshold
    left = [_days_left(room, slope) for slope in (line.slope, line.low, line.high)]
    return BatteryForecast(line.slope, line.low, line.high, *left, proved=bool(line.high < 0.0))
