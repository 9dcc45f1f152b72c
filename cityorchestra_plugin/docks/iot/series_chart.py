"""The course of one metric over time: line, band of lowest and highest, marks of doubt; read by mouse or keys."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Optional

import numpy as np
from qgis.PyQt.QtCore import QDateTime, QEvent, QLocale, QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ....processing_provider.translation import number_text, tr
from ..front_chart import GRID_ALPHA, nice_ticks, readable_ink
from ..palette import mixed
from . import texts
from .facts import BAD, SUSPECT

GAP_STEPS = 4.0  # usual steps without a value from which the line is broken
PADDING = 0.08  # room above and below the line, as a share of its range
HOUR, DAY = 3_600_000, 86_400_000  # [ms]
STEPS = (60_000, 300_000, 900_000, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 5 * DAY, 10 * DAY)
MOST_TICKS = 6
KEY_SHARE = 0.1  # of the points that Page Up and Page Down go


@dataclass(frozen=True)
class Series:
    """What is drawn.

    Attributes
    ----------
    metric, unit : str
    time : ndarray of int64
        [ms since 1970], increasing.
    value, low, high : ndarray of float64
    flag : ndarray of int16
        QARTOD.
    start, end : int
        Of the axis [ms since 1970].
    count : int
        Values that the points stand for.
    """

    metric: str = ""
    unit: str = ""
    time: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    value: np.ndarray = field(default_factory=lambda: np.empty(0))
    low: np.ndarray = field(default_factory=lambda: np.empty(0))
    high: np.ndarray = field(default_factory=lambda: np.empty(0))
    flag: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int16))
    start: int = 0
    end: int = 0
    count: int = 0

    def __len__(self) -> int:
        return len(self.time)


def tick_labels(ticks: list[float]) -> list[str]:
    """Return round values with as many decimals as tell them apart."""
    if len(ticks) < 2:
        return [texts.number_of(tick) for tick in ticks]
    step = min(abs(after - before) for before, after in zip(ticks, ticks[1:]))
    decimals = min(6, max(0, -math.floor(math.log10(step) + 1e-9)))
    return [number_text(tick, decimals) for tick in ticks]


def time_ticks(start: int, end: int) -> list[int]:
    """Return round moments of local time inside a span [ms since 1970], at most six."""
    step = next((one for one in STEPS if (end - start) / one <= MOST_TICKS), STEPS[-1])
    first = QDateTime.fromMSecsSinceEpoch(int(start)).toLocalTime()
    midnight = QDateTime(first.date(), first.time())
    midnight.setTime(first.time().fromMSecsSinceStartOfDay(0))
    tick = midnight.toMSecsSinceEpoch()
    ticks = []
    while tick <= end:
        if tick >= start:
            ticks.append(int(tick))
        tick += step
    return ticks


def tick_text(moment: int, span: int) -> str:
    """Return what stands below a tick: the hour, or the day where the span is long."""
    local = QDateTime.fromMSecsSinceEpoch(int(moment)).toLocalTime()
    if span > 2 * DAY:
        return local.toString("d MMM") if span > 10 * DAY else QLocale().toString(local.date(), "ddd d")
    return local.toString("HH:mm")


class SeriesChart(QWidget):
    """Draws a series; the point nearest to the mouse, or chosen by the arrow keys, is read out."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.series = Series()
        self._row = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_series(self.series)

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(20 * metrics.averageCharWidth(), 9 * metrics.height())

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(40 * metrics.averageCharWidth(), 11 * metrics.height())

    def set_series(self, series: Series) -> None:
        """Show another series; the point that is read stays when it is still there."""
        former = int(self.series.time[self._row]) if 0 <= self._row < len(self.series) else None
        self.series = series
        found = np.flatnonzero(series.time == former) if former is not None else ()
        self._row = int(found[0]) if len(found) else -1
        self.setAccessibleName(tr("Chart of {metric}").format(metric=texts.metric_text(series.metric)))
        self.setAccessibleDescription(self.summary())
        self.update()

    def summary(self) -> str:
        """Return the series in a sentence, empty when there is nothing."""
        values = self.series.value[np.isfinite(self.series.value)]
        if not len(values):
            return ""
        low = np.nanmin(self.series.low) if len(self.series.low) else values.min()
        high = np.nanmax(self.series.high) if len(self.series.high) else values.max()
        return tr("{count} values, from {low} to {high} {unit}, last {last}").format(
            count=texts.number_of(float(self.series.count)),
            low=texts.number_of(float(low)),
            high=texts.number_of(float(high)),
            unit=self.series.unit,
            last=texts.number_of(float(values[-1])),
        )

    @property
    def row(self) -> int:
        """Point that is read, -1 for none."""
        return self._row

    def row_text(self) -> str:
        """Return the point that is read: its moment, its value and what is known of its quality."""
        series, row = self.series, self._row
        if not 0 <= row < len(series):
            return ""
        value = f"{texts.number_of(float(series.value[row]))} {series.unit}".strip()
        parts = [texts.moment_text(int(series.time[row])), value]
        if series.high[row] > series.low[row]:
            low, high = texts.number_of(float(series.low[row])), texts.number_of(float(series.high[row]))
            parts.append(tr("{low} to {high}").format(low=low, high=high))
        parts.append(texts.flag_text(int(series.flag[row])))
        return " · ".join(part for part in parts if part)

    # -- geometry -------------------------------------------------------------------------------------

    def _y_range(self) -> tuple[float, float]:
        low, high = float(np.nanmin(self.series.low)), float(np.nanmax(self.series.high))
        span = high - low or max(abs(high), 1.0) * 0.1
        return low - PADDING * span, high + PADDING * span

    def _plot(self, labels: list[str]) -> QRectF:
        metrics = self.fontMetrics()
        line, gap = metrics.height(), metrics.averageCharWidth()
        left = max([metrics.horizontalAdvance(label) for label in labels] or [0]) + 1.5 * gap
        return QRectF(self.rect()).adjusted(left, 1.5 * line, -1.5 * gap, -1.5 * line)

    def _places(self, plot: QRectF, values: np.ndarray, y_range) -> list[QPointF]:
        series = self.series
        span = max(1, series.end - series.start)
        x = plot.left() + (series.time - series.start) / span * plot.width()
        y = plot.bottom() - (values - y_range[0]) / (y_range[1] - y_range[0]) * plot.height()
        return [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist())]

    def _parts(self) -> list[slice]:
        """Return the parts of the series without a gap."""
        time = self.series.time
        if len(time) < 3:
            return [slice(0, len(time))]
        steps = np.diff(time)
        breaks = np.flatnonzero(steps > GAP_STEPS * max(1.0, float(np.median(steps)))) + 1
        edges = [0, *breaks.tolist(), len(time)]
        return [slice(start, end) for start, end in zip(edges, edges[1:])]

    # -- painting -------------------------------------------------------------------------------------

    def paintEvent(self, _event):
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        ground = palette.color(QPalette.ColorRole.Base)
        painter.fillRect(self.rect(), ground)
        ink = readable_ink(palette)
        if len(self.series) and np.isfinite(self.series.value).any():
            y_range = self._y_range()
            ticks = nice_ticks(*y_range)
            labels = tick_labels(ticks)
            plot = self._plot(labels)
            self._paint_axes(painter, plot, y_range, ticks, labels, ink)
            self._paint_line(painter, plot, y_range, palette, ground)
            self._paint_doubts(painter, plot, y_range, ink)
            self._paint_row(painter, plot, y_range, ink, ground)
        if self.hasFocus():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_axes(self, painter, plot: QRectF, y_range, ticks, labels, ink: QColor) -> None:
        metrics = self.fontMetrics()
        line, gap = metrics.height(), metrics.averageCharWidth()
        grid = QColor(ink)
        grid.setAlpha(GRID_ALPHA)
        for tick, label in zip(ticks, labels):
            y = plot.bottom() - (tick - y_range[0]) / (y_range[1] - y_range[0]) * plot.height()
            painter.setPen(QPen(grid, 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(ink)
            where = QRectF(0, y - line / 2, plot.left() - gap / 2, line)
            painter.drawText(where, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, label)
        series = self.series
        span, free_from = max(1, series.end - series.start), 0.0
        for moment in time_ticks(series.start, series.end):
            x = plot.left() + (moment - series.start) / span * plot.width()
            painter.setPen(QPen(grid, 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()))
            label = tick_text(moment, span)
            width = metrics.horizontalAdvance(label) + gap
            left = min(max(0.0, x - width / 2), self.width() - width)
            if left < free_from:
                continue
            free_from = left + width
            painter.setPen(ink)
            where = QRectF(left, plot.bottom() + 0.15 * line, width, line)
            painter.drawText(where, Qt.AlignmentFlag.AlignHCenter, label)
        painter.setPen(QPen(mixed(ink, self.palette().color(QPalette.ColorRole.Base), 0.4), 1))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        if self._row < 0:
            title = texts.metric_text(series.metric) + (f" ({series.unit})" if series.unit else "")
            painter.setPen(ink)
            where = QRectF(gap / 2, 0.2 * line, self.width() - gap, line)
            painter.drawText(where, Qt.AlignmentFlag.AlignLeft, title)

    def _line_colour(self, palette: QPalette, ground: QColor) -> QColor:
        return mixed(palette.color(QPalette.ColorRole.Highlight), readable_ink(palette), 0.35)

    def _paint_line(self, painter, plot: QRectF, y_range, palette: QPalette, ground: QColor) -> None:
        series, colour = self.series, self._line_colour(palette, ground)
        middle = self._places(plot, series.value, y_range)
        if np.any(series.high > series.low):
            upper, lower = self._places(plot, series.high, y_range), self._places(plot, series.low, y_range)
            band = QColor(colour)
            band.setAlpha(60)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(band)
            for part in self._parts():
                painter.drawPolygon(QPolygonF([*upper[part], *reversed(lower[part])]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        for part in self._parts():
            places = middle[part]
            if len(places) > 1:
                painter.setPen(pen)
                painter.drawPolyline(QPolygonF(places))
            elif places:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawEllipse(places[0], 2.0, 2.0)
                painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_doubts(self, painter, plot: QRectF, y_range, ink: QColor) -> None:
        """Mark suspect values with a ring and wrong ones with a cross."""
        series = self.series
        doubtful = np.flatnonzero(np.isin(series.flag, (SUSPECT, BAD)))
        if not len(doubtful):
            return
        places, radius = self._places(plot, series.value, y_range), 0.28 * self.fontMetrics().height()
        painter.setPen(QPen(ink, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for row in doubtful.tolist():
            place = places[row]
            if series.flag[row] == SUSPECT:
                painter.drawEllipse(place, radius, radius)
            else:
                painter.drawLine(place + QPointF(-radius, -radius), place + QPointF(radius, radius))
                painter.drawLine(place + QPointF(-radius, radius), place + QPointF(radius, -radius))

    def _paint_row(self, painter, plot: QRectF, y_range, ink: QColor, ground: QColor) -> None:
        if not 0 <= self._row < len(self.series):
            return
        place = self._places(plot, self.series.value, y_range)[self._row]
        painter.setPen(QPen(mixed(ink, ground, 0.5), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(place.x(), plot.top()), QPointF(place.x(), plot.bottom()))
        painter.setPen(QPen(ink, 1.4))
        painter.setBrush(ground)
        painter.drawEllipse(place, 3.5, 3.5)
        metrics = self.fontMetrics()
        text = metrics.elidedText(self.row_text(), Qt.TextElideMode.ElideRight, self.width() - metrics.height())
        where = QRectF(0, 0.2 * metrics.height(), self.width() - metrics.averageCharWidth() / 2, metrics.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignRight, text)

    def changeEvent(self, event):
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.EnabledChange):
            self.update()

    # -- mouse and keyboard -------------------------------------------------------------------------------

    def read_row(self, row: int) -> None:
        """Read a point out, -1 for none."""
        if row != self._row:
            self._row = row
            self.setAccessibleDescription(self.row_text() or self.summary())
            self.update()

    def row_at(self, x: float) -> int:
        """Return the point nearest to a place from the left, -1 when there is none."""
        if not len(self.series) or not np.isfinite(self.series.value).any():
            return -1
        plot = self._plot(tick_labels(nice_ticks(*self._y_range())))
        moment = self.series.start + (x - plot.left()) / max(1.0, plot.width()) * (self.series.end - self.series.start)
        return int(np.argmin(np.abs(self.series.time - moment)))

    def mouseMoveEvent(self, event):
        where = event.position() if hasattr(event, "position") else QPointF(event.pos())
        self.read_row(self.row_at(where.x()))

    def leaveEvent(self, event):
        self.read_row(-1)
        super().leaveEvent(event)

    def keyPressEvent(self, event):
        """Go from point to point with the arrows, by a tenth with Page Up and Page Down, to the ends with Home, End."""
        count = len(self.series)
        if not count:
            super().keyPressEvent(event)
            return
        row = self._row if self._row >= 0 else count - 1
        far = max(1, math.ceil(KEY_SHARE * count))
        wanted = {
            Qt.Key.Key_Right: row + 1,
            Qt.Key.Key_Left: row - 1,
            Qt.Key.Key_PageUp: row - far,
            Qt.Key.Key_PageDown: row + far,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }.get(event.key())
        if wanted is None:
            super().keyPressEvent(event)
            return
        self.read_row(min(max(0, wanted), count - 1))
        event.accept()
