"""Shade read along the network, slot by slot, from tiles of the surface model; no raster is kept."""

from __future__ import annotations

import numpy as np

from ..heat.shade_tiles import sun_fraction_of_tile, within_reach
from ..heat.sun import is_night
from .sun_profile import NO_DATA, median_across

# A cell whose surface stands this much above the terrain is a roof, not a street [m].
BUILT_ABOVE_TERRAIN_M = 2.0


def places_by_tile(rows, columns, tiles):
    """Sort sampling places into the tiles that hold their middle cell.

    Parameters
    ----------
    rows, columns : int array (m, 3)
        Cells across each place, the middle one second; places outside the grid belong to no tile.
    tiles : list of Tile
        Tiles covering the grid.

    Returns
    -------
    dict of Tile to int array
        Places of each tile, in increasing order; tiles without a place are absent.
    """
    found = {}
    order = np.argsort(rows[:, 1], kind="stable")
    sorted_rows = rows[order, 1]
    for tile in tiles:
        first, last = np.searchsorted(sorted_rows, (tile.row, tile.row + tile.height))
        candidates = order[first:last]
        column = columns[candidates, 1]
        inside = (column >= tile.column) & (column < tile.column + tile.width)
        if inside.any():
            found[tile] = np.sort(candidates[inside])
    return found


def sample_tile(arrays, tile, stop, *, sun, options, rows, columns):
    """Share of sun at the places of a tile, for every slot.

    Parameters
    ----------
    arrays, tile, stop
        As the engine gives them; ``stop`` is looked at before every slot.
    sun : list of (azimuth_deg, elevation_deg, transmissivity)
        One per slot, from grid north [degrees].
    options : dict
        As in :func:`..heat.shade_tiles.sun_fraction_of_tile`.
    rows, columns : int array (m, 3)
        Cells of the places in the whole raster; those outside the tile and its halo have no data.

    Returns
    -------
    ndarray
        uint8 of shape (m, slots) [percent], 255 for no data. Cells of roofs, which stand 2 m or more
        above the terrain, are left out when the terrain is given: a street beside a facade is read on
        the street.
    """
    rows, columns, unread, beside = street_cells(arrays, tile, rows, columns)
    result = np.full((len(rows), len(sun)), NO_DATA, dtype=np.uint8)
    for slot, (azimuth_deg, elevation_deg, transmissivity) in enumerate(sun):
        if stop[0]:
            break
        if is_night(elevation_deg):
            result[:, slot] = 0
            continue
        near, near_tile = within_reach(arrays, tile, elevation_deg, options, beside)
        grid = sun_fraction_of_tile(near, near_tile, azimuth_deg, elevation_deg, transmissivity, options)
        cells = grid[rows - near_tile.outer_row, columns - near_tile.outer_column]
        cells[unread] = NO_DATA
        result[:, slot] = median_across(cells)
    return result


def street_cells(arrays, tile, rows, columns):
    """Cells of sampling places that can be read in a tile.

    Parameters
    ----------
    arrays, tile
        As the engine gives them; ``dsm``, and ``dtm`` where roofs are to be left out.
    rows, columns : int array (m, 3)
        Cells of the places in the whole raster.

    Returns
    -------
    rows, columns : int array (m, 3)
        The same cells; one that is not to be read is any cell of the tile.
    unread : bool array (m, 3)
        Cells outside the tile and its halo, and cells of roofs.
    beside : int
        Cells by which the outer ones may lie across the edge of the tile, 1 at least.
    """
    beside = max(1, int(np.abs(rows - rows[:, 1:2]).max()), int(np.abs(columns - columns[:, 1:2]).max()))
    local_rows, local_columns = rows - tile.outer_row, columns - tile.outer_column
    height, width = arrays["dsm"].shape
    unread = (local_rows < 0) | (local_rows >= height) | (local_columns < 0) | (local_columns >= width)
    # A place outside the raster is read anywhere, here at the corner of the tile, and then left out.
    rows, columns = np.where(unread, tile.row, rows), np.where(unread, tile.column, columns)
    if "dtm" in arrays:
        local_rows, local_columns = rows - tile.outer_row, columns - tile.outer_column
        above = arrays["dsm"][local_rows, local_columns] - arrays["dtm"][local_rows, local_columns]
        unread |= above >= BUILT_ABOVE_TERRAIN_M
    return rows, columns, unread, beside


def mean_shade(shares, daylight):
    """Mean share of shade of each edge while the sun is up.

    Parameters
    ----------
    shares : uint8 array (n_edges, n_slots)
        Share of sun [percent], 255 for no data.
    daylight : bool array (n_slots,)
        Slots with the sun up.

    Returns
    -------
    float64 array (n_edges,)
        Percent, NaN where an edge has no data or the sun is never up.
    """
    values = shares[:, daylight].astype(np.float64)
    known = shares[:, daylight] != NO_DATA
    counted = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.where(counted > 0, 100.0 - total / np.maximum(counted, 1), np.nan)
