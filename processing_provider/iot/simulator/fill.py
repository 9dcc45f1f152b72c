"""Write made-up messages straight into a store, as a recorder would have: for training, and where no broker is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from ..formats.registry import Parser
from ..normalise import Choices, Message, Normaliser
from ..rows import Counts
from ..store.writer import write_rows
from .fleet import Sent

BATCH = 500  # messages of one commit


def fill_store(database: Any, messages: Iterable[Sent], stop: Callable[[], bool] = lambda: False) -> Counts:
    """Store messages, received when they were sent.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
        Opened for writing, where no recorder writes.
    messages : iterable of Sent
        In the order of time.
    stop : callable
        True to end early; what was stored stays.

    Returns
    -------
    Counts
    """
    parse = Parser().parse
    normaliser = Normaliser(database, Choices(keep_raw=False, rate_limit=False))
    counts = Counts()
    source = iter(messages)
    while not stop():
        batch = list(islice(source, BATCH))
        if not batch:
            break
        database.begin()
        try:
            normaliser.begin()
            for item in batch:
                message = Message(item.topic, item.payload, item.time)
                normaliser.take(message, parse(item.topic, item.payload, item.time))
            rows = normaliser.finish()
            write_rows(database, rows)
            database.commit()
        except BaseException:
            database.rollback()
            raise
        counts.add(rows.counts)
    return counts
