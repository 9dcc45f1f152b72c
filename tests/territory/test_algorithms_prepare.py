"""Algorithm ``territory_prepare`` in QGIS."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("qgis.core")
import rasterio
import shapely
from cityorchestra.processing_provider import engine
from cityorchestra.processing_provider.territory.schema import standard_layers
from cityorchestra.tests.algorithm_support import (
    LAMBERT_93,
    SOUTH,
    WEST,
    WGS_84,
    check_record,
    colours_of,
    comparable,
    files_in,
    french,
    from_python_command,
    in_degrees,
    line,
    load_results,
    make_layer,
    read_raster,
    record_of,
    refusal,
    rows_of,
    run_in_model,
    selected,
    write_raster,
)
from qgis.core import QgsProject, QgsVectorLayer

NAME = "territory_prepare"
SIDE = 60  # m
TITLES = {
    "Zones", "Buildings", "Streets", "Trees", "Vegetation", "Green spaces", "Water", "Watercourses",
    "Street equipment", "Places", "Population",
}  # fmt: skip
BUILDING_FIELDS = [
    ("cleabs", "text"),
    ("usage_1", "text"),
    ("hauteur", "real"),
    ("nombre_d_etages", "integer"),
    ("altitude_minimale_sol", "real"),
    ("altitude_minimale_toit", "real"),
]

pytestmark = pytest.mark.usefixtures("provider")


def box(west, south, east, north):
    return shapely.box(WEST + west, SOUTH + south, WEST + east, SOUTH + north)


BUILDINGS = [
    (box(5, 5, 15, 15), "A", "Résidentiel", 12.0, 4, None, None),
    (box(25, 5, 35, 15), "B", "Résidentiel", None, 3, None, None),
    (box(45, 5, 55, 15), "C", "Industriel", None, None, 20.0, 27.5),
    (box(5, 40, 11, 46), "D", "Annexe", None, None, None, None),
]
# Height and rule of each: measured, 3 m a storey and 1 m, roof less ground, default of a small annex.
HEIGHTS = {"A": (12.0, "measured"), "B": (10.0, "storeys"), "C": (7.5, "roof_altitude"), "D": (3.7, "default")}


def buildings(crs=LAMBERT_93, more=()):
    rows = [*BUILDINGS, *more]
    if crs != LAMBERT_93:
        rows = [(in_degrees(shape), *values) for shape, *values in rows]
    return make_layer("Polygon", rows, BUILDING_FIELDS, crs=crs, name="batiment")


def streets():
    fields = [
        ("id", "text"),
        ("nature", "text"),
        ("importance", "text"),
        ("largeur_de_chaussee", "real"),
        ("position_par_rapport_au_sol", "text"),
    ]
    rows = [
        (line((0, 30), (60, 30)), "s1", "Route à 1 chaussée", "5", 5.5, "0"),
        (line((30, 0), (30, 60)), "s2", "Sentier", "6", None, "1"),
        (line((0, 20), (60, 20)), "s3", "Bac ou liaison maritime", "5", None, "0"),
    ]
    return make_layer("LineString", rows, fields, name="troncon_de_route")


def trees():
    fields = [("osm_id", "text"), ("natural", "text"), ("height", "text"), ("diameter_crown", "text")]
    rows = [(shapely.Point(WEST + 30.5, SOUTH + 50.5), "7", "tree", "8 m", "6")]
    return make_layer("Point", rows, fields, name="arbres")


def parameters(folder, **changes):
    """A territory of 60 x 60 m, written into a folder."""
    return {
        "BUILDINGS": buildings(),
        "STREETS": streets(),
        "TREES": trees(),
        "EXTENT": f"{WEST},{WEST + SIDE},{SOUTH},{SOUTH + SIDE} [{LAMBERT_93}]",
        "OUTPUT": str(folder / "territory.gpkg"),
        "OUTPUT_DTM": str(folder / "dtm.tif"),
        "OUTPUT_DSM": str(folder / "dsm.tif"),
        "OUTPUT_CANOPY": str(folder / "canopy.tif"),
        "OUTPUT_REPORT": str(folder / "report.html"),
        **changes,
    }


def layer(results, name):
    return rows_of(f"{results['OUTPUT']}|layername={name}")


def by_id(results, name="buildings", key="building_id"):
    return {row[key]: row for row in layer(results, name)}


@pytest.fixture(scope="module")
def prepared(provider, tmp_path_factory):
    from cityorchestra.tests.qgis_support import run_algorithm

    return run_algorithm(NAME, parameters(tmp_path_factory.mktemp("prepared")))


def at(path, east, north):
    """Value of a raster at metres from the corner."""
    with rasterio.open(path) as dataset:
        return next(dataset.sample([(WEST + east, SOUTH + north)]))[0]


def test_geopackage_follows_the_schema(prepared):
    with sqlite3.connect(prepared.results["OUTPUT"]) as database:
        tables = {row[0]: row[1] for row in database.execute("SELECT table_name, data_type FROM gpkg_contents")}
    assert set(tables) == {*standard_layers(), "territory_layers"}
    for name, schema in standard_layers().items():
        opened = QgsVectorLayer(f"{prepared.results['OUTPUT']}|layername={name}", name, "ogr")
        assert [item.name() for item in opened.fields()] == ["fid", *(item.name for item in schema.fields)]
        assert opened.crs().authid() == LAMBERT_93
        for row in rows_of(opened):
            for item in schema.fields:
                assert not item.required or row[item.name] is not None, (name, item.name)
    assert prepared.results["FEATURES"] == sum(len(layer(prepared.results, name)) for name in standard_layers()) == 7


def test_heights_by_rule_are_flagged(prepared):
    rows = by_id(prepared.results)
    assert {key: (row["height_m"], row["height_source"]) for key, row in rows.items()} == HEIGHTS
    assert prepared.results["MEASURED_SHARE"] == 50.0  # A and C
    assert rows["A"]["use"] == "residential"
    assert rows["D"]["geometry"].area == pytest.approx(36)
    assert "Buildings: height_m set by default rule for 1 features." in prepared.feedback.infos


def test_streets_and_trees_are_understood(prepared):
    rows = by_id(prepared.results, "streets", "street_id")
    assert set(rows) == {"s1", "s2"}, "a ferry is not a street"
    assert (rows["s1"]["street_class"], rows["s1"]["width_m"], rows["s1"]["width_source"]) == (
        "residential",
        5.5,
        "measured",
    )
    assert (rows["s2"]["street_class"], rows["s2"]["level"], rows["s2"]["width_source"]) == ("path", 1, "default")
    (tree,) = layer(prepared.results, "trees")
    assert (tree["tree_id"], tree["height_m"], tree["crown_diameter_m"]) == ("node/7", 8.0, 6.0)
    assert "Streets: 2 features from troncon_de_route (bdtopo), 1 left out." in prepared.feedback.infos
    assert "Trees: 1 features from arbres (osm), 0 left out." in prepared.feedback.infos


def test_rasters_hold_roofs_and_crowns(prepared):
    results = prepared.results
    for name in ("DTM", "DSM", "CANOPY"):
        with rasterio.open(results[f"OUTPUT_{name}"]) as dataset:
            assert (dataset.width, dataset.height, dataset.res) == (SIDE, SIDE, (1.0, 1.0))
            assert dataset.bounds[:2] == (WEST, SOUTH)
            assert dataset.crs.to_epsg() == 2154
    assert (read_raster(results["OUTPUT_DTM"]) == 0).all()
    dsm, canopy = read_raster(results["OUTPUT_DSM"]), read_raster(results["OUTPUT_CANOPY"])
    for (place, *_), (height, _) in zip(BUILDINGS, HEIGHTS.values()):
        middle = place.centroid
        assert at(results["OUTPUT_DSM"], middle.x - WEST, middle.y - SOUTH) == pytest.approx(height)
    assert (dsm > 0).sum() == 3 * 100 + 36
    # An ellipsoid from 2 to 8 m, 6 m wide, whose stem is the middle of a cell.
    assert at(results["OUTPUT_CANOPY"], 30.5, 50.5) == pytest.approx(8.0)
    assert at(results["OUTPUT_CANOPY"], 32.5, 50.5) == pytest.approx(8 * (0.625 + 0.375 * np.sqrt(1 - 4 / 9)))
    assert at(results["OUTPUT_CANOPY"], 34.5, 50.5) == 0
    assert (canopy > 0).sum() == pytest.approx(np.pi * 9, abs=5)


def test_roofs_stand_on_the_median_of_the_terrain(run_algorithm, tmp_path):
    # 10 % up towards the east: under building A, from 5 to 15 m, the median is 1 m above the corner.
    slope = np.tile(50 + 0.1 * (np.arange(SIDE) + 0.5), (SIDE, 1))
    slope[:5] = np.nan
    dtm = write_raster(tmp_path / "terrain.tif", slope, north=SOUTH + SIDE, nodata=-9999.0)
    results = run_algorithm(NAME, parameters(tmp_path, DTM=dtm, EXTENT=None)).results
    assert at(results["OUTPUT_DSM"], 6.5, 10.5) == pytest.approx(63.0, abs=0.051)
    assert at(results["OUTPUT_DSM"], 14.5, 10.5) == at(results["OUTPUT_DSM"], 6.5, 10.5), "roofs are flat"
    assert at(results["OUTPUT_DSM"], 20.5, 10.5) == pytest.approx(52.05, abs=1e-4)
    assert at(results["OUTPUT_DTM"], 20.5, 10.5) == pytest.approx(52.05, abs=1e-4)
    for name in ("DTM", "DSM"):
        assert (read_raster(results[f"OUTPUT_{name}"])[:5] == -9999.0).all()


def test_survey_gives_roofs_and_canopy(run_algorithm, tmp_path):
    terrain = np.full((SIDE, SIDE), 50.0)
    surface = terrain.copy()
    surface[SIDE - 15 : SIDE - 5, 5:15] = 61.0  # building A, 11 m by the survey
    surface[10:14, 40:44] = 59.0  # a tree
    surface[20:22, 40:44] = 51.0  # a car
    dtm = write_raster(tmp_path / "terrain.tif", terrain, north=SOUTH + SIDE)
    lidar = write_raster(tmp_path / "survey.tif", surface, north=SOUTH + SIDE)
    results = run_algorithm(NAME, parameters(tmp_path, DTM=dtm, LIDAR=lidar)).results
    assert at(results["OUTPUT_DSM"], 10, 10) == 61.0
    assert at(results["OUTPUT_DSM"], 42, SIDE - 12) == 50.0, "trees are not in the surface"
    canopy = read_raster(results["OUTPUT_CANOPY"])
    assert (canopy[10:14, 40:44] == 9.0).all()
    assert (canopy > 0).sum() == 16
    assert canopy[SIDE - 10, 10] == 0


def test_same_territory_from_longitude_and_latitude(run_algorithm, prepared, tmp_path):
    results = run_algorithm(NAME, parameters(tmp_path, BUILDINGS=buildings(WGS_84))).results
    rows, expected = by_id(results), by_id(prepared.results)
    for key, row in rows.items():
        assert row["height_m"] == expected[key]["height_m"]
        assert row["geometry"].hausdorff_distance(expected[key]["geometry"]) < 1e-3
    np.testing.assert_array_equal(read_raster(results["OUTPUT_DSM"]), read_raster(prepared.results["OUTPUT_DSM"]))


def test_bad_features_are_counted_in_the_log_and_in_the_report(run_algorithm, tmp_path):
    x, y = WEST + 40, SOUTH + 40
    bow_tie = f"POLYGON(({x} {y}, {x + 10} {y + 10}, {x + 10} {y}, {x} {y + 10}, {x} {y}))"
    flat = f"POLYGON(({x} {y}, {x + 5} {y}, {x} {y}, {x} {y}))"
    more = [
        (None, "null", "Annexe", 3.0, None, None, None),
        (bow_tie, "tie", "Annexe", 3.0, None, None, None),
        (flat, "flat", "Annexe", 3.0, None, None, None),
        (box(20, 40, 22, 42), None, None, None, None, None, None),
    ]
    run = run_algorithm(NAME, parameters(tmp_path, EXTENT=None, BUILDINGS=buildings(more=more)))
    assert run.feedback.warnings == [
        "Buildings: 1 features without geometry are skipped.",
        "Buildings: 1 invalid geometries were repaired.",
        "Buildings: 1 invalid geometries could not be repaired and are skipped.",
    ]
    rows = by_id(run.results)
    assert len(rows) == 6
    assert rows["tie"]["geometry"].area == pytest.approx(50)
    (nameless,) = set(rows) - {"A", "B", "C", "D", "tie"}
    assert nameless
    assert rows[nameless]["use"] == "other"
    (about,) = [row for row in layer(run.results, "territory_layers") if row["layer"] == "buildings"]
    assert about["features"] == 6
    assert "1 features without geometry" in about["gaps"]
    assert "1 geometries repaired" in about["gaps"]
    assert "1 geometries of the wrong kind or beyond repair" in about["gaps"]
    report = Path(run.results["OUTPUT_REPORT"]).read_text(encoding="utf-8")
    for text in about["gaps"].split("; "):
        assert text in report


def test_sources_licences_and_gaps_are_told(prepared):
    about = {row["layer"]: row for row in layer(prepared.results, "territory_layers")}
    assert set(about) == {*standard_layers(), "dtm", "dsm", "canopy"}
    assert about["buildings"]["source"] == "batiment"
    assert about["buildings"]["licence"] == "Licence Ouverte 2.0 (IGN, BD TOPO)"
    assert about["trees"]["licence"] == "ODbL 1.0 (© OpenStreetMap contributors)"
    assert about["water"]["gaps"] == "no layer was given"
    assert about["dsm"]["source"] == "dsm.tif"
    assert "flat ground" in about["dsm"]["gaps"]
    for name in standard_layers():
        assert about[name]["features"] == len(layer(prepared.results, name))
    report = Path(prepared.results["OUTPUT_REPORT"]).read_text(encoding="utf-8")
    assert report.startswith("<!DOCTYPE html><html lang='en'>")
    assert "<td>Buildings</td><td class='n'>4</td><td>batiment</td>" in report


def test_every_layer_keeps_its_provenance(prepared):
    results = prepared.results
    for name in standard_layers():
        record = record_of(f"{results['OUTPUT']}|layername={name}")
        check_record(record, NAME, PROFILE="auto", CELL_SIZE="1")
    for name in ("DTM", "DSM", "CANOPY"):
        check_record(record_of(results[f"OUTPUT_{name}"]), NAME)
    assert [item["parameter"] for item in record["inputs"]] == ["BUILDINGS", "STREETS", "TREES"]
    opened = QgsVectorLayer(f"{results['OUTPUT']}|layername=buildings", "buildings", "ogr")
    assert opened.metadata().abstract() == "Standard territory prepared from: arbres, batiment, troncon_de_route."
    assert "Licence Ouverte 2.0 (IGN, BD TOPO)" in opened.metadata().licenses()
    assert opened.metadata().title() == "Buildings"


def test_preparing_a_prepared_territory_changes_nothing(run_algorithm, prepared, tmp_path):
    given = {name.upper(): f"{prepared.results['OUTPUT']}|layername={name}" for name in standard_layers()}
    results = run_algorithm(NAME, parameters(tmp_path, **given)).results
    for name in standard_layers():
        assert comparable(f"{results['OUTPUT']}|layername={name}") == comparable(
            f"{prepared.results['OUTPUT']}|layername={name}"
        )
    for name in ("DSM", "CANOPY"):
        np.testing.assert_array_equal(
            read_raster(results[f"OUTPUT_{name}"]), read_raster(prepared.results[f"OUTPUT_{name}"])
        )


def test_own_mapping_table(run_algorithm, tmp_path):
    table = tmp_path / "mapping.csv"
    table.write_text(
        "profile,layer,field,source,rule,from,to\n"
        "custom,buildings,height_m,ELEV,number,,\n"
        "custom,buildings,use,KIND,map,maison,residential\n"
        "custom,buildings,building_id,REF,copy,,\n",
        encoding="utf-8",
    )
    fields = [("REF", "text"), ("KIND", "text"), ("ELEV", "text")]
    rows = [(box(5, 5, 15, 15), "x1", "Maison", "7,5 m"), (box(25, 5, 35, 15), "x2", "phare", None)]
    own = make_layer("Polygon", rows, fields, name="mine")
    run = run_algorithm(NAME, parameters(tmp_path, BUILDINGS=own, STREETS=None, TREES=None, MAPPING=str(table)))
    found = by_id(run.results)
    assert (found["x1"]["height_m"], found["x1"]["use"], found["x1"]["height_source"]) == (
        7.5,
        "residential",
        "measured",
    )
    assert (found["x2"]["use"], found["x2"]["height_source"]) == ("other", "default")
    report = Path(run.results["OUTPUT_REPORT"]).read_text(encoding="utf-8")
    assert "phare" in report, "a value that the mapping does not know is named"


def test_extent_in_degrees_keeps_what_meets_it(run_algorithm, tmp_path):
    west, south, east, north = in_degrees(box(1, 1, 20, 20)).bounds
    changes = {"EXTENT": f"{west},{east},{south},{north} [{WGS_84}]"}
    results = run_algorithm(NAME, parameters(tmp_path, **changes)).results
    assert set(by_id(results)) == {"A"}
    # The box of the degrees is turned by the convergence of the meridians.
    assert read_raster(results["OUTPUT_DSM"]).shape == pytest.approx((21, 21), abs=2)


def test_selection_only(run_algorithm, tmp_path, qgis_new_project):
    source = selected(buildings(), {1, 3})
    assert set(by_id(run_algorithm(NAME, parameters(tmp_path, BUILDINGS=source)).results)) == {"A", "C"}


def test_empty_layer_is_told_and_not_refused(run_algorithm, tmp_path):
    empty = make_layer("Polygon", [], BUILDING_FIELDS, name="batiment")
    run = run_algorithm(NAME, parameters(tmp_path, BUILDINGS=empty))
    assert layer(run.results, "buildings") == []
    assert "Buildings: the layer has no feature." in run.feedback.warnings
    assert run.results["MEASURED_SHARE"] is None
    assert (read_raster(run.results["OUTPUT_DSM"]) == 0).all()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"BUILDINGS": None, "STREETS": None, "TREES": None}, "Give at least one layer"),
        ({"BUILDINGS": "absent.gpkg"}, "BUILDINGS"),
        ({"MAPPING": "absent.csv"}, "MAPPING"),
        ({"OUTPUT": "territory.shp"}, "must be a GeoPackage; give a name ending in .gpkg"),
        ({"OUTPUT_DSM": "dsm.png"}, "must be a GeoTIFF; give a name ending in .tif"),
        ({"CELL_SIZE": 0}, "CELL_SIZE"),
        ({"CRS": WGS_84}, "is not in metres"),
        ({"CRS": "EPSG:3857"}, "is not in metres"),
        ({"SCHEDULER": "tcp://127.0.0.1:9"}, "does not answer"),
        ({"PROFILE": "cadastre"}, "PROFILE"),
    ],
)
def test_refusals(monkeypatch, tmp_path, changes, sentence):
    monkeypatch.setattr(engine, "SCHEDULER_TIMEOUT_S", 0.3)
    changes = {
        key: str(tmp_path / value) if key.startswith("OUTPUT") or key == "MAPPING" else value
        for key, value in changes.items()
    }
    assert sentence in refusal(NAME, parameters(tmp_path, **changes))
    assert files_in(tmp_path) == []


def test_layers_without_the_columns_needed_are_refused(tmp_path):
    lines = make_layer("LineString", [(line((0, 0), (9, 9)), "a")], [("name", "text")])
    sentence = refusal(NAME, parameters(tmp_path, STREETS=lines))
    assert "has no column for street_class; add a row to the mapping, for example: custom,streets" in sentence
    areas = make_layer("Polygon", [(box(0, 0, 9, 9), "1", "x")], [("osm_id", "text"), ("name", "text")])
    assert "none of the columns that choose its features" in refusal(NAME, parameters(tmp_path, WATER=areas))
    assert files_in(tmp_path) == []


def test_surveys_that_do_not_fit_are_refused(tmp_path):
    work = tmp_path / "out"
    work.mkdir()
    terrain = write_raster(tmp_path / "terrain.tif", np.zeros((20, 20)))
    other = write_raster(tmp_path / "other.tif", np.zeros((20, 30)))
    utm = write_raster(tmp_path / "utm.tif", np.zeros((20, 20)), west=598000, north=5329000, crs="EPSG:32630")
    degrees = write_raster(tmp_path / "degrees.tif", np.zeros((9, 9)), west=-1.7, north=48.1, cell=1e-5, crs=WGS_84)
    for changes, sentence in (
        ({"DTM": degrees}, "is in EPSG:4326, where lengths cannot be computed"),
        ({"LIDAR": terrain}, "A LiDAR surface needs the terrain model of the same survey; give it too"),
        ({"DTM": terrain, "LIDAR": other}, "do not have the same grid; align them"),
        ({"DTM": utm, "CRS": LAMBERT_93}, "The terrain model is in EPSG:32630"),
    ):
        assert sentence in refusal(NAME, parameters(work, **changes))
    assert files_in(work) == []


def test_terrain_decides_the_crs(run_algorithm, tmp_path):
    from pyproj import Transformer

    x, y = Transformer.from_crs(LAMBERT_93, "EPSG:32630", always_xy=True).transform(WEST, SOUTH)
    utm = write_raster(tmp_path / "utm.tif", np.full((90, 90), 5.0), west=x - 10, north=y + 80, crs="EPSG:32630")
    results = run_algorithm(NAME, parameters(tmp_path, DTM=utm, EXTENT=None)).results
    opened = QgsVectorLayer(f"{results['OUTPUT']}|layername=buildings", "buildings", "ogr")
    assert opened.crs().authid() == "EPSG:32630"
    assert read_raster(results["OUTPUT_DSM"]).max() == pytest.approx(17.0)


@pytest.fixture(scope="module")
def suburb():
    """A hundred buildings over 600 x 600 m."""
    rng = np.random.default_rng(2)
    rows = []
    for number, (x, y) in enumerate(rng.uniform(0, 580, (100, 2)).round(2)):
        rows.append((box(x, y, x + 15, y + 10), f"b{number}", "Résidentiel", float(number % 17 + 3), None, None, None))
    return make_layer("Polygon", rows, BUILDING_FIELDS, name="batiment")


def test_tiles_change_nothing(run_algorithm, suburb, tmp_path):
    dtm = write_raster(tmp_path / "terrain.tif", np.random.default_rng(1).normal(20, 1, (600, 600)), north=SOUTH + 600)
    found = []
    for name, changes in (("whole", {}), ("tiles", {"MEMORY_LIMIT": 16, "WORKERS": 2})):
        (tmp_path / name).mkdir()
        given = parameters(tmp_path / name, BUILDINGS=suburb, STREETS=None, DTM=dtm, EXTENT=None, **changes)
        found.append(run_algorithm(NAME, given).results)
    for name in ("DTM", "DSM", "CANOPY"):
        np.testing.assert_array_equal(*(read_raster(results[f"OUTPUT_{name}"]) for results in found))


@pytest.mark.parametrize("percent", [5, 30, 55, 90])
def test_cancel_leaves_no_file(run_algorithm, suburb, tmp_path, percent):
    given = parameters(tmp_path, BUILDINGS=suburb, STREETS=None, EXTENT=None, MEMORY_LIMIT=16, WORKERS=1)
    run = run_algorithm(NAME, given, cancel_at=percent)
    assert run.results == {}
    assert max(run.feedback.progresses) < 100
    assert files_in(tmp_path) == []


def test_temporary_outputs(run_algorithm, prepared, tmp_path):
    names = ("OUTPUT", "OUTPUT_DTM", "OUTPUT_DSM", "OUTPUT_CANOPY", "OUTPUT_REPORT")
    results = run_algorithm(NAME, parameters(tmp_path, **dict.fromkeys(names, "TEMPORARY_OUTPUT"))).results
    assert by_id(results).keys() == by_id(prepared.results).keys()
    assert Path(results["OUTPUT_REPORT"]).suffix == ".html"
    assert files_in(tmp_path) == []


def test_report_is_optional(run_algorithm, tmp_path):
    results = run_algorithm(NAME, parameters(tmp_path, OUTPUT_REPORT=None)).results
    assert not results.get("OUTPUT_REPORT")
    assert files_in(tmp_path) == [
        "canopy.qmd",
        "canopy.tif",
        "dsm.qmd",
        "dsm.tif",
        "dtm.qmd",
        "dtm.tif",
        "territory.gpkg",
    ]


def test_same_numbers_in_french(run_algorithm, prepared, tmp_path):
    with french():
        run = run_algorithm(NAME, parameters(tmp_path))
    for name in standard_layers():
        assert comparable(f"{run.results['OUTPUT']}|layername={name}") == comparable(
            f"{prepared.results['OUTPUT']}|layername={name}"
        )
    np.testing.assert_array_equal(read_raster(run.results["OUTPUT_DSM"]), read_raster(prepared.results["OUTPUT_DSM"]))
    assert "lang='fr'" in Path(run.results["OUTPUT_REPORT"]).read_text(encoding="utf-8")


def test_python_command_and_model_give_the_same(run_algorithm, prepared, tmp_path):
    path = str(tmp_path / "batiment.gpkg")
    run_algorithm("native:savefeatures", {"INPUT": buildings(), "OUTPUT": path})
    (tmp_path / "one").mkdir()
    given = parameters(tmp_path / "one", BUILDINGS=path, STREETS=None, TREES=None, CELL_SIZE=2.5)
    given = {key: value for key, value in given.items() if value is not None}
    expected = run_algorithm(NAME, given).results
    (tmp_path / "two").mkdir()
    again = from_python_command(NAME, given)
    again.update({key: value.replace("/one/", "/two/") for key, value in given.items() if key.startswith("OUTPUT")})
    (tmp_path / "three").mkdir()
    in_model = {key: value.replace("/one/", "/three/") for key, value in given.items() if key.startswith("OUTPUT")}
    child = run_in_model(NAME, {**given, **in_model}, "OUTPUT")
    for other in (run_algorithm(NAME, again).results["OUTPUT"], child):
        assert rows_of(f"{other}|layername=buildings") == layer(expected, "buildings")


def test_layers_arrive_styled_and_named(qgis_new_project, tmp_path):
    layers = load_results(NAME, parameters(tmp_path))
    assert set(layers) == TITLES | {"Terrain", "Surface", "Canopy"}
    for name in ("Buildings", "Streets", "Trees", "Surface", "Canopy"):
        assert len(colours_of(layers[name]) - {"#ffffff"}) >= 1, name
        check_record(record_of(layers[name]), NAME)
    assert layers["Surface"].renderer().type() != "singlebandgray"
    order = [item.name() for item in QgsProject.instance().layerTreeRoot().layerOrder()]
    below = [
        "Terrain",
        "Surface",
        "Canopy",
        "Population",
        "Zones",
        "Vegetation",
        "Green spaces",
        "Water",
        "Watercourses",
    ]
    assert order == ["Places", "Street equipment", "Trees", "Buildings", "Streets", *reversed(below)]


def test_layers_stay_out_of_the_project_when_asked(qgis_new_project, tmp_path):
    assert set(load_results(NAME, parameters(tmp_path, OPEN=False))) == {"Terrain", "Surface", "Canopy"}
