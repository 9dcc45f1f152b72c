"""Marks drawn with a painter: the state of a device by shape and colour, the sign of an alarm, a sparkline.

Shapes and colours are those of the map (:mod:`...iot.state_colours`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPainterPath, QPalette, QPen, QPixmap, QPolygonF

from ....processing_provider.iot.state_colours import BY_STATE, NEVER, StateLook
from ..palette import mixed

DARK_BELOW = 128  # lightness of a ground that is dark
ALARM_COLOURS = {  # by priority: on a light ground, on a dark one
    1: ("#c1121f", "#ff6b6b"),
    2: ("#d55e00", "#ff8a3d"),
    3: ("#b07a00", "#ffc04d"),
    4: ("#5b6770", "#a3aeb8"),
}
AREA_SHARE = 0.82  # of the background below the line of a sparkline
FLAT_SHARE = 0.05  # of the mean: values that differ by less are drawn as nearly flat


def is_dark(ground: QColor) -> bool:
    """Tell whether a ground is dark."""
    return ground.lightness() < DARK_BELOW


def look_of(state: str) -> StateLook:
    """Return how a state is shown."""
    return BY_STATE.get(state, BY_STATE[NEVER])


def state_colour(state: str, ground: QColor) -> QColor:
    """Return the colour of a state on a ground."""
    look = look_of(state)
    return QColor(look.dark_colour if is_dark(ground) else look.colour)


def alarm_colour(priority: int, ground: QColor) -> QColor:
    """Return the colour of an alarm of a priority on a ground."""
    light, dark = ALARM_COLOURS.get(priority, ALARM_COLOURS[4])
    return QColor(dark if is_dark(ground) else light)


def _outline(shape: str, box: QRectF) -> QPainterPath:
    path = QPainterPath()
    if shape == "square":
        inner = box.adjusted(0.09 * box.width(), 0.09 * box.height(), -0.09 * box.width(), -0.09 * box.height())
        path.addRoundedRect(inner, 0.12 * box.width(), 0.12 * box.width())
    elif shape == "triangle":
        path.addPolygon(QPolygonF([QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()]))
        path.closeSubpath()
    elif shape == "diamond":
        centre = box.center()
        path.addPolygon(
            QPolygonF(
                [
                    QPointF(centre.x(), box.top()),
                    QPointF(box.right(), centre.y()),
                    QPointF(centre.x(), box.bottom()),
                    QPointF(box.left(), centre.y()),
                ]
            )
        )
        path.closeSubpath()
    else:
        path.addEllipse(box)
    return path


def paint_state(painter: QPainter, box: QRectF, state: str, ground: QColor, ink: Optional[QColor] = None) -> None:
    """Draw the mark of a state.

    Parameters
    ----------
    painter : QPainter
    box : QRectF
        Where; a square.
    state : str
    ground : QColor
        What it stands on.
    ink : QColor, optional
        Drawn in this colour rather than that of the state: on a selected row.
    """
    look = look_of(state)
    colour = ink or state_colour(state, ground)
    width = max(1.4, 0.12 * box.width())
    path = _outline(look.shape, box.adjusted(width / 2, width / 2, -width / 2, -width / 2))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if look.filled:
        painter.fillPath(path, colour)
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPath(path)
    painter.restore()


def paint_alarm(painter: QPainter, box: QRectF, priority: int, ground: QColor, ink: Optional[QColor] = None) -> None:
    """Draw the sign of an alarm: a bell."""
    colour = ink or alarm_colour(priority, ground)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 24.0, box.height() / 24.0)
    bell = QPainterPath(QPointF(12, 2.5))
    bell.cubicTo(QPointF(8, 2.5), QPointF(6, 6), QPointF(6, 10))
    bell.cubicTo(QPointF(6, 15), QPointF(4, 16), QPointF(3.5, 18.5))
    bell.lineTo(20.5, 18.5)
    bell.cubicTo(QPointF(20, 16), QPointF(18, 15), QPointF(18, 10))
    bell.cubicTo(QPointF(18, 6), QPointF(16, 2.5), QPointF(12, 2.5))
    painter.fillPath(bell, colour)
    clapper = QPainterPath()
    clapper.addEllipse(QPointF(12, 20.6), 2.3, 2.0)
    painter.fillPath(clapper, colour)
    painter.restore()


def state_icon(state: str, side: int, palette: QPalette, ratio: float = 1.0) -> QIcon:
    """Return the mark of a state as an icon of chips and menus."""
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    inset = 0.1 * side
    box = QRectF(inset, inset, side - 2 * inset, side - 2 * inset)
    paint_state(painter, box, state, palette.color(QPalette.ColorRole.Base))
    painter.end()
    return QIcon(picture)


def paint_sparkline(
    painter: QPainter, box: QRectF, points: Sequence[tuple[int, float]], line: QColor, ground: QColor
) -> None:
    """Draw the course of a value: a line over a light area, its last point marked.

    Parameters
    ----------
    painter : QPainter
    box : QRectF
    points : sequence of (int, float)
        Time [ms] and value, in order.
    line, ground : QColor
    """
    if len(points) < 2:
        return
    values = [value for _, value in points]
    low, high = min(values), max(values)
    least = FLAT_SHARE * max(abs(low), abs(high), 1e-9)
    if high - low < least:
        middle = (low + high) / 2.0
        low, high = middle - least / 2.0, middle + least / 2.0
    start, end = points[0][0], points[-1][0]
    radius = max(1.5, 0.09 * box.height())
    width = box.width() - 2 * radius
    height = box.height() - 2 * radius

    def place(time: int, value: float) -> QPointF:
        x = (time - start) / (end - start) if end > start else 1.0
        y = (value - low) / (high - low)
        return QPointF(box.left() + radius + x * width, box.bottom() - radius - y * height)

    places = [place(time, value) for time, value in points if math.isfinite(value)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QPolygonF([QPointF(places[0].x(), box.bottom()), *places, QPointF(places[-1].x(), box.bottom())])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(mixed(line, ground, AREA_SHARE))
    painter.drawPolygon(area)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(line, 1.3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.drawPolyline(QPolygonF(places))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(line)
    painter.drawEllipse(places[-1], radius, radius)
    painter.restore()
