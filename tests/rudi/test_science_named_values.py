"""Names typed by hand, found among those of a catalogue; addresses made whole; dates of a search."""

from __future__ import annotations

from datetime import datetime, timezone

import numpy as np
import pytest
from cityorchestra.processing_provider.rudi.addresses import with_absolute_addresses
from cityorchestra.processing_provider.rudi.catalogue import Catalogue
from cityorchestra.processing_provider.rudi.catalogue_search import CatalogueView
from cityorchestra.processing_provider.rudi.filters import CatalogueQuery, Category
from cityorchestra.processing_provider.rudi.named_values import named_in, named_values
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.processing_provider.rudi.themes import themes
from cityorchestra.tests.rudi.record_strategies import ANY_JSON, plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MANY = settings(max_examples=60, suppress_health_check=list(HealthCheck))
KNOWN = {"Ville de Rennes": "1", "Rennes Métropole": "2", "Eau, Assainissement, Déchets": "3", "Eau": "4"}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", ()),
        (" , ;\n", ()),
        ("ville de rennes", ("1",)),
        ("RENNES  METROPOLE;Ville de Rennes", ("2", "1")),
        ("Eau, Assainissement, Déchets", ("3",)),
        ("eau,assainissement,dechets, Eau", ("3", "4")),
        ("Eau, Ville de Rennes", ("4", "1")),
        ("Eau\nEau", ("4",)),
    ],
)
def test_names_whatever_their_accents_and_commas(text, values):
    found = named_values(text, KNOWN)
    assert (found.values, found.unknown) == (values, ())


def test_unknown_names_and_the_nearest():
    found = named_values("Vile de Rene, Eau, xyzzy", KNOWN)
    assert found.values == ("4",)
    assert [(item.name, item.nearest) for item in found.unknown] == [
        ("Vile de Rene", "Ville de Rennes"), ("xyzzy", ""),
    ]  # fmt: skip
    assert found.wanted == ("4", "Vile de Rene", "xyzzy")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_label_of_every_theme(language):
    none = Category.of([])
    for code, theme in themes().items():
        assert named_in("theme", theme.label(language), none).values == (code,)
        assert named_in("theme", code.upper(), none).values == (code,)
    whole = ", ".join(theme.label(language) for theme in themes().values())
    assert named_in("theme", whole, none).values == tuple(themes())


def test_formats_and_licences_have_several_names():
    formats = Category.of([("GeoJSON", "CSV")])
    assert named_in("format", ".csv, application/geo+json, csv", formats).values == ("CSV", "GeoJSON")
    assert named_in("format", "wms", Category.of([])).values == ("WMS",)
    unknown = named_in("format", "papyrus", formats).unknown
    assert [item.name for item in unknown] == ["papyrus"]
    licences = Category.of([("odbl-1.0",), ("Conditions de la maison",)])
    for name in ("odbl-1.0", "ODbL", "Licence ODbL 1.0", "https://opendatacommons.org/licenses/odbl"):
        assert named_in("licence", name, licences).values == ("odbl-1.0",), name
    assert named_in("licence", "conditions de la maison", licences).values == ("Conditions de la maison",)


NAMES = st.text(st.characters(blacklist_characters=",;\n", blacklist_categories=("Cs", "Cc")), max_size=8)


@given(st.lists(NAMES, max_size=6), st.text(max_size=60))
@MANY
def test_any_text_is_read_and_nothing_is_dropped(names, text):
    known = {name: name for name in names if name.strip()}
    found = named_values(text, known)
    assert set(found.values) <= set(known)
    assert bool(found.wanted) is bool(text.replace(",", "").replace(";", "").strip())
    every = named_values(";".join(known), known)
    assert every.unknown == ()


# -- addresses ------------------------------------------------------------------------------------------------------


def urls(record):
    return [item.url for item in record.media]


@pytest.mark.parametrize(
    ("given_url", "source", "expected"),
    [
        ("/medias/a/b/dwnl", "https://rudi.fr", "https://rudi.fr/medias/a/b/dwnl"),
        ("/medias/a/b/dwnl", "records.json", "/medias/a/b/dwnl"),
        ("/medias/a/b/dwnl", "", "/medias/a/b/dwnl"),
        ("https://node.fr/x", "https://rudi.fr", "https://node.fr/x"),
    ],
)
def test_relative_addresses_are_completed(given_url, source, expected):
    raw = plain(0)
    raw["available_formats"][0]["connector"]["url"] = given_url
    assert urls(with_absolute_addresses(read_record(raw, source))) == [expected]


def test_the_base_that_is_given_counts_before_the_source():
    raw = plain(0)
    raw["available_formats"][0]["connector"]["url"] = "/medias/a"
    record = with_absolute_addresses(read_record(raw, "https://other.fr"), "https://rudi.fr/")
    assert urls(record) == ["https://rudi.fr/medias/a"]


@given(ANY_JSON, st.sampled_from(["https://rudi.fr", "file.json", "http://["]))
@MANY
def test_any_record_keeps_its_media(raw, source):
    record = read_record(raw, source)
    whole = with_absolute_addresses(record)
    assert [item.media_id for item in whole.media] == [item.media_id for item in record.media]
    if source != "https://rudi.fr":
        assert whole == record


# -- dates ----------------------------------------------------------------------------------------------------------


@given(st.integers(0, 59), st.integers(0, 59))
@MANY
def test_dates_of_update_are_a_filter_like_the_others(tmp_path_factory, first, last):
    raws = [plain(number) for number in range(60)]  # updated one minute after the other
    with Catalogue(tmp_path_factory.mktemp("c") / "c.sqlite") as catalogue:
        catalogue.harvest("here", [[*raws, plain(99, dataset_dates={})]], full=True)
        view = CatalogueView(catalogue)
        start = datetime(2024, 1, 1, tzinfo=timezone.utc).timestamp()
        query = CatalogueQuery(updated_from=start + 60 * first, updated_to=start + 60 * last)
        found = view.search(query)
        assert len(found) == max(0, last - first + 1)
        open_ended = view.search(CatalogueQuery(updated_from=start + 60 * first))
        assert len(open_ended) == 60 - first, "a record without date is left out"
        assert np.isin(found.rows, open_ended.rows).all()
