"""Large buildings of the demo town: bars of flats, sheds, hospital, school, church, station."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry import Point, Polygon

from .shapes import GRID, long_axis, rectangle


def place_bars(ground: Polygon, length, width, gap: float, margin: float, rng, most: int = 99) -> list[Polygon]:
    """Return parallel rectangular buildings on a site.

    Parameters
    ----------
    ground : Polygon
        Free ground of the site [m].
    length, width : (float, float)
        Range of the sides of a building [m].
    gap : float
        Clear distance between two buildings [m].
    margin : float
        Clear distance to the edge of the site [m].
    rng : numpy.random.Generator
        Source of chance.
    most : int
        Largest number of buildings.

    Returns
    -------
    list of Polygon
        Buildings inside the site, clear of each other.
    """
    inside = ground.buffer(-margin)
    if inside.is_empty:
        return []
    direction, reach, span = long_axis(ground)
    across = np.array([-direction[1], direction[0]])
    corner = shapely.get_coordinates(shapely.minimum_rotated_rectangle(ground).centroid)[0]
    shapely.prepare(inside)
    done: list[Polygon] = []
    offset = -span / 2 + margin
    while offset < span / 2 and len(done) < most:
        deep = rng.uniform(*width)
        position = -reach / 2 + margin + rng.uniform(0.0, 0.15 * length[0])
        widest = 0.0
        while position < reach / 2 and len(done) < most:
            long = rng.uniform(*length)
            centre = corner + direction * (position + long / 2) + across * (offset + deep / 2)
            shape = shapely.set_precision(rectangle(centre, direction, long, deep), GRID)
            if inside.contains(shape):
                done.append(shape)
                widest = deep
                position += long + gap * rng.uniform(0.8, 1.3)
            else:
                position += 0.12 * length[0]
        offset += (widest + gap) if widest else 0.25 * width[0]
    return done


def largest_rectangle(ground: Polygon, share: float, longest: float, widest: float, rng):
    """Return the frame of a large building: its centre, direction, length and width.

    The frame lies inside the ground, parallel to its long side; it shrinks until it fits, and is None
    when nothing longer than 12 m does.
    """
    direction, reach, width = long_axis(ground)
    length, width = min(share * reach, longest), min(share * width, widest)
    inside = ground.buffer(-2.0)
    middle = shapely.get_coordinates(ground.centroid)[0]
    centres = [middle + shift * reach * direction for shift in (0.0, 0.18, -0.18)]
    while length > 12.0 and width > 8.0 and not inside.is_empty:
        for centre in centres:
            moved = centre + direction * rng.uniform(-0.08, 0.08) * length
            for place in (moved, centre):
                if inside.contains(rectangle(place, direction, length, width)):
                    return place, direction, length, width
        length, width = 0.9 * length, 0.9 * width
    return None


def cloister(ground: Polygon, rng, longest: float = 70.0, widest: float = 45.0, depth: float = 10.0):
    """Return a building around a courtyard, or a plain block where there is no room for one; None if too small."""
    frame = largest_rectangle(ground, 0.72, longest, widest, rng)
    if frame is None:
        return None
    centre, direction, length, width = frame
    shape = rectangle(centre, direction, length, width)
    if width > 2 * depth + 6.0 and length > 2 * depth + 6.0:
        shape = shape.difference(rectangle(centre, direction, length - 2 * depth, width - 2 * depth))
    return shapely.set_precision(shape, GRID)


def comb(ground: Polygon, rng):
    """Return a long building with wings on both sides, as hospitals have; None if there is no room."""
    frame = largest_rectangle(ground, 0.75, 130.0, 80.0, rng)
    if frame is None:
        return None
    centre, direction, length, width = frame
    across = np.array([-direction[1], direction[0]])
    spine = min(18.0, 0.5 * width)
    parts = [rectangle(centre, direction, length, spine)]
    count = max(1, int(length // 42.0))
    for k in range(count):
        middle = centre + direction * ((k + 0.5) / count - 0.5) * length
        side = across * (width / 4) * (1.0 if k % 2 else -1.0)
        parts.append(rectangle(middle + side, direction, 15.0, width / 2))
    return shapely.set_precision(shapely.union_all(parts), GRID)


def church(ground: Polygon, rng) -> list[Polygon]:
    """Return the nave with its transept, and the tower at its end; nothing if there is no room."""
    frame = largest_rectangle(ground, 0.62, 52.0, 26.0, rng)
    if frame is None:
        return []
    centre, direction, length, width = frame
    nave = rectangle(centre + direction * 0.06 * length, direction, 0.88 * length, 0.55 * width)
    transept = rectangle(centre + direction * 0.2 * length, direction, 0.18 * length, width)
    tower = rectangle(centre - direction * 0.44 * length, direction, 0.12 * length + 2.0, 0.42 * width)
    body = nave.union(transept)
    edges = shapely.union_all([body.boundary, tower.boundary], grid_size=GRID)
    pieces = shapely.get_parts(shapely.polygonize([edges]))
    in_tower = shapely.contains(tower, shapely.point_on_surface(pieces))
    return [shapely.union_all(pieces[~in_tower]), shapely.union_all(pieces[in_tower])]


def station(ground: list[Polygon], rail, foot: Point, rng):
    """Return the station along the railway, as close as there is room to the end of the station avenue.

    Parameters
    ----------
    ground : list of Polygon
        Free ground along the railway [m].
    rail : LineString
        Railway.
    foot : Point
        End of the avenue.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    Polygon or None
        Building, None when the strip is too narrow.
    """
    if not ground or rail.is_empty:
        return None
    strip = shapely.union_all(ground).buffer(0.6).buffer(-0.9)
    a, b = shapely.get_coordinates(rail)[[0, -1]]
    unit = (b - a) / np.hypot(*(b - a))
    below = shapely.get_coordinates(rail.interpolate(rail.project(foot)))[0]
    towards = np.array(foot.coords[0]) - below
    gap = np.hypot(*towards)
    if gap < 1.0:
        return None
    normal = towards / gap
    for length in (rng.uniform(58.0, 70.0), 40.0, 26.0, 16.0):
        for width in (12.0, 9.0, 7.0):
            for shift in (0.0, 12.0, -12.0, 25.0, -25.0, 45.0, -45.0):
                for distance in np.arange(gap - 2.0, 9.0, -1.0):
                    shape = rectangle(below + normal * distance + unit * shift, unit, length, width)
                    if strip.contains(shape):
                        return shapely.set_precision(shape, GRID)
    return None
