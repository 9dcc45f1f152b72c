"""Walkability of areas, without QGIS: every part worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.walking.walkability import area
from cityorchestra.processing_provider.walking.walkability.equipment import walk_lines
from hypothesis import given
from hypothesis import strategies as st


def grid_of_streets(side, spacing):
    """Square lattice of side x side blocks."""
    lines = []
    for row in range(side + 1):
        for column in range(side):
            a, b, c = column * spacing, (column + 1) * spacing, row * spacing
            lines += [shapely.LineString([(a, c), (b, c)]), shapely.LineString([(c, a), (c, b)])]
    return np.array(lines, dtype=object)


def test_intersections_of_a_lattice():
    # 3 x 3 blocks: 4 inner crossings of four legs, 8 on the border of three, 4 corners that are none.
    found = area.intersections(walk_lines(grid_of_streets(3, 100.0)))
    assert sorted(found.legs.tolist()) == [3] * 8 + [4] * 4
    zones = np.array(
        [shapely.box(50, 50, 250, 250), shapely.box(-10, -10, 310, 310), shapely.box(900, 0, 910, 9)], object
    )
    assert area.count_inside(zones, found, 3).tolist() == [4, 12, 0]
    assert area.count_inside(zones, found, 4).tolist() == [4, 4, 0]


def test_crossings_of_a_dual_carriageway_are_one_intersection():
    lines = [
        [(0, 0), (100, 0)], [(100, 0), (200, 0)], [(0, 8), (100, 8)], [(100, 8), (200, 8)],
        [(100, 0), (100, 8)], [(100, 8), (100, 90)], [(100, 0), (100, -90)],
    ]  # fmt: skip
    network = walk_lines(shapely.linestrings(np.array(lines, dtype=float)))
    merged = area.intersections(network, 10.0)
    assert merged.legs.tolist() == [6]
    np.testing.assert_allclose(merged.xy, [[100, 4]])
    assert len(area.intersections(network, 0.0).legs) == 2
    assert len(area.intersections(walk_lines(np.array([], dtype=object))).legs) == 0


def test_mix_of_uses():
    areas = np.array([[50.0, 50, 0], [1, 1, 1], [7, 0, 0], [0, 0, 0]])
    np.testing.assert_allclose(area.mix(areas), [np.log(2) / np.log(3), 1, 0, np.nan])
    np.testing.assert_allclose(area.mix(areas[:, :1]), [0, 0, 0, np.nan])


@given(st.lists(st.lists(st.integers(0, 10**6), min_size=2, max_size=5), min_size=1, max_size=4).filter(
    lambda rows: len({len(row) for row in rows}) == 1
), st.floats(0.01, 100))  # fmt: skip
def test_mix_is_between_0_and_1_and_does_not_depend_on_units(areas, factor):
    found = area.mix(areas)
    known = ~np.isnan(found)
    assert (found[known] >= -1e-9).all() and (found[known] <= 1 + 1e-9).all()
    np.testing.assert_allclose(area.mix(np.array(areas, dtype=float) * factor)[known], found[known], atol=1e-7)


def test_areas_and_amounts_are_shared_out_by_area():
    zones = np.array([shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), None], dtype=object)
    shapes = np.array([shapely.box(5, 0, 15, 10), shapely.box(0, 0, 4, 4), None, shapely.box(0, 5, 2, 6)], dtype=object)
    areas, names = area.areas_by_class(zones, shapes, ["park", "shop", "park", None])
    assert names == ["park", "shop"]
    np.testing.assert_allclose(areas, [[50, 16], [50, 0], [0, 0]])
    np.testing.assert_allclose(area.share_inside(zones, shapes, [40, 8, 99, np.nan]), [28, 20, 0])


def test_index_worked_out_by_hand():
    inter, dens = np.array([10.0, 20, 30]), np.array([5.0, 5, 5])
    retail, uses = np.array([0.0, 0.2, 0.1]), np.array([0.2, 0.6, 0.4])
    index, scores = area.frank_index(inter, dens, retail, uses)
    np.testing.assert_allclose(scores["inter"], [-1, 0, 1])
    np.testing.assert_allclose(scores["dens"], [0, 0, 0])
    np.testing.assert_allclose(scores["retail"], [-1, 1, 0], atol=1e-12)
    np.testing.assert_allclose(index, [-4, 2, 2], atol=1e-12)
    part, scores = area.frank_index(inter, None, None, np.array([0.2, np.nan, 0.4]))
    assert scores["dens"] is None
    np.testing.assert_allclose(part, [-2 - np.sqrt(0.5), np.nan, 2 + np.sqrt(0.5)])


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=9), st.floats(0.1, 50), st.floats(-100, 100))
def test_z_scores_do_not_depend_on_unit_or_origin(values, factor, shift):
    values = np.array(values)
    if np.ptp(values) < 1e-3:
        return
    z = area.z_scores(values)
    assert z.mean() == pytest.approx(0, abs=1e-6) and z.std(ddof=1) == pytest.approx(1)
    np.testing.assert_allclose(area.z_scores(values * factor + shift), z, atol=1e-5)


def test_pedestrian_shed_of_one_street():
    network = walk_lines(np.array([shapely.LineString([(-1000, 0), (1000, 0)])], dtype=object))
    found = area.pedestrian_shed(network, np.array([shapely.Point(0, 3), shapely.Point(0, 900), None], object), 400.0)
    # A band 100 m wide, as far as the disc reaches.
    band = shapely.box(-400, -50, 400, 50).intersection(shapely.Point(0, 0).buffer(400, quad_segs=64))
    assert found[0] == pytest.approx(band.area / (np.pi * 400**2), rel=2e-3)
    assert np.isnan(found[1:]).all()


def test_pedestrian_shed_grows_with_streets_and_stays_below_one():
    dense, sparse = (walk_lines(grid_of_streets(count, 1200.0 / count)) for count in (24, 6))
    middle = np.array([shapely.Point(600, 600)], dtype=object)
    full, some = (area.pedestrian_shed(network, middle, 400.0)[0] for network in (dense, sparse))
    # Along a dense lattice 400 m reach a diamond, 2 / pi of the disc, widened by 50 m.
    diamond = shapely.Polygon([(400, 0), (0, 400), (-400, 0), (0, -400)]).buffer(50, quad_segs=64)
    disc = shapely.Point(0, 0).buffer(400, quad_segs=64)
    assert full == pytest.approx(diamond.intersection(disc).area / disc.area, abs=0.02)
    assert 0 < some < full < 1


def test_pedestrian_shed_stops_where_streets_are_not_joined():
    lines = [shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(100.5, 0), (400, 0)])]
    both = [shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(100, 0), (400, 0)])]
    apart, joined = (
        area.pedestrian_shed(walk_lines(np.array(item, object)), np.array([shapely.Point(10, 0)], object), 300.0)[0]
        for item in (lines, both)
    )
    assert apart < 0.6 * joined
