"""Weights of the parts of the score from a table that tells who chose them, and when."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError
from ..tables import TABLES, read_given_table

WEIGHTS_TABLE = TABLES / "land_take_score_weights.csv"
#: Names of the parts in fields and tables, in the order of :data:`.score.PARTS`.
PART_FIELDS = ("s_art", "s_perm", "s_bio", "s_c")
COLUMNS = ("part", "weight")


@dataclass(frozen=True)
class ChosenWeights:
    """Weights, and whose choice they are.

    Attributes
    ----------
    omega : tuple of float
        In the order of :data:`PART_FIELDS` [>= 0, their sum above 0].
    origin : str
        Authors and dates as the table tells them; empty where it does not.
    """

    omega: tuple[float, ...]
    origin: str


def read_weights(path: Path = WEIGHTS_TABLE) -> ChosenWeights:
    """Read the weights of the parts: columns part, weight and, as far as told, author, date.

    Raises
    ------
    InputError
        When the table does not give each part one weight of 0 or more, or all are 0.
    """
    rows = read_given_table(path)
    found: dict[str, float] = {}
    origins: dict[str, None] = {}
    for number, row in enumerate(rows, start=1):
        if not set(COLUMNS) <= set(row):
            raise InputError(
                "The table {name} must have the columns {columns}.", name=path.name, columns=", ".join(COLUMNS)
            )
        part = row["part"].strip()
        weight = _weight(row["weight"])
        if part not in PART_FIELDS or part in found or weight is None:
            raise InputError(
                "Row {number} of the table {name} is no weight: give each of {parts} once, with a number of 0 or more.",
                number=number,
                name=path.name,
                parts=", ".join(PART_FIELDS),
            )
        found[part] = weight
        told = [row.get(column, "").strip() for column in ("author", "date")]
        if any(told):
            origins[", ".join(text for text in told if text)] = None
    missing = [part for part in PART_FIELDS if part not in found]
    if missing or not sum(found.values()) > 0.0:
        raise InputError(
            "The table {name} must give a weight to each of {parts}, not all 0.",
            name=path.name,
            parts=", ".join(PART_FIELDS),
        )
    return ChosenWeights(tuple(found[part] for part in PART_FIELDS), "; ".join(origins))


def _weight(text: str):
    try:
        weight = float(text)
    except ValueError:
        return None
    return weight if 0.0 <= weight < float("inf") else None
