"""Regression kriging by generalised least squares, which is universal kriging: one factorisation for a whole map.

With residual covariance K (sill less semivariance), predictors X and values y at the stations,

* coefficients: ``b = (X' K^-1 X)^-1 X' K^-1 y``
* map: ``x0' b + k0' K^-1 (y - X b)``
* variance: ``sill - k0' K^-1 k0 + r' (X' K^-1 X)^-1 r`` with ``r = x0 - X' K^-1 k0``

(Cressie, 1993, 3.4.5; Hengl, Heuvelink and Rossiter, 2007, doi 10.1016/j.cageo.2007.05.001). Without spatial
part, K = sill I and this is ordinary least squares with its prediction variance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from scipy.linalg import cho_factor, cho_solve, solve_triangular

from .variogram import PRACTICAL, Variogram, correlation, distances

_LANES = 64  # cells computed side by side; the last ones are padded, so each cell follows the same operations
_MODEL_CODES = {"exponential": 1, "spherical": 2}
_FUSED = {"contract"}  # a product and a sum in one rounding: the same for every lane, wherever the cell is
_NOTHING_LEFT = 40.0  # ratio beyond which a correlation of exp(-40), 4e-18, makes no difference
_JITTER = 1e-10  # of the sill, added to the diagonal when there is no nugget, so that near stations can be solved [-]


@dataclass(frozen=True)
class Kriging:
    """A fitted map, ready to be evaluated anywhere.

    Attributes
    ----------
    coefficients : ndarray of float64, shape (p,)
        Of the constant and the predictors.
    covariance : ndarray of float64, shape (p, p)
        Of the coefficients.
    variogram : Variogram
        Of the residuals; without spatial part for a plain regression.
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    variogram: Variogram
    _xy: np.ndarray
    _factor: np.ndarray
    _weights: np.ndarray

    @classmethod
    def fit(cls, xy: np.ndarray, design: np.ndarray, y: np.ndarray, variogram: Variogram) -> Kriging:
        """Factorise the covariance of the stations and fit the coefficients.

        Parameters
        ----------
        xy : ndarray of float64, shape (n, 2)
            Stations [m], all different.
        design : ndarray of float64, shape (n, p)
            Constant and predictors, of full rank.
        y : ndarray of float64, shape (n,)
            Values.
        variogram : Variogram
            Of the residuals, of positive sill.
        """
        covariance = variogram.psill * correlation(variogram.model, distances(xy), variogram.range_m)
        covariance[np.diag_indices_from(covariance)] = variogram.sill * (
            1.0 + (_JITTER if not variogram.nugget else 0.0)
        )
        factor = np.tril(cho_factor(covariance, lower=True)[0])
        whitened = solve_triangular(factor, design, lower=True)
        target = solve_triangular(factor, y, lower=True)
        information = np.tril(cho_factor(whitened.T @ whitened, lower=True)[0])
        coefficients = cho_solve((information, True), whitened.T @ target)
        weights = cho_solve((factor, True), y - design @ coefficients)
        inverse = cho_solve((information, True), np.eye(design.shape[1]))
        if variogram.psill == 0.0:  # stations far or near tell nothing more than the trend
            return cls(coefficients, inverse, variogram, xy[:0], information, coefficients)
        # One forward substitution of (k0, x0) gives both parts of the variance.
        both = np.block([[factor, np.zeros_like(whitened)], [whitened.T, information]])
        return cls(coefficients, inverse, variogram, xy, both, np.concatenate((weights, coefficients)))

    def predict(
        self, x: np.ndarray, y: np.ndarray, predictors: np.ndarray, stop: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Evaluate the map.

        Parameters
        ----------
        x, y : ndarray of float64, shape (m,)
            Places [m].
        predictors : ndarray of float64, shape (p - 1, m)
            Predictors there, NaN where unknown.
        stop : ndarray of uint8, shape (1,), optional
            Non-zero to give up.

        Returns
        -------
        value, standard_error : ndarray of float64, shape (m,)
            NaN where a predictor is unknown. The nugget counts as noise of the stations: the map does not jump at
            them, and the standard error is that of a thermometer set up there. Without nugget the map passes
            through the stations.
        """
        stop = np.zeros(1, dtype=np.uint8) if stop is None else stop
        value, variance = np.full(len(x), np.nan), np.full(len(x), np.nan)
        columns = np.ascontiguousarray(np.vstack((np.ones((1, len(x))), predictors)), dtype=np.float64)
        _evaluate(
            np.ascontiguousarray(x, dtype=np.float64), np.ascontiguousarray(y, dtype=np.float64), columns,
            np.ascontiguousarray(self._xy), np.ascontiguousarray(self._factor), self._weights,
            _MODEL_CODES[self.variogram.model], self.variogram.nugget, self.variogram.psill, self.variogram.range_m,
            value, variance, stop,
        )  # fmt: skip
        return value, np.sqrt(np.maximum(variance, 0.0))


@njit(cache=True, nogil=True, fastmath=_FUSED)
def _evaluate(x, y, columns, xy, factor, weights, code, nugget, psill, range_m, value, variance, stop):
    """Evaluate cells by blocks of lanes; every lane goes through the same operations, so tiles change nothing."""
    stations, rows = xy.shape[0], factor.shape[0]
    near = np.zeros((rows, _LANES))  # covariances with the stations, then the trend
    solved = np.zeros((rows, _LANES))
    first = np.zeros(_LANES)
    second = np.zeros(_LANES)
    mean = np.zeros(_LANES)
    spread = np.zeros(_LANES)
    px = np.zeros(_LANES)
    py = np.zeros(_LANES)
    for block in range(0, x.size, _LANES):
        if stop[0]:
            return
        count = min(_LANES, x.size - block)
        for lane in range(_LANES):
            cell = block + min(lane, count - 1)
            px[lane] = x[cell]
            py[lane] = y[cell]
            for t in range(rows - stations):
                near[stations + t, lane] = columns[t, cell]
        _covariances(near, px, py, xy, code, psill, range_m)
        _solve(factor, near, solved, first, second)
        mean[:] = 0.0
        spread[:] = nugget + psill
        for j in range(rows):
            sign = -1.0 if j < stations else 1.0
            for lane in range(_LANES):
                mean[lane] += weights[j] * near[j, lane]
                spread[lane] += sign * (solved[j, lane] * solved[j, lane])
        for lane in range(count):
            value[block + lane] = mean[lane]
            variance[block + lane] = spread[lane]


@njit(cache=True, nogil=True, fastmath=_FUSED)
def _solve(factor, near, solved, first, second):
    """Solve a forward substitution for every lane, two rows by four columns at a time to spare the memory."""
    rows = near.shape[0]
    for j in range(0, rows, 2):
        k = min(j + 1, rows - 1)  # the last row is solved twice when their number is odd
        for lane in range(_LANES):
            first[lane] = near[j, lane]
            second[lane] = near[k, lane]
        whole = j - j % 4
        for i in range(0, whole, 4):
            a, b, c, d = factor[j, i], factor[j, i + 1], factor[j, i + 2], factor[j, i + 3]
            e, f, g, h = factor[k, i], factor[k, i + 1], factor[k, i + 2], factor[k, i + 3]
            one, two, three, four = solved[i], solved[i + 1], solved[i + 2], solved[i + 3]
            for lane in range(_LANES):
                w, x, y, z = one[lane], two[lane], three[lane], four[lane]
                first[lane] -= a * w + b * x + c * y + d * z
                second[lane] -= e * w + f * x + g * y + h * z
        for i in range(whole, j):
            a, e, one = factor[j, i], factor[k, i], solved[i]
            for lane in range(_LANES):
                first[lane] -= a * one[lane]
                second[lane] -= e * one[lane]
        scale, scale_after, between = 1.0 / factor[j, j], 1.0 / factor[k, k], factor[k, j]
        if k > j:
            for lane in range(_LANES):
                solved[k, lane] = (second[lane] - between * (first[lane] * scale)) * scale_after
        for lane in range(_LANES):
            solved[j, lane] = first[lane] * scale


@njit(cache=True, nogil=True, fastmath=_FUSED)
def _covariances(near, px, py, xy, code, psill, range_m):
    """Fill the covariances of each station with the cells of a block."""
    shrink = (PRACTICAL if code == 1 else 1.0) / range_m
    for j in range(xy.shape[0]):
        x, y = xy[j, 0], xy[j, 1]
        row = near[j]
        for lane in range(_LANES):
            across, along = px[lane] - x, py[lane] - y
            row[lane] = math.sqrt(across * across + along * along) * shrink
        if code == 1:
            for lane in range(_LANES):
                # exp(-t) = (exp(-t / 256))^256 by its series, which a processor computes for several cells at once;
                # within 3e-14 of the exponential of the library.
                across = row[lane]
                t = -(across if across < _NOTHING_LEFT else _NOTHING_LEFT) * (1.0 / 256.0)
                power = 1.0 / 362880.0 + t * (1.0 / 3628800.0)
                power = 1.0 / 40320.0 + t * power
                power = 1.0 / 5040.0 + t * power
                power = 1.0 / 720.0 + t * power
                power = 1.0 / 120.0 + t * power
                power = 1.0 / 24.0 + t * power
                power = 1.0 / 6.0 + t * power
                power = 0.5 + t * power
                power = 1.0 + t * power
                power = 1.0 + t * power
                power *= power
                power *= power
                power *= power
                power *= power
                power *= power
                power *= power
                power *= power
                power *= power
                row[lane] = psill * power
        else:
            for lane in range(_LANES):
                inside = min(row[lane], 1.0)
                row[lane] = psill * (1.0 - inside * (1.5 - 0.5 * inside * inside))
