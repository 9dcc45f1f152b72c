"""Turtle and RDF/XML read and written, metadata of QGIS layers; other readers agree."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.rudi.exports.dcat import dcat_json_ld, dcat_rdf_xml, dcat_turtle, epsg_code
from cityorchestra.processing_provider.rudi.exports.qmd import qmd
from cityorchestra.processing_provider.rudi.imports.dcat import read_dcat, read_dcat_turtle, read_dcat_xml
from cityorchestra.processing_provider.rudi.imports.linked_data import RDF, last_name
from cityorchestra.processing_provider.rudi.imports.rdf_xml import rdf_xml_document
from cityorchestra.processing_provider.rudi.imports.turtle import turtle_document
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.processing_provider.rudi.safe_xml import parse_xml
from cityorchestra.tests.rudi.record_strategies import ANY_JSON, datasets, plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MANY = settings(max_examples=60, suppress_health_check=list(HealthCheck))
PEERS = Path(__file__).resolve().parents[2] / "build" / "rudi-peers" / "bin" / "python"
DCAT = "http://www.w3.org/ns/dcat#"
DCT = "http://purl.org/dc/terms/"
HEAD = f"@prefix dcat: <{DCAT}> . @prefix dct: <{DCT}> .\n"


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


# -- round trips ----------------------------------------------------------------------------------------------------


def assert_dcat_kept(again, record):
    """All that DCAT has a place for."""
    for name in (
        "global_id", "title", "local_id", "summary", "synopsis", "theme", "keywords", "access", "languages",
        "period_start", "period_end", "mandatory_mention",
    ):  # fmt: skip
        assert getattr(again, name) == getattr(record, name), name
    assert (again.dates.created, again.dates.updated) == (record.dates.created, record.dates.updated)
    assert again.producer.name == record.producer.name
    assert again.producer.organisation_id == record.producer.organisation_id
    assert [(one.contact_id, one.name, one.email) for one in again.contacts] == [
        (one.contact_id, one.name, one.email) for one in record.contacts
    ]
    assert (again.licence.code, again.licence.uri) == (record.licence.code, record.licence.uri)
    assert epsg_code(again.projection) == epsg_code(record.projection)
    assert again.extent == record.extent
    for one, other in zip(again.media, record.media):
        for name in ("media_id", "kind", "name", "url", "file_type", "file_size", "checksum"):
            assert getattr(one, name) == getattr(other, name), name
    assert len(again.media) == len(record.media)


@given(datasets())
@MANY
def test_turtle_round_trip(record):
    (again,) = read_dcat_turtle(dcat_turtle([record]), "here")
    assert_dcat_kept(again, record)


@given(datasets())
@MANY
def test_rdf_xml_round_trip(record):
    (again,) = read_dcat_xml(dcat_rdf_xml([record]), "here")
    assert_dcat_kept(again, record)


@given(st.lists(datasets(), min_size=1, max_size=3, unique_by=lambda record: record.global_id))
@MANY
def test_the_three_forms_say_the_same(records):
    forms = (
        read_dcat(dcat_json_ld(records), "here"),
        read_dcat_turtle(dcat_turtle(records), "here"),
        read_dcat_xml(dcat_rdf_xml(records), "here"),
    )
    by_id = [{record.global_id: record.raw for record in form} for form in forms]
    assert by_id[0] == by_id[1] == by_id[2]
    assert set(by_id[0]) == {record.global_id for record in records}


@given(ANY_JSON)
@MANY
def test_any_record_is_written_and_read_again(raw):
    record = read_record(raw)
    from_json = read_dcat(dcat_json_ld([record]), "here")
    assert [item.raw for item in read_dcat_turtle(dcat_turtle([record]), "here")] == [item.raw for item in from_json]
    assert len(read_dcat_xml(dcat_rdf_xml([record]), "here")) == len(from_json) == 1


# -- Turtle ---------------------------------------------------------------------------------------------------------


def values(text, name):
    """What is said of ``<http://e.org/s>`` under a property, as (value, type or language)."""
    nodes = {node["@id"]: node for node in turtle_document(text, "here")}
    found = nodes["http://e.org/s"].get(f"http://e.org/{name}", [])
    return [
        (item.get("@value", item.get("@id")), last_name(item.get("@type", "")) or item.get("@language", ""))
        for item in found
    ]


