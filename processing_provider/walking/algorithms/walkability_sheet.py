"""Quality sheet of a fit of walkability weights: its figures, its sentences, and the page that shows them."""

from __future__ import annotations

import html
import math
from typing import Any, Optional

import numpy as np

from ...translation import language, number_text, tr
from .walkability_measures import title

STYLE = (
    "body{font-family:sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#1f2a2e}"
    "table{border-collapse:collapse;margin:1em 0}th,td{border:1px solid #b8c4c8;padding:.3em .7em;text-align:left}"
    "th{background:#e8efee}td.n{text-align:right}h1{color:#1b6f6a}.warning{color:#9c3d10}svg{display:block}"
)
BAR_WIDTH, BAR_HEIGHT = 260, 16
GOOD_RANK, CHANCE = 0.3, 0.25
PATTERN_P = 0.05  # p-value below which residuals are said to have a pattern in space
RESPONDENTS_PER_WEIGHT = 10


def plain(value: Any) -> Optional[float]:
    """Return a number for JSON: None for NaN."""
    return None if value is None or not math.isfinite(value) else float(value)


def sheet_values(mode: str, indicators, default, fit, prepared) -> dict[str, Any]:
    """Return everything a sheet says, as plain values."""
    quality = fit.quality
    values: dict[str, Any] = {
        "mode": mode,
        "respondents": prepared.respondents,
        "answers_used": prepared.answers,
        "fitted": int(fit.identified.sum()),
        "ridge": plain(fit.strength),
        "effective_respondents": plain(prepared.effective),
        "left_out": {**prepared.notes, **fit.notes},
        **prepared.facts,
        "weights": [
            {
                "indicator": item.name,
                "name": title(item),
                "w": plain(fit.weight[place]),
                "lo": plain(fit.low[place]),
                "hi": plain(fit.high[place]),
                "n": int(fit.respondents[place]),
                "w0": plain(100.0 * default[place] / default.sum()),
                "identified": bool(fit.identified[place]),
                "equiv_m": plain(quality["equivalent_m"][place]) if "equivalent_m" in quality else None,
            }
            for place, item in enumerate(indicators)
        ],
    }
    for name in (
        "spearman", "spearman_default", "top_quartile", "top_quartile_default", "choices_right", "choices_chance",
        "rho_squared", "consistency",
    ):  # fmt: skip
        if name in quality:
            values[name] = plain(quality[name])
    if "residual" in quality and prepared.segments is not None:
        values["moran"] = _moran(quality["residual"], prepared.segments)
    values["sentences"] = _sentences(values)
    values["warnings"] = _warnings(values, fit, prepared, indicators)
    return values


def _moran(residual, segments) -> dict[str, Optional[float]]:
    import shapely

    from ..walkability.moran import moran, nearest_neighbours

    middle = shapely.centroid(segments.geometry)
    rows = np.flatnonzero(~np.isnan(residual) & ~(shapely.is_missing(middle) | shapely.is_empty(middle)))
    found = moran(residual[rows], nearest_neighbours(shapely.get_coordinates(middle[rows])))
    return {name: plain(getattr(found, name)) for name in ("index", "expected", "z", "p")}


