"""Mapping tables: the format of ``territory_mapping.csv``, read and checked.

The head of ``resources/tables/territory_mapping.csv`` documents the columns and the rules.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..errors import InputError
from ..tables import TABLES
from .codes import CODES, coerce, field_kinds
from .schema import standard_layers
from .values import fold

COLUMNS = ("profile", "layer", "field", "source", "rule", "from", "to")
FILTERS = ("keep_if", "drop_if")
RULES = ("copy", "number", "integer", "boolean", "map", "constant", *FILTERS)


@dataclass(frozen=True)
class Rule:
    """One row of a mapping table; see the head of ``territory_mapping.csv``."""

    profile: str
    layer: str
    field: str
    sources: tuple[str, ...]
    rule: str
    values: tuple[str, ...]
    to: str


def read_mapping(path: Path) -> list[Rule]:
    """Read a mapping table (comma or semicolon, UTF-8, ``#`` lines are comments).

    Parameters
    ----------
    path : Path
        Table of the format of ``territory_mapping.csv``.

    Returns
    -------
    list of Rule
        Rows in file order.

    Raises
    ------
    InputError
        When the file is not such a table; the sentence names the row.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("Save the mapping table {name} in UTF-8.", name=path.name) from error
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter))
    if not rows or tuple(name.strip() for name in rows[0]) != COLUMNS:
        raise InputError(
            "The first line of the mapping table {name} must be: {columns}.",
            name=path.name,
            columns=",".join(COLUMNS),
        )
    return [_rule(number, row) for number, row in enumerate(rows[1:], start=1)]


def _rule(number: int, row: Sequence[str]) -> Rule:
    """Check one row of a mapping table."""
    if len(row) != len(COLUMNS):
        raise InputError(
            "Row {number} of the mapping must have {count} values, empty ones included.",
            number=number,
            count=len(COLUMNS),
        )
    profile, layer, name, source, rule, values, to = (value.strip() for value in row)
    layers = standard_layers()
    if layer not in layers:
        raise InputError(
            "Row {number} of the mapping names the layer {layer}, which is not a standard layer.",
            number=number,
            layer=layer,
        )
    if rule not in RULES:
        raise InputError(
            "Row {number} of the mapping has the rule {rule}; write one of: {rules}.",
            number=number,
            rule=rule,
            rules=", ".join(RULES),
        )
    fields = {"*"} if rule in FILTERS else field_kinds(layer).keys()
    if name not in fields:
        raise InputError(
            "Row {number} of the mapping names the field {field}; for the rule {rule} of {layer} write one "
            "of: {fields}.",
            number=number,
            field=name,
            rule=rule,
            layer=layer,
            fields=", ".join(fields),
        )
    if not source and rule != "constant":
        raise InputError("Row {number} of the mapping must name a source column.", number=number)
    if rule in ("map", "constant"):
        _check_code(number, layer, name, to)
    return Rule(profile, layer, name, _split(source), rule, tuple(fold(v) for v in _split(values)), to)


def _check_code(number: int, layer: str, name: str, to: str) -> None:
    """Check that a row gives a value that its field can hold; an empty one means NULL."""
    codes = CODES.get((layer, name))
    kind = field_kinds(layer)[name]
    if codes and to and to not in codes:
        raise InputError(
            "Row {number} of the mapping gives {value} to {field}; write one of: {codes}.",
            number=number,
            value=to,
            field=name,
            codes=", ".join(codes),
        )
    if to and not codes and kind != "text" and coerce(to, layer, name) is None:
        raise InputError(
            "Row {number} of the mapping gives {value} to {field}, which needs a value of type {kind}.",
            number=number,
            value=to,
            field=name,
            kind=kind,
        )


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


@lru_cache(maxsize=1)
def shipped_mapping() -> tuple[Rule, ...]:
    """Return the mapping that comes with the plugin."""
    return tuple(read_mapping(TABLES / "territory_mapping.csv"))


def rules_for(profile: str, user_rules: Iterable[Rule] = ()) -> list[Rule]:
    """Return the rules of a profile: the user's rows first, then the shipped ones.

    For the profiles ``custom`` and ``standard``, columns that already have the standard names follow.

    Parameters
    ----------
    profile : {"bdtopo", "osm", "custom", "standard"}
        Where the layers come from.
    user_rules : iterable of Rule, optional
        Rows of the user's table; those of another profile are left out, ``*`` stands for every profile.

    Returns
    -------
    list of Rule
        Rules in the order in which they are tried.
    """
    rules = [rule for rule in (*user_rules, *shipped_mapping()) if rule.profile in (profile, "*")]
    if profile in ("custom", "standard"):
        rules += _standard_rules(profile)
    return rules


def _standard_rules(profile: str) -> list[Rule]:
    """Return the rules that read columns already named as in the schema."""
    by_kind = {"text": "copy", "real": "number", "integer": "integer", "boolean": "boolean"}
    return [
        Rule(profile, layer.name, item.name, (item.name,), by_kind[item.kind], (), "")
        for layer in standard_layers().values()
        for item in layer.fields
    ]
