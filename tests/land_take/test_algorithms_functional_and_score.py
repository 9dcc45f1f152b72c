"""``landtake_functional`` and ``landtake_zan_score``: from a state to a score, and what a user can get wrong."""

from __future__ import annotations

import json

import numpy as np
import pytest

pytest.importorskip("qgis.core")
import shapely
from cityorchestra.processing_provider.land_take.functions import carbon_of_zone
from cityorchestra.processing_provider.land_take.green_cover import factors_of, read_green_covers, surfaces_of
from cityorchestra.processing_provider.land_take.nomenclature import covers
from cityorchestra.processing_provider.land_take.score import rank_intervals
from cityorchestra.tests.algorithm_support import (
    WGS_84,
    check_record,
    comparable,
    files_in,
    french,
    in_degrees,
    make_layer,
    opened,
    record_of,
    refusal,
    rows_of,
)
from cityorchestra.tests.land_take.scenes import FIELD, GARDEN, HOUSE, WOOD, YARD, coverage, rectangle
from cityorchestra.tests.qgis_support import run_algorithm
from hypothesis import given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.usefixtures("provider")
STATE, INDICATORS, FUNCTIONAL, SCORE = (
    "landtake_artif_state", "landtake_indicators", "landtake_functional", "landtake_zan_score",
)  # fmt: skip
TEMPORARY = {"OUTPUT": "TEMPORARY_OUTPUT"}


def run(name, **parameters):
    return run_algorithm(name, {**TEMPORARY, **parameters})


def state(*faces):
    return run(STATE, INPUT=coverage(*faces), AREA="projet").results["OUTPUT"]


def zones(*shapes):
    return make_layer("Polygon", [(shape, f"z{n}") for n, shape in enumerate(shapes)], [("code", "text")])


def two_zones():
    """A wood of 1 ha beside a yard of 1 ha, and each of them a zone."""
    west, east = rectangle(0, 0, 100, 100), rectangle(100, 0, 200, 100)
    return state((west, WOOD), (east, YARD)), zones(west, east)


def functions(layer, areas, **more):
    return rows_of(run(FUNCTIONAL, STATE=layer, ZONES=areas, AREA="projet", **more).results["OUTPUT"])


# --- soil functions ------------------------------------------------------------------------------------------------


def test_functions_of_wood_and_yard():
    wood, yard = functions(*two_zones())
    assert (wood["s_art"], wood["s_perm"], wood["s_bio"]) == (1.0, 1.0, 1.0)
    assert (yard["s_art"], yard["s_perm"], yard["s_bio"]) == (0.0, 0.05, 0.0)
    carbon = carbon_of_zone("3_1")
    assert wood["c_tha"] == pytest.approx(carbon["forest"]) and wood["c_t"] == pytest.approx(carbon["forest"])
    assert yard["s_c"] == pytest.approx(carbon["sealed"] / carbon["meadow"])
    assert wood["s_c"] == pytest.approx(carbon["forest"] / carbon["meadow"])
    assert wood["echelle"] == "indicatif" and json.loads(wood["surfaces"]) == {"2.1.1.1": 10_000.0}


def test_green_factors_of_published_systems():
    layer = two_zones()[0]
    both = zones(rectangle(0, 0, 200, 100))
    expected = {"baf": 0.5, "baf_old": 0.5, "malmo": 0.5, "ugf": 0.5, "rennes": 0.5, "default": 0.5}
    for system, value in expected.items():
        assert functions(layer, both, WEIGHTS=system)[0]["cbs"] == pytest.approx(value), system
    lawn = state((rectangle(0, 0, 100, 100), GARDEN))
    whole = zones(rectangle(0, 0, 100, 100))
    assert functions(lawn, whole, WEIGHTS="ugf")[0]["cbs"] == pytest.approx(0.4)
    water = state((rectangle(0, 0, 100, 100), ("1.2.2", "6.3")), (rectangle(100, 0, 200, 100), GARDEN))
    pond = functions(water, zones(rectangle(0, 0, 200, 100)), WEIGHTS="baf")[0]
    assert pond["cbs"] == pytest.approx(1.0)  # water is no land there
    assert functions(water, zones(rectangle(0, 0, 200, 100)), WEIGHTS="malmo")[0]["cbs"] == pytest.approx(1.0)


