"""Algorithm ``territory_demo`` in QGIS."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.core")
import rasterio
from cityorchestra.processing_provider.territory.demo import make_demo_territory
from cityorchestra.processing_provider.territory.schema import demo_layers, standard_layers
from cityorchestra.tests.algorithm_support import (
    LAMBERT_93,
    check_record,
    colours_of,
    comparable,
    files_in,
    french,
    from_python_command,
    load_results,
    read_raster,
    record_of,
    refusal,
    rows_of,
    run_in_model,
    values_of,
)
from qgis.core import QgsVectorLayer

NAME = "territory_demo"
SEED, SIZE, CELL = 7, 300.0, 2.0
RASTERS = ("DTM", "DSM", "CANOPY")
COVERS = ("LANDCOVER", "GROUNDCOVER")

pytestmark = pytest.mark.usefixtures("provider")


def parameters(folder, **changes):
    """The smallest town, with coarse rasters."""
    return {
        "SEED": SEED,
        "SIZE": SIZE,
        "CELL_SIZE": CELL,
        "OUTPUT": str(folder / "town.gpkg"),
        **{f"OUTPUT_{name}": str(folder / f"{name.lower()}.tif") for name in RASTERS},
        "MEASUREMENTS": False,
        **changes,
    }


@pytest.fixture(scope="module")
def town(provider, tmp_path_factory):
    from cityorchestra.tests.qgis_support import run_algorithm

    folder = tmp_path_factory.mktemp("town")
    covers = {f"OUTPUT_{name}": str(folder / f"{name.lower()}.tif") for name in COVERS}
    return run_algorithm(NAME, parameters(folder, MEASUREMENTS=True, **covers))


def layer(results, name):
    return f"{results['OUTPUT']}|layername={name}"


def test_geopackage_and_rasters_hold_the_town_of_the_seed(town):
    expected = make_demo_territory(seed=SEED, size_m=SIZE, cell_size=CELL)
    for name, schema in {**standard_layers(), **demo_layers()}.items():
        rows = rows_of(layer(town.results, name))
        table = {**expected.layers, **expected.measurements}[name]
        assert len(rows) == len(table) > 0, name
        key = schema.fields[0].name
        assert [row[key] for row in rows] == list(table.columns[key])
        for row, shape in zip(rows, table.geometry):
            if schema.geometry == "None":
                assert row["geometry"] is None
                continue
            assert row["geometry"].normalize().equals_exact(_same_kind(shape, row["geometry"]).normalize(), 1e-6)
        for item in schema.fields:
            if item.kind == "real":
                values = [np.nan if row[item.name] is None else row[item.name] for row in rows]
                np.testing.assert_array_equal(values, table.columns[item.name].astype(float))
    for name in (*RASTERS, *COVERS):
        with rasterio.open(town.results[f"OUTPUT_{name}"]) as dataset:
            assert dataset.crs.to_epsg() == 2154
            assert dataset.res == (CELL, CELL)
            assert (dataset.bounds.left, dataset.bounds.top) == expected.origin
            assert (dataset.dtypes[0], dataset.nodata) == (("uint8", 255) if name in COVERS else ("float32", -9999.0))
            values = dataset.read(1)
        values = values if name in COVERS else np.where(values == -9999.0, np.nan, values)
        np.testing.assert_array_equal(values, expected.rasters[name.lower()])
    assert town.results["FEATURES"] == sum(len(table) for table in expected.layers.values())


def _same_kind(shape, like):
    return type(like)([shape]) if like.geom_type.startswith("Multi") and shape.geom_type != like.geom_type else shape


def test_same_seed_same_town_and_another_seed_another(run_algorithm, town, tmp_path):
    (tmp_path / "other").mkdir()
    same = run_algorithm(NAME, parameters(tmp_path)).results
    other = run_algorithm(NAME, parameters(tmp_path / "other", SEED=8)).results
    for name in standard_layers():
        assert comparable(layer(same, name)) == comparable(layer(town.results, name))
    assert comparable(layer(other, "buildings")) != comparable(layer(town.results, "buildings"))
    for name in RASTERS:
        np.testing.assert_array_equal(read_raster(same[f"OUTPUT_{name}"]), read_raster(town.results[f"OUTPUT_{name}"]))
    assert (read_raster(other["OUTPUT_DSM"]) != read_raster(town.results["OUTPUT_DSM"])).any()


def test_every_layer_says_that_it_is_synthetic(town):
    for name, schema in {**standard_layers(), **demo_layers()}.items():
        opened = QgsVectorLayer(layer(town.results, name), name, "ogr")
        assert opened.metadata().abstract().startswith("Synthetic data made by City Orchestra")
        assert opened.metadata().licenses() == ["CC0 1.0"]
        assert schema.geometry == "None" or opened.crs().authid() == LAMBERT_93
        check_record(record_of(layer(town.results, name)), NAME, SEED=str(SEED), SIZE="300")
    for name in (*RASTERS, *COVERS):
        assert "Synthetic data made by City Orchestra" in Path(town.results[f"OUTPUT_{name}"]).with_suffix(
            ".qmd"
        ).read_text(encoding="utf-8")
        check_record(record_of(town.results[f"OUTPUT_{name}"]), NAME)
    about = {row["layer"]: row for row in rows_of(layer(town.results, "territory_layers"))}
    rasters = {name.lower() for name in (*RASTERS, *COVERS)}
    assert set(about) == {*standard_layers(), *demo_layers(), *rasters}
    for name in (*standard_layers(), *demo_layers()):
        assert about[name]["source"] == "synthetic, City Orchestra"
        assert about[name]["features"] == len(rows_of(layer(town.results, name)))


def test_town_is_ready_for_the_other_algorithms(run_algorithm, town):
    dsm, canopy, dtm = (town.results[f"OUTPUT_{name}"] for name in ("DSM", "CANOPY", "DTM"))
    streets = {"LINES": layer(town.results, "streets"), "LEVEL_FIELD": "level", "ALLOWED_FIELD": "walk_allowed"}
    network = run_algorithm(
        "walk_build_network",
        {**streets, "SIDES": "2", "WIDTH_FIELD": "width_m", "DTM": dtm, "OUTPUT": "TEMPORARY_OUTPUT"},
    )
    assert network.results["MAIN_SHARE"] > 50
    shaded = run_algorithm(
        "walk_shade_on_network",
        {
            "NETWORK": network.results["OUTPUT"],
            **{"DSM": dsm, "CANOPY": canopy, "DTM": dtm},
            **{"DATE": "2026-07-15", "START": "12:00", "END": "16:00", "STEP": 120, "OUTPUT": "TEMPORARY_OUTPUT"},
        },
    )
    assert 0 < shaded.results["SHADE_MEAN"] < 100
    main = [row for row in rows_of(shaded.results["OUTPUT"]) if row["comp_id"] == 0 and row["side"] != "crossing"]
    ends = min(main, key=lambda row: row["geometry"].bounds[0]), max(main, key=lambda row: row["geometry"].bounds[2])
    places = [row["geometry"].interpolate(0.5, normalized=True) for row in ends]
    route = run_algorithm(
        "walk_cool_route",
        {
            "NETWORK": shaded.results["OUTPUT"],
            **{name: f"{place.x},{place.y} [{LAMBERT_93}]" for name, place in zip(("START", "END"), places)},
            **{"DATETIME": "2026-07-15T14:00:00", "OUTPUT": "TEMPORARY_OUTPUT"},
        },
    )
    assert route.results["ROUTES"] >= 1
    assert route.results["COOLEST_SUN_M"] <= route.results["SHORTEST_SUN_M"]
    assert values_of(route.results["OUTPUT"], "len_m")[0] == route.results["SHORTEST_M"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SIZE": 100}, "SIZE"),
        ({"SEED": -1}, "SEED"),
        ({"CELL_SIZE": 0}, "CELL_SIZE"),
        ({"OUTPUT": "town.shp"}, "must be a GeoPackage; give a name ending in .gpkg"),
        ({"OUTPUT_DSM": "dsm.asc"}, "must be a GeoTIFF; give a name ending in .tif"),
        ({"OUTPUT_DSM": "dtm.tif"}, "Two outputs have the name"),
    ],
)
def test_refusals(tmp_path, changes, sentence):
    changes = {key: str(tmp_path / value) if isinstance(value, str) else value for key, value in changes.items()}
    assert sentence in refusal(NAME, parameters(tmp_path, **changes))
    assert files_in(tmp_path) == []


@pytest.mark.parametrize("percent", [0, 30, 70])
def test_cancel_leaves_no_file(run_algorithm, tmp_path, percent):
    run = run_algorithm(NAME, parameters(tmp_path), cancel_at=percent)
    assert run.results == {}
    assert files_in(tmp_path) == []


def test_temporary_outputs(run_algorithm, town, tmp_path):
    names = ["OUTPUT", *(f"OUTPUT_{name}" for name in RASTERS)]
    results = run_algorithm(NAME, parameters(tmp_path, **dict.fromkeys(names, "TEMPORARY_OUTPUT"))).results
    assert comparable(layer(results, "streets")) == comparable(layer(town.results, "streets"))
    assert files_in(tmp_path) == []


def test_same_town_in_french_in_python_and_in_a_model(run_algorithm, town, tmp_path):
    folders = [tmp_path / name for name in ("french", "python", "model")]
    for folder in folders:
        folder.mkdir()
    with french():
        in_french = run_algorithm(NAME, parameters(folders[0])).results["OUTPUT"]
    read = from_python_command(NAME, parameters(folders[1], OPEN=False))
    in_python = run_algorithm(NAME, read).results["OUTPUT"]
    in_model = run_in_model(NAME, parameters(folders[2], OPEN=False), "OUTPUT")
    for path in (in_french, in_python, in_model):
        for name in standard_layers():
            assert comparable(f"{path}|layername={name}") == comparable(layer(town.results, name))


def test_layers_arrive_styled_and_named(qgis_new_project, tmp_path):
    covers = {f"OUTPUT_{name}": str(tmp_path / f"{name.lower()}.tif") for name in COVERS}
    layers = load_results(NAME, parameters(tmp_path, MEASUREMENTS=True, **covers))
    assert len(layers) == 11 + len(demo_layers()) + len(RASTERS) + len(COVERS)
    for name, opened in layers.items():
        if name not in ("Hourly temperatures", "Walkability survey", "Population of the survey"):
            assert len(colours_of(opened) - {"#ffffff"}) >= 1, name
        check_record(record_of(opened), NAME)


def test_measurements_and_land_cover_are_made_only_when_asked_for(run_algorithm, town, tmp_path):
    results = run_algorithm(NAME, parameters(tmp_path)).results
    assert files_in(tmp_path) == ["canopy.qmd", "canopy.tif", "dsm.qmd", "dsm.tif", "dtm.qmd", "dtm.tif", "town.gpkg"]
    assert not {name.upper() for name in demo_layers()} & set(results)
    assert not {f"OUTPUT_{name}" for name in COVERS} & {key for key, value in results.items() if value}
    assert results["FEATURES"] == town.results["FEATURES"]
    for name in standard_layers():
        assert comparable(layer(results, name)) == comparable(layer(town.results, name))
