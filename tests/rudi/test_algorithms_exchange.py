"""Algorithms ``rudi_catalog_export`` and ``rudi_catalog_import`` in QGIS."""

from __future__ import annotations

import io
import json
import zipfile
from xml.etree import ElementTree

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.rudi.accounts import Secret, UserAccount
from cityorchestra.processing_provider.rudi.algorithms import access
from cityorchestra.processing_provider.rudi.exports.documents import PROFILES
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.processing_provider.rudi.validation import validate
from cityorchestra.tests.algorithm_support import (
    check_record,
    files_in,
    french,
    from_python_command,
    make_layer,
    opened,
    record_of,
    refusal,
    rows_of,
    selected,
)
from cityorchestra.tests.rudi.record_strategies import plain
from qgis.core import QgsLayerMetadata
from qgis.PyQt.QtXml import QDomDocument

EXPORT, IMPORT = "rudi_catalog_export", "rudi_catalog_import"
BOX = {"west_longitude": -1.8, "south_latitude": 48.0, "east_longitude": -1.6, "north_latitude": 48.2}
DOCUMENTS = [name for name, profile in PROFILES.items() if profile.several is not None]
SINGLE = [name for name in PROFILES if name not in DOCUMENTS]
READABLE = ("geodcat-ap-ttl", "geodcat-ap-jsonld", "geodcat-ap-xml", "iso19139")

pytestmark = pytest.mark.usefixtures("provider", "local_catalogue")


def made(count=2):
    return [plain(number, f"Jeu n° {number}", geography={"bounding_box": BOX}) for number in range(count)]


def records_file(folder, content, name="records.json"):
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


def export(path, output, profile, **changes):
    return {"INPUT": path, "PROFILE": profile, "OUTPUT": str(output), **changes}


def imported(source, folder, **changes):
    return {"INPUT": str(source), "OUTPUT": str(folder / "rudi.json"), "REPORT": "TEMPORARY_OUTPUT", **changes}


def written(folder):
    return json.loads((folder / "rudi.json").read_text(encoding="utf-8"))


# -- export ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", list(PROFILES))
def test_one_record_is_one_document(run_algorithm, tmp_path, profile):
    output = tmp_path / f"out{PROFILES[profile].suffix}"
    run = run_algorithm(EXPORT, export(records_file(tmp_path, made(1)), output, profile))
    assert (run.results["COUNT"], run.results["OUTPUT"]) == (1, str(output))
    assert "Jeu n° 0" in output.read_text(encoding="utf-8")


@pytest.mark.parametrize("profile", DOCUMENTS)
def test_several_records_in_one_document(run_algorithm, tmp_path, profile):
    output = tmp_path / f"out{PROFILES[profile].suffix}"
    assert run_algorithm(EXPORT, export(records_file(tmp_path, made(3)), output, profile)).results["COUNT"] == 3
    text = output.read_text(encoding="utf-8")
    assert all(f"Jeu n° {number}" in text for number in range(3))


@pytest.mark.parametrize("profile", SINGLE)
def test_several_records_in_an_archive(run_algorithm, tmp_path, profile):
    path = records_file(tmp_path, [*made(3), plain(0, "Jeu n° 0")])
    sentence = refusal(EXPORT, export(path, tmp_path / "out.xml", profile))
    assert "give OUTPUT a name that ends in .zip" in sentence
    assert files_in(tmp_path) == ["records.json"]
    run = run_algorithm(EXPORT, export(path, tmp_path / "out.zip", profile))
    with zipfile.ZipFile(run.results["OUTPUT"]) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        texts = [archive.read(name).decode("utf-8") for name in names]
    assert len(names) == len(set(names)) == 4, "the same title twice makes two files"
    assert sum("Jeu n° 0" in text for text in texts) == 2
    temporary = run_algorithm(EXPORT, export(path, "TEMPORARY_OUTPUT", profile)).results["OUTPUT"]
    assert temporary.endswith(".zip")
    with zipfile.ZipFile(temporary) as archive:
        assert archive.namelist() == names


