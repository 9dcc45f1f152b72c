"""Two sidewalks per street: same connections, corners walked round without crossing."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.walking.network import build_network
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from shapely import LineString

CROSS = [LineString([(0, 0), (60, 0)]), LineString([(0, 0), (0, 60)]), LineString([(0, 0), (-60, 0)])]
CROSS.append(LineString([(0, 0), (0, -60)]))


def connected_parts(u, v, n):
    return connected_components(coo_matrix((np.ones(len(u)), (u, v)), shape=(n, n)), directed=False)


def check(network):
    for k in range(len(network.u)):
        xy = shapely.get_coordinates(network.geometry[k])
        np.testing.assert_array_equal(xy[0], network.node_xy[network.u[k]])
        np.testing.assert_array_equal(xy[-1], network.node_xy[network.v[k]])
    np.testing.assert_array_equal(np.unique(np.concatenate((network.u, network.v))), np.arange(len(network.node_xy)))


def test_crossroads_of_four_streets():
    network = build_network(CROSS, width=[6.0] * 4, sides=2)
    check(network)
    assert np.unique(network.side, return_counts=True)[1].tolist() == [8, 4, 4]  # crossing, left, right
    # 3 m of carriageway and 1 m of sidewalk: corners at 4 m on both axes.
    near = network.node_xy[np.abs(network.node_xy).max(axis=1) < 10]
    np.testing.assert_allclose(np.abs(near), 4.0)
    assert len(near) == 4
    # A sidewalk runs from its corner to the end of the street, 4 m beside the axis.
    east_left = network.geometry[(network.source == 0) & (network.side == "left")][0]
    np.testing.assert_allclose(shapely.get_coordinates(east_left), [(4, 4), (60, 4)])
    mouth = network.crossing & (np.isclose(network.length_m, 8.0))
    assert mouth.sum() == 8  # four arms at the junction, four dead ends


def test_corner_is_walked_round_without_crossing():
    network = build_network(CROSS, width=[6.0] * 4, sides=2)
    walked = ~network.crossing
    parts, label = connected_parts(network.u[walked], network.v[walked], len(network.node_xy))
    assert parts == 4  # one per quarter of the town, each made of two sidewalks and a corner
    for part in range(4):
        sources = network.source[walked][label[network.u[walked]] == part]
        assert len(sources) == 2
        assert abs(int(sources[0]) - int(sources[1])) in (1, 3)  # neighbouring streets


def test_different_widths_meet_where_their_sidewalks_meet():
    network = build_network(CROSS, width=[6.0, 10.0, 6.0, 10.0], sides=2)
    corner = network.node_xy[(np.abs(network.node_xy) < 10).all(axis=1)]
    np.testing.assert_allclose(np.abs(corner), [[6.0, 4.0]] * 4)


def test_path_joins_the_corner_of_its_quarter():
    path = LineString([(0, 0), (2, 2), (30, 30)])
    network = build_network([*CROSS, path], width=[6.0, 6.0, 6.0, 6.0, None], sides=2)
    check(network)
    found = np.flatnonzero(network.source == 4)
    assert network.side[found].tolist() == [""]
    np.testing.assert_allclose(shapely.get_coordinates(network.geometry[found[0]]), [(4, 4), (30, 30)])


def test_footway_through_a_street_is_parted_by_a_crossing():
    street = LineString([(-50, 0), (0, 0), (50, 0)])
    footway = LineString([(0, -30), (0, 0), (0, 30)])
    network = build_network([street, footway], width=[8.0, 0.0], sides=2)
    check(network)
    middle = network.crossing & (np.abs(shapely.get_x(shapely.centroid(network.geometry))) < 1)
    assert middle.sum() == 1
    np.testing.assert_allclose(np.sort(shapely.get_coordinates(network.geometry[middle][0])[:, 1]), [-5.0, 5.0])
    paths = network.source == 1
    assert np.round(network.length_m[paths], 6).tolist() == [25.0, 25.0]
    assert network.counts["components"] == 1


def test_dead_end_and_street_into_path():
    street, path = LineString([(0, 0), (50, 0)]), LineString([(50, 0), (80, 0)])
    network = build_network([street, path], width=[6.0, np.nan], sides=2)
    check(network)
    assert network.crossing.sum() == 1  # at the dead end only; the path is reached from both sides at the axis
    assert network.counts["components"] == 1


def test_bend_shortens_the_inner_side():
    network = build_network([LineString([(0, 0), (50, 0), (50, 50)])], width=[6.0], sides=2)
    left, right = (network.length_m[network.side == name][0] for name in ("left", "right"))
    assert (left, right) == (pytest.approx(92.0), pytest.approx(108.0))


def test_tight_bend_does_not_run_backwards():
    t = np.linspace(0, np.pi, 40)
    hairpin = np.column_stack((2 * np.sin(t), 2 * np.cos(t)))  # radius 2 m, sidewalk at 4 m
    axis = LineString([(-40, 2), *hairpin, (-40, -2)])
    network = build_network([axis], width=[6.0], sides=2)
    assert network.length_m[network.side == "right"][0] < axis.length


def test_without_carriageway_nothing_changes():
    lines = [*CROSS, LineString([(200, 0), (300, 0)])]
    two = build_network(lines, width=[None, None, None, None, 6.0], sides=2)
    one = build_network(lines[:4])
    assert sorted(two.length_m[two.source < 4]) == sorted(one.length_m)


def random_town(seed):
    rng = np.random.default_rng(seed)
    lines = [LineString(rng.integers(0, 6, (rng.integers(2, 5), 2)) * 40.0 + rng.uniform(0, 3)) for _ in range(25)]
    return lines, np.where(rng.random(25) < 0.6, rng.uniform(3, 12, 25), 0.0)


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_two_sides_connect_what_one_side_connects(seed):
    lines, width = random_town(seed)
    width[0] = 6.0
    one = build_network(lines, planarise=True)
    two = build_network(lines, planarise=True, width=width, sides=2)
    check(two)
    assert np.isfinite(two.length_m).all()
    assert two.counts["components"] == one.counts["components"]
    # Lines share a connected part with two sides exactly when they do with one.
    together = []
    for network in (one, two):
        member = np.zeros((len(lines), network.counts["components"]))
        member[network.source, network.component] = 1
        together.append(member @ member.T > 0)
    np.testing.assert_array_equal(*together)


def test_crossings_carry_the_street_they_cross():
    network = build_network(CROSS, width=[6.0] * 4, sides=2)
    assert np.bincount(network.source[network.crossing]).tolist() == [2, 2, 2, 2]
    assert (network.level == 0).all()
