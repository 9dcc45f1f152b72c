"""``landtake_indicators``: figures by zone of a state and of a change, and what a user can get wrong."""

from __future__ import annotations

import json

import numpy as np
import pytest

pytest.importorskip("qgis.core")
import shapely
from cityorchestra.tests.algorithm_support import (
    WGS_84,
    check_record,
    colours_of,
    comparable,
    files_in,
    french,
    in_degrees,
    load_results,
    make_layer,
    record_of,
    refusal,
    rows_of,
)
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
    assert whole["stock_brut_m2"] == pytest.approx(20_000)
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


CHANGE_FIELDS = [
    *((name, "text") for name in ("cs1", "us1", "cs2", "us2")),
    *((name, "integer") for name in ("artif1", "artif2", "imper1", "imper2", "flux", "flux_brut", "saut_seuil")),
    *((name, "text") for name in ("classe", "date1", "date2")),
]
DATES = ("2017-01-01", "2020-01-01")


def piece(west, east, first, second, dates=DATES):
    """Return a piece of 100 m from south to north, as “Change between two dates” writes it."""
    known = first is not None and second is not None
    flux = second - first if known else None
    return (rectangle(west, 0, east, 100), "2.2.1", "1.1", "2.2.1", "5", first, second, 0, 0, flux, flux,
            0 if known else None, "changement" if flux else "stable", *dates)  # fmt: skip


def pieces(*rows):
    return make_layer("Polygon", rows, CHANGE_FIELDS)


def test_pieces_of_two_departments_are_brought_to_a_year_by_their_own_dates():
    layer = pieces(piece(0, 100, 0, 1), piece(100, 200, 1, 0, ("2016-01-01", "2021-01-01")))
    (row,), run = measured(layer, zones(rectangle(0, 0, 200, 100)))
    three, five = 1095 / 365.25, 1827 / 365.25
    assert row["flux_net"] == 0.0 and row["tx_net_an"] == pytest.approx(50 / three - 50 / five)
    assert row["duree_an"] == pytest.approx((three + five) / 2)
    assert any("2 pairs of dates, 3.00 to 5.00 years apart" in text for text in run.feedback.infos)


def test_dates_are_those_of_the_pieces_else_those_given():
    dated, undated = pieces(piece(0, 100, 0, 1)), pieces(piece(0, 100, 0, 1, (None, None)))
    areas, given = zones(rectangle(0, 0, 100, 100)), {"DATE1": "2010-01-01", "DATE2": "2020-01-01"}
    (row,), _ = measured(undated, areas, **given)
    assert row["duree_an"] == pytest.approx(3652 / 365.25)
    (row,), run = measured(dated, areas, **given)
    assert row["duree_an"] == pytest.approx(1095 / 365.25)
    assert any("DATE1 and DATE2 are not used" in text for text in run.feedback.warnings)
    common = {"ZONES": areas, "OUTPUT": "TEMPORARY_OUTPUT"}
    assert "without date in its field date1; give DATE1" in refusal(NAME, {"INPUT": undated, **common})
    for late in (DATES[::-1], DATES[:1] * 2):
        assert "not after its first" in refusal(NAME, {"INPUT": pieces(piece(0, 100, 0, 1, late)), **common})
    strange = pieces(piece(0, 100, 0, 1, ("spring", DATES[1])))
    assert "“spring”, which is no date" in refusal(NAME, {"INPUT": strange, **common})


def test_ground_unknown_at_one_date_is_told_and_belongs_to_no_flux():
    layer = pieces(piece(0, 100, None, 1), piece(100, 200, 0, 1), piece(200, 400, 0, 0), piece(400, 500, 0, None))
    (row,), _ = measured(layer, zones(rectangle(0, 0, 500, 100)))
    assert (row["flux_net"], row["inconnu_m2"], row["inconnu_flux_m2"]) == pytest.approx((10_000, 10_000, 20_000))
    assert row["tx_net_an"] == pytest.approx(100 / 3 / (1095 / 365.25)) and row["qualite"] == "inconnu"


def test_a_change_of_changed_pieces_alone_gives_no_stock_that_would_be_wrong():
    after = state(
        (rectangle(0, 0, 100, 100), GARDEN), (rectangle(100, 0, 300, 100), FIELD), (rectangle(300, 0, 400, 100), YARD)
    )
    parameters = {"T1": before(), "T2": after, "DATE1": DATES[0], "DATE2": DATES[1], "AREA": "projet"}
    drawn = run_algorithm(CHANGE, {**parameters, "GEOM": "changed", "OUTPUT": "TEMPORARY_OUTPUT"}).results["OUTPUT"]
    (row,), run = measured(drawn, zones(WHOLE))
    assert row["flux_net"] == pytest.approx(10_000) and row["couv_pct"] == pytest.approx(25)
    unknown = ("stock_m2", "stock_pct", "tx_net_an", "imper_pct", "compo_us", "sigma_net", "signif", "stock_projet_m2")
    assert [row[name] for name in unknown] == [None] * len(unknown)
    assert row["qualite"] == "couverture_partielle,changements_seuls"
    assert any("with all pieces drawn" in text for text in run.feedback.warnings)


