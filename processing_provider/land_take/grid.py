"""Vertices of polygons brought to a grid, so that faces that share a boundary share it to the bit."""

from __future__ import annotations

import numpy as np
import shapely

MILLIMETRE = 0.001  # [m]
NEARLY = 1e-3  # of a step: what writing decimal numbers in binary leaves


def on_grid(geometry: np.ndarray, grid_mm: float) -> np.ndarray:
    """Return polygons with their vertices on a grid.

    Parameters
    ----------
    geometry : ndarray of shapely geometries, shape (n,)
        Polygons and multipolygons [m]; None stays None.
    grid_mm : float
        Step of the grid [mm], above 0.

    Returns
    -------
    ndarray of shapely geometries, shape (n,)
        Those that lie on the grid already are the same objects. A polygon that is narrower than the grid and would
        vanish stays as it is: no ground is lost here.
    """
    step = MILLIMETRE * grid_mm
    points, owner = shapely.get_coordinates(geometry, return_index=True)
    steps = points / step
    moved = np.unique(owner[(np.abs(steps - np.rint(steps)) > NEARLY).any(axis=1)])
    result = geometry.copy()
    if moved.size:
        snapped = shapely.set_precision(geometry[moved], step)
        kept = ~shapely.is_empty(snapped)
        result[moved[kept]] = snapped[kept]
    return result
