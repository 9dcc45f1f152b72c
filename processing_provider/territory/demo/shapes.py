"""Small geometry tools of the demo town: curves, cuts, oriented rectangles, scattered points.

Everything works in the town's local frame: metres, x to the east and y to the north of the lower-left
corner. Drawn coordinates lie on a grid of one centimetre, so that shared points are equal to the bit.
"""

from __future__ import annotations

from typing import Optional

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon

#: Side of the coordinate grid [m].
GRID = 0.01


def bezier(points, step: float) -> np.ndarray:
    """Return points along a Bezier curve.

    Parameters
    ----------
    points : sequence of (float, float)
        Control points [m].
    step : float
        Wanted distance between the points returned [m], > 0.

    Returns
    -------
    ndarray, shape (n, 2)
        Points of the curve, both ends included [m].
    """
    control = np.asarray(points, dtype=np.float64)
    length = np.hypot(*np.diff(control, axis=0).T).sum()
    t = np.linspace(0.0, 1.0, max(2, round(length / step) + 1))[:, None]
    level = [np.repeat(point[None, :], len(t), axis=0) for point in control]
    while len(level) > 1:
        level = [(1.0 - t) * a + t * b for a, b in zip(level[:-1], level[1:])]
    return level[0]


def long_axis(polygon: Polygon) -> tuple[np.ndarray, float, float]:
    """Return the direction, length and width of a polygon's minimum rotated rectangle.

    Returns
    -------
    direction : ndarray, shape (2,)
        Unit vector along the longer side.
    length, width : float
        Sides of the rectangle [m].
    """
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(polygon))
    first, second = corners[1] - corners[0], corners[2] - corners[1]
    length, width = np.hypot(*first), np.hypot(*second)
    if length < width:
        first, length, width = second, width, length
    return first / length, float(length), float(width)


def rectangle(centre, direction, length: float, width: float) -> Polygon:
    """Return the rectangle of the given centre [m], unit direction of its length, and sides [m]."""
    along = np.asarray(direction) * length / 2.0
    across = np.array([-direction[1], direction[0]]) * width / 2.0
    centre = np.asarray(centre)
    return Polygon([centre - along - across, centre + along - across, centre + along + across, centre - along + across])


def polygon_parts(geometry, min_area: float = 0.0) -> list[Polygon]:
    """Return the polygons of any geometry whose area [m2] is larger than ``min_area``."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return [part for part in parts if part.geom_type == "Polygon" and part.area > min_area]


def as_multi(polygons) -> np.ndarray:
    """Return polygons as an array of MultiPolygon, the geometry type of the standard layers."""
    out = np.empty(len(polygons), dtype=object)
    for index, polygon in enumerate(polygons):
        out[index] = polygon if polygon.geom_type == "MultiPolygon" else MultiPolygon([polygon])
    return out


def tidy(geometry, min_area: float = 1.0):
    """Put an area on the coordinate grid; return a valid (Multi)Polygon without crumbs, or None."""
    parts = polygon_parts(shapely.set_precision(geometry, GRID), min_area)
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def longest_line(geometry) -> Optional[LineString]:
    """Return the longest line of a geometry, or None when it holds none."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "LineString" and part.length > 0]
    return max(parts, key=lambda part: part.length) if parts else None


def cut_polygon(polygon: Polygon, line: LineString) -> list[Polygon]:
    """Cut a polygon along a line that crosses it; the pieces are on the coordinate grid."""
    edges = shapely.union_all([polygon.boundary, line], grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize([edges]))
    inside = shapely.contains(polygon.buffer(2 * GRID), faces)
    return list(faces[inside])


def cross_section(polygon: Polygon, point, direction) -> Optional[LineString]:
    """Return the longest part of a straight line that lies in a polygon.

    Parameters
    ----------
    polygon : Polygon
        Area to cross.
    point : ndarray, shape (2,)
        Point of the line [m].
    direction : ndarray, shape (2,)
        Unit vector of the line.

    Returns
    -------
    LineString or None
        Two-point line, None when the line misses the polygon.
    """
    xmin, ymin, xmax, ymax = polygon.bounds
    reach = 2.0 * np.hypot(xmax - xmin, ymax - ymin)
    line = LineString([point - reach * direction, point + reach * direction])
    return longest_line(shapely.intersection(polygon, line))


