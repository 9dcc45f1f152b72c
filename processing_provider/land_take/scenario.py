"""Projects painted over a coverage: exactly, piece by piece, so that areas add up before and after.

Faces under a project are cut along it, on the grid of 1 mm of the room; all others stay what they are. The thresholds
of the decree then run on the whole changed coverage: a project may let a patch far larger than itself cross one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Optional

import numpy as np
import shapely

from .adjacency import Adjacency, neighbours
from .change import Change, Face, classify, differs
from .overlay import COVERED_M2, COVERED_RELATIVE, DEFAULT_GRID_M, overlay_areas
from .surfaces import Surfaces, linear_widths
from .thresholds import ArtificialState, Thresholds

NO_PROJECT = -1
POLYGON = 3  # GEOS type number


@dataclass(frozen=True)
class Projects:
    """What is painted: polygons that do not overlap (see :func:`stacked`), with what the ground becomes.

    Attributes
    ----------
    geometry : ndarray of shapely geometries, shape (p,)
        Planar [m]; None for a project of which nothing is seen.
    cover, use : ndarray of str, shape (p,)
        Codes of OCS GE.
    flag : ndarray of int8, shape (p,)
        1, 0 or -1, by the matrix.
    width_m : ndarray of float64, shape (p,)
        Mean width of roads and railways [m], NaN for all others; that of the whole project, not of what is seen of it.
    """

    geometry: np.ndarray
    cover: np.ndarray
    use: np.ndarray
    flag: np.ndarray
    width_m: np.ndarray

    def only(self, rows, geometry=None) -> Projects:
        """Return some projects, with other polygons where given."""
        shapes = self.geometry[rows] if geometry is None else geometry
        return Projects(shapes, self.cover[rows], self.use[rows], self.flag[rows], self.width_m[rows])


def projects(geometry, cover, use, flag) -> Projects:
    """Return projects with the widths of their roads; parameters as the attributes of :class:`Projects`."""
    geometry = np.asarray(geometry, dtype=object)
    codes = np.asarray(cover, dtype="<U9"), np.asarray(use, dtype="<U9")
    return Projects(geometry, *codes, np.asarray(flag, dtype=np.int8), linear_widths(geometry, codes[1]))


@dataclass(frozen=True)
class Painted:
    """A coverage with projects painted over it.

    Attributes
    ----------
    faces : Surfaces
        In the order of the former faces.
    face : ndarray of int64, shape (n,)
        Former face that each is, or is part of.
    project : ndarray of int64, shape (n,)
        Project that each is part of; -1 for none.
    outside_m2 : ndarray of float64, shape (p,)
        Area of each project that lies outside the coverage, on the map [m2].
    """

    faces: Surfaces
    face: np.ndarray
    project: np.ndarray
    outside_m2: np.ndarray


@dataclass(frozen=True)
class Effect:
    """What projects change, piece by piece.

    Attributes
    ----------
    first, second : Face
        Each piece before and after.
    change : Change
        Its flux, after thresholds and by the matrix alone.
    """

    first: Face
    second: Face
    change: Change


def stacked(geometry, order) -> np.ndarray:
    """Return what is seen of polygons that are laid over each other.

    Parameters
    ----------
    geometry : ndarray of shapely geometries, shape (p,)
        Planar [m].
    order : array_like of int, shape (p,)
        Rows from the lowest to the one on top.

    Returns
    -------
    ndarray of shapely geometries, shape (p,)
        None where nothing is seen. Where nothing lies over it a polygon stays as it is.
    """
    geometry = np.asarray(geometry, dtype=object)
    height = np.empty(len(geometry), dtype=np.int64)
    height[np.asarray(order, dtype=np.int64)] = np.arange(len(geometry))
    lower, upper = shapely.STRtree(geometry).query(geometry, predicate="intersects")
    over = height[upper] > height[lower]
    lower, upper = lower[over], upper[over]
    seen = geometry.copy()
    for row in np.unique(lower):
        above = shapely.union_all(geometry[upper[lower == row]], grid_size=DEFAULT_GRID_M)
        seen[row] = _polygons(shapely.difference(geometry[row], above, grid_size=DEFAULT_GRID_M))
    return seen


def _polygons(shape) -> Optional[shapely.Geometry]:
    """Return the polygons of a shape as one; None without any."""
    parts = [part for part in shapely.get_parts(shape) if shapely.get_type_id(part) == POLYGON and not part.is_empty]
    if len(parts) < 2:
        return parts[0] if parts else None
    return shapely.multipolygons(parts)


@dataclass(frozen=True)
class CutPieces:
    """Pieces of faces that are cut.

    Attributes
    ----------
    face, project : ndarray of int64, shape (k,)
        Face that each is part of; project, -1 for none.
    geometry : ndarray of shapely geometries, shape (k,)
    planar_m2 : ndarray of float64, shape (k,)
        On the map [m2]; together they have the area of their face.
    """

    face: np.ndarray
    project: np.ndarray
    geometry: np.ndarray
    planar_m2: np.ndarray


@dataclass(frozen=True)
class Patch:
    """What projects cut out of a coverage.

    Attributes
    ----------
    pieces : CutPieces
    cut : ndarray of int64
        Faces that are cut, in order.
    around : ndarray of int64
        Other faces that touch them, in order.
    adjacency : Adjacency
        Pairs with a piece; numbers are those of the pieces, then of ``around``.
    outside_m2 : ndarray of float64, shape (p,)
        Area of each project that lies outside the coverage, on the map [m2].
    """

    pieces: CutPieces
    cut: np.ndarray
    around: np.ndarray
    adjacency: Adjacency
    outside_m2: np.ndarray


class Painter:
    """Paints projects over a coverage, again and again without looking through the whole of it.

    Parameters
    ----------
    base : Surfaces
        Its faces do not overlap.
    """

    def __init__(self, base: Surfaces) -> None:
        self.base = base
        self._tree = shapely.STRtree(base.geometry)

    def touched(self, geometry) -> np.ndarray:
        """Return which faces share ground with polygons; bool of shape (n,).

        Parameters
        ----------
        geometry : ndarray of shapely geometries, shape (p,)
        """
        near = np.unique(self._tree.query(geometry)[1])
        found = np.zeros(len(self.base), dtype=bool)
        if near.size:
            found[near[np.unique(overlay_areas(self.base.geometry[near], geometry).first_index)]] = True
        return found

    def cut(self, given: Projects) -> Patch:
        """Return the pieces of the faces under projects, and what touches them.

        Parameters
        ----------
        given : Projects
        """
        base = self.base
        near = np.unique(self._tree.query(given.geometry)[1])
        shared = overlay_areas(base.geometry[near], given.geometry)
        seen = shared.area_m2 > COVERED_M2
        face, project = near[shared.first_index[seen]], shared.second_index[seen]
        pieces = _cut(base, given.geometry, face, project, shared.area_m2[seen])
        cut = np.unique(pieces.face)
        around = np.setdiff1d(self._beside(cut), cut)
        found = neighbours(np.concatenate([pieces.geometry, base.geometry[around]]))
        new = found.first < pieces.face.size  # the first of a pair is the lower one: a pair without a piece has none
        adjacency = Adjacency(found.first[new], found.second[new], found.length_m[new], found.faces)
        return Patch(pieces, cut, around, adjacency, np.maximum(shared.second_left_m2, 0.0))

    def _beside(self, rows: np.ndarray) -> np.ndarray:
        """Return the faces that touch some faces."""
        start, beside, _ = self.beside
        return np.unique(beside[ranges(start[rows], start[rows + 1])])

    @cached_property
    def beside(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Neighbours of each face: where they begin, n + 1 places; the neighbours; the boundary shared [m]."""
        pairs = self.base.adjacency
        one, other = np.concatenate([pairs.first, pairs.second]), np.concatenate([pairs.second, pairs.first])
        order = np.argsort(one, kind="stable")
        start = np.concatenate([[0], np.cumsum(np.bincount(one, minlength=len(self.base)))])
        return start, other[order], np.concatenate([pairs.length_m, pairs.length_m])[order]

    def paint(self, given: Projects) -> Painted:
        """Return the coverage with projects painted over it.

        Parameters
        ----------
        given : Projects

        Returns
        -------
        Painted
            The pieces of a face have its area together, to rounding.
        """
        base, patch = self.base, self.cut(given)
        pieces = patch.pieces
        cut = np.zeros(len(base), dtype=bool)
        cut[patch.cut] = True
        kept = np.flatnonzero(~cut)
        order = np.argsort(np.concatenate([kept, pieces.face]), kind="stable")
        faces = np.concatenate([kept, pieces.face])[order]
        owner = np.concatenate([np.full(kept.size, NO_PROJECT), pieces.project])[order]
        planar = np.concatenate([base.planar_m2[kept], pieces.planar_m2])[order]
        place = np.empty(order.size, dtype=np.int64)
        place[order] = np.arange(order.size)
        row = np.full(len(base), -1, dtype=np.int64)
        row[kept] = place[: kept.size]
        changed = Surfaces(
            geometry=np.concatenate([base.geometry[kept], pieces.geometry])[order],
            planar_m2=planar,
            area_m2=np.where(cut[faces], planar * base.scale[faces], base.area_m2[faces]),
            **ground_after(base, given, faces, owner),
            adjacency=_adjacency(
                base.adjacency, cut, row, np.concatenate([place[kept.size :], row[patch.around]]), patch
            ),
        )
        return Painted(changed, faces, owner, patch.outside_m2)


