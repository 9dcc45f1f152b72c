"""Algorithm ``walk_area_walkability`` in QGIS: two neighbourhoods of one hectare side by side, worked out by hand."""

from __future__ import annotations

import numpy as np
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
    french,
    in_degrees,
    line,
    load_results,
    make_layer,
    opened,
    record_of,
    refusal,
    rows_of,
    run_in_model,
    values_of,
)
from shapely import MultiPolygon, Point, box

NAME = "walk_area_walkability"
pytestmark = pytest.mark.usefixtures("provider")


def square(x0, y0, x1, y1):
    return box(WEST + x0, SOUTH + y0, WEST + x1, SOUTH + y1)


ZONES = [(square(0, 0, 100, 100), "west"), (square(100, 0, 200, 100), "east")]
# West: one crossing of four streets in the middle, one of three. East: a street through.
STREETS = [
    line((50, 0), (50, 50)), line((50, 50), (50, 80)), line((0, 50), (50, 50)), line((50, 50), (200, 50)),
    line((50, 80), (50, 100)), line((50, 80), (20, 80)),
]  # fmt: skip
BUILDINGS = [
    (square(10, 10, 30, 30), "residential", 12, 3), (square(60, 10, 70, 20), "commercial", None, 2),
    (square(120, 10, 130, 20), "residential", 1, None),
]  # fmt: skip
BUILDING_FIELDS = [("use", "text"), ("dwellings", "integer"), ("storeys", "integer")]
LAND = [
    (square(0, 0, 50, 100), "residential"), (square(50, 0, 70, 100), "commercial"), (square(70, 0, 100, 100), "park"),
    (square(100, 0, 200, 100), "residential"),
]  # fmt: skip


@pytest.fixture(scope="module")
def layers(provider):
    return {
        "ZONES": make_layer("Polygon", ZONES, [("name", "text")]),
        "NETWORK": make_layer("LineString", [(shape,) for shape in STREETS]),
        "BUILDINGS": make_layer("Polygon", BUILDINGS, BUILDING_FIELDS),
        "LANDUSE": make_layer("Polygon", LAND, [("kind", "text")]),
    }


def parameters(layers, output="TEMPORARY_OUTPUT", **changes):
    return {**layers, "LANDUSE_FIELD": "kind", "OUTPUT": output, **changes}


def test_index_worked_out_by_hand(run_algorithm, layers):
    run = run_algorithm(NAME, parameters(layers))
    west, east = rows_of(run.results["OUTPUT"])
    # The junctions at (50, 50) and (50, 80) have four and three streets.
    assert (west["inter_km2"], west["inter4_ha"], east["inter_km2"]) == pytest.approx((200, 1, 0))
    assert (west["dens"], east["dens"]) == pytest.approx((12 / 0.5, 1.0))
    assert (west["retail"], east["retail"]) == pytest.approx((200 / 2000, 0))
    entropy = -(0.5 * np.log(0.5) + 0.2 * np.log(0.2) + 0.3 * np.log(0.3)) / np.log(3)
    assert (west["mix"], east["mix"]) == pytest.approx((entropy, 0))
    # Two zones: every z-score is plus or minus the square root of a half.
    half = np.sqrt(0.5)
    assert [west[f"z_{name}"] for name in ("inter", "dens", "retail", "mix")] == pytest.approx([half] * 4)
    assert (west["wi"], east["wi"]) == pytest.approx((5 * half, -5 * half))
    assert (west["wi_dmc"], east["wi_dmc"]) == pytest.approx((3 * half, -3 * half))
    assert 0 < west["shed"] < 100
    assert (run.results["ZONES_COUNT"], run.results["INTERSECTIONS"], run.results["COMPONENTS"]) == (2, 2, 4)
    assert "2 zones are few: standard deviations over them say little." in run.feedback.warnings


def test_without_land_use_densities_are_those_of_the_zone(run_algorithm, layers):
    given = parameters({**layers, "LANDUSE": None})
    west, east = rows_of(run_algorithm(NAME, given).results["OUTPUT"])
    assert (west["dens"], east["dens"]) == pytest.approx((12, 1))
    assert west["retail"] == pytest.approx(200 / 10000)
    p = np.array([1200, 200]) / 1400
    assert (west["mix"], east["mix"]) == pytest.approx((-(p * np.log(p)).sum() / np.log(2), 0), abs=1e-9)


