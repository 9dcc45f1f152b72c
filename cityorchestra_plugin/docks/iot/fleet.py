"""The devices that the panel knows, as plain records: takes changes, and tells what they touched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Optional

import numpy as np

from ....processing_provider.iot.state_colours import LATE, LOST, NEVER, OK, OUT_OF_SERVICE
from ....processing_provider.iot.store.schema import GRACE_S, LATE_PERIODS, LOST_PERIODS
from .facts import Changes, DeviceFacts, StateFacts, Value

STATES = (OK, LATE, LOST, NEVER, OUT_OF_SERVICE)
POINTS = 48  # of a sparkline
# What a network says of a device rather than what it measures: never the value that a list shows.
_SECONDARY = ("battery", "batv", "bat_", "vdd", "voltage", "rssi", "snr")
# What people look for first; otherwise the metric that the store numbered first.
_FIRST = (
    "temperature", "opening", "co2", "level", "fill", "pressure", "humidity", "co", "pulses", "power", "energy",
)  # fmt: skip
_NAME, _STATE, _VALUE = 1, 2, 4


@dataclass
class Touched:
    """What changes touched.

    Attributes
    ----------
    added : list of int
        New slots, in their order.
    moved : set of int
        Slots whose name or site changed: they may stand elsewhere in a list.
    changed : dict of int
        Kinds of change by slot, see :func:`Fleet.apply`.
    alarms : bool
        Whether the alarms changed.
    """

    added: list[int] = field(default_factory=list)
    moved: set[int] = field(default_factory=set)
    changed: dict[int, int] = field(default_factory=dict)
    alarms: bool = False


class Device:
    """A device: what it is, how it was last heard, its latest values, a few points of the main one."""

    __slots__ = ("alarm", "facts", "main", "points", "points_full", "slot", "state", "values")

    def __init__(self, slot: int, facts: DeviceFacts) -> None:
        self.slot = slot
        self.facts = facts
        self.state = StateFacts()
        self.values: dict[str, Value] = {}
        self.main = ""  # name of the metric that stands for the device in lists
        self.points: list[tuple[int, float]] = []
        self.points_full = False  # whether its history was read
        self.alarm = 0  # priority of the worst active alarm, 0 for none

    @property
    def title(self) -> str:
        """Name, or the identifier where it has none."""
        return self.facts.name or self.facts.uid

    @property
    def main_value(self) -> Optional[Value]:
        """The latest value of the main metric."""
        return self.values.get(self.main)

    @property
    def battery(self) -> Optional[float]:
        """Battery [%] from the network's status, else from the device's own values."""
        if self.state.battery_percent is not None:
            return self.state.battery_percent
        told = self.values.get("battery")
        return told.number if told is not None and told.unit in ("", "%") else None


def main_metric(values: dict[str, Value]) -> str:
    """Return the name of the metric that stands for a device, empty when there is none."""
    wanted = [name for name in values if not name.lower().startswith(_SECONDARY)] or list(values)
    if not wanted:
        return ""

    def rank(name: str) -> tuple[int, int, str]:
        low = name.lower()
        place = next((place for place, first in enumerate(_FIRST) if low.startswith(first)), len(_FIRST))
        return place, values[name].metric, name

    return min(wanted, key=rank)


class Fleet:
    """Devices by slot: a slot stays that of its device as long as the fleet lives."""

    def __init__(self) -> None:
        self.devices: list[Device] = []
        self.alarms: tuple = ()
        self.revision = 0
        self.newest: Optional[int] = None  # last message of any device [ms]
        self._slots: dict[str, int] = {}
        self._last = np.empty(0, dtype=np.int64)  # last message [ms], -1 never
        self._period = np.empty(0)  # [ms], NaN unknown
        self._out = np.empty(0, dtype=bool)
        self._codes = np.empty(0, dtype=np.int8)  # place in STATES

    def __len__(self) -> int:
        return len(self.devices)

    def slot_of(self, uid: str) -> int:
        """Return the slot of a device, -1 when it is not known."""
        return self._slots.get(uid, -1)

    def state_of(self, slot: int) -> str:
        """Return the state of a device: one of :data:`STATES`."""
        return STATES[self._codes[slot]]

    def counts(self) -> dict[str, int]:
        """Return the number of devices in each state."""
        found = np.bincount(self._codes[: len(self.devices)], minlength=len(STATES))
        return {state: int(found[place]) for place, state in enumerate(STATES)}

    def age_s(self, slot: int, now: int) -> Optional[float]:
        """Return the time since the last message of a device [s], None when it was never heard."""
        last = int(self._last[slot])
        return None if last < 0 else max(0.0, (now - last) / 1000.0)

    # -- changes ------------------------------------------------------------------------------------

    def apply(self, changes: Changes, now: int) -> Touched:
        """Take changes.

        Parameters
        ----------
        changes : Changes
        now : int
            [ms since 1970].

        Returns
        -------
        Touched
            The kinds of change are 1 name, 2 state, 4 values, added up.
        """
        touched = Touched()
        for facts in changes.devices:
            self._take_device(facts, touched)
        for uid, state in changes.states.items():
            slot = self._slots.get(uid, -1)
            if slot < 0:
                continue
            self.devices[slot].state = self._merged(self.devices[slot].state, state)
            if state.last_seen is not None and state.last_seen > self._last[slot]:
                self._last[slot] = state.last_seen
                self.newest = max(self.newest or 0, state.last_seen)
            touched.changed[slot] = touched.changed.get(slot, 0) | _STATE
        for uid, values in changes.values.items():
            slot = self._slots.get(uid, -1)
            if slot >= 0 and self._take_values(self.devices[slot], values):
                touched.changed[slot] = touched.changed.get(slot, 0) | _VALUE
        if changes.alarms is not None and changes.alarms != self.alarms:
            self._take_alarms(changes.alarms, touched)
        if changes.revision:
            self.revision = changes.revision
        fresh = np.fromiter((*touched.added, *touched.changed), dtype=np.int64)
        if len(fresh):
            self._codes[fresh] = self._codes_of(fresh, now)
        return touched

    def _take_device(self, facts: DeviceFacts, touched: Touched) -> None:
        slot = self._slots.get(facts.uid, -1)
        if slot < 0:
            slot = self._slots[facts.uid] = len(self.devices)
            self.devices.append(Device(slot, facts))
            self._grow(slot + 1)
            touched.added.append(slot)
        else:
            former = self.devices[slot].facts
            if not facts.number and former.number:  # a broker knows less than the store
                return
            if (former.name, former.site) != (facts.name, facts.site):
                touched.moved.add(slot)
            self.devices[slot].facts = facts
            touched.changed[slot] = touched.changed.get(slot, 0) | _NAME
        self._period[slot] = np.nan if facts.period_s is None else facts.period_s * 1000.0
        self._out[slot] = facts.out_of_service

    def _grow(self, size: int) -> None:
        if size <= len(self._last):
            return
        room = max(64, 2 * size) - len(self._last)
        self._last = np.concatenate([self._last, np.full(room, -1, dtype=np.int64)])
        self._period = np.concatenate([self._period, np.full(room, np.nan)])
        self._out = np.concatenate([self._out, np.zeros(room, dtype=bool)])
        self._codes = np.concatenate([self._codes, np.full(room, STATES.index(NEVER), dtype=np.int8)])

    @staticmethod
    def _merged(former: StateFacts, state: StateFacts) -> StateFacts:
        """Return a state with what the former one knew and the newer does not say."""
        if None not in state:
            return state
        return StateFacts(*(old if new is None else new for old, new in zip(former, state)))

    @staticmethod
    def _take_values(device: Device, values) -> bool:
        taken = False
        for name, value in values.items():
            known = device.values.get(name)
            if known is not None and known.time > value.time:
                continue
            if known is None:
                device.values[name] = value
                device.main = main_metric(device.values)
            elif not value.metric and known.metric:
                value = value._replace(metric=known.metric, unit=value.unit or known.unit)
            device.values[name] = value
            taken = True
            points = device.points
            if name == device.main and value.number is not None and (not points or points[-1][0] < value.time):
                points.append((value.time, value.number))
                del points[:-POINTS]
        return taken

    def set_points(self, uid: str, metric: str, points: Iterable[tuple[int, float]]) -> int:
        """Give a device the history of its main metric; return its slot, -1 when that is no longer wanted."""
        slot = self._slots.get(uid, -1)
        if slot < 0 or self.devices[slot].main != metric:
            return -1
        device = self.devices[slot]
        old = list(points)
        newest = old[-1][0] if old else -1
        device.points = (old + [point for point in device.points if point[0] > newest])[-POINTS:]
        device.points_full = True
        return slot

    def _take_alarms(self, alarms: tuple, touched: Touched) -> None:
        self.alarms = alarms
        touched.alarms = True
        worst: dict[int, int] = {}
        for alarm in alarms:
            slot = self._slots.get(alarm.device, -1)
            if slot >= 0 and alarm.active:
                worst[slot] = min(worst.get(slot, 9), alarm.priority)
        for device in self.devices:
            priority = worst.get(device.slot, 0)
            if priority != device.alarm:
                device.alarm = priority
                touched.changed[device.slot] = touched.changed.get(device.slot, 0) | _STATE

    # -- time ---------------------------------------------------------------------------------------

    def _codes_of(self, slots, now: int) -> np.ndarray:
        last, period, out = self._last[slots], self._period[slots], self._out[slots]
        silence = (now - last).astype(float)
        grace = GRACE_S * 1000.0
        with np.errstate(invalid="ignore"):
            late = silence > LATE_PERIODS * period + grace
            lost = silence > LOST_PERIODS * period + grace
        codes = np.where(late, STATES.index(LATE), STATES.index(OK))
        codes = np.where(lost, STATES.index(LOST), codes)
        codes = np.where(last < 0, STATES.index(NEVER), codes)
        return np.where(out, STATES.index(OUT_OF_SERVICE), codes).astype(np.int8)

    def tick(self, now: int) -> list[int]:
        """Let time pass; return the slots whose state changed by it."""
        count = len(self.devices)
        codes = self._codes_of(slice(0, count), now)
        changed = np.flatnonzero(codes != self._codes[:count])
        self._codes[:count] = codes
        return changed.tolist()
