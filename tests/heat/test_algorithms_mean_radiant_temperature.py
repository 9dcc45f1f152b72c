"""Algorithm ``heat_mean_radiant_temperature`` in QGIS."""

from __future__ import annotations

import sys

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.heat.land_cover import standard_surfaces
from cityorchestra.processing_provider.heat.radiant_temperature import conditions_at, radiant_temperature
from cityorchestra.tests.algorithm_support import (
    CENTRE,
    LATITUDE,
    LONGITUDE,
    WGS_84,
    check_record,
    colours_of,
    files_in,
    french,
    from_python_command,
    load_results,
    make_layer,
    read_raster,
    record_of,
    refusal,
    run_in_model,
    write_raster,
)

NAME = "heat_mean_radiant_temperature"
SIDE = 60
UTC = np.datetime64("2026-06-21T13:00")  # 15:00 in Rennes

pytestmark = pytest.mark.usefixtures("provider")


def centred(path, values, **options):
    rows, columns = values.shape
    return write_raster(path, values, west=CENTRE[0] - columns / 2, north=CENTRE[1] + rows / 2, **options)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("radiant")


@pytest.fixture(scope="module")
def flat(folder):
    return centred(folder / "flat.tif", np.full((SIDE, SIDE), 30.0))


@pytest.fixture(scope="module")
def walled(folder):
    """Flat ground with a wall, 12 m high and 2 m thick, from west to east."""
    heights = np.full((SIDE, SIDE), 30.0)
    heights[SIDE // 2 : SIDE // 2 + 2] += 12.0
    return centred(folder / "walled.tif", heights)


def parameters(dsm, output="TEMPORARY_OUTPUT", **changes):
    return {"DSM": dsm, "DATETIME": "2026-06-21T15:00:00", "AZIMUTHS": 8, "OUTPUT": str(output), **changes}


def raster_of(run):
    return read_raster(run.results["OUTPUT"])


def expected(sky_view=1.0, sun=1.0, surface=None, utc=UTC, ta=30.0, rh=40.0, ghi=None, **options):
    conditions = conditions_at(utc, LATITUDE, LONGITUDE, ta, rh, ghi)
    ground = None if surface is None else standard_surfaces()[surface]
    return float(radiant_temperature(conditions, sky_view, sun, ground=ground, **options))


def test_open_ground_is_the_closed_form(run_algorithm, flat):
    run = run_algorithm(NAME, parameters(flat))
    np.testing.assert_allclose(raster_of(run), expected(), atol=1e-3)
    conditions = conditions_at(UTC, LATITUDE, LONGITUDE, 30.0, 40.0)
    assert run.results["SUN_ELEVATION"] == pytest.approx(conditions.elevation_deg, abs=2e-3)
    assert run.results["GHI_USED"] == pytest.approx(conditions.global_irradiance, abs=0.1)
    assert run.results["DIFFUSE"] == pytest.approx(conditions.diffuse, abs=0.1)
    for name in ("TMRT_MEAN", "TMRT_MIN", "TMRT_MAX"):
        assert run.results[name] == pytest.approx(expected(), abs=2e-3)


@pytest.mark.parametrize(
    ("changes", "options"),
    [
        ({"GHI": 300.0}, {"ghi": 300.0}),
        ({"GHI": 0.0}, {"ghi": 0.0}),
        ({"TA": 12.5, "RH": 80.0}, {"ta": 12.5, "rh": 80.0}),
        ({"POSTURE": "sitting"}, {"posture": "sitting"}),
        ({"DATETIME": "2026-06-21T13:00:00", "TZ": "UTC"}, {}),
        ({"DATETIME": "2026-06-21T23:30:00"}, {"utc": np.datetime64("2026-06-21T21:30"), "sun": 0.0}),
    ],
)
def test_weather_posture_and_hour(run_algorithm, flat, changes, options):
    run = run_algorithm(NAME, parameters(flat, **changes))
    np.testing.assert_allclose(raster_of(run), expected(**options), atol=1e-3)
    night = any("below the horizon" in warning for warning in run.feedback.warnings)
    assert night == (options.get("sun") == 0.0)


def test_wall_shades_and_warms(run_algorithm, walled):
    values = raster_of(run_algorithm(NAME, parameters(walled)))
    # North of the wall, in its shade: 6 m long or so at that hour; the south is in the sun.
    shade, sun = values[SIDE // 2 - 2, SIDE // 2], values[SIDE // 2 + 4, SIDE // 2]
    assert 28 < shade < 45
    assert sun > shade + 20
    assert sun > values[5, SIDE // 2] - 4


def test_sky_view_raster_is_used(run_algorithm, flat, folder):
    views = np.linspace(0, 1, SIDE * SIDE).reshape(SIDE, SIDE)
    svf = centred(folder / "svf.tif", views)
    values = raster_of(run_algorithm(NAME, parameters(flat, SVF=svf)))
    table = [expected(sky_view=view) for view in views[:, 30].astype(np.float32)]
    np.testing.assert_allclose(values[:, 30], table, atol=1e-3)


def test_land_cover_and_table_of_surfaces(run_algorithm, flat, folder):
    codes = np.full((SIDE, SIDE), 1.0)
    codes[:, 20:40], codes[:, 40:] = 5.0, 77.0
    cover = centred(folder / "cover.tif", codes)
    run = run_algorithm(NAME, parameters(flat, LANDCOVER=cover))
    values = raster_of(run)
    for column, surface in ((5, 1), (30, 5), (50, None)):
        assert values[30, column] == pytest.approx(expected(surface=surface), abs=1e-3)
    assert values[30, 5] > values[30, 30] + 1, "asphalt is warmer than grass"
    assert any("codes 77 are not in the table" in warning for warning in run.feedback.warnings)
    fields = [("code", "integer")] + [(name, "real") for name in ("albedo", "emissivity", "k", "t0", "t_max")]
    table = make_layer(
        "NoGeometry", [(None, 77, 0.05, 0.98, 0.0, 0.0, 12.0), (None, 5, 0.18, 0.95, 0.58, -9.78, 15.0)], fields
    )
    run = run_algorithm(NAME, parameters(flat, LANDCOVER=cover, SURFACES=table))
    values = raster_of(run)
    assert run.feedback.warnings == []
    assert values[30, 50] == pytest.approx(expected(surface=7), abs=1e-3), "the user's 77 is water"
    assert values[30, 30] == pytest.approx(expected(surface=1), abs=1e-3), "the user's grass is asphalt"
    nothing = make_layer("NoGeometry", [(None, 77, None, 0.98, 0.0, 0.0, 12.0)], fields)
    assert "albedo must be a number between 0 and 1" in refusal(NAME, parameters(flat, SURFACES=nothing))
    empty = make_layer("NoGeometry", [], fields)
    assert "The table of surfaces has no row; fill it" in refusal(NAME, parameters(flat, SURFACES=empty))
    other = make_layer("NoGeometry", [(None, 77)], [("code", "integer")])
    assert "has no column albedo" in refusal(NAME, parameters(flat, SURFACES=other))


def test_table_of_surfaces_of_a_french_spreadsheet(run_algorithm, flat, folder):
    codes = centred(folder / "codes.tif", np.full((SIDE, SIDE), 77.0))
    table = folder / "surfaces.csv"
    table.write_text("Code;Albedo;Emissivity;K;T0;T_max\n77;0,05;0,98;0,0;0,0;12\n")
    run = run_algorithm(NAME, parameters(flat, LANDCOVER=codes, SURFACES=str(table)))
    assert run.feedback.warnings == []
    assert raster_of(run)[30, 30] == pytest.approx(expected(surface=7), abs=1e-3)
    run = run_algorithm(NAME, parameters(flat, SURFACES=str(table)))
    assert any("changes nothing without a land cover" in warning for warning in run.feedback.warnings)


def test_sky_view_that_is_no_share_is_refused(flat, folder, tmp_path):
    for values, sentence in (
        (np.full((SIDE, SIDE), 80.0), "goes from 80 to 80: it must be a share from 0 to 1"),
        (np.full((SIDE, SIDE), -0.5), "goes from -0.5 to -0.5: it must be a share"),
        (np.full((SIDE, SIDE), np.nan), "has no data; choose another one, or none to have it computed"),
    ):
        svf = centred(folder / "wrong.tif", values)
        sentence_given = refusal(NAME, parameters(flat, tmp_path / "tmrt.tif", SVF=svf))
        assert f"The sky view raster wrong {sentence}" in sentence_given
    assert files_in(tmp_path) == []


def test_street_without_value_is_told(run_algorithm, flat, folder):
    views = np.full((SIDE, SIDE), np.nan)
    views[:2] = 1.0
    heights = np.full((SIDE, SIDE), 30.0)
    heights[:2] += 9.0
    dsm, dtm = centred(folder / "roof.tif", heights), centred(folder / "under.tif", np.full((SIDE, SIDE), 30.0))
    run = run_algorithm(NAME, parameters(dsm, DTM=dtm, SVF=centred(folder / "partial.tif", views)))
    assert any("No cell of the street has a value" in warning for warning in run.feedback.warnings)


def test_trees_shade_and_hide_the_sky(run_algorithm, flat, folder):
    crowns = np.zeros((SIDE, SIDE))
    crowns[25:35, 25:35] = 8.0
    canopy = centred(folder / "canopy.tif", crowns)
    values = raster_of(run_algorithm(NAME, parameters(flat, CANOPY=canopy)))
    assert values[30, 30] < values[5, 5] - 20


def test_holes_and_street(run_algorithm, walled, folder):
    heights = read_raster(walled).copy()
    heights[3:5, 3:9] = np.nan
    dsm = centred(folder / "holed.tif", heights, nodata=-9999.0)
    values = raster_of(run_algorithm(NAME, parameters(dsm)))
    np.testing.assert_array_equal(values == -9999.0, np.isnan(heights))
    terrain = centred(folder / "terrain.tif", np.full((SIDE, SIDE), 30.0))
    run = run_algorithm(NAME, parameters(dsm, DTM=terrain))
    values = raster_of(run)
    assert (values > -100).all()
    street = ~(np.nan_to_num(heights, nan=30.0) > 35)
    assert run.results["TMRT_MEAN"] == pytest.approx(values[street].mean(dtype=float), abs=1e-3), "roofs do not count"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"TA": 310.0}, "TA"),
        ({"RH": 101.0}, "RH (“Relative humidity (%)”) must be a number from 0 to 100, not 101.0."),
        ({"GHI": 5000.0}, "GHI"),
        ({"GHI": 1450.0}, "of 1450 W/m² is more than the sun can give at that hour (about 9"),
        ({"GHI": 100.0, "DATETIME": "2026-06-21T23:00:00"}, "is more than the sun can give at that hour (about 0 W/m²"),
        ({"GHI": "sunny"}, "“Global radiation (W/m²)” must be a number, not sunny"),
        ({"ENGINE": "umep"}, "ENGINE"),
        ({"TZ": ""}, "has no time zone; give one"),
        ({"AZIMUTHS": 7}, "an even number of directions"),
    ],
)
def test_refusals(flat, tmp_path, changes, sentence):
    assert sentence in refusal(NAME, parameters(flat, tmp_path / "tmrt.tif", **changes))
    assert files_in(tmp_path) == []


