"""Algorithm ``rudi_search`` in QGIS, against the local server and files of records."""

from __future__ import annotations

import json
import re
from datetime import datetime

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.rudi.algorithms.search_rows import FIELDS
from cityorchestra.processing_provider.rudi.catalogue import Catalogue
from cityorchestra.tests.algorithm_support import (
    check_record,
    colours_of,
    files_in,
    french,
    from_python_command,
    load_results,
    opened,
    record_of,
    refusal,
    rows_of,
    run_in_model,
)
from cityorchestra.tests.rudi.record_strategies import plain
from qgis.core import QgsExpression, QgsExpressionContext
from qgis.PyQt.QtCore import Qt

NAME = "rudi_search"
# west, south, east, north of the three datasets made by hand that have an extent
BOXES = {0: (-1.8, 48.0, -1.6, 48.2), 1: (-1.7, 48.1, -1.5, 48.3), 2: (2.0, 48.8, 2.5, 49.0)}
NAMES = [name for name, _ in FIELDS]

pytestmark = pytest.mark.usefixtures("provider", "local_catalogue")


def box(west, south, east, north):
    sides = {"west_longitude": west, "south_latitude": south, "east_longitude": east, "north_latitude": north}
    return {"bounding_box": sides, "projection": "WGS 84 (EPSG:4326)"}


def made():
    """Four datasets known by heart; the fourth has no extent, no licence and a restricted access."""
    records = [
        plain(0, "Arbres de Rennes", geography=box(*BOXES[0]), keywords=["arbre", "nature"]),
        plain(1, "Pistes cyclables", geography=box(*BOXES[1]), theme="transportation", keywords=["vélo"]),
        plain(2, "Les arbres de Paris", geography=box(*BOXES[2]), keywords=["arbre"]),
        plain(
            3,
            "Équipements sportifs",
            theme="culture",
            access_condition={"confidentiality": {"restricted_access": True, "gdpr_sensitive": True}},
        ),
    ]
    records[1]["producer"]["organization_name"] = "Rennes Métropole"
    records[1]["dataset_dates"]["updated"] = "2023-05-31T22:30:00Z"
    records[2]["access_condition"] = {"licence": {"licence_type": "STANDARD", "licence_label": "etalab-2.0"}}
    records[2]["available_formats"][0]["file_type"] = "application/geo+json"
    return records


@pytest.fixture
def records_file(tmp_path):
    path = tmp_path / "records.json"
    path.write_text(json.dumps(made()), encoding="utf-8")
    return str(path)


def titles(run):
    return [row["title"] for row in rows_of(run.results["OUTPUT"])]


def given(server, **changes):
    return {"SERVER": server, "OUTPUT": "TEMPORARY_OUTPUT", **changes}


