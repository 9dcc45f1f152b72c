"""A point, typed or picked on the map."""

from __future__ import annotations

import re
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsPointXY,
    QgsProject,
    QgsReferencedPointXY,
)
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from ...processing_provider.translation import tr
from .panel_frame import theme_icon

METRE_DECIMALS = 0  # what is shown; the point itself keeps all its decimals
DEGREE_DECIMALS = 6
WGS84 = "EPSG:4326"
# "x, y" or "x y", with an optional "[EPSG:2154]" as Processing writes points.
POINT_TEXT = re.compile(
    r"^\s*(?P<x>[-+]?\d+(?:\.\d+)?)\s*[,;\s]\s*(?P<y>[-+]?\d+(?:\.\d+)?)\s*(?:\[(?P<crs>[^\]]+)\])?\s*$"
)


def project_crs() -> QgsCoordinateReferenceSystem:
    """Return the CRS in which coordinates without a CRS are meant."""
    return QgsProject.instance().crs()


def parse_point(text: str) -> Optional[QgsReferencedPointXY]:
    """Read coordinates; None when they cannot be read.

    Parameters
    ----------
    text : str
        ``x, y`` in the CRS of the project, or followed by ``[EPSG:code]``.
    """
    match = POINT_TEXT.match(text)
    if match is None:
        return None
    crs = project_crs()
    if match["crs"]:
        crs = QgsCoordinateReferenceSystem(match["crs"].strip())
        if not crs.isValid():
            return None
    return QgsReferencedPointXY(QgsPointXY(float(match["x"]), float(match["y"])), crs)


def point_text(point: QgsReferencedPointXY) -> str:
    """Write coordinates as a person reads them, in the CRS of the project."""
    shown = reprojected(point, project_crs())
    decimals = DEGREE_DECIMALS if shown.crs().isGeographic() else METRE_DECIMALS
    text = f"{shown.x():.{decimals}f}, {shown.y():.{decimals}f}"
    return text if shown.crs() == project_crs() else f"{text} [{shown.crs().authid()}]"


def parameter_text(point: QgsReferencedPointXY) -> str:
    """Write a point as a Processing parameter, in full precision and with its CRS."""
    if not point.crs().authid():  # a custom CRS has no short name
        point = reprojected(point, QgsCoordinateReferenceSystem(WGS84))
    suffix = f" [{point.crs().authid()}]" if point.crs().authid() else ""
    return f"{point.x()!r},{point.y()!r}{suffix}"


def reprojected(point: QgsReferencedPointXY, crs: QgsCoordinateReferenceSystem) -> QgsReferencedPointXY:
    """Return a point in another CRS, or as it is where that is impossible."""
    if crs == point.crs() or not crs.isValid() or not point.crs().isValid():
        return point
    try:
        moved = QgsCoordinateTransform(point.crs(), crs, QgsProject.instance()).transform(point)
    except QgsCsException:
        return point
    return QgsReferencedPointXY(moved, crs)


class PointField(QWidget):
    """Line edit for coordinates, and a button to pick them on the map.

    Signals
    -------
    pointChanged
        The point was typed, picked or cleared.
    pickToggled(bool)
        The user wants to pick, or no longer wants to.
    """

    pointChanged = pyqtSignal()
    pickToggled = pyqtSignal(bool)

    def __init__(self, name: str, pick_tooltip: str, icon: QIcon, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._point: Optional[QgsReferencedPointXY] = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.edit = QLineEdit()
        self.edit.setClearButtonEnabled(True)
        self.edit.setPlaceholderText(tr("x, y or pick on the map"))
        self.edit.setAccessibleName(name)
        self.edit.setToolTip(tr("Coordinates in the CRS of the project, or with a CRS: -1.6794, 48.1147 [EPSG:4326]"))
        self.edit.textEdited.connect(self._typed)
        self.edit.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
        self.pick_button = QToolButton()
        self.pick_button.setCheckable(True)
        self.pick_button.setIcon(theme_icon("/cursors/mCapturePoint.svg"))
        self.pick_button.setToolTip(pick_tooltip)
        self.pick_button.setAccessibleName(pick_tooltip)
        self.pick_button.toggled.connect(self.pickToggled)
        self.setFocusProxy(self.edit)
        row.addWidget(self.edit, 1)
        row.addWidget(self.pick_button)

    def point(self) -> Optional[QgsReferencedPointXY]:
        """Return the point, None when there is none or it cannot be read."""
        return self._point

    def set_point(self, point: Optional[QgsReferencedPointXY]) -> None:
        """Show a point, or none."""
        self._point = point
        self._show(point)
        self.pointChanged.emit()

    def refresh(self) -> None:
        """Write the coordinates again, the CRS of the project having changed."""
        if self._point is not None:
            self._show(self._point)

    def _show(self, point: Optional[QgsReferencedPointXY]) -> None:
        self.edit.setText("" if point is None else point_text(point))
        self.edit.setCursorPosition(0)

    def set_picking(self, picking: bool) -> None:
        """Show whether the map waits for a click, without asking for it."""
        blocked = self.pick_button.blockSignals(True)
        self.pick_button.setChecked(picking)
        self.pick_button.blockSignals(blocked)

    def _typed(self, text: str) -> None:
        self._point = parse_point(text)
        self.pointChanged.emit()
