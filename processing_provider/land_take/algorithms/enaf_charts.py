"""Charts of the consumption of ENAF, as SVG; and, apart from them, that of the path of net artificialisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from ...translation import number_text, tr
from .report_html import HECTARE, known, year_text
from .report_svg import FAINT, GRID_INK, INK, Scale, Sheet

WIDTH, HEIGHT = 760, 340
LEFT, RIGHT, TOP, BOTTOM = 62, 20, 16, 44
# Okabe and Ito (2008): told apart by colour-blind readers.
POST_COLOURS = {
    "act": "#0072b2", "hab": "#e69f00", "mix": "#009e73", "rou": "#7f8c8d", "fer": "#56b4e9", "inc": "#cc79a7",
}  # fmt: skip
ALONE, REFERENCE, ALLOWANCE, PROJECTION = "#0072b2", "#1f2a2e", "#d55e00", "#0072b2"


def post_titles() -> dict[str, str]:
    """Return the names of the posts."""
    return {
        "act": tr("economic activity"),
        "hab": tr("housing"),
        "mix": tr("mixed"),
        "rou": tr("roads"),
        "fer": tr("railways"),
        "inc": tr("unknown use"),
    }


def yearly_svg(series: dict[int, float], posts: Optional[dict[str, dict[int, float]]], rules: dict[str, Any]) -> str:
    """Return the consumption of each year, by post where known, beside the means of the reference and the allowance.

    Parameters
    ----------
    series : dict of int to float
        Total of each year [m2]; a year that is not known is left out.
    posts : dict of str to dict of int to float, optional
        Parts of the total by post [m2].
    rules : dict
        ``reference`` and ``period`` (first and last year), ``reference_m2`` and ``allowance_m2`` [m2].
    """
    years = sorted(series)
    title = tr("Consumption of natural, agricultural and forest land by year")
    sheet = Sheet(WIDTH, HEIGHT + 44, title)
    if not years:
        return sheet.svg()
    means = _means(rules)
    highest = max([0.0, *(series[year] for year in years), *(mean for mean, *_ in means)]) / HECTARE
    first, last = min([years[0], *(m[1] for m in means)]), max([years[-1], *(m[2] for m in means)])
    across, up = Scale(first - 0.6, last + 0.6, LEFT, WIDTH - RIGHT), Scale(0.0, highest * 1.08, HEIGHT - BOTTOM, TOP)
    _value_grid(sheet, up, tr("ha per year"))
    step = 1 if last - first < 16 else 2
    for year in range(first, last + 1):
        if (year - first) % step == 0:
            sheet.text(across(year), HEIGHT - BOTTOM + 16, str(year), "middle")
    half = 0.38 * (across(1.0) - across(0.0))
    for year in years:
        base = 0.0
        split = [(post, posts[post].get(year)) for post in POST_COLOURS] if posts else []
        if not split or not all(known(value) and value >= 0.0 for _, value in split):
            split = [("", series[year])]
        for post, value in split:
            label = f"{year}: {number_text(value / HECTARE, 2)} ha"
            if post:
                label += f" ({post_titles()[post]})"
            top = base + max(0.0, value) / HECTARE
            sheet.rect(across(year) - half, up(top), 2 * half, up(base) - up(top), POST_COLOURS.get(post, ALONE), label)
            base = top
    for mean, begin, end, colour, _ in means:
        level = up(mean / HECTARE)
        sheet.line(across(begin - 0.5), level, across(end + 0.5), level, colour, 2, "7 4")
    sheet.line(LEFT, up(0.0), WIDTH - RIGHT, up(0.0))
    items = [(POST_COLOURS[post], name) for post, name in post_titles().items()] if posts else [(ALONE, tr("total"))]
    below = sheet.legend(LEFT, HEIGHT + 4, items, WIDTH - LEFT - RIGHT)
    sheet.legend(LEFT, below + 2, [(colour, label) for *_, colour, label in means], WIDTH - LEFT - RIGHT)
    return sheet.svg()


def _means(rules: dict[str, Any]) -> list[tuple[float, int, int, str, str]]:
    """Return the yearly means to draw: m2 a year, first and last year, colour, label."""
    found = []
    for name, value, colour, label in (
        ("reference", rules.get("reference_m2"), REFERENCE, tr("mean of the reference")),
        ("period", rules.get("allowance_m2"), ALLOWANCE, tr("mean that the allowance permits")),
    ):
        begin, end = rules[name]
        if known(value):
            found.append((value / (end - begin + 1), begin, end, colour, label))
    return found


def cumulative_svg(row: dict[str, Any], rules: dict[str, Any]) -> str:
    """Return what is consumed since the start of the allowance, the allowance, and what the mean pace leads to.

    Parameters
    ----------
    row : dict
        ``series`` (m2 by year), ``last_year``, ``allowance_m2``, ``projected_m2``, ``projected_low_m2``,
        ``projected_high_m2``, ``exhausted_in``.
    rules : dict
        ``period``: first and last year.
    """
    begin, end = rules["period"]
    last = row["last_year"]
    points, total = [(float(begin), 0.0)], 0.0
    for year in range(begin, last + 1):
        total += row["series"][year] / HECTARE
        points.append((year + 1.0, total))
    allowance, projected = row["allowance_m2"] / HECTARE, row["projected_m2"] / HECTARE
    low, high = (row.get(name) for name in ("projected_low_m2", "projected_high_m2"))
    highest = max(allowance, projected, total, (high if known(high) else 0.0) / HECTARE)
    sheet = Sheet(WIDTH, HEIGHT + 30, tr("Consumption since the start of the allowance"))
    across, up = Scale(begin, end + 1.0, LEFT, WIDTH - RIGHT - 30), Scale(0.0, highest * 1.1, HEIGHT - BOTTOM, TOP)
    _value_grid(sheet, up, tr("ha, added up"))
    for year in range(begin, end + 2):
        sheet.line(across(year), up(0.0), across(year), up(0.0) + 4)
        if (year - begin) % (1 if end - begin < 14 else 2) == 0:
            sheet.text(across(year), HEIGHT - BOTTOM + 18, str(year), "middle")
    sheet.text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, tr("1 January of the year"), "middle", FAINT)
    if known(low) and known(high) and last < end:
        sheet.polygon(
            [
                (across(last + 1.0), up(total)),
                (across(end + 1.0), up(high / HECTARE)),
                (across(end + 1.0), up(low / HECTARE)),
            ],
            PROJECTION,
            0.15,
        )
    sheet.polyline([(across(x), up(y)) for x, y in ((last + 1.0, total), (end + 1.0, projected))], PROJECTION, 2, "5 5")
    sheet.polyline([(across(x), up(y)) for x, y in points], PROJECTION, 2.5)
    for x, y in points[1:]:
        sheet.dot(across(x), up(y), PROJECTION, 3.5, f"{number_text(y, 2)} ha")
    sheet.line(across(begin), up(allowance), across(end + 1.0), up(allowance), ALLOWANCE, 2)
    exhausted = row.get("exhausted_in")
    if known(exhausted) and exhausted <= end + 1.0:
        sheet.line(across(exhausted), up(allowance), across(exhausted), up(0.0), ALLOWANCE, 1.5, "3 3")
        sheet.text(across(exhausted) - 4, up(0.0) - 6, year_text(exhausted), "end", ALLOWANCE)
    items = [(PROJECTION, tr("consumed, then at the mean pace (with its 90 % interval)")), (ALLOWANCE, tr("allowance"))]
    sheet.legend(LEFT, HEIGHT + 14, items, WIDTH - LEFT - RIGHT)
    return sheet.svg()


def net_path_svg(years: Sequence[int], net_m2: Sequence[float]) -> str:
    """Return the path of net artificialisation to zero [m2 by year], which shares no axis with ENAF."""
    values = [value / HECTARE for value in net_m2]
    sheet = Sheet(WIDTH, HEIGHT, tr("Path of net artificialisation to zero"))
    across = Scale(years[0] - 0.6, years[-1] + 0.6, LEFT, WIDTH - RIGHT)
    up = Scale(0.0, max([*values, 0.01]) * 1.08, HEIGHT - BOTTOM, TOP)
    _value_grid(sheet, up, tr("ha of net artificialisation per year"))
    half = 0.38 * (across(1.0) - across(0.0))
    for year, value in zip(years, values):
        label = f"{year}: {number_text(value, 2)} ha"
        sheet.rect(across(year) - half, up(value), 2 * half, up(0.0) - up(value), "#6a51a3", label)
        if year == years[-1] or ((year - years[0]) % 2 == 0 and year < years[-1] - 1):
            sheet.text(across(year), HEIGHT - BOTTOM + 16, str(year), "middle")
    sheet.line(LEFT, up(0.0), WIDTH - RIGHT, up(0.0))
    return sheet.svg()


def _value_grid(sheet: Sheet, up: Scale, label: str) -> None:
    for value, text in up.ticks():
        sheet.line(LEFT, up(value), sheet.width - RIGHT, up(value), GRID_INK)
        sheet.text(LEFT - 6, up(value) + 4, text, "end")
    sheet.turned(14, (TOP + HEIGHT - BOTTOM) / 2, label)
    sheet.line(LEFT, TOP, LEFT, HEIGHT - BOTTOM, INK)
