"""Functions of tiles used by the tests of the engine; workers of a cluster import them by name."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from cityorchestra.processing_provider.errors import InputError


def neighbourhood_mean(arrays, tile, stop, radius):
    """Mean over a square; the sum of each cell is made in the same order whatever the tile."""
    values = np.pad(arrays["height"], radius, constant_values=np.nan)
    rows, columns = arrays["height"].shape
    total = np.zeros((rows, columns), dtype=np.float32)
    count = np.zeros((rows, columns), dtype=np.float32)
    for i in range(2 * radius + 1):
        for j in range(2 * radius + 1):
            part = values[i : i + rows, j : j + columns]
            known = np.isfinite(part)
            total += np.where(known, part, np.float32(0.0))
            count += known
    mean = np.where(count > 0, total / np.maximum(count, 1), np.float32(np.nan))
    return tile.core(mean)


def two_bands(arrays, tile, stop):
    core = tile.core(arrays["height"])
    return np.stack([core, core * 2])


def sum_of_sources(arrays, tile, stop):
    return tile.core(arrays["first"] + arrays["second"])


def waits_for_stop(arrays, tile, stop):
    """Run for a minute unless told to stop, as a kernel that looks at the flag does."""
    end = time.monotonic() + 60
    while not stop[0] and time.monotonic() < end:
        time.sleep(0.01)
    return tile.core(arrays["height"])


def slow(arrays, tile, stop, seconds):
    time.sleep(seconds)
    return tile.core(arrays["height"])


def fails_below(arrays, tile, stop, row, folder):
    """Fail on a late tile, once some of the file is written."""
    if tile.row >= row:
        Path(folder, "failed").touch()
        raise ZeroDivisionError("a fault of the function")
    return tile.core(arrays["height"])


def refuses(arrays, tile, stop):
    raise InputError("The raster is {what}; choose another one.", what="refused")


def four_copies(arrays, tile, stop):
    """Hold 16 bytes a cell, sources included, long enough to be seen."""
    height = arrays["height"]
    copies = [height + step for step in range(2)]
    result = copies[0] * 0.5 + copies[1] * 0.5
    return np.ascontiguousarray(tile.core(result))
