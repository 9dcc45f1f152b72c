"""Districts of the demo town and the minor streets that fill them.

The main streets cut the square into regions. Each region belongs to a district, and each district has its
own way of drawing streets: narrow and crooked in the old centre, straight in the 19th-century extensions,
loops and closes in the housing estates, tracks in the fields.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon

from .plan import GREENWAY_OFFSET, QUAY_OFFSET, STATION_OFFSET, Axis, Plan
from .shapes import cross_section, cut_polygon, long_axis, polygon_parts

#: Mean area of a block, streets included [m2].
OLD_BLOCK, GRID_BLOCK, LOT_BLOCK, ESTATE_BLOCK, FIELD_BLOCK = 2800.0, 7500.0, 27000.0, 36000.0, 42000.0
#: Two junctions are not closer than this, where that can be helped [m].
JUNCTION_GAP = 14.0
#: Depth of two rows of house plots between a street and the loop behind it [m].
LOOP_DEPTH = 47.0
#: A loop encloses two rows of plots: smallest area [m2] and half width [m].
LOOP_AREA, LOOP_HALF_WIDTH = 4800.0, 20.0


@dataclass
class Drawn:
    """What filling the districts has drawn: streets, and the field boundaries that carry no street."""

    axes: list[Axis] = field(default_factory=list)
    boundaries: list[LineString] = field(default_factory=list)
    ends: list[tuple[float, float]] = field(default_factory=list)

    def add(self, line: LineString, kind: str) -> None:
        """Keep a street and remember its ends, so that later streets may meet it there."""
        self.axes.append(Axis(line, kind))
        self.ends += [line.coords[0], line.coords[-1]]


def district_of(plan: Plan, region: Polygon) -> str:
    """Name the district of a region: old, grid, lots, estate, field, rail or river."""
    point = region.representative_point()
    u, v = plan.frame.to_plan(point.x, point.y)
    reach = plan.river.width / 2 + QUAY_OFFSET
    distance = float(plan.river.distance(u, v))
    if abs(distance) < reach:
        return "river"
    if distance > 0:
        ring = sum(not area.contains(point) for area in plan.rings)
        if ring == 0:
            return "old"
        if ring >= len(plan.rings):
            return "field"
        small_town = len(plan.rings) == 2 and u > 0
        return "lots" if ring > 1 or small_town else "grid"
    R, above = plan.radius, float(v) - plan.rail_v
    if above > STATION_OFFSET:
        return "grid" if -1.7 * R < u < 1.95 * R else "field"
    if above > -GREENWAY_OFFSET:
        return "rail" if -1.7 * R < u < 1.95 * R else "field"
    if above > -1.1 * R and abs(u) < 2.6 * R:
        return "estate" if u > R else "lots"
    return "field"


def fill_region(plan: Plan, region: Polygon, district: str, drawn: Drawn, rng) -> None:
    """Draw the minor streets of one region.

    Parameters
    ----------
    plan : Plan
        The town's plan.
    region : Polygon
        Area between main streets [m].
    district : str
        Result of :func:`district_of`.
    drawn : Drawn
        Streets drawn so far; this function adds to it.
    rng : numpy.random.Generator
        Source of chance.
    """
    scale = min(1.0, (plan.size / 1000.0) ** 2)  # blocks of a very small town are smaller
    if district == "old":
        for line, _ in subdivide(region, max(900.0, OLD_BLOCK * scale), rng, drawn.ends, 0.17, 0.05):
            drawn.add(line, "old")
    elif district == "grid":
        _fill_grid(region, max(1600.0, GRID_BLOCK * scale), drawn, rng)
    elif district == "lots":
        _fill_lots(region, max(6000.0, LOT_BLOCK * scale), drawn, rng)
    elif district == "estate":
        for line, _ in subdivide(region, max(6000.0, ESTATE_BLOCK * scale), rng, drawn.ends, 0.05, 0.0):
            drawn.add(line, "estate")
    elif district == "field":
        _fill_field(plan, region, max(2500.0, FIELD_BLOCK * scale), drawn, rng)


def subdivide(region, block_area: float, rng, ends: list, wobble: float, bend: float):
    """Cut an area in two across its longer side, again and again, until the pieces are blocks.

    Parameters
    ----------
    region : Polygon
        Area to cut [m].
    block_area : float
        Mean area of a block [m2].
    rng : numpy.random.Generator
        Source of chance.
    ends : list of (float, float)
        Junctions drawn so far; a cut that ends near one of them is moved to it.
    wobble : float
        Standard deviation of the direction of a cut [rad].
    bend : float
        Largest deflection of the middle of a cut, as a fraction of its length.

    Yields
    ------
    line : LineString
        A cut, in the order drawn.
    depth : int
        How many cuts came before it on the same ground.
    """
    stack = [(region, 0)]
    while stack:
        piece, depth = stack.pop()
        direction, length, width = long_axis(piece)
        if piece.area < block_area * rng.uniform(1.25, 1.75) or length < 36.0 or width < 18.0:
            continue
        across = np.array([-direction[1], direction[0]])
        turn = rng.normal(0.0, wobble)
        across = np.array(
            [across[0] * np.cos(turn) - across[1] * np.sin(turn), across[0] * np.sin(turn) + across[1] * np.cos(turn)]
        )
        middle = shapely.get_coordinates(shapely.minimum_rotated_rectangle(piece).centroid)[0]
        middle = middle + direction * length * rng.uniform(-0.12, 0.12)
        line = cross_section(piece, middle, across)
        if line is None:
            continue
        line = _settle(line, piece, ends, rng.uniform(-bend, bend))
        pieces = cut_polygon(piece, line)
        if len(pieces) < 2:
            continue
        yield line, depth
        ends += [line.coords[0], line.coords[-1]]
        stack += [(part, depth + 1) for part in sorted(pieces, key=lambda part: part.area)]


def _settle(line: LineString, piece: Polygon, ends: list, bend: float) -> LineString:
    """Move the ends of a cut to junctions close by on the edge of the piece, and bend its middle."""
    points = np.round(shapely.get_coordinates(line), 2)
    if ends:
        known = np.asarray(ends)
        for k in (0, -1):
            gap = np.hypot(*(known - points[k]).T)
            for index in np.argsort(gap, kind="stable")[:4]:
                if gap[index] > JUNCTION_GAP:
                    break
                if piece.boundary.distance(Point(known[index])) < 0.02:
                    points[k] = known[index]
                    break
    span = points[-1] - points[0]
    if abs(bend) > 0.01 and np.hypot(*span) > 40.0:
        middle = (points[0] + points[-1]) / 2 + bend * np.array([-span[1], span[0]])
        bent = LineString([points[0], np.round(middle, 2), points[-1]])
        if piece.buffer(0.05).contains(bent):
            return bent
    straight = LineString([points[0], points[-1]])
    return straight if piece.buffer(0.05).contains(straight) else line


def _fill_grid(region: Polygon, block_area: float, drawn: Drawn, rng) -> None:
    """Draw straight streets at right angles, about 1.5 times as far apart one way as the other."""
    direction, length, width = long_axis(region)
    if region.area < 1.6 * block_area or width < 40.0:
        return
    across = np.array([-direction[1], direction[0]])
    short = np.sqrt(block_area / 1.5)
    middle = shapely.get_coordinates(shapely.minimum_rotated_rectangle(region).centroid)[0]
    for unit, other, reach, step in ((across, direction, length, 1.5 * short), (direction, across, width, short)):
        count = max(1, round(reach / step))
        for k in range(1, count):
            offset = (k / count - 0.5) * reach + rng.uniform(-0.07, 0.07) * step
            line = cross_section(region, middle + offset * other, unit)
            if line is not None and line.length > 45.0:
                drawn.add(_settle(line, region, drawn.ends, 0.0), "grid")


def _fill_lots(region: Polygon, block_area: float, drawn: Drawn, rng) -> None:
    """Draw wide blocks, and in each a loop or a close that serves the plots behind the first row."""
    lines = [line for line, _ in subdivide(region, block_area, rng, drawn.ends, 0.08, 0.06)]
    pieces = [region]
    for line in lines:
        drawn.add(line, "lot")
        pieces = [part for piece in pieces for part in cut_polygon(piece, line)]
    for piece in pieces:
        inner = polygon_parts(piece.buffer(-LOOP_DEPTH - 10.0, join_style="mitre").buffer(10.0), LOOP_AREA)
        inner = [part for part in inner if not part.buffer(-LOOP_HALF_WIDTH).is_empty]
        if inner:
            loop = max(inner, key=lambda part: part.area).exterior.simplify(0.8)
            _draw_loop(piece, loop, drawn, rng)
        else:
            _draw_close(piece, drawn, rng)


def _draw_loop(piece: Polygon, loop, drawn: Drawn, rng) -> None:
    """Draw a loop and the two streets that join it to the block's edge."""
    drawn.axes.append(Axis(LineString(np.round(loop.coords, 2)), "lot"))
    start = rng.uniform(0.0, 1.0)
    for fraction in (start, (start + rng.uniform(0.35, 0.6)) % 1.0):
        foot = loop.interpolate(fraction, normalized=True)
        edge = piece.exterior.interpolate(piece.exterior.project(foot))
        drawn.add(LineString(np.round([edge.coords[0], foot.coords[0]], 2)), "lot")


