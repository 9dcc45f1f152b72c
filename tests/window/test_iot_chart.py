"""The chart, the sparklines and the list of alarms by themselves."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.cityorchestra_plugin.docks.iot import texts
from cityorchestra.cityorchestra_plugin.docks.iot.alarm_facts import AlarmFacts, alarm_order
from cityorchestra.cityorchestra_plugin.docks.iot.alarm_model import AlarmModel, status_text
from cityorchestra.cityorchestra_plugin.docks.iot.card_parts import ValueModel
from cityorchestra.cityorchestra_plugin.docks.iot.facts import DeviceFacts, Value
from cityorchestra.cityorchestra_plugin.docks.iot.fleet import Device
from cityorchestra.cityorchestra_plugin.docks.iot.marks import paint_sparkline
from cityorchestra.cityorchestra_plugin.docks.iot.series_chart import (
    DAY,
    HOUR,
    Series,
    SeriesChart,
    tick_labels,
    time_ticks,
)
from cityorchestra.cityorchestra_plugin.docks.iot.series_reading import POINTS, read_series, thinned
from cityorchestra.processing_provider.iot.store.opening import open_reader, open_store
from cityorchestra.processing_provider.iot.store.reader import History
from cityorchestra.processing_provider.iot.store.writer import write_aggregates
from cityorchestra.tests.window.iot_panel_support import facility_store, now_ms
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.PyQt.QtCore import QPersistentModelIndex, QRectF
from qgis.PyQt.QtGui import QColor, QImage, QPainter
from qgis.PyQt.QtTest import QAbstractItemModelTester

NOW = 1_790_000_000_000
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def history(count, step=60_000, flag=2):
    time = NOW + step * np.arange(count, dtype=np.int64)
    value = np.sin(np.arange(count) / 50.0)
    ones = np.ones(count, dtype=np.int64)
    return History(ones, time, value, np.full(count, flag, dtype=np.int16), value, value, ones, False)


# --- series ------------------------------------------------------------------------------------------------------


def test_a_long_series_keeps_its_look_and_its_doubtful_values():
    long = history(20_000)
    long.flag[[500, 7777]] = 3
    long.value[7777] = 9.0
    series = thinned(long, "temperature", "°C", NOW, NOW + DAY)
    assert POINTS <= len(series) <= POINTS + 2
    assert series.count == 20_000
    assert 9.0 in series.value
    assert sorted(series.flag[series.flag == 3]) == [3, 3]
    assert (series.time[0], series.time[-1]) == (long.time[0], long.time[-1])


def test_the_history_of_a_store(tmp_path):
    path = facility_store(tmp_path / "room.gpkg", 2.0)
    with open_reader(path) as reader:
        device = next(one for one in reader.devices() if one.name == "boiler-flow")
        metric = next(number for number, name in reader.metrics().items() if name == "temperature")
    series = read_series(lambda: open_reader(path), device.id, metric, "temperature", "°C", "24h")
    assert series.count == 120
    assert series.end - series.start == DAY


def test_buckets_are_used_where_they_cover_the_span(tmp_path):
    path = tmp_path / "old.gpkg"
    facility_store(path, 0.1)
    with open_reader(path) as reader:
        device = next(one.id for one in reader.devices() if one.name == "boiler-flow")
        metric = next(number for number, name in reader.metrics().items() if name == "temperature")
    series_number, first = device * 4096 + metric, now_ms() // HOUR * HOUR - 29 * DAY
    database = open_store(path)
    database.begin()
    rows = [(series_number, first + n * HOUR, 50.0, 40.0, 60.0, 50.0, 60, 1) for n in range(29 * 24)]
    write_aggregates(database, "obs_1h", rows)
    database.commit()
    database.close()
    series = read_series(lambda: open_reader(path), device, metric, "temperature", "°C", "30d")
    assert series.count == 60 * 29 * 24
    assert (series.low.min(), series.high.max()) == (40.0, 60.0)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2_000_000_000_000), st.integers(10 * 60_000, 40 * DAY))
def test_ticks_are_few_and_inside(start, span):
    ticks = time_ticks(start, start + span)
    assert 1 <= len(ticks) <= 7
    assert all(start <= tick <= start + span for tick in ticks)
    assert ticks == sorted(set(ticks))


@pytest.mark.parametrize(
    ("ticks", "labels"),
    [([74.8, 74.9, 75.0], ["74.8", "74.9", "75.0"]), ([0, 50, 100], ["0", "50", "100"]), ([0.5], ["0.500"]), ([], [])],
)
def test_labels_of_ticks_have_the_same_decimals(qgis_app, ticks, labels):
    assert tick_labels(ticks) == labels


@pytest.mark.parametrize("count", [0, 1, 2, 300])
def test_any_number_of_points_is_drawn(qtbot, count):
    chart = SeriesChart()
    qtbot.addWidget(chart)
    chart.resize(300, 160)
    chart.set_series(thinned(history(count), "temperature", "°C", NOW, NOW + DAY))
    picture = chart.grab().toImage()
    drawn = {picture.pixelColor(x, y).name() for x in range(0, 300, 2) for y in range(0, 160, 2)}
    assert (len(drawn) > 3) == (count > 0)
    chart.read_row(chart.row_at(150.0))
    assert (chart.row >= 0) == (count > 0)


def test_a_gap_is_not_bridged(qtbot):
    chart = SeriesChart()
    qtbot.addWidget(chart)
    time = np.concatenate([NOW + 60_000 * np.arange(10), NOW + HOUR + 60_000 * np.arange(10)])
    value = np.zeros(20)
    flag = np.full(20, 2, dtype=np.int16)
    chart.set_series(Series("co2", "ppm", time, value, value, value, flag, NOW, NOW + 2 * HOUR, 20))
    assert chart._parts() == [slice(0, 10), slice(10, 20)]


@pytest.mark.parametrize("points", [[(0, 1.0), (1, 1.0)], [(0, -5.0), (10, 5.0), (20, 0.0)], [(5, 1.0), (5, 2.0)]])
def test_a_sparkline_stays_in_its_box(qgis_app, points):
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    paint_sparkline(painter, QRectF(10, 10, 40, 20), points, QColor("#000000"), QColor("#ffffff"))
    painter.end()
    inside = [(x, y) for x in range(60) for y in range(40) if image.pixelColor(x, y).lightness() < 250]
    assert inside
    assert all(9 <= x <= 50 and 9 <= y <= 30 for x, y in inside)


# --- values ------------------------------------------------------------------------------------------------------


def test_values_come_and_change_without_a_reset(qgis_app):
    device = Device(0, DeviceFacts("uid"))
    device.values = {"temperature": Value(NOW, 20.0), "battery": Value(NOW, 90.0)}
    device.main = "temperature"
    model = ValueModel()
    tester = QAbstractItemModelTester(model, FATAL)
    model.show_device(device)
    assert [model.name_at(row) for row in range(2)] == ["temperature", "battery"]
    resets, told = [], []
    model.modelReset.connect(lambda: resets.append(1))
    model.dataChanged.connect(lambda top, *_: told.append(top.row()))
    device.values = {**device.values, "battery": Value(NOW + 1, 89.0), "co2": Value(NOW, 500.0, 3)}
    model.show_device(device)
    assert (resets, told, model.rowCount()) == ([], [1, 2], 3) or (resets, sorted(told), model.rowCount()) == (
        [],
        [1, 2],
        3,
    )
    assert model.index(2, 3).data() == "suspect"
    del tester


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, "–"), (0, "0 s"), (99, "99 s"), (100, "2 min"), (5900, "98 min"), (7200, "2 h"), (400_000, "5 d")],
)
def test_ages(qgis_app, seconds, text):
    assert texts.age_text(seconds) == text


@pytest.mark.parametrize(
    ("metric", "value", "text"),
    [
        ("temperature", Value(NOW, 20.28), "20.3\u202f°C"),
        ("temperature", Value(NOW, 20.28, unit="K"), "20.3\u202fK"),
        ("pulses", Value(NOW, 1_234_567.0), "1,234,567"),
        ("pressure", Value(NOW, 1.8), "1.80"),
        ("mode", Value(NOW, None, text="eco"), "eco"),
        ("mode", Value(NOW, None, text="x" * 90), "x" * 39 + "…"),
        ("any", None, "–"),
    ],
)
def test_values_as_text(qgis_app, metric, value, text):
    assert texts.value_text(metric, value).replace(",", "") == text.replace(",", "")


# --- alarms ------------------------------------------------------------------------------------------------------


def alarm(number, state="UNACK_ACT", priority=3, raised=NOW, **more):
    return AlarmFacts(number, f"uid{number}", "hot", "temperature", state, priority, raised, **more)


def test_what_wants_an_answer_comes_first():
    alarms = [
        alarm(1, "SHELVED", 1),
        alarm(2, "ACK_ACT", 1),
        alarm(3, "UNACK_ACT", 4),
        alarm(4, "UNACK_ACT", 1, NOW - 5),
        alarm(5, "UNACK_ACT", 1, NOW),
        alarm(6, "RTN_UNACK", 2),
    ]
    assert [one.id for one in sorted(alarms, key=alarm_order)] == [5, 4, 3, 6, 2, 1]


def test_alarms_come_go_and_move_without_a_reset(qgis_app):
    model = AlarmModel()
    tester = QAbstractItemModelTester(model, FATAL)
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    model.show_alarms([alarm(1), alarm(2), alarm(3)])
    kept = QPersistentModelIndex(model.index(0, 0))
    model.show_alarms([alarm(2), alarm(4), alarm(1, "ACK_ACT")])
    assert [model.alarm_at(row).id for row in range(3)] == [2, 4, 1]
    assert model.alarm_at(kept.row()).id == 1
    assert resets == []
    model.show_alarms([])
    assert model.rowCount() == 0
    assert not kept.isValid()
    del tester


ALARMS = st.lists(
    st.tuples(st.integers(1, 8), st.sampled_from(["UNACK_ACT", "ACK_ACT", "SHELVED"]), st.integers(1, 4)),
    max_size=8,
    unique_by=lambda one: one[0],
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ALARMS, max_size=6))
def test_whatever_happens_the_list_shows_the_alarms(qgis_app, steps):
    model = AlarmModel()
    tester = QAbstractItemModelTester(model, FATAL)
    for step in steps:
        wanted = sorted((alarm(number, state, priority) for number, state, priority in step), key=alarm_order)
        model.show_alarms(wanted)
        assert [model.alarm_at(row) for row in range(model.rowCount())] == wanted
    del tester


def test_the_state_of_an_alarm_in_words(qgis_app):
    text = status_text(alarm(1, "SHELVED", shelved_until=NOW, reason="pump replaced", pending=("shelve",)))
    assert all(part in text for part in ("Shelved", "until", "pump replaced", "the recorder will do it"))
    assert "by ana" in status_text(alarm(1, "ACK_ACT", acknowledged_by="ana"))
    assert "refused: too late" in status_text(alarm(1, refused="too late"))
