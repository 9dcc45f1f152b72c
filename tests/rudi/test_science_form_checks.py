"""The form of a dataset checked while it is typed, and the fields of a layer as a Table Schema."""

from __future__ import annotations

import json
import subprocess
from datetime import datetime, timezone
from pathlib import Path

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.rudi.form_checks import (
    FIELDS,
    LINKED,
    Form,
    check_form,
    may_be_published,
)
from cityorchestra.processing_provider.rudi.metadata_draft import (
    FileDescription,
    LayerDescription,
    SourceLicence,
    draft,
)
from cityorchestra.processing_provider.rudi.privacy import LIKELY, POSSIBLE, Finding
from cityorchestra.processing_provider.rudi.table_schema import FieldDescription, schema_of, table_schema
from cityorchestra.processing_provider.rudi.themes import themes
from cityorchestra.processing_provider.rudi.validation import validate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MANY = settings(max_examples=80, suppress_health_check=list(HealthCheck))
PEERS = Path(__file__).resolve().parents[2] / "build" / "rudi-peers" / "bin" / "python"
GOOD = {
    "title": "Arbres d’alignement",
    "synopsis": "Les arbres des rues de Rennes.",
    "summary": "Position, espèce et année de plantation.",
    "theme": "environment",
    "keywords": "arbre, nature",
    "producer": "Ville de Rennes",
    "contact_name": "Service SIG",
    "contact_email": "sig@rennes.fr",
    "extent": (-1.8, 48.0, -1.6, 48.2),
}
LAYER = LayerDescription(
    title="arbres",
    extent=(-1.8, 48.0, -1.6, 48.2),
    crs="RGF93/Lambert-93 (EPSG:2154)",
    features=10,
    created=datetime(2020, 1, 1, tzinfo=timezone.utc),
    updated=datetime(2024, 1, 1, tzinfo=timezone.utc),
)
FILE = FileDescription("arbres.geojson", "application/geo+json", 100, "0123456789abcdef" * 4)


def form(**changes):
    return Form(**{**GOOD, **changes})


def verdicts(one, **options):
    return {name: item.severity for name, item in check_form(one, **options).items() if item.severity != "ok"}


def sentence(one, name, **options):
    return str(check_form(one, **options)[name].remarks[0].error)


def finding(level, column="nom"):
    return Finding(column=column, kind="name", level=level, share=1.0)


def test_a_good_form_has_nothing_to_say():
    assert verdicts(form()) == {}
    assert tuple(check_form(form())) == FIELDS
    assert may_be_published(check_form(form()))


@pytest.mark.parametrize(
    ("changes", "name", "severity", "words"),
    [
        ({"title": " "}, "title", "error", "has no title"),
        ({"title": "x" * 151}, "title", "error", "151"),
        ({"synopsis": "", "summary": ""}, "synopsis", "warning", "Say in one sentence"),
        ({"synopsis": "x" * 151}, "synopsis", "warning", "151"),
        ({"summary": "<script>alert(1)</script>"}, "summary", "error", ""),
        ({"theme": ""}, "theme", "error", "Choose a theme"),
        ({"theme": "jardins"}, "theme", "warning", "jardins"),
        ({"keywords": " , ;"}, "keywords", "warning", "two or three keywords"),
        ({"producer": ""}, "producer", "error", "Name the organisation"),
        ({"contact_email": ""}, "contact_email", "error", "e-mail address of a contact"),
        ({"contact_email": "nobody"}, "contact_email", "error", "is not an e-mail address"),
        ({"licence": ""}, "licence", "error", "Choose a licence"),
        ({"licence": "mine"}, "licence", "error", "mine"),
        ({"language": "klingon"}, "language", "error", "is not a language code"),
        ({"created": "yesterday"}, "created", "error", "is not a date"),
        ({"created": "2024-02-01", "updated": "2024-01-01"}, "updated", "warning", "before the date of creation"),
        ({"start": "2024-02-01", "end": "2024-01-01"}, "end", "warning", "exchange the two dates"),
        ({"extent": ("-1,8", "48", "", "48,2")}, "extent", "error", "four numbers in degrees"),
        ({"extent": (0, 0, 0)}, "extent", "error", "four numbers in degrees"),
        ({"extent": (350000, 6780000, 360000, 6790000)}, "extent", "error", ""),
        ({"extent": (-1.6, 48.0, -1.8, 48.2)}, "extent", "warning", "exchange them"),
        ({"extent": (-180, -90, 180, 90)}, "extent", "warning", "whole world"),
        ({"gdpr_sensitive": True}, "access", "error", "restricted access"),
        ({"url": "ftp://node.fr/a"}, "url", "error", "http:// or https://"),
        ({"url": "/medias/a"}, "url", "error", "http:// or https://"),
        ({"url": "https://a:b@node.fr/x"}, "url", "warning", "password"),
    ],
)
def test_each_field_alone(changes, name, severity, words):
    one = form(**changes)
    assert verdicts(one) == {name: severity}
    assert words in sentence(one, name)
    assert may_be_published(check_form(one)) is (severity != "error")


