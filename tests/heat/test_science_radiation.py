"""Radiation over an open place: closure, published relations, continuity."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.heat.radiation import (
    HIGHEST_BEAM_W_M2,
    check_weather,
    clear_sky_irradiance,
    clearness_index,
    extraterrestrial_irradiance,
    sky_emissivity,
    split_irradiance,
    vapour_pressure,
    with_circumsolar,
)
from hypothesis import example, given
from hypothesis import strategies as st

ELEVATIONS = st.floats(-10, 90)
AIR = {"ta": st.floats(-10, 42), "rh": st.floats(0, 100)}


def test_irradiance_outside_the_atmosphere():
    # Nearest the sun in early January, 3.3 % above the mean; farthest in early July.
    assert extraterrestrial_irradiance(365) == pytest.approx(1367 * 1.033)
    assert extraterrestrial_irradiance(182.5) == pytest.approx(1367 * 0.967)


def test_vapour_pressure_of_saturated_air():
    assert vapour_pressure(0.0, 100.0) == pytest.approx(6.107)
    assert vapour_pressure(30.0, 50.0) == pytest.approx(21.2, abs=0.1)  # 42.4 hPa at saturation


def test_clear_sky_at_rennes_and_its_limits():
    # Near noon of a summer day: 850 to 950 W/m2, as measured at that latitude.
    noon = clear_sky_irradiance(62.0, 25.0, 50.0, 190, 48.1)
    assert 850 < noon < 950
    assert clear_sky_irradiance([0.0, -5.0], 25.0, 50.0, 190, 48.1).tolist() == [0.0, 0.0]
    rising = clear_sky_irradiance(np.linspace(0.5, 90, 200), 25.0, 50.0, 190, 48.1)
    assert (np.diff(rising) > 0).all()
    assert clear_sky_irradiance(62.0, 35.0, 80.0, 190, 48.1) < noon, "more vapour, less sun"


def test_southern_seasons_are_shifted_by_half_a_year():
    north = clear_sky_irradiance(50.0, 20.0, 50.0, 15, 45.0) / extraterrestrial_irradiance(15)
    south = clear_sky_irradiance(50.0, 20.0, 50.0, 198, -45.0) / extraterrestrial_irradiance(198)
    assert north == pytest.approx(south, rel=1e-12)


@given(ghi=st.floats(0, 1200), elevation=ELEVATIONS, day=st.integers(1, 366), **AIR)
@example(ghi=99.0, elevation=2.3e-308, day=1, ta=0.0, rh=0.0)  # on the horizon, as near as numbers go
def test_the_parts_add_up_to_the_whole(ghi, elevation, ta, rh, day):
    total, diffuse, beam = split_irradiance(ghi, elevation, ta, rh, day)
    sine = max(np.sin(np.radians(elevation)), 0.0)
    assert total == (ghi if elevation > 0 and sine > 0 else 0.0)
    assert diffuse + beam * sine == pytest.approx(total, abs=1e-9)
    assert 0.0 <= beam <= HIGHEST_BEAM_W_M2
    assert -1e-9 <= diffuse <= total + 1e-9
    assert beam == 0.0 or elevation >= 3.0
    sky, sun = with_circumsolar(diffuse, beam, elevation, day)
    assert sky + sun * sine == pytest.approx(total, abs=1e-9)
    assert -1e-9 <= sky <= diffuse + 1e-9


@given(elevation=st.floats(4, 85), kt=st.floats(0.05, 0.95), day=st.integers(1, 366), **AIR)
def test_a_little_more_sun_makes_no_jump(elevation, kt, ta, rh, day):
    outside = extraterrestrial_irradiance(day) * np.sin(np.radians(elevation))
    step = 1e-5
    before, after = (split_irradiance(value * outside, elevation, ta, rh, day)[1] for value in (kt, kt + step))
    # The steepest joint: 0.2 of the diffuse share over 0.04 of kt.
    assert abs(after - before) <= 10 * step * outside


def test_diffuse_share_of_reindl():
    # By hand, 20 degrees C, 50 %, sun at 45 degrees: kt 0.2 and 0.6.
    outside = extraterrestrial_irradiance(172) * np.sin(np.radians(45.0))
    for kt, share in (
        (0.2, 1 - 0.232 * 0.2 + 0.0239 * 0.70711 - 0.000682 * 20 + 0.0195 * 0.5),
        (0.6, 1.329 - 1.716 * 0.6 + 0.267 * 0.70711 - 0.00357 * 20 + 0.106 * 0.5),
        (0.85, 0.426 * 0.85 - 0.256 * 0.70711 + 0.00349 * 20 + 0.0734 * 0.5),
    ):
        total, diffuse, _ = split_irradiance(kt * outside, 45.0, 20.0, 50.0, 172)
        assert diffuse / total == pytest.approx(share, abs=1e-4)


def test_low_sun_gives_no_beam():
    assert split_irradiance(80.0, 2.9, 20.0, 50.0, 172)[2] == 0.0
    assert split_irradiance(80.0, 3.1, 20.0, 50.0, 172)[2] > 0.0


def test_bright_sky_around_the_sun():
    # Hay and Davies: a share beam / outside of the diffuse light joins the beam.
    outside = extraterrestrial_irradiance(172)
    sky, sun = with_circumsolar(100.0, 0.5 * outside, 30.0, 172)
    assert sky == pytest.approx(50.0)
    assert sun == pytest.approx(0.5 * outside + 50.0 / 0.5)
    assert with_circumsolar(100.0, 0.0, 30.0, 172) == (100.0, 0.0), "an overcast sky is uniform"


def test_clearness():
    clear = clear_sky_irradiance(40.0, 20.0, 50.0, 172, 48.0)
    assert clearness_index(clear, clear, 40.0) == 1.0
    assert 0.3 < clearness_index(0.3 * clear, clear, 40.0) < 0.5
    assert clearness_index(0.0, 0.0, -5.0) == 1.0, "nothing is known at night"


@given(clearness=st.floats(0, 1), **AIR)
def test_emissivity_of_the_sky(ta, rh, clearness):
    emissivity = sky_emissivity(ta, rh, clearness)
    assert 0.6 < emissivity <= 1.0
    assert emissivity >= sky_emissivity(ta, rh) - 1e-12, "clouds radiate more than the clear sky"
    assert sky_emissivity(ta, rh, 0.0) == pytest.approx(1.0)


def test_emissivity_by_hand():
    # Ta 20, RH 50: e 11.67 hPa, w = 46.5 * 11.67 / 293.15 = 1.851.
    w = 1.8512
    assert sky_emissivity(20.0, 50.0) == pytest.approx(1 - (1 + w) * np.exp(-np.sqrt(1.2 + 3 * w)), abs=1e-3)


@pytest.mark.parametrize(("ta", "rh", "ghi"), [(300.0, 40.0, None), (30.0, 140.0, None), (30.0, 40.0, 90000.0)])
def test_weather_in_another_unit_is_refused(ta, rh, ghi):
    with pytest.raises(InputError, match="Give the"):
        check_weather(ta, rh, ghi)
