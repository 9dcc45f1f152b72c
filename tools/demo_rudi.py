"""``make demo-rudi``: the panel of the RUDI catalogue on a local portal, in pictures.

The portal is the test server of ``tests/rudi/server``: it gives the 387 real records of Rennes when the shared sample
data is there, made ones otherwise. QGIS opens on a virtual screen (Debian package xvfb), a script inside it searches in
the panel as a user would, and writes ``build/demo-rudi/*.png``. Without a virtual screen the panel alone is drawn.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

from qgis_window import ROOT, InsideQgis, photograph

OUT = ROOT / "build" / "demo-rudi"
DOCUMENTATION = ROOT / "docs" / "pictures"
NAME = "RUDI Rennes Métropole (demo)"
# Picture: language, theme of QGIS, width of the panel [pixels], what is looked at.
PICTURES = {
    "light": ("en", "", 400, "card"),
    "french": ("fr", "", 400, "card"),
    "night": ("en", "Night Mapping", 400, "card"),
    "narrow": ("en", "", 280, "filters"),
    "wide": ("en", "", 1000, "both"),
    "empty": ("en", "", 400, "empty"),
}
IN_THE_DOCUMENTATION = {"light": "rudi_panel.png", "french": "rudi_panel_fr.png"}
WORDS = "vélo"
VAIN_WORDS = "dragons"
ENVELOPE = (-2.0, 47.9, -1.38, 48.34)  # of the towns around Rennes: west, south, east, north [degrees]
LAND = "{data}/world_map.gpkg|layername=countries"  # comes with QGIS
BACKGROUND = "Rennes"  # layer below the extents
LIMIT_S = 60.0
STEP_MS = 50


def outside(arguments: list[str]) -> int:
    """Start the portal, then QGIS once for each picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PICTURES, nargs="+", default=list(PICTURES), help="pictures to take")
    parser.add_argument("--docs", action="store_true", help="also write the pictures of the documentation")
    given = parser.parse_args(arguments)
    from cityorchestra.tests.rudi.server import RudiServer, ServerOptions
    from cityorchestra.tests.rudi.server.records import real_records

    made = real_records() is None
    OUT.mkdir(parents=True, exist_ok=True)
    with RudiServer(ServerOptions(made=made)) as server:
        count = len(server.state.catalogue.records)
        print(f"Portal {server.url} with {count} {'made' if made else 'real'} records")
        for name in given.only:
            picture = OUT / f"{name}.png"
            _fresh_catalogue()
            if shutil.which("xvfb-run") and (shutil.which("qgis.bin") or shutil.which("qgis")):
                language, theme, width, scene = PICTURES[name]
                options = {"theme": theme, "url": server.url, "width": width, "scene": scene}
                photograph(Path(__file__), picture, options, language=language)
            else:
                draw_panel(picture, server.url, PICTURES[name])
            if given.docs and name in IN_THE_DOCUMENTATION:
                shutil.copyfile(picture, DOCUMENTATION / IN_THE_DOCUMENTATION[name])
        if server.state.mistakes:
            sys.exit(server.state.mistakes[0])
    return 0


def _fresh_catalogue() -> None:
    """Begin with an empty local catalogue, apart from that of the profile."""
    folder = OUT / "profile"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    os.environ["CITYORCHESTRA_CATALOGUE"] = str(folder / "catalogue.sqlite")


# --- what is done in the panel ------------------------------------------------------------------------------------

Ready = Callable[[], bool]


def played(panel: Any, scene: str) -> Iterator[Ready]:
    """Do what a user does, step by step; each step gives what must hold before the next one.

    Parameters
    ----------
    panel : RudiPanel
    scene : str
        "card", "filters", "both" or "empty".
    """
    from cityorchestra.cityorchestra_plugin.docks.rudi.search_controller import Phase

    controller, tab = panel.controller, panel.datasets

    def still() -> bool:
        return controller.standing.loaded and controller.standing.phase is Phase.IDLE

    yield still
    panel.refresh()
    yield lambda: still() and controller.standing.records > 0
    panel.message_bar.clearWidgets()
    if scene == "empty":
        tab.search.set_words(VAIN_WORDS)
        tab.search.change(in_extent=True)
        return
    tab.search.filter_button.setChecked(scene in ("filters", "both"))
    if scene == "card":
        tab.search.set_words(WORDS)
    else:
        tab.search.toggle("theme", "environment", True)
    yield still
    if scene in ("card", "both"):
        row = best_row(panel)
        tab.list.choose(row)
        if scene == "card":
            panel.card.press_add()
            yield lambda: bool(layers_of_the_catalogue()) or bool(panel.message_bar.currentItem())
    yield lambda: not panel.thumbnails.is_busy


def best_row(panel: Any) -> int:
    """Return the row of the first dataset on show that has an extent and can be put on the map."""
    rows = [panel.datasets.list.datasets.row_at(place) for place in range(panel.datasets.list.datasets.rowCount())]
    for row in rows:
        record = panel.controller.record(row)
        known = record.extent is not None and not record.extent.is_world
        if known and any(media.loads_as == "vector" and media.format == "GeoJSON" for media in record.media):
            return row
    return rows[0]


def layers_of_the_catalogue() -> list[Any]:
    """Return the layers that came from the panel."""
    from qgis.core import QgsProject

    return [layer for layer in QgsProject.instance().mapLayers().values() if layer.name() != BACKGROUND]


