"""A planar partition by painting: areas laid one over the other, cut into cells, grouped into faces.

All boundaries are cut together where they meet, on a grid of one millimetre, so that the faces of several dates made of
the same cells share every vertex to the bit, and leave neither gap nor overlap.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

#: Side of the coordinate grid [m].
MILLIMETRE = 0.001
#: Largest number of times the faces that are too small are looked at.
MERGE_PASSES = 60
#: Value of a cell that no area covers.
BARE = -1


class Cells(NamedTuple):
    """Smallest pieces of a partition.

    Attributes
    ----------
    shape : ndarray of Polygon, shape (n,)
        From north to south, then from west to east.
    point : ndarray of Point, shape (n,)
        A point inside each.
    area : ndarray of float64, shape (n,)
        [m2].
    first, second : ndarray of int64, shape (borders,)
        Cells on either side of each shared border.
    border : ndarray of float64, shape (borders,)
        Its length [m].
    """

    shape: np.ndarray
    point: np.ndarray
    area: np.ndarray
    first: np.ndarray
    second: np.ndarray
    border: np.ndarray


def cut_cells(areas, domain) -> Cells:
    """Cut a domain along the boundaries of areas.

    Parameters
    ----------
    areas : sequence of Polygon or MultiPolygon
        Local or map coordinates [m]; parts outside the domain are left out.
    domain : Polygon
        Ground to share out [m], its corners on whole millimetres.

    Returns
    -------
    Cells
        Their areas sum to that of the domain.
    """
    lines = shapely.boundary(np.array([*areas, domain], dtype=object))
    noded = shapely.get_parts(shapely.union_all(lines, grid_size=MILLIMETRE))
    shapes = shapely.get_parts(shapely.polygonize(noded))
    points = shapely.point_on_surface(shapes)
    inside = shapely.intersects(domain, points)
    shapes, points = shapes[inside], points[inside]
    place = shapely.get_coordinates(points)
    order = np.lexsort((place[:, 0], -place[:, 1]))
    shapes, points = shapes[order], points[order]
    return Cells(shapes, points, shapely.area(shapes), *_borders(shapes))


def _borders(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs of cells that share edges, and the length they share."""
    start, stop, owner = _edges(shapes)
    low, high = np.minimum(start, stop), np.maximum(start, stop)
    order = np.lexsort((high, low))
    low, high, owner = low[order], high[order], owner[order]
    shared = np.flatnonzero((low[1:] == low[:-1]) & (high[1:] == high[:-1]))
    pair = np.sort(np.stack([owner[shared], owner[shared + 1]]), axis=0)
    key, place = np.unique(pair[0] * np.int64(len(shapes)) + pair[1], return_inverse=True)
    length = np.bincount(place, weights=np.abs(high - low)[shared], minlength=len(key))
    first, second = np.divmod(key, np.int64(max(1, len(shapes))))
    return first, second, length


