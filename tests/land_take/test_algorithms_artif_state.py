"""``landtake_artif_state``: flags, reasons, exemptions, and what a user can get wrong."""

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
from cityorchestra.tests.land_take.scenes import (
    CODE_FIELDS,
    FIELD,
    GARDEN,
    HOUSE,
    PARK,
    ROAD,
    WOOD,
    YARD,
    coverage,
    placed,
    rectangle,
)
from cityorchestra.tests.qgis_support import run_algorithm
from pyproj import Transformer
from shapely import box

pytestmark = pytest.mark.usefixtures("provider")
NAME = "landtake_artif_state"


def state(layer, **more):
    """Run and return the faces by name, and the run."""
    run = run_algorithm(NAME, {"INPUT": layer, "AREA": "projet", "OUTPUT": "TEMPORARY_OUTPUT", **more})
    return {row["id"]: row for row in rows_of(run.results["OUTPUT"])}, run


def town():
    """A lawn enclosed in housing, and a yard in the fields."""
    lawn, yard = rectangle(30, 30, 70, 70), rectangle(300, 50, 310, 70)
    return coverage(
        (rectangle(0, 0, 100, 100) - lawn, GARDEN),
        (lawn, FIELD),
        (rectangle(100, 0, 400, 100) - yard, FIELD),
        (yard, YARD),
    )


def test_flags_reasons_and_areas():
    rows, run = state(town())
    assert {name: (row["artif_brut"], row["artif"], row["motif"]) for name, row in rows.items()} == {
        "a": (1, 1, "matrice"),
        "b": (0, 1, "enclave_non_artif"),  # 1 600 m2
        "c": (0, 0, "matrice"),
        "d": (1, 0, "artif_sous_seuil"),  # 200 m2
    }
    assert [rows[name]["crit_seuil"] for name in "abcd"] == [0, 1, 0, 1]
    assert rows["a"]["comp_id"] == rows["b"]["comp_id"] and rows["a"]["comp_m2"] == pytest.approx(10_000)
    assert rows["c"]["comp_id"] == rows["d"]["comp_id"] and rows["c"]["aire_m2"] == pytest.approx(29_800)
    assert (rows["a"]["cat_decret"], rows["d"]["cat_decret"], rows["d"]["imper"]) == (4, 2, 1)
    figures = run.results
    assert (figures["TOTAL_M2"], figures["ARTIF_M2"], figures["BRUT_M2"]) == pytest.approx((40_000, 10_000, 8_600))
    assert any("Artificial: 1.00 ha, 25.00 %" in text for text in run.feedback.infos)


@pytest.mark.parametrize(("side", "flag", "motif"), [(7.0, 0, "bati_sous_seuil"), (7.1, 1, "bati")])
def test_a_house_in_the_fields_counts_from_50_m2(side, flag, motif):
    house = rectangle(50, 50, 50 + side, 50 + side)
    rows, _ = state(coverage((rectangle(0, 0, 100, 100) - house, FIELD), (house, HOUSE)))
    assert (rows["b"]["artif"], rows["b"]["motif"]) == (flag, motif)


@pytest.mark.parametrize(("width", "flag"), [(4.9, 0), (5.0, 1)])
def test_a_narrow_road_follows_the_field_around(width, flag):
    road = rectangle(0, 100, 2000, 100 + width)
    rows, _ = state(
        coverage((rectangle(0, 0, 2000, 100), FIELD), (road, ROAD), (rectangle(0, 100 + width, 2000, 200), FIELD))
    )
    assert rows["b"]["artif"] == flag
    assert rows["b"]["motif"] == ("matrice" if flag else "lineaire_etroit")


def test_thresholds_are_parameters():
    rows, _ = state(town(), SEUIL=0.0)
    assert [rows[name]["artif"] for name in "abcd"] == [1, 0, 0, 1]


def test_parks_are_exempted_only_when_given():
    layer = coverage(
        (rectangle(0, 0, 100, 60), PARK), (rectangle(100, 0, 200, 100), YARD), (rectangle(0, 60, 100, 100), GARDEN)
    )
    park = make_layer("Polygon", [(rectangle(0, 0, 100, 60),)])
    assert state(layer)[0]["a"]["artif"] == 1
    rows, run = state(layer, PARCS=park)
    assert (rows["a"]["artif"], rows["a"]["motif"]) == (0, "parc")
    assert rows["b"]["artif"] == 1 and run.results["PARC_M2"] == pytest.approx(6000)
    part = make_layer("Polygon", [(rectangle(0, 60, 100, 79),)])
    assert state(layer, PARCS=part)[0]["c"]["artif"] == 1  # less than half of the garden


