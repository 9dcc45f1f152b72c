"""Algorithm ``heat_island_nights`` in QGIS."""

from __future__ import annotations

from datetime import datetime, timezone

import numpy as np
import pytest

pytest.importorskip("qgis.core")
import shapely
from cityorchestra.processing_provider.heat.algorithms.island_observations import time_of
from cityorchestra.tests.algorithm_support import (
    LAMBERT_93,
    WGS_84,
    check_record,
    colours_of,
    comparable,
    files_in,
    french,
    in_degrees,
    load_results,
    make_layer,
    opened,
    record_of,
    refusal,
    rows_of,
    run_in_model,
)
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QDateTime, Qt

NIGHTS = "heat_island_nights"
OFFSETS = {"R1": 0.0, "R2": 0.2, "C1": 5.0, "C2": 2.0, "C3": 1.0}

pytestmark = pytest.mark.usefixtures("provider")


def temperature(offset, hour):
    return offset + 15.0 - 5.0 * np.cos((hour - 5.0) / 12.0 * np.pi)


def observations(days=2, offsets=OFFSETS, kind="text", stamp="{}Z"):
    """Hourly table from noon to noon, universal time."""
    rows = []
    for name, offset in offsets.items():
        for hour in range(12, 12 + 24 * days):
            instant = np.datetime64("2026-07-01T00:00:00") + np.timedelta64(hour, "h")
            value = float(temperature(offset, hour % 24))
            rows.append((None, name, stamp.format(instant), value if kind == "real" else str(value).replace(".", ",")))
    return make_layer("NoGeometry", rows, [("station_id", "text"), ("time", "text"), ("temperature_c", kind)])


def night_stations(crs=LAMBERT_93):
    shapes = [shapely.Point(352000 + 100 * k, 6789000) for k in range(len(OFFSETS))]
    rows = [
        (in_degrees(shape) if crs == WGS_84 else shape, name, "reference" if name[0] == "R" else "urban", k)
        for k, (shape, name) in enumerate(zip(shapes, OFFSETS))
    ]
    return make_layer("Point", rows, [("station_id", "text"), ("role", "text"), ("rank", "integer")], crs=crs)


def night_parameters(**changes):
    return {
        "STATIONS": night_stations(),
        "TABLE": observations(kind="real"),
        "STATION_ID": "station_id",
        "TABLE_STATION": "station_id",
        "TIME": "time",
        "VALUE": "temperature_c",
        "REF_IDS": "R1, R2",
        "OUTPUT": "TEMPORARY_OUTPUT",
        "NIGHTS": "TEMPORARY_OUTPUT",
        **changes,
    }


def test_nights_by_hand(run_algorithm):
    run = run_algorithm(NIGHTS, night_parameters())
    nights = rows_of(run.results["NIGHTS"])
    assert [row["night"] for row in nights] == ["2026-07-01", "2026-07-02"]
    for row in nights:
        assert row["dt_max"] == pytest.approx(4.9) and row["dt_station"] == "C1"
        assert (row["n"], row["n_gaps"], row["n_outlier"], row["selected"]) == (5, 0, 0, True)
        assert row["ref_tn"] == pytest.approx(10.1) and row["wind"] is None
    stations = rows_of(run.results["OUTPUT"])
    assert [row["uhi"] for row in stations] == pytest.approx([value - 0.1 for value in OFFSETS.values()])
    assert [row["flag"] for row in stations] == ["reference", "reference", "ok", "ok", "ok"]
    assert [row["rank"] for row in stations] == list(range(5)), "fields of the stations are kept"
    assert [row["n_nights"] for row in stations] == [2] * 5
    assert run.results["NIGHTS_ALL"] == run.results["NIGHTS_SELECTED"] == 2
    assert run.results["MEAN_ISLAND"] == pytest.approx(np.mean([4.9, 1.9, 0.9]))
    assert run.results["MAX_ISLAND"] == pytest.approx(4.9)
    assert run.feedback.warnings == []


def test_references_by_field_text_numbers_and_degrees(run_algorithm):
    expected = [row["uhi"] for row in rows_of(run_algorithm(NIGHTS, night_parameters()).results["OUTPUT"])]
    changes = {"REF_IDS": "", "REF_FIELD": "role", "TABLE": observations(), "STATIONS": night_stations(WGS_84)}
    run = run_algorithm(NIGHTS, night_parameters(**changes))
    assert [row["uhi"] for row in rows_of(run.results["OUTPUT"])] == pytest.approx(expected)
    assert opened(run.results["OUTPUT"]).crs().authid() == WGS_84
    # Without offset the times are those of the zone: in UTC the same, since minima are inside both nights.
    naive = observations(kind="real", stamp="{}")
    run = run_algorithm(NIGHTS, night_parameters(TABLE=naive, TZ="UTC"))
    assert [row["uhi"] for row in rows_of(run.results["OUTPUT"])] == pytest.approx(expected)


def test_times_of_a_date_field_with_and_without_offset():
    local = QDateTime(2026, 7, 1, 22, 30)
    assert time_of(local) == datetime(2026, 7, 1, 22, 30)
    there = QDateTime(local)
    there.setOffsetFromUtc(7200)
    assert time_of(there) == datetime(2026, 7, 1, 20, 30, tzinfo=timezone.utc)
    assert time_of(QDateTime()) is None and time_of(None) is None and time_of(20260701) == "20260701"


