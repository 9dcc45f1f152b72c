"""Compiled kernels of the searches in moving shade.

A label is a partial route: length, metres in the sun and seconds since the first sun slot, at a node. Labels of
one node are compared with each other; what cannot lead to a better route is dropped. See :mod:`.routing`.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from .heap import enlarged, enlarged_rows, pop, push

# How the arc of a label is written: an arc number, or one of these.
NO_LEG = -1  # the start or the end is the node itself
START_LEG = -2  # stretch k from the start to its node is START_LEG - k (k 0 or 1)
GOAL_LEG = -4  # stretch k from a node to the end is GOAL_LEG - k
DIRECT_LEG = -6  # start and end on one edge, walked straight

DONE, TOO_MANY, STOPPED = 0, 1, 2
_POLL = 256  # labels between two looks at the stop flag: well below a millisecond
_EPS = 1e-9  # sun metres below this are rounding [m]


@njit(cache=True, nogil=True)
def _share(sun, edge, q):
    """Share of sun of an edge at slot ``q`` [percent], none before the first slot and after the last."""
    return float(sun[edge, q]) if 0 <= q < sun.shape[1] else 0.0


@njit(cache=True, nogil=True)
def mean_sun(sun, edge, step, t, duration):
    """Mean share of sun of an edge from ``t`` during ``duration`` [s], 0 to 1.

    The share runs straight from slot to slot and the mean is its exact integral, so cutting an edge in two
    changes nothing. It falls to none within one step before the first slot and after the last; a single slot holds
    for ever.
    """
    n = sun.shape[1]
    if n == 1:
        return sun[edge, 0] / 100.0
    if duration <= 0.0:
        q = int(np.floor(t / step))
        part = t / step - q
        return ((1.0 - part) * _share(sun, edge, q) + part * _share(sun, edge, q + 1)) / 100.0
    a = max(t, -step)
    b = min(t + duration, n * step)
    if b <= a:
        return 0.0
    total = 0.0
    for q in range(int(np.floor(a / step)), int(np.floor(b / step)) + 1):
        low = max(a, q * step)
        high = min(b, (q + 1) * step)
        if high > low:
            part = 0.5 * (low + high) / step - q
            total += (high - low) * ((1.0 - part) * _share(sun, edge, q) + part * _share(sun, edge, q + 1))
    return total / (100.0 * duration)


@njit(cache=True, nogil=True)
def _walk_leg(sun, step, length, time, wait, edge, start, stop, t):
    """Length, sun metres and arrival time of one stretch entered at ``t``; one waits only at the node of an edge."""
    share = abs(stop - start)
    metres = share * length[edge]
    duration = share * (time[edge, 0] if stop > start else time[edge, 1])
    pause = wait[edge] if (start == 0.0 or start == 1.0) and share > 0.0 else 0.0
    return metres, metres * mean_sun(sun, edge, step, t + pause, duration), t + pause + duration


@njit(cache=True, nogil=True)
def walk(sun, step, length, time, wait, first, edge, start, stop, t0):
    """Follow routes: per stretch its entry time, duration, length, sun metres and sun seconds (n, 5).

    Route ``i`` owns the stretches ``first[i]`` to ``first[i + 1] - 1``; each departs at ``t0``.
    """
    out = np.empty((len(edge), 5))
    for i in range(len(first) - 1):
        t = t0
        for k in range(first[i], first[i + 1]):
            metres, sunny, after = _walk_leg(sun, step, length, time, wait, edge[k], start[k], stop[k], t)
            pause = 0.0
            if (start[k] == 0.0 or start[k] == 1.0) and stop[k] != start[k]:
                pause = wait[edge[k]]
            moving = after - t - pause
            out[k, 0] = t
            out[k, 1] = after - t
            out[k, 2] = metres
            out[k, 3] = sunny
            out[k, 4] = pause * mean_sun(sun, edge[k], step, t, pause)
            out[k, 4] += moving * mean_sun(sun, edge[k], step, t + pause, moving)
            t = after
    return out


@njit(cache=True, nogil=True)
def least_sun(first, head, arc_edge, length, sun, q0, q1, inside, goal, goal_edge, goal_share):
    """Fewest sun metres from each node to the goal if every edge were at its shadiest of slots ``q0`` to ``q1``.

    Slots outside the profiles have no sun. Only nodes ``inside`` are visited; the others stay infinite.
    """
    n = len(first) - 1
    cost = np.full(n + 1, np.inf)
    cost[n] = 0.0
    settled = np.zeros(n, dtype=np.bool_)
    keys = np.empty(64)
    items = np.empty(64, dtype=np.int32)
    size = 0
    for k in range(len(goal)):
        metres = 0.0
        if goal_edge[k] >= 0:
            metres = goal_share[k] * length[goal_edge[k]] * _shadiest(sun, goal_edge[k], q0, q1)
        if metres < cost[goal[k]]:
            cost[goal[k]] = metres
            push(keys, items, size, metres, goal[k])
            size += 1
    while size > 0:
        node = items[0]
        pop(keys, items, size)
        size -= 1
        if settled[node]:
            continue
        settled[node] = True
        for a in range(first[node], first[node + 1]):
            other = head[a]
            if settled[other] or not inside[other]:
                continue
            new = cost[node] + length[arc_edge[a]] * _shadiest(sun, arc_edge[a], q0, q1)
            if new < cost[other]:
                cost[other] = new
                if size == len(keys):
                    keys = enlarged(keys, size)
                    items = enlarged(items, size)
                push(keys, items, size, new, other)
                size += 1
    return cost


@njit(cache=True, nogil=True)
def _shadiest(sun, edge, q0, q1):
    """Least share of sun of an edge over slots ``q0`` to ``q1``, 0 to 1."""
    n = sun.shape[1]
    if n == 1:
        return sun[edge, 0] / 100.0
    if q0 < 0 or q1 > n - 1:
        return 0.0
    least = np.int64(100)
    for q in range(q0, q1 + 1):
        least = min(least, np.int64(sun[edge, q]))
    return least / 100.0


@njit(cache=True, nogil=True)
def _beaten(values, before, newest, k, horizon, tolerance, rate):
    """Whether a settled label of the same node makes label ``k`` useless, times differing (see pareto_front)."""
    length, sunny, t = values[k, 0], values[k, 1], values[k, 2]
    other = newest
    while other >= 0:
        if values[other, 1] <= sunny:
            if length - values[other, 0] >= tolerance:
                return True
            left = horizon - length
            apart = abs(t - values[other, 2])
            shift = min(left, left * rate * apart) if apart > 0.0 else 0.0
            if values[other, 1] + shift <= sunny:
                return True
        other = before[other]
    return False


@njit(cache=True, nogil=True)
def _revisits(values, links, parent, node, length, tolerance):
    """Whether a route has already been at a node less than ``tolerance`` metres ago."""
    k = parent
    while k >= 0 and values[k, 0] > length - tolerance:
        if links[k, 0] == node:
            return True
        k = links[k, 1]
    return False


@njit(cache=True, nogil=True)
def front_labels(
    first,
    head,
    arc_edge,
    forward,
    sun,
    step,
    length,
    time,
    wait,
    source,
    out_edge,
    out_start,
    out_stop,
    goal,
    in_edge,
    in_start,
    in_stop,
    direct,
    t0,
    horizon,
    length_left,
    sun_left,
    strict,
    tolerance,
    rate,
    max_labels,
    stop,
):
    """Label-setting search of all efficient routes (see :func:`.routing.pareto_front`).

    Labels leave the queue by ``length + length_left``. That estimate is consistent, so at each node, and at the end,
    they come in order of length, and the least sun met so far at the node is all that a later one has to beat.

    Returns
    -------
    status : int
        DONE, TOO_MANY or STOPPED.
    values : float64 (n, 3)
        Length, sun metres and time of each label.
    links : int32 (n, 3)
        Node, parent label (-1 for none) and arc code of each label.
    final : int32 (k,)
        Labels at the end, in order of length.
    """
    end = len(first) - 1  # the end of the route is a node of its own
    values = np.empty((1024, 3))
    links = np.empty((1024, 3), dtype=np.int32)
    before = np.empty(1024, dtype=np.int32)
    newest = np.full(end + 1, -1, dtype=np.int32)
    least = np.full(end + 1, np.inf)
    keys = np.empty(1024)
    items = np.empty(1024, dtype=np.int32)
    final = np.empty(64, dtype=np.int32)
    n_final = 0
    n = 0
    size = 0
    popped = 0
    status = DONE
    parent = -1
    node = -1
    while True:
        # The first round lays the labels at the start; every later one takes a label out of the queue.
        if parent == -1 and popped == 0:
            n_ways = len(source) + len(direct)
        else:
            if size == 0:
                break
            parent = items[0]
            pop(keys, items, size)
            size -= 1
            node = links[parent, 0]
            sunny = values[parent, 1]
            if sunny + sun_left[node] >= least[end] - _EPS:
                continue
            if strict and node != end:
                if _beaten(values, before, newest[node], parent, horizon, tolerance, rate):
                    continue
            elif sunny >= least[node]:
                continue
            least[node] = min(least[node], sunny)
            before[parent] = newest[node]
            newest[node] = parent
            if node == end:
                if n_final == len(final):
                    final = enlarged(final, n_final)
                final[n_final] = parent
                n_final += 1
                continue
            n_ways = first[node + 1] - first[node] + len(goal)
        popped += 1
        if popped % _POLL == 0 and stop[0] != 0:
            status = STOPPED
            break
        for way in range(n_ways):
            # Where this way leads, by which stretch of which edge.
            if parent == -1:
                if way < len(source):
                    to, code = source[way], np.int64(START_LEG - way)
                    edge, begin, finish = out_edge[way], out_start[way], out_stop[way]
                    if edge < 0:
                        code = np.int64(NO_LEG)
                else:
                    to, code = np.int32(end), np.int64(DIRECT_LEG)
                    edge, begin, finish = np.int64(direct[0, 0]), direct[0, 1], direct[0, 2]
            elif way < len(goal):
                if goal[way] != node:
                    continue
                to, code = np.int32(end), np.int64(GOAL_LEG - way)
                edge, begin, finish = in_edge[way], in_start[way], in_stop[way]
                if edge < 0:
                    code = np.int64(NO_LEG)
            else:
                arc = first[node] + way - len(goal)
                if arc_edge[arc] == out_edge[0] or arc_edge[arc] == in_edge[0]:
                    continue  # walking all of that edge would pass the start or the end
                to, code, edge = head[arc], np.int64(arc), np.int64(arc_edge[arc])
                begin, finish = (0.0, 1.0) if forward[arc] else (1.0, 0.0)
            metres, sunny, t = 0.0, 0.0, t0
            if parent >= 0:
                metres, sunny, t = values[parent, 0], values[parent, 1], values[parent, 2]
            if metres + length_left[to] > horizon:
                continue
            if edge >= 0:
                more, sun_more, t = _walk_leg(sun, step, length, time, wait, edge, begin, finish, t)
                metres += more
                sunny += sun_more
            if metres + length_left[to] > horizon or sunny + sun_left[to] >= least[end] - _EPS:
                continue
            if strict and to != end:
                if _revisits(values, links, parent, to, metres, tolerance):
                    continue
            elif sunny >= least[to]:
                continue
            if n == max_labels:
                status = TOO_MANY
                break
            if n == len(before):
                values = enlarged_rows(values, n)
                links = enlarged_rows(links, n)
                before = enlarged(before, n)
            if size == len(keys):
                keys = enlarged(keys, size)
                items = enlarged(items, size)
            values[n, 0] = metres
            values[n, 1] = sunny
            values[n, 2] = t
            links[n, 0] = to
            links[n, 1] = parent
            links[n, 2] = code
            push(keys, items, size, metres + length_left[to], n)
            size += 1
            n += 1
        if status != DONE:
            break
    return status, values[:n], links[:n], final[:n_final]


@njit(cache=True, nogil=True)
def trace(links, final):
    """Arc codes of the routes of the final labels one after the other, from start to end, and where each begins."""
    first = np.zeros(len(final) + 1, dtype=np.int64)
    for k in range(len(final)):
        label = final[k]
        count = 0
        while label >= 0:
            if links[label, 2] != NO_LEG:
                count += 1
            label = links[label, 1]
        first[k + 1] = first[k] + count
    codes = np.empty(first[-1], dtype=np.int32)
    for k in range(len(final)):
        label = final[k]
        at = first[k + 1]
        while label >= 0:
            if links[label, 2] != NO_LEG:
                at -= 1
                codes[at] = links[label, 2]
            label = links[label, 1]
    return first, codes


@njit(cache=True, nogil=True)
def weighted_labels(
    first,
    head,
    arc_edge,
    forward,
    sun,
    step,
    length,
    time,
    wait,
    source,
    out_edge,
    out_start,
    out_stop,
    goal,
    in_edge,
    in_start,
    in_stop,
    t0,
    alpha,
    length_left,
    stop,
):
    """Search by A* on ``length + (alpha - 1) sun metres`` with moving shade, one label per node.

    Returns the cost, the goal reached (-1 for none), the arc code each node was reached by and whether it was
    stopped.
    """
    n = len(first) - 1
    cost = np.full(n, np.inf)
    clock = np.zeros(n)
    by = np.full(n, NO_LEG, dtype=np.int32)
    settled = np.zeros(n, dtype=np.bool_)
    keys = np.empty(len(head) + len(source) + 1)
    items = np.empty(len(head) + len(source) + 1, dtype=np.int32)
    size = 0
    popped = 0
    for k in range(len(source)):
        node, spent, t = source[k], 0.0, t0
        if out_edge[k] >= 0:
            metres, sunny, t = _walk_leg(sun, step, length, time, wait, out_edge[k], out_start[k], out_stop[k], t)
            spent = metres + (alpha - 1.0) * sunny
        if spent < cost[node] and length_left[node] < np.inf:
            cost[node], clock[node] = spent, t
            by[node] = START_LEG - k if out_edge[k] >= 0 else NO_LEG
            push(keys, items, size, spent + length_left[node], node)
            size += 1
    best, reached = np.inf, -1
    while size > 0 and keys[0] < best:
        node = items[0]
        pop(keys, items, size)
        size -= 1
        if settled[node]:
            continue
        settled[node] = True
        popped += 1
        if popped % _POLL == 0 and stop[0] != 0:
            return best, reached, by, True
        for k in range(len(goal)):
            if goal[k] == node:
                total = cost[node]
                if in_edge[k] >= 0:
                    metres, sunny, t = _walk_leg(
                        sun, step, length, time, wait, in_edge[k], in_start[k], in_stop[k], clock[node]
                    )
                    total += metres + (alpha - 1.0) * sunny
                if total < best:
                    best, reached = total, k
        for a in range(first[node], first[node + 1]):
            other = head[a]
            if settled[other] or length_left[other] == np.inf:
                continue
            if arc_edge[a] == out_edge[0] or arc_edge[a] == in_edge[0]:
                continue  # walking all of that edge would pass the start or the end
            begin, finish = (0.0, 1.0) if forward[a] else (1.0, 0.0)
            metres, sunny, t = _walk_leg(sun, step, length, time, wait, arc_edge[a], begin, finish, clock[node])
            new = cost[node] + metres + (alpha - 1.0) * sunny
            if new < cost[other]:
                cost[other], clock[other], by[other] = new, t, a
                push(keys, items, size, new + length_left[other], other)
                size += 1
    return best, reached, by, False
