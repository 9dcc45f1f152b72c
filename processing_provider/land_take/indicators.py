"""Indicators of zones: stock and flux of artificial and of sealed land, and how sure they are.

All figures hold for the part of a zone that is known: what has no cover, or lies outside the layer, is neither
artificial nor not, and ``couverture`` says how much that is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Union

import numpy as np

from .adjacency import Adjacency
from .change import BELOW, NOISE, STABLE
from .zone_sums import ZoneShares

UNKNOWN, NO, YES = -1, 0, 1
CORRELATION_M = 10.0  # length along a boundary over which its displacement stays the same
NORMAL_95 = 1.96
WHOLE = 0.999  # share of a zone that the layer covers from which it is all of it
#: Reasons of the field ``qualite``.
NO_AREA, NOT_COVERED, PARTLY_COVERED, MUCH_UNKNOWN, COVERED_TWICE, ONE_DATE, CHANGES_ONLY = (
    "sans_surface", "non_couverte", "couverture_partielle", "inconnu", "recouvrement", "une_date", "changements_seuls",
)  # fmt: skip
#: What a layer of changed pieces alone cannot tell: the ground that stayed as it was is not in it.
OF_ALL_GROUND = (
    "inconnu_m2", "stock_m2", "stock_brut_m2", "stock_pct", "imper_m2", "imper_pct", "stock1_m2", "inconnu_flux_m2",
    "tx_net_an", "tx_imper_an",
)  # fmt: skip
MUCH = 0.01  # share of a zone that is unknown and said so


@dataclass(frozen=True)
class Pieces:
    """What the pieces of a layer say; a layer of one date has ``first`` None.

    Attributes
    ----------
    second, first : ndarray of int8, shape (pieces,)
        1 artificial, 0 not, -1 not known, at the last and at the first date.
    sealed2, sealed1 : ndarray of int8, shape (pieces,)
        The same of sealed ground.
    raw2 : ndarray of int8, shape (pieces,), optional
        As ``second``, by the matrix alone.
    flux, raw_flux : ndarray of int8, shape (pieces,), optional
        1 taken, -1 given back, 0; where a date is not known, 0.
    kind : ndarray of str, shape (pieces,), optional
        ``stable``, ``changement``, ``bruit_geometrique``, ``flux_sous_seuil``.
    jump : ndarray of bool, shape (pieces,), optional
        Flags that thresholds alone changed.
    """

    second: np.ndarray
    sealed2: np.ndarray
    first: Optional[np.ndarray] = None
    sealed1: Optional[np.ndarray] = None
    flux: Optional[np.ndarray] = None
    raw_flux: Optional[np.ndarray] = None
    raw2: Optional[np.ndarray] = None
    kind: Optional[np.ndarray] = None
    jump: Optional[np.ndarray] = None


def ratio(amount, whole, scale: float = 1.0) -> np.ndarray:
    """Return ``scale amount / whole``; NaN where the whole is not above 0."""
    amount, whole = np.asarray(amount, dtype=float), np.asarray(whole, dtype=float)
    return scale * np.divide(amount, whole, out=np.full(np.shape(whole), np.nan), where=whole > 0.0)


def stock_of(shares: ZoneShares, flag: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the area that a flag is 1 on, and that it is known on [m2], by zone; NaN where nothing is known."""
    known = shares.sums(flag != UNKNOWN)
    return np.where(known > 0.0, shares.sums(flag == YES), np.nan), known


