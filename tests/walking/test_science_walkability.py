"""Indicators, score, accessibility and measures of walkability, without QGIS."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.walking.profile_text import make_header
from cityorchestra.processing_provider.walking.walkability import accessibility, attributes
from cityorchestra.processing_provider.walking.walkability.indicators import (
    default_indicators,
    street_classes,
    weights_of,
    with_values,
    with_weights,
)
from cityorchestra.processing_provider.walking.walkability.score import letters, score_segments
from hypothesis import given
from hypothesis import strategies as st

BY_NAME = {item.name: item for item in default_indicators()}

# The table of the specification: (measure, value) at every break point, and beyond the ends.
BREAKS = {
    "width": [(0.5, 0), (0.90, 0), (1.40, 0.5), (2.50, 1), (9, 1)],
    "slope": [(0, 1), (2, 1), (5, 0.5), (12, 0), (30, 0)],
    "canopy": [(0, 0), (15, 0.5), (30, 1), (100, 1)],
    "shade": [(0, 0), (30, 0.5), (60, 1), (100, 1)],
    "traffic": [(0, 1), (500, 1), (5000, 0.5), (15000, 0), (90000, 0)],
    "speed": [(6, 1), (20, 1), (30, 0.7), (50, 0.3), (70, 0), (110, 0)],
    "noise": [(40, 1), (53, 1), (65, 0.5), (75, 0), (90, 0)],
    "crossing": [(0, 1), (75, 1), (112.5, 0.5), (150, 0), (900, 0)],
    "bench": [(0, 1), (100, 1), (200, 0.5), (400, 0), (900, 0)],
    "water": [(0, 1), (150, 1), (400, 0.5), (800, 0), (2000, 0)],
    "lighting": [(0, 0), (0.5, 0.5), (1, 1)],
    "surface": [(0, 0), (0.5, 0.5), (1, 1)],
}
WEIGHTS = [15, 8, 12, 12, 12, 8, 10, 6, 5, 4, 4, 4]


# -- value functions and tables -------------------------------------------------------------------------------------


def test_the_table_holds_the_indicators_and_weights_of_the_specification():
    assert [item.name for item in default_indicators()] == list(BREAKS)
    assert weights_of(default_indicators()).tolist() == WEIGHTS
    assert sum(WEIGHTS) == 100
    assert all(item.title_en and item.title_fr for item in default_indicators())


@pytest.mark.parametrize("name", BREAKS)
def test_value_functions_at_every_break_point(name):
    measures, values = zip(*BREAKS[name])
    np.testing.assert_allclose(BY_NAME[name].value(measures), values, atol=1e-12)
    assert np.isnan(BY_NAME[name].value([np.nan])).all()


@pytest.mark.parametrize("name", BREAKS)
def test_value_functions_are_straight_between_break_points_and_never_leave_0_to_1(name):
    item = BY_NAME[name]
    for (a, va), (b, vb) in zip(BREAKS[name], BREAKS[name][1:]):
        assert item.value([(a + b) / 2])[0] == pytest.approx((va + vb) / 2)
    fine = item.value(np.linspace(-10, 50_000, 20_001))
    assert fine.min() >= 0 and fine.max() <= 1
    steps = np.diff(fine)
    assert (steps >= 0).all() or (steps <= 0).all()


def test_weights_of_a_table_replace_the_defaults():
    changed = with_weights(default_indicators(), {"shade": 3, "noise": 1.0})
    assert {item.name: item.weight for item in changed if item.weight} == {"shade": 3, "noise": 1}


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ({"shadow": 1}, "names shadow, which is not an indicator; use width, slope"),
        ({"shade": -1}, "The weight of shade must be a number, 0 or more"),
        ({"shade": None}, "The weight of shade must be a number"),
        ({"shade": "much"}, "The weight of shade must be a number"),
        ({"shade": float("nan")}, "The weight of shade must be a number"),
        ({"shade": 0}, "No weight of the table is above 0"),
        ({}, "No weight of the table is above 0"),
    ],
)
def test_tables_of_weights_that_are_refused(weights, sentence):
    with pytest.raises(InputError, match=sentence):
        with_weights(default_indicators(), weights)


def test_value_functions_of_a_table_replace_the_defaults():
    changed = with_values(default_indicators(), [("shade", 80, 1.0), ("shade", 20.0, 0.0)])
    shade = next(item for item in changed if item.name == "shade")
    np.testing.assert_allclose(shade.value([0, 20, 50, 80, 100]), [0, 0, 0.5, 1, 1])
    assert all(new == old for new, old in zip(changed, default_indicators()) if new.name != "shade")


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ([("shadow", 0, 0)], "names shadow, which is not an indicator"),
        ([("shade", 0, 0)], "needs two rows or more"),
        ([("shade", 0, 0), ("shade", 0, 1)], "needs two rows or more"),
        ([("shade", 0, 0), ("shade", 10, 1.2)], "a value from 0 to 1 in every row"),
        ([("shade", None, 0), ("shade", 10, 1)], "needs a number as measure"),
    ],
)
def test_tables_of_values_that_are_refused(points, sentence):
    with pytest.raises(InputError, match=sentence):
        with_values(default_indicators(), points)


# -- score ----------------------------------------------------------------------------------------------------------


def test_score_worked_out_by_hand():
    values = np.array([[1.0, 0.5, np.nan], [0.0, 0.0, 0.0], [np.nan, np.nan, np.nan], [1.0, 1.0, 1.0]])
    scores = score_segments(values, [1, 3, 4], np.array([[False, True, False]] * 4))
    np.testing.assert_allclose(scores.score, [100 * (1 + 1.5) / 4, 0, np.nan, 100])
    assert scores.letter.tolist() == ["B", "E", None, "A"]
    assert scores.n_missing.tolist() == [1, 0, 3, 0]
    # The second is assumed: of 8 points of weight only the first and the third were measured.
    np.testing.assert_allclose(scores.confidence, [12.5, 62.5, 0, 62.5])
    assert scores.worst.tolist() == [1, 2, -1, -1]
    np.testing.assert_allclose(scores.lost, [37.5, 50, np.nan, 0])


def test_too_little_known_gets_no_letter_but_keeps_its_score():
    scores = score_segments([[1.0, np.nan], [1.0, 1.0]], [1, 9], least_confidence=20)
    assert scores.letter.tolist() == [None, "A"]
    np.testing.assert_allclose(scores.score, [100, 100])


def test_indicators_that_weigh_nothing_are_not_missing():
    scores = score_segments([[1.0, np.nan]], [1, 0])
    assert (scores.n_missing[0], scores.confidence[0], scores.score[0]) == (0, 100, 100)


@pytest.mark.parametrize(
    ("score", "letter"),
    [
        (100, "A"),
        (80, "A"),
        (79.999, "B"),
        (60, "B"),
        (59.999, "C"),
        (40, "C"),
        (39.9, "D"),
        (20, "D"),
        (19.9, "E"),
        (0, "E"),
    ],
)
def test_class_limits(score, letter):
    assert letters([score, np.nan]).tolist() == [letter, None]


def test_a_rounding_does_not_cost_a_class():
    # 0.8 as a sum of tenths is 0.7999999999999999 in binary.
    assert letters([100 * sum([0.1] * 8)]).tolist() == ["A"]


def test_ties_go_to_the_first_indicator_of_the_table():
    assert score_segments([[0.5, 0.5, 0.5]], [1 / 3, 1 / 3, 1 / 3]).worst.tolist() == [0]


@pytest.mark.parametrize(
    ("values", "weights"),
    [([[1.1]], [1]), ([[-0.1]], [1]), ([[1.0]], [-1]), ([[1.0]], [0]), ([[1.0]], [np.nan])],
)
def test_values_and_weights_out_of_range_are_a_mistake_of_the_caller(values, weights):
    with pytest.raises(ValueError, match=r"(?i)values|weights"):
        score_segments(values, weights)


VALUE = st.one_of(st.floats(0, 1), st.just(float("nan")))
TABLES = st.integers(1, 6).flatmap(
    lambda k: st.tuples(
        st.lists(st.lists(VALUE, min_size=k, max_size=k), min_size=1, max_size=8),
        st.lists(st.floats(0.01, 100), min_size=k, max_size=k),
    )
)


@given(TABLES, st.floats(1e-3, 1e3), st.randoms(use_true_random=False))
def test_score_is_bounded_and_depends_neither_on_order_nor_on_the_scale_of_weights(table, factor, random):
    values, weights = np.array(table[0]), np.array(table[1])
    first = score_segments(values, weights)
    known = ~np.isnan(first.score)
    assert (known == (~np.isnan(values)).any(axis=1)).all()
    assert (first.score[known] >= 0).all() and (first.score[known] <= 100).all()
    assert (first.confidence >= 0).all() and (first.confidence <= 100).all()
    order = list(range(len(values)))
    random.shuffle(order)
    np.testing.assert_array_equal(score_segments(values[order], weights).score, first.score[order])
    np.testing.assert_allclose(score_segments(values, weights * factor).score, first.score, atol=1e-9)
    columns = list(range(values.shape[1]))
    random.shuffle(columns)
    np.testing.assert_allclose(score_segments(values[:, columns], weights[columns]).score, first.score, atol=1e-9)


@given(TABLES, st.data())
def test_a_better_value_never_lowers_the_score(table, data):
    values, weights = np.array(table[0]), np.array(table[1])
    row = data.draw(st.integers(0, len(values) - 1))
    column = data.draw(st.integers(0, values.shape[1] - 1))
    better = values.copy()
    if np.isnan(better[row, column]):
        return
    better[row, column] = data.draw(st.floats(better[row, column], 1))
    assert score_segments(better, weights).score[row] >= score_segments(values, weights).score[row] - 1e-9


# -- accessibility --------------------------------------------------------------------------------------------------


def judged(**measures):
    found = accessibility.judge({name: np.array([value], dtype=float) for name, value in measures.items()}, 1)
    return found.verdict[0], found.why[0]


FINE = {"steps": 0, "width": 1.6, "slope": 3}


def test_the_limits_are_those_of_the_order_of_15_january_2007():
    limits = {item.name: (item.least, item.limit, item.doubtful) for item in accessibility.criteria()}
    assert limits == {
        "steps": (False, 0, None), "width": (True, 1.40, 1.20), "slope": (False, 5, None),
        "cross_slope": (False, 2, None), "kerb": (False, 2, 4), "clearance": (True, 2.20, None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "verdict", "why"),
    [
        ({}, 1, None),
        ({"width": 1.40}, 1, None),
        ({"width": 1.39999999}, 1, None),
        ({"width": 1.30}, -1, "? width"),
        ({"width": 1.20}, -1, "? width"),
        ({"width": 1.10}, 0, "width 1.1 < 1.4 m"),
        ({"width": 0.80}, 0, "width 0.8 < 1.4 m"),
        ({"width": np.nan}, -1, "? width"),
        ({"slope": 5}, 1, None),
        ({"slope": 7.25}, 0, "slope 7.25 > 5 %"),
        ({"slope": np.nan}, -1, "? slope"),
        ({"steps": 3}, 0, "steps"),
        ({"steps": np.nan}, -1, "? steps"),
        ({"steps": 1, "width": 0.5, "slope": 20}, 0, "steps; width 0.5 < 1.4 m; slope 20 > 5 %"),
        ({"steps": 1, "width": np.nan}, 0, "steps"),
        ({"cross_slope": 2}, 1, None),
        ({"cross_slope": 3}, 0, "cross_slope 3 > 2 %"),
        ({"cross_slope": np.nan}, 1, None),
        ({"kerb": 2}, 1, None),
        ({"kerb": 3}, -1, "? kerb"),
        ({"kerb": 12}, 0, "kerb 12 > 2 cm"),
        ({"clearance": 2.1}, 0, "clearance 2.1 < 2.2 m"),
        ({"clearance": 2.2}, 1, None),
    ],
)
def test_verdicts(change, verdict, why):
    assert judged(**{**FINE, **change}) == (verdict, why)


def test_a_narrow_sidewalk_is_a_verdict_and_not_a_score_of_zero():
    assert judged(**{**FINE, "width": 0.85})[0] == 0
    names = list(BREAKS)
    values = np.ones((1, len(names)))
    values[0, names.index("width")] = BY_NAME["width"].value([0.85])[0]
    assert score_segments(values, WEIGHTS).score[0] == pytest.approx(85)


def test_nothing_known_is_not_known():
    found = accessibility.judge({}, 2)
    assert found.verdict.tolist() == [-1, -1]
    assert found.why.tolist() == ["? steps, width, slope"] * 2
    assert len(accessibility.judge({}, 0).verdict) == 0


@given(st.lists(st.floats(0, 5), min_size=1, max_size=5), st.floats(0, 2))
def test_a_wider_sidewalk_never_turns_a_pass_into_a_failure(widths, more):
    base = {"steps": np.zeros(len(widths)), "slope": np.zeros(len(widths))}
    order = {0: 0, -1: 1, 1: 2}
    first = accessibility.judge({**base, "width": np.array(widths)}, len(widths)).verdict
    wider = accessibility.judge({**base, "width": np.array(widths) + more}, len(widths)).verdict
    assert all(order[b] >= order[a] for a, b in zip(first.tolist(), wider.tolist()))


# -- what the layer holds -------------------------------------------------------------------------------------------


def test_numbers_are_read_from_whatever_fields_hold():
    numbers, unread = attributes.to_numbers([1.5, None, "50 km/h", "1,40", "", "walk", True, float("inf"), "-3", 7])
    np.testing.assert_array_equal(numbers, [1.5, np.nan, 50, 1.4, np.nan, np.nan, 1, np.nan, -3, 7])
    assert unread == 1


def test_words_of_lighting_and_surface():
    values, unknown = attributes.words_to_values(
        "surface", ["asphalt", "Sett", "bon", None, "0,25", 0.75, "lava", "lava"]
    )
    np.testing.assert_array_equal(values, [1, 0.5, 1, np.nan, 0.25, 0.75, np.nan, np.nan])
    assert unknown == {"lava": 2}
    values, unknown = attributes.words_to_values("lighting", ["yes", "non", "asphalt"])
    np.testing.assert_array_equal(values, [1, 0, np.nan])
    assert unknown == {"asphalt": 1}


def test_steps_come_from_the_class_and_from_a_field():
    classes = ["steps", "footway", None, "footway", "footway", "steps"]
    np.testing.assert_array_equal(attributes.steps_of(classes, None), [1, 0, np.nan, 0, 0, 1])
    found = attributes.steps_of(classes, [None, 4, "yes", "no", None, 0])
    np.testing.assert_array_equal(found, [1, 4, 1, 0, 0, 1])


def test_traffic_and_speed_by_class_say_what_is_certain():
    rule = attributes.by_class(["pedestrian", "primary", None, "unheard of"], "traffic")
    np.testing.assert_array_equal(rule.measure, [0, 12000, np.nan, np.nan])
    assert rule.certain.tolist() == [True, False, False, False]
    speed = attributes.by_class(["living_street", "residential"], "speed")
    assert (speed.measure.tolist(), speed.certain.tolist()) == ([20, 50], [True, False])


def test_every_class_of_the_standard_territory_is_in_the_table():
    from cityorchestra.processing_provider.territory.codes import CODES

    assert set(street_classes()) == set(CODES["streets", "street_class"])


def test_usable_width():
    rows = [
        # class, side, left, right, width, measured -> expected
        ("residential", "", 1.0, 1.6, 6.0, True, 1.6),
        ("residential", "left", 1.0, 1.6, 6.0, True, 1.0),
        ("residential", "right", 1.0, 1.6, 6.0, True, 1.6),
        ("residential", "crossing", 1.0, 1.6, 6.0, True, np.nan),
        ("residential", "", np.nan, 1.6, 6.0, True, 1.6),
        ("residential", None, np.nan, np.nan, 6.0, True, np.nan),
        ("footway", "", np.nan, np.nan, 1.8, True, 1.8),
        ("footway", "", np.nan, np.nan, 1.5, False, np.nan),
        (None, "", np.nan, np.nan, 1.5, True, np.nan),
    ]
    street_class, side, left, right, width, measured, expected = (list(column) for column in zip(*rows))
    found = attributes.usable_width(
        street_class, side, np.array(left), np.array(right), np.array(width), np.array(measured)
    )
    np.testing.assert_array_equal(found, expected)


def test_afternoon_shade():
    header = make_header("2026-07-15", "Europe/Paris", "11:00", 60)
    shares = np.full((3, 8), 0, dtype=np.uint8)  # 11, 12 ... 18 h
    shares[0] = [100, 100, 100, 100, 50, 50, 50, 0]
    shares[1] = [100, 255, 20, 255, 255, 255, 40, 100]
    shares[2] = 255
    shade = attributes.afternoon_shade(header, shares)
    np.testing.assert_allclose(shade.percent, [25, 70, np.nan])
    assert (shade.first, shade.last) == (datetime.time(12), datetime.time(17))
    assert shade.whole and shade.summer
    part = attributes.afternoon_shade(make_header("2026-01-15", "Europe/Paris", "15:00", 60), shares[:, :2])
    assert (part.first, part.last, part.whole, part.summer) == (datetime.time(15), datetime.time(16), False, False)
    none = attributes.afternoon_shade(make_header("2026-07-15", "Europe/Paris", "06:00", 60), shares[:, :2])
    assert none.first is None and np.isnan(none.percent).all()
