"""A land cover painted from layers: what is on top, what shows through, and no ground lost or counted twice."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.land_take.overlay import overlay_areas
from cityorchestra.processing_provider.land_take.painting import Layer, painted, widened
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, box

FRAME = box(0, 0, 100, 100)


def layer(cover, use, priority, *areas, park=False):
    return Layer(cover, use, priority, park, np.array(areas, dtype=object))


def at(painting, x, y):
    """Return cover, use and park of the face at a point."""
    row = int(np.flatnonzero(shapely.intersects(painting.geometry, Point(x, y)))[0])
    return str(painting.cover[row]), str(painting.use[row]), bool(painting.park[row])


def test_what_lies_on_top_hides_what_lies_below_and_use_shows_through():
    found = painted(
        [
            layer("1.1.1.1", "", 80, box(10, 10, 20, 20)),
            layer("2.2.1", "5", 20, box(0, 0, 60, 100)),
            layer("2.1.1.1", "", 35, box(40, 0, 80, 100)),
        ],
        FRAME,
    )
    assert at(found, 15, 15) == ("1.1.1.1", "5", False)  # a house takes the use of its plot
    assert at(found, 50, 50) == ("2.1.1.1", "5", False)
    assert at(found, 70, 50) == ("2.1.1.1", "", False)
    assert at(found, 90, 50) == ("", "", False)  # nothing tells of it
    assert at(found, 5, 5) == ("2.2.1", "5", False)
    assert shapely.area(found.geometry).sum() == pytest.approx(10_000.0)


def test_plants_of_a_park_are_park_and_its_paths_are_not():
    found = painted(
        [
            layer("2.2.1", "3", 40, box(0, 0, 50, 100), park=True),
            layer("2.1.1.1", "", 45, box(0, 0, 10, 100)),
            layer("1.1.1.2", "4.1.1", 60, box(20, 0, 23, 100)),
        ],
        FRAME,
    )
    assert at(found, 5, 50)[2] and at(found, 40, 50)[2]
    assert not at(found, 21, 50)[2] and not at(found, 90, 50)[2]


def test_of_equal_priority_the_later_is_above_and_outside_is_left_out():
    found = painted(
        [layer("2.2.1", "1.1", 5, box(-50, 0, 50, 100)), layer("2.1.3", "1.1", 5, box(40, 0, 999, 100))], FRAME
    )
    assert at(found, 45, 50)[0] == "2.1.3" and at(found, 20, 50)[0] == "2.2.1"
    assert shapely.total_bounds(found.geometry).tolist() == [0.0, 0.0, 100.0, 100.0]


def test_nothing_to_paint_leaves_ground_without_codes():
    found = painted([layer("2.2.1", "1.1", 5, box(500, 500, 600, 600))], FRAME)
    assert found.cover.tolist() == [""] and shapely.area(found.geometry).sum() == 10_000.0


def test_lines_are_widened():
    shapes = widened([LineString([(0, 0), (100, 0)])] * 3, [6.0, 0.0, np.nan])
    assert shapes[0].area == pytest.approx(600.0, rel=0.06) and shapes[1] is None and shapes[2] is None


boxes = st.lists(
    st.tuples(st.integers(-10, 90), st.integers(-10, 90), st.integers(1, 60), st.integers(1, 60),
              st.sampled_from(["", "1.1.1.1", "2.2.1"]), st.sampled_from(["", "5", "1.1"]), st.integers(0, 3)),
    max_size=8,
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(boxes, st.integers(0, 10_000))
def test_faces_fill_the_frame_once_and_the_topmost_wins(areas, seed):
    layers = [layer(cover, use, priority, box(x, y, x + w, y + h)) for x, y, w, h, cover, use, priority in areas]
    found = painted(layers, FRAME)
    assert shapely.area(found.geometry).sum() == pytest.approx(10_000.0, rel=1e-9)
    shared = overlay_areas(found.geometry, found.geometry)
    assert shared.area_m2[shared.first_index != shared.second_index].sum() == pytest.approx(0.0, abs=1e-6)
    for x, y in np.random.default_rng(seed).uniform(0.5, 99.5, (20, 2)):
        cover = use = ""
        for one in sorted(layers, key=lambda item: item.priority):
            if shapely.intersects_xy(one.areas[0], x, y):
                cover, use = one.cover or cover, one.use or use
        inside = shapely.contains_xy(found.geometry, x, y)
        if inside.any():  # not on a boundary
            row = int(np.flatnonzero(inside)[0])
            assert (found.cover[row], found.use[row]) == (cover, use)


# --- any shapes ----------------------------------------------------------------------------------------------------

corner = st.tuples(st.floats(-20, 120), st.floats(-20, 120))
shapes = st.lists(
    st.tuples(corner, corner, corner, st.floats(0.0, 12.0), st.sampled_from(["", "1.1.1.1", "2.2.1", "1.1.1.2"]),
              st.sampled_from(["", "5", "4.1.1"]), st.integers(0, 3)),
    min_size=1, max_size=7,
)  # fmt: skip


def drawn(areas):
    """Return layers of triangles and of widened lines, with corners anywhere."""
    found = []
    for one, two, three, width, cover, use, priority in areas:
        ring = [one, two, three]
        area = shapely.make_valid(shapely.Polygon(ring)) if width < 3.0 else widened([LineString(ring)], [width])[0]
        found.append(layer(cover, use, priority, area))
    return found


@settings(deadline=None, max_examples=60)
@given(shapes, st.sampled_from([0.1, 1.0, 10.0]), st.integers(0, 10_000))
def test_any_shapes_fill_the_frame_once(areas, grid_mm, seed):
    layers = drawn(areas)
    found = painted(layers, FRAME, grid_mm)
    step = 0.001 * grid_mm
    assert shapely.is_valid(found.geometry).all()
    assert shapely.area(found.geometry).sum() == pytest.approx(10_000.0, rel=1e-9)  # with the rest that nothing tells
    shared = overlay_areas(found.geometry, found.geometry)
    assert shared.area_m2[shared.first_index != shared.second_index].sum() == pytest.approx(0.0, abs=1e-6)
    steps = shapely.get_coordinates(found.geometry) / step
    assert np.abs(steps - np.rint(steps)).max() < 1e-3  # every vertex lies on the grid

    # What is told is the union of what was given, inside the frame, as far as the grid moves boundaries.
    told = (found.cover != "") | (found.use != "")
    given_areas = [one.areas[0] for one in layers if one.cover or one.use]
    wanted = shapely.intersection(shapely.union_all(given_areas), FRAME) if given_areas else shapely.Polygon()
    length = sum(area.length for area in given_areas) + FRAME.length
    apart = shapely.area(shapely.symmetric_difference(shapely.union_all(found.geometry[told]), wanted))
    assert apart <= 2.0 * step * length + 1e-9

    boundary = shapely.union_all([one.areas[0].boundary for one in layers])
    for x, y in np.random.default_rng(seed).uniform(0.5, 99.5, (20, 2)):
        if shapely.distance(boundary, Point(x, y)) < 4.0 * step:
            continue
        cover = use = ""
        for one in sorted(layers, key=lambda item: item.priority):
            if shapely.intersects_xy(one.areas[0], x, y):
                cover, use = one.cover or cover, one.use or use
        assert at(found, x, y)[:2] == (cover, use)


def test_a_coarse_grid_moves_boundaries_to_it_and_loses_no_ground():
    found = painted([layer("1.1.1.1", "5", 1, box(10.0234, 10, 20.0266, 20))], FRAME, 50.0)
    house = found.geometry[found.cover == "1.1.1.1"][0]
    assert house.bounds == pytest.approx((10.0, 10.0, 20.05, 20.0))
    assert shapely.area(found.geometry).sum() == pytest.approx(10_000.0)
