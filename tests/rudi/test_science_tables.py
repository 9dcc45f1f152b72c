"""Tables of text and lists of records: how they are written, where their places are; without QGIS."""

from __future__ import annotations

import csv
import io
import json

import pytest
from cityorchestra.processing_provider.errors import InputError, RunCancelledError
from cityorchestra.processing_provider.rudi.files.column_kinds import (
    REAL,
    TEXT,
    WHOLE,
    column_kinds,
    keep_leading_zeros,
)
from cityorchestra.processing_provider.rudi.files.coordinates import (
    Roles,
    crs_of_numbers,
    find_roles,
    number_of,
    pair_of,
    plain_name,
    shape_of,
)
from cityorchestra.processing_provider.rudi.files.csv_layout import csv_layout, csv_rows
from cityorchestra.processing_provider.rudi.files.record_lists import geojson_of_csv, geojson_of_records, json_records
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer


def refused(call, *arguments, **named):
    with pytest.raises(InputError) as caught:
        call(*arguments, **named)
    return str(caught.value)


# --- places in tables ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Coord. X (m)", "coord_x"), ("Géo Point 2D", "geo_point_2d"), (" LATITUDE ", "latitude"), ("x_L93", "x_l93")],
)
def test_names_of_columns(name, plain):
    assert plain_name(name) == plain


@pytest.mark.parametrize(
    ("columns", "roles"),
    [
        ({"lon": ["-1.68"], "lat": ["48.11"]}, Roles(x="lon", y="lat", crs="EPSG:4326")),
        ({"Longitude": ["-1,68"], "Latitude": ["48,11"]}, Roles(x="Longitude", y="Latitude", crs="EPSG:4326")),
        ({"X": ["352000"], "Y": ["6789000"]}, Roles(x="X", y="Y", crs="EPSG:2154")),
        ({"x": [1352000.0], "y": [7222000.0]}, Roles(x="x", y="y", crs="EPSG:3948")),
        (
            {"x_l93": ["352000"], "y_l93": ["6789000"], "lon": ["-1.6"], "lat": ["48.1"]},
            Roles(x="lon", y="lat", crs="EPSG:4326"),
        ),
        ({"x": ["12"], "y": ["bus"]}, Roles()),
        ({"x": ["400000"], "y": ["80"]}, Roles()),
        ({"lon": [""], "lat": [None]}, Roles()),
        ({"geo_point_2d": ["48.11, -1.68", ""]}, Roles(pair="geo_point_2d", crs="EPSG:4326")),
        ({"position": ["maire"]}, Roles()),
        ({"the_geom": ["POINT (352000 6789000)"]}, Roles(wkt="the_geom", crs="EPSG:2154")),
        ({"wkt": ["SRID=3948;MULTIPOLYGON Z (((1 2"]}, Roles(wkt="wkt", crs="EPSG:3948")),
        (
            {"geo_point_2d": ["48,-1"], "geo_shape": ['{"type":"Point","coordinates":[-1,48]}']},
            Roles(shape="geo_shape", crs="EPSG:4326"),
        ),
    ],
)
def test_roles_of_columns(columns, roles):
    assert find_roles(columns) == roles


def test_declared_system_serves_numbers_that_france_does_not_have():
    assert crs_of_numbers(["160000"], ["5400000"]) == ""
    assert crs_of_numbers(["160000"], ["5400000"], "EPSG:2972") == "EPSG:2972"
    assert crs_of_numbers(["160000"], ["5400000"], "EPSG:4326") == ""


@pytest.mark.parametrize(
    ("zone", "lon", "lat"), [(48, -4.8, 48.4), (48, -1.68, 48.11), (43, 5.37, 43.3), (50, 2.4, 50.9)]
)
def test_numbers_of_each_french_system_are_known(zone, lon, lat):
    for crs in ("EPSG:2154", f"EPSG:{3900 + zone}"):
        x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lon, lat)
        assert crs_of_numbers([x], [y]) == crs


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("48.11, -1.68", (-1.68, 48.11)),
        ("48.11,-1.68", (-1.68, 48.11)),
        ("[48.11, -1.68]", (-1.68, 48.11)),
        ([48.11, -1.68], (-1.68, 48.11)),
        ([2.35, 48.85, 12.0], None),
        ("120.5 45.2", (120.5, 45.2)),
        ({"lat": 48.11, "lon": -1.68}, (-1.68, 48.11)),
        ({"lat": "48,11", "lon": "-1,68"}, (-1.68, 48.11)),
        ("200, 300", None),
        ("Rennes", None),
        (None, None),
        ([None, 1], None),
        ([True, False], None),
        ([float("nan"), 1.0], None),
    ],
)
def test_pairs(value, place):
    assert pair_of(value) == place


@given(st.floats(-90, 90), st.floats(-90, 90))
def test_pairs_have_the_latitude_first(lat, lon):
    assert pair_of([lat, lon]) == (lon, lat)


