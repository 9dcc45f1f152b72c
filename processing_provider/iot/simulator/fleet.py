"""A fleet with the faults of real ones: bursts of losses, rejoins, wraps, duplicates, wrong clocks, stuck sensors."""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Optional

from .messages import Frame, Heard, acknowledgement, identifier, join, uplink

PERIODS_S = (60.0, 300.0, 600.0, 900.0, 3600.0, 21_600.0, 86_400.0)  # of a mixed fleet [s]
COUNTERS = 2**16  # a frame counter of 16 bits wraps here
YEAR_S = 365.25 * 86_400
FREQUENCIES = (868_100_000, 868_300_000, 868_500_000, 867_100_000, 867_300_000, 867_500_000)  # EU868 [Hz]
SKEW_MS = 7_200_000  # a wrong clock is off by up to two hours [ms]
DRIFT_PER_YEAR = 0.5  # of a drifting sensor [K/year]


@dataclass(frozen=True)
class FleetPlan:
    """What a fleet is like; the shares are of devices unless they say otherwise.

    Attributes
    ----------
    devices : int
    period_s : float
        Time between two frames of a device [s]; 0 mixes periods from a minute to a day.
    seed : int
    loss_enter, loss_leave : float
        Gilbert-Elliott: chance at each frame to enter and to leave a burst in which all is lost; the share lost is
        ``enter / (enter + leave)``, 9 % by default.
    gateways : int
        A frame is heard by one to four of them.
    bridged : float
        Share of frames that come twice, by two servers.
    rejoins_per_day : float
        Of each device.
    wrapping : float
        Whose counter wraps soon.
    skewed, stuck, drifting : float
        Whose time is off by up to 2 h; whose value stays; whose value drifts by 0.5 K a year.
    strange : float
        Share of frames with a text or NaN in place of a number.
    outage : tuple of float or None
        Beginning and length [s] of a time when the first gateway is cut off: it sends what it heard at the end.
    confirmed : float
        Share of frames followed by the answer to a confirmed downlink, one in five of them a refusal.
    """

    devices: int = 100
    period_s: float = 600.0
    seed: int = 1
    loss_enter: float = 0.02
    loss_leave: float = 0.2
    gateways: int = 4
    bridged: float = 0.01
    rejoins_per_day: float = 0.05
    wrapping: float = 0.02
    skewed: float = 0.02
    stuck: float = 0.01
    drifting: float = 0.02
    strange: float = 0.0005
    outage: Optional[tuple[float, float]] = None
    confirmed: float = 0.001


class Sent(NamedTuple):
    """A message of the fleet, and when it leaves the network [ms since 1970]."""

    time: int
    topic: str
    payload: bytes


@dataclass
class Truth:
    """What really happened, for tests: numbers by device.

    Attributes
    ----------
    sent, lost, joins, bridged : dict of int
        Frames that devices sent, frames lost on the air, joins, frames that come twice.
    strange : int
        Messages that hold NaN, which is no JSON.
    refusals, answers : int
        Of confirmed downlinks.
    """

    sent: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    joins: dict[str, int] = field(default_factory=dict)
    bridged: dict[str, int] = field(default_factory=dict)
    strange: int = 0
    refusals: int = 0
    answers: int = 0


class _Device:
    """A device and its random numbers, which depend on the seed and its own number only."""

    def __init__(self, number: int, plan: FleetPlan) -> None:
        self.random = random.Random(plan.seed * 1_000_003 + number)  # noqa: S311 - a simulation
        draw = self.random.random
        self.number = number
        self.eui = f"70b3d5e75e{number:06x}"
        self.period = plan.period_s or PERIODS_S[self.random.randrange(len(PERIODS_S))]
        self.next_time = draw() * self.period
        self.counter = COUNTERS - 1 - self.random.randrange(20) if draw() < plan.wrapping else 0
        self.address = f"{self.random.getrandbits(32):08x}"
        self.skew = int((2 * draw() - 1) * SKEW_MS) if draw() < plan.skewed else 0
        self.stuck = draw() < plan.stuck
        self.drift = DRIFT_PER_YEAR / YEAR_S if draw() < plan.drifting else 0.0
        self.offset = self.random.gauss(0.0, 1.0)
        self.bad = False
        self.distance = draw()
        self.home = self.random.randrange(plan.gateways)
        self.spreading_factor = 7 + int(5 * self.distance)
        self.battery = 100.0 - 60.0 * draw()
        self.reading = 0.0

    def measure(self, elapsed: float) -> dict[str, float]:
        """Return the values at a time since the start [s]: a day's wave, noise, drift."""
        if not (self.stuck and self.reading):
            wave = 20.0 + 5.0 * math.sin(2 * math.pi * elapsed / 86_400)
            noise = self.random.gauss(0.0, 0.1)
            self.reading = round(wave + self.offset + noise + self.drift * elapsed, 2)
        return {
            "temperature": self.reading,
            "humidity": round(55.0 - 1.5 * (self.reading - 20.0), 1),
            "battery": round(self.battery - elapsed / YEAR_S * 20.0, 1),
            "co2": float(400 + self.random.randrange(600)),
        }


