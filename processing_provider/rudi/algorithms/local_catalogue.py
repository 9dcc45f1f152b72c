"""The local catalogue in the profile of QGIS, and how a source is brought into it."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Callable, Optional

from qgis.core import QgsApplication

from ...errors import RunCancelledError
from ..catalogue import Catalogue, HarvestReport, SourceState, in_pages
from ..paging import MAX_ITEMS
from ..queries import Query
from .access import Access
from .connections import Connection

FILE_NAME = "rudi_catalogue.sqlite"
FULL_AFTER_HOURS = 24.0 * 7  # a source harvested in full longer ago is harvested in full again
SEARCHED_FROM_AFAR = ("udata", "stac")  # too large to be harvested: what was found is kept
KEPT_OF_A_SEARCH = 500  # records

Progress = Callable[[int, Optional[int]], None]  # records so far, records in all


def catalogue_path() -> Path:
    """Return the file of the local catalogue, in the profile of QGIS; its folder is made."""
    named = os.environ.get("CITYORCHESTRA_CATALOGUE", "")
    path = Path(named) if named else Path(QgsApplication.qgisSettingsDirPath()) / "cityorchestra" / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def open_catalogue() -> Catalogue:
    """Open the local catalogue; to be used from the thread that opened it.

    Raises
    ------
    InputError
        When it cannot be opened.
    """
    return Catalogue(catalogue_path())


def source_state(catalogue: Catalogue, address: str) -> Optional[SourceState]:
    """Return what is known of a source, None when it was never harvested."""
    return next((state for state in catalogue.sources() if state.url == address), None)


def is_harvested(connection: Connection) -> bool:
    """Tell whether the whole of a catalogue is kept here; the others are searched from afar."""
    return connection.kind not in SEARCHED_FROM_AFAR


def harvest(
    access: Access,
    catalogue: Catalogue,
    *,
    full: Optional[bool] = None,
    query: Optional[Query] = None,
    found: Optional[list[str]] = None,
    most: int = KEPT_OF_A_SEARCH,
    progress: Optional[Progress] = None,
    stop: Optional[Callable[[], bool]] = None,
) -> HarvestReport:
    """Bring a source into the local catalogue, under the name of its source (``Source.name``).

    Parameters
    ----------
    access : Access
    catalogue : Catalogue
    full : bool, optional
        Take everything and delete what is gone; None: when the last time was long ago. A large catalogue is never
        taken in full: what answers ``query`` is added to it.
    query : Query, optional
        What to ask of a catalogue that is searched from afar.
    found : list of str, optional
        Is filled with the identifiers that the source gave, in its order: what a catalogue that is searched from afar
        found for the words of the query, which the local index may not find.
    most : int
        Records that are taken of a catalogue that is searched from afar; each may cost a request of its own.
    progress : callable, optional
    stop : callable, optional
        True once the user cancelled.

    Raises
    ------
    InputError
        When the source does not answer. The catalogue stays as it was.
    RunCancelledError
        When the user cancelled. Likewise.
    """
    source = access.source
    remote = not is_harvested(access.connection)
    total = _announced(access)
    if full is None:
        state = source_state(catalogue, source.name)
        age = None if state is None or state.full_at is None else state.age_hours()
        full = age is None or state.full_at < time.time() - FULL_AFTER_HOURS * 3600.0
    if remote:
        full = False
    wanted = query if remote and query is not None else Query()
    records = source.search(wanted, min(most, KEPT_OF_A_SEARCH) if remote else MAX_ITEMS)
    counted = _counted(_noted(records, found), total, progress, stop)
    return catalogue.harvest(
        source.name,
        _all_pages(counted) if remote else in_pages(counted),
        full=full,
        name=access.connection.name,
        expected=total,
        stop=stop,
    )


def _all_pages(items):
    """Give all records as one page: a harvest that is not full stops at the first page without news."""
    yield list(items)


def _noted(records, found: Optional[list[str]]):
    for record in records:
        if found is not None:
            found.append(record.global_id)
        yield record


def _counted(records, total: Optional[int], progress: Optional[Progress], stop: Optional[Callable[[], bool]]):
    for number, record in enumerate(records, start=1):
        if stop is not None and stop():
            raise RunCancelledError
        if progress is not None:
            progress(number, total)
        yield record


def _announced(access: Access) -> Optional[int]:
    """Return how many records a source says it has; None when it does not."""
    announced = getattr(access.source, "announced", None)
    return announced() if announced is not None else None
