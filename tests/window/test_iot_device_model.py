"""The model of the devices: tree and table, changes without a reset, search, order, ten thousand devices."""

from __future__ import annotations

import pytest
from cityorchestra.cityorchestra_plugin.docks.iot.alarm_facts import AlarmFacts
from cityorchestra.cityorchestra_plugin.docks.iot.device_model import DeviceModel, Role
from cityorchestra.cityorchestra_plugin.docks.iot.device_order import Column, Filter
from cityorchestra.cityorchestra_plugin.docks.iot.device_view import DeviceView
from cityorchestra.cityorchestra_plugin.docks.iot.facts import Changes, DeviceFacts, StateFacts, Value
from cityorchestra.cityorchestra_plugin.docks.iot.fleet import LATE, LOST, NEVER, OK, OUT_OF_SERVICE, Fleet, main_metric
from hypothesis import given, settings
from hypothesis import strategies as st
from qgis.PyQt.QtCore import QModelIndex, QPersistentModelIndex, Qt
from qgis.PyQt.QtTest import QAbstractItemModelTester

NOW = 1_790_000_000_000
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def facts(number, site="hall", **more):
    return DeviceFacts(
        f"uid{number:05d}", number + 1, more.pop("name", f"device {number:05d}"), site, period_s=60.0, **more
    )


def heard(numbers, moment=NOW, value=20.0):
    uids = [f"uid{number:05d}" for number in numbers]
    return Changes(
        states={uid: StateFacts(last_seen=moment) for uid in uids},
        values={uid: {"temperature": Value(moment, value, metric=1, unit="degC")} for uid in uids},
    )


def fleet_of(count, sites=("hall", "school")):
    fleet = Fleet()
    fleet.apply(Changes(devices=[facts(n, sites[n % len(sites)]) for n in range(count)]), NOW)
    fleet.apply(heard(range(count)), NOW)
    return fleet


@pytest.fixture
def resets():
    """Function that counts the resets of a model."""

    def count(model):
        found = []
        model.modelAboutToBeReset.connect(lambda: found.append(1))
        return found

    return count


def shown(model):
    groups = [model.index(row, 0) for row in range(model.rowCount())] if model.grouped else [QModelIndex()]
    return {
        (group.data() if group.isValid() else ""): [
            model.index(row, 0, group).data() for row in range(model.rowCount(group))
        ]
        for group in groups
    }


def listed(model):
    return [name for names in shown(model).values() for name in names]


# --- the fleet -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("silence_s", "state"), [(0, OK), (191, OK), (193, LATE), (299, LATE), (301, LOST), (90_000, LOST)]
)
def test_a_silent_device_is_late_then_lost(silence_s, state):
    # 2.2 * 60 s + 60 s = 192 s, 4 * 60 s + 60 s = 300 s: the spec, 3.3
    fleet = fleet_of(1)
    fleet.tick(NOW + silence_s * 1000)
    assert fleet.state_of(0) == state


def test_time_alone_tells_which_states_change():
    fleet = fleet_of(3)
    fleet.apply(heard([1], NOW + 200_000), NOW + 200_000)
    assert fleet.tick(NOW + 200_000) == [0, 2]
    assert fleet.counts() == {OK: 1, LATE: 2, LOST: 0, NEVER: 0, OUT_OF_SERVICE: 0}
    assert fleet.tick(NOW + 200_001) == []


def test_never_heard_without_period_and_out_of_service():
    fleet = Fleet()
    fleet.apply(
        Changes(
            devices=[facts(0), facts(1)._replace(period_s=None), facts(2)._replace(out_of_service=True)],
            states={"uid00001": StateFacts(last_seen=NOW - 10**9), "uid00002": StateFacts(last_seen=NOW)},
        ),
        NOW,
    )
    assert [fleet.state_of(slot) for slot in range(3)] == [NEVER, OK, OUT_OF_SERVICE]
    assert fleet.age_s(0, NOW) is None


def test_an_older_value_does_not_replace_a_newer_one():
    fleet = fleet_of(1)
    fleet.apply(heard([0], NOW - 5000, 3.0), NOW)
    assert fleet.devices[0].main_value.number == 20.0
    assert fleet.age_s(0, NOW) == 0.0


def test_what_a_state_does_not_say_stays_known():
    fleet = fleet_of(1)
    fleet.apply(Changes(states={"uid00000": StateFacts(last_seen=NOW, battery_percent=80.0, rssi=-90.0)}), NOW)
    fleet.apply(Changes(states={"uid00000": StateFacts(last_seen=NOW + 1, rssi=-80.0)}), NOW)
    state = fleet.devices[0].state
    assert (state.battery_percent, state.rssi, state.last_seen) == (80.0, -80.0, NOW + 1)


def test_a_broker_does_not_rename_what_the_store_declares():
    fleet = fleet_of(1)
    fleet.apply(Changes(devices=[DeviceFacts("uid00000", 0, "name of the network", "other")]), NOW)
    assert fleet.devices[0].title == "device 00000"


