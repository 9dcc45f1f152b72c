"""PET: the cases of Höppe, a peer, and what the index must do by definition."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cityorchestra.processing_provider.heat.pet import pet
from cityorchestra.processing_provider.heat.saturation import saturation_pressure_hpa
from hypothesis import given
from hypothesis import strategies as st

EXPECTED = Path(__file__).parent / "expected"
# Ta, Tmrt, wind, vapour [hPa] of Höppe (1999); PET after Walther and Goestchel (2018) by pythermalcomfort, age 23.
CASES = [
    (21.0, 21.0, 0.1, 12.0, 20.99),
    (-5.0, 40.0, 0.5, 2.0, 8.21),
    (-5.0, -5.0, 5.0, 2.0, -13.39),
    (30.0, 60.0, 1.0, 21.0, 41.65),
    (30.0, 30.0, 1.0, 21.0, 29.28),
]


@pytest.mark.parametrize("case", CASES)
def test_cases_of_hoeppe(case):
    ta, tmrt, wind, vapour, expected = case
    rh = 100.0 * vapour / saturation_pressure_hpa(ta)
    assert float(pet(ta, tmrt, wind, rh, age=23)) == pytest.approx(expected, abs=0.2)


def test_random_weather_beside_pythermalcomfort():
    ta, tmrt, wind, rh, expected = np.loadtxt(EXPECTED / "pet_pythermalcomfort.csv", delimiter=",", skiprows=3).T
    assert len(expected) > 200
    error = np.abs(pet(ta, tmrt, wind, rh) - expected)
    assert error.max() < 0.1
    assert np.median(error) < 0.03


@given(st.floats(5, 40))
def test_in_the_room_of_the_index_it_is_the_temperature_of_the_room(temperature):
    rh = 100.0 * 12.0 / saturation_pressure_hpa(temperature)
    if rh <= 100.0:
        assert float(pet(temperature, temperature, 0.1, rh)) == pytest.approx(temperature, abs=0.01)


@given(
    ta=st.floats(0, 38), extra=st.floats(0, 40), wind=st.floats(0.1, 8), rh=st.floats(10, 80), more=st.floats(0.2, 10)
)
def test_more_radiation_is_never_cooler(ta, extra, wind, rh, more):
    assert pet(ta, ta + extra + more, wind, rh) > pet(ta, ta + extra, wind, rh)


@given(ta=st.floats(-10, 15), wind=st.floats(0.3, 6), rh=st.floats(20, 80), more=st.floats(0.2, 5))
def test_in_the_cold_more_wind_is_colder(ta, wind, rh, more):
    assert pet(ta, ta, wind + more, rh) < pet(ta, ta, wind, rh)


def test_no_value_out_of_range():
    good = (20.0, 40.0, 1.0, 50.0)
    assert np.isfinite(pet(*good))
    for position, values in enumerate([(-30.1, 50.1), (-40.1, 110.1), (-0.1, 20.1), (-0.1, 100.1)]):
        for value in (*values, np.nan):
            weather = [*good]
            weather[position] = value
            assert np.isnan(pet(*weather)), weather


def test_the_whole_range_has_a_value():
    ta, radiant, wind, rh = np.meshgrid([-30, 0, 35, 50], [-40, 0, 60, 110], [0, 0.1, 1, 20], [0, 50, 100])
    assert np.isfinite(pet(ta, radiant, wind, rh)).all()


def test_result_does_not_depend_on_threads():
    random = np.random.default_rng(2)
    ta, tmrt = random.uniform(0, 40, 501), random.uniform(0, 80, 501)
    np.testing.assert_array_equal(pet(ta, tmrt, 1.0, 40.0), pet(ta, tmrt, 1.0, 40.0, threads=3))
    np.testing.assert_array_equal(pet(ta, tmrt, 1.0, 40.0)[100:200], pet(ta[100:200], tmrt[100:200], 1.0, 40.0))
