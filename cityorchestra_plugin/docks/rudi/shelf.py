"""What is read of the local catalogue, and how a server is brought into it: functions that run in a thread."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional

from ....processing_provider.rudi.algorithms.connections import Connection
from ....processing_provider.rudi.algorithms.local_catalogue import (
    harvest,
    is_harvested,
    open_catalogue,
    source_state,
)
from ....processing_provider.rudi.catalogue import Catalogue, HarvestReport, SourceState
from ....processing_provider.rudi.filters import FilterTable
from ....processing_provider.rudi.queries import Query
from ..background import BackgroundWork
from .download_work import OpenAccess

FROM_AFAR = 40  # datasets taken of a catalogue that is searched from afar: udata wants a request for each


@dataclass(frozen=True)
class Shelf:
    """What the local catalogue holds of one source, read in a thread."""

    version: int
    state: Optional[SourceState]
    table: FilterTable
    address: str


@dataclass(frozen=True)
class Brought:
    """The shelf after a server was asked: what changed, and the rows of what the server found."""

    shelf: Shelf
    report: HarvestReport
    found: tuple[int, ...] = ()


def address_of(connection: Connection, open_access: OpenAccess) -> str:
    """Return under which address the local catalogue keeps a source; its account is left alone."""
    return open_access(replace(connection, authcfg=""), stop=lambda: False).source.name


def read_shelf_of(connection: Connection, open_access: OpenAccess) -> Shelf:
    """Return what is here of a catalogue; called in a thread.

    Raises
    ------
    InputError
        When the local catalogue cannot be opened, or the connection has no proper address.
    """
    with open_catalogue() as catalogue:
        return read_shelf(catalogue, address_of(connection, open_access))


def read_shelf(catalogue: Catalogue, address: str) -> Shelf:
    """Return what is here of a source."""
    version = catalogue.version()  # before the table: a change between the two is then read again
    return Shelf(version, source_state(catalogue, address), catalogue.filter_table([address]), address)


def bring(
    connection: Connection, open_access: OpenAccess, query: Query, full: Optional[bool], task: BackgroundWork
) -> Brought:
    """Ask a server and keep what it says; called in a thread.

    Raises
    ------
    InputError
        When the server does not answer; what is here stays as it is.
    RunCancelledError
        When the user cancelled; likewise.
    """

    def progress(done: int, total: Optional[int]) -> None:
        if total and (done % 20 == 0 or done == total):
            task.setProgress(min(99.0, 100.0 * done / total))

    found: list[str] = []
    access = open_access(connection, stop=task.isCanceled)
    with open_catalogue() as catalogue:
        report = harvest(
            access,
            catalogue,
            full=full,
            query=query,
            found=found,
            most=FROM_AFAR,
            progress=progress,
            stop=task.isCanceled,
        )
        address = access.source.name
        rows = tuple(catalogue.rows_of(found, address)) if not is_harvested(connection) else ()
        return Brought(read_shelf(catalogue, address), report, rows)
