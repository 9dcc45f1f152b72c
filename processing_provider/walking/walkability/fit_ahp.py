"""Weights of a group from its comparisons of indicators, with intervals where it is large enough."""

from __future__ import annotations

import numpy as np

from . import survey
from .ahp import group_matrix, priorities
from .survey import WeightFit


def fit_comparisons(
    first, second, ratio, person, names, default, *, bootstraps: int = survey.BOOTSTRAPS, seed: int = 1, stop=None
) -> WeightFit:
    """Fit weights on comparisons.

    Parameters
    ----------
    first, second : sequences of str (n,)
        Indicators compared.
    ratio : float64 (n,)
        How many times more the first counts, 1/9 to 9.
    person : sequence (n,)
        Respondent labels.
    names : sequence of str (k,)
        All indicators.
    default : float64 (k,)
        Default weights: indicators that nobody compared keep their share of them.
    bootstraps, seed, stop
        As in :func:`.ratings.fit_ratings`; intervals are given from 10 respondents on.

    Returns
    -------
    WeightFit
        ``quality["consistency"]`` is the consistency ratio of the group.

    Raises
    ------
    InputError
        See :func:`.ahp.group_matrix`.
    RunCancelledError
        When cancelled.
    """
    default, ratio = np.asarray(default, dtype=np.float64), np.asarray(ratio, dtype=np.float64)
    number = survey.numbered(person)
    n_persons = int(number.max()) + 1
    matrix, used = group_matrix(first, second, ratio, np.ones(len(ratio)), names)
    group = priorities(matrix)
    identified = np.zeros(len(names), dtype=bool)
    identified[used] = True

    def weights(hierarchy):
        coefficients = np.zeros(len(names))
        coefficients[used] = hierarchy.weight
        return survey.shares(coefficients, default, identified)

    low = high = np.full(len(names), np.nan)
    if bootstraps and n_persons >= survey.LEAST_RESPONDENTS:
        draws = []
        for drawn in survey.resamples(n_persons, bootstraps, seed):
            survey.check_stop(stop)
            factor = drawn[number]
            rows = np.flatnonzero(factor > 0.0)
            if len({frozenset((first[row], second[row])) for row in rows}) < len(used) * (len(used) - 1) // 2:
                continue  # those drawn did not compare every pair
            again, _ = group_matrix(
                [first[row] for row in rows], [second[row] for row in rows], ratio[rows], factor[rows], names
            )
            draws.append(weights(priorities(again)))
        if draws:
            low, high = survey.interval(draws)
    told = [len({number[row] for row in range(len(ratio)) if name in (first[row], second[row])}) for name in names]
    return WeightFit(
        weight=weights(group),
        low=np.where(identified, low, np.nan),
        high=np.where(identified, high, np.nan),
        respondents=np.array(told, dtype=np.int64),
        identified=identified,
        strength=float("nan"),
        quality={"consistency": group.ratio},
    )
