"""Slopes along edges and Tobler's walking speed."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.processing_provider.walking.elevation import (
    edge_slopes,
    profile_points,
    walking_speed,
    walking_times,
)
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString


def slopes_of(lines, height, structure=None):
    """Slopes of lines on a terrain given as a function of x and y."""
    places = profile_points(lines)
    length = np.array([line.length for line in lines])
    return edge_slopes(height(places.x, places.y), places.index, places.distance, length, structure=structure)


def test_places_include_both_ends_at_equal_steps():
    places = profile_points([LineString([(0, 0), (12, 0)]), LineString([(5, 5), (5, 6)])], spacing=5.0)
    assert places.index.tolist() == [0, 0, 0, 0, 1, 1]
    np.testing.assert_allclose(places.x, [0, 4, 8, 12, 5, 5])
    np.testing.assert_allclose(places.y, [0, 0, 0, 0, 5, 6])
    np.testing.assert_allclose(places.distance, [0, 4, 8, 12, 0, 1])
    assert np.isnan(places.z).all()


def test_places_follow_bends_and_carry_heights():
    places = profile_points([LineString([(0, 0, 0), (10, 0, 10), (10, 10, 10)])], spacing=5.0)
    np.testing.assert_allclose(np.column_stack((places.x, places.y)), [(0, 0), (5, 0), (10, 0), (10, 5), (10, 10)])
    np.testing.assert_allclose(places.z, [0, 5, 10, 10, 10])


@given(st.lists(st.floats(0.01, 500.0), min_size=1, max_size=20), st.floats(0.5, 30.0))
def test_places_are_never_farther_apart_than_the_spacing(lengths, spacing):
    places = profile_points([LineString([(0, k), (length, k)]) for k, length in enumerate(lengths)], spacing)
    for k, length in enumerate(lengths):
        d = places.distance[places.index == k]
        assert d[0] == 0.0
        assert d[-1] == pytest.approx(length)
        assert np.diff(d).max() <= spacing * (1 + 1e-9)


@pytest.mark.parametrize("spacing", [0.0, -1.0, np.nan])
def test_spacing_must_be_positive(spacing):
    with pytest.raises(ValueError, match="above 0 m"):
        profile_points([LineString([(0, 0), (1, 0)])], spacing)


def test_empty_line_is_refused_and_no_line_is_fine():
    with pytest.raises(ValueError, match="empty geometries"):
        profile_points([LineString()])
    assert len(profile_points([]).x) == 0


def test_plane_has_its_slope_everywhere():
    lines = [LineString([(0, 0), (100, 0)]), LineString([(50, 0), (0, 0)]), LineString([(0, 0), (0, 33)])]
    mean, steepest = slopes_of(lines, lambda x, y: 100.0 + 0.06 * x - 0.02 * y)
    np.testing.assert_allclose(mean, [0.06, -0.06, -0.02], atol=1e-12)
    np.testing.assert_allclose(steepest, [0.06, 0.06, 0.02], atol=1e-12)


def test_hump_has_no_mean_slope_but_a_steepest_one():
    mean, steepest = slopes_of([LineString([(0, 0), (100, 0)])], lambda x, y: 5.0 - np.abs(x - 50.0) / 10.0)
    assert mean[0] == pytest.approx(0.0, abs=1e-12)
    assert steepest[0] == pytest.approx(0.1)


def test_smoothing_damps_one_wrong_height():
    z = np.zeros(21)
    z[10] = 1.0
    mean, steepest = edge_slopes(z, np.zeros(21, int), np.arange(21) * 5.0, [100.0])
    assert mean[0] == 0.0
    assert steepest[0] == pytest.approx(0.5 / 20.0)  # half of the metre is left, over 20 m


def test_walked_the_other_way_the_slope_changes_sign():
    def hill(x, y):
        return np.sin(x / 17.0) * 4.0 + np.cos(y / 11.0)

    line = LineString([(0, 0), (60, 20), (90, 80)])
    mean, steepest = slopes_of([line, line.reverse()], hill)
    assert mean[0] == pytest.approx(-mean[1])
    assert steepest[0] == pytest.approx(steepest[1])


def test_missing_heights_give_no_slope():
    index, distance = np.repeat([0, 1, 3], 3), np.tile([0.0, 5.0, 10.0], 3)
    z = np.array([0.0, np.nan, 1.0, np.nan, 0.0, 1.0, 0.0, 0.5, 1.0])
    mean, steepest = edge_slopes(z, index, distance, [10.0] * 4)
    np.testing.assert_allclose(mean, [0.1, np.nan, np.nan, 0.1])
    np.testing.assert_allclose(steepest, [np.nan, np.nan, np.nan, 0.1])


def test_bridge_is_straight_between_its_ends():
    def valley(x, y):
        return -np.minimum(x, 100.0 - x) / 5.0 + 0.01 * x

    line = LineString([(0, 0), (100, 0)])
    mean, steepest = slopes_of([line, line], valley, structure=[False, True])
    np.testing.assert_allclose(mean, 0.01)
    assert steepest[0] == pytest.approx(0.21)
    assert steepest[1] == pytest.approx(0.01)


def test_refused_samples():
    with pytest.raises(ValueError, match="same length"):
        edge_slopes([0.0], [0, 0], [0.0, 1.0], [1.0])
    with pytest.raises(ValueError, match="sorted by edge"):
        edge_slopes([0.0, 1.0], [1, 0], [0.0, 1.0], [1.0, 1.0])
    with pytest.raises(ValueError, match="sorted by edge"):
        edge_slopes([0.0, 1.0], [0, 2], [0.0, 1.0], [1.0, 1.0])


def test_tobler_speeds():
    # Worked by hand: flat; peak exp(3.5 * 0.05) on a 5 % descent; 10 % up exp(-3.5 * 0.1); 10 % down as the flat.
    np.testing.assert_allclose(
        walking_speed([0.0, -0.05, 0.1, -0.1], 1.25), [1.25, 1.489058, 0.880860, 1.25], rtol=1e-6
    )
    assert walking_speed(np.nan, 0.8) == 0.8


@given(st.floats(-1.0, 1.0))
def test_speed_peaks_on_a_gentle_descent(slope):
    assert 0.0 < walking_speed(slope) <= walking_speed(-0.05)
    assert walking_speed(-0.05 + slope) == pytest.approx(walking_speed(-0.05 - slope))


@pytest.mark.parametrize("speed", [0.0, -1.0, np.nan, np.inf])
def test_speed_must_be_positive(speed):
    with pytest.raises(ValueError, match="walking speed"):
        walking_speed(0.0, speed)


def test_times_depend_on_the_direction():
    forward, backward = walking_times([100.0, 100.0, 100.0], [0.1, np.nan, -0.05], 1.25)
    np.testing.assert_allclose(forward, [100 / 0.880860, 80.0, 100 / 1.489058], rtol=1e-6)
    np.testing.assert_allclose(backward, [80.0, 80.0, 100 / (1.25 * np.exp(-0.175))], rtol=1e-6)
    np.testing.assert_allclose(walking_times([10.0])[0], [8.0])
