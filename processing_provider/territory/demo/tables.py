"""Figures of the synthetic demo town, read from ``resources/tables/demo_*.csv``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

import numpy as np

from ...tables import TABLES, read_table
from ..schema import LayerTable, demo_layers, standard_layers

#: Settings a tree can grow in; columns of relative frequency in ``demo_species.csv``.
SETTINGS = ("street", "square", "park", "river", "garden", "orchard")


@dataclass(frozen=True)
class StreetKind:
    """One kind of street: how wide, how fast, how busy, how planted."""

    street_class: str
    width_m: tuple[float, float]
    lanes: Optional[int]
    speed_kmh: float
    traffic_veh_day: float
    pavement_m: tuple[float, float]
    plant_both: float
    plant_one: float
    names: str


@dataclass(frozen=True)
class BuildingType:
    """One type of building: use, storeys, heights, age, size of a dwelling."""

    use: str
    storeys: tuple[int, int]
    storey_m: float
    roof_m: tuple[float, float]
    year: tuple[int, int]
    dwelling_m2: float


@dataclass(frozen=True)
class Species:
    """One tree species: adult height and crown ranges, leaves in winter, frequency by setting."""

    name: str
    height_m: tuple[float, float]
    crown_m: tuple[float, float]
    evergreen: bool
    frequency: dict[str, float]


@lru_cache(maxsize=1)
def street_kinds() -> dict[str, StreetKind]:
    """Return the kinds of street by name, in the order of the table."""
    return {
        row["kind"]: StreetKind(
            row["street_class"],
            (float(row["width_min_m"]), float(row["width_max_m"])),
            int(row["lanes"]) if row["lanes"] else None,
            float(row["speed_kmh"]) if row["speed_kmh"] else float("nan"),
            float(row["traffic_veh_day"]),
            (float(row["pavement_min_m"]), float(row["pavement_max_m"])),
            float(row["plant_both"]),
            float(row["plant_one"]),
            row["names"],
        )
        for row in read_table(TABLES / "demo_street_kinds.csv")
    }


@lru_cache(maxsize=1)
def street_names() -> dict[str, tuple[str, ...]]:
    """Return the street names of each family, in the order of the table."""
    families: dict[str, list[str]] = {}
    for row in read_table(TABLES / "demo_street_names.csv"):
        families.setdefault(row["family"], []).append(row["name"])
    return {family: tuple(names) for family, names in families.items()}


@lru_cache(maxsize=1)
def building_types() -> dict[str, BuildingType]:
    """Return the types of building by name."""
    return {
        row["type"]: BuildingType(
            row["use"],
            (int(row["storeys_min"]), int(row["storeys_max"])),
            float(row["storey_m"]),
            (float(row["roof_min_m"]), float(row["roof_max_m"])),
            (int(row["year_min"]), int(row["year_max"])),
            float(row["dwelling_m2"]),
        )
        for row in read_table(TABLES / "demo_building_types.csv")
    }


@lru_cache(maxsize=1)
def tree_species() -> tuple[Species, ...]:
    """Return the tree species in the order of the table."""
    return tuple(
        Species(
            row["species"],
            (float(row["height_min_m"]), float(row["height_max_m"])),
            (float(row["crown_min_m"]), float(row["crown_max_m"])),
            row["evergreen"] == "1",
            {setting: float(row[setting]) for setting in SETTINGS},
        )
        for row in read_table(TABLES / "demo_species.csv")
    )


@lru_cache(maxsize=1)
def demo_laws() -> dict[str, dict[str, float]]:
    """Return the figures of ``demo_laws.csv`` by law and name."""
    laws: dict[str, dict[str, float]] = {}
    for row in read_table(TABLES / "demo_laws.csv"):
        laws.setdefault(row["law"], {})[row["name"]] = float(row["value"])
    return laws


def layer_table(layer: str, geometry: np.ndarray, /, **columns) -> LayerTable:
    """Build a table of the standard schema or of the demo layers, each column with the type its schema asks for.

    Parameters
    ----------
    layer : str
        Standard or demo layer.
    geometry : ndarray of shapely geometries, shape (n,)
        Metric coordinates [m].
    **columns
        One sequence of n values per field; ``None`` is NULL.

    Returns
    -------
    LayerTable
        Text and nullable columns are object arrays, real columns float64 with NaN for NULL.
    """
    arrays = {}
    for item in {**standard_layers(), **demo_layers()}[layer].fields:
        values = columns.pop(item.name)
        if item.kind == "real":
            arrays[item.name] = np.asarray(values, dtype=np.float64)
        elif item.kind == "boolean":
            arrays[item.name] = np.asarray(values, dtype=np.bool_)
        else:
            column = np.empty(len(geometry), dtype=object)
            column[:] = list(values)
            arrays[item.name] = column
    return LayerTable(np.asarray(geometry, dtype=object), {**arrays, **columns})
