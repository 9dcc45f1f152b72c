"""Joins the panel and the map: zones chosen here are drawn there, and the other way round; the map tools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, pyqtSignal

from . import lookup, zone_map
from .controller import LandTakeController
from .map_tools import BorrowingTool, PolygonTool, ProbeTool
from .project_tab import ProjectTab
from .site_model import Site
from .zone_map import ZoneMap
from .zones_tab import ZonesTab

MOST_DRAWN = 200  # zones outlined at once: more would hold the window


class MapLink(QObject):
    """Everything between the tabs and the map.

    Signals
    -------
    refused
        What the user drew is no polygon.
    """

    refused = pyqtSignal()

    def __init__(
        self,
        canvas: QgsMapCanvas,
        controller: LandTakeController,
        zones: ZonesTab,
        project: ProjectTab,
        parent: Optional[QObject] = None,
    ) -> None:
        super().__init__(parent)
        self._canvas, self._controller = canvas, controller
        self._zones, self._project = zones, project
        self.map = ZoneMap(canvas, self)
        self.polygon_tool, self.probe_tool = PolygonTool(canvas), ProbeTool(canvas)
        self._connect()

    def _connect(self) -> None:
        zones, project, form = self._zones, self._project, self._project.form
        zones.selected.connect(self._zones_selected)
        zones.activated.connect(lambda zone: self.map.zoom_to([zone.geometry], self.zones_crs()))
        zones.probeToggled.connect(lambda on: self._take_map(self.probe_tool, on))
        self.probe_tool.probed.connect(self.probe)
        self.probe_tool.ended.connect(lambda: zones.set_probing(False))
        self.map.selected.connect(self.choose_zone)
        form.drawToggled.connect(lambda on: self._take_map(self.polygon_tool, on))
        form.changed.connect(lambda: self.map.draw(zone_map.PROJECT, *form.shown()))
        project.exchange.siteSelected.connect(self._site_selected)
        project.exchange.siteActivated.connect(
            lambda site: self.map.zoom_to([site.geometry], project.exchange.layer.crs())
        )
        self.polygon_tool.drawn.connect(self._drawn)
        self.polygon_tool.refused.connect(self.refused)
        self.polygon_tool.ended.connect(lambda: form.set_drawing(False))

    # -- tools --------------------------------------------------------------------------------------

    @staticmethod
    def _take_map(tool: BorrowingTool, wanted: bool) -> None:
        if wanted:
            tool.start()
        else:
            tool.cancel()

    def give_back(self) -> None:
        """Give the map its former tool back."""
        for tool in (self.polygon_tool, self.probe_tool):
            tool.cancel()

    def _drawn(self, polygon: QgsGeometry) -> None:
        self._project.form.set_polygon(polygon, self._canvas.mapSettings().destinationCrs())
        self._project.compare_button.setFocus()

    def probe(self, point) -> None:
        """Show why the surface at a point of the map counts."""
        answer = self._controller.answer
        if answer is None:
            return
        layer = answer.change if answer.change is not None else answer.state
        crs = self._canvas.mapSettings().destinationCrs()
        found = lookup.values_at(layer, QgsGeometry.fromPointXY(point), crs)
        self._zones.show_surface(found, piece=answer.change is not None)

    # -- zones and sites ----------------------------------------------------------------------------

    def zones_crs(self) -> QgsCoordinateReferenceSystem:
        """Return the CRS of the zones on show."""
        answer = self._controller.answer
        return answer.scores.crs() if answer is not None else QgsCoordinateReferenceSystem()

    def follow(self) -> None:
        """Hear what the user selects in the layers of zones."""
        answer = self._controller.answer
        if answer is not None:
            zones = QgsProject.instance().mapLayer(answer.zones_id)
            self.map.follow(zones, self.map.copy_of(answer.scores))

    def add_layers(self, layers: Sequence[tuple[QgsVectorLayer, str]]) -> int:
        """Put results on the map; return how many were not there yet."""
        added = self.map.add_layers(layers)
        self.follow()
        return added

    def _zones_selected(self, zones) -> None:
        geometries = [zone.geometry for zone in zones[:MOST_DRAWN] if not zone.geometry.isNull()]
        self.map.draw(zone_map.ZONES, geometries, self.zones_crs())
        if len(geometries) == 1:
            self.map.show_place(geometries, self.zones_crs())

    def choose_zone(self, polygon: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> None:
        """Choose the zone that a polygon is: the user selected it on the map."""
        row = lookup.row_like(self._zones.model.zones, self.zones_crs(), polygon, crs)
        if row >= 0:
            self._zones.select([row])

    def zoom_to_all(self) -> None:
        """Show all zones on the map."""
        zones = [zone.geometry for zone in self._zones.model.zones if not zone.geometry.isNull()]
        self.map.zoom_to(zones, self.zones_crs())

    def _site_selected(self, site: Site) -> None:
        layer = self._project.exchange.layer
        self.map.draw(zone_map.SITE, [site.geometry], layer.crs())
        self.map.flash([site.geometry], layer.crs())

    # -- end ----------------------------------------------------------------------------------------

    def clear(self) -> None:
        """Remove every drawing and give the map back: another project is open."""
        self.give_back()
        self.map.clear()

    def close(self) -> None:
        """Give the map back and stop listening: the panel is being unloaded."""
        self.give_back()
        for tool in (self.polygon_tool, self.probe_tool):
            tool.blockSignals(True)
        self.map.close()
