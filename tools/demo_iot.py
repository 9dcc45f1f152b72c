"""``make demo-iot``: a boiler room live in the equipment panel, in pictures.

A broker (mosquitto where it is installed, the small one of the simulator otherwise), the recorder as users start it,
and a boiler room of 12 sensors and 2 valves run on this machine. QGIS opens on a virtual screen (Debian package xvfb),
a script inside it uses the panel as a user would, and writes ``build/demo-iot/*.png``. Without a virtual screen the
panel alone is drawn.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

from qgis_window import ROOT, InsideQgis, photograph

OUT = ROOT / "build" / "demo-iot"
DOCUMENTATION = ROOT / "docs" / "pictures"
NAME = "Town heating (demo)"
# Picture: language, theme of QGIS, width of the panel [pixels], what is looked at.
PICTURES = {
    "light": ("en", "", 420, "card"),
    "night": ("en", "Night Mapping", 420, "card"),
    "narrow": ("en", "", 280, "card"),
    "table": ("en", "", 900, "table"),
    "alarms": ("en", "", 420, "alarms"),
    "armed": ("en", "", 420, "armed"),
    "command": ("en", "", 420, "command"),
    "recorder": ("en", "", 420, "recorder"),
}
IN_THE_DOCUMENTATION = {"light": "iot_panel.png", "command": "iot_command.png"}
LIMIT_S = 130.0  # of a step; a command is proven at the second message of a valve that sends every 30 s
STEP_MS = 50
MOST_ALARMS = 3
OPENING = 35.0  # that the valve is sent to [%]


# --- what runs beside QGIS ----------------------------------------------------------------------------------------


class Site:
    """Broker, recorder and boiler room; a context manager."""

    def __init__(self, folder: Path) -> None:
        from demo_iot_site import COMMANDS, RULES, write_store

        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder, self.store = folder, folder / "boiler_room.gpkg"
        self.rules, self.commands = folder / "rules.yaml", folder / "commands.yaml"
        self.rules.write_text(RULES, encoding="utf-8")
        self.commands.write_text(COMMANDS, encoding="utf-8")
        self._facility = write_store(self.store)
        self._stop = threading.Event()
        self._open = contextlib.ExitStack()

    def __enter__(self) -> Site:
        from cityorchestra.processing_provider.iot.recorder.profile import BrokerProfile
        from cityorchestra.processing_provider.iot.simulator.local_broker import LocalBroker
        from cityorchestra.tests.iot.broker_support import MOSQUITTO, Mosquitto
        from cityorchestra.tests.iot.recorder_support import RecorderProcess, write_profile
        from demo_iot_site import run_on

        broker = Mosquitto(self.folder / "broker") if MOSQUITTO else LocalBroker()
        self.port = self._open.enter_context(broker).port
        profile = write_profile(self.folder, self.port, "recorder-demo", rules=str(self.rules))
        recorder = RecorderProcess(profile, self.store, self.folder / "recorder.log")
        recorder.start()
        self._open.callback(recorder.stop)
        room = BrokerProfile(host="127.0.0.1", client="room", topics=("#",), port=self.port, tls=False)
        thread = threading.Thread(target=run_on, args=(self._facility, room, self._stop.is_set), daemon=True)
        thread.start()
        self._open.callback(thread.join, 10)
        self._open.callback(self._stop.set)
        print(f"{'mosquitto' if MOSQUITTO else 'Broker of the simulator'} on 127.0.0.1:{self.port}, recorder running")
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def options(self) -> dict[str, Any]:
        """Return what the script inside QGIS has to know."""
        return {
            "port": self.port,
            "store": str(self.store),
            "rules": str(self.rules),
            "commands": str(self.commands),
        }


def outside(arguments: list[str]) -> int:
    """Start what runs beside QGIS, then QGIS once for each picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PICTURES, nargs="+", default=list(PICTURES), help="pictures to take")
    parser.add_argument("--docs", action="store_true", help="also write the pictures of the documentation")
    given = parser.parse_args(arguments)
    OUT.mkdir(parents=True, exist_ok=True)
    with Site(OUT / "site") as site:
        for name in given.only:
            picture = OUT / f"{name}.png"
            language, theme, width, scene = PICTURES[name]
            options = {"theme": theme, "width": width, "scene": scene, **site.options()}
            if shutil.which("xvfb-run") and (shutil.which("qgis.bin") or shutil.which("qgis")):
                photograph(Path(__file__), picture, options, language=language)
            else:
                command = [sys.executable, __file__, "--draw", str(picture), *_words(options)]
                subprocess.run(command, check=True)
            if given.docs and name in IN_THE_DOCUMENTATION:
                shutil.copyfile(picture, DOCUMENTATION / IN_THE_DOCUMENTATION[name])
    return 0


def _words(options: dict[str, Any]) -> list[str]:
    return [f"{name}={value}" for name, value in options.items()]


# --- what is done in the panel ------------------------------------------------------------------------------------

Ready = Callable[[], bool]


