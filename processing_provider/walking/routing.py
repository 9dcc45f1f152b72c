"""Cool routes: every efficient compromise between a short walk and a walk in the shade, or in less heat.

The shade moves while one walks. A partial route therefore carries its clock, and the sun on an edge is that of the
minutes one spends on it. What is avoided is an exposure (:mod:`.exposure`): the sun unless told otherwise.
"""

from __future__ import annotations

from typing import Optional

import numpy as np
import shapely
from shapely.ops import substring

from .exposure import Exposure, walk
from .front import SAME_M, ParetoFront, efficient, equivalent_alpha
from .graph import WalkGraph
from .labels import (
    DIRECT_LEG,
    GOAL_LEG,
    NO_LEG,
    START_LEG,
    STOPPED,
    TOO_MANY,
    front_labels,
    least_left,
    trace,
    weighted_labels,
)
from .paths import (
    Legs,
    Route,
    Spot,
    anchors,
    direct_leg,
    leg_costs,
    no_route,
    same_place,
    search,
    too_many_routes,
)

DEFAULT_DETOUR = 0.3  # greatest extra length, as a share of the shortest route [-]
DEFAULT_ALPHA = 3.0  # a metre in the sun counts as three in the shade, for a UTCI of 32 to 38 degrees in the sun [-]
MAX_LABELS = 5_000_000  # partial routes, 300 MB of them


class SearchStopped(Exception):  # noqa: N818 (not an error: the user asked for it)
    """The search was stopped through its flag."""


def follow(graph: WalkGraph, legs: Legs, t0: float, leg_first=None, exposure: Optional[Exposure] = None) -> np.ndarray:
    """Walk a route, or several, and read the clock and the sun.

    Parameters
    ----------
    graph : WalkGraph
        Graph.
    legs : Legs
        Stretches, in order (n).
    t0 : float
        Departure, in seconds after the first sun slot.
    leg_first : int (k + 1,), optional
        Where each of several routes begins in ``legs``.
    exposure : Exposure, optional
        Another exposure to read than the sun.

    Returns
    -------
    float64 (n, 5)
        Per stretch: time it is begun, waiting included [s], duration [s], length [m], sun metres [m] and sun
        seconds [s]; of another exposure, its sum along the stretch and its integral over the time.
    """
    edge = np.asarray(legs.edge, dtype=np.int64)
    start, stop = np.asarray(legs.start, dtype=np.float64), np.asarray(legs.stop, dtype=np.float64)
    first = np.array([0, len(edge)]) if leg_first is None else np.asarray(leg_first, dtype=np.int64)
    exposure = graph.sun_exposure if exposure is None else exposure
    return walk(*exposure[:4], graph.length, graph.time, graph.wait, first, edge, start, stop, float(t0))


