"""Two sidewalks per street: the side one walks on decides the shade one gets.

At a junction the streets with a carriageway, sorted by angle, part the ground into sectors. Each sector is one
corner: the left side of a street and the right side of the next one (counter-clockwise) meet there, paths in
the sector end there, and one walks round it without crossing. A crossing joins the two corners on either side of
each street, so what was connected along the axes stays connected::

        corner 1  |     |  corner 0
        ----------+-----+----------
                  : (n) :              (n) node of the axes, : crossings of the two
        ----------+-----+----------        vertical arms (those of the horizontal arms not drawn)
        corner 2  |     |  corner 3
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from .along import LineTable, line_table, positions_along
from .edges import WalkNetwork, components

SIDEWALK_AXIS_M = 1.0  # from the kerb to the line walked on: half of a 2 m sidewalk [m]
_HEADING_M = 3.0  # the direction of a street at a node is taken towards a point this far away [m]
_MAX_TRIM = 0.45  # share of a street that one corner may take from its end
_MAX_CORNER = 3.0  # farthest corner from its node, in offsets of the wider street
_MIN_SINE = 0.34  # below this (20 degrees from straight) two offset lines have no useful intersection
_MIN_MITRE = 0.5  # limits the mitre of sharp bends to twice the offset


@dataclass(frozen=True)
class _Darts:
    """Street ends, sorted counter-clockwise around their node.

    Dart ``2 e`` leaves the start of edge ``e`` and ``2 e + 1`` leaves its end.
    """

    order: np.ndarray  # darts in order of node, angle
    node: np.ndarray  # per dart
    angle: np.ndarray  # per dart [rad]
    offset: np.ndarray  # per dart [m], 0 for a path
    edge_length: np.ndarray  # per dart [m]


@dataclass
class _Corners:
    """Nodes of the two-sided network."""

    left: np.ndarray  # node on the counter-clockwise side of each dart (both alike for a path)
    right: np.ndarray  # node on its clockwise side
    xy: np.ndarray  # position of the nodes
    crossing: np.ndarray  # darts crossed at their node


def two_sided(network: WalkNetwork, width: np.ndarray) -> WalkNetwork:
    """Replace each street with a carriageway by its two sidewalks, with corners and crossings.

    Sidewalks run at ``width / 2 + 1`` m from the axis. A street of degree 1 has a crossing at its end;
    where a street ends in paths only, its sides meet them at the axis. Between two junctions of streets, a node of
    degree 2 has one crossing (of the wider street).

    Parameters
    ----------
    network : WalkNetwork
        Network of axes (``sides=1``).
    width : float64 (n,)
        Carriageway width of each edge [m]; 0 or NaN for a path without carriageway.

    Returns
    -------
    WalkNetwork
        Edges in the order of the input (left before right), then the crossings. Heights are dropped.
        Connected parts are the same as in the input. ``counts`` gains ``sidewalks`` and ``crossing_edges``.
    """
    n = len(network.u)
    width = np.asarray(width, dtype=np.float64)
    if not n:
        return network
    offset = np.where(width > 0.0, width / 2.0 + SIDEWALK_AXIS_M, 0.0)
    table = line_table(network.geometry)
    darts = _sort_darts(network, table, offset)
    corners = _place_corners(darts, network.node_xy)

    wide = offset > 0.0
    copies = np.where(wide, 2, 1)
    base = np.repeat(np.arange(n), copies)
    second = np.concatenate(([False], base[1:] == base[:-1]))
    sign = np.where(wide[base], np.where(second, -1.0, 1.0), 0.0)
    # Seen from the far end of an edge, left is right.
    u = np.where(sign >= 0.0, corners.left[2 * base], corners.right[2 * base])
    v = np.where(sign >= 0.0, corners.right[2 * base + 1], corners.left[2 * base + 1])
    geometry = _shift(table, base, sign * offset[base], corners.xy[u], corners.xy[v], network.node_xy, network)

    crossed = corners.crossing // 2
    cu, cv = corners.left[corners.crossing], corners.right[corners.crossing]
    if len(crossed):
        bars = shapely.linestrings(np.stack((corners.xy[cu], corners.xy[cv]), axis=1))
        geometry = np.concatenate((geometry, bars))
    names = np.where(sign > 0.0, "left", np.where(sign < 0.0, "right", ""))
    edge = np.concatenate((base, crossed))
    u = np.concatenate((u, cu)).astype(np.int32)
    v = np.concatenate((v, cv)).astype(np.int32)
    part = components(u, v, len(corners.xy))
    counts = dict(network.counts, sidewalks=int(2 * wide.sum()), crossing_edges=len(crossed))
    counts["components"] = int(part.max()) + 1
    return WalkNetwork(
        geometry=geometry,
        u=u,
        v=v,
        length_m=shapely.length(geometry),
        source=network.source[edge],
        side=np.concatenate((names, np.full(len(crossed), "crossing"))).astype("<U8"),
        level=network.level[edge],
        component=part,
        node_xy=corners.xy,
        counts=counts,
    )


def _sort_darts(network: WalkNetwork, table: LineTable, offset: np.ndarray) -> _Darts:
    """Sort the street ends around their nodes."""
    n = len(network.u)
    node = np.column_stack((network.u, network.v)).reshape(-1).astype(np.int64)
    edge = np.repeat(np.arange(n), 2)
    reach = np.minimum(np.maximum(_HEADING_M, offset[edge]), 0.5 * table.length[edge])
    at_end = np.arange(2 * n) % 2 == 1
    towards, _ = positions_along(table, edge, np.where(at_end, table.length[edge] - reach, reach))
    heading = towards - network.node_xy[node]
    angle = np.arctan2(heading[:, 1], heading[:, 0])
    order = np.lexsort((np.arange(2 * n), angle, node))
    return _Darts(order, node, angle, offset[edge], table.length[edge])


def _place_corners(darts: _Darts, node_xy: np.ndarray) -> _Corners:
    """Lay out the corners of every node and say which darts meet at which corner."""
    n_nodes = len(node_xy)
    wide = darts.offset > 0.0
    degree = np.bincount(darts.node, minlength=n_nodes)
    n_wide = np.bincount(darts.node[wide], minlength=n_nodes)
    dead_end = (n_wide == 1) & (degree == 1)
    ring = n_wide >= 2
    n_corners = np.where(ring, n_wide, np.where(dead_end, 2, 1))
    first = np.concatenate(([0], np.cumsum(n_corners)))[:-1]
    xy = np.repeat(node_xy, n_corners, axis=0)
    left = first[darts.node]
    right = left.copy()

    # Dead ends: one node on each side.
    d = np.flatnonzero(wide & dead_end[darts.node])
    normal = darts.offset[d, None] * np.column_stack((-np.sin(darts.angle[d]), np.cos(darts.angle[d])))
    right[d] += 1
    xy[left[d]] += normal
    xy[right[d]] -= normal

    # Rings: wide dart k of the node, counter-clockwise, has corner k on its left and corner k - 1 on its right.
    in_ring = darts.order[ring[darts.node[darts.order]]]
    if len(in_ring):
        node = darts.node[in_ring]
        start = np.concatenate(([True], node[1:] != node[:-1]))
        rank = np.cumsum(wide[in_ring])  # wide darts met so far, this one included
        before = (rank - wide[in_ring])[start][np.cumsum(start) - 1]
        k = rank - before - 1  # -1 for a path ahead of the first street
        left[in_ring] = first[node] + k % n_wide[node]
        k_right = np.where(wide[in_ring], k - 1, k)
        right[in_ring] = first[node] + k_right % n_wide[node]
        streets = in_ring[wide[in_ring]]
        following = np.empty(len(xy), dtype=np.int64)
        following[right[streets]] = streets
        xy[left[streets]] += _corner_vector(darts, streets, following[left[streets]])
    return _Corners(left, right, xy, _crossed_darts(darts, wide, n_wide, degree))


def _corner_vector(darts: _Darts, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Vector from the node to the corner between street ends ``i`` and ``j`` (the next counter-clockwise).

    The left offset line of ``i`` and the right one of ``j`` meet at the distance
    ``s = (o_i cos a + o_j) / sin a`` along ``i``, ``a`` being the angle between them. Close to straight or closed,
    where the two have no useful intersection, the mean offset is laid on the bisector.
    """
    angle = np.mod(darts.angle[j] - darts.angle[i], 2.0 * np.pi)
    sine = np.sin(angle)
    o_i, o_j = darts.offset[i], darts.offset[j]
    usual = np.abs(sine) >= _MIN_SINE
    s = (o_i * np.cos(angle) + o_j) / np.where(usual, sine, 1.0)
    heading = np.column_stack((np.cos(darts.angle[i]), np.sin(darts.angle[i])))
    normal = np.column_stack((-heading[:, 1], heading[:, 0]))
    meeting = s[:, None] * heading + o_i[:, None] * normal
    half = np.maximum(angle / 2.0, 0.05)
    bisector = np.column_stack((np.cos(darts.angle[i] + half), np.sin(darts.angle[i] + half)))
    far = 0.5 * (o_i + o_j) / np.maximum(np.abs(np.sin(half)), 0.05)
    vector = np.where(usual[:, None], meeting, far[:, None] * bisector)
    # Keep the corner near its node and in the first half of both streets.
    room = np.minimum(darts.edge_length[i], darts.edge_length[j]) * _MAX_TRIM
    reach = np.maximum((vector * heading).sum(axis=1), 0.0)
    towards_j = np.column_stack((np.cos(darts.angle[j]), np.sin(darts.angle[j])))
    reach = np.maximum(reach, (vector * towards_j).sum(axis=1))
    size = np.hypot(*vector.T)
    limit = np.minimum(
        _MAX_CORNER * np.maximum(o_i, o_j) / size, np.where(reach > 0.0, room / np.maximum(reach, 1e-9), 1.0)
    )
    return vector * np.minimum(limit, 1.0)[:, None]


