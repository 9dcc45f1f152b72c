"""Algorithm ``walk_shade_on_network`` in QGIS."""

from __future__ import annotations

import json

import numpy as np
import pytest

pytest.importorskip("qgis.core")
import shapely
from cityorchestra.processing_provider import engine
from cityorchestra.tests.algorithm_support import (
    SOUTH,
    WEST,
    WGS_84,
    check_record,
    colours_of,
    comparable,
    files_in,
    french,
    from_python_command,
    in_degrees,
    line,
    load_results,
    make_layer,
    opened,
    profile_of,
    read_raster,
    record_of,
    refusal,
    rows_of,
    run_in_model,
    selected,
    steps_of,
    values_of,
    write_raster,
)
from cityorchestra.tests.qgis_support import run_algorithm as run_now

NAME = "walk_shade_on_network"
SIDE = 120  # m, at 1 m a cell; the corner of the streets is the corner of the raster
FIELDS = [("name", "text"), ("level", "integer"), ("width", "real")]

pytestmark = pytest.mark.usefixtures("provider")


def surface(path, heights, **options):
    return write_raster(path, heights, west=WEST, north=SOUTH + SIDE, **options)


@pytest.fixture(scope="module")
def rasters(tmp_path_factory):
    """Ground at 40 m, and a wall of 30 m, 100 m long from west to east and 40 m north of the corner."""
    folder = tmp_path_factory.mktemp("rasters")
    terrain = np.full((SIDE, SIDE), 40.0)
    heights = terrain.copy()
    heights[78:80, 10:110] = 70.0
    return {"DSM": surface(folder / "dsm.tif", heights), "DTM": surface(folder / "dtm.tif", terrain)}


# Streets from west to east, 40 m long; the wall is from 40 to 42 m north of the corner.
STREETS = {
    "north": line((40, 45), (80, 45)),  # 3 m behind the wall
    "south": line((40, 30), (80, 30)),
    "far": line((40, 110), (80, 110)),  # 68 m behind: out of reach of the midday shadow in June
    "tunnel": line((40, 20), (80, 20)),
    "away": line((400, 0), (440, 0)),  # outside the surface model
    "roof": line((40, 41), (80, 41)),  # on the wall
}


def street_rows(*names):
    return [(STREETS[name], name, -1 if name == "tunnel" else 0, None) for name in names or STREETS]


@pytest.fixture
def network():
    return make_layer("LineString", street_rows(), FIELDS, name="network")


def parameters(network, rasters, output="TEMPORARY_OUTPUT", **changes):
    day = {"DATE": "2026-06-21", "START": "12:00", "END": "16:00", "STEP": 60}
    return {"NETWORK": network, "DSM": rasters["DSM"], **day, "OUTPUT": output, **changes}


def by_name(result):
    return {row["name"]: row for row in rows_of(result)}


def test_streets_behind_and_before_a_wall(run_algorithm, network, rasters):
    run = run_algorithm(NAME, parameters(network, rasters, DTM=rasters["DTM"]))
    rows = by_name(run.results["OUTPUT"])
    document = json.loads(rows["south"]["sun_profile"])
    assert document == {"date": "2026-06-21", "tz": "Europe/Paris", "start": "12:00", "step": 60, "sun": [100] * 5}
    assert profile_of(rows["north"]) == [0] * 5
    assert profile_of(rows["far"]) == [100] * 5
    assert profile_of(rows["tunnel"]) == [0] * 5
    # On a roof, and outside the surface: nothing is known.
    assert rows["roof"]["sun_profile"] is rows["away"]["sun_profile"] is None
    assert {name: row["shade_mean"] for name, row in rows.items()} == {
        "north": 100.0,
        "south": 0.0,
        "far": 0.0,
        "tunnel": 100.0,
        "roof": None,
        "away": None,
    }
    assert (run.results["EDGES"], run.results["UNKNOWN"], run.results["SHADE_MEAN"]) == (6, 2, 50.0)
    assert any(warning.startswith("2 edges have no sun profile") for warning in run.feedback.warnings)


def test_without_terrain_the_roof_is_a_place_in_the_sun(run_algorithm, network, rasters):
    rows = by_name(run_algorithm(NAME, parameters(network, rasters)).results["OUTPUT"])
    assert profile_of(rows["roof"]) == [100] * 5
    assert profile_of(rows["north"]) == [0] * 5


