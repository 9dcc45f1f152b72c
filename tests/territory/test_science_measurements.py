"""Measurements invented for the demo town: they follow the laws that the table states, with the defects it states."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.territory.demo import make_demo_territory
from cityorchestra.processing_provider.territory.demo.cool_places import cool_places_layer
from cityorchestra.processing_provider.territory.demo.stations import (
    COURSE_H,
    FIRST_NOON,
    LATE_DAYS,
    LOST_NIGHTS,
    CoverShares,
    draw_weather,
    law_cover,
    observe,
    place_stations,
)
from cityorchestra.processing_provider.territory.demo.survey import (
    AGES,
    MUNICIPALITIES,
    draw_survey,
    pleasantness,
    street_measures,
)
from cityorchestra.processing_provider.territory.demo.tables import demo_laws
from cityorchestra.processing_provider.territory.schema import check_table, demo_layers, standard_layers
from cityorchestra.processing_provider.walking.walkability.indicators import default_indicators
from hypothesis import given, settings
from hypothesis import strategies as st

SIZE = 900.0
HEAT, SURVEY = demo_laws()["heat"], demo_laws()["survey"]


@pytest.fixture(scope="module")
def town():
    return make_demo_territory(seed=11, size_m=SIZE)


@pytest.fixture(scope="module")
def cover(town):
    return law_cover(town.layers, town.origin, SIZE)


@pytest.fixture(scope="module")
def stations(town, cover):
    return place_stations(town.layers, cover, SIZE, np.random.default_rng(3))


@pytest.fixture(scope="module")
def recorded(stations):
    """Weather, temperatures and faulty station of one drawing."""
    weather = draw_weather(np.random.default_rng(4))
    return weather, *observe(stations, weather, np.random.default_rng(5))


def test_layers_follow_their_schema(town):
    assert set(town.measurements) == set(demo_layers())
    assert not set(demo_layers()) & set(standard_layers())
    for name, table in town.measurements.items():
        check_table(name, table)
        assert len(table) > 0
        if demo_layers()[name].geometry == "None":
            assert all(shape is None for shape in table.geometry)
        else:
            assert shapely.is_valid(table.geometry).all()


def test_every_figure_of_the_survey_names_an_indicator():
    names = {item.name for item in default_indicators()}
    assert {key[len("weight_") :] for key in SURVEY if key.startswith("weight_")} <= names


# -- temperatures ----------------------------------------------------------------------------------------------------


def test_stations_are_as_many_as_the_law_says_and_references_are_rural(stations, cover):
    assert (~stations.reference).sum() == HEAT["urban_stations"]
    assert stations.reference.sum() == HEAT["reference_stations"]
    assert len(np.unique(stations.xy, axis=0)) == len(stations.xy)
    local = stations.xy[stations.reference] - np.array([cover.origin[0], cover.origin[1] - SIZE])
    assert np.minimum(local, SIZE - local).min(axis=1).max() <= 100.0
    assert stations.built[stations.reference].max() < np.median(stations.built[~stations.reference])
    assert (shapely.distance(*np.meshgrid(*[shapely.points(stations.xy)] * 2)) + 1e9 * np.eye(40)).min() > 20.0


def test_shares_are_those_of_the_discs():
    """Half of the plane built: a disc on the limit is half built, one that leaves the town counts what is inside."""
    codes = np.full((200, 200), 5, np.uint8)
    codes[:, :100] = 2
    cover = CoverShares(codes, (1000.0, 3000.0), 5.0)
    xy = np.array([[1500.0, 2500.0], [1250.0, 2500.0], [1700.0, 2500.0], [1000.0, 2500.0], [1600.0, 2500.0]])
    share = cover.share(xy, (2,), 200.0)
    assert share[:4] == pytest.approx([0.5, 1.0, 0.0, 1.0])
    # A segment 100 m from the centre of a disc of 200 m: area r2 acos(d/r) - d sqrt(r2 - d2), over pi r2.
    assert share[4] == pytest.approx((np.arccos(0.5) - 0.5 * np.sqrt(0.75)) / np.pi, abs=0.003)


def test_shares_are_near_those_of_the_raster_of_the_town(town, stations):
    fine = CoverShares(town.rasters["landcover"], town.origin, town.cell_size)
    built = fine.share(stations.xy, (2,), HEAT["built_radius"])
    vegetation = fine.share(stations.xy, (3, 4, 5), HEAT["vegetation_radius"])
    assert np.abs(built - stations.built).max() < 0.02
    assert np.abs(vegetation - stations.vegetation).max() < 0.05


def test_temperatures_follow_the_law(stations):
    """Least squares, over the nights of each station then over the stations, give the figures of the law back."""
    weather = draw_weather(np.random.default_rng(4))
    night = weather.course == 1.0
    strength = np.repeat(weather.strength, 24)[night]
    design = np.column_stack([stations.built, stations.vegetation, np.ones(len(stations.xy))])
    found, rests, noises = [], [], []
    for seed in range(16):
        table, faulty = observe(stations, weather, np.random.default_rng(seed))
        sound = np.arange(len(stations.xy)) != faulty
        excess = (table - weather.regional_c)[sound][:, night]
        known = np.isfinite(excess)
        slope = np.where(known, excess * strength, 0.0).sum(axis=1) / (known * strength**2).sum(axis=1)
        found.append(np.linalg.lstsq(design[sound], slope, rcond=None)[0])
        rest = np.where(known, excess - stations.island[sound, None] * strength, np.nan)
        rests.append(np.nanmean(rest, axis=1))
        noises.append(np.nanstd(rest - rests[-1][:, None]))
    spread = HEAT["station_deviation"] * strength.sum() / (strength**2).sum()
    error = spread * np.sqrt(np.diag(np.linalg.inv(design.T @ design)) / len(found))
    mean = np.mean(found, axis=0)
    assert abs(mean[0] - HEAT["built"]) < 3.5 * error[0] < 0.4 * HEAT["built"]
    assert abs(mean[1] - HEAT["vegetation"]) < 3.5 * error[1] < -0.4 * HEAT["vegetation"]
    assert np.concatenate(rests).std() == pytest.approx(HEAT["station_deviation"], rel=0.1)
    assert np.mean(noises) == pytest.approx(HEAT["sensor_noise"], rel=0.02)


def test_island_is_nought_at_the_references_and_by_day(stations, recorded):
    weather, table, faulty = recorded
    assert stations.island[stations.reference].mean() == pytest.approx(0.0, abs=1e-12)
    day = weather.course == 0.0
    gap = np.where(np.isfinite(table), table - weather.regional_c, np.nan)[:, day]
    sound = np.arange(len(table)) != faulty
    assert np.abs(np.nanmean(gap[sound], axis=1)).max() < 4 * HEAT["station_deviation"]


def test_the_faulty_station_stands_out_alone(stations, recorded):
    weather, table, faulty = recorded
    assert not stations.reference[faulty]
    dawn = weather.time.astype("datetime64[h]").astype(int) % 24 == 5
    mean = np.nanmean(np.where(np.isfinite(table), table, np.nan)[:, dawn], axis=1)
    residual = mean - np.polyval(np.polyfit(stations.island, mean, 1), stations.island)
    residual -= np.median(residual)
    z = np.abs(residual) / (1.4826 * np.median(np.abs(residual)))
    assert z[faulty] > 4.0
    assert int(np.argmax(z)) == faulty


def test_gaps_are_those_of_the_law(recorded, town):
    _, table, _ = recorded
    nothing = np.isinf(table)
    assert sorted(nothing.sum(axis=1))[-3:] == [0, 24 * len(LOST_NIGHTS), 24 * LATE_DAYS]
    assert np.isnan(table).sum() / (~nothing).sum() == pytest.approx(HEAT["null_share"], rel=0.25)
    written = town.measurements["heat_observations"]
    count = (HEAT["urban_stations"] + HEAT["reference_stations"]) * HEAT["nights"] * 24
    assert len(written) == count - 24 * (LATE_DAYS + len(LOST_NIGHTS))
    assert np.isnan(written.columns["temperature_c"]).any()
    keys = list(zip(written.columns["station_id"], written.columns["time"]))
    assert len(set(keys)) == len(keys)
    assert written.columns["time"][0] == f"{FIRST_NOON}:00Z"


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_weather_is_plausible_whatever_the_seed(seed):
    weather = draw_weather(np.random.default_rng(seed))
    nights = int(HEAT["nights"])
    assert len(weather.time) == len(weather.regional_c) == len(weather.course) == 24 * nights
    assert (np.diff(weather.time) == np.timedelta64(1, "h")).all()
    assert HEAT["calm_least"] <= weather.strength.min() <= weather.strength.max() <= HEAT["calm_most"]
    assert 0.0 < weather.regional_c.min() < weather.regional_c.max() < 45.0
    assert np.abs(np.diff(weather.regional_c)).max() < 4.0, "no hour jumps"
    by_night = weather.regional_c.reshape(nights, 24)
    coolest = (15 + by_night[:, 3:].argmin(axis=1)) % 24
    assert (coolest == 5).all(), "from the afternoon on, dawn is the coolest hour"
    hour = weather.time.astype("datetime64[h]").astype(int) % 24
    assert (weather.course[(hour >= 10) & (hour <= 17)] == 0.0).all()
    assert (weather.course[(hour >= 21) | (hour <= 7)] == 1.0).all()
    assert (COURSE_H[1], COURSE_H[2] - 24) == (21.0, 7.0)
    # A place 4 °C warmer is so at its own coldest hour too.
    warm = (weather.regional_c + 4.0 * np.repeat(weather.strength, 24) * weather.course).reshape(nights, 24)
    gap = warm[:, 3:].min(axis=1) - by_night[:, 3:].min(axis=1)
    np.testing.assert_allclose(gap, 4.0 * weather.strength, atol=0.05)
    # The calmer the night, the more the air warms from its dawn to the end of the morning.
    rise = by_night[:, -1] - by_night.min(axis=1)
    assert np.corrcoef(rise, weather.strength)[0, 1] > 0.9999


# -- survey ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pleasant(town, cover):
    return pleasantness(street_measures(town.layers, cover, lambda xy: 0.01 * xy[:, 0]))


def test_measures_of_streets(town, cover):
    measures = street_measures(town.layers, cover, lambda xy: 0.04 * xy[:, 0])
    columns = town.layers["streets"].columns
    kinds = columns["street_class"].astype(str)
    lines = town.layers["streets"].geometry
    for index in (0, len(lines) // 2, len(lines) - 1):
        coordinates = shapely.get_coordinates(lines[index])
        step = np.abs(np.diff(coordinates, axis=0))
        steepest = 100 * 0.04 * (step[:, 0] / np.hypot(*step.T)).max()
        assert 0.0 <= measures["slope"][index] <= steepest * 1.05 + 0.01
    walk = np.isin(kinds, ("pedestrian", "footway", "path", "steps", "track"))
    np.testing.assert_array_equal(measures["width"][walk], columns["width_m"][walk])
    expected = np.maximum(columns["pavement_left_m"], columns["pavement_right_m"])
    np.testing.assert_array_equal(measures["width"][~walk], expected[~walk])
    assert (measures["canopy"] >= 0).all() and (measures["canopy"] <= 100).all()
    assert measures["canopy"].max() > 50 > measures["canopy"].min()
    assert not np.isnan(measures["speed"]).any()
    # Canopy of a street against the raster of the town, cell by cell.
    rows, columns_ = np.nonzero(np.isin(town.rasters["landcover"], (3, 4)))
    trees = shapely.points(town.origin[0] + columns_ + 0.5, town.origin[1] - rows - 0.5)
    greenest = int(np.argmax(np.where(shapely.length(lines) > 60, measures["canopy"], 0)))
    zone = shapely.buffer(lines[greenest], 10.0)
    share = 100.0 * shapely.contains(zone, trees).sum() / zone.area
    assert share == pytest.approx(measures["canopy"][greenest], abs=12.0)


def test_ratings_follow_the_law(town, pleasant):
    """Ordinary least squares within respondents finds the weights again, within what 240 people allow."""
    survey = draw_survey(town.layers, pleasant, np.random.default_rng(6))
    position = {key: index for index, key in enumerate(town.layers["streets"].columns["street_id"])}
    street = np.array([position[key] for key in survey.columns["street_id"]])
    rating = survey.columns["rating"].astype(float)
    exact = 1.0 + 4.0 * pleasant[street]
    _, who = np.unique(survey.columns["respondent_id"].astype(str), return_inverse=True)
    answers = np.bincount(who)
    rest = rating - exact
    mood = np.bincount(who, weights=rest) / answers
    assert rest.mean() == pytest.approx(0.0, abs=4 * SURVEY["mood"] / np.sqrt(SURVEY["respondents"]))
    rounding = 1.0 / np.sqrt(12.0)
    expected = np.hypot(SURVEY["noise"], rounding)
    assert (rest - mood[who]).std() == pytest.approx(expected, rel=0.12)
    assert mood[answers > 8].std() == pytest.approx(SURVEY["mood"], rel=0.25)


def test_pleasantness_is_the_weighted_mean_of_the_values(town, cover):
    measures = street_measures(town.layers, cover, lambda xy: np.zeros(len(xy)))
    by_name = {item.name: item for item in default_indicators()}
    weights = {key[len("weight_") :]: value for key, value in SURVEY.items() if key.startswith("weight_")}
    assert sum(weights.values()) == 100.0
    row = 5
    by_hand = sum(weight * float(by_name[name].value(measures[name][row])) for name, weight in weights.items()) / 100.0
    assert pleasantness(measures)[row] == pytest.approx(by_hand)


def test_who_answers(town, pleasant):
    survey = draw_survey(town.layers, pleasant, np.random.default_rng(6)).columns
    people = {}
    for key, age, group, sex, place in zip(
        *(survey[n] for n in ("respondent_id", "age", "age_class", "sex", "municipality"))
    ):
        assert people.setdefault(key, (age, group, sex, place)) == (age, group, sex, place), (
            "one person, one description"
        )
    assert len(people) == SURVEY["respondents"]
    limits = {name: (low, high) for name, low, high in AGES}
    assert all(limits[group][0] <= age <= limits[group][1] for age, group, _, _ in people.values())
    assert 0.5 < np.mean([sex == "F" for _, _, sex, _ in people.values()]) < 0.72
    assert {place for *_, place in people.values()} == set(MUNICIPALITIES)
    pairs = list(zip(survey["respondent_id"], survey["street_id"]))
    assert len(set(pairs)) == len(pairs), "nobody rates a street twice"
    assert len(pairs) / len(people) == pytest.approx(SURVEY["answers"], rel=0.1)
    assert set(survey["rating"]) == {1, 2, 3, 4, 5}
    streets = town.layers["streets"].columns
    level = dict(zip(streets["street_id"], streets["level"]))
    assert all(level[key] == 0 for key in survey["street_id"])


def test_margins_are_those_of_the_people(town):
    table = town.measurements["walk_margins"].columns
    totals = {}
    for variable, population in zip(table["variable"], table["population"]):
        totals[variable] = totals.get(variable, 0.0) + population
    assert set(totals) == {"age_class", "sex", "municipality"}
    assert max(totals.values()) - min(totals.values()) <= 3.0, "rounded to inhabitants"
    for variable in totals:
        known = {name for field, name in zip(table["variable"], table["category"]) if field == variable}
        assert set(town.measurements["walk_survey"].columns[variable]) == known
    here = dict(zip(table["category"], table["population"]))["Vernoise"]
    assert here == pytest.approx(town.layers["zones"].columns["population"].sum(), abs=1.0)


# -- cool places and determinism -------------------------------------------------------------------------------------


def test_cool_places_have_hours_that_can_be_read(town):
    places = cool_places_layer(town.layers)
    assert {"park", "library"} <= set(places.columns["kind"])
    assert "sport" not in places.columns["kind"]
    hours = pytest.importorskip("opening_hours")
    for text in places.columns["opening_hours"]:
        assert hours.validate(text), text


def test_measurements_depend_on_the_seed_alone():
    fine, coarse = (make_demo_territory(seed=8, size_m=300, cell_size=cell) for cell in (2.0, 4.0))
    other = make_demo_territory(seed=9, size_m=300, cell_size=4.0)
    for name, table in coarse.measurements.items():
        for field, values in table.columns.items():
            np.testing.assert_array_equal(values, fine.measurements[name].columns[field], err_msg=f"{name}.{field}")
    first, second = (each.measurements["heat_observations"].columns["temperature_c"] for each in (coarse, other))
    assert not np.array_equal(first[:100], second[:100])


def test_the_town_is_the_same_without_measurements():
    alone, both = (make_demo_territory(seed=8, size_m=300, measurements=asked) for asked in (False, True))
    assert alone.measurements == {}
    for name, table in alone.layers.items():
        assert shapely.to_wkb(table.geometry).tolist() == shapely.to_wkb(both.layers[name].geometry).tolist()
    for name, raster in alone.rasters.items():
        assert raster.tobytes() == both.rasters[name].tobytes()
