"""Weights from comparisons of indicators in pairs (analytic hierarchy process), for when there is no survey.

Saaty, T. L. (1980). *The Analytic Hierarchy Process*. McGraw-Hill. A comparison says how many times more one indicator
counts than another, from 1 (as much) to 9 (extremely more), or its inverse.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...errors import InputError

# Mean consistency index of random matrices of 1 to 15 rows (Saaty 1980, table 1.4; 11 to 15 rows as in the same table).
RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
LARGEST_RATIO = 0.10  # consistency ratio from which comparisons should be looked at again (Saaty 1980)
SCALE = 9.0  # strongest comparison


@dataclass(frozen=True)
class Hierarchy:
    """Weights float64 (k,) of sum 1, largest eigenvalue and consistency ratio of a matrix of comparisons."""

    weight: np.ndarray
    eigenvalue: float
    ratio: float


def priorities(matrix) -> Hierarchy:
    """Return the weights of a matrix of comparisons: its principal eigenvector.

    Parameters
    ----------
    matrix : float64 (k, k)
        ``matrix[i, j]`` is how many times more ``i`` counts than ``j``; ``matrix[j, i]`` its inverse. k from 1 to 15.

    Returns
    -------
    Hierarchy
        The consistency ratio is ``(largest eigenvalue - k) / (k - 1) / RANDOM_INDEX[k]``, 0 for k up to 2.

    Raises
    ------
    ValueError
        When the matrix is not square, positive and reciprocal, or has more than 15 rows.
    """
    matrix = np.asarray(matrix, dtype=np.float64)
    k = len(matrix)
    if matrix.shape != (k, k) or not 1 <= k <= len(RANDOM_INDEX):
        raise ValueError("A matrix of comparisons is square, with 1 to 15 rows.")
    if not (matrix > 0.0).all() or not np.allclose(matrix * matrix.T, 1.0, rtol=1e-6):
        raise ValueError("A matrix of comparisons is positive and reciprocal.")
    values, vectors = np.linalg.eig(matrix)
    place = int(np.argmax(values.real))
    vector = np.abs(vectors[:, place].real)
    largest = float(values[place].real)
    random = RANDOM_INDEX[k - 1]
    ratio = max(0.0, (largest - k) / (k - 1) / random) if random > 0.0 else 0.0
    return Hierarchy(vector / vector.sum(), largest, ratio)


def group_matrix(first, second, ratio, weight, names) -> tuple[np.ndarray, list[int]]:
    """Return the matrix of the group: the geometric mean of the comparisons of each pair.

    Parameters
    ----------
    first, second : sequences of str (n,)
        Identifiers of the indicators compared.
    ratio : float64 (n,)
        How many times more the first counts, 1/9 to 9.
    weight : float64 (n,)
        Weight of the respondent of each comparison.
    names : sequence of str
        Identifiers of all indicators.

    Returns
    -------
    matrix : float64 (k, k)
    used : list of int
        Places in ``names`` of the k indicators that are compared.

    Raises
    ------
    InputError
        When an indicator is unknown, a ratio out of range, or a pair of the compared ones is missing.
    """
    place = {name: number for number, name in enumerate(names)}
    for one, other, value in zip(first, second, ratio):
        for name in (one, other):
            if name not in place:
                raise InputError(
                    "The table of comparisons names {name}, which is not an indicator; use {known}.",
                    name=name,
                    known=", ".join(names),
                )
        if one == other or not 1.0 / SCALE - 1e-6 <= value <= SCALE + 1e-6:
            raise InputError(
                "The comparison of {first} with {second} must be a number from 1/9 to 9, between two indicators.",
                first=one,
                second=other,
            )
    used = sorted({place[name] for name in (*first, *second)})
    local = {number: row for row, number in enumerate(used)}
    logs, total = np.zeros((len(used), len(used))), np.zeros((len(used), len(used)))
    for one, other, value, factor in zip(first, second, ratio, weight):
        a, b = local[place[one]], local[place[other]]
        for row, column, sign in ((a, b, 1.0), (b, a, -1.0)):
            logs[row, column] += factor * sign * np.log(value)
            total[row, column] += factor
    np.fill_diagonal(total, 1.0)
    if (total == 0.0).any():
        row, column = np.argwhere(total == 0.0)[0]
        raise InputError(
            "The comparison of {first} with {second} is missing; compare every pair of the indicators used.",
            first=names[used[row]],
            second=names[used[column]],
        )
    return np.exp(logs / total), used
