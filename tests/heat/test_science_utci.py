"""UTCI: published cases, a peer, its range, and what must not change the result."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cityorchestra.processing_provider.heat import utci as module
from cityorchestra.processing_provider.heat.comfort_classes import NO_CLASS, classify, stress_classes
from cityorchestra.processing_provider.heat.utci import coefficients, utci, wind_at_10m
from hypothesis import given
from hypothesis import strategies as st

EXPECTED = Path(__file__).parent / "expected"
# Ta, Tmrt, wind, RH, UTCI: pythermalcomfort 4.8, quoted in the specification of this room.
CASES = [
    (25.0, 25.0, 1.0, 50.0, 24.6121),
    (30.0, 60.0, 1.0, 50.0, 37.9236),
    (35.0, 65.0, 1.5, 40.0, 42.6141),
    (0.0, 0.0, 5.0, 60.0, -14.4385),
    (22.0, 22.0, 0.5, 50.0, 21.7900),
]


def table(name):
    return np.loadtxt(EXPECTED / name, delimiter=",", skiprows=3)


@pytest.mark.parametrize("case", CASES)
def test_known_cases(case):
    assert float(utci(*case[:4])) == pytest.approx(case[4], abs=1e-3)


def test_random_weather_beside_pythermalcomfort():
    ta, tmrt, wind, rh, expected = table("utci_pythermalcomfort.csv").T
    assert len(expected) > 200
    np.testing.assert_allclose(utci(ta, tmrt, wind, rh), expected, atol=1e-4)


def test_the_table_has_the_210_terms_of_degree_six():
    table = coefficients()
    powers = np.indices(table.shape).sum(axis=0)
    assert (powers <= 6).sum() == 210
    assert np.count_nonzero(table[powers > 6]) == 0
    assert np.count_nonzero(table) == 210


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("ta", -50.0, 50.0), ("radiant", -30.0, 70.0), ("wind", 0.0, 17.0), ("rh", 0.0, 100.0)],
)
def test_out_of_range_has_no_value(name, low, high):
    def value(**changes):
        weather = {"ta": 10.0, "radiant": 5.0, "wind": 2.0, "rh": 40.0, **changes}
        return float(utci(weather["ta"], weather["ta"] + weather["radiant"], weather["wind"], weather["rh"]))

    step = 1e-6
    assert np.isfinite([value(**{name: low}), value(**{name: high})]).all() or name == "ta"
    assert np.isnan([value(**{name: low - step}), value(**{name: high + step}), value(**{name: np.nan})]).all()


def test_vapour_beyond_5_kpa_has_no_value():
    assert np.isfinite(utci(40.0, 50.0, 1.0, 65.0))  # 4.8 kPa
    assert np.isnan(utci(40.0, 50.0, 1.0, 70.0))  # 5.2 kPa


def test_light_wind_is_taken_as_half_a_metre_per_second():
    assert utci(30.0, 50.0, 0.0, 40.0) == utci(30.0, 50.0, 0.5, 40.0) == utci(30.0, 50.0, 0.3, 40.0)
    assert utci(30.0, 50.0, 0.6, 40.0) != utci(30.0, 50.0, 0.5, 40.0)


def test_result_does_not_depend_on_threads_or_on_neighbours():
    random = np.random.default_rng(1)
    count = 3 * module.BLOCK + 17
    ta = random.uniform(5, 40, count)
    tmrt, wind, rh = ta + random.uniform(-5, 40, count), random.uniform(0, 10, count), random.uniform(10, 60, count)
    whole = utci(ta, tmrt, wind, rh)
    np.testing.assert_array_equal(whole, utci(ta, tmrt, wind, rh, threads=3))
    one_by_one = [float(utci(*values)) for values in zip(ta, tmrt, wind, rh)]
    np.testing.assert_array_equal(whole, one_by_one)


def test_one_value_stands_for_all_cells():
    tmrt = np.linspace(20, 70, 1000).reshape(20, 50)
    whole = utci(30.0, tmrt, 1.0, 40.0)
    assert whole.shape == (20, 50)
    np.testing.assert_array_equal(whole, utci(np.full(tmrt.shape, 30.0), tmrt, np.full(tmrt.shape, 1.0), 40.0))
    assert utci(30.0, np.empty((0, 4)), 1.0, 40.0).shape == (0, 4)


@given(
    ta=st.floats(15, 40),
    extra=st.floats(0, 40),
    wind=st.floats(0.5, 6),
    rh=st.floats(20, 60),
    more=st.floats(0.1, 10),
)
def test_more_radiation_is_never_cooler(ta, extra, wind, rh, more):
    assert utci(ta, ta + extra + more, wind, rh) > utci(ta, ta + extra, wind, rh)


@given(st.lists(st.floats(-80, 80) | st.just(float("nan")), min_size=1, max_size=30), st.sampled_from(["utci", "pet"]))
def test_classes_are_the_intervals_of_the_table(values, index):
    codes = classify(values, index)
    assert codes.dtype == np.uint8
    classes = {stress.code: position for position, stress in enumerate(stress_classes(index))}
    for value, code in zip(values, codes):
        if np.isnan(value):
            assert code == NO_CLASS
            continue
        position = classes[code]
        assert value >= stress_classes(index)[position].from_c
        if position + 1 < len(classes):
            assert value < stress_classes(index)[position + 1].from_c


def test_limits_of_the_classes():
    assert classify([-40.1, -40.0, 8.9, 9.0, 25.9, 26.0, 32.0, 38.0, 46.0], "utci").tolist() == [
        1,
        2,
        5,
        6,
        6,
        7,
        8,
        9,
        10,
    ]
    assert classify([3.9, 4.0, 18.0, 22.9, 23.0, 41.0], "pet").tolist() == [1, 2, 5, 5, 6, 9]


def test_wind_profile():
    assert wind_at_10m(2.0, 10.0) == 2.0
    # ln(1000) / ln(110): the factor 1.47 of the UTCI guidelines for a wind at 1.1 m
    assert wind_at_10m(1.0, 1.1) == pytest.approx(1.4696, abs=1e-4)
    with pytest.raises(ValueError, match="Give heights of the wind"):
        wind_at_10m(1.0, 0.0)
