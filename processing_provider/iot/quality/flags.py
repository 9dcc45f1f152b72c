"""Flags of QARTOD, and the mask that tells which tests a measurement did not pass.

References
----------
.. [1] U.S. IOOS (2017), Manual for the Use of Real-Time Oceanographic Data Quality Control Flags, version 1.2.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

GOOD, NOT_EVALUATED, SUSPECT, FAIL, MISSING = 1, 2, 3, 4, 9

# Tests and their bit in the mask; never renumbered, since masks are stored.
TESTS = {
    "range": 1,
    "step": 2,
    "spike": 4,
    "hampel": 8,
    "rate": 16,
    "flat": 32,
    "crowd_m1": 64,
    "crowd_m2": 128,
    "crowd_m3": 256,
    "crowd_m4": 512,
    "crowd_m5": 1024,
}

# From the least to the most serious, as flags are combined.
_ORDER = (MISSING, NOT_EVALUATED, GOOD, SUSPECT, FAIL)


def combined(flags: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the most serious flag of each measurement: fail, suspect, good, not evaluated, missing.

    Parameters
    ----------
    flags : dict
        Flags by test, arrays of one length.

    Returns
    -------
    ndarray of uint8
        An empty dictionary raises ValueError: there is nothing to combine.
    """
    if not flags:
        raise ValueError("no flag to combine")
    rank = np.zeros(MISSING + 1, dtype=np.uint8)
    for place, flag in enumerate(_ORDER):
        rank[flag] = place
    highest = np.maximum.reduce([rank[np.asarray(values)] for values in flags.values()])
    return np.array(_ORDER, dtype=np.uint8)[highest]


def failed_tests(flags: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return which tests were suspect or failed, as bits of :data:`TESTS` (int32)."""
    mask = 0
    for name, values in flags.items():
        values = np.asarray(values)
        mask = mask | np.where((values == SUSPECT) | (values == FAIL), np.int32(TESTS[name]), np.int32(0))
    return np.asarray(mask, dtype=np.int32)


def flag_counts(values: np.ndarray) -> dict[int, int]:
    """Return how many measurements have each flag; flags that none has are left out."""
    found, counts = np.unique(np.asarray(values), return_counts=True)
    return {int(flag): int(count) for flag, count in zip(found, counts)}
