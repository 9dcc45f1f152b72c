"""The spread of a sample that outliers do not widen: the estimator Qn of Rousseeuw and Croux.

References
----------
.. [1] Rousseeuw, P. J. and Croux, C. (1993), Alternatives to the median absolute deviation, JASA 88(424), 1273-1283,
   doi 10.1080/01621459.1993.10476408.
.. [2] Croux, C. and Rousseeuw, P. J. (1992), Time-efficient algorithms for two highly robust estimators of scale,
   Computational Statistics 1, 411-428, doi 10.1007/978-3-662-26811-7_58 (weighted medians of rows).
"""

from __future__ import annotations

import numpy as np
from numba import njit

CONSTANT = 2.21914  # consistency for the normal law, 1/(√2·Φ⁻¹(5/8))
# Corrections of small samples, n = 2..9, as published with the algorithm.
_SMALL = np.array([0.399, 0.994, 0.512, 0.844, 0.611, 0.857, 0.669, 0.872])
_MANY = 10  # values from which the general corrections hold


@njit(cache=True, nogil=True)
def _kth_difference(y, k):
    # k-th smallest (1-based) of y[j] - y[i], j > i, y sorted. Row i holds the differences of y[i], ascending in j;
    # `first` and `end` bound what is still possible in each row.
    n = len(y)
    first, end = np.arange(1, n + 1), np.full(n, n)
    work, weight = np.empty(n), np.empty(n, np.int64)
    below_count, at_count = np.empty(n, np.int64), np.empty(n, np.int64)
    while True:
        total, rows, dropped = 0, 0, 0
        for i in range(n):
            dropped += first[i] - (i + 1)
            size = end[i] - first[i]
            if size > 0:
                total += size
                work[rows] = y[first[i] + size // 2] - y[i]
                weight[rows] = size
                rows += 1
        if total <= n:
            break
        order = np.argsort(work[:rows])
        half, sum_weight, trial = (total + 1) // 2, 0, 0.0
        for place in order:
            sum_weight += weight[place]
            if sum_weight >= half:
                trial = work[place]
                break
        below = at = 0
        j_below = j_at = 1
        for i in range(n):
            j_below, j_at = max(j_below, i + 1), max(j_at, i + 1)
            while j_below < n and y[j_below] - y[i] < trial:
                j_below += 1
            while j_at < n and y[j_at] - y[i] <= trial:
                j_at += 1
            below_count[i], at_count[i] = j_below, j_at
            below += j_below - (i + 1)
            at += j_at - (i + 1)
        if k <= below:
            for i in range(n):
                end[i] = max(first[i], min(end[i], below_count[i]))
        elif k > at:
            for i in range(n):
                first[i] = min(end[i], max(first[i], at_count[i]))
        else:
            return trial
    left = np.empty(total)
    place = 0
    for i in range(n):
        for j in range(first[i], end[i]):
            left[place] = y[j] - y[i]
            place += 1
    return np.sort(left)[k - dropped - 1]


@njit(cache=True, nogil=True)
def qn_sorted(y):
    """Return Qn of sorted finite values; NaN for none, 0 for one. See :func:`qn`."""
    n = len(y)
    if n == 0:
        return np.nan
    if n == 1:
        return 0.0
    h = n // 2 + 1
    difference = _kth_difference(y, h * (h - 1) // 2)
    if n < _MANY:
        correction = _SMALL[n - 2]
    elif n % 2:
        correction = n / (n + 1.4)
    else:
        correction = n / (n + 3.8)
    return CONSTANT * correction * difference


def qn(values) -> float:
    """Return the spread Qn of a sample, O(n log n).

    Qn = 2.21914·d_n·{|x_i − x_j|, i < j}_(k), h = ⌊n/2⌋ + 1, k = h(h − 1)/2; d_n corrects small samples: the table of
    [2]_ up to 9, then n/(n + 1.4) for odd n and n/(n + 3.8) for even n.

    Parameters
    ----------
    values : array-like of float
        NaN is left out.

    Returns
    -------
    float
        In the unit of the values: the standard deviation, for a normal sample. NaN without any value.
    """
    values = np.asarray(values, dtype=float).ravel()
    return float(qn_sorted(np.sort(values[np.isfinite(values)])))
