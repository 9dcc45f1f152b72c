"""Choice of predictors: every subset tried, one radius per family, with the error of leaving each station out.

Subsets are walked as a tree: adding a predictor adds one row to the Cholesky factor of the correlations, so a
regression costs a few operations. To leave a station out is to take one rank off the products, so the choice is
made again without each station for the price of a walk of the tree.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numba import njit

from ...errors import InputError, RunCancelledError

MAXIMUM_VIF = 5.0  # variance inflation above which predictors say the same thing (O'Brien, 2007) [-]
CRITERIA = ("aicc", "loocv")
RANKED = 10  # best subsets remembered
# Operations beyond which a run would take minutes: subsets x stations left out x operations of a regression.
MAXIMUM_WORK = 5e9
_PIVOT = 1e-8  # correlation left after the others, below which a predictor is a copy of them [-]
_NO_LEVERAGE_LEFT = 1e-9  # 1 - h, below which a station is fitted by itself [-]


@dataclass(frozen=True)
class Candidates:
    """Predictors to choose from.

    Attributes
    ----------
    names : tuple of str
        Name of each predictor.
    families : tuple of str
        Family of each predictor: at most one of a family is in a model.
    columns : ndarray of float64, shape (n, total columns)
        Values at the stations.
    first, count : ndarray of int64, shape (predictors,)
        Columns of each predictor: one, or more for classes.
    """

    names: tuple[str, ...]
    families: tuple[str, ...]
    columns: np.ndarray
    first: np.ndarray
    count: np.ndarray

    @classmethod
    def of_columns(cls, names, families, columns) -> Candidates:
        """Return predictors of one column each."""
        columns = np.asarray(columns, dtype=np.float64)
        index = np.arange(columns.shape[1], dtype=np.int64)
        return cls(tuple(names), tuple(families), columns, index, np.ones_like(index))

    def columns_of(self, subset) -> np.ndarray:
        """Return the columns of some predictors."""
        return np.concatenate([np.arange(self.first[c], self.first[c] + self.count[c]) for c in subset] or [[]]).astype(
            np.intp
        )

    def design(self, subset) -> np.ndarray:
        """Return a constant and the columns of some predictors, shape (n, 1 + columns)."""
        chosen = self.columns[:, self.columns_of(subset)]
        return np.column_stack((np.ones(len(chosen)), chosen))

    def varying(self) -> np.ndarray:
        """Return the numbers of the predictors that are not the same at all stations."""
        spread = np.ptp(self.columns, axis=0)
        size = np.abs(self.columns).max(axis=0, initial=0.0)
        moves = spread > 1e-9 * np.maximum(size, 1e-300)
        return np.array(
            [c for c in range(len(self.names)) if moves[self.first[c] : self.first[c] + self.count[c]].any()], dtype=int
        )

    def keep(self, chosen) -> Candidates:
        """Return some of the predictors."""
        columns = [self.columns[:, self.first[c] : self.first[c] + self.count[c]] for c in chosen]
        count = np.array([self.count[c] for c in chosen], dtype=np.int64)
        return Candidates(
            tuple(self.names[c] for c in chosen),
            tuple(self.families[c] for c in chosen),
            np.concatenate(columns, axis=1) if columns else self.columns[:, :0],
            np.concatenate(([0], np.cumsum(count)[:-1])).astype(np.int64) if len(count) else count,
            count,
        )


@dataclass(frozen=True)
class Choice:
    """Result of a choice.

    Attributes
    ----------
    best : tuple of int
        Predictors chosen with all stations; empty when the mean alone is best.
    ranked : list of (float, tuple of int)
        Best subsets with their criterion, the best first.
    left_out : list of tuple of int
        Predictors chosen without each station.
    subsets : int
        Subsets compared.
    """

    best: tuple[int, ...]
    ranked: list[tuple[float, tuple[int, ...]]]
    left_out: list[tuple[int, ...]]
    subsets: int


def subset_count(families: tuple[str, ...], max_predictors: int) -> int:
    """Return how many subsets there are, one of a family at most: the sum of elementary symmetric polynomials."""
    totals = [1] + [0] * max_predictors
    for family in set(families):
        members = families.count(family)
        for size in range(max_predictors, 0, -1):
            totals[size] += totals[size - 1] * members
    return sum(totals)


def choose_predictors(
    candidates: Candidates,
    y: np.ndarray,
    max_predictors: int = 3,
    criterion: str = "aicc",
    *,
    leave_out: bool = True,
    threads: int = 1,
    stop: np.ndarray | None = None,
) -> Choice:
    """Compare every subset of predictors, with all stations and without each.

    Parameters
    ----------
    candidates : Candidates
        Predictors to choose from, n stations.
    y : ndarray of float64, shape (n,)
        Values to explain.
    max_predictors : int
        Largest subset [1 to 5].
    criterion : str
        ``aicc``: n ln(RSS / n) + 2 k + 2 k (k + 1) / (n - k - 1), k counting the constant, the coefficients and the
        variance (Hurvich and Tsai, 1989, doi 10.1093/biomet/76.2.297); ``loocv``: sum of squared errors
        e / (1 - h) of leaving each station out.
    leave_out : bool
        Whether to choose again without each station.
    threads : int
        Threads; the result does not depend on them.
    stop : ndarray of uint8, shape (1,), optional
        Non-zero to give up.

    Returns
    -------
    Choice

    Raises
    ------
    InputError
        When there are too many subsets.
    RunCancelledError
        When stopped.
    ValueError
        When the criterion is not known.
    """
    if criterion not in CRITERIA:
        raise ValueError(f"The criterion is one of {CRITERIA}, not {criterion}.")
    stop = np.zeros(1, dtype=np.uint8) if stop is None else stop
    n = len(y)
    subsets = subset_count(candidates.families, max_predictors)
    # A regression takes some 40 operations, and 8 more per station when the stations are left out of it in turn.
    work = subsets * (n + 1.0 if leave_out else 1.0) * (40.0 + (8.0 * n if criterion == "loocv" else 0.0))
    if work > MAXIMUM_WORK:
        raise InputError(
            "There are {count} combinations of predictors to compare with {stations} stations; take fewer radii, "
            "fewer classes or fewer predictors in the model.",
            count=subsets,
            stations=n,
        )
    # The tree goes from family to family, so predictors are put in the order of their family's first appearance.
    rank = {family: number for number, family in reversed(list(enumerate(candidates.families)))}
    order = sorted(range(len(candidates.families)), key=lambda c: (rank[candidates.families[c]], c))
    ordered = candidates.keep(order)
    after = np.array(
        [max(d for d, other in enumerate(ordered.families) if other == family) + 1 for family in ordered.families],
        dtype=np.int64,
    )
    centred = np.ascontiguousarray(ordered.columns - ordered.columns.mean(axis=0))
    target = y - y.mean()

    def search(out: int):
        scores = np.full(RANKED, np.inf)
        members = np.full((RANKED, max_predictors), -1, dtype=np.int64)
        _walk(
            centred, target, out, ordered.first, ordered.count, after, max_predictors, criterion == "loocv",
            scores, members, stop,
        )  # fmt: skip
        if stop[0]:
            raise RunCancelledError
        found = [tuple(sorted(order[c] for c in row if c >= 0)) for row in members]
        return [(float(score), subset) for score, subset in zip(scores, found) if score < np.inf]

    places = [-1, *range(n)] if leave_out else [-1]
    with ThreadPoolExecutor(max(1, threads)) as pool:
        results = list(pool.map(search, places))
    return Choice(
        best=results[0][0][1],
        ranked=results[0],
        left_out=[result[0][1] for result in results[1:]],
        subsets=subsets,
    )


@njit(cache=True, nogil=True)
def _correlations(x, y, out):
    """Return correlations, correlations with y, the spread of y, means and scales of x, mean of y, stations."""
    n, columns = x.shape
    kept = n if out < 0 else n - 1
    mean = np.zeros(columns)
    mean_y = 0.0
    for j in range(n):
        if j != out:
            mean_y += y[j]
            for c in range(columns):
                mean[c] += x[j, c]
    mean /= kept
    mean_y /= kept
    products = np.zeros((columns, columns))
    with_y = np.zeros(columns)
    spread_y = 0.0
    for j in range(n):
        if j == out:
            continue
        away = y[j] - mean_y
        spread_y += away * away
        for c in range(columns):
            value = x[j, c] - mean[c]
            with_y[c] += value * away
            for d in range(c + 1):
                products[c, d] += value * (x[j, d] - mean[d])
    scale = np.empty(columns)
    for c in range(columns):
        scale[c] = math.sqrt(products[c, c])
    for c in range(columns):
        if scale[c] > 0.0:
            with_y[c] /= scale[c]
        for d in range(c + 1):
            both = scale[c] * scale[d]
            products[c, d] = products[c, d] / both if both > 0.0 else 0.0
            products[d, c] = products[c, d]
    return products, with_y, spread_y, mean, scale, mean_y, kept


@njit(cache=True, nogil=True)
def _inflated(factor, size, inverse, quantity):
    """Tell whether a quantity has a variance inflation above the limit, from the factor of the correlations."""
    for k in range(size):
        inverse[k, k] = 1.0 / factor[k, k]
        for j in range(k + 1, size):
            total = 0.0
            for m in range(k, j):
                total += factor[j, m] * inverse[m, k]
            inverse[j, k] = -total / factor[j, j]
    for k in range(size):
        if not quantity[k]:
            continue
        vif = 0.0
        for j in range(k, size):
            vif += inverse[j, k] * inverse[j, k]
        if vif > MAXIMUM_VIF:
            return True
    return False


@njit(cache=True, nogil=True)
def _remember(score, chosen, depth, scores, members):
    """Insert a subset among the best; of equal ones the first stays first."""
    if not score < scores[-1]:
        return
    place = scores.size - 1
    while place > 0 and score < scores[place - 1]:
        scores[place] = scores[place - 1]
        members[place] = members[place - 1]
        place -= 1
    scores[place] = score
    members[place, :] = -1
    members[place, :depth] = chosen[:depth]


@njit(cache=True, nogil=True)
def _walk(x, y, out, first, count, after, max_depth, left_out_error, scores, members, stop):
    """Walk every subset, depth first, and remember the best; station `out` is left out (-1: none)."""
    products, with_y, spread_y, mean, scale, mean_y, kept = _correlations(x, y, out)
    stations = x.shape[0]
    size = max(max_depth * count.max(), 1) if count.size else 1
    factor = np.zeros((size, size))
    inverse = np.zeros((size, size))
    used = np.zeros(size, dtype=np.int64)  # columns in the model
    quantity = np.ones(size, dtype=np.uint8)  # columns that are not one class of several
    z = np.zeros(size)
    base = np.zeros(max_depth + 1, dtype=np.int64)  # columns in the model at each depth
    rss = np.zeros(max_depth + 1)
    chosen = np.zeros(max_depth + 1, dtype=np.int64)
    following = np.zeros(max_depth + 1, dtype=np.int64)
    basis = np.zeros((size, stations)) if left_out_error else np.zeros((1, 1))
    error = np.zeros((max_depth + 1, stations))
    leverage = np.zeros((max_depth + 1, stations))
    rss[0] = spread_y
    if left_out_error:
        for j in range(stations):
            error[0, j] = y[j] - mean_y
            leverage[0, j] = 1.0 / kept
    floor = 1e-20 * spread_y + 1e-300
    _remember(_score(kept, 0, rss[0], floor, left_out_error, error[0], leverage[0], out), chosen, 0, scores, members)
    depth = 0
    while depth >= 0:
        if stop[0]:
            return
        if depth == max_depth or following[depth] >= count.size:
            depth -= 1
            continue
        c = following[depth]
        following[depth] += 1
        columns, left = base[depth], rss[depth]
        for col in range(first[c], first[c] + count[c]):
            columns, gain = _push(products, with_y, scale, col, count[c] == 1, columns, factor, used, quantity, z)
            left -= gain
        if columns == base[depth]:
            continue  # a constant, or a copy of the others
        if count[c] == 1 and _inflated(factor, columns, inverse, quantity):
            continue  # so would be every subset that holds this one
        if left_out_error:
            _follow(x, mean, scale, used, factor, z, base[depth], columns, depth, basis, error, leverage)
        chosen[depth] = c
        depth += 1
        base[depth] = columns
        rss[depth] = left
        following[depth] = after[c]
        score = _score(kept, columns, left, floor, left_out_error, error[depth], leverage[depth], out)
        _remember(score, chosen, depth, scores, members)


@njit(cache=True, nogil=True)
def _push(products, with_y, scale, col, alone, columns, factor, used, quantity, z):
    """Add a column to the factor; return the columns in it and the sum of squares explained, 0 for a copy."""
    if scale[col] == 0.0:
        return columns, 0.0
    pivot = 1.0
    for k in range(columns):
        total = products[col, used[k]]
        for m in range(k):
            total -= factor[columns, m] * factor[k, m]
        factor[columns, k] = total / factor[k, k]
        pivot -= factor[columns, k] * factor[columns, k]
    if pivot < _PIVOT:
        return columns, 0.0
    factor[columns, columns] = math.sqrt(pivot)
    total = with_y[col]
    for k in range(columns):
        total -= factor[columns, k] * z[k]
    z[columns] = total / factor[columns, columns]
    used[columns] = col
    quantity[columns] = alone
    return columns + 1, z[columns] * z[columns]


@njit(cache=True, nogil=True)
def _follow(x, mean, scale, used, factor, z, begin, end, depth, basis, error, leverage):
    """Update residuals and leverages of each station for the columns added at a depth."""
    stations = x.shape[0]
    for j in range(stations):
        error[depth + 1, j] = error[depth, j]
        leverage[depth + 1, j] = leverage[depth, j]
    for q in range(begin, end):
        for j in range(stations):
            total = (x[j, used[q]] - mean[used[q]]) / scale[used[q]]
            for k in range(q):
                total -= factor[q, k] * basis[k, j]
            basis[q, j] = total / factor[q, q]
            error[depth + 1, j] -= basis[q, j] * z[q]
            leverage[depth + 1, j] += basis[q, j] * basis[q, j]


@njit(cache=True, nogil=True)
def _score(stations, columns, rss, floor, left_out_error, error, leverage, out):
    """Return the criterion of a model, infinite when it has too many coefficients."""
    if left_out_error:
        if stations - columns - 1 <= 0:
            return np.inf
        total = 0.0
        for j in range(error.size):
            if j == out:
                continue
            freedom = 1.0 - leverage[j]
            if freedom < _NO_LEVERAGE_LEFT:
                return np.inf
            total += (error[j] / freedom) ** 2
        return total
    parameters = columns + 2  # the constant and the variance too
    if stations - parameters - 1 <= 0:
        return np.inf
    correction = 2.0 * parameters * (parameters + 1) / (stations - parameters - 1)
    return stations * math.log(max(rss, floor) / stations) + 2.0 * parameters + correction
