"""The engine: the same result wherever it runs, bounded memory, quick cancel, nothing left behind."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from cityorchestra.processing_provider import engine
from cityorchestra.processing_provider.engine import EngineSettings, choose_tile_size, map_tiles, plan_tiles, run_tiles
from cityorchestra.processing_provider.errors import InputError, RunCancelledError
from cityorchestra.processing_provider.raster_files import Grid, RasterOutput, RasterSource, read_window, sample_points
from cityorchestra.tests.foundation import memory_run, tile_functions
from hypothesis import given
from hypothesis import strategies as st

rasterio = pytest.importorskip("rasterio")

GRID = Grid(700, 600, 350000.0, 6790000.0, 2.0)
NODATA = -9999.0


class Feedback:
    """Progress and cancel, as the engine sees them."""

    def __init__(self):
        self.progresses = []
        self.cancelled_at = None

    def setProgress(self, percent):
        self.progresses.append(percent)

    def isCanceled(self):
        return self.cancelled_at is not None

    def cancel(self):
        self.cancelled_at = time.monotonic()


def write_raster(path, values, grid, nodata=None):
    with rasterio.open(
        path, "w", driver="GTiff", height=grid.height, width=grid.width, count=1, dtype=values.dtype,
        transform=rasterio.Affine(*grid.transform), crs="EPSG:2154", nodata=nodata,
    ) as dataset:  # fmt: skip
        dataset.write(values, 1)
    return str(path)


def read(path):
    with rasterio.open(path) as dataset:
        return dataset.read()


@pytest.fixture(scope="module")
def heights(tmp_path_factory):
    values = np.random.default_rng(7).normal(30, 10, (GRID.height, GRID.width)).astype(np.float32)
    values[100:120, 250:262] = NODATA
    values[0, 0] = values[-1, -1] = NODATA
    return write_raster(tmp_path_factory.mktemp("engine") / "heights.tif", values, GRID, NODATA)


@pytest.fixture(scope="module")
def cluster():
    """Scheduler and two worker processes, on this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50
    ) as running:
        yield running.scheduler_address


def smooth(heights, path, **settings):
    feedback = Feedback()
    run_tiles(
        tile_functions.neighbourhood_mean,
        {"height": RasterSource(heights)},
        RasterOutput(str(path), GRID, nodata=float("nan")),
        halo=3,
        arguments={"radius": 3},
        settings=EngineSettings(**settings),
        feedback=feedback,
    )
    assert feedback.progresses == sorted(feedback.progresses)
    assert feedback.progresses[-1] == 100
    return path


@pytest.fixture(scope="module")
def whole(heights, tmp_path_factory):
    """The result computed at once."""
    return smooth(heights, tmp_path_factory.mktemp("whole") / "whole.tif", workers=1, tile_size=1024)


def test_whole_is_the_mean(heights, whole):
    values = read_window(RasterSource(heights), 0, 0, GRID.height, GRID.width)
    result = read(whole)[0]
    for row, column in ((0, 0), (101, 251), (300, 255), (599, 699), (300, 0)):
        around = values[max(0, row - 3) : row + 4, max(0, column - 3) : column + 4].astype(np.float64)
        assert result[row, column] == pytest.approx(np.nanmean(around), rel=1e-5)


@pytest.mark.parametrize("tile_size", [256, 512, 97])
@pytest.mark.parametrize("workers", [1, 2, 5])
def test_tiles_equal_the_whole_to_the_bit(heights, whole, tmp_path, tile_size, workers):
    tiled = smooth(heights, tmp_path / "tiled.tif", workers=workers, tile_size=tile_size)
    assert read(tiled).tobytes() == read(whole).tobytes()


def test_file_is_the_same_to_the_byte_whatever_the_threads(heights, tmp_path):
    files = [smooth(heights, tmp_path / f"{n}.tif", workers=n, tile_size=256).read_bytes() for n in (1, 2, 5)]
    assert files[0] == files[1] == files[2]


