"""Shares and means in discs, against brute force, analytic cases and Fourier transforms."""

import math
from pathlib import Path

import numpy as np
import pytest
import rasterio
from cityorchestra.processing_provider.engine import EngineSettings
from cityorchestra.processing_provider.errors import InputError, RunCancelledError
from cityorchestra.processing_provider.heat.island import discs
from cityorchestra.processing_provider.heat.island.disc_files import (
    DiscPlan,
    classes_in,
    coarser,
    disc_points,
    disc_raster,
    quantity_step,
)
from cityorchestra.processing_provider.raster_files import Grid, RasterOutput, RasterSource
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from rasterio.transform import Affine
from scipy.signal import fftconvolve

GROUPS = {"a": (1,), "b": (2, 3)}
NODATA = -9999.0


def brute(values, radii, row, column):
    """Shares of the groups, and share of the disc that is known, cell by cell."""
    i, j = np.mgrid[0 : values.shape[0], 0 : values.shape[1]]
    away = np.hypot(i - row, j - column)
    found = np.full((len(GROUPS), len(radii)), np.nan)
    for k, radius in enumerate(radii):
        inside = values[away <= radius + 1e-6]
        known = inside[~np.isnan(inside)]
        if len(known) and len(known) >= 0.5 * len(inside):
            found[:, k] = [np.isin(known, codes).mean() for codes in GROUPS.values()]
    return found


def shares(values, radii, rows, columns, *, grid=False):
    layers = discs.class_layers(values.astype(np.float32), GROUPS)
    return discs.disc_values(*discs.disc_sums(layers, np.asarray(radii, float), rows, columns, grid=grid))


@hypothesis_settings(max_examples=40)
@given(
    st.integers(1, 25),
    st.integers(1, 25),
    st.integers(0, 2**32 - 1),
    st.lists(st.floats(1.0, 12.0), min_size=1, max_size=3, unique=True),
    st.floats(-0.5, 24.49),
    st.floats(-0.5, 24.49),
)
def test_any_disc_is_that_of_brute_force(height, width, seed, radii, row, column):
    random = np.random.default_rng(seed)
    values = random.choice([1, 2, 3, 4, np.nan], size=(height, width))
    row, column = min(row, height - 0.51), min(column, width - 0.51)
    radii = sorted(radii)
    found = shares(values, radii, np.array([row]), np.array([column]))[..., 0]
    np.testing.assert_allclose(found, brute(values, radii, row, column), rtol=0, atol=1e-15)