def pareto_front(
    graph: WalkGraph,
    start: Spot,
    goal: Spot,
    t0: float,
    *,
    exposure: Optional[Exposure] = None,
    detour: float = DEFAULT_DETOUR,
    strict: bool = False,
    tolerance: float = np.inf,
    max_labels: int = MAX_LABELS,
    stop=None,
) -> ParetoFront:
    """All efficient routes between two places, in length and sun or another exposure, at a given time.

    The exposure on an edge is the exact integral over the time spent there, its rate running straight from slot to
    slot, and to that of the night (no sun) within one step before the first slot and after the last.

    A label (partial route) holds length, exposure and clock. One label at a node makes another useless when it is
    neither longer nor more exposed. That is exact while the shade stands still. When it moves, the label that arrives
    later may meet shade that the earlier one just misses; slopes and crossings add to the difference of their clocks.
    With ``strict`` a label wins only if it is certain to: the rest of the route is at most ``R = (1 + detour) L - l``
    long and no edge changes faster than ``rho`` per second (one step from full sun to full shade), so the two cannot
    differ by more than ``min(R, R rho |dt|)`` sun metres from there on; for another exposure, by no more than
    ``min(R span, R rho |dt|)``, times the slowest pace for one that is borne by the second. A finite ``tolerance``
    lets a label also win over one that is longer by that much or more, which is faster and nearly always the same.
    Routes that pass a place twice are not looked for.

    Labels are taken in order of their length plus the length left (A*, from one backward search which also bounds the
    detour), and are dropped when the least exposure possible from there on cannot beat the coolest route found.
    Neither changes the result.

    Parameters
    ----------
    graph : WalkGraph
        Graph with sun profiles.
    start, goal : int or Place
        Nodes or places on edges.
    t0 : float
        Departure, in seconds after the first sun slot.
    exposure : Exposure, optional
        What to avoid, its rates 0 or more; the sun by default.
    detour : float
        Greatest extra length as a share of the shortest route [-], >= 0.
    strict : bool
        Keep labels that the motion of the shade could still save; about ten times slower on long routes.
    tolerance : float
        See above [m], >= 0; only with ``strict``. In 25 m, 20 s of walking, a shadow moves by less than a sidewalk.
    max_labels : int
        Give up beyond this many labels.
    stop : uint8 (1,), optional
        Flag looked at during the search; set it from another thread to stop within milliseconds.

    Returns
    -------
    ParetoFront
        The first route is the shortest one.

    Raises
    ------
    NoRouteError
        When the two places are not connected.
    SamePlaceError, TooManyRoutesError
        When the places are the same, or ``max_labels`` is reached.
    SearchStopped
        When the flag was set.
    ValueError
        When a value is out of range.

    References
    ----------
    .. [1] E. Q. V. Martins, 1984, "On a multicriteria shortest path problem", European Journal of Operational
       Research 16, doi:10.1016/0377-2217(84)90077-8.
    """
    if not (np.isfinite(detour) and detour >= 0.0):
        raise ValueError("The greatest detour must be 0 % or more.")
    if not np.isfinite(t0):
        raise ValueError("The time of departure is not valid.")
    if not tolerance >= 0.0:
        raise ValueError("The tolerance of the strict search must be 0 m or more.")
    exposure = graph.sun_exposure if exposure is None else exposure
    source, out, target, into, direct = _ways(graph, start, goal)
    length_left, shortest = _length_left(graph, start, goal, detour)
    horizon = shortest * (1.0 + detour) * (1.0 + 1e-12)
    pace = graph.slowest if exposure.timed else 1.0
    status, values, links, final = front_labels(
        graph.first,
        graph.head,
        graph.edge,
        graph.forward,
        *exposure[:4],
        graph.length,
        graph.time,
        graph.wait,
        source,
        out.edge,
        out.start,
        out.stop,
        target,
        into.edge,
        into.start,
        into.stop,
        np.column_stack(direct),
        float(t0),
        horizon,
        length_left,
        _least_left(graph, exposure, target, into, length_left, t0, horizon),
        strict,
        float(tolerance),
        exposure.span * pace,
        exposure.change * pace,
        max_labels,
        np.zeros(1, dtype=np.uint8) if stop is None else stop,
    )
    if status == STOPPED:
        raise SearchStopped
    if status == TOO_MANY:
        raise too_many_routes(max_labels)
    final = final[efficient(values[final, 0], values[final, 1])]
    leg_first, codes = trace(links, final)
    legs = _legs_of(graph, codes, out, into, direct)
    leg_walk = follow(graph, legs, t0, leg_first)
    sums = np.add.reduceat(leg_walk, leg_first[:-1], axis=0)
    return ParetoFront(
        length_m=values[final, 0],
        sun_m=values[final, 1] if exposure is graph.sun_exposure else sums[:, 3],
        duration_s=sums[:, 1],
        sun_s=sums[:, 4],
        exposure=values[final, 1],
        alpha_eq=equivalent_alpha(values[final, 0], values[final, 1]),
        leg_first=leg_first,
        legs=legs,
        leg_walk=leg_walk,
        shortest_m=float(shortest),
        n_labels=len(values),
    )


def _ways(graph: WalkGraph, start: Spot, goal: Spot) -> tuple[np.ndarray, Legs, np.ndarray, Legs, Legs]:
    """Ways out of the start and into the goal: their nodes and stretches, and the stretch straight between them."""
    source, out, _ = anchors(graph, start, True, "start")
    target, into, _ = anchors(graph, goal, False, "end")
    direct = direct_leg(start, goal)
    if len(direct.edge) and start.fraction != goal.fraction:
        # On one edge, leave away from the goal and arrive from beyond it; the rest is walked straight.
        k = 0 if start.fraction < goal.fraction else 1
        source, out = source[k : k + 1], Legs(*(column[k : k + 1] for column in out))
        target, into = target[1 - k : 2 - k], Legs(*(column[1 - k : 2 - k] for column in into))
    return source, out, target, into, direct


