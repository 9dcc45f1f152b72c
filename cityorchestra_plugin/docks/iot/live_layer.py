"""The devices on the map: the view of the store that holds their state, drawn again at most twice a second."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QObject, QTimer

from ....processing_provider.errors import InputError
from ....processing_provider.iot.store.schema import LIVE_VIEW
from ....processing_provider.styling import apply_style
from ....processing_provider.translation import tr
from .sources import Source

REPAINT_S = 0.5
STYLE = "iot_snapshot.qml"
WGS_84 = "EPSG:4326"
ZOOM_DEGREES = 0.002  # about 200 m: what a zoom to a device shows
PROPERTY = "cityorchestra/live_store"  # of a layer: the store that it shows


class LiveLayer(QObject):
    """Adds the layer of a store to the map, and keeps it fresh while it is looked at.

    Parameters
    ----------
    iface : QgisInterface
    """

    def __init__(self, iface: QgisInterface, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._iface = iface
        self._drawn = 0.0
        self.repaints = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._draw)
        self._store = ""

    def layer(self, source: Optional[Source] = None) -> Optional[QgsVectorLayer]:
        """Return the layer of a source that is in the project, None when there is none."""
        store = source.store if source is not None else self._store
        if not store:
            return None
        for layer in QgsProject.instance().mapLayers().values():
            if layer.customProperty(PROPERTY) == store and isinstance(layer, QgsVectorLayer):
                return layer
        return None

    def add(self, source: Source) -> QgsVectorLayer:
        """Put the devices of a store on the map; a layer that is there already is taken.

        Raises
        ------
        InputError
            When the store is not a file, is not there, or cannot be opened as a layer.
        """
        self._store = source.store
        layer = self.layer(source)
        if layer is not None:
            return layer
        if not source.is_file:
            raise InputError("The live layer needs a store in a file; take a snapshot of this one instead.")
        if not Path(source.store).is_file():
            raise InputError("There is no store {path}.", path=source.store)
        layer = QgsVectorLayer(
            f"{source.store}|layername={LIVE_VIEW}", tr("Equipment of {name}").format(name=source.name)
        )
        if not layer.isValid():
            raise InputError("The store {path} cannot be opened as a layer.", path=source.store)
        layer.setReadOnly(True)
        layer.setCustomProperty(PROPERTY, source.store)
        apply_style(layer, STYLE)
        QgsProject.instance().addMapLayer(layer)
        return layer

    def follow(self, source: Optional[Source]) -> None:
        """Keep the layer of another source fresh."""
        self._store = source.store if source is not None else ""

    def store_moved(self) -> None:
        """Something was written into the store: draw the layer again, soon, at most twice a second."""
        if not self._later.isActive() and self._is_looked_at():
            self._later.start(round(1000 * max(0.0, self._drawn + REPAINT_S - time.monotonic())))

    def stop(self) -> None:
        """Draw nothing any more for now."""
        self._later.stop()

    def _is_looked_at(self) -> bool:
        layer = self.layer()
        if layer is None or not layer.isValid():
            return False
        node = QgsProject.instance().layerTreeRoot().findLayer(layer.id())
        canvas = self._iface.mapCanvas()
        return node is not None and node.isVisible() and canvas.isVisible() and layer in canvas.layers()

    def _draw(self) -> None:
        layer = self.layer()
        if layer is None or not self._is_looked_at():
            return
        self._drawn = time.monotonic()
        self.repaints += 1
        layer.dataProvider().reloadData()
        layer.triggerRepaint()

    # -- one device -------------------------------------------------------------------------------------------

    def flash(self, place: Optional[tuple[float, float]]) -> None:
        """Flash a place [degrees] on the map."""
        if place is not None:
            crs = QgsCoordinateReferenceSystem(WGS_84)
            self._iface.mapCanvas().flashGeometries([QgsGeometry.fromPointXY(QgsPointXY(*place))], crs)

    def zoom(self, place: Optional[tuple[float, float]]) -> bool:
        """Show a place [degrees] on the map; return whether that was possible."""
        if place is None:
            return False
        canvas = self._iface.mapCanvas()
        longitude, latitude = place
        half = ZOOM_DEGREES / 2.0
        box = QgsRectangle(longitude - half, latitude - half, longitude + half, latitude + half)
        target = canvas.mapSettings().destinationCrs()
        transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS_84), target, QgsProject.instance())
        try:
            canvas.setExtent(transform.transformBoundingBox(box))
        except QgsCsException:
            return False
        canvas.refresh()
        self.flash(place)
        return True
