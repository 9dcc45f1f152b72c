"""Shadows traced exactly through cells taken as blocks, for one position of the sun.

The ray of each cell is followed from cell to cell towards the sun (Amanatides and Woo). As all rays of a run are
parallel and start at the same place of their cells, they all go through the same cells, counted from their start: the
path is worked out once, and its steps are compared for a block of receivers together. Steps that nothing in reach of
the block can rise to are passed over. Heights are whole numbers of 1/1024 m, so a cell's result is the same to the bit
in any tile that has the margin given by `shadows.halo_cells`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from .digital_lines import SLOPE_SNAP, share_lines, toward
from .horizon_sweep import UNITS_PER_METRE
from .shadows import HIGHEST_SUN_DEG, NODATA, SUNLIT, check_shadow_values, grid_of
from .sun import is_night

TOLERANCE_UNITS = np.float32(1.0)  # [1/1024 m] a caster must stand this much above the ray, as in the sweep
LARGEST_UNITS = 2.0**24  # [1/1024 m] whole numbers up to this, 16 km, are exact in float32
BLOCK_ROWS, BLOCK_COLUMNS = 16, 64  # receivers compared together
PYRAMID = 16  # cells of a side of the squares whose highest cell is known
STEPS_TOGETHER = 8  # steps of the path that are looked at, or passed over, together
CORNER = 1e-9  # [side of a cell] sides crossed closer than this to each other are crossed at their corner
CENTRE = ((0.5, 0.5),)  # where rays start in their cell [share of its side]
QUARTERS = ((0.25, 0.25), (0.25, 0.75), (0.75, 0.25), (0.75, 0.75))


class Path(NamedTuple):
    """Cells that a ray goes through, the cell where it starts first."""

    rows: np.ndarray  # int64, counted from the start
    columns: np.ndarray
    enters: np.ndarray  # float32 [1/1024 m] how far the ray has risen where it enters the cell
    leaves: np.ndarray  # and where it leaves it


def exact_sun_fraction(
    dsm,
    cell_size,
    grid_azimuth_deg,
    elevation_deg,
    *,
    canopy_height=None,
    ground=None,
    trunk_ratio=0.25,
    transmissivity=0.03,
    observer_height=0.0,
    max_distance=500.0,
    subpixel=False,
    core=None,
    threads=1,
):
    """Share of the direct beam that reaches each cell of a height raster, by exact traversal.

    Parameters
    ----------
    dsm, cell_size, grid_azimuth_deg, elevation_deg
        As in :func:`.shadows.sun_fraction`; heights are rounded to 1/1024 m.
    canopy_height, ground, trunk_ratio, transmissivity, observer_height
        As in :func:`.shadows.sun_fraction`.
    max_distance : float, optional
        What the ray enters farther than this, horizontally, is ignored [m, > 0].
    subpixel : bool, optional
        Start four rays in each cell, in the middle of its quarters, and give their mean, rather than one in its
        middle.
    core : tuple of int, optional
        Row, column, height and width of the part to compute; all of it when absent.
    threads : int, optional
        Number of threads [>= 1].

    Returns
    -------
    numpy.ndarray
        uint8 of the shape of `core`, percent of the direct beam: 0 in shade, 100 in the sun, 255 where `dsm` is NaN.

    Raises
    ------
    ValueError
        If shapes differ or a value is out of range.

    Notes
    -----
    A cell is a block with a flat top and vertical sides. A ray that starts at a height z over a place of a cell is
    stopped when, where it enters another cell after a horizontal distance t,
    ``h' > z + t * tan(elevation) + 1/1024 m``, the lowest point of the ray over that cell. It crosses a crown when it
    is between base and top somewhere over the crown's cell. Of two cells that touch the ray only by their common
    corner neither is entered.

    References
    ----------
    Amanatides, J. and Woo, A. (1987). A fast voxel traversal algorithm for ray tracing. Eurographics 1987, 3-10.
    https://doi.org/10.2312/egtp.19871000
    """
    heights = grid_of(dsm, None, "surface heights")
    if not math.isfinite(grid_azimuth_deg):
        raise ValueError(f"Give a sun azimuth in degrees, not {grid_azimuth_deg}.")
    check_shadow_values(cell_size, elevation_deg, trunk_ratio, transmissivity, observer_height, max_distance, threads)
    canopy = None if canopy_height is None else grid_of(canopy_height, heights.shape, "canopy heights")
    feet = heights if ground is None else grid_of(ground, heights.shape, "ground heights")
    top, left, rows, columns = core = (0, 0, *heights.shape) if core is None else core
    unknown = np.isnan(heights[top : top + rows, left : left + columns])
    if is_night(elevation_deg) or unknown.all():
        return np.where(unknown, np.uint8(NODATA), np.uint8(0))
    surface = _in_units(heights)
    no_crown = np.empty((0, 0), dtype=np.float32)
    tops, bottoms = no_crown, no_crown
    if canopy is not None and (canopy > 0.0).any():
        feet = np.where(np.isnan(feet), heights, feet)
        canopy = np.where((canopy > 0.0) & ~np.isnan(heights), canopy, np.float32(np.nan))
        tops, bottoms = _in_units(feet + canopy), _in_units(feet + np.float32(trunk_ratio) * canopy)
    squares = _highest_of_squares(surface), _highest_of_squares(tops)
    eye = np.float32(math.floor(observer_height * UNITS_PER_METRE + 0.5))
    rise = float(max(square.max(initial=-np.inf) for square in squares)) - float(np.nanmin(surface) + eye)
    starts = QUARTERS if subpixel else CENTRE
    total = np.zeros((rows, columns), dtype=np.uint16)
    through = np.uint16(SUNLIT * transmissivity + 0.5)
    for start in starts:
        path = path_of_ray(cell_size, grid_azimuth_deg, elevation_deg, start, max_distance, rise)
        _trace((surface, bottoms, tops), squares, path, eye, core, through, total, threads)
    fraction = ((total + len(starts) // 2) // len(starts)).astype(np.uint8)
    fraction[unknown] = NODATA
    return fraction


def path_of_ray(cell_size, grid_azimuth_deg, elevation_deg, start, max_distance, rise):
    """Return the cells that a ray goes through until it has come far or risen high enough.

    Parameters
    ----------
    cell_size : float
        Side of a cell [m].
    grid_azimuth_deg, elevation_deg : float
        Direction of the sun from grid north, and its elevation [degrees].
    start : tuple of float
        Where the ray starts in its cell, from its northern and western side [share of a side, 0 to 1].
    max_distance : float
        Cells entered farther than this are left out [m].
    rise : float
        Cells entered higher than this above the start are left out [1/1024 m].

    Returns
    -------
    Path
    """
    direction = np.array(toward(grid_azimuth_deg))
    component = np.abs(direction)
    component[component < SLOPE_SNAP] = 0.0
    if abs(component[0] - component[1]) < SLOPE_SNAP:
        component[:] = math.sqrt(0.5)
    slope = math.tan(math.radians(min(float(elevation_deg), HIGHEST_SUN_DEG)))
    reach = max_distance / cell_size
    units = slope * UNITS_PER_METRE * cell_size  # [1/1024 m] rise over the side of a cell
    reach = min(reach, (max(rise, 0.0) + 1.0) / units)  # one more for the rounding of rises
    crossings = []
    for axis in range(2):
        first = 1.0 - start[axis] if direction[axis] > 0.0 else start[axis]
        count = math.ceil(reach * component[axis]) + 2 if component[axis] > 0.0 else 0
        crossings.append((np.arange(count) + first) / component[axis] if count else np.empty(0))
    entry = np.sort(np.concatenate([[0.0], *crossings]))
    # Where two sides are crossed at once, one step is made in both directions: the later entry counts both.
    entry = entry[np.append(np.diff(entry) > CORNER, True)]
    leaving = np.append(entry[1:], np.inf)
    rows, columns = (np.searchsorted(along, entry, side="right") for along in crossings)
    kept = (entry <= reach) & np.isfinite(leaving)
    sign = np.where(direction > 0.0, 1, -1)
    return Path(
        rows=(rows * sign[0])[kept].astype(np.int64),
        columns=(columns * sign[1])[kept].astype(np.int64),
        enters=np.rint(entry[kept] * units).astype(np.float32),
        leaves=np.rint(leaving[kept] * units).astype(np.float32),
    )


def _in_units(heights):
    """Return heights [m] in whole units of 1/1024 m, float32, NaN kept."""
    return np.clip(np.rint(heights * np.float32(UNITS_PER_METRE)), -LARGEST_UNITS, LARGEST_UNITS, dtype=np.float32)


def _highest_of_squares(grid):
    """Return the highest cell of each square of 16 by 16 cells, minus infinity where there is none."""
    rows, columns = (-(-side // PYRAMID) for side in grid.shape)
    if grid.size == 0:
        return np.full((0, 0), -np.inf, dtype=np.float32)
    padded = np.full((rows * PYRAMID, columns * PYRAMID), -np.inf, dtype=np.float32)
    np.fmax(grid, -np.inf, out=padded[: grid.shape[0], : grid.shape[1]])
    return padded.reshape(rows, PYRAMID, columns, PYRAMID).max(axis=(1, 3))


def _trace(grids, squares, path, eye, core, through, total, threads):
    """Add the sun of one ray for each cell of the core, rows of blocks shared between threads."""

    def work(first, last):
        _trace_blocks(*grids, *squares, *path, eye, core, first, last, through, total)

    blocks = -(-core[2] // BLOCK_ROWS)
    share_lines(work, np.ones(blocks, dtype=np.int64), threads)


@njit(cache=True, nogil=True)
def _trace_blocks(
    surface, bottoms, tops, high_surface, high_tops, rows, columns, enters, leaves,
    eye, core, first, last, through, total,
):  # fmt: skip
    """Trace the rays of the receivers of rows of blocks first..last."""
    top, left, core_rows, core_columns = core
    highest = np.empty((BLOCK_ROWS, BLOCK_COLUMNS), dtype=np.float32)
    rays = np.empty((BLOCK_ROWS, BLOCK_COLUMNS), dtype=np.float32)
    hidden = np.empty((BLOCK_ROWS, BLOCK_COLUMNS), dtype=np.float32)
    for block in range(first, last):
        row = top + block * BLOCK_ROWS
        height = min(BLOCK_ROWS, top + core_rows - row)
        for column in range(left, left + core_columns, BLOCK_COLUMNS):
            width = min(BLOCK_COLUMNS, left + core_columns - column)
            lowest = np.float32(np.inf)
            for i in range(height):
                for j in range(width):
                    rays[i, j] = surface[row + i, column + j] + eye
                    lowest = min(lowest, rays[i, j]) if rays[i, j] == rays[i, j] else lowest
            place = row, column, height, width
            highest[:] = -np.inf
            _raise_to_surface(surface, high_surface, rows, columns, enters, place, lowest + TOLERANCE_UNITS, highest)
            hidden[:] = 0.0
            if tops.size > 0:
                _hide_behind_crowns(
                    bottoms, tops, high_tops, rows, columns, enters, leaves, place, lowest, rays, hidden
                )
            for i in range(height):
                for j in range(width):
                    if highest[i, j] <= rays[i, j] + TOLERANCE_UNITS:
                        total[row - top + i, column - left + j] += through if hidden[i, j] > 0.0 else 100


@njit(cache=True, nogil=True)
def _highest_in_reach(squares, place, rows, columns, first, last):
    """Highest cell that receivers of a block meet on steps first..last of their path, by whole squares."""
    row, column, height, width = place
    low_row = row + min(rows[first], rows[last])
    high_row = row + height - 1 + max(rows[first], rows[last])
    low_column = column + min(columns[first], columns[last])
    high_column = column + width - 1 + max(columns[first], columns[last])
    highest = np.float32(-np.inf)
    for i in range(max(low_row // PYRAMID, 0), min(high_row // PYRAMID + 1, squares.shape[0])):
        for j in range(max(low_column // PYRAMID, 0), min(high_column // PYRAMID + 1, squares.shape[1])):
            highest = max(highest, squares[i, j])
    return highest


@njit(cache=True, nogil=True)
def _inside(first, count, shift, size):
    """First receiver, and the one after the last, whose shifted place is inside the raster."""
    return max(0, -(first + shift)), min(count, size - first - shift)


@njit(cache=True, nogil=True)
def _raise_to_surface(surface, squares, rows, columns, enters, place, lowest, highest):
    """Find the highest cell on the path of each receiver, less what the ray has risen when it gets there."""
    row, column, height, width = place
    for first in range(1, rows.size, STEPS_TOGETHER):
        last = min(first + STEPS_TOGETHER, rows.size)
        if _highest_in_reach(squares, place, rows, columns, first, last - 1) - enters[first] <= lowest:
            continue
        for step in range(first, last):
            start_row, stop_row = _inside(row, height, rows[step], surface.shape[0])
            start, stop = _inside(column, width, columns[step], surface.shape[1])
            if start >= stop:
                continue
            rise = enters[step]
            for i in range(start_row, stop_row):
                met = surface[row + i + rows[step], column + start + columns[step] : column + stop + columns[step]]
                best = highest[i, start:stop]
                for j in range(stop - start):
                    over = met[j] - rise
                    best[j] = over if over > best[j] else best[j]


@njit(cache=True, nogil=True)
def _hide_behind_crowns(bottoms, tops, squares, rows, columns, enters, leaves, place, lowest, rays, hidden):
    """Mark the receivers whose ray is between the base and the top of a crown somewhere over its cell."""
    row, column, height, width = place
    for first in range(0, rows.size, STEPS_TOGETHER):
        last = min(first + STEPS_TOGETHER, rows.size)
        if _highest_in_reach(squares, place, rows, columns, first, last - 1) - enters[first] < lowest:
            continue
        for step in range(first, last):
            start_row, stop_row = _inside(row, height, rows[step], tops.shape[0])
            start, stop = _inside(column, width, columns[step], tops.shape[1])
            if start >= stop:
                continue
            enter, leave = enters[step], leaves[step]
            for i in range(start_row, stop_row):
                line = row + i + rows[step]
                top = tops[line, column + start + columns[step] : column + stop + columns[step]]
                bottom = bottoms[line, column + start + columns[step] : column + stop + columns[step]]
                ray = rays[i, start:stop]
                found = hidden[i, start:stop]
                for j in range(stop - start):
                    crossed = (top[j] - enter >= ray[j]) & (bottom[j] - leave <= ray[j])
                    found[j] = np.float32(1.0) if crossed else found[j]