@pytest.mark.parametrize(
    ("names", "main"),
    [
        (("battery", "temperature"), "temperature"),
        (("battery", "zeta", "alpha"), "zeta"),
        (("battery",), "battery"),
        (("humidity", "co2", "battery"), "co2"),
        ((), ""),
    ],
)
def test_the_metric_that_stands_for_a_device(names, main):
    assert main_metric({name: Value(NOW, 1.0, metric=place) for place, name in enumerate(names)}) == main


# --- tree and table --------------------------------------------------------------------------------------------


def test_a_tree_by_site(qgis_app):
    fleet = fleet_of(5, ("school", "hall", ""))
    model = DeviceModel(fleet)
    tester = QAbstractItemModelTester(model, FATAL)
    assert list(shown(model)) == ["hall", "school", "Without a site"]
    assert shown(model)["school"] == ["device 00000", "device 00003"]
    site = model.index(0, 0)
    assert site.data(Role.DEVICE) is None
    assert "2 devices" in site.data(Role.SITE)
    device = model.index(0, 0, site)
    assert device.parent() == site
    assert not model.hasChildren(device)
    model.set_grouped(False)
    assert shown(model) == {"": [f"device {n:05d}" for n in range(5)]}
    del tester


def test_what_the_cells_say(qgis_app):
    fleet = fleet_of(2)
    fleet.apply(
        Changes(states={"uid00001": StateFacts(NOW, battery_percent=81.0, margin_db=12.0, loss_percent=3.4)}), NOW
    )
    model = DeviceModel(fleet)
    model.set_grouped(False)
    cells = {column: model.index(1, column).data() for column in Column}
    assert cells[Column.NAME] == "device 00001"
    assert cells[Column.VALUE] == "20\u202f°C"
    assert (cells[Column.BATTERY], cells[Column.MARGIN], cells[Column.LOSS]) == ("81\u202f%", "12\u202fdB", "3\u202f%")
    sentence = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert all(part in sentence for part in ("device 00001", "school", "Temperature 20"))


def test_new_values_touch_their_cells_only(qgis_app, resets):
    fleet = fleet_of(6)
    model = DeviceModel(fleet)
    tester = QAbstractItemModelTester(model, FATAL)
    model.set_grouped(False)
    counted, told = resets(model), []
    model.dataChanged.connect(lambda top, bottom, roles: told.append((top.row(), bottom.row(), top.column(), roles)))
    model.take(fleet.apply(heard([2, 3], NOW + 1000, 30.0), NOW + 1000))
    assert counted == []
    values = [one for one in told if one[2] == Column.VALUE]
    assert [(top, bottom) for top, bottom, *_ in values] == [(2, 3)]
    assert all(roles for *_, roles in told)
    assert model.index(3, Column.VALUE).data() == "30\u202f°C"
    del tester


def test_many_scattered_changes_are_told_as_one_span(qgis_app):
    fleet = fleet_of(200)
    model = DeviceModel(fleet)
    model.set_grouped(False)
    told = []
    model.dataChanged.connect(lambda top, bottom, roles: told.append((top.column(), top.row(), bottom.row())))
    model.take(fleet.apply(heard(range(0, 200, 2), NOW + 1000), NOW + 1000))
    assert sorted(told) == [(Column.STATE, 0, 198), (Column.VALUE, 0, 198)]


def test_devices_come_go_and_move_without_a_reset(qgis_app, resets):
    fleet = fleet_of(4)
    model = DeviceModel(fleet)
    tester = QAbstractItemModelTester(model, FATAL)
    counted = resets(model)
    model.take(fleet.apply(Changes(devices=[facts(9, "gym"), facts(5, "hall", name="aaa")]), NOW))
    assert shown(model)["gym"] == ["device 00009"]
    assert shown(model)["hall"][0] == "aaa"
    model.take(fleet.apply(Changes(devices=[facts(9, "hall")]), NOW))
    assert "gym" not in shown(model)
    assert "device 00009" in shown(model)["hall"]
    assert counted == []
    del tester


def test_a_search_by_state_follows_the_states(qgis_app, resets):
    fleet = fleet_of(4)
    model = DeviceModel(fleet)
    tester = QAbstractItemModelTester(model, FATAL)
    model.set_filter(Filter(states=frozenset({LATE})))
    assert model.rowCount() == 0
    counted = resets(model)
    fleet.apply(heard([0, 1], NOW + 200_000), NOW + 200_000)
    model.take_states(fleet.tick(NOW + 200_000))
    assert listed(model) == ["device 00002", "device 00003"]
    model.take(fleet.apply(heard([3], NOW + 201_000), NOW + 201_000))
    assert listed(model) == ["device 00002"]
    assert counted == []
    del tester


def test_words_are_looked_for_in_everything(qgis_app):
    fleet = fleet_of(3)
    model = DeviceModel(fleet)
    for words, count in ((("00001",), 1), (("school",), 1), (("temperature", "hall"), 2), (("nothing",), 0)):
        model.set_filter(Filter(words=words))
        assert model.order.shown == count, words


