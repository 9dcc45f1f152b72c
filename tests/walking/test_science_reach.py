"""Reach on the network: hand-made towns, the search of SciPy and NetworkX, cuts exactly at the budget."""

from __future__ import annotations

import networkx
import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.walking.graph import Place, build_graph
from cityorchestra.processing_provider.walking.paths import Legs
from cityorchestra.processing_provider.walking.pieces import area_around, cut_lines
from cityorchestra.processing_provider.walking.reach import in_metres, make_spans, reach, spans_of_places
from cityorchestra.processing_provider.walking.routing import SearchStopped, follow
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra
from shapely.ops import substring

STEP_S = 900.0


def flat_graph(u, v, length, xy=None, **options):
    """Graph without slope: one metre a second unless told otherwise."""
    xy = np.zeros((max(*u, *v) + 1, 2)) if xy is None else xy
    return build_graph(u, v, np.asarray(length, dtype=float), xy, **{"speed": 1.0, **options})


def star(**options):
    """Arms of 100, 200 and 300 m around node 0."""
    return flat_graph([0, 0, 0], [1, 2, 3], [100, 200, 300], **options)


def rows(pieces):
    return [tuple(row) for row in zip(*(column.tolist() for column in pieces))]


@st.composite
def towns(draw, slots=1):
    """A random graph with slopes, waits and sun, and places on it."""
    n = draw(st.integers(2, 8))
    m = draw(st.integers(1, 14))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    u, v = random.integers(0, n, (2, m))
    graph = build_graph(
        u,
        v,
        random.uniform(5.0, 300.0, m),
        random.uniform(0.0, 500.0, (n, 2)),
        slope=random.uniform(-0.1, 0.1, m),
        wait=np.where(random.random(m) < 0.3, random.uniform(0.0, 20.0, m), 0.0),
        sun=random.integers(0, 101, (m, slots)),
        step_s=STEP_S,
    )
    k = draw(st.integers(1, 4))
    places = [Place(int(e), float(f), 0.0, 0.0) for e, f in zip(random.integers(0, m, k), random.random(k))]
    return graph, places


def matrix(graph, factor, towards):
    """Sparse matrix of arcs: cost from row to column, the least of parallel arcs."""
    n = graph.n_nodes
    tail, head = np.concatenate((graph.u, graph.v)), np.concatenate((graph.v, graph.u))
    cost = np.concatenate(((graph.time[:, 0] + graph.wait) * factor, (graph.time[:, 1] + graph.wait) * factor))
    if towards:
        tail, head = head, tail
    least = {}
    for a, b, c in zip(tail.tolist(), head.tolist(), cost.tolist()):
        if a != b:
            least[a, b] = min(c, least.get((a, b), np.inf))
    pairs = np.array(list(least), dtype=np.int64).reshape(-1, 2)
    return coo_matrix((list(least.values()), (pairs[:, 0], pairs[:, 1])), shape=(n, n)).tocsr()


def with_a_node_per_place(graph, places, towards):
    """Directed NetworkX graph in which each place is a node of its own; nobody waits in the middle of a street."""
    town = networkx.MultiDiGraph()
    town.add_nodes_from(range(graph.n_nodes))
    for e in range(len(graph.u)):
        a, b = int(graph.u[e]), int(graph.v[e])
        town.add_edge(a, b, weight=graph.time[e, 0] + graph.wait[e])
        town.add_edge(b, a, weight=graph.time[e, 1] + graph.wait[e])
    for k, place in enumerate(places):
        a, b, f = int(graph.u[place.edge]), int(graph.v[place.edge]), place.fraction
        up, down = graph.time[place.edge]
        wait = graph.wait[place.edge] if towards else 0.0
        if towards:
            town.add_edge(a, f"p{k}", weight=f * up + wait * (f > 0))
            town.add_edge(b, f"p{k}", weight=(1 - f) * down + wait * (f < 1))
        else:
            town.add_edge(f"p{k}", a, weight=f * down)
            town.add_edge(f"p{k}", b, weight=(1 - f) * up)
    return town.reverse() if towards else town