def test_labels_decimal_commas_and_missing_extents_are_understood():
    assert verdicts(form(theme="Mobilité, Transport")) == {}
    assert verdicts(form(extent=("-1,8", " 48.0", "-1.6", "48\u202f"))) == {}
    assert verdicts(form(extent=None)) == {}
    assert form(keywords="arbre; arbre,\n nature  verte ").words() == ("arbre", "nature verte")


def test_personal_data_stop_until_they_are_answered_for():
    found = [finding(LIKELY)]
    assert verdicts(form(), findings=found) == {"personal_data": "error"}
    assert "nom" in sentence(form(), "personal_data", findings=found)
    assert verdicts(form(justification="Ce sont les noms des rues, non des personnes."), findings=found) == {}
    assert verdicts(form(justification="non"), findings=found) == {"personal_data": "error"}
    assert verdicts(form(restricted=True, gdpr_sensitive=True), findings=found) == {}
    assert verdicts(form(), findings=[finding(POSSIBLE, "rue")]) == {"personal_data": "warning"}
    # Sensitive and open is said once, beside the access.
    assert verdicts(form(gdpr_sensitive=True), findings=found) == {"access": "error"}


def test_licences_of_the_sources_count():
    made_from = [SourceLicence("OpenStreetMap", "odbl-1.0")]
    assert verdicts(form(), sources=made_from) == {"licence": "warning"}
    assert "OpenStreetMap" in sentence(form(), "licence", sources=made_from)
    assert verdicts(form(licence="odbl-1.0"), sources=made_from) == {}


def test_one_field_is_checked_alone_and_its_neighbours_with_it():
    assert tuple(check_form(form(title="", producer=""), names=("producer",))) == ("producer",)
    assert set(LINKED) <= set(Form.__dataclass_fields__)
    assert {name for names in LINKED.values() for name in names} <= set(FIELDS)


def test_remarks_come_the_most_serious_first():
    remarks = check_form(form(title="x" * 151 + "\x01"))["title"].remarks
    severities = [item.severity for item in remarks]
    assert severities == sorted(severities, key=["error", "warning"].index)
    assert all(item.code.startswith("ERR-") for item in remarks)


WORDS = st.text(max_size=20) | st.sampled_from(["", "Arbres", "2024-01-01", "a@b.fr", "x" * 200, "<script>", "\x00"])
FORMS = st.builds(
    Form,
    title=WORDS | st.just("Arbres"),
    synopsis=WORDS,
    summary=WORDS,
    theme=st.sampled_from(list(themes())) | WORDS,
    keywords=WORDS,
    producer=WORDS | st.just("Rennes"),
    contact_name=WORDS,
    contact_email=st.just("a@b.fr") | WORDS,
    licence=st.sampled_from(["etalab-2.0", "odbl-1.0"]) | WORDS,
    mandatory_mention=WORDS,
    language=st.sampled_from(["fr", "en"]) | WORDS,
    restricted=st.booleans(),
    gdpr_sensitive=st.booleans(),
    created=WORDS,
    updated=WORDS,
    start=WORDS,
    end=WORDS,
    extent=st.none() | st.just(GOOD["extent"]) | st.lists(WORDS | st.floats() | st.none(), max_size=5),
    url=WORDS | st.just("https://node.fr/a"),
)


@given(FORMS)
@MANY
def test_any_form_is_checked(one):
    checked = check_form(one)
    assert tuple(checked) == FIELDS
    for item in checked.values():
        assert item.severity == (item.remarks[0].severity if item.remarks else "ok")
        assert all(str(remark.error) for remark in item.remarks)


# A good form in which up to three fields hold something else: most of these may be published.
CHANGES = {
    "title": WORDS,
    "synopsis": WORDS,
    "summary": WORDS,
    "theme": st.sampled_from([*themes(), "Mobilité, Transport", "jardins"]) | WORDS,
    "keywords": WORDS,
    "producer": WORDS,
    "contact_name": WORDS,
    "contact_email": WORDS,
    "licence": st.sampled_from(["etalab-2.0", "odbl-1.0", "mit"]) | WORDS,
    "mandatory_mention": WORDS,
    "language": st.sampled_from(["fr", "en", "fr-FR"]) | WORDS,
    "restricted": st.booleans(),
    "created": st.sampled_from(["2019-05-01", "2018", ""]) | WORDS,
    "updated": st.sampled_from(["2024-05-01T10:00:00Z", ""]) | WORDS,
    "start": st.sampled_from(["2018", "2018-03"]) | WORDS,
    "end": st.sampled_from(["2020", "2017"]) | WORDS,
    "extent": st.none() | st.lists(st.floats(-90, 90) | st.just("1,5"), min_size=4, max_size=4) | st.just((0, 0)),
}


