"""Media of datasets as layers of QGIS: files of every kind, map services of the local server."""

from __future__ import annotations

import gzip
import json
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import shapely

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.rudi.algorithms.access import open_access
from cityorchestra.processing_provider.rudi.algorithms.connections import Connection
from cityorchestra.processing_provider.rudi.algorithms.file_layers import FileToOpen, open_file
from cityorchestra.processing_provider.rudi.algorithms.layer_opening import (
    layer_metadata,
    layer_name,
    open_service,
    snapshot,
    usable_authcfg,
    why_not,
)
from cityorchestra.processing_provider.rudi.algorithms.service_layers import (
    _wfs_layer,
    _wms_sources,
    _wmts_sources,
    transformed,
)
from cityorchestra.processing_provider.rudi.map_service import (
    MapService,
    crs_name,
    map_service,
    plain_address,
    tile_layer,
)
from cityorchestra.processing_provider.rudi.record import Connector, Media
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.tests.algorithm_support import french, make_layer, rows_of, write_raster
from cityorchestra.tests.rudi.auth_support import stored as stored_configuration
from cityorchestra.tests.rudi.auth_support import stored_login, stored_token
from cityorchestra.tests.rudi.media_support import (
    colours,
    file_medium,
    record_of_media,
    restricted,
    service_medium,
    with_services,
)
from cityorchestra.tests.rudi.server.portal_tokens import USERS
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsTask,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QCoreApplication

USER, PASSWORD = next(iter(USERS.items()))
POINT = shapely.Point(352000, 6789000)
WGS_84 = QgsCoordinateReferenceSystem("EPSG:4326")
EAST = QgsReferencedRectangle(QgsRectangle(-1.70, 48.07, -1.62, 48.15), WGS_84)
RENNES = QgsRectangle(-1.75, 48.07, -1.60, 48.15)
MAP_COLOUR, TILE_COLOUR = "#2878c8", "#5aa05a"  # of the pictures of the local server
GEOJSON = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"nom": "é"},
            "geometry": {"type": "Point", "coordinates": [-1.68, 48.11]},
        }
    ],
}
KML = (
    '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>é</name>'
    "<Point><coordinates>-1.68,48.11</coordinates></Point></Placemark></Document></kml>"
)
VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/hosts</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
)

pytestmark = pytest.mark.usefixtures("provider")


def opened(path, **known):
    return open_file(FileToOpen(path, "Arbres", **known))


def only(path, **known):
    (one,) = opened(path, **known)
    assert one.layer.isValid()
    assert one.layer.name() == one.name
    return one


def refused(path, **known):
    with pytest.raises(InputError) as caught:
        opened(path, **known)
    return str(caught.value)


def written(path, data):
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def stored(path, driver, *names, kind="Point", rows=((POINT, "é"),), mode=None):
    """Write a file with QGIS, one layer a name."""
    for place, name in enumerate(names):
        options = QgsVectorFileWriter.SaveVectorOptions()
        options.driverName, options.layerName, options.fileEncoding = driver, name, "UTF-8"
        if place:
            options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
        layer = make_layer(kind, rows, [("nom", "text")], name=name)
        error = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
        assert error[0] == QgsVectorFileWriter.WriterError.NoError, error
    return path


def zipped(path, *files, **texts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, f"dossier/{file.name}")
        for name, text in texts.items():
            archive.writestr(name.replace("__", "."), text)
    return path


def place_of(layer):
    point = next(layer.getFeatures()).geometry().asPoint()
    return round(point.x(), 4), round(point.y(), 4)


# --- files -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("driver", "name"),
    [
        ("ESRI Shapefile", "a.shp"),
        ("GPKG", "a.gpkg"),
        ("FlatGeobuf", "a.fgb"),
        ("MapInfo File", "a.tab"),
        ("GML", "a.gml"),
        ("GeoJSON", "a.geojson"),
    ],
)
def test_vector_files(tmp_path, driver, name):
    one = only(stored(tmp_path / name, driver, "a"))
    assert one.name == "Arbres"
    assert QgsWkbTypes.geometryType(one.layer.wkbType()) == QgsWkbTypes.GeometryType.PointGeometry
    assert one.layer.featureCount() == 1
    assert next(one.layer.getFeatures())["nom"] == "é"
    assert (place_of(one.layer), one.layer.crs().authid()) == ((352000, 6789000), "EPSG:2154")