def test_an_archive_is_the_same_each_time(run_algorithm, tmp_path):
    path = records_file(tmp_path, made(3))
    for name in ("a.zip", "b.zip"):
        run_algorithm(EXPORT, export(path, tmp_path / name, "iso19139"))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_qgis_reads_the_metadata_of_a_layer(run_algorithm, tmp_path):
    output = tmp_path / "out.qmd"
    run_algorithm(EXPORT, export(records_file(tmp_path, made(1)), output, "qmd"))
    document = QDomDocument()
    assert document.setContent(output.read_text(encoding="utf-8"))
    metadata = QgsLayerMetadata()
    assert metadata.readMetadataXml(document.documentElement())
    assert metadata.title() == "Jeu n° 0"
    assert metadata.identifier() == made(1)[0]["global_id"]
    assert metadata.contacts()[-1].email == "a@rennes.fr"
    assert metadata.links()[0].url == "https://node.rennes.fr/0"
    assert metadata.extent().spatialExtents()[0].bounds.xMinimum() == -1.8
    assert any("ODbL" in text for text in metadata.licenses())


def test_a_search_layer_and_its_selection(run_algorithm, tmp_path, qgis_new_project):
    path = records_file(tmp_path, made(3))
    layer = opened(run_algorithm("rudi_search", {"SERVER": path, "OUTPUT": "TEMPORARY_OUTPUT"}).results["OUTPUT"])
    whole = {"LAYER": layer, "PROFILE": "geodcat-ap-ttl", "OUTPUT": str(tmp_path / "out.ttl")}
    assert run_algorithm(EXPORT, whole).results["COUNT"] == 3
    wanted = next(feature for feature in layer.getFeatures() if feature["title"] == "Jeu n° 1")
    one = {**whole, "LAYER": selected(layer, {wanted.id()})}
    assert run_algorithm(EXPORT, one).results["COUNT"] == 1
    text = (tmp_path / "out.ttl").read_text(encoding="utf-8")
    assert "Jeu n° 1" in text and "Jeu n° 2" not in text


def test_addresses_of_a_portal_become_whole(run_algorithm, start_rudi_server, tmp_path):
    server = start_rudi_server(made=True)
    layer = opened(run_algorithm("rudi_search", {"SERVER": server.url, "OUTPUT": "TEMPORARY_OUTPUT"}).results["OUTPUT"])
    output = tmp_path / "out.ttl"
    run_algorithm(EXPORT, {"LAYER": layer, "PROFILE": "geodcat-ap-ttl", "OUTPUT": str(output)})
    assert f"<{server.url}/medias/" in output.read_text(encoding="utf-8")


def test_relative_addresses_of_a_file_are_told_or_completed(run_algorithm, tmp_path):
    raw = plain(0)
    raw["available_formats"][0]["connector"]["url"] = "/medias/a/b/dwnl"
    path = records_file(tmp_path, raw)
    run = run_algorithm(EXPORT, export(path, tmp_path / "out.ttl", "geodcat-ap-ttl"))
    assert any("1 addresses are relative" in text for text in run.feedback.warnings)
    run = run_algorithm(EXPORT, export(path, tmp_path / "out.ttl", "geodcat-ap-ttl", PORTAL="rudi.example.org"))
    assert "<https://rudi.example.org/medias/a/b/dwnl>" in (tmp_path / "out.ttl").read_text(encoding="utf-8")
    assert not run.feedback.warnings


def test_bad_input_of_an_export(run_algorithm, tmp_path):
    path = records_file(tmp_path, made(1))
    layer = make_layer("Polygon", [(None, "unknown")], [("global_id", "text")])
    output = str(tmp_path / "out.ttl")
    either = "Give either INPUT, a JSON file of records, or LAYER"
    assert either in refusal(EXPORT, {"OUTPUT": output})
    assert either in refusal(EXPORT, {"INPUT": path, "LAYER": layer, "OUTPUT": output})
    assert "holds none of these datasets" in refusal(EXPORT, {"LAYER": layer, "OUTPUT": output})
    other = make_layer("Polygon", [(None, 1)], [("number", "integer")])
    assert "no field global_id" in refusal(EXPORT, {"LAYER": other, "OUTPUT": output})
    nulls = make_layer("Polygon", [(None, None)], [("global_id", "text")])
    assert "no record to write" in refusal(EXPORT, {"LAYER": nulls, "OUTPUT": output})
    empty = records_file(tmp_path, [], "empty.json")
    assert "no record to write" in refusal(EXPORT, export(empty, output, "qmd"))
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    assert "not a JSON file" in refusal(EXPORT, export(str(tmp_path / "bad.json"), output, "qmd"))
    assert "cannot be read" in refusal(EXPORT, export(str(tmp_path / "no.json"), output, "qmd"))
    assert "is not a web address" in refusal(EXPORT, export(path, output, "qmd", PORTAL="http://"))
    assert "must be one of" in refusal(EXPORT, export(path, output, "marc21"))
    nowhere = str(tmp_path / "nowhere" / "out.ttl")
    assert "could not be written" in refusal(EXPORT, export(path, nowhere, "qmd")) or "nowhere" in refusal(
        EXPORT, export(path, nowhere, "qmd")
    )
    assert not (tmp_path / "out.ttl").exists()


