"""The words and figures of the route sheet, in the user's language."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Optional

import numpy as np
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QDate, QLocale

from ...provenance import plugin_version
from ...translation import number_text, tr
from ..route_steps import RouteLegs, Step, group_steps, sun_strip
from .sheet_page import Figure, SheetContent, Strip

MOST_SOURCES = 8
SHORT_WALK_MIN = 10.0  # below this a duration is told with a decimal [min]


@dataclass(frozen=True)
class ReadRoute:
    """A route as its feature tells it: rank, role, line [m] and numbers by field, NaN where empty."""

    rank: int
    role: str
    line: Any
    values: dict[str, float]

    @property
    def length_m(self) -> float:
        """Length [m]."""
        return self.values["len_m"]

    @property
    def sun_m(self) -> float:
        """Length in the sun [m]."""
        return self.values["sun_m"]


@dataclass(frozen=True)
class WalkedRoute:
    """A route laid on its network: legs, names and sides of all edges, length of each leg in the sun [m]."""

    route: ReadRoute
    legs: Optional[RouteLegs] = None
    names: list[str] = field(default_factory=list)
    sides: list[str] = field(default_factory=list)
    sun_m: Optional[np.ndarray] = None

    def share(self) -> np.ndarray:
        """Share of sun of each leg [-], NaN where unknown."""
        length = self.legs.length_m
        sun = np.full(len(length), np.nan) if self.sun_m is None else self.sun_m
        return np.clip(sun / np.where(length > 0.0, length, 1.0), 0.0, 1.0)

    def steps(self) -> list[Step]:
        """Return its streets."""
        if self.legs is None:
            return []
        return group_steps(self.route.line, self.legs, self.names, self.sides, self.sun_m)

    def pieces(self) -> list[tuple[Any, float]]:
        """Return its stretches with their share of sun, for the map."""
        if self.sun_m is None:
            return []
        from shapely.ops import substring

        bounds, share = sun_strip(self.legs, self.share())
        return [(substring(self.route.line, a, b), float(s)) for a, b, s in zip(bounds[:-1], bounds[1:], share)]

    def strip(self, name: str, departure: Optional[datetime]) -> Optional[Strip]:
        """Return its sun along the way."""
        if self.sun_m is None:
            return None
        bounds, share = sun_strip(self.legs, self.share())
        minutes = self.route.values.get("time_min", math.nan)
        hours = ""
        if departure is not None and not math.isnan(minutes):
            arrival = departure + timedelta(minutes=round(minutes))
            hours = tr("{start} to {end}").format(start=departure.strftime("%H:%M"), end=arrival.strftime("%H:%M"))
        return Strip(name, bounds, share, hours)


def sheet_content(
    chosen: WalkedRoute,
    shortest: Optional[WalkedRoute],
    title: str,
    departure: Optional[datetime],
    record: Optional[dict[str, Any]],
    licences: list[str],
) -> SheetContent:
    """Write the sheet of a route; ``shortest`` is None when it is that route itself."""
    steps = chosen.steps()
    strips = [chosen.strip(tr("This route"), departure)]
    if shortest is not None:
        strips.append(shortest.strip(tr("Shortest route"), departure))
    return SheetContent(
        title=title.strip() or tr("Cool walk"),
        where=where_text(steps),
        when=when_text(departure),
        figures=figures(chosen.route, shortest.route if shortest is not None else None),
        strips=[strip for strip in strips if strip is not None],
        steps=steps,
        footer=footer(record, licences),
    )


def where_text(steps: list[Step]) -> str:
    """Say from where to where a route goes."""
    named = [step.name for step in steps if step.name]
    if named and named[0] != named[-1]:
        return tr("From {start} to {end}").format(start=named[0], end=named[-1])
    return named[0] if named else ""


def when_text(departure: Optional[datetime]) -> str:
    """Say when one leaves."""
    if departure is None:
        return ""
    day = QDate(departure.year, departure.month, departure.day)
    text = day_locale().toString(day, QLocale.FormatType.LongFormat)
    return tr("leaving on {day} at {hour}").format(day=text, hour=departure.strftime("%H:%M"))


def day_locale() -> QLocale:
    """Return how days are written: as in the user's country where its language is that of QGIS."""
    language, country = QLocale(QgsApplication.instance().locale()), QLocale()
    return country if country.language() == language.language() else language


