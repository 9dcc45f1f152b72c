"""Styles of the walkability of streets and of areas."""

from __future__ import annotations

from .parts import both, categorised, fill, graduated, line, route, single

# Blue to red by way of yellow: told apart by colour-blind readers, and on a light as on a dark map.
CLASSES = (
    ("A", "#2166ac", both("A: 80 and above", "A : 80 et plus")),
    ("B", "#67a9cf", both("B: 60 to 80", "B : 60 à 80")),
    ("C", "#e0c341", both("C: 40 to 60", "C : 40 à 60")),
    ("D", "#ef8a62", both("D: 20 to 40", "D : 20 à 40")),
    ("E", "#b2182b", both("E: below 20", "E : moins de 20")),
)
AREA_LIMITS = (-100.0, -4.0, -1.5, 1.5, 4.0, 100.0)
AREA_COLOURS = ("#b2182b", "#ef8a62", "#f7e6b5", "#67a9cf", "#2166ac")


def write() -> None:
    """Write them."""
    classes = [(letter, line(colour, 1.0), label) for letter, colour, label in CLASSES]
    unknown = (
        "",
        line("#8a9499", 0.5, "dot"),
        both("No class: too little is known", "Sans classe : trop peu d’indicateurs connus"),
    )
    categorised("walkability", "LineString", "class", [*classes, unknown])
    single("walkability_failing", "LineString", route("#111111", 0.8, 0, dashed=True))
    labels = (
        both("Index below −4: least walkable", "Indice inférieur à −4 : le moins marchable"),
        both("−4 to −1.5", "−4 à −1,5"),
        both("−1.5 to 1.5: near the mean", "−1,5 à 1,5 : proche de la moyenne"),
        both("1.5 to 4", "1,5 à 4"),
        both("Index above 4: most walkable", "Indice supérieur à 4 : le plus marchable"),
    )
    graduated(
        "area_walkability",
        "Polygon",
        "wi",
        list(zip(AREA_LIMITS[:-1], AREA_LIMITS[1:], AREA_COLOURS, labels)),
        lambda colour: fill(colour, "#5b6470", 0.15),
        unknown=(
            fill("255,255,255,0", "#8a9499", 0.3),
            both("No index: a part is not known", "Sans indice : une composante est inconnue"),
        ),
    )
