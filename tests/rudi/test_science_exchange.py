"""Exports and imports: what comes back is what was sent, other readers agree, hostile files are refused."""

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.rudi.exports.data_package import data_package, plain_name
from cityorchestra.processing_provider.rudi.exports.dcat import dcat_json_ld, dcat_turtle, epsg_code
from cityorchestra.processing_provider.rudi.exports.iso19139 import iso19139
from cityorchestra.processing_provider.rudi.exports.schema_org import schema_org
from cityorchestra.processing_provider.rudi.imports.csw import read_csw
from cityorchestra.processing_provider.rudi.imports.dcat import extent_of_text, read_dcat
from cityorchestra.processing_provider.rudi.imports.iso19139 import read_iso19139
from cityorchestra.processing_provider.rudi.imports.made_record import shortened, uuid_of
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.processing_provider.rudi.validation import validate
from cityorchestra.tests.rudi.record_strategies import ANY_JSON, datasets, plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MANY = settings(max_examples=80, suppress_health_check=list(HealthCheck))
PEERS = Path(__file__).resolve().parents[2] / "build" / "rudi-peers" / "bin" / "python"


def spoken(text):
    return [(entry.language, entry.text) for entry in text]


def assert_kept(again, record):
    """What the specification asks every round trip to keep."""
    assert again.global_id == record.global_id
    assert again.title == record.title
    assert again.local_id == record.local_id
    assert spoken(again.summary) == spoken(record.summary)
    assert again.theme == record.theme
    assert again.keywords == record.keywords
    assert again.producer.name == record.producer.name
    assert [contact.email for contact in again.contacts] == [contact.email for contact in record.contacts]
    assert {(item.url, item.kind) for item in again.media} == {(item.url, item.kind) for item in record.media}
    assert [item.file_type for item in again.media] == [item.file_type for item in record.media]
    assert again.licence.code == record.licence.code
    assert again.licence.uri == record.licence.uri
    assert again.access == record.access
    assert (again.period_start, again.period_end) == (record.period_start, record.period_end)
    assert again.dates.created == record.dates.created
    assert again.dates.updated == record.dates.updated
    assert epsg_code(again.projection) == epsg_code(record.projection)
    assert again.mandatory_mention.text() == record.mandatory_mention.text()
    if record.extent is None:
        assert again.extent is None
    else:
        assert again.extent.as_tuple() == pytest.approx(record.extent.as_tuple(), abs=1e-9)


@given(datasets())
@MANY
def test_iso_19139_round_trip(record):
    (again,) = read_iso19139(iso19139(record), "here")
    assert_kept(again, record)
    assert spoken(again.synopsis) == spoken(record.synopsis)
    required = {"required", "not_text", "not_list", "null_value", "bad_uuid", "bad_date", "malformed"}
    missing = [issue.path for issue in validate(again.raw).errors if issue.key in required]
    assert all(path.split(".")[-1] in ("file_size", "checksum") for path in missing), missing


@given(datasets())
@MANY
def test_dcat_round_trip(record):
    (again,) = read_dcat(dcat_json_ld([record]), "here")
    assert_kept(again, record)
    assert [item.media_id for item in again.media] == [item.media_id for item in record.media]
    assert [item.checksum for item in again.media] == [item.checksum for item in record.media]
    assert [item.file_size for item in again.media] == [item.file_size for item in record.media]
    assert [item.contact_id for item in again.contacts] == [item.contact_id for item in record.contacts]


@given(ANY_JSON)
@MANY
def test_every_record_can_be_exported(raw):
    record = read_record(raw)
    tree = ElementTree.fromstring(iso19139(record))
    assert tree.tag.endswith("MD_Metadata")
    assert json.loads(dcat_json_ld([record]))["@graph"]
    assert dcat_turtle([record]).startswith("@prefix")
    assert json.loads(schema_org(record))["@type"] == "Dataset"
    assert json.loads(data_package(record))["name"]


TRIPLES = """
import json, sys
import rdflib
from rdflib.compare import isomorphic
job = json.load(sys.stdin)
one = rdflib.Graph().parse(data=job["json"], format="json-ld")
other = rdflib.Graph().parse(data=job["turtle"], format="turtle")
dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
boxes = [str(box) for box in one.objects(None, dcat.bbox)]
print(json.dumps({"same": isomorphic(one, other), "triples": len(one), "boxes": boxes,
                  "datasets": len(set(one.subjects(rdflib.RDF.type, dcat.Dataset)))}))
"""


