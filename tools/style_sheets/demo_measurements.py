"""Styles of the measurements of the demo town: temperature stations and cool places."""

from __future__ import annotations

from .parts import both, categorised, fill, marker


def write() -> None:
    """Write them."""
    categorised(
        "heat_stations",
        "Point",
        "role",
        [
            ("urban", marker("circle", "#d95f0e", 2.6), both("Urban station", "Station urbaine")),
            ("reference", marker("triangle", "#2c7fb8", 3.4), both("Rural reference", "Référence rurale")),
        ],
    )
    categorised(
        "cool_places",
        "MultiPolygon",
        "kind",
        [
            ("park", fill("#74c476", "#31a354", 0.2), both("Park", "Parc")),
            ("garden", fill("#bae4b3", "#31a354", 0.2), both("Garden", "Jardin")),
            ("cemetery", fill("#c7c1ae", "#7d7866", 0.2), both("Cemetery", "Cimetière")),
            ("library", fill("#41b6c4", "#253494", 0.2), both("Library", "Médiathèque")),
            ("worship", fill("#a1dab4", "#253494", 0.2), both("Place of worship", "Lieu de culte")),
            ("market", fill("#2c7fb8", "#253494", 0.2), both("Covered market", "Halles")),
        ],
        label="name",
    )
