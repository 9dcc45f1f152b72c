"""Land cover painted from the layers of a topographic map: what lies on top hides what lies below.

Areas are given with a cover, a use or both; where one is not told, that of what lies below shows through, as the use of
a plot does under its trees. All boundaries are cut together on a grid, so faces neither overlap nor leave gaps, and
ground that nothing tells of is a face without codes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from ..territory.partition import MILLIMETRE, cut_cells, dissolve, faces_of

POLYGON = 3  # GEOS type number
PLANTS = "2"  # branch of the covers
ROUND = 4  # segments of a quarter of a circle: ends of lines and their corners


@dataclass(frozen=True)
class Layer:
    """Areas of one kind.

    Attributes
    ----------
    cover, use : str
        Codes of OCS GE; empty where what lies below tells them.
    priority : int
        The higher is painted over the lower.
    park : bool
        Whether it is a park.
    areas : ndarray of shapely geometries, shape (n,)
        Polygons and multipolygons [m].
    """

    cover: str
    use: str
    priority: int
    park: bool
    areas: np.ndarray


@dataclass(frozen=True)
class Painting:
    """Faces of a painted land cover.

    Attributes
    ----------
    geometry : ndarray of shapely geometries, shape (n,)
        Polygons that touch nowhere but at their boundaries, and fill the frame.
    cover, use : ndarray of str, shape (n,)
        Codes of OCS GE; empty where nothing tells them.
    park : ndarray of bool, shape (n,)
        Whether it is planted ground of a park: roads, buildings and ponds in a park are none.
    """

    geometry: np.ndarray
    cover: np.ndarray
    use: np.ndarray
    park: np.ndarray


def widened(lines, width_m) -> np.ndarray:
    """Return lines as areas of a width, null where the width is 0 or not known.

    Parameters
    ----------
    lines : array_like of shapely geometries, shape (n,)
    width_m : array_like of float, shape (n,)
        [m].
    """
    width = np.asarray(width_m, dtype=float)
    drawn = width > 0.0
    shapes = np.full(len(width), None, dtype=object)
    lines = np.asarray(lines, dtype=object)
    shapes[drawn] = shapely.buffer(lines[drawn], 0.5 * width[drawn], quad_segs=ROUND)
    return shapes


def painted(layers: list[Layer], frame, grid_mm: float = 1.0) -> Painting:
    """Paint layers over each other inside a frame.

    Parameters
    ----------
    layers : list of Layer
        In any order; of equal priority the later is above.
    frame : shapely Polygon or MultiPolygon
        Ground to fill [m].
    grid_mm : float
        Side of the grid on which all boundaries meet [mm], above 0.

    Returns
    -------
    Painting
        The areas of its faces sum to that of the frame, on the grid.
    """
    order = sorted(range(len(layers)), key=lambda place: layers[place].priority)
    kept, parts, owner = [], [], []
    frame = _scaled(np.array([frame], dtype=object), 1.0 / grid_mm)[0]
    for place in order:
        merged = _merged(_scaled(layers[place].areas, 1.0 / grid_mm), frame)
        if merged.size:
            parts.append(merged)
            owner.append(np.full(merged.size, len(kept)))
            kept.append(layers[place])
    areas = np.concatenate(parts) if parts else np.empty(0, dtype=object)
    layer_of = np.concatenate(owner) if owner else np.empty(0, dtype=np.int64)
    frame = shapely.set_precision(frame, MILLIMETRE)
    cells = cut_cells(areas, frame)
    top = _topmost(cells.point, areas, layer_of, len(kept))
    tells_cover = np.array([layer.cover != "" for layer in kept], dtype=bool)
    tells_use = np.array([layer.use != "" for layer in kept], dtype=bool)
    cover = np.array([*(layer.cover for layer in kept), ""], dtype="<U9")[_last(top, tells_cover)]
    use = np.array([*(layer.use for layer in kept), ""], dtype="<U9")[_last(top, tells_use)]
    parks = np.array([layer.park for layer in kept], dtype=bool)
    park = top[parks].any(axis=0) & np.char.startswith(cover, PLANTS)
    _, value = np.unique(np.stack([cover, use, park.astype(str)]), axis=1, return_inverse=True)
    face = faces_of(cells, value.reshape(-1))
    first = np.unique(face, return_index=True)[1]
    return Painting(_scaled(dissolve(cells, face), grid_mm), cover[first], use[first], park[first])


def _scaled(shapes: np.ndarray, factor: float) -> np.ndarray:
    """Return geometries whose coordinates are multiplied: the partition has one grid, of a thousandth of its unit."""
    if factor == 1.0:
        return shapes
    return shapely.transform(shapes, lambda points: points * factor)


def _merged(areas: np.ndarray, frame) -> np.ndarray:
    """Return areas of one kind as polygons that do not overlap, inside the frame."""
    areas = np.asarray(areas, dtype=object)
    areas = areas[~shapely.is_missing(areas)]
    areas = areas[shapely.intersects(areas, frame)]
    if not areas.size:
        return areas
    parts = shapely.get_parts(shapely.intersection(shapely.union_all(areas), frame))
    return parts[(shapely.get_type_id(parts) == POLYGON) & (shapely.area(parts) > 0.0)]


def _topmost(points: np.ndarray, areas: np.ndarray, layer_of: np.ndarray, layers: int) -> np.ndarray:
    """Return which layers cover each point, bool of shape (layers, points)."""
    covers = np.zeros((layers, len(points)), dtype=bool)
    if areas.size:
        # The tree is of the points: areas that are looked up in it are prepared, a network of roads is not gone through
        # again for each point.
        area, point = shapely.STRtree(points).query(areas, predicate="intersects")
        covers[layer_of[area], point] = True
    return covers


def _last(covers: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """Return the last of the chosen layers that covers each point, -1 where none does."""
    usable = covers & chosen[:, None]
    number = np.arange(1, len(chosen) + 1)[:, None] * usable
    return (number.max(axis=0) if len(chosen) else np.zeros(covers.shape[1], dtype=np.int64)) - 1