def test_a_dataset_lost_from_the_local_catalogue_is_counted(run_algorithm, tmp_path):
    path = records_file(tmp_path, made(2))
    run_algorithm("rudi_search", {"SERVER": path, "OUTPUT": "TEMPORARY_OUTPUT"})
    rows = [(None, made(1)[0]["global_id"]), (None, "unknown"), (None, None)]
    layer = make_layer("Polygon", rows, [("global_id", "text")])
    run = run_algorithm(EXPORT, {"LAYER": layer, "OUTPUT": str(tmp_path / "o.ttl")})
    assert run.results["COUNT"] == 1
    assert any(text.startswith("1 datasets are no longer") for text in run.feedback.warnings)


def test_a_cancelled_export_and_french(run_algorithm, tmp_path):
    path = records_file(tmp_path, made(2))
    run = run_algorithm(EXPORT, export(path, tmp_path / "out.ttl", "geodcat-ap-ttl"), cancel_at=0)
    assert "COUNT" not in run.results and files_in(tmp_path) == ["records.json"]
    run_algorithm(EXPORT, export(path, tmp_path / "en.ttl", "geodcat-ap-ttl"))
    with french():
        run_algorithm(EXPORT, export(path, tmp_path / "fr.ttl", "geodcat-ap-ttl"))
    assert (tmp_path / "en.ttl").read_bytes() == (tmp_path / "fr.ttl").read_bytes()


# -- import ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("profile", READABLE)
def test_what_is_exported_is_imported_again(run_algorithm, tmp_path, profile):
    original = made(1)
    output = tmp_path / f"out{PROFILES[profile].suffix}"
    run_algorithm(EXPORT, export(records_file(tmp_path, original), output, profile))
    run = run_algorithm(IMPORT, imported(output, tmp_path))
    assert run.results["COUNT"] == 1
    before, after = read_record(original[0]), read_record(written(tmp_path))
    assert (after.global_id, after.title, after.theme) == (before.global_id, before.title, before.theme)
    assert after.extent.as_tuple() == pytest.approx(before.extent.as_tuple(), abs=1e-9)
    assert [item.url for item in after.media] == [item.url for item in before.media]
    assert [item.email for item in after.contacts] == [item.email for item in before.contacts]
    assert (after.licence.code, after.dates) == (before.licence.code, before.dates)
    assert run.results["KIND"] == {
        "geodcat-ap-ttl": "dcat-turtle", "geodcat-ap-jsonld": "dcat-jsonld", "geodcat-ap-xml": "dcat-rdf",
        "iso19139": "iso19139",
    }[profile]  # fmt: skip


def test_report_and_counts(run_algorithm, tmp_path):
    path = records_file(tmp_path, made(2))
    run_algorithm(EXPORT, export(path, tmp_path / "out.ttl", "geodcat-ap-ttl"))
    run = run_algorithm(IMPORT, imported(tmp_path / "out.ttl", tmp_path))
    contents = written(tmp_path)
    assert isinstance(contents, list) and len(contents) == 2
    rows = rows_of(run.results["REPORT"])
    errors = sum(len(validate(content).errors) for content in contents)
    assert run.results["ERRORS"] == errors == sum(row["severity"] == "error" for row in rows)
    assert run.results["WARNINGS"] == len(rows) - errors
    assert run.results["VALID"] is (errors == 0)
    bare = "<http://e.org/1> a <http://www.w3.org/ns/dcat#Dataset>; <http://purl.org/dc/terms/title> 'Bruit'@fr ."
    (tmp_path / "bare.ttl").write_text(bare, encoding="utf-8")
    run = run_algorithm(IMPORT, imported(tmp_path / "bare.ttl", tmp_path))
    rows = rows_of(run.results["REPORT"])
    assert run.results["VALID"] is False
    assert {"missing_bbox", "ERR-202"} <= {row["code"] for row in rows}
    assert {row["file"] for row in rows} == {"bare.ttl"}
    assert all(row["message_fr"] and row["message_en"] for row in rows)


