"""Charts of the local report as SVG: balances, compositions, scores with their interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...translation import number_text, tr
from .report_html import HECTARE, known
from .report_svg import CHARACTER, FAINT, GRID_INK, INK, Scale, Sheet, shortened

WIDTH = 760
ROW, BAR = 22, 13  # height of a row and of its bar [px]
LABEL = 170  # width kept for names [px]
LABEL_CHARACTERS = int(LABEL / CHARACTER) - 1
TAKEN, GIVEN_BACK, NET = "#b2182b", "#4d9a57", "#1f2a2e"
CLASS_COLOURS = {"A": "#1a9850", "B": "#91cf60", "C": "#e0c341", "D": "#fc8d59", "E": "#b2182b"}
UNKNOWN_COLOUR = "#b8c4c8"
NORMAL_95 = 1.96  # standard deviations on either side that hold 95 % of a normal law


def balance_svg(rows: Sequence[dict[str, Any]], decimals: int = 2) -> str:
    """Return the artificialised area to the right, what was given back to the left, and the net with its interval.

    Parameters
    ----------
    rows : sequence of dict
        ``name``, ``taken``, ``given``, ``net`` and ``sigma`` [m2]; None where not known.
    decimals : int
        Of hectares under the mouse.
    """
    high = max((_ha(row["taken"]) for row in rows), default=0.0)
    low = max((_ha(row["given"]) for row in rows), default=0.0)
    for row in rows:
        reach = NORMAL_95 * _ha(row.get("sigma"))
        high, low = max(high, _ha(row["net"]) + reach), max(low, reach - _ha(row["net"]))
    height = 34 + ROW * len(rows) + 46
    sheet = Sheet(WIDTH, height, tr("Artificialised and given back, by zone"))
    across = Scale(-1.05 * low, max(1.05 * high, 1e-4), LABEL + 10, WIDTH - 20)
    bottom = 20 + ROW * len(rows)
    _grid(sheet, across, 14, bottom)
    for number, row in enumerate(rows):
        top = 20 + ROW * number
        middle = top + BAR / 2
        _label(sheet, row["name"], middle)
        if not known(row["taken"]) or not known(row["given"]):
            sheet.text(across(0.0) + 6, middle + 4, tr("not known"), "start", FAINT)
            continue
        sheet.rect(across(0.0), top, across(_ha(row["taken"])) - across(0.0), BAR, TAKEN, _tip(row["taken"], decimals))
        left = across(-_ha(row["given"]))
        sheet.rect(left, top, across(0.0) - left, BAR, GIVEN_BACK, _tip(row["given"], decimals))
        if known(row["net"]):
            reach = NORMAL_95 * _ha(row.get("sigma"))
            if reach > 0.0:
                sheet.line(across(_ha(row["net"]) - reach), middle, across(_ha(row["net"]) + reach), middle, NET, 1.5)
            sheet.dot(across(_ha(row["net"])), middle, NET, 3.2, _tip(row["net"], decimals))
    sheet.line(across(0.0), 12, across(0.0), bottom, INK)
    items = [(TAKEN, tr("artificialised")), (GIVEN_BACK, tr("given back")), (NET, tr("net, with its 95 % interval"))]
    sheet.legend(LABEL + 10, height - 10, items, WIDTH - LABEL)
    return sheet.svg()


def shares_svg(rows: Sequence[tuple[str, Sequence[tuple[str, float, str]]]], title: str, decimals: int = 2) -> str:
    """Return bars made of parts.

    Parameters
    ----------
    rows : sequence of (name, parts)
        Each part is its name, its area [m2, >= 0] and its colour.
    title : str
    decimals : int
        Of hectares under the mouse.
    """
    longest = max((sum(value for _, value, _ in parts) for _, parts in rows), default=0.0) / HECTARE
    legend = {}
    for _, parts in rows:
        legend.update({name: colour for name, value, colour in parts if value > 0.0})
    lines = _legend_lines(list(legend))
    bottom = 20 + ROW * len(rows)
    sheet = Sheet(WIDTH, bottom + 34 + 18 * lines, title)
    across = Scale(0.0, max(1.02 * longest, 1e-4), LABEL + 10, WIDTH - 20)
    _grid(sheet, across, 14, bottom)
    for number, (name, parts) in enumerate(rows):
        top, begin = 20 + ROW * number, 0.0
        _label(sheet, name, top + BAR / 2)
        for part, value, colour in parts:
            end = begin + value / HECTARE
            tip = f"{part}: {_tip(value, decimals)}"
            sheet.rect(
                across(begin),
                top,
                across(end) - across(begin),
                BAR,
                colour,
                tip,
                " stroke='#8a9499' stroke-width='0.4'",
            )
            begin = end
    sheet.line(across(0.0), 12, across(0.0), bottom, INK)
    sheet.legend(20, bottom + 40, [(colour, name) for name, colour in legend.items()], WIDTH - 40)
    return sheet.svg()


def intervals_svg(rows: Sequence[dict[str, Any]]) -> str:
    """Return scores from 0 to 100 with the interval that other weights give.

    Parameters
    ----------
    rows : sequence of dict
        ``name``, ``score``, ``low``, ``high`` (0 to 100) and ``grade`` (A to E, or empty).
    """
    bottom = 20 + ROW * len(rows)
    sheet = Sheet(WIDTH, bottom + 30, tr("Score by zone, with the interval of the weights"))
    across = Scale(0.0, 100.0, LABEL + 10, WIDTH - 20)
    for value in (35, 50, 65, 80):
        sheet.line(across(value), 14, across(value), bottom, GRID_INK)
    for value in (0, 35, 50, 65, 80, 100):
        sheet.text(across(value), bottom + 16, number_text(value, 0), "middle")
    for number, row in enumerate(rows):
        middle = 20 + ROW * number + BAR / 2
        _label(sheet, row["name"], middle)
        if not known(row["score"]):
            sheet.text(across(0.0) + 6, middle + 4, tr("not known"), "start", FAINT)
            continue
        if known(row.get("low")) and known(row.get("high")):
            sheet.line(across(row["low"]), middle, across(row["high"]), middle, INK, 2)
        colour = CLASS_COLOURS.get(row.get("grade") or "", UNKNOWN_COLOUR)
        sheet.dot(across(row["score"]), middle, colour, 5.5, number_text(row["score"], 1))
        sheet.text(across(row["score"]), middle - 8, row.get("grade") or "", "middle", FAINT, " font-size='9'")
    sheet.line(across(0.0), 12, across(0.0), bottom, INK)
    return sheet.svg()


def _ha(value: Any) -> float:
    return value / HECTARE if known(value) else 0.0


def _tip(area_m2: float, decimals: int) -> str:
    return f"{number_text(area_m2 / HECTARE, decimals)} ha"


def _label(sheet: Sheet, name: str, middle: float) -> None:
    sheet.text(LABEL, middle + 4, shortened(str(name), LABEL_CHARACTERS), "end")


def _grid(sheet: Sheet, across: Scale, top: float, bottom: float) -> None:
    for value, text in across.ticks():
        sheet.line(across(value), top, across(value), bottom, GRID_INK)
        sheet.text(across(value), bottom + 15, text, "middle", FAINT)
    sheet.text(WIDTH - 20, top - 2, "ha", "end", FAINT)


def _legend_lines(names: Sequence[str]) -> int:
    """Return the lines that a legend takes, at most."""
    lines, used = 1, 0.0
    for name in names:
        needed = 34 + CHARACTER * len(name)
        if used and used + needed > WIDTH - 40:
            lines, used = lines + 1, 0.0
        used += needed
    return lines
