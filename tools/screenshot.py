"""Take the pictures of the cool-route panel and of its sheet for the documentation, in the real QGIS with the demo.

Run it with the tools of the clone; a virtual screen is enough (Debian package xvfb)::

    source tools/environment.sh && $python tools/screenshot.py [--language fr] [--output PICTURE.png]
    $python tools/screenshot.py --avoid comfort --output PANEL.png --sheet SHEET.png

It needs ``make demo`` (build/demo). QGIS opens with the profile of the clone, loads the demo project, and a
script inside it opens the panel, picks a start and an end, waits for the routes and takes the picture.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "build" / "demo"
PROJECT = DEMO / "cityorchestra_demo.qgz"
PICTURE = ROOT / "docs" / "pictures" / "cool_route_panel.png"
SCREEN = "1920x1200x24"
WINDOW = (1600, 1000)
DOCK_WIDTH = 350
SHEET_WIDTH = 900  # pixels
TIMEOUT_S = 180
LOCALES = {"en": "en_GB.UTF-8", "fr": "fr_FR.UTF-8"}  # dates and numbers as the readers write them
# QGIS reads a start-up script as text: this one loads the present file as a module, and starts it.
STARTER = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("cityorchestra_screenshot", {path!r})
module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
module.photographer = module.Photographer({picture!r}, {theme!r}, {avoid!r}, {sheet!r})
"""


