"""The path of the consumption of natural, agricultural and forest land (ENAF): allowance, use, pace, projection.

Consumption is a total of a year [m2], from the land files (Cerema) or a local survey. It is *not* the artificial land
of OCS GE, and never subtracted from it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

import numpy as np
from scipy.special import stdtrit

from ..errors import InputError
from ..tables import TABLES, read_table

PRESETS_TABLE = TABLES / "land_take_enaf_presets.csv"
LEVEL = 0.9  # of the interval of a projection


@dataclass(frozen=True)
class Rules:
    """Rules of a decade.

    Attributes
    ----------
    first_reference, last_reference : int
        Years of the reference, both included.
    first_year, last_year : int
        Years of the allowance, both included.
    reduction : float
        Share of the reference that must not be consumed again [0..1].
    floor_m2 : float
        Least allowance [m2, >= 0].
    law : bool
        Whether they are the law in force, as far as the table of presets knows.
    """

    first_reference: int = 2011
    last_reference: int = 2020
    first_year: int = 2021
    last_year: int = 2030
    reduction: float = 0.5
    floor_m2: float = 10_000.0
    law: bool = False

    @property
    def years(self) -> int:
        """Years of the allowance, the first and the last included."""
        return self.last_year - self.first_year + 1


@lru_cache(maxsize=1)
def presets() -> dict[str, Rules]:
    """Return the rules of ``land_take_enaf_presets.csv`` by name."""
    return {
        row["preset"]: Rules(
            int(row["first_reference"]), int(row["last_reference"]), int(row["first_year"]), int(row["last_year"]),
            float(row["reduction"]), float(row["floor_m2"]), row["law"] == "1",
        )
        for row in read_table(PRESETS_TABLE)
    }  # fmt: skip


@dataclass(frozen=True)
class Trajectory:
    """Where a territory stands.

    Attributes
    ----------
    reference_m2 : float
        R, consumed in the years of the reference.
    allowance_m2 : float
        B = max(R (1 - reduction), floor).
    consumed_m2 : float
        C, from the first year of the allowance to the last with data.
    last_year : int
        Last year with data.
    used_percent : float or None
        100 C / B; None without an allowance.
    projected_m2 : float
        C n / k: what the whole period consumes at the mean pace of its first k years, of n.
    exhausted_in : float or None
        first year + B k / C, the moment when the allowance is used up at that pace; None when nothing is consumed.
    pace_m2 : float or None
        (B - C) per year that is left, what may still be consumed each year; negative when the allowance is exceeded,
        None when no year is left.
    projected_low_m2, projected_high_m2 : float or None
        90 % interval of the projection, see :func:`projection_range`; None with a single year.
    """

    reference_m2: float
    allowance_m2: float
    consumed_m2: float
    last_year: int
    used_percent: Optional[float]
    projected_m2: float
    exhausted_in: Optional[float]
    pace_m2: Optional[float]
    projected_low_m2: Optional[float] = None
    projected_high_m2: Optional[float] = None


def trajectory(
    consumption: Mapping[int, float],
    rules: Rules = Rules(),
    last_year: Optional[int] = None,
    allowance_m2: Optional[float] = None,
) -> Trajectory:
    """Return where a territory stands on its path.

    Parameters
    ----------
    consumption : mapping of int to float
        Consumed in each year [m2, >= 0]: every year of the reference, and those of the allowance up to the last known.
    rules : Rules
    last_year : int, optional
        Last year of data to use; the last of the mapping inside the period when absent.
    allowance_m2 : float, optional
        Allowance of a territory that has one of its own, such as the sum of those of its communes [m2, >= 0]; by the
        rules when absent.

    Returns
    -------
    Trajectory

    Raises
    ------
    InputError
        When a year lacks or is negative, or the rules contradict each other.

    Notes
    -----
    The reference has as many years as it says, both ends included: 2011 to 2020 are ten. So has the projection, where
    the nine years of a widely used tool understate it by a tenth.
    """
    check_rules(rules)
    known = [year for year in consumption if rules.first_year <= year <= rules.last_year]
    last = max(known, default=None) if last_year is None else last_year
    if last is None or not rules.first_year <= last <= rules.last_year:
        raise InputError(
            "There is no consumption of the years {first} to {last}.", first=rules.first_year, last=rules.last_year
        )
    reference = _sum(consumption, rules.first_reference, rules.last_reference)
    consumed = _sum(consumption, rules.first_year, last)
    if allowance_m2 is None:
        allowance_m2 = float(allowance_of(reference, rules.reduction, rules.floor_m2))
    allowance = allowance_m2
    count, left = last - rules.first_year + 1, rules.last_year - last
    low, high = projection_range([consumption[rules.first_year + n] for n in range(count)], rules.years)
    return Trajectory(
        reference_m2=reference,
        allowance_m2=allowance,
        consumed_m2=consumed,
        last_year=last,
        used_percent=100.0 * consumed / allowance if allowance > 0.0 else None,
        projected_m2=consumed * rules.years / count,
        exhausted_in=rules.first_year + allowance * count / consumed if consumed > 0.0 else None,
        pace_m2=(allowance - consumed) / left if left else None,
        projected_low_m2=low,
        projected_high_m2=high,
    )


def allowance_of(reference_m2, reduction: float, floor_m2):
    """Return B = max(R (1 - reduction), floor) of communes [m2].

    Parameters
    ----------
    reference_m2, floor_m2 : float or array_like of float
        [m2, >= 0]
    reduction : float
        [0..1]
    """
    return np.maximum(np.multiply(reference_m2, 1.0 - reduction), floor_m2)


def projection_range(
    yearly_m2: Sequence[float], years: int, level: float = LEVEL
) -> tuple[Optional[float], Optional[float]]:
    """Return the interval in which the consumption of a whole period falls, from the spread of its first years.

    Parameters
    ----------
    yearly_m2 : sequence of float
        Consumed in each of the first k years [m2, >= 0].
    years : int
        Years of the period, n >= k.
    level : float
        Share of the periods that fall inside [0..1].

    Returns
    -------
    low, high : float or None
        [m2]; None with a single year, which has no spread. Not below what is consumed already. Equal to the sum when
        the period is over.

    Notes
    -----
    Years are taken as draws of one law: the sum of the r = n - k years to come has the variance s^2 r n / k around r
    times the mean, s being the standard deviation of the known years, and the interval is that of Student with k - 1
    degrees of freedom. Years that resemble their neighbours, or a policy that bears fruit, make it wrong.
    """
    count = len(yearly_m2)
    consumed = math.fsum(yearly_m2)
    if count >= years:
        return consumed, consumed
    if count < 2:
        return None, None
    mean = consumed / count
    spread = math.sqrt(math.fsum((value - mean) ** 2 for value in yearly_m2) / (count - 1))
    half = float(stdtrit(count - 1, 0.5 + 0.5 * level)) * spread * math.sqrt((years - count) * years / count)
    projected = mean * years
    return max(consumed, projected - half), projected + half


def check_rules(rules: Rules) -> None:
    """Raise InputError when rules contradict each other."""
    if not 0.0 <= rules.reduction <= 1.0 or not rules.floor_m2 >= 0.0:
        raise InputError("The reduction must lie between 0 and 1, and the floor must not be negative.")
    if not rules.first_reference <= rules.last_reference < rules.first_year <= rules.last_year:
        raise InputError(
            "The reference ({from_year} to {to_year}) must end before the allowance ({first} to {last}) begins.",
            from_year=rules.first_reference,
            to_year=rules.last_reference,
            first=rules.first_year,
            last=rules.last_year,
        )


def _sum(consumption: Mapping[int, float], first: int, last: int) -> float:
    """Return the sum of years, both included."""
    missing = [year for year in range(first, last + 1) if consumption.get(year) is None]
    if missing:
        raise InputError("The consumption of {years} is missing.", years=", ".join(map(str, missing)))
    values = [float(consumption[year]) for year in range(first, last + 1)]
    if not all(value >= 0.0 for value in values):
        raise InputError("A consumption between {first} and {last} is negative or no number.", first=first, last=last)
    return sum(values)
