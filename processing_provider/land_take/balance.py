"""What zones are worth before and after projects: the parts of the score, carbon, and the credit of giving land back.

All is a sum over pieces of value per square metre times area, so one pass gives it for any zones, which may overlap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Union

import numpy as np
from scipy.sparse import csr_matrix

from ..errors import InputError
from .exemptions import below
from .functions import CO2_PER_CARBON, M2_PER_HECTARE, SoilFunctions, read_green_factors
from .nearby import Nearby
from .scenario import NO_PROJECT, Effect, Painted
from .score import OMEGA, zan_scores
from .thresholds import ARTIFICIAL, UNKNOWN

#: Sums that the parts of a score are made of, in this order: area whose flag is known, artificial area, area that lets
#: rain in and all ground, biotope and all ground, carbon and all ground.
KNOWN, TAKEN, RAIN, RAIN_M2, BIOTOPE, BIOTOPE_M2, CARBON, CARBON_M2 = range(8)
SLAB_SYSTEM, SHALLOW_CM, DEEP_CM = "malmo", 20.0, 80.0  # classes of soil on slabs, land_take_green_factors.csv
SUCCESS, DISCOUNT = 0.7, 0.03  # of giving land back, and a year: choices of this project, for reporting only
#: What becomes of a piece; the words of the field ``effet``.
TAKEN_WORD, GIVEN_WORD, UNPROVEN_WORD, BELOW_WORD, OTHER_WORD, SAME_WORD = (
    "artificialise", "renature", "renature_sans_preuve", "sous_seuil", "autre", "inchange",
)  # fmt: skip


def densities(artificial, functions: SoilFunctions) -> np.ndarray:
    """Return what a square metre of each piece adds to the sums.

    Parameters
    ----------
    artificial : array_like of int, shape (n,)
        1, 0 or -1, after the thresholds.
    functions : SoilFunctions
        Of the same pieces.

    Returns
    -------
    ndarray of float64, shape (n, 8)
        What is not known adds nothing to its sum nor to the area that the sum is divided by.
    """
    flag = np.asarray(artificial)
    columns = [flag != UNKNOWN, flag == ARTIFICIAL]
    for values in (functions.infiltration, functions.biotope, functions.carbon):
        known = np.isfinite(values)
        columns += [np.where(known, values, 0.0), known]
    return np.stack(columns, axis=1).astype(float)


def zone_matrix(zone, piece, area_m2, zones: int, pieces: int) -> csr_matrix:
    """Return the area that each zone has of each piece [m2], shape (zones, pieces)."""
    return csr_matrix((np.asarray(area_m2, dtype=float), (zone, piece)), shape=(zones, pieces))


def parts_of(sums, reference_carbon: float) -> np.ndarray:
    """Return the parts of the state from sums.

    ``s_art = 1 - S_art / S``; ``s_perm = sum k A / (S - S_water)``; ``s_bio = sum w A / S``; ``s_C`` is the mean carbon
    of the soil over that of a meadow, at most 1. S is the area where the figure is known.

    Parameters
    ----------
    sums : ndarray of float64, shape (zones, 8)
        See :func:`densities`.
    reference_carbon : float
        Soil of a meadow of the pedo-climatic zone [t C/ha, > 0].

    Returns
    -------
    ndarray of float64, shape (zones, 4)
        0 to 1, in the order of :data:`.score.PARTS`; NaN where nothing is known.
    """
    sums = np.atleast_2d(np.asarray(sums, dtype=float))

    def mean(amount: int, area: int) -> np.ndarray:
        return np.divide(sums[:, amount], sums[:, area], out=np.full(len(sums), np.nan), where=sums[:, area] > 0.0)

    parts = np.stack(
        [
            1.0 - mean(TAKEN, KNOWN),
            mean(RAIN, RAIN_M2),
            mean(BIOTOPE, BIOTOPE_M2),
            mean(CARBON, CARBON_M2) / reference_carbon,
        ],
        axis=1,
    )
    return np.clip(parts, 0.0, 1.0)  # rounding may leave a sum of all pieces a hair beyond


@dataclass(frozen=True)
class Worth:
    """What surfaces are worth: functions of faces and projects, weights of the score.

    Attributes
    ----------
    faces, sites : SoilFunctions
        Of the faces of a coverage, and of projects once they are there.
    reference_carbon : float
        Soil of a meadow [t C/ha].
    omega : sequence of four floats
        Weights of the parts.
    """

    faces: SoilFunctions
    sites: SoilFunctions
    reference_carbon: float
    omega: tuple[float, ...] = OMEGA

    def only(self, rows) -> Worth:
        """Return it with some projects."""
        return replace(self, sites=rows_of(self.sites, rows))

    def before(self, painted: Union[Painted, Nearby]) -> SoilFunctions:
        """Return what the pieces were worth before."""
        return rows_of(self.faces, painted.face)

    def after(self, painted: Union[Painted, Nearby]) -> SoilFunctions:
        """Return what the pieces are worth after painting."""
        own = painted.project != NO_PROJECT
        former, columns = self.before(painted), []
        for values, new in zip(_columns(former), _columns(self.sites)):
            changed = values.copy()
            changed[own] = new[painted.project[own]]
            columns.append(changed)
        return SoilFunctions(*columns)

    def state(self, sums) -> np.ndarray:
        """Return the state of zones, 0 to 100, from sums (see :func:`densities`)."""
        return zan_scores(parts_of(sums, self.reference_carbon), omega=self.omega, draws=0).state


def _columns(functions: SoilFunctions) -> tuple[np.ndarray, ...]:
    return functions.biotope, functions.infiltration, functions.carbon


def rows_of(functions: SoilFunctions, rows) -> SoilFunctions:
    """Return what some surfaces are worth."""
    return SoilFunctions(*(values[rows] for values in _columns(functions)))


def on_slab(functions: SoilFunctions, cover, thickness_cm, roof, sealed_carbon: float) -> SoilFunctions:
    """Return what ground is worth whose plants stand on a roof or a slab.

    Buildings and other sealed ground gain the factor of Malmö for such plants; plants are worth no more than it. No
    rain reaches the ground below, and its carbon is that of sealed soil.

    Parameters
    ----------
    functions : SoilFunctions
        As if it were ground, shape (p,).
    cover : ndarray of str, shape (p,)
    thickness_cm : array_like of float, shape (p,)
        Soil on the slab [cm]; NaN where there is none.
    roof : array_like of bool, shape (p,)
        Planted roofs; the thickness counts where it is known.
    sealed_carbon : float
        [t C/ha].

    Returns
    -------
    SoilFunctions
    """
    factors = read_green_factors()[SLAB_SYSTEM]
    thickness, roof = np.asarray(thickness_cm, dtype=float), np.asarray(roof, dtype=bool)
    raised = np.isfinite(thickness) | roof
    worth = np.select(
        [thickness > DEEP_CM, thickness >= SHALLOW_CM],
        [factors["slab_over_80_cm"], factors["slab_20_80_cm"]],
        factors["green_roof"],
    )
    planted = below(cover, ("2",))
    biotope = np.where(planted, np.fmin(functions.biotope, worth), np.fmax(functions.biotope, worth))
    return SoilFunctions(
        np.where(raised, biotope, functions.biotope),
        np.where(raised, 0.0, functions.infiltration),
        np.where(raised, sealed_carbon, functions.carbon),
    )


@dataclass(frozen=True)
class Flows:
    """What a square metre of each piece adds to the flows, float64 of shape (n,) each.

    Attributes
    ----------
    taken, given : ndarray
        Flux of the decree; ``given`` only where the project tells its evidence, or a threshold alone did it.
    unproven : ndarray
        Given back by projects that tell no evidence.
    raw_taken, raw_given : ndarray
        Flux by the matrix alone.
    below : ndarray
        Change of patches that are too small for the decree.
    jump : ndarray
        Changed by a threshold alone.
    credited : ndarray
        Given back by projects with evidence, their own ground only.
    lost_co2, gained_co2 : ndarray
        Carbon of the soil [t CO2/m2], >= 0: set free at once, taken up over 20 years.
    """

    taken: np.ndarray
    given: np.ndarray
    unproven: np.ndarray
    raw_taken: np.ndarray
    raw_given: np.ndarray
    below: np.ndarray
    jump: np.ndarray
    credited: np.ndarray
    lost_co2: np.ndarray
    gained_co2: np.ndarray

    def stacked(self) -> np.ndarray:
        """Return all as columns, in the order of the attributes; float64 of shape (n, 10)."""
        return np.stack([getattr(self, name) for name in self.__dataclass_fields__], axis=1)


def flows(found: Effect, project, proven, before: SoilFunctions, after: SoilFunctions) -> Flows:
    """Return the flows of pieces.

    Parameters
    ----------
    found : Effect
    project : ndarray of int64, shape (n,)
        Project of each piece, -1 for none.
    proven : ndarray of bool, shape (p,)
        Projects that tell how it is known that the soil will work again.
    before, after : SoilFunctions
        Of the pieces.

    Returns
    -------
    Flows
    """
    change = found.change
    own = project != NO_PROJECT
    sure = np.zeros(own.shape, dtype=bool)
    sure[own] = np.asarray(proven, dtype=bool)[project[own]]
    back = change.flux == -1
    renatured = back & own & (change.raw_flux == -1)
    unproven = renatured & ~sure
    lost = np.nan_to_num(before.carbon - after.carbon) / M2_PER_HECTARE * CO2_PER_CARBON
    columns = (
        change.flux == 1, back & ~unproven, unproven, change.raw_flux == 1, change.raw_flux == -1,
        change.kind == "flux_sous_seuil", change.jump, renatured & sure, np.maximum(lost, 0.0), np.maximum(-lost, 0.0),
    )  # fmt: skip
    return Flows(*(np.asarray(column, dtype=float) for column in columns))


def words(found: Effect, told: Flows) -> np.ndarray:
    """Return what becomes of each piece, in one word; str of shape (n,)."""
    change = found.change
    return np.select(
        [told.taken > 0.0, told.unproven > 0.0, told.given > 0.0, told.below > 0.0, change.kind != "stable"],
        [TAKEN_WORD, UNPROVEN_WORD, GIVEN_WORD, BELOW_WORD, OTHER_WORD],
        SAME_WORD,
    )


def credit(area_m2, delay_years, success: float = SUCCESS, discount: float = DISCOUNT) -> np.ndarray:
    """Return the credit of giving land back, ``A p (1 + r)^-d``; for reporting, since the law knows p = 1 and r = 0.

    Parameters
    ----------
    area_m2 : array_like of float, shape (p,)
        [m2].
    delay_years : array_like of float, shape (p,)
        Until the soil works again [years, >= 0].
    success : float
        Chance that it does [0..1].
    discount : float
        A year [1/year, >= 0].

    Returns
    -------
    ndarray of float64, shape (p,)
        [m2].

    Raises
    ------
    InputError
        When the chance, the rate or a delay is none.
    """
    delay = np.asarray(delay_years, dtype=float)
    if not 0.0 <= success <= 1.0 or not discount >= 0.0:
        raise InputError("The chance of success must lie between 0 and 1, and the yearly rate must be 0 or more.")
    if (delay < 0.0).any():
        raise InputError("A delay is below 0 years; mend the dates of the projects or the delay.")
    return np.asarray(area_m2, dtype=float) * success * (1.0 + discount) ** -delay