def test_ground_under_trees_and_kinds_of_farmland():
    layer = state((rectangle(0, 0, 100, 100), GARDEN), (rectangle(100, 0, 200, 100), YARD))
    areas = zones(rectangle(0, 0, 100, 100), rectangle(100, 0, 200, 100))
    trees = make_layer("Polygon", [(rectangle(0, 0, 50, 200),), (rectangle(150, 0, 200, 100),)])
    lawn, yard = functions(layer, areas, TREES=trees)
    assert lawn["s_bio"] == pytest.approx(0.5 * 0.6 + 0.5 * 0.9)
    assert yard["s_bio"] == 0.0  # sealed ground under trees stays sealed
    field = state((rectangle(0, 0, 100, 100), FIELD))
    whole = zones(rectangle(0, 0, 100, 100))
    for kind, value in (("crop", 0.6), ("meadow", 0.9)):
        register = make_layer("Polygon", [(rectangle(0, 0, 100, 100), kind)], [("ground", "text")])
        assert functions(field, whole, GROUND=register)[0]["s_bio"] == pytest.approx(value)
    assert functions(field, whole)[0]["s_bio"] == pytest.approx(0.75)


def test_ground_under_trees_counts_as_trees_in_every_green_factor():
    """A lawn of which a quarter lies under trees: 1.0 for trees, 0.4 for grass in London."""
    lawn = state((rectangle(0, 0, 100, 100), GARDEN), (rectangle(100, 0, 200, 100), ("1.2.1", "6.3")))
    areas = zones(rectangle(0, 0, 100, 100), rectangle(100, 0, 200, 100))
    trees = make_layer("Polygon", [(rectangle(0, 0, 25, 100),), (rectangle(100, 0, 150, 100),)])
    grass, ground = functions(lawn, areas, WEIGHTS="ugf", TREES=trees)
    assert grass["cbs"] == pytest.approx(0.25 * 1.0 + 0.75 * 0.4)
    assert json.loads(grass["surfaces"]) == pytest.approx({"grass": 7500.0, "ground_vegetation": 2500.0})
    assert ground["cbs"] == pytest.approx(0.5 * 1.0 + 0.5 * 0.1)
    plain, _ = functions(lawn, areas, TREES=trees)
    assert plain["cbs"] == pytest.approx(plain["w_bio"]) and plain["w_bio"] == pytest.approx(0.75 * 0.6 + 0.25 * 0.9)
    assert json.loads(plain["surfaces"]) == pytest.approx({"2.2.1": 7500.0, "2.1.1.1": 2500.0})


def test_a_table_that_was_edited_is_read_again(tmp_path):
    layer, areas = two_zones()
    head = "zone,crop,meadow,forest,wetland,orchard,vineyard,sealed,artificial_grass,artificial_tree\n"
    table = tmp_path / "carbon.csv"
    for forest, part in ((25, 0.5), (40, 0.8)):
        table.write_text(f"{head}own,1,50,{forest},1,1,1,10,1,1\n")
        assert functions(layer, areas, ZPC="own", ZPC_CSV=str(table))[0]["s_c"] == pytest.approx(part)
    cover = tmp_path / "cover.csv"
    for surface, factor in (("ground_vegetation", 1.0), ("sealed", 0.0)):
        cover.write_text(f"system,cs,surface\nbaf,2,{surface}\n")
        assert functions(layer, areas, WEIGHTS="baf", WEIGHTS_CSV=str(cover))[0]["cbs"] == factor
    table.write_text("zone,crop,forest,sealed\nown,1,1,1\n")
    common = {"STATE": layer, "ZONES": areas, "ZPC": "own", "ZPC_CSV": str(table), **TEMPORARY}
    assert "carbon above 0 of a meadow" in refusal(FUNCTIONAL, common)


