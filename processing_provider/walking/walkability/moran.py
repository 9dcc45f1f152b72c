"""Moran's I: do neighbouring segments have like residuals? If so something that matters is missing from the score."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from scipy.spatial import cKDTree

NEIGHBOURS = 6  # nearest segments taken as neighbours; convention of this project


@dataclass(frozen=True)
class Moran:
    """Moran's I, its expectation without pattern, its z-score and two-sided p-value (randomisation)."""

    index: float
    expected: float
    z: float
    p: float


def nearest_neighbours(xy, count: int = NEIGHBOURS) -> csr_matrix:
    """Return the weights of the nearest neighbours of points, each row of sum 1.

    Parameters
    ----------
    xy : float64 (n, 2)
        Points [m].
    count : int
        Neighbours of each point.
    """
    n = len(xy)
    count = min(count, n - 1)
    if count < 1:
        return csr_matrix((n, n))
    _, near = cKDTree(xy).query(xy, k=count + 1)
    rows = np.repeat(np.arange(n), count + 1)
    columns = near.ravel()
    other = rows != columns  # points at one place may come before the point itself
    rows, columns = rows[other], columns[other]
    counts = np.bincount(rows, minlength=n)
    return coo_matrix((1.0 / counts[rows], (rows, columns)), shape=(n, n)).tocsr()


def moran(values, weights: csr_matrix) -> Moran:
    """Return Moran's I of values.

    ``I = n / S0 * sum_ij w_ij z_i z_j / sum_i z_i^2`` with ``z`` the values less their mean and ``S0`` the sum of the
    weights; variance under randomisation (Cliff and Ord 1981).

    Parameters
    ----------
    values : float64 (n,)
        Finite values, n at least 4.
    weights : sparse (n, n)
        Weights of the neighbours, diagonal 0.

    Returns
    -------
    Moran
        NaN where the values are constant, too few, or nobody has a neighbour.
    """
    values = np.asarray(values, dtype=np.float64)
    n, s0 = len(values), float(weights.sum())
    nothing = Moran(math.nan, math.nan, math.nan, math.nan)
    if n < 4 or s0 <= 0.0 or np.ptp(values) == 0.0:
        return nothing
    z = values - values.mean()
    second = float(z @ z)
    index = n / s0 * float(z @ (weights @ z)) / second
    expected = -1.0 / (n - 1)
    both = weights + weights.T
    s1 = 0.5 * float(both.multiply(both).sum())
    s2 = float(((np.asarray(weights.sum(axis=1)).ravel() + np.asarray(weights.sum(axis=0)).ravel()) ** 2).sum())
    kurtosis = n * float((z**4).sum()) / second**2
    first_part = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    second_part = kurtosis * ((n * n - n) * s1 - 2 * n * s2 + 6 * s0**2)
    variance = (first_part - second_part) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - expected**2
    if variance <= 0.0:
        return Moran(index, expected, math.nan, math.nan)
    score = (index - expected) / math.sqrt(variance)
    return Moran(index, expected, score, math.erfc(abs(score) / math.sqrt(2.0)))
