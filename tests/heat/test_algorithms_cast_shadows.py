"""Algorithm ``heat_cast_shadows`` in QGIS."""

from __future__ import annotations

import math
import os
import time

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider import engine
from cityorchestra.tests.algorithm_support import (
    CENTRE,
    LAMBERT_93,
    LATITUDE,
    LONGITUDE,
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
    steps_of,
    write_raster,
)
from pyproj import Proj
from qgis.core import QgsRasterLayer
from rasterio.transform import Affine

NAME = "heat_cast_shadows"
# Rows of tests/heat/expected/sun_spa.csv for the centre of the rasters: UTC, azimuth, elevation.
SUNS = [
    ("2026-01-03T12:18:55Z", 181.87781, 19.12416),
    ("2026-07-30T08:09:58Z", 99.11539, 33.03094),
    ("2026-09-23T14:46:59Z", 230.25924, 29.58068),
]
NODATA = 255

pytestmark = pytest.mark.usefixtures("provider")


def centred(path, values, cell=1.0, **options):
    """Write a raster whose centre is the place of the table of the sun."""
    rows, columns = values.shape
    west, north = CENTRE[0] - columns * cell / 2, CENTRE[1] + rows * cell / 2
    return write_raster(path, values, west=west, north=north, cell=cell, **options)


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """Rasters of 120 x 120 m at 1 m: ground at 30 m, a block of 10 x 10 m and 12 m high, and a tree."""
    folder = tmp_path_factory.mktemp("scene")
    terrain = np.full((120, 120), 30.0)
    surface = terrain.copy()
    surface[55:65, 55:65] = 42.0
    canopy = np.zeros((120, 120))
    canopy[20:24, 20:24] = 8.0
    return {
        "DSM": centred(folder / "dsm.tif", surface),
        "DTM": centred(folder / "dtm.tif", terrain),
        "CANOPY": centred(folder / "canopy.tif", canopy),
    }


def parameters(dsm, output="TEMPORARY_OUTPUT", **changes):
    return {"DSM": dsm, "DATETIME": "2026-06-21T15:00:00", "OUTPUT": str(output), **changes}


def shade(run):
    return read_raster(run.results["OUTPUT"])


@pytest.mark.parametrize(("utc", "azimuth", "elevation"), SUNS)
@pytest.mark.parametrize("cell", [0.5, 2.0])
def test_wall_casts_its_height_over_the_tangent_of_the_sun(run_algorithm, tmp_path, utc, azimuth, elevation, cell):
    height = 15.0
    across = np.zeros((200, 200))
    across[99:101] = height  # runs from west to east
    along = across.T.copy()  # runs from south to north
    grid_azimuth = math.radians(azimuth - Proj(LAMBERT_93).get_factors(LONGITUDE, LATITUDE).meridian_convergence)
    reach = height / math.tan(math.radians(elevation))
    for name, wall, component in (("across", across, math.cos(grid_azimuth)), ("along", along, math.sin(grid_azimuth))):
        dsm = centred(tmp_path / f"{name}.tif", wall, cell)
        run = run_algorithm(NAME, parameters(dsm, DATETIME=utc, TZ=""))
        assert run.results["SUN_ELEVATION"] == pytest.approx(elevation, abs=0.01)
        assert run.results["GRID_AZIMUTH"] == pytest.approx(math.degrees(grid_azimuth) % 360, abs=0.01)
        dark = shade(run) == 0
        # A middle row (column): the ends of the wall are too far away to matter.
        profile = dark[:, 100] if name == "across" else dark[100]
        # Rows go south and columns east: the shadow is above or before the wall when the sun is south or east.
        before = component < 0 if name == "across" else component > 0
        side, other = (profile[:99], profile[101:]) if before else (profile[101:], profile[:99])
        assert side.sum() * cell == pytest.approx(min(reach * abs(component), 99 * cell), abs=cell)
        assert not other.any()
        assert not profile[99:101].any(), "the top of the wall is in the sun"


