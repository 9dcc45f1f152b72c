"""What the style sheets are written with: symbols, renderers and the saving of a QML file."""

from __future__ import annotations

import re
from pathlib import Path

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsColorRampShader,
    QgsFillSymbol,
    QgsGraduatedSymbolRenderer,
    QgsHillshadeRenderer,
    QgsLineSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRendererCategory,
    QgsRendererRange,
    QgsRuleBasedRenderer,
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "styles"
PARTS = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling

# Sequential ramps of ColorBrewer (Apache 2.0), safe for colour-blind readers.
YELLOW_BLUE = ["#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"]
BLUE_YELLOW = YELLOW_BLUE[::-1]
GREENS = ["#edf8e9", "#bae4b3", "#74c476", "#31a354", "#006d2c"]


def save(layer, name: str, language: str, more=None) -> None:
    """Save the style of a layer, symbology and labels only, and ``more`` of its categories if asked."""
    suffix = "" if language == "en" else f"_{language}"
    path = FOLDER / f"{name}{suffix}.qml"
    parts = PARTS if more is None else PARTS | more
    if isinstance(layer, QgsVectorLayer) and layer.opacity() < 1.0:
        parts |= QgsMapLayer.StyleCategory.Rendering  # which keeps the opacity of a layer
    message, ok = layer.saveNamedStyle(str(path), parts)
    if not ok:
        raise SystemExit(f"{name}: {message}")
    # Without a family, labels take the font of the user's QGIS rather than one that may be missing there.
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r' fontFamily="[^"]*"', "", text), encoding="utf-8")


def vector(geometry: str, fields: str = "") -> QgsVectorLayer:
    """Return an empty layer to hang a style on."""
    return QgsVectorLayer(f"{geometry}?crs=EPSG:2154{fields}", "style", "memory")


def pseudo_colour(name: str, stops: list[tuple[float, str, dict[str, str]]], transparent_zero: bool = False) -> None:
    """Write a style that interpolates colours between values of band 1."""
    for language in ("en", "fr"):
        layer = QgsRasterLayer(str(FOLDER / "template.tif"), "style")
        ramp = QgsColorRampShader(stops[0][0], stops[-1][0])
        ramp.setColorRampType(QgsColorRampShader.Type.Interpolated)
        items = []
        for position, (value, colour, label) in enumerate(stops):
            shade = QColor(colour)
            if transparent_zero and position == 0:
                shade.setAlpha(0)
            items.append(QgsColorRampShader.ColorRampItem(value, shade, label[language]))
        ramp.setColorRampItemList(items)
        shader = QgsRasterShader()
        shader.setRasterShaderFunction(ramp)
        renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader)
        renderer.setClassificationMin(stops[0][0])
        renderer.setClassificationMax(stops[-1][0])
        layer.setRenderer(renderer)
        save(layer, name, language)


def hillshade(name: str) -> None:
    """Write a hillshade of band 1."""
    for language in ("en", "fr"):
        layer = QgsRasterLayer(str(FOLDER / "template.tif"), "style")
        renderer = QgsHillshadeRenderer(layer.dataProvider(), 1, 315, 45)
        renderer.setZFactor(1.5)
        layer.setRenderer(renderer)
        save(layer, name, language)


def label_with(layer: QgsVectorLayer, field: str, size: float = 8.0) -> None:
    """Label features with a field, haloed so that it reads on any ground."""
    text = QgsTextFormat()
    text.setSize(size)
    text.setColor(QColor("#1f2a2e"))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    halo.setColor(QColor("#ffffff"))
    text.setBuffer(halo)
    settings = QgsPalLayerSettings()
    settings.fieldName = field
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def single(name: str, geometry: str, symbol, label: str = "") -> None:
    """Write a style of one symbol."""
    for language in ("en", "fr"):
        layer = vector(geometry, f"&field={label}:string" if label else "")
        layer.setRenderer(QgsSingleSymbolRenderer(symbol.clone()))
        if label:
            label_with(layer, label)
        save(layer, name, language)


def graduated(name: str, geometry: str, field: str, classes, make_symbol, *, unknown=None, opacity=1.0) -> None:
    """Write a style of classes of a number; ``classes`` holds (lower, upper, colour, labels).

    ``unknown``: symbol and labels of the features without that number, which classes alone would hide. ``opacity``
    is that of the layer, so that features that lie over each other keep the colours of the legend.
    """
    for language in ("en", "fr"):
        layer = vector(geometry, f"&field={field}:double")
        ranges = [
            QgsRendererRange(lower, upper, make_symbol(colour), labels[language])
            for lower, upper, colour, labels in classes
        ]
        renderer = QgsGraduatedSymbolRenderer(field, ranges)
        if unknown is not None:
            symbol, names = unknown
            renderer = QgsRuleBasedRenderer.convertFromRenderer(renderer)
            rule = QgsRuleBasedRenderer.Rule(symbol.clone(), 0, 0, f'"{field}" IS NULL', names[language])
            renderer.rootRule().appendChild(rule)
        layer.setRenderer(renderer)
        layer.setOpacity(opacity)
        save(layer, name, language)


def categorised(name: str, geometry: str, field: str, classes, label: str = "", levels: bool = False) -> None:
    """Write a style of classes of a text; ``classes`` holds (value, symbol, labels)."""
    for language in ("en", "fr"):
        layer = vector(geometry, f"&field={field}:string" + (f"&field={label}:string" if label else ""))
        renderer = QgsCategorizedSymbolRenderer(
            field, [QgsRendererCategory(value, symbol.clone(), labels[language]) for value, symbol, labels in classes]
        )
        renderer.setUsingSymbolLevels(levels)
        layer.setRenderer(renderer)
        if label:
            label_with(layer, label)
        save(layer, name, language)


def line(colour: str, width: float, style: str = "solid") -> QgsLineSymbol:
    """Return a line symbol, width in millimetres."""
    return QgsLineSymbol.createSimple(
        {
            "line_color": colour,
            "line_width": str(width),
            "line_style": style,
            "capstyle": "round",
            "joinstyle": "round",
        }
    )


def route(colour: str, width: float, level: int, dashed: bool = False) -> QgsLineSymbol:
    """Return a haloed line that reads on any map; routes of a higher level are drawn over the others."""
    top = line(colour, width, "dash" if dashed else "solid")
    top.symbolLayer(0).setRenderingPass(level + 1)
    if dashed:
        return top  # without halo: what lies below shows between the dashes
    symbol = line("#ffffff", width + 0.7)
    symbol.symbolLayer(0).setRenderingPass(level)
    drawn = top.symbolLayer(0).clone()
    drawn.setRenderingPass(level + 1)  # a clone loses it
    symbol.appendSymbolLayer(drawn)
    return symbol


def fill(colour: str, outline: str = "no", width: float = 0.1) -> QgsFillSymbol:
    """Return a fill symbol."""
    options = {"color": colour, "outline_width": str(width)}
    if outline == "no":
        options["outline_style"] = "no"
    else:
        options["outline_color"] = outline
    return QgsFillSymbol.createSimple(options)


def marker(shape: str, colour: str, size: float, outline: str = "#ffffff") -> QgsMarkerSymbol:
    """Return a marker symbol, size in millimetres."""
    return QgsMarkerSymbol.createSimple(
        {"name": shape, "color": colour, "size": str(size), "outline_color": outline, "outline_width": "0.2"}
    )


def both(en: str, fr: str) -> dict[str, str]:
    """Return a label in the two languages."""
    return {"en": en, "fr": fr}
