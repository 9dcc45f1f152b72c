"""``landtake_rank_renaturation``: order, groups, budget, costs, and what a user can get wrong."""

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
from cityorchestra.tests.land_take.scenes import FIELD, YARD, coverage, rectangle, squares
from cityorchestra.tests.qgis_support import run_algorithm

pytestmark = pytest.mark.usefixtures("provider")
STATE, NAME = "landtake_artif_state", "landtake_rank_renaturation"
WARNING = "simulation of the effect on the balance, not a legal qualification"
SITE_FIELDS = (("name", "text"), ("cost", "real"))


def base():
    """A yard of 6 ha, gravel of 1 ha, a field of 5 ha."""
    return coverage(
        (rectangle(0, 0, 300, 200), YARD), (rectangle(300, 0, 350, 200), ("1.1.2.1", "3")),
        (rectangle(350, 0, 600, 200), FIELD),
    )  # fmt: skip


def sites(*rows):
    """Return candidates: (shape, name, cost)."""
    return make_layer("Polygon", rows, SITE_FIELDS)


def standard():
    """Two neighbours of 1 300 m2, 3 000 m2 of yard, 3 000 m2 of gravel, a small spot."""
    return sites(
        (rectangle(50, 50, 63, 150), "left", 40.0), (rectangle(63, 50, 76, 150), "right", 40.0),
        (rectangle(150, 50, 180, 150), "yard", 300.0), (rectangle(310, 50, 340, 150), "gravel", 10.0),
        (rectangle(220, 50, 230, 100), "spot", 5.0),
    )  # fmt: skip


def ranked(layer=None, candidates=None, **more):
    """Run and return the sites by name, in the order of the output, and the run."""
    parameters = {
        "CANDIDATES": standard() if candidates is None else candidates, "BASE": base() if layer is None else layer,
        "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT", **more,
    }  # fmt: skip
    run = run_algorithm(NAME, parameters)
    return {row["name"]: row for row in rows_of(run.results["OUTPUT"])}, run


def test_order_gains_and_groups():
    rows, run = ranked()
    assert [row["rank"] for row in rows.values()] == [1, 2, 3, 4, 5]
    # Yard that counts for the balance, two neighbours or one site; gravel, worth more already; then a spot.
    assert list(rows) == ["left", "right", "yard", "gravel", "spot"]
    assert rows["left"]["ensemble"] == rows["right"]["ensemble"] != rows["yard"]["ensemble"]
    assert rows["left"]["groupe"] == rows["right"]["groupe"] and len({row["groupe"] for row in rows.values()}) == 4
    assert [rows[name]["gain_m2_legal"] for name in ("left", "right", "yard", "spot")] == pytest.approx(
        [1300, 1300, 3000, 0]
    )
    assert [rows[name]["seul_m2_legal"] for name in ("left", "right", "yard")] == pytest.approx([0, 0, 3000])
    # 3 000 m2 of 12 ha: points of artificial land, rain, ground, carbon (sealed 30, meadow 75 t C/ha).
    wanted = 100 * 3000 / 120_000 * (0.4 + 0.25 * 0.85 + 0.2 * 0.9 + 0.15 * 45 / 75)
    assert rows["yard"]["gain_z"] == pytest.approx(wanted)
    assert rows["yard"]["gain_ratio"] == pytest.approx(wanted / 3000)
    last = rows["spot"]
    assert last["cum_m2"] == pytest.approx(2600 + 3000 + 3000 + 500)
    assert last["cum_gain"] == pytest.approx(sum(row["gain_z"] for row in rows.values()))
    assert last["cum_m2_legal"] == pytest.approx(8600)
    assert all(row["dans_budget"] == 1 and row["part_budget"] == 1 and row["cout"] is None for row in rows.values())
    assert {row["avertissement"] for row in rows.values()} == {WARNING}
    figures = run.results
    assert (figures["SITES"], figures["RETENUS"], figures["COUT"]) == (5, 5, None)
    assert figures["GAIN_M2_LEGAL"] == pytest.approx(8600) == pytest.approx(figures["GAIN_M2_ENSEMBLE"])
    assert figures["GAIN_Z"] == pytest.approx(figures["GAIN_Z_ENSEMBLE"], rel=1e-6)
    assert run.feedback.warnings == []


@pytest.mark.parametrize(("width", "legal"), [(24, 0), (25, 2500), (26, 2600)])
def test_a_site_counts_from_the_threshold(width, legal):
    rows, _ = ranked(candidates=sites((rectangle(50, 50, 50 + width, 150), "a", None)))
    assert rows["a"]["gain_m2_legal"] == pytest.approx(legal) and rows["a"]["gain_z"] > 0


