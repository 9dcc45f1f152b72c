"""Sampling places, the median across the sidewalk, and samples reduced to edges."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.walking.sun_profile import (
    NO_DATA,
    SunTally,
    median_across,
    reduce_to_edges,
    sample_positions,
)
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from shapely import LineString

SHARES = st.one_of(st.integers(0, 100), st.just(NO_DATA))


def test_places_are_middles_of_parts_with_three_cells_across():
    places = sample_positions([LineString([(0, 0), (8, 0)]), LineString([(0, 10), (0, 11)])], 2.0, 0.5)
    assert places.edge_index.tolist() == [0, 0, 0, 0, 1, 1]  # two at least on the short edge
    np.testing.assert_allclose(places.x[:4], np.repeat([[1], [3], [5], [7]], 3, axis=1))
    np.testing.assert_allclose(places.y[:4], [[0.5, 0.0, -0.5]] * 4)  # left first
    np.testing.assert_allclose(places.x[4:], [[-0.5, 0.0, 0.5]] * 2)
    np.testing.assert_allclose(places.y[4:], [[10.25] * 3, [10.75] * 3])


@given(st.integers(0, 10_000), st.floats(0.5, 10.0))
def test_cells_lie_on_and_beside_their_edge(seed, spacing):
    rng = np.random.default_rng(seed)
    lines = [LineString(rng.uniform(0, 100, (rng.integers(2, 6), 2))) for _ in range(5)]
    places = sample_positions(lines, spacing, 0.5)
    for k, line in enumerate(lines):
        mine = places.edge_index == k
        assert mine.sum() >= max(2, line.length / spacing - 1e-6)
        middle = shapely.points(places.x[mine, 1], places.y[mine, 1])
        assert shapely.distance(line, middle).max() < 1e-6
        for side in (0, 2):
            apart = np.hypot(places.x[mine, side] - places.x[mine, 1], places.y[mine, side] - places.y[mine, 1])
            np.testing.assert_allclose(apart, 0.5)


def test_distances_are_checked():
    line = [LineString([(0, 0), (1, 0)])]
    with pytest.raises(ValueError, match="spacing"):
        sample_positions(line, 0.0)
    with pytest.raises(ValueError, match="across"):
        sample_positions(line, 2.0, -0.1)
    assert len(sample_positions([]).edge_index) == 0


def test_median_ignores_cells_without_data():
    cells = np.array(
        [[0, 100, 40], [100, 100, 0], [255, 30, 31], [255, 255, 7], [255, 255, 255], [0, 255, 0]], dtype=np.uint8
    )
    assert median_across(cells).tolist() == [40, 100, 31, 7, 255, 0]


@given(hnp.arrays(np.uint8, st.tuples(st.integers(1, 20), st.just(3)), elements=SHARES))
def test_median_does_not_depend_on_the_order_of_cells(cells):
    result = median_across(cells)
    for order in ([1, 0, 2], [2, 1, 0], [1, 2, 0]):
        np.testing.assert_array_equal(median_across(np.ascontiguousarray(cells[:, order])), result)
    known = (cells != NO_DATA).all(axis=1)
    np.testing.assert_array_equal(result[known], np.median(cells[known], axis=1))


def test_mean_of_samples_is_rounded_half_up():
    values = np.array([[0, 1], [1, 2], [255, 255], [100, 255]], dtype=np.uint8)
    result = reduce_to_edges(values, [0, 0, 0, 2], 4)
    assert result.dtype == np.uint8
    assert result.tolist() == [[1, 2], [255, 255], [100, 255], [255, 255]]


def test_covered_passage_is_in_the_shade():
    values = np.full((2, 3), 100, dtype=np.uint8)
    assert reduce_to_edges(values, [0, 1], 3, covered=[True, False, True]).tolist() == [[0] * 3, [100] * 3, [0] * 3]


@given(
    hnp.arrays(np.uint8, st.tuples(st.integers(1, 60), st.integers(1, 4)), elements=SHARES),
    st.integers(0, 10_000),
    st.integers(1, 7),
)
def test_tiles_and_order_change_no_bit(values, seed, n_tiles):
    rng = np.random.default_rng(seed)
    edge = rng.integers(0, 5, len(values))
    whole = reduce_to_edges(values, edge, 5)
    order = rng.permutation(len(values))
    np.testing.assert_array_equal(reduce_to_edges(values[order], edge[order], 5), whole)
    tally = SunTally(5, values.shape[1])
    for tile in np.array_split(order, n_tiles):
        for slot in range(values.shape[1]):
            tally.add(values[tile, slot], edge[tile], slot)
    np.testing.assert_array_equal(tally.shares(), whole)


@given(hnp.arrays(np.uint8, st.integers(1, 40), elements=st.integers(0, 100)))
def test_mean_lies_within_the_samples(values):
    result = reduce_to_edges(values, np.zeros(len(values), int), 1)[0, 0]
    assert values.min() <= result <= values.max()
    assert result == pytest.approx(values.mean(), abs=0.5 + 1e-9)


def test_refused_samples():
    tally = SunTally(2, 3)
    good = np.zeros(2, np.uint8)
    with pytest.raises(ValueError, match="one edge number"):
        tally.add(good, [0])
    with pytest.raises(ValueError, match="edge that does not exist"):
        tally.add(good, [0, 2])
    with pytest.raises(ValueError, match="edge that does not exist"):
        tally.add(good, [-1, 0])
    with pytest.raises(ValueError, match="time slot"):
        tally.add(good, [0, 1], 3)
    with pytest.raises(ValueError, match="between 0 and 100"):
        tally.add(np.array([101], np.uint8), [0])
    tally.add(np.zeros(0, np.uint8), np.zeros(0, int))
    assert (tally.shares() == NO_DATA).all()
