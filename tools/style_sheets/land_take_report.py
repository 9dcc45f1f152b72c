"""Styles of the ENAF trajectory and of brownfield land."""

from __future__ import annotations

from .parts import both, categorised, fill, graduated

USE_LIMITS = (0.0, 25.0, 50.0, 75.0, 100.0, 100000.0)
USE_COLOURS = ("#2166ac", "#67a9cf", "#f7e6b5", "#ef8a62", "#b2182b")
STOCKS = (
    ("potentiel_inexploite", "#d95f02", both("Potential, not used", "Gisement potentiel et non exploité")),
    ("potentiel_en_cours", "#e6ab02", both("Potential, being used", "Gisement potentiel en cours d’exploitation")),
    ("nul_exploite", "#7570b3", both("None left: already used", "Gisement nul, potentiel déjà exploité")),
    ("nul", "#e8efee", both("None known", "Gisement nul, sans potentiel connu")),
)


def write() -> None:
    """Write them."""
    graduated(
        "land_take_enaf",
        "Polygon",
        "use_pct",
        [
            (lower, upper, colour, both(en, fr))
            for lower, upper, colour, en, fr in zip(
                USE_LIMITS[:-1],
                USE_LIMITS[1:],
                USE_COLOURS,
                ("up to 25 % of the allowance", "25 to 50 %", "50 to 75 %", "75 to 100 %", "allowance exceeded"),
                ("jusqu’à 25 % de l’enveloppe", "25 à 50 %", "50 à 75 %", "75 à 100 %", "enveloppe dépassée"),
            )
        ],
        lambda colour: fill(colour, "#5b6470", 0.15),
        unknown=(
            fill("255,255,255,0", "#8a9499", 0.3),
            both("No figure: a year is missing or negative", "Sans chiffre\u00a0: une année manque ou est négative"),
        ),
    )
    unknown = (
        "",
        fill("255,255,255,0", "#8a9499", 0.3),
        both("Not known: sites of unknown status only", "Inconnu\u00a0: des sites de statut inconnu seulement"),
    )
    categorised(
        "land_take_friches",
        "Polygon",
        "gisement",
        [*((value, fill(colour, "#5b6470", 0.15), labels) for value, colour, labels in STOCKS), unknown],
    )
