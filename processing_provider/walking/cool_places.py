"""Class of cool places by the share of their ground under high vegetation (APUR, 2018)."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapely

from ..engine import EngineSettings, map_tiles, plan_tiles
from ..raster_files import Grid, RasterSource
from ..tables import read_table
from .coverage import CellSums, sum_tile

TABLE = Path(__file__).resolve().parents[2] / "resources" / "tables" / "cool_place_classes.csv"
HIGH_VEGETATION_M = 3.0  # vegetation from this height on gives shade to a person standing [m]
# Side of a window [cells]; fixed, so that sums come out the same to the bit on any machine.
WINDOW = 1024


class CoolClass(NamedTuple):
    """A class: its ``code``, its lower limit [%] and whether that limit is in it."""

    code: str
    from_pct: float
    included: bool


def cool_classes(path: Path = TABLE) -> list[CoolClass]:
    """Read the classes, from the hottest.

    Raises
    ------
    ValueError
        When the limits do not increase from 0.
    """
    rows = [CoolClass(row["class"], float(row["from_pct"]), row["included"] == "1") for row in read_table(path)]
    limits = [row.from_pct for row in rows]
    if not rows or limits[0] != 0.0 or limits != sorted(set(limits)):
        raise ValueError(f"The limits of {path.name} must increase from 0.")
    return rows


def classify(veg_pct, classes=None) -> np.ndarray:
    """Class of places.

    Parameters
    ----------
    veg_pct : float64 (n,)
        Share of the ground under high vegetation [%]; NaN where unknown.
    classes : list of CoolClass, optional
        Those of :func:`cool_classes` by default.

    Returns
    -------
    object array of str or None (n,)
        None where unknown.
    """
    veg_pct = np.asarray(veg_pct, dtype=np.float64)
    out = np.full(veg_pct.shape, None, dtype=object)
    for row in cool_classes() if classes is None else classes:
        out[(veg_pct > row.from_pct) | ((veg_pct == row.from_pct) & row.included)] = row.code
    return out


def sum_under_polygons(
    polygons, source: RasterSource, grid: Grid, threshold: float = np.inf, *, feedback=None, workers: int = 0
) -> CellSums:
    """Sum the cells of a raster under each polygon, cell by cell with the exact share covered.

    The raster is read window by window, and only where there are polygons.

    Parameters
    ----------
    polygons : array of shapely Polygon or MultiPolygon (n,)
        Valid, in the CRS of the raster [m]; None is left out.
    source : RasterSource
        Band to read.
    grid : Grid
        Grid of the raster.
    threshold : float
        See :class:`.coverage.CellSums`.
    feedback : object, optional
        Anything with ``isCanceled()`` and ``setProgress(percent)``.
    workers : int
        Threads; 0 takes every core. The result does not depend on it.

    Returns
    -------
    CellSums
        0 where a polygon lies outside the raster or on cells without data.

    Raises
    ------
    RunCancelledError
        When the user cancels.
    """
    polygons = np.asarray(polygons, dtype=object).reshape(-1)
    sums = np.zeros((len(polygons), 3))
    tiles = plan_tiles(grid, WINDOW, 0)
    boxes = [
        shapely.box(
            grid.west + tile.column * grid.cell_size,
            grid.north - (tile.row + tile.height) * grid.cell_size,
            grid.west + (tile.column + tile.width) * grid.cell_size,
            grid.north - tile.row * grid.cell_size,
        )
        for tile in tiles
    ]
    tile_of, member = shapely.STRtree(polygons).query(np.array(boxes, dtype=object), predicate="intersects")
    members = {number: np.sort(member[tile_of == number]) for number in np.unique(tile_of).tolist()}
    used = {id(tiles[number]): members[number] for number in members}
    binaries = shapely.to_wkb(polygons)

    def arguments(tile):
        return {
            "polygons": [binaries[k] for k in used[id(tile)]],
            "west": grid.west,
            "north": grid.north,
            "cell": grid.cell_size,
            "threshold": float(threshold),
        }

    chosen = [tiles[number] for number in members]
    settings = EngineSettings(workers=workers)
    results = map_tiles(sum_tile, {"values": source}, chosen, arguments=arguments, settings=settings, feedback=feedback)
    for tile, part in results:
        sums[used[id(tile)]] += part
    return CellSums(*sums.T)
