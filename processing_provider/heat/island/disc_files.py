"""Discs over raster files: read tile by tile, computed on the threads or the cluster of the engine."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from ...engine import EngineSettings, Tile, choose_tile_size, map_tiles, plan_tiles
from ...raster_files import Grid, RasterOutput, RasterSource, bounded_raster_cache, open_output
from .discs import (
    MAXIMUM_CLASSES,
    class_layers,
    classes_of,
    disc_sums,
    disc_values,
    fixed_point_step,
    value_layers,
)

CACHE_MB = 64
# A tile holds its values (4 bytes), and a layer and its running sum for the known cells and for each class.
VALUE_BYTES = 4.0
LAYER_BYTES = 16.0


@dataclass(frozen=True)
class DiscPlan:
    """What is summed in which discs of one raster.

    Attributes
    ----------
    source : RasterSource
        The raster.
    grid : Grid
        Its grid [m].
    radii_m : ndarray of float64
        Radii in increasing order [m].
    groups : dict of str to tuple of int
        Codes of each class; empty for the mean of a quantity.
    step : float
        Step in which a quantity is held (see :func:`discs.fixed_point_step`).
    """

    source: RasterSource
    grid: Grid
    radii_m: np.ndarray
    groups: Mapping[str, Sequence[int]]
    step: float = 1.0

    @property
    def layers(self) -> int:
        """Classes, or 1 for a quantity."""
        return max(1, len(self.groups))

    @property
    def halo(self) -> int:
        """Cells that the largest disc reaches around its centre."""
        return math.ceil(float(self.radii_m[-1]) / self.grid.cell_size) + 1

    def tiles(self, settings: EngineSettings) -> list[Tile]:
        """Return the tiles of the raster with their halo."""
        bytes_per_cell = VALUE_BYTES + LAYER_BYTES * (1 + self.layers)
        return plan_tiles(self.grid, choose_tile_size(settings, self.halo, bytes_per_cell), self.halo)

    def arguments(self, rows: np.ndarray, columns: np.ndarray, grid: bool) -> dict[str, Any]:
        """Return the arguments of :func:`disc_tile` for some centres."""
        return {
            "radii": self.radii_m / self.grid.cell_size,
            "groups": dict(self.groups),
            "step": self.step,
            "rows": rows,
            "columns": columns,
            "grid": grid,
        }


def cell_positions(grid: Grid, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return rows and columns of places in a grid: whole numbers at the centres of cells."""
    rows = (grid.north - np.asarray(y, dtype=np.float64)) / grid.cell_size - 0.5
    columns = (np.asarray(x, dtype=np.float64) - grid.west) / grid.cell_size - 0.5
    return rows, columns


