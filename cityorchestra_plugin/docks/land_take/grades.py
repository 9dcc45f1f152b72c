"""The classes A to E: their limits, their colours, and the chip that shows one by its letter."""

from __future__ import annotations

from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QPainter, QPainterPath, QPalette, QPen

from ..front_chart import contrast
from ..palette import OUTLINE, mixed

# Lowest score of each class: those of processing_provider/land_take/score.py, which a test compares. That module is
# not imported here: it brings a compiler along, which a window must not wait for.
LIMITS = (("A", 80.0), ("B", 65.0), ("C", 50.0), ("D", 35.0), ("E", 0.0))
BEST, WORST = 100.0, 0.0
# As on the maps of walkability: blue to red, told apart by the colour-blind; the letter says it too.
COLOURS = {"A": "#2166ac", "B": "#67a9cf", "C": "#e0c341", "D": "#ef8a62", "E": "#b2182b"}
_INKS = ("#111111", "#ffffff")
LETTER_SHARE = 0.62  # of the height of a chip


def grade_colour(grade: str, palette: QPalette) -> QColor:
    """Return the colour of a class; that of a hint where there is none."""
    if grade in COLOURS:
        return QColor(COLOURS[grade])
    return mixed(palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base), OUTLINE)


def ink_on(ground: QColor) -> QColor:
    """Return the darker or lighter ink, whichever reads better on a colour."""
    return max((QColor(name) for name in _INKS), key=lambda ink: contrast(ink, ground))


def paint_grade(painter: QPainter, box: QRectF, grade: str, palette: QPalette) -> None:
    """Draw the chip of a class: its letter in a rounded square of its colour; an outline with a dash for none.

    Parameters
    ----------
    painter : QPainter
    box : QRectF
        Where; a square.
    grade : str
        A to E, empty for none.
    palette : QPalette
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = grade_colour(grade, palette)
    path = QPainterPath()
    path.addRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 0.22 * box.height(), 0.22 * box.height())
    font = QFont(painter.font())
    font.setBold(True)
    font.setPixelSize(max(1, round(LETTER_SHARE * box.height())))
    painter.setFont(font)
    if grade in COLOURS:
        painter.fillPath(path, colour)
        painter.setPen(ink_on(colour))
    else:
        painter.setPen(QPen(colour, 1))
        painter.drawPath(path)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, grade or "–")
    painter.restore()
