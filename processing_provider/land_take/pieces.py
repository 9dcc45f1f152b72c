"""Polygons of the pieces that two coverages cut out of each other, built only where they are wanted."""

from __future__ import annotations

from typing import Callable, NamedTuple, Optional

import numpy as np
import shapely

from ..errors import RunCancelledError
from .overlay import COVERED_M2, COVERED_RELATIVE, DEFAULT_GRID_M, OverlayAreas

PAIRS_PER_LOOK = 4096  # built between two looks at the cancel button
POLYGON = 3  # GEOS type number


class Pieces(NamedTuple):
    """Pieces of two coverages; their areas sum to those of the pairs.

    Attributes
    ----------
    pair : ndarray of int64, shape (pieces,)
        Row of each piece among the pairs of the overlay, in order; a pair may have several pieces.
    geometry : ndarray of shapely geometries, shape (pieces,)
        None where none was wanted, or where nothing is left of it on the grid.
    area_m2 : ndarray of float64, shape (pieces,)
        [m2], on the map.
    """

    pair: np.ndarray
    geometry: np.ndarray
    area_m2: np.ndarray


def build_pieces(
    first,
    second,
    overlay: OverlayAreas,
    wanted=None,
    apart=None,
    grid_m: float = DEFAULT_GRID_M,
    stop: Optional[Callable[[], bool]] = None,
) -> Pieces:
    """Build the polygons of pairs.

    A pair that takes up the whole of one of its faces is that face: it is not cut again.

    Parameters
    ----------
    first, second : ndarray of shapely geometries, shapes (n,) and (m,)
        The faces that ``overlay`` was measured on.
    overlay : OverlayAreas
        Of these faces.
    wanted : ndarray of bool, shape (pairs,), optional
        Pairs whose polygon is built; all by default.
    apart : ndarray of bool, shape (pairs,), optional
        Pairs whose parts, where they do not touch, become pieces of their own; none by default.
    grid_m : float
        Step of the grid on which faces are cut that cannot be cut as they are [m, > 0].
    stop : callable, optional
        Tells whether the run is cancelled.

    Returns
    -------
    Pieces

    Raises
    ------
    RunCancelledError
        When ``stop`` answered yes.
    """
    count = overlay.area_m2.size
    wanted = np.ones(count, dtype=bool) if wanted is None else np.asarray(wanted, dtype=bool)
    apart = np.zeros(count, dtype=bool) if apart is None else np.asarray(apart, dtype=bool) & wanted
    one, other = overlay.first_index, overlay.second_index
    shapes = np.full(count, None, dtype=object)
    whole_first = wanted & _whole(overlay.area_m2, overlay.first_area_m2[one])
    whole_second = wanted & ~whole_first & _whole(overlay.area_m2, overlay.second_area_m2[other])
    shapes[whole_first] = first[one[whole_first]]
    shapes[whole_second] = second[other[whole_second]]
    cut = np.flatnonzero(wanted & ~whole_first & ~whole_second)
    for begin in range(0, cut.size, PAIRS_PER_LOOK):
        if stop is not None and stop():
            raise RunCancelledError
        rows = cut[begin : begin + PAIRS_PER_LOOK]
        shapes[rows] = _intersections(first[one[rows]], second[other[rows]], grid_m)
    return _parted(shapes, overlay.area_m2, apart)


def _intersections(first: np.ndarray, second: np.ndarray, grid_m: float) -> np.ndarray:
    """Cut pairs; where GEOS fails on one of them, from what its faces are once they are mended and on the grid.

    A cut on the grid takes four times as long, and moves the corners of the faces that are not cut beside them.
    """
    try:
        return shapely.intersection(first, second)
    except shapely.errors.GEOSException:
        if len(first) > 1:
            half = len(first) // 2
            parts = (slice(0, half), slice(half, None))
            return np.concatenate([_intersections(first[part], second[part], grid_m) for part in parts])
    on_grid = [shapely.set_precision(shapely.make_valid(shape), grid_m) for shape in (first, second)]
    return shapely.intersection(*on_grid)


def _whole(shared: np.ndarray, area: np.ndarray) -> np.ndarray:
    return np.abs(area - shared) <= COVERED_RELATIVE * area + COVERED_M2


def _parted(shapes: np.ndarray, areas: np.ndarray, apart: np.ndarray) -> Pieces:
    """Keep the polygons of each shape, as one piece or as several, and share its area out to them."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    kept = (shapely.get_type_id(parts) == POLYGON) & ~shapely.is_empty(parts)
    parts, owner = parts[kept], owner[kept]
    parts_of = np.bincount(owner, minlength=shapes.size)
    alone = apart & (parts_of > 1)
    together = np.where(parts_of > 0, shapes, None)
    mixed = np.flatnonzero((parts_of > 0) & ~alone & (shapely.get_type_id(shapes) > POLYGON))
    if mixed.size:  # collections and multipolygons: their polygons only
        chosen = np.isin(owner, mixed)
        together[mixed] = shapely.multipolygons(parts[chosen], indices=np.searchsorted(mixed, owner[chosen]))
    singles = np.flatnonzero(~alone)
    chosen = alone[owner]
    size = shapely.area(parts[chosen])
    sums = np.bincount(owner[chosen], weights=size, minlength=shapes.size)[owner[chosen]]
    count = parts_of[owner[chosen]]
    share = np.where(sums > 0.0, size / np.where(sums > 0.0, sums, 1.0), 1.0 / count)
    pair = np.concatenate([singles, owner[chosen]])
    geometry = np.concatenate([together[singles], parts[chosen]])
    area = np.concatenate([areas[singles], areas[owner[chosen]] * share])
    order = np.argsort(pair, kind="stable")
    return Pieces(pair[order], geometry[order], area[order])
