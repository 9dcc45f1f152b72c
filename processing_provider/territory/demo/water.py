"""Water of the demo town: the river, the ponds of the parks, and the axes of river and brook."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry import Polygon

from ..schema import LayerTable
from .blocks import LandUse, inner_radius
from .plan import Plan
from .shapes import GRID, as_multi_areas, as_multi_lines
from .tables import layer_table

#: Mean radius of a pond as a fraction of the radius of the largest disc in its park, and largest radius [m].
POND_SHARE, POND_RADIUS = 0.24, 26.0
#: A park whose largest disc is smaller has no pond [m].
SMALLEST_PARK = 13.0
RIVER_NAME, BROOK_NAME = "La Vernoise", "Ruisseau du Moulin"
POND_NAMES = ("Étang du Parc", "Mare aux Canards")


def dig_ponds(land: LandUse, ground: list[list], rng) -> list[Polygon]:
    """Return a pond in the middle of each park that is large enough.

    Parameters
    ----------
    land : LandUse
        Blocks and uses.
    ground : list of list of Polygon
        Free ground of each block.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    list of Polygon
        Ponds in the local frame [m].
    """
    ponds = []
    for index in land.blocks_of("park"):
        if not ground[index]:
            continue
        park = ground[index][0]
        room = inner_radius(park)
        if room < SMALLEST_PARK:
            continue
        centre = shapely.get_coordinates(shapely.maximum_inscribed_circle(park, tolerance=0.5))[0]
        angle = np.linspace(0.0, 2 * np.pi, 48, endpoint=False)
        phase = rng.uniform(0.0, 2 * np.pi, 2)
        reach = min(POND_RADIUS, POND_SHARE * room)
        reach = reach * (1.0 + 0.22 * np.sin(2 * angle + phase[0]) + 0.10 * np.sin(3 * angle + phase[1]))
        shore = centre + np.stack([reach * np.cos(angle), reach * np.sin(angle)], axis=-1)
        ponds.append(shapely.set_precision(Polygon(shore), GRID))
    return ponds


def water_layer(plan: Plan, ponds: list[Polygon], origin: np.ndarray) -> LayerTable:
    """Return the standard layer of water surfaces; ``origin`` as in :func:`waterways_layer`."""
    names = [RIVER_NAME, *(POND_NAMES[k] if k < len(POND_NAMES) else None for k in range(len(ponds)))]
    return layer_table(
        "water",
        as_multi_areas([plan.river_area, *ponds], origin),
        water_id=[f"wa{index:03d}" for index in range(1, len(ponds) + 2)],
        name=names,
        kind=["river", *["lake"] * len(ponds)],
    )


def waterways_layer(plan: Plan, origin: np.ndarray) -> LayerTable:
    """Return the standard layer of watercourses, drawn downstream.

    Parameters
    ----------
    plan : Plan
        The town's plan.
    origin : ndarray, shape (2,)
        Map coordinates of the local frame's lower-left corner [m].

    Returns
    -------
    LayerTable
        Layer ``waterways``.
    """
    lines = np.empty(2, dtype=object)
    lines[:] = [plan.river_axis, plan.brook]
    return layer_table(
        "waterways",
        as_multi_lines(lines, origin),
        waterway_id=["ww001", "ww002"],
        name=[RIVER_NAME, BROOK_NAME],
        kind=["river", "stream"],
    )
