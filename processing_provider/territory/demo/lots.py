"""Free ground of each block, once streets, river, brook and railway have taken theirs."""

from __future__ import annotations

import numpy as np
import shapely

from .blocks import LandUse
from .plan import RAIL_HALF_WIDTH, Plan
from .shapes import polygon_parts
from .street_fields import Sections

#: Margin between the edge of a street and the plots [m].
STREET_MARGIN = 0.3
#: Distance kept from the axis of the brook and from the river's edge [m].
BROOK_MARGIN, RIVER_MARGIN = 7.0, 6.0
#: Kinds of section that take no ground from the plots: they run below, above, or across a park.
OVER_PLOTS = ("passage", "underpass", "path")
#: Necks narrower than twice this are cut off [m].
NECK = 2.0
#: Smallest plot kept [m2].
SMALLEST_PLOT = 60.0


def free_ground(plan: Plan, land: LandUse, sections: Sections) -> list[list]:
    """Return the ground of each block that is neither street, water nor railway.

    Parameters
    ----------
    plan : Plan
        The town's plan.
    land : LandUse
        Blocks and uses.
    sections : Sections
        Street sections with their widths.

    Returns
    -------
    list of list of Polygon, one per block
        Pieces of free ground, the largest first; empty in the river.
    """
    takes = ~np.isin(sections.kind, OVER_PLOTS)
    takes |= np.isin(sections.kind, ("path",)) & _beside_brook(plan, sections)
    strips = [
        *sections.corridors(STREET_MARGIN)[takes],
        plan.rail.buffer(RAIL_HALF_WIDTH),
        plan.brook.buffer(BROOK_MARGIN),
        plan.river_area.buffer(RIVER_MARGIN),
    ]
    tree = shapely.STRtree(strips)
    ground = []
    for block, use in zip(land.streets.blocks, land.use):
        if use == "river":
            ground.append([])
            continue
        near = np.sort(tree.query(block, predicate="intersects"))
        free = shapely.difference(block, shapely.union_all([strips[k] for k in near]))
        free = free.simplify(0.15)
        opened = free.buffer(-NECK, join_style="mitre").buffer(NECK, join_style="mitre").intersection(free)
        pieces = polygon_parts(shapely.set_precision(opened, 0.01), SMALLEST_PLOT)
        ground.append(sorted(pieces, key=lambda piece: -piece.area))
    return ground


def _beside_brook(plan: Plan, sections: Sections) -> np.ndarray:
    """Say which sections follow the brook: that path bounds blocks instead of crossing one."""
    middle = shapely.line_interpolate_point(sections.lines, 0.5, normalized=True)
    return shapely.distance(middle, plan.brook) < 2.0 * BROOK_MARGIN
