"""Rules by which features of a topographic map are painted as land cover: which code, in which order, how wide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import numpy as np

from ..errors import InputError
from ..tables import TABLES, read_given_table
from ..territory.values import parse_number, parse_tags
from .nomenclature import normal_codes
from .sources import folded

RULES_TABLE = TABLES / "land_take_painted.csv"
COLUMNS = ("profile", "layer", "field", "value", "cs", "us", "priority", "width_m", "park")
ANY, NOT_DRAWN, FROM_FIELD, OR, AND = "*", "-", "=", "|", "&"
TAGS = "other_tags"  # a column of OpenStreetMap with all keys that have none of their own
READ_TAGS = "other_tags, read"  # no name of a column
WIDTH_FIELDS = ("largeur", "largeur_de_chaussee", "width")
NO_RULE = -1
WIDEST_M = 200.0  # a road; a larger number is no width


@dataclass(frozen=True)
class PaintRule:
    """A row of ``land_take_painted.csv``; see its head."""

    layer: tuple[str, ...]
    conditions: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]  # fields, of which one holds one of the values
    cover: str
    use: str
    priority: int
    width_m: float
    park: bool

    @property
    def drawn(self) -> bool:
        """Whether what fits is painted at all."""
        return self.cover != NOT_DRAWN

    @property
    def field(self) -> tuple[str, ...]:
        """Fields of the first condition; none without a condition."""
        return self.conditions[0][0] if self.conditions else ()


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
    fields, values = ([_words(part) for part in row[key].split(AND) if part.strip()] for key in ("field", "value"))
    if len(fields) != len(values):
        raise bad
    conditions = tuple(zip(fields, values))
    return PaintRule(_words(row["layer"]), conditions, cover, use, priority, width, row["park"].strip() == "1")


def _words(text: str) -> tuple[str, ...]:
    return tuple(folded(word) for word in text.split(OR) if word.strip())


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
    cache: dict[str, Any] = {}
    for number, rule in enumerate(rules):
        if ANY not in rule.layer and not any(word in name for word in rule.layer):
            continue
        free = found == NO_RULE
        if not free.any():
            break
        for keys, values in rule.conditions:
            free &= _one_holds(by_name, keys, values, count, cache)
        found[free] = number
    return found


def _one_holds(
    by_name: Mapping[str, Sequence[object]],
    keys: tuple[str, ...],
    values: tuple[str, ...],
    count: int,
    cache: dict[str, Any],
) -> np.ndarray:
    """Return which features hold one of the values in one of the fields; bool, shape (count,)."""
    holds = np.zeros(count, dtype=bool)
    for key in keys:
        texts = texts_of(by_name, key, count, cache)
        if texts is not None:
            holds |= texts != "" if values == (ANY,) else np.isin(texts, values)
    return holds


def texts_of(
    by_name: Mapping[str, Sequence[object]], key: str, count: int, cache: dict[str, Any]
) -> Optional[np.ndarray]:
    """Return an attribute as folded text, from its column or from the tags; None where the layer has neither."""
    if key in cache:
        return cache[key]
    if key in by_name:
        cache[key] = np.array([folded(value) for value in by_name[key]], dtype=str)
    elif TAGS in by_name:
        cache[key] = np.array([folded(tags.get(key)) for tags in _tags(by_name[TAGS], cache)], dtype=str)
    else:
        cache[key] = None
    return cache[key]


def _tags(column: Sequence[object], cache: dict[str, Any]) -> list[dict[str, str]]:
    """Return the tags of each feature by key in lower case."""
    if READ_TAGS not in cache:
        read = [parse_tags(None if value is None else str(value)) for value in column]
        cache[READ_TAGS] = [{key.casefold(): text for key, text in tags.items()} for tags in read]
    return cache[READ_TAGS]


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
        told = np.array([parse_number(text) for text in texts], dtype=float)
        width = np.where((told > 0.0) & (told <= WIDEST_M), told, width)
    return width