def indicators(
    shares: ZoneShares, pieces: Pieces, zone_m2, years: Union[float, np.ndarray, None] = None
) -> dict[str, np.ndarray]:
    """Return the indicators of zones.

    Parameters
    ----------
    shares : ZoneShares
    pieces : Pieces
    zone_m2 : array_like of float, shape (zones,)
        Area of each zone [m2]; 0 or NaN gives no figure.
    years : float or array_like of float, shape (pieces,), optional
        Between the dates, of all pieces or of each [> 0]; needed for rates.

    Returns
    -------
    dict of str to ndarray of float64, shape (zones,)
        ``surf_m2``, ``couv_pct``, ``inconnu_m2``, ``stock_m2``, ``stock_pct``, ``imper_m2``, ``imper_pct``,
        ``stock_brut_m2`` (by the matrix alone) where it is told, and of two dates ``stock1_m2``, ``flux_art``,
        ``flux_desart``, ``flux_net``, ``tx_net_an`` [%/year], ``tx_comp`` [%],
        ``flux_brut_net``, ``sous_seuil_m2``, ``saut_m2``, ``bruit_m2``, ``imper_art``, ``imper_des``, ``imper_net``,
        ``tx_imper_an``, ``inconnu_flux_m2`` (covered, but not known at one of the dates), ``duree_an`` [years].
        Percentages are of the ground that is known.

    Notes
    -----
    Where both dates are known, the stock grows by the net flux, the noise and the patches below the threshold, each
    with its sign.

    Each piece is brought to a year by its own dates, ``100 sum(flux A / years) / sum(A)``: photographs of two
    departments that meet in a zone need not be of the same years. ``duree_an`` is the mean over the known ground.

    Where the layer holds changed pieces alone and does not fill the zone, stocks and rates are NaN: those of the pieces
    would be taken for those of the zone.
    """
    zone_m2 = np.where(np.asarray(zone_m2, dtype=float) > 0.0, zone_m2, np.nan)
    covered = shares.sums()
    stock, known = stock_of(shares, pieces.second)
    sealed, sealed_known = stock_of(shares, pieces.sealed2)
    found = {
        "surf_m2": zone_m2,
        "couv_pct": ratio(covered, zone_m2, 100.0),
        "inconnu_m2": np.where(covered > 0.0, covered - known, np.nan),
        "stock_m2": stock,
        "stock_pct": ratio(stock, known, 100.0),
        "imper_m2": sealed,
        "imper_pct": ratio(sealed, sealed_known, 100.0),
    }
    if pieces.raw2 is not None:
        found["stock_brut_m2"] = stock_of(shares, pieces.raw2)[0]
    if pieces.first is not None:
        found.update(_of_two_dates(shares, pieces, years))
    nothing, partial = ~(zone_m2 > 0.0), changes_only(found["couv_pct"], pieces)
    for name, values in found.items():
        if name != "surf_m2":
            values[nothing] = np.nan
        if name in OF_ALL_GROUND:
            values[partial] = np.nan
    return found


def changes_only(cover_percent: np.ndarray, pieces: Pieces) -> np.ndarray:
    """Return the zones that a layer of changed pieces alone does not fill; bool of shape (zones,).

    A change may be written without what stayed the same. Its fluxes are right, but nothing else of a zone is known.
    """
    if pieces.kind is None or not pieces.kind.size or (pieces.kind == STABLE).any():
        return np.zeros(cover_percent.shape, dtype=bool)
    return ~(cover_percent >= 100.0 * WHOLE)


