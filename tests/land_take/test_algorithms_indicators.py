"""``landtake_indicators``: figures by zone of a state and of a change, and what a user can get wrong."""

from __future__ import annotations

import json

import numpy as np
import pytest

pytest.importorskip("qgis.core")
import shapely
from cityorchestra.tests.algorithm_support import check_record, files_in, make_layer, record_of, refusal, rows_of
from cityorchestra.tests.land_take.scenes import FIELD, GARDEN, YARD, coverage, rectangle
from cityorchestra.tests.qgis_support import run_algorithm
from pyproj import Transformer

pytestmark = pytest.mark.usefixtures("provider")
STATE, CHANGE, NAME = "landtake_artif_state", "landtake_change", "landtake_indicators"


def state(*faces):
    parameters = {"INPUT": coverage(*faces), "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT"}
    return run_algorithm(STATE, parameters).results["OUTPUT"]


def before():
    return state((rectangle(0, 0, 300, 100), FIELD), (rectangle(300, 0, 400, 100), YARD))


def change():
    """A field of 3 ha of which 1 ha becomes a garden, beside a yard of 1 ha."""
    after = state(
        (rectangle(0, 0, 100, 100), GARDEN), (rectangle(100, 0, 300, 100), FIELD), (rectangle(300, 0, 400, 100), YARD)
    )
    parameters = {"T1": before(), "T2": after, "DATE1": "2017-01-01", "DATE2": "2020-01-01", "AREA": "projet"}
    return run_algorithm(CHANGE, {**parameters, "OUTPUT": "TEMPORARY_OUTPUT"}).results["OUTPUT"]


def zones(*shapes):
    return make_layer("Polygon", [(shape, f"z{n}", n) for n, shape in enumerate(shapes)],
                      [("code", "text"), ("number", "integer")])  # fmt: skip


WHOLE, WEST_HALF, BEYOND = rectangle(0, 0, 400, 100), rectangle(0, 0, 200, 100), rectangle(300, 0, 500, 100)


def measured(layer, areas, **more):
    parameters = {"INPUT": layer, "ZONES": areas, "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT", **more}
    run = run_algorithm(NAME, parameters)
    return rows_of(run.results["OUTPUT"]), run


def test_a_change_by_zone():
    rows, run = measured(change(), zones(WHOLE, WEST_HALF, BEYOND))
    whole, west, beyond = rows
    years = 1095 / 365.25
    assert (whole["code"], whole["number"]) == ("z0", 0)
    assert whole["surf_m2"] == pytest.approx(40_000) and whole["couv_pct"] == pytest.approx(100)
    assert whole["stock_m2"] == pytest.approx(20_000) and whole["stock1_m2"] == pytest.approx(10_000)
    assert whole["stock_pct"] == pytest.approx(50) and whole["stock_projet_m2"] == pytest.approx(20_000)
    assert whole["flux_art"] == pytest.approx(10_000) and whole["flux_desart"] == 0
    assert whole["tx_net_an"] == pytest.approx(25 / years) and whole["duree_an"] == pytest.approx(years)
    assert json.loads(whole["compo_us"]) == pytest.approx({"1.1": 20_000, "5": 10_000, "3": 10_000})
    assert json.loads(whole["flux_us"]) == {"art": {"5": 10_000.0}, "desart": {}}
    assert whole["imper_m2"] == pytest.approx(10_000) and whole["imper_net"] == 0
    assert whole["qualite"] is None and whole["signif"] == 1
    assert whole["sigma_net"] == pytest.approx(np.hypot(0.5, 0.5) * np.sqrt(200 * 10))
    assert west["stock_m2"] == pytest.approx(10_000) and west["flux_net"] == pytest.approx(10_000)
    assert beyond["couv_pct"] == pytest.approx(50) and beyond["stock_pct"] == pytest.approx(100)
    assert beyond["qualite"] == "couverture_partielle"
    assert run.results["PARTLY_COVERED"] == 1 and run.results["ZONES_COUNT"] == 3
    assert any("covered in part" in text for text in run.feedback.warnings)


def test_a_state_by_zone_has_stock_and_mesh_and_no_flux():
    (row,), _ = measured(before(), zones(WHOLE))
    assert row["stock_m2"] == pytest.approx(10_000) and row["maille_m2"] == pytest.approx(9e8 / 4e4)
    assert row["maille_cbc_m2"] == pytest.approx(9e8 / 4e4)
    assert "flux_net" not in row and row["qualite"] == "une_date"


def test_transitions_are_written_where_asked():
    _, run = measured(change(), zones(WHOLE), OUTPUT_MATRIX="TEMPORARY_OUTPUT")
    table = rows_of(run.results["OUTPUT_MATRIX"])
    assert sum(row["aire_m2"] for row in table if row["genre"] == "cs") == pytest.approx(40_000)
    moved = [row for row in table if row["genre"] == "us" and row["code1"] != row["code2"]]
    assert [(row["code1"], row["code2"], row["aire_m2"]) for row in moved] == [("1.1", "5", pytest.approx(10_000))]


