"""Buildings side by side along the edge of a block, around courtyards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from .shapes import GRID, cross_section, cut_polygon, long_axis, polygon_parts, rectangle

#: A bend of the street line sharper than this is a corner [degrees].
CORNER = 32.0
#: A courtyard smaller than this is built over [m2].
SMALLEST_COURT = 130.0
#: A piece smaller than this is not a building [m2].
SMALLEST_HOUSE = 24.0


@dataclass(frozen=True)
class Style:
    """Depth of the buildings and width of their fronts [m], and share of the fronts left open."""

    depth: tuple[float, float]
    front: tuple[float, float]
    gaps: float


OLD = Style((8.5, 11.0), (6.0, 11.0), 0.04)
GRID_STYLE = Style((10.5, 13.0), (9.0, 17.0), 0.09)


def build_perimeter(ground: Polygon, style: Style, rng) -> tuple[list[Polygon], list[Polygon]]:
    """Build along the edge of a block.

    Parameters
    ----------
    ground : Polygon
        Free ground of the block [m].
    style : Style
        Depth, fronts and gaps.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    buildings : list of Polygon
        Buildings that share their party walls.
    courts : list of Polygon
        Open ground inside.
    """
    depth = rng.uniform(*style.depth)
    courts = polygon_parts(ground.buffer(-depth, join_style="mitre").buffer(-2.0).buffer(2.0), SMALLEST_COURT)
    if not courts:
        return _build_over(ground, style, rng), []
    ring = ground.difference(shapely.union_all(courts))
    cuts = [
        line
        for number, boundary in enumerate([ground.exterior, *ground.interiors])
        for line in _party_walls(boundary, number > 0, depth, style.front, rng)
    ]
    pieces = _pieces(ring, [ring.boundary, *cuts])
    return list(pieces[rng.uniform(size=len(pieces)) >= style.gaps]), courts


def whole_block(ground: Polygon, depth: float, min_court: float = SMALLEST_COURT) -> Polygon:
    """Return one building along the whole edge of a block, around its courtyard if there is room for one."""
    courts = polygon_parts(ground.buffer(-depth, join_style="mitre"), min_court)
    return ground.difference(shapely.union_all(courts)) if courts else ground


def court_annexes(court: Polygon, taken: list[Polygon], rng) -> list[Polygon]:
    """Return small outbuildings in a courtyard, one per 450 m2, clear of each other."""
    inner = court.buffer(-3.5)
    annexes: list[Polygon] = []
    if inner.is_empty:
        return annexes
    xmin, ymin, xmax, ymax = inner.bounds
    for _ in range(int(min(6, court.area // 450))):
        point = np.array([rng.uniform(xmin, xmax), rng.uniform(ymin, ymax)])
        length, width = rng.uniform(5.0, 9.0), rng.uniform(3.0, 4.5)
        direction, _, _ = long_axis(court)
        shape = shapely.set_precision(rectangle(point, direction, length, width), GRID)
        if inner.contains(shape) and all(shape.distance(other) > 2.0 for other in [*annexes, *taken]):
            annexes.append(shape)
    return annexes


def _build_over(ground: Polygon, style: Style, rng) -> list[Polygon]:
    """Cut a block without a courtyard into buildings."""
    wanted = style.depth[1] * sum(style.front) / 2
    stack, cuts = [ground], []
    while stack:
        piece = stack.pop()
        direction, length, _ = long_axis(piece)
        if piece.area < wanted * rng.uniform(1.2, 1.8) or length < 9.0:
            continue
        across = np.array([-direction[1], direction[0]])
        middle = shapely.get_coordinates(piece.centroid)[0] + direction * length * rng.uniform(-0.08, 0.08)
        line = cross_section(piece, middle, across)
        parts = cut_polygon(piece, line) if line is not None else []
        if len(parts) > 1:
            cuts.append(line)
            stack += sorted(parts, key=lambda part: part.area)
    # All at once: cut one after the other, two neighbours would not share every point of their wall.
    return list(_pieces(ground, [ground.boundary, *cuts]))


def _pieces(area, lines: list) -> np.ndarray:
    """Return the buildings that lines enclose inside an area, in a fixed order."""
    pieces = shapely.get_parts(shapely.polygonize([shapely.union_all(lines, grid_size=GRID)]))
    pieces = pieces[shapely.contains(area, shapely.point_on_surface(pieces))]
    centres = shapely.get_coordinates(shapely.centroid(pieces)).round(2)
    pieces = pieces[np.lexsort((centres[:, 0], centres[:, 1]))]
    return pieces[shapely.area(pieces) > SMALLEST_HOUSE]


def _party_walls(boundary, hole: bool, depth: float, front: tuple[float, float], rng) -> list[LineString]:
    """Return lines square to the street line, from it to a little more than the depth of the buildings."""
    walls = []
    for run, sharp_start, sharp_end in street_fronts(boundary, hole):
        length = run.length
        low = (depth + rng.uniform(0.0, 4.0)) if sharp_start else rng.uniform(2.0, 5.0)
        high = length - ((depth + rng.uniform(0.0, 4.0)) if sharp_end else rng.uniform(2.0, 5.0))
        if high - low < 0.5 * front[0]:
            if length > 2.2 * front[0]:
                walls.append(_square_to(run, length / 2, depth))
            continue
        count = max(1, round((high - low) / rng.uniform(*front)))
        shares = np.cumsum(np.concatenate([[0.0], rng.uniform(0.7, 1.3, count)]))
        walls += [_square_to(run, low + (high - low) * share, depth) for share in shares / shares[-1]]
    return walls


def street_fronts(boundary, hole: bool = False) -> list[tuple[LineString, bool, bool]]:
    """Cut the edge of a plot at its corners.

    Parameters
    ----------
    boundary : LinearRing
        Ring of the plot.
    hole : bool
        Whether it is an inner ring.

    Returns
    -------
    list of (LineString, bool, bool)
        Runs with the plot on their left; whether they start and end at a corner that points outwards.
    """
    points = shapely.get_coordinates(boundary)[:-1]
    if bool(shapely.is_ccw(boundary)) == hole:  # the plot must lie on the left
        points = points[::-1]
    before = points - np.roll(points, 1, axis=0)
    after = np.roll(points, -1, axis=0) - points
    cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    turn = np.degrees(np.arctan2(cross, (before * after).sum(axis=1)))
    corners = np.flatnonzero(np.abs(turn) > CORNER)
    if len(corners) < 2:
        closed = np.concatenate([points, points[:1]])
        return [(LineString(closed), False, False)]
    runs = []
    for start, stop in zip(corners, np.roll(corners, -1)):
        index = np.arange(start, stop + 1 if stop > start else stop + 1 + len(points)) % len(points)
        runs.append((LineString(points[index]), bool(turn[start] > 0), bool(turn[stop] > 0)))
    return runs


def _square_to(run: LineString, position: float, depth: float) -> LineString:
    """Return a line across the building strip, on the left of a run at a position [m] along it."""
    a = shapely.get_coordinates(run.interpolate(max(0.0, position - 0.5)))[0]
    b = shapely.get_coordinates(run.interpolate(position + 0.5))[0]
    unit = (b - a) / np.hypot(*(b - a))
    normal = np.array([-unit[1], unit[0]])
    foot = shapely.get_coordinates(run.interpolate(position))[0]
    return LineString([foot - 0.3 * normal, foot + (1.08 * depth + 0.3) * normal])
