"""Texts, boxes and arrows on a print layout, placed in millimetres from the upper left corner of the page."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsFillSymbol,
    QgsLayoutItemLabel,
    QgsLayoutItemPolygon,
    QgsLayoutItemPolyline,
    QgsLayoutItemShape,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLineSymbol,
    QgsPrintLayout,
)
from qgis.PyQt.QtCore import QPointF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QPolygonF

from ...compatibility import set_label_text

MM_PER_POINT = 25.4 / 72.0
MEASURE_PIXELS = 200  # size at which a text is measured: large, so that rounding to pixels does not matter
LINE_HEIGHT = 1.35  # of a line of text, in font heights
LINE_SLACK = 0.3  # room left beside a single line of text, as a share of its width [-]
ELLIPSIS = "…"

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter

INK = "#1f2a30"
GREY = "#5b6670"
RULE = "#c3cbd0"
PALE = "#eef2f3"


def text_width(text: str, points: float, bold: bool = False) -> float:
    """Return the width of one line of text [mm]."""
    font = QFont()
    font.setPixelSize(MEASURE_PIXELS)
    font.setBold(bold)
    return QFontMetricsF(font).horizontalAdvance(text) / MEASURE_PIXELS * points * MM_PER_POINT


def fitted(text: str, points: float, width: float, bold: bool = False) -> str:
    """Shorten a text to a width [mm], with an ellipsis where something is left out."""
    if text_width(text, points, bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle].rstrip() + ELLIPSIS, points, bold) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS


def fitted_points(text: str, points: float, least: float, width: float, bold: bool = False) -> float:
    """Return the font size at which a text fits in a width, not below the least one [points]."""
    wide = text_width(text, points, bold)
    return points if wide <= width else max(least, points * width / wide)


def lines_needed(text: str, points: float, width: float) -> int:
    """Count the lines that a text takes when it is broken at its spaces."""
    lines, room = 1, width
    space = text_width(" ", points)
    for word in text.split(" "):
        wide = text_width(word, points)
        if wide > room and room < width:
            lines, room = lines + 1, width
        room -= wide + space
    return lines


def label(
    layout: QgsPrintLayout,
    text: str,
    x: float,
    y: float,
    width: float,
    *,
    points: float = 8.0,
    bold: bool = False,
    colour: str = INK,
    align=LEFT,
    height: float = 0.0,
) -> QgsLayoutItemLabel:
    """Write a text; one line high unless a height is given, in which it is broken at spaces."""
    item = QgsLayoutItemLabel(layout)
    item.setText(text.replace("[%", "[ %"))  # between [% and %] QGIS would evaluate an expression
    font = QFont()
    font.setPointSizeF(points)
    font.setBold(bold)
    set_label_text(item, font, QColor(colour))
    item.setMarginX(0.0)
    item.setMarginY(0.0)
    item.setHAlign(align)
    item.setVAlign(Qt.AlignmentFlag.AlignTop if height else Qt.AlignmentFlag.AlignVCenter)
    if not height:
        # QGIS would break the line where its own measure of the text is a hair longer than ours.
        slack = LINE_SLACK * width
        x -= {LEFT: 0.0, RIGHT: slack, CENTRE: slack / 2}[align]
        width += slack
    place(layout, item, x, y, width, height or points * MM_PER_POINT * LINE_HEIGHT)
    return item


def place(layout: QgsPrintLayout, item, x: float, y: float, width: float, height: float) -> None:
    """Put an item on the page."""
    item.attemptMove(QgsLayoutPoint(x, y))
    item.attemptResize(QgsLayoutSize(width, height))
    layout.addLayoutItem(item)


def box(layout: QgsPrintLayout, x: float, y: float, width: float, height: float, fill: str, alpha: int = 255) -> None:
    """Fill a rectangle."""
    colour = QColor(fill)
    item = QgsLayoutItemShape(layout)
    item.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
    item.setSymbol(
        QgsFillSymbol.createSimple(
            {"color": f"{colour.red()},{colour.green()},{colour.blue()},{alpha}", "outline_style": "no"}
        )
    )
    place(layout, item, x, y, width, height)


def area(layout: QgsPrintLayout, points: Sequence[tuple[float, float]], fill: str) -> None:
    """Fill a polygon."""
    item = QgsLayoutItemPolygon(QPolygonF([QPointF(x, y) for x, y in points]), layout)
    item.setSymbol(QgsFillSymbol.createSimple({"color": fill, "outline_style": "no"}))
    layout.addLayoutItem(item)


def stroke(
    layout: QgsPrintLayout,
    points: Sequence[tuple[float, float]],
    colour: str = RULE,
    width: float = 0.2,
    *,
    dashed: bool = False,
    arrow: bool = False,
) -> None:
    """Draw a line, with an arrow head at its end if asked."""
    item = QgsLayoutItemPolyline(QPolygonF([QPointF(x, y) for x, y in points]), layout)
    style = {"color": colour, "width": str(width), "capstyle": "round", "joinstyle": "round"}
    if dashed:
        style.update(use_custom_dash="1", customdash=f"{3 * width};{2.5 * width}", capstyle="flat")
    item.setSymbol(QgsLineSymbol.createSimple(style))
    if arrow:
        item.setEndMarker(QgsLayoutItemPolyline.MarkerMode.ArrowHead)
        item.setArrowHeadWidth(4.2 * width)
        item.setArrowHeadStrokeWidth(0.0)
        item.setArrowHeadFillColor(QColor(colour))
        item.setArrowHeadStrokeColor(QColor(colour))
    layout.addLayoutItem(item)