def test_memory_limit_does_not_change_the_result(heights, whole, tmp_path):
    low = smooth(heights, tmp_path / "low.tif", workers=2, memory_limit_mb=5)
    assert read(low).tobytes() == read(whole).tobytes()


def test_cluster_gives_the_same_file(heights, whole, tmp_path, cluster):
    here = smooth(heights, tmp_path / "here.tif", workers=2, tile_size=256)
    there = smooth(heights, tmp_path / "there.tif", tile_size=256, scheduler=cluster)
    assert there.read_bytes() == here.read_bytes()
    assert read(there).tobytes() == read(whole).tobytes()


def test_cluster_passes_on_the_sentence_of_an_error(heights, cluster, tmp_path):
    with pytest.raises(InputError) as caught:
        run_tiles(
            tile_functions.refuses,
            {"height": RasterSource(heights)},
            RasterOutput(str(tmp_path / "out.tif"), GRID),
            settings=EngineSettings(scheduler=cluster),
        )
    assert caught.value.sentence == "The raster is {what}; choose another one."
    assert caught.value.values == {"what": "refused"}
    assert list(tmp_path.iterdir()) == []


def test_cancel_on_the_cluster(heights, cluster, tmp_path):
    elapsed = cancel_after(
        0.5,
        tile_functions.slow,
        heights,
        tmp_path,
        settings=EngineSettings(scheduler=cluster, tile_size=256),
        arguments={"seconds": 3.0},
    )
    assert elapsed < 1.0
    assert list(tmp_path.iterdir()) == []


def cancel_after(seconds, function, heights, folder, settings, arguments=None):
    """Cancel a run some time after its start; return the seconds from the cancel to its end."""
    feedback = Feedback()
    timer = threading.Timer(seconds, feedback.cancel)
    timer.start()
    with pytest.raises(RunCancelledError):
        run_tiles(
            function,
            {"height": RasterSource(heights)},
            RasterOutput(str(folder / "out.tif"), GRID),
            settings=settings,
            arguments=arguments,
            feedback=feedback,
        )
    return time.monotonic() - feedback.cancelled_at


def test_cancel_ends_within_a_second_and_leaves_no_file(heights, tmp_path):
    # The function would run for a minute: it ends because it looks at the stop flag.
    settings = EngineSettings(workers=2, tile_size=256)
    elapsed = cancel_after(0.3, tile_functions.waits_for_stop, heights, tmp_path, settings)
    assert elapsed < 1.0
    assert list(tmp_path.iterdir()) == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("cityorchestra-tile")]


def test_cancel_between_tiles(heights, tmp_path):
    feedback = Feedback()
    feedback.setProgress = lambda percent: feedback.cancel() if percent >= 30 else None
    with pytest.raises(RunCancelledError):
        run_tiles(
            tile_functions.two_bands,
            {"height": RasterSource(heights)},
            RasterOutput(str(tmp_path / "out.tif"), GRID, bands=2),
            settings=EngineSettings(tile_size=256),
            feedback=feedback,
        )
    assert list(tmp_path.iterdir()) == []


def test_failing_function_leaves_no_file_and_an_older_one_as_it_was(heights, tmp_path):
    (tmp_path / "out.tif").write_text("an earlier result")
    with pytest.raises(ZeroDivisionError):
        run_tiles(
            tile_functions.fails_below,
            {"height": RasterSource(heights)},
            RasterOutput(str(tmp_path / "out.tif"), GRID),
            settings=EngineSettings(workers=1, tile_size=256),
            arguments={"row": 512, "folder": str(tmp_path)},
        )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["failed", "out.tif"]
    assert (tmp_path / "out.tif").read_text() == "an earlier result"


