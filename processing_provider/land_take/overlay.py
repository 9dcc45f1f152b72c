"""Areas that the faces of two coverages share, without building a polygon (W. R. Franklin 1990)."""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np
import shapely

from ..errors import InputError, RunCancelledError
from .overlay_index import edge_grids
from .overlay_kernel import CROSSED, IDENTICAL, INSIDE, pair_areas
from .overlay_predicates import MOVED, STILL
from .overlay_rings import Faces, common_origin, ragged_faces, snapped_faces

DEFAULT_GRID_M = 0.001
PAIRS_PER_CHUNK = 1 << 14  # some 10 ms of work, so that a cancel is answered at once
POLL_INTERVAL_S = 0.1
# What rounding may leave of a face that is wholly covered: the tolerance that a pair is held to.
COVERED_RELATIVE = 1e-9  # [unitless]
COVERED_M2 = 1e-6  # [m2]


@dataclass(frozen=True)
class OverlayAreas:
    """Areas shared by two coverages, by pair and by face; planar, in the units of the coordinates squared [m2].

    Attributes
    ----------
    first_index, second_index : ndarray of int64, shape (pairs,)
        Rows of the faces that share an area, ordered by the first, then the second.
    area_m2 : ndarray of float64, shape (pairs,)
        Area that they share [m2]. Not zero; negative only where a ring crosses itself.
    first_area_m2, second_area_m2 : ndarray of float64, shape (faces,)
        Area of each face on the grid [m2]; 0 for a row without usable geometry.
    first_left_m2, second_left_m2 : ndarray of float64, shape (faces,)
        Area of each face less its shared areas [m2]: 0 where wholly covered, negative where covered more than once.
    total_m2 : float
        Sum of the shared areas [m2].
    outside_m2 : tuple of float
        Area of the first coverage that the second does not cover, and of the second that the first does not [m2]. Exact
        where the other coverage does not overlap itself.
    repeated_m2 : tuple of float
        Area of each coverage that the other covers more than once, counted as often as it is too many [m2].
    residuals : tuple of float
        For each coverage, the largest ``|sum of shared areas - area| / area`` over the faces that are wholly covered
        up to rounding (1e-9 of the face and 1e-6 m2) [unitless].
    candidates : int
        Pairs whose extents touch.
    identical, inside, crossed : int
        Pairs that share an area, by how it was found: same rings, one in the other clear of its boundary, crossings of
        boundaries.
    """

    first_index: np.ndarray
    second_index: np.ndarray
    area_m2: np.ndarray
    first_area_m2: np.ndarray
    second_area_m2: np.ndarray
    first_left_m2: np.ndarray
    second_left_m2: np.ndarray
    total_m2: float
    outside_m2: tuple[float, float]
    repeated_m2: tuple[float, float]
    residuals: tuple[float, float]
    candidates: int
    identical: int
    inside: int
    crossed: int


def overlay_areas(
    first,
    second,
    grid_m: float = DEFAULT_GRID_M,
    stop: Optional[Callable[[], bool]] = None,
    threads: Optional[int] = None,
) -> OverlayAreas:
    """Measure the area that each face of one coverage shares with each of another.

    For oriented P and Q, ``A(P and Q) = 1/2 sum (x0 dy - y0 dx)`` over the pieces of the boundary of P inside Q and of
    that of Q inside P. Pieces that coincide count once when they have the same direction and not at all when opposed.
    Coordinates are first snapped to a grid, on which every decision is exact; only areas are rounded.

    Parameters
    ----------
    first, second : array_like of shapely geometries, shapes (n,) and (m,)
        Polygons and multipolygons, valid, planar, in the same coordinate system [m]. Faces of one coverage may overlap:
        areas are those of pairs. Rows that are null, empty, or hold a coordinate that is not finite have no area. A
        ring that crosses itself counts with its winding numbers; mend it before if that is not meant.
    grid_m : float
        Step of the grid [m, > 0]. The layers may spread over 2**30 steps.
    stop : callable, optional
        Tells whether the run is cancelled; asked between chunks of pairs.
    threads : int, optional
        Threads to use [>= 1]; all cores by default. The result is the same to the bit.

    Returns
    -------
    OverlayAreas

    Raises
    ------
    InputError
        When a row is not polygonal, the grid is not a positive length, or the layers spread too far for it.
    RunCancelledError
        When ``stop`` answered yes.

    References
    ----------
    .. [1] W. R. Franklin, "Calculating map overlay polygon areas without explicitly calculating the polygons:
       implementation", 4th International Symposium on Spatial Data Handling, Zurich, 1990, pp. 151-160.
    """
    if not (np.isfinite(grid_m) and grid_m > 0):
        raise InputError("The step of the grid is {grid} m; give a positive length.", grid=grid_m)
    per_metre = 1.0 / grid_m
    _look(stop)
    ragged = ragged_faces(first), ragged_faces(second)
    origin = common_origin(ragged, per_metre)
    faces = tuple(snapped_faces(rows, per_metre, origin) for rows in ragged)
    del ragged
    _look(stop)
    pairs = _candidates(*faces)
    _look(stop)
    doubled, kinds = _measure(*faces, pairs, stop, threads or os.cpu_count() or 1)
    kept = np.flatnonzero(doubled)
    first_index, second_index = pairs[:, kept]
    unit_m2 = 0.5 / per_metre**2
    areas = doubled[kept] * unit_m2
    first_area, second_area = (f.doubled_area * unit_m2 for f in faces)
    first_left, first_sums = _balance(first_area, first_index, areas)
    second_left, second_sums = _balance(second_area, second_index, areas)
    found = np.bincount(kinds, minlength=CROSSED + 1)
    return OverlayAreas(
        first_index=first_index,
        second_index=second_index,
        area_m2=areas,
        first_area_m2=first_area,
        second_area_m2=second_area,
        first_left_m2=first_left,
        second_left_m2=second_left,
        total_m2=float(areas.sum()),
        outside_m2=(first_sums[0], second_sums[0]),
        repeated_m2=(first_sums[1], second_sums[1]),
        residuals=(first_sums[2], second_sums[2]),
        candidates=pairs.shape[1],
        identical=int(found[IDENTICAL]),
        inside=int(found[INSIDE]),
        crossed=int(found[CROSSED]),
    )


