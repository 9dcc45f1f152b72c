"""Values of features as files of text hold them: ISO dates, plain numbers, JSON for lists and objects."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QByteArray, QDate, QDateTime, Qt, QTime

from ...compatibility import is_null
from ...errors import InputError

DEGREES = "EPSG:4326"
WrittenGeometry = Callable[[QgsGeometry], QgsGeometry]


def plain_value(value: Any) -> Any:
    """Return a value as JSON knows it; dates as ISO 8601, bytes as base64, what is no number as None."""
    if is_null(value) or isinstance(value, (bool, int, str)):
        return None if is_null(value) else value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (QDate, QTime)):
        return value.toString(Qt.DateFormat.ISODate) if value.isValid() else None
    if isinstance(value, QDateTime):
        return value.toString(Qt.DateFormat.ISODateWithMs).replace(".000", "") if value.isValid() else None
    if isinstance(value, (QByteArray, bytes)):
        return base64.b64encode(bytes(value)).decode("ascii")
    if isinstance(value, (list, tuple)):
        return [plain_value(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain_value(item) for key, item in value.items()}
    return str(value)


def text_value(value: Any) -> str:
    """Return a value as a cell of a CSV file; nothing for NULL."""
    plain = plain_value(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, (list, dict)):
        return json.dumps(plain, ensure_ascii=False, sort_keys=isinstance(plain, dict))
    return repr(plain) if isinstance(plain, float) else str(plain)


def stored_value(value: Any, kind: str) -> Any:
    """Return a value as a GeoPackage stores it: lists, objects and times of day as text."""
    if is_null(value):
        return None
    if kind in ("json", "list"):
        return json.dumps(plain_value(value), ensure_ascii=False, sort_keys=True)
    return plain_value(value) if kind == "time" else value


def in_degrees(crs: QgsCoordinateReferenceSystem, transform_context: QgsCoordinateTransformContext) -> WrittenGeometry:
    """Return what brings geometries to longitude and latitude, without curves.

    The function raises InputError for coordinates that are not those of the reference system.

    Raises
    ------
    InputError
        When the layer has no reference system.
    """
    if not crs.isValid():
        raise InputError(
            "The layer has no coordinate reference system; set it in the layer properties, then run again."
        )
    wanted = QgsCoordinateReferenceSystem(DEGREES)
    transform: Optional[QgsCoordinateTransform] = None
    if crs != wanted:
        transform = QgsCoordinateTransform(crs, wanted, transform_context)

    def written(geometry: QgsGeometry) -> QgsGeometry:
        shape = QgsGeometry(geometry)
        if QgsWkbTypes.isCurvedType(shape.wkbType()):
            shape = QgsGeometry(shape.constGet().segmentize())
        try:
            if transform is not None:
                shape.transform(transform)
            box = shape.boundingBox()
            fits = box.isNull() or (max(abs(box.xMinimum()), abs(box.xMaximum())) <= 180.0 and _is_latitude(box))
        except QgsCsException:
            fits = False
        if not fits:
            raise InputError(
                "The coordinates do not fit the coordinate reference system {crs}; check the layer's CRS.",
                crs=crs.authid() or crs.description(),
            )
        return shape

    return written


def _is_latitude(box: Any) -> bool:
    return max(abs(box.yMinimum()), abs(box.yMaximum())) <= 90.0