def test_a_budget_of_area_takes_the_last_site_in_part():
    rows, run = ranked(BUDGET=7100)
    assert [row["dans_budget"] for row in rows.values()] == [1, 1, 1, 0, 0]
    assert rows["gravel"]["part_budget"] == pytest.approx(0.5) and rows["spot"]["part_budget"] == 0
    assert (run.results["RETENUS"], run.results["M2"]) == (3, pytest.approx(5600))
    assert any("3 of 5 sites fit" in text and "5600 m²" in text for text in run.feedback.infos)
    assert any("50.0 % of rank 4" in text for text in run.feedback.infos)
    rows, run = ranked(BUDGET=0)
    assert run.results["RETENUS"] == 0 and run.results["GAIN_Z_ENSEMBLE"] == 0


def test_a_cost_ranks_by_euro():
    rows, run = ranked(COST="cost", BUDGET=55)
    assert next(iter(rows)) == "gravel" and list(rows)[-1] == "yard"
    assert rows["gravel"]["gain_ratio"] == pytest.approx(rows["gravel"]["gain_z"] / 10)
    assert run.results["COUT"] == pytest.approx(15) and list(rows)[1] == "spot"
    assert rows["left"]["part_budget"] == rows["right"]["part_budget"] == pytest.approx(0.5)
    assert rows["yard"]["cum_cout"] == pytest.approx(395)


def test_sites_without_cost_are_told_and_stay_alone():
    candidates = sites((rectangle(50, 50, 63, 150), "left", None), (rectangle(63, 50, 76, 150), "right", 40.0))
    rows, run = ranked(candidates=candidates, COST="cost")
    assert rows["left"]["rank"] is None and rows["left"]["gain_z"] is None and rows["left"]["dans_budget"] is None
    assert rows["right"]["rank"] == 1 and rows["right"]["gain_m2_legal"] == 0
    assert any("1 sites have no cost" in text for text in run.feedback.warnings)


def test_sums_that_do_not_hold_together_are_told():
    # A road of sealed ground of 2 000 m2 between two sites: both given back, it falls below the threshold.
    layer = coverage((rectangle(0, 0, 100, 100), YARD), (rectangle(100, 0, 600, 100), FIELD))
    candidates = sites((rectangle(0, 0, 40, 100), "west", None), (rectangle(60, 0, 100, 100), "east", None))
    rows, run = ranked(layer, candidates)
    assert rows["west"]["gain_m2_legal"] == pytest.approx(4000)
    assert run.results["GAIN_M2_LEGAL"] == pytest.approx(8000)
    assert run.results["GAIN_M2_ENSEMBLE"] == pytest.approx(10_000)
    assert any("10000 m² for the balance, one by one 8000 m²" in text for text in run.feedback.warnings)


def test_what_is_left_below_the_threshold_is_told_as_a_jump():
    layer = coverage((rectangle(0, 0, 30, 100), YARD), (rectangle(30, 0, 600, 100), FIELD))
    rows, _ = ranked(layer, sites((rectangle(20, 0, 30, 100), "a", None)))
    assert rows["a"]["gain_m2_legal"] == pytest.approx(3000) and rows["a"]["saut_m2"] == pytest.approx(2000)


def test_thresholds_weights_and_target_are_parameters():
    rows, _ = ranked(SEUIL=1000.0)
    assert (
        rows["left"]["gain_m2_legal"] == pytest.approx(1300) and rows["left"]["ensemble"] != rows["right"]["ensemble"]
    )
    meadow = ranked(OMEGA="0; 0; 1; 0")[0]["yard"]["gain_z"]
    wood = ranked(OMEGA="0 0 1 0", CS_NEW="2.1.1.1")[0]["yard"]["gain_z"]
    assert (meadow, wood) == pytest.approx((100 * 0.9 * 3000 / 120_000, 100 * 3000 / 120_000))
    common = {"CANDIDATES": standard(), "BASE": base(), "OUTPUT": "TEMPORARY_OUTPUT"}
    assert "is artificial land itself" in refusal(NAME, {**common, "US_NEW": "5"})
    assert "OMEGA is “a, b, c, d”" in refusal(NAME, {**common, "OMEGA": "a, b, c, d"})
    assert "BUDGET" in refusal(NAME, {**common, "BUDGET": -1})


