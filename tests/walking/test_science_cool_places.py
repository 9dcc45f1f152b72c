"""Exact coverage of cells by polygons, and the classes of cool places."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
import shapely
from cityorchestra.processing_provider.raster_files import Grid, RasterSource
from cityorchestra.processing_provider.walking import cool_places
from cityorchestra.processing_provider.walking.cool_places import classify, cool_classes, sum_under_polygons
from cityorchestra.processing_provider.walking.coverage import cell_shares
from hypothesis import given, settings
from hypothesis import strategies as st
from rasterio.transform import Affine


def polygons(seed):
    """A polygon with a hole, of one or two parts, partly outside a window of 12 x 10 cells."""
    random = np.random.default_rng(seed)
    shape = shapely.convex_hull(shapely.multipoints(random.uniform(-3, 13, (6, 2))))
    (x0, y0), (x1, y1) = np.sort(random.uniform(0, 8, (2, 2)), axis=0)
    shape = shape.difference(shapely.box(x0, y0, x1, y1))
    if seed % 3 == 0:
        shape = shape.union(shapely.box(8, 8, 20, 20))
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)


def raster(path, values, cell=1.0, west=0.0, north=None):
    values = np.asarray(values, dtype=np.float32)
    north = values.shape[0] * cell if north is None else north
    options = {"driver": "GTiff", "height": values.shape[0], "width": values.shape[1], "count": 1, "dtype": "float32"}
    with rasterio.open(path, "w", nodata=-9999.0, transform=Affine(cell, 0, west, 0, -cell, north), **options) as file:
        file.write(np.where(np.isnan(values), -9999.0, values).astype(np.float32), 1)
    return RasterSource(str(path)), Grid(values.shape[1], values.shape[0], west, north, cell)


@settings(max_examples=80)
@given(st.integers(0, 2**32 - 1))
def test_coverage_equals_the_area_of_the_intersection(seed):
    shape = polygons(seed)
    found = cell_shares(shape, 0.0, 10.0, 1.0, 10, 12)
    expected = [
        [shapely.box(column, 9 - row, column + 1, 10 - row).intersection(shape).area for column in range(12)]
        for row in range(10)
    ]
    np.testing.assert_allclose(found, expected, atol=1e-9)


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(1, 9), st.integers(1, 11))
def test_windows_equal_the_whole(seed, row, column):
    shape = polygons(seed)
    whole = cell_shares(shape, 0.0, 10.0, 1.0, 10, 12)
    part = cell_shares(shape, float(column), 10.0 - row, 1.0, 10 - row, 12 - column)
    np.testing.assert_allclose(part, whole[row:, column:], atol=1e-9)


def test_the_way_a_ring_turns_does_not_matter():
    shell, hole = [(1, 1), (9, 1), (9, 9), (1, 9)], [(3, 3), (3, 5), (5, 5), (5, 3)]
    for a in (shell, shell[::-1]):
        for b in (hole, hole[::-1]):
            assert cell_shares(shapely.Polygon(a, [b]), 0.0, 10.0, 1.0, 10, 10).sum() == pytest.approx(60.0)


def test_half_covered_polygon_by_hand(tmp_path):
    # Trees of 8 m in the western half of 10 x 10 cells of 2 m; a square of 3 cells a side, a third of it under trees.
    canopy = np.zeros((10, 10))
    canopy[:, :5] = 8.0
    source, grid = raster(tmp_path / "canopy.tif", canopy, cell=2.0)
    shapes = [
        shapely.box(8, 4, 14, 10),
        shapely.box(9.5, 3.3, 10.5, 3.7),  # smaller than a cell, half in the last column of trees
        shapely.Polygon([(0, 0), (20, 0), (0, 20)]),
        shapely.box(18, 0, 30, 20),  # half outside
        shapely.box(100, 100, 110, 110),
        None,
    ]
    sums = sum_under_polygons(shapes, source, grid, 3.0)
    np.testing.assert_allclose(sums.area * 4.0, [36.0, 0.4, 200.0, 40.0, 0.0, 0.0], rtol=1e-9)
    np.testing.assert_allclose(sums.above * 4.0, [12.0, 0.2, 150.0, 0.0, 0.0, 0.0], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(sums.total * 4.0, [96.0, 1.6, 1200.0, 0.0, 0.0, 0.0], rtol=1e-9, atol=1e-12)


def test_cells_without_data_are_left_out(tmp_path):
    canopy = np.full((4, 4), 5.0)
    canopy[0], canopy[1] = np.nan, 0.0
    source, grid = raster(tmp_path / "canopy.tif", canopy)
    sums = sum_under_polygons([shapely.box(0, 0, 4, 4), shapely.box(0, 3, 4, 4)], source, grid, 3.0)
    assert sums.area.tolist() == [12.0, 0.0]
    assert sums.above.tolist() == [8.0, 0.0]


def test_windows_of_a_large_raster_add_up(tmp_path, monkeypatch):
    random = np.random.default_rng(5)
    canopy = np.where(random.random((300, 280)) < 0.1, np.nan, random.uniform(0, 12, (300, 280)))
    source, grid = raster(tmp_path / "canopy.tif", canopy, cell=0.5)
    shapes = [shapely.Point(70, 75).buffer(60), shapely.box(10.2, 20.7, 11.1, 20.9), shapely.box(-5, -5, 30, 200)]
    whole = sum_under_polygons(shapes, source, grid, 3.0)
    monkeypatch.setattr(cool_places, "WINDOW", 64)
    cut = sum_under_polygons(shapes, source, grid, 3.0)
    for a, b in zip(whole, cut):
        np.testing.assert_allclose(a, b, rtol=1e-9)
    alone = sum_under_polygons(shapes, source, grid, 3.0, workers=1)
    for a, b in zip(cut, alone):
        assert (a == b).all(), "the same to the bit whatever the threads"


def test_only_windows_with_polygons_are_read(tmp_path, monkeypatch):
    from cityorchestra.processing_provider import engine

    source, grid = raster(tmp_path / "canopy.tif", np.zeros((300, 300)))
    monkeypatch.setattr(cool_places, "WINDOW", 64)
    seen = []
    read = engine.read_tile
    monkeypatch.setattr(engine, "read_tile", lambda *given: seen.append(given[1]) or read(*given))
    sum_under_polygons([shapely.box(70, 70, 80, 80)], source, grid)
    assert len(seen) == 1


def test_classes_are_those_of_apur():
    assert [row.code for row in cool_classes()] == ["hot", "partly_shaded", "very_shaded"]
    veg = [0.0, 24.999, 25.0, 40.0, 50.0, 50.001, 100.0, np.nan]
    expected = ["hot", "hot", "partly_shaded", "partly_shaded", "partly_shaded", "very_shaded", "very_shaded", None]
    assert classify(veg).tolist() == expected
    assert classify([]).tolist() == []


def test_a_table_of_classes_must_increase(tmp_path):
    path = tmp_path / "classes.csv"
    path.write_text("class,from_pct,included\nhot,0,1\ncool,60,1\nwarm,30,1\n")
    with pytest.raises(ValueError, match="must increase"):
        cool_classes(path)