def test_rdflib_reads_the_same_statements_in_both_forms(shared_data):
    if not PEERS.exists():
        pytest.skip("no environment of peers (build/rudi-peers with rdflib)")
    path = shared_data("rudi_and_orchestration/rudi_node_datarennes_meta.json")
    raws = json.loads(path.read_text(encoding="utf-8"))[::40]
    sample = shared_data("rudi_and_orchestration/rudi_metadata_sample_v1.3.0.json")
    raws.append(json.loads(sample.read_text(encoding="utf-8")))
    raws.append(plain(1, 'Quotes " and \\ and <tags>\n\t', local_id="a b<c>{d}|e\\f^g`"))
    records = [read_record(raw) for raw in raws]
    job = json.dumps({"json": dcat_json_ld(records), "turtle": dcat_turtle(records)})
    answer = subprocess.run([str(PEERS), "-c", TRIPLES], input=job, capture_output=True, text=True, check=True)
    found = json.loads(answer.stdout)
    assert found["same"]
    assert found["datasets"] == len(records)
    assert found["triples"] > 20 * len(records)
    assert found["boxes"] == ["POLYGON((-154.7 -54.6, 15.0 -54.6, 15.0 10.8, -154.7 10.8, -154.7 -54.6))"]


def test_the_real_answer_of_the_catalogue_of_rennes(shared_data):
    data = shared_data("rudi_and_orchestration/rennes_csw_getrecords_sample.xml").read_bytes()
    answer = read_csw(data, "Rennes")
    assert (answer.matched, answer.returned, answer.next_record, len(answer.records)) == (276, 5, 0, 5)
    first = answer.records[0]
    assert first.global_id == "9c86a731-27d7-4b03-a00e-7b620b43e91a"
    assert first.title == "Secteurs CCAS sur Rennes Métropole"
    assert first.extent.as_tuple() == (-1.96327, 47.93192, -1.46558, 48.30684)  # its corners are exchanged
    assert first.projection == "RGF93 / CC48 (EPSG:3948)"
    assert [item.format for item in first.media] == ["WMS", "WFS", "Service", "GML"]
    assert first.media[0].connector.parameter("layer") == "eq_educ:v_ccas"
    assert first.thumbnail.endswith("serv_equipub_v_ccas.png")
    assert first.languages == ("fr",)
    assert "service social" in first.keywords
    assert len({item.media_id for record in answer.records for item in record.media}) == sum(
        len(record.media) for record in answer.records
    )
    assert [record.raw for record in read_csw(data, "Rennes").records] == [record.raw for record in answer.records]


def test_an_iso_record_inside_a_csw_answer():
    record = read_record(plain(1, "Arbres"))
    inside = iso19139(record).split(b"?>", 1)[1]
    data = (
        b'<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"><csw:SearchResults '
        b'numberOfRecordsMatched="12" numberOfRecordsReturned="1" nextRecord="2">' + inside + b"</csw:SearchResults>"
        b"</csw:GetRecordsResponse>"
    )
    answer = read_csw(data, "here")
    assert (answer.matched, answer.next_record) == (12, 2)
    assert [item.title for item in answer.records] == ["Arbres"]


