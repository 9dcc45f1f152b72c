"""Pictures of the demo: layers rendered with a scale bar and labelled places, and their legends."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from qgis.core import QgsMapRendererSequentialJob, QgsMapSettings, QgsRasterBandStats, QgsRectangle
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QPainter, QPen

STYLES = Path(__file__).resolve().parents[1] / "resources" / "styles"
WIDTH, HEIGHT = 1200, 800
JPEG_QUALITY = 88  # of the pictures inside the report; those beside it are PNG


def render(layers: list[Any], extent: QgsRectangle, marks: list[tuple[float, float, str]]) -> QImage:
    """Render layers, the first on top, with a scale bar and labelled places."""
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(layers[0].crs())
    settings.setOutputSize(QSize(WIDTH, HEIGHT))
    settings.setOutputDpi(120)
    settings.setBackgroundColor(QColor("#ffffff"))
    settings.setExtent(extent)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    transform = settings.mapToPixel()
    for x, y, label in marks:
        place = transform.transform(x, y)
        painter.setPen(QPen(QColor("#ffffff"), 3))
        painter.setBrush(QColor("#c0392b"))
        painter.drawEllipse(QPointF(place.x(), place.y()), 9.0, 9.0)
        _text(painter, place.x(), place.y(), label, beside=13)
    _scale_bar(painter, settings.mapUnitsPerPixel())
    painter.end()
    return image


def _text(painter: QPainter, x: float, y: float, text: str, beside: float = 0.0) -> None:
    font = QFont("DejaVu Sans")
    font.setPixelSize(19)
    font.setBold(True)
    painter.setFont(font)
    if beside:  # to the right of a mark, or to its left where the text would leave the picture
        width = painter.fontMetrics().horizontalAdvance(text)
        x, y = x + beside if x + beside + width < WIDTH - 10 else x - beside - width, y + 6
    painter.setPen(QColor("#ffffff"))
    for dx, dy in ((-2, 0), (2, 0), (0, -2), (0, 2), (-1, -1), (1, 1), (-1, 1), (1, -1)):
        painter.drawText(QPointF(x + dx, y + dy), text)
    painter.setPen(QColor("#1f2a2e"))
    painter.drawText(QPointF(x, y), text)


def _scale_bar(painter: QPainter, metres_per_pixel: float) -> None:
    length = next(step for step in (20, 50, 100, 200, 500, 1000, 2000, 5000) if step / metres_per_pixel > 120)
    pixels = length / metres_per_pixel
    left, bottom = 30, HEIGHT - 30
    painter.fillRect(left - 12, bottom - 36, round(pixels) + 24, 52, QColor(255, 255, 255, 220))
    painter.setPen(QPen(QColor("#1f2a2e"), 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawLine(QPointF(left, bottom), QPointF(left + pixels, bottom))
    _text(painter, left, bottom - 10, f"{length} m")


def jpeg(image: QImage) -> bytes:
    """Return a picture as JPEG, for the report."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG", JPEG_QUALITY)
    return bytes(data)


def around(boxes: list[QgsRectangle], margin: float = 0.15) -> QgsRectangle:
    """Return a frame around boxes, of the shape of the picture."""
    extent = QgsRectangle(boxes[0])
    for box in boxes[1:]:
        extent.combineExtentWith(box)
    extent.grow(max(extent.width(), extent.height()) * margin)
    ratio = WIDTH / HEIGHT
    centre = extent.center()
    width = max(extent.width(), extent.height() * ratio)
    return QgsRectangle(
        centre.x() - width / 2, centre.y() - width / ratio / 2, centre.x() + width / 2, centre.y() + width / ratio / 2
    )


def legend(layer: Any, style: str, code: str) -> str:
    """Return the legend of a layer as coloured labels, in one of the languages of the styles."""
    copy = layer.clone()
    copy.loadNamedStyle(str(STYLES / (f"{style}.qml" if code == "en" else f"{style}_{code}.qml")))
    renderer = copy.renderer()
    if hasattr(renderer, "legendSymbolItems"):
        items = [item for item in renderer.legendSymbolItems() if item.symbol() is not None and item.label()]
        parts = [(_drawn_colour(item.symbol()), item.label()) for item in items]
    else:
        parts = [(colour.name(), label) for label, colour in raster_items(layer, renderer) if label]
    return (
        "<p class='legend'>"
        + "".join(f"<span><i style='background:{colour}'></i>{html.escape(label)}</span>" for colour, label in parts)
        + "</p>"
    )


def raster_items(layer: Any, renderer: Any) -> list[tuple[str, QColor]]:
    """Return the labels and colours of a raster, those of a ramp only where its values are."""
    shader = renderer.shader() if hasattr(renderer, "shader") else None
    if shader is None:
        return renderer.legendSymbologyItems()
    items = shader.rasterShaderFunction().colorRampItemList()
    low, high = band_range(layer)
    below = [item.value for item in items if item.value <= low]
    above = [item.value for item in items if item.value >= high]
    first, last = max(below, default=low), min(above, default=high)
    return [(item.label, item.color) for item in items if first <= item.value <= last]


def band_range(layer: Any) -> tuple[float, float]:
    """Return the lowest and the highest value of the first band of a raster."""
    found = layer.dataProvider().bandStatistics(1, QgsRasterBandStats.Stats.Min | QgsRasterBandStats.Stats.Max)
    return found.minimumValue, found.maximumValue


def _drawn_colour(symbol: Any) -> str:
    """Return the colour of the uppermost layer of a symbol; the lower ones are halos."""
    return symbol.symbolLayer(symbol.symbolLayerCount() - 1).color().name()
