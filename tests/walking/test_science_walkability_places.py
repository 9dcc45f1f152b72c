"""Canopy and equipment beside street segments, without QGIS."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.engine import Tile, plan_tiles
from cityorchestra.processing_provider.raster_files import Grid
from cityorchestra.processing_provider.walking.walkability import canopy, equipment
from cityorchestra.processing_provider.walking.walkability.indicators import default_indicators

# -- canopy ---------------------------------------------------------------------------------------------------------

GRID = Grid(60, 40, 1000.0, 2040.0, 1.0)


def cover(lines, heights, tile_size=1000, distance=10.0):
    counts = np.zeros((len(lines), 2), dtype=np.int64)
    tiles = plan_tiles(GRID, tile_size, 0)
    lines = np.array(lines, dtype=object)
    boxes = canopy.boxes_in_cells(*canopy.line_segments(lines), distance, GRID.west, GRID.north, GRID.cell_size)
    for tile, rows in canopy.lines_by_tile(boxes, tiles).items():
        ends, first = canopy.line_segments(lines[rows])
        cells = heights[tile.row : tile.row + tile.height, tile.column : tile.column + tile.width]
        assert isinstance(tile, Tile)
        counts[rows] += canopy.count_tile(
            {"canopy": cells.astype(np.float32)}, tile, np.zeros(1, dtype=np.uint8), ends=ends, first=first,
            west=GRID.west, north=GRID.north, cell=GRID.cell_size, distance=distance, height=3.0,
        )  # fmt: skip
    return counts


def by_hand(lines, heights, distance=10.0):
    """Every cell of the raster against every line, by shapely."""
    rows, columns = np.mgrid[: GRID.height, : GRID.width]
    points = shapely.points(GRID.west + columns + 0.5, GRID.north - rows - 0.5)
    counts = []
    for line in lines:
        near = np.zeros(rows.shape, dtype=bool) if line is None else shapely.distance(points, line) <= distance
        near &= ~np.isnan(heights)
        counts.append([near.sum(), (near & (heights >= 3.0)).sum()])
    return np.array(counts)


def test_canopy_beside_a_street_is_counted_cell_by_cell():
    heights = np.random.default_rng(3).uniform(0, 6, (GRID.height, GRID.width))
    heights[5:9, 12:30] = np.nan
    lines = [
        shapely.LineString([(1010, 2020), (1040, 2020.3)]),
        shapely.LineString([(1003, 2003), (1050, 2035), (1055, 2010)]),
        shapely.MultiLineString([[(1005, 2030), (1010, 2031)], [(1050, 2005), (1070, 2005)]]),
        None,
        shapely.LineString([(3000, 3000), (3001, 3000)]),
    ]
    np.testing.assert_array_equal(cover(lines, heights), by_hand(lines, heights))
    percent = canopy.cover_percent(cover(lines, heights))
    assert 30 < percent[0] < 70 and np.isnan(percent[3:]).all()


def test_half_a_street_under_trees_has_half_the_cover():
    heights = np.zeros((GRID.height, GRID.width))
    heights[:20] = 8.0  # north of y = 2020
    counts = cover([shapely.LineString([(1015, 2020), (1045, 2020)])], heights)
    assert counts[0, 1] * 2 == counts[0, 0]
    assert canopy.cover_percent(counts)[0] == 50


@pytest.mark.parametrize("tile_size", [7, 16, 33])
def test_canopy_does_not_depend_on_tiles(tile_size):
    heights = np.random.default_rng(5).uniform(0, 6, (GRID.height, GRID.width))
    lines = [shapely.LineString(np.random.default_rng(n).uniform((1000, 2000), (1060, 2040), (4, 2))) for n in range(9)]
    np.testing.assert_array_equal(cover(lines, heights, tile_size), cover(lines, heights))


# -- equipment ------------------------------------------------------------------------------------------------------

# A cross of four streets of 100 m that meet at (0, 0), and a street apart.
CROSS = np.array(
    [
        shapely.LineString([(-100, 0), (0, 0)]),
        shapely.LineString([(0, 0), (100, 0)]),
        shapely.LineString([(0, 0), (0, 100)]),
        shapely.LineString([(0, -100), (0, 0)]),
        shapely.LineString([(500, 500), (540, 500)]),
    ],
    dtype=object,
)


def way_to(points, geometry=CROSS, **nodes):
    network = equipment.walk_lines(geometry, **nodes)
    return equipment.distances(network, equipment.snap_points(network, np.array(points, dtype=object)))


def test_distance_along_streets_is_that_of_the_middle_of_each():
    found = way_to([shapely.Point(80, 0)])
    np.testing.assert_allclose(found, [130, 30, 130, 130, equipment.SEARCH_LIMIT_M])
    # Beside the street: the way to the point counts.
    np.testing.assert_allclose(way_to([shapely.Point(80, 7)])[:3], [137, 37, 137])
    # At the junction itself, where the distance to the node is 0.
    np.testing.assert_allclose(way_to([shapely.Point(0, 0)])[:4], [50, 50, 50, 50])
    # In the middle of a street, and two points.
    np.testing.assert_allclose(way_to([shapely.Point(50, 0), shapely.Point(520, 501)]), [100, 0, 100, 100, 1])


def test_points_too_far_or_without_coordinates_do_not_count():
    points = [shapely.Point(80, 51), None, shapely.Point()]
    network = equipment.walk_lines(CROSS)
    assert len(equipment.snap_points(network, np.array(points, dtype=object)).index) == 0
    np.testing.assert_allclose(way_to(points), equipment.SEARCH_LIMIT_M)


def test_nodes_of_the_network_are_followed_rather_than_coordinates():
    # A bridge: the second street starts at the same place on another level.
    u, v = np.array([10, 99, 12, 13, 14]), np.array([11, 15, 16, 11, 17])
    found = way_to([shapely.Point(-80, 0)], u=u, v=v)
    np.testing.assert_allclose(found, [30, 2000, 2000, 130, 2000])


def test_parts_of_a_segment_are_weighted_by_length_and_missing_ones_are_not_known():
    both = shapely.MultiLineString([[(0, 0), (100, 0)], [(100, 0), (100, 300)]])
    geometry = np.array([both, None, shapely.LineString([(0, 0), (0, 60)])], dtype=object)
    found = way_to([shapely.Point(100, 0)], geometry)
    np.testing.assert_allclose(found, [(100 * 50 + 300 * 150) / 400, np.nan, 130])


def test_parallel_streets_do_not_add_up():
    bow = shapely.LineString([(0, 0), (50, 80), (100, 0)])
    geometry = np.array([shapely.LineString([(0, 0), (100, 0)]), bow, shapely.LineString([(100, 0), (200, 0)])], object)
    assert way_to([shapely.Point(0, 0)], geometry)[2] == pytest.approx(150)


def test_distances_equal_networkx():
    networkx = pytest.importorskip("networkx", reason="the peer is not installed")
    random = np.random.default_rng(8)
    xy = random.uniform(0, 500, (40, 2))
    pairs = np.array([(a, b) for a in range(40) for b in range(a) if random.random() < 0.2])
    geometry = shapely.linestrings(xy[pairs])
    points = [shapely.Point(*xy[3]), shapely.Point(*xy[17])]
    graph = networkx.Graph()
    for a, b in pairs:
        graph.add_edge(a, b, weight=float(np.hypot(*(xy[a] - xy[b]))))
    reach = networkx.multi_source_dijkstra_path_length(graph, {3, 17})
    half = shapely.length(geometry) / 2
    expected = [min(reach.get(a, 2e3), reach.get(b, 2e3)) + h for (a, b), h in zip(pairs.tolist(), half)]
    np.testing.assert_allclose(way_to(points, geometry), np.minimum(expected, 2000), atol=1e-9)


def measured(name, kinds, points, **options):
    return equipment.measure_equipment(
        equipment.walk_lines(CROSS), np.array(points, dtype=object), kinds, name, **options
    )


def test_measures_by_kind():
    points = [shapely.Point(80, 0), shapely.Point(0, 80), shapely.Point(900, 900), shapely.Point(-90, 0)]
    kinds = ["bench", "drinking_fountain", "bench", None]
    bench = measured("bench", kinds, points)
    np.testing.assert_allclose(bench.measure[:4], [260, 60, 260, 260])
    assert (bench.used, bench.far) == (1, 1)
    np.testing.assert_allclose(measured("water", kinds, points).measure[:4], [130, 130, 30, 130])
    assert measured("crossing", kinds, points) is None, "not surveyed is not absent"


def test_unmarked_crossings_are_worth_half_and_walkers_streets_need_none():
    points = [shapely.Point(60, 0), shapely.Point(-60, 0)]
    carriageway = np.array([True, True, True, False, True])
    found = measured("crossing", ["crossing_unmarked", "crossing"], points, carriageway=carriageway)
    np.testing.assert_allclose(found.measure, [10, 110, 110, 0, 2000])
    plain = measured("crossing", ["crossing_unmarked"] * 2, points)
    (crossing,) = (item for item in default_indicators() if item.name == "crossing")
    np.testing.assert_allclose(crossing.value(plain.measure), [0.5, 0.5, 0.5, 0.5, 0])