@hypothesis_settings(max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_shares_of_all_classes_add_up_and_stay_between_0_and_1(seed):
    values = np.random.default_rng(seed).choice([1.0, 2.0, 3.0], size=(15, 18))
    rows, columns = np.arange(15.0), np.arange(18.0)
    found = shares(values, [1.0, 2.5, 40.0], rows, columns, grid=True)
    np.testing.assert_allclose(found.sum(axis=0), 1.0, atol=1e-14)
    assert (found >= 0).all() and (found <= 1).all()
    # Turned a quarter, the raster gives the turned result.
    turned = shares(np.rot90(values), [1.0, 2.5, 40.0], columns, rows, grid=True).reshape(2, 3, 18, 15)
    np.testing.assert_array_equal(turned, np.rot90(found.reshape(2, 3, 15, 18), axes=(2, 3)))


def test_agrees_with_fourier_convolution():
    values = np.random.default_rng(2).choice([1.0, 2.0, 3.0, np.nan], size=(60, 70), p=[0.4, 0.3, 0.2, 0.1])
    radius = 6.0
    reach = np.arange(-6, 7)
    disc = (np.hypot(*np.meshgrid(reach, reach)) <= radius).astype(float)
    known = fftconvolve(~np.isnan(values) * 1.0, disc, mode="same")
    share = fftconvolve((values == 1.0) * 1.0, disc, mode="same") / known
    found = shares(values, [radius], np.arange(60.0), np.arange(70.0), grid=True)[0, 0].reshape(60, 70)
    np.testing.assert_allclose(found, share, atol=1e-12)


def test_half_plane_has_the_area_of_the_segment():
    # Beyond a straight edge at a distance d, a disc holds R^2 acos(d / R) - d sqrt(R^2 - d^2).
    values = np.ones((401, 401))
    values[:, :200] = 4.0
    radius = 150.0
    for column in (155.0, 200.0, 240.0):
        d = 199.5 - column
        exact = (radius**2 * math.acos(d / radius) - d * math.sqrt(radius**2 - d**2)) / (math.pi * radius**2)
        found = shares(values, [radius], np.array([200.0]), np.array([column]))[0, 0, 0]
        assert found == pytest.approx(exact, abs=1e-3)


def test_discs_cut_by_the_edge_are_normalised():
    values = np.ones((20, 20))
    found = shares(values, [1.0, 7.0, 100.0], np.array([0.0, -0.5, 19.4]), np.array([0.0, 19.4, 10.0]))
    assert (found[0] == 1.0).all() and (found[1] == 0.0).all()


def test_too_little_data_gives_none():
    values = np.full((21, 21), np.nan)
    values[:, 11:] = 1.0
    found = shares(values, [5.0], np.full(3, 10.0), np.array([10.0, 11.0, 15.0]))[0, 0]
    np.testing.assert_array_equal(np.isnan(found), [True, False, False])
    assert np.isnan(shares(np.full((5, 5), np.nan), [2.0], np.array([2.0]), np.array([2.0]))).all()


def test_means_are_those_of_the_quantity():
    random = np.random.default_rng(4)
    values = (random.normal(size=(30, 30)) * 100.0).astype(np.float32)
    values[3, 4] = np.nan
    step = discs.fixed_point_step(float(np.nanmax(np.abs(values))))
    sums, cells = discs.disc_sums(
        discs.value_layers(values, step), np.array([4.0]), np.array([5.0]), np.array([5.0]), grid=False
    )
    i, j = np.mgrid[0:30, 0:30]
    inside = values[np.hypot(i - 5, j - 5) <= 4]
    assert discs.disc_values(sums, cells, step)[0, 0, 0] == pytest.approx(np.nanmean(inside, dtype=float), abs=1e-6)
    assert discs.fixed_point_step(0.0) == discs.fixed_point_step(np.nan) == 1.0


def test_texts():
    np.testing.assert_array_equal(discs.parse_radii(" 300, 100;200 100", 10.0), [100.0, 200.0, 300.0])
    assert discs.parse_classes("all") == discs.parse_classes("") == {}
    assert discs.parse_classes("built = 1+2, 5; trees=-3") == {"built": (1, 2), "class5": (5,), "trees": (-3,)}
    assert discs.classes_of([3.0, 1.0]) == {"class1": (1,), "class3": (3,)}
    assert discs.split_band_name(discs.band_name("built dense", 600.0)) == ("built dense", 600.0)
    assert discs.split_band_name("ndvi 100 m") == ("ndvi", 100.0)
    name, radius = discs.split_band_name("B04")
    assert name == "B04" and math.isnan(radius)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: discs.parse_radii("100, x", 1.0), "The radius x is not a length"),
        (lambda: discs.parse_radii("", 1.0), "is not a length"),
        (lambda: discs.parse_radii("-5", 1.0), "is not a length"),
        (lambda: discs.parse_radii("100, 20", 25.0), "The radius 20 m is smaller than a cell of the raster"),
        (lambda: discs.parse_classes("1, two"), "The class two cannot be read"),
        (lambda: discs.parse_classes("1, a=1+2"), "comes twice"),
        (lambda: discs.parse_classes("a=1, a=2"), "comes twice"),
        (lambda: discs.classes_of([]), "has no data"),
        (lambda: discs.classes_of([0.5, 1.0]), "does not look like land cover classes"),
        (lambda: discs.classes_of(range(60)), "does not look like land cover classes"),
    ],
)
def test_texts_that_cannot_be_read(call, sentence):
    with pytest.raises(InputError, match=sentence):
        call()


# -- files ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cover(tmp_path_factory):
    """A land cover of 10 m cells, with a hole, in tiles when memory is short."""
    random = np.random.default_rng(8)
    values = random.choice([1.0, 2.0, 3.0], size=(640, 700)).astype(np.float32)
    values[200:260, 300:420] = NODATA
    grid = Grid(700, 640, 350000.0, 6790000.0, 10.0)
    path = tmp_path_factory.mktemp("cover") / "cover.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=700, height=640, count=1, dtype="float32", nodata=NODATA, crs="EPSG:2154",
        transform=Affine(*grid.transform),
    ) as dataset:  # fmt: skip
        dataset.write(values, 1)
    return RasterSource(str(path)), grid


