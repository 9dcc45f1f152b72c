"""Run tiles in a process of its own and print how much memory that took above what was there before [MB]."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import rasterio
from cityorchestra.processing_provider.engine import EngineSettings, run_tiles
from cityorchestra.processing_provider.raster_files import Grid, RasterOutput, RasterSource
from cityorchestra.tests.foundation.tile_functions import four_copies


def status_mb(key):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(key):
            return int(line.split()[1]) / 1024
    raise KeyError(key)


def run(source, output, limit_mb, workers):
    with rasterio.open(source) as dataset:
        grid = Grid(dataset.width, dataset.height, 0.0, 0.0, 1.0)
    run_tiles(
        four_copies,
        {"height": RasterSource(source)},
        RasterOutput(output, grid, nodata=np.nan),
        bytes_per_cell=16,
        settings=EngineSettings(workers=workers, memory_limit_mb=limit_mb),
    )


def main(small, source, output, limit_mb, workers):
    run(small, output, limit_mb, workers)  # what libraries allocate once and keep is not what is measured
    Path("/proc/self/clear_refs").write_text("5")
    before = status_mb("VmRSS")
    run(source, output, limit_mb, workers)
    print(json.dumps({"before_mb": before, "above_mb": status_mb("VmHWM") - before}))


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5]))
