"""Reads the history of a metric for the chart: raw values or buckets, few points that look like many. In a thread."""

from __future__ import annotations

import time
from typing import Any, Callable

import numpy as np

from ....processing_provider.iot.store.schema import METRICS
from .series_chart import DAY, Series

POINTS = 600  # of the chart: about one for two pixels of a wide panel
SPANS = {"24h": DAY, "7d": 7 * DAY, "30d": 30 * DAY}  # [ms]
MOST_RAW = 200_000  # values of a month at one in 13 s
_STEPS = {"24h": ("raw",), "7d": ("obs_15min", "raw"), "30d": ("obs_1h", "raw")}
COVERED = 0.5  # share of the span that buckets must reach back, to be used instead of raw values


def read_series(open_reader: Callable[[], Any], device: int, metric: int, name: str, unit: str, span: str) -> Series:
    """Return the history of a metric up to now.

    Parameters
    ----------
    open_reader : callable
        Opens the store.
    device, metric : int
        Numbers of the store.
    name, unit : str
    span : str
        One of :data:`SPANS`.

    Raises
    ------
    InputError
        When the store cannot be read.
    """
    end = int(time.time() * 1000)
    start = end - SPANS[span]
    number = device * METRICS + metric
    with open_reader() as reader:
        history = None
        for step in _STEPS[span]:
            history = reader.history([number], start, end + 1, step, MOST_RAW)
            if step == "raw" or _covers(history.time, start, end):
                break
    return thinned(history, name, unit, start, end)


def _covers(times: np.ndarray, start: int, end: int) -> bool:
    """Tell whether buckets reach from near the start to near the end; where nobody made them they do not."""
    return len(times) > 0 and times[-1] > end - (end - start) / 10 and times[0] < start + COVERED * (end - start)


def thinned(history: Any, name: str, unit: str, start: int, end: int) -> Series:
    """Return a history as a series with no more points than a chart can show, doubtful ones always among them."""
    from ....processing_provider.iot.quality.chart_points import largest_triangles

    rows = largest_triangles(history.time, history.value, POINTS)
    doubtful = np.flatnonzero((history.flag >= 3) & (history.flag <= 4) & np.isfinite(history.value))
    rows = np.union1d(rows, doubtful[:POINTS])
    return Series(
        name, unit, history.time[rows], history.value[rows], history.low[rows], history.high[rows],
        history.flag[rows], start, end, int(history.count.sum()),
    )  # fmt: skip
