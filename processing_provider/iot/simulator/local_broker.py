"""A small MQTT 3.1.1 broker on the loopback address, for the demo where no real one is installed.

Sessions and retained messages live in memory, QoS 0 and 1 only, no TLS, no accounts: it listens on 127.0.0.1 and
nowhere else. A session that is kept gets its messages again, marked as such and under the same number (4.4).
"""

from __future__ import annotations

import asyncio
import struct
import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Optional

LARGEST_PACKET = 256 * 1024  # bytes
MOST_QUEUED = 100_000  # messages kept for a client that is away
MOST_RETAINED = 10_000
INFLIGHT = 200  # messages that a client has not acknowledged
_CONNECT, _CONNACK, _PUBLISH, _PUBACK, _SUBSCRIBE, _SUBACK = 1, 2, 3, 4, 8, 9
_UNSUBSCRIBE, _UNSUBACK, _PINGREQ, _PINGRESP, _DISCONNECT = 10, 11, 12, 13, 14


class ProtocolError(ValueError):
    """A packet that is not MQTT 3.1.1, or asks for what this broker has not."""


def topic_matches(wanted: str, topic: str) -> bool:
    """Tell whether a topic is in a filter (MQTT 3.1.1, 4.7)."""
    if topic.startswith("$") and wanted[:1] in ("#", "+"):
        return False
    filters, levels = wanted.split("/"), topic.split("/")
    for index, level in enumerate(filters):
        if level == "#":
            return True
        if index >= len(levels) or level not in ("+", levels[index]):
            return False
    return len(filters) == len(levels)


@dataclass
class _Session:
    client: str
    filters: dict[str, int] = field(default_factory=dict)
    inflight: dict[int, tuple[str, bytes]] = field(default_factory=dict)
    queue: deque = field(default_factory=deque)
    last_number: int = 0
    writer: Optional[asyncio.StreamWriter] = None

    def number(self) -> int:
        while True:
            self.last_number = self.last_number % 65_535 + 1
            if self.last_number not in self.inflight:
                return self.last_number


