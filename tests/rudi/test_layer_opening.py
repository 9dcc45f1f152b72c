"""Downloaded files as layers of QGIS: every kind of file, what is refused, what is told; metadata of layers."""

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
from cityorchestra.processing_provider.rudi.algorithms.file_layers import FileToOpen, open_file
from cityorchestra.processing_provider.rudi.algorithms.layer_opening import (
    layer_metadata,
    layer_name,
    why_not,
)
from cityorchestra.processing_provider.rudi.record import Connector, Media
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.tests.algorithm_support import french, make_layer, rows_of, write_raster
from cityorchestra.tests.rudi.media_support import (
    file_medium,
    record_of_media,
    with_services,
)
from qgis.core import (
    QgsApplication,
    QgsCoordinateTransformContext,
    QgsRasterLayer,
    QgsRectangle,
    QgsTask,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QCoreApplication

POINT = shapely.Point(352000, 6789000)
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
    assert "leads to other files or servers" in refused(written(tmp_path / name, VRT))
    assert "leads to other files or servers" in refused(zipped(tmp_path / "a.zip", a__geojson=VRT))
    raster = '<VRTDataset rasterXSize="1" rasterYSize="1"><VRTRasterBand band="1"/></VRTDataset>'
    assert "leads to other files or servers" in refused(written(tmp_path / name, raster))


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
    raw = with_services(rudi_server)
    raw["available_formats"][0]["connector"]["url"] = "/medias/a/b/dwnl"
    record = read_record(raw, rudi_server.url)
    urls = {link.url for link in layer_metadata(record).links()}
    assert f"{rudi_server.url}/medias/a/b/dwnl" in urls


def test_metadata_of_the_poorest_record():
    metadata = layer_metadata(read_record({}))
    assert metadata.identifier().startswith("sha256:")
    assert metadata.extent().spatialExtents() == []
