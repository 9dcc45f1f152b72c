"""Algorithm ``walk_export_routes`` in QGIS, and the text of its files."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.raster_files import write_text
from cityorchestra.processing_provider.walking.gpx import Track, geojson_text, gpx_text
from cityorchestra.tests.algorithm_support import (
    WGS_84,
    files_in,
    french,
    make_layer,
    refusal,
    selected,
)
from pyproj import Transformer
from qgis.core import QgsVectorLayer

NAME = "walk_export_routes"
GPX = {"g": "http://www.topografix.com/GPX/1/1"}
FIELDS = [
    ("rank", "integer"), ("role", "text"), ("len_m", "real"), ("time_min", "real"), ("sun_m", "real"),
]  # fmt: skip
# 700 000, 6 600 000 is 3° E, 46.5° N by the definition of Lambert-93.
START = (700000.0, 6600000.0)
ROUTES = [
    (shapely.LineString([START, (701000, 6600000)]), 1, "shortest", 1000.0, 13.3, 800.0),
    (shapely.LineString([START, (700500, 6600500), (701000, 6600000)]), 2, "coolest", 1414.2, 18.9, None),
]

pytestmark = pytest.mark.usefixtures("provider")


@pytest.fixture
def routes():
    return make_layer("LineString", ROUTES, FIELDS, name="routes")


def parameters(routes, tmp_path, **changes):
    return {
        "ROUTES": routes,
        "OUTPUT_GPX": str(tmp_path / "walk.gpx"),
        "OUTPUT_GEOJSON": str(tmp_path / "walk.geojson"),
        **changes,
    }


def tracks_of(path):
    root = ElementTree.parse(path).getroot()
    assert root.tag == f"{{{GPX['g']}}}gpx"
    assert root.get("version") == "1.1"
    found = []
    for track in root.findall("g:trk", GPX):
        parts = [
            [(float(point.get("lon")), float(point.get("lat"))) for point in part.findall("g:trkpt", GPX)]
            for part in track.findall("g:trkseg", GPX)
        ]
        found.append((track.findtext("g:name", None, GPX), track.findtext("g:desc", None, GPX), parts))
    return found


def test_both_files_hold_the_routes_in_degrees(run_algorithm, routes, tmp_path):
    run = run_algorithm(NAME, parameters(routes, tmp_path))
    assert run.results["ROUTES_WRITTEN"] == 2
    first, second = tracks_of(run.results["OUTPUT_GPX"])
    assert (first[0], second[0]) == ("Route 1, shortest", "Route 2, coolest")
    assert (first[1], second[1]) == ("1000 m, 13 min, 800 m in the sun", None)
    transformer = Transformer.from_crs("EPSG:2154", WGS_84, always_xy=True)
    for (_, _, parts), route in zip((first, second), ROUTES):
        expected = np.column_stack(transformer.transform(*shapely.get_coordinates(route[0]).T))
        np.testing.assert_allclose(parts, [expected], atol=1e-7)
    assert first[2][0][0] == (3.0, 46.5)
    document = json.loads((tmp_path / "walk.geojson").read_text(encoding="utf-8"))
    assert set(document) == {"type", "features"}, "RFC 7946 has no CRS"
    assert document["features"][0]["geometry"]["coordinates"][0] == [3.0, 46.5]
    assert document["features"][1]["properties"] == {
        "rank": 2, "role": "coolest", "len_m": 1414.2, "time_min": 18.9, "sun_m": None,
    }  # fmt: skip
    for path in ("walk.geojson", "walk.gpx|layername=tracks"):
        layer = QgsVectorLayer(str(tmp_path / path), "again", "ogr")
        assert layer.featureCount() == 2
        assert layer.crs().authid() == WGS_84
    assert sorted(item.name for item in tmp_path.iterdir()) == ["walk.geojson", "walk.gpx"]


def test_one_file_is_enough_and_none_is_refused(run_algorithm, routes, tmp_path):
    for name in ("OUTPUT_GPX", "OUTPUT_GEOJSON"):
        given = parameters(routes, tmp_path, **{name: None})
        run_algorithm(NAME, given)
        assert len(files_in(tmp_path)) == 1
        for path in tmp_path.iterdir():
            path.unlink()
    nothing = parameters(routes, tmp_path, OUTPUT_GPX=None, OUTPUT_GEOJSON=None)
    assert refusal(NAME, nothing) == "Choose at least one file to write, GPX or GeoJSON."


def test_names_follow_the_fields(run_algorithm, tmp_path):
    shape = ROUTES[0][0]
    layer = make_layer("LineString", [(shape, "Écoles & <parcs>"), (shape, None), (shape, "")], [("nom", "text")])
    run = run_algorithm(NAME, parameters(layer, tmp_path, NAME_FIELD="nom"))
    assert [name for name, *_ in tracks_of(run.results["OUTPUT_GPX"])] == ["Écoles & <parcs>", "Route 2", "Route 3"]
    ranked = make_layer("LineString", [(shape, 7)], [("rank", "integer")])
    assert tracks_of(run_algorithm(NAME, parameters(ranked, tmp_path)).results["OUTPUT_GPX"])[0][0] == "Route 7"


def test_french_names(run_algorithm, routes, tmp_path):
    with french():
        run = run_algorithm(NAME, parameters(routes, tmp_path))
    assert tracks_of(run.results["OUTPUT_GPX"])[0][2] == [[(3.0, 46.5), pytest.approx((3.0130, 46.4999), abs=1e-3)]]


def test_parts_become_segments(run_algorithm, tmp_path):
    line = shapely.MultiLineString([[START, (700100, 6600000)], [(700200, 6600000), (700300, 6600000)]])
    run = run_algorithm(NAME, parameters(make_layer("MultiLineStringZ", [(line,)]), tmp_path))
    assert [len(part) for part in tracks_of(run.results["OUTPUT_GPX"])[0][2]] == [2, 2]
    document = json.loads((tmp_path / "walk.geojson").read_text(encoding="utf-8"))
    assert document["features"][0]["geometry"]["type"] == "MultiLineString"


def test_empty_null_selected_and_without_crs(run_algorithm, routes, tmp_path, qgis_new_project):
    empty = make_layer("LineString", [], FIELDS)
    assert "There is no route to write" in refusal(NAME, parameters(empty, tmp_path))
    run = run_algorithm(NAME, parameters(make_layer("LineString", [*ROUTES, (None,) * 6], FIELDS), tmp_path))
    assert run.results["ROUTES_WRITTEN"] == 2
    assert "Routes: 1 features without geometry are skipped." in run.feedback.warnings
    assert run_algorithm(NAME, parameters(selected(routes, {2}), tmp_path)).results["ROUTES_WRITTEN"] == 1
    lost = make_layer("LineString", ROUTES, FIELDS, crs="")
    assert "no coordinate reference system" in refusal(NAME, parameters(lost, tmp_path))
    wrong = make_layer("LineString", ROUTES, FIELDS, crs=WGS_84)
    assert "cannot be turned into longitudes and latitudes" in refusal(NAME, parameters(wrong, tmp_path))


def test_only_lines_and_fields_that_are_there(routes, tmp_path):
    path = str(tmp_path / "a.gpx")
    points = make_layer("Point", [(shapely.Point(352000, 6789000),)], [], name="stops")
    assert "The layer stops given as “Routes” has no lines" in refusal(NAME, {"ROUTES": points, "OUTPUT_GPX": path})
    wrong = {"ROUTES": routes, "NAME_FIELD": "nothing", "OUTPUT_GPX": path}
    assert "no field called nothing, given as “Name of the route”" in refusal(NAME, wrong)
    assert files_in(tmp_path) == []


def test_a_folder_that_is_not_there_leaves_nothing(routes, tmp_path):
    given = parameters(routes, tmp_path, OUTPUT_GEOJSON=str(tmp_path / "nowhere" / "walk.geojson"))
    assert "could not be" in refusal(NAME, given) or "nowhere" in refusal(NAME, given)
    assert files_in(tmp_path) == []


@given(
    st.text(max_size=30),
    st.text(max_size=30),
    st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=2),
)
def test_any_text_and_place_is_read_back(name, description, xy):
    line = shapely.LineString(xy)
    root = ElementTree.fromstring(gpx_text([Track(name, description, line)]))
    points = [(float(p.get("lon")), float(p.get("lat"))) for p in root.iter(f"{{{GPX['g']}}}trkpt")]
    np.testing.assert_allclose(points, xy, atol=1e-7)
    document = json.loads(geojson_text([line], [{"name": name, "x": float("nan")}]))
    assert document["features"][0]["properties"] == {"name": name, "x": None}
    np.testing.assert_allclose(document["features"][0]["geometry"]["coordinates"], xy, atol=1e-7)


def test_points_off_the_globe_are_refused():
    for line in (shapely.LineString([(0, 0), (181, 0)]), shapely.LineString([(0, 0), (0, 90.1)])):
        with pytest.raises(ValueError, match="no longitude and latitude"):
            gpx_text([Track("a", "", line)])


def test_former_file_is_kept_when_writing_fails(tmp_path, monkeypatch):
    from pathlib import Path

    path = tmp_path / "walk.gpx"
    path.write_text("former")

    def fail(self, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(InputError):
        write_text(str(path), "new")
    assert path.read_text() == "former"
    assert [item.name for item in tmp_path.iterdir()] == ["walk.gpx"]
