"""Which origin walks to which destination."""

from __future__ import annotations

from typing import NamedTuple, Optional

import numpy as np

from .graph import Place, WalkGraph
from .paths import anchors, direct_leg, leg_costs, search


class Pairs(NamedTuple):
    """Pairs of origins and destinations, sorted by destination, then origin.

    ``origin`` and ``goal``: int64 (n,), positions in the two layers; -1 where one has no partner.
    """

    origin: np.ndarray
    goal: np.ndarray


def _sorted(origin, goal) -> Pairs:
    """Sort pairs, those without destination last."""
    origin, goal = np.asarray(origin, dtype=np.int64), np.asarray(goal, dtype=np.int64)
    order = np.lexsort((origin, np.where(goal < 0, np.iinfo(np.int64).max, goal)))
    return Pairs(origin[order], goal[order])


def all_pairs(n_origins: int, n_goals: int) -> Pairs:
    """Pair every origin with every destination.

    Parameters
    ----------
    n_origins, n_goals : int
        Number of origins and destinations.

    Returns
    -------
    Pairs
    """
    goal, origin = np.divmod(np.arange(n_origins * n_goals), max(1, n_origins))
    return Pairs(origin, goal)


def match_key(value) -> Optional[str]:
    """Write a value of a field so that equal ones match whatever their type: 7, 7.0 and "7" are one; None has none."""
    if value is None or value != value:
        return None
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        value = int(value)
    return str(value).strip() or None


def pairs_by_value(origins, goals) -> Pairs:
    """Pair origins and destinations that hold the same value.

    Parameters
    ----------
    origins, goals : sequence
        Values; see :func:`match_key`.

    Returns
    -------
    Pairs
        All combinations where several hold one value; an origin or destination without partner is paired with -1.
    """
    at: dict[str, list[int]] = {}
    for number, value in enumerate(goals):
        key = match_key(value)
        if key is not None:
            at.setdefault(key, []).append(number)
    pairs, met = [], set()
    for number, value in enumerate(origins):
        key = match_key(value)
        partners = at.get(key, []) if key is not None else []
        met.add(key)
        pairs += [(number, partner) for partner in partners] or [(number, -1)]
    pairs += [
        (-1, number) for number, value in enumerate(goals) if match_key(value) is None or match_key(value) not in met
    ]
    return _sorted(*zip(*pairs)) if pairs else _sorted([], [])


def nearest_pairs(graph: WalkGraph, origins: list[Optional[Place]], goals: list[Optional[Place]]) -> Pairs:
    """Pair every origin with the destination at the shortest walk.

    Parameters
    ----------
    graph : WalkGraph
        Graph.
    origins, goals : list of Place or None
        Places; None has no way to the network.

    Returns
    -------
    Pairs
        One pair per origin; -1 as destination where none can be reached. Of two at the same distance, the first.
    """
    far = np.full(len(origins), -1, dtype=np.int64)
    present = [number for number, place in enumerate(goals) if place is not None]
    if not present:
        return _sorted(np.arange(len(origins)), far)
    left, owner = _nearest_of_nodes(graph, [goals[number] for number in present])
    on_edge: dict[int, list[int]] = {}
    for number in present:
        on_edge.setdefault(goals[number].edge, []).append(number)
    for number, place in enumerate(origins):
        if place is None:
            continue
        nodes, out, _ = anchors(graph, place, True, "start")
        cost = leg_costs(out, graph.length) + left[nodes]
        ways = [(float(cost[k]), present[owner[node]]) for k, node in enumerate(nodes) if np.isfinite(cost[k])]
        straight = ((goal, direct_leg(place, goals[goal])) for goal in on_edge.get(place.edge, []))
        ways += [(float(leg_costs(legs, graph.length)[0]), goal) for goal, legs in straight]
        if ways:
            far[number] = min(ways)[1]
    return _sorted(np.arange(len(origins)), far)


def _nearest_of_nodes(graph: WalkGraph, goals: list[Place]) -> tuple[np.ndarray, np.ndarray]:
    """Length from every node to the nearest of several places, and which one it is."""
    ways = [anchors(graph, goal, False, "place") for goal in goals]
    node = np.concatenate([way[0] for way in ways])
    cost = np.concatenate([leg_costs(way[1], graph.length) for way in ways])
    place = np.repeat(np.arange(len(goals)), [len(way[0]) for way in ways])
    none = np.zeros(0, dtype=np.int32)
    nothing = (none, np.zeros(0), 0.0, 0.0, 0.0, 0.0, np.inf)
    left, by, _, _ = search(graph.first, graph.head, graph.arc_length, graph.x, graph.y, node, cost, *nothing)
    best = np.full(graph.n_nodes, -1, dtype=np.int64)
    order = np.lexsort((place, cost))[::-1]
    best[node[order]] = place[order]  # the last one written is the nearest, of equal ones the first
    # Nodes take the place of the node they were reached from, ever farther back.
    tail = np.repeat(np.arange(graph.n_nodes), np.diff(graph.first))
    back = np.arange(graph.n_nodes)
    reached = by >= 0
    back[reached] = tail[by[reached]]
    while True:
        farther = back[back]
        if (farther == back).all():
            return left, best[back]
        back = farther
