"""The thread of the store: takes messages from the inbox, writes them in batches, and only then acknowledges them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Optional, Union

from ...errors import InputError
from ..events import Event, Reject
from ..normalise import Choices, Message, Normaliser
from ..rows import Counts
from ..store.writer import write_rows
from .deliveries import Deliveries
from .inbox import Inbox
from .pacing import BackOff, BatchPacer

Parse = Callable[[str, bytes, int], Union[Sequence[Event], Reject]]
Acknowledge = Callable[[Sequence[Message]], None]

CAUGHT_UP_S = 1.0  # silence after which the broker has delivered what it had kept [s]
IDLE_S = 0.5  # time between two looks at whether to stop [s]
log = logging.getLogger("cityorchestra.iot.recorder")


@dataclass
class Progress:
    """What a recorder has done; read by other threads.

    Attributes
    ----------
    counts : Counts
    commits : int
    problem : str
        Why nothing can be stored at the moment, empty when all is well.
    last_commit : float
        [s since 1970].
    """

    counts: Counts = field(default_factory=Counts)
    commits: int = 0
    problem: str = ""
    last_commit: float = 0.0


class StoreThread:
    """Writes batches; nothing is acknowledged before it is stored, and a failure only makes it wait.

    Parameters
    ----------
    open_database : callable
        Opens the store, in this thread.
    inbox : Inbox
    parse : callable
        Of a topic, a payload and the time of reception [ms]: events, or why the message is rejected.
    acknowledge : callable
        Of stored messages.
    client : str
        Identifier of the client at the broker.
    choices : Choices, optional
    pacer : BatchPacer, optional
    """

    def __init__(
        self,
        open_database: Callable[[], Any],
        inbox: Inbox,
        parse: Parse,
        acknowledge: Acknowledge,
        client: str,
        choices: Optional[Choices] = None,
        pacer: Optional[BatchPacer] = None,
    ) -> None:
        self._open = open_database
        self._inbox = inbox
        self._parse = parse
        self._acknowledge = acknowledge
        self._choices = choices
        self._pacer = pacer or BatchPacer()
        self._deliveries = Deliveries(client)
        self._stopping = threading.Event()
        self._catch_up = threading.Event()
        self.progress = Progress()
        self.ready = threading.Event()
        self.error: Optional[BaseException] = None
        self._thread = threading.Thread(target=self._run, name="store", daemon=True)

    def start(self) -> None:
        """Open the store and begin; returns when it is open.

        Raises
        ------
        InputError
            When the store cannot be opened.
        """
        self._thread.start()
        self.ready.wait()
        if self.error is not None:
            raise self.error

    def stop(self, patience: float = 10.0) -> bool:
        """Store what is in the inbox, and end; return False when that did not succeed in time [s]."""
        self._stopping.set()
        self._inbox.close()
        self._thread.join(patience)
        return not self._thread.is_alive() and self.error is None

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def catch_up(self) -> None:
        """Say that the broker now delivers what it kept: no device is too fast until it has done so."""
        self._catch_up.set()

    def _run(self) -> None:
        database = None
        try:
            database = self._open()
            self._normaliser = Normaliser(database, self._choices)
            self._deliveries.load(database)
            self.ready.set()
            silence = 0.0
            while True:
                batch = self._gather()
                if batch:
                    silence = 0.0
                    self._normaliser.catching_up = self._catch_up.is_set()
                    if not self._store(database, batch):
                        return
                    continue
                if self._stopping.is_set():
                    return
                silence += IDLE_S
                if silence >= CAUGHT_UP_S:
                    self._catch_up.clear()
        except BaseException as error:
            self.error = error
            if not isinstance(error, InputError):
                log.exception("The recorder cannot go on")
        finally:
            self.ready.set()
            if database is not None:
                database.close()

    def _gather(self) -> list[Message]:
        """Return the messages of the next batch, none when none came for a while."""
        inbox, pacer = self._inbox, self._pacer
        first = inbox.get(0.0 if self._stopping.is_set() else IDLE_S)
        if first is None:
            return []
        batch = [first]
        began = last = time.monotonic()
        while not pacer.full(len(batch), len(inbox) > 0):
            message = inbox.get(pacer.remaining(time.monotonic() - began))
            if message is None:
                break
            last = time.monotonic()
            batch.append(message)
        pacer.ended(len(batch), time.monotonic() - last)
        return batch

    def _store(self, database: Any, batch: list[Message]) -> bool:
        """Store a batch however long it takes, then acknowledge it; return False when told to stop before."""
        fresh = [message for message in batch if not self._deliveries.is_stored(message)]
        parsed = [self._parse(message.topic, message.payload, message.received) for message in fresh]
        redelivered = len(batch) - len(fresh)
        waits = BackOff(0.5, 30.0)
        sound, counts = True, None
        while counts is None:
            try:
                if not sound:
                    self._recover(database)
                    sound = True
                    if self._deliveries.was_last(fresh):  # the commit was done, only its answer was lost
                        counts = Counts(messages=len(fresh))
                        break
                counts = self._write(database, fresh, parsed) if fresh else Counts()
            except Exception as error:
                verdict = database.failure(error)
                if verdict == "broken":
                    raise
                if verdict == "data" and sound:
                    log.warning("A batch does not fit the store, its messages are stored one by one: %s", error)
                    self._recover(database)
                    counts = self._one_by_one(database, fresh, parsed)
                    break
                sound = False
                self.progress.problem = str(error).strip().splitlines()[0] if str(error) else type(error).__name__
                log.warning("Nothing can be stored, the broker keeps the messages: %s", self.progress.problem)
                if self._stopping.wait(waits.next()):
                    return False
        if self.progress.problem:
            log.info("The store takes messages again")
        counts.redelivered += redelivered
        self.progress.problem = ""
        self.progress.counts.add(counts)
        self.progress.commits += 1
        self.progress.last_commit = time.time()
        self._acknowledge(batch)
        return True

    def _write(self, database: Any, batch: Sequence[Message], parsed: Sequence[Any]) -> Counts:
        """Write a batch in one transaction."""
        normaliser = self._normaliser
        database.begin()
        try:
            if _registry(database) != normaliser.registry:  # somebody declared devices
                normaliser.load(database)
            normaliser.begin()
            for message, result in zip(batch, parsed):
                normaliser.take(message, result)
            rows = normaliser.finish()
            rows.deliveries = self._deliveries.note(batch)
            write_rows(database, rows)
            normaliser.registry = _registry(database)
            database.commit()
        except BaseException:
            database.rollback()
            normaliser.registry = -1  # what it numbered was not stored: it reads the store again
            self._deliveries.forget()
            raise
        return rows.counts

    def _recover(self, database: Any) -> None:
        """Connect to the store again and read what it took last."""
        database.reopen()
        self._deliveries.load(database)

    def _one_by_one(self, database: Any, batch: Sequence[Message], parsed: Sequence[Any]) -> Counts:
        """Store messages each in a transaction; one that the store refuses is kept as rejected."""
        counts = Counts()
        for message, result in zip(batch, parsed):
            counts.add(self._write_or_reject(database, message, result))
        return counts

    def _write_or_reject(self, database: Any, message: Message, result: Any) -> Counts:
        try:
            return self._write(database, [message], [result])
        except Exception as error:
            if database.failure(error) != "data":
                raise
            refused = Reject("not_storable", type(error).__name__, message.topic)
            return self._write(database, [message], [refused])


def _registry(database: Any) -> int:
    return int(next(iter(database.query("SELECT registry FROM revision WHERE id = 1")))[0])