def fleet_messages(
    plan: FleetPlan, start: int, duration_s: float, style: str = "chirpstack4", truth: Optional[Truth] = None
) -> Iterator[Sent]:
    """Generate the messages of a fleet in the order in which the network sends them.

    Parameters
    ----------
    plan : FleetPlan
    start : int
        [ms since 1970, UTC].
    duration_s : float
        [s].
    style : str
        ``chirpstack4`` or ``things_stack``.
    truth : Truth, optional
        Filled with what really happened.

    Yields
    ------
    Sent
    """
    told = Truth() if truth is None else truth
    devices = [_Device(number, plan) for number in range(plan.devices)]
    turns = [(device.next_time, device.number) for device in devices]
    heapq.heapify(turns)
    held: list[tuple[int, int, Sent]] = []  # messages of a gateway that was cut off, by time of release
    order = 0
    while turns and turns[0][0] < duration_s:
        elapsed, number = heapq.heappop(turns)
        device = devices[number]
        while held and held[0][0] <= start + elapsed * 1000:
            yield heapq.heappop(held)[2]
        for message in _messages(device, plan, start, elapsed, style, told):
            if message.time > start + elapsed * 1000 + 1000:
                order += 1
                heapq.heappush(held, (message.time, order, message))
            else:
                yield message
        jitter = device.random.gauss(0.0, 0.002) * device.period
        heapq.heappush(turns, (elapsed + max(0.2, device.period + jitter), number))
    while held:
        yield heapq.heappop(held)[2]


def _messages(device: _Device, plan: FleetPlan, start: int, elapsed: float, style: str, told: Truth) -> Iterator[Sent]:
    draw = device.random.random
    moment = start + int(elapsed * 1000)
    if draw() < plan.rejoins_per_day * device.period / 86_400:
        device.address, device.counter = f"{device.random.getrandbits(32):08x}", 0
        told.joins[device.eui] = told.joins.get(device.eui, 0) + 1
        yield Sent(moment, *join(_frame(device, plan, moment, moment, {}), style))
    device.bad = draw() >= plan.loss_leave if device.bad else draw() < plan.loss_enter
    values = device.measure(elapsed)
    told.sent[device.eui] = told.sent.get(device.eui, 0) + 1
    if device.bad:
        told.lost[device.eui] = told.lost.get(device.eui, 0) + 1
        device.counter = (device.counter + 1) % COUNTERS
        return
    arrival = moment
    if plan.outage and device.home == 0 and plan.outage[0] <= elapsed < sum(plan.outage):
        arrival = start + int(sum(plan.outage) * 1000) + device.random.randrange(60_000)
    if draw() < plan.strange:
        told.strange += 1
        values["temperature"] = math.nan
    frame = _frame(device, plan, moment, arrival, values)
    yield Sent(arrival, *uplink(frame, style))
    if draw() < plan.bridged:
        told.bridged[device.eui] = told.bridged.get(device.eui, 0) + 1
        again = frame.__dict__ | {"identifier": identifier(device.random.getrandbits(128))}
        yield Sent(arrival, *uplink(Frame(**again), style))
    if draw() < plan.confirmed:
        done = draw() >= 0.2
        told.answers += 1
        told.refusals += not done
        yield Sent(arrival, *acknowledgement(frame, style, identifier(device.random.getrandbits(128)), done))
    device.counter = (device.counter + 1) % COUNTERS


def _frame(device: _Device, plan: FleetPlan, moment: int, arrival: int, values: dict) -> Frame:
    number = min(plan.gateways, 1 + int(4 * device.random.random() * (1.0 - 0.5 * device.distance)))
    cut = arrival != moment
    heard = tuple(
        Heard(
            f"0016c001f1{(device.home + step) % plan.gateways:06x}",
            round(-60.0 - 55.0 * device.distance - 8.0 * step + device.random.gauss(0.0, 2.0)),
            round(10.0 - 22.0 * device.distance - 3.0 * step + device.random.gauss(0.0, 1.0), 1),
            moment,
        )
        for step in range(1 if cut else number)
    )
    told_values = dict(values)
    if device.skew and values:
        told_values["device_clock"] = float((moment + device.skew) // 1000)
    return Frame(
        eui=device.eui,
        name=f"sensor-{device.number:05d}",
        site=f"site-{device.number % 20:02d}",
        profile="temperature-humidity",
        time=arrival,
        counter=device.counter,
        port=2,
        address=device.address,
        payload=device.random.getrandbits(88).to_bytes(11, "big"),
        values=told_values,
        heard=heard,
        spreading_factor=device.spreading_factor,
        frequency=FREQUENCIES[device.random.randrange(len(FREQUENCIES))],
        identifier=identifier(device.random.getrandbits(128)),
    )
