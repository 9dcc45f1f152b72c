"""The path of *net artificialisation* to zero in 2050, which begins when the decade of ENAF consumption is over.

It is another quantity than the consumption of ENAF: the two are never subtracted, nor drawn on one axis. The law fixes
the end only; the shape of the way is a choice.
"""

from __future__ import annotations

import numpy as np

from ..errors import InputError

LINEAR, GEOMETRIC = "linear", "geometric"
PATHS = (LINEAR, GEOMETRIC)
FIRST_YEAR, LAST_YEAR = 2031, 2050
RESIDUE = 0.01  # of the first year, what is left in the last but one of a geometric path, which never meets zero


def net_path(
    start_m2: float,
    kind: str = LINEAR,
    first: int = FIRST_YEAR,
    last: int = LAST_YEAR,
    residue: float = RESIDUE,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the net artificialisation of each year on a path to zero.

    Linear: ``start (last - year) / (last - first)``. Geometric: ``start q**(year - first)``, with q such that the share
    ``residue`` is left in the last year but one; then nothing.

    Parameters
    ----------
    start_m2 : float
        Net artificialisation of the first year [m2/year, >= 0].
    kind : str
        One of :data:`PATHS`.
    first, last : int
        Years, both included; zero in the last.
    residue : float
        [0..1], both excluded.

    Returns
    -------
    years : ndarray of int64, shape (last - first + 1,)
    net : ndarray of float64, shape (last - first + 1,)
        [m2/year]

    Raises
    ------
    InputError
        When the start is negative, the path unknown, or the years too close.
    """
    if not (np.isfinite(start_m2) and start_m2 >= 0.0):
        raise InputError("The net artificialisation of the first year must be 0 or more.")
    if kind not in PATHS:
        raise InputError("The path must be one of {paths}.", paths=", ".join(PATHS))
    if last - first < 2:
        raise InputError("The path must have three years or more.")
    years = np.arange(first, last + 1)
    step = (years - first).astype(float)
    if kind == LINEAR:
        return years, start_m2 * (1.0 - step / (last - first))
    net = start_m2 * residue ** (step / (last - 1 - first))
    net[-1] = 0.0
    return years, net
