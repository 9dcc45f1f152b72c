"""Inhabitants of the demo town: by 200 m grid cell and by statistical zone, both from the dwellings."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry import box

from ..schema import LayerTable
from .buildings import Town
from .network import faces, node_lines, sides
from .plan import Plan
from .shapes import as_multi_areas
from .tables import layer_table

#: Inhabitants per dwelling; close to the mean of French towns (INSEE, recensement), chosen for the synthetic town.
PERSONS_PER_DWELLING = 2.1
#: Side of a grid cell [m], as the INSEE grid.
CELL = 200.0
#: Mean ground per zone [m2], and least and most zones.
ZONE_GROUND, ZONE_COUNT = 340000.0, (3, 11)
#: Smallest share of the inhabitants in a zone.
SMALLEST_ZONE = 0.01
#: Streets that can bound a zone.
ZONE_KINDS = ("primary", "boulevard", "radial", "distributor", "avenue")
ZONE_NAMES = (
    "Centre ancien",
    "Les Remparts",
    "La Liberté",
    "La Gare",
    "Le Mail",
    "Saint-Sauveur",
    "Le Vallon",
    "La Lande",
    "La Prairie",
    "Le Vieux-Moulin",
    "La Métairie",
)


def inhabitants(town: Town) -> np.ndarray:
    """Return the inhabitants of each building."""
    return town.dwellings * PERSONS_PER_DWELLING


def population_layer(town: Town, origin: np.ndarray) -> LayerTable:
    """Return the standard layer of the 200 m population grid.

    Parameters
    ----------
    town : Town
        Buildings in the local frame.
    origin : ndarray, shape (2,)
        Map coordinates of the local frame's lower-left corner [m].

    Returns
    -------
    LayerTable
        Layer ``population``: inhabited cells, their corners on multiples of 200 m of the map's grid. A
        building counts in the cell of its centroid.
    """
    points = shapely.get_coordinates(shapely.centroid(np.array(town.shape, dtype=object))) + origin
    people = inhabitants(town)
    index = np.floor(points / CELL).astype(np.int64)
    cells, inverse = np.unique(index[people > 0], axis=0, return_inverse=True)
    totals = np.bincount(inverse.reshape(-1), weights=people[people > 0], minlength=len(cells))
    corners = cells * CELL
    areas = np.empty(len(cells), dtype=object)
    areas[:] = [shapely.multipolygons([box(x, y, x + CELL, y + CELL)]) for x, y in corners]
    return layer_table(
        "population",
        areas,
        cell_id=[f"CRS2154RES200mN{int(y)}E{int(x)}" for x, y in corners],
        population=np.round(totals, 1),
    )


def zones_layer(plan: Plan, town: Town, origin: np.ndarray) -> LayerTable:
    """Return the standard layer of statistical zones, a partition of the square along main streets and the river.

    Parameters
    ----------
    plan : Plan
        The town's plan.
    town : Town
        Buildings in the local frame.
    origin : ndarray, shape (2,)
        Map coordinates of the local frame's lower-left corner [m].

    Returns
    -------
    LayerTable
        Layer ``zones`` with the inhabitants of the buildings whose centroid lies in each zone.
    """
    lines = [axis.line for axis in plan.axes if axis.kind in ZONE_KINDS and axis.major and not axis.deck]
    edges = np.empty(len(lines) + 1, dtype=object)
    edges[:] = [*lines, plan.river_axis]
    network = node_lines(edges, np.arange(len(edges)), np.zeros(len(edges), dtype=bool), plan.domain)
    areas = list(faces(network.lines, plan.domain))
    wanted = int(np.clip(round(plan.size**2 / ZONE_GROUND), *ZONE_COUNT))
    points = shapely.centroid(np.array(town.shape, dtype=object))
    people = inhabitants(town)
    totals = _count(areas, points, people)
    while len(areas) > wanted or (len(areas) > ZONE_COUNT[0] and totals.min() < SMALLEST_ZONE * totals.sum()):
        if not _join_smallest(areas, network.lines, totals):
            break
        totals = _count(areas, points, people)
    centre = np.array([area.representative_point().coords[0] for area in areas])
    order = np.argsort(np.hypot(*(centre - plan.centre).T), kind="stable")
    areas = [areas[k] for k in order]
    return layer_table(
        "zones",
        as_multi_areas(areas, origin),
        zone_id=[f"35000{index:04d}" for index in range(101, 101 + len(areas))],
        name=[ZONE_NAMES[k] if k < len(ZONE_NAMES) else None for k in range(len(areas))],
        population=np.round(_count(areas, points, people), 1),
    )


def _count(areas: list, points: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Return the inhabitants of each area; a point on a shared edge counts once."""
    tree = shapely.STRtree(areas)
    found, area = tree.query(points, predicate="intersects")
    _, first = np.unique(found, return_index=True)
    return np.bincount(area[first], weights=people[found[first]], minlength=len(areas))


def _join_smallest(areas: list, lines: np.ndarray, people: np.ndarray) -> bool:
    """Join the least peopled area to the neighbour it shares the longest street with, in place."""
    pair = sides(lines, np.array(areas, dtype=object))
    length = shapely.length(lines)
    for index in np.lexsort((shapely.area(areas), people)):
        shared = np.zeros(len(areas))
        for left, right, metres in zip(pair[:, 0], pair[:, 1], length):
            if left != right and index in (left, right) and left >= 0 and right >= 0:
                shared[left + right - index] += metres
        if shared.max() > 0.0:
            other = int(np.argmax(shared))
            joined = shapely.union_all([areas[index], areas[other]], grid_size=0.01)
            for k in sorted((int(index), other), reverse=True):
                del areas[k]
            areas.append(joined)
            return True
    return False
