"""Exact share of raster cells covered by polygons, and sums of cells weighted by it.

The coverage is that of anti-aliased drawing: each side of a ring adds the signed area between itself and the right
edge of its cell, and a running sum along the row fills the inside. It is exact for cells of any size, so a polygon
smaller than a cell counts with its own area.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely
from numba import njit

_ROUND = 1e-9  # share of a cell below which a coverage is rounding


class CellSums(NamedTuple):
    """Sums over the part of each polygon that lies on the raster where it has data.

    ``area`` (float64 (n,)): area with data [cells]; ``above``: area where the value is at least the threshold
    [cells]; ``total``: integral of the value [value times cells].
    """

    area: np.ndarray
    above: np.ndarray
    total: np.ndarray


@njit(cache=True, nogil=True)
def _add_run(out, row, width, x0, x1, rise):
    """Add a straight run inside one row: from column ``x0`` to ``x1`` while climbing ``rise`` rows."""
    if x0 > x1:
        x0, x1 = x1, x0
    if x1 <= 0.0:
        out[row, 0] += rise
        return
    if x0 >= width:
        return
    if x0 < 0.0 or x1 > width:
        # Cut at the sides of the window: what lies left of it counts in full, what lies right not at all.
        slope = rise / (x1 - x0)
        if x0 < 0.0:
            out[row, 0] += slope * -x0
            rise -= slope * -x0
            x0 = 0.0
        if x1 > width:
            rise -= slope * (x1 - width)
            x1 = float(width)
        if x1 <= x0:
            return
    first = min(int(np.floor(x0)), width - 1)
    last = min(int(np.ceil(x1)), width)
    if last <= first + 1:
        part = rise * (0.5 * (x0 + x1) - first)
        out[row, first] += rise - part
        out[row, first + 1] += part
        return
    slope = rise / (x1 - x0)
    for column in range(first, last):
        low, high = max(x0, float(column)), min(x1, float(column + 1))
        piece = slope * (high - low)
        part = piece * (0.5 * (low + high) - column)
        out[row, column] += piece - part
        out[row, column + 1] += part


@njit(cache=True, nogil=True)
def cover(x, y, ring_first, height, width):
    """Share of each cell of a window covered by rings, in cell units from the upper left corner.

    Rings are closed; holes turn the other way than shells. The result is float64 (height, width), signed: its sign
    depends on the way the shells turn.
    """
    out = np.zeros((height, width + 1))
    for ring in range(len(ring_first) - 1):
        for k in range(ring_first[ring], ring_first[ring + 1] - 1):
            xa, ya, xb, yb = x[k], y[k], x[k + 1], y[k + 1]
            if ya == yb:
                continue
            sign = 1.0
            if ya > yb:
                xa, ya, xb, yb, sign = xb, yb, xa, ya, -1.0
            if yb <= 0.0 or ya >= height:
                continue
            lean = (xb - xa) / (yb - ya)
            for row in range(max(0, int(np.floor(ya))), min(height, int(np.ceil(yb)))):
                top, bottom = max(ya, float(row)), min(yb, float(row + 1))
                if bottom > top:
                    start, end = xa + (top - ya) * lean, xa + (bottom - ya) * lean
                    _add_run(out, row, width, start, end, sign * (bottom - top))
    for row in range(height):
        total = 0.0
        for column in range(width):
            total += out[row, column]
            out[row, column] = total
    return out[:, :width]


@njit(cache=True, nogil=True)
def _weighted(share, values, threshold):
    """Sum a window: area with data, area at or above the threshold, integral of the values."""
    area, above, total = 0.0, 0.0, 0.0
    for i in range(share.shape[0]):
        for j in range(share.shape[1]):
            part = abs(share[i, j])
            value = values[i, j]
            if part < _ROUND or np.isnan(value):
                continue
            area += part
            total += part * value
            if value >= threshold:
                above += part
    return area, above, total


def _rings(polygon) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates of all rings, shells anticlockwise and holes clockwise, and where each begins."""
    parts = shapely.get_parts(polygon)
    shells = shapely.get_exterior_ring(parts)
    counts = shapely.get_num_interior_rings(parts)
    owner = np.repeat(np.arange(len(parts)), counts)
    number = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    holes = shapely.get_interior_ring(parts[owner], number)
    turned = [
        ring.reverse() if shapely.is_ccw(ring) != wanted else ring
        for rings, wanted in ((shells, True), (holes, False))
        for ring in rings
    ]
    coords, ring = shapely.get_coordinates(np.array(turned, dtype=object), return_index=True)
    return coords, np.concatenate(([0], np.cumsum(np.bincount(ring, minlength=len(turned)))))


def cell_shares(polygon, west: float, north: float, cell: float, height: int, width: int) -> np.ndarray:
    """Share of each cell of a window that a polygon covers.

    Parameters
    ----------
    polygon : shapely Polygon or MultiPolygon
        Valid [m].
    west, north : float
        Upper left corner of the window [m].
    cell : float
        Side of a cell [m], > 0.
    height, width : int
        Rows and columns of the window.

    Returns
    -------
    float64 (height, width)
        0 to 1, exact up to rounding.
    """
    coords, first = _rings(polygon)
    x, y = (coords[:, 0] - west) / cell, (north - coords[:, 1]) / cell
    return np.clip(np.abs(cover(x, y, first, int(height), int(width))), 0.0, 1.0)


def sum_tile(arrays, tile, stop, *, polygons, west: float, north: float, cell: float, threshold: float):
    """Sum the cells of one tile under each polygon; a function for :func:`.engine.map_tiles`.

    Parameters
    ----------
    arrays : dict
        ``"values"``: float32 (rows, columns) of the tile, NaN where there is no data.
    tile : engine.Tile
        Tile, without halo.
    stop : uint8 (1,)
        Looked at between polygons.
    polygons : sequence of bytes
        Polygons that meet the tile, as WKB, in the CRS of the raster.
    west, north, cell : float
        Upper left corner of the raster and side of its cells [m].
    threshold : float
        See :class:`CellSums`.

    Returns
    -------
    float64 (n_polygons, 3)
        Columns of :class:`CellSums`.
    """
    values = arrays["values"]
    out = np.zeros((len(polygons), 3))
    for k, binary in enumerate(polygons):
        if stop[0]:
            break
        polygon = shapely.from_wkb(binary)
        x0, y0, x1, y1 = shapely.bounds(polygon)
        top = max(tile.row, int(np.floor((north - y1) / cell)))
        left = max(tile.column, int(np.floor((x0 - west) / cell)))
        bottom = min(tile.row + tile.height, int(np.ceil((north - y0) / cell)))
        right = min(tile.column + tile.width, int(np.ceil((x1 - west) / cell)))
        if bottom <= top or right <= left:
            continue
        share = cell_shares(polygon, west + left * cell, north - top * cell, cell, bottom - top, right - left)
        window = values[top - tile.row : bottom - tile.row, left - tile.column : right - tile.column]
        out[k] = _weighted(share, window, threshold)
    return out
