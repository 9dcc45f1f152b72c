"""Algorithm ``heat_shade_hours`` in QGIS."""

from __future__ import annotations

import math

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider import engine
from cityorchestra.tests.algorithm_support import (
    CENTRE,
    WGS_84,
    check_record,
    colours_of,
    files_in,
    french,
    from_python_command,
    load_results,
    point_text,
    read_raster,
    record_of,
    refusal,
    rows_of,
    run_in_model,
    write_raster,
)

NAME = "heat_shade_hours"
SIDE = 80
WALL_HEIGHT = 10.0

pytestmark = pytest.mark.usefixtures("provider")


def centred(path, values, **options):
    rows, columns = values.shape
    return write_raster(path, values, west=CENTRE[0] - columns / 2, north=CENTRE[1] + rows / 2, **options)


@pytest.fixture(scope="module")
def walled(tmp_path_factory):
    """Flat ground with one wall, 10 m high and 1 m thick, from west to east in the middle row."""
    heights = np.zeros((SIDE + 1, SIDE + 1))
    heights[SIDE // 2] = WALL_HEIGHT
    return centred(tmp_path_factory.mktemp("walled") / "dsm.tif", heights)


def parameters(dsm, output="TEMPORARY_OUTPUT", **changes):
    day = {"DATE": "2026-03-20", "START": "05:00", "END": "21:00", "STEP": 30}
    return {"DSM": dsm, **day, "OUTPUT": str(output), **changes}


def bands(run):
    path = run.results["OUTPUT"]
    return read_raster(path, 1), read_raster(path, 2)


def sun_table(run_algorithm, **day):
    run = run_algorithm("heat_sun_position", {**day, "POINT": point_text(*CENTRE), "OUTPUT": "TEMPORARY_OUTPUT"})
    return rows_of(run.results["OUTPUT"])


def test_open_ground_has_the_sun_all_day(run_algorithm, tmp_path):
    dsm = centred(tmp_path / "flat.tif", np.full((30, 30), 25.0))
    run = run_algorithm(NAME, parameters(dsm))
    table = sun_table(run_algorithm, DATE="2026-03-20", START="05:00", END="21:00", STEP=30)
    up = sum(row["elevation"] >= 0.5 for row in table)
    assert run.results["SLOTS"] == len(table) == 33
    assert run.results["DAYLIGHT_SLOTS"] == up
    assert up == pytest.approx(24, abs=1), "twelve hours of sun at the equinox"
    hours, percent = bands(run)
    assert (hours == np.float32(up * 0.5)).all()
    assert (percent == 0).all()


@pytest.mark.parametrize("distance", [2, 8, 20])
@pytest.mark.parametrize("side", ["north", "south"])
def test_hours_beside_a_wall_follow_from_the_table_of_the_sun(run_algorithm, walled, distance, side):
    # A wall from west to east hides the sun of elevation e and azimuth a at d metres north of it when
    # d < H / tan(e) * cos(a - 180); the raster is off by up to a cell, so instants within a cell are left open.
    day = {"DATE": "2026-06-21", "START": "05:00", "END": "22:00", "STEP": 30}
    hours, percent = bands(run_algorithm(NAME, parameters(walled, **day)))
    sign = 1 if side == "north" else -1
    row, middle = SIDE // 2 - sign * distance, SIDE // 2
    least = most = daylight = 0
    for sun in sun_table(run_algorithm, **day):
        if sun["elevation"] < 0.5:
            continue
        daylight += 1
        # The wall ends 40 m east and west of the middle: a sun along it goes round its end.
        toward = -sign * math.cos(math.radians(sun["grid_azimuth"]))
        aside = abs(math.sin(math.radians(sun["grid_azimuth"])))
        reach = WALL_HEIGHT / math.tan(math.radians(sun["elevation"])) * toward
        passes = toward > 0 and distance / toward * aside < SIDE / 2 + 1
        inside = toward > 0 and distance / toward * aside < SIDE / 2 - 1
        least += inside and reach > distance + 1
        most += passes and reach > distance - 1
    shaded = daylight - hours[row, middle] * 2
    assert least <= shaded <= most
    assert most - least <= 4
    assert percent[row, middle] == pytest.approx(100 * shaded / daylight, abs=1e-3)


def test_hours_and_percent_tell_the_same(run_algorithm, walled):
    run = run_algorithm(NAME, parameters(walled))
    hours, percent = bands(run)
    day_length = run.results["DAYLIGHT_SLOTS"] * 0.5
    np.testing.assert_allclose(percent, 100 * (1 - hours / day_length), atol=1e-3)
    assert 0 < hours.min() < hours.max() == day_length


def test_sum_of_the_instants_cast_one_by_one(run_algorithm, walled):
    hours, _ = bands(run_algorithm(NAME, parameters(walled, START="09:00", END="12:00", STEP=60)))
    one_by_one = sum(
        read_raster(
            run_algorithm(
                "heat_cast_shadows",
                {"DSM": walled, "DATETIME": f"2026-03-20T{hour:02d}:00:00", "OUTPUT": "TEMPORARY_OUTPUT"},
            ).results["OUTPUT"]
        ).astype(float)
        for hour in (9, 10, 11, 12)
    )
    np.testing.assert_allclose(hours, one_by_one / 100, atol=1e-6)


def test_holes_stay_without_data(run_algorithm, tmp_path):
    heights = np.full((30, 30), 5.0)
    heights[4:6, 7:9] = np.nan
    dsm = centred(tmp_path / "holed.tif", heights, nodata=-9999.0)
    hours, percent = bands(run_algorithm(NAME, parameters(dsm)))
    for values in (hours, percent):
        np.testing.assert_array_equal(values == -9999.0, np.isnan(heights))
    dtm = centred(tmp_path / "dtm.tif", np.full((30, 30), 5.0))
    assert (bands(run_algorithm(NAME, parameters(dsm, DTM=dtm)))[0] > 0).all()


def test_night_is_told(run_algorithm, walled):
    run = run_algorithm(NAME, parameters(walled, START="00:00", END="03:00"))
    hours, percent = bands(run)
    assert (hours == 0).all()
    assert (percent == -9999.0).all(), "no daylight, no share of it"
    assert run.results["DAYLIGHT_SLOTS"] == 0
    assert any("below the horizon during all these hours" in warning for warning in run.feedback.warnings)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"TZ": ""}, "The hours have no time zone; give one"),
        ({"TZ": "Mars/Olympus"}, "The time zone Mars/Olympus is not known"),
        ({"DATE": "2026-03-29", "START": "02:15"}, "the clocks of Europe/Paris skip 2026-03-29 02:15"),
        ({"DATE": "2026-03-29", "END": "02:15", "START": "01:00"}, "skip 2026-03-29 02:15"),
        ({"START": "22:00"}, "comes before the first hour"),
        ({"STEP": 0}, "STEP"),
        ({"MAXDIST": -1}, "MAXDIST"),
        ({"SCHEDULER": "tcp://127.0.0.1:9"}, "does not answer"),
    ],
)
def test_refusals(walled, monkeypatch, tmp_path, changes, sentence):
    monkeypatch.setattr(engine, "SCHEDULER_TIMEOUT_S", 0.3)
    assert sentence in refusal(NAME, parameters(walled, tmp_path / "hours.tif", **changes))
    assert files_in(tmp_path) == []


