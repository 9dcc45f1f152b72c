"""Styles of the walking network and of routes."""

from __future__ import annotations

from .parts import both, categorised, graduated, line, route, single


def write() -> None:
    """Write them."""
    single("walking_network", "LineString", line("#5b6470", 0.4))
    graduated(
        "shade_on_network",
        "LineString",
        "shade_mean",
        [
            (
                lower,
                lower + 20,
                colour,
                both(f"{lower} to {lower + 20} % in shade", f"{lower} à {lower + 20} % à l’ombre"),
            )
            for lower, colour in zip((0, 20, 40, 60, 80), ("#fdbb2f", "#c9b45c", "#7ba77f", "#3d8490", "#253494"))
        ],
        lambda colour: line(colour, 0.9),
    )
    categorised(
        "cool_routes",
        "LineString",
        "role",
        [
            ("compromise", route("#1b9e9e", 0.8, 0), both("Compromise", "Compromis")),
            ("shortest", route("#c2185b", 1.1, 4, dashed=True), both("Shortest", "Le plus court")),
            ("coolest", route("#1f2f8f", 1.5, 2), both("Coolest", "Le plus frais")),
            (
                "shortest and coolest",
                route("#1f2f8f", 1.5, 2),
                both("Shortest and coolest", "Le plus court et le plus frais"),
            ),
        ],
        levels=True,
    )
