"""Compiled kernels of the searches in moving shade.

A label is a partial route: length, exposure and seconds since the first slot, at a node. ``rate`` to ``timed`` are the
first fields of an :class:`.exposure.Exposure`; taken out of it here, they would cost as much as the search. Labels of
one node are compared with each other; what cannot lead to a better route is dropped. See :mod:`.routing`.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from .exposure import least_rate, walk_leg
from .heap import enlarged, enlarged_rows, pop, push

# How the arc of a label is written: an arc number, or one of these.
NO_LEG = -1  # the start or the end is the node itself
START_LEG = -2  # stretch k from the start to its node is START_LEG - k (k 0 or 1)
GOAL_LEG = -4  # stretch k from a node to the end is GOAL_LEG - k
DIRECT_LEG = -6  # start and end on one edge, walked straight

DONE, TOO_MANY, STOPPED = 0, 1, 2
_POLL = 256  # labels between two looks at the stop flag: well below a millisecond
_EPS = 1e-9  # exposures below this are rounding


@njit(cache=True, nogil=True)
def least_left(
    first,
    head,
    arc_edge,
    forward,
    rate,
    step,
    full,
    timed,
    length,
    time,
    wait,
    q0,
    q1,
    inside,
    goal,
    goal_edge,
    goal_part,
):
    """Least exposure from each node to the goal if every edge had its lowest rate of slots ``q0`` to ``q1``.

    Slots outside the profiles are night. Only nodes ``inside`` are visited; the others stay infinite. ``goal_part``
    is what multiplies the rate on the stretch from each goal node: metres, or seconds of a timed exposure.
    """
    n = len(first) - 1
    cost = np.full(n + 1, np.inf)
    cost[n] = 0.0
    settled = np.zeros(n, dtype=np.bool_)
    keys = np.empty(64)
    items = np.empty(64, dtype=np.int32)
    size = 0
    for k in range(len(goal)):
        borne = 0.0
        if goal_edge[k] >= 0:
            borne = goal_part[k] * least_rate(rate, full, goal_edge[k], q0, q1)
        if borne < cost[goal[k]]:
            cost[goal[k]] = borne
            push(keys, items, size, borne, goal[k])
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
            edge = arc_edge[a]
            part = length[edge]
            if timed:  # walked towards the node, against the arc that leaves it
                part = wait[edge] + (time[edge, 1] if forward[a] else time[edge, 0])
            new = cost[node] + part * least_rate(rate, full, edge, q0, q1)
            if new < cost[other]:
                cost[other] = new
                if size == len(keys):
                    keys = enlarged(keys, size)
                    items = enlarged(items, size)
                push(keys, items, size, new, other)
                size += 1
    return cost


@njit(cache=True, nogil=True)
def _beaten(values, before, newest, k, horizon, tolerance, span, change):
    """Whether a settled label of the same node makes label ``k`` useless, times differing (see pareto_front)."""
    length, borne, t = values[k, 0], values[k, 1], values[k, 2]
    other = newest
    while other >= 0:
        if values[other, 1] <= borne:
            if length - values[other, 0] >= tolerance:
                return True
            left = horizon - length
            apart = abs(t - values[other, 2])
            shift = min(left * span, left * change * apart) if apart > 0.0 else 0.0
            if values[other, 1] + shift <= borne:
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
    rate,
    step,
    full,
    timed,
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
    borne_left,
    strict,
    tolerance,
    span,
    change,
    max_labels,
    stop,
):
    """Label-setting search of all efficient routes (see :func:`.routing.pareto_front`).

    Labels leave the queue by ``length + length_left``. That estimate is consistent, so at each node, and at the end,
    they come in order of length, and the least exposure so far at the node is all that a later one has to beat.

    Returns
    -------
    status : int
        DONE, TOO_MANY or STOPPED.
    values : float64 (n, 3)
        Length, exposure and time of each label.
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
            borne = values[parent, 1]
            if borne + borne_left[node] >= least[end] - _EPS:
                continue
            if strict and node != end:
                if _beaten(values, before, newest[node], parent, horizon, tolerance, span, change):
                    continue
            elif borne >= least[node]:
                continue
            least[node] = min(least[node], borne)
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
            metres, borne, t = 0.0, 0.0, t0
            if parent >= 0:
                metres, borne, t = values[parent, 0], values[parent, 1], values[parent, 2]
            if metres + length_left[to] > horizon:
                continue
            if edge >= 0:
                more, more_borne, t = walk_leg(rate, step, full, timed, length, time, wait, edge, begin, finish, t)
                metres += more
                borne += more_borne
            if metres + length_left[to] > horizon or borne + borne_left[to] >= least[end] - _EPS:
                continue
            if strict and to != end:
                if _revisits(values, links, parent, to, metres, tolerance):
                    continue
            elif borne >= least[to]:
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
            values[n, 1] = borne
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
    rate,
    step,
    full,
    timed,
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
    """Search by A* on ``length + (alpha - 1) exposure`` with moving shade, one label per node.

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
            metres, borne, t = walk_leg(
                rate, step, full, timed, length, time, wait, out_edge[k], out_start[k], out_stop[k], t
            )
            spent = metres + (alpha - 1.0) * borne
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
                    metres, borne, t = walk_leg(
                        rate,
                        step,
                        full,
                        timed,
                        length,
                        time,
                        wait,
                        in_edge[k],
                        in_start[k],
                        in_stop[k],
                        clock[node],
                    )
                    total += metres + (alpha - 1.0) * borne
                if total < best:
                    best, reached = total, k
        for a in range(first[node], first[node + 1]):
            other = head[a]
            if settled[other] or length_left[other] == np.inf:
                continue
            if arc_edge[a] == out_edge[0] or arc_edge[a] == in_edge[0]:
                continue  # walking all of that edge would pass the start or the end
            begin, finish = (0.0, 1.0) if forward[a] else (1.0, 0.0)
            metres, borne, t = walk_leg(
                rate, step, full, timed, length, time, wait, arc_edge[a], begin, finish, clock[node]
            )
            new = cost[node] + metres + (alpha - 1.0) * borne
            if new < cost[other]:
                cost[other], clock[other], by[other] = new, t, a
                push(keys, items, size, new + length_left[other], other)
                size += 1
    return best, reached, by, False
