"""``landtake_scenario``: projects by field and by hand, before and after, evidence, and what a user can get wrong."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("qgis.core")
import shapely
from cityorchestra.tests.algorithm_support import (
    check_record,
    colours_of,
    files_in,
    in_degrees,
    load_results,
    make_layer,
    opened,
    record_of,
    refusal,
    rows_of,
    run_in_model,
)
from cityorchestra.tests.land_take.scenes import FIELD, GARDEN, HOUSE, YARD, coverage, rectangle, squares
from cityorchestra.tests.qgis_support import run_algorithm
from qgis.core import QgsExpression, QgsExpressionContext, QgsExpressionContextUtils
from qgis.PyQt.QtCore import QDate

pytestmark = pytest.mark.usefixtures("provider")
STATE, NAME = "landtake_artif_state", "landtake_scenario"
PROJECT_FIELDS = (("id", "text"), ("cs_new", "text"), ("us_new", "text"), ("preuve", "text"), ("priorite", "integer"))
WARNING = "simulation of the effect on the balance, not a legal qualification"


def base():
    """A yard of 2 ha, a field of 2 ha."""
    return coverage((rectangle(0, 0, 200, 100), YARD), (rectangle(200, 0, 400, 100), FIELD))


def drawn(*shapes):
    """Return polygons drawn by hand, without a field."""
    return make_layer("Polygon", [(shape,) for shape in shapes])


def planned(*rows):
    """Return projects: (shape, identifier, cover, use, evidence, priority)."""
    return make_layer("Polygon", rows, PROJECT_FIELDS)


def scenario(projects, layer=None, **more):
    """Run and return the pieces, the rows of the table by scope and name, and the run."""
    parameters = {
        "BASE": base() if layer is None else layer, "PROJECTS": projects, "AREA": "projet",
        "OUTPUT": "TEMPORARY_OUTPUT", "OUTPUT_DELTA": "TEMPORARY_OUTPUT", **more,
    }  # fmt: skip
    run = run_algorithm(NAME, parameters)
    table = {(row["portee"], row["id"]): row for row in rows_of(run.results["OUTPUT_DELTA"])}
    return rows_of(run.results["OUTPUT"]), table, run


def test_a_polygon_drawn_by_hand():
    pieces, table, run = scenario(drawn(rectangle(250, 0, 350, 100)), CS_NEW="1.1.1.2", US_NEW="3")
    assert sorted(row["aire_m2"] for row in pieces) == pytest.approx([5000, 5000, 10_000, 20_000])
    assert {row["effet"] for row in pieces} == {"inchange", "artificialise"}
    new = next(row for row in pieces if row["projet"])
    assert (new["cs"], new["us"], new["artif1"], new["artif"], new["flux"]) == ("1.1.1.2", "3", 0, 1, 1)
    assert (new["cs1"], new["us1"], new["motif"], new["preuve"]) == ("2.2.1", "1.1", "matrice", None)
    assert {row["avertissement"] for row in pieces} == {WARNING} == {row["avertissement"] for row in table.values()}
    assert sorted(table) == [("base", "base"), ("projet", new["projet"]), ("projets", "projets")]
    whole = table["base", "base"]
    assert (whole["artif1_m2"], whole["artif2_m2"], whole["d_artif_m2"]) == pytest.approx((20_000, 30_000, 10_000))
    assert (whole["stock1_pct"], whole["stock2_pct"], whole["surf_m2"]) == pytest.approx((50, 75, 40_000))
    assert (whole["flux_art"], whole["flux_desart"], whole["saut_seuil"]) == pytest.approx((10_000, 0, 0))
    # Field: 0.75 of biotope, 0.825 of rain, (51 + 75) / 2 t C/ha; yard: 0, 0.05, 30.
    assert (whole["s_art1"], whole["s_perm1"], whole["s_bio1"]) == pytest.approx((0.5, 0.4375, 0.375))
    assert whole["s_c1"] == pytest.approx((63 + 30) / 2 / 75)
    assert whole["e1"] == pytest.approx(40 * 0.5 + 25 * 0.4375 + 20 * 0.375 + 15 * 46.5 / 75)
    assert whole["co2_perte_t"] == pytest.approx((63 - 30) * 44 / 12) and whole["co2_gain_t"] == 0
    own = table["projets", "projets"]
    assert (own["s_art1"], own["s_art2"], own["e2"]) == pytest.approx((1, 0, 25 * 0.05 + 15 * 30 / 75))
    figures = run.results
    assert (figures["E1"], figures["E2"]) == pytest.approx((whole["e1"], whole["e2"]))
    assert figures["PROJETS_M2"] == pytest.approx(10_000) and figures["HORS_BASE_M2"] == 0
    assert any("2.000 ha before, 3.000 ha after" in text for text in run.feedback.infos)
    assert WARNING.capitalize() + "." in run.feedback.infos


def test_one_project_alone_is_all_of_them():
    _, table, _ = scenario(drawn(rectangle(250, 0, 350, 100)), CS_NEW="1.1.1.2", US_NEW="3")
    alone, whole = (row for key, row in table.items() if key[0] in ("projet", "base"))
    alone, whole = (alone, whole) if alone["portee"] == "projet" else (whole, alone)
    own = table["projets", "projets"]
    for name in ("flux_art", "flux_net", "saut_seuil", "co2_perte_t", "credit_m2"):
        assert alone[name] == pytest.approx(whole[name])
    for name in ("s_art1", "s_perm2", "e1", "e2", "artif2_m2", "surf_m2"):
        assert alone[name] == pytest.approx(own[name])
    assert (alone["cs_new"], alone["us_new"], alone["preuve"]) == ("1.1.1.2", "3", 0)


def test_neighbours_cross_a_threshold_together_that_neither_crosses_alone():
    meadow = ("2.2.1", "6.3", "soil study", None)
    projects = planned((rectangle(50, 0, 63, 100), "p1", *meadow), (rectangle(63, 0, 76, 100), "p2", *meadow))
    _, table, _ = scenario(projects)
    assert table["base", "base"]["flux_desart"] == pytest.approx(2600)
    assert [table["projet", name]["flux_desart"] for name in ("p1", "p2")] == [0, 0]
    _, table, _ = scenario(projects, EACH=False)
    assert {key[0] for key in table} == {"base", "projets"}


def test_land_given_back_needs_evidence():
    meadow = ("2.2.1", "6.3")
    projects = planned((rectangle(0, 0, 50, 100), "p1", *meadow, "soil study", 1),
                       (rectangle(140, 0, 200, 100), "p2", *meadow, None, 1))  # fmt: skip
    pieces, table, run = scenario(projects, DELAI=10.0)
    whole = table["base", "base"]
    assert (whole["flux_desart"], whole["sans_preuve_m2"]) == pytest.approx((5000, 6000))
    assert whole["artif2_m2"] == pytest.approx(9000) and whole["flux_brut_desart"] == pytest.approx(11_000)
    assert whole["credit_m2"] == pytest.approx(5000 * 0.7 * 1.03**-10) == pytest.approx(run.results["CREDIT_M2"])
    assert (table["projet", "p1"]["preuve"], table["projet", "p2"]["preuve"]) == (1, 0)
    assert table["projet", "p2"]["credit_m2"] == 0 and table["projet", "p2"]["sans_preuve_m2"] == pytest.approx(6000)
    assert whole["co2_gain_t"] == pytest.approx(1.1 * (75 - 30) * 44 / 12)
    assert {row["projet"]: row["effet"] for row in pieces if row["projet"]} == {
        "p1": "renature", "p2": "renature_sans_preuve",
    }  # fmt: skip
    assert any("0.600 ha are given back without evidence" in text for text in run.feedback.warnings)
    _, table, run = scenario(drawn(rectangle(0, 0, 50, 100)), CS_NEW="2.2.1", US_NEW="6.3", PREUVE="contract of 2026",
                             SUCCES=1.0, TAUX=0.0)  # fmt: skip
    assert (table["base", "base"]["credit_m2"], table["base", "base"]["flux_desart"]) == pytest.approx((5000, 5000))
    assert not any("without evidence" in text for text in run.feedback.warnings)


def test_priority_then_date_then_row_tell_which_project_is_seen():
    fields = (*PROJECT_FIELDS, ("date", "text"))

    def seen(first, second):
        rows = [
            (rectangle(200, 0, 300, 100), "p1", "1.1.1.2", "3", None, *first),
            (rectangle(200, 0, 300, 100), "p2", "2.2.1", "5", None, *second),
        ]
        pieces, _, run = scenario(make_layer("Polygon", rows, fields), EACH=False)
        assert run.results["CACHE_M2"] == pytest.approx(10_000)
        assert any("Projects overlap on 1.000 ha" in text for text in run.feedback.infos)
        return {row["projet"] for row in pieces if row["projet"]}

    assert seen((None, None), (None, None)) == {"p2"}
    assert seen((2, None), (1, "2030-01-01")) == {"p1"}
    assert seen((1, "2031-05-01"), (1, "2030")) == {"p1"}


def test_the_delay_counts_from_the_date_of_the_balance():
    rows = [(rectangle(0, 0, 50, 100), "2.2.1", "6.3", "study", QDate(2031, 1, 1))]
    fields = (("cs_new", "text"), ("us_new", "text"), ("preuve", "text"), ("date", "datetime"))
    layer = make_layer("Polygon", rows, fields)
    _, _, run = scenario(layer, DATE0="2021-01-01", DELAI=2.0)
    assert run.results["CREDIT_M2"] == pytest.approx(5000 * 0.7 * 1.03 ** -(2 + 3652 / 365.25))
    _, _, run = scenario(layer, DATE0="2035-01-01")
    assert run.results["CREDIT_M2"] == pytest.approx(3500)


def test_zones_may_overlap_and_reach_beyond():
    zones = make_layer("Polygon", [(rectangle(200, 0, 400, 100), "east"), (rectangle(0, 0, 400, 100), "all"),
                                   (rectangle(300, 0, 500, 100), "edge"), (rectangle(900, 0, 999, 9), "far")],
                       [("name", "text")])  # fmt: skip
    _, table, _ = scenario(
        drawn(rectangle(250, 0, 350, 100)), ZONES=zones, ZONE_ID="name", CS_NEW="1.1.1.1", US_NEW="5"
    )
    assert table["zone", "all"]["e2"] == pytest.approx(table["base", "base"]["e2"])
    east = table["zone", "east"]
    assert (east["stock1_pct"], east["stock2_pct"], east["flux_art"]) == pytest.approx((0, 50, 10_000))
    edge = table["zone", "edge"]
    assert (edge["couv_pct"], edge["artif2_m2"], edge["stock2_pct"]) == pytest.approx((50, 5000, 50))
    far = table["zone", "far"]
    assert far["couv_pct"] == 0 and far["e1"] is None and far["stock2_pct"] is None


def test_the_change_algorithm_finds_the_same_between_the_state_and_the_scenario():
    state = run_algorithm(STATE, {"INPUT": base(), "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT"}).results["OUTPUT"]
    projects = planned((rectangle(150, 0, 215, 40), "p1", "2.2.1", "6.3", "study", 1),
                       (rectangle(300, 20, 380, 80), "p2", "1.1.1.1", "5", None, 2),
                       (rectangle(380, 0, 384, 100), "p3", "1.1.1.2", "4.1.1", None, 2))  # fmt: skip
    _, table, run = scenario(projects, state)
    change = run_algorithm("landtake_change", {
        "T1": state, "T2": run.results["OUTPUT"], "DATE1": "2020-01-01", "DATE2": "2030-01-01", "SLIVER_W": 0.0,
        "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT",
    }).results  # fmt: skip
    whole = table["base", "base"]
    pairs = {
        "FLUX_ART_M2": "flux_art", "FLUX_DESART_M2": "flux_desart", "BRUT_ART_M2": "flux_brut_art",
        "BRUT_DESART_M2": "flux_brut_desart", "SOUS_SEUIL_M2": "sous_seuil_m2", "SAUT_M2": "saut_seuil",
    }  # fmt: skip
    for name, column in pairs.items():
        assert change[name] == pytest.approx(whole[column], abs=1e-3), name
    assert change["FLUX_ART_M2"] > 0
    again = run_algorithm(STATE, {"INPUT": run.results["OUTPUT"], "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT"})
    assert again.results["ARTIF_M2"] == pytest.approx(whole["artif2_m2"], abs=1e-3)
    assert not any("another flag here" in text for text in run.feedback.warnings)


def test_a_state_made_otherwise_is_told():
    layer = coverage((rectangle(0, 0, 400, 100), FIELD), (rectangle(0, 100, 20, 200), YARD),
                     (rectangle(20, 100, 400, 200), FIELD))  # fmt: skip
    parameters = {"INPUT": layer, "SEUIL": 1000.0, "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT"}
    state = run_algorithm(STATE, parameters)
    _, _, run = scenario(drawn(rectangle(300, 0, 380, 80)), state.results["OUTPUT"], CS_NEW="1.1.1.1", US_NEW="5")
    assert any("0.20 ha have another flag here" in text for text in run.feedback.warnings)


def test_parks_of_a_state_stay_exempted_where_nothing_is_drawn():
    layer = coverage((rectangle(0, 0, 100, 60), ("2.2.1", "3")), (rectangle(0, 60, 100, 160), YARD))
    park = make_layer("Polygon", [(rectangle(0, 0, 100, 60),)])
    state = run_algorithm(STATE, {"INPUT": layer, "PARCS": park, "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT"})
    pieces, table, _ = scenario(drawn(rectangle(0, 0, 50, 60)), state.results["OUTPUT"], CS_NEW="1.1.1.2", US_NEW="3")
    assert table["base", "base"]["flux_art"] == pytest.approx(3000)
    assert {row["motif"] for row in pieces if not row["projet"]} == {"parc", "matrice"}


def test_planted_roofs_and_slabs_count_in_the_score_alone():
    fields = (("cs_new", "text"), ("us_new", "text"), ("thick_cm", "real"), ("roof", "text"))

    def projects(thickness, roof):
        return make_layer("Polygon", [(rectangle(250, 0, 350, 100), "1.1.1.1", "5", thickness, roof)], fields)

    bare, roofed, slab = (
        scenario(projects(*given))[1]["projets", "projets"] for given in ((None, None), (None, "oui"), (30.0, "1"))
    )
    assert [row["s_bio2"] for row in (bare, roofed, slab)] == pytest.approx([0.0, 0.6, 0.7])
    assert bare["flux_art"] == roofed["flux_art"] == slab["flux_art"] == pytest.approx(10_000)


def test_codes_are_read_in_any_spelling_and_empty_ones_take_the_parameter():
    projects = planned((rectangle(200, 0, 260, 100), "p1", "CS1.1.1.1", "us5", None, 1),
                       (rectangle(260, 0, 320, 100), "p2", None, "", None, 1))  # fmt: skip
    pieces, _, _ = scenario(projects, CS_NEW="2.2.1", US_NEW="1.1")
    assert {row["projet"]: (row["cs"], row["us"]) for row in pieces if row["projet"]} == {
        "p1": ("1.1.1.1", "5"), "p2": ("2.2.1", "1.1"),
    }  # fmt: skip


def test_projects_without_a_code_are_told_what_to_do():
    shape = rectangle(250, 0, 350, 100)
    common = {"BASE": base(), "OUTPUT": "TEMPORARY_OUTPUT", "OUTPUT_DELTA": "TEMPORARY_OUTPUT"}
    sentence = refusal(NAME, {"PROJECTS": drawn(shape), **common})
    assert "1 projects do not tell what covers the ground" in sentence and "choose CS_NEW" in sentence
    assert "choose US_NEW" in refusal(NAME, {"PROJECTS": drawn(shape), "CS_NEW": "2.2.1", **common})
    wrong = planned((shape, "p1", "9.9", "5", None, 1))
    assert "“9.9” is no code of OCS GE (FIELD_CS)" in refusal(NAME, {"PROJECTS": wrong, **common})
    sentence = refusal(NAME, {"PROJECTS": drawn(shape), "CS_NEW": "1.1.1.2", "OMEGA": "1, 2", **common})
    assert "give four numbers" in sentence
    lines = make_layer("LineString", [(shapely.LineString([(0, 0), (1, 1)]),)])
    assert "no polygons" in refusal(NAME, {"PROJECTS": lines, "CS_NEW": "1.1.1.2", **common})


def test_projects_beyond_the_coverage():
    common = {"BASE": base(), "CS_NEW": "1.1.1.1", "OUTPUT": "TEMPORARY_OUTPUT", "OUTPUT_DELTA": "TEMPORARY_OUTPUT"}
    far = drawn(rectangle(900, 0, 990, 100))
    assert "No project lies on the land cover" in refusal(NAME, {"PROJECTS": far, **common})
    _, table, run = scenario(drawn(rectangle(350, 0, 450, 100)), CS_NEW="1.1.1.1", US_NEW="5")
    assert run.results["HORS_BASE_M2"] == pytest.approx(5000)
    assert table["base", "base"]["flux_art"] == pytest.approx(5000)
    assert any("0.500 ha of the projects lie outside" in text for text in run.feedback.warnings)


def test_empty_null_and_invalid_geometries():
    common = {"BASE": base(), "CS_NEW": "1.1.1.1", "OUTPUT": "TEMPORARY_OUTPUT", "OUTPUT_DELTA": "TEMPORARY_OUTPUT"}
    assert "has no polygon" in refusal(NAME, {"PROJECTS": drawn(), **common})
    assert "has no polygon" in refusal(NAME, {**common, "PROJECTS": drawn(rectangle(0, 0, 9, 9)), "BASE": coverage()})
    bow = "POLYGON((352250 6789000, 352350 6789100, 352350 6789000, 352250 6789100, 352250 6789000))"
    assert "Fix geometries" in refusal(NAME, {"PROJECTS": drawn(bow, None), **common})
    _, table, run = scenario(drawn(None, rectangle(250, 0, 350, 100)), CS_NEW="1.1.1.1", US_NEW="5")
    assert table["base", "base"]["flux_art"] == pytest.approx(10_000)
    assert any("without geometry" in text for text in run.feedback.warnings)


def test_faces_of_several_parts_come_apart_where_something_is_drawn():
    both = shapely.union_all([rectangle(0, 0, 50, 40), rectangle(300, 0, 350, 40)])  # 2 000 m2 each
    layer = coverage((both, YARD), (rectangle(0, 40, 350, 100), FIELD), (rectangle(50, 0, 300, 40), FIELD))
    _, table, _ = scenario(drawn(rectangle(0, 0, 10, 10)), layer, CS_NEW="1.1.1.2", US_NEW="2")
    # Two spots of 2 000 m2, before as after: neither counts, and nothing changes.
    assert (table["base", "base"]["artif1_m2"], table["base", "base"]["artif2_m2"]) == (0, 0)
    _, table, _ = scenario(drawn(rectangle(100, 50, 200, 90)), layer, CS_NEW="2.2.1", US_NEW="6.3")
    assert table["base", "base"]["artif1_m2"] == pytest.approx(4000)  # left as one face


def test_unknown_ground_counts_neither_way():
    layer = coverage((rectangle(0, 0, 4000, 100), FIELD), (rectangle(4000, 0, 4010, 100), (None, None)))
    pieces, table, _ = scenario(drawn(rectangle(3950, 0, 4005, 100)), layer, CS_NEW="1.1.1.2", US_NEW="3")
    whole = table["base", "base"]
    assert whole["flux_art"] == pytest.approx(5000) and whole["couv_pct"] == pytest.approx(100 * 4000 / 4010)
    assert {(row["artif1"], row["flux"]) for row in pieces if row["artif1"] is None} == {(None, None)}
    layer = coverage((rectangle(0, 0, 100, 100), FIELD), (rectangle(100, 0, 200, 100), (None, None)))
    parameters = {"BASE": layer, "PROJECTS": drawn(rectangle(0, 0, 60, 60)), "CS_NEW": "1.1.1.2",
                  "OUTPUT": "TEMPORARY_OUTPUT", "OUTPUT_DELTA": "TEMPORARY_OUTPUT"}  # fmt: skip
    assert "50.0 % of the area is of unknown" in refusal(NAME, parameters)
    assert run_algorithm(NAME, {**parameters, "ALLOW_UNKNOWN": True}).results["OUTPUT"]


def test_degrees_and_the_ellipsoid():
    layer = coverage((in_degrees(rectangle(0, 0, 200, 100)), YARD), (in_degrees(rectangle(200, 0, 400, 100)), FIELD),
                     crs="EPSG:4326")  # fmt: skip
    pieces, table, run = scenario(
        drawn(rectangle(250, 0, 350, 100)), layer, CS_NEW="1.1.1.2", US_NEW="3", AREA="ellipsoid"
    )
    assert table["base", "base"]["flux_art"] == pytest.approx(10_011, rel=2e-4)
    assert opened(run.results["OUTPUT"]).crs().authid() == "EPSG:4326"
    assert max(row["geometry"].bounds[3] for row in pieces) < 49.0
    assert any("EPSG:4326 has no metres" in text for text in run.feedback.warnings)


def test_progress_of_large_layers_never_goes_back():
    land, many = squares((YARD, FIELD)), squares((FIELD,), side=10)
    _, table, run = scenario(drawn(rectangle(0, 0, 30, 30)), land, CS_NEW="2.2.1", US_NEW="6.3", ZONES=many)
    assert len(table) == 2 + 625 + 1 and len(set(run.feedback.progresses)) > 6


def test_overlaps_of_the_base_stop_the_run():
    layer = coverage((rectangle(0, 0, 100, 100), GARDEN), (rectangle(90, 0, 200, 100), HOUSE))
    parameters = {"BASE": layer, "PROJECTS": drawn(rectangle(0, 0, 60, 60)), "CS_NEW": "1.1.1.2",
                  "OUTPUT": "TEMPORARY_OUTPUT", "OUTPUT_DELTA": "TEMPORARY_OUTPUT"}  # fmt: skip
    assert "overlap on 1000 m2" in refusal(NAME, parameters)


def test_soil_functions_and_score_of_the_scenario_are_those_of_the_table():
    state = run_algorithm(STATE, {"INPUT": base(), "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT"}).results["OUTPUT"]
    _, table, run = scenario(drawn(rectangle(150, 0, 260, 70)), state, CS_NEW="2.1.1.1", US_NEW="6.3", PREUVE="study")
    zone = make_layer("Polygon", [(rectangle(0, 0, 400, 100), "all")], [("code", "text")])
    for layer, number in ((state, 1), (run.results["OUTPUT"], 2)):
        told = run_algorithm(
            "landtake_functional", {"STATE": layer, "ZONES": zone, "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT"}
        )
        (row,) = rows_of(told.results["OUTPUT"])
        for name in ("s_art", "s_perm", "s_bio", "s_c"):
            assert row[name] == pytest.approx(table["base", "base"][f"{name}{number}"], abs=1e-6), name


def test_the_map_shows_what_changes(tmp_path):
    layers = load_results(NAME, {**file_parameters(tmp_path), "OUTPUT": "TEMPORARY_OUTPUT",
                                 "OUTPUT_DELTA": "TEMPORARY_OUTPUT"})  # fmt: skip
    layer = layers["Scenario"]
    assert {"#b2182b", "#f4d0c4", "#cde3ce"} <= colours_of(layer) and "Differences of the scenario" in layers
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    tips = []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        tips.append(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))
    assert any("Before CS 2.2.1 US 1.1, after CS 1.1.1.2 US 3, 10000 m²" in tip and WARNING in tip for tip in tips)


def file_parameters(tmp_path):
    return {
        "BASE": base(), "PROJECTS": drawn(rectangle(250, 0, 350, 100)), "CS_NEW": "1.1.1.2", "US_NEW": "3",
        "AREA": "projet", "OUTPUT": str(tmp_path / "scenario.gpkg"), "OUTPUT_DELTA": str(tmp_path / "delta.gpkg"),
    }  # fmt: skip


def test_a_cancelled_run_leaves_nothing(tmp_path):
    run = run_algorithm(NAME, file_parameters(tmp_path), cancel_at=0)
    assert run.results == {} and files_in(tmp_path) == []


def test_files_provenance_and_a_model(tmp_path):
    parameters = file_parameters(tmp_path)
    run_algorithm(NAME, parameters)
    for name in ("OUTPUT", "OUTPUT_DELTA"):
        check_record(record_of(parameters[name]), NAME, CS_NEW="1.1.1.2", OMEGA="0.40, 0.25, 0.20, 0.15")
        assert WARNING in opened(parameters[name]).metadata().abstract()
    parameters = {**parameters, "OUTPUT": str(tmp_path / "model.gpkg"), "OUTPUT_DELTA": "TEMPORARY_OUTPUT"}
    assert opened(run_in_model(NAME, parameters, "OUTPUT")).featureCount() == 4


def test_it_runs_headless(qgis_process, tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}

    def saved(name, *faces):
        features = [
            {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}
            for shape, properties in faces
        ]
        path = tmp_path / f"{name}.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
        return path

    land = saved("land", (rectangle(0, 0, 400, 100), {"code_cs": "CS2.2.1", "code_us": "US1.1"}))
    projects = saved("projects", (rectangle(250, 0, 350, 100), {"name": "depot"}))
    output, delta = tmp_path / "scenario.gpkg", tmp_path / "delta.gpkg"
    call = ("run", f"cityorchestra:{NAME}", "--", f"BASE={land}", f"PROJECTS={projects}", "CS_NEW=1.1.1.2",
            "US_NEW=3", "AREA=projet", f"OUTPUT={output}", f"OUTPUT_DELTA={delta}")  # fmt: skip
    results = qgis_process(*call).results
    assert float(results["FLUX_ART_M2"]) == pytest.approx(10_000)
    assert {row["projet"] for row in rows_of(str(output))} == {None, "depot"}
    assert [row["portee"] for row in rows_of(str(delta))] == ["base", "projets", "projet"]
