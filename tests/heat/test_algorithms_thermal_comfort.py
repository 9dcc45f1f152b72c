"""Algorithm ``heat_thermal_comfort`` in QGIS."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.heat.comfort_classes import stress_classes
from cityorchestra.processing_provider.heat.pet import pet
from cityorchestra.processing_provider.heat.utci import utci
from cityorchestra.tests.algorithm_support import (
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

NAME = "heat_thermal_comfort"
ROWS, COLUMNS = 12, 20

pytestmark = pytest.mark.usefixtures("provider")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("comfort")


@pytest.fixture(scope="module")
def radiant():
    values = np.linspace(20, 75, ROWS * COLUMNS).reshape(ROWS, COLUMNS).astype(np.float32)
    values[2, 3] = np.nan
    return values


@pytest.fixture(scope="module")
def tmrt(folder, radiant):
    return write_raster(folder / "tmrt.tif", radiant, nodata=-9999.0)


def parameters(tmrt, output="TEMPORARY_OUTPUT", **changes):
    return {"TMRT": tmrt, "TA": 30.0, "RH": 40.0, "WIND": 1.5, "OUTPUT": str(output), **changes}


def felt(run):
    values = read_raster(run.results["OUTPUT"])
    return np.where(values == -9999.0, np.nan, values)


def test_known_case(run_algorithm, folder):
    # 30 degrees, Tmrt 60, 1 m/s, 50 %: 37.9236 (pythermalcomfort 4.8).
    one = write_raster(folder / "one.tif", [[60.0]])
    run = run_algorithm(NAME, parameters(one, WIND=1.0, RH=50.0, OUTPUT_CLASS="TEMPORARY_OUTPUT"))
    assert felt(run)[0, 0] == pytest.approx(37.9236, abs=1e-3)
    assert read_raster(run.results["OUTPUT_CLASS"])[0, 0] == 8, "strong heat stress"
    assert run.results["HEAT_STRESS"] == 100.0
    assert json.loads(run.results["CLASS_SHARES"])["8"] == 100.0


@pytest.mark.parametrize(("index", "formula", "wind"), [("utci", utci, 1.5), ("pet", pet, 1.5 / 1.469605)])
def test_index_of_each_cell(run_algorithm, tmrt, radiant, index, formula, wind):
    run = run_algorithm(NAME, parameters(tmrt, INDEX=index, OUTPUT_CLASS="TEMPORARY_OUTPUT"))
    expected = formula(30.0, radiant.astype(float), wind, 40.0)
    np.testing.assert_allclose(felt(run), expected, atol=1e-4)
    known = np.isfinite(expected)
    codes = read_raster(run.results["OUTPUT_CLASS"])
    assert codes.dtype == np.uint8
    np.testing.assert_array_equal(codes == 255, ~known)
    limits = [stress.from_c for stress in stress_classes(index)]
    np.testing.assert_array_equal(codes[known], np.searchsorted(limits, felt(run)[known], side="right"))
    shares = json.loads(run.results["CLASS_SHARES"])
    assert sum(shares.values()) == pytest.approx(100.0, abs=0.01)
    strong = {"utci": 32.0, "pet": 35.0}[index]
    assert run.results["HEAT_STRESS"] == pytest.approx(100 * (expected[known] >= strong).mean(), abs=1e-3)
    assert run.results["MEAN"] == pytest.approx(expected[known].mean(), abs=1e-3)
    assert run.results["OUT_OF_RANGE"] == 0, "a hole of the input is not out of range"
    assert any("% of the area" in info for info in run.feedback.infos)


def test_height_of_the_wind(run_algorithm, tmrt, radiant):
    run = run_algorithm(NAME, parameters(tmrt, WIND=1.0, WIND_HEIGHT=1.1))
    np.testing.assert_allclose(felt(run), utci(30.0, radiant.astype(float), 1.469605, 40.0), atol=1e-3)
    run = run_algorithm(NAME, parameters(tmrt, INDEX="pet", WIND=1.0, WIND_HEIGHT=1.1))
    np.testing.assert_allclose(felt(run), pet(30.0, radiant.astype(float), 1.0, 40.0), atol=1e-4)


def test_rasters_of_weather_replace_numbers(run_algorithm, tmrt, radiant, folder):
    random = np.random.default_rng(1)
    air, humidity, wind = (
        random.uniform(low, high, radiant.shape).astype(np.float32) for low, high in ((20, 35), (20, 60), (0.2, 6))
    )
    air[5, 5] = np.nan
    given = {
        "TA_RASTER": write_raster(folder / "ta.tif", air, nodata=-9999.0),
        "RH_RASTER": write_raster(folder / "rh.tif", humidity),
        "WIND_RASTER": write_raster(folder / "wind.tif", wind),
    }
    run = run_algorithm(NAME, parameters(tmrt, TA=-20.0, RH=1.0, WIND=50.0, **given))
    expected = utci(*(values.astype(float) for values in (air, radiant, wind, humidity)))
    np.testing.assert_allclose(felt(run), expected, atol=1e-4)
    assert np.isnan(felt(run)[5, 5])
    assert run.results["OUT_OF_RANGE"] == 0


def test_warming_is_added_to_air_and_radiation(run_algorithm, tmrt, radiant):
    run = run_algorithm(NAME, parameters(tmrt, DELTA_TA=4.0))
    np.testing.assert_allclose(felt(run), utci(34.0, radiant.astype(float) + 4.0, 1.5, 40.0), atol=1e-4)


def test_cells_out_of_range_are_counted_and_left_empty(run_algorithm, folder):
    values = np.array([[50.0, 101.0, 150.0], [-1.0, 60.0, np.nan]])
    tmrt = write_raster(folder / "wide.tif", values, nodata=-9999.0)
    run = run_algorithm(NAME, parameters(tmrt))
    np.testing.assert_array_equal(np.isfinite(felt(run)), [[True, False, False], [False, True, False]])
    assert run.results["OUT_OF_RANGE"] == 3
    assert any("3 cells are outside the range" in warning for warning in run.feedback.warnings)


def test_a_storm_leaves_nothing(run_algorithm, tmrt):
    run = run_algorithm(NAME, parameters(tmrt, WIND=25.0, OUTPUT_CLASS="TEMPORARY_OUTPUT"))
    assert np.isnan(felt(run)).all()
    assert run.results["OUT_OF_RANGE"] == ROWS * COLUMNS - 1
    assert math.isnan(run.results["MEAN"])
    assert run.results["HEAT_STRESS"] == 0.0
    assert any("No cell has a value" in warning for warning in run.feedback.warnings)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"TA": 300.0}, "TA"),
        ({"RH": -1.0}, "RH (“Relative humidity (%)”) must be a number from 0 to 100, not -1.0."),
        ({"WIND": -1.0}, "WIND"),
        ({"WIND_HEIGHT": 0.0}, "WIND_HEIGHT"),
        ({"INDEX": "wbgt"}, "INDEX"),
        ({"DELTA_TA": 40.0}, "DELTA_TA"),
        ({"TA": 55.0, "DELTA_TA": 10.0}, "Give the air temperature in degrees C"),
    ],
)
def test_refusals(tmrt, tmp_path, changes, sentence):
    assert sentence in refusal(NAME, parameters(tmrt, tmp_path / "felt.tif", **changes))
    assert files_in(tmp_path) == []


def test_geographic_and_misaligned_rasters_are_refused(tmrt, tmp_path):
    degrees = write_raster(tmp_path / "degrees.tif", np.zeros((9, 9)), west=-1.7, north=48.1, cell=1e-5, crs=WGS_84)
    assert "is in EPSG:4326, where lengths cannot be computed" in refusal(NAME, parameters(degrees))
    other = write_raster(tmp_path / "other.tif", np.zeros((9, 9)))
    for name in ("TA_RASTER", "RH_RASTER", "WIND_RASTER"):
        assert "do not have the same grid; align them" in refusal(NAME, parameters(tmrt, **{name: other}))


def test_rasters_in_another_unit_are_refused(tmrt, folder, radiant, tmp_path):
    kelvins = write_raster(folder / "kelvins.tif", radiant + 273.15)
    shares = write_raster(folder / "shares.tif", np.full(radiant.shape, 0.4))
    for changes, sentence in (
        ({"TMRT": kelvins}, "The raster kelvins goes from 293 to 348: it must be in degrees C; subtract 273.15"),
        ({"TA_RASTER": kelvins}, "The raster kelvins goes from 293 to 348: it must be in degrees C"),
        ({"RH_RASTER": shares}, "The humidity raster shares goes from 0.40 to 0.40: it must be in percent"),
    ):
        assert sentence in refusal(NAME, {**parameters(tmrt, tmp_path / "felt.tif"), **changes})
    assert files_in(tmp_path) == []


@pytest.fixture(scope="module")
def large(folder):
    values = np.random.default_rng(5).uniform(20, 70, size=(560, 530))
    return write_raster(folder / "large.tif", values)


def test_tiles_change_nothing(run_algorithm, large, tmp_path):
    for index in ("utci", "pet"):
        classes = {"INDEX": index, "OUTPUT_CLASS": str(tmp_path / "classes.tif")}
        whole = run_algorithm(NAME, parameters(large, tmp_path / "whole.tif", **classes))
        codes = read_raster(classes["OUTPUT_CLASS"])
        tiles = run_algorithm(NAME, parameters(large, tmp_path / "tiles.tif", **classes, MEMORY_LIMIT=32, WORKERS=2))
        np.testing.assert_array_equal(felt(tiles), felt(whole))
        np.testing.assert_array_equal(read_raster(classes["OUTPUT_CLASS"]), codes)
        assert tiles.results["CLASS_SHARES"] == whole.results["CLASS_SHARES"]


def test_cancel_leaves_no_file(run_algorithm, large, tmp_path):
    given = {"OUTPUT_CLASS": str(tmp_path / "classes.tif"), "MEMORY_LIMIT": 32, "WORKERS": 1}
    for percent in (0, 10, 45):
        run = run_algorithm(NAME, parameters(large, tmp_path / "felt.tif", **given), cancel_at=percent)
        assert run.results == {}
        assert files_in(tmp_path) == []


def test_record_style_french_python_and_model(run_algorithm, tmrt, tmp_path, qgis_new_project):
    given = parameters(tmrt, tmp_path / "felt.tif", OUTPUT_CLASS=str(tmp_path / "classes.tif"))
    run = run_algorithm(NAME, given)
    values, codes = felt(run), read_raster(given["OUTPUT_CLASS"])
    check_record(record_of(given["OUTPUT"]), NAME, INDEX="utci")
    check_record(record_of(given["OUTPUT_CLASS"]), NAME)
    with french():
        in_french = run_algorithm(NAME, {**given, "OUTPUT": str(tmp_path / "french.tif")})
    np.testing.assert_array_equal(felt(in_french), values)
    np.testing.assert_array_equal(read_raster(given["OUTPUT_CLASS"]), codes)
    assert in_french.results["CLASS_SHARES"] == run.results["CLASS_SHARES"]
    assert any("Stress chaud fort" in info for info in in_french.feedback.infos)
    again = run_algorithm(NAME, {**from_python_command(NAME, given), "OUTPUT": str(tmp_path / "again.tif")})
    np.testing.assert_array_equal(felt(again), values)
    child = run_in_model(NAME, {**given, "OUTPUT": str(tmp_path / "child.tif")}, "OUTPUT")
    np.testing.assert_array_equal(read_raster(child), read_raster(given["OUTPUT"]))
    for index in ("utci", "pet"):
        layers = load_results(
            NAME, {**given, "INDEX": index, "OUTPUT": "TEMPORARY_OUTPUT", "OUTPUT_CLASS": "TEMPORARY_OUTPUT"}
        )
        assert set(layers) == {f"Felt temperature ({index.upper()}, °C)", "Classes of thermal stress"}
        for layer in layers.values():
            assert len(colours_of(layer) - {"#ffffff"}) >= 3
        legend = [item.label for item in layers["Classes of thermal stress"].renderer().classes()]
        assert any(label.startswith("Strong heat stress") for label in legend)
        qgis_new_project.clear()


def test_bad_input_from_the_command_line(qgis_process, tmrt, tmp_path):
    arguments = [f"TMRT={tmrt}", "TA=300", f"OUTPUT={tmp_path / 'felt.tif'}"]
    run = qgis_process("run", f"cityorchestra:{NAME}", "--", *arguments, check=False)
    assert run.code != 0
    assert "TA" in run.stdout + run.stderr
    assert files_in(tmp_path) == []
