"""The model sheet of a heat-island map: equation, errors, pictures, and what to make of them in plain words."""

from __future__ import annotations

import html
from collections.abc import Sequence

import numpy as np

from ...translation import language, number_text, tr

STYLE = (
    "body{font-family:sans-serif;max-width:62em;margin:2em auto;padding:0 1em;color:#1f2a2e;line-height:1.45}"
    "table{border-collapse:collapse;margin:1em 0}th,td{border:1px solid #b8c4c8;padding:.3em .7em;text-align:left}"
    "th{background:#e8efee}td.n{text-align:right}h1{color:#1b6f6a}.warning{color:#9c3d10}"
    ".verdict{border-left:.3em solid #1b6f6a;padding-left:.8em}.kept{font-weight:bold}"
    ".pictures{display:flex;flex-wrap:wrap;gap:1em}figure{margin:0}figcaption{max-width:460px;font-size:90%}"
)
TOO_SURE = 1.3  # root mean square of errors over announced standard errors, above which these are too small [-]
LARGE_EXTRAPOLATION = 10.0  # share of the map from which extrapolation is a warning [%]
UNSTABLE = 0.5  # share of the fits without one station below which a predictor is fragile [-]
CLOSE_AICC = 2.0  # models within this of the best are as good (Burnham and Anderson, 2002)
MORAN_P = 0.05


def equation(model, labels: Sequence[str]) -> str:
    """Return the model as one line."""
    first, *others = model.map.coefficients
    text = tr("Heat island (°C) = {constant}").format(constant=number_text(first, 2))
    for coefficient, label in zip(others, labels):
        sign = "−" if coefficient < 0 else "+"
        text += f" {sign} {number_text(abs(coefficient), 2)} × {label}"
    return text + (tr(" + kriged residual") if model.kriged else "")


def numbers_of(model) -> dict[str, float]:
    """Return the errors of a model under the names of the outputs [degree C]."""
    from ..island.model import rmse

    errors = model.errors
    return {
        "RMSE": rmse(model.nested_error),
        "RMSE_REGRESSION": rmse(errors.nested_regression),
        "RMSE_KRIGING": rmse(errors.nested_kriging) if model.variogram is not None else None,
        "RMSE_MEAN": rmse(errors.mean),
        "KRIGED": int(model.kriged),
    }


def verdict(model, krige: str) -> list[str]:
    """Say how large the error is, and whether kriging helped."""
    from ..island.model import KRIGING_GAIN, rmse

    errors = model.errors
    without, chain, mean = rmse(errors.nested_regression), rmse(model.nested_error), rmse(errors.mean)
    told = [
        tr(
            "At a station that it has not seen, the map is wrong by {chain} °C (root mean square). Giving every "
            "place the mean of the stations would be wrong by {mean} °C."
        ).format(chain=number_text(chain, 2), mean=number_text(mean, 2))
    ]
    if model.variogram is None:
        told.append(tr("Kriging was not tried, as asked."))
        return told
    kriged = rmse(errors.nested_kriging)
    figures = {"kriged": number_text(kriged, 3), "without": number_text(without, 3)}
    share = number_text(100.0 * abs(1.0 - kriged / without), 0)
    if model.variogram.psill <= 0.0:
        told.append(
            tr(
                "Kriging changes nothing: the residuals of neighbouring stations are not alike. The map is the "
                "regression alone."
            )
        )
    elif krige == "yes" and kriged >= without:
        told.append(
            tr(
                "The map is kriged as asked, but kriging does not help: {kriged} °C with it, {without} °C without. "
                "Choose auto to fall back to the regression."
            ).format(**figures)
        )
    elif model.kriged:
        told.append(
            tr(
                "Kriging helps: it lowers the error from {without} °C to {kriged} °C, by {share} %. The map is kriged."
            ).format(share=share, **figures)
        )
    elif kriged < without:
        told.append(
            tr(
                "Kriging helps too little to be believed: {kriged} °C with it, {without} °C without, a gain of less "
                "than {least} %. The map is the regression alone."
            ).format(least=number_text(100.0 * KRIGING_GAIN, 0), **figures)
        )
    else:
        told.append(
            tr(
                "Kriging does not help: the error would be {kriged} °C with it and is {without} °C without. The map "
                "falls back to the regression alone."
            ).format(**figures)
        )
    return told


