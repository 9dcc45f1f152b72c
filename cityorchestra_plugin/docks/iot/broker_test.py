"""What a broker answers when it is tried: whether it takes us, and what comes in a few seconds. In a thread."""

from __future__ import annotations

import time

from ....processing_provider.errors import InputError, RunCancelledError
from ....processing_provider.iot.algorithms.brokers import WATCH, Broker, checked_broker, profile_of
from ....processing_provider.translation import number_text, tr
from ..background import BackgroundWork
from .live_feed import LiveFeed

CONNECT_S = 15.0  # longest wait for a connection [s]
LISTEN_S = 3.0
LOOK_S = 0.05
SETTLE_S = 0.3  # a broker that refuses the topics says so shortly after it took the connection [s]


def tested(broker: Broker, task: BackgroundWork, listen_s: float = LISTEN_S) -> str:
    """Connect to a broker and listen for a moment; return what happened, as sentences.

    Raises
    ------
    InputError
        When it does not answer, refuses the account or the topics, or the profile is not complete.
    RunCancelledError
        When the user cancelled.
    """
    feed = LiveFeed(profile_of(checked_broker(broker), WATCH))
    feed.start()
    try:
        end = time.monotonic() + CONNECT_S
        while not feed.connected:
            _go_on(task)
            if feed.problem is not None:
                raise feed.problem
            if time.monotonic() > end:
                raise InputError("The broker does not answer: {reason}.", reason="no connection")
        end = time.monotonic() + listen_s
        settled = time.monotonic() + SETTLE_S
        while time.monotonic() < end and not (feed.coalescer.messages and time.monotonic() > settled):
            _go_on(task)
        if feed.problem is not None:
            raise feed.problem
        return _sentences(feed, listen_s)
    finally:
        feed.stop()


def _go_on(task: BackgroundWork) -> None:
    if task.isCanceled():
        raise RunCancelledError
    time.sleep(LOOK_S)


def _sentences(feed: LiveFeed, listen_s: float) -> str:
    coalescer = feed.coalescer
    parts = [tr("The broker answers.")]
    if not coalescer.messages:
        parts.append(tr("Nothing came in {seconds} s: devices send seldom.").format(seconds=number_text(listen_s)))
    elif sum(coalescer.rejects.values()) == coalescer.messages:
        parts.append(tr("What came is in no known format: check the formats."))
    else:
        parts.append(tr("Messages arrive and can be read."))
    return " ".join(parts)