def plan_of(cover, **changes):
    source, grid = cover
    return DiscPlan(source, grid, np.array([50.0, 200.0]), GROUPS, **changes)


def written(plan, path, grid, settings):
    disc_raster(plan, RasterOutput(str(path), grid, bands=4, nodata=NODATA, descriptions=tuple("abcd")), settings)
    with rasterio.open(path) as dataset:
        return dataset.read()


def test_tiles_and_threads_change_nothing(cover, tmp_path):
    plan, grid = plan_of(cover), cover[1]
    for number, out in enumerate((coarser(grid, 50.0), coarser(grid, 100.0), grid)):
        whole = written(plan, tmp_path / f"whole{number}.tif", out, EngineSettings(workers=1, tile_size=4096))
        tiles = written(plan, tmp_path / f"tiles{number}.tif", out, EngineSettings(workers=2, tile_size=256))
        np.testing.assert_array_equal(tiles, whole)
        assert (whole == NODATA).any() and (whole != NODATA).any()
    assert len(plan.tiles(EngineSettings(tile_size=256))) > 4


def test_raster_is_that_of_points_at_the_centres(cover, tmp_path):
    plan, grid = plan_of(cover), coarser(cover[1], 90.0)
    raster = written(plan, tmp_path / "raster.tif", grid, EngineSettings()).reshape(2, 2, -1)
    x = grid.west + (np.arange(grid.width) + 0.5) * grid.cell_size
    y = grid.north - (np.arange(grid.height) + 0.5) * grid.cell_size
    places = [values.reshape(-1) for values in np.meshgrid(x, y)]
    points = disc_points(plan, *places, EngineSettings(tile_size=256))
    np.testing.assert_array_equal(np.where(np.isnan(points), NODATA, points).astype(np.float32), raster)


def test_points_outside_the_raster_have_no_value(cover):
    points = disc_points(
        plan_of(cover), np.array([349990.0, 350100.0]), np.array([6789000.0, 6789000.0]), EngineSettings()
    )
    np.testing.assert_array_equal(np.isnan(points[0, 0]), [True, False])


def test_cells_of_a_map_larger_than_the_raster_have_no_data(cover, tmp_path):
    grid = Grid(12, 12, 349000.0, 6791000.0, 100.0)
    raster = written(plan_of(cover), tmp_path / "larger.tif", grid, EngineSettings())
    assert (raster[:, :10] == NODATA).all() and (raster[:, :, :10] == NODATA).all()
    assert (raster[:, 10:, 10:] != NODATA).all()


def test_chosen_bands_only(cover, tmp_path):
    plan, grid = plan_of(cover), coarser(cover[1], 100.0)
    every = written(plan, tmp_path / "every.tif", grid, EngineSettings())
    output = RasterOutput(str(tmp_path / "some.tif"), grid, bands=2, nodata=NODATA)
    disc_raster(plan, output, EngineSettings(), chosen=[(1, 1), (0, 0)])
    with rasterio.open(output.path) as dataset:
        np.testing.assert_array_equal(dataset.read(), every[[3, 0]])


class CancelAtOnce:
    def isCanceled(self):
        return True

    def setProgress(self, percent):
        pass


def test_cancel_leaves_no_file(cover, tmp_path):
    output = RasterOutput(str(tmp_path / "cancelled.tif"), cover[1], bands=4, nodata=NODATA)
    with pytest.raises(RunCancelledError):
        disc_raster(plan_of(cover), output, EngineSettings(), CancelAtOnce())
    assert list(Path(tmp_path).iterdir()) == []


def test_classes_and_steps_of_a_file(cover):
    source, grid = cover
    assert list(classes_in(source, grid, EngineSettings(), None)) == ["class1", "class2", "class3"]
    assert quantity_step(source, grid, EngineSettings(), None) == 2.0**-28
    assert coarser(grid, 100.0) == Grid(70, 64, 350000.0, 6790000.0, 100.0)
    assert coarser(grid, 1.0) == grid
    assert coarser(Grid(106, 104, 0.0, 0.0, 10.0), 100.0) == Grid(11, 10, 0.0, 0.0, 100.0)
