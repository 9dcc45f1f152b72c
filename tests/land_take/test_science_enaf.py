"""The path of ENAF consumption: the figures of the specification, and what follows from the law."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.enaf import Rules, presets, projection_range, trajectory
from hypothesis import given
from hypothesis import strategies as st

REFERENCE = dict.fromkeys(range(2011, 2021), 10000.0)  # 100 000 m2


def test_a_territory_on_its_way():
    found = trajectory({**REFERENCE, 2021: 5_000.0, 2022: 6_000.0, 2023: 7_000.0})
    assert (found.reference_m2, found.allowance_m2, found.consumed_m2) == (100_000.0, 50_000.0, 18_000.0)
    assert found.used_percent == pytest.approx(36.0)
    assert found.projected_m2 == pytest.approx(60_000.0), "ten years; nine would give 54 000"
    assert found.pace_m2 == pytest.approx(4571.43, abs=0.005)
    assert found.exhausted_in == pytest.approx(2029.33, abs=0.005)
    assert found.last_year == 2023


def test_a_commune_is_left_one_hectare():
    small = dict.fromkeys(range(2011, 2021), 1200.0)
    found = trajectory({**small, 2021: 0.0})
    assert (found.reference_m2, found.allowance_m2) == (12_000.0, 10_000.0)
    assert found.exhausted_in is None and found.used_percent == 0.0
    assert trajectory({**small, 2021: 0.0}, Rules(floor_m2=0.0)).allowance_m2 == 6_000.0


def test_an_allowance_that_is_exceeded_or_over():
    found = trajectory({**REFERENCE, **dict.fromkeys(range(2021, 2031), 6000.0)})
    assert found.used_percent == pytest.approx(120.0) and found.pace_m2 is None
    assert found.exhausted_in == pytest.approx(2021 + 50_000 / 6_000)
    nine = trajectory({**REFERENCE, **dict.fromkeys(range(2021, 2030), 6000.0)})
    assert nine.pace_m2 == pytest.approx(-4_000.0)


def test_nothing_ever_consumed():
    nothing = dict.fromkeys(range(2011, 2023), 0.0)
    found = trajectory(nothing, Rules(floor_m2=0.0))
    assert found.used_percent is None and found.exhausted_in is None and found.projected_m2 == 0.0


def test_a_last_year_may_be_chosen():
    data = {**REFERENCE, 2021: 5_000.0, 2022: 6_000.0, 2023: 7_000.0}
    assert trajectory(data, last_year=2022).consumed_m2 == 11_000.0


def test_presets_say_whether_they_are_law():
    assert presets()["law_2023"] == replace(Rules(), law=True)
    bill = presets()["trace_senate_2025"]
    assert not bill.law and bill.years == 13


@pytest.mark.parametrize(
    ("data", "changes", "words"),
    [
        (REFERENCE, {}, "no consumption of the years 2021 to 2030"),
        ({**REFERENCE, 2022: 1.0}, {}, "consumption of 2021 is missing"),
        ({**REFERENCE, 2015: None, 2021: 1.0}, {}, "consumption of 2015 is missing"),
        ({**REFERENCE, 2021: -1.0}, {}, "negative or no number"),
        ({**REFERENCE, 2021: float("nan")}, {}, "negative or no number"),
        ({**REFERENCE, 2021: 1.0}, {"reduction": 1.5}, "between 0 and 1"),
        ({**REFERENCE, 2021: 1.0}, {"first_year": 2020}, "must end before"),
    ],
)
def test_data_and_rules_that_do_not_hold(data, changes, words):
    with pytest.raises(InputError, match=words):
        trajectory(data, replace(Rules(), **changes))


@given(
    st.lists(st.floats(0, 1e7), min_size=10, max_size=10),
    st.lists(st.floats(0, 1e7), min_size=1, max_size=9),
    st.floats(0.1, 10.0),
)
def test_units_do_not_matter_and_the_pace_leads_to_the_allowance(before, since, factor):
    data = {2011 + n: value for n, value in enumerate(before)} | {2021 + n: value for n, value in enumerate(since)}
    found = trajectory(data)
    scaled = trajectory({year: factor * value for year, value in data.items()}, Rules(floor_m2=factor * 10_000.0))
    assert scaled.projected_m2 == pytest.approx(factor * found.projected_m2)
    assert scaled.used_percent == pytest.approx(found.used_percent)
    left = 10 - len(since)
    assert found.consumed_m2 + left * found.pace_m2 == pytest.approx(found.allowance_m2, rel=1e-9, abs=1e-3)


def test_the_projection_has_the_interval_of_student():
    found = trajectory({**REFERENCE, 2021: 5_000.0, 2022: 6_000.0, 2023: 7_000.0})
    # Standard deviation 1 000; 7 years to come of 10, 3 known; Student with 2 degrees of freedom, 95 %: 2.919986.
    half = 2.919986 * 1_000.0 * (7 * 10 / 3) ** 0.5
    assert found.projected_low_m2 == pytest.approx(60_000.0 - half, rel=1e-6)
    assert found.projected_high_m2 == pytest.approx(60_000.0 + half, rel=1e-6)


def test_one_year_has_no_interval_and_a_whole_period_no_doubt():
    assert projection_range([5_000.0], 10) == (None, None)
    assert projection_range([5_000.0] * 10, 10) == (50_000.0, 50_000.0)
    low, high = projection_range([0.0, 30_000.0], 10)
    assert low == 30_000.0 < high, "what is consumed is not given back"
    assert trajectory({**REFERENCE, 2021: 5_000.0}).projected_low_m2 is None


def test_the_interval_holds_nine_periods_of_ten():
    random = np.random.default_rng(1)
    held = 0
    for years in random.normal(6_000.0, 500.0, (4_000, 10)):
        low, high = projection_range(years[:4], 10)
        held += low <= years.sum() <= high
    assert held / 4_000 == pytest.approx(0.9, abs=0.02)


def test_an_allowance_of_its_own():
    data = {**REFERENCE, 2021: 5_000.0}
    assert trajectory(data, allowance_m2=20_000.0).used_percent == pytest.approx(25.0)
