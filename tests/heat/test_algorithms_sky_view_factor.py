"""Algorithm ``heat_sky_view_factor`` in QGIS."""

from __future__ import annotations

import math

import numpy as np
import pytest
import rasterio

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider import engine
from cityorchestra.processing_provider.heat.sky_view import sky_view_factor
from cityorchestra.tests.algorithm_support import (
    CENTRE,
    WGS_84,
    check_record,
    colours_of,
    files_in,
    french,
    from_python_command,
    load_results,
    read_raster,
    record_of,
    refusal,
    run_in_model,
    write_raster,
)

NAME = "heat_sky_view_factor"
NODATA = -9999.0
WIDTH_M, HEIGHT_M = 21, 10.0  # of the street

pytestmark = pytest.mark.usefixtures("provider")


def centred(path, values, cell=1.0, **options):
    rows, columns = values.shape
    west, north = CENTRE[0] - columns * cell / 2, CENTRE[1] + rows * cell / 2
    return write_raster(path, values, west=west, north=north, cell=cell, **options)


def parameters(dsm, output="TEMPORARY_OUTPUT", **changes):
    return {"DSM": dsm, "OUTPUT": str(output), **changes}


def bands_of(run):
    """Bands of the result by their description."""
    with rasterio.open(run.results["OUTPUT"]) as dataset:
        return dict(zip(dataset.descriptions, dataset.read()))


