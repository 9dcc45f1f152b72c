"""Turn the events of messages into rows of the store: numbers for names, times that can be trusted, no duplicates."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Optional, Union

from .directory import IDENTIFIED, MAX_QUARANTINED, Directory
from .events import Event, Reject
from .health.clocks import GREATEST_FUTURE, QUARANTINE_SKEW, trusted_time
from .rows import DUPLICATES, RECEIVED, STATE_COLUMNS, Rows
from .store.receptions import pack_receptions
from .store.schema import METRICS
from .windows import WINDOW_MS, ClockSkews, DuplicateWindow, RateLimits, content_number, session_number

KEPT_OF_REJECT = 512  # bytes of a rejected message that are kept
MAX_TEXT = 1000  # characters of a text of the network
MAX_VALUE_TEXT = 255  # characters of a measured text
OLDEST = 946_684_800_000  # 2000-01-01 [ms]: a clock that says less was never set
OLD_AFTER = 3_600_000  # ms: measurements older than that when they arrive say nothing of the present
NOT_EVALUATED = 2  # flag of a value before quality control (QARTOD)
_GATEWAY_SOURCES = ("chirpstack4", "chirpstack3")
_INDEX = {name: number for number, name in enumerate(STATE_COLUMNS)}
_SEEN, _UP, _COUNTER, _SESSION = (_INDEX[name] for name in ("last_seen", "last_up", "counter", "session"))
_RADIO = slice(_INDEX["rssi"], _INDEX["gateways"] + 1)
_MARGIN, _BATTERY, _EXTERNAL = (_INDEX[name] for name in ("margin_db", "battery_percent", "external_power"))
_SKEW, _SIMULATED = _INDEX["skew_ms"], _INDEX["simulated"]
_EMPTY_STATE = [None] * len(STATE_COLUMNS)
_EMPTY_STATE[RECEIVED] = _EMPTY_STATE[DUPLICATES] = 0


class Message(NamedTuple):
    """A message of a broker.

    Attributes
    ----------
    topic : str
    payload : bytes
    received : int
        [ms since 1970, UTC].
    number : int
        Of the broker, for its acknowledgement.
    qos : int
    again : bool
        Whether the broker says that it delivers it once more.
    retained : bool
        Whether the broker kept it from before we subscribed: a value of unknown age.
    connection : int
        Number of the connection that it came by.
    """

    topic: str
    payload: bytes
    received: int
    number: int = 0
    qos: int = 0
    again: bool = False
    retained: bool = False
    connection: int = 0


@dataclass(frozen=True)
class Choices:
    """What is kept: ``keep_raw`` keeps every message as it came; ``rate_limit`` bounds the messages of a device."""

    keep_raw: bool = True
    rate_limit: bool = True


class Normaliser:
    """Makes the rows of batches; one for each store, since it numbers what is new.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
        Read once; :meth:`load` reads it again.
    choices : Choices
    """

    def __init__(self, database: Any, choices: Optional[Choices] = None) -> None:
        self.choices = choices or Choices()
        self.catching_up = False
        # Told of each event that is taken: number of the device (minus that of a gateway), event, when it counts [ms].
        self.listener: Optional[Callable[[int, Event, int], None]] = None
        self._limits = RateLimits()
        self._skews = ClockSkews()
        self.load(database)

    def load(self, database: Any) -> None:
        """Read what the store knows, as after a start: for a new recorder, and after a batch that was not stored."""
        self.directory = Directory()
        self.directory.load(database)
        self.registry = int(next(iter(database.query("SELECT registry FROM revision WHERE id = 1")))[0])
        self._grow()
        self._window = DuplicateWindow()
        self._window.load(_recent_frames(database))
        self._next_raw = int(next(iter(database.query("SELECT COALESCE(MAX(id), 0) FROM raw")))[0]) + 1
        self.begin()

    def _grow(self) -> None:
        self._limits.grow(len(self.directory))
        self._skews.grow(len(self.directory))

    def begin(self) -> None:
        """Begin a batch."""
        self._rows = Rows()

    def finish(self) -> Rows:
        """Return the rows of the batch."""
        return self._rows

    def take(self, message: Message, result: Union[Sequence[Event], Reject]) -> None:
        """Add what a message said to the batch.

        Parameters
        ----------
        message : Message
        result : list of Event or Reject
            What the parser made of it.
        """
        rows = self._rows
        rows.counts.messages += 1
        if isinstance(result, Reject):
            self.reject(message, result.reason, result.detail)
            return
        self._charged: Optional[int] = None
        self._retained = message.retained
        self._fresh = not self.catching_up and not message.retained  # else its age says nothing of a clock
        refused = ""
        for event in result:
            undated = event.network_time is None and event.device_time is None
            if message.retained and undated and event.kind in ("up", "obs"):
                refused = "retained"  # it would be stored again, as new, at each connection
            else:
                self._late = 0  # time between the measurement and its message [ms]
                refused = self._event(event) or refused
        rows.counts.events += len(result)
        if refused:
            self.reject(message, refused, "")
        elif self.choices.keep_raw and result:
            rows.raw.append((self._next_raw, message.received, message.topic, message.payload))
            self._next_raw += 1

    def reject(self, message: Message, reason: str, detail: str) -> None:
        """Keep a message as rejected: one row for each topic and reason of a batch, with their number."""
        rows = self._rows
        rows.counts.rejects += 1
        topic = _clean(message.topic, 512)
        known = rows.rejects.get((topic, reason))
        if known is None:
            kept = message.payload[:KEPT_OF_REJECT]
            rows.rejects[topic, reason] = [message.received, _clean(detail, 200), kept, 1]
        else:
            known[3] += 1

    def _event(self, event: Event) -> str:
        """Add an event; return the reason when it is not taken."""
        if event.kind == "gw_stats" or (event.kind in ("birth", "death") and event.source in _GATEWAY_SOURCES):
            return self._gateway_event(event)
        device = self._device(event)
        if device is None:
            return "unknown_device"
        if device != self._charged:  # once for a message, however many events it makes
            self._charged = device
            if self._exceeds(device, event.received_time):
                return "rate"
        moment = _network_moment(event)
        state = self._state(device)
        if event.kind in ("up", "obs"):
            framed = event.kind == "up" and event.frame_counter is not None
            if framed and not self._frame(event, device, moment, state):
                return ""
            refused = self._measured(event, device, moment, state) if event.values else ""
        else:
            refused = ""
            if event.network_time is not None and self._told_before(event, device, moment):
                return ""
            self._told(event, device, moment)
        self._follow(event, device, moment, state)
        if self.listener is not None and not _is_old(event, self._late) and not self._retained:
            self.listener(device, event, _counts_at(event, moment, self._fresh))
        return refused

    def _exceeds(self, device: int, moment: int) -> bool:
        """Tell whether a message is beyond the rate of its device; what the broker kept for us is never refused."""
        return self.choices.rate_limit and not self.catching_up and not self._limits.take(device, moment)

    def _state(self, device: int) -> list[Any]:
        state = self._rows.states.get(device)
        if state is None:
            state = self._rows.states[device] = list(_EMPTY_STATE)
        return state

    def _device(self, event: Event) -> Optional[int]:
        directory = self.directory
        number = directory.find(event.source, event.device, event.device_eui)
        if number is not None:
            if not directory.flags[number] & IDENTIFIED or event.kind == "join":
                self._identify(event, number)
            return number
        made = directory.add_device(event.source, event.device, event.device_eui)
        if made is None:
            self._quarantine(event)
            return None
        self._grow()
        number, uid = made
        names = (_clean(event.name, 200), _clean(event.site, 200), _clean(event.profile, 200))
        self._rows.devices.append(
            (number, uid, event.device_eui, event.source, event.device, *names, 0, event.received_time)
        )
        self._rows.counts.new_devices += 1
        return number

    def _identify(self, event: Event, number: int) -> None:
        """Complete a device that the user declared with what its network calls it."""
        self.directory.flags[number] |= IDENTIFIED
        self.directory.add_alias(event.source, event.device, number)
        names = (_clean(event.name, 200), _clean(event.site, 200), _clean(event.profile, 200))
        self._rows.identities[number] = (event.source, event.device, *names)

    def _quarantine(self, event: Event) -> None:
        uid = _clean(event.device_eui or f"{event.source}:{event.device}", 200)
        entry = self._rows.quarantine.get(uid)
        if entry is not None:
            entry[3], entry[4] = event.received_time, entry[4] + 1
        elif uid in self.directory.quarantined or len(self.directory.quarantined) < MAX_QUARANTINED:
            self.directory.quarantined.add(uid)
            moment = event.received_time
            self._rows.quarantine[uid] = [event.source, _clean(event.name, 200), moment, moment, 1]

    def _frame(self, event: Event, device: int, moment: int, state: list[Any]) -> bool:
        """Add a frame; return False when it is a duplicate."""
        content = content_number(event.session, event.frame_counter, event.payload or _bytes_of(event))
        session = session_number(event.session)
        rows = self._rows
        if not self._window.is_new(device, content, moment):
            rows.counts.duplicates += 1
            state[DUPLICATES] += 1
            rows.duplicates.append((device, moment, event.received_time, event.frame_counter, session, content))
            return False
        best = event.best
        rssi, snr = (None, None) if best is None else (best.rssi, best.snr)
        count = len(event.receptions)
        rows.frames.append(
            (
                device, moment, content, event.received_time, event.frame_counter, session, event.port,
                event.data_rate, event.spreading_factor, event.bandwidth_hz, event.frequency_hz, rssi, snr, count,
                self._receptions(event, moment), len(event.payload),
                None if event.confirmed is None else int(event.confirmed), int(event.simulated),
            )
        )  # fmt: skip
        state[_COUNTER], state[_SESSION] = event.frame_counter, session
        state[_RADIO] = rssi, snr, event.spreading_factor, count
        return True

    def _receptions(self, event: Event, moment: int) -> bytes:
        heard = []
        for reception in event.receptions:
            number = self._gateway(reception.gateway, event.source)
            if number is not None:
                heard.append((number, reception.rssi, reception.snr))
                entry = self._rows.gateway_frames.setdefault(number, [moment, 0])
                entry[0] = max(entry[0], moment)
                entry[1] += 1
        return pack_receptions(heard)

    def _gateway(self, uid: str, source: str) -> Optional[int]:
        if not uid:
            return None
        number = self.directory.gateways.get(uid)
        if number is None:
            number = self.directory.add_gateway(uid)
            if number is not None:
                self._rows.gateways.append((number, _clean(uid, 200), source, ""))
        return number

    def _measured(self, event: Event, device: int, moment: int, state: list[Any]) -> str:
        """Add the values of an event; return the reason when some are not taken."""
        if event.device_time is not None:
            if self._fresh:
                self._skews.add(device, moment - event.device_time)
            skew = self._skews.median(device)
            state[_SKEW] = skew
            quarantined = skew is not None and abs(skew) > QUARANTINE_SKEW
            moment = trusted_time(event.device_time, moment, event.received_time, quarantined)
            if moment < OLDEST:
                moment = event.received_time
            self._late = _network_moment(event) - moment
        rows = self._rows
        base = device * METRICS
        shape = self.directory.shape(device)
        refused = ""
        for name, value in event.values.items():
            metric = shape.get(name)
            if metric is None:
                metric = self._new_series(event, device, name, value)
                if metric is None:
                    refused = "too_many_metrics"
                    continue
                shape = self.directory.shape(device)
            series = base + metric
            known = rows.latest.get(series)
            current = known is None or moment >= known[0]
            if isinstance(value, str):
                text = _clean(value, MAX_VALUE_TEXT)
                rows.texts.append((series, moment, text))
                if current:
                    rows.latest[series] = (moment, None, NOT_EVALUATED, text)
            else:
                number = float(value)
                rows.observations.append((series, moment, number, NOT_EVALUATED))
                if current:
                    rows.latest[series] = (moment, number, NOT_EVALUATED, None)
        return refused

    def _new_series(self, event: Event, device: int, name: str, value: Any) -> Optional[int]:
        made = self.directory.add_metric(device, _clean(name, 200))
        if made is None:
            return None
        metric, new = made
        if new:
            self._rows.metrics.append((metric, _clean(name, 200)))
        kind = "switch" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"
        unit = _clean(str(event.units.get(name, "")), 40)
        self._rows.datastreams.append((device * METRICS + metric, device, metric, unit, kind, event.received_time))
        return metric

    def _told_before(self, event: Event, device: int, moment: int) -> bool:
        """Tell whether two servers or bridges told the same event of the same time."""
        words = "|".join((event.kind, event.command, event.text, str(event.network_time)))
        if self._window.is_new(device, content_number(event.session, event.frame_counter, words.encode()), moment):
            return False
        self._rows.counts.duplicates += 1
        return True

    def _told(self, event: Event, device: Optional[int], moment: int) -> None:
        """Add an event that is no measurement: join, status, acknowledgements, log..."""
        told = {
            name: value
            for name, value in (
                ("battery_percent", event.battery_percent),
                ("external_power", event.external_power),
                ("margin_db", event.margin_db),
                ("gateway", event.device if device is None else None),
                ("receptions", [reception.gateway for reception in event.receptions] or None),
                ("values", dict(event.values) or None),
            )
            if value is not None
        }
        detail = json.dumps(told, ensure_ascii=False, sort_keys=True) if told else None
        acknowledged = None if event.acknowledged is None else int(event.acknowledged)
        self._rows.events.append(
            (
                moment, event.received_time, device, event.kind, _clean(event.command, 200), acknowledged,
                event.frame_counter, _clean(event.text, MAX_TEXT), detail,
            )
        )  # fmt: skip

    def _follow(self, event: Event, device: int, moment: int, state: list[Any]) -> None:
        """Bring the state of a device up to date with an event that was taken."""
        if state[_SEEN] is None or moment > state[_SEEN]:
            state[_SEEN] = moment
        if event.kind == "up":
            state[RECEIVED] += 1
            if state[_UP] is None or moment > state[_UP]:
                state[_UP] = moment
        if event.battery_percent is not None:
            state[_BATTERY] = event.battery_percent
        if event.external_power is not None:
            state[_EXTERNAL] = int(event.external_power)
        if event.margin_db is not None:
            state[_MARGIN] = event.margin_db
        state[_SIMULATED] = int(event.simulated)
        place = event.location
        if place is not None and self.directory.moves(
            device, place.longitude, place.latitude, event.kind == "location"
        ):
            self._rows.places[device] = (place.longitude, place.latitude, place.altitude)

    def _gateway_event(self, event: Event) -> str:
        number = self._gateway(event.device_eui or event.device, event.source)
        if number is None:
            return "unknown_gateway"
        moment = _network_moment(event)
        if event.kind == "gw_stats":
            detail = json.dumps(dict(event.values), ensure_ascii=False, sort_keys=True)
            self._rows.gateway_stats.append((number, moment, detail))
            if event.location is not None:
                self._rows.gateway_places[number] = event.location
        else:
            self._told(event, None, moment)
        if self.listener is not None and not self._retained:
            self.listener(-number, event, _counts_at(event, moment, self._fresh))
        entry = self._rows.gateway_frames.setdefault(number, [moment, 0])
        entry[0] = max(entry[0], moment)
        return ""


def _counts_at(event: Event, moment: int, fresh: bool) -> int:
    """Return when an event counts for alarms [ms]: at its reception, or when it happened if the broker had kept it."""
    return event.received_time if fresh else min(moment, event.received_time)


def _is_old(event: Event, late: int) -> bool:
    """Tell whether an event holds measurements of a past that is over, such as a memory that a device sends later."""
    return bool(event.values) and late > OLD_AFTER


def _network_moment(event: Event) -> int:
    """Return when the network heard an event [ms]: its own time, a gateway's that agrees with ours, else ours."""
    moment = event.network_time
    received = event.received_time
    if moment is None and event.gateway_time is not None and abs(received - event.gateway_time) <= QUARANTINE_SKEW:
        moment = event.gateway_time
    if moment is None or moment < OLDEST or moment > received + GREATEST_FUTURE:
        return received
    return moment


def _bytes_of(event: Event) -> bytes:
    """Return what stands for the bytes of a frame that came without them."""
    return repr(sorted(event.values.items())).encode("utf-8", "replace")


def _clean(text: str, length: int) -> str:
    """Return a text that every database takes: bounded, without null characters and lone surrogates."""
    cut = text[:length]
    if cut.isascii():
        return cut.replace("\x00", "") if "\x00" in cut else cut
    return cut.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def _recent_frames(database: Any) -> list[tuple[int, int, int]]:
    """Return (device, content, time) of the frames of the last ten minutes that were recorded, oldest first."""
    last = next(iter(database.query("SELECT COALESCE(MAX(last_up), 0) FROM device_state")))[0]
    start = int(last) - WINDOW_MS
    active = [row[0] for row in database.query("SELECT device FROM device_state WHERE last_up >= ?", (start,))]
    frames = [
        row
        for device in active
        for row in database.query("SELECT device, content, t FROM frame WHERE device = ? AND t >= ?", (device, start))
    ]
    return sorted(frames, key=lambda row: row[2])
