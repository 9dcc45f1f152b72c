"""The connection to a broker from the panel: latest values only, nothing of Qt in its thread, nothing kept."""

from __future__ import annotations

import json
import threading

import pytest
from cityorchestra.cityorchestra_plugin.docks.iot.live_feed import MOST_TAKEN, Coalescer
from cityorchestra.cityorchestra_plugin.docks.iot.pages import Act, Page
from cityorchestra.processing_provider.iot.algorithms.brokers import Broker
from cityorchestra.processing_provider.iot.formats.registry import Parser
from cityorchestra.processing_provider.iot.normalise import Message
from cityorchestra.processing_provider.iot.simulator.local_broker import LocalBroker
from cityorchestra.tests.iot.recorder_support import publish_all, uplink
from cityorchestra.tests.window.iot_panel_support import (
    TIMEOUT_MS,
    choose,
    facility_store,
    now_ms,
    status,
    threads_of_the_room,
    titles,
)

pytest.importorskip("paho.mqtt.client")


@pytest.fixture
def local_broker():
    with LocalBroker() as broker:
        yield broker


def broker_at(local_broker, **more):
    return Broker("Local", "127.0.0.1", local_broker.port, tls=False, topics=("application/#",), **more)


def put(coalescer, *messages, retained=False):
    for topic, payload in messages:
        coalescer.put(Message(topic, payload, now_ms(), retained=retained))


# --- what the connection fills ---------------------------------------------------------------------------------


def test_many_messages_of_a_device_are_one_change():
    coalescer = Coalescer(Parser().parse)
    put(coalescer, *(uplink(1, counter, 20.0 + counter) for counter in range(100)))
    changes = coalescer.take()
    assert coalescer.messages == 100
    assert list(changes.values) == ["70b3d5e700000001"]
    assert changes.values["70b3d5e700000001"]["temperature"].number == 119.0
    assert changes.states["70b3d5e700000001"].counter == 99
    assert coalescer.take() is None


def test_few_devices_are_handed_over_at_a_time():
    coalescer = Coalescer(Parser().parse)
    put(coalescer, *(uplink(device, 0) for device in range(MOST_TAKEN + 10)))
    assert len(coalescer.take().values) == MOST_TAKEN
    assert len(coalescer.take().values) == 10


def test_bad_messages_are_counted_by_their_reason():
    coalescer = Coalescer(Parser().parse)
    put(coalescer, ("application/1/device/70b3d5e700000001/event/up", b"{"), ("nonsense", b"{}"))
    assert coalescer.take() is None
    assert coalescer.rejects == {"not_json": 1, "unknown_format": 1}


def test_a_kept_message_says_nothing_of_now():
    coalescer = Coalescer(Parser().parse)
    old = now_ms() - 7_200_000
    put(coalescer, uplink(1, 0, 20.0, old), retained=True)
    assert coalescer.take().states["70b3d5e700000001"].last_seen == old


def test_the_period_is_learnt_from_what_is_heard():
    coalescer = Coalescer(Parser().parse)
    for counter in range(8):
        topic, payload = uplink(1, counter)
        coalescer.put(Message(topic, payload, now_ms() + counter * 61_000))
    assert coalescer.take().devices[-1].period_s == 60.0


def test_names_with_markup_stay_text(make_equipment, local_broker, qtbot):
    dock = make_equipment(broker=broker_at(local_broker))
    dock.panel.toolbar.live_action.trigger()
    qtbot.waitUntil(lambda: dock.panel.controller.standing.connected, timeout=TIMEOUT_MS)
    topic, payload = uplink(1, 0)
    content = json.loads(payload)
    content["deviceInfo"]["deviceName"] = "<b>bold</b><img src=x>"
    publish_all(local_broker.port, [(topic, json.dumps(content).encode())])
    qtbot.waitUntil(lambda: bool(titles(dock.panel)), timeout=TIMEOUT_MS)
    choose(dock, "<b>bold</b><img src=x>")
    assert dock.panel.card.title.text() == "<b>bold</b><img src=x>"
    from qgis.PyQt.QtCore import Qt

    assert dock.panel.card.title.textFormat() == Qt.TextFormat.PlainText


# --- in the panel ----------------------------------------------------------------------------------------------


