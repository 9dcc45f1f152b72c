"""Change of artificial land between two dates: what is true change, what is the noise of boundaries, what is too small.

Two surveys of the same ground never draw a boundary in the same place. The strips between both lines are narrow, and
lie between faces that otherwise stay what they were; they are told apart from change by these two marks. Their expected
area is that of boundaries displaced by chance: ``E|A| = L sigma sqrt(2 / pi)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
import shapely

from .adjacency import Adjacency, neighbours
from .thresholds import AREA_M2, BUILT_M2, UNKNOWN, components, mean_width

SLIVER_M = 1.0  # a strip narrower than this is noise: twice the error of position of a source of 0.5 m
SAME = 0.5  # share of a face that must keep what it was for the face to be the same
SURELY_SAME = 0.75  # from here on its boundary may stand twice as far
FARTHER = 2.0
STABLE, CHANGED, NOISE, BELOW = "stable", "changement", "bruit_geometrique", "flux_sous_seuil"
BUILT = "1.1.1.1"


@dataclass(frozen=True)
class Face:
    """What the pieces have of the faces of one date.

    Attributes
    ----------
    artificial : ndarray of int8, shape (pieces,)
        1, 0 or -1, after thresholds and exemptions.
    raw : ndarray of int8, shape (pieces,)
        1, 0 or -1, by the matrix alone.
    cover, use : ndarray of str, shape (pieces,)
        Codes; empty where not known.
    row : ndarray of int64, shape (pieces,)
        Face that each piece is part of.
    """

    artificial: np.ndarray
    raw: np.ndarray
    cover: np.ndarray
    use: np.ndarray
    row: np.ndarray


@dataclass(frozen=True)
class Change:
    """What became of each piece.

    Attributes
    ----------
    kind : ndarray of str, shape (pieces,)
        ``stable``, ``changement``, ``bruit_geometrique``, ``flux_sous_seuil``.
    flux, raw_flux : ndarray of int8, shape (pieces,)
        1 taken, -1 given back, 0 neither; after thresholds, and by the matrix alone. 0 where it is noise; ``flux`` also
        where the patch is too small.
    known, raw_known : ndarray of bool, shape (pieces,)
        Whether both dates are known; a flux that is not is 0.
    jump : ndarray of bool, shape (pieces,)
        Whether thresholds alone changed the flag: the matrix says the same at both dates.
    width_m : ndarray of float64, shape (pieces,)
        Mean width [m]; NaN where nothing differs and no polygon was built.
    """

    kind: np.ndarray
    flux: np.ndarray
    raw_flux: np.ndarray
    known: np.ndarray
    raw_known: np.ndarray
    jump: np.ndarray
    width_m: np.ndarray


def differs(first: Face, second: Face) -> np.ndarray:
    """Tell for which pieces a flag or a code differs between the dates."""
    return (
        (first.artificial != second.artificial)
        | (first.raw != second.raw)
        | (first.cover != second.cover)
        | (first.use != second.use)
    )


def kept_share(row, area_m2, same) -> np.ndarray:
    """Return for each piece the share of its face that stays the same.

    Parameters
    ----------
    row : ndarray of int64, shape (pieces,)
        Face of each piece, of one date.
    area_m2 : ndarray of float64, shape (pieces,)
        [m2].
    same : ndarray of bool, shape (pieces,)
        Whether the piece is at both dates what it is.

    Returns
    -------
    ndarray of float64, shape (pieces,)
        0 to 1, of the ground that both dates cover.
    """
    whole = np.bincount(row, weights=area_m2).astype(float)  # of nothing it is an array of whole numbers
    kept = np.bincount(row, weights=np.where(same, area_m2, 0.0), minlength=whole.size)
    return np.divide(kept, whole, out=np.zeros_like(whole), where=whole > 0.0)[row]


def is_noise(first: Face, second: Face, area_m2, width_m, sliver_m: float = SLIVER_M) -> np.ndarray:
    """Tell which differing pieces are strips between faces that stayed what they were.

    A piece is noise when it is narrower than ``sliver_m`` and half of both its faces keep their flag (or, where only
    codes differ, their codes) elsewhere; from three quarters on it may be twice as wide.

    Parameters
    ----------
    first, second : Face
        Of the pieces, at both dates.
    area_m2, width_m : ndarray of float64, shape (pieces,)
        [m2], [m]; a width that is not known is no noise.
    sliver_m : float
        [m, >= 0].

    Returns
    -------
    ndarray of bool, shape (pieces,)
    """
    found = np.zeros(len(area_m2), dtype=bool)
    flags = (first.artificial != second.artificial) | (first.raw != second.raw)
    alike = {
        True: (first.artificial == second.artificial) & (first.raw == second.raw),
        False: (first.cover == second.cover) & (first.use == second.use),
    }
    for of_flags, same in alike.items():
        share = np.minimum(kept_share(first.row, area_m2, same), kept_share(second.row, area_m2, same))
        widest = np.where(share >= SURELY_SAME, FARTHER * sliver_m, np.where(share >= SAME, sliver_m, 0.0))
        found |= differs(first, second) & (flags == of_flags) & (width_m < widest)
    return found


def classify(
    first: Face,
    second: Face,
    geometry,
    area_m2,
    *,
    sliver_m: float = SLIVER_M,
    least_m2: float = AREA_M2,
    built_m2: float = BUILT_M2,
) -> Change:
    """Tell what became of each piece.

    Pieces that touch and change in the same way are a patch; a patch below ``least_m2`` without ``built_m2`` of
    buildings is outside the flux of the decree, and inside the raw flux.

    Parameters
    ----------
    first, second : Face
        Of the pieces, at both dates.
    geometry : ndarray of shapely geometries, shape (pieces,)
        Polygons, built where something differs; None there is a piece too thin for the grid.
    area_m2 : ndarray of float64, shape (pieces,)
        [m2].
    sliver_m : float
        Width of noise [m, >= 0].
    least_m2, built_m2 : float
        Thresholds of a patch [m2, >= 0].

    Returns
    -------
    Change
    """
    area_m2 = np.asarray(area_m2, dtype=float)
    changed = differs(first, second)
    width = np.where(changed, 0.0, np.nan)  # a piece of which nothing is left on the grid has none
    drawn = ~shapely.is_missing(geometry)
    width[drawn] = mean_width(shapely.area(geometry[drawn]), shapely.length(geometry[drawn]))
    noise = is_noise(first, second, area_m2, width, sliver_m)
    kind = np.where(noise, NOISE, np.where(changed, CHANGED, STABLE)).astype("<U17")
    known = (first.artificial != UNKNOWN) & (second.artificial != UNKNOWN)
    raw_known = (first.raw != UNKNOWN) & (second.raw != UNKNOWN)
    flux = np.where(known & ~noise, second.artificial - first.artificial, 0).astype(np.int8)
    raw_flux = np.where(raw_known & ~noise, second.raw - first.raw, 0).astype(np.int8)
    jump = (flux != 0) & raw_known & (first.raw == second.raw)
    small = _too_small(flux, first, second, geometry, area_m2, least_m2, built_m2)
    kind[small] = BELOW
    flux[small] = 0
    return Change(kind, flux, raw_flux, known, raw_known, jump & ~small, width)


def _too_small(flux, first: Face, second: Face, geometry, area_m2, least_m2, built_m2) -> np.ndarray:
    """Tell which pieces of the flux belong to patches below the thresholds."""
    found = np.zeros(flux.size, dtype=bool)
    moved = np.flatnonzero((flux != 0) & ~shapely.is_missing(geometry))
    if not moved.size:
        return found
    patch, together = components(flux[moved] + 1, area_m2[moved], neighbours(geometry[moved]))
    # Buildings that came, or that went.
    built = np.where(flux[moved] > 0, second.cover[moved] == BUILT, first.cover[moved] == BUILT)
    houses = np.bincount(patch, weights=np.where(built, area_m2[moved], 0.0))[patch]
    found[moved] = (together < least_m2) & ~((houses >= built_m2) & (houses > 0.0))
    return found


def expected_noise(length_m: float, first_sigma_m: float, second_sigma_m: float) -> float:
    """Return the area that boundaries displaced by chance are expected to change, ``L sigma sqrt(2 / pi)``.

    Parameters
    ----------
    length_m : float
        Length of the boundaries between artificial land and other [m].
    first_sigma_m, second_sigma_m : float
        Error of position of each survey, one standard deviation [m].

    Returns
    -------
    float
        [m2].
    """
    return float(length_m * np.hypot(first_sigma_m, second_sigma_m) * np.sqrt(2.0 / np.pi))


def boundary_length(artificial, adjacency: Adjacency, area_of: Optional[np.ndarray] = None) -> float:
    """Return the length of the boundaries between artificial land and other [m].

    Parameters
    ----------
    artificial : array_like of int, shape (n,)
        1, 0 or -1.
    adjacency : Adjacency
        Of the same n surfaces.
    area_of : ndarray of bool, shape (n,), optional
        Surfaces of which one at least must be part; all by default.
    """
    flag = np.asarray(artificial)
    one, other = flag[adjacency.first], flag[adjacency.second]
    apart = (one != other) & (one != UNKNOWN) & (other != UNKNOWN)
    if area_of is not None:
        apart &= area_of[adjacency.first] | area_of[adjacency.second]
    return float(adjacency.length_m[apart].sum())
