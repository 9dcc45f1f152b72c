"""The fields of a layer, as a Table Schema (Frictionless Data, version 2.0, https://datapackage.org/standard/table-schema/)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Union

# Types of fields of a Table Schema, by the types that a layer's fields have.
_TYPES = {
    "text": "string",
    "integer": "integer",
    "real": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
    "time": "time",
    "json": "object",
    "list": "array",
    "binary": "string",
    "geojson": "geojson",
}
MAX_CHOICES = 1_000  # values of one field that are listed

Value = Union[str, int, float, bool]


@dataclass(frozen=True)
class FieldDescription:
    """A field of a layer.

    Attributes
    ----------
    name : str
        As the published file has it.
    kind : str
        ``text``, ``integer``, ``real``, ``boolean``, ``date``, ``datetime``, ``time``, ``json``, ``list``, ``binary``
        or ``geojson``; anything else is any.
    description : str
        What it holds.
    unit : str
        Unit of its values.
    title : str
        The alias that forms show.
    choices : sequence of (value, label)
        The values that a form proposes.
    closed : bool
        Whether no other value was met: only then are the choices a rule.
    required, unique : bool
        Constraints of the layer.
    """

    name: str
    kind: str = "text"
    description: str = ""
    unit: str = ""
    title: str = ""
    choices: Sequence[tuple[Value, str]] = ()
    closed: bool = False
    required: bool = False
    unique: bool = False


def schema_of(fields: Sequence[FieldDescription]) -> dict[str, Any]:
    """Return the Table Schema of a layer's fields."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_described(item) for item in fields],
        "missingValues": [""],
    }


def table_schema(fields: Sequence[FieldDescription]) -> str:
    """Return the Table Schema of a layer's fields, as JSON."""
    return json.dumps(schema_of(fields), ensure_ascii=False, indent=2) + "\n"


def _described(item: FieldDescription) -> dict[str, Any]:
    kind = _TYPES.get(item.kind, "any")
    constraints: dict[str, Any] = {key: True for key in ("required", "unique") if getattr(item, key)}
    choices = list(item.choices)[:MAX_CHOICES] if kind in ("string", "integer") else []
    if choices and item.closed and len(choices) == len(item.choices):
        constraints["enum"] = [value for value, _ in choices]
    described = {
        "name": item.name,
        "type": kind,
        "title": item.title,
        "description": item.description,
        "unit": item.unit,
        # Labels of the values (version 2.0); a reader of version 1 ignores them.
        "categories": [{"value": value, "label": label or str(value)} for value, label in choices],
        "constraints": constraints,
    }
    return {key: value for key, value in described.items() if value}
