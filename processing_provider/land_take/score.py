"""The ZAN score of a surface, 0 to 100: its parts, their sum, and how far it depends on the weights.

The law (L. 101-2-1 of the code de l'urbanisme) calls artificialisation a lasting harm to the functions of the soil:
biological, hydric, climatic, agronomic. Four sub-scores follow it; weights are choices for elected people, so the score
comes with the interval that other weights would give. It is no measure of the variety of living things.

References
----------
.. [1] Dirichlet weights of mean omega and concentration kappa: weights of w_k = omega_k have the standard deviation
   sqrt(omega_k (1 - omega_k) / (kappa + 1)).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
from numba import njit

from ..errors import InputError

PARTS = ("artificial", "permeable", "biotope", "carbon")
OMEGA = (0.40, 0.25, 0.20, 0.15)  # of the parts, choice of this project: to be set by those who decide
STATE_CHANGE = (0.6, 0.4)  # of state and change
STATE_CHANGE_EFFICIENCY = (0.5, 0.3, 0.2)  # where the efficiency is known
CLASSES = (("A", 80.0), ("B", 65.0), ("C", 50.0), ("D", 35.0), ("E", -np.inf))  # lowest score of each
CONCENTRATION = 50.0  # kappa: weights vary by about 7 points of 40
DRAWS, SEED = 500, 1
LOW, HIGH = 0.05, 0.95  # of the interval


@dataclass(frozen=True)
class Scores:
    """Scores of surfaces; NaN where a part is not known.

    Attributes
    ----------
    state, change, efficiency : ndarray of float64, shape (n,)
        E, V and F, 0 to 100.
    score : ndarray of float64, shape (n,)
        Z, 0 to 100, of the components that are known.
    grade : ndarray of str, shape (n,)
        A to E; empty without a score.
    low, high : ndarray of float64, shape (n,)
        5 and 95 % of the scores that other weights of the parts give.
    known : ndarray of int8, shape (n,)
        Components known, of E, V and F.
    parts_known : ndarray of int8, shape (n,)
        Parts of the state that are known, of four.
    """

    state: np.ndarray
    change: np.ndarray
    efficiency: np.ndarray
    score: np.ndarray
    grade: np.ndarray
    low: np.ndarray
    high: np.ndarray
    known: np.ndarray
    parts_known: np.ndarray


def change_score(net_rate, pace: float) -> np.ndarray:
    """Return ``V = 50 + 50 clip(-net / pace, -1, 1)``: 50 where as much is given back as taken.

    Parameters
    ----------
    net_rate : array_like of float, shape (n,)
        Net artificialisation a year, as a share of the surface [1/year]; NaN with a single date.
    pace : float
        That of the reference decade [1/year, > 0], which gives 0.

    Raises
    ------
    InputError
        When the pace is not above 0.
    """
    if not pace > 0.0:
        raise InputError("The reference pace is {pace}; give a share of the territory a year, above 0.", pace=pace)
    return 50.0 + 50.0 * np.clip(-np.asarray(net_rate, dtype=float) / pace, -1.0, 1.0)


def efficiency_score(consumed_m2, households, worst_m2: Optional[float] = None) -> np.ndarray:
    """Return ``F = 100 clip(1 - m2 per added household / worst, 0, 1)``.

    Parameters
    ----------
    consumed_m2 : array_like of float, shape (n,)
        [m2, >= 0].
    households : array_like of float, shape (n,)
        Households added in the same years; may be negative.
    worst_m2 : float, optional
        m2 per household that gives 0; the 90th percentile of the compared set when absent.

    Returns
    -------
    ndarray of float64, shape (n,)
        100 where nothing was consumed, 0 where land was consumed and no household came; NaN where a figure is NaN, and
        where there is no other surface to compare with.
    """
    consumed, added = np.asarray(consumed_m2, dtype=float), np.asarray(households, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(added > 0.0, consumed / added, np.nan)
    if worst_m2 is None:
        compared = each[np.isfinite(each) & (consumed > 0.0)]
        # A single one would be the worst of its set, and get 0 for it.
        worst_m2 = float(np.quantile(compared, 0.9)) if compared.size > 1 else np.nan
    found = 100.0 * np.clip(1.0 - each / worst_m2, 0.0, 1.0)
    found = np.where((consumed > 0.0) & (added <= 0.0), 0.0, found)
    found = np.where(consumed == 0.0, 100.0, found)
    return np.where(np.isnan(consumed) | np.isnan(added), np.nan, found)


def zan_scores(
    parts,
    change=None,
    efficiency=None,
    *,
    omega=OMEGA,
    draws: int = DRAWS,
    concentration: float = CONCENTRATION,
    seed: int = SEED,
) -> Scores:
    """Return the scores of surfaces and what other weights would make of them.

    ``E = 100 sum omega_k s_k``; ``Z = 0.6 E + 0.4 V``, or ``0.5 E + 0.3 V + 0.2 F`` where the efficiency is known. What
    is not known is left out and the other weights are scaled up, which ``known`` and ``parts_known`` tell.

    Parameters
    ----------
    parts : array_like of float, shape (n, 4)
        s_k in the order of :data:`PARTS`, each 0 to 1; NaN not known.
    change, efficiency : array_like of float, shape (n,), optional
        V and F, 0 to 100; NaN not known.
    omega : sequence of four floats
        Weights, >= 0, their sum above 0 (scaled to 1).
    draws : int
        Weights drawn from a Dirichlet law of mean omega; 0 for no interval.
    concentration : float
        kappa of that law [> 0]; the greater, the closer to omega.
    seed : int
        Of the draws.

    Returns
    -------
    Scores

    Raises
    ------
    InputError
        When a part lies outside 0 to 1, or the weights are no weights.
    """
    parts = np.ascontiguousarray(parts, dtype=float).reshape(-1, len(PARTS))
    if ((parts < 0.0) | (parts > 1.0)).any():
        raise InputError("A part of the state lies outside 0 to 1.")
    weights = _weights(omega, draws, concentration)
    count = len(parts)
    unknown = np.full(count, np.nan)
    change = unknown if change is None else np.asarray(change, dtype=float)
    efficiency = unknown if efficiency is None else np.asarray(efficiency, dtype=float)
    state = 100.0 * _means(parts, weights)
    score, share = _sum_of_components(state, change, efficiency)
    low, high = np.full(count, np.nan), np.full(count, np.nan)
    if draws:
        drawn = _drawn(weights, draws, concentration, seed)
        _state_interval(parts, drawn, LOW * (draws - 1), HIGH * (draws - 1), low, high)
        # Change and efficiency do not depend on the weights of the parts: the interval moves with the state alone.
        low, high = (score + share * (100.0 * bound - state) for bound in (low, high))
    return Scores(
        state=state,
        change=change,
        efficiency=efficiency,
        score=score,
        grade=grades(score),
        low=low,
        high=high,
        known=np.isfinite(np.stack([state, change, efficiency])).sum(axis=0).astype(np.int8),
        parts_known=np.isfinite(parts).sum(axis=1).astype(np.int8),
    )


def rank_intervals(
    parts,
    change=None,
    efficiency=None,
    *,
    omega=OMEGA,
    draws: int = DRAWS,
    concentration: float = CONCENTRATION,
    seed: int = SEED,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the rank of each surface, best first, and the 5 and 95 % of the ranks that other weights give.

    Parameters are those of :func:`zan_scores`, and so are the draws. Equal scores share the better rank.

    Returns
    -------
    rank, low, high : ndarray of float64, shape (n,)
        From 1; NaN without a score, or without draws for the bounds.
    """
    parts = np.ascontiguousarray(parts, dtype=float).reshape(-1, len(PARTS))
    weights = _weights(omega, draws, concentration)
    unknown = np.full(len(parts), np.nan)
    change = unknown if change is None else np.asarray(change, dtype=float)
    efficiency = unknown if efficiency is None else np.asarray(efficiency, dtype=float)
    state = 100.0 * _means(parts, weights)
    score, share = _sum_of_components(state, change, efficiency)
    rank, low, high = _ranks(score), unknown.copy(), unknown.copy()
    known = np.isfinite(score)
    if draws and known.any():
        # What is drawn moves the state alone, as in the interval of the score.
        ranks = np.stack(
            [
                _ranks((score + share * (100.0 * _means(parts, drawn) - state))[known])
                for drawn in _drawn(weights, draws, concentration, seed)
            ]
        )
        low[known], high[known] = np.quantile(ranks, [LOW, HIGH], axis=0)
    return rank, low, high


