"""What the panel draws on the map: the zones chosen, the project, the site in hand; and the layers it adds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsLayerTreeGroup,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QPalette

from ....processing_provider.compatibility import GeometryType
from ....processing_provider.translation import tr
from .recognise import RESULT_PROPERTY

ZOOM_MARGIN = 1.15
LINE_WIDTH = 3  # pixels
FILL_ALPHA, PROJECT_ALPHA = 20, 70  # of 255
PROJECT_COLOUR = "#d55e00"
FLASHES, FLASH_MS = 1, 400
ZONES, PROJECT, SITE = "zones", "project", "site"


class ZoneMap(QObject):
    """Owns the drawings of the panel, and follows what the user selects in the layers of zones.

    Signals
    -------
    selected(QgsGeometry, QgsCoordinateReferenceSystem)
        The user selected one feature of a followed layer.
    """

    selected = pyqtSignal(object, object)

    def __init__(self, canvas: QgsMapCanvas, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._bands: dict[str, QgsRubberBand] = {}
        self._drawn: dict[str, tuple[list[QgsGeometry], QgsCoordinateReferenceSystem]] = {}
        self._followed: list[QgsVectorLayer] = []
        self._copies: dict[str, str] = {}  # on the map, by the layer that they copy
        self._visible = True
        canvas.destinationCrsChanged.connect(self._redraw)
        QgsProject.instance().layersWillBeRemoved.connect(self._layers_removed)

    # -- drawings -----------------------------------------------------------------------------------

    def draw(self, name: str, geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> None:
        """Draw polygons under one of the names :data:`ZONES`, :data:`PROJECT`, :data:`SITE`; none removes them."""
        if geometries:
            self._drawn[name] = (list(geometries), crs)
        else:
            self._drawn.pop(name, None)
        self._show(name)

    def _show(self, name: str) -> None:
        band = self._bands.pop(name, None)
        if band is not None:
            self._canvas.scene().removeItem(band)
        if name not in self._drawn or not self._visible:
            return
        geometries, crs = self._drawn[name]
        band = QgsRubberBand(self._canvas, GeometryType.PolygonGeometry)
        project = name == PROJECT
        stroke = QColor(PROJECT_COLOUR) if project else self._canvas.palette().color(QPalette.ColorRole.Highlight)
        fill = QColor(stroke)
        fill.setAlpha(PROJECT_ALPHA if project else FILL_ALPHA)
        band.setStrokeColor(stroke)
        band.setFillColor(fill)
        band.setWidth(LINE_WIDTH)
        if name == SITE:
            band.setLineStyle(Qt.PenStyle.DashLine)
        for geometry in geometries:
            band.addGeometry(geometry, crs)
        self._bands[name] = band

    def _redraw(self) -> None:
        for name in (ZONES, PROJECT, SITE):
            self._show(name)

    def is_drawn(self, name: str) -> bool:
        """Tell whether something of that name is on the map."""
        return name in self._bands

    def set_visible(self, visible: bool) -> None:
        """Show the drawings, or hide them while the panel is closed."""
        self._visible = visible
        self._redraw()

    def flash(self, geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> None:
        """Make polygons flash."""
        accent = QColor(self._canvas.palette().color(QPalette.ColorRole.Highlight))
        transparent = QColor(accent)
        transparent.setAlpha(0)
        self._canvas.flashGeometries(list(geometries), crs, accent, transparent, FLASHES, FLASH_MS)

    def zoom_to(self, geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> None:
        """Show polygons on the map, in the CRS of the map."""
        if not geometries:
            return
        extent = geometries[0].boundingBox()
        for geometry in geometries[1:]:
            extent.combineExtentWith(geometry.boundingBox())
        target = self._canvas.mapSettings().destinationCrs()
        try:
            extent = QgsCoordinateTransform(crs, target, QgsProject.instance()).transformBoundingBox(extent)
        except QgsCsException:
            return  # what the map's CRS cannot show is left out of view
        extent.scale(ZOOM_MARGIN)
        self._canvas.setExtent(extent)
        self._canvas.refresh()

    def show_place(self, geometries: Sequence[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> None:
        """Make polygons flash, and zoom to them where they are out of sight."""
        self.flash(geometries, crs)
        target = self._canvas.mapSettings().destinationCrs()
        view = QgsGeometry.fromRect(self._canvas.extent())
        if not any(moved(geometry, crs, target).intersects(view) for geometry in geometries):
            self.zoom_to(geometries, crs)

    # -- layers -------------------------------------------------------------------------------------

    def add_layers(self, layers: Sequence[tuple[QgsVectorLayer, str]]) -> int:
        """Put copies of results on the map, named, in a group of their own, the first below; return how many are new.

        Copies, since the project owns its layers: the user may remove one, and go on with what was measured.
        """
        project = QgsProject.instance()
        root = project.layerTreeRoot()
        new = [(layer, name) for layer, name in layers if self.copy_of(layer) is None]
        group: Optional[QgsLayerTreeGroup] = root.findGroup(tr("Land take"))
        if group is None and new:
            group = root.insertGroup(0, tr("Land take"))
        for layer, name in new:
            copy = layer.clone()
            copy.setName(name)
            copy.setCustomProperty(RESULT_PROPERTY, True)
            project.addMapLayer(copy, False)
            group.insertLayer(0, copy)
            self._copies[layer.id()] = copy.id()
        return len(new)

    def copy_of(self, layer: QgsVectorLayer) -> Optional[QgsVectorLayer]:
        """Return the copy of a result on the map, None where there is none."""
        return QgsProject.instance().mapLayer(self._copies.get(layer.id(), ""))

    def follow(self, *layers: Optional[QgsVectorLayer]) -> None:
        """Hear what the user selects in these layers, and no longer in the former ones."""
        self._stop_following()
        for layer in layers:
            if layer is not None and layer not in self._followed:
                layer.selectionChanged.connect(self._selection_changed)
                self._followed.append(layer)

    def _stop_following(self) -> None:
        for layer in self._followed:
            layer.selectionChanged.disconnect(self._selection_changed)
        self._followed = []

    def _selection_changed(self, *_) -> None:
        layer = self.sender()
        if isinstance(layer, QgsVectorLayer) and layer.selectedFeatureCount() == 1:
            feature = next(iter(layer.getSelectedFeatures()))
            if feature.hasGeometry():
                self.selected.emit(QgsGeometry(feature.geometry()), layer.crs())

    def _layers_removed(self, ids: Sequence[str]) -> None:
        gone = [layer for layer in self._followed if layer.id() in ids]
        for layer in gone:
            layer.selectionChanged.disconnect(self._selection_changed)
            self._followed.remove(layer)

    # -- end ----------------------------------------------------------------------------------------

    def clear(self) -> None:
        """Remove every drawing and follow nothing; layers stay."""
        self._stop_following()
        self._copies.clear()
        for name in list(self._drawn):
            self.draw(name, (), QgsCoordinateReferenceSystem())

    def close(self) -> None:
        """Remove every drawing and stop listening: the panel is being unloaded."""
        self.clear()
        self._canvas.destinationCrsChanged.disconnect(self._redraw)
        QgsProject.instance().layersWillBeRemoved.disconnect(self._layers_removed)


def moved(
    geometry: QgsGeometry, source: QgsCoordinateReferenceSystem, target: QgsCoordinateReferenceSystem
) -> QgsGeometry:
    """Return a geometry in another CRS, as it is where that is impossible."""
    if source == target or not source.isValid() or not target.isValid():
        return geometry
    copy = QgsGeometry(geometry)
    try:
        copy.transform(QgsCoordinateTransform(source, target, QgsProject.instance()))
    except QgsCsException:
        return geometry
    return copy
