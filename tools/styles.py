"""Write resources/styles/*.qml, in English and French, from the descriptions below.

Run with the oldest supported QGIS (newer files lose parts on older versions):
    source tools/environment.sh && $python tools/styles.py
"""

from __future__ import annotations

import re
from pathlib import Path

from qgis.core import (
    QgsApplication,
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
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "styles"
PARTS = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Labeling

# Sequential ramps of ColorBrewer (Apache 2.0), safe for colour-blind readers.
YELLOW_BLUE = ["#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"]
BLUE_YELLOW = YELLOW_BLUE[::-1]
GREENS = ["#edf8e9", "#bae4b3", "#74c476", "#31a354", "#006d2c"]


def save(layer, name: str, language: str) -> None:
    """Save the style of a layer, symbology and labels only."""
    suffix = "" if language == "en" else f"_{language}"
    path = FOLDER / f"{name}{suffix}.qml"
    message, ok = layer.saveNamedStyle(str(path), PARTS)
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


def graduated(name: str, geometry: str, field: str, classes, make_symbol) -> None:
    """Write a style of classes of a number; ``classes`` holds (lower, upper, colour, labels)."""
    for language in ("en", "fr"):
        layer = vector(geometry, f"&field={field}:double")
        ranges = [
            QgsRendererRange(lower, upper, make_symbol(colour), labels[language])
            for lower, upper, colour, labels in classes
        ]
        layer.setRenderer(QgsGraduatedSymbolRenderer(field, ranges))
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


def rasters() -> None:
    """Styles of rasters."""
    pseudo_colour(
        "sun_fraction",
        [
            (0, "#3b4a6b", both("0 % of direct sun (shade)", "0 % de soleil direct (ombre)")),
            (50, "#b9a46a", both("50 %", "50 %")),
            (100, "#fff3b0", both("100 % (full sun)", "100 % (plein soleil)")),
        ],
    )
    pseudo_colour(
        "sun_hours",
        [
            (hours, colour, both(f"{hours} h of direct sun", f"{hours} h de soleil direct"))
            for hours, colour in zip((0, 4, 8, 12, 16), BLUE_YELLOW)
        ],
    )
    pseudo_colour(
        "canopy",
        [
            (height, colour, both(f"{height} m of canopy", f"{height} m de canopée"))
            for height, colour in zip((0, 5, 10, 20, 30), GREENS)
        ],
        transparent_zero=True,
    )
    hillshade("relief")


def network() -> None:
    """Styles of the walking network and routes."""
    single("walking_network", "LineString", line("#5b6470", 0.4))
    graduated(
        "shade_on_network",
        "LineString",
        "shade_mean",
        [
            (
                lower,
                lower + 20,
                colour,
                both(f"{lower} to {lower + 20} % in shade", f"{lower} à {lower + 20} % à l’ombre"),
            )
            for lower, colour in zip((0, 20, 40, 60, 80), ("#fdbb2f", "#c9b45c", "#7ba77f", "#3d8490", "#253494"))
        ],
        lambda colour: line(colour, 0.9),
    )
    categorised(
        "cool_routes",
        "LineString",
        "role",
        [
            ("compromise", route("#1b9e9e", 0.8, 0), both("Compromise", "Compromis")),
            ("shortest", route("#c2185b", 1.1, 4, dashed=True), both("Shortest", "Le plus court")),
            ("coolest", route("#1f2f8f", 1.5, 2), both("Coolest", "Le plus frais")),
            (
                "shortest and coolest",
                route("#1f2f8f", 1.5, 2),
                both("Shortest and coolest", "Le plus court et le plus frais"),
            ),
        ],
        levels=True,
    )


def territory() -> None:
    """Styles of the standard territory."""
    single("zones", "MultiPolygon", fill("0,0,0,0", "#7a3b8f", 0.4), "name")
    graduated(
        "buildings",
        "MultiPolygon",
        "height_m",
        [
            (lower, upper, colour, labels)
            for (lower, upper), colour, labels in zip(
                ((0, 4), (4, 8), (8, 14), (14, 22), (22, 400)),
                ("#efe6dd", "#dccabb", "#c0a48f", "#9c7a66", "#6e5145"),
                (
                    both("less than 4 m", "moins de 4 m"),
                    both("4 to 8 m", "4 à 8 m"),
                    both("8 to 14 m", "8 à 14 m"),
                    both("14 to 22 m", "14 à 22 m"),
                    both("more than 22 m", "plus de 22 m"),
                ),
            )
        ],
        lambda colour: fill(colour, "#8a7468", 0.08),
    )
    categorised(
        "streets",
        "MultiLineString",
        "street_class",
        [
            ("motorway", line("#b5543a", 1.4), both("Motorway", "Autoroute")),
            ("primary", line("#d98b4a", 1.2), both("Primary road", "Route principale")),
            ("secondary", line("#e0ad5f", 1.0), both("Secondary road", "Route secondaire")),
            ("tertiary", line("#d9c98a", 0.9), both("Tertiary road", "Route tertiaire")),
            ("residential", line("#a9adb3", 0.7), both("Residential street", "Rue résidentielle")),
            ("living_street", line("#8fa3a8", 0.7), both("Living street", "Zone de rencontre")),
            ("service", line("#c4c7cc", 0.5), both("Service way", "Voie de desserte")),
            ("pedestrian", line("#6d8f6b", 0.7), both("Pedestrian street", "Rue piétonne")),
            ("footway", line("#6d8f6b", 0.4, "dash"), both("Footway", "Cheminement piéton")),
            ("cycleway", line("#4e7fa8", 0.4, "dash"), both("Cycleway", "Piste cyclable")),
            ("path", line("#8a6f4d", 0.4, "dash"), both("Path", "Sentier")),
            ("steps", line("#8a4d6b", 0.6, "dot"), both("Steps", "Escalier")),
            ("track", line("#a08b6a", 0.5, "dash"), both("Track", "Chemin d’exploitation")),
        ],
    )
    single("trees", "Point", marker("circle", "63,140,74,170", 1.4, "#2f6b3a"))
    categorised(
        "vegetation",
        "MultiPolygon",
        "vegetation_class",
        [
            ("wood", fill("#7fb17a"), both("Wood", "Bois")),
            ("open_wood", fill("#a3c99a"), both("Open wood", "Bois clair")),
            ("hedge", fill("#5f9a62"), both("Hedge", "Haie")),
            ("orchard", fill("#b9d18f"), both("Orchard", "Verger")),
            ("shrub", fill("#b7c29a"), both("Shrub", "Lande")),
            ("grass", fill("#d5e8c3"), both("Grass", "Herbe")),
            ("crop", fill("#eee6bf"), both("Crop", "Culture")),
        ],
    )
    single("green_spaces", "MultiPolygon", fill("140,190,130,110", "#5c9457", 0.2), "name")
    single("water", "MultiPolygon", fill("#a9cfe3", "#6ba6c4", 0.1))
    single("waterways", "MultiLineString", line("#6ba6c4", 0.7))
    categorised(
        "equipment",
        "Point",
        "kind",
        [
            ("drinking_fountain", marker("circle", "#1f78b4", 2.0), both("Drinking fountain", "Fontaine à boire")),
            ("fountain", marker("diamond", "#6ba6c4", 2.0), both("Fountain", "Fontaine")),
            ("bench", marker("square", "#8a6f4d", 1.4), both("Bench", "Banc")),
            ("toilets", marker("pentagon", "#7a3b8f", 2.0), both("Toilets", "Toilettes")),
            ("crossing", marker("cross2", "#5b6470", 1.4), both("Crossing", "Passage piéton")),
        ],
    )
    single("places", "Point", marker("star", "#c0392b", 3.2), "name")
    graduated(
        "population",
        "MultiPolygon",
        "population",
        [
            (lower, upper, colour, both(en, fr))
            for (lower, upper), colour, en, fr in zip(
                ((0, 20), (20, 80), (80, 200), (200, 500), (500, 100000)),
                ("#f2f0f7", "#cbc9e2", "#9e9ac8", "#756bb1", "#54278f"),
                ("up to 20 inhabitants", "20 to 80", "80 to 200", "200 to 500", "more than 500"),
                ("jusqu’à 20 habitants", "20 à 80", "80 à 200", "200 à 500", "plus de 500"),
            )
        ],
        lambda colour: fill(colour, "#ffffff", 0.1),
    )


def main() -> None:
    """Write every style."""
    import numpy as np
    import rasterio

    application = QgsApplication([], False)
    application.initQgis()
    FOLDER.mkdir(parents=True, exist_ok=True)
    template = FOLDER / "template.tif"
    with rasterio.open(template, "w", driver="GTiff", width=2, height=2, count=1, dtype="float32") as dataset:
        dataset.write(np.array([[0, 1], [2, 3]], dtype="float32"), 1)
    try:
        rasters()
        network()
        territory()
    finally:
        for leftover in FOLDER.glob("template.tif*"):
            leftover.unlink()
    application.exitQgis()
    print(f"{len(list(FOLDER.glob('*.qml')))} styles in {FOLDER}")


if __name__ == "__main__":
    main()