def test_failing_write_stops_the_threads(heights, tmp_path):
    # One band is declared and two are computed, so the first write fails while tiles are in flight.
    with pytest.raises(ValueError, match="shape") as caught:
        run_tiles(
            tile_functions.two_bands,
            {"height": RasterSource(heights)},
            RasterOutput(str(tmp_path / "out.tif"), GRID, bands=1),
            settings=EngineSettings(workers=2, tile_size=97),
        )
    assert list(tmp_path.iterdir()) == []
    # The error, with all its frames, is still held here.
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("cityorchestra-tile")]
    assert "shape" in str(caught.value)


def test_output_must_be_a_geotiff(heights, tmp_path):
    with pytest.raises(InputError, match=r"must be a GeoTIFF"):
        smooth(heights, tmp_path / "out.png")


def test_output_carries_grid_bands_and_nodata(heights, tmp_path):
    wkt = rasterio.crs.CRS.from_epsg(2154).to_wkt()
    grid = Grid(GRID.width, GRID.height, GRID.west, GRID.north, GRID.cell_size, wkt)
    run_tiles(
        tile_functions.two_bands,
        {"height": RasterSource(heights)},
        RasterOutput(str(tmp_path / "out.tif"), grid, 2, nodata=float("nan"), descriptions=("one", "twice")),
    )
    with rasterio.open(tmp_path / "out.tif") as dataset:
        assert tuple(dataset.transform)[:6] == grid.transform
        assert tuple(dataset.bounds) == grid.bounds
        assert dataset.crs.to_epsg() == 2154
        assert dataset.descriptions == ("one", "twice")
        assert np.isnan(dataset.nodata)
        one, twice = dataset.read()
    np.testing.assert_array_equal(twice, one * 2)
    assert np.isnan(one[110, 255]) and np.isnan(one[0, 0]), "nodata is read as NaN and stays so"


def test_sources_are_read_on_the_same_tiles(heights, tmp_path):
    results = map_tiles(
        tile_functions.sum_of_sources,
        {"first": RasterSource(heights), "second": RasterSource(heights)},
        plan_tiles(GRID, 256, 0),
    )
    whole = read_window(RasterSource(heights), 0, 0, GRID.height, GRID.width)
    for tile, values in results:
        expected = 2 * whole[tile.row : tile.row + tile.height, tile.column : tile.column + tile.width]
        np.testing.assert_array_equal(values, expected)


def test_integer_raster_without_nodata(tmp_path):
    grid = Grid(3, 2, 350000.0, 6790000.0, 1.0)
    path = write_raster(tmp_path / "int.tif", np.array([[0, 1, 2], [3, 4, 5]], dtype=np.uint8), grid)
    values = read_window(RasterSource(path), 0, 1, 2, 2)
    assert values.dtype == np.float32
    np.testing.assert_array_equal(values, [[1, 2], [4, 5]])


def test_sample_points(heights):
    whole = read_window(RasterSource(heights), 0, 0, GRID.height, GRID.width)
    rows, columns = np.array([0, 110, 599, 300]), np.array([0, 255, 0, 699])
    x = GRID.west + (columns + 0.25) * GRID.cell_size
    y = GRID.north - (rows + 0.75) * GRID.cell_size
    outside = np.array([GRID.west - 1, GRID.bounds[2] + 1])
    values = sample_points(RasterSource(heights), np.append(x, outside), np.append(y, [GRID.north - 1] * 2))
    np.testing.assert_array_equal(values[:4], whole[rows, columns].astype(np.float64))
    assert np.isnan(values[4:]).all()


@given(
    st.integers(1, 90), st.integers(1, 90), st.integers(1, 40), st.integers(0, 12)
)  # fmt: skip
def test_tiles_cover_each_cell_once_and_the_halo_is_cut_at_the_edges(width, height, size, halo):
    covered = np.zeros((height, width), dtype=int)
    for tile in plan_tiles(Grid(width, height, 0.0, 0.0, 1.0), size, halo):
        covered[tile.row : tile.row + tile.height, tile.column : tile.column + tile.width] += 1
        assert tile.outer_row == max(0, tile.row - halo)
        assert tile.outer_column == max(0, tile.column - halo)
        assert tile.outer_row + tile.outer_height == min(height, tile.row + tile.height + halo)
        assert tile.outer_column + tile.outer_width == min(width, tile.column + tile.width + halo)
        outer = np.arange(tile.outer_height * tile.outer_width).reshape(tile.outer_height, -1)
        assert tile.core(outer).shape == (tile.height, tile.width)
    assert (covered == 1).all()


