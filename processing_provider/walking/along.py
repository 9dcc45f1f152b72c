"""Positions along many lines at once: the shared ruler of the walking room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

# Space left between two lines on the common axis of distances, so that the end of one is never
# taken for the start of the next [m].
_GAP_M = 1.0


@dataclass(frozen=True)
class LineTable:
    """Vertices of many lines in flat arrays.

    Attributes
    ----------
    coords : float64 (n, 2) or (n, 3)
        Vertices of all lines one after the other [m].
    line : int64 (n,)
        Line each vertex belongs to.
    first : int64 (n_lines + 1,)
        Line ``i`` owns the vertices ``first[i]`` to ``first[i + 1] - 1``.
    distance : float64 (n,)
        Distance of the vertex from the start of its line, in the plane [m].
    length : float64 (n_lines,)
        Length of each line in the plane [m].
    """

    coords: np.ndarray
    line: np.ndarray
    first: np.ndarray
    distance: np.ndarray
    length: np.ndarray


def line_table(lines, include_z: bool = False) -> LineTable:
    """Lay the vertices of lines out in flat arrays.

    Parameters
    ----------
    lines : array of shapely LineString (n_lines,)
        Lines in metric coordinates; none may be missing or empty.
    include_z : bool
        Keep a third column with the height (NaN where a line has none).

    Returns
    -------
    LineTable

    Raises
    ------
    ValueError
        When a line is missing or empty.
    """
    lines = np.asarray(lines, dtype=object).reshape(-1)
    coords, line = shapely.get_coordinates(lines, include_z=include_z, return_index=True)
    count = np.bincount(line, minlength=len(lines))
    if len(lines) and count.min() < 2:
        raise ValueError("A line without coordinates cannot be measured; remove empty geometries first.")
    first = np.concatenate(([0], np.cumsum(count)))
    step = np.zeros(len(coords))
    step[1:] = np.hypot(*(coords[1:, :2] - coords[:-1, :2]).T)
    step[first[:-1]] = 0.0
    running = np.cumsum(step)
    distance = running - np.repeat(running[first[:-1]], count)
    return LineTable(coords, line, first, distance, distance[first[1:] - 1])


def positions_along(table: LineTable, index: np.ndarray, distance: np.ndarray):
    """Coordinates and direction at given distances along given lines.

    Parameters
    ----------
    table : LineTable
        The lines.
    index : int (m,)
        Line of each position.
    distance : float64 (m,)
        Distance from the start of that line [m]; clipped to its length.

    Returns
    -------
    coords : float64 (m, 2) or (m, 3)
        Positions [m].
    direction : float64 (m, 2)
        Unit vector of the segment walked on, towards the end of the line; (0, 0) on a line of no length.
    """
    index = np.asarray(index, dtype=np.int64)
    distance = np.clip(np.asarray(distance, dtype=np.float64), 0.0, table.length[index])
    start = np.concatenate(([0.0], np.cumsum(table.length + _GAP_M)))[:-1]
    axis = table.distance + start[table.line]
    segment = np.searchsorted(axis, start[index] + distance, side="right") - 1
    # Rounding on the common axis may step one vertex out of the line: bring it back.
    segment = np.clip(segment, table.first[index], table.first[index + 1] - 2)
    a, b = table.coords[segment], table.coords[segment + 1]
    span = table.distance[segment + 1] - table.distance[segment]
    safe = np.where(span > 0.0, span, 1.0)
    part = np.clip((distance - table.distance[segment]) / safe, 0.0, 1.0)
    return a + part[:, None] * (b - a), (b - a)[:, :2] / safe[:, None]
