"""Defects of a coverage: land that it has twice, and land that it leaves out."""

from __future__ import annotations

from typing import Callable, NamedTuple, Optional

import numpy as np
import shapely

from .overlay import overlay_areas
from .pieces import build_pieces
from .thresholds import mean_width

TOLERANCE_M = 0.001  # narrower is rounding
POLYGON = 3  # GEOS type number
SAME = 1e-6  # relative difference of areas below which two faces are the same


class Defects(NamedTuple):
    """Defects of one kind.

    Attributes
    ----------
    geometry : ndarray of shapely geometries, shape (n,)
    area_m2, width_m : ndarray of float64, shape (n,)
        [m2], mean width [m].
    first, second : ndarray of int64, shape (n,)
        Rows of the faces that overlap; -1 for gaps.
    doubled : ndarray of bool, shape (n,)
        Whether the faces that overlap are the same.
    """

    geometry: np.ndarray
    area_m2: np.ndarray
    width_m: np.ndarray
    first: np.ndarray
    second: np.ndarray
    doubled: np.ndarray


def find_overlaps(geometries, tolerance_m: float = TOLERANCE_M, stop: Optional[Callable[[], bool]] = None) -> Defects:
    """Return where faces of one coverage lie on each other, largest first.

    Parameters
    ----------
    geometries : ndarray of shapely geometries, shape (n,)
        Polygons and multipolygons, planar [m]; null rows are allowed.
    tolerance_m : float
        Overlaps narrower than this are none [m, >= 0].
    stop : callable, optional
        Tells whether the run is cancelled.

    Returns
    -------
    Defects
    """
    geometries = np.asarray(geometries, dtype=object)
    shared = overlay_areas(geometries, geometries, stop=stop)
    wanted = shared.first_index < shared.second_index
    pieces = build_pieces(geometries, geometries, shared, wanted, stop=stop)
    drawn = wanted[pieces.pair] & ~shapely.is_missing(pieces.geometry)
    shapes, areas = pieces.geometry[drawn], pieces.area_m2[drawn]
    first, second = shared.first_index[pieces.pair[drawn]], shared.second_index[pieces.pair[drawn]]
    smaller = np.minimum(shared.first_area_m2[first], shared.first_area_m2[second])
    larger = np.maximum(shared.first_area_m2[first], shared.first_area_m2[second])
    doubled = (areas >= (1.0 - SAME) * larger) & (smaller > 0.0)
    return _ordered(shapes, areas, first, second, doubled, tolerance_m)


def find_gaps(geometries, tolerance_m: float = TOLERANCE_M) -> Defects:
    """Return the ground inside a coverage that no face covers, largest first.

    Parameters
    ----------
    geometries : ndarray of shapely geometries, shape (n,)
        Polygons and multipolygons, planar [m]; null rows are allowed.
    tolerance_m : float
        Gaps narrower than this are none [m, >= 0].

    Returns
    -------
    Defects
        A gap that is open to the outside is none: it is part of the outside.
    """
    geometries = np.asarray(geometries, dtype=object)
    whole = shapely.get_parts(shapely.union_all(geometries[~shapely.is_missing(geometries)]))
    whole = whole[shapely.get_type_id(whole) == POLYGON]
    rings, owner = shapely.get_rings(whole, return_index=True)
    # The first ring of a polygon is its outside.
    inner = np.r_[False, owner[1:] == owner[:-1]][: len(rings)]
    holes = shapely.polygons(rings[inner])
    if len(holes):
        # A face may lie in the hole of another part: it fills the hole in part.
        shapes = shapely.difference(holes, shapely.union_all(whole)) if len(whole) > 1 else holes
        shapes = shapely.get_parts(shapes)
        holes = shapes[shapely.get_type_id(shapes) == POLYGON]
    none = np.full(len(holes), -1)
    return _ordered(holes, shapely.area(holes), none, none, np.zeros(len(holes), dtype=bool), tolerance_m)


def _ordered(shapes, areas, first, second, doubled, tolerance_m: float) -> Defects:
    width = mean_width(shapely.area(shapes), shapely.length(shapes))
    kept = np.flatnonzero(width > tolerance_m)
    order = kept[np.argsort(-areas[kept], kind="stable")]
    return Defects(shapes[order], areas[order], width[order], first[order], second[order], doubled[order])