def _crossed_darts(darts: _Darts, wide: np.ndarray, n_wide: np.ndarray, degree: np.ndarray) -> np.ndarray:
    """Street ends with a crossing: every arm of a junction, one of the two at a node of degree 2, dead ends."""
    all_arms = wide & ((n_wide[darts.node] >= 3) | ((n_wide[darts.node] == 1) & (degree[darts.node] == 1)))
    pair = np.flatnonzero(wide & (n_wide[darts.node] == 2))
    pair = pair[np.lexsort((pair, -darts.offset[pair], darts.node[pair]))][::2]
    crossed = np.concatenate((np.flatnonzero(all_arms), pair))
    return crossed[np.lexsort((crossed, darts.node[crossed]))]


def _shift(table, base, shift, start_xy, stop_xy, node_xy, network) -> np.ndarray:
    """Lines parallel to the axes at a signed distance (left positive), from one given place to another."""
    vector = _mitres(table)
    count = np.diff(table.first)[base]
    offset = np.concatenate(([0], np.cumsum(count)))
    row = np.arange(offset[-1]) - np.repeat(offset[:-1] - table.first[base], count)
    copy = np.repeat(np.arange(len(base)), count)
    axis = table.coords[row, :2]
    moved = axis + shift[copy, None] * vector[row]
    end = np.zeros(len(row), dtype=bool)
    end[offset[:-1]] = end[offset[1:] - 1] = True

    # What the corners cut off the ends, measured along the street.
    take_start = _cut_length(table, base, start_xy - node_xy[network.u[base]], True)
    take_stop = _cut_length(table, base, stop_xy - node_xy[network.v[base]], False)
    distance = table.distance[row]
    keep = (distance > take_start[copy]) & (distance < (table.length[base] - take_stop)[copy])
    # On the inside of a tight bend the shifted line runs backwards: leave those vertices out.
    back = ((moved[1:] - moved[:-1]) * (axis[1:] - axis[:-1])).sum(axis=1) <= 0.0
    back &= (copy[1:] == copy[:-1]) & (shift[copy[1:]] != 0.0)
    keep[1:] &= ~back
    keep[:-1] &= ~back
    moved[offset[:-1]], moved[offset[1:] - 1] = start_xy, stop_xy
    keep |= end
    return shapely.linestrings(moved[keep], indices=copy[keep])