def test_states_in_degrees_odd_zones_and_nothing():
    fields = [("cs", "text"), ("us", "text"), ("artif", "integer")]
    faces = [(in_degrees(rectangle(0, 0, 100, 100)), *WOOD, 0), (None, *YARD, 1),
             (in_degrees(rectangle(100, 0, 200, 100)), None, None, None)]  # fmt: skip
    layer = make_layer("Polygon", faces, fields, crs=WGS_84)
    bow = shapely.Polygon(rectangle(0, 0, 100, 100).exterior.coords[i] for i in (0, 2, 1, 3))
    areas = make_layer(
        "Polygon", [(rectangle(0, 0, 200, 100), "both"), (bow, "bow"), (None, "none")], [("code", "text")]
    )
    found = run(FUNCTIONAL, STATE=layer, ZONES=areas)
    both, repaired, nowhere = rows_of(found.results["OUTPUT"])
    # Half of the zone has no code: what is known of it is a wood.
    assert (both["s_bio"], both["cbs"]) == (1.0, 1.0) and both["f_couv_pct"] == pytest.approx(50, abs=1e-3)
    assert repaired["s_perm"] == 1.0
    assert [nowhere[name] for name in ("s_art", "s_perm", "cbs", "c_tha", "c_t", "surfaces")] == [None] * 6
    for text in ("EPSG:4326 has no metres", "1 features without geometry", "were repaired"):
        assert any(text in warning for warning in found.feedback.warnings), text
    empty = make_layer("Polygon", [], fields)
    assert "no polygon" in refusal(FUNCTIONAL, {"STATE": empty, "ZONES": areas, **TEMPORARY})
    assert "zones has no feature" in refusal(
        FUNCTIONAL, {"STATE": layer, "ZONES": make_layer("Polygon", [], [("code", "text")]), **TEMPORARY}
    )


def test_own_tables_take_the_place_of_the_project_s(tmp_path):
    layer, areas = two_zones()
    table = tmp_path / "carbon.csv"
    table.write_text("zone,crop,meadow,forest,wetland,orchard,vineyard,sealed,artificial_grass,artificial_tree\n"
                     "own,1,50,25,1,1,1,10,1,1\n")  # fmt: skip
    wood, yard = functions(layer, areas, ZPC="own", ZPC_CSV=str(table))
    assert (wood["s_c"], yard["s_c"]) == (0.5, 0.2)
    common = {"STATE": layer, "ZONES": areas, **TEMPORARY}
    assert "no pedo-climatic zone 9_9" in refusal(FUNCTIONAL, {**common, "ZPC": "9_9"})
    assert "cannot be read" in refusal(FUNCTIONAL, {**common, "ZPC_CSV": str(tmp_path / "none.csv")})


def test_every_cover_has_a_surface_in_every_system():
    codes = [code.code for code in covers()]
    for system in read_green_covers():
        names = surfaces_of(codes, system)
        values = factors_of(names, system)
        left_out = {code for code, value in zip(codes, values) if np.isnan(value)}
        assert left_out <= {"1.2.2", "1.2.3"}, system
        assert np.nanmin(values) == 0.0 and np.nanmax(values) == 1.0
    assert surfaces_of(["", "1.1", "2.2"], "ugf").tolist() == ["", "", "grass"]


# --- score ---------------------------------------------------------------------------------------------------------


def scored(layer, areas, **more):
    given = run(INDICATORS, INPUT=layer, ZONES=areas, AREA="projet").results["OUTPUT"]
    worth = run(FUNCTIONAL, STATE=layer, ZONES=areas, AREA="projet").results["OUTPUT"]
    found = run(SCORE, INDICATORS=given, FUNCTIONAL=worth, **more)
    return rows_of(found.results["OUTPUT"]), found


def test_a_state_is_scored_with_its_parts_and_intervals():
    (wood, yard), found = scored(*two_zones())
    carbon = carbon_of_zone("3_1")
    assert wood["e"] == pytest.approx(100 * (0.4 + 0.25 + 0.2 + 0.15 * carbon["forest"] / carbon["meadow"]))
    assert wood["z"] == wood["e"] and wood["classe"] == "A" and yard["classe"] == "E"
    assert wood["v"] is None and (wood["n_comp"], wood["n_parts"]) == (1, 4)
    assert wood["score_qualite"] == "sans_evolution" and wood["qualite"] == "une_date"
    assert yard["z_p5"] < yard["z"] < yard["z_p95"]
    assert (wood["rang"], yard["rang"]) == (1, 2) and (yard["rang_p5"], yard["rang_p95"]) == (2, 2)
    assert json.loads(yard["parts"])["s_perm"] == 0.05
    assert "not a legal qualification" in wood["avertissement"]
    assert found.results["STATE"] == pytest.approx((wood["e"] + yard["e"]) / 2)
    assert any("Weights of the parts: 0.4; 0.25; 0.2; 0.15" in text for text in found.feedback.infos)
    assert not any("biodivers" in json.dumps(row, default=str).lower() for row in (wood, yard))