def test_progress_of_large_layers_never_goes_back():
    land, many = squares((YARD, FIELD)), squares((FIELD,), side=5)
    run = run_algorithm(NAME, {"BASE": land, "CANDIDATES": many, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert run.results["SITES"] == 625 and len(set(run.feedback.progresses)) > 50


def test_sites_beyond_the_coverage_and_cut_by_it():
    candidates = sites((rectangle(900, 0, 990, 90), "far", None), (rectangle(-50, 0, 50, 100), "cut", None))
    rows, run = ranked(candidates=candidates)
    assert rows["far"]["rank"] is None and rows["far"]["aire_m2"] == 0
    assert rows["cut"]["aire_m2"] == pytest.approx(5000) and rows["cut"]["rank"] == 1
    assert any("1 sites lie outside" in text for text in run.feedback.warnings)
    common = {"BASE": base(), "OUTPUT": "TEMPORARY_OUTPUT"}
    far = sites((rectangle(900, 0, 990, 90), "far", None))
    assert "No site lies on the land cover" in refusal(NAME, {"CANDIDATES": far, **common})


def test_empty_null_and_invalid_geometries():
    common = {"BASE": base(), "OUTPUT": "TEMPORARY_OUTPUT"}
    assert "has no polygon" in refusal(NAME, {"CANDIDATES": sites(), **common})
    bow = "POLYGON((352050 6789050, 352150 6789150, 352150 6789050, 352050 6789150, 352050 6789050))"
    assert "Fix geometries" in refusal(NAME, {"CANDIDATES": sites((bow, "bow", None)), **common})
    rows, run = ranked(candidates=sites((None, "none", None), (rectangle(50, 50, 80, 150), "a", None)))
    assert list(rows) == ["a"] and any("without geometry" in text for text in run.feedback.warnings)
    words = make_layer("Polygon", [(rectangle(50, 50, 80, 150), "dear")], [("price", "text")])
    assert "holds something that is no number" in refusal(NAME, {"CANDIDATES": words, "COST": "price", **common})


def test_degrees_states_and_areas_on_the_ellipsoid():
    state = run_algorithm(STATE, {"INPUT": base(), "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT"}).results["OUTPUT"]
    candidates = make_layer("Polygon", [(in_degrees(rectangle(150, 50, 180, 150)), "yard", None)], SITE_FIELDS,
                            crs="EPSG:4326")  # fmt: skip
    rows, run = ranked(state, candidates, AREA="ellipsoid")
    assert rows["yard"]["gain_m2_legal"] == pytest.approx(3003.3, rel=2e-4)
    assert opened(run.results["OUTPUT"]).crs().authid() == "EPSG:4326" and rows["yard"]["geometry"].bounds[3] < 49.0
    assert any("EPSG:4326 has no metres" in text for text in run.feedback.warnings)
    assert not any("another flag here" in text for text in run.feedback.warnings)


def test_the_map_tells_the_budget_by_colour_and_the_rank_by_number():
    parameters = {"CANDIDATES": standard(), "BASE": base(), "BUDGET": 7100, "OUTPUT": "TEMPORARY_OUTPUT"}
    layer = load_results(NAME, parameters)["Sites to give back"]
    assert {"#1b7837", "#d9f0d3"} <= colours_of(layer)  # the label hides the smallest site
    assert layer.labelsEnabled() and layer.labeling().settings().fieldName == "rank"
    assert "Rank" in layer.mapTipTemplate()


def test_a_cancelled_run_leaves_nothing(tmp_path):
    parameters = {"CANDIDATES": standard(), "BASE": base(), "OUTPUT": str(tmp_path / "ranked.gpkg")}
    for moment in (0, 60):
        run = run_algorithm(NAME, parameters, cancel_at=moment)
        assert run.results == {} and files_in(tmp_path) == []


def test_files_provenance_and_a_model(tmp_path):
    parameters = {"CANDIDATES": standard(), "BASE": base(), "BUDGET": 3000.0, "OUTPUT": str(tmp_path / "ranked.gpkg")}
    run_algorithm(NAME, parameters)
    check_record(record_of(parameters["OUTPUT"]), NAME, BUDGET="3000", CS_NEW="2.2.1", US_NEW="6.3")
    assert "not a legal qualification" in opened(parameters["OUTPUT"]).metadata().abstract()
    again = run_in_model(NAME, {**parameters, "OUTPUT": str(tmp_path / "model.gpkg")}, "OUTPUT")
    assert opened(again).featureCount() == 5


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

    land = saved("land", (rectangle(0, 0, 400, 100), {"code_cs": "CS1.1.1.2", "code_us": "US3"}))
    candidates = saved(
        "sites", (rectangle(0, 0, 20, 100), {"name": "small"}), (rectangle(50, 0, 90, 100), {"name": "large"})
    )
    output = tmp_path / "ranked.gpkg"
    call = ("run", f"cityorchestra:{NAME}", "--", f"CANDIDATES={candidates}", f"BASE={land}", "BUDGET=4000",
            "AREA=projet", f"OUTPUT={output}")  # fmt: skip
    results = qgis_process(*call).results
    assert float(results["GAIN_M2_LEGAL"]) == pytest.approx(4000)
    assert [(row["name"], row["rank"], row["dans_budget"]) for row in rows_of(str(output))] == [
        ("large", 1, 1), ("small", 2, 0),
    ]  # fmt: skip
