"""Styles of radiant temperature, felt temperature and classes of stress."""

from __future__ import annotations

import csv

from qgis.core import QgsPalettedRasterRenderer, QgsRasterLayer
from qgis.PyQt.QtGui import QColor

from .parts import FOLDER, both, pseudo_colour, save

# ColorBrewer RdYlBu reversed (Apache 2.0), safe for colour-blind readers.
BLUE_RED = ["#313695", "#74add1", "#e0f3f8", "#fee090", "#fdae61", "#f46d43", "#a50026"]


def write() -> None:
    """Write them."""
    pseudo_colour(
        "tmrt",
        [
            (value, colour, both(f"{value} °C of radiant temperature", f"{value} °C de température de rayonnement"))
            for value, colour in zip((0, 15, 25, 35, 45, 55, 70), BLUE_RED)
        ],
    )
    for index in ("utci", "pet"):
        classes = stress_rows(index)
        pseudo_colour(index, felt_stops(classes))
        paletted(
            f"{index}_classes",
            [(int(row["code"]), row["colour"], both(*legend(row, upper))) for row, upper in with_upper(classes)],
        )


def stress_rows(index: str) -> list[dict[str, str]]:
    """Return the rows of the table of classes of an index, from the coldest."""
    with (FOLDER.parent / "tables" / "comfort_classes.csv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(line for line in stream if not line.startswith("#"))
        return [row for row in rows if row["index"] == index]


def with_upper(classes):
    """Pair each class with the lower limit of the next one, empty for the last."""
    return list(zip(classes, [row["from_c"] for row in classes[1:]] + [""]))


def limits(row, upper, below, beyond):
    """Return the range of a class as text."""
    if not row["from_c"]:
        return f"{below} {upper} °C"
    return f"{beyond} {row['from_c']} °C" if not upper else f"{row['from_c']} … {upper} °C"


def legend(row, upper):
    """Return the legend of a class in English and French."""
    return (
        f"{row['name_en']} ({limits(row, upper, 'below', 'from')})",
        f"{row['name_fr']} ({limits(row, upper, 'moins de', 'à partir de')})",
    )


def felt_stops(classes):
    """Return one stop in the middle of each class, in its colour; the outer classes 8 °C beyond their limit."""
    stops = []
    for row, upper in with_upper(classes):
        lower = float(row["from_c"]) if row["from_c"] else float(upper) - 16.0
        higher = float(upper) if upper else lower + 16.0
        value = (lower + higher) / 2.0
        stops.append((value, row["colour"], both(f"{value:g} °C, {row['name_en']}", f"{value:g} °C, {row['name_fr']}")))
    return stops


def paletted(name: str, classes) -> None:
    """Write a style of class numbers; ``classes`` holds (value, colour, labels)."""
    for language in ("en", "fr"):
        layer = QgsRasterLayer(str(FOLDER / "template.tif"), "style")
        items = [
            QgsPalettedRasterRenderer.Class(value, QColor(colour), labels[language])
            for value, colour, labels in classes
        ]
        layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, items))
        save(layer, name, language)
