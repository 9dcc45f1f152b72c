"""Filters of a catalogue in memory: one array per property, a search is a few comparisons of arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Optional

import numpy as np

INTERSECTS, WITHIN = "intersects", "within"
# Properties with one value a record, and with several.
SINGLE_FACETS = ("theme", "producer", "licence", "access", "year", "source")
MULTIPLE_FACETS = ("format", "keyword")
FACETS = SINGLE_FACETS + MULTIPLE_FACETS


@dataclass(frozen=True)
class CatalogueQuery:
    """What a user looks for.

    Attributes
    ----------
    text : str
        Words; the last one may be unfinished.
    extent : tuple of float or None
        West, south, east, north [degrees, WGS 84].
    extent_match : str
        ``intersects`` or ``within`` (the record's extent is wholly inside).
    facets : dict of str to collection of str
        Values chosen, by facet: a record must have one of the values of each facet chosen.
    year_from, year_to : int or None
        First and last year of update.
    updated_from, updated_to : float or None
        First and last moment of update [seconds since 1970, UTC]; records whose update is unknown are left out.
    order : str
        ``relevance``, ``updated``, ``title``, ``producer``; ``-`` before it turns it round.
    """

    text: str = ""
    extent: Optional[tuple[float, float, float, float]] = None
    extent_match: str = INTERSECTS
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    year_from: Optional[int] = None
    year_to: Optional[int] = None
    updated_from: Optional[float] = None
    updated_to: Optional[float] = None
    order: str = "relevance"


@dataclass(frozen=True)
class Category:
    """The values of one facet, as codes.

    Attributes
    ----------
    values : tuple of str
        The different values; a code is a place in it.
    owner : ndarray of int64, shape (m,)
        Record of each code, ascending.
    codes : ndarray of int64, shape (m,)
        Codes; m is the number of records unless some have several values, or none.
    """

    values: tuple[str, ...]
    owner: np.ndarray
    codes: np.ndarray

    @classmethod
    def of(cls, lists: Iterable[Sequence[str]]) -> Category:
        """Return the category of each record's values; blank values are none."""
        number_of: dict[str, int] = {}
        owner, codes = [], []
        for row, items in enumerate(lists):
            for item in dict.fromkeys(items):
                if item:
                    owner.append(row)
                    codes.append(number_of.setdefault(item, len(number_of)))
        return cls(tuple(number_of), np.array(owner, dtype=np.int64), np.array(codes, dtype=np.int64))

    def mask(self, chosen: Iterable[str], count: int) -> np.ndarray:
        """Return which of ``count`` records have one of the chosen values, shape (count,)."""
        wanted = set(chosen)
        chosen_codes = np.array([value in wanted for value in self.values], dtype=bool)
        result = np.zeros(count, dtype=bool)
        if len(chosen_codes):
            result[self.owner[chosen_codes[self.codes]]] = True
        return result

    def counts(self, mask: np.ndarray) -> np.ndarray:
        """Return how many of the masked records have each value, shape (values,)."""
        return np.bincount(self.codes[mask[self.owner]], minlength=len(self.values))


@dataclass(frozen=True)
class FilterTable:
    """The properties of n records.

    Attributes
    ----------
    rows : ndarray of int64, shape (n,)
        Row of each record in the catalogue, ascending.
    boxes : ndarray of float64, shape (n, 4)
        West, south, east, north [degrees]; NaN where a record has no extent.
    updated : ndarray of float64, shape (n,)
        Last update [seconds since 1970, UTC]; NaN where unknown.
    years : ndarray of int64, shape (n,)
        Year of the last update; 0 where unknown.
    title_rank, producer_rank : ndarray of int64, shape (n,)
        Place of each record in the alphabetical order.
    categories : dict of str to Category
        By facet.
    """

    rows: np.ndarray
    boxes: np.ndarray
    updated: np.ndarray
    years: np.ndarray
    title_rank: np.ndarray
    producer_rank: np.ndarray
    categories: Mapping[str, Category]

    def __len__(self) -> int:
        return len(self.rows)

    def places(self, rows: np.ndarray) -> np.ndarray:
        """Return the places in this table of rows of the catalogue, those that are not in it left out."""
        if not len(self.rows):
            return np.empty(0, dtype=np.int64)
        found = np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)
        return found[self.rows[found] == rows]


def extent_mask(boxes: np.ndarray, extent: tuple[float, float, float, float], match: str) -> np.ndarray:
    """Return which extents touch, or are within, an extent; those that are unknown do neither.

    Parameters
    ----------
    boxes : ndarray, shape (n, 4)
        West, south, east, north [degrees], NaN where unknown.
    extent : tuple
        West, south, east, north [degrees].
    match : str
        ``intersects`` or ``within``.
    """
    west, south, east, north = extent
    if match == WITHIN:
        return (boxes[:, 0] >= west) & (boxes[:, 1] >= south) & (boxes[:, 2] <= east) & (boxes[:, 3] <= north)
    return (boxes[:, 0] <= east) & (boxes[:, 1] <= north) & (boxes[:, 2] >= west) & (boxes[:, 3] >= south)


def overlap(boxes: np.ndarray, extent: tuple[float, float, float, float]) -> np.ndarray:
    """Return the intersection over union of extents with one, in 0..1, 0 where unknown, shape (n,).

    Areas are taken in degrees: both extents stand at the same latitude, so their ratio hardly depends on it.
    """
    west, south, east, north = extent
    width = np.minimum(boxes[:, 2], east) - np.maximum(boxes[:, 0], west)
    height = np.minimum(boxes[:, 3], north) - np.maximum(boxes[:, 1], south)
    common = np.clip(width, 0, None) * np.clip(height, 0, None)
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    union = area + (east - west) * (north - south) - common
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(union > 0, common / union, 0.0)


def masks(table: FilterTable, query: CatalogueQuery, text_mask: Optional[np.ndarray]) -> dict[str, np.ndarray]:
    """Return the mask of each filter that a query sets, by name, each of shape (n,).

    The names of facets are theirs; the others are ``text``, ``extent``, ``years`` and ``updated``.

    Raises
    ------
    ValueError
        When the query names a facet that does not exist.
    """
    unknown = set(query.facets) - set(FACETS)
    if unknown:
        raise ValueError(f"There is no facet called {', '.join(sorted(unknown))}.")
    found = {}
    if text_mask is not None:
        found["text"] = text_mask
    if query.extent is not None:
        found["extent"] = extent_mask(table.boxes, query.extent, query.extent_match)
    if query.year_from is not None or query.year_to is not None:
        low = 1 if query.year_from is None else query.year_from
        high = np.iinfo(np.int64).max if query.year_to is None else query.year_to
        found["years"] = (table.years >= low) & (table.years <= high)
    if query.updated_from is not None or query.updated_to is not None:
        first = -np.inf if query.updated_from is None else query.updated_from
        last = np.inf if query.updated_to is None else query.updated_to
        found["updated"] = (table.updated >= first) & (table.updated <= last)
    for name, chosen in query.facets.items():
        if chosen:
            found[name] = table.categories[name].mask(map(str, chosen), len(table))
    return found


def all_of(found: Mapping[str, np.ndarray], count: int, without: str = "") -> np.ndarray:
    """Return which of ``count`` records pass all the filters but one, shape (count,)."""
    result = np.ones(count, dtype=bool)
    for name, mask in found.items():
        if name != without:
            result &= mask
    return result
