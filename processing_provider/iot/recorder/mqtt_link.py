"""The connection to the broker: paho-mqtt in a thread of its own, which does nothing but fill the inbox."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any, Optional

from ...errors import InputError
from ..normalise import Message
from .inbox import Inbox
from .pacing import BackOff
from .profile import INFLIGHT, BrokerProfile

CONNECT_S = 15.0  # longest time to connect [s]
LARGEST_KEPT = 64 * 1024 + 1  # bytes of a payload that are kept: one more than the parser takes
STATUS_TOPIC = "cityorchestra/recorder/{client}/status"


def load_paho() -> Any:
    """Return paho's client module.

    Raises
    ------
    InputError
        When it is missing or older than version 2, which cannot acknowledge by hand.
    """
    try:
        import paho.mqtt.client as client
    except ImportError as error:
        raise InputError("Recording needs the Python package paho-mqtt, version 2 or newer. Install it.") from error
    if not hasattr(client, "CallbackAPIVersion"):
        raise InputError(
            "paho-mqtt is older than version 2: messages would be acknowledged before they are stored, and lost when "
            "the recorder stops. Install paho-mqtt 2 or newer."
        )
    return client


def tls_context(profile: BrokerProfile) -> ssl.SSLContext:
    """Return the TLS settings of a profile: version 1.2 at least, the name of the host always checked.

    Raises
    ------
    InputError
        When a certificate or key cannot be read.
    """
    try:
        context = ssl.create_default_context(cafile=str(profile.ca) if profile.ca else None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if profile.certificate:
            secret = profile.key_password()
            # An empty password where none is known, so that OpenSSL never asks at a terminal that nobody reads.
            words = secret.reveal() if secret else ""
            context.load_cert_chain(str(profile.certificate), str(profile.key), password=words)
    except (OSError, ssl.SSLError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or type(error).__name__
        raise InputError(
            "The certificates of the broker profile cannot be used: {reason}.", reason=str(reason)
        ) from error
    return context


class MqttLink:
    """Keeps a connection to the broker, and fills an inbox.

    Parameters
    ----------
    profile : BrokerProfile
    inbox : Inbox
    back_off : BackOff, optional
    keep : bool
        Whether the broker keeps our session while we are away, and is told that a recorder is there. Not for a screen
        that only looks on.

    Attributes
    ----------
    connected, subscribed : threading.Event
    connections : int
        Connections made since the start; acknowledgements go to the connection that their message came by.
    session_kept : bool
        Whether the broker had kept our session at the last connection.
    problem : str
        Why there is no connection, empty when there is one.
    """

    def __init__(
        self, profile: BrokerProfile, inbox: Inbox, back_off: Optional[BackOff] = None, keep: bool = True
    ) -> None:
        self._paho = load_paho()
        self._profile = profile
        self._keep_session = keep
        self._inbox = inbox
        self._back_off = back_off or BackOff()
        self.connected = threading.Event()
        self.subscribed = threading.Event()
        self.connections = 0
        self.session_kept = False
        self.problem = ""
        self._stopping = threading.Event()
        self._gone = threading.Event()
        self._acknowledging = threading.Lock()
        self._status_topic = STATUS_TOPIC.format(client=profile.client)
        self._client = self._make()
        self._keeper = threading.Thread(target=self._keep, name="mqtt connection", daemon=True)

    def _make(self) -> Any:
        profile, paho = self._profile, self._paho
        newer = profile.version == "5"
        client = paho.Client(
            paho.CallbackAPIVersion.VERSION2,
            client_id=profile.client,
            clean_session=None if newer else not self._keep_session,
            protocol=paho.MQTTv5 if newer else paho.MQTTv311,
            reconnect_on_failure=False,
            manual_ack=True,
        )
        if profile.tls:
            client.tls_set_context(tls_context(profile))
        if profile.user:
            password = profile.password()
            client.username_pw_set(profile.user, password.reveal() if password else None)
        if self._keep_session:
            client.will_set(self._status_topic, json.dumps({"online": False}), qos=1, retain=True)
        client.connect_timeout = CONNECT_S
        client.on_connect = self._on_connect
        client.on_connect_fail = self._on_connect_fail
        client.on_disconnect = self._on_disconnect
        client.on_subscribe = self._on_subscribe
        client.on_message = self._on_message
        client.on_socket_open = _without_delay
        return client

    def start(self) -> None:
        """Begin to connect."""
        self._keeper.start()

    def stop(self) -> None:
        """Say that the recorder goes, and disconnect; the session stays at the broker."""
        self._stopping.set()
        if self.connected.is_set():
            told = self.publish_status({"online": False})
            end = time.monotonic() + 2.0
            while told is not None and not told.is_published() and self.connected.is_set() and time.monotonic() < end:
                time.sleep(0.01)
        self._client.disconnect()
        self._gone.set()
        if self._keeper.is_alive():
            self._keeper.join(CONNECT_S)

    def reconnect(self) -> None:
        """Drop the connection, so that the broker delivers again what was not acknowledged."""
        self._client.disconnect()

    def publish_status(self, told: dict[str, Any]) -> Any:
        """Publish what the recorder says of itself, retained; return paho's receipt, None without a connection."""
        if not self._keep_session or not self.connected.is_set():
            return None
        return self._client.publish(self._status_topic, json.dumps(told), qos=1, retain=True)

    def acknowledge(self, messages: Iterable[Message]) -> None:
        """Acknowledge messages that are stored.

        Those of an earlier connection are left: the broker delivers them again, and they are then known. Their
        numbers could mean other messages by now.
        """
        with self._acknowledging:
            current = self.connections if self.connected.is_set() else -1
            acknowledge = self._client.ack
            for message in messages:
                if message.qos and message.connection == current:
                    acknowledge(message.number, message.qos)

    def _keep(self) -> None:
        """Connect, wait until the connection ends, wait a while, and again."""
        while not self._stopping.is_set():
            self._gone.clear()
            try:
                self._connect()
                self._client.loop_start()
                self._gone.wait()
            except (OSError, ValueError) as error:
                self.problem = _words(error)
            self.connected.clear()
            self._client.loop_stop()
            if not self._stopping.is_set():
                self._stopping.wait(self._back_off.next())

    def _connect(self) -> None:
        profile = self._profile
        options: dict[str, Any] = {}
        if profile.version == "5":
            from paho.mqtt.packettypes import PacketTypes
            from paho.mqtt.properties import Properties

            properties = Properties(PacketTypes.CONNECT)
            properties.SessionExpiryInterval = int(profile.session_days * 86_400) if self._keep_session else 0
            properties.ReceiveMaximum = INFLIGHT
            options = {"clean_start": not self._keep_session, "properties": properties}
        self._client.connect(profile.host, profile.actual_port, keepalive=profile.keepalive_s, **options)

    def _on_connect(self, client: Any, _data: Any, flags: Any, reason: Any, _properties: Any) -> None:
        if reason.is_failure:
            self.problem = f"the broker refuses: {reason}"
            self._gone.set()
            return
        with self._acknowledging:
            self.connections += 1
            self.session_kept = bool(flags.session_present)
            self.problem = ""
            self.connected.set()
        # Always, also in a session that was kept: a broker that lost it would otherwise send nothing, in silence.
        client.subscribe([(topic, self._profile.qos) for topic in self._profile.topics])
        self.publish_status({"online": True, "time": int(time.time() * 1000)})

    def _on_connect_fail(self, _client: Any, _data: Any) -> None:
        self._gone.set()

    def _on_disconnect(self, _client: Any, _data: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        self.connected.clear()
        self.subscribed.clear()
        if not self._stopping.is_set() and not self.problem:
            self.problem = f"the connection ended: {reason}"
        self._gone.set()

    def _on_subscribe(self, _client: Any, _data: Any, _number: int, reasons: Any, _properties: Any) -> None:
        refused = [topic for topic, reason in zip(self._profile.topics, reasons) if reason.is_failure]
        if refused:
            self.problem = "the broker refuses the topics " + ", ".join(refused)
        else:
            self._back_off.reset()
            self.subscribed.set()

    def _on_message(self, _client: Any, _data: Any, message: Any) -> None:
        try:
            topic = message.topic
        except UnicodeDecodeError:
            topic = "\ufffd"  # the parser rejects it by name
        self._inbox.put(
            Message(
                topic,
                message.payload[:LARGEST_KEPT],
                time.time_ns() // 1_000_000,
                message.mid,
                message.qos,
                message.dup,
                message.retain,
                self.connections,
            )
        )


def _without_delay(_client: Any, _data: Any, connection: Any) -> None:
    """Send small packets at once: acknowledgements would otherwise wait for those of TCP (Nagle)."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _words(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate of the broker is refused: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return f"TLS fails: {error.reason}"
    return str(error.strerror or error) if isinstance(error, OSError) else str(error)
