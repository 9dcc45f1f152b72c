"""Rasters of the demo town: surface with the buildings, and canopy height."""

from __future__ import annotations

import numpy as np
import shapely
from rasterio.features import rasterize
from rasterio.transform import from_origin

from ..land_cover import cover_shapes, evergreen_crowns, ground_cover, land_cover, tree_arrays
from .relief import Terrain
from .shapes import smooth_noise
from .trees import Trees
from .vegetation import Patches

#: Classes whose height is burnt in the canopy; the trees of parks, gardens and orchards are drawn one by one.
CANOPY_CLASSES = ("wood", "open_wood", "hedge", "shrub")
#: Unevenness of a wood's canopy: standard deviation as a fraction of its height, and spline step [m].
WOOD_ROUGHNESS, WOOD_STEP = 0.10, 3.0
#: Half height of the crown's ellipsoid as a fraction of the tree's height.
CROWN_HALF_HEIGHT = 0.36


def transform_of(terrain: Terrain):
    """Return the affine transform of the terrain's grid in the local frame."""
    size = terrain.altitude.shape[0] * terrain.cell_size
    return from_origin(0.0, size, terrain.cell_size, terrain.cell_size)


def building_surface(terrain: Terrain, shapes: list, heights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Add the buildings to the terrain: flat roofs at the mean ground of the footprint plus the height.

    Parameters
    ----------
    terrain : Terrain
        Ground, shape (rows, columns).
    shapes : list of Polygon
        Footprints in the local frame [m].
    heights : ndarray, shape (n,)
        Height of each roof above the ground [m], > 0.

    Returns
    -------
    surface : ndarray of float32, shape (rows, columns)
        Altitude of roofs and ground [m], never below the ground.
    building : ndarray of int32, shape (rows, columns)
        Number of the building at each cell from 1, 0 where there is none.
    """
    ground = terrain.altitude
    if len(shapes) == 0:
        return ground.copy(), np.zeros(ground.shape, dtype=np.int32)
    building = rasterize(
        [(shape, number) for number, shape in enumerate(shapes, start=1)],
        out_shape=ground.shape,
        transform=transform_of(terrain),
        fill=0,
        dtype="int32",
    )
    inside = building > 0
    number = building[inside]
    cells = np.bincount(number, minlength=len(shapes) + 1)
    total = np.bincount(number, weights=ground[inside], minlength=len(shapes) + 1)
    roof = total / np.maximum(cells, 1)
    roof[1:] += heights
    surface = ground.copy()
    surface[inside] = np.maximum(ground[inside], roof[number].astype(np.float32))
    return surface, building


def canopy_height(terrain: Terrain, trees: Trees, patches: Patches, bare: np.ndarray, rng) -> np.ndarray:
    """Return the height of the canopy above the ground.

    A crown is the upper half of an ellipsoid: z(r) = H (1 - k) + k H sqrt(1 - (2 r / D)^2) with H the tree's
    height, D its crown diameter and k the half height of the crown as a fraction of H. Woods, hedges and shrubs
    have the height of their patch, with some unevenness.

    Parameters
    ----------
    terrain : Terrain
        Grid to fill.
    trees : Trees
        Trees in the local frame.
    patches : Patches
        Vegetation patches in the local frame.
    bare : ndarray of bool, shape (rows, columns)
        Cells without canopy: roofs and water.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    ndarray of float32, shape (rows, columns)
        Canopy height [m], 0 where there is none.
    """
    shape, cell = terrain.altitude.shape, terrain.cell_size
    canopy = np.zeros(shape, dtype=np.float32)
    tall = [
        (area, height)
        for area, kind, height in zip(patches.shape, patches.kind, patches.height)
        if kind in CANOPY_CLASSES
    ]
    if tall:
        canopy = rasterize(tall, out_shape=shape, transform=transform_of(terrain), fill=0.0, dtype="float32")
        rough = smooth_noise(rng, shape, cell, WOOD_STEP)
        for first in range(0, shape[0], 256):
            rows = slice(first, min(shape[0], first + 256))
            factor = 1.0 + WOOD_ROUGHNESS * np.clip(rough(rows.start, rows.stop), -2.5, 2.5)
            canopy[rows] *= factor.astype(np.float32)
    size = shape[0] * cell
    column = trees.points[:, 0] / cell - 0.5
    row = (size - trees.points[:, 1]) / cell - 0.5
    radius = trees.crown / 2.0 / cell
    for c, r, reach, height in zip(column, row, radius, trees.height):
        c0, c1 = max(0, int(np.ceil(c - reach))), min(shape[1], int(np.floor(c + reach)) + 1)
        r0, r1 = max(0, int(np.ceil(r - reach))), min(shape[0], int(np.floor(r + reach)) + 1)
        if c0 >= c1 or r0 >= r1:
            continue
        dx = (np.arange(c0, c1) - c) / reach
        dy = (np.arange(r0, r1) - r) / reach
        room = 1.0 - dx[None, :] ** 2 - dy[:, None] ** 2
        top = height * (1.0 - CROWN_HALF_HEIGHT + CROWN_HALF_HEIGHT * np.sqrt(np.maximum(room, 0.0)))
        window = canopy[r0:r1, c0:c1]
        np.maximum(window, np.where(room > 0.0, top, 0.0), out=window, casting="same_kind")
    canopy[bare] = 0.0
    return canopy


def water_mask(terrain: Terrain, areas: list) -> np.ndarray:
    """Return the cells whose centre lies in one of the water surfaces [local frame], as bool."""
    areas = [area for area in areas if not shapely.is_empty(area)]
    return rasterize(areas, out_shape=terrain.altitude.shape, transform=transform_of(terrain), dtype="uint8") > 0


def cover_rasters(layers: dict, canopy: np.ndarray, origin, cell_size: float) -> dict[str, np.ndarray]:
    """Return the land cover and the ground cover, made as ``territory_prepare`` makes them.

    The ground that no layer describes is paved: every lawn, garden and field of the town is a patch of vegetation.

    Parameters
    ----------
    layers : dict of str to LayerTable
        Standard layers, map coordinates [m].
    canopy : ndarray of float32, shape (rows, columns)
        Height of the canopy [m].
    origin : (float, float)
        Map coordinates of the upper-left corner [m].
    cell_size : float
        Side of a cell [m].

    Returns
    -------
    dict of str to ndarray of uint8, shape (rows, columns)
        ``landcover`` and ``groundcover``, codes of ``land_cover.csv``.
    """
    transform = from_origin(origin[0], origin[1], cell_size, cell_size)
    shapes, codes = cover_shapes(layers)
    ground = ground_cover(canopy.shape, transform, shapes, codes, layers["buildings"].geometry, "paved")
    evergreen = evergreen_crowns(canopy.shape, transform, **tree_arrays(layers))
    return {"landcover": land_cover(ground, canopy, evergreen), "groundcover": ground}