@pytest.fixture(scope="module")
def street(tmp_path_factory):
    """A street 21 m wide between blocks of 10 m, on ground at 30 m."""
    heights = np.full((300, 61), 30.0 + HEIGHT_M)
    heights[:, 20 : 20 + WIDTH_M] = 30.0
    return centred(tmp_path_factory.mktemp("street") / "dsm.tif", heights)


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A square with a block, a row of trees, a hole in the surface, and the terrain without the hole."""
    folder = tmp_path_factory.mktemp("planted")
    terrain = np.full((70, 80), 30.0)
    surface = terrain.copy()
    surface[20:35, 20:35] = 42.0
    surface[60:63, 5:9] = np.nan
    canopy = np.zeros((70, 80))
    canopy[45:49, 10:60] = 9.0
    return {
        "DSM": centred(folder / "dsm.tif", surface, nodata=NODATA),
        "DTM": centred(folder / "dtm.tif", terrain),
        "CANOPY": centred(folder / "canopy.tif", canopy),
    }


def test_middle_of_a_street_sees_what_geometry_says(run_algorithm, street):
    run = run_algorithm(NAME, parameters(street))
    bands = bands_of(run)
    assert list(bands) == ["svf"]
    exact = math.cos(math.atan(2 * HEIGHT_M / WIDTH_M))
    assert bands["svf"][150, 30] == pytest.approx(exact, abs=0.003)
    assert bands["svf"][150, 10] == pytest.approx(1.0, abs=1e-6), "nothing is above the roofs"
    assert run.results["SVF_MEAN"] == pytest.approx(bands["svf"].mean(), abs=1e-3)
    assert run.results["SVF_MIN"] == pytest.approx(bands["svf"].min(), abs=1e-3)
    assert run.results["SVF_MAX"] == 1.0
    solid = bands_of(run_algorithm(NAME, parameters(street, WEIGHT="solid")))["svf"]
    assert solid[150, 30] < exact - 0.05, "the sky near the zenith counts less by solid angle"


def test_bands_with_trees_and_halves(run_algorithm, planted):
    run = run_algorithm(NAME, {**planted, "DIRECTIONAL": True, "OUTPUT": "TEMPORARY_OUTPUT"})
    bands = bands_of(run)
    assert list(bands) == ["combined", "svf", "svf_veg", "north", "east", "south", "west"]
    for values in bands.values():
        assert ((values >= 0) & (values <= 1)).all()
    np.testing.assert_allclose(bands["combined"], bands["svf"] - (1 - bands["svf_veg"]) * 0.97, atol=1e-6)
    np.testing.assert_allclose((bands["north"] + bands["south"]) / 2, bands["combined"], atol=1e-5)
    np.testing.assert_allclose((bands["east"] + bands["west"]) / 2, bands["combined"], atol=1e-5)
    assert bands["svf_veg"][47, 30] < 0.5, "under the trees, but for their sides"
    assert bands["south"][43, 30] < bands["north"][43, 30] - 0.3, "the trees are south of there"
    assert bands["west"][27, 37] < bands["east"][27, 37] - 0.4, "the block is west of there"
    bare = bands_of(run_algorithm(NAME, parameters(planted["DSM"], DTM=planted["DTM"])))["svf"]
    np.testing.assert_array_equal(bands["svf"], bare)


def test_holes_are_filled_with_the_terrain_or_stay_without_data(run_algorithm, planted):
    hole = np.isnan(np.where((surface := read_raster(planted["DSM"])) == NODATA, np.nan, surface))
    assert hole.sum() == 12
    values = bands_of(run_algorithm(NAME, parameters(planted["DSM"])))["svf"]
    np.testing.assert_array_equal(values == NODATA, hole)
    assert (bands_of(run_algorithm(NAME, parameters(planted["DSM"], DTM=planted["DTM"])))["svf"] >= 0).all()


def test_options_are_those_of_the_science(run_algorithm, planted):
    given = {"AZIMUTHS": 8, "OBS_HEIGHT": 1.5, "MAXDIST": 12, "TAU": 0.4, "TRUNK_RATIO": 0.6}
    run = run_algorithm(NAME, parameters(planted["DSM"], DTM=planted["DTM"], CANOPY=planted["CANOPY"], **given))
    surface = read_raster(planted["DSM"])
    view = sky_view_factor(
        np.where(surface == NODATA, read_raster(planted["DTM"]), surface),
        1.0,
        canopy_height=read_raster(planted["CANOPY"]),
        ground=read_raster(planted["DTM"]),
        azimuths=8,
        observer_height=1.5,
        max_distance=12.0,
        transmissivity=0.4,
        trunk_ratio=0.6,
    )
    bands = bands_of(run)
    for name in ("combined", "svf", "svf_veg"):
        np.testing.assert_array_equal(bands[name], getattr(view, name))


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    heights = np.random.default_rng(5).choice([0.0, 9.0], size=(600, 560), p=[0.98, 0.02])
    return centred(tmp_path_factory.mktemp("large") / "dsm.tif", heights)


def test_tiles_and_threads_change_nothing(run_algorithm, large, tmp_path):
    quick = {"AZIMUTHS": 4, "MAXDIST": 60}
    whole = run_algorithm(NAME, parameters(large, tmp_path / "whole.tif", **quick))
    for workers in (1, 2):
        changes = {"MEMORY_LIMIT": 16, "WORKERS": workers}
        run = run_algorithm(NAME, parameters(large, tmp_path / f"tiles{workers}.tif", **quick, **changes))
        assert len([percent for percent in run.feedback.progresses if 33 < percent < 66]) > 3, "one tile only"
        np.testing.assert_array_equal(read_raster(run.results["OUTPUT"]), read_raster(whole.results["OUTPUT"]))
    far = run_algorithm(NAME, parameters(large, tmp_path / "far.tif", AZIMUTHS=4, MAXDIST=50000))
    assert (read_raster(far.results["OUTPUT"]) <= read_raster(whole.results["OUTPUT"])).all()


@pytest.mark.parametrize("percent", [20, 50, 80])
def test_cancel_leaves_no_file(run_algorithm, large, tmp_path, percent):
    changes = {"MEMORY_LIMIT": 16, "WORKERS": 1, "MAXDIST": 60, "AZIMUTHS": 4}
    run = run_algorithm(NAME, parameters(large, tmp_path / "svf.tif", **changes), cancel_at=percent)
    assert run.results == {}
    assert files_in(tmp_path) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"AZIMUTHS": 7}, "Give an even number of directions for the sky view, not 7."),
        ({"AZIMUTHS": 2}, "AZIMUTHS"),
        ({"MAXDIST": 1}, "is shorter than a cell; give 1.5 m at least"),
        ({"TAU": 1.5}, "TAU"),
        ({"WEIGHT": "sine"}, "WEIGHT"),
        ({"DSM": "absent.tif"}, "DSM"),
        ({"CANOPY": "absent.tif"}, "CANOPY"),
        ({"OUTPUT": "svf.png"}, "must be a GeoTIFF"),
        ({"SCHEDULER": "tcp://127.0.0.1:9"}, "does not answer"),
    ],
)
def test_refusals(street, monkeypatch, tmp_path, changes, sentence):
    monkeypatch.setattr(engine, "SCHEDULER_TIMEOUT_S", 0.3)
    monkeypatch.chdir(tmp_path)
    if changes.get("OUTPUT"):
        changes["OUTPUT"] = str(tmp_path / changes["OUTPUT"])
    assert sentence in refusal(NAME, {**parameters(street, tmp_path / "svf.tif"), **changes})
    assert files_in(tmp_path) == []


def test_rasters_that_cannot_be_used_are_refused(street, tmp_path):
    degrees = write_raster(tmp_path / "degrees.tif", np.zeros((9, 9)), west=-1.7, north=48.1, cell=1e-5, crs=WGS_84)
    assert "is in EPSG:4326, where lengths cannot be computed" in refusal(NAME, parameters(degrees))
    other = write_raster(tmp_path / "other.tif", np.zeros((9, 9)))
    assert "do not have the same grid; align them" in refusal(NAME, parameters(street, CANOPY=other))
    empty = write_raster(tmp_path / "empty.tif", np.full((20, 20), np.nan), nodata=NODATA)
    assert "has no data; choose another one" in refusal(NAME, parameters(empty))


def test_smallest_rasters(run_algorithm, tmp_path):
    for shape in ((1, 1), (1, 7), (7, 1)):
        dsm = write_raster(tmp_path / f"{shape[0]}x{shape[1]}.tif", np.full(shape, 12.0))
        assert (read_raster(run_algorithm(NAME, parameters(dsm)).results["OUTPUT"]) == 1.0).all()


def test_record_style_french_python_and_model(run_algorithm, planted, tmp_path, qgis_new_project):
    given = parameters(planted["DSM"], tmp_path / "svf.tif", CANOPY=planted["CANOPY"], AZIMUTHS=8, WEIGHT="solid")
    first = run_algorithm(NAME, given)
    expected = bands_of(first)
    check_record(record_of(given["OUTPUT"]), NAME, AZIMUTHS="8", WEIGHT="solid")
    with french():
        in_french = run_algorithm(NAME, {**given, "OUTPUT": str(tmp_path / "french.tif")})
    again = run_algorithm(NAME, {**from_python_command(NAME, given), "OUTPUT": str(tmp_path / "again.tif")})
    for run in (in_french, again):
        assert run.results["SVF_MEAN"] == first.results["SVF_MEAN"]
        for name, values in bands_of(run).items():
            np.testing.assert_array_equal(values, expected[name])
    child = run_in_model(NAME, {**given, "OUTPUT": str(tmp_path / "child.tif")}, "OUTPUT")
    np.testing.assert_array_equal(read_raster(child), expected["combined"])
    layers = load_results(NAME, {**given, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert list(layers) == ["Sky view factor"]
    assert len(colours_of(layers["Sky view factor"]) - {"#ffffff"}) >= 3


def test_through_qgis_process(qgis_process, street, tmp_path):
    output = tmp_path / "svf.tif"
    given = (f"DSM={street}", f"OUTPUT={output}")
    qgis_process("run", f"cityorchestra:{NAME}", "--", *given, "AZIMUTHS=4", "WEIGHT=solid")
    assert read_raster(output).shape == (300, 61)
    output.unlink()
    done = qgis_process("run", f"cityorchestra:{NAME}", "--", *given, "AZIMUTHS=5", check=False)
    assert "Give an even number of directions for the sky view, not 5." in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not output.exists()