def test_footprints_of_records_known_by_heart(run_algorithm, records_file):
    run = run_algorithm(NAME, given(records_file, ORDER="title"))
    assert (run.results["COUNT"], run.results["TOTAL"]) == (4, 4)
    layer = opened(run.results["OUTPUT"])
    assert [item.name() for item in layer.fields()] == NAMES
    assert layer.crs().authid() == "EPSG:4326"
    rows = rows_of(layer)
    assert [row["title"] for row in rows] == [
        "Arbres de Rennes", "Équipements sportifs", "Les arbres de Paris", "Pistes cyclables",
    ]  # fmt: skip
    trees, sports, paris, _ = rows
    assert trees["geometry"].bounds == BOXES[0]
    assert sports["geometry"] is None
    assert (trees["theme"], trees["theme_label"]) == ("environment", "Environnement")
    assert trees["keywords"] == "arbre, nature"
    assert (trees["producer"], trees["licence"], trees["formats"]) == ("Rennes", "odbl-1.0", "CSV")
    assert (trees["n_media"], trees["size_b"]) == (1, 10)
    assert (bool(trees["restricted"]), bool(sports["restricted"]), bool(sports["gdpr"])) == (False, True, True)
    assert sports["licence"] is None
    assert paris["formats"] == "GeoJSON"
    assert trees["updated"].toUTC().toString(Qt.DateFormat.ISODate) == "2024-01-01T00:00:00Z"
    assert (trees["t_start"], trees["iou"], trees["score"], trees["stale_h"]) == (None, None, None, None)
    (medium,) = json.loads(trees["media_json"])
    assert (medium["url"], medium["format"], medium["size"]) == ("https://node.rennes.fr/0", "CSV", 10)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"TEXT": "arbre"}, {"Arbres de Rennes", "Les arbres de Paris"}),
        ({"TEXT": "ARBRES natures"}, {"Arbres de Rennes"}),
        ({"THEMES": "Mobilité, Transport"}, {"Pistes cyclables"}),
        ({"THEMES": "Culture, Sports, Loisirs, transportation"}, {"Équipements sportifs", "Pistes cyclables"}),
        ({"THEMES": "Environment"}, {"Arbres de Rennes", "Les arbres de Paris"}),
        ({"KEYWORDS": "velo, NATURE"}, {"Arbres de Rennes", "Pistes cyclables"}),
        ({"PRODUCERS": "rennes metropole"}, {"Pistes cyclables"}),
        ({"FORMATS": "geojson"}, {"Les arbres de Paris"}),
        ({"FORMATS": "application/geo+json; csv", "TEXT": "paris"}, {"Les arbres de Paris"}),
        ({"LICENCES": "etalab-2.0"}, {"Les arbres de Paris"}),
        ({"LICENCES": "Licence Ouverte 2.0"}, {"Les arbres de Paris"}),
        ({"RESTRICTED": "restricted"}, {"Équipements sportifs"}),
        ({"RESTRICTED": "open", "THEMES": "culture"}, set()),
        ({"DATE_TO": "2023-05-31"}, {"Pistes cyclables"}),
        ({"DATE_TO": "2023-05-30"}, set()),
        ({"DATE_FROM": "2023-05-31", "DATE_TO": "2023-12-31"}, {"Pistes cyclables"}),
        ({"EXTENT": "-1.75,-1.72,48.05,48.1 [EPSG:4326]"}, {"Arbres de Rennes"}),
        ({"EXTENT": "-1.81,-1.59,47.9,48.25 [EPSG:4326]", "MATCH": "within"}, {"Arbres de Rennes"}),
        ({"EXTENT": "351000,353000,6788000,6790000 [EPSG:2154]"}, {"Arbres de Rennes", "Pistes cyclables"}),
    ],
)
def test_each_filter_alone(run_algorithm, records_file, changes, expected):
    assert set(titles(run_algorithm(NAME, given(records_file, **changes)))) == expected


def test_overlap_is_the_shared_part_of_both_extents(run_algorithm, records_file):
    run = run_algorithm(NAME, given(records_file, EXTENT="-1.8,-1.7,48.0,48.2 [EPSG:4326]", ORDER="relevance"))
    rows = rows_of(run.results["OUTPUT"])
    assert [row["title"] for row in rows] == ["Arbres de Rennes", "Pistes cyclables"]
    # Half of the first extent; the second one only shares a side.
    assert rows[0]["iou"] == pytest.approx(0.5)
    assert rows[1]["iou"] == 0
    assert any("1 datasets match but for the extent" in text for text in run.feedback.warnings)


def test_the_first_ones_are_written_and_all_are_counted(run_algorithm, records_file):
    run = run_algorithm(NAME, given(records_file, MAX=2))
    assert (run.results["COUNT"], run.results["TOTAL"]) == (2, 4)
    facets = json.loads(run.results["FACETS_JSON"])
    assert {item["value"]: item["count"] for item in facets["theme"]} == {
        "environment": 2, "transportation": 1, "culture": 1,
    }  # fmt: skip
    assert {item["label"] for item in facets["theme"]} >= {"Environnement"}
    run = run_algorithm(NAME, given(records_file, LANG="en"))
    assert {item["label"] for item in json.loads(run.results["FACETS_JSON"])["theme"]} >= {"Environment"}


