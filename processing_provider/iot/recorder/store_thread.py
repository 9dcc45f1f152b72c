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
from .alarm_watch import AlarmWatch
from .deliveries import Deliveries
from .inbox import Inbox
from .pacing import BackOff, BatchPacer

Parse = Callable[[str, bytes, int], Union[Sequence[Event], Reject]]
Acknowledge = Callable[[Sequence[Message]], None]
Session = Callable[[], tuple[int, bool, bool]]

CAUGHT_UP_S = 1.0  # silence after which the broker has delivered what it had kept [s]
UNDATED_MS = 60_000  # time after a connection when messages without a time of the network are no longer old [ms]
LOOK_S = 1.0  # time between two looks at alarms [s]
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
    alarms : AlarmWatch, optional
        Looks at what is stored, in the same transaction.
    session : callable, optional
        Of nothing: number of the connection, whether the broker had kept our messages, whether it is there.
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
        alarms: Optional[AlarmWatch] = None,
        session: Session = lambda: (1, False, True),
    ) -> None:
        self._open = open_database
        self._inbox = inbox
        self._parse = parse
        self._acknowledge = acknowledge
        self._choices = choices
        self._pacer = pacer or BatchPacer()
        self._alarms, self._session = alarms, session
        self._looked, self._look_failed = 0.0, False
        self._connection = self._connected_at = 0
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
            if self._alarms is not None:
                self._normaliser.listener = self._alarms.take
            self._deliveries.load(database)
            self.ready.set()
            silence = 0.0
            while True:
                batch = self._gather()
                if batch:
                    silence = 0.0
                    self._follow_connection()
                    self._normaliser.catching_up = self._catch_up.is_set()
                    if not self._store(database, batch):
                        return
                    self._look(database)
                    continue
                if self._stopping.is_set():
                    return
                silence += IDLE_S
                if silence >= CAUGHT_UP_S:
                    self._caught_up()
                self._look(database)
        except BaseException as error:
            self.error = error
            if not isinstance(error, InputError):
                log.exception("The recorder cannot go on")
        finally:
            self.ready.set()
            if database is not None:
                database.close()

    def _follow_connection(self) -> None:
        """Notice a new connection before its first message is stored."""
        number, kept, _ = self._session()
        if number != self._connection:
            self._connection, self._connected_at = number, now_ms()
            if kept:
                self._catch_up.set()

    def _caught_up(self) -> None:
        self._catch_up.clear()
        if self._alarms is not None:
            self._alarms.caught_up(now_ms())

    def _is_caught_up(self, parsed: Sequence[Any]) -> bool:
        """Tell whether a batch holds something newer than the connection: what the broker kept comes before it."""
        times = [
            event.network_time
            for result in parsed
            if not isinstance(result, Reject)
            for event in result
            if event.network_time is not None
        ]
        if times:
            return max(times) >= self._connected_at
        return now_ms() - self._connected_at > UNDATED_MS

    def _look(self, database: Any) -> None:
        """Let time pass for alarms, and do what operators ask of them, about once a second."""
        alarms, now = self._alarms, now_ms()
        if alarms is None or time.monotonic() - self._looked < LOOK_S:
            return
        self._looked = time.monotonic()
        try:
            if self._look_failed:
                self._recover(database)
                self._look_failed = False
            self._follow_connection()
            self._prepare_alarms(database, now)
            if not alarms.wants(database, now):
                return
            database.begin()
            try:
                alarms.look(database, now)
                database.commit()
            except BaseException:
                database.rollback()
                raise
        except Exception as error:
            alarms.stale = self._look_failed = True
            if database.failure(error) != "wait":
                raise
            log.warning("Alarms wait, the store takes nothing: %s", error)

    def _prepare_alarms(self, database: Any, now: int) -> None:
        """Read the store again where that is needed, and follow the connection."""
        if self._alarms is not None:
            self._alarms.refresh(database, now)
            self._alarms.session(*self._session(), now)

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
        if self._catch_up.is_set() and self._is_caught_up(parsed):
            self._caught_up()
        return True

    def _write(self, database: Any, batch: Sequence[Message], parsed: Sequence[Any]) -> Counts:
        """Write a batch in one transaction."""
        normaliser = self._normaliser
        database.begin()
        try:
            if _registry(database) != normaliser.registry:  # somebody declared devices
                normaliser.load(database)
                if self._alarms is not None:
                    self._alarms.stale = True
            self._prepare_alarms(database, now_ms())
            normaliser.begin()
            for message, result in zip(batch, parsed):
                normaliser.take(message, result)
            rows = normaliser.finish()
            rows.deliveries = self._deliveries.note(batch)
            revision = write_rows(database, rows)
            if self._alarms is not None:
                self._alarms.write(database, revision, now_ms())
            normaliser.registry = _registry(database)
            database.commit()
        except BaseException:
            database.rollback()
            normaliser.registry = -1  # what it numbered was not stored: it reads the store again
            self._deliveries.forget()
            if self._alarms is not None:
                self._alarms.stale = True
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


def now_ms() -> int:
    """Return the present [ms since 1970, UTC]."""
    return time.time_ns() // 1_000_000
