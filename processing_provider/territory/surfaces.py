"""Surface and canopy rasters from footprints, trees and vegetation, window by window.

Every function works on one window of a grid, given by its shape and transform, and gives for that window exactly
what it gives for the whole grid, to the bit: shapes are first brought to whole-grid cell units and rounded to
1/1024 of a cell, so that the arithmetic of the rasteriser does not depend on where a window starts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np
import shapely
from rasterio.features import rasterize
from rasterio.transform import Affine

from ..errors import InputError

#: Steps of coordinates per cell. Ten binary digits keep every product of the scan line exact in double precision.
STEPS_PER_CELL = 1024.0

#: Height of the base of a crown over the height of the tree (spec: canopy with a trunk ratio of 0.25).
CROWN_BASE_RATIO = 0.25

#: Vegetation lower than this casts no shade on a walker and is not canopy [m].
MIN_CANOPY_M = 1.0

#: Trees drawn at a time: bounds the memory of their cells.
TREES_AT_A_TIME = 4096


@dataclass(frozen=True)
class FootprintSamples:
    """Terrain levels under footprints, sampled in one or more windows.

    Attributes
    ----------
    footprint : ndarray of int64, shape (n,)
        Index of the footprint.
    level : ndarray of float32, shape (n,)
        Terrain level of the cell [m]; never NaN.
    inside : ndarray of bool, shape (n,)
        True for a cell whose centre is in the footprint, False for the cell of its representative point,
        which stands for a footprint smaller than a cell.
    """

    footprint: np.ndarray
    level: np.ndarray
    inside: np.ndarray


def grid_for_extent(bounds: tuple[float, float, float, float], cell_size: float) -> tuple[Affine, tuple[int, int]]:
    """Return the grid that covers an extent, its edges on multiples of the cell size.

    Parameters
    ----------
    bounds : tuple of float
        West, south, east, north [m].
    cell_size : float
        Side of a cell [m], above 0.

    Returns
    -------
    transform : Affine
        North-up transform of the grid.
    shape : tuple of int
        Rows and columns, at least one each.

    Raises
    ------
    InputError
        When the cell size is not above zero, or the extent is empty or not finite.
    """
    west, south, east, north = bounds
    if not cell_size > 0.0 or not math.isfinite(cell_size):
        raise InputError("The cell size must be a number of metres above zero, not {size}.", size=cell_size)
    if not all(math.isfinite(edge) for edge in bounds) or west > east or south > north:
        raise InputError("The extent is empty; choose an extent that covers the territory.")
    # A millionth of a cell of slack, so that an edge already on the grid does not add a row of cells.
    slack = 1e-6
    left, bottom = math.floor(west / cell_size + slack), math.floor(south / cell_size + slack)
    right, top = math.ceil(east / cell_size - slack), math.ceil(north / cell_size - slack)
    columns, rows = max(right - left, 1), max(top - bottom, 1)
    top = bottom + rows
    return Affine(cell_size, 0.0, left * cell_size, 0.0, -cell_size, top * cell_size), (rows, columns)


@dataclass(frozen=True)
class _Cells:
    """Coordinates of a window in cells: columns and rows counted on the whole grid from a fixed origin."""

    cell_size: float
    fraction: tuple[float, float]
    first: tuple[int, int]
    shape: tuple[int, int]

    def to_cells(self, coordinates: np.ndarray) -> np.ndarray:
        """Return column and row on the whole grid, rounded to 1/1024 of a cell, of metric coordinates."""
        column = coordinates[:, 0] / self.cell_size - self.fraction[0]
        row = -coordinates[:, 1] / self.cell_size - self.fraction[1]
        return np.rint(np.column_stack([column, row]) * STEPS_PER_CELL) / STEPS_PER_CELL


def _cells(shape: tuple[int, int], transform: Affine) -> _Cells:
    """Return the cell coordinates of a window, whatever window of its grid it is."""
    cell_size = transform.a
    if transform.b or transform.d or not cell_size > 0.0 or not math.isclose(transform.e, -cell_size):
        raise InputError("The grid must have square cells and point north; resample the raster first.")
    fractions, first = [], []
    for origin in (transform.c / cell_size, -transform.f / cell_size):
        # Where in a cell of the national grid this grid's lines fall: 0 for a grid on multiples of the cell, 1/2
        # for one centred on them. Cut off at 3/4, where no grid falls, so that rounding cannot make windows differ.
        fraction = round(origin - math.floor(origin + 0.25), 6)
        fractions.append(fraction)
        first.append(round(origin - fraction))
    return _Cells(cell_size, (fractions[0], fractions[1]), (first[0], first[1]), shape)


def _near(geometry: np.ndarray, shape: tuple[int, int], transform: Affine, margin: float = 0.0) -> np.ndarray:
    """Return the indices of the geometries whose bounds meet a window."""
    west, south, east, north = shapely.bounds(geometry).T if len(geometry) else np.empty((4, 0))
    right, bottom = transform.c + shape[1] * transform.a, transform.f + shape[0] * transform.e
    margin += transform.a
    meets = (west <= right + margin) & (east >= transform.c - margin)
    return np.flatnonzero(meets & (south <= transform.f + margin) & (north >= bottom - margin))


def _burn(geometry: np.ndarray, values: Sequence[float], cells: _Cells, fill: float, dtype: type) -> np.ndarray:
    """Burn polygons into a window, the later over the earlier; a cell belongs to a polygon that has its centre."""
    if len(geometry) == 0:
        return np.full(cells.shape, fill, dtype=dtype)
    # GDAL takes an identity transform for none at all: one cell of offset, exact, keeps it a transform.
    origin = np.array(cells.first) - 1.0
    local = shapely.transform(geometry, lambda xy: (cells.to_cells(xy) - origin) * (1.0, -1.0))
    return rasterize(
        zip(local, values),
        out_shape=cells.shape,
        fill=fill,
        transform=Affine(1.0, 0.0, 1.0, 0.0, -1.0, -1.0),
        all_touched=False,
        dtype=dtype,
    )


def burn_mask(shape: tuple[int, int], transform: Affine, geometry: np.ndarray) -> np.ndarray:
    """Return the cells whose centre is in one of the polygons.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns of the window.
    transform : Affine
        Transform of the window [m].
    geometry : ndarray of shapely polygons
        Polygons [m].

    Returns
    -------
    ndarray of bool, shape ``shape``
        True inside.
    """
    near = _near(geometry, shape, transform)
    return _burn(geometry[near], np.ones(len(near), np.uint8), _cells(shape, transform), 0, np.uint8) > 0


def burn_codes(shape: tuple[int, int], transform: Affine, geometry: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Return the code of the last polygon that has the centre of each cell.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns of the window.
    transform : Affine
        Transform of the window [m].
    geometry : ndarray of shapely polygons, shape (n,)
        Polygons [m], the later over the earlier.
    codes : ndarray of uint8, shape (n,)
        Their codes, 1 or more.

    Returns
    -------
    ndarray of uint8, shape ``shape``
        Codes, 0 where there is no polygon.
    """
    near = _near(geometry, shape, transform)
    return _burn(geometry[near], codes[near], _cells(shape, transform), 0, np.uint8)


