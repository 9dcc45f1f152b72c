"""Small coverages as the science of scenarios takes them, without QGIS."""

from __future__ import annotations

import numpy as np
import shapely
from cityorchestra.processing_provider.land_take.nomenclature import judge
from cityorchestra.processing_provider.land_take.scenario import Painter, effect, projects, stacked
from cityorchestra.processing_provider.land_take.surfaces import settled, surfaces
from shapely import box

HOUSE, YARD, ROAD = ("1.1.1.1", "5"), ("1.1.1.2", "3"), ("1.1.1.2", "4.1.1")
GARDEN, FIELD, MEADOW, WOOD = ("2.2.1", "5"), ("2.2.1", "1.1"), ("2.2.1", "6.3"), ("2.1.1.1", "1.2")


def coded(faces):
    """Return shapes, covers, uses and flags of (shape, (cover, use))."""
    shapes = np.array([shape for shape, _ in faces], dtype=object)
    cover, use = (np.array([codes[place] for _, codes in faces], dtype=str) for place in (0, 1))
    return shapes, cover, use, judge(cover, use).artificial


def ground(*faces, reason=None):
    """Return a coverage of (shape, (cover, use))."""
    shapes, cover, use, flag = coded(faces)
    area = shapely.area(shapes)
    return surfaces(shapes, area, area, cover, use, flag, reason)


def sites(*faces):
    """Return projects of (shape, (cover, use)), the last on top."""
    shapes, cover, use, flag = coded(faces)
    return projects(stacked(shapes, np.arange(len(shapes))), cover, use, flag)


def painted(base, *faces, thresholds=None):
    """Return the coverage after projects, and their effect."""
    after = Painter(base).paint(sites(*faces))
    before, state = settled(base, thresholds), settled(after.faces, thresholds)
    return after, effect(base, before, after, state, thresholds)


def chessboard(side, count):
    """Return squares that fill a square of side x count, as boxes row by row."""
    return [box(x * side, y * side, (x + 1) * side, (y + 1) * side) for y in range(count) for x in range(count)]
