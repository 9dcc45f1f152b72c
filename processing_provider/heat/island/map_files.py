"""The heat island, its standard error and its extrapolations, written tile by tile."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from ...engine import EngineSettings, choose_tile_size, map_tiles, plan_tiles
from ...raster_files import Grid, RasterOutput, RasterSource, bounded_raster_cache, open_output, sample_points
from .disc_files import centres
from .kriging import Kriging

NODATA = -9999.0
MASK_NODATA = 255
CACHE_MB = 64
# A cell has its predictors, its place and its results in float64, and the same again while they are computed.
_BYTES_PER_CELL = 160.0
_ROWS_AT_ONCE = 256


@dataclass(frozen=True)
class Column:
    """One column of the predictors of a map.

    Attributes
    ----------
    source : int
        Number of the raster among the sources.
    code : int, optional
        Class that the column tells from the others; None for a quantity.
    codes : tuple of int
        All the classes known; a cell of another one has no data.
    """

    source: int
    code: Optional[int] = None
    codes: tuple[int, ...] = ()

    def values(self, raster: np.ndarray) -> np.ndarray:
        """Return the column of some cells, NaN where unknown."""
        if self.code is None:
            return raster.astype(np.float64)
        return np.where(np.isin(raster, self.codes), (raster == self.code).astype(np.float64), np.nan)


@dataclass(frozen=True)
class MapSummary:
    """What a map holds: cells with a value, cells extrapolated, least, mean and largest value [degree C]."""

    cells: int
    extrapolated: int
    lowest: float
    mean: float
    highest: float


def island_tile(
    arrays, tile, stop, *, kriging: Kriging, columns: Sequence[Column], limits: np.ndarray, x: np.ndarray, y: np.ndarray
):
    """Compute the heat island, its standard error and 1 where it is extrapolated, over one tile.

    A function of :func:`engine.map_tiles`; ``x`` and ``y`` are the centres of the columns and rows of the tile [m].
    """
    rasters = [arrays[str(number)].reshape(-1) for number in range(len(arrays))]
    predictors = np.empty((len(columns), rasters[0].size))
    for number, column in enumerate(columns):
        predictors[number] = column.values(rasters[column.source])
    places = np.meshgrid(x, y)
    value, error = kriging.predict(places[0].reshape(-1), places[1].reshape(-1), predictors, stop)
    outside = ((predictors < limits[:, :1]) | (predictors > limits[:, 1:])).any(axis=0)
    unknown = np.isnan(value) | (np.isnan(rasters[0]) if not len(columns) else False)
    stack = np.stack((value, error, outside.astype(np.float64)))
    stack[:, unknown] = np.nan
    return stack.reshape(3, tile.height, tile.width)


def write_map(
    kriging: Kriging,
    sources: Sequence[RasterSource],
    columns: Sequence[Column],
    limits: np.ndarray,
    grid: Grid,
    paths: tuple[str, str, str],
    settings: EngineSettings,
    feedback: Any = None,
) -> MapSummary:
    """Write the map, its standard error and its mask.

    Parameters
    ----------
    kriging : Kriging
        The fitted map.
    sources : sequence of RasterSource
        Predictors on the grid, at least one: the first says where there are data when no predictor is used.
    columns : sequence of Column
        Columns of the fit, in its order.
    limits : ndarray of float64, shape (columns, 2)
        Range of each column that is not an extrapolation.
    grid : Grid
        Grid of the map [m].
    paths : tuple of str
        Files of the heat island, of its standard error [degree C] and of the mask (1 where extrapolated).
    settings : EngineSettings
        Threads, memory, cluster.
    feedback : object, optional
        As in :func:`engine.map_tiles`.

    Raises
    ------
    RunCancelledError
        When the user cancels; no file is left.
    """
    from rasterio.windows import Window

    x, y = centres(grid)
    tiles = plan_tiles(grid, choose_tile_size(settings, 0, _BYTES_PER_CELL + 16.0 * len(columns)), 0)
    results = map_tiles(
        island_tile,
        {str(number): source for number, source in enumerate(sources)},
        tiles,
        arguments=lambda tile: {
            "kriging": kriging,
            "columns": tuple(columns),
            "limits": limits,
            "x": x[tile.column : tile.column + tile.width],
            "y": y[tile.row : tile.row + tile.height],
        },
        settings=settings,
        feedback=feedback,
    )
    outputs = [
        RasterOutput(paths[0], grid, nodata=NODATA, descriptions=("heat_island_c",)),
        RasterOutput(paths[1], grid, nodata=NODATA, descriptions=("standard_error_c",)),
        RasterOutput(paths[2], grid, dtype="uint8", nodata=MASK_NODATA, descriptions=("extrapolated",)),
    ]
    cells = extrapolated = 0
    total, lowest, highest = 0.0, np.inf, -np.inf
    with bounded_raster_cache(CACHE_MB), ExitStack() as stack, closing(results):
        files = [stack.enter_context(open_output(output)) for output in outputs]
        for tile, values in results:
            window = Window(tile.column, tile.row, tile.width, tile.height)
            known = ~np.isnan(values[0])
            for dataset, output, band in zip(files, outputs, values):
                dataset.write(np.where(known, band, output.nodata).astype(output.dtype), 1, window=window)
            if known.any():
                cells += int(known.sum())
                extrapolated += int(values[2][known].sum())
                total += float(values[0][known].sum())
                lowest, highest = min(lowest, values[0][known].min()), max(highest, values[0][known].max())
    mean = total / cells if cells else np.nan
    return MapSummary(cells, extrapolated, float(lowest), mean, float(highest))


def write_nearest(sources: Sequence[RasterSource], output: RasterOutput, stop: np.ndarray | None = None) -> None:
    """Write rasters on another grid of the same CRS, the value of the cell in which each centre lies.

    Parameters
    ----------
    sources : sequence of RasterSource
        One per band of the output.
    output : RasterOutput
        File to write.
    stop : ndarray of uint8, shape (1,), optional
        Non-zero to give up.
    """
    from rasterio.windows import Window

    x, y = centres(output.grid)
    with open_output(output) as dataset:
        for top in range(0, output.grid.height, _ROWS_AT_ONCE):
            if stop is not None and stop[0]:
                return
            rows = y[top : top + _ROWS_AT_ONCE]
            places = np.meshgrid(x, rows)
            for band, source in enumerate(sources, start=1):
                values = sample_points(source, places[0].reshape(-1), places[1].reshape(-1))
                values = np.where(np.isnan(values), output.nodata, values).reshape(len(rows), -1)
                dataset.write(values.astype(output.dtype), band, window=Window(0, top, output.grid.width, len(rows)))