def town_map(canvas: Any) -> None:
    """Show the towns around Rennes on a plain land."""
    from qgis.core import QgsApplication, QgsFillSymbol, QgsProject, QgsSingleSymbolRenderer, QgsVectorLayer

    data = Path(QgsApplication.pkgDataPath()) / "resources" / "data"
    land = QgsVectorLayer(LAND.format(data=data), BACKGROUND, "ogr")
    if land.isValid():
        symbol = QgsFillSymbol.createSimple({"color": "#f3efe6", "outline_color": "#d8d0bf"})
        land.setRenderer(QgsSingleSymbolRenderer(symbol))
        QgsProject.instance().addMapLayer(land)
    town_extent(canvas)


def town_extent(canvas: Any) -> None:
    """Show the towns around Rennes in Lambert-93: a layer that was added may have changed both."""
    from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRectangle

    crs = QgsCoordinateReferenceSystem("EPSG:2154")
    QgsProject.instance().setCrs(crs)
    canvas.setDestinationCrs(crs)
    transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), crs, QgsProject.instance())
    canvas.setExtent(transform.transformBoundingBox(QgsRectangle(*ENVELOPE)))
    canvas.refresh()


class Memory:
    """What the profile remembers of the panel, put back at the end."""

    def __init__(self, url: str) -> None:
        from cityorchestra.cityorchestra_plugin import settings
        from cityorchestra.processing_provider.rudi.algorithms.connections import Connection, save_connection

        self._settings = (
            settings.CONNECTION,
            settings.SEARCH,
            settings.SPLITTERS,
            settings.FILTERS_SHOWN,
            settings.FOOTPRINTS_SHOWN,
            settings.OFFLINE,
        )
        self._values = [setting.value() for setting in self._settings]
        for setting in self._settings:
            setting.reset()
        save_connection(Connection(NAME, url, "portal"))
        settings.CONNECTION.set_value(NAME)

    def put_back(self) -> None:
        """Forget the portal of the demo and what was searched in it."""
        from cityorchestra.processing_provider.rudi.algorithms.connections import remove_connection

        remove_connection(NAME)
        for setting, value in zip(self._settings, self._values):
            setting.set_value(value)


# --- inside QGIS --------------------------------------------------------------------------------------------------


class Photographer(InsideQgis):
    """Inside QGIS: open the panel, play the scene, take the picture."""

    def __init__(self, picture: str, theme: str, url: str, width: int, scene: str) -> None:
        from qgis.utils import plugins

        super().__init__(picture, theme)
        self.width, self.scene = width, scene
        self.memory = Memory(url)
        self.dock = next(
            dock for dock in plugins["cityorchestra"].docks if dock.objectName() == "CityOrchestraRudiDock"
        )
        self.later(self.prepare, 3000)

    def prepare(self) -> None:
        """Open the panel beside a map of the town."""
        self.iface.newProject()
        town_map(self.iface.mapCanvas())
        self.keep_only(self.dock, self.width)
        self.later(self.begin)

    def begin(self) -> None:
        """Play the scene."""
        panel = self.dock.make_panel()
        town_extent(self.iface.mapCanvas())
        self.window.resizeDocks([self.dock], [self.width], orientation_of_docks())
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
        town_extent(self.iface.mapCanvas())
        self.later(self.take, 2000)

    def take(self) -> None:
        """Write the picture, put back what the profile remembered, and leave."""
        super().take()
        self.memory.put_back()
        from qgis.core import QgsSettings

        QgsSettings().sync()
        self.leave(0)


def orientation_of_docks() -> Any:
    """Return the direction in which docks at the side of the window get their width."""
    from qgis.PyQt.QtCore import Qt

    return Qt.Orientation.Horizontal


# --- without a virtual screen ----------------------------------------------------------------------------------------


def draw_panel(picture: Path, url: str, wanted: tuple[str, str, int, str]) -> None:
    """Draw the panel alone, without QGIS around it."""
    _, theme, width, scene = wanted
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from cityorchestra.cityorchestra_plugin.docks.rudi.dock import RudiDock
    from cityorchestra.tests.window.support import FakeIface
    from qgis.core import QgsApplication, QgsProject
    from qgis.PyQt.QtCore import Qt

    application = QgsApplication.instance() or _start_qgis()
    QgsApplication.setUITheme(theme or "default")
    QgsProject.instance().clear()
    memory = Memory(url)
    iface = FakeIface()
    iface.window.resize(width + 600, 900)
    town_map(iface.canvas)
    dock = RudiDock(iface)
    iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    iface.window.show()
    iface.window.resizeDocks([dock], [width], orientation_of_docks())
    for ready in played(dock.make_panel(), scene):
        end = time.monotonic() + LIMIT_S
        while time.monotonic() < end:
            application.processEvents()
            if ready():
                break
    dock.make_panel().message_bar.clearWidgets()
    application.processEvents()
    dock.grab().save(str(picture))
    dock.unload()
    memory.put_back()
    print(f"{picture} ({picture.stat().st_size // 1024} kB, the panel alone)")


def _start_qgis() -> Any:
    from qgis.core import QgsApplication

    application = QgsApplication([], True)
    application.initQgis()
    return application


if __name__ == "__main__":
    sys.exit(outside(sys.argv[1:]))