def test_profile_agrees_with_the_raster_of_each_instant(run_algorithm, rasters, tmp_path):
    # A street that goes in and out of the shadow of the wall, sampled at the middle of each 2 m.
    street = line((100, 50), (118, 50))
    layer = make_layer("LineString", [(street,)])
    (row,) = rows_of(run_algorithm(NAME, parameters(layer, rasters)).results["OUTPUT"])
    expected = []
    for hour in range(12, 17):
        instant = {"DSM": rasters["DSM"], "DATETIME": f"2026-06-21T{hour}:00:00", "OUTPUT": str(tmp_path / "one.tif")}
        grid = read_raster(run_now("heat_cast_shadows", instant).results["OUTPUT"]).astype(int)
        # Cells at 49.5, 50 and 50.5 m north: row 70 holds 49 to 50 m, row 69 the other two.
        cells = [sorted([grid[70, x], grid[69, x], grid[69, x]])[1] for x in range(101, 119, 2)]
        expected.append(round(np.mean(cells)))
    assert profile_of(row) == pytest.approx(expected, abs=1)
    assert len(set(expected)) > 1
    assert row["shade_mean"] == pytest.approx(100 - np.mean(profile_of(row)))


def test_numbers_tell_the_layer(run_algorithm, rasters):
    rows = [*street_rows("north", "south"), (line((45, 60), (45, 100)), "across", 0, 1.0)]
    run = run_algorithm(NAME, parameters(make_layer("LineString", rows, FIELDS), rasters))
    layer = rows_of(run.results["OUTPUT"])
    lengths = np.array([row["geometry"].length for row in layer])
    shade = np.array([row["shade_mean"] for row in layer])
    assert run.results["SHADE_MEAN"] == pytest.approx((shade * lengths).sum() / lengths.sum())
    assert run.results["EDGES"] == len(layer) == 3
    assert run.results["UNKNOWN"] == 0


def test_columns_are_shares(run_algorithm, network, rasters):
    run = run_algorithm(NAME, parameters(network, rasters, DTM=rasters["DTM"], FIELDS="columns"))
    layer = opened(run.results["OUTPUT"])
    columns = ["sun_1200", "sun_1300", "sun_1400", "sun_1500", "sun_1600"]
    assert [item.name() for item in layer.fields()] == ["name", "level", "width", "shade_mean", *columns, "svf"]
    rows = by_name(layer)
    for name, share in (("north", 0.0), ("south", 1.0), ("away", None)):
        assert [rows[name][column] for column in columns] == [share] * 5
    both = opened(run_algorithm(NAME, parameters(network, rasters, FIELDS="both")).results["OUTPUT"])
    assert [item.name() for item in both.fields()][4:] == ["sun_profile", *columns, "svf"]


def test_trees_let_a_share_through(run_algorithm, rasters, tmp_path):
    flat = surface(tmp_path / "flat.tif", np.full((SIDE, SIDE), 40.0))
    crowns = np.zeros((SIDE, SIDE))
    crowns[80:110, 30:90] = 9.0  # from 10 to 40 m north of the corner
    canopy = surface(tmp_path / "canopy.tif", crowns)
    layer = make_layer("LineString", street_rows("south"), FIELDS)
    for changes, percent in (({}, 3), ({"DATE": "2026-12-21"}, 50), ({"TAU": 0.4}, 40)):
        given = {**parameters(layer, {"DSM": flat}), "CANOPY": canopy, **changes}
        (row,) = rows_of(run_algorithm(NAME, given).results["OUTPUT"])
        assert profile_of(row) == [percent] * 5


def test_holes_of_the_surface_are_left_out(run_algorithm, rasters, tmp_path):
    heights = read_raster(rasters["DSM"])
    heights[70:77, 40:50] = heights[86:94, 40:50] = np.nan  # the first quarter of the streets
    holed = surface(tmp_path / "holed.tif", heights, nodata=-9999.0)
    layer = make_layer("LineString", street_rows("north", "south"), FIELDS)
    rows = by_name(run_algorithm(NAME, parameters(layer, {"DSM": holed})).results["OUTPUT"])
    assert profile_of(rows["north"]) == [0] * 5
    assert profile_of(rows["south"]) == [100] * 5


