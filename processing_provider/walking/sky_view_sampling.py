"""Sky view factor read along the network, from tiles of the surface model or from a raster made before."""

from __future__ import annotations

import numpy as np

from ..heat.sky_view_tiles import sky_view_of_tile
from .shade_sampling import street_cells

AZIMUTHS = 16  # directions: 0.02 from finer ones on a cell, none on the mean (docs/method_cool_routes.md)
REACH_M = 200.0  # [m] what stands farther hides little sky: 20 m of height take 0.01 of a direction
QUANTUM = 10_000  # parts of 1 in which factors are summed: whole numbers, so tiles do not change a sum
UNREAD = -1


def sample_sky_view(arrays, tile, stop, *, transmissivity, options, rows, columns):
    """Sky view factor at the places of a tile, crowns letting a part of the light through.

    Parameters
    ----------
    arrays, tile, stop
        As the engine gives them: ``dsm``, optionally ``dtm`` and ``canopy``, or ``svf`` where a raster of sky view
        factors is given, which is then read and not computed.
    transmissivity : float
        Share of the light that crosses crowns [0 to 1].
    options : dict
        As in :func:`..heat.sky_view_tiles.sky_view_of_tile`.
    rows, columns : int array (m, 3)
        Cells of the places in the whole raster; those outside the tile and its halo have no data.

    Returns
    -------
    ndarray
        int64 of shape (m, 3) [1/10000], -1 for no data. Roofs are left out as in
        :func:`.shade_sampling.sample_tile`.
    """
    rows, columns, unread, beside = street_cells(arrays, tile, rows, columns)
    if "svf" in arrays:
        grid, top, left = arrays["svf"], tile.outer_row, tile.outer_column
    else:
        heights = {name: arrays[name] for name in ("dsm", "dtm", "canopy") if name in arrays}
        given = {"transmissivity": transmissivity, "azimuths": AZIMUTHS, "margin": beside, "stop": stop}
        grid = sky_view_of_tile(heights, tile, options, **given).combined
        top, left = max(tile.row - beside, tile.outer_row), max(tile.column - beside, tile.outer_column)
    local_rows, local_columns = rows - top, columns - left
    # Within a tile every cell of a place is at most so far from its middle; the others are not read.
    unread = unread | (local_rows < 0) | (local_rows >= grid.shape[0])
    unread |= (local_columns < 0) | (local_columns >= grid.shape[1])
    cells = grid[np.where(unread, 0, local_rows), np.where(unread, 0, local_columns)]
    # A factor is 0 to 1; anything else in a raster given is a mark of missing data.
    unread |= ~((cells >= 0.0) & (cells <= 1.0))
    return np.where(unread, UNREAD, np.rint(np.where(unread, 0.0, cells) * QUANTUM)).astype(np.int64)


class SkyViewTally:
    """Sums of samples per edge, filled tile by tile in any order.

    Parameters
    ----------
    n_edges : int
        Edges of the network.
    """

    def __init__(self, n_edges: int):
        self._total = np.zeros(n_edges, dtype=np.int64)
        self._count = np.zeros(n_edges, dtype=np.int64)

    def add(self, cells, edge_index) -> None:
        """Add samples (m, 3) of :func:`sample_sky_view` to their edges (m,)."""
        known = cells != UNREAD
        np.add.at(self._total, edge_index, np.where(known, cells, 0).sum(axis=1))
        np.add.at(self._count, edge_index, known.sum(axis=1))

    def mean(self, covered=None) -> np.ndarray:
        """Mean sky view factor of each edge.

        Parameters
        ----------
        covered : bool (n_edges,), optional
            Edges in a tunnel or a covered passage: 0, whatever the raster says of their roof.

        Returns
        -------
        float64 (n_edges,)
            0 to 1, NaN where an edge has no sample with data.
        """
        mean = np.where(self._count > 0, self._total / (QUANTUM * np.maximum(self._count, 1.0)), np.nan)
        if covered is not None:
            mean[np.asarray(covered, dtype=bool)] = 0.0
        return mean