def test_shadow_of_a_block_is_the_block_moved_away_from_the_sun(run_algorithm, scene):
    utc, azimuth, elevation = SUNS[2]
    dark = shade(run_algorithm(NAME, parameters(scene["DSM"], DATETIME=utc))) == 0
    convergence = Proj(LAMBERT_93).get_factors(LONGITUDE, LATITUDE).meridian_convergence
    away = math.radians(azimuth - convergence + 180)
    reach = 12.0 / math.tan(math.radians(elevation))
    row, column = np.mgrid[:120, :120]
    swept = np.zeros((120, 120), dtype=bool)
    for share in np.linspace(0, 1, 400):
        moved_row = row + share * reach * math.cos(away)
        moved_column = column - share * reach * math.sin(away)
        swept |= (moved_row >= 54.5) & (moved_row < 64.5) & (moved_column >= 54.5) & (moved_column < 64.5)
    swept[55:65, 55:65] = False
    wrong = dark != swept
    # Cells that differ lie on the edge of the shadow.
    inner = swept & np.roll(swept, 1, 0) & np.roll(swept, -1, 0) & np.roll(swept, 1, 1) & np.roll(swept, -1, 1)
    outer = ~(swept | np.roll(swept, 1, 0) | np.roll(swept, -1, 0) | np.roll(swept, 1, 1) | np.roll(swept, -1, 1))
    assert not (wrong & (inner | outer)).any()
    assert dark.sum() == pytest.approx(swept.sum(), rel=0.1)


@pytest.mark.parametrize(
    ("changes", "percent"),
    [
        ({"DATETIME": "2026-06-21T15:00:00"}, 3),  # in leaf: 0.03
        ({"DATETIME": "2026-12-21T13:00:00"}, 50),  # bare: 0.5
        ({"DATETIME": "2026-06-21T15:00:00", "TAU": 0.2}, 20),
        ({"DATETIME": "2026-06-21T15:00:00", "TAU": 0}, 0),
    ],
)
def test_crowns_let_a_share_of_the_sun_through(run_algorithm, scene, changes, percent):
    run = run_algorithm(NAME, parameters(scene["DSM"], CANOPY=scene["CANOPY"], DTM=scene["DTM"], **changes))
    values = shade(run)
    assert set(np.unique(values)) == {0, percent, 100}
    assert values[45, 59] in (0, 100)
    near = values[:50, :50]  # the tree and its shadow, away from the block
    assert (near == percent).sum() >= 16
    assert values[:50, 30:50].min() in (percent, 100)


def test_holes_of_the_surface_are_nodata_or_filled_with_the_terrain(run_algorithm, scene, tmp_path):
    holed = read_raster(scene["DSM"])
    holed[10:14, 30:40] = np.nan
    expected = shade(run_algorithm(NAME, parameters(scene["DSM"])))
    for number, nodata in enumerate((None, -9999.0)):
        dsm = centred(tmp_path / f"holed{number}.tif", holed, nodata=nodata)
        values = shade(run_algorithm(NAME, parameters(dsm)))
        hole = np.isnan(holed)
        assert (values[hole] == NODATA).all()
        np.testing.assert_array_equal(values[~hole], expected[~hole])
        filled = shade(run_algorithm(NAME, parameters(dsm, DTM=scene["DTM"])))
        np.testing.assert_array_equal(filled, expected)


def test_file_says_what_it_holds(run_algorithm, scene, tmp_path):
    import rasterio

    run = run_algorithm(NAME, parameters(scene["DSM"], tmp_path / "shade.tif"))
    with rasterio.open(run.results["OUTPUT"]) as dataset, rasterio.open(scene["DSM"]) as dsm:
        assert dataset.dtypes == ("uint8",)
        assert dataset.nodata == NODATA
        assert dataset.descriptions == ("sun_percent",)
        assert dataset.transform == dsm.transform
        assert dataset.crs == dsm.crs
    assert run.results["NIGHT"] == 0
    check_record(record_of(run.results["OUTPUT"]), NAME, DATETIME="2026-06-21T15:00:00", DSM=scene["DSM"])
    (described,) = record_of(run.results["OUTPUT"])["inputs"]
    assert described["size"] == [120, 120]
    assert described["checksum"].startswith("sha256:")


def test_night_is_shade_and_a_warning(run_algorithm, scene):
    run = run_algorithm(NAME, parameters(scene["DSM"], DATETIME="2026-06-21T23:30:00"))
    assert (shade(run) == 0).all()
    assert run.results["NIGHT"] == 1
    assert run.results["SUN_ELEVATION"] < 0
    (warning,) = run.feedback.warnings
    assert warning.startswith("The sun is below the horizon on 2026-06-21 23:30")


