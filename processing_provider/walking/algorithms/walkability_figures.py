"""Numbers that a walkability score gives, and what it says of them."""

from __future__ import annotations

import numpy as np
from qgis.core import QgsProcessingOutputNumber

from ...translation import tr
from .walkability_measures import title


def add_score_figures(algorithm) -> None:
    """Add the numbers that a run gives."""
    for name, label in (
        ("SEGMENTS", tr("Segments")),
        ("SCORED", tr("Segments with a class")),
        ("MEAN_SCORE", tr("Mean score, by length")),
        ("MEAN_CONFIDENCE", tr("Mean confidence, by length (%)")),
        ("SHARE_A", tr("Length in class A (%)")),
        ("SHARE_B", tr("Length in class B (%)")),
        ("SHARE_C", tr("Length in class C (%)")),
        ("SHARE_D", tr("Length in class D (%)")),
        ("SHARE_E", tr("Length in class E (%)")),
        ("FAILING", tr("Segments failing accessibility")),
        ("FAILING_M", tr("Length failing accessibility (m)")),
        ("ACCESS_UNKNOWN_SHARE", tr("Length whose accessibility is not known (%)")),
    ):
        algorithm.addOutput(QgsProcessingOutputNumber(name, label))


def score_figures(table, scores, access) -> dict:
    """Return the numbers of a run."""
    import shapely

    length = np.nan_to_num(shapely.length(table.geometry))
    total = length.sum()
    known = ~np.isnan(scores.score)
    scored = np.array([item is not None for item in scores.letter], dtype=bool)
    classed = length[scored].sum()
    figures = {
        "SEGMENTS": len(table),
        "SCORED": int(scored.sum()),
        "MEAN_SCORE": mean(scores.score[known], length[known]),
        "MEAN_CONFIDENCE": mean(scores.confidence, length),
        "FAILING": int((access.verdict == 0).sum()),
        "FAILING_M": float(length[access.verdict == 0].sum()),
        "ACCESS_UNKNOWN_SHARE": 100.0 * length[access.verdict < 0].sum() / total if total else None,
    }
    for letter in "ABCDE":
        share = 100.0 * length[scores.letter == letter].sum() / classed if classed else None
        figures[f"SHARE_{letter}"] = share
    return figures


def tell_figures(result, scores, access, indicators, feedback) -> None:
    """Say in the log what the scores come to."""
    without = result["SEGMENTS"] - result["SCORED"]
    if without:
        feedback.pushWarning(
            tr("{count} segments get no class: too little is known of them (see the field confidence).").format(
                count=without
            )
        )
    if result["MEAN_SCORE"] is not None:
        feedback.pushInfo(
            tr("Mean score {score:.0f} of 100, mean confidence {confidence:.0f} %.").format(
                score=result["MEAN_SCORE"], confidence=result["MEAN_CONFIDENCE"]
            )
        )
    worst = np.bincount(scores.worst[scores.worst >= 0], minlength=len(indicators))
    if worst.any():
        place = int(np.argmax(worst))
        feedback.pushInfo(
            tr("What most often costs most points: {label} ({count} segments).").format(
                label=title(indicators[place]), count=worst[place]
            )
        )
    feedback.pushInfo(
        tr("Accessibility: {failing} segments fail, {unknown} are not known.").format(
            failing=result["FAILING"], unknown=int((access.verdict < 0).sum())
        )
    )


def mean(values, weights):
    """Return a weighted mean, None without weight."""
    total = float(np.sum(weights))
    return float(np.sum(values * weights) / total) if total > 0.0 else None
