"""A route as a person walks it: the streets one after the other, where to turn, where the sun is.

A route is a line laid exactly on edges of a network. It is cut back into those edges, edges of one street are
joined into a step, and the turn between two steps is read from their directions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
import shapely

TOLERANCE_M = 0.1  # a route read back from a file of 7 decimals of a degree is off by a centimetre [m]
HEADING_M = 15.0  # the direction of a street is taken over this length at most [m]
SHORT_LINK_M = 20.0  # a path without name below this is a part of the way into the next street [m]
# Turns by the angle between two streets [degrees]: below the first one goes straight on.
STRAIGHT_DEG, BEAR_DEG, SHARP_DEG, BACK_DEG = 25.0, 55.0, 125.0, 160.0
CROSSING = "crossing"  # side of an edge that crosses a carriageway (edges.WalkNetwork)
OPPOSITE = {"left": "right", "right": "left"}


@dataclass(frozen=True)
class RouteLegs:
    """A route cut into the edges it follows.

    Attributes
    ----------
    edge : int64 (n,)
        Edge of each leg, -1 where the route is on none.
    start, stop : float64 (n,)
        Shares of the length of the edge where the leg begins and ends; walking against the edge has ``stop`` below
        ``start``. NaN on no edge.
    from_m, to_m : float64 (n,)
        Distance walked where the leg begins and ends [m].
    """

    edge: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    from_m: np.ndarray
    to_m: np.ndarray

    def __len__(self) -> int:
        return len(self.edge)

    @property
    def length_m(self) -> np.ndarray:
        """Length of each leg [m]."""
        return self.to_m - self.from_m

    @property
    def matched_share(self) -> float:
        """Share of the length that lies on an edge [-], 1 for a route of no length."""
        total = self.length_m.sum()
        return float(self.length_m[self.edge >= 0].sum() / total) if total else 1.0


@dataclass(frozen=True)
class Step:
    """One street of a route.

    Attributes
    ----------
    name : str
        Name of the street, empty where it has none.
    from_m, to_m : float
        Distance walked where it begins and ends [m].
    sun_m : float
        Length walked in the sun [m], NaN where unknown.
    side : str
        ``"left"`` or ``"right"`` in the direction walked, for most of the length; empty on a centre line or path.
    turn_deg : float
        Change of direction into this street [degrees], positive to the right; NaN for the first one.
    heading_deg : float
        Direction at its beginning [degrees clockwise from grid north].
    crossings : int
        Carriageways crossed in it.
    others : int
        Other streets that :func:`condensed` put into this step.
    """

    name: str
    from_m: float
    to_m: float
    sun_m: float
    side: str
    turn_deg: float
    heading_deg: float
    crossings: int = 0
    others: int = 0

    @property
    def length_m(self) -> float:
        """Length [m]."""
        return self.to_m - self.from_m

    @property
    def shade_share(self) -> float:
        """Share of the length in the shade [-], NaN where unknown."""
        return 1.0 - self.sun_m / self.length_m if self.length_m > 0.0 else np.nan


def match_route(route, edges, tolerance: float = TOLERANCE_M) -> RouteLegs:
    """Cut a route into the edges it follows.

    Parameters
    ----------
    route : shapely LineString
        Route in metric coordinates.
    edges : object array of shapely LineString (m,)
        Edges of the network in the same coordinates; None is passed over.
    tolerance : float
        Greatest distance between a segment of the route and its edge [m], > 0.

    Returns
    -------
    RouteLegs
        In the order walked. Where several edges lie under a segment, the one being walked goes on, and otherwise
        the first of them is taken. Segments of no length are left out.
    """
    xy = shapely.get_coordinates(route)
    size = np.hypot(*(xy[1:] - xy[:-1]).T)
    kept = np.concatenate(([True], size > 0.0)) if len(xy) else np.zeros(0, dtype=bool)
    xy, size = xy[kept], size[size > 0.0]
    edges = np.asarray(edges, dtype=object)
    under = _edges_under(xy, edges, tolerance)
    chosen = np.full(len(size), -1, dtype=np.int64)
    for i, candidates in enumerate(under):
        if i and chosen[i - 1] in candidates:
            chosen[i] = chosen[i - 1]
        elif candidates:
            chosen[i] = candidates[0]
    walked = np.concatenate(([0.0], np.cumsum(size)))
    along = _segments_along(xy, edges, chosen)
    first = _leg_starts(chosen, along, edges, tolerance)
    last = np.concatenate((first[1:], [len(size)])) - 1 if len(first) else first
    edge = chosen[first]
    start, stop = along[first, 0], along[last, 1]
    return RouteLegs(edge, start, stop, walked[first], walked[last + 1])


def _edges_under(xy: np.ndarray, edges: np.ndarray, tolerance: float) -> list[list[int]]:
    """List the edges that each segment lies on: both ends and the middle are near."""
    if len(xy) < 2:
        return []
    usable = np.flatnonzero(~shapely.is_missing(edges))
    tree = shapely.STRtree(edges[usable])
    middle = shapely.points((xy[:-1] + xy[1:]) / 2.0)
    segment, found = tree.query(middle, predicate="dwithin", distance=tolerance)
    found = usable[found]
    ends = shapely.points(xy)
    near = shapely.dwithin(ends[segment], edges[found], tolerance)
    near &= shapely.dwithin(ends[segment + 1], edges[found], tolerance)
    under: list[list[int]] = [[] for _ in range(len(xy) - 1)]
    for i, j in sorted(zip(segment[near].tolist(), found[near].tolist())):
        under[i].append(j)
    return under


def _segments_along(xy: np.ndarray, edges: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Shares of the edge where each segment begins and ends, float64 (n, 2), NaN on no edge.

    A place where a closed edge ends is also where it begins: inner places of the segment say which way it goes.
    """
    along = np.full((len(chosen), 2), np.nan)
    on = np.flatnonzero(chosen >= 0)
    if not len(on):
        return along
    lines = edges[chosen[on]]
    length = shapely.length(lines)
    a, b = xy[on], xy[on + 1]
    share = [shapely.line_locate_point(lines, shapely.points(a + t * (b - a))) for t in (0.25, 0.75)]
    half = np.hypot(*(b - a).T) / 4.0
    forward = share[1] >= share[0]
    begin = share[0] - np.where(forward, half, -half)
    end = share[1] + np.where(forward, half, -half)
    safe = np.where(length > 0.0, length, 1.0)
    along[on, 0] = np.clip(begin / safe, 0.0, 1.0)
    along[on, 1] = np.clip(end / safe, 0.0, 1.0)
    return along


