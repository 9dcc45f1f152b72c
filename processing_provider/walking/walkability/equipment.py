"""Walking distances from street segments to benches, water and crossings, along the network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

MAX_SNAP_M = 50.0  # equipment farther than this from any segment is not on the network [m]
SEARCH_LIMIT_M = 2000.0  # distances are given up to this one [m]; it is far beyond every value function
NODE_GRID_M = 0.01  # ends closer than this are one node where the layer has no nodes [m]
# An unmarked crossing is worth half a marked one beside it: it counts as this far at least [m].
UNMARKED_CROSSING_M = 112.5

# Kinds of equipment that serve an indicator.
KINDS = {
    "crossing": ("crossing", "crossing_marked", "crossing_signal"),
    "bench": ("bench",),
    "water": ("drinking_fountain", "toilets"),
}
UNMARKED_KIND = "crossing_unmarked"


@dataclass(frozen=True)
class WalkLines:
    """Parts of street segments as edges of a graph.

    ``owner`` int64 (m,) is the segment of each part, ``lines`` its geometry, ``length`` float64 (m,) its length
    [m], ``u`` and ``v`` int64 (m,) its nodes, ``count`` the number of segments and ``nodes`` that of nodes.
    """

    owner: np.ndarray
    lines: np.ndarray
    length: np.ndarray
    u: np.ndarray
    v: np.ndarray
    count: int
    nodes: int


def walk_lines(geometry, u: Optional[np.ndarray] = None, v: Optional[np.ndarray] = None) -> WalkLines:
    """Make the edges of street segments.

    Parameters
    ----------
    geometry : array of shapely geometries (n,)
        Lines or multilines [m]; None is skipped.
    u, v : int64 (n,), optional
        Nodes of each segment; used when every segment is a single line, otherwise ends closer than 1 cm are
        one node.

    Returns
    -------
    WalkLines
    """
    parts, owner = shapely.get_parts(geometry, return_index=True)
    length = shapely.length(parts)
    kept = length > 0.0
    parts, owner, length = parts[kept], owner[kept], length[kept]
    single = len(np.unique(owner)) == len(owner)
    if u is not None and v is not None and single:
        ends = np.column_stack((u[owner], v[owner]))
        _, nodes = np.unique(ends, return_inverse=True)
    else:
        first = shapely.get_coordinates(shapely.get_point(parts, 0))
        last = shapely.get_coordinates(shapely.get_point(parts, -1))
        grid = np.round(np.concatenate((first, last)) / NODE_GRID_M).astype(np.int64)
        _, nodes = np.unique(grid, axis=0, return_inverse=True)
        nodes = nodes.reshape(2, -1).T
    nodes = nodes.reshape(-1, 2)
    return WalkLines(
        owner=owner.astype(np.int64),
        lines=parts,
        length=length,
        u=nodes[:, 0].astype(np.int64),
        v=nodes[:, 1].astype(np.int64),
        count=len(geometry),
        nodes=int(nodes.max()) + 1 if len(nodes) else 0,
    )


@dataclass(frozen=True)
class SnappedPoints:
    """Points on the nearest part: ``part`` int64 (m,), ``along`` [m] from its start, ``aside`` [m] from it."""

    part: np.ndarray
    along: np.ndarray
    aside: np.ndarray
    index: np.ndarray  # of the point given


def snap_points(network: WalkLines, points, most: float = MAX_SNAP_M) -> SnappedPoints:
    """Snap points to the nearest part; points without coordinates or farther than ``most`` [m] are left out."""
    points = np.asarray(points, dtype=object)
    usable = np.flatnonzero(~(shapely.is_missing(points) | shapely.is_empty(points)))
    if not len(usable) or not len(network.lines):
        none = np.zeros(0)
        return SnappedPoints(none.astype(np.int64), none, none, none.astype(np.int64))
    tree = shapely.STRtree(network.lines)
    (given, near), distance = tree.query_nearest(
        points[usable], max_distance=most, return_distance=True, all_matches=True
    )
    order = np.lexsort((near, given))
    order = order[np.concatenate(([True], np.diff(given[order]) > 0))] if len(order) else order
    given, near, distance = given[order], near[order], distance[order]
    along = shapely.line_locate_point(network.lines[near], points[usable][given])
    return SnappedPoints(near.astype(np.int64), along, distance, usable[given])


def distances(network: WalkLines, snapped: SnappedPoints, limit: float = SEARCH_LIMIT_M) -> np.ndarray:
    """Return the walking distance from the middle of each segment to the nearest of some points.

    One search from all points at once (Dijkstra). The way from the network to the point is counted.

    Parameters
    ----------
    network : WalkLines
        Segments.
    snapped : SnappedPoints
        Points (:func:`snap_points`).
    limit : float
        Greatest distance looked for [m].

    Returns
    -------
    float64 (n,)
        Distance [m], ``limit`` where there is none within it; the mean over parts, weighted by length, for a
        segment of several parts. NaN for a segment without geometry.
    """
    reach = np.full(network.nodes, np.inf)
    along, part, aside = snapped.along, snapped.part, snapped.aside
    np.minimum.at(reach, network.u[part], along + aside)
    np.minimum.at(reach, network.v[part], network.length[part] - along + aside)
    reach = _spread(network, reach, limit)
    middle = np.minimum(reach[network.u], reach[network.v]) + 0.5 * network.length
    np.minimum.at(middle, part, np.abs(along - 0.5 * network.length[part]) + aside)
    middle = np.minimum(middle, limit)
    weight = np.bincount(network.owner, network.length, minlength=network.count)
    total = np.bincount(network.owner, network.length * middle, minlength=network.count)
    return np.where(weight > 0.0, total / np.where(weight > 0.0, weight, 1.0), np.nan)


def _spread(network: WalkLines, reach: np.ndarray, limit: float) -> np.ndarray:
    """Shortest distance of every node, given that of the nodes beside the points."""
    source = network.nodes  # one more node, joined to those that are beside a point
    beside = np.flatnonzero(reach < limit)
    tail = np.concatenate((network.u, network.v, np.full(len(beside), source)))
    head = np.concatenate((network.v, network.u, beside))
    weight = np.concatenate((network.length, network.length, reach[beside]))
    # Of parallel edges the shortest counts; the matrix would add them up.
    order = np.lexsort((weight, head, tail))
    tail, head, weight = tail[order], head[order], weight[order]
    first = np.concatenate((np.ones(min(len(tail), 1), dtype=bool), (np.diff(tail) != 0) | (np.diff(head) != 0)))
    graph = csr_matrix((weight[first], (tail[first], head[first])), shape=(source + 1, source + 1))
    return dijkstra(graph, directed=True, indices=source, limit=limit)[:source]


@dataclass(frozen=True)
class Served:
    """Distance to one kind of equipment: ``measure`` float64 (n,) [m], points ``used`` and points too ``far``."""

    measure: np.ndarray
    used: int
    far: int


def measure_equipment(network: WalkLines, points, kinds, name: str, carriageway=None) -> Optional[Served]:
    """Return the measure of an indicator from points of equipment.

    Parameters
    ----------
    network : WalkLines
        Segments.
    points : array of shapely Point (m,)
        Equipment [m].
    kinds : sequence of str or None (m,)
        Kinds of the standard territory, and ``crossing_unmarked``.
    name : {"crossing", "bench", "water"}
        Indicator. ``bench`` is twice the distance to the nearest bench: the way from one bench to the next.
    carriageway : bool (n,), optional
        Segments with a carriageway; the others need no crossing, so their distance is 0.

    Returns
    -------
    Served or None
        None when the layer has no equipment of these kinds: nothing is known then, which is not "none".
    """
    kinds = np.array(["" if item is None else str(item) for item in kinds], dtype=object)
    points = np.asarray(points, dtype=object)
    placed = ~(shapely.is_missing(points) | shapely.is_empty(points))
    chosen = placed & np.isin(kinds.astype(str), KINDS[name])
    unmarked = placed & (kinds == UNMARKED_KIND) & (name == "crossing")
    if not (chosen | unmarked).any():
        return None
    snapped = snap_points(network, points[chosen])
    used, measure = len(snapped.index), distances(network, snapped)
    if unmarked.any():
        plain = snap_points(network, points[unmarked])
        used += len(plain.index)
        measure = np.minimum(measure, np.maximum(distances(network, plain), UNMARKED_CROSSING_M))
    if name == "bench":
        measure = 2.0 * measure
    if name == "crossing" and carriageway is not None:
        measure = np.where(carriageway | np.isnan(measure), measure, 0.0)
    return Served(measure, used, int((chosen | unmarked).sum()) - used)
