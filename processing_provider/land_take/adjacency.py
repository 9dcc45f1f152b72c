"""Which faces of a coverage touch along a line, and for how long: edges matched on the grid, no geometry built.

Two faces are neighbours when they share a piece of boundary, not when they share a corner. Edges of neighbours that
have the same ends meet in a sorted list. Where one face has a vertex on the edge of another that has none there (a T
junction), the edge is cut at that vertex first.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely

from .overlay import DEFAULT_GRID_M
from .overlay_rings import Faces, common_origin, ragged_faces, snapped_faces

# A vertex so far from an edge lies on it: snapping moves the vertex and both ends by 0.71 at most [grid units].
ON_EDGE = 1.5
MOST_CUTS = 64  # passes over edges that are cut; each cut edge may be cut again


class Adjacency(NamedTuple):
    """Pairs of neighbours, each once, ``first < second``, in order.

    Attributes
    ----------
    first, second : ndarray of int64, shape (pairs,)
        Rows of the faces.
    length_m : ndarray of float64, shape (pairs,)
        Length of the boundary that they share [m].
    faces : int
        Rows of the coverage.
    """

    first: np.ndarray
    second: np.ndarray
    length_m: np.ndarray
    faces: int


def neighbours(geometries, grid_m: float = DEFAULT_GRID_M, shortest_m: float = 0.01) -> Adjacency:
    """Find the faces that share a piece of boundary.

    Parameters
    ----------
    geometries : array_like of shapely geometries, shape (n,)
        Polygons and multipolygons of one coverage, planar [m]. Null rows have no neighbour. Where faces overlap, only
        pieces of boundary with both ends in common count.
    grid_m : float
        Step of the grid that coordinates are snapped to [m, > 0].
    shortest_m : float
        Boundary shared for no longer than this is none [m].

    Returns
    -------
    Adjacency

    Raises
    ------
    InputError
        As :func:`.overlay.overlay_areas`.
    """
    per_metre = 1.0 / grid_m
    ragged = ragged_faces(geometries)
    faces = snapped_faces(ragged, per_metre, common_origin([ragged], per_metre))
    edges, owner = _edges(faces)
    pairs, alone = _matched(edges, owner)
    loose, loose_owner = edges[alone], owner[alone]
    for _ in range(MOST_CUTS):
        loose, loose_owner, cut = _cut(loose, loose_owner)
        if not cut:
            break
    more, _ = _matched(loose, loose_owner)
    return _summed(np.concatenate([pairs, more]), faces.mark.size, grid_m, shortest_m)


def _edges(faces: Faces) -> tuple[np.ndarray, np.ndarray]:
    """Return all edges as (ax, ay, bx, by), the lower end first, and the face of each."""
    last = np.zeros(len(faces.x), dtype=bool)
    last[faces.ring_start[1:] - 1] = True
    begins = np.flatnonzero(~last)
    ring_face = np.repeat(np.arange(faces.mark.size), np.diff(faces.face_ring))
    owner = np.repeat(ring_face, np.maximum(np.diff(faces.ring_start) - 1, 0))
    edges = np.stack([faces.x[begins], faces.y[begins], faces.x[begins + 1], faces.y[begins + 1]], axis=1)
    return _lower_first(edges.astype(np.int64)), owner


def _lower_first(edges: np.ndarray) -> np.ndarray:
    turned = (edges[:, 0] > edges[:, 2]) | ((edges[:, 0] == edges[:, 2]) & (edges[:, 1] > edges[:, 3]))
    edges[turned] = edges[turned][:, [2, 3, 0, 1]]
    return edges


def _matched(edges: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs of faces with the squared length that they share, and which edges have no other face.

    The pairs are float64 of shape (n, 3): a face, another, a length [grid units]. An edge of three faces, which only
    overlaps have, gives the pairs of those that follow each other in their order.
    """
    if not len(edges):
        return np.empty((0, 3)), np.empty(0, dtype=np.int64)
    key = edges[:, 0] << 32 | edges[:, 1]  # coordinates are whole, from 0 to 2**30
    other = edges[:, 2] << 32 | edges[:, 3]
    order = np.lexsort((owner, other, key))
    same = (key[order][1:] == key[order][:-1]) & (other[order][1:] == other[order][:-1])
    apart = owner[order][1:] != owner[order][:-1]
    left, right = order[:-1][same & apart], order[1:][same & apart]
    length = np.hypot(edges[left, 2] - edges[left, 0], edges[left, 3] - edges[left, 1])
    alone = np.ones(len(edges), dtype=bool)
    alone[left] = alone[right] = False
    return np.stack([owner[left], owner[right], length], axis=1), np.flatnonzero(alone)


def _cut(edges: np.ndarray, owner: np.ndarray) -> tuple[np.ndarray, np.ndarray, bool]:
    """Cut edges at the ends of others that lie on them; tell whether any was cut."""
    if not len(edges):
        return edges, owner, False
    ends = np.unique(edges.reshape(-1, 2), axis=0)
    lines = shapely.linestrings(edges.reshape(-1, 2, 2).astype(float))
    point, line = shapely.STRtree(lines).query(shapely.points(ends.astype(float)), "dwithin", ON_EDGE)
    start, end, on = edges[line, :2], edges[line, 2:], ends[point]
    # Between both ends, farther from each than an edge is thick: an end of the edge itself is none.
    along = ((on - start) * (end - start)).sum(axis=1)
    squared = ((end - start) ** 2).sum(axis=1)
    inside = (along > 0) & (along < squared)
    inside &= (((on - start) ** 2).sum(axis=1) > ON_EDGE**2) & (((on - end) ** 2).sum(axis=1) > ON_EDGE**2)
    if not inside.any():
        return edges, owner, False
    line, on, along = line[inside], on[inside], along[inside]
    order = np.lexsort((along, line))
    line, on = line[order], on[order]
    # The pieces of an edge: from its start through the ends on it, in order, to its end.
    whole = np.ones(len(edges), dtype=bool)
    whole[line] = False
    opens = np.r_[True, line[1:] != line[:-1]]
    closes = np.r_[opens[1:], True]
    before = np.where(opens[:, None], edges[line, :2], np.roll(on, 1, axis=0))
    pieces = np.concatenate([np.hstack([before, on]), np.hstack([on[closes], edges[line[closes], 2:]])])
    owners = np.concatenate([owner[line], owner[line[closes]]])
    return np.concatenate([edges[whole], _lower_first(pieces)]), np.concatenate([owner[whole], owners]), True


def _summed(pairs: np.ndarray, faces: int, grid_m: float, shortest_m: float) -> Adjacency:
    low = np.minimum(pairs[:, 0], pairs[:, 1]).astype(np.int64)
    high = np.maximum(pairs[:, 0], pairs[:, 1]).astype(np.int64)
    keys, place = np.unique(low * np.int64(faces) + high, return_inverse=True)
    length = np.bincount(place, weights=pairs[:, 2], minlength=keys.size) * grid_m
    kept = length > shortest_m
    first, second = np.divmod(keys[kept], np.int64(max(faces, 1)))
    return Adjacency(first, second, length[kept], faces)
