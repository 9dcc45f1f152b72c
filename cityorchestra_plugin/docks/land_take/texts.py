"""Numbers as the panel writes them: what is not known is a dash, never a zero."""

from __future__ import annotations

import math
from typing import Optional

from ....processing_provider.translation import number_text, tr

UNKNOWN = "–"
HECTARE_M2 = 10_000.0
MINUS, HYPHEN = "\u2212", "-"


def known(value: Optional[float]) -> bool:
    """Tell whether a number is known."""
    return value is not None and not math.isnan(value)


def plain(value: Optional[float], decimals: int = 0) -> str:
    """Write a number, a dash where it is not known."""
    if not known(value):
        return UNKNOWN
    # Rounded first: a loss that rounds to nothing must not read -0.
    rounded = round(float(value), decimals) + 0.0
    return number_text(rounded, decimals).replace(HYPHEN, MINUS)


def signed(value: Optional[float], decimals: int = 0) -> str:
    """Write a number with its sign: a change."""
    if not known(value):
        return UNKNOWN
    text = plain(value, decimals)
    return f"+{text}" if round(float(value), decimals) > 0.0 else text


def hectares(area_m2: Optional[float], *, change: bool = False) -> str:
    """Write an area in hectares, with its unit."""
    if not known(area_m2):
        return UNKNOWN
    write = signed if change else plain
    return tr("{area} ha").format(area=write(area_m2 / HECTARE_M2, 2))


def square_metres(area_m2: Optional[float], *, change: bool = False) -> str:
    """Write an area in square metres, with its unit."""
    if not known(area_m2):
        return UNKNOWN
    return tr("{area} m²").format(area=(signed if change else plain)(area_m2))


def area(area_m2: Optional[float], *, change: bool = False) -> str:
    """Write an area in the unit that suits it."""
    if known(area_m2) and abs(area_m2) < HECTARE_M2:
        return square_metres(area_m2, change=change)
    return hectares(area_m2, change=change)


def percent(value: Optional[float], decimals: int = 1, *, change: bool = False) -> str:
    """Write a share, with its unit."""
    if not known(value):
        return UNKNOWN
    return tr("{share} %").format(share=(signed if change else plain)(value, decimals))


def interval(low: Optional[float], high: Optional[float], decimals: int = 0) -> str:
    """Write both ends of an interval; empty where one is not known."""
    if not known(low) or not known(high):
        return ""
    return tr("{low} to {high}").format(low=plain(low, decimals), high=plain(high, decimals))
