"""Noding of the street network: sections that share their end points to the bit, and the faces between them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry import LineString

from .shapes import GRID

#: An end closer than this to another street was meant to touch it [m].
WELD_DISTANCE = 0.6
#: Largest number of times all ends are looked at.
WELD_PASSES = 4
#: A section shorter than this is the trace of two junctions that should be one [m].
SHORTEST_SECTION = 1.5
#: A junction closer than this to another, or to a street that passes by, belongs to it [m].
NODE_GAP = 0.3
#: Largest number of times the junctions are looked at.
MEND_PASSES = 6
#: Half a centimetre of snapping on either side, with a margin [m].
SNAP_TOLERANCE = 0.03


@dataclass
class Network:
    """Street sections cut at every junction.

    Attributes
    ----------
    lines : ndarray of LineString, shape (n,)
        Sections, drawn in the direction of their street.
    street : ndarray of int, shape (n,)
        Index of the street each section belongs to.
    """

    lines: np.ndarray
    street: np.ndarray


def weld_ends(lines: np.ndarray, deck: np.ndarray) -> np.ndarray:
    """Move the ends of lines that nearly touch a street onto it.

    Parameters
    ----------
    lines : ndarray of LineString, shape (n,)
        Streets as drawn [m].
    deck : ndarray of bool, shape (n,)
        Spans above or below the ground; nothing is welded to them.

    Returns
    -------
    ndarray of LineString, shape (n,)
        Streets whose ends lie on the coordinate grid, on the street they meet.
    """
    for _ in range(WELD_PASSES):  # what moved may have left another end behind
        welded, moved = _weld_once(lines, deck)
        lines = welded
        if not moved:
            break
    return lines


def _weld_once(lines: np.ndarray, deck: np.ndarray) -> tuple[np.ndarray, bool]:
    """Move each end to the nearest other street within reach; say whether any moved."""
    coordinates = [np.round(shapely.get_coordinates(line), 2) for line in lines]
    ground = np.flatnonzero(~deck)
    tree = shapely.STRtree(lines[ground])
    ends = shapely.points(np.array([points[k] for points in coordinates for k in (0, -1)]))
    owner = np.repeat(np.arange(len(lines)), 2)
    found, near = tree.query(ends, predicate="dwithin", distance=WELD_DISTANCE)
    near = ground[near]
    other = (near != owner[found]) & ~shapely.is_closed(lines)[owner[found]]
    found, near = found[other], near[other]
    gap = shapely.distance(ends[found], lines[near])
    taken, moved = set(), False
    for k in np.lexsort((near, gap, found)):
        end = int(found[k])
        if end not in taken and gap[k] > 0.0:
            target = lines[near[k]]
            point = np.round(target.interpolate(target.project(ends[end])).coords[0], 2)
            mine = coordinates[owner[end]][0 if end % 2 == 0 else -1]
            moved |= bool((mine != point).any())
            mine[:] = point
        taken.add(end)
    out = np.empty(len(lines), dtype=object)
    out[:] = [LineString(points) for points in coordinates]
    return out, moved


def node_lines(lines: np.ndarray, street: np.ndarray, deck: np.ndarray, domain) -> Network:
    """Cut lines at every place where they meet.

    Parameters
    ----------
    lines : ndarray of LineString, shape (n,)
        Streets or parts of streets [m].
    street : ndarray of int, shape (n,)
        Street each line belongs to; sections end where the street changes.
    deck : ndarray of bool, shape (n,)
        Spans above or below the ground: they are not cut, they meet the others at their ends.
    domain : Polygon
        Town square: its edge cuts nothing, streets end on it.

    Returns
    -------
    Network
        Noded sections on the coordinate grid (snap rounding, Hobby 1999, doi 10.1016/S0925-7721(99)00021-8).
    """
    welded = lines.copy()
    welded[~deck] = weld_ends(lines, deck)[~deck]  # the spans keep the points they share with the ground
    network = _cut(welded, street, deck, domain)
    for _ in range(MEND_PASSES):
        decks = np.isin(network.street, street[deck])
        moved, joined = _join_nodes(network.lines, decks, domain)
        kept = np.array([line is not None for line in moved])
        passed, bent = _pass_through_nodes(moved[kept], decks[kept])
        if not (joined or bent):
            break
        network = _cut(passed, network.street[kept], decks[kept], domain)
    return network


def _cut(lines: np.ndarray, street: np.ndarray, deck: np.ndarray, domain) -> Network:
    """Cut lines at every place where they meet, and find the street of each piece."""
    ground = np.flatnonzero(~deck)
    noded = shapely.get_parts(shapely.union_all([*lines[ground], domain.boundary], grid_size=GRID))
    first, last = _segments(noded)
    keep = ~_on_edge(first, last, domain)
    first, last = first[keep], last[keep]
    middle = shapely.points((first + last) / 200.0)
    parent = np.full(len(first), len(lines), dtype=np.int64)
    tree = shapely.STRtree(lines[ground])
    found, near = tree.query(middle, predicate="dwithin", distance=SNAP_TOLERANCE)
    np.minimum.at(parent, found, ground[near])
    lost = np.flatnonzero(parent == len(lines))
    if len(lost):
        parent[lost] = ground[tree.query_nearest(middle[lost], all_matches=False)[1]]
    starts, stops, owners = [first], [last], [street[parent]]
    for index in np.flatnonzero(deck):
        a, b = _segments(np.array([shapely.set_precision(lines[index], GRID)]))
        starts.append(a)
        stops.append(b)
        owners.append(np.full(len(a), street[index]))
    return _chain(np.concatenate(starts), np.concatenate(stops), np.concatenate(owners), lines, street)


def _join_nodes(lines: np.ndarray, deck: np.ndarray, domain) -> tuple[np.ndarray, bool]:
    """Join junctions that are next to each other, and those at the two ends of a very short section.

    Returns the lines with their ends moved, None in place of those that vanished, and whether any moved.
    """
    coordinates = [shapely.get_coordinates(line) for line in lines]
    length = shapely.length(lines)
    ends = [(tuple(points[0]), tuple(points[-1])) for points in coordinates]
    short = np.flatnonzero((length < SHORTEST_SECTION) & ~deck)
    pairs = [ends[index] for index in short[np.argsort(length[short], kind="stable")]]
    nodes = np.unique(np.array([end for index in np.flatnonzero(~deck) for end in ends[index]]), axis=0)
    pairs += [(tuple(nodes[a]), tuple(nodes[b])) for a, b in sorted(cKDTree(nodes).query_pairs(NODE_GAP))]
    target: dict[tuple, tuple] = {}

    def root(point):
        while point in target:
            point = target[point]
        return point

    for first, second in pairs:
        a, b = root(first), root(second)
        if a != b:
            # A point on the edge of the square stays where it is.
            if any(value in (domain.bounds[k], domain.bounds[k + 2]) for k, value in enumerate(b)):
                a, b = b, a
            target[b] = a
    out = np.empty(len(lines), dtype=object)
    for index, points in enumerate(coordinates):
        a, b = root(ends[index][0]), root(ends[index][1])
        if a == b and length[index] < 4 * SHORTEST_SECTION:
            continue
        points[0], points[-1] = a, b
        out[index] = LineString(points)
    return out, bool(target)


def _pass_through_nodes(lines: np.ndarray, deck: np.ndarray) -> tuple[np.ndarray, bool]:
    """Bend the lines that pass right beside a junction through it; say whether any bent."""
    ground = np.flatnonzero(~deck)
    ends = shapely.get_point(lines[ground], np.array([[0], [-1]]))
    nodes = np.unique(shapely.get_coordinates(ends), axis=0)
    sites = shapely.points(nodes)
    near, found = shapely.STRtree(lines[ground]).query(sites, predicate="dwithin", distance=NODE_GAP)
    inserts = defaultdict(list)
    for node, index in zip(near.tolist(), ground[found].tolist()):
        line = lines[index]
        at = line.project(sites[node])
        is_vertex = (shapely.get_coordinates(line) == nodes[node]).all(axis=1).any()
        if not is_vertex and GRID < at < line.length - GRID:
            inserts[index].append((at, node))
    out = lines.copy()
    for index, found_here in inserts.items():
        points = shapely.get_coordinates(lines[index])
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        at, node = zip(*sorted(found_here))
        out[index] = LineString(np.insert(points, np.searchsorted(along, at), nodes[list(node)], axis=0))
    return out, bool(inserts)


def _segments(lines) -> tuple[np.ndarray, np.ndarray]:
    """Return both ends of every straight segment, in whole centimetres."""
    coordinates, index = shapely.get_coordinates(lines, return_index=True)
    points = np.round(coordinates * 100.0).astype(np.int64)
    inside = index[1:] == index[:-1]
    return points[:-1][inside], points[1:][inside]


def _on_edge(first, last, domain) -> np.ndarray:
    """Say which segments lie on the edge of the square."""
    low, high = (np.round(np.array(bound) * 100).astype(np.int64) for bound in (domain.bounds[:2], domain.bounds[2:]))
    return np.any((first == last) & ((first == low) | (first == high)), axis=1)


def _chain(first, last, owner, lines, street) -> Network:
    """Join segments end to end into sections that stop at junctions and where the street changes."""
    keys, inverse = np.unique(np.concatenate([first, last]), axis=0, return_inverse=True)
    inverse = inverse.reshape(-1)
    a, b = inverse[: len(first)], inverse[len(first) :]
    touching = defaultdict(list)
    for segment, (p, q) in enumerate(zip(a.tolist(), b.tolist())):
        touching[p].append(segment)
        touching[q].append(segment)
    ends = {
        node for node, segments in touching.items() if len(segments) != 2 or owner[segments[0]] != owner[segments[1]]
    }
    a, b = a.tolist(), b.tolist()
    used = np.zeros(len(a), dtype=bool)
    sections, owners = [], []
    for node in [*sorted(ends), *range(len(keys))]:
        for segment in touching[node]:
            if used[segment]:
                continue
            path, here, step = [node], node, segment
            while True:
                used[step] = True
                here = b[step] if a[step] == here else a[step]
                path.append(here)
                if here in ends or here == node:
                    break
                left, right = touching[here]
                step = right if left == step else left
            sections.append(path)
            owners.append(int(owner[segment]))
    points = keys / 100.0
    by_street = defaultdict(list)
    for line, index in zip(lines, street.tolist()):
        by_street[index].append(line)
    out = np.empty(len(sections), dtype=object)
    for k, path in enumerate(sections):
        out[k] = _oriented(points[path], by_street[owners[k]])
    order = np.lexsort((shapely.get_coordinates(shapely.centroid(out))[:, 1].round(3), np.array(owners)))
    return Network(out[order], np.array(owners, dtype=np.int64)[order])


def _oriented(points: np.ndarray, drawn: list[LineString]) -> LineString:
    """Return a section drawn in the direction of its street."""
    line = LineString(points)
    early, late = line.interpolate(0.3, normalized=True), line.interpolate(0.7, normalized=True)
    street = min(drawn, key=lambda other: other.distance(early))
    if street.project(early) > street.project(late):
        line = LineString(points[::-1])
    return line


def faces(lines: np.ndarray, domain) -> np.ndarray:
    """Return the polygons that noded lines and the edge of the square enclose, in a fixed order."""
    edges = shapely.union_all([*lines, domain.boundary], grid_size=GRID)
    polygons = shapely.get_parts(shapely.polygonize([edges]))
    centre = shapely.get_coordinates(shapely.centroid(polygons)).round(2)
    return polygons[np.lexsort((centre[:, 0], centre[:, 1]))]


def sides(lines: np.ndarray, polygons: np.ndarray) -> np.ndarray:
    """Return the polygons on the left and on the right of each line.

    Parameters
    ----------
    lines : ndarray of LineString, shape (n,)
        Noded sections [m].
    polygons : ndarray of Polygon, shape (m,)
        Faces of the network.

    Returns
    -------
    ndarray of int, shape (n, 2)
        Index of the left and right polygon, -1 where there is none.
    """
    half = shapely.length(lines) / 2.0
    before = shapely.get_coordinates(shapely.line_interpolate_point(lines, half - 0.02))
    after = shapely.get_coordinates(shapely.line_interpolate_point(lines, half + 0.02))
    unit = (after - before) / np.hypot(*(after - before).T)[:, None]
    normal = np.stack([-unit[:, 1], unit[:, 0]], axis=-1)
    middle = (before + after) / 2.0
    tree = shapely.STRtree(polygons)
    out = np.full((len(lines), 2), -1, dtype=np.int64)
    for column, sign in enumerate((1.0, -1.0)):
        found, near = tree.query(shapely.points(middle + sign * 0.08 * normal), predicate="intersects")
        out[found, column] = near
    return out
