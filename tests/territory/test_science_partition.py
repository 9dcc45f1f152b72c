"""The partition of the demo town: cells, faces, small faces joined to their neighbours, polygons."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.territory.partition import (
    BARE,
    cut_cells,
    dissolve,
    faces_of,
    merge_small,
    paint,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

GROUND = box(0.0, 0.0, 10.0, 4.0)
# Two squares that overlap on a strip 2 m wide.
WEST, EAST = box(0.0, 0.0, 4.0, 4.0), box(2.0, 0.0, 6.0, 4.0)


def groups(face):
    """Sets of cells, whatever their numbers."""
    return {tuple(np.flatnonzero(face == one)) for one in np.unique(face)}


def test_cells_and_what_they_share():
    cells = cut_cells([WEST, EAST], GROUND)
    assert cells.area.tolist() == [8.0, 8.0, 8.0, 16.0]  # from west to east
    assert list(zip(cells.first, cells.second, cells.border)) == [(0, 1, 4.0), (1, 2, 4.0), (2, 3, 4.0)]
    assert shapely.within(cells.point, cells.shape).all()


def test_last_area_is_on_top():
    cells = cut_cells([WEST, EAST], GROUND)
    assert paint(cells, [WEST, EAST], [5, 7]).tolist() == [5, 7, 7, BARE]
    assert paint(cells, [EAST, WEST], [7, 5]).tolist() == [5, 5, 7, BARE]
    assert paint(cells, [], []).tolist() == [BARE] * 4


def test_faces_are_cells_of_one_value_that_touch_along_a_line():
    corners = [box(0, 0, 2, 2), box(2, 2, 4, 4)]  # they share a corner only
    cells = cut_cells([*corners, box(0, 2, 2, 4)], box(0, 0, 4, 4))
    value = paint(cells, corners, [1, 1])
    assert len(groups(faces_of(cells, value))) == 4
    assert len(groups(faces_of(cells, np.ones(4)))) == 1
    assert faces_of(cells, np.array([3, 2, 3, 2])).tolist() == [0, 1, 0, 1]


def test_a_small_face_joins_the_neighbour_it_borders_most():
    # A square of 1 m2 in the corner of two fields: 1 m with the one on its right, 1 m with the one above.
    ground, spot, above = box(0, 0, 6, 6), box(0, 0, 1, 1), box(0, 1, 1, 6)
    cells = cut_cells([spot, above], ground)
    value = paint(cells, [ground, above, spot], [0, 1, 2])
    small = cells.area == 1.0
    least, free = np.array([2.0, 2.0, 2.0]), np.zeros(3, dtype=bool)
    assert merge_small(cells, value, least, free, np.array([1.0, 0.5, 1.0]))[small].tolist() == [0]
    assert merge_small(cells, value, least, free, np.array([0.5, 1.0, 1.0]))[small].tolist() == [1]
    assert merge_small(cells, value, least, small, np.ones(3)).tolist() == value.tolist()
    assert merge_small(cells, value, np.full(3, 0.5), free, np.ones(3)).tolist() == value.tolist()


def test_two_small_faces_may_be_large_enough_together():
    # Strips of 3 m2 and 4 m2 side by side; the limit is 5 m2: the smaller joins the larger, which then stays.
    ground, one, other = box(0, 0, 10, 10), box(0, 0, 3, 1), box(0, 1, 4, 2)
    cells = cut_cells([one, other], ground)
    value = paint(cells, [ground, one, other], [0, 1, 2])
    merged = merge_small(cells, value, np.full(3, 5.0), np.zeros(3, dtype=bool), np.array([0.1, 1.0, 1.0]))
    assert sorted(merged.tolist()) == [0, 2, 2]


def test_a_face_in_a_face_leaves_a_hole():
    inside = box(2, 1, 4, 3)
    cells = cut_cells([inside], GROUND)
    faces = dissolve(cells, faces_of(cells, paint(cells, [GROUND, inside], [0, 1])))
    assert sorted(shapely.area(faces).tolist()) == [4.0, 36.0]
    assert sorted(shapely.get_num_interior_rings(faces).tolist()) == [0, 1]


def test_vertices_of_cells_stay_in_the_faces():
    """A face keeps the point where two of its neighbours meet, so that all three share it."""
    cells = cut_cells([box(0, 0, 5, 2), box(5, 0, 10, 2)], GROUND)
    faces = dissolve(cells, faces_of(cells, paint(cells, [GROUND, box(0, 0, 5, 2)], [0, 1])))
    assert shapely.coverage_is_valid(faces)
    upper = faces[np.argmax(shapely.area(faces))]
    assert (5.0, 2.0) in upper.exterior.coords[:]


def test_a_hole_may_touch_the_outside_at_a_point():
    """Four cells around a hole whose corner lies on the outer edge: what GEOS’s coverage union returns is not valid."""
    ground = box(0, 0, 6, 6)
    hole = shapely.Polygon([(3, 0), (5, 3), (3, 5), (1, 3)])
    cells = cut_cells([hole, box(0, 0, 3, 6), box(0, 3, 6, 6)], ground)
    outside = ~shapely.contains(hole, cells.point)
    faces = dissolve(cells, np.where(outside, 0, 1))
    assert shapely.is_valid(faces).all()
    assert shapely.area(faces).tolist() == [26.0, 10.0]
    assert len(faces[0].interiors) == 1
    assert shapely.coverage_is_valid(faces)


@st.composite
def drawings(draw):
    """Rectangles on a rough grid, some outside the ground, and their values."""
    count = draw(st.integers(0, 7))
    shapes, values = [], []
    for _ in range(count):
        x, y = draw(st.integers(-20, 110)), draw(st.integers(-20, 110))
        turned = shapely.affinity.rotate(box(x, y, x + draw(st.integers(1, 70)), y + draw(st.integers(1, 70))), 13.0)
        shapes.append(turned if draw(st.booleans()) else box(*turned.bounds))
        values.append(draw(st.integers(1, 3)))
    return shapes, values


@settings(max_examples=60, deadline=None)
@given(drawing=drawings(), least=st.floats(0.0, 800.0))
def test_any_drawing_is_shared_out(drawing, least):
    shapes, values = drawing
    ground = box(0, 0, 100, 100)
    cells = cut_cells(shapes, ground)
    assert cells.area.sum() == pytest.approx(10_000.0, rel=1e-12)
    value = paint(cells, [ground, *shapes], [0, *values])
    merged = merge_small(cells, value, np.full(4, least), np.zeros(len(value), dtype=bool), np.ones(4))
    for one in (value, merged):
        faces = dissolve(cells, faces_of(cells, one))
        assert shapely.is_valid(faces).all()
        assert shapely.coverage_is_valid(faces)
        assert shapely.area(faces).sum() == pytest.approx(10_000.0, rel=1e-12)
    face = faces_of(cells, merged)
    area = np.bincount(face, weights=cells.area)
    assert len(area) == 1 or area.min() >= least
    again = merge_small(cells, merged, np.full(4, least), np.zeros(len(value), dtype=bool), np.ones(4))
    assert (again == merged).all()
    # The value that is on top at a point, by the geometry alone.
    top = [max((k for k, shape in enumerate(shapes) if shape.intersects(point)), default=-1) for point in cells.point]
    assert value.tolist() == [0 if k < 0 else values[k] for k in top]
