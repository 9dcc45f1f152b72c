"""``territory_prepare`` by ``qgis_process`` on one kilometre of BD TOPO (IGN, Licence Ouverte 2.0)."""

from __future__ import annotations

import pytest

pytest.importorskip("qgis.core")
import shapely
from cityorchestra.tests.algorithm_support import read_raster, rows_of

# One kilometre in the commune 12174.
WEST, SOUTH = 663700, 6360000
EXTENT = (WEST, SOUTH, WEST + 1000, SOUTH + 1000)


@pytest.fixture(scope="module")
def results(qgis_process, shared_data, tmp_path_factory):
    data = shared_data("bdtopo/bdtopo_12174.gpkg")
    folder = tmp_path_factory.mktemp("bdtopo")
    layers = {
        "BUILDINGS": "batiment", "STREETS": "route_v2", "VEGETATION": "zone_de_vegetation",
        "WATER": "surface_hydrographique", "PLACES": "zone_d_activite_ou_d_interet",
    }  # fmt: skip
    arguments = [f"{role}={data}|layername={layer}" for role, layer in layers.items()]
    west, south, east, north = EXTENT
    arguments += [f"EXTENT={west},{east},{south},{north} [EPSG:2154]", f"OUTPUT={folder / 'territory.gpkg'}"]
    arguments += [f"OUTPUT_{name}={folder / name}.tif" for name in ("DTM", "DSM", "CANOPY")]
    return qgis_process("run", "cityorchestra:territory_prepare", "--", *arguments).results


def test_every_layer_is_understood(results):
    counts = {name: len(rows_of(results[name])) for name in ("BUILDINGS", "STREETS", "VEGETATION", "PLACES")}
    assert min(counts.values()) > 0, counts
    about = {row["layer"]: row for row in rows_of(f"{results['OUTPUT']}|layername=territory_layers")}
    for name in counts:
        assert about[name.lower()]["licence"] == "Licence Ouverte 2.0 (IGN, BD TOPO)"
        assert about[name.lower()]["features"] == counts[name]
    assert results["MEASURED_SHARE"] > 80


def test_only_features_that_meet_the_extent_are_kept(results):
    square = shapely.box(*EXTENT)
    for name in ("BUILDINGS", "STREETS", "VEGETATION"):
        for row in rows_of(results[name]):
            assert shapely.box(*row["geometry"].bounds).intersects(square)


def test_heights_are_those_of_the_source(results, shared_data):
    source = {
        row["ID"]: row["HAUTEUR"] for row in rows_of(f"{shared_data('bdtopo/bdtopo_12174.gpkg')}|layername=batiment")
    }
    measured = [row for row in rows_of(results["BUILDINGS"]) if row["height_source"] == "measured"]
    assert measured
    for row in measured:
        assert row["height_m"] == source[row["building_id"]]
    assert read_raster(results["OUTPUT_DSM"]).shape == (1000, 1000)
    assert read_raster(results["OUTPUT_DSM"]).max() <= max(row["height_m"] for row in rows_of(results["BUILDINGS"]))
    assert read_raster(results["OUTPUT_CANOPY"]).max() > 3
