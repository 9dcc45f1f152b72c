"""What buckets of time hold, for many series at once: means, directions, counters.

A value whose flag says *fail* or *missing* is left out. The flag of a bucket is the most careful of those in it:
suspect, else not evaluated, else good.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from .quality.flags import FAIL, MISSING
from .selection import items_in
from .store.reader import History
from .store.schema import METRICS

MEAN, DIRECTION, COUNTER = "mean", "direction", "counter"
METHODS = (MEAN, DIRECTION, COUNTER)
DIRECTION_WORDS = ("direction", "azimuth")


@dataclass(frozen=True)
class Aggregates:
    """Buckets that hold a value, sorted by series then by time.

    Attributes
    ----------
    series, time : ndarray of int64, shape (n,)
        Number of the series, beginning of the bucket [ms since 1970, UTC].
    mean : ndarray of float64
        The mean; the mean direction [degrees]; what a counter counted.
    low, high, last : ndarray of float64
        In the unit of the values; low and high are NaN for directions.
    count : ndarray of int64
    flag : ndarray of int64
        QARTOD.
    """

    series: np.ndarray
    time: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    last: np.ndarray
    count: np.ndarray
    flag: np.ndarray

    def __len__(self) -> int:
        return len(self.series)

    def where(self, kept: np.ndarray) -> Aggregates:
        """Return some of the buckets."""
        return Aggregates(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))


def method_names(text: str) -> dict[str, str]:
    """Return the method of each metric that a text names, such as ``wind_direction=direction; energy=counter``.

    Raises
    ------
    InputError
        When an item is not ``metric=method``, or the method is unknown.
    """
    found: dict[str, str] = {}
    for item in items_in(text):
        name, mark, method = (part.strip() for part in item.rpartition("="))
        if not mark or not name or method.lower() not in METHODS:
            raise InputError(
                "“{item}” is not a metric and its method; write it like wind_direction=direction, with {methods}.",
                item=item,
                methods=", ".join(METHODS),
            )
        found[name.casefold()] = method.lower()
    return found


def method_of(metric: str, chosen: Mapping[str, str]) -> str:
    """Return the method of a metric: the chosen one, else by its name: a direction, or else the mean."""
    known = chosen.get(metric.casefold())
    if known is not None:
        return known
    return DIRECTION if any(word in metric.casefold() for word in DIRECTION_WORDS) else MEAN


def usable(history: History) -> History:
    """Return the observations that a bucket may hold."""
    kept = np.isfinite(history.value) & (history.flag != FAIL) & (history.flag != MISSING)
    names = ("series", "time", "value", "flag", "low", "high", "count")
    return History(*(getattr(history, name)[kept] for name in names), history.cut)


def aggregate(history: History, step: int, methods: Mapping[int, str]) -> Aggregates:
    """Put raw observations into buckets.

    Parameters
    ----------
    history : History
        Raw, sorted by series then by time; see :func:`usable`.
    step : int
        Length of a bucket [ms]; buckets begin on whole multiples, in UTC.
    methods : mapping
        Method of each metric by number; ``mean`` where it is absent.

    Returns
    -------
    Aggregates
        The value of a counter is what it counted since the reading before, shared out over the time between the
        two: the readings before the first bucket should be in ``history``.
    """
    if not len(history):
        nothing = np.zeros(0)
        whole = np.zeros(0, dtype=np.int64)
        return Aggregates(whole, whole, nothing, nothing, nothing, nothing, whole, whole)
    bucket = history.time // step
    begins = np.flatnonzero(np.r_[True, (history.series[1:] != history.series[:-1]) | (bucket[1:] != bucket[:-1])])
    count = np.diff(np.r_[begins, len(history)])
    series = history.series[begins]
    metric = series % METRICS
    mean = np.add.reduceat(history.value, begins) / count
    low, high = np.minimum.reduceat(history.value, begins), np.maximum.reduceat(history.value, begins)
    # Rounding may carry the mean of equal values just outside them.
    mean = np.clip(mean, low, high)
    directions = np.isin(metric, [number for number, method in methods.items() if method == DIRECTION])
    if directions.any():
        mean = np.where(directions, _mean_direction(history.value, begins, count), mean)
        low, high = (np.where(directions, np.nan, values) for values in (low, high))
    counters = [number for number, method in methods.items() if method == COUNTER]
    if np.isin(metric, counters).any():
        mean = _consumed(history, series, bucket[begins], step, counters, mean)
    last = history.value[np.r_[begins[1:], len(history)] - 1]
    flag = np.maximum.reduceat(history.flag.astype(np.int64), begins)
    return Aggregates(series, bucket[begins] * step, mean, low, high, last, count, flag)


def _mean_direction(degrees: np.ndarray, begins: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Return the direction of the mean vector [degrees, 0..360); NaN where directions cancel out."""
    angles = np.deg2rad(degrees)
    east, north = (np.add.reduceat(part(angles), begins) / count for part in (np.sin, np.cos))
    direction = np.rad2deg(np.arctan2(east, north)) % 360.0
    direction = np.where(direction >= 360.0, 0.0, direction)  # the smallest negative angle, rounded
    return np.where(np.hypot(east, north) > 1e-9, direction, np.nan)


def _consumed(
    history: History, series: np.ndarray, bucket: np.ndarray, step: int, counters: Iterable[int], mean: np.ndarray
) -> np.ndarray:
    """Return the means with what counters counted in their place."""
    from .quality.downsample import consumption, increments, regular_edges  # compiled: only counters need it

    mean = mean.copy()
    wanted = set(counters)
    for number in np.unique(series[np.isin(series % METRICS, list(wanted))]):
        start, end = np.searchsorted(history.series, [number, number + 1])
        times = history.time[start:end]
        edges = regular_edges(int(times[0]), int(times[-1]) + 1, step)
        amounts = consumption(times, increments(history.value[start:end]), edges)
        rows = np.flatnonzero(series == number)
        mean[rows] = amounts[bucket[rows] - edges[0] // step]
    return mean


def combined(stored: Aggregates, computed: Aggregates) -> Aggregates:
    """Return the buckets of both; of the same bucket, the one that holds more values.

    Stored buckets outlive the observations that they were made of; computed ones know those that came late.
    """
    names = list(Aggregates.__dataclass_fields__)
    both = Aggregates(*(np.concatenate([getattr(stored, name), getattr(computed, name)]) for name in names))
    rank = np.r_[np.zeros(len(stored)), np.ones(len(computed))]  # of equals, the computed one
    order = np.lexsort((rank, both.count, both.time, both.series))
    both = both.where(order)
    if not len(both):
        return both
    final = np.r_[(both.series[1:] != both.series[:-1]) | (both.time[1:] != both.time[:-1]), True]
    return both.where(final)


def stored_aggregates(history: History, last: Sequence[float] = ()) -> Aggregates:
    """Return buckets read from a store as :class:`Aggregates`; what is last in a bucket is NaN unless given."""
    ends = np.asarray(last, dtype=float) if len(last) else np.full(len(history), np.nan)
    return Aggregates(
        history.series, history.time, history.value, history.low, history.high, ends,
        history.count.astype(np.int64), history.flag.astype(np.int64),
    )  # fmt: skip
