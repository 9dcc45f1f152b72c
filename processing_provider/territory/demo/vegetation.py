"""Vegetation patches and green spaces of the demo town."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from ..schema import LayerTable
from .blocks import LandUse
from .buildings import Town
from .plan import RAIL_HALF_WIDTH, Plan
from .shapes import as_multi_areas, tidy
from .street_fields import Sections
from .tables import layer_table

#: Height range of each class [m]; figures chosen for a plausible synthetic town.
HEIGHT = {
    "wood": (13.0, 19.0),
    "open_wood": (8.0, 12.0),
    "hedge": (3.0, 6.0),
    "garden_hedge": (1.3, 2.0),
    "orchard": (3.5, 5.0),
    "shrub": (1.0, 2.5),
    "grass": (0.05, 0.25),
    "crop": (0.4, 1.1),
}
#: Half width of a hedgerow between fields, and depth of a hedge around a garden [m].
HEDGEROW_HALF_WIDTH, HEDGE_DEPTH = 1.6, 0.9
#: Distance between two gates in a garden hedge, and width of a gate [m].
GATE_SPACING, GATE_WIDTH = 17.0, 3.6
#: Share of the estates with hedges, and share of the courtyards with grass.
HEDGED_SHARE, GREEN_COURT_SHARE = 0.65, 0.55
#: Distance between a wall and the grass [m].
WALL_MARGIN = 0.8
#: Part of the railway strip with shrubs, from its axis [m].
TRACK_HALF_WIDTH = 4.5
#: Grass along the brook, from the edge of its bed to this distance from its axis [m].
BROOK_HALF_WIDTH, BROOK_BANK = 0.6, 6.0
#: Uses covered with grass.
GRASSED = ("park", "garden", "cemetery", "sport", "meadow")
#: Green spaces: kind and names by use of the block.
GREEN = {
    "park": ("park", ("Parc du Vieux-Moulin", "Parc des Gayeulles-Neuves", "Parc de la Prairie")),
    "garden": ("garden", ("Jardin de la Confluence", "Jardin des Plantes")),
    "cemetery": ("cemetery", ("Cimetière du Nord",)),
    "sport": ("sport", ("Stade du Vallon",)),
}
SMALLEST_PATCH = 8.0


@dataclass
class Patches:
    """Vegetation patches in the local frame: shape, class and mean height [m]."""

    shape: list = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    height: list[float] = field(default_factory=list)

    def add(self, area, kind: str, rng, heights: str = "") -> None:
        """Keep an area of a class unless nothing is left of it."""
        area = tidy(area, SMALLEST_PATCH)
        if area is not None:
            self.shape.append(area)
            self.kind.append(kind)
            self.height.append(round(float(rng.uniform(*HEIGHT[heights or kind])), 2))


def grow_patches(plan: Plan, land: LandUse, sections: Sections, ground: list[list], town: Town, ponds: list, rng):
    """Cover the open ground with vegetation.

    Parameters
    ----------
    plan : Plan
        The town's plan.
    land : LandUse
        Blocks, uses and field boundaries.
    sections : Sections
        Street sections.
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
    Patches
        Patches clear of buildings, streets and water.
    """
    patches = Patches()
    # Paths cross parks; every other street already bounds the free ground.
    clear = _Clear([*town.shape, *sections.carriageways()[sections.level >= 0], *ponds, plan.river_area])
    hedgerows = [line.buffer(HEDGEROW_HALF_WIDTH, cap_style="flat") for line in land.streets.boundaries]
    for line in hedgerows:
        patches.add(clear(line.intersection(plan.domain), 0.5), "hedge", rng)
    rows = shapely.union_all(hedgerows)
    for index, use in enumerate(land.use):
        for piece in ground[index]:
            if use in ("wood", "crop", "orchard"):
                patches.add(clear(piece.buffer(-1.0).difference(rows)), use, rng)
            elif use in GRASSED:
                patches.add(clear(piece.difference(rows), WALL_MARGIN), "grass", rng)
    for garden in town.gardens:
        hedge = _garden_hedge(garden, rng) if rng.uniform() < HEDGED_SHARE else None
        if hedge is not None:
            patches.add(clear(hedge, 0.3), "hedge", rng, "garden_hedge")
            garden = garden.difference(hedge)
        patches.add(clear(garden, WALL_MARGIN), "grass", rng)
    for court in town.courts:
        if court.area > 250.0 and rng.uniform() < GREEN_COURT_SHARE:
            patches.add(clear(court.buffer(-2.5), WALL_MARGIN), "grass", rng)
    for lawn in town.lawns:
        patches.add(clear(lawn.buffer(-1.5), 3.0), "grass", rng)
    _banks(plan, land, sections, patches, rng)
    return patches


class _Clear:
    """Cut buildings, streets and water out of an area; ``clear(area, margin)`` keeps a margin [m]."""

    def __init__(self, holes: list):
        self.holes = holes
        self.tree = shapely.STRtree(holes)

    def __call__(self, area, margin: float = 0.0):
        near = np.sort(self.tree.query(area, predicate="intersects"))
        if len(near) == 0:
            return area
        return area.difference(shapely.union_all([self.holes[k] for k in near]).buffer(margin))


def _garden_hedge(garden, rng):
    """Return a hedge along the edge of the gardens, open at the gates."""
    strip = garden.difference(garden.buffer(-HEDGE_DEPTH))
    edge = garden.exterior
    at = np.arange(rng.uniform(2.0, GATE_SPACING), edge.length, GATE_SPACING)
    if len(at):
        gates = shapely.buffer(shapely.line_interpolate_point(edge, at), GATE_WIDTH / 2, quad_segs=2)
        strip = strip.difference(shapely.union_all(gates))
    return tidy(strip, 1.0)


def _banks(plan: Plan, land: LandUse, sections: Sections, patches: Patches, rng) -> None:
    """Grass on the river's and the brook's banks, shrubs along the railway."""
    clear = _Clear([*sections.corridors(0.1)[sections.level >= 0], plan.river_area, *patches.shape])
    brook = plan.brook.buffer(BROOK_BANK).difference(plan.brook.buffer(BROOK_HALF_WIDTH))
    strip = plan.rail.buffer(RAIL_HALF_WIDTH).difference(plan.rail.buffer(TRACK_HALF_WIDTH))
    banks = [(land.streets.blocks[index], "grass") for index in land.blocks_of("river")]
    for area, kind in [*banks, (brook.intersection(plan.domain), "grass"), (strip.intersection(plan.domain), "shrub")]:
        for part in shapely.get_parts(clear(area)):
            patches.add(part, kind, rng)


def vegetation_layer(patches: Patches, origin: np.ndarray) -> LayerTable:
    """Return the standard layer of vegetation; ``origin`` as in :func:`green_spaces_layer`."""
    count = len(patches.shape)
    return layer_table(
        "vegetation",
        as_multi_areas(patches.shape, origin),
        vegetation_id=[f"ve{index:05d}" for index in range(1, count + 1)],
        vegetation_class=patches.kind,
        height_m=patches.height,
        height_source=["measured"] * count,
    )


def green_spaces_layer(land: LandUse, ground: list[list], origin: np.ndarray) -> LayerTable:
    """Return the standard layer of green spaces.

    Parameters
    ----------
    land : LandUse
        Blocks and uses.
    ground : list of list of Polygon
        Free ground of each block.
    origin : ndarray, shape (2,)
        Map coordinates of the local frame's lower-left corner [m].

    Returns
    -------
    LayerTable
        Layer ``green_spaces``.
    """
    shapes, kinds, names = [], [], []
    for use, (kind, labels) in GREEN.items():
        for number, index in enumerate(land.blocks_of(use)):
            area = tidy(shapely.union_all(ground[index])) if ground[index] else None
            if area is not None:
                shapes.append(area)
                kinds.append(kind)
                names.append(labels[number] if number < len(labels) else None)
    return layer_table(
        "green_spaces",
        as_multi_areas(shapes, origin),
        green_space_id=[f"gs{index:03d}" for index in range(1, len(shapes) + 1)],
        name=names,
        kind=kinds,
    )
