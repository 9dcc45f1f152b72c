"""``landtake_change``: flux with and without thresholds, noise, dates, and what a user can get wrong."""

from __future__ import annotations

import json

import numpy as np
import pytest

pytest.importorskip("qgis.core")
import shapely
from cityorchestra.tests.algorithm_support import (
    check_record,
    files_in,
    make_layer,
    opened,
    record_of,
    refusal,
    rows_of,
    run_in_model,
)
from cityorchestra.tests.land_take.scenes import FIELD, GARDEN, HOUSE, ROAD, YARD, coverage, rectangle
from cityorchestra.tests.qgis_support import run_algorithm
from pyproj import Transformer

pytestmark = pytest.mark.usefixtures("provider")
STATE, NAME = "landtake_artif_state", "landtake_change"
DATES = {"DATE1": "2017-01-01", "DATE2": "2020-01-01"}


def state(*faces, **more):
    """Return the state of a coverage."""
    layer = coverage(*faces, **more)
    return run_algorithm(STATE, {"INPUT": layer, "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT"}).results["OUTPUT"]


def change(first, second, **more):
    """Run and return the pieces and the run."""
    parameters = {"T1": first, "T2": second, "AREA": "projet", **DATES, "OUTPUT": "TEMPORARY_OUTPUT", **more}
    run = run_algorithm(NAME, parameters)
    return rows_of(run.results["OUTPUT"]), run


def fields_then_houses():
    """A field of 3 ha; then 1 ha of it a garden, and a boundary of the rest drawn 0.6 m elsewhere."""
    before = state((rectangle(0, 0, 300, 100), FIELD), (rectangle(300, 0, 400, 100), YARD))
    after = state(
        (rectangle(0, 0, 100, 100), GARDEN),
        (rectangle(100, 0, 299.4, 100), FIELD),
        (rectangle(299.4, 0, 400, 100), YARD),
    )
    return before, after


def test_pieces_flux_and_sums():
    rows, run = change(*fields_then_houses())
    assert {(row["id1"], row["id2"]): (row["classe"], row["flux"], row["flux_brut"]) for row in rows} == {
        ("a", "a"): ("changement", 1, 1),
        ("a", "b"): ("stable", 0, 0),
        ("a", "c"): ("bruit_geometrique", 0, 0),
        ("b", "c"): ("stable", 0, 0),
    }
    taken = next(row for row in rows if row["flux"] == 1)
    assert (taken["cs1"], taken["us1"], taken["cs2"], taken["us2"]) == ("2.2.1", "1.1", "2.2.1", "5")
    assert (taken["artif1"], taken["artif2"], taken["motif2"]) == (0, 1, "matrice")
    assert (taken["date1"], taken["date2"]) == ("2017-01-01", "2020-01-01")
    assert taken["aire_m2"] == pytest.approx(10_000) and taken["largeur_m"] == pytest.approx(100)
    figures = run.results
    assert figures["FLUX_ART_M2"] == pytest.approx(10_000) and figures["FLUX_NET_M2"] == pytest.approx(10_000)
    assert figures["BRUIT_M2"] == pytest.approx(60) and figures["COMMON_M2"] == pytest.approx(40_000)
    assert figures["ANNEES"] == pytest.approx(1095 / 365.25) and figures["ECART_RELATIF"] < 1e-9
    assert any("Taken 1.00 ha, given back 0.00 ha, net 1.00 ha" in text for text in run.feedback.infos)
    assert sum(row["aire_m2"] for row in rows) == pytest.approx(40_000)
    assert sum(row["geometry"].area for row in rows) == pytest.approx(40_000)


def test_the_way_back_gives_back():
    before, after = fields_then_houses()
    _, run = change(after, before)
    assert run.results["FLUX_DESART_M2"] == pytest.approx(10_000)
    assert run.results["FLUX_NET_M2"] == pytest.approx(-10_000)


def test_nothing_changes_between_a_state_and_itself():
    before, _ = fields_then_houses()
    rows, run = change(before, before)
    assert {row["classe"] for row in rows} == {"stable"} and len(rows) == 2
    assert run.results["FLUX_ART_M2"] == run.results["BRUIT_M2"] == 0


