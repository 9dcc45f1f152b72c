"""Detached and terraced houses along the streets of the housing estates."""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry import Polygon

from .perimeter import street_fronts
from .shapes import GRID, rectangle

#: Width of a plot along the street [m], and distance from the street to the house [m].
PLOT_WIDTH, SETBACK = (14.0, 20.0), (4.0, 7.0)
#: Length along the street and depth of a detached house [m].
HOUSE_LENGTH, HOUSE_DEPTH = (8.5, 12.5), (7.5, 10.5)
#: Front and depth of a terraced house [m], houses in a row, and share of the street sides built so.
ROW_FRONT, ROW_DEPTH, ROW_COUNT, ROW_SHARE = 6.5, 9.0, (3, 7), 0.22
#: Clear distance between two houses, and between a house and the edge of its plot [m].
CLEAR, EDGE_CLEAR = 3.0, 2.0
#: Share of the houses with a garage or shed apart.
ANNEX_SHARE = 0.4


def build_houses(ground: Polygon, rng) -> tuple[list[Polygon], list[Polygon], list[Polygon]]:
    """Set houses along the edges of a block.

    Parameters
    ----------
    ground : Polygon
        Free ground of the block [m].
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    houses, rows, annexes : list of Polygon
        Detached houses, terraced houses that share their party walls, garages and sheds.
    """
    inside = ground.buffer(-EDGE_CLEAR)
    if inside.is_empty:
        return [], [], []
    shapely.prepare(inside)
    groups: list[tuple[str, list[Polygon]]] = []
    for number, boundary in enumerate([ground.exterior, *ground.interiors]):
        for run, _, _ in street_fronts(boundary, number > 0):
            groups += _along(run, rng)
    houses, rows, taken = [], [], []
    for kind, shapes in groups:
        whole = shapely.union_all(shapes)
        if not inside.contains(whole) or _too_close(whole, taken, CLEAR):
            continue
        (houses if kind == "house" else rows).extend(shapes)
        taken += shapes
    annexes = _annexes(houses, inside, taken, rng)
    return houses, rows, annexes


def _too_close(shape, others: list[Polygon], gap: float) -> bool:
    return bool(others) and bool((shapely.distance(shape, np.array(others, dtype=object)) < gap).any())


def _along(run, rng) -> list[tuple[str, list[Polygon]]]:
    """Return the houses wanted along one side of a street, in order."""
    groups, position = [], rng.uniform(3.0, 9.0)
    in_rows = rng.uniform() < ROW_SHARE
    setback = rng.uniform(*SETBACK)
    while position < run.length - 6.0:
        if in_rows and position + 3 * ROW_FRONT < run.length:
            count = int(rng.integers(*ROW_COUNT))
            groups.append(("row", _row(run, position, count, setback)))
            position += count * ROW_FRONT + rng.uniform(5.0, 9.0)
            continue
        plot = rng.uniform(*PLOT_WIDTH)
        length, depth = rng.uniform(*HOUSE_LENGTH), rng.uniform(*HOUSE_DEPTH)
        foot, unit, normal = _at(run, min(position + plot / 2, run.length))
        centre = foot + normal * (setback + rng.uniform(-0.8, 0.8) + depth / 2)
        shape = rectangle(centre, unit, length, depth)
        if rng.uniform() < 0.35:  # a wing makes an L
            wing = rectangle(centre + unit * (length / 4) + normal * (depth / 2 + 1.5), unit, length / 2.2, 4.0)
            shape = shape.union(wing)
        groups.append(("house", [shapely.set_precision(shape, GRID)]))
        position += plot
    return groups


def _row(run, position: float, count: int, setback: float) -> list[Polygon]:
    """Return terraced houses on a straight line from a position along a street."""
    foot, unit, normal = _at(run, min(position + count * ROW_FRONT / 2, run.length))
    start = foot + normal * setback - unit * (count * ROW_FRONT / 2)
    front = np.round([start + unit * ROW_FRONT * k for k in range(count + 1)], 2)
    back = np.round(front + normal * ROW_DEPTH, 2)
    return [Polygon([front[k], front[k + 1], back[k + 1], back[k]]) for k in range(count)]


def _at(run, position: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the point of a street line at a position [m], its direction and the direction into the plot."""
    a = shapely.get_coordinates(run.interpolate(max(0.0, position - 4.0)))[0]
    b = shapely.get_coordinates(run.interpolate(min(run.length, position + 4.0)))[0]
    unit = (b - a) / np.hypot(*(b - a))
    foot = shapely.get_coordinates(run.interpolate(position))[0]
    return foot, unit, np.array([-unit[1], unit[0]])


def _annexes(houses: list[Polygon], inside, taken: list[Polygon], rng) -> list[Polygon]:
    """Return garages and garden sheds near some of the houses."""
    annexes: list[Polygon] = []
    for house in houses:
        if rng.uniform() >= ANNEX_SHARE:
            continue
        corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(house))
        unit = (corners[1] - corners[0]) / np.hypot(*(corners[1] - corners[0]))
        turn = rng.uniform(0.0, 2 * np.pi)
        centre = corners[:4].mean(axis=0) + rng.uniform(9.0, 14.0) * np.array([np.cos(turn), np.sin(turn)])
        shape = shapely.set_precision(rectangle(centre, unit, rng.uniform(4.0, 6.5), rng.uniform(2.8, 4.0)), GRID)
        if inside.contains(shape) and not _too_close(shape, [*taken, *annexes], 1.0):
            annexes.append(shape)
    return annexes
