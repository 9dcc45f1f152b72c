"""Cool routes: the Pareto front against full enumeration, and what holds for every front."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.walking.exposure import exposure_of_sun, mean_rate
from cityorchestra.processing_provider.walking.front import (
    ParetoFront,
    efficient,
    equivalent_alpha,
    representative,
)
from cityorchestra.processing_provider.walking.graph import Place, build_graph
from cityorchestra.processing_provider.walking.paths import Legs, NoRouteError, shortest_path
from cityorchestra.processing_provider.walking.routing import (
    SearchStopped,
    follow,
    pareto_front,
    route_line,
    route_nodes,
    weighted_route,
)
from cityorchestra.tests.walking.routing_reference import (
    STEP,
    enumerated_front,
    lattice,
    lattice_graph,
    moving_shade,
    sun_integral,
    walk_nodes,
)
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString

NOON = 3.5 * STEP


def rows(front):
    return np.column_stack((front.length_m, front.sun_m))


def check_front(graph, front, start, goal, t0, detour):
    """What holds for every front between two nodes."""
    assert front.length_m[0] == pytest.approx(front.shortest_m)
    assert front.shortest_m == pytest.approx(shortest_path(graph, start, goal).cost)
    assert (np.diff(front.length_m) > 0).all()
    assert (np.diff(front.sun_m) < 0).all()
    assert front.length_m[-1] <= front.shortest_m * (1 + detour) * (1 + 1e-9)
    assert (front.sun_m >= 0).all()
    assert (front.sun_m <= front.length_m + 1e-9).all()
    assert (front.sun_s <= front.duration_s + 1e-9).all()
    for i in range(len(front)):
        legs = front.route(i)
        nodes = route_nodes(graph, legs)
        assert (nodes[0], nodes[-1]) == (start, goal)
        assert len(np.unique(nodes)) == len(nodes)
        expected = walk_nodes(graph, legs.edge, nodes, t0)
        found = (front.length_m[i], front.sun_m[i], front.duration_s[i], front.sun_s[i])
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_front_equals_enumeration_on_a_lattice(seed):
    graph = lattice_graph(6, seed)
    expected, n_paths = enumerated_front(graph, 0, 35, NOON, 0.3)
    assert n_paths > 300
    for options in ({"strict": True}, {"strict": True, "tolerance": 25.0}):
        front = pareto_front(graph, 0, 35, NOON, detour=0.3, **options)
        np.testing.assert_allclose(rows(front), expected, rtol=1e-9)
        check_front(graph, front, 0, 35, NOON, 0.3)


@pytest.mark.parametrize("seed", [1, 3, 6, 9, 28, 30])
def test_strict_front_is_exact_even_where_shade_jumps(seed):
    # Random sun in every slot, slopes and waiting: seeds on which the plain search misses routes.
    rng = np.random.default_rng(seed)
    sun = rng.integers(0, 101, (40, 24)).astype(np.uint8)
    slope, wait = rng.normal(0.0, 0.08, 40), np.where(rng.random(40) < 0.2, 20.0, 0.0)
    graph = lattice_graph(5, seed, sun=sun, slope=slope, wait=wait)
    expected, _ = enumerated_front(graph, 0, 24, 4 * STEP, 0.6)
    strict = pareto_front(graph, 0, 24, 4 * STEP, detour=0.6, strict=True)
    np.testing.assert_allclose(rows(strict), expected, rtol=1e-9)
    check_front(graph, strict, 0, 24, 4 * STEP, 0.6)
    plain = pareto_front(graph, 0, 24, 4 * STEP, detour=0.6)
    check_front(graph, plain, 0, 24, 4 * STEP, 0.6)
    # Never better than the truth: every plain route is matched or beaten by a strict one.
    for length, sunny in rows(plain):
        assert ((strict.length_m <= length + 1e-6) & (strict.sun_m <= sunny + 1e-6)).any()


@given(st.integers(0, 100_000), st.sampled_from([0.0, 0.1, 0.5]))
def test_plain_front_is_exact_where_the_shade_stands_still(seed, detour):
    rng = np.random.default_rng(seed)
    sun = rng.integers(0, 101, (24, 1)).astype(np.uint8)
    graph = lattice_graph(4, seed, sun=sun)
    expected, _ = enumerated_front(graph, 0, 15, NOON, detour)
    front = pareto_front(graph, 0, 15, NOON, detour=detour)
    np.testing.assert_allclose(rows(front), expected, rtol=1e-9)
    strict = pareto_front(graph, 0, 15, NOON, detour=detour, strict=True)
    np.testing.assert_allclose(rows(strict), expected, rtol=1e-9)


@given(st.integers(0, 100_000), st.floats(-2000.0, 30_000.0), st.booleans())
def test_what_holds_for_every_front(seed, t0, strict):
    rng = np.random.default_rng(seed)
    slope, wait = rng.normal(0, 0.05, 60), np.where(rng.random(60) < 0.3, 15.0, 0.0)
    graph = lattice_graph(6, seed, slope=slope, wait=wait)
    start, goal = rng.choice(36, 2, replace=False)
    front = pareto_front(graph, int(start), int(goal), t0, strict=strict)
    check_front(graph, front, start, goal, t0, 0.3)


@given(st.integers(0, 100_000))
def test_order_and_direction_of_edges_do_not_matter(seed):
    xy, u, v, length = lattice(6, seed)
    rng = np.random.default_rng(seed)
    order, flip = rng.permutation(60), rng.random(60) < 0.5
    sun = moving_shade(60, seed)
    graph = build_graph(u, v, length, xy, sun=sun)
    turned = np.where(flip, v, u), np.where(flip, u, v)
    other = build_graph(turned[0][order], turned[1][order], length[order], xy, sun=sun[order])
    np.testing.assert_allclose(rows(pareto_front(graph, 0, 35, NOON)), rows(pareto_front(other, 0, 35, NOON)))


@pytest.mark.parametrize("share", [0, 100])
def test_uniform_sun_leaves_the_shortest_route(share):
    graph = lattice_graph(6, 0, sun=np.full((60, 24), share, np.uint8))
    front = pareto_front(graph, 0, 35, NOON)
    assert len(front) == 1
    assert front.sun_m[0] == pytest.approx(front.length_m[0] * share / 100)
    assert front.alpha_eq.tolist() == [1.0]


@pytest.mark.parametrize("strict", [False, True])
def test_night_has_no_sun(strict):
    graph = lattice_graph(6, 0, sun=np.full((60, 24), 100, np.uint8))
    for t0 in (-5 * STEP, 24 * STEP):
        front = pareto_front(graph, 0, 35, t0, strict=strict)
        assert len(front) == 1
        assert front.sun_m[0] == 0.0


def mean_sun(sun, edge, step, t, duration):
    return mean_rate(exposure_of_sun(sun, step), edge, t, duration)


def test_sun_share_is_the_exact_integral():
    sun = np.array([[10, 90, 30, 100]], dtype=np.uint8)
    assert mean_sun(sun, 0, STEP, 0.5 * STEP, 0.0) == pytest.approx(0.5)
    assert mean_sun(sun, 0, STEP, 0.0, 2 * STEP) == pytest.approx((0.5 + 0.6) / 2)
    assert mean_sun(sun, 0, STEP, -0.5 * STEP, 0.0) == pytest.approx(0.05)  # half a step before the first slot
    assert mean_sun(sun, 0, STEP, 3.5 * STEP, 0.0) == pytest.approx(0.5)  # half a step after the last
    assert mean_sun(sun, 0, STEP, 4 * STEP, 60.0) == mean_sun(sun, 0, STEP, -STEP - 60.0, 60.0) == 0.0
    assert mean_sun(sun[:, :1], 0, STEP, 1e9, 60.0) == pytest.approx(0.1)


@given(st.integers(0, 100_000), st.floats(-3 * STEP, 9 * STEP), st.floats(1.0, 5 * STEP), st.floats(0.0, 1.0))
def test_sun_share_adds_up_over_parts(seed, t, duration, part):
    sun = np.random.default_rng(seed).integers(0, 101, (1, 7)).astype(np.uint8)
    whole = mean_sun(sun, 0, STEP, t, duration) * duration
    assert whole == pytest.approx(sun_integral(sun[0], STEP, t, t + duration), abs=1e-6)
    cut = part * duration
    halves = mean_sun(sun, 0, STEP, t, cut) * cut + mean_sun(sun, 0, STEP, t + cut, duration - cut) * (duration - cut)
    assert halves == pytest.approx(whole, abs=1e-6)


def test_unknown_sun_is_full_sun_unless_said_otherwise():
    sun = np.full((60, 24), 255, np.uint8)
    assert pareto_front(lattice_graph(6, 0, sun=sun), 0, 35, NOON).sun_m[0] > 700
    assert pareto_front(lattice_graph(6, 0, sun=sun, unknown_sun=0), 0, 35, NOON).sun_m[0] == 0.0


def two_ways(wait=0.0):
    """A sunny street of 100 m and a shady way round of 120 m, each in two edges; with geometry."""
    xy = np.array([(0.0, 0.0), (50.0, 0.0), (100.0, 0.0), (50.0, 33.166247903554)])
    u, v = np.array([0, 1, 0, 3]), np.array([1, 2, 3, 2])
    sun = np.array([[100] * 4, [100] * 4, [20] * 4, [20] * 4], dtype=np.uint8)
    lines = np.array([LineString(xy[[a, b]]) for a, b in zip(u, v)], dtype=object)
    length = np.array([line.length for line in lines])
    return build_graph(u, v, length, xy, sun=sun, wait=[0.0, 0.0, wait, 0.0]), lines


def test_two_ways_by_hand():
    graph, lines = two_ways(wait=10.0)
    front = pareto_front(graph, 0, 2, STEP)
    np.testing.assert_allclose(front.length_m, [100, 120])
    np.testing.assert_allclose(front.sun_m, [100, 24])
    np.testing.assert_allclose(front.duration_s, [80, 96 + 10])
    np.testing.assert_allclose(front.sun_s, [80, 0.2 * (96 + 10)])  # one waits in the sun of that edge
    np.testing.assert_allclose(front.alpha_eq, [1, 1 + 20 / 76])
    np.testing.assert_allclose(front.leg_walk[:, 0], [900, 940, 900, 958])
    assert route_line(lines, front.route(1)).length == pytest.approx(120)
    assert len(pareto_front(graph, 0, 2, STEP, detour=0.19)) == 1


def test_places_inside_edges():
    graph, lines = two_ways()
    start, goal = Place(0, 0.2, 10.0, 0.0), Place(1, 0.9, 95.0, 0.0)
    front = pareto_front(graph, start, goal, STEP, detour=2.0)
    np.testing.assert_allclose(front.length_m, [85, 10 + 120 + 5])
    np.testing.assert_allclose(front.sun_m, [85, 10 + 24 + 5])
    assert route_line(lines, front.route(1)).length == pytest.approx(135)
    assert route_nodes(graph, front.route(1)).tolist() == [0, 3, 2]
    # The answer does not change when the edges are cut at the places.
    xy = np.array([(0.0, 0.0), (50.0, 0.0), (100.0, 0.0), (50.0, 33.166247903554), (10.0, 0.0), (95.0, 0.0)])
    cut = build_graph(
        [0, 4, 1, 5, 0, 3],
        [4, 1, 5, 2, 3, 2],
        [10, 40, 45, 5, 60, 60],
        xy,
        sun=np.repeat(np.array([[100], [100], [100], [100], [20], [20]], np.uint8), 4, axis=1),
    )
    np.testing.assert_allclose(rows(pareto_front(cut, 4, 5, STEP, detour=2.0)), rows(front))


@given(st.integers(0, 100_000))
def test_cutting_edges_at_the_places_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    xy, u, v, length = lattice(5, seed)
    sun = moving_shade(40, seed)
    a, b = rng.choice(40, 2, replace=False)
    fa, fb = rng.uniform(0.05, 0.95, 2)
    places = [Place(int(e), f, *(xy[u[e]] + f * (xy[v[e]] - xy[u[e]]))) for e, f in ((a, fa), (b, fb))]
    graph = build_graph(u, v, length, xy, sun=sun)
    front = pareto_front(graph, *places, NOON, strict=True)
    keep = np.setdiff1d(np.arange(40), [a, b])
    cut = build_graph(
        np.concatenate((u[keep], [u[a], 25, u[b], 26])),
        np.concatenate((v[keep], [25, v[a], 26, v[b]])),
        np.concatenate((length[keep], length[a] * np.array([fa, 1 - fa]), length[b] * np.array([fb, 1 - fb]))),
        np.concatenate((xy, [(p.x, p.y) for p in places])),
        sun=np.concatenate((sun[keep], sun[[a, a, b, b]])),
    )
    np.testing.assert_allclose(rows(pareto_front(cut, 25, 26, NOON, strict=True)), rows(front), atol=1e-6)
    assert weighted_route(graph, *places, NOON).cost == pytest.approx(weighted_route(cut, 25, 26, NOON).cost)


def test_both_places_on_one_edge():
    graph, lines = two_ways()
    a, b = Place(0, 0.8, 40.0, 0.0), Place(0, 0.2, 10.0, 0.0)
    front = pareto_front(graph, a, b, STEP)
    assert front.length_m.tolist() == [pytest.approx(30)]
    assert route_line(lines, front.route(0)).coords[:] == [(40.0, 0.0), (10.0, 0.0)]
    assert weighted_route(graph, a, b, STEP).cost == pytest.approx(90)


def test_same_place_and_no_route():
    graph, _ = two_ways()
    for a, b in ((0, 0), (Place(0, 0.5, 25.0, 0.0),) * 2, (Place(0, 1.0, 50.0, 0.0), Place(1, 0.0, 50.0, 0.0))):
        with pytest.raises(InputError, match="same place"):
            pareto_front(graph, a, b, STEP)
    apart = build_graph([0, 2], [1, 3], [1.0, 1.0], np.array([(0, 0), (1, 0), (9, 0), (10, 0)]))
    with pytest.raises(NoRouteError, match="do not touch"):
        pareto_front(apart, 0, 3, 0.0)
    with pytest.raises(NoRouteError):
        weighted_route(apart, 0, 3, 0.0)


def test_refused_values():
    graph, _ = two_ways()
    for options, part in (
        ({"detour": -0.1}, "detour"),
        ({"detour": np.nan}, "detour"),
        ({"tolerance": -1.0}, "tolerance"),
        ({"tolerance": np.nan}, "tolerance"),
    ):
        with pytest.raises(ValueError, match=part):
            pareto_front(graph, 0, 2, STEP, **options)
    with pytest.raises(ValueError, match="departure"):
        pareto_front(graph, 0, 2, np.nan)
    with pytest.raises(ValueError, match="departure"):
        weighted_route(graph, 0, 2, np.inf)
    with pytest.raises(ValueError, match="1 or more"):
        weighted_route(graph, 0, 2, STEP, alpha=0.5)


def test_too_many_labels():
    graph = lattice_graph(12, 0)
    with pytest.raises(InputError, match="more than 50 partial routes"):
        pareto_front(graph, 0, 143, NOON, detour=0.5, max_labels=50)


def test_stop_flag_ends_a_search_under_way():
    graph = lattice_graph(40, 0, sun=np.random.default_rng(0).integers(0, 101, (3120, 24)).astype(np.uint8))
    stop = np.zeros(1, dtype=np.uint8)
    timer = threading.Timer(0.3, lambda: stop.__setitem__(0, 1))
    timer.start()
    try:
        # Without the flag this search gives up on its number of labels, with another error.
        with pytest.raises(SearchStopped):
            pareto_front(graph, 0, 1599, NOON, detour=1.5, strict=True, max_labels=20_000_000, stop=stop)
    finally:
        timer.cancel()
    with pytest.raises(SearchStopped):
        weighted_route(graph, 0, 1599, NOON, stop=stop)


def test_weighted_route_is_the_best_of_the_front_when_shade_stands_still():
    for seed in range(10):
        sun = np.random.default_rng(seed).integers(0, 101, (60, 1)).astype(np.uint8)
        graph = lattice_graph(6, seed, sun=sun)
        front = pareto_front(graph, 0, 35, NOON, detour=3.0)
        assert weighted_route(graph, 0, 35, NOON, alpha=1.0).cost == pytest.approx(front.shortest_m)
        for alpha in (1.5, 3.0, 10.0):
            route = weighted_route(graph, 0, 35, NOON, alpha=alpha)
            assert route.cost == pytest.approx((front.length_m + (alpha - 1) * front.sun_m).min())
            walked = follow(graph, route.legs, NOON)
            assert walked[:, 2].sum() + (alpha - 1) * walked[:, 3].sum() == pytest.approx(route.cost)
            np.testing.assert_array_equal(route_nodes(graph, route.legs), route.nodes)


def test_weighted_route_in_moving_shade_is_a_route_of_its_cost():
    for seed in range(10):
        graph = lattice_graph(6, seed)
        route = weighted_route(graph, 0, 35, NOON, alpha=3.0)
        walked = follow(graph, route.legs, NOON)
        assert walked[:, 2].sum() + 2 * walked[:, 3].sum() == pytest.approx(route.cost)
        best = pareto_front(graph, 0, 35, NOON, detour=2.0, strict=True)
        assert route.cost >= (best.length_m + 2 * best.sun_m).min() - 1e-6
        assert route.cost <= shortest_path(graph, 0, 35).cost * 3


def test_equivalent_alpha_by_hand():
    length = np.array([100.0, 110.0, 115.0, 120.0, 160.0])
    sunny = np.array([80.0, 60.0, 59.0, 40.0, 30.0])
    # 110/60 and 120/40 lie on one line with 100/80: both take over at 1 + 10 / 20; 115/59 lies above it.
    np.testing.assert_allclose(equivalent_alpha(length, sunny), [1.0, 1.5, np.nan, 1.5, 5.0])
    assert equivalent_alpha(np.zeros(0), np.zeros(0)).tolist() == []


@given(st.integers(0, 100_000))
def test_equivalent_alpha_is_where_weighted_answers_change(seed):
    rng = np.random.default_rng(seed)
    length, sunny = rng.uniform(100, 200, 12), rng.uniform(0, 100, 12)
    kept = efficient(length, sunny)
    length, sunny = length[kept], sunny[kept]
    alpha = equivalent_alpha(length, sunny)
    supported = np.flatnonzero(~np.isnan(alpha))
    assert supported[0] == 0
    assert supported[-1] == len(kept) - 1
    assert (np.diff(alpha[supported]) >= 0).all()
    for k, i in enumerate(supported):
        upper = alpha[supported[k + 1]] if k + 1 < len(supported) else alpha[i] + 2.0
        middle = 0.5 * (alpha[i] + upper)
        costs = length + (middle - 1.0) * sunny
        assert costs[i] <= costs.min() + 1e-9


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=30))
def test_efficient_routes_are_those_nothing_beats(pairs):
    length, sunny = np.array(pairs, dtype=float).T
    kept = efficient(length, sunny)
    beaten = [any((o[0] <= p[0] and o[1] < p[1]) or (o[0] < p[0] and o[1] <= p[1]) for o in pairs) for p in pairs]
    assert {(length[k], sunny[k]) for k in kept} == {tuple(map(float, p)) for p, b in zip(pairs, beaten) if not b}
    assert len({(length[k], sunny[k]) for k in kept}) == len(kept)


def front_of(routes, metres=10.0):
    """Front whose routes use the given edges, each of 10 m; sun decreases along it."""
    edge = np.concatenate([np.array(r) for r in routes])
    first = np.concatenate(([0], np.cumsum([len(r) for r in routes])))
    count = np.diff(first).astype(float)
    walk = np.zeros((len(edge), 5))
    walk[:, 2] = metres
    n = len(routes)
    return ParetoFront(
        length_m=count * metres,
        sun_m=np.arange(n, 0, -1.0),
        duration_s=count,
        sun_s=count,
        exposure=np.arange(n, 0, -1.0),
        alpha_eq=np.full(n, np.nan),
        leg_first=first,
        legs=Legs(edge, np.zeros(len(edge)), np.ones(len(edge))),
        leg_walk=walk,
        shortest_m=float(count[0] * metres),
        n_labels=0,
    )


def test_representative_routes_are_the_ends_and_the_most_different():
    front = front_of([[0, 1, 2], [0, 1, 3, 4], [5, 6, 7, 8, 9], [0, 1, 2, 10, 11, 12], [13, 14, 15, 16, 17, 18, 19]])
    assert representative(front, 1).tolist() == [0]
    assert representative(front, 2).tolist() == [0, 4]
    assert representative(front, 3).tolist() == [0, 2, 4]
    assert representative(front, 9).tolist() == [0, 1, 2, 3, 4]
    with pytest.raises(ValueError, match="1 or more"):
        representative(front, 0)


@given(st.integers(0, 10_000), st.integers(1, 8))
def test_representative_keeps_shortest_and_coolest(seed, n):
    front = pareto_front(lattice_graph(6, seed), 0, 35, NOON, detour=0.6)
    chosen = representative(front, n)
    assert len(chosen) == min(n, len(front))
    assert (np.diff(chosen) > 0).all()
    assert chosen[0] == 0
    if n > 1:
        assert chosen[-1] == len(front) - 1


def test_searches_in_threads_give_the_same_answers():
    graph = lattice_graph(20, 0, sun=moving_shade(760, 0))
    expected = [rows(pareto_front(graph, k, 399 - k, NOON)) for k in range(8)]
    found = [None] * 8

    def work(k):
        found[k] = rows(pareto_front(graph, k, 399 - k, NOON))

    threads = [threading.Thread(target=work, args=(k,)) for k in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for a, b in zip(expected, found):
        np.testing.assert_array_equal(a, b)
