"""Surface and canopy of one tile of a territory: what the engine runs, here or on a cluster.

``arrays`` holds ``dtm`` and ``lidar`` where they are given (float32 [m], NaN for no data). Without a terrain
model the ground is flat at 0 m. Where a LiDAR surface is given it replaces the heights by rule: inside a
footprint it is the roof, elsewhere what stands above the terrain is vegetation.
"""

from __future__ import annotations

import numpy as np
from rasterio.transform import Affine

from .codes import COVER_NODATA
from .land_cover import evergreen_crowns, ground_cover, land_cover
from .surfaces import burn_heights, burn_mask, canopy_height, sample_footprints

# What stands lower than this above the terrain is furniture, cars or noise of the survey, not a tree [m].
LOWEST_TREE_M = 2.0


def _window(tile, grid: tuple[float, float, float]) -> tuple[tuple[int, int], Affine]:
    west, north, cell_size = grid
    transform = Affine(cell_size, 0.0, west + tile.column * cell_size, 0.0, -cell_size, north - tile.row * cell_size)
    return (tile.height, tile.width), transform


def base_level_tile(arrays, tile, stop, *, grid, footprints):
    """Sample the terrain under the footprints that meet a tile (see :func:`.surfaces.sample_footprints`).

    Parameters
    ----------
    arrays, tile, stop
        As the engine gives them; ``dtm`` is needed.
    grid : tuple of float
        West, north and cell size of the whole raster [m].
    footprints : array of shapely polygons
        All the footprints [m].
    """
    _, transform = _window(tile, grid)
    return sample_footprints(tile.core(arrays["dtm"]), transform, footprints)


def surface_tile(arrays, tile, stop, *, grid, footprints, heights, base_levels):
    """Terrain and buildings of a tile.

    Parameters
    ----------
    arrays, tile, stop, grid, footprints
        As in :func:`base_level_tile`; without ``dtm`` the ground is flat.
    heights : float array (n,)
        Heights of the roofs above ground [m].
    base_levels : float array (n,) or None
        Terrain level under each footprint [m], from the whole raster.

    Returns
    -------
    ndarray
        float32 [m], shape of the tile.
    """
    shape, transform = _window(tile, grid)
    terrain = tile.core(arrays["dtm"]) if "dtm" in arrays else None
    burnt = burn_heights(terrain, shape, transform, footprints, heights, base_levels)
    if "lidar" not in arrays:
        return burnt
    lidar = tile.core(arrays["lidar"])
    roof = burn_mask(shape, transform, footprints) & ~np.isnan(lidar)
    return np.where(roof, np.fmax(lidar, terrain), terrain).astype(np.float32)


def canopy_tile(
    arrays,
    tile,
    stop,
    *,
    grid,
    footprints,
    tree_xy,
    tree_height,
    crown_diameter,
    vegetation,
    vegetation_height,
    water,
):
    """Height of the canopy of a tile.

    Parameters
    ----------
    arrays, tile, stop, grid, footprints
        As in :func:`base_level_tile`.
    tree_xy, tree_height, crown_diameter, vegetation, vegetation_height
        As in :func:`.surfaces.canopy_height`.
    water : array of shapely polygons
        Water surfaces, on which no patch of vegetation grows.

    Returns
    -------
    ndarray
        float32 [m above ground], shape of the tile.
    """
    shape, transform = _window(tile, grid)
    roofs = burn_mask(shape, transform, footprints)
    if "lidar" not in arrays:
        return canopy_height(
            shape,
            transform,
            tree_xy,
            tree_height,
            crown_diameter,
            vegetation,
            vegetation_height,
            roofs,
            burn_mask(shape, transform, water),
        )
    above = tile.core(arrays["lidar"]) - tile.core(arrays["dtm"])
    trees = (above >= LOWEST_TREE_M) & ~roofs
    return np.where(trees, above, np.where(np.isnan(above), np.nan, 0.0)).astype(np.float32)


def terrain_tile(arrays, tile, stop):
    """Terrain of a tile: that given, or flat ground at 0 m."""
    if "dtm" in arrays:
        return tile.core(arrays["dtm"])
    return np.zeros((tile.height, tile.width), dtype=np.float32)


def ground_cover_tile(arrays, tile, stop, *, grid, shapes, codes, footprints, unknown):
    """Ground cover of a tile.

    Parameters
    ----------
    arrays, tile, stop, grid, footprints
        As in :func:`base_level_tile`.
    shapes, codes, unknown
        As in :func:`.land_cover.ground_cover`.

    Returns
    -------
    ndarray
        uint8 codes of ``land_cover.csv``, shape of the tile; 255 where the terrain given has no data.
    """
    shape, transform = _window(tile, grid)
    cover = ground_cover(shape, transform, shapes, codes, footprints, unknown)
    if "dtm" in arrays:
        cover[np.isnan(tile.core(arrays["dtm"]))] = COVER_NODATA
    return cover


def land_cover_tile(arrays, tile, stop, *, grid, shapes, codes, footprints, unknown, trees):
    """Land cover of a tile, seen from above.

    Parameters
    ----------
    arrays, tile, stop, grid, footprints
        As in :func:`base_level_tile`; ``canopy`` is needed.
    shapes, codes, unknown
        As in :func:`.land_cover.ground_cover`.
    trees : dict
        Arguments of :func:`.land_cover.evergreen_crowns`.

    Returns
    -------
    ndarray
        As :func:`ground_cover_tile`.
    """
    arguments = {"grid": grid, "shapes": shapes, "codes": codes, "footprints": footprints, "unknown": unknown}
    ground = ground_cover_tile(arrays, tile, stop, **arguments)
    evergreen = evergreen_crowns(*_window(tile, grid), **trees)
    return land_cover(ground, tile.core(arrays["canopy"]), evergreen)
