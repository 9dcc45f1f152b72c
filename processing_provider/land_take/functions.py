"""What the ground is worth: biotope and infiltration by cover and use, carbon of the soil, published green factors.

Values stand in ``land_take_functions.csv``, ``land_take_carbon.csv`` and ``land_take_green_factors.csv``, each with its
source. Carbon is a mean of a whole pedo-climatic zone: an order of magnitude for a parcel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Optional

import numpy as np

from ..errors import InputError
from ..tables import TABLES, read_given_table
from .table_stamp import stamp_of

FUNCTIONS_TABLE, CARBON_TABLE, GREEN_TABLE = (
    TABLES / f"land_take_{name}.csv" for name in ("functions", "carbon", "green_factors")
)
RENNES_ZONE = "3_1"  # pedo-climatic zone of ALDO
CO2_PER_CARBON = 44.0 / 12.0  # molar masses
YEARS_OF_GAIN = 20.0  # over which a soil that is given back builds its stock, as ALDO counts
NOTHING = "none"
M2_PER_HECTARE = 10_000.0


@dataclass(frozen=True)
class GroundRule:
    """A row of ``land_take_functions.csv``; see its head."""

    cover: str
    uses: tuple[str, ...]
    ground: str
    biotope: float
    infiltration: float
    carbon: tuple[tuple[str, float], ...]

    def fits(self, cover: str, use: str, ground: str) -> bool:
        """Tell whether the row speaks of a surface."""
        return (
            _is_below(cover, self.cover)
            and (not self.uses or any(_is_below(use, one) for one in self.uses))
            and self.ground in ("", ground)
        )


def _is_below(code: str, branch: str) -> bool:
    return code == branch or code.startswith(f"{branch}.")


def read_functions(path: Path = FUNCTIONS_TABLE) -> tuple[GroundRule, ...]:
    """Read the values of the ground.

    Raises
    ------
    InputError
        When a row holds what is no value.
    """
    return _functions(path, stamp_of(path))


@lru_cache(maxsize=8)
def _functions(path: Path, stamp) -> tuple[GroundRule, ...]:
    rules = []
    for number, row in enumerate(read_given_table(path), start=1):
        try:
            biotope = float(row["w_biotope"])
            infiltration = float(row["k_perm"]) if row["k_perm"] else np.nan
            carbon = _parts(row["carbon"])
        except (KeyError, ValueError) as error:
            raise _bad_row(path, number) from error
        if not 0.0 <= biotope <= 1.0 or infiltration < 0.0 or infiltration > 1.0:
            raise _bad_row(path, number)
        rules.append(GroundRule(row["cs"], tuple(row["us"].split()), row["ground"], biotope, infiltration, carbon))
    return tuple(rules)


def _bad_row(path: Path, number: int) -> InputError:
    return InputError(
        "Row {number} of the table {name} holds something that is no value of its column.",
        number=number,
        name=path.name,
    )


def _parts(text: str) -> tuple[tuple[str, float], ...]:
    """Return the classes of carbon of a row and their shares: ``crop*0.5+meadow*0.5``."""
    if text == NOTHING:
        return ()
    found = []
    for part in text.split("+"):
        name, _, share = part.partition("*")
        found.append((name.strip(), float(share) if share else 1.0))
    return tuple(found)


def read_carbon(path: Path = CARBON_TABLE) -> dict[str, dict[str, float]]:
    """Return the carbon of the soil by zone and class [t C/ha].

    Raises
    ------
    InputError
        When a value is no number of 0 or more.
    """
    return _carbon(path, stamp_of(path))


@lru_cache(maxsize=8)
def _carbon(path: Path, stamp) -> dict[str, dict[str, float]]:
    found = {}
    for number, row in enumerate(read_given_table(path), start=1):
        try:
            values = {name: float(value) for name, value in row.items() if name != "zone"}
            zone = row["zone"]
        except (KeyError, ValueError) as error:
            raise _bad_row(path, number) from error
        if not all(value >= 0.0 for value in values.values()):
            raise _bad_row(path, number)
        found[zone] = values
    return found


def carbon_of_zone(zone: str, path: Path = CARBON_TABLE) -> dict[str, float]:
    """Return the carbon of a zone by class [t C/ha].

    Raises
    ------
    InputError
        When the table does not have the zone.
    """
    zones = read_carbon(path)
    if zone not in zones:
        raise InputError("There is no pedo-climatic zone {zone}; there are {zones}.", zone=zone, zones=", ".join(zones))
    return zones[zone]


@dataclass(frozen=True)
class SoilFunctions:
    """What surfaces are worth; NaN where no row of the table speaks of them.

    Attributes
    ----------
    biotope : ndarray of float64, shape (n,)
        0 to 1.
    infiltration : ndarray of float64, shape (n,)
        Share of rain that may infiltrate, 0 to 1; NaN for water.
    carbon : ndarray of float64, shape (n,)
        Organic carbon of the soil, 0 to 30 cm [t C/ha].
    """

    biotope: np.ndarray
    infiltration: np.ndarray
    carbon: np.ndarray


def soil_functions(
    cover,
    use,
    ground=None,
    *,
    carbon: Optional[Mapping[str, float]] = None,
    rules: Optional[tuple[GroundRule, ...]] = None,
) -> SoilFunctions:
    """Return what surfaces are worth, by the first row of the table that fits each.

    Parameters
    ----------
    cover, use : array-like of str, shape (n,)
        From :func:`.nomenclature.normal_codes`.
    ground : array-like of str, shape (n,), optional
        ``crop``, ``meadow``, ``orchard`` or empty; not told when absent.
    carbon : mapping of str to float, optional
        t C/ha by class, from :func:`carbon_of_zone`; that of Rennes when absent.
    rules : tuple of GroundRule, optional
        From :func:`read_functions`; those of the project when absent.

    Returns
    -------
    SoilFunctions

    Raises
    ------
    InputError
        When a row names a class of carbon that is not there.
    """
    cover, use = np.asarray(cover, dtype=str), np.asarray(use, dtype=str)
    ground = np.zeros(cover.shape, dtype="<U1") if ground is None else np.asarray(ground, dtype=str)
    carbon = carbon_of_zone(RENNES_ZONE) if carbon is None else carbon
    rules = read_functions() if rules is None else rules
    kinds, inverse = np.unique(np.stack([cover, use, ground]), axis=1, return_inverse=True)
    values = [_valued(*kind, carbon, rules) for kind in kinds.T]
    table = np.array(values, dtype=float).reshape(-1, 3)[inverse.reshape(-1)]
    return SoilFunctions(table[:, 0], table[:, 1], table[:, 2])


def _valued(cover: str, use: str, ground: str, carbon: Mapping[str, float], rules) -> tuple[float, float, float]:
    rule = next((one for one in rules if one.fits(cover, use, ground)), None)
    if rule is None:
        return np.nan, np.nan, np.nan
    stock = 0.0
    for name, share in rule.carbon:
        if name not in carbon:
            raise InputError("The table of carbon has no column {name}.", name=name)
        stock += share * carbon[name]
    return rule.biotope, rule.infiltration, stock


def carbon_flux(before, after, area_m2) -> np.ndarray:
    """Return what a change of the ground sets free, ``(C0 - C1) S 44 / 12``; negative when the soil takes up.

    Parameters
    ----------
    before, after : array-like of float, shape (n,)
        Carbon of the soil [t C/ha].
    area_m2 : array-like of float, shape (n,)
        [m2].

    Returns
    -------
    ndarray of float64, shape (n,)
        [t CO2]: at once when set free, over :data:`YEARS_OF_GAIN` years when taken up.
    """
    lost = np.asarray(before, dtype=float) - np.asarray(after, dtype=float)
    return lost * np.asarray(area_m2, dtype=float) / M2_PER_HECTARE * CO2_PER_CARBON


# --- published green factors ---------------------------------------------------------------------------------------


def read_green_factors(path: Path = GREEN_TABLE) -> dict[str, dict[str, float]]:
    """Return the factors of surfaces by system.

    Raises
    ------
    InputError
        When a factor is no number of 0 or more.
    """
    return _green_factors(path, stamp_of(path))


@lru_cache(maxsize=8)
def _green_factors(path: Path, stamp) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for number, row in enumerate(read_given_table(path), start=1):
        try:
            system, surface, factor = row["system"], row["surface"], float(row["factor"])
        except (KeyError, ValueError) as error:
            raise _bad_row(path, number) from error
        if not factor >= 0.0:
            raise _bad_row(path, number)
        found.setdefault(system, {})[surface] = factor
    return found


def green_factor(areas: Mapping[str, float], land_m2: float, system: str, path: Path = GREEN_TABLE) -> float:
    """Return the green factor of a plot, ``sum factor x area / area of the land``.

    Parameters
    ----------
    areas : mapping of str to float
        Surfaces of the system and their areas [m2, >= 0]; those that hold rain count in m2 of drained roof.
    land_m2 : float
        Whole plot [m2, > 0].
    system : str
        ``baf``, ``baf_old``, ``malmo``, ``ugf``, or one of the user's table.

    Raises
    ------
    InputError
        When the system or a surface is unknown, or an area is no area.
    """
    systems = read_green_factors(path)
    if system not in systems:
        raise InputError("There is no green factor {name}; there are {names}.", name=system, names=", ".join(systems))
    factors = systems[system]
    unknown = sorted(set(areas) - set(factors))
    if unknown:
        raise InputError(
            "The green factor {system} has no surface {name}; it has {names}.",
            system=system,
            name=unknown[0],
            names=", ".join(factors),
        )
    if not land_m2 > 0.0 or not all(area >= 0.0 for area in areas.values()):
        raise InputError("Areas must be 0 or more, and the land must have one.")
    return sum(factors[surface] * area for surface, area in areas.items()) / land_m2
