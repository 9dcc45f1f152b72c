"""Paints the class of a zone as a chip, and its score with the interval below it."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPointF, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QPen
from qgis.PyQt.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ..palette import Tones
from . import records, texts
from .grades import BEST, paint_grade
from .zone_model import GRADE, SCORE, ZONE_ROLE

ROW_LINES = 1.7
CHIP_LINES = 1.25
SCORE_CHARACTERS = 11  # width of the column of scores


class ZoneDelegate(QStyledItemDelegate):
    """Draws the columns of class and score; the others as they are."""

    def sizeHint(self, option, index) -> QSize:
        size = super().sizeHint(option, index)
        line = option.fontMetrics.height()
        if index.column() == GRADE:
            size.setWidth(round(CHIP_LINES * line) + 6)
        elif index.column() == SCORE:
            size.setWidth(SCORE_CHARACTERS * option.fontMetrics.averageCharWidth())
        size.setHeight(round(ROW_LINES * line))
        return size

    def paint(self, painter, option, index) -> None:
        if index.column() not in (GRADE, SCORE):
            super().paint(painter, option, index)
            return
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        own.text = ""
        style = own.widget.style() if own.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, own, painter, own.widget)
        zone = index.data(ZONE_ROLE)
        if zone is None:
            return
        box = QRectF(own.rect)
        if index.column() == GRADE:
            side = min(CHIP_LINES * own.fontMetrics.height(), box.height() - 2)
            chip = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
            paint_grade(painter, chip, zone.grade, own.palette)
            return
        selected = bool(own.state & QStyle.StateFlag.State_Selected)
        enabled = bool(own.state & QStyle.StateFlag.State_Enabled)
        self._paint_score(painter, box, zone, Tones(own.palette, selected=selected, enabled=enabled), own)

    @staticmethod
    def _paint_score(painter, box: QRectF, zone, tones: Tones, option) -> None:
        metrics = option.fontMetrics
        space = metrics.averageCharWidth()
        score = zone.number(records.SCORE)
        painter.save()
        painter.setPen(tones.text)
        figures = QRectF(box.left() + 0.5 * space, box.top(), metrics.horizontalAdvance("100") + 1, box.height())
        painter.drawText(figures, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, texts.plain(score))
        track = QRectF(figures.right() + space, box.center().y() - 2, box.right() - figures.right() - 2 * space, 4)
        if track.width() > 0 and texts.known(score):
            low, high = zone.number(records.LOW), zone.number(records.HIGH)

            def x(value: float) -> float:
                return track.left() + min(max(value, 0.0), BEST) / BEST * track.width()

            painter.setPen(QPen(tones.outline, 1))
            painter.drawLine(QPointF(track.left(), track.center().y()), QPointF(track.right(), track.center().y()))
            if texts.known(low) and texts.known(high):
                painter.fillRect(QRectF(x(low), track.top(), max(1.0, x(high) - x(low)), track.height()), tones.accent)
            painter.setPen(QPen(tones.text, 2))
            painter.drawLine(QPointF(x(score), track.top() - 2), QPointF(x(score), track.bottom() + 2))
        painter.restore()
