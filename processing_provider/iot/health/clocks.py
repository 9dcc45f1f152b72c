"""Clocks: how far they are off, and which time a measurement gets."""

from __future__ import annotations

import math
from typing import Optional

import numpy as np

SKEW_MESSAGES = 20
WARN_SKEW, QUARANTINE_SKEW = 5_000, 300_000  # ms
GREATEST_FUTURE = 300_000  # ms: no measurement is stored later than this after now


def clock_skew(received, told) -> float:
    """Return the median of received − told over the last 20 messages that tell a time [ms]; NaN without any.

    Parameters
    ----------
    received : array-like of int
        Reception here, oldest first [ms since 1970].
    told : array-like of float
        Time told by the device or gateway [ms since 1970]; NaN where it tells none.
    """
    difference = np.asarray(received, dtype=float) - np.asarray(told, dtype=float)
    difference = difference[np.isfinite(difference)][-SKEW_MESSAGES:]
    return float(np.median(difference)) if len(difference) else math.nan


def skew_class(skew: float) -> str:
    """Return ``ok``, ``warn`` beyond 5 s (class C needs clocks in step), ``quarantine`` beyond 300 s, ``unknown``."""
    if math.isnan(skew):
        return "unknown"
    if abs(skew) > QUARANTINE_SKEW:
        return "quarantine"
    return "warn" if abs(skew) > WARN_SKEW else "ok"


def trusted_time(device_time: Optional[int], network_time: int, now: int, quarantined: bool = False) -> int:
    """Return the time that a measurement is stored at [ms since 1970].

    That of the device unless its clock is in quarantine, or says later than now + 5 min; then the network's, which is
    itself never taken later than now + 5 min.
    """
    latest = now + GREATEST_FUTURE
    if device_time is not None and not quarantined and device_time <= latest:
        return device_time
    return min(network_time, latest)
