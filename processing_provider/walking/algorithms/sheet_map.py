"""The map of the route sheet: routes above a background, scale bar and north arrow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Optional

import numpy as np
import shapely
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLineSymbol,
    QgsMapLayer,
    QgsMarkerSymbol,
    QgsPalLayerSettings,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor, QFont

from ...compatibility import field
from ...translation import number_text, tr
from .sheet_page import CHOSEN, SHADE, SHORTEST, SUN, UNKNOWN, Frame
from .sheet_parts import GREY, INK, area, box, label, place, stroke, text_width

MARGIN_SHARE = 0.08  # of the map around the routes
LEAST_EXTENT_M = 120.0  # shown around a very short route [m]
SCALE_WIDTH, SCALE_HEIGHT = 62.0, 9.5  # of the box of the scale bar [mm]
CORNER_MM = 2.0  # between a box and the edge of the map [mm]
ROUND_SCALES = (500, 750, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 7500)
HALF = "#e6dcae"  # between sun and shade
SUNNY, SHADED = 0.66, 0.33  # shares above and below which a stretch is drawn as sun or as shade [-]


def visible_layers(project: Optional[QgsProject], left_out: Sequence[str] = ()) -> list[QgsMapLayer]:
    """Return the layers of a project that are ticked, from above to below, but for some sources."""
    if project is None:
        return []
    ticked = project.layerTreeRoot().checkedLayers()
    return [layer for layer in ticked if layer.isValid() and layer.source() not in left_out]


def _memory(kind: str, crs: QgsCoordinateReferenceSystem, columns: Sequence[tuple[str, str]], rows) -> QgsVectorLayer:
    layer = QgsVectorLayer(kind, "sheet", "memory")
    layer.setCrs(crs)
    layer.dataProvider().addAttributes([field(*column) for column in columns])
    layer.updateFields()
    features = []
    for shape, *values in rows:
        feature = QgsFeature(layer.fields())
        geometry = QgsGeometry()
        geometry.fromWkb(shapely.to_wkb(shape))
        feature.setGeometry(geometry)
        feature.setAttributes(values)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def _line(*strokes: dict[str, str]) -> QgsLineSymbol:
    symbol = QgsLineSymbol.createSimple(strokes[0])
    for style in strokes[1:]:
        symbol.appendSymbolLayer(QgsLineSymbol.createSimple(style).takeSymbolLayer(0))
    return symbol


def network_layer(lines: np.ndarray, names: Sequence[str], crs: QgsCoordinateReferenceSystem) -> QgsVectorLayer:
    """Return the streets as a quiet background, with their names."""
    usable = [(line, name) for line, name in zip(lines, names) if line is not None]
    layer = _memory("LineString", crs, [("name", "text")], usable)
    street = _line(
        {"color": "#aeb8bd", "width": "1.5", "capstyle": "round", "joinstyle": "round"},
        {"color": "#ffffff", "width": "1.1", "capstyle": "round", "joinstyle": "round"},
    )
    renderer = QgsSingleSymbolRenderer(street)
    renderer.setUsingSymbolLevels(True)
    street.symbolLayer(1).setRenderingPass(1)
    layer.setRenderer(renderer)
    settings = QgsPalLayerSettings()
    settings.fieldName = "name"
    settings.placement = QgsPalLayerSettings.Placement.Curved
    settings.mergeLines = True
    text = QgsTextFormat()
    text.setFont(QFont())
    text.setSize(6.0)
    text.setColor(QColor(GREY))
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.6)
    text.setBuffer(halo)
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    return layer


def route_layers(chosen, shortest, pieces, crs: QgsCoordinateReferenceSystem) -> list[QgsVectorLayer]:
    """Return the layers of the routes, from above to below.

    Parameters
    ----------
    chosen : shapely LineString
        Route of the sheet.
    shortest : shapely LineString or None
        Shortest route, when it is another one.
    pieces : list of (shapely LineString, float)
        Stretches of the chosen route with their share of sun; empty where it is not known.
    crs : QgsCoordinateReferenceSystem
        CRS of all.
    """
    ends = shapely.get_point(chosen, [0, -1])
    markers = _memory("Point", crs, [("place", "text")], [(ends[0], "start"), (ends[1], "end")])
    markers.setRenderer(
        QgsCategorizedSymbolRenderer(
            "place",
            [
                QgsRendererCategory(name, _marker(fill, shape, size), name)
                for name, fill, shape, size in (("start", "#ffffff", "circle", "3.4"), ("end", CHOSEN, "square", "3.4"))
            ],
        )
    )
    layers = [markers]
    if pieces:
        sun = _memory("LineString", crs, [("sun", "text")], [(line, sun_class(share)) for line, share in pieces])
        sun.setRenderer(
            QgsCategorizedSymbolRenderer(
                "sun",
                [
                    QgsRendererCategory(name, _line({"color": colour, "width": "1.1", "capstyle": "flat"}), name)
                    for name, colour in (("sun", SUN), ("half", HALF), ("shade", SHADE), ("unknown", UNKNOWN))
                ],
            )
        )
        layers.append(sun)
    main = _memory("LineString", crs, [], [(chosen,)])
    main.setRenderer(
        QgsSingleSymbolRenderer(
            _line(
                {"color": "#ffffff", "width": "3.0", "joinstyle": "round", "capstyle": "round"},
                {"color": CHOSEN, "width": "2.2", "joinstyle": "round", "capstyle": "round"},
            )
        )
    )
    layers.append(main)
    if shortest is not None:
        other = _memory("LineString", crs, [], [(shortest,)])
        dashes = {"use_custom_dash": "1", "customdash": "2.4;1.6", "capstyle": "flat", "joinstyle": "round"}
        other.setRenderer(
            QgsSingleSymbolRenderer(
                _line(
                    {"color": "#ffffff", "width": "1.8", "joinstyle": "round"},
                    {"color": SHORTEST, "width": "1.0", **dashes},
                )
            )
        )
        layers.append(other)
    return layers


def sun_class(share: float) -> str:
    """Name how sunny a stretch is."""
    if math.isnan(share):
        return "unknown"
    return "sun" if share >= SUNNY else "shade" if share <= SHADED else "half"


def _marker(fill: str, shape: str, size: str) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple(
        {"name": shape, "color": fill, "size": size, "outline_color": CHOSEN if fill == "#ffffff" else "#ffffff",
         "outline_width": "0.9" if fill == "#ffffff" else "0.5"}
    )  # fmt: skip


def add_map(
    layout: QgsPrintLayout,
    frame: Frame,
    layers: list[QgsMapLayer],
    routes: Sequence,
    crs: QgsCoordinateReferenceSystem,
    *,
    sun: bool,
) -> float:
    """Draw the map with its scale bar, north arrow and legend, of the sun too if asked; return its scale."""
    item = QgsLayoutItemMap(layout)
    place(layout, item, frame.x, frame.y, frame.width, frame.height)
    item.setCrs(crs)
    item.setLayers(layers)
    item.setKeepLayerSet(True)
    lines = [line for line in routes if line is not None]
    extent, scale = map_extent(shapely.total_bounds(np.array(lines)), frame.width, frame.height)
    item.setExtent(extent)
    item.setBackgroundColor(QColor("#ffffff"))
    item.setFrameEnabled(True)
    item.setFrameStrokeColor(QColor("#8d979d"))
    legend = _legend_rows(shortest=len(lines) > 1, sun=sun)
    legend_width = max(text_width(text, 7.0) for text in legend) + 15.0
    sizes = [(SCALE_WIDTH, SCALE_HEIGHT), (legend_width, 3.9 * len(legend) + 1.2), (7.0, 11.0)]
    spots = free_corners(lines, extent, frame, sizes)
    _scale_bar(layout, item, spots[0], scale)
    _legend(layout, spots[1], legend, sun=sun)
    _north(layout, spots[2])
    return scale


def map_extent(bounds, width: float, height: float) -> tuple[QgsRectangle, float]:
    """Return what a map shows of the ground around some bounds, and its scale.

    Parameters
    ----------
    bounds : float64 (4,)
        West, south, east, north [m].
    width, height : float
        Size of the map on paper [mm].

    Returns
    -------
    extent : QgsRectangle
        Of the shape of the map, at a round scale.
    scale : float
        Its denominator.
    """
    west, south, east, north = (float(value) for value in bounds)
    grow = MARGIN_SHARE * max(east - west, north - south)
    shown = [max(side + 2 * grow, LEAST_EXTENT_M) for side in (east - west, north - south)]
    scale = rounded_scale(1000.0 * max(shown[0] / width, shown[1] / height))
    half_x, half_y = scale * width / 2000.0, scale * height / 2000.0
    x, y = (west + east) / 2.0, (south + north) / 2.0
    return QgsRectangle(x - half_x, y - half_y, x + half_x, y + half_y), scale


def free_corners(lines, extent: QgsRectangle, frame: Frame, sizes) -> list[Frame]:
    """Give each box of some sizes [mm] a corner of the map, where it covers least of the routes."""
    scale = frame.width / extent.width()
    spots, taken = [], set()
    for width, height in sizes:
        corners = []
        for right, low in ((False, True), (False, False), (True, False), (True, True)):
            if (right, low) in taken:
                continue
            x = frame.width - width - CORNER_MM if right else CORNER_MM
            y = frame.height - height - CORNER_MM if low else CORNER_MM
            ground = shapely.box(
                extent.xMinimum() + x / scale,
                extent.yMaximum() - (y + height) / scale,
                extent.xMinimum() + (x + width) / scale,
                extent.yMaximum() - y / scale,
            )
            covered = shapely.length(shapely.intersection(np.array(lines), ground.buffer(CORNER_MM / scale))).sum()
            corners.append((float(covered), len(corners), (right, low), Frame(frame.x + x, frame.y + y, width, height)))
        best = min(corners, key=lambda corner: corner[:2])
        taken.add(best[2])
        spots.append(best[3])
    return spots


def rounded_scale(scale: float) -> float:
    """Return the next round scale that shows at least as much."""
    power = 1.0
    while scale > ROUND_SCALES[-1] * power:
        power *= 10.0
    return next(value * power for value in ROUND_SCALES if value * power >= scale)


def _scale_bar(layout, item: QgsLayoutItemMap, spot: Frame, scale: float) -> None:
    x, y, width, height = spot.x, spot.y, spot.width, spot.height
    box(layout, x, y, width, height, "#ffffff", alpha=215)
    bar = QgsLayoutItemScaleBar(layout)
    bar.setStyle("Single Box")
    bar.setLinkedMap(item)
    bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceMeters)
    bar.setUnitLabel("m")
    bar.setUnitsPerSegment(bar_segment(scale))
    bar.setNumberOfSegments(2)
    bar.setNumberOfSegmentsLeft(0)
    bar.setHeight(1.4)
    text = bar.textFormat()
    text.setFont(QFont())
    text.setSize(6.5)
    text.setColor(QColor(INK))
    bar.setTextFormat(text)
    bar.setBackgroundEnabled(False)
    place(layout, bar, x + 1.0, y + 0.6, 40.0, height - 1.0)
    bar.update()
    text = tr("1:{scale}").format(scale=number_text(scale))
    label(layout, text, x + width - 21.0, y + 4.6, 20.0, points=6.5, colour=GREY)


def bar_segment(scale: float) -> float:
    """Return the round length of one of the two parts of a scale bar, about 15 mm on paper [m]."""
    wanted = 0.017 * scale
    power = 10.0 ** math.floor(math.log10(wanted))
    return max(factor * power for factor in (1.0, 2.0, 5.0) if factor * power <= wanted)


def _north(layout, spot: Frame) -> None:
    x, y = spot.x, spot.y
    box(layout, x, y, spot.width, spot.height, "#ffffff", alpha=215)
    middle = x + 3.5
    area(layout, [(middle, y + 3.8), (middle, y + 8.9), (middle - 2.1, y + 10.2)], INK)
    area(layout, [(middle, y + 3.8), (middle, y + 8.9), (middle + 2.1, y + 10.2)], "#9aa5ab")
    north = tr("N")
    label(layout, north, middle - text_width(north, 7.0, bold=True) / 2, y + 0.4, 5.0, points=7.0, bold=True)


def _legend_rows(*, shortest: bool, sun: bool) -> list[str]:
    rows = [tr("This route: sun, shade") if sun else tr("This route")]
    return [*rows, tr("Shortest route")] if shortest else rows


def _legend(layout, spot: Frame, rows: list[str], *, sun: bool) -> None:
    x, y = spot.x, spot.y
    box(layout, x, y, spot.width, spot.height, "#ffffff", alpha=215)
    for number, text in enumerate(rows):
        middle = y + 2.5 + 3.9 * number
        if number:
            stroke(layout, [(x + 1.5, middle), (x + 11.0, middle)], SHORTEST, 1.0, dashed=True)
        else:
            stroke(layout, [(x + 2.2, middle), (x + 10.5, middle)], CHOSEN, 2.2)
        if sun and not number:
            box(layout, x + 2.2, middle - 0.55, 4.15, 1.1, SUN)
            box(layout, x + 6.35, middle - 0.55, 4.15, 1.1, SHADE)
        label(layout, text, x + 13.0, middle - 1.7, spot.width - 13.0, points=7.0)
