"""Pictures of the panel of land take on the demo town, taken in the real QGIS as a user would work.

Run it with the tools of the clone; a virtual screen is enough (Debian package xvfb)::

    source tools/environment.sh && $python tools/demo_land_take.py [--only zones night] [--docs]

QGIS opens with the profile of the clone and an empty project; a script inside it presses “Load the demo territory”,
measures, looks at a zone, draws a project, and writes ``build/demo-land-take/*.png``.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

from qgis_window import ROOT, InsideQgis, photograph

OUT = ROOT / "build" / "demo-land-take"
DOCUMENTATION = ROOT / "docs" / "pictures"
# Picture: language, theme of QGIS, width of the panel [pixels], what is looked at.
PICTURES = {
    "zones": ("en", "", 400, "zones"),
    "zones_fr": ("fr", "", 400, "zones"),
    "night": ("en", "Night Mapping", 400, "zones"),
    "narrow": ("en", "", 360, "compared"),
    "project": ("en", "", 400, "project"),
    "project_fr": ("fr", "", 400, "project"),
    "project_night": ("en", "Night Mapping", 400, "project"),
    "exchange": ("en", "", 400, "exchange"),
    "why": ("en", "", 400, "why"),
    "empty": ("en", "", 400, "empty"),
}
IN_THE_DOCUMENTATION = {
    "zones": "land_take_panel.png",
    "zones_fr": "land_take_panel_fr.png",
    "project": "land_take_project.png",
    "project_fr": "land_take_project_fr.png",
}
PACE = 0.2  # % a year: plausible for a French town in 2011-2021, so that the change has a score
PROJECT_M = 90.0  # side of the project drawn
STEP_MS, LIMIT_S = 100, 120.0

Ready = Callable[[], bool]


def outside(arguments: list[str]) -> int:
    """Start QGIS once for each picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=PICTURES, nargs="+", default=list(PICTURES), help="pictures to take")
    parser.add_argument("--docs", action="store_true", help="also write the pictures of the documentation")
    given = parser.parse_args(arguments)
    OUT.mkdir(parents=True, exist_ok=True)
    for name in given.only:
        picture = OUT / f"{name}.png"
        language, theme, width, scene = PICTURES[name]
        photograph(Path(__file__), picture, {"theme": theme, "width": width, "scene": scene}, language=language)
        if given.docs and name in IN_THE_DOCUMENTATION:
            shutil.copyfile(picture, DOCUMENTATION / IN_THE_DOCUMENTATION[name])
    return 0


def played(panel: Any, canvas: Any, scene: str) -> Iterator[Ready]:
    """Do what a user does, step by step; each step gives what must hold before the next one.

    Parameters
    ----------
    panel : LandTakePanel
    canvas : QgsMapCanvas
    scene : str
        "empty", "zones", "compared", "why", "project" or "exchange".
    """
    controller = panel.controller

    def idle() -> bool:
        return not controller.is_running

    if scene == "empty":
        return
    panel.frame.empty_page.button.click()
    yield lambda: idle() and panel.form.zones.currentLayer() is not None
    panel.form.score.pace.setValue(PACE)
    panel.measure()
    yield lambda: idle() and controller.answer is not None
    panel.add_layers()
    panel.frame.message_bar.clearWidgets()
    panel.link.zoom_to_all()
    _show_change(panel)
    zones = panel.zones.model.zones
    taken = max(range(len(zones)), key=lambda row: zones[row].number("flux_net") or 0.0)
    panel.zones.select([taken])
    if scene == "compared":
        panel.zones.select(range(3))
    elif scene == "why":
        place = zones[taken].geometry.pointOnSurface().asPoint()
        panel.link.probe(place)
    elif scene in ("project", "exchange"):
        yield from _project(panel, canvas, scene, idle)


def _show_change(panel: Any) -> None:
    """Show the map of change below the limits of the zones; the panel shows the scores."""
    from qgis.core import QgsProject

    root = QgsProject.instance().layerTreeRoot()
    score = panel.link.map.copy_of(panel.controller.answer.scores)
    root.findLayer(score.id()).setItemVisibilityChecked(False)
    node = root.findLayer(panel.form.zones.currentLayer().id())
    root.insertChildNode(0, node.clone())
    root.removeChildNode(node)


def _project(panel: Any, canvas: Any, scene: str, idle: Ready) -> Iterator[Ready]:
    """Draw houses on the largest field, compare, and look for soils in exchange."""
    from qgis.core import QgsGeometry, QgsRectangle

    fields = [one for one in panel.controller.answer.state.getFeatures() if one["us"] == "1.1" and one["artif"] == 0]
    field = max(fields, key=lambda one: one["aire_m2"]).geometry()
    centre = field.poleOfInaccessibility(5.0)[0].asPoint()
    corners = QgsRectangle.fromCenterAndSize(centre, PROJECT_M, PROJECT_M)
    panel.tabs.setCurrentWidget(panel.project)
    panel.form.group.setCollapsed(True)
    panel.link.polygon_tool.drawn.emit(QgsGeometry.fromRect(corners))
    panel.compare()
    yield lambda: idle() and panel.controller.simulation is not None
    canvas.setExtent(QgsRectangle.fromCenterAndSize(centre, 1000.0, 1000.0))
    canvas.refresh()
    if scene == "exchange":
        panel.rank()
        yield lambda: idle() and panel.project.exchange.layer is not None
        panel.project.exchange.table.selectRow(0)


class Photographer(InsideQgis):
    """Inside QGIS: open the panel, play the scene, take the picture."""

    def __init__(self, picture: str, theme: str, width: int, scene: str) -> None:
        from qgis.core import QgsSettings
        from qgis.utils import plugins

        super().__init__(picture, theme)
        QgsSettings().remove("QgsCollapsibleGroupBox")  # as the groups are for a new user
        self.width, self.scene = width, scene
        self.dock = next(
            dock for dock in plugins["cityorchestra"].docks if dock.objectName() == "CityOrchestraLandTake"
        )
        self.waited = 0.0
        self.later(self.prepare, 3000)

    def prepare(self) -> None:
        """Open the panel alone, in an empty project in Lambert-93."""
        from qgis.core import QgsCoordinateReferenceSystem

        self.iface.newProject(False)
        self.iface.mapCanvas().setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:2154"))
        self.keep_only(self.dock, self.width)
        self.later(self.play)

    def play(self) -> None:
        """Start the scene."""
        panel = self.dock.make_panel()
        panel.controller.failed.connect(lambda _job, sentence: self.fail(sentence))
        self.steps = played(panel, self.iface.mapCanvas(), self.scene)
        self.go_on(lambda: True)

    def go_on(self, ready: Ready) -> None:
        """Wait for what must hold, then do the next step; take the picture after the last one."""
        if not ready():
            self.waited += STEP_MS / 1000.0
            if self.waited > LIMIT_S:
                self.fail("The panel did not get ready.")
            self.later(lambda: self.go_on(ready), STEP_MS)
            return
        following = next(self.steps, None)
        if following is not None:
            self.later(lambda: self.go_on(following), STEP_MS)
        else:
            self.iface.messageBar().clearWidgets()
            self.later(self.take, 4000)

    def take(self) -> None:
        """Write the picture and leave QGIS, without asking to save."""
        super().take()
        self.leave(0)


if __name__ == "__main__":
    sys.exit(outside(sys.argv[1:]))
