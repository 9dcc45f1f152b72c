"""Routes of many pairs: the same as one by one, whatever the threads, and nothing lost in silence."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import RunCancelledError
from cityorchestra.processing_provider.walking import batch as module
from cityorchestra.processing_provider.walking.batch import Batch, BatchOptions, Lost, Spot
from cityorchestra.processing_provider.walking.graph import Place, build_graph
from cityorchestra.processing_provider.walking.heat_exposure import NetworkHeat, RouteWeather, utci_table
from cityorchestra.processing_provider.walking.pairing import (
    Pairs,
    all_pairs,
    match_key,
    nearest_pairs,
    pairs_by_value,
)
from cityorchestra.processing_provider.walking.paths import shortest_path
from cityorchestra.processing_provider.walking.route_table import table_of_front, table_of_route
from cityorchestra.processing_provider.walking.routing import pareto_front, weighted_route
from cityorchestra.tests.walking.routing_reference import STEP, lattice, lattice_graph
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString

NOON = 3.5 * STEP
SIDE = 8


def heat_of(graph):
    slots = np.datetime64("2026-07-15T10:00") + np.arange(graph.sun.shape[1]) * np.timedelta64(15, "m")
    table = utci_table(slots, 48.11, -1.68, RouteWeather(33.0, 40.0, 1.0), slots[3])
    return NetworkHeat(graph, np.random.default_rng(1).uniform(0.2, 1.0, len(graph.u)), table)


@pytest.fixture(scope="module")
def town():
    """A lattice of 64 nodes, and an island of one edge that nothing leads to."""
    xy, u, v, length = lattice(SIDE, 2)
    xy = np.concatenate((xy, [(3000.0, 0.0), (3100.0, 0.0)]))
    u, v, length = np.append(u, 64), np.append(v, 65), np.append(length, 100.0)
    sun = np.random.default_rng(2).integers(0, 101, (len(u), 24)).astype(np.uint8)
    graph = build_graph(u, v, length, xy, sun=sun, wait=np.where(np.arange(len(u)) % 7 == 0, 15.0, 0.0))
    return graph, np.array([LineString(xy[[a, b]]) for a, b in zip(u, v)], dtype=object)


def spots(town, count, seed):
    graph, _ = town
    rng = np.random.default_rng(seed)
    edges, parts = rng.integers(0, len(graph.u) - 1, count), rng.random(count)
    x, y = ((1 - parts) * axis[graph.u[edges]] + parts * axis[graph.v[edges]] for axis in (graph.x, graph.y))
    return [Spot(Place(int(e), float(f), float(a), float(b))) for e, f, a, b in zip(edges, parts, x, y)]


def run(town, origins, goals, options=None, pairs=None, threads=2, **more):
    graph, lines = town
    work = Batch(graph, lines, heat_of(graph), NOON, origins, goals, options or BatchOptions())
    pairs = all_pairs(len(origins), len(goals)) if pairs is None else pairs
    numbered = list(work.run(pairs, threads, **more))
    assert [number for number, _ in numbered] == list(range(len(pairs.goal)))
    return pairs, [found for _, found in numbered]


def same(one, other):
    """Whether two tables of routes are the same to the bit."""
    assert [line.wkb for line in one.geometry] == [line.wkb for line in other.geometry]
    assert one.role.tolist() == other.role.tolist()
    for name in ("length_m", "sun_m", "duration_min", "sun_min", "alpha_eq", "heat"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


@pytest.mark.parametrize("routes", ["coolest", "shortest_and_coolest", "front"])
@pytest.mark.parametrize("cost", ["sun", "comfort", "dose"])
def test_batch_is_every_route_alone(town, routes, cost):
    graph, lines = town
    heat = heat_of(graph)
    exposure = None if cost == "sun" else getattr(heat, cost)()
    origins, goals = spots(town, 7, 1), spots(town, 3, 2)
    options = BatchOptions(routes, alpha=2.5, detour=0.4, exposure=exposure, most=4)
    pairs, found = run(town, origins, goals, options)
    assert len(found) == 21
    given = {"exposure": exposure}
    for origin, goal, table in zip(*pairs, found):
        places = origins[origin].place, goals[goal].place
        if routes == "coolest":
            route = weighted_route(graph, *places, NOON, 2.5, **given)
            expected = table_of_route(graph, route, lines, heat, NOON, 2.5)
        else:
            front = pareto_front(graph, *places, NOON, detour=0.4, **given)
            expected = table_of_front(front, lines, heat, NOON, 2 if routes != "front" else 4)
        same(table, expected)
    if routes == "shortest_and_coolest":
        assert {len(table.length_m) for table in found} == {1, 2}


def test_threads_change_nothing(town, monkeypatch):
    origins, goals = spots(town, 30, 3), spots(town, 4, 4)
    options = BatchOptions("coolest")
    _, expected = run(town, origins, goals, options, threads=1)
    for threads in (2, 5):
        for one, other in zip(expected, run(town, origins, goals, options, threads=threads)[1]):
            same(one, other)
    monkeypatch.setattr(module, "CHUNK", 5)
    monkeypatch.setattr(module, "SHARED_FROM", 100)  # every search on its own
    for one, other in zip(expected, run(town, origins, goals, options)[1]):
        same(one, other)


def test_every_pair_without_route_says_why(town):
    island = Spot(Place(112, 0.5, 3050.0, 0.0))
    far, nowhere = Spot(None, "origin too far", 250.0), Spot(None, "no point")
    here = spots(town, 1, 5)[0]
    end = Spot(Place(0, 0.0, 0.0, 0.0))
    same_node = Spot(Place(56, 0.0, 0.0, 0.0))  # the other edge of the first node
    graph, _ = town
    assert graph.u[0] == graph.u[56] == 0
    pairs = Pairs(np.array([0, 1, 2, 3, 4, -1, 0]), np.array([0, 0, 0, 1, 1, 2, -1]))
    _, found = run(town, [here, far, nowhere, end, island], [island, same_node, here], pairs=pairs)
    reasons = [(item.reason, item.distance_m) if isinstance(item, Lost) else None for item in found]
    expected = ["no way", "origin too far", "no point", "same place", "no way", "no match", "no match"]
    assert [reason for reason, _ in reasons] == expected
    assert [distance for _, distance in reasons if distance == distance] == [250.0]


def test_searches_that_grow_too_large_are_lost_alone(town, monkeypatch):
    monkeypatch.setattr(module, "MAX_LABELS", 60)
    # Across the town, and along one street.
    origins = [Spot(Place(0, 0.5, 40.0, 0.0)), Spot(Place(56, 0.1, 0.0, 8.0))]
    graph, _ = town
    goals = [Spot(Place(55, 0.9, 560.0, 560.0)), Spot(Place(56, 0.8, 0.0, 64.0))]
    _, found = run(town, origins, goals, pairs=Pairs(np.array([0, 1]), np.array([0, 1])))
    assert found[0] == Lost("too many routes", found[0].distance_m)
    assert found[1].length_m[0] == pytest.approx(0.7 * graph.length[56])


def test_no_pair_at_all(town):
    assert run(town, [], [])[1] == []
    assert run(town, spots(town, 2, 1), [])[1] == []


def test_cancel_stops_a_search_under_way():
    graph = lattice_graph(60, 0, sun=np.random.default_rng(0).integers(0, 101, (7080, 24)).astype(np.uint8))
    lines = np.array([LineString([(0, 0), (1, 1)])] * 7080, dtype=object)
    ends = [Spot(Place(0, 0.5, 0.0, 0.0))], [Spot(Place(7079, 0.5, 4700.0, 4700.0))]
    work = Batch(graph, lines, heat_of(graph), NOON, *ends, BatchOptions("front", detour=1.5, strict=True))
    cancelled = threading.Event()
    timer = threading.Timer(0.3, cancelled.set)
    timer.start()
    begun = time.monotonic()
    with pytest.raises(RunCancelledError):
        list(work.run(all_pairs(1, 1), 1, cancelled.is_set))
    assert time.monotonic() - begun < 5.0


# -- pairs ----------------------------------------------------------------------------------------------------------


def test_all_pairs_are_sorted_by_destination():
    pairs = all_pairs(3, 2)
    assert pairs.goal.tolist() == [0, 0, 0, 1, 1, 1]
    assert pairs.origin.tolist() == [0, 1, 2, 0, 1, 2]
    assert len(all_pairs(0, 4).goal) == len(all_pairs(4, 0).goal) == 0


@pytest.mark.parametrize(
    ("value", "key"),
    [(7, "7"), (7.0, "7"), ("7", "7"), (" a ", "a"), (7.5, "7.5"), (None, None), (np.nan, None), ("", None)],
)
def test_values_match_whatever_their_type(value, key):
    assert match_key(value) == key


def test_pairs_by_value_by_hand():
    pairs = pairs_by_value(["a", "b", None, "c", "a"], ["a", "a", "d", None, "b"])
    assert list(zip(*(item.tolist() for item in pairs))) == [
        (0, 0), (4, 0), (0, 1), (4, 1), (-1, 2), (-1, 3), (1, 4), (2, -1), (3, -1),
    ]  # fmt: skip
    assert len(pairs_by_value([], []).goal) == 0


@given(
    st.lists(st.sampled_from([1, 2, 3, "4", None]), max_size=8),
    st.lists(st.sampled_from([1.0, "2", 4, None]), max_size=8),
)
def test_pairs_by_value_are_all_matches_and_nobody_is_left_out(origins, goals):
    pairs = pairs_by_value(origins, goals)
    matched = {(o, g) for o, g in zip(*pairs) if o >= 0 and g >= 0}
    keys = [match_key(v) for v in origins], [match_key(v) for v in goals]
    assert matched == {(i, k) for i, a in enumerate(keys[0]) for k, b in enumerate(keys[1]) if a is not None and a == b}
    assert set(pairs.origin[pairs.origin >= 0]) == set(range(len(origins)))
    assert set(pairs.goal[pairs.goal >= 0]) == set(range(len(goals)))
    assert len(set(zip(*pairs))) == len(pairs.goal)


@given(st.integers(0, 100_000))
@settings(max_examples=25)
def test_nearest_is_the_shortest_walk(seed):
    graph = lattice_graph(5, seed)
    rng = np.random.default_rng(seed)

    def places(count):
        found = []
        for edge, part in zip(rng.integers(0, 40, count), rng.random(count)):
            x, y = ((1 - part) * axis[graph.u[edge]] + part * axis[graph.v[edge]] for axis in (graph.x, graph.y))
            found.append(Place(int(edge), float(part), float(x), float(y)))
        return found

    origins, goals = [*places(6), None], [None, *places(4), None]
    pairs = nearest_pairs(graph, origins, goals)
    assert sorted(pairs.origin.tolist()) == list(range(7))
    for origin, goal in zip(*pairs):
        if origin == 6:
            assert goal == -1
            continue
        costs = {k: shortest_path(graph, origins[origin], goals[k]).cost for k in range(1, 5)}
        assert costs[goal] == pytest.approx(min(costs.values()))


def test_nearest_across_an_island_and_without_destination(town):
    graph, _ = town
    here, island = spots(town, 1, 1)[0].place, Place(112, 0.5, 3050.0, 0.0)
    pairs = nearest_pairs(graph, [here, island], [here])
    assert dict(zip(*(item.tolist() for item in pairs))) == {0: 0, 1: -1}
    assert nearest_pairs(graph, [here], [None, None]).goal.tolist() == [-1]
    assert nearest_pairs(graph, [here], []).goal.tolist() == [-1]
