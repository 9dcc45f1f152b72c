"""The dock of the equipment as a user meets it: five states, live changes, alarms, recorder, unloading."""

from __future__ import annotations

import time

import pytest
from cityorchestra.cityorchestra_plugin import settings
from cityorchestra.cityorchestra_plugin.docks.iot.device_order import Column
from cityorchestra.cityorchestra_plugin.docks.iot.dock import OBJECT_NAME, EquipmentDock
from cityorchestra.cityorchestra_plugin.docks.iot.pages import Act, Page
from cityorchestra.processing_provider.iot.algorithms.brokers import Broker, save_broker, saved_brokers
from cityorchestra.processing_provider.iot.recorder.single_instance import SingleInstance
from cityorchestra.processing_provider.iot.store.opening import open_reader, open_store
from cityorchestra.tests.iot.alarm_support import RULES, Watched
from cityorchestra.tests.iot.alarm_support import uplink as alarm_uplink
from cityorchestra.tests.window.iot_panel_support import (
    TIMEOUT_MS,
    choose,
    facility_store,
    hear,
    message,
    now_ms,
    settled,
    status,
    threads_of_the_room,
    titles,
)
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QLabel

RELOADS = 5


@pytest.fixture
def store(tmp_path):
    return facility_store(tmp_path / "room.gpkg", 0.5)


def page(dock):
    return dock.panel.equipment.shown_page


def press(dock, act):
    dock.panel.equipment.page.button(act).click()


# --- the dock itself -------------------------------------------------------------------------------------------


def test_hidden_it_costs_nothing(iface):
    dock = EquipmentDock(iface)
    assert dock.objectName() == OBJECT_NAME == "CityOrchestraEquipmentDock"
    assert dock.panel is None
    dock.settings_changed()
    dock.unload()


def test_hidden_no_timer_runs_and_the_store_is_not_read(make_equipment, store, qtbot):
    dock = make_equipment(store)
    panel = dock.panel
    panel.equipment.field.setText("valve")
    dock.hide()
    assert [timer for timer in panel.findChildren(QTimer) if timer.isActive()] == []
    qtbot.wait(300)  # the look under way ends
    hear(store, 500)
    qtbot.wait(900)
    assert panel.controller._store.take() is None
    dock.show()
    qtbot.waitUntil(lambda: panel.controller.fleet.slot_of("70b3d5e7000001f4") >= 0, timeout=TIMEOUT_MS)


def test_unloading_leaves_no_thread_and_no_timer(iface, store, qtbot):
    from cityorchestra.cityorchestra_plugin.docks.iot.sources import remember_store

    remember_store(str(store))
    before = threads_of_the_room()
    for _ in range(RELOADS):
        dock = EquipmentDock(iface)
        panel = dock.make_panel()
        panel.set_shown(True)
        qtbot.waitUntil(lambda it=panel: settled(it) and len(it.controller.fleet) == 14, timeout=TIMEOUT_MS)
        dock.unload()
        assert [timer for timer in panel.findChildren(QTimer) if timer.isActive()] == []
        dock.deleteLater()
    assert threads_of_the_room() == before == []


# --- five states -----------------------------------------------------------------------------------------------


def test_never_configured_is_a_sentence_and_what_to_do(make_equipment):
    dock = make_equipment()
    assert page(dock) is Page.NO_SOURCE
    assert dock.panel.equipment.page.button(Act.BROKERS) is not None
    assert status(dock) == ""
    press(dock, Act.BROKERS)
    assert dock.panel._dialog.isVisible()
    dock.panel._dialog.close()


def test_a_store_without_devices_says_how_to_begin(make_equipment, tmp_path):
    open_store(tmp_path / "empty.gpkg").close()
    dock = make_equipment(tmp_path / "empty.gpkg")
    assert page(dock) is Page.NOTHING_YET
    press(dock, Act.RECORDER)
    assert dock.panel.tabs.currentWidget() is dock.panel.recorder
    assert str(tmp_path / "empty.gpkg") in dock.panel.recorder.command.toPlainText()