@given(st.integers(16, 8192), st.integers(1, 16), st.integers(0, 300), st.sampled_from([8.0, 16.0, 40.0]))
def test_tile_size_keeps_to_the_memory_limit(limit, workers, halo, bytes_per_cell):
    settings = EngineSettings(workers=workers, memory_limit_mb=limit)
    try:
        side = choose_tile_size(settings, halo, bytes_per_cell)
    except InputError as error:
        assert str(limit) in str(error)
        assert (256 + 2 * halo) ** 2 * bytes_per_cell > limit * 2**20
        return
    assert side % 256 == 0 and 256 <= side <= 2048
    in_flight = 1 if side == 256 else 2 * workers
    assert in_flight * (side + 2 * halo) ** 2 * bytes_per_cell <= limit * 2**20


def test_error_keeps_its_template_when_it_travels():
    error = pickle.loads(pickle.dumps(InputError("Limit of {limit} MB.", limit=3)))
    assert (str(error), error.sentence, error.values) == ("Limit of 3 MB.", "Limit of {limit} MB.", {"limit": 3})


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "not an address", "server.invalid:8786"])
def test_unknown_scheduler_is_told_in_a_sentence(heights, tmp_path, monkeypatch, address):
    pytest.importorskip("distributed")
    monkeypatch.setattr(engine, "SCHEDULER_TIMEOUT_S", 1)
    with pytest.raises(InputError, match=r"does not answer; check the address") as caught:
        smooth(heights, tmp_path / "out.tif", scheduler=address)
    assert address in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_scheduler_without_worker_is_told_in_a_sentence(heights, tmp_path):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=":0", silence_logs=50) as empty,
        pytest.raises(InputError, match="has no worker; start at least one"),
    ):
        smooth(heights, tmp_path / "out.tif", scheduler=empty.scheduler_address)


def test_missing_dask_is_told_in_a_sentence(heights, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"dask\.distributed is missing; install it"):
        smooth(heights, tmp_path / "out.tif", scheduler="tcp://127.0.0.1:8786")


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="peak memory is measured on Linux")
@pytest.mark.parametrize("workers", [1, 2])
def test_memory_is_bounded_by_the_limit_not_by_the_raster(tmp_path, workers):
    limit_mb, times = 64, 8
    side = int((times * limit_mb * 2**20 / 16) ** 0.5) + 1  # needs eight times the limit at 16 bytes a cell
    for name, size in (("small.tif", 600), ("large.tif", side)):
        row = np.arange(size, dtype=np.float32)
        with rasterio.open(
            tmp_path / name, "w", driver="GTiff", height=size, width=size, count=1, dtype="float32",
            tiled=True, blockxsize=256, blockysize=256, transform=rasterio.Affine(*GRID.transform),
        ) as dataset:  # fmt: skip
            for top in range(0, size, 256):
                height = min(256, size - top)
                window = rasterio.windows.Window(0, top, size, height)
                dataset.write(np.broadcast_to(row, (height, size)), 1, window=window)
    files = [str(tmp_path / name) for name in ("small.tif", "large.tif", "out.tif")]
    done = subprocess.run(
        [sys.executable, memory_run.__file__, *files, str(limit_mb), str(workers)],
        capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    figures = json.loads(done.stdout)
    assert figures["above_mb"] < 2 * limit_mb, figures
    with rasterio.open(files[2]) as result:
        assert result.shape == (side, side)
        last = result.read(1, window=rasterio.windows.Window(side - 3, side - 1, 3, 1))
    np.testing.assert_array_equal(last, [[side - 2.5, side - 1.5, side - 0.5]])