def test_date_field_is_read_in_the_zone(run_algorithm):
    text = observations(kind="real")
    expected = [row["uhi"] for row in rows_of(run_algorithm(NIGHTS, night_parameters()).results["OUTPUT"])]
    rows = [
        (None, row["station_id"], QDateTime.fromString(row["time"][:19], Qt.DateFormat.ISODate), row["temperature_c"])
        for row in rows_of(text)
    ]
    dated = make_layer("NoGeometry", rows, [("station_id", "text"), ("time", "datetime"), ("temperature_c", "real")])
    run = run_algorithm(NIGHTS, night_parameters(TABLE=dated, TZ="UTC"))
    assert [row["uhi"] for row in rows_of(run.results["OUTPUT"])] == pytest.approx(expected)


def test_threshold_that_nothing_exceeds_is_told(run_algorithm):
    run = run_algorithm(NIGHTS, night_parameters(THRESH=6))
    assert any("No night is selected" in text for text in run.feedback.warnings)
    assert run.results["NIGHTS_SELECTED"] == 0 and run.results["MEAN_ISLAND"] is None
    assert [row["uhi"] for row in rows_of(run.results["OUTPUT"])] == [None] * 5


def test_bad_rows_are_counted(run_algorithm):
    table = observations(kind="real")
    rows = [
        (None, "nobody", "2026-07-01T22:00:00Z", 12.0),
        (None, None, "2026-07-01T22:00:00Z", 12.0),
        (None, "C1", "yesterday", 12.0),
        (None, "C1", None, 12.0),
        (None, "C1", "2026-07-02T02:00:00Z", 3.0),
        (None, "C2", "2026-07-02T02:30:00Z", 80.0),
        (None, "C2", "2026-07-02T02:40:00Z", None),
    ]
    extra = make_layer("NoGeometry", rows, [("station_id", "text"), ("time", "text"), ("temperature_c", "real")])
    table.dataProvider().addFeatures(list(extra.getFeatures()))
    run = run_algorithm(NIGHTS, night_parameters(TABLE=table, REF_IDS="R1, R2, R9"))
    told = " ".join(run.feedback.warnings)
    for sentence in (
        "2 rows of the table name no station of the layer",
        "2 rows of the table have no time that can be read",
        "1 rows repeat the time of a station",
        "1 temperatures that the air cannot have",
        "These reference stations are not in the layer: R9",
    ):
        assert sentence in told
    assert run.results["MAX_ISLAND"] == pytest.approx(4.9)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"REF_IDS": ""}, "Say which stations are in the countryside"),
        ({"REF_IDS": "nobody"}, "No reference station was found"),
        ({"TIME": "when"}, "no field called when"),
        ({"STATION_ID": "role"}, "comes twice in the layer"),
        ({"STATION_ID": "rank"}, "No row of the table names a station of the layer"),
        ({"TZ": "Mars/Olympus"}, "The time zone Mars/Olympus is not known"),
        ({"TZ": ""}, "The hours have no time zone"),
        ({"NIGHT_START": 25}, "NIGHT_START"),
        ({"TABLE": "kelvin"}, "look like kelvins"),
        ({"TABLE": "empty"}, "No row of the table names a station"),
        ({"STATIONS": "empty"}, "has no feature"),
    ],
)
def test_nights_refusals(tmp_path, changes, sentence):
    fields = [("station_id", "text"), ("time", "text"), ("temperature_c", "real")]
    if changes.get("TABLE") == "kelvin":
        warm = {name: offset + 273.15 for name, offset in OFFSETS.items()}
        changes = {"TABLE": observations(offsets=warm, kind="real")}
    elif changes.get("TABLE") == "empty":
        changes = {"TABLE": make_layer("NoGeometry", [], fields)}
    elif changes.get("STATIONS") == "empty":
        changes = {"STATIONS": make_layer("Point", [], [("station_id", "text"), ("role", "text")])}
    assert sentence in refusal(NIGHTS, night_parameters(OUTPUT=str(tmp_path / "out.gpkg"), **changes))
    assert files_in(tmp_path) == []


def test_nights_record_french_model_and_style(run_algorithm, tmp_path, qgis_new_project):
    paths = {"OUTPUT": str(tmp_path / "stations.gpkg"), "NIGHTS": str(tmp_path / "nights.gpkg")}
    given = night_parameters(**paths)
    for key in ("STATIONS", "TABLE"):
        QgsProject.instance().addMapLayer(given[key])
        given[key] = given[key].id()
    expected = comparable(run_algorithm(NIGHTS, given).results["OUTPUT"])
    check_record(record_of(paths["OUTPUT"]), NIGHTS, REF_IDS="R1, R2")
    with french():
        again = run_algorithm(NIGHTS, {**given, "OUTPUT": "TEMPORARY_OUTPUT", "NIGHTS": "TEMPORARY_OUTPUT"})
        assert comparable(again.results["OUTPUT"]) == expected
    child = run_in_model(NIGHTS, {**given, "OUTPUT": str(tmp_path / "child.gpkg")}, "OUTPUT")
    assert comparable(child) == expected
    layers = load_results(NIGHTS, {**given, "OUTPUT": "TEMPORARY_OUTPUT", "NIGHTS": "TEMPORARY_OUTPUT"})
    assert set(layers) == {"Heat-island nights", "Mean heat island of the stations (°C)"}
    assert len(colours_of(layers["Mean heat island of the stations (°C)"]) - {"#ffffff"}) >= 3
