"""Algorithm ``rudi_metadata_from_layer`` in QGIS: the record, the file, and what is told."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely

pytest.importorskip("qgis.core")
import rasterio
from cityorchestra.processing_provider.compatibility import is_null
from cityorchestra.processing_provider.provenance import KEYWORD, RASTER_TAG
from cityorchestra.processing_provider.rudi.algorithms.file_columns import file_columns
from cityorchestra.processing_provider.rudi.validation import validate
from cityorchestra.tests.algorithm_support import (
    LAMBERT_93,
    WGS_84,
    files_in,
    french,
    from_python_command,
    make_layer,
    refusal,
    run_in_model,
    write_raster,
)
from cityorchestra.tests.rudi.publication_support import (
    FIELDS,
    PLACES,
    RECORD,
    ROWS,
    drawn_up,
    parameters,
    people_layer,
    trees,
)
from pyproj import Transformer
from qgis.core import (
    QgsLayerMetadata,
    QgsProject,
    QgsRasterLayer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

pytestmark = pytest.mark.usefixtures("provider")

# Dates of writing and identifiers drawn by chance: all that may differ between two runs on one layer.
MADE_ANEW = ("global_id", "metadata_info", "dataset_dates")


def degrees():
    transformer = Transformer.from_crs(LAMBERT_93, WGS_84, always_xy=True)
    return [transformer.transform(*place) for place in PLACES]


def steady(record):
    kept = {key: value for key, value in record.items() if key not in MADE_ANEW}
    (media,) = kept["available_formats"]
    return {**kept, "available_formats": [{**media, "media_id": ""}]}


# -- the record -----------------------------------------------------------------------------------------------------


def test_record_of_three_trees(run_algorithm, tmp_path):
    given = parameters(
        trees(),
        tmp_path,
        OUTPUT_SCHEMA=str(tmp_path / "schema.json"),
        OUTPUT_HTML=str(tmp_path / "report.html"),
        SUMMARY="Relevés de l’essai.",
        MENTION="Source : Ville d’essai",
    )
    run = run_algorithm(RECORD, given)
    record = json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))
    file = tmp_path / "arbres.geojson"
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert record["resource_title"] == "Arbres d’essai"
    assert record["synopsis"] == [{"lang": "fr", "text": "Trois arbres pour les essais."}]
    assert record["summary"] == [{"lang": "fr", "text": "Relevés de l’essai."}]
    assert record["theme"] == "environment"
    assert record["keywords"] == ["arbre", "ombre"]
    assert record["producer"]["organization_name"] == "Ville d’essai"
    assert record["contacts"][0]["email"] == "sig@essai.fr"
    assert record["contacts"][0]["contact_name"] == "Service SIG"
    assert record["dataset_size"] == {"numbers_of_records": 3, "number_of_fields": 4}
    assert record["access_condition"]["licence"] == {"licence_type": "STANDARD", "licence_label": "etalab-2.0"}
    assert record["access_condition"]["mandatory_mention"][0]["text"] == "Source : Ville d’essai"
    box = record["geography"]["bounding_box"]
    lon, lat = zip(*degrees())
    assert box["west_longitude"] == pytest.approx(min(lon), abs=2e-5)
    assert box["north_latitude"] == pytest.approx(max(lat), abs=2e-5)
    assert record["geography"]["projection"] == "WGS 84 (EPSG:4326)", "the file is in degrees"
    (media,) = record["available_formats"]
    assert media["file_type"] == "application/geo+json"
    assert media["file_size"] == file.stat().st_size
    assert media["checksum"] == {"algo": "SHA-256", "hash": digest}
    assert media["connector"]["url"] == "{{download_url}}"
    assert (run.results["SHA256"], run.results["GLOBAL_ID"]) == (digest, record["global_id"])
    assert (run.results["VALID"], run.results["ERRORS"], run.results["WARNINGS"]) == (True, 0, 0)
    assert json.loads(run.results["PERSONAL_DATA"]) == []
    assert validate(record).valid
    schema = json.loads((tmp_path / "schema.json").read_text(encoding="utf-8"))
    assert [(item["name"], item["type"]) for item in schema["fields"]] == [
        ("essence", "string"), ("hauteur", "integer"), ("plante", "boolean"), ("diam", "number"),
    ]  # fmt: skip
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Ready to be published" in report and digest in report and "<script" not in report


def test_what_the_layer_says_of_itself_need_not_be_said_again(run_algorithm, tmp_path):
    layer = trees()
    metadata = QgsLayerMetadata()
    metadata.setTitle("Titre de la couche")
    metadata.setAbstract("Résumé de la couche.")
    metadata.setKeywords({"mots": ["tronc"], "gmd:topicCategory": ["environment"]})
    contact = QgsLayerMetadata.Contact("Service")
    contact.organization, contact.email, contact.role = "Région d’essai", "carto@region.fr", "owner"
    metadata.setContacts([contact])
    layer.setMetadata(metadata)
    run = run_algorithm(
        RECORD,
        {"INPUT": layer, "OUTPUT": str(tmp_path / "r.json"), "OUTPUT_MEDIA": str(tmp_path / "m.zip")},
    )
    record = json.loads(Path(run.results["OUTPUT"]).read_text(encoding="utf-8"))
    assert record["resource_title"] == "Titre de la couche"
    assert record["summary"][0]["text"] == "Résumé de la couche."
    assert record["keywords"] == ["tronc"]
    assert record["theme"] == "environment"
    assert record["producer"]["organization_name"] == "Région d’essai"
    assert record["contacts"][0]["email"] == "carto@region.fr"


def test_an_update_keeps_the_identifiers(tmp_path):
    first, path, _ = drawn_up(trees(), tmp_path)
    (tmp_path / "again").mkdir()
    second, _, _ = drawn_up(trees(), tmp_path / "again", PREVIOUS=str(path), SYNOPSIS="Nouveau synopsis.")
    assert second["global_id"] == first["global_id"]
    assert second["available_formats"][0]["media_id"] == first["available_formats"][0]["media_id"]
    assert second["dataset_dates"]["created"] == first["dataset_dates"]["created"]
    assert second["synopsis"][0]["text"] == "Nouveau synopsis."


def test_version_1_4_1(tmp_path):
    record, _, _ = drawn_up(trees(), tmp_path, VERSION="1.4.1", LANG="en-GB")
    assert record["metadata_info"]["api_version"] == "1.4.1"
    assert record["synopsis"][0]["lang"] == "en-GB"
    assert validate(record).valid


def test_people_are_told_and_stop_nothing_here(run_algorithm, tmp_path):
    run = run_algorithm(RECORD, parameters(people_layer(), tmp_path, OUTPUT_HTML=str(tmp_path / "r.html")))
    (finding,) = json.loads(run.results["PERSONAL_DATA"])
    assert finding == {"column": "c1", "kind": "email", "level": "certain", "share": 1.0}
    assert any("look like personal data: c1" in text for text in run.feedback.warnings)
    report = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "Not ready to be published" in report and "e-mail address" in report
    justified = parameters(people_layer(), tmp_path, JUSTIFICATION="Adresses de services, publiques par nature.")
    assert not any("personal" in text for text in run_algorithm(RECORD, justified).feedback.warnings)


def test_the_licence_of_a_source_is_told(run_algorithm, tmp_path):
    layer = trees()
    metadata = QgsLayerMetadata()
    metadata.setLicenses(["ODbL 1.0"])
    layer.setMetadata(metadata)
    run = run_algorithm(RECORD, parameters(layer, tmp_path))
    assert any("obliges you to share the result under Licence ODbL" in text for text in run.feedback.warnings)
    run = run_algorithm(RECORD, parameters(layer, tmp_path, LICENCE="odbl-1.0"))
    assert run.feedback.warnings == []


# -- the file -------------------------------------------------------------------------------------------------------


def test_geojson_follows_rfc_7946(tmp_path):
    _, _, file = drawn_up(trees(), tmp_path)
    document = json.loads(file.read_text(encoding="utf-8"))
    assert "crs" not in document
    coordinates = [feature["geometry"]["coordinates"] for feature in document["features"]]
    np.testing.assert_allclose(coordinates, degrees(), rtol=0, atol=6e-8)
    assert coordinates[0] == [3.0, 46.5]
    assert document["features"][1]["properties"] == {
        "essence": "tilleul; grand", "hauteur": 8, "plante": False, "diam": None,
    }  # fmt: skip


def test_rings_turn_as_rfc_7946_wants(tmp_path):
    square = [(700_000, 6_600_000), (700_100, 6_600_000), (700_100, 6_600_100), (700_000, 6_600_100)]
    hole = [(700_020, 6_600_020), (700_040, 6_600_020), (700_040, 6_600_040), (700_020, 6_600_040)]
    for outer in (square, square[::-1]):
        for inner in (hole, hole[::-1]):
            shape = shapely.Polygon(outer, [inner])
            layer = make_layer(
                "MultiPolygonZ", [(shapely.force_3d(shapely.MultiPolygon([shape]), 30.0), 1)], [("n", "integer")]
            )
            _, _, file = drawn_up(layer, tmp_path)
            (feature,) = json.loads(file.read_text(encoding="utf-8"))["features"]
            assert feature["geometry"]["type"] == "MultiPolygon"
            ((first, second),) = feature["geometry"]["coordinates"]
            assert shapely.is_ccw(shapely.LinearRing(first)) and not shapely.is_ccw(shapely.LinearRing(second))
            assert first[0][2] == 30.0
            assert shapely.area(shapely.from_geojson(json.dumps(feature["geometry"]))) > 0


def test_csv_of_points_and_of_lines(tmp_path):
    _, _, file = drawn_up(trees(), tmp_path, MEDIA_FORMAT="csv")
    assert file.name == "arbres.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["essence", "hauteur", "plante", "diam", "lon", "lat"]
    assert rows[1] == ["chêne", "12", "true", "0.5", "3.0000000", "46.5000000"]
    assert rows[3][:4] == ["", "", "", ""]
    shape = shapely.MultiLineString([[(700_000, 6_600_000), (700_100, 6_600_000)]])
    line = make_layer("MultiLineString", [(shape, 1), (None, 2)], [("lon", "integer")])
    record, _, file = drawn_up(line, tmp_path, MEDIA_FORMAT="csv")
    with file.open(encoding="utf-8", newline="") as stream:
        head, first, second = csv.reader(stream)
    assert head == ["lon", "wkt"]
    assert shapely.from_wkt(first[1]).geoms[0].coords[0] == (3.0, 46.5)
    assert second == ["2", ""]
    assert record["available_formats"][0]["file_encoding"] == "UTF-8"
    clash = trees([(1.0,)] * 3, [("LON", "real")])
    _, _, file = drawn_up(clash, tmp_path, MEDIA_FORMAT="csv")
    assert file.read_text(encoding="utf-8").splitlines()[0] == "LON,longitude,latitude"


def unzipped(file, folder):
    with zipfile.ZipFile(file) as archive:
        (name,) = archive.namelist()
        archive.extractall(folder)
    return Path(folder) / name


def test_geopackage_opens_with_its_symbols_and_its_metadata(tmp_path, qgis_new_project):
    layer = trees()
    symbol = QgsSymbol.defaultSymbol(layer.geometryType())
    symbol.setColor(QColor("#c81e5a"))
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    QgsProject.instance().addMapLayer(layer, False)
    record, _, file = drawn_up(layer, tmp_path, MEDIA_FORMAT="gpkg-zip", OUTPUT_MEDIA=str(tmp_path / "arbres.gpkg.zip"))
    assert record["geography"]["projection"] == "RGF93/Lambert-93 (EPSG:2154)"
    path = unzipped(file, tmp_path / "x")
    assert path.name == "arbres.gpkg"
    again = QgsVectorLayer(f"{path}|layername=arbres", "again", "ogr")
    assert again.isValid() and again.crs().authid() == LAMBERT_93
    rows = [[None if is_null(value) else value for value in one.attributes()[1:]] for one in again.getFeatures()]
    assert rows == [list(row) for row in ROWS]
    assert [item.name() for item in again.fields()] == ["fid", *(name for name, _ in FIELDS)]
    again.loadDefaultStyle()
    assert again.renderer().symbol().color().name() == "#c81e5a"
    assert again.metadata().title() == "Arbres d’essai"
    assert again.metadata().licenses() == ["Licence Ouverte 2.0 (Etalab)"]
    assert again.metadata().contacts()[0].email == "sig@essai.fr"


def test_a_layer_of_a_geopackage_keeps_its_key_to_itself(tmp_path, run_algorithm):
    _, _, file = drawn_up(trees(), tmp_path, MEDIA_FORMAT="gpkg-zip")
    path = unzipped(file, tmp_path / "x")
    layer = QgsVectorLayer(f"{path}|layername=arbres", "again", "ogr")
    record, _, copied = drawn_up(layer, tmp_path, OUTPUT_MEDIA=str(tmp_path / "copy.geojson"))
    properties = json.loads(copied.read_text(encoding="utf-8"))["features"][0]["properties"]
    assert set(properties) == {name for name, _ in FIELDS}
    assert record["dataset_size"]["number_of_fields"] == 4


@pytest.mark.parametrize("form", ["gpkg-zip", "geojson", "csv"])
def test_the_same_layer_gives_the_same_file(tmp_path, form):
    made = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        record, _, file = drawn_up(trees(), tmp_path / folder, MEDIA_FORMAT=form)
        made.append((file.read_bytes(), steady(record)))
    assert made[0] == made[1]


def test_nothing_of_this_computer_is_in_the_file(tmp_path, qgis_new_project):
    folder = tmp_path / "dossier-secret-de-camille"
    folder.mkdir()
    layer = trees()
    metadata = QgsLayerMetadata()
    record = {
        "algorithm": "cityorchestra:x", "version": "1", "date": "2026-01-01",
        "parameters": {"INPUT": f"{folder}/source.gpkg", "HOST": "postgres://camille@base-interne/x"},
        "inputs": [{"name": "source", "source": f"dbname='ville' host=base-interne user='camille' {folder}/s.gpkg"}],
    }  # fmt: skip
    metadata.setKeywords({KEYWORD: [json.dumps(record)]})
    metadata.setHistory([f"copié de {folder}/source.gpkg host=base-interne"])
    layer.setMetadata(metadata)
    symbol = QgsSymbol.defaultSymbol(layer.geometryType())
    from qgis.core import QgsSvgMarkerSymbolLayer

    symbol.changeSymbolLayer(0, QgsSvgMarkerSymbolLayer(f"{folder}/arbre.svg", 4))
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    QgsProject.instance().addMapLayer(layer, False)
    given = {
        "MEDIA_FORMAT": "gpkg-zip",
        "OUTPUT_SCHEMA": str(tmp_path / "s.json"),
        "OUTPUT_HTML": str(tmp_path / "r.html"),
    }
    _, written, file = drawn_up(layer, tmp_path, **given)
    package = unzipped(file, tmp_path / "x")
    with sqlite3.connect(package) as base:
        texts = [
            str(row)
            for table in ("gpkg_metadata", "layer_styles", "gpkg_contents")
            for row in base.execute(f"SELECT * FROM {table}")
        ]
    told = "\n".join([*texts, written.read_text(encoding="utf-8"), (tmp_path / "r.html").read_text(encoding="utf-8")])
    for secret in ("dossier-secret-de-camille", "base-interne", str(tmp_path)):
        assert secret not in told
        assert secret.encode() not in package.read_bytes()
    assert "arbre.svg" in told and "source.gpkg" in told and "cityorchestra:x" in told


def test_raster_becomes_a_geotiff(run_algorithm, tmp_path):
    values = np.arange(300 * 20, dtype=np.float32).reshape(300, 20)
    values[0, 0] = np.nan
    path = write_raster(tmp_path / "source.tif", values, nodata=-9999.0)
    with rasterio.open(path, "r+") as dataset:
        dataset.update_tags(TIFFTAG_SOFTWARE="/home/camille/outil")
        dataset.update_tags(
            **{
                RASTER_TAG: json.dumps(
                    {"algorithm": "a", "version": "1", "date": "2026", "parameters": {"DSM": "/home/camille/mns.tif"}}
                )
            }
        )
        dataset.set_band_description(1, "hauteur")
    layer = QgsRasterLayer(path, "Hauteurs")
    record, _, file = drawn_up(layer, tmp_path, MEDIA_FORMAT="gpkg-zip", OUTPUT_MEDIA=str(tmp_path / "h.zip"))
    assert file.name == "h.tif"
    assert record["available_formats"][0]["file_type"] == "image/tiff"
    assert "dataset_size" not in record
    with rasterio.open(file) as dataset:
        np.testing.assert_array_equal(dataset.read(1), np.where(np.isnan(values), np.float32(-9999), values))
        assert dataset.nodata == -9999.0
        assert dataset.crs.to_epsg() == 2154
        assert dataset.descriptions == ("hauteur",)
        assert json.loads(dataset.tags()[RASTER_TAG])["parameters"] == {"DSM": "mns.tif"}
    assert b"camille" not in file.read_bytes()


def test_the_file_of_the_input_is_not_written_over(run_algorithm, tmp_path):
    # The input is a path: QGIS keeps the frames of a failed run for ever, and a raster may not outlive QGIS.
    path = write_raster(tmp_path / "source.tif", np.ones((30, 20), dtype=np.float32))
    given = parameters(path, tmp_path, TITLE="Hauteurs", OUTPUT_MEDIA=str(tmp_path / "source.zip"))
    assert "is the file of the input" in refusal(RECORD, given)


def test_parquet_where_it_can_be_written(run_algorithm, tmp_path):
    from cityorchestra.processing_provider.rudi.algorithms.media_file import has_parquet

    given = parameters(trees(), tmp_path, MEDIA_FORMAT="parquet")
    if has_parquet():
        assert Path(run_algorithm(RECORD, given).results["OUTPUT_MEDIA"]).suffix == ".parquet"
    else:
        assert "cannot write Parquet" in refusal(RECORD, given)
        assert files_in(tmp_path) == []


def test_lists_objects_dates_and_bytes_in_every_format(tmp_path):
    source = tmp_path / "source.geojson"
    values = {"objet": {"a": [1, {"b": "é"}]}, "mots": ["x", "y"], "quand": "2024-05-31T10:00:00Z", "heure": "10:30:00"}
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [3.0, 46.5]}, "properties": values}
    source.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    layer = QgsVectorLayer(str(source), "Objets", "ogr")
    schema = tmp_path / "schema.json"
    _, _, file = drawn_up(layer, tmp_path, OUTPUT_SCHEMA=str(schema))
    kinds = {item["name"]: item["type"] for item in json.loads(schema.read_text(encoding="utf-8"))["fields"]}
    assert kinds == {"objet": "object", "mots": "array", "quand": "datetime", "heure": "time"}
    written = json.loads(file.read_text(encoding="utf-8"))["features"][0]["properties"]
    assert written["objet"] == values["objet"] and written["mots"] == ["x", "y"]
    assert written["quand"].startswith("2024-05-31T10:00:00") and written["heure"].startswith("10:30:00")
    _, _, file = drawn_up(layer, tmp_path, MEDIA_FORMAT="csv")
    with file.open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert json.loads(row["objet"]) == values["objet"] and json.loads(row["mots"]) == ["x", "y"]
    assert row["heure"] == "10:30:00" and row["quand"].startswith("2024-05-31T10:00:00")
    _, _, file = drawn_up(layer, tmp_path, MEDIA_FORMAT="gpkg-zip")
    (stored,) = QgsVectorLayer(f"{unzipped(file, tmp_path / 'x')}|layername=arbres", "x", "ogr").getFeatures()
    assert json.loads(stored["objet"]) == values["objet"] and json.loads(stored["mots"]) == ["x", "y"]
    assert stored["heure"] == "10:30:00"


def test_the_file_is_looked_into_as_it_will_be_downloaded(tmp_path):
    for form in ("gpkg-zip", "geojson", "csv"):
        _, _, file = drawn_up(people_layer(), tmp_path, MEDIA_FORMAT=form)
        seen = file_columns(file)
        assert seen.sample()["c1"] == ["anne.martin@mail.fr", "jean@rennes.org", "x.y@z.fr"], form
        assert seen.unread == [] and len(seen.opened) == 1


# -- bad input, cancel, languages, ways to run ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"THEME": None}, "Choose a theme"),
        ({"PRODUCER": "  "}, "Name the organisation"),
        ({"CONTACT": "personne"}, "is not an e-mail address"),
        ({"TITLE": "x" * 151}, "151 characters"),
        ({"GDPR": True}, "must have a restricted access"),
        ({"MEDIA_FORMAT": "tif"}, "has features"),
        ({"LICENCE": "cc-by-nc-4.0"}, "must be one of"),
        ({"PREVIOUS": "/nowhere/x.json"}, "cannot be read"),
        ({"INPUT": "/nowhere/x.gpkg"}, "INPUT"),
    ],
)
def test_what_is_wrong_is_told_and_leaves_nothing(tmp_path, changes, sentence):
    assert sentence in refusal(RECORD, parameters(trees(), tmp_path, **changes))
    assert files_in(tmp_path) == []


def test_other_bad_inputs(tmp_path, run_algorithm):
    lost = make_layer("Point", [(shapely.Point(1, 2), 1)], [("n", "integer")], crs="")
    assert "no coordinate reference system" in refusal(RECORD, parameters(lost, tmp_path))
    wrong = make_layer("Point", [(shapely.Point(352000, 6789000), 1)], [("n", "integer")], crs=WGS_84)
    assert "do not fit the coordinate reference system" in refusal(RECORD, parameters(wrong, tmp_path))
    nowhere = parameters(trees(), tmp_path, OUTPUT_MEDIA=str(tmp_path / "no" / "such" / "x.geojson"))
    assert "no" in refusal(RECORD, nowhere)
    twice = parameters(trees(), tmp_path, OUTPUT=str(tmp_path / "a.geojson"), OUTPUT_MEDIA=str(tmp_path / "a.zip"))
    assert "Two outputs have the name" in refusal(RECORD, twice)
    text = tmp_path / "previous.json"
    text.write_text("[1, 2]")
    assert "does not hold one record" in refusal(RECORD, parameters(trees(), tmp_path, PREVIOUS=str(text)))
    assert files_in(tmp_path) == ["previous.json"]


def test_an_empty_layer_is_described_and_told(run_algorithm, tmp_path):
    run = run_algorithm(RECORD, parameters(make_layer("Point", [], FIELDS), tmp_path))
    record = json.loads(Path(run.results["OUTPUT"]).read_text(encoding="utf-8"))
    assert record["dataset_size"]["numbers_of_records"] == 0
    assert "geography" not in record
    assert "The layer has no feature." in run.feedback.warnings


def test_cancel_leaves_nothing(run_algorithm, tmp_path):
    many = make_layer("Point", [(shapely.Point(700_000 + n, 6_600_000), n) for n in range(3000)], [("n", "integer")])
    for percent in (0, 30, 70):
        run = run_algorithm(RECORD, parameters(many, tmp_path), cancel_at=percent)
        assert run.results.get("OUTPUT") is None
        assert files_in(tmp_path) == []


def test_french_gives_the_same_record(run_algorithm, tmp_path):
    english, _, file = drawn_up(trees(), tmp_path)
    content = file.read_bytes()
    with french():
        record, _, file = drawn_up(trees(), tmp_path)
    assert steady(record) == steady(english)
    assert file.read_bytes() == content


def test_a_failed_run_keeps_the_former_files(tmp_path):
    drawn_up(trees(), tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in files_in(tmp_path)}
    refusal(RECORD, parameters(trees(), tmp_path, CONTACT="personne"))
    assert {name: (tmp_path / name).read_bytes() for name in files_in(tmp_path)} == before


def test_python_command_and_model(tmp_path, run_algorithm):
    layer = trees()
    QgsProject.instance().addMapLayer(layer, False)
    given = parameters(layer.id(), tmp_path)
    assert json.loads(Path(run_algorithm(RECORD, from_python_command(RECORD, given)).results["OUTPUT"]).read_text())
    made = run_in_model(RECORD, given, "OUTPUT")
    assert json.loads(Path(made).read_text(encoding="utf-8"))["resource_title"] == "Arbres d’essai"
    QgsProject.instance().removeMapLayer(layer.id())


def test_by_qgis_process(qgis_process, tmp_path):
    _, _, file = drawn_up(trees(), tmp_path, OUTPUT_MEDIA=str(tmp_path / "input.geojson"))
    given = parameters(str(file), tmp_path, OUTPUT_MEDIA=str(tmp_path / "out.zip"), MEDIA_FORMAT="gpkg-zip")
    arguments = [f"{key}={value}" for key, value in given.items()]
    run = qgis_process("run", f"cityorchestra:{RECORD}", "--", *arguments, language="fr_FR.UTF-8")
    assert run.results["VALID"] is True
    assert validate(json.loads((tmp_path / "record.json").read_text(encoding="utf-8"))).valid
    assert file_columns(tmp_path / "out.zip").opened == ["out.zip/out.gpkg"]


def test_real_layer(shared_data, run_algorithm, tmp_path):
    source = shared_data("bdtopo/bdtopo_12174.gpkg")
    layer = QgsVectorLayer(f"{source}|layername=zone_de_vegetation", "Végétation", "ogr")
    record, _, file = drawn_up(layer, tmp_path, MEDIA_FORMAT="gpkg-zip")
    assert record["dataset_size"]["numbers_of_records"] == layer.featureCount() > 600
    box = record["geography"]["bounding_box"]
    assert 2.5 < box["west_longitude"] < box["east_longitude"] < 2.6  # Olemps, Aveyron
    assert validate(record).valid
    again = QgsVectorLayer(f"{unzipped(file, tmp_path / 'x')}|layername=arbres", "again", "ogr")
    assert again.featureCount() == layer.featureCount()


def test_identifiers_that_qgis_draws_do_not_change_the_file():
    from cityorchestra.processing_provider.rudi.algorithms.media_geopackage import _numbered

    one, other = "{66393e22-d0ec-46ce-b810-6b0e6007d420}", "{cf0e61e6-d094-4902-8650-511b20cc49f7}"
    style = '<layer id="{first}"/><layer id="{second}"/><mask of="{first}"/>'
    assert _numbered(style.format(first=one, second=other)) == _numbered(style.format(first=other, second=one))
    assert len(set(re.findall(r"\{[0-9-]+\}", _numbered(style.format(first=one, second=other))))) == 2
    assert _numbered(None) is None
