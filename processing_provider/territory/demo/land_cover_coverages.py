"""Two land covers of the demo town in the nomenclature of OCS GE, 2017 and 2020, and the changes between them.

The second is the first, edited: both are made of the same cells, so that what did not change is the same to the bit,
and what did is known exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from ..partition import MILLIMETRE, Cells, cut_cells, dissolve, faces_of, joined, merge_small, paint
from ..schema import LayerTable
from .blocks import LandUse
from .buildings import Town
from .land_cover_painting import Painting, built_faces, ground_kinds, paint_ground, paved
from .land_cover_sites import Sites, choose_sites
from .plan import Plan
from .shapes import as_multi
from .street_fields import Sections
from .tables import layer_table
from .trees import Trees
from .vegetation import Patches

#: Years of the two land covers.
YEARS = (2017, 2020)
#: What is left of a face by a change, and is smaller, joins a neighbour [m2].
CRUMB = 250.0
#: A face is never smaller, even where a site overlaps another by a hair [m2].
SPECK = 1.0
#: Kinds of ground that a scene may lie on.
OPEN_GROUND = ("field", "garden")
#: Decimals of a map coordinate [m]: those of :data:`partition.MILLIMETRE`.
DECIMALS = round(-np.log10(MILLIMETRE))


@dataclass(frozen=True)
class _Dates:
    """Kind of ground of each cell at both dates, and the change that it is part of, where they differ."""

    cells: Cells
    kinds: tuple[np.ndarray, np.ndarray]
    edit: np.ndarray
    sites: Sites


def land_cover_layers(
    plan: Plan,
    land: LandUse,
    sections: Sections,
    ground: list[list],
    town: Town,
    ponds: list,
    trees: Trees,
    patches: Patches,
    origin: np.ndarray,
    rng,
) -> dict[str, LayerTable]:
    """Return the demo layers of land cover: one per year, and the changes.

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
        Buildings and the open ground around them.
    ponds : list of Polygon
        Ponds.
    trees : Trees
        Trees.
    patches : Patches
        Vegetation.
    origin : ndarray, shape (2,)
        Map coordinates of the local frame's lower-left corner [m].
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict of str to LayerTable
        ``ocsge_2017``, ``ocsge_2020``, ``land_cover_changes``.
    """
    built, streets = built_faces(town), paved(sections)
    painting = paint_ground(plan, land, ground, town, ponds, trees, patches, built, streets)
    sites = choose_sites(plan, land, ground, town, _first_faces(plan, painting), streets, rng)
    dates = _two_dates(plan, painting, sites)
    faces = [faces_of(dates.cells, kind) for kind in dates.kinds]
    shapes = [_on_map(dissolve(dates.cells, face), origin) for face in faces]
    names = _names(dates.cells, faces, dates.kinds)
    layers = {
        f"ocsge_{year}": _coverage(shape, name, kind[_first(face)], year)
        for year, shape, name, kind, face in zip(YEARS, shapes, names, dates.kinds, faces)
    }
    layers["land_cover_changes"] = _changes(dates, origin)
    return layers


def _first_faces(plan: Plan, painting: Painting) -> dict[str, list]:
    """Return the faces of the ground as painted, by kind."""
    cells = cut_cells(painting.area, plan.domain)
    number = _numbers()
    kind = _merged(
        cells, paint(cells, painting.area, [number[one] for one in painting.kind]), np.zeros(len(cells.shape))
    )
    face = faces_of(cells, kind)
    shapes, kinds = dissolve(cells, face), kind[_first(face)]
    return {name: list(shapes[kinds == index]) for name, index in number.items()}


def _merged(cells: Cells, kind: np.ndarray, fixed: np.ndarray, least_m2: float = np.inf) -> np.ndarray:
    """Join the faces below their smallest area, or below that given [m2], to their neighbours; those fixed stay."""
    least, pull = (np.array([getattr(one, name) for one in ground_kinds().values()]) for name in ("least_m2", "pull"))
    merged = merge_small(cells, kind, np.minimum(least, least_m2), fixed, pull)
    return merge_small(cells, merged, np.full(len(least), SPECK), np.zeros(len(kind)), pull)


def _two_dates(plan: Plan, painting: Painting, sites: Sites) -> _Dates:
    """Cut the ground along everything that is painted at either date, and paint both."""
    number = _numbers()
    new = [area for edit in sites.edits for area in edit.areas]
    cells = cut_cells([*painting.area, *sites.scenes.area, *new], plan.domain)
    before = paint(cells, painting.area, [number[kind] for kind in painting.kind])
    staged = paint(cells, sites.scenes.area, [number[kind] for kind in sites.scenes.kind])
    # A scene lies on the ground around it, never on a street or a wall.
    fixed = (staged >= 0) & np.isin(before, [number[kind] for kind in OPEN_GROUND])
    before = _merged(cells, np.where(fixed, staged, before), fixed)
    after, edit = before.copy(), np.full(len(before), -1, dtype=np.int64)
    for index, one in enumerate(sites.edits):
        painted = paint(cells, one.areas, [number[kind] for kind in one.kinds])
        mine = (painted >= 0) & np.isin(before, [number[kind] for kind in one.over])
        after[mine], edit[mine] = painted[mine], index
    after = _merged(cells, after, fixed | (edit >= 0), CRUMB)
    changed = after != before
    edited, crumbs = np.flatnonzero(changed & (edit >= 0)), np.flatnonzero(changed & (edit < 0))
    if len(crumbs):  # a crumb that joined a neighbour is part of the change beside it
        beside = shapely.STRtree(cells.shape[edited]).query_nearest(cells.point[crumbs], all_matches=False)[1]
        edit[crumbs] = edit[edited[beside]]
    return _Dates(cells, (before, after), edit, sites)


def _numbers() -> dict[str, int]:
    """Return a number for each kind of ground; kinds of the same codes share that of the first."""
    first: dict[tuple[str, str], int] = {}
    return {
        name: first.setdefault((kind.cover, kind.use), index)
        for index, (name, kind) in enumerate(ground_kinds().items())
    }


def _first(face: np.ndarray) -> np.ndarray:
    return np.unique(face, return_index=True)[1]


def _on_map(shapes: np.ndarray, origin: np.ndarray) -> np.ndarray:
    """Move polygons to the map, their points on whole millimetres."""
    moved = shapely.transform(shapes, lambda points: np.round(np.round(points, DECIMALS) + origin, DECIMALS))
    return as_multi(moved)


def _names(cells: Cells, faces: list, kinds: tuple) -> list[np.ndarray]:
    """Name the faces; one that is the same at the second date keeps its name."""
    one, other = faces
    count = int(one.max()) + 1
    names = np.array([f"oc{number:06d}" for number in range(1, count + 1)], dtype=object)
    first = _first(other)
    then = one[first]
    # The same where the cells of a face all were of one face, which had no other cell, and its kind is the same.
    low = np.full(len(first), count)
    high = np.full(len(first), -1)
    np.minimum.at(low, other, one)
    np.maximum.at(high, other, one)
    same = (low == high) & (np.bincount(other) == np.bincount(one)[then]) & (kinds[0][first] == kinds[1][first])
    new = np.array([f"oc{number:06d}" for number in range(count + 1, count + 1 + int((~same).sum()))], dtype=object)
    later = names[then].copy()
    later[~same] = new
    return [names, later]


def _coverage(shapes: np.ndarray, names: np.ndarray, kind: np.ndarray, year: int) -> LayerTable:
    rows = list(ground_kinds().values())
    return layer_table(
        f"ocsge_{year}",
        shapes,
        id=names,
        code_cs=[f"CS{rows[one].cover}" for one in kind],
        code_us=[f"US{rows[one].use}" for one in kind],
        millesime=[year] * len(shapes),
    )


def _changes(dates: _Dates, origin: np.ndarray) -> LayerTable:
    """Return one row per change, former and new kind of ground."""
    before, after = dates.kinds
    changed = np.flatnonzero(after != before)
    keys = np.stack([dates.edit[changed], before[changed], after[changed]])
    groups, place = np.unique(keys, axis=1, return_inverse=True)
    place = place.reshape(-1)
    shapes = [joined(dates.cells.shape[changed[place == number]]) for number in range(groups.shape[1])]
    rows = list(ground_kinds().values())
    old, new = ([rows[one] for one in column] for column in groups[1:])
    made = _on_map(np.array(shapes, dtype=object), origin)
    return layer_table(
        "land_cover_changes",
        made,
        id=[f"lc{number:03d}" for number in range(1, len(shapes) + 1)],
        kind=[dates.sites.edits[one].name for one in groups[0]],
        cs1=[kind.cover for kind in old],
        us1=[kind.use for kind in old],
        cs2=[kind.cover for kind in new],
        us2=[kind.use for kind in new],
        area_m2=shapely.area(made),
        flux_brut=[int(two.artificial) - int(one.artificial) for one, two in zip(old, new)],
    )
