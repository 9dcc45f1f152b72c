"""Mean radiant temperature and thermal comfort of one tile of a larger raster: what the engine runs."""

from __future__ import annotations

import math

import numpy as np

from .comfort_classes import class_codes, classify
from .land_cover import surface_grid, unknown_codes
from .pet import pet
from .radiant_temperature import radiant_temperature
from .shade_tiles import sun_fraction_of_tile, surface_of, within_reach
from .shadows import NODATA, SUNLIT
from .sky_view_tiles import sky_view_halo, sky_view_of_tile
from .sun import is_night
from .utci import utci

GROUND_BOX_M = 10.0  # [m] side of the square whose sun warms the ground that a person faces
WALL_BOX_M = 25.0  # [m] side of the square whose sun stands for that of the walls around
ROWS_PER_CHECK = 64  # rows of a tile computed between two looks at the cancel flag
STREET_HEIGHT_M = 2.0  # [m] what stands less than this above the terrain is street, not roof


def box_margin(cell_size: float) -> int:
    """Return the cells around a tile whose own sun is needed for the mean shares of sun.

    Parameters
    ----------
    cell_size : float
        Side of a cell [m, > 0].
    """
    return _radius(WALL_BOX_M, cell_size)


def radiant_halo(shadow_halo: int, options, with_sky_view: bool) -> int:
    """Return the cells that a tile needs around it.

    Parameters
    ----------
    shadow_halo : int
        That of the shadows alone [cells].
    options : dict
        ``cell_size`` and ``max_distance`` [m].
    with_sky_view : bool
        Whether the sky view factor is computed too.
    """
    halo = shadow_halo + box_margin(options["cell_size"])
    if not with_sky_view:
        return halo
    return max(halo, sky_view_halo(options["cell_size"], options["max_distance"]))


def local_sun(fraction, counted, cell_size, box_m, core):
    """Mean share of sun of the counted cells of a square around each cell.

    Parameters
    ----------
    fraction : ndarray
        uint8 percent, 255 for nodata.
    counted : ndarray
        bool, cells that count (the street).
    cell_size, box_m : float
        Side of a cell and of the square [m].
    core : tuple of slice
        Rows and columns for which the mean is wanted.

    Returns
    -------
    ndarray
        float64 [0 to 1] of the shape of the core; the cell's own share where no cell of the square counts.

    Notes
    -----
    Sums of whole percents: the result does not depend on where the tile begins.
    """
    known = counted & (fraction != NODATA)
    total = _box_sums(np.where(known, fraction, 0), cell_size, box_m)[core]
    cells = _box_sums(known, cell_size, box_m)[core]
    own = np.where(fraction[core] == NODATA, 0, fraction[core]) / SUNLIT
    return np.where(cells > 0, total / (np.maximum(cells, 1) * SUNLIT), own)


def radiant_tile(arrays, tile, stop, *, conditions, sun, posture, surfaces, azimuths, options):
    """Mean radiant temperature of the core of a tile (level S).

    Parameters
    ----------
    arrays : dict of ndarray
        ``dsm``, optionally ``dtm``, ``canopy``, ``land_cover`` and ``svf``, float32 of one shape.
    tile, stop
        As the engine gives them.
    conditions : radiant_temperature.Conditions
        Weather and sun.
    sun : tuple of float
        Azimuth from grid north, elevation [degrees] and transmissivity of crowns.
    posture : str
        "standing" or "sitting".
    surfaces : dict of int to land_cover.Surface
        Surfaces by code, used with ``land_cover``.
    azimuths : int
        Directions of the sky view factor, where ``svf`` is absent.
    options : dict
        As in :func:`.shade_tiles.sun_fraction_of_tile`.

    Returns
    -------
    ndarray
        float32 [degrees C], NaN where the surface is unknown.
    """
    azimuth, elevation, transmissivity = sun
    margin = box_margin(options["cell_size"])
    heights = {name: arrays[name] for name in ("dsm", "dtm", "canopy") if name in arrays}
    near, near_tile = within_reach(heights, tile, elevation, options, margin=margin)
    fraction = sun_fraction_of_tile(near, near_tile, azimuth, elevation, transmissivity, options)
    top, left = tile.row - near_tile.outer_row, tile.column - near_tile.outer_column
    core = (slice(top, top + tile.height), slice(left, left + tile.width))
    street = _street(near)
    own = np.where(fraction[core] == NODATA, np.nan, fraction[core] / SUNLIT)
    if is_night(elevation):
        ground_sun = walls_sun = 0.0
    else:
        ground_sun = local_sun(fraction, street, options["cell_size"], GROUND_BOX_M, core)
        walls_sun = local_sun(fraction, street, options["cell_size"], WALL_BOX_M, core)
    if stop[0]:
        return np.zeros((tile.height, tile.width), dtype=np.float32)
    if "svf" in arrays:
        sky_view = np.clip(tile.core(arrays["svf"]), 0.0, 1.0)
    else:
        view = sky_view_of_tile(heights, tile, options, transmissivity=transmissivity, azimuths=azimuths, stop=stop)
        sky_view = view.combined
    ground = None
    if "land_cover" in arrays:
        ground = surface_grid(tile.core(arrays["land_cover"]), surfaces)
    return radiant_temperature(
        conditions,
        sky_view,
        own,
        ground_sun=ground_sun,
        surroundings_sun=walls_sun,
        ground=ground,
        posture=posture,
    ).astype(np.float32)


