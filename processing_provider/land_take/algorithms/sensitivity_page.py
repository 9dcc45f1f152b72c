"""The page of a sensitivity: for each figure a chart of bars, the widest on top, and the whole table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from ...translation import number_text, tr
from .report_html import document, figure, known, number_or_gap, paragraphs, section, table
from .report_svg import FAINT, GRID_INK, INK, Scale, Sheet

HECTARE = 10_000.0
WIDTH, LABEL, ROW, BAR, MARGIN = 760, 190, 30, 15, 90  # [px]
LOWER, HIGHER = "#2166ac", "#e08214"  # told apart by colour-blind readers
SHOWN = ("flux_net", "stock2_m2", "e2", "e_net")  # figures that get a chart


def parameter_title(name: str) -> str:
    """Return how a choice is called."""
    return {
        "SEUIL": tr("Threshold of area (m²)"),
        "SLIVER_W": tr("Width of noise (m)"),
        "ORDRE": tr("Settled first"),
        "OMEGA_ART": tr("Weight: not artificial"),
        "OMEGA_PERM": tr("Weight: infiltration"),
        "OMEGA_BIO": tr("Weight: biotope"),
        "OMEGA_C": tr("Weight: carbon"),
    }.get(name, name)


def indicator_title(name: str) -> str:
    """Return how a figure is called."""
    return {
        "stock1_m2": tr("Artificial land at the first date"),
        "stock2_m2": tr("Artificial land at the second date"),
        "flux_art": tr("Taken"),
        "flux_desart": tr("Given back"),
        "flux_net": tr("Net artificialisation"),
        "flux_brut_net": tr("Net by the matrix alone"),
        "bruit_m2": tr("Noise of boundaries"),
        "sous_seuil_m2": tr("Patches below the threshold"),
        "saut_m2": tr("Jumps of a threshold"),
        "e1": tr("State at the first date"),
        "e2": tr("State at the second date"),
        "e_net": tr("Change of the state"),
    }.get(name, name)


def amount_text(value: Optional[float], unit: str, signed: bool = False) -> str:
    """Return a figure in hectares or points."""
    if not known(value):
        return number_or_gap(None)
    text = number_text(value / HECTARE, 3) if unit == "m2" else number_text(value, 2)
    sign = "+" if signed and value > 0.0 else ""
    return f"{sign}{text}\u00a0{tr('ha') if unit == 'm2' else tr('points')}"


def tornado_svg(swings: Sequence[tuple[str, tuple[float, str], tuple[float, str]]], title: str, unit: str) -> str:
    """Return bars of how far each choice moves a figure from what it is by default.

    Parameters
    ----------
    swings : sequence of tuple
        From :func:`.sensitivity.swings`, the widest first.
    title : str
    unit : str
        ``m2`` or ``points``.
    """
    bottom = 24 + ROW * len(swings)
    sheet = Sheet(WIDTH, bottom + 44, title)
    scale = HECTARE if unit == "m2" else 1.0
    low = min((one[1][0] / scale for one in swings), default=0.0)
    high = max((one[2][0] / scale for one in swings), default=0.0)
    across = Scale(min(low, 0.0), max(high, 0.0), LABEL + MARGIN, WIDTH - MARGIN)
    for value, text in across.ticks():
        sheet.line(across(value), 18, across(value), bottom, GRID_INK)
        sheet.text(across(value), bottom + 16, text, "middle")
    zero = across(0.0)
    for number, (name, lowest, highest) in enumerate(swings):
        top = 24 + ROW * number
        sheet.text(LABEL, top + BAR - 3, parameter_title(name), "end")
        for (delta, value), colour in ((lowest, LOWER), (highest, HIGHER)):
            if delta == 0.0:
                continue
            end = across(delta / scale)
            sheet.rect(min(end, zero), top, abs(end - zero), BAR, colour, amount_text(delta, unit, signed=True))
            beyond, anchor = (end - 5, "end") if delta < 0.0 else (end + 5, "start")
            sheet.text(beyond, top + BAR - 3, value_text(value), anchor, FAINT)
    sheet.line(zero, 14, zero, bottom, INK)
    unit_text = tr("Difference from the default (ha)") if unit == "m2" else tr("Difference from the default (points)")
    sheet.text((LABEL + WIDTH) / 2, bottom + 36, unit_text, "middle")
    return sheet.svg()


def value_text(value: str) -> str:
    """Return the value of a choice as the reader writes numbers."""
    try:
        amount = float(value)
    except ValueError:
        return value
    decimals = len(value.partition(".")[2])
    return number_text(amount, decimals)


def sensitivity_html(values: dict[str, Any], record: Optional[dict[str, Any]] = None) -> str:
    """Return the page.

    Parameters
    ----------
    values : dict
        ``rows`` (from :func:`.sensitivity.table`), ``default`` (figures by name), ``units`` (by name), ``choices``
        (sentences that say the default), ``swings`` (by name of figure).
    record : dict, optional
        What made the page.
    """
    title = tr("How far the figures depend on choices")
    units, default = values["units"], values["default"]
    body = [
        f"<h1>{title}</h1>",
        paragraphs(
            [
                tr(
                    "One choice is changed at a time, all others are kept. Long bars are choices to settle before the "
                    "figure is published, and to publish with it."
                ),
                tr(
                    "The thresholds stand in the decree; which surfaces are settled first, how wide noise is and what "
                    "the parts of the score weigh are not written there."
                ),
                *values["choices"],
            ]
        ),
    ]
    for name in SHOWN:
        unit = units[name]
        moved = [one for one in values["swings"][name] if one[1][0] != one[2][0]]
        told = tr("By default: {value}.").format(value=amount_text(default[name], unit, signed=name.endswith("net")))
        if moved:
            caption = tr("Each bar goes from the lowest to the highest figure; beside it, the value that gives it.")
            shown = figure(tornado_svg(moved, indicator_title(name), unit), caption)
        else:
            shown = paragraphs([tr("No choice that was tried moves this figure.")])
        body.append(section(indicator_title(name), paragraphs([told]), shown))
    rows = [
        (
            parameter_title(row.parameter),
            value_text(row.value),
            indicator_title(row.indicator),
            amount_text(row.result, units[row.indicator]),
            amount_text(row.delta, units[row.indicator], signed=True),
        )
        for row in values["rows"]
        if row.delta != 0.0
    ]
    head = (tr("Choice"), tr("Value"), tr("Figure"), tr("Result"), tr("Difference"))
    body.append(section(tr("All that moves"), table(head, rows, texts=3)))
    return document(title, "".join(body), record)
