"""A uniform grid of edges for each face of many vertices: which edges are near, and is a point inside.

Without it, a road of 100 000 vertices would be read whole for each of the thousands of faces it passes by. Building it
costs O(E), reading it as much as there are edges near.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from .overlay_predicates import MOVED, crossing, side

FEW_EDGES = 64  # faces of no more edges are read whole


class EdgeGrids(NamedTuple):
    """Grids of the large faces of a coverage, one after the other.

    Attributes
    ----------
    number : ndarray of int32, shape (faces,)
        Grid of each face, -1 where there is none.
    columns, rows, width, height, first_cell : ndarray of int64, shape (grids,)
        Cells across and up, their size [grid units], and the first in the flat arrays, row by row from below.
    cell_start : ndarray of int64, shape (cells + 1,)
        First entry of each cell.
    edges : ndarray of int32, shape (entries,)
        First vertex of the edges that may touch a cell.
    winding : ndarray of int32, shape (cells,)
        Winding number of the face round the lower left corner of the cell.
    """

    number: np.ndarray
    columns: np.ndarray
    rows: np.ndarray
    width: np.ndarray
    height: np.ndarray
    first_cell: np.ndarray
    cell_start: np.ndarray
    edges: np.ndarray
    winding: np.ndarray


def edge_grids(faces, shift: int) -> EdgeGrids:
    """Make the grids of the faces of more than ``FEW_EDGES`` vertices.

    Parameters
    ----------
    faces : Faces
        A coverage.
    shift : int
        ``MOVED`` when points of the first coverage will ask this one, ``STILL`` the other way round.

    Returns
    -------
    EdgeGrids
    """
    vertices = np.diff(faces.ring_start[faces.face_ring])
    large = np.flatnonzero(vertices > FEW_EDGES)
    number = np.full(vertices.size, -1, dtype=np.int32)
    number[large] = np.arange(large.size)
    columns, rows, width, height = _shapes(faces, large)
    first_cell = np.concatenate(([0], np.cumsum(columns * rows)))
    cells = int(first_cell[-1])
    winding = np.zeros(cells, dtype=np.int32)
    cell_start = np.zeros(cells + 1, dtype=np.int64)
    nothing = np.empty(0, dtype=np.int32)
    empty = EdgeGrids(number, columns, rows, width, height, first_cell, cell_start, nothing, winding)
    _count(faces, large, empty)
    np.cumsum(cell_start, out=cell_start)
    grids = empty._replace(edges=np.empty(int(cell_start[-1]), dtype=np.int32))
    _fill(faces, large, grids, cell_start[:-1].copy())
    _wind(faces, large, grids, shift)
    return grids


@njit(cache=True, nogil=True, error_model="numpy")
def _shapes(faces, large):
    """Choose cells about as large as the edges, and no more cells than edges."""
    columns, rows = np.ones(large.size, dtype=np.int64), np.ones(large.size, dtype=np.int64)
    width, height = np.ones(large.size, dtype=np.int64), np.ones(large.size, dtype=np.int64)
    for k in range(large.size):
        face = large[k]
        across, up = faces.high_x[face] - faces.low_x[face], faces.high_y[face] - faces.low_y[face]
        run, rise, count = 1.0, 1.0, 0
        for ring in range(faces.face_ring[face], faces.face_ring[face + 1]):
            for i in range(faces.ring_start[ring], faces.ring_start[ring + 1] - 1):
                run += abs(np.int64(faces.x[i + 1]) - faces.x[i])
                rise += abs(np.int64(faces.y[i + 1]) - faces.y[i])
                count += 1
        # Edges of a comb are long one way and short the other, so each way has its own mean.
        wide, tall = max(1.0, across * count / run), max(1.0, up * count / rise)
        shrink = min(1.0, np.sqrt(count / (wide * tall)))
        wide, tall = max(1.0, wide * shrink), max(1.0, tall * shrink)
        # One that was held at 1 leaves its share of the cells to the other.
        columns[k] = max(1, min(np.int64(wide), np.int64(count / tall)))
        rows[k] = max(1, min(np.int64(tall), np.int64(count / wide)))
        width[k], height[k] = across // columns[k] + 1, up // rows[k] + 1
    return columns, rows, width, height


@njit(cache=True, nogil=True, error_model="numpy")
def row_range(faces, face, grids, k, low, high):
    """Return the first and last row of grid k that heights low..high touch; the first is above the last if none."""
    base = faces.low_y[face]
    return max(0, (low - base) // grids.height[k]), min(grids.rows[k] - 1, (high - base) // grids.height[k])


@njit(cache=True, nogil=True, error_model="numpy")
def column_range(faces, face, grids, k, row, ax, ay, bx, by):
    """Return the first and last column that edge a-b may touch within a row of grid k."""
    low, high = min(ax, bx), max(ax, bx)
    floor = faces.low_y[face] + row * grids.height[k]
    ceiling = floor + grids.height[k]
    if (min(ay, by) < floor or max(ay, by) > ceiling) and ax != bx:
        # One unit on either side makes up for the rounding of the interpolation, which is below 1e-6.
        slope = (bx - ax) / (by - ay)
        at_floor = ax + (max(floor, min(ay, by)) - ay) * slope
        at_ceiling = ax + (min(ceiling, max(ay, by)) - ay) * slope
        low = max(low, np.int64(np.floor(min(at_floor, at_ceiling))) - 1)
        high = min(high, np.int64(np.ceil(max(at_floor, at_ceiling))) + 1)
    base = faces.low_x[face]
    return max(0, (low - base) // grids.width[k]), min(grids.columns[k] - 1, (high - base) // grids.width[k])


@njit(cache=True, nogil=True, error_model="numpy")
def _count(faces, large, grids):
    """Count the entries of each cell, one place further on, where the sums will start."""
    for k in range(large.size):
        face = large[k]
        for ring in range(faces.face_ring[face], faces.face_ring[face + 1]):
            for i in range(faces.ring_start[ring], faces.ring_start[ring + 1] - 1):
                ax, ay = np.int64(faces.x[i]), np.int64(faces.y[i])
                bx, by = np.int64(faces.x[i + 1]), np.int64(faces.y[i + 1])
                first, last = row_range(faces, face, grids, k, min(ay, by), max(ay, by))
                for row in range(first, last + 1):
                    left, right = column_range(faces, face, grids, k, row, ax, ay, bx, by)
                    cell = grids.first_cell[k] + row * grids.columns[k]
                    for column in range(left, right + 1):
                        grids.cell_start[cell + column + 1] += 1


@njit(cache=True, nogil=True, error_model="numpy")
def _fill(faces, large, grids, at):
    """Write the edges into their cells; ``at`` is the next free entry of each."""
    for k in range(large.size):
        face = large[k]
        for ring in range(faces.face_ring[face], faces.face_ring[face + 1]):
            for i in range(faces.ring_start[ring], faces.ring_start[ring + 1] - 1):
                ax, ay = np.int64(faces.x[i]), np.int64(faces.y[i])
                bx, by = np.int64(faces.x[i + 1]), np.int64(faces.y[i + 1])
                first, last = row_range(faces, face, grids, k, min(ay, by), max(ay, by))
                for row in range(first, last + 1):
                    left, right = column_range(faces, face, grids, k, row, ax, ay, bx, by)
                    cell = grids.first_cell[k] + row * grids.columns[k]
                    for column in range(left, right + 1):
                        grids.edges[at[cell + column]] = i
                        at[cell + column] += 1


@njit(cache=True, nogil=True, error_model="numpy")
def _wind(faces, large, grids, shift):
    """Count the windings round the lower left corner of each cell, along the ray to its left."""
    for k in range(large.size):
        face = large[k]
        columns, width, height = grids.columns[k], grids.width[k], grids.height[k]
        base_x, base_y = faces.low_x[face], faces.low_y[face]
        for ring in range(faces.face_ring[face], faces.face_ring[face + 1]):
            for i in range(faces.ring_start[ring], faces.ring_start[ring + 1] - 1):
                ax, ay = np.int64(faces.x[i]), np.int64(faces.y[i])
                bx, by = np.int64(faces.x[i + 1]), np.int64(faces.y[i + 1])
                low, high = min(ay, by) - base_y, max(ay, by) - base_y
                if shift > 0:  # corners are moved up: low <= corner < high
                    first, last = -(-low // height), -(-high // height) - 1
                else:
                    first, last = low // height + 1, high // height
                for row in range(first, min(last, grids.rows[k] - 1) + 1):
                    corner_y = base_y + row * height
                    guess = ax + (bx - ax) * ((corner_y - ay) / (by - ay)) - base_x
                    column = max(0, min(columns, np.int64(guess) // width))
                    # The guess may be off by one; the sides are exact.
                    while column > 0 and _beyond(ax, ay, bx, by, base_x + (column - 1) * width, corner_y, shift):
                        column -= 1
                    while column < columns and not _beyond(
                        ax, ay, bx, by, base_x + column * width, corner_y, shift
                    ):  # fmt: skip
                        column += 1
                    if column < columns:
                        grids.winding[grids.first_cell[k] + row * columns + column] += 1 if by < ay else -1
        for row in range(grids.rows[k]):
            cell = grids.first_cell[k] + row * columns
            for column in range(1, columns):
                grids.winding[cell + column] += grids.winding[cell + column - 1]


@njit(cache=True, nogil=True, error_model="numpy")
def _beyond(ax, ay, bx, by, px, py, shift):
    """Tell whether a point is on the side of greater x of an edge that is not level."""
    left, _ = side(ax, ay, bx, by, px, py, shift)
    return left == (by < ay)


@njit(cache=True, nogil=True, error_model="numpy")
def winding_by_grid(faces, grids, face, px, py, shift):
    """Count how often a face that has a grid winds round a point of the other coverage.

    Parameters
    ----------
    faces, grids : Faces, EdgeGrids
        Coverage of the face.
    face : int
        Its number.
    px, py : int64
        Point within the extent of the face [grid units].
    shift : int
        As in :func:`.overlay_predicates.winding_by_ray`.

    Returns
    -------
    int
    """
    k = grids.number[face]
    base_x, base_y = faces.low_x[face], faces.low_y[face]
    column, row = (px - base_x) // grids.width[k], (py - base_y) // grids.height[k]
    corner_x, corner_y = base_x + column * grids.width[k], base_y + row * grids.height[k]
    cell = grids.first_cell[k] + row * grids.columns[k] + column
    winding = np.int64(grids.winding[cell])
    # From the corner, whose winding is known, to the point: both are in the cell, so only its edges can be crossed.
    for entry in range(grids.cell_start[cell], grids.cell_start[cell + 1]):
        i = grids.edges[entry]
        ax, ay = np.int64(faces.x[i]), np.int64(faces.y[i])
        bx, by = np.int64(faces.x[i + 1]), np.int64(faces.y[i + 1])
        if shift == MOVED:
            winding += crossing(corner_x, corner_y, px, py, ax, ay, bx, by)[0]
        else:
            winding -= crossing(ax, ay, bx, by, corner_x, corner_y, px, py)[0]
    return winding