def test_unknown_names_are_told_with_the_nearest(run_algorithm, records_file):
    run = run_algorithm(NAME, given(records_file, THEMES="environement"))
    assert run.results["COUNT"] == 0, "a filter that is not understood must not be dropped"
    assert any("“environement”" in text and "“Environnement”" in text for text in run.feedback.warnings)
    run = run_algorithm(NAME, given(records_file, THEMES="environement, culture"))
    assert titles(run) == ["Équipements sportifs"]
    run = run_algorithm(NAME, given(records_file, PRODUCERS="zzzzzzzzzz"))
    assert any(text.endswith("nothing is called “zzzzzzzzzz” in this catalogue.") for text in run.feedback.warnings)


def test_a_portal_is_harvested_once_then_by_difference(run_algorithm, rudi_server):
    run = run_algorithm(NAME, given(rudi_server.url, MAX=1000))
    records = rudi_server.state.catalogue.records
    assert run.results["COUNT"] == len(records)
    rows = rows_of(run.results["OUTPUT"])
    assert {row["global_id"] for row in rows} == set(records)
    media = [item for row in rows for item in json.loads(row["media_json"]) if "url" in item]
    assert media and all(item["url"].startswith(("http://", "https://")) for item in media)
    assert rows[0]["url"].startswith(f"{rudi_server.url}/catalogue/detail/")
    first = len(rudi_server.requests("/konsult"))
    run_algorithm(NAME, given(rudi_server.url))
    again = len(rudi_server.requests("/konsult")) - first
    assert again <= 2 < first, "the second search asks for the count and for the first page only"


def test_updates_are_in_order(run_algorithm, rudi_server):
    rows = rows_of(run_algorithm(NAME, given(rudi_server.url)).results["OUTPUT"])
    moments = [row["updated"].toSecsSinceEpoch() for row in rows if row["updated"] is not None]
    assert moments == sorted(moments, reverse=True)


@pytest.mark.parametrize("kind", ["node", "csw", "udata", "stac"])
def test_other_kinds_of_catalogue(run_algorithm, rudi_server, kind):
    paths = {"node": "", "csw": "/geonetwork/srv/fre/csw", "udata": "/udata", "stac": "/stac"}
    run = run_algorithm(NAME, given(rudi_server.url + paths[kind], SOURCE=kind, MAX=5))
    assert run.results["COUNT"] == 5
    assert all(row["title"] for row in rows_of(run.results["OUTPUT"]))
    if kind == "udata":
        assert len(rudi_server.requests("/udata")) < 12, "files are asked dataset by dataset: no more than wanted"


def test_a_large_catalogue_is_asked_for_the_words(run_algorithm, rudi_server):
    run = run_algorithm(NAME, given(f"{rudi_server.url}/udata", SOURCE="udata", TEXT="vélo", MAX=20))
    asked = [one["query"].get("q") for one in rudi_server.requests("/udata/api/2/datasets/search")]
    assert ["vélo"] in asked
    assert run.results["COUNT"] > 0


def test_a_server_that_does_not_answer_leaves_what_was_kept(run_algorithm, start_rudi_server, local_catalogue):
    server = start_rudi_server(made=True)
    whole = run_algorithm(NAME, given(server.url, MAX=1000)).results["COUNT"]
    with Catalogue(local_catalogue) as catalogue:  # harvested twelve hours ago
        catalogue._connection.execute("UPDATE source SET harvested_at = harvested_at - 43200")
    server.fault("/konsult", "404", times=50)
    run = run_algorithm(NAME, given(server.url, MAX=1000))
    assert run.results["COUNT"] == whole
    assert all(row["stale_h"] == pytest.approx(12.0, abs=0.1) for row in rows_of(run.results["OUTPUT"]))
    assert any("404" in text for text in run.feedback.warnings)
    assert any("harvested 12 hours ago" in text for text in run.feedback.warnings)


