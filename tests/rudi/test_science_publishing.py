"""What precedes a publication: signs of personal data, licences, citation, the draft of a record."""

from dataclasses import replace
from datetime import date, datetime, timezone

import pytest
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.rudi.citation import bibtex, citation_text, mandatory_mention
from cityorchestra.processing_provider.rudi.languages import LocalisedText
from cityorchestra.processing_provider.rudi.licences import crossed, licences, same_family
from cityorchestra.processing_provider.rudi.metadata_draft import (
    DraftChoices,
    FieldDescription,
    FileDescription,
    LayerDescription,
    draft,
)
from cityorchestra.processing_provider.rudi.privacy import (
    CERTAIN,
    LIKELY,
    POSSIBLE,
    gate,
    inspect,
    is_iban,
    is_nir,
    of_name,
)
from cityorchestra.processing_provider.rudi.record import Contact, Organisation
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.processing_provider.rudi.table_schema import table_schema
from cityorchestra.processing_provider.rudi.themes import themes
from cityorchestra.processing_provider.rudi.validation import validate
from cityorchestra.tests.rudi.record_strategies import LISTED, MOMENTS, PHRASES, STANDARD, URLS, plain
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

# Numbers made for examples: of INSEE's and the CNIL's forms, of banks' documentation.
NIR = "255081416802538"
IBAN = "FR1420041010050500013M02606"


def test_keys_of_numbers():
    assert is_nir(NIR)
    assert is_nir("2 55 08 14 168 025 38")
    assert not is_nir(NIR[:-1] + "9")
    # Corsica: the key is computed with 19 in the place of 2A.
    corsican = 97 - int("1850519123456") % 97
    assert is_nir(f"185052A123456{corsican:02d}")
    assert is_iban(IBAN)
    assert is_iban("GB82 WEST 1234 5698 7654 32")
    assert not is_iban("FR1420041010050500013M02607")
    assert not is_iban("FR14")


@given(st.integers(1, 2), st.integers(0, 99), st.integers(1, 12), st.integers(1, 95), st.integers(0, 999999), st.data())
def test_one_wrong_digit_always_breaks_the_key(sex, year, month, department, rest, data):
    number = f"{sex}{year:02d}{month:02d}{department:02d}{rest:06d}"
    whole = f"{number}{97 - int(number) % 97:02d}"
    assert is_nir(whole)
    place = data.draw(st.integers(5, 14))
    digit = data.draw(st.sampled_from("0123456789"))
    assume(whole[place] != digit)
    assert not is_nir(whole[:place] + digit + whole[place + 1 :])


@pytest.mark.parametrize(
    ("column", "kind", "level"),
    [
        ("prenom", "name", CERTAIN),
        ("NomUsager", "name", LIKELY),
        ("nom_voie", "name", POSSIBLE),
        ("E-MAIL", "email", CERTAIN),
        ("tél_portable", "phone", CERTAIN),
        ("date_naissance", "birth_date", CERTAIN),
        ("Numéro Sécu", "nir", CERTAIN),
        ("adresse", "address", POSSIBLE),
        ("matricule", "person_id", LIKELY),
    ],
)
def test_names_of_columns(column, kind, level):
    assert (kind, level) in {(finding.kind, finding.level) for finding in of_name(column)}


@pytest.mark.parametrize(
    "column", ["id_arbre", "essence", "mobilier", "hauteur_m", "message", "nomenclature", "geom", ""]
)
def test_names_of_things_say_nothing(column):
    assert of_name(column) == []


def test_values_tell_what_names_hide():
    columns = {
        "c1": ["a.martin@rennes.fr", None, "x@y.org", ""],
        "c2": ["02 99 12 34 56", "+33 6 12 34 56 78", "n.c."],
        "c3": [int(NIR), 12],
        "c4": [IBAN, "FR76 3000 6000 0112 3456 7890 189"],
        "c5": ["Mme Durand", "M. Martin"],
        "c6": ["12 bis rue de la Paix", "3, allée du Parc"],
        "insee": ["35238", "35001"],
        "siret": ["21350238800019", "24350013900189"],
        "mesure": [0.1, 2.5, float("nan")],
        "coord": ["0612345678901", "48.1173"],
    }
    found = {(finding.column, finding.kind): finding for finding in inspect(columns)}
    assert set(found) == {
        ("c1", "email"),
        ("c2", "phone"),
        ("c3", "nir"),
        ("c4", "iban"),
        ("c5", "name"),
        ("c6", "address"),
    }
    assert found["c1", "email"].share == 1.0
    assert found["c2", "phone"].share == pytest.approx(2 / 3)
    assert found["c6", "address"].level == LIKELY  # with people beside it
    assert [finding.level for finding in inspect({"c6": columns["c6"]})] == [POSSIBLE]


