"""Common area of pairs of faces, from their boundaries alone (W. R. Franklin 1990).

For faces P and Q of winding numbers w_P and w_Q, Green's theorem gives

    2 A(P and Q) = sum over edges s of P of c(s) * [share of s inside Q]
                 + sum over edges s of Q of c(s) * [share of s inside P],      c(s) = (s0 - o) x (s1 - s0)

with o a corner of the extent they share. The share of an edge inside Q is the winding number of Q at its start plus,
for each crossing at t, the change there times (1 - t). So crossings need neither be sorted nor kept: there is no buffer
that they could overflow. Only (1 - t) is rounded; whole edges add up as whole numbers.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from .overlay_index import column_range, row_range, winding_by_grid
from .overlay_predicates import MOVED, STILL, crossing, winding_by_ray

APART, IDENTICAL, INSIDE, CROSSED = 0, 1, 2, 3  # how the area of a pair was found
EVERY_PAIR = 4096  # pairs of edges that are compared one by one before a grid is asked
FLUSH_AT = np.int64(2**62)  # a term stays below 2**61, so the whole sum cannot overflow before
# The five roundings of a term (three conversions, a product, a quotient) stay below 2**-50 of it.
ROUNDING = 2.0**-50
EXACT = 2.0**53  # whole numbers up to here are exact in float64
# Columns of a picked edge: its ends, its first vertex, the turns along it, the winding number where its run begins.
AX, AY, BX, BY, VERTEX, TURN, START = range(7)


@njit(cache=True, nogil=True, error_model="numpy")
def pair_areas(first, first_grids, second, second_grids, pairs, begin, end, doubled, kinds, cancelled):
    """Write twice the common area of pairs begin..end.

    Parameters
    ----------
    first, second : Faces
        Coverages on the same grid.
    first_grids, second_grids : EdgeGrids
        Their grids, of shift ``STILL`` and ``MOVED``.
    pairs : ndarray of int64, shape (2, pairs)
        Faces of the first and of the second coverage.
    begin, end : int
        Pairs to do.
    doubled : ndarray of float64, shape (pairs,)
        Filled with twice the area [square grid units].
    kinds : ndarray of uint8, shape (pairs,)
        Filled with how each was found: ``APART``, ``IDENTICAL``, ``INSIDE``, ``CROSSED``.
    cancelled : ndarray of uint8, shape (1,)
        Non-zero once the user cancels.
    """
    x, y, ring_start, face_ring = first.x, first.y, first.ring_start, first.face_ring
    other_x, other_y, other_ring_start, other_face_ring = second.x, second.y, second.ring_start, second.face_ring
    largest = _largest(ring_start, face_ring, pairs[0, begin:end])
    other_largest = _largest(other_ring_start, other_face_ring, pairs[1, begin:end])
    # As long as the largest face of these pairs, so none can overflow.
    edges, other_edges = np.empty((largest, 7), np.int64), np.empty((other_largest, 7), np.int64)
    places, other_places = np.zeros(largest, np.int64), np.zeros(other_largest, np.int64)
    seen, other_seen = np.zeros(largest, np.int64), np.zeros(other_largest, np.int64)
    visit = np.zeros(1, np.int64)
    for pair in range(begin, end):
        if cancelled[0]:
            return
        a, b = pairs[0, pair], pairs[1, pair]
        doubled[pair] = 0.0
        kinds[pair] = APART
        low_x, high_x = max(first.low_x[a], second.low_x[b]), min(first.high_x[a], second.high_x[b])
        low_y, high_y = max(first.low_y[a], second.low_y[b]), min(first.high_y[a], second.high_y[b])
        if low_x >= high_x or low_y >= high_y:
            continue
        box = (low_x, low_y, high_x, high_y)
        ring, end_ring = face_ring[a], face_ring[a + 1]
        other_ring, other_end_ring = other_face_ring[b], other_face_ring[b + 1]
        base, other_base = ring_start[ring], other_ring_start[other_ring]
        size = ring_start[end_ring] - base
        # The hash only saves comparisons. The same rings begun at other vertices are left to the crossings, which give
        # the same whole numbers.
        if (
            first.mark[a] == second.mark[b]
            and first.doubled_area[a] == second.doubled_area[b]
            and size == other_ring_start[other_end_ring] - other_base
            and _same(x, y, base, other_x, other_y, other_base, size)
        ):
            doubled[pair] = first.doubled_area[a]
            kinds[pair] = IDENTICAL
            continue
        large, other_large = first_grids.number[a] >= 0, second_grids.number[b] >= 0
        if large:
            count = _pick_by_grid(first, first_grids, a, box, edges, places, seen, visit)
        else:
            count = _pick(x, y, ring_start, ring, end_ring, box, edges)
        if other_large:
            other_count = _pick_by_grid(second, second_grids, b, box, other_edges, other_places, other_seen, visit)
        else:
            other_count = _pick(other_x, other_y, other_ring_start, other_ring, other_end_ring, box, other_edges)
        # A face none of whose edges comes into the box is the same all over it, and where it is there, it surrounds the
        # box, which is then the extent of the other face, whole: one vertex tells.
        clear = count == 0 or other_count == 0
        asking, other_asking = (min(1, count), min(1, other_count)) if clear else (count, other_count)
        if other_large:
            _start_by_grid(edges, asking, box, second, second_grids, b, MOVED)
        else:
            _start_by_ray(
                edges, asking, box, other_x, other_y, other_ring_start, other_ring, other_end_ring, MOVED
            )  # fmt: skip
        if large:
            _start_by_grid(other_edges, other_asking, box, first, first_grids, a, STILL)
        else:
            _start_by_ray(other_edges, other_asking, box, x, y, ring_start, ring, end_ring, STILL)
        if clear:
            if count > 0:
                doubled[pair] = float(edges[0, START]) * float(first.doubled_area[a])
            elif other_count > 0:
                doubled[pair] = float(other_edges[0, START]) * float(second.doubled_area[b])
            kinds[pair] = INSIDE if doubled[pair] != 0.0 else APART
            continue
        if count * other_count <= EVERY_PAIR or not (large or other_large):
            sums = _cross_all(edges, count, other_edges, other_count, low_x, low_y)
        elif other_large and (not large or count <= other_count):
            sums = _cross_near(
                edges, count, other_edges, other_count, second, second_grids, b, other_places, other_seen, visit, True,
                low_x, low_y,
            )  # fmt: skip
        else:
            sums = _cross_near(
                other_edges, other_count, edges, count, first, first_grids, a, places, seen, visit, False,
                low_x, low_y,
            )  # fmt: skip
        sums = _with_starts(edges, count, low_x, low_y, *sums)
        whole, total, lost, magnitude = _with_starts(other_edges, other_count, low_x, low_y, *sums)
        if abs(whole) > EXACT:
            magnitude += abs(whole)
        result = whole + total + lost
        # Faces that only touch leave a remainder of rounding: not an area.
        if abs(result) > ROUNDING * magnitude:
            doubled[pair] = result
            kinds[pair] = CROSSED


@njit(cache=True, nogil=True, error_model="numpy")
def _largest(ring_start, face_ring, rows):
    """Return the vertices of the largest of some faces."""
    largest = 0
    for row in rows:
        largest = max(largest, ring_start[face_ring[row + 1]] - ring_start[face_ring[row]])
    return largest


@njit(cache=True, nogil=True, error_model="numpy")
def _same(x, y, base, other_x, other_y, other_base, size):
    """Tell whether two faces have the same vertices in the same order."""
    for i in range(size):
        if x[base + i] != other_x[other_base + i] or y[base + i] != other_y[other_base + i]:
            return False
    return True


@njit(cache=True, nogil=True, error_model="numpy")
def _apart(ax, ay, bx, by, box):
    """Tell whether the extent of an edge does not touch a box."""
    return max(ax, bx) < box[0] or min(ax, bx) > box[2] or max(ay, by) < box[1] or min(ay, by) > box[3]


@njit(cache=True, nogil=True, error_model="numpy")
def _pick(x, y, ring_start, first_ring, end_ring, box, edges):
    """List the edges of a face whose extent touches a box, in their order; return how many."""
    count = 0
    for ring in range(first_ring, end_ring):
        for i in range(ring_start[ring], ring_start[ring + 1] - 1):
            ax, ay, bx, by = np.int64(x[i]), np.int64(y[i]), np.int64(x[i + 1]), np.int64(y[i + 1])
            if not _apart(ax, ay, bx, by, box):
                edges[count, AX], edges[count, AY], edges[count, BX], edges[count, BY] = ax, ay, bx, by
                edges[count, VERTEX], edges[count, TURN], edges[count, START] = i, 0, 0
                count += 1
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def _pick_by_grid(faces, grids, face, box, edges, places, seen, visit):
    """List the same edges of a face that has a grid, and the place of each in the list."""
    x, y = faces.x, faces.y
    first_ring, end_ring = faces.face_ring[face], faces.face_ring[face + 1]
    base = faces.ring_start[first_ring]
    k = grids.number[face]
    bottom, top = row_range(faces, face, grids, k, box[1], box[3])
    left = max(0, (box[0] - faces.low_x[face]) // grids.width[k])
    right = min(grids.columns[k] - 1, (box[2] - faces.low_x[face]) // grids.width[k])
    count = 0
    # A box over most of the grid is read faster edge by edge, already in order.
    if 2 * (top - bottom + 1) * (right - left + 1) >= grids.rows[k] * grids.columns[k]:
        count = _pick(x, y, faces.ring_start, first_ring, end_ring, box, edges)
    else:
        visit[0] += 1
        for row in range(bottom, top + 1):
            cell = grids.first_cell[k] + row * grids.columns[k]
            for entry in range(grids.cell_start[cell + left], grids.cell_start[cell + right + 1]):
                i = np.int64(grids.edges[entry])
                if seen[i - base] != visit[0]:
                    seen[i - base] = visit[0]
                    places[count] = i
                    count += 1
        near = np.sort(places[:count])
        count = 0
        for i in near:
            ax, ay, bx, by = np.int64(x[i]), np.int64(y[i]), np.int64(x[i + 1]), np.int64(y[i + 1])
            if not _apart(ax, ay, bx, by, box):
                edges[count, AX], edges[count, AY], edges[count, BX], edges[count, BY] = ax, ay, bx, by
                edges[count, VERTEX], edges[count, TURN], edges[count, START] = i, 0, 0
                count += 1
    for n in range(count):
        places[edges[n, VERTEX] - base] = n
    return count


@njit(cache=True, nogil=True, error_model="numpy")
def _start_by_ray(edges, count, box, x, y, ring_start, first_ring, end_ring, shift):
    """Find the winding number of the other face where each run of edges begins.

    A run begins with a ring, or where a ring comes into the box: then from outside the other face.
    """
    previous = -2
    for n in range(count):
        px, py, vertex = edges[n, AX], edges[n, AY], edges[n, VERTEX]
        if vertex != previous + 1 and not _apart(px, py, px, py, box):
            edges[n, START] = winding_by_ray(x, y, ring_start, first_ring, end_ring, px, py, shift)
        previous = vertex


@njit(cache=True, nogil=True, error_model="numpy")
def _start_by_grid(edges, count, box, faces, grids, face, shift):
    """Find the same winding numbers of a face that has a grid."""
    previous = -2
    for n in range(count):
        px, py, vertex = edges[n, AX], edges[n, AY], edges[n, VERTEX]
        if vertex != previous + 1 and not _apart(px, py, px, py, box):
            edges[n, START] = winding_by_grid(faces, grids, face, px, py, shift)
        previous = vertex


@njit(cache=True, nogil=True, error_model="numpy")
def _with_part(total, lost, magnitude, value):
    """Add a rounded term to a sum, to what its rounding lost (A. Neumaier 1974) and to the sum of magnitudes."""
    ahead = total + value
    lost += (total - ahead) + value if abs(total) >= abs(value) else (value - ahead) + total
    return ahead, lost, magnitude + abs(value)


@njit(cache=True, nogil=True, error_model="numpy")
def _with_whole(whole, total, lost, magnitude, value):
    """Add a whole term, exactly."""
    whole += value
    if abs(whole) >= FLUSH_AT:
        total, lost, magnitude = _with_part(total, lost, magnitude, float(whole))
        whole = np.int64(0)
    return whole, total, lost, magnitude


@njit(cache=True, nogil=True, error_model="numpy")
def _rest(turn, ax, ay, bx, by, before, after, corner_x, corner_y):
    """Return what a crossing changes, ``turn`` times the share of the edge that follows it: whole, or rounded."""
    cross = turn * ((ax - corner_x) * (by - ay) - (ay - corner_y) * (bx - ax))
    if after == 0:  # at its very end
        return np.int64(0), 0.0
    if before == 0:  # at its very start
        return cross, 0.0
    return np.int64(0), float(cross) * (float(after) / float(after - before))


@njit(cache=True, nogil=True, error_model="numpy")
def _meeting(ax, ay, bx, by, cx, cy, dx, dy, corner_x, corner_y):
    """Return the turn where an edge of the first coverage crosses one of the second, and what that changes for each.

    The turn is 0 when they do not cross. Scalars only: see :func:`.overlay_predicates.winding_by_ray`.
    """
    nothing = np.int64(0)
    if max(ax, bx) < min(cx, dx) or max(cx, dx) < min(ax, bx) or max(ay, by) < min(cy, dy) or max(cy, dy) < min(ay, by):
        return 0, nothing, 0.0, nothing, 0.0
    turn, of_a, of_b, of_c, of_d = crossing(ax, ay, bx, by, cx, cy, dx, dy)
    if turn == 0:
        return 0, nothing, 0.0, nothing, 0.0
    whole, part = _rest(turn, ax, ay, bx, by, of_a, of_b, corner_x, corner_y)
    other_whole, other_part = _rest(-turn, cx, cy, dx, dy, of_c, of_d, corner_x, corner_y)
    return turn, whole, part, other_whole, other_part


@njit(cache=True, nogil=True, error_model="numpy")
def _cross_all(edges, count, other_edges, other_count, corner_x, corner_y):
    """Cross every picked edge of the first face with every one of the second; return the sums."""
    whole, total, lost, magnitude = np.int64(0), 0.0, 0.0, 0.0
    for n in range(count):
        ax, ay, bx, by = edges[n, AX], edges[n, AY], edges[n, BX], edges[n, BY]
        for m in range(other_count):
            cx, cy, dx, dy = other_edges[m, AX], other_edges[m, AY], other_edges[m, BX], other_edges[m, BY]
            turn, add, part, other_add, other_part = _meeting(ax, ay, bx, by, cx, cy, dx, dy, corner_x, corner_y)
            if turn != 0:
                edges[n, TURN] += turn
                other_edges[m, TURN] -= turn
                whole, total, lost, magnitude = _with_whole(whole, total, lost, magnitude, add)
                whole, total, lost, magnitude = _with_whole(whole, total, lost, magnitude, other_add)
                total, lost, magnitude = _with_part(total, lost, magnitude, part)
                total, lost, magnitude = _with_part(total, lost, magnitude, other_part)
    return whole, total, lost, magnitude


@njit(cache=True, nogil=True, error_model="numpy")
def _cross_near(
    edges, count, other_edges, other_count, others, grids, other, places, seen, visit, first_asks, corner_x, corner_y
):  # fmt: skip
    """Cross every picked edge of one face with those of the other that its grid gives; return the sums.

    ``first_asks`` tells that the former is of the first coverage. An edge that crosses one that was picked does so
    within the extents of both faces, so it was picked as well.
    """
    whole, total, lost, magnitude = np.int64(0), 0.0, 0.0, 0.0
    base = others.ring_start[others.face_ring[other]]
    k = grids.number[other]
    for n in range(count):
        ax, ay, bx, by = edges[n, AX], edges[n, AY], edges[n, BX], edges[n, BY]
        visit[0] += 1
        bottom, top = row_range(others, other, grids, k, min(ay, by), max(ay, by))
        for row in range(bottom, top + 1):
            left, right = column_range(others, other, grids, k, row, ax, ay, bx, by)
            if left > right:
                continue
            cell = grids.first_cell[k] + row * grids.columns[k]
            for entry in range(grids.cell_start[cell + left], grids.cell_start[cell + right + 1]):
                vertex = np.int64(grids.edges[entry])
                if seen[vertex - base] == visit[0]:
                    continue
                seen[vertex - base] = visit[0]
                m = places[vertex - base]
                if m >= other_count or other_edges[m, VERTEX] != vertex:
                    continue  # not picked; the place is one of another pair
                cx, cy, dx, dy = other_edges[m, AX], other_edges[m, AY], other_edges[m, BX], other_edges[m, BY]
                if first_asks:
                    found = _meeting(ax, ay, bx, by, cx, cy, dx, dy, corner_x, corner_y)
                else:
                    found = _meeting(cx, cy, dx, dy, ax, ay, bx, by, corner_x, corner_y)
                turn, add, part, other_add, other_part = found
                if turn != 0:
                    edges[n, TURN] += turn if first_asks else -turn
                    other_edges[m, TURN] -= turn if first_asks else -turn
                    whole, total, lost, magnitude = _with_whole(whole, total, lost, magnitude, add)
                    whole, total, lost, magnitude = _with_whole(whole, total, lost, magnitude, other_add)
                    total, lost, magnitude = _with_part(total, lost, magnitude, part)
                    total, lost, magnitude = _with_part(total, lost, magnitude, other_part)
    return whole, total, lost, magnitude


@njit(cache=True, nogil=True, error_model="numpy")
def _with_starts(edges, count, corner_x, corner_y, whole, total, lost, magnitude):
    """Add each edge whole, times the winding number of the other face at its start, carried from edge to edge."""
    winding, previous = 0, -2
    for n in range(count):
        vertex = edges[n, VERTEX]
        if vertex != previous + 1:
            winding = edges[n, START]
        if winding != 0:
            ax, ay, bx, by = edges[n, AX], edges[n, AY], edges[n, BX], edges[n, BY]
            cross = (ax - corner_x) * (by - ay) - (ay - corner_y) * (bx - ax)
            for _ in range(abs(winding)):
                whole, total, lost, magnitude = _with_whole(
                    whole, total, lost, magnitude, cross if winding > 0 else -cross
                )  # fmt: skip
        winding += edges[n, TURN]
        previous = vertex
    return whole, total, lost, magnitude
