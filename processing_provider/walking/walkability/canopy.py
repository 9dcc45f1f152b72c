"""Canopy cover beside street segments: cells of a canopy raster within a distance of each line, counted by tile."""

from __future__ import annotations

import math

import numpy as np
import shapely
from numba import njit

BUFFER_M = 10.0  # distance to the line within which canopy counts [m]
CANOPY_HEIGHT_M = 3.0  # height from which vegetation is canopy: it shades a walker [m]


def line_segments(lines) -> tuple[np.ndarray, np.ndarray]:
    """Return the straight segments of lines, whatever their parts.

    Parameters
    ----------
    lines : array of shapely geometries (n,)
        Lines or multilines; None is skipped.

    Returns
    -------
    ends : float64 (m, 4)
        x and y of both ends of each segment.
    first : int64 (n + 1,)
        Segments of line ``i`` are ``first[i]`` to ``first[i + 1] - 1``.
    """
    parts, owner = shapely.get_parts(lines, return_index=True)
    coords, part = shapely.get_coordinates(parts, return_index=True)
    joined = part[1:] == part[:-1] if len(part) else np.zeros(0, dtype=bool)
    ends = np.column_stack((coords[:-1], coords[1:]))[joined] if len(part) else np.zeros((0, 4))
    line = owner[part[:-1][joined]] if len(part) else np.zeros(0, dtype=np.int64)
    counts = np.bincount(line, minlength=len(lines))
    return np.ascontiguousarray(ends, dtype=np.float64), np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def boxes_in_cells(ends, first, distance: float, west: float, north: float, cell: float) -> np.ndarray:
    """Return the cells around each line: first and last row, first and last column.

    Parameters
    ----------
    ends, first
        From :func:`line_segments`, in the CRS of the raster [m].
    distance : float
        Distance to the line [m].
    west, north, cell : float
        Corner and cell size of the raster [m].

    Returns
    -------
    int64 (n, 4)
        Both ends included; a line without segment has its last row before its first one.
    """
    count = len(first) - 1
    boxes = np.tile(np.array([0, -1, 0, -1], dtype=np.int64), (count, 1))
    filled = np.flatnonzero(np.diff(first) > 0)
    if not len(filled):
        return boxes
    start = first[filled]
    low_x = np.minimum.reduceat(np.minimum(ends[:, 0], ends[:, 2]), start) - distance
    high_x = np.maximum.reduceat(np.maximum(ends[:, 0], ends[:, 2]), start) + distance
    low_y = np.minimum.reduceat(np.minimum(ends[:, 1], ends[:, 3]), start) - distance
    high_y = np.maximum.reduceat(np.maximum(ends[:, 1], ends[:, 3]), start) + distance
    boxes[filled, 0] = np.floor((north - high_y) / cell)
    boxes[filled, 1] = np.floor((north - low_y) / cell)
    boxes[filled, 2] = np.floor((low_x - west) / cell)
    boxes[filled, 3] = np.floor((high_x - west) / cell)
    return boxes


def lines_by_tile(boxes, tiles) -> dict:
    """Return the lines whose cells meet each tile; tiles without a line are absent."""
    found = {}
    for tile in tiles:
        meets = (boxes[:, 0] < tile.row + tile.height) & (boxes[:, 1] >= tile.row)
        meets &= (boxes[:, 2] < tile.column + tile.width) & (boxes[:, 3] >= tile.column)
        if meets.any():
            found[tile] = np.flatnonzero(meets)
    return found


def count_tile(arrays, tile, stop, *, ends, first, west, north, cell, distance, height):
    """Count the cells of a tile that lie beside lines, and those with canopy.

    Parameters
    ----------
    arrays, tile, stop
        As the engine gives them: ``arrays["canopy"]`` is the height of vegetation [m], NaN for no data.
    ends, first : ndarray
        Segments of the lines of this tile (:func:`line_segments`).
    west, north, cell : float
        Corner and cell size of the whole raster [m].
    distance, height : float
        Distance to the line and height from which vegetation is canopy [m].

    Returns
    -------
    int64 (n, 2)
        Cells with data whose centre is within the distance, and those of them with canopy. Integers that add up
        over tiles, so the result does not depend on how the raster is cut.
    """
    return _count(
        np.ascontiguousarray(arrays["canopy"]), tile.row, tile.column, ends, first, west, north, cell, distance,
        height, stop,
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _count(canopy, top, left, ends, first, west, north, cell, distance, height, stop):
    rows, columns = canopy.shape
    lines = first.size - 1
    counts = np.zeros((lines, 2), dtype=np.int64)
    mark = np.full((rows, columns), -1, dtype=np.int32)  # last line that counted the cell
    reach = distance * distance
    for line in range(lines):
        if stop[0]:
            break
        for number in range(first[line], first[line + 1]):
            ax, ay, bx, by = ends[number]
            dx, dy = bx - ax, by - ay
            long2 = dx * dx + dy * dy
            row0 = max(math.floor((north - max(ay, by) - distance) / cell), top)
            row1 = min(math.floor((north - min(ay, by) + distance) / cell), top + rows - 1)
            column0 = max(math.floor((min(ax, bx) - distance - west) / cell), left)
            column1 = min(math.floor((max(ax, bx) + distance - west) / cell), left + columns - 1)
            for row in range(row0, row1 + 1):
                y = north - (row + 0.5) * cell
                for column in range(column0, column1 + 1):
                    if mark[row - top, column - left] == line:
                        continue
                    x = west + (column + 0.5) * cell
                    part = 0.0
                    if long2 > 0.0:
                        part = min(max(((x - ax) * dx + (y - ay) * dy) / long2, 0.0), 1.0)
                    ex, ey = x - ax - part * dx, y - ay - part * dy
                    if ex * ex + ey * ey > reach:
                        continue
                    mark[row - top, column - left] = line
                    here = canopy[row - top, column - left]
                    if not math.isnan(here):
                        counts[line, 0] += 1
                        if here >= height:
                            counts[line, 1] += 1
    return counts


def cover_percent(counts) -> np.ndarray:
    """Return the share of canopy [percent] from counts of cells, NaN where no cell has data."""
    cells = counts[:, 0]
    return np.where(cells > 0, 100.0 * counts[:, 1] / np.maximum(cells, 1), np.nan)
