"""When a device is late or lost, and how often one reports: the figures, without the kernels that need numba."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Optional

LATE_FACTOR, LOST_FACTOR = 2.2, 4.0  # periods without a frame
GRACE = 60_000  # ms, added to both
SHORT_SHARE = 0.2  # differences below this share of the median are repetitions, not periods


def usual_period(times: Sequence[int]) -> Optional[float]:
    """Return the period of one device from the times of its last frames, as :func:`.presence.expected_periods` does.

    Parameters
    ----------
    times : sequence of int
        [ms], in any order.

    Returns
    -------
    float or None
        [ms]; None with fewer than two different times.
    """
    ordered = sorted(set(times))
    differences = [float(after - before) for before, after in zip(ordered, ordered[1:])]
    if not differences:
        return None
    middle = median(differences)
    return float(median(item for item in differences if item >= SHORT_SHARE * middle))
