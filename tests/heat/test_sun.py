"""Position of the sun, grid north, local times, seasons."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from cityorchestra.processing_provider.heat import leaf_season, sun
from pyproj import Proj

EXPECTED = Path(__file__).parent / "expected" / "sun_spa.csv"
PARIS = "Europe/Paris"
TOLERANCE_DEG = 0.01


def spa_table():
    return np.genfromtxt(EXPECTED, delimiter=",", names=True, skip_header=2, dtype=None, encoding="utf-8")


def azimuth_difference(a, b):
    return (np.asarray(a) - b + 180.0) % 360.0 - 180.0


def test_published_spa_case():
    # Reda and Andreas (2004), table A5.1: zenith 50.11162, azimuth 194.34024; delta-T 67 s, altitude 1830.14 m
    # (the altitude moves the sun by 0.0000004 degree of parallax).
    instant = dt.datetime(2003, 10, 17, 12, 30, 30, tzinfo=dt.timezone(dt.timedelta(hours=-7)))
    position = sun.sun_position(instant, 39.742476, -105.1786, pressure_hpa=820, temperature_c=11)
    assert position.elevation_deg == pytest.approx(90 - 50.11162, abs=TOLERANCE_DEG)
    assert position.azimuth_deg == pytest.approx(194.34024, abs=TOLERANCE_DEG)
    assert position.geometric_elevation_deg < position.elevation_deg


def test_agrees_with_pvlib_spa_everywhere():
    table = spa_table()
    position = sun.sun_position(table["utc"].astype("datetime64[us]"), table["latitude"], table["longitude"])
    across = np.cos(np.radians(table["geometric_elevation"]))  # azimuth means little near the zenith
    assert np.abs(position.geometric_elevation_deg - table["geometric_elevation"]).max() < TOLERANCE_DEG
    assert np.abs(position.elevation_deg - table["elevation"]).max() < TOLERANCE_DEG
    assert np.abs(azimuth_difference(position.azimuth_deg, table["azimuth"]) * across).max() < TOLERANCE_DEG
    assert (table["elevation"] > 0).sum() > 100


def test_inputs_of_every_kind_agree():
    aware = dt.datetime(2026, 7, 14, 15, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    utc = np.datetime64("2026-07-14T13:00:00")
    one = sun.sun_position(aware, 48.11, -1.68)
    assert one.azimuth_deg.shape == ()
    for instants in ([aware], np.array([utc]), np.array([utc], dtype="datetime64[ns]"), np.array([aware])):
        position = sun.sun_position(instants, 48.11, -1.68)
        assert position.elevation_deg.shape == (1,)
        assert position.elevation_deg[0] == one.elevation_deg
    grid = sun.sun_position(utc, np.array([[48.0], [49.0]]), np.array([-2.0, -1.0, 0.0]))
    assert [array.shape for array in grid] == [(2, 3)] * 3


def test_missing_instant_gives_nan():
    position = sun.sun_position(np.array(["NaT", "2026-07-14T13:00"], dtype="datetime64[m]"), 48.11, -1.68)
    for array in position:
        assert np.isnan(array[0])
        assert np.isfinite(array[1])


def test_refraction_follows_pressure_and_stops_below_the_horizon():
    night = sun.sun_position(np.datetime64("2026-07-14T00:00"), 48.11, -1.68)
    assert night.elevation_deg == night.geometric_elevation_deg < 0
    low = np.datetime64("2026-07-14T19:45")
    air, vacuum = (sun.sun_position(low, 48.11, -1.68, pressure_hpa=p).elevation_deg for p in (1013.25, 0.0))
    assert 0.05 < air - vacuum < 0.5


@pytest.mark.parametrize(
    ("utc", "latitude", "longitude", "sentence"),
    [
        (dt.datetime(2026, 7, 14), 48.0, 0.0, "has no time zone"),
        ("2026-07-14", 48.0, 0.0, "has no time zone"),
        (np.datetime64("2026-07-14"), 91.0, 0.0, "latitudes between"),
        (np.datetime64("2026-07-14"), 48.0, 361.0, "longitudes between"),
    ],
)
def test_refused_inputs(utc, latitude, longitude, sentence):
    with pytest.raises(ValueError, match=sentence):
        sun.sun_position(utc, latitude, longitude)


def test_night():
    assert sun.is_night(0.49)
    assert not sun.is_night(0.5)
    assert sun.is_night([np.nan, -3.0, 40.0]).tolist() == [True, True, False]


def test_grid_convergence_in_rennes():
    n = 0.7256077650  # cone constant of Lambert-93, IGN NTG 71
    assert sun.grid_convergence_deg("EPSG:2154", -1.68, 48.11) == pytest.approx(n * (-1.68 - 3.0), abs=1e-6)


@pytest.mark.parametrize("code", [2154, 3948, 32630, 3035])
def test_grid_convergence_agrees_with_proj(code):
    expected = Proj(f"EPSG:{code}").get_factors(-1.68, 48.11).meridian_convergence
    assert sun.grid_convergence_deg(f"EPSG:{code}", -1.68, 48.11) == pytest.approx(expected, abs=1e-6)


def test_grid_convergence_counts_the_prime_meridian():
    # Lambert II from Paris (2.337229 E): n = 0.7289686274, which PROJ's factors get wrong by 1.7 degrees.
    expected = 0.7289686274 * (-1.68 - 2.33722917)
    assert sun.grid_convergence_deg("EPSG:27572", -1.68, 48.11) == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize(
    ("crs", "place", "sentence"),
    [
        ("EPSG:4326", (-1.68, 48.11), "projected coordinate system"),
        ("nonsense", (-1.68, 48.11), "not understood"),
        ("EPSG:2154", (-1.68, 95.0), "does not cover"),
    ],
)
def test_refused_coordinate_systems(crs, place, sentence):
    with pytest.raises(ValueError, match=sentence):
        sun.grid_convergence_deg(crs, *place)


def test_true_north_points_east_of_grid_north_in_rennes():
    assert sun.grid_azimuth(180.0, -3.39) == pytest.approx(183.39)
    assert sun.grid_azimuth([1.0, 359.0], 2.0).tolist() == [359.0, 357.0]


def test_slots_of_an_ordinary_day():
    local, utc = sun.time_slots("2026-07-14", "06:00", "21:10", 15, PARIS)
    assert len(local) == len(utc) == 61
    assert (local[0].hour, local[-1].hour, local[-1].minute) == (6, 21, 0)
    assert utc.dtype.kind == "M"
    assert utc[0] == np.datetime64("2026-07-14T04:00")
    same = sun.time_slots(dt.date(2026, 7, 14), dt.time(6), dt.time(21, 10), 15, PARIS)
    assert same[0] == local
    assert (same[1] == utc).all()
    assert len(sun.time_slots("2026-07-14", "06:00", "06:00", 15, PARIS)[0]) == 1


def test_slots_when_clocks_change_count_elapsed_time():
    forward, utc = sun.time_slots("2026-03-29", "00:00", "06:00", 60, PARIS)
    assert [slot.hour for slot in forward] == [0, 1, 3, 4, 5, 6]
    assert (np.diff(utc) == np.timedelta64(1, "h")).all()
    back, utc = sun.time_slots("2026-10-25", "00:00", "06:00", 60, PARIS)
    assert [slot.hour for slot in back] == [0, 1, 2, 2, 3, 4, 5, 6]
    assert (np.diff(utc) == np.timedelta64(1, "h")).all()
    twice, _ = sun.time_slots("2026-10-25", "02:30", "02:30", 60, PARIS)
    assert [slot.utcoffset() for slot in twice] == [dt.timedelta(hours=2), dt.timedelta(hours=1)]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("2026-07-14", "06:00", "21:00", 0, PARIS), "step greater than 0"),
        (("2026-07-14", "06:00", "21:00", float("nan"), PARIS), "step greater than 0"),
        (("2026-07-14", "21:00", "06:00", 15, PARIS), "comes before"),
        (("2026-07-14", "06:00", "21:00", 15, "Europe/Rennes"), "is not known"),
        (("14/07/2026", "06:00", "21:00", 15, PARIS), "Write the date"),
        (("2026-07-14", "6 h", "21:00", 15, PARIS), "Write the first hour"),
        (("2026-07-14", "06:00", "25:00", 15, PARIS), "Write the last hour"),
        (("2026-03-29", "02:30", "21:00", 15, PARIS), "clocks of .* skip"),
    ],
)
def test_refused_slots(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        sun.time_slots(*arguments)


def test_local_times():
    thirteen = dt.datetime(2026, 7, 14, 13, tzinfo=dt.timezone.utc)
    for text in ("2026-07-14T15:00", "2026-07-14 15:00", dt.datetime(2026, 7, 14, 15)):
        assert sun.parse_local_time(text, PARIS) == thirteen
    for text in ("2026-07-14T13:00Z", "2026-07-14T18:00+05:00", thirteen):
        assert sun.parse_local_time(text) == sun.parse_local_time(text, PARIS) == thirteen
    twice = dt.datetime(2026, 10, 25, 2, 30)
    assert sun.parse_local_time(twice, PARIS).utcoffset() == dt.timedelta(hours=2)
    assert sun.parse_local_time(twice.replace(fold=1), PARIS).utcoffset() == dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("value", "zone", "sentence"),
    [
        ("2026-07-14T15:00", None, "has no time zone"),
        ("2026-07-14T15:00", " ", "has no time zone"),
        ("2026-07-14T15:00", "Mars/Olympus", "is not known"),
        ("2026-07-14T15:00", "../zone", "is not known"),
        ("2026-03-29T02:30", PARIS, "clocks of .* skip"),
        ("at noon", PARIS, "Write the date and time"),
        ("", PARIS, "Write the date and time"),
    ],
)
def test_refused_local_times(value, zone, sentence):
    with pytest.raises(ValueError, match=sentence):
        sun.parse_local_time(value, zone)


def test_leaf_season():
    assert [leaf_season.in_leaf(day) for day in (99, 100, 300, 301)] == [False, True, True, False]
    assert leaf_season.canopy_transmissivity(200) == 0.03
    assert leaf_season.canopy_transmissivity(1) == 0.5
    assert leaf_season.canopy_transmissivity(1, evergreen=True) == 0.03
    assert leaf_season.canopy_transmissivity(1, leaf_off=0.7, leaf_on=0.1) == 0.7


def test_leaf_season_over_new_year():
    southern = {"first_day": 280, "last_day": 120}
    assert [leaf_season.in_leaf(day, **southern) for day in (1, 120, 121, 279, 280, 366)] == [
        True,
        True,
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("arguments", [{"day_of_year": 0}, {"day_of_year": 367}, {"first_day": 400}])
def test_refused_days(arguments):
    with pytest.raises(ValueError, match="days of the year"):
        leaf_season.canopy_transmissivity(**{"day_of_year": 1, **arguments})


@pytest.mark.parametrize("name", ["leaf_on", "leaf_off"])
@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_refused_transmissivities(name, share):
    with pytest.raises(ValueError, match="transmissivities between 0 and 1"):
        leaf_season.canopy_transmissivity(1, **{name: share})
