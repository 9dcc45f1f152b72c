"""Weights of respondents, so that a survey counts age groups, sexes and municipalities as the population has them.

Iterative proportional fitting (Deming and Stephan 1940, doi 10.1214/aoms/1177731829), then trimming.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import InputError

TOLERANCE = 1e-10  # largest relative distance to a margin at which the fitting ends
MOST_ROUNDS = 10000
MOST_WEIGHT = 5.0  # times the mean: one respondent speaks for no more; common practice in surveys


@dataclass(frozen=True)
class Raked:
    """Weights of respondents.

    Attributes
    ----------
    weight : float64 (n,)
        Mean 1.
    effective : float
        Respondents that would tell as much with equal weights (Kish 1965): ``sum(w)^2 / sum(w^2)``.
    trimmed : int
        Weights cut to 5 times the mean.
    empty : list of (str, str)
        Variables and categories of the population without respondent: nobody speaks for them.
    outside : int
        Respondents without one of the categories; they keep the weight of the others on that variable.
    """

    weight: np.ndarray
    effective: float
    trimmed: int
    empty: list[tuple[str, str]]
    outside: int


def rake(
    categories: Mapping[str, Sequence[object]], margins: Mapping[str, Mapping[str, float]], *, trim: bool = True
) -> Raked:
    """Return the weights that give each variable the margins of the population.

    Parameters
    ----------
    categories : mapping of str to sequence (n,)
        Category of each respondent by variable; None is not known.
    margins : mapping of str to mapping of str to float
        Population (counts or shares, 0 or more) of each category by variable.
    trim : bool
        Cut weights at 5 times the mean; the margins are then met less closely.

    Returns
    -------
    Raked

    Raises
    ------
    InputError
        When a margin is negative, a variable has no population, or no respondent has any of its categories.
    """
    count = len(next(iter(categories.values())))
    weight = np.ones(count)
    variables, empty, outside = [], [], np.zeros(count, dtype=bool)
    for name, population in margins.items():
        given = np.array([None if item is None else str(item) for item in categories[name]], dtype=object)
        if any(not np.isfinite(value) or value < 0.0 for value in population.values()):
            raise InputError("The population of {name} must be numbers, 0 or more; correct the table.", name=name)
        rows = {key: np.flatnonzero(given == key) for key in population}
        empty += [(name, key) for key, value in population.items() if value > 0.0 and not len(rows[key])]
        present = [(rows[key], value) for key, value in population.items() if len(rows[key])]
        if not sum(value for _, value in present) > 0.0:
            raise InputError(
                "No respondent has a category of {name} that is in the table of the population; the words must be "
                "the same in both.",
                name=name,
            )
        inside = np.zeros(count, dtype=bool)
        for members, _ in present:
            inside[members] = True
        outside |= ~inside
        variables.append((present, inside))
    for _ in range(MOST_ROUNDS):
        if _one_round(weight, variables) < TOLERANCE:
            break
    weight *= count / weight.sum()
    trimmed = 0
    while trim and weight.max() > MOST_WEIGHT * (1.0 + TOLERANCE):
        # The mean is 1 again after each cut, which raises the others and may bring one of them above.
        weight = np.minimum(weight, MOST_WEIGHT)
        trimmed = int((weight == MOST_WEIGHT).sum())
        weight *= count / weight.sum()
    return Raked(weight, float(weight.sum() ** 2 / (weight**2).sum()), trimmed, empty, int(outside.sum()))


def _one_round(weight: np.ndarray, variables) -> float:
    """Fit each variable in turn, in place; return the largest relative change."""
    largest = 0.0
    for present, inside in variables:
        # Those whose category is not known keep their weight: only the others share what they hold.
        held = weight[inside].sum()
        population = sum(value for _, value in present)
        for members, value in present:
            now = weight[members].sum()
            if now <= 0.0:
                continue
            factor = held * value / population / now
            weight[members] *= factor
            largest = max(largest, abs(factor - 1.0)) if value > 0.0 else largest
    return largest
