"""Shares from 0 to 100 as bars, in groups with a title: the parts of a score, before and after, zone beside zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from qgis.PyQt.QtCore import QEvent, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QPainter, QPainterPath, QPalette
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ..palette import FAINT, SECONDARY, mixed, surface_of
from . import texts

BAR_LINES = 0.55  # thickness of a bar, in lines of text
LABELLED_LINES = 1.05  # of a bar with its own label beside it
GROUP_LINES = 0.55  # space below a group
LABEL_SHARE = 0.34  # of the width, for the labels of bars at most
FULL = 100.0
HATCH_ALPHA = 150  # of 255


@dataclass(frozen=True)
class Bar:
    """One value from 0 to 100, None where it is not known; its label, its colour (else that of the theme), its text."""

    value: Optional[float]
    label: str = ""
    colour: Optional[str] = None
    text: str = ""

    def words(self) -> str:
        """Return the value as it is written."""
        return self.text or texts.plain(self.value)


@dataclass(frozen=True)
class BarGroup:
    """Bars under one title, with what else is to be said of them and a help."""

    title: str
    bars: tuple[Bar, ...]
    note: str = ""
    tooltip: str = ""


class BarGroups(QWidget):
    """Draws groups of bars; says them to screen readers too."""

    def __init__(self, name: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._groups: tuple[BarGroup, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def groups(self) -> tuple[BarGroup, ...]:
        """What is shown."""
        return self._groups

    def show_groups(self, groups) -> None:
        """Show other groups."""
        self._groups = tuple(groups)
        self.setAccessibleDescription(self.sentence())
        self.updateGeometry()
        self.update()

    def sentence(self) -> str:
        """Say all values."""
        said = []
        for group in self._groups:
            values = ", ".join(f"{bar.label} {bar.words()}".strip() for bar in group.bars)
            said.append(" ".join(part for part in (f"{group.title}:", values, group.note) if part))
        return "; ".join(said)

    # -- geometry -----------------------------------------------------------------------------------

    def _line(self) -> int:
        return self.fontMetrics().height()

    def _space(self) -> int:
        return self.fontMetrics().averageCharWidth()

    def _two_lines(self, group: BarGroup) -> bool:
        """Tell whether the note of a group needs a line of its own: nothing is cut where the panel is narrow."""
        metrics = self.fontMetrics()
        wanted = metrics.horizontalAdvance(group.title) + metrics.horizontalAdvance(group.note) + 2 * self._space()
        if len(group.bars) == 1 and not group.bars[0].label:
            wanted += metrics.horizontalAdvance(group.bars[0].words()) + self._space()
        return bool(group.note) and wanted > self.width()

    def _height_of(self, group: BarGroup) -> float:
        each = LABELLED_LINES if group.bars and group.bars[0].label else BAR_LINES
        lines = 1.1 + self._two_lines(group) + each * len(group.bars) + GROUP_LINES
        return lines * self._line()

    def sizeHint(self) -> QSize:
        height = sum(self._height_of(group) for group in self._groups)
        return QSize(30 * self._space(), round(height))

    def minimumSizeHint(self) -> QSize:
        widest = max((self.fontMetrics().horizontalAdvance(group.title) for group in self._groups), default=0)
        return QSize(max(20 * self._space(), min(widest, 34 * self._space())), self.sizeHint().height())

    def resizeEvent(self, event) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    # -- painting -----------------------------------------------------------------------------------

    def paintEvent(self, _event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = surface_of(self)
        if not self.isEnabled():
            ink = mixed(ink, ground, 0.5)
        top = 0.0
        for group in self._groups:
            self._paint_group(painter, group, top, ink, ground)
            top += self._height_of(group)

    def _paint_group(self, painter: QPainter, group: BarGroup, top: float, ink: QColor, ground: QColor) -> None:
        line, width = self._line(), self.width()
        second = mixed(ink, ground, SECONDARY)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        painter.setPen(ink)
        painter.drawText(QRectF(0, top, width, line), left, group.title)
        alone = len(group.bars) == 1 and not group.bars[0].label
        room = QRectF(0, top, width, line)
        if alone:
            words = group.bars[0].words()
            painter.drawText(room, right, words)
            room.setRight(width - self.fontMetrics().horizontalAdvance(words) - self._space())
        if group.note:
            painter.setPen(second)
            if self._two_lines(group):
                painter.drawText(QRectF(0, top + line, width, line), left, group.note)
            else:
                painter.drawText(room, right, group.note)
        top += (1.1 + self._two_lines(group)) * line
        for bar in group.bars:
            if alone:
                self._paint_bar(painter, bar, QRectF(0, top, width, 0.75 * BAR_LINES * line), ink, ground)
                top += BAR_LINES * line
            else:
                self._paint_labelled(painter, group, bar, top, ink, ground)
                top += LABELLED_LINES * line

    def _paint_labelled(self, painter, group: BarGroup, bar: Bar, top: float, ink: QColor, ground: QColor) -> None:
        metrics, line, space = self.fontMetrics(), self._line(), self._space()
        most = max(metrics.horizontalAdvance(one.label) for one in group.bars)
        label_width = min(most, LABEL_SHARE * self.width())
        value_width = max(metrics.horizontalAdvance(one.words()) for one in group.bars)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(mixed(ink, ground, SECONDARY))
        label = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, round(label_width) + 1)
        painter.drawText(QRectF(0, top, label_width + 2, LABELLED_LINES * line), middle, label)
        painter.setPen(ink)
        values = QRectF(self.width() - value_width, top, value_width, LABELLED_LINES * line)
        painter.drawText(values, middle | Qt.AlignmentFlag.AlignRight, bar.words())
        left = label_width + space
        track = QRectF(left, top + 0.25 * line, self.width() - value_width - space - left, 0.55 * line)
        self._paint_bar(painter, bar, track, ink, ground)

    def _paint_bar(self, painter: QPainter, bar: Bar, track: QRectF, ink: QColor, ground: QColor) -> None:
        if track.width() <= 0.0:
            return
        radius = track.height() / 2
        path = QPainterPath()
        path.addRoundedRect(track, radius, radius)
        painter.fillPath(path, mixed(ink, ground, FAINT))
        if not texts.known(bar.value):
            # Not known is neither empty nor full.
            colour = QColor(ink)
            colour.setAlpha(HATCH_ALPHA)
            painter.save()
            painter.setClipPath(path)
            painter.fillRect(track, QBrush(colour, Qt.BrushStyle.BDiagPattern))
            painter.restore()
            return
        share = min(max(bar.value, 0.0), FULL) / FULL
        filled = QRectF(track)
        filled.setWidth(share * track.width())
        colour = QColor(bar.colour) if bar.colour else self.palette().color(QPalette.ColorRole.Highlight)
        if not self.isEnabled():
            colour = mixed(colour, ground, 0.5)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(filled, colour)
        painter.restore()

    # -- events -------------------------------------------------------------------------------------

    def group_at(self, y: float) -> Optional[BarGroup]:
        """Return the group at a height, None below the last one."""
        top = 0.0
        for group in self._groups:
            height = self._height_of(group)
            if top <= y < top + height:
                return group
            top += height
        return None

    def event(self, event) -> bool:
        """Show the help of the group under the mouse."""
        if event.type() == QEvent.Type.ToolTip:
            group = self.group_at(event.pos().y())
            self.setToolTip(group.tooltip if group is not None else "")
        return super().event(event)

    def changeEvent(self, event) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.EnabledChange):
            self.updateGeometry()
            self.update()
