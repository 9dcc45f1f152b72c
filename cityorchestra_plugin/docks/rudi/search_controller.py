"""The catalogue behind the panel: brought up to date in a thread, searched at once on what is here.

The properties of the records are read in a thread and kept as arrays, so that a search takes milliseconds on the main
thread. Servers are only asked while the panel is open, one request at a time, and never when the user works offline.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import Any, Callable, Optional

import numpy as np
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ....processing_provider.errors import InputError
from ....processing_provider.rudi.algorithms.access import open_access as open_qgis_access
from ....processing_provider.rudi.algorithms.connections import Connection
from ....processing_provider.rudi.algorithms.local_catalogue import is_harvested, open_catalogue
from ....processing_provider.rudi.catalogue import Catalogue
from ....processing_provider.rudi.catalogue_search import CatalogueView, SearchResult
from ....processing_provider.rudi.queries import Query
from ....processing_provider.rudi.record import Record
from ....processing_provider.rudi.similarity import similar_rows
from ....processing_provider.translation import tr, translated_error
from .. import background
from ..background import BackgroundWork
from .download_work import OpenAccess
from .footprints import Box
from .search_state import SearchState
from .shelf import Brought, Shelf, bring, read_shelf_of

SIMILAR = 5  # datasets proposed beside the one on show


class Phase(Enum):
    """What the catalogue is doing."""

    IDLE = "idle"
    READING = "reading"  # what is here, from disk
    HARVESTING = "harvesting"  # the whole of it, or its news
    ASKING = "asking"  # a catalogue that is searched from afar


@dataclass(frozen=True)
class Standing:
    """How things are with the catalogue of the panel.

    Attributes
    ----------
    connection : Connection or None
    phase : Phase
    records : int
        Datasets known here.
    seen_at : float or None
        When the server last answered [seconds since 1970]; None: never.
    loaded : bool
        Whether what is here has been read, be it nothing.
    error : str
        Why the server could not be asked, empty when it could.
    progress : int
        Of a harvest [%]; -1 when unknown.
    offline : bool
    """

    connection: Optional[Connection] = None
    phase: Phase = Phase.IDLE
    records: int = 0
    seen_at: Optional[float] = None
    loaded: bool = False
    error: str = ""
    progress: int = -1
    offline: bool = False

    @property
    def is_remote(self) -> bool:
        """Whether the catalogue is searched from afar, as words are typed."""
        return self.connection is not None and not is_harvested(self.connection)


class SearchController(QObject):
    """Keeps a catalogue up to date and searches it.

    Signals
    -------
    standingChanged
        Something of :attr:`standing` changed.
    found(SearchResult, bool)
        Answer of the last search, and whether the records themselves may have changed since the one before.
    refreshed(HarvestReport)
        A harvest that the user asked for has ended well.
    setAside(str)
        The local catalogue was damaged: where it was set aside. A new one has begun.

    Parameters
    ----------
    open_access : callable, optional
        Opens a server in a thread; QGIS's network by default.
    """

    standingChanged = pyqtSignal()
    found = pyqtSignal(object, bool)
    refreshed = pyqtSignal(object)
    setAside = pyqtSignal(str)

    def __init__(self, open_access: Optional[OpenAccess] = None, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._open_access = open_access or open_qgis_access
        self._catalogue: Optional[Catalogue] = None
        self._shelf: Optional[Shelf] = None
        self._view: Optional[CatalogueView] = None
        self._reading: Optional[BackgroundWork] = None
        self._asking: Optional[BackgroundWork] = None
        self._next: Optional[Callable[[], None]] = None  # to be asked once what is under way has ended
        self._open = False
        self._refresh_after_h: Optional[float] = None
        self._news_wanted = False  # the news are asked for once at each opening
        self._state: SearchState = SearchState()
        self._extent: Optional[Box] = None
        self._asked: tuple[Any, ...] = ()  # what was last asked from afar
        self._also: tuple[tuple[Any, ...], tuple[int, ...]] = ((), ())
        self.standing = Standing()

    # -- what the panel says ------------------------------------------------------------------------

    def set_connection(self, connection: Optional[Connection]) -> None:
        """Show another catalogue; what was asked of the former one is given up."""
        self._give_up()
        self._shelf = self._view = None
        self._asked, self._also = (), ((), ())
        self._news_wanted = True
        self._tell(connection=connection, phase=Phase.IDLE, records=0, seen_at=None, loaded=False, error="")
        self._read()

    def open(self, refresh_after_h: float) -> None:
        """Begin, or go on: the panel is shown. A catalogue seen longer ago is asked for its news."""
        self._open, self._news_wanted = True, True
        self._refresh_after_h = refresh_after_h
        self._read()

    def close(self) -> None:
        """Ask for nothing more: the panel is hidden."""
        self._open = False
        self._give_up()

    def set_offline(self, offline: bool) -> None:
        """Ask nothing of the network from now on, or ask again."""
        if offline == self.standing.offline:
            return
        if offline:
            self._give_up()
        self._tell(offline=offline, error="")
        if not offline:
            self._ask_from_afar()

    def search(self, state: SearchState, extent: Optional[Box]) -> None:
        """Look for something; the answer comes before this returns when the catalogue has been read."""
        self._state, self._extent = state, extent
        self._search(changed=False)
        self._ask_from_afar()

    def refresh(self, *, full: Optional[bool] = None, quiet: bool = False) -> None:
        """Ask the server for its news; ``full`` for everything. Nothing happens while it is being asked already."""
        connection = self.standing.connection
        if connection is None or not self._open or self.standing.offline:
            return
        if self.standing.is_remote:
            self._asked = ()
            self._ask_from_afar()
        elif self.standing.phase is not Phase.HARVESTING:
            self._ask(Phase.HARVESTING, Query(), full=full, quiet=quiet)

    def cancel(self) -> None:
        """Give up what is being asked; what is here stays."""
        self._next = None
        if self._asking is not None:
            self._asking.cancel()

    def unload(self) -> None:
        """End everything and close the catalogue."""
        self.blockSignals(True)
        self._open, self._next = False, None
        works = [work for work in (self._reading, self._asking) if work is not None]
        self._reading = self._asking = None
        for work in works:
            work.stop()
        if self._catalogue is not None:
            self._catalogue.close()
            self._catalogue = self._view = None

    # -- what the panel reads -----------------------------------------------------------------------

    def records(self, rows) -> list[Record]:
        """Return the records of rows, in their order; those that are gone are left out."""
        return self._catalogue.records(rows) if self._catalogue is not None else []

    def record(self, row: int) -> Optional[Record]:
        """Return the record of a row, None when it is gone."""
        return next(iter(self.records([row])), None)

    def row_of(self, global_id: str) -> int:
        """Return the row of a record of this catalogue, -1 when it has none such."""
        if self._catalogue is None or self._shelf is None:
            return -1
        return next(iter(self._catalogue.rows_of([global_id], self._shelf.address)), -1)

    def count(self, state: SearchState, extent: Optional[Box]) -> int:
        """Return how many datasets another search would find here."""
        return len(self._view.search(state.local(extent))) if self._view is not None else 0

    def box(self, row: int) -> Optional[Box]:
        """Return the extent of a row [degrees], NaN where unknown; None when the row is not here."""
        if self._shelf is None:
            return None
        places = self._shelf.table.places(np.array([row], dtype=np.int64))
        return tuple(self._shelf.table.boxes[places[0]].tolist()) if len(places) else None

    def boxes(self) -> np.ndarray:
        """Return the extents of all datasets [degrees], NaN where unknown, shape (n, 4)."""
        return self._shelf.table.boxes if self._shelf is not None else np.empty((0, 4))

    def similar(self, row: int) -> np.ndarray:
        """Return the rows of the datasets that resemble one most."""
        if self._shelf is None:
            return np.empty(0, dtype=np.int64)
        return similar_rows(self._shelf.table, row, SIMILAR)

    # -- what is here -------------------------------------------------------------------------------

    def _tell(self, **changes: Any) -> None:
        self.standing = replace(self.standing, **changes)
        self.standingChanged.emit()

    def _opened_catalogue(self) -> Optional[Catalogue]:
        if self._catalogue is None:
            try:
                self._catalogue = open_catalogue()
            except InputError as error:
                self._tell(error=translated_error(error), loaded=True, phase=Phase.IDLE)
                return None
            if self._catalogue.set_aside is not None:
                self.setAside.emit(str(self._catalogue.set_aside))
        return self._catalogue

    def _read(self) -> None:
        """Read what is here in a thread, unless it has not changed since it was read."""
        connection = self.standing.connection
        if connection is None or not self._open or self._reading is not None:
            return
        catalogue = self._opened_catalogue()
        if catalogue is None:
            return
        if self._shelf is not None and self._shelf.version == catalogue.version():
            self._after_reading()
            return
        self._tell(phase=Phase.READING if self._asking is None else self.standing.phase)
        self._reading = background.run(
            tr("Read the local catalogue"),
            lambda _task: read_shelf_of(connection, self._open_access),
            done=lambda shelf: self._read_done(connection, shelf),
            failed=lambda sentence: self._read_failed(connection, sentence),
            cancelled=lambda: self._read_failed(connection, ""),
        )

    def _read_done(self, connection: Connection, shelf: Shelf) -> None:
        self._reading = None
        if connection != self.standing.connection:
            self._read()  # another one was chosen meanwhile
            return
        self._put(shelf)
        self._after_reading()

    def _read_failed(self, connection: Connection, sentence: str) -> None:
        self._reading = None
        if connection != self.standing.connection:
            self._read()
            return
        self._tell(phase=Phase.IDLE, loaded=True, error=sentence)

    def _put(self, shelf: Shelf) -> None:
        """Search in what was just read from now on."""
        if self._catalogue is None:
            return
        changed = self._shelf is None or shelf.version != self._shelf.version
        self._shelf = shelf
        self._view = CatalogueView.over(self._catalogue, shelf.table)
        state = shelf.state
        phase = self.standing.phase if self._asking is not None else Phase.IDLE
        self._tell(phase=phase, loaded=True, records=len(shelf.table), seen_at=state.harvested_at if state else None)
        self._search(changed=changed)

    def _after_reading(self) -> None:
        """Ask for the news of a catalogue that was seen long ago, once at each opening."""
        wanted, self._news_wanted = self._news_wanted, False
        state = self._shelf.state if self._shelf is not None else None
        age = state.age_hours() if state is not None else None
        after = self._refresh_after_h
        if wanted and after is not None and age is not None and age >= after and not self.standing.is_remote:
            self.refresh(quiet=True)
        self._ask_from_afar()

    def _search(self, *, changed: bool) -> None:
        if self._view is None:
            return
        query = self._state.local(self._extent)
        key = self._key()
        also = self._also[1] if self._also[0] == key else ()
        answer: SearchResult = self._view.search(query, also)
        self.found.emit(answer, changed)

    # -- what servers are asked ---------------------------------------------------------------------

    def _key(self) -> tuple[Any, ...]:
        """Return what a search from afar depends on, empty when there is nothing to ask."""
        query = self._state.remote(self._extent)
        return (query.text, query.bbox) if query.text or query.bbox else ()

    def _ask_from_afar(self) -> None:
        """Ask a catalogue that is searched from afar for the words on show, once."""
        standing, key = self.standing, self._key()
        if not (standing.is_remote and self._open and standing.loaded) or standing.offline or key == self._asked:
            return
        self._asked = key
        if key:
            self._ask(Phase.ASKING, self._state.remote(self._extent), key=key)
        else:
            self.cancel()

    def _ask(
        self, phase: Phase, query: Query, *, full: Optional[bool] = None, quiet: bool = False, key: tuple = ()
    ) -> None:
        if self._asking is not None:  # one request at a time: the former one is given up first
            self._next = partial(self._ask, phase, query, full=full, quiet=quiet, key=key)
            self._asking.cancel()
            return
        connection = self.standing.connection
        if connection is None:
            return
        self._tell(phase=phase, error="", progress=-1)
        open_access = self._open_access
        work = background.run(
            tr("Ask the catalogue {name}").format(name=connection.name),
            lambda task: bring(connection, open_access, query, full, task),
            done=lambda brought: self._brought(connection, key, quiet, brought),
            failed=lambda sentence: self._not_brought(connection, sentence),
            cancelled=lambda: self._not_brought(connection, ""),
        )
        work.progressChanged.connect(lambda percent: self._progressed(connection, percent))
        self._asking = work

    def _progressed(self, connection: Connection, percent: float) -> None:
        if connection == self.standing.connection and self._asking is not None and percent > 0:
            self._tell(progress=min(100, int(percent)))

    def _brought(self, connection: Connection, key: tuple, quiet: bool, brought: Brought) -> None:
        self._asking = None
        if connection == self.standing.connection:
            if key:
                self._also = (key, brought.found)
            self._tell(phase=Phase.IDLE, error="", progress=-1)
            if self._next is None or key == self._key():
                self._put(brought.shelf)
            if not quiet and not key:
                self.refreshed.emit(brought.report)
        self._go_on()

    def _not_brought(self, connection: Connection, sentence: str) -> None:
        self._asking = None
        if connection == self.standing.connection:
            self._tell(phase=Phase.IDLE, error="" if self._next is not None else sentence, progress=-1)
        self._go_on()

    def _go_on(self) -> None:
        """Ask what had to wait."""
        following, self._next = self._next, None
        if following is not None and self._open and not self.standing.offline:
            following()

    def _give_up(self) -> None:
        self._next = None
        self._asked = ()
        if self._asking is not None:
            self._asking.cancel()
