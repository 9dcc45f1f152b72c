"""Routes cut back into streets: edges found under a line, steps, turns, and the sun along the way."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.walking.route_steps import (
    Step,
    condensed,
    group_steps,
    heading_at,
    match_route,
    sun_strip,
    turn_kind,
)
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString
from shapely.ops import substring

# A street drawn from west to east in two edges, the second drawn against, then a street to the north, a short path
# without name, and a street further north.
EDGES = np.array(
    [
        LineString([(0, 0), (100, 0)]),
        LineString([(200, 0), (100, 0)]),
        LineString([(200, 0), (200, 80)]),
        LineString([(200, 80), (203, 84)]),
        LineString([(203, 84), (203, 200)]),
    ],
    dtype=object,
)
NAMES = ["Rue A", "Rue A", "Rue B", "", "Rue C"]
ROUTE = LineString([(20, 0), (100, 0), (200, 0), (200, 80), (203, 84), (203, 150)])


def test_a_route_is_cut_into_its_edges_with_direction_and_shares():
    legs = match_route(ROUTE, EDGES)
    assert legs.edge.tolist() == [0, 1, 2, 3, 4]
    assert legs.start == pytest.approx([0.2, 1.0, 0.0, 0.0, 0.0])
    assert legs.stop == pytest.approx([1.0, 0.0, 1.0, 1.0, 66 / 116])
    assert legs.from_m == pytest.approx([0, 80, 180, 260, 265])
    assert legs.to_m == pytest.approx([80, 180, 260, 265, 331])
    assert legs.length_m.sum() == pytest.approx(ROUTE.length)
    assert legs.matched_share == 1.0


def test_what_lies_on_no_edge_is_told():
    legs = match_route(LineString([(0, 0), (100, 0), (100, 300)]), EDGES)
    assert legs.edge.tolist() == [0, -1]
    assert np.isnan(legs.start[1])
    assert legs.matched_share == pytest.approx(0.25)


def test_a_street_that_only_crosses_the_route_is_not_walked():
    across = LineString([(50, -50), (50, 50)])
    legs = match_route(LineString([(0, 0), (100, 0)]), np.array([across, EDGES[0]], dtype=object))
    assert legs.edge.tolist() == [1]


@pytest.mark.parametrize("edges", [[], [None, None]])
def test_without_edges_nothing_matches(edges):
    legs = match_route(ROUTE, np.array(edges, dtype=object))
    assert legs.edge.tolist() == [-1]
    assert legs.matched_share == 0.0


def test_a_route_of_no_length_has_no_leg_and_no_step():
    route = LineString([(5, 0), (5, 0)])
    legs = match_route(route, EDGES)
    assert len(legs) == 0
    assert legs.matched_share == 1.0
    assert group_steps(route, legs, NAMES) == []
    bounds, share = sun_strip(legs, [])
    assert (bounds.tolist(), share.tolist()) == ([0.0], [])


def test_a_closed_edge_is_followed_in_the_direction_walked():
    ring = LineString([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)])
    edges = np.array([ring], dtype=object)
    for route, ends in ((ring, (0.0, 1.0)), (shapely.reverse(ring), (1.0, 0.0))):
        legs = match_route(route, edges)
        assert legs.edge.tolist() == [0]
        assert (legs.start[0], legs.stop[0]) == pytest.approx(ends)


def test_of_two_edges_on_one_line_the_one_being_walked_goes_on():
    double = np.array([LineString([(0, 0), (60, 0)]), LineString([(40, 0), (100, 0)])], dtype=object)
    legs = match_route(LineString([(0, 0), (30, 0), (60, 0), (100, 0)]), double)
    assert legs.edge.tolist() == [0, 1]
    assert legs.to_m.tolist() == [60.0, 100.0]


@given(
    corners=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=3, max_size=8, unique=True),
    cut=st.tuples(st.floats(0.0, 0.4), st.floats(0.6, 1.0)),
    turned=st.lists(st.booleans(), min_size=8, max_size=8),
)
def test_any_walk_along_edges_is_found_again(corners, cut, turned):
    """Whatever way edges are drawn and wherever one starts, the stretches of the edges make up the route."""
    pairs = list(zip(corners, corners[1:]))
    edges = np.array([LineString(pair[::-1] if back else pair) for pair, back in zip(pairs, turned)], dtype=object)
    whole = LineString([xy for k, pair in enumerate(pairs) for xy in (pair if k == 0 else pair[1:])])
    route = substring(whole, cut[0], cut[1], normalized=True)
    legs = match_route(route, edges, tolerance=1e-6)
    assert legs.matched_share == 1.0
    assert legs.from_m[0] == 0.0
    assert legs.to_m[-1] == pytest.approx(route.length)
    assert (legs.from_m[1:] == legs.to_m[:-1]).all()
    walked = np.abs(legs.stop - legs.start) * shapely.length(edges[legs.edge])
    assert walked == pytest.approx(legs.length_m, abs=1e-6)
    points = shapely.line_interpolate_point(edges[legs.edge], legs.start, normalized=True)
    assert shapely.distance(points, route).max() < 1e-6


# -- steps ------------------------------------------------------------------------------------------------------------


def steps_of(route=ROUTE, names=NAMES, **more):
    return group_steps(route, match_route(route, EDGES), names, **more)


def test_edges_of_one_street_are_one_step_and_a_short_link_belongs_to_the_next():
    steps = steps_of(sun_m=np.array([10.0, 20.0, 0.0, 5.0, 6.0]))
    assert [(step.name, step.from_m, step.to_m) for step in steps] == [
        ("Rue A", 0.0, 180.0),
        ("Rue B", 180.0, 260.0),
        ("Rue C", 260.0, 331.0),
    ]
    assert [step.sun_m for step in steps] == [30.0, 0.0, 11.0]
    assert steps[0].shade_share == pytest.approx(1 - 30 / 180)
    assert sum(step.length_m for step in steps) == pytest.approx(ROUTE.length)


def test_turns_and_directions():
    steps = steps_of()
    assert np.isnan(steps[0].turn_deg)
    assert steps[0].heading_deg == pytest.approx(90.0)
    assert steps[1].turn_deg == pytest.approx(-90.0), "to the north after the east is to the left"
    assert steps[2].turn_deg == pytest.approx(0.0, abs=1e-9)
    assert np.isnan(steps[0].sun_m)
    assert np.isnan(steps[0].shade_share)


def test_a_path_without_name_is_a_step_when_it_is_long():
    steps = steps_of(names=["", "", "Rue B", "", ""])
    assert [step.name for step in steps] == ["", "Rue B", ""]
    assert steps[2].from_m == 260.0


def test_names_are_compared_without_case_and_spaces():
    assert len(steps_of(names=["Rue A", " rue a ", "RUE A", None, "Rue A"])) == 1


def test_a_street_left_for_a_few_metres_is_one_step():
    assert [step.name for step in steps_of(names=["Rue A", "Rue A", "Rue A", "", "Rue A"])] == ["Rue A"]


def test_the_side_is_the_one_of_the_walker_and_crossings_are_counted():
    # The second edge is drawn against the walk: its left is the walker's right.
    steps = steps_of(sides=["right", "left", "left", "crossing", "right"])
    assert [step.side for step in steps] == ["right", "left", "right"]
    assert [step.crossings for step in steps] == [0, 0, 1]
    assert steps[2].name == "Rue C", "the name of a crossing is that of the street crossed"


def test_a_crossing_at_the_end_belongs_to_the_former_street():
    route = LineString([(150, 0), (200, 0), (200, 80), (203, 84)])
    (_, last) = steps_of(route, sides=["", "", "", "crossing", ""])
    assert (last.name, last.crossings, last.to_m) == ("Rue B", 1, pytest.approx(route.length))


def test_a_route_on_a_crossing_alone_is_a_step():
    (step,) = group_steps(EDGES[3], match_route(EDGES[3], EDGES), NAMES, ["crossing"] * 5)
    assert (step.crossings, step.length_m) == (1, 5.0)


@pytest.mark.parametrize(
    ("angle", "kind"),
    [
        (np.nan, "start"), (0, "straight"), (-24.9, "straight"), (25, "bear right"), (-54, "bear left"),
        (90, "turn right"), (-124, "turn left"), (126, "sharp right"), (-159, "sharp left"),
        (180, "back"), (-170, "back"),
    ],
)  # fmt: skip
def test_turns_have_names(angle, kind):
    assert turn_kind(angle) == kind


def test_the_direction_is_taken_before_or_after_a_place():
    corner = LineString([(0, 0), (0, 50), (50, 50)])
    assert heading_at(corner, 50.0, 100.0) == pytest.approx(90.0)
    assert heading_at(corner, 50.0, 0.0) == pytest.approx(0.0)
    assert heading_at(corner, 50.0, 50.0) == 0.0, "a part of no length has no direction"


# -- few steps --------------------------------------------------------------------------------------------------------


def step(name, start, end, sun=0.0, **more):
    return Step(name, start, end, sun, "", 0.0, 0.0, **more)


def test_the_shortest_streets_are_put_together():
    steps = [step("A", 0, 100, 10.0), step("B", 100, 105, 1.0), step("C", 105, 150, 2.0, crossings=1)]
    two = condensed(steps, 2)
    assert [(item.name, item.from_m, item.to_m, item.others) for item in two] == [("A", 0, 100, 0), ("C", 100, 150, 1)]
    assert (two[1].sun_m, two[1].crossings) == (3.0, 1)
    (one,) = condensed(steps, 1)
    assert (one.name, one.others, one.length_m, one.sun_m) == ("A", 2, 150, 13.0)
    assert condensed(steps, 3) == steps
    with pytest.raises(ValueError, match="1 or more"):
        condensed(steps, 0)


@given(lengths=st.lists(st.floats(0.1, 1e3), min_size=1, max_size=40), most=st.integers(1, 40))
def test_few_steps_keep_length_sun_and_number(lengths, most):
    ends = np.cumsum([0.0, *lengths])
    steps = [step(str(k), ends[k], ends[k + 1], lengths[k] / 3) for k in range(len(lengths))]
    kept = condensed(steps, most)
    assert len(kept) == min(most, len(steps))
    assert kept[0].from_m == 0.0
    assert kept[-1].to_m == ends[-1]
    assert all(first.to_m == second.from_m for first, second in zip(kept, kept[1:]))
    assert sum(item.sun_m for item in kept) == pytest.approx(ends[-1] / 3)
    assert sum(1 + item.others for item in kept) == len(steps)


# -- sun along the way ------------------------------------------------------------------------------------------------


def test_the_strip_joins_legs_of_equal_share():
    legs = match_route(ROUTE, EDGES)
    bounds, share = sun_strip(legs, [0.5, 0.5, 0.0, np.nan, np.nan])
    assert bounds == pytest.approx([0, 180, 260, 331])
    assert share.tolist()[:2] == [0.5, 0.0]
    assert np.isnan(share[2])


@given(shares=st.lists(st.sampled_from([0.0, 0.25, 1.0]), min_size=5, max_size=5))
def test_the_strip_keeps_the_sun(shares):
    legs = match_route(ROUTE, EDGES)
    bounds, pieces = sun_strip(legs, shares)
    assert (np.diff(bounds) * pieces).sum() == pytest.approx((legs.length_m * shares).sum())
    assert (np.diff(pieces) != 0).all()
