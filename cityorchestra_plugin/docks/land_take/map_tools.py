"""Map tools of the panel: draw one polygon, and ask why a surface counts. Each gives the map its former tool back."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsGeometry, QgsPointXY
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand, QgsSnapIndicator
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor

from ....processing_provider.compatibility import GeometryType
from .zone_map import LINE_WIDTH, PROJECT_ALPHA, PROJECT_COLOUR

LEAST_CORNERS = 3
UNDO_KEYS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
RETURN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class BorrowingTool(QgsMapTool):
    """A map tool that gives the map its former tool back.

    Signals
    -------
    ended
        The tool is no longer active, whether it gave something or not.
    """

    ended = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._former: Optional[QgsMapTool] = None

    def start(self) -> None:
        """Take the map."""
        if not self.isActive():
            self._former = self.canvas().mapTool()
            self.canvas().setMapTool(self)
            self.canvas().setFocus()

    def cancel(self) -> None:
        """Give the map back with nothing."""
        if self.isActive():
            self.restore()

    def restore(self) -> None:
        """Give the map back."""
        former, self._former = self._former, None
        if former is not None:
            self.canvas().setMapTool(former)
        else:
            self.canvas().unsetMapTool(self)

    def deactivate(self) -> None:
        """Forget the former tool: another one took the map."""
        super().deactivate()
        self._former = None
        self.ended.emit()

    def keyPressEvent(self, event) -> None:
        """Cancel with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
            event.accept()
        else:
            event.ignore()


class PolygonTool(BorrowingTool):
    """Draws one polygon, snapped as the project snaps: left clicks add corners, a right click or Return ends it.

    Signals
    -------
    drawn(QgsGeometry)
        In the CRS of the map; the former tool is back already.
    refused
        What was drawn is no polygon: too few corners, or sides that cross.
    """

    drawn = pyqtSignal(object)
    refused = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self._corners: list[QgsPointXY] = []
        self._band: Optional[QgsRubberBand] = None
        self._snap = QgsSnapIndicator(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def corners(self) -> list[QgsPointXY]:
        """The corners so far."""
        return list(self._corners)

    def deactivate(self) -> None:
        """Drop what was begun."""
        self._snap.setVisible(False)
        self._corners = []
        self._drop_band()
        super().deactivate()

    def canvasMoveEvent(self, event: QgsMapMouseEvent) -> None:
        """Show the next side, and what a click would snap to."""
        point = event.snapPoint()
        self._snap.setMatch(event.mapPointMatch())
        self._draw(point)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """Add a corner, or end the polygon."""
        if event.button() == Qt.MouseButton.RightButton:
            self._finish()
        elif event.button() == Qt.MouseButton.LeftButton:
            point = QgsPointXY(event.snapPoint())
            # The second click of a double click falls on the same place.
            if not self._corners or point != self._corners[-1]:
                self._corners.append(point)
            self._draw(point)

    def canvasDoubleClickEvent(self, event: QgsMapMouseEvent) -> None:
        """End the polygon."""
        self._finish()

    def keyPressEvent(self, event) -> None:
        """End with Return, take a corner back with Backspace, cancel with Esc."""
        if event.key() in RETURN_KEYS:
            self._finish()
        elif event.key() in UNDO_KEYS and self._corners:
            self._corners.pop()
            self._draw(self._corners[-1] if self._corners else None)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _finish(self) -> None:
        corners = self._corners
        if not corners:
            self.cancel()
            return
        polygon = (
            QgsGeometry.fromPolygonXY([[*corners, corners[0]]]) if len(corners) >= LEAST_CORNERS else QgsGeometry()
        )
        self.restore()
        if polygon.isNull() or not polygon.isGeosValid() or polygon.area() <= 0.0:
            self.refused.emit()
        else:
            self.drawn.emit(polygon)

    def _draw(self, moving: Optional[QgsPointXY]) -> None:
        if not self._corners:
            self._drop_band()
            return
        if self._band is None:
            self._band = QgsRubberBand(self.canvas(), GeometryType.PolygonGeometry)
            stroke, fill = QColor(PROJECT_COLOUR), QColor(PROJECT_COLOUR)
            fill.setAlpha(PROJECT_ALPHA)
            self._band.setStrokeColor(stroke)
            self._band.setFillColor(fill)
            self._band.setWidth(LINE_WIDTH)
        self._band.reset(GeometryType.PolygonGeometry)
        shown = [*self._corners, moving] if moving is not None else self._corners
        for point in shown:
            self._band.addPoint(QgsPointXY(point), point is shown[-1])

    def _drop_band(self) -> None:
        if self._band is not None:
            self.canvas().scene().removeItem(self._band)
            self._band = None


class ProbeTool(BorrowingTool):
    """Gives the place of each click until Esc, a right click, or another tool.

    Signals
    -------
    probed(QgsPointXY)
        In the CRS of the map.
    """

    probed = pyqtSignal(object)

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas)
        self.setCursor(Qt.CursorShape.WhatsThisCursor)

    def canvasReleaseEvent(self, event: QgsMapMouseEvent) -> None:
        """Take the place of a left click; a right click ends."""
        if event.button() == Qt.MouseButton.RightButton:
            self.cancel()
        elif event.button() == Qt.MouseButton.LeftButton:
            self.probed.emit(QgsPointXY(event.mapPoint()))
