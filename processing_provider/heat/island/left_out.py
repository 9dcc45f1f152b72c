"""Errors of leaving each station out, of regression and of kriging, without refitting.

For a covariance K and predictors X the projection ``P = K^-1 - K^-1 X (X' K^-1 X)^-1 X' K^-1`` holds everything: the
error at station i predicted from all the others is ``(P y)_i / P_ii`` (Dubrule, 1983, doi 10.1007/BF01033232) with
variance ``1 / P_ii``, and the restricted likelihood without station i follows from that with it (see
:func:`search_reml`). With K = I these are ``e_i / (1 - h_ii)`` of ordinary least squares.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...errors import RunCancelledError
from .variogram import (
    MODELS,
    NUGGET_SHARES,
    Variogram,
    candidate_ranges,
    correlation,
    distance_classes,
    distances,
    empirical,
    fit_least_squares,
)

_LEAST_EIGENVALUE = 1e-10  # of K over the sill: below it stations are so near that their rows are the same [-]
_NO_FREEDOM = 1e-12  # 1 - h, or P_ii, below which a station is fitted by itself [-]


def regression_errors(design: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the errors of leaving each station out of a least squares fit, and their variance over sigma^2.

    Parameters
    ----------
    design : ndarray of float64, shape (n, p)
        Constant and predictors, of full rank.
    y : ndarray of float64, shape (n,)

    Returns
    -------
    error, variance : ndarray of float64, shape (n,)
        ``e_i / (1 - h_ii)`` and ``1 / (1 - h_ii)``; NaN where a station is fitted by itself.
    """
    basis, _ = np.linalg.qr(design)
    residual = y - basis @ (basis.T @ y)
    freedom = 1.0 - np.einsum("ij,ij->i", basis, basis)
    freedom = np.where(freedom > _NO_FREEDOM, freedom, np.nan)
    return residual / freedom, 1.0 / freedom


@dataclass(frozen=True)
class Search:
    """Result of fitting a variogram, with all stations and without each.

    Attributes
    ----------
    variogram : Variogram
        Fitted with all stations.
    error : ndarray of float64, shape (n,)
        Error at each station predicted from the others, the variogram fitted with all stations.
    nested_error : ndarray of float64, shape (n,)
        The same, the variogram fitted without the station.
    nested_variance : ndarray of float64, shape (n,)
        Variance that kriging announces for the nested error.
    """

    variogram: Variogram
    error: np.ndarray
    nested_error: np.ndarray
    nested_variance: np.ndarray


class Space:
    """The positions of stations, and the correlations that they may have.

    Parameters
    ----------
    xy : ndarray of float64, shape (n, 2)
        Positions [m], all different.
    """

    def __init__(self, xy: np.ndarray) -> None:
        self.distance = distances(xy)
        self.ranges = candidate_ranges(self.distance)
        self.classes = distance_classes(self.distance)
        self._spectra: dict[tuple[str, float], tuple[np.ndarray, np.ndarray]] = {}

    def spectrum(self, model: str, range_m: float) -> tuple[np.ndarray, np.ndarray]:
        """Return eigenvalues and eigenvectors of the correlations; kept, since every regression needs them."""
        key = (model, float(range_m))
        if key not in self._spectra:
            values, vectors = np.linalg.eigh(correlation(model, self.distance, range_m))
            self._spectra[key] = (np.maximum(values, 0.0), vectors)
        return self._spectra[key]


@dataclass(frozen=True)
class _Projection:
    """Diagonal of P, P y, and the parts of the likelihood, for some nugget shares; the sill is 1."""

    diagonal: np.ndarray
    product: np.ndarray
    log_determinants: np.ndarray
    rss: np.ndarray


def _projection(space: Space, model: str, range_m: float, shares: np.ndarray, design, y) -> _Projection:
    values, vectors = space.spectrum(model, range_m)
    spectrum = (1.0 - shares[:, None]) * values[None, :] + shares[:, None]
    spectrum = np.maximum(spectrum, _LEAST_EIGENVALUE)
    inverse = 1.0 / spectrum  # (shares, n)
    turned, turned_y = vectors.T @ design, vectors.T @ y
    weighted = inverse[:, :, None] * turned  # (shares, n, p)
    information = np.einsum("ip,siq->spq", turned, weighted)
    with_y = np.einsum("sip,i->sp", weighted, turned_y)
    cholesky = np.linalg.cholesky(information)
    solved = np.linalg.solve(information, with_y[..., None])[..., 0]
    rows = np.matmul(vectors, weighted)  # K^-1 X, (shares, n, p)
    whitened = np.linalg.solve(cholesky, np.swapaxes(rows, 1, 2))  # (shares, p, n)
    diagonal = inverse @ (vectors * vectors).T - np.einsum("spn,spn->sn", whitened, whitened)
    product = (inverse * turned_y) @ vectors.T - np.einsum("snp,sp->sn", rows, solved)
    log_determinants = np.log(spectrum).sum(axis=1) + 2.0 * np.log(np.diagonal(cholesky, axis1=1, axis2=2)).sum(axis=1)
    rss = (inverse * turned_y**2).sum(axis=1) - np.einsum("sp,sp->s", with_y, solved)
    return _Projection(diagonal, product, log_determinants, rss)


