"""Few points that look like many, for charts only: never for figures.

References
----------
.. [1] Steinarsson, S. (2013), Downsampling Time Series for Visual Representation, M.Sc. thesis, University of Iceland
   (Largest-Triangle-Three-Buckets).
.. [2] Van Der Donckt, J., Van Der Donckt, J., Rademaker, M. and Van Hoecke, S. (2023), MinMaxLTTB: leveraging
   MinMax-preselection to scale LTTB, arXiv:2305.00332.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from ...errors import InputError

RATIO = 4  # points of the preselection for one point of the chart


@njit(cache=True, nogil=True)
def _triangles(x, y, count, out):
    n = len(y)
    every = (n - 2) / (count - 2)
    chosen = 0
    out[0] = 0
    for bucket in range(count - 2):
        next_start = int(every * (bucket + 1)) + 1
        next_end = min(int(every * (bucket + 2)) + 1, n)
        mean_x = mean_y = 0.0
        for place in range(next_start, next_end):
            mean_x += x[place]
            mean_y += y[place]
        mean_x /= next_end - next_start
        mean_y /= next_end - next_start
        from_x, from_y = x[chosen], y[chosen]
        greatest, found = -1.0, int(every * bucket) + 1
        for place in range(int(every * bucket) + 1, next_start):
            # Twice the area; the factor changes nothing.
            area = abs((from_x - mean_x) * (y[place] - from_y) - (from_x - x[place]) * (mean_y - from_y))
            if area > greatest:
                greatest, found = area, place
        chosen = found
        out[bucket + 1] = chosen
    out[count - 1] = n - 1


@njit(cache=True, nogil=True)
def _extremes(ends, y, out):
    # Lowest and highest point of each span [ends[i], ends[i + 1]) of places; first and last point kept.
    out[0] = 0
    count = 1
    for number in range(len(ends) - 1):
        start, end = ends[number], ends[number + 1]
        if start == end:
            continue
        low = high = start
        lowest = highest = y[start]
        for place in range(start + 1, end):
            value = y[place]
            if value < lowest:
                lowest, low = value, place
            elif value > highest:
                highest, high = value, place
        out[count] = min(low, high)
        count += 1
        if low != high:
            out[count] = max(low, high)
            count += 1
    out[count] = len(y) - 1
    return count + 1


def _preselected(x, y, bins: int) -> np.ndarray:
    # Extremes of `bins` equal spans of x between the first and the last point.
    n = len(y)
    limits = x[1] + (float(x[n - 2]) - float(x[1])) * (np.arange(1, bins) / bins)
    inner = 1 + np.searchsorted(x[1 : n - 1], limits, side="right")
    ends = np.concatenate([[1], inner, [n - 1]]).astype(np.int64)
    kept = np.empty(2 * bins + 2, dtype=np.int64)
    return kept[: _extremes(ends, y, kept)]


def largest_triangles(x, y, count: int, preselect: bool = True) -> np.ndarray:
    """Return the places of `count` points that keep the look of a series.

    Parameters
    ----------
    x : array-like of float or int, shape (n,)
        Increasing, as times [ms].
    y : array-like of float, shape (n,)
        NaN is never chosen.
    count : int
        At least 3.
    preselect : bool
        Whether to take the extremes of 2·`count` spans of x first (MinMaxLTTB): as good to the eye, and several
        times faster.

    Returns
    -------
    ndarray of int64
        Increasing places in `x`; all known points when there are no more than `count`.
    """
    if count < 3:
        raise InputError("A chart needs 3 points or more.")
    x, y = np.asarray(x), np.asarray(y, dtype=float)
    known = np.flatnonzero(np.isfinite(y))
    whole = len(known) == len(y)
    n = len(known)
    if n <= count:
        return known
    places, held_x, held_y = (known, x, y) if whole else (known, x[known], y[known])
    if preselect and n > 2 * count * RATIO and held_x[-2] > held_x[1]:
        kept = _preselected(held_x, held_y, count * RATIO // 2)
        places, held_x, held_y = places[kept], held_x[kept], held_y[kept]
        if len(places) <= count:
            return places
    held_x = (held_x - held_x[0]).astype(float)  # small numbers keep their digits
    out = np.empty(count, dtype=np.int64)
    _triangles(held_x, np.ascontiguousarray(held_y), count, out)
    return places[out]
