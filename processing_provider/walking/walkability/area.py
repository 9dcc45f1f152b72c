"""Walkability of areas: intersections, density, shops, mix of uses, and how far streets let one walk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

from .equipment import WalkLines, snap_points

SQUARE_METRES_PER_HA = 10_000.0
SQUARE_METRES_PER_KM2 = 1_000_000.0
JUNCTION_M = 10.0  # nodes closer than this are one intersection (dual carriageways, separate sidewalks) [m]
STREET_BUFFER_M = 50.0  # depth of plots reached from a street, for pedestrian sheds [m] (Forsyth et al. 2012)
CIRCLE_SEGMENTS = 64  # per quarter: the area of the disc is right to 1e-4


@dataclass(frozen=True)
class Intersections:
    """Places where streets meet: ``xy`` float64 (n, 2) [m] and ``legs`` int64 (n,), streets that leave them."""

    xy: np.ndarray
    legs: np.ndarray


def intersections(network: WalkLines, merge: float = JUNCTION_M) -> Intersections:
    """Return the intersections of a network: places that three streets or more leave.

    Parameters
    ----------
    network : WalkLines
        Edges that meet at nodes.
    merge : float
        Nodes closer than this are one place; the edges between them do not count [m].

    Returns
    -------
    Intersections
    """
    if not network.nodes:
        return Intersections(np.zeros((0, 2)), np.zeros(0, dtype=np.int64))
    xy = np.zeros((network.nodes, 2))
    xy[network.u] = shapely.get_coordinates(shapely.get_point(network.lines, 0))
    xy[network.v] = shapely.get_coordinates(shapely.get_point(network.lines, -1))
    pairs = cKDTree(xy).query_pairs(merge, output_type="ndarray") if merge > 0.0 else np.zeros((0, 2), dtype=int)
    links = coo_matrix((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(xy), len(xy)))
    count, place = connected_components(links, directed=False)
    inside = (place[network.u] == place[network.v]) & (network.length <= 2.0 * merge)
    ends = np.concatenate((place[network.u][~inside], place[network.v][~inside]))
    legs = np.bincount(ends, minlength=count)
    size = np.bincount(place, minlength=count)
    centre = np.column_stack([np.bincount(place, xy[:, axis], minlength=count) / size for axis in (0, 1)])
    kept = legs >= 3
    return Intersections(centre[kept], legs[kept])


def count_inside(zones, found: Intersections, least_legs: int) -> np.ndarray:
    """Return how many intersections of so many legs lie in each zone, borders included."""
    xy = found.xy[found.legs >= least_legs]
    if not len(xy):
        return np.zeros(len(zones))
    zone, _ = shapely.STRtree(shapely.points(xy)).query(zones, predicate="intersects")
    return np.bincount(zone, minlength=len(zones)).astype(np.float64)


def areas_by_class(zones, shapes, classes) -> tuple[np.ndarray, list[str]]:
    """Return the area of each class of polygons in each zone.

    Parameters
    ----------
    zones, shapes : arrays of shapely polygons (n,) and (m,)
        None is skipped.
    classes : sequence of str or None (m,)
        Class of each shape; None is skipped.

    Returns
    -------
    areas : float64 (n, c)
        [m2]
    names : list of str (c,)
        Classes in alphabetical order.
    """
    names = sorted({str(item) for item in classes if item is not None})
    number = {name: place for place, name in enumerate(names)}
    areas = np.zeros((len(zones), len(names)))
    usable = np.array([item is not None for item in classes], dtype=bool) & ~shapely.is_missing(shapes)
    index = np.flatnonzero(usable)
    if len(index):
        zone, shape = shapely.STRtree(shapes[index]).query(zones, predicate="intersects")
        part = shapely.area(shapely.intersection(np.asarray(zones)[zone], shapes[index[shape]]))
        column = np.array([number[str(classes[item])] for item in index[shape]], dtype=np.int64)
        np.add.at(areas, (zone, column), part)
    return areas, names


def share_inside(zones, shapes, amounts) -> np.ndarray:
    """Return the amounts of polygons in each zone, shared out by area (inhabitants of grid cells, dwellings).

    Parameters
    ----------
    zones, shapes : arrays of shapely polygons (n,) and (m,)
        None is skipped.
    amounts : float64 (m,)
        NaN is skipped.

    Returns
    -------
    float64 (n,)
    """
    amounts = np.asarray(amounts, dtype=np.float64)
    whole = shapely.area(shapes)
    index = np.flatnonzero((whole > 0.0) & ~np.isnan(amounts))
    total = np.zeros(len(zones))
    if len(index):
        zone, shape = shapely.STRtree(shapes[index]).query(zones, predicate="intersects")
        part = shapely.area(shapely.intersection(np.asarray(zones)[zone], shapes[index[shape]]))
        np.add.at(total, zone, amounts[index[shape]] * part / whole[index[shape]])
    return total


def mix(areas) -> np.ndarray:
    """Return the mix of uses ``-sum p ln p / ln K``: 0 for a single use, 1 for K uses of equal area.

    Parameters
    ----------
    areas : float64 (n, K)
        Area of each use, 0 or more.

    Returns
    -------
    float64 (n,)
        NaN where there is no area; 0 when K is 1.
    """
    areas = np.asarray(areas, dtype=np.float64)
    total = areas.sum(axis=1)
    share = areas / np.where(total > 0.0, total, 1.0)[:, None]
    entropy = -(share * np.log(np.where(share > 0.0, share, 1.0))).sum(axis=1)
    kinds = areas.shape[1]
    return np.where(total > 0.0, entropy / np.log(kinds) if kinds > 1 else 0.0, np.nan)


def z_scores(values) -> np.ndarray:
    """Return values less their mean, in standard deviations (n - 1) of the zones; 0 where all are the same."""
    values = np.asarray(values, dtype=np.float64)
    known = values[~np.isnan(values)]
    deviation = known.std(ddof=1) if len(known) > 1 else 0.0
    if not deviation > 1e-12 * max(1.0, np.abs(known).max(initial=0.0)):
        return np.where(np.isnan(values), np.nan, 0.0)
    return (values - known.mean()) / deviation


def frank_index(intersection, density, retail, uses) -> tuple[np.ndarray, dict[str, Optional[np.ndarray]]]:
    """Return the walkability index of Frank et al. (2010) and its z-scores.

    ``WI = 2 z(intersection density) + z(net residential density) + z(retail floor area ratio) + z(land-use mix)``
    (doi 10.1136/bjsm.2009.058701).

    Parameters
    ----------
    intersection, density, retail, uses : float64 (n,) or None
        Components by zone, in any unit; None is left out of the sum.

    Returns
    -------
    index : float64 (n,)
        NaN where a component that is given is unknown.
    scores : dict of str to float64 (n,) or None
    """
    parts = {"inter": (2.0, intersection), "dens": (1.0, density), "retail": (1.0, retail), "mix": (1.0, uses)}
    scores = {name: None if values is None else z_scores(values) for name, (_, values) in parts.items()}
    total = sum(factor * scores[name] for name, (factor, _) in parts.items() if scores[name] is not None)
    return np.asarray(total, dtype=np.float64), scores


def pedestrian_shed(network: WalkLines, start, reach: float) -> np.ndarray:
    """Return which share of the disc around points is reached on foot along the streets.

    The streets reached, cut exactly at the distance, are widened by 50 m (the plots they serve), kept within the disc
    and divided by its area. An open field of paths has 1, a cul-de-sac little.

    Parameters
    ----------
    network : WalkLines
        Edges.
    start : array of shapely Point (n,)
        Points [m]; the way to the nearest street is not counted.
    reach : float
        Walking distance [m].

    Returns
    -------
    float64 (n,)
        0 to 1; NaN where no street lies within the distance.
    """
    result = np.full(len(start), np.nan)
    snapped = snap_points(network, start, reach)
    if not len(snapped.index):
        return result
    u, v, length = network.u, network.v, network.length
    order = np.lexsort((np.concatenate((length, length)), np.concatenate((v, u)), np.concatenate((u, v))))
    tail, head = np.concatenate((u, v))[order], np.concatenate((v, u))[order]
    weight = np.concatenate((length, length))[order]
    first = np.concatenate(([True], (np.diff(tail) != 0) | (np.diff(head) != 0)))
    graph = coo_matrix((weight[first], (tail[first], head[first])), shape=(network.nodes, network.nodes)).tocsr()
    for index, part, along in zip(snapped.index, snapped.part, snapped.along):
        from_ends = dijkstra(graph, indices=[u[part], v[part]], limit=reach)
        steps = np.minimum(from_ends[0] + along, from_ends[1] + length[part] - along)
        pieces = _reached(network, steps, reach)
        pieces.append(_piece(network.lines[part], max(0.0, along - reach), min(length[part], along + reach)))
        on_street = shapely.line_interpolate_point(network.lines[part], along)
        disc = shapely.buffer(on_street, reach, quad_segs=CIRCLE_SEGMENTS)
        # Buffers of pieces one by one, then their union: exact whatever the pieces share.
        served = shapely.union_all(shapely.buffer(np.array(pieces, dtype=object), STREET_BUFFER_M))
        result[index] = shapely.area(shapely.intersection(served, disc)) / shapely.area(disc)
    return result


def _reached(network: WalkLines, steps: np.ndarray, reach: float) -> list:
    """Pieces of edges reached from their ends."""
    left_u = np.minimum(reach - steps[network.u], network.length)
    left_v = np.minimum(reach - steps[network.v], network.length)
    touched = np.flatnonzero((left_u > 0.0) | (left_v > 0.0))
    pieces = []
    for edge in touched:
        line, length = network.lines[edge], network.length[edge]
        if left_u[edge] + left_v[edge] >= length and left_u[edge] > 0.0 and left_v[edge] > 0.0:
            pieces.append(line)
            continue
        if left_u[edge] > 0.0:
            pieces.append(_piece(line, 0.0, left_u[edge]))
        if left_v[edge] > 0.0:
            pieces.append(_piece(line, length - left_v[edge], length))
    return pieces


def _piece(line, start: float, end: float):
    """Part of a line between two distances from its start [m]."""
    coords = shapely.get_coordinates(line)
    at = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(coords, axis=0).T))))
    inner = (at > start) & (at < end)
    cut = [np.array([np.interp(value, at, coords[:, axis]) for axis in (0, 1)]) for value in (start, end)]
    return shapely.LineString(np.vstack((cut[0], coords[inner], cut[1])))