@pytest.mark.parametrize(("driver", "name"), [("XLSX", "a.xlsx"), ("ODS", "a.ods")])
def test_workbooks_are_tables(tmp_path, driver, name):
    layers = opened(stored(tmp_path / name, driver, "un", "deux", kind="None", rows=((None, "é"),)))
    assert [one.name for one in layers] == ["Arbres – un", "Arbres – deux"]
    for one in layers:
        assert one.layer.isValid() and not one.layer.isSpatial()


def test_geopackage_with_several_layers_and_styles(tmp_path):
    path = stored(tmp_path / "a.gpkg", "GPKG", "un", "deux")
    layer = QgsVectorLayer(f"{path}|layername=un", "un", "ogr")
    layer.renderer().symbol().setSize(7.5)
    layer.saveStyleToDatabase("style", "", True, "")
    del layer
    layers = opened(path)
    assert [one.name for one in layers] == ["Arbres – un", "Arbres – deux"], "the table of the styles is no layer"
    assert layers[0].layer.renderer().symbol().size() == 7.5


def test_several_types_in_one_file_become_layers(tmp_path):
    shapes = (("Point", [1, 2]), ("LineString", [[0, 0], [1, 1]]), ("Polygon", [[[0, 0], [1, 0], [1, 1], [0, 0]]]))
    features = [
        {"type": "Feature", "properties": {"a": 1}, "geometry": {"type": kind, "coordinates": xy}}
        for kind, xy in shapes
    ]
    path = written(tmp_path / "a.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    layers = opened(path)
    assert [one.name for one in layers] == ["Arbres (points)", "Arbres (lines)", "Arbres (polygons)"]
    assert [one.layer.featureCount() for one in layers] == [1, 1, 1]


@pytest.mark.parametrize(
    ("text", "crs", "place"),
    [
        ("id;nom;lon;lat\n1;é;-1,68;48,11\n2;x;;\n", "EPSG:4326", (-1.68, 48.11)),
        ("id,nom,Latitude (°),Longitude (°)\n1,é,48.11,-1.68\n", "EPSG:4326", (-1.68, 48.11)),
        ("id\tnom\tX\tY\n1\té\t352000.5\t6789000\n", "EPSG:2154", (352000.5, 6789000)),
        ("id|nom|x|y\n1|é|1352000|7222000\n", "EPSG:3948", (1352000, 7222000)),
        ('id,nom,the_geom\n1,é,"POINT(-1.68 48.11)"\n', "EPSG:4326", (-1.68, 48.11)),
        ('id,nom,geo_point_2d\n1,é,"48.11, -1.68"\n2,x,\n', "EPSG:4326", (-1.68, 48.11)),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_tables_with_places(tmp_path, text, crs, place, encoding):
    one = only(written(tmp_path / "été & 100 %+#.csv", text.encode(encoding)), is_table=True)
    assert one.layer.crs().authid() == crs
    assert one.layer.isSpatial()
    assert place_of(one.layer) == place
    assert next(one.layer.getFeatures())["nom"] == "é"
    assert one.layer.featureCount() == text.count("\n") - 1


def test_tables_without_places_and_codes(tmp_path):
    one = only(written(tmp_path / "a.csv", "insee;nom;pop\n01004;Ambérieu;14134\n35238;Rennes;222485\n"))
    assert not one.layer.isSpatial()
    rows = rows_of(one.layer)
    assert [row["insee"] for row in rows] == ["01004", "35238"]
    assert [row["pop"] for row in rows] == [14134, 222485]
    # Without a name that tells, columns do.
    assert only(written(tmp_path / "noname", "a,b\n1,2\n")).layer.featureCount() == 1
    assert only(written(tmp_path / "nom", "a\n1\n"), is_table=True).layer.featureCount() == 1


def test_lists_of_records_become_points_or_tables(tmp_path):
    rows = [{"id": 1, "nom": "é", "geo_point_2d": [48.11, -1.68]}, {"id": 2, "nom": None, "geo_point_2d": None}]
    one = only(written(tmp_path / "a.json", json.dumps(rows)))
    assert (one.layer.featureCount(), one.layer.crs().authid(), place_of(one.layer)) == (2, "EPSG:4326", (-1.68, 48.11))
    assert [row["id"] for row in rows_of(one.layer)] == [1, 2]
    table = only(written(tmp_path / "b.json", json.dumps({"results": [{"a": 1, "b": [1, 2]}]})))
    assert not table.layer.isSpatial()
    assert rows_of(table.layer)[0]["b"] == "[1, 2]"


def test_real_geojson_is_left_alone(tmp_path):
    one = only(written(tmp_path / "a.json", json.dumps(GEOJSON)))
    assert place_of(one.layer) == (-1.68, 48.11)
    assert [item.name for item in tmp_path.iterdir()] == ["a.json"]


def test_rasters(tmp_path):
    path = write_raster(tmp_path / "a.tif", [[1, 2], [3, 4]])
    one = only(Path(path))
    assert isinstance(one.layer, QgsRasterLayer)
    assert one.layer.crs().authid() == "EPSG:2154"
    assert (one.layer.width(), one.layer.height()) == (2, 2)


def test_kml_and_gpx(tmp_path):
    assert place_of(only(written(tmp_path / "a.kml", KML)).layer) == (-1.68, 48.11)
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("doc.kml", KML)
    assert place_of(only(tmp_path / "a.kmz").layer) == (-1.68, 48.11)
    space = "http://www.topografix.com/GPX/1/1"
    gpx = f'<gpx version="1.1" xmlns="{space}"><wpt lat="48.11" lon="-1.68"><name>é</name></wpt></gpx>'
    names = {one.name: one.layer for one in opened(written(tmp_path / "a.gpx", gpx))}
    assert place_of(names["Arbres – waypoints"]) == (-1.68, 48.11)


def test_layers_without_crs_take_the_declared_one_where_it_fits(tmp_path):
    path = stored(tmp_path / "a.shp", "ESRI Shapefile", "a")
    (tmp_path / "a.prj").unlink()
    (tmp_path / "a.qpj").unlink(missing_ok=True)
    assert only(path, crs="EPSG:2154").layer.crs().authid() == "EPSG:2154"
    assert not only(path, crs="EPSG:4326").layer.crs().isValid(), "these are metres"
    assert not only(path).layer.crs().isValid()


# --- archives ----------------------------------------------------------------------------------------------------


def test_archives_are_searched(tmp_path):
    shapefile = stored(tmp_path / "arbres.shp", "ESRI Shapefile", "arbres")
    parts = sorted(tmp_path.glob("arbres.*"))
    geopackage = stored(tmp_path / "b.gpkg", "GPKG", "un", "deux")
    one = only(zipped(tmp_path / "shp.zip", *parts, LISEZMOI__txt="bonjour", __MACOSX="x"))
    assert one.layer.source().startswith(f"/vsizip/{tmp_path}/shp.zip/dossier/arbres.shp")
    assert (one.name, one.layer.crs().authid(), next(one.layer.getFeatures())["nom"]) == ("Arbres", "EPSG:2154", "é")
    assert len(opened(zipped(tmp_path / "gpkg.zip", geopackage))) == 2
    several = opened(
        zipped(
            tmp_path / "all.zip", *parts, a__csv="lon,lat\n1,2\n", b__json='[{"x": 1}]', c__geojson=json.dumps(GEOJSON)
        )
    )
    assert {item.name for item in several} == {"arbres", "a", "b", "c"}
    assert all(item.layer.isValid() for item in several)
    renamed = tmp_path / "sans extension"
    renamed.write_bytes((tmp_path / "shp.zip").read_bytes())
    assert only(renamed).layer.featureCount() == 1
    assert shapefile.is_file()


def test_packed_files(tmp_path):
    (tmp_path / "a.geojson.gz").write_bytes(gzip.compress(json.dumps(GEOJSON).encode()))
    assert place_of(only(tmp_path / "a.geojson.gz").layer) == (-1.68, 48.11)
    source = written(tmp_path / "b.geojson", json.dumps(GEOJSON))
    kml = written(tmp_path / "c.kml", KML)
    for name, mode in (("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tgz", "w:gz")):
        with tarfile.open(tmp_path / name, mode) as archive:
            archive.add(source, "dossier/b.geojson")
            archive.add(kml, "dossier/c.kml")
        layers = opened(tmp_path / name)
        assert [place_of(one.layer) for one in layers] == [(-1.68, 48.11)] * 2, name


def test_one_bad_member_does_not_hide_the_others(tmp_path):
    entity = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><kml>&e;</kml>'
    one = only(zipped(tmp_path / "a.zip", a__kml=entity, b__kml=KML))
    assert one.name == "b"
    assert "declares a document type" in refused(zipped(tmp_path / "b.zip", a__kml=entity))
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("doc.kml", entity)
    assert "declares a document type" in refused(tmp_path / "a.kmz")


def test_what_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "slip.zip", "w") as archive:
        archive.writestr("../../a.csv", "a,b\n1,2\n")
    assert "leads out of its folder" in refused(tmp_path / "slip.zip")
    assert not (tmp_path.parent / "a.csv").exists()
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", bytes(65 * 2**20))
    assert "out of proportion" in refused(bomb)
    assert not list(tmp_path.glob("*_files"))
    assert "declares a document type" in refused(written(tmp_path / "a.kml", '<!DOCTYPE a [<!ENTITY e "x">]><kml/>'))


@pytest.mark.parametrize("name", ["a.json", "a.geojson", "a.csv", "a.vrt", "a.xml", "a.gpkg", "a"])
def test_formats_that_lead_elsewhere_are_refused_whatever_their_name(tmp_path, name):
    assert "is not opened from a catalogue" in refused(written(tmp_path / name, VRT))
    assert "is not opened from a catalogue" in refused(zipped(tmp_path / "a.zip", a__geojson=VRT))
    raster = '<VRTDataset rasterXSize="1" rasterYSize="1"><VRTRasterBand band="1"/></VRTDataset>'
    assert "is not opened from a catalogue" in refused(written(tmp_path / name, raster))


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.json", b"<!DOCTYPE html><html></html>", "is a web page, not data"),
        ("a.json", b"{", "is not valid JSON"),
        ("a.json", b'{"a": 1}', "holds nothing that QGIS can draw"),
        ("a.csv", b"", "holds nothing that QGIS can draw"),
        ("a.pdf", b"%PDF-1.4 nothing", "holds nothing that QGIS can draw"),
        ("a.bin", bytes(range(256)), "holds nothing that QGIS can draw"),
        ("a.shp", b"x" * 200, "holds nothing that QGIS can draw"),
        ("a.txt", b"bonjour\nle monde\n", "holds nothing that QGIS can draw"),
        ("a.xml", b"<a", "is not well-formed XML"),
        ("a.zip", b"PK\x03\x04 nothing", "is damaged"),
    ],
)
def test_what_cannot_be_opened_is_told(tmp_path, name, data, sentence):
    assert sentence in refused(written(tmp_path / name, data))
    assert "There is no file" in refused(tmp_path / "nothing.csv")


