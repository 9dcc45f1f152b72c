"""Where many communes, or groups of them, stand on the path of ENAF consumption, and why some cannot be told.

A commune whose file misses a year, or holds a negative one, has no figure and a reason; so has the group it belongs to,
since a sum without it would be too small.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Optional

import numpy as np

from ..errors import InputError
from .enaf import Rules, Trajectory, allowance_of, check_rules, trajectory
from .enaf_fields import POSTS

MISSING, NEGATIVE = "annees_manquantes", "valeur_negative"
FIGURES = (
    "reference_m2", "allowance_m2", "consumed_m2", "used_percent", "projected_m2", "projected_low_m2",
    "projected_high_m2", "exhausted_in", "pace_m2",
)  # fmt: skip


@dataclass(frozen=True)
class Consumption:
    """Consumption of communes by year.

    Attributes
    ----------
    years : tuple of int, length t
        In order.
    total : ndarray of float64, shape (n, t)
        [m2]; NaN where it is not known.
    posts : ndarray of float64, shape (n, t, 6)
        By :data:`enaf_fields.POSTS` [m2]; NaN where not known.
    """

    years: tuple[int, ...]
    total: np.ndarray
    posts: np.ndarray

    def columns(self, years: Sequence[int]) -> list[int]:
        """Return the places of some years."""
        return [self.years.index(year) for year in years]

    def summed(self, index: np.ndarray, count: int) -> Consumption:
        """Return the sums over rows that share an index; a sum with an unknown part is unknown.

        Parameters
        ----------
        index : ndarray of int64, shape (n,)
            Row of the result that each row belongs to.
        count : int
            Rows of the result.
        """
        total = np.zeros((count, len(self.years)))
        posts = np.zeros((count, len(self.years), len(POSTS)))
        np.add.at(total, index, self.total)
        np.add.at(posts, index, self.posts)
        return Consumption(self.years, total, posts)


@dataclass(frozen=True)
class Territories:
    """Where territories stand.

    Attributes
    ----------
    figures : dict of str to ndarray of float64, shape (m,)
        By the names of :class:`enaf.Trajectory`; NaN where not known.
    consumption : Consumption
        Of each territory.
    communes : ndarray of int64, shape (m,)
        Communes in each.
    posts_m2 : ndarray of float64, shape (m, 6)
        Consumed since the first year of the allowance, by :data:`enaf_fields.POSTS` [m2].
    gap_m2 : ndarray of float64, shape (m,)
        Sum over the years used of ``|total - sum of the six posts|`` [m2]: 0 in a sound file; NaN without posts.
    reason : ndarray of str, shape (m,)
        :data:`MISSING` or :data:`NEGATIVE` where there is no figure; empty elsewhere.
    last_year : int
        Last year of data used.
    """

    figures: dict[str, np.ndarray]
    consumption: Consumption
    communes: np.ndarray
    posts_m2: np.ndarray
    gap_m2: np.ndarray
    reason: np.ndarray
    last_year: int


def last_year_of(consumption: Consumption, rules: Rules, wanted: Optional[int] = None) -> int:
    """Return the last year of the allowance that the file knows for a commune at least.

    Raises
    ------
    InputError
        When there is none, or the one wanted is not there.
    """
    known = [
        year
        for year, values in zip(consumption.years, consumption.total.T)
        if rules.first_year <= year <= rules.last_year and not np.isnan(values).all()
    ]
    if not known or (wanted is not None and wanted not in known):
        raise InputError(
            "There is no consumption of the years {first} to {last}.",
            first=rules.first_year if wanted is None else wanted,
            last=rules.last_year if wanted is None else wanted,
        )
    return max(known) if wanted is None else wanted


def territories(
    consumption: Consumption,
    rules: Rules,
    last_year: Optional[int] = None,
    floors: Optional[np.ndarray] = None,
    groups: Optional[np.ndarray] = None,
    count: int = 0,
) -> Territories:
    """Return where communes stand, or groups of them.

    Parameters
    ----------
    consumption : Consumption
        Of communes, n rows.
    rules : Rules
    last_year : int, optional
        Last year of data to use; see :func:`last_year_of`.
    floors : ndarray of float64, shape (n,), optional
        Least allowance of each commune [m2, >= 0]; that of the rules where NaN or absent.
    groups : ndarray of int64, shape (n,), optional
        Row of the result that each commune belongs to; each its own when absent.
    count : int
        Groups, with ``groups``.

    Returns
    -------
    Territories

    Raises
    ------
    InputError
        When the rules contradict each other, or the file lacks a year of them.

    Notes
    -----
    The allowance of a group is the sum of those of its communes: B = sum max(R_c (1 - rho), floor_c).
    """
    check_rules(rules)
    last = last_year_of(consumption, rules, last_year)
    reference = range(rules.first_reference, rules.last_reference + 1)
    since = range(rules.first_year, last + 1)
    lacking = [year for year in (*reference, *since) if year not in consumption.years]
    if lacking:
        raise InputError("The consumption of {years} is missing.", years=", ".join(map(str, lacking)))
    used = consumption.columns([*reference, *since])
    reason = _reasons(consumption.total[:, used])
    size = len(consumption.total)
    floor = np.full(size, np.nan) if floors is None else np.asarray(floors, dtype=float)
    floor = np.where(np.isnan(floor), rules.floor_m2, floor)
    allowance = allowance_of(consumption.total[:, consumption.columns(reference)].sum(axis=1), rules.reduction, floor)
    if groups is None:
        groups, count = np.arange(size), size
    whole = consumption.summed(groups, count)
    sums = np.zeros(count)
    np.add.at(sums, groups, allowance)
    told = np.full(count, "", dtype="<U20")
    for one in (MISSING, NEGATIVE):
        told[groups[reason == one]] = one
    figures = _figures(whole, sums, told, rules, last)
    recent = whole.posts[:, whole.columns(since)].sum(axis=1)
    apart = np.abs(whole.total[:, used] - whole.posts[:, used].sum(axis=2)).sum(axis=1)
    return Territories(
        figures=figures,
        consumption=whole,
        communes=np.bincount(groups, minlength=count),
        posts_m2=recent,
        gap_m2=apart,
        reason=told,
        last_year=last,
    )


def _reasons(values: np.ndarray) -> np.ndarray:
    reason = np.full(len(values), "", dtype="<U20")
    reason[np.isnan(values).any(axis=1)] = MISSING
    reason[(values < 0.0).any(axis=1)] = NEGATIVE
    return reason


def _figures(whole: Consumption, allowance, reason, rules: Rules, last: int) -> dict[str, np.ndarray]:
    figures = {name: np.full(len(whole.total), np.nan) for name in FIGURES}
    for row in np.flatnonzero(reason == ""):
        values = {year: float(value) for year, value in zip(whole.years, whole.total[row])}
        found: Trajectory = trajectory(values, rules, last, float(allowance[row]))
        for name in FIGURES:
            value = getattr(found, name)
            figures[name][row] = np.nan if value is None else value
    return figures


@dataclass(frozen=True)
class Merger:
    """What became of a commune: the code of the one it belongs to now, and the floor of that one [m2], or NaN."""

    code: str
    floor_m2: float = float("nan")


def merged_communes(codes: Sequence[str], mergers: Mapping[str, Merger]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return the communes of today, from those of a file.

    Parameters
    ----------
    codes : sequence of str, length n
        Codes of the rows of the file.
    mergers : mapping of str to Merger
        By code of the file; a code that maps to itself only has its floor set.

    Returns
    -------
    merged : list of str, length m
        Codes of today, in the order in which they appear.
    index : ndarray of int64, shape (n,)
        Place of each row in them.
    floors : ndarray of float64, shape (m,)
        Least allowance that the table sets [m2], the largest where it sets several; NaN where it sets none.

    Raises
    ------
    InputError
        When a commune would end up in itself by way of others.
    """
    merged: dict[str, int] = {}
    floors: list[float] = []
    index = np.empty(len(codes), dtype=np.int64)
    for row, code in enumerate(codes):
        end, floor = _end_of(code, mergers)
        place = merged.setdefault(end, len(merged))
        if place == len(floors):
            floors.append(floor)
        else:
            floors[place] = float(np.fmax(floors[place], floor))
        index[row] = place
    return list(merged), index, np.array(floors, dtype=float)


def _end_of(code: str, mergers: Mapping[str, Merger]) -> tuple[str, float]:
    floor, seen = float("nan"), {code}
    while code in mergers:
        step = mergers[code]
        floor = float(np.fmax(floor, step.floor_m2))
        if step.code == code:
            break
        if step.code in seen:
            raise InputError("The table of merged communes turns in a circle at {code}; mend it.", code=code)
        seen.add(step.code)
        code = step.code
    return code, floor
