"""A sketch of where a dataset is, among all those of its catalogue: drawn here, nothing is asked for it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional

import numpy as np
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPen

from ....processing_provider.rudi.dataset_picture import common_extent, framed
from ..palette import mixed
from .footprints import Box, is_world

MOST = 200  # extents of other datasets, spread over the catalogue, laid over each other: they let a territory show
SMALLEST = 7.0  # side of the smallest extent that is drawn as one [logical pixels]; a smaller one gets a ring
LEAST_DEGREES = 0.01  # of what a sketch shows, about a kilometre
DARKEST, FILL_ALPHA = 0.20, 100  # opacity of all others on one another, of 1; of the dataset, of 255
LAYERS = 12  # others on one another from which it is as dark as that
OUTLINE = 0.45  # share of the background in the outline of the territory


@dataclass(frozen=True)
class ExtentSketch:
    """Where a dataset is.

    Attributes
    ----------
    box : tuple of float
        Extent of the dataset: west, south, east, north [degrees].
    common : tuple of float
        Extent of its catalogue.
    others : ndarray of float64, shape (n, 4)
        Extents of some other datasets.
    """

    box: Box
    common: Box
    others: np.ndarray


def sketch_of(box: Optional[Box], boxes: np.ndarray) -> Optional[ExtentSketch]:
    """Return the sketch of an extent among those of its catalogue; None when it is unknown or the whole world.

    Parameters
    ----------
    box : tuple of float, optional
        West, south, east, north [degrees], NaN where unknown.
    boxes : ndarray of float64, shape (n, 4)
        Of all datasets, NaN where unknown.
    """
    if box is None or any(math.isnan(side) for side in box) or is_world(np.array([box]))[0]:
        return None
    known = boxes[~np.isnan(boxes).any(axis=1)]
    known = known[~is_world(known)]
    step = max(1, -(-len(known) // MOST))
    return ExtentSketch(box, common_extent(known) or box, known[::step])


def draw_sketch(
    painter: QPainter, place: QRectF, sketch: ExtentSketch, ground: QColor, ink: QColor, accent: QColor
) -> None:
    """Draw a sketch.

    Parameters
    ----------
    painter : QPainter
    place : QRectF
        [logical pixels].
    sketch : ExtentSketch
    ground, ink, accent : QColor
        Background, text, and what the dataset itself is drawn in.
    """
    view = _View(sketch, place)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(place)
    territory = view.rectangle(sketch.common)
    faint = QColor(ink)
    faint.setAlphaF(1.0 - (1.0 - DARKEST) ** (1.0 / min(LAYERS, max(1, len(sketch.others)))))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faint)
    painter.drawRects([view.rectangle(other) for other in sketch.others.tolist()])
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(mixed(ink, ground, OUTLINE), 1.2, Qt.PenStyle.DashLine))
    painter.drawRect(territory)
    own = view.rectangle(sketch.box)
    fill = QColor(accent)
    fill.setAlpha(FILL_ALPHA)
    painter.setBrush(fill)
    painter.setPen(QPen(accent, 2.0))
    if max(own.width(), own.height()) < SMALLEST:
        painter.drawEllipse(own.center(), SMALLEST, SMALLEST)
        painter.setBrush(accent)
        painter.drawEllipse(own.center(), 1.5, 1.5)
    else:
        painter.drawRect(own)
    painter.restore()


class _View:
    """Degrees to pixels, so that a kilometre is as long both ways in the middle of the sketch."""

    def __init__(self, sketch: ExtentSketch, place: QRectF) -> None:
        west, south = np.minimum(sketch.box[:2], sketch.common[:2]).tolist()
        east, north = np.maximum(sketch.box[2:], sketch.common[2:]).tolist()
        self._shrunk = max(0.1, math.cos(math.radians((south + north) / 2)))
        flat = (west * self._shrunk, south, east * self._shrunk, north)
        self._view = framed(flat, place.width() / max(1.0, place.height()), LEAST_DEGREES)
        self._scale = place.height() / (self._view[3] - self._view[1])
        self._corner = place.topLeft()

    def _point(self, longitude: float, latitude: float) -> QPointF:
        x = (longitude * self._shrunk - self._view[0]) * self._scale
        return self._corner + QPointF(x, (self._view[3] - latitude) * self._scale)

    def rectangle(self, box) -> QRectF:
        """Return where an extent is drawn."""
        return QRectF(self._point(box[0], box[3]), self._point(box[2], box[1]))
