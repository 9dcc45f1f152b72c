"""What every file format can store: geometries of one type, and values that are no lists or objects."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from qgis.core import QgsFeatureSource, QgsFields, QgsWkbTypes
from qgis.PyQt.QtCore import QMetaType

from .compatibility import GeometryType, field

# Kinds of field in which QGIS hands over the lists and objects of a GeoJSON file.
_KINDS = (QMetaType.Type.QVariantMap, QMetaType.Type.QVariantList, QMetaType.Type.QStringList)
STRUCTURED = {getattr(kind, "value", kind) for kind in _KINDS}


def plain_values(fields: QgsFields, rows: list[list[Any]]) -> tuple[QgsFields, list[list[Any]]]:
    """Return fields and rows with lists and objects written as JSON text; most layers have none."""
    numbers = [getattr(item.type(), "value", item.type()) for item in fields]
    positions = [position for position, number in enumerate(numbers) if number in STRUCTURED]
    if not positions:
        return fields, rows
    plain = QgsFields()
    for position in range(fields.count()):
        item = fields.at(position)
        plain.append(field(item.name(), "text") if position in positions else item)
    written = [list(row) for row in rows]
    for row in written:
        for position in positions:
            if isinstance(row[position], (list, dict)):
                row[position] = json.dumps(row[position], ensure_ascii=False)
    return plain, written


def one_type(geometry: np.ndarray, source: QgsFeatureSource) -> tuple[np.ndarray, QgsWkbTypes.Type]:
    """Return the geometries read from a layer in one type, and that type.

    They have several parts where the type of the layer says so, or where one of them does, such as one that was
    repaired.

    Parameters
    ----------
    geometry : ndarray of shapely geometries, shape (n,)
        None stays None.
    source : QgsFeatureSource
        Where they come from.
    """
    import shapely

    kind = QgsWkbTypes.dropM(QgsWkbTypes.linearType(source.wkbType()))
    makers = {
        GeometryType.PointGeometry: shapely.multipoints,
        GeometryType.LineGeometry: shapely.multilinestrings,
        GeometryType.PolygonGeometry: shapely.multipolygons,
    }
    make = makers.get(QgsWkbTypes.geometryType(kind))
    usable = np.flatnonzero(~shapely.is_missing(geometry))
    several = QgsWkbTypes.isMultiType(kind) or bool((shapely.get_num_geometries(geometry[usable]) > 1).any())
    if make is None:
        return geometry, kind
    shapes = geometry.copy()
    parts, owner = shapely.get_parts(geometry[usable], return_index=True)
    if len(usable):
        shapes[usable] = make(parts, indices=owner) if several else parts
    return shapes, QgsWkbTypes.multiType(kind) if several else QgsWkbTypes.singleType(kind)
