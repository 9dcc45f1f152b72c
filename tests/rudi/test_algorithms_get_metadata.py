"""Algorithm ``rudi_get_metadata`` in QGIS: the record, its card, its citation."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.rudi.algorithms.record_card import card_page
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.tests.algorithm_support import files_in, french, from_python_command, refusal
from cityorchestra.tests.rudi.record_strategies import ANY_JSON, plain
from hypothesis import HealthCheck, given, settings

NAME = "rudi_get_metadata"
MANY = settings(max_examples=60, suppress_health_check=list(HealthCheck))
FORBIDDEN = re.compile(r"<(?:script|img|link|iframe|object|embed|form)\b|@import|url\(", re.IGNORECASE)

pytestmark = pytest.mark.usefixtures("provider", "local_catalogue")


@pytest.fixture
def record():
    return plain(
        0,
        "Arbres d’alignement",
        geography={
            "bounding_box": {
                "west_longitude": -1.8, "south_latitude": 48.0, "east_longitude": -1.6, "north_latitude": 48.2,
            }
        },
    )  # fmt: skip


@pytest.fixture
def records_file(record, tmp_path):
    path = tmp_path / "in" / "records.json"
    path.parent.mkdir()
    path.write_text(json.dumps([plain(1), record]), encoding="utf-8")
    return str(path)


def asked(server, record, tmp_path, **changes):
    return {
        "SERVER": server,
        "GLOBAL_ID": record["global_id"],
        "OUTPUT": str(tmp_path / "record.json"),
        "OUTPUT_HTML": str(tmp_path / "card.html"),
        **changes,
    }


def words_of(page):
    """Text of a page; it must be well formed for this to work."""
    assert not FORBIDDEN.search(page), FORBIDDEN.search(page).group()
    body = page[page.index("<body>") : page.index("</html>")]
    return " ".join(ElementTree.fromstring(body.replace("<br>", "<br/>")).itertext())


def test_record_card_and_citation(run_algorithm, record, records_file, tmp_path):
    run = run_algorithm(NAME, asked(records_file, record, tmp_path))
    assert json.loads((tmp_path / "record.json").read_text(encoding="utf-8")) == record
    assert run.results["TITLE"] == "Arbres d’alignement"
    assert run.results["CITATION"].startswith("Rennes (2024). Arbres d’alignement [jeu de données]")
    assert "ODbL" in run.results["CITATION"]
    assert run.results["BIBTEX"].startswith("@misc{rennes2024arbres")
    assert "Arbres d’alignement" in run.results["MENTION"], "the licence wants the source to be named"
    assert run.results["WARNINGS"] == 0
    words = words_of((tmp_path / "card.html").read_text(encoding="utf-8"))
    for expected in (
        "Arbres d’alignement", "Rennes", "Description 0", "ODbL", "CSV", "SHA-256 0123456789abcdef…",
        "a@rennes.fr", "-1.80000 to -1.60000 of longitude", record["global_id"], "@misc{",
    ):  # fmt: skip
        assert expected in words, expected


def test_english_and_french_of_the_record(run_algorithm, record, records_file, tmp_path):
    run = run_algorithm(NAME, asked(records_file, record, tmp_path, LANG="en"))
    assert "[dataset]" in run.results["CITATION"]
    assert "language = {english}" in run.results["BIBTEX"]


def test_from_a_portal_its_addresses_are_whole(run_algorithm, rudi_server, tmp_path):
    wanted = next(one for one in rudi_server.state.catalogue.records.values() if one.get("available_formats"))
    run = run_algorithm(NAME, asked(rudi_server.url, wanted, tmp_path))
    assert run.results["URL"] == f"{rudi_server.url}/catalogue/detail/{wanted['global_id']}"
    page = (tmp_path / "card.html").read_text(encoding="utf-8")
    assert f'href="{rudi_server.url}/medias/{wanted["global_id"]}/' in page


def test_only_what_is_asked_for_is_written(run_algorithm, record, records_file, tmp_path):
    run = run_algorithm(NAME, asked(records_file, record, tmp_path, OUTPUT=None, OUTPUT_HTML=None))
    assert run.results["TITLE"] == "Arbres d’alignement"
    assert files_in(tmp_path) == ["in"]


def test_local_catalogue_when_the_server_is_silent(run_algorithm, start_rudi_server, tmp_path):
    server = start_rudi_server(made=True)
    wanted = next(iter(server.state.catalogue.records.values()))
    assert "search without OFFLINE once" in refusal(NAME, asked(server.url, wanted, tmp_path, OFFLINE=True))
    run_algorithm("rudi_search", {"SERVER": server.url, "OUTPUT": "TEMPORARY_OUTPUT"})
    before = len(server.requests())
    run = run_algorithm(NAME, asked(server.url, wanted, tmp_path, OFFLINE=True))
    assert len(server.requests()) == before
    assert run.results["TITLE"] == wanted["resource_title"]
    assert "harvested" in words_of((tmp_path / "card.html").read_text(encoding="utf-8"))
    server.fault("/konsult", "404", times=9)
    run = run_algorithm(NAME, asked(server.url, wanted, tmp_path))
    assert run.results["TITLE"] == wanted["resource_title"]
    assert any("404" in text for text in run.feedback.warnings)


def test_bad_input(record, records_file, rudi_server, tmp_path):
    assert "GLOBAL_ID is empty" in refusal(NAME, asked(records_file, record, tmp_path, GLOBAL_ID="  "))
    assert "GLOBAL_ID" in refusal(NAME, asked(records_file, record, tmp_path, GLOBAL_ID=""))
    unknown = "00000000-0000-4000-8000-000000000000"
    assert f"does not know the record {unknown}" in refusal(
        NAME, asked(records_file, record, tmp_path, GLOBAL_ID=unknown)
    )
    assert "does not exist on this server (404)" in refusal(
        NAME, asked(rudi_server.url, record, tmp_path, GLOBAL_ID=unknown)
    )
    for identifier in ("..", "../../authenticate", "a/b?c#d"):
        sentence = refusal(NAME, asked(rudi_server.url, record, tmp_path, GLOBAL_ID=identifier))
        assert sentence and "Traceback" not in sentence
    assert rudi_server.requests("/authenticate") == []
    missing = asked(records_file, record, tmp_path, OUTPUT=str(tmp_path / "nowhere" / "a.json"))
    assert "nowhere" in refusal(NAME, missing)
    assert files_in(tmp_path) == ["in"]


def test_a_cancel_leaves_nothing(run_algorithm, rudi_server, tmp_path):
    wanted = next(iter(rudi_server.state.catalogue.records.values()))
    run = run_algorithm(NAME, asked(rudi_server.url, wanted, tmp_path), cancel_at=0)
    assert "TITLE" not in run.results
    assert files_in(tmp_path) == []


def test_french_gives_the_same_record(run_algorithm, record, records_file, tmp_path):
    english = run_algorithm(NAME, asked(records_file, record, tmp_path)).results
    with french():
        again = run_algorithm(NAME, asked(records_file, record, tmp_path)).results
    assert again == english
    assert '<html lang="fr">' in (tmp_path / "card.html").read_text(encoding="utf-8")


def test_from_python_and_by_qgis_process(run_algorithm, qgis_process, record, records_file, tmp_path):
    read = from_python_command(NAME, asked(records_file, record, tmp_path))
    assert run_algorithm(NAME, read).results["TITLE"] == "Arbres d’alignement"
    run = qgis_process(
        "run", f"cityorchestra:{NAME}", "--",
        *(f"{key}={value}" for key, value in asked(records_file, record, tmp_path).items()),
    )  # fmt: skip
    assert run.results["TITLE"] == "Arbres d’alignement"


@given(ANY_JSON)
@MANY
def test_any_record_has_a_card_that_is_safe(qgis_processing, raw):
    words_of(card_page(read_record(raw), "fr"))


def test_what_a_record_says_cannot_become_part_of_the_page(qgis_processing):
    attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    raw = plain(0, attack, keywords=[attack], local_id=attack, synopsis=[{"lang": "fr", "text": attack}])
    raw["producer"]["organization_name"] = attack
    raw["available_formats"][0].update(media_name=attack, media_caption=attack)
    raw["available_formats"][0]["connector"]["url"] = "javascript:alert(1)"
    raw["metadata_info"]["metadata_source"] = 'https://e.org/"onmouseover="alert(1)'
    page = card_page(read_record(raw), "fr")
    assert "<script" not in page and "<img" not in page
    assert not re.search(r'href="(?!https?://)', page)
    for tag in re.findall(r"<[a-z][^>]*>", page):
        assert not re.search(r"\son\w+=", tag), tag


def test_the_real_records_have_cards(qgis_processing, shared_data):
    path = shared_data("rudi_and_orchestration/rudi_node_datarennes_meta.json")
    for raw in json.loads(path.read_text(encoding="utf-8")):
        record = read_record(raw)
        assert record.title.split()[0] in words_of(card_page(record, "fr"))
