"""Alarm rules on what a store holds: what would have been announced, as the recorder would have seen it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Optional

import numpy as np

from ..errors import InputError, RunCancelledError
from .alarms.engine import AlarmEngine, WatchedDevice
from .alarms.journal import Entry
from .alarms.rules import NO_DATA, Rule
from .health.lateness import usual_period
from .store.moments import recent_times
from .store.reader import DeviceRow, StoreReader
from .store.schema import METRICS

GOOD = (1, 2)  # flags: good, or not looked at
MOST_SAMPLES = 5_000_000
LOOK = 5000  # samples between two looks at the cancel button


def watched_devices(reader: StoreReader, devices: Iterable[DeviceRow], at: int) -> list[WatchedDevice]:
    """Return devices as rules see them, with the period that the user declared or that their frames show."""
    found = []
    for device in devices:
        if device.period_s is not None:
            period: Optional[float] = 1000.0 * device.period_s
        else:
            period = usual_period([moment for _, moment in recent_times(reader.database, [device.id], at)])
        found.append(WatchedDevice(device.uid, device.name, device.site, device.profile, period))
    return found


def replay_store(
    reader: StoreReader,
    rules: Sequence[Rule],
    devices: Sequence[DeviceRow],
    start: int,
    end: int,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[float], Any] = lambda _share: None,
) -> tuple[list[Entry], list[WatchedDevice]]:
    """Evaluate rules on the observations and frames of [start, end) [ms].

    An observation counts when its frame was received, as it does live; one without a frame at its own time.

    Parameters
    ----------
    reader : StoreReader
    rules : sequence of Rule
    devices : sequence of DeviceRow
    start, end : int
    stop : callable
    progress : callable
        Told the share that is done [0..1].

    Returns
    -------
    journal : list of Entry
    devices : list of WatchedDevice

    Raises
    ------
    InputError
        When the span holds more observations than can be read at once.
    RunCancelledError
    """
    engine = AlarmEngine(rules)
    watched = watched_devices(reader, devices, end)
    for device in watched:
        engine.watch(device, start)
    uids = {device.id: device.uid for device in devices}
    names = {name: number for number, name in reader.metrics().items()}
    wanted = {rule.metric for rule in rules if rule.metric in names}
    frames = any(rule.kind == NO_DATA and not rule.metric for rule in rules)
    columns = _samples(reader, uids, {names[name]: name for name in wanted}, frames, start, end)
    total = len(columns[0])
    for place, (moment, device, metric, value, good) in enumerate(zip(*columns)):
        if place % LOOK == 0:
            if stop():
                raise RunCancelledError
            progress(place / total)
        engine.sample(uids[device], moment, metric, value, good)
    engine.advance(end)
    return engine.journal, watched


def _samples(
    reader: StoreReader, uids: dict[int, str], metrics: dict[int, str], frames: bool, start: int, end: int
) -> tuple[list, ...]:
    """Return moments, devices, metrics, values and whether they are good, in the order of time."""
    kinds = {series: kind for series, _, _, _, kind in reader.datastreams()}
    series = [number for number in kinds if number // METRICS in uids and number % METRICS in metrics]
    history = reader.history([number for number in series if kinds[number] != "text"], start, end, "raw", MOST_SAMPLES)
    if history.cut:
        raise InputError(
            "There are more than {most} observations; choose fewer devices or a shorter span.", most=MOST_SAMPLES
        )
    received = _receptions(reader, uids, start, end)
    # Of samples at one moment the values come before the frame itself, as they do live.
    rows: list[tuple[int, int, int, str, Any, bool]] = []
    switches = {number for number in series if kinds[number] == "switch"}
    for number, moment, value, flag in zip(
        history.series.tolist(), history.time.tolist(), history.value.tolist(), history.flag.tolist()
    ):
        device = number // METRICS
        told = bool(value) if number in switches else value
        counts = received.get((device, moment), moment)
        rows.append((counts, 0, device, metrics[number % METRICS], told, flag in GOOD and not np.isnan(value)))
    for number in series:
        if kinds[number] == "text":
            device = number // METRICS
            rows.extend(
                (received.get((device, moment), moment), 0, device, metrics[number % METRICS], text, True)
                for moment, text in reader.database.query(
                    "SELECT t, text FROM obs_text WHERE ds = ? AND t >= ? AND t < ? ORDER BY t", (number, start, end)
                )
            )
    if frames:
        rows.extend((moment, 1, device, "", None, True) for (device, _), moment in received.items())
    rows.sort(key=_order)
    return tuple(list(column) for column in zip(*((row[0], *row[2:]) for row in rows))) or ([],) * 5


def _order(row: tuple) -> tuple[int, int]:
    return row[:2]


def _receptions(reader: StoreReader, uids: dict[int, str], start: int, end: int) -> dict[tuple[int, int], int]:
    """Return when the frame of a device at a time was received."""

    def frames() -> Iterator[tuple[int, int, int]]:
        yield from reader.database.query(
            "SELECT device, t, received FROM frame WHERE t >= ? AND t < ? AND simulated = 0", (start, end)
        )

    return {(device, moment): max(start, received) for device, moment, received in frames() if device in uids}