def test_small_patches_and_jumps_stand_beside_the_flux():
    # A yard of 2 400 m2 grows by 200 m2: the threshold makes 2 600 m2 artificial at once.
    before = state((rectangle(0, 0, 24, 100), YARD), (rectangle(24, 0, 300, 100), FIELD))
    after = state((rectangle(0, 0, 26, 100), YARD), (rectangle(26, 0, 300, 100), FIELD))
    rows, run = change(before, after, SLIVER_W=0.5)
    assert run.results["FLUX_ART_M2"] == pytest.approx(2600)
    assert run.results["BRUT_ART_M2"] == pytest.approx(200)
    assert run.results["SAUT_M2"] == pytest.approx(2400)
    assert {row["id1"]: row["saut_seuil"] for row in rows if row["flux"] == 1} == {"a": 1, "b": 0}
    # A house plot of 2 000 m2 on land that was artificial around it: outside the flux, inside the raw one.
    before = state((rectangle(0, 0, 100, 100), YARD), (rectangle(100, 0, 400, 100), FIELD))
    after = state((rectangle(0, 0, 100, 100), YARD), (rectangle(100, 0, 120, 100), GARDEN),
                  (rectangle(120, 0, 400, 100), FIELD))  # fmt: skip
    rows, run = change(before, after)
    assert run.results["FLUX_ART_M2"] == 0 and run.results["SOUS_SEUIL_M2"] == pytest.approx(2000)
    assert run.results["BRUT_ART_M2"] == pytest.approx(2000)
    assert "flux_sous_seuil" in {row["classe"] for row in rows}


def test_absorbed_noise_keeps_the_first_date():
    rows, _ = change(*fields_then_houses(), ABSORB=True)
    strip = next(row for row in rows if row["classe"] == "bruit_geometrique")
    assert (strip["cs2"], strip["artif2"]) == (strip["cs1"], strip["artif1"]) == ("2.2.1", 0)


def test_pieces_to_draw_change_no_figure():
    before, after = fields_then_houses()
    runs = {choice: change(before, after, GEOM=choice) for choice in ("all", "changed", "none")}
    assert [len(rows) for rows, _ in runs.values()] == [4, 2, 0]
    figures = [{name: value for name, value in run.results.items() if name != "OUTPUT"} for _, run in runs.values()]
    assert figures[0] == pytest.approx(figures[1], rel=1e-9) and figures[0] == pytest.approx(figures[2], rel=1e-9)


def test_the_table_sums_what_the_pieces_hold():
    before, after = fields_then_houses()
    rows, run = change(before, after, OUTPUT_TABLE="TEMPORARY_OUTPUT")
    table = rows_of(run.results["OUTPUT_TABLE"])
    assert sum(row["aire_m2"] for row in table) == pytest.approx(40_000)
    assert sum(row["pieces"] for row in table) == len(rows)
    taken = [row for row in table if row["artif1"] == 0 and row["artif2"] == 1 and row["classe"] == "changement"]
    assert [(row["us1"], row["us2"], row["aire_m2"]) for row in taken] == [("1.1", "5", pytest.approx(10_000))]