def test_offline_asks_nothing(run_algorithm, start_rudi_server):
    server = start_rudi_server(made=True)
    sentence = refusal(NAME, given(server.url, OFFLINE=True))
    assert "search once without OFFLINE" in sentence
    assert server.requests() == []
    run_algorithm(NAME, given(server.url))
    before = len(server.requests())
    run = run_algorithm(NAME, given(server.url, OFFLINE=True))
    assert run.results["COUNT"] > 0
    assert len(server.requests()) == before
    assert all(row["stale_h"] is not None for row in rows_of(run.results["OUTPUT"]))


def test_dirty_records_are_written_and_counted(run_algorithm, start_rudi_server):
    server = start_rudi_server(mode="dirty")
    run = run_algorithm(NAME, given(server.url, MAX=100_000))
    assert run.results["COUNT"] == len(server.state.catalogue.records)
    assert run.results["WARNINGS"] > 0
    assert any("faults in the records" in text for text in run.feedback.warnings)


def test_the_real_records(run_algorithm, shared_data):
    path = shared_data("rudi_and_orchestration/rudi_node_datarennes_meta.json")
    run = run_algorithm(NAME, given(str(path), MAX=1000))
    assert run.results["COUNT"] == 387
    null_media = [text for text in run.feedback.infos if "(null)" in text]
    assert len(null_media) == 1 and null_media[0].startswith("56 × ")
    odbl = run_algorithm(NAME, given(str(path), LICENCES="odbl-1.0", OFFLINE=True, MAX=1000))
    raws = json.loads(path.read_text(encoding="utf-8"))
    written = {row["global_id"] for row in rows_of(odbl.results["OUTPUT"])}
    named = {
        raw["global_id"]
        for raw in raws
        if raw["access_condition"].get("licence", {}).get("licence_label") == "odbl-1.0"
    }
    assert named <= written


HOSTILE = [
    None, 12, "text", [], {}, {"global_id": None}, {"resource_title": ["x"], "available_formats": "none"},
    {"global_id": "a", "geography": {"bounding_box": {"west_longitude": "Rennes"}}, "keywords": {"a": 1}},
    {"global_id": "b", "resource_title": "<script>alert(1)</script>", "dataset_dates": {"updated": "hier"}},
]  # fmt: skip


def test_hostile_records_do_not_stop_a_search(run_algorithm, tmp_path):
    path = tmp_path / "hostile.json"
    path.write_text(json.dumps([*HOSTILE, *made()]), encoding="utf-8")
    page = tmp_path / "page.html"
    run = run_algorithm(NAME, given(str(path), OUTPUT_HTML=str(page)))
    assert set(titles(run)) >= {row["resource_title"] for row in made()}
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text and "&lt;script&gt;" in text
    assert not re.search(r"<(?:img|link|iframe|object|embed)|\ssrc=|@import|url\(", text)


def test_bad_input_is_refused_with_a_sentence(tmp_path):
    assert "no connection called “nowhere”" in refusal(NAME, given("nowhere"))
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    assert "is not a JSON file of records" in refusal(NAME, given(str(broken)))
    (tmp_path / "ok.json").write_text(json.dumps(made()), encoding="utf-8")
    ok = str(tmp_path / "ok.json")
    assert "DATE_TO comes before DATE_FROM" in refusal(NAME, given(ok, DATE_FROM="2024-02-01", DATE_TO="2024-01-01"))
    assert "MAX" in refusal(NAME, given(ok, MAX=0))
    assert "must be one of" in refusal(NAME, given(ok, ORDER="random"))
    assert "cannot be reached" in refusal(NAME, given("http://127.0.0.1:9", TIMEOUT=1))
    assert "Do not write an account" in refusal(NAME, given("http://user:word@127.0.0.1:9"))


