"""Take the pictures of the cool-route panel and of its sheet for the documentation, in the real QGIS with the demo.

Run it with the tools of the clone; a virtual screen is enough (Debian package xvfb)::

    source tools/environment.sh && $python tools/screenshot.py [--language fr] [--output PICTURE.png]
    $python tools/screenshot.py --avoid comfort --output PANEL.png --sheet SHEET.png

It needs ``make demo`` (build/demo). QGIS opens with the profile of the clone, loads the demo project, and a
script inside it opens the panel, picks a start and an end, waits for the routes and takes the picture.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from qgis_window import LOCALES, ROOT, InsideQgis, photograph

DEMO = ROOT / "build" / "demo"
PROJECT = DEMO / "cityorchestra_demo.qgz"
PICTURE = ROOT / "docs" / "pictures" / "cool_route_panel.png"
DOCK_WIDTH = 350
SHEET_WIDTH = 900  # pixels


def outside(arguments: list[str]) -> int:
    """Start QGIS on a virtual screen with this file as its start-up script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", choices=LOCALES, default="en", help="language of the interface")
    parser.add_argument("--output", type=Path, default=PICTURE, help="picture to write")
    parser.add_argument("--avoid", choices=("sun", "comfort", "dose"), default="sun", help="what routes avoid")
    parser.add_argument("--sheet", type=Path, help="picture of the route sheet to write as well")
    parser.add_argument("--theme", default="", help="theme of QGIS, for example 'Night Mapping'")
    given = parser.parse_args(arguments)
    if not PROJECT.exists():
        sys.exit("The demo is not there: run `make demo` first.")
    sheet = str(given.sheet.resolve()) if given.sheet else ""
    options = {"theme": given.theme, "avoid": given.avoid, "sheet": sheet}
    photograph(Path(__file__), given.output, options, language=given.language, project=PROJECT)
    return 0


class Photographer(InsideQgis):
    """Inside QGIS: open the panel, find routes between two places of the demo, take the picture."""

    def __init__(self, picture: str, theme: str, avoid: str, sheet: str) -> None:
        from qgis.utils import plugins

        super().__init__(picture, theme)
        self.avoid = avoid
        self.sheet = sheet
        self.dock = next(dock for dock in plugins["cityorchestra"].docks if hasattr(dock, "route_map"))
        self.dock.chain.succeeded.connect(lambda _results: self.later(self.show_answer))
        self.dock.chain.failed.connect(self.fail)
        self.later(self.prepare, 3000)

    def prepare(self) -> None:
        """Open the panel alone."""
        self.keep_only(self.dock, DOCK_WIDTH)
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
        super().take()
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


if __name__ == "__main__":
    sys.exit(outside(sys.argv[1:]))
