"""What each block of the demo town is used for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon

from .plan import Axis, Plan
from .shapes import bezier, cross_section, cut_polygon, long_axis, polygon_parts
from .streets import StreetMap, add_streets, merge_blocks, neighbours

#: Default use of a block by district; the blocks of the fields are drawn at random.
DEFAULT_USE = {
    "old": "perimeter",
    "grid": "perimeter",
    "lots": "houses",
    "estate": "sheds",
    "rail": "station",
    "river": "river",
}
#: Share of the fields' ground in each use.
FIELD_USE = {"crop": 0.53, "wood": 0.13, "orchard": 0.06, "meadow": 0.28}
#: Uses that keep their ground in one piece: no dead end is left inside.
WHOLE = {"park", "garden", "cemetery", "sport", "hospital", "school", "square", "church", "town_hall", "market"}


@dataclass
class LandUse:
    """Streets and blocks with the use of each block."""

    streets: StreetMap
    use: list[str]

    def blocks_of(self, *uses: str) -> list[int]:
        """Return the indices of the blocks that have one of the uses."""
        return [index for index, use in enumerate(self.use) if use in uses]


class _Chooser:
    """Give blocks to the town's amenities, one after the other."""

    def __init__(self, plan: Plan, streets: StreetMap):
        self.plan, self.streets = plan, streets
        self.area = shapely.area(streets.blocks)
        self.point = shapely.get_coordinates(shapely.point_on_surface(streets.blocks))
        self.around = neighbours(streets)
        self.whole = shapely.get_num_interior_rings(streets.blocks) == 0
        self.compact = 4 * np.pi * self.area / shapely.length(streets.blocks) ** 2
        self.taken: dict[int, str] = {}
        self.groups: list[list[int]] = []

    def take(self, use: str, district: str, target: float, near, side: float = 0.0, spare: float = 0.5) -> list[int]:
        """Give one place to a use.

        The block chosen is near a point, compact and of about the area wanted; smaller blocks are joined to
        their neighbours. Nothing happens when fewer than a share ``spare`` of the district would be left.
        """
        u, v = self.plan.frame.to_plan(self.point[:, 0], self.point[:, 1])
        bank = np.sign(self.plan.river.distance(u, v))
        mine = [
            index
            for index, name in enumerate(self.streets.districts)
            if name == district and (side == 0.0 or bank[index] == side)
        ]
        free = [index for index in mine if index not in self.taken and self.whole[index]]
        if not free or len(free) - 1 < spare * len(mine):
            return []
        gap = np.hypot(*(self.point[free] - np.asarray(near)).T) / self.plan.radius
        shape = np.abs(np.log(self.area[free] / target)).clip(0.0, 1.5) + 1.5 * (1.0 - self.compact[free])
        members = [free[int(np.argmin(gap + shape))]]
        while self.area[members].sum() < 0.75 * target:
            edge = {n for m in members for n in self.around[m]} - set(members)
            edge = [n for n in sorted(edge) if n in free and n not in members]
            if not edge or len(free) - len(members) - 1 < spare * len(mine):
                break
            members.append(min(edge, key=lambda n: _bulge(self.streets.blocks[[*members, n]])))
        self.groups.append(members)
        self.taken.update(dict.fromkeys(members, use))
        return members


def _bulge(blocks) -> float:
    """Return how far from a disc the union of some blocks is."""
    union = shapely.union_all(blocks)
    return union.length**2 / union.area


def assign_uses(plan: Plan, streets: StreetMap, rng) -> LandUse:
    """Choose the blocks of the amenities, join those that need more ground, and give the others their district's use.

    Parameters
    ----------
    plan : Plan
        The town's plan.
    streets : StreetMap
        Streets and blocks.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    LandUse
        Streets without those inside the amenities, and the use of every block.
    """
    chooser = _Chooser(plan, streets)
    for use, district, target, place, side, spare in _wishes(plan):
        chooser.take(use, district, target, plan.frame.to_local(*place), side, spare)
    points = [(shapely.point_on_surface(streets.blocks[group[0]]), chooser.taken[group[0]]) for group in chooser.groups]
    cleared = [group for group in chooser.groups if chooser.taken[group[0]] in WHOLE]
    joined = _part_fields(merge_blocks(streets, cleared, plan))
    use = [DEFAULT_USE.get(name, "field") for name in joined.districts]
    tree = shapely.STRtree(joined.blocks)
    for point, name in points:
        for block in tree.query(point, predicate="intersects"):
            use[int(block)] = name
    fields = np.array([index for index, name in enumerate(use) if name == "field"], dtype=int)
    for index, name in zip(fields, _field_uses(shapely.area(joined.blocks[fields]), rng)):
        use[index] = name
    return LandUse(joined, use)


