"""When to commit, and how long to wait before trying again."""

from __future__ import annotations

import random
from typing import Optional

MOST_MESSAGES = 500  # messages of one commit
LONGEST_S = 0.25  # time that a message waits for its commit [s]
_STALL_S = 0.03  # silence at the end of a batch that means that the broker waits for our acknowledgements [s]
_SURE = 3  # times that a batch must stall at the same number before it is believed


class BatchPacer:
    """Decides when a batch is full: at 500 messages, after 250 ms, or when the broker can send no more.

    A broker sends only so many messages that are not acknowledged (``max_inflight_messages``, 20 for mosquitto by
    default), and here they are acknowledged after the commit. A batch that waited for its 250 ms would then take
    20 messages at a time. The number is learned: batches that end in silence at the same number, time after time.
    """

    def __init__(self, most: int = MOST_MESSAGES, longest_s: float = LONGEST_S) -> None:
        self._most, self._longest = most, longest_s
        self.window: Optional[int] = None
        self._last_stall, self._stalls = 0, 0

    def full(self, messages: int, waiting: bool) -> bool:
        """Tell whether a batch is to be committed now, given whether more messages are waiting."""
        return messages >= self._most or (self.window is not None and messages >= self.window and not waiting)

    def remaining(self, age_s: float) -> float:
        """Return how long a batch of a given age may still wait [s]."""
        return max(0.0, self._longest - age_s)

    def ended(self, messages: int, silence_s: float) -> None:
        """Learn from a batch: its messages, and the time since the last one came [s]."""
        if self.window is not None:
            if messages > self.window:
                self.window, self._stalls = None, 0
            elif messages < self.window and silence_s >= _STALL_S:
                self._stalls += 1
                if self._stalls > _SURE:  # traffic is simply slow
                    self.window, self._stalls = None, 0
            else:
                self._stalls = 0
            return
        if silence_s < _STALL_S or messages < 2 or messages >= self._most:
            self._stalls = 0
            return
        self._stalls = self._stalls + 1 if messages == self._last_stall else 1
        self._last_stall = messages
        if self._stalls >= _SURE:
            self.window, self._stalls = messages, 0


class BackOff:
    """Waits that double from the first to the longest, each changed by up to half at random.

    Parameters
    ----------
    first, longest : float
        [s].
    seed : int, optional
        Of the random numbers; not given, recorders that lost the same broker do not come back together.
    """

    def __init__(self, first: float = 1.0, longest: float = 120.0, seed: Optional[int] = None) -> None:
        self._first, self._longest = first, longest
        self._random = random.Random(seed)  # noqa: S311 - to spread waits, not a secret
        self._tries = 0

    def next(self) -> float:
        """Return the next wait [s]: half to one and a half times its nominal length, at most the longest."""
        nominal = min(self._longest, self._first * 2.0 ** min(self._tries, 30))
        self._tries += 1
        return min(self._longest, nominal * self._random.uniform(0.5, 1.5))

    def reset(self) -> None:
        """Begin again from the first wait."""
        self._tries = 0