def test_same_sun_in_longitude_and_latitude(run_algorithm, network, rasters):
    degrees = [(in_degrees(shape), *values) for shape, *values in street_rows()]
    layer = make_layer("LineString", degrees, FIELDS, crs=WGS_84)
    expected = by_name(run_algorithm(NAME, parameters(network, rasters)).results["OUTPUT"])
    run = run_algorithm(NAME, parameters(layer, rasters))
    assert opened(run.results["OUTPUT"]).crs().authid() == WGS_84
    rows = by_name(run.results["OUTPUT"])
    for name, row in rows.items():
        assert row["sun_profile"] == expected[name]["sun_profile"]
        assert row["geometry"].hausdorff_distance(in_degrees(STREETS[name])) < 1e-9


def test_night_is_told(run_algorithm, network, rasters):
    run = run_algorithm(NAME, parameters(network, rasters, START="00:00", END="03:00"))
    rows = by_name(run.results["OUTPUT"])
    assert profile_of(rows["south"]) == [0] * 4
    assert rows["south"]["shade_mean"] is None
    assert run.results["SHADE_MEAN"] is None
    assert any("below the horizon during all these hours" in warning for warning in run.feedback.warnings)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"TZ": ""}, "The hours have no time zone; give one"),
        ({"DATE": "2026-03-29", "START": "02:30", "END": "12:00"}, "the clocks of Europe/Paris skip 2026-03-29 02:30"),
        ({"START": "17:00"}, "comes before the first hour"),
        ({"SAMPLE": 0.1}, "SAMPLE"),
        ({"FIELDS": "all"}, "FIELDS"),
        ({"NETWORK": None}, "NETWORK"),
        ({"DSM": None}, "DSM"),
        ({"SCHEDULER": "tcp://127.0.0.1:9"}, "does not answer"),
        (
            {"DATE": "2026-10-25", "START": "01:00", "END": "04:00", "FIELDS": "columns"},
            "The clocks go back on this day and an hour comes twice; write the profile instead",
        ),
    ],
)
def test_refusals(network, rasters, monkeypatch, tmp_path, changes, sentence):
    monkeypatch.setattr(engine, "SCHEDULER_TIMEOUT_S", 0.3)
    output = str(tmp_path / "shade.gpkg")
    assert sentence in refusal(NAME, parameters(network, rasters, output, **changes))
    assert files_in(tmp_path) == []


def test_geographic_and_misaligned_rasters_are_refused(network, rasters, tmp_path):
    degrees = write_raster(tmp_path / "degrees.tif", np.zeros((9, 9)), west=-1.7, north=48.1, cell=1e-5, crs=WGS_84)
    assert "is in EPSG:4326, where lengths" in refusal(NAME, parameters(network, {"DSM": degrees}))
    other = surface(tmp_path / "other.tif", np.zeros((9, 9)))
    assert "do not have the same grid; align them" in refusal(NAME, parameters(network, rasters, CANOPY=other))


def test_profile_of_the_day_when_the_clocks_go_back(run_algorithm, network, rasters):
    day = {"DATE": "2026-10-25", "START": "01:00", "END": "04:00"}
    rows = by_name(run_algorithm(NAME, parameters(network, rasters, **day)).results["OUTPUT"])
    assert len(profile_of(rows["south"])) == 5


def test_bad_features_are_counted_and_keep_their_row(run_algorithm, rasters):
    rows = [(None, "null", 0, None), ("LINESTRING EMPTY", "empty", None, None), *street_rows("south")]
    run = run_algorithm(NAME, parameters(make_layer("LineString", rows, FIELDS), rasters))
    rows = by_name(run.results["OUTPUT"])
    assert set(rows) == {"null", "empty", "south"}
    assert rows["null"]["sun_profile"] is rows["empty"]["sun_profile"] is None
    assert rows["null"]["geometry"] is None
    assert rows["south"]["width"] is None
    assert "Walking network: 2 features without geometry are skipped." in run.feedback.warnings
    assert run.results["UNKNOWN"] == 2


def test_empty_layer_gives_an_empty_layer_and_a_warning(run_algorithm, rasters):
    run = run_algorithm(NAME, parameters(make_layer("LineString", [], FIELDS), rasters))
    assert rows_of(run.results["OUTPUT"]) == []
    assert (run.results["EDGES"], run.results["SHADE_MEAN"]) == (0, None)
    assert "Walking network: the layer has no feature." in run.feedback.warnings


