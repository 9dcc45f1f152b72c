"""What a small project changes, looked for around it alone: the same as running the thresholds on the whole coverage.

Surfaces that touch and reach the threshold of area never change, whatever happens elsewhere. So the effect of a project
goes no further than those that are small, before or after it, and that it reaches one through the other. Of the large
ones a sample that is large enough stands for the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .adjacency import Adjacency
from .change import Face
from .scenario import NO_PROJECT, Painter, Patch, Projects, ground_after, ranges
from .surfaces import BUILT, settled
from .thresholds import ARTIFICIAL, NATURAL, UNKNOWN, ArtificialState, Thresholds, apply_thresholds, components
from .thresholds import BUILT as LOCKED


@dataclass(frozen=True)
class Nearby:
    """The surfaces around projects, before and after.

    Attributes
    ----------
    face, project : ndarray of int64, shape (k,)
        Face of the coverage that each is, or is part of; project, -1 for none.
    first, second : Face
        Before and after.
    geometry : ndarray of shapely geometries, shape (k,)
    area_m2 : ndarray of float64, shape (k,)
        By the method of the run [m2].
    """

    face: np.ndarray
    project: np.ndarray
    first: Face
    second: Face
    geometry: np.ndarray
    area_m2: np.ndarray


class LocalThresholds:
    """The thresholds around projects, over one coverage.

    Parameters
    ----------
    painter : Painter
    thresholds : Thresholds

    Attributes
    ----------
    before : ArtificialState
        Of the whole coverage.
    """

    def __init__(self, painter: Painter, thresholds: Thresholds) -> None:
        self._painter, self._thresholds = painter, thresholds
        base = painter.base
        self.before: ArtificialState = settled(base, thresholds)
        # Without a threshold of area, narrow lines and buildings are all that is settled.
        self._begin = replace(thresholds, area_m2=0.0)
        self._flag, self._locked = self._begun(base.flag, base.area_m2, base.cover, base.width_m, base.adjacency)
        together = components(self._flag, base.area_m2, base.adjacency)[1]
        self._small = np.nan_to_num(together, nan=np.inf) < thresholds.area_m2
        built = np.where(base.cover == BUILT, ARTIFICIAL, UNKNOWN)
        self._houses = components(built, base.area_m2, base.adjacency)[0]

    def _begun(self, flag, area_m2, cover, width_m, adjacency) -> tuple[np.ndarray, np.ndarray]:
        """Return flags once narrow lines and buildings are settled, and which buildings are artificial for good."""
        state = apply_thresholds(
            flag, area_m2, adjacency, built=cover == BUILT, linear_width_m=width_m, thresholds=self._begin
        )
        return state.artificial, state.reason == LOCKED

    def around(self, given: Projects) -> Nearby:
        """Return what projects change around them.

        Parameters
        ----------
        given : Projects
        """
        ground = _Ground(self._painter, given)
        flag = np.concatenate([self._flag, ground.columns["flag"]])
        locked = np.concatenate([self._locked, np.zeros(ground.pieces, dtype=bool)])
        changed = self._begin_again(ground, flag, locked)
        small = np.concatenate([self._small, self._small[ground.patch.pieces.face]])
        chosen = ground.reached(flag, changed, small, self._thresholds.area_m2)
        adjacency = ground.edges(chosen)
        state = apply_thresholds(
            flag[chosen],
            ground.area_m2[chosen],
            adjacency,
            built=locked[chosen],
            built_m2=np.full(chosen.size, self._thresholds.built_m2),  # each of them is locked already
            thresholds=self._thresholds,
        )
        return self._told(ground, chosen, state.artificial)

    def _begin_again(self, ground: _Ground, flag: np.ndarray, locked: np.ndarray) -> np.ndarray:
        """Settle narrow lines and buildings that touch what is cut; return the faces whose flag that changed."""
        base, patch = self._painter.base, ground.patch
        narrow = patch.around[base.width_m[patch.around] < self._thresholds.width_m]
        reached = np.concatenate([patch.cut, patch.around])
        houses = np.unique(self._houses[reached])
        buildings = np.flatnonzero(np.isin(self._houses, houses[houses >= 0])) if (houses >= 0).any() else narrow[:0]
        buildings = np.setdiff1d(buildings, patch.cut)
        settled_again = np.union1d(narrow, buildings)
        # What a narrow line follows must be there whole; what else these neighbours are does not matter.
        chosen = ground.ordered(
            np.concatenate([settled_again, patch.around, ground.beside(narrow), ground.piece_numbers])
        )
        raw, cover, width = (ground.column(name)[chosen] for name in ("flag", "cover", "width_m"))
        new_flag, new_locked = self._begun(raw, ground.area_m2[chosen], cover, width, ground.edges(chosen))
        wanted = np.isin(chosen, settled_again) | (chosen >= ground.faces)
        rows = chosen[wanted]
        moved = rows[(flag[rows] != new_flag[wanted]) & (rows < ground.faces)]
        flag[rows], locked[rows] = new_flag[wanted], new_locked[wanted]
        return moved

    def _told(self, ground: _Ground, chosen: np.ndarray, artificial: np.ndarray) -> Nearby:
        base = self._painter.base
        face, project = ground.face[chosen], ground.project[chosen]
        spared, raw, cover, use = (ground.column(name)[chosen] for name in ("spared", "flag", "cover", "use"))
        after = np.where((spared != "") & (artificial == ARTIFICIAL), NATURAL, artificial).astype(np.int8)
        row = np.unique(face, return_inverse=True)[1].reshape(-1)
        return Nearby(
            face=face,
            project=project,
            first=Face(self.before.artificial[face], base.flag[face], base.cover[face], base.use[face], row),
            second=Face(after, raw, cover, use, np.arange(chosen.size)),
            geometry=ground.geometry(chosen),
            area_m2=ground.area_m2[chosen],
        )


class _Ground:
    """Faces of a coverage and the pieces that projects cut out of it, numbered one after the other."""

    def __init__(self, painter: Painter, given: Projects) -> None:
        self._base, self._beside = painter.base, painter.beside
        self.patch: Patch = painter.cut(given)
        pieces = self.patch.pieces
        self.faces, self.pieces = len(self._base), pieces.face.size
        self.piece_numbers = np.arange(self.faces, self.faces + self.pieces)
        self.columns = ground_after(self._base, given, pieces.face, pieces.project)
        self.face = np.concatenate([np.arange(self.faces), pieces.face])
        self.project = np.concatenate([np.full(self.faces, NO_PROJECT), pieces.project])
        self.area_m2 = np.concatenate([self._base.area_m2, pieces.planar_m2 * self._base.scale[pieces.face]])
        self._is_cut = np.zeros(self.faces + self.pieces, dtype=bool)
        self._is_cut[self.patch.cut] = True
        number = np.concatenate([self.piece_numbers, self.patch.around])
        found = self.patch.adjacency
        self._local = number[found.first], number[found.second], found.length_m
        self._near: dict[int, list[int]] = {}
        for one, other in zip(self._local[0].tolist(), self._local[1].tolist()):
            self._near.setdefault(one, []).append(other)
            self._near.setdefault(other, []).append(one)

    def column(self, name: str) -> np.ndarray:
        """Return a column of faces and pieces."""
        return np.concatenate([getattr(self._base, name), self.columns[name]])

    def geometry(self, chosen: np.ndarray) -> np.ndarray:
        """Return the polygons of some of them."""
        old = chosen < self.faces
        shapes = np.empty(chosen.size, dtype=object)
        shapes[old] = self._base.geometry[chosen[old]]
        shapes[~old] = self.patch.pieces.geometry[chosen[~old] - self.faces]
        return shapes

    def ordered(self, numbers) -> np.ndarray:
        """Return numbers once each, in the order that the whole coverage has them in: of ties the first row counts."""
        found = np.unique(np.asarray(numbers, dtype=np.int64))
        return found[np.argsort(self.face[found], kind="stable")]

    def beside(self, rows: np.ndarray) -> np.ndarray:
        """Return the faces that touch some faces and are not cut."""
        start, other, _ = self._beside
        found = np.unique(other[ranges(start[rows], start[rows + 1])])
        return found[~self._is_cut[found]]

    def edges(self, chosen: np.ndarray) -> Adjacency:
        """Return the pairs of some of them that touch, as numbers among these."""
        start, beside, length = self._beside
        faces = chosen[chosen < self.faces]
        place = np.full(self.faces + self.pieces, -1, dtype=np.int64)
        place[chosen] = np.arange(chosen.size)
        span = ranges(start[faces], start[faces + 1])
        one, other = np.repeat(faces, start[faces + 1] - start[faces]), beside[span]
        pairs = (one < other) & (place[other] >= 0)
        local = (place[self._local[0]] >= 0) & (place[self._local[1]] >= 0)
        ends = np.stack(
            [
                place[np.concatenate([one[pairs], self._local[0][local]])],
                place[np.concatenate([other[pairs], self._local[1][local]])],
            ]
        )
        first, second = ends.min(axis=0), ends.max(axis=0)
        order = np.lexsort((second, first))
        lengths = np.concatenate([length[span][pairs], self._local[2][local]])[order]
        return Adjacency(first[order], second[order], lengths, chosen.size)

    def _touching(self, number: int) -> list[int]:
        near = self._near.get(number, [])
        if number >= self.faces:
            return near
        start, beside, _ = self._beside
        others = beside[start[number] : start[number + 1]].tolist()
        return [other for other in others if not self._is_cut[other]] + near if near else others

    def reached(self, flag: np.ndarray, changed: np.ndarray, small: np.ndarray, area_m2: float) -> np.ndarray:
        """Return all that the effect of projects may reach, in order.

        Parameters
        ----------
        flag : ndarray of int8, shape (faces + pieces,)
            Once narrow lines and buildings are settled.
        changed : ndarray of int64
            Faces whose flag that changed.
        small : ndarray of bool, shape (faces + pieces,)
            Whether their surface was below the threshold before; then what it did to others may be undone.
        area_m2 : float
            Threshold of area [m2].
        """
        asked = [*self.piece_numbers.tolist(), *self.patch.around.tolist(), *changed.tolist()]
        for number in changed.tolist():
            asked += self._touching(number)
        chosen: set[int] = set()
        large: set[int] = set()
        while asked:
            number = asked.pop()
            if number in chosen:
                continue
            if flag[number] == UNKNOWN:
                chosen.add(number)
                continue
            sample, enough = self._sample(number, flag, area_m2, large)
            chosen |= sample
            if enough:
                large |= sample
            for member in sample:
                if small[member] or not enough:
                    asked += [other for other in self._touching(member) if other not in chosen]
        return self.ordered(list(chosen))

    def _sample(self, number: int, flag: np.ndarray, area_m2: float, large: set[int]) -> tuple[set[int], bool]:
        """Return surfaces of one kind that touch, from one of them on, and whether they reach an area."""
        kind, found, edge, together = flag[number], {number}, [number], 0.0
        while edge:
            member = edge.pop()
            together += self.area_m2[member]
            if together >= area_m2 or member in large:
                return found, True
            for other in self._touching(member):
                if other not in found and flag[other] == kind:
                    found.add(other)
                    edge.append(other)
        return found, False
