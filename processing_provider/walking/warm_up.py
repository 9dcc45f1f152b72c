"""Compile the kernels of a walk ahead of time: the first search after an installation takes seconds otherwise.

numba keeps what it compiled in a folder of its own, until the source of a kernel changes.
"""

from __future__ import annotations

import inspect
from pathlib import Path

import numpy as np

from ..heat.shadows import sun_fraction
from .graph import build_graph
from .labels import front_labels
from .routing import pareto_front
from .sun_profile import SunTally, median_across

SCENE_CELLS = 16  # side of the raster that is shaded
BLOCK_M = 50.0
SUN_AZIMUTH_DEG, SUN_ELEVATION_DEG = 180.0, 45.0


def is_cold(kernel) -> bool:
    """Tell whether a kernel is still to be compiled on this machine.

    Parameters
    ----------
    kernel : numba dispatcher
        Function decorated with ``njit(cache=True)``; a plain function, as when numba is told not to compile, is warm.

    Returns
    -------
    bool
        True when the cache has no index of the kernel, or only one older than its source.
    """
    folder = getattr(getattr(kernel, "stats", None), "cache_path", None)
    if not folder:
        return False
    written = Path(inspect.getsourcefile(kernel.py_func)).stat().st_mtime
    indexes = Path(folder).glob(f"*{kernel.py_func.__qualname__}-*.nbi")
    return not any(index.stat().st_mtime >= written for index in indexes)


def kernels() -> tuple:
    """Return a kernel of each part of a walk: when one is cold its neighbours are."""
    return front_labels, median_across


def warm_up(stop=None) -> bool:
    """Compile what a first search needs, where that is not done already.

    Parameters
    ----------
    stop : uint8 (1,), optional
        Flag looked at between the parts; a part under way is finished, which takes seconds.

    Returns
    -------
    bool
        Whether anything was compiled.
    """
    if not any(is_cold(kernel) for kernel in kernels()):
        return False
    for part in (_search, _shade):
        if stop is not None and stop[0]:
            break
        part()
    return True


def _search() -> None:
    """Search routes around one block."""
    xy = BLOCK_M * np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    sun = np.array([[100, 100], [100, 100], [0, 0], [0, 0]], dtype=np.uint8)
    graph = build_graph(
        np.arange(4), (np.arange(4) + 1) % 4, np.full(4, BLOCK_M), xy, slope=np.zeros(4), wait=np.zeros(4), sun=sun
    )
    pareto_front(graph, 0, 2, 0.0, stop=np.zeros(1, dtype=np.uint8))


def _shade() -> None:
    """Shade one block with a wall and a tree, near and far."""
    heights = np.zeros((SCENE_CELLS, SCENE_CELLS), dtype=np.float32)
    heights[SCENE_CELLS // 2] = 10.0
    crowns = np.zeros_like(heights)
    crowns[2, 2] = 5.0
    for reach in (500.0, 1.0):
        sun_fraction(
            heights, 1.0, SUN_AZIMUTH_DEG, SUN_ELEVATION_DEG, canopy_height=crowns, ground=heights, max_distance=reach
        )
    tally = SunTally(1, 1)
    tally.add(median_across(np.full((1, 3), 100, dtype=np.uint8)), np.zeros(1, dtype=np.int64))
