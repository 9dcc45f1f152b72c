"""``territory_demo`` by ``qgis_process``."""

from __future__ import annotations

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import comparable, read_raster

RASTERS = ("DTM", "DSM", "CANOPY", "LANDCOVER", "GROUNDCOVER")


def test_same_town_for_an_english_and_a_french_user(qgis_process, tmp_path):
    found = []
    for language in ("C", "fr_FR.UTF-8"):
        folder = tmp_path / language
        folder.mkdir()
        outputs = [f"OUTPUT_{name}={folder / name}.tif" for name in RASTERS]
        arguments = ["SIZE=300", "CELL_SIZE=2", f"OUTPUT={folder / 'town.gpkg'}", *outputs]
        done = qgis_process("run", "cityorchestra:territory_demo", "--", *arguments, language=language)
        found.append(done.results)
    assert found[0]["FEATURES"] == found[1]["FEATURES"] > 100
    for name in ("BUILDINGS", "STREETS", "TREES", "PLACES", "HEAT_STATIONS", "WALK_SURVEY", "COOL_PLACES"):
        assert comparable(found[0][name]) == comparable(found[1][name])
    for name in ("DSM", "LANDCOVER", "GROUNDCOVER"):
        assert (read_raster(found[0][f"OUTPUT_{name}"]) == read_raster(found[1][f"OUTPUT_{name}"])).all()
