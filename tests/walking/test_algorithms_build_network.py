"""Algorithm ``walk_build_network`` in QGIS."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("qgis.core")
import shapely
from cityorchestra.tests.algorithm_support import (
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
    opened,
    record_of,
    refusal,
    rows_of,
    run_in_model,
    selected,
    steps_of,
    values_of,
    write_raster,
)
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsVectorLayer

NAME = "walk_build_network"
BLOCK = 100.0
FIELDS = [("name", "text"), ("lanes", "integer")]
NETWORK_FIELDS = ["edge_id", "u", "v", "len_m", "slope", "slope_max", "comp_id", "side", "level"]

pytestmark = pytest.mark.usefixtures("provider")


def three_by_three():
    """Six streets of 200 m with a vertex every 100 m: 9 junctions, 12 sections of 100 m."""
    steps = (0, BLOCK, 2 * BLOCK)
    east = [(line(*((x, y) for x in steps)), f"east {y:.0f}", 1) for y in steps]
    north = [(line(*((x, y) for y in steps)), f"north {x:.0f}", 2) for x in steps]
    return east + north


@pytest.fixture
def streets():
    return make_layer("LineString", three_by_three(), FIELDS, name="streets")


def parameters(lines, output="TEMPORARY_OUTPUT", **changes):
    return {"LINES": lines, "OUTPUT": output, **changes}


def test_streets_become_edges_and_nodes(run_algorithm, streets):
    run = run_algorithm(NAME, parameters(streets, OUTPUT_NODES="TEMPORARY_OUTPUT"))
    edges, nodes = rows_of(run.results["OUTPUT"]), rows_of(run.results["OUTPUT_NODES"])
    assert [item.name() for item in opened(run.results["OUTPUT"]).fields()] == ["name", "lanes", *NETWORK_FIELDS]
    assert (
        (run.results["EDGES"], run.results["NODES"], run.results["PARTS"]) == (len(edges), len(nodes), 1) == (12, 9, 1)
    )
    assert run.results["MAIN_SHARE"] == 100.0
    assert [row["len_m"] for row in edges] == pytest.approx([BLOCK] * 12)
    assert [row["edge_id"] for row in edges] == list(range(12))
    assert sorted(row["degree"] for row in nodes) == [2] * 4 + [3] * 4 + [4]
    place = {row["node_id"]: row["geometry"] for row in nodes}
    for row in edges:
        assert row["geometry"].length == pytest.approx(row["len_m"])
        assert row["geometry"].boundary.geoms[0].equals(place[row["u"]])
        assert row["geometry"].boundary.geoms[1].equals(place[row["v"]])
        assert (row["comp_id"], row["side"], row["level"], row["slope"]) == (0, "", 0, None)
    assert sorted(row["name"] for row in edges) == sorted(2 * [street[1] for street in three_by_three()])
    assert {row["lanes"] for row in edges if row["name"].startswith("east")} == {1}


def test_lines_that_cross_are_joined_only_when_asked(run_algorithm):
    cross = make_layer("LineString", [(line((0, 50), (100, 50)),), (line((50, 0), (50, 100)),)])
    apart = run_algorithm(NAME, parameters(cross))
    assert (apart.results["EDGES"], apart.results["PARTS"], apart.results["MAIN_SHARE"]) == (2, 2, 50.0)
    (warning,) = apart.feedback.warnings
    assert warning.startswith("The network has 2 parts that do not touch; 100 m are outside the largest one")
    joined = run_algorithm(NAME, parameters(cross, PLANARISE=True))
    assert (joined.results["EDGES"], joined.results["PARTS"]) == (4, 1)
    assert values_of(joined.results["OUTPUT"], "len_m") == pytest.approx([50.0] * 4)


def test_bridge_is_not_joined_to_the_street_below(run_algorithm):
    rows = [
        (line((0, 0), (100, 0), (200, 0)), "street", "0"),
        (line((100, -50), (100, 0), (100, 50)), "bridge", "1"),
        (line((0, 0), (0, 50)), "ford", "Gué ou radier"),
        (line((0, 0), (0, -50)), "lane", None),
    ]
    layer = make_layer("LineString", rows, [("name", "text"), ("position", "text")])
    run = run_algorithm(NAME, parameters(layer, LEVEL_FIELD="position", PLANARISE=True))
    edges = rows_of(run.results["OUTPUT"])
    assert [(row["name"], row["level"], round(row["len_m"])) for row in edges] == [
        ("street", 0, 200),
        ("bridge", 1, 100),
        ("ford", 0, 50),
        ("lane", 0, 50),
    ]
    assert run.results["PARTS"] == 2
    assert run_algorithm(NAME, parameters(layer, PLANARISE=True)).results["PARTS"] == 1


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("boolean", [True, False, None]),
        ("integer", [1, 0, None]),
        ("text", ["oui", "Non", None]),
        ("real", [1.0, 0.0, None]),
    ],
)
def test_lines_where_walking_is_not_allowed_are_left_out(run_algorithm, kind, values):
    rows = [(line((100 * i, 0), (100 * i + 100, 0)), value) for i, value in enumerate(values)]
    layer = make_layer("LineString", rows, [("walk", kind)])
    run = run_algorithm(NAME, parameters(layer, ALLOWED_FIELD="walk"))
    assert values_of(run.results["OUTPUT"], "walk") == [values[0], None]
    assert "1 lines where walking is not allowed are left out." in run.feedback.infos


def test_slopes_follow_a_plane(run_algorithm, streets, tmp_path):
    # 5 % up towards the east, level towards the north; the terrain stops 60 m short in the north.
    column = np.arange(240)
    heights = np.tile(0.05 * column, (190, 1)) + 20
    dtm = write_raster(tmp_path / "dtm.tif", heights, west=WEST - 20, north=SOUTH + 170)
    edges = rows_of(run_algorithm(NAME, parameters(streets, DTM=dtm)).results["OUTPUT"])
    inside = [row for row in edges if row["geometry"].bounds[3] < SOUTH + 170]
    assert len(inside) == 7
    for row in inside:
        slope = 0.05 if row["name"].startswith("east") else 0.0
        assert row["slope"] == pytest.approx(slope, abs=1e-3)
        assert row["slope_max"] == pytest.approx(slope, abs=2e-3)
    for row in edges:
        if row["geometry"].bounds[3] > SOUTH + 170:
            assert row["slope"] is None
            assert row["slope_max"] is None


def test_steepest_part_of_a_street_is_over_20_m(run_algorithm, tmp_path):
    # Level, then 30 m that rise by 3 m, then level.
    profile = np.interp(np.arange(240), [0, 100, 130, 240], [0, 0, 3, 3])
    dtm = write_raster(tmp_path / "dtm.tif", np.tile(profile, (20, 1)), west=WEST - 20, north=SOUTH + 10)
    layer = make_layer("LineString", [(line((0, 0), (200, 0)),), (line((200, 0), (0, 0)),)])
    there, back = rows_of(run_algorithm(NAME, parameters(layer, DTM=dtm)).results["OUTPUT"])
    assert there["slope"] == pytest.approx(3 / 200)
    assert back["slope"] == pytest.approx(-3 / 200)
    assert there["slope_max"] == pytest.approx(0.1, abs=0.01)
    assert back["slope_max"] == pytest.approx(there["slope_max"])


def test_two_sides_of_a_street(run_algorithm):
    rows = [(line((0, 0), (100, 0)), 6.0), (line((100, 0), (200, 0)), 6.0), (line((100, 0), (100, 80)), None)]
    layer = make_layer("LineString", rows, [("width", "real")])
    run = run_algorithm(NAME, parameters(layer, SIDES="2", WIDTH_FIELD="width"))
    edges = rows_of(run.results["OUTPUT"])
    assert run.results["PARTS"] == 1
    for side, sign in (("left", 1), ("right", -1)):
        ways = [row["geometry"] for row in edges if row["side"] == side]
        assert sum(way.length for way in ways) == pytest.approx(200, abs=10)
        for way in ways:
            middle = way.interpolate(0.5, normalized=True)
            # Half the carriageway and 1 m.
            assert middle.y - SOUTH == pytest.approx(sign * 4.0)
    crossings = [row["geometry"].length for row in edges if row["side"] == "crossing"]
    assert crossings
    assert max(crossings) == pytest.approx(8.0, abs=1.0)
    (path,) = [row for row in edges if row["side"] == ""]
    assert path["width"] is None


def test_same_network_in_longitude_and_latitude(run_algorithm, streets):
    degrees = [(in_degrees(shape), *values) for shape, *values in three_by_three()]
    layer = make_layer("LineString", degrees, FIELDS, crs=WGS_84)
    expected = rows_of(run_algorithm(NAME, parameters(streets)).results["OUTPUT"])
    result = run_algorithm(NAME, parameters(layer)).results["OUTPUT"]
    assert opened(result).crs().authid() == WGS_84
    number = {}  # of nodes, whose order follows coordinates that are equal but for rounding
    for row, other in zip(rows_of(result), expected):
        assert row["name"] == other["name"]
        for end in "uv":
            assert number.setdefault(other[end], row[end]) == row[end]
        assert row["len_m"] == pytest.approx(other["len_m"], abs=1e-3)
        assert row["geometry"].hausdorff_distance(in_degrees(other["geometry"])) < 1e-8
    assert len(set(number.values())) == 9


def test_project_crs_serves_when_the_layer_is_in_degrees(run_algorithm, qgis_new_project):
    layer = make_layer("LineString", [(in_degrees(line((0, 0), (100, 0))),)], crs=WGS_84)
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem("EPSG:32630"))
    (length,) = values_of(run_algorithm(NAME, parameters(layer)).results["OUTPUT"], "len_m")
    utm = shapely.length(shapely.transform(line((0, 0), (100, 0)), lambda xy: _to_utm(xy)))
    assert length == pytest.approx(utm, abs=1e-3)
    assert length != pytest.approx(100.0, abs=1e-3)


def _to_utm(xy):
    from pyproj import Transformer

    return np.column_stack(Transformer.from_crs("EPSG:2154", "EPSG:32630", always_xy=True).transform(*xy.T))


def test_terrain_in_another_crs_is_read_at_the_right_place(run_algorithm, tmp_path):
    corner = _to_utm(np.array([[WEST, SOUTH]]))[0]
    heights = np.full((400, 400), 8.0)
    dtm = write_raster(tmp_path / "utm.tif", heights, west=corner[0] - 200, north=corner[1] + 200, crs="EPSG:32630")
    layer = make_layer("LineString", [(line((0, 0), (100, 0)),), (line((900, 0), (999, 0)),)])
    assert values_of(run_algorithm(NAME, parameters(layer, DTM=dtm)).results["OUTPUT"], "slope") == [0.0, None]


def test_bad_features_are_counted(run_algorithm):
    rows = [
        (line((0, 0), (100, 0)), "good"),
        (None, "null"),
        ("LINESTRING EMPTY", "empty"),
        (f"LINESTRING({WEST} {SOUTH}, {WEST} {SOUTH})", "a point"),
        (f"MULTILINESTRING(({WEST} {SOUTH}, {WEST} {SOUTH + 50}),({WEST} {SOUTH + 60}, {WEST} {SOUTH + 70}))", "two"),
    ]
    layer = make_layer("MultiLineString", rows, [("name", "text")])
    run = run_algorithm(NAME, parameters(layer))
    assert sorted(values_of(run.results["OUTPUT"], "name")) == ["good", "two", "two"]
    assert run.feedback.warnings[:2] == [
        "Streets and paths: 2 features without geometry are skipped.",
        "Streets and paths: 1 invalid geometries could not be repaired and are skipped.",
    ]


def test_null_attributes_stay_null(run_algorithm):
    layer = make_layer("LineString", [(line((0, 0), (100, 0)), None, None)], FIELDS)
    (row,) = rows_of(run_algorithm(NAME, parameters(layer)).results["OUTPUT"])
    assert (row["name"], row["lanes"]) == (None, None)


def test_empty_layer_gives_an_empty_network_and_a_warning(run_algorithm):
    layer = make_layer("LineString", [], FIELDS, name="nothing")
    run = run_algorithm(NAME, parameters(layer, OUTPUT_NODES="TEMPORARY_OUTPUT"))
    assert rows_of(run.results["OUTPUT"]) == rows_of(run.results["OUTPUT_NODES"]) == []
    assert (run.results["EDGES"], run.results["NODES"], run.results["MAIN_SHARE"]) == (0, 0, 0)
    assert "Streets and paths: the layer has no feature." in run.feedback.warnings


def test_one_line_is_a_network(run_algorithm):
    layer = make_layer("LineString", [(line((0, 0), (3, 4)),)])
    run = run_algorithm(NAME, parameters(layer))
    assert (run.results["EDGES"], run.results["NODES"]) == (1, 2)
    assert values_of(run.results["OUTPUT"], "len_m") == [5.0]


def test_selection_only(run_algorithm, streets, qgis_new_project):
    run = run_algorithm(NAME, parameters(selected(streets, {2, 5})))  # they cross in the middle
    assert set(values_of(run.results["OUTPUT"], "name")) == {"east 100", "north 100"}
    assert run.results["EDGES"] == 4


def test_snapping_joins_ends_that_nearly_touch(run_algorithm):
    layer = make_layer("LineString", [(line((0, 0), (100, 0)),), (line((100.3, 0), (200, 0)),)])
    assert run_algorithm(NAME, parameters(layer)).results["PARTS"] == 2
    assert run_algorithm(NAME, parameters(layer, SNAP=0.5)).results["PARTS"] == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SIDES": "2"}, "Two sides need the width of the carriageway; choose the width field"),
        ({"SIDES": "2", "WIDTH_FIELD": "lanes"}, "Two-sided streets need a carriageway width above 0 m"),
        ({"SIDES": "3"}, "SIDES"),
        ({"SNAP": 0}, "SNAP"),
        ({"LEVEL_FIELD": "height"}, "no field called height"),
        ({"LINES": None}, "LINES"),
        ({"LINES": "absent.gpkg"}, "LINES"),
    ],
)
def test_refusals(changes, sentence):
    rows = [(line((0, 0), (100, 0)), "street", None)]
    layer = make_layer("LineString", rows, FIELDS)
    assert sentence in refusal(NAME, parameters(layer, **changes))


def test_layer_without_crs_and_terrain_in_degrees_are_refused(streets, tmp_path):
    nowhere = make_layer("LineString", [(line((0, 0), (1, 1)),)])
    nowhere.setCrs(QgsCoordinateReferenceSystem())
    assert "has no coordinate reference system; set it" in refusal(NAME, parameters(nowhere))
    degrees = write_raster(tmp_path / "dtm.tif", np.zeros((9, 9)), west=-1.7, north=48.1, cell=1e-5, crs=WGS_84)
    assert "is in EPSG:4326, where lengths cannot be computed" in refusal(NAME, parameters(streets, DTM=degrees))


def test_coordinates_that_do_not_fit_the_crs_are_refused():
    layer = make_layer("LineString", [(line((0, 0), (100, 0)),)], crs=WGS_84)
    assert "do not fit the coordinate reference system EPSG:4326" in refusal(NAME, parameters(layer))


@pytest.mark.parametrize("kind", ["memory:", "a.gpkg", "a.geojson", "a.fgb", "table"])
def test_destinations(run_algorithm, streets, tmp_path, kind):
    path = tmp_path / "a.gpkg"
    table = f"ogr:dbname='{path}' table=\"edges\" (geom)"
    destination = {"memory:": kind, "table": table}.get(kind, str(tmp_path / kind))
    expected = comparable(run_algorithm(NAME, parameters(streets)).results["OUTPUT"])
    result = run_algorithm(NAME, parameters(streets, destination)).results["OUTPUT"]
    rows = rows_of(result)
    key = {row["edge_id"]: row for row in rows}
    assert sorted(key) == list(range(12))
    for row in expected:
        same = key[row["edge_id"]]
        assert {name: same[name] for name in row if name not in ("geometry", "side")} == {
            name: value for name, value in row.items() if name not in ("geometry", "side")
        }
        assert not same["side"]
        if kind != "a.geojson":  # which has seven decimals of a degree
            assert same["geometry"].wkt == row["geometry"]
    check_record(record_of(result), NAME, SNAP="0.01", SIDES="1")


def test_input_from_a_geopackage_keeps_its_identifiers_apart(run_algorithm, streets, tmp_path):
    first = run_algorithm(NAME, parameters(streets, str(tmp_path / "first.gpkg"))).results["OUTPUT"]
    second = run_algorithm(NAME, parameters(first, str(tmp_path / "second.gpkg"))).results["OUTPUT"]
    assert comparable(second) == comparable(first)
    assert steps_of(record_of(second)) == [NAME, NAME]
    assert [item.name() for item in opened(second).fields()] == ["fid", "name", "lanes", *NETWORK_FIELDS]


def test_output_may_not_be_the_input_nor_the_other_output(run_algorithm, streets, tmp_path):
    path = str(tmp_path / "streets.gpkg")
    run_algorithm(NAME, parameters(streets, path))
    layer = QgsVectorLayer(path, "streets", "ogr")
    assert "is the file of the input" in refusal(NAME, parameters(layer, path))
    assert len(rows_of(path)) == 12
    twice = str(tmp_path / "twice.gpkg")
    assert "Two outputs have the name" in refusal(NAME, parameters(layer, twice, OUTPUT_NODES=twice))


def large_layer():
    """60 x 60 junctions: more features than are read or written between two looks at the cancel button."""
    steps = range(0, 600, 10)
    east = [(line(*((x, y) for x in steps)), "east", 1) for y in steps]
    north = [(line((x, y), (x, y + 10)), "north", 2) for x in steps for y in list(steps)[:-1]]
    return make_layer("LineString", east + north, FIELDS)


@pytest.mark.parametrize("percent", [10, 30, 85])
@pytest.mark.parametrize("kind", ["gpkg", "geojson", "shp"])
def test_cancel_leaves_no_file(run_algorithm, tmp_path, percent, kind):
    run = run_algorithm(NAME, parameters(large_layer(), str(tmp_path / f"a.{kind}")), cancel_at=percent)
    assert run.feedback.isCanceled()
    assert run.results == {}
    assert max(run.feedback.progresses) < 100
    assert files_in(tmp_path) == []


def test_same_numbers_in_french(run_algorithm, streets):
    english = comparable(run_algorithm(NAME, parameters(streets, SNAP=0.25)).results["OUTPUT"])
    with french():
        assert comparable(run_algorithm(NAME, parameters(streets, SNAP=0.25)).results["OUTPUT"]) == english


def test_python_command_and_model_give_the_same(run_algorithm, streets, tmp_path):
    path = str(tmp_path / "streets.gpkg")
    run_algorithm("native:savefeatures", {"INPUT": streets, "OUTPUT": path})
    given = parameters(path, SNAP=0.25, LEVEL_FIELD="lanes", SIDES="1")
    expected = comparable(run_algorithm(NAME, given).results["OUTPUT"])
    assert comparable(run_algorithm(NAME, from_python_command(NAME, given)).results["OUTPUT"]) == expected
    assert comparable(run_in_model(NAME, given, "OUTPUT")) == expected


def test_network_arrives_styled_and_named(qgis_new_project, streets):
    layers = load_results(NAME, parameters(streets, OUTPUT_NODES="TEMPORARY_OUTPUT"))
    assert sorted(layers) == ["Nodes of the walking network", "Walking network"]
    network = layers["Walking network"]
    assert len(colours_of(network) - {"#ffffff"}) >= 1
    check_record(record_of(network), NAME)
