"""What the algorithms of shade say of surfaces that do not go together, and of files they cannot write."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import files_in, french, read_raster, refusal, write_raster

NAMES = ("heat_cast_shadows", "heat_sky_view_factor", "heat_mean_radiant_temperature")
SHAPE = (30, 40)

pytestmark = pytest.mark.usefixtures("provider")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("surfaces")


@pytest.fixture(scope="module")
def heights():
    """A house of 8 m on flat ground at 30 m, and a group of trees of 10 m."""
    dsm, dtm, canopy = np.full(SHAPE, 30.0), np.full(SHAPE, 30.0), np.zeros(SHAPE)
    dsm[5:10, 5:15] += 8.0
    canopy[20:26, 20:30] = 10.0
    return {"DSM": dsm, "DTM": dtm, "CANOPY": canopy}


@pytest.fixture
def written(folder, heights):
    """Function that writes the surfaces, some of them changed, and returns the parameters of a quick run."""

    def write(names=("DSM", "DTM", "CANOPY"), **changed):
        rasters = {**heights, **changed}
        made = {name: write_raster(folder / f"{name.lower()}.tif", rasters[name]) for name in names}
        return {**made, "MAXDIST": 50.0, "OUTPUT": "TEMPORARY_OUTPUT"}

    return write


def warnings_of(run_algorithm, parameters, name=NAMES[0]):
    return run_algorithm(name, parameters).feedback.warnings


def test_sound_surfaces_cause_no_warning(run_algorithm, written):
    for name in NAMES:
        assert warnings_of(run_algorithm, written(), name) == []


@pytest.mark.parametrize("name", NAMES)
def test_trees_in_the_surface_model_are_told(run_algorithm, written, heights, name):
    solid = np.where(heights["CANOPY"] > 0, heights["DSM"] + heights["CANOPY"], heights["DSM"])
    (warning,) = warnings_of(run_algorithm, written(DSM=solid), name)
    assert "On 100 % of the tree canopy the surface model is as high as the trees" in warning


def test_share_of_tall_places_is_told_without_canopy(run_algorithm, written):
    run = run_algorithm(NAMES[0], written(("DSM", "DTM")))
    assert run.feedback.warnings == []
    without_trees = "No tree canopy is given: trees that are in the surface model shade like walls"
    tall = "4 % of the area is more than 3 m above the terrain"
    assert any(info.startswith(without_trees) for info in run.feedback.infos)
    assert any(info.startswith(tall) for info in run.feedback.infos)
    alone = run_algorithm(NAMES[0], written(("DSM",))).feedback.infos
    assert any(info.startswith(without_trees) for info in alone)
    planted = run_algorithm(NAMES[0], written()).feedback.infos
    assert not any("No tree canopy" in info for info in planted)


def test_canopy_of_altitudes_is_told(run_algorithm, written, heights):
    altitudes = np.where(heights["CANOPY"] > 0, 130.0, 0.0)
    (warning,) = warnings_of(run_algorithm, written(CANOPY=altitudes))
    assert "The tree canopy is up to 130 m high: it must hold heights above the ground" in warning


def test_negative_canopy_is_no_tree(run_algorithm, written, heights):
    hollow = np.where(heights["CANOPY"] > 0, -3.0, -9999.0)
    run = run_algorithm(NAMES[0], written(CANOPY=hollow))
    bare = run_algorithm(NAMES[0], written(("DSM", "DTM")))
    assert run.feedback.warnings == []
    np.testing.assert_array_equal(read_raster(run.results["OUTPUT"]), read_raster(bare.results["OUTPUT"]))


@pytest.mark.parametrize("name", NAMES)
def test_surface_under_the_terrain_is_refused(written, heights, tmp_path, name):
    given = {**written(DSM=heights["DSM"] - 30.0), "OUTPUT": str(tmp_path / "out.tif")}
    sentence = refusal(name, given)
    assert "The surface model dsm is below the terrain model dtm on 100 % of the area; check" in sentence
    assert files_in(tmp_path) == []


def test_surface_somewhat_under_the_terrain_is_told(run_algorithm, written, heights):
    pit = heights["DSM"].copy()
    pit[12:15, :20] -= 2.0
    (warning,) = warnings_of(run_algorithm, written(DSM=pit))
    assert "more than 1 m below the terrain model on 5.0 % of the area" in warning


@pytest.mark.parametrize("value", [-9999.0, 3.4e38, np.inf])
def test_values_that_are_not_altitudes_are_refused(written, heights, tmp_path, value):
    for role in ("DSM", "DTM"):
        wrong = heights[role].copy()
        wrong[25:, :5] = value
        for name in NAMES:
            given = {**written(("DSM", "DTM"), **{role: wrong}), "OUTPUT": str(tmp_path / "out.tif")}
            assert "which are not altitudes; declare its value of no data" in refusal(name, given)
    assert files_in(tmp_path) == []


def test_canopy_without_crs_is_refused_with_its_remedy(folder, written, heights):
    given = written()
    given["CANOPY"] = write_raster(folder / "nowhere.tif", heights["CANOPY"], crs=None)
    sentence = refusal(NAMES[0], given)
    assert "The raster nowhere has no coordinate reference system; assign it the right one" in sentence


@pytest.mark.parametrize("name", NAMES)
def test_output_that_cannot_be_written_is_refused(written, tmp_path, name):
    sentence = refusal(name, {**written(), "OUTPUT": str(tmp_path / "absent" / "out.tif")})
    assert "absent/out.tif cannot be written; check that its folder exists" in sentence
    assert files_in(tmp_path) == []


def test_output_that_cannot_be_replaced_is_refused(written, tmp_path):
    (tmp_path / "out.tif").mkdir()
    sentence = refusal(NAMES[0], {**written(), "OUTPUT": str(tmp_path / "out.tif")})
    assert "out.tif could not be replaced; close it in the other program" in sentence
    assert files_in(tmp_path) == ["out.tif"]


def test_values_that_qgis_only_calls_incorrect_are_explained(written):
    for changes, sentence in (
        ({"DATETIME": "demain"}, "DATETIME is not a date and time; write it like 2026-06-21T15:00:00."),
        ({"MAXDIST": -5}, "MAXDIST (“Longest shadow (m)”) must be a number from 1 to 50000, not -5."),
        ({"MEMORY_LIMIT": 2}, "MEMORY_LIMIT (“Memory for tiles (MB)”) must be a number of at least 16, not 2."),
        ({"METHOD": "umep"}, "METHOD (“Method”) must be one of sweep, exact, not umep."),
        ({"TAU": "much"}, "“Light through crowns (0 to 1)” must be a number, not much"),
    ):
        assert sentence in refusal(NAMES[0], {**written(), **changes})


def test_sentences_keep_their_figures_in_french(run_algorithm, written, heights):
    solid = np.where(heights["CANOPY"] > 0, heights["DSM"] + heights["CANOPY"], heights["DSM"])
    with french():
        (warning,) = warnings_of(run_algorithm, written(DSM=solid))
        sentence = refusal(NAMES[0], written(DSM=heights["DSM"] - 30.0))
    assert "100" in warning
    assert "100" in sentence