def test_versions_are_converted(run_algorithm, tmp_path):
    raw = plain(0, summary=[{"lang": "fr", "text": "a", "html": "<p>a</p>"}], metadata_info={"api_version": "1.4.1"})
    path = records_file(tmp_path, raw)
    assert run_algorithm(IMPORT, imported(path, tmp_path)).results["KIND"] == "rudi"
    assert written(tmp_path)["metadata_info"]["api_version"] == "1.3.0"
    run_algorithm(IMPORT, imported(path, tmp_path, VERSION="1.4.1"))
    assert written(tmp_path)["metadata_info"]["api_version"] == "1.4.1"


def test_the_real_answer_of_the_catalogue_of_rennes(run_algorithm, shared_data, tmp_path):
    path = shared_data("rudi_and_orchestration/rennes_csw_getrecords_sample.xml")
    run = run_algorithm(IMPORT, imported(path, tmp_path))
    assert (run.results["COUNT"], run.results["KIND"]) == (5, "csw")
    assert any("276 records, of which 5 were read" in text for text in run.feedback.warnings)
    first = run_algorithm(IMPORT, imported(path, tmp_path))
    assert first.results["COUNT"] == 5


@pytest.mark.parametrize("query", ["", "?service=CSW&request=GetCapabilities&version=2.0.2"])
def test_a_csw_service_is_asked_for_its_records(run_algorithm, rudi_server, tmp_path, query):
    address = f"{rudi_server.url}/geonetwork/srv/fre/csw{query}"
    run = run_algorithm(IMPORT, imported(address, tmp_path, MAX=60))
    assert (run.results["COUNT"], run.results["KIND"]) == (60, "csw")
    known = {one["resource_title"] for one in rudi_server.state.catalogue.records.values()}
    assert {content["resource_title"] for content in written(tmp_path)} <= {" ".join(title.split()) for title in known}
    assert any("of which 60 were read" in text for text in run.feedback.warnings)


def test_a_document_at_an_address(run_algorithm, rudi_server, tmp_path):
    run_algorithm(EXPORT, export(records_file(tmp_path, made(2)), tmp_path / "o.ttl", "geodcat-ap-ttl"))
    address = rudi_server.serve("catalogue.ttl", (tmp_path / "o.ttl").read_bytes())
    assert run_algorithm(IMPORT, imported(address, tmp_path)).results["COUNT"] == 2
    page = rudi_server.serve("page", b"<!DOCTYPE html><html><body>hello</body></html>")
    assert "is a web page" in refusal(IMPORT, imported(page, tmp_path))
    assert "(404)" in refusal(IMPORT, imported(rudi_server.url + "/nothing/here", tmp_path))
    portal = run_algorithm(IMPORT, imported(rudi_server.url + "/konsult/v1/datasets/metadatas?limit=3", tmp_path))
    assert (portal.results["COUNT"], portal.results["KIND"]) == (3, "rudi")


def test_the_account_goes_to_the_server_of_the_address_and_nowhere_else(
    run_algorithm, rudi_server, start_rudi_server, tmp_path, monkeypatch
):
    other = start_rudi_server(made=True)
    monkeypatch.setattr(access, "account_of", lambda authcfg: UserAccount("camille", Secret("hunter2")))
    run = run_algorithm(IMPORT, imported(f"{rudi_server.url}/geonetwork/srv/fre/csw", tmp_path, MAX=5))
    assert run.results["COUNT"] == 5
    sent = [one["headers"].get("Authorization", "") for one in rudi_server.requests("/geonetwork")]
    assert sent and all(header.startswith("Basic ") for header in sent)
    rudi_server.fault("/elsewhere", f"redirect@{other.url}/konsult/v1/datasets/metadatas")
    # The same machine, another port: followed, but without the account.
    assert run_algorithm(IMPORT, imported(f"{rudi_server.url}/elsewhere", tmp_path)).results["KIND"] == "rudi"
    assert other.requests() and all("Authorization" not in one["headers"] for one in other.requests())
    rudi_server.fault("/elsewhere", "redirect@http://example.org/a.ttl")
    assert "redirects to another server" in refusal(IMPORT, imported(f"{rudi_server.url}/elsewhere", tmp_path))
    told = " ".join([*run.feedback.infos, *run.feedback.warnings, (tmp_path / "rudi.json").read_text("utf-8")])
    assert "hunter2" not in told