def sample_footprints(dtm: np.ndarray, transform: Affine, footprints: np.ndarray) -> FootprintSamples:
    """Sample the terrain under the footprints in one window.

    The samples of the windows of a grid, joined, are those of the whole grid, in another order. Where two footprints
    overlap, both get the cell.

    Parameters
    ----------
    dtm : ndarray of float, shape (rows, columns)
        Terrain level [m], NaN where unknown.
    transform : Affine
        Transform of the window [m].
    footprints : ndarray of shapely polygons, shape (n,)
        All the footprints, or those that may meet the window with the others left in place.

    Returns
    -------
    FootprintSamples
        Samples of this window.
    """
    cells = _cells(dtm.shape, transform)
    near = _near(footprints, dtm.shape, transform)
    order = np.arange(1, len(near) + 1, dtype=np.int32)
    # Burnt forwards then backwards: a cell of two footprints shows one, then the other.
    forwards = _burn(footprints[near], order, cells, 0, np.int32)
    backwards = _burn(footprints[near][::-1], order[::-1], cells, 0, np.int32)
    owners, places = [], []
    for burnt, chosen in ((forwards, forwards > 0), (backwards, backwards != forwards)):
        owners.append(near[burnt[chosen] - 1])
        places.append(np.flatnonzero(chosen))
    centre = shapely.get_coordinates(shapely.point_on_surface(footprints[near]))
    place = np.floor(cells.to_cells(centre)).astype(np.int64) - cells.first
    within = ((place >= 0) & (place < np.array(dtm.shape)[::-1])).all(axis=1)
    inside = np.concatenate([np.ones(sum(map(len, owners)), bool), np.zeros(int(within.sum()), bool)])
    owners.append(near[within])
    places.append(place[within, 1] * dtm.shape[1] + place[within, 0])
    footprint = np.concatenate(owners).astype(np.int64)
    level = dtm.ravel()[np.concatenate(places)].astype(np.float32)
    known = ~np.isnan(level)
    return FootprintSamples(footprint[known], level[known], inside[known])


