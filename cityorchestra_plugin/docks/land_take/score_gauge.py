"""A score on its scale from 0 to 100: the bands of the classes, the score, and the interval that other weights give."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QPainter, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ....processing_provider.translation import tr
from ..palette import SECONDARY, mixed, surface_of
from . import texts
from .grades import BEST, LIMITS, grade_colour, paint_grade

BAND_ALPHA = 110  # of 255: bands stand behind the score
CHIP_LINES, FIGURE_FACTOR = 2.1, 1.7  # height of the chip in lines, of the figure in the size of the font
BAND_LINES = 0.75
INTERVAL_SHARE = 0.42  # of the height of the bands


class ScoreGauge(QWidget):
    """The class, the score in figures, and both on the scale.

    Without a score it says so, on a scale without a mark.
    """

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.score: Optional[float] = None
        self.low: Optional[float] = None
        self.high: Optional[float] = None
        self.grade = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("ZAN score"))

    def show_score(self, score: Optional[float], grade: str, low: Optional[float], high: Optional[float]) -> None:
        """Show another score, 0 to 100, with the 5 and 95 % of those that other weights give."""
        self.score, self.grade, self.low, self.high = score, grade, low, high
        self.setAccessibleDescription(self.sentence())
        self.setToolTip(self.sentence())
        self.update()

    def sentence(self) -> str:
        """Say the score in words."""
        if not texts.known(self.score):
            return tr("No score: not enough is known of this ground.")
        given = texts.interval(self.low, self.high)
        if not given:
            return tr("Score {score} of 100, class {grade}.").format(score=texts.plain(self.score), grade=self.grade)
        return tr(
            "Score {score} of 100, class {grade}. Other weights of the parts give {interval} (5 to 95 %)."
        ).format(score=texts.plain(self.score), grade=self.grade, interval=given)

    # -- size ---------------------------------------------------------------------------------------

    def _line(self) -> int:
        return self.fontMetrics().height()

    def sizeHint(self) -> QSize:
        return QSize(28 * self.fontMetrics().averageCharWidth(), round((CHIP_LINES + BAND_LINES + 1.6) * self._line()))

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * self.fontMetrics().averageCharWidth(), self.sizeHint().height())

    # -- painting -----------------------------------------------------------------------------------

    def paintEvent(self, _event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = surface_of(self)
        if not self.isEnabled():
            ink = mixed(ink, ground, 0.5)
        line = self._line()
        self._paint_figures(painter, ink, mixed(ink, ground, SECONDARY), line)
        # Half a digit of room on both sides, for the numbers of the scale.
        margin = self.fontMetrics().horizontalAdvance("100") / 2
        bands = QRectF(margin, (CHIP_LINES + 0.35) * line, self.width() - 2 * margin, BAND_LINES * line)
        self._paint_bands(painter, bands, ink, mixed(ink, ground, SECONDARY), line)
        if texts.known(self.score):
            self._paint_score(painter, bands, ink, ground)

    def _paint_figures(self, painter: QPainter, ink: QColor, second: QColor, line: int) -> None:
        side = CHIP_LINES * line
        paint_grade(painter, QRectF(0, 0, side, side), self.grade, self.palette())
        left = side + 0.7 * line
        font = QFont(self.font())
        font.setPointSizeF(FIGURE_FACTOR * self.font().pointSizeF())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(ink)
        figure = texts.plain(self.score)
        width = painter.fontMetrics().horizontalAdvance(figure)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left, 0, width + 2, side), middle, figure)
        painter.setFont(self.font())
        painter.setPen(second)
        given = texts.interval(self.low, self.high)
        first = tr("of 100") if texts.known(self.score) else tr("no score")
        room = QRectF(left + width + 0.5 * line, 0, self.width(), side)
        if given:
            painter.drawText(room.adjusted(0, 0, 0, -line), middle, first)
            painter.drawText(room.adjusted(0, line, 0, 0), middle, tr("5–95 %: {interval}").format(interval=given))
        else:
            painter.drawText(room, middle, first)

    @staticmethod
    def _x(bands: QRectF, score: float) -> float:
        return bands.left() + min(max(score, 0.0), BEST) / BEST * bands.width()

    def _paint_bands(self, painter: QPainter, bands: QRectF, ink: QColor, second: QColor, line: int) -> None:
        upper = BEST
        for grade, lower in LIMITS:
            colour = QColor(grade_colour(grade, self.palette()))
            colour.setAlpha(BAND_ALPHA if self.isEnabled() else BAND_ALPHA // 2)
            band = QRectF(bands)
            band.setLeft(self._x(bands, lower))
            band.setRight(self._x(bands, upper))
            painter.fillRect(band, colour)
            painter.setPen(ink)
            painter.drawText(band, Qt.AlignmentFlag.AlignCenter, grade)
            painter.setPen(second)
            self._paint_tick(painter, self._x(bands, lower), bands.bottom(), lower, line)
            upper = lower
        self._paint_tick(painter, bands.right(), bands.bottom(), BEST, line)

    @staticmethod
    def _paint_tick(painter: QPainter, x: float, y: float, value: float, line: int) -> None:
        painter.drawText(QRectF(x - 2 * line, y, 4 * line, 1.1 * line), Qt.AlignmentFlag.AlignCenter, f"{value:g}")

    def _paint_score(self, painter: QPainter, bands: QRectF, ink: QColor, ground: QColor) -> None:
        if texts.known(self.low) and texts.known(self.high):
            height = INTERVAL_SHARE * bands.height()
            left, right = self._x(bands, self.low), self._x(bands, self.high)
            bar = QRectF(left, bands.center().y() - height / 2, max(2.0, right - left), height)
            shade = QColor(ink)
            shade.setAlpha(120)
            painter.fillRect(bar, shade)
        x = self._x(bands, self.score)
        painter.setPen(QPen(ground, 3))
        painter.drawLine(QPointF(x, bands.top()), QPointF(x, bands.bottom()))
        painter.setPen(QPen(ink, 2))
        painter.drawLine(QPointF(x, bands.top() - 1), QPointF(x, bands.bottom()))
        side = 0.35 * bands.height()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        top = bands.top() - 1
        painter.drawPolygon(QPolygonF([QPointF(x, top), QPointF(x - side, top - side), QPointF(x + side, top - side)]))

    def changeEvent(self, event) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.EnabledChange):
            self.updateGeometry()
            self.update()
