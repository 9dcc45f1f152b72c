"""From stations and predictors to a model of the heat island, with the error of the whole chain.

The chain is: choose the predictors, fit the variogram of the residuals, decide whether kriging helps. Its error is that
of doing all of it again without each station in turn (nested leave-one-out): the error at the stations that drew the
map says nothing, since kriging passes through them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Optional

import numpy as np
from scipy.stats import t as student

from ...errors import InputError, RunCancelledError
from .kriging import Kriging
from .left_out import Search, Space, regression_errors, search_least_squares, search_reml
from .residuals import Moran, moran_of_residuals
from .selection import Candidates, Choice, choose_predictors
from .variogram import MODELS, Empirical, Variogram, empirical

MINIMUM_STATIONS = 10
FEW_STATIONS = 30  # below which the choice of predictors and the variogram are fragile
REML_STATIONS = 150  # from which least squares on the variogram are as good and cheaper
# Relative gain of the nested error from which kriging is kept: less is within what chance gives with some 100 stations.
KRIGING_GAIN = 0.02
SAME_PLACE_M = 0.5  # stations nearer than this are one place [m]
EXTRAPOLATION = 0.1  # of the range of the stations, beyond which a cell is outside their experience [-]
CONFIDENCE = 0.95
KRIGE = ("auto", "yes", "no")


@dataclass(frozen=True)
class Merged:
    """Stations of which those at one place are one.

    Attributes
    ----------
    place : ndarray of int64, shape (stations,)
        Place of each station.
    xy : ndarray of float64, shape (n, 2)
        Places [m].
    y : ndarray of float64, shape (n,)
        Mean value of each place.
    candidates : Candidates
        Predictors of the places.
    """

    place: np.ndarray
    xy: np.ndarray
    y: np.ndarray
    candidates: Candidates


@dataclass(frozen=True)
class LeftOutErrors:
    """Errors of predicting each place from the others, observed less predicted, each of shape (n,).

    Attributes
    ----------
    mean : ndarray
        Of the mean of the others.
    regression, kriging : ndarray
        The predictors, and the variogram, chosen with all places.
    nested_regression, nested_kriging : ndarray
        Everything chosen again without the place.
    nested_regression_se, nested_kriging_se : ndarray
        Standard errors announced for the nested predictions.
    """

    mean: np.ndarray
    regression: np.ndarray
    kriging: np.ndarray
    nested_regression: np.ndarray
    nested_kriging: np.ndarray
    nested_regression_se: np.ndarray
    nested_kriging_se: np.ndarray


@dataclass(frozen=True)
class IslandModel:
    """A model of the heat island.

    Attributes
    ----------
    merged : Merged
        What it was fitted on.
    choice : Choice
        Predictors compared and chosen.
    map : Kriging
        Coefficients and variogram kept; evaluates the map.
    kriged : bool
        Whether the map is kriged.
    variogram : Variogram or None
        Fitted to the residuals, whether it is used or not; None when kriging was not asked.
    shown : Empirical
        Semivariance of the residuals of the regression.
    errors : LeftOutErrors
        Errors of leaving each place out.
    moran : Moran
        Of the residuals of the regression.
    """

    merged: Merged
    choice: Choice
    map: Kriging
    kriged: bool
    variogram: Optional[Variogram]
    shown: Empirical
    errors: LeftOutErrors
    moran: Moran

    @property
    def names(self) -> list[str]:
        """Names of the chosen predictors."""
        return [self.merged.candidates.names[c] for c in self.choice.best]

    @property
    def columns(self) -> np.ndarray:
        """Values of the chosen predictors at the places, shape (n, columns)."""
        return self.merged.candidates.design(self.choice.best)[:, 1:]

    @property
    def nested_error(self) -> np.ndarray:
        """Errors of the whole chain with the kind of map kept."""
        return self.errors.nested_kriging if self.kriged else self.errors.nested_regression

    @property
    def nested_se(self) -> np.ndarray:
        """Standard errors announced for those predictions."""
        return self.errors.nested_kriging_se if self.kriged else self.errors.nested_regression_se

    @property
    def limits(self) -> np.ndarray:
        """Least and largest value of each column that is not an extrapolation, shape (columns, 2)."""
        low, high = self.columns.min(axis=0), self.columns.max(axis=0)
        margin = EXTRAPOLATION * (high - low)
        return np.column_stack((low - margin, high + margin))

    def intervals(self) -> np.ndarray:
        """Return the 95 % confidence interval of each coefficient, shape (p, 2).

        Of the model as if it had been given: the choice of the predictors is not counted.
        """
        freedom = len(self.merged.y) - len(self.map.coefficients)
        reach = student.ppf(0.5 + CONFIDENCE / 2.0, freedom) * np.sqrt(np.diag(self.map.covariance))
        return np.column_stack((self.map.coefficients - reach, self.map.coefficients + reach))

    def stability(self) -> list[int]:
        """Return in how many of the fits without one place each chosen predictor is chosen again."""
        return [sum(c in subset for subset in self.choice.left_out) for c in self.choice.best]


def rmse(error: np.ndarray) -> float:
    """Return the root of the mean square of errors."""
    return float(np.sqrt(np.mean(np.square(error))))


def merge_places(xy: np.ndarray, y: np.ndarray, candidates: Candidates) -> Merged:
    """Make one place of the stations that are at the same place.

    Left out one by one they would predict each other, and without a nugget kriging could not be solved.
    """
    key = np.rint(xy / SAME_PLACE_M).astype(np.int64)
    _, first, place = np.unique(key, axis=0, return_index=True, return_inverse=True)
    place = place.reshape(-1)
    order = np.argsort(first, kind="stable")  # in the order of the stations
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    place = rank[place]
    count = np.bincount(place)

    def mean(values):
        return np.bincount(place, weights=values) / count

    columns = [mean(column) for column in candidates.columns.T]
    merged = Candidates(
        candidates.names,
        candidates.families,
        np.column_stack(columns) if columns else np.zeros((len(count), 0)),
        candidates.first,
        candidates.count,
    )
    return Merged(place, np.column_stack((mean(xy[:, 0]), mean(xy[:, 1]))), mean(y), merged)


def fit_island(
    xy: np.ndarray,
    y: np.ndarray,
    candidates: Candidates,
    *,
    max_predictors: int = 3,
    criterion: str = "aicc",
    krige: str = "auto",
    threads: int = 1,
    stop: np.ndarray | None = None,
    progress: Callable[[float], None] = lambda percent: None,
) -> IslandModel:
    """Choose, fit and judge a model of the heat island.

    Parameters
    ----------
    xy : ndarray of float64, shape (stations, 2)
        Positions [m].
    y : ndarray of float64, shape (stations,)
        Heat island [degree C].
    candidates : Candidates
        Predictors at the stations, finite.
    max_predictors : int
        Predictors in the model at most.
    criterion : str
        See :func:`selection.choose_predictors`.
    krige : str
        ``auto`` keeps kriging when it lowers the nested error by 2 % or more; ``yes`` and ``no`` force it.
    threads : int
        Threads; the result does not depend on them.
    stop : ndarray of uint8, shape (1,), optional
        Non-zero to give up.
    progress : callable, optional
        Told the progress [%].

    Returns
    -------
    IslandModel

    Raises
    ------
    InputError
        When there are fewer than 10 places, values are all the same, or combinations are too many.
    RunCancelledError
        When stopped.
    """
    _check_count(len(y))
    merged = merge_places(np.asarray(xy, dtype=np.float64), np.asarray(y, dtype=np.float64), candidates)
    _check_count(len(merged.y))
    _check_spread(merged.y)
    merged = Merged(merged.place, merged.xy, merged.y, merged.candidates.keep(merged.candidates.varying()))
    choice = choose_predictors(merged.candidates, merged.y, max_predictors, criterion, threads=threads, stop=stop)
    progress(30.0)
    errors, search, space = _leave_out(merged, choice, krige != "no", stop, progress)
    gain = 1.0 - rmse(errors.nested_kriging) / max(rmse(errors.nested_regression), 1e-300) if search else 0.0
    kriged = search is not None and search.variogram.psill > 0.0 and (krige == "yes" or gain >= KRIGING_GAIN)
    design = merged.candidates.design(choice.best)
    variogram = search.variogram if kriged else _noise(design, merged.y)
    basis, _ = np.linalg.qr(design)
    return IslandModel(
        merged=merged,
        choice=choice,
        map=Kriging.fit(merged.xy, design, merged.y, variogram),
        kriged=kriged,
        variogram=search.variogram if search else None,
        shown=empirical(merged.y - basis @ (basis.T @ merged.y), space.distance, space.classes),
        errors=errors,
        moran=moran_of_residuals(space.distance, design, merged.y),
    )


def _check_count(count: int) -> None:
    if count < MINIMUM_STATIONS:
        raise InputError(
            "A map needs at least {least} stations at different places with a value and predictors; there are {count}.",
            least=MINIMUM_STATIONS,
            count=count,
        )


def _check_spread(y: np.ndarray) -> None:
    if np.ptp(y) <= 1e-9 * max(1.0, float(np.abs(y).max())):
        raise InputError(
            "All the stations have the same value ({value:g}); there is no heat island to map.", value=float(y[0])
        )


def _noise(design: np.ndarray, y: np.ndarray) -> Variogram:
    """Return the variance of the residuals of a plain regression, as a variogram without spatial part."""
    basis, _ = np.linalg.qr(design)
    residual = y - basis @ (basis.T @ y)
    variance = float(residual @ residual) / max(len(y) - design.shape[1], 1)
    return Variogram(MODELS[0], max(variance, 1e-12 * float(np.var(y))), 0.0, 1.0)


def _leave_out(
    merged: Merged, choice: Choice, kriging: bool, stop, progress
) -> tuple[LeftOutErrors, Optional[Search], Space]:
    """Return the errors of leaving each place out, and the variogram fitted with all."""
    n = len(merged.y)
    space = Space(merged.xy)
    nested, nested_se, nested_kriging, nested_kriging_se = (np.full(n, np.nan) for _ in range(4))
    fixed = np.full(n, np.nan)
    fixed_kriging, chosen_search = np.full(n, np.nan), None
    left_out = np.empty(n, dtype=object)
    left_out[:] = choice.left_out
    subsets = sorted({choice.best, *choice.left_out})
    for number, subset in enumerate(subsets):
        if stop is not None and stop[0]:
            raise RunCancelledError
        here = np.array([other == subset for other in left_out])
        design = merged.candidates.design(subset)
        error, variance = regression_errors(design, merged.y)
        nested[here] = error[here]
        nested_se[here] = _announced(design, merged.y, error, variance)[here]
        if subset == choice.best:
            fixed = error
        if kriging:
            search = (
                search_reml(space, design, merged.y, stop)
                if n < REML_STATIONS
                else search_least_squares(space, design, merged.y, np.flatnonzero(here), stop)
            )
            nested_kriging[here] = search.nested_error[here]
            nested_kriging_se[here] = np.sqrt(search.nested_variance[here])
            if subset == choice.best:
                fixed_kriging, chosen_search = search.error, search
        progress(30.0 + 70.0 * (number + 1) / len(subsets))
    mean = (merged.y - merged.y.mean()) * n / (n - 1)
    errors = LeftOutErrors(mean, fixed, fixed_kriging, nested, nested_kriging, nested_se, nested_kriging_se)
    return errors, chosen_search, space


def _announced(design, y, error, variance):
    """Return the standard error that a regression without each place announces for it."""
    n, p = design.shape
    basis, _ = np.linalg.qr(design)
    residual = y - basis @ (basis.T @ y)
    without = np.maximum(residual @ residual - error * residual, 0.0)  # the sum of squares without the place
    return np.sqrt(without / (n - 1 - p) * variance)