@given(st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=10), st.lists(st.integers(), max_size=3)))
def test_any_value_is_a_place_or_none(value):
    for read in (number_of, pair_of, shape_of):
        read(value)


def test_shapes():
    point = {"type": "Point", "coordinates": [1, 2]}
    assert shape_of(json.dumps({"type": "Feature", "geometry": point, "properties": {}})) == point
    for wrong in ("{", "POINT(1 2)", {"type": "Circle", "coordinates": []}, {"type": "Point"}, "{" * 100_000):
        assert shape_of(wrong) is None


# --- CSV -----------------------------------------------------------------------------------------------------------


def layout_of(tmp_path, data, **named):
    path = tmp_path / "a.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return csv_layout(path, **named)


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators(tmp_path, separator):
    rows = [("id", "nom", "note"), ("1", "Rue, de; la | Paix", "a\nb"), ("2", "x", "")]
    text = io.StringIO()
    csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    layout = layout_of(tmp_path, text.getvalue())
    assert (layout.separator, layout.header, layout.has_header) == (separator, ("id", "nom", "note"), True)
    assert [tuple(row.values()) for row in csv_rows(tmp_path / "a.csv", layout)] == [rows[1], ("2", "x", None)]


@pytest.mark.parametrize(
    ("encoding", "declared", "found"),
    [
        ("utf-8", "", "utf-8"),
        ("utf-8-sig", "", "utf-8-sig"),
        ("utf-16", "", "utf-16"),
        ("cp1252", "", "cp1252"),
        ("cp1252", "UTF-8", "cp1252"),
        ("cp1252", "charset=windows-1252", "cp1252"),
        ("iso8859-15", "ISO-8859-15", "iso8859-15"),
        ("cp1252", "no such encoding", "cp1252"),
    ],
)
def test_encodings(tmp_path, encoding, declared, found):
    layout = layout_of(tmp_path, "a;b\nété;1\n".encode(encoding), declared_encoding=declared)
    assert layout.encoding == found
    assert next(csv_rows(tmp_path / "a.csv", layout))["a"] == "été"


def test_one_accent_far_away_decides_the_encoding(tmp_path):
    assert layout_of(tmp_path, b"a;b\n" + b"x;1\n" * 600_000 + "é;1\n".encode("cp1252")).encoding == "cp1252"


def test_headers(tmp_path):
    assert layout_of(tmp_path, "a;a;;b \n1;2;3;4\n").header == ("a", "a_2", "field_3", "b")
    assert layout_of(tmp_path, "1;2\n3;4\n").header == ("field_1", "field_2")
    assert layout_of(tmp_path, "a;b\n").has_header
    for nothing in ("", " \n \n", b"\x00\x01\x02", bytes(range(256))):
        assert layout_of(tmp_path, nothing) is None


def test_decimal_comma(tmp_path):
    assert layout_of(tmp_path, "a;b\n1,5;x\n").decimal_comma
    assert not layout_of(tmp_path, "a;b\n1.5;x\n").decimal_comma
    assert not layout_of(tmp_path, 'a,b\n"1,5",x\n').decimal_comma


def test_long_geometries_do_not_end_the_reading(tmp_path):
    wkt = "POLYGON((" + ", ".join(f"{n} {n}" for n in range(60_000)) + "))"
    limit = csv.field_size_limit()
    layout = layout_of(tmp_path, f"id;wkt\n1;{wkt}\n2;POINT(1 2)\n")
    assert [row["wkt"] for row in csv_rows(tmp_path / "a.csv", layout)] == [wkt, "POINT(1 2)"]
    assert csv.field_size_limit() == limit


