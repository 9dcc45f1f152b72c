"""What the ground of the demo town is, in the nomenclature of OCS GE, as areas to be painted one over the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import shapely

from ...tables import TABLES, read_table
from .blocks import LandUse
from .buildings import Town
from .plan import RAIL_HALF_WIDTH, Plan
from .shapes import long_axis, polygon_parts, rectangle
from .street_fields import Sections
from .tables import building_types
from .trees import Trees
from .vegetation import Patches

#: A street is a face of its own from this width on, pavements included [m]; as in OCS GE.
NARROWEST_STREET = 5.0
#: Half the distance below which streets are one [m].
STREET_GAP = 1.0
#: Kinds of street that run over, under or inside other ground.
NOT_PAVED = ("passage", "underpass", "path", "riverpath", "greenway", "track", "steps", "footbridge")
#: Smallest building kept, and area to which smaller faces than that are blown up, as in OCS GE [m2].
SMALLEST_BUILDING, BUILT_UNIT = 50.0, 200.0
#: Half the distance below which buildings are one face [m].
BUILT_GAP = 2.0
#: Distance from a wall to the street below which there is no ground between them [m].
WALL_GAP = 1.0
#: Half the distance between crowns of one clump, and the smallest clump [m2].
CROWN_GAP, SMALLEST_CLUMP = 3.0, 500.0
#: Half width of the trees along the brook, and of the yard around farm buildings [m].
BROOK_TREES, FARM_YARD = 6.0, 11.0
#: Tolerance to which trees and yards, walls and streets are simplified [m].
SIMPLE, WALL_SIMPLE, STREET_SIMPLE = 0.4, 0.1, 0.25
#: Share of a block's longer side taken by the car park of flats.
CAR_PARK_SHARE = 0.16
#: Size of a pitch with synthetic grass [m], and share of a works' ground that is lawn at one end.
PITCH, WORKS_LAWN = (62.0, 42.0), 0.10
#: Ground of a block, by its use.
GROUND = {
    "crop": "field",
    "meadow": "field",
    "orchard": "orchard",
    "river": "fallow",
    "houses": "garden",
    "slabs": "garden",
    "perimeter": "home_yard",
    "library": "service_yard",
    "sheds": "works_yard",
    "retail": "service_yard",
    "school": "service_yard",
    "hospital": "service_yard",
    "town_hall": "service_yard",
    "church": "service_yard",
    "market": "service_yard",
    "square": "service_yard",
    "station": "service_yard",
    "park": "lawn",
    "garden": "lawn",
    "sport": "lawn",
    "cemetery": "gravel",
}
#: Kinds of wood, given in turn.
WOODS = ("broadleaved", "mixed_wood", "conifers")
#: Kind of ground of a clump, by the use of its block.
CLUMPS = {"park": "park_trees", "garden": "park_trees", "slabs": "garden_trees"}
#: Ground of a building, by its use; annexes are homes.
BUILT = {
    "residential": "home",
    "annex": "home",
    "commercial": "service_building",
    "public": "service_building",
    "industrial": "works",
    "agricultural": "farm",
}


@dataclass(frozen=True)
class GroundKind:
    """One kind of ground: codes of OCS GE, whether it is artificial, smallest face [m2] and pull on smaller ones."""

    cover: str
    use: str
    artificial: bool
    least_m2: float
    pull: float


@lru_cache(maxsize=1)
def ground_kinds() -> dict[str, GroundKind]:
    """Return the kinds of ground by name, in the order of the table."""
    return {
        row["kind"]: GroundKind(
            row["cs"], row["us"], row["artificial"] == "1", float(row["least_m2"]), float(row["pull"])
        )
        for row in read_table(TABLES / "demo_land_cover.csv")
    }


@dataclass
class Painting:
    """Areas and their kinds of ground, from below to above, in the local frame."""

    area: list = field(default_factory=list)
    kind: list[str] = field(default_factory=list)

    def add(self, area, kind: str) -> None:
        """Lay an area on top, unless nothing is left of it."""
        parts = polygon_parts(area)
        if parts:
            self.area.append(shapely.union_all(parts))
            self.kind.append(kind)


def paint_ground(
    plan: Plan,
    land: LandUse,
    ground: list[list],
    town: Town,
    ponds: list,
    trees: Trees,
    patches: Patches,
    built: dict[str, list],
    streets,
) -> Painting:
    """Return the ground of the town as it is first seen.

    Parameters
    ----------
    plan : Plan
        The town's plan.
    land : LandUse
        Blocks and uses.
    ground : list of list of Polygon
        Free ground of each block.
    town : Town
        Buildings and the open ground around them.
    ponds : list of Polygon
        Ponds.
    trees : Trees
        Trees.
    patches : Patches
        Vegetation.
    built : dict of str to list of Polygon
        From :func:`built_faces`.
    streets : Polygon or MultiPolygon
        From :func:`paved`.

    Returns
    -------
    Painting
        The whole square is covered.
    """
    painting = Painting()
    painting.add(plan.domain, "field")
    woods = 0
    for block, use in zip(land.streets.blocks, land.use):
        kind = WOODS[woods % len(WOODS)] if use == "wood" else GROUND[use]
        woods += use == "wood"
        painting.add(block, kind)
    painting.add(plan.brook.buffer(BROOK_TREES).intersection(plan.domain).simplify(SIMPLE), "bank_trees")
    _green_courts(painting, town, patches)
    _sites(painting, land, ground)
    _clumps(painting, land, trees)
    for pond in ponds:
        painting.add(pond, "water")
    farms = shapely.union_all(shapely.buffer(built["farm"], FARM_YARD))
    painting.add(farms.buffer(6.0).buffer(-6.0).simplify(SIMPLE), "farm_yard")
    for kind, faces in built.items():
        for face in faces:
            painting.add(face.intersection(plan.domain), kind)
    painting.add(plan.river_area, "water")
    painting.add(plan.rail.buffer(RAIL_HALF_WIDTH, cap_style="flat").intersection(plan.domain), "railway")
    painting.add(streets.intersection(plan.domain), "road")
    return painting


def paved(sections: Sections):
    """Return the ground of the streets that are wide enough, pavements included, as one area [m]."""
    wide = ~np.isin(sections.kind, NOT_PAVED) & (2 * sections.half_width >= NARROWEST_STREET) & (sections.level >= 0)
    streets = shapely.union_all(sections.corridors()[wide])
    # Streets that nearly touch are one, and corners are rounded no finer than a photograph shows.
    return shapely.union_all(closed(shapely.get_parts(streets), STREET_GAP)).simplify(STREET_SIMPLE)


def _green_courts(painting: Painting, town: Town, patches: Patches) -> None:
    """Courts that grow grass are gardens."""
    grass = [area for area, kind in zip(patches.shape, patches.kind) if kind == "grass"]
    tree = shapely.STRtree(grass)
    for court in town.courts:
        if len(tree.query(shapely.point_on_surface(court), predicate="intersects")):
            painting.add(court, "garden")


def _sites(painting: Painting, land: LandUse, ground: list[list]) -> None:
    """Lawns of schools and hospitals, car parks of flats, pitches, lawns of works, yards of farms."""
    for index, use in enumerate(land.use):
        if not ground[index]:
            continue
        piece = ground[index][0]
        direction, length, width = long_axis(piece)
        centre = shapely.get_coordinates(shapely.minimum_rotated_rectangle(piece).centroid)[0]
        if use in ("school", "hospital"):
            painting.add(piece.buffer(-9.0), "lawn")
        elif use in ("slabs", "sheds"):
            share = CAR_PARK_SHARE if use == "slabs" else WORKS_LAWN
            end = rectangle(centre + direction * length * (0.5 - share / 2), direction, share * length, 1.2 * width)
            painting.add(piece.intersection(end), "home_yard" if use == "slabs" else "works_lawn")
        elif use == "sport":
            pitch = rectangle(centre, direction, *PITCH)
            painting.add(piece.buffer(-4.0).intersection(pitch), "pitch")


def _clumps(painting: Painting, land: LandUse, trees: Trees) -> None:
    """Paint the crowns that nearly touch as faces of trees."""
    points = shapely.points(trees.points)
    for use, kind in CLUMPS.items():
        blocks = land.streets.blocks[land.blocks_of(use)]
        mine = np.unique(shapely.STRtree(points).query(blocks, predicate="intersects")[1])
        crowns = shapely.buffer(points[mine], trees.crown[mine] / 2 + CROWN_GAP, quad_segs=3)
        clumps = shapely.intersection(shapely.union_all(crowns), shapely.union_all(blocks))
        for part in polygon_parts(clumps.buffer(-CROWN_GAP).simplify(2 * SIMPLE), SMALLEST_CLUMP):
            painting.add(part, kind)


def built_faces(town: Town) -> dict[str, list]:
    """Return the faces of buildings by kind of ground, from below to above.

    Parameters
    ----------
    town : Town
        Buildings in the local frame.

    Returns
    -------
    dict of str to list of Polygon
        One list for each kind of :data:`BUILT`.
    """
    types = building_types()
    kinds = [BUILT[types[name].use] for name in town.kind]
    return {
        kind: blown_up([shape for shape, own in zip(town.shape, kinds) if own == kind])
        for kind in dict.fromkeys(BUILT.values())
    }


def blown_up(shapes) -> list:
    """Return the faces that OCS GE makes of buildings.

    Parameters
    ----------
    shapes : sequence of Polygon
        Footprints [m].

    Returns
    -------
    list of Polygon
        Footprints that nearly touch joined, those below 50 m2 left out, those below 200 m2 widened to it: a strip d
        wide around a rectangle of area A and perimeter P adds P d + 4 d2.
    """
    parts = [part for part in closed(shapes, BUILT_GAP) if part.area > SMALLEST_BUILDING]
    lack = [max(0.0, BUILT_UNIT - part.area) for part in parts]
    wide = [(-part.length + np.sqrt(part.length**2 + 16 * less)) / 8 for part, less in zip(parts, lack)]
    return [part.simplify(WALL_SIMPLE) for part in polygon_parts(shapely.union_all(widened(parts, wide)))]


def widened(areas, distance):
    """Return areas widened by a distance [m], their corners kept; a negative one narrows them."""
    with np.errstate(divide="ignore", invalid="ignore"):  # GEOS divides by zero at points in line with their neighbours
        return shapely.buffer(areas, distance, join_style="mitre")


def closed(areas, gap: float) -> list:
    """Return the parts of areas taken together, gaps narrower than twice ``gap`` [m] filled."""
    joined = polygon_parts(shapely.union_all(widened(areas, gap)))
    return [part for whole in widened(joined, -gap) for part in polygon_parts(whole)]