def _look(stop) -> None:
    if stop is not None and stop():
        raise RunCancelledError


def _candidates(first: Faces, second: Faces) -> np.ndarray:
    """Return the pairs of faces whose snapped extents touch, int64 of shape (2, pairs), in order."""
    rows = [np.flatnonzero(faces.low_x <= faces.high_x) for faces in (first, second)]
    if not (rows[0].size and rows[1].size):
        return np.empty((2, 0), dtype=np.int64)
    # The tree is given snapped extents: those of the layers may be apart by less than a step of the grid.
    boxes = [
        shapely.box(faces.low_x[row], faces.low_y[row], faces.high_x[row], faces.high_y[row])
        for faces, row in zip((first, second), rows)
    ]
    asked, found = shapely.STRtree(boxes[1]).query(boxes[0])
    keys = np.sort(rows[0][asked] * np.int64(second.mark.size) + rows[1][found])
    return np.stack(np.divmod(keys, np.int64(second.mark.size)))


def _measure(first: Faces, second: Faces, pairs: np.ndarray, stop, threads: int) -> tuple[np.ndarray, np.ndarray]:
    """Measure the pairs in chunks shared out to threads; each pair is written in its own place."""
    doubled, kinds = np.empty(pairs.shape[1]), np.empty(pairs.shape[1], dtype=np.uint8)
    sides = first, edge_grids(first, STILL), second, edge_grids(second, MOVED)
    cancelled = np.zeros(1, dtype=np.uint8)
    pending: deque = deque()
    with ThreadPoolExecutor(threads, thread_name_prefix="cityorchestra-overlay") as pool:
        try:
            for begin in range(0, pairs.shape[1], PAIRS_PER_CHUNK):
                end = min(begin + PAIRS_PER_CHUNK, pairs.shape[1])
                pending.append(pool.submit(pair_areas, *sides, pairs, begin, end, doubled, kinds, cancelled))
                if len(pending) >= 2 * threads:
                    _finish(pending.popleft(), stop)
            while pending:
                _finish(pending.popleft(), stop)
        finally:
            cancelled[0] = 1
            for future in pending:
                future.cancel()
    return doubled, kinds


def _finish(future, stop) -> None:
    """Wait for a chunk, listening to the cancel button."""
    while not wait([future], timeout=POLL_INTERVAL_S).done:
        _look(stop)
    future.result()
    _look(stop)


def _balance(area: np.ndarray, index: np.ndarray, shared: np.ndarray) -> tuple[np.ndarray, tuple[float, float, float]]:
    """Return what is left of each face, then the sums not covered, covered too often, and the largest residual."""
    left = area - np.bincount(index, weights=shared, minlength=area.size)
    covered = np.abs(left) <= COVERED_RELATIVE * area + COVERED_M2
    outside = left[(left > 0) & ~covered].sum()
    repeated = np.abs(left[(left < 0) & ~covered]).sum()
    measured = covered & (area > COVERED_M2)
    residual = (np.abs(left[measured]) / area[measured]).max(initial=0.0)
    return left, (float(outside), float(repeated), float(residual))
