"""Widths of streets and access of walkers, where the source does not say."""

from __future__ import annotations

import numpy as np

from .defaults import Defaults

#: Widest plausible carriageway [m] and most lanes: the Champs-Élysées have 27 m and 8 lanes.
MAX_WIDTH_M = 60.0
MAX_LANES = 16


def street_widths(
    street_class: np.ndarray, width: np.ndarray, lanes: np.ndarray, defaults: Defaults
) -> tuple[np.ndarray, np.ndarray]:
    """Return the width of the carriageway of each section.

    The width given where there is one; else lanes * lane_width_m where lanes are known; else the width of the class.

    Parameters
    ----------
    street_class : ndarray of str, shape (n,)
        Class in the standard codes.
    width : ndarray of float, shape (n,)
        Width of the carriageway [m], NaN where unknown; values outside ]0, 60] are unknown.
    lanes : ndarray of float, shape (n,)
        Number of traffic lanes, NaN where unknown.
    defaults : Defaults
        Table of defaults.

    Returns
    -------
    width : ndarray of float64, shape (n,)
        Width [m], above 0.
    rule : ndarray of str objects, shape (n,)
        "measured", "lanes" or "table".
    """
    width = np.asarray(width, dtype=np.float64)
    lanes = np.asarray(lanes, dtype=np.float64)
    measured = (width > 0.0) & (width <= MAX_WIDTH_M)
    counted = (lanes > 0.0) & (lanes <= MAX_LANES)
    by_lanes = lanes * defaults.column("streets", "lane_width_m", street_class)
    by_class = defaults.column("streets", "width_m", street_class)
    result = np.where(measured, width, np.where(counted, by_lanes, by_class))
    rule = np.where(measured, "measured", np.where(counted, "lanes", "table")).astype(object)
    return result, rule


def walk_by_class(street_class: np.ndarray, defaults: Defaults) -> np.ndarray:
    """Return whether each class of street is open to walkers when the source does not say.

    Parameters
    ----------
    street_class : ndarray of str, shape (n,)
        Class in the standard codes.
    defaults : Defaults
        Table of defaults.

    Returns
    -------
    ndarray of bool, shape (n,)
        Motorways and cycle tracks are closed.
    """
    return defaults.column("streets", "walk_allowed", street_class) > 0.0
