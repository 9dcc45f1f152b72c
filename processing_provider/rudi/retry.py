"""Trying again, in one place: when, how often and after how long."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Callable, Optional

from ..errors import RunCancelledError
from .transport import OnChunk, Request, Response, Stop, Transport, TransportError, whole_number

BUSY = frozenset((429, 500, 502, 503, 504))  # statuses of a server that may answer later
_SLICE_S = 0.1  # a wait looks this often whether the user cancelled [s]


@dataclass(frozen=True)
class RetryPolicy:
    """How to try again.

    Attributes
    ----------
    waits_s : tuple of float
        Wait before each new try [s]; as many tries as there are waits, after the first.
    longest_wait_s : float
        A server that asks (``Retry-After``) for longer is not waited for: its answer is returned as it is.
    jitter : callable
        Gives a factor of the wait, so that many clients do not come back together.
    sleep, clock : callable
        Replaced in tests; ``clock`` gives an aware date and time.
    """

    waits_s: tuple[float, ...] = (1.0, 2.0, 4.0)
    longest_wait_s: float = 60.0
    jitter: Callable[[], float] = lambda: random.uniform(0.8, 1.2)  # noqa: S311
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc)

    def pause(self, attempt: int, answer: Optional[Response]) -> Optional[float]:
        """Return how long to wait before the next try [s]; None to give up.

        Parameters
        ----------
        attempt : int
            Tries made so far, 1 after the first.
        answer : Response, optional
            What the server said; None when it said nothing.
        """
        if attempt > len(self.waits_s):
            return None
        asked = None if answer is None else retry_after(answer, self.clock())
        if asked is None:
            return self.waits_s[attempt - 1] * self.jitter()
        return asked if asked <= self.longest_wait_s else None

    def wait(self, seconds: float, stop: Optional[Stop]) -> None:
        """Wait, unless the user cancels.

        Raises
        ------
        RunCancelledError
            When ``stop`` turned true.
        """
        left = seconds
        while True:
            if stop is not None and stop():
                raise RunCancelledError
            if left <= 0:
                return
            step = min(left, _SLICE_S if stop is not None else left)
            self.sleep(step)
            left -= step


def retry_after(answer: Response, now: datetime) -> Optional[float]:
    """Return what ``Retry-After`` asks for [s], from seconds or from a date; None when it says nothing."""
    text = answer.headers.get("Retry-After")
    seconds = whole_number(text)
    if seconds is not None or text is None:
        return None if seconds is None else float(seconds)
    try:
        date = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    aware = date if date.tzinfo else date.replace(tzinfo=timezone.utc)
    return max(0.0, (aware - now).total_seconds())


class RetryingTransport:
    """A transport that tries again what failed for a while.

    Only requests that may be sent twice are repeated, and never one whose answer was already handed out piece by
    piece: a download resumes instead (:mod:`.download`).
    """

    def __init__(self, transport: Transport, policy: Optional[RetryPolicy] = None) -> None:
        self._transport = transport
        self.policy = policy or RetryPolicy()

    def send(self, request: Request, *, on_chunk: Optional[OnChunk] = None, stop: Optional[Stop] = None) -> Response:
        """Send a request; see :meth:`.transport.Transport.send`."""
        handed_out = False

        def hand_out(head: Response, piece: bytes) -> None:
            nonlocal handed_out
            handed_out = True
            on_chunk(head, piece)

        attempt = 0
        while True:
            attempt += 1
            answer, failure = None, None
            try:
                answer = self._transport.send(request, on_chunk=None if on_chunk is None else hand_out, stop=stop)
            except TransportError as error:
                if handed_out or not (error.may_repeat and request.may_repeat):
                    raise
                failure = error
            if answer is not None and not (answer.status in BUSY and request.may_repeat):
                return answer
            pause = self.policy.pause(attempt, answer)
            if pause is None:
                if failure is not None:
                    raise failure
                return answer
            self.policy.wait(pause, stop)