def test_the_change_counts_once_a_pace_is_known():
    first = state((rectangle(0, 0, 200, 100), FIELD))
    second = state((rectangle(0, 0, 100, 100), FIELD), (rectangle(100, 0, 200, 100), GARDEN))
    change = run("landtake_change", T1=first, T2=second, DATE1="2017-01-01", DATE2="2020-01-01", AREA="projet")
    areas = zones(rectangle(0, 0, 200, 100))
    given = run(INDICATORS, INPUT=change.results["OUTPUT"], ZONES=areas, AREA="projet").results["OUTPUT"]
    (row,) = rows_of(run(SCORE, INDICATORS=given, TAU=50.0).results["OUTPUT"])
    rate = 50 / (1095 / 365.25)
    assert row["v"] == pytest.approx(50 - 50 * rate / 50) and row["e"] == pytest.approx(50)
    assert row["z"] == pytest.approx(0.6 * row["e"] + 0.4 * row["v"]) and row["n_comp"] == 2
    (other,) = rows_of(run(SCORE, INDICATORS=given, REFERENCE_M2=100_000.0).results["OUTPUT"])
    assert other["v"] == pytest.approx(row["v"])  # 10 000 m2 a year of 20 000 m2
    without = run(SCORE, INDICATORS=given)
    assert rows_of(without.results["OUTPUT"])[0]["v"] is None
    assert any("No reference pace" in text for text in without.feedback.warnings)
    assert rows_of(without.results["OUTPUT"])[0]["score_qualite"] == "sans_fonctions,sans_rythme"


def test_weights_are_those_given_and_none_is_hidden():
    yard = scored(*two_zones(), OMEGA="0, 1, 0, 0", N_MC=0)[0][1]
    assert yard["e"] == pytest.approx(5.0) and yard["z_p5"] is None and yard["rang_p5"] is None
    for text in ("1, 2, 3", "a, b, c, d", "0, 0, 0, 0", "-1, 1, 1, 1"):
        sentence = refusal(SCORE, {"INDICATORS": make_layer("Polygon", []), "OMEGA": text, **TEMPORARY})
        assert "four numbers" in sentence, text


def test_weights_of_a_table_are_taken_and_say_whose_they_are(tmp_path):
    table = tmp_path / "weights.csv"
    table.write_text("part,weight,author,date\ns_art,0,,\ns_perm,2,Métropole,2027-01-02\ns_bio,0,,\ns_c,0,,\n",
                     encoding="utf-8")  # fmt: skip
    path = str(tmp_path / "score.gpkg")
    (_, yard), found = scored(*two_zones(), OMEGA_CSV=str(table), OUTPUT=path)
    assert yard["e"] == pytest.approx(5.0)
    assert any("Weights of the parts: 0; 2; 0; 0 (Métropole, 2027-01-02)" in text for text in found.feedback.infos)
    assert "0; 2; 0; 0 (Métropole, 2027-01-02)" in opened(path).metadata().abstract()
    table.write_text("part,weight\ns_art,1\n")
    sentence = refusal(SCORE, {"INDICATORS": make_layer("Polygon", []), "OMEGA_CSV": str(table), **TEMPORARY})
    assert "a weight to each" in sentence


def test_layers_join_by_any_name_they_share_and_else_tell_that_order_decides():
    shape = rectangle(0, 0, 10, 10)
    given = make_layer("Polygon", [(shape, "a", "one", 0.0), (shape, "b", "two", 50.0)],
                       [("code", "text"), ("nom", "text"), ("stock_pct", "real")])  # fmt: skip
    part = [("s_perm", "real"), ("s_bio", "real"), ("s_c", "real")]
    named = make_layer(
        "NoGeometry", [(None, "two", 0.2, 0.2, 0.2), (None, "one", 0.9, 0.9, 0.9)], [("nom", "text"), *part]
    )
    found = run(SCORE, INDICATORS=given, FUNCTIONAL=named)
    assert [row["s_perm"] for row in rows_of(found.results["OUTPUT"])] == [0.9, 0.2]
    assert not any("order of their rows" in text for text in found.feedback.warnings)
    nameless = make_layer("NoGeometry", [(None, 0.2, 0.2, 0.2), (None, 0.9, 0.9, 0.9)], part)
    found = run(SCORE, INDICATORS=given, FUNCTIONAL=nameless)
    assert [row["s_perm"] for row in rows_of(found.results["OUTPUT"])] == [0.2, 0.9]
    assert any("order of their rows" in text for text in found.feedback.warnings)
    short = make_layer("NoGeometry", [(None, 0.2, 0.2, 0.2)], part)
    assert "choose one as ZONE_ID" in refusal(SCORE, {"INDICATORS": given, "FUNCTIONAL": short, **TEMPORARY})


