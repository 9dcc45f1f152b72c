"""Indicators of walkability: their value functions, weights and names, read from tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from ...errors import InputError
from ...tables import TABLES, read_table


@dataclass(frozen=True)
class Indicator:
    """One indicator of a street segment.

    Attributes
    ----------
    name : str
        Identifier, the end of the field ``v_<name>``.
    unit : str
        Unit of its measure.
    measures, values : tuple of float
        Break points of its value function: measures in increasing order, values 0 (worst) to 1 (best).
    weight : float
        Weight in the score, 0 or more; only its share of the sum counts.
    low, high : float
        Plausible range of the measure; what lies outside is unknown.
    fields : tuple of (str, float)
        Names of fields that usually hold it, and the factor to its unit.
    title_en, title_fr : str
        Name shown to users.
    """

    name: str
    unit: str
    measures: tuple[float, ...]
    values: tuple[float, ...]
    weight: float
    low: float
    high: float
    fields: tuple[tuple[str, float], ...]
    title_en: str
    title_fr: str

    def value(self, measure) -> np.ndarray:
        """Return the value of measures, piecewise linear between the break points and constant beyond.

        Parameters
        ----------
        measure : array-like of float
            In the unit of the indicator; NaN is unknown.

        Returns
        -------
        ndarray of float64, same shape
            0 to 1, NaN where unknown.
        """
        measure = np.asarray(measure, dtype=np.float64)
        result = np.interp(measure, self.measures, self.values)
        return np.where(np.isnan(measure), np.nan, result)


@dataclass(frozen=True)
class StreetClass:
    """What the class of a street says where nothing was measured; see ``walkability_street_classes.csv``."""

    traffic: float
    traffic_certain: bool
    speed: float
    speed_certain: bool
    carriageway: bool
    walkway: bool


def parse_fields(text: str) -> tuple[tuple[str, float], ...]:
    """Read ``name|other*100`` as names of fields with factors."""
    found = []
    for item in filter(None, text.split("|")):
        name, _, factor = item.partition("*")
        found.append((name, float(factor) if factor else 1.0))
    return tuple(found)


def _points(text: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    pairs = sorted(tuple(float(part) for part in item.split(":")) for item in text.split(";"))
    return tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)


@lru_cache(maxsize=1)
def default_indicators() -> tuple[Indicator, ...]:
    """Return the indicators of ``walkability_indicators.csv``, in the order of the table."""
    found = []
    for row in read_table(TABLES / "walkability_indicators.csv"):
        measures, values = _points(row["points"])
        found.append(
            Indicator(
                name=row["indicator"],
                unit=row["unit"],
                measures=measures,
                values=values,
                weight=float(row["weight"]),
                low=float(row["low"]),
                high=float(row["high"]),
                fields=parse_fields(row["fields"]),
                title_en=row["name_en"],
                title_fr=row["name_fr"],
            )
        )
    return tuple(found)


@lru_cache(maxsize=1)
def street_classes() -> dict[str, StreetClass]:
    """Return what each class of street says, from ``walkability_street_classes.csv``."""
    return {
        row["street_class"]: StreetClass(
            traffic=float(row["traffic"]),
            traffic_certain=row["traffic_certain"] == "1",
            speed=float(row["speed"]),
            speed_certain=row["speed_certain"] == "1",
            carriageway=row["carriageway"] == "1",
            walkway=row["walkway"] == "1",
        )
        for row in read_table(TABLES / "walkability_street_classes.csv")
    }


def weights_of(indicators: Iterable[Indicator]) -> np.ndarray:
    """Return the weights of indicators as an array."""
    return np.array([item.weight for item in indicators], dtype=np.float64)


def known_names(indicators: Iterable[Indicator]) -> str:
    """Return the identifiers of indicators in one text, for messages."""
    return ", ".join(item.name for item in indicators)


def with_weights(indicators: tuple[Indicator, ...], weights: Mapping[str, Any]) -> tuple[Indicator, ...]:
    """Return indicators with the weights of a table; those the table does not name weigh 0.

    Parameters
    ----------
    indicators : tuple of Indicator
        Indicators to change.
    weights : mapping of str to float
        Weight by identifier, 0 or more, on any scale.

    Raises
    ------
    InputError
        When an identifier is unknown, a weight is empty or negative, or none is above 0.
    """
    names = {item.name for item in indicators}
    for name, weight in weights.items():
        if name not in names:
            raise InputError(
                "The table of weights names {name}, which is not an indicator; use {known}.",
                name=name,
                known=known_names(indicators),
            )
        if not _is_number(weight) or weight < 0.0:
            raise InputError("The weight of {name} must be a number, 0 or more; correct the table.", name=name)
    if not any(float(weight) > 0.0 for weight in weights.values()):
        raise InputError("No weight of the table is above 0; correct the table or leave it out.")
    return tuple(replace(item, weight=float(weights.get(item.name, 0.0))) for item in indicators)


def with_values(indicators: tuple[Indicator, ...], points: Iterable[tuple[str, Any, Any]]) -> tuple[Indicator, ...]:
    """Return indicators with the value functions of a table; those it does not name keep theirs.

    Parameters
    ----------
    indicators : tuple of Indicator
        Indicators to change.
    points : iterable of (str, float, float)
        Identifier, measure in the unit of the indicator and value from 0 to 1: one break point each, two or
        more per indicator.

    Raises
    ------
    InputError
        When a point cannot be used; the sentence names its indicator.
    """
    grouped: dict[str, list[tuple[float, float]]] = {}
    names = {item.name for item in indicators}
    for name, measure, value in points:
        if name not in names:
            raise InputError(
                "The table of value functions names {name}, which is not an indicator; use {known}.",
                name=name,
                known=known_names(indicators),
            )
        if not _is_number(measure) or not _is_number(value) or not 0.0 <= value <= 1.0:
            raise InputError(
                "The value function of {name} needs a number as measure and a value from 0 to 1 in every row.",
                name=name,
            )
        grouped.setdefault(name, []).append((float(measure), float(value)))
    functions = {}
    for name, pairs in grouped.items():
        pairs.sort()
        measures = tuple(pair[0] for pair in pairs)
        if len(set(measures)) < max(len(measures), 2):
            raise InputError(
                "The value function of {name} needs two rows or more, each with another measure.", name=name
            )
        functions[name] = (measures, tuple(pair[1] for pair in pairs))
    return tuple(
        replace(item, measures=functions[item.name][0], values=functions[item.name][1])
        if item.name in functions
        else item
        for item in indicators
    )


def _is_number(value: Any) -> bool:
    if value is None or isinstance(value, (str, bool)):
        return False
    try:
        return bool(np.isfinite(value))
    except TypeError:  # whatever else a table may hold, for example a date
        return False