def _cut_length(table: LineTable, base: np.ndarray, vector: np.ndarray, at_start: bool) -> np.ndarray:
    """How far along the line, from one of its ends, a corner at ``vector`` from that end reaches."""
    length = table.length[base]
    reach = np.minimum(np.hypot(*vector.T), 0.5 * length)
    near = positions_along(table, base, reach if at_start else length - reach)[0][:, :2]
    origin = table.coords[table.first[base] if at_start else table.first[base + 1] - 1, :2]
    heading = near - origin
    size = np.hypot(*heading.T)
    along = (vector * heading).sum(axis=1) / np.where(size > 0.0, size, 1.0)
    return np.clip(along, 0.0, _MAX_TRIM * length)


def _mitres(table: LineTable) -> np.ndarray:
    """Vector by which a vertex moves when its line moves 1 m to the left."""
    xy = table.coords[:, :2]
    along = np.zeros_like(xy)
    along[:-1] = xy[1:] - xy[:-1]
    last = table.first[1:] - 1
    along[last] = 0.0
    size = np.hypot(*along.T)
    normal = np.column_stack((-along[:, 1], along[:, 0])) / np.where(size > 0.0, size, 1.0)[:, None]
    before = np.zeros_like(normal)
    before[1:] = normal[:-1]
    before[table.first[:-1]] = normal[table.first[:-1]]
    normal[last] = before[last]
    return (normal + before) / np.maximum(1.0 + (normal * before).sum(axis=1), _MIN_MITRE)[:, None]
