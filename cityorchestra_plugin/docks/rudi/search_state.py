"""What is being looked for in the panel, and how it is remembered from one session to the next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Optional

from ....processing_provider.rudi.catalogue_search import ORDERS
from ....processing_provider.rudi.filters import CatalogueQuery
from ....processing_provider.rudi.queries import Query
from ..search_field import LONGEST_TEXT
from .facet_chips import FACETS
from .footprints import Box

MOST_VALUES = 100  # of a facet


@dataclass(frozen=True)
class SearchState:
    """A search, as the panel shows it.

    Attributes
    ----------
    text : str
        Words.
    facets : dict of str to tuple of str
        Values chosen, by facet.
    in_extent : bool
        Only what the map shows.
    order : str
        One of ``ORDERS``, "-" before it turns it round.
    """

    text: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    in_extent: bool = False
    order: str = "relevance"

    @property
    def filter_count(self) -> int:
        """Number of values chosen."""
        return sum(len(values) for values in self.facets.values())

    @property
    def is_empty(self) -> bool:
        """Whether it asks for everything."""
        return not (self.text.strip() or self.filter_count or self.in_extent)

    def toggled(self, facet: str, value: str, chosen: bool) -> SearchState:
        """Return the search with a value chosen, or no longer."""
        values = tuple(kept for kept in self.facets.get(facet, ()) if kept != value)
        facets = {**self.facets, facet: (*values, value) if chosen else values}
        return replace(self, facets={name: kept for name, kept in facets.items() if kept})

    def without_filters(self) -> SearchState:
        """Return the search without any value chosen."""
        return replace(self, facets={})

    def local(self, extent: Optional[Box]) -> CatalogueQuery:
        """Return the query of the local catalogue."""
        return CatalogueQuery(self.text, extent if self.in_extent else None, facets=self.facets, order=self.order)

    def remote(self, extent: Optional[Box]) -> Query:
        """Return the query of a catalogue that is searched from afar: the facets are applied to its answer here."""
        return Query(text=self.text.strip(), bbox=extent if self.in_extent else None)

    # -- remembered ---------------------------------------------------------------------------------

    def to_text(self) -> str:
        """Return the search as JSON."""
        facets = {name: list(values) for name, values in self.facets.items()}
        content = {"text": self.text, "facets": facets, "in_extent": self.in_extent, "order": self.order}
        return json.dumps(content, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> SearchState:
        """Return the search of a JSON text; whatever cannot be understood in it is left out."""
        try:
            content: Any = json.loads(text)
        except ValueError:
            return cls()
        if not isinstance(content, dict):
            return cls()
        words, order, chosen = content.get("text"), content.get("order"), content.get("facets")
        facets = {}
        for name, values in chosen.items() if isinstance(chosen, dict) else ():
            kept = tuple(value for value in values if isinstance(value, str)) if isinstance(values, list) else ()
            if name in FACETS and kept:
                facets[name] = kept[:MOST_VALUES]
        return cls(
            text=words[:LONGEST_TEXT] if isinstance(words, str) else "",
            facets=facets,
            in_extent=content.get("in_extent") is True,
            order=order if isinstance(order, str) and order.lstrip("-") in ORDERS else "relevance",
        )
