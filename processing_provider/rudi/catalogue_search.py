"""Search of the local catalogue: text from its index, everything else from arrays in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np

from .catalogue import Catalogue
from .facets import FacetValue, facet_counts
from .filters import CatalogueQuery, FilterTable, all_of, masks, overlap
from .search_text import search_terms

ORDERS = ("relevance", "updated", "title", "producer")


@dataclass(frozen=True)
class SearchResult:
    """The records found, best first.

    Attributes
    ----------
    rows : ndarray of int64, shape (n,)
        Rows of the catalogue, for ``Catalogue.records``.
    score : ndarray of float64, shape (n,)
        How well the text matches, in 0..1; 0 without text.
    overlap : ndarray of float64, shape (n,)
        Intersection over union with the extent searched, in 0..1; 0 without extent.
    boxes : ndarray of float64, shape (n, 4)
        Extents [degrees], NaN where unknown.
    facets : dict of str to list of FacetValue
        Counts of every facet, the other filters applied.
    without_extent : int
        Records that pass all other filters and that the extent leaves out because they have none.
    """

    rows: np.ndarray
    score: np.ndarray
    overlap: np.ndarray
    boxes: np.ndarray
    facets: dict[str, list[FacetValue]]
    without_extent: int

    def __len__(self) -> int:
        return len(self.rows)


class CatalogueView:
    """The records of some sources of a catalogue, ready to be searched while the user types or moves the map.

    Parameters
    ----------
    catalogue : Catalogue
        To be used from one thread, like its connection.
    sources : iterable of str
        Addresses of the sources to search; all when empty.
    """

    def __init__(self, catalogue: Catalogue, sources: Iterable[str] = ()) -> None:
        self._catalogue = catalogue
        self._sources = tuple(sources)
        self._version = -1
        self._table: Optional[FilterTable] = None
        self._text: tuple[str, Optional[np.ndarray], np.ndarray] = ("", None, np.empty(0))
        self._given = False

    @classmethod
    def over(cls, catalogue: Catalogue, table: FilterTable) -> CatalogueView:
        """Return a view of a table read elsewhere, in another thread: it never reads the catalogue again by itself."""
        view = cls(catalogue)
        view._table, view._given = table, True
        view._text = ("", None, np.zeros(len(table)))
        return view

    @property
    def table(self) -> FilterTable:
        """The properties of the records."""
        self.refresh()
        return self._table

    def refresh(self) -> bool:
        """Read the catalogue again if a harvest changed it since; return whether it did."""
        if self._given:
            return False
        version = self._catalogue.version()
        if self._table is not None and version == self._version:
            return False
        self._table = self._catalogue.filter_table(self._sources)
        self._version = version
        self._text = ("", None, np.zeros(len(self._table)))
        return True

    def __len__(self) -> int:
        self.refresh()
        return len(self._table)

    def search(self, query: CatalogueQuery, also: Sequence[int] = ()) -> SearchResult:
        """Return the records that a query finds.

        Parameters
        ----------
        query : CatalogueQuery
            What to look for.
        also : sequence of int
            Rows of the catalogue whose text counts as found, the best first: what the source itself found for
            the same words. They come before those that only our index finds.

        Raises
        ------
        ValueError
            When the query names an order or a facet that does not exist.
        """
        self.refresh()
        table = self._table
        text_mask, score = self._text_match(query.text)
        if len(also) and text_mask is not None:
            text_mask, score = self._with(also, text_mask, score)
        found = masks(table, query, text_mask)
        kept = np.flatnonzero(all_of(found, len(table)))
        shared = overlap(table.boxes[kept], query.extent) if query.extent else np.zeros(len(kept))
        order = kept[_order(table, kept, query.order, score[kept] + shared, bool(found.keys() & {"text", "extent"}))]
        back = np.empty(len(table), dtype=np.int64)
        back[kept] = np.arange(len(kept))
        without = 0
        if query.extent:
            others = all_of(found, len(table), without="extent")
            without = int(np.count_nonzero(others & np.isnan(table.boxes[:, 0])))
        return SearchResult(
            rows=table.rows[order],
            score=score[order],
            overlap=shared[back[order]],
            boxes=table.boxes[order],
            facets=facet_counts(table, found),
            without_extent=without,
        )

    def _text_match(self, text: str) -> tuple[Optional[np.ndarray], np.ndarray]:
        if text != self._text[0]:
            count = len(self._table)
            mask, score = None, np.zeros(count)
            terms = search_terms(text)
            if terms:
                rows, scores = self._catalogue.text_search(terms)
                ordered = np.argsort(rows)
                rows, scores = rows[ordered], scores[ordered]
                inside = np.isin(rows, self._table.rows)
                places = self._table.places(rows[inside])
                mask = np.zeros(count, dtype=bool)
                mask[places] = True
                score[places] = scores[inside]
            self._text = (text, mask, score)
        return self._text[1], self._text[2]

    def _with(self, also: Sequence[int], mask: np.ndarray, score: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Add rows to those whose text was found, with scores from 2 down to 1: above all others."""
        rows = np.array(also, dtype=np.int64)
        known = np.flatnonzero(np.isin(rows, self._table.rows))
        places = np.searchsorted(self._table.rows, rows[known])
        mask, score = mask.copy(), score.copy()
        mask[places] = True
        score[places] = 2.0 - known / max(1, len(rows))
        return mask, score


def _order(table: FilterTable, kept: np.ndarray, order: str, relevance: np.ndarray, ranked: bool) -> np.ndarray:
    """Return the places in ``kept`` in the order asked for; equal ones in alphabetical order of title."""
    name = order.lstrip("-")
    if name not in ORDERS:
        raise ValueError(f"There is no order called {name}.")
    if name == "relevance" and not ranked:
        name, order = "updated", "-updated" if order == "relevance" else "updated"
        key = table.updated[kept]
    elif name == "relevance":
        key = relevance
        order = "relevance" if order.startswith("-") else "-relevance"  # the best comes first
    elif name == "updated":
        key = table.updated[kept]
    else:
        key = (table.title_rank if name == "title" else table.producer_rank)[kept].astype(float)
    key = -key if order.startswith("-") else key
    return np.lexsort((table.title_rank[kept], np.where(np.isnan(key), np.inf, key)))