def test_geographic_and_misaligned_rasters_are_refused(walled, tmp_path):
    degrees = write_raster(tmp_path / "degrees.tif", np.zeros((9, 9)), west=-1.7, north=48.1, cell=1e-5, crs=WGS_84)
    assert "is in EPSG:4326, where lengths cannot be computed" in refusal(NAME, parameters(degrees))
    other = write_raster(tmp_path / "other.tif", np.zeros((9, 9)))
    assert "do not have the same grid; align them" in refusal(NAME, parameters(walled, CANOPY=other))


def test_spring_day_loses_an_hour(run_algorithm, walled):
    day = {"START": "01:00", "END": "04:00", "STEP": 60}
    assert run_algorithm(NAME, parameters(walled, DATE="2026-03-28", **day)).results["SLOTS"] == 4
    assert run_algorithm(NAME, parameters(walled, DATE="2026-03-29", **day)).results["SLOTS"] == 3
    assert run_algorithm(NAME, parameters(walled, DATE="2026-10-25", **day)).results["SLOTS"] == 5


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    heights = np.random.default_rng(5).choice([0.0, 9.0], size=(600, 560), p=[0.98, 0.02])
    return centred(tmp_path_factory.mktemp("large") / "dsm.tif", heights)


def test_tiles_change_nothing(run_algorithm, large, tmp_path):
    day = {"START": "08:00", "END": "20:00", "STEP": 180, "MAXDIST": 60}
    whole = bands(run_algorithm(NAME, parameters(large, tmp_path / "whole.tif", **day)))
    tiles = bands(run_algorithm(NAME, parameters(large, tmp_path / "tiles.tif", **day, MEMORY_LIMIT=16, WORKERS=2)))
    np.testing.assert_array_equal(tiles[0], whole[0])
    np.testing.assert_array_equal(tiles[1], whole[1])


def test_cancel_leaves_no_file(run_algorithm, large, tmp_path):
    changes = {"MEMORY_LIMIT": 16, "WORKERS": 1, "MAXDIST": 60}
    for percent in (30, 60):
        run = run_algorithm(NAME, parameters(large, tmp_path / "hours.tif", **changes), cancel_at=percent)
        assert run.results == {}
        assert max(run.feedback.progresses) < percent + 25
    assert files_in(tmp_path) == []


def test_record_style_french_python_and_model(run_algorithm, walled, tmp_path, qgis_new_project):
    given = parameters(walled, tmp_path / "hours.tif", STEP=60)
    expected = bands(run_algorithm(NAME, given))
    check_record(record_of(given["OUTPUT"]), NAME, STEP="60", DATE="2026-03-20")
    with french():
        in_french = bands(run_algorithm(NAME, {**given, "OUTPUT": str(tmp_path / "french.tif")}))
    again = bands(
        run_algorithm(NAME, {**from_python_command(NAME, given), "OUTPUT": str(tmp_path / "again.tif")}),
    )
    child = run_in_model(NAME, {**given, "OUTPUT": str(tmp_path / "child.tif")}, "OUTPUT")
    in_model = (read_raster(child, 1), read_raster(child, 2))
    for other in (in_french, again, in_model):
        np.testing.assert_array_equal(other, expected)
    layers = load_results(NAME, {**given, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert list(layers) == ["Hours of direct sun"]
    assert len(colours_of(layers["Hours of direct sun"]) - {"#ffffff"}) >= 3
