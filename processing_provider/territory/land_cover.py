"""Land cover from the standard layers, window by window, in the codes of UMEP and SOLWEIG.

Two rasters answer two questions. *Ground cover* is what lies on the ground, also under the trees: it warms up and
gives its heat back to a walker (mean radiant temperature). *Land cover* is what is seen from above, crowns included:
its shares in discs explain the heat island. Both are the same to the bit in tiles and at once, as every raster of
:mod:`.surfaces`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Optional

import numpy as np
import shapely
from rasterio.transform import Affine

from ..tables import TABLES, read_table
from .codes import BY_DENSITY, COVER_NODATA, UNKNOWN_GROUND
from .schema import LayerTable
from .surfaces import burn_codes, burn_mask, canopy_height

#: Codes of the surfaces, from ``resources/tables/land_cover.csv``.
PAVED, BUILDINGS, EVERGREEN, DECIDUOUS, GRASS, BARE_SOIL, WATER = 1, 2, 3, 4, 5, 6, 7

#: Canopy from this height above the ground is a tree, lower it is what grows on the ground [m]; as with LiDAR.
LOWEST_TREE_M = 2.0

#: Share of roofs from which the rest of a block is taken as paved: middle of the 20 to 40 % of the open local climate
#: zones 4 to 6; compact zones, mostly paved between roofs, start at 40 %, large sheds on paved ground at 30 %
#: (Stewart and Oke 2012, doi 10.1175/BAMS-D-11-00019.1, table 3).
DENSE_SHARE = 0.30
#: Half side of the square in which that share is counted [m]: about a block.
BLOCK_REACH_M = 50.0


@lru_cache(maxsize=1)
def burning_order() -> tuple[tuple[str, str, str, int], ...]:
    """Return the rows of ``territory_land_cover.csv``: layer, field, value (empty: all the others), code."""
    rows = read_table(TABLES / "territory_land_cover.csv")
    return tuple((row["layer"], row["field"], row["value"], int(row["code"])) for row in rows)


def cover_shapes(layers: Mapping[str, LayerTable]) -> tuple[np.ndarray, np.ndarray]:
    """Return what covers the ground, from below to above.

    Streets are as wide as their carriageway and both pavements, half on each side of the axis; those below the ground
    are left out, bridges cover what they cross.

    Parameters
    ----------
    layers : mapping of str to LayerTable
        Standard layers, those that are known [m].

    Returns
    -------
    shapes : ndarray of shapely polygons, shape (n,)
        In the order in which they are burnt.
    codes : ndarray of uint8, shape (n,)
        Surface of each.
    """
    shapes, codes = [np.empty(0, dtype=object)], [np.empty(0, np.uint8)]
    order = burning_order()
    for layer, field, value, code in order:
        if layer not in layers or not len(layers[layer]):
            continue
        table = layers[layer]
        kind = table.columns[field].astype(str)
        if value:
            mine = kind == value
        else:
            mine = ~np.isin(kind, [row[2] for row in order if row[:2] == (layer, field) and row[2]])
        found = _street_areas(table, mine) if layer == "streets" else table.geometry[mine]
        shapes.append(found)
        codes.append(np.full(len(found), code, np.uint8))
    return np.concatenate(shapes), np.concatenate(codes)


def _street_areas(table: LayerTable, mine: np.ndarray) -> np.ndarray:
    """Return the ground of some streets, pavements included, as polygons."""
    level = table.columns["level"].astype(np.float64)
    width = np.zeros(len(table))
    for name in ("width_m", "pavement_left_m", "pavement_right_m"):
        width += np.nan_to_num(table.columns[name].astype(np.float64))
    chosen = mine & (level >= 0) & (width > 0)
    return shapely.buffer(table.geometry[chosen], width[chosen] / 2.0, quad_segs=4)


def ground_cover(
    shape: tuple[int, int],
    transform: Affine,
    shapes: np.ndarray,
    codes: np.ndarray,
    footprints: np.ndarray,
    unknown: str = BY_DENSITY,
) -> np.ndarray:
    """Return what covers the ground of a window, whatever grows above it.

    A cell is what lies at its centre. Where no layer says anything, the ground is paved if roofs cover 30 % or more
    of the square of 100 m around the cell (courtyards of dense blocks), grass elsewhere (gardens, fields).

    Parameters
    ----------
    shape : tuple of int
        Rows and columns of the window.
    transform : Affine
        Transform of the window [m].
    shapes, codes : ndarray, shape (n,)
        From :func:`cover_shapes`.
    footprints : ndarray of shapely polygons
        Buildings, those around the window included [m].
    unknown : str
        Key of :data:`.codes.UNKNOWN_GROUND`.

    Returns
    -------
    ndarray of uint8, shape ``shape``
        Codes of ``land_cover.csv``: 1 paved, 2 buildings, 5 grass, 6 bare soil, 7 water.

    Raises
    ------
    ValueError
        When ``unknown`` is not a key of :data:`UNKNOWN_GROUND`.
    """
    if unknown not in UNKNOWN_GROUND:
        raise ValueError(f"The unknown ground cannot be {unknown!r}; choose one of {', '.join(UNKNOWN_GROUND)}.")
    cover = burn_codes(shape, transform, shapes, codes)
    rest = cover == 0
    if unknown != BY_DENSITY:
        cover[rest] = UNKNOWN_GROUND[unknown]
    elif rest.any():
        dense = built_share(shape, transform, footprints) >= DENSE_SHARE
        cover[rest] = np.where(dense[rest], PAVED, GRASS)
    return cover


def built_share(shape: tuple[int, int], transform: Affine, footprints: np.ndarray) -> np.ndarray:
    """Return the share of roofs in the square of 100 m around each cell of a window.

    Parameters
    ----------
    shape, transform, footprints
        As in :func:`ground_cover`.

    Returns
    -------
    ndarray of float64, shape ``shape``
        Share, 0 to 1; beyond the window the footprints are counted too.
    """
    cell_size = transform.a
    reach = max(1, math.ceil(BLOCK_REACH_M / cell_size - 1e-6))
    rows, columns = shape
    corner = Affine(cell_size, 0.0, transform.c - reach * cell_size, 0.0, -cell_size, transform.f + reach * cell_size)
    roofs = burn_mask((rows + 2 * reach, columns + 2 * reach), corner, footprints)
    total = np.zeros((roofs.shape[0] + 1, roofs.shape[1] + 1), np.int64)
    np.cumsum(np.cumsum(roofs, axis=0, dtype=np.int64), axis=1, out=total[1:, 1:])
    side = 2 * reach + 1
    count = total[side:, side:] - total[:-side, side:] - total[side:, :-side] + total[:-side, :-side]
    return count / float(side * side)


def land_cover(ground: np.ndarray, canopy: np.ndarray, evergreen: Optional[np.ndarray] = None) -> np.ndarray:
    """Return what is seen from above: the ground, and the trees over it.

    Parameters
    ----------
    ground : ndarray of uint8, shape (rows, columns)
        From :func:`ground_cover`.
    canopy : ndarray of float32, shape (rows, columns)
        Height of the canopy above the ground [m], 0 or NaN where there is none.
    evergreen : ndarray of bool, shape (rows, columns), optional
        Cells whose highest crown keeps its leaves, from :func:`evergreen_crowns`; none when absent.

    Returns
    -------
    ndarray of uint8, shape (rows, columns)
        Codes of ``land_cover.csv``; trees are what stands 2 m or higher, but not on roofs.
    """
    trees = (canopy >= LOWEST_TREE_M) & (ground != BUILDINGS) & (ground != COVER_NODATA)
    code = DECIDUOUS if evergreen is None else np.where(evergreen, EVERGREEN, DECIDUOUS)
    return np.where(trees, code, ground).astype(np.uint8)


def evergreen_crowns(
    shape: tuple[int, int],
    transform: Affine,
    tree_xy: np.ndarray,
    tree_height: np.ndarray,
    crown_diameter: np.ndarray,
    evergreen: np.ndarray,
    vegetation: np.ndarray,
    vegetation_height: np.ndarray,
) -> np.ndarray:
    """Return the cells of a window whose highest crown is that of an evergreen tree.

    Patches of vegetation count as deciduous: their layer does not say.

    Parameters
    ----------
    shape, transform, tree_xy, tree_height, crown_diameter, vegetation, vegetation_height
        As in :func:`.surfaces.canopy_height`.
    evergreen : ndarray of bool, shape (t,)
        Trees that keep their leaves.

    Returns
    -------
    ndarray of bool, shape ``shape``
    """
    if not evergreen.any():
        return np.zeros(shape, dtype=bool)
    nothing, no_height = np.empty(0, dtype=object), np.empty(0)
    every = canopy_height(shape, transform, tree_xy, tree_height, crown_diameter, vegetation, vegetation_height)
    own = canopy_height(
        shape, transform, tree_xy[evergreen], tree_height[evergreen], crown_diameter[evergreen], nothing, no_height
    )
    return (own > 0) & (own >= every)


def tree_arrays(layers: Mapping[str, LayerTable]) -> dict[str, np.ndarray]:
    """Return the trees and patches as the arguments of :func:`evergreen_crowns`."""

    def numbers(layer: str, name: str) -> np.ndarray:
        return layers[layer].columns[name].astype(np.float64) if layer in layers else np.empty(0)

    nothing = np.empty(0, dtype=object)
    trees = layers.get("trees", LayerTable(nothing, {"evergreen": nothing}))
    return {
        "tree_xy": shapely.get_coordinates(trees.geometry),
        "tree_height": numbers("trees", "height_m"),
        "crown_diameter": numbers("trees", "crown_diameter_m"),
        "evergreen": np.array([value is not None and bool(value) for value in trees.columns["evergreen"]], dtype=bool),
        "vegetation": layers["vegetation"].geometry if "vegetation" in layers else nothing,
        "vegetation_height": numbers("vegetation", "height_m"),
    }
