"""The layers of the demo town that the panel works on."""

from __future__ import annotations

from qgis.core import QgsVectorLayer

from ....processing_provider.styling import apply_style
from ....processing_provider.translation import tr


def demo_layers(path: str) -> list[QgsVectorLayer]:
    """Return the zones and land covers of a GeoPackage of the demo that are there, styled, the top one first."""
    found = []
    for table, title, style in (
        ("zones", tr("Zones"), "zones.qml"),
        ("ocsge_2020", tr("Land cover and use, 2020"), "demo_ocsge.qml"),
        ("ocsge_2017", tr("Land cover and use, 2017"), "demo_ocsge.qml"),
    ):
        layer = QgsVectorLayer(f"{path}|layername={table}", title, "ogr")
        if layer.isValid():
            apply_style(layer, style)
            found.append(layer)
    return found
