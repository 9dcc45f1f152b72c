"""The walking graph: adjacency, crossing times, places on edges, shortest paths and distances."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.walking.graph import (
    Place,
    PlaceFinder,
    build_graph,
    crossing_wait,
)
from cityorchestra.processing_provider.walking.network import build_network
from cityorchestra.processing_provider.walking.paths import (
    NoRouteError,
    distances_from,
    leg_costs,
    shortest_path,
)
from cityorchestra.processing_provider.walking.routing import route_line, route_nodes
from cityorchestra.tests.walking.routing_reference import lattice, lattice_graph
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra
from shapely import LineString

SQUARE = [
    LineString([(0, 0), (100, 0)]),
    LineString([(100, 0), (100, 100)]),
    LineString([(100, 100), (0, 100)]),
    LineString([(0, 100), (0, 0)]),
]


def graph_of(lines, **options):
    network = build_network(lines)
    return build_graph(network.u, network.v, network.length_m, network.node_xy, **options), network


def node_at(network, x, y):
    return int(np.argmin(np.hypot(*(network.node_xy - (x, y)).T)))


def random_graph(seed, directed):
    """Connected or not, with parallel edges, loops and zero weights; with a scipy matrix of least weights."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(2, 12)), int(rng.integers(1, 30))
    xy = rng.uniform(0, 100, (n, 2))
    u, v = rng.integers(0, n, m), rng.integers(0, n, m)
    length = np.hypot(*(xy[u] - xy[v]).T) * rng.uniform(0.2, 2.0, m)
    weight = rng.integers(0, 5, (m, 2)).astype(float) if directed else rng.uniform(0, 10, m)
    dense = np.full((n, n), np.inf)
    both = weight if directed else np.column_stack((weight, weight))
    for k in range(m):
        if u[k] != v[k]:
            dense[u[k], v[k]] = min(dense[u[k], v[k]], both[k, 0])
            dense[v[k], u[k]] = min(dense[v[k], u[k]], both[k, 1])
    least = dense.copy()
    np.fill_diagonal(least, 0.0)
    for k in range(n):
        least = np.minimum(least, least[:, k : k + 1] + least[k : k + 1, :])
    return build_graph(u, v, length, xy), weight, least


@given(st.integers(0, 100_000), st.booleans())
def test_costs_equal_all_pairs_by_relaxation(seed, directed):
    graph, weight, least = random_graph(seed, directed)
    for start in range(graph.n_nodes):
        np.testing.assert_allclose(distances_from(graph, [start], weight), least[start])
        np.testing.assert_allclose(distances_from(graph, [start], weight, towards=True), least[:, start])
        for goal in range(graph.n_nodes):
            if np.isinf(least[start, goal]):
                with pytest.raises(NoRouteError, match="no walking route"):
                    shortest_path(graph, start, goal, weight)
                continue
            route = shortest_path(graph, start, goal, weight)
            assert route.cost == pytest.approx(least[start, goal])
            assert shortest_path(graph, start, goal, weight, estimate=False).cost == pytest.approx(route.cost)
            assert leg_costs(route.legs, weight).sum() == pytest.approx(route.cost)
            assert (route.nodes[0], route.nodes[-1]) == (start, goal)


@given(st.integers(0, 1000))
def test_lengths_on_a_lattice_equal_scipy_and_do_not_depend_on_the_order_of_edges(seed):
    xy, u, v, length = lattice(8, seed)
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(u))
    flip = rng.random(len(u)) < 0.5
    graph = build_graph(u, v, length, xy)
    shuffled = build_graph(np.where(flip, v, u)[order], np.where(flip, u, v)[order], length[order], xy)
    matrix = coo_matrix((length, (u, v)), shape=(64, 64)).tocsr()
    expected = dijkstra(matrix, directed=False, indices=[0])[0]
    for g in (graph, shuffled):
        np.testing.assert_allclose(distances_from(g, [0]), expected)
        for goal in (5, 37, 63):
            assert shortest_path(g, 0, goal).cost == pytest.approx(expected[goal])
    assert graph.pull > 0.99  # straight edges: the crow-fly estimate is used


def test_limit_stops_the_search():
    graph = lattice_graph(8, 0)
    whole = distances_from(graph, [0])
    part = distances_from(graph, [0], limit=200.0)
    np.testing.assert_array_equal(np.isinf(part), whole > 200.0)
    np.testing.assert_array_equal(part[whole <= 200.0], whole[whole <= 200.0])