def played(panel: Any, scene: str) -> Iterator[Ready]:
    """Do what a user does, step by step; each step gives what must hold before the next one.

    Parameters
    ----------
    panel : EquipmentPanel
    scene : str
        "card", "table", "alarms", "recorder", "armed" or "command".
    """
    controller, tab = panel.controller, panel.equipment
    yield lambda: bool(tab.view.devices.order.shown) and controller.standing.recorder is not None
    panel.show_on_map()
    tab.view_button.setChecked(scene == "table")
    if scene in ("alarms", "recorder"):
        panel.tabs.setCurrentWidget(panel.alarms if scene == "alarms" else panel.recorder)
        if scene == "alarms":
            yield lambda: len(controller.fleet.alarms) >= MOST_ALARMS
            yield from _act_on_alarms(panel)
        return
    yield lambda: len(controller.fleet.alarms) >= MOST_ALARMS
    wanted = "Valve circuit 1" if scene in ("armed", "command") else "Outside temperature"
    _choose(panel, wanted)
    yield lambda: len(panel.card.chart.chart.series) > 0
    if scene in ("armed", "command"):
        yield from _command(panel, scene)
    yield lambda: all(device.points for device in controller.fleet.devices[:6])


def _choose(panel: Any, name: str) -> None:
    slot = next(device.slot for device in panel.controller.fleet.devices if device.title == name)
    panel.equipment.view.choose(slot)


def _act_on_alarms(panel: Any) -> Iterator[Ready]:
    """Acknowledge one alarm and shelve another."""
    alarms = [alarm for alarm in panel.controller.fleet.alarms if alarm.waits]
    by_rule = {alarm.rule: alarm for alarm in alarms}
    if "return_too_warm" in by_rule:
        end = int(time.time() * 1000) + 4 * 3_600_000
        panel.alarms.ask([by_rule["return_too_warm"]], "shelve", "Balancing is planned for Friday", end)
        yield lambda: any(alarm.state == "SHELVED" for alarm in panel.controller.fleet.alarms)
    if "pressure_low" in by_rule:
        panel.alarms.ask([by_rule["pressure_low"]], "acknowledge")
        number = by_rule["pressure_low"].id
        yield lambda: any(alarm.id == number and not alarm.waits for alarm in panel.controller.fleet.alarms)
    panel.alarms.list.setCurrentIndex(panel.alarms.model.index(0, 0))


def _command(panel: Any, scene: str) -> Iterator[Ready]:
    """Set the opening of a valve: check, arm; and confirm, then wait until the valve says it."""
    from cityorchestra.cityorchestra_plugin.docks.iot.command_part import Stage

    part = panel.commands
    part.form.fields["opening"].setValue(OPENING)
    part.check()
    yield lambda: part.stage is Stage.CHECKED
    part.arm()
    if scene == "command":
        part.confirm()
        yield lambda: part.stage is Stage.IDLE
        panel.message_bar.clearWidgets()
        yield lambda: bool(part.ladder.rungs)
    panel.card.scroll.ensureWidgetVisible(part.ladder if scene == "command" else part.confirm_button)


def site_map(canvas: Any) -> None:
    """Show the building on a plain ground."""
    from demo_iot_site import place
    from qgis.core import (
        QgsFeature,
        QgsFillSymbol,
        QgsGeometry,
        QgsPointXY,
        QgsProject,
        QgsSingleSymbolRenderer,
        QgsVectorLayer,
    )

    layer = QgsVectorLayer("Polygon?crs=EPSG:4326", "Building", "memory")
    rooms = ((0, 0, 22, 11), (22, 0, 31, 11), (0, 11, 22, 21), (22, 11, 31, 21), (43, 0, 65, 22))
    for west, south, east, north in rooms:
        corners = [place(west, south), place(east, south), place(east, north), place(west, north)]
        item = QgsFeature(layer.fields())
        item.setGeometry(QgsGeometry.fromPolygonXY([[QgsPointXY(*corner) for corner in corners]]))
        layer.dataProvider().addFeature(item)
    symbol = QgsFillSymbol.createSimple({"color": "#efe9dd", "outline_color": "#b8ad98", "outline_width": "0.5"})
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    layer.updateExtents()
    QgsProject.instance().addMapLayer(layer)
    site_extent(canvas)


def site_extent(canvas: Any) -> None:
    """Show the whole building in Lambert-93: a layer that was added may have changed both."""
    from demo_iot_site import place
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRectangle

    crs = QgsCoordinateReferenceSystem("EPSG:2154")
    QgsProject.instance().setCrs(crs)
    canvas.setDestinationCrs(crs)
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), crs, QgsProject.instance())
    canvas.setExtent(transform.transformBoundingBox(QgsRectangle(*place(-6, -8), *place(71, 30))))
    canvas.refresh()


