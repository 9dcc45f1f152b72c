"""Style of the land cover: one colour per surface, as in ``resources/tables/land_cover.csv``."""

from __future__ import annotations

from qgis.core import QgsPalettedRasterRenderer, QgsRasterLayer
from qgis.PyQt.QtGui import QColor

from .parts import FOLDER, both, save

# Code, colour, labels; told apart by lightness as well as by hue.
SURFACES = (
    (0, "#c9bfae", both("Cobblestone", "Pavés")),
    (1, "#a7a7a7", both("Paved", "Revêtement")),
    (2, "#7a3b2e", both("Buildings", "Bâtiments")),
    (3, "#00441b", both("Evergreen trees", "Arbres persistants")),
    (4, "#41ab5d", both("Deciduous trees", "Arbres caducs")),
    (5, "#d9f0a3", both("Grass", "Herbe")),
    (6, "#e6c98f", both("Bare soil", "Sol nu")),
    (7, "#4393c3", both("Water", "Eau")),
)


def write() -> None:
    """Write it."""
    for language in ("en", "fr"):
        layer = QgsRasterLayer(str(FOLDER / "template.tif"), "style")
        classes = [
            QgsPalettedRasterRenderer.Class(code, QColor(colour), label[language]) for code, colour, label in SURFACES
        ]
        layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))
        save(layer, "land_cover", language)
