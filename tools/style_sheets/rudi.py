"""Style of the footprints of a catalogue’s datasets."""

from __future__ import annotations

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsPalLayerSettings,
    QgsRendererCategory,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from .parts import both, fill, save, vector

OPEN, RESTRICTED = "#1b6f6a", "#9c3d10"
LARGEST_LABELLED = 100_000  # denominator of the scale from which titles are shown
LETTERS_A_LINE = 24


def write() -> None:
    """Write it."""
    classes = (
        ("0", _outline(OPEN), both("Open data", "Données ouvertes")),
        ("1", _outline(RESTRICTED, dashed=True), both("Restricted access", "Accès restreint")),
    )
    for language in ("en", "fr"):
        layer = vector("Polygon", "&field=restricted:integer&field=title:string")
        categories = [
            QgsRendererCategory(int(value), symbol.clone(), labels[language]) for value, symbol, labels in classes
        ]
        # A field of truth values is true or false, or 1 or 0 where the file format has no such type.
        layer.setRenderer(QgsCategorizedSymbolRenderer('to_int("restricted")', categories))
        _label(layer)
        save(layer, "rudi_footprints", language)


def _outline(colour: str, *, dashed: bool = False):
    """Return an outline with hardly any filling: footprints lie over each other."""
    inside = QColor(colour)
    inside.setAlpha(12)
    symbol = fill(inside.name(QColor.NameFormat.HexArgb), colour, 0.4)
    symbol.symbolLayer(0).setFillColor(inside)
    if dashed:
        symbol.symbolLayer(0).setStrokeStyle(Qt.PenStyle.DashLine)
    return symbol


def _label(layer) -> None:
    """Label with the title, small, only close by, and only where there is room."""
    text = QgsTextFormat()
    text.setSize(7.5)
    text.setColor(QColor("#4d5b60"))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.7)
    halo.setColor(QColor("#ffffff"))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = "title"
    settings.autoWrapLength = LETTERS_A_LINE
    settings.scaleVisibility = True
    settings.minimumScale = LARGEST_LABELLED
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
