"""Every algorithm by ``qgis_process`` on Redon, Ille-et-Vilaine (© OpenStreetMap contributors, ODbL)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.territory.schema import standard_layers
from cityorchestra.tests.algorithm_support import (
    files_in,
    make_layer,
    read_raster,
    record_of,
    rows_of,
    steps_of,
    values_of,
)

FRENCH = "fr_FR.UTF-8"
# From the school Notre-Dame to the restaurant L'Écluse, on the port.
START_NAME, END_NAME = "École primaire privée Notre-Dame", "L'écluse"
SUMMER = {"DATE": "2026-07-15", "START": "14:00", "END": "17:00", "STEP": 60}


def run(qgis_process, name, language="C", **parameters):
    """Run an algorithm and return its results and what it told."""
    arguments = [f"{key}={value}" for key, value in parameters.items()]
    return qgis_process("run", f"cityorchestra:{name}", "--", *arguments, language=language).json


@pytest.fixture(scope="module")
def territory(qgis_process, shared_data, tmp_path_factory):
    """Redon in the standard schema."""
    redon = shared_data("redon/redon.gpkg")
    folder = tmp_path_factory.mktemp("redon")
    layers = {
        "BUILDINGS": "buildings", "STREETS": "ways", "TREES": "points", "VEGETATION": "areas", "GREEN_SPACES": "areas",
        "WATER": "areas", "WATERWAYS": "waterways", "EQUIPMENT": "points", "PLACES": "points",
    }  # fmt: skip
    rasters = {f"OUTPUT_{name}": folder / f"{name.lower()}.tif" for name in ("DTM", "DSM", "CANOPY")}
    return run(
        qgis_process,
        "territory_prepare",
        **{role: f"{redon}|layername={layer}" for role, layer in layers.items()},
        **rasters,
        OUTPUT=folder / "redon.gpkg",
        OUTPUT_REPORT=folder / "report.html",
    )


@pytest.fixture(scope="module")
def results(territory):
    return territory["results"]


@pytest.fixture(scope="module")
def surfaces(results):
    return {name: results[f"OUTPUT_{name}"] for name in ("DSM", "DTM", "CANOPY")}


@pytest.fixture(scope="module")
def network(qgis_process, results):
    path = Path(results["OUTPUT"]).with_name("network.gpkg")
    fields = {"LEVEL_FIELD": "level", "ALLOWED_FIELD": "walk_allowed"}
    return run(qgis_process, "walk_build_network", LINES=results["STREETS"], **fields, OUTPUT=path)["results"]


@pytest.fixture(scope="module")
def shaded(qgis_process, network, surfaces):
    path = Path(network["OUTPUT"]).with_name("shaded.gpkg")
    given = {"NETWORK": network["OUTPUT"], **surfaces, **SUMMER}
    return run(qgis_process, "walk_shade_on_network", **given, OUTPUT=path)["results"]


@pytest.fixture(scope="module")
def trip(results, shaded):
    """Parameters of the walk between the two places."""
    places = {row["name"]: row["geometry"] for row in rows_of(results["PLACES"])}
    return {
        "NETWORK": shaded["OUTPUT"],
        "START": f"{places[START_NAME].x},{places[START_NAME].y} [EPSG:2154]",
        "END": f"{places[END_NAME].x},{places[END_NAME].y} [EPSG:2154]",
        "DATETIME": "2026-07-15T15:00:00",
    }


def test_territory_is_prepared(territory, results):
    counts = {name: len(rows_of(results[name.upper()])) for name in standard_layers()}
    assert 1000 < counts["buildings"] <= 1073
    assert counts["streets"] == 350
    assert min(counts[name] for name in ("trees", "vegetation", "green_spaces", "water", "waterways")) > 0
    assert counts["zones"] == counts["population"] == 0
    assert sum(counts.values()) == results["FEATURES"]
    # What the extract cut at its edge is counted, not lost in silence.
    told = "\n".join(territory["log"]["warning"])
    assert "Buildings: 20 invalid geometries could not be repaired and are skipped." in told
    sources = values_of(results["BUILDINGS"], "height_source")
    assert results["MEASURED_SHARE"] == pytest.approx(100 * sources.count("measured") / len(sources))
    report = Path(results["OUTPUT_REPORT"]).read_text(encoding="utf-8")
    assert "ODbL 1.0 (© OpenStreetMap contributors)" in report


def test_surface_stands_on_the_terrain(results):
    dtm, dsm, canopy = (read_raster(results[f"OUTPUT_{name}"]) for name in ("DTM", "DSM", "CANOPY"))
    assert dtm.shape == dsm.shape == canopy.shape
    assert (dsm >= dtm).all()
    roofs = dsm > 0
    area = sum(row["geometry"].area for row in rows_of(results["BUILDINGS"]))
    assert roofs.sum() == pytest.approx(area, rel=0.02)
    assert (canopy[roofs] == 0).all()
    assert canopy.max() > 5


def test_network_holds_the_streets_where_one_may_walk(results, network):
    edges = rows_of(network["OUTPUT"])
    assert network["EDGES"] == len(edges)
    assert network["MAIN_SHARE"] > 99
    allowed = [row["geometry"].length for row in rows_of(results["STREETS"]) if row["walk_allowed"]]
    assert sum(row["len_m"] for row in edges) == pytest.approx(sum(allowed), rel=1e-6)


def test_shade_of_a_summer_afternoon(shaded):
    shade = [value for value in values_of(shaded["OUTPUT"], "shade_mean") if value is not None]
    assert 0 <= min(shade) < 1
    assert max(shade) > 50
    assert 1 < shaded["SHADE_MEAN"] < 50
    assert values_of(shaded["OUTPUT"], "sun_profile").count(None) == shaded["UNKNOWN"] < 30


def test_coolest_route_between_two_places_is_not_the_shortest(qgis_process, shaded, trip, tmp_path):
    path = str(tmp_path / "routes.gpkg")
    results = run(qgis_process, "walk_cool_route", **trip, OUTPUT=path)["results"]
    rows = rows_of(path)
    assert results["ROUTES"] == len(rows) >= 2
    assert results["COOLEST_M"] > results["SHORTEST_M"]
    assert results["COOLEST_SUN_M"] < results["SHORTEST_SUN_M"] - 20
    assert (rows[0]["len_m"], rows[0]["sun_m"]) == (results["SHORTEST_M"], results["SHORTEST_SUN_M"])
    assert (rows[-1]["len_m"], rows[-1]["sun_m"]) == (results["COOLEST_M"], results["COOLEST_SUN_M"])
    assert not rows[0]["geometry"].equals(rows[-1]["geometry"])
    for row in rows:
        assert row["geometry"].length == pytest.approx(row["len_m"], rel=1e-6)
    # The layer tells how it came to be, from the preparation on.
    chain = ["walk_cool_route", "walk_shade_on_network", "walk_build_network", "territory_prepare"]
    assert list(dict.fromkeys(steps_of(record_of(path)))) == chain
    french = str(tmp_path / "itineraires.gpkg")
    same = run(qgis_process, "walk_cool_route", language=FRENCH, **trip, OUTPUT=french)["results"]
    assert {**same, "OUTPUT": path} == results
    assert values_of(french, "len_m") == values_of(path, "len_m")


def test_thousand_pairs_in_one_run(qgis_process, run_algorithm, results, shaded, tmp_path):
    # Every house number would do; here 100 buildings walk to 10 places of the town, in the heat.
    paths = {}
    for name, layer, count in (("ORIGINS", results["BUILDINGS"], 100), ("DESTS", results["PLACES"], 10)):
        shapes = [row["geometry"].representative_point() for row in rows_of(layer)[:count]]
        paths[name] = tmp_path / f"{name}.gpkg"
        made = make_layer("Point", [(shape,) for shape in shapes])
        run_algorithm("native:savefeatures", {"INPUT": made, "OUTPUT": str(paths[name])})
    routes, lost = tmp_path / "routes.gpkg", tmp_path / "lost.csv"
    heat = {"COST": "dose", "TA": 34, "DATETIME": "2026-07-15T15:00:00", "NETWORK": shaded["OUTPUT"]}
    told = run(qgis_process, "walk_cool_routes_batch", **heat, **paths, OUTPUT=routes, UNREACHED=lost)
    found = told["results"]
    assert found["PAIRS"] == 1000 == found["REACHED"] + found["LOST"]
    assert found["REACHED"] > 500
    rows, missing = rows_of(str(routes)), rows_of(str(lost))
    assert len({row["pair"] for row in rows}) == found["REACHED"]
    assert len(missing) == found["LOST"]
    assert {row["reason"] for row in missing} <= {"origin too far", "destination too far", "same place", "no way"}
    spared = 0.0
    for first, second in zip(rows, rows[1:]):
        if first["pair"] == second["pair"]:
            assert second["len_m"] <= 1.3 * first["len_m"] * (1 + 1e-9)
            assert second["dose"] < first["dose"]
            spared += first["dose"] - second["dose"]
    assert spared > 100.0


def test_shadows_and_hours_of_sun(qgis_process, surfaces, tmp_path):
    instant = run(
        qgis_process, "heat_cast_shadows", **surfaces, DATETIME="2026-07-15T15:00:00", OUTPUT=tmp_path / "shade.tif"
    )["results"]
    day = run(qgis_process, "heat_shade_hours", **surfaces, **SUMMER, OUTPUT=tmp_path / "hours.tif")["results"]
    sun = read_raster(instant["OUTPUT"])
    assert 55 < instant["SUN_ELEVATION"] < 65
    assert set(np.unique(sun)) == {0, 3, 100}
    assert 0.01 < (sun == 0).mean() < 0.2, "low houses under a high sun"
    hours, percent = read_raster(day["OUTPUT"], 1), read_raster(day["OUTPUT"], 2)
    assert day["SLOTS"] == day["DAYLIGHT_SLOTS"] == 4
    assert hours.max() == 4.0
    assert hours.min() >= 0
    np.testing.assert_allclose(percent, 100 - 25 * hours, atol=1e-3)
    # 15:00 is one of the four instants: what is dark then cannot have four hours.
    assert hours[sun == 0].max() <= 3.0
    assert steps_of(record_of(instant["OUTPUT"]))[0] == "heat_cast_shadows"


def test_sun_position(qgis_process, results, tmp_path):
    path = tmp_path / "sun.csv"
    run(qgis_process, "heat_sun_position", LAYER=results["OUTPUT_DSM"], **SUMMER, OUTPUT=path)
    rows = rows_of(str(path))
    assert rows[0]["local"] == "2026-07-15T14:00:00+02:00"
    assert len(rows) == 4


def test_refusals_leave_no_file_and_no_traceback(qgis_process, trip, tmp_path):
    far = {**trip, "START": "317000,6739000 [EPSG:2154]", "OUTPUT": tmp_path / "routes.gpkg"}
    arguments = [f"{key}={value}" for key, value in far.items()]
    done = qgis_process("run", "cityorchestra:walk_cool_route", "--", *arguments, check=False)
    assert done.code != 0
    assert "from the walking network; move it within 100 m of a street or path" in done.stdout + done.stderr
    assert files_in(tmp_path) == []


def test_provenance_is_json_in_the_geopackage(shaded):
    record = record_of(shaded["OUTPUT"])
    assert json.loads(json.dumps(record)) == record
    assert record["parameters"]["DATE"] == "2026-07-15"
    assert record["cost"]["bytes_read"] > 0
