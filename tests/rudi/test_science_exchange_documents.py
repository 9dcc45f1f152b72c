"""Documents by the name of their format, their kind recognised when they are read, data packages, schema.org."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.rudi.exports.data_package import data_package
from cityorchestra.processing_provider.rudi.exports.documents import PROFILES, document, file_stem, is_archive
from cityorchestra.processing_provider.rudi.exports.schema_org import schema_org_catalogue
from cityorchestra.processing_provider.rudi.imports.documents import read_document
from cityorchestra.processing_provider.rudi.imports.iso19139 import read_iso19139
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.tests.rudi.record_strategies import ANY_JSON, datasets, plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MANY = settings(max_examples=60, suppress_health_check=list(HealthCheck))
PEERS = Path(__file__).resolve().parents[2] / "build" / "rudi-peers" / "bin" / "python"
DCAT = "http://www.w3.org/ns/dcat#"
DCT = "http://purl.org/dc/terms/"


@pytest.fixture
def peer():
    """Function that runs a script in the environment of the peers, with a job as JSON; skipped where it is absent."""
    if not PEERS.exists():
        pytest.skip("build/rudi-peers is not here (tools/rudi_peers.sh makes it)")

    def run(script, job):
        done = subprocess.run([str(PEERS), "-c", script], input=json.dumps(job), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    return run


# -- documents ------------------------------------------------------------------------------------------------------


@given(ANY_JSON, st.sampled_from(list(PROFILES)), st.integers(1, 3))
@MANY
def test_any_records_make_a_document(raw, profile, count):
    records = [read_record(raw)] * count
    data = document(records, profile)
    assert data
    if is_archive(profile, count):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
        assert len(set(names)) == count
        assert not any(name.startswith(("/", ".")) or ".." in name or "\\" in name for name in names)
    else:
        data.decode("utf-8")


def test_names_of_the_files_of_an_archive():
    assert file_stem(read_record(plain(0, "Été & hiver à Rennes"))) == "ete-hiver-a-rennes-00000000"
    assert file_stem(read_record(plain(0, "../../etc/passwd"))).startswith("etc-passwd-")
    assert file_stem(read_record({})) != ""


@pytest.mark.parametrize(
    ("profile", "kind"),
    [
        ("geodcat-ap-ttl", "dcat-turtle"), ("geodcat-ap-jsonld", "dcat-jsonld"), ("geodcat-ap-xml", "dcat-rdf"),
        ("iso19139", "iso19139"),
    ],
)  # fmt: skip
def test_kinds_are_recognised_from_the_content(profile, kind):
    data = document([read_record(plain(0, "Arbres"))], profile)
    for marked in (data, b"\xef\xbb\xbf" + data, b"\n  " + data if not data.startswith(b"<?xml") else data):
        found = read_document(marked, "here")
        assert (found.kind, [record.title for record in found.records]) == (kind, ["Arbres"])


def test_other_kinds_are_recognised_too():
    raws = [plain(0), plain(1)]
    for content in (raws, {"items": raws, "total": 2}):
        found = read_document(json.dumps(content).encode(), "here")
        assert (found.kind, found.matched, len(found.records)) == ("rudi", 2, 2)
    bare = f"<http://e.org/1> a <{DCAT}Dataset> ; <{DCT}title> 'A' ."
    assert read_document(bare.encode(), "here").kind == "dcat-turtle"
    brackets = f"[] a <{DCAT}Dataset> ; <{DCT}title> 'A' ."
    assert read_document(brackets.encode(), "here").kind == "dcat-turtle"
    capabilities = b'<csw:Capabilities xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"/>'
    assert read_document(capabilities, "here").kind == "csw-service"
    utf_16 = document([read_record(plain(0, "Été"))], "iso19139").decode().replace("utf-8", "utf-16").encode("utf-16")
    assert [record.title for record in read_document(utf_16, "here").records] == ["Été"]


@given(st.binary(max_size=80) | st.text(alphabet="<{[>]}?!xml\"':@prefix ", max_size=40).map(str.encode))
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
def test_no_bytes_make_a_document_raise_anything_else(data):
    try:
        read_document(data, "here")
    except InputError as error:
        assert "here" in str(error)


@given(datasets())
@MANY
def test_iso_keeps_what_the_specification_asks(record):
    (again,) = read_iso19139(document([record], "iso19139"), "here")
    assert (again.title, again.summary.text()) == (record.title, record.summary.text())
    assert [item.email for item in again.contacts] == [item.email for item in record.contacts]
    assert {item.url for item in again.media} == {item.url for item in record.media}
    assert again.licence.uri == record.licence.uri
    assert again.dates.updated == record.dates.updated
    if record.extent is not None:
        assert again.extent.as_tuple() == pytest.approx(record.extent.as_tuple(), abs=1e-9)


# -- data package, schema.org ---------------------------------------------------------------------------------------

JUDGE = """
import json, sys
from frictionless import Package
from frictionless.exception import FrictionlessException
found = []
for text in json.load(sys.stdin):
    try:
        package = Package.from_descriptor(json.loads(text))
        found.append([None, [resource.path for resource in package.resources], [r.hash for r in package.resources]])
    except FrictionlessException as error:
        found.append([str(error) + str(error.reasons), [], []])
print(json.dumps(found))
"""


def test_frictionless_reads_our_data_packages(peer, shared_data):
    path = shared_data("rudi_and_orchestration/rudi_node_datarennes_meta.json")
    raws = [raw for raw in json.loads(path.read_text(encoding="utf-8")) if raw["available_formats"] != [None]][::25]
    records = [read_record(raw) for raw in [*raws, plain(1, "</script> Été à Rennes")]]
    for record, (problem, paths, hashes) in zip(records, peer(JUDGE, [data_package(record) for record in records])):
        assert problem is None, (record.title, problem)
        assert paths == [item.url for item in record.media]
        assert len(hashes) == len(paths)


def test_a_catalogue_of_schema_org():
    content = json.loads(schema_org_catalogue([read_record(plain(0)), read_record(plain(1))]))
    assert content["@type"] == "DataCatalog"
    assert [item["name"] for item in content["dataset"]] == ["Jeu 0", "Jeu 1"]
    assert all("@context" not in item for item in content["dataset"])
