"""A synthetic but plausible French town, for demonstrations, tutorials and tests.

Each step draws from a generator of its own, so that a new step leaves the others as they were. Steps are
listed in ``STEPS``; a new one goes at the end of the list.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..schema import LayerTable
from .amenities import equipment_layer, places_layer
from .blocks import add_inner_paths, assign_uses
from .buildings import build_town, buildings_layer
from .cool_places import cool_places_layer
from .land_cover_coverages import land_cover_layers
from .lots import free_ground
from .people import population_layer, zones_layer
from .plan import make_plan
from .relief import level_ponds, make_terrain
from .stations import draw_weather, law_cover, observe, place_stations, station_layers
from .street_fields import describe_sections, streets_layer
from .streets import lay_streets
from .surfaces import building_surface, canopy_height, cover_rasters, water_mask
from .survey import draw_survey, pleasantness, street_measures, survey_margins
from .trees import plant_trees, trees_layer
from .vegetation import green_spaces_layer, grow_patches, vegetation_layer
from .water import dig_ponds, water_layer, waterways_layer

__all__ = ["DemoTerritory", "make_demo_territory"]

#: Steps that draw at random, in the order of their seeds: append, never insert.
STEPS = (
    "plan",
    "relief",
    "streets",
    "uses",
    "paths",
    "fields",
    "buildings",
    "ponds",
    "trees",
    "patches",
    "equipment",
    "canopy",
    "stations",
    "weather",
    "sensors",
    "survey",
    "land_cover",
)
#: Range of the side of the town [m] and of a cell [m].
SIZE_RANGE, CELL_RANGE = (300.0, 4000.0), (0.25, 10.0)
#: Cell on which the slopes of the streets are read [m].
SLOPE_CELL = 4.0


@dataclass(frozen=True)
class DemoTerritory:
    """The synthetic town.

    Attributes
    ----------
    layers : dict of str to LayerTable
        All layers of the standard schema, coordinates in EPSG:2154 [m].
    rasters : dict of str to ndarray, shape (rows, columns)
        float32: ``dtm`` ground altitude [m], ``dsm`` altitude of ground and roofs [m], ``canopy`` height of trees and
        woods above the ground [m], 0 where there is none. uint8, codes of ``land_cover.csv``: ``landcover`` what is
        seen from above, ``groundcover`` what lies under the trees.
    origin : (float, float)
        Map coordinates of the upper-left corner of the rasters [m].
    cell_size : float
        Side of a cell [m].
    measurements : dict of str to LayerTable
        Layers of ``demo_layers.csv``: temperature stations and records, walkability survey, cool places, land cover
        of two years and its changes; empty when they were not asked for.
    """

    layers: dict[str, LayerTable]
    rasters: dict[str, np.ndarray]
    origin: tuple[float, float]
    cell_size: float
    measurements: dict[str, LayerTable] = field(default_factory=dict)


def make_demo_territory(
    seed: int = 35000,
    size_m: float = 2000,
    cell_size: float = 1.0,
    origin: tuple[float, float] = (351000.0, 6789000.0),
    measurements: bool = True,
) -> DemoTerritory:
    """Make a synthetic town with every layer of the standard territory.

    Parameters
    ----------
    seed : int
        Seed of the town, >= 0; the same seed gives the same town to the bit on the same machine.
    size_m : float
        Side of the square town [m], 300 to 4000, a whole number of cells.
    cell_size : float
        Side of a raster cell [m], 0.25 to 10. The layers do not depend on it.
    origin : (float, float)
        EPSG:2154 coordinates of the upper-left corner [m], whole centimetres.
    measurements : bool
        Whether to invent measurements too; the layers and rasters are the same without.

    Returns
    -------
    DemoTerritory
        Layers and rasters.

    Raises
    ------
    ValueError
        When the size, the cell size or the seed is out of range.

    Notes
    -----
    Figures (street widths, traffic, heights, species) are those of ``resources/tables/demo_*.csv``, chosen for
    a plausible town; nothing is a measurement of a real place.
    """
    _check(seed, size_m, cell_size, origin)
    seeds = dict(zip(STEPS, np.random.SeedSequence(seed).spawn(len(STEPS))))
    chance = {step: np.random.default_rng(own) for step, own in seeds.items()}
    corner = np.array([origin[0], origin[1] - size_m], dtype=np.float64)

    plan = make_plan(size_m, chance["plan"])
    terrain = make_terrain(plan, cell_size, chance["relief"])
    land = assign_uses(plan, lay_streets(plan, chance["streets"]), chance["uses"])
    land = add_inner_paths(plan, land, chance["paths"])
    # The same ground on cells of a fixed size: what it decides does not depend on the cells asked for.
    coarse = make_terrain(plan, plan.size / round(plan.size / SLOPE_CELL), np.random.default_rng(seeds["relief"]))
    sections = describe_sections(plan, land, coarse.at, chance["fields"])
    ground = free_ground(plan, land, sections)
    town = build_town(plan, land, ground, chance["buildings"])
    ponds = dig_ponds(land, ground, chance["ponds"])
    level_ponds(terrain, ponds, plan.size)
    trees = plant_trees(plan, land, sections, ground, town, ponds, chance["trees"])
    patches = grow_patches(plan, land, sections, ground, town, ponds, chance["patches"])

    layers = {
        "zones": zones_layer(plan, town, corner),
        "buildings": buildings_layer(town, corner),
        "streets": streets_layer(sections, corner),
        "trees": trees_layer(trees, corner),
        "vegetation": vegetation_layer(patches, corner),
        "green_spaces": green_spaces_layer(land, ground, corner),
        "water": water_layer(plan, ponds, corner),
        "waterways": waterways_layer(plan, corner),
        "equipment": equipment_layer(plan, land, sections, ground, town, corner, chance["equipment"]),
        "places": places_layer(plan, town, corner),
        "population": population_layer(town, corner),
    }
    dsm, building = building_surface(terrain, town.shape, town.height)
    bare = (building > 0) | water_mask(terrain, [plan.river_area, *ponds])
    canopy = canopy_height(terrain, trees, patches, bare, chance["canopy"])
    rasters = {"dtm": terrain.altitude, "dsm": dsm, "canopy": canopy}
    rasters.update(cover_rasters(layers, canopy, origin, cell_size))
    place = (float(origin[0]), float(origin[1]))
    made = make_measurements(layers, place, size_m, lambda xy: coarse.at(xy - corner), chance) if measurements else {}
    if measurements:
        drawn = plan, land, sections, ground, town, ponds, trees, patches
        made.update(land_cover_layers(*drawn, corner, chance["land_cover"]))
    return DemoTerritory(layers, rasters, place, float(cell_size), made)


def make_measurements(layers: dict[str, LayerTable], origin, size_m: float, altitude, chance) -> dict[str, LayerTable]:
    """Invent the measurements of the town, by the laws of ``demo_laws.csv``.

    Parameters
    ----------
    layers : dict of str to LayerTable
        Standard layers, map coordinates [m].
    origin : (float, float)
        Upper-left corner [m].
    size_m : float
        Side of the town [m].
    altitude : callable
        ``altitude(xy)`` gives the ground's altitude [m] at map points, shape (n, 2).
    chance : mapping of str to numpy.random.Generator
        Sources of chance of the steps.

    Returns
    -------
    dict of str to LayerTable
        Layers of ``demo_layers.csv``.
    """
    cover = law_cover(layers, origin, size_m)
    stations = place_stations(layers, cover, size_m, chance["stations"])
    weather = draw_weather(chance["weather"])
    table, _ = observe(stations, weather, chance["sensors"])
    pleasant = pleasantness(street_measures(layers, cover, altitude))
    return {
        **station_layers(layers, stations, weather, table),
        "walk_survey": draw_survey(layers, pleasant, chance["survey"]),
        "walk_margins": survey_margins(layers),
        "cool_places": cool_places_layer(layers),
    }


def _check(seed: int, size_m: float, cell_size: float, origin) -> None:
    """Refuse what cannot be drawn, with a sentence."""
    if seed < 0 or seed != int(seed):
        raise ValueError(f"The seed must be a whole number, zero or more; it is {seed}.")
    if not SIZE_RANGE[0] <= size_m <= SIZE_RANGE[1]:
        raise ValueError(f"Choose a town between 300 and 4000 m wide; the size is {size_m}.")
    if not CELL_RANGE[0] <= cell_size <= CELL_RANGE[1]:
        raise ValueError(f"Choose a cell size between 0.25 and 10 m; it is {cell_size}.")
    cells = size_m / cell_size
    if abs(cells - round(cells)) > 1e-6:
        raise ValueError(f"The size of the town must be a whole number of cells; it is {cells} cells wide.")
    if any(abs(value * 100 - round(value * 100)) > 1e-4 for value in (*origin, size_m)):
        raise ValueError("The origin and the size must be given in whole centimetres; round them.")