def search_reml(space: Space, design: np.ndarray, y: np.ndarray, stop: np.ndarray | None = None) -> Search:
    """Fit a variogram by restricted maximum likelihood, with all stations and without each.

    Every model, range and nugget share of a grid is tried. With the sill profiled out, minus twice the restricted
    log-likelihood of n stations and p coefficients is ``(n - p) ln(RSS / (n - p)) + ln|R| + ln|X' R^-1 X|`` up to a
    constant (Patterson and Thompson, 1971, doi 10.1093/biomet/58.3.545). Without station i, RSS loses
    ``(P y)_i^2 / P_ii``, and ``ln|R| + ln|X' R^-1 X|`` gains ``ln P_ii``: one decomposition serves all stations.

    Parameters
    ----------
    space : Space
        Positions of n stations.
    design : ndarray of float64, shape (n, p)
        Constant and predictors.
    y : ndarray of float64, shape (n,)
    stop : ndarray of uint8, shape (1,), optional
        Non-zero to give up.

    Raises
    ------
    RunCancelledError
        When stopped.
    """
    n, p = design.shape
    shares = np.array(NUGGET_SHARES)
    best = np.inf
    best_without = np.full(n, np.inf)
    error, nested_error, nested_variance = (np.full(n, np.nan) for _ in range(3))
    fitted = Variogram(MODELS[0], 1.0, 0.0, float(space.ranges[-1]))
    tiny = 1e-12 * float(((y - y.mean()) ** 2).sum()) + 1e-300
    for model in MODELS:
        for range_m in space.ranges:
            _hear(stop)
            found = _projection(space, model, range_m, shares, design, y)
            freedom = np.maximum(found.diagonal, _NO_FREEDOM)
            rss = np.maximum(found.rss, tiny)
            cost = (n - p) * np.log(rss / (n - p)) + found.log_determinants
            winner = int(cost.argmin())
            if cost[winner] < best:
                best = cost[winner]
                sill = rss[winner] / (n - p)
                fitted = Variogram(model, sill * shares[winner], sill * (1.0 - shares[winner]), float(range_m))
                error = found.product[winner] / freedom[winner]
            without = np.maximum(rss[:, None] - found.product**2 / freedom, tiny)
            cost_without = (n - 1 - p) * np.log(without / (n - 1 - p))
            cost_without += found.log_determinants[:, None] + np.log(freedom)
            winners = cost_without.argmin(axis=0)
            index = np.arange(n)
            lower = cost_without[winners, index]
            better = lower < best_without
            best_without[better] = lower[better]
            picked = winners[better], index[better]
            nested_error[better] = found.product[picked] / freedom[picked]
            nested_variance[better] = without[picked] / (n - 1 - p) / freedom[picked]
    return Search(fitted, error, nested_error, nested_variance)


def search_least_squares(
    space: Space, design: np.ndarray, y: np.ndarray, wanted: np.ndarray, stop: np.ndarray | None = None
) -> Search:
    """Fit a variogram by weighted least squares on the residuals, with all stations and without some of them.

    Parameters
    ----------
    space, design, y, stop
        As in :func:`search_reml`.
    wanted : ndarray of int64
        Stations for which the fit without them is wanted; the nested results of the others are NaN.
    """
    n = len(y)
    basis, _ = np.linalg.qr(design)
    residual = y - basis @ (basis.T @ y)
    fitted = fit_least_squares(empirical(residual, space.distance, space.classes), space.ranges)
    error, _ = _kriging_errors(space, design, y, fitted)
    nested_error, nested_variance = np.full(n, np.nan), np.full(n, np.nan)
    for i in wanted:
        _hear(stop)
        hat = basis @ basis[i]
        without = residual + hat * residual[i] / max(1.0 - hat[i], _NO_FREEDOM)
        without[i] = np.nan
        variogram = fit_least_squares(empirical(without, space.distance, space.classes), space.ranges)
        errors, variances = _kriging_errors(space, design, y, variogram)
        nested_error[i], nested_variance[i] = errors[i], variances[i]
    return Search(fitted, error, nested_error, nested_variance)


def _hear(stop: np.ndarray | None) -> None:
    if stop is not None and stop[0]:
        raise RunCancelledError


def _kriging_errors(space, design, y, variogram):
    """Return the errors of leaving each station out with one variogram, and the variances it announces."""
    sill = max(variogram.sill, 1e-300)
    shares = np.array([variogram.nugget / sill])
    found = _projection(space, variogram.model, variogram.range_m, shares, design, y)
    freedom = np.maximum(found.diagonal[0], _NO_FREEDOM)
    return found.product[0] / freedom, sill / freedom
