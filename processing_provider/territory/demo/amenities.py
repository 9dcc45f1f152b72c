"""Street equipment and named places of the demo town."""

from __future__ import annotations

import numpy as np
import shapely

from ..schema import LayerTable
from .blocks import LandUse
from .buildings import Town
from .plan import Plan
from .shapes import to_map
from .street_fields import Sections
from .tables import layer_table
from .trees import beside

#: Traffic from which a street has marked crossings [vehicles/day], and distance from the junction [m].
CROSSING_TRAFFIC, CROSSING_DISTANCE = 1500.0, 4.0
#: Shortest section with a crossing at its ends, and with one in its middle [m].
CROSSING_LENGTH, LONG_SECTION = 28.0, 190.0
#: Distance between benches along planted streets and along paths [m].
BENCH_STREET, BENCH_PATH = 70.0, 45.0
#: Kinds of street where nobody crosses a carriageway.
CARLESS = (
    "old_main",
    "square",
    "passage",
    "underpass",
    "footbridge",
    "steps",
    "path",
    "riverpath",
    "greenway",
    "track",
)
#: Kind of place of each type of named building.
PLACE_KIND = {
    "town_hall": "town_hall",
    "station": "station",
    "school": "school",
    "hospital": "hospital",
    "library": "library",
    "market": "market",
    "church": "worship",
    "store": "shop",
    "public": "other",
}
#: Names of shops, given to the shops nearest the heart first.
SHOPS = (
    "Boulangerie de la Grande Rue",
    "Pharmacie du Marché",
    "Librairie des Foulons",
    "Épicerie Saint-Sauveur",
    "Boucherie des Halles",
    "Crèmerie du Chapitre",
    "Boulangerie du Pont",
    "Café de la Place",
    "Pharmacie des Remparts",
    "Fromagerie de la Liberté",
    "Boulangerie de la Gare",
    "Tabac-presse de l’Avenue",
    "Supérette du Mail",
    "Pharmacie de la Gare",
    "Boulangerie Victor-Hugo",
    "Cycles Gambetta",
)


def equipment_layer(plan: Plan, land: LandUse, sections: Sections, ground: list[list], town: Town, origin, rng):
    """Return the standard layer of street equipment: crossings, benches, fountains, toilets.

    Parameters
    ----------
    plan : Plan
        The town's plan.
    land : LandUse
        Blocks and uses.
    sections : Sections
        Street sections.
    ground : list of list of Polygon
        Free ground of each block.
    town : Town
        Buildings.
    origin : ndarray, shape (2,)
        Map coordinates of the local frame's lower-left corner [m].
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    LayerTable
        Layer ``equipment``.
    """
    found = [("crossing", point) for point in _crossings(sections)]
    found += [("bench", point) for point in _benches(sections, rng)]
    for index in land.blocks_of("square", "garden", "park", "cemetery", "sport", "church"):
        if not ground[index]:
            continue
        centre = shapely.get_coordinates(ground[index][0].representative_point())[0]
        use = land.use[index]
        if use in ("square", "garden"):
            found.append(("fountain", centre))
        if use != "church":
            found.append(("drinking_fountain", _near_gate(ground[index][0], rng)))
        if use in ("square", "park", "garden"):
            found.append(("toilets", _near_gate(ground[index][0], rng)))
    for shape, kind in zip(town.shape, town.kind):
        if kind in ("station", "market"):
            ring = shape.buffer(4.0).exterior
            found.append(("toilets", shapely.get_coordinates(ring.interpolate(rng.uniform(), normalized=True))[0]))
    points = np.array([point for _, point in found]).reshape(-1, 2)
    kinds = np.array([kind for kind, _ in found], dtype=object)
    keep = _free(plan, sections, town, points, kinds)
    points, kinds = points[keep], kinds[keep]
    return layer_table(
        "equipment",
        to_map(shapely.points(np.round(points, 2)), origin),
        equipment_id=[f"eq{index:04d}" for index in range(1, len(points) + 1)],
        kind=kinds,
        name=[None] * len(points),
    )


