"""Where the walking network meets places: the entrances of parks, and the nearest street of fountains."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely

from .along import line_table
from .graph import MAX_SNAP_M
from .pieces import QUADRANT
from .reach import Spans, make_spans

ENTRANCE_M = 15.0  # a street this close to a place that no path enters gives access to it [m]

# How a place is joined to the network.
CROSSED, BESIDE, NEAREST, NONE = "crossed", "beside", "nearest", "none"


class Entrances(NamedTuple):
    """Entrances of places.

    ``spans`` (:class:`.reach.Spans`, owners are positions of the places): entrances, and what lies inside a place;
    ``how`` (object array of str, one per place): :data:`CROSSED` by the network, :data:`BESIDE` a street, joined to
    its :data:`NEAREST` street, or :data:`NONE` when that is too far; ``distance`` (float64): from the place to the
    network [m], 0 where they cross.
    """

    spans: Spans
    how: np.ndarray
    distance: np.ndarray


def find_entrances(
    places,
    lines,
    usable=None,
    *,
    beside: float = ENTRANCE_M,
    max_distance: float = MAX_SNAP_M,
) -> Entrances:
    """Find where places are entered from the network.

    A place that the network crosses is entered where an edge passes its boundary, and all of the network inside it
    belongs to it. One that is not crossed is entered from all stretches of edges within ``beside`` of it. Failing
    that, and for points, it is entered from the nearest place of the network.

    Parameters
    ----------
    places : array of shapely geometries (m,)
        Points or polygons, of one or several parts [m]; None is no place.
    lines : array of shapely LineString (n,)
        Edges of the network [m].
    usable : bool (n,), optional
        Edges from which a place that is not crossed may be entered; all by default.
    beside : float
        See above [m], >= 0.
    max_distance : float
        A place farther than this from the network is not entered [m].

    Returns
    -------
    Entrances
        Where places overlap, what they share belongs to the one that begins first along the edge.
    """
    places = np.asarray(places, dtype=object).reshape(-1)
    lines = np.asarray(lines, dtype=object).reshape(-1)
    how = np.full(len(places), NONE, dtype=object)
    distance = np.full(len(places), np.inf)
    found: list[tuple] = []
    wide = np.flatnonzero(shapely.get_dimensions(places) == 2)
    shapely.prepare(places[wide])
    crossing = _insides(places, wide, lines)
    for owner, edge, start, stop in crossing:
        found.append((edge, start, stop, owner))
        how[owner], distance[owner] = CROSSED, 0.0
    chosen = np.arange(len(lines)) if usable is None else np.flatnonzero(np.asarray(usable, dtype=bool))
    tree = shapely.STRtree(lines[chosen])
    rest = wide[how[wide] == NONE]
    around = places.copy()
    around[rest] = shapely.buffer(places[rest], beside, quad_segs=QUADRANT)
    for owner, edge, start, stop in _insides(around, rest, lines[chosen]):
        edge = int(chosen[edge])
        found.append((edge, start, stop, owner))
        how[owner] = BESIDE
        distance[owner] = min(distance[owner], float(shapely.distance(places[owner], lines[edge])))
    rest = np.flatnonzero(~(shapely.is_missing(places) | shapely.is_empty(places)) & (how == NONE))
    owners, near = tree.query_nearest(places[rest], all_matches=True)
    order = np.lexsort((near, owners))
    first = order[np.concatenate(([True], np.diff(owners[order]) > 0))] if len(order) else order
    for owner, edge, fraction, apart in _joined(places, lines, rest[owners[first]], chosen[near[first]]):
        distance[owner] = apart
        if apart <= max_distance:
            found.append((edge, fraction, fraction, owner))
            how[owner] = NEAREST
    columns = list(zip(*found)) if found else [(), (), (), ()]
    return Entrances(make_spans(*columns), how, distance)


def _insides(places, wide, lines):
    """Yield (place, edge, start, stop) for each stretch of an edge inside a polygon, or touching it."""
    if not len(wide) or not len(lines):
        return
    table = line_table(lines)
    # Cut segment by segment: along a straight one a position is never ambiguous, even where a path crosses itself.
    head = np.ones(len(table.coords), dtype=bool)
    head[table.first[1:] - 1] = False
    begin = np.flatnonzero(head)
    ends = np.stack((table.coords[begin, :2], table.coords[begin + 1, :2]), axis=1)
    moved = (ends[:, 0] != ends[:, 1]).any(axis=1)
    begin, ends = begin[moved], ends[moved]
    segments = shapely.linestrings(ends)
    owner, segment = shapely.STRtree(segments).query(places[wide], predicate="intersects")
    order = np.lexsort((segment, owner))
    owner, segment = wide[owner[order]], segment[order]
    shared = shapely.intersection(segments[segment], places[owner])
    parts, pair = shapely.get_parts(shared, return_index=True)
    coords, part = shapely.get_coordinates(parts, return_index=True)
    pair = pair[part]
    a, b = ends[segment[pair]].transpose(1, 0, 2)
    span = b - a
    along = np.clip(((coords - a) * span).sum(axis=1) / (span**2).sum(axis=1), 0.0, 1.0)
    # A vertex that is exactly an end of the segment stays so.
    along = np.where((coords == a).all(axis=1), 0.0, np.where((coords == b).all(axis=1), 1.0, along))
    vertex = begin[segment[pair]]
    line = table.line[vertex]
    metres = table.distance[vertex] + along * (table.distance[vertex + 1] - table.distance[vertex])
    last = vertex + 1 == table.first[line + 1] - 1
    share = np.where((along == 1.0) & last, 1.0, metres / table.length[line])
    low, high = np.full(len(parts), np.inf), np.full(len(parts), -np.inf)
    np.minimum.at(low, part, share)
    np.maximum.at(high, part, share)
    pair_of_part = np.zeros(len(parts), dtype=np.int64)
    pair_of_part[part] = pair
    for k in range(len(parts)):
        if high[k] >= low[k]:
            index = pair_of_part[k]
            yield int(owner[index]), int(table.line[begin[segment[index]]]), float(low[k]), float(high[k])


def _joined(places, lines, owner, edge):
    """Yield (place, edge, fraction, distance) where each edge is nearest to its place."""
    order = np.lexsort((edge, owner))
    owner, edge = owner[order], edge[order]
    joining = shapely.shortest_line(lines[edge], places[owner])
    fraction = shapely.line_locate_point(lines[edge], shapely.get_point(joining, 0), normalized=True)
    fraction = np.clip(np.nan_to_num(fraction), 0.0, 1.0)
    yield from zip(owner.tolist(), edge.tolist(), fraction.tolist(), shapely.length(joining).tolist())