def comfort_tile(arrays, tile, stop, *, index, ta, rh, wind, delta_ta, wind_factor):
    """UTCI or PET of a tile.

    Parameters
    ----------
    arrays : dict of ndarray
        ``tmrt`` and optionally ``ta``, ``rh`` and ``wind``, float32 of one shape, NaN for nodata.
    tile, stop
        As the engine gives them.
    index : str
        "utci" or "pet".
    ta, rh, wind : float
        Air temperature [degrees C], relative humidity [percent] and wind speed [m/s] where no raster is given.
    delta_ta : float
        Warming added to the air temperature and to the mean radiant temperature [K].
    wind_factor : float
        Wind at the height that the index takes over wind as given.

    Returns
    -------
    ndarray
        float32 [degrees C], NaN where an input is unknown or out of range.
    """
    given = {"tmrt": arrays["tmrt"], "ta": ta, "rh": rh, "wind": wind, **arrays}
    formula = utci if index == "utci" else pet
    result = np.full(arrays["tmrt"].shape, np.nan, dtype=np.float32)
    for first in range(0, result.shape[0], ROWS_PER_CHECK):
        if stop[0]:
            break
        rows = slice(first, first + ROWS_PER_CHECK)
        part = {
            name: np.asarray(values[rows] if np.ndim(values) else values, dtype=float) for name, values in given.items()
        }
        radiant, air = part["tmrt"] + delta_ta, part["ta"] + delta_ta
        result[rows] = formula(air, radiant, part["wind"] * wind_factor, part["rh"])
    return tile.core(result)


def class_tile(arrays, tile, stop, *, index):
    """Classes of stress of a tile: uint8 codes, 255 where ``comfort`` is unknown."""
    return tile.core(classify(arrays["comfort"], index))


def tally_tile(arrays, tile, stop, *, index):
    """Count the cells of a tile.

    Parameters
    ----------
    arrays : dict of ndarray
        ``comfort``, the index or the temperature [degrees C], and the rasters it was made from. With ``dsm`` and
        ``dtm`` only the street is counted, not the roofs.
    tile, stop
        As the engine gives them.
    index : str
        "utci" or "pet"; empty for a temperature without classes.

    Returns
    -------
    dict
        ``cells`` with a value, their ``sum``, ``lowest`` and ``highest``; ``out_of_range``, cells whose inputs are
        known but whose index is not; ``classes``, cells by code.
    """
    values = tile.core(arrays["comfort"])
    if "dtm" in arrays:
        values = np.where(tile.core(_street(arrays)), values, np.float32(np.nan))
    known = ~np.isnan(values)
    inputs = [tile.core(array) for name, array in arrays.items() if name not in ("comfort", "dsm", "dtm")]
    asked = np.ones(values.shape, dtype=bool)
    for array in inputs:
        asked &= ~np.isnan(array)
    classes = {}
    if index:
        codes = classify(values, index)
        classes = {code: int((codes == code).sum()) for code in class_codes(index)}
    return {
        "cells": int(known.sum()),
        "sum": float(values[known].sum(dtype=np.float64)),
        "lowest": float(values[known].min()) if known.any() else math.inf,
        "highest": float(values[known].max()) if known.any() else -math.inf,
        "out_of_range": int((asked & ~known).sum()) if inputs else 0,
        "classes": classes,
    }


def range_tile(arrays, tile, stop):
    """Return the lowest and highest value of each array of a tile, plus and minus infinity where it has none."""
    ranges = {}
    for name, array in arrays.items():
        core = tile.core(array)
        known = core[~np.isnan(core)]
        ranges[name] = (float(known.min()), float(known.max())) if known.size else (math.inf, -math.inf)
    return ranges


def unknown_codes_tile(arrays, tile, stop, *, known):
    """Return the codes of ``land_cover`` that are not among the known ones."""
    return unknown_codes(tile.core(arrays["land_cover"]), known)


def add_tallies(tallies):
    """Return the sum of the counts of several tiles (see :func:`tally_tile`)."""
    total = {"cells": 0, "sum": 0.0, "lowest": math.inf, "highest": -math.inf, "out_of_range": 0, "classes": {}}
    for tally in tallies:
        for name in ("cells", "sum", "out_of_range"):
            total[name] += tally[name]
        total["lowest"] = min(total["lowest"], tally["lowest"])
        total["highest"] = max(total["highest"], tally["highest"])
        for code, count in tally["classes"].items():
            total["classes"][code] = total["classes"].get(code, 0) + count
    return total


def _radius(box_m, cell_size):
    """Return the cells on each side of the middle one in a square of about this side."""
    return max(int(box_m / cell_size / 2.0), 1)


def _street(heights):
    """Tell which cells are street; all of them without a terrain model."""
    surface, terrain = surface_of(heights), heights.get("dtm")
    if terrain is None:
        return np.ones(surface.shape, dtype=bool)
    return ~(surface - terrain >= STREET_HEIGHT_M)


def _box_sums(values, cell_size, box_m):
    """Return whole sums over a square around each cell, cut at the edges of the raster."""
    radius = _radius(box_m, cell_size)
    sums = np.zeros((values.shape[0] + 1, values.shape[1] + 1), dtype=np.int64)
    np.cumsum(np.cumsum(values, axis=0, dtype=np.int64), axis=1, out=sums[1:, 1:])
    rows, columns = (np.arange(length) for length in values.shape)
    top, bottom = np.maximum(rows - radius, 0), np.minimum(rows + radius + 1, values.shape[0])
    left, right = np.maximum(columns - radius, 0), np.minimum(columns + radius + 1, values.shape[1])
    across = sums[:, right] - sums[:, left]
    return across[bottom] - across[top]
