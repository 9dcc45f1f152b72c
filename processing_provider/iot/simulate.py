"""Publishes a made-up fleet or a made-up boiler room to a broker."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, Optional

from ..errors import InputError
from .recorder.mqtt_link import CONNECT_S, load_paho, tls_context
from .recorder.profile import BrokerProfile
from .simulator.facility import Facility
from .simulator.fleet import FleetPlan, Sent, Truth, fleet_messages

MOST_WAITING = 2000  # messages that the broker has not acknowledged yet
COMMANDS = "application/+/device/+/command/down"


class Publisher:
    """A connection that publishes; a context manager.

    Parameters
    ----------
    profile : BrokerProfile
        The client is that of the profile with ``-simulator`` after it.

    Raises
    ------
    InputError
        When the broker does not answer or refuses.
    """

    def __init__(self, profile: BrokerProfile) -> None:
        paho = load_paho()
        self._qos = profile.qos
        self._refused = ""
        self._acknowledged = 0
        self._connected = threading.Event()
        self._on_command: Optional[Callable[[str, bytes], None]] = None
        self.client = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id=f"{profile.client}-simulator")
        if profile.tls:
            self.client.tls_set_context(tls_context(profile))
        if profile.user:
            password = profile.password()
            self.client.username_pw_set(profile.user, password.reveal() if password else None)
        self.client.max_queued_messages_set(0)
        self.client.max_inflight_messages_set(MOST_WAITING)
        self.client.on_connect = self._connect_answer
        self.client.on_message = self._message
        self.client.on_publish = self._published
        try:
            self.client.connect(profile.host, profile.actual_port)
        except (OSError, ValueError) as error:
            raise InputError("The broker never answered: {reason}.", reason=str(error)) from error
        self.client.loop_start()
        if not self._connected.wait(CONNECT_S) or self._refused:
            self.client.loop_stop()
            raise InputError("The broker never answered: {reason}.", reason=self._refused or "no connection")

    def _connect_answer(self, client: Any, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            self._refused = str(reason)
        elif self._on_command is not None:
            client.subscribe(COMMANDS, 1)
        self._connected.set()

    def _message(self, _client: Any, _data: Any, message: Any) -> None:
        if self._on_command is not None and not message.retain:
            self._on_command(message.topic, message.payload)

    def _published(self, *_: Any) -> None:
        self._acknowledged += 1

    def listen(self, on_command: Callable[[str, bytes], None]) -> None:
        """Hand over the commands that the broker delivers, in the thread of the connection."""
        self._on_command = on_command
        self.client.subscribe(COMMANDS, 1)

    def publish(self, messages: Iterable[Sent], stop: Callable[[], bool] = lambda: False) -> int:
        """Publish messages at once; return their number once the broker has all of them."""
        count, last, self._acknowledged = 0, None, 0
        for message in messages:
            if stop():
                break
            last = self.client.publish(message.topic, message.payload, qos=self._qos)
            count += 1
            while self._qos and count - self._acknowledged > MOST_WAITING:
                time.sleep(0.002)
        if last is not None and self._qos:
            last.wait_for_publish(60.0)
        return count

    def __enter__(self) -> Publisher:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.disconnect()
        self.client.loop_stop()


def paced(
    messages: Iterable[Sent], start: int, speed: float, stop: Callable[[], bool] = lambda: False
) -> Iterable[Sent]:
    """Let messages through when their time has come; ``speed`` is simulated seconds in a second, 0 at once."""
    began = time.monotonic()
    for message in messages:
        if speed > 0:
            due = began + (message.time - start) / 1000.0 / speed
            while (left := due - time.monotonic()) > 0 and not stop():
                time.sleep(min(left, 0.2))
        if stop():
            return
        yield message


def publish_fleet(
    profile: BrokerProfile,
    plan: FleetPlan,
    duration_s: float,
    speed: float = 1.0,
    style: str = "chirpstack4",
    truth: Optional[Truth] = None,
    start: Optional[int] = None,
) -> int:
    """Publish a fleet; return the number of messages.

    Parameters
    ----------
    profile : BrokerProfile
    plan : FleetPlan
    duration_s : float
        Simulated [s].
    speed : float
        Simulated seconds in a second; 0: all at once, as of a time that ends now.
    style : str
        Format of the messages.
    truth : Truth, optional
        Filled with what really happened.
    start : int, optional
        [ms since 1970]; now, or ``duration_s`` before now when all is sent at once.
    """
    if start is None:
        now = int(time.time() * 1000)
        start = now - int(duration_s * 1000) if speed <= 0 else now
    with Publisher(profile) as publisher:
        return publisher.publish(paced(fleet_messages(plan, start, duration_s, style, truth), start, speed))


def run_facility(
    profile: BrokerProfile, stop: Callable[[], bool], speed: float = 1.0, seed: int = 1, step_s: float = 0.2
) -> int:
    """Run the boiler room until told to stop, answering commands; return the number of messages published."""
    facility = Facility(int(time.time() * 1000), seed)
    waiting: list[tuple[str, bytes]] = []
    guard = threading.Lock()

    def take(topic: str, payload: bytes) -> None:
        with guard:
            if len(waiting) < 1000:
                waiting.append((topic, payload))

    count = 0
    with Publisher(profile) as publisher:
        publisher.listen(take)
        began = time.monotonic()
        while not stop():
            with guard:
                commands, waiting[:] = list(waiting), []
            for command in commands:
                count += publisher.publish(facility.command(*command))
            count += publisher.publish(facility.run_to((time.monotonic() - began) * speed))
            time.sleep(step_s)
    return count
