"""Digital lines parallel to an azimuth, numbered from the corner of the whole raster, and work shared over them.

Each cell of a raster lies on exactly one line. A cell has the same neighbours along its line in whatever tile it is
computed, since lines are drawn from global row and column numbers.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

SLOPE_SNAP = 1e-12  # [unitless] slopes closer than this to 0 or 1 are rounding of the sine and cosine


class DigitalLines(NamedTuple):
    """The digital lines of one raster for one azimuth, in the order of walking away from it.

    Step t of line j is the cell ``origin[t] + j * stride`` of the flattened raster, for t from start[j] to
    stop[j] - 1.
    """

    origin: np.ndarray  # flat index of line 0 at step t (may lie outside the raster)
    order: np.ndarray  # global number of step t, one more at each step
    base: np.ndarray  # column of line 0 at step t (row, where lines go from column to column)
    across: int  # number of columns (rows)
    stride: int  # flat distance between neighbouring columns (rows)
    start: np.ndarray  # first step of each line inside the raster
    stop: np.ndarray  # the one after its last
    length_m: float  # [m] horizontal length of one step
    by_rows: bool  # whether a step goes from row to row
    local: np.ndarray  # row (column) of step t in the raster


def toward(grid_azimuth_deg):
    """Return the (row, column) direction of an azimuth, exact at multiples of 90 degrees.

    Parameters
    ----------
    grid_azimuth_deg : float
        From grid north, clockwise [degrees].

    Returns
    -------
    tuple of float
        Components along rows (southward) and columns (eastward), of length 1.
    """
    quarter, rest = divmod(float(grid_azimuth_deg) % 360.0, 90.0)
    sine, cosine = math.sin(math.radians(rest)), math.cos(math.radians(rest))
    return ((-cosine, sine), (sine, cosine), (cosine, -sine), (-sine, -cosine))[int(quarter) % 4]


def digital_lines(shape, cell_size, azimuth, row_offset=0, column_offset=0):
    """Return the lines of a raster.

    Parameters
    ----------
    shape : tuple of int
        Rows and columns of the raster.
    cell_size : float
        Side of a cell [m, > 0].
    azimuth : float
        Direction that the lines come from, from grid north, clockwise [degrees].
    row_offset, column_offset : int, optional
        Row and column, in the whole raster, of the first cell of this one.

    Returns
    -------
    DigitalLines

    Notes
    -----
    Line k holds the cells ``(i, k + floor(s * i + 1/2))`` with i the global number along the main axis and s
    the slope, so that each cell is on exactly one line.
    """
    toward_row, toward_column = toward(azimuth)
    by_rows = abs(toward_row) >= abs(toward_column)
    if by_rows:
        main, minor, count, across = toward_row, toward_column, shape[0], shape[1]
        main_offset, along_stride, stride = row_offset, shape[1], 1
    else:
        main, minor, count, across = toward_column, toward_row, shape[1], shape[0]
        main_offset, along_stride, stride = column_offset, 1, shape[1]
    slope = minor / main
    if abs(slope) < SLOPE_SNAP:
        slope = 0.0
    elif abs(abs(slope) - 1.0) < SLOPE_SNAP:
        slope = math.copysign(1.0, slope)

    away = -1 if main > 0.0 else 1  # sign of i when going away from the azimuth
    local = np.arange(count, dtype=np.int64)[::away]
    number = local + int(main_offset)
    shift = np.floor(slope * number + 0.5).astype(np.int64)
    base = shift - shift.max()
    total = across - int(base.min())
    start, stop = extent_of_lines(base, total, 0, across)
    return DigitalLines(
        origin=local * along_stride + base * stride,
        order=away * number,
        base=base,
        across=across,
        stride=stride,
        start=start,
        stop=stop,
        length_m=cell_size * math.hypot(1.0, slope),
        by_rows=by_rows,
        local=np.ascontiguousarray(local),
    )


def extent_of_lines(base, total, low, high):
    """Return the first step, and the one after the last, at which each line is between two columns (rows).

    Parameters
    ----------
    base : ndarray of int64
        Column (row) of line 0 at each step: never rising, or never falling.
    total : int
        Number of lines.
    low, high : int
        First column (row), and the one after the last.

    Returns
    -------
    start, stop : ndarray of int64
        Start is not before stop where a line misses the columns.
    """
    line = np.arange(total, dtype=np.int64)
    rising = base.size < 2 or base[-1] >= base[0]
    ordered = base if rising else base[::-1]
    enters = np.searchsorted(ordered, low - line, side="left")
    leaves = np.searchsorted(ordered, high - line, side="left")
    if rising:
        return enters, leaves
    return base.size - leaves, base.size - enters


def share_lines(work, cells_of_line, threads):
    """Run ``work(first, last)`` over all lines, in shares of about as many cells for each thread.

    Parameters
    ----------
    work : callable
        Takes the first line, and the one after the last.
    cells_of_line : ndarray of int64
        Cells of each line.
    threads : int
        Number of threads [>= 1].
    """
    cells = np.cumsum(cells_of_line)
    bounds = np.searchsorted(cells, np.linspace(0, cells[-1], threads + 1)[1:-1]) + 1
    bounds = np.unique(np.concatenate(([0], bounds, [cells.size])))
    shares = list(zip(bounds[:-1].tolist(), bounds[1:].tolist()))
    if len(shares) == 1:
        work(*shares[0])
        return
    with ThreadPoolExecutor(len(shares)) as pool:
        for done in [pool.submit(work, *share) for share in shares]:
            done.result()
