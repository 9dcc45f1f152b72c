"""Facets: how many records each value would leave, given everything else that was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from .filters import FACETS, FilterTable, all_of
from .licences import label_of
from .themes import theme_label

# Facets whose values are shown in their own order rather than by how many records they have.
_ORDERED = {"year"}


class FacetValue(NamedTuple):
    """A value of a facet and the number of records that it would leave."""

    value: str
    count: int


def facet_counts(table: FilterTable, found: Mapping[str, np.ndarray]) -> dict[str, list[FacetValue]]:
    """Count the values of every facet.

    Parameters
    ----------
    table : FilterTable
        Records.
    found : dict of str to ndarray, each shape (n,)
        Masks of the filters in force.

    Returns
    -------
    dict of str to list of FacetValue
        For each facet the values that some record has under the filters of all the *other* facets, so that
        a second value of the same facet can be chosen too. The most frequent first, years the latest first.
    """
    count = len(table)
    everything = all_of(found, count)
    result = {}
    for name in FACETS:
        mask = all_of(found, count, without=name) if name in found else everything
        category = table.categories[name]
        counts = category.counts(mask)
        pairs = [FacetValue(category.values[place], int(counts[place])) for place in np.flatnonzero(counts)]
        if name in _ORDERED:
            pairs.sort(key=lambda pair: pair.value, reverse=True)
        else:
            pairs.sort(key=lambda pair: (-pair.count, pair.value))
        result[name] = pairs
    return result


def facet_label(facet: str, value: str, language: str = "fr") -> str:
    """Return how a value of a facet is shown; access and sources are the caller's to translate."""
    if facet == "theme":
        return theme_label(value, language)
    if facet == "licence":
        return label_of(value, language)
    return value
