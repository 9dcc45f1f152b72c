"""Algorithm ``heat_sun_position`` in QGIS."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import (
    CENTRE,
    LAMBERT_93,
    LATITUDE,
    LONGITUDE,
    check_record,
    comparable,
    files_in,
    french,
    from_python_command,
    load_results,
    make_layer,
    opened,
    point_text,
    record_of,
    refusal,
    rows_of,
    run_in_model,
    values_of,
    write_raster,
)
from pyproj import Proj
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QDate

NAME = "heat_sun_position"
EXPECTED = Path(__file__).parent / "expected" / "sun_spa.csv"
PLACE = f"{LONGITUDE},{LATITUDE} [EPSG:4326]"
TOLERANCE_DEG = 0.01

pytestmark = pytest.mark.usefixtures("provider")


def parameters(**changes):
    """A quarter of a summer day in Rennes."""
    return {
        "POINT": PLACE,
        "DATE": "2026-06-21",
        "START": "06:00",
        "END": "21:00",
        "STEP": 60,
        "OUTPUT": "TEMPORARY_OUTPUT",
        **changes,
    }


def spa_rows():
    table = np.genfromtxt(EXPECTED, delimiter=",", names=True, skip_header=2, dtype=None, encoding="utf-8")
    here = table[(table["latitude"] == LATITUDE) & (table["elevation"] > 5)]
    south = table[(table["latitude"] == -33.92) & (table["elevation"] > 5)]
    return [*here[-4:], *south[-2:]]


@pytest.mark.parametrize("row", spa_rows(), ids=lambda row: row["utc"])
def test_agrees_with_the_solar_position_algorithm(run_algorithm, row):
    date, hour = row["utc"].split("T")
    place = f"{row['longitude']},{row['latitude']} [EPSG:4326]"
    run = run_algorithm(NAME, parameters(POINT=place, DATE=date, START=hour, END=hour, TZ="UTC"))
    (sun,) = rows_of(run.results["OUTPUT"])
    assert sun["utc"] == f"{row['utc']}Z"
    assert sun["azimuth"] == pytest.approx(row["azimuth"], abs=TOLERANCE_DEG)
    assert sun["elevation"] == pytest.approx(row["elevation"], abs=TOLERANCE_DEG)


def test_published_case(run_algorithm):
    # Reda and Andreas (2004), table A5.1: zenith 50.11162, azimuth 194.34024, with an air of 820 hPa whose refraction
    # is 0.004 degree less than that of the standard atmosphere.
    case = parameters(POINT="-105.1786,39.742476 [EPSG:4326]", DATE="2003-10-17", TZ="America/Denver")
    run = run_algorithm(NAME, {**case, "START": "13:30:30", "END": "13:30:30"})
    (sun,) = rows_of(run.results["OUTPUT"])
    assert sun["utc"] == "2003-10-17T19:30:30Z"
    assert sun["azimuth"] == pytest.approx(194.34024, abs=TOLERANCE_DEG)
    assert sun["elevation"] == pytest.approx(90 - 50.11162, abs=TOLERANCE_DEG)


def test_instants_are_local_and_the_grid_turns_with_the_meridian(run_algorithm):
    run = run_algorithm(NAME, parameters(POINT=point_text(*CENTRE)))
    rows = rows_of(run.results["OUTPUT"])
    assert [row["local"] for row in rows] == [f"2026-06-21T{hour:02d}:00:00+02:00" for hour in range(6, 22)]
    assert rows[0]["utc"] == "2026-06-21T04:00:00Z"
    convergence = Proj(LAMBERT_93).get_factors(LONGITUDE, LATITUDE).meridian_convergence
    assert convergence == pytest.approx(-3.4, abs=0.02)
    for row in rows:
        assert (row["grid_azimuth"] - row["azimuth"]) % 360 == pytest.approx(-convergence, abs=1e-3)
    highest = max(rows, key=lambda row: row["elevation"])
    assert highest["local"].startswith("2026-06-21T14")  # 13:54 by the sun: two hours of clock, 1.68 degree west
    assert highest["elevation"] == pytest.approx(90 - LATITUDE + 23.44, abs=0.1)


def test_same_place_in_any_crs_and_from_a_layer(run_algorithm, tmp_path):
    one = comparable(run_algorithm(NAME, parameters()).results["OUTPUT"])
    projected = comparable(run_algorithm(NAME, parameters(POINT=point_text(*CENTRE))).results["OUTPUT"])
    square = f"MULTIPOINT(({CENTRE[0] - 50} {CENTRE[1] - 50}), ({CENTRE[0] + 50} {CENTRE[1] + 50}))"
    layer = make_layer("MultiPoint", [(square,)])
    centre = run_algorithm(NAME, parameters(POINT=None, LAYER=layer)).results["OUTPUT"]
    raster = write_raster(tmp_path / "a.tif", np.zeros((20, 20)), west=CENTRE[0] - 10, north=CENTRE[1] + 10)
    of_raster = run_algorithm(NAME, parameters(POINT=None, LAYER=raster)).results["OUTPUT"]
    for rows in (projected, comparable(centre), comparable(of_raster)):
        for row, expected in zip(rows, one):
            assert row["utc"] == expected["utc"]
            for name in ("azimuth", "elevation", "grid_azimuth"):
                assert row[name] == pytest.approx(expected[name], abs=1e-4)


@pytest.mark.parametrize("kind", ["memory:", "a.gpkg", "a.geojson", "a.csv"])
def test_destinations_keep_the_table_and_its_provenance(run_algorithm, tmp_path, kind):
    destination = kind if kind == "memory:" else str(tmp_path / kind)
    result = run_algorithm(NAME, parameters(OUTPUT=destination)).results["OUTPUT"]
    rows = rows_of(result)
    assert len(rows) == 16
    assert float(rows[8]["elevation"]) == pytest.approx(65.2, abs=0.3)
    check_record(record_of(result), NAME, DATE="2026-06-21", STEP="60")


def test_polar_night_is_told_and_not_refused(run_algorithm):
    run = run_algorithm(NAME, parameters(POINT="15.65,78.22 [EPSG:4326]", DATE="2026-12-21"))
    assert max(values_of(run.results["OUTPUT"], "elevation")) < 0
    assert any("below the horizon" in warning for warning in run.feedback.warnings)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"POINT": None}, "Give a place"),
        ({"TZ": ""}, "have no time zone"),
        ({"TZ": "Europe/Rennes"}, "The time zone Europe/Rennes is not known"),
        ({"START": "21:00", "END": "06:00"}, "comes before the first hour"),
        ({"DATE": "2026-03-29", "START": "02:30"}, "the clocks of Europe/Paris skip 2026-03-29 02:30"),
        ({"DATE": "2026-02-30"}, "DATE"),
        ({"STEP": 0}, "STEP"),
    ],
)
def test_refusals(changes, sentence):
    assert sentence in refusal(NAME, parameters(**changes))


def test_layer_without_crs_is_refused():
    layer = make_layer("Point", [("POINT(1 2)",)])
    layer.setCrs(type(layer.crs())())
    assert "no coordinate reference system" in refusal(NAME, parameters(POINT=None, LAYER=layer))


def test_day_when_the_clocks_go_back_has_an_hour_more(run_algorithm):
    run = run_algorithm(NAME, parameters(DATE="2026-10-25", START="01:00", END="04:00"))
    assert [text[11:] for text in values_of(run.results["OUTPUT"], "local")] == [
        "01:00:00+02:00",
        "02:00:00+02:00",
        "02:00:00+01:00",
        "03:00:00+01:00",
        "04:00:00+01:00",
    ]


def test_same_numbers_in_french(run_algorithm):
    english = comparable(run_algorithm(NAME, parameters()).results["OUTPUT"])
    with french():
        assert comparable(run_algorithm(NAME, parameters()).results["OUTPUT"]) == english


def test_python_command_and_model_give_the_same(run_algorithm):
    given = parameters(POINT=point_text(*CENTRE))
    expected = comparable(run_algorithm(NAME, given).results["OUTPUT"])
    assert comparable(run_algorithm(NAME, from_python_command(NAME, given)).results["OUTPUT"]) == expected
    assert comparable(run_in_model(NAME, given, "OUTPUT")) == expected


def test_provenance_of_a_run_from_the_window_can_be_given_again(run_algorithm):
    window = from_python_command(NAME, parameters())
    assert isinstance(window["DATE"], QDate)
    record = record_of(run_algorithm(NAME, window).results["OUTPUT"])
    check_record(record, NAME, POINT=PLACE, DATE="2026-06-21", START="06:00:00", STEP="60")


def test_table_arrives_named_with_its_provenance(qgis_new_project):
    layers = load_results(NAME, parameters())
    assert list(layers) == ["Sun position"]
    check_record(record_of(layers["Sun position"]), NAME)


def test_cancel_leaves_no_file(run_algorithm, tmp_path):
    run = run_algorithm(NAME, parameters(OUTPUT=str(tmp_path / "a.gpkg")), cancel_at=0)
    assert run.results == {}
    assert files_in(tmp_path) == []


def test_missing_package_is_explained(monkeypatch):
    from cityorchestra.processing_provider import libraries

    monkeypatch.setattr(libraries, "missing", lambda packages: "pyproj")
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"cityorchestra:{NAME}")
    possible, sentence = algorithm.canExecute()
    assert not possible
    assert "pyproj" in sentence
    assert algorithm.shortHelpString()
    assert sentence in refusal(NAME, parameters())


def test_output_is_a_table_without_geometry(run_algorithm):
    layer = opened(run_algorithm(NAME, parameters()).results["OUTPUT"])
    assert not layer.isSpatial()
    assert [item.name() for item in layer.fields()] == ["utc", "local", "azimuth", "elevation", "grid_azimuth"]
