"""The local report on land take as a page: from a dictionary to HTML, without QGIS layers, scripts or addresses.

Its order is that of the report of article L. 2231-1 of the CGCT: consumption of ENAF, balance, sealing, objectives.
"""

from __future__ import annotations

from typing import Any, Optional

from ...translation import tr
from .enaf_page import enaf_parts, total_of
from .report_html import (
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
    signed_hectares,
    table,
)
from .report_sections import (
    balance_section,
    composition_section,
    friche_section,
    quality_section,
    score_section,
    sealing_section,
)

OTHER_TERRITORY = 0.01  # of the surface: beyond, communes and zones are not the same territory
LARGE_M2 = 1_000_000.0  # territories from this on are told in hundredths of a hectare, smaller ones in square metres
ENAF_CHARTS = 0  # the sum has its charts; those of each commune are on the page of the trajectory


def scope_sentences() -> list[str]:
    """Return what the nomenclature measures and what it does not decide, which every output carries."""
    return [
        tr(
            "The nomenclature measures the balance inside planning documents. It does not decide what may be built, "
            "nor apply to one project."
        ),
        tr(
            "For a parcel or a project the figures are a simulation of the effect on the balance, not a legal "
            "qualification."
        ),
    ]


def report_html(values: dict[str, Any], record: Optional[dict[str, Any]] = None) -> str:
    """Return the report.

    Parameters
    ----------
    values : dict
        ``title``, ``territory``, ``date`` and ``dates`` (texts); ``zones``, ``score``, ``friches``, ``change`` and
        ``enaf`` (see :mod:`report_inputs`; None where not given); ``overlap_m2``; ``maps``, pictures by name;
        ``objectives`` and ``reasons``, texts of the author; ``inputs`` and ``parameters``, the provenance.
    record : dict, optional
        What made the page.
    """
    zones = values["zones"]
    if values["overlap_m2"]:
        values = {**values, "zones": {**zones, "total": None}}
    surface = sum(row["surf_m2"] or 0.0 for row in zones["rows"])
    decimals = 2 if surface >= LARGE_M2 else 4
    body = [
        _head(values),
        f"<div class='scope'>{paragraphs(scope_sentences())}</div>",
        _key_figures(values, decimals),
        _enaf_section(values),
        balance_section(values, decimals),
        sealing_section(values, decimals),
        _objectives_section(values),
        _author_section(
            tr("Reasons for the changes"),
            values["reasons"],
            tr("To be written by the authority: what decisions and works explain the changes above."),
        ),
        composition_section(values, decimals),
        score_section(values),
        friche_section(values, decimals),
        quality_section(values, decimals),
        _limits_section(),
        _sources_section(values),
    ]
    return document(values["title"], "".join(body), record)


def _head(values: dict[str, Any]) -> str:
    first, second = values["dates"]
    period = tr("Dates of the land cover: {first} and {second}.").format(first=first, second=second)
    told = [period if first and second else tr("The dates of the land cover are not known.")]
    told.append(tr("Page made on {date}.").format(date=values["date"]))
    territory = f"<p><b>{escape(values['territory'])}</b></p>" if values["territory"] else ""
    return f"<h1>{escape(values['title'])}</h1>{territory}{paragraphs(told, 'small')}"


def _key_figures(values: dict[str, Any], decimals: int) -> str:
    total, items = values["zones"]["total"], []
    enaf = _enaf_total(values)
    if enaf is not None:
        items.append(
            (
                tr("ENAF consumed {first} to {last}").format(
                    first=values["enaf"]["rules"]["period"][0], last=enaf["last_year"]
                ),
                hectares(enaf["consumed_m2"]),
                tr("{share} % of the allowance").format(share=number_or_gap(enaf["used_percent"], 1)),
            )
        )
    if total is not None:
        items += [
            (
                tr("Artificial at the last date"),
                hectares(total["stock_m2"], decimals),
                tr("{share} % of the zones").format(share=number_or_gap(total["stock_pct"], 1)),
            ),
            (
                tr("Net artificialisation"),
                signed_hectares(total["flux_net"], decimals),
                tr("{taken} artificialised, {given} given back").format(
                    taken=hectares(total["flux_art"], decimals), given=hectares(total["flux_desart"], decimals)
                ),
            ),
            (
                tr("Net soils made impervious"),
                signed_hectares(total["imper_net"], decimals),
                tr("{share} % impervious at the last date").format(share=number_or_gap(total["imper_pct"], 1)),
            ),
        ]
    note = tr(
        "Consumption of ENAF and net artificialisation are two quantities from two sources: they are not subtracted, "
        "nor compared."
    )
    return cards(items) + paragraphs([note], "small")


def _enaf_total(values: dict[str, Any]) -> Optional[dict[str, Any]]:
    enaf = values.get("enaf")
    return total_of(enaf["rows"], enaf["rules"]) if enaf else None


