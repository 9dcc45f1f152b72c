"""Styles of the rasters of sun, shade and relief."""

from __future__ import annotations

from .parts import BLUE_YELLOW, GREENS, both, hillshade, pseudo_colour


def write() -> None:
    """Write them."""
    pseudo_colour(
        "sun_fraction",
        [
            (0, "#3b4a6b", both("0 % of direct sun (shade)", "0 % de soleil direct (ombre)")),
            (50, "#b9a46a", both("50 %", "50 %")),
            (100, "#fff3b0", both("100 % (full sun)", "100 % (plein soleil)")),
        ],
    )
    pseudo_colour(
        "sun_hours",
        [
            (hours, colour, both(f"{hours} h of direct sun", f"{hours} h de soleil direct"))
            for hours, colour in zip((0, 4, 8, 12, 16), BLUE_YELLOW)
        ],
    )
    pseudo_colour(
        "canopy",
        [
            (height, colour, both(f"{height} m of canopy", f"{height} m de canopée"))
            for height, colour in zip((0, 5, 10, 20, 30), GREENS)
        ],
        transparent_zero=True,
    )
    hillshade("relief")
