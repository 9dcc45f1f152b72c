"""Algorithm ``landtake_enaf_trajectory`` in QGIS: figures of the specification, groups, files that are not whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import (
    WGS_84,
    check_record,
    colours_of,
    comparable,
    files_in,
    in_degrees,
    load_results,
    make_layer,
    opened,
    record_of,
    refusal,
    rows_of,
    selected,
    values_of,
)
from cityorchestra.tests.land_take.scenes import rectangle
from shapely import Point

NAME = "landtake_enaf_trajectory"
POSTS = ("act", "hab", "mix", "rou", "fer", "inc")
YEARS = range(2011, 2024)
REFERENCE = [10_000.0] * 10
SPEC = [*REFERENCE, 5_000.0, 6_000.0, 7_000.0]  # of the specification, section 5
SMALL = [1_200.0] * 10 + [0.0, 0.0, 0.0]
FIELDS = [("idcom", "text"), ("idcomtxt", "text"), ("epci", "text")]
FIELDS += [(f"naf{year - 2000:02d}art{year - 1999:02d}", "real") for year in YEARS]
FIELDS += [(f"art{year - 2000:02d}{post}{year - 1999:02d}", "real") for year in YEARS for post in POSTS]
FIELDS += [("naf11art21", "real")]  # a sum over years, which no year may take
pytestmark = pytest.mark.usefixtures("provider")


def attributes(code, name, epci, values, posts=None):
    """Return a row of the file: all for housing, unless the parts are given."""
    parts = posts or [(0.0, value, 0.0, 0.0, 0.0, 0.0) for value in values]
    return code, name, epci, *values, *(value for year in parts for value in year), 999_999.0


def commune_table(*rows, fields=FIELDS, name="communes"):
    return make_layer("NoGeometry", [(None, *row) for row in rows], fields, name=name)


def parameters(table, output="TEMPORARY_OUTPUT", **changes):
    return {"TABLE": table, "OUTPUT": output, **changes}


@pytest.fixture(scope="module")
def communes(provider):
    return commune_table(
        attributes("35001", "Acigné", "243500139", SPEC), attributes("35002", "Amanlis", "200043990", SMALL)
    )


def test_the_figures_of_the_specification(run_algorithm, communes):
    run = run_algorithm(NAME, parameters(communes))
    one, small = rows_of(run.results["OUTPUT"])
    assert (one["ref_m2"], one["budget_m2"], one["conso_m2"]) == pytest.approx((100_000, 50_000, 18_000))
    assert one["use_pct"] == pytest.approx(36) and one["proj2030_m2"] == pytest.approx(60_000)
    assert one["pace_m2"] == pytest.approx(4571.43, abs=0.005) and one["an_epuis"] == pytest.approx(2029.33, abs=0.005)
    assert one["proj_p5_m2"] == pytest.approx(45_895.1, abs=0.1) and one["proj_p95_m2"] == pytest.approx(
        74_104.9, abs=0.1
    )
    assert one["rythme_m2"] == pytest.approx(6_000) and one["hab_m2"] == pytest.approx(18_000) and one["act_m2"] == 0
    assert (one["ecart_m2"], one["etat"], one["n_com"]) == (0, "ok", 1)
    assert (small["ref_m2"], small["budget_m2"], small["use_pct"]) == pytest.approx((12_000, 10_000, 0))
    assert small["an_epuis"] is None and one["surf_m2"] is None and one["conso_pct"] is None
    assert [row["idcomtxt"] for row in (one, small)] == ["Acigné", "Amanlis"]
    assert json.loads(one["serie"])["total"]["2023"] == 7_000 and "naf11art12" not in one
    rules = json.loads(one["regles"])
    assert rules == {
        "preset": "law_2023", "law": True, "reference": [2011, 2020], "period": [2021, 2030], "reduction": 0.5,
        "floor_m2": 10_000.0, "last_year": 2023,
    }  # fmt: skip
    assert run.results["TERRITORIES"] == 2 and run.results["WITHOUT_FIGURES"] == 0 and run.results["DATA_YEAR"] == 2023
    assert run.results["USE_PCT"] == pytest.approx(100 * 18_000 / 60_000) and not run.feedback.warnings


def test_polygons_keep_their_shape_and_give_the_surface(run_algorithm, tmp_path):
    rows = [
        (rectangle(0, 0, 2000, 1000), *attributes("35001", "Acigné", "a", SPEC)),
        (rectangle(2000, 0, 3000, 1000), *attributes("35002", "Amanlis", "a", SMALL)),
        (None, *attributes("35003", "Andouillé", "b", SMALL)),
    ]
    layer = make_layer("Polygon", rows, FIELDS)
    found = rows_of(run_algorithm(NAME, parameters(layer)).results["OUTPUT"])
    assert found[0]["geometry"].equals(rectangle(0, 0, 2000, 1000)) and found[2]["geometry"] is None
    # On the ellipsoid; Lambert-93 shrinks by 0.11 % here.
    assert found[0]["surf_m2"] == pytest.approx(2_002_200, rel=2e-4) and found[2]["surf_m2"] is None
    assert found[0]["conso_pct"] == pytest.approx(100 * 18_000 / found[0]["surf_m2"])
    grouped = run_algorithm(NAME, parameters(layer, str(tmp_path / "epci.gpkg"), GROUP="epci")).results["OUTPUT"]
    both, other = rows_of(grouped)
    assert (both["groupe"], both["codes"], both["n_com"]) == ("a", "35001, 35002", 2)
    assert both["budget_m2"] == pytest.approx(60_000) and both["conso_m2"] == pytest.approx(18_000)
    assert both["geometry"].area == pytest.approx(3_000_000)
    assert other["geometry"] is None or other["geometry"].is_empty
    degrees = make_layer("Polygon", [(in_degrees(rows[0][0]), *rows[0][1:])], FIELDS, crs=WGS_84)
    same = run_algorithm(NAME, parameters(degrees)).results["OUTPUT"]
    assert opened(same).crs().authid() == WGS_84
    assert values_of(same, "surf_m2") == pytest.approx([found[0]["surf_m2"]], rel=1e-5)


def test_odd_geometries(run_algorithm):
    from cityorchestra.tests.algorithm_support import SOUTH, WEST

    bow = f"POLYGON(({WEST} {SOUTH},{WEST + 9} {SOUTH + 9},{WEST + 9} {SOUTH},{WEST} {SOUTH + 9},{WEST} {SOUTH}))"
    layer = make_layer("Polygon", [(bow, *attributes("35001", "a", "a", SPEC))], FIELDS)
    run = run_algorithm(NAME, parameters(layer))
    assert values_of(run.results["OUTPUT"], "conso_m2") == [18_000]
    assert any("invalid geometries were repaired" in text for text in run.feedback.warnings)
    points = make_layer("Point", [(Point(0, 0), *attributes("35001", "a", "a", SPEC))], FIELDS)
    assert rows_of(run_algorithm(NAME, parameters(points, GROUP="epci")).results["OUTPUT"])[0]["geometry"] is None


def test_a_list_of_communes_is_summed(run_algorithm, communes):
    (row,) = rows_of(run_algorithm(NAME, parameters(communes, COMMUNES="35001; 35002")).results["OUTPUT"])
    assert (row["groupe"], row["n_com"]) == ("Acigné, Amanlis", 2) and row["budget_m2"] == pytest.approx(60_000)
    (one,) = rows_of(run_algorithm(NAME, parameters(communes, COMMUNES="35002", GROUP="epci")).results["OUTPUT"])
    assert (one["groupe"], one["codes"]) == ("200043990", "35002")
    assert "The table has no commune 35999" in refusal(NAME, parameters(communes, COMMUNES="35001 35999"))


def test_missing_and_negative_years_leave_no_figure(run_algorithm):
    missing, negative = [*REFERENCE, 5_000.0, None, 7_000.0], [*REFERENCE, 5_000.0, -1.0, 7_000.0]
    table = commune_table(
        attributes("35001", "a", "x", SPEC), attributes("35002", "b", "x", missing),
        attributes("35003", "c", "y", negative),
    )  # fmt: skip
    run = run_algorithm(NAME, parameters(table))
    rows = rows_of(run.results["OUTPUT"])
    assert [row["etat"] for row in rows] == ["ok", "annees_manquantes", "valeur_negative"]
    for name in ("ref_m2", "budget_m2", "conso_m2", "use_pct", "proj2030_m2", "pace_m2", "an_epuis"):
        assert [row[name] is None for row in rows] == [False, True, True], name
    assert "2 territories have no figure: a year is missing or negative (field etat)." in run.feedback.warnings
    assert run.results["WITHOUT_FIGURES"] == 2 and run.results["BUDGET_M2"] == pytest.approx(50_000)
    grouped = rows_of(run_algorithm(NAME, parameters(table, GROUP="epci")).results["OUTPUT"])
    assert [row["etat"] for row in grouped] == ["annees_manquantes", "valeur_negative"]


def test_communes_that_merged(run_algorithm):
    table = commune_table(
        attributes("35003", "c", "x", SMALL), attributes("35001", "a", "x", SMALL), attributes("35002", "b", "x", SPEC)
    )
    merged = make_layer(
        "NoGeometry",
        [(None, "35001", "35002", 15_000.0)],
        [("idcom", "text"), ("idcom_new", "text"), ("floor_m2", "real")],
    )
    rows = rows_of(run_algorithm(NAME, parameters(table, MERGED=merged)).results["OUTPUT"])
    assert [row["idcom"] for row in rows] == ["35003", "35002"] and [row["n_com"] for row in rows] == [1, 1]
    assert rows[1]["idcomtxt"] == "b", "the row of the commune of today stands for it"
    assert rows[1]["budget_m2"] == pytest.approx(56_000) and rows[1]["conso_m2"] == pytest.approx(18_000)
    floors = make_layer("NoGeometry", [(None, "35003", 15_000.0)], [("idcom", "text"), ("floor_m2", "real")])
    rows = rows_of(run_algorithm(NAME, parameters(table, MERGED=floors)).results["OUTPUT"])
    assert [row["budget_m2"] for row in rows] == pytest.approx([15_000, 10_000, 50_000])


def test_totals_and_parts_that_differ_are_told(run_algorithm):
    parts = [(0.0, value, 0.0, 0.0, 0.0, 0.0) for value in SPEC]
    parts[0] = (0.0, 9_990.0, 0.0, 0.0, 0.0, 0.0)
    run = run_algorithm(NAME, parameters(commune_table(attributes("35001", "a", "x", SPEC, parts))))
    assert values_of(run.results["OUTPUT"], "ecart_m2") == pytest.approx([10])
    assert any("totals that differ from the sum of their parts" in text for text in run.feedback.warnings)
    bare = [item for item in FIELDS if not item[0].startswith("art")]
    table = commune_table(("35001", "a", "x", *SPEC, 0.0), fields=bare)
    (row,) = rows_of(run_algorithm(NAME, parameters(table)).results["OUTPUT"])
    assert row["ecart_m2"] is None and row["hab_m2"] is None and row["conso_m2"] == 18_000


def test_texts_and_numbers_of_a_csv(run_algorithm):
    fields = [("IDCOM", "integer"), *((name.upper(), "text") for name, _ in FIELDS[3:16])]
    rows = [(1004, *(f"{value:.1f}".replace(".", ",") for value in SPEC))]
    (row,) = rows_of(run_algorithm(NAME, parameters(commune_table(*rows, fields=fields))).results["OUTPUT"])
    assert row["IDCOM"] == "01004" and row["conso_m2"] == pytest.approx(18_000)


def test_a_null_of_whole_numbers_is_no_zero(run_algorithm):
    fields = [("idcom", "text"), *((name, "integer") for name, _ in FIELDS[3:16])]
    table = commune_table(("35001", *(int(value) for value in SPEC[:11]), None, 7_000), fields=fields)
    assert values_of(run_algorithm(NAME, parameters(table)).results["OUTPUT"], "etat") == ["annees_manquantes"]


def test_rules_that_are_not_the_law_say_so(run_algorithm, communes):
    bill = run_algorithm(NAME, parameters(communes, PRESET="trace_senate_2025"))
    row = rows_of(bill.results["OUTPUT"])[0]
    assert row["proj2030_m2"] == pytest.approx(6_000 * 13) and row["pace_m2"] == pytest.approx(32_000 / 10)
    told = "The rules are not the law in force: do not present the figures as an obligation."
    assert told in bill.feedback.warnings
    assert any("TRACE (Sénat 1re lecture): a bill, not law" in text for text in bill.feedback.infos)
    own = run_algorithm(NAME, parameters(communes, REDUCTION=60.0, FLOOR=0.0, Y0=2016, LAST_YEAR=2022))
    rows = rows_of(own.results["OUTPUT"])
    assert [row["budget_m2"] for row in rows] == pytest.approx([20_000, 2_400])
    assert rows[0]["conso_m2"] == pytest.approx(11_000) and json.loads(rows[0]["regles"])["law"] is False
    assert told in own.feedback.warnings
    assert any("The reference has 5 years, not ten" in text for text in own.feedback.warnings)


def test_the_page_and_the_path_to_zero(run_algorithm, communes, tmp_path):
    page, net = tmp_path / "page.html", tmp_path / "net.gpkg"
    given = parameters(communes, OUTPUT_HTML=str(page), OUTPUT_NET=str(net), NET_START=19_000.0)
    run = run_algorithm(NAME, given)
    path = rows_of(str(net))
    assert [path[0]["annee"], path[-1]["annee"]] == [2031, 2050]
    assert (path[0]["net_m2"], path[-1]["net_m2"]) == (19_000, 0) and path[-1]["cumul_m2"] == pytest.approx(190_000)
    text = page.read_text(encoding="utf-8")
    assert run.results["OUTPUT_HTML"] == str(page)
    # Two charts for the sum and for each commune, and one apart for net artificialisation.
    assert text.count("<svg") == 7 and "<script" not in text and "http://" not in text and "https://" not in text
    for words in (
        "36.0",
        "2029.3",
        "Acigné",
        "law in force",
        "never subtracted",
        "Net artificialisation after the decade",
    ):
        assert words in text, words
    record = json.loads(_kept_record(text))
    assert record["algorithm"] == f"cityorchestra:{NAME}" and record["parameters"]["PATH"] == "linear"
    assert "needs its first value" in refusal(NAME, {**given, "NET_START": None})


def _kept_record(text):
    import html

    return html.unescape(text.split("cityorchestra:provenance' content='")[1].split("'>")[0])


def test_names_do_not_run_in_the_page(run_algorithm, tmp_path):
    evil = "<img src=x onerror=alert(1)>\"'</title><script>alert(2)</script>"
    table = commune_table(attributes("35001", evil, evil, SPEC), attributes("35002", evil, evil, SMALL))
    page = tmp_path / "page.html"
    run_algorithm(NAME, parameters(table, OUTPUT_HTML=str(page)))
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text and "<img" not in text and "&lt;script&gt;alert(2)" in text


def test_selection_and_rows_without_code(run_algorithm, qgis_new_project):
    from qgis.core import QgsProject

    table = commune_table(
        attributes("35001", "a", None, SPEC), attributes(None, "b", "x", SPEC), attributes("35002", "c", "x", SMALL)
    )
    QgsProject.instance().addMapLayer(table)
    run = run_algorithm(NAME, parameters(table, GROUP="epci"))
    assert values_of(run.results["OUTPUT"], "codes") == ["35002"]
    assert "1 rows without the code of a commune are left out." in run.feedback.warnings
    assert "1 communes without a value of epci are in no territory." in run.feedback.warnings
    assert values_of(run_algorithm(NAME, parameters(selected(table, {1}))).results["OUTPUT"], "idcom") == ["35001"]


@pytest.mark.parametrize(
    ("rows", "changes", "sentence"),
    [
        ([], {}, "The table has no commune; check the layer"),
        ([("35001", SPEC)] * 2, {}, "The table holds 1 communes more than once (35001)"),
        ([("35001", SPEC)], {"Y0": 2009}, "The consumption of 2009, 2010 is missing."),
        ([("35001", SPEC)], {"LAST_YEAR": 2025}, "There is no consumption of the years 2025 to 2025."),
        ([("35001", SPEC)], {"Y0": 2021}, "The reference (2021 to 2020) must end before the allowance"),
        ([("35001", SPEC)], {"REDUCTION": 150}, "REDUCTION"),
        ([("35001", SPEC)], {"PRESET": "law_2050"}, "PRESET"),
        ([("35001", SPEC)], {"NET_START": "many"}, "must be a number, not many"),
        ([("35001", SPEC)], {"GROUP": "region"}, "The layer has no field called region"),
        ([("35001", SPEC)], {"OUTPUT_HTML": "/nowhere/a.html"}, "/nowhere/a.html could not be written"),
        (None, {}, "The table has no yearly consumption"),
    ],
)
def test_refusals_leave_no_file(tmp_path, rows, changes, sentence):
    if rows is None:
        table = commune_table(("35001", 5.0), fields=[("idcom", "text"), ("naf11art21", "real")])
    else:
        table = commune_table(*(attributes(code, code, "x", values) for code, values in rows))
    assert sentence in refusal(NAME, parameters(table, str(tmp_path / "a.gpkg"), **changes))
    assert files_in(tmp_path) == []


def test_a_table_without_codes(tmp_path):
    table = commune_table(tuple(SPEC), fields=FIELDS[3:16])
    assert "no field of the codes of communes" in refusal(NAME, parameters(table, str(tmp_path / "a.gpkg")))


def test_cancel_leaves_no_file(run_algorithm, communes, tmp_path):
    given = parameters(communes, str(tmp_path / "a.gpkg"), OUTPUT_HTML=str(tmp_path / "a.html"))
    assert run_algorithm(NAME, given, cancel_at=0).results == {} and files_in(tmp_path) == []


def test_it_arrives_styled_with_its_provenance(qgis_new_project, tmp_path):
    rows = [(rectangle(0, 0, 100, 100), *attributes("35001", "a", "x", SPEC))]
    path = str(tmp_path / "a.gpkg")
    layers = load_results(NAME, parameters(make_layer("Polygon", rows, FIELDS), path))
    (layer,) = layers.values()
    assert layer.name() == "ENAF trajectory" and "#67a9cf" in colours_of(layer)
    check_record(record_of(path), NAME, PRESET="law_2023", REDUCTION="50", FLOOR="10000")


def test_the_same_by_qgis_process(qgis_process, run_algorithm, communes, tmp_path):
    table = tmp_path / "communes.gpkg"
    run_algorithm("native:savefeatures", {"INPUT": communes, "OUTPUT": str(table)})
    output, page = tmp_path / "out.gpkg", tmp_path / "out.html"
    arguments = [f"TABLE={table}", f"OUTPUT={output}", f"OUTPUT_HTML={page}"]
    done = qgis_process("run", f"cityorchestra:{NAME}", "--", *arguments)
    assert done.results["CONSO_M2"] == pytest.approx(18_000) and Path(page).is_file()
    assert comparable(str(output)) == comparable(run_algorithm(NAME, parameters(str(table))).results["OUTPUT"])
