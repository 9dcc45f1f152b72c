"""What a ray towards the sun meets, counted from where it starts: the same for all cells of a raster.

The ray goes through cells (Amanatides and Woo), and passes over the lines that join the middles of neighbouring
cells, between which a slope is even.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from .digital_lines import SLOPE_SNAP, toward

CORNER = 1e-9  # [side of a cell] sides crossed closer than this to each other are crossed at their corner
BY_ROW, BY_COLUMN, BY_CORNER = 0, 1, 2  # how a cell is entered


class Crossings(NamedTuple):
    """Cells that a ray goes through, the cell where it starts first."""

    rows: np.ndarray  # int64, counted from the start
    columns: np.ndarray
    kinds: np.ndarray  # int64: BY_ROW, BY_COLUMN or BY_CORNER
    enters: np.ndarray  # float32, whole units: how far the ray has risen where it enters the cell
    leaves: np.ndarray  # and where it leaves it


class Middles(NamedTuple):
    """Places of a ray on a line from the middle of a cell to that of its neighbour on the next column (row)."""

    rows: np.ndarray  # int64, cell before the place, counted from the start
    columns: np.ndarray
    shares: np.ndarray  # float32, how far the place is from its middle to that of the next cell [0 to 1]
    rises: np.ndarray  # float32, whole units: how far the ray has risen there
    next_row: int  # 1 where the next cell is that of the next row, then next_column is 0
    next_column: int


class Ray(NamedTuple):
    """Direction of a ray, and what it is followed for."""

    azimuth_deg: float  # from grid north
    rise: float  # rise over the side of a cell [units]
    reach: float  # length over the ground [side of a cell]


def components(azimuth_deg):
    """Return the signs and the lengths of the (row, column) components of an azimuth, exact at multiples of 45 degrees.

    Parameters
    ----------
    azimuth_deg : float
        From grid north, clockwise [degrees].

    Returns
    -------
    sign : ndarray of int64, shape (2,)
        -1 or 1.
    length : ndarray of float64, shape (2,)
        0 to 1.
    """
    direction = np.array(toward(azimuth_deg))
    length = np.abs(direction)
    length[length < SLOPE_SNAP] = 0.0
    if abs(length[0] - length[1]) < SLOPE_SNAP:
        length[:] = math.sqrt(0.5)
    return np.where(direction > 0.0, 1, -1), length


def cells_crossed(ray, start):
    """Return the cells that a ray goes through.

    Parameters
    ----------
    ray : Ray
        Direction and length.
    start : tuple of float
        Where it starts, from the northern and the western side of its cell [share of a side, 0 to 1].

    Returns
    -------
    Crossings
        Those entered within the length of the ray. Where two sides are crossed at once, one step is made in both
        directions: a cell that is touched by a corner only is not entered.
    """
    sign, length = components(ray.azimuth_deg)
    crossings = []
    for axis in range(2):
        first = 1.0 - start[axis] if sign[axis] > 0 else start[axis]
        count = math.ceil(ray.reach * length[axis]) + 2 if length[axis] > 0.0 else 0
        crossings.append((np.arange(count) + first) / length[axis] if count else np.empty(0))
    entry = np.sort(np.concatenate([[0.0], *crossings]))
    entry = entry[np.append(np.diff(entry) > CORNER, True)]  # the later one counts both
    rows, columns = (np.searchsorted(along, entry, side="right") for along in crossings)
    kinds = np.where(np.diff(rows, prepend=0) == 0, BY_COLUMN, BY_ROW)
    kinds[(np.diff(rows, prepend=0) > 0) & (np.diff(columns, prepend=0) > 0)] = BY_CORNER
    leaving = np.append(entry[1:], np.inf)
    kept = entry <= ray.reach  # never the last one, whose end is not known
    return Crossings(
        rows=(rows * sign[0])[kept].astype(np.int64),
        columns=(columns * sign[1])[kept].astype(np.int64),
        kinds=kinds[kept].astype(np.int64),
        enters=np.rint(entry[kept] * ray.rise).astype(np.float32),
        leaves=np.rint(leaving[kept] * ray.rise).astype(np.float32),
    )


def middles_passed(ray, start):
    """Return the places where a ray passes over the middles of rows, or of columns where it is nearer to their axis.

    Parameters
    ----------
    ray, start
        As in :func:`cells_crossed`.

    Returns
    -------
    Middles
        Those within the length of the ray, but the middle of the cell where it starts.
    """
    sign, length = components(ray.azimuth_deg)
    main = 0 if length[0] >= length[1] else 1
    off = (np.array(start) - 0.5) * sign  # how far the start is ahead of the middle
    number = np.arange(1, math.ceil(ray.reach * length[main] + off[main]) + 1)
    away = (number - off[main]) / length[main]
    number, away = number[away <= ray.reach], away[away <= ray.reach]
    aside = sign[1 - main] * (away * length[1 - main] + off[1 - main])
    before = np.floor(aside + CORNER)
    along = number * sign[main]
    rows, columns = (along, before) if main == 0 else (before, along)
    return Middles(
        rows=rows.astype(np.int64),
        columns=columns.astype(np.int64),
        shares=np.maximum(aside - before, 0.0).astype(np.float32),
        rises=np.rint(away * ray.rise).astype(np.float32),
        next_row=main,
        next_column=1 - main,
    )
