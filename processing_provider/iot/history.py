"""History of series: read in pieces, put into buckets, and spread out as a table of one column for each metric."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import RunCancelledError
from .aggregates import COUNTER, Aggregates, aggregate, combined, stored_aggregates, usable
from .store.reader import History, StoreReader
from .store.schema import METRICS, STEPS_MS

RAW = "raw"
STEPS = {"15min": "obs_15min", "1h": "obs_1h", "1d": "obs_1d"}  # table of each step
PIECE = 20  # series read at once, between two looks at the cancel button
LEAD_MS = 86_400_000  # what counters need from before the first bucket [ms]
_NAMES = ("series", "time", "value", "flag", "low", "high", "count")

Progress = Callable[[float], None]
Stop = Callable[[], bool]


def read_history(
    reader: StoreReader,
    series: Sequence[int],
    start: int,
    end: int,
    table: str,
    max_rows: int,
    stop: Stop = lambda: False,
    progress: Progress = lambda share: None,
) -> History:
    """Read observations of series in [start, end) [ms], some series at a time.

    Parameters
    ----------
    reader : StoreReader
    series : sequence of int
    start, end : int
    table : str
        ``raw`` or a table of buckets.
    max_rows : int
    stop : callable
        True once the user cancelled.
    progress : callable
        Told the share that is read [0..1].

    Raises
    ------
    RunCancelledError
        When the user cancelled.
    """
    wanted = sorted(series)
    pieces: list[History] = []
    left = max_rows
    for first in range(0, len(wanted), PIECE):
        if stop():
            raise RunCancelledError
        piece = reader.history(wanted[first : first + PIECE], start, end, table, left)
        pieces.append(piece)
        left -= len(piece)
        progress(min(1.0, (first + PIECE) / len(wanted)))
        if left <= 0:
            break
    if not pieces:
        pieces = [reader.history([], start, end, table, 1)]
    joined = [np.concatenate([getattr(piece, name) for piece in pieces]) for name in _NAMES]
    return History(*joined, left <= 0)


def bucket_history(
    reader: StoreReader,
    series: Sequence[int],
    start: int,
    end: int,
    step: str,
    methods: Mapping[int, str],
    max_rows: int,
    stop: Stop = lambda: False,
    progress: Progress = lambda share: None,
) -> tuple[Aggregates, bool]:
    """Return the buckets that begin in [start, end) [ms]: those stored, and those of the observations.

    Parameters
    ----------
    step : str
        One of :data:`STEPS`.
    methods : mapping
        Method of each metric by number.
    reader, series, start, end, max_rows, stop, progress
        See :func:`read_history`; ``max_rows`` bounds what is read.

    Returns
    -------
    tuple
        The buckets, and whether the limit was reached.
    """
    table = STEPS[step]
    length = STEPS_MS[table]
    first = -(-start // length) * length
    last = -(-end // length) * length
    kept = read_history(reader, series, first, end, table, max_rows, stop, lambda share: progress(0.3 * share))
    lead = LEAD_MS if COUNTER in methods.values() else 0
    raw = read_history(
        reader, series, first - lead, last, RAW, max_rows, stop, lambda share: progress(0.3 + 0.7 * share)
    )
    computed = aggregate(usable(raw), length, methods)
    inside = computed.where((computed.time >= first) & (computed.time < end))
    return combined(stored_aggregates(kept), inside), kept.cut or raw.cut


@dataclass(frozen=True)
class WideTable:
    """One row for each device and time, one column for each metric.

    Attributes
    ----------
    device, time : ndarray of int64, shape (n,)
    columns : dict
        Values by number of the metric, ndarray of float64, shape (n,); NaN where there is none.
    """

    device: np.ndarray
    time: np.ndarray
    columns: dict[int, np.ndarray]


def wide_table(series: np.ndarray, time: np.ndarray, value: np.ndarray, metrics: Iterable[int]) -> WideTable:
    """Spread observations out over columns.

    Parameters
    ----------
    series, time : ndarray of int64, shape (m,)
        Each pair once.
    value : ndarray of float64, shape (m,)
    metrics : iterable of int
        Numbers of the metrics that get a column.

    Returns
    -------
    WideTable
        Sorted by device then by time.
    """
    device, metric = series // METRICS, series % METRICS
    order = np.lexsort((time, device))
    device, time, metric, value = (values[order] for values in (device, time, metric, value))
    first = np.r_[True, (device[1:] != device[:-1]) | (time[1:] != time[:-1])] if len(device) else np.zeros(0, bool)
    row = np.cumsum(first) - 1
    columns = {}
    for number in metrics:
        column = np.full(int(first.sum()), np.nan)
        chosen = metric == number
        column[row[chosen]] = value[chosen]
        columns[number] = column
    return WideTable(device[first], time[first], columns)
