"""Listens to a broker directly, without a recorder: the latest values of each device, nothing is kept.

The thread of the connection only fills a dictionary with one entry for a device, whatever the number of messages;
the window empties it when it has time. Nothing of Qt is touched here.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from itertools import islice
from typing import Any, Callable, Optional

from ....processing_provider.errors import InputError
from ....processing_provider.iot.events import Event, Reject
from ....processing_provider.iot.normalise import Message
from .facts import Changes, DeviceFacts, StateFacts, Value

MOST_DEVICES = 20_000  # with something new between two looks of the window
MOST_KNOWN = 60_000
MOST_TAKEN = 250  # devices handed over together
PERIOD_DIFFERENCES = 5  # differences between messages after which the period is thought to be known

EventSink = Callable[[Event], None]


class _Entry:
    """What is new of a device."""

    __slots__ = ("facts", "state", "values")

    def __init__(self) -> None:
        self.facts: Optional[DeviceFacts] = None
        self.state: dict[str, Any] = {}
        self.values: dict[str, Value] = {}


class Coalescer:
    """What the connection fills: takes messages as an inbox does, keeps the latest of each device.

    Parameters
    ----------
    parse : callable
        Of a topic, a payload and the time of reception [ms]: events, or a reject.
    """

    def __init__(self, parse: Callable[[str, bytes, int], Any]) -> None:
        self._parse = parse
        self._guard = threading.Lock()
        self._new: dict[str, _Entry] = {}
        self._known: dict[str, tuple[str, str, str, Optional[float]]] = {}
        self._heard: dict[str, list[int]] = {}  # last message and differences, to learn the period
        self.messages = 0
        self.rejects: dict[str, int] = {}
        self.dropped = 0
        self.newest: Optional[int] = None

    def put(self, message: Message) -> bool:
        """Take a message; called in the thread of the connection."""
        result = self._parse(message.topic, message.payload, message.received)
        with self._guard:
            self.messages += 1
            if isinstance(result, Reject):
                self.rejects[result.reason] = self.rejects.get(result.reason, 0) + 1
                return True
            for event in result:
                self._take(event, message)
        return True

    def take(self, most: int = MOST_TAKEN) -> Optional[Changes]:
        """Return what is new of some devices, those that wait longest first; None when nothing is.

        Called in the thread of the window, which must not have to show too many at once.
        """
        with self._guard:
            chosen = list(islice(self._new, most))
            new = {uid: self._new.pop(uid) for uid in chosen}
        if not new:
            return None
        return Changes(
            devices=[entry.facts for entry in new.values() if entry.facts is not None],
            states={uid: StateFacts(**entry.state) for uid, entry in new.items() if entry.state},
            values={uid: entry.values for uid, entry in new.items() if entry.values},
        )

    def _take(self, event: Event, message: Message) -> None:
        if event.kind == "gw_stats" or not event.device:
            return
        uid = event.device_eui or f"{event.source}:{event.device}"
        entry = self._new.get(uid)
        if entry is None:
            if len(self._new) >= MOST_DEVICES or (uid not in self._known and len(self._known) >= MOST_KNOWN):
                self.dropped += 1
                return
            entry = self._new[uid] = _Entry()
        self._describe(uid, event, entry)
        # A message that the broker kept says nothing of when its device was heard.
        moment = event.time if message.retained else message.received
        if event.kind in ("up", "obs", "join", "status"):
            self._hear(uid, event, entry, moment, message.retained)
        for name, value in event.values.items():
            number = None if isinstance(value, str) else float(value)
            text = value if isinstance(value, str) else None
            entry.values[name] = Value(event.time, number, 2, text, event.units.get(name, ""))

    def _describe(self, uid: str, event: Event, entry: _Entry) -> None:
        names = (event.name, event.site, event.profile)
        period = self._period(uid)
        known = self._known.get(uid)
        if known is None or (any(names) and names != known[:3]) or period != known[3]:
            names = names if any(names) or known is None else known[:3]
            self._known[uid] = (names[0], names[1], names[2], period)
            place = (event.location.longitude, event.location.latitude) if event.location is not None else None
            entry.facts = DeviceFacts(
                uid, 0, *names, period_s=period, place=place, source=event.source, network_id=event.device
            )

    def _hear(self, uid: str, event: Event, entry: _Entry, moment: int, retained: bool) -> None:
        state = entry.state
        state["last_seen"] = max(moment, state.get("last_seen") or 0)
        self.newest = max(self.newest or 0, moment)
        if event.kind == "up":
            state["last_up"] = moment
            if event.frame_counter is not None:
                state["counter"] = event.frame_counter
            best = event.best
            if best is not None:
                state.update(rssi=best.rssi, snr=best.snr)
            if event.receptions:
                state["gateways"] = len(event.receptions)
            if event.spreading_factor is not None:
                state["spreading_factor"] = event.spreading_factor
            if not retained:
                self._learn(uid, moment)
        for name, value in (("margin_db", event.margin_db), ("battery_percent", event.battery_percent),
                            ("external_power", event.external_power)):  # fmt: skip
            if value is not None:
                state[name] = value

    def _learn(self, uid: str, moment: int) -> None:
        heard = self._heard.setdefault(uid, [])
        if heard and moment - heard[0] > 1000:
            heard.append(moment - heard[0])
            del heard[1 : -PERIOD_DIFFERENCES * 4]
        if heard:
            heard[0] = moment
        else:
            heard.append(moment)

    def _period(self, uid: str) -> Optional[float]:
        """Return the period of a device as far as it shows [s], rounded so that it does not change all the time."""
        differences = sorted(self._heard.get(uid, ())[1:])
        if len(differences) < PERIOD_DIFFERENCES:
            return None
        middle = differences[len(differences) // 2] / 1000.0
        return float(f"{middle:.1g}")


class LiveFeed:
    """A connection to a broker for the panel alone.

    Parameters
    ----------
    profile : BrokerProfile
        Under an identifier of its own; the session is a new one each time, and messages come with QoS 0.
    parse : callable, optional
        The parser of the profile's formats by default.
    """

    def __init__(self, profile: Any, parse: Optional[Callable[[str, bytes, int], Any]] = None) -> None:
        from ....processing_provider.iot.recorder.mqtt_link import MqttLink
        from ....processing_provider.iot.recorder.service import parser_of

        self.coalescer = Coalescer(parse or parser_of(profile))
        self._link = MqttLink(replace(profile, qos=0), self.coalescer, keep=False)

    def start(self) -> None:
        """Begin to connect."""
        self._link.start()

    def stop(self) -> None:
        """Disconnect and end the threads."""
        self._link.stop()

    @property
    def connected(self) -> bool:
        """Whether the broker answers."""
        return self._link.connected.is_set()

    @property
    def problem(self) -> Optional[InputError]:
        """Why there is no connection, None when there is one or none was tried yet."""
        if not self._link.problem:
            return None
        return InputError("The broker does not answer: {reason}.", reason=self._link.problem)

    def take(self) -> Optional[Changes]:
        """Return what is new of some devices since the last time, None when nothing is."""
        return self.coalescer.take()
