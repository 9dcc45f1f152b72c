"""Terrain of the demo town: a river valley with a lowered bed, a terrace, gentle hills and micro relief."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from .plan import Plan
from .shapes import smooth_noise

#: Altitude of the water where the river enters the town [m] and fall of the river along the valley [m/m].
WATER_ALTITUDE, WATER_FALL = 20.0, 0.0008
#: Depth of the bed below the water and height of the banks above it [m].
BED_DEPTH, BANK_HEIGHT = 1.5, 2.0
#: Width of a bank, from the water to the floodplain [m]; the towpath lies on it.
BANK_WIDTH = 5.0
#: Slope of the valley sides far from the river, old centre's side and other side [m/m].
VALLEY_SLOPE = (0.034, 0.020)
#: Width of the floodplain, where the slope is still small [m], and highest rise of a valley side [m].
FLOODPLAIN, HIGHEST_RISE = 110.0, 33.0
#: Rise of the terrace of the old centre [m].
TERRACE = 3.5
#: Bumps as (standard deviation [m], spline step [m]): hills, knolls, unevenness of the ground.
BUMPS = ((1.5, 90.0), (0.22, 24.0), (0.025, 2.0))
#: Rise above the banks from which the bumps have their full height [m]: the floodplain stays even.
HILL_RISE = 4.0
#: Depth of the brook below its banks [m] and distance over which they slope [m].
BROOK_DEPTH, BROOK_BANKS = 0.9, 7.0
#: Fall of the brook where the ground does not fall of itself [m/m].
BROOK_FALL = 0.002
#: Rows computed together.
BLOCK_ROWS = 256


@dataclass
class Terrain:
    """Altitude of the ground [m], row 0 in the north, in the town's local frame."""

    altitude: np.ndarray
    cell_size: float

    def at(self, points: np.ndarray) -> np.ndarray:
        """Return the altitude [m] at local points, shape (n, 2), by bilinear interpolation."""
        rows, columns = self.altitude.shape
        column = np.clip(points[:, 0] / self.cell_size - 0.5, 0.0, columns - 1.001)
        row = np.clip(rows - points[:, 1] / self.cell_size - 0.5, 0.0, rows - 1.001)
        r, c = row.astype(int), column.astype(int)
        fr, fc = row - r, column - c
        z = self.altitude
        top = z[r, c] * (1 - fc) + z[r, c + 1] * fc
        bottom = z[r + 1, c] * (1 - fc) + z[r + 1, c + 1] * fc
        return top * (1 - fr) + bottom * fr


