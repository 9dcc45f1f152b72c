"""Variograms of the residuals: models, what the stations show, and the fit by weighted least squares.

The semivariance at a distance h is ``nugget + psill * g(h)`` with, for a practical range a,

* exponential: g = 1 - exp(-3 h / a)
* spherical: g = 1.5 h / a - 0.5 (h / a)^3 up to a, then 1

(Cressie, 1993, Statistics for Spatial Data, 2.3). Both are valid in the plane.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MODELS = ("exponential", "spherical")
PRACTICAL = 3.0  # distances are divided by a third of the range: 95 % of the sill is reached at the range [-]
RANGES = 24  # ranges tried, in geometric progression
# Shares of the nugget tried. The likelihood is flat: a finer grid does not change predictions (see the method note).
NUGGET_SHARES = (0.0, 0.01, 0.02, *(round(0.05 * k, 2) for k in range(1, 20)), 0.975, 1.0)
LONGEST_RANGE_SHARE = 0.5  # of the largest distance: pairs farther apart are few and share the same stations
BINS = 15
_REWEIGHTINGS = 6  # of the least squares, whose weights depend on the model fitted


@dataclass(frozen=True)
class Variogram:
    """Spatial variance of residuals.

    Attributes
    ----------
    model : str
        One of :data:`MODELS`.
    nugget, psill : float
        Variance at no distance, and the part that grows with distance [square of the unit of the values, >= 0].
    range_m : float
        Practical range [m, > 0].
    """

    model: str
    nugget: float
    psill: float
    range_m: float

    @property
    def sill(self) -> float:
        """Total variance."""
        return self.nugget + self.psill

    def semivariance(self, distance: np.ndarray) -> np.ndarray:
        """Return the semivariance at distances [m]; 0 at no distance."""
        values = self.nugget + self.psill * (1.0 - correlation(self.model, distance, self.range_m))
        return np.where(np.asarray(distance) > 0.0, values, 0.0)


@dataclass(frozen=True)
class Empirical:
    """What pairs of stations show: mean distance [m], semivariance and number of pairs of each class."""

    distance: np.ndarray
    semivariance: np.ndarray
    pairs: np.ndarray


def correlation(model: str, distance: np.ndarray, range_m: float) -> np.ndarray:
    """Return the correlation at distances [m] of the part that varies in space.

    Raises
    ------
    ValueError
        When the model is not known.
    """
    ratio = np.asarray(distance, dtype=np.float64) / range_m
    if model == "exponential":
        return np.exp(-PRACTICAL * ratio)
    if model == "spherical":
        inside = np.minimum(ratio, 1.0)
        return 1.0 - inside * (1.5 - 0.5 * inside * inside)
    raise ValueError(f"The model of a variogram is one of {MODELS}, not {model}.")


def distances(xy: np.ndarray) -> np.ndarray:
    """Return the distances between points [m], shape (n, n)."""
    return np.hypot(xy[:, None, 0] - xy[None, :, 0], xy[:, None, 1] - xy[None, :, 1])


def candidate_ranges(distance: np.ndarray) -> np.ndarray:
    """Return the ranges to try [m]: from the typical distance of neighbours to half of the largest distance."""
    apart = distance + np.diag(np.full(len(distance), np.inf))
    shortest = float(np.median(apart.min(axis=1)))
    longest = LONGEST_RANGE_SHARE * float(distance.max())
    return np.geomspace(min(shortest, longest / 2.0), longest, RANGES)


def distance_classes(distance: np.ndarray) -> np.ndarray:
    """Return the class of each pair of stations, -1 beyond half of the largest distance and on the diagonal."""
    longest = LONGEST_RANGE_SHARE * float(distance.max())
    classes = np.minimum((distance / longest * BINS).astype(np.int64), BINS)
    classes[(classes == BINS) | (np.arange(len(distance))[:, None] >= np.arange(len(distance))[None, :])] = -1
    return classes


def empirical(residuals: np.ndarray, distance: np.ndarray, classes: np.ndarray | None = None) -> Empirical:
    """Return the semivariance of residuals by class of distance.

    Parameters
    ----------
    residuals : ndarray of float64, shape (n,)
        Residuals; NaN is left out.
    distance : ndarray of float64, shape (n, n)
        Distances [m].
    classes : ndarray of int64, shape (n, n), optional
        From :func:`distance_classes`.
    """
    classes = distance_classes(distance) if classes is None else classes
    half = 0.5 * (residuals[:, None] - residuals[None, :]) ** 2
    used = (classes >= 0) & ~np.isnan(half)
    label = classes[used]
    pairs = np.bincount(label, minlength=BINS)
    some = pairs > 0
    mean = [np.bincount(label, weights=values[used], minlength=BINS)[some] / pairs[some] for values in (distance, half)]
    return Empirical(mean[0], mean[1], pairs[some])


def fit_least_squares(shown: Empirical, ranges: np.ndarray) -> Variogram:
    """Fit a variogram by least squares weighted by N(h) / gamma(h)^2 (Cressie, 1985, doi 10.1007/BF01032109).

    Parameters
    ----------
    shown : Empirical
        Semivariances by distance.
    ranges : ndarray of float64
        Ranges to try [m].

    Returns
    -------
    Variogram
        The best of both models and all ranges.
    """
    best, best_cost = None, np.inf
    for model in MODELS:
        for range_m in ranges:
            growth = 1.0 - correlation(model, shown.distance, range_m)
            nugget, psill = _two_parts(growth, shown)
            if nugget + psill <= 0.0:
                continue
            gamma = nugget + psill * growth
            cost = float(
                (shown.pairs * (shown.semivariance / np.maximum(gamma, 1e-12 * (nugget + psill)) - 1.0) ** 2).sum()
            )
            if cost < best_cost:
                best, best_cost = Variogram(model, nugget, psill, float(range_m)), cost
    if best is None:
        return Variogram(
            MODELS[0], float(shown.semivariance.mean()) if len(shown.pairs) else 0.0, 0.0, float(ranges[-1])
        )
    return best


def _two_parts(growth: np.ndarray, shown: Empirical) -> tuple[float, float]:
    """Return the nugget and the partial sill, not negative, of least squares weighted again by the model."""
    gamma = np.maximum(shown.semivariance, 1e-12 * max(shown.semivariance.max(initial=0.0), 1e-300))
    nugget = psill = 0.0
    for _ in range(_REWEIGHTINGS):
        weight = shown.pairs / gamma**2
        a, b, c = weight.sum(), (weight * growth).sum(), (weight * growth**2).sum()
        d, e = (weight * shown.semivariance).sum(), (weight * growth * shown.semivariance).sum()
        determinant = a * c - b * b
        nugget, psill = 0.0, e / c if c > 0.0 else 0.0
        if determinant > 1e-12 * a * c:
            nugget, psill = (c * d - b * e) / determinant, (a * e - b * d) / determinant
        if nugget < 0.0:
            nugget, psill = 0.0, max(e / c, 0.0)
        elif psill < 0.0:
            nugget, psill = d / a, 0.0
        fitted = nugget + psill * growth
        if fitted.max() <= 0.0:
            break
        gamma = np.maximum(fitted, 1e-6 * fitted.max())
    return float(nugget), float(psill)
