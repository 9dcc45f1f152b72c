"""Shortest paths and distances on a walking graph, for any weights that stand still."""

from __future__ import annotations

from typing import NamedTuple, Union

import numpy as np
from numba import njit

from ..errors import InputError
from .graph import Place, WalkGraph
from .heap import pop, push

Spot = Union[int, Place]  # a node, or a place on an edge


class NoRouteError(InputError):
    """There is no way to walk between two places."""


class SamePlaceError(InputError):
    """A route starts where it ends."""


class TooManyRoutesError(InputError):
    """More partial routes than a search may compare."""


class Legs(NamedTuple):
    """Stretches of edges walked one after the other.

    ``edge`` (int64), ``start`` and ``stop``: shares of the edge's length where a stretch begins and ends; walking
    against the edge has ``stop`` below ``start``.
    """

    edge: np.ndarray
    start: np.ndarray
    stop: np.ndarray


class Route(NamedTuple):
    """A route: ``cost`` in the unit of the weights, ``nodes`` passed (int64) and ``legs`` walked."""

    cost: float
    nodes: np.ndarray
    legs: Legs


@njit(cache=True, nogil=True)
def search(first, head, weight, x, y, source, source_cost, goal, goal_cost, aim_x, aim_y, pull, slack, limit):
    """Dijkstra, or A* when ``pull`` > 0, from several sources to the cheapest of several goals.

    The estimate at a node is ``pull * (crow-fly distance to the aim - radius)``, the radius being that of the goals
    around the aim: it never exceeds the cost left. The search stops once every node whose cost plus
    estimate is at most ``(1 + slack)`` times the best cost is settled, or at ``limit``.
    Returns the costs (infinite where not settled), the arc each node was reached by (-1 at sources), the goal
    reached (-1 for none) and its cost.
    """
    n = len(first) - 1
    cost = np.full(n, np.inf)
    by = np.full(n, -1, dtype=np.int32)
    settled = np.zeros(n, dtype=np.bool_)
    keys = np.empty(len(head) + len(source) + 1)
    items = np.empty(len(head) + len(source) + 1, dtype=np.int32)
    size = 0
    radius = 0.0
    if pull > 0.0:
        for g in goal:
            radius = max(radius, np.hypot(x[g] - aim_x, y[g] - aim_y))
    for k in range(len(source)):
        node = source[k]
        if source_cost[k] < cost[node]:
            cost[node] = source_cost[k]
            ahead = 0.0
            if pull > 0.0:
                ahead = pull * max(0.0, np.hypot(x[node] - aim_x, y[node] - aim_y) - radius)
            push(keys, items, size, source_cost[k] + ahead, node)
            size += 1
    best = np.inf
    reached = -1
    while size > 0:
        key = keys[0]
        node = items[0]
        pop(keys, items, size)
        size -= 1
        if settled[node]:
            continue
        if key > best * (1.0 + slack) or key > limit:
            break
        settled[node] = True
        here = cost[node]
        for k in range(len(goal)):
            if goal[k] == node and here + goal_cost[k] < best:
                best = here + goal_cost[k]
                reached = k
        if slack == 0.0 and best <= key:
            break
        for a in range(first[node], first[node + 1]):
            other = head[a]
            new = here + weight[a]
            if new < cost[other]:
                cost[other] = new
                by[other] = a
                ahead = 0.0
                if pull > 0.0:
                    ahead = pull * max(0.0, np.hypot(x[other] - aim_x, y[other] - aim_y) - radius)
                push(keys, items, size, new + ahead, other)
                size += 1
    for i in range(n):
        if not settled[i]:
            cost[i] = np.inf
    return cost, by, reached, best


def arc_weights(graph: WalkGraph, weight=None, reverse: bool = False) -> tuple[np.ndarray, np.ndarray, float]:
    """Lay weights of edges out along the arcs.

    Parameters
    ----------
    graph : WalkGraph
        Graph of n edges.
    weight : float64 (n,) or (n, 2), optional
        Weight of each edge, finite and >= 0, or one for each direction (from start, from end); the length
        by default.
    reverse : bool
        Weights for searches against the direction walked.

    Returns
    -------
    weight : float64 (n,) or (n, 2)
        Weight of each edge; with two columns, walked from its start and from its end.
    arcs : float64 (n_arcs,)
        Weight of each arc.
    pull : float
        Least weight per metre as the crow flies; 0 disables the estimate.

    Raises
    ------
    ValueError
        When the weights do not match the edges, or one is missing or negative.
    """
    if weight is None:
        return graph.length, graph.arc_length, graph.pull
    weight = np.asarray(weight, dtype=np.float64)
    if weight.shape not in ((len(graph.u),), (len(graph.u), 2)):
        raise ValueError("There must be one weight, or one for each direction, per edge.")
    if not (np.isfinite(weight) & (weight >= 0.0)).all():
        raise ValueError("The weight of every edge must be a number, 0 or more; fill the missing values first.")
    if weight.ndim == 1:
        arcs = weight[graph.edge]
        least = weight
    else:
        arcs = np.where(graph.forward != reverse, weight[graph.edge, 0], weight[graph.edge, 1])
        least = weight.min(axis=1)
    long = (graph.length > 0.0) & graph.allowed
    pull = graph.pull * (least[long] / graph.length[long]).min(initial=np.inf)
    return weight, arcs, float(pull) if np.isfinite(pull) else 0.0


