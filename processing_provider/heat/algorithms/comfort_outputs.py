"""Figures of a raster of temperature, once written: what models and reports need of it."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ...engine import EngineSettings, choose_tile_size, map_tiles, plan_tiles
from ...raster_files import Grid, RasterSource, bounded_raster_cache
from .shadow_parameters import Scene

NODATA = -9999.0
TALLY_BYTES_PER_CELL = 40.0  # an index, its inputs and their masks


def tally(sources: Mapping[str, RasterSource], grid: Grid, settings: EngineSettings, feedback, index: str = ""):
    """Return the counts of a raster of temperature (see :func:`..comfort_tiles.tally_tile`)."""
    from ..comfort_tiles import add_tallies, tally_tile

    tiles = plan_tiles(grid, choose_tile_size(settings, 0, TALLY_BYTES_PER_CELL), 0)
    arguments = {"index": index}
    with bounded_raster_cache(64):
        results = map_tiles(tally_tile, sources, tiles, arguments=arguments, settings=settings, feedback=feedback)
        return add_tallies([counts for _, counts in results])


def value_ranges(sources: Mapping[str, RasterSource], grid: Grid, settings: EngineSettings) -> dict[str, tuple]:
    """Return the lowest and highest value of rasters by name, plus and minus infinity where one has no value."""
    from ..comfort_tiles import range_tile

    tiles = plan_tiles(grid, choose_tile_size(settings, 0, TALLY_BYTES_PER_CELL), 0)
    with bounded_raster_cache(64):
        found = [ranges for _, ranges in map_tiles(range_tile, sources, tiles, settings=settings)]
    return {name: (min(part[name][0] for part in found), max(part[name][1] for part in found)) for name in sources}


def figures(counts) -> dict[str, float]:
    """Return ``MEAN``, ``MIN`` and ``MAX`` [degrees C], NaN where the raster has no value."""
    if not counts["cells"]:
        return {"MEAN": math.nan, "MIN": math.nan, "MAX": math.nan}
    values = {"MEAN": counts["sum"] / counts["cells"], "MIN": counts["lowest"], "MAX": counts["highest"]}
    return {name: round(value, 3) for name, value in values.items()}


def tally_raster(path: str, scene: Scene, feedback) -> dict[str, float]:
    """Return mean, lowest and highest value of a raster that was made from a scene, in the street alone if known."""
    sources = {"comfort": RasterSource(path)}
    sources.update({name: scene.sources[name] for name in ("dsm", "dtm") if "dtm" in scene.sources})
    return figures(tally(sources, scene.grid, scene.settings, feedback))
