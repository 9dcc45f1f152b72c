"""How well frames are heard: margin above the floor of their spreading factor, classes, smoothing and trend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from ..robust import MOST_POINTS, Slope, theil_sen
from .counters import DUPLICATE, CounterReport
from .frames import Frames

# Lowest signal-to-noise ratio that is still received, SF7..12 [dB]: Semtech SX1276/77/78/79 datasheet, table 13.
SNR_FLOORS = np.array([-7.5, -10.0, -12.5, -15.0, -17.5, -20.0])
GOOD_MARGIN, FAIR_MARGIN = 10.0, 5.0  # dB, lower ends of the classes
EWMA_ALPHA = 0.2
_DAY = 86_400_000.0


def margin(snr, spreading_factor) -> np.ndarray:
    """Return how far a signal is above the floor of its spreading factor.

    Parameters
    ----------
    snr : array-like of float
        Signal-to-noise ratio [dB].
    spreading_factor : array-like of int
        7..12; anything else gives NaN.

    Returns
    -------
    ndarray of float64
        [dB].
    """
    factor = np.asarray(spreading_factor, dtype=np.int64)
    known = (factor >= 7) & (factor <= 12)
    floors = SNR_FLOORS[np.where(known, factor - 7, 0)]
    return np.where(known, np.asarray(snr, dtype=float) - floors, np.nan)


def signal_power(rssi, snr) -> np.ndarray:
    """Return the power of the signal without the noise, ESP = RSSI + SNR − 10·log10(1 + 10^(SNR/10)) [dBm]."""
    rssi, snr = np.asarray(rssi, dtype=float), np.asarray(snr, dtype=float)
    return rssi + snr - 10.0 * np.log10(1.0 + 10.0 ** (snr / 10.0))


def margin_class(value) -> np.ndarray:
    """Return ``good`` (>= 10 dB), ``fair`` (5 to 10), ``weak`` (< 5) or, for NaN, ``unknown``."""
    value = np.asarray(value, dtype=float)
    names = np.where(value >= GOOD_MARGIN, "good", np.where(value >= FAIR_MARGIN, "fair", "weak"))
    return np.where(np.isnan(value), "unknown", names)


@njit(cache=True, nogil=True)
def _smooth(values, alpha, out):
    state = np.nan
    for place in range(len(values)):
        value = values[place]
        if not np.isnan(value):
            state = value if np.isnan(state) else state + alpha * (value - state)
        out[place] = state


def smoothed(values, alpha: float = EWMA_ALPHA) -> np.ndarray:
    """Return the exponentially weighted mean s += alpha·(v − s); a NaN leaves it as it was."""
    values = np.asarray(values, dtype=float)
    out = np.empty(len(values))
    _smooth(values, alpha, out)
    return out


def trend_per_day(received, values, level: float = 0.95) -> Slope:
    """Return the trend of a series [units per day]; beyond 3000 points, of the medians of equal groups in time."""
    days = (np.asarray(received, dtype=np.int64) - (received[0] if len(received) else 0)) / _DAY
    values = np.asarray(values, dtype=float)
    known = np.isfinite(values)
    days, values = days[known], values[known]
    if len(days) > MOST_POINTS:
        groups = np.array_split(np.arange(len(days)), MOST_POINTS // 3)
        days = np.array([np.median(days[g]) for g in groups])
        values = np.array([np.median(values[g]) for g in groups])
    return theil_sen(days, values, level)


@dataclass(frozen=True)
class RadioReport:
    """How each device is heard; NaN where nothing is known.

    Attributes
    ----------
    rssi_median : ndarray of float64, shape (devices,)
        [dBm].
    snr_low, margin_low : ndarray of float64
        Tenth percentile [dB].
    margin_median : ndarray of float64
        [dB].
    usual_factor : ndarray of int64
        The commonest spreading factor, the greatest of equals; 0 unknown.
    gateways : ndarray of float64
        Mean number of gateways that hear a frame.
    """

    rssi_median: np.ndarray
    snr_low: np.ndarray
    margin_low: np.ndarray
    margin_median: np.ndarray
    usual_factor: np.ndarray
    gateways: np.ndarray


@njit(cache=True, nogil=True)
def _quantile(values, share):
    # Linear between order statistics, as NumPy's default; `values` is overwritten.
    position = share * (len(values) - 1)
    below = int(np.floor(position))
    above = min(below + 1, len(values) - 1)
    ordered = np.partition(values, below)
    low = ordered[below]
    if above == below or position == below:
        return low
    high = ordered[above:].min()
    return low + (position - below) * (high - low)


@njit(cache=True, nogil=True)
def _radio(starts, kind, rssi, snr, factor, gateways, floors, out, usual):
    widest = 0
    for row in range(len(starts) - 1):
        widest = max(widest, starts[row + 1] - starts[row])
    powers, ratios, margins = np.empty(widest), np.empty(widest), np.empty(widest)
    votes = np.zeros(13, np.int64)
    for row in range(len(starts) - 1):
        power_count = ratio_count = margin_count = frames = heard = 0
        votes[:] = 0
        for place in range(starts[row], starts[row + 1]):
            if kind[place] == DUPLICATE:
                continue
            frames += 1
            heard += gateways[place]
            known = 7 <= factor[place] <= 12
            if known:
                votes[factor[place]] += 1
            if not np.isnan(rssi[place]):
                powers[power_count] = rssi[place]
                power_count += 1
            if not np.isnan(snr[place]):
                ratios[ratio_count] = snr[place]
                ratio_count += 1
                if known:
                    margins[margin_count] = snr[place] - floors[factor[place] - 7]
                    margin_count += 1
        if power_count:
            out[row, 0] = _quantile(powers[:power_count], 0.5)
        if ratio_count:
            out[row, 1] = _quantile(ratios[:ratio_count], 0.1)
        if margin_count:
            out[row, 2] = _quantile(margins[:margin_count], 0.1)
            out[row, 3] = _quantile(margins[:margin_count], 0.5)
        if frames:
            out[row, 4] = heard / frames
        for name in range(7, 13):
            if votes[name] > 0 and votes[name] >= votes[usual[row]]:
                usual[row] = name


def radio_report(frames: Frames, report: CounterReport) -> RadioReport:
    """Return how each device is heard, from its distinct frames; `report` is that of the same frames."""
    out = np.full((frames.devices, 5), np.nan)
    usual = np.zeros(frames.devices, dtype=np.int64)
    _radio(
        frames.starts,
        report.kind,
        frames.rssi,
        frames.snr,
        frames.spreading_factor,
        frames.gateways,
        SNR_FLOORS,
        out,
        usual,
    )
    rssi, snr, low, middle, heard = out.T
    return RadioReport(rssi, snr, low, middle, usual, heard)