def test_panels_that_keep_the_criteria_are_exempted():
    layer = coverage((rectangle(0, 0, 100, 100), ("2.2.1", "4.3")), (rectangle(100, 0, 200, 100), YARD))
    for height, flag in ((1.2, 0), (0.8, 1), (None, 0)):
        panels = make_layer("Polygon", [(rectangle(0, 0, 100, 100), height)], [("haut_pann", "real")])
        rows, run = state(layer, PV=panels)
        assert rows["a"]["artif"] == flag
        assert any("the layer is believed" in text for text in run.feedback.warnings) == (height is None)
    assert rows["a"]["motif"] == "photovoltaique"


def test_footprints_of_buildings_replace_the_swollen_face():
    house = rectangle(50, 50, 64.2, 64.2)  # 200 m2, as OCS GE draws it
    layer = coverage((rectangle(0, 0, 100, 100) - house, FIELD), (house, HOUSE))
    footprint = make_layer("Polygon", [(rectangle(52, 52, 58, 58),)])  # 36 m2
    assert state(layer)[0]["b"]["artif"] == 1
    rows, run = state(layer, BATIMENTS=footprint)
    assert (rows["b"]["artif"], rows["b"]["motif"]) == (0, "bati_sous_seuil")
    assert any("larger than the buildings" in text for text in run.feedback.infos)


def test_plots_apply_the_rule_of_trees():
    layer = make_layer(
        "Polygon",
        [
            (rectangle(0, 0, 100, 70), "a", *GARDEN, "p1"),
            (rectangle(0, 70, 100, 100), "b", "2.1.1.1", "5", "p1"),
            (rectangle(100, 0, 200, 100), "c", *YARD, None),
        ],
        [*CODE_FIELDS, ("plot", "text")],
    )
    rows, _ = state(layer, UNITE="plot")
    assert [(rows[name]["artif"], rows[name]["motif"]) for name in "abc"] == [
        (0, "arbore"), (0, "matrice"), (1, "matrice"),
    ]  # fmt: skip


def test_flags_of_the_layer_are_read_where_asked():
    layer = make_layer(
        "Polygon",
        [
            (rectangle(0, 0, 100, 100), "a", "CS1.1.1.1", "US5", "artif"),
            (rectangle(100, 0, 200, 100), "b", "CS2.2.1", "US1.1", "non artif"),
        ],
        [("id", "text"), ("code_cs", "text"), ("code_us", "text"), ("artif", "text")],
    )
    rows, _ = state(layer, MODE="champ")
    assert [(rows[name]["artif"], rows[name]["motif"]) for name in "ab"] == [(1, "champ"), (0, "champ")]
    assert "field called artif" in refusal(NAME, {"INPUT": town(), "MODE": "champ", "OUTPUT": "TEMPORARY_OUTPUT"})


@pytest.mark.parametrize(("kind", "values"), [("integer", (1, 0)), ("real", (1.0, 0.0)), ("boolean", (True, False))])
def test_flags_of_the_layer_may_be_numbers(kind, values):
    rows = [(rectangle(100 * n, 0, 100 * n + 100, 100), name, *GARDEN, value)
            for n, (name, value) in enumerate(zip("ab", values))]  # fmt: skip
    found, _ = state(make_layer("Polygon", rows, [*CODE_FIELDS, ("artif", kind)]), MODE="champ")
    assert [found[name]["artif"] for name in "ab"] == [1, 0]


def test_areas_on_the_ellipsoid_are_those_of_the_ground():
    run = state(town(), AREA="ellipsoid")[1]
    # Lambert-93 shrinks Rennes by 0.11 %.
    assert run.results["TOTAL_M2"] / 40_000 == pytest.approx(1.0011, abs=2e-4)


def test_degrees_are_computed_in_lambert_93():
    to_degrees = Transformer.from_crs("EPSG:2154", "EPSG:4326", always_xy=True)
    shapes = [
        shapely.transform(rectangle(*corners), lambda xy: np.stack(to_degrees.transform(*xy.T), 1))
        for corners in ((0, 0, 100, 100), (100, 0, 200, 100))
    ]
    rows, run = state(coverage((shapes[0], GARDEN), (shapes[1], FIELD), crs="EPSG:4326"))
    assert [rows[name]["artif"] for name in "ab"] == [1, 0]
    assert run.results["TOTAL_M2"] == pytest.approx(20_000, rel=1e-3)
    assert any("EPSG:4326 has no metres" in text for text in run.feedback.warnings)


def test_unknown_covers_stay_unknown_and_too_much_of_them_stops():
    layer = coverage((rectangle(0, 0, 1000, 100), GARDEN), (rectangle(1000, 0, 1005, 100), (None, None)))
    rows, run = state(layer)
    assert rows["b"]["artif"] is None and rows["b"]["motif"] == "inconnu" and rows["b"]["comp_id"] is None
    assert run.results["UNKNOWN_M2"] == pytest.approx(500)
    layer = coverage((rectangle(0, 0, 100, 100), GARDEN), (rectangle(100, 0, 200, 100), ("9.9", "5")))
    assert "50.0 % of the area is of unknown" in refusal(NAME, {"INPUT": layer, "OUTPUT": "TEMPORARY_OUTPUT"})
    rows, _ = state(layer, ALLOW_UNKNOWN=True)
    assert rows["b"]["artif"] is None


