"""Brownfield land in zones: areas by status of the site, and the four classes of Mon Diagnostic Artificialisation.

References
----------
.. [1] CNIG standard of brownfields, field ``site_statut``: friche potentielle, sans projet, avec projet, reconvertie.
.. [2] MTES-MCT/sparte, model ``land_friche_status``: classes from the areas without project, with project, converted.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import InputError
from ..tables import TABLES, read_given_table

WORDS_TABLE = TABLES / "land_take_friches.csv"
WITHOUT, WITH, CONVERTED, POTENTIAL, UNKNOWN = "sans_projet", "avec_projet", "reconvertie", "potentielle", "inconnu"
STATUSES = (WITHOUT, WITH, CONVERTED, POTENTIAL, UNKNOWN)
NONE, NONE_USED, UNUSED, IN_USE = "nul", "nul_exploite", "potentiel_inexploite", "potentiel_en_cours"
STOCKS = (NONE, NONE_USED, UNUSED, IN_USE)
COLUMNS = ("word", "status", "usable", "checked")


@dataclass(frozen=True)
class Words:
    """What words mean.

    Attributes
    ----------
    status : dict of str to str
        One of :data:`STATUSES` by word, as :func:`plain_word` writes it.
    usable : frozenset of str
        Statuses whose area can be used again.
    """

    status: dict[str, str]
    usable: frozenset[str]


def plain_word(text: object) -> str:
    """Return a word without capitals, accents, underscores or spaces around."""
    letters = unicodedata.normalize("NFKD", "" if text is None else str(text))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.replace("_", " ").casefold().split())


def read_words(path: Path = WORDS_TABLE) -> Words:
    """Read a table of words of status.

    Raises
    ------
    InputError
        When it cannot be read, lacks a column, or names a status that is none, or one both usable and not.
    """
    rows = read_given_table(path)
    if not rows or not set(COLUMNS) <= set(rows[0]):
        raise InputError(
            "The table {name} must have the columns {columns}.", name=path.name, columns=", ".join(COLUMNS)
        )
    status: dict[str, str] = {}
    marks: dict[str, set[str]] = {}
    for row in rows:
        if row["status"] not in STATUSES[:-1] or row["usable"] not in ("0", "1"):
            raise InputError(
                "The table {name} says {status} and {usable} of “{word}”; the status must be one of {statuses}, and "
                "usable 0 or 1.",
                name=path.name,
                status=row["status"],
                usable=row["usable"],
                word=row["word"],
                statuses=", ".join(STATUSES[:-1]),
            )
        status[plain_word(row["word"])] = row["status"]
        marks.setdefault(row["status"], set()).add(row["usable"])
    both = sorted(one for one, found in marks.items() if len(found) > 1)
    if both:
        raise InputError(
            "The table {name} calls {status} usable in one row and not in another; choose.",
            name=path.name,
            status=", ".join(both),
        )
    return Words(status, frozenset(one for one, found in marks.items() if "1" in found))


def statuses(values: Iterable[object], words: Words) -> tuple[np.ndarray, Counter]:
    """Return the place of each status in :data:`STATUSES`, and the words that say none with their number.

    Parameters
    ----------
    values : iterable of object, shape (n,)
        None or an empty text is an unknown status, not an unknown word.
    words : Words

    Returns
    -------
    places : ndarray of int64, shape (n,)
    unread : Counter
    """
    unread: Counter = Counter()
    places = []
    for value in values:
        word = plain_word(value)
        found = words.status.get(word, UNKNOWN)
        if found == UNKNOWN and word:
            unread[str(value)] += 1
        places.append(STATUSES.index(found))
    return np.array(places, dtype=np.int64), unread


@dataclass(frozen=True)
class Stock:
    """Brownfield land of zones, by status.

    Attributes
    ----------
    sites : ndarray of int64, shape (zones, 5)
        Sites by :data:`STATUSES`.
    unmeasured : ndarray of int64, shape (zones, 5)
        Those of unknown area.
    area_m2 : ndarray of float64, shape (zones, 5)
        Known area [m2]: 0 without site, NaN where no site of the status has an area. Too small where some have none.
    """

    sites: np.ndarray
    unmeasured: np.ndarray
    area_m2: np.ndarray

    def usable_m2(self, words: Words) -> np.ndarray:
        """Return the area that can be used again, shape (zones,) [m2]; NaN where it is not known at all."""
        chosen = [STATUSES.index(one) for one in sorted(words.usable)]
        return _known_sum(self.area_m2[:, chosen])

    def total_m2(self) -> np.ndarray:
        """Return the area of all sites, shape (zones,) [m2]; NaN where it is not known at all."""
        return _known_sum(self.area_m2)

    def classes(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the class of stock of each zone, and whether it is sure.

        A zone has a potential when a site is without project; it is being used, or was, when one has a project or is
        converted. Potential sites, which nobody verified, decide nothing.

        Returns
        -------
        stock : ndarray of str, shape (zones,)
            One of :data:`STOCKS`; empty where only sites of unknown status stand.
        sure : ndarray of bool, shape (zones,)
            False where a site of unknown status could change the class.
        """
        some = self.sites > 0
        free = some[:, STATUSES.index(WITHOUT)]
        used = some[:, STATUSES.index(WITH)] | some[:, STATUSES.index(CONVERTED)]
        unknown = some[:, STATUSES.index(UNKNOWN)]
        stock = np.where(free, np.where(used, IN_USE, UNUSED), np.where(used, NONE_USED, NONE))
        stock = np.where(unknown & ~free & ~used, "", stock)
        return stock, ~unknown | (free & used)


def _known_sum(areas: np.ndarray) -> np.ndarray:
    """Return the sums of rows over what is known; NaN where nothing but zeros is, and something is not."""
    unknown = np.isnan(areas).any(axis=1)
    sums = np.nansum(areas, axis=1)
    return np.where(unknown & (sums <= 0.0), np.nan, sums)


def stock_of_zones(
    zone: np.ndarray, status: np.ndarray, area_m2: np.ndarray, zones: int, site: np.ndarray | None = None
) -> Stock:
    """Sum sites, or pieces of sites, by zone and status.

    Parameters
    ----------
    zone, status : ndarray of int64, shape (pieces,)
        Zone of each piece, and its place in :data:`STATUSES`.
    area_m2 : ndarray of float64, shape (pieces,)
        [m2]; NaN where not known.
    zones : int
    site : ndarray of int64, shape (pieces,), optional
        Site of each piece: a site counts once in a zone; each piece is its own site when absent.

    Returns
    -------
    Stock
    """
    width = len(STATUSES)
    place = np.asarray(zone, dtype=np.int64) * width + status
    unknown = np.isnan(area_m2)
    once = np.arange(len(place))
    if site is not None and len(place):
        once = np.unique(np.stack((np.asarray(zone), site)), axis=1, return_index=True)[1]

    def counted(rows):
        return np.bincount(place[rows], minlength=zones * width).reshape(zones, width)

    sites, unmeasured = counted(once), counted(once[unknown[once]])
    area = np.bincount(place, weights=np.where(unknown, 0.0, area_m2), minlength=zones * width).reshape(zones, width)
    return Stock(sites, unmeasured, np.where((sites > 0) & (sites == unmeasured), np.nan, area))
