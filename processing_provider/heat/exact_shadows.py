"""Shadows traced exactly from cell to cell, for one position of the sun.

The ray of each cell is followed through all that it meets towards the sun. As all rays of a run are parallel and start
at the same place of their cells, they all meet the same cells, counted from their start: the path is worked out once
(`ray_path`), and its steps are compared for a block of receivers together. Steps that nothing in reach of the block
can rise to are passed over. Heights are whole numbers of 1/1024 m, so a cell's result is the same to the bit in any
tile that has the margin given by `shadows.halo_cells`.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from .digital_lines import share_lines
from .horizon_sweep import UNITS_PER_METRE
from .ray_path import Ray, cells_crossed, components, middles_passed
from .shadows import HIGHEST_SUN_DEG, NODATA, SUNLIT, check_shadow_values, grid_of
from .sun import is_night

TOLERANCE_UNITS = np.float32(1.0)  # [1/1024 m] a caster must stand this much above the ray, as in the sweep
LARGEST_UNITS = 2.0**24  # [1/1024 m] whole numbers up to this, 16 km, are exact in float32
STEEPEST_SLOPE = math.tan(math.radians(60.0))  # [unitless] a steeper rise from a cell to the next one is a wall
BLOCK_ROWS, BLOCK_COLUMNS = 16, 64  # receivers compared together
PYRAMID = 16  # cells of a side of the squares whose highest cell is known
STEPS_TOGETHER = 8  # steps of the path that are looked at, or passed over, together
CENTRE = ((0.5, 0.5),)  # where rays start in their cell [share of its side]
QUARTERS = ((0.25, 0.25), (0.25, 0.75), (0.75, 0.25), (0.75, 0.75))


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
    threads : int, optional
        Number of threads [>= 1].

    Returns
    -------
    numpy.ndarray
        uint8, percent of the direct beam: 0 in shade, 100 in the sun, 255 where `dsm` is NaN.

    Raises
    ------
    ValueError
        If shapes differ or a value is out of range.

    Notes
    -----
    From a cell to the next, the surface is a wall on their common side where it rises by more than 60 degrees, and
    slopes evenly from middle to middle elsewhere: terrain and roofs are not made into stairs. A ray that starts at
    height z is stopped where, at a horizontal distance t, the surface is more than 1/1024 m above
    ``z + t * tan(elevation)``: at the top of the wall by which it enters a cell, or on the line between the middles of
    two neighbouring cells. It crosses a crown when it is between base and top somewhere over the crown's cell. Of two
    cells that touch the ray only by their common corner neither is entered.

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
    feet = np.where(np.isnan(feet), heights, feet)
    unknown = np.isnan(heights)
    if is_night(elevation_deg) or unknown.all():
        return np.where(unknown, np.uint8(NODATA), np.uint8(0))
    surface = _in_units(heights)
    tops, bottoms = _crowns(surface, canopy, feet, trunk_ratio)
    squares = _highest_of_squares(surface), _highest_of_squares(tops)
    steepest = np.float32(STEEPEST_SLOPE * UNITS_PER_METRE * cell_size)
    walls = _walls(surface, components(grid_azimuth_deg)[0], steepest)
    rise = math.tan(math.radians(min(float(elevation_deg), HIGHEST_SUN_DEG))) * UNITS_PER_METRE * cell_size
    highest = float(max(square.max(initial=-np.inf) for square in squares)) - float(np.nanmin(surface))
    # One unit more than the highest place, for the rounding of rises.
    ray = Ray(grid_azimuth_deg, rise, min(max_distance / cell_size, (highest + 1.0) / rise))
    starts = QUARTERS if subpixel else CENTRE
    total = np.zeros(surface.shape, dtype=np.uint16)
    through = np.uint16(SUNLIT * transmissivity + 0.5)
    eye = np.float32(math.floor(observer_height * UNITS_PER_METRE + 0.5))
    for start in starts:
        eyes = _starts(surface, start, steepest) + eye
        path = cells_crossed(ray, start), middles_passed(ray, start)
        _trace((eyes, surface, walls, bottoms, tops), squares, path, steepest, through, total, threads)
    fraction = ((total[1:-1, 1:-1] + len(starts) // 2) // len(starts)).astype(np.uint8)
    fraction[unknown] = NODATA
    return fraction


def _in_units(heights):
    """Return heights [m] in whole units of 1/1024 m, float32, NaN kept and added all around."""
    units = np.clip(np.rint(heights * np.float32(UNITS_PER_METRE)), -LARGEST_UNITS, LARGEST_UNITS, dtype=np.float32)
    return np.pad(units, 1, constant_values=np.nan)


def _crowns(surface, canopy, feet, trunk_ratio):
    """Return the top and the base of crowns, as `_in_units`; empty when there is none."""
    if canopy is None or not (canopy > 0.0).any():
        return np.empty((0, 0), dtype=np.float32), np.empty((0, 0), dtype=np.float32)
    canopy = np.where(canopy > 0.0, canopy, np.float32(np.nan))
    top = _in_units(feet + canopy)
    bottom = _in_units(feet + np.float32(trunk_ratio) * canopy)
    top[np.isnan(surface)] = np.nan
    return top, bottom


def _shifted(grid, rows, columns):
    """Return, for each cell, the one so many rows and columns further; NaN outside the raster."""
    shifted = np.full_like(grid, np.nan)
    height, width = grid.shape
    here = np.s_[max(-rows, 0) : height - max(rows, 0), max(-columns, 0) : width - max(columns, 0)]
    there = np.s_[max(rows, 0) : height - max(-rows, 0), max(columns, 0) : width - max(-columns, 0)]
    shifted[here] = grid[there]
    return shifted


def _walls(surface, sign, steepest):
    """Return the top of the wall by which rays enter each cell, NaN where there is none, for each way to enter."""
    walls = np.empty((3, *surface.shape), dtype=np.float32)
    for kind, (row, column) in enumerate(((sign[0], 0), (0, sign[1]), sign)):
        rise = surface - _shifted(surface, -row, -column)
        sloping = rise <= steepest * np.float32(math.hypot(row, column))
        walls[kind] = np.where(sloping, np.float32(np.nan), surface)
    return walls


def _starts(surface, start, steepest):
    """Return the height of the surface where rays start in each cell: on a slope, not that of the middle.

    It is never below the lowest cell, from which halos are reckoned.
    """
    heights = surface.copy()
    for axis, share in enumerate(start):
        if share == 0.5:
            continue
        side = 1 if share > 0.5 else -1
        rise = _shifted(surface, *((side, 0) if axis == 0 else (0, side))) - surface
        sloping = np.abs(rise) <= steepest
        heights += np.where(sloping, np.rint(rise * np.float32(abs(share - 0.5))), np.float32(0.0))
    return heights


def _highest_of_squares(grid):
    """Return the highest cell of each square of 16 by 16 cells, minus infinity where there is none."""
    rows, columns = (-(-side // PYRAMID) for side in grid.shape)
    if grid.size == 0:
        return np.full((0, 0), -np.inf, dtype=np.float32)
    padded = np.full((rows * PYRAMID, columns * PYRAMID), -np.inf, dtype=np.float32)
    np.fmax(grid, -np.inf, out=padded[: grid.shape[0], : grid.shape[1]])
    return padded.reshape(rows, PYRAMID, columns, PYRAMID).max(axis=(1, 3))


def _trace(grids, squares, path, steepest, through, total, threads):
    """Add the sun of one ray for each cell, rows of blocks shared between threads."""

    def work(first, last):
        _trace_blocks(*grids, *squares, *path, steepest, first, last, through, total)

    blocks = -(-total.shape[0] // BLOCK_ROWS)
    share_lines(work, np.ones(blocks, dtype=np.int64), threads)


@njit(cache=True, nogil=True)
def _trace_blocks(
    eyes, surface, walls, bottoms, tops, high_surface, high_tops, crossings, middles, steepest,
    first, last, through, total,
):  # fmt: skip
    """Trace the rays of the receivers of rows of blocks first..last."""
    highest = np.empty((BLOCK_ROWS, BLOCK_COLUMNS), dtype=np.float32)
    hidden = np.empty((BLOCK_ROWS, BLOCK_COLUMNS), dtype=np.float32)
    for row in range(first * BLOCK_ROWS, min(last * BLOCK_ROWS, total.shape[0]), BLOCK_ROWS):
        for column in range(0, total.shape[1], BLOCK_COLUMNS):
            eye = eyes[row : row + BLOCK_ROWS, column : column + BLOCK_COLUMNS]
            height, width = eye.shape
            place = row, column, height, width
            lowest = np.float32(np.inf)
            for i in range(height):
                for j in range(width):
                    lowest = eye[i, j] if eye[i, j] < lowest else lowest
            highest[:] = -np.inf
            _raise_to_walls(walls, high_surface, crossings, place, lowest + TOLERANCE_UNITS, highest)
            _raise_to_slopes(surface, high_surface, middles, place, lowest + TOLERANCE_UNITS, steepest, highest)
            hidden[:] = 0.0
            if tops.size > 0:
                _hide_behind_crowns(bottoms, tops, high_tops, crossings, place, lowest, eye, hidden)
            for i in range(height):
                for j in range(width):
                    if highest[i, j] <= eye[i, j] + TOLERANCE_UNITS:
                        total[row + i, column + j] += through if hidden[i, j] > 0.0 else 100


@njit(cache=True, nogil=True)
def _highest_in_reach(squares, place, rows, columns, first, last):
    """Highest cell that receivers of a block meet on steps first..last of their path, and next to it, by squares."""
    row, column, height, width = place
    low_row = row + min(rows[first], rows[last])
    high_row = row + height + max(rows[first], rows[last])
    low_column = column + min(columns[first], columns[last])
    high_column = column + width + max(columns[first], columns[last])
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
def _raise_to_walls(walls, squares, crossings, place, lowest, highest):
    """Find the highest wall on the path of each receiver, less what the ray has risen when it gets there."""
    row, column, height, width = place
    rows, columns = crossings.rows, crossings.columns
    for first in range(1, rows.size, STEPS_TOGETHER):
        last = min(first + STEPS_TOGETHER, rows.size)
        if _highest_in_reach(squares, place, rows, columns, first, last - 1) - crossings.enters[first] <= lowest:
            continue
        for step in range(first, last):
            start_row, stop_row = _inside(row, height, rows[step], walls.shape[1])
            start, stop = _inside(column, width, columns[step], walls.shape[2])
            if start >= stop:
                continue
            enter = crossings.enters[step]
            left, right = column + start + columns[step], column + stop + columns[step]
            for i in range(start_row, stop_row):
                wall = walls[crossings.kinds[step], row + i + rows[step], left:right]
                best = highest[i, start:stop]
                for j in range(stop - start):
                    over = wall[j] - enter
                    best[j] = over if over > best[j] else best[j]


@njit(cache=True, nogil=True)
def _raise_to_slopes(surface, squares, middles, place, lowest, steepest, highest):
    """Do as for walls with the lines between the middles of neighbouring cells, level from a wall to its middle."""
    row, column, height, width = place
    rows, columns = middles.rows, middles.columns
    for first in range(0, rows.size, STEPS_TOGETHER):
        last = min(first + STEPS_TOGETHER, rows.size)
        if _highest_in_reach(squares, place, rows, columns, first, last - 1) - middles.rises[first] <= lowest:
            continue
        for step in range(first, last):
            start_row, stop_row = _inside(row, height, rows[step], surface.shape[0] - middles.next_row)
            start, stop = _inside(column, width, columns[step], surface.shape[1] - middles.next_column)
            if start >= stop:
                continue
            share, rise = middles.shares[step], middles.rises[step]
            nearer = np.float32(0.0) if share < np.float32(0.5) else np.float32(1.0)
            left, right = column + start + columns[step], column + stop + columns[step]
            for i in range(start_row, stop_row):
                line = row + i + rows[step]
                cell = surface[line, left:right]
                after = surface[line + middles.next_row, left + middles.next_column : right + middles.next_column]
                best = highest[i, start:stop]
                for j in range(stop - start):
                    slope = after[j] - cell[j]
                    level = cell[j] if nearer == np.float32(0.0) else after[j]
                    sloping = (slope <= steepest) & (slope >= -steepest)
                    over = (cell[j] + np.rint(slope * share) if sloping else level) - rise
                    best[j] = over if over > best[j] else best[j]


@njit(cache=True, nogil=True)
def _hide_behind_crowns(bottoms, tops, squares, crossings, place, lowest, eye, hidden):
    """Mark the receivers whose ray is between the base and the top of a crown somewhere over its cell."""
    row, column, height, width = place
    rows, columns = crossings.rows, crossings.columns
    for first in range(0, rows.size, STEPS_TOGETHER):
        last = min(first + STEPS_TOGETHER, rows.size)
        if _highest_in_reach(squares, place, rows, columns, first, last - 1) - crossings.enters[first] < lowest:
            continue
        for step in range(first, last):
            start_row, stop_row = _inside(row, height, rows[step], tops.shape[0])
            start, stop = _inside(column, width, columns[step], tops.shape[1])
            if start >= stop:
                continue
            enter, leave = crossings.enters[step], crossings.leaves[step]
            left, right = column + start + columns[step], column + stop + columns[step]
            for i in range(start_row, stop_row):
                top = tops[row + i + rows[step], left:right]
                bottom = bottoms[row + i + rows[step], left:right]
                ray = eye[i, start:stop]
                found = hidden[i, start:stop]
                for j in range(stop - start):
                    crossed = (top[j] - enter >= ray[j]) & (bottom[j] - leave <= ray[j])
                    found[j] = np.float32(1.0) if crossed else found[j]