def test_an_error_names_its_cause_and_can_be_tried_again(make_equipment, tmp_path, qtbot):
    missing = tmp_path / "missing.gpkg"
    dock = make_equipment(missing, wait=False)
    qtbot.waitUntil(lambda: page(dock) is Page.ERROR, timeout=TIMEOUT_MS)
    assert str(missing) in dock.panel.equipment.page.sentence.text()
    facility_store(missing, 0.2)
    press(dock, Act.RETRY)
    qtbot.waitUntil(lambda: page(dock) is Page.LIST, timeout=TIMEOUT_MS)


def test_what_is_searched_in_vain_can_be_widened(make_equipment, store, qtbot):
    dock = make_equipment(store)
    qtbot.keyClicks(dock.panel.equipment.field, "dragon")
    qtbot.waitUntil(lambda: page(dock) is Page.NOT_FOUND, timeout=TIMEOUT_MS)
    assert "dragon" in dock.panel.equipment.page.sentence.text()
    press(dock, Act.CLEAR)
    assert page(dock) is Page.LIST
    assert len(titles(dock.panel)) == 14


def test_old_data_is_shown_with_its_age(make_equipment, tmp_path):
    path = facility_store(tmp_path / "old.gpkg", 0.5, end=now_ms() - 3 * 3_600_000)
    dock = make_equipment(path)
    assert page(dock) is Page.LIST
    assert "no message for 3 h" in status(dock)
    assert "14 silent" in status(dock)
    assert "no recorder runs" in status(dock)


# --- live ------------------------------------------------------------------------------------------------------


def test_what_is_written_into_the_store_shows(make_equipment, store, qtbot):
    dock = make_equipment(store)
    resets = []
    model = dock.panel.equipment.view.devices
    model.modelAboutToBeReset.connect(lambda: resets.append(1))
    hear(store, 7, 21.25)
    qtbot.waitUntil(lambda: "sensor 7" in titles(dock.panel), timeout=TIMEOUT_MS)
    choose(dock, "sensor 7")
    hear(store, 7, 23.5, counter=2)
    fleet = dock.panel.controller.fleet
    slot = fleet.slot_of("70b3d5e700000007")
    qtbot.waitUntil(lambda: fleet.devices[slot].values["temperature"].number == 23.5, timeout=TIMEOUT_MS)
    assert model.index_of(slot, Column.VALUE).data() == "23.5\u202f°C"
    row = dock.panel.card.values.values.row_of("temperature")
    assert dock.panel.card.values.values.index(row, 1).data() == "23.5\u202f°C"
    assert resets == [], "a refresh never resets the list"
    assert dock.panel.equipment.view.chosen_slot == slot


def test_the_chart_and_the_sparklines_come_from_the_history(make_equipment, store, qtbot):
    dock = make_equipment(store)
    choose(dock, "boiler-flow")
    chart = dock.panel.card.chart.chart
    qtbot.waitUntil(lambda: len(chart.series) > 20, timeout=TIMEOUT_MS)
    assert (chart.series.metric, chart.series.unit) == ("temperature", "°C")
    assert 74 < chart.series.value.mean() < 76
    assert "30 values" in chart.summary()
    device = dock.panel.card.device
    qtbot.waitUntil(lambda: len(device.points) > 20, timeout=TIMEOUT_MS)


def test_the_card_says_how_a_device_is_heard(make_equipment, store):
    dock = make_equipment(store)
    choose(dock, "valve-1")
    health = dock.panel.card.health
    assert health.text("Battery") == "97\u202f%"
    assert "SF7" in health.text("Signal")
    assert health.text("Expected every") == "30 s"
    dock.panel.equipment.close_card()
    assert dock.panel.card.isHidden()


def test_the_period_of_undeclared_devices_is_learnt(make_equipment, tmp_path, qtbot):
    path, now = tmp_path / "learnt.gpkg", now_ms()
    open_store(path).close()
    for counter in range(8):
        hear(path, 3, counter=counter, moment=now - (40 - counter) * 60_000)
    dock = make_equipment(path)
    fleet = dock.panel.controller.fleet
    qtbot.waitUntil(lambda: fleet.devices[0].facts.period_s == 60.0, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: fleet.state_of(0) == "lost", timeout=TIMEOUT_MS)


