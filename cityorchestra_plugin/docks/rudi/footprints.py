"""The extents of the datasets on the map: all of those found faintly, the one pointed at and the chosen one clearly."""

from __future__ import annotations

import struct
from typing import Optional

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas, QgsRubberBand
from qgis.PyQt.QtCore import QObject
from qgis.PyQt.QtGui import QColor, QPalette

from ....processing_provider.compatibility import GeometryType
from ....processing_provider.rudi.bounding_box import WORLD_SHARE

WGS_84 = "EPSG:4326"
MOST = 1000  # extents drawn together, those of the first results; more would hide the map
SIDE_STEPS = 16  # points on each side of an extent, so that it bends as the projection does
LARGE = 1.0  # degrees; a smaller extent needs its corners only
BOUNDS_MARGIN = 2.0  # degrees around the area in which the CRS of the map is meant to be used
ZOOM_MARGIN = 1.1
SMALLEST_ZOOM = 0.002  # degrees, about 200 m: what a zoom to a point shows
# Line width [logical pixels], opacity of line and of fill [of 255].
ALL_STYLE, HOVER_STYLE, CHOSEN_STYLE = (1, 130, 8), (2, 255, 45), (3, 255, 60)

Box = tuple[float, float, float, float]


# A polygon of four corners as WKB: byte order, type, number of rings, number of points, points.
_CORNERS = np.dtype([("order", "u1"), ("type", "<u4"), ("rings", "<u4"), ("points", "<u4"), ("corners", "<f8", (5, 2))])
_SIDES_OF_CORNERS = [0, 1, 2, 1, 2, 3, 0, 3, 0, 1]


def boxes_wkb(boxes: np.ndarray) -> bytes:
    """Return extents as the WKB of a multipolygon, large ones with more points than their corners.

    Parameters
    ----------
    boxes : ndarray of float64, shape (n, 4)
        West, south, east, north [degrees], none NaN.
    """
    large = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) > LARGE
    small = boxes[~large]
    polygons = np.empty(len(small), dtype=_CORNERS)  # all at once: a thousand are drawn while the user types
    polygons["order"], polygons["type"], polygons["rings"], polygons["points"] = 1, 3, 1, 5
    polygons["corners"] = small[:, _SIDES_OF_CORNERS].reshape(-1, 5, 2)
    parts = [struct.pack("<BII", 1, 6, len(boxes)), polygons.tobytes()]
    for box in boxes[large].tolist():
        ring = ring_of(tuple(box))
        parts += [struct.pack("<BIII", 1, 3, 1, len(ring)), np.ascontiguousarray(ring, dtype="<f8").tobytes()]
    return b"".join(parts)


def ring_of(box: Box) -> np.ndarray:
    """Return the closed ring of an extent, with points along its sides; shape (n, 2) [degrees]."""
    west, south, east, north = box
    steps = SIDE_STEPS
    along = np.linspace(0.0, 1.0, steps, endpoint=False)
    x, y = west + along * (east - west), south + along * (north - south)
    sides = [
        np.column_stack((x, np.full(steps, south))),
        np.column_stack((np.full(steps, east), y)),
        np.column_stack((x[::-1] + (east - west) / steps, np.full(steps, north))),
        np.column_stack((np.full(steps, west), y[::-1] + (north - south) / steps)),
    ]
    ring = np.vstack(sides)
    return np.vstack((ring, ring[:1]))


def is_world(boxes: np.ndarray) -> np.ndarray:
    """Return which extents cover the whole world and tell nothing, shape (n,)."""
    return (boxes[:, 2] - boxes[:, 0] >= 360 * WORLD_SHARE) & (boxes[:, 3] - boxes[:, 1] >= 180 * WORLD_SHARE)


