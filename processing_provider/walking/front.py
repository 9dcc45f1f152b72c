"""A Pareto front of routes: what it holds, and how to read and thin it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .paths import Legs

SAME_M = 1e-6  # routes closer than this in length [m] and exposure are one


@dataclass(frozen=True)
class ParetoFront:
    """Routes of which none is both longer and more exposed than another, by increasing length.

    Attributes
    ----------
    length_m, sun_m : float64 (k,)
        Length, and length walked in the sun [m].
    duration_s, sun_s : float64 (k,)
        Time, and time in the sun [s], waiting at crossings included.
    exposure : float64 (k,)
        What the routes were searched for the least of: sun metres, or another exposure in its own unit.
    alpha_eq : float64 (k,)
        Weight of a unit of exposure from which the route is the best weighted answer (:func:`equivalent_alpha`).
    leg_first : int64 (k + 1,)
        Route ``i`` owns the stretches ``leg_first[i]`` to ``leg_first[i + 1] - 1`` of ``legs``.
    legs : Legs
        Stretches of all routes.
    leg_walk : float64 (m, 5)
        Clock and sun on each stretch (:func:`.routing.follow`).
    shortest_m : float
        Length of the shortest route [m].
    n_labels : int
        Partial routes looked at.
    """

    length_m: np.ndarray
    sun_m: np.ndarray
    duration_s: np.ndarray
    sun_s: np.ndarray
    exposure: np.ndarray
    alpha_eq: np.ndarray
    leg_first: np.ndarray
    legs: Legs
    leg_walk: np.ndarray
    shortest_m: float
    n_labels: int

    def __len__(self) -> int:
        return len(self.length_m)

    def route(self, i: int) -> Legs:
        """Stretches of one route."""
        part = slice(self.leg_first[i], self.leg_first[i + 1])
        return Legs(*(column[part] for column in self.legs))


def efficient(length: np.ndarray, borne: np.ndarray) -> np.ndarray:
    """Pick the routes of which none is both longer and more exposed than another.

    Parameters
    ----------
    length, borne : float64 (k,)
        Length [m] and exposure, e.g. sun metres.

    Returns
    -------
    int64 array
        Their positions, by increasing length; of routes alike within a millionth in both, one.
    """
    kept: list[int] = []
    for i in np.lexsort((borne, length)):
        if kept and borne[i] > borne[kept[-1]] - SAME_M:
            continue
        if kept and length[i] <= length[kept[-1]] + SAME_M:
            kept.pop()
        kept.append(int(i))
    return np.array(kept, dtype=np.int64)


def equivalent_alpha(length: np.ndarray, borne: np.ndarray) -> np.ndarray:
    """Weight of a unit of exposure from which each efficient route is the best weighted answer.

    A weighted search minimises ``l + (alpha - 1) x``. As alpha grows from 1, its answer moves along the lower convex
    hull of the front: hull point ``i`` takes over from its predecessor ``p`` at
    ``alpha = 1 + (l_i - l_p) / (x_p - x_i)``. The shortest route has 1. A route above the hull is no
    weighted answer for any alpha, though it may be the best compromise for somebody: NaN.

    Parameters
    ----------
    length, borne : float64 (k,)
        Length (increasing) [m] and exposure (decreasing) of the front.

    Returns
    -------
    float64 (k,)
        Alpha [-], >= 1, increasing over the hull; NaN above it.
    """
    alpha = np.full(len(length), np.nan)
    hull: list[int] = []
    for i in range(len(length)):
        # Points on a straight piece of the hull tie with their neighbours and are kept.
        while len(hull) >= 2:
            a, b = hull[-2], hull[-1]
            if (borne[a] - borne[b]) * (length[i] - length[b]) < (borne[b] - borne[i]) * (length[b] - length[a]) * (
                1.0 - 1e-12
            ):
                hull.pop()
            else:
                break
        hull.append(i)
    for k, i in enumerate(hull):
        alpha[i] = 1.0 + (length[i] - length[hull[k - 1]]) / (borne[hull[k - 1]] - borne[i]) if k else 1.0
    return alpha


def representative(front: ParetoFront, n: int) -> np.ndarray:
    """Few routes that stand for a front: the shortest, the coolest, then the most different ones.

    Routes are added one by one: each time the one that shares least of its length with the most similar route
    already taken; of equal ones, the shortest.

    Parameters
    ----------
    front : ParetoFront
        Front of k routes.
    n : int
        Number of routes wanted, >= 1; one gives the shortest.

    Returns
    -------
    int64 (min(n, k),)
        Positions in the front, increasing.

    Raises
    ------
    ValueError
        When ``n`` is below 1.
    """
    if n < 1:
        raise ValueError("The number of routes to keep must be 1 or more.")
    if n >= len(front):
        return np.arange(len(front))
    if n <= 2:
        return np.array([0, len(front) - 1][:n])
    edges, column = np.unique(front.legs.edge, return_inverse=True)
    owner = np.repeat(np.arange(len(front)), np.diff(front.leg_first))
    metres = np.zeros((len(front), len(edges)))
    np.add.at(metres, (owner, column), front.leg_walk[:, 2])
    taken = [0, len(front) - 1]
    alike = np.zeros(len(front))
    for i in taken:
        alike = np.maximum(alike, np.minimum(metres, metres[i]).sum(axis=1) / front.length_m)
    while len(taken) < n:
        alike[taken] = np.inf
        taken.append(int(np.argmin(alike)))
        alike = np.maximum(alike, np.minimum(metres, metres[taken[-1]]).sum(axis=1) / front.length_m)
    return np.sort(np.array(taken, dtype=np.int64))
