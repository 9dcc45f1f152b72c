"""Trees of the demo town: where they grow, of which species, how tall and how wide."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import Polygon

from ..schema import LayerTable
from .blocks import LandUse
from .buildings import Town
from .plan import QUAY_OFFSET, Plan
from .shapes import long_axis, rows_of_points, to_map
from .street_fields import Sections
from .tables import SETTINGS, layer_table, tree_species

#: Distance between the trees of a row [m].
ROW_SPACING = (7.5, 11.0)
#: A row stops this far from the ends of a section [m].
ROW_MARGIN = 8.0
#: Distance from the kerb to the trunk [m].
KERB_DISTANCE = 1.2
#: Smallest distance from a trunk to a building and to a carriageway [m].
WALL_DISTANCE, ROAD_DISTANCE = 1.6, 0.6
#: A crown may reach this far over a wall line [m], and is at least this wide [m].
OVERHANG, SMALLEST_CROWN = 0.8, 1.8
#: Spacing [m], jitter and share kept of scattered trees, by use of the block or kind of ground.
SCATTER = {
    "park": (8.0, 0.45, 0.62, "park"),
    "garden": (8.0, 0.35, 0.55, "square"),
    "square": (8.5, 0.03, 0.55, "square"),
    "church": (10.0, 0.3, 0.45, "square"),
    "cemetery": (13.0, 0.25, 0.6, "park"),
    "orchard": (6.5, 0.06, 0.96, "orchard"),
    "meadow": (55.0, 0.48, 0.6, "park"),
    "sheds": (15.0, 0.2, 0.22, "street"),
    "retail": (11.0, 0.02, 0.45, "street"),
}
GARDEN_SCATTER = (11.0, 0.48, 0.5, "garden")
COURT_SCATTER = (10.0, 0.45, 0.4, "garden")
LAWN_SCATTER = (13.0, 0.4, 0.65, "park")
#: Distance between hedgerow trees, riverside trees and trees around a sports ground [m].
HEDGE_SPACING, RIVER_SPACING, SPORT_SPACING = 18.0, 13.0, 10.0
#: Row number of trees of mixed species, and of the first orchard.
MIXED, ORCHARD_ROW = -1, 1_000_000


@dataclass
class Trees:
    """Trees in the local frame, one array per field.

    ``species`` indexes :func:`tables.tree_species`.
    """

    points: np.ndarray
    species: np.ndarray
    height: np.ndarray
    crown: np.ndarray


def plant_trees(plan: Plan, land: LandUse, sections: Sections, ground: list[list], town: Town, ponds: list, rng):
    """Plant rows along the planted streets, and scattered trees in parks, gardens, banks and fields.

    Parameters
    ----------
    plan : Plan
        The town's plan.
    land : LandUse
        Blocks and uses.
    sections : Sections
        Street sections; ``plant`` says which sides have a row.
    ground : list of list of Polygon
        Free ground of each block.
    town : Town
        Buildings and the open ground around them.
    ponds : list of Polygon
        Ponds.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    Trees
        Trees clear of walls, carriageways and water, with crowns that fit between the walls.
    """
    groups = [
        *_street_rows(sections, rng),
        *_scattered(land, ground, town, rng),
        *_along_water(plan, rng),
        *_along_hedges(land, rng),
    ]
    points = np.concatenate([group[0] for group in groups])
    setting = np.concatenate([np.full(len(g[0]), SETTINGS.index(g[1])) for g in groups])
    row = np.concatenate([np.full(len(g[0]), g[2]) for g in groups])
    points = np.round(points, 2)
    free, room = _room(plan, sections, town, ponds, points)
    points, setting, row, room = points[free], setting[free], row[free], room[free]
    species, vigour = _species(setting, row, rng)
    table = tree_species()
    height_low, height_high = np.array([item.height_m for item in table])[species].T
    crown_low, crown_high = np.array([item.crown_m for item in table])[species].T
    height = height_low + (height_high - height_low) * vigour
    crown = crown_low + (crown_high - crown_low) * np.clip(vigour + rng.normal(0.0, 0.1, len(vigour)), 0.0, 1.0)
    crown = np.maximum(SMALLEST_CROWN, np.minimum(crown, 2.0 * (room + OVERHANG)))
    return Trees(points, species, np.round(height, 1), np.round(crown, 1))


def _street_rows(sections: Sections, rng) -> list[tuple]:
    """Return one group per planted side of a section: points, setting, and the street, planted with one species."""
    groups = []
    for index in np.flatnonzero(sections.plant.any(axis=1)):
        line = sections.lines[index]
        reach = line.length - 2 * ROW_MARGIN
        spacing = rng.uniform(*ROW_SPACING)
        if reach < spacing:
            continue
        count = int(reach // spacing) + 1
        at = ROW_MARGIN + (reach - (count - 1) * spacing) / 2 + spacing * np.arange(count)
        for side, sign in ((0, 1.0), (1, -1.0)):
            if sections.plant[index, side]:
                offset = sections.width[index] / 2 + KERB_DISTANCE
                points = beside(line, at, sign * offset)
                alive = rng.uniform(size=count) > 0.04
                groups.append((points[alive], "street", int(sections.street[index])))
    return groups


def beside(line, at: np.ndarray, offset: float) -> np.ndarray:
    """Return points at distances ``at`` [m] along a line, moved to its left by an offset [m]."""
    points = shapely.get_coordinates(shapely.line_interpolate_point(line, at))
    after = shapely.get_coordinates(shapely.line_interpolate_point(line, at + 0.3))
    before = shapely.get_coordinates(shapely.line_interpolate_point(line, np.maximum(at - 0.3, 0.0)))
    unit = (after - before) / np.hypot(*(after - before).T)[:, None]
    return points + offset * np.stack([-unit[:, 1], unit[:, 0]], axis=-1)


def _scattered(land: LandUse, ground: list[list], town: Town, rng) -> list[tuple]:
    """Return scattered trees: one group per piece of ground."""
    groups = []

    def scatter(area, spacing, jitter, share, setting):
        direction = long_axis(area)[0] if jitter < 0.3 else (1.0, 0.0)
        points = rows_of_points(area.buffer(-1.5), spacing, rng, jitter, direction)
        # An orchard is planted with one species, as a street is; its number follows those of the streets.
        row = ORCHARD_ROW + len(groups) if setting == "orchard" else MIXED
        groups.append((points[rng.uniform(size=len(points)) < share], setting, row))

    for index, use in enumerate(land.use):
        if use in SCATTER:
            for piece in ground[index]:
                scatter(piece, *SCATTER[use])
        if use == "sport":
            for piece in ground[index]:
                edge = piece.buffer(-3.0).boundary
                at = np.arange(0.0, edge.length, SPORT_SPACING)
                groups.append((shapely.get_coordinates(shapely.line_interpolate_point(edge, at)), "park", MIXED))
    for areas, rule in ((town.gardens, GARDEN_SCATTER), (town.courts, COURT_SCATTER), (town.lawns, LAWN_SCATTER)):
        for area in areas:
            scatter(area, *rule)
    return groups


def _along_water(plan: Plan, rng) -> list[tuple]:
    """Return trees on both banks of the river outside the quays, and of the brook."""
    size, groups = plan.size, []
    u = np.arange(-0.8 * size, 0.8 * size, RIVER_SPACING)
    wild = np.abs(u) > 2.1 * plan.radius if len(plan.rings) > 1 else np.abs(u) > plan.radius
    for side in (1.0, -1.0):
        moved = u[wild] + rng.uniform(-4.0, 4.0, wild.sum())
        distance = plan.river.width / 2 + rng.uniform(2.5, QUAY_OFFSET - 3.0)
        points = plan.frame.to_local(*plan.river.parallel(moved, side * distance))
        groups.append((points[rng.uniform(size=len(points)) < 0.75], "river", MIXED))
    at = np.arange(6.0, plan.brook.length - 6.0, 0.8 * RIVER_SPACING)
    for side in (1.0, -1.0):
        points = beside(plan.brook, at, side * rng.uniform(2.5, 5.5))
        groups.append((points[rng.uniform(size=len(points)) < 0.6], "river", MIXED))
    return groups


def _along_hedges(land: LandUse, rng) -> list[tuple]:
    """Return the tall trees of the hedgerows between fields."""
    groups = []
    for line in land.streets.boundaries:
        at = np.arange(0.4 * HEDGE_SPACING, line.length, HEDGE_SPACING)
        at = at + rng.uniform(-5.0, 5.0, len(at))
        groups.append((shapely.get_coordinates(shapely.line_interpolate_point(line, at)), "park", MIXED))
    return groups


def _room(plan: Plan, sections: Sections, town: Town, ponds: list[Polygon], points: np.ndarray):
    """Say which trees stand on free ground, and how far each is from the next wall [m]."""
    sites = shapely.points(points)
    inside = (points > 1.0).all(axis=1) & (points < plan.size - 1.0).all(axis=1)
    walls = shapely.STRtree(np.array([*town.shape, Polygon()], dtype=object))
    found, room = walls.query_nearest(sites, max_distance=12.0, return_distance=True, all_matches=False)
    gap = np.full(len(points), 12.0)
    gap[found[0]] = room
    roads = shapely.STRtree(sections.lines)
    on_ground = (sections.level == 0) | (sections.kind == "primary")
    near, section = roads.query(sites, predicate="dwithin", distance=float(sections.width.max() / 2 + ROAD_DISTANCE))
    distance = shapely.distance(sites[near], sections.lines[section])
    hit = on_ground[section] & (distance < sections.width[section] / 2 + ROAD_DISTANCE)
    free = inside & (gap > WALL_DISTANCE)
    free[near[hit]] = False
    for water in (plan.river_area, *ponds):
        shapely.prepare(water)
        free &= ~shapely.intersects(water, sites)
    free &= shapely.distance(plan.rail, sites) > 6.0
    return free, gap


def _species(setting: np.ndarray, row: np.ndarray, rng) -> tuple[np.ndarray, np.ndarray]:
    """Draw a species and a vigour (0 young or weak, 1 fully grown) for each tree; one species per row."""
    table = tree_species()
    species = np.empty(len(setting), dtype=np.int64)
    vigour = np.clip(rng.beta(2.4, 2.2, len(setting)), 0.02, 0.98)
    for code, name in enumerate(SETTINGS):
        mine = np.flatnonzero(setting == code)
        share = np.array([item.frequency[name] for item in table])
        species[mine] = rng.choice(len(table), len(mine), p=share / share.sum())
    order = np.argsort(row, kind="stable")
    rows, first = np.unique(row[order], return_index=True)
    for number, members in zip(rows, np.split(order, first[1:])):
        if number >= 0:
            species[members] = species[members[0]]
            vigour[members] = np.clip(vigour[members[0]] + 0.25 * (vigour[members] - 0.5), 0.02, 0.98)
    return species, vigour


def trees_layer(trees: Trees, origin: np.ndarray) -> LayerTable:
    """Return the standard layer of trees.

    Parameters
    ----------
    trees : Trees
        Trees in the local frame.
    origin : ndarray, shape (2,)
        Map coordinates of the local frame's lower-left corner [m].

    Returns
    -------
    LayerTable
        Layer ``trees``.
    """
    table = tree_species()
    count = len(trees.points)
    return layer_table(
        "trees",
        to_map(shapely.points(trees.points), origin),
        tree_id=[f"tr{index:06d}" for index in range(1, count + 1)],
        species=[table[index].name for index in trees.species],
        height_m=trees.height,
        crown_diameter_m=trees.crown,
        height_source=["measured"] * count,
        evergreen=[table[index].evergreen for index in trees.species],
    )
