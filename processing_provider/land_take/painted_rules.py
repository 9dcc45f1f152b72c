"""Rules by which features of a topographic map are painted as land cover: which code, in which order, how wide."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import numpy as np

from ..errors import InputError
from ..tables import TABLES, read_given_table
from .nomenclature import normal_codes
from .sources import folded

RULES_TABLE = TABLES / "land_take_painted.csv"
COLUMNS = ("profile", "layer", "field", "value", "cs", "us", "priority", "width_m", "park")
ANY, NOT_DRAWN, FROM_FIELD = "*", "-", "="
TAGS = "other_tags"  # a column of OpenStreetMap with all keys that have none of their own
WIDTH_FIELDS = ("largeur", "width")
NO_RULE = -1
WIDEST_M = 200.0  # a road; a larger number is no width


@dataclass(frozen=True)
class PaintRule:
    """A row of ``land_take_painted.csv``; see its head."""

    layer: tuple[str, ...]
    field: tuple[str, ...]
    value: tuple[str, ...]
    cover: str
    use: str
    priority: int
    width_m: float
    park: bool

    @property
    def drawn(self) -> bool:
        """Whether what fits is painted at all."""
        return self.cover != NOT_DRAWN


def read_rules(profile: str, path: Path = RULES_TABLE) -> tuple[PaintRule, ...]:
    """Return the rules of a profile.

    Parameters
    ----------
    profile : str
        ``osm`` or ``bdtopo``, or one of the user's table.
    path : Path

    Raises
    ------
    InputError
        When a column is missing, a row holds what is no value of its column, or the profile has no rule.
    """
    rules = []
    for number, row in enumerate(read_given_table(path), start=1):
        if not set(COLUMNS) <= set(row):
            raise InputError(
                "The table {name} must have the columns {columns}.", name=path.name, columns=", ".join(COLUMNS)
            )
        if row["profile"].strip().casefold() != profile:
            continue
        rules.append(_rule(row, number, path.name))
    if not rules:
        raise InputError("The table {name} has no rule for {profile}.", name=path.name, profile=profile)
    return tuple(rules)


def _rule(row: dict[str, str], number: int, name: str) -> PaintRule:
    bad = InputError(
        "Row {number} of the table {name} holds something that is no value of its column.", number=number, name=name
    )
    try:
        priority, width = int(row["priority"]), float(row["width_m"] or "nan")
    except ValueError:
        raise bad from None
    cover, use = row["cs"].strip(), row["us"].strip()
    for text, kind, special in ((cover, "cs", (NOT_DRAWN, "")), (use, "us", (FROM_FIELD, ""))):
        if text not in special and not normal_codes([text], kind)[0]:
            raise bad
    if width < 0.0:
        raise bad
    layer, field, value = (
        tuple(folded(word) for word in row[key].split("|") if word.strip()) for key in ("layer", "field", "value")
    )
    return PaintRule(layer, field, value, cover, use, priority, width, row["park"].strip() == "1")


def rules_of_features(
    rules: Sequence[PaintRule], layer: str, columns: Mapping[str, Sequence[object]], count: int
) -> np.ndarray:
    """Return the rule of each feature of a layer.

    Parameters
    ----------
    rules : sequence of PaintRule
    layer : str
        Name of the layer.
    columns : mapping of str to sequence, shape (count,)
        Its attributes; names in any case.
    count : int
        Features.

    Returns
    -------
    ndarray of int64, shape (count,)
        Number of the first rule that fits, -1 for none.
    """
    by_name = {name.casefold(): values for name, values in columns.items()}
    name, found = folded(layer), np.full(count, NO_RULE, dtype=np.int64)
    cache: dict[str, Optional[np.ndarray]] = {}
    for number, rule in enumerate(rules):
        if ANY not in rule.layer and not any(word in name for word in rule.layer):
            continue
        free = found == NO_RULE
        if not free.any():
            break
        if not rule.field:
            found[free] = number
            continue
        for key in rule.field:
            values = texts_of(by_name, key, count, cache)
            if values is None:
                continue
            fits = values != "" if rule.value == (ANY,) else np.isin(values, rule.value)
            found[fits & (found == NO_RULE)] = number
    return found


def texts_of(
    by_name: Mapping[str, Sequence[object]], key: str, count: int, cache: dict[str, Optional[np.ndarray]]
) -> Optional[np.ndarray]:
    """Return an attribute as folded text, from its column or from the tags; None where the layer has neither."""
    if key in cache:
        return cache[key]
    if key in by_name:
        cache[key] = np.array([folded(value) for value in by_name[key]], dtype=str)
    elif TAGS in by_name:
        pattern = re.compile(rf'"{re.escape(key)}"=>"([^"]*)"')
        matches = [pattern.search("" if value is None else str(value)) for value in by_name[TAGS]]
        cache[key] = np.array([folded(match.group(1)) if match else "" for match in matches], dtype=str)
    else:
        cache[key] = None
    return cache[key]


def widths_of(columns: Mapping[str, Sequence[object]], default: np.ndarray) -> np.ndarray:
    """Return the width of lines [m]: that of their layer where it tells one above 0, else a default.

    Parameters
    ----------
    columns : mapping of str to sequence, shape (n,)
    default : ndarray of float64, shape (n,)
        [m].
    """
    by_name = {name.casefold(): values for name, values in columns.items()}
    width = default.copy()
    for key in WIDTH_FIELDS:
        texts = texts_of(by_name, key, len(default), {})
        if texts is None:
            continue
        told = np.array([_metres(text) for text in texts])
        width = np.where((told > 0.0) & (told <= WIDEST_M), told, width)
    return width


def _metres(text: str) -> float:
    match = re.match(r"\s*(\d+(?:[.,]\d+)?)\s*(m|metres?|meters?)?\s*$", text)
    return float(match.group(1).replace(",", ".")) if match else np.nan
