"""The panel of land take for tests: a small territory at two dates, zones, and the dock shown over them."""

from __future__ import annotations

from typing import Optional

import pytest
from cityorchestra.tests.algorithm_support import SOUTH, WEST, make_layer
from cityorchestra.tests.land_take.scenes import FIELD, YARD, coverage, rectangle
from qgis.core import QgsProject, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

TIMEOUT_MS = 60000
HECTARE = 10_000.0
SCALE = 1.00112  # areas on the ground over those of the map, around Rennes
ZONE_FIELDS = (("code", "text"), ("nom", "text"))


def land_cover(year: int, *, name: str = "") -> QgsVectorLayer:
    """Return the land cover of a year: 400 m by 200 m of fields with a yard of 100 m by 200 m.

    In 2020 another yard of 100 m by 200 m stands in the western zone: 2 ha taken.
    """
    taken = YARD if year == 2020 else FIELD
    faces = (
        (rectangle(0, 0, 100, 200), FIELD),
        (rectangle(100, 0, 200, 200), taken),
        (rectangle(200, 0, 300, 200), YARD),
        (rectangle(300, 0, 400, 200), FIELD),
    )
    return coverage(*faces, name=name or f"Land cover {year}")


def zone_layer(name: str = "Zones of the plan") -> QgsVectorLayer:
    """Return three zones: west, middle, and east, of which the land cover covers a half; and one far away."""
    rows = [
        (rectangle(0, 0, 200, 200), "W", "Ouest"),
        (rectangle(200, 0, 400, 200), "M", "Milieu"),
        (rectangle(300, 0, 500, 200), "E", "Est"),
        (rectangle(900, 0, 950, 50), "N", "Nulle part"),
    ]
    return make_layer("MultiPolygon", rows, ZONE_FIELDS, name=name)


def project_layer(cover: str = "", use: str = "", name: str = "Projet") -> QgsVectorLayer:
    """Return a project of 80 m by 100 m in the western field, with its codes where given."""
    shape = rectangle(10, 50, 90, 150)
    if not cover:
        return make_layer("Polygon", [(shape, "1")], (("id", "text"),), name=name)
    fields = (("id", "text"), ("cs_new", "text"), ("us_new", "text"))
    return make_layer("Polygon", [(shape, "1", cover, use)], fields, name=name)


def add(*layers: QgsVectorLayer) -> None:
    """Add layers to the project."""
    QgsProject.instance().addMapLayers(list(layers))


@pytest.fixture
def make_land_take(iface, provider):
    """Function that opens the dock on layers of the project; every dock is unloaded in the end."""
    from cityorchestra.cityorchestra_plugin.docks.land_take.dock import LandTakeDock

    docks = []

    def make(*layers: QgsVectorLayer, ids=None):
        add(*layers)
        dock = LandTakeDock(iface, ids)
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        dock.make_panel().set_shown(True)
        docks.append(dock)
        return dock

    yield make
    for dock in docks:
        dock.unload()


@pytest.fixture
def open_panel(make_land_take):
    """The panel over the territory at both dates and its zones."""
    return make_land_take(land_cover(2017), land_cover(2020), zone_layer()).panel


@pytest.fixture
def wait_for(qtbot):
    """Function that does something and waits for a signal of the controller; returns what it carries."""

    def wait(panel, signal: str, action):
        with qtbot.waitSignal(getattr(panel.controller, signal), timeout=TIMEOUT_MS) as blocker:
            action()
        return blocker.args

    return wait


@pytest.fixture
def measured(open_panel, wait_for):
    """The panel, its zones measured."""
    wait_for(open_panel, "measured", open_panel.measure)
    return open_panel


def row_of(panel, name: str) -> int:
    """Return the row of the model of a zone."""
    return next(row for row, zone in enumerate(panel.zones.model.zones) if zone.name == name)


def cells(panel, name: str) -> list[str]:
    """Return what the table writes of a zone."""
    model, row = panel.zones.model, row_of(panel, name)
    return [model.index(row, column).data() for column in range(model.columnCount())]


def look_at(iface, west: float, south: float, east: float, north: float) -> None:
    """Show a part of the scene on the map."""
    QApplication.processEvents()  # a map that is still being laid out would take another extent
    iface.canvas.setExtent(QgsRectangle(WEST + west, SOUTH + south, WEST + east, SOUTH + north))


def pixel(iface, x: float, y: float) -> QPoint:
    """Return where a place of the scene is on the map."""
    place = iface.canvas.getCoordinateTransform().transform(WEST + x, SOUTH + y)
    return QPoint(round(place.x()), round(place.y()))


def click(iface, x: float, y: float, button: Optional[Qt.MouseButton] = None) -> None:
    """Click the map at a place of the scene, as the mouse does."""
    where = pixel(iface, x, y)
    QTest.mouseMove(iface.canvas.viewport(), where)
    QTest.mouseClick(
        iface.canvas.viewport(), button or Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where
    )


def draw(iface, *corners: tuple[float, float]) -> None:
    """Click the corners of a polygon, then end it with the right button."""
    for corner in corners:
        click(iface, *corner)
    click(iface, *corners[-1], Qt.MouseButton.RightButton)
