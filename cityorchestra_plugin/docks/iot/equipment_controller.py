"""Joins what is read in threads with what the panel shows: empties their queues on a timer, keeps the time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ....processing_provider.errors import InputError
from ....processing_provider.translation import translated_error
from . import texts
from .facts import RecorderFacts
from .fleet import Fleet
from .live_feed import LiveFeed
from .sources import Source
from .store_feed import PointsWish, StoreFeed

DRAIN_MS = 250
SECOND_MS = 1000
STOP_S = 5.0  # longest wait for threads when the plugin is unloaded [s]
BUDGET_S = 0.008  # that the window gives to changes at a time [s]
STALE_S = 900.0  # age of the newest message of all from which everything is said to be old [s]


class Phase(Enum):
    """What is going on with the source."""

    NONE = "none"  # no source is chosen
    LOADING = "loading"
    READY = "ready"
    ERROR = "error"


@dataclass(frozen=True)
class Standing:
    """How things are.

    Attributes
    ----------
    source : Source or None
    phase : Phase
    error : str
        Why the store cannot be read or the broker does not answer; what was read before stays.
    live : bool
        Whether the user asked for a connection to the broker from here.
    connected : bool
        Whether that connection stands.
    devices : int
    recorder : RecorderFacts or None
    """

    source: Optional[Source] = None
    phase: Phase = Phase.NONE
    error: str = ""
    live: bool = False
    connected: bool = False
    devices: int = 0
    recorder: Optional[RecorderFacts] = None


class EquipmentController(QObject):
    """The source chosen, what is known of its devices, and the threads that follow it.

    Signals
    -------
    standingChanged
        See :attr:`standing`.
    replaced
        Another fleet is shown, or the first one was read: see :attr:`fleet`.
    touched(Touched)
        What changes touched.
    aged(list)
        Slots of devices whose state time changed.
    second
        A second has passed.
    pointsArrived(int)
        Slot of a device whose history was read.
    alarmsChanged
    storeMoved
        Something was written into the store.

    Parameters
    ----------
    open_live : callable, optional
        Makes the connection to the broker of a source.
    """

    standingChanged = pyqtSignal()
    replaced = pyqtSignal()
    touched = pyqtSignal(object)
    aged = pyqtSignal(list)
    second = pyqtSignal()
    pointsArrived = pyqtSignal(int)
    alarmsChanged = pyqtSignal()
    storeMoved = pyqtSignal()

    def __init__(self, open_live: Optional[Callable[[Source], Any]] = None, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._open_live = open_live or (lambda source: LiveFeed(source.profile()))
        self.fleet = Fleet()
        self.standing = Standing()
        self._store: Optional[StoreFeed] = None
        self._live: Optional[Any] = None
        self._loading = False
        self._active = False
        self._error = ""
        self._ending: list[threading.Thread] = []
        self._drain_timer = QTimer(self)
        self._drain_timer.setInterval(DRAIN_MS)
        self._drain_timer.timeout.connect(self.drain)
        self._second_timer = QTimer(self)
        self._second_timer.setInterval(SECOND_MS)
        self._second_timer.timeout.connect(self._tick)

    # -- source, shown, hidden ---------------------------------------------------------------------------

    def set_source(self, source: Optional[Source]) -> None:
        """Follow another source; None: none."""
        self._end_feeds()
        self.fleet = Fleet()
        self._error = ""
        self._loading = False
        self.standing = Standing(source, Phase.NONE if source is None else Phase.READY)
        if source is not None and source.store:
            self._begin_store(source)
        self.replaced.emit()
        self._tell()

    def _begin_store(self, source: Source) -> None:
        try:
            feed = StoreFeed(source.open_reader, source.lock_path)
        except InputError as error:
            self._error = translated_error(error)
            return
        self._loading = True
        self._store = feed
        feed.start()
        feed.set_active(self._active)

    def set_live(self, live: bool) -> None:
        """Connect to the broker from here, or no longer."""
        if live == (self._live is not None) or self.standing.source is None:
            self._tell()
            return
        if not live:
            self._end_live()
        else:
            try:
                self._live = self._open_live(self.standing.source)
                self._live.start()
                self._error = ""
            except InputError as error:
                self._live = None
                self._error = translated_error(error)
        self._run_timers()
        self._tell()

    def set_active(self, active: bool) -> None:
        """Follow the source, or rest while nobody looks: then no timer runs and the store is not read."""
        self._active = active
        if self._store is not None:
            self._store.set_active(active)
        self._run_timers()
        if active:
            self._tick()

    def _run_timers(self) -> None:
        for timer in (self._drain_timer, self._second_timer):
            if self._active and self.standing.source is not None:
                if not timer.isActive():
                    timer.start()
            else:
                timer.stop()

    def refresh(self) -> None:
        """Look at the store at once, and try a broker that did not answer again."""
        self._error = ""
        if self._store is not None:
            self._store.refresh()
        elif self.standing.source is not None and self.standing.source.store:
            self._begin_store(self.standing.source)
        if self._live is not None and not self._live.connected:
            self._end_live()
            self.set_live(True)
        self._tell()

    def unload(self) -> None:
        """End timers and threads, and wait for them."""
        self._active = False
        self._run_timers()
        self._end_feeds()
        end = time.monotonic() + STOP_S
        for thread in self._ending:
            thread.join(max(0.0, end - time.monotonic()))
        self._ending = []

    def _end_feeds(self) -> None:
        self._end_live()
        feed, self._store = self._store, None
        if feed is not None:
            self._end(feed.stop)

    def _end_live(self) -> None:
        live, self._live = self._live, None
        if live is not None:
            self._end(live.stop)

    def _end(self, stop: Callable[[], Any]) -> None:
        """End something whose threads may take a while: the window does not wait for them."""
        self._ending = [thread for thread in self._ending if thread.is_alive()]
        thread = threading.Thread(target=stop, name="equipment end", daemon=True)
        self._ending.append(thread)
        thread.start()

    # -- what the threads found ----------------------------------------------------------------------------

    def drain(self) -> None:
        """Take what waits, as much as there is time for; the rest follows once the window had its turn."""
        end = time.perf_counter() + BUDGET_S
        moved = alarms = False
        while time.perf_counter() < end:
            changes = self._next()
            if changes is None:
                break
            touched = self.fleet.apply(changes, texts.now_ms())
            moved = moved or bool(changes.revision)
            alarms = alarms or touched.alarms
            if self._loading:
                if changes.whole:
                    self._loading = False
                    self.replaced.emit()
                    alarms = True
            else:
                self.touched.emit(touched)
        self._take_points()
        if moved:
            self.storeMoved.emit()
        if alarms:
            self.alarmsChanged.emit()
        self._tell()
        if self._waiting():
            QTimer.singleShot(1, self._drain_more)

    def _drain_more(self) -> None:
        if self._active:
            self.drain()

    def _next(self) -> Any:
        changes = self._store.take() if self._store is not None else None
        if changes is None and self._live is not None and not self._loading:
            changes = self._live.take()
        return changes

    def _waiting(self) -> bool:
        return self._store is not None and bool(self._store.waiting)

    def _take_points(self) -> None:
        while self._store is not None:
            found = self._store.take_points()
            if found is None:
                return
            slot = self.fleet.set_points(*found)
            if slot >= 0:
                self.pointsArrived.emit(slot)

    def want_points(self, slots: Iterable[int]) -> None:
        """Ask for the history of devices that come into sight, once."""
        if self._store is None:
            return
        wishes = []
        for slot in slots:
            device = self.fleet.devices[slot]
            value = device.main_value
            if not device.points_full and device.facts.number and value is not None and value.metric:
                device.points_full = True
                wishes.append(PointsWish(device.facts.uid, device.facts.number, value.metric, device.main))
        if wishes:
            self._store.want_points(wishes)

    def watch(self, device: int) -> None:
        """Follow the commands of a device, by its number in the store; 0: of none."""
        if self._store is not None:
            self._store.watch(device)

    def commands(self, device: int) -> tuple:
        """Return the last commands of a device as far as they were read, the newest first."""
        found = self._store.commands(device) if self._store is not None and device else None
        return found or ()

    # -- time, standing --------------------------------------------------------------------------------------

    def _tick(self) -> None:
        if not self._loading:
            self.aged.emit(self.fleet.tick(texts.now_ms()))
        self.second.emit()
        self._tell()

    def _tell(self) -> None:
        """Tell how things are, when that changed."""
        source = self.standing.source
        error = self._error
        if self._store is not None and self._store.problem is not None:
            error = translated_error(self._store.problem)
        elif self._live is not None and self._live.problem is not None:
            error = translated_error(self._live.problem)
        if source is None:
            phase = Phase.NONE
        elif error and not len(self.fleet):
            phase = Phase.ERROR
        else:
            phase = Phase.LOADING if self._loading else Phase.READY
        standing = Standing(
            source=source,
            phase=phase,
            error=error,
            live=self._live is not None,
            connected=self._live is not None and self._live.connected,
            devices=len(self.fleet),
            recorder=self._store.recorder if self._store is not None else None,
        )
        if standing != self.standing:
            self.standing = standing
            self.standingChanged.emit()

    @property
    def live_feed(self) -> Any:
        """The connection to the broker from here, None for none."""
        return self._live

    @property
    def silence_s(self) -> Optional[float]:
        """Time since the last message of any device [s], None when there was none."""
        newest = self.fleet.newest
        return None if newest is None else max(0.0, (texts.now_ms() - newest) / 1000.0)

    @property
    def is_stale(self) -> bool:
        """Whether everything that is shown is old: no device at all was heard for 15 min."""
        silence = self.silence_s
        return silence is not None and silence > STALE_S
