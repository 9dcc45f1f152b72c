"""Buildings of the demo town: where they stand, what they are, how high, how old, how many dwellings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional

import numpy as np
import shapely
from shapely.geometry import Point, Polygon

from ..schema import LayerTable
from .blocks import LandUse
from .houses import build_houses
from .landmarks import church, cloister, comb, largest_rectangle, place_bars, station
from .perimeter import GRID_STYLE, OLD, build_perimeter, court_annexes, whole_block
from .plan import Plan
from .shapes import GRID, as_multi_areas, rectangle
from .tables import building_types, layer_table

#: Share of the perimeter blocks held by one institution around its courtyard.
INSTITUTION_SHARE = 0.05
#: Ground of such an institution, smallest and largest [m2].
INSTITUTION_GROUND = (900.0, 5000.0)
#: Share of shops and offices among the buildings of a perimeter block: old centre, elsewhere.
SHOP_SHARE = {"old": 0.22, "grid": 0.13}
#: Share of a building's floors that is dwelling space, walls and stairs excluded.
LIVING_SHARE = 0.72
#: Names given in turn to the named buildings of each type.
NAMES = {
    "town_hall": ("Hôtel de Ville",),
    "library": ("Médiathèque Les Champs",),
    "station": ("Gare",),
    "hospital": ("Centre hospitalier",),
    "market": ("Halles centrales",),
    "church": ("Église Saint-Sauveur", "Église Sainte-Thérèse"),
    "school": ("École Jules-Ferry", "Lycée Émile-Zola", "École Marie-Pape-Carpantier"),
    "sport": ("Salle omnisports du Vallon",),
    "store": ("Centre commercial de la Lande",),
}


@dataclass
class Town:
    """Buildings with their fields, and the open ground left around them, by kind.

    Attributes
    ----------
    shape : list of Polygon
        Footprints [m].
    kind : list of str
        Row of the table of building types.
    name : list
        Name or None.
    courts, gardens, lawns : list of Polygon
        Courtyards, grounds of the houses, grounds of flats and public buildings (buildings not cut out).
    """

    shape: list[Polygon] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    name: list[Optional[str]] = field(default_factory=list)
    courts: list[Polygon] = field(default_factory=list)
    gardens: list[Polygon] = field(default_factory=list)
    lawns: list[Polygon] = field(default_factory=list)
    height: np.ndarray = field(default_factory=lambda: np.empty(0))
    storeys: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    year: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    dwellings: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def add(self, shapes, kind: str, name: Optional[str] = None) -> None:
        """Add buildings of one type; the first takes the name."""
        for number, shape in enumerate(shapes):
            self.shape.append(shape)
            self.kind.append(kind)
            self.name.append(name if number == 0 else None)

    def next_name(self, kind: str) -> Optional[str]:
        """Return the next unused name of a type of building."""
        left = [name for name in NAMES[kind] if name not in self.name]
        return left[0] if left else None


def build_town(plan: Plan, land: LandUse, ground: list[list], rng) -> Town:
    """Build on every block according to its use.

    Parameters
    ----------
    plan : Plan
        The town's plan.
    land : LandUse
        Blocks and uses.
    ground : list of list of Polygon
        Free ground of each block.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    Town
        Buildings and the open ground around them.
    """
    town = Town()
    builders = {
        "perimeter": _perimeter,
        "library": _perimeter,
        "houses": _houses,
        "slabs": _slabs,
        "sheds": _sheds,
        "retail": _retail,
        "town_hall": _town_hall,
        "church": _church,
        "market": _market,
        "school": _school,
        "hospital": _hospital,
        "sport": _sport,
        "meadow": _farm,
    }
    farms = 0
    # From the heart outwards, so that the best-known names go to the oldest buildings.
    heart = shapely.distance(land.streets.blocks, Point(plan.centre))
    for index in np.argsort(heart, kind="stable").tolist():
        use = land.use[index]
        if use not in builders or not ground[index]:
            continue
        if use == "meadow":
            farms += 1
            if farms > 2:
                continue
        builders[use](town, land, index, ground[index], rng)
    _station(town, plan, land, ground, rng)
    _measure(town, rng)
    return town


def _perimeter(town: Town, land: LandUse, index: int, ground: list[Polygon], rng) -> None:
    old = land.streets.districts[index] == "old"
    style = OLD if old else GRID_STYLE
    for piece in ground:
        if rng.uniform() < INSTITUTION_SHARE and INSTITUTION_GROUND[0] < piece.area < INSTITUTION_GROUND[1]:
            town.add([whole_block(piece, style.depth[1])], "public")
            continue
        shapes, courts = build_perimeter(piece, style, rng)
        kinds = _perimeter_kinds(len(shapes), "old" if old else "grid", rng)
        for shape, kind in zip(shapes, kinds):
            town.add([shape], kind)
        for court in courts:
            town.add(court_annexes(court, shapes, rng), "annex")
        town.courts += courts
        if land.use[index] == "library" and shapes and town.next_name("library"):
            largest = len(town.shape) - 1
            first = town.shape.index(shapes[0])
            largest = max(range(first, first + len(shapes)), key=lambda k: town.shape[k].area)
            town.kind[largest], town.name[largest] = "library", town.next_name("library")


def _perimeter_kinds(count: int, district: str, rng) -> list[str]:
    """Draw the types of the buildings of a block: one period dominates each block."""
    shops = rng.uniform(size=count) < SHOP_SHARE[district]
    if district == "old":
        return ["old_shop" if shop else "old_house" for shop in shops]
    main, second = [("tenement", "terrace"), ("terrace", "terrace_low"), ("terrace_low", "terrace")][
        rng.choice(3, p=[0.18, 0.42, 0.40])
    ]
    draw = rng.uniform(size=count)
    kinds = np.where(draw < 0.7, main, np.where(draw < 0.92, second, "flats"))
    kinds[shops] = "shop"
    return list(kinds)


def _houses(town: Town, land: LandUse, index: int, ground: list[Polygon], rng) -> None:
    for piece in ground:
        houses, rows, annexes = build_houses(piece, rng)
        town.add(houses, "house")
        town.add(rows, "row_house")
        town.add(annexes, "annex")
        town.gardens.append(piece)


def _slabs(town: Town, land: LandUse, index: int, ground: list[Polygon], rng) -> None:
    for piece in ground:
        town.add(place_bars(piece, (38.0, 72.0), (11.0, 13.0), 32.0, 9.0, rng), "slab")
        town.lawns.append(piece)


def _sheds(town: Town, land: LandUse, index: int, ground: list[Polygon], rng) -> None:
    for piece in ground:
        bars = place_bars(piece, (32.0, 70.0), (20.0, 40.0), 15.0, 6.0, rng)
        for bar in bars:
            kind = "office" if rng.uniform() < 0.15 else "shed"
            town.add([bar], kind)


def _retail(town: Town, land: LandUse, index: int, ground: list[Polygon], rng) -> None:
    name = town.next_name("store")
    for piece in ground:
        bars = place_bars(piece, (50.0, 85.0), (32.0, 52.0), 40.0, 7.0, rng, most=2)
        town.add(bars, "store", name)
        name = None if bars else name


def _town_hall(town: Town, land: LandUse, index: int, ground: list[Polygon], rng) -> None:
    town.add([whole_block(ground[0], 11.0)], "town_hall", town.next_name("town_hall"))
    for piece in ground[1:]:
        _perimeter(town, land, index, [piece], rng)


def _church(town: Town, land: LandUse, index: int, ground: list[Polygon], rng) -> None:
    parts = church(ground[0], rng)
    town.add(parts[:1], "church", town.next_name("church"))
    town.add(parts[1:], "church_tower")


def _market(town: Town, land: LandUse, index: int, ground: list[Polygon], rng) -> None:
    frame = largest_rectangle(ground[0], 0.7, 60.0, 28.0, rng)
    if frame is not None:
        town.add([shapely.set_precision(rectangle(*frame), GRID)], "market", town.next_name("market"))


def _school(town: Town, land: LandUse, index: int, ground: list[Polygon], rng) -> None:
    shape = cloister(ground[0], rng)
    if shape is not None:
        town.add([shape], "school", town.next_name("school"))
        town.lawns.append(ground[0])


def _hospital(town: Town, land: LandUse, index: int, ground: list[Polygon], rng) -> None:
    shape = comb(ground[0], rng)
    if shape is not None:
        town.add([shape], "hospital", town.next_name("hospital"))
        town.lawns += ground


def _sport(town: Town, land: LandUse, index: int, ground: list[Polygon], rng) -> None:
    bars = place_bars(ground[0], (36.0, 44.0), (22.0, 26.0), 10.0, 8.0, rng, most=1)
    town.add(bars, "public", town.next_name("sport"))


def _farm(town: Town, land: LandUse, index: int, ground: list[Polygon], rng) -> None:
    bars = place_bars(ground[0], (22.0, 34.0), (12.0, 16.0), 9.0, 8.0, rng, most=3)
    if bars:
        town.add(bars, "farm")
        yard = ground[0].difference(shapely.union_all(bars).buffer(12.0))
        town.add(place_bars(yard, (12.0, 15.0), (8.0, 9.0), 5.0, 6.0, rng, most=1), "house")


def _station(town: Town, plan: Plan, land: LandUse, ground: list[list], rng) -> None:
    strips = [piece for index in land.blocks_of("station") for piece in ground[index]]
    feet = [axis.line.coords[-1] for axis in plan.axes if axis.kind == "avenue" and axis.name == "Avenue de la Gare"]
    shape = station(strips, plan.rail, Point(feet[0]), rng) if feet else None
    if shape is not None:
        town.add([shape], "station", town.next_name("station"))


def _measure(town: Town, rng) -> None:
    """Draw storeys, heights, years and dwellings of all buildings."""
    types = building_types()
    rows = [types[kind] for kind in town.kind]
    count = len(rows)
    low, high = np.array([row.storeys for row in rows]).reshape(count, 2).T
    town.storeys = rng.integers(low, high + 1)
    roof_low, roof_high = np.array([row.roof_m for row in rows]).reshape(count, 2).T
    storey = np.array([row.storey_m for row in rows])
    town.height = np.round(town.storeys * storey + rng.uniform(roof_low, roof_high), 1)
    first, last = np.array([row.year for row in rows]).reshape(count, 2).T
    town.year = rng.integers(first, last + 1)
    area = shapely.area(np.array(town.shape, dtype=object))
    size = np.array([row.dwelling_m2 for row in rows])
    floors = np.where([row.use == "commercial" for row in rows], town.storeys - 1, town.storeys)
    with np.errstate(divide="ignore", invalid="ignore"):
        homes = np.where(size > 0, np.maximum(1, np.round(LIVING_SHARE * area * floors / size)), 0)
    homes[np.isin(town.kind, ("house", "row_house"))] = 1
    town.dwellings = homes.astype(np.int64)


def buildings_layer(town: Town, origin: np.ndarray) -> LayerTable:
    """Return the standard layer of buildings.

    Parameters
    ----------
    town : Town
        Buildings in the local frame.
    origin : ndarray, shape (2,)
        Map coordinates of the local frame's lower-left corner [m].

    Returns
    -------
    LayerTable
        Layer ``buildings``.
    """
    types = building_types()
    count = len(town.shape)
    return layer_table(
        "buildings",
        as_multi_areas(town.shape, origin),
        building_id=[f"bu{index:06d}" for index in range(1, count + 1)],
        height_m=town.height,
        height_source=["measured"] * count,
        storeys=[int(value) for value in town.storeys],
        use=[types[kind].use for kind in town.kind],
        year=[int(value) for value in town.year],
        dwellings=[int(value) for value in town.dwellings],
        name=town.name,
    )