def test_tree_or_table_is_remembered(make_equipment, store):
    dock = make_equipment(store)
    choose(dock, "pressure")
    dock.panel.equipment.view_button.click()
    assert settings.IOT_TABLE.value()
    assert not dock.panel.equipment.view.devices.grouped
    assert dock.panel.card.device.title == "pressure"
    assert titles(dock.panel) == sorted(titles(dock.panel))


# --- recorder --------------------------------------------------------------------------------------------------


def test_whether_the_recorder_runs_is_seen(make_equipment, store, qtbot):
    dock = make_equipment(store)
    recorder = dock.panel.recorder
    qtbot.waitUntil(lambda: recorder.heading.text() == "No recorder runs", timeout=TIMEOUT_MS)
    with SingleInstance(store.with_name(store.name + ".lock")):
        dock.panel.refresh()
        qtbot.waitUntil(lambda: recorder.heading.text() == "The recorder runs", timeout=TIMEOUT_MS)
        assert "no recorder" not in status(dock)


def test_the_profile_for_the_recorder_holds_no_secret(make_equipment, store, tmp_path):
    from cityorchestra.processing_provider.iot.recorder.profile import read_profile

    broker = Broker("Town", "localhost", 1884, tls=False, topics=("application/#",), store=str(store), client="town")
    dock = make_equipment(broker=broker)
    written = tmp_path / "town.yaml"
    dock.panel.recorder.write_profile(written)
    profile = read_profile(written)
    assert (profile.host, profile.port, profile.client, profile.topics) == (
        "localhost",
        1884,
        "town",
        ("application/#",),
    )
    assert str(written) in dock.panel.recorder.command.toPlainText()
    assert "password" not in written.read_text()


# --- alarms ----------------------------------------------------------------------------------------------------


@pytest.fixture
def hot(tmp_path):
    """A store with an alarm that nobody has acknowledged."""
    start = now_ms() - 600_000
    watched = Watched(tmp_path / "hot.gpkg", RULES, start)
    for step in range(4):
        watched.take(alarm_uplink(1, start + step * 60_000, step, temperature=35.0))
    watched.database.close()
    return watched.path


def alarms_of(path):
    with open_reader(path) as reader:
        return reader.alarms()


def test_an_alarm_is_acknowledged_and_stays_so(make_equipment, hot, qtbot):
    dock = make_equipment(hot)
    tab = dock.panel.alarms
    assert tab.model.rowCount() == 1
    assert dock.panel.tabs.tabText(1) == "Alarms (1)"
    tab.list.setCurrentIndex(tab.model.index(0, 0))
    tab.acknowledge_button.click()
    qtbot.waitUntil(lambda: dock.panel.tabs.tabText(1) == "Alarms", timeout=TIMEOUT_MS)
    assert tab.model.alarm_at(0).state == "ACK_ACT"
    assert not tab.acknowledge_button.isEnabled()
    (kept,) = alarms_of(hot)
    assert kept.pending == ("acknowledge",), "the recorder does it at its next look"
    dock.unload()
    again = make_equipment(hot)
    assert again.panel.alarms.model.alarm_at(0).state == "ACK_ACT"
    assert again.panel.tabs.tabText(1) == "Alarms"
    recorder = Watched(hot, RULES, now_ms())  # a recorder that begins again
    recorder.look(now_ms())
    recorder.database.close()
    (done,) = alarms_of(hot)
    assert (done.state, done.pending) == ("ACK_ACT", ())
    qtbot.waitUntil(lambda: again.panel.alarms.model.alarm_at(0).pending == (), timeout=TIMEOUT_MS)
    assert again.panel.alarms.model.alarm_at(0).state == "ACK_ACT"


def test_an_alarm_is_shelved_with_a_reason(make_equipment, hot, qtbot):
    dock = make_equipment(hot)
    tab = dock.panel.alarms
    tab.list.setCurrentIndex(tab.model.index(0, 0))

    def fill():
        from cityorchestra.cityorchestra_plugin.docks.iot.alarms_tab import ReasonDialog

        (dialog,) = [one for one in tab.findChildren(ReasonDialog) if one.isVisible()]
        ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
        assert not ok.isEnabled(), "no shelf without a reason"
        qtbot.keyClicks(dialog.reason, "sensor being replaced")
        ok.click()

    QTimer.singleShot(50, fill)
    tab.shelve_button.click()
    qtbot.waitUntil(lambda: tab.model.alarm_at(0).state == "SHELVED", timeout=TIMEOUT_MS)
    alarm = tab.model.alarm_at(0)
    assert alarm.reason == "sensor being replaced"
    assert 3.9 * 3_600_000 < alarm.shelved_until - time.time() * 1000 < 4.1 * 3_600_000
    assert dock.panel.tabs.tabText(1) == "Alarms"


