"""Style of the raster of the sky view factor."""

from __future__ import annotations

from .parts import BLUE_YELLOW, both, pseudo_colour

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
WORDS = (
    ("closed", "fermé"),
    ("narrow street", "rue étroite"),
    ("foot of a wall", "pied d’un mur"),
    ("wide square", "grande place"),
    ("open", "dégagé"),
)


def write() -> None:
    """Write it."""
    pseudo_colour(
        "sky_view",
        [
            (
                share,
                colour,
                both(f"{share:.0%} of the sky ({en})", f"{100 * share:.0f}\N{NO-BREAK SPACE}% du ciel ({fr})"),
            )
            for share, colour, (en, fr) in zip(SHARES, BLUE_YELLOW, WORDS)
        ],
    )