def warnings_of(model, extrapolated: float | None) -> list[str]:
    """Return what the reader of the map must know before using it."""
    from ..island.model import FEW_STATIONS, rmse

    n = len(model.merged.y)
    told = []
    if n < FEW_STATIONS:
        told.append(
            tr("{count} stations are few: the choice of predictors and the variogram are fragile.").format(count=n)
        )
    twins = len(model.merged.place) - n
    if twins:
        told.append(
            tr("{count} stations share the place of another one; their values are averaged there.").format(count=twins)
        )
    if not model.choice.best:
        told.append(tr("No predictor explains the heat island better than its mean."))
    if rmse(model.nested_error) >= rmse(model.errors.mean):
        told.append(tr("The map predicts unseen stations no better than their mean: do not use it."))
    if extrapolated is not None and extrapolated > LARGE_EXTRAPOLATION:
        told.append(
            tr(
                "{share} % of the map has a land cover unlike that of all the stations (mask): there the values are "
                "extrapolated."
            ).format(share=number_text(extrapolated, 0))
        )
    ratio = rmse(model.nested_error / model.nested_se)
    if ratio > TOO_SURE:
        told.append(
            tr("Errors at unseen stations are {ratio} times what the standard error announces: read it so.").format(
                ratio=number_text(ratio, 1)
            )
        )
    fragile = [
        name for name, count in zip(model.names, model.stability()) if count < UNSTABLE * len(model.choice.left_out)
    ]
    if fragile:
        told.append(
            tr("Chosen again in fewer than half of the fits without one station: {names}.").format(
                names=", ".join(fragile)
            )
        )
    return told


def sheet_html(model, labels: Sequence[str], names: Sequence[str], krige: str, told: Sequence[str]) -> str:
    """Return the sheet as one page."""
    title = tr("Heat island: model sheet")
    parts = [
        f"<h1>{html.escape(title)}</h1>",
        _paragraphs([_counts(model)]),
        "<div class='verdict'>" + _paragraphs(verdict(model, krige)) + "</div>",
        _paragraphs(told, "warning"),
        f"<h2>{html.escape(tr('Equation'))}</h2>",
        _paragraphs([equation(model, labels)]),
        _coefficients(model, labels),
        _paragraphs(
            [
                tr(
                    "Shares go from 0 to 1: a coefficient is what changes when a share goes from none to all. The "
                    "intervals are those of a model given beforehand; since it was chosen on these stations, they "
                    "are too narrow."
                )
            ]
        ),
        f"<h2>{html.escape(tr('Errors at stations left out'))}</h2>",
        _errors(model),
        _paragraphs(
            [
                tr(
                    "Quote the error of the whole chain: everything is done again without each station. The error at "
                    "the stations that drew the map is not given and should not be read in other maps: kriging passes "
                    "through or near them, so that figure tends to the noise of the sensors whatever the map is worth "
                    "elsewhere."
                ),
                _coverage(model),
            ]
        ),
        _pictures(model, names),
        f"<h2>{html.escape(tr('Combinations nearly as good'))}</h2>",
        _ranked(model),
        f"<h2>{html.escape(tr('Limits'))}</h2>",
        _paragraphs(
            [
                tr(
                    "The heat island is a difference of air temperature by night between the town and the countryside, "
                    "over the nights of the stations. It does not tell the heat felt by day, which comes from the sun "
                    "and is another map: never add the two in one score."
                ),
                tr(
                    "Where the mask is 1, and outside the network of stations, the map extends a relation that no "
                    "station has verified."
                ),
            ]
        ),
    ]
    return (
        f"<!DOCTYPE html><html lang='{language()}'><head><meta charset='utf-8'><title>{html.escape(title)}</title>"
        f"<style>{STYLE}</style></head><body>{''.join(parts)}</body></html>\n"
    )


def _paragraphs(sentences: Sequence[str], kind: str = "") -> str:
    mark = f" class='{kind}'" if kind else ""
    return "".join(f"<p{mark}>{html.escape(sentence)}</p>" for sentence in sentences if sentence)


def _table(head: Sequence[str], rows: Sequence[tuple[str, ...]], kept: int = -1) -> str:
    """Return a table whose first column is text and others are numbers; one row may be marked."""
    lines = "".join(f"<th>{html.escape(text)}</th>" for text in head)
    body = ""
    for number, (first, *others) in enumerate(rows):
        mark = " class='kept'" if number == kept else ""
        cells = "".join(f"<td class='n'>{html.escape(text)}</td>" for text in others)
        body += f"<tr{mark}><td>{html.escape(first)}</td>{cells}</tr>"
    return f"<table><tr>{lines}</tr>{body}</table>"


def _counts(model) -> str:
    return tr("{stations} places with stations, {predictors} predictors, {subsets} combinations compared.").format(
        stations=len(model.merged.y), predictors=len(model.merged.candidates.names), subsets=model.choice.subsets
    )


