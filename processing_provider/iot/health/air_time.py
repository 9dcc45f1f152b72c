"""Time on air of LoRa frames, and the share of each hour that a transmitter spends on each sub-band.

References
----------
.. [1] Semtech AN1200.13, SX1272/3/6/7/8 LoRa Modem Designer's Guide, section 4 (the equations below).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numba import njit

from ...errors import InputError
from ...tables import TABLES, read_table
from .counters import DUPLICATE, CounterReport
from .frames import Frames

OVERHEAD = 13  # bytes around the application payload: MHDR 1, FHDR 7 without options, FPort 1, MIC 4
PREAMBLE = 8  # symbols
DEFAULT_BANDWIDTH = 125_000  # Hz
_LONG_SYMBOL = 0.016  # s: from here on the low data rate optimisation is on
_DAY = 86_400_000.0
HOUR = 3_600_000  # ms


@njit(cache=True, nogil=True)
def _air_time(factor, bandwidth, size, coding, preamble, checksum, implicit):
    symbol = 2.0**factor / bandwidth
    slow = 1 if symbol >= _LONG_SYMBOL else 0
    bits = 8 * size - 4 * factor + 28 + 16 * checksum - 20 * implicit
    blocks = np.ceil(bits / (4.0 * (factor - 2 * slow)))
    payload = 8.0 + max(blocks * (coding + 4), 0.0)
    return 1000.0 * (preamble + 4.25 + payload) * symbol


@njit(cache=True, nogil=True)
def _air_times(factor, bandwidth, size, coding, preamble, checksum, implicit, out):
    for place in range(len(out)):
        if 7 <= factor[place] <= 12 and size[place] >= 0 and bandwidth[place] > 0:
            out[place] = _air_time(factor[place], bandwidth[place], size[place], coding, preamble, checksum, implicit)


def time_on_air(
    spreading_factor,
    size,
    bandwidth=DEFAULT_BANDWIDTH,
    coding_rate: int = 1,
    preamble: float = PREAMBLE,
    checksum: bool = True,
    implicit_header: bool = False,
) -> np.ndarray:
    """Return the time on air of LoRa frames.

    Ts = 2^SF / BW; n = 8 + max(⌈(8·PL − 4·SF + 28 + 16·CRC − 20·IH) / (4·(SF − 2·DE))⌉·(CR + 4), 0);
    ToA = (preamble + 4.25 + n)·Ts, where DE = 1 if Ts >= 16 ms.

    Parameters
    ----------
    spreading_factor : array-like of int
        7..12; anything else gives NaN.
    size : array-like of int
        PL, bytes of the physical payload: application bytes plus :data:`OVERHEAD`; below 0 gives NaN.
    bandwidth : array-like of int
        [Hz], above 0; otherwise NaN.
    coding_rate : int
        CR: 1 for 4/5 to 4 for 4/8.
    preamble : float
        Symbols.
    checksum : bool
        Payload checksum: uplinks have it, downlinks do not.
    implicit_header : bool

    Returns
    -------
    ndarray of float64
        [ms].
    """
    if not 1 <= coding_rate <= 4:
        raise InputError("The coding rate is 1 (4/5) to 4 (4/8), not {rate}.", rate=coding_rate)
    factor, wide, size = np.broadcast_arrays(spreading_factor, bandwidth, size)
    out = np.full(factor.shape, np.nan)
    flat = out.reshape(-1)
    _air_times(
        factor.reshape(-1).astype(np.int64),
        wide.reshape(-1).astype(np.float64),
        size.reshape(-1).astype(np.int64),
        coding_rate,
        float(preamble),
        int(checksum),
        int(implicit_header),
        flat,
    )
    return flat.reshape(factor.shape)


@dataclass(frozen=True)
class SubBand:
    """A part of the spectrum with its own limit.

    Attributes
    ----------
    name : str
    first, last : int
        [Hz], last excluded.
    power : float
        Effective radiated power [mW].
    share : float
        Of any hour [0..1].
    """

    name: str
    first: int
    last: int
    power: float
    share: float


@lru_cache(maxsize=1)
def sub_bands() -> tuple[SubBand, ...]:
    """Return the sub-bands of EU868, from ``iot_sub_bands.csv``."""
    return tuple(
        SubBand(row["sub_band"], int(row["first_hz"]), int(row["last_hz"]), float(row["power_mw"]), float(row["share"]))
        for row in read_table(TABLES / "iot_sub_bands.csv")
    )


def sub_band_of(frequency) -> np.ndarray:
    """Return the number of the sub-band of frequencies [Hz], in the order of :func:`sub_bands`; -1 for none."""
    frequency = np.asarray(frequency, dtype=np.int64)
    found = np.full(frequency.shape, -1, dtype=np.int64)
    for number, band in enumerate(sub_bands()):
        found[(frequency >= band.first) & (frequency < band.last)] = number
    return found


@njit(cache=True, nogil=True)
def _busiest(starts, moment, air, band, width, out):
    bands = out.shape[1]
    inside = np.zeros(bands)
    for row in range(len(starts) - 1):
        inside[:] = 0.0
        tail = starts[row]
        for place in range(starts[row], starts[row + 1]):
            while moment[tail] <= moment[place] - width:
                if band[tail] >= 0:
                    inside[band[tail]] -= air[tail]
                tail += 1
            if band[place] >= 0:
                inside[band[place]] += air[place]
                if inside[band[place]] > out[row, band[place]]:
                    out[row, band[place]] = inside[band[place]]


def busiest_hour(starts, moment, air, frequency, width: int = HOUR) -> np.ndarray:
    """Return the greatest share of a rolling hour that each transmitter spends on each sub-band.

    Parameters
    ----------
    starts : ndarray of int64, shape (transmitters + 1,)
        Where the frames of each begin in the other arrays.
    moment : ndarray of int64, shape (n,)
        [ms], never decreasing inside a transmitter.
    air : ndarray of float64, shape (n,)
        Time on air [ms]; NaN counts as nothing.
    frequency : ndarray of int64, shape (n,)
        [Hz].
    width : int
        [ms].

    Returns
    -------
    ndarray of float64, shape (transmitters, sub-bands)
        [0..1], in the order of :func:`sub_bands`.
    """
    out = np.zeros((len(starts) - 1, len(sub_bands())))
    air = np.nan_to_num(np.asarray(air, dtype=float))
    _busiest(np.asarray(starts, np.int64), np.asarray(moment, np.int64), air, sub_band_of(frequency), width, out)
    return out / width


def duty_used(share: np.ndarray) -> np.ndarray:
    """Return how much of the legal limit the busiest hour uses, the worst sub-band of each transmitter [0..]."""
    limits = np.array([band.share for band in sub_bands()])
    return (share / limits).max(axis=1) if share.shape[1] else np.zeros(len(share))


@njit(cache=True, nogil=True)
def _daily(starts, kind, air, days, out):
    for row in range(len(starts) - 1):
        total, known = 0.0, False
        for place in range(starts[row], starts[row + 1]):
            if kind[place] != DUPLICATE and not np.isnan(air[place]):
                total += air[place]
                known = True
        if known:
            out[row] = total / days


def air_time_per_day(frames: Frames, report: CounterReport, span: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the time on air of each device.

    Parameters
    ----------
    frames : Frames
    report : CounterReport
        Of the same frames: repetitions that several gateways made of one frame are counted once.
    span : float
        Duration that the frames cover [ms], above 0.

    Returns
    -------
    daily : ndarray of float64, shape (devices,)
        [ms per day]; NaN where no frame tells its spreading factor and size.
    each : ndarray of float64, shape (n,)
        Of each frame [ms].
    """
    if not span > 0:
        raise InputError("The end of the period must be after its start.")
    size = np.where(frames.payload_size >= 0, frames.payload_size.astype(np.int64) + OVERHEAD, -1)
    wide = np.where(frames.bandwidth > 0, frames.bandwidth, DEFAULT_BANDWIDTH)
    each = time_on_air(frames.spreading_factor, size, wide)
    daily = np.full(frames.devices, np.nan)
    _daily(frames.starts, report.kind, each, span / _DAY, daily)
    return daily, each
