"""Styles of the indicators, soil functions and scores of zones."""

from __future__ import annotations

from .parts import both, categorised, fill, graduated

# Green for land given back, red for land taken, told apart by colour-blind readers (ColorBrewer PRGn and RdBu ends).
NET = (
    (-100.0, -0.05, "#1b7837", both("Given back, 0.05 %/year and more", "Rendu, 0,05 %/an et plus")),
    (-0.05, -0.005, "#a6dba0", both("Given back, below 0.05 %/year", "Rendu, moins de 0,05 %/an")),
    (-0.005, 0.005, "#f7f7f7", both("Hardly any change", "Presque aucune évolution")),
    (0.005, 0.05, "#fdd0a2", both("Taken, below 0.05 %/year", "Pris, moins de 0,05 %/an")),
    (0.05, 0.2, "#fd8d3c", both("Taken, 0.05 to 0.2 %/year", "Pris, 0,05 à 0,2 %/an")),
    (0.2, 100.0, "#b2182b", both("Taken, 0.2 %/year and more", "Pris, 0,2 %/an et plus")),
)
STOCK_COLOURS = ("#fff5eb", "#fdd0a2", "#fd8d3c", "#d94801", "#7f2704")
STOCK_LIMITS = (0.0, 10.0, 25.0, 50.0, 75.0, 100.0)
GREEN_COLOURS = ("#d0d1d6", "#e5f0c4", "#b5dc8f", "#5fae57", "#1d7a3a")
GRADES = (
    ("A", "#2166ac", both("A: 80 and above", "A : 80 et plus")),
    ("B", "#67a9cf", both("B: 65 to 80", "B : 65 à 80")),
    ("C", "#e0c341", both("C: 50 to 65", "C : 50 à 65")),
    ("D", "#ef8a62", both("D: 35 to 50", "D : 35 à 50")),
    ("E", "#b2182b", both("E: below 35", "E : moins de 35")),
)
UNKNOWN = fill("255,255,255,0", "#8a9499", 0.3)


def area(colour: str):
    """Return the symbol of a zone."""
    return fill(colour, "#5b6470", 0.15)


def write() -> None:
    """Write them."""
    unknown = (UNKNOWN, both("Not known", "Non connu"))
    graduated("landtake_indicators", "Polygon", "tx_net_an", NET, area, unknown=unknown)
    stock = [
        (low, high, colour, both(f"{low:.0f} to {high:.0f} % artificial", f"{low:.0f} à {high:.0f} % artificialisé"))
        for low, high, colour in zip(STOCK_LIMITS[:-1], STOCK_LIMITS[1:], STOCK_COLOURS)
    ]
    graduated("landtake_stock", "Polygon", "stock_pct", stock, area, unknown=unknown)
    factors = [
        (place / 5, (place + 1) / 5, colour, both(f"{place / 5:.1f} to {(place + 1) / 5:.1f}", french(place)))
        for place, colour in enumerate(GREEN_COLOURS)
    ]
    graduated("landtake_functional", "Polygon", "cbs", factors, area, unknown=unknown)
    grades = [(letter, area(colour), label) for letter, colour, label in GRADES]
    none = ("", UNKNOWN, both("No score: too little is known", "Sans score : trop peu de données"))
    categorised("landtake_zan_score", "Polygon", "classe", [*grades, none])


def french(place: int) -> str:
    """Return the limits of a class of green factors with decimal commas."""
    return f"{place / 5:.1f} à {(place + 1) / 5:.1f}".replace(".", ",")
