"""Downloaded files looked at before QGIS opens them: archives, tables, lists of records, XML; without QGIS."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import struct
import tarfile
import zipfile

import pytest
from cityorchestra.processing_provider.errors import InputError, RunCancelledError
from cityorchestra.processing_provider.rudi.files import archives
from cityorchestra.processing_provider.rudi.files.archives import (
    GZIP,
    TAR,
    ZIP,
    Member,
    archive_kind,
    extracted,
    members,
    unpacked_gzip,
)
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
from cityorchestra.processing_provider.rudi.files.xml_start import root_element
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'


def zipped(path, files, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def refused(call, *arguments, **named):
    with pytest.raises(InputError) as caught:
        call(*arguments, **named)
    return str(caught.value)


# --- archives ------------------------------------------------------------------------------------------------------


def test_members_and_extraction(tmp_path):
    path = zipped(tmp_path / "a.zip", {"dossier/é.csv": "a\n1\n", "vide/": "", "b.json": "{}"})
    assert archive_kind(path) == ZIP
    assert members(path) == (Member("dossier/é.csv", 4), Member("b.json", 2))
    got = extracted(path, Member("dossier/é.csv", 4), tmp_path / "out")
    assert got == tmp_path / "out" / "dossier" / "é.csv"
    assert got.read_text() == "a\n1\n"
    os.utime(got, ns=(got.stat().st_atime_ns, got.stat().st_mtime_ns + 10**9))
    kept = got.stat().st_mtime_ns
    extracted(path, Member("dossier/é.csv", 4), tmp_path / "out")
    assert got.stat().st_mtime_ns == kept, "the earlier one is used again"


@pytest.mark.parametrize(
    "name", ["../a.csv", "a/../../b", "/etc/passwd", "C:/a.csv", "C:\\a", "a\\..\\..\\b", "..", "x/..", "bell\a.csv"]
)
def test_names_that_lead_out_are_refused(tmp_path, name):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), "x")
    assert "leads out of its folder" in refused(members, path)
    tar = tmp_path / "a.tar"
    with tarfile.open(tar, "w") as archive:
        info = tarfile.TarInfo(name)
        archive.addfile(info, io.BytesIO())
    assert "leads out of its folder" in refused(members, tar)


def test_folders_of_windows_are_folders(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("arbres\\arbres.shp"), "x")
    (member,) = members(path)
    assert (member.path, member.extension) == ("arbres/arbres.shp", "shp")
    assert extracted(path, member, tmp_path / "out") == tmp_path / "out" / "arbres" / "arbres.shp"


def test_links_and_encrypted_members_are_refused(tmp_path):
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "leads out of its folder" in refused(members, path)
    data = bytearray(zipped(tmp_path / "b.zip", {"a.csv": "x"}, zipfile.ZIP_STORED).read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "b.zip").write_bytes(data)
    assert "is encrypted" in refused(members, tmp_path / "b.zip")
    tar = tmp_path / "a.tar"
    with tarfile.open(tar, "w") as archive:
        info = tarfile.TarInfo("link")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(info)
    assert "leads out of its folder" in refused(members, tar)


def test_bombs_are_refused_before_anything_is_unpacked(tmp_path, monkeypatch):
    bomb = zipped(tmp_path / "bomb.zip", {"a.csv": bytes(archives.RATIO_FROM + 1)})
    assert bomb.stat().st_size < 100_000
    assert "out of proportion" in refused(members, bomb)
    packed = tmp_path / "bomb.csv.gz"
    packed.write_bytes(gzip.compress(bytes(archives.RATIO_FROM + 1)))
    assert "out of proportion" in refused(unpacked_gzip, packed)
    assert not (tmp_path / "bomb.csv").exists()
    tar = tmp_path / "bomb.tar.gz"
    with tarfile.open(tar, "w:gz") as archive:
        info = tarfile.TarInfo("a.csv")
        info.size = archives.RATIO_FROM + 1
        archive.addfile(info, io.BytesIO(bytes(info.size)))
    assert "out of proportion" in refused(members, tar)
    monkeypatch.setattr(archives, "MAX_MEMBERS", 10)
    assert "more than 10 members" in refused(members, zipped(tmp_path / "many.zip", {f"{n}": "" for n in range(11)}))
    assert len(members(zipped(tmp_path / "few.zip", {f"{n}": "" for n in range(10)}))) == 10


def test_number_of_members_is_read_before_their_list(tmp_path, monkeypatch):
    path = zipped(tmp_path / "a.zip", {"a": "x"})
    data = bytearray(path.read_bytes())
    place = data.rindex(b"PK\x05\x06")
    data[place + 8 : place + 12] = struct.pack("<HH", 60_000, 60_000)
    path.write_bytes(data)
    monkeypatch.setattr(zipfile, "ZipFile", None)  # would fail
    assert "more than 10000 members" in refused(members, path)


def test_members_that_share_bytes_are_refused(tmp_path):
    """Two entries of the list on one member: small, and without end when there are thousands."""
    path = zipped(tmp_path / "a.zip", {"a": b"x" * 50, "b": b"y" * 50}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    path.write_bytes(data)
    assert "out of proportion" in refused(members, path)


@pytest.mark.parametrize("cut", [10, 60, 110])
def test_damaged_archives_are_told(tmp_path, cut):
    path = zipped(tmp_path / "a.zip", {"a.csv": "x" * 1000})
    path.write_bytes(path.read_bytes()[:cut])
    assert "is damaged" in refused(members, path)


def test_wrong_bytes_inside_leave_no_file(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.csv": "x" * 1000}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[100] ^= 255
    path.write_bytes(data)
    (member,) = members(path)
    assert "is damaged" in refused(extracted, path, member, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_tar_and_gzip(tmp_path):
    (tmp_path / "in.csv").write_text("a\n1\n")
    for name, mode in (("a.tar", "w"), ("a.tar.gz", "w:gz")):
        with tarfile.open(tmp_path / name, mode) as archive:
            archive.add(tmp_path / "in.csv", "dossier/in.csv")
        assert archive_kind(tmp_path / name) == TAR
        (member,) = members(tmp_path / name)
        assert extracted(tmp_path / name, member, tmp_path / f"{name}_out").read_text() == "a\n1\n"
    packed = tmp_path / "b.csv.gz"
    packed.write_bytes(gzip.compress(b"a\n2\n"))
    assert archive_kind(packed) == GZIP
    assert unpacked_gzip(packed) == tmp_path / "b.csv"
    assert (tmp_path / "b.csv").read_text() == "a\n2\n"
    packed.write_bytes(packed.read_bytes()[:-9])
    (tmp_path / "b.csv").unlink()
    assert "is damaged" in refused(unpacked_gzip, packed)
    assert not (tmp_path / "b.csv").exists()


def test_a_cancel_ends_the_extraction(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.csv": os.urandom(3 * 2**20)})
    with pytest.raises(RunCancelledError):
        extracted(path, members(path)[0], tmp_path / "out", lambda: True)
    assert list((tmp_path / "out").iterdir()) == []


@given(st.binary(max_size=300))
def test_any_bytes_are_an_archive_or_none(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("any") / "x"
    for head in (b"", b"PK\x03\x04", b"\x1f\x8b\x08"):
        path.write_bytes(head + data)
        kind = archive_kind(path)
        try:
            if kind in (ZIP, TAR):
                members(path)
            elif kind == GZIP:
                unpacked_gzip(path)
        except InputError as error:
            assert "archive" in str(error)


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


# --- XML -----------------------------------------------------------------------------------------------------------


def test_documents_that_read_other_files_are_refused():
    assert "declares a document type or entities" in refused(root_element, io.BytesIO(ENTITY), "a.kml")
    utf_16 = ENTITY.replace(b"?>", b' encoding="UTF-16"?>').decode().encode("utf-16")
    assert "declares a document type or entities" in refused(root_element, io.BytesIO(utf_16), "a.kml")
    late = b"<a>" + b" " * 10_000 + b'<!DOCTYPE a [<!ENTITY e "x">]></a>'
    assert root_element(io.BytesIO(late), "a.kml") == "a"  # no parser takes a document type after the first element


def test_first_elements():
    text = b'<?xml version="1.0"?><!-- ' + b"x" * 9000 + b' --><gml:FeatureCollection xmlns:gml="http://x">'
    assert root_element(io.BytesIO(text), "a.gml") == "FeatureCollection"
    for wrong in (b"", b"<?xml version='1.0'?>", b"{}", b"<a", b"<!-- " + b"x" * 2**21):
        assert "is not well-formed XML" in refused(root_element, io.BytesIO(wrong), "a.gml")
