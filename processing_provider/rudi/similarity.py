"""Datasets that resemble one: same keywords, theme, producer and formats."""

from __future__ import annotations

import numpy as np

from .filters import FilterTable

# How much a shared value counts; a keyword counts more the fewer datasets have it.
KEYWORD, THEME, PRODUCER, FORMAT = 3.0, 1.0, 0.5, 0.25
LEAST = 1.5  # what resembles less is not shown: the same theme and the same producer are not enough
_WEIGHTS = {"keyword": KEYWORD, "theme": THEME, "producer": PRODUCER, "format": FORMAT}


def similar_rows(table: FilterTable, row: int, count: int = 5) -> np.ndarray:
    """Return the rows of the datasets that resemble one most.

    Parameters
    ----------
    table : FilterTable
        The n datasets.
    row : int
        Row of the catalogue.
    count : int
        Most rows returned.

    Returns
    -------
    ndarray of int64, shape (m,), m <= count
        The most alike first, equal ones in alphabetical order of title; none when the row is not in the table.

    Notes
    -----
    The score of another dataset is the sum, over the values it shares with this one, of the weight of the
    facet times the inverse document frequency ``log(n / n_value) / log(n)`` in 0..1 of the value.
    """
    places = table.places(np.array([row], dtype=np.int64))
    total = len(table)
    if not len(places) or total < 2:
        return np.empty(0, dtype=np.int64)
    score = np.zeros(total)
    for facet, weight in _WEIGHTS.items():
        category = table.categories[facet]
        mine = category.codes[category.owner == places[0]]
        if not len(mine):
            continue
        frequency = np.bincount(category.codes, minlength=len(category.values))
        rarity = np.zeros(len(category.values))
        rarity[mine] = weight * np.log(total / frequency[mine]) / np.log(total)
        score += np.bincount(category.owner, weights=rarity[category.codes], minlength=total)
    score[places[0]] = -1.0
    kept = np.flatnonzero(score >= LEAST)
    order = np.lexsort((table.title_rank[kept], -score[kept]))
    return table.rows[kept[order][:count]]
