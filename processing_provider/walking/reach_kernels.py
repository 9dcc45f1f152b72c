"""Compiled kernels of reach: how far one gets on the network, with the clock carried along.

A front is what advances along an edge from a node or a place: its cost and its clock where it enters. Costs are
seconds, in which a second in the sun counts ``alpha`` times. Walked ``back``, fronts go against the walkers, who
all arrive at the hour given: the clock then runs down.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from .exposure import mean_rate
from .heap import enlarged_rows, pop, push

_POLL = 256  # nodes between two looks at the stop flag: well below a millisecond
_TINY = 1e-12  # shares of an edge closer than this are the same [-]
_TRIALS = 100  # of the root finder, which needs about six
PIECE_COLUMNS = 7  # edge, start, stop, cost at start, cost at stop, owner, band


@njit(cache=True, nogil=True)
def _leg(exposure, edge, alpha, seconds, pause, clock, back):
    """Cost of a stretch, waiting first, and the clock after it (before it when walked back)."""
    if back:
        after = clock - seconds - pause
        if alpha == 1.0:
            return seconds + pause, after
        sunny = 0.0
        if seconds > 0.0:
            sunny += seconds * mean_rate(exposure, edge, clock - seconds, seconds)
        if pause > 0.0:
            sunny += pause * mean_rate(exposure, edge, after, pause)
        return seconds + pause + (alpha - 1.0) * sunny, after
    after = clock + pause + seconds
    if alpha == 1.0:
        return seconds + pause, after
    sunny = 0.0
    if pause > 0.0:
        sunny += pause * mean_rate(exposure, edge, clock, pause)
    if seconds > 0.0:
        sunny += seconds * mean_rate(exposure, edge, clock + pause, seconds)
    return seconds + pause + (alpha - 1.0) * sunny, after


@njit(cache=True, nogil=True)
def reach_nodes(
    first,
    head,
    arc_edge,
    forward,
    u,
    v,
    exposure,
    time,
    wait,
    span_edge,
    span_start,
    span_stop,
    span_owner,
    alpha,
    t0,
    limit,
    back,
    stop,
):
    """Cost, clock and owner of every node within the limit; infinite, NaN and -1 beyond. Last: whether stopped."""
    n = len(first) - 1
    cost = np.full(n, np.inf)
    clock = np.full(n, np.nan)
    owner = np.full(n, -1, dtype=np.int32)
    settled = np.zeros(n, dtype=np.bool_)
    keys = np.empty(len(head) + 2 * len(span_edge) + 1)
    items = np.empty(len(keys), dtype=np.int32)
    size = 0
    for k in range(len(span_edge)):
        edge = span_edge[k]
        for side in range(2):
            node = u[edge] if side == 0 else v[edge]
            share = span_start[k] if side == 0 else 1.0 - span_stop[k]
            way = side if back else 1 - side
            # One waits where one leaves a node, not in the middle of a street.
            at_node = back or share == 1.0
            pause = wait[edge] if share > 0.0 and at_node else 0.0
            spent, after = _leg(exposure, edge, alpha, share * time[edge, way], pause, t0, back)
            if spent < cost[node]:
                cost[node], clock[node], owner[node] = spent, after, span_owner[k]
                push(keys, items, size, spent, node)
                size += 1
    popped = 0
    stopped = False
    while size > 0 and keys[0] <= limit:
        node = items[0]
        pop(keys, items, size)
        size -= 1
        if settled[node]:
            continue
        settled[node] = True
        popped += 1
        if popped % _POLL == 0 and stop[0] != 0:
            stopped = True
            break
        here = cost[node]
        for a in range(first[node], first[node + 1]):
            other = head[a]
            if settled[other]:
                continue
            edge = arc_edge[a]
            way = 0 if forward[a] != back else 1
            spent, after = _leg(exposure, edge, alpha, time[edge, way], wait[edge], clock[node], back)
            if here + spent < cost[other]:
                cost[other], clock[other], owner[other] = here + spent, after, owner[node]
                push(keys, items, size, here + spent, other)
                size += 1
    for i in range(n):
        if not settled[i]:
            cost[i], clock[i], owner[i] = np.inf, np.nan, -1
    return cost, clock, owner, stopped


@njit(cache=True, nogil=True)
def _ahead(exposure, edge, alpha, cost, clock, seconds, share, back):
    """Cost of a front once it has gone a share of an edge that takes ``seconds`` in all."""
    spent = share * seconds
    if alpha == 1.0 or spent == 0.0:
        return cost + spent
    begin = clock - spent if back else clock
    return cost + spent * (1.0 + (alpha - 1.0) * mean_rate(exposure, edge, begin, spent))


@njit(cache=True, nogil=True)
def _share_reached(exposure, edge, alpha, cost, clock, seconds, most, budget, back):
    """Share of the edge at which a front has spent the budget, 0 to ``most``."""
    if budget <= cost:
        return 0.0
    low, high = 0.0, most
    below = cost - budget
    above = _ahead(exposure, edge, alpha, cost, clock, seconds, most, back) - budget
    if above <= 0.0:
        return most
    if alpha == 1.0:
        return (budget - cost) / seconds
    # Regula falsi (Illinois): the cost is nearly straight, and always rises.
    side = 0
    middle = most
    for _ in range(_TRIALS):
        middle = high - above * (high - low) / (above - below)
        value = _ahead(exposure, edge, alpha, cost, clock, seconds, middle, back) - budget
        if abs(value) < _TINY * budget or high - low < _TINY:
            break
        if value > 0.0:
            high, above = middle, value
            if side == 1:
                below *= 0.5
            side = 1
        else:
            low, below = middle, value
            if side == -1:
                above *= 0.5
            side = -1
    return middle


@njit(cache=True, nogil=True)
def _meeting(exposure, edge, alpha, cost_a, clock_a, seconds_a, cost_b, clock_b, seconds_b, gap, back):
    """Share of the edge from front a at which front b, coming from the other end of the gap, costs the same."""
    if _ahead(exposure, edge, alpha, cost_a, clock_a, seconds_a, gap, back) <= cost_b:
        return gap
    if _ahead(exposure, edge, alpha, cost_b, clock_b, seconds_b, gap, back) <= cost_a:
        return 0.0
    if alpha == 1.0:
        return (cost_b - cost_a + gap * seconds_b) / (seconds_a + seconds_b)
    low, high = 0.0, gap
    below = cost_a - _ahead(exposure, edge, alpha, cost_b, clock_b, seconds_b, gap, back)
    above = _ahead(exposure, edge, alpha, cost_a, clock_a, seconds_a, gap, back) - cost_b
    side = 0
    middle = gap
    for _ in range(_TRIALS):
        middle = high - above * (high - low) / (above - below)
        value = _ahead(exposure, edge, alpha, cost_a, clock_a, seconds_a, middle, back)
        value -= _ahead(exposure, edge, alpha, cost_b, clock_b, seconds_b, gap - middle, back)
        if abs(value) < _TINY * max(cost_a, cost_b, 1.0) or high - low < _TINY:
            break
        if value > 0.0:
            high, above = middle, value
            if side == 1:
                below *= 0.5
            side = 1
        else:
            low, below = middle, value
            if side == -1:
                above *= 0.5
            side = -1
    return middle


@njit(cache=True, nogil=True)
def _entry(exposure, edge, alpha, cost, clock, wait, at_node, back):
    """Cost and clock of a front as it enters the inside of an edge: one waits at the node before walking."""
    if back or not at_node or wait == 0.0 or cost == np.inf:
        return cost, clock
    spent, after = _leg(exposure, edge, alpha, 0.0, wait, clock, back)
    return cost + spent, after


@njit(cache=True, nogil=True)
def _gap_fronts(k, low, high, edge, node, spans, exposure, wait, alpha, t0, back):
    """Fronts at both ends of the gap before span ``k`` of an edge: start, cost, clock, owner, then the same again.

    ``low`` and ``high`` are the first span of the edge and the one after its last. ``node`` holds cost, clock and
    owner of the nodes as columns u and v; ``spans`` start, stop and owner.
    """
    if k == low:
        begin, cost_a, clock_a, owner_a, node_a = 0.0, node[0, 0], node[0, 1], node[0, 2], True
    else:
        begin, cost_a, clock_a, owner_a = spans[k - 1, 1], 0.0, t0, spans[k - 1, 2]
        node_a = begin == 0.0
    if k == high:
        end, cost_b, clock_b, owner_b, node_b = 1.0, node[1, 0], node[1, 1], node[1, 2], True
    else:
        end, cost_b, clock_b, owner_b = spans[k, 0], 0.0, t0, spans[k, 2]
        node_b = end == 1.0
    cost_a, clock_a = _entry(exposure, edge, alpha, cost_a, clock_a, wait, node_a, back)
    cost_b, clock_b = _entry(exposure, edge, alpha, cost_b, clock_b, wait, node_b, back)
    return begin, cost_a, clock_a, owner_a, end, cost_b, clock_b, owner_b


@njit(cache=True, nogil=True)
def _cut_front(out, size, exposure, edge, alpha, cost, clock, owner, seconds, position, towards, most, budgets, back):
    """Write the pieces of one front: ``most`` of the edge from ``position`` on, cut at the budgets."""
    done = 0.0
    reached = cost
    last = _ahead(exposure, edge, alpha, cost, clock, seconds, most, back)
    for band in range(len(budgets)):
        if budgets[band] < reached or (budgets[band] == reached and last > reached):
            continue  # spent before this front sets out
        share = most
        value = last
        if last > budgets[band]:
            share = _share_reached(exposure, edge, alpha, cost, clock, seconds, most, budgets[band], back)
            value = budgets[band]
        if share > done:
            if size == len(out):
                out = enlarged_rows(out, size)
            near, far = position + towards * done, position + towards * share
            out[size, 0] = edge
            out[size, 5] = owner
            out[size, 6] = band
            if towards > 0.0:
                out[size, 1], out[size, 2], out[size, 3], out[size, 4] = near, far, reached, value
            else:
                out[size, 1], out[size, 2], out[size, 3], out[size, 4] = far, near, value, reached
            size += 1
        done, reached = share, value
        if done >= most:
            break
    return out, size


@njit(cache=True, nogil=True)
def cut_pieces(u, v, allowed, exposure, time, wait, cost, clock, owner, span_first, spans, alpha, t0, back, budgets):
    """Pieces of edges within the budgets, each with its costs at both ends; see ``PIECE_COLUMNS``."""
    out = np.empty((1024, PIECE_COLUMNS))
    size = 0
    node = np.empty((2, 3))
    for edge in range(len(u)):
        if not allowed[edge]:
            continue
        low, high = span_first[edge], span_first[edge + 1]
        if low == high and cost[u[edge]] == np.inf and cost[v[edge]] == np.inf:
            continue
        for side in range(2):
            at = u[edge] if side == 0 else v[edge]
            node[side, 0], node[side, 1], node[side, 2] = cost[at], clock[at], owner[at]
        for k in range(low, high + 1):
            begin, cost_a, clock_a, owner_a, end, cost_b, clock_b, owner_b = _gap_fronts(
                k, low, high, edge, node, spans, exposure, wait[edge], alpha, t0, back
            )
            up, down = (time[edge, 1], time[edge, 0]) if back else (time[edge, 0], time[edge, 1])
            gap = end - begin
            if gap > 0.0:
                if cost_a == np.inf:
                    meet = 0.0
                elif cost_b == np.inf:
                    meet = gap
                else:
                    meet = _meeting(exposure, edge, alpha, cost_a, clock_a, up, cost_b, clock_b, down, gap, back)
                if cost_a < np.inf and meet > 0.0:
                    out, size = _cut_front(
                        out, size, exposure, edge, alpha, cost_a, clock_a, owner_a, up, begin, 1.0, meet,
                        budgets, back,
                    )  # fmt: skip
                if cost_b < np.inf and meet < gap:
                    out, size = _cut_front(
                        out, size, exposure, edge, alpha, cost_b, clock_b, owner_b, down, end, -1.0, gap - meet,
                        budgets, back,
                    )  # fmt: skip
            if k < high and spans[k, 1] > spans[k, 0]:
                if size == len(out):
                    out = enlarged_rows(out, size)
                out[size, 0], out[size, 1], out[size, 2] = edge, spans[k, 0], spans[k, 1]
                out[size, 3], out[size, 4], out[size, 5], out[size, 6] = 0.0, 0.0, spans[k, 2], 0
                size += 1
    return out[:size]


@njit(cache=True, nogil=True)
def costs_at(
    u, v, allowed, exposure, time, wait, cost, clock, owner, span_first, spans, alpha, t0, back, edges, fractions
):
    """Least cost, and its owner, at places on edges; infinite and -1 where not reached."""
    out = np.full(len(edges), np.inf)
    who = np.full(len(edges), -1, dtype=np.int32)
    node = np.empty((2, 3))
    for i in range(len(edges)):
        edge, x = edges[i], fractions[i]
        if edge < 0 or not allowed[edge]:
            continue
        low, high = span_first[edge], span_first[edge + 1]
        for side in range(2):
            at = u[edge] if side == 0 else v[edge]
            node[side, 0], node[side, 1], node[side, 2] = cost[at], clock[at], owner[at]
        k = low
        while k < high and spans[k, 1] < x:
            k += 1
        if k < high and spans[k, 0] <= x:
            out[i], who[i] = 0.0, spans[k, 2]
            continue
        begin, cost_a, clock_a, owner_a, end, cost_b, clock_b, owner_b = _gap_fronts(
            k, low, high, edge, node, spans, exposure, wait[edge], alpha, t0, back
        )
        up, down = (time[edge, 1], time[edge, 0]) if back else (time[edge, 0], time[edge, 1])
        if cost_a < np.inf:
            out[i] = _ahead(exposure, edge, alpha, cost_a, clock_a, up, x - begin, back)
            who[i] = owner_a
        if cost_b < np.inf:
            other = _ahead(exposure, edge, alpha, cost_b, clock_b, down, end - x, back)
            if other < out[i]:
                out[i], who[i] = other, owner_b
        # At a node itself nobody waits: its own cost holds.
        if x == 0.0 and node[0, 0] <= out[i]:
            out[i], who[i] = node[0, 0], node[0, 2]
        if x == 1.0 and node[1, 0] <= out[i]:
            out[i], who[i] = node[1, 0], node[1, 2]
    return out, who
