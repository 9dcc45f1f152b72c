"""Weights from comments on a map: where walkers say "good" and "bad", against all the places they could choose.

Every comment is a case and every segment a background row, once for the good and once for the bad comments. With the
sign g (+1 good, -1 bad), ``logit P = a_g + log(length * popularity) + g * sum(w_i v_i)`` with ``w >= 0``: good comments
gather where values are high, bad ones where they are low, more where people go more. The offset removes the effect
of length and of how many walkers pass.
"""

from __future__ import annotations

from typing import Optional

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from ...errors import InputError
from . import survey
from .survey import WeightFit

MAX_SNAP_M = 25.0  # a comment farther than this from any segment is left out [m]
FOLDS = 5
STRENGTHS = 10.0 ** np.arange(-3.0, 2.01, 1.0)


class Comments:
    """Counts of comments by segment, ready to be fitted.

    Parameters
    ----------
    values : float64 (s, k)
        Values 0 to 1, filled.
    offset : float64 (s,)
        log(length * popularity).
    default : float64 (k,)
        Default weights.
    identified : bool (k,)
        Weights to fit; the others keep their share of the default ones.
    """

    def __init__(self, values, offset, default, identified):
        self.prior = default / default.sum()
        self.kept = np.flatnonzero(identified)
        centred = values - values.mean(axis=0)
        self.inner = np.ascontiguousarray(centred[:, self.kept])
        self.other = centred[:, ~identified] @ self.prior[~identified]
        self.whole = centred @ self.prior
        self.offset = offset - offset.mean()
        self.spread = float(np.mean(self.inner.var(axis=0))) if len(self.kept) else 0.0

    def scale(self, good, bad) -> float:
        """Return what puts the default weights on the scale of the comments, 0 or more."""
        result = minimize(
            self._loss, np.array([0.0, 0.0, 1.0]), args=(good, bad, self.whole[:, None], 0.0, 0.0, np.zeros(1)),
            jac=True, method="L-BFGS-B", bounds=[(None, None), (None, None), (0.0, None)],
        )  # fmt: skip
        return float(result.x[2])

    def fit(self, good, bad, strength: float, start=None) -> np.ndarray:
        """Return the two levels, the coefficients of the fitted weights and the scale of the default ones.

        Parameters
        ----------
        good, bad : float64 (s,)
            Comments of each segment.
        strength : float
            Ridge relative to the number of comments times the mean variance of the values.
        start : float64 (2 + k + 1,), optional
            Where to start, such as an earlier result.
        """
        scale = self.scale(good, bad)
        ridge = strength * (good.sum() + bad.sum()) * self.spread
        prior = scale * self.prior[self.kept]
        first = np.concatenate(([0.0, 0.0], prior)) if start is None else start[:-1]
        result = minimize(
            self._loss, first, args=(good, bad, self.inner, scale, ridge, prior),
            jac=True, method="L-BFGS-B", bounds=[(None, None)] * 2 + [(0.0, None)] * len(self.kept),
            options={"ftol": 1e-12, "gtol": 1e-8, "maxiter": 500},
        )  # fmt: skip
        return np.append(result.x, scale)

    def coefficients(self, solution) -> np.ndarray:
        """Return the coefficients of all weights from a solution."""
        result = solution[-1] * self.prior
        result[self.kept] = solution[2:-1]
        return result

    def _loss(self, x, good, bad, columns, scale, ridge, prior):
        w = x[2:]
        common = columns @ w + scale * self.other if columns is self.inner else columns @ w
        loss, gradient = 0.5 * ridge * float((w - prior) @ (w - prior)), np.zeros_like(x)
        gradient[2:] = ridge * (w - prior)
        for place, (sign, cases) in enumerate(((1.0, good), (-1.0, bad))):
            eta = x[place] + self.offset + sign * common
            loss += float((np.logaddexp(0.0, eta) * (1.0 + cases) - cases * eta).sum())
            slope = (1.0 + cases) * expit(eta) - cases
            gradient[place] = slope.sum()
            gradient[2:] += sign * (columns.T @ slope)
        return loss, gradient