def _part_fields(streets: StreetMap) -> StreetMap:
    """Cut the blocks of the fields along the boundaries that carry no street."""
    blocks, districts = [], []
    hedges = shapely.union_all(streets.boundaries)
    for block, name in zip(streets.blocks, streets.districts):
        parts = cut_polygon(block, hedges) if name == "field" and hedges.intersects(block) else [block]
        blocks += parts or [block]
        districts += [name] * max(1, len(parts))
    array = np.empty(len(blocks), dtype=object)
    array[:] = blocks
    return replace(streets, blocks=array, districts=districts)


def _field_uses(area: np.ndarray, rng) -> list[str]:
    """Share out the fields: one parcel for each use first, then the use that lacks most ground."""
    names = list(FIELD_USE)
    lack = np.array([FIELD_USE[name] for name in names]) * area.sum()
    chosen: list[Optional[str]] = [None] * len(area)
    order = np.argsort(area * np.exp(rng.normal(0.0, 0.35, len(area))), kind="stable")
    # A middling parcel for each of the rarer uses, so that none is missing and none fills the view.
    for name, rank in (("wood", 0.45), ("orchard", 0.3), ("meadow", 0.6)):
        free = [index for index in order if chosen[index] is None]
        if free:
            index = free[int(rank * len(free))]
            chosen[index] = name
            lack[names.index(name)] -= area[index]
    for index in order[::-1]:
        if chosen[index] is None:
            best = int(np.argmax(lack))
            chosen[index] = names[best]
            lack[best] -= area[index]
    return chosen


def _wishes(plan: Plan) -> list[tuple]:
    """Return the amenities in order: use, district, area [m2], plan coordinates, bank, share of blocks left."""
    R, cv, rail = plan.radius, plan.centre_v, plan.rail_v
    unit = min(1.0, (plan.size / 2000.0) ** 2)
    park = max(900.0, 32000.0 * unit)
    return [
        ("square", "old", max(700.0, 2600.0 * min(1.0, 3 * unit)), (0.0, cv + 0.05 * R), 0.0, 0.3),
        ("town_hall", "old", 2800.0, (0.12 * R, cv + 0.18 * R), 0.0, 0.3),
        ("church", "old", 2400.0, (-0.20 * R, cv + 0.02 * R), 0.0, 0.3),
        ("market", "old", 1800.0, (-0.05 * R, cv - 0.25 * R), 0.0, 0.6),
        ("park", "grid", park, (-1.3 * R, cv + 0.9 * R), 1.0, 0.3),
        ("garden", "grid", 7000.0, (0.4 * R, 0.45 * rail), -1.0, 0.3),
        ("school", "grid", 7000.0, (-0.8 * R, 0.6 * rail), -1.0, 0.4),
        ("hospital", "grid", max(1500.0, 24000.0 * unit), (0.5 * R, cv + 1.7 * R), 1.0, 0.4),
        ("school", "grid", 8000.0, (1.3 * R, cv + 0.4 * R), 1.0, 0.5),
        ("library", "grid", 6000.0, (0.5 * R, 0.8 * rail), -1.0, 0.6),
        ("church", "grid", 5000.0, (1.4 * R, 0.6 * rail), -1.0, 0.6),
        ("slabs", "lots", 22000.0, (0.4 * R, cv + 2.6 * R), 1.0, 0.5),
        ("slabs", "lots", 22000.0, (-0.6 * R, rail - 0.5 * R), -1.0, 0.5),
        ("school", "lots", 12000.0, (-1.2 * R, cv + 2.0 * R), 1.0, 0.5),
        ("sport", "lots", max(2500.0, 26000.0 * unit), (2.3 * R, cv + 0.8 * R), 1.0, 0.5),
        ("cemetery", "lots", max(2000.0, 16000.0 * unit), (-2.2 * R, cv + 1.6 * R), 1.0, 0.5),
        ("park", "lots", max(1500.0, 18000.0 * unit), (1.6 * R, cv + 2.0 * R), 1.0, 0.5),
        ("retail", "estate", 30000.0, (1.2 * R, rail - 0.3 * R), 0.0, 0.0),
    ]