def test_archive_without_data_tells_what_it_holds(tmp_path):
    path = zipped(tmp_path / "a.zip", **{f"n{number}__pdf": "x" for number in range(7)})
    assert refused(path).endswith("n0.pdf, n1.pdf, n2.pdf, n3.pdf, n4.pdf, ….")


def test_files_are_opened_in_a_thread(tmp_path, qtbot):
    written(tmp_path / "a.csv", "lon;lat\n-1,68;48,11\n")
    written(tmp_path / "b.geojson", json.dumps(GEOJSON))
    made = []

    def work(task):
        for name in ("a.csv", "b.geojson"):
            (one,) = opened(tmp_path / name)
            one.layer.moveToThread(QCoreApplication.instance().thread())
            made.append(one.layer)
        return True

    task = QgsTask.fromFunction("open", work)
    with qtbot.waitSignal(task.taskCompleted, timeout=20000):
        QgsApplication.taskManager().addTask(task)
    assert [place_of(layer) for layer in made] == [(-1.68, 48.11)] * 2


# --- services ----------------------------------------------------------------------------------------------------


def access_to(server, authcfg="", kind="portal"):
    return open_access(Connection("Test", server.url, kind, authcfg))


def record_with_services(server, access):
    return access.source.get(with_services(server)["global_id"])


