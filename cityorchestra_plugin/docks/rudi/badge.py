"""A badge: a short word with a sign or a small drawing before it, in a rounded outline. It is read, not pressed."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QRect, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QPainter, QPainterPath
from qgis.PyQt.QtWidgets import QWidget

from ..palette import FILL, OUTLINE, SECONDARY, mixed, surface_of
from .line_drawings import line_picture

HEIGHT_LINES = 1.4


class Badge(QWidget):
    """A word in a rounded outline.

    Parameters
    ----------
    text : str
    sign : str
        Character before it.
    drawing : str
        Name of a line drawing before it, instead of a sign.
    strong : bool
        Drawn with a darker outline, for what must not be overlooked.
    plain : bool
        Drawn without an outline.
    tooltip : str
    """

    def __init__(
        self,
        text: str,
        *,
        sign: str = "",
        drawing: str = "",
        strong: bool = False,
        plain: bool = False,
        tooltip: str = "",
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self.text, self.sign, self.drawing = text, sign, drawing
        self.strong, self.plain = strong, plain
        self.setToolTip(tooltip or text)
        self.setAccessibleName(f"{sign} {text}".strip())

    def _space(self) -> int:
        return self.fontMetrics().averageCharWidth()

    def _before(self) -> int:
        """Return the width of what stands before the word."""
        metrics = self.fontMetrics()
        if self.drawing:
            return metrics.height() + self._space() // 2
        return metrics.horizontalAdvance(self.sign) + self._space() // 2 if self.sign else 0

    def sizeHint(self):
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text) + 2 + self._before() + (0 if self.plain else 2 * self._space())
        return QSize(width, round(HEIGHT_LINES * metrics.height()))

    def minimumSizeHint(self):
        return QSize(min(self.sizeHint().width(), 8 * self._space()), self.sizeHint().height())

    def paintEvent(self, _event):
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics, space = self.fontMetrics(), self._space()
        ground, ink = surface_of(self)
        if not self.plain:
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            path = QPainterPath()
            path.addRoundedRect(box, 0.3 * box.height(), 0.3 * box.height())
            painter.fillPath(path, mixed(ink, ground, FILL))
            painter.setPen(mixed(ink, ground, SECONDARY if self.strong else OUTLINE))
            painter.drawPath(path)
        left = 0 if self.plain else space
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(ink)
        if self.drawing:
            side = metrics.height()
            picture = line_picture(self.drawing, side, ink, self.devicePixelRatioF())
            painter.drawPixmap(left, (self.height() - side) // 2, picture)
        elif self.sign:
            painter.drawText(QRect(left, 0, self._before(), self.height()), flags, self.sign)
        left += self._before()
        room = QRect(left, 0, self.width() - left - (0 if self.plain else space), self.height())
        painter.drawText(room, flags, metrics.elidedText(self.text, Qt.TextElideMode.ElideRight, room.width()))