def test_only_those_in_alarm(qgis_app):
    fleet = fleet_of(3)
    model = DeviceModel(fleet)
    model.set_filter(Filter(alarms=True))
    alarm = AlarmFacts(1, "uid00001", "hot", "temperature", "UNACK_ACT", 2, NOW)
    model.take(fleet.apply(Changes(alarms=(alarm,)), NOW))
    assert listed(model) == ["device 00001"]
    model.take(fleet.apply(Changes(alarms=(alarm._replace(state="SHELVED"),)), NOW))
    assert model.rowCount() == 0


# --- order -----------------------------------------------------------------------------------------------------


def test_sorting_keeps_what_is_chosen_and_unknown_values_last(qgis_app):
    fleet = fleet_of(4)
    fleet.apply(heard([0], NOW + 1, 5.0), NOW)
    fleet.apply(heard([2], NOW + 1, 40.0), NOW)
    fleet.apply(Changes(devices=[facts(7)]), NOW)
    model = DeviceModel(fleet)
    model.set_grouped(False)
    kept = QPersistentModelIndex(model.index_of(2))
    model.sort(Column.VALUE, Qt.SortOrder.DescendingOrder)
    assert shown(model)[""][0] == "device 00002"
    assert shown(model)[""][-1] == "device 00007"
    assert (kept.row(), kept.data()) == (0, "device 00002")
    model.sort(Column.VALUE)
    assert shown(model)[""][0] == "device 00000"
    assert shown(model)[""][-1] == "device 00007"


def test_a_live_order_is_renewed_only_when_something_changed(qgis_app):
    fleet = fleet_of(4)
    model = DeviceModel(fleet)
    model.set_grouped(False)
    model.sort(Column.VALUE)
    assert not model.sort_again()
    model.take(fleet.apply(heard([0], NOW + 1, 99.0), NOW))
    assert shown(model)[""][0] == "device 00000", "rows do not jump by themselves"
    assert model.sort_again()
    assert shown(model)[""][-1] == "device 00000"


CHANGE = st.one_of(
    st.tuples(st.just("device"), st.integers(0, 12), st.sampled_from(["hall", "school", "gym", ""])),
    st.tuples(st.just("heard"), st.integers(0, 12), st.integers(0, 400)),
    st.tuples(st.just("time"), st.integers(0, 400), st.just(0)),
    st.tuples(st.just("sort"), st.sampled_from([Column.NAME, Column.AGE, Column.STATE]), st.booleans()),
    st.tuples(st.just("filter"), st.sampled_from(["", "late", "ok", "1"]), st.just(0)),
    st.tuples(st.just("grouped"), st.booleans(), st.just(0)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(CHANGE, max_size=25))
def test_whatever_happens_the_model_shows_what_the_fleet_holds(qgis_app, changes):
    fleet = Fleet()
    model = DeviceModel(fleet)
    tester = QAbstractItemModelTester(model, FATAL)
    now = NOW
    for kind, first, second in changes:
        if kind == "device":
            model.take(fleet.apply(Changes(devices=[facts(first, second)]), now))
        elif kind == "heard":
            model.take(fleet.apply(heard([first], now - second * 1000), now))
        elif kind == "time":
            now += first * 1000
            model.take_states(fleet.tick(now))
        elif kind == "sort":
            model.sort(first, Qt.SortOrder.DescendingOrder if second else Qt.SortOrder.AscendingOrder)
        elif kind == "grouped":
            model.set_grouped(first)
        elif first in (LATE, OK):
            model.set_filter(Filter(states=frozenset({first})))
        else:
            model.set_filter(Filter(words=tuple(first.split())))
        while model.unsettled:
            model.settle()
        wanted = {
            device.title for device in fleet.devices if model.order.filter.takes(fleet, device)
        }  # fmt: skip
        assert sorted(listed(model)) == sorted(wanted)
    del tester


# --- ten thousand ----------------------------------------------------------------------------------------------


def test_ten_thousand_devices_in_a_view(qtbot, qgis_app, resets):
    fleet = fleet_of(10_000, tuple(f"site {n}" for n in range(40)))
    view = DeviceView(fleet)
    qtbot.addWidget(view)
    view.resize(360, 600)
    view.show()
    assert not view.isExpanded(view.devices.index(0, 0)), "many devices are folded at first"
    view.show_as_tree(False)
    assert view.devices.rowCount() == 10_000
    assert view.choose(9_999)
    assert view.chosen_uid == "uid09999"
    counted = resets(view.devices)
    view.devices.take(fleet.apply(heard(range(0, 10_000, 7), NOW + 5000, 21.5), NOW + 5000))
    view.devices.take_states(fleet.tick(NOW + 10**6))
    assert counted == []
    assert view.chosen_uid == "uid09999"
    assert 9_999 in view.slots_in_sight()
    assert len(view.slots_in_sight()) < 60, "only the rows in sight are refreshed"
