"""Colours made from the user's palette, and line icons drawn in them: nothing here is light or dark by itself."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from qgis.PyQt.QtCore import QByteArray, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from qgis.PyQt.QtSvg import QSvgRenderer
from qgis.PyQt.QtWidgets import QLabel, QWidget

ICONS = Path(__file__).resolve().parents[3] / "resources" / "icons" / "rudi"
STROKE = "#000000"  # colour of the lines in the files, replaced when they are drawn
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


@lru_cache(maxsize=64)
def _drawing(name: str) -> str:
    path = ICONS / f"{name}.svg"
    return (path if path.exists() else ICONS / "theme_other.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _picture(name: str, side: int, colour: str, ratio: float) -> QPixmap:
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace(STROKE, colour).encode("utf-8")))
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return picture


def line_picture(name: str, side: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
    """Return one of the line drawings in a colour; an unknown name gives that of any other theme.

    Parameters
    ----------
    name : str
        File of ``resources/icons/rudi`` without its suffix.
    side : int
        Width and height [logical pixels].
    ratio : float
        Pixels of the screen in a logical pixel.
    """
    return _picture(name, side, colour.name(), ratio)


def line_icon(name: str, side: int, palette: QPalette, ratio: float = 1.0) -> QIcon:
    """Return a line drawing as an icon of buttons and menus."""
    icon = QIcon(line_picture(name, side, palette.color(_ROLE.ButtonText), ratio))
    icon.addPixmap(
        line_picture(name, side, palette.color(QPalette.ColorGroup.Disabled, _ROLE.ButtonText), ratio),
        QIcon.Mode.Disabled,
    )
    return icon


def theme_drawing(theme: str) -> str:
    """Return the name of the drawing of a theme's code."""
    name = f"theme_{theme}"
    return name if theme.isalnum() and (ICONS / f"{name}.svg").exists() else "theme_other"


def access_drawing(access: str) -> str:
    """Return the name of the drawing of an access: open, restricted, selfdata."""
    return f"access_{access if access in ('open', 'restricted', 'selfdata') else 'open'}"
