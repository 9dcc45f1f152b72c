"""Sites that are ranked as one, because the balance of the law gains by it.

The gain of the balance is no sum: a site below the threshold of area gives nothing, and two such sites that touch may
give all. Sites that do not count whole by themselves are therefore put together with those that they touch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from ..errors import RunCancelledError
from .adjacency import neighbours
from .overlay import overlay_areas
from .site_gain import Gain, SiteEvaluator

MOST_TOGETHER, MOST_HOSTS = 30, 5  # sites that are put together; units that what is left of them is tried with
ALONE_SHARE = 0.5  # of the work: measuring each site alone
ALIKE_M2 = 1.0  # a difference of areas below this is none [m2]


@dataclass(frozen=True)
class Units:
    """Sites as they are ranked: alone, or several as one where that makes a difference to the balance.

    Attributes
    ----------
    unit : ndarray of int64, shape (p,)
        Unit of each site, from 0 in the order of the first site of each.
    group : ndarray of int64, shape (p,)
        Group of sites that touch, one through the other; in the same order.
    gains : list of Gain
        Of each unit.
    alone : list of Gain
        Of each site, were it given back alone.
    """

    unit: np.ndarray
    group: np.ndarray
    gains: list[Gain]
    alone: list[Gain]


def units_of(
    evaluator: SiteEvaluator,
    geometry,
    tell: Optional[Callable[[float], None]] = None,
    stop: Optional[Callable[[], bool]] = None,
) -> Units:
    """Measure each site alone, then sites that touch together, where one of them does not count whole by itself.

    Sites that do not count whole are put together, best gain per area first, until the balance gains by it; what is
    left of them joins a site or a unit that it touches, where the balance gains by that. Sites that share ground are
    one from the start. All others stay alone.

    Parameters
    ----------
    evaluator : SiteEvaluator
    geometry : ndarray of shapely geometries, shape (p,)
        Of its sites; one that is to stay alone is None.
    tell : callable, optional
        Told the share of the work that is done [0..1].
    stop : callable, optional
        Tells whether the run is cancelled.

    Returns
    -------
    Units

    Raises
    ------
    RunCancelledError
        When ``stop`` answered yes.
    """
    count = len(geometry)
    say = tell or (lambda share: None)

    def measured(rows) -> Gain:
        if stop is not None and stop():
            raise RunCancelledError
        return evaluator.gain(rows)

    alone = []
    for row in range(count):
        alone.append(measured([row]))
        say(ALONE_SHARE * (row + 1) / count)
    pairs, shared = contacts(geometry)
    group, atom = grouped(pairs, count), grouped(pairs[shared], count)
    joiner = _Joiner(measured, atom, pairs, alone)
    clusters = joiner.clusters()
    for number, cluster in enumerate(clusters, start=1):
        joiner.join(cluster)
        say(ALONE_SHARE + (1.0 - ALONE_SHARE) * number / len(clusters))
    unit, gains = joiner.units(count)
    return Units(unit, group, gains, alone)


def contacts(geometry) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of sites that share a piece of boundary or ground, and which of them share ground.

    Parameters
    ----------
    geometry : ndarray of shapely geometries, shape (p,)
        Planar [m]; a null row touches nothing.

    Returns
    -------
    pairs : ndarray of int64, shape (c, 2)
    shared : ndarray of bool, shape (c,)
    """
    geometry = np.asarray(geometry, dtype=object)
    beside = neighbours(geometry)
    over = overlay_areas(geometry, geometry)
    own = (over.first_index < over.second_index) & (over.area_m2 > ALIKE_M2)
    first = np.concatenate([beside.first, over.first_index[own]])
    second = np.concatenate([beside.second, over.second_index[own]])
    return np.stack([first, second], axis=1), np.arange(first.size) >= beside.first.size


def grouped(pairs: np.ndarray, count: int) -> np.ndarray:
    """Return the group of each of ``count`` sites that pairs join, from 0 in the order of the first site of each."""
    joined = np.ones(len(pairs), dtype=bool), (pairs[:, 0], pairs[:, 1])
    return in_order(connected_components(coo_matrix(joined, shape=(count, count)), directed=False)[1])


