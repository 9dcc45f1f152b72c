"""Writes datastreams and their observations into a store, as a recorder that hears the server would."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...errors import InputError
from ..events import Event
from ..normalise import Choices, Message, Normaliser
from ..store.registry import Declaration, declare_devices
from ..store.schema import insert
from ..store.writer import write_rows
from .datastreams import Datastream

BATCH = 5000  # observations of one transaction
FACT = "sensorthings"  # name under which a store remembers the address of its server


class Importer:
    """What writes into a store; a recorder may write to it at the same time.

    Parameters
    ----------
    database : SqliteDatabase or PostgresDatabase
        Opened for writing.
    address : str
        Of the server: a store holds one, since datastreams are numbered by their server.

    Raises
    ------
    InputError
        When the store holds another server.
    """

    def __init__(self, database: Any, address: str) -> None:
        self._database = database
        self._waiting: list[Event] = []
        self.read = self.new = 0
        known = next(iter(database.query("SELECT value FROM store_facts WHERE name = ?", (FACT,))), None)
        if known is not None and known[0] != address:
            raise InputError(
                "This store holds the datastreams of {known}; those of {address} may have the same numbers. Give "
                "another store.",
                known=known[0],
                address=address,
            )
        if known is None:
            database.begin()
            try:
                database.insert(insert("store_facts"), [(FACT, address)])
                database.commit()
            except BaseException:
                database.rollback()
                raise
        self._normaliser = Normaliser(database, Choices(keep_raw=False, rate_limit=False))

    def declare(self, streams: Sequence[Datastream]) -> tuple[int, int]:
        """Declare datastreams as devices; return how many are new and how many were known."""
        return declare_devices(
            self._database,
            [
                Declaration(
                    stream.uid, stream.label, stream.thing, stream.property,
                    longitude=stream.place.longitude if stream.place else None,
                    latitude=stream.place.latitude if stream.place else None,
                )
                for stream in streams
            ],
        )  # fmt: skip

    def add(self, events: Iterable[Event]) -> int:
        """Take observations, and write them as they fill a batch; return how many there were."""
        count = 0
        for event in events:
            count += 1
            self._waiting.append(event)
            if len(self._waiting) >= BATCH:
                self.flush()
        return count

    def flush(self) -> None:
        """Write what waits."""
        if not self._waiting:
            return
        database, normaliser = self._database, self._normaliser
        database.begin()
        try:
            if _registry(database) != normaliser.registry:  # a recorder or another user added devices or metrics
                normaliser.load(database)
            normaliser.begin()
            for event in self._waiting:
                normaliser.take(Message("", b"", event.received_time), [event])
            rows = normaliser.finish()
            write_rows(database, rows)
            normaliser.registry = _registry(database)
            database.commit()
        except BaseException:
            database.rollback()
            normaliser.registry = -1  # what it numbered was not stored
            raise
        self.read += len(self._waiting)
        self.new += rows.counts.observations
        self._waiting.clear()


def _registry(database: Any) -> int:
    return int(next(iter(database.query("SELECT registry FROM revision WHERE id = 1")))[0])
