"""Raster files: grids, windows read lazily, GeoTIFFs written aside, and GDAL's cache held while a run lasts."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

import numpy as np

from .errors import InputError

MEGABYTE = 1024 * 1024
TILE_STEP = 256  # tiles are multiples of the blocks of the GeoTIFF written


@dataclass(frozen=True)
class Grid:
    """A north-up raster grid.

    Attributes
    ----------
    width, height : int
        Columns and rows.
    west, north : float
        Upper-left corner, in the units of the CRS.
    cell_size : float
        Side of a square cell, in the units of the CRS.
    crs_wkt : str
        CRS as WKT, empty when unknown.
    """

    width: int
    height: int
    west: float
    north: float
    cell_size: float
    crs_wkt: str = ""

    @property
    def transform(self) -> tuple[float, float, float, float, float, float]:
        """Affine coefficients as rasterio writes them."""
        return (self.cell_size, 0.0, self.west, 0.0, -self.cell_size, self.north)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        return (
            self.west,
            self.north - self.height * self.cell_size,
            self.west + self.width * self.cell_size,
            self.north,
        )


@dataclass(frozen=True)
class RasterSource:
    """One band of a raster file, read lazily by whoever computes the tile."""

    path: str
    band: int = 1


@dataclass(frozen=True)
class RasterOutput:
    """The file that a run writes: GeoTIFF, tiled and compressed."""

    path: str
    grid: Grid
    bands: int = 1
    dtype: str = "float32"
    nodata: Optional[float] = None
    descriptions: tuple[str, ...] = field(default=())


def read_window(source: RasterSource, row: int, column: int, height: int, width: int) -> np.ndarray:
    """Read a window of one band as float32, NaN where the raster has no data.

    The dataset is closed at once: what GDAL cached for it is freed, which keeps memory bounded.
    """
    import rasterio
    from rasterio.windows import Window

    with rasterio.open(source.path) as dataset:
        window = Window(column, row, width, height)
        values = dataset.read(source.band, window=window).astype(np.float32, copy=False)
        mask = dataset.read_masks(source.band, window=window)
    values[mask == 0] = np.nan
    return values


def sample_points(source: RasterSource, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Read the cells of a raster in which points lie, window by window.

    Parameters
    ----------
    source : RasterSource
        North-up raster.
    x, y : ndarray of float64, shape (n,)
        Points in the CRS of the raster.

    Returns
    -------
    ndarray of float64, shape (n,)
        NaN outside the raster and where it has no data.
    """
    import rasterio

    with rasterio.open(source.path) as dataset:
        inverse, height, width = ~dataset.transform, dataset.height, dataset.width
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    a, b, c, d, e, f = tuple(inverse)[:6]
    column, row = a * x + b * y + c, d * x + e * y + f
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    row, column = np.where(inside, row, 0).astype(np.int64), np.where(inside, column, 0).astype(np.int64)
    values = np.full(len(row), np.nan)
    window = row // TILE_STEP * (width // TILE_STEP + 1) + column // TILE_STEP
    order = np.flatnonzero(inside)
    order = order[np.argsort(window[order], kind="stable")]
    for chosen in np.split(order, np.flatnonzero(np.diff(window[order])) + 1):
        if not len(chosen):
            continue
        top, left = row[chosen].min(), column[chosen].min()
        shape = (row[chosen].max() - top + 1, column[chosen].max() - left + 1)
        cells = read_window(source, int(top), int(left), int(shape[0]), int(shape[1]))
        values[chosen] = cells[row[chosen] - top, column[chosen] - left]
    return values


_write_lock = threading.Lock()
_cache_users = 0
_cache_environment: Any = None


@contextmanager
def bounded_raster_cache(megabytes: int):
    """Hold GDAL's block cache, shared by the whole process, to a size while runs last, then restore it."""
    global _cache_users, _cache_environment  # the cache is global to GDAL, so its users are counted globally
    import rasterio

    with _write_lock:
        if _cache_users == 0:
            _cache_environment = rasterio.Env(GDAL_CACHEMAX=megabytes * MEGABYTE)
            _cache_environment.__enter__()
        _cache_users += 1
    try:
        yield
    finally:
        with _write_lock:
            _cache_users -= 1
            if _cache_users == 0:
                _cache_environment.__exit__(None, None, None)
                _cache_environment = None


@contextmanager
def written_aside(path: str):
    """Give a temporary name beside a file, renamed to it on success and deleted on any failure."""
    target = Path(path)
    aside = target.with_name(f".{target.stem}.{os.getpid()}-{threading.get_ident()}.part{target.suffix}")
    try:
        yield str(aside)
        try:
            aside.replace(target)
        except (PermissionError, IsADirectoryError) as error:  # Windows holds a file that a layer still reads
            raise InputError(
                "The file {path} could not be replaced; close it in the other program or remove its layer from the "
                "project, or give another name.",
                path=path,
            ) from error
    finally:
        for leftover in (aside, Path(f"{aside}.aux.xml")):
            leftover.unlink(missing_ok=True)


def write_text(path: str, text: str) -> None:
    """Write a text file aside, then give it its name: an existing one is replaced once the new one is complete.

    Raises
    ------
    InputError
        When it cannot be written.
    """
    try:
        with written_aside(path) as aside, Path(aside).open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        raise InputError(
            "{file} could not be written: {cause}. Choose another folder.",
            file=path,
            cause=error.strerror or str(error),
        ) from error


def check_raster_name(path: str) -> None:
    """Check that an output raster is a GeoTIFF by its name.

    Raises
    ------
    InputError
        When the file name does not end in ``.tif``.
    """
    if Path(path).suffix.lower() not in (".tif", ".tiff"):
        raise InputError("The output raster {path} must be a GeoTIFF; give a name ending in .tif.", path=path)


def _created(aside: str, path: str, options: dict[str, Any]):
    """Create a raster file."""
    import rasterio

    try:
        return rasterio.open(aside, "w", **options)
    except rasterio.errors.RasterioIOError as error:
        raise InputError(
            "The output {path} cannot be written; check that its folder exists and that you may write in it.",
            path=path,
        ) from error


@contextmanager
def open_output(output: RasterOutput):
    """Open the GeoTIFF of a run for writing, aside; it takes its name when the block ends well.

    Raises
    ------
    InputError
        When the file name does not end in ``.tif``, or the file cannot be written.
    """
    from rasterio.transform import Affine

    check_raster_name(output.path)
    large = output.grid.width * output.grid.height * output.bands * np.dtype(output.dtype).itemsize > 2**31
    block = 256
    options = {
        "driver": "GTiff",
        "width": output.grid.width,
        "height": output.grid.height,
        "count": output.bands,
        "dtype": output.dtype,
        "nodata": output.nodata,
        "crs": output.grid.crs_wkt or None,
        "transform": Affine(*output.grid.transform),
        "compress": "deflate",
        "predictor": 3 if np.dtype(output.dtype).kind == "f" else 2,
        "bigtiff": "yes" if large else "no",
        "interleave": "band",
    }
    if output.grid.width >= block and output.grid.height >= block:
        options.update(tiled=True, blockxsize=block, blockysize=block)
    with written_aside(output.path) as aside, _created(aside, output.path, options) as dataset:
        for band, description in enumerate(output.descriptions, start=1):
            dataset.set_band_description(band, description)
        yield dataset