@st.composite
def nearly_good(draw):
    names = draw(st.lists(st.sampled_from(sorted(CHANGES)), max_size=3, unique=True))
    return form(**{name: draw(CHANGES[name]) for name in names})


def test_a_form_without_error_gives_a_record_without_error():
    published = []

    @given(nearly_good())
    @settings(max_examples=300, suppress_health_check=list(HealthCheck))
    def check(one):
        if may_be_published(check_form(one)):
            published.append(one)
            assert validate(draft(one.applied(LAYER), FILE, one.choices()).raw).errors == ()

    check()
    assert len(published) > 50, "the forms drawn say nothing"


def test_a_good_form_gives_a_good_record():
    report = validate(draft(form().applied(LAYER), FILE, form().choices()).raw)
    assert report.valid
    # The address of the file is a mark until a node has it.
    assert {issue.key for issue in report.warnings} <= {"placeholder"}


def test_what_the_form_says_replaces_what_the_layer_says():
    applied = form(created="2019-05-01", start="2018", extent=(0, 1, 2, 3)).applied(LAYER)
    assert applied.created.date().isoformat() == "2019-05-01"
    assert applied.updated == LAYER.updated
    assert (applied.period[0].year, applied.extent) == (2018, (0, 1, 2, 3))
    assert form(extent=None).applied(LAYER).extent is None
    with pytest.raises(InputError):
        draft(LAYER, FILE, form(title="", theme="").choices())


# -- Table Schema ---------------------------------------------------------------------------------------------------

COLUMNS = [
    FieldDescription("id", "integer", required=True, unique=True),
    FieldDescription("essence", "text", "Espèce", title="Essence", choices=[("tilleul", "Tilleul"), ("chene", "")]),
    FieldDescription("etat", "text", choices=[("bon", "Bon"), ("mort", "Mort")], closed=True),
    FieldDescription("hauteur", "real", unit="m"),
    FieldDescription("plante", "date"),
    FieldDescription("geom", "geojson"),
    FieldDescription("autre", "strange"),
]


def test_fields_of_a_layer():
    fields = {item["name"]: item for item in schema_of(COLUMNS)["fields"]}
    assert list(fields) == [item.name for item in COLUMNS]
    assert fields["id"] == {"name": "id", "type": "integer", "constraints": {"required": True, "unique": True}}
    assert fields["essence"]["categories"] == [
        {"value": "tilleul", "label": "Tilleul"}, {"value": "chene", "label": "chene"},
    ]  # fmt: skip
    assert "constraints" not in fields["essence"], "other values may come"
    assert fields["etat"]["constraints"] == {"enum": ["bon", "mort"]}
    assert (fields["hauteur"]["type"], fields["hauteur"]["unit"]) == ("number", "m")
    assert (fields["plante"]["type"], fields["geom"]["type"], fields["autre"]["type"]) == ("date", "geojson", "any")
    assert json.loads(table_schema(COLUMNS)) == schema_of(COLUMNS)


def test_too_many_choices_are_no_rule():
    many = FieldDescription("code", "integer", choices=[(number, "") for number in range(2000)], closed=True)
    (item,) = schema_of([many])["fields"]
    assert "constraints" not in item and len(item["categories"]) == 1000


JUDGE = """
import json, sys
from frictionless import Schema
schema = Schema.from_descriptor(json.load(sys.stdin))
row = [str(cell) for cell in ("1", "tilleul", "vif", "2.5", "2020-01-01", "", "x")]
cells, notes = schema.read_cells(row)
print(json.dumps([[field.name, field.type] for field in schema.fields] + [sorted(k for n in notes if n for k in n)]))
"""


def test_frictionless_reads_our_table_schema():
    if not PEERS.exists():
        pytest.skip("build/rudi-peers is not here (tools/rudi_peers.sh makes it)")
    done = subprocess.run([str(PEERS), "-c", JUDGE], input=table_schema(COLUMNS), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-1500:]
    *fields, notes = json.loads(done.stdout)
    assert fields == [[item["name"], item["type"]] for item in schema_of(COLUMNS)["fields"]]
    assert notes == ["enum"], "a value that the list does not have is the only fault of the row"
