"""What the map shows, in degrees, told once it has stopped moving."""

from __future__ import annotations

import math
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from .footprints import WGS_84, Box

DELAY_MS = 250  # after the last move
WORLD: Box = (-180.0, -90.0, 180.0, 90.0)


def extent_in_degrees(canvas: QgsMapCanvas) -> Optional[Box]:
    """Return west, south, east, north of a map [degrees]; None when it shows nothing, the world when it is too wide."""
    extent, crs = canvas.extent(), canvas.mapSettings().destinationCrs()
    if extent.isEmpty() or not extent.isFinite() or not crs.isValid():
        return None
    transform = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS_84), QgsProject.instance())
    try:
        found: QgsRectangle = transform.transformBoundingBox(extent)
    except QgsCsException:
        return WORLD  # the map shows more than its CRS can tell the place of
    sides = (found.xMinimum(), found.yMinimum(), found.xMaximum(), found.yMaximum())
    if not all(math.isfinite(side) for side in sides):
        return WORLD
    west, south, east, north = sides
    south, north = max(-90.0, south), min(90.0, north)
    if west > east or east - west >= 360.0 or west < -180.0 or east > 180.0:  # beyond the antimeridian
        west, east = -180.0, 180.0
    return west, south, east, north


class MapExtent(QObject):
    """Follows a map while it is asked to.

    Signals
    -------
    changed
        The map shows something else, and has not moved for :data:`DELAY_MS`.
    """

    changed = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._following = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self.changed)

    @property
    def is_following(self) -> bool:
        """Whether it listens to the map."""
        return self._following

    def box(self) -> Optional[Box]:
        """Return what the map shows [degrees]."""
        return extent_in_degrees(self._canvas)

    def follow(self, on: bool) -> None:
        """Listen to the map, or stop."""
        if on == self._following:
            return
        self._following = on
        for signal in (self._canvas.extentsChanged, self._canvas.destinationCrsChanged):
            if on:
                signal.connect(self._moved)
            else:
                signal.disconnect(self._moved)
        if not on:
            self._timer.stop()

    def _moved(self) -> None:
        self._timer.start()