def test_one_address_among_many_remarks_says_nothing():
    assert inspect({"remarque": ["rien"] * 99 + ["écrire à a@b.fr"]}) == []
    assert inspect({}) == [] == inspect({"vide": [None, "", True]})


def test_the_gate():
    serious = inspect({"prenom": ["Anne"], "hauteur": [3]})
    possible = inspect({"nom_voie": ["rue de Paris"]})
    refused = gate(serious, restricted=False, gdpr_sensitive=False)
    assert not refused.allowed
    assert "prenom" in str(refused.refusal)
    assert gate(possible, restricted=False, gdpr_sensitive=False).allowed
    assert gate([], restricted=False, gdpr_sensitive=False).allowed
    assert gate(serious, restricted=True, gdpr_sensitive=True).allowed
    assert not gate(serious, restricted=True, gdpr_sensitive=False).allowed
    assert not gate([], restricted=False, gdpr_sensitive=True, justification="x" * 50).allowed
    assert not gate(serious, restricted=False, gdpr_sensitive=False, justification=" " * 30 + "ok").allowed
    let_through = gate(
        serious, restricted=False, gdpr_sensitive=False, justification="First names of school buildings."
    )
    assert let_through.allowed
    assert let_through.justified == "First names of school buildings."


@pytest.mark.parametrize(
    ("codes", "allowed", "licence", "reason"),
    [
        (["etalab-2.0", "etalab-1.0"], True, "", "free"),
        (["etalab-2.0", "odbl-1.0"], True, "odbl-1.0", "share_alike"),
        (["odbl-1.0", "odbl-1.0"], True, "odbl-1.0", "share_alike"),
        (["odbl-1.0", "gpl-3.0"], False, "", "conflict"),
        (["odbl-1.0", "cc-by-nd-4.0"], False, "", "no_derivatives"),
        (["odbl-1.0", ""], None, "", "unknown"),
        ([], True, "", "free"),
    ],
)
def test_crossed_licences(codes, allowed, licence, reason):
    crossing = crossed(codes)
    assert (crossing.allowed, crossing.licence, crossing.reason) == (allowed, licence, reason)


@given(st.lists(st.sampled_from(list(licences())), max_size=5), st.randoms())
def test_the_order_of_sources_does_not_change_what_is_allowed(codes, shuffler):
    shuffled = codes[:]
    shuffler.shuffle(shuffled)
    one, other = crossed(codes), crossed(shuffled)
    assert (one.allowed, one.licence, one.reason) == (other.allowed, other.licence, other.reason)
    assert same_family("etalab", "etalab-2.0") and not same_family("etalab-1.0", "etalab-2.0")


def test_citations():
    record = read_record(plain(1, "Arbres & parcs 100 %"))
    text = citation_text(record, "fr", portal="https://rudi.fr/", accessed=date(2026, 11, 24))
    assert text == (
        "Rennes (2024). Arbres & parcs 100 % [jeu de données], sous Licence ODbL 1.0, "
        f"https://rudi.fr/catalogue/detail/{record.global_id}, consulté le 24/11/2026."
    )
    assert "accessed on 2026-11-24" in citation_text(record, "en", accessed=date(2026, 11, 24))
    assert mandatory_mention(record) == "Source\u00a0: Rennes, Arbres & parcs 100 %, 01/01/2024 (Licence ODbL 1.0)"
    entry = bibtex(record, portal="https://rudi.fr")
    assert entry.startswith("@misc{rennes2024arbresparcs100,")
    assert r"title = {{Arbres \& parcs 100 \%}}" in entry
    assert entry.count("{") == entry.count("}")
    own = replace(
        record,
        citation=LocalisedText.of("Comme ceci."),
        mandatory_mention=LocalisedText.of("Source X"),
        doi="10.5076/x",
    )
    assert citation_text(own) == "Comme ceci."
    assert mandatory_mention(own) == "Source X"
    assert "url = {https://doi.org/10.5076/x}" in bibtex(own)
    free = read_record(
        plain(1, access_condition={"licence": {"licence_type": "STANDARD", "licence_label": "public-domain-cc0"}})
    )
    assert mandatory_mention(free) == ""
    assert citation_text(read_record({})).startswith("?. ")


