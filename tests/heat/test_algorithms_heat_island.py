"""Algorithms ``heat_buffer_fractions`` and ``heat_island_map`` in QGIS."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("qgis.core")
import rasterio
import shapely
from cityorchestra.tests.algorithm_support import (
    LAMBERT_93,
    WGS_84,
    check_record,
    colours_of,
    files_in,
    french,
    from_python_command,
    in_degrees,
    load_results,
    make_layer,
    opened,
    read_raster,
    record_of,
    refusal,
    rows_of,
    run_in_model,
    write_raster,
)
from cityorchestra.tests.heat.island_scene import make_scene
from qgis.core import QgsRasterLayer

FRACTIONS, MAP = "heat_buffer_fractions", "heat_island_map"
RADII = "100, 300, 600"
CLASSES = "built=1, trees=2, grass=3"
NODATA = -9999.0

pytestmark = pytest.mark.usefixtures("provider")


# -- shares in discs ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scene():
    return make_scene(size=160, cell=50.0, stations=60, noise=0.15)


@pytest.fixture(scope="module")
def cover(scene, tmp_path_factory):
    path = tmp_path_factory.mktemp("cover") / "land cover.tif"
    return write_raster(path, scene.cover, west=scene.grid.west, north=scene.grid.north, cell=50.0, nodata=NODATA)


def station_layer(scene, values=None, crs=LAMBERT_93, extra=()):
    values = scene.island if values is None else values
    rows = [
        (in_degrees(shapely.Point(*xy)) if crs == WGS_84 else shapely.Point(*xy), f"s{k}", value)
        for k, (xy, value) in enumerate(zip(scene.xy, [None if v is None else float(v) for v in values]))
    ]
    return make_layer("Point", [*rows, *extra], [("station_id", "text"), ("uhi", "real")], crs=crs)


def test_shares_of_a_raster_half_built(run_algorithm, tmp_path):
    # Built west of the middle: at the middle half of any disc is built, far from it all or nothing.
    values = np.full((100, 100), 7.0)
    values[:, :50] = 2.0
    path = write_raster(tmp_path / "half.tif", values, west=352000.0, north=6789000.0, cell=10.0)
    points = make_layer("Point", [(shapely.Point(352500, 6788500), 1), (shapely.Point(352100, 6788500), 2),
                                  (shapely.Point(350000, 6788500), 3), (None, 4)], [("rank", "integer")])  # fmt: skip
    run = run_algorithm(
        FRACTIONS,
        {
            "RASTER": path,
            "RADII": "50, 200",
            "RESOLUTION": 100,
            "POINTS": points,
            "OUTPUT": str(tmp_path / "shares.tif"),
            "OUTPUT_POINTS": "TEMPORARY_OUTPUT",
        },
    )
    with rasterio.open(run.results["OUTPUT"]) as dataset:
        assert dataset.descriptions == ("class2_50m", "class2_200m", "class7_50m", "class7_200m")
        assert (dataset.width, dataset.height, dataset.res) == (10, 10, (100.0, 100.0))
        bands = dataset.read()
    np.testing.assert_allclose(bands[0] + bands[2], 1.0)
    assert (bands[0][:, :4] == 1).all() and (bands[0][:, 6:] == 0).all()
    assert (bands[1][:, 4] > 0.5).all() and (bands[1][:, 4] < 1).all()
    rows = rows_of(run.results["OUTPUT_POINTS"])
    assert [row["class2_200m"] for row in rows] == [0.5, 1.0, None, None]
    assert [row["rank"] for row in rows] == [1, 2, 3, 4] and rows[3]["geometry"] is None
    assert run.results["BANDS"] == 4 and run.results["POINTS_OUTSIDE"] == 2
    assert any("2 points lie outside the raster" in text for text in run.feedback.warnings)


def test_means_named_classes_and_no_raster(run_algorithm, tmp_path):
    heights = np.zeros((40, 40))
    heights[10:30, 10:30] = 12.0
    path = write_raster(tmp_path / "heights.tif", heights, west=352000.0, north=6789000.0, cell=10.0)
    run = run_algorithm(
        FRACTIONS,
        {
            "RASTER": path,
            "MODE": "means",
            "RADII": "50",
            "RESOLUTION": 0,
            "NAME": "volume",
            "OUTPUT": str(tmp_path / "m.tif"),
        },
    )
    with rasterio.open(run.results["OUTPUT"]) as dataset:
        assert dataset.descriptions == ("volume_50m",) and dataset.shape == (40, 40)
        assert dataset.read(1)[20, 20] == 12.0 and dataset.read(1)[0, 0] == 0.0
    points = make_layer("Point", [(shapely.Point(352200, 6788800), 1)], [("rank", "integer")], crs=LAMBERT_93)
    run = run_algorithm(
        FRACTIONS,
        {
            "RASTER": path,
            "CLASSES": "low=0, high=12",
            "RADII": "100",
            "POINTS": points,
            "OUTPUT_POINTS": "TEMPORARY_OUTPUT",
        },
    )
    assert "OUTPUT" not in run.results
    assert rows_of(run.results["OUTPUT_POINTS"])[0]["high_100m"] == 1.0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"RADII": "100, many"}, "The radius many is not a length"),
        ({"RADII": "20"}, "The radius 20 m is smaller than a cell of the raster (50 m)"),
        ({"CLASSES": "one"}, "The class one cannot be read"),
        ({"OUTPUT": None}, "Nothing is asked"),
        ({"OUTPUT": "shares.png"}, "must be a GeoTIFF"),
        ({"RASTER": "degrees"}, "is in EPSG:4326, where lengths cannot be computed"),
        ({"RASTER": "quantity"}, "does not look like land cover classes"),
        ({"RASTER": "empty"}, "has no data"),
    ],
)
def test_shares_refusals(cover, tmp_path, changes, sentence):
    folder = tmp_path / "out"
    folder.mkdir()
    kind = changes.get("RASTER")
    if kind == "degrees":
        raster = write_raster(tmp_path / "a.tif", np.ones((5, 5)), west=-1.7, north=48.1, cell=1e-3, crs=WGS_84)
    elif kind == "quantity":
        raster = write_raster(tmp_path / "a.tif", np.random.default_rng(1).normal(size=(20, 20)), cell=50.0)
    elif kind == "empty":
        raster = write_raster(tmp_path / "a.tif", np.full((5, 5), np.nan), cell=50.0, nodata=NODATA)
    else:
        raster = cover
    given = {"RASTER": raster, "RADII": "100", "OUTPUT": str(folder / "shares.tif")}
    changes = {
        key: str(folder / value) if value == "shares.png" else value
        for key, value in changes.items()
        if key != "RASTER"
    }
    assert sentence in refusal(FRACTIONS, {**given, **changes})
    assert files_in(folder) == []


def test_shares_cancel_leaves_no_file(run_algorithm, cover, tmp_path):
    given = {"RASTER": cover, "OUTPUT": str(tmp_path / "shares.tif"), "RADII": RADII, "RESOLUTION": 0}
    assert run_algorithm(FRACTIONS, given, cancel_at=0).results == {}
    assert files_in(tmp_path) == []


# -- map --------------------------------------------------------------------------------------------------------------


def stations_file(scene, path):
    """Write the stations as a file and return its path as text."""
    features = ",".join(
        f'{{"type":"Feature","properties":{{"station_id":"s{k}","uhi":{value}}},'
        f'"geometry":{{"type":"Point","coordinates":[{x},{y}]}}}}'
        for k, ((x, y), value) in enumerate(zip(scene.xy, scene.island))
    )
    crs = '{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::2154"}}'
    path.write_text(f'{{"type":"FeatureCollection","crs":{crs},"features":[{features}]}}')
    return str(path)


def map_parameters(stations, cover, folder, **changes):
    return {
        "STATIONS": stations,
        "FIELD": "uhi",
        "LANDCOVER": cover,
        "CLASSES": CLASSES,
        "RADII": RADII,
        "OUTPUT_UHI": str(folder / "uhi.tif"),
        "OUTPUT_SE": str(folder / "se.tif"),
        "OUTPUT_MASK": str(folder / "mask.tif"),
        "OUTPUT_LOOCV": "TEMPORARY_OUTPUT",
        "OUTPUT_HTML": str(folder / "sheet.html"),
        **changes,
    }


def test_map_from_land_cover(run_algorithm, scene, cover, tmp_path):
    run = run_algorithm(MAP, map_parameters(station_layer(scene), cover, tmp_path))
    assert run.results["PREDICTORS_CHOSEN"].startswith("built_600m, trees_100m")
    assert run.results["STATIONS_USED"] == 60 and run.results["KRIGED"] in (0, 1)
    assert 0.1 < run.results["RMSE"] < 0.25 < run.results["RMSE_MEAN"]
    uhi, se, mask = (read_raster(tmp_path / f"{name}.tif") for name in ("uhi", "se", "mask"))
    assert uhi.shape == se.shape == mask.shape == (80, 80)
    assert (uhi != NODATA).all() and (se[se != NODATA] > 0.05).all() and set(np.unique(mask)) <= {0, 1}
    assert run.results["MEAN_ISLAND"] == pytest.approx(uhi.mean(), abs=1e-4)
    assert run.results["EXTRAPOLATED"] == pytest.approx(100.0 * mask.mean())
    rows = rows_of(run.results["OUTPUT_LOOCV"])
    errors = np.array([row["loo_error"] for row in rows])
    assert np.sqrt(np.mean(errors**2)) == pytest.approx(run.results["RMSE"])
    for row in rows:
        assert row["uhi"] - row["loo_pred"] == pytest.approx(row["loo_error"])
        assert row["loo_z"] == pytest.approx(row["loo_error"] / row["loo_se"])
        assert row["left_out"] is None
    sheet = (tmp_path / "sheet.html").read_text(encoding="utf-8")
    assert sheet.count("<svg") == 2 and "built_600m" in sheet and "<script" not in sheet
    assert "At a station that it has not seen" in sheet and "Heat island (°C) =" in sheet
    assert "krig" in sheet.lower() and f"{run.results['RMSE']:.3f}" in sheet
    # The map where a station stands is near what the station shows.
    columns = ((scene.xy[:, 0] - scene.grid.west) // 100).astype(int)
    lines = ((scene.grid.north - scene.xy[:, 1]) // 100).astype(int)
    assert np.sqrt(np.mean((uhi[lines, columns] - scene.island) ** 2)) < 0.5


def test_map_from_bands_is_that_from_land_cover(run_algorithm, scene, cover, tmp_path):
    shares = str(tmp_path / "shares.tif")
    run_algorithm(FRACTIONS, {"RASTER": cover, "CLASSES": CLASSES, "RADII": RADII, "RESOLUTION": 100, "OUTPUT": shares})
    # Stations moved to the centres of cells: there a band says what the land cover says at the station itself.
    x = scene.grid.west + (np.floor((scene.xy[:, 0] - scene.grid.west) / 100) + 0.5) * 100
    y = scene.grid.north - (np.floor((scene.grid.north - scene.xy[:, 1]) / 100) + 0.5) * 100
    rows = [(shapely.Point(*place), float(value)) for place, value in zip(np.column_stack((x, y)), scene.island)]
    stations = make_layer("Point", rows, [("uhi", "real")])
    found = {}
    for name, changes in (("cover", {}), ("bands", {"LANDCOVER": None, "PREDICTORS": [shares]})):
        folder = tmp_path / name
        folder.mkdir()
        run = run_algorithm(MAP, map_parameters(stations, cover, folder, KRIGE="yes", **changes))
        found[name] = (
            run.results["PREDICTORS_CHOSEN"],
            read_raster(folder / "uhi.tif"),
            read_raster(folder / "se.tif"),
        )
        if name == "bands":
            record = record_of(run.results["OUTPUT_UHI"])
    assert found["cover"][0] == found["bands"][0]
    np.testing.assert_allclose(found["bands"][1], found["cover"][1], atol=1e-4)
    np.testing.assert_allclose(found["bands"][2], found["cover"][2], atol=1e-4)
    assert any(item["parameter"] == "PREDICTORS" for item in record["inputs"]), (
        "the rasters of predictors are inputs too"
    )


def test_tiles_and_threads_change_no_bit(run_algorithm, scene, cover, tmp_path):
    found = []
    for number, changes in enumerate(({"WORKERS": 1}, {"WORKERS": 2, "MEMORY_LIMIT": 16})):
        folder = tmp_path / str(number)
        folder.mkdir()
        given = map_parameters(station_layer(scene), cover, folder, KRIGE="yes", RESOLUTION=50, **changes)
        run_algorithm(MAP, given)
        found.append([read_raster(folder / f"{name}.tif") for name in ("uhi", "se", "mask")])
    for one, other in zip(*found):
        np.testing.assert_array_equal(one, other)


def test_stations_that_cannot_be_used_are_told(run_algorithm, scene, cover, tmp_path):
    values = [None if k in (3, 4) else value for k, value in enumerate(scene.island)]
    extra = [(shapely.Point(1000.0, 1000.0), "far", 2.0), (None, "nowhere", 1.0)]
    stations = station_layer(scene, values, extra=extra)
    run = run_algorithm(MAP, map_parameters(stations, cover, tmp_path))
    told = " ".join(run.feedback.warnings)
    assert "2 stations have no value and are left out" in told
    assert "1 stations lie outside the rasters" in told and "1 features without geometry" in told
    assert run.results["STATIONS_USED"] == 58
    rows = {row["station_id"]: row for row in rows_of(run.results["OUTPUT_LOOCV"])}
    assert rows["far"]["left_out"] == "outside the data of the rasters" and rows["far"]["loo_pred"] is None
    assert rows["s3"]["left_out"] == "no value" and rows["nowhere"]["left_out"] == "no geometry"


def test_doubtful_stations_are_left_out_unless_asked(run_algorithm, scene, cover, tmp_path):
    rows = [
        (shapely.Point(*xy), float(value), "often an outlier" if k < 3 else "ok")
        for k, (xy, value) in enumerate(zip(scene.xy, scene.island))
    ]
    layer = make_layer("Point", rows, [("uhi", "real"), ("flag", "text")])
    for used, count in ((False, 57), (True, 60)):
        run = run_algorithm(MAP, map_parameters(layer, cover, tmp_path, USE_FLAGGED=used))
        assert run.results["STATIONS_USED"] == count
        assert any("flagged as doubtful" in text for text in run.feedback.warnings) != used


def test_degrees_zones_and_no_predictor(run_algorithm, scene, cover, tmp_path):
    expected = run_algorithm(MAP, map_parameters(station_layer(scene), cover, tmp_path))
    run = run_algorithm(MAP, map_parameters(station_layer(scene, crs=WGS_84), cover, tmp_path))
    assert run.results["RMSE"] == pytest.approx(expected.results["RMSE"], abs=1e-3)
    assert opened(run.results["OUTPUT_LOOCV"]).crs().authid() == WGS_84
    zones = write_raster(
        tmp_path / "zones.tif",
        np.kron([[1, 2], [3, 9]], np.ones((8, 8))),
        west=scene.grid.west,
        north=scene.grid.north,
        cell=500.0,
    )
    row, column = (((scene.grid.north - scene.xy[:, 1]) // 4000), ((scene.xy[:, 0] - scene.grid.west) // 4000))
    zone = (2 * row + column).astype(int)
    stations = station_layer(scene, np.array([0.0, 1.0, 2.0, 3.5])[zone] + 0.2 * scene.island)
    run = run_algorithm(MAP, map_parameters(stations, cover, tmp_path, ZONES=zones))
    assert "zones" in run.results["PREDICTORS_CHOSEN"] and "rather than" in run.results["EQUATION"]
    uhi = read_raster(tmp_path / "uhi.tif")
    assert uhi[60:, 60:].mean() - uhi[:20, :20].mean() > 2.5
    run = run_algorithm(MAP, map_parameters(station_layer(scene), cover, tmp_path, MAX_PRED=0, KRIGE="no"))
    assert run.results["PREDICTORS_CHOSEN"] == "" and np.ptp(read_raster(tmp_path / "uhi.tif")) == 0.0
    assert run.results["RMSE_KRIGING"] is None
    assert any("No predictor explains" in text for text in run.feedback.warnings)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"LANDCOVER": None}, "Give a land cover, or rasters of predictors"),
        ({"FIELD": "nothing"}, "no field called nothing"),
        ({"STATIONS": "few"}, "at least 10 stations at different places with a value and predictors; there are 9"),
        ({"STATIONS": "none"}, "there are 0"),
        ({"STATIONS": "constant"}, "All the stations have the same value (2); there is no heat island"),
        ({"STATIONS": "elsewhere"}, "there are 0"),
        ({"RADII": "10"}, "smaller than a cell of the raster"),
        ({"PREDICTORS": "misaligned"}, "do not have the same grid; align them"),
        ({"PREDICTORS": "degrees"}, "where lengths cannot be computed"),
        ({"ZONES": "utm"}, "different coordinate reference systems"),
        ({"OUTPUT_UHI": "se.tif"}, "Two outputs have the name"),
        ({"MAX_PRED": 9}, "MAX_PRED"),
    ],
    ids=lambda item: str(item)[:30],
)
def test_map_refusals(scene, cover, tmp_path, changes, sentence):
    folder = tmp_path / "out"
    folder.mkdir()
    ((key, value),) = changes.items()
    if key == "STATIONS":
        layers = {
            "few": lambda: station_layer(scene, [v if k < 9 else None for k, v in enumerate(scene.island)]),
            "none": lambda: station_layer(scene, [None] * 60),
            "constant": lambda: station_layer(scene, np.full(60, 2.0)),
            "elsewhere": lambda: make_layer(
                "Point", [(shapely.Point(k, k), float(k)) for k in range(20)], [("uhi", "real")]
            ),
        }
        value = layers[value]()
    elif key in ("PREDICTORS", "ZONES"):
        made = {
            "misaligned": {"cell": 50.0},
            "degrees": {"west": -1.7, "north": 48.1, "cell": 1e-3, "crs": WGS_84},
            "utm": {"cell": 50.0, "crs": "EPSG:32630"},
        }
        raster = write_raster(tmp_path / "raster.tif", np.ones((9, 9)), **made[value])
        other = write_raster(tmp_path / "other.tif", np.ones((8, 8)), cell=50.0)
        value = [other, raster] if key == "PREDICTORS" else raster
    elif key == "OUTPUT_UHI":
        value = str(folder / value)
    given = map_parameters(station_layer(scene), cover, folder)
    assert sentence in refusal(MAP, {**given, key: value})
    assert files_in(folder) == []


def test_map_cancel_leaves_no_file(run_algorithm, scene, cover, tmp_path):
    for percent in (0, 60):
        run = run_algorithm(MAP, map_parameters(station_layer(scene), cover, tmp_path), cancel_at=percent)
        assert run.results == {}
    assert files_in(tmp_path) == []


def test_map_record_french_python_model_and_styles(run_algorithm, scene, cover, tmp_path, qgis_new_project):
    stations = stations_file(scene, tmp_path / "stations.geojson")
    given = map_parameters(stations, cover, tmp_path, RESOLUTION=200.0)
    run = run_algorithm(MAP, given)
    expected = [read_raster(tmp_path / f"{name}.tif") for name in ("uhi", "se", "mask")]
    check_record(record_of(given["OUTPUT_UHI"]), MAP, KRIGE="auto", FIELD="uhi")
    folder = tmp_path / "again"
    folder.mkdir()
    again = {
        **given,
        **{key: value for key, value in map_parameters(stations, cover, folder).items() if "OUTPUT" in key},
    }
    with french():
        other = run_algorithm(MAP, again)
    assert other.results["RMSE"] == run.results["RMSE"]
    for array, name in zip(expected, ("uhi", "se", "mask")):
        np.testing.assert_array_equal(read_raster(folder / f"{name}.tif"), array)
    sheet = (folder / "sheet.html").read_text(encoding="utf-8")
    assert "lang='fr'" in sheet and f"{run.results['RMSE']:.3f}".replace(".", ",") in sheet
    run_algorithm(MAP, {**from_python_command(MAP, given), "OUTPUT_UHI": str(folder / "python.tif")})
    np.testing.assert_array_equal(read_raster(folder / "python.tif"), expected[0])
    child = run_in_model(MAP, {**given, "OUTPUT_UHI": str(folder / "child.tif")}, "OUTPUT_UHI")
    np.testing.assert_array_equal(read_raster(child), expected[0])
    temporary = {key: "TEMPORARY_OUTPUT" for key in given if "OUTPUT" in key}
    layers = load_results(MAP, {**given, **temporary})
    assert set(layers) == {
        "Heat island by night (°C)", "Standard error of the heat island (°C)", "Extrapolated cells",
        "Errors at the stations (°C)",
    }  # fmt: skip
    assert len(colours_of(layers["Heat island by night (°C)"]) - {"#ffffff"}) > 20
    assert len(colours_of(layers["Standard error of the heat island (°C)"]) - {"#ffffff"}) > 1
    assert len(colours_of(layers["Errors at the stations (°C)"]) - {"#ffffff"}) >= 3
    assert isinstance(layers["Extrapolated cells"], QgsRasterLayer)
    assert layers["Extrapolated cells"].renderer().type() == "paletted"


def test_chain_through_qgis_process(qgis_process, scene, cover, tmp_path):
    stations = stations_file(scene, tmp_path / "stations.geojson")
    outputs = [f"{key}={value}" for key, value in map_parameters("", "", tmp_path).items() if "OUTPUT" in key]
    common = ["run", f"cityorchestra:{MAP}", "--", f"STATIONS={stations}", f"LANDCOVER={cover}"]
    common += ["FIELD=uhi", f"RADII={RADII}"]
    outputs[3] = f"OUTPUT_LOOCV={tmp_path / 'loocv.gpkg'}"
    run = qgis_process(*common, f"CLASSES={CLASSES}", *outputs)
    assert 0.1 < run.results["RMSE"] < 0.25
    assert run.results["PREDICTORS_CHOSEN"].startswith("built_600m")
    assert read_raster(tmp_path / "uhi.tif").shape == (80, 80)
    bad = qgis_process(*common, "CLASSES=a=1,b=1", *outputs, check=False)
    assert bad.code != 0 and "comes twice" in bad.stdout + bad.stderr