def test_counts_of_merged_communes_are_added_up_and_words_are_no_counts():
    fields = [("id", "text"), ("menages1", "text"), ("menages2", "text")]
    areas, layer = zones(WHOLE), change()
    merged = make_layer(
        "NoGeometry", [(None, "z0", "10", "20,5"), (None, "z0", "5", "7"), (None, "x", "?", "")], fields
    )
    (row,), run = measured(layer, areas, POP=merged)
    assert row["gain_menages"] == pytest.approx(12.5) and row["m2_menage"] == pytest.approx(800)
    assert any("1 zones have several rows" in text for text in run.feedback.infos)
    assert not any("without geometry" in text for text in run.feedback.warnings)  # a table needs none
    holed = make_layer("NoGeometry", [(None, "z0", "10", None), (None, "z0", "5", "7")], fields)
    (row,), _ = measured(layer, areas, POP=holed)
    assert row["gain_menages"] is None and row["motif_menage"] == "inconnu"
    common = {"INPUT": layer, "ZONES": areas, "OUTPUT": "TEMPORARY_OUTPUT"}
    for text in ("n.d.", "-3", "nan"):
        wrong = make_layer("NoGeometry", [(None, "z0", text, "3")], fields)
        assert f"holds “{text}”, which is no count" in refusal(NAME, {**common, "POP": wrong})


def test_a_zone_beyond_the_state_has_no_mesh_rather_than_one_of_nothing():
    (row,), _ = measured(before(), zones(rectangle(900, 900, 950, 950)))
    assert (row["maille_m2"], row["maille_cbc_m2"], row["stock_m2"]) == (None, None, None)
    (row,), _ = measured(change(), zones(WHOLE))
    assert row["maille_m2"] is None  # patches are those of a state


def test_layers_in_degrees_and_rows_without_geometry():
    faces = [(in_degrees(rectangle(0, 0, 100, 100)), "1.1.1.1", "5", 1), (None, "2.2.1", "5", 1)]
    layer = make_layer("Polygon", faces, [("cs", "text"), ("us", "text"), ("artif", "integer")], crs=WGS_84)
    (row,), run = measured(layer, zones(rectangle(0, 0, 200, 100)), AREA="ellipsoid")
    assert row["stock_m2"] == pytest.approx(10_011, abs=2) and row["couv_pct"] == pytest.approx(50, abs=1e-3)
    assert any("EPSG:4326 has no metres" in text for text in run.feedback.warnings)
    assert any("1 features without geometry" in text for text in run.feedback.warnings)


def test_the_same_figures_in_french():
    layer, areas = change(), zones(WHOLE, BEYOND)
    expected = comparable(measured(layer, areas)[1].results["OUTPUT"])
    with french():
        _, run = measured(layer, areas)
        assert comparable(run.results["OUTPUT"]) == expected
        assert any("3,00 ha" in text and "artificial in all" not in text for text in run.feedback.infos)


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


@pytest.mark.usefixtures("qgis_new_project")
def test_zones_and_scores_arrive_drawn(tmp_path):
    """A zone with a flux, one that is not known: both are drawn, in the colours of the style."""
    areas, path = zones(WEST_HALF, rectangle(200, 0, 400, 100), rectangle(900, 0, 1000, 100)), str(tmp_path / "z.gpkg")
    (layer,) = load_results(NAME, {"INPUT": change(), "ZONES": areas, "OUTPUT": path}).values()
    assert {"#b2182b", "#f7f7f7"} <= colours_of(layer)  # taken, hardly any change
    (scored,) = load_results("landtake_zan_score", {"INDICATORS": path, "TAU": 1.0,
                                                   "OUTPUT": str(tmp_path / "s.gpkg")}).values()  # fmt: skip
    assert [row["classe"] for row in rows_of(str(tmp_path / "s.gpkg"))] == ["E", "C", None]
    assert {"#b2182b", "#e0c341"} <= colours_of(scored)
    letters = {str(one.value()) for one in scored.renderer().categories()}
    assert set("ABCDE") <= letters


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
