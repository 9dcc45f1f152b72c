"""Small graphs and a slow, plain reference for the route tests."""

from __future__ import annotations

import numpy as np
from cityorchestra.processing_provider.walking.graph import build_graph

STEP = 900.0


def lattice(n, seed, spacing=80.0, shift=15.0):
    """Nodes and edges of a perturbed square lattice of n by n nodes: xy, u, v, length."""
    rng = np.random.default_rng(seed)
    grid = np.stack(np.meshgrid(np.arange(n), np.arange(n), indexing="ij"), axis=-1) * spacing
    xy = (grid + rng.uniform(-shift, shift, (n, n, 2))).reshape(-1, 2)
    node = np.arange(n * n).reshape(n, n)
    u = np.concatenate((node[:-1].ravel(), node[:, :-1].ravel()))
    v = np.concatenate((node[1:].ravel(), node[:, 1:].ravel()))
    return xy, u, v, np.hypot(*(xy[u] - xy[v]).T)


def moving_shade(n_edges, seed, n_slots=24, period=12.0):
    """Shares of sun that swing between full sun and full shade over ``period`` slots, out of step with each other."""
    rng = np.random.default_rng(seed)
    phase = rng.uniform(0.0, 2.0 * np.pi, n_edges)[:, None]
    wave = 50.0 + 60.0 * np.sin(phase + 2.0 * np.pi * np.arange(n_slots) / period)
    return np.clip(np.rint(wave), 0, 100).astype(np.uint8)


def lattice_graph(n, seed, **options):
    """Graph of a lattice with moving shade."""
    xy, u, v, length = lattice(n, seed)
    options.setdefault("sun", moving_shade(len(u), seed))
    return build_graph(u, v, length, xy, step_s=STEP, **options)


def sun_integral(profile, step, start, stop):
    """Seconds of sun from ``start`` to ``stop``: trapezoids between all slots and the two ends."""
    if len(profile) == 1:
        return (stop - start) * profile[0] / 100.0
    profile = [0.0, *profile, 0.0]  # one step to no sun on both sides
    slots = np.arange(-1, len(profile) - 1) * step
    t = np.unique(np.concatenate(([start, stop], slots[(slots > start) & (slots < stop)])))
    share = np.interp(t, slots, profile, left=0.0, right=0.0)
    return (0.5 * (share[1:] + share[:-1]) * np.diff(t)).sum() / 100.0


def walk_nodes(graph, edges, nodes, t0):
    """Length, sun metres, duration and sun seconds along a sequence of whole edges."""
    length = sunny = seconds = 0.0
    t = t0
    for edge, node in zip(edges, nodes[:-1]):
        way = 0 if graph.u[edge] == node else 1
        wait, duration = graph.wait[edge], graph.time[edge, way]
        lit = sun_integral(graph.sun[edge], graph.step_s, t + wait, t + wait + duration)
        seconds += sun_integral(graph.sun[edge], graph.step_s, t, t + wait) + lit
        if duration > 0.0:
            sunny += graph.length[edge] * lit / duration
        length += graph.length[edge]
        t += wait + duration
    return length, sunny, t - t0, seconds


def simple_paths(graph, start, goal, longest):
    """All paths without repeated node of at most ``longest`` metres, as (edges, nodes)."""
    around = [[] for _ in range(graph.n_nodes)]
    for edge, (a, b) in enumerate(zip(graph.u, graph.v)):
        around[a].append((edge, b))
        around[b].append((edge, a))
    left = bellman_ford(graph, goal)
    stack = [(start, 0.0, (), (start,))]
    while stack:
        node, length, edges, nodes = stack.pop()
        if node == goal:
            yield edges, nodes
            continue
        for edge, other in around[node]:
            ahead = length + graph.length[edge]
            if other not in nodes and ahead + left[other] <= longest:
                stack.append((other, ahead, (*edges, edge), (*nodes, other)))


def bellman_ford(graph, goal):
    """Length of the shortest way from every node to the goal."""
    left = np.full(graph.n_nodes, np.inf)
    left[goal] = 0.0
    for _ in range(graph.n_nodes):
        before = left.copy()
        np.minimum.at(left, graph.u, before[graph.v] + graph.length)
        np.minimum.at(left, graph.v, before[graph.u] + graph.length)
        if (left == before).all():
            break
    return left


def enumerated_front(graph, start, goal, t0, detour):
    """Pareto front of all simple paths, as rows (length, sun metres) by increasing length."""
    longest = bellman_ford(graph, goal)[start] * (1.0 + detour) * (1.0 + 1e-12)
    rows = [walk_nodes(graph, edges, nodes, t0)[:2] for edges, nodes in simple_paths(graph, start, goal, longest)]
    front = []
    for length, sunny in sorted(rows):
        if not front or sunny < front[-1][1] - 1e-6:
            front.append((length, sunny))
    return np.array(front), len(rows)