def outside(arguments: list[str]) -> int:
    """Start QGIS on a virtual screen with this file as its start-up script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", choices=LOCALES, default="en", help="language of the interface")
    parser.add_argument("--output", type=Path, default=PICTURE, help="picture to write")
    parser.add_argument("--avoid", choices=("sun", "comfort", "dose"), default="sun", help="what routes avoid")
    parser.add_argument("--sheet", type=Path, help="picture of the route sheet to write as well")
    parser.add_argument("--theme", default="", help="theme of QGIS, for example 'Night Mapping'")
    options = parser.parse_args(arguments)
    qgis = shutil.which("qgis.bin") or shutil.which("qgis")
    screen = shutil.which("xvfb-run")
    if qgis is None or screen is None:
        sys.exit("This needs QGIS and a virtual screen: sudo apt-get install qgis xvfb")
    if not PROJECT.exists():
        sys.exit("The demo is not there: run `make demo` first.")
    output = options.output.resolve()
    output.parent.mkdir(parents=True, exist_ok=True)
    output.unlink(missing_ok=True)
    command = [screen, "-a", "-s", f"-screen 0 {SCREEN}", qgis, "--nologo", "--noversioncheck"]
    command += ["--profiles-path", str(ROOT / "build" / "profile"), "--lang", options.language]
    starter = ROOT / "build" / "screenshot_start.py"
    sheet = str(options.sheet.resolve()) if options.sheet else ""
    starter.write_text(
        STARTER.format(
            path=str(Path(__file__).resolve()),
            picture=str(output),
            theme=options.theme,
            avoid=options.avoid,
            sheet=sheet,
        )
    )
    command += ["--code", str(starter), "--project", str(PROJECT)]
    environment = {name: value for name, value in os.environ.items() if name != "LC_ALL"}
    log = run(command, {**environment, "QT_QPA_PLATFORM": "", "LANG": LOCALES[options.language]})
    if not output.exists():
        sys.exit(f"No picture was taken.\n{log}")
    print(f"{output} ({output.stat().st_size // 1024} kB)")
    return 0


def run(command: list[str], environment: dict[str, str]) -> str:
    """Run a program and what it starts, all ended together; return what they said."""
    log = ROOT / "build" / "screenshot.log"
    with log.open("w") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output, start_new_session=True)
        try:
            process.wait(TIMEOUT_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
    return log.read_text()


class Photographer:
    """Inside QGIS: open the panel, find routes between two places of the demo, take the picture."""

    def __init__(self, picture: str, theme: str, avoid: str, sheet: str) -> None:
        from qgis.core import QgsApplication
        from qgis.utils import iface, plugins

        self.picture = picture
        self.avoid = avoid
        self.sheet = sheet
        self.iface = iface
        self.window = iface.mainWindow()
        if theme:
            QgsApplication.setUITheme(theme)
        (self.dock,) = plugins["cityorchestra"].docks
        self.dock.chain.succeeded.connect(lambda _results: self.later(self.show_answer))
        self.dock.chain.failed.connect(self.fail)
        self.later(self.prepare, 3000)

    @staticmethod
    def later(step, delay_ms: int = 500) -> None:
        """Go on once QGIS has drawn what was asked."""
        from qgis.PyQt.QtCore import QTimer

        QTimer.singleShot(delay_ms, step)

    def prepare(self) -> None:
        """Size the window, open the panel, close what is beside the point."""
        from qgis.PyQt.QtCore import Qt
        from qgis.PyQt.QtWidgets import QDockWidget, QToolBar

        self.window.showNormal()
        self.window.resize(*WINDOW)
        for other in self.window.findChildren(QDockWidget):
            if other is not self.dock and other.objectName() != "Layers":
                other.close()
        for bar in self.window.findChildren(QToolBar):
            named = bar.objectName() in ("mFileToolBar", "mMapNavToolBar", "mAttributesToolBar", "CityOrchestraToolBar")
            if bar.parent() is self.window:
                bar.setVisible(named)
        self.dock.show()
        self.window.resizeDocks([self.dock], [DOCK_WIDTH], Qt.Orientation.Horizontal)
        self.later(self.search)

    def search(self) -> None:
        """Walk between the two places that the demo chose."""
        from qgis.core import QgsProject, QgsReferencedPointXY, QgsVectorLayer

        routes = QgsVectorLayer(str(DEMO / "routes.gpkg"), "routes", "ogr")
        feature = next(routes.getFeatures())
        line = feature.geometry().asPolyline()
        for field, place in ((self.dock.form.start, line[0]), (self.dock.form.end, line[-1])):
            field.set_point(QgsReferencedPointXY(place, QgsProject.instance().crs()))
        form = self.dock.form
        form.cost.setCurrentIndex(form.cost.findData(self.avoid))
        form.weather.group.setCollapsed(self.avoid == "sun")
        self.dock.find_routes()

    def show_answer(self) -> None:
        """Show the routes alone on the town, at a scale that reads."""
        from qgis.core import QgsProject

        for node in QgsProject.instance().layerTreeRoot().findLayers():
            if node.layer() is not self.dock.route_map.layer and node.parent().name() == "Parcours":
                node.setItemVisibilityChecked(False)
        self.dock.zoom_to_all()
        self.iface.messageBar().clearWidgets()
        self.iface.mapCanvas().mapCanvasRefreshed.connect(lambda: self.later(self.take, 1500))

    def take(self) -> None:
        """Write the picture and leave QGIS, without asking to save."""
        self.window.grab().save(self.picture)
        if self.sheet:
            self.draw_sheet()
        self.leave(0)

    def draw_sheet(self) -> None:
        """Draw the sheet of the chosen route as the export menu does, as a picture of the width of a page of text."""
        import processing
        from qgis.PyQt.QtCore import Qt
        from qgis.PyQt.QtGui import QImage

        route = self.dock.results.selected_route()
        parameters = {"ROUTES": self.dock.route_map.layer, "ROUTE": route.rank, "OUTPUT": self.sheet}
        if self.dock.network is not None:
            parameters["NETWORK"] = self.dock.network
        processing.run("cityorchestra:walk_route_sheet", parameters)
        page = QImage(self.sheet)
        page.scaledToWidth(SHEET_WIDTH, Qt.TransformationMode.SmoothTransformation).save(self.sheet)

    def fail(self, sentence: str) -> None:
        """Leave with the sentence of the algorithm."""
        print(sentence, file=sys.stderr)
        self.leave(1)

    @staticmethod
    def leave(status: int) -> None:
        """End QGIS at once: the project of the demo must not be asked about."""
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    sys.exit(outside(sys.argv[1:]))
