"""Score of street segments: weighted mean of the values of their indicators, classes and what costs most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Lowest score of classes A, B, C and D [points]; below is E. Convention of this project.
CLASS_LIMITS = (80.0, 60.0, 40.0, 20.0)
CLASS_LETTERS = ("A", "B", "C", "D", "E")
# Two costs closer than this are the same [points]: the first of the table is named.
COST_TOLERANCE = 1e-9


@dataclass(frozen=True)
class Scores:
    """Scores of segments.

    Attributes
    ----------
    score : float64 (n,)
        0 to 100, NaN where no indicator is known.
    letter : object (n,)
        ``"A"`` to ``"E"``, None without score or below the least confidence.
    n_missing : int64 (n,)
        Indicators that count (weight above 0) and are not known.
    confidence : float64 (n,)
        Share of the weight that was measured, not assumed nor missing [percent].
    worst : int64 (n,)
        Column of the indicator that costs most points, -1 where none costs any.
    lost : float64 (n,)
        Points that it costs.
    """

    score: np.ndarray
    letter: np.ndarray
    n_missing: np.ndarray
    confidence: np.ndarray
    worst: np.ndarray
    lost: np.ndarray


def score_segments(values, weights, assumed=None, *, least_confidence: float = 0.0) -> Scores:
    """Score segments from the values of their indicators.

    ``score = 100 * sum(w_i * v_i) / sum(w_i)`` over the indicators that are known, so a missing one neither helps
    nor harms; ``confidence`` tells how much of the weight was measured.

    Parameters
    ----------
    values : float64 (n, k)
        Values 0 to 1, NaN where unknown.
    weights : float64 (k,)
        0 or more, one at least above 0; only their ratios count.
    assumed : bool (n, k), optional
        Values that come from a default rule: they enter the score, not the confidence.
    least_confidence : float
        Confidence below which a segment gets no class letter [percent].

    Returns
    -------
    Scores

    Raises
    ------
    ValueError
        When a value is outside 0 to 1, a weight is negative, or all are 0.
    """
    values = np.asarray(values, dtype=np.float64)
    weights = np.asarray(weights, dtype=np.float64)
    known = ~np.isnan(values)
    if ((values < 0.0) | (values > 1.0)).any():
        raise ValueError("Values of indicators must lie between 0 and 1.")
    if not (np.isfinite(weights) & (weights >= 0.0)).all() or weights.sum() <= 0.0:
        raise ValueError("Weights must be numbers, 0 or more, one at least above 0.")
    shares = weights / weights.sum()
    assumed = np.zeros_like(known) if assumed is None else np.asarray(assumed, dtype=bool)
    counted = np.where(known, shares, 0.0)
    total = counted.sum(axis=1)
    has_score = total > 0.0
    divisor = np.where(has_score, total, 1.0)
    filled = np.where(known, values, 0.0)
    score = np.where(has_score, 100.0 * np.clip((counted * filled).sum(axis=1) / divisor, 0.0, 1.0), np.nan)
    confidence = 100.0 * np.clip(np.where(assumed, 0.0, counted).sum(axis=1), 0.0, 1.0)
    cost = 100.0 * counted * (1.0 - filled) / divisor[:, None]
    lost = cost.max(axis=1, initial=0.0)
    worst = np.argmax(cost >= lost[:, None] - COST_TOLERANCE, axis=1) if values.shape[1] else np.zeros(len(values))
    costly = has_score & (lost > COST_TOLERANCE)
    return Scores(
        score=score,
        letter=letters(np.where(confidence >= least_confidence, score, np.nan)),
        n_missing=(~known & (weights > 0.0)).sum(axis=1),
        confidence=confidence,
        worst=np.where(costly, worst, -1).astype(np.int64),
        lost=np.where(has_score, lost, np.nan),
    )


def letters(score) -> np.ndarray:
    """Return the class letter of scores.

    Parameters
    ----------
    score : float64 (n,)
        0 to 100, NaN for none.

    Returns
    -------
    object (n,)
        A from 80, B from 60, C from 40, D from 20, E below; None for NaN.
    """
    score = np.asarray(score, dtype=np.float64)
    # A score is a sum of products: one that should be 80 may come out a rounding below.
    rounded = np.round(score, 9)
    rank = (np.nan_to_num(rounded)[:, None] < np.array(CLASS_LIMITS)).sum(axis=1)
    result = np.array(CLASS_LETTERS, dtype=object)[rank]
    result[np.isnan(score)] = None
    return result