class LocalBroker:
    """The broker, in a thread; a context manager.

    Parameters
    ----------
    port : int
        0: any that is free, then found in ``port``.
    """

    def __init__(self, port: int = 0) -> None:
        self.port = port
        self._sessions: dict[str, _Session] = {}
        self._retained: dict[str, bytes] = {}
        self._loop = asyncio.new_event_loop()
        self._server: Any = None
        self._started = threading.Event()
        self._error: Optional[BaseException] = None
        self._thread = threading.Thread(target=self._run, name="local broker", daemon=True)

    def __enter__(self) -> LocalBroker:
        self._thread.start()
        self._started.wait()
        if self._error is not None:
            raise self._error
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the broker and its connections."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._server = self._loop.run_until_complete(
                asyncio.start_server(self._serve, "127.0.0.1", self.port, limit=LARGEST_PACKET)
            )
            self.port = self._server.sockets[0].getsockname()[1]
        except OSError as error:
            self._error = error
            self._started.set()
            return
        self._started.set()
        try:
            self._loop.run_forever()
        finally:
            self._server.close()
            tasks = asyncio.all_tasks(self._loop)
            for task in tasks:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            self._loop.run_until_complete(asyncio.sleep(0))  # a closed connection ends one turn of the loop later
            self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session, will = None, None
        try:
            session, will, keep_alive = await self._greet(reader, writer)
            while True:
                header, body = await asyncio.wait_for(_packet(reader), keep_alive * 1.5 if keep_alive else None)
                if header >> 4 == _DISCONNECT:
                    will = None
                    break
                self._handle(session, header, body)
                await writer.drain()
        except (ProtocolError, ConnectionError, asyncio.IncompleteReadError, asyncio.TimeoutError, struct.error) as end:
            if isinstance(end, ProtocolError) and session is None:
                writer.write(bytes((_CONNACK << 4, 2, 0, 1)))
        except UnicodeDecodeError:
            writer.close()
        finally:
            if session is not None and session.writer is writer:
                session.writer = None
            if will is not None:
                self._publish(*will)
            writer.close()

    async def _greet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[Any, Any, int]:
        header, body = await asyncio.wait_for(_packet(reader), 10.0)
        if header >> 4 != _CONNECT or body[:7] != b"\x00\x04MQTT\x04":
            raise ProtocolError("not MQTT 3.1.1")
        flags, keep_alive = body[7], struct.unpack_from("!H", body, 8)[0]
        client, position = _text(body, 10)
        will = None
        if flags & 0x04:
            topic, position = _text(body, position)
            length = struct.unpack_from("!H", body, position)[0]
            will = (topic, body[position + 2 : position + 2 + length], bool(flags & 0x20))
        clean = bool(flags & 0x02)
        known = self._sessions.get(client)
        if known is not None and known.writer is not None:
            known.writer.close()
        present = known is not None and not clean
        session = known if present and known is not None else _Session(client)
        self._sessions[client] = session
        session.writer = writer
        writer.write(bytes((_CONNACK << 4, 2, int(present), 0)))
        for number, (topic, payload) in session.inflight.items():
            writer.write(_publish_packet(topic, payload, 1, number, again=True))
        self._flush(session)
        return session, will, keep_alive

    def _handle(self, session: _Session, header: int, body: bytes) -> None:
        kind = header >> 4
        if kind == _PUBLISH:
            qos = (header >> 1) & 3
            if qos > 1:
                raise ProtocolError("QoS 2")
            topic, position = _text(body, 0)
            if not topic or "+" in topic or "#" in topic:
                raise ProtocolError("topic")
            if qos:
                session.writer.write(bytes((_PUBACK << 4, 2)) + body[position : position + 2])
                position += 2
            self._publish(topic, body[position:], bool(header & 1), qos)
        elif kind == _PUBACK:
            session.inflight.pop(struct.unpack_from("!H", body)[0], None)
            self._flush(session)
        elif kind == _SUBSCRIBE:
            self._subscribe(session, body)
        elif kind == _UNSUBSCRIBE:
            position = 2
            while position < len(body):
                wanted, position = _text(body, position)
                session.filters.pop(wanted, None)
            session.writer.write(bytes((_UNSUBACK << 4, 2)) + body[:2])
        elif kind == _PINGREQ:
            session.writer.write(bytes((_PINGRESP << 4, 0)))
        else:
            raise ProtocolError(f"packet {kind}")

    def _subscribe(self, session: _Session, body: bytes) -> None:
        position, granted, wanted_now = 2, [], []
        while position < len(body):
            wanted, position = _text(body, position)
            qos = min(1, body[position])
            position += 1
            session.filters[wanted] = qos
            granted.append(qos)
            wanted_now.append((wanted, qos))
        session.writer.write(bytes((_SUBACK << 4, 2 + len(granted))) + body[:2] + bytes(granted))
        for wanted, _ in wanted_now:
            for topic, payload in self._retained.items():
                if topic_matches(wanted, topic):
                    session.writer.write(_publish_packet(topic, payload, 0, 0, retained=True))

    def _publish(self, topic: str, payload: bytes, retain: bool, qos: int = 1) -> None:
        if retain and not payload:
            self._retained.pop(topic, None)
        elif retain and (topic in self._retained or len(self._retained) < MOST_RETAINED):
            self._retained[topic] = payload
        for session in self._sessions.values():
            granted = [level for wanted, level in session.filters.items() if topic_matches(wanted, topic)]
            if not granted:
                continue
            if min(qos, max(granted)) == 0:
                if session.writer is not None:
                    session.writer.write(_publish_packet(topic, payload, 0, 0))
            elif len(session.queue) < MOST_QUEUED:
                session.queue.append((topic, payload))
                self._flush(session)

    @staticmethod
    def _flush(session: _Session) -> None:
        while session.writer is not None and session.queue and len(session.inflight) < INFLIGHT:
            topic, payload = session.queue.popleft()
            number = session.number()
            session.inflight[number] = (topic, payload)
            session.writer.write(_publish_packet(topic, payload, 1, number))


def _publish_packet(
    topic: str, payload: bytes, qos: int, number: int, again: bool = False, retained: bool = False
) -> bytes:
    name = topic.encode()
    body = struct.pack("!H", len(name)) + name + (struct.pack("!H", number) if qos else b"") + payload
    first = (_PUBLISH << 4) | (again << 3) | (qos << 1) | retained
    return bytes((first,)) + _length(len(body)) + body


def _length(length: int) -> bytes:
    encoded = bytearray()
    while True:
        length, digit = divmod(length, 128)
        encoded.append(digit | (0x80 if length else 0))
        if not length:
            return bytes(encoded)


def _text(body: bytes, position: int) -> tuple[str, int]:
    length = struct.unpack_from("!H", body, position)[0]
    end = position + 2 + length
    if end > len(body):
        raise ProtocolError("a text is cut")
    return body[position + 2 : end].decode("utf-8"), end


async def _packet(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    header = (await reader.readexactly(1))[0]
    length = 0
    for power in range(4):
        digit = (await reader.readexactly(1))[0]
        length |= (digit & 0x7F) << (7 * power)
        if not digit & 0x80:
            break
    else:
        raise ProtocolError("the length is too long")
    if length > LARGEST_PACKET:
        raise ProtocolError("the packet is too large")
    return header, await reader.readexactly(length)
