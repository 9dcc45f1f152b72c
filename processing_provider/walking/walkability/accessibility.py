"""Accessibility of street segments to people with reduced mobility: a verdict beside the score, never inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

import numpy as np

from ...tables import TABLES, read_table
from .indicators import parse_fields

FAILS, UNKNOWN, PASSES = 0, -1, 1
# Measures are stored with a few decimals: what is within this of a limit meets it [unit of the criterion].
LIMIT_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Criterion:
    """One limit of the order of 15 January 2007; see ``walkability_accessibility.csv``."""

    name: str
    unit: str
    least: bool  # the measure may not be below the limit; otherwise not above
    limit: float
    doubtful: Optional[float]
    needed: bool
    fields: tuple[tuple[str, float], ...]
    title_en: str
    title_fr: str

    def verdict(self, measure) -> np.ndarray:
        """Return 1 where measures meet the limit, 0 where they fail, -1 where unknown or doubtful."""
        measure = np.asarray(measure, dtype=np.float64)
        sign = 1.0 if self.least else -1.0
        margin = sign * (measure - self.limit)
        result = np.where(margin >= -LIMIT_TOLERANCE, PASSES, FAILS)
        if self.doubtful is not None:
            kept = sign * (measure - self.doubtful) >= -LIMIT_TOLERANCE
            result = np.where((result == FAILS) & kept, UNKNOWN, result)
        return np.where(np.isnan(measure), UNKNOWN, result)


@lru_cache(maxsize=1)
def criteria() -> tuple[Criterion, ...]:
    """Return the criteria of the table, in its order."""
    return tuple(
        Criterion(
            name=row["criterion"],
            unit=row["unit"],
            least=row["compare"] == "min",
            limit=float(row["limit"]),
            doubtful=float(row["doubtful"]) if row["doubtful"] else None,
            needed=row["needed"] == "1",
            fields=parse_fields(row["fields"]),
            title_en=row["name_en"],
            title_fr=row["name_fr"],
        )
        for row in read_table(TABLES / "walkability_accessibility.csv")
    )


@dataclass(frozen=True)
class Accessibility:
    """Verdicts on segments.

    Attributes
    ----------
    verdict : int64 (n,)
        1 accessible, 0 not, -1 not known.
    why : object (n,)
        Criteria that fail with their measure and limit, such as ``"width 0.8 < 1.4 m; slope 7.2 > 5 %"``; those
        that are not known, such as ``"? width, slope"``, where nothing fails; None where all is met.
    """

    verdict: np.ndarray
    why: np.ndarray


def judge(measures: Mapping[str, np.ndarray], count: int) -> Accessibility:
    """Judge segments by every criterion.

    A segment fails as soon as one measure fails. It is accessible when no known measure fails and all those that
    are needed (steps, width, slope) are known and met. Otherwise the answer is not known.

    Parameters
    ----------
    measures : mapping of str to float64 (count,)
        Measures by criterion, in its unit, NaN where unknown; criteria may be absent.
    count : int
        Segments.

    Returns
    -------
    Accessibility
    """
    failed: list[list[str]] = [[] for _ in range(count)]
    unknown: list[list[str]] = [[] for _ in range(count)]
    for item in criteria():
        measure = np.asarray(measures.get(item.name, np.full(count, np.nan)), dtype=np.float64)
        verdict = item.verdict(measure)
        for row in np.flatnonzero(verdict == FAILS):
            failed[row].append(_sentence(item, measure[row]))
        doubtful = (verdict == UNKNOWN) & (item.needed | ~np.isnan(measure))
        for row in np.flatnonzero(doubtful):
            unknown[row].append(item.name)
    verdicts = np.array(
        [FAILS if bad else (UNKNOWN if open_ else PASSES) for bad, open_ in zip(failed, unknown)], dtype=np.int64
    ).reshape(count)
    why = np.empty(count, dtype=object)
    for row in range(count):
        if failed[row]:
            why[row] = "; ".join(failed[row])
        elif unknown[row]:
            why[row] = "? " + ", ".join(unknown[row])
    return Accessibility(verdicts, why)


def _sentence(item: Criterion, measure: float) -> str:
    if item.name == "steps":
        return "steps"
    sign = "<" if item.least else ">"
    return f"{item.name} {measure:.4g} {sign} {item.limit:g} {item.unit}"