def minutes_text(minutes: float) -> str:
    """Write a duration."""
    decimals = 0 if abs(minutes) >= SHORT_WALK_MIN else 1
    return tr("{minutes} min").format(minutes=number_text(minutes, decimals))


def metres_text(metres: float) -> str:
    """Write a length."""
    return tr("{length} m").format(length=number_text(metres))


def _signed(difference: float, text: str) -> str:
    return f"+{text}" if difference >= 0.0 else text.replace("-", "\u2212")


def figures(route: ReadRoute, shortest: Optional[ReadRoute]) -> list[Figure]:
    """Return the key figures: those of the route, and how they compare with the shortest one."""
    made = [
        Figure(tr("Length"), metres_text(route.length_m), _compared(route, shortest, "len_m", metres_text)),
        Figure(
            tr("Walking time"),
            minutes_text(route.values["time_min"]),
            _compared(route, shortest, "time_min", minutes_text),
        ),
    ]
    share = 100.0 * route.sun_m / route.length_m if route.length_m else math.nan
    if "sun_min" in route.values and not math.isnan(route.values["sun_min"]):
        note = tr("{length} m, {share} % of the way").format(length=number_text(route.sun_m), share=number_text(share))
        made.append(Figure(tr("In the sun"), minutes_text(route.values["sun_min"]), note))
    else:
        note = tr("{share} % of the way").format(share=number_text(share))
        made.append(Figure(tr("In the sun"), metres_text(route.sun_m), note))
    if shortest is not None:
        gain = shortest.sun_m - route.sun_m
        part = 100.0 * gain / shortest.sun_m if shortest.sun_m else 0.0
        note = tr("{share} % of the shortest route’s").format(share=number_text(part))
        made.append(Figure(tr("Sun spared"), metres_text(gain), note))
    for name, title, text in (
        ("utci_max", tr("Hottest point (UTCI)"), degrees_text),
        ("dose", tr("Heat dose"), dose_text),
    ):
        value = route.values.get(name, math.nan)
        if not math.isnan(value):
            made.append(Figure(title, text(value), _compared(route, shortest, name, text)))
    return made


def degrees_text(degrees: float) -> str:
    """Write a temperature."""
    return tr("{degrees} °C").format(degrees=number_text(degrees, 1))


def dose_text(dose: float) -> str:
    """Write a heat dose."""
    return tr("{dose} °C·min").format(dose=number_text(dose))


def _compared(route: ReadRoute, shortest: Optional[ReadRoute], name: str, text) -> str:
    """Say how a figure differs from that of the shortest route."""
    if shortest is None:
        return tr("the shortest route") if name == "len_m" else ""
    difference = route.values.get(name, math.nan) - shortest.values.get(name, math.nan)
    if math.isnan(difference):
        return ""
    if text(difference) == text(0.0) or text(-difference) == text(0.0):
        return tr("as the shortest")
    return tr("{difference} vs the shortest").format(difference=_signed(difference, text(difference)))


def footer(record: Optional[dict[str, Any]], licences: list[str]) -> list[str]:
    """Say where the sheet comes from and what it is worth."""
    lines = []
    names = source_names(record)
    if names:
        text = ", ".join(names[:MOST_SOURCES]) + ("…" if len(names) > MOST_SOURCES else "")
        lines.append(tr("Data: {names}.").format(names=text))
    if licences:
        lines.append(tr("Licences: {licences}.").format(licences="; ".join(licences)))
    lines.append(
        tr(
            "Sun and shade of a clear sky, from the heights of buildings, ground and trees; clouds, awnings and works "
            "are not known. Check access and safety on the spot."
        )
    )
    today = QDate.currentDate()
    lines.append(
        tr("Made with City Orchestra {version} on {day}.").format(
            version=plugin_version(), day=day_locale().toString(today, QLocale.FormatType.ShortFormat)
        )
    )
    return lines


def source_names(record: Optional[dict[str, Any]]) -> list[str]:
    """Return the names of the layers from which routes were made: those at the beginning of the chain."""
    names: dict[str, None] = {}

    def visit(item: dict[str, Any]) -> None:
        for given in item.get("inputs", []):
            if (given.get("provenance") or {}).get("inputs"):
                visit(given["provenance"])
            elif given.get("name"):
                names.setdefault(str(given["name"]))

    if record:
        visit(record)
    return list(names)