GEONETWORK = """<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco"
 xmlns:gml="http://www.opengis.net/gml" xmlns:gmx="http://www.isotc211.org/2005/gmx"
 xmlns:xlink="http://www.w3.org/1999/xlink">
 <gmd:fileIdentifier><gco:CharacterString>fr-35238-arbres</gco:CharacterString></gmd:fileIdentifier>
 <gmd:language><gmd:LanguageCode codeList="x" codeListValue="fre"/></gmd:language>
 <gmd:identificationInfo><gmd:MD_DataIdentification>
  <gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>Arbres</gco:CharacterString></gmd:title>
   <gmd:date><gmd:CI_Date><gmd:date><gco:Date>2019-03</gco:Date></gmd:date>
    <gmd:dateType><gmd:CI_DateTypeCode codeList="x" codeListValue="creation"/></gmd:dateType></gmd:CI_Date></gmd:date>
  </gmd:CI_Citation></gmd:citation>
  <gmd:abstract><gco:CharacterString>Les arbres d'alignement.</gco:CharacterString></gmd:abstract>
  <gmd:pointOfContact><gmd:CI_ResponsibleParty>
   <gmd:organisationName><gco:CharacterString>Rennes</gco:CharacterString></gmd:organisationName>
   <gmd:contactInfo><gmd:CI_Contact><gmd:address><gmd:CI_Address><gmd:electronicMailAddress>
    <gco:CharacterString>sig@rennes.fr</gco:CharacterString></gmd:electronicMailAddress></gmd:CI_Address></gmd:address>
   </gmd:CI_Contact></gmd:contactInfo>
   <gmd:role><gmd:CI_RoleCode codeList="x" codeListValue="custodian"/></gmd:role>
  </gmd:CI_ResponsibleParty></gmd:pointOfContact>
  <gmd:descriptiveKeywords><gmd:MD_Keywords><gmd:keyword><gmx:Anchor xlink:href="http://k">arbre</gmx:Anchor>
   </gmd:keyword></gmd:MD_Keywords></gmd:descriptiveKeywords>
  <gmd:resourceConstraints><gmd:MD_LegalConstraints>
   <gmd:useConstraints><gmd:MD_RestrictionCode codeList="x" codeListValue="otherRestrictions"/></gmd:useConstraints>
   <gmd:otherConstraints><gco:CharacterString>Licence Ouverte version 2.0</gco:CharacterString></gmd:otherConstraints>
  </gmd:MD_LegalConstraints></gmd:resourceConstraints>
  <gmd:topicCategory><gmd:MD_TopicCategoryCode>environment</gmd:MD_TopicCategoryCode></gmd:topicCategory>
  <gmd:extent><gmd:EX_Extent><gmd:temporalElement><gmd:EX_TemporalExtent><gmd:extent><gml:TimePeriod>
   <gml:begin><gml:TimeInstant><gml:timePosition>2018-05-01</gml:timePosition></gml:TimeInstant></gml:begin>
   <gml:endPosition>2019-02-01T00:00:00</gml:endPosition></gml:TimePeriod></gmd:extent></gmd:EX_TemporalExtent>
  </gmd:temporalElement></gmd:EX_Extent></gmd:extent>
 </gmd:MD_DataIdentification></gmd:identificationInfo>
 <gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions><gmd:MD_DigitalTransferOptions>
  <gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>https://sig.fr/wms?</gmd:URL></gmd:linkage>
   <gmd:protocol><gco:CharacterString>OGC:WMS-1.3.0-http-get-map</gco:CharacterString></gmd:protocol>
   <gmd:name><gco:CharacterString>ve:arbre</gco:CharacterString></gmd:name></gmd:CI_OnlineResource></gmd:onLine>
  <gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>javascript:alert(1)</gmd:URL></gmd:linkage>
  </gmd:CI_OnlineResource></gmd:onLine>
 </gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo>
</gmd:MD_Metadata>"""


def test_a_record_as_geonetwork_writes_it():
    (record,) = read_iso19139(GEONETWORK.encode(), "GeoNetwork")
    assert record.title == "Arbres"
    assert record.local_id == "fr-35238-arbres"
    assert record.summary.text() == "Les arbres d'alignement." == record.synopsis.text()
    assert (record.theme, record.keywords, record.licence.code) == ("environment", ("arbre",), "etalab-2.0")
    assert (record.producer.name, record.contacts[0].email) == ("Rennes", "sig@rennes.fr")
    assert (record.period_start.isoformat()[:10], record.period_end.isoformat()[:10]) == ("2018-05-01", "2019-02-01")
    assert record.dates.created == record.dates.updated
    (medium,) = record.media
    assert (medium.connector.contract, medium.connector.parameter("layer")) == ("wms", "ve:arbre")
    assert record.access == "open"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><x>&b;</x>'
HOSTILE = {
    "entities": BOMB.encode(),
    "entities in UTF-16": f'<?xml version="1.0" encoding="UTF-16"?>{BOMB}'.encode("utf-16"),
    "external": b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
    "depth": b"<x>" * 5_000 + b"</x>" * 5_000,
    "cut": b"<x><y>",
    "empty": b"",
    "binary": bytes(range(256)),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("reader", [read_iso19139, read_csw])
def test_hostile_xml_is_refused_with_a_sentence(reader, name):
    with pytest.raises(InputError) as caught:
        reader(HOSTILE[name], "The catalogue of Rennes")
    assert "The catalogue of Rennes" in str(caught.value)


def test_files_of_another_kind_are_refused_with_a_sentence():
    with pytest.raises(InputError, match="no ISO 19139 record"):
        read_iso19139(b"<html/>", "page.html")
    with pytest.raises(InputError, match="did not answer with records"):
        read_csw(b"<html/>", "here")
    report = (
        b'<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows"><ows:Exception><ows:ExceptionText>no such '
        b"layer</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
    )
    with pytest.raises(InputError, match="no such layer"):
        read_csw(report, "here")
    for text, sentence in (
        ("<html>", "not JSON"),
        ("{}", "no dataset"),
        ("[" * 100_000, "not JSON"),
        ("12", "no dataset"),
    ):
        with pytest.raises(InputError, match=sentence):
            read_dcat(text, "here")
    nested = '{"a":' * 150 + "1" + "}" * 150
    with pytest.raises(InputError, match="beyond reason"):
        read_dcat(nested, "here")


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"<x>{text}</x>".encode("utf-8", "replace")))
@MANY
def test_no_bytes_make_the_readers_raise_anything_else(data):
    for reader in (read_iso19139, read_csw):
        with pytest.raises(InputError):
            reader(data, "here")


