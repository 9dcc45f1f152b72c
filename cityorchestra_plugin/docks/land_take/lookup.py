"""Which feature of a layer lies at a place, and which zone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsFeatureRequest, QgsGeometry, QgsVectorLayer

from .records import ZoneRecord, plain_values
from .zone_map import moved


def values_at(layer: QgsVectorLayer, place: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> Optional[dict[str, Any]]:
    """Return the attributes of the feature at a point, None where there is none."""
    point = moved(place, crs, layer.crs())
    request = QgsFeatureRequest().setFilterRect(point.boundingBox().buffered(1e-9))
    for feature in layer.getFeatures(request):
        if feature.geometry().intersects(point):
            return plain_values(feature)
    return None


def row_like(
    zones: Sequence[ZoneRecord],
    zones_crs: QgsCoordinateReferenceSystem,
    polygon: QgsGeometry,
    crs: QgsCoordinateReferenceSystem,
) -> int:
    """Return the row of the zone that a polygon is, -1 for none; of zones that overlap the one most like it."""
    wanted = moved(polygon, crs, zones_crs)
    place = wanted.pointOnSurface()
    found = [
        (zone.geometry.symDifference(wanted).area(), row)
        for row, zone in enumerate(zones)
        if not zone.geometry.isNull() and zone.geometry.intersects(place)
    ]
    return min(found)[1] if found else -1
