"""Mean radiant temperature, level S: closure, monotony, the ground, and tiles."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cityorchestra.processing_provider.engine import plan_tiles
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.heat import comfort_tiles
from cityorchestra.processing_provider.heat.comfort_tiles import local_sun, radiant_halo, radiant_tile
from cityorchestra.processing_provider.heat.ground_temperature import SolarDay, solar_day, sunlit_excess
from cityorchestra.processing_provider.heat.land_cover import (
    Surface,
    default_surface,
    read_surfaces,
    standard_surfaces,
    surface_grid,
    unknown_codes,
)
from cityorchestra.processing_provider.heat.radiant_temperature import (
    POSTURES,
    STEFAN_BOLTZMANN,
    conditions_at,
    radiant_temperature,
)
from cityorchestra.processing_provider.raster_files import Grid
from hypothesis import given, settings
from hypothesis import strategies as st

RENNES = (48.11, -1.68)
NOON = np.datetime64("2026-06-21T12:10")  # solar noon in Rennes, nearly
NIGHT = np.datetime64("2026-06-21T01:00")
BLACK = Surface(0.0, 1.0, 0.0, 0.0, 15.0)
SHARE = st.floats(0, 1)


def at(utc, ta=30.0, rh=40.0, ghi=None, **options):
    return conditions_at(utc, *RENNES, ta, rh, ghi, **options)


def test_black_enclosure_at_the_temperature_of_the_air():
    enclosed = radiant_temperature(at(NIGHT, ta=17.0), 0.0, 0.0, ground=BLACK, wall=BLACK)
    assert float(enclosed) == pytest.approx(17.0, abs=1e-9)


def test_real_walls_at_night_are_near_the_temperature_of_the_air():
    # What walls of emissivity 0.9 reflect is that of the sky, as in SOLWEIG: a little less than the air.
    assert float(radiant_temperature(at(NIGHT, ta=17.0), 0.0, 0.0)) == pytest.approx(17.0, abs=1.5)


def test_open_ground_at_night_by_hand():
    conditions = at(NIGHT, ta=15.0)
    ta4 = STEFAN_BOLTZMANN * 288.15**4
    down = conditions.sky_emissivity * ta4
    up = ta4  # black ground at the temperature of the air
    expected = ((0.06 + 2 * 0.22) * (down + up) / STEFAN_BOLTZMANN) ** 0.25 - 273.15
    assert float(radiant_temperature(conditions, 1.0, 0.0, ground=BLACK)) == pytest.approx(expected, abs=1e-9)


def test_open_ground_at_noon_by_hand():
    c = at(NOON)
    ground = Surface(0.2, 0.95, 0.37, -3.41, 15.0)
    sine, cosine = math.sin(math.radians(c.elevation_deg)), math.cos(math.radians(c.elevation_deg))
    light_down = c.sun_beam * sine + c.sky_diffuse
    light_up = 0.2 * light_down
    excess = (0.37 * c.day.highest_elevation_deg - 3.41) * math.sin(
        math.pi / 2 * (c.day.hour - c.day.sunrise) / (15.0 - c.day.sunrise)
    )
    heat_down = c.sky_emissivity * STEFAN_BOLTZMANN * 303.15**4
    heat_up = 0.95 * STEFAN_BOLTZMANN * (303.15 + excess) ** 4 + 0.05 * heat_down
    light = 0.28 * c.sun_beam * cosine + 0.06 * (light_down + light_up) + 0.44 * (c.sky_diffuse + light_up)
    heat = 0.06 * (heat_down + heat_up) + 0.44 * (heat_down + heat_up)
    expected = ((0.7 * light + 0.97 * heat) / (0.97 * STEFAN_BOLTZMANN)) ** 0.25 - 273.15
    assert float(radiant_temperature(c, 1.0, 1.0, ground=ground)) == pytest.approx(expected, abs=1e-9)
    assert 60 < expected < 75


def test_weights_of_the_body_surround_it():
    for posture in POSTURES.values():
        assert 2 * posture.up + 4 * posture.side == pytest.approx(1.0)
    with pytest.raises(ValueError, match="standing, sitting"):
        radiant_temperature(at(NOON), 1.0, 1.0, posture="lying")


@given(view=SHARE, low=SHARE, high=SHARE, hour=st.integers(0, 23), ta=st.floats(-5, 40))
def test_more_sun_is_never_cooler(view, low, high, hour, ta):
    low, high = sorted((low, high))
    conditions = at(np.datetime64("2026-06-21") + np.timedelta64(hour, "h"), ta=ta)
    one, other = radiant_temperature(conditions, view, [low, high])
    assert other >= one - 1e-9


@given(view=SHARE, sun=SHARE, hour=st.integers(0, 23), ta=st.floats(-5, 40), more=st.floats(0.1, 5))
def test_warmer_air_is_warmer(view, sun, hour, ta, more):
    utc = np.datetime64("2026-06-21") + np.timedelta64(hour, "h")
    one = radiant_temperature(at(utc, ta=ta, ghi=0.0), view, sun)
    assert radiant_temperature(at(utc, ta=ta + more, ghi=0.0), view, sun) > one


def test_scalars_and_tables_agree():
    conditions = at(NOON)
    views, suns = np.array([[0.2], [0.6], [1.0]]), np.array([[0.0, 0.5, 1.0, np.nan]])
    table = radiant_temperature(conditions, views, suns)
    assert table.shape == (3, 4)
    for i in range(3):
        for j in range(3):
            assert table[i, j] == float(radiant_temperature(conditions, views[i, 0], suns[0, j]))
    assert np.isnan(table[:, 3]).all()


def test_shade_of_surroundings_cools():
    conditions = at(NOON)
    lit = radiant_temperature(conditions, 0.5, 0.0, ground_sun=1.0, surroundings_sun=1.0)
    assert lit > radiant_temperature(conditions, 0.5, 0.0, ground_sun=0.0, surroundings_sun=1.0)
    assert lit > radiant_temperature(conditions, 0.5, 0.0, ground_sun=1.0, surroundings_sun=0.0)


def test_warmer_scenario_is_near_the_same_rise():
    """The sentence of the help on DELTA_TA: +4 degrees of air, same sun, give +3.2 to +4.9."""
    views, suns = np.meshgrid(np.linspace(0.1, 1, 5), [0.0, 0.5, 1.0])
    for hour in (10, 13, 17, 23):
        utc = np.datetime64("2026-07-14") + np.timedelta64(hour, "h")
        now, later = at(utc), at(utc, ta=34.0)
        light = {
            name: getattr(now, name)
            for name in ("global_irradiance", "diffuse", "beam_normal", "sky_diffuse", "sun_beam")
        }
        rise = radiant_temperature(later._replace(**light), views, suns) - radiant_temperature(now, views, suns)
        assert rise.min() > 3.15
        assert rise.max() < 4.95


# -- the ground ----------------------------------------------------------------------------------------------------


def test_solar_day_in_rennes():
    day = solar_day(NOON, *RENNES)
    assert day.hour == pytest.approx(12.0, abs=0.1)
    assert day.highest_elevation_deg == pytest.approx(90 - 48.11 + 23.43, abs=0.05)
    assert 3.8 < day.sunrise < 4.2
    # The same solar time a year away and at another longitude.
    assert solar_day(NOON, 48.11, -1.68 + 15.0).hour == pytest.approx(day.hour + 1.0, abs=0.02)


def test_polar_days():
    north = 78.0, 15.0
    assert solar_day(np.datetime64("2026-06-21T11:00"), *north).sunrise == 0.0
    night = solar_day(np.datetime64("2026-12-21T11:00"), *north)
    assert math.isnan(night.sunrise)
    assert sunlit_excess(default_surface(), night) == 0.0


def test_warmth_of_the_ground_through_the_day():
    asphalt = standard_surfaces()[1]
    excess = [sunlit_excess(asphalt, SolarDay(hour, 5.0, 60.0)) for hour in np.arange(0, 24, 0.25)]
    assert max(excess) == pytest.approx(0.58 * 60 - 9.78)
    assert np.arange(0, 24, 0.25)[int(np.argmax(excess))] == 15.0
    assert excess[:20] == [0.0] * 20
    assert min(excess) == 0.0
    assert sunlit_excess(asphalt, SolarDay(15.0, 5.0, 60.0), 0.5) == pytest.approx(0.5 * max(excess))
    assert sunlit_excess(asphalt, SolarDay(12.0, 8.0, 10.0)) == 0.0, "the winter sun does not cool the ground"


def test_table_of_surfaces():
    surfaces = standard_surfaces()
    assert set(surfaces) == {0, 1, 2, 3, 4, 5, 6, 7, 99}
    codes = np.array([[5.0, 7.0], [np.nan, 42.0]])
    grid = surface_grid(codes, surfaces)
    np.testing.assert_array_equal(grid.albedo, [[0.16, 0.05], [0.15, 0.15]])
    assert unknown_codes(codes, surfaces) == {42}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"albedo": "2"}, "albedo must be a number between 0 and 1, not 2"),
        ({"code": "1.5"}, "whole code of its own"),
        ({"k": "warm"}, "k must be a number"),
        ({"t_max": None}, "t_max must be a number"),
    ],
)
def test_bad_tables_of_surfaces(row, sentence):
    good = {"code": "8", "albedo": "0.3", "emissivity": "0.9", "k": "0.3", "t0": "-3", "t_max": "15"}
    assert read_surfaces([good])[8] == Surface(0.3, 0.9, 0.3, -3.0, 15.0)
    with pytest.raises(InputError, match=sentence):
        read_surfaces([{**good, **row}])
    with pytest.raises(InputError, match="whole code of its own"):
        read_surfaces([good, good])
    with pytest.raises(InputError, match="no column t0"):
        read_surfaces([{name: value for name, value in good.items() if name != "t0"}])


# -- tiles ---------------------------------------------------------------------------------------------------------


def town(rows=70, columns=90):
    random = np.random.default_rng(4)
    ground = np.add.outer(np.linspace(0, 2, rows), np.zeros(columns)).astype(np.float32)
    dsm, canopy = ground.copy(), np.zeros_like(ground)
    for _ in range(20):
        i, j = random.integers(0, rows), random.integers(0, columns)
        dsm[i : i + 8, j : j + 5] += random.uniform(4, 15)
        i, j = random.integers(0, rows), random.integers(0, columns)
        canopy[i : i + 4, j : j + 4] = random.uniform(4, 12)
    dsm[10:12, 20:23] = np.nan
    cover = random.choice([1, 5, 6, 7, 42], size=dsm.shape).astype(np.float32)
    return {"dsm": dsm, "dtm": ground, "canopy": canopy, "land_cover": cover}


def options_for(arrays, max_distance=25.0):
    return {
        "cell_size": 1.0,
        "trunk_ratio": 0.25,
        "observer_height": 0.0,
        "max_distance": max_distance,
        "height_range": (float(np.nanmin(arrays["dsm"])), float(np.nanmax(arrays["dsm"]))),
        "highest_crown": float((arrays["dtm"] + arrays["canopy"]).max()),
    }


def radiant_raster(arrays, tile_size, utc=NOON, with_sky_view=False):
    from cityorchestra.processing_provider.heat.shadows import halo_cells

    options = options_for(arrays)
    conditions = at(utc)
    sun = 205.0, conditions.elevation_deg, 0.03
    rows, columns = arrays["dsm"].shape
    shadow_halo = halo_cells(
        sun[1],
        1.0,
        options["height_range"],
        highest_crown=options["highest_crown"],
        max_distance=options["max_distance"],
    )
    halo = radiant_halo(shadow_halo, options, not with_sky_view)
    out = np.full((rows, columns), -1.0, dtype=np.float32)
    for tile in plan_tiles(Grid(columns, rows, 0.0, 0.0, 1.0), tile_size, halo):
        outer = np.s_[
            tile.outer_row : tile.outer_row + tile.outer_height,
            tile.outer_column : tile.outer_column + tile.outer_width,
        ]
        out[tile.row : tile.row + tile.height, tile.column : tile.column + tile.width] = radiant_tile(
            {name: array[outer] for name, array in arrays.items()},
            tile,
            np.zeros(1, dtype=np.uint8),
            conditions=conditions,
            sun=sun,
            posture="standing",
            surfaces=standard_surfaces(),
            azimuths=8,
            options=options,
        )
    return out


@pytest.mark.parametrize("utc", [NOON, np.datetime64("2026-06-21T18:30"), NIGHT])
def test_tiles_give_the_whole_to_the_bit(utc, monkeypatch):
    monkeypatch.setattr("cityorchestra.processing_provider.engine._even_share", lambda length, size: size)
    arrays = town()
    whole = radiant_raster(arrays, 1000, utc)
    np.testing.assert_array_equal(whole, radiant_raster(arrays, 23, utc))
    assert np.isfinite(whole).all(), "the terrain fills the holes of the surface"
    assert whole.max() > whole.min()


def test_holes_of_surface_and_terrain_have_no_value():
    arrays = town()
    arrays["dtm"][10:12, 20:23] = np.nan
    np.testing.assert_array_equal(np.isnan(radiant_raster(arrays, 1000)), np.isnan(arrays["dsm"]))


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.sampled_from([10.0, 25.0]), st.sampled_from([0.5, 1.0, 3.0]))
def test_local_sun_is_the_mean_of_the_street_around(seed, box, cell):
    random = np.random.default_rng(seed)
    fraction = random.choice([0, 3, 50, 100, 255], size=(17, 23)).astype(np.uint8)
    street = random.random(fraction.shape) < 0.7
    core = (slice(2, 14), slice(5, 20))
    result = local_sun(fraction, street, cell, box, core)
    radius = max(int(box / cell / 2), 1)
    for i in range(2, 14):
        for j in range(5, 20):
            window = np.s_[max(i - radius, 0) : i + radius + 1, max(j - radius, 0) : j + radius + 1]
            counted = fraction[window][street[window] & (fraction[window] != 255)]
            own = 0 if fraction[i, j] == 255 else fraction[i, j]
            expected = counted.mean() / 100 if counted.size else own / 100
            assert result[i - 2, j - 5] == pytest.approx(expected, abs=1e-12)


def test_tally_adds_up():
    values = np.array([[20.0, 33.0], [50.0, np.nan]], dtype=np.float32)
    tmrt = np.array([[30.0, 40.0], [60.0, 130.0]], dtype=np.float32)
    (tile,) = plan_tiles(Grid(2, 2, 0.0, 0.0, 1.0), 256, 0)
    counts = comfort_tiles.tally_tile({"comfort": values, "tmrt": tmrt}, tile, None, index="utci")
    both = comfort_tiles.add_tallies([counts, counts])
    assert (both["cells"], both["out_of_range"]) == (6, 2)
    assert both["sum"] == pytest.approx(2 * 103.0)
    assert (both["lowest"], both["highest"]) == (20.0, 50.0)
    assert {code: count for code, count in both["classes"].items() if count} == {6: 2, 8: 2, 10: 2}
