"""The health of a fleet as one row for each device: what frames tell, plus battery and gateways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .health.battery import forecast
from .health.report import HealthReport
from .store.reader import DeviceRow

BATTERY_THRESHOLD = 20.0  # of a battery to be changed [%]


@dataclass(frozen=True)
class HealthRow:
    """The health of a device over a span; None unknown.

    Attributes
    ----------
    device : DeviceRow
    state : str
        At the end of the span.
    expected, received, duplicates, lost, resets : int
        Frames expected from the period, distinct frames, repetitions, lost ones; sessions begun again.
    loss, loss_low, loss_high, complete, available : float
        [%].
    longest_gap, period : float
        [s].
    rssi, snr_low, margin_low : float
        Median [dBm], tenth percentiles [dB].
    margin_class : str
        ``good``, ``fair``, ``weak`` or ``unknown``.
    factor : int
        The commonest spreading factor.
    gateways : float
        Mean number that hear a frame.
    air_time : float
        [ms per day].
    duty : float
        Of the legal time on air in the busiest hour [%].
    battery_days : float
        Until the battery is at 20 %; None when it does not fall or too little is known.
    """

    device: DeviceRow
    state: str
    expected: Optional[int]
    received: int
    duplicates: int
    lost: int
    resets: int
    loss: Optional[float]
    loss_low: Optional[float]
    loss_high: Optional[float]
    complete: Optional[float]
    available: Optional[float]
    longest_gap: Optional[float]
    period: Optional[float]
    rssi: Optional[float]
    snr_low: Optional[float]
    margin_low: Optional[float]
    margin_class: str
    factor: Optional[int]
    gateways: Optional[float]
    air_time: Optional[float]
    duty: Optional[float]
    battery_days: Optional[float]


def health_rows(
    devices: Sequence[DeviceRow], report: HealthReport, places: Mapping[int, int], batteries: Mapping[int, tuple]
) -> list[HealthRow]:
    """Return the rows of devices.

    Parameters
    ----------
    devices : sequence of DeviceRow
    report : HealthReport
    places : mapping
        Place of each device in the arrays of the report, by number.
    batteries : mapping
        Moments [ms] and charges [%] of the batteries that are known, by number of the device.
    """
    return [_row(device, report, places[device.id], batteries.get(device.id)) for device in devices]


def _row(device: DeviceRow, report: HealthReport, at: int, battery: Optional[tuple]) -> HealthRow:
    counters, gaps, radio = report.counters, report.gaps, report.radio
    received = int(counters.received[at])
    known_period = bool(np.isfinite(report.period[at]))
    return HealthRow(
        device=device,
        state="out_of_service" if device.out_of_service else str(report.state[at]),
        expected=int(gaps.expected[at]) if known_period else None,
        received=received,
        duplicates=int(counters.duplicates[at]),
        lost=int(counters.lost[at]),
        resets=max(0, int(counters.sessions[at]) - 1),
        loss=_known(counters.loss[at], 100.0),
        loss_low=_known(counters.loss_low[at], 100.0),
        loss_high=_known(counters.loss_high[at], 100.0),
        complete=_known(gaps.complete[at], 100.0),
        available=_known(gaps.available[at], 100.0) if received else None,
        longest_gap=_known(gaps.longest_gap[at], 0.001),
        period=_known(report.period[at], 0.001),
        rssi=_known(radio.rssi_median[at]),
        snr_low=_known(radio.snr_low[at]),
        margin_low=_known(radio.margin_low[at]),
        margin_class=str(report.radio_class[at]),
        factor=int(radio.usual_factor[at]) or None,
        gateways=_known(radio.gateways[at]),
        air_time=_known(report.air_time[at]),
        duty=_known(report.duty[at], 100.0) if received else None,
        battery_days=_battery_days(battery),
    )


def _known(value: float, factor: float = 1.0) -> Optional[float]:
    return float(value) * factor if np.isfinite(value) else None


def _battery_days(battery: Optional[tuple]) -> Optional[float]:
    if battery is None:
        return None
    return _known(forecast(*battery, threshold=BATTERY_THRESHOLD).days)
