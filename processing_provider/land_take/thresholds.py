"""Artificial land after the thresholds of area of the decree, each change of a surface with its reason.

The annex to article R. 101-1 counts a building from 50 m2 and every other surface from 2 500 m2, linear networks from
5 m of width. It does not say in which order, nor what touches what. Here surfaces are taken together that share a
piece of boundary, and the order is a parameter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from ..errors import InputError
from .adjacency import Adjacency

UNKNOWN, NATURAL, ARTIFICIAL = -1, 0, 1
BUILT_M2, AREA_M2, WIDTH_M = 50.0, 2500.0, 5.0  # annex to R. 101-1, decree 2023-1096 of 27 November 2023
MOST_PASSES = 10
MOST_FLIPS = 2  # of one surface: a surface that goes back and forth stays where it then is
ENCLAVES_FIRST, SPOTS_FIRST = "enclaves", "spots"
ORDERS = (ENCLAVES_FIRST, SPOTS_FIRST)

#: Why a surface has its flag; the words of the field ``motif``, and what they mean.
MATRIX, NARROW_LINE, BUILT, SMALL_BUILT, ENCLAVE, SMALL_SPOT, NOT_KNOWN = (
    "matrice", "lineaire_etroit", "bati", "bati_sous_seuil", "enclave_non_artif", "artif_sous_seuil", "inconnu",
)  # fmt: skip


@dataclass(frozen=True)
class Thresholds:
    """Thresholds, as the decree has them.

    Attributes
    ----------
    built_m2 : float
        Least area of buildings that touch [m2, >= 0].
    area_m2 : float
        Least area of any other surfaces of one kind that touch [m2, >= 0].
    width_m : float
        Least width of a road or railway [m, >= 0].
    order : str
        ``enclaves``: what is too small and not artificial is settled first; ``spots``: what is too small and is.
    """

    built_m2: float = BUILT_M2
    area_m2: float = AREA_M2
    width_m: float = WIDTH_M
    order: str = ENCLAVES_FIRST


@dataclass(frozen=True)
class ArtificialState:
    """Surfaces after the thresholds.

    Attributes
    ----------
    artificial : ndarray of int8, shape (n,)
        1, 0, or -1 where it is not known.
    reason : ndarray of str, shape (n,)
        Why: ``matrice``, ``lineaire_etroit``, ``bati``, ``bati_sous_seuil``, ``enclave_non_artif``,
        ``artif_sous_seuil``, ``inconnu``.
    component : ndarray of int64, shape (n,)
        Number of the surfaces of one kind that touch, from 0 in the order of their first row; -1 where not known.
    component_m2 : ndarray of float64, shape (n,)
        Their area [m2]; NaN where not known.
    passes : int
        Passes over both rules.
    settled : bool
        Whether the last pass changed nothing.
    """

    artificial: np.ndarray
    reason: np.ndarray
    component: np.ndarray
    component_m2: np.ndarray
    passes: int
    settled: bool


def mean_width(area_m2, perimeter_m) -> np.ndarray:
    """Return the width of the rectangle of the same area and perimeter, ``(P - sqrt(P2 - 16 A)) / 4``.

    Parameters
    ----------
    area_m2, perimeter_m : array_like of float, shape (n,)
        [m2], [m].

    Returns
    -------
    ndarray of float64, shape (n,)
        [m]; the square root of the area where no such rectangle exists (rounder than a square).
    """
    area, perimeter = np.asarray(area_m2, dtype=float), np.asarray(perimeter_m, dtype=float)
    rest = perimeter**2 - 16.0 * area
    return np.where(rest >= 0.0, (perimeter - np.sqrt(np.maximum(rest, 0.0))) / 4.0, np.sqrt(area))


def apply_thresholds(
    artificial,
    area_m2,
    adjacency: Adjacency,
    *,
    built=None,
    built_m2=None,
    linear_width_m=None,
    thresholds: Optional[Thresholds] = None,
) -> ArtificialState:
    """Apply the thresholds of the decree to the surfaces of one date.

    1. A road or railway narrower than ``width_m`` takes the flag of the neighbour that it touches longest.
    2. Buildings that touch and reach ``built_m2`` together are artificial for good; smaller ones begin as not.
    3. Surfaces that are not artificial, touch and stay below ``area_m2`` become artificial, if they touch any that is.
    4. Surfaces that are artificial, touch and stay below ``area_m2`` are not, except buildings of step 2, whose area
       counts.

    Steps 3 and 4 are done until nothing changes, ten times at most; no surface changes more than twice.

    Parameters
    ----------
    artificial : array_like of int, shape (n,)
        1, 0, or -1 where not known: such a surface stays so, and belongs to nothing.
    area_m2 : array_like of float, shape (n,)
        [m2, >= 0].
    adjacency : Adjacency
        Of the same n surfaces.
    built : array_like of bool, shape (n,), optional
        Buildings; none when absent.
    built_m2 : array_like of float, shape (n,), optional
        Footprint of the buildings of each surface [m2], for step 2 only, where the surfaces of a source are larger than
        what stands on them; the area of the surface when absent.
    linear_width_m : array_like of float, shape (n,), optional
        Mean width of roads and railways [m] (see :func:`mean_width`), NaN for all other surfaces.
    thresholds : Thresholds, optional

    Returns
    -------
    ArtificialState

    Raises
    ------
    InputError
        When a threshold is negative or the order is unknown.
    """
    chosen = Thresholds() if thresholds is None else thresholds
    _check(chosen)
    flag = np.array(artificial, dtype=np.int8)
    area = np.asarray(area_m2, dtype=float)
    reason = np.where(flag == UNKNOWN, NOT_KNOWN, MATRIX).astype("<U17")
    if linear_width_m is not None:
        _follow_neighbours(flag, reason, np.asarray(linear_width_m, dtype=float) < chosen.width_m, adjacency)
    is_built = np.zeros(flag.size, dtype=bool) if built is None else np.asarray(built, dtype=bool) & (flag != UNKNOWN)
    footprint = area if built_m2 is None else np.asarray(built_m2, dtype=float)
    locked = _settle_buildings(flag, reason, is_built, footprint, adjacency, chosen.built_m2)
    steps = [NATURAL, ARTIFICIAL] if chosen.order == ENCLAVES_FIRST else [ARTIFICIAL, NATURAL]
    flips = np.zeros(flag.size, dtype=np.int8)
    passes, settled = 0, False
    while not settled and passes < MOST_PASSES:
        passes += 1
        changed = [_settle(kind, flag, reason, flips, locked, area, adjacency, chosen.area_m2) for kind in steps]
        settled = not any(changed)
    component, component_area = components(flag, area, adjacency)
    return ArtificialState(flag, reason, component, component_area, passes, settled)


def _check(thresholds: Thresholds) -> None:
    for value in (thresholds.built_m2, thresholds.area_m2, thresholds.width_m):
        if not value >= 0.0:
            raise InputError("A threshold is {value}; give 0 or more.", value=value)
    if thresholds.order not in ORDERS:
        raise InputError(
            "There is no order {order}; give one of {orders}.", order=thresholds.order, orders=", ".join(ORDERS)
        )


def components(kind, area_m2, adjacency: Adjacency) -> tuple[np.ndarray, np.ndarray]:
    """Return the number and the area of the surfaces of one kind that touch.

    Parameters
    ----------
    kind : array_like of int, shape (n,)
        -1 belongs to nothing.
    area_m2 : array_like of float, shape (n,)
        [m2].
    adjacency : Adjacency

    Returns
    -------
    component : ndarray of int64, shape (n,)
        From 0 in the order of their first row; -1 for nothing.
    component_m2 : ndarray of float64, shape (n,)
        [m2]; NaN for nothing.
    """
    kind, area = np.asarray(kind), np.asarray(area_m2, dtype=float)
    alike = kind[adjacency.first] == kind[adjacency.second]
    first, second = adjacency.first[alike], adjacency.second[alike]
    graph = coo_matrix((np.ones(first.size, dtype=bool), (first, second)), shape=(kind.size, kind.size))
    count, label = connected_components(graph, directed=False)
    known = kind != UNKNOWN
    sums = np.bincount(label, weights=area, minlength=count)
    # Numbers in the order of the first row, without gaps where nothing is known.
    _, order, number = np.unique(label[known], return_index=True, return_inverse=True)
    rank = np.empty(order.size, dtype=np.int64)
    rank[np.argsort(order, kind="stable")] = np.arange(order.size)
    component = np.full(kind.size, -1, dtype=np.int64)
    component[known] = rank[number]
    return component, np.where(known, sums[label], np.nan)


def _follow_neighbours(flag, reason, narrow, adjacency: Adjacency) -> None:
    """Give each narrow line the flag of the neighbour, no narrow line itself, that it touches longest."""
    one = np.concatenate([adjacency.first, adjacency.second])
    other = np.concatenate([adjacency.second, adjacency.first])
    length = np.concatenate([adjacency.length_m, adjacency.length_m])
    usable = narrow[one] & ~narrow[other] & (flag[other] != UNKNOWN) & (flag[one] != UNKNOWN)
    one, other, length = one[usable], other[usable], length[usable]
    order = np.lexsort((-other, length, one))  # of equal lengths the first row
    one, other = one[order], other[order]
    last = np.r_[one[1:] != one[:-1], True][: one.size]
    changed = flag[one[last]] != flag[other[last]]
    flag[one[last]] = flag[other[last]]
    reason[one[last][changed]] = NARROW_LINE


def _settle_buildings(flag, reason, built, area, adjacency: Adjacency, least_m2: float) -> np.ndarray:
    """Lock the buildings that reach their threshold, let the others begin as not artificial; return the locked."""
    if not built.any():
        return built
    _, together = components(np.where(built, ARTIFICIAL, UNKNOWN), area, adjacency)
    locked = built & (together >= least_m2)
    flag[locked] = ARTIFICIAL
    reason[locked] = BUILT
    small = built & ~locked
    flag[small] = NATURAL
    reason[small] = SMALL_BUILT
    return locked


def _settle(kind, flag, reason, flips, locked, area, adjacency: Adjacency, least_m2: float) -> bool:
    """Change the small components of one kind; tell whether any surface changed."""
    component, together = components(flag, area, adjacency)
    small = (flag == kind) & (together < least_m2)
    if kind == NATURAL and small.any():
        touching = np.zeros(int(component.max()) + 1, dtype=bool)
        for one, other in ((adjacency.first, adjacency.second), (adjacency.second, adjacency.first)):
            touching[component[one[(flag[one] == NATURAL) & (flag[other] == ARTIFICIAL)]]] = True
        small[small] = touching[component[small]]
    small &= ~locked & (flips < MOST_FLIPS)
    flag[small] = ARTIFICIAL if kind == NATURAL else NATURAL
    reason[small] = ENCLAVE if kind == NATURAL else SMALL_SPOT
    flips[small] += 1
    return bool(small.any())