# --- hand-made ----------------------------------------------------------------------------------------------


def test_star_is_cut_where_the_budget_ends():
    pieces = reach(star(), make_spans([0], [0.0]), limit=150.0).pieces([50.0, 150.0])
    assert rows(pieces) == [
        (0, 0.0, 0.5, 0.0, 50.0, 0, 0),
        (0, 0.5, 1.0, 50.0, 100.0, 0, 1),
        (1, 0.0, 0.25, 0.0, 50.0, 0, 0),
        (1, 0.25, 0.75, 50.0, 150.0, 0, 1),
        (2, 0.0, pytest.approx(1 / 6), 0.0, 50.0, 0, 0),
        (2, pytest.approx(1 / 6), 0.5, 50.0, 150.0, 0, 1),
    ]


def test_place_inside_an_edge_goes_both_ways():
    # 60 m along the arm of 200 m: 60 s to the centre, 140 s to its end.
    result = reach(star(), spans_of_places([Place(1, 0.3, 0.0, 0.0)]))
    assert result.cost.tolist() == pytest.approx([60.0, 160.0, 140.0, 360.0])
    cost, owner = result.at([1, 1, 1, 0], [0.0, 0.3, 0.5, 0.5])
    assert cost.tolist() == pytest.approx([60.0, 0.0, 40.0, 110.0])
    assert owner.tolist() == [0, 0, 0, 0]


def test_fronts_of_two_places_meet_halfway():
    # A street of 100 m with a place at either end, one of them 20 s ahead through a lane of 20 m.
    graph = flat_graph([0, 1], [1, 2], [100, 20])
    pieces = reach(graph, make_spans([0, 1], [0.0, 1.0])).pieces([np.inf])
    assert rows(pieces) == [
        (0, 0.0, pytest.approx(0.6), 0.0, pytest.approx(60.0), 0, 0),
        (0, pytest.approx(0.6), 1.0, pytest.approx(60.0), 20.0, 1, 0),
        (1, 0.0, 1.0, 20.0, 0.0, 1, 0),
    ]


def test_spans_cost_nothing_and_shorten_the_rest():
    # A park covers the middle of a street of 100 m, from 30 to 70 m.
    graph = flat_graph([0], [1], [100])
    result = reach(graph, make_spans([0], [0.3], [0.7]))
    pieces = result.pieces([10.0, 60.0])
    np.testing.assert_allclose(pieces.start, [0.0, 0.2, 0.3, 0.7, 0.8])
    np.testing.assert_allclose(pieces.stop, [0.2, 0.3, 0.7, 0.8, 1.0])
    np.testing.assert_allclose(pieces.cost_start, [30.0, 10.0, 0.0, 0.0, 10.0], atol=1e-9)
    np.testing.assert_allclose(pieces.cost_stop, [10.0, 0.0, 0.0, 10.0, 30.0], atol=1e-9)
    assert pieces.band.tolist() == [1, 0, 0, 0, 1]


def test_slopes_and_waits_depend_on_the_direction():
    # Tobler: 10 % up at 1.25 exp(-0.35) m/s, 10 % down at 1.25 m/s; one waits 8 s where one begins the crossing.
    graph = build_graph([0], [1], [100.0], np.zeros((2, 2)), slope=[0.1], wait=[8.0])
    up, down = 80.0 * np.exp(0.35), 80.0
    start = make_spans([0], [0.0])
    assert reach(graph, start).cost[1] == pytest.approx(up + 8.0)
    assert reach(graph, start, towards=True).cost[1] == pytest.approx(down + 8.0)
    middle = make_spans([0], [0.5])
    assert reach(graph, middle).cost.tolist() == pytest.approx([down / 2, up / 2])
    assert reach(graph, middle, towards=True).cost.tolist() == pytest.approx([up / 2 + 8.0, down / 2 + 8.0])
    # Setting out from the node one waits before the first step; from the middle of the street one does not.
    assert reach(graph, start).at([0], [0.5])[0] == pytest.approx(up / 2 + 8.0)
    assert reach(graph, start, towards=True).at([0], [0.5])[0] == pytest.approx(down / 2)


