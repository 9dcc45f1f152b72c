"""A chip: a short word in a rounded box that is ticked, or taken away."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QRect, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QPainter, QPainterPath, QPalette, QPen
from qgis.PyQt.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QStyleOptionFocusRect, QWidget

from .palette import OUTLINE, SECONDARY, mixed, surface_of

TICK, CROSS = "✓", "✕"
HEIGHT_LINES = 1.5
LONGEST = 34  # characters of a chip's word

_ROLE = QPalette.ColorRole


class Chip(QAbstractButton):
    """A value to tick, with its count; or, when ``removable``, a filter in force that a click takes away.

    Whether it is ticked shows by a sign as well as by its colour.
    """

    def __init__(self, *, removable: bool = False, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._count: Optional[int] = None
        self._removable = removable
        self.value = ""
        self.setCheckable(not removable)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)  # a button would never shrink
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_value(self, value: str, text: str, count: Optional[int], name: str) -> None:
        """Show a value: its word, its count, and the name that a screen reader says."""
        self.value = value
        self._count = count
        self.setText(text)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.updateGeometry()
        self.update()

    def count(self) -> Optional[int]:
        """Return the count on show."""
        return self._count

    # -- size ---------------------------------------------------------------------------------------

    def _parts(self) -> tuple[str, str, str]:
        """Return what stands before the word, the word, what stands after it."""
        before = TICK if self.isChecked() else ""
        after = CROSS if self._removable else "" if self._count is None else str(self._count)
        return before, self.text(), after

    def _space(self) -> int:
        return self.fontMetrics().averageCharWidth()

    def sizeHint(self):
        metrics, space = self.fontMetrics(), self._space()
        before, word, after = self._parts()
        most = LONGEST * metrics.averageCharWidth()
        # Advances are rounded: without a spare pixel a word may be shortened for half a pixel.
        width = min(metrics.horizontalAdvance(word) + 2, most) + 2 * round(1.2 * space)
        width += sum(metrics.horizontalAdvance(part) + space for part in (before, after) if part)
        return QSize(width, round(HEIGHT_LINES * metrics.height()))

    def minimumSizeHint(self):
        return QSize(min(self.sizeHint().width(), 8 * self._space()), self.sizeHint().height())

    # -- painting -----------------------------------------------------------------------------------

    def paintEvent(self, _event):
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, on = self.palette(), self.isChecked()
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        ground, ink = surface_of(self)
        base = palette.color(group, _ROLE.Highlight if on else _ROLE.Base)
        if on:
            ink = palette.color(group, _ROLE.HighlightedText)
        elif base.alpha() < 255:
            base = ground
        if not self.isEnabled():
            ink = mixed(ink, base, OUTLINE)
        hovered = self.underMouse() and self.isEnabled()
        fill = mixed(base, ink, 0.10 if hovered or self._removable else 0.0)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.fillPath(path, fill)
        painter.setPen(QPen(base if on else mixed(ink, base, OUTLINE), 1))
        painter.drawPath(path)
        self._paint_words(painter, ink, mixed(ink, base, 0.12 if on else SECONDARY))
        if self.hasFocus():
            option = QStyleOptionFocusRect()
            option.initFrom(self)
            option.rect = self.rect().adjusted(3, 2, -3, -2)
            option.backgroundColor = fill
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, self)

    def _paint_words(self, painter: QPainter, ink, second) -> None:
        metrics, space = self.fontMetrics(), self._space()
        before, word, after = self._parts()
        left, right = round(1.2 * space), self.width() - round(1.2 * space)
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(ink)
        if before:
            width = metrics.horizontalAdvance(before)
            painter.drawText(QRect(left, 0, width, self.height()), flags, before)
            left += width + space
        if after:
            width = metrics.horizontalAdvance(after)
            painter.setPen(second)
            painter.drawText(QRect(right - width, 0, width, self.height()), flags, after)
            right -= width + space
        painter.setPen(ink)
        room = QRect(left, 0, max(0, right - left), self.height())
        painter.drawText(room, flags, metrics.elidedText(word, Qt.TextElideMode.ElideRight, room.width()))

    # -- keyboard -----------------------------------------------------------------------------------

    def keyPressEvent(self, event):
        """Tick with Space or Return, go to the neighbour with the arrows, take away with Del."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (
            self._removable and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        ):
            self.click()
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self._focus_neighbour(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def _focus_neighbour(self, step: int) -> None:
        layout = self.parentWidget().layout() if self.parentWidget() is not None else None
        if layout is None:
            return
        place = layout.indexOf(self) + step
        while 0 <= place < layout.count():
            widget = layout.itemAt(place).widget()
            if widget is not None and widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return
            place += step