def _sentences(values) -> list[str]:
    told = [
        tr("{answers} answers of {respondents} respondents were used; {fitted} weights of {count} were fitted.").format(
            answers=values["answers_used"],
            respondents=values["respondents"],
            fitted=values["fitted"],
            count=len(values["weights"]),
        )
    ]
    if values.get("spearman") is not None:
        told.append(
            tr(
                "On respondents that the fit has not seen, scores and answers have a rank correlation of {rho}; the "
                "default weights have {rho0}."
            ).format(rho=_text(values["spearman"], 2), rho0=_text(values["spearman_default"], 2))
        )
    if values.get("top_quartile") is not None:
        told.append(
            tr(
                "Of the best quarter of the segments for these respondents, {share} % are in the best quarter of the "
                "scores; the default weights find {share0} %, chance 25 %."
            ).format(
                share=_text(100.0 * values["top_quartile"], 0), share0=_text(100.0 * values["top_quartile_default"], 0)
            )
        )
    if values.get("choices_right") is not None:
        told.append(
            tr("{share} % of the choices of respondents not seen are predicted right; chance gives {chance} %.").format(
                share=_text(100.0 * values["choices_right"], 0), chance=_text(100.0 * values["choices_chance"], 0)
            )
        )
    if values.get("effective_respondents") is not None:
        told.append(
            tr("After weighting by the population the survey tells as much as {count} respondents.").format(
                count=_text(values["effective_respondents"], 0)
            )
        )
    if (values.get("moran") or {}).get("index") is not None:
        told.append(
            tr("Moran’s I of the residuals is {index} (p = {p}).").format(
                index=_text(values["moran"]["index"], 2), p=_text(values["moran"]["p"], 3)
            )
        )
    return told


def _warnings(values, fit, prepared, indicators) -> list[str]:
    from ..walkability.survey import LEAST_RESPONDENTS, alike_pairs, fill_values

    told = []
    lost = [item["name"] for item in values["weights"] if not item["identified"]]
    if lost and values["mode"] == "ahp":
        told.append(tr("Not compared, the default weight is kept: {names}.").format(names=", ".join(lost)))
    elif lost:
        told.append(
            tr(
                "Not identifiable, the default weight is kept: {names}. Fewer than {least} respondents judged segments "
                "that differ by them, or they are not known."
            ).format(names=", ".join(lost), least=LEAST_RESPONDENTS)
        )
    if values["mode"] != "ahp" and values["respondents"] < RESPONDENTS_PER_WEIGHT * values["fitted"]:
        told.append(
            tr(
                "{respondents} respondents are few for {fitted} weights (10 each would be {wanted}): read the "
                "intervals before the weights."
            ).format(
                respondents=values["respondents"],
                fitted=values["fitted"],
                wanted=RESPONDENTS_PER_WEIGHT * values["fitted"],
            )
        )
    if prepared.segments is not None:
        for one, other in alike_pairs(fill_values(prepared.segments.values), fit.identified):
            told.append(
                tr("{first} and {second} go together on these segments: only the sum of their weights is sure.").format(
                    first=title(indicators[one]), second=title(indicators[other])
                )
            )
    if values.get("spearman") is not None and values["spearman"] <= values["spearman_default"]:
        told.append(
            tr("The fitted weights predict new respondents no better than the default ones: keep the defaults.")
        )
    elif values.get("spearman") is not None and values["spearman"] < GOOD_RANK:
        told.append(tr("The score explains little of what respondents say: something that matters to them is missing."))
    moran = values.get("moran") or {}
    if moran.get("p") is not None and moran["p"] < PATTERN_P and moran["index"] > moran["expected"]:
        told.append(
            tr("Residuals of neighbouring segments are alike: something local that matters is missing from the score.")
        )
    if (values.get("consistency") or 0.0) >= 0.1:
        told.append(
            tr("The comparisons contradict one another (consistency ratio {ratio}, at most 0.10 is advised).").format(
                ratio=_text(values["consistency"], 2)
            )
        )
    if prepared.trimmed:
        told.append(
            tr("{count} respondents would have counted more than 5 times the mean and were cut to that.").format(
                count=prepared.trimmed
            )
        )
    told += [sentence.format(count=count) for sentence, count in _left_out(values["left_out"]) if count]
    return told


