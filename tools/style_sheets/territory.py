"""Styles of the standard territory."""

from __future__ import annotations

from .parts import both, categorised, fill, graduated, line, marker, single


def write() -> None:
    """Write them."""
    single("zones", "MultiPolygon", fill("0,0,0,0", "#7a3b8f", 0.4), "name")
    graduated(
        "buildings",
        "MultiPolygon",
        "height_m",
        [
            (lower, upper, colour, labels)
            for (lower, upper), colour, labels in zip(
                ((0, 4), (4, 8), (8, 14), (14, 22), (22, 400)),
                ("#efe6dd", "#dccabb", "#c0a48f", "#9c7a66", "#6e5145"),
                (
                    both("less than 4 m", "moins de 4 m"),
                    both("4 to 8 m", "4 à 8 m"),
                    both("8 to 14 m", "8 à 14 m"),
                    both("14 to 22 m", "14 à 22 m"),
                    both("more than 22 m", "plus de 22 m"),
                ),
            )
        ],
        lambda colour: fill(colour, "#8a7468", 0.08),
    )
    categorised(
        "streets",
        "MultiLineString",
        "street_class",
        [
            ("motorway", line("#b5543a", 1.4), both("Motorway", "Autoroute")),
            ("primary", line("#d98b4a", 1.2), both("Primary road", "Route principale")),
            ("secondary", line("#e0ad5f", 1.0), both("Secondary road", "Route secondaire")),
            ("tertiary", line("#d9c98a", 0.9), both("Tertiary road", "Route tertiaire")),
            ("residential", line("#a9adb3", 0.7), both("Residential street", "Rue résidentielle")),
            ("living_street", line("#8fa3a8", 0.7), both("Living street", "Zone de rencontre")),
            ("service", line("#c4c7cc", 0.5), both("Service way", "Voie de desserte")),
            ("pedestrian", line("#6d8f6b", 0.7), both("Pedestrian street", "Rue piétonne")),
            ("footway", line("#6d8f6b", 0.4, "dash"), both("Footway", "Cheminement piéton")),
            ("cycleway", line("#4e7fa8", 0.4, "dash"), both("Cycleway", "Piste cyclable")),
            ("path", line("#8a6f4d", 0.4, "dash"), both("Path", "Sentier")),
            ("steps", line("#8a4d6b", 0.6, "dot"), both("Steps", "Escalier")),
            ("track", line("#a08b6a", 0.5, "dash"), both("Track", "Chemin d’exploitation")),
        ],
    )
    single("trees", "Point", marker("circle", "63,140,74,170", 1.4, "#2f6b3a"))
    categorised(
        "vegetation",
        "MultiPolygon",
        "vegetation_class",
        [
            ("wood", fill("#7fb17a"), both("Wood", "Bois")),
            ("open_wood", fill("#a3c99a"), both("Open wood", "Bois clair")),
            ("hedge", fill("#5f9a62"), both("Hedge", "Haie")),
            ("orchard", fill("#b9d18f"), both("Orchard", "Verger")),
            ("shrub", fill("#b7c29a"), both("Shrub", "Lande")),
            ("grass", fill("#d5e8c3"), both("Grass", "Herbe")),
            ("crop", fill("#eee6bf"), both("Crop", "Culture")),
        ],
    )
    single("green_spaces", "MultiPolygon", fill("140,190,130,110", "#5c9457", 0.2), "name")
    single("water", "MultiPolygon", fill("#a9cfe3", "#6ba6c4", 0.1))
    single("waterways", "MultiLineString", line("#6ba6c4", 0.7))
    categorised(
        "equipment",
        "Point",
        "kind",
        [
            ("drinking_fountain", marker("circle", "#1f78b4", 2.0), both("Drinking fountain", "Fontaine à boire")),
            ("fountain", marker("diamond", "#6ba6c4", 2.0), both("Fountain", "Fontaine")),
            ("bench", marker("square", "#8a6f4d", 1.4), both("Bench", "Banc")),
            ("toilets", marker("pentagon", "#7a3b8f", 2.0), both("Toilets", "Toilettes")),
            ("crossing", marker("cross2", "#5b6470", 1.4), both("Crossing", "Passage piéton")),
        ],
    )
    single("places", "Point", marker("star", "#c0392b", 3.2), "name")
    graduated(
        "population",
        "MultiPolygon",
        "population",
        [
            (lower, upper, colour, both(en, fr))
            for (lower, upper), colour, en, fr in zip(
                ((0, 20), (20, 80), (80, 200), (200, 500), (500, 100000)),
                ("#f2f0f7", "#cbc9e2", "#9e9ac8", "#756bb1", "#54278f"),
                ("up to 20 inhabitants", "20 to 80", "80 to 200", "200 to 500", "more than 500"),
                ("jusqu’à 20 habitants", "20 à 80", "80 à 200", "200 à 500", "plus de 500"),
            )
        ],
        lambda colour: fill(colour, "#ffffff", 0.1),
    )