def _least_left(graph: WalkGraph, exposure: Exposure, target, into: Legs, length_left, t0, horizon) -> np.ndarray:
    """Least exposure from every useful node to the goal, within the minutes that the longest route may take."""
    n_slots, step = exposure.n_slots, exposure.step
    waiting = np.where(into.edge >= 0, graph.wait[into.edge], 0.0)
    late = t0 + horizon * graph.slowest + waiting.max(initial=0.0)
    q0, q1 = (int(np.clip(round_(t / step), -1, n_slots)) for round_, t in ((np.floor, t0), (np.ceil, late)))
    share = np.abs(into.stop - into.start)
    part = share * graph.length[into.edge]
    if exposure.timed:
        seconds = np.where(into.stop > into.start, graph.time[into.edge, 0], graph.time[into.edge, 1])
        part = share * seconds + np.where(share > 0.0, waiting, 0.0)
    return least_left(
        graph.first,
        graph.head,
        graph.edge,
        graph.forward,
        *exposure[:4],
        graph.length,
        graph.time,
        graph.wait,
        q0,
        q1,
        length_left < np.inf,
        target,
        into.edge,
        part,
    )


def _length_left(
    graph: WalkGraph, start: Spot, goal: Spot, slack: float, to_goal: Optional[np.ndarray] = None
) -> tuple[np.ndarray, float]:
    """Length from every useful node to the goal, and of the shortest route.

    The last item is the goal itself; nodes that are not useful are infinite.
    Useful nodes are those on some route of at most ``1 + slack`` times the shortest length; all, when the lengths to
    the goal are known.
    """
    source, out, start_xy = anchors(graph, start, True, "start")
    target, into, _ = anchors(graph, goal, False, "end")
    direct = direct_leg(start, goal)
    if to_goal is None:
        left, _, _, best = search(
            graph.first,
            graph.head,
            graph.arc_length,
            graph.x,
            graph.y,
            target,
            leg_costs(into, graph.length),
            source,
            leg_costs(out, graph.length),
            start_xy[0],
            start_xy[1],
            graph.pull,
            slack + 1e-9,
            np.inf,
        )
    else:
        left, best = to_goal, (leg_costs(out, graph.length) + to_goal[source]).min()
    if len(direct.edge):
        best = min(best, leg_costs(direct, graph.length)[0])
    if not np.isfinite(best):
        raise no_route()
    if best < SAME_M:
        raise same_place()
    return np.append(left, 0.0), best


def _legs_of(graph: WalkGraph, codes: np.ndarray, out: Legs, into: Legs, direct: Legs) -> Legs:
    """Stretches written as arc codes."""
    arc = np.maximum(codes, 0)
    forward = graph.forward[arc] if len(graph.forward) else np.zeros(len(codes), dtype=bool)
    edge = graph.edge[arc].astype(np.int64) if len(graph.edge) else np.zeros(len(codes), dtype=np.int64)
    start, stop = np.where(forward, 0.0, 1.0), np.where(forward, 1.0, 0.0)
    for base, pieces in ((START_LEG, out), (GOAL_LEG, into), (DIRECT_LEG, direct)):
        for k in range(len(pieces.edge)):
            here = codes == base - k
            edge[here], start[here], stop[here] = pieces.edge[k], pieces.start[k], pieces.stop[k]
    return Legs(edge, start, stop)


