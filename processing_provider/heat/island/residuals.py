"""Is there structure left in the residuals of a regression? Moran's I with its moments under no correlation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

NEIGHBOURS = 8


@dataclass(frozen=True)
class Moran:
    """Moran's I of residuals.

    Attributes
    ----------
    statistic, expected : float
        I, and its mean when residuals are not correlated.
    z, probability : float
        Standard score, and the probability of at least this I by chance (one-sided, normal law).
    """

    statistic: float
    expected: float
    z: float
    probability: float


def moran_of_residuals(distance: np.ndarray, design: np.ndarray, y: np.ndarray) -> Moran:
    """Return Moran's I of the residuals of a least squares fit, on the 8 nearest neighbours.

    Parameters
    ----------
    distance : ndarray of float64, shape (n, n)
        Distances between stations [m].
    design : ndarray of float64, shape (n, p)
        Constant and predictors.
    y : ndarray of float64, shape (n,)

    Returns
    -------
    Moran
        With the exact mean and variance for residuals of a regression (Cliff and Ord, 1981, Spatial Processes, 8.3);
        NaN when there is no residual.
    """
    n, p = design.shape
    apart = distance + np.diag(np.full(n, np.inf))
    count = min(NEIGHBOURS, n - 1)
    weights = np.zeros((n, n))
    np.put_along_axis(weights, np.argsort(apart, axis=1, kind="stable")[:, :count], 1.0 / count, axis=1)
    basis, _ = np.linalg.qr(design)
    project = np.eye(n) - basis @ basis.T
    residual = project @ y
    total = float(residual @ residual)
    if total <= 1e-20 * float(y @ y):
        return Moran(np.nan, np.nan, np.nan, np.nan)
    statistic = float(residual @ weights @ residual) / total  # the weights add up to n
    product = project @ weights
    trace = float(np.trace(product))
    squares = float((product * product.T).sum() + (product * (project @ weights.T).T).sum())
    expected = trace / (n - p)
    variance = (squares + trace**2) / ((n - p) * (n - p + 2)) - expected**2
    z = (statistic - expected) / np.sqrt(variance)
    return Moran(statistic, expected, float(z), float(ndtr(-z)))
