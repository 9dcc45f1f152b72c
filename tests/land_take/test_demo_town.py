"""The demo town through the land-take chain: what the algorithms find is what was edited."""

from __future__ import annotations

from collections import defaultdict

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import rows_of
from cityorchestra.tests.qgis_support import run_algorithm
from qgis.core import QgsVectorLayer

pytestmark = pytest.mark.usefixtures("provider")
CODES = ("cs1", "us1", "cs2", "us2")


@pytest.fixture(scope="module")
def town(provider, tmp_path_factory):
    """The GeoPackage of a town large enough for most of the changes."""
    folder = tmp_path_factory.mktemp("town")
    rasters = {f"OUTPUT_{name}": str(folder / f"{name}.tif") for name in ("DTM", "DSM", "CANOPY")}
    parameters = {"SEED": 11, "SIZE": 900, "CELL_SIZE": 10, "OUTPUT": str(folder / "town.gpkg"), **rasters}
    return run_algorithm("territory_demo", parameters).results


def test_fields_are_those_of_ocs_ge(town):
    for year in (2017, 2020):
        layer = QgsVectorLayer(town[f"OCSGE_{year}"], "cover", "ogr")
        assert [item.name() for item in layer.fields()] == ["fid", "id", "code_cs", "code_us", "millesime"]
        assert layer.featureCount() > 100
        assert {row["millesime"] for row in rows_of(town[f"OCSGE_{year}"])} == {year}


def test_coverages_are_sound(town):
    for year in (2017, 2020):
        found = run_algorithm(
            "landtake_check_coverage",
            {"INPUT": town[f"OCSGE_{year}"], "OVERLAPS": "TEMPORARY_OUTPUT", "GAPS": "TEMPORARY_OUTPUT"},
        ).results
        assert rows_of(found["OVERLAPS"]) == rows_of(found["GAPS"]) == []
        assert found["FACES"] > 100 and found["INVALID_COUNT"] == found["EMPTY_COUNT"] == 0


def test_change_is_the_true_change(town):
    states = {
        year: run_algorithm(
            "landtake_artif_state",
            {"INPUT": town[f"OCSGE_{year}"], "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT"},
        ).results["OUTPUT"]
        for year in (2017, 2020)
    }
    run = run_algorithm(
        "landtake_change",
        {
            "T1": states[2017],
            "T2": states[2020],
            "DATE1": "2017-01-01",
            "DATE2": "2020-01-01",
            "AREA": "projet",
            "OUTPUT": "TEMPORARY_OUTPUT",
        },
    )
    found, told = defaultdict(float), defaultdict(float)
    for row in rows_of(run.results["OUTPUT"]):
        if (row["cs1"], row["us1"]) != (row["cs2"], row["us2"]):
            found[(*(row[name] for name in CODES), row["flux_brut"])] += row["aire_m2"]
        else:  # only a threshold that its neighbours crossed may change it
            assert row["flux_brut"] == 0
            assert row["classe"] in ("stable", "flux_sous_seuil") or row["saut_seuil"] == 1
    for row in rows_of(town["LAND_COVER_CHANGES"]):
        told[(*(row[name] for name in CODES), row["flux_brut"])] += row["area_m2"]
    assert len(told) > 8
    assert found == {key: pytest.approx(area, abs=1e-4) for key, area in told.items()}