def anchors(graph: WalkGraph, spot: Spot, leaving: bool, name: str) -> tuple[np.ndarray, Legs, tuple[float, float]]:
    """Nodes through which a place is left or reached, and the stretches between it and them.

    Parameters
    ----------
    graph : WalkGraph
        Graph.
    spot : int or Place
        Node, or place on an edge.
    leaving : bool
        True for the start of a route, False for its end.
    name : str
        What the place is, for messages.

    Returns
    -------
    nodes : int32 (1,) or (2,)
        Nodes.
    legs : Legs
        Stretch to (leaving) or from each node; edge -1 where the place is the node.
    xy : tuple of float
        Position [m].

    Raises
    ------
    ValueError
        When the place does not exist or is on an edge that may not be walked.
    """
    if not isinstance(spot, Place):
        if not 0 <= spot < graph.n_nodes:
            raise ValueError(f"The {name} is not a node of the walking network.")
        at = np.zeros(1)
        xy = (float(graph.x[spot]), float(graph.y[spot]))
        return np.array([spot], dtype=np.int32), Legs(np.array([-1]), at, at), xy
    if not (0 <= spot.edge < len(graph.u) and 0.0 <= spot.fraction <= 1.0):
        raise ValueError(f"The {name} is not on an edge of the walking network.")
    if not graph.allowed[spot.edge]:
        raise _forbidden(name)
    nodes = np.array([graph.u[spot.edge], graph.v[spot.edge]], dtype=np.int32)
    here, there = np.full(2, float(spot.fraction)), np.array([0.0, 1.0])
    edge = np.full(2, spot.edge)
    return nodes, Legs(edge, here, there) if leaving else Legs(edge, there, here), (spot.x, spot.y)


def _forbidden(name: str) -> InputError:
    """Return the error for a place on an edge that may not be walked."""
    if name == "start":
        return InputError("The start is on a path that may not be walked; move it to another street.")
    if name == "end":
        return InputError("The end is on a path that may not be walked; move it to another street.")
    return InputError("A place is on a path that may not be walked; move it to another street.")


def leg_costs(legs: Legs, weight: np.ndarray) -> np.ndarray:
    """Cost of stretches of edges, given weights (n,) or, for the two directions, (n, 2); 0 for edge -1."""
    cost = np.zeros(len(legs.edge))
    on = legs.edge >= 0
    walked = weight[legs.edge[on]]
    if weight.ndim == 2:
        walked = np.where((legs.stop > legs.start)[on], walked[:, 0], walked[:, 1])
    cost[on] = np.abs(legs.stop - legs.start)[on] * walked
    return cost


def direct_leg(start: Spot, goal: Spot) -> Legs:
    """Stretch between two places on one edge, or no stretch."""
    if isinstance(start, Place) and isinstance(goal, Place) and start.edge == goal.edge:
        return Legs(np.array([start.edge]), np.array([start.fraction]), np.array([goal.fraction]))
    return Legs(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))


