"""Layers of the ENAF trajectory: territories with their figures, and the path of net artificialisation."""

from __future__ import annotations

import json

import numpy as np
from qgis.core import QgsCoordinateReferenceSystem, QgsFields, QgsWkbTypes

from ...compatibility import GeometryType, WkbType, field
from ...layers import OutputFields, write_features
from ...plain_layers import one_type

NEW = (
    ("n_com", "integer"), ("surf_m2", "real"), ("ref_m2", "real"), ("budget_m2", "real"), ("conso_m2", "real"),
    ("conso_pct", "real"), ("use_pct", "real"), ("proj2030_m2", "real"), ("proj_p5_m2", "real"),
    ("proj_p95_m2", "real"), ("an_epuis", "real"), ("pace_m2", "real"), ("rythme_m2", "real"), ("act_m2", "real"),
    ("hab_m2", "real"), ("mix_m2", "real"), ("rou_m2", "real"), ("fer_m2", "real"), ("inc_m2", "real"),
    ("ecart_m2", "real"), ("etat", "text"), ("serie", "text"), ("regles", "text"),
)  # fmt: skip
GROUP_FIELDS = ("groupe", "codes")


def write_territories(algorithm, parameters, context, feedback, source, communes, found, surfaces, rules) -> str:
    """Write ``OUTPUT``: communes with the fields that describe them, or groups with their name and codes.

    Parameters
    ----------
    communes : enaf_reading.Communes
    found : enaf_territories.Territories
    surfaces : ndarray of float64, shape (territories,)
        [m2]
    rules : dict
        See :func:`enaf_rows.rules_dictionary`.
    """
    from .enaf_rows import series_texts

    make = _groups if communes.grouped else _communes
    fields, rows, geometry, kind = make(communes, source)
    for name, kind_of_field in NEW:
        fields.append(field(name, kind_of_field))
    crs = source.sourceCrs() if kind != WkbType.NoGeometry else QgsCoordinateReferenceSystem()
    sink, destination = algorithm.sink(parameters, "OUTPUT", context, fields, kind, crs)
    figures = found.figures
    years = found.last_year - rules["period"][0] + 1
    columns = [
        found.communes, surfaces, figures["reference_m2"], figures["allowance_m2"], figures["consumed_m2"],
        100.0 * figures["consumed_m2"] / surfaces, figures["used_percent"], figures["projected_m2"],
        figures["projected_low_m2"], figures["projected_high_m2"], figures["exhausted_in"], figures["pace_m2"],
        figures["consumed_m2"] / years, *found.posts_m2.T, found.gap_m2,
        [reason or "ok" for reason in found.reason.tolist()], series_texts(found),
        [json.dumps(rules, ensure_ascii=False)] * len(rows),
    ]  # fmt: skip
    write_features(sink, fields, geometry, columns, rows=rows, feedback=feedback)
    del sink
    return destination


def _groups(communes, source):
    """Return fields, rows, geometries and their type of groups: the polygons of their communes joined."""
    import shapely

    fields = QgsFields()
    for name in GROUP_FIELDS:
        fields.append(field(name, "text"))
    rows = [list(pair) for pair in zip(communes.names, communes.codes_of())]
    geometry = np.full(len(rows), None, dtype=object)
    if QgsWkbTypes.geometryType(source.wkbType()) != GeometryType.PolygonGeometry:
        return fields, rows, geometry, WkbType.NoGeometry
    for place, members in enumerate(communes.rows_of()):
        geometry[place] = _multi(shapely.union_all(communes.table.geometry[members]))
    return fields, rows, geometry, WkbType.MultiPolygon


def _multi(shape):
    import shapely

    if shape.is_empty:
        return None
    return shapely.multipolygons([part for part in shapely.get_parts(shape) if shapely.get_dimensions(part) == 2])


def _communes(communes, source):
    """Return fields, rows, geometries and their type of communes: those of a merged commune joined."""
    import shapely

    table = communes.table
    carried = _carried(table, communes.code_field)
    rows = carried.rows(table, communes.row)
    place_of_code = carried.fields.lookupField(communes.code_field)
    for row, code in zip(rows, communes.codes):
        row[place_of_code] = code
    shapes = table.geometry[communes.row]
    for place, members in enumerate(communes.rows_of()):
        if len(members) > 1 and table.usable[members].any():
            shapes[place] = shapely.union_all(table.geometry[members])
    return carried.fields, rows, *one_type(shapes, source)


def _carried(table, code_field: str) -> OutputFields:
    """Return the fields that describe a commune: all but those of the consumption, and those that are new."""
    from ..enaf_fields import is_series

    new = {name for name, _ in NEW} | {"fid"}
    kept, fields = [], QgsFields()
    for place in range(table.fields.count()):
        item = table.fields.at(place)
        if is_series(item.name()) or item.name().lower() in new:
            continue
        kept.append(place)
        # A code that was a number is written as text, with its zero.
        fields.append(field(item.name(), "text") if item.name() == code_field else item)
    return OutputFields(fields, kept)


def write_net_path(algorithm, parameters, context, years, net_m2) -> str:
    """Write ``OUTPUT_NET``: net artificialisation of each year and its sum since the first [m2]."""
    fields = QgsFields()
    for name, kind in (("annee", "integer"), ("net_m2", "real"), ("cumul_m2", "real")):
        fields.append(field(name, kind))
    sink, destination = algorithm.sink(
        parameters, "OUTPUT_NET", context, fields, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
    )
    write_features(sink, fields, np.full(len(years), None, dtype=object), [years, net_m2, np.cumsum(net_m2)])
    del sink
    return destination