def test_selection_only(run_algorithm, network, rasters, qgis_new_project):
    run = run_algorithm(NAME, parameters(selected(network, {1, 2}), rasters))
    assert set(by_name(run.results["OUTPUT"])) == {"north", "south"}


def test_lines_of_several_parts_stay_so(run_algorithm, rasters):
    layer = make_layer("MultiLineString", [(shapely.MultiLineString([STREETS["north"], STREETS["south"]]),)])
    (row,) = rows_of(run_algorithm(NAME, parameters(layer, rasters)).results["OUTPUT"])
    assert row["geometry"].geom_type == "MultiLineString"
    assert profile_of(row) == [50] * 5  # one part in the sun, as long as the other, in the shade


@pytest.mark.parametrize("kind", ["a.gpkg", "a.geojson"])
def test_destinations_keep_profile_and_provenance(run_algorithm, network, rasters, tmp_path, kind):
    expected = by_name(run_algorithm(NAME, parameters(network, rasters)).results["OUTPUT"])
    result = run_algorithm(NAME, parameters(network, rasters, str(tmp_path / kind))).results["OUTPUT"]
    for name, row in by_name(result).items():
        if row["sun_profile"] is not None:
            # GDAL writes a text that is JSON as an object of a GeoJSON file.
            text = row["sun_profile"] if kind == "a.gpkg" else json.dumps(row["sun_profile"])
            assert json.loads(text) == json.loads(expected[name]["sun_profile"])
        assert row["shade_mean"] == expected[name]["shade_mean"]
    record = record_of(result)
    check_record(record, NAME, DATE="2026-06-21", STEP="60")
    assert [item["parameter"] for item in record["inputs"]] == ["NETWORK", "DSM"]


def test_running_again_replaces_the_shade_and_tells_both_steps(run_algorithm, network, rasters, tmp_path):
    morning = {"START": "08:00", "END": "09:00"}
    first = run_algorithm(NAME, parameters(network, rasters, str(tmp_path / "first.gpkg"), **morning)).results["OUTPUT"]
    second = run_algorithm(NAME, parameters(first, rasters, str(tmp_path / "second.gpkg"))).results["OUTPUT"]
    names = [item.name() for item in opened(second).fields()]
    assert names == ["fid", "name", "level", "width", "shade_mean", "sun_profile", "svf"]
    assert json.loads(by_name(second)["south"]["sun_profile"])["start"] == "12:00"
    assert steps_of(record_of(second)) == [NAME, NAME]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """Surface of 700 x 700 m of scattered towers, and 60 streets across it."""
    heights = np.random.default_rng(11).choice([0.0, 12.0], size=(700, 700), p=[0.985, 0.015])
    path = tmp_path_factory.mktemp("town") / "dsm.tif"
    dsm = write_raster(path, heights, west=WEST, north=SOUTH + 700)
    rows = [(line((5, y), (350, y + 3), (695, y)),) for y in range(20, 680, 11)]
    return dsm, rows


def test_tiles_and_threads_change_nothing(run_algorithm, town):
    dsm, rows = town
    day = {"DSM": dsm, "START": "09:00", "END": "18:00", "STEP": 180, "MAXDIST": 50}
    layer = make_layer("LineString", rows)
    whole = comparable(run_algorithm(NAME, parameters(layer, {"DSM": dsm}, **day)).results["OUTPUT"])
    for workers in (1, 3):
        run = run_algorithm(NAME, parameters(layer, {"DSM": dsm}, **day, MEMORY_LIMIT=16, WORKERS=workers))
        assert comparable(run.results["OUTPUT"]) == whole


@pytest.mark.parametrize("percent", [10, 30, 60])
def test_cancel_leaves_no_file(run_algorithm, town, tmp_path, percent):
    dsm, rows = town
    layer = make_layer("LineString", rows * 20)
    changes = {"MEMORY_LIMIT": 16, "WORKERS": 1, "MAXDIST": 50, "STEP": 30}
    output = str(tmp_path / "shade.gpkg")
    run = run_algorithm(NAME, parameters(layer, {"DSM": dsm}, output, **changes), cancel_at=percent)
    assert run.results == {}
    assert max(run.feedback.progresses) < 90
    assert files_in(tmp_path) == []


