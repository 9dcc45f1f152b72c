"""The recorder as a whole: lock, store, connection, status, until it is told to stop."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Optional, Union

from ...errors import InputError
from ...rudi.accounts import Secret
from ..alarms.rules import Rule, read_rules
from ..normalise import Choices
from ..rows import Counts
from ..store.opening import Address, is_postgres, open_store
from ..yaml_files import read_text
from .alarm_watch import AlarmWatch
from .inbox import Inbox
from .mqtt_link import MqttLink
from .profile import BrokerProfile
from .single_instance import SingleInstance
from .store_thread import Parse, StoreThread

STATUS_S = 60.0  # time between two publications of the status [s]
_LOOK_S = 0.2  # time between two looks at what goes on [s]
log = logging.getLogger("cityorchestra.iot.recorder")


@dataclass(frozen=True)
class Outcome:
    """What a recorder did.

    Attributes
    ----------
    counts : Counts
    commits : int
    connections : int
    lost : int
        Messages of QoS 0 that came faster than they could be stored.
    stored_all : bool
        Whether everything received was stored before the end.
    """

    counts: Counts
    commits: int
    connections: int
    lost: int
    stored_all: bool


def parser_of(profile: BrokerProfile) -> Parse:
    """Return the parser of a profile: its formats and mapping files, and codecs for what the network left encoded.

    Raises
    ------
    InputError
        When a format or codec is unknown, or a mapping file cannot be read.
    """
    from ..formats.mapping_file import read_mapping
    from ..formats.registry import Parser

    chosen = [read_mapping(Path(item)) if item.endswith((".yaml", ".yml")) else item for item in profile.formats]
    complete = None
    if profile.codecs:
        from ..codecs.codec_file import find_codec
        from ..codecs.events import by_profile, completer

        complete = completer(by_profile({name: find_codec(codec) for name, codec in profile.codecs.items()}))
    return Parser(chosen, complete).parse


class Recorder:
    """Writes what a broker says into a store.

    Parameters
    ----------
    profile : BrokerProfile
    store : str or Path
        Path of a GeoPackage, or address of a PostgreSQL database.
    choices : Choices, optional
    parse : callable, optional
        In place of the parser of the profile's formats.
    rules : iterable of Rule, optional
        Alarm rules, in place of those of the profile's file.
    password : Secret, optional
        Of a PostgreSQL store.

    Raises
    ------
    InputError
        When a format, a codec or the rules cannot be read.
    """

    def __init__(
        self,
        profile: BrokerProfile,
        store: Address,
        choices: Optional[Choices] = None,
        parse: Optional[Parse] = None,
        rules: Optional[Iterable[Rule]] = None,
        password: Optional[Secret] = None,
    ) -> None:
        self.profile = profile
        self._password = password
        self._store = store
        self._choices = choices
        self._parse = parse or parser_of(profile)
        self._stopping = threading.Event()
        self.inbox = Inbox()
        self.link = MqttLink(profile, self.inbox)
        if rules is None and profile.rules is not None:
            rules = read_rules(read_text(profile.rules), profile.rules.name)
        self.writer = StoreThread(
            self._open,
            self.inbox,
            self._parse,
            self.link.acknowledge,
            profile.client,
            self._choices,
            alarms=None if rules is None else AlarmWatch(rules),
            session=self._session,
        )

    def _session(self) -> tuple[int, bool, bool]:
        link = self.link
        # Without QoS 1 the broker keeps nothing for us, whatever it says of the session.
        return link.connections, link.session_kept and self.profile.qos > 0, link.connected.is_set()

    def _open(self) -> Any:
        database = open_store(self._store, password=self._password)
        if is_postgres(self._store) and not database.lock_writer():
            database.close()
            raise InputError("Another recorder writes to this store.")
        return database

    def stop(self) -> None:
        """Ask the recorder to end; safe in a signal handler."""
        self._stopping.set()

    def run(self, duration: Optional[float] = None, most_messages: int = 0) -> Outcome:
        """Record until :meth:`stop`, a duration or a number of messages.

        Parameters
        ----------
        duration : float, optional
            [s]; without end when absent.
        most_messages : int
            0: without limit.

        Returns
        -------
        Outcome

        Raises
        ------
        InputError
            When the store cannot be opened, another recorder has it, or the broker never answered.
        """
        lock: Optional[SingleInstance] = None
        if not is_postgres(self._store):
            lock = SingleInstance(Path(str(self._store) + ".lock"))
        try:
            self.writer.start()
            self.link.start()
            try:
                self._watch(duration, most_messages)
            finally:
                stored_all = self.writer.stop()
                self.link.stop()
            if self.writer.error is not None:
                raise self.writer.error
        finally:
            if lock is not None:
                lock.release()
        if not self.link.connections:
            raise InputError("The broker never answered: {reason}.", reason=self.link.problem or "no connection")
        progress = self.writer.progress
        return Outcome(progress.counts, progress.commits, self.link.connections, self.inbox.lost, stored_all)

    def _watch(self, duration: Optional[float], most_messages: int) -> None:
        began = time.monotonic()
        told = began
        seen, problem = 0, ""
        while not self._stopping.wait(_LOOK_S):
            now = time.monotonic()
            if self.link.connections != seen:
                seen = self.link.connections
                log.info("Connected to %s, session %s", self.profile.host, "kept" if self.link.session_kept else "new")
                if self.link.session_kept:
                    self.writer.catch_up()
            if self.link.problem != problem:
                problem = self.link.problem
                if problem:
                    log.warning("%s", problem)
            if self.inbox.refused and not len(self.inbox):
                log.warning("%d messages did not fit, the broker delivers them again", self.inbox.accept_again())
                self.link.reconnect()
            if now - told >= STATUS_S:
                told = now
                self.link.publish_status(self.status())
            if not self.writer.alive:
                return
            if duration is not None and now - began >= duration:
                return
            if most_messages and self.writer.progress.counts.messages >= most_messages:
                return

    def status(self) -> dict[str, Union[bool, int, str, dict[str, int]]]:
        """Return what the recorder says of itself to the broker: no address, no name of a user."""
        progress = self.writer.progress
        return {
            "online": True,
            "time": int(time.time() * 1000),
            "waiting": len(self.inbox),
            "lost": self.inbox.lost,
            "problem": "the store takes no messages" if progress.problem else "",
            "counts": asdict(progress.counts),
        }
