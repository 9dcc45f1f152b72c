"""Weights from ratings of segments: ridge regression with weights of 0 or more, drawn towards the default ones.

Each respondent has a level of their own (some are generous), removed by centring ratings and values within the
respondent. What remains is fitted by ``min sum_p r_p ||y_p - V_p b||^2 + lambda ||b - s w0||^2`` with ``b >= 0``;
``s`` puts the default weights ``w0`` on the scale of the ratings, ``r_p`` are the weights of the respondents. The
data enter by the products ``V_p' V_p`` and ``V_p' y_p`` of each respondent only, so folds and bootstraps cost next to
nothing: no row is read twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from ...errors import InputError
from . import survey
from .survey import WeightFit

FOLDS = 10
LARGEST_RATING = 1e6  # in size: scales of surveys have two or three digits, and squares must stay finite
STRENGTHS = 10.0 ** np.arange(-4.0, 2.01, 0.5)  # ridge relative to the mean diagonal of V'V


@dataclass(frozen=True)
class Products:
    """Products of centred values and ratings by respondent: (p, k, k), (p, k) and (p,)."""

    gram: np.ndarray
    linear: np.ndarray
    square: np.ndarray

    def total(self, factor) -> tuple[np.ndarray, np.ndarray]:
        """Sum over respondents, each times its factor."""
        return np.tensordot(factor, self.gram, 1), factor @ self.linear


def centred(values, person, n_persons: int) -> np.ndarray:
    """Return values (n,) or (n, k) less their mean over the answers of the same respondent."""
    values = np.asarray(values, dtype=np.float64)
    counts = np.maximum(np.bincount(person, minlength=n_persons), 1)
    sums = np.zeros((n_persons, *values.shape[1:]))
    np.add.at(sums, person, values)
    means = sums / counts.reshape(-1, *([1] * (values.ndim - 1)))
    return values - means[person]


def products_of(values, rating, person, n_persons: int) -> Products:
    """Return the products of answers that are centred already."""
    k = values.shape[1]
    order = np.argsort(person, kind="stable")
    first = np.searchsorted(person[order], np.arange(n_persons + 1))
    gram, linear, square = np.zeros((n_persons, k, k)), np.zeros((n_persons, k)), np.zeros(n_persons)
    for number in range(n_persons):
        rows = order[first[number] : first[number + 1]]
        v, y = values[rows], rating[rows]
        gram[number], linear[number], square[number] = v.T @ v, v.T @ y, y @ y
    return Products(gram, linear, square)


def ridge_weights(gram, linear, default, identified, strength: float) -> np.ndarray:
    """Return the coefficients of the ridge regression.

    Parameters
    ----------
    gram, linear : float64 (k, k) and (k,)
        Sums of products over the respondents.
    default : float64 (k,)
        Default weights.
    identified : bool (k,)
        Coefficients to fit; the others stay on the scaled default ones.
    strength : float
        Ridge relative to the mean diagonal of ``gram`` over the fitted coefficients.

    Returns
    -------
    float64 (k,)
        0 or more, in ratings per unit of value.
    """
    prior = default / default.sum()
    spread = prior @ gram @ prior
    scale = max(0.0, float(prior @ linear) / spread) if spread > 0.0 else 0.0
    kept = np.flatnonzero(identified)
    others = np.flatnonzero(~identified)
    inner = gram[np.ix_(kept, kept)]
    ridge = strength * max(np.trace(inner) / len(kept), np.finfo(float).tiny)
    right = linear[kept] - scale * gram[np.ix_(kept, others)] @ prior[others] + ridge * scale * prior[kept]
    result = scale * prior
    result[kept] = survey.nonnegative_quadratic(inner + ridge * np.eye(len(kept)), right)
    return result


def choose_strength(products: Products, factor, default, identified, fold) -> float:
    """Return the ridge with the least squared error on held-out respondents, folds by respondent."""
    gram, linear = products.total(factor)
    errors = np.zeros(len(STRENGTHS))
    for number in range(fold.max() + 1):
        out_gram, out_linear = products.total(np.where(fold == number, factor, 0.0))
        for place, strength in enumerate(STRENGTHS):
            b = ridge_weights(gram - out_gram, linear - out_linear, default, identified, strength)
            errors[place] += b @ out_gram @ b - 2.0 * b @ out_linear
    return float(STRENGTHS[np.argmin(errors)])


def fit_ratings(
    values,
    segment,
    rating,
    person,
    default,
    *,
    person_weight=None,
    strength: Optional[float] = None,
    bootstraps: int = survey.BOOTSTRAPS,
    seed: int = 1,
    stop=None,
) -> WeightFit:
    """Fit weights on ratings of segments.

    Parameters
    ----------
    values : float64 (s, k)
        Values 0 to 1 of the indicators of each segment, NaN where unknown.
    segment, rating, person : int64, float64, int64 (n,)
        Segment, rating on any increasing scale (such as 1 to 5) and respondent (from 0) of each answer.
    default : float64 (k,)
        Default weights, the prior.
    person_weight : float64 (p,), optional
        Weight of each respondent (:mod:`.raking`); 1 by default.
    strength : float, optional
        Ridge relative to the mean diagonal of V'V; by 10-fold cross-validation when not given.
    bootstraps, seed : int
        Resamplings of respondents for the intervals, and their seed.
    stop : uint8 (1,), optional
        Raised to cancel.

    Returns
    -------
    WeightFit
        ``quality``: held-out rank correlation and top-quartile hits, the same of the default weights, and the mean
        residual of each judged segment.

    Raises
    ------
    InputError
        When a rating is beyond a million, fewer than 10 respondents judged two segments or more, no weight can be
        identified, or the ratings follow no indicator.
    RunCancelledError
        When cancelled.
    """
    values = np.asarray(values, dtype=np.float64)
    rating, person = np.asarray(rating, dtype=np.float64), np.asarray(person, dtype=np.int64)
    segment, default = np.asarray(segment, dtype=np.int64), np.asarray(default, dtype=np.float64)
    n_persons = int(person.max()) + 1 if len(person) else 0
    factor = np.ones(n_persons) if person_weight is None else np.asarray(person_weight, dtype=np.float64)
    if len(rating) and np.abs(rating).max() > LARGEST_RATING:
        raise InputError(
            "The rating {rating:g} cannot be right; check the field of the ratings, and correct or leave out such "
            "answers.",
            rating=rating[np.abs(rating).argmax()],
        )
    several = np.bincount(person, minlength=n_persons) >= 2
    survey.check_respondents(int(several.sum()))
    informed = survey.informative(values[segment], person, n_persons)
    identified = informed >= survey.LEAST_RESPONDENTS
    survey.check_identified(identified)
    inner = centred(survey.fill_values(values)[segment], person, n_persons)
    outer = centred(rating, person, n_persons)
    products = products_of(inner, outer, person, n_persons)
    fold = survey.folds_of(n_persons, FOLDS, seed)
    if strength is None:
        strength = choose_strength(products, factor, default, identified, fold)
    coefficients = ridge_weights(*products.total(factor), default, identified, strength)
    weight = survey.shares(coefficients, default, identified)
    quality = _quality(products, factor, default, identified, strength, fold, inner, outer, person, segment)
    if survey.follows_nothing(weight, quality):
        raise InputError(
            "The ratings follow none of the indicators: where the values are better the ratings are not. Check that a "
            "higher rating means a better street and that the segments are the right ones."
        )
    draws = []
    for drawn in survey.resamples(n_persons, bootstraps, seed):
        survey.check_stop(stop)
        b = ridge_weights(*products.total(drawn * factor), default, identified, strength)
        draws.append(survey.shares(b, default, identified))
    low, high = survey.interval(draws) if bootstraps else (np.full(len(default), np.nan),) * 2
    quality["residual"] = _segment_means(outer - inner @ coefficients, segment, len(values))
    return WeightFit(
        weight=weight,
        low=np.where(identified, low, np.nan),
        high=np.where(identified, high, np.nan),
        respondents=informed,
        identified=identified,
        strength=float(strength),
        quality=quality,
        notes={"single_answer": int((~several).sum())},
    )


def _quality(products, factor, default, identified, strength, fold, inner, outer, person, segment) -> dict:
    """Rank correlation and hits on respondents that the fit has not seen."""
    gram, linear = products.total(factor)
    predicted = np.zeros(len(outer))
    for number in range(fold.max() + 1):
        held_out = np.where(fold == number, factor, 0.0)
        out_gram, out_linear = products.total(held_out)
        b = ridge_weights(gram - out_gram, linear - out_linear, default, identified, strength)
        rows = fold[person] == number
        predicted[rows] = inner[rows] @ b
    plain = inner @ (default / default.sum())
    judged = np.unique(segment)
    n = int(segment.max()) + 1
    observed = _segment_means(outer, segment, n)[judged]
    return {
        "spearman": survey.spearman(predicted, outer),
        "spearman_default": survey.spearman(plain, outer),
        "top_quartile": survey.top_quartile_hits(_segment_means(predicted, segment, n)[judged], observed),
        "top_quartile_default": survey.top_quartile_hits(_segment_means(plain, segment, n)[judged], observed),
    }


def _segment_means(values, segment, count: int) -> np.ndarray:
    """Mean of answers by segment, NaN where there is none."""
    number = np.bincount(segment, minlength=count)
    return np.where(number > 0, np.bincount(segment, values, minlength=count) / np.maximum(number, 1), np.nan)