def test_geographic_and_misaligned_rasters_are_refused(flat, tmp_path):
    degrees = write_raster(tmp_path / "degrees.tif", np.zeros((9, 9)), west=-1.7, north=48.1, cell=1e-5, crs=WGS_84)
    assert "is in EPSG:4326, where lengths cannot be computed" in refusal(NAME, parameters(degrees))
    other = write_raster(tmp_path / "other.tif", np.zeros((9, 9)))
    for name in ("CANOPY", "SVF", "LANDCOVER"):
        assert "do not have the same grid; align them" in refusal(NAME, parameters(flat, **{name: other}))


def test_engine_solweig_that_is_not_installed_is_refused(flat, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "solweig", None)
    sentence = refusal(NAME, parameters(flat, tmp_path / "tmrt.tif", ENGINE="solweig"))
    assert "The engine solweig is not installed in this QGIS" in sentence
    assert "choose the engine simple" in sentence
    assert files_in(tmp_path) == []


def test_engine_solweig_runs_where_it_is_installed(run_algorithm, walled, tmp_path):
    pytest.importorskip("solweig", reason="the package solweig is not installed in this Python")
    run = run_algorithm(NAME, parameters(walled, tmp_path / "tmrt.tif", ENGINE="solweig"))
    simple = raster_of(run_algorithm(NAME, parameters(walled)))
    np.testing.assert_allclose(raster_of(run)[5:20, 5:-5], simple[5:20, 5:-5], atol=8.0)


