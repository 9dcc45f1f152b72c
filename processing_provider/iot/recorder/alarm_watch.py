"""Alarms inside the recorder: rules on what is stored, in the same transaction; their state and journal in the store.

Time counts only while somebody listens. Away from the broker the clock of the alarms stands still; afterwards it goes
on with the messages that the broker kept, at the time of each, or jumps over the gap when it kept none: a network that
was not heard is not a thousand silent devices.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Optional

from ...errors import InputError
from ..alarms.engine import AlarmEngine, WatchedDevice
from ..alarms.journal import Entry
from ..alarms.rules import NO_DATA, Rule, check_rules
from ..alarms.states import LONGEST_SHELF, AlarmState
from ..events import Event
from ..health.lateness import usual_period
from ..store.moments import recent_times
from ..store.receptions import gateways_in
from ..store.schema import METRICS, Insert, insert
from ..store.writer import next_revision

CLOCK = "alarm_clock"  # name of the fact of the store: up to when alarms were looked at [ms since 1970]
CLOCK_EVERY = 60_000  # ms between two notes of the clock when nothing else is written
SOLE_FRAMES = 3  # frames in a row heard by one gateway alone, after which a device depends on it
GATEWAY = "gateway"  # profile of gateways, for rules
OUT = "the device is out of service"
DAYS_KEPT = 7  # of actions that were done
_DAY = 86_400_000
_ALARM = (
    "rule", "device", "ds", "state", "priority", "raised", "changed", "acknowledged", "acknowledged_by",
    "shelved_until", "reason", "value", "revision", "content",
)  # fmt: skip
ALARMS = Insert(
    "alarm",
    _ALARM,
    " ".join(
        ["ON CONFLICT (rule, device, ds) DO UPDATE SET", ", ".join(f"{name} = excluded.{name}" for name in _ALARM[3:])]
    ),
)
JOURNAL = insert("alarm_journal")
PRIORITIES = insert(
    "device_state",
    ("device", "revision", "received", "duplicates", "alarm_priority"),
    update="revision = excluded.revision, alarm_priority = excluded.alarm_priority",
)
_DEVICES = "SELECT id, uid, name, site, profile, period_s, out_of_service FROM device"
FACTS = insert("store_facts", update="value = excluded.value")
log = logging.getLogger("cityorchestra.iot.recorder")


@dataclass
class _Told:
    """What a row of an alarm says beside its state."""

    ds: int = 0
    raised: Optional[int] = None
    changed: Optional[int] = None
    acknowledged: Optional[int] = None
    acknowledged_by: str = ""
    reason: str = ""

    def note(self, entry: Entry, moment: int) -> None:
        if entry.before != entry.after:
            self.changed = moment
        if entry.cause == "raise":
            self.raised = moment
        if entry.announced:
            self.acknowledged, self.acknowledged_by = None, ""
        elif entry.cause in ("acknowledge", "shelve", "take_out"):
            self.acknowledged, self.acknowledged_by = moment, entry.who
        if entry.cause in ("shelve", "take_out"):
            self.reason = entry.text
        elif entry.cause in ("unshelve", "put_back"):
            self.reason = ""


class AlarmWatch:
    """Evaluates rules for a recorder; used by the thread of the store only, inside its transactions.

    Parameters
    ----------
    rules : iterable of Rule

    Attributes
    ----------
    stale : bool
        Whether the store has to be read again: after a batch that was not stored, or when devices changed.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = check_rules(rules)
        self.stale = True
        self._suppressing = any(rule.suppressed_by for rule in self.rules)
        self._silent_metrics = {rule.metric for rule in self.rules if rule.kind == NO_DATA and rule.metric}
        self._watches_gateways = any(self._may_be_gateway(rule) for rule in self.rules)
        self._connection = 0
        self._catching_up = self._frozen = False
        self._backlog = 0  # messages taken since the connection, while catching up
        self._noted = 0
        self._completed: set[int] = set()
        self._redescribed: set[int] = set()  # devices to be read again
        self._forget()

    @staticmethod
    def _may_be_gateway(rule: Rule) -> bool:
        return GATEWAY in rule.devices.get("profile", (GATEWAY,)) and "site" not in rule.devices

    def _forget(self) -> None:
        self._entries: list[Entry] = []
        self._moments: dict[int, int] = {}  # place of an entry: when an operator made it [ms]
        self._uids: dict[int, str] = {}
        self._numbers: dict[str, int] = {}
        self._described: dict[int, tuple[str, str, str]] = {}
        self._told: dict[tuple[str, str], _Told] = {}
        self._metrics: dict[str, int] = {}
        self._soles: dict[int, tuple[str, int]] = {}
        self._new_gateways: dict[str, int] = {}
        self._engine = AlarmEngine(self.rules, self._entries.append)

    # From the store

    def refresh(self, database: Any, now: int) -> None:
        """Read again what changed: everything when :attr:`stale`, else the devices that the network described."""
        if not self.stale:
            self._describe_again(database, now)
        if self.stale:
            self.load(database, now)

    def _describe_again(self, database: Any, now: int) -> None:
        # One by one: a fleet declared without names would be read whole after each of its first batches.
        for number in sorted(self._redescribed):
            former = self._described.get(number)
            row = next(iter(database.query(f"{_DEVICES} WHERE id = ?", (number,))), None)
            if row is None or former is None:
                continue
            _, uid, name, site, profile, period_s, out_of_service = row
            device = WatchedDevice(uid, name or "", site or "", profile or "")
            before, after = (
                self._rules_for(uid, *former),
                self._rules_for(uid, device.name, device.site, device.profile),
            )
            if before == after:
                self._described[number] = (device.name, device.site, device.profile)
            elif before - after or out_of_service or self._engine.clock is None:
                self.stale = True
                return
            else:
                known = self._engine.device(uid)
                if known is not None:
                    device = replace(device, period=known.period, depends_on=known.depends_on)
                else:
                    device = replace(device, period=_period(database, number, period_s, now))
                self._watch(number, device, self._engine.clock)
        self._redescribed.clear()

    def _rules_for(self, uid: str, name: str, site: str, profile: str) -> set[str]:
        return {rule.name for rule in self.rules if rule.concerns(uid, name, site, profile)}

    def load(self, database: Any, now: int) -> None:
        """Read devices, and where alarms stood."""
        self._forget()
        self._redescribed.clear()
        kept = next(iter(database.query("SELECT value FROM store_facts WHERE name = ?", (CLOCK,))), None)
        clock = None if kept is None else int(kept[0])
        start = now if clock is None else min(clock, now)
        self._metrics = {name: number for number, name in database.query("SELECT id, name FROM metric")}
        self._watch_gateways(database, start)
        out = self._watch_devices(database, start, now)
        self._engine.restore({"clock": start, "points": list(self._restored(database))})
        if clock is not None:
            self._engine.heard(self._last_heard(database))
        self._entries.clear()  # what was suppressed before is no news
        self._follow_service(out, start)
        self.stale = False

    def _watch_gateways(self, database: Any, start: int) -> None:
        for number, uid, name in database.query("SELECT id, uid, name FROM gateway"):
            self._watch(-number, WatchedDevice(uid, name or "", "", GATEWAY), start)

    def _watch_devices(self, database: Any, start: int, now: int) -> set[str]:
        out = set()
        for number, uid, name, site, profile, period_s, out_of_service in list(database.query(_DEVICES)):
            described = WatchedDevice(uid, name or "", site or "", profile or "")
            if not self._concerned(described):
                self._described[number] = (described.name, described.site, described.profile)
                continue
            period = _period(database, number, period_s, now)
            sole = self._sole_of(database, number) if self._suppressing else None
            depends = (sole,) if sole else ()
            described = WatchedDevice(uid, described.name, described.site, described.profile, period, depends)
            self._watch(number, described, start)
            if out_of_service:
                out.add(uid)
        return out

    def _concerned(self, device: WatchedDevice) -> bool:
        return any(rule.concerns(device.device, device.name, device.site, device.profile) for rule in self.rules)

    def _watch(self, number: int, device: WatchedDevice, moment: int) -> None:
        self._described[number] = (device.name, device.site, device.profile)
        if self._concerned(device):
            self._uids[number], self._numbers[device.device] = device.device, number
            self._engine.watch(device, moment)

    def _sole_of(self, database: Any, number: int) -> Optional[str]:
        rows = database.query(
            "SELECT receptions FROM frame WHERE device = ? ORDER BY t DESC LIMIT ?", (number, SOLE_FRAMES)
        )
        heard = [gateways_in(blob) for (blob,) in rows]
        gateways = {gateway for one in heard for gateway in one}
        if len(heard) < SOLE_FRAMES or len(gateways) != 1:
            return None
        uid = self._uids.get(-gateways.pop())
        if uid is not None:
            self._soles[number] = (uid, SOLE_FRAMES)
        return uid

    def _restored(self, database: Any) -> Iterable[dict[str, Any]]:
        rows = database.query(
            "SELECT rule, device, ds, raised, changed, acknowledged, acknowledged_by, reason, content FROM alarm"
        )
        for rule, number, ds, raised, changed, seen, by, reason, content in rows:
            uid = self._uids.get(number)
            if uid is not None and content:
                self._told[rule, uid] = _Told(ds, raised, changed, seen, by or "", reason or "")
                yield {"rule": rule, "device": uid, **json.loads(content)}

    def _last_heard(self, database: Any) -> dict[tuple[str, str], int]:
        last = {}
        rows = database.query(
            "SELECT d.id, COALESCE(s.last_seen, d.created) FROM device d LEFT JOIN device_state s ON s.device = d.id"
        )
        for number, moment in rows:
            if number in self._uids and moment is not None:
                last[self._uids[number], ""] = int(moment)
        for number, moment in database.query("SELECT id, last_seen FROM gateway WHERE last_seen > 0"):
            if -number in self._uids:
                last[self._uids[-number], ""] = int(moment)
        wanted = {self._metrics[name]: name for name in self._silent_metrics if name in self._metrics}
        if wanted:
            for series, moment in database.query("SELECT ds, t FROM datastream_state"):
                name, uid = wanted.get(series % METRICS), self._uids.get(series // METRICS)
                if name is not None and uid is not None:
                    last[uid, name] = int(moment)
        return last

    def _follow_service(self, out: set[str], moment: int) -> None:
        """Take the alarms of devices that are out of service out as well, and put them back with their device."""
        for (rule, uid), state in self._engine.states().items():
            ours = self._told.get((rule, uid), _Told()).reason == OUT
            if uid in out and not state.out_of_service:
                self._engine.take_out(rule, uid, moment, "", OUT)
            elif uid not in out and state.out_of_service and ours:
                self._engine.put_back(rule, uid, moment, "", "the device is in service again")

    # Messages

    def session(self, number: int, kept: bool, connected: bool, now: int) -> None:
        """Follow the connection to the broker: its number, whether the broker had kept our messages, if it is there."""
        self._frozen = not connected
        if not connected or number == self._connection:
            return
        self._connection = number
        self._backlog = 0
        self._catching_up = kept
        if not kept:
            self._engine.resume(now)

    def take(self, device: int, event: Event, moment: int) -> None:
        """Take an event that is stored: number of its device, when it counts [ms]."""
        uid = self._uids.get(device)
        described = self._described.get(device)
        if described is not None and not all(described) and device not in self._completed:
            # The network says what the user did not: other rules may be for it.
            self._completed.add(device)
            self._redescribed.add(device)
        if uid is None:
            if described is not None:
                return
            uid = event.device_eui or (f"{event.source}:{event.device}" if device > 0 else event.device)
            profile = event.profile if device > 0 else GATEWAY
            self._watch(device, WatchedDevice(uid, event.name, event.site, profile), self._moment(moment))
            if device not in self._uids:
                return
        self._backlog += 1
        moment = self._moment(moment)
        if event.kind == "up" and event.receptions:
            if self._suppressing:
                self._follow_gateways(device, uid, event, moment)
            self._hear_gateways(event, moment)
        self._engine.take(event, (), uid, moment)

    def _hear_gateways(self, event: Event, moment: int) -> None:
        """Note that gateways were heard: not all networks send their statistics."""
        if not self._watches_gateways or event.simulated:
            return
        for reception in event.receptions:
            if reception.gateway in self._numbers:
                self._engine.sample(reception.gateway, moment, "", None)
            elif reception.gateway:
                self._new_gateways.setdefault(reception.gateway, moment)

    def _watch_new_gateways(self, database: Any) -> None:
        for uid, moment in self._new_gateways.items():
            row = next(iter(database.query("SELECT id, name FROM gateway WHERE uid = ?", (uid,))), None)
            if row is not None:
                self._watch(-row[0], WatchedDevice(uid, row[1] or "", "", GATEWAY), self._moment(moment))
        self._new_gateways.clear()

    def _moment(self, moment: int) -> int:
        # A clock that was set back, or messages that overtook each other, must not be taken for the past.
        clock = self._engine.clock
        return moment if clock is None else max(moment, clock)

    def _follow_gateways(self, device: int, uid: str, event: Event, moment: int) -> None:
        heard = {reception.gateway for reception in event.receptions}
        former, count = self._soles.get(device, ("", 0))
        if len(heard) != 1:
            self._soles.pop(device, None)
            if count >= SOLE_FRAMES:
                self._engine.depend(uid, (), moment)
            return
        (gateway,) = heard
        now = (gateway, min(SOLE_FRAMES, count + 1) if gateway == former else 1)
        self._soles[device] = now
        if now[1] == SOLE_FRAMES and count < SOLE_FRAMES:
            self._engine.depend(uid, (gateway,), moment)
        elif gateway != former and count >= SOLE_FRAMES:
            self._engine.depend(uid, (), moment)

    # Time and operators

    def wants(self, database: Any, now: int) -> bool:
        """Tell whether a look is needed: an operator asks for something, or time may change an alarm."""
        asked = next(iter(database.query("SELECT id FROM alarm_action WHERE applied IS NULL LIMIT 1")), None)
        live = not self._frozen and not self._catching_up
        return (
            asked is not None
            or bool(self._entries)
            or (live and (self._engine.due(now) or now - self._noted >= CLOCK_EVERY))
        )

    def caught_up(self, now: int) -> None:
        """Note that the broker has delivered what it had kept; where that is nothing, it was not there itself."""
        if self._catching_up and not self._frozen:
            self._catching_up = False
            if not self._backlog:
                self._engine.resume(now)

    def look(self, database: Any, now: int) -> None:
        """Do what operators ask, and let time pass; in a transaction."""
        live = not self._frozen and not self._catching_up
        self._act(database, now, self._moment(now) if live else self._engine.clock)
        if live:
            self._engine.advance(self._moment(now))
        self.write(database, next_revision(database), now)

    def _act(self, database: Any, now: int, moment: int) -> None:
        rows = list(
            database.query(
                "SELECT x.id, a.rule, a.device, x.action, x.who, x.reason, x.until FROM alarm_action x "
                "LEFT JOIN alarm a ON a.id = x.alarm WHERE x.applied IS NULL ORDER BY x.id"
            )
        )
        for number, rule, device, action, who, reason, until in rows:
            before = len(self._entries)
            try:
                self._do(action, rule, self._uids.get(device, ""), who, reason or "", until, moment)
                refused = None
            except InputError as error:
                refused = str(error)
                log.warning("An action on alarm %s was refused: %s", rule, refused)
            for place in range(before, len(self._entries)):
                self._moments[place] = now  # the clock of the alarms may stand still
            database.execute("UPDATE alarm_action SET applied = ?, refused = ? WHERE id = ?", (now, refused, number))
        if rows:
            database.execute("DELETE FROM alarm_action WHERE applied < ?", (now - DAYS_KEPT * _DAY,))

    def _do(
        self, action: str, rule: str, device: str, who: str, reason: str, until: Optional[int], moment: int
    ) -> None:
        engine = self._engine
        if action == "shelve":
            duration = LONGEST_SHELF if until is None else min(LONGEST_SHELF, until - moment)
            engine.shelve(rule, device, moment, who, reason, duration)
        elif action in ("acknowledge", "reset", "unshelve", "take_out", "put_back"):
            getattr(engine, action)(rule, device, moment, who, reason)
        else:
            raise InputError("There is no action {action} on an alarm.", action=action)

    # To the store

    def write(self, database: Any, revision: int, now: int) -> None:
        """Write what changed; in the transaction of the messages that changed it."""
        self._watch_new_gateways(database)
        entries, moments = list(self._entries), dict(self._moments)
        self._entries.clear()
        self._moments.clear()
        lines, touched = [], set()
        for place, entry in enumerate(entries):
            number = self._numbers[entry.device]
            told = self._told_of(database, entry.rule, entry.device, entry.metric)
            moment = max(entry.moment, moments.get(place, entry.moment))
            told.note(entry, moment)
            touched.add(entry.device)
            lines.append(
                (
                    moment, entry.rule, number, told.ds, entry.before, entry.after, entry.cause,
                    _number(entry.value), entry.who, entry.text,
                )
            )  # fmt: skip
        if lines:
            database.insert(JOURNAL, lines)
        self._write_alarms(database, revision)
        urgent = [
            (self._numbers[uid], revision, 0, 0, self._engine.urgency(uid))
            for uid in sorted(touched)
            if self._numbers[uid] > 0
        ]
        if urgent:
            database.insert(PRIORITIES, urgent)
        clock = self._engine.clock
        if clock is not None:
            database.insert(FACTS, [(CLOCK, str(clock))])
            self._noted = now

    def _write_alarms(self, database: Any, revision: int) -> None:
        rules = {rule.name: rule for rule in self.rules}
        rows = []
        for item in self._engine.changes():
            rule = rules[item["rule"]]
            told = self._told_of(database, rule.name, item["device"], rule.metric)
            state = AlarmState.from_dict(item["state"])
            content = json.dumps({name: item[name] for name in ("state", "timer", "value")})
            rows.append(
                (
                    rule.name, self._numbers[item["device"]], told.ds, state.name, rule.priority, told.raised,
                    told.changed, told.acknowledged, told.acknowledged_by, state.shelved_until, told.reason,
                    _number(item["value"]), revision, content,
                )
            )  # fmt: skip
        if rows:
            database.insert(ALARMS, rows)

    def _told_of(self, database: Any, rule: str, uid: str, metric: str) -> _Told:
        told = self._told.get((rule, uid))
        if told is None:
            number = self._numbers[uid]
            told = self._told[rule, uid] = _Told(self._series(database, number, metric))
        return told

    def _series(self, database: Any, device: int, metric: str) -> int:
        if not metric or device < 0:
            return 0
        if metric not in self._metrics:
            self._metrics = {name: number for number, name in database.query("SELECT id, name FROM metric")}
        number = self._metrics.get(metric)
        return 0 if number is None else device * METRICS + number


def _period(database: Any, number: int, period_s: Optional[float], now: int) -> Optional[float]:
    """Return the period of a device: the declared one, else that of its last frames [ms]."""
    if period_s is not None:
        return 1000.0 * period_s
    return usual_period([moment for _, moment in recent_times(database, [number], now)])


def _number(value: Any) -> Optional[float]:
    return None if value is None or isinstance(value, str) else float(value)
