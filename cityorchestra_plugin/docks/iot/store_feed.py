"""Follows a store from a thread of its own: what changed, history, the state of the recorder. Nothing of Qt.

The thread reads only when what it read before has been taken, and rests while the panel is hidden.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Callable, NamedTuple, Optional

from ....processing_provider.errors import InputError
from ....processing_provider.iot.health.lateness import usual_period
from .alarm_facts import NORM, AlarmFacts, alarm_facts, alarm_order
from .command_facts import CommandFacts, read_commands
from .facts import Changes, DeviceFacts, RecorderFacts, StateFacts, Value
from .fleet import POINTS

POLL_S = 0.5
CHUNK = 250  # devices handed over together, so that the window never takes many at once
RECORDER_S = 5.0  # time between two looks at the recorder [s]
PAUSE_S = 0.002  # between two chunks: the window must get its turn [s]
RETRY_S = 3.0  # after the store could not be read [s]
POINT_SPAN_MS = 86_400_000  # of a sparkline [ms]
MOST_POINTS_READ = 3000  # observations read for a sparkline
STOP_S = 5.0
LOCK_SUFFIX = ".lock"
ESTIMATED_AT_ONCE, ESTIMATED_EVERY_S = 100, 600.0  # devices whose period is estimated at a look, and how often


class PointsWish(NamedTuple):
    """A sparkline that is wanted: device, its number and that of the metric in the store, name of the metric."""

    uid: str
    device: int
    metric: int
    name: str


class StoreFeed:
    """Reads a store.

    Parameters
    ----------
    open_reader : callable
        Opens a :class:`...store.reader.StoreReader`; called in the thread.
    lock_path : Path or None
        Lock file of the recorder; None where there is none (PostgreSQL).
    poll_s : float
        Time between two looks [s].

    Attributes
    ----------
    problem : InputError or None
        Why the store cannot be read.
    """

    def __init__(
        self, open_reader: Callable[[], Any], lock_path: Optional[Path] = None, poll_s: float = POLL_S
    ) -> None:
        self._open = open_reader
        self._lock_path = lock_path
        self._poll_s = poll_s
        self.problem: Optional[InputError] = None
        self._found: deque[Changes] = deque()
        self._points: deque[tuple[str, str, list[tuple[int, float]]]] = deque()
        self._wishes: deque[PointsWish] = deque(maxlen=400)
        self._recorder: Optional[RecorderFacts] = None
        self._watched = 0  # number of the device whose commands are followed
        self._commands: tuple[int, tuple[CommandFacts, ...]] = (0, ())
        self._commands_read: tuple[int, int] = (0, -1)  # for which device, at which revision
        self._wake, self._active, self._stopping = threading.Event(), threading.Event(), threading.Event()
        self._look_at_recorder = 0.0  # moment of the next look [s]
        self._forget()
        self._thread = threading.Thread(target=self._run, name="equipment store", daemon=True)

    # -- from the window ----------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to read."""
        self._active.set()
        self._thread.start()

    def set_active(self, active: bool) -> None:
        """Read, or rest."""
        if active:
            self._active.set()
        else:
            self._active.clear()
        self._wake.set()

    def refresh(self) -> None:
        """Look at once."""
        self._look_at_recorder = 0.0
        self._wake.set()

    def stop(self) -> bool:
        """End; return whether the thread is gone."""
        self._stopping.set()
        self._active.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(STOP_S)
        return not self._thread.is_alive()

    def take(self) -> Optional[Changes]:
        """Return the next changes, None when there are none."""
        try:
            return self._found.popleft()
        except IndexError:
            return None

    def take_points(self) -> Optional[tuple[str, str, list[tuple[int, float]]]]:
        """Return the next history: device, metric, points; None when there is none."""
        try:
            return self._points.popleft()
        except IndexError:
            return None

    def want_points(self, wishes: Iterable[PointsWish]) -> None:
        """Ask for the history of devices that are looked at."""
        self._wishes.extend(wishes)
        self._wake.set()

    def watch(self, device: int) -> None:
        """Follow the commands of a device, by its number; 0: of none."""
        self._watched = device
        self._wake.set()

    def commands(self, device: int) -> Optional[tuple[CommandFacts, ...]]:
        """Return the last commands of a device, None while they were not read."""
        number, found = self._commands
        return found if number == device else None

    @property
    def recorder(self) -> Optional[RecorderFacts]:
        """How things were with the recorder at the last look."""
        return self._recorder

    @property
    def waiting(self) -> int:
        """Changes that were not taken yet."""
        return len(self._found)

    # -- in the thread ------------------------------------------------------------------------------

    def _forget(self) -> None:
        self._revision = 0
        self._registry = -1
        self._uids: dict[int, str] = {}
        self._metrics: dict[int, str] = {}
        self._units: dict[int, str] = {}
        self._alarms: dict[int, AlarmFacts] = {}
        self._newest: Optional[int] = None
        self._devices: dict[int, DeviceFacts] = {}
        self._periods: dict[int, float] = {}  # estimated [s], of devices for which none is declared
        self._estimated: dict[int, float] = {}  # when that was tried [s]

    def _run(self) -> None:
        reader = None
        while not self._stopping.is_set():
            self._active.wait()
            wait = self._poll_s
            try:
                if reader is None:
                    reader = self._open()
                self._look(reader)
                self.problem = None
            except Exception as error:
                self.problem = _told(error)
                wait = RETRY_S
                _closed(reader)
                reader = None
                self._forget()
            self._wake.wait(wait)
            self._wake.clear()
        _closed(reader)

    def _look(self, reader: Any) -> None:
        if not self._found:
            revision = reader.revision()
            if revision != self._revision or self._registry < 0:
                self._read(reader, revision)
        while self._wishes and not self._stopping.is_set():
            wish = self._wishes.popleft()
            self._points.append((wish.uid, wish.name, _points(reader, wish)))
        watched = self._watched
        if watched and self._commands_read != (watched, self._revision):
            self._commands = (watched, read_commands(reader, watched))
            self._commands_read = (watched, self._revision)
        now = time.monotonic()
        if not self._found:
            self._estimate(reader, now)
        if now >= self._look_at_recorder:
            self._look_at_recorder = now + RECORDER_S
            self._recorder = self._recorder_facts(reader)

    def _read(self, reader: Any, revision: int) -> None:
        since = self._revision
        devices: dict[str, DeviceFacts] = {}
        registry = reader.registry()
        if registry != self._registry:
            for row in reader.devices(since):
                self._uids[row.id] = row.uid
                period = row.period_s or self._periods.get(row.id)
                self._devices[row.id] = devices[row.uid] = DeviceFacts(
                    row.uid, row.id, row.name, row.site, row.profile, period, row.place, row.out_of_service,
                    row.source, row.network_id,
                )  # fmt: skip
            self._metrics = reader.metrics()
            self._units = {series: unit or "" for series, _, _, unit, _ in reader.datastreams()}
            self._registry = registry
        rows = reader.latest_states(since)
        states = {self._uids[row.device]: _state(row) for row in rows if row.device in self._uids}
        heard = [state.last_seen for state in states.values() if state.last_seen is not None]
        self._newest = max([self._newest or 0, *heard]) or None
        values = self._values(reader, since)
        changed = reader.alarms(since)
        for row in changed:
            if row.state == NORM:
                self._alarms.pop(row.id, None)
            else:
                self._alarms[row.id] = alarm_facts(row)
        alarms = tuple(sorted(self._alarms.values(), key=alarm_order)) if changed or not since else None
        self._hand_over(devices, states, values, alarms, revision)
        self._revision = revision

    def _estimate(self, reader: Any, now: float) -> None:
        """Estimate the period of some devices for which none is declared, from when they were heard."""
        wanted = [
            number
            for number, facts in self._devices.items()
            if (facts.period_s is None or number in self._periods)
            and now - self._estimated.get(number, -ESTIMATED_EVERY_S) >= ESTIMATED_EVERY_S
        ][:ESTIMATED_AT_ONCE]
        if not wanted:
            return
        heard: dict[int, list[int]] = {number: [] for number in wanted}
        for number, moment in reader.recent_times(wanted, int(time.time() * 1000)):
            heard[number].append(moment)
        found = []
        for number, times in heard.items():
            self._estimated[number] = now
            period = usual_period(times)
            if period is not None and period != 1000.0 * self._periods.get(number, 0.0):
                self._periods[number] = period / 1000.0
                self._devices[number] = self._devices[number]._replace(period_s=period / 1000.0)
                found.append(self._devices[number])
        if found:
            self._found.append(Changes(devices=found))

    def _values(self, reader: Any, since: int) -> dict[str, dict[str, Value]]:
        from ....processing_provider.iot.store.schema import METRICS

        values: dict[str, dict[str, Value]] = {}
        for row in reader.latest_values(since):
            uid, name = self._uids.get(row.device), self._metrics.get(row.metric)
            if uid is None or name is None:
                continue
            unit = self._units.get(row.device * METRICS + row.metric, "")
            text = row.text if row.value is None else None
            values.setdefault(uid, {})[name] = Value(row.time, row.value, row.flag or 2, text, unit, row.metric)
        return values

    def _hand_over(self, devices, states, values, alarms, revision: int) -> None:
        """Hand the changes over in pieces; the last one carries the alarms and the revision."""
        uids = list(dict.fromkeys((*devices, *states, *values)))
        pieces: Sequence[list[str]] = [uids[start : start + CHUNK] for start in range(0, len(uids), CHUNK)] or [[]]
        for number, piece in enumerate(pieces):
            if self._stopping.is_set():
                return
            last = number == len(pieces) - 1
            self._found.append(
                Changes(
                    devices=[devices[uid] for uid in piece if uid in devices],
                    states={uid: states[uid] for uid in piece if uid in states},
                    values={uid: values[uid] for uid in piece if uid in values},
                    alarms=alarms if last else None,
                    revision=revision if last else 0,
                    whole=last,
                )
            )
            if not last:
                time.sleep(PAUSE_S)

    def _recorder_facts(self, reader: Any) -> RecorderFacts:
        running: Optional[bool] = None
        if self._lock_path is not None:
            from ....processing_provider.iot.recorder.single_instance import is_held

            running = is_held(self._lock_path)
        return RecorderFacts(
            running=running,
            last_received=self._newest,
            rejects=reader.rejected(),
            quarantined=reader.count("quarantine"),
            read_at=int(time.time() * 1000),
        )


