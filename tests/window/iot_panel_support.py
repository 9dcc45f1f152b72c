"""The equipment panel for tests: stores of a boiler room, devices written one at a time, the dock shown on them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Optional

import pytest
from cityorchestra.cityorchestra_plugin import settings
from cityorchestra.cityorchestra_plugin.docks import background
from cityorchestra.cityorchestra_plugin.docks.panel_frame import shown_sentence
from cityorchestra.processing_provider.iot.algorithms.brokers import Broker, save_broker
from cityorchestra.processing_provider.iot.simulator.facility import SENSORS, VALVE_PERIOD, VALVES, Facility
from cityorchestra.processing_provider.iot.store.opening import open_store
from cityorchestra.processing_provider.iot.store.registry import Declaration, declare_devices
from cityorchestra.tests.iot.fleet_support import record
from cityorchestra.tests.iot.recorder_support import uplink
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt

TIMEOUT_MS = 20000
PLACE = (-1.6794, 48.1105)  # of the boiler room [degrees]


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def declare_facility(database: Any, facility: Facility) -> None:
    """Declare the devices of a boiler room: names, periods, places some metres apart."""
    periods = {name: period for name, _, period in SENSORS} | dict.fromkeys(VALVES, VALVE_PERIOD)
    declare_devices(
        database,
        [
            Declaration(
                eui,
                name=name,
                site="boiler-room",
                profile="valve" if name in VALVES else "sensor",
                period_s=periods[name],
                longitude=PLACE[0] + 0.0001 * (number % 4),
                latitude=PLACE[1] + 0.0001 * (number // 4),
            )
            for number, (name, eui) in enumerate(facility.euis.items())
        ],
    )


def facility_store(path: Path, hours: float = 1.0, *, end: Optional[int] = None) -> Path:
    """Make the store that a recorder would have written of the last hours of a boiler room."""
    end = end or now_ms()
    facility = Facility(end - round(hours * 3_600_000))
    database = open_store(path)
    declare_facility(database, facility)
    record(database, facility.run_to(hours * 3600.0))
    database.close()
    return path


def hear(path: Path, device: int, value: float = 20.5, counter: int = 1, moment: Optional[int] = None) -> None:
    """Write one message of a made-up device into a store, as a recorder does."""
    moment = moment or now_ms()
    database = open_store(path)
    record(database, [(moment, *uplink(device, counter, value, moment))])
    database.close()


@pytest.fixture
def make_equipment(iface, qtbot):
    """Function that shows the dock on a store or a broker; nothing runs when the test has ended."""
    from cityorchestra.cityorchestra_plugin.docks.iot.dock import EquipmentDock
    from cityorchestra.cityorchestra_plugin.docks.iot.sources import remember_store, store_source

    made = []

    def make(store: Optional[Path] = None, broker: Optional[Broker] = None, *, width: int = 380, wait: bool = True):
        if store is not None:
            remember_store(str(store))
            settings.IOT_SOURCE.set_value(store_source(str(store)).key)
        if broker is not None:
            settings.IOT_SOURCE.set_value(f"broker:{save_broker(broker).name}")
        dock = EquipmentDock(iface)
        made.append(dock)
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        iface.window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
        qtbot.waitUntil(lambda: dock.panel is not None and (not wait or settled(dock.panel)), timeout=TIMEOUT_MS)
        return dock

    yield make
    for dock in made:
        if dock.panel is not None:
            dock.unload()
    qtbot.waitUntil(lambda: not background._alive, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: not QgsApplication.taskManager().countActiveTasks(), timeout=TIMEOUT_MS)


def settled(panel) -> bool:
    """Tell whether a panel has read what is here."""
    from cityorchestra.cityorchestra_plugin.docks.iot.equipment_controller import Phase

    standing = panel.controller.standing
    store = panel.controller._store
    return standing.phase is not Phase.LOADING and (store is None or not store.waiting)


def titles(panel) -> list[str]:
    """Return the names of the devices on show, in their order."""
    devices = panel.equipment.view.devices
    return [devices.fleet.devices[slot].title for group in devices.order.groups for slot in group.slots]


def message(dock) -> str:
    return shown_sentence(dock.panel.message_bar)


def status(dock) -> str:
    return dock.panel.equipment.status.text()


def choose(dock, name: str) -> None:
    """Choose a device by its name."""
    fleet = dock.panel.controller.fleet
    slot = next(device.slot for device in fleet.devices if device.title == name)
    assert dock.panel.equipment.view.choose(slot)


def threads_of_the_room() -> list[str]:
    """Return the names of the threads that the panel may start."""
    import threading

    ours = ("equipment", "mqtt connection", "paho")
    return [thread.name for thread in threading.enumerate() if thread.name.startswith(ours)]
