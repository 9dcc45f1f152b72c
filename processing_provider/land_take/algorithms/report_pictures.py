"""Which maps the local report has, with their classes and colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import numpy as np

from ...layers import FeatureTable
from ...translation import number_text, tr
from .report_charts import CLASS_COLOURS, GIVEN_BACK, TAKEN, UNKNOWN_COLOUR
from .report_html import known
from .report_inputs import change_classes
from .report_maps import map_svg
from .report_sections import STOCK_COLOURS, friche_titles

STOCK_LIMITS = (0.0, 10.0, 20.0, 40.0, 60.0, 100.0)  # artificial share of a zone [%]
STOCK_RAMP = ("#fef0d9", "#fdcc8a", "#fc8d59", "#e34a33", "#b30000")
USE_LIMITS = (0.0, 25.0, 50.0, 75.0, 100.0, np.inf)  # share of the allowance that is used [%]
USE_RAMP = ("#2166ac", "#67a9cf", "#f7e6b5", "#ef8a62", "#b2182b")
NET_RAMP = ("#1b7837", "#a6dba0", "#f7f7f7", "#f4a582", "#b2182b")
BELOW_COLOUR = "#e6c229"


def zone_maps(table: FeatureTable, rows: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return the maps of zones: artificial share, and net rate where there are two dates."""
    names = [row["name"] for row in rows]
    found = {
        "stock": _map(
            table, _between([row["stock_pct"] for row in rows], STOCK_LIMITS), _legend(STOCK_LIMITS, STOCK_RAMP, "%"),
            tr("Artificial share of each zone"), names,
        )
    }  # fmt: skip
    rates = [row["tx_net_an"] for row in rows]
    limit = middle_rate(rates)
    if limit is not None:
        places = np.array([rate_class(rate, limit) for rate in rates], dtype=np.int64)
        found["net"] = _map(table, places, rate_legend(limit), tr("Net artificialisation of each zone"), names)
    return found


def middle_rate(rates: Sequence[Optional[float]]) -> Optional[float]:
    """Return the median of the absolute rates that are not zero, to two digits; None where no rate is known."""
    values = [abs(rate) for rate in rates if known(rate)]
    if not values:
        return None
    moved = [value for value in values if value > 0.0]
    return float(f"{np.median(moved):.2g}") if moved else 0.01


def rate_class(rate: Optional[float], limit: float) -> int:
    """Return the place of a rate in the legend: much given back, some, none, some taken, much taken, not known."""
    if not known(rate):
        return 5
    if rate == 0.0:
        return 2
    return (3 if rate <= limit else 4) if rate > 0.0 else (1 if rate >= -limit else 0)


def rate_legend(limit: float) -> list[tuple[str, str]]:
    """Return the legend of net rates."""
    text = number_text(limit, 4).rstrip("0").rstrip(",.")
    labels = (
        tr("less than −{limit} % per year").format(limit=text),
        tr("−{limit} to 0 %").format(limit=text),
        tr("no change"),
        tr("0 to {limit} %").format(limit=text),
        tr("more than {limit} % per year").format(limit=text),
    )
    return [*zip(NET_RAMP, labels), (UNKNOWN_COLOUR, tr("not known"))]


def score_map(table: FeatureTable, rows: Sequence[dict[str, Any]]) -> str:
    """Return the map of the classes of the score."""
    grades = list(CLASS_COLOURS)
    places = [grades.index(row["grade"]) if row["grade"] in grades else len(grades) for row in rows]
    legend = [(colour, grade) for grade, colour in CLASS_COLOURS.items()] + [(UNKNOWN_COLOUR, tr("not known"))]
    return _map(table, np.array(places), legend, tr("Class of the score of each zone"), [row["name"] for row in rows])


def friche_map(table: FeatureTable, rows: Sequence[dict[str, Any]]) -> str:
    """Return the map of the classes of brownfield stock."""
    words, titles = list(STOCK_COLOURS), friche_titles()
    places = [words.index(row["gisement"]) if row["gisement"] in words else len(words) for row in rows]
    legend = [(STOCK_COLOURS[word], titles[word]) for word in words] + [(UNKNOWN_COLOUR, tr("not known"))]
    return _map(table, np.array(places), legend, tr("Brownfield stock of each zone"), [row["name"] for row in rows])


def enaf_map(table: FeatureTable, rows: Sequence[dict[str, Any]]) -> str:
    """Return the map of the share of the allowance that is used; empty where the territories have no polygon."""
    if not table.usable.any():
        return ""
    places = _between([row["used_percent"] for row in rows], USE_LIMITS)
    legend = _legend(USE_LIMITS, USE_RAMP, "%")
    return _map(table, places, legend, tr("Share of the allowance used"), [row["name"] for row in rows])


def change_map(change: FeatureTable, zones: FeatureTable, names: Sequence[str]) -> str:
    """Return the map of the pieces that changed, with the outlines of the zones."""
    legend = [
        (TAKEN, tr("artificialised")),
        (GIVEN_BACK, tr("given back")),
        (BELOW_COLOUR, tr("below thresholds")),
        (UNKNOWN_COLOUR, tr("not known")),
    ]
    return map_svg(
        change.geometry, change_classes(change), legend, tr("Pieces that changed"), outlines=zones.geometry,
        names=names, small=True,
    )  # fmt: skip


def _map(table: FeatureTable, places: np.ndarray, legend, title: str, names: Sequence[str]) -> str:
    return map_svg(table.geometry, places, legend, title, outlines=table.geometry, names=names)


def _between(values: Sequence[Optional[float]], limits: Sequence[float]) -> np.ndarray:
    """Return the class of each value; the one after the last where it is not known."""
    numbers = np.array([value if known(value) else np.nan for value in values], dtype=float)
    places = np.clip(np.searchsorted(limits, numbers, side="right") - 1, 0, len(limits) - 2)
    return np.where(np.isnan(numbers), len(limits) - 1, places)


def _legend(limits: Sequence[float], colours: Sequence[str], unit: str) -> list[tuple[str, str]]:
    found = []
    for low, high, colour in zip(limits[:-1], limits[1:], colours):
        if np.isinf(high):
            text = tr("more than {low} {unit}").format(low=number_text(low, 0), unit=unit)
        else:
            text = tr("{low} to {high} {unit}").format(low=number_text(low, 0), high=number_text(high, 0), unit=unit)
        found.append((colour, text))
    return [*found, (UNKNOWN_COLOUR, tr("not known"))]