def _ranks(score: np.ndarray) -> np.ndarray:
    """Return ranks from 1, highest score first, equal ones alike; NaN for NaN."""
    known = np.isfinite(score)
    ordered = np.sort(-score[known])
    rank = np.full(score.shape, np.nan)
    rank[known] = 1.0 + np.searchsorted(ordered, -score[known], side="left")
    return rank


def grades(score) -> np.ndarray:
    """Return the class of scores, A from 80 to E below 35; empty for NaN."""
    score = np.asarray(score, dtype=float)
    return np.select([score >= lowest for _, lowest in CLASSES], [grade for grade, _ in CLASSES], default="")


def _weights(omega, draws: int, concentration: float) -> np.ndarray:
    weights = np.asarray(omega, dtype=float)
    if weights.shape != (len(PARTS),) or not (weights >= 0.0).all() or not 0.0 < weights.sum() < np.inf:
        raise InputError("Give {count} weights of 0 or more, not all 0.", count=len(PARTS))
    if draws < 0 or not concentration > 0.0:
        raise InputError("The number of draws must not be negative, and their concentration must be above 0.")
    return weights / weights.sum()


def _drawn(weights: np.ndarray, draws: int, concentration: float, seed: int) -> np.ndarray:
    """Return weights of shape (draws, 4); a weight of 0 stays 0."""
    found = np.zeros((draws, weights.size))
    used = weights > 0.0
    found[:, used] = np.random.default_rng(seed).dirichlet(concentration * weights[used], draws)
    return found