def _edges(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the ends of the edges of polygons as complex numbers [m], and the polygon of each."""
    rings, polygon = shapely.get_rings(shapes, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    at = points[:, 0] + 1j * points[:, 1]
    inner = ring[1:] == ring[:-1]
    return at[:-1][inner], at[1:][inner], polygon[ring[1:][inner]]


def paint(cells: Cells, areas, values) -> np.ndarray:
    """Give each cell the value of the last area that covers it.

    Parameters
    ----------
    cells : Cells
        Cells that the areas' boundaries do not cross.
    areas : sequence of Polygon or MultiPolygon
        From below to above.
    values : sequence of int
        One value per area, from 0.

    Returns
    -------
    ndarray of int64, shape (n,)
        Value of each cell, ``BARE`` where there is none.
    """
    top = np.full(len(cells.shape), -1, dtype=np.int64)
    cell, area = shapely.STRtree(list(areas)).query(cells.point, predicate="intersects")
    np.maximum.at(top, cell, area)
    return np.array([*values, BARE], dtype=np.int64)[top]


def faces_of(cells: Cells, values) -> np.ndarray:
    """Return the face of each cell: faces are cells of one value that touch along a border.

    Parameters
    ----------
    cells : Cells
        The partition.
    values : ndarray of int, shape (n,)
        Value of each cell.

    Returns
    -------
    ndarray of int64, shape (n,)
        Faces are numbered by their first cell, from 0.
    """
    values = np.asarray(values)
    same = values[cells.first] == values[cells.second]
    count = len(values)
    graph = coo_matrix((np.ones(same.sum()), (cells.first[same], cells.second[same])), shape=(count, count))
    face = connected_components(graph, directed=False)[1]
    _, first, inverse = np.unique(face, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse]


def merge_small(cells: Cells, values, least_m2, fixed, pull) -> np.ndarray:
    """Give the cells of faces that are too small the value of the neighbour that they border most.

    Parameters
    ----------
    cells : Cells
        The partition.
    values : ndarray of int, shape (n,)
        Value of each cell, from 0.
    least_m2 : ndarray of float, shape (values,)
        Smallest face of each value [m2].
    fixed : ndarray of bool, shape (n,)
        Cells that keep their value.
    pull : ndarray of float, shape (values,)
        Factor on the length of a border with a face of each value, >= 0.

    Returns
    -------
    ndarray of int64, shape (n,)
        New value of each cell.
    """
    values = np.array(values, dtype=np.int64)
    for _ in range(MERGE_PASSES):
        face = faces_of(cells, values)
        count = int(face.max()) + 1
        area = np.bincount(face, weights=cells.area, minlength=count)
        first = np.unique(face, return_index=True)[1]
        kept = np.bincount(face, weights=fixed, minlength=count) > 0
        small = (area < least_m2[values[first]]) & ~kept
        one, other = face[cells.first], face[cells.second]
        apart = one != other
        one, other = np.concatenate([one[apart], other[apart]]), np.concatenate([other[apart], one[apart]])
        length = np.tile(cells.border[apart], 2)
        # The smallest of the small faces that touch goes first: what it joins may then be large enough.
        rank = np.argsort(np.argsort(area, kind="stable"))
        waits = np.zeros(count, dtype=bool)
        waits[one[small[one] & small[other] & (rank[other] < rank[one])]] = True
        ready = small & ~waits
        chosen = ready[one]
        if not chosen.any():
            break
        key, place = np.unique(one[chosen] * np.int64(count) + other[chosen], return_inverse=True)
        weight = np.bincount(place, weights=length[chosen], minlength=len(key))
        mine, theirs = np.divmod(key, np.int64(count))
        weight = weight * pull[values[first[theirs]]]
        order = np.lexsort((-theirs, weight, mine))
        last = np.flatnonzero(np.r_[np.diff(mine[order]) > 0, True])
        target = np.arange(count)
        target[mine[order][last]] = theirs[order][last]
        values = values[first[target[face]]]
    return values


def dissolve(cells: Cells, face) -> np.ndarray:
    """Return the polygon of each face; every vertex where cells meet stays.

    Parameters
    ----------
    cells : Cells
        The partition.
    face : ndarray of int, shape (n,)
        Face of each cell, from 0, none left out.

    Returns
    -------
    ndarray of Polygon, shape (faces,)
        In the order of their numbers.
    """
    order = np.argsort(face, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(face[order]) > 0])
    faces = np.empty(len(starts), dtype=object)
    faces[:] = [joined(group) for group in np.split(cells.shape[order], starts[1:])]
    return faces


def joined(shapes: np.ndarray):
    """Return cells as one Polygon or MultiPolygon; every vertex where cells meet stays."""
    if len(shapes) == 1:
        return shapes[0]
    union = shapely.coverage_union_all(shapes)
    # It may return a hole that touches the outside at a point as a part of the outer ring.
    return union if shapely.is_valid(union) else shapely.union_all(shapes)
