"""Algorithm ``landtake_friches`` in QGIS: two zones and a handful of sites, worked out by hand."""

from __future__ import annotations

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import (
    SOUTH,
    WEST,
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
    values_of,
)
from cityorchestra.tests.land_take.scenes import placed, rectangle
from shapely import Point, Polygon

NAME = "landtake_friches"
pytestmark = pytest.mark.usefixtures("provider")
ZONE_FIELDS = [("nom", "text"), ("budget_m2", "real")]
SITE_FIELDS = [("site_nom", "text"), ("site_statut", "text"), ("unite_fonciere_surface", "real")]
ZONES = [
    (rectangle(0, 0, 1000, 1000), "ouest", 20_000.0),
    (rectangle(1000, 0, 2000, 1000), "est", 0.0),
    (rectangle(2000, 0, 3000, 1000), "nord", None),
]
# 100 m x 100 m without project in the west, 100 m x 200 m astride with project, a potential one in the east.
POLYGONS = [
    (rectangle(100, 100, 200, 200), "a", "friche sans projet", 5.0),
    (rectangle(900, 0, 1100, 100), "b", "Friche avec projet", 5.0),
    (rectangle(1500, 500, 1600, 550), "c", "friche_potentielle", None),
]


def parameters(sites, zones, output="TEMPORARY_OUTPUT", **changes):
    return {"CARTOFRICHES": sites, "ZONES": zones, "OUTPUT": output, "AREA": "projet", **changes}


@pytest.fixture(scope="module")
def zones(provider):
    return make_layer("Polygon", ZONES, ZONE_FIELDS)


@pytest.fixture(scope="module")
def polygons(provider):
    return make_layer("Polygon", POLYGONS, SITE_FIELDS)


def points(*rows):
    return make_layer("Point", [(placed(Point(*place)), *values) for place, *values in rows], SITE_FIELDS)


def test_polygons_by_the_area_they_share(run_algorithm, zones, polygons):
    run = run_algorithm(NAME, parameters(polygons, zones, BUDGET="budget_m2", ZONE_ID="nom"))
    west, east, north = rows_of(run.results["OUTPUT"])
    assert (west["sans_m2"], west["avec_m2"], west["reconv_m2"], west["potent_m2"]) == pytest.approx(
        (10_000, 10_000, 0, 0)
    )
    assert (east["sans_m2"], east["avec_m2"], east["potent_m2"]) == pytest.approx((0, 10_000, 5_000))
    assert [row["n_friches"] for row in (west, east, north)] == [2, 2, 0]
    assert [row["gisement"] for row in (west, east, north)] == ["potentiel_en_cours", "nul_exploite", "nul"]
    assert (west["utile_m2"], west["utile_pct"]) == pytest.approx((10_000, 50))
    assert east["utile_pct"] is None and north["utile_pct"] is None, "a share of nothing, and of what is not known"
    assert (west["friche_m2"], west["gis_sur"], west["nom"]) == (pytest.approx(20_000), 1, "ouest")
    assert run.results["SITES"] == 3 and run.results["SITES_OUTSIDE"] == 0
    assert run.results["USABLE_M2"] == pytest.approx(10_000) and not run.feedback.warnings
    assert "ouest: 1.00 ha of usable brownfield." in run.feedback.infos


def test_areas_on_the_ground_are_larger_than_in_lambert_93(run_algorithm, zones, polygons):
    planar = rows_of(run_algorithm(NAME, parameters(polygons, zones)).results["OUTPUT"])
    ground = rows_of(run_algorithm(NAME, parameters(polygons, zones, AREA="ellipsoid")).results["OUTPUT"])
    assert ground[0]["sans_m2"] / planar[0]["sans_m2"] == pytest.approx(1.00112, abs=2e-4)