def test_an_account_in_an_address_is_refused_and_not_told(tmp_path):
    sentence = refusal(IMPORT, imported("https://camille:hunter2@127.0.0.1:9/a.ttl", tmp_path))
    assert "Do not write an account" in sentence and "hunter2" not in sentence


def archive():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made_archive:
        made_archive.writestr("a.xml", "<a/>")
    return stream.getvalue()


HOSTILE = {
    "entities.xml": (b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>', "a document type, an entity"),
    "external.rdf": (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "a document type, an entity"),
    "empty.ttl": (b"  \n", "is empty"),
    "page.html": (b"<html><body>1</body></html>", "is a web page"),
    "a.zip": (archive(), "is a ZIP archive"),
    "noise.bin": (bytes(range(128, 256)), "is neither XML, JSON nor Turtle"),
    "words.txt": (b"these are only words", "is not Turtle: line 1"),
    "number.json": (b"[1, 2]", "holds no dataset"),
    "cut.json": (b'{"@graph": [', "is not JSON"),
    "other.xml": (b"<feed><entry/></feed>", "holds no ISO 19139 record"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_files_that_are_no_metadata_are_refused_with_a_sentence(tmp_path, name):
    content, sentence = HOSTILE[name]
    (tmp_path / name).write_bytes(content)
    assert sentence in refusal(IMPORT, imported(tmp_path / name, tmp_path))
    assert files_in(tmp_path) == [name]


def test_no_file(tmp_path):
    assert "There is no file" in refusal(IMPORT, imported(tmp_path / "none.ttl", tmp_path))
    assert "There is no file" in refusal(IMPORT, imported(tmp_path, tmp_path))


def test_a_cancelled_import_and_french(run_algorithm, rudi_server, tmp_path):
    run_algorithm(EXPORT, export(records_file(tmp_path, made(9)), tmp_path / "o.ttl", "geodcat-ap-ttl"))
    before = files_in(tmp_path)
    address = f"{rudi_server.url}/geonetwork/srv/fre/csw"
    for source, percent in ((tmp_path / "o.ttl", 0), (address, 20)):
        run = run_algorithm(IMPORT, imported(source, tmp_path, REPORT=str(tmp_path / "r.gpkg")), cancel_at=percent)
        assert "COUNT" not in run.results and files_in(tmp_path) == before
    english = run_algorithm(IMPORT, imported(tmp_path / "o.ttl", tmp_path))
    first = written(tmp_path)
    with french():
        again = run_algorithm(IMPORT, imported(tmp_path / "o.ttl", tmp_path))
    assert written(tmp_path) == first
    assert rows_of(again.results["REPORT"]) == rows_of(english.results["REPORT"])


def test_provenance_python_and_qgis_process(run_algorithm, qgis_process, tmp_path):
    path = records_file(tmp_path, made(2))
    read = from_python_command(EXPORT, export(path, tmp_path / "o.rdf", "geodcat-ap-xml"))
    assert run_algorithm(EXPORT, read).results["COUNT"] == 2
    assert ElementTree.parse(tmp_path / "o.rdf").getroot().tag.endswith("}RDF")
    read = from_python_command(IMPORT, imported(tmp_path / "o.rdf", tmp_path, REPORT=str(tmp_path / "r.gpkg")))
    run = run_algorithm(IMPORT, read)
    check_record(record_of(run.results["REPORT"]), IMPORT, VERSION="1.3.0")
    done = qgis_process(
        "run", f"cityorchestra:{EXPORT}", "--", f"INPUT={path}", "PROFILE=iso19139", f"OUTPUT={tmp_path / 'o.zip'}"
    )
    assert done.results["COUNT"] == 2
    done = qgis_process(
        "run", f"cityorchestra:{IMPORT}", "--", f"INPUT={tmp_path / 'o.rdf'}", f"OUTPUT={tmp_path / 'p.json'}"
    )
    assert (done.results["COUNT"], done.results["KIND"]) == (2, "dcat-rdf")