@given(st.text(st.characters(blacklist_categories=("Cs",)), max_size=200))
def test_any_text_is_a_table_or_none(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "a.csv"
    path.write_text(text, encoding="utf-8", newline="")
    layout = csv_layout(path)
    if layout is not None:
        assert len(set(layout.header)) == len(layout.header)
        for row in csv_rows(path, layout):
            assert list(row) == list(layout.header)


def test_codes_with_leading_zeros_stay_texts(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("insee,pop,part,siret\n01004,5,0.5,12345678901234\n35238,7,2,1\n,,,\n")
    layout = csv_layout(path)
    kinds, codes = column_kinds(csv_rows(path, layout), layout.header)
    assert kinds == {"insee": TEXT, "pop": WHOLE, "part": REAL, "siret": TEXT}
    assert codes == {"insee"}
    keep_leading_zeros(path, layout)
    assert (tmp_path / "a.csvt").read_text() == '"String","Integer","Real","String"\n'
    other = tmp_path / "b.csv"
    other.write_text("a,b\n1,0\n")
    keep_leading_zeros(other, csv_layout(other))
    assert not (tmp_path / "b.csvt").exists()


# --- lists of records ----------------------------------------------------------------------------------------------


def features_of(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda rows: json.dumps(rows),
        lambda rows: json.dumps({"total_count": 2, "results": rows}),
        lambda rows: json.dumps({"meta": [1, 2], "names": ["a"], "trees": rows}),
        lambda rows: "\n".join(json.dumps(row) for row in rows),
        lambda rows: "\ufeff" + json.dumps([None, *rows]),
    ],
)
def test_lists_are_found(tmp_path, wrapped):
    rows = [{"a": 1, "geo_point_2d": [48.1, -1.6]}, {"a": 2, "b": {"c": 1}}]
    path = tmp_path / "a.json"
    path.write_text(wrapped(rows), encoding="utf-8")
    assert json_records(path) == rows
    document = features_of(geojson_of_records(path, rows))
    assert [one["geometry"] for one in document["features"]] == [{"type": "Point", "coordinates": [-1.6, 48.1]}, None]
    assert document["features"][1]["properties"] == {"a": 2, "geo_point_2d": None, "b": '{"c": 1}'}


def test_export_of_opendatasoft(tmp_path):
    path = tmp_path / "a.json"
    shape = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    point = {"type": "Point", "coordinates": [-1.68, 48.11]}
    path.write_text(
        json.dumps(
            [
                {"datasetid": "x", "recordid": "1", "fields": {"nom": "é", "geo_shape": shape}, "geometry": point},
                {"datasetid": "x", "recordid": "2", "fields": {"nom": "b", "geo_shape": None}},
            ]
        )
    )
    rows = json_records(path)
    assert rows == [{"nom": "é", "geo_shape": shape}, {"nom": "b", "geo_shape": None}]
    features = features_of(geojson_of_records(path, rows))["features"]
    assert [one["geometry"] for one in features] == [shape, None]
    assert [one["properties"] for one in features] == [{"nom": "é"}, {"nom": "b"}]


def test_other_json_is_no_list(tmp_path):
    path = tmp_path / "a.json"
    for text in ("{}", "[]", "[1, 2]", '"x"', '{"a": {"b": 1}}', "null", "1\n2"):
        path.write_text(text)
        assert json_records(path) is None, text
    for text in ("{", "", "[1,", "[" * 200_000):
        path.write_text(text)
        assert "is not valid JSON" in refused(json_records, path)


def test_too_long_a_list_is_told(tmp_path, monkeypatch):
    from cityorchestra.processing_provider.rudi.files import record_lists

    path = tmp_path / "a.json"
    path.write_text("[{}]" + " " * 100)
    monkeypatch.setattr(record_lists, "MAX_JSON_BYTES", 50)
    assert "too large to be opened" in refused(json_records, path)


def test_numbers_that_json_does_not_know_are_left_out(tmp_path):
    path = tmp_path / "a.json"
    path.write_text('[{"a": NaN, "geometry": {"type": "Point", "coordinates": [Infinity, 1]}}, {"a": 1}]')
    features = features_of(geojson_of_records(path, json_records(path)))["features"]
    assert [(one["properties"]["a"], one["geometry"]) for one in features] == [(None, None), (1, None)]


def test_places_in_metres_keep_their_system(tmp_path):
    path = tmp_path / "a.json"
    rows = [{"x_l93": 352000, "y_l93": 6789000}]
    document = features_of(geojson_of_records(path_with(path, rows), rows))
    assert document["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::2154"
    assert document["features"][0]["geometry"]["coordinates"] == [352000.0, 6789000.0]


def path_with(path, rows):
    path.write_text(json.dumps(rows))
    return path


def test_table_with_its_place_in_one_column(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('code,n,v,geo_point_2d\n05001,1,"1,5","48.11, -1.68"\n35238,,2,\n')
    copy = geojson_of_csv(path, csv_layout(path))
    assert copy == tmp_path / "a.csv.geojson"
    features = features_of(copy)["features"]
    assert features[0] == {
        "type": "Feature",
        "properties": {"code": "05001", "n": 1, "v": 1.5, "geo_point_2d": "48.11, -1.68"},
        "geometry": {"type": "Point", "coordinates": [-1.68, 48.11]},
    }
    assert features[1]["geometry"] is None
    assert features[1]["properties"] == {"code": "35238", "n": None, "v": 2.0, "geo_point_2d": None}


def test_a_cancelled_copy_leaves_no_file(tmp_path):
    rows = [{"a": 1, "lon": 1.0, "lat": 2.0}]
    path = path_with(tmp_path / "a.json", rows)
    with pytest.raises(RunCancelledError):
        geojson_of_records(path, rows, lambda: True)
    assert [item.name for item in tmp_path.iterdir()] == ["a.json"]


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["lon", "lat", "geo_point_2d", "geometry", "nom"]),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
                lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
                max_leaves=5,
            ),
            min_size=1,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_any_list_becomes_as_many_features(tmp_path_factory, rows):
    path = path_with(tmp_path_factory.mktemp("any") / "a.json", rows)
    found = json_records(path)
    document = json.loads(geojson_of_records(path, found).read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert len(document["features"]) == len(rows)