def test_percentages_may_be_rounded_but_not_be_something_else():
    shape, fields = rectangle(0, 0, 10, 10), [("code", "text"), ("stock_pct", "real")]
    rounded = make_layer("Polygon", [(shape, "a", 100.000001), (shape, "b", -1e-6), (shape, "c", None)], fields)
    values = [row["e"] for row in rows_of(run(SCORE, INDICATORS=rounded).results["OUTPUT"])]
    assert values == [0.0, 100.0, None]
    wrong = make_layer("Polygon", [(shape, "a", 250.0)], fields)
    assert "outside 0 to 1" in refusal(SCORE, {"INDICATORS": wrong, **TEMPORARY})
    words = make_layer("Polygon", [(shape, "a", "much")], [("code", "text"), ("stock_pct", "text")])
    assert "holds something that is no number" in refusal(SCORE, {"INDICATORS": words, **TEMPORARY})
    empty = make_layer("Polygon", [], fields)
    assert "no indicators" in refusal(SCORE, {"INDICATORS": empty, **TEMPORARY})


def test_the_efficiency_of_a_single_zone_is_not_known():
    shape = rectangle(0, 0, 10, 10)
    fields = [("code", "text"), *((name, "real") for name in ("stock_pct", "flux_art", "gain_menages", "surf_m2"))]
    one = make_layer("Polygon", [(shape, "a", 50.0, 500.0, 10.0, 100.0)], fields)
    (row,) = rows_of(run(SCORE, INDICATORS=one).results["OUTPUT"])
    assert row["f"] is None and row["n_comp"] == 1 and row["z"] == row["e"]
    two = make_layer(
        "Polygon", [(shape, "a", 50.0, 500.0, 10.0, 100.0), (shape, "b", 50.0, 500.0, 20.0, 100.0)], fields
    )
    first, second = rows_of(run(SCORE, INDICATORS=two).results["OUTPUT"])
    assert first["f"] == 0.0 and 0.0 < second["f"] < 100.0 and second["z"] > first["z"]


def test_layers_in_degrees_and_without_geometry_are_scored_in_french_too():
    fields = [("code", "text"), ("stock_pct", "real")]
    bow = "POLYGON((0 0,1 1,1 0,0 1,0 0))"
    rows = [(in_degrees(rectangle(0, 0, 10, 10)), "a", 40.0), (None, "b", 90.0), (bow, "c", 0.0)]
    layer = make_layer("Polygon", rows, fields, crs=WGS_84)
    found = run(SCORE, INDICATORS=layer)
    rows = rows_of(found.results["OUTPUT"])
    assert [row["z"] for row in rows] == pytest.approx([60.0, 10.0, 100.0])
    assert opened(found.results["OUTPUT"]).crs().authid() == WGS_84 and rows[1]["geometry"] is None
    with french():
        translated = run(SCORE, INDICATORS=layer)
        told = comparable(translated.results["OUTPUT"])
    warnings = {row.pop("avertissement") for row in told}
    assert warnings == {"Simulation de l’effet sur le solde, non une qualification juridique."}
    assert told == [{key: value for key, value in row.items() if key != "avertissement"}
                    for row in comparable(found.results["OUTPUT"])]  # fmt: skip