def test_live_without_a_store(make_equipment, local_broker, qtbot):
    dock = make_equipment(broker=broker_at(local_broker))
    tab = dock.panel.equipment
    assert tab.shown_page is Page.NOTHING_YET
    tab.page.button(Act.LIVE).click()
    qtbot.waitUntil(lambda: dock.panel.controller.standing.connected, timeout=TIMEOUT_MS)
    assert "Listening" in tab.page.heading.text()
    publish_all(local_broker.port, [uplink(1, 0, 20.0), uplink(2, 0, 30.0)])
    qtbot.waitUntil(lambda: len(titles(dock.panel)) == 2, timeout=TIMEOUT_MS)
    assert tab.shown_page is Page.LIST
    assert "connected" in status(dock)
    choose(dock, "sensor 2")
    publish_all(local_broker.port, [uplink(2, counter, 30.0 + counter) for counter in range(1, 4)])
    qtbot.waitUntil(lambda: dock.panel.card.device.main_value.number == 33.0, timeout=TIMEOUT_MS)
    assert (
        "needs a store" in dock.panel.card.chart.note.text() or "Since the panel" in dock.panel.card.chart.note.text()
    )
    assert "reading" in dock.panel.commands.note.text() or "Commands are off" in dock.panel.commands.note.text()
    names = [thread.name for thread in threading.enumerate()]
    assert "mqtt connection" in names
    dock.panel.toolbar.live_action.trigger()
    qtbot.waitUntil(lambda: threads_of_the_room() == [], timeout=TIMEOUT_MS)
    assert len(titles(dock.panel)) == 2, "what was seen stays"


def test_live_over_a_store_that_nobody_writes(make_equipment, local_broker, tmp_path, qtbot):
    store = facility_store(tmp_path / "room.gpkg", 0.3)
    dock = make_equipment(broker=broker_at(local_broker, store=str(store)))
    dock.panel.toolbar.live_action.trigger()
    qtbot.waitUntil(lambda: dock.panel.controller.standing.connected, timeout=TIMEOUT_MS)
    publish_all(local_broker.port, [uplink(77, 0, 12.5)])
    qtbot.waitUntil(lambda: len(titles(dock.panel)) == 15, timeout=TIMEOUT_MS)
    assert "sensor 77" in titles(dock.panel)


def test_a_broker_that_goes_and_comes_back(make_equipment, qtbot):
    with LocalBroker() as first:
        port = first.port
        dock = make_equipment(broker=broker_at(first))
        dock.panel.toolbar.live_action.trigger()
        qtbot.waitUntil(lambda: dock.panel.controller.standing.connected, timeout=TIMEOUT_MS)
        publish_all(port, [uplink(1, 0)])
        qtbot.waitUntil(lambda: len(titles(dock.panel)) == 1, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: not dock.panel.controller.standing.connected, timeout=TIMEOUT_MS)
    assert dock.panel.equipment.shown_page is Page.LIST, "the last known values stay"
    with LocalBroker(port):
        qtbot.waitUntil(lambda: dock.panel.controller.standing.connected, timeout=TIMEOUT_MS)


def test_unloading_while_connected_leaves_no_thread(make_equipment, local_broker, qtbot):
    dock = make_equipment(broker=broker_at(local_broker))
    dock.panel.toolbar.live_action.trigger()
    qtbot.waitUntil(lambda: dock.panel.controller.standing.connected, timeout=TIMEOUT_MS)
    dock.unload()
    assert threads_of_the_room() == []


def test_the_test_of_a_broker_listens_for_a_moment(make_equipment, local_broker, qtbot):
    dock = make_equipment()
    dock.panel.show_brokers()
    dialog = dock.panel._dialog
    dialog.form.show_broker(broker_at(local_broker))
    dialog.test()
    stop = threading.Event()

    def talk():
        counter = 0
        while not stop.wait(0.2):
            publish_all(local_broker.port, [uplink(1, counter)])
            counter += 1

    talker = threading.Thread(target=talk, daemon=True)
    talker.start()
    try:
        qtbot.waitUntil(lambda: bool(dialog.answer.text()), timeout=TIMEOUT_MS)
    finally:
        stop.set()
        talker.join(10)
    assert dialog.answer.text() == "The broker answers. Messages arrive and can be read."
    dialog.close()
