"""What the cool-route panel draws on the map: its markers, the route in hand, and the routes layer."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsLayerTreeGroup,
    QgsProject,
    QgsReferencedPointXY,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtCore import QObject, QPoint, pyqtSignal
from qgis.PyQt.QtGui import QColor, QPalette

from ...processing_provider.compatibility import GeometryType
from ...processing_provider.translation import tr
from .point_field import reprojected

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
ROUTES_PROPERTY = "cityorchestra/routes"
MARKER_SIZE = 24  # logical pixels, the size the icons are drawn for
# Where the foot of the marker is in its icon, so that it stands on the point.
START_OFFSET = QPoint(-MARKER_SIZE // 2, -MARKER_SIZE // 2)
END_OFFSET = QPoint(-4, -22)
HALO_ALPHA = 170  # of 255
HOVER_ALPHA = 90
HALO_WIDTH = 11  # pixels
CORE_WIDTH = 4
CHOSEN_BANDS = ("chosen halo", "chosen")
HOVER_BANDS = ("hover halo", "hover")
ZOOM_MARGIN = 1.15
FLASHES = 1
FLASH_MS = 400


class RouteMap(QObject):
    """Owns the temporary drawings of the panel and the layer of the last answer.

    Signals
    -------
    layerLost
        The user removed the routes layer from the project.
    featureSelected(int)
        The user selected one route on the map.
    """

    layerLost = pyqtSignal()
    featureSelected = pyqtSignal(int)

    def __init__(self, canvas: QgsMapCanvas, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.layer: Optional[QgsVectorLayer] = None
        self._kept = False
        self._points: dict[str, Optional[QgsReferencedPointXY]] = {"start": None, "end": None}
        self._markers: dict[str, QgsRubberBand] = {}
        self._bands: dict[str, QgsRubberBand] = {}
        self._visible = True
        canvas.destinationCrsChanged.connect(self._redraw_markers)
        QgsProject.instance().layersWillBeRemoved.connect(self._layers_removed)

    # -- start and end ----------------------------------------------------------------------------

    def set_point(self, name: str, point: Optional[QgsReferencedPointXY]) -> None:
        """Show the start or the end, or hide it."""
        self._points[name] = point
        self._redraw_markers()

    def set_visible(self, visible: bool) -> None:
        """Show the drawings, or hide them while the panel is closed."""
        self._visible = visible
        self._redraw_markers()
        for band in self._bands.values():
            band.setVisible(visible)

    def _redraw_markers(self) -> None:
        crs = self._canvas.mapSettings().destinationCrs()
        for name, point in self._points.items():
            if point is None or not self._visible:
                self._drop(self._markers, name)
                continue
            if name not in self._markers:
                marker = QgsRubberBand(self._canvas, GeometryType.PointGeometry)
                marker.setIcon(QgsRubberBand.IconType.ICON_SVG)
                marker.setSvgIcon(str(ICONS / f"route_{name}.svg"), START_OFFSET if name == "start" else END_OFFSET)
                marker.setZValue(marker.zValue() + 1)  # above the routes
                self._markers[name] = marker
            self._markers[name].setToGeometry(QgsGeometry.fromPointXY(reprojected(point, crs)))

    # -- the route in hand ------------------------------------------------------------------------

    def highlight(
        self,
        geometry: Optional[QgsGeometry],
        colour: Optional[QColor] = None,
        *,
        hover: bool = False,
        flash: bool = False,
    ) -> None:
        """Draw one route, chosen or pointed at, in its colour with a halo; None removes it."""
        names = HOVER_BANDS if hover else CHOSEN_BANDS
        if geometry is None or self.layer is None or not self._visible:
            for name in names:
                self._drop(self._bands, name)
            return
        accent = QColor(self._canvas.palette().color(QPalette.ColorRole.Highlight))
        halo = QColor(accent)
        halo.setAlpha(HOVER_ALPHA if hover else HALO_ALPHA)
        for name, stroke, width in zip(names, (halo, colour or accent), (HALO_WIDTH, CORE_WIDTH)):
            if name not in self._bands:
                self._bands[name] = QgsRubberBand(self._canvas, GeometryType.LineGeometry)
                self._bands[name].setWidth(width)
            self._bands[name].setStrokeColor(stroke)
            self._bands[name].setToGeometry(geometry, self.layer)
        if flash:
            transparent = QColor(accent)
            transparent.setAlpha(0)
            self._canvas.flashGeometries([geometry], self.layer.crs(), accent, transparent, FLASHES, FLASH_MS)

    def zoom_to(self, geometries: list[QgsGeometry]) -> None:
        """Show routes on the map, in the CRS of the map."""
        if self.layer is None or not geometries:
            return
        extent = geometries[0].boundingBox()
        for geometry in geometries[1:]:
            extent.combineExtentWith(geometry.boundingBox())
        crs = self._canvas.mapSettings().destinationCrs()
        try:
            extent = QgsCoordinateTransform(self.layer.crs(), crs, QgsProject.instance()).transformBoundingBox(extent)
        except QgsCsException:
            return  # routes that the map's CRS cannot show are left out of view
        extent.scale(ZOOM_MARGIN)
        self._canvas.setExtent(extent)
        self._canvas.refresh()

    # -- the layer of the answer ------------------------------------------------------------------

    def show_layer(self, layer: QgsVectorLayer) -> None:
        """Put the routes on the map in place of the former ones, unless those were kept."""
        group = self._group()
        place = 0
        former, kept = self.layer, self._kept
        self.release_layer()
        if former is not None and not kept:
            node = group.findLayer(former.id())
            place = group.children().index(node) if node is not None else 0
            QgsProject.instance().removeMapLayer(former.id())
            group = self._group()
        layer.setCustomProperty(ROUTES_PROPERTY, True)
        QgsProject.instance().addMapLayer(layer, False)
        group.insertLayer(place, layer)
        layer.selectionChanged.connect(self._selection_changed)
        self.layer = layer

    @staticmethod
    def _group() -> QgsLayerTreeGroup:
        root = QgsProject.instance().layerTreeRoot()
        return root.findGroup(tr("Cool routes")) or root.insertGroup(0, tr("Cool routes"))

    def keep_layer(self, name: str) -> None:
        """Leave the routes to the user under a name of their own; the next answer gets a new layer."""
        if self.layer is not None:
            self.layer.setName(name)
            self._kept = True

    def release_layer(self) -> None:
        """Stop following the layer; it stays on the map."""
        if self.layer is not None:
            self.layer.selectionChanged.disconnect(self._selection_changed)
        self.layer = None
        self._kept = False
        for name in (*HOVER_BANDS, *CHOSEN_BANDS):
            self._drop(self._bands, name)

    def _layers_removed(self, ids: list[str]) -> None:
        if self.layer is not None and self.layer.id() in ids:
            self.release_layer()
            self.layerLost.emit()

    def _selection_changed(self, *_) -> None:
        if self.layer.selectedFeatureCount() == 1:
            self.featureSelected.emit(self.layer.selectedFeatureIds()[0])

    # -- end --------------------------------------------------------------------------------------

    def _drop(self, bands: dict[str, QgsRubberBand], name: str) -> None:
        band = bands.pop(name, None)
        if band is not None:
            self._canvas.scene().removeItem(band)

    def clear(self) -> None:
        """Remove every drawing; the routes layer stays."""
        self._points = dict.fromkeys(self._points)
        for bands in (self._markers, self._bands):
            for name in list(bands):
                self._drop(bands, name)

    def close(self) -> None:
        """Remove every drawing and stop listening: the panel is being unloaded."""
        self.release_layer()
        self.clear()
        self._canvas.destinationCrsChanged.disconnect(self._redraw_markers)
        QgsProject.instance().layersWillBeRemoved.disconnect(self._layers_removed)