def fit_comments(
    values,
    exposure,
    segment,
    good,
    person,
    default,
    *,
    person_weight=None,
    strength: Optional[float] = None,
    bootstraps: int = survey.BOOTSTRAPS,
    seed: int = 1,
    stop=None,
) -> WeightFit:
    """Fit weights on good and bad comments.

    Parameters
    ----------
    values : float64 (s, k)
        Values 0 to 1 of each segment, NaN where unknown.
    exposure : float64 (s,)
        Length times popularity of each segment, above 0.
    segment, good, person : int64, bool, int64 (n,)
        Segment, sign and respondent (from 0) of each comment.
    default : float64 (k,)
        Default weights, the prior.
    person_weight, strength, bootstraps, seed, stop
        As in :func:`.ratings.fit_ratings`; the strength is by 5-fold cross-validation when not given.

    Returns
    -------
    WeightFit
        ``quality``: rank correlation of held-out signs with predicted scores, top-quartile hits of net comments.

    Raises
    ------
    InputError
        With fewer than 10 respondents, no good or no bad comment, no weight identified, or comments that follow
        no indicator.
    RunCancelledError
        When cancelled.
    """
    values, default = np.asarray(values, dtype=np.float64), np.asarray(default, dtype=np.float64)
    segment, person = np.asarray(segment, dtype=np.int64), np.asarray(person, dtype=np.int64)
    good = np.asarray(good, dtype=bool)
    n_persons = int(person.max()) + 1 if len(person) else 0
    survey.check_respondents(n_persons)
    if good.all() or not good.any():
        raise InputError("The comments are all of one sign; the fit needs good ones and bad ones.")
    informed = _informed(values, segment, person, n_persons)
    identified = informed >= survey.LEAST_RESPONDENTS
    survey.check_identified(identified)
    factor = np.ones(n_persons) if person_weight is None else np.asarray(person_weight, dtype=np.float64)
    filled = survey.fill_values(values)
    model = Comments(filled, np.log(exposure), default, identified)

    def counts(times):
        given = times[person]
        return (
            np.bincount(segment[good], given[good], minlength=len(values)),
            np.bincount(segment[~good], given[~good], minlength=len(values)),
        )

    fold = survey.folds_of(n_persons, FOLDS, seed)
    candidates = STRENGTHS if strength is None else np.array([float(strength)])
    losses, predictions = [], []
    for candidate in candidates:
        survey.check_stop(stop)
        loss, predicted = _held_out(model, counts, factor, fold, person, segment, good, filled, candidate)
        losses.append(loss)
        predictions.append(predicted)
    best = int(np.argmin(losses))
    solution = model.fit(*counts(factor), candidates[best])
    weight = survey.shares(model.coefficients(solution), default, identified)
    quality = _quality(filled, model.prior, predictions[best], counts(factor), segment, good)
    if survey.follows_nothing(weight, quality):
        raise InputError(
            "The comments follow none of the indicators: good ones are not where the values are better. Check which "
            "comments are good and that they lie on the right streets."
        )
    draws = []
    for drawn in survey.resamples(n_persons, bootstraps, seed):
        survey.check_stop(stop)
        again = model.fit(*counts(drawn * factor), candidates[best], solution)
        draws.append(survey.shares(model.coefficients(again), default, identified))
    low, high = survey.interval(draws) if bootstraps else (np.full(len(default), np.nan),) * 2
    sign = np.where(good, 1.0, -1.0)
    quality["residual"] = _residuals(sign, filled @ weight, segment, len(values))
    return WeightFit(
        weight=weight,
        low=np.where(identified, low, np.nan),
        high=np.where(identified, high, np.nan),
        respondents=informed,
        identified=identified,
        strength=float(candidates[best]),
        quality=quality,
    )


def _quality(filled, prior, predicted, counts, segment, good) -> dict:
    """Rank correlation of held-out signs and hits of the net comments, of the fit and of the default weights."""
    sign, net, judged, plain = np.where(good, 1.0, -1.0), counts[0] - counts[1], np.unique(segment), filled @ prior
    return {
        "spearman": survey.spearman(predicted, sign),
        "spearman_default": survey.spearman(plain[segment], sign),
        "top_quartile": survey.top_quartile_hits(_means(predicted, segment, judged), net[judged]),
        "top_quartile_default": survey.top_quartile_hits(plain[judged], net[judged]),
    }


def _informed(values, segment, person, n_persons: int) -> np.ndarray:
    """Respondents that commented a segment whose value is known, for indicators that vary over the segments."""
    vary = np.zeros(values.shape[1], dtype=bool)
    for column in range(values.shape[1]):
        known = values[~np.isnan(values[:, column]), column]
        vary[column] = len(known) > 0 and np.ptp(known) > survey.LEAST_SPREAD
    told = np.zeros((n_persons, values.shape[1]), dtype=bool)
    np.logical_or.at(told, person, ~np.isnan(values[segment]))
    return np.where(vary, told.sum(axis=0), 0).astype(np.int64)


def _held_out(model, counts, factor, fold, person, segment, good, filled, strength):
    """Loss of the sign of held-out comments, and their predicted scores."""
    loss, predicted = 0.0, np.zeros(len(person))
    for number in range(fold.max() + 1):
        solution = model.fit(*counts(np.where(fold == number, 0.0, factor)), strength)
        rows = fold[person] == number
        score = (filled - filled.mean(axis=0)) @ model.coefficients(solution)
        predicted[rows] = score[segment[rows]]
        eta = solution[0] - solution[1] + 2.0 * score[segment[rows]]
        loss += float((factor[person[rows]] * np.logaddexp(0.0, np.where(good[rows], -eta, eta))).sum())
    return loss, predicted


def _means(values, segment, judged) -> np.ndarray:
    total = np.bincount(segment, values, minlength=int(judged[-1]) + 1)
    return total[judged] / np.bincount(segment, minlength=int(judged[-1]) + 1)[judged]


def _residuals(sign, score, segment, count: int) -> np.ndarray:
    """Mean sign of the comments of each segment less what its score explains (a line), NaN without comment."""
    x = score[segment] - score[segment].mean()
    slope = float(x @ sign) / float(x @ x) if float(x @ x) > 0.0 else 0.0
    rest = sign - sign.mean() - slope * x
    number = np.bincount(segment, minlength=count)
    return np.where(number > 0, np.bincount(segment, rest, minlength=count) / np.maximum(number, 1), np.nan)
