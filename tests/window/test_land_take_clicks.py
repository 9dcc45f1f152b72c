"""Tasks 5 and 6 of a Monday morning, click by click, from the button of the toolbar to the result."""

from __future__ import annotations

import pytest
from cityorchestra import classFactory
from cityorchestra.cityorchestra_plugin.docks.land_take import exports
from cityorchestra.cityorchestra_plugin.docks.land_take.dock import LandTakeDock
from cityorchestra.tests.window.land_take_panel_support import (
    TIMEOUT_MS,
    add,
    cells,
    land_cover,
    look_at,
    pixel,
    project_layer,
    zone_layer,
)
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication

TARGET = 8


class Mouse:
    """Clicks on what is seen, and counts."""

    def __init__(self, qtbot) -> None:
        self._qtbot = qtbot
        self.count = 0

    def click(self, widget, where=None) -> None:
        assert widget.isVisible() and widget.isEnabled(), widget
        self.count += 1
        self._qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=where or widget.rect().center())

    def tool(self, toolbar, action) -> None:
        self.click(toolbar.widgetForAction(action))

    def tab(self, tabs, page) -> None:
        bar = tabs.tabBar()
        self.click(bar, bar.tabRect(tabs.indexOf(page)).center())

    def row(self, table, row) -> None:
        self.click(table.viewport(), table.visualRect(table.model().index(row, 1)).center())

    def choose(self, box, value) -> None:
        """Open a choice and click one of its lines."""
        self.click(box)
        view, index = box.view(), box.model().index(box.findData(value), 0)
        self._qtbot.waitUntil(view.isVisible)
        view.scrollTo(index)
        self._qtbot.wait(QApplication.doubleClickInterval() + 50)  # a list that has just opened takes no click
        self.click(view.viewport(), view.visualRect(index).center())
        self._qtbot.waitUntil(lambda: box.currentData() == value)


@pytest.fixture
def mouse(qtbot):
    return Mouse(qtbot)


@pytest.fixture
def loaded(iface, provider, monkeypatch):
    """The plugin in a window, over the provider that is there already."""
    plugin = classFactory(iface)
    monkeypatch.setattr(plugin, "initProcessing", lambda: None)
    plugin.initGui()
    yield plugin
    plugin.unload()


@pytest.fixture
def opened(loaded, iface, mouse, qtbot):
    """Function that opens the panel by its button."""

    def open_panel():
        (dock,) = iface.window.findChildren(LandTakeDock)
        mouse.tool(loaded.toolbar, dock.toggleViewAction())
        qtbot.waitUntil(lambda: dock.panel is not None)
        look_at(iface, -20, -20, 420, 220)
        return dock.panel

    return open_panel


def test_net_artificialisation_per_zone_and_why_each_surface_counts(opened, mouse, iface, qtbot, monkeypatch, tmp_path):
    add(land_cover(2017), land_cover(2020), zone_layer("Communes"))
    asked = staticmethod(lambda *args: (str(tmp_path / "report.html"), ""))
    monkeypatch.setattr(exports.QFileDialog, "getSaveFileName", asked)
    pages = []
    monkeypatch.setattr(exports.QDesktopServices, "openUrl", lambda url: pages.append(url.toLocalFile()))
    panel = opened()
    with qtbot.waitSignal(panel.controller.measured, timeout=TIMEOUT_MS):
        mouse.click(panel.frame.primary_button)
    assert "+2.00" in cells(panel, "Ouest"), "the table"
    mouse.tool(panel.frame.toolbar, panel.actions_.layers)
    names = {layer.name() for layer in QgsProject.instance().mapLayers().values()}
    assert "Change of artificial land" in names, "the map of change"
    mouse.click(panel.zones.probe_button)
    mouse.click(iface.canvas.viewport(), pixel(iface, 150, 100))
    assert "Taken" in panel.zones.surface.body.text(), "why this surface counts"
    with qtbot.waitSignal(panel.controller.reported, timeout=TIMEOUT_MS):
        mouse.tool(panel.frame.toolbar, panel.actions_.report)
    assert pages == [str(tmp_path / "report.html")], "the report for the elected members"
    mouse.count += 1  # the button of the dialog of files
    assert mouse.count == 7 <= TARGET


def test_what_a_project_does_and_which_soil_to_renature_in_exchange(opened, mouse, qtbot):
    add(land_cover(2020), zone_layer("Communes"), project_layer())
    panel = opened()
    mouse.tab(panel.tabs, panel.project)
    mouse.choose(panel.project.form.kind, "business")
    with qtbot.waitSignal(panel.controller.simulated, timeout=TIMEOUT_MS):
        mouse.click(panel.project.compare_button)
    assert panel.project.results.bars.isVisible(), "the parts of the score before and after"
    with qtbot.waitSignal(panel.controller.ranked, timeout=TIMEOUT_MS):
        panel.project.ensureWidgetVisible(panel.project.exchange.button)  # the wheel of the mouse
        mouse.click(panel.project.exchange.button)
    assert panel.project.exchange.model.rowCount() == 2, "the sites, best first"
    mouse.row(panel.project.exchange.table, 0)
    assert panel.link.map.is_drawn("site")
    assert mouse.count == 7 <= TARGET
