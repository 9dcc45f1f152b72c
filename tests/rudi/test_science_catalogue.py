"""The local catalogue: harvests, deletions, search in French, filters and facets against brute force."""

import json
import random
import sqlite3
import time
from dataclasses import replace

import numpy as np
import pytest
from cityorchestra.processing_provider.errors import InputError, RunCancelledError
from cityorchestra.processing_provider.rudi.catalogue import Catalogue, in_pages
from cityorchestra.processing_provider.rudi.catalogue_search import CatalogueView
from cityorchestra.processing_provider.rudi.facets import facet_label
from cityorchestra.processing_provider.rudi.filters import FACETS, CatalogueQuery
from cityorchestra.processing_provider.rudi.portal import Portal
from cityorchestra.processing_provider.rudi.queries import Query as PortalQuery
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.processing_provider.rudi.search_text import (
    STOP_WORDS,
    folded,
    other_forms,
    search_terms,
    stem,
    stems,
    words,
)
from cityorchestra.processing_provider.rudi.session import PortalSession
from cityorchestra.tests.rudi.client_support import quick_client
from cityorchestra.tests.rudi.record_strategies import plain
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NODE = "https://node.rennes.fr"


@pytest.fixture
def catalogue(tmp_path):
    with Catalogue(tmp_path / "catalogue.sqlite") as opened:
        yield opened


def titles(catalogue, text, **query):
    result = CatalogueView(catalogue).search(CatalogueQuery(text, **query))
    return [record.title for record in catalogue.records(result.rows)]


def fill(catalogue, *names, url=NODE):
    return catalogue.harvest(url, [[plain(number, name) for number, name in enumerate(names)]], full=True)


@pytest.mark.parametrize("own_index", [False, True])
def test_french_words_are_found_however_they_are_written(tmp_path, own_index):
    names = (
        "Équipements de l'eau",
        "Travaux de voirie",
        "Journaux municipaux",
        "Œuvres d’art",
        "Pistes cyclables",
        "Aires de jeux",
        "Stationnement",
        "Station de métro",
        "Jeux de données",
    )
    with Catalogue(tmp_path / "c.sqlite", own_index=own_index) as catalogue:
        fill(catalogue, *names)
        for text, expected in {
            "equipement ": {"Équipements de l'eau"},
            "EAUX": {"Équipements de l'eau"},
            "l'équipem": {"Équipements de l'eau"},
            "travail ": {"Travaux de voirie"},
            "journal ": {"Journaux municipaux"},
            "journau": {"Journaux municipaux"},
            "oeuvre ": {"Œuvres d’art"},
            "l’art ": {"Œuvres d’art"},
            "piste cyclable ": {"Pistes cyclables"},
            "cyclables pistes ": {"Pistes cyclables"},
            "stations": {"Station de métro"},
            "station": {"Station de métro", "Stationnement"},
            "stationn": {"Stationnement"},
            "jeu ": {"Aires de jeux", "Jeux de données"},
            "les jeux de": {"Aires de jeux", "Jeux de données"},
            "rennes": set(names),
            "rien du tout": set(),
            '"': set(names),
            "eau* OR (voirie": set(),
        }.items():
            assert set(titles(catalogue, text)) == expected, text


def test_what_stands_in_the_title_comes_first(catalogue):
    records = [
        plain(1, "Arbres de Rennes"),
        plain(2, "Relevés", summary=[{"lang": "fr", "text": "On y parle aussi d'arbres."}]),
        plain(3, "Jardins", keywords=["arbre"]),
    ]
    catalogue.harvest(NODE, [records], full=True)
    assert titles(catalogue, "arbres") == ["Arbres de Rennes", "Jardins", "Relevés"]


@pytest.mark.parametrize("own_index", [False, True])
def test_every_word_of_every_real_title_finds_its_record(tmp_path, shared_data, own_index):
    path = shared_data("rudi_and_orchestration/rudi_node_datarennes_meta.json")
    records = json.loads(path.read_text(encoding="utf-8"))
    with Catalogue(tmp_path / "c.sqlite", own_index=own_index) as catalogue:
        catalogue.harvest(NODE, [records[start : start + 100] for start in range(0, len(records), 100)], full=True)
        view = CatalogueView(catalogue)
        row_of = dict(catalogue._connection.execute("SELECT global_id, id FROM dataset"))
        found = {}
        for raw in records:
            for word in words(raw["resource_title"]):
                for text in (word.written, f"{word.stem} ", word.written[:4]):
                    if text not in found:
                        found[text] = set(view.search(CatalogueQuery(text)).rows.tolist())
                    assert row_of[raw["global_id"]] in found[text], text