def _crossings(sections: Sections) -> list[np.ndarray]:
    """Return marked crossings on the axes of busy streets, near their junctions and halfway along long sections."""
    ends = shapely.get_coordinates(shapely.get_point(sections.lines, np.array([[0], [-1]]))).reshape(2, -1, 2)
    keys = np.round(ends * 100).astype(np.int64)
    degree: dict[tuple, list[int]] = {}
    for end in (0, 1):
        for index, key in enumerate(map(tuple, keys[end].tolist())):
            degree.setdefault(key, []).append(index)
    points = []
    length = shapely.length(sections.lines)
    busy = (sections.traffic >= CROSSING_TRAFFIC) & (sections.level == 0) & ~np.isin(sections.kind, CARLESS)
    for index in np.flatnonzero(busy & (length > CROSSING_LENGTH)):
        line = sections.lines[index]
        for end in (0, 1):
            others = [k for k in degree[tuple(keys[end, index].tolist())] if k != index]
            if len(others) >= 2:
                setback = max(sections.width[k] for k in others) / 2 + CROSSING_DISTANCE
                at = setback if end == 0 else length[index] - setback
                points.append(shapely.get_coordinates(line.interpolate(at))[0])
        if length[index] > LONG_SECTION:
            points.append(shapely.get_coordinates(line.interpolate(0.5, normalized=True))[0])
    return points


def _benches(sections: Sections, rng) -> list[np.ndarray]:
    """Return benches between the trees of planted streets, along paths and around the square."""
    points = []
    for index, line in enumerate(sections.lines):
        kind = sections.kind[index]
        path = kind in ("path", "riverpath", "square")
        if not path and not (sections.plant[index].any() and kind in ("boulevard", "avenue", "quay")):
            continue
        spacing = BENCH_PATH if path else BENCH_STREET
        at = np.arange(rng.uniform(8.0, spacing), line.length - 4.0, spacing)
        if len(at) == 0:
            continue
        side = 1.0 if sections.plant[index, 0] or (path and rng.uniform() < 0.5) else -1.0
        offset = sections.width[index] / 2 + (0.8 if path else 2.4)
        points += list(beside(line, at, side * offset))
    return points


def _near_gate(area, rng) -> np.ndarray:
    """Return a point a few metres inside the edge of an area."""
    inside = area.buffer(-3.0)
    edge = (inside if not inside.is_empty else area).boundary
    return shapely.get_coordinates(edge.interpolate(rng.uniform(), normalized=True))[0]


def _free(plan: Plan, sections: Sections, town: Town, points: np.ndarray, kinds: np.ndarray) -> np.ndarray:
    """Say which pieces of equipment stand in the town, outside walls and, crossings apart, off carriageways."""
    sites = shapely.points(points)
    keep = (points > 0.5).all(axis=1) & (points < plan.size - 0.5).all(axis=1)
    walls = shapely.STRtree(np.array(town.shape, dtype=object))
    keep[walls.query(sites, predicate="dwithin", distance=0.5)[0]] = False
    roads = shapely.STRtree(sections.carriageways()[sections.traffic > 0])
    on_road = np.zeros(len(points), dtype=bool)
    on_road[roads.query(sites, predicate="intersects")[0]] = True
    keep &= ~on_road | (kinds == "crossing")
    shapely.prepare(plan.river_area)
    return keep & ~shapely.intersects(plan.river_area, sites)


def places_layer(plan: Plan, town: Town, origin: np.ndarray) -> LayerTable:
    """Return the standard layer of named places: public buildings, and the shops nearest the heart.

    Parameters
    ----------
    plan : Plan
        The town's plan.
    town : Town
        Buildings.
    origin : ndarray, shape (2,)
        Map coordinates of the local frame's lower-left corner [m].

    Returns
    -------
    LayerTable
        Layer ``places``, each place inside its building.
    """
    shapes = np.array(town.shape, dtype=object)
    named = [k for k, name in enumerate(town.name) if name]
    shops = np.array([k for k, kind in enumerate(town.kind) if kind in ("shop", "old_shop")], dtype=int)
    inside = shapely.get_coordinates(shapely.point_on_surface(shapes))
    # One shop in five is a place, so that they spread from the heart to the station.
    order = shops[np.argsort(np.hypot(*(inside[shops] - plan.centre).T), kind="stable")][:: max(1, len(shops) // 40)]
    chosen = [(town.name[k], PLACE_KIND[town.kind[k]], k) for k in named]
    chosen += [(name, "shop", int(k)) for name, k in zip(SHOPS, order)]
    return layer_table(
        "places",
        to_map(shapely.points(inside[[k for _, _, k in chosen]]), origin),
        place_id=[f"pl{index:03d}" for index in range(1, len(chosen) + 1)],
        name=[name for name, _, _ in chosen],
        kind=[kind for _, kind, _ in chosen],
    )