def _coefficients(model, labels: Sequence[str]) -> str:
    again = {}
    for name, count in zip(model.names, model.stability()):
        again[name] = tr("{count} of {all}").format(count=count, all=len(model.choice.left_out))
    low_high = model.intervals()
    rows = []
    for number, label in enumerate([tr("Constant"), *labels]):
        values = (model.map.coefficients[number], *low_high[number])
        rows.append((label, *(number_text(value, 3) for value in values), again.get(label, "")))
    head = (tr("Term"), tr("Coefficient (°C)"), tr("95 % from"), tr("to"), tr("Chosen again without one station"))
    return _table(head, rows)


def _errors(model) -> str:
    from ..island.model import rmse

    errors = model.errors
    total = rmse(errors.mean)

    def row(label: str, error: np.ndarray):
        value = rmse(error)
        explained = 100.0 * (1.0 - (value / total) ** 2)
        return label, number_text(value, 3), number_text(np.abs(error).max(), 2), number_text(explained, 0)

    rows = [
        row(tr("Mean of the other stations"), errors.mean),
        row(tr("Regression, predictors kept"), errors.regression),
    ]
    kept = 2
    if model.variogram is not None:
        rows.append(row(tr("Kriging, predictors and variogram kept"), errors.kriging))
        kept = 3
    rows.append(row(tr("Whole chain, regression"), errors.nested_regression))
    if model.variogram is not None:
        rows.append(row(tr("Whole chain, kriging"), errors.nested_kriging))
    head = (
        tr("Predicted from the other stations by"),
        tr("RMSE (°C)"),
        tr("Largest (°C)"),
        tr("Variance explained (%)"),
    )
    return _table(head, rows, kept + int(model.kriged))


def _coverage(model) -> str:
    within = 100.0 * float(np.mean(np.abs(model.nested_error) <= 2.0 * model.nested_se))
    return tr(
        "{share} % of the stations left out are within twice the standard error announced for them (about 95 % are "
        "expected)."
    ).format(share=number_text(within, 0))


def _pictures(model, names: Sequence[str]) -> str:
    from ..island.pictures import scatter_svg, variogram_svg

    merged = model.merged
    shown_names = [""] * len(merged.y)
    for place, name in zip(merged.place, names):
        shown_names[place] = f"{shown_names[place]}, {name}" if shown_names[place] else str(name)
    scatter = scatter_svg(
        merged.y,
        merged.y - model.nested_error,
        shown_names,
        (
            tr("Observed and predicted heat island"),
            tr("Predicted without the station (°C)"),
            tr("Observed (°C)"),
        ),
        number_text,
    )
    variogram = variogram_svg(
        model.shown,
        model.variogram,
        (tr("Variogram of the residuals"), tr("Distance (m)"), tr("Semivariance (°C²)")),
        number_text,
    )
    below = [
        tr("Each dot is a station predicted from all the others; on the dashed line the prediction is right."),
        _variogram_text(model),
    ]
    figures = "".join(
        f"<figure>{svg}<figcaption>{html.escape(text)}</figcaption></figure>"
        for svg, text in zip((scatter, variogram), below)
    )
    return f"<h2>{html.escape(tr('Pictures'))}</h2><div class='pictures'>{figures}</div>"


def _variogram_text(model) -> str:
    text = tr("Half the mean squared difference of the residuals of the regression, by distance between stations.")
    if model.variogram is not None:
        models = {"exponential": tr("exponential"), "spherical": tr("spherical")}
        text += " " + tr(
            "Line: {model} model, nugget {nugget} °C², partial sill {psill} °C², practical range {range} m."
        ).format(
            model=models[model.variogram.model],
            nugget=number_text(model.variogram.nugget, 3),
            psill=number_text(model.variogram.psill, 3),
            range=number_text(model.variogram.range_m, 0),
        )
    if np.isfinite(model.moran.statistic):
        values = {"index": number_text(model.moran.statistic, 2), "p": number_text(model.moran.probability, 3)}
        alike = model.moran.probability < MORAN_P
        sentence = (
            tr("Residuals of neighbouring stations are alike (Moran’s I {index}, p = {p}).")
            if alike
            else tr("Residuals of neighbouring stations are not clearly alike (Moran’s I {index}, p = {p}).")
        )
        text += " " + sentence.format(**values)
    return text


def _ranked(model) -> str:
    names = model.merged.candidates.names
    rows = []
    for score, subset in model.choice.ranked:
        label = " + ".join(names[c] for c in subset) or tr("mean only")
        rows.append((label, number_text(score - model.choice.ranked[0][0], 2)))
    return _table((tr("Predictors"), tr("Criterion above the best")), rows, 0)