GRAMMAR = """# a comment with <an:iri> and "quotes"
@base <http://e.org/> .
PREFIX : <http://e.org/>
prefix é: <http://e.org/>
@prefix a.b: <http://e.org/> .
<s> a :Kind ;
  :texts "short", 'single', \"\"\"long "with" quotes
and a line\"\"\"@fr-FR, '''other ''long'' one''' ;
  :escapes "tab\\tquote\\"back\\\\slash\\u00E9\\U0001F333" ;
  :numbers 1, -2.5, +3, 4e-2, .5 ;
  :flags true, false ;
  :typed "2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date> ;
  :refs <o>, :o, é:o, a.b:o, _:b1 ;
  :local :a\\,b, :c%20d, :e.f, :1 ; ;
  :list ( 1 2 ) ;
  :inner [ :name "in" ; :deeper [ :name "deep" ] ] .
_:b1 :name "blank" .
[] :name "alone" .
[ :name "bracket" ] .
"""


def test_the_grammar_of_turtle():
    assert values(GRAMMAR, "texts") == [
        ("short", ""), ("single", ""), ('long "with" quotes\nand a line', "fr-FR"), ("other ''long'' one", ""),
    ]  # fmt: skip
    assert values(GRAMMAR, "escapes") == [('tab\tquote"back\\slashé🌳', "")]
    assert values(GRAMMAR, "numbers") == [
        ("1", "integer"), ("-2.5", "decimal"), ("+3", "integer"), ("4e-2", "double"), (".5", "decimal"),
    ]  # fmt: skip
    assert values(GRAMMAR, "flags") == [("true", "boolean"), ("false", "boolean")]
    assert values(GRAMMAR, "typed") == [("2024-01-01", "date")]
    assert [value for value, _ in values(GRAMMAR, "refs")][:4] == ["http://e.org/o"] * 4
    assert [value for value, _ in values(GRAMMAR, "local")] == [
        "http://e.org/a,b", "http://e.org/c%20d", "http://e.org/e.f", "http://e.org/1",
    ]  # fmt: skip
    assert [value for value, _ in values(GRAMMAR, "list")] == ["1", "2"]
    names = {item["@value"] for node in turtle_document(GRAMMAR, "here") for item in node.get("http://e.org/name", [])}
    assert names == {"in", "deep", "blank", "alone", "bracket"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<a> <b>", 1),
        ("<a> <b> <c>", 1),
        ("\n\n<a> <b> .", 3),
        ("<a> <b> unknown:c .", 1),
        ('<a> <b> "not closed .', 1),
        ("<a> <b> [ <c> <d> .", 1),
        ("<a> <b> ( <c> ", 1),
        ("@prefix a <b> .", 1),
        ("<a b> <c> <d> .", 1),
        ('<a> <b> "\\q" .', 1),
        ("<a> <b> <c> .\n<a> <b> }", 2),
        ("<a> <b> " + "[ <c> " * 2000, 1),
        ("<a> <b> " + "( " * 2000, 1),
    ],
)
def test_what_is_no_turtle_is_refused_with_its_line(text, line):
    with pytest.raises(InputError) as caught:
        turtle_document(text, "catalogue.ttl")
    assert str(caught.value) == f"catalogue.ttl is not Turtle: line {line} cannot be read."


@given(st.text(alphabet="<>\"'\\@^:;,.[]()_# \nabp1-é{}", max_size=60))
@settings(max_examples=300, suppress_health_check=list(HealthCheck))
def test_no_text_makes_the_reader_raise_anything_else(text):
    try:
        assert isinstance(turtle_document(text, "here"), list)
    except InputError as error:
        assert "is not Turtle" in str(error)