def add_inner_paths(plan: Plan, land: LandUse, rng) -> LandUse:
    """Draw the paths of the parks and gardens, a covered passage, and the yards of the large sites.

    Parameters
    ----------
    plan : Plan
        The town's plan.
    land : LandUse
        Streets and uses.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    LandUse
        The same blocks, with the paths among the streets.
    """
    axes: list[Axis] = []
    for index in land.blocks_of("park"):
        axes += _park_paths(land.streets.blocks[index], rng)
    for index in land.blocks_of("garden", "square"):
        axes += _diagonals(land.streets.blocks[index], "path" if land.use[index] == "garden" else "square", rng)
    axes += _passages(plan, land, rng)
    for index in land.blocks_of("sheds", "retail"):
        axes += _yard(land.streets.blocks[index], rng)
    return LandUse(add_streets(land.streets, axes, plan), land.use)


def _park_paths(block: Polygon, rng) -> list[Axis]:
    """Return a loop around the lawn and its links to the streets around the park."""
    radius = inner_radius(block)
    inner = polygon_parts(block.buffer(-0.52 * radius).buffer(0.2 * radius), 60.0)
    if not inner:
        return _diagonals(block, "path", rng)
    loop = max(inner, key=lambda part: part.area).exterior.simplify(0.6)
    axes = [Axis(LineString(np.round(loop.coords, 2)), "path")]
    count = int(np.clip(round(block.length / 110.0), 3, 6))
    for k in range(count):
        gate = block.exterior.interpolate((k + rng.uniform(0.2, 0.8)) / count, normalized=True)
        foot = loop.interpolate(loop.project(gate))
        axes.append(Axis(LineString(np.round([gate.coords[0], foot.coords[0]], 2)), "path"))
    return [axis for axis in axes if block.buffer(0.1).contains(axis.line)]


def _diagonals(block: Polygon, kind: str, rng) -> list[Axis]:
    """Return two paths that cross a block, near its diagonals."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(block))[:4]
    axes = []
    for a, b in ((corners[0], corners[2]), (corners[1], corners[3])):
        middle = (a + b) / 2 + rng.uniform(-2.0, 2.0, 2)
        line = cross_section(block, middle, (b - a) / np.hypot(*(b - a)))
        if line is not None and line.length > 15.0:
            axes.append(Axis(LineString(np.round(shapely.get_coordinates(line), 2)), kind))
    return axes


def _passages(plan: Plan, land: LandUse, rng) -> list[Axis]:
    """Return covered passages through long built blocks near the heart, one or two."""
    candidates = []
    for index in land.blocks_of("perimeter"):
        block = land.streets.blocks[index]
        _, length, width = long_axis(block)
        gap = block.distance(Point(plan.centre)) / plan.radius
        if length > min(65.0, 0.12 * plan.size) and width > 28.0 and gap < 2.5:
            candidates.append((gap, index))
    axes = []
    for number, (_, index) in enumerate(sorted(candidates)[:2]):
        block = land.streets.blocks[index]
        direction, length, _ = long_axis(block)
        middle = shapely.get_coordinates(block.centroid)[0] + direction * length * rng.uniform(-0.08, 0.08)
        line = cross_section(block, middle, np.array([-direction[1], direction[0]]))
        if line is not None:
            name = ("Passage du Chapelier", "Passage des Carmélites")[number]
            axes.append(Axis(LineString(np.round(shapely.get_coordinates(line), 2)), "passage", name, False, -1))
    return axes


def _yard(block: Polygon, rng) -> list[Axis]:
    """Return the access road of a large site: in from the street, then along the site."""
    direction, length, width = long_axis(block)
    if width < 60.0:
        return []
    across = np.array([-direction[1], direction[0]])
    middle = shapely.get_coordinates(block.centroid)[0]
    line = cross_section(block, middle + direction * length * rng.uniform(-0.06, 0.06), across)
    if line is None:
        return []
    start, end = shapely.get_coordinates(line)[:: rng.choice([-1, 1])]
    knee = start + 0.5 * (end - start)
    turn = knee + direction * 0.22 * length * rng.choice([-1.0, 1.0])
    points = np.concatenate([[start], bezier([knee - 0.12 * (end - start), knee, turn], 6.0)])
    road = LineString(np.round(points, 2))
    return [Axis(road, "service")] if block.buffer(0.1).contains(road) else []


def inner_radius(polygon: Polygon) -> float:
    """Return the radius of the largest disc inside a polygon [m]."""
    return float(shapely.length(shapely.maximum_inscribed_circle(polygon, tolerance=0.5)))
