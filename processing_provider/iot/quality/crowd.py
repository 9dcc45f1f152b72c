"""Quality of a network of stations without a reference: the steps m1 to m5 of CrowdQC+.

Written from the publications below; values are matrices, one row a station, one column an instant of a
regular series (see :mod:`.crowd_series`). Each step keeps only what the step before kept.

References
----------
.. [1] Fenner, D., Bechtel, B., Demuzere, M., Kittner, J. and Meier, F. (2021), CrowdQC+ - A quality-control for
   crowdsourced air-temperature observations enabling world-wide urban climate applications, Front. Environ. Sci.
   9:720747, doi 10.3389/fenvs.2021.720747.
.. [2] Napoly, A., Grassmann, T., Meier, F. and Fenner, D. (2018), Development and application of a
   statistically-based quality control for crowdsourced air temperature data, Front. Earth Sci. 6:118,
   doi 10.3389/feart.2018.00118.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
from numba import njit
from scipy.spatial import cKDTree
from scipy.special import ndtri, stdtrit

from ...errors import InputError
from .spread import qn_sorted

LAPSE_RATE = 0.0065  # K/m, decrease of temperature with height
FEWEST_FOR_NORMAL = 200  # stations below which Student's law is advised in m2


@dataclass(frozen=True)
class CrowdSettings:
    """Settings of the steps, as published.

    Attributes
    ----------
    same_place : int
        m1: stations that may share their coordinates.
    low, high : float
        m2: probabilities that bound the robust z-score, 0 < low < high < 1.
    student : bool or None
        m2: Student's law rather than the normal; None: below 200 stations.
    kept_share : float
        m3: share of a period that m2 must keep.
    correlation : float
        m4: least correlation with the median of the network.
    radius : float
        m5: of the neighbours [m].
    buddies : int
        m5: fewest neighbours with a value.
    alpha : float
        m5: level of the two-sided test.
    height_difference : float
        m5: greatest to a neighbour [m].
    keep_isolated : bool
        m5: whether stations with too few neighbours are kept as m4 left them.
    lapse_rate : float
        [K/m]; 0 for no correction, as for anything but temperature.
    """

    same_place: int = 1
    low: float = 0.01
    high: float = 0.95
    student: Optional[bool] = None
    kept_share: float = 0.2
    correlation: float = 0.9
    radius: float = 3000.0
    buddies: int = 5
    alpha: float = 0.1
    height_difference: float = 100.0
    keep_isolated: bool = False
    lapse_rate: float = LAPSE_RATE


@dataclass(frozen=True)
class CrowdReport:
    """What each step kept.

    Attributes
    ----------
    m1, m2, m3, m4, m5 : ndarray of bool, shape (stations, instants)
    isolated : ndarray of bool, shape (stations,)
        Too few neighbours for m5.
    """

    m1: np.ndarray
    m2: np.ndarray
    m3: np.ndarray
    m4: np.ndarray
    m5: np.ndarray
    isolated: np.ndarray

    def level(self, number: int) -> np.ndarray:
        """Return what the step `number`, 1..5, kept."""
        if not 1 <= number <= 5:
            raise InputError("The steps of the spatial check are 1 to 5, not {number}.", number=number)
        return (self.m1, self.m2, self.m3, self.m4, self.m5)[number - 1]

    def removed_percent(self, values: np.ndarray, number: int = 5) -> np.ndarray:
        """Return the share of the values of each station that step `number` removed [%]; NaN without values."""
        known = np.isfinite(values)
        total = known.sum(axis=1)
        kept = (self.level(number) & known).sum(axis=1)
        return np.divide(100.0 * (total - kept), total, out=np.full(len(total), np.nan), where=total > 0)


def same_place(values: np.ndarray, x: np.ndarray, y: np.ndarray, most: int = 1) -> np.ndarray:
    """Step m1: drop stations that share their coordinates with others, more than `most` together.

    Stations without any value do not count.
    """
    known = np.isfinite(values)
    heard = known.any(axis=1)
    places, inverse = np.unique(np.column_stack([x, y]), axis=0, return_inverse=True)
    inverse = inverse.reshape(-1)
    together = np.bincount(inverse[heard], minlength=len(places))
    return known & (together[inverse] <= most)[:, None]


def _levelled(values: np.ndarray, kept: np.ndarray, z: Optional[np.ndarray], lapse_rate: float) -> np.ndarray:
    # Values brought to the mean height of the network, NaN where not kept.
    levelled = np.where(kept, values, np.nan)
    if z is None or lapse_rate == 0.0:
        return levelled
    return levelled + lapse_rate * (z - np.nanmean(z))[:, None]


@njit(cache=True, nogil=True)
def _centre(values, middle, spread, counts):
    # By column: median, Qn and number of the values known.
    held = np.empty(values.shape[0])
    for column in range(values.shape[1]):
        count = 0
        for row in range(values.shape[0]):
            if not np.isnan(values[row, column]):
                held[count] = values[row, column]
                count += 1
        counts[column] = count
        ordered = np.sort(held[:count])
        middle[column] = np.median(ordered) if count else np.nan
        spread[column] = qn_sorted(ordered)


def outliers(values: np.ndarray, m1: np.ndarray, z: Optional[np.ndarray], settings: CrowdSettings) -> np.ndarray:
    """Step m2: keep values whose robust z-score, (x − median)/Qn of the instant, lies between two quantiles."""
    levelled = np.ascontiguousarray(_levelled(values, m1, z, settings.lapse_rate))
    instants = values.shape[1]
    middle, spread, counts = np.empty(instants), np.empty(instants), np.empty(instants, dtype=np.int64)
    _centre(levelled, middle, spread, counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = (levelled - middle) / spread
        student = len(values) < FEWEST_FOR_NORMAL if settings.student is None else settings.student
        if student:
            low, high = (stdtrit(np.maximum(counts - 1, 1), share) for share in (settings.low, settings.high))
        else:
            low, high = ndtri(settings.low), ndtri(settings.high)
        return (score >= low) & (score <= high)


def suspect_stations(m2: np.ndarray, period: np.ndarray, share: float) -> np.ndarray:
    """Step m3: drop a station in each period (as a month) of which m2 kept `share` or less, absent values included."""
    kept = m2.copy()
    for number in np.unique(period):
        columns = period == number
        kept[:, columns] &= (m2[:, columns].mean(axis=1) > share)[:, None]
    return kept


def _correlation(values: np.ndarray, reference: np.ndarray) -> np.ndarray:
    # Pearson's r of each row with the reference, over the instants that both have; NaN with fewer than two.
    known = np.isfinite(values) & np.isfinite(reference)
    count = known.sum(axis=1).astype(float)
    x, y = np.where(known, values, 0.0), np.where(known, reference, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        dx = np.where(known, x - (x.sum(axis=1) / count)[:, None], 0.0)
        dy = np.where(known, y - (y.sum(axis=1) / count)[:, None], 0.0)
        return (dx * dy).sum(axis=1) / np.sqrt((dx * dx).sum(axis=1) * (dy * dy).sum(axis=1))


def correlated(values: np.ndarray, m3: np.ndarray, period: np.ndarray, least: float) -> np.ndarray:
    """Step m4: drop a station in each period in which it does not follow the median of the network."""
    held = np.where(m3, values, np.nan)
    kept = m3.copy()
    counts = np.sum(m3, axis=0)
    median = np.full(values.shape[1], np.nan)
    median[counts > 0] = np.nanmedian(held[:, counts > 0], axis=0)
    for number in np.unique(period):
        columns = period == number
        with np.errstate(invalid="ignore"):
            follows = _correlation(held[:, columns], median[columns]) >= least
        kept[:, columns] &= follows[:, None]
    return kept


def neighbours(x: np.ndarray, y: np.ndarray, z: Optional[np.ndarray], settings: CrowdSettings):
    """Return the neighbours of each station within the radius and the height difference.

    Parameters
    ----------
    x, y : ndarray of float, shape (stations,)
        [m], in a projected reference system.
    z : ndarray of float or None
        [m].
    settings : CrowdSettings

    Returns
    -------
    starts : ndarray of int64, shape (stations + 1,)
    members : ndarray of int64
        Neighbours of station i are members[starts[i]:starts[i + 1]], in order.
    """
    tree = cKDTree(np.column_stack([x, y]))
    found = tree.query_ball_point(np.column_stack([x, y]), settings.radius, return_sorted=True)
    lists = []
    for station, others in enumerate(found):
        others = np.array([other for other in others if other != station], dtype=np.int64)
        if z is not None and len(others):
            with np.errstate(invalid="ignore"):
                others = others[np.abs(z[others] - z[station]) <= settings.height_difference]
        lists.append(others)
    starts = np.concatenate([[0], np.cumsum([len(others) for others in lists])]).astype(np.int64)
    return starts, np.concatenate(lists) if lists else np.zeros(0, dtype=np.int64)


@njit(cache=True, nogil=True)
def _buddy_scores(values, starts, members, fewest, scores, counts):
    widest = 1
    for station in range(len(starts) - 1):
        widest = max(widest, starts[station + 1] - starts[station])
    held = np.empty(widest)
    for station in range(len(starts) - 1):
        if starts[station + 1] - starts[station] < fewest:
            continue
        for column in range(values.shape[1]):
            if np.isnan(values[station, column]):
                continue
            count = 0
            for place in range(starts[station], starts[station + 1]):
                value = values[members[place], column]
                if not np.isnan(value):
                    held[count] = value
                    count += 1
            if count < fewest:
                continue
            ordered = np.sort(held[:count])
            spread = qn_sorted(ordered)
            away = abs(values[station, column] - np.median(ordered))
            if spread > 0.0:
                scores[station, column] = away / spread
            counts[station, column] = count


def like_neighbours(values, m4, x, y, z, settings: CrowdSettings) -> tuple[np.ndarray, np.ndarray]:
    """Step m5: keep values near those of the neighbours, |x − median| / Qn < |t(alpha/2, n − 2)|, n neighbours.

    Returns
    -------
    kept : ndarray of bool, shape (stations, instants)
    isolated : ndarray of bool, shape (stations,)
        Fewer neighbours than asked for, whatever they measure.
    """
    levelled = np.ascontiguousarray(_levelled(values, m4, z, settings.lapse_rate))
    starts, members = neighbours(x, y, z, settings)
    scores = np.full(values.shape, np.nan)
    counts = np.zeros(values.shape, dtype=np.int64)
    _buddy_scores(levelled, starts, members, settings.buddies, scores, counts)
    limits = np.abs(stdtrit(np.arange(1, max(counts.max(initial=0), 3) + 1), settings.alpha / 2.0))
    with np.errstate(invalid="ignore"):
        kept = m4 & (scores < limits[np.maximum(counts - 2, 1) - 1])
    isolated = np.diff(starts) < settings.buddies
    if settings.keep_isolated:
        kept |= m4 & isolated[:, None]
    return kept, isolated


def crowd_check(values, x, y, z, period, settings: Optional[CrowdSettings] = None) -> CrowdReport:
    """Run the steps m1 to m5.

    Parameters
    ----------
    values : ndarray of float, shape (stations, instants)
        Regular series; NaN where there is no value.
    x, y : ndarray of float, shape (stations,)
        [m], in a projected reference system.
    z : ndarray of float, shape (stations,), or None
        Height [m].
    period : ndarray of int, shape (instants,)
        Number of the month, or other span, of each instant: see :func:`.crowd_series.months`.
    settings : CrowdSettings, optional

    Returns
    -------
    CrowdReport

    Raises
    ------
    InputError
        When a station has no place, or a setting is out of range.
    """
    settings = settings or CrowdSettings()
    values, x, y = np.asarray(values, dtype=float), np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    z = None if z is None else np.asarray(z, dtype=float)
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise InputError("A station has no place; the spatial check needs one for each.")
    if not 0.0 < settings.low < settings.high < 1.0 or settings.buddies < 3:
        raise InputError(
            "The bounds of step m2 are two shares, the lower first, and step m5 needs 3 neighbours or more."
        )
    m1 = same_place(values, x, y, settings.same_place)
    m2 = outliers(values, m1, z, settings)
    m3 = suspect_stations(m2, period, settings.kept_share)
    m4 = correlated(values, m3, period, settings.correlation)
    m5, isolated = like_neighbours(values, m4, x, y, z, settings)
    return CrowdReport(m1, m2, m3, m4, m5, isolated)
