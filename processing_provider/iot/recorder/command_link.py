"""Connections for commands: one that publishes a command once, and one that hears what becomes of it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Sequence
from typing import Any, Optional

from ...errors import InputError
from ..commands.desk import NotSentError
from ..commands.downlinks import Downlink
from ..events import Event, Reject
from .inbox import Inbox
from .mqtt_link import CONNECT_S, MqttLink, load_paho, tls_context
from .profile import BrokerProfile
from .store_thread import Parse

ANSWER_S = 10.0  # longest time for the broker to take a message [s]
_NOBODY = 0x10  # MQTT 5: no subscriber


class Connection:
    """One connection to a broker that is made once and never again by itself; a context manager.

    MQTT 5 where the broker knows it, since it tells then what it refuses; 3.1.1 otherwise.

    Parameters
    ----------
    profile : BrokerProfile

    Raises
    ------
    InputError
        On entering, when the broker does not answer, or refuses the account.
    """

    def __init__(self, profile: BrokerProfile) -> None:
        self._paho = load_paho()
        self._profile = profile
        self._client: Any = None
        self._answered = threading.Event()
        self._reason = ""
        self._version_refused = False

    def __enter__(self) -> Connection:
        for newer in (True, False):
            self._version_refused = False
            self._connect(newer)
            if not self._version_refused:
                break
        if self._reason:
            self.close()
            raise InputError("The broker never answered: {reason}.", reason=self._reason)
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _connect(self, newer: bool) -> None:
        profile, paho = self._profile, self._paho
        client = paho.Client(
            paho.CallbackAPIVersion.VERSION2,
            client_id=profile.client,
            clean_session=None if newer else True,
            protocol=paho.MQTTv5 if newer else paho.MQTTv311,
            reconnect_on_failure=False,
        )
        if profile.tls:
            client.tls_set_context(tls_context(profile))
        if profile.user:
            password = profile.password()
            client.username_pw_set(profile.user, password.reveal() if password else None)
        client.connect_timeout = CONNECT_S
        client.on_connect = self._on_connect
        client.on_disconnect = self._on_disconnect
        self._prepare(client)
        self._client, self._reason = client, "no connection"
        self._answered.clear()
        try:
            client.connect(profile.host, profile.actual_port, keepalive=profile.keepalive_s)
        except (OSError, ValueError) as error:
            self._reason = str(getattr(error, "strerror", None) or error)
            return
        client.loop_start()
        self._answered.wait(CONNECT_S)
        if self._reason:
            client.loop_stop()

    def _prepare(self, client: Any) -> None:
        """Set what a kind of connection needs."""

    def _on_connect(self, _client: Any, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        self._reason = f"the broker refuses: {reason}" if reason.is_failure else ""
        self._version_refused = reason.is_failure and "protocol version" in str(reason).lower()
        self._answered.set()

    def _on_disconnect(self, _client: Any, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        if not self._answered.is_set():  # some brokers close instead of answering a version that they do not know
            self._version_refused = True
            self._reason = f"the connection ended: {reason}"
            self._answered.set()

    def close(self) -> None:
        """End the connection."""
        if self._client is not None:
            with contextlib.suppress(OSError, ValueError):
                self._client.disconnect()
            self._client.loop_stop()


class CommandSender(Connection):
    """Publishes commands (see :class:`..commands.desk.Sender`): each once, never retained, never again by itself."""

    def _prepare(self, client: Any) -> None:
        client.on_publish = self._on_publish
        self._taken: dict[int, Any] = {}
        self._arrived = threading.Condition()

    def _on_publish(self, _client: Any, _data: Any, number: int, reason: Any, _properties: Any) -> None:
        with self._arrived:
            self._taken[number] = reason
            self._arrived.notify_all()

    def publish(self, downlink: Downlink) -> bool:
        """Publish; return whether the broker took it, False when that is not known.

        Raises
        ------
        NotSentError
            When it is sure that nothing left: no connection, a refusal, or nobody who listens.
        """
        client = self._client
        if client is None or not client.is_connected():
            raise NotSentError("the connection to the broker ended")
        receipt = client.publish(downlink.topic, downlink.body, qos=downlink.quality, retain=False)
        if receipt.rc != 0:
            # The library keeps it for a next connection, which this client never makes.
            self.close()
            raise NotSentError("the connection to the broker ended")
        if downlink.quality == 0:
            return False  # nothing proves that it arrived
        end = time.monotonic() + ANSWER_S
        with self._arrived:
            while receipt.mid not in self._taken:
                left = end - time.monotonic()
                if left <= 0 or not client.is_connected():
                    return False
                self._arrived.wait(min(left, 0.2))
            reason = self._taken.pop(receipt.mid)
        if getattr(reason, "is_failure", False):
            raise NotSentError(f"the broker refuses: {reason}")
        if getattr(reason, "value", 0) == _NOBODY:
            raise NotSentError("no network server listens to this topic at the broker")
        return True


def try_broker(profile: BrokerProfile) -> None:
    """Connect once and ask for the topics of a profile, under an identifier that leaves nothing at the broker.

    Raises
    ------
    InputError
        When the broker does not answer, or refuses the account or a topic.
    """
    with _Trial(profile) as trial:
        trial.subscribe()


class _Trial(Connection):
    def _prepare(self, client: Any) -> None:
        client.on_subscribe = self._on_subscribe
        self._granted: Optional[Sequence[Any]] = None
        self._told = threading.Event()

    def _on_subscribe(self, _client: Any, _data: Any, _number: int, reasons: Any, _properties: Any) -> None:
        self._granted = list(reasons)
        self._told.set()

    def subscribe(self) -> None:
        topics = self._profile.topics
        self._client.subscribe([(topic, self._profile.qos) for topic in topics])
        if not self._told.wait(ANSWER_S) or self._granted is None:
            raise InputError("The broker never answered: {reason}.", reason="the topics were not granted")
        refused = [topic for topic, reason in zip(topics, self._granted) if reason.is_failure]
        if refused:
            raise InputError("The broker refuses the topics {topics}.", topics=", ".join(refused))


class EvidenceFeed:
    """Hears what networks tell of a device, from a moment on; a context manager.

    Parameters
    ----------
    profile : BrokerProfile
        Its topics are those of the device.
    parse : callable
        As of :class:`..formats.registry.Parser`.

    Raises
    ------
    InputError
        On entering, when the broker does not answer or does not let us listen.
    """

    def __init__(self, profile: BrokerProfile, parse: Parse) -> None:
        self._inbox = Inbox()
        self._parse = parse
        self._link = MqttLink(profile, self._inbox, keep=False)

    def __enter__(self) -> EvidenceFeed:
        self._link.start()
        end = time.monotonic() + CONNECT_S
        while not self._link.subscribed.is_set():
            if self._link.problem or time.monotonic() >= end:
                reason = self._link.problem or "no connection"
                self._link.stop()
                raise InputError("What becomes of the command cannot be followed: {reason}.", reason=reason)
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self._inbox.close()
        self._link.stop()

    def events(self, timeout: float) -> list[Event]:
        """Return what came since the last call, waiting up to `timeout` [s] for something."""
        found: list[Event] = []
        message = self._inbox.get(timeout)
        while message is not None:
            self._link.acknowledge([message])
            told = () if message.retained else self._parse(message.topic, message.payload, message.received)
            if not isinstance(told, Reject):
                found.extend(told)
            message = self._inbox.get(0.0)
        return found


def end_session(profile: BrokerProfile) -> None:
    """Tell the broker to keep no more messages under the identifier of a profile, as far as it answers."""
    paho = load_paho()
    client = paho.Client(
        paho.CallbackAPIVersion.VERSION2, client_id=profile.client, clean_session=True, reconnect_on_failure=False
    )
    if profile.tls:
        client.tls_set_context(tls_context(profile))
    if profile.user:
        password = profile.password()
        client.username_pw_set(profile.user, password.reveal() if password else None)
    answered = threading.Event()
    client.on_connect = lambda *_: answered.set()
    with contextlib.suppress(OSError, ValueError):
        client.connect(profile.host, profile.actual_port)
        client.loop_start()
        answered.wait(CONNECT_S)
        client.disconnect()
    client.loop_stop()