def in_order(label: np.ndarray) -> np.ndarray:
    """Return labels as numbers from 0, in the order in which they first stand."""
    _, first, number = np.unique(label, return_index=True, return_inverse=True)
    rank = np.empty(first.size, dtype=np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(first.size)
    return rank[number.reshape(-1)]


class _Joiner:
    """Puts sites together that do not count whole by themselves."""

    def __init__(self, measured: Callable[[list[int]], Gain], atom: np.ndarray, pairs: np.ndarray, alone) -> None:
        self._measured = measured
        members: dict[int, list[int]] = {}
        for row, number in enumerate(atom.tolist()):
            members.setdefault(number, []).append(row)
        # A unit is known by the first of its atoms.
        self._rows = members
        self._gain = {number: alone[rows[0]] if len(rows) == 1 else measured(rows) for number, rows in members.items()}
        self._home = {number: number for number in members}
        self._beside: dict[int, set[int]] = {number: set() for number in members}
        for one, other in atom[pairs].tolist():
            if one != other:
                self._beside[one].add(other)
                self._beside[other].add(one)
        self._small = {number for number, gain in self._gain.items() if gain.legal_m2 < gain.raw_m2 - ALIKE_M2}

    def _ratio(self, number: int) -> tuple[float, int]:
        gain = self._gain[number]
        return (-gain.score / gain.area_m2 if gain.area_m2 > 0.0 else 0.0), number

    def clusters(self) -> list[set[int]]:
        """Return the atoms that do not count whole, as sets of those that touch one through the other."""
        left, found = set(self._small), []
        while left:
            edge = [min(left)]
            cluster = set(edge)
            while edge:
                near = (self._beside[edge.pop()] & left) - cluster
                cluster |= near
                edge.extend(near)
            left -= cluster
            found.append(cluster)
        return found

    def join(self, cluster: set[int]) -> None:
        """Put the atoms of a cluster together as far as the balance gains by it."""
        left, rest = set(cluster), []
        while left:
            seed = min(left, key=self._ratio)
            left.discard(seed)
            grown, found = [seed], None
            while found is None and len(grown) < MOST_TOGETHER:
                near = set().union(*(self._beside[number] for number in grown)) & left
                if not near:
                    break
                best = min(near, key=self._ratio)
                left.discard(best)
                grown.append(best)
                found = self._gained(grown)
            if found is None:
                rest.append(grown)
            else:
                self._merge(grown, found)
        for grown in rest:
            self._attach(grown)

    def _attach(self, grown: list[int]) -> None:
        """Join what is left to a unit that it touches, if the balance gains by it."""
        near = set().union(*(self._beside[number] for number in grown)) - set(grown)
        for host in sorted({self._home[number] for number in near}, key=self._ratio)[:MOST_HOSTS]:
            found = self._gained([host, *grown])
            if found is not None:
                self._merge([host, *grown], found)
                return

    def _gained(self, numbers: list[int]) -> Optional[Gain]:
        """Return what units give together where the balance gains by it, else None."""
        found = self._measured([row for number in numbers for row in self._rows[number]])
        apart = sum(self._gain[number].legal_m2 for number in numbers)
        return found if found.legal_m2 > apart + ALIKE_M2 else None

    def _merge(self, numbers: list[int], found: Gain) -> None:
        first, *others = numbers
        self._gain[first] = found
        for number in others:
            self._rows[first] = self._rows[first] + self._rows.pop(number)
            self._beside[first] = self._beside[first] | self._beside[number]
        moved = set(others)
        for number, home in self._home.items():
            if home in moved:
                self._home[number] = first

    def units(self, count: int) -> tuple[np.ndarray, list[Gain]]:
        """Return the unit of each site, and the gains of the units."""
        label = np.empty(count, dtype=np.int64)
        for number, rows in self._rows.items():
            label[rows] = number
        unit = in_order(label)
        gains: list[Optional[Gain]] = [None] * len(self._rows)
        for number, rows in self._rows.items():
            gains[unit[rows[0]]] = self._gain[number]
        return unit, gains
