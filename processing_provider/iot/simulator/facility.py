"""A boiler room: twelve sensors, and two valves that do what they are told and say so later."""

from __future__ import annotations

import base64
import binascii
import json
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Optional

from .fleet import Sent
from .messages import APPLICATION, Frame, Heard, acknowledgement, identifier, sent_acknowledgement, uplink

SITE = "boiler-room"
GATEWAY = "0016c001f1b0b0b0"
VALVE_PORT = 10  # port of the commands of a valve; two bytes: 1, opening [%]
VALVE_SPEED = 5.0  # opening in a second [%/s]
AMBIENT, FLAME = 18.0, 75.0  # temperature of the room, of the boiler [degrees C]
LAG_S = 300.0  # time for a circuit to follow its valve [s]
# Name, what it measures, period [s].
SENSORS = (
    ("boiler-flow", "temperature", 60.0),
    ("boiler-return", "temperature", 60.0),
    ("circuit-1-flow", "temperature", 60.0),
    ("circuit-1-return", "temperature", 60.0),
    ("circuit-2-flow", "temperature", 60.0),
    ("circuit-2-return", "temperature", 60.0),
    ("hot-water", "temperature", 120.0),
    ("room", "temperature", 300.0),
    ("outside", "temperature", 300.0),
    ("pressure", "pressure", 120.0),
    ("gas-meter", "pulses", 300.0),
    ("carbon-monoxide", "co", 60.0),
)
VALVES = ("valve-1", "valve-2")
VALVE_PERIOD = 30.0  # [s]


@dataclass
class _Valve:
    opening: float = 50.0
    wanted: float = 50.0
    stuck: bool = False


@dataclass
class Facility:
    """The boiler room; time is given, so that it runs as fast as the caller likes.

    Parameters
    ----------
    start : int
        [ms since 1970, UTC].
    seed : int
    """

    start: int
    seed: int = 1
    valves: dict[str, _Valve] = field(default_factory=lambda: {name: _Valve() for name in VALVES})

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - a simulation
        self._now = 0.0
        self._counters: dict[str, int] = {}
        self._circuits = [40.0, 40.0]
        self._pulses = 120_000
        names = [(name, period) for name, _, period in SENSORS] + [(name, VALVE_PERIOD) for name in VALVES]
        self._due = {name: (index + 1) * 2.0 for index, (name, _) in enumerate(names)}
        self._periods = dict(names)
        self.euis = {name: f"70b3d5e75fb0{index + 1:04x}" for index, (name, _) in enumerate(names)}
        self._waiting: list[tuple[str, str]] = []

    def run_to(self, elapsed: float) -> Iterator[Sent]:
        """Let time pass to a number of seconds since the start; yield the messages of that time."""
        while self._now < elapsed:
            step = min(1.0, elapsed - self._now)
            self._now += step
            self._move(step)
            for name, due in self._due.items():
                if due <= self._now:
                    self._due[name] = due + self._periods[name]
                    yield from self._report(name)

    def command(self, topic: str, payload: bytes) -> list[Sent]:
        """Take a downlink (``application/.../device/{eui}/command/down``); return what the network says of it.

        A command that is no valve's or cannot be read is refused as a network does it: with a log, or not at all.
        """
        levels = topic.split("/")
        by_eui = {eui: name for name, eui in self.euis.items()}
        if len(levels) != 6 or levels[:2] != ["application", APPLICATION] or levels[4:] != ["command", "down"]:
            return []
        name = by_eui.get(levels[3])
        try:
            told = json.loads(payload)
            data = base64.b64decode(told["data"], validate=True)
            port, reference, confirmed = int(told["fPort"]), str(told.get("id", "")), bool(told.get("confirmed"))
        except (ValueError, KeyError, TypeError, binascii.Error):
            return []
        if name is None or told.get("devEui") != levels[3]:
            return []
        frame = self._frame(name, {})
        messages = [Sent(frame.time, *sent_acknowledgement(frame, reference))]
        good = name in self.valves and port == VALVE_PORT and len(data) == 2 and data[0] == 1 and data[1] <= 100
        if good:
            self.valves[name].wanted = float(data[1])
        if confirmed:
            messages.append(Sent(frame.time, *acknowledgement(frame, "chirpstack4", reference, good)))
        return messages

    def _move(self, step: float) -> None:
        for number, valve in enumerate(self.valves.values()):
            if not valve.stuck:
                change = max(-VALVE_SPEED * step, min(VALVE_SPEED * step, valve.wanted - valve.opening))
                valve.opening += change
            aim = AMBIENT + (FLAME - AMBIENT) * valve.opening / 100.0
            self._circuits[number] += (aim - self._circuits[number]) * (1.0 - math.exp(-step / LAG_S))
        self._pulses += self._random.random() < 0.02 * step * (1.0 + self.valves["valve-1"].opening / 50.0)

    def _report(self, name: str) -> Iterator[Sent]:
        values = self._values(name)
        frame = self._frame(name, values)
        self._counters[name] = frame.counter + 1
        yield Sent(frame.time, *uplink(frame, "chirpstack4"))

    def _values(self, name: str) -> dict[str, float]:
        if name in self.valves:
            return {"opening": round(self.valves[name].opening, 1), "battery": 97.0}
        noise = self._random.gauss(0.0, 0.1)
        first, second = self._circuits
        outside = 8.0 + 4.0 * math.sin(2 * math.pi * self._now / 86_400)
        fixed = {
            "boiler-flow": FLAME,
            "boiler-return": 0.5 * (first + second),
            "circuit-1-flow": first,
            "circuit-1-return": AMBIENT + 0.7 * (first - AMBIENT),
            "circuit-2-flow": second,
            "circuit-2-return": AMBIENT + 0.7 * (second - AMBIENT),
            "hot-water": 58.0,
            "room": AMBIENT + 4.0,
            "outside": outside,
        }
        if name in fixed:
            return {"temperature": round(fixed[name] + noise, 1), "battery": 95.0}
        if name == "pressure":
            return {"pressure": round(1.8 + 0.02 * noise, 3), "battery": 93.0}
        if name == "gas-meter":
            return {"pulses": float(self._pulses), "battery": 91.0}
        return {"co": round(max(0.0, 2.0 + 5.0 * noise), 1), "battery": 90.0}

    def _frame(self, name: str, values: dict[str, float], moment: Optional[int] = None) -> Frame:
        time = self.start + int(self._now * 1000) if moment is None else moment
        return Frame(
            eui=self.euis[name],
            name=name,
            site=SITE,
            profile="valve" if name in self.valves else "sensor",
            time=time,
            counter=self._counters.get(name, 0),
            port=VALVE_PORT if name in self.valves else 2,
            address="01ab" + self.euis[name][-4:],
            payload=self._random.getrandbits(48).to_bytes(6, "big"),
            values=values,
            heard=(Heard(GATEWAY, -80.0, 7.5, time),),
            spreading_factor=7,
            frequency=868_100_000,
            identifier=identifier(self._random.getrandbits(128)),
        )