def service(record, contract):
    return next(item for item in record.media if item.connector.contract == contract)


@pytest.fixture
def no_secret():
    """Sources of layers looked at for what may not stand there."""

    def check(layer):
        for word in ("token", "Bearer", PASSWORD, "authcfg", USER, "password"):
            assert word.lower() not in layer.source().lower()

    return check


def test_wfs_is_a_layer_with_features(rudi_server, tmp_path, no_secret):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    got = open_service(access, record, service(record, "wfs"), tmp_path)
    (one,) = got.layers
    assert (got.copy, got.limited) == (None, False)
    assert (one.layer.providerType(), one.layer.isValid(), one.layer.crs().authid()) == ("WFS", True, "EPSG:4326")
    rows = rows_of(one.layer)
    assert sorted(row["id"] for row in rows) == list(range(1, 21))
    assert all(-1.75 <= row["geometry"].x <= -1.60 for row in rows)
    assert one.name == f"{record.title} (WFS)"
    no_secret(one.layer)
    assert list(tmp_path.iterdir()) == []


def test_wfs_is_limited_by_the_server(rudi_server, tmp_path):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    every = open_service(access, record, service(record, "wfs"), tmp_path).layers[0].layer
    expected = sorted(row["id"] for row in rows_of(every) if -1.70 <= row["geometry"].x <= -1.62)
    assert 0 < len(expected) < 20
    for extent in (
        EAST,
        QgsReferencedRectangle(
            QgsRectangle(350412.5, 6784870.0, 356490.0, 6793500.0), QgsCoordinateReferenceSystem("EPSG:2154")
        ),
    ):
        got = open_service(access, record, service(record, "wfs"), tmp_path, extent)
        assert got.limited
        found = sorted(row["id"] for row in rows_of(got.layers[0].layer))
        assert set(found) >= set(expected) if extent is not EAST else found == expected
        assert len(found) < 20