def test_several_places_give_the_nearest():
    graph = lattice_graph(8, 0)
    each = [distances_from(graph, [spot]) for spot in (0, 63, Place(20, 0.3, 0.0, 0.0))]
    np.testing.assert_allclose(distances_from(graph, [0, 63, Place(20, 0.3, 0.0, 0.0)]), np.min(each, axis=0))
    with pytest.raises(ValueError, match="at least one place"):
        distances_from(graph, [])


def test_place_on_an_edge_pays_its_share():
    graph, network = graph_of(SQUARE)
    finder = PlaceFinder(network.geometry)
    start, goal = finder.attach(30, 5), finder.attach(104, 60, "end")
    assert start.distance_m == pytest.approx(5.0)
    assert (start.x, start.y) == (pytest.approx(30.0), 0.0)
    route = shortest_path(graph, start, goal)
    assert route.cost == pytest.approx(70 + 60)
    np.testing.assert_allclose(
        shapely.get_coordinates(route_line(network.geometry, route.legs)), [(30, 0), (100, 0), (100, 60)]
    )
    np.testing.assert_array_equal(route_nodes(graph, route.legs), [node_at(network, 100, 0)])
    back = shortest_path(graph, goal, start)
    assert back.cost == pytest.approx(130)
    assert shapely.get_coordinates(route_line(network.geometry, back.legs))[0].tolist() == [100.0, 60.0]


def test_both_places_on_one_edge():
    graph, network = graph_of(SQUARE)
    finder = PlaceFinder(network.geometry)
    a, b = finder.attach(20, 0), finder.attach(90, 0)
    route = shortest_path(graph, b, a)
    assert route.cost == pytest.approx(70)
    assert len(route.legs.edge) == 1
    np.testing.assert_allclose(shapely.get_coordinates(route_line(network.geometry, route.legs)), [(90, 0), (20, 0)])
    # When the edge itself is long, round the block is shorter.
    slow = np.where(np.arange(4) == a.edge, 10.0, 1.0)
    round_the_block = shortest_path(graph, a, b, slow)
    assert round_the_block.cost == pytest.approx(0.2 * 10 + 3 + 0.1 * 10)
    assert len(round_the_block.legs.edge) == 5


def test_place_on_a_loop_leaves_by_the_cheaper_side():
    ring = LineString([(0, 0), (30, 0), (30, 30), (0, 30), (0, 0)])
    graph, network = graph_of([ring, LineString([(0, 0), (-50, 0)])])
    loop = int(np.flatnonzero(network.u == network.v)[0])
    goal = node_at(network, -50, 0)
    for fraction, expected in ((0.25, 30.0), (0.75, 30.0), (0.4, 48.0)):
        route = shortest_path(graph, Place(loop, fraction, 0.0, 0.0), goal)
        assert route.cost == pytest.approx(expected + 50)
        assert leg_costs(route.legs, graph.length).sum() == pytest.approx(route.cost)


def test_forbidden_edges_are_not_walked():
    graph, network = graph_of(SQUARE, allowed=[False, True, True, True])
    a, b = node_at(network, 0, 0), node_at(network, 100, 0)
    assert shortest_path(graph, a, b).cost == pytest.approx(300)
    with pytest.raises(InputError, match="start is on a path that may not be walked"):
        shortest_path(graph, Place(0, 0.5, 50.0, 0.0), b)
    usable = PlaceFinder(network.geometry, usable=graph.allowed)
    assert usable.attach(50, 1).edge != 0


def test_far_places_are_refused_with_their_distance():
    finder = PlaceFinder(SQUARE)
    with pytest.raises(InputError, match=r"The start is 150 m from the walking network; move it within 100 m"):
        finder.attach(50, -150)
    with pytest.raises(InputError, match=r"The end is 101 m"):
        finder.attach(201, 50, "end")
    with pytest.raises(InputError, match=r"A place is 11 m .* within 10 m"):
        finder.attach(111, 50, "well", max_distance=10.0)
    assert finder.attach(50, -150, max_distance=200.0).distance_m == pytest.approx(150)


def test_nearest_place_is_deterministic_and_checked():
    finder = PlaceFinder(SQUARE)
    assert [place.edge for place in finder.find([(50, 50), (100, 100), (0, 0)])] == [0, 1, 0]
    with pytest.raises(ValueError, match="no coordinates"):
        finder.find([(np.nan, 0)])
    with pytest.raises(InputError, match="no edge to walk on"):
        PlaceFinder(SQUARE, usable=np.zeros(4, bool)).find([(0, 0)])