def test_unlike_extents_are_told():
    before, _ = fields_then_houses()
    after = state((rectangle(0, 0, 350, 100), FIELD))
    _, run = change(before, after)
    assert run.results["HORS_EMPRISE1_M2"] == pytest.approx(5000) and run.results["HORS_EMPRISE2_M2"] == 0
    assert any("do not cover the same ground" in text for text in run.feedback.warnings)
    elsewhere = state((rectangle(5000, 0, 5100, 100), FIELD))
    sentence = refusal(NAME, {"T1": before, "T2": elsewhere, **DATES, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert "do not cover the same ground" in sentence


def test_noise_that_outweighs_change_is_told():
    before, after = fields_then_houses()
    quiet = change(before, after)[1]
    assert not any("noise of boundaries is" in text for text in quiet.feedback.warnings)
    shifted = state((rectangle(0, 0, 299.4, 100), FIELD), (rectangle(299.4, 0, 400, 100), YARD))
    loud = change(before, shifted)[1]
    assert any("noise of boundaries is ∞ %" in text for text in loud.feedback.warnings)


def test_unknown_codes_are_neither_and_too_many_stop():
    layer = coverage((rectangle(0, 0, 9950, 100), FIELD), (rectangle(9950, 0, 10_000, 100), (None, None)))
    unknown = run_algorithm(STATE, {"INPUT": layer, "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT"}).results["OUTPUT"]
    known = state((rectangle(0, 0, 10_000, 100), FIELD))
    rows, run = change(known, unknown)
    assert run.results["UNKNOWN_M2"] == pytest.approx(5000)
    assert [row["flux"] for row in rows if row["id2"] == "b"] == [None]
    rows, run = change(known, state((rectangle(0, 0, 10_000, 100), ("1.1.1.2", "3"))))
    assert run.results["FLUX_ART_M2"] == pytest.approx(1_000_000)


def test_dates_are_read_from_the_layers_or_asked_for():
    fields = (("id", "text"), ("cs", "text"), ("us", "text"), ("millesime", "integer"))
    first = state((rectangle(0, 0, 100, 100), FIELD, 2017), fields=fields)
    second = state((rectangle(0, 0, 100, 100), HOUSE, 2020), fields=fields)
    rows, _ = change(first, second, DATE1=None, DATE2=None)
    assert (rows[0]["date1"], rows[0]["date2"]) == ("2017-01-01", "2020-01-01")
    before, after = fields_then_houses()
    parameters = {"T1": before, "T2": after, "OUTPUT": "TEMPORARY_OUTPUT"}
    assert "DATE1 is not given" in refusal(NAME, parameters)
    sentence = refusal(NAME, {**parameters, "DATE1": "2020-01-01", "DATE2": "2017-01-01"})
    assert "is not after the first" in sentence
    assert "is not a date" in refusal(NAME, {**parameters, "DATE1": "soon", "DATE2": "2017-01-01"})


def test_a_layer_that_is_no_state_is_told_what_to_do():
    before, _ = fields_then_houses()
    parameters = {"T1": before, "T2": coverage((rectangle(0, 0, 9, 9), FIELD)), **DATES, "OUTPUT": "TEMPORARY_OUTPUT"}
    assert "Artificialisation at one date" in refusal(NAME, parameters)


def test_overlaps_empty_layers_and_degrees():
    before, after = fields_then_houses()
    common = {**DATES, "OUTPUT": "TEMPORARY_OUTPUT"}
    doubled = make_layer(
        "Polygon",
        [(rectangle(0, 0, 100, 100), "a", *FIELD, 0), (rectangle(50, 0, 200, 100), "b", *FIELD, 0)],
        [("id", "text"), ("cs", "text"), ("us", "text"), ("artif", "integer")],
    )
    assert "overlap on 5000 m2" in refusal(NAME, {"T1": doubled, "T2": after, **common})
    empty = make_layer("Polygon", [], [("cs", "text"), ("us", "text"), ("artif", "integer")])
    assert "has no polygon" in refusal(NAME, {"T1": before, "T2": empty, **common})
    to_degrees = Transformer.from_crs("EPSG:2154", "EPSG:4326", always_xy=True)
    rows = [
        (
            shapely.transform(row["geometry"], lambda xy: np.stack(to_degrees.transform(*xy.T), axis=1)),
            *(row[name] for name in ("id", "cs", "us", "artif")),
        )
        for row in rows_of(after)
    ]
    fields = [("id", "text"), ("cs", "text"), ("us", "text"), ("artif", "integer")]
    degrees = make_layer("MultiPolygon", rows, fields, crs="EPSG:4326")
    _, run = change(before, degrees)
    assert run.results["FLUX_ART_M2"] == pytest.approx(10_000, rel=1e-4)


def test_areas_on_the_ellipsoid_add_up_to_those_of_the_faces():
    before, after = fields_then_houses()
    _, run = change(before, after, AREA="ellipsoid")
    assert run.results["COMMON_M2"] / 40_000 == pytest.approx(1.0011, abs=2e-4)


def test_a_cancelled_run_leaves_nothing(tmp_path):
    before, after = fields_then_houses()
    parameters = {"T1": before, "T2": after, **DATES, "OUTPUT": str(tmp_path / "change.gpkg")}
    assert run_algorithm(NAME, parameters, cancel_at=0).results == {} and files_in(tmp_path) == []


def test_a_model_a_file_and_provenance(tmp_path):
    before, after = fields_then_houses()
    parameters = {"T1": before, "T2": after, **DATES, "OUTPUT": str(tmp_path / "change.gpkg")}
    run_algorithm(NAME, parameters)
    record = record_of(str(tmp_path / "change.gpkg"))
    check_record(record, NAME, GEOM="all", DATE1="2017-01-01")
    assert [item["provenance"]["algorithm"] for item in record["inputs"]] == [f"cityorchestra:{STATE}"] * 2
    again = run_in_model(NAME, {**parameters, "OUTPUT": str(tmp_path / "model.gpkg")}, "OUTPUT")
    assert opened(again).featureCount() == 4


def test_it_runs_headless(qgis_process, tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    paths = []
    for year, codes in (("2017", ("2.2.1", "1.1", 0)), ("2020", ("1.1.1.2", "4.1.1", 1))):
        properties = {"cs": codes[0], "us": codes[1], "artif": codes[2], "millesime": int(year)}
        geometry = json.loads(shapely.to_geojson(rectangle(0, 0, 100, 100)))
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        paths.append(tmp_path / f"{year}.geojson")
        paths[-1].write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
    output = tmp_path / "change.gpkg"
    call = ("run", f"cityorchestra:{NAME}", "--", f"T1={paths[0]}", f"T2={paths[1]}", "AREA=projet", f"OUTPUT={output}")
    results = qgis_process(*call).results
    assert float(results["FLUX_NET_M2"]) == pytest.approx(10_000)
    assert [row["flux"] for row in rows_of(str(output))] == [1]


def test_a_road_through_fields():
    before = state((rectangle(0, 0, 1000, 500), FIELD))
    after = state(
        (rectangle(0, 0, 1000, 245), FIELD), (rectangle(0, 245, 1000, 255), ROAD), (rectangle(0, 255, 1000, 500), FIELD)
    )
    rows, run = change(before, after)
    assert run.results["FLUX_ART_M2"] == pytest.approx(10_000)
    assert [row["largeur_m"] for row in rows if row["flux"] == 1] == [pytest.approx(10.0)]