@given(ANY_JSON)
@MANY
def test_no_json_makes_the_dcat_reader_raise_anything_else(raw):
    try:
        text = json.dumps(
            {"@graph": [{"@type": "dcat:Dataset", "dct:title": raw, "distribution": raw, "spatial": raw}, raw]}
        )
    except ValueError:
        return
    try:
        assert len(read_dcat(text, "here")) >= 1
    except InputError as error:
        assert "beyond reason" in str(error) or "not JSON" in str(error)


UDATA = """{"@context": {"title": "http://purl.org/dc/terms/title", "Dataset": "http://www.w3.org/ns/dcat#Dataset",
 "distribution": "http://www.w3.org/ns/dcat#distribution"},
 "@graph": [
 {"@id": "https://www.data.gouv.fr/datasets/1", "@type": "Dataset", "title": "Arbres",
  "http://purl.org/dc/terms/identifier": "5f0d4a3e8a1b", "dct:license": "https://spdx.org/licenses/etalab-2.0",
  "distribution": {"@id": "https://www.data.gouv.fr/r/1"},
  "http://www.w3.org/ns/dcat#keyword": ["arbre", "nature"], "theme": {"@id": "urn:t"},
  "dct:publisher": {"@id": "_:b0"},
  "spatial": {"locn:geometry": {"@value":
   "{\\"type\\":\\"Polygon\\",\\"coordinates\\":[[[-1.7,48],[-1.6,48],[-1.6,48.1],[-1.7,48]]]}"}}},
 {"@id": "_:b0", "@type": "foaf:Organization", "foaf:name": "Ville de Rennes"},
 {"@id": "https://www.data.gouv.fr/r/1", "@type": "http://www.w3.org/ns/dcat#Distribution", "title": "arbres.csv",
  "dcat:downloadURL": {"@id": "https://static.data.gouv.fr/arbres.csv"}, "dct:format": "csv", "dcat:byteSize": 12.0}
 ]}"""


def test_dcat_by_reference_with_terms_of_its_own():
    (record,) = read_dcat(UDATA, "data.gouv.fr")
    assert record.title == "Arbres"
    assert record.producer.name == "Ville de Rennes"
    assert record.licence.code == "etalab-2.0"
    assert record.keywords == ("arbre", "nature")
    assert record.extent.as_tuple() == (-1.7, 48.0, -1.6, 48.1)
    (medium,) = record.media
    assert (medium.url, medium.file_type, medium.file_size) == (
        "https://static.data.gouv.fr/arbres.csv",
        "text/csv",
        12,
    )
    assert record.local_id == "5f0d4a3e8a1b"
    assert read_dcat(UDATA, "here")[0].global_id == record.global_id == uuid_of("5f0d4a3e8a1b")


def test_extents_written_as_text():
    assert extent_of_text("POLYGON((-1.7 48, -1.6 48, -1.6 48.1, -1.7 48))").as_tuple() == (-1.7, 48, -1.6, 48.1)
    assert extent_of_text("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(48 -1)") is None
    assert extent_of_text("POLYGON((1351000 6789000, 1352000 6789001))") is None
    assert extent_of_text("Rennes") is None


def test_schema_org_is_safe_in_a_page_and_data_package_names_are_plain():
    record = read_record(plain(1, "</script><script>alert(1)</script> Été à Rennes"))
    assert "<" not in schema_org(record)
    package = json.loads(data_package(record))
    assert package["name"] == "script-script-alert-1-script-ete-a-rennes"
    assert package["resources"][0]["hash"] == "sha256:" + "0123456789abcdef" * 4
    assert package["resources"][0]["bytes"] == 10
    assert package["licenses"] == [
        {
            "name": "ODbL-1.0",
            "path": "https://opendatacommons.org/licenses/odbl/1-0/",
            "title": "Licence ODbL 1.0",
        }
    ]
    assert plain_name("…") == ""


def test_texts_are_shortened_at_a_sentence_or_a_word():
    assert shortened("Court.") == "Court."
    assert shortened("Une première phrase assez longue. " + "mot " * 60, 60) == "Une première phrase assez longue."
    assert shortened("mot " * 60, 20) == "mot mot mot mot…"
    assert len(shortened("x" * 500)) <= 150
