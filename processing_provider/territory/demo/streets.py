"""Streets of the demo town: from the plan to noded sections and to the blocks between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon

from .districts import Drawn, district_of, fill_region
from .network import Network, faces, node_lines, sides
from .plan import GREENWAY_OFFSET, STATION_OFFSET, Axis, Plan

#: A face smaller than this is joined to its neighbour, by district [m2].
SMALLEST_BLOCK = {"old": 700.0, "grid": 2200.0, "lots": 4500.0, "estate": 6000.0, "field": 4000.0}
#: A block that a disc of this radius does not fit is too thin [m].
THINNEST_BLOCK = {"old": 7.0, "grid": 15.0, "lots": 17.0, "estate": 20.0, "field": 15.0}


@dataclass
class StreetMap:
    """Streets, their noded sections and the blocks.

    Attributes
    ----------
    axes : list of Axis
        Streets.
    network : Network
        Sections; ``network.street`` indexes ``axes``.
    blocks : ndarray of Polygon, shape (m,)
        Areas between street axes.
    districts : list of str, length m
        District of each block.
    boundaries : list of LineString
        Field boundaries that carry no street.
    """

    axes: list[Axis]
    network: Network
    blocks: np.ndarray
    districts: list[str]
    boundaries: list[LineString]


def lay_streets(plan: Plan, rng) -> StreetMap:
    """Fill the plan with minor streets and cut everything at the junctions.

    Parameters
    ----------
    plan : Plan
        The town's plan.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    StreetMap
        Streets, sections and blocks; blocks too small to build on are joined to a neighbour.
    """
    skeleton = node_axes(list(plan.axes), plan)
    regions = faces(skeleton.lines[_on_ground(plan.axes, skeleton)], plan.domain)
    names = [district_of(plan, region) for region in regions]
    starts = shapely.get_coordinates(shapely.get_point(skeleton.lines, 0))
    stops = shapely.get_coordinates(shapely.get_point(skeleton.lines, -1))
    drawn = Drawn(ends=[tuple(point) for point in np.unique(np.concatenate([starts, stops]), axis=0)])
    for region, name in zip(regions, names):
        fill_region(plan, region, name, drawn, rng)
    axes = [*plan.axes, *drawn.axes]
    network = node_axes(axes, plan)
    blocks = faces(network.lines[_on_ground(axes, network)], plan.domain)
    for _ in range(4):
        keep = _joined(axes, network, blocks, _districts(blocks, regions, names))
        if keep.all():
            break
        network = node_sections(axes, network, keep, plan)
        blocks = faces(network.lines[_on_ground(axes, network)], plan.domain)
    return StreetMap(axes, network, blocks, _districts(blocks, regions, names), drawn.boundaries)


def node_axes(axes: list[Axis], plan: Plan) -> Network:
    """Cut streets at their junctions."""
    lines = np.empty(len(axes), dtype=object)
    lines[:] = [axis.line for axis in axes]
    return node_lines(lines, np.arange(len(axes)), np.array([axis.deck for axis in axes]), plan.domain)


def node_sections(axes: list[Axis], network: Network, keep: np.ndarray, plan: Plan, first_new: int = -1) -> Network:
    """Cut again after some sections were taken away and streets from index ``first_new`` were added."""
    deck = np.array([axis.deck for axis in axes])
    added = list(range(first_new, len(axes))) if first_new >= 0 else []
    lines = np.empty(int(keep.sum()) + len(added), dtype=object)
    lines[:] = [*network.lines[keep], *(axes[index].line for index in added)]
    street = np.concatenate([network.street[keep], np.array(added, dtype=np.int64)])
    return node_lines(lines, street, deck[street], plan.domain)


def add_streets(streets: StreetMap, axes: list[Axis], plan: Plan) -> StreetMap:
    """Add streets that do not change the blocks: paths in parks, passages, yards."""
    everything = [*streets.axes, *axes]
    keep = np.ones(len(streets.network.lines), dtype=bool)
    network = node_sections(everything, streets.network, keep, plan, len(streets.axes))
    return StreetMap(everything, network, streets.blocks, streets.districts, streets.boundaries)


def merge_blocks(streets: StreetMap, groups: list[list[int]], plan: Plan) -> StreetMap:
    """Take away the minor streets inside and between the blocks of each group, which become one block.

    Parameters
    ----------
    streets : StreetMap
        Streets and blocks.
    groups : list of list of int
        Blocks to join.
    plan : Plan
        The town's plan.

    Returns
    -------
    StreetMap
        Streets and blocks; the order of the blocks changes.
    """
    group = -1 - np.arange(len(streets.blocks))
    for members in groups:
        group[members] = members[0]
    pair = sides(streets.network.lines, streets.blocks)
    minor = np.array([not streets.axes[index].major for index in streets.network.street])
    left, right = group[pair[:, 0]], group[pair[:, 1]]
    inside = (pair >= 0).all(axis=1) & (left == right) & (left >= 0)
    network = node_sections(streets.axes, streets.network, ~(inside & minor), plan)
    blocks = faces(network.lines[_on_ground(streets.axes, network)], plan.domain)
    return StreetMap(
        streets.axes, network, blocks, _districts(blocks, streets.blocks, streets.districts), streets.boundaries
    )


def neighbours(streets: StreetMap) -> list[set[int]]:
    """Return, for each block, the blocks across its minor streets."""
    around: list[set[int]] = [set() for _ in streets.blocks]
    pair = sides(streets.network.lines, streets.blocks)
    for (left, right), index in zip(pair, streets.network.street):
        if left >= 0 and right >= 0 and left != right and not streets.axes[index].major:
            around[left].add(int(right))
            around[right].add(int(left))
    return around


def section_levels(plan: Plan, axes: list[Axis], network: Network) -> np.ndarray:
    """Return the level of each section: that of its street, and bridges or underpasses at the railway."""
    level = np.array([axes[index].level for index in network.street], dtype=np.int64)
    middle = shapely.get_coordinates(shapely.line_interpolate_point(network.lines, 0.5, normalized=True))
    _, v = plan.frame.to_plan(middle[:, 0], middle[:, 1])
    above = v - plan.rail_v
    strip = (above < STATION_OFFSET - 2.0) & (above > -GREENWAY_OFFSET + 2.0)
    crosses = shapely.intersects(network.lines, plan.rail)
    kinds = np.array([axes[index].kind for index in network.street], dtype=object)
    level[strip & crosses & (kinds == "primary")] = 1
    level[strip & crosses & (kinds != "primary")] = -1
    return level


def _on_ground(axes, network: Network) -> np.ndarray:
    return np.array([not axes[index].deck for index in network.street])


def _districts(blocks: np.ndarray, regions: np.ndarray, names: list[str]) -> list[str]:
    """Return the district of each block: that of the region it lies in."""
    tree = shapely.STRtree(regions)
    found, near = tree.query(shapely.point_on_surface(blocks), predicate="intersects")
    out = ["field"] * len(blocks)
    for block, region in zip(found, near):
        out[block] = names[region]
    return out


def _too_small(block: Polygon, district: str) -> bool:
    if district not in SMALLEST_BLOCK:
        return False
    return block.area < SMALLEST_BLOCK[district] or block.buffer(-THINNEST_BLOCK[district]).is_empty


def _joined(axes, network: Network, blocks: np.ndarray, districts: list[str]) -> np.ndarray:
    """Say which sections stay when every block that is too small joins the neighbour it shares most with."""
    pair = sides(network.lines, blocks)
    minor = np.array([not axes[index].major for index in network.street])
    length = shapely.length(network.lines)
    keep = np.ones(len(network.lines), dtype=bool)
    touched = set()
    for index in np.argsort(shapely.area(blocks), kind="stable").tolist():
        if index in touched or not _too_small(blocks[index], districts[index]):
            continue
        shared: dict[int, float] = {}
        around = np.flatnonzero(minor & (pair == index).any(axis=1) & (pair >= 0).all(axis=1))
        for section in around:
            other = int(pair[section].sum() - index)
            if other != index and other not in touched:
                shared[other] = shared.get(other, 0.0) + length[section]
        if shared:
            other = max(sorted(shared), key=shared.__getitem__)
            keep[[s for s in around if other in pair[s]]] = False
            touched |= {index, other}
    return keep