def test_sun_that_stands_still_weighs_its_share():
    graph = star(sun=np.array([[100], [50], [0]], dtype=np.uint8))
    result = reach(graph, make_spans([0], [0.0]), alpha=3.0)
    assert result.cost.tolist() == pytest.approx([0.0, 300.0, 400.0, 300.0])
    assert result.clock.tolist() == pytest.approx([0.0, 100.0, 200.0, 300.0])
    pieces = result.pieces([150.0])
    assert pieces.stop.tolist() == pytest.approx([0.5, 150 / 400, 0.5])


def test_moving_shade_is_integrated_and_cut_exactly():
    # The sun falls from full to none in 900 s while one walks: x + 2 (x - x²/1800) = 300 at x = 105.572...
    graph = flat_graph([0], [1], [800], sun=np.array([[100, 0]], dtype=np.uint8))
    result = reach(graph, make_spans([0], [0.0]), alpha=3.0)
    assert result.cost[1] == pytest.approx(800 + 2 * (800 - 800**2 / 1800))
    root = (3 - np.sqrt(9 - 4 * 300 / 900)) * 450
    assert result.pieces([300.0]).stop[0] * 800 == pytest.approx(root, abs=1e-6)
    # Arriving at t0 = 0, the walk was before the first slot: the sun rises from none one step earlier.
    back = reach(graph, make_spans([0], [0.0]), alpha=3.0, towards=True)
    assert back.cost[1] == pytest.approx(800 + 2 * (800 - 800**2 / 1800))
    assert back.clock[1] == -800.0
    later = reach(graph, make_spans([0], [0.0]), alpha=3.0, towards=True, t0=900.0)
    assert later.cost[1] == pytest.approx(800 + 2 * 800**2 / 1800)


def test_metres_ignore_time():
    graph = build_graph([0], [1], [300.0], np.zeros((2, 2)), slope=[0.2], wait=[60.0])
    assert reach(in_metres(graph), make_spans([0], [0.0])).cost[1] == 300.0


def test_unreachable_is_infinite_and_has_no_piece():
    graph = flat_graph([0, 2], [1, 3], [50, 70])
    result = reach(graph, make_spans([0], [0.5]))
    assert np.isinf(result.cost[2:]).all()
    assert result.owner.tolist() == [0, 0, -1, -1]
    assert set(result.pieces([np.inf]).edge) == {0}
    assert result.at([1, -1], [0.5, 0.5])[1].tolist() == [-1, -1]


def test_edges_that_may_not_be_walked_and_loops():
    graph = flat_graph([0, 1, 1], [1, 2, 1], [50, 70, 40], allowed=[True, False, True])
    result = reach(graph, make_spans([0], [0.0]))
    assert np.isinf(result.cost[2])
    loop = result.pieces([np.inf]).chosen(result.pieces([np.inf]).edge == 2)
    assert rows(loop) == [(2, 0.0, 0.5, 50.0, 70.0, 0, 0), (2, 0.5, 1.0, 70.0, 50.0, 0, 0)]
    with pytest.raises(ValueError, match="may not be walked"):
        reach(graph, make_spans([1], [0.0]))


def test_no_place_reaches_nothing():
    result = reach(star(), make_spans([], []))
    assert np.isinf(result.cost).all()
    assert len(result.pieces([60.0]).edge) == 0


def test_values_out_of_range_are_refused():
    graph, spans = star(), make_spans([0], [0.0])
    for options in ({"alpha": 0.5}, {"alpha": np.nan}, {"t0": np.inf}, {"limit": -1.0}):
        with pytest.raises(ValueError):
            reach(graph, spans, **options)
    for edge, start, stop in (([0], [-0.1], None), ([0], [0.5], [0.4]), ([0], [np.nan], None)):
        with pytest.raises(ValueError, match="between 0 and 1"):
            make_spans(edge, start, stop)
    for edge in ([3], [-1]):
        with pytest.raises(ValueError, match="does not exist"):
            reach(graph, make_spans(edge, [0.0]))
    for budgets in ([], [5.0, 5.0], [-1.0], [np.nan]):
        with pytest.raises(ValueError, match="Budgets"):
            reach(graph, spans).pieces(budgets)