def _enaf_section(values: dict[str, Any]) -> str:
    title = tr("1° Consumption of natural, agricultural and forest land (ENAF)")
    if not values.get("enaf"):
        return section(
            title, paragraphs([tr("No layer of the ENAF trajectory was given: this part is missing.")], "gap")
        )
    parts = [enaf_parts(values["enaf"], drawn=ENAF_CHARTS)]
    total = _enaf_total(values)
    if total is not None and not known(total["surface_m2"]):
        parts.append(
            paragraphs(
                [
                    tr(
                        "The share of the territory consumed is missing: the table of communes has no polygon and no "
                        "surface."
                    )
                ],
                "gap",
            )
        )
    parts.append(paragraphs([other_territory(values)], "warning"))
    if values["maps"].get("enaf"):
        parts.append(figure(values["maps"]["enaf"], tr("Share of the allowance that is used.")))
    return section(title, *parts)


def other_territory(values: dict[str, Any]) -> str:
    """Say that the communes of the ENAF layer and the zones are not the same territory; empty where they are."""
    enaf, zones = _enaf_total(values), values["zones"]["total"]
    if enaf is None or zones is None or not known(enaf["surface_m2"]) or not known(zones["surf_m2"]):
        return ""
    if abs(enaf["surface_m2"] - zones["surf_m2"]) <= OTHER_TERRITORY * zones["surf_m2"]:
        return ""
    return tr(
        "The communes of the ENAF layer measure {communes} and the zones {zones}: they are not the same territory."
    ).format(communes=hectares(enaf["surface_m2"]), zones=hectares(zones["surf_m2"]))


def _objectives_section(values: dict[str, Any]) -> str:
    enaf, told = _enaf_total(values), []
    if enaf is not None:
        end = values["enaf"]["rules"]["period"][1]
        above = enaf["projected_m2"] > enaf["allowance_m2"]
        sentence = (
            tr(
                "At the mean pace of the years known, consumption to the end of {end} would exceed the allowance: "
                "{projected} for {allowance}."
            )
            if above
            else tr(
                "At the mean pace of the years known, consumption to the end of {end} would stay within the allowance: "
                "{projected} for {allowance}."
            )
        )
        told.append(
            sentence.format(end=end, projected=hectares(enaf["projected_m2"]), allowance=hectares(enaf["allowance_m2"]))
        )
        low, high = enaf.get("projected_low_m2"), enaf.get("projected_high_m2")
        if known(low) and known(high) and low <= enaf["allowance_m2"] <= high:
            told.append(
                tr("The allowance lies inside the 90 % interval of the projection: the years known do not settle it.")
            )
    title = tr("4° Objectives of the planning documents")
    texts = _author_texts(
        values["objectives"],
        tr("To be written by the authority: the objectives of its documents, and how far they are met."),
    )
    return section(title, paragraphs(told), texts)


def _author_section(title: str, text: str, gap: str) -> str:
    return section(title, _author_texts(text, gap))


def _author_texts(text: str, gap: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return paragraphs(lines) if lines else paragraphs([gap], "check")


def _limits_section() -> str:
    return section(
        tr("What this does not say"),
        bullets(
            [
                *scope_sentences(),
                tr("It does not tell whether a decision is lawful, nor whether an objective of a document is met."),
                tr("It measures surfaces and not the variety of living things, nor the value of a soil at one point."),
                tr(
                    "Land cover sees what lies on the ground at a date: works that have begun or permits that were "
                    "given show at the next one."
                ),
                tr(
                    "Small patches depend on the thresholds and on how boundaries are drawn: a zone whose balance is "
                    "not significant has no tendency."
                ),
                tr("National figures are measured in Lambert-93, which shrinks areas by 0.11 % around Rennes."),
            ]
        ),
    )


def _sources_section(values: dict[str, Any]) -> str:
    texts = section(
        tr("Legal texts"),
        bullets(
            [
                tr("Act 2021-1104 of 22 August 2021 (climate and resilience), articles 191 to 194."),
                tr("Act 2023-630 of 20 July 2023: least allowance of 1 ha for a commune."),
                tr("Decree 2023-1096 of 27 November 2023, annex to article R. 101-1 of the code de l’urbanisme."),
                tr(
                    "Articles L. 2231-1 and R. 2231-1 of the CGCT: at least every three years, 1° consumption of ENAF "
                    "in hectares and as a share of the territory, 2° balance, 3° soils made impervious, 4° objectives."
                ),
            ]
        ),
        paragraphs(
            [
                tr(
                    "To be checked before publication: the versions of these texts in force, which parts of the report "
                    "they already require, and the steps that follow (debate, vote, publication, transmission)."
                )
            ],
            "check",
        ),
        level=3,
    )
    inputs = table(
        (tr("Input"), tr("Layer"), tr("Source"), tr("Rows"), tr("Licence")),
        [
            (
                item["label"], item["name"], item["source"], number_or_gap(item["features"], 0),
                ", ".join(item["licences"]) or tr("not told"),
            )
            for item in values["inputs"]
        ],
        texts=3,
    )  # fmt: skip
    settings = [
        section(
            f"{step['algorithm']} {step['version']}, {step['date']}",
            table((tr("Parameter"), tr("Value")), sorted(step["parameters"].items()), texts=2),
            level=4,
        )
        for step in values["parameters"]
    ]
    if not settings:
        settings = [
            paragraphs([tr("The layers carry no provenance: their parameters and weights are not known.")], "warning")
        ]
    return section(
        tr("Sources, parameters and weights"),
        texts,
        section(tr("Inputs"), inputs, level=3),
        section(tr("Parameters and weights of each step"), *settings, level=3),
    )
