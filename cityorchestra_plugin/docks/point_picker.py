"""Pick one point on the map, then give the map its former tool back."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsReferencedPointXY
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsSnapIndicator
from qgis.PyQt.QtCore import Qt, pyqtSignal


class PointPicker(QgsMapTool):
    """Map tool that gives the point of one click, snapped as the project snaps.

    Signals
    -------
    picked(str, QgsReferencedPointXY)
        What was asked for, and the point clicked; the former tool is back already.
    ended
        The tool is no longer active, whether a point was picked or not.
    """

    picked = pyqtSignal(str, object)
    ended = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._former: Optional[QgsMapTool] = None
        self.target = ""
        self._snap = QgsSnapIndicator(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def start(self, target: str) -> None:
        """Take the map to pick a point for something; a second call only changes what for."""
        self.target = target
        if not self.isActive():
            self._former = self.canvas().mapTool()
            self.canvas().setMapTool(self)

    def cancel(self) -> None:
        """Give the map back without a point."""
        if self.isActive():
            self._restore()

    def _restore(self) -> None:
        former, self._former = self._former, None
        if former is not None:
            self.canvas().setMapTool(former)
        else:
            self.canvas().unsetMapTool(self)

    def deactivate(self) -> None:
        """Forget the former tool: another one took the map."""
        super().deactivate()
        self._snap.setVisible(False)
        self._former = None
        self.target = ""
        self.ended.emit()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """Show what the click would snap to."""
        event.snapPoint()
        self._snap.setMatch(event.mapPointMatch())

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """Take the point of a left click; a right click cancels."""
        if event.button() == Qt.MouseButton.RightButton:
            self.cancel()
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        crs = self.canvas().mapSettings().destinationCrs()
        point = QgsReferencedPointXY(event.snapPoint(), crs)
        target = self.target
        self._restore()
        self.picked.emit(target, point)

    def keyPressEvent(self, event) -> None:
        """Cancel with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
            event.accept()
        else:
            event.ignore()