def _draw_close(piece: Polygon, drawn: Drawn, rng) -> None:
    """Draw a dead end from the edge of a block towards its middle, when the block is deep enough."""
    direction, length, width = long_axis(piece)
    if width < 75.0 or length < 90.0:
        return
    middle = shapely.get_coordinates(piece.centroid)[0] + direction * length * rng.uniform(-0.15, 0.15)
    across = np.array([-direction[1], direction[0]]) * rng.choice([-1.0, 1.0])
    line = cross_section(piece, middle, across)
    if line is None:
        return
    points = shapely.get_coordinates(line)
    drawn.add(LineString(np.round([points[0], points[0] + 0.62 * (points[1] - points[0])], 2)), "close")


def _fill_field(plan: Plan, region: Polygon, block_area: float, drawn: Drawn, rng) -> None:
    """Cut the fields; some of the cuts that start from a street become tracks, the others are hedgerows."""
    roads = [axis.line for axis in plan.axes if not axis.deck]
    for line, depth in subdivide(region, block_area, rng, drawn.ends, 0.14, 0.08):
        streets = shapely.union_all(roads)
        reached = any(streets.distance(Point(end)) < 0.02 for end in (line.coords[0], line.coords[-1]))
        if reached and depth < 3 and rng.uniform() < 0.5:
            drawn.axes.append(Axis(line, "track"))
            roads.append(line)
        else:
            drawn.boundaries.append(line)