def test_households_tell_how_land_was_used():
    people = make_layer(
        "NoGeometry",
        [(None, "z0", 100, 120, 200, 250, 10, 10), (None, "other", 1, 2, 3, 4, 5, 6)],
        [("id", "text"), *((f"{kind}{n}", "integer") for kind in ("menages", "pop", "emplois") for n in (1, 2))],
    )
    rows, run = measured(change(), zones(WHOLE, WEST_HALF), POP=people)
    assert rows[0]["m2_menage"] == pytest.approx(500) and rows[0]["m2_hab"] == pytest.approx(200)
    assert rows[0]["m2_emploi"] is None and rows[0]["motif_emploi"] == "sans_gain"
    assert rows[0]["dens_ha"] == pytest.approx(65) and rows[0]["elasticite"] == pytest.approx(4.0)
    assert rows[1]["m2_menage"] is None and rows[1]["motif_menage"] == "inconnu"
    assert any("1 zones are not in the table" in text for text in run.feedback.warnings)
    rows, _ = measured(change(), zones(WHOLE), POP=people, POP_Y1=2011, POP_Y2=2017)
    assert rows[0]["gain_menages"] == pytest.approx(20 * (1095 / 365.25) / 6)
    sentence = refusal(NAME, {"INPUT": change(), "ZONES": zones(WHOLE), "POP": people, "POP_Y1": 2017, "POP_Y2": 2011,
                              "OUTPUT": "TEMPORARY_OUTPUT"})  # fmt: skip
    assert "second census must be later" in sentence


def test_zones_may_overlap_be_empty_or_in_degrees():
    to_degrees = Transformer.from_crs("EPSG:2154", "EPSG:4326", always_xy=True)
    degrees = shapely.transform(WHOLE, lambda xy: np.stack(to_degrees.transform(*xy.T), axis=1))
    areas = make_layer("Polygon", [(degrees, "a"), (degrees, "b"), (None, "c")], [("code", "text")], crs="EPSG:4326")
    rows, run = measured(change(), areas)
    assert [row["stock_m2"] for row in rows[:2]] == [pytest.approx(20_000, rel=1e-4)] * 2
    assert rows[2]["stock_m2"] is None and rows[2]["qualite"] == "sans_surface"
    assert any("without geometry" in text for text in run.feedback.warnings)
    west, south, east, north = rows[0]["geometry"].bounds
    assert -2.5 < west < east < -1.0 and 47.0 < south < north < 49.0  # written in the CRS of the zones


def test_areas_on_the_ellipsoid_stand_beside_those_of_the_map():
    (row,), _ = measured(before(), zones(WHOLE), AREA="ellipsoid")
    assert row["stock_m2"] / 10_000 == pytest.approx(1.0011, abs=2e-4)
    assert row["stock_projet_m2"] == pytest.approx(10_000, rel=1e-7)


def test_layers_that_will_not_do():
    common = {"ZONES": zones(WHOLE), "OUTPUT": "TEMPORARY_OUTPUT"}
    assert "neither a change nor a state" in refusal(NAME, {"INPUT": coverage((WHOLE, FIELD)), **common})
    empty = make_layer("Polygon", [], [("artif", "integer")])
    assert "no polygon" in refusal(NAME, {"INPUT": empty, **common})
    nobody = make_layer("Polygon", [], [("code", "text")])
    assert "zones has no feature" in refusal(NAME, {"INPUT": before(), "ZONES": nobody, "OUTPUT": "TEMPORARY_OUTPUT"})


def test_invalid_zones_are_repaired():
    bow = shapely.Polygon(rectangle(0, 0, 100, 100).exterior.coords[i] for i in (0, 2, 1, 3))
    rows, run = measured(before(), zones(bow))
    assert rows[0]["couv_pct"] == pytest.approx(100) and any("repaired" in text for text in run.feedback.warnings)


def test_cancel_and_provenance(tmp_path):
    parameters = {"INPUT": before(), "ZONES": zones(WHOLE), "OUTPUT": str(tmp_path / "zones.gpkg")}
    assert run_algorithm(NAME, parameters, cancel_at=0).results == {} and files_in(tmp_path) == []
    run_algorithm(NAME, parameters)
    record = record_of(parameters["OUTPUT"])
    check_record(record, NAME, AREA="ellipsoid")
    assert record["inputs"][0]["provenance"]["algorithm"] == f"cityorchestra:{STATE}"


def test_it_runs_headless(qgis_process, tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    paths = {}
    for name, shape, properties in (
        ("state", rectangle(0, 0, 100, 100), {"cs": "1.1.1.1", "us": "5", "artif": 1}),
        ("zones", rectangle(0, 0, 200, 100), {"code": "35238"}),
    ):
        feature = {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}
        paths[name] = tmp_path / f"{name}.geojson"
        paths[name].write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
    call = (f"INPUT={paths['state']}", f"ZONES={paths['zones']}", "AREA=projet", f"OUTPUT={tmp_path / 'out.gpkg'}")
    results = qgis_process("run", f"cityorchestra:{NAME}", "--", *call).results
    assert float(results["STOCK_M2"]) == pytest.approx(10_000)