class Memory:
    """What the profile remembers of the panel, put back at the end."""

    def __init__(self, port: int, store: str, rules: str, commands: str) -> None:
        from cityorchestra.cityorchestra_plugin import settings
        from cityorchestra.processing_provider.iot.algorithms.brokers import COMMANDS_ENABLED, Broker, save_broker
        from qgis.core import QgsSettings

        self._settings = (settings.IOT_SOURCE, settings.IOT_TABLE)
        self._values = [setting.value() for setting in self._settings]
        self._key, self._enabled = COMMANDS_ENABLED, QgsSettings().value(COMMANDS_ENABLED, False, type=bool)
        QgsSettings().setValue(COMMANDS_ENABLED, True)
        save_broker(
            Broker(
                NAME, "127.0.0.1", port, tls=False, store=store, rules=rules, commands=commands, may_command=True
            )
        )  # fmt: skip
        settings.IOT_SOURCE.set_value(f"broker:{NAME}")
        settings.IOT_TABLE.set_value(False)

    def put_back(self) -> None:
        """Forget the broker of the demo."""
        from cityorchestra.processing_provider.iot.algorithms.brokers import remove_broker
        from qgis.core import QgsSettings

        remove_broker(NAME)
        QgsSettings().setValue(self._key, self._enabled)
        for setting, value in zip(self._settings, self._values):
            setting.set_value(value)


# --- inside QGIS --------------------------------------------------------------------------------------------------


class Photographer(InsideQgis):
    """Inside QGIS: open the panel, play the scene, take the picture."""

    def __init__(self, picture: str, theme: str, width: int, scene: str, **site: Any) -> None:
        from qgis.utils import plugins

        super().__init__(picture, theme)
        self.width, self.scene = width, scene
        self.memory = Memory(**site)
        self.dock = next(
            dock for dock in plugins["cityorchestra"].docks if dock.objectName() == "CityOrchestraEquipmentDock"
        )
        self.later(self.prepare, 3000)

    def prepare(self) -> None:
        """Open the panel beside a map of the building."""
        self.iface.newProject()
        site_map(self.iface.mapCanvas())
        self.keep_only(self.dock, self.width)
        self.later(self.begin)

    def begin(self) -> None:
        """Play the scene."""
        from qgis.PyQt.QtCore import Qt

        panel = self.dock.make_panel()
        site_extent(self.iface.mapCanvas())
        self.window.resizeDocks([self.dock], [self.width], Qt.Orientation.Horizontal)
        self.steps = played(panel, self.scene)
        self.ready: Ready = lambda: True
        self.end = time.monotonic() + LIMIT_S
        self.go_on()

    def go_on(self) -> None:
        """Go to the next step once the former one is done."""
        if not self.ready() and time.monotonic() < self.end:
            self.later(self.go_on, STEP_MS)
            return
        following = next(self.steps, None)
        if following is None:
            self.later(self.settle, 1500)
            return
        self.ready = following
        self.later(self.go_on, STEP_MS)

    def settle(self) -> None:
        """Let messages go and the map be drawn."""
        self.iface.messageBar().clearWidgets()
        self.dock.make_panel().message_bar.clearWidgets()
        site_extent(self.iface.mapCanvas())
        self.later(self.take, 2500)

    def take(self) -> None:
        """Write the picture, put back what the profile remembered, and leave."""
        super().take()
        self.memory.put_back()
        from qgis.core import QgsSettings

        QgsSettings().sync()
        self.leave(0)


# --- without a virtual screen ----------------------------------------------------------------------------------------


def draw_panel(picture: Path, options: dict[str, str]) -> None:
    """Draw the panel alone, without QGIS around it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qgis.core import QgsApplication
    from qgis.PyQt.QtCore import Qt

    application = QgsApplication([], True)
    application.initQgis()
    from cityorchestra.cityorchestra_plugin.docks.iot.dock import EquipmentDock
    from cityorchestra.processing_provider.provider import CityOrchestraProvider
    from cityorchestra.tests.window.support import FakeIface

    provider = CityOrchestraProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    width, scene = int(options.pop("width")), options.pop("scene")
    QgsApplication.setUITheme(options.pop("theme") or "default")
    memory = Memory(int(options.pop("port")), **options)
    iface = FakeIface()
    iface.window.resize(width + 600, 1000)
    site_map(iface.canvas)
    dock = EquipmentDock(iface)
    iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    iface.window.show()
    iface.window.resizeDocks([dock], [width], Qt.Orientation.Horizontal)
    panel = dock.make_panel()
    panel.set_shown(True)
    for ready in played(panel, scene):
        end = time.monotonic() + LIMIT_S
        while time.monotonic() < end and not ready():
            application.processEvents()
            time.sleep(0.01)
    panel.message_bar.clearWidgets()
    application.processEvents()
    dock.grab().save(str(picture))
    dock.unload()
    memory.put_back()
    print(f"{picture} ({picture.stat().st_size // 1024} kB, the panel alone)")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--draw"]:
        draw_panel(Path(sys.argv[2]), dict(word.split("=", 1) for word in sys.argv[3:]))
    sys.exit(outside(sys.argv[1:]))
