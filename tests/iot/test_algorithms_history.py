"""Algorithm ``iot_history`` in QGIS, and the buckets that it and ``iot_downsample`` make."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.iot.aggregates import (
    COUNTER,
    DIRECTION,
    Aggregates,
    aggregate,
    combined,
    method_names,
    method_of,
    usable,
)
from cityorchestra.processing_provider.iot.history import wide_table
from cityorchestra.processing_provider.iot.quality.downsample import bucketed, circular_mean, regular_edges
from cityorchestra.processing_provider.iot.store.reader import History
from cityorchestra.processing_provider.iot.store.schema import METRICS
from hypothesis import given
from hypothesis import strategies as st

HOUR = 3_600_000
QUARTER = 900_000
START = 1_780_002_000_000 // HOUR * HOUR


def made_history(rows):
    """Return raw observations from (series, time, value, flag), sorted."""
    table = sorted(rows)
    series, times, values, flags = (list(column) for column in zip(*table)) if table else ([], [], [], [])
    value = np.array(values, dtype=float)
    return History(
        np.array(series, dtype=np.int64), np.array(times, dtype=np.int64), value, np.array(flags, dtype=np.int16),
        value, value, np.ones(len(table), dtype=np.int64), False,
    )  # fmt: skip


OBSERVATIONS = st.lists(
    st.tuples(
        st.integers(1, 3).map(lambda device: device * METRICS + 1),
        st.integers(0, 6 * HOUR).map(lambda moment: START + moment),
        st.floats(-1e6, 1e6) | st.just(float("nan")),
        st.sampled_from([1, 2, 3, 4, 9]),
    ),
    unique_by=lambda row: row[:2],
    max_size=60,
)


@given(OBSERVATIONS)
def test_buckets_are_those_of_each_series_alone(rows):
    history = made_history(rows)
    found = aggregate(usable(history), QUARTER, {})
    kept = [row for row in rows if row[3] not in (4, 9) and row[2] == row[2]]
    assert found.count.sum() == len(kept)
    for series in {row[0] for row in kept}:
        times, values = zip(*sorted(row[1:3] for row in kept if row[0] == series))
        alone = bucketed(times, values, regular_edges(times[0], times[-1] + 1, QUARTER))
        full = np.flatnonzero(alone.count)
        mine = found.where(found.series == series)
        assert mine.time.tolist() == alone.edges[full].tolist()
        assert mine.count.tolist() == alone.count[full].tolist()
        assert mine.mean == pytest.approx(alone.mean[full], rel=1e-9, abs=1e-6)
        for name in ("low", "high", "last"):
            assert getattr(mine, name).tolist() == getattr(alone, name)[full].tolist()


@given(OBSERVATIONS)
def test_a_mean_is_between_its_extremes_and_flags_are_the_most_careful(rows):
    found = aggregate(usable(made_history(rows)), HOUR, {})
    assert (found.low <= found.mean).all() and (found.mean <= found.high).all()
    for series, begin, flag in zip(found.series, found.time, found.flag):
        inside = [
            row[3]
            for row in rows
            if row[0] == series and begin <= row[1] < begin + HOUR and row[3] not in (4, 9) and row[2] == row[2]
        ]
        assert flag == max(inside)


def test_directions_are_averaged_as_vectors():
    history = made_history([(METRICS + 1, START, 350.0, 1), (METRICS + 1, START + 1, 20.0, 1)])
    (mean,) = aggregate(history, HOUR, {1: DIRECTION}).mean
    assert mean == pytest.approx(5.0)
    peer, _ = circular_mean(history.time, history.value, [START, START + HOUR])
    assert mean == pytest.approx(peer[0])
    assert np.isnan(aggregate(history, HOUR, {1: DIRECTION}).high[0])


def test_counters_give_what_they_counted_over_a_reset():
    readings = [(START - HOUR // 2, 100.0), (START + HOUR // 2, 110.0), (START + 3 * HOUR // 2, 4.0)]
    found = aggregate(made_history([(METRICS + 1, t, v, 1) for t, v in readings]), HOUR, {1: COUNTER})
    assert found.time.tolist() == [START - HOUR, START, START + HOUR]
    # 10 shared between two hours; then a counter that began again at zero counted 4.
    assert found.mean == pytest.approx([5.0, 5.0 + 2.0, 2.0])
    assert found.last.tolist() == [100.0, 110.0, 4.0]


def buckets(*rows):
    """Return buckets from (series, time, mean, count)."""
    series, time, mean, count = (np.array(column) for column in zip(*rows))
    mean = mean.astype(float)
    return Aggregates(series, time, mean, mean, mean, mean, count, np.ones(len(rows), dtype=np.int64))


def test_of_the_same_bucket_the_fuller_is_kept():
    stored = buckets((1, 0, 10.0, 5), (1, 100, 11.0, 2), (1, 200, 12.0, 3))
    computed = buckets((1, 0, 20.0, 1), (1, 100, 21.0, 3), (1, 200, 22.0, 3), (2, 0, 23.0, 1))
    both = combined(stored, computed)
    assert list(zip(both.series.tolist(), both.time.tolist(), both.mean.tolist())) == [
        (1, 0, 10.0), (1, 100, 21.0), (1, 200, 22.0), (2, 0, 23.0),
    ]  # fmt: skip


def test_methods_are_read_from_a_text():
    chosen = method_names("wind_from = direction; Energy=counter")
    assert method_of("energy", chosen) == COUNTER and method_of("wind_from", chosen) == DIRECTION
    assert method_of("wind_direction", {}) == DIRECTION and method_of("temperature", {}) == "mean"
    assert method_of("wind_direction", method_names("wind_direction=mean")) == "mean"
    for text in ("wind", "wind=median", "=mean"):
        with pytest.raises(InputError, match="is not a metric and its method"):
            method_names(text)


@given(OBSERVATIONS)
def test_a_wide_table_holds_each_observation_once(rows):
    history = made_history([(row[0] + (n % 3), *row[1:]) for n, row in enumerate(rows)])
    wide = wide_table(history.series, history.time, history.value, [1, 2, 3])
    found = {
        (int(device) * METRICS + metric, int(moment)): value
        for metric, column in wide.columns.items()
        for device, moment, value in zip(wide.device, wide.time, column)
        if value == value
    }
    expected = {(s, t): v for s, t, v in zip(history.series, history.time, history.value) if v == v}
    assert found == expected
    assert len({(d, t) for d, t in zip(wide.device.tolist(), wide.time.tolist())}) == len(wide.device)


# -- the algorithm --------------------------------------------------------------------------------------------------

qgis = pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.iot.store.opening import open_store  # noqa: E402
from cityorchestra.processing_provider.iot.store.registry import Declaration, declare_devices  # noqa: E402
from cityorchestra.processing_provider.iot.store.writer import write_aggregates  # noqa: E402
from cityorchestra.tests.algorithm_support import (  # noqa: E402
    check_record,
    comparable,
    files_in,
    french,
    from_python_command,
    load_results,
    opened,
    record_of,
    refusal,
    rows_of,
    run_in_model,
)
from cityorchestra.tests.iot.test_store import store_events, up  # noqa: E402
from qgis.core import Qgis, QgsDateTimeRange, QgsProject, QgsVectorLayerTemporalContext  # noqa: E402
from qgis.PyQt.QtCore import QDateTime, Qt  # noqa: E402

NAME = "iot_history"
MINUTE = 60_000
LONG = ["uid", "dev_eui", "name", "metric", "unit", "t", "v", "vmin", "vmax", "n", "q", "text"]

with_provider = pytest.mark.usefixtures("provider")


def at(moment):
    return QDateTime.fromMSecsSinceEpoch(moment, Qt.TimeSpec.UTC)


@pytest.fixture
def store(tmp_path):
    """Two devices, one with a place: a reading every ten minutes of two hours, a text, and a meter."""
    path = tmp_path / "store.gpkg"
    database = open_store(path)
    declare_devices(
        database,
        [Declaration(f"{1:016x}", "Room 1", "school", longitude=-1.68, latitude=48.11), Declaration(f"{2:016x}", "B")],
    )
    store_events(
        database,
        [
            up(
                1,
                n,
                START + n * 10 * MINUTE,
                {"temperature": float(n), "energy": 10.0 * n},
                units={"temperature": "°C"},
            )
            for n in range(12)
        ]
        + [up(2, 1, START + 5 * MINUTE, {"temperature": 30.0, "mode": "eco"})],
    )
    database.close()
    return path


def asked(store, **changes):
    return {
        "STORE": str(store),
        "T0": at(START),
        "T1": at(START + 2 * HOUR),
        "OUTPUT": "TEMPORARY_OUTPUT",
        **changes,
    }


@with_provider
def test_observations_as_they_came(run_algorithm, store):
    run = run_algorithm(NAME, asked(store))
    assert (run.results["COUNT"], run.results["DEVICE_COUNT"], bool(run.results["CUT"])) == (26, 2, False)
    layer = opened(run.results["OUTPUT"])
    assert [item.name() for item in layer.fields()] == LONG and layer.crs().authid() == "EPSG:4326"
    rows = rows_of(layer)
    third = next(row for row in rows if row["metric"] == "temperature" and row["v"] == 3.0)
    assert third["t"].toMSecsSinceEpoch() == START + 30 * MINUTE
    assert (third["dev_eui"], third["name"], third["unit"], third["n"], third["q"]) == (
        f"{1:016x}",
        "Room 1",
        "°C",
        1,
        2,
    )
    assert third["geometry"].coords[0] == pytest.approx((-1.68, 48.11))
    (text,) = [row for row in rows if row["metric"] == "mode"]
    assert (text["text"], text["v"], text["geometry"]) == ("eco", None, None)
    assert any("1 devices have no place" in sentence for sentence in run.feedback.warnings)


@with_provider
def test_the_end_is_excluded_and_the_beginning_included(run_algorithm, store):
    run = run_algorithm(NAME, asked(store, METRICS="temperature", DEVICES="Room 1", T1=at(START + 30 * MINUTE)))
    assert [row["v"] for row in rows_of(run.results["OUTPUT"])] == [0.0, 1.0, 2.0]
    run = run_algorithm(NAME, asked(store, METRICS="temperature", T0=at(START + 110 * MINUTE)))
    assert [row["v"] for row in rows_of(run.results["OUTPUT"])] == [11.0]
    assert "T1 must be after T0" in refusal(NAME, asked(store, T1=at(START)))


@with_provider
def test_buckets_by_hour(run_algorithm, store):
    run = run_algorithm(NAME, asked(store, AGG="1h", METRICS="temperature", DEVICES="Room 1", POINTS=False))
    layer = opened(run.results["OUTPUT"])
    assert not layer.isSpatial()
    found = [(row["t"].toMSecsSinceEpoch(), row["v"], row["vmin"], row["vmax"], row["n"]) for row in rows_of(layer)]
    assert found == [(START, 2.5, 0.0, 5.0, 6), (START + HOUR, 8.5, 6.0, 11.0, 6)]


@with_provider
def test_a_meter_gives_what_it_counted(run_algorithm, store):
    options = {"AGG": "1h", "METRICS": "energy", "METHODS": "energy=counter", "T0": at(START + HOUR)}
    (row,) = rows_of(run_algorithm(NAME, asked(store, **options)).results["OUTPUT"])
    # From 50 at 50 minutes to 110 at 110 minutes, 10 every ten minutes: 50 in the hour, up to its last reading.
    assert row["v"] == pytest.approx(50.0)
    assert "is not a metric and its method" in refusal(NAME, asked(store, METHODS="energy"))


@with_provider
def test_stored_buckets_outlive_their_observations(run_algorithm, store):
    database = open_store(store)
    series = next(iter(database.query("SELECT MIN(id) FROM datastream WHERE device = 1")))[0]
    database.begin()
    write_aggregates(
        database, "obs_1h", [(series, START - HOUR, 7.0, 6.0, 8.0, 7.5, 40, 1), (series, START, 1, 1, 1, 1, 2, 1)]
    )
    database.commit()
    database.close()
    run = run_algorithm(NAME, asked(store, AGG="1h", DEVICES="Room 1", METRICS="temperature", T0=at(START - HOUR)))
    found = [(row["v"], row["n"]) for row in rows_of(run.results["OUTPUT"])]
    assert found == [(7.0, 40), (2.5, 6), (8.5, 6)]


@with_provider
def test_wide_has_a_column_for_each_metric(run_algorithm, store):
    run = run_algorithm(NAME, asked(store, FORMAT="wide"))
    layer = opened(run.results["OUTPUT"])
    assert [item.name() for item in layer.fields()] == ["uid", "dev_eui", "name", "t", "energy", "temperature"]
    rows = rows_of(layer)
    assert len(rows) == 13 == run.results["COUNT"]
    assert [(row["temperature"], row["energy"]) for row in rows if row["name"] == "B"] == [(30.0, None)]
    assert [(row["temperature"], row["energy"]) for row in rows][:3] == [(0.0, 0.0), (1.0, 10.0), (2.0, 20.0)]


@with_provider
def test_the_limit_of_rows_is_told(run_algorithm, store):
    run = run_algorithm(NAME, asked(store, MAX_ROWS=5))
    assert run.results["COUNT"] == 5 and bool(run.results["CUT"])
    assert any("MAX_ROWS" in text for text in run.feedback.warnings)


@with_provider
def test_nothing_found_is_an_empty_layer_and_a_warning(run_algorithm, store, tmp_path):
    run = run_algorithm(NAME, asked(store, T0=at(START + 24 * HOUR), T1=at(START + 25 * HOUR)))
    assert rows_of(run.results["OUTPUT"]) == [] and any("no observation" in text for text in run.feedback.warnings)
    empty = tmp_path / "empty.gpkg"
    open_store(empty).close()
    for form in ("long", "wide"):
        for step in ("raw", "1d"):
            run = run_algorithm(NAME, asked(empty, FORMAT=form, AGG=step))
            assert run.results["COUNT"] == 0 and rows_of(run.results["OUTPUT"]) == []
    assert "AGG" in refusal(NAME, asked(store, AGG="2h"))


@with_provider
def test_points_are_ready_for_the_temporal_controller(store, qgis_new_project):
    for form in ("long", "wide"):
        (layer,) = load_results(NAME, asked(store, FORMAT=form)).values()
        properties = layer.temporalProperties()
        assert layer.name() == "History" and properties.isActive() and properties.startField() == "t"
        assert properties.mode() == Qgis.VectorTemporalMode.FeatureDateTimeInstantFromField
        everything = layer.featureCount()
        moments = QgsVectorLayerTemporalContext()
        moments.setLayer(layer)
        half_an_hour = QgsDateTimeRange(at(START), at(START + 30 * MINUTE), True, False)
        assert layer.setSubsetString(properties.createFilterString(moments, half_an_hour))
        # Readings of 0, 10 and 20 minutes of the first device, of 5 minutes of the other.
        assert everything == (26 if form == "long" else 13)
        assert layer.featureCount() == (8 if form == "long" else 4)
        QgsProject.instance().removeAllMapLayers()


@with_provider
def test_a_cancelled_run_leaves_nothing(run_algorithm, store, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    for percent in (30, 60):
        run = run_algorithm(NAME, asked(store, OUTPUT=str(out / "history.gpkg")), cancel_at=percent)
        assert run.results == {} and files_in(out) == []


@with_provider
def test_the_page_sums_up(run_algorithm, store, tmp_path):
    page = tmp_path / "history.html"
    run_algorithm(NAME, asked(store, OUTPUT_HTML=str(page)))
    text = page.read_text(encoding="utf-8")
    assert "temperature" in text and "energy" in text and "<script" not in text


@with_provider
def test_french_model_command_and_provenance(run_algorithm, store, tmp_path):
    options = asked(store, AGG="1h", FORMAT="wide")
    english = comparable(run_algorithm(NAME, options).results["OUTPUT"])
    with french():
        assert comparable(run_algorithm(NAME, options).results["OUTPUT"]) == english
    assert len(rows_of(run_in_model(NAME, asked(store, AGG="1h"), "OUTPUT"))) == 5
    read = from_python_command(
        NAME, {**asked(store, AGG="1h"), "T0": "2026-05-28T00:00:00", "T1": "2026-05-30T00:00:00"}
    )
    assert len(rows_of(run_algorithm(NAME, read).results["OUTPUT"])) == 5
    run = run_algorithm(NAME, asked(store, OUTPUT=str(tmp_path / "history.gpkg"), AGG="1h"))
    check_record(record_of(run.results["OUTPUT"]), NAME, STORE=str(store), AGG="1h")


@with_provider
def test_headless(qgis_process, store, tmp_path):
    done = qgis_process(
        "run", f"cityorchestra:{NAME}", "--", f"STORE={store}", "T0=2026-05-28T00:00:00", "T1=2026-05-30T00:00:00",
        "AGG=1d", "METRICS=temperature", f"OUTPUT={tmp_path / 'history.gpkg'}",
    )  # fmt: skip
    assert done.results["COUNT"] == len(rows_of(done.results["OUTPUT"])) == 2