def test_summer_time_and_offsets_are_the_same_instant(run_algorithm, scene):
    local = run_algorithm(NAME, parameters(scene["DSM"], DATETIME="2026-06-21T15:00:00", TZ="Europe/Paris"))
    for text, zone in (("2026-06-21T13:00:00Z", ""), ("2026-06-21T15:00:00+02:00", ""), ("2026-06-21T13:00:00", "UTC")):
        run = run_algorithm(NAME, parameters(scene["DSM"], DATETIME=text, TZ=zone))
        assert run.results["SUN_ELEVATION"] == local.results["SUN_ELEVATION"]
        np.testing.assert_array_equal(shade(run), shade(local))


@pytest.fixture
def computer_in():
    """Function that moves the clocks of this computer to another time zone."""
    before = os.environ.get("TZ")

    def move(zone):
        os.environ["TZ"] = zone
        time.tzset()

    yield move
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the clocks of Windows cannot be moved by a program")
def test_zone_of_the_computer_changes_nothing(run_algorithm, scene, computer_in):
    expected = run_algorithm(NAME, parameters(scene["DSM"])).results["SUN_ELEVATION"]
    for zone in ("Europe/Paris", "America/New_York", "Asia/Kolkata"):
        computer_in(zone)
        assert run_algorithm(NAME, parameters(scene["DSM"])).results["SUN_ELEVATION"] == expected
    computer_in("Europe/Paris")
    sentence = refusal(NAME, parameters(scene["DSM"], DATETIME="2026-03-29T02:30:00"))
    assert "The clocks of this computer skip 2026-03-29T02:30:00; choose another time" in sentence
    offset = run_algorithm(NAME, parameters(scene["DSM"], DATETIME="2026-03-29T02:30:00+01:00"))
    assert offset.results["NIGHT"] == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"TZ": ""}, "The time 2026-06-21 15:00:00 has no time zone; give one"),
        ({"DATETIME": "2026-03-29T02:30:00"}, "the clocks of Europe/Paris skip 2026-03-29 02:30"),
        ({"TZ": "Paris"}, "The time zone Paris is not known"),
        ({"SCHEDULER": "tcp://127.0.0.1:9"}, "The Dask scheduler tcp://127.0.0.1:9 does not answer"),
        ({"SCHEDULER": "nowhere"}, "The Dask scheduler nowhere does not answer"),
        ({"OUTPUT": "shade.png"}, "must be a GeoTIFF"),
        ({"TAU": 1.5}, "TAU"),
        ({"DSM": "absent.tif"}, "DSM"),
        ({"DSM": None}, "DSM"),
        ({"CANOPY": "absent.tif"}, "CANOPY"),
    ],
)
def test_refusals(scene, monkeypatch, tmp_path, changes, sentence):
    monkeypatch.setattr(engine, "SCHEDULER_TIMEOUT_S", 0.3)
    monkeypatch.chdir(tmp_path)
    if changes.get("OUTPUT"):
        changes["OUTPUT"] = str(tmp_path / changes["OUTPUT"])
    assert sentence in refusal(NAME, {**parameters(scene["DSM"], tmp_path / "shade.tif"), **changes})
    assert files_in(tmp_path) == []


def test_rasters_on_which_lengths_cannot_be_computed_are_refused(tmp_path):
    flat = np.zeros((20, 20))
    angle = math.radians(10)
    turned = Affine(math.cos(angle), math.sin(angle), 352000, math.sin(angle), -math.cos(angle), 6789000)
    for name, options, sentence in (
        ("degrees", {"crs": WGS_84, "west": -1.7, "north": 48.1, "cell": 1e-5}, "is in EPSG:4326, where lengths"),
        ("web", {"crs": "EPSG:3857", "west": -187000.0, "north": 6123000.0}, "is in EPSG:3857, where lengths"),
        ("feet", {"crs": "EPSG:2225", "west": 6000000.0, "north": 2000000.0}, "is in EPSG:2225, where lengths"),
        ("unknown", {"crs": None}, "has no coordinate reference system; assign it the right one"),
        ("turned", {"transform": turned}, "is rotated or upside down"),
        ("upside", {"transform": Affine(1, 0, 352000, 0, 1, 6789000)}, "is rotated or upside down"),
        ("long", {"transform": Affine(1, 0, 352000, 0, -2, 6789000)}, "are not square"),
    ):
        sentence_given = refusal(NAME, parameters(write_raster(tmp_path / f"{name}.tif", flat, **options)))
        assert sentence in sentence_given
        assert name in sentence_given