@given(st.text(max_size=40), st.sampled_from(["", "fr", "en-GB"]))
@MANY
def test_any_text_comes_back_from_turtle(text, language):
    quoted = json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=True)
    if "\\ud" in quoted.lower():
        quoted = json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False)
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in quoted):
        return
    tag = f"@{language}" if language else ""
    found = values(f"<http://e.org/s> <http://e.org/p> {quoted}{tag} .", "p")
    assert found == [(text.encode("utf-8", "replace").decode(), language)]


# -- RDF/XML --------------------------------------------------------------------------------------------------------

RDF_XML = f"""<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e.org/" xml:base="http://e.org/" xml:lang="fr">
 <e:Kind rdf:about="s" e:attribute="attr">
  <e:text>plain</e:text>
  <e:text xml:lang="en">english</e:text>
  <e:typed rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">3</e:typed>
  <e:ref rdf:resource="o"/>
  <e:node rdf:nodeID="n1"/>
  <e:inner><rdf:Description e:name="in"><rdf:type rdf:resource="http://e.org/T"/></rdf:Description></e:inner>
  <e:short rdf:parseType="Resource"><e:name>resource</e:name></e:short>
  <e:xml rdf:parseType="Literal"><b xmlns="x">bold</b> text</e:xml>
  <e:list rdf:parseType="Collection"><rdf:Description rdf:about="a"/><rdf:Description rdf:about="b"/></e:list>
  <e:empty e:name="by attribute"/>
 </e:Kind>
 <rdf:Description rdf:nodeID="n1"><e:name>blank</e:name></rdf:Description>
 <rdf:Description rdf:ID="frag"><e:name>fragment</e:name></rdf:Description>
</rdf:RDF>"""


def test_the_grammar_of_rdf_xml():
    nodes = {node["@id"]: node for node in rdf_xml_document(parse_xml(RDF_XML.encode(), "here"))}
    thing = nodes["http://e.org/s"]
    assert thing["@type"] == ["http://e.org/Kind"]
    said = {last_name(key): value for key, value in thing.items() if not key.startswith("@")}
    assert said["attribute"] == [{"@value": "attr", "@language": "fr"}]
    assert said["text"] == [{"@value": "plain", "@language": "fr"}, {"@value": "english", "@language": "en"}]
    assert said["typed"] == [{"@value": "3", "@type": "http://www.w3.org/2001/XMLSchema#integer"}]
    assert said["ref"] == [{"@id": "http://e.org/o"}]
    assert [item["@id"] for item in said["list"]] == ["http://e.org/a", "http://e.org/b"]
    assert said["xml"] == [{"@value": "bold text"}]
    for name, expected in (("node", "blank"), ("inner", "in"), ("short", "resource"), ("empty", "by attribute")):
        (inner,) = said[name]
        assert nodes[inner["@id"]]["http://e.org/name"][0]["@value"] == expected, name
    assert nodes["http://e.org/#frag"]["http://e.org/name"][0]["@value"] == "fragment"


READ_XML = """
import json, sys, rdflib
from rdflib.compare import isomorphic
job = json.load(sys.stdin)
graphs = [rdflib.Graph().parse(data=job[form], format=form) for form in ("json-ld", "turtle", "xml")]
print(json.dumps([len(graphs[0]), isomorphic(graphs[0], graphs[1]), isomorphic(graphs[0], graphs[2])]))
"""


def test_rdflib_reads_the_same_statements_in_the_three_forms(peer, shared_data):
    path = shared_data("rudi_and_orchestration/rudi_node_datarennes_meta.json")
    raws = json.loads(path.read_text(encoding="utf-8"))[::30]
    raws.append(plain(1, 'Quotes " and \\ & <tags>', local_id="a b<c>{d}|e\\f^g`", doi="10.1234/abc"))
    records = [read_record(raw) for raw in raws]
    job = {"json-ld": dcat_json_ld(records), "turtle": dcat_turtle(records), "xml": dcat_rdf_xml(records).decode()}
    count, turtle, xml = peer(READ_XML, job)
    assert count > 20 * len(records)
    assert (turtle, xml) == (True, True)


WRITE = """
import json, sys, rdflib
job = json.load(sys.stdin)
graph = rdflib.Graph().parse(data=job["turtle"], format="turtle")
print(json.dumps({form: graph.serialize(format=form) for form in ("turtle", "longturtle", "xml", "pretty-xml", "nt")}))
"""