def _leg_starts(chosen: np.ndarray, along: np.ndarray, edges: np.ndarray, tolerance: float) -> np.ndarray:
    """Segments at which a leg begins: another edge, or the same one from another place."""
    if not len(chosen):
        return np.zeros(0, dtype=np.int64)
    jump = np.zeros(len(chosen), dtype=bool)
    jump[0] = True
    jump[1:] = chosen[1:] != chosen[:-1]
    same = np.flatnonzero(~jump & (chosen >= 0))
    gap = np.abs(along[same, 0] - along[same - 1, 1]) * shapely.length(edges[chosen[same]])
    turned = np.sign(along[same, 1] - along[same, 0]) != np.sign(along[same - 1, 1] - along[same - 1, 0])
    jump[same] = (gap > 10.0 * tolerance) | turned
    return np.flatnonzero(jump)


def group_steps(route, legs: RouteLegs, names, sides=None, sun_m=None) -> list[Step]:
    """Join legs of one street into steps.

    Crossings belong to the street that follows them. Paths without name shorter than :data:`SHORT_LINK_M` belong to
    the street that follows, or to the former one at the end of the route. The name decides: a street that is left
    for a few metres only and taken again is one step.

    Parameters
    ----------
    route : shapely LineString
        Route [m].
    legs : RouteLegs
        Its legs.
    names : sequence of str (m,)
        Name of the street of each edge; empty where it has none.
    sides : sequence of str (m,), optional
        ``"left"``, ``"right"``, ``"crossing"`` or empty, along the edge.
    sun_m : float64 (n,), optional
        Length of each leg walked in the sun [m]; NaN where unknown.

    Returns
    -------
    list of Step
        In the order walked.
    """
    count = len(legs)
    if not count:
        return []
    sun = np.full(count, np.nan) if sun_m is None else np.asarray(sun_m, dtype=np.float64)
    side = [""] * count if sides is None else [_side_walked(legs, k, sides) for k in range(count)]
    title = ["" if legs.edge[k] < 0 else str(names[legs.edge[k]] or "").strip() for k in range(count)]
    links = [
        side[k] == CROSSING or (not title[k] and legs.length_m[k] < SHORT_LINK_M and count > 1) for k in range(count)
    ]
    groups = _groups(title, links)
    steps = []
    for group in groups:
        own = [k for k in group if not links[k]] or group
        steps.append(_step(route, legs, group, own, title, side, sun, steps[-1] if steps else None))
    return steps


def _side_walked(legs: RouteLegs, k: int, sides) -> str:
    """Side of a leg in the direction walked."""
    if legs.edge[k] < 0:
        return ""
    side = str(sides[legs.edge[k]] or "")
    return OPPOSITE.get(side, side) if legs.stop[k] < legs.start[k] else side


def _groups(title: list[str], links: list[bool]) -> list[list[int]]:
    """Numbers of the legs of each step."""
    groups: list[list[int]] = []
    waiting: list[int] = []
    for k in range(len(title)):
        if links[k]:
            waiting.append(k)
        elif groups and title[k].casefold() == title[groups[-1][-1]].casefold():
            groups[-1] += [*waiting, k]
            waiting = []
        else:
            groups.append([*waiting, k])
            waiting = []
    if waiting and groups:
        groups[-1] = groups[-1] + waiting
    elif waiting:
        groups.append(waiting)
    return groups