@pytest.mark.parametrize(
    ("shape", "west", "cell", "crs"),
    [
        ((20, 21), 352000.0, 1.0, LAMBERT_93),
        ((20, 20), 352000.5, 1.0, LAMBERT_93),
        ((20, 20), 352000.0, 1.1, LAMBERT_93),
        ((20, 20), 352000.0, 1.0, "EPSG:3948"),
    ],
    ids=["size", "origin", "cell", "crs"],
)
@pytest.mark.parametrize("role", ["DTM", "CANOPY"])
def test_rasters_that_do_not_align_are_refused(tmp_path, shape, west, cell, crs, role):
    dsm = write_raster(tmp_path / "dsm.tif", np.zeros((20, 20)), west=352000.0)
    other = write_raster(tmp_path / "other.tif", np.zeros(shape), west=west, cell=cell, crs=crs)
    sentence = refusal(NAME, parameters(dsm, **{role: other}))
    assert "The rasters dsm and other do not have the same grid; align them" in sentence


def test_surface_without_data_is_refused(tmp_path):
    dsm = write_raster(tmp_path / "dsm.tif", np.full((20, 20), np.nan), nodata=-9999.0)
    assert "has no data; choose another one" in refusal(NAME, parameters(dsm))


def test_smallest_rasters(run_algorithm, tmp_path):
    for shape in ((1, 1), (1, 7), (7, 1)):
        dsm = write_raster(tmp_path / f"{shape[0]}x{shape[1]}.tif", np.full(shape, 12.0))
        assert (shade(run_algorithm(NAME, parameters(dsm))) == 100).all()


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Surface of 900 x 700 cells of noise: several tiles at the smallest memory limit."""
    heights = np.random.default_rng(3).choice([0.0, 6.0, 20.0], size=(900, 700), p=[0.98, 0.01, 0.01])
    return centred(tmp_path_factory.mktemp("large") / "dsm.tif", heights)


def test_tiles_and_threads_change_nothing(run_algorithm, large, tmp_path):
    low = {"DATETIME": "2026-06-21T08:00:00", "MAXDIST": 100}
    whole = run_algorithm(NAME, parameters(large, tmp_path / "whole.tif", **low))
    for name, changes in (
        ("tiles", {"MEMORY_LIMIT": 16, "WORKERS": 1}),
        ("threads", {"MEMORY_LIMIT": 16, "WORKERS": 3}),
    ):
        run = run_algorithm(NAME, parameters(large, tmp_path / f"{name}.tif", **low, **changes))
        assert len([percent for percent in run.feedback.progresses if percent > 50]) > 3, "one tile only"
        np.testing.assert_array_equal(shade(run), shade(whole))


@pytest.mark.parametrize("percent", [30, 70])
def test_cancel_leaves_no_file(run_algorithm, large, tmp_path, percent):
    changes = {"MEMORY_LIMIT": 16, "WORKERS": 1, "MAXDIST": 100}
    run = run_algorithm(NAME, parameters(large, tmp_path / "shade.tif", **changes), cancel_at=percent)
    assert run.results == {}
    assert max(run.feedback.progresses) < percent + 20
    assert files_in(tmp_path) == []


def test_exact_method_is_the_shadow_at_the_middle_of_each_cell(run_algorithm, scene):
    utc = SUNS[2][0]
    run = run_algorithm(NAME, parameters(scene["DSM"], DATETIME=utc, METHOD="exact"))
    # The middle of a cell is in the shade when its ray meets the block, 12 m high, of rows and columns 55 to 64.
    toward = math.radians(run.results["GRID_AZIMUTH"])
    reach = 12.0 / math.tan(math.radians(run.results["SUN_ELEVATION"]))
    row, column = np.mgrid[:120, :120] + 0.5
    away = np.linspace(0, reach, 2000)[:, None, None]
    hidden = np.zeros((120, 120), dtype=bool)
    for distance in away:
        met_row, met_column = row - distance * math.cos(toward), column + distance * math.sin(toward)
        hidden |= (met_row > 55) & (met_row < 65) & (met_column > 55) & (met_column < 65)
    hidden[55:65, 55:65] = False
    values = shade(run)
    assert ((values == 0) != hidden).sum() <= 2, "but for rays along a side of the block"
    swept = shade(run_algorithm(NAME, parameters(scene["DSM"], DATETIME=utc)))
    assert 0 < (values != swept).sum() < 60
    smooth = run_algorithm(NAME, parameters(scene["DSM"], DATETIME=utc, METHOD="exact", SUBPIXEL=True))
    assert set(np.unique(shade(smooth))) == {0, 25, 50, 75, 100}


def test_four_rays_are_for_the_exact_method(run_algorithm, scene):
    run = run_algorithm(NAME, parameters(scene["DSM"], SUBPIXEL=True))
    assert any("Four rays in each cell are for the exact method" in warning for warning in run.feedback.warnings)
    np.testing.assert_array_equal(shade(run), shade(run_algorithm(NAME, parameters(scene["DSM"]))))
    assert "METHOD" in refusal(NAME, parameters(scene["DSM"], METHOD="quick"))


def test_exact_method_by_tiles_and_with_trees(run_algorithm, large, scene, tmp_path):
    low = {"DATETIME": "2026-06-21T08:00:00", "MAXDIST": 60, "METHOD": "exact"}
    whole = run_algorithm(NAME, parameters(large, tmp_path / "whole.tif", **low))
    tiles = run_algorithm(NAME, parameters(large, tmp_path / "tiles.tif", **low, MEMORY_LIMIT=16, WORKERS=2))
    np.testing.assert_array_equal(shade(tiles), shade(whole))
    plants = {"CANOPY": scene["CANOPY"], "DTM": scene["DTM"], "TAU": 0.2}
    planted = shade(run_algorithm(NAME, parameters(scene["DSM"], METHOD="exact", **plants)))
    swept = shade(run_algorithm(NAME, parameters(scene["DSM"], **plants)))
    assert set(np.unique(planted)) == {0, 20, 100}
    assert (planted == 20).sum() == pytest.approx((swept == 20).sum(), rel=0.35)


def test_same_numbers_in_french(run_algorithm, scene):
    english = run_algorithm(NAME, parameters(scene["DSM"], TAU=0.25, CANOPY=scene["CANOPY"]))
    with french():
        run = run_algorithm(NAME, parameters(scene["DSM"], TAU=0.25, CANOPY=scene["CANOPY"]))
    np.testing.assert_array_equal(shade(run), shade(english))
    assert run.results["SUN_ELEVATION"] == english.results["SUN_ELEVATION"]


def test_python_command_and_model_give_the_same(run_algorithm, scene, tmp_path):
    given = parameters(scene["DSM"], tmp_path / "shade.tif", CANOPY=scene["CANOPY"], TAU=0.25)
    expected = shade(run_algorithm(NAME, given))
    again = run_algorithm(NAME, {**from_python_command(NAME, given), "OUTPUT": str(tmp_path / "again.tif")})
    np.testing.assert_array_equal(shade(again), expected)
    child = run_in_model(NAME, {**given, "OUTPUT": str(tmp_path / "child.tif")}, "OUTPUT")
    np.testing.assert_array_equal(read_raster(child.source() if hasattr(child, "source") else child), expected)


def test_raster_arrives_styled_and_named(qgis_new_project, scene):
    layers = load_results(NAME, parameters(scene["DSM"]))
    assert list(layers) == ["Share of direct sun (%)"]
    (layer,) = layers.values()
    assert layer.renderer().type() == "paletted" or layer.renderer().type().startswith("singleband")
    assert layer.renderer().type() != "singlebandgray"
    assert len(colours_of(layer) - {"#ffffff"}) >= 2
    check_record(record_of(layer), NAME)


def test_running_on_its_own_result_is_flat_enough_to_run(run_algorithm, scene, tmp_path):
    first = run_algorithm(NAME, parameters(scene["DSM"], tmp_path / "first.tif")).results["OUTPUT"]
    second = run_algorithm(NAME, parameters(first, tmp_path / "second.tif"))
    assert steps_of(record_of(second.results["OUTPUT"])) == [NAME, NAME]
    assert QgsRasterLayer(second.results["OUTPUT"], "second").isValid()


def test_output_may_not_be_the_input(scene, tmp_path):
    dsm = centred(tmp_path / "dsm.tif", read_raster(scene["DSM"]))
    before = read_raster(dsm)
    assert f"The output {dsm} is the file of the input dsm" in refusal(NAME, parameters(dsm, dsm))
    np.testing.assert_array_equal(read_raster(dsm), before)
