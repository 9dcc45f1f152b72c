"""Surfaces of one date with all that the thresholds look at, and their state after thresholds and exemptions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional

import numpy as np
import shapely

from .adjacency import Adjacency, neighbours
from .exemptions import HERBACEOUS, PANELS, PARK, WOODY, below
from .thresholds import ARTIFICIAL, NATURAL, ArtificialState, Thresholds, apply_thresholds, components, mean_width

BUILT = "1.1.1.1"
ROADS_AND_RAILWAYS = ("4.1.1", "4.1.2")
POLYGON = 3  # GEOS type number


@dataclass(frozen=True)
class Surfaces:
    """Faces of one coverage.

    Attributes
    ----------
    geometry : ndarray of shapely geometries, shape (n,)
        Planar [m].
    planar_m2, area_m2 : ndarray of float64, shape (n,)
        Area on the map, and by the method of the run [m2].
    cover, use : ndarray of str, shape (n,)
        Codes of OCS GE; empty where not known.
    flag : ndarray of int8, shape (n,)
        1 artificial, 0 not, -1 not known, before the thresholds.
    width_m : ndarray of float64, shape (n,)
        Mean width of roads and railways [m]; NaN for all others.
    spared : ndarray of str, shape (n,)
        The exemption that a face has, ``parc`` or ``photovoltaique``; empty for none.
    adjacency : Adjacency
        Of the same faces.
    """

    geometry: np.ndarray
    planar_m2: np.ndarray
    area_m2: np.ndarray
    cover: np.ndarray
    use: np.ndarray
    flag: np.ndarray
    width_m: np.ndarray
    spared: np.ndarray
    adjacency: Adjacency

    def __len__(self) -> int:
        return len(self.geometry)

    @property
    def scale(self) -> np.ndarray:
        """Area by the method of the run per area on the map of each face; float64 of shape (n,)."""
        return np.divide(self.area_m2, self.planar_m2, out=np.ones(len(self)), where=self.planar_m2 > 0.0)


def surfaces(geometry, planar_m2, area_m2, cover, use, flag, reason=None) -> Surfaces:
    """Return faces with their widths and neighbours.

    Parameters
    ----------
    geometry : ndarray of shapely geometries, shape (n,)
        Polygons and multipolygons of one coverage, planar [m].
    planar_m2, area_m2 : array_like of float, shape (n,)
        [m2].
    cover, use : ndarray of str, shape (n,)
        Codes of OCS GE.
    flag : array_like of int, shape (n,)
        1, 0 or -1, by the matrix.
    reason : array_like of object, shape (n,), optional
        What a former state says of each face (its field ``motif``). Parks and panels stay exempted, and plots whose
        trees were counted keep what that gave.

    Returns
    -------
    Surfaces
    """
    geometry, flag = np.asarray(geometry, dtype=object), np.array(flag, dtype=np.int8)
    told = np.full(flag.size, "", dtype="<U17") if reason is None else np.array(reason, dtype="<U17")
    flag[told == WOODY], flag[told == HERBACEOUS] = NATURAL, ARTIFICIAL
    return Surfaces(
        geometry=geometry,
        planar_m2=np.asarray(planar_m2, dtype=float),
        area_m2=np.asarray(area_m2, dtype=float),
        cover=np.asarray(cover, dtype="<U9"),
        use=np.asarray(use, dtype="<U9"),
        flag=flag,
        width_m=linear_widths(geometry, use),
        spared=np.where(np.isin(told, (PARK, PANELS)), told, ""),
        adjacency=neighbours(geometry),
    )


def linear_widths(geometry, use) -> np.ndarray:
    """Return the mean width of roads and railways [m], NaN for all others; float64 of shape (n,)."""
    geometry = np.asarray(geometry, dtype=object)
    area, length = np.nan_to_num(shapely.area(geometry)), np.nan_to_num(shapely.length(geometry))
    return np.where(below(use, ROADS_AND_RAILWAYS), mean_width(area, length), np.nan)


def settled(faces: Surfaces, thresholds: Optional[Thresholds] = None) -> ArtificialState:
    """Return the state of faces after the thresholds, then the exemptions that they have.

    Parameters
    ----------
    faces : Surfaces
    thresholds : Thresholds, optional
        Those of the decree when absent.

    Raises
    ------
    InputError
        As :func:`.thresholds.apply_thresholds`.
    """
    state = apply_thresholds(
        faces.flag,
        faces.area_m2,
        faces.adjacency,
        built=faces.cover == BUILT,
        linear_width_m=faces.width_m,
        thresholds=thresholds,
    )
    exempted = (faces.spared != "") & (state.artificial == ARTIFICIAL)
    if not exempted.any():
        return state
    flag, reason = state.artificial.copy(), state.reason.copy()
    flag[exempted], reason[exempted] = NATURAL, faces.spared[exempted]
    component, together = components(flag, faces.area_m2, faces.adjacency)
    return replace(state, artificial=flag, reason=reason, component=component, component_m2=together)


def parted(geometry, chosen) -> tuple[np.ndarray, np.ndarray]:
    """Return faces of which some are taken apart where they have several parts.

    A face of several parts is one surface, whose parts hold together through it. Where some of it is to be cut, its
    parts must be able to go different ways.

    Parameters
    ----------
    geometry : ndarray of shapely geometries, shape (n,)
    chosen : ndarray of bool, shape (n,)
        Faces to take apart.

    Returns
    -------
    geometry : ndarray of shapely geometries, shape (m,)
    owner : ndarray of int64, shape (m,)
        Row of the face that each is or was part of, in order.
    """
    several = np.flatnonzero(np.asarray(chosen, dtype=bool) & (shapely.get_num_geometries(geometry) > 1))
    if not several.size:
        return geometry, np.arange(len(geometry))
    parts, place = shapely.get_parts(geometry[several], return_index=True)
    solid = (shapely.get_type_id(parts) == POLYGON) & ~shapely.is_empty(parts)
    parts, place = parts[solid], place[solid]
    whole = np.setdiff1d(np.arange(len(geometry)), several)
    owner = np.concatenate([whole, several[place]])
    shapes = np.concatenate([geometry[whole], parts])
    order = np.argsort(owner, kind="stable")
    return shapes[order], owner[order]