def centres(grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """Return the x of the columns and the y of the rows of a grid [m]."""
    x = grid.west + (np.arange(grid.width) + 0.5) * grid.cell_size
    y = grid.north - (np.arange(grid.height) + 0.5) * grid.cell_size
    return x, y


def coarser(grid: Grid, cell_size: float) -> Grid:
    """Return a grid of whole blocks of cells with the same corner, as near as can be to a cell size [m].

    Its cells are those whose centre is inside the raster.
    """
    factor = max(1, round(cell_size / grid.cell_size))
    width, height = (max(1, math.ceil(side / factor - 0.5)) for side in (grid.width, grid.height))
    return Grid(width, height, grid.west, grid.north, grid.cell_size * factor, grid.crs_wkt)


def disc_tile(arrays, tile, stop, *, radii, groups, step, rows, columns, grid):
    """Sum discs around the centres of a tile; a function of :func:`engine.map_tiles`."""
    values = arrays["raster"]
    layers = class_layers(values, groups) if groups else value_layers(values, step)
    sums, cells = disc_sums(
        layers, radii, rows, columns, grid=grid, origin=(tile.outer_row, tile.outer_column), stop=stop
    )
    return disc_values(sums, cells, 1.0 if groups else step)


def codes_tile(arrays, tile, stop):
    """Return some of the values of a tile: all of them when they are few enough to be classes."""
    values = np.unique(tile.core(arrays["raster"]))
    return values[~np.isnan(values)][: MAXIMUM_CLASSES + 1]


def largest_tile(arrays, tile, stop):
    """Return the largest magnitude of a tile, 0 when it has no data."""
    values = np.abs(tile.core(arrays["raster"]))
    return float(np.max(values, initial=0.0, where=np.isfinite(values)))


def classes_in(source: RasterSource, grid: Grid, settings: EngineSettings, feedback: Any) -> dict[str, tuple[int, ...]]:
    """Return one class per code of a raster; see :func:`discs.classes_of`."""
    codes: set[float] = set()
    for _, found in _over(codes_tile, source, grid, settings, feedback):
        codes |= set(found.tolist())
        if len(codes) > MAXIMUM_CLASSES:
            break
    return classes_of(sorted(codes))


def quantity_step(source: RasterSource, grid: Grid, settings: EngineSettings, feedback: Any) -> float:
    """Return the step in which the quantity of a raster is held."""
    return fixed_point_step(
        max((found for _, found in _over(largest_tile, source, grid, settings, feedback)), default=0)
    )


def _over(function, source, grid, settings, feedback) -> Iterator[tuple[Tile, Any]]:
    tiles = plan_tiles(grid, choose_tile_size(settings, 0, 2 * VALUE_BYTES), 0)
    results = map_tiles(function, {"raster": source}, tiles, settings=settings, feedback=feedback)
    with bounded_raster_cache(CACHE_MB), closing(results):
        yield from results


def disc_points(
    plan: DiscPlan, x: np.ndarray, y: np.ndarray, settings: EngineSettings, feedback: Any = None
) -> np.ndarray:
    """Compute discs centred on points.

    Parameters
    ----------
    plan : DiscPlan
        What is summed.
    x, y : ndarray of float64, shape (n,)
        Points [m, CRS of the raster].
    settings : EngineSettings
        Threads, memory, cluster.
    feedback : object, optional
        As in :func:`engine.map_tiles`.

    Returns
    -------
    ndarray of float64, shape (layers, radii, n)
        NaN for a point outside the raster, or with too little data around.
    """
    rows, columns = cell_positions(plan.grid, x, y)
    row, column = np.floor(rows + 0.5), np.floor(columns + 0.5)
    values = np.full((plan.layers, len(plan.radii_m), len(rows)), np.nan)
    members = {}
    for tile in plan.tiles(settings):
        inside = (row >= tile.row) & (row < tile.row + tile.height)
        inside &= (column >= tile.column) & (column < tile.column + tile.width)
        if inside.any():
            members[tile] = np.flatnonzero(inside)
    results = map_tiles(
        disc_tile,
        {"raster": plan.source},
        list(members),
        arguments=lambda tile: plan.arguments(rows[members[tile]], columns[members[tile]], grid=False),
        settings=settings,
        feedback=feedback,
    )
    with bounded_raster_cache(CACHE_MB), closing(results):
        for tile, found in results:
            values[..., members[tile]] = found
    return values


def disc_raster(
    plan: DiscPlan,
    output: RasterOutput,
    settings: EngineSettings,
    feedback: Any = None,
    chosen: Optional[Sequence[tuple[int, int]]] = None,
) -> None:
    """Compute discs around the centres of the cells of a map and write them, class by class then by radius.

    Parameters
    ----------
    plan : DiscPlan
        What is summed.
    output : RasterOutput
        File to write; its grid may be coarser than the raster or another one in the same CRS.
    settings : EngineSettings
        Threads, memory, cluster.
    feedback : object, optional
        As in :func:`engine.map_tiles`.
    chosen : sequence of (layer, radius), optional
        Numbers of the layer and radius of each band; all of them by default.

    Raises
    ------
    RunCancelledError
        When the user cancels; no file is left.
    """
    from rasterio.windows import Window

    x, y = centres(output.grid)
    rows, columns = cell_positions(plan.grid, x, y)
    nearest = [np.floor(places + 0.5) for places in (rows, columns)]
    if chosen is None:
        chosen = [(layer, radius) for layer in range(plan.layers) for radius in range(len(plan.radii_m))]
    layer_index, radius_index = (np.array(column, dtype=np.intp) for column in zip(*chosen))

    def window(tile: Tile) -> tuple[slice, slice]:
        # Centres grow with their number, so those of a tile follow each other.
        sides = []
        for cells, first, size in zip(nearest, (tile.row, tile.column), (tile.height, tile.width)):
            sides.append(slice(*np.searchsorted(cells, [first, first + size])))
        return sides[0], sides[1]

    tiles = [tile for tile in plan.tiles(settings) if all(side.stop > side.start for side in window(tile))]

    def arguments(tile: Tile) -> dict[str, Any]:
        down, across = window(tile)
        return plan.arguments(rows[down], columns[across], grid=True)

    results = map_tiles(
        disc_tile, {"raster": plan.source}, tiles, arguments=arguments, settings=settings, feedback=feedback
    )
    with bounded_raster_cache(CACHE_MB), open_output(output) as dataset, closing(results):
        for tile, values in results:
            down, across = window(tile)
            shape = (down.stop - down.start, across.stop - across.start)
            block = values[layer_index, radius_index].reshape(len(chosen), *shape)
            block = np.where(np.isnan(block), output.nodata, block).astype(output.dtype)
            dataset.write(block, window=Window(across.start, down.start, shape[1], shape[0]))
