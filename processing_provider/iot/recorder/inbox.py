"""The queue between the network and the store, bounded in messages and in bytes."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Optional

from ..normalise import Message

MOST_KEPT, MOST_KEPT_BYTES = 4_000, 16 * 2**20  # of QoS 1: the broker keeps the rest
MOST_LIVE, MOST_LIVE_BYTES = 100_000, 64 * 2**20  # of QoS 0, which nobody keeps
PATIENCE_S = 10.0  # time that the network waits for room, well below the time after which a broker misses us [s]


class Inbox:
    """Messages on their way from the thread of the network to the thread of the store.

    Where there is no room, the network waits, and TCP makes the broker wait. A broker may send more than its limit of
    unacknowledged messages (mosquitto 2.0.11 does to a session that it kept), so that limit is not relied upon.
    A message that still does not fit is not taken. One of QoS 1 is then not acknowledged either, so that the broker
    keeps it: ``refused`` tells the recorder to connect again once there is room. One of QoS 0 is gone, and counted.

    Parameters
    ----------
    kept, live : tuple of int
        Most messages and bytes, with QoS 1 and with QoS 0.
    patience : float
        [s].

    Attributes
    ----------
    lost : int
        Messages of QoS 0 that did not fit.
    refused : int
        Messages of QoS 1 that did not fit, to be delivered again by the broker.
    """

    def __init__(
        self,
        kept: tuple[int, int] = (MOST_KEPT, MOST_KEPT_BYTES),
        live: tuple[int, int] = (MOST_LIVE, MOST_LIVE_BYTES),
        patience: float = PATIENCE_S,
    ) -> None:
        self._limits = (live, kept)
        self._patience = patience
        self._items: deque[Message] = deque()
        self._bytes = 0
        self._lock = threading.Lock()
        self._ready = threading.Condition(self._lock)
        self._room = threading.Condition(self._lock)
        self._waiting = False
        self._closed = False
        self.lost = self.refused = 0

    def __len__(self) -> int:
        return len(self._items)

    def put(self, message: Message) -> bool:
        """Add a message, waiting for room when there is none; return False when it was not taken."""
        with self._lock:
            if self._closed:
                return False
            # After a refusal no later message of QoS 1 is taken either, so that the order is kept.
            if (message.qos and self.refused) or not self._make_room(message):
                if message.qos:
                    self.refused += 1
                else:
                    self.lost += 1
                return False
            self._items.append(message)
            self._bytes += len(message.payload)
            if len(self._items) == 1:
                self._ready.notify()
        return True

    def _make_room(self, message: Message) -> bool:
        most, most_bytes = self._limits[1 if message.qos else 0]

        def fits() -> bool:
            return len(self._items) < most and self._bytes + len(message.payload) <= most_bytes

        if fits():
            return True
        if not message.qos:
            return False
        self._waiting = True
        try:
            return self._room.wait_for(lambda: fits() or self._closed, self._patience) and not self._closed
        finally:
            self._waiting = False

    def close(self) -> None:
        """Take nothing more."""
        with self._lock:
            self._closed = True
            self._room.notify_all()
            self._ready.notify_all()

    def get(self, timeout: float) -> Optional[Message]:
        """Return the oldest message, None when none comes in time [s]."""
        if not self._items and timeout > 0:
            with self._ready:
                end = time.monotonic() + timeout
                while not self._items:
                    left = end - time.monotonic()
                    if left <= 0:
                        return None
                    self._ready.wait(left)
        try:
            message = self._items.popleft()
        except IndexError:
            return None
        with self._lock:
            self._bytes -= len(message.payload)
            if self._waiting:
                self._room.notify()
        return message

    def accept_again(self) -> int:
        """Take messages of QoS 1 again after a refusal; return how many were refused."""
        with self._lock:
            refused, self.refused = self.refused, 0
        return refused
