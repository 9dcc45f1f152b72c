"""What every fit of weights on a survey shares: respondents, identifiable weights, folds, resampling, quality."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Optional

import numpy as np
from scipy.optimize import nnls
from scipy.stats import rankdata

from ...errors import InputError, RunCancelledError

LEAST_RESPONDENTS = 10  # per weight: fewer do not tell a weight from chance; convention of this project
BOOTSTRAPS = 500
INTERVAL = (5.0, 95.0)  # percentiles of the bootstraps: an interval of 90 %
LEAST_SPREAD = 1e-6  # values of an indicator closer than this are the same
QUARTILE = 0.25
LEAST_RANK = 0.05  # held-out rank correlation below which a fit explains nothing, where the defaults do not either
ALIKE = 0.95  # correlation from which two indicators cannot be told apart


@dataclass(frozen=True)
class WeightFit:
    """Weights fitted on a survey.

    Attributes
    ----------
    weight : float64 (k,)
        Weights, sum 100; those that could not be identified keep their share of the default ones.
    low, high : float64 (k,)
        90 % interval from bootstraps by respondent, NaN where the weight was not fitted.
    respondents : int64 (k,)
        Respondents whose answers tell something of each weight.
    identified : bool (k,)
        Weights that were fitted.
    strength : float
        Strength of the ridge that was used (relative; see the modules), NaN where there is none.
    quality : dict
        Held-out and other figures, by name.
    notes : dict
        Counts of answers that could not be used, by name.
    """

    weight: np.ndarray
    low: np.ndarray
    high: np.ndarray
    respondents: np.ndarray
    identified: np.ndarray
    strength: float
    quality: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)


def numbered(labels) -> np.ndarray:
    """Return labels (of respondents, of choices) as numbers from 0, in the order of their first appearance."""
    seen: dict[Any, int] = {}
    return np.array([seen.setdefault(label, len(seen)) for label in labels], dtype=np.int64)


def check_respondents(count: int) -> None:
    """Refuse a survey with too few respondents for any weight.

    Raises
    ------
    InputError
        Below :data:`LEAST_RESPONDENTS`.
    """
    if count < LEAST_RESPONDENTS:
        raise InputError(
            "The survey has {count} respondents with usable answers; {least} at least are needed to fit one weight. "
            "Gather more answers, or compare the indicators in pairs (mode ahp).",
            count=count,
            least=LEAST_RESPONDENTS,
        )


def fill_values(values) -> np.ndarray:
    """Return values with the mean of the known ones in place of the unknown: neutral in a fit, 0 if none is known."""
    values = np.asarray(values, dtype=np.float64)
    known = ~np.isnan(values)
    counts = known.sum(axis=0)
    means = np.where(known, values, 0.0).sum(axis=0) / np.maximum(counts, 1)
    return np.where(known, values, means)


def informative(values, person, n_persons: int) -> np.ndarray:
    """Return how many respondents judged segments that differ by each indicator.

    Parameters
    ----------
    values : float64 (n, k)
        Values of the segments judged, NaN where unknown.
    person : int64 (n,)
        Respondent of each answer.
    n_persons : int
        Respondents.

    Returns
    -------
    int64 (k,)
    """
    low = np.full((n_persons, values.shape[1]), np.inf)
    high = np.full((n_persons, values.shape[1]), -np.inf)
    np.minimum.at(low, person, np.where(np.isnan(values), np.inf, values))
    np.maximum.at(high, person, np.where(np.isnan(values), -np.inf, values))
    return (high - low > LEAST_SPREAD).sum(axis=0).astype(np.int64)


def check_identified(identified: np.ndarray) -> None:
    """Refuse a fit in which no weight can be identified.

    Raises
    ------
    InputError
        When there is none.
    """
    if not identified.any():
        raise InputError(
            "No weight can be fitted: for every indicator fewer than {least} respondents judged segments that differ "
            "by it. Ask each respondent about several different segments.",
            least=LEAST_RESPONDENTS,
        )


def shares(coefficients, default, identified) -> np.ndarray:
    """Return weights of sum 100 from fitted coefficients.

    Weights that were not fitted keep their share of the default ones; the others share what remains in
    proportion to their coefficients. NaN when these are all 0.
    """
    default = default / default.sum()
    rest = 100.0 * default[identified].sum()
    total = coefficients[identified].sum()
    result = 100.0 * default
    result[identified] = rest * coefficients[identified] / total if total > 0.0 else np.nan
    return result


def folds_of(n_persons: int, count: int, seed: int) -> np.ndarray:
    """Return the fold of each respondent, folds of nearly equal size drawn with a seed."""
    fold = np.arange(n_persons) % max(2, min(count, n_persons))
    return np.random.default_rng(seed).permutation(fold)


def resamples(n_persons: int, count: int, seed: int):
    """Yield, for each bootstrap, how many times each respondent is drawn."""
    random = np.random.default_rng(seed)
    for _ in range(count):
        yield np.bincount(random.integers(0, n_persons, n_persons), minlength=n_persons).astype(np.float64)


def interval(draws) -> tuple[np.ndarray, np.ndarray]:
    """Return the 90 % interval of bootstrapped weights (b, k); draws with NaN are left out."""
    draws = np.asarray(draws, dtype=np.float64)
    draws = draws[~np.isnan(draws).any(axis=1)]
    if not len(draws):
        nothing = np.full(draws.shape[1], np.nan)
        return nothing, nothing.copy()
    low, high = np.percentile(draws, INTERVAL, axis=0)
    return low, high


def check_stop(stop: Optional[np.ndarray]) -> None:
    """End a fit that the user cancelled.

    Raises
    ------
    RunCancelledError
        When the flag is raised.
    """
    if stop is not None and stop[0]:
        raise RunCancelledError


def nonnegative_quadratic(gram, linear) -> np.ndarray:
    """Return the w >= 0 that minimises ``w' gram w - 2 linear' w``.

    Parameters
    ----------
    gram : float64 (k, k)
        Positive definite.
    linear : float64 (k,)

    Returns
    -------
    float64 (k,)
    """
    factor = np.linalg.cholesky(gram)
    return nnls(factor.T, np.linalg.solve(factor, linear))[0]


def spearman(first, second) -> float:
    """Return Spearman's rank correlation, mean ranks for ties; NaN where one is constant or has fewer than 2."""
    first, second = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if len(first) < 2 or np.ptp(first) == 0.0 or np.ptp(second) == 0.0:
        return float("nan")
    return float(np.corrcoef(rankdata(first), rankdata(second))[0, 1])


