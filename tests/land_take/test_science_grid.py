"""Vertices on a grid: shared boundaries stay shared, and no ground is lost."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.land_take.grid import on_grid
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

WEST, SOUTH = 352_000.0, 6_789_000.0


def array(*shapes):
    found = np.empty(len(shapes), dtype=object)
    found[:] = shapes
    return found


def test_what_lies_on_the_grid_is_the_same_object_and_the_rest_is_moved():
    fine, rough = box(WEST + 0.123, SOUTH, WEST + 10, SOUTH + 10), box(WEST + 0.1234, SOUTH, WEST + 10, SOUTH + 10)
    found = on_grid(array(fine, rough, None), 1.0)
    assert found[0] is fine and found[2] is None
    assert found[1].bounds[0] == pytest.approx(WEST + 0.123, abs=1e-9)
    assert on_grid(array(fine), 100.0)[0].bounds[0] == pytest.approx(WEST + 0.1, abs=1e-9)


def test_a_sliver_narrower_than_the_grid_is_not_lost():
    sliver = box(WEST + 0.2, SOUTH, WEST + 0.3, SOUTH + 50)
    assert on_grid(array(sliver), 1000.0)[0] is sliver


def test_empty_and_several_parts():
    assert on_grid(np.empty(0, dtype=object), 1.0).shape == (0,)
    two = MultiPolygon([box(0, 0, 1.00004, 1), box(5, 5, 6, 6)])
    assert on_grid(array(two), 1.0)[0].area == pytest.approx(2.0)


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 2**32 - 1), st.sampled_from([1.0, 10.0, 100.0]))
def test_a_coverage_stays_a_coverage(seed, grid_mm):
    points = np.random.default_rng(seed).uniform(0, 100, (25, 2)) + np.array([WEST, SOUTH])
    hull = shapely.convex_hull(shapely.multipoints(points))
    faces = shapely.get_parts(shapely.delaunay_triangles(shapely.multipoints(points)))
    found = on_grid(faces, grid_mm)
    step = 0.001 * grid_mm
    assert len(found) == len(faces)
    assert np.abs(shapely.area(found) - shapely.area(faces)).max() <= step * shapely.length(faces).max()
    moved = array(*(face for face, old in zip(found, faces) if face is not old))  # the rest would have vanished
    steps = shapely.get_coordinates(moved) / step
    assert np.abs(steps - np.rint(steps)).max() < 1e-3
    # Neighbours moved as one: what overlaps or opens is of the order of what vanished, not of the length of boundaries.
    assert shapely.area(found).sum() == pytest.approx(hull.area, abs=2.0 * step * hull.length)
    again = on_grid(moved, grid_mm)
    assert all(one is other for one, other in zip(moved, again))  # a second time moves nothing


def test_a_shared_boundary_stays_shared():
    middle = [(50.00037, 0), (50.00071, 33.3334), (49.99963, 100)]
    west = Polygon([(0, 0), *middle, (0, 100)])
    east = Polygon([(100, 0), (100, 100), *middle[::-1]])
    found = on_grid(array(west, east), 1.0)
    assert found[0].area + found[1].area == pytest.approx(10_000.0, abs=1e-9)
    assert found[0].intersection(found[1]).area == 0.0