def test_what_rdflib_writes_is_read(peer):
    """The same statements in the hand of another writer: other prefixes, other order, other nesting."""
    raws = [plain(number, f"Jeu n° {number} « été »") for number in range(3)]
    records = [read_record(raw) for raw in raws]
    expected = {record.global_id: record.raw for record in read_dcat(dcat_json_ld(records), "here")}
    written = peer(WRITE, {"turtle": dcat_turtle(records)})
    for form in ("turtle", "longturtle", "nt"):
        found = read_dcat_turtle(written[form], "here")
        assert {record.global_id: sorted_media(record.raw) for record in found} == {
            key: sorted_media(raw) for key, raw in expected.items()
        }, form
    for form in ("xml", "pretty-xml"):
        found = read_dcat_xml(written[form].encode(), "here")
        assert {record.global_id: record.title for record in found} == {
            key: raw["resource_title"] for key, raw in expected.items()
        }, form


def sorted_media(raw):
    return json.dumps(raw, sort_keys=True)


PARSE = """
import json, sys, rdflib
job = json.load(sys.stdin)
graph = rdflib.Graph().parse(data=job["text"], format=job["form"])
print(json.dumps(sorted([str(p), str(o)] for s, p, o in graph if not isinstance(o, rdflib.BNode))))
"""


@pytest.mark.parametrize("form", ["turtle", "xml"])
def test_rdflib_reads_our_samples_of_grammar_alike(peer, form):
    text = GRAMMAR.replace(" ( 1 2 ) ", ' "no list" ') if form == "turtle" else RDF_XML
    if form == "xml":
        text = text.replace('rdf:parseType="Collection"', 'rdf:parseType="Resource"')
        text = text.replace('<rdf:Description rdf:about="a"/><rdf:Description rdf:about="b"/>', "<e:name>c</e:name>")
        text = text.replace('<b xmlns="x">bold</b> text', "text")
    nodes = turtle_document(text, "here") if form == "turtle" else rdf_xml_document(parse_xml(text.encode(), "here"))
    ours = []
    for node in nodes:
        for name, items in node.items():
            if name == "@type":
                ours += [[RDF + "type", item] for item in items]
            elif not name.startswith("@"):
                ours += [[name, item.get("@value", item.get("@id"))] for item in items]
    ours = [pair for pair in ours if not pair[1].startswith("_:")]
    theirs = peer(PARSE, {"text": text, "form": form})

    def plain_numbers(pairs):
        # A graph is a set: what a document says twice counts once.
        return sorted({(name, value if not name.endswith("numbers") else str(float(value))) for name, value in pairs})

    assert plain_numbers(ours) == plain_numbers(theirs)


# -- metadata of a QGIS layer ---------------------------------------------------------------------------------------


@given(datasets())
@MANY
def test_qmd_tells_what_the_record_tells(record):
    root = ElementTree.fromstring(qmd(record))
    assert root.tag == "qgis"
    assert root.findtext("identifier") == record.global_id
    assert root.findtext("title") == record.title
    assert root.findtext("abstract") == record.description("fr")
    words = {item.get("vocabulary"): [word.text for word in item] for item in root.findall("keywords")}
    assert words["keywords"] == list(record.keywords)
    assert [item.findtext("email") for item in root.findall("contact")][1:] == [one.email for one in record.contacts]
    assert [item.get("url") for item in root.findall("links/link")] == [item.url for item in record.media]
    assert record.licence.uri in [item.text for item in root.findall("license")]
    spatial = root.find("extent/spatial")
    if record.extent is None:
        assert spatial is None
    else:
        found = tuple(float(spatial.get(name)) for name in ("minx", "miny", "maxx", "maxy"))
        assert found == record.extent.as_tuple()
    code = epsg_code(record.projection)
    assert root.findtext("crs/spatialrefsys/authid") == (f"EPSG:{code}" if code else None)


@given(ANY_JSON)
@MANY
def test_any_record_is_written_as_qmd(raw):
    assert ElementTree.fromstring(qmd(read_record(raw))).tag == "qgis"
