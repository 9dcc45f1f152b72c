"""Route lengths against networkx, an independent implementation."""

import networkx
import numpy as np
import pytest
from cityorchestra.processing_provider.walking.graph import build_graph
from cityorchestra.processing_provider.walking.paths import shortest_path
from cityorchestra.processing_provider.walking.routing import pareto_front, weighted_route


def perturbed_lattice(side, seed):
    """Return the edges of a lattice whose nodes are moved and whose lengths exceed the straight line."""
    rng = np.random.default_rng(seed)
    column, row = np.meshgrid(np.arange(side), np.arange(side))
    xy = np.column_stack((column.ravel(), row.ravel())) * 100.0 + rng.uniform(-30.0, 30.0, (side * side, 2))
    index = np.arange(side * side).reshape(side, side)
    u = np.concatenate((index[:, :-1].ravel(), index[:-1, :].ravel()))
    v = np.concatenate((index[:, 1:].ravel(), index[1:, :].ravel()))
    length = np.hypot(*(xy[u] - xy[v]).T) * rng.uniform(1.0, 1.4, len(u))
    sun = rng.integers(0, 101, (len(u), 1)).astype(np.uint8)
    return u, v, length, xy, sun


@pytest.mark.parametrize("seed", range(5))
def test_lengths_and_weighted_costs_are_those_of_networkx(seed):
    u, v, length, xy, sun = perturbed_lattice(25, seed)
    graph = build_graph(u, v, length, xy, sun=sun)
    peer = networkx.Graph()
    alpha = 3.0
    for i in range(len(u)):
        cost = length[i] * (1.0 + (alpha - 1.0) * sun[i, 0] / 100.0)
        peer.add_edge(int(u[i]), int(v[i]), length=length[i], cost=cost)
    rng = np.random.default_rng(100 + seed)
    for start, goal in rng.choice(len(xy), (6, 2), replace=False):
        expected = networkx.dijkstra_path_length(peer, int(start), int(goal), "length")
        assert shortest_path(graph, int(start), int(goal)).cost == pytest.approx(expected, rel=1e-12)
        assert weighted_route(graph, int(start), int(goal), 0.0, 1.0).cost == pytest.approx(expected, rel=1e-12)
        front = pareto_front(graph, int(start), int(goal), 0.0, detour=0.1)
        assert front.length_m[0] == pytest.approx(expected, rel=1e-12)
        dear = networkx.dijkstra_path_length(peer, int(start), int(goal), "cost")
        assert weighted_route(graph, int(start), int(goal), 0.0, alpha).cost == pytest.approx(dear, rel=1e-12)