def test_extent_that_a_service_cannot_express():
    lambert = QgsCoordinateReferenceSystem("EPSG:2154")
    assert transformed(QgsReferencedRectangle(QgsRectangle(3, 46.5, 3, 46.5), WGS_84), lambert) == pytest.approx(
        (700000, 6600000, 700000, 6600000)
    )
    with pytest.raises(InputError, match="The extent cannot be expressed in EPSG:2154"):
        transformed(QgsReferencedRectangle(QgsRectangle(-180, -90, 180, 90), WGS_84), lambert)


@pytest.mark.parametrize(("contract", "colour"), [("wms", MAP_COLOUR), ("wmts", TILE_COLOUR)])
def test_maps_are_drawn(rudi_server, tmp_path, contract, colour, no_secret):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    (one,) = open_service(access, record, service(record, contract), tmp_path).layers
    assert (one.layer.providerType(), one.layer.isValid()) == ("wms", True)
    assert colour in colours(one.layer, RENNES, WGS_84)
    no_secret(one.layer)


def test_wmts_without_matrix_set_nor_style_reads_its_capabilities(rudi_server, tmp_path):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    url = access.source.media_url(record, service(record, "wmts"))
    bare = record_of_media(service_medium(url, "wmts", layer="rudi:places"), source=rudi_server.url)
    (one,) = open_service(access, bare, bare.media[0], tmp_path).layers
    assert "tileMatrixSet=EPSG:3857" in one.layer.source()
    assert TILE_COLOUR in colours(one.layer, RENNES, WGS_84)
    other = record_of_media(service_medium(url, "wmts", layer="nothing"), source=rudi_server.url)
    with pytest.raises(InputError, match="has no layer called “nothing”"):
        open_service(access, other, other.media[0], tmp_path)


@pytest.mark.parametrize(("said", "asked"), [("1.1.0", "1.1.0"), ("1.0.0, 2.0.0", "1.0.0"), ("", "2.0.0")])
def test_version_of_the_record_comes_first(rudi_server, tmp_path, said, asked):
    raw = with_services(rudi_server)
    for medium_of in raw["available_formats"]:
        for parameter in medium_of["connector"].get("connector_parameters", ()):
            if parameter["key"] == "versions":
                parameter["value"] = said
    access = access_to(rudi_server)
    record = access.source.get(raw["global_id"])
    assert open_service(access, record, service(record, "wfs"), tmp_path).layers[0].layer.isValid()
    assert rudi_server.requests("/medias/")[0]["query"]["VERSION"] == [asked]


def test_other_versions_are_tried(rudi_server, tmp_path):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    rudi_server.fault("/medias/", "500")
    layer = open_service(access, record, service(record, "wfs"), tmp_path).layers[0].layer
    assert layer.featureCount() == 20
    versions = [one["query"].get("VERSION", [""])[0] for one in rudi_server.requests("/medias/")]
    assert versions[:2] == ["2.0.0", "1.1.0"]


@pytest.mark.parametrize("contract", ["wfs", "wms", "wmts"])
@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("404", "does not exist on this server"),
        ("401", "asks for an account"),
        ("html", "QGIS cannot open the layer|is not well-formed XML|has no layer called|contains a document type"),
    ],
)
def test_services_that_fail_say_why(rudi_server, tmp_path, contract, fault, sentence):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    rudi_server.fault("/medias/", fault, times=100)
    with pytest.raises(InputError, match=sentence):
        open_service(access, record, service(record, contract), tmp_path)


