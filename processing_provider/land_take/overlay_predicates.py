"""Exact questions on whole coordinates: on which side, do two edges cross, how often does a face wind round a point.

Ties are settled as if the first coverage were moved by (e, e**2), e positive and smaller than anything (simulation of
simplicity, H. Edelsbrunner and E. P. Muecke 1990, doi:10.1145/77635.77639). Then no vertex lies on an edge of the other
coverage and no two edges overlap, and the common area, which is continuous in e, is the limit for e = 0. What follows
for coincident edges is Franklin's rule: with the same direction they count once, with opposite directions not at all.

Everything is int64: coordinates differ by less than 2**30 (see ``overlay_rings.MAXIMUM_SPAN``), so cross products stay
below 2**61 and their differences below 2**62.
"""

from __future__ import annotations

import numpy as np
from numba import njit

MOVED, STILL = 1, -1  # a point of the first coverage asks the second, or the other way round


@njit(cache=True, nogil=True, error_model="numpy")
def side(ax, ay, bx, by, px, py, shift):
    """Tell on which side of the directed line a-b a point is.

    Parameters
    ----------
    ax, ay, bx, by, px, py : int64
        Ends of the line, and the point [grid units].
    shift : int
        ``MOVED`` when the point is of the first coverage, ``STILL`` when the line is.

    Returns
    -------
    tuple of (bool, int64)
        Whether the point is on the left, and the cross product (b - a) x (p - a), 0 on the line.
    """
    dx, dy = bx - ax, by - ay
    cross = dx * (py - ay) - dy * (px - ax)
    if cross != 0:
        return cross > 0, cross
    # (b - a) x (e, e**2) = dx e**2 - dy e: the first power decides unless dy is 0.
    if dy != 0:
        return (dy < 0) == (shift > 0), cross
    return (dx > 0) == (shift > 0), cross


@njit(cache=True, nogil=True, error_model="numpy")
def crossing(ax, ay, bx, by, cx, cy, dx, dy):
    """Tell whether edge a-b of the first coverage crosses edge c-d of the second, and where.

    Returns
    -------
    tuple of (int, int64, int64, int64, int64)
        1 when a-b comes from the right of c-d to its left, -1 the other way, 0 when they do not cross; then the cross
        products of a and b against c-d, and of c and d against a-b. The crossing is at ``t = A / (A - B)`` of a-b.
    """
    a_left, of_a = side(cx, cy, dx, dy, ax, ay, MOVED)
    b_left, of_b = side(cx, cy, dx, dy, bx, by, MOVED)
    if a_left == b_left:
        return 0, of_a, of_b, of_a, of_b
    c_left, of_c = side(ax, ay, bx, by, cx, cy, STILL)
    d_left, of_d = side(ax, ay, bx, by, dx, dy, STILL)
    if c_left == d_left:
        return 0, of_a, of_b, of_c, of_d
    return (1 if b_left else -1), of_a, of_b, of_c, of_d


@njit(cache=True, nogil=True, error_model="numpy")
def winding_by_ray(x, y, ring_start, first_ring, end_ring, px, py, shift):
    """Count how often the rings of a face wind round a point, along the ray to the left of the point.

    Parameters
    ----------
    x, y, ring_start : ndarray
        Of :class:`.overlay_rings.Faces`. Plain arrays, here and in the kernels that are called for each pair: numba
        would count the references to every array of a tuple at every call, which took two thirds of the time.
    first_ring, end_ring : int
        First ring of the face, and the one after its last.
    px, py : int64
        Point of the other coverage [grid units].
    shift : int
        ``MOVED`` when the point is of the first coverage.

    Returns
    -------
    int
        1 inside a valid face, 0 outside.
    """
    winding = 0
    for ring in range(first_ring, end_ring):
        for i in range(ring_start[ring], ring_start[ring + 1] - 1):
            ay, by = np.int64(y[i]), np.int64(y[i + 1])
            # The point is moved up by e**2, or down when the face is.
            if shift > 0:
                a_below, b_below = ay <= py, by <= py
            else:
                a_below, b_below = ay < py, by < py
            if a_below == b_below:
                continue
            left, _ = side(np.int64(x[i]), ay, np.int64(x[i + 1]), by, px, py, shift)
            # The ray crosses the edge when the point is on its side of greater x: right of a rising edge, whose own
            # left is then left behind, or left of a falling one.
            if a_below and not left:
                winding -= 1
            elif b_below and left:
                winding += 1
    return winding