LAYER = LayerDescription(
    "Arbres", (-1.7, 48.0, -1.6, 48.2), "RGF93/Lambert-93 (EPSG:2154)", 12, (FieldDescription("id"),)
)
FILE = FileDescription("arbres.geojson", "application/geo+json", 1234, "0123456789abcdef" * 4, "https://node.fr/f/1")
CHOICES = DraftChoices("environment", Organisation(name="Rennes"), Contact(email="sig@rennes.fr"), keywords=("arbre",))


@given(
    title=PHRASES.map(lambda text: text[:150].strip()),
    synopsis=PHRASES | st.just(""),
    summary=PHRASES | st.just(""),
    theme=st.sampled_from([*themes(), *(theme.label_fr for theme in themes().values())]),
    licence=st.sampled_from(STANDARD),
    mime=st.sampled_from(LISTED),
    url=URLS,
    restricted=st.booleans(),
    moments=st.lists(st.none() | MOMENTS, min_size=4, max_size=4),
    keywords=st.lists(PHRASES, max_size=3),
    version=st.sampled_from(["1.3.0", "1.4.1"]),
)
@settings(max_examples=80, suppress_health_check=list(HealthCheck))
def test_a_draft_is_clean(title, synopsis, summary, theme, licence, mime, url, restricted, moments, keywords, version):
    layer = replace(LAYER, title=title, created=moments[0], updated=moments[1], period=(moments[2], moments[3]))
    choices = replace(
        CHOICES,
        synopsis=synopsis,
        summary=summary,
        theme=theme,
        licence=licence,
        restricted=restricted,
        gdpr_sensitive=restricted,
        keywords=keywords,
    )
    record = draft(layer, replace(FILE, mime=mime, url=url), choices, version=version)
    issues = [issue for issue in validate(record.raw, version).issues if issue.key != "longer_than_advised"]
    assert issues == [], [str(issue) for issue in issues]
    assert record.warnings == ()
    assert record.api_version == version
    assert record.extent.as_tuple() == LAYER.extent


def test_publishing_again_keeps_identifiers_and_creation():
    first = draft(LAYER, FILE, CHOICES, now=datetime(2024, 1, 1, tzinfo=timezone.utc))
    second = draft(LAYER, replace(FILE, size=5), CHOICES, previous=first, now=datetime(2025, 1, 1, tzinfo=timezone.utc))
    assert second.global_id == first.global_id
    assert second.media[0].media_id == first.media[0].media_id
    assert second.dates.created == first.dates.created
    assert second.dates.updated.year == 2025
    assert draft(LAYER, FILE, CHOICES).global_id != first.global_id


@pytest.mark.parametrize(
    ("layer", "file", "choices", "sentence"),
    [
        ({"title": "  "}, {}, {}, "no title"),
        ({"title": "x" * 151}, {}, {}, "151 characters"),
        ({"extent": (350000, 6789000, 351000, 6790000)}, {}, {}, "not in degrees"),
        ({}, {"url": "arbres.geojson"}, {}, "not the address"),
        ({}, {"url": "file:///etc/passwd"}, {}, "not the address"),
        ({}, {"sha256": ""}, {}, "not measured"),
        ({}, {}, {"theme": ""}, "theme"),
        ({}, {}, {"producer": Organisation()}, "organisation"),
        ({}, {}, {"contact": Contact(email="personne")}, "e-mail"),
        ({}, {}, {"licence": "cc-by-4.0"}, "choose among"),
        ({}, {}, {"language": "xx"}, "language"),
        ({}, {}, {"gdpr_sensitive": True}, "GDPR"),
    ],
)
def test_what_is_missing_is_asked_for(layer, file, choices, sentence):
    with pytest.raises(InputError, match=sentence):
        draft(replace(LAYER, **layer), replace(FILE, **file), replace(CHOICES, **choices))


def test_table_schema():
    schema = table_schema([FieldDescription("haut", "real", "Hauteur", "m"), FieldDescription("g", "geometry")])
    assert '"type": "number"' in schema and '"unit": "m"' in schema and '"type": "any"' in schema
