"""Shade of one tile of a larger raster: what the engine runs, here or on a cluster."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .exact_shadows import exact_sun_fraction
from .shade_hours import shade_hours
from .shadows import halo_cells, sun_fraction
from .sun import is_night


def surface_of(arrays: dict[str, np.ndarray]) -> np.ndarray:
    """Return the surface that casts and receives: the DSM, its holes filled with the terrain if given.

    Parameters
    ----------
    arrays : dict of ndarray
        ``dsm`` and optionally ``dtm``, float32 of one shape [m].

    Returns
    -------
    ndarray
        float32 [m], NaN where neither has data.
    """
    dsm, terrain = arrays["dsm"], arrays.get("dtm")
    if terrain is None:
        return dsm
    return np.where(np.isnan(dsm), terrain, dsm)


def within_reach(arrays, tile, elevation_deg, options, margin=0):
    """Cut a tile and its halo down to what can cast a shadow on it for one elevation of the sun.

    The halo of a day is that of its lowest sun; at noon a few dozen cells are enough.

    Parameters
    ----------
    arrays : dict of ndarray
        Rasters over the tile and its halo.
    tile : engine.Tile
        Where they are in the whole raster.
    elevation_deg : float
        Elevation of the sun [degrees].
    options : dict
        As in :func:`sun_fraction_of_tile`.
    margin : int
        Cells around the tile whose own shade must be right too.

    Returns
    -------
    dict of ndarray, engine.Tile
        Views of the arrays, and the tile with the smaller halo.
    """
    halo = margin + halo_cells(
        elevation_deg,
        options["cell_size"],
        options["height_range"],
        highest_crown=options["highest_crown"],
        max_distance=options["max_distance"],
    )
    top, left = max(tile.outer_row, tile.row - halo), max(tile.outer_column, tile.column - halo)
    bottom = min(tile.outer_row + tile.outer_height, tile.row + tile.height + halo)
    right = min(tile.outer_column + tile.outer_width, tile.column + tile.width + halo)
    near = replace(tile, outer_row=top, outer_column=left, outer_height=bottom - top, outer_width=right - left)
    rows = slice(top - tile.outer_row, bottom - tile.outer_row)
    columns = slice(left - tile.outer_column, right - tile.outer_column)
    return {name: array[rows, columns] for name, array in arrays.items()}, near


def sun_fraction_of_tile(arrays, tile, azimuth_deg, elevation_deg, transmissivity, options):
    """Sun fraction of a tile and its halo for one position of the sun.

    Parameters
    ----------
    arrays : dict of ndarray
        ``dsm``, optionally ``dtm`` and ``canopy``, float32 of one shape [m].
    tile : engine.Tile
        Where the arrays are in the whole raster.
    azimuth_deg, elevation_deg : float
        Direction of the sun from grid north, and its elevation [degrees].
    transmissivity : float
        Share of the beam that crosses crowns [unitless].
    options : dict
        ``cell_size`` [m], ``trunk_ratio``, ``observer_height`` [m], ``max_distance`` [m] and
        ``height_range`` [m] of :func:`.shadows.sun_fraction`, and ``highest_crown`` [m] or None. Optional:
        ``method``, "sweep" or "exact" (:func:`.exact_shadows.exact_sun_fraction`), and ``subpixel`` of the latter.

    Returns
    -------
    ndarray
        uint8, percent, 255 for nodata, over the tile and its halo.
    """
    where = (surface_of(arrays), options["cell_size"], azimuth_deg, elevation_deg)
    how = {
        "canopy_height": arrays.get("canopy"),
        "ground": arrays.get("dtm"),
        "trunk_ratio": options["trunk_ratio"],
        "transmissivity": transmissivity,
        "observer_height": options["observer_height"],
        "max_distance": options["max_distance"],
    }
    if options.get("method") == "exact":
        return exact_sun_fraction(*where, subpixel=options.get("subpixel", False), **how)
    return sun_fraction(
        *where,
        **how,
        row_offset=tile.outer_row,
        column_offset=tile.outer_column,
        height_range=options["height_range"],
    )


def shadow_tile(arrays, tile, stop, *, sun, options):
    """Sun fraction of the core of a tile for the single position of ``sun`` (see :func:`shade_tile`)."""
    ((azimuth_deg, elevation_deg, transmissivity),) = sun
    return _core_fraction(arrays, tile, azimuth_deg, elevation_deg, transmissivity, options)


def _core_fraction(arrays, tile, azimuth_deg, elevation_deg, transmissivity, options):
    near, near_tile = within_reach(arrays, tile, elevation_deg, options)
    return near_tile.core(sun_fraction_of_tile(near, near_tile, azimuth_deg, elevation_deg, transmissivity, options))


def shade_tile(arrays, tile, stop, *, sun, step_minutes, options):
    """Hours of sun and share of shade of the core of a tile through a day.

    Parameters
    ----------
    arrays, tile, stop
        As the engine gives them; ``stop`` is looked at before every slot.
    sun : list of (azimuth_deg, elevation_deg, transmissivity)
        One per slot.
    step_minutes : float
        Time between slots [minutes].
    options : dict
        As in :func:`sun_fraction_of_tile`.

    Returns
    -------
    ndarray
        float32 of shape (2, rows, columns): hours of sun [h], share of shade [percent].
    """

    def fractions():
        for azimuth_deg, elevation_deg, transmissivity in sun:
            if stop[0]:
                return
            yield tile.core(sun_fraction_of_tile(arrays, tile, azimuth_deg, elevation_deg, transmissivity, options))

    daylight = [not is_night(elevation_deg) for _, elevation_deg, _ in sun]
    grids = fractions()
    first = next(grids, None)
    if first is None:  # cancelled before the first slot: the engine drops the result
        return np.zeros((2, tile.height, tile.width), dtype=np.float32)

    def slots():
        yield first
        filler = np.zeros_like(first)
        for _ in sun[1:]:
            yield next(grids, filler)

    return np.stack(shade_hours(slots(), daylight, step_minutes))
