"""Drift of each station of a network against one station, or against its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..errors import InputError
from .quality.drift import Calibration, Cusum, cusum, daily_medians, deming, drift_per_year
from .robust import Slope

FEWEST_DAYS = 8  # medians of days below which nothing is said


@dataclass(frozen=True)
class StationDrift:
    """What one station does; parts are None where there is too little to say.

    Attributes
    ----------
    count : int
        Instants at which station and reference both have a value.
    days : int
    bias : float
        Median of station minus reference, in the unit of the values; NaN without any.
    slope : Slope or None
        [unit per year].
    sums : Cusum or None
    shifted : int or None
        When the cumulative sum passed its limit [ms since 1970].
    calibration : Calibration or None
        true = offset + gain·sensor.
    """

    count: int
    days: int
    bias: float
    slope: Optional[Slope]
    sums: Optional[Cusum]
    shifted: Optional[int]
    calibration: Optional[Calibration]


def reference_of(values: np.ndarray, station: int, members: np.ndarray, fewest: int) -> np.ndarray:
    """Return the median of the neighbours of a station at each instant; NaN with fewer than `fewest` values."""
    held = values[members]
    known = np.isfinite(held).sum(axis=0) if len(members) else np.zeros(values.shape[1], dtype=int)
    out = np.full(values.shape[1], np.nan)
    enough = known >= fewest
    if enough.any():
        out[enough] = np.nanmedian(held[:, enough], axis=0)
    return out


def station_drift(times: np.ndarray, sensor: np.ndarray, reference: np.ndarray) -> StationDrift:
    """Return the drift of a station.

    Parameters
    ----------
    times : ndarray of int64
        [ms since 1970], of a regular series.
    sensor, reference : ndarray of float
        NaN where there is no value.
    """
    residual = sensor - reference
    known = np.isfinite(residual)
    count = int(known.sum())
    days, medians = daily_medians(times, residual)
    if len(days) < FEWEST_DAYS:
        return StationDrift(
            count, len(days), float(np.median(residual[known])) if count else float("nan"), None, None, None, None
        )
    sums: Optional[Cusum] = None
    shifted = None
    try:
        sums = cusum(medians)
        shifted = None if sums.alarm is None else int(days[sums.alarm]) * 86_400_000
    except InputError:  # the medians do not vary
        sums = None
    try:
        line: Optional[Calibration] = deming(sensor, reference)
    except InputError:  # sensor and reference do not vary together
        line = None
    return StationDrift(
        count, len(days), float(np.median(residual[known])), drift_per_year(times, residual), sums, shifted, line
    )