def test_server_that_is_not_there(tmp_path, few_tries):
    access = open_access(Connection("Test", "http://127.0.0.1:9", "node"), timeout_s=2)
    for contract in ("wfs", "wms", "wmts"):
        record = record_of_media(service_medium("http://127.0.0.1:9/x", contract, layer="a"))
        with pytest.raises(InputError, match="cannot be reached"):
            open_service(access, record, record.media[0], tmp_path)


def test_unknown_layer_of_a_wfs(rudi_server, tmp_path):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    url = access.source.media_url(record, service(record, "wfs"))
    other = record_of_media(service_medium(url, "wfs", layer="nothing"), source=rudi_server.url)
    with pytest.raises(InputError, match="QGIS cannot open the layer “nothing” of the WFS"):
        open_service(access, other, other.media[0], tmp_path)


# --- restricted services -----------------------------------------------------------------------------------------


def allow(server, global_id, login=USER):
    """Grant a user's project access to a dataset."""
    project = server.state.projects.create("Essai", login)
    project["linked_datasets"].append({"dataset_uuid": global_id, "linked_dataset_status": "VALIDATED"})


def test_restricted_wfs_is_copied_by_our_session(rudi_server, tmp_path, no_secret):
    raw = restricted(with_services(rudi_server))
    allow(rudi_server, raw["global_id"])
    access = access_to(rudi_server, stored_login(USER, PASSWORD))
    record = access.source.get(raw["global_id"])
    assert record.access == "restricted"
    got = open_service(access, record, service(record, "wfs"), tmp_path)
    layer = got.layers[0].layer
    assert layer.providerType() == "ogr"
    assert got.copy.parent == tmp_path
    assert sorted(row["id"] for row in rows_of(layer)) == list(range(1, 21))
    no_secret(layer)
    text = got.copy.read_text(encoding="utf-8")
    assert "Bearer" not in text and PASSWORD not in text
    some = open_service(access, record, service(record, "wfs"), tmp_path, EAST)
    assert some.limited
    assert all(-1.70 <= row["geometry"].x <= -1.62 for row in rows_of(some.layers[0].layer))
    for contract in ("wms", "wmts"):
        with pytest.raises(InputError, match="Access to this map service is restricted"):
            open_service(access, record, service(record, contract), tmp_path)
    assert not any(
        "authorization" in one["query"] or "token" in str(one["query"]).lower() for one in rudi_server.state.log
    )


def test_restricted_wfs_without_right_is_refused_in_words(rudi_server, tmp_path):
    raw = restricted(with_services(rudi_server))
    for authcfg, sentence in (("", "refuses this account"), (stored_login(USER, PASSWORD), "refuses this account")):
        access = access_to(rudi_server, authcfg)
        record = access.source.get(raw["global_id"])
        with pytest.raises(InputError, match=sentence) as caught:
            open_service(access, record, service(record, "wfs"), tmp_path)
        assert "aucune demande validée" in str(caught.value), "the reason of the server"
    assert list(tmp_path.iterdir()) == []


def test_portal_that_wants_an_account_for_all_is_copied_too(start_rudi_server, tmp_path):
    server = start_rudi_server(require="user")
    access = access_to(server, stored_login(USER, PASSWORD))
    record = record_with_services(server, access)
    assert record.access == "open"
    got = open_service(access, record, service(record, "wfs"), tmp_path)
    assert got.copy is not None
    assert got.layers[0].layer.featureCount() == 20


def test_copies_in_pages_and_in_gml(rudi_server, tmp_path, monkeypatch):
    from cityorchestra.processing_provider.rudi.algorithms import service_snapshot

    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    monkeypatch.setattr(service_snapshot, "PAGE", 7)
    path = snapshot(access, record, service(record, "wfs"), tmp_path)
    asked = [one["query"] for one in rudi_server.requests("/medias/")]
    assert [(one["COUNT"], one.get("STARTINDEX")) for one in asked] == [
        (["7"], None), (["7"], ["7"]), (["7"], ["14"]),
    ]  # fmt: skip
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert sorted(one["properties"]["id"] for one in features) == list(range(1, 21))
    monkeypatch.setattr(service_snapshot._Copy, "json_formats", lambda self: ["nothing"])
    gml = snapshot(access, record, service(record, "wfs"), tmp_path, EAST)
    assert gml.suffix == ".gml"
    layer = open_file(FileToOpen(gml, "x"))[0].layer
    assert 0 < layer.featureCount() < 20
    assert all(-1.70 <= row["geometry"].x <= -1.62 for row in rows_of(layer))
    assert sorted(item.suffix for item in tmp_path.iterdir() if item.suffix != ".gfs") == [".geojson", ".gml"]


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("html", "not well-formed|declares a document type"),
        ("404", "does not exist"),
        ("drop@300", "connection was lost"),
    ],
)
def test_a_copy_that_fails_leaves_no_file(rudi_server, tmp_path, few_tries, fault, sentence):
    access = access_to(rudi_server)
    record = record_with_services(rudi_server, access)
    rudi_server.fault("/medias/", fault, times=100)
    with pytest.raises(InputError, match=sentence):
        snapshot(access, record, service(record, "wfs"), tmp_path)
    assert list(tmp_path.iterdir()) == []


