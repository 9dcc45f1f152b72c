"""Compile the kernels of a walk ahead of time: the first search after an installation takes seconds otherwise.

numba keeps what it compiled in a folder of its own, until the source of a kernel changes.
"""

from __future__ import annotations

import inspect
from pathlib import Path

import numpy as np
import shapely

from ..heat.shadows import sun_fraction
from ..heat.sky_view import sky_view_factor
from .elevation import edge_slopes, profile_points
from .graph import PlaceFinder, build_graph
from .heat_exposure import NetworkHeat, RouteWeather, utci_table
from .labels import front_labels
from .network import DEFAULT_SNAP_M, build_network
from .route_table import table_of_front
from .routing import pareto_front
from .sun_profile import SunTally, median_across

SCENE_CELLS = 16  # side of the raster that is shaded
BLOCK_M = 50.0
PLACE = (48.1, -1.7)  # latitude and longitude [degrees]
WEATHER = (30.0, 40.0, 1.5)  # [degrees C, percent, m/s]
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
    for part in (_search, _network, _shade):
        if stop is not None and stop[0]:
            break
        part()
    return True


def _search() -> None:
    """Search routes around one block, against the sun, felt heat and heat dose, and describe them as a search does."""
    xy = BLOCK_M * np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    u, v = np.arange(4), (np.arange(4) + 1) % 4
    lines = shapely.linestrings(np.stack((xy[u], xy[v]), axis=1))
    sun = np.array([[100, 100], [100, 100], [0, 0], [0, 0]], dtype=np.uint8)
    graph = build_graph(u, v, np.full(4, BLOCK_M), xy, slope=np.zeros(4), wait=np.zeros(4), sun=sun)
    noon = np.datetime64("2026-06-21T12:00")
    slots = [noon, noon + np.timedelta64(15, "m")]
    heat = NetworkHeat(graph, np.full(4, np.nan), utci_table(slots, *PLACE, RouteWeather(*WEATHER), noon))
    # Between two places on edges, as a walk goes that begins and ends where the user clicks.
    ends = PlaceFinder(lines).find(xy[[0, 2]] + [1.0, 0.0])
    for exposure in (None, heat.comfort(), heat.dose()):
        front = pareto_front(graph, *ends, 0.0, exposure=exposure, stop=np.zeros(1, dtype=np.uint8))
        table_of_front(front, lines, heat, 0.0, 1)


def _shade() -> None:
    """Shade one block with a wall and a tree, near and far, and look at its sky."""
    heights = np.zeros((SCENE_CELLS, SCENE_CELLS), dtype=np.float32)
    heights[SCENE_CELLS // 2] = 10.0
    crowns = np.zeros_like(heights)
    crowns[2, 2] = 5.0
    trees = {"canopy_height": crowns, "ground": heights}
    for reach in (500.0, 1.0):
        sun_fraction(heights, 1.0, SUN_AZIMUTH_DEG, SUN_ELEVATION_DEG, max_distance=reach, **trees)
    sky_view_factor(heights, 1.0, max_distance=500.0, azimuths=16, stop=np.zeros(1, dtype=np.uint8), **trees)
    tally = SunTally(1, 1)
    tally.add(median_across(np.full((1, 3), 100, dtype=np.uint8)), np.zeros(1, dtype=np.int64))


def _network() -> None:
    """Join two streets that nearly touch into a network, with their slopes."""
    corner = BLOCK_M + DEFAULT_SNAP_M / 2.0
    lines = shapely.linestrings([[(0.0, 0.0), (BLOCK_M, 0.0)], [(corner, 0.0), (corner, BLOCK_M)]])
    network = build_network(lines)
    places = profile_points(network.geometry)
    edge_slopes(np.zeros(len(places.x)), places.index, places.distance, network.length_m)