@given(st.integers(0, 10_000))
def test_place_is_the_nearest_point_of_the_network(seed):
    rng = np.random.default_rng(seed)
    lines = [LineString(rng.uniform(0, 100, (3, 2))) for _ in range(6)]
    xy = rng.uniform(-20, 120, (8, 2))
    for point, place in zip(shapely.points(xy), PlaceFinder(lines).find(xy)):
        assert place.distance_m == pytest.approx(min(line.distance(point) for line in lines))
        assert shapely.Point(place.x, place.y).distance(point) == pytest.approx(place.distance_m, abs=1e-6)
        assert lines[place.edge].distance(shapely.Point(place.x, place.y)) < 1e-6


def test_crossing_times():
    crossing = np.array([True, True, True, True, True, False])
    kind = ["signal", "marked", None, "zebra", "unmarked", "signal"]
    traffic = [9000.0, 9000.0, 9000.0, np.nan, 5000.0, 9000.0]
    assert crossing_wait(crossing, kind, traffic).tolist() == [15.0, 8.0, 20.0, 0.0, 0.0, 0.0]
    assert crossing_wait(crossing, kind, traffic, {"signal": 30.0})[:2].tolist() == [30.0, 8.0]
    assert crossing_wait(crossing).sum() == 0.0
    with pytest.raises(ValueError, match="not lights"):
        crossing_wait(crossing, table={"lights": 3.0})
    with pytest.raises(ValueError, match="0 s or more"):
        crossing_wait(crossing, table={"signal": -3.0})


def test_times_follow_slope_and_speed():
    graph, _ = graph_of(SQUARE[:1], slope=[0.1], speed=1.0)
    np.testing.assert_allclose(graph.time, [[100 * np.exp(0.35), 100.0]])
    assert graph.slowest == pytest.approx(np.exp(0.35))
    flat, _ = graph_of(SQUARE[:1], slope=[np.nan])
    np.testing.assert_allclose(flat.time, [[80.0, 80.0]])


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"u": [0]}, "start node and an end node"),
        ({"u": [0, 5]}, "node that does not exist"),
        ({"v": [1, -1]}, "node that does not exist"),
        ({"length": [1.0]}, "one length per edge"),
        ({"length": [1.0, np.nan]}, "length of every edge"),
        ({"length": [1.0, -1.0]}, "length of every edge"),
        ({"wait": [0.0, np.inf]}, "waiting time of every edge"),
        ({"sun": np.zeros(2, np.uint8)}, "sun profile"),
        ({"sun": np.full((2, 3), 101, np.uint8)}, "between 0 and 100"),
        ({"sun": np.zeros((3, 3), np.uint8)}, "sun profile"),
        ({"allowed": [True]}, "sun profile"),
        ({"step_s": 0.0}, "above 0 s"),
        ({"unknown_sun": 101}, "no data"),
        ({"speed": 0.0}, "walking speed"),
    ],
)
def test_refused_graphs(change, part):
    arguments = {"u": [0, 1], "v": [1, 2], "length": [1.0, 1.0], "node_xy": np.zeros((3, 2)), **change}
    with pytest.raises(ValueError, match=part):
        build_graph(**arguments)


def test_refused_weights_and_nodes():
    graph = lattice_graph(3, 0)
    with pytest.raises(ValueError, match="fill the missing values"):
        shortest_path(graph, 0, 8, np.where(np.arange(12) == 3, np.nan, 1.0))
    with pytest.raises(ValueError, match="0 or more"):
        shortest_path(graph, 0, 8, np.full(12, -1.0))
    with pytest.raises(ValueError, match="one weight"):
        shortest_path(graph, 0, 8, np.ones(5))
    with pytest.raises(ValueError, match="not a node"):
        shortest_path(graph, 0, 9)
    with pytest.raises(ValueError, match="not on an edge"):
        shortest_path(graph, Place(12, 0.5, 0.0, 0.0), 0)


def test_graph_without_edges():
    graph = build_graph([], [], [], np.zeros((2, 2)))
    assert distances_from(graph, [0]).tolist() == [0.0, np.inf]
    with pytest.raises(NoRouteError):
        shortest_path(graph, 0, 1)