def weighted_route(
    graph: WalkGraph,
    start: Spot,
    goal: Spot,
    t0: float,
    alpha: float = DEFAULT_ALPHA,
    *,
    exposure: Optional[Exposure] = None,
    to_goal: Optional[np.ndarray] = None,
    stop=None,
) -> Route:
    """Find the route of least "equivalent shade metres": ``sum of L (1 + (alpha - 1) sun share)`` at the time walked.

    With another exposure the route minimises ``length + (alpha - 1) exposure``.

    One label per node (A* on the length left). With moving shade a costlier label that arrives later could still win;
    it is not kept. :func:`pareto_front` answers all values of alpha at once and is exact where this one is not.

    Parameters
    ----------
    graph : WalkGraph
        Graph with sun profiles.
    start, goal : int or Place
        Nodes or places on edges.
    t0 : float
        Departure, in seconds after the first sun slot.
    alpha : float
        Metres in the shade that one would walk to spare one in the sun [-], >= 1; 1 is the shortest route.
    exposure : Exposure, optional
        What to avoid, its rates 0 or more; the sun by default.
    to_goal : float64 (n_nodes,), optional
        Length from every node to the goal (:func:`.paths.distances_from` it, ``towards=True``), when known already.
    stop : uint8 (1,), optional
        Flag looked at during the search.

    Returns
    -------
    Route
        Its cost is in equivalent shade metres.

    Raises
    ------
    NoRouteError, SamePlaceError
        When the two places are not connected, or the same.
    SearchStopped
        When the flag was set.
    ValueError
        When a value is out of range.
    """
    if not (np.isfinite(alpha) and alpha >= 1.0):
        raise ValueError("The weight of a metre in the sun must be 1 or more.")
    if not np.isfinite(t0):
        raise ValueError("The time of departure is not valid.")
    source, out, target, into, direct = _ways(graph, start, goal)
    exposure = graph.sun_exposure if exposure is None else exposure
    slack = _slack(graph, exposure, out, into, alpha)
    length_left, _ = _length_left(graph, start, goal, slack, to_goal)
    cost, reached, by, stopped = weighted_labels(
        graph.first,
        graph.head,
        graph.edge,
        graph.forward,
        *exposure[:4],
        graph.length,
        graph.time,
        graph.wait,
        source,
        out.edge,
        out.start,
        out.stop,
        target,
        into.edge,
        into.start,
        into.stop,
        float(t0),
        float(alpha),
        length_left,
        np.zeros(1, dtype=np.uint8) if stop is None else stop,
    )
    if stopped:
        raise SearchStopped
    if len(direct.edge):
        straight = follow(graph, direct, t0, exposure=exposure)[0]
        if straight[2] + (alpha - 1.0) * straight[3] <= cost:
            cost = straight[2] + (alpha - 1.0) * straight[3]
            return Route(float(cost), np.zeros(0, dtype=np.int64), direct)
    codes = [GOAL_LEG - reached] if into.edge[reached] >= 0 else []
    node = int(target[reached])
    nodes = [node]
    while by[node] >= 0:
        codes.append(by[node])
        edge = graph.edge[by[node]]
        node = int(graph.u[edge] if graph.forward[by[node]] else graph.v[edge])
        nodes.append(node)
    if by[node] != NO_LEG:
        codes.append(by[node])
    legs = _legs_of(graph, np.array(codes[::-1], dtype=np.int64), out, into, direct)
    return Route(float(cost), np.array(nodes[::-1], dtype=np.int64), legs)


def _slack(graph: WalkGraph, exposure: Exposure, out: Legs, into: Legs, alpha: float) -> float:
    """Share by which the best weighted route can be longer than the shortest.

    The answer costs at most what the shortest route costs, and its length is at most its cost.
    """
    if alpha == 1.0 or not exposure.timed:
        return (alpha - 1.0) * exposure.most
    on = np.concatenate((out.edge, into.edge))
    if graph.wait[on[on >= 0]].any():  # of a short stretch one waits for the whole edge: no bound per metre
        return np.inf
    return (alpha - 1.0) * exposure.most * graph.slowest


def route_nodes(graph: WalkGraph, legs: Legs) -> np.ndarray:
    """Nodes a route passes, in order, int64; the places it starts and ends at inside edges are not among them."""
    moved = legs.start != legs.stop
    legs = Legs(*(column[moved] for column in legs))
    begin = np.where(legs.start == 0.0, graph.u[legs.edge], np.where(legs.start == 1.0, graph.v[legs.edge], -1))
    end = np.where(legs.stop == 0.0, graph.u[legs.edge], np.where(legs.stop == 1.0, graph.v[legs.edge], -1))
    nodes = np.concatenate((begin[:1], end)).astype(np.int64)
    return nodes[nodes >= 0]


def route_line(lines, legs: Legs):
    """Geometry of a route.

    Parameters
    ----------
    lines : array of shapely LineString (n,)
        Edges of the network.
    legs : Legs
        Stretches, in order.

    Returns
    -------
    shapely.LineString
        From start to end, in the plane.
    """
    coords, owner = shapely.get_coordinates(lines[legs.edge], return_index=True)
    first = np.searchsorted(owner, np.arange(len(legs.edge) + 1))
    pieces = []
    for leg, (edge, start, stop) in enumerate(zip(*legs)):
        xy = coords[first[leg] : first[leg + 1]]
        if (start, stop) == (1.0, 0.0):
            xy = xy[::-1]
        elif (start, stop) != (0.0, 1.0):
            xy = shapely.get_coordinates(substring(lines[edge], start, stop, normalized=True))
        pieces.append(xy)
    xy = np.concatenate(pieces) if pieces else np.zeros((0, 2))
    if len(xy) > 2:
        keep = np.concatenate(([True], (np.diff(xy, axis=0) != 0.0).any(axis=1)))
        xy = xy[keep] if keep.sum() > 1 else xy[:2]
    return shapely.LineString(xy)
