"""Faces of a coverage as flat arrays of whole numbers: what the overlay kernels read.

Coordinates are snapped to a grid and kept as whole numbers from an origin that both coverages share, so that "left
of", "on" and "equal" are decided without rounding. Rings are closed and oriented: counter-clockwise outside, clockwise
holes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numba import njit

from ..errors import InputError

# Differences of coordinates stay below 2**30, so a cross product stays below 2**61 and the difference of two of them
# below 2**62: every predicate of the kernels is exact in int64.
MAXIMUM_SPAN = 2**30 - 1  # [grid units], 1073 km on a grid of 1 mm
LARGEST_WHOLE = 2.0**53  # beyond, float64 no longer tells whole numbers apart
POLYGON, MULTIPOLYGON = 3, 6  # GEOS type numbers
NO_GEOMETRY = -1


class Faces(NamedTuple):
    """Faces of one coverage; a ring of n vertices is stored as n + 1, the first again at the end.

    Attributes
    ----------
    x, y : ndarray of int32, shape (vertices,)
        Coordinates from the origin [grid units].
    ring_start : ndarray of int64, shape (rings + 1,)
        First vertex of each ring.
    face_ring : ndarray of int64, shape (faces + 1,)
        First ring of each face.
    low_x, low_y, high_x, high_y : ndarray of int64, shape (faces,)
        Extent of each face [grid units]; low is above high where there is no face.
    doubled_area : ndarray of int64, shape (faces,)
        Twice the area [square grid units].
    mark : ndarray of uint64, shape (faces,)
        Hash of the directed edges of a face, whatever ring or vertex comes first.
    """

    x: np.ndarray
    y: np.ndarray
    ring_start: np.ndarray
    face_ring: np.ndarray
    low_x: np.ndarray
    low_y: np.ndarray
    high_x: np.ndarray
    high_y: np.ndarray
    doubled_area: np.ndarray
    mark: np.ndarray


class RaggedFaces(NamedTuple):
    """Coordinates of a coverage, as Shapely gives them.

    Attributes
    ----------
    coordinates : ndarray of float64, shape (vertices, 2)
        [m].
    ring_start : ndarray of int64, shape (rings + 1,)
        First vertex of each ring.
    polygon_ring : ndarray of int64, shape (polygons + 1,)
        First ring of each polygon, its exterior.
    face_polygon : ndarray of int64, shape (faces + 1,)
        First polygon of each row; none where it has no usable geometry.
    """

    coordinates: np.ndarray
    ring_start: np.ndarray
    polygon_ring: np.ndarray
    face_polygon: np.ndarray


def ragged_faces(geometries) -> RaggedFaces:
    """Read the rings of polygons and multipolygons; null, empty and non-finite rows have none.

    Parameters
    ----------
    geometries : array_like of shapely geometries, shape (n,)
        Polygons or multipolygons, planar [m]; null rows are allowed, a third dimension is ignored.

    Returns
    -------
    RaggedFaces

    Raises
    ------
    InputError
        When a row is neither a polygon nor a multipolygon.
    """
    geometries = np.atleast_1d(np.asarray(geometries, dtype=object))
    kinds = shapely.get_type_id(geometries)
    wrong = np.flatnonzero((kinds != POLYGON) & (kinds != MULTIPOLYGON) & (kinds != NO_GEOMETRY))
    if wrong.size:
        raise InputError(
            "Row {row} is a {kind}; the overlay takes polygons only.",
            row=int(wrong[0]),
            kind=geometries[wrong[0]].geom_type,
        )
    if (kinds == POLYGON).all():
        polygons, row = geometries, np.arange(geometries.size)
    else:
        polygons, row = shapely.get_parts(geometries, return_index=True)
    if shapely.get_num_interior_rings(polygons).any():
        rings, polygon = shapely.get_rings(polygons, return_index=True)
    else:  # read from the polygons themselves: half the time
        rings, polygon = polygons, np.arange(polygons.size)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    endless = ~np.isfinite(coordinates).all(axis=1)
    if endless.any():
        usable = geometries.copy()
        usable[row[polygon[ring[endless]]]] = None
        return ragged_faces(usable)
    return RaggedFaces(
        coordinates, _starts(ring, rings.size), _starts(polygon, polygons.size), _starts(row, geometries.size)
    )


def _starts(owner: np.ndarray, count: int) -> np.ndarray:
    """Return where the members of each of ``count`` owners begin, and where the last end; owners are in order."""
    return np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=count)))).astype(np.int64)


def common_origin(coverages, per_metre: float) -> tuple[int, int]:
    """Return the corner of the grid below and left of all coverages.

    Parameters
    ----------
    coverages : iterable of RaggedFaces
        Coverages that are to share the origin.
    per_metre : float
        Grid units per metre [1/m].

    Returns
    -------
    tuple of int
        Whole numbers of grid units (x, y).

    Raises
    ------
    InputError
        When the coverages spread too far for exact arithmetic on this grid.
    """
    extents = [
        (c.coordinates.min(axis=0) * per_metre, c.coordinates.max(axis=0) * per_metre)
        for c in coverages
        if c.coordinates.size
    ]
    if not extents:
        return 0, 0
    low = np.rint(np.min([extent[0] for extent in extents], axis=0))
    high = np.rint(np.max([extent[1] for extent in extents], axis=0))
    span = float((high - low).max())
    if span > MAXIMUM_SPAN or max(abs(low).max(), abs(high).max()) >= LARGEST_WHOLE:
        raise InputError(
            "The layers spread over {span:.0f} km, but a grid of {grid:g} m reaches {reach:.0f} km; "
            "check their coordinates, or take a coarser grid.",
            span=span / per_metre / 1000.0,
            grid=1.0 / per_metre,
            reach=MAXIMUM_SPAN / per_metre / 1000.0,
        )
    return int(low[0]), int(low[1])


def snapped_faces(ragged: RaggedFaces, per_metre: float, origin: tuple[int, int]) -> Faces:
    """Snap rings to the grid, close and orient them, and measure each face.

    Parameters
    ----------
    ragged : RaggedFaces
        From :func:`ragged_faces`.
    per_metre : float
        Grid units per metre [1/m].
    origin : tuple of int
        From :func:`common_origin` [grid units].

    Returns
    -------
    Faces
        One face a row of the coverage; rows without geometry have no ring.
    """
    # Every ring may need its first vertex once more.
    capacity, count = len(ragged.coordinates) + ragged.ring_start.size - 1, ragged.face_polygon.size - 1
    x, y = np.empty(capacity, dtype=np.int32), np.empty(capacity, dtype=np.int32)
    ring_start = np.zeros(ragged.ring_start.size, dtype=np.int64)
    face_ring = np.zeros(count + 1, dtype=np.int64)
    low_x, low_y = np.ones((2, count), dtype=np.int64)
    high_x, high_y, doubled_area = np.zeros((3, count), dtype=np.int64)
    mark = np.zeros(count, dtype=np.uint64)
    faces = Faces(x, y, ring_start, face_ring, low_x, low_y, high_x, high_y, doubled_area, mark)
    with np.errstate(over="ignore"):  # sums wrap on purpose; only heard of when numba is told not to compile
        vertices, rings = _snap(*ragged, per_metre, *origin, faces)
    return faces._replace(x=x[:vertices], y=y[:vertices], ring_start=ring_start[: rings + 1])


@njit(cache=True, nogil=True, error_model="numpy")
def _snap(coordinates, ring_start, polygon_ring, face_polygon, per_metre, origin_x, origin_y, faces):
    """Fill ``faces``; return the vertices and rings kept."""
    at, ring_count = 0, 0
    for row in range(face_polygon.size - 1):
        for polygon in range(face_polygon[row], face_polygon[row + 1]):
            for ring in range(polygon_ring[polygon], polygon_ring[polygon + 1]):
                first = at
                for vertex in range(ring_start[ring], ring_start[ring + 1]):
                    x = np.int64(np.rint(coordinates[vertex, 0] * per_metre)) - origin_x
                    y = np.int64(np.rint(coordinates[vertex, 1] * per_metre)) - origin_y
                    if at == first or x != faces.x[at - 1] or y != faces.y[at - 1]:
                        faces.x[at], faces.y[at] = x, y
                        at += 1
                if at > first and (faces.x[first] != faces.x[at - 1] or faces.y[first] != faces.y[at - 1]):
                    faces.x[at], faces.y[at] = faces.x[first], faces.y[first]
                    at += 1
                doubled = _doubled_area(faces, first, at)
                if doubled == 0:  # fallen together on the grid
                    at = first
                    continue
                if (doubled > 0) != (ring == polygon_ring[polygon]):
                    _reverse(faces.x, first, at)
                    _reverse(faces.y, first, at)
                    doubled = -doubled
                _extend(faces, row, first, at)
                faces.doubled_area[row] += doubled
                faces.mark[row] += _edge_hashes(faces, first, at)
                ring_count += 1
                faces.ring_start[ring_count] = at
        faces.face_ring[row + 1] = ring_count
    return at, ring_count


@njit(cache=True, nogil=True, error_model="numpy")
def _doubled_area(faces, first, last):
    """Twice the signed area of a ring; sums may wrap, the result fits and so comes out right."""
    doubled = np.int64(0)
    x, y = np.int64(faces.x[first]), np.int64(faces.y[first])
    for i in range(first, last - 1):
        ahead_x, ahead_y = np.int64(faces.x[i + 1]), np.int64(faces.y[i + 1])
        doubled += (faces.x[i] - x) * (ahead_y - faces.y[i]) - (faces.y[i] - y) * (ahead_x - faces.x[i])
    return doubled


@njit(cache=True, nogil=True, error_model="numpy")
def _reverse(values, first, last):
    """Reverse values first..last in place."""
    low, high = first, last - 1
    while low < high:
        values[low], values[high] = values[high], values[low]
        low += 1
        high -= 1


@njit(cache=True, nogil=True, error_model="numpy")
def _extend(faces, row, first, last):
    """Let the extent of a face hold a ring."""
    low_x = high_x = np.int64(faces.x[first])
    low_y = high_y = np.int64(faces.y[first])
    for i in range(first + 1, last):
        low_x, high_x = min(low_x, np.int64(faces.x[i])), max(high_x, np.int64(faces.x[i]))
        low_y, high_y = min(low_y, np.int64(faces.y[i])), max(high_y, np.int64(faces.y[i]))
    if faces.low_x[row] > faces.high_x[row]:
        faces.low_x[row], faces.high_x[row], faces.low_y[row], faces.high_y[row] = low_x, high_x, low_y, high_y
        return
    faces.low_x[row], faces.high_x[row] = min(faces.low_x[row], low_x), max(faces.high_x[row], high_x)
    faces.low_y[row], faces.high_y[row] = min(faces.low_y[row], low_y), max(faces.high_y[row], high_y)


@njit(cache=True, nogil=True, error_model="numpy")
def _edge_hashes(faces, first, last):
    """Sum of a hash of each directed edge, so that it does not matter where a ring begins."""
    total = np.uint64(0)
    for i in range(first, last - 1):
        key = np.uint64(0)
        for value in (faces.x[i], faces.y[i], faces.x[i + 1], faces.y[i + 1]):
            # The mixing of splitmix64 (Steele, Lea and Flood 2014).
            key = (key ^ np.uint64(value)) + np.uint64(0x9E3779B97F4A7C15)
            key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            key ^= key >> np.uint64(31)
        total += key
    return total
