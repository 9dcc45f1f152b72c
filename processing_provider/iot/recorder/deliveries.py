"""Which messages of the broker are stored already, though the broker may not know it yet.

A recorder that dies between commit and acknowledgement is given those messages again, marked as such and under the
same number (MQTT 3.1.1, 4.4). Each commit therefore notes the numbers that it took with a checksum of what they
were: a message delivered again that stands there is acknowledged and not stored twice, whatever its content.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import Any

from ..normalise import Message

_ONE = struct.Struct("<HI")


class Deliveries:
    """Messages of one client identifier that the last commits took.

    Parameters
    ----------
    client : str
        Identifier of the client at the broker.
    """

    def __init__(self, client: str) -> None:
        self.client = client
        self._known: dict[int, int] = {}
        self._last = b""

    def load(self, database: Any) -> None:
        """Read what the last commits noted."""
        self._known.clear()
        self._last = b""
        for (content,) in database.query("SELECT content FROM delivery WHERE client = ? ORDER BY id", (self.client,)):
            self._last = bytes(content)
            self._known.update(_ONE.iter_unpack(self._last))

    def is_stored(self, message: Message) -> bool:
        """Tell whether a message that is delivered again was stored already."""
        return message.again and message.qos > 0 and self._known.get(message.number) == _checksum(message)

    def note(self, messages: Iterable[Message]) -> list[tuple[str, bytes]]:
        """Return the row that notes the messages of a batch, and remember them; none without QoS 1."""
        taken = [(message.number, _checksum(message)) for message in messages if message.qos]
        self._known.update(taken)
        return [(self.client, b"".join(_ONE.pack(*pair) for pair in taken))] if taken else []

    def forget(self) -> None:
        """Forget everything, after a batch that was not stored; :meth:`load` reads what was."""
        self._known.clear()

    def was_last(self, messages: Iterable[Message]) -> bool:
        """Tell whether a batch is the last that the store noted: its commit was done, though no answer came."""
        content = b"".join(_ONE.pack(item.number, _checksum(item)) for item in messages if item.qos)
        return bool(content) and content == self._last


def _checksum(message: Message) -> int:
    return zlib.crc32(message.payload, zlib.crc32(message.topic.encode("utf-8", "replace")))
