"""Colours made from the user's palette: nothing here is light or dark by itself."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QLabel, QWidget

# Share of the background in a colour: text that comes second, outlines, fills.
SECONDARY, OUTLINE, FILL, FAINT = 0.30, 0.62, 0.90, 0.84
PROBE = "colourOfText"  # name of the hidden label that a widget asks for its colour
_ROLE = QPalette.ColorRole


def mixed(first: QColor, second: QColor, share: float) -> QColor:
    """Return a colour between two, ``share`` of the second, in 0..1."""
    keep = 1.0 - share
    return QColor(
        round(keep * first.red() + share * second.red()),
        round(keep * first.green() + share * second.green()),
        round(keep * first.blue() + share * second.blue()),
    )


def surface_of(widget: QWidget) -> tuple[QColor, QColor]:
    """Return what a widget stands on and the colour of text there.

    A theme of QGIS may be a style sheet: it makes plain widgets transparent and gives its colour of text to labels
    only, whatever the palette says. So the ground is that of the nearest parent that has one, the text that of a label.
    """
    ground = widget.palette().color(_ROLE.Window)
    parent = widget.parentWidget()
    while ground.alpha() < 255 and parent is not None:
        ground = parent.palette().color(parent.backgroundRole())
        if ground.alpha() < 255:
            ground = parent.palette().color(_ROLE.Base)
        parent = parent.parentWidget()
    probe = widget.findChild(QLabel, PROBE, Qt.FindChildOption.FindDirectChildrenOnly)
    if probe is None:
        probe = QLabel(widget)
        probe.setObjectName(PROBE)
        probe.hide()
    probe.ensurePolished()
    return ground, probe.palette().color(_ROLE.WindowText)


class Tones:
    """The colours of a list's row or of a chip.

    Attributes
    ----------
    text, secondary, outline, fill, background : QColor
        Main and second text, line around a badge, its inside, what it stands on.
    accent, tile : QColor
        Of a picture drawn in lines, and of the square below it.
    """

    def __init__(self, palette: QPalette, *, selected: bool = False, enabled: bool = True) -> None:
        group = QPalette.ColorGroup.Active if enabled else QPalette.ColorGroup.Disabled

        def colour(role: QPalette.ColorRole) -> QColor:
            return palette.color(group, role)

        self.background = colour(_ROLE.Highlight if selected else _ROLE.Base)
        self.text = colour(_ROLE.HighlightedText if selected else _ROLE.Text)
        self.secondary = mixed(self.text, self.background, SECONDARY if not selected else 0.12)
        self.outline = mixed(self.text, self.background, OUTLINE)
        self.fill = mixed(self.text, self.background, FILL)
        highlight = self.text if selected else colour(_ROLE.Highlight)
        self.tile = mixed(highlight, self.background, FAINT)
        self.accent = self.text if selected else mixed(highlight, self.text, 0.55)
