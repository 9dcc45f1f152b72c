"""Bounded memories of a running recorder: frames heard lately, rates of devices, skew of their clocks."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable
from typing import Optional

from .health.clocks import QUARANTINE_SKEW, SKEW_MESSAGES

WINDOW_MS = 600_000  # time within which the same frame again is a duplicate [ms]
WINDOW_FRAMES = 200_000  # frames remembered at most in each half of the window; about 25 MB
RATE_PER_S, BURST = 10.0, 100.0  # messages of one device: lasting rate [1/s], and how many at once
_MASK = 2**64 - 1
_MIX = 0x9E3779B97F4A7C15  # odd, so that multiplying by it loses nothing
_LONGEST_SKEW = 2**31 - 1  # ms; about 25 days


def content_number(session: str, counter: Optional[int], data: bytes) -> int:
    """Return a number of 64 bits (signed) that tells frames of a device apart: session, counter and bytes."""
    digest = hashlib.sha1(b"%b|%d|%b" % (session.encode(), -1 if counter is None else counter, data),
                          usedforsecurity=False)  # fmt: skip
    return int.from_bytes(digest.digest()[:8], "big", signed=True)


def session_number(session: str) -> int:
    """Return a number of 32 bits for a session; 0 for an unknown one."""
    if not session:
        return 0
    digest = hashlib.sha1(session.encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest[:4], "big") or 1


class DuplicateWindow:
    """Frames of the last ten minutes, by device and content; the oldest half is forgotten when it is full.

    Parameters
    ----------
    span : int
        [ms].
    limit : int
        Frames in each of the two halves.
    """

    def __init__(self, span: int = WINDOW_MS, limit: int = WINDOW_FRAMES) -> None:
        self._span, self._limit = span, limit
        self._now: dict[int, int] = {}
        self._before: dict[int, int] = {}
        self._started: Optional[int] = None

    def __len__(self) -> int:
        return len(self._now) + len(self._before)

    def is_new(self, device: int, content: int, moment: int) -> bool:
        """Tell whether a frame was not heard within the span of its time [ms], and remember it.

        Time is that of the event, so that a frame delivered again hours later is still known.
        """
        key = ((device * _MIX) & _MASK) ^ (content & _MASK)
        known = self._now.get(key)
        if known is None:
            known = self._before.get(key)
        if known is not None and abs(moment - known) <= self._span:
            return False
        if self._started is None:
            self._started = moment
        if moment - self._started > self._span or len(self._now) >= self._limit:
            self._before, self._now, self._started = self._now, {}, moment
        self._now[key] = moment
        return True

    def load(self, frames: Iterable[tuple[int, int, int]]) -> None:
        """Remember frames that were stored earlier: (device, content, time [ms])."""
        for device, content, moment in frames:
            self.is_new(device, content, moment)


class RateLimits:
    """A token bucket for each device, numbered from 0."""

    def __init__(self, rate: float = RATE_PER_S, burst: float = BURST) -> None:
        self._per_ms, self._burst = rate / 1000.0, burst
        self._tokens = array("f")
        self._last = array("q")

    def grow(self, devices: int) -> None:
        """Make room for devices numbered below a number."""
        missing = devices - len(self._tokens)
        if missing > 0:
            self._tokens.extend([self._burst] * missing)
            self._last.extend([0] * missing)

    def take(self, device: int, moment: int) -> bool:
        """Tell whether a message of a device at a moment [ms] is within its rate, and count it when it is."""
        elapsed = moment - self._last[device]
        tokens = self._tokens[device]
        if elapsed > 0:
            tokens = min(self._burst, tokens + elapsed * self._per_ms)
            self._last[device] = moment
        if tokens < 1.0:
            self._tokens[device] = tokens
            return False
        self._tokens[device] = tokens - 1.0
        return True


class ClockSkews:
    """The last twenty skews of each device: reception minus the time it told [ms]."""

    def __init__(self) -> None:
        self._rings = array("i")
        self._counts = array("L")

    def grow(self, devices: int) -> None:
        """Make room for devices numbered below a number."""
        missing = devices - len(self._counts)
        if missing > 0:
            self._rings.extend([0] * (missing * SKEW_MESSAGES))
            self._counts.extend([0] * missing)

    def add(self, device: int, skew: int) -> None:
        """Remember a skew [ms]."""
        count = self._counts[device]
        self._rings[device * SKEW_MESSAGES + count % SKEW_MESSAGES] = max(-_LONGEST_SKEW, min(_LONGEST_SKEW, skew))
        self._counts[device] = count + 1

    def median(self, device: int) -> Optional[int]:
        """Return the median skew of a device [ms], None when it never told a time."""
        count = min(self._counts[device], SKEW_MESSAGES)
        if not count:
            return None
        start = device * SKEW_MESSAGES
        ordered = sorted(self._rings[start : start + count])
        return (ordered[count // 2] + ordered[(count - 1) // 2]) // 2

    def quarantined(self, device: int) -> bool:
        """Tell whether the clock of a device is too far off for its times to be stored."""
        skew = self.median(device)
        return skew is not None and abs(skew) > QUARANTINE_SKEW