def footprint_base_levels(count: int, samples: Sequence[FootprintSamples]) -> np.ndarray:
    """Return the terrain level under each footprint, from the samples of every window.

    Parameters
    ----------
    count : int
        Number of footprints.
    samples : sequence of FootprintSamples
        Samples of the windows, in any order.

    Returns
    -------
    ndarray of float64, shape (count,)
        Median level of the cells inside [m]; of the cell of its representative point for a footprint without any;
        NaN where the terrain is not known.
    """
    footprint = np.concatenate([part.footprint for part in samples] or [np.empty(0, np.int64)])
    level = np.concatenate([part.level for part in samples] or [np.empty(0, np.float32)]).astype(np.float64)
    inside = np.concatenate([part.inside for part in samples] or [np.empty(0, bool)])
    result = np.full(count, np.nan)
    for chosen in (~inside, inside):
        order = np.lexsort((level[chosen], footprint[chosen]))
        owner, sorted_level = footprint[chosen][order], level[chosen][order]
        start, size = np.unique(owner, return_index=True, return_counts=True)[1:]
        median = (sorted_level[start + (size - 1) // 2] + sorted_level[start + size // 2]) / 2.0
        result[owner[start]] = median
    return result


def burn_heights(
    dtm: Optional[np.ndarray],
    shape: tuple[int, int],
    transform: Affine,
    footprints: np.ndarray,
    heights: np.ndarray,
    base_levels: Optional[np.ndarray] = None,
) -> np.ndarray:
    """Return the surface of terrain and buildings (DSM) of a window.

    A roof is flat: level = base + height, the base being the median terrain level under the footprint. Where
    footprints overlap the highest shows; the surface is nowhere below the terrain.

    Parameters
    ----------
    dtm : ndarray of float, shape (rows, columns), or None
        Terrain level [m], NaN where unknown; None for flat ground at 0 m.
    shape : tuple of int
        Rows and columns of the window.
    transform : Affine
        Transform of the window [m].
    footprints : ndarray of shapely polygons, shape (n,)
        Footprints [m].
    heights : ndarray of float, shape (n,)
        Height of the roofs above ground [m].
    base_levels : ndarray of float, shape (n,), optional
        Terrain level under each footprint [m], from :func:`footprint_base_levels` over all the windows; a
        footprint without one (NaN) is left out. Needed when the window is a part of the grid; when absent it is
        taken from ``dtm``.

    Returns
    -------
    ndarray of float32, shape ``shape``
        Surface level [m], NaN where the terrain is unknown.

    Raises
    ------
    InputError
        When the terrain does not have the shape of the window.
    """
    if dtm is not None and dtm.shape != tuple(shape):
        raise InputError("The terrain does not cover the same cells as the grid; resample it onto the grid.")
    ground = np.zeros(shape, np.float32) if dtm is None else dtm.astype(np.float32)
    if base_levels is None:
        if dtm is None:
            base_levels = np.zeros(len(footprints))
        else:
            samples = sample_footprints(dtm, transform, footprints)
            base_levels = footprint_base_levels(len(footprints), [samples])
    roof = (np.asarray(base_levels) + np.asarray(heights)).astype(np.float32)
    near = _near(footprints, shape, transform)
    near = near[~np.isnan(roof[near])]
    near = near[np.argsort(roof[near], kind="stable")]
    burnt = _burn(footprints[near], roof[near], _cells(shape, transform), np.nan, np.float32)
    # Maximum that ignores the empty cells of the roofs but keeps those of the terrain.
    return np.where(burnt > ground, burnt, ground)


def canopy_height(
    shape: tuple[int, int],
    transform: Affine,
    tree_xy: np.ndarray,
    tree_height: np.ndarray,
    crown_diameter: np.ndarray,
    vegetation: np.ndarray,
    vegetation_height: np.ndarray,
    roofs: Optional[np.ndarray] = None,
    water: Optional[np.ndarray] = None,
) -> np.ndarray:
    """Return the height of the canopy above ground in a window.

    A crown is an ellipsoid of revolution between 0.25 h and h: its top at distance d of the stem is
    z = h [0.625 + 0.375 sqrt(1 - (d / r)^2)], r being half the crown diameter. The cell of the stem always belongs to
    the crown. Vegetation patches are flat and do not grow on water; crowns may overhang it. Nothing stands on roofs.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns of the window.
    transform : Affine
        Transform of the window [m].
    tree_xy : ndarray of float, shape (t, 2)
        Stems [m].
    tree_height, crown_diameter : ndarray of float, shape (t,)
        Sizes of the trees [m].
    vegetation : ndarray of shapely polygons, shape (v,)
        Vegetation patches [m].
    vegetation_height : ndarray of float, shape (v,)
        Height of their canopy [m].
    roofs, water : ndarray of bool, shape ``shape``, optional
        Cells of buildings and of water.

    Returns
    -------
    ndarray of float32, shape ``shape``
        Height of the canopy above ground [m], 0 where there is none; vegetation lower than 1 m is none.
    """
    cells = _cells(shape, transform)
    near = _near(vegetation, shape, transform)
    heights = np.asarray(vegetation_height, dtype=np.float32)
    near = near[heights[near] >= MIN_CANOPY_M]
    near = near[np.argsort(heights[near], kind="stable")]
    canopy = _burn(vegetation[near], heights[near], cells, 0.0, np.float32)
    if water is not None:
        canopy[water] = 0.0
    _draw_crowns(canopy, cells, tree_xy, tree_height, crown_diameter)
    if roofs is not None:
        canopy[roofs] = 0.0
    return canopy


def _draw_crowns(
    canopy: np.ndarray, cells: _Cells, tree_xy: np.ndarray, tree_height: np.ndarray, crown_diameter: np.ndarray
) -> None:
    """Raise a window to the crowns that reach it, in place."""
    if len(tree_xy) == 0:
        return
    stem = cells.to_cells(np.asarray(tree_xy, dtype=np.float64)) - cells.first
    radius = np.asarray(crown_diameter, dtype=np.float64) / 2.0 / cells.cell_size
    height = np.asarray(tree_height, dtype=np.float64)
    # One size of square for all the trees of a class of radius: arrays instead of a loop over trees.
    reach = np.ceil(radius).astype(np.int64)
    size = np.array(canopy.shape)[::-1]
    near = ((stem >= -reach[:, None] - 1) & (stem <= size + reach[:, None] + 1)).all(axis=1)
    near &= height >= MIN_CANOPY_M
    for one_reach in np.unique(reach[near]):
        chosen = np.flatnonzero(near & (reach == one_reach))
        step = max(1, TREES_AT_A_TIME // int(2 * one_reach + 1))
        for first in range(0, len(chosen), step):
            part = chosen[first : first + step]
            _draw_square(canopy, stem[part], radius[part], height[part], int(one_reach))


def _draw_square(canopy: np.ndarray, stem: np.ndarray, radius: np.ndarray, height: np.ndarray, reach: int) -> None:
    """Draw crowns of about one size, each in the square of cells around its stem."""
    offset = np.arange(-reach, reach + 1)
    home = np.floor(stem).astype(np.int64)
    column = home[:, 0, None, None] + offset[None, None, :]
    row = home[:, 1, None, None] + offset[None, :, None]
    column, row = np.broadcast_arrays(column, row)
    # A coordinate less a cell centre is a whole number of 1/2048 cells: exact, the same in every window.
    dx = column + 0.5 - stem[:, 0, None, None]
    dy = row + 0.5 - stem[:, 1, None, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = 1.0 - (dx * dx + dy * dy) / (radius * radius)[:, None, None]
    is_home = (offset[None, :] == 0) & (offset[:, None] == 0)
    half = 0.5 * (1.0 + CROWN_BASE_RATIO)
    top = height[:, None, None] * (half + (1.0 - half) * np.sqrt(np.fmax(share, 0.0)))
    top = np.where((share >= 0.0) | is_home, top, 0.0).astype(np.float32)
    rows, columns = canopy.shape
    use = (top > 0.0) & (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
    np.maximum.at(canopy, (row[use], column[use]), top[use])