def top_quartile_hits(predicted, observed) -> float:
    """Return which share of the best observed quarter is in the best predicted quarter; 0.25 is chance.

    Ties at the border of a quarter are shared out: the figure does not depend on the order of the segments.
    """
    predicted, observed = np.asarray(predicted, dtype=np.float64), np.asarray(observed, dtype=np.float64)
    count = max(1, round(QUARTILE * len(observed))) if len(observed) else 0
    if not count:
        return float("nan")
    return float((_membership(predicted, count) * _membership(observed, count)).sum() / count)


def _membership(values: np.ndarray, count: int) -> np.ndarray:
    """Share of each value in the best ``count``: 1 above the border, an equal part on it, 0 below."""
    border = np.sort(values)[::-1][count - 1]
    above, on = values > border, values == border
    return above + on * ((count - above.sum()) / on.sum())


def follows_nothing(weight, quality: dict[str, Any]) -> bool:
    """Tell whether answers follow no indicator: no weight above 0, or neither fit nor defaults rank new answers."""
    if np.isnan(weight).any():
        return True
    ranks = quality["spearman"], quality["spearman_default"]
    return not (ranks[0] >= LEAST_RANK or ranks[1] > 0.0)


def alike_pairs(values, identified) -> list[tuple[int, int]]:
    """Return pairs of indicators whose values go together so closely that their weights cannot be told apart."""
    columns = np.flatnonzero(identified & (np.ptp(values, axis=0) > LEAST_SPREAD))
    if len(columns) < 2:
        return []
    matrix = np.abs(np.corrcoef(values[:, columns].T))
    return [
        (int(columns[a]), int(columns[b])) for a, b in zip(*np.triu_indices(len(columns), 1)) if matrix[a, b] >= ALIKE
    ]


Progress = Callable[[float], None]
