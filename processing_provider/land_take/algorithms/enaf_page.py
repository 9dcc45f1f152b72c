"""What the consumption of ENAF says of territories, as HTML: figures, charts, reservations; from dictionaries alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from ...translation import number_text, tr
from .enaf_charts import cumulative_svg, net_path_svg, post_titles, yearly_svg
from .report_html import (
    HECTARE,
    bullets,
    cards,
    document,
    escape,
    figure,
    hectares,
    known,
    number_or_gap,
    paragraphs,
    section,
    table,
    year_text,
)

CHARTS, ROWS = 12, 200  # territories drawn, and listed, at most: the others are in the layer
SUMMED = ("reference_m2", "allowance_m2", "consumed_m2", "surface_m2")


def preset_title(name: str) -> str:
    """Return how a preset is called, with whether it is law."""
    titles = {
        "law_2023": tr("law in force (2021, amended 2023)"),
        "trace_senate_2025": tr("TRACE (Sénat 1re lecture): a bill, not law"),
    }
    return titles.get(name, name)


def reason_text(reason: str) -> str:
    """Return why a territory has no figure."""
    return {
        "annees_manquantes": tr("a year is missing"),
        "valeur_negative": tr("a year is negative"),
    }.get(reason, reason)


def total_of(rows: Sequence[dict[str, Any]], rules: dict[str, Any]) -> Optional[dict[str, Any]]:
    """Return the sum of the territories that are known, None where none is."""
    from ..enaf import projection_range

    rows = [row for row in rows if not row["reason"] and known(row["consumed_m2"])]
    if not rows:
        return None
    total: dict[str, Any] = {"name": tr("Together"), "reason": "", "last_year": rows[0]["last_year"]}
    for name in SUMMED:
        total[name] = sum(row[name] for row in rows) if all(known(row.get(name)) for row in rows) else None
    total["communes"] = sum(row.get("communes") or 1 for row in rows)
    years = set.intersection(*(set(row["series"]) for row in rows))
    total["series"] = {year: sum(row["series"][year] for row in rows) for year in sorted(years)}
    total["posts"] = _sum_of_posts([row.get("posts") for row in rows])
    total["series_posts"] = _sum_of_series([row.get("series_posts") for row in rows], years)
    gaps = [row.get("gap_m2") for row in rows]
    total["gap_m2"] = sum(gaps) if all(known(gap) for gap in gaps) else None
    begin, end = rules["period"]
    count, length = total["last_year"] - begin + 1, end - begin + 1
    consumed, allowance = total["consumed_m2"], total["allowance_m2"]
    total["used_percent"] = 100.0 * consumed / allowance if allowance else None
    total["projected_m2"] = consumed * length / count
    total["exhausted_in"] = begin + allowance * count / consumed if consumed else None
    total["pace_m2"] = (allowance - consumed) / (length - count) if length > count else None
    since = (
        [total["series"][begin + step] for step in range(count)] if years >= set(range(begin, begin + count)) else []
    )
    total["projected_low_m2"], total["projected_high_m2"] = projection_range(since, length) if since else (None, None)
    return total


def _sum_of_posts(parts) -> Optional[dict[str, float]]:
    if not parts or not all(part and all(known(value) for value in part.values()) for part in parts):
        return None
    return {name: sum(part[name] for part in parts) for name in parts[0]}


def _sum_of_series(parts, years) -> Optional[dict[str, dict[int, float]]]:
    if not parts or not all(parts):
        return None
    return {
        name: {year: sum(part[name][year] for part in parts) for year in sorted(years)}
        for name in parts[0]
        if all(years <= set(part[name]) for part in parts)
    }


def rules_sentences(rules: dict[str, Any]) -> list[str]:
    """Say what the allowance rests on."""
    (from_year, to_year), (begin, end) = rules["reference"], rules["period"]
    told = [
        tr(
            "Rules: {preset}. Reference: the {years} years {from_year} to {to_year}. Allowance of the {length} years "
            "{first} to {last}: the reference less {reduction} %, and at least {floor} ha for each commune."
        ).format(
            preset=preset_title(rules["preset"]),
            years=to_year - from_year + 1,
            from_year=from_year,
            to_year=to_year,
            length=end - begin + 1,
            first=begin,
            last=end,
            reduction=number_text(100.0 * rules["reduction"], 1),
            floor=number_text(rules["floor_m2"] / HECTARE, 2),
        )
    ]
    if not rules["law"]:
        told.append(tr("These rules are not the law in force: do not present the figures as an obligation."))
    return told


def key_figures(row: dict[str, Any], rules: dict[str, Any]) -> str:
    """Return the cards of one territory."""
    begin, end = rules["period"]
    share = ""
    if known(row.get("surface_m2")) and row["surface_m2"] > 0.0:
        share = tr("{share} % of the surface of the territory").format(
            share=number_text(100.0 * row["consumed_m2"] / row["surface_m2"], 3)
        )
    low, high = row.get("projected_low_m2"), row.get("projected_high_m2")
    between = tr("one year has no interval")
    if known(low) and known(high):
        between = tr("90 % interval: {low} to {high} ha").format(
            low=number_text(low / HECTARE, 2), high=number_text(high / HECTARE, 2)
        )
    exhausted = row.get("exhausted_in")
    return cards(
        [
            (
                tr("Consumed {first} to {last}").format(first=begin, last=row["last_year"]),
                hectares(row["consumed_m2"]),
                share,
            ),
            (
                tr("Allowance {first} to {last}").format(first=begin, last=end),
                hectares(row["allowance_m2"]),
                tr("reference {reference}").format(reference=hectares(row["reference_m2"])),
            ),
            (tr("Allowance used"), number_or_gap(row["used_percent"], 1, "%"), ""),
            (tr("Projected to the end of {last}").format(last=end), hectares(row["projected_m2"]), between),
            (
                tr("Allowance used up in"),
                year_text(exhausted) if known(exhausted) else tr("not at this pace"),
                tr("at the mean pace since {first}").format(first=begin),
            ),
            (
                tr("Left for each year to come"),
                hectares(row["pace_m2"], 3) if known(row["pace_m2"]) else tr("no year is left"),
                tr("negative: the allowance is exceeded") if known(row["pace_m2"]) and row["pace_m2"] < 0.0 else "",
            ),
        ]
    )


def charts(row: dict[str, Any], rules: dict[str, Any]) -> str:
    """Return the two charts of one territory."""
    marks = {**rules, "reference_m2": row["reference_m2"], "allowance_m2": row["allowance_m2"]}
    return figure(
        yearly_svg(row["series"], row.get("series_posts"), marks),
        tr("Consumption of each year, 1 January to 1 January, and the means of the reference and of the allowance."),
    ) + figure(
        cumulative_svg(row, rules),
        tr(
            "Consumption added up since the start of the allowance. The dashed line goes on at the mean pace; the band "
            "is the 90 % interval that the spread of the years gives, if they are draws of one law."
        ),
    )


def rows_table(rows: Sequence[dict[str, Any]], total: Optional[dict[str, Any]]) -> str:
    """Return the table of territories, the largest consumption first."""
    order = sorted(rows, key=lambda row: -(row["consumed_m2"] if known(row["consumed_m2"]) else -1.0))
    shown = order[:ROWS]
    lines = [_row_cells(row) for row in ([*shown, total] if total is not None and len(rows) > 1 else shown)]
    head = (
        tr("Territory"), tr("Reference (ha)"), tr("Allowance (ha)"), tr("Consumed (ha)"), tr("Used (%)"),
        tr("Projected (ha)"), tr("90 % interval (ha)"), tr("Used up in"), tr("Left per year (ha)"),
        tr("Total less its parts (m²)"),
    )  # fmt: skip
    found = table(head, lines, kept=len(shown) if len(lines) > len(shown) else -1)
    if len(rows) > ROWS:
        found += paragraphs(
            [
                tr("{shown} of {count} territories are listed; the layer has them all.").format(
                    shown=ROWS, count=len(rows)
                )
            ]
        )
    return found


def _row_cells(row: dict[str, Any]) -> list[str]:
    if row["reason"]:
        return [row["name"], reason_text(row["reason"]), *[tr("not known")] * 7, _gap(row)]
    low, high = row.get("projected_low_m2"), row.get("projected_high_m2")
    between = ""
    if known(low) and known(high):
        between = tr("{low} to {high}").format(low=number_text(low / HECTARE, 2), high=number_text(high / HECTARE, 2))
    exhausted = row.get("exhausted_in")
    return [
        row["name"],
        hectares(row["reference_m2"], unit=False),
        hectares(row["allowance_m2"], unit=False),
        hectares(row["consumed_m2"], unit=False),
        number_or_gap(row["used_percent"], 1),
        hectares(row["projected_m2"], unit=False),
        between,
        year_text(exhausted) if known(exhausted) else "–",
        hectares(row["pace_m2"], 3, unit=False) if known(row["pace_m2"]) else "–",
        _gap(row),
    ]


def _gap(row: dict[str, Any]) -> str:
    return number_or_gap(row.get("gap_m2"), 0)


def posts_table(row: dict[str, Any]) -> str:
    """Return what was consumed for, since the start of the allowance."""
    if not row.get("posts"):
        return paragraphs([tr("The file does not divide the consumption of this territory by use.")], "gap")
    whole = sum(row["posts"].values())
    lines = [
        (
            title,
            hectares(row["posts"][post], unit=False),
            number_or_gap(100.0 * row["posts"][post] / whole if whole else None, 1),
        )
        for post, title in post_titles().items()
    ]
    return table((tr("Consumed for"), tr("Area (ha)"), tr("Share (%)")), lines)


def enaf_parts(values: dict[str, Any], drawn: int = CHARTS, level: int = 3) -> str:
    """Return figures, charts and tables of territories, for a page of their own or a section of another.

    Parameters
    ----------
    values : dict
        ``rules`` (``preset``, ``law``, ``reference`` and ``period`` as pairs of years, ``reduction``, ``floor_m2``) and
        ``rows``; see :mod:`enaf_rows`.
    drawn : int
        Territories that have charts of their own, at most.
    level : int
        Of the headings.
    """
    rules, rows = values["rules"], values["rows"]
    total = total_of(rows, rules)
    parts = [paragraphs(rules_sentences(rules))]
    unknown = [row for row in rows if row["reason"]]
    if unknown:
        parts.append(
            paragraphs(
                [
                    tr(
                        "{count} of {all} territories have no figure, since a year is missing or negative; the sum is "
                        "that of the others."
                    ).format(count=len(unknown), all=len(rows))
                ],
                "warning",
            )
        )
    if total is not None:
        parts += [key_figures(total, rules), charts(total, rules), posts_table(total)]
    if len(rows) > 1 or total is None:
        parts.append(section(tr("Territories"), rows_table(rows, total), level=level))
    if len(rows) > 1:
        best = sorted((row for row in rows if not row["reason"]), key=lambda row: -row["consumed_m2"])[:drawn]
        parts += [section(row["name"], key_figures(row, rules), charts(row, rules), level=level) for row in best]
    return "".join(parts)


def net_section(net: dict[str, Any]) -> str:
    """Return the path of net artificialisation: ``years``, ``net_m2``, ``start_m2``, ``path``."""
    kinds = {"linear": tr("a straight line"), "geometric": tr("a constant factor from year to year")}
    sentences = [
        tr(
            "From {first} on the law counts net artificialisation by the nomenclature, another quantity than the "
            "consumption above: the two are neither subtracted nor compared. The law fixes zero in 2050 and nothing of "
            "the way; this one is a choice: {path}, {start} ha in the first year, {sum} ha in all."
        ).format(
            first=net["years"][0],
            path=kinds[net["path"]],
            start=number_text(net["start_m2"] / HECTARE, 2),
            sum=number_text(sum(net["net_m2"]) / HECTARE, 2),
        )
    ]
    picture = figure(net_path_svg(net["years"], net["net_m2"]), tr("Net artificialisation of each year on this path."))
    return section(tr("Net artificialisation after the decade"), paragraphs(sentences), picture)


def limits() -> list[str]:
    """Say what the figures are not."""
    return [
        tr(
            "The consumption of ENAF comes from the land files. It is not the artificial land of OCS GE, and never "
            "subtracted from it."
        ),
        tr(
            "A projection continues the mean of the years known. Single years may tell how the land files are kept "
            "rather than what was built: read sums of several years."
        ),
        tr(
            "The allowance of a territory is the sum of those of its communes, each with its floor. Planning documents "
            "may share it out otherwise: theirs prevails."
        ),
        tr("Whether the rules are those in force on the day of reading is to be checked."),
    ]


def enaf_html(values: dict[str, Any], record: Optional[dict[str, Any]] = None) -> str:
    """Return the page of territories on their path.

    Parameters
    ----------
    values : dict
        See :func:`enaf_parts`; also ``net`` (see :func:`net_section`) or None, and ``warnings``.
    record : dict, optional
        What made the page.
    """
    title = tr("Trajectory of the consumption of ENAF")
    body = [f"<h1>{escape(title)}</h1>", paragraphs(values.get("warnings", ()), "warning"), enaf_parts(values, level=2)]
    if values.get("net"):
        body.append(net_section(values["net"]))
    body.append(section(tr("What this does not say"), bullets(limits())))
    return document(title, "".join(body), record)