def test_inhabitants_where_dwellings_are_not_known(run_algorithm, layers):
    people = make_layer(
        "Polygon", [(square(-100, 0, 100, 100), 80.0), (square(100, 0, 200, 100), None)], [("population", "real")]
    )
    bare = {"ZONES": layers["ZONES"], "NETWORK": layers["NETWORK"], "POPULATION": people}
    run = run_algorithm(NAME, {**bare, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert values_of(run.results["OUTPUT"], "dens") == pytest.approx([40, 0])
    assert run.results["COMPONENTS"] == 2
    assert any("The index has 2 of its 4 parts" in text for text in run.feedback.warnings)
    alone = run_algorithm(NAME, {**bare, "POPULATION": None, "OUTPUT": "TEMPORARY_OUTPUT"})
    assert alone.results["COMPONENTS"] == 1
    assert values_of(alone.results["OUTPUT"], "wi") == pytest.approx([np.sqrt(2), -np.sqrt(2)])


def test_odd_geometries_and_nothing(run_algorithm, layers, tmp_path):
    bow = f"POLYGON(({WEST} {SOUTH},{WEST + 9} {SOUTH + 9},{WEST + 9} {SOUTH},{WEST} {SOUTH + 9},{WEST} {SOUTH}))"
    zones = make_layer("Polygon", [*ZONES, (None, "nowhere"), (bow, "bow")], [("name", "text")])
    run = run_algorithm(NAME, parameters({**layers, "ZONES": zones}))
    rows = rows_of(run.results["OUTPUT"])
    assert [row["name"] for row in rows] == ["west", "east", "nowhere", "bow"]
    assert rows[2]["wi"] is None and rows[3]["wi"] is not None
    assert "1 zones have no index: a part of it is not known there." in run.feedback.warnings
    empty = make_layer("Polygon", [], [("name", "text")])
    result = run_algorithm(NAME, parameters({**layers, "ZONES": empty}, str(tmp_path / "a.gpkg")))
    assert rows_of(result.results["OUTPUT"]) == []
    far = make_layer("LineString", [(line((9000, 0), (9100, 0)),)])
    none = run_algorithm(NAME, parameters({**layers, "NETWORK": far}))
    assert values_of(none.results["OUTPUT"], "inter_km2") == [0, 0]
    assert any(text.startswith("No intersection of the network lies in a zone") for text in none.feedback.warnings)


def test_zones_of_several_parts_stay_so_in_a_file(run_algorithm, layers, tmp_path):
    zones = make_layer("MultiPolygon", [(MultiPolygon([shape]), name) for shape, name in ZONES], [("name", "text")])
    path = str(tmp_path / "a.gpkg")
    run_algorithm(NAME, parameters({**layers, "ZONES": zones}, path))
    written = opened(path)
    assert {item.geometry().wkbType() for item in written.getFeatures()} == {written.wkbType()}


def test_words_of_french_data_are_known(run_algorithm, layers):
    words = {"residential": "Résidentiel", "commercial": "Commercial et services"}
    renamed = {
        **layers,
        "BUILDINGS": make_layer("Polygon", [(a, words[use], *rest) for a, use, *rest in BUILDINGS], BUILDING_FIELDS),
        "LANDUSE": make_layer("Polygon", [(a, words.get(use, use)) for a, use in LAND], [("kind", "text")]),
    }
    plain, other = (run_algorithm(NAME, parameters(given)).results["OUTPUT"] for given in (layers, renamed))
    for name in ("dens", "retail"):
        assert values_of(other, name) == values_of(plain, name) and sum(values_of(other, name)) > 0


def test_population_needs_its_field(layers):
    people = make_layer("Polygon", [(square(0, 0, 9, 9), 5.0)], [("inhabitants", "real")])
    given = {"ZONES": layers["ZONES"], "NETWORK": layers["NETWORK"], "POPULATION": people}
    assert "Choose the field of the population" in refusal(NAME, {**given, "OUTPUT": "TEMPORARY_OUTPUT"})


def test_same_index_in_longitude_and_latitude_in_french_and_in_a_model(run_algorithm, layers, tmp_path):
    expected = run_algorithm(NAME, parameters(layers)).results["OUTPUT"]
    degrees = make_layer(
        "Polygon", [(in_degrees(shape), name) for shape, name in ZONES], [("name", "text")], crs=WGS_84
    )
    other = run_algorithm(NAME, parameters({**layers, "ZONES": degrees})).results["OUTPUT"]
    assert opened(other).crs().authid() == WGS_84
    for one, same in zip(rows_of(other), rows_of(expected)):
        assert one["wi"] == pytest.approx(same["wi"], abs=0.01)
        assert one["dens"] == pytest.approx(same["dens"], rel=1e-3)
    with french():
        assert comparable(run_algorithm(NAME, parameters(layers)).results["OUTPUT"]) == comparable(expected)
    paths = {}
    for name, layer in layers.items():
        paths[name] = str(tmp_path / f"{name}.gpkg")
        run_algorithm("native:savefeatures", {"INPUT": layer, "OUTPUT": paths[name]})
    assert comparable(run_in_model(NAME, parameters(paths), "OUTPUT")) == comparable(
        run_algorithm(NAME, parameters(paths)).results["OUTPUT"]
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"LANDUSE_FIELD": None}, "Choose the field of the land use that holds its classes."),
        ({"ZONES": None}, "ZONES"),
        ({"NETWORK": "empty"}, "The network has no edge; check the layer, its filter and its selection."),
        ({"ZONES": "points"}, "given as “Zones” has no polygons; choose another layer."),
        ({"USE_FIELD": "nothing"}, "The layer has no field called nothing, given as “Building use field”"),
        ({"DWELLINGS_FIELD": "use"}, "The field use holds no number; choose another one."),
        ({"REACH": 10}, "REACH"),
    ],
)
def test_refusals_leave_no_file(layers, tmp_path, changes, sentence):
    made = {"empty": make_layer("LineString", []), "points": make_layer("Point", [(Point(WEST, SOUTH),)])}
    given = {name: made.get(value, value) for name, value in changes.items()}
    assert sentence in refusal(NAME, {**parameters(layers, str(tmp_path / "a.gpkg")), **given})
    assert files_in(tmp_path) == []


def test_cancel_leaves_no_file(run_algorithm, layers, tmp_path):
    run = run_algorithm(NAME, parameters(layers, str(tmp_path / "a.gpkg")), cancel_at=0)
    assert run.results == {} and files_in(tmp_path) == []


def test_zones_arrive_styled(qgis_new_project, layers, tmp_path):
    (layer,) = load_results(NAME, parameters(layers, str(tmp_path / "a.gpkg"))).values()
    assert layer.name() == "Walkability of areas"
    # Zones without index are drawn too.
    assert [rule.filterExpression() for rule in layer.renderer().rootRule().children()][-1] == '"wi" IS NULL'
    assert len(colours_of(layer) - {"#ffffff"}) >= 2
    check_record(record_of(str(tmp_path / "a.gpkg")), NAME, MERGE="10")