def _left_out(counts: dict[str, int]) -> list[tuple[str, int]]:
    sentences = {
        "no_segment": tr("{count} answers refer to no segment of the layer and are left out."),
        "no_rating": tr("{count} answers hold no rating, sign or number and are left out."),
        "no_respondent": tr("{count} answers name no respondent and are left out."),
        "far": tr("{count} comments are more than 25 m from any segment and are left out."),
        "neutral": tr("{count} comments are neither good nor bad and are left out."),
        "single_answer": tr("{count} respondents rated one segment only: they tell nothing of the weights."),
        "bad_choice": tr("{count} choices do not have two alternatives and one chosen, and are left out."),
    }
    return [(sentences[name], count) for name, count in counts.items() if name in sentences]


def _text(value: Optional[float], decimals: int) -> str:
    return tr("not known") if value is None else number_text(value, decimals)


def sheet_html(values: dict[str, Any]) -> str:
    """Return the sheet as one page."""
    heading = html.escape(tr("Walkability weights from a survey"))
    head = "".join(
        f"<th>{html.escape(text)}</th>"
        for text in (
            tr("Indicator"), tr("Weight"), tr("90 % interval"), tr("Default"), tr("Respondents"),
            tr("Weight and interval"),
        )
    )  # fmt: skip
    routes = any(item["equiv_m"] is not None for item in values["weights"])
    if routes:
        head += f"<th>{html.escape(tr('Metres walked to avoid one bad metre'))}</th>"
    most = max(max(item["hi"] or 0.0, item["w"], item["w0"]) for item in values["weights"]) or 1.0
    ranked = sorted(values["weights"], key=lambda item: -item["w"])
    body = "".join(_row(item, most, routes) for item in ranked)
    sentences = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in values["sentences"])
    warnings = "".join(f"<p class='warning'>{html.escape(sentence)}</p>" for sentence in values["warnings"])
    limits = tr(
        "These weights hold for the people who answered, the segments they judged and what is known of them. They are "
        "opinions put in order, not measurements of comfort or safety."
    )
    return (
        f"<!DOCTYPE html><html lang='{language()}'><head><meta charset='utf-8'><title>{heading}</title>"
        f"<style>{STYLE}</style></head><body><h1>{heading}</h1>{sentences}{warnings}"
        f"<table><tr>{head}</tr>{body}</table><p>{html.escape(limits)}</p></body></html>\n"
    )


def _row(item: dict[str, Any], most: float, routes: bool) -> str:
    known = item["lo"] is not None
    between = tr("{low} to {high}").format(low=_text(item["lo"], 1), high=_text(item["hi"], 1)) if known else ""
    if not item["identified"]:
        between = tr("not identifiable")
    cells = [
        f"<td>{html.escape(item['name'])}</td><td class='n'>{_text(item['w'], 1)}</td>",
        f"<td>{html.escape(between)}</td><td class='n'>{_text(item['w0'], 1)}</td><td class='n'>{item['n']}</td>",
        f"<td>{_bar(item, most)}</td>",
    ]
    if routes:
        cells.append(f"<td class='n'>{'' if item['equiv_m'] is None else _text(item['equiv_m'], 2)}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _bar(item: dict[str, Any], most: float) -> str:
    """Bar of a weight, line of its interval, tick of the default."""

    def place(value: float) -> float:
        return round(BAR_WIDTH * value / most, 1)

    middle, colour = BAR_HEIGHT // 2, "#2c7bb6" if item["identified"] else "#b8c4c8"
    parts = [f"<rect x='0' y='3' width='{place(item['w'])}' height='{BAR_HEIGHT - 6}' fill='{colour}'/>"]
    if item["lo"] is not None:
        parts.append(
            f"<line x1='{place(item['lo'])}' x2='{place(item['hi'])}' y1='{middle}' y2='{middle}' stroke='#1f2a2e' "
            "stroke-width='2'/>"
        )
    tick = place(item["w0"])
    parts.append(f"<line x1='{tick}' x2='{tick}' y1='0' y2='{BAR_HEIGHT}' stroke='#d7191c' stroke-width='1.5'/>")
    return f"<svg width='{BAR_WIDTH + 4}' height='{BAR_HEIGHT}'>{''.join(parts)}</svg>"
