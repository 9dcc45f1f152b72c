"""Line drawings of the catalogue's themes and accesses, drawn in colours of the user's palette."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from qgis.PyQt.QtCore import QByteArray, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from qgis.PyQt.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parents[3] / "resources" / "icons" / "rudi"
STROKE = "#000000"  # colour of the lines in the files, replaced when they are drawn
_ROLE = QPalette.ColorRole


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
