"""Quality control, spatial check and drift in QGIS, on series whose faults are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.iot.quality.quantities import quantity_of, read_quantities
from cityorchestra.processing_provider.iot.store.opening import open_reader
from cityorchestra.tests.algorithm_support import (
    check_record,
    french,
    load_results,
    record_of,
    refusal,
    rows_of,
    run_in_model,
    values_of,
)
from cityorchestra.tests.iot.series_support import series_store
from qgis.core import QgsExpressionContextUtils, QgsProject, QgsRenderContext

pytestmark = pytest.mark.usefixtures("provider")
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
END = 1_790_000_000_000 // DAY * DAY
T0, T1 = "2026-09-01T00:00:00Z", "2026-10-15T00:00:00Z"
PLACE = (-1.68, 48.11)


def clean(days=3, step=10 * MINUTE, seed=1, level=15.0):
    """Return times and values of a sensor in order, as precise as a sensor is."""
    times = np.arange(END - days * DAY, END, step)
    noise = np.random.default_rng(seed).normal(0.0, 0.08, len(times))
    return times, np.round(level + 4.0 * np.sin(2 * np.pi * times / DAY) + noise, 2)


def iso(moment):
    return np.datetime_as_string(np.datetime64(int(moment), "ms"), unit="s") + "Z"


# -- each sensor alone ----------------------------------------------------------------------------------------------


@pytest.fixture
def faulty(tmp_path):
    times, values = clean()
    values = values.copy()
    values[50] = 99.0  # impossible
    values[100] += 8.0  # a jump, and back
    values[200:240] = 12.34  # stands still for more than three hours
    sound = clean(seed=2)
    return series_store(tmp_path / "s.gpkg", {"faulty": (PLACE, times, values), "sound": (None, *sound)}), times


def quality(store, **changes):
    return {
        "STORE": store,
        "T0": iso(END - 10 * DAY),
        "T1": iso(END),
        "OUTPUT": "memory:",
        "SUMMARY": "memory:",
        **changes,
    }


def test_faults_are_flagged_and_the_rest_is_not(run_algorithm, faulty, tmp_path):
    store, times = faulty
    run = run_algorithm("iot_quality_control", quality(store, OUTPUT_HTML=str(tmp_path / "q.html")))
    rows = {(row["name"], row["t"].toMSecsSinceEpoch()): row for row in rows_of(run.results["OUTPUT"])}
    impossible = rows["faulty", int(times[50])]
    assert impossible["q"] == 4 and "range" in impossible["tests"] and impossible["v"] == 99.0
    assert rows["faulty", int(times[100])]["q"] == 3 and "step" in rows["faulty", int(times[100])]["tests"]
    assert "flat" in rows["faulty", int(times[230])]["tests"]
    assert sum(name == "sound" for name, _ in rows) <= 10, "the median test alone may doubt one in a hundred"
    summary = {row["name"]: row for row in rows_of(run.results["SUMMARY"])}
    assert summary["faulty"]["fail"] == 1 and summary["faulty"]["quantity"] == "air_temperature"
    assert summary["faulty"]["n"] == len(times) and summary["sound"]["fail"] == 0
    total = sum(row["suspect"] + row["fail"] for row in summary.values())
    assert total == len(rows) == run.results["N_SUSPECT"] + run.results["N_FAIL"]
    assert run.results["N_TESTED"] == 2 * len(times) and run.results["N_WRITTEN"] == 0
    page = (tmp_path / "q.html").read_text(encoding="utf-8")
    assert "faulty" in page and "<script" not in page
    check_record(record_of(run.results["OUTPUT"]), "iot_quality_control", STORE=store)


def test_flags_are_kept_and_values_stay(run_algorithm, faulty):
    store, times = faulty
    with open_reader(store) as reader:
        before = reader.history(None, 0, 2**60)
    run = run_algorithm("iot_quality_control", quality(store, WRITE_FLAGS=True, TESTS=["range"]))
    with open_reader(store) as reader:
        after = reader.history(None, 0, 2**60)
        latest = {row.device: row.flag for row in reader.latest_values()}
    assert np.array_equal(before.value, after.value) and np.array_equal(before.time, after.time)
    assert set(before.flag) == {2}
    bad = after.flag == 4
    assert bad.sum() == 1 and after.time[bad][0] == times[50] and set(after.flag[~bad]) == {1}
    assert latest == {1: 1, 2: 1}, "what screens and commands read has its flag too"
    assert run.results["N_WRITTEN"] == len(after)
    again = run_algorithm("iot_quality_control", quality(store, WRITE_FLAGS=True, TESTS=["range"]))
    assert again.results["N_WRITTEN"] == 0


def test_a_table_and_quantities_of_the_user(run_algorithm, faulty, tmp_path):
    store, _ = faulty
    table = tmp_path / "limits.csv"
    head = "set,quantity,unit,low,high,step_per_minute,flat_hours,flat_tolerance,excluded,checked,source\n"
    table.write_text(head + "mine,warm,degC,0,12,-,-,0,-,1,me\n")
    given = quality(store, TABLE=str(table), SET="mine", QUANTITIES="temperature=warm", TESTS=["range"])
    run = run_algorithm("iot_quality_control", given)
    assert min(values_of(run.results["OUTPUT"], "v")) > 12.0
    run = run_algorithm("iot_quality_control", quality(store, QUANTITIES="temperature="))
    assert run.results["N_TESTED"] == 0 and any("No limits are known" in text for text in run.feedback.warnings)
    assert "no quantity nonsense" in refusal("iot_quality_control", quality(store, QUANTITIES="temperature=nonsense"))
    assert "no metric=quantity" in refusal("iot_quality_control", quality(store, QUANTITIES="temperature"))
    table.write_text(head + "mine,warm,degC,12,0,-,-,0,-,1,me\n")
    assert "lower limit" in refusal("iot_quality_control", given)
    table.write_text("set\nmine,too,many\n")
    assert "cannot be read" in refusal("iot_quality_control", given)


def test_empty_spans_and_stores_that_are_none(run_algorithm, faulty, tmp_path):
    store, _ = faulty
    run = run_algorithm("iot_quality_control", quality(store, T0="2020-01-01T00:00:00Z", T1="2020-01-02T00:00:00Z"))
    assert run.results["N_TESTED"] == 0 and any("nothing to test" in text for text in run.feedback.warnings)
    assert "no store" in refusal("iot_quality_control", quality(str(tmp_path / "none.gpkg")))
    (tmp_path / "text.gpkg").write_text("not a store")
    assert refusal("iot_quality_control", quality(str(tmp_path / "text.gpkg")))
    assert "T1 must be after T0" in refusal("iot_quality_control", quality(store, T0=T1, T1=T0))


def test_a_cancel_leaves_no_layer(run_algorithm, faulty, tmp_path):
    store, _ = faulty
    out = tmp_path / "flags.gpkg"
    run = run_algorithm("iot_quality_control", quality(store, OUTPUT=str(out)), cancel_at=0)
    assert run.results == {} and not out.exists()


def test_quality_in_french_in_a_model_and_headless(run_algorithm, faulty, qgis_process, tmp_path):
    store, _ = faulty
    english = run_algorithm("iot_quality_control", quality(store)).results
    with french():
        assert run_algorithm("iot_quality_control", quality(store)).results["N_SUSPECT"] == english["N_SUSPECT"]
    layer = run_in_model("iot_quality_control", quality(store, OUTPUT=str(tmp_path / "m.gpkg")), "OUTPUT")
    assert len(rows_of(layer)) == english["N_SUSPECT"] + english["N_FAIL"]
    given = quality(store, OUTPUT=str(tmp_path / "p.gpkg"), SUMMARY=str(tmp_path / "s.csv"))
    results = qgis_process(
        "run", "cityorchestra:iot_quality_control", "--", *(f"{name}={value}" for name, value in given.items())
    ).results
    assert results["N_SUSPECT"] == english["N_SUSPECT"]


@pytest.mark.parametrize(
    ("metric", "quantity"),
    [
        ("temperature", "air_temperature"),
        ("Temperature_3", "air_temperature"),
        ("co2", "carbon_dioxide"),
        ("opening", ""),
    ],
)
def test_quantities_of_usual_names(metric, quantity):
    assert quantity_of(metric, {}) == quantity
    assert quantity_of(metric, {metric: "x"}) == "x"
    assert read_quantities("a=b; c=") == {"a": "b", "c": ""}


# -- a network ------------------------------------------------------------------------------------------------------


@pytest.fixture
def network(tmp_path):
    """Thirty stations within a kilometre; one is 12 K too warm, one follows nothing, two share a place."""
    random = np.random.default_rng(5)
    series = {}
    for number in range(30):
        times, values = clean(days=10, step=HOUR, seed=number)
        values = values + random.normal(0.0, 0.3)
        place = (PLACE[0] + random.uniform(-0.006, 0.006), PLACE[1] + random.uniform(-0.004, 0.004))
        series[f"station {number}"] = [place, times, values]
    series["station 3"][2] = series["station 3"][2] + 12.0
    series["station 7"][2] = np.round(random.uniform(8.0, 22.0, len(series["station 7"][1])), 1)
    series["station 12"][0] = series["station 11"][0]
    series["station 29"][0] = (PLACE[0] + 0.2, PLACE[1])
    return series_store(tmp_path / "n.gpkg", {name: tuple(item) for name, item in series.items()})


def crowd(store, **changes):
    return {"STORE": store, "T0": iso(END - 30 * DAY), "T1": iso(END), "OUTPUT": "memory:", **changes}


def test_bad_stations_are_found_by_their_network(run_algorithm, network, tmp_path):
    page = tmp_path / "crowd.html"
    run = run_algorithm("iot_crowd_qc", crowd(network, FLAGS="memory:", OUTPUT_HTML=str(page)))
    rows = {row["name"]: row for row in rows_of(run.results["OUTPUT"])}
    assert rows["station 3"]["removed_pct"] == 100.0 and rows["station 3"]["kept_m1_pct"] == 100.0
    assert rows["station 7"]["removed_pct"] == 100.0 and rows["station 7"]["kept_m4_pct"] == 0.0
    assert rows["station 11"]["kept_m1_pct"] == rows["station 12"]["kept_m1_pct"] == 0.0
    assert rows["station 29"]["isolated"] is True and rows["station 29"]["geometry"] is not None
    good = [
        row["removed_pct"] for name, row in rows.items() if name not in {f"station {n}" for n in (3, 7, 11, 12, 29)}
    ]
    assert np.median(good) < 30.0
    flags = rows_of(run.results["FLAGS"])
    dropped = sum(round(row["n"] * row["removed_pct"] / 100.0) for row in rows.values())
    assert len(flags) == dropped and {row["step"] for row in flags if row["name"] == "station 11"} == {"m1"}
    assert run.results["N_STATIONS"] == 30 and run.results["N_ISOLATED"] == 1
    assert run.results["REMOVED_PERCENT"] == pytest.approx(100.0 * dropped / run.results["N_VALUES"])
    assert "station 3" in page.read_text(encoding="utf-8")


def test_the_last_step_is_chosen_and_flags_are_kept(run_algorithm, network):
    run = run_algorithm("iot_crowd_qc", crowd(network, LEVEL="m1", WRITE_FLAGS=True))
    assert run.results["N_WRITTEN"] == 2 * 240
    with open_reader(network) as reader:
        found = reader.history(None, 0, 2**60)
    assert set(found.device[found.flag == 3]) == {12, 13}


def test_heights_are_corrected_only_where_all_are_known(run_algorithm, network, tmp_path):
    run = run_algorithm("iot_crowd_qc", crowd(network))
    assert any("altitude" in text for text in run.feedback.warnings)
    times, values = clean(days=5, step=HOUR)
    heights = [40.0 + 20.0 * number for number in range(12)]
    lapse = {
        f"s{number}": ((PLACE[0] + 0.001 * number, PLACE[1]), times, values - 0.0065 * height)
        for number, height in enumerate(heights)
    }
    store = series_store(tmp_path / "h.gpkg", lapse, altitudes=heights)
    corrected = run_algorithm("iot_crowd_qc", crowd(store, LEVEL="m2")).results["REMOVED_PERCENT"]
    plain = run_algorithm("iot_crowd_qc", crowd(store, LEVEL="m2", HEIGHTS=False)).results["REMOVED_PERCENT"]
    assert corrected != plain


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"CRS": "EPSG:4326"}, "projected"),
        ({"METRIC": "snow"}, "no metric named snow"),
        ({"DEVICES": "nobody"}, "no device or site"),
        ({"T0": "2020-01-01T00:00:00Z", "T1": "2020-01-02T00:00:00Z"}, "no value in this span"),
        ({"BUDDIES": 2}, "BUDDIES"),
    ],
)
def test_spatial_check_refusals(network, changes, words):
    assert words in refusal("iot_crowd_qc", crowd(network, **changes))


def test_stations_without_a_place_are_told(run_algorithm, tmp_path):
    store = series_store(tmp_path / "s.gpkg", {"lost": (None, *clean(days=1))})
    assert "No station with a place" in refusal("iot_crowd_qc", crowd(store))


def test_spatial_check_cancelled_french_and_headless(run_algorithm, network, qgis_process, tmp_path):
    out = tmp_path / "c.gpkg"
    assert run_algorithm("iot_crowd_qc", crowd(network, OUTPUT=str(out)), cancel_at=0).results == {}
    assert not out.exists()
    english = run_algorithm("iot_crowd_qc", crowd(network)).results["REMOVED_PERCENT"]
    with french():
        assert run_algorithm("iot_crowd_qc", crowd(network)).results["REMOVED_PERCENT"] == english
    given = crowd(network, OUTPUT=str(tmp_path / "p.gpkg"))
    run = qgis_process("run", "cityorchestra:iot_crowd_qc", "--", *(f"{k}={v}" for k, v in given.items()))
    assert run.results["REMOVED_PERCENT"] == pytest.approx(english)
    check_record(record_of(run.results["OUTPUT"]), "iot_crowd_qc", LEVEL="m5")


# -- drift ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def drifting(tmp_path):
    """Six stations; the first drifts by 12 K a year, the second reads 1.1 x + 0.5."""
    series = {}
    for number in range(6):
        times, values = clean(days=30, step=HOUR, seed=number)
        if number == 0:
            values = values + 12.0 * (times - times[0]) / (365.25 * DAY)
        if number == 1:
            values = 1.1 * values + 0.5
        series[f"s{number}"] = ((PLACE[0] + 0.001 * number, PLACE[1]), times, values)
    return series_store(tmp_path / "d.gpkg", series)


def drift(store, **changes):
    return {"STORE": store, "T1": iso(END), "WINDOW": 40, "OUTPUT": "memory:", **changes}


@pytest.mark.parametrize("reference", ["buddies", "s5"])
def test_a_known_drift_is_measured_inside_its_interval(run_algorithm, drifting, reference, tmp_path):
    page = tmp_path / "d.html"
    run = run_algorithm("iot_drift", drift(drifting, REF=reference, OUTPUT_HTML=str(page)))
    rows = {row["name"]: row for row in rows_of(run.results["OUTPUT"])}
    assert len(rows) == (6 if reference == "buddies" else 5) and run.results["N_SENSORS"] == len(rows)
    slope = rows["s0"]
    assert slope["slope_low"] <= 12.0 <= slope["slope_high"] and slope["slope_low"] > 0
    assert slope["shifted_on"] is not None and slope["days"] == 30 and slope["p_value"] < 0.01
    assert abs(rows["s3"]["slope_per_year"]) < 3.0
    line = rows["s1"]
    assert line["gain"] == pytest.approx(1 / 1.1, abs=0.02) and line["gain_low"] < 1 / 1.1 < line["gain_high"]
    assert line["offset_"] == pytest.approx(-0.5 / 1.1, abs=0.3)
    assert run.results["N_DRIFTING"] >= 1 and run.results["N_SHIFTED"] >= 1
    assert "s0" in page.read_text(encoding="utf-8")


def legend_of(layer):
    """Return the label of the legend under which each feature is drawn, by name."""
    renderer, context = layer.renderer().clone(), QgsRenderContext()
    context.expressionContext().appendScopes(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    labels = {item.symbol().color().name(): item.label() for item in renderer.legendSymbolItems() if item.symbol()}
    renderer.startRender(context, layer.fields())
    found = {}
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        (symbol,) = renderer.symbolsForFeature(feature, context)
        found[feature["name"]] = labels[symbol.color().name()]
    renderer.stopRender(context)
    return found


def test_layers_arrive_in_classes_that_say_what_was_found(drifting, network, qgis_new_project):
    (layer,) = load_results("iot_drift", drift(drifting, REF="buddies")).values()
    told = legend_of(layer)
    assert told["s0"] == "Drifts upwards" and told["s3"] == "No drift shown"
    (layer,) = load_results("iot_crowd_qc", crowd(network)).values()
    told = legend_of(layer)
    assert told["station 3"] == "50 % or more" and len(told) == 30 and len(set(told.values())) > 1
    QgsProject.instance().removeAllMapLayers()


def test_too_little_to_say_is_told(run_algorithm, tmp_path):
    times, values = clean(days=4)
    store = series_store(tmp_path / "s.gpkg", {"a": (None, times, values), "b": (None, times, values + 1.0)})
    run = run_algorithm("iot_drift", drift(store, REF="a"))
    (row,) = rows_of(run.results["OUTPUT"])
    assert row["slope_per_year"] is None and row["bias"] == pytest.approx(1.0) and row["geometry"] is None
    assert any("fewer than 8 days" in text for text in run.feedback.warnings)
    run = run_algorithm("iot_drift", drift(store, FEWEST=1))
    assert [row["neighbours"] for row in rows_of(run.results["OUTPUT"])] == [1, 1], "of the same site"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"REF": "nobody"}, "names 0"),
        ({"REF": "s1; s2"}, "names 2"),
        ({"METRIC": "snow"}, "no metric named"),
        ({"WINDOW": 3}, "WINDOW"),
        ({"DEVICES": "nobody"}, "no device or site"),
    ],
)
def test_drift_refusals(drifting, changes, words):
    assert words in refusal("iot_drift", drift(drifting, **changes))


def test_drift_cancelled_french_and_headless(run_algorithm, drifting, qgis_process, tmp_path):
    out = tmp_path / "c.gpkg"
    assert run_algorithm("iot_drift", drift(drifting, OUTPUT=str(out)), cancel_at=0).results == {}
    assert not out.exists()
    english = values_of(run_algorithm("iot_drift", drift(drifting)).results["OUTPUT"], "slope_per_year")
    with french():
        assert values_of(run_algorithm("iot_drift", drift(drifting)).results["OUTPUT"], "slope_per_year") == english
    given = drift(drifting, OUTPUT=str(tmp_path / "p.gpkg"))
    run = qgis_process("run", "cityorchestra:iot_drift", "--", *(f"{k}={v}" for k, v in given.items()))
    assert values_of(run.results["OUTPUT"], "slope_per_year") == pytest.approx(english)
    assert Path(str(tmp_path / "p.gpkg")).is_file()
