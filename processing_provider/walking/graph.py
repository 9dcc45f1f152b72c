"""Walking graph for searches: compact adjacency, times and sun of its edges, and places on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely

from ..errors import InputError
from .elevation import DEFAULT_SPEED, walking_times
from .exposure import Exposure, exposure_of_sun
from .sun_profile import FULL_SUN, NO_DATA

MAX_SNAP_M = 100.0  # a place farther than this from any edge is not on the network [m]
SLOT_S = 900.0  # time between two sun slots, a quarter of an hour [s]

# Waiting time at a crossing by kind, and of an unmarked one by daily traffic [s]. A project table may replace it.
CROSSING_WAIT_S = {"signal": 15.0, "marked": 8.0, "unmarked_busy": 20.0, "unmarked": 0.0}
BUSY_STREET_VEH_DAY = 5000.0  # an unmarked crossing is hard above this traffic [vehicles per day]


class Place(NamedTuple):
    """A place on an edge.

    ``edge`` is its edge, ``fraction`` the share of the edge's length from its start (0 to 1), ``x`` and ``y`` its
    coordinates [m] and ``distance_m`` how far the given point is from it [m].
    """

    edge: int
    fraction: float
    x: float
    y: float
    distance_m: float = 0.0


@dataclass(frozen=True)
class WalkGraph:
    """Undirected edges seen from their nodes, with times that depend on the direction walked.

    Arcs ``first[i]`` to ``first[i + 1] - 1`` leave node ``i``. Per arc: ``head`` (node reached), ``edge``,
    ``forward`` (walked from the edge's start), ``arc_length`` [m], ``arc_time`` [s, without waiting]. Per edge:
    ``u``, ``v``, ``length`` [m], ``wait`` [s], ``allowed``, ``time`` [s] (n, 2: from start, from end) and ``sun``
    (uint8 percent, edge by slot) at steps of ``step_s`` [s]. ``pull`` is the least length per metre as the crow
    flies, at most 1, and ``slowest`` the longest time per metre of any edge, waiting included [s/m].
    """

    first: np.ndarray
    head: np.ndarray
    edge: np.ndarray
    forward: np.ndarray
    arc_length: np.ndarray
    arc_time: np.ndarray
    u: np.ndarray
    v: np.ndarray
    length: np.ndarray
    time: np.ndarray
    wait: np.ndarray
    allowed: np.ndarray
    sun: np.ndarray
    step_s: float
    x: np.ndarray
    y: np.ndarray
    pull: float
    slowest: float

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return len(self.first) - 1

    @cached_property
    def sun_exposure(self) -> Exposure:
        """Exposure to the sun, in sun metres."""
        return exposure_of_sun(self.sun, self.step_s)


def crossing_wait(crossing, kind=None, vehicles_per_day=None, table=None) -> np.ndarray:
    """Look up the waiting time of each edge that crosses a carriageway.

    Parameters
    ----------
    crossing : bool (n,)
        Edges that cross a carriageway (:attr:`WalkNetwork.crossing`).
    kind : array-like of str (n,), optional
        ``"signal"``, ``"marked"``; anything else, or None, is unmarked.
    vehicles_per_day : array-like of float (n,), optional
        Traffic of the street crossed [vehicles per day]; NaN is unknown and taken as quiet.
    table : dict, optional
        Waiting time [s] for ``signal``, ``marked``, ``unmarked_busy`` (above 5000 vehicles per day) and
        ``unmarked``; what is left out is 15, 8, 20 and 0 s.

    Returns
    -------
    float64 (n,)
        Waiting time [s], 0 for edges that are not crossings.

    Raises
    ------
    ValueError
        When the table has an unknown kind or a negative time.
    """
    crossing = np.asarray(crossing, dtype=bool)
    times = dict(CROSSING_WAIT_S)
    times.update(table or {})
    unknown = set(times) - set(CROSSING_WAIT_S)
    if unknown:
        raise ValueError(f"The crossing times know signal, marked, unmarked_busy and unmarked, not {min(unknown)}.")
    if not all(np.isfinite(t) and t >= 0.0 for t in times.values()):
        raise ValueError("A waiting time at crossings must be 0 s or more.")
    n = len(crossing)
    kind = np.full(n, "", dtype=object) if kind is None else np.asarray(kind, dtype=object)
    traffic = np.zeros(n) if vehicles_per_day is None else np.asarray(vehicles_per_day, dtype=np.float64)
    wait = np.where(traffic > BUSY_STREET_VEH_DAY, times["unmarked_busy"], times["unmarked"])
    for name in ("signal", "marked"):
        wait = np.where(kind == name, times[name], wait)
    return np.where(crossing, wait, 0.0)


def build_graph(
    u,
    v,
    length,
    node_xy,
    *,
    speed: float = DEFAULT_SPEED,
    slope=None,
    wait=None,
    sun=None,
    step_s: float = SLOT_S,
    unknown_sun: int = FULL_SUN,
    allowed=None,
) -> WalkGraph:
    """Build the graph of a walking network.

    Parameters
    ----------
    u, v : int (n,)
        End nodes of each edge. Loops are kept as edges and ignored by searches.
    length : float64 (n,)
        Length of each edge [m], finite and >= 0.
    node_xy : float64 (n_nodes, 2)
        Position of the nodes [m].
    speed : float
        Walking speed on the flat [m/s], > 0.
    slope : float64 (n,), optional
        Mean slope from ``u`` to ``v`` [-]; NaN is flat. See :func:`.elevation.walking_speed`.
    wait : float64 (n,), optional
        Time spent waiting before walking the edge [s], >= 0 (:func:`crossing_wait`).
    sun : uint8 (n, n_slots), optional
        Share of sun of each edge [percent, 0 to 100; 255 no data], slot ``q`` being at ``q * step_s`` seconds.
        Not given: no sun anywhere. With a single slot the sun stands still.
    step_s : float
        Time between two slots [s], > 0.
    unknown_sun : int
        Share taken where there is no data [percent]; 100 is the prudent choice.
    allowed : bool (n,), optional
        Edges that may be walked, e.g. no steps for wheelchair users; all by default.

    Returns
    -------
    WalkGraph

    Raises
    ------
    ValueError
        When arrays do not match or hold values out of range.
    """
    u, v = np.asarray(u, dtype=np.int32), np.asarray(v, dtype=np.int32)
    n = len(u)
    node_xy = np.asarray(node_xy, dtype=np.float64).reshape(-1, 2)
    if len(v) != n:
        raise ValueError("Each edge needs a start node and an end node.")
    if n and (min(u.min(), v.min()) < 0 or max(u.max(), v.max()) >= len(node_xy)):
        raise ValueError("An edge of the network refers to a node that does not exist.")
    length = _per_edge(length, n, "length")
    wait = np.zeros(n) if wait is None else _per_edge(wait, n, "waiting time")
    allowed = np.ones(n, dtype=bool) if allowed is None else np.asarray(allowed, dtype=bool)
    sun = np.zeros((n, 1), dtype=np.uint8) if sun is None else np.asarray(sun, dtype=np.uint8)
    if sun.ndim != 2 or len(sun) != n or len(allowed) != n or not sun.shape[1]:
        raise ValueError("Every edge needs a sun profile of one slot or more, and one mark if some are forbidden.")
    if not (np.isfinite(step_s) and step_s > 0.0):
        raise ValueError("The time between two sun slots must be above 0 s.")
    if not 0 <= unknown_sun <= FULL_SUN:
        raise ValueError("The share of sun taken where there is no data must lie between 0 and 100 percent.")
    if ((sun > FULL_SUN) & (sun != NO_DATA)).any():
        raise ValueError("Shares of sun must lie between 0 and 100 percent, or be 255 for no data.")
    slope = None if slope is None else np.asarray(slope, dtype=np.float64)
    time = np.column_stack(walking_times(length, slope, speed))

    kept = np.flatnonzero(allowed & (u != v))
    tail = np.concatenate((u[kept], v[kept]))
    arc = np.argsort(tail, kind="stable")
    edge = np.concatenate((kept, kept))[arc]
    forward = arc < len(kept)
    chord = np.hypot(*(node_xy[u[kept]] - node_xy[v[kept]]).T)
    far = chord > 0.0
    spent = time.max(axis=1) + wait
    with np.errstate(divide="ignore"):
        slowest = (spent[spent > 0.0] / length[spent > 0.0]).max(initial=0.0)
    return WalkGraph(
        first=np.concatenate(([0], np.cumsum(np.bincount(tail, minlength=len(node_xy))))).astype(np.int32),
        head=np.concatenate((v[kept], u[kept]))[arc],
        edge=edge.astype(np.int32),
        forward=forward,
        arc_length=length[edge],
        arc_time=np.where(forward, time[edge, 0], time[edge, 1]),
        u=u,
        v=v,
        length=length,
        time=time,
        wait=wait,
        allowed=allowed,
        sun=np.ascontiguousarray(np.where(sun == NO_DATA, np.uint8(unknown_sun), sun)),
        step_s=float(step_s),
        x=np.ascontiguousarray(node_xy[:, 0]),
        y=np.ascontiguousarray(node_xy[:, 1]),
        # A hair below the ratio, so that rounding cannot make the estimate exceed the length.
        pull=float(min(1.0, (length[kept][far] / chord[far]).min(initial=1.0)) * (1.0 - 1e-12)),
        slowest=float(slowest),
    )


def _per_edge(values, n: int, name: str) -> np.ndarray:
    """One finite non-negative number per edge."""
    values = np.asarray(values, dtype=np.float64)
    if len(values) != n:
        raise ValueError(f"There must be one {name} per edge.")
    if not (np.isfinite(values) & (values >= 0.0)).all():
        raise ValueError(f"The {name} of every edge must be a number, 0 or more; fill the missing values first.")
    return values


class PlaceFinder:
    """Finds the place on a network nearest to a point.

    Parameters
    ----------
    lines : array of shapely LineString (n,)
        Edges in metric coordinates.
    usable : bool (n,), optional
        Edges a place may lie on, e.g. those of the main connected part, without crossings; all by default.
    """

    def __init__(self, lines, usable=None):
        self._lines = np.asarray(lines, dtype=object).reshape(-1)
        usable = np.ones(len(self._lines), dtype=bool) if usable is None else np.asarray(usable, dtype=bool)
        self._edge = np.flatnonzero(usable)
        self._tree = shapely.STRtree(self._lines[self._edge])

    def find(self, xy) -> list[Place]:
        """Nearest place to each point, however far.

        Parameters
        ----------
        xy : array-like of float (m, 2)
            Points [m].

        Returns
        -------
        list of Place (m,)
            Of two edges at the same distance, the one that comes first.

        Raises
        ------
        ValueError
            When a point has no coordinates or the network has no edge.
        """
        xy = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
        if not len(self._edge):
            raise InputError("The walking network has no edge to walk on.")
        if not np.isfinite(xy).all():
            raise ValueError("A start or end point has no coordinates.")
        points = shapely.points(xy)
        (point, near), distance = self._tree.query_nearest(points, all_matches=True, return_distance=True)
        order = np.lexsort((near, point))
        order = order[np.concatenate(([True], np.diff(point[order]) > 0))] if len(order) else order
        edge, distance = self._edge[near[order]], distance[order]
        lines = self._lines[edge]
        fraction = np.clip(shapely.line_locate_point(lines, points, normalized=True), 0.0, 1.0)
        on = shapely.get_coordinates(shapely.line_interpolate_point(lines, fraction, normalized=True))
        return [
            Place(int(e), float(f), float(p[0]), float(p[1]), float(d))
            for e, f, p, d in zip(edge, np.nan_to_num(fraction), on, distance)
        ]

    def attach(self, x: float, y: float, name: str = "start", max_distance: float = MAX_SNAP_M) -> Place:
        """Nearest place to one point, refused when it is too far.

        Parameters
        ----------
        x, y : float
            Point [m].
        name : str
            What the point is, for the message: ``"start"``, ``"end"`` or another place.
        max_distance : float
            Greatest distance [m].

        Returns
        -------
        Place

        Raises
        ------
        InputError
            When the network is farther than ``max_distance``; the sentence gives the distance.
        """
        place = self.find([(x, y)])[0]
        if place.distance_m > max_distance:
            raise _too_far(name, place.distance_m, max_distance)
        return place


def _too_far(name: str, distance: float, limit: float) -> InputError:
    """Return the error for a point too far from the network; whole sentences, since they are translated."""
    if name == "start":
        return InputError(
            "The start is {distance:.0f} m from the walking network; move it within {limit:.0f} m of a street or path.",
            distance=distance,
            limit=limit,
        )
    if name == "end":
        return InputError(
            "The end is {distance:.0f} m from the walking network; move it within {limit:.0f} m of a street or path.",
            distance=distance,
            limit=limit,
        )
    return InputError(
        "A place is {distance:.0f} m from the walking network; move it within {limit:.0f} m of a street or path.",
        distance=distance,
        limit=limit,
    )
