"""Weights from choices between photos or routes: conditional logit, path size, equivalent metres.

``P(i) = exp(b.x_i) / sum_j exp(b.x_j)`` over the alternatives of a choice (McFadden 1974), fitted by L-BFGS on the
log-likelihood. With routes, ``ln PS_i`` is one more attribute: it lowers the weight of routes that share streets
(Ben-Akiva and Bierlaire 1999), ``PS_i = sum_a (l_a / L_i) / (routes of the choice that use a)``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional

import numpy as np
from scipy.optimize import minimize

from ...errors import InputError
from . import survey
from .survey import WeightFit

FOLDS = 5
BOOTSTRAP_TOLERANCE = 1e-9  # relative change of the likelihood: far below the spread of the bootstraps
LENGTH_UNIT_M = 100.0  # unit of the lengths in the model [m]: keeps coefficients near 1


@dataclass(frozen=True)
class LogitFit:
    """A conditional logit: coefficients float64 (k,), log-likelihood, and that of choices at random."""

    coefficients: np.ndarray
    log_likelihood: float
    at_random: float


class ConditionalLogit:
    """Choices ready to be fitted, once or many times with other weights.

    Parameters
    ----------
    attributes : float64 (n, k)
        One row per alternative.
    choice : int64 (n,)
        Choice of each row, numbered from 0; every choice has two rows or more.
    chosen : bool (n,)
        The row chosen: exactly one per choice.
    nonnegative : bool (k,), optional
        Coefficients held at 0 or more; none by default.
    """

    def __init__(self, attributes, choice, chosen, nonnegative=None):
        attributes = np.asarray(attributes, dtype=np.float64)
        choice = np.asarray(choice, dtype=np.int64)
        order = np.argsort(choice, kind="stable")
        # The likelihood depends on differences only; the spread within choices is the natural scale.
        inner = attributes[order] - _choice_means(attributes[order], choice[order])
        scale = np.sqrt((inner**2).mean(axis=0))
        scale[scale == 0.0] = 1.0
        self._scale, self._x = scale, inner / scale
        self._first = np.searchsorted(choice[order], np.arange(choice.max() + 1))
        self._rows = np.diff(np.append(self._first, len(order)))
        self._picked = self._x[np.asarray(chosen, dtype=bool)[order]]
        free = np.zeros(len(scale), dtype=bool) if nonnegative is None else np.asarray(nonnegative, dtype=bool)
        self._bounds = [(0.0, None) if item else (None, None) for item in free]

    def fit(self, weight=None, *, penalty: float = 0.0, start=None, tolerance: float = 1e-13) -> LogitFit:
        """Fit the coefficients.

        Parameters
        ----------
        weight : float64 (m,), optional
            Weight of each choice; 1 by default.
        penalty : float
            Ridge on the coefficients; 0 for none.
        start : float64 (k,), optional
            Where to start.
        tolerance : float
            Relative change of the likelihood at which the search ends.

        Returns
        -------
        LogitFit
        """
        weight = np.ones(len(self._first)) if weight is None else np.asarray(weight, dtype=np.float64)
        row_weight = np.repeat(weight, self._rows)
        x, picked, first, rows = self._x, weight @ self._picked, self._first, self._rows

        def loss(b):
            utility = x @ b
            top = np.maximum.reduceat(utility, first)
            exponent = np.exp(utility - np.repeat(top, rows))
            total = np.add.reduceat(exponent, first)
            probability = exponent / np.repeat(total, rows)
            value = float(weight @ (np.log(total) + top)) - float(picked @ b)
            plain = b / self._scale
            gradient = (row_weight * probability) @ x - picked + penalty * plain / self._scale
            return value + 0.5 * penalty * float(plain @ plain), gradient

        begin = np.zeros(len(self._scale)) if start is None else np.asarray(start) * self._scale
        result = minimize(
            loss, begin, jac=True, method="L-BFGS-B", bounds=self._bounds,
            options={"ftol": tolerance, "gtol": 1e-8, "maxiter": 1000},
        )  # fmt: skip
        plain = result.x / self._scale
        likelihood = -(float(result.fun) - 0.5 * penalty * float(plain @ plain))
        return LogitFit(plain, likelihood, -float(weight @ np.log(rows)))


def _choice_means(attributes, choice) -> np.ndarray:
    counts = np.bincount(choice)
    sums = np.zeros((len(counts), attributes.shape[1]))
    np.add.at(sums, choice, attributes)
    return (sums / np.maximum(counts, 1)[:, None])[choice]


def path_size(choice, alternative, segment, length) -> np.ndarray:
    """Return the path size of each alternative: 1 for a route that shares no street with its rivals.

    Parameters
    ----------
    choice, alternative, segment : int64 (n,)
        One row per street of a route; alternatives are numbered from 0 over all choices.
    length : float64 (n,)
        Length of the street [m].

    Returns
    -------
    float64 (m,)
        ``]0, 1]`` by alternative.
    """
    used = np.unique(np.column_stack((choice, segment, alternative)), axis=0)
    pairs, sharing = np.unique(used[:, :2], axis=0, return_counts=True)
    key = {(int(c), int(s)): int(count) for (c, s), count in zip(pairs, sharing)}
    routes = np.array([key[int(c), int(s)] for c, s in zip(choice, segment)], dtype=np.float64)
    total = np.bincount(alternative, length)
    return np.bincount(alternative, length / routes) / total


@dataclass(frozen=True)
class Alternatives:
    """Alternatives of choices, one row each.

    ``attributes`` float64 (n, k + extra): for photos the values of the segment, for routes minus the length with
    bad values [100 m], then minus the length [100 m] and ln PS. ``choice`` int64 (n,), ``chosen`` bool (n,),
    ``person`` int64 by choice, ``labels`` the label of each person, ``known`` bool (n, k), ``routes`` whether they
    are routes.
    """

    attributes: np.ndarray
    choice: np.ndarray
    chosen: np.ndarray
    person: np.ndarray
    labels: list
    known: np.ndarray
    routes: bool
    notes: dict[str, int] = field(default_factory=dict)


def build_alternatives(values, length, choice, alternative, segment, chosen, person) -> Alternatives:
    """Make alternatives from rows of streets.

    Parameters
    ----------
    values : float64 (s, k)
        Values 0 to 1 of each segment, NaN where unknown.
    length : float64 (s,)
        Length of each segment [m].
    choice, alternative : sequences (n,)
        Labels; a photo is an alternative of one row, a route one of several.
    segment : int64 (n,)
        Segment of each row.
    chosen : bool (n,)
        Whether the alternative of the row was chosen.
    person : sequence (n,)
        Respondent labels.

    Returns
    -------
    Alternatives
        Choices without exactly one chosen alternative, or with one alternative only, are left out and counted.
    """
    choice_number = survey.numbered(choice)
    label = survey.numbered(list(zip(choice_number.tolist(), alternative)))
    n = int(label.max()) + 1 if len(label) else 0
    of_choice, is_chosen = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=bool)
    of_choice[label] = choice_number
    np.logical_or.at(is_chosen, label, np.asarray(chosen, dtype=bool))
    rivals, picked = np.bincount(of_choice), np.bincount(of_choice, is_chosen)
    usable = (rivals >= 2) & (picked == 1)
    routes = bool(n) and len(label) > n
    filled, metres = survey.fill_values(values)[segment], length[segment]
    known = np.ones((n, values.shape[1]), dtype=bool)
    np.logical_and.at(known, label, ~np.isnan(values[segment]))
    if routes:
        bad = np.zeros((n, values.shape[1]))
        np.add.at(bad, label, (1.0 - filled) * metres[:, None])
        total = np.bincount(label, metres)
        size = path_size(choice_number, label, segment, metres)
        attributes = np.column_stack((-bad / LENGTH_UNIT_M, -total / LENGTH_UNIT_M, np.log(size)))
    else:
        attributes = np.zeros((n, values.shape[1]))
        attributes[label] = filled
    kept = usable[of_choice]
    first = np.unique(choice_number, return_index=True)[1]
    labels = [person[first[item]] for item in dict.fromkeys(of_choice[kept].tolist())]
    return Alternatives(
        attributes=attributes[kept],
        choice=survey.numbered(of_choice[kept]),
        chosen=is_chosen[kept],
        person=survey.numbered(labels),
        labels=list(dict.fromkeys(labels)),
        known=known[kept],
        routes=routes,
        notes={"bad_choice": int((~usable).sum())},
    )


def fit_choices(
    alternatives: Alternatives,
    default,
    *,
    person_weight=None,
    strength: Optional[float] = None,
    bootstraps: int = survey.BOOTSTRAPS,
    seed: int = 1,
    stop=None,
) -> WeightFit:
    """Fit weights on choices.

    Parameters
    ----------
    alternatives : Alternatives
        From :func:`build_alternatives`.
    default : float64 (k,)
        Default weights, the shares of what cannot be identified.
    person_weight : float64 (p,), optional
        Weight of each respondent.
    strength : float, optional
        Ridge on the coefficients; none by default.
    bootstraps, seed, stop
        As in :func:`.ratings.fit_ratings`.

    Returns
    -------
    WeightFit
        ``quality``: share of held-out choices predicted right, that of chance, McFadden's rho squared, and with
        routes ``equivalent_m``: metres walked more to avoid one metre where an indicator is at its worst, NaN
        where not fitted.

    Raises
    ------
    InputError
        With fewer than 10 respondents, no weight identified, or choices that follow no indicator.
    RunCancelledError
        When cancelled.
    """
    default, k = np.asarray(default, dtype=np.float64), len(default)
    x, choice, person = alternatives.attributes, alternatives.choice, alternatives.person
    n_persons = int(person.max()) + 1 if len(person) else 0
    survey.check_respondents(n_persons)
    informed = survey.informative(np.where(alternatives.known, x[:, :k], np.nan), choice, len(person))
    told = _informed(alternatives, k, n_persons)
    identified = (told >= survey.LEAST_RESPONDENTS) & (informed > 0)
    survey.check_identified(identified)
    columns = np.concatenate((np.flatnonzero(identified), np.arange(k, x.shape[1])))
    columns = columns[np.ptp(x[:, columns] - _choice_means(x, choice)[:, columns], axis=0) > survey.LEAST_SPREAD]
    bounded = columns < k
    factor = np.ones(n_persons) if person_weight is None else np.asarray(person_weight, dtype=np.float64)

    model = ConditionalLogit(x[:, columns], choice, alternatives.chosen, bounded)

    def fit(times, start=None, tolerance=1e-13):
        return model.fit(times[person], penalty=strength or 0.0, start=start, tolerance=tolerance)

    def spread(coefficients):
        result = np.zeros(x.shape[1])
        result[columns] = coefficients
        return result

    whole = fit(factor)
    weight = survey.shares(spread(whole.coefficients)[:k], default, identified)
    if np.isnan(weight).any():
        raise InputError(
            "The choices follow none of the indicators: what was chosen does not have better values. Check the column "
            "that tells which alternative was chosen."
        )
    draws = []
    for drawn in survey.resamples(n_persons, bootstraps, seed):
        survey.check_stop(stop)
        again = fit(drawn * factor, whole.coefficients, BOOTSTRAP_TOLERANCE)
        draws.append(survey.shares(spread(again.coefficients)[:k], default, identified))
    low, high = survey.interval(draws) if bootstraps else (np.full(k, np.nan),) * 2
    quality = {
        "choices_right": _held_out_right(alternatives, fit, spread, factor, seed),
        "choices_chance": float(np.mean(1.0 / np.bincount(choice))),
        "rho_squared": 1.0 - whole.log_likelihood / whole.at_random,
    }
    if alternatives.routes:
        quality["equivalent_m"] = _equivalent_metres(spread(whole.coefficients), k, identified)
    return WeightFit(
        weight=weight,
        low=np.where(identified, low, np.nan),
        high=np.where(identified, high, np.nan),
        respondents=told,
        identified=identified,
        strength=float(strength or 0.0),
        quality=quality,
        notes=dict(alternatives.notes),
    )


def _informed(alternatives: Alternatives, k: int, n_persons: int) -> np.ndarray:
    """Respondents with a choice whose alternatives differ by each indicator, known in all of them."""
    x, choice, n_choices = alternatives.attributes[:, :k], alternatives.choice, len(alternatives.person)
    low, high = np.full((n_choices, k), np.inf), np.full((n_choices, k), -np.inf)
    np.minimum.at(low, choice, x)
    np.maximum.at(high, choice, x)
    known = np.ones((n_choices, k), dtype=bool)
    np.logical_and.at(known, choice, alternatives.known)
    told = np.zeros((n_persons, k), dtype=bool)
    np.logical_or.at(told, alternatives.person, known & (high - low > survey.LEAST_SPREAD))
    return told.sum(axis=0).astype(np.int64)


def _held_out_right(alternatives: Alternatives, fit, spread, factor, seed: int) -> float:
    """Share of the choices of held-out respondents that are predicted right; ties count for their share."""
    fold = survey.folds_of(len(factor), FOLDS, seed)
    choice, right = alternatives.choice, 0.0
    for number in range(fold.max() + 1):
        coefficients = spread(fit(np.where(fold == number, 0.0, factor)).coefficients)
        utility = alternatives.attributes @ coefficients
        best = np.full(len(alternatives.person), -np.inf)
        np.maximum.at(best, choice, utility)
        top = utility >= best[choice] - 1e-12
        ties = np.bincount(choice, top)
        rows = top & alternatives.chosen & (fold[alternatives.person][choice] == number)
        right += float((1.0 / ties[choice[rows]]).sum())
    return right / len(alternatives.person)


def _equivalent_metres(coefficients, k: int, identified) -> np.ndarray:
    """Metres worth one metre at the worst value, from the coefficients of a route model."""
    per_length = coefficients[k]
    if per_length <= 0.0:
        return np.full(k, np.nan)
    return np.where(identified, coefficients[:k] / per_length, np.nan)