def _step(route, legs, group, own, title, side, sun, former: Optional[Step]) -> Step:
    """Describe the legs of one step; ``own`` are those on the street itself."""
    length = legs.length_m
    metres = {name: sum(length[k] for k in own if side[k] == name) for name in ("left", "right")}
    main = max(metres, key=lambda name: metres[name])
    heading = heading_at(route, float(legs.from_m[own[0]]), float(legs.to_m[own[-1]]))
    turn = np.nan
    if former is not None:
        before = heading_at(route, float(legs.from_m[group[0]]), former.from_m)
        turn = (heading - before + 180.0) % 360.0 - 180.0
    return Step(
        name=title[own[0]],
        from_m=float(legs.from_m[group[0]]),
        to_m=float(legs.to_m[group[-1]]),
        sun_m=float(sum(sun[k] for k in group)),
        side=main if metres[main] > 0.5 * sum(length[k] for k in own) else "",
        turn_deg=turn,
        heading_deg=heading,
        crossings=sum(side[k] == CROSSING for k in group),
    )


def heading_at(route, distance: float, towards: float) -> float:
    """Direction in which a route is walked near a place.

    Parameters
    ----------
    route : shapely LineString
        Route [m].
    distance : float
        Where [m].
    towards : float
        End of the part of the route that counts [m]: beyond ``distance`` the direction of leaving is given, before it
        that of arriving. At most :data:`HEADING_M` are looked at.

    Returns
    -------
    float
        Degrees clockwise from grid north, 0 to 360; 0 where the part has no length.
    """
    reach = float(np.clip(towards - distance, -HEADING_M, HEADING_M))
    here, there = shapely.get_coordinates(shapely.line_interpolate_point(route, [distance, distance + reach]))
    east, north = (there - here) if reach >= 0.0 else (here - there)
    return float(np.degrees(np.arctan2(east, north)) % 360.0)


def turn_kind(turn_deg: float) -> str:
    """Name a turn.

    Parameters
    ----------
    turn_deg : float
        Change of direction [degrees], positive to the right, -180 to 180; NaN at the start.

    Returns
    -------
    str
        ``"start"``, ``"straight"``, ``"back"``, or ``"bear"``, ``"turn"`` or ``"sharp"`` followed by ``" left"`` or
        ``" right"``.
    """
    if np.isnan(turn_deg):
        return "start"
    size = abs(turn_deg)
    if size < STRAIGHT_DEG:
        return "straight"
    if size >= BACK_DEG:
        return "back"
    word = "bear" if size < BEAR_DEG else "turn" if size < SHARP_DEG else "sharp"
    return f"{word} {'right' if turn_deg > 0.0 else 'left'}"


def condensed(steps: Sequence[Step], most: int) -> list[Step]:
    """Put the shortest streets together with their neighbours until few steps are left.

    Parameters
    ----------
    steps : sequence of Step
        Steps in the order walked.
    most : int
        Greatest number of steps wanted, >= 1.

    Returns
    -------
    list of Step
        Same length and sun in all; a step that took in others has their number in ``others``, and the name and side
        of its longest street.

    Raises
    ------
    ValueError
        When ``most`` is below 1.
    """
    if most < 1:
        raise ValueError("The number of steps to keep must be 1 or more.")
    steps = list(steps)
    while len(steps) > most:
        short = min(range(len(steps)), key=lambda k: (steps[k].length_m, k))
        beside = [k for k in (short - 1, short + 1) if 0 <= k < len(steps)]
        other = min(beside, key=lambda k: (steps[k].length_m, k))
        first, second = sorted((short, other))
        steps[first : second + 1] = [_joined(steps[first], steps[second])]
    return steps


def _joined(first: Step, second: Step) -> Step:
    longest = max((first, second), key=lambda step: step.length_m)
    return replace(
        first,
        name=longest.name,
        side=longest.side,
        to_m=second.to_m,
        sun_m=first.sun_m + second.sun_m,
        crossings=first.crossings + second.crossings,
        others=first.others + second.others + 1,
    )


def sun_strip(legs: RouteLegs, share) -> tuple[np.ndarray, np.ndarray]:
    """Lay the share of sun out along a route, legs of equal share being joined.

    Parameters
    ----------
    legs : RouteLegs
        Legs of the route, n of them.
    share : float64 (n,)
        Share of sun met on each leg [-], 0 to 1; NaN where unknown.

    Returns
    -------
    bounds : float64 (k + 1,)
        Distances walked where a piece begins, and the end [m].
    pieces : float64 (k,)
        Share of sun of each piece [-].
    """
    share = np.asarray(share, dtype=np.float64)
    if not len(share):
        return np.zeros(1), share
    same = np.isclose(share[1:], share[:-1], rtol=0.0, atol=1e-9, equal_nan=True)
    begins = np.concatenate(([True], ~same))
    return np.append(legs.from_m[begins], legs.to_m[-1]), share[begins]