def test_touching_spans_become_one():
    spans = make_spans([1, 0, 0, 0, 0], [0.0, 0.4, 0.1, 0.9, 0.5], [0.0, 0.5, 0.2, 0.9, 0.6], owner=[7, 5, 6, 4, 3])
    assert rows(spans) == [(0, 0.1, 0.2, 6), (0, 0.4, 0.6, 5), (0, 0.9, 0.9, 4), (1, 0.0, 0.0, 7)]
    assert rows(spans.of([4, 7])) == [(0, 0.9, 0.9, 4), (1, 0.0, 0.0, 7)]


def test_stop_flag_ends_the_search():
    side = 60
    node = np.arange(side * side).reshape(side, side)
    u = np.concatenate((node[:-1].ravel(), node[:, :-1].ravel()))
    v = np.concatenate((node[1:].ravel(), node[:, 1:].ravel()))
    graph = flat_graph(u, v, np.full(len(u), 10.0))
    with pytest.raises(SearchStopped):
        reach(graph, make_spans([0], [0.0]), stop=np.ones(1, dtype=np.uint8))


# --- properties ---------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(towns(), st.booleans(), st.sampled_from([1.0, 3.0]))
def test_equals_scipy_from_a_node(town, towards, alpha):
    graph, places = town
    spans = spans_of_places([Place(p.edge, float(round(p.fraction)), 0.0, 0.0) for p in places])
    nodes = np.where(spans.start == 0.0, graph.u[spans.edge], graph.v[spans.edge])
    factor = 1.0 + (alpha - 1.0) * graph.sun[:, 0] / 100.0
    expected = dijkstra(matrix(graph, factor, towards), indices=nodes, min_only=True)
    found = reach(graph, spans, alpha=alpha, towards=towards)
    np.testing.assert_allclose(found.cost, expected, rtol=1e-9, atol=1e-9)


@settings(max_examples=60)
@given(towns(), st.booleans())
def test_equals_networkx_from_places_on_edges(town, towards):
    graph, places = town
    directed = with_a_node_per_place(graph, places, towards)
    expected = networkx.multi_source_dijkstra_path_length(directed, {f"p{k}" for k in range(len(places))})
    found = reach(graph, spans_of_places(places), towards=towards).cost
    for node in range(graph.n_nodes):
        assert found[node] == pytest.approx(expected.get(node, np.inf), abs=1e-9)


@settings(max_examples=60)
@given(towns(slots=4), st.booleans())
def test_several_places_are_the_nearest_of_each(town, towards):
    graph, places = town
    spans = spans_of_places(places)
    together = reach(graph, spans, towards=towards)
    each = [reach(graph, spans.of([k]), towards=towards).cost for k in spans.owner]
    np.testing.assert_allclose(together.cost, np.min(each, axis=0), rtol=1e-9, atol=1e-9)


@settings(max_examples=60)
@given(towns(slots=4), st.booleans(), st.sampled_from([1.0, 4.0]), st.floats(-2000.0, 4000.0))
def test_pieces_are_cut_at_the_budget_and_agree_with_the_costs(town, towards, alpha, t0):
    graph, places = town
    result = reach(graph, spans_of_places(places), alpha=alpha, t0=t0, towards=towards)
    budgets = np.array([40.0, 120.0, np.inf])
    pieces = result.pieces(budgets)
    # No overlap, no hole: what is reached is the whole of every edge that has an end or a place that is reached.
    covered = np.bincount(pieces.edge, pieces.stop - pieces.start, minlength=len(graph.u))
    np.testing.assert_allclose(covered[covered > 0], 1.0, atol=1e-9)
    low, high = np.minimum(pieces.cost_start, pieces.cost_stop), np.maximum(pieces.cost_start, pieces.cost_stop)
    assert (high <= budgets[pieces.band] + 1e-9).all()
    assert (low >= np.concatenate(([0.0], budgets))[pieces.band] - 1e-9).all()
    # A cut by the budget is exactly where the cost is the budget; inside a piece the cost lies between its ends.
    for part in (0.0, 0.37, 1.0):
        at = pieces.start + part * (pieces.stop - pieces.start)
        inner = (at > 0.0) & (at < 1.0)
        cost, _ = result.at(pieces.edge[inner], at[inner])
        assert (cost <= high[inner] + 1e-6).all()
        assert (cost >= low[inner] - 1e-6).all()
    # A smaller search gives the same pieces.
    near = reach(graph, spans_of_places(places), alpha=alpha, t0=t0, towards=towards, limit=120.0).pieces(budgets[:2])
    inside = pieces.chosen(pieces.band < 2)
    assert near.length(graph).sum() == pytest.approx(inside.length(graph).sum(), abs=1e-6)


