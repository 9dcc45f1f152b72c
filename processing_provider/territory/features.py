"""Geometries of the standard layers: the right kind, flat, valid, and counted when they cannot be."""

from __future__ import annotations

import numpy as np
import shapely

#: Dimension of the parts kept for each geometry of the standard schema.
DIMENSIONS = {"Point": 0, "MultiLineString": 1, "MultiPolygon": 2}

#: Simple geometry types (shapely type number) by dimension.
_SIMPLE_TYPES = {0: 0, 1: 1, 2: 3}

KEPT, REPAIRED, NULL, UNUSABLE = 0, 1, 2, 3


def standard_geometry(geometry: np.ndarray, target: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Bring geometries to the type of a standard layer.

    Heights (z) are dropped. Invalid geometries are repaired (``shapely.make_valid``) and only the parts of the
    right dimension are kept. For a layer of points, a line or a polygon gives a point on it, and the points of
    a multipoint are separated.

    Parameters
    ----------
    geometry : ndarray of shapely geometries or None, shape (n,)
        Geometries [m].
    target : {"Point", "MultiLineString", "MultiPolygon"}
        Geometry of the standard layer.

    Returns
    -------
    result : ndarray of shapely geometries, shape (m,)
        Geometries of the target type.
    row : ndarray of int64, shape (m,)
        Row of the input that each comes from, increasing.
    status : ndarray of int8, shape (n,)
        ``KEPT``, ``REPAIRED``, ``NULL`` (no geometry or an empty one) or ``UNUSABLE`` (wrong kind, not finite,
        or nothing left after repair).
    """
    geometry = np.asarray(geometry, dtype=object)
    status = np.full(len(geometry), KEPT, dtype=np.int8)
    missing = shapely.is_missing(geometry) | shapely.is_empty(geometry)
    status[missing] = NULL
    status[_not_finite(geometry)] = UNUSABLE
    rows = np.flatnonzero(status == KEPT)
    flat = shapely.force_2d(geometry[rows])
    invalid = ~shapely.is_valid(flat)
    flat[invalid] = shapely.make_valid(flat[invalid])
    status[rows[invalid]] = REPAIRED
    if target == "Point":
        result, row = _points(flat, rows)
    else:
        result, row = _multi_parts(flat, rows, DIMENSIONS[target])
    lost = np.setdiff1d(rows, row)
    status[lost] = UNUSABLE
    return result, row, status


def _not_finite(geometry: np.ndarray) -> np.ndarray:
    """Return which geometries hold a coordinate that is not a number."""
    coordinates, owner = shapely.get_coordinates(geometry, return_index=True)
    wrong = np.zeros(len(geometry), dtype=bool)
    wrong[owner[~np.isfinite(coordinates).all(axis=1)]] = True
    return wrong


def _points(flat: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return one point per point part, and one point on each line or polygon."""
    is_point = np.isin(shapely.get_type_id(flat), (0, 4))
    points, owner = shapely.get_parts(flat[is_point], return_index=True)
    surfaces = shapely.point_on_surface(flat[~is_point])
    result = np.concatenate([points, surfaces])
    row = np.concatenate([rows[is_point][owner], rows[~is_point]])
    usable = ~(shapely.is_missing(result) | shapely.is_empty(result))
    order = np.argsort(row[usable], kind="stable")
    return result[usable][order], row[usable][order]


def _multi_parts(flat: np.ndarray, rows: np.ndarray, dimension: int) -> tuple[np.ndarray, np.ndarray]:
    """Return one multipart geometry per row, made of its parts of the given dimension."""
    parts, owner = np.asarray(flat, dtype=object), np.arange(len(flat))
    # A collection may hold multiparts: two passes reach the simple parts.
    for _ in range(2):
        parts, index = shapely.get_parts(parts, return_index=True)
        owner = owner[index]
    chosen = (shapely.get_type_id(parts) == _SIMPLE_TYPES[dimension]) & ~shapely.is_empty(parts)
    # A line without length (all its points in one place) is no line.
    size = shapely.area(parts) if dimension == 2 else shapely.length(parts)
    chosen &= size > 0
    collect = shapely.multipolygons if dimension == 2 else shapely.multilinestrings
    result = np.empty(len(flat), dtype=object)
    collect(parts[chosen], indices=owner[chosen], out=result)
    kept = np.unique(owner[chosen])
    return result[kept], rows[kept]