@given(st.lists(st.text(max_size=30), min_size=1, max_size=6))
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
def test_both_indexes_find_the_same_records_for_any_text(names):
    with Catalogue(":memory:") as one, Catalogue(":memory:", own_index=True) as other:
        fill(one, *names)
        fill(other, *names)
        for name in names:
            for text in (name, f"{name} ", name[: len(name) // 2]):
                found = [CatalogueView(item).search(CatalogueQuery(text)) for item in (one, other)]
                assert set(found[0].rows.tolist()) == set(found[1].rows.tolist())
                if words(name):
                    assert names.index(name) + 1 in found[0].rows or not words(text) or text != name


@given(st.text())
def test_folding_is_stable_and_the_index_holds_what_is_searched(text):
    assert folded(folded(text)) == folded(text)
    searched, written = set(stems(text).split()), set(other_forms(text).split())
    for term in search_terms(text):
        assert term.stem in searched
        assert not term.prefix or term.prefix in searched | written
    assert search_terms("de la piscine ") == search_terms("piscine ")
    assert search_terms("de la ") == search_terms("la de ")[::-1]


def test_plurals():
    pairs = {"chevaux": "cheval", "eaux": "eau", "jeux": "jeu", "travaux": "travail", "bus": "bus", "2024": "2024"}
    assert {word: stem(word) for word in pairs} == pairs
    assert stem("arbres") == stem("arbre") == "arbre"
    assert "de" in STOP_WORDS


def random_records(count, seed):
    chooser = random.Random(seed)
    records = []
    for number in range(count):
        west, south = chooser.uniform(-1.95, -1.5), chooser.uniform(47.9, 48.2)
        box = {
            "west_longitude": west,
            "south_latitude": south,
            "east_longitude": west + chooser.uniform(0, 0.4),
            "north_latitude": south + chooser.uniform(0, 0.2),
        }
        medium = {"media_type": "FILE", "media_id": "m", "connector": {"url": "https://x.fr/y"}}
        types = chooser.sample(["text/csv", "application/json", "application/zip"], chooser.randint(0, 2))
        records.append(
            plain(
                number,
                " ".join(chooser.sample(["Arbres", "Eau", "Budget", "Pistes", "Rennes"], 2)),
                theme=chooser.choice(["environment", "economy", "culture"]),
                keywords=chooser.sample(["a", "b", "c", "d"], chooser.randint(0, 3)),
                producer={"organization_name": chooser.choice(["Rennes", "STAR"])},
                geography={"bounding_box": box} if chooser.random() < 0.9 else {},
                available_formats=[{**medium, "file_type": item} for item in types],
                dataset_dates={"created": "2000", "updated": f"{chooser.randint(2015, 2024)}-06-01"},
                access_condition={
                    "confidentiality": {"restricted_access": chooser.random() < 0.3},
                    "licence": {"licence_type": "STANDARD", "licence_label": chooser.choice(["mit", "odbl-1.0"])},
                },
            )
        )
    return records


def facet_values(record, facet):
    return {
        "theme": [record.theme],
        "producer": [record.producer.name],
        "licence": [record.licence.code],
        "access": [record.access],
        "year": [str(record.year)],
        "source": [NODE],
        "format": record.formats,
        "keyword": record.keywords,
    }[facet]


def passes(record, query, without=""):
    """Whether a record passes the filters of a query, one by one, as one would by hand."""
    if query.text and without != "text":
        title = {word.stem for word in words(record.title)} | {word.written for word in words(record.title)}
        if not all(term.stem in title for term in search_terms(query.text)):
            return False
    if query.extent and without != "extent":
        if record.extent is None:
            return False
        west, south, east, north = query.extent
        box = record.extent
        inside = box.west >= west and box.south >= south and box.east <= east and box.north <= north
        touches = box.west <= east and box.south <= north and box.east >= west and box.north >= south
        if not (inside if query.extent_match == "within" else touches):
            return False
    if query.year_from is not None and (record.year or 0) < query.year_from:
        return False
    if query.year_to is not None and not 0 < (record.year or 0) <= query.year_to:
        return False
    return all(
        facet == without or not chosen or set(chosen) & set(facet_values(record, facet))
        for facet, chosen in query.facets.items()
    )


@pytest.fixture(scope="module")
def drawn():
    records = random_records(300, 1)
    with Catalogue(":memory:") as catalogue:
        catalogue.harvest(NODE, [records], full=True)
        yield CatalogueView(catalogue), {n + 1: read_record(raw) for n, raw in enumerate(records)}


QUERIES = st.builds(
    CatalogueQuery,
    text=st.sampled_from(["", "arbre ", "eaux ", "pistes budget ", "zzz "]),
    extent=st.none() | st.tuples(st.floats(-2, -1.7), st.floats(47.8, 48), st.floats(-1.7, -1.4), st.floats(48, 48.4)),
    extent_match=st.sampled_from(["intersects", "within"]),
    facets=st.fixed_dictionaries(
        {},
        optional={
            "theme": st.sets(st.sampled_from(["environment", "economy", "none"])),
            "producer": st.sets(st.sampled_from(["Rennes", "STAR"])),
            "format": st.sets(st.sampled_from(["CSV", "JSON", "ZIP"])),
            "keyword": st.sets(st.sampled_from("abcd")),
            "year": st.sets(st.sampled_from(["2016", "2020"])),
            "access": st.sets(st.sampled_from(["open", "restricted"])),
            "licence": st.sets(st.sampled_from(["mit"])),
        },
    ),
    year_from=st.none() | st.integers(2014, 2025),
    year_to=st.none() | st.integers(2014, 2025),
    order=st.sampled_from(["relevance", "-relevance", "updated", "-updated", "title", "producer"]),
)


@given(QUERIES)
@settings(max_examples=120, suppress_health_check=list(HealthCheck))
def test_filters_and_facets_equal_brute_force(drawn, query):
    view, records = drawn
    result = view.search(query)
    expected = {row for row, record in records.items() if passes(record, query)}
    assert sorted(result.rows.tolist()) == sorted(expected)
    for facet in FACETS:
        counts = {}
        for record in records.values():
            if passes(record, query, without=facet):
                for value in dict.fromkeys(facet_values(record, facet)):
                    counts[value] = counts.get(value, 0) + 1
        assert dict(result.facets[facet]) == counts
    if query.extent:
        assert np.all((result.overlap >= 0) & (result.overlap <= 1 + 1e-12))
        assert result.without_extent == sum(
            record.extent is None and passes(record, query, without="extent") for record in records.values()
        )
    found = [records[row] for row in result.rows.tolist()]
    keys = {
        "updated": [record.dates.updated for record in found],
        "title": [folded(record.title) for record in found],
        "producer": [folded(record.producer.name) for record in found],
    }
    name = query.order.lstrip("-")
    if name in keys:
        assert keys[name] == sorted(keys[name], reverse=query.order.startswith("-"))
    elif query.text or query.extent:
        relevance = (result.score + result.overlap).tolist()
        assert relevance == sorted(relevance, reverse=query.order == "relevance")


def test_the_extent_searched_ranks_by_overlap(catalogue):
    def boxed(number, title, *sides):
        names = ("west_longitude", "south_latitude", "east_longitude", "north_latitude")
        return plain(number, title, geography={"bounding_box": dict(zip(names, sides))})

    records = [
        boxed(1, "World", -180, -90, 180, 90),
        boxed(2, "Same", -1.7, 48.0, -1.6, 48.1),
        boxed(3, "Half", -1.7, 48.0, -1.5, 48.1),
        boxed(4, "Point", -1.65, 48.05, -1.65, 48.05),
        boxed(5, "Elsewhere", 2, 48, 3, 49),
        plain(6, "Nowhere"),
    ]
    catalogue.harvest(NODE, [records], full=True)
    result = CatalogueView(catalogue).search(CatalogueQuery(extent=(-1.7, 48.0, -1.6, 48.1)))
    assert [record.title for record in catalogue.records(result.rows)] == ["Same", "Half", "World", "Point"]
    assert result.overlap[:2] == pytest.approx([1.0, 0.5])
    assert result.without_extent == 1


def test_harvests_by_difference_deletions_and_tombstones(catalogue):
    records = [plain(number) for number in range(6)]
    report = catalogue.harvest(NODE, [records[:3], records[3:]], full=True, expected=6, now=1000.0, name="Node")
    assert (report.added, report.deleted, report.complete) == (6, 0, True)
    version = catalogue.version()

    asked = []

    def pages(*contents):
        for page in contents:
            asked.append(page)
            yield page

    changed = {**records[1], "resource_title": "Nouveau titre"}
    report = catalogue.harvest(NODE, pages([changed, records[2]], records[3:5], records[5:]), full=False, now=2000.0)
    assert (report.added, report.changed, report.unchanged, report.deleted) == (0, 1, 3, 0)
    assert len(asked) == 2  # the second page held nothing new
    assert titles(catalogue, "nouveau") == ["Nouveau titre"]
    assert titles(catalogue, "jeu 1 ") == []
    assert catalogue.version() == version + 1

    report = catalogue.harvest(NODE, [records[2:4]], full=True, expected=6, now=3000.0)
    assert (report.complete, report.deleted) == (False, 0)
    report = catalogue.harvest(NODE, [[]], full=True, now=3500.0)
    assert report.deleted == 0  # a source that has nothing at all has failed
    report = catalogue.harvest(NODE, [records[2:]], full=True, expected=4, now=4000.0)
    assert (report.complete, report.deleted) == (True, 2)
    assert {(title, moment) for _, title, moment in catalogue.deleted(NODE)} == {
        ("Jeu 0", 4000.0),
        ("Nouveau titre", 4000.0),
    }
    assert titles(catalogue, "nouveau") == []
    assert catalogue.find(records[0]["global_id"]) is None
    (state,) = catalogue.sources()
    assert (state.name, state.records, state.harvested_at, state.full_at) == ("Node", 4, 4000.0, 4000.0)
    assert state.age_hours(now=4000.0 + 7200.0) == 2.0

    report = catalogue.harvest(NODE, [records[:1]], full=False, now=5000.0)
    assert report.changed == 1  # it came back
    assert catalogue.find(records[0]["global_id"]).title == "Jeu 0"
    assert catalogue.forget_deleted(4500.0) == 1
    assert catalogue.deleted(NODE) == []


def test_a_portal_is_harvested_whole_then_by_difference(catalogue, rudi_server):
    portal = Portal(PortalSession(quick_client(), rudi_server.url))
    newest_first = PortalQuery(order="-updatedate")
    total = portal.page(newest_first, limit=1).total
    report = catalogue.harvest(rudi_server.url, in_pages(portal.datasets(newest_first)), full=True, expected=total)
    assert (report.added, report.complete, report.skipped) == (total, True, 0)
    asked = len(rudi_server.requests("/konsult"))
    report = catalogue.harvest(rudi_server.url, in_pages(portal.datasets(newest_first)), full=False)
    assert (report.added, report.changed, report.deleted) == (0, 0, 0)
    assert len(rudi_server.requests("/konsult")) == asked + 1  # one page was enough
    assert len(CatalogueView(catalogue)) == total


def test_records_made_here_are_harvested_too(catalogue):
    made = replace(read_record(plain(1, "Fait ici")), raw={})
    assert catalogue.harvest(NODE, in_pages([made]), full=True).added == 1
    assert titles(catalogue, "fait") == ["Fait ici"]
    assert list(in_pages(range(5), 2)) == [[0, 1], [2, 3], [4]]


def test_an_interrupted_harvest_changes_nothing(catalogue):
    fill(catalogue, "Avant")
    version = catalogue.version()

    def failing():
        yield [plain(0, "Après"), plain(1, "Ajout")]
        raise ConnectionError("the network went away")

    with pytest.raises(ConnectionError):
        catalogue.harvest(NODE, failing(), full=True)
    calls = []
    with pytest.raises(RunCancelledError):
        catalogue.harvest(NODE, [[plain(1)], [plain(2)]], full=True, stop=lambda: calls.append(1) or len(calls) > 1)
    assert titles(catalogue, "") == ["Avant"]
    assert catalogue.version() == version
    assert fill(catalogue, "Après", "Ajout").added == 1


def test_several_sources_share_a_file_and_others_see_a_harvest_when_it_is_done(tmp_path):
    path = tmp_path / "catalogue.sqlite"
    with Catalogue(path) as writer, Catalogue(path) as reader:
        view = CatalogueView(reader)
        fill(writer, "Ici")
        seen = []

        def pages():
            yield [plain(0, "Là-bas")]
            seen.append(len(view))
            yield [plain(1, "Là-bas aussi")]

        writer.harvest("https://other.fr", pages(), full=True)
        assert seen == [1]
        assert len(view) == 3
        assert len(CatalogueView(reader, ["https://other.fr"])) == 2
        result = view.search(CatalogueQuery(facets={"source": [NODE]}))
        assert dict(result.facets["source"]) == {NODE: 1, "https://other.fr": 2}
        assert reader.find(plain(0)["global_id"], "https://other.fr").title == "Là-bas"
        writer.remove_source(NODE)
        assert len(view) == 2
        assert titles(reader, "ici") == []
        assert view.refresh() is False


def test_a_file_that_is_no_catalogue_is_set_aside(tmp_path):
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(b"this is not a database, not at all" * 100)
    with Catalogue(path) as catalogue:
        assert catalogue.set_aside.read_bytes().startswith(b"this is not")
        assert fill(catalogue, "Neuf").added == 1
    with Catalogue(path) as catalogue:
        assert catalogue.set_aside is None
        assert titles(catalogue, "neuf") == ["Neuf"]


def test_files_of_another_version_or_folder_are_refused_with_a_sentence(tmp_path):
    path = tmp_path / "later.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(InputError, match="later version"):
        Catalogue(path)
    with pytest.raises(InputError, match="cannot be opened"):
        Catalogue(tmp_path / "nowhere" / "catalogue.sqlite")


def test_a_catalogue_changes_its_index_when_sqlite_has_another(tmp_path):
    path = tmp_path / "catalogue.sqlite"
    with Catalogue(path) as catalogue:
        fill(catalogue, "Arbres", "Budget")
    with Catalogue(path, own_index=True) as catalogue:
        assert titles(catalogue, "arbre") == ["Arbres"]
        fill(catalogue, "Arbres", "Piscines")
    with Catalogue(path) as catalogue:
        assert titles(catalogue, "piscine") == ["Piscines"]
        assert titles(catalogue, "budget") == []


def test_hostile_records_do_not_stop_a_harvest(catalogue):
    deep = current = {}
    for _ in range(5_000):
        current["geography"] = current = {}
    records = [None, 12, "text", [], deep, {"global_id": "\ud800"}, {"resource_title": float("nan")}, plain(1)]
    records += [plain(2, "x" * 10**6), {"global_id": "big", "keywords": ["y" * 17 * 2**20]}, plain(1)]
    report = catalogue.harvest(NODE, [records], full=True)
    assert report.skipped == 2  # the bottomless one and the one of 17 MB
    assert titles(catalogue, "jeu 1 ") == ["Jeu 1"]
    assert len(CatalogueView(catalogue).search(CatalogueQuery())) == report.added


def test_empty_catalogue_and_wrong_questions(catalogue):
    view = CatalogueView(catalogue)
    result = view.search(CatalogueQuery("eau", extent=(0, 0, 1, 1), facets={"theme": ["x"]}))
    assert len(result) == 0 == result.without_extent
    with pytest.raises(ValueError, match="facet"):
        view.search(CatalogueQuery(facets={"colour": ["blue"]}))
    with pytest.raises(ValueError, match="order"):
        view.search(CatalogueQuery(order="size"))
    assert facet_label("theme", "economy", "en") == "Economy"
    assert facet_label("licence", "odbl-1.0", "fr") == "Licence ODbL 1.0"
    assert facet_label("format", "CSV") == "CSV"


def test_five_thousand_records_are_filtered_in_twenty_milliseconds():
    with Catalogue(":memory:") as catalogue:
        catalogue.harvest(NODE, [random_records(5000, 2)], full=True)
        view = CatalogueView(catalogue)
        query = {"extent": (-1.8, 47.95, -1.6, 48.15), "facets": {"theme": ["economy", "culture"]}}
        view.search(CatalogueQuery())
        elapsed = []
        for text in ("a", "ar", "arb", "arbre", "arbres r", "arbres re", "eau"):
            start = time.perf_counter()
            assert len(view.search(CatalogueQuery(text, **query))) > 0
            elapsed.append(time.perf_counter() - start)
        assert sorted(elapsed)[len(elapsed) // 2] < 0.02
