"""``landtake_normalise_ocsge``: products, codes in any spelling, painting, and what a user can get wrong."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("qgis.core")
import shapely
from cityorchestra.tests.algorithm_support import (
    check_record,
    files_in,
    french,
    make_layer,
    opened,
    record_of,
    refusal,
    rows_of,
)
from cityorchestra.tests.land_take.scenes import placed, rectangle
from cityorchestra.tests.qgis_support import run_algorithm

pytestmark = pytest.mark.usefixtures("provider")
NAME = "landtake_normalise_ocsge"
SQUARE = rectangle(0, 0, 100, 100)


def normalised(layer, **more):
    run = run_algorithm(NAME, {"INPUT": layer, "OUTPUT": "TEMPORARY_OUTPUT", **more})
    return rows_of(run.results["OUTPUT"]), run


def squares(fields, *rows, kind="Polygon", crs="EPSG:2154"):
    """Return a layer of squares of 1 ha side by side, with attributes."""
    shapes = [rectangle(100 * n, 0, 100 * n + 100, 100) for n in range(len(rows))]
    return make_layer(kind, [(shape, *row) for shape, row in zip(shapes, rows)], fields, crs=crs)


OCSGE = (("code_cs", "text"), ("code_us", "text"))


def test_codes_of_ocs_ge_in_any_spelling():
    rows, run = normalised(
        squares(
            OCSGE,
            ("CS1.1.1.1", "US5"),
            ("cs2.2.1", "us1.1"),
            (" 2.1.1.1 ", "1.2"),
            ("1.1.2.1", "US1.3"),
            ("CS2", "US4"),
        )
    )
    assert [(row["cs"], row["us"]) for row in rows] == [
        ("1.1.1.1", "5"), ("2.2.1", "1.1"), ("2.1.1.1", "1.2"), ("1.1.2.1", "1.3"), ("2", "4"),
    ]  # fmt: skip
    assert [row["artif_brut"] for row in rows] == [1, 0, 0, 0, None]
    assert [row["cat_decret"] for row in rows] == [1, 7, 8, 6, 0]
    assert [row["imper"] for row in rows] == [1, 0, 0, 0, 0]
    assert [row["cs_ok"] for row in rows] == [1] * 5 and {row["src"] for row in rows} == {"ocsge"}
    assert rows[0]["code_cs"] == "CS1.1.1.1"  # the layer's own fields are carried
    assert run.results["FACES"] == 5 and run.results["UNKNOWN_PCT"] == pytest.approx(20, abs=0.01)
    assert run.results["TOTAL_M2"] == pytest.approx(50_000, rel=2e-3)


def test_missing_and_unread_codes_stay_unknown_and_are_counted():
    rows, run = normalised(squares(OCSGE, ("CS9.9", "US5"), (None, None), ("CS1.1.1.1", "US77"), ("CS2.2.1", None)))
    assert [row["cs"] for row in rows] == [None, None, "1.1.1.1", "2.2.1"]
    assert [row["cs_ok"] for row in rows] == [0, 0, 1, 1]
    assert [row["artif_brut"] for row in rows] == [None, None, 1, None]
    assert run.results["UNREAD"] == 2
    assert any("CS9.9 (1)" in text and "US77 (1)" in text for text in run.feedback.warnings)


def test_a_layer_of_differences_is_read_by_the_fields_of_one_date():
    fields = (("CS_2017", "text"), ("US_2017", "text"), ("CS_2020", "text"), ("US_2020", "text"))
    layer = squares(fields, ("CS2.2.1", "US1.1", "CS1.1.1.1", "US5"))
    for year, flag in ((2017, 0), (2020, 1)):
        rows, _ = normalised(layer, SOURCE="ocsge", FIELD_CS=f"CS_{year}", FIELD_US=f"US_{year}")
        assert rows[0]["artif_brut"] == flag
    assert "has no field of cover" in refusal(NAME, {"INPUT": layer, "SOURCE": "ocsge", "OUTPUT": "TEMPORARY_OUTPUT"})

    layer = squares(
        (("cs_avant", "text"), ("us_avant", "text"), ("cs_apres", "text"), ("us_apres", "text")),
        ("CS2.2.1", "US1.1", "CS1.1.1.1", "US5"),
    )
    rows, _ = normalised(layer, FIELD_CS="cs_apres", FIELD_US="us_apres")  # auto: named fields are those of OCS GE
    assert (rows[0]["artif_brut"], rows[0]["src"]) == (1, "ocsge")


def test_what_ign_says_of_artificialisation_is_carried():
    fields = (*OCSGE, ("artif", "text"), ("crit_seuil", "boolean"))
    rows, _ = normalised(squares(fields, ("CS2.2.1", "US5", "non artif", True), ("CS1.1.1.1", "US5", "artif", False)))
    assert [(row["artif"], bool(row["crit_seuil"])) for row in rows] == [("non artif", True), ("artif", False)]
    assert [row["artif_brut"] for row in rows] == [1, 1] and [row["parc"] for row in rows] == [None, None]


def test_its_own_result_may_be_normalised_again():
    first = run_algorithm(NAME, {"INPUT": squares(OCSGE, ("CS1.1.1.1", "US5")), "OUTPUT": "TEMPORARY_OUTPUT"})
    rows, _ = normalised(first.results["OUTPUT"])
    assert (rows[0]["cs"], rows[0]["us"], rows[0]["artif_brut"]) == ("1.1.1.1", "5", 1)


def test_rennes_2017_is_ocs_ge():
    rows, _ = normalised(
        squares((("couverture", "text"), ("usage", "text")), ("CS1.1.1.2", "US4.1.1")), SOURCE="rm2017"
    )
    assert (rows[0]["cs"], rows[0]["us"], rows[0]["src"]) == ("1.1.1.2", "4.1.1", "ocsge")


def test_other_products_are_translated():
    cases = {
        "cosia": ((("classe", "text"),), ("Bâtiment",), ("1.1.1.1", None)),
        "oso": ((("classe", "integer"),), (16,), ("2.1.1.1", "1.2")),
        "clc": ((("code_18", "text"),), ("211",), ("2.2.1", "1.1")),
        "ua": ((("code_2018", "text"),), ("11210",), None),
    }
    for source, (fields, row, codes) in cases.items():
        rows, run = normalised(squares(fields, row), SOURCE=source)
        assert rows[0]["src"] == source and rows[0]["cs_ok"] == 1
        if codes:
            assert (rows[0]["cs"], rows[0]["us"]) == codes
        assert (rows[0]["part_imper"] == 0.65) == (source == "ua")
        assert any("read the result as indicative" in text for text in run.feedback.warnings) == (source != "cosia")
    rows, _ = normalised(squares((("code_18", "text"),), ("311",)))
    assert rows[0]["src"] == "clc"  # told from its field
    rows, _ = normalised(squares((("code_2018", "text"),), ("14100",), ("14200",)))
    assert [row["parc"] for row in rows] == [1, None]
    assert "which product this is" in refusal(
        NAME, {"INPUT": squares((("x", "text"),), ("y",)), "OUTPUT": "TEMPORARY_OUTPUT"}
    )


def test_a_layer_of_uses_gives_what_a_product_does_not_tell():
    layer = squares((("classe", "text"),), ("Pelouse",), ("Pelouse",), ("Culture",))
    uses = make_layer(
        "Polygon",
        [
            (rectangle(0, 0, 60, 100), "US5"),
            (rectangle(60, 0, 170, 100), "US1.1"),
            (rectangle(200, 0, 300, 100), "US5"),
        ],
        [("us", "text")],
    )
    rows, _ = normalised(layer, SOURCE="cosia", USE_LAYER=uses)
    assert [row["us"] for row in rows] == ["5", "1.1", "1.1"]  # most of it; what the class tells stays
    assert [row["artif_brut"] for row in rows] == [1, 0, 0]
    plots = [rectangle(0, 0, 35, 100), rectangle(35, 0, 55, 100), rectangle(55, 0, 100, 100)]
    kinds = make_layer("Polygon", list(zip(plots, ("US5", "US5", "US1.1"))), [("us", "text")])
    rows, _ = normalised(squares((("classe", "text"),), ("Pelouse",)), SOURCE="cosia", USE_LAYER=kinds)
    assert rows[0]["us"] == "5"  # two plots of 55 m together outweigh one of 45 m
    words = make_layer("Polygon", [(plots[0], "housing")], [("us", "text")])
    given = {"INPUT": layer, "SOURCE": "cosia", "USE_LAYER": words, "OUTPUT": "TEMPORARY_OUTPUT"}
    assert "holds no use of OCS GE" in refusal(NAME, given)


def test_an_own_table_of_classes(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("product,class,name,cs,us,checked,note,source\ncosia,toiture,Roof,1.1.1.1,5,1,,town\n")
    rows, _ = normalised(squares((("classe", "text"),), ("Toiture",)), SOURCE="cosia", MAPPING=str(table))
    assert (rows[0]["cs"], rows[0]["us"]) == ("1.1.1.1", "5")
    layer = squares((("code_18", "text"),), ("311",))
    given = {"INPUT": layer, "SOURCE": "clc", "MAPPING": str(table), "OUTPUT": "TEMPORARY_OUTPUT"}
    assert "has no class of clc" in refusal(NAME, given)
    _, run = normalised(squares(OCSGE, ("CS2.2.1", "US5")), MAPPING=str(table))
    assert any("own.csv is not used" in text for text in run.feedback.warnings)


def test_rows_without_polygon_multiparts_and_heights_are_kept():
    corners = [(0, 0), (0.02, 0.01), (0.02, 0), (0, 0.01)]
    bow = placed(shapely.Polygon(corners))  # of 1 cm2: its repair changes nothing that counts
    two = shapely.MultiPolygon([rectangle(200, 0, 210, 10), rectangle(220, 0, 230, 10)])
    tall = placed(shapely.force_3d(shapely.box(300, 0, 310, 10), 20.0))
    layer = make_layer("MultiPolygonZ", [(shape, "CS2.2.1", "US1.1") for shape in (bow, None, two, tall)], OCSGE)
    rows, run = normalised(layer)
    assert len(rows) == 4 and [row["geometry"] is None for row in rows] == [False, True, False, False]
    assert [len(getattr(row["geometry"], "geoms", ())) for row in rows[2:]] == [2, 1]
    assert any("1 invalid geometries were repaired" in text for text in run.feedback.warnings)
    assert any("repairs changed 0.00" in text for text in run.feedback.infos)
    assert run.results["TOTAL_M2"] == pytest.approx(300, rel=2e-3)
    assert "no polygon" in refusal(NAME, {"INPUT": make_layer("Polygon", [], OCSGE), "OUTPUT": "TEMPORARY_OUTPUT"})


def test_repairs_that_would_change_the_figures_stop_the_run():
    bow = placed(shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 90)]))
    layer = make_layer("Polygon", [(bow, "CS1.1.1.1", "US5"), (rectangle(200, 0, 300, 100), "CS2.2.1", "US1.1")], OCSGE)
    assert "mend them first" in refusal(NAME, {"INPUT": layer, "OUTPUT": "TEMPORARY_OUTPUT"})
    frame, _ = town_of_openstreetmap()
    woods = make_layer("Polygon", [(bow, "wood")], [("natural", "text")], name="woods")
    _, run = normalised(frame, SOURCE="osm", LAYERS=[woods])  # layers to paint are told of, the frame stays whole
    assert run.results["TOTAL_M2"] == pytest.approx(20_000, rel=2e-3)
    assert any(text.startswith("woods: the repairs changed") for text in run.feedback.warnings)
    bent = make_layer("Polygon", [(bow, "35238")], [("code", "text")])
    given = {"INPUT": bent, "SOURCE": "osm", "LAYERS": [woods], "OUTPUT": "TEMPORARY_OUTPUT"}
    assert "mend them first" in refusal(NAME, given)


def test_vertices_are_brought_to_the_grid():
    rough = rectangle(0.00037, 0, 10.00081, 10)
    for grid_mm, width in ((1.0, 10.001), (100.0, 10.0)):
        rows, _ = normalised(make_layer("Polygon", [(rough, "CS2.2.1", "US1.1")], OCSGE), GRID_MM=grid_mm)
        west, _, east, _ = rows[0]["geometry"].bounds
        assert east - west == pytest.approx(width, abs=1e-9)


def test_degrees_stay_degrees():
    layer = make_layer(
        "Polygon", [(shapely.box(-1.68, 48.11, -1.679, 48.111), "CS2.2.1", "US1.1")], OCSGE, crs="EPSG:4326"
    )
    rows, run = normalised(layer)
    assert opened(run.results["OUTPUT"]).crs().authid() == "EPSG:4326"
    assert run.results["TOTAL_M2"] == pytest.approx(8280, rel=0.01) and rows[0]["geometry"].bounds[0] == -1.68


# --- painting ------------------------------------------------------------------------------------------------------


def town_of_openstreetmap():
    frame = make_layer("Polygon", [(rectangle(0, 0, 200, 100), "35238")], [("code", "text")], name="commune")
    kinds = [("landuse", "text"), ("leisure", "text")]
    grounds = [(rectangle(0, 0, 100, 100), "residential", None), (rectangle(100, 0, 150, 100), None, "park")]
    areas = make_layer("Polygon", grounds, kinds, name="areas")
    street = placed(shapely.LineString([(0, 50), (200, 50)]))
    ways = make_layer(
        "LineString", [(street, "residential", "8")], [("highway", "text"), ("width", "text")], name="ways"
    )
    buildings = make_layer("Polygon", [(rectangle(20, 20, 30, 30), "yes")], [("building", "text")], name="buildings")
    trees = make_layer("Point", [(rectangle(0, 0, 2, 2).centroid, "tree")], [("natural", "text")], name="trees")
    return frame, [areas, ways, buildings, trees]


def test_openstreetmap_is_painted():
    frame, layers = town_of_openstreetmap()
    rows, run = normalised(frame, SOURCE="osm", LAYERS=layers)
    areas = {}
    for row in rows:
        key = row["cs"], row["us"], row["parc"]
        areas[key] = areas.get(key, 0.0) + row["geometry"].area
    assert areas[("1.1.1.1", "5", 0)] == pytest.approx(100, abs=0.1)
    assert areas[("1.1.1.2", "4.1.1", 0)] == pytest.approx(1600, abs=1)
    assert areas[("2.2.1", "3", 1)] == pytest.approx(4600, abs=1)
    assert areas[(None, None, 0)] == pytest.approx(4600, abs=1)  # never silently "not artificial"
    assert sum(areas.values()) == pytest.approx(20_000, abs=0.01)
    assert run.results["UNKNOWN_PCT"] == pytest.approx(23, abs=0.1)
    assert any("points tell no ground" in text for text in run.feedback.infos)
    assert any(text.startswith("ways: 1 of 1 features") for text in run.feedback.infos)


def painted_areas(frame, source, *layers, **more):
    """Return the area of each pair of codes [m2]."""
    rows, run = normalised(frame, SOURCE=source, LAYERS=list(layers), **more)
    areas = {}
    for row in rows:
        key = row["cs"], row["us"]
        areas[key] = areas.get(key, 0.0) + row["geometry"].area
    return areas, run


def street(y, *values, fields, name, west=0, east=200):
    line = placed(shapely.LineString([(west, y), (east, y)]))
    return make_layer("LineString", [(line, *values)], fields, name=name)


def test_the_result_does_not_depend_on_the_order_of_the_layers():
    frame, layers = town_of_openstreetmap()
    kinds = [("natural", "text")]
    water = make_layer("Polygon", [(rectangle(0, 60, 100, 100), "water")], kinds, name="water")
    wood = make_layer("Polygon", [(rectangle(50, 60, 150, 100), "wood")], kinds, name="wood")
    one, _ = painted_areas(frame, "osm", *layers, water, wood)
    other, _ = painted_areas(frame, "osm", wood, water, *layers[::-1])
    assert one == other and one[("2.1.1", "6.3")] > 0 and one[("1.2.2", "6.3")] > 0


def test_a_layer_of_uses_tells_the_use_below_what_is_painted():
    frame, _ = town_of_openstreetmap()
    house = make_layer("Polygon", [(rectangle(20, 20, 30, 30), "yes")], [("building", "text")], name="buildings")
    way = street(50, "residential", "8", fields=[("highway", "text"), ("width", "text")], name="ways")
    plots = make_layer("Polygon", [(rectangle(0, 0, 100, 100), "US5")], [("us", "text")], name="plots")
    areas, run = painted_areas(frame, "osm", house, way, USE_LAYER=plots)
    assert areas[("1.1.1.1", "5")] == pytest.approx(100) and areas[("1.1.1.2", "4.1.1")] == pytest.approx(1600, abs=1)
    assert areas[(None, "5")] == pytest.approx(9100, abs=1)  # a use without a cover is still unknown
    assert run.results["UNKNOWN_M2"] == pytest.approx(18_300, rel=2e-3)
    given = {"INPUT": frame, "SOURCE": "osm", "USE_LAYER": plots, "OUTPUT": "TEMPORARY_OUTPUT"}
    points = make_layer("Point", [], [("natural", "text")], name="trees")
    assert "Nothing of the layers is painted" in refusal(NAME, {**given, "LAYERS": [points]})


def test_a_road_outside_reaches_into_the_frame_as_far_as_it_is_wide():
    frame, _ = town_of_openstreetmap()
    way = street(-2, "motorway", fields=[("highway", "text")], name="ways", west=-50, east=250)
    areas, _ = painted_areas(frame, "osm", way)
    assert areas[("1.1.1.2", "4.1.1")] == pytest.approx(200 * 9, abs=0.1)


def test_bd_topo_is_read_by_the_names_of_its_geopackage():
    frame, _ = town_of_openstreetmap()
    fields = [("nature", "text"), ("largeur_de_chaussee", "real"), ("position_par_rapport_au_sol", "text")]
    road = street(50, "Route à 1 chaussée", 9.0, "0", fields=fields, name="troncon_de_route")
    tunnel = street(20, "Route à 1 chaussée", 9.0, "-1", fields=fields, name="troncon_de_route souterrain")
    path = street(80, "Sentier", 0.0, "0", fields=fields, name="troncon_de_route 3")
    odd = make_layer("Polygon", [(rectangle(0, 0, 5, 5), "x")], [("nature", "text")], name="commune")
    areas, run = painted_areas(frame, "bdtopo", road, tunnel, path, odd)
    assert areas[("1.1.1.2", "4.1.1")] == pytest.approx(1800, abs=0.1)
    assert run.results["UNREAD"] == 1  # the path and the tunnel are left out by rule, the commune fits none
    assert any(text.startswith("commune: 0 of 1 features are painted; no rule fits 1") for text in run.feedback.infos)


def test_a_grid_in_degrees_is_painted_in_metres():
    corners = [(-1.68, 48.11), (-1.678, 48.11), (-1.678, 48.111), (-1.68, 48.111)]
    frame = make_layer("Polygon", [(shapely.Polygon(corners), "a")], [("code", "text")], crs="EPSG:4326")
    house = make_layer("Polygon", [(shapely.box(-1.679, 48.1104, -1.6788, 48.1106), "yes")], [("building", "text")],
                       crs="EPSG:4326", name="buildings")  # fmt: skip
    rows, run = normalised(frame, SOURCE="osm", LAYERS=[house])
    assert opened(run.results["OUTPUT"]).crs().authid() == "EPSG:2154"
    assert run.results["TOTAL_M2"] == pytest.approx(16_560, rel=0.01)
    assert sorted(row["cs"] or "" for row in rows) == ["", "1.1.1.1"]
    assert any("no metres" in text for text in run.feedback.warnings)


def test_painting_says_what_it_needs():
    frame, layers = town_of_openstreetmap()
    common = {"INPUT": frame, "OUTPUT": "TEMPORARY_OUTPUT"}
    assert "give them as LAYERS" in refusal(NAME, {**common, "SOURCE": "osm"})
    assert "choose one of them" in refusal(NAME, {**common, "SOURCE": "ocsge", "LAYERS": layers})
    assert "Nothing of the layers is painted" in refusal(NAME, {**common, "SOURCE": "bdtopo", "LAYERS": layers})


def test_cancel_and_provenance(tmp_path):
    frame, layers = town_of_openstreetmap()
    painted = {"INPUT": frame, "SOURCE": "osm", "LAYERS": layers}
    for number, parameters in enumerate((painted, {"INPUT": squares(OCSGE, ("CS2.2.1", "US5"))})):
        path = str(tmp_path / f"{number}.gpkg")
        assert run_algorithm(NAME, {**parameters, "OUTPUT": path}, cancel_at=0).results == {}
        assert files_in(tmp_path) == [f"{n}.gpkg" for n in range(number)]
        run_algorithm(NAME, {**parameters, "OUTPUT": path})
        check_record(record_of(path), NAME)


def test_in_french():
    frame, _ = town_of_openstreetmap()
    with french():
        sentence = refusal(NAME, {"INPUT": frame, "SOURCE": "osm", "OUTPUT": "TEMPORARY_OUTPUT"})
    assert sentence.startswith("OpenStreetMap et la BD TOPO sont peints")


def test_it_runs_headless(qgis_process, tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    feature = {"type": "Feature", "properties": {"code_cs": "CS1.1.1.1", "code_us": "US5"},
               "geometry": json.loads(shapely.to_geojson(SQUARE))}  # fmt: skip
    path = tmp_path / "cover.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}))
    results = qgis_process(
        "run", f"cityorchestra:{NAME}", "--", f"INPUT={path}", f"OUTPUT={tmp_path / 'o.gpkg'}"
    ).results
    assert float(results["UNKNOWN_PCT"]) == 0.0 and float(results["BRUT_M2"]) == pytest.approx(10_000, rel=2e-3)
