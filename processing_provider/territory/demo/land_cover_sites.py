"""What stands out in the land cover of the demo town, and what changes between its two dates: where, and into what.

Each site is placed where there is room for it; a town that has none goes without. Sizes are those around which the
thresholds of the decree on artificial land turn (50 m2, 2 500 m2), so that each rule meets a case of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Optional

import numpy as np
import shapely
import shapely.affinity
from shapely.geometry import LineString, Point, Polygon

from .blocks import LandUse
from .buildings import Town
from .houses import build_houses
from .land_cover_painting import Painting, blown_up, widened
from .plan import Plan
from .shapes import bezier, long_axis, polygon_parts, rectangle

#: Kinds of ground that are fields, and that are in town.
FIELDS, HOMES = ("field",), ("garden",)
#: Depth and front of the new estate [m], and ground of the park that takes the place of a car park [m2].
ESTATE, PARK = (105.0, 190.0), 3200.0
#: Field enclosed in gardens, felled wood [m2].
ENCLAVE, FELLED = 1600.0, 9000.0
#: Width of a new road and of the street of the estate [m]; shortest and longest new road, as a share of the town.
ROAD_WIDTH, STREET_WIDTH, ROAD_LENGTH = 10.0, 8.0, (0.12, 0.35)
#: Strip along a street that a new road may cross whatever it is [m].
VERGE = 6.0
#: Share of the depth of the estate that its street runs through.
STREET_SHARE = 0.85
#: Length and width of the sites in the fields [m]. A warehouse: its lawn, its yard, its hall.
WAREHOUSE = ((90.0, 66.0), (82.0, 58.0), (62.0, 40.0))
#: Field of panels; 200 m2 of concrete and the room that keeps it alone.
PANELS, LONE_YARD, LONE_ROOM = (98.0, 68.0), (20.0, 10.0), (85.0, 85.0)
#: A yard of 2 000 m2, and the barn that takes it over 2 500 m2.
YARD, BARN = (50.0, 40.0), (30.0, 20.0)
#: Room of a quarry [m], mean radius of its pit [m], share of the radius that becomes a lake, and its yard [m].
QUARRY, PIT_RADIUS, LAKE_SHARE, PIT_YARD = (120.0, 92.0), 46.0, 0.6, (52.0, 92.0)
#: Other changes in the fields: sides [m] and new kind of ground.
SMALL_SITES = {
    "building_site": ((72.0, 52.0), "building_site"),
    "abandoned": ((64.0, 48.0), "fallow"),
    "yard": ((30.0, 30.0), "farm_yard"),
    "cabin": ((8.0, 5.0), "farm"),
}
#: Ground that is nearer than this both to the estate and to a street belongs to the estate [m].
FRONT_GARDEN = 14.0
#: Room kept free around a site in the fields [m].
CLEAR = 12.0
#: Room kept free around buildings in the fields [m].
FARM_ROOM = 30.0
#: Farthest a site may be from the road that it is joined to, as a share of the town.
FARTHEST_ACCESS = 0.15


class Edit(NamedTuple):
    """A change: areas and their new kinds of ground, from below to above, and the kinds that they replace."""

    name: str
    areas: list
    kinds: list[str]
    over: tuple[str, ...]


@dataclass
class Sites:
    """What is there from the start, and what changes."""

    scenes: Painting
    edits: list[Edit]


class _Room:
    """Free pieces of ground; ``take`` gives a place with room for a rectangle, and keeps others away from it."""

    def __init__(self, pieces: list[Polygon]):
        self.pieces = pieces

    def take(self, sides: tuple[float, float], near=None) -> Optional[tuple[np.ndarray, np.ndarray]]:
        """Return the centre and direction of a rectangle [m]: in the widest piece, or the nearest to ``near``."""
        radius = np.hypot(*sides) / 2
        circles = [shapely.maximum_inscribed_circle(piece, tolerance=0.5) for piece in self.pieces]
        reach = np.array([circle.length for circle in circles])
        fits = np.flatnonzero(reach >= radius + CLEAR)
        if not len(fits):
            return None
        cost = -reach if near is None else np.array([piece.distance(near) for piece in self.pieces])
        index = int(fits[np.argmin(cost[fits])])
        centre, direction = shapely.get_coordinates(circles[index])[0], long_axis(self.pieces[index])[0]
        self.remove(Point(centre).buffer(radius + CLEAR))
        return centre, direction

    def remove(self, area) -> None:
        """Take an area out of the free pieces."""
        self.pieces = [part for piece in self.pieces for part in polygon_parts(piece.difference(area), 400.0)]


def patch(ground, area_m2: float) -> Optional[Polygon]:
    """Return a piece of ground of a given area, around the centre of its largest disc.

    Parameters
    ----------
    ground : Polygon or MultiPolygon
        Ground to choose from [m].
    area_m2 : float
        Area wanted [m2], > 0.

    Returns
    -------
    Polygon or None
        The ground inside a square, whose side is found by bisection; None where the ground is too small.
    """
    parts = polygon_parts(ground, area_m2)
    if not parts:
        return None
    circles = [shapely.maximum_inscribed_circle(part, tolerance=0.5) for part in parts]
    best = int(np.argmax([circle.length for circle in circles]))
    part, centre = parts[best], Point(shapely.get_coordinates(circles[best])[0])
    direction = long_axis(part)[0]

    def inside(side: float) -> Polygon:
        square = rectangle(centre.coords[0], direction, side, side)
        return max(polygon_parts(part.intersection(square)), key=lambda piece: -piece.distance(centre))

    low, high = 0.5 * np.sqrt(area_m2), 2.0 * part.length
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if inside(middle).area < area_m2 else (low, middle)
    return inside(high)


def choose_sites(
    plan: Plan, land: LandUse, ground: list[list], town: Town, faces: dict[str, list], streets, rng
) -> Sites:
    """Place the sites and the changes.

    Parameters
    ----------
    plan : Plan
        The town's plan.
    land : LandUse
        Blocks and uses.
    ground : list of list of Polygon
        Free ground of each block.
    town : Town
        Buildings.
    faces : dict of str to list of Polygon
        Faces by kind of ground, before anything of this is there.
    streets : Polygon or MultiPolygon
        Ground of the streets [m].
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    Sites
        Clear of each other.
    """
    sites = Sites(Painting(), [])
    fields = [piece for index in land.blocks_of("crop", "meadow") for piece in ground[index]]
    room = _Room(fields)
    room.remove(shapely.union_all(shapely.buffer(np.array(town.shape, dtype=object), FARM_ROOM)))
    _estate(sites, room, plan, streets, rng)
    _road(sites, room, plan, streets)
    _country(sites, room, plan, land, streets)
    _woods(sites, land)
    _in_town(sites, land, town, faces)
    return sites


def _half(area, direction, area_m2: float):
    """Return the part of an area that lies farthest in a direction, of a given size [m2]."""
    centre = shapely.get_coordinates(area.centroid)[0]
    reach = area.length

    def beyond(offset: float):
        return area.intersection(rectangle(centre + direction * (offset + reach), direction, 2 * reach, 4 * reach))

    low, high = -reach, reach
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if beyond(middle).area > area_m2 else (low, middle)
    return beyond(low)


def _estate(sites: Sites, room: _Room, plan: Plan, streets, rng) -> None:
    """Turn a field by the town into an estate of houses along a new street."""
    heart = Point(plan.centre)
    for piece in sorted(room.pieces, key=heart.distance):
        front = shapely.get_coordinates(shapely.shortest_line(piece, heart))[0]
        middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(piece, tolerance=0.5))[0]
        along = _unit(middle - front)
        ground = polygon_parts(piece.intersection(rectangle(front + along * ESTATE[0] / 2, along, *ESTATE)))
        part = max(ground, key=lambda one: one.area, default=Polygon())
        if part.area > 0.5 * ESTATE[0] * ESTATE[1] and part.distance(streets) < 2.0:
            break
    else:
        return
    centre = part.representative_point()
    start = np.array(shapely.shortest_line(streets, centre).coords)
    unit = _unit(start[1] - start[0])
    inside = part.intersection(LineString([start[0], start[1] + 400.0 * unit]))
    end = start[0] + STREET_SHARE * unit * ((shapely.get_coordinates(inside) - start[0]) @ unit).max()
    street = LineString([start[0] - 2.0 * unit, end]).buffer(STREET_WIDTH / 2, cap_style="flat")
    plots = polygon_parts(part.difference(street.buffer(0.3)), 400.0)
    homes = []
    for plot in plots:
        houses, rows, _ = build_houses(plot, rng)
        homes += houses + rows
    shapes = blown_up(homes)
    sites.edits.append(
        Edit(
            "housing_estate",
            [part.union(part.buffer(FRONT_GARDEN).intersection(streets.buffer(FRONT_GARDEN))), *shapes, street],
            ["garden", *["home"] * len(shapes), "road"],
            FIELDS,
        )
    )
    room.remove(part.buffer(CLEAR).union(street.buffer(CLEAR)))


def _road(sites: Sites, room: _Room, plan: Plan, streets) -> None:
    """Join two roads by a new one across the fields."""
    if not room.pieces:
        return
    open_ground = shapely.union_all(room.pieces).buffer(4.0).buffer(-1.0)
    shapely.prepare(open_ground)
    verges = streets.buffer(VERGE)
    spacing = max(15.0, plan.size / 60.0)
    edges = shapely.get_parts(shapely.line_merge(shapely.boundary(streets).intersection(open_ground.buffer(8.0))))
    steps = [np.arange(spacing / 2, edge.length, spacing) for edge in edges]
    feet = np.array([edge.interpolate(at).coords[0] for edge, along in zip(edges, steps) for at in along])
    if len(feet) < 2:
        return
    one, other = np.triu_indices(len(feet), 1)
    span = np.hypot(*(feet[one] - feet[other]).T) / plan.size
    away = np.hypot(*((feet[one] + feet[other]) / 2 - plan.centre).T)
    fits = np.flatnonzero((span > ROAD_LENGTH[0]) & (span < ROAD_LENGTH[1]))
    for pair in fits[np.argsort(away[fits], kind="stable")]:  # the nearest to the heart
        first, last = feet[one[pair]], feet[other[pair]]
        bend = 0.05 * np.array([first[1] - last[1], last[0] - first[0]])
        curve = bezier([first, (first + last) / 2 + bend, last], 12.0)
        line = LineString(curve)
        if not open_ground.contains(line.difference(verges)) or line.intersection(streets).length > 1.0:
            continue
        if open_ground.contains(line.buffer(ROAD_WIDTH, cap_style="flat").difference(verges)):
            ends = [curve[0] + 3.0 * _unit(curve[0] - curve[1]), curve[-1] + 3.0 * _unit(curve[-1] - curve[-2])]
            road = LineString([ends[0], *curve, ends[1]]).buffer(ROAD_WIDTH / 2, cap_style="flat")
            sites.edits.append(Edit("road", [road], ["road"], FIELDS))
            room.remove(road.buffer(2 * CLEAR))
            return


def _unit(vector) -> np.ndarray:
    return vector / np.hypot(*vector)


def _access(centre, streets, plan: Plan) -> list:
    """Return the way from a site to the nearest street, if that is near."""
    line = shapely.shortest_line(streets, Point(centre))
    if line.length > FARTHEST_ACCESS * plan.size:
        return []
    ends = np.array(line.coords)
    return [LineString([ends[0] + 2.0 * _unit(ends[0] - ends[1]), ends[1]]).buffer(3.5, cap_style="flat")]


def _country(sites: Sites, room: _Room, plan: Plan, land: LandUse, streets) -> None:
    """Place the sites in the fields, the largest first."""
    works = land.blocks_of("sheds", "retail")
    place = room.take(WAREHOUSE[0], shapely.union_all(land.streets.blocks[works]) if works else None)
    if place is not None:
        way = _access(place[0], streets, plan)
        lawn, yard, hall = (rectangle(*place, *sides) for sides in WAREHOUSE)
        kinds = ["logistics_lawn", *["road"] * len(way), "logistics_yard", "warehouse"]
        sites.edits.append(Edit("warehouse", [lawn, *way, yard, hall], kinds, FIELDS))
        room.remove(shapely.union_all(way).buffer(CLEAR))
    place = room.take(QUARRY)
    if place is not None:
        way = _access(place[0], streets, plan)
        _quarry(sites, place, way)
        room.remove(shapely.union_all(way).buffer(CLEAR))
    place = room.take(PANELS)
    if place is not None:
        sites.scenes.add(rectangle(*place, *PANELS), "panels")
    place = room.take(LONE_ROOM)
    if place is not None:
        sites.scenes.add(rectangle(*place, *LONE_YARD), "farm_yard")
    place = room.take((YARD[0] + 2 * BARN[0], YARD[1]))
    if place is not None:
        centre, along = place
        sites.scenes.add(rectangle(centre, along, *YARD), "farm_yard")
        beside = centre + along * (YARD[0] + BARN[0]) / 2
        sites.edits.append(Edit("yard_grown", [rectangle(beside, along, *BARN)], ["farm"], FIELDS))
    for name, (sides, kind) in SMALL_SITES.items():
        place = room.take(sides)
        if place is not None:
            sites.edits.append(Edit(name, [rectangle(*place, *sides)], [kind], FIELDS))


def _quarry(sites: Sites, place, way: list) -> None:
    """Give a quarry and its yard back: a lake, scrub around it, grass where the yard was."""
    centre, along = place
    angle = np.linspace(0.0, 2 * np.pi, 40, endpoint=False)
    reach = PIT_RADIUS * (1.0 + 0.14 * np.sin(2 * angle + 0.7) + 0.08 * np.sin(3 * angle))
    pit = Polygon(centre + reach[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1))
    lake = shapely.affinity.scale(pit, LAKE_SHARE, LAKE_SHARE)
    yard = rectangle(centre + 0.9 * PIT_RADIUS * along, along, *PIT_YARD)
    for area, kind in (*((one, "road") for one in way), (yard, "pit_yard"), (pit, "pit")):
        sites.scenes.add(area, kind)
    sites.edits.append(Edit("renaturation", [yard, pit, lake], ["fallow", "scrub", "water"], ("pit", "pit_yard")))


def _woods(sites: Sites, land: LandUse) -> None:
    """Fell a part of the largest wood, and grub up the smallest orchard."""
    woods = land.streets.blocks[land.blocks_of("wood")]
    if len(woods):
        wood = max(woods, key=lambda block: block.area)
        cut = _half(wood, long_axis(wood)[0], min(FELLED, 0.4 * wood.area))
        sites.edits.append(Edit("felled", [cut], ["felled"], ("broadleaved", "mixed_wood", "conifers")))
    orchards = land.streets.blocks[land.blocks_of("orchard")]
    if len(orchards):
        sites.edits.append(Edit("grubbed_up", [min(orchards, key=lambda block: block.area)], ["field"], ("orchard",)))


def _in_town(sites: Sites, land: LandUse, town: Town, faces: dict[str, list]) -> None:
    """Change the inside of the town, and enclose a field in gardens."""
    retail = land.streets.blocks[land.blocks_of("retail")]
    yards = [widened(yard, -3.0) for yard in _holding(faces["service_yard"], retail)]
    park = patch(shapely.union_all(yards), PARK)
    if park is not None:
        trees = _half(park, long_axis(park)[0], 0.45 * PARK)
        sites.edits.append(Edit("park", [park, trees], ["lawn", "park_trees"], ("service_yard",)))
    for name, kind, use, new in (
        ("flats_demolished", "slab", "home", "fallow"),
        ("works_demolished", "shed", "works", "rubble"),
    ):
        mine = _holding(faces[use], [shape for shape, own in zip(town.shape, town.kind) if own == kind])
        if mine:
            sites.edits.append(Edit(name, [min(mine, key=lambda face: face.area)], [new], (use,)))
    free = shapely.union_all([widened(garden, -2.0) for garden in faces["garden"]])
    enclave = patch(free, ENCLAVE)
    if enclave is not None:
        sites.scenes.add(enclave, "field")
        free = free.difference(enclave.buffer(CLEAR))
    for name, area, kind in (("paved_garden", 300.0, "home_yard"), ("infill", 200.0, "home")):
        place = patch(free, area)
        if place is not None:
            sites.edits.append(Edit(name, [place], [kind], HOMES))
            free = free.difference(place.buffer(4.0))


def _holding(areas: list, shapes) -> list:
    """Return the areas that hold a point inside one of some shapes, or have one in a shape."""
    if not len(areas) or not len(shapes):
        return []
    areas, shapes = np.array(areas, dtype=object), np.array(shapes, dtype=object)
    found = set(shapely.STRtree(areas).query(shapely.point_on_surface(shapes), predicate="intersects")[1].tolist())
    found |= set(shapely.STRtree(shapes).query(shapely.point_on_surface(areas), predicate="intersects")[0].tolist())
    return list(areas[sorted(found)])
