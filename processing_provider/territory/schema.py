"""The standard territory: its layers and fields, read from one table.

``resources/tables/territory_schema.csv`` is the single source: this module reads it, the GeoPackage
writer follows it and ``docs/schema.md`` is generated from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from ..tables import TABLES, read_table

DTYPES = {"text": object, "integer": np.int64, "real": np.float64, "boolean": np.bool_}


@dataclass(frozen=True)
class SchemaField:
    """One field of a standard layer."""

    name: str
    kind: str
    unit: str
    required: bool
    description_en: str
    description_fr: str


@dataclass(frozen=True)
class SchemaLayer:
    """One layer of the standard territory."""

    name: str
    geometry: str
    fields: tuple[SchemaField, ...]


@dataclass
class LayerTable:
    """Features of one standard layer, column by column.

    Attributes
    ----------
    geometry : ndarray of shapely geometries, shape (n,)
        Metric coordinates [m].
    columns : dict of str to ndarray, each shape (n,)
        Object arrays hold ``None`` for NULL; real columns hold NaN for NULL; integer columns are
        object arrays of int or ``None`` where a NULL is possible.
    """

    geometry: np.ndarray
    columns: dict[str, np.ndarray] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.geometry)


def read_layers(path: Path) -> dict[str, SchemaLayer]:
    """Read a description of layers, of the format of ``territory_schema.csv``."""
    grouped: dict[str, tuple[str, list[SchemaField]]] = {}
    for row in read_table(path):
        _, fields = grouped.setdefault(row["layer"], (row["geometry"], []))
        fields.append(
            SchemaField(
                row["field"],
                row["type"],
                row["unit"],
                row["required"] == "1",
                row["description_en"],
                row["description_fr"],
            )
        )
    return {name: SchemaLayer(name, geometry, tuple(fields)) for name, (geometry, fields) in grouped.items()}


@lru_cache(maxsize=1)
def standard_layers() -> dict[str, SchemaLayer]:
    """Return the standard layers by name, in the order of the table."""
    return read_layers(TABLES / "territory_schema.csv")


@lru_cache(maxsize=1)
def demo_layers() -> dict[str, SchemaLayer]:
    """Return the layers of measurements that only the demo town has, by name, in the order of the table."""
    return read_layers(TABLES / "demo_layers.csv")


def check_table(name: str, table: LayerTable) -> None:
    """Check that a table holds exactly the fields of a standard or demo layer, one value per feature.

    Parameters
    ----------
    name : str
        Name of the layer.
    table : LayerTable
        Table to check.

    Raises
    ------
    ValueError
        When the layer is unknown, a field is missing or unknown, a column is too short, or a
        required field holds a NULL.
    """
    layers = {**standard_layers(), **demo_layers()}
    if name not in layers:
        raise ValueError(f"There is no standard layer called {name}.")
    expected = {item.name: item for item in layers[name].fields}
    if set(expected) != set(table.columns):
        odd = ", ".join(sorted(set(expected) ^ set(table.columns)))
        raise ValueError(f"The layer {name} does not follow the standard schema; check the fields: {odd}.")
    for column_name, column in table.columns.items():
        if len(column) != len(table):
            raise ValueError(f"The column {column_name} of {name} does not have one value per feature.")
        if expected[column_name].required and any(value is None or value != value for value in column):
            raise ValueError(f"The column {column_name} of {name} may not hold empty values.")