# --- accounts ----------------------------------------------------------------------------------------------------


def test_account_goes_into_a_layer_only_for_its_own_server(rudi_server):
    authcfg = stored_login("camille", "secret")
    keys = stored_configuration("Basic", username="project", password="secret", realm="application")
    node = Connection("n", rudi_server.url, "node", authcfg)
    assert usable_authcfg(f"{rudi_server.url}/wfs", node) == authcfg
    assert usable_authcfg("http://127.0.0.1:1/wfs", node) == ""
    assert usable_authcfg("https://example.org/wfs", node) == ""
    assert usable_authcfg(f"{rudi_server.url}/wfs", replace(node, kind="portal")) == ""
    assert usable_authcfg(f"{rudi_server.url}/wfs", replace(node, authcfg="")) == ""
    assert usable_authcfg(f"{rudi_server.url}/wfs", replace(node, authcfg="gone123")) == ""
    assert usable_authcfg(f"{rudi_server.url}/wfs", replace(node, authcfg=keys)) == ""
    assert usable_authcfg(f"{rudi_server.url}/wfs", replace(node, authcfg=stored_token("abc"))) == ""


def test_account_in_a_layer_is_an_identifier(rudi_server):
    """The server is asked with the account, which the portal of the tests refuses: only the source matters here."""
    authcfg = stored_login("camille", "very-secret")
    known = {"url": f"{rudi_server.url}/x", "layer": "a"}
    sources = [
        _wfs_layer(MapService("wfs", **known), "x", "2.0.0", authcfg).source(),
        *_wms_sources(MapService("wms", **known), authcfg, None),
        *_wmts_sources(MapService("wmts", **known), authcfg, None),
    ]
    assert len(sources) > 3
    for source in sources:
        assert f"authcfg={authcfg}" in source.replace("'", "")
        assert "very-secret" not in source and "camille" not in source


# --- what can be opened ------------------------------------------------------------------------------------------


def medium(kind="FILE", mime="", contract="dwnl", url="https://rudi.fr/a", **fields):
    return Media(kind=kind, file_type=mime, connector=Connector(url, contract), **fields)


@pytest.mark.parametrize(
    ("media", "sentence"),
    [
        (medium(mime="application/geo+json"), ""),
        (medium(mime="text/csv"), ""),
        (medium(mime="application/zip"), ""),
        (medium(mime="image/tiff"), ""),
        (medium(mime="application/octet-stream", name="a.gpkg"), ""),
        (medium(mime="application/octet-stream", url="https://rudi.fr/a.gpkg?x=1"), ""),
        (medium(mime=""), "cannot be drawn on a map"),
        (medium(mime="application/pdf"), "A file of the format PDF cannot be drawn on a map; download it instead."),
        (medium(mime="application/octet-stream", name="a.exe"), "cannot be drawn"),
        (medium(mime="text/csv", encrypted=True), "is encrypted by its producer"),
        (medium(mime="text/csv", url=" "), "has no address"),
        (medium("SERVICE", contract="wms", url="https://rudi.fr/wms"), "does not say which layer"),
        (medium("SERVICE", contract="wms", url="https://rudi.fr/wms?layers=a"), ""),
        (medium("SERVICE", contract="gdata"), "QGIS cannot show a service of the kind “Generic data”"),
        (medium("SERVICE", contract="custom"), "QGIS cannot show a service"),
        (medium("SERIES"), "This is a series"),
    ],
)
def test_why_not(media, sentence):
    record = record_of_media()
    assert sentence in why_not(record, media)
    assert bool(why_not(record, media)) == bool(sentence)


