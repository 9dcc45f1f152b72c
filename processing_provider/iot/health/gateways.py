"""What gateways hear, what they alone hear, and whether they still answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from ...errors import InputError
from .air_time import busiest_hour, duty_used

STATISTICS_PERIOD = 30_000  # ms: default of ChirpStack gateways
_MISSED_PERIODS = 3


@dataclass(frozen=True)
class GatewayReport:
    """What each gateway does.

    Attributes
    ----------
    frames : ndarray of int64, shape (gateways,)
        Frames heard.
    sole_frames : ndarray of int64
        Heard by this gateway alone.
    devices : ndarray of int64
        Devices heard at least once.
    sole_devices : ndarray of int64
        Devices that no other gateway heard: they are lost with it.
    """

    frames: np.ndarray
    sole_frames: np.ndarray
    devices: np.ndarray
    sole_devices: np.ndarray


@njit(cache=True, nogil=True)
def _count(frame, gateway, device, gateways, devices, frames, sole_frames):
    # only[d]: the one gateway of a device, -1 none yet, -2 several.
    only = np.full(devices, -1, np.int64)
    start = 0
    while start < len(frame):
        end = start
        alone = True
        while end < len(frame) and frame[end] == frame[start]:
            if gateway[end] != gateway[start]:
                alone = False
            end += 1
        for place in range(start, end):
            twice = False
            for before in range(start, place):
                if gateway[before] == gateway[place]:
                    twice = True
                    break
            if not twice:
                frames[gateway[place]] += 1
            known = only[device[place]]
            if known == -1:
                only[device[place]] = gateway[place]
            elif known != gateway[place]:
                only[device[place]] = -2
        if alone:
            sole_frames[gateway[start]] += 1
        start = end
    return only


def gateway_report(frame, gateway, device, gateways: int, devices: int) -> GatewayReport:
    """Count what each gateway hears.

    Parameters
    ----------
    frame : array-like of int, shape (n,)
        Number of the frame of each reception; receptions of one frame stand together.
    gateway, device : array-like of int, shape (n,)
        Numbers from 0.
    gateways, devices : int
        How many there are.

    Returns
    -------
    GatewayReport
    """
    frame, gateway, device = (np.asarray(values, dtype=np.int64) for values in (frame, gateway, device))
    for values, count in ((gateway, gateways), (device, devices)):
        if len(values) and (values.min() < 0 or values.max() >= count):
            raise InputError("A reception names a number outside 0 to {last}.", last=count - 1)
    frames, sole_frames = np.zeros(gateways, dtype=np.int64), np.zeros(gateways, dtype=np.int64)
    only = _count(frame, gateway, device, gateways, devices, frames, sole_frames)
    pairs = np.unique(device * max(gateways, 1) + gateway)
    heard = np.bincount(pairs % max(gateways, 1), minlength=gateways)
    return GatewayReport(frames, sole_frames, heard, np.bincount(only[only >= 0], minlength=gateways))


def offline(last_statistics, now: int, period=STATISTICS_PERIOD) -> np.ndarray:
    """Return whether gateways are off-line: no statistics for three periods [ms], or never (below 0)."""
    last = np.asarray(last_statistics, dtype=np.int64)
    return (last < 0) | (now - last > _MISSED_PERIODS * np.asarray(period))


def share(part, whole) -> np.ndarray:
    """Return part / whole, as received-in-order / received or emitted / asked; NaN where whole is 0."""
    part, whole = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    return np.divide(part, whole, out=np.full(np.broadcast(part, whole).shape, np.nan), where=whole > 0)


def downlink_duty(gateway, moment, air, frequency, gateways: int) -> np.ndarray:
    """Return how much of its legal time on air each gateway uses in its busiest hour.

    Parameters
    ----------
    gateway, moment, frequency : array-like of int, shape (n,)
        Downlinks: gateway, time [ms since 1970], frequency [Hz].
    air : array-like of float, shape (n,)
        Time on air [ms].
    gateways : int

    Returns
    -------
    ndarray of float64, shape (gateways,)
        1 is the limit, on the worst sub-band.
    """
    gateway, moment = np.asarray(gateway, dtype=np.int64), np.asarray(moment, dtype=np.int64)
    order = np.lexsort((moment, gateway))
    starts = np.searchsorted(gateway[order], np.arange(gateways + 1))
    air, frequency = np.asarray(air, dtype=float)[order], np.asarray(frequency, dtype=np.int64)[order]
    return duty_used(busiest_hour(starts, moment[order], air, frequency))