def _of_two_dates(shares: ZoneShares, pieces: Pieces, years) -> dict[str, np.ndarray]:
    both = (pieces.first != UNKNOWN) & (pieces.second != UNKNOWN)
    known = shares.sums(both)
    usable = known > 0.0
    span = np.broadcast_to(np.asarray(np.nan if years is None else years, dtype=float), both.shape)

    def area(chosen) -> np.ndarray:
        return np.where(usable, shares.sums(chosen), np.nan)

    def yearly(plus, minus) -> np.ndarray:
        """Return the percent a year of the known ground that is taken, less what is given back."""
        return ratio(shares.sums(plus, 1.0 / span) - shares.sums(minus, 1.0 / span), known, 100.0)

    noise = pieces.kind == NOISE
    taken, given = area(pieces.flux == 1), area(pieces.flux == -1)
    # What noise and small patches are worth is told apart; sealed ground has no threshold, and no noise either.
    steady = ~noise & (pieces.sealed1 != UNKNOWN) & (pieces.sealed2 != UNKNOWN)
    sealing = steady & (pieces.sealed1 == NO) & (pieces.sealed2 == YES)
    opening = steady & (pieces.sealed1 == YES) & (pieces.sealed2 == NO)
    sealed, opened = area(sealing), area(opening)
    return {
        "stock1_m2": stock_of(shares, pieces.first)[0],
        "flux_art": taken,
        "flux_desart": given,
        "flux_net": taken - given,
        "tx_net_an": yearly(pieces.flux == 1, pieces.flux == -1),
        "tx_comp": ratio(given, taken, 100.0),
        "flux_brut_net": area(pieces.raw_flux == 1) - area(pieces.raw_flux == -1),
        "sous_seuil_m2": area(pieces.kind == BELOW),
        "saut_m2": area(pieces.jump),
        "bruit_m2": area(noise & both & (pieces.first != pieces.second)),
        "imper_art": sealed,
        "imper_des": opened,
        "imper_net": sealed - opened,
        "tx_imper_an": yearly(sealing, opening),
        "inconnu_flux_m2": np.where(shares.sums() > 0.0, shares.sums() - known, np.nan),
        "duree_an": ratio(shares.sums(both, span), known),
    }


def quality(found: dict[str, np.ndarray], two_dates: bool, only_changes: Optional[np.ndarray] = None) -> list[str]:
    """Return why a zone is to be read with care, words separated by commas; empty where nothing is to be said.

    Parameters
    ----------
    found : dict of str to ndarray
        From :func:`indicators`.
    two_dates : bool
        Whether there is a flux.
    only_changes : ndarray of bool, shape (zones,), optional
        From :func:`changes_only`.
    """
    told = []
    # Ground that is not known at the first date has a stock, but no flux.
    unknown_m2 = found.get("inconnu_flux_m2", found["inconnu_m2"])
    partial = np.zeros(len(unknown_m2), dtype=bool) if only_changes is None else only_changes
    for surface, cover, unknown, alone in zip(found["surf_m2"], found["couv_pct"], unknown_m2, partial):
        words = []
        if not surface > 0.0:
            words.append(NO_AREA)
        elif not cover > 0.0:
            words.append(NOT_COVERED)
        else:
            reasons = (
                (PARTLY_COVERED, cover < 100.0 * WHOLE),
                (COVERED_TWICE, cover > 100.0 * (2.0 - WHOLE)),
                (MUCH_UNKNOWN, unknown > MUCH * surface),
                (CHANGES_ONLY, alone),
            )
            words += [word for word, holds in reasons if holds]
        if not two_dates:
            words.append(ONE_DATE)
        told.append(",".join(words))
    return told


def boundary_by_zone(shares: ZoneShares, flag: np.ndarray, piece_m2: np.ndarray, adjacency: Adjacency) -> np.ndarray:
    """Return the length of the boundary between artificial land and other in each zone [m].

    Each side of a boundary belongs to the zones that its piece lies in, by their shares of the piece.

    Parameters
    ----------
    shares : ZoneShares
    flag : ndarray of int8, shape (pieces,)
    piece_m2 : ndarray of float64, shape (pieces,)
        Area of the whole pieces, as in ``shares`` [m2].
    adjacency : Adjacency
        Of the pieces.
    """
    one, other = flag[adjacency.first], flag[adjacency.second]
    apart = (one != other) & (one != UNKNOWN) & (other != UNKNOWN)
    length = np.zeros(flag.size)
    for side in (adjacency.first, adjacency.second):
        length += np.bincount(side[apart], weights=0.5 * adjacency.length_m[apart], minlength=flag.size)
    return shares.sums(weight=np.nan_to_num(ratio(length, piece_m2)))