def test_from_an_alarm_to_its_device(make_equipment, hot):
    dock = make_equipment(hot)
    dock.panel.tabs.setCurrentWidget(dock.panel.alarms)
    dock.panel.alarms.deviceWanted.emit(dock.panel.alarms.model.alarm_at(0).device)
    assert dock.panel.tabs.currentWidget() is dock.panel.equipment
    assert dock.panel.card.device.title == "sensor 1"
    assert dock.panel.card.device.alarm == 1


# --- map, brokers ----------------------------------------------------------------------------------------------


def test_the_devices_on_the_map(make_equipment, store, iface, qtbot):
    dock = make_equipment(store)
    dock.panel.show_on_map()
    (layer,) = QgsProject.instance().mapLayers().values()
    assert layer.featureCount() == 14
    assert {feature["state"] for feature in layer.getFeatures()} <= {"ok", "late", "lost"}
    assert layer.readOnly()
    dock.panel.show_on_map()
    assert len(QgsProject.instance().mapLayers()) == 1, "it is added once"
    live = dock.panel.map_layer
    drawn = live.repaints
    iface.canvas.setLayers([layer])
    for _ in range(6):
        live.store_moved()
        qtbot.wait(30)
    qtbot.waitUntil(lambda: live.repaints == drawn + 1, timeout=TIMEOUT_MS)
    QgsProject.instance().layerTreeRoot().findLayer(layer.id()).setItemVisibilityChecked(False)
    live.store_moved()
    qtbot.wait(1200)
    assert live.repaints == drawn + 1, "a layer that nobody sees is not drawn"


def test_a_broker_is_saved_without_a_secret(make_equipment, qtbot):
    dock = make_equipment()
    dock.panel.show_brokers()
    dialog = dock.panel._dialog
    qtbot.keyClicks(dialog.form.name, "Town heating")
    qtbot.keyClicks(dialog.form.host, "localhost")
    dialog.form.tls.setChecked(False)
    dialog.save_button.click()
    assert dialog.answer.text() == "Saved."
    (saved,) = saved_brokers()
    assert (saved.name, saved.host, saved.tls) == ("Town heating", "localhost", False)
    assert dock.panel.source.broker == saved
    assert page(dock) is Page.NOTHING_YET
    dialog.close()


def test_every_label_of_the_brokers_leads_to_its_field(make_equipment):
    dock = make_equipment()
    dock.panel.show_brokers()
    dialog = dock.panel._dialog
    keyed = [label for label in dialog.findChildren(QLabel) if "&" in label.text()]
    assert "&Host" in [label.text() for label in keyed]
    assert [label.text() for label in keyed if label.buddy() is None] == []
    dialog.close()


def test_a_broker_that_is_not_there_is_told_by_the_test(make_equipment, qtbot):
    dock = make_equipment()
    dock.panel.show_brokers()
    dialog = dock.panel._dialog
    dialog.form.show_broker(Broker("Nowhere", "127.0.0.1", 9, tls=False))
    dialog.test()
    qtbot.waitUntil(lambda: bool(dialog.answer.text()), timeout=TIMEOUT_MS)
    assert "does not answer" in dialog.answer.text()
    assert saved_brokers() == []
    dialog.close()


def test_an_unknown_broker_does_not_stop_the_panel(make_equipment, store, qtbot):
    save_broker(Broker("Away", "127.0.0.1", 9, tls=False, store=str(store)))
    dock = make_equipment(broker=saved_brokers()[0])
    assert page(dock) is Page.LIST
    dock.panel.toolbar.live_action.trigger()
    qtbot.waitUntil(lambda: "does not answer" in message(dock), timeout=TIMEOUT_MS)
    assert page(dock) is Page.LIST
    dock.panel.toolbar.live_action.trigger()
    qtbot.waitUntil(lambda: threads_of_the_room() == ["equipment store"], timeout=TIMEOUT_MS)