def test_engine_solweig_receives_what_was_read(run_algorithm, walled, folder, tmp_path, monkeypatch):
    """The rasters, the sun and the weather that the package is given, and what becomes of its answer."""
    from cityorchestra.processing_provider.heat import solweig_engine

    given = {}

    def answer(**options):
        given.update(options)
        return options["dsm"] * 0 + 21.5

    monkeypatch.setattr(solweig_engine, "load_solweig", lambda: None)
    monkeypatch.setattr(solweig_engine, "solweig_radiant_temperature", answer)
    heights = read_raster(walled).copy()
    heights[0, 0] = np.nan
    dsm = centred(folder / "corner.tif", heights, nodata=-9999.0)
    run = run_algorithm(NAME, parameters(dsm, tmp_path / "tmrt.tif", ENGINE="solweig", WIND=2.5, TRUNK_RATIO=0.4))
    values = raster_of(run)
    assert values[0, 0] == -9999.0
    assert (values[1:] == 21.5).all()
    assert run.results["TMRT_MEAN"] == 21.5
    assert (given["wind"], given["trunk_ratio"], given["posture"], given["cell_size"]) == (2.5, 0.4, "standing", 1.0)
    assert given["latitude"] == pytest.approx(LATITUDE, abs=1e-3)
    assert given["conditions"].elevation_deg == pytest.approx(run.results["SUN_ELEVATION"], abs=1e-3)
    np.testing.assert_array_equal(given["dsm"], heights.astype(np.float32))
    assert any(info.startswith("SOLWEIG ") for info in run.feedback.infos)