def cell_centres(size: float, cell_size: float, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
    """Return local x, shape (columns,), and y, shape (last - first,), of the cells of some rows [m]."""
    count = round(size / cell_size)
    x = (np.arange(count) + 0.5) * cell_size
    y = size - (np.arange(first, last) + 0.5) * cell_size
    return x, y


def make_terrain(plan: Plan, cell_size: float, rng) -> Terrain:
    """Shape the ground.

    z = w(u) + bank(d) + r(d) + tanh(r / e) bumps(x, y), r = a d^2 / (d + f) + terrace(d, u), with d the
    distance to the river's edge, w the water's altitude, which falls downstream, a the slope of the valley
    side, f the width of the floodplain and e the rise above which hills are free; in the river the ground is
    the bed, below the water.

    Parameters
    ----------
    plan : Plan
        The town's plan.
    cell_size : float
        Side of a cell [m].
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    Terrain
        Altitudes as float32 [m].
    """
    count = round(plan.size / cell_size)
    bumps = [(height, smooth_noise(rng, (count, count), cell_size, step)) for height, step in BUMPS]
    farthest = 0.75 * plan.size
    slope = [min(a, HIGHEST_RISE / farthest) for a in VALLEY_SLOPE]
    out = np.empty((count, count), dtype=np.float32)
    for first in range(0, count, BLOCK_ROWS):
        last = min(count, first + BLOCK_ROWS)
        x, y = cell_centres(plan.size, cell_size, first, last)
        u, v = plan.frame.to_plan(x[None, :], y[:, None])
        signed = plan.river.distance(u, v)
        edge = np.maximum(0.0, np.abs(signed) - plan.river.width / 2)
        rise = np.where(signed > 0, slope[0], slope[1]) * edge**2 / (edge + FLOODPLAIN)
        rise += np.where(signed > 0, _terrace(plan, u, edge), 0.0)
        noise = sum(height * surface(first, last) for height, surface in bumps)
        # Hollows of the bumps stay above the floodplain, so that the valley drains to the river.
        land = BANK_HEIGHT + rise + np.maximum(noise * np.tanh(rise / HILL_RISE), -0.9 * rise)
        bank = _smooth_step(edge / BANK_WIDTH)
        out[first:last] = water_altitude(plan, u) - BED_DEPTH * (1.0 - bank) + bank * land
    terrain = Terrain(out, cell_size)
    _carve_brook(plan, terrain)
    return terrain


def water_altitude(plan: Plan, u) -> np.ndarray:
    """Return the altitude of the river's surface [m] at the plan's abscissa u [m], downstream positive."""
    return WATER_ALTITUDE - WATER_FALL * (np.asarray(u) + plan.size / 2)


def _smooth_step(t) -> np.ndarray:
    t = np.clip(t, 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


def _terrace(plan: Plan, u, edge) -> np.ndarray:
    """Return the rise from the quay to the terrace of the old centre, on its upstream side [m]."""
    R = plan.radius
    height = TERRACE * min(1.0, R / 150.0)
    along = _smooth_step((u / R + 1.5) / 0.6) * _smooth_step((0.1 - u / R) / 0.4)
    across = _smooth_step((edge - 0.10 * R) / (0.20 * R)) * _smooth_step((2.2 * R - edge) / (1.6 * R))
    return height * along * across


def _carve_brook(plan: Plan, terrain: Terrain) -> None:
    """Lower the ground along the brook, so that its bed falls from the source to the river."""
    step = 2.0
    points = shapely.get_coordinates(
        shapely.line_interpolate_point(plan.brook, np.arange(0.0, plan.brook.length + step, step))
    )
    bed = terrain.at(points) - BROOK_DEPTH
    # Measured from a line of the smallest fall, the bed is never above what it was upstream.
    line = BROOK_FALL * step * np.arange(len(bed))[::-1]
    bed = np.minimum.accumulate(bed - line) + line
    u, _ = plan.frame.to_plan(points[:, 0], points[:, 1])
    bed = np.maximum(bed, water_altitude(plan, u) - BED_DEPTH)  # its mouth is no hole in the river's bed
    tree = shapely.STRtree(shapely.points(points))
    rows, columns = terrain.altitude.shape
    xmin, ymin, xmax, ymax = plan.brook.buffer(BROOK_BANKS).bounds
    cell = terrain.cell_size
    c0, c1 = max(0, int(xmin / cell)), min(columns, int(xmax / cell) + 1)
    r0, r1 = max(0, rows - int(ymax / cell) - 1), min(rows, rows - int(ymin / cell) + 1)
    x, y = cell_centres(plan.size, cell, r0, r1)
    xx, yy = np.meshgrid(x[c0:c1], y)
    r, c = np.nonzero(shapely.contains_xy(plan.brook.buffer(BROOK_BANKS), xx, yy))
    cells = shapely.points(xx[r, c], yy[r, c])
    nearest = tree.query_nearest(cells, all_matches=False)[1]
    gap = shapely.distance(plan.brook, cells)
    ground = terrain.altitude[r0 + r, c0 + c]
    cut = bed[nearest] + (ground - bed[nearest]) * _smooth_step((gap - 0.6) / (BROOK_BANKS - 0.6))
    terrain.altitude[r0 + r, c0 + c] = np.minimum(ground, cut)


def level_ponds(terrain: Terrain, ponds: list, size: float, depth: float = 1.2) -> None:
    """Lower the ground inside ponds: flat water a little below the lowest bank, minus the depth [m]."""
    for pond in ponds:
        cell = terrain.cell_size
        rows = terrain.altitude.shape[0]
        xmin, ymin, xmax, ymax = pond.bounds
        c0, c1 = int(xmin / cell), int(xmax / cell) + 1
        r0, r1 = max(0, rows - int(ymax / cell) - 1), rows - int(ymin / cell)
        x, y = cell_centres(size, cell, r0, r1)
        xx, yy = np.meshgrid(x[c0:c1], y)
        inside = shapely.contains_xy(pond, xx, yy)
        rim = terrain.at(shapely.get_coordinates(pond.exterior))
        window = terrain.altitude[r0:r1, c0:c1]
        window[inside] = np.float32(rim.min() - 0.3 - depth)