def _state(row: Any) -> StateFacts:
    power = None if row.external_power is None else bool(row.external_power)
    return StateFacts(
        row.last_seen, row.last_up, row.rssi, row.snr, row.spreading_factor, row.gateways, row.margin_db,
        row.battery_percent, power, row.skew_ms, row.loss_24h_percent, row.counter, row.received, row.duplicates,
    )  # fmt: skip


def _points(reader: Any, wish: PointsWish) -> list[tuple[int, float]]:
    """Return a few points of the last day of a series: the mean of each of equal spans of time."""
    import numpy as np

    from ....processing_provider.iot.store.schema import METRICS

    end = int(time.time() * 1000) + 60_000
    series = wish.device * METRICS + wish.metric
    history = reader.history([series], end - POINT_SPAN_MS, end, "raw", MOST_POINTS_READ)
    known = np.isfinite(history.value)
    times, values = history.time[known], history.value[known]
    if len(times) > POINTS:
        places = np.linspace(0, len(times) - 1, POINTS).round().astype(int)
        times, values = times[places], values[places]
    return list(zip(times.tolist(), values.tolist()))


def _told(error: Exception) -> InputError:
    if isinstance(error, InputError):
        return error
    return InputError("The store cannot be read: {reason}.", reason=str(error).strip() or type(error).__name__)


def _closed(reader: Any) -> None:
    if reader is not None:
        try:
            reader.close()
        except Exception as error:  # it is given up anyway; why is worth a line for whoever looks
            import logging

            logging.getLogger("cityorchestra.iot").debug("The store could not be closed: %s", error)
