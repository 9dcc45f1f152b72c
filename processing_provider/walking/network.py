"""Walking network: from any layer of lines to a graph of edges joined at nodes.

Lines drawn for cartography are not a graph. National base maps cut sections at junctions;
OpenStreetMap ways share interior vertices instead; hand-drawn layers end on the middle of another
line. All three are joined here, and what passes over or under (bridges, tunnels) stays apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numba import njit
from scipy.spatial import cKDTree

from ..errors import InputError
from .edges import WalkNetwork, components
from .sidewalks import two_sided

DEFAULT_SNAP_M = 0.01  # ends closer than this are one place [m]
_CROSSING_DECIMALS = 6  # crossings are placed to the micrometre
_LINE_TYPES = (1, 2, 5)  # shapely type ids: LineString, LinearRing, MultiLineString


@dataclass
class _Vertices:
    """Vertices of the exploded lines, in order along each line."""

    coords: np.ndarray  # (n, 2) or (n, 3)
    line: np.ndarray  # exploded line of each vertex
    source: np.ndarray  # input line of each exploded line
    level: np.ndarray  # level of each exploded line

    def ends(self) -> tuple[np.ndarray, np.ndarray]:
        """Masks of the first and of the last vertex of each line."""
        change = self.line[1:] != self.line[:-1]
        return np.concatenate(([True], change)), np.concatenate((change, [True]))

    def take(self, keep: np.ndarray) -> _Vertices:
        """Keep some vertices."""
        return _Vertices(self.coords[keep], self.line[keep], self.source, self.level)


def build_network(
    lines,
    *,
    snap: float = DEFAULT_SNAP_M,
    level=None,
    width=None,
    sides: int = 1,
    planarise: bool = False,
) -> WalkNetwork:
    """Join lines into a walking network.

    Multipart lines are exploded. Two lines are joined where an end of one lies, within ``snap``, on an end,
    a vertex or (same level) a segment of the other, and where they share an interior vertex at the same level.
    Between levels only ends join: an end goes to the other ends there and to the through line of its own
    level, or of the nearest level when there is none, so a bridge continues the ground way it starts from
    and ignores the street that passes below. Crossings without a common vertex are left alone unless
    ``planarise`` is set. Vertices at a node are moved to it; all others keep their coordinates. Chains of
    edges of degree 2, parallel edges and loops are kept.

    Parameters
    ----------
    lines : array-like of shapely LineString or MultiLineString (n,)
        Street or path axes in a metric coordinate system; None and empty are counted and left out. A height
        is carried through with ``sides=1`` and not used.
    snap : float
        Ends and vertices closer than this are the same place [m], > 0.
    level : array-like of number (n,), optional
        Level of each line (OSM ``layer``, BD TOPO ``position_par_rapport_au_sol``); missing or NaN is 0.
    width : array-like of float (n,), optional
        Carriageway width [m]; missing, NaN or 0 is a path without carriageway. Used with ``sides=2``.
    sides : {1, 2}
        1 keeps the axis; 2 replaces each street with a carriageway by two sidewalks and crossings
        (:func:`.sidewalks.two_sided`).
    planarise : bool
        Also join lines of equal level that cross, or touch with a vertex, where they share no vertex.

    Returns
    -------
    WalkNetwork
        ``counts`` holds ``lines`` (given), ``missing`` (null or empty), ``not_lines`` (other geometry types),
        ``invalid`` (coordinates not finite), ``zero_length`` (parts shorter than ``snap``), ``multipart``
        (lines with several parts), ``touches`` and ``crossings`` (vertices added on segments), ``splits`` (cuts made
        inside lines), ``joined`` (places where different coordinates were merged), ``components``.

    Raises
    ------
    ValueError
        When ``snap`` is not positive, ``sides`` is not 1 or 2, ``sides=2`` has no width, or an array has a
        length other than that of ``lines``.
    """
    if not (np.isfinite(snap) and snap > 0.0):
        raise ValueError("The snapping distance must be above 0 m; use 0.01 m for clean data.")
    if sides not in (1, 2):
        raise ValueError("The number of sides must be 1 (street axis) or 2 (two sidewalks).")
    lines = np.asarray(lines, dtype=object).reshape(-1)
    level = np.rint(_numbers(level, len(lines), "levels", 0.0)).astype(np.int64)
    width = _numbers(width, len(lines), "widths", 0.0)
    if sides == 2 and not (width > 0.0).any():
        raise InputError("Two-sided streets need a carriageway width above 0 m on at least one line.")

    vertices, counts = _explode(lines, level)
    vertices = _insert_vertices(vertices, snap, planarise, counts)
    network = _cut(vertices, snap, counts)
    if sides == 2:
        network = two_sided(network, width[network.source])
    return network


def _numbers(values, n: int, name: str, default: float) -> np.ndarray:
    """Return one float per line, the default where a value is missing."""
    if values is None:
        return np.full(n, default)
    numbers = np.array([np.nan if v is None else v for v in values], dtype=np.float64)
    if len(numbers) != n:
        raise ValueError(f"There must be one value per line, but the {name} are {len(numbers)} for {n} lines.")
    return np.where(np.isfinite(numbers), numbers, default)


def _explode(lines: np.ndarray, level: np.ndarray) -> tuple[_Vertices, dict]:
    """Split lines into single parts with distinct consecutive vertices."""
    missing = shapely.is_missing(lines) | shapely.is_empty(lines)
    line_like = np.isin(shapely.get_type_id(lines), _LINE_TYPES) & ~missing
    parts, index = shapely.get_parts(lines[line_like], return_index=True)
    source = np.flatnonzero(line_like)[index]
    counts = {
        "lines": len(lines),
        "missing": int(missing.sum()),
        "not_lines": int((~missing & ~line_like).sum()),
        "multipart": int((np.bincount(index, minlength=1) > 1).sum()),
    }
    has_z = bool(len(parts)) and bool(shapely.has_z(parts).any())
    coords, line = shapely.get_coordinates(parts, include_z=has_z, return_index=True)
    bad = np.unique(line[~np.isfinite(coords[:, :2]).all(axis=1)])
    counts["invalid"] = len(bad)
    keep = ~np.isin(line, bad)
    vertices = _Vertices(coords[keep] + 0.0, line[keep], source, level[source])  # + 0.0 turns -0.0 into 0.0
    again = np.zeros(len(vertices.line), dtype=bool)
    again[1:] = (np.diff(vertices.line) == 0) & (np.diff(vertices.coords[:, :2], axis=0) == 0.0).all(axis=1)
    kept, counts["zero_length"] = _keep_lines(vertices.line, again)
    return vertices.take(kept), counts


def _keep_lines(line: np.ndarray, again: np.ndarray) -> tuple[np.ndarray, int]:
    """Select the vertices that are not ``again``, less those of lines left with one; also count these lines."""
    kept = np.flatnonzero(~again)
    count = np.bincount(line[kept], minlength=1)
    return kept[count[line[kept]] > 1], int((count == 1).sum())


def _insert_vertices(vertices: _Vertices, snap: float, planarise: bool, counts: dict) -> _Vertices:
    """Add a vertex on segments where a line of the same level ends on them (or crosses them)."""
    counts["touches"] = counts["crossings"] = 0
    if len(vertices.line) < 2:
        return vertices
    start = np.flatnonzero(vertices.line[1:] == vertices.line[:-1])
    xy = vertices.coords[:, :2]
    tree = shapely.STRtree(shapely.linestrings(np.stack((xy[start], xy[start + 1]), axis=1)))
    level = vertices.level[vertices.line]
    segment, part, place = _touches(vertices, tree, start, level, snap, planarise)
    counts["touches"] = len(segment)
    if planarise:
        crossed, part_x, place_x = _crossings(xy, tree, start, level, snap)
        counts["crossings"] = len(crossed) // 2
        segment = np.concatenate((segment, crossed))
        part, place = np.concatenate((part, part_x)), np.concatenate((place, place_x))
    if not len(segment):
        return vertices
    added = vertices.coords[segment] + part[:, None] * (vertices.coords[segment + 1] - vertices.coords[segment])
    added[:, :2] = place
    position = np.concatenate((np.arange(len(xy), dtype=np.float64), segment + part))
    order = np.argsort(position, kind="stable")
    coords = np.concatenate((vertices.coords, added))[order]
    line = np.concatenate((vertices.line, vertices.line[segment]))[order]
    return _Vertices(coords, line, vertices.source, vertices.level)


def _touches(vertices, tree, start, level, snap, planarise):
    """Find ends (all vertices when planarising) that lie on the inside of a segment of the same level."""
    xy = vertices.coords[:, :2]
    first, last = vertices.ends()
    candidate = np.arange(len(xy)) if planarise else np.flatnonzero(first | last)
    table = np.column_stack((xy[candidate], level[candidate]))
    table = table[np.lexsort(table.T)]
    table = table[np.concatenate(([True], (table[1:] != table[:-1]).any(axis=1)))]
    point, hit = tree.query(shapely.points(table[:, :2]), predicate="dwithin", distance=snap)
    segment = start[hit]
    same = table[point, 2] == level[segment]
    point, segment = point[same], segment[same]
    a, b, p = xy[segment], xy[segment + 1], table[point, :2]
    along = b - a
    part = ((p - a) * along).sum(axis=1) / (along * along).sum(axis=1)
    # A place within the snapping distance of a vertex is joined through that vertex.
    inside = (part > 0.0) & (part < 1.0)
    inside &= (np.hypot(*(p - a).T) > snap) & (np.hypot(*(p - b).T) > snap)
    return segment[inside], part[inside], p[inside]


def _crossings(xy, tree, start, level, snap):
    """Proper crossings of two segments of the same level, once for each of the two."""
    i, j = tree.query(tree.geometries)
    keep = (i < j) & (level[start[i]] == level[start[j]])
    i, j = start[i[keep]], start[j[keep]]
    d1, d2, w = xy[i + 1] - xy[i], xy[j + 1] - xy[j], xy[j] - xy[i]
    cross = d1[:, 0] * d2[:, 1] - d1[:, 1] * d2[:, 0]
    safe = np.where(cross == 0.0, 1.0, cross)
    s = (w[:, 0] * d2[:, 1] - w[:, 1] * d2[:, 0]) / safe
    t = (w[:, 0] * d1[:, 1] - w[:, 1] * d1[:, 0]) / safe
    # Closer to an end than the snapping distance, the two are joined by the touch rule.
    margin_s, margin_t = snap / np.hypot(*d1.T), snap / np.hypot(*d2.T)
    ok = (cross != 0.0) & (s > margin_s) & (s < 1.0 - margin_s) & (t > margin_t) & (t < 1.0 - margin_t)
    i, j, s, t = i[ok], j[ok], s[ok], t[ok]
    # Rounded so that the order and the direction of the lines do not show in the last digits.
    place = np.round(xy[i] + s[:, None] * d1[ok], _CROSSING_DECIMALS)
    return np.concatenate((i, j)), np.concatenate((s, t)), np.concatenate((place, place))


@njit(cache=True, nogil=True)
def _follow_leaders(first, neighbour, rank_order, xy):
    """Attach each point, in order, to the nearest earlier leader within reach, or make it a leader."""
    n = len(xy)
    leader = np.full(n, -1, dtype=np.int64)
    for k in range(n):
        i = rank_order[k]
        best, best_d = i, np.inf
        for a in range(first[i], first[i + 1]):
            j = neighbour[a]
            if leader[j] == j:
                d = (xy[i, 0] - xy[j, 0]) ** 2 + (xy[i, 1] - xy[j, 1]) ** 2
                if d < best_d or (d == best_d and j < best):
                    best, best_d = j, d
        leader[i] = best
    return leader


def _places(xy: np.ndarray, is_end: np.ndarray, snap: float) -> tuple[np.ndarray, np.ndarray, int]:
    """Group coordinates closer than ``snap`` around leaders, ends first.

    A grid would part two points that a cell border runs between, and chaining neighbours could melt a
    finely drawn curve into one point: groups around leaders do neither (radius at most ``snap``) and do
    not depend on the order of the lines.
    """
    unique, inverse = np.unique(xy[:, 0] + 1j * xy[:, 1], return_inverse=True)
    points = np.column_stack((unique.real, unique.imag))
    end = np.bincount(inverse[is_end], minlength=len(unique)) > 0
    pairs = cKDTree(points).query_pairs(snap, output_type="ndarray")
    leader = np.arange(len(points))
    if len(pairs):
        both = np.concatenate((pairs, pairs[:, ::-1]))
        both = both[np.argsort(both[:, 0], kind="stable")]
        first = np.concatenate(([0], np.cumsum(np.bincount(both[:, 0], minlength=len(points)))))
        order = np.argsort(~end, kind="stable")  # points are sorted by x, y already
        leader = _follow_leaders(first, np.ascontiguousarray(both[:, 1]), order, points)
    kept, place = np.unique(leader[inverse], return_inverse=True)
    return place, points[kept], len(points) - len(kept)


def _cut(vertices: _Vertices, snap: float, counts: dict) -> WalkNetwork:
    """Find the nodes and cut the lines there."""
    if not len(vertices.line):
        return _empty_network(counts)
    first, last = vertices.ends()
    place, place_xy, counts["joined"] = _places(vertices.coords[:, :2], first | last, snap)
    # Consecutive vertices in one place are one vertex; the last one of a line must stay its end.
    again = np.concatenate(([False], (place[1:] == place[:-1]) & ~first[1:]))
    kept, too_short = _keep_lines(vertices.line, again)
    counts["zero_length"] += too_short
    if not len(kept):
        return _empty_network(counts)
    vertices, place = vertices.take(kept), place[kept]
    first, last = vertices.ends()
    end = first | last
    group = _groups(place, vertices.level[vertices.line], end)
    node = (np.bincount(group, minlength=1) > 1) | (np.bincount(group[end], minlength=group.max() + 1) > 0)
    is_node = node[group]
    number = np.cumsum(node) - 1
    vertices.coords[is_node, :2] = place_xy[place[is_node]]
    counts["splits"] = int((is_node & ~end).sum())

    # An inside node is the end of one edge and the start of the next: write it twice.
    repeat = 1 + (is_node & ~end)
    row = np.repeat(np.arange(len(place)), repeat)
    start = np.ones(len(row), dtype=bool)
    start[1:] = (row[1:] == row[:-1]) | first[row[1:]]
    edge = np.cumsum(start) - 1
    stop = np.concatenate((np.flatnonzero(start)[1:] - 1, [len(row) - 1]))
    geometry = shapely.linestrings(vertices.coords[row], indices=edge)
    u = number[group[row[start]]].astype(np.int32)
    v = number[group[row[stop]]].astype(np.int32)
    node_xy = np.empty((int(node.sum()), 2))
    node_xy[number[group[is_node]]] = place_xy[place[is_node]]
    line = vertices.line[row[start]]
    part = components(u, v, len(node_xy))
    counts["components"] = int(part.max()) + 1
    return WalkNetwork(
        geometry=geometry,
        u=u,
        v=v,
        length_m=shapely.length(geometry),
        source=vertices.source[line],
        side=np.full(len(u), "", dtype="<U8"),
        level=vertices.level[line].astype(np.int32),
        component=part,
        node_xy=node_xy,
        counts=counts,
    )


def _groups(place: np.ndarray, level: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Tell which vertices of each place are one node, according to levels; nodes are numbered by place."""
    code = np.zeros(len(place), dtype=np.int64)
    n = place.max() + 1
    low, high = np.full(n, np.iinfo(np.int64).max), np.full(n, np.iinfo(np.int64).min)
    np.minimum.at(low, place, level)
    np.maximum.at(high, place, level)
    rows = np.flatnonzero((low != high)[place])
    rows = rows[np.argsort(place[rows], kind="stable")]
    for members in np.split(rows, np.flatnonzero(np.diff(place[rows])) + 1) if len(rows) else ():
        through = np.unique(level[members][~end[members]])
        ends = np.unique(level[members][end[members]])
        apart = through
        if len(ends) and len(through):
            gap = np.abs(through[:, None] - ends[None, :]).min(axis=1)
            apart = through[gap > gap.min()]
        # Code 0 is the node of the ends; each level that passes by has its own.
        for k, other in enumerate(apart, start=1):
            code[members[(level[members] == other) & ~end[members]]] = k
    return np.unique(place * (code.max() + 1) + code, return_inverse=True)[1]


def _empty_network(counts: dict) -> WalkNetwork:
    """Return a network without edges."""
    counts.update(joined=counts.get("joined", 0), splits=0, components=0)
    nothing = np.zeros(0, dtype=np.int32)
    return WalkNetwork(
        geometry=np.empty(0, dtype=object),
        u=nothing,
        v=nothing,
        length_m=np.zeros(0),
        source=np.zeros(0, dtype=np.int64),
        side=np.zeros(0, dtype="<U8"),
        level=nothing,
        component=nothing,
        node_xy=np.zeros((0, 2)),
        counts=counts,
    )
