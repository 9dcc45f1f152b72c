"""Sky view factor of one tile of a larger raster: what the engine runs, here or on a cluster."""

from __future__ import annotations

import math

import numpy as np

from .shade_tiles import surface_of
from .sky_view import SkyView, sky_view_factor

DEFAULT_MAX_DISTANCE_M = 500.0  # [m] farther buildings of 30 m take less than 0.4 % of a direction's sky


def sky_view_halo(cell_size: float, max_distance: float) -> int:
    """Cells that a tile needs on every side for its sky view factors to be those of the whole raster.

    Parameters
    ----------
    cell_size : float
        Side of a cell [m, > 0].
    max_distance : float
        As in :func:`.sky_view.sky_view_factor`, but finite [m].

    Returns
    -------
    int
        Cells.

    Raises
    ------
    ValueError
        If the distance is infinite: the whole raster is then needed, and no tile will do.
    """
    if math.isinf(max_distance):
        raise ValueError("Give a maximum distance that is finite, or compute the raster in one piece.")
    return math.floor(max_distance / cell_size) + 1


def sky_view_of_tile(
    arrays,
    tile,
    options,
    *,
    transmissivity=0.03,
    azimuths=32,
    weight="cosine",
    directional=False,
    margin=0,
    threads=1,
    stop=None,
) -> SkyView:
    """Sky view factors of the core of a tile.

    Parameters
    ----------
    arrays : dict of ndarray
        ``dsm``, optionally ``dtm`` and ``canopy``, float32 of one shape [m], over the tile and its halo, which holds
        at least :func:`sky_view_halo` cells more than ``margin``, or ends where the raster ends.
    tile : engine.Tile
        Where the arrays are in the whole raster.
    options : dict
        ``cell_size`` [m], ``trunk_ratio``, ``observer_height`` [m] and ``max_distance`` [m]; other items, such as
        those of :func:`.shade_tiles.sun_fraction_of_tile`, are left aside.
    transmissivity, azimuths, weight, directional, threads, stop
        As in :func:`.sky_view.sky_view_factor`.
    margin : int, optional
        Cells around the core to compute as well, cut where the arrays end.

    Returns
    -------
    SkyView
        Rasters of the core and its margin.
    """
    surface = surface_of(arrays)
    top, left = tile.row - tile.outer_row, tile.column - tile.outer_column
    bottom, right = min(top + tile.height + margin, surface.shape[0]), min(left + tile.width + margin, surface.shape[1])
    top, left = max(top - margin, 0), max(left - margin, 0)
    return sky_view_factor(
        surface,
        options["cell_size"],
        canopy_height=arrays.get("canopy"),
        ground=arrays.get("dtm"),
        trunk_ratio=options["trunk_ratio"],
        transmissivity=transmissivity,
        observer_height=options["observer_height"],
        azimuths=azimuths,
        weight=weight,
        directional=directional,
        max_distance=options["max_distance"],
        row_offset=tile.outer_row,
        column_offset=tile.outer_column,
        core=(top, left, bottom - top, right - left),
        threads=threads,
        stop=stop,
    )


def sky_view_tile(arrays, tile, stop, *, bands, options, **how):
    """Sky view factors of the core of a tile, one band each (see :func:`sky_view_of_tile`).

    Parameters
    ----------
    arrays, tile, stop
        As the engine gives them.
    bands : sequence of str
        Fields of :class:`.sky_view.SkyView` to return, in this order.
    options : dict
        As in :func:`sky_view_of_tile`.
    **how
        ``transmissivity``, ``azimuths``, ``weight`` and ``directional`` of :func:`sky_view_of_tile`.

    Returns
    -------
    ndarray
        float32 of shape (bands, rows, columns).
    """
    view = sky_view_of_tile(arrays, tile, options, stop=stop, **how)
    return np.stack([getattr(view, band) for band in bands])
