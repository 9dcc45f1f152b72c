"""All alarms of a fleet: samples and the clock in, journal out. Live or replayed, the same journal.

Time is that of reception, and never goes back. :meth:`AlarmEngine.advance` may be called each second, or once
at the end: delays end at their own moment either way.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Callable, Optional

from ...errors import InputError
from ..events import Event, Value
from ..health.lateness import GRACE, LATE_FACTOR
from .journal import Entry
from .rules import NO_DATA, Rule, check_rules
from .states import HIDDEN, LONGEST_SHELF, NORM, AlarmState
from .timers import CLEAR, RAISE, ConditionTimer

_KEPT = ("active", "on_since", "off_since", "on_samples", "off_samples", "last")  # of a timer, in a snapshot
# What shows that a device is alive.
_FROM_DEVICE = ("up", "join", "status", "ack", "location", "obs", "birth", "gw_stats")


@dataclass(frozen=True)
class WatchedDevice:
    """A device, or a gateway, that rules may watch.

    Attributes
    ----------
    device : str
        Identifier, as in the events.
    name, site, profile : str
    period : float or None
        Expected reporting period [ms].
    depends_on : tuple of str
        Devices without which this one is not heard: its only gateway.
    """

    device: str
    name: str = ""
    site: str = ""
    profile: str = ""
    period: Optional[float] = None
    depends_on: tuple[str, ...] = ()


class _Point:
    """One rule on one device."""

    __slots__ = ("device", "index", "rule", "state", "timer", "value", "version")

    def __init__(self, index: int, rule: Rule, device: WatchedDevice, moment: int) -> None:
        self.index, self.rule, self.device = index, rule, device.device
        self.timer = ConditionTimer(rule)
        self.set_period(device.period)
        if rule.kind == NO_DATA:
            self.timer.last = moment
        self.state = AlarmState()
        self.value: Optional[Value] = None
        self.version = 0

    def set_period(self, period: Optional[float]) -> None:
        self.timer.period = period
        self.timer.stale_after = None if period is None else LATE_FACTOR * period + GRACE

    def to_dict(self) -> dict[str, Any]:
        return {
            "rule": self.rule.name,
            "device": self.device,
            "state": self.state.to_dict(),
            "timer": {name: getattr(self.timer, name) for name in _KEPT},
            "value": self.value,
        }

    def next(self) -> Optional[int]:
        due = self.timer.deadline()
        moments = [moment for moment in (due and due[0], self.state.shelved_until) if moment is not None]
        return min(moments, default=None)


class AlarmEngine:
    """Evaluates rules on devices.

    Parameters
    ----------
    rules : iterable of Rule
    write : callable, optional
        Takes each :class:`.journal.Entry`; without it they are kept in :attr:`journal`.
    """

    def __init__(self, rules: Iterable[Rule], write: Optional[Callable[[Entry], Any]] = None) -> None:
        self.rules = check_rules(rules)
        self._order = {rule.name: place for place, rule in enumerate(self.rules)}
        self.journal: list[Entry] = []
        self.clock: Optional[int] = None
        self.late_samples = 0
        self._touched: dict[int, _Point] = {}  # what a snapshot of the changes holds
        self._write = write or self.journal.append
        self._devices: dict[str, WatchedDevice] = {}
        self._points: list[_Point] = []
        self._by_device: dict[str, list[_Point]] = {}  # in the order of the rules
        self._heap: list[tuple[int, int, int]] = []
        self._suppressors: dict[int, list[_Point]] = {}
        self._dependents: dict[int, dict[int, _Point]] = {}
        self._relying: dict[str, set[str]] = {}  # devices that depend on a device

    # Devices

    def watch(self, device: WatchedDevice, moment: int) -> None:
        """Watch a device from a moment on [ms], or take its new description; silence counts from there.

        A rule that concerns it no more keeps its alarm: a new engine restored from this one's points lets go of it.
        """
        self.advance(moment)
        former = self._devices.get(device.device)
        self._devices[device.device] = device
        grown = False
        for rule in self.rules:
            point = self._find(rule.name, device.device)
            if point is not None:
                if point.timer.period != device.period:
                    point.set_period(device.period)
                    self._schedule(point)
            elif rule.concerns(device.device, device.name, device.site, device.profile):
                self._add(rule, device)
                grown = True
        if former is None or former.depends_on != device.depends_on or grown:
            for other in former.depends_on if former else ():
                self._relying.get(other, set()).discard(device.device)
            for other in device.depends_on:
                self._relying.setdefault(other, set()).add(device.device)
            self._link(device.device)
        if former is None or grown:
            for other in sorted(self._relying.get(device.device, ())):
                self._link(other)

    def device(self, device: str) -> Optional[WatchedDevice]:
        """Return what is known of a device that is watched."""
        return self._devices.get(device)

    def _add(self, rule: Rule, device: WatchedDevice) -> None:
        point = _Point(len(self._points), rule, device, self.clock)
        self._points.append(point)
        points = self._by_device.setdefault(device.device, [])
        points.append(point)
        points.sort(key=lambda one: self._order[one.rule.name])
        self._schedule(point)

    def _find(self, rule: str, device: str) -> Optional[_Point]:
        for point in self._by_device.get(device, ()):
            if point.rule.name == rule:
                return point
        return None

    def depend(self, device: str, others: Collection[str], moment: int) -> None:
        """Note what a device now depends on: the gateway that alone hears it, or nothing."""
        if device in self._devices:
            self.watch(replace(self._devices[device], depends_on=tuple(others)), moment)

    def _link(self, device: str) -> None:
        # What suppresses the alarms of a device: rules on itself and on what it depends on.
        for point in self._by_device.get(device, ()):
            if not point.rule.suppressed_by:
                continue
            for other in self._suppressors.pop(point.index, ()):
                self._dependents[other.index].pop(point.index, None)
            found = {}
            for name in point.rule.suppressed_by:
                for place in (device, *self._devices[device].depends_on):
                    other = self._find(name, place)
                    if other is not None and other is not point:
                        found[other.index] = other
            if found:
                self._suppressors[point.index] = list(found.values())
            for other in found.values():
                self._dependents.setdefault(other.index, {})[point.index] = point
            self._set_suppressed(point)

    # Clock

    def advance(self, now: int) -> None:
        """Let time pass until `now` [ms]: delays and shelves that end by then do so at their own moment, in order."""
        if self.clock is None:
            self.clock = now
        while self._heap and self._heap[0][0] <= now:
            moment, index, version = heapq.heappop(self._heap)
            point = self._points[index]
            if version != point.version:
                continue
            self.clock = max(self.clock, moment)
            self._touched[index] = point
            due = point.timer.deadline()
            if due is not None and due[0] <= moment:
                point.timer.expire(due[1])
                if due[1] in (RAISE, CLEAR):
                    self._changed(point, due[1])
            elif point.state.shelved_until is not None and point.state.shelved_until <= moment:
                self._unshelve(point, "", "the time is over")
            self._schedule(point)
        self.clock = max(self.clock, now)

    def _schedule(self, point: _Point) -> None:
        point.version += 1
        moment = point.next()
        if moment is not None:
            heapq.heappush(self._heap, (moment, point.index, point.version))

    # Samples

    def take(self, event: Event, bad: Collection[str] = (), device: str = "", moment: Optional[int] = None) -> None:
        """Take what a network told.

        Parameters
        ----------
        event : Event
            A simulated one is ignored.
        bad : collection of str
            Metrics whose value did not pass the quality tests.
        device : str
            Name under which it is watched, where that is not the event's.
        moment : int, optional
            When it counts [ms]; its reception when absent.
        """
        if event.simulated or event.kind not in _FROM_DEVICE:
            return
        values = dict(event.values)
        if event.battery_percent is not None:
            values.setdefault("battery", event.battery_percent)
        if event.margin_db is not None:
            values.setdefault("margin", event.margin_db)
        moment = event.received_time if moment is None else moment
        if not self._in_time(moment):
            return
        values[""] = None  # the frame itself
        self._feed(device or event.device, moment, values, bad)
        self.advance(moment)

    def sample(self, device: str, moment: int, metric: str, value: Optional[Value], good: bool = True) -> None:
        """Take one value; metric "" is a frame without a value. A moment before the clock is counted and ignored."""
        if self._in_time(moment):
            self._feed(device, moment, {metric: value}, () if good else (metric,))
            self.advance(moment)

    def _in_time(self, moment: int) -> bool:
        if self.clock is not None and moment < self.clock:
            self.late_samples += 1
            return False
        self.advance(moment)
        return True

    def _feed(self, device: str, moment: int, values: Mapping[str, Optional[Value]], bad: Collection[str]) -> None:
        for point in self._by_device.get(device, ()):
            metric = point.rule.metric
            if metric not in values:
                continue
            value, good = values[metric], metric not in bad
            if good:
                point.value = value
            timer = point.timer
            before, run = point.next(), (timer.on_since, timer.off_since)
            timer.sample(moment, value, good)
            if point.next() != before:
                self._schedule(point)
            if timer.on_since is not None or timer.off_since is not None or run != (None, None):
                self._touched[point.index] = point

    # Changes

    def _note(self, point: _Point, before: str, cause: str, who: str = "", text: str = "") -> None:
        rule = point.rule
        self._touched[point.index] = point
        self._write(
            Entry(
                self.clock,
                rule.name,
                point.device,
                rule.metric,
                before,
                point.state.name,
                cause,
                rule.priority,
                point.value,
                who,
                text,
            )
        )

    def _changed(self, point: _Point, what: str) -> None:
        before = point.state.name
        if what == RAISE:
            point.state.raise_(point.rule.latching)
        else:
            point.state.clear()
        self._note(point, before, what)
        self._spread(point)

    def _spread(self, point: _Point) -> None:
        for _, other in sorted(self._dependents.get(point.index, {}).items()):
            self._set_suppressed(other)

    def _set_suppressed(self, point: _Point) -> None:
        active = (one.timer.active and not one.state.out_of_service for one in self._suppressors.get(point.index, ()))
        wanted = any(active)
        if wanted != point.state.suppressed:
            before = point.state.name
            point.state.suppressed = wanted
            if not wanted:
                point.state.show(point.rule.latching)
            self._note(point, before, "suppress" if wanted else "unsuppress")

    def _unshelve(self, point: _Point, who: str, text: str) -> None:
        before = point.state.name
        point.state.shelved_until = None
        point.state.show(point.rule.latching)
        self._note(point, before, "unshelve", who, text)

    # Operators

    def _point(self, rule: str, device: str, moment: int) -> _Point:
        point = self._find(rule, device)
        if point is None:
            raise InputError("There is no alarm {rule} on {device}.", rule=rule, device=device)
        self.advance(moment)
        return point

    def acknowledge(self, rule: str, device: str, moment: int, who: str, text: str = "") -> None:
        """Acknowledge an alarm."""
        point = self._point(rule, device, moment)
        before = point.state.name
        point.state.acknowledge()
        self._note(point, before, "acknowledge", who, text)

    def reset(self, rule: str, device: str, moment: int, who: str, text: str = "") -> None:
        """Reset a latched alarm."""
        point = self._point(rule, device, moment)
        before = point.state.name
        point.state.reset()
        self._note(point, before, "reset", who, text)

    def shelve(self, rule: str, device: str, moment: int, who: str, reason: str, duration: int = LONGEST_SHELF) -> None:
        """Shelve an alarm for `duration` [ms], 24 h at most, with a reason."""
        point = self._point(rule, device, moment)
        before = point.state.name
        point.state.shelve(self.clock, self.clock + duration, reason)
        self._note(point, before, "shelve", who, reason)
        self._schedule(point)

    def unshelve(self, rule: str, device: str, moment: int, who: str, text: str = "") -> None:
        """Take an alarm off the shelf before its time."""
        point = self._point(rule, device, moment)
        if point.state.shelved_until is None:
            raise InputError("The alarm {rule} on {device} is not shelved.", rule=rule, device=device)
        self._unshelve(point, who, text)
        self._schedule(point)

    def take_out(self, rule: str, device: str, moment: int, who: str, reason: str) -> None:
        """Take an alarm out of service, with a reason."""
        point = self._point(rule, device, moment)
        before = point.state.name
        point.state.take_out(reason)
        self._note(point, before, "take_out", who, reason)
        self._spread(point)
        self._schedule(point)

    def put_back(self, rule: str, device: str, moment: int, who: str, text: str = "") -> None:
        """Put an alarm back into service."""
        point = self._point(rule, device, moment)
        if not point.state.out_of_service:
            raise InputError("The alarm {rule} on {device} is in service.", rule=rule, device=device)
        before = point.state.name
        point.state.out_of_service = False
        point.state.show(point.rule.latching)
        self._note(point, before, "put_back", who, text)
        self._spread(point)
        self._schedule(point)

    # What is kept between two runs

    def due(self, now: int) -> bool:
        """Tell whether time alone may change something until `now` [ms]."""
        return bool(self._heap) and self._heap[0][0] <= now

    def urgency(self, device: str) -> Optional[int]:
        """Return the priority of the most urgent alarm of a device that somebody has to look at, None without one."""
        shown = (point for point in self._by_device.get(device, ()) if point.state.name not in (NORM, *HIDDEN))
        return min((point.rule.priority for point in shown), default=None)

    def states(self) -> dict[tuple[str, str], AlarmState]:
        """Return the state of each alarm, by rule and device."""
        return {(point.rule.name, point.device): point.state for point in self._points}

    def snapshot(self) -> dict[str, Any]:
        """Return all that is needed to go on later, for JSON."""
        return {"clock": self.clock, "points": [point.to_dict() for point in self._points]}

    def changes(self) -> list[dict[str, Any]]:
        """Return those points of a snapshot that changed since the last call.

        A point whose condition does not hold and whose state is the same is not among them, though its last sample is
        newer: who goes on from changes tells the engine when each device was last heard (:meth:`heard`).
        """
        points = [self._touched[index].to_dict() for index in sorted(self._touched)]
        self._touched.clear()
        return points

    def restore(self, content: dict[str, Any]) -> None:
        """Go on from a snapshot, the same devices being watched again; alarms that no longer exist are dropped."""
        for item in content["points"]:
            point = self._find(item["rule"], item["device"])
            if point is None:
                continue
            point.state = AlarmState.from_dict(item["state"])
            for name, value in item["timer"].items():
                setattr(point.timer, name, value)
            point.value = item["value"]
        self.clock = content["clock"]
        for point in self._points:
            self._schedule(point)
            self._set_suppressed(point)

    def heard(self, last: Mapping[tuple[str, str], int]) -> None:
        """Tell when devices last sent a metric ("": anything) [ms], for rules about silence."""
        self._restart_silence(lambda point: last.get((point.device, point.rule.metric), point.timer.last))

    def resume(self, moment: int) -> None:
        """Go on after a time in which nobody listened: until `moment` [ms] it was not the devices that were silent."""
        away = max(0, moment - (moment if self.clock is None else self.clock))
        self._restart_silence(lambda point: min(moment, (point.timer.last or 0) + away))
        self.advance(moment)

    def _restart_silence(self, last: Callable[[_Point], int]) -> None:
        for point in self._points:
            if point.rule.kind == NO_DATA and not point.timer.active:
                point.timer.last = last(point)
                self._schedule(point)


def replay(
    rules: Iterable[Rule], devices: Iterable[WatchedDevice], events: Iterable[Event], start: int, end: int
) -> AlarmEngine:
    """Evaluate rules on past events, sorted by reception; the journal of the engine tells what would have been."""
    engine = AlarmEngine(rules)
    for device in devices:
        engine.watch(device, start)
    for event in events:
        if event.received_time <= end:
            engine.take(event)
    engine.advance(end)
    return engine
