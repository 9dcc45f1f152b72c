"""Geometry of pieces of edges: their lines, and the area around them."""

from __future__ import annotations

import numpy as np
import shapely

from .along import line_table, positions_along

QUADRANT = 8  # segments of a quarter of a circle: a buffer of 25 m is then right to 0.12 m


def cut_lines(lines, index, start, stop) -> np.ndarray:
    """Cut pieces out of lines, many at once.

    Parameters
    ----------
    lines : array of shapely LineString (n,)
        Lines in metric coordinates; none may be missing or empty.
    index : int (m,)
        Line of each piece.
    start, stop : float64 (m,)
        Shares of the line's length, ``0 <= start < stop <= 1``.

    Returns
    -------
    object array of shapely LineString (m,)
        In the direction of the line, in the plane; whole lines keep their vertices.
    """
    index = np.asarray(index, dtype=np.int64)
    if not len(index):
        return np.zeros(0, dtype=object)
    table = line_table(lines)
    begin = np.asarray(start, dtype=np.float64) * table.length[index]
    end = np.asarray(stop, dtype=np.float64) * table.length[index]
    first, last = table.first[index], table.first[index + 1] - 1
    # Vertices strictly inside each piece, found on one axis where each line has its own stretch.
    offset = np.concatenate(([0.0], np.cumsum(table.length + 1.0)))[:-1]
    axis = table.distance + offset[table.line]
    low = np.clip(np.searchsorted(axis, offset[index] + begin, side="right"), first, last + 1)
    high = np.clip(np.searchsorted(axis, offset[index] + end, side="left"), low, last + 1)
    inner = high - low
    count = inner + 2
    where = np.concatenate(([0], np.cumsum(count)))
    coords = np.empty((where[-1], 2))
    head, tail = where[:-1], where[1:] - 1
    coords[head] = positions_along(table, index, begin)[0]
    coords[tail] = positions_along(table, index, end)[0]
    at_start, at_end = np.asarray(start) == 0.0, np.asarray(stop) == 1.0
    coords[head[at_start]] = table.coords[first[at_start], :2]
    coords[tail[at_end]] = table.coords[last[at_end], :2]
    order = np.arange(inner.sum()) - np.repeat(np.cumsum(inner) - inner, inner)
    coords[np.repeat(head + 1, inner) + order] = table.coords[np.repeat(low, inner) + order, :2]
    return shapely.linestrings(coords, indices=np.repeat(np.arange(len(index)), count))


def area_around(lines, distance: float, extra=()):
    """Area within a distance of lines.

    Parameters
    ----------
    lines : array of shapely geometries
        Lines [m].
    distance : float
        Distance [m], > 0.
    extra : sequence of shapely Polygon
        Areas joined to it, such as the parks themselves.

    Returns
    -------
    shapely.MultiPolygon
        Empty when there is nothing.
    """
    lines = np.asarray(lines, dtype=object).reshape(-1)
    parts = list(shapely.buffer(lines, distance, quad_segs=QUADRANT)) if len(lines) else []
    joined = shapely.union_all([*parts, *extra]) if parts or len(extra) else shapely.MultiPolygon()
    polygons = [part for part in shapely.get_parts(joined) if shapely.get_dimensions(part) == 2]
    return shapely.MultiPolygon(polygons)