@pytest.fixture(scope="module")
def large(folder):
    heights = np.random.default_rng(5).choice([0.0, 9.0], size=(560, 530), p=[0.99, 0.01])
    return centred(folder / "large.tif", heights)


def test_tiles_change_nothing(run_algorithm, large, tmp_path):
    quick = {"MAXDIST": 20, "AZIMUTHS": 4}
    whole = raster_of(run_algorithm(NAME, parameters(large, tmp_path / "whole.tif", **quick)))
    tiles = raster_of(
        run_algorithm(NAME, parameters(large, tmp_path / "tiles.tif", **quick, MEMORY_LIMIT=80, WORKERS=2))
    )
    np.testing.assert_array_equal(tiles, whole)


def test_cancel_leaves_no_file(run_algorithm, large, tmp_path):
    quick = {"MAXDIST": 20, "AZIMUTHS": 4, "MEMORY_LIMIT": 80, "WORKERS": 1}
    for percent in (5, 40):
        run = run_algorithm(NAME, parameters(large, tmp_path / "tmrt.tif", **quick), cancel_at=percent)
        assert run.results == {}
    assert files_in(tmp_path) == []


def test_record_style_french_python_and_model(run_algorithm, walled, tmp_path, qgis_new_project):
    given = parameters(walled, tmp_path / "tmrt.tif", TA=28.0)
    values = raster_of(run_algorithm(NAME, given))
    check_record(record_of(given["OUTPUT"]), NAME, TA="28", ENGINE="simple")
    with french():
        in_french = raster_of(run_algorithm(NAME, {**given, "OUTPUT": str(tmp_path / "french.tif")}))
    again = raster_of(run_algorithm(NAME, {**from_python_command(NAME, given), "OUTPUT": str(tmp_path / "again.tif")}))
    in_model = read_raster(run_in_model(NAME, {**given, "OUTPUT": str(tmp_path / "child.tif")}, "OUTPUT"))
    for other in (in_french, again, in_model):
        np.testing.assert_array_equal(other, values)
    layers = load_results(NAME, {**given, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert list(layers) == ["Mean radiant temperature (°C)"]
    assert len(colours_of(layers["Mean radiant temperature (°C)"]) - {"#ffffff"}) >= 3


def test_bad_input_from_the_command_line(qgis_process, flat, tmp_path):
    given = parameters(flat, tmp_path / "tmrt.tif", TZ="Mars/Olympus")
    run = qgis_process(
        "run", f"cityorchestra:{NAME}", "--", *(f"{name}={value}" for name, value in given.items()), check=False
    )
    assert "The time zone Mars/Olympus is not known" in run.stdout + run.stderr
    assert files_in(tmp_path) == []