@settings(max_examples=60)
@given(towns(slots=5), st.floats(-1000.0, 4000.0), st.floats(1.0, 6.0), st.booleans())
def test_cost_is_time_and_weighted_sun_of_the_walk(town, t0, alpha, towards):
    graph, places = town
    place = places[0]
    result = reach(graph, spans_of_places([place]), alpha=alpha, t0=t0, towards=towards)
    end, share = (int(graph.v[place.edge]), 1.0) if place.fraction < 0.5 else (int(graph.u[place.edge]), 0.0)
    there, here = (np.array([x]) for x in (share, place.fraction))
    legs = Legs(np.array([place.edge]), *((there, here) if towards else (here, there)))
    walked = follow(graph, legs, t0)[0]
    if towards:  # set out so as to arrive at t0
        walked = follow(graph, legs, t0 - walked[1])[0]
    straight = walked[1] + (alpha - 1.0) * walked[4]
    assert result.cost[end] <= straight + 1e-6
    if result.clock[end] == pytest.approx(t0 - walked[1] if towards else t0 + walked[1], abs=1e-9):
        assert result.cost[end] == pytest.approx(straight, abs=1e-6)


@settings(max_examples=40)
@given(towns(slots=3), st.integers(1, 5), st.booleans())
def test_order_of_the_places_does_not_matter(town, seed, towards):
    graph, places = town
    budgets = [90.0, np.inf]
    found = []
    for order in (np.arange(len(places)), np.random.default_rng(seed).permutation(len(places))):
        spans = spans_of_places([places[k] for k in order], owner=order)
        found.append(reach(graph, spans, alpha=2.0, towards=towards))
    assert (found[0].cost == found[1].cost).all()
    assert rows(found[0].pieces(budgets)) == rows(found[1].pieces(budgets))


# --- lines and areas ----------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.integers(2, 7), st.integers(0, 2**32 - 1))
def test_cut_lines_equal_those_of_shapely(vertices, seed):
    random = np.random.default_rng(seed)
    lines = shapely.linestrings(random.uniform(0, 100, (3, vertices, 2)))
    index = random.integers(0, 3, 8)
    shares = np.sort(random.random((8, 2)), axis=1)
    shares[0] = 0.0, 1.0
    cut = cut_lines(lines, index, *shares.T)
    for piece, i, (start, stop) in zip(cut, index, shares):
        expected = substring(lines[i], start, stop, normalized=True)
        assert piece.hausdorff_distance(expected) < 1e-6
        assert piece.length == pytest.approx(expected.length, abs=1e-6)
    assert shapely.get_coordinates(cut[0]).tolist() == shapely.get_coordinates(lines[index[0]]).tolist()


def test_area_around_a_street_is_a_stadium():
    area = area_around([shapely.LineString([(0, 0), (100, 0)])], 25.0)
    assert area.area == pytest.approx(100 * 50 + np.pi * 25**2, rel=2e-3)
    park = shapely.box(200, 0, 210, 10)
    assert area_around([], 25.0, [park]).area == 100.0
    assert area_around([], 25.0).is_empty
    assert cut_lines([], [], [], []).shape == (0,)