def test_an_empty_file_gives_an_empty_layer(run_algorithm, tmp_path):
    path = tmp_path / "empty.json"
    path.write_text("[]", encoding="utf-8")
    run = run_algorithm(NAME, given(str(path)))
    assert (run.results["COUNT"], titles(run)) == (0, [])
    assert any("No dataset matches" in text for text in run.feedback.warnings)


def test_a_cancel_leaves_nothing(run_algorithm, rudi_server, tmp_path, local_catalogue):
    for percent in (0, 20):
        run = run_algorithm(NAME, given(rudi_server.url, OUTPUT=str(tmp_path / "out.gpkg")), cancel_at=percent)
        assert "COUNT" not in run.results
        assert files_in(tmp_path) == []
    with Catalogue(local_catalogue) as catalogue:
        assert sum(state.records for state in catalogue.sources()) == 0


def test_french_gives_the_same_datasets(run_algorithm, records_file):
    english = rows_of(run_algorithm(NAME, given(records_file)).results["OUTPUT"])
    with french():
        assert rows_of(run_algorithm(NAME, given(records_file)).results["OUTPUT"]) == english


def test_from_a_model_and_from_python(run_algorithm, records_file):
    assert len(rows_of(run_in_model(NAME, given(records_file, TEXT="arbres"), "OUTPUT"))) == 2
    read = from_python_command(NAME, given(records_file, TEXT="arbres", RESTRICTED="open"))
    assert run_algorithm(NAME, read).results["COUNT"] == 2


def test_provenance_and_style(run_algorithm, records_file, tmp_path, qgis_new_project):
    run = run_algorithm(NAME, given(records_file, OUTPUT=str(tmp_path / "out.gpkg")))
    check_record(record_of(run.results["OUTPUT"]), NAME, RESTRICTED="any")
    (layer,) = load_results(NAME, given(records_file)).values()
    assert layer.name() == "Datasets of records.json"
    assert layer.labelsEnabled()
    assert len(layer.renderer().categories()) == 2
    shown = colours_of(layer)
    assert len(shown) > 1, "the footprints are not drawn"


def test_the_style_knows_both_kinds_of_access(run_algorithm, tmp_path, qgis_new_project):
    path = tmp_path / "records.json"
    restricted = plain(
        9, "B", geography=box(*BOXES[2]), access_condition={"confidentiality": {"restricted_access": True}}
    )
    path.write_text(json.dumps([plain(8, "A", geography=box(*BOXES[0])), restricted]), encoding="utf-8")
    for destination in ("TEMPORARY_OUTPUT", str(tmp_path / "kept.gpkg")):
        (layer,) = load_results(NAME, given(str(path), OUTPUT=destination)).values()
        expression = layer.renderer().classAttribute()
        values = set()
        for feature in layer.getFeatures():
            context = QgsExpressionContext()
            context.setFeature(feature)
            context.setFields(layer.fields())
            values.add(QgsExpression(expression).evaluate(context))
        assert values == {0, 1} == {int(item.value()) for item in layer.renderer().categories()}


def test_by_qgis_process(qgis_process, records_file, tmp_path):
    run = qgis_process(
        "run", f"cityorchestra:{NAME}", "--", f"SERVER={records_file}", "TEXT=arbres", f"OUTPUT={tmp_path / 'o.gpkg'}"
    )
    assert run.results["COUNT"] == 2
    assert len(rows_of(run.results["OUTPUT"])) == 2


def test_years_of_the_page(run_algorithm, records_file, tmp_path):
    page = tmp_path / "page.html"
    run_algorithm(NAME, given(records_file, OUTPUT_HTML=str(page), EXTENT="-1.8,-1.7,48.0,48.2 [EPSG:4326]"))
    text = page.read_text(encoding="utf-8")
    assert "Arbres de Rennes" in text and "touching -1.80000 to -1.70000" in text
    assert f"{datetime(2024, 1, 1):%Y-%m-%d}" in text
