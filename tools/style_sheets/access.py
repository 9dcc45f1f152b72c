"""Styles of reach: isochrones, minutes to cool places, and their classes."""

from __future__ import annotations

from .parts import both, categorised, fill, graduated, line, single

# Sequential ramp of ColorBrewer (YlGnBu, Apache 2.0), from near to far; safe for colour-blind readers.
NEAR_TO_FAR = ("#081d58", "#225ea8", "#1d91c0", "#7fcdbb", "#c7e9b4")
MINUTES = (0, 5, 10, 15, 20, 1e9)
UNKNOWN = "#8a9499"


def write() -> None:
    """Write them."""
    classes = [
        (
            low,
            high,
            colour,
            both(f"{low} to {high} min", f"{low} à {high} min")
            if high < MINUTES[-1]
            else both("over 20 min", "plus de 20 min"),
        )
        for low, high, colour in zip(MINUTES, MINUTES[1:], NEAR_TO_FAR)
    ]
    graduated("isochrone_lines", "LineString", "minutes", classes, lambda colour: line(colour, 0.8))
    graduated("isochrone_areas", "Polygon", "budget", classes, lambda colour: fill(colour, "#ffffff", 0.3), opacity=0.5)
    bands = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]
    graduated(
        "access_to_cool",
        "LineString",
        "min_to_cool",
        [
            *(
                (low, high, colour, both(f"{low} to {high} min", f"{low} à {high} min"))
                for (low, high), colour in zip(bands, NEAR_TO_FAR)
            ),
            (5, 10, "#fdae61", both("5 to 10 min", "5 à 10 min")),
            (10, MINUTES[-1], "#d7191c", both("over 10 min", "plus de 10 min")),
        ],
        lambda colour: line(colour, 0.8),
        unknown=(line(UNKNOWN, 0.5, "dot"), both("No place can be reached", "Aucun lieu ne peut être atteint")),
    )
    single("served_area", "Polygon", fill(_see_through("#1d91c0"), "#225ea8", 0.4))
    categorised(
        "cool_place_classes",
        "Polygon",
        "class_apur",
        [
            (
                "very_shaded",
                fill("#1b7837", "#ffffff"),
                both("Very shaded, cool (over 50 %)", "Très ombragé, frais (plus de 50 %)"),
            ),
            (
                "partly_shaded",
                fill("#fec44f", "#ffffff"),
                both("Partly shaded (25 to 50 %)", "Partiellement ombragé (25 à 50 %)"),
            ),
            ("hot", fill("#d95f0e", "#ffffff"), both("Hot (under 25 %)", "Chaud (moins de 25 %)")),
            ("", fill("255,255,255,0", UNKNOWN, 0.4), both("Not known: no data", "Inconnu : pas de données")),
        ],
    )


def _see_through(colour: str) -> str:
    """Return a colour at a third of its strength, as QGIS writes it."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"{red},{green},{blue},90"