def test_points_by_the_area_of_a_field(run_algorithm, zones):
    sites = points(
        ((10, 10), "a", "friche sans projet", 7_000.0), ((20, 20), "b", "friche sans projet", None),
        ((1500, 500), "c", "friche reconvertie", 0.0), ((9000, 0), "d", "friche sans projet", 1.0),
        ((2500, 500), "e", "terrain vague", 10.0), ((1000, 500), "f", "friche avec projet", 3_000.0),
    )  # fmt: skip
    run = run_algorithm(NAME, parameters(sites, zones))
    west, east, north = rows_of(run.results["OUTPUT"])
    assert (west["n_sans"], west["sans_m2"], west["n_sans_surf"]) == (2, 7_000, 1)
    assert (east["n_reconv"], east["reconv_m2"], east["gisement"]) == (1, None, "nul_exploite")
    assert (west["avec_m2"], east["avec_m2"]) == (3_000, 3_000), "on the border of both"
    assert (north["gisement"], north["gis_sur"], north["n_inconnu"], north["inconnu_m2"]) == (None, 0, 1, 10)
    told = run.feedback.warnings
    assert "1 sites are in no zone." in told and run.results["SITES_OUTSIDE"] == 1
    assert "2 sites have no known area: the areas of their zones are too small." in told
    assert "1 times a point lies in one more zone, and counts there too." in told
    assert "The table of words does not know: “terrain vague” (1). These sites are of unknown status." in told
    given = parameters(sites, zones, AREA_FIELD="unite_fonciere_surface")
    assert comparable(run_algorithm(NAME, given).results["OUTPUT"]) == comparable(run.results["OUTPUT"])


def test_words_of_the_user(run_algorithm, zones, tmp_path):
    words = tmp_path / "words.csv"
    words.write_text("word,status,usable,checked\nterrain vague,potentielle,1,0\n", encoding="utf-8")
    sites = points(((10, 10), "a", "Terrain vague", 7_000.0))
    row = rows_of(run_algorithm(NAME, parameters(sites, zones, WORDS=str(words))).results["OUTPUT"])[0]
    assert (row["potent_m2"], row["utile_m2"], row["gisement"]) == (7_000, 7_000, "nul")


def test_borders_drawn_otherwise_and_sites_that_stand_twice(run_algorithm, zones):
    astride = make_layer(
        "Polygon", [(rectangle(500, 0, 1000.001, 100), "a", "friche sans projet", None)] * 2, SITE_FIELDS
    )
    run = run_algorithm(NAME, parameters(astride, zones))
    west, east, _ = rows_of(run.results["OUTPUT"])
    assert (west["n_sans"], east["n_sans"], east["gisement"]) == (2, 0, "nul")
    assert any(text.startswith("Sites overlap on 5.00 ha") for text in run.feedback.warnings)
    all_of_it = rows_of(run_algorithm(NAME, parameters(astride, zones, MIN_M2=0.0)).results["OUTPUT"])
    assert all_of_it[1]["n_sans"] == 2


def test_odd_geometries_and_nothing(run_algorithm, polygons, zones, tmp_path):
    bow = placed(Polygon([(0, 0), (9, 9), (9, 0), (0, 9)]))
    odd = make_layer("Polygon", [(None, "nowhere", 1.0), (bow, "bow", 1.0)], ZONE_FIELDS)
    nowhere, found = rows_of(run_algorithm(NAME, parameters(polygons, odd)).results["OUTPUT"])
    assert nowhere["n_friches"] is None and nowhere["gisement"] is None and found["gisement"] == "nul"
    sites = make_layer("Polygon", [(None, "x", "friche sans projet", 1.0), *POLYGONS], SITE_FIELDS)
    run = run_algorithm(NAME, parameters(sites, zones))
    assert values_of(run.results["OUTPUT"], "n_friches") == [2, 2, 0]
    assert any("1 features without geometry are skipped" in text for text in run.feedback.warnings)
    none = make_layer("Polygon", [], SITE_FIELDS)
    assert values_of(run_algorithm(NAME, parameters(none, zones)).results["OUTPUT"], "gisement") == ["nul"] * 3
    empty = make_layer("Polygon", [], ZONE_FIELDS)
    path = str(tmp_path / "a.gpkg")
    assert rows_of(run_algorithm(NAME, parameters(polygons, empty, path)).results["OUTPUT"]) == []
    assert run_algorithm(NAME, parameters(points(), zones)).results["SITES"] == 0


