"""Sections of the local report on results: balance, sealing, composition, score, brownfields, quality; as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

from ...translation import language, number_text, tr
from .report_charts import UNKNOWN_COLOUR, balance_svg, intervals_svg, shares_svg
from .report_html import (
    bullets,
    figure,
    hectares,
    known,
    number_or_gap,
    paragraphs,
    section,
    signed_hectares,
    table,
)

ROWS, BARS = 60, 25  # zones that a table, and a chart, hold at most
LEAST_SHARE = 0.001  # of a composition: smaller parts are put together
LARGE_NOISE = 0.2  # of the change: beyond, the two layers do not fit well enough
STOCK_COLOURS = {
    "nul": "#fdf3cf",
    "nul_exploite": "#7570b3",
    "potentiel_inexploite": "#d95f02",
    "potentiel_en_cours": "#e6ab02",
}


def largest(rows: Sequence[dict[str, Any]], name: str, count: int) -> list[dict[str, Any]]:
    """Return the rows with the largest absolute value of a figure, those where it is not known last."""
    return sorted(rows, key=lambda row: -abs(row[name]) if known(row.get(name)) else 1.0)[:count]


def listed_note(shown: int, count: int) -> str:
    """Say that a table does not hold all zones; empty when it does."""
    if shown >= count:
        return ""
    return paragraphs(
        [
            tr("The {shown} largest of {count} zones are listed; the layer has them all.").format(
                shown=shown, count=count
            )
        ],
        "small",
    )


def balance_section(values: dict[str, Any], decimals: int) -> str:
    """Return 2°: the balance between artificialised and given back."""
    rows, total = values["zones"]["rows"], values["zones"]["total"]
    shown = largest(rows, "flux_net", ROWS)
    lines = [_balance_cells(row, decimals) for row in shown]
    if total is not None and len(rows) > 1:
        lines.append(_balance_cells({**total, "name": tr("Together")}, decimals))
    head = (
        tr("Zone"), tr("Surface (ha)"), tr("Data (%)"), tr("Artificial (ha)"), tr("Artificial (%)"),
        tr("Artificialised (ha)"), tr("Given back (ha)"), tr("Net (ha)"), tr("± 95 % (ha)"),
        tr("Net (% per year)"), tr("Significant"), tr("Net before thresholds (ha)"),
    )  # fmt: skip
    parts = [
        paragraphs(
            [
                tr(
                    "Surfaces by the nomenclature annexed to article R. 101-1 of the code de l’urbanisme, after its "
                    "thresholds. Net = artificialised − given back. The last column is the same without thresholds: a "
                    "patch that crosses 2 500 m² moves the first and not the second."
                )
            ]
        ),
        table(head, lines, kept=len(shown) if len(lines) > len(shown) else -1),
        listed_note(len(shown), len(rows)),
    ]
    dated = [row for row in rows if known(row.get("flux_art"))]
    if dated:
        bars = [
            {
                "name": row["name"], "taken": row["flux_art"], "given": row["flux_desart"], "net": row["flux_net"],
                "sigma": row["sigma_net"],
            }
            for row in largest(dated, "flux_net", BARS)
        ]  # fmt: skip
        caption = tr(
            "Zones with the largest net balance. Line: what the position of the boundaries leaves open (95 %)."
        )
        parts.append(figure(balance_svg(bars, decimals), caption))
    else:
        parts.append(paragraphs([tr("The zones come from one date: there is no balance yet.")], "gap"))
    for name, caption in (
        (
            "change",
            tr(
                "Pieces that changed. A piece smaller than the drawing is drawn as large as it can be seen: read areas "
                "in the tables, not here."
            ),
        ),
        ("net", tr("Net artificialisation of each zone, as a share of its surface a year.")),
        ("stock", tr("Share of each zone that is artificial, at the last date.")),
    ):
        if values["maps"].get(name):
            parts.append(figure(values["maps"][name], caption))
    return section(tr("2° Balance between artificialised and given back"), *parts)


def _balance_cells(row: dict[str, Any], decimals: int) -> list[str]:
    reach = 1.96 * row["sigma_net"] if known(row.get("sigma_net")) else None
    significant = row.get("signif")
    return [
        row["name"],
        hectares(row["surf_m2"], decimals, unit=False),
        number_or_gap(row["couv_pct"], 1),
        hectares(row["stock_m2"], decimals, unit=False),
        number_or_gap(row["stock_pct"], 1),
        hectares(row["flux_art"], decimals, unit=False),
        hectares(row["flux_desart"], decimals, unit=False),
        signed_hectares(row["flux_net"], decimals, unit=False),
        hectares(reach, decimals, unit=False),
        number_or_gap(row["tx_net_an"], 3),
        tr("not known") if not known(significant) else tr("yes") if significant else tr("no"),
        signed_hectares(row["flux_brut_net"], decimals, unit=False),
    ]


def sealing_section(values: dict[str, Any], decimals: int) -> str:
    """Return 3°: soils made impervious."""
    rows, total = values["zones"]["rows"], values["zones"]["total"]
    shown = largest(rows, "imper_net", ROWS)
    lines = [_sealing_cells(row, decimals) for row in shown]
    if total is not None and len(rows) > 1:
        lines.append(_sealing_cells({**total, "name": tr("Together")}, decimals))
    head = (
        tr("Zone"), tr("Impervious (ha)"), tr("Impervious (%)"), tr("Made impervious (ha)"), tr("Unsealed (ha)"),
        tr("Net (ha)"),
    )  # fmt: skip
    return section(
        tr("3° Soils made impervious"),
        paragraphs(
            [tr("Soils sealed by buildings or by a coating: 1° and 2° of the nomenclature (CS1.1.1.1 and CS1.1.1.2).")]
        ),
        table(head, lines, kept=len(shown) if len(lines) > len(shown) else -1),
        listed_note(len(shown), len(rows)),
    )


def _sealing_cells(row: dict[str, Any], decimals: int) -> list[str]:
    return [
        row["name"],
        hectares(row["imper_m2"], decimals, unit=False),
        number_or_gap(row["imper_pct"], 1),
        hectares(row["imper_art"], decimals, unit=False),
        hectares(row["imper_des"], decimals, unit=False),
        signed_hectares(row["imper_net"], decimals, unit=False),
    ]


def composition_section(values: dict[str, Any], decimals: int) -> str:
    """Return cover and use of the territory, and of what changed."""
    from ..nomenclature import covers, uses

    found = values["zones"]["composition"]
    if values["zones"]["total"] is None or not (found["compo_cs"] or found["compo_us"]):
        return ""
    parts = []
    for codes, stock, flux, title in (
        (covers(), "compo_cs", "flux_cs", tr("Cover")),
        (uses(), "compo_us", "flux_us", tr("Use")),
    ):
        bars = [(tr("territory"), _parts(found[stock], codes))] if found[stock] else []
        flows = [
            (label, _parts(found[flux][direction], codes))
            for direction, label in (("art", tr("artificialised")), ("desart", tr("given back")))
            if found[flux].get(direction)
        ]
        if bars:
            parts.append(figure(shares_svg(bars, title, decimals), tr("{title} at the last date.").format(title=title)))
        if flows:
            caption = tr("{title} after the change, of what was artificialised or given back.").format(title=title)
            parts.append(figure(shares_svg(flows, title, decimals), caption))
    return section(tr("Cover and use"), *parts)


def _parts(areas: dict[str, float], codes) -> list[tuple[str, float, str]]:
    """Return the parts of a bar in the order of the nomenclature; small ones and unknown codes are put together."""
    whole, left = sum(areas.values()), dict(areas)
    parts = []
    for code in codes:
        area = left.pop(code.code, 0.0)
        if area >= LEAST_SHARE * whole and area > 0.0:
            name = code.name_fr if language() == "fr" else code.name_en
            parts.append((f"{code.code} {name}", area, code.colour))
        elif area > 0.0:
            left["small"] = left.get("small", 0.0) + area
    rest = sum(left.values())
    if rest > 0.0:
        parts.append((tr("others and not known"), rest, UNKNOWN_COLOUR))
    return parts


def score_section(values: dict[str, Any]) -> str:
    """Return the ZAN score of zones, with its parts and the interval of its weights."""
    score = values.get("score")
    if not score:
        return ""
    rows = score["rows"]
    shown = sorted(rows, key=lambda row: row["score"] if known(row["score"]) else 1000.0)[:ROWS]
    lines = [
        (
            row["name"], row["grade"], number_or_gap(row["score"], 1), number_or_gap(row["low"], 1),
            number_or_gap(row["high"], 1), number_or_gap(row["e"], 1), number_or_gap(row["v"], 1),
            number_or_gap(row["s_art"], 2), number_or_gap(row["s_perm"], 2), number_or_gap(row["s_bio"], 2),
            number_or_gap(row["s_c"], 2), number_or_gap(row["n_comp"], 0),
        )
        for row in shown
    ]  # fmt: skip
    head = (
        tr("Zone"), tr("Class"), tr("Score"), tr("5 %"), tr("95 %"), tr("State (E)"), tr("Change (V)"),
        tr("Not artificial"), tr("Lets rain in"), tr("Biotope"), tr("Soil carbon"), tr("Components known"),
    )  # fmt: skip
    told = [
        tr(
            "From 0 to 100, 100 is best. The score is a choice of indicators and weights, not a legal measure, and no "
            "measure of the variety of living things. Weights are values to be set by those who decide: the interval "
            "from 5 to 95 % is what other weights would give."
        )
    ]
    if known(score.get("state")):
        told.append(
            tr("State of all zones together, by surface: {state}.").format(state=number_text(score["state"], 1))
        )
    parts = [paragraphs(told), table(head, lines, texts=2)]
    if len(shown) < len(rows):
        parts.append(
            paragraphs(
                [tr("The {shown} lowest of {count} zones are listed.").format(shown=len(shown), count=len(rows))],
                "small",
            )
        )
    parts.append(figure(intervals_svg(shown[:BARS]), tr("Lowest scores first; line: the interval of the weights.")))
    if values["maps"].get("score"):
        parts.append(figure(values["maps"]["score"], tr("Class of each zone.")))
    return section(tr("ZAN score"), *parts)


def friche_titles() -> dict[str, str]:
    """Return the names of the classes of stock."""
    return {
        "nul": tr("none known"),
        "nul_exploite": tr("none left: already used"),
        "potentiel_inexploite": tr("potential, not used"),
        "potentiel_en_cours": tr("potential, being used"),
    }


def friche_section(values: dict[str, Any], decimals: int) -> str:
    """Return the stock of brownfield land."""
    found = values.get("friches")
    if not found:
        return ""
    titles = friche_titles()
    shown = largest(found["rows"], "utile_m2", ROWS)
    lines = [
        (
            row["name"],
            titles.get(row["gisement"], tr("not known")) + ("" if row["gis_sur"] != 0 else " (?)"),
            number_or_gap(row["n_friches"], 0),
            *(
                hectares(row[name], decimals, unit=False)
                for name in ("sans_m2", "avec_m2", "reconv_m2", "potent_m2", "inconnu_m2")
            ),
            hectares(row["utile_m2"], decimals, unit=False),
            number_or_gap(row["utile_pct"], 1) if known(row["utile_pct"]) else "–",
        )
        for row in shown
    ]
    head = (
        tr("Zone"), tr("Stock class"), tr("Sites"), tr("Without project (ha)"), tr("With project (ha)"),
        tr("Converted (ha)"), tr("Potential (ha)"), tr("Unknown status (ha)"), tr("Usable (ha)"),
        tr("Of the allowance (%)"),
    )  # fmt: skip
    unmeasured = sum(row["n_sans_surf"] or 0 for row in found["rows"])
    told = [
        tr(
            "Land that can be used again spares new land; it adds nothing to the allowance. The inventory is not "
            "complete everywhere: where no site is known there may be one. (?): a site of unknown status could change "
            "the class."
        )
    ]
    if unmeasured:
        told.append(tr("{count} sites have no known area: the areas are too small.").format(count=int(unmeasured)))
    parts = [paragraphs(told), table(head, lines, texts=2), listed_note(len(shown), len(found["rows"]))]
    if values["maps"].get("friches"):
        parts.append(figure(values["maps"]["friches"], tr("Stock of each zone.")))
    return section(tr("Brownfield land"), *parts)


def quality_section(values: dict[str, Any], decimals: int) -> str:
    """Return coverage, what is not known, noise, jumps over thresholds, and how sure the balance is."""
    total, missing = values["zones"]["total"], values["zones"]["missing"]
    count = len(values["zones"]["rows"])
    told = []
    if values["overlap_m2"]:
        told.append(
            tr("The zones overlap on {area}: their sums are not given, since land would count twice.").format(
                area=hectares(values["overlap_m2"], decimals)
            )
        )
    gaps = {name: number for name, number in missing.items() if 0 < number < count}
    if gaps and total is not None:
        told.append(
            tr("Sums leave out zones that are not known: {gaps}.").format(
                gaps=", ".join(f"{name} ({number}/{count})" for name, number in sorted(gaps.items()))
            )
        )
    lines = _quality_lines(total, values.get("change"), decimals) if total is not None else []
    words = sorted({str(row["qualite"]) for row in values["zones"]["rows"] if row.get("qualite")})
    if words:
        told.append(tr("Remarks of the indicators: {words}.").format(words="; ".join(words[:20])))
    change = values.get("change")
    noise = _noise_share(change)
    if noise is not None and noise > LARGE_NOISE:
        told.append(
            tr(
                "Noise of geometry is {share} % of the change: the two dates do not fit well enough to be compared."
            ).format(share=number_text(100.0 * noise, 0))
        )
    return section(
        tr("Quality and uncertainty"),
        table((tr("Measure"), tr("Value"), tr("What it means")), lines, texts=3) if lines else "",
        bullets(told),
    )


def _noise_share(change: Optional[dict[str, Any]]) -> Optional[float]:
    if not change or not change["classes"].get("changement"):
        return None
    return change["classes"].get("bruit_geometrique", 0.0) / change["classes"]["changement"]


def _quality_lines(
    total: dict[str, Any], change: Optional[dict[str, Any]], decimals: int
) -> list[tuple[str, str, str]]:
    noise = change["classes"].get("bruit_geometrique", 0.0) if change else total["bruit_m2"]
    jump = change["jump_m2"] if change else total["saut_m2"]
    lines = [
        (tr("Data coverage"), number_or_gap(total["couv_pct"], 2, "%"), tr("share of the zones that the data cover")),
        (tr("Unknown"), hectares(total["inconnu_m2"], decimals), tr("cover or use not known: counts neither way")),
        (
            tr("Noise"),
            hectares(noise, decimals),
            tr("slivers between two drawings of one boundary: outside the balance"),
        ),
        (
            tr("Jumps over a threshold"),
            hectares(jump, decimals),
            tr("land that became artificial or not though its own cover did not: a patch crossed 2 500 m²"),
        ),
        (
            tr("Balance ± 95 %"),
            hectares(1.96 * total["sigma_net"] if known(total["sigma_net"]) else None, decimals),
            tr("position of the boundaries, zones taken as independent"),
        ),
    ]
    if change:
        below = change["classes"].get("flux_sous_seuil", 0.0)
        lines.append(
            (
                tr("Change below thresholds"),
                hectares(below, decimals),
                tr("patches of less than 2 500 m² without building of 50 m²: outside the legal balance"),
            )
        )
    return lines