def test_why_not_is_translated_and_personal_data_are_told():
    record = replace(record_of_media(), access="selfdata")
    assert "personal data" in why_not(record, medium(mime="text/csv"))
    with french():
        assert why_not(record, medium(mime="application/geo+json"))


def test_names_of_layers():
    one, other = medium(mime="text/csv", name="arbres_2024.csv"), medium("SERVICE", contract="wms", name="WMS")
    record = replace(record_of_media(title="Arbres de Rennes"), media=(one,))
    assert layer_name(record, one) == "Arbres de Rennes"
    record = replace(record, media=(one, other))
    assert layer_name(record, one) == "arbres_2024"
    assert layer_name(record, other) == "Arbres de Rennes (WMS)"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("EPSG:2154", "EPSG:2154"),
        ("epsg:4326", "EPSG:4326"),
        ("urn:ogc:def:crs:EPSG::3948", "EPSG:3948"),
        ("urn:ogc:def:crs:EPSG:6.9:3948", "EPSG:3948"),
        ("http://www.opengis.net/def/crs/EPSG/0/2154", "EPSG:2154"),
        ("http://www.opengis.net/gml/srs/epsg.xml#4326", ""),
        ("Lambert 93", ""),
        ("", ""),
    ],
)
def test_names_of_reference_systems(text, name):
    assert crs_name(text) == name


def test_addresses_of_services_keep_what_is_not_of_a_request():
    url = "https://a.fr/ows?MAP=/x/y.map&SERVICE=WFS&VERSION=1.0.0&request=GetFeature&typeName=a&apikey=1#x"
    assert plain_address(url) == "https://a.fr/ows?MAP=%2Fx%2Fy.map&apikey=1"
    known = map_service(medium("FILE", contract="wfs", url=url), url)
    assert (known.layer, known.versions) == ("a", ("1.0.0",))


def test_capabilities_of_a_stranger_are_read_with_care():
    with pytest.raises(InputError, match="document type"):
        tile_layer(b'<!DOCTYPE a [<!ENTITY e "x">]><Capabilities/>', "a", "x")
    assert tile_layer(b"<Capabilities/>", "a", "x").matrix_sets == ()


# --- metadata ----------------------------------------------------------------------------------------------------


def test_metadata_of_a_layer(rudi_server):
    medium_of = file_medium(rudi_server, "arbres.csv", "a\n1\n", "text/csv")
    raw = {
        "licence": {"licence_type": "STANDARD", "licence_label": "etalab-2.0"},
        "mandatory_mention": [{"lang": "fr", "text": "Rennes, à citer"}],
    }
    box = {"west_longitude": -1.8, "south_latitude": 48.0, "east_longitude": -1.6, "north_latitude": 48.2}
    record = record_of_media(
        medium_of,
        access_condition=raw,
        geography={"bounding_box": box, "projection": "RGF93/Lambert-93 (EPSG:2154)"},
        resource_languages=["fr"],
    )
    metadata = layer_metadata(record)
    assert metadata.identifier() == record.global_id
    assert (metadata.title(), metadata.abstract()) == ("Arbres", record.description())
    assert any("2.0" in text for text in metadata.licenses())
    assert metadata.rights()[0] == "Rennes, à citer"
    assert any("Arbres" in text for text in metadata.rights())
    assert {contact.email for contact in metadata.contacts()} >= {"a@rennes.fr"}
    assert metadata.keywords()["keywords"] == ["test"]
    (extent,) = metadata.extent().spatialExtents()
    assert extent.bounds.toRectangle() == QgsRectangle(-1.8, 48.0, -1.6, 48.2)
    assert metadata.crs().authid() == "EPSG:2154"
    (link,) = metadata.links()
    assert (link.url, link.type, link.mimeType) == (medium_of["connector"]["url"], "WWW:DOWNLOAD", "text/csv")
    assert metadata.language() == "FRE"


def test_relative_addresses_become_links_of_the_portal(rudi_server):
    access = access_to(rudi_server)
    raw = with_services(rudi_server)
    raw["available_formats"][0]["connector"]["url"] = "/medias/a/b/dwnl"
    record = read_record(raw, rudi_server.url)
    urls = {link.url for link in layer_metadata(record).links()}
    assert f"{rudi_server.url}/medias/a/b/dwnl" in urls
    assert access.base == rudi_server.url


def test_metadata_of_the_poorest_record():
    metadata = layer_metadata(read_record({}))
    assert metadata.identifier().startswith("sha256:")
    assert metadata.extent().spatialExtents() == []