def test_zones_that_overlap_are_counted_each_on_its_own(run_algorithm, polygons):
    zones = make_layer("Polygon", [ZONES[0], (rectangle(0, 0, 2000, 1000), "tout", None)], ZONE_FIELDS)
    assert values_of(run_algorithm(NAME, parameters(polygons, zones)).results["OUTPUT"], "avec_m2") == pytest.approx(
        [10_000, 20_000]
    )


def test_longitude_and_latitude(run_algorithm, zones, polygons):
    degrees = make_layer("Polygon", [(in_degrees(shape), *rest) for shape, *rest in ZONES], ZONE_FIELDS, crs=WGS_84)
    sites = make_layer("Polygon", [(in_degrees(shape), *rest) for shape, *rest in POLYGONS], SITE_FIELDS, crs=WGS_84)
    found = run_algorithm(NAME, parameters(sites, degrees)).results["OUTPUT"]
    assert opened(found).crs().authid() == WGS_84
    assert values_of(found, "avec_m2") == pytest.approx([10_000, 10_000, 0], abs=1.0)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"STATUS_FIELD": "statut"}, "The layer has no field called statut"),
        ({"CARTOFRICHES": "bare"}, "The sites have no field site_statut; choose the one that holds their status"),
        ({"CARTOFRICHES": "bare", "STATUS_FIELD": "kind"}, "The points have no field of area"),
        ({"CARTOFRICHES": "lines"}, "has no points or polygons; choose another layer."),
        ({"BUDGET": "nom"}, "The field nom holds ouest, which is no number; mend it."),
        ({"WORDS": "/nowhere/words.csv"}, "words.csv cannot be read"),
        ({"MIN_M2": -1}, "MIN_M2"),
        ({"ZONES": None}, "ZONES"),
    ],
)
def test_refusals_leave_no_file(polygons, zones, tmp_path, changes, sentence):
    made = {
        "bare": make_layer("Point", [(Point(WEST, SOUTH), "x")], [("kind", "text")]),
        "lines": make_layer("LineString", []),
    }
    given = {name: made.get(value, value) if isinstance(value, str) else value for name, value in changes.items()}
    assert sentence in refusal(NAME, {**parameters(polygons, zones, str(tmp_path / "a.gpkg")), **given})
    assert files_in(tmp_path) == []


def test_cancel_leaves_no_file(run_algorithm, polygons, zones, tmp_path):
    run = run_algorithm(NAME, parameters(polygons, zones, str(tmp_path / "a.gpkg")), cancel_at=0)
    assert run.results == {} and files_in(tmp_path) == []


def test_it_arrives_styled_with_its_provenance(qgis_new_project, polygons, zones, tmp_path):
    path = str(tmp_path / "a.gpkg")
    (layer,) = load_results(NAME, parameters(polygons, zones, path)).values()
    assert layer.name() == "Brownfield stock"
    assert {"#e6ab02", "#7570b3"} <= colours_of(layer)
    check_record(record_of(path), NAME, AREA="projet", MIN_M2="1")


def test_the_same_by_qgis_process(qgis_process, run_algorithm, polygons, zones, tmp_path):
    files = {}
    for name, layer in (("CARTOFRICHES", polygons), ("ZONES", zones)):
        files[name] = str(tmp_path / f"{name}.gpkg")
        run_algorithm("native:savefeatures", {"INPUT": layer, "OUTPUT": files[name]})
    output = tmp_path / "out.gpkg"
    arguments = [f"{name}={path}" for name, path in files.items()]
    done = qgis_process("run", f"cityorchestra:{NAME}", "--", *arguments, "AREA=projet", f"OUTPUT={output}")
    assert done.results["USABLE_M2"] == pytest.approx(10_000)
    expected = run_algorithm(NAME, parameters(files["CARTOFRICHES"], files["ZONES"])).results["OUTPUT"]
    assert comparable(str(output)) == comparable(expected)