def test_layers_that_do_not_fit_are_told():
    layer, areas = two_zones()
    given = run(INDICATORS, INPUT=layer, ZONES=areas).results["OUTPUT"]
    assert "no indicators" in refusal(SCORE, {"INDICATORS": areas, **TEMPORARY})
    assert "output of “Soil functions”" in refusal(SCORE, {"INDICATORS": given, "FUNCTIONAL": areas, **TEMPORARY})
    twice = make_layer("Polygon", [(None, "z0", 1.0), (None, "z0", 0.5)], [("code", "text"), ("s_perm", "real")])
    assert "stands twice" in refusal(SCORE, {"INDICATORS": given, "FUNCTIONAL": twice, **TEMPORARY})
    other = make_layer("NoGeometry", [(None, "z0", 0.5, 0.5, 0.5)],
                       [("code", "text"), ("s_perm", "real"), ("s_bio", "real"), ("s_c", "real")])  # fmt: skip
    found = run(SCORE, INDICATORS=given, FUNCTIONAL=other)
    assert [row["n_parts"] for row in rows_of(found.results["OUTPUT"])] == [4, 1]
    assert any("1 zones have no soil functions" in text for text in found.feedback.warnings)
    assert "above 0" in refusal(SCORE, {"INDICATORS": given, "TAU": 0.0, **TEMPORARY})


def test_unknown_is_null_and_never_a_zero():
    layer, _ = two_zones()
    far = zones(rectangle(900, 900, 950, 950), rectangle(0, 0, 100, 100))
    given = run(INDICATORS, INPUT=layer, ZONES=far).results["OUTPUT"]
    nowhere, wood = rows_of(run(SCORE, INDICATORS=given).results["OUTPUT"])
    assert [nowhere[name] for name in ("z", "e", "classe", "rang", "z_p5")] == [None] * 5
    assert wood["z"] == pytest.approx(100.0) and wood["rang"] == 1


def test_cancel_and_provenance(tmp_path):
    layer, areas = two_zones()
    given = run(INDICATORS, INPUT=layer, ZONES=areas).results["OUTPUT"]
    for name, parameters in ((FUNCTIONAL, {"STATE": layer, "ZONES": areas}), (SCORE, {"INDICATORS": given})):
        folder = tmp_path / name
        folder.mkdir()
        path = str(folder / "out.gpkg")
        assert run_algorithm(name, {**parameters, "OUTPUT": path}, cancel_at=0).results == {}
        assert files_in(folder) == []
        run_algorithm(name, {**parameters, "OUTPUT": path})
        check_record(record_of(path), name)


def test_the_chain_runs_headless(qgis_process, tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    layers = {
        "cover": [(rectangle(0, 0, 100, 100), {"cs": HOUSE[0], "us": HOUSE[1]}),
                  (rectangle(100, 0, 200, 100), {"cs": "2.2.1", "us": "1.1"})],
        "zones": [(rectangle(0, 0, 200, 100), {"code": "35238"})],
    }  # fmt: skip
    for name, faces in layers.items():
        features = [
            {"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(shape))}
            for shape, properties in faces
        ]
        (tmp_path / f"{name}.geojson").write_text(
            json.dumps({"type": "FeatureCollection", "crs": crs, "features": features})
        )

    def call(name, **parameters):
        given = [f"{key}={tmp_path / value}" for key, value in parameters.items()]
        return qgis_process("run", f"cityorchestra:{name}", "--", *given).results

    call(STATE, INPUT="cover.geojson", OUTPUT="state.gpkg")
    call(INDICATORS, INPUT="state.gpkg", ZONES="zones.geojson", OUTPUT="indicators.gpkg")
    call(FUNCTIONAL, STATE="state.gpkg", ZONES="zones.geojson", OUTPUT="functions.gpkg")
    call(SCORE, INDICATORS="indicators.gpkg", FUNCTIONAL="functions.gpkg", OUTPUT="score.gpkg")
    (row,) = rows_of(str(tmp_path / "score.gpkg"))
    assert row["s_art"] == pytest.approx(0.5) and row["n_parts"] == 4 and row["classe"] in "ABCDE"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(st.floats(0, 1), min_size=4, max_size=4), min_size=1, max_size=12), st.integers(0, 99))
def test_ranks_hold_their_bounds_and_better_parts_never_rank_worse(parts, seed):
    parts = np.array(parts)
    rank, low, high = rank_intervals(parts, draws=50, seed=seed)
    assert rank.min() == 1 and rank.max() <= len(parts)
    assert (low >= 1).all() and (high <= len(parts)).all() and (low <= high).all()
    better = parts.copy()
    better[0] = 1.0
    assert rank_intervals(better, draws=0)[0][0] == 1
