"""What a surface model, a terrain model and a canopy say of each other: ranges, and signs that one is the wrong one.

A surface model that holds the trees, a terrain model given in its place or a value of no data that is not declared
make maps that look right and are not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from .shade_tiles import surface_of

LOWEST_ALTITUDE_M = -500.0  # [m] the shore of the Dead Sea is at -430: what is lower is no altitude
HIGHEST_ALTITUDE_M = 9000.0  # [m] Everest is at 8849
BELOW_M = 1.0  # [m] two surveys of one ground differ by less
TALL_M = 3.0  # [m] what stands higher than this above the terrain is a building, or a tree that should not be there
SAME_HEIGHT_M = 1.0  # [m] a surface that is as high as the canopy within this is the canopy


class SurfaceFacts(NamedTuple):
    """Ranges and counts of a tile or of a whole raster.

    Attributes
    ----------
    lowest, highest : float
        Surface, holes filled with the terrain [m]; plus and minus infinity where there is none.
    highest_crown : float
        Highest top of crown [m, altitude]; minus infinity where there is none.
    lowest_ground, highest_ground : float
        Terrain [m]; plus and minus infinity where there is none.
    tallest : float
        Tallest tree [m, above the ground]; 0 where there is none.
    cells : int
        Cells where the surface model and the terrain model both have data; those below are among them.
    below : int
        Surface more than 1 m below the terrain.
    tall : int
        Surface more than 3 m above the terrain.
    crowns, solid : int
        Canopy of more than 3 m; where the surface is as high as it.
    """

    lowest: float = np.inf
    highest: float = -np.inf
    highest_crown: float = -np.inf
    lowest_ground: float = np.inf
    highest_ground: float = -np.inf
    tallest: float = 0.0
    cells: int = 0
    below: int = 0
    tall: int = 0
    crowns: int = 0
    solid: int = 0


def surface_facts(arrays, tile, stop) -> SurfaceFacts:
    """Look at the core of a tile.

    Parameters
    ----------
    arrays : dict of ndarray
        ``dsm``, optionally ``dtm`` and ``canopy``, float32 of one shape [m].
    tile, stop
        As the engine gives them.

    Returns
    -------
    SurfaceFacts
    """
    arrays = {name: tile.core(array) for name, array in arrays.items()}
    surface = surface_of(arrays)
    known = ~np.isnan(surface)
    if not known.any():
        return SurfaceFacts()
    facts = SurfaceFacts(float(surface[known].min()), float(surface[known].max()))
    if "canopy" in arrays:
        facts = _with_crowns(facts, surface, known, arrays)
    return _with_ground(facts, arrays) if "dtm" in arrays else facts


def add_facts(parts: Iterable[SurfaceFacts]) -> SurfaceFacts:
    """Return the facts of several tiles together."""
    low = ("lowest", "lowest_ground")
    high = ("highest", "highest_crown", "highest_ground", "tallest")
    total = SurfaceFacts()
    for part in parts:
        pairs = zip(SurfaceFacts._fields, total, part)
        total = SurfaceFacts(
            *(min(a, b) if name in low else max(a, b) if name in high else a + b for name, a, b in pairs)
        )
    return total


def _with_crowns(facts, surface, known, arrays):
    """Add the highest crown and the tallest tree."""
    ground = arrays.get("dtm", surface)
    ground = np.where(np.isnan(ground), surface, ground)
    crowns = (arrays["canopy"] > 0) & known
    if not crowns.any():
        return facts
    heights = arrays["canopy"][crowns]
    return facts._replace(highest_crown=float((ground[crowns] + heights).max()), tallest=float(heights.max()))


def _with_ground(facts, arrays):
    """Add what the terrain model says of the surface model and of the canopy."""
    terrain = arrays["dtm"]
    ground = terrain[~np.isnan(terrain)]
    if ground.size:
        facts = facts._replace(lowest_ground=float(ground.min()), highest_ground=float(ground.max()))
    with np.errstate(invalid="ignore"):  # infinite heights, which are refused afterwards
        above = arrays["dsm"] - terrain
    tall = above > TALL_M
    facts = facts._replace(
        cells=int((~np.isnan(above)).sum()), below=int((above < -BELOW_M).sum()), tall=int(tall.sum())
    )
    if "canopy" not in arrays:
        return facts
    crowns = (arrays["canopy"] > TALL_M) & ~np.isnan(above)
    solid = crowns & tall & (np.abs(above - arrays["canopy"]) <= SAME_HEIGHT_M)
    return facts._replace(crowns=int(crowns.sum()), solid=int(solid.sum()))