def _means(parts: np.ndarray, weights: np.ndarray) -> np.ndarray:
    total, weighted = np.zeros(len(parts)), np.zeros(len(parts))
    # Part after part: a matrix product may round a row otherwise when it stands in other company.
    for values, weight in zip(parts.T, weights):
        known = np.isfinite(values)
        total += np.where(known, weight, 0.0)
        weighted += np.where(known, weight * np.where(known, values, 0.0), 0.0)
    return np.where(total > 0.0, weighted / np.where(total > 0.0, total, 1.0), np.nan)


def _sum_of_components(state, change, efficiency) -> tuple[np.ndarray, np.ndarray]:
    """Return the score, and the share of the state in it."""
    columns = np.stack([state, change, efficiency], axis=1)
    known = np.isfinite(columns)
    base = np.where(known[:, 2:], STATE_CHANGE_EFFICIENCY, (*STATE_CHANGE, 0.0)) * known
    # A score without its state says nothing of the ground.
    base[~known[:, 0]] = 0.0
    total = base.sum(axis=1)
    usable = total > 0.0
    share = base / np.where(usable, total, 1.0)[:, None]
    filled = share * np.where(known, columns, 0.0)
    score = filled[:, 0] + filled[:, 1] + filled[:, 2]
    return np.where(usable, score, np.nan), np.where(usable, share[:, 0], np.nan)


@njit(cache=True, nogil=True, error_model="numpy")
def _state_interval(parts, weights, low_place, high_place, low, high):
    """Fill the quantiles of the state [0..1] over drawn weights, row by row; places are those among sorted draws."""
    count = weights.shape[0]
    values = np.empty(count)
    for row in range(parts.shape[0]):
        usable = False
        for draw in range(count):
            total, value = 0.0, 0.0
            for part in range(parts.shape[1]):
                if not np.isnan(parts[row, part]):
                    total += weights[draw, part]
                    value += weights[draw, part] * parts[row, part]
            if total > 0.0:
                values[draw] = value / total
                usable = True
            else:
                values[draw] = 0.0
        if usable:
            low[row] = _quantile(values, low_place)
            high[row] = _quantile(values, high_place)


@njit(cache=True, nogil=True, error_model="numpy")
def _quantile(values, place):
    """Return the value at a place among the sorted, between two of them in proportion; reorders ``values``."""
    below = int(place)
    first = _select(values, below)
    if place == below or below + 1 >= values.size:
        return first
    after = np.inf  # the smallest of those behind: _select has put them there
    for i in range(below + 1, values.size):
        after = min(after, values[i])
    return first + (place - below) * (after - first)


@njit(cache=True, nogil=True, error_model="numpy")
def _select(values, place):
    """Return the value at a place among the sorted; lower ones then stand before it, higher behind (Hoare 1961)."""
    left, right = 0, values.size - 1
    while left < right:
        pivot = values[(left + right) // 2]
        i, j = left, right
        while i <= j:
            while values[i] < pivot:
                i += 1
            while values[j] > pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if place <= j:
            right = j
        elif place >= i:
            left = i
        else:
            break
    return values[place]
