"""Styles of the heat island: its map, its error, where it is extrapolated, and its stations."""

from __future__ import annotations

from qgis.core import QgsPalettedRasterRenderer, QgsRasterLayer
from qgis.PyQt.QtGui import QColor

from .parts import FOLDER, both, graduated, marker, pseudo_colour, save

# Ramps of ColorBrewer (Apache 2.0): YlOrRd below a pale blue for places cooler than the countryside, Purples, PuOr.
ISLAND = ("#a6cee3", "#ffffcc", "#fed976", "#feb24c", "#fc4e2a", "#bd0026", "#67000d")
ISLAND_C = (-1, 0, 1, 2, 3, 5, 7)
PURPLES = ("#f2f0f7", "#cbc9e2", "#9e9ac8", "#756bb1", "#54278f")
ERROR_C = (0, 0.25, 0.5, 1, 2)
HIDDEN = QColor(90, 90, 90, 150)
# Observed less predicted [°C]: purple where the map is too warm, orange where it is too cool.
RESIDUALS = (
    (-99, -1, "#542788", both("Map too warm by more than 1 °C", "Carte trop chaude de plus de 1 °C")),
    (-1, -0.5, "#998ec3", both("Map too warm by 0.5 to 1 °C", "Carte trop chaude de 0,5 à 1 °C")),
    (-0.5, -0.25, "#d8daeb", both("Map too warm by 0.25 to 0.5 °C", "Carte trop chaude de 0,25 à 0,5 °C")),
    (-0.25, 0.25, "#ffffff", both("Within 0.25 °C", "À moins de 0,25 °C")),
    (0.25, 0.5, "#fee0b6", both("Map too cool by 0.25 to 0.5 °C", "Carte trop fraîche de 0,25 à 0,5 °C")),
    (0.5, 1, "#f1a340", both("Map too cool by 0.5 to 1 °C", "Carte trop fraîche de 0,5 à 1 °C")),
    (1, 99, "#b35806", both("Map too cool by more than 1 °C", "Carte trop fraîche de plus de 1 °C")),
)
SHARES = ("#ffffe5", "#d9f0a3", "#78c679", "#238443", "#004529")


def number(value: float, language: str) -> str:
    """Return a number as it is written in a language."""
    text = f"{value:g}".replace("-", "−")
    return text.replace(".", ",") if language == "fr" else text


def degrees(value: float, en: str, fr: str) -> dict[str, str]:
    """Return a label in degrees in the two languages."""
    return both(f"{number(value, 'en')} °C {en}".strip(), f"{number(value, 'fr')} °C {fr}".strip())


def mask() -> None:
    """Write the style of the mask: grey over what is extrapolated, nothing elsewhere."""
    labels = {1: both("Extrapolated: unlike all stations", "Extrapolé : sans équivalent parmi les stations")}
    for language in ("en", "fr"):
        layer = QgsRasterLayer(str(FOLDER / "template.tif"), "style")
        classes = [QgsPalettedRasterRenderer.Class(1, HIDDEN, labels[1][language])]
        layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, classes))
        save(layer, "heat_island_mask", language)


def write() -> None:
    """Write them."""
    pseudo_colour(
        "heat_island",
        [
            (value, colour, degrees(value, "above the countryside", "au-dessus de la campagne"))
            for value, colour in zip(ISLAND_C, ISLAND)
        ],
    )
    pseudo_colour(
        "heat_island_error",
        [
            (value, colour, degrees(value, "of standard error", "d’erreur type"))
            for value, colour in zip(ERROR_C, PURPLES)
        ],
    )
    pseudo_colour(
        "disc_share",
        [
            (share / 100, colour, both(f"{share} % of the disc", f"{share} % du disque"))
            for share, colour in zip((0, 25, 50, 75, 100), SHARES)
        ],
    )
    mask()
    graduated(
        "heat_island_residuals",
        "Point",
        "loo_error",
        RESIDUALS,
        lambda colour: marker("circle", colour, 3.2, "#1f2a2e"),
    )
    graduated(
        "heat_island_stations",
        "Point",
        "uhi",
        [
            (
                lower,
                upper,
                colour,
                both(
                    f"{number(lower, 'en')} to {number(upper, 'en')} °C",
                    f"{number(lower, 'fr')} à {number(upper, 'fr')} °C",
                ),
            )
            for lower, upper, colour in zip((-20, *ISLAND_C[1:]), (*ISLAND_C[1:], 30), ISLAND)
        ],
        lambda colour: marker("circle", colour, 3.4, "#1f2a2e"),
    )