def shortest_path(graph: WalkGraph, start: Spot, goal: Spot, weight=None, *, estimate: bool = True) -> Route:
    """Cheapest route between two places, by A* on the crow-fly distance.

    Parameters
    ----------
    graph : WalkGraph
        Graph.
    start, goal : int or Place
        Nodes or places on edges.
    weight : float64 (n,) or (n, 2), optional
        Weight of each edge, >= 0, or one for each direction; the length by default. A place on an edge pays its
        share.
    estimate : bool
        Use the crow-fly estimate; the cost is the same without it (plain Dijkstra), only slower.

    Returns
    -------
    Route

    Raises
    ------
    NoRouteError
        When the two are not connected.
    ValueError
        When a place or a weight is not valid.
    """
    weight, arcs, pull = arc_weights(graph, weight)
    source, out, _ = anchors(graph, start, True, "start")
    target, into, aim = anchors(graph, goal, False, "end")
    _, by, reached, best = search(
        graph.first,
        graph.head,
        arcs,
        graph.x,
        graph.y,
        source,
        leg_costs(out, weight),
        target,
        leg_costs(into, weight),
        aim[0],
        aim[1],
        pull if estimate else 0.0,
        0.0,
        np.inf,
    )
    direct = direct_leg(start, goal)
    if len(direct.edge) and leg_costs(direct, weight)[0] <= best:
        return Route(float(leg_costs(direct, weight)[0]), np.zeros(0, dtype=np.int64), direct)
    if reached < 0:
        raise no_route()
    return _trace(graph, by, (source, out, leg_costs(out, weight)), (target[reached], into, reached), best)


def no_route() -> NoRouteError:
    """Return the error for two places that are not connected."""
    # The sentence stands in an InputError, where the translation tool finds it.
    plain = InputError(
        "There is no walking route between the start and the end: they lie on parts of the network that do not"
        " touch; check the network around them or choose other places."
    )
    return NoRouteError(plain.sentence)


def same_place() -> SamePlaceError:
    """Return the error for a route of no length."""
    plain = InputError("The start and the end are the same place on the network; choose two different places.")
    return SamePlaceError(plain.sentence)


def too_many_routes(limit: int) -> TooManyRoutesError:
    """Return the error for a search that is given up."""
    plain = InputError(
        "There are too many routes to compare between these places (more than {limit} partial routes); reduce"
        " the greatest detour or choose places closer to each other."
    )
    return TooManyRoutesError(plain.sentence, limit=limit)


def _trace(graph: WalkGraph, by, source, target, cost) -> Route:
    """Follow the arcs back from the goal."""
    node, into, reached = target
    arcs, nodes = [], [int(node)]
    while by[nodes[-1]] >= 0:
        arc = by[nodes[-1]]
        arcs.append(arc)
        edge = graph.edge[arc]
        nodes.append(int(graph.u[edge] if graph.forward[arc] else graph.v[edge]))
    arcs = np.array(arcs[::-1], dtype=np.int64)
    nodes = np.array(nodes[::-1], dtype=np.int64)
    forward = graph.forward[arcs]
    # Both ends of the edge of a start may be one node (a loop): the cheaper way out was taken.
    sources, out, out_cost = source
    way = min(np.flatnonzero(sources == nodes[0]), key=lambda k: out_cost[k])
    pieces = (
        [(out.edge[way], out.start[way], out.stop[way])],
        zip(graph.edge[arcs], np.where(forward, 0.0, 1.0), np.where(forward, 1.0, 0.0)),
        [(into.edge[reached], into.start[reached], into.stop[reached])],
    )
    walked = [leg for piece in pieces for leg in piece if leg[0] >= 0 and leg[1] != leg[2]]
    edge, start, stop = (np.array(column) for column in zip(*walked)) if walked else (np.zeros(0),) * 3
    return Route(float(cost), nodes, Legs(edge.astype(np.int64), start, stop))


def distances_from(graph: WalkGraph, spots, weight=None, *, limit: float = np.inf, towards: bool = False) -> np.ndarray:
    """Cost from the nearest of several places to every node.

    Parameters
    ----------
    graph : WalkGraph
        Graph.
    spots : sequence of int or Place
        Places the walk starts from.
    weight : float64 (n,) or (n, 2), optional
        Weight of each edge, >= 0, or one for each direction; the length by default.
    limit : float
        Nodes beyond this cost are not looked at.
    towards : bool
        Cost of walking from every node to the nearest place instead.

    Returns
    -------
    float64 (n_nodes,)
        Cost, infinite where there is no way within the limit.

    Raises
    ------
    ValueError
        When a place or a weight is not valid, or none is given.
    """
    if not len(spots):
        raise ValueError("Distances need at least one place to start from.")
    weight, arcs, _ = arc_weights(graph, weight, reverse=towards)
    ways = [anchors(graph, spot, not towards, "place") for spot in spots]
    nodes = np.concatenate([way[0] for way in ways])
    costs = np.concatenate([leg_costs(way[1], weight) for way in ways])
    none = np.zeros(0, dtype=np.int32)
    return search(
        graph.first, graph.head, arcs, graph.x, graph.y, nodes, costs, none, np.zeros(0), 0.0, 0.0, 0.0, 0.0, limit
    )[0]
