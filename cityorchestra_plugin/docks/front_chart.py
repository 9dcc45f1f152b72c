"""The front of routes: how much sun or heat each spares for how many more metres."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional

from qgis.PyQt.QtCore import QEvent, QPointF, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QSizePolicy, QToolTip, QWidget

from ...processing_provider.translation import number_text, tr

MINIMUM_TICKS = 2  # on an axis
TICK_SLACK = 1e-9  # steps: a tick at the very end of the axis survives rounding
REACH = 1.5  # a point is under the mouse within this many text heights
PADDING = 0.08  # room left around the points, as a share of their range
READABLE = 4.5  # contrast of a text that can be read (WCAG 2.1, level AA)
INK_ROLES = (
    QPalette.ColorRole.Text,
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.BrightText,
)
GRID_ALPHA = 60  # of 255: the grid is only hinted at
LINE_ALPHA = 130  # of 255
DISABLED_ALPHA = 100  # of 255


@dataclass(frozen=True)
class ChartPoint:
    """One route on the chart: length [m], exposure in the unit of the axis, colour on the map, and its sentence."""

    length_m: float
    exposure: float
    colour: Optional[QColor]
    sentence: str


def nice_ticks(low: float, high: float) -> list[float]:
    """Return two to six round values inside an axis.

    Parameters
    ----------
    low, high : float
        Ends of the axis, ``high > low``.
    """
    power = 10.0 ** math.floor(math.log10(high - low))
    ticks: list[float] = []
    for factor in (1.0, 0.5, 0.2, 0.1):
        step = factor * power
        first, last = math.ceil(low / step - TICK_SLACK), math.floor(high / step + TICK_SLACK)
        ticks = [index * step for index in range(first, last + 1)]
        if len(ticks) >= MINIMUM_TICKS:
            break
    return ticks


def contrast(first: QColor, second: QColor) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.1, contrast ratio)."""

    def luminance(colour: QColor) -> float:
        parts = [
            value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
            for value in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    bright, dim = sorted((luminance(first), luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def readable_ink(palette: QPalette) -> QColor:
    """Return the colour of the palette to write with on its base.

    A theme of QGIS is a style sheet over a partial palette, whose text may be as dark as its base
    (Night Mapping): then the first role that can be read is taken.
    """
    active = QPalette.ColorGroup.Active
    ground = palette.color(active, QPalette.ColorRole.Base)
    inks = [palette.color(active, role) for role in INK_ROLES]
    return next(
        (ink for ink in inks if contrast(ink, ground) >= READABLE), max(inks, key=lambda ink: contrast(ink, ground))
    )


class FrontChart(QWidget):
    """Scatter of the routes, joined by the front; mouse and arrow keys choose one.

    Signals
    -------
    hovered(int)
        Row under the mouse, -1 for none.
    selected(int)
        Row chosen by a click or an arrow key.
    activated(int)
        Row of a double click or of Return.
    """

    hovered = pyqtSignal(int)
    selected = pyqtSignal(int)
    activated = pyqtSignal(int)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._points: list[ChartPoint] = []
        self._hovered = -1
        self._selected = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._title = ""

    # -- data and selection -----------------------------------------------------------------------

    def set_points(self, points: list[ChartPoint], title: str = "") -> None:
        """Show other routes; the row of a point is its place in the list, the title that of the vertical axis."""
        self._points = list(points)
        self._title = title
        self.setAccessibleName(f"{tr('Chart of the routes')} ({tr('Length (m)')}, {title})" if points else "")
        self._hovered = -1
        if self._selected >= len(points):
            self._selected = -1
        self.update()

    def set_selected(self, row: int) -> None:
        """Show a row as chosen, without a signal."""
        if row != self._selected:
            self._selected = row
            self.setAccessibleDescription(self._points[row].sentence if 0 <= row < len(self._points) else "")
            self.update()

    def set_hovered(self, row: int) -> None:
        """Show a row as pointed at, without a signal."""
        if row != self._hovered:
            self._hovered = row
            self.update()

    @property
    def selected_row(self) -> int:
        """Row chosen, -1 for none."""
        return self._selected

    @property
    def hovered_row(self) -> int:
        """Row pointed at, -1 for none."""
        return self._hovered

    # -- geometry ---------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(24 * metrics.averageCharWidth(), 9 * metrics.height())

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(40 * metrics.averageCharWidth(), 11 * metrics.height())

    @staticmethod
    def _range(values: list[float]) -> tuple[float, float]:
        low, high = min(values), max(values)
        span = high - low or max(abs(high), 1.0) * 0.2
        low -= PADDING * span
        return (max(low, 0.0) if min(values) >= 0 else low), high + PADDING * span

    def _ranges(self) -> tuple[tuple[float, float], tuple[float, float]]:
        return (
            self._range([point.length_m for point in self._points]),
            self._range([point.exposure for point in self._points]),
        )

    def _plot(self, y_labels: list[str]) -> QRectF:
        metrics = self.fontMetrics()
        line, gap = metrics.height(), metrics.averageCharWidth()
        left = max(metrics.horizontalAdvance(label) for label in y_labels) + 2 * gap
        right = max(2.0 * gap, metrics.horizontalAdvance("0000") / 2 + gap)
        return QRectF(self.rect()).adjusted(left, 1.4 * line, -right, -2.6 * line)

    def position(self, row: int) -> QPointF:
        """Return where a row is drawn, in widget coordinates."""
        x_range, y_range = self._ranges()
        plot = self._plot([number_text(tick) for tick in nice_ticks(*y_range)] or [""])
        return self._place(self._points[row], plot, x_range, y_range)

    @staticmethod
    def _place(point: ChartPoint, plot: QRectF, x_range, y_range) -> QPointF:
        x = (point.length_m - x_range[0]) / (x_range[1] - x_range[0])
        y = (point.exposure - y_range[0]) / (y_range[1] - y_range[0])
        return QPointF(plot.left() + x * plot.width(), plot.bottom() - y * plot.height())

    def row_at(self, where: QPointF) -> int:
        """Return the row nearest to a place within reach, -1 for none."""
        best, reach = -1, REACH * self.fontMetrics().height()
        for row in range(len(self._points)):
            place = self.position(row)
            distance = math.hypot(place.x() - where.x(), place.y() - where.y())
            if distance <= reach:
                best, reach = row, distance
        return best

    # -- painting ---------------------------------------------------------------------------------

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Base))
        if self._points:
            x_range, y_range = self._ranges()
            x_ticks, y_ticks = nice_ticks(*x_range), nice_ticks(*y_range)
            plot = self._plot([number_text(tick) for tick in y_ticks] or [""])
            self._draw_axes(painter, plot, x_range, y_range, x_ticks, y_ticks)
            places = [self._place(point, plot, x_range, y_range) for point in self._points]
            self._draw_front(painter, places)
            self._draw_points(painter, places)
        if self.hasFocus():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _ink(self) -> QColor:
        ink = QColor(readable_ink(self.palette()))
        if not self.isEnabled():
            ink.setAlpha(DISABLED_ALPHA)
        return ink

    def _draw_axes(self, painter, plot, x_range, y_range, x_ticks, y_ticks) -> None:
        metrics = self.fontMetrics()
        line, gap = metrics.height(), metrics.averageCharWidth()
        text = self._ink()
        grid = QColor(text)
        grid.setAlpha(GRID_ALPHA)
        for tick in y_ticks:
            y = plot.bottom() - (tick - y_range[0]) / (y_range[1] - y_range[0]) * plot.height()
            painter.setPen(QPen(grid, 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(text)
            where = QRectF(0, y - line / 2, plot.left() - gap / 2, line)
            painter.drawText(where, Qt.AlignmentFlag.AlignRight, number_text(tick))
        free_from = -math.inf
        for tick in x_ticks:
            x = plot.left() + (tick - x_range[0]) / (x_range[1] - x_range[0]) * plot.width()
            label = number_text(tick)
            width = metrics.horizontalAdvance(label) + gap
            painter.setPen(QPen(grid, 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            if x - width / 2 < free_from:
                continue  # a narrow panel: leave out the label that would touch the one before
            free_from = x + width / 2
            painter.setPen(text)
            where = QRectF(x - width / 2, plot.bottom() + line * 0.1, width, line)
            painter.drawText(where, Qt.AlignmentFlag.AlignHCenter, label)
        painter.setPen(QPen(text, 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.drawLine(plot.bottomLeft(), plot.topLeft())
        title = QRectF(gap / 2, line * 0.1, self.width() - gap, line)
        painter.drawText(title, Qt.AlignmentFlag.AlignLeft, self._title)
        title = QRectF(gap / 2, self.height() - 1.3 * line, self.width() - gap, line)
        painter.drawText(title, Qt.AlignmentFlag.AlignRight, tr("Length (m)"))

    def _draw_front(self, painter, places: list[QPointF]) -> None:
        colour = self._ink()
        colour.setAlpha(LINE_ALPHA)
        painter.setPen(QPen(colour, 1.2, Qt.PenStyle.DashLine))
        order = sorted(range(len(places)), key=lambda row: self._points[row].length_m)
        painter.drawPolyline(QPolygonF([places[row] for row in order]))

    def _draw_points(self, painter, places: list[QPointF]) -> None:
        palette = self.palette()
        radius = self.fontMetrics().height() * 0.32
        rows = sorted(range(len(places)), key=lambda row: (row == self._selected, row == self._hovered))
        for row in rows:
            colour = self._points[row].colour or palette.color(QPalette.ColorRole.Highlight)
            size = radius
            if row in (self._selected, self._hovered):
                size = radius * 1.35
                ring = palette.color(QPalette.ColorRole.Highlight) if row == self._selected else self._ink()
                painter.setPen(QPen(ring, radius * 0.45))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(places[row], size * 1.5, size * 1.5)
            painter.setPen(QPen(self._ink(), 1))
            painter.setBrush(colour)
            painter.drawEllipse(places[row], size, size)

    def changeEvent(self, event) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.EnabledChange):
            self.update()

    # -- mouse and keyboard -----------------------------------------------------------------------

    @staticmethod
    def _where(event) -> QPointF:
        return event.position() if hasattr(event, "position") else QPointF(event.pos())

    def mouseMoveEvent(self, event) -> None:
        self._hover(self.row_at(self._where(event)))

    def leaveEvent(self, event) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self.set_hovered(row)
            self.hovered.emit(row)

    def mousePressEvent(self, event) -> None:
        row = self.row_at(self._where(event))
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self._choose(row)

    def mouseDoubleClickEvent(self, event) -> None:
        row = self.row_at(self._where(event))
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self.activated.emit(row)

    def _choose(self, row: int) -> None:
        self.set_selected(row)
        self.selected.emit(row)

    def keyPressEvent(self, event) -> None:
        """Walk along the front with the arrow keys; Return zooms to the route."""
        order = sorted(range(len(self._points)), key=lambda row: self._points[row].length_m)
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selected >= 0:
            self.activated.emit(self._selected)
            return
        place = order.index(self._selected) if self._selected in order else -1
        target = {
            Qt.Key.Key_Right: place + 1,
            Qt.Key.Key_Down: place + 1,
            Qt.Key.Key_Left: place - 1,
            Qt.Key.Key_Up: place - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(order) - 1,
        }.get(key)
        if target is None or not order:
            super().keyPressEvent(event)
            return
        self._choose(order[min(max(target, 0), len(order) - 1)])

    def event(self, event) -> bool:
        """Show the sentence of the route under the mouse as its tooltip."""
        if event.type() == QEvent.Type.ToolTip:
            row = self.row_at(QPointF(event.pos()))
            if row >= 0:
                QToolTip.showText(self.mapToGlobal(event.pos()), self._points[row].sentence, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