def ground_after(base: Surfaces, given: Projects, faces, owner) -> dict[str, np.ndarray]:
    """Return cover, use, flag, width and exemption of pieces: those of their project, or of their former face.

    Parameters
    ----------
    base : Surfaces
    given : Projects
    faces, owner : ndarray of int64, shape (n,)
        Former face and project of each piece, -1 for none.
    """
    painted = owner != NO_PROJECT
    found = {}
    for name in ("cover", "use", "flag", "width_m"):
        values = getattr(base, name)[faces]
        values[painted] = getattr(given, name)[owner[painted]]
        found[name] = values
    found["spared"] = np.where(painted, "", base.spared[faces])
    return found


def ranges(begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the whole numbers from each begin up to before its end, one range after the other."""
    length = end - begin
    offset = np.repeat(begin - np.concatenate([[0], np.cumsum(length)[:-1]]), length) if length.size else begin
    return np.arange(int(length.sum())) + offset


def _cut(base: Surfaces, shapes: np.ndarray, face, project, shared_m2) -> CutPieces:
    """Cut faces along projects: the parts inside each project, then the parts in none."""
    planar = base.planar_m2
    covered = np.bincount(face, weights=shared_m2, minlength=len(base))
    rest_m2 = planar - covered
    whole = rest_m2 <= COVERED_RELATIVE * planar + COVERED_M2
    alone = np.bincount(face, minlength=len(base))[face] == 1
    inside = np.empty(face.size, dtype=object)
    swallowed = whole[face] & alone
    inside[swallowed] = base.geometry[face[swallowed]]
    # On the grid: between edges that nearly coincide GEOS would lose whole parts.
    inside[~swallowed] = shapely.intersection(
        base.geometry[face[~swallowed]], shapes[project[~swallowed]], grid_size=DEFAULT_GRID_M
    )
    bare = np.unique(face[~whole[face]])
    over = [shapely.union_all(shapes[project[face == row]], grid_size=DEFAULT_GRID_M) for row in bare]
    left = shapely.difference(base.geometry[bare], np.array(over, dtype=object), grid_size=DEFAULT_GRID_M)
    rows = np.concatenate([face, bare])
    owners = np.concatenate([project, np.full(bare.size, NO_PROJECT)])
    areas = np.concatenate([shared_m2 + np.where(swallowed, rest_m2[face], 0.0), rest_m2[bare]])
    parts, place = shapely.get_parts(np.concatenate([inside, left]), return_index=True)
    solid = (shapely.get_type_id(parts) == POLYGON) & ~shapely.is_empty(parts)
    parts, place = parts[solid], place[solid]
    size = shapely.area(parts)
    # The measured area of a face and a project is shared out to the parts that it falls into.
    together = np.bincount(place, weights=size, minlength=rows.size)
    share = np.divide(size, together[place], out=np.zeros_like(size), where=together[place] > 0.0)
    measured = share * areas[place]
    # What is too thin to be drawn goes to the other pieces of its face, so that no ground is lost.
    drawn = np.bincount(rows[place], weights=measured, minlength=len(base))
    face_of = rows[place]
    measured *= np.divide(planar[face_of], drawn[face_of], out=np.ones_like(size), where=drawn[face_of] > 0.0)
    return CutPieces(face_of, owners[place], parts, measured)


def _adjacency(former: Adjacency, cut: np.ndarray, row: np.ndarray, local: np.ndarray, patch: Patch) -> Adjacency:
    """Return the neighbours of the pieces: found anew around what was cut, kept elsewhere.

    Parameters
    ----------
    cut : ndarray of bool, shape (n,)
        Faces that are cut.
    row, local : ndarray of int64
        New row of each face that is kept, and of what the patch numbers.
    """
    stays = ~cut[former.first] & ~cut[former.second]
    ends = np.stack([local[patch.adjacency.first], local[patch.adjacency.second]])
    one = np.concatenate([row[former.first[stays]], ends.min(axis=0)])
    other = np.concatenate([row[former.second[stays]], ends.max(axis=0)])
    length = np.concatenate([former.length_m[stays], patch.adjacency.length_m])
    order = np.lexsort((other, one))
    faces = int((~cut).sum()) + patch.pieces.face.size
    return Adjacency(one[order], other[order], length[order], faces)


def effect(
    base: Surfaces,
    before: ArtificialState,
    painted: Painted,
    after: ArtificialState,
    thresholds: Optional[Thresholds] = None,
) -> Effect:
    """Return what projects change, by the rules of a change between two dates, without noise of boundaries.

    Parameters
    ----------
    base, painted : Surfaces, Painted
        Before and after.
    before, after : ArtificialState
        Their states.
    thresholds : Thresholds, optional
        A patch of change below them is outside the flux of the decree.

    Returns
    -------
    Effect
        Of the pieces of ``painted``.
    """
    chosen = Thresholds() if thresholds is None else thresholds
    face, faces = painted.face, painted.faces
    first = Face(before.artificial[face], base.flag[face], base.cover[face], base.use[face], face)
    second = Face(after.artificial, faces.flag, faces.cover, faces.use, np.arange(len(faces)))
    drawn = np.where(differs(first, second), faces.geometry, None)
    told = classify(
        first, second, drawn, faces.area_m2, sliver_m=0.0, least_m2=chosen.area_m2, built_m2=chosen.built_m2
    )
    return Effect(first, second, told)
