"""Slope of walking edges from heights sampled along them, and the speed it allows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from .along import line_table, positions_along

DEFAULT_SPACING_M = 5.0  # one height every 5 m follows a 1 m terrain model without its noise [m]
SLOPE_WINDOW_M = 20.0  # steepest stretch is looked for over this length [m]
DEFAULT_SPEED = 1.25  # adult walking speed on the flat [m/s], 4.5 km/h
TOBLER_RATE = 3.5  # decay of speed with slope [-], Tobler 1993
TOBLER_SHIFT = 0.05  # speed peaks on a 5 % descent [-], Tobler 1993


@dataclass(frozen=True)
class ProfilePoints:
    """Places along edges where heights are read.

    Attributes
    ----------
    x, y : float64 (m,)
        Coordinates [m].
    z : float64 (m,)
        Height carried by the lines themselves [m], NaN where they have none.
    index : int64 (m,)
        Edge of each place, increasing.
    distance : float64 (m,)
        Distance from the start of the edge [m]; the first is 0 and the last the length.
    """

    x: np.ndarray
    y: np.ndarray
    z: np.ndarray
    index: np.ndarray
    distance: np.ndarray


def profile_points(lines, spacing: float = DEFAULT_SPACING_M) -> ProfilePoints:
    """Places at equal steps along each edge, both ends included.

    Parameters
    ----------
    lines : array of shapely LineString (n,)
        Edges in metric coordinates.
    spacing : float
        Largest step [m], > 0.

    Returns
    -------
    ProfilePoints
        At least two per edge.

    Raises
    ------
    ValueError
        When the spacing is not positive or a line is empty.
    """
    if not (np.isfinite(spacing) and spacing > 0.0):
        raise ValueError("The spacing of height samples must be above 0 m.")
    table = line_table(lines, include_z=True)
    steps = np.maximum(np.ceil(table.length / spacing - 1e-9), 1.0).astype(np.int64)
    index = np.repeat(np.arange(len(steps)), steps + 1)
    first = np.concatenate(([0], np.cumsum(steps + 1)))[:-1]
    rank = np.arange(len(index)) - first[index]
    distance = table.length[index] * (rank / steps[index])
    coords, _ = positions_along(table, index, distance)
    return ProfilePoints(coords[:, 0], coords[:, 1], coords[:, 2], index, distance)


def edge_slopes(z, index, distance, length, *, structure=None):
    """Mean and steepest slope of each edge.

    Heights inside an edge are smoothed once with the weights 1/4, 1/2, 1/4; those of its two ends are kept, so
    that edges meeting at a node agree. The mean slope is ``(z_end - z_start) / length``; the steepest
    one is the largest ``|dz| / d`` between a place and the first place at least 20 m further on, or over the whole
    edge when it is shorter.

    Parameters
    ----------
    z : array-like of float (m,)
        Height at the places of :func:`profile_points` [m]; NaN is no data.
    index : int (m,)
        Edge of each place, increasing.
    distance : float64 (m,)
        Distance of each place from the start of its edge [m].
    length : float64 (n,)
        Length of each edge [m].
    structure : bool (n,), optional
        True for bridges and tunnels, whose deck is not on the terrain model: the steepest slope is then the mean one.

    Returns
    -------
    mean : float64 (n,)
        Signed slope walking from start to end, rise over run [-]; NaN where an end has no height, the edge
        no place or no length.
    steepest : float64 (n,)
        Steepest slope over 20 m, unsigned [-]; NaN where any height of the edge is missing.

    Raises
    ------
    ValueError
        When the arrays do not match.
    """
    z = np.asarray(z, dtype=np.float64)
    index = np.asarray(index, dtype=np.int64)
    distance = np.asarray(distance, dtype=np.float64)
    length = np.asarray(length, dtype=np.float64)
    if not len(z) == len(index) == len(distance):
        raise ValueError("Heights, edge numbers and distances must have the same length.")
    if len(index) and (index.min() < 0 or index.max() >= len(length) or (np.diff(index) < 0).any()):
        raise ValueError("Height samples must be sorted by edge and refer to existing edges.")
    count = np.bincount(index, minlength=len(length))
    first = np.concatenate(([0], np.cumsum(count)))
    level = np.zeros(len(length), dtype=np.bool_) if structure is None else np.asarray(structure, dtype=np.bool_)
    if len(level) != len(length):
        raise ValueError("There must be one bridge or tunnel mark per edge.")
    return _slopes(z, first, distance, length, level, SLOPE_WINDOW_M)


@njit(cache=True, nogil=True)
def _slopes(z, first, distance, length, structure, window):
    """Return slopes edge by edge (see edge_slopes)."""
    n = len(length)
    mean = np.full(n, np.nan)
    steepest = np.full(n, np.nan)
    for e in range(n):
        a, b = first[e], first[e + 1] - 1
        if b <= a or not length[e] > 0.0:
            continue
        mean[e] = (z[b] - z[a]) / length[e]
        if structure[e]:
            steepest[e] = abs(mean[e])
            continue
        smooth = z[a : b + 1].copy()
        for k in range(a + 1, b):
            smooth[k - a] = 0.25 * z[k - 1] + 0.5 * z[k] + 0.25 * z[k + 1]
        worst = abs(smooth[b - a] - smooth[0]) / length[e] if distance[b] - distance[a] <= window else 0.0
        j = a
        for i in range(a, b + 1):
            if np.isnan(z[i]):
                worst = np.nan
                break
            while j < b and distance[j] - distance[i] < window - 1e-6:
                j += 1
            run = distance[j] - distance[i]
            if run >= window - 1e-6:
                worst = max(worst, abs(smooth[j - a] - smooth[i - a]) / run)
        steepest[e] = worst
    return mean, steepest


def walking_speed(slope, flat_speed=DEFAULT_SPEED) -> np.ndarray:
    """Speed of walking on a slope.

    ``v = v0 exp(-3.5 |g + 0.05|) / exp(-3.5 * 0.05)``, so that ``v = v0`` on the flat and the greatest speed,
    1.19 v0, is on a 5 % descent.

    Parameters
    ----------
    slope : array-like of float
        Signed slope in the direction walked, rise over run [-]; NaN is taken as flat.
    flat_speed : float or array-like
        Speed on the flat ``v0`` [m/s], > 0: 1.25 adult, 0.8 elderly person, 0.9 wheelchair user.

    Returns
    -------
    float64 array
        Speed [m/s].

    Raises
    ------
    ValueError
        When a speed on the flat is not above 0 m/s.

    References
    ----------
    .. [1] W. Tobler, 1993, "Three presentations on geographical analysis and modeling", NCGIA report 93-1.
    """
    flat_speed = np.asarray(flat_speed, dtype=np.float64)
    if not (np.isfinite(flat_speed) & (flat_speed > 0.0)).all():
        raise ValueError("The walking speed must be above 0 m/s.")
    slope = np.nan_to_num(np.asarray(slope, dtype=np.float64), nan=0.0)
    return flat_speed * np.exp(-TOBLER_RATE * (np.abs(slope + TOBLER_SHIFT) - TOBLER_SHIFT))


def walking_times(length, slope=None, flat_speed=DEFAULT_SPEED) -> tuple[np.ndarray, np.ndarray]:
    """Time to walk each edge from start to end, and back.

    Parameters
    ----------
    length : array-like of float (n,)
        Length of the edges [m].
    slope : array-like of float (n,), optional
        Signed mean slope from start to end [-]; NaN or not given is flat.
    flat_speed : float
        Speed on the flat [m/s].

    Returns
    -------
    forward, backward : float64 (n,)
        Times [s].
    """
    length = np.asarray(length, dtype=np.float64)
    slope = np.zeros(len(length)) if slope is None else np.asarray(slope, dtype=np.float64)
    return length / walking_speed(slope, flat_speed), length / walking_speed(-slope, flat_speed)