def rows_of_points(polygon, spacing: float, rng, jitter: float = 0.0, direction=(1.0, 0.0)) -> np.ndarray:
    """Return points on a square lattice inside a polygon, each moved at random.

    Parameters
    ----------
    polygon : Polygon or MultiPolygon
        Area to fill.
    spacing : float
        Side of the lattice [m], > 0.
    rng : numpy.random.Generator
        Source of chance.
    jitter : float
        Largest move as a fraction of the spacing, 0 to 0.5.
    direction : (float, float)
        Unit vector of the rows.

    Returns
    -------
    ndarray, shape (n, 2)
        Points inside the polygon [m].
    """
    if polygon.is_empty:
        return np.empty((0, 2))
    basis = np.array([direction, (-direction[1], direction[0])], dtype=np.float64)
    local = shapely.get_coordinates(polygon) @ basis.T
    low, high = local.min(axis=0), local.max(axis=0)
    counts = np.maximum(1, np.ceil((high - low) / spacing).astype(int))
    grid = np.stack(np.meshgrid(np.arange(counts[0]), np.arange(counts[1]), indexing="ij"), axis=-1).reshape(-1, 2)
    local = low + (grid + 0.5 + rng.uniform(-jitter, jitter, grid.shape)) * spacing
    points = local @ basis
    shapely.prepare(polygon)
    return points[shapely.contains_xy(polygon, points[:, 0], points[:, 1])]


def smooth_noise(rng, shape: tuple[int, int], cell_size: float, spacing: float):
    """Return a smooth random surface as two spline bases and their coefficients.

    White noise on a lattice is the coefficient of uniform cubic B-splines, so that the surface is twice
    differentiable and does not depend on the cell size:

    z(x, y) = sum_ij c_ij B(x / h - i) B(y / h - j), c_ij ~ N(0, 1), divided by its mean standard deviation.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    shape : (int, int)
        Rows and columns of the surface.
    cell_size : float
        Side of a cell [m].
    spacing : float
        Lattice step h [m]; bumps are about 4 h wide.

    Returns
    -------
    callable
        ``f(first, last)`` gives rows first to last - 1 as a float64 array, standard deviation about 1.
    """
    # The squared weights of the cubic B-spline (Unser 1999, doi 10.1109/79.799930) sum to 151/315 on average, on
    # each of the two axes: that is the standard deviation of the sum.
    norm = 151.0 / 315.0
    bases, sizes = [], []
    for count in shape:
        position = (np.arange(count) + 0.5) * cell_size / spacing
        first = np.floor(position).astype(int)
        t = position - first
        weights = np.stack([(1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3]) / 6.0
        bases.append((first, weights))
        sizes.append(int(count * cell_size / spacing + 1e-6) + 4)
    coefficients = rng.standard_normal(sizes) / norm
    first, weights = bases[1]
    across = sum(coefficients[:, first + k] * weights[k] for k in range(4))

    def rows(start: int, stop: int) -> np.ndarray:
        first, weights = bases[0]
        chosen = slice(start, stop)
        return sum(across[first[chosen] + k] * weights[k][chosen, None] for k in range(4))

    return rows


def to_map(geometry, origin: np.ndarray):
    """Move geometries from the local frame to the map, still on the coordinate grid.

    Parameters
    ----------
    geometry : geometry or ndarray of geometries
        Local coordinates [m].
    origin : ndarray, shape (2,)
        Map coordinates of the local frame's lower-left corner [m], whole centimetres.

    Returns
    -------
    geometry or ndarray of geometries
        Map coordinates [m], rounded to the centimetre so that shared points stay equal to the bit.
    """
    return shapely.transform(geometry, lambda points: np.round(np.round(points, 2) + origin, 2))


def as_multi_lines(lines: np.ndarray, origin: np.ndarray) -> np.ndarray:
    """Return local lines as an array of MultiLineString on the map."""
    moved = to_map(lines, origin)
    out = np.empty(len(lines), dtype=object)
    for index, line in enumerate(moved):
        out[index] = shapely.multilinestrings([line])
    return out


def as_multi_areas(areas, origin: np.ndarray) -> np.ndarray:
    """Return local polygons as an array of MultiPolygon on the map."""
    array = np.empty(len(areas), dtype=object)
    array[:] = list(areas)
    moved = to_map(array, origin)
    # A ring that touches another between two of its points may cross it by the last bit of the new coordinates.
    for index in np.flatnonzero(~shapely.is_valid(moved)):
        moved[index] = tidy(shapely.make_valid(moved[index]))
    return as_multi(moved)
