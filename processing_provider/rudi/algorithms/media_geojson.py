"""A layer as GeoJSON (RFC 7946): longitude and latitude, seven decimals, outer rings against the clock.

Written here because the writer of QGIS 3.22 refuses fields that hold objects, and writes dates with slashes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from qgis.core import QgsCoordinateTransformContext, QgsGeometry, QgsMultiPolygon, QgsPolygon, QgsWkbTypes

from ...compatibility import GeometryType
from .layer_description import features_of, has_geometry
from .layer_view import LayerView
from .media_values import in_degrees, plain_value

DECIMALS = 7  # of degrees: a centimetre


def write_geojson(view: LayerView, path: str, transform_context: QgsCoordinateTransformContext, feedback: Any) -> None:
    """Write the features of a layer, one a line.

    Raises
    ------
    InputError
        When the layer has no reference system, or coordinates that do not fit it.
    RunCancelledError
        When the user cancels.
    """
    convert = in_degrees(view.crs, transform_context) if has_geometry(view) else None
    with Path(path).open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('{"type": "FeatureCollection", "features": [')
        for number, source in enumerate(features_of(view, feedback)):
            values = source.attributes()
            placed = convert is not None and source.hasGeometry() and not source.geometry().isEmpty()
            feature = {
                "type": "Feature",
                "geometry": geometry_json(convert(source.geometry())) if placed else None,
                "properties": {item.name: plain_value(values[item.index]) for item in view.fields},
            }
            text = json.dumps(feature, ensure_ascii=False, allow_nan=False)
            stream.write(f"{',' if number else ''}\n{text}")
        stream.write("\n]}\n")


def geometry_json(geometry: QgsGeometry) -> dict[str, Any]:
    """Return a geometry in degrees as GeoJSON knows it."""
    shape = geometry
    if QgsWkbTypes.geometryType(shape.wkbType()) == GeometryType.PolygonGeometry:
        shape = _counterclockwise(shape)
    return json.loads(shape.asJson(DECIMALS))


def _counterclockwise(geometry: QgsGeometry) -> QgsGeometry:
    """Return polygons whose outer rings turn against the clock and whose holes turn with it."""
    turned = geometry.forceRHR()  # outer rings with the clock
    whole = QgsMultiPolygon()
    for part in turned.constParts():
        polygon = QgsPolygon(part.exteriorRing().reversed())
        for ring in range(part.numInteriorRings()):
            polygon.addInteriorRing(part.interiorRing(ring).reversed())
        whole.addGeometry(polygon)
    if not geometry.isMultipart() and whole.numGeometries() == 1:
        return QgsGeometry(whole.geometryN(0).clone())
    return QgsGeometry(whole)