def test_overlaps_stop_the_run_and_are_named():
    layer = coverage((rectangle(0, 0, 100, 100), GARDEN), (rectangle(90, 0, 200, 100), FIELD))
    sentence = refusal(NAME, {"INPUT": layer, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert "overlap on 1000 m2" in sentence and "a/b" in sentence


def test_invalid_empty_and_null_geometries():
    bow = "POLYGON((352000 6789000, 352100 6789100, 352100 6789000, 352000 6789100, 352000 6789000))"
    near = coverage((bow, GARDEN), (None, FIELD), (rectangle(200, 0, 2200, 1000), FIELD))
    sentence = refusal(NAME, {"INPUT": near, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert "would change 0.25 %" in sentence and "Fix geometries" in sentence
    far = coverage((bow, GARDEN), (None, FIELD), (rectangle(200, 0, 99_000, 1000), FIELD))
    rows, run = state(far)
    assert set(rows) == {"a", "c"} and rows["a"]["aire_m2"] == pytest.approx(5000)
    assert any("without geometry" in text for text in run.feedback.warnings)
    assert any("the repairs changed" in text for text in run.feedback.infos)
    empty = coverage()
    assert "has no polygon" in refusal(NAME, {"INPUT": empty, "OUTPUT": "TEMPORARY_OUTPUT"})


def test_a_layer_without_codes_is_told_what_to_do():
    layer = make_layer("Polygon", [(rectangle(0, 0, 9, 9), 1)], [("other", "integer")])
    assert "Normalise land cover" in refusal(NAME, {"INPUT": layer, "OUTPUT": "TEMPORARY_OUTPUT"})


def test_a_line_layer_is_refused():
    layer = make_layer("LineString", [(shapely.LineString([(0, 0), (1, 1)]), "a", "2", "5")], CODE_FIELDS)
    assert "no polygons" in refusal(NAME, {"INPUT": layer, "OUTPUT": "TEMPORARY_OUTPUT"})


def test_running_it_on_its_own_output_changes_nothing():
    rows, run = state(town())
    again, _ = state(run.results["OUTPUT"])
    assert [(row["artif"], row["motif"]) for row in again.values()] == [
        (row["artif"], row["motif"]) for row in rows.values()
    ]


def test_a_cancelled_run_leaves_nothing(tmp_path):
    run = run_algorithm(NAME, {"INPUT": town(), "OUTPUT": str(tmp_path / "state.gpkg")}, cancel_at=0)
    assert run.results == {} and files_in(tmp_path) == []


def test_a_model_a_file_and_provenance(tmp_path):
    parameters = {"INPUT": town(), "SEUIL": 2500.0, "OUTPUT": str(tmp_path / "state.gpkg")}
    layer = run_in_model(NAME, parameters, "OUTPUT")
    assert opened(layer).featureCount() == 4
    run_algorithm(NAME, {**parameters, "OUTPUT": str(tmp_path / "again.gpkg")})
    record = record_of(str(tmp_path / "again.gpkg"))
    check_record(record, NAME, SEUIL="2500", ORDRE="enclaves")


def test_it_runs_headless(qgis_process, tmp_path):
    path = tmp_path / "town.geojson"
    faces = [(box(0, 0, 100, 100), GARDEN), (box(100, 0, 300, 100), WOOD)]
    features = [
        {
            "type": "Feature",
            "properties": {"code_cs": f"CS{codes[0]}", "code_us": f"us{codes[1]}"},
            "geometry": json.loads(shapely.to_geojson(placed(shape))),
        }
        for shape, codes in faces
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    output = tmp_path / "state.gpkg"
    call = ("run", f"cityorchestra:{NAME}", "--", f"INPUT={path}", "AREA=projet", f"OUTPUT={output}")
    results = qgis_process(*call).results
    assert float(results["ARTIF_M2"]) == pytest.approx(10_000)
    assert [row["artif"] for row in rows_of(str(tmp_path / "state.gpkg"))] == [1, 0]


def test_checked_points_correct_the_stock(tmp_path):
    points = tmp_path / "points.csv"
    points.write_text("map,reference,count\nartif,artif,40\nartif,non artif,10\nnon artif,non artif,50\n")
    run = state(town(), POINTS=str(points))[1]
    assert run.results["CORRIGE_M2"] == pytest.approx(8000)  # four fifths of 1 ha
    assert run.results["CORRIGE_BAS_M2"] < 8000 < run.results["CORRIGE_HAUT_M2"]
    assert any("Corrected by checked points: 0.80 ha" in text for text in run.feedback.infos)
    points.write_text("map,reference,count\nartif,artif,1\n")
    sentence = refusal(NAME, {"INPUT": town(), "POINTS": str(points), "OUTPUT": "TEMPORARY_OUTPUT"})
    assert "fewer than 2 points" in sentence