class Footprints(QObject):
    """Owns the rubber bands of the panel on a map canvas."""

    def __init__(self, canvas: QgsMapCanvas, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._boxes = np.empty((0, 4))
        self._single: dict[str, Optional[Box]] = {"hover": None, "chosen": None}
        self._bands: dict[str, QgsRubberBand] = {}
        self._visible = False
        self._all_shown = True
        canvas.destinationCrsChanged.connect(self.redraw)

    # -- what is drawn ------------------------------------------------------------------------------

    def set_boxes(self, boxes: np.ndarray) -> None:
        """Draw the extents of the datasets found.

        Parameters
        ----------
        boxes : ndarray of float64, shape (n, 4)
            West, south, east, north [degrees], NaN where unknown, in the order of the list.
        """
        self._boxes = boxes
        self._draw_all()

    def hover(self, box: Optional[Box]) -> None:
        """Draw the extent of the dataset pointed at; None for none."""
        self._draw_single("hover", box)

    def choose(self, box: Optional[Box]) -> None:
        """Draw the extent of the chosen dataset; None for none."""
        self._draw_single("chosen", box)

    def set_visible(self, visible: bool) -> None:
        """Draw, or take everything off the map while the panel is closed."""
        if visible != self._visible:
            self._visible = visible
            self.redraw()

    def set_all_shown(self, shown: bool) -> None:
        """Draw the extents of all datasets found, or only those pointed at and chosen."""
        self._all_shown = shown
        self._draw_all()

    def redraw(self) -> None:
        """Draw everything again, in the CRS of the map."""
        self._draw_all()
        for name, box in self._single.items():
            self._draw_single(name, box)

    def zoom_to(self, box: Box) -> bool:
        """Show an extent on the map; return whether it could be."""
        west, south, east, north = box
        grow = max(0.0, SMALLEST_ZOOM - max(east - west, north - south)) / 2
        geometry = self._projected(np.array([(west - grow, south - grow, east + grow, north + grow)]))
        if geometry is None:
            return False
        extent = geometry.boundingBox()
        extent.scale(ZOOM_MARGIN)
        self._canvas.setExtent(extent)
        self._canvas.refresh()
        return True

    # -- drawing ------------------------------------------------------------------------------------

    def _draw_all(self) -> None:
        geometry = None
        if self._visible and self._all_shown and len(self._boxes):
            first = self._boxes[:MOST]
            first = first[~np.isnan(first[:, 0])]
            geometry = self._projected(first[~is_world(first)])
        self._show("all", geometry, ALL_STYLE)

    def _draw_single(self, name: str, box: Optional[Box]) -> None:
        if box is not None and np.isnan(box[0]):
            box = None
        self._single[name] = box
        geometry = self._projected(np.array([box])) if self._visible and box is not None else None
        self._show(name, geometry, HOVER_STYLE if name == "hover" else CHOSEN_STYLE)

    def _show(self, name: str, geometry: Optional[QgsGeometry], look: tuple[int, int, int]) -> None:
        if geometry is None or geometry.isEmpty():
            self._drop(name)
            return
        width, line_alpha, fill_alpha = look
        if name not in self._bands:
            self._bands[name] = QgsRubberBand(self._canvas, GeometryType.PolygonGeometry)
            self._bands[name].setWidth(width)
        band = self._bands[name]
        colour = QColor(self._canvas.palette().color(QPalette.ColorRole.Highlight))
        for alpha, setter in ((line_alpha, band.setStrokeColor), (fill_alpha, band.setFillColor)):
            shade = QColor(colour)
            shade.setAlpha(alpha)
            setter(shade)
        band.setToGeometry(geometry)

    def _projected(self, boxes: np.ndarray) -> Optional[QgsGeometry]:
        """Return extents, shape (n, 4), as one geometry in the CRS of the map; what it cannot show is cut off."""
        crs = self._canvas.mapSettings().destinationCrs()
        if not crs.isValid():
            return None
        west, south, east, north = self._limits(crs)
        cut = np.column_stack((np.maximum(boxes[:, :2], (west, south)), np.minimum(boxes[:, 2:], (east, north))))
        cut = cut[(cut[:, 0] <= cut[:, 2]) & (cut[:, 1] <= cut[:, 3])]
        if not len(cut):
            return None
        geometry = QgsGeometry()
        geometry.fromWkb(boxes_wkb(cut))
        try:
            geometry.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem(WGS_84), crs, QgsProject.instance()))
        except QgsCsException:
            return None
        return geometry

    @staticmethod
    def _limits(crs: QgsCoordinateReferenceSystem) -> Box:
        """Return where in the world the CRS of the map may be used [degrees]."""
        bounds: QgsRectangle = crs.bounds()
        if crs.isGeographic() or bounds.isEmpty():
            return -180.0, -90.0, 180.0, 90.0
        margin = BOUNDS_MARGIN if bounds.width() < 180.0 else 0.0
        return (
            max(-180.0, bounds.xMinimum() - margin),
            max(-90.0, bounds.yMinimum() - margin),
            min(180.0, bounds.xMaximum() + margin),
            min(90.0, bounds.yMaximum() + margin),
        )

    # -- end ----------------------------------------------------------------------------------------

    def _drop(self, name: str) -> None:
        band = self._bands.pop(name, None)
        if band is not None:
            self._canvas.scene().removeItem(band)

    def clear(self) -> None:
        """Take everything off the map and forget it."""
        self._boxes = np.empty((0, 4))
        self._single = dict.fromkeys(self._single)
        for name in list(self._bands):
            self._drop(name)

    def close(self) -> None:
        """Take everything off the map and stop listening: the panel is being unloaded."""
        self.clear()
        self._canvas.destinationCrsChanged.disconnect(self.redraw)