def test_same_in_french_in_python_and_in_a_model(run_algorithm, network, rasters, tmp_path):
    path = str(tmp_path / "network.gpkg")
    run_algorithm("native:savefeatures", {"INPUT": network, "OUTPUT": path})
    given = parameters(path, rasters, TAU=0.25, SAMPLE=1.5)
    expected = comparable(run_algorithm(NAME, given).results["OUTPUT"])
    with french():
        assert comparable(run_algorithm(NAME, given).results["OUTPUT"]) == expected
    assert comparable(run_algorithm(NAME, from_python_command(NAME, given)).results["OUTPUT"]) == expected
    assert comparable(run_in_model(NAME, given, "OUTPUT")) == expected


def test_network_arrives_styled_and_named(qgis_new_project, network, rasters):
    layers = load_results(NAME, parameters(network, rasters, FIELDS="both"))
    assert list(layers) == ["Shade on streets"]
    layer = layers["Shade on streets"]
    assert layer.renderer().type() in ("graduatedSymbol", "RuleRenderer", "categorizedSymbol")
    assert len(colours_of(layer) - {"#ffffff"}) >= 2
    check_record(record_of(layer), NAME)
    assert len(values_of(layer, "name")) == 6


# -- sky view factor ------------------------------------------------------------------------------------------------


def test_sky_view_of_streets(run_algorithm, network, rasters):
    rows = by_name(run_algorithm(NAME, parameters(network, rasters, DTM=rasters["DTM"])).results["OUTPUT"])
    svf = {name: row["svf"] for name, row in rows.items()}
    assert svf["tunnel"] == 0.0
    assert svf["roof"] is svf["away"] is None
    # At 3 m of a wall of 30 m and 100 m long, half of the sky is left, and a little beside the ends of the wall.
    assert 0.48 < svf["north"] < 0.56
    # At 10 m from it: 1 - (1 - cos(b)) / 2 of an endless wall, b = atan(30 / 10), and a little more.
    endless = 1 - (1 - np.cos(np.arctan(3.0))) / 2
    assert endless < svf["south"] < endless + 0.05
    assert svf["south"] < svf["far"] < 1.0


def test_sky_view_can_be_left_out_or_given(run_algorithm, network, rasters, tmp_path):
    off = run_algorithm(NAME, parameters(network, rasters, SKY_VIEW=False)).results["OUTPUT"]
    assert "svf" not in [item.name() for item in opened(off).fields()]
    values = np.tile(np.arange(SIDE) / 200.0, (SIDE, 1))
    values[:60] = -9999.0  # north of the wall
    given = surface(tmp_path / "svf.tif", values)
    rows = by_name(run_algorithm(NAME, parameters(network, rasters, SVF=given)).results["OUTPUT"])
    assert rows["south"]["svf"] == pytest.approx(60 / 200)  # every other column from 41 to 79
    assert rows["far"]["svf"] is rows["away"]["svf"] is None
    assert rows["tunnel"]["svf"] == 0.0
    other = surface(tmp_path / "other.tif", values[:-1])
    assert "do not have the same grid" in refusal(NAME, parameters(network, rasters, SVF=other))


def test_sky_view_is_that_of_its_raster(run_algorithm, rasters):
    # Along a whole street, the mean of the cells of the kernel on the whole raster.
    from cityorchestra.processing_provider.heat.sky_view import sky_view_factor

    whole = sky_view_factor(read_raster(rasters["DSM"]), 1.0, azimuths=16, max_distance=200.0, transmissivity=0.03)
    layer = make_layer("LineString", [(line((10, 30.5), (90, 30.5)), "s", 0, None)], FIELDS)
    (row,) = rows_of(run_algorithm(NAME, parameters(layer, rasters)).results["OUTPUT"])
    cells = whole.combined[SIDE - 31 : SIDE - 29, 10:90]  # the three cells across are two: the middle one counts twice
    middle = whole.combined[SIDE - 31, 10:90]
    assert cells.min() - 1e-4 <= row["svf"] <= cells.max() + 1e-4
    assert row["svf"] == pytest.approx(middle.mean(), abs=0.01)
