"""One standard layer from one source layer: mapping, then what the source does not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Optional

import numpy as np

from .codes import AUXILIARY, CODES
from .defaults import Defaults, shipped_defaults
from .heights import building_heights, species_keys, tree_sizes, vegetation_heights
from .mapping import MappingReport, apply_mapping
from .mapping_table import Rule
from .road_defaults import street_widths, walk_by_class
from .schema import LayerTable, check_table, standard_layers

#: Value of a source field (height_source, width_source) for each rule that can give a size.
SOURCE_CODES = {
    "measured": "measured",
    "roof_altitude": "roof_altitude",
    "storeys": "storeys",
    "neighbours": "default",
    "lanes": "default",
    "table": "default",
}


def prepare_layer(
    layer: str,
    geometry: np.ndarray,
    columns: Mapping[str, np.ndarray],
    rules: Sequence[Rule],
    defaults: Optional[Defaults] = None,
) -> tuple[LayerTable, MappingReport]:
    """Make a standard layer that follows the schema.

    Parameters
    ----------
    layer : str
        Name of the standard layer.
    geometry : ndarray of shapely geometries or None, shape (n,)
        Geometries in a metric system [m].
    columns : mapping of str to ndarray, each shape (n,)
        Columns of the source layer, ``None`` or NaN where empty.
    rules : sequence of Rule
        Mapping rules of one profile, from :func:`.mapping_table.rules_for`.
    defaults : Defaults, optional
        Table of defaults; the shipped one when absent.

    Returns
    -------
    table : LayerTable
        Table that passes :func:`.schema.check_table`.
    report : MappingReport
        What happened to each feature and value.

    Raises
    ------
    InputError
        When the layer lacks the columns of its filters or of an essential field.
    """
    defaults = shipped_defaults() if defaults is None else defaults
    table, report = apply_mapping(rules, layer, geometry, columns)
    _fill_codes(layer, table, report, defaults)
    complete = {
        "buildings": _complete_buildings,
        "streets": _complete_streets,
        "trees": _complete_trees,
        "vegetation": _complete_vegetation,
        "places": _complete_places,
        "population": _complete_population,
    }.get(layer)
    if complete:
        complete(table, report, defaults)
    for name in AUXILIARY.get(layer, {}):
        del table.columns[name]
    _set_types(layer, table)
    check_table(layer, table)
    return table, report


def _fill_codes(layer: str, table: LayerTable, report: MappingReport, defaults: Defaults) -> None:
    """Fill the coded fields that have a default code."""
    for (coded_layer, name), code in defaults.texts.items():
        if coded_layer == layer and (layer, name) in CODES:
            _fill(table, report, name, np.full(len(table), code, dtype=object))


def _fill(table: LayerTable, report: MappingReport, name: str, values: np.ndarray) -> None:
    """Put values where a field is empty and count them."""
    column = table.columns[name]
    empty = _empty(column)
    column[empty] = values[empty]
    if empty.any():
        report.defaults[name] = int(empty.sum())


def _empty(column: np.ndarray) -> np.ndarray:
    if column.dtype == np.float64:
        return np.isnan(column)
    return np.array([value is None for value in column], dtype=bool)


def _numbers(column: np.ndarray) -> np.ndarray:
    """Return a column of integers as numbers, NaN for an empty one."""
    return np.array([np.nan if value is None else value for value in column], dtype=np.float64)


def _set_source(table: LayerTable, report: MappingReport, field: str, source_field: str, rule: np.ndarray) -> None:
    """Fill the field that tells how a size is known, keep what a standard layer already says, and count."""
    said = table.columns[source_field]
    code = np.array([SOURCE_CODES[name] for name in rule], dtype=object)
    # A size that the source layer marks as a default stays one, although it is a number in a column.
    keep = ~_empty(said) & (rule == "measured")
    table.columns[source_field] = np.where(keep, said, code)
    report.sources[field] = dict(Counter(rule))
    count = int(np.isin(rule, [name for name, value in SOURCE_CODES.items() if value == "default"]).sum())
    if count:
        report.defaults[field] = count


def _complete_buildings(table: LayerTable, report: MappingReport, defaults: Defaults) -> None:
    column = table.columns
    column["height_m"], rule = building_heights(
        table.geometry,
        column["height_m"],
        _numbers(column["storeys"]),
        column["use"],
        defaults,
        column["ground_altitude_m"],
        column["gutter_altitude_m"],
        column["ridge_altitude_m"],
    )
    _set_source(table, report, "height_m", "height_source", rule)


def _complete_streets(table: LayerTable, report: MappingReport, defaults: Defaults) -> None:
    column = table.columns
    column["width_m"], rule = street_widths(
        column["street_class"], column["width_m"], _numbers(column["lanes"]), defaults
    )
    _set_source(table, report, "width_m", "width_source", rule)
    _fill(table, report, "level", np.full(len(table), int(defaults.number("streets", "level")), dtype=object))
    allowed = walk_by_class(column["street_class"], defaults)
    _fill(table, report, "walk_allowed", allowed.astype(object))


def _complete_trees(table: LayerTable, report: MappingReport, defaults: Defaults) -> None:
    column = table.columns
    column["height_m"], column["crown_diameter_m"], measured = tree_sizes(
        column["species"], column["height_m"], column["crown_diameter_m"], defaults
    )
    rule = np.where(measured, "measured", "table").astype(object)
    _set_source(table, report, "height_m", "height_source", rule)
    keys = species_keys(column["species"], defaults, "evergreen")
    usual = defaults.column("trees", "evergreen", keys)
    known = _empty(column["evergreen"]) & ~np.isnan(usual)
    column["evergreen"][known] = (usual[known] > 0.0).astype(object)


def _complete_vegetation(table: LayerTable, report: MappingReport, defaults: Defaults) -> None:
    column = table.columns
    column["height_m"], measured = vegetation_heights(column["vegetation_class"], column["height_m"], defaults)
    rule = np.where(measured, "measured", "table").astype(object)
    _set_source(table, report, "height_m", "height_source", rule)


def _complete_places(table: LayerTable, report: MappingReport, defaults: Defaults) -> None:
    _fill(table, report, "name", table.columns["kind"].copy())


def _complete_population(table: LayerTable, report: MappingReport, defaults: Defaults) -> None:
    usual = defaults.number("population", "population")
    _fill(table, report, "population", np.full(len(table), usual))


def _set_types(layer: str, table: LayerTable) -> None:
    """Give the required columns without empty values their own type."""
    types = {"integer": np.int64, "boolean": np.bool_}
    for item in standard_layers()[layer].fields:
        if item.required and item.kind in types:
            table.columns[item.name] = table.columns[item.name].astype(types[item.kind])