def deviation_of_net(
    length_m, first_sigma_m: float, second_sigma_m: float, correlation_m: float = CORRELATION_M
) -> np.ndarray:
    """Return what displaced boundaries make of a net flux, ``sigma_d sqrt(L l)`` [m2], one standard deviation.

    Parameters
    ----------
    length_m : array_like of float, shape (zones,)
        Boundary between artificial land and other [m].
    first_sigma_m, second_sigma_m : float
        Error of position of each date [m].
    correlation_m : float
        Length over which a displacement stays the same [m, > 0].
    """
    return np.hypot(first_sigma_m, second_sigma_m) * np.sqrt(np.asarray(length_m, dtype=float) * correlation_m)


def significant(net, deviation) -> list[Optional[int]]:
    """Return 1 where a net flux exceeds 1.96 deviations, 0 where not, None where it is not known."""
    return [
        None if not (np.isfinite(one) and np.isfinite(other)) else int(abs(one) > NORMAL_95 * other)
        for one, other in zip(net, deviation)
    ]


def mesh_size(shares: ZoneShares, flag, component, component_m2, zone_m2) -> tuple[np.ndarray, np.ndarray]:
    """Return the effective mesh size of land that is not artificial [m2]: ``m = sum A_i^2 / S``.

    Parameters
    ----------
    shares : ZoneShares
        Of the surfaces of one date.
    flag : ndarray of int8, shape (pieces,)
    component : ndarray of int64, shape (pieces,)
        Patch of each surface; -1 for none.
    component_m2 : ndarray of float64, shape (pieces,)
        Area of the whole patch [m2].
    zone_m2 : ndarray of float64, shape (zones,)
        [m2].

    Returns
    -------
    cut : ndarray of float64, shape (zones,)
        Patches end at the limit of the zone (Jaeger 2000, doi:10.1023/A:1008129329289).
    crossing : ndarray of float64, shape (zones,)
        A patch counts whole beyond the limit, ``sum A_i A_i_whole / S`` (Moser et al. 2007,
        doi:10.1007/s10980-006-9023-0).
    """
    component = np.asarray(component)
    open_land = ((flag == NO) & (component >= 0))[shares.piece]
    zone, piece, area = shares.zone[open_land], shares.piece[open_land], shares.area_m2[open_land]
    size = int(component.max(initial=-1)) + 1
    cell, place = np.unique(zone * max(size, 1) + component[piece], return_inverse=True)
    inside = np.bincount(place.reshape(-1), weights=area, minlength=cell.size)
    owner, patch = np.divmod(cell, max(size, 1))
    whole = np.zeros(max(size, 1))
    whole[component[piece]] = np.asarray(component_m2, dtype=float)[piece]
    cut = np.bincount(owner, weights=inside**2, minlength=shares.zones)
    crossing = np.bincount(owner, weights=inside * np.maximum(whole[patch], inside), minlength=shares.zones)
    return ratio(cut, zone_m2), ratio(crossing, zone_m2)


def efficiency(consumed_m2, added) -> tuple[np.ndarray, list[str]]:
    """Return square metres taken per household, inhabitant or job that came, and why there is none.

    Parameters
    ----------
    consumed_m2 : array_like of float, shape (zones,)
        Taken between the dates [m2].
    added : array_like of float, shape (zones,)
        Households, inhabitants or jobs added in the same time; may be negative.

    Returns
    -------
    each : ndarray of float64, shape (zones,)
        [m2]; NaN where none came.
    reason : list of str
        ``inconnu``, ``sans_gain`` or empty.
    """
    consumed, added = np.asarray(consumed_m2, dtype=float), np.asarray(added, dtype=float)
    known = np.isfinite(consumed) & np.isfinite(added)
    each = np.divide(consumed, added, out=np.full(added.shape, np.nan), where=known & (added > 0.0))
    return each, ["inconnu" if not one else "" if gain > 0.0 else "sans_gain" for one, gain in zip(known, added)]


def changed_codes(pieces: Pieces) -> np.ndarray:
    """Return which pieces count in the matrices of transitions: all but noise."""
    return np.ones(pieces.second.size, dtype=bool) if pieces.kind is None else pieces.kind != NOISE
