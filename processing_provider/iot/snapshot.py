"""The state of each device at a moment: presence, radio, loss, battery, and the latest value of each metric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from .health.frames import make_frames
from .state_colours import OUT_OF_SERVICE
from .store.moments import Moment
from .store.reader import DeviceRow
from .store.schema import METRICS

LOSS_SPAN = 86_400_000  # time over which the loss is told [ms]
BATTERY_METRICS = ("battery", "battery_percent", "battery_level", "batterylevel")
NUMBER, SWITCH, TEXT = "number", "switch", "text"


@dataclass(frozen=True)
class MetricColumn:
    """What stands in the columns of one metric, by place of the device; None where it was never heard.

    Attributes
    ----------
    name : str
    kind : str
        ``number``, ``switch`` or ``text``.
    value, flag, time : list
        Time in ms since 1970, UTC; flag of QARTOD.
    """

    name: str
    kind: str
    value: list[Any]
    flag: list[Optional[int]]
    time: list[Optional[int]]


@dataclass(frozen=True)
class Snapshot:
    """The state of devices; lists in the order of ``devices``, None unknown.

    Attributes
    ----------
    at : int
        The moment [ms since 1970, UTC].
    devices : list of DeviceRow
    last : list of int
        Last message [ms since 1970, UTC].
    age : list of float
        [s].
    state : list of str
        ``ok``, ``late``, ``lost``, ``never`` or ``out_of_service``.
    rssi, snr, margin : list of float
        [dBm], [dB], [dB above the floor of the spreading factor].
    factor : list of int
        Spreading factor.
    loss, battery : list of float
        Of the last 24 h [%]; [%].
    alarm : list of int
        Priority of the most urgent alarm.
    metrics : list of MetricColumn
    """

    at: int
    devices: list[DeviceRow]
    last: list[Optional[int]]
    age: list[Optional[float]]
    state: list[str]
    rssi: list[Optional[float]]
    snr: list[Optional[float]]
    margin: list[Optional[float]]
    factor: list[Optional[int]]
    loss: list[Optional[float]]
    battery: list[Optional[float]]
    alarm: list[Optional[int]]
    metrics: list[MetricColumn]

    def counts(self) -> dict[str, int]:
        """Return the number of devices in each state."""
        found: dict[str, int] = {}
        for state in self.state:
            found[state] = found.get(state, 0) + 1
        return found


def estimated_periods(times: Sequence[tuple[int, int]], devices: Sequence[int]) -> dict[int, float]:
    """Return the periods of devices estimated from the times of their last frames.

    Parameters
    ----------
    times : sequence of (int, int)
        Device and time [ms]; see :func:`.store.moments.recent_times`.
    devices : sequence of int
        Numbers of the devices.

    Returns
    -------
    dict
        [ms] by device; those heard less than twice are absent.
    """
    from .health.counters import count_frames  # compiled: an algorithm is listed without it
    from .health.presence import expected_periods

    rank = {device: place for place, device in enumerate(devices)}
    rows = np.array([(rank[device], moment) for device, moment in times], dtype=np.int64).reshape(-1, 2)
    frames = make_frames(rows[:, 0], rows[:, 1], devices=len(devices))
    periods = expected_periods(frames, count_frames(frames))
    return {device: float(periods[place]) for device, place in rank.items() if periods[place] > 0}


def take_snapshot(
    devices: Sequence[DeviceRow],
    moment: Moment,
    at: int,
    metrics: Mapping[int, str],
    kinds: Mapping[int, str],
    estimates: Mapping[int, float],
    loss: Mapping[int, float],
) -> Snapshot:
    """Put the state of devices together.

    Parameters
    ----------
    devices : sequence of DeviceRow
    moment : Moment
        What the store knew.
    at : int
        The moment [ms since 1970, UTC].
    metrics : mapping
        Names of the metrics wanted, by number.
    kinds : mapping
        Kind of each series: ``number``, ``switch`` or ``text``.
    estimates : mapping
        Periods of devices without a declared one [ms].
    loss : mapping
        Loss of the last 24 h [%], by device.

    Returns
    -------
    Snapshot
    """
    from .health.presence import presence  # compiled: an algorithm is listed without it
    from .health.radio import margin

    rows = list(devices)
    seen = [moment.seen.get(device.id) for device in rows]
    last = np.array([-1 if one is None else one for one in seen], dtype=np.int64)
    periods = np.array(
        [device.period_s * 1000.0 if device.period_s else estimates.get(device.id, np.nan) for device in rows],
        dtype=float,
    )
    states = presence(last, periods, at).tolist()
    states = [OUT_OF_SERVICE if device.out_of_service else state for device, state in zip(rows, states)]
    nothing = (None, None, None, None)
    radio = [moment.radio.get(device.id, nothing) for device in rows]
    rssi, snr, factor = ([one[place] for one in radio] for place in range(3))
    margins = margin(
        np.array([np.nan if one is None else one for one in snr], dtype=float),
        np.array([one or 0 for one in factor], dtype=np.int64),
    )
    columns = _metric_columns(rows, moment, metrics, kinds)
    battery = _battery(rows, moment, columns)
    return Snapshot(
        at=at,
        devices=rows,
        last=seen,
        age=[None if one is None else max(0.0, (at - one) / 1000.0) for one in seen],
        state=states,
        rssi=rssi,
        snr=snr,
        margin=[None if one != one else one for one in margins.tolist()],
        factor=factor,
        loss=[loss.get(device.id) for device in rows],
        battery=battery,
        alarm=[moment.alarm.get(device.id) for device in rows],
        metrics=columns,
    )


def _metric_columns(
    rows: list[DeviceRow], moment: Moment, metrics: Mapping[int, str], kinds: Mapping[int, str]
) -> list[MetricColumn]:
    place = {device.id: number for number, device in enumerate(rows)}
    # Every metric that a device ever had gets its columns, so that they are the same from one moment to the next.
    by_metric: dict[int, list[tuple]] = {series % METRICS: [] for series in kinds if series % METRICS in metrics}
    for entry in moment.values:
        device, metric = divmod(entry[0], METRICS)
        if metric in metrics and device in place:
            by_metric.setdefault(metric, []).append((place[device], *entry))
    told: dict[int, set[str]] = {}
    for series, kind in kinds.items():
        told.setdefault(series % METRICS, set()).add(kind)
    columns = []
    for metric in sorted(by_metric, key=lambda number: metrics[number]):
        entries = by_metric[metric]
        kind = _kind_of(entries, told.get(metric, set()))
        value, flag, time = ([None] * len(rows) for _ in range(3))
        for where, _, when, number, quality, text in entries:
            value[where] = _value(kind, number, text)
            flag[where], time[where] = quality, when
        columns.append(MetricColumn(metrics[metric], kind, value, flag, time))
    return columns


def _kind_of(entries: list[tuple], told: set[str]) -> str:
    """Return the kind that holds the values of all devices."""
    if TEXT in told or any(entry[5] is not None for entry in entries):
        return TEXT
    return SWITCH if told == {SWITCH} else NUMBER


def _value(kind: str, number: Optional[float], text: Optional[str]) -> Any:
    if kind == TEXT:
        return text if text is not None else None if number is None else f"{number:g}"
    if kind == SWITCH:
        return None if number is None else bool(number)
    return number


def _battery(rows: list[DeviceRow], moment: Moment, columns: list[MetricColumn]) -> list[Optional[float]]:
    """Return the charge told by the network, else that measured by the device under a usual name [%]."""
    told = [moment.battery.get(device.id) for device in rows]
    for column in columns:
        if column.kind == NUMBER and column.name.lower() in BATTERY_METRICS:
            told = [
                measured if known is None and measured is not None and 0.0 <= measured <= 100.0 else known
                for known, measured in zip(told, column.value)
            ]
    return told
