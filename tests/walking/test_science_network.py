"""Noding of walking networks: what joins, what stays apart, what is counted."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.walking.edges import components
from cityorchestra.processing_provider.walking.network import build_network
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point


def line(*points):
    return LineString(points)


def edge_set(network):
    """Edges as unordered pairs of node positions with their length, sorted."""
    rows = []
    for u, v, length in zip(network.u, network.v, network.length_m):
        ends = sorted((tuple(np.round(network.node_xy[u], 6)), tuple(np.round(network.node_xy[v], 6))))
        rows.append((*ends, round(float(length), 6)))
    return sorted(rows)


def check(network):
    """What holds for every network."""
    n = len(network.u)
    assert len(network.geometry) == len(network.v) == len(network.length_m) == len(network.source) == n
    for k in range(n):
        xy = shapely.get_coordinates(network.geometry[k])
        np.testing.assert_array_equal(xy[0], network.node_xy[network.u[k]])
        np.testing.assert_array_equal(xy[-1], network.node_xy[network.v[k]])
    assert network.u.dtype == network.v.dtype == np.int32
    if n:
        np.testing.assert_allclose(network.length_m, shapely.length(network.geometry))
        assert network.length_m.min() > 0.0
        np.testing.assert_array_equal(
            np.unique(np.concatenate((network.u, network.v))), np.arange(len(network.node_xy))
        )


def test_ends_meet_at_nodes():
    network = build_network([line((0, 0), (10, 0)), line((10, 0), (10, 5)), line((10, 5), (0, 0))])
    check(network)
    assert len(network.node_xy) == 3
    assert network.counts["components"] == 1
    assert network.counts["splits"] == 0


def test_snapping_moves_ends_together_even_across_a_grid_line():
    # 0.004 m apart, on both sides of a multiple of the snapping distance.
    network = build_network(
        [line((0, 0), (9.999, 0)), line((10.003, 0), (20, 0)), line((10.0, 0.02), (10, 9))], snap=0.01
    )
    check(network)
    assert network.counts["joined"] == 1
    assert len(network.node_xy) == 5  # the third line, 0.02 m away, stays apart
    assert network.counts["components"] == 2


def test_far_chains_of_close_vertices_do_not_melt():
    x = np.arange(0.0, 5.0, 0.4)
    curve = LineString(np.column_stack((x, np.zeros_like(x))))
    network = build_network([curve, line((4.8, 0), (4.8, 9))], snap=0.5)
    check(network)
    assert network.length_m[network.source == 0].sum() == pytest.approx(4.8, abs=0.5)


def test_shared_interior_vertex_is_a_junction():
    network = build_network([line((0, 0), (5, 0), (10, 0)), line((5, -5), (5, 0), (5, 5))])
    check(network)
    assert len(network.u) == 4
    assert network.counts["splits"] == 2
    assert network.source.tolist() == [0, 0, 1, 1]


def test_crossing_without_vertex_joins_only_when_planarised():
    lines = [line((0, 0), (10, 0)), line((5, -5), (5, 5))]
    apart = build_network(lines)
    assert len(apart.u) == 2
    assert apart.counts["components"] == 2
    joined = build_network(lines, planarise=True)
    check(joined)
    assert len(joined.u) == 4
    assert joined.counts["crossings"] == 1
    assert joined.counts["components"] == 1


def test_end_on_a_segment_joins():
    network = build_network([line((0, 0), (10, 0)), line((4, 0.004), (4, 6))])
    check(network)
    assert network.counts["touches"] == 1
    assert sorted(np.round(network.length_m, 2)) == [4.0, 6.0, 6.0]


def test_vertex_on_a_segment_joins_only_when_planarised():
    lines = [line((0, 0), (10, 0)), line((4, 5), (5, 0), (6, 5))]
    assert build_network(lines).counts["components"] == 2
    network = build_network(lines, planarise=True)
    check(network)
    assert network.counts["components"] == 1
    assert len(network.u) == 4


def test_overlapping_collinear_lines_become_parallel_edges():
    network = build_network([line((0, 0), (10, 0)), line((4, 0), (14, 0))])
    check(network)
    assert network.counts["components"] == 1
    assert sorted(np.round(network.length_m, 6)) == [4.0, 4.0, 6.0, 6.0]


@pytest.mark.parametrize("planarise", [False, True])
def test_bridge_is_not_joined_to_what_it_passes_over(planarise):
    ground = line((0, 0), (5, 0), (10, 0))
    bridge = line((5, -5), (5, 0), (5, 5))  # same vertex in the plane
    network = build_network([ground, bridge], level=[0, 1], planarise=planarise)
    check(network)
    assert len(network.u) == 2
    assert network.counts["components"] == 2


def test_bridge_end_continues_the_ground_way_and_ignores_the_tunnel():
    bridge = line((0, 0), (10, 0))
    ground_start = line((10, 0), (20, 0))
    tunnel = line((10, -5), (10, 0), (10, 5))
    network = build_network([bridge, ground_start, tunnel], level=[1, 0, -1])
    check(network)
    # Ends at levels 1 and 0; the tunnel, one level from the nearest end, is the only through line there: it joins...
    assert network.counts["components"] == 1
    through = line((12, -5), (10, 0), (12, 5))
    network = build_network([bridge, ground_start, tunnel, through], level=[1, 0, -1, 0])
    check(network)
    # ...but not when the ground has a through line of its own.
    assert network.counts["components"] == 2
    assert network.component[network.source == 2].tolist() == [1]


def test_bridge_end_joins_the_middle_of_a_ground_way():
    network = build_network([line((0, 0), (5, 0), (10, 0)), line((5, 0), (5, 9))], level=[0, 1])
    check(network)
    assert len(network.u) == 3
    assert network.counts["components"] == 1


def test_levels_may_be_missing():
    lines = [line((0, 0), (1, 0)), line((1, 0), (2, 0)), line((2, 0), (3, 0))]
    assert build_network(lines, level=[None, np.nan, 0]).level.tolist() == [0, 0, 0]


def test_loop_and_lollipop():
    ring = line((0, 0), (10, 0), (10, 10), (0, 0))
    assert build_network([ring]).u.tolist() == build_network([ring]).v.tolist() == [0]
    lollipop = line((-10, 0), (0, 0), (10, 0), (10, 10), (0, 0))
    network = build_network([lollipop])
    check(network)
    assert len(network.u) == 2
    assert (network.u == network.v).sum() == 1


def test_duplicate_lines_are_kept_as_parallel_edges():
    network = build_network([line((0, 0), (10, 0)), line((0, 0), (10, 0))])
    check(network)
    assert len(network.u) == 2
    assert len(network.node_xy) == 2


@pytest.mark.filterwarnings("ignore:invalid value encountered in linestrings")
def test_bad_features_are_counted():
    network = build_network(
        [
            None,
            LineString(),
            Point(0, 0),
            line((0, 0), (0, 0)),
            line((0, 0), (0.001, 0)),
            line((0, 0), (np.nan, 1)),
            MultiLineString([[(0, 0), (1, 0)], [(1, 0), (2, 0)]]),
            line((2, 0), (2, 0), (3, 0)),
        ]
    )
    check(network)
    counts = network.counts
    assert (counts["lines"], counts["missing"], counts["not_lines"]) == (8, 2, 1)
    assert (counts["zero_length"], counts["invalid"], counts["multipart"]) == (2, 1, 1)
    assert network.source.tolist() == [6, 6, 7]


@pytest.mark.parametrize("lines", [[], [None], [line((0, 0), (0, 0))], [line((0, 0), (0.001, 0))]])
def test_nothing_to_join_gives_an_empty_network(lines):
    network = build_network(lines)
    check(network)
    assert len(network.u) == network.counts["components"] == 0


def test_heights_are_carried_and_do_not_part_lines():
    network = build_network([line((0, 0, 10), (4, 0, 14)), line((4, 0, 99), (4, 3, 1))])
    check(network)
    assert network.counts["components"] == 1
    assert network.length_m.tolist() == [4.0, 3.0]
    assert shapely.get_coordinates(network.geometry[0], include_z=True)[:, 2].tolist() == [10.0, 14.0]
    mixed = build_network([line((0, 0, 10), (10, 0, 20)), line((4, 0), (4, 3))])
    assert shapely.get_coordinates(mixed.geometry[0], include_z=True)[1, 2] == pytest.approx(14.0)


def test_components_are_numbered_by_size():
    lines = [line((0, 0), (1, 0)), line((10, 0), (11, 0)), line((11, 0), (12, 0)), line((20, 0), (21, 0))]
    assert build_network(lines).component.tolist() == [1, 0, 0, 2]
    assert components(np.array([0, 2]), np.array([1, 3]), 4).tolist() == [0, 1]


def test_refused_arguments():
    lines = [line((0, 0), (1, 0))]
    for snap in (0, -1, np.nan):
        with pytest.raises(ValueError, match="snapping distance"):
            build_network(lines, snap=snap)
    with pytest.raises(ValueError, match="number of sides"):
        build_network(lines, sides=3)
    with pytest.raises(InputError, match="carriageway width"):
        build_network(lines, sides=2)
    with pytest.raises(ValueError, match="one value per line"):
        build_network(lines, level=[0, 1])


def random_lines(seed, n=40):
    """Lines between points of a small grid, so that ends, vertices and segments often meet."""
    rng = np.random.default_rng(seed)
    return [LineString(rng.integers(0, 7, (rng.integers(2, 5), 2)) * 10.0) for _ in range(n)]


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.booleans())
def test_order_and_direction_of_lines_do_not_matter(seed, planarise):
    lines = random_lines(seed)
    rng = np.random.default_rng(seed + 1)
    level = rng.integers(-1, 2, len(lines))
    order = rng.permutation(len(lines))
    turned = [lines[k].reverse() if rng.random() < 0.5 else lines[k] for k in order]
    a = build_network(lines, level=level, planarise=planarise)
    b = build_network(turned, level=level[order], planarise=planarise)
    check(a)
    assert edge_set(a) == edge_set(b)
    np.testing.assert_allclose(a.node_xy, b.node_xy)
    assert a.counts["components"] == b.counts["components"]


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_noding_keeps_the_length_and_planarised_edges_do_not_cross(seed):
    lines = random_lines(seed, 12)
    network = build_network(lines, planarise=True)
    check(network)
    given_length = sum(shapely.length(g) for g in lines)
    # Vertices within the snapping distance of another place may move by it.
    assert network.length_m.sum() == pytest.approx(given_length, rel=1e-3)
    # Where two edges meet in a point, it is an end of both (overlapping lines became parallel edges).
    i, j = np.triu_indices(len(network.u), 1)
    common = shapely.get_parts(shapely.intersection(network.geometry[i], network.geometry[j]), return_index=True)
    point = shapely.get_type_id(common[0]) == 0
    for edge in (i[common[1][point]], j[common[1][point]]):
        ends = shapely.multipoints(network.node_xy[np.column_stack((network.u[edge], network.v[edge]))])
        assert (shapely.distance(ends, common[0][point]) < 1e-6).all()


def test_real_streets_of_redon(shared_data):
    path = shared_data("redon/redon.gpkg")
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        rows = connection.execute("select _ogr_geometry_, bridge, tunnel from ways").fetchall()
    # GeoPackage geometry: 8 bytes, an envelope of 32 bytes, then WKB.
    lines = [shapely.from_wkb(bytes(blob)[8 + 32 * ((blob[3] >> 1) & 7 == 1) :]) for blob, _, _ in rows]
    level = [1 if bridge not in (None, "no") else -1 if tunnel not in (None, "no") else 0 for _, bridge, tunnel in rows]
    network = build_network(lines, level=level)
    check(network)
    assert network.counts["lines"] == 350
    assert network.counts["splits"] > 300
    # One town: nearly everything is connected, the rest being cut by the edge of the extract.
    assert (network.component == 0).mean() > 0.98
