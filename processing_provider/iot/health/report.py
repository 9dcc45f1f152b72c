"""The health of a fleet over a span of time: one row a device, of all that its frames tell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .air_time import air_time_per_day, busiest_hour, duty_used
from .counters import CounterReport, count_frames
from .frames import Frames
from .presence import GapReport, expected_periods, gap_report, last_received, presence
from .radio import RadioReport, margin_class, radio_report


@dataclass(frozen=True)
class HealthReport:
    """Health of each device over a span.

    Attributes
    ----------
    period : ndarray of float64, shape (devices,)
        Expected period [ms]; NaN unknown.
    last : ndarray of int64
        Last reception [ms since 1970]; -1 never.
    state : ndarray of str
        At the end of the span: ``ok``, ``late``, ``lost``, ``never``.
    counters, gaps, radio : CounterReport, GapReport, RadioReport
    radio_class : ndarray of str
        From the tenth percentile of the margin.
    air_time : ndarray of float64
        [ms per day]; NaN unknown.
    duty : ndarray of float64
        Use of the legal time on air in the busiest hour; 1 is the limit.
    """

    period: np.ndarray
    last: np.ndarray
    state: np.ndarray
    counters: CounterReport
    gaps: GapReport
    radio: RadioReport
    radio_class: np.ndarray
    air_time: np.ndarray
    duty: np.ndarray


def health_report(frames: Frames, start: int, end: int, periods=None, level: float = 0.95) -> HealthReport:
    """Return the health of a fleet.

    Parameters
    ----------
    frames : Frames
        Received in [start, end).
    start, end : int
        [ms since 1970].
    periods : array-like of float, shape (devices,), optional
        Periods of the profiles [ms], NaN where there is none.
    level : float
        Of the interval of the loss.

    Returns
    -------
    HealthReport
    """
    counters = count_frames(frames, level)
    period = expected_periods(frames, counters, periods)
    gaps = gap_report(frames, counters, period, start, end)
    radio = radio_report(frames, counters)
    air, each = air_time_per_day(frames, counters, float(end - start))
    duty = duty_used(busiest_hour(frames.starts, frames.received, each, frames.frequency))
    last = last_received(frames)
    state = presence(last, period, end)
    return HealthReport(period, last, state, counters, gaps, radio, margin_class(radio.margin_low), air, duty)
