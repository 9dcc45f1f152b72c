"""Algorithm ``rudi_validate_metadata`` in QGIS."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.rudi.validation import validate
from cityorchestra.processing_provider.translation import error_in
from cityorchestra.tests.algorithm_support import (
    check_record,
    files_in,
    french,
    from_python_command,
    opened,
    record_of,
    refusal,
    rows_of,
    run_in_model,
)
from cityorchestra.tests.rudi.record_strategies import plain

NAME = "rudi_validate_metadata"
NAMES = ["file", "global_id", "path", "code", "severity", "message_fr", "message_en", "value"]
SAMPLES = (
    "rudi_metadata_mandatory_only.json",
    "rudi_metadata_sample_v1.3.0.json",
    "rudi_metadata_sample_v1.4.0_selfdata.json",
)

pytestmark = pytest.mark.usefixtures("provider")


def written(path, content):
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(path)


def asked(path, **changes):
    return {"INPUT": str(path), "OUTPUT": "TEMPORARY_OUTPUT", **changes}


def faulty():
    """A record with two errors and one warning known by heart."""
    raw = plain(0)
    del raw["resource_title"]
    raw["contacts"][0]["email"] = "nobody"
    raw["theme"] = "Environnement"
    return raw


def test_each_fault_has_a_line(run_algorithm, tmp_path):
    run = run_algorithm(NAME, asked(written(tmp_path / "a.json", faulty())))
    layer = opened(run.results["OUTPUT"])
    assert [item.name() for item in layer.fields()] == NAMES
    assert layer.wkbType() == 100, "a table without geometry"
    lines = {(row["path"], row["code"], row["severity"]) for row in rows_of(layer)}
    assert lines == {
        ("resource_title", "ERR-202", "error"),
        ("contacts[0].email", "ERR-307", "error"),
        ("theme", "ERR-302", "warning"),
    }
    line = next(row for row in rows_of(layer) if row["path"] == "contacts[0].email")
    assert (line["file"], line["global_id"], line["value"]) == ("a.json", faulty()["global_id"], "nobody")
    assert line["message_en"] == "“nobody” is not an e-mail address."
    counts = [run.results[name] for name in ("COUNT", "ERRORS", "WARNINGS", "VALID")]
    assert counts == [1, 2, 1, False]


def test_both_languages_whatever_that_of_qgis(run_algorithm, tmp_path):
    path = written(tmp_path / "a.json", faulty())
    english = rows_of(run_algorithm(NAME, asked(path)).results["OUTPUT"])
    with french():
        assert rows_of(run_algorithm(NAME, asked(path)).results["OUTPUT"]) == english
    for row in english:
        assert row["message_fr"] != row["message_en"], row
    line = next(row for row in english if row["path"] == "resource_title")
    assert line["message_en"] == "The field resource_title is required: fill it in."
    assert "resource_title" in line["message_fr"]


def test_a_sentence_in_a_language_that_is_not_there_is_english(qgis_processing):
    error = InputError("The field {name} is required: fill it in.", name="theme")
    assert error_in(error, "xx") == str(error)
    assert error_in(InputError("This sentence has no translation at all."), "fr") == (
        "This sentence has no translation at all."
    )


def test_a_valid_record_gives_an_empty_table(run_algorithm, tmp_path):
    run = run_algorithm(NAME, asked(written(tmp_path / "a.json", plain(0))))
    assert rows_of(run.results["OUTPUT"]) == []
    assert [run.results[name] for name in ("COUNT", "ERRORS", "WARNINGS", "VALID")] == [1, 0, 0, True]


def test_a_folder_with_good_bad_and_unreadable_files(run_algorithm, tmp_path):
    (tmp_path / "below").mkdir()
    written(tmp_path / "a.json", [plain(0), faulty()])
    written(tmp_path / "b.JSON", "{ not json")
    written(tmp_path / "below" / "c.json", {"total": 1, "items": [plain(2)]})
    written(tmp_path / "read.me", "not a record")
    run = run_algorithm(NAME, asked(tmp_path))
    rows = rows_of(run.results["OUTPUT"])
    assert {row["file"] for row in rows} == {"a.json", "b.JSON"}
    assert next(row["code"] for row in rows if row["file"] == "b.JSON") == "ERR-101"
    assert (run.results["COUNT"], run.results["VALID"]) == (3, False)
    assert any("2 records or files would be refused" in text for text in run.feedback.warnings)


def test_items_that_are_no_records_are_told(run_algorithm, tmp_path):
    run = run_algorithm(NAME, asked(written(tmp_path / "a.json", [None, 3, "x", plain(0)])))
    assert [row["code"] for row in rows_of(run.results["OUTPUT"])] == ["ERR-101"] * 3
    assert (run.results["COUNT"], run.results["VALID"]) == (4, False)


def test_strict_and_version(run_algorithm, tmp_path):
    path = written(tmp_path / "a.json", plain(0, unheard_of=1))
    assert run_algorithm(NAME, asked(path)).results["VALID"] is True
    strict = run_algorithm(NAME, asked(path, STRICT=True))
    assert strict.results["VALID"] is False
    rich = plain(0, summary=[{"lang": "fr", "text": "a", "html": "<p>a</p>"}])
    path = written(tmp_path / "b.json", rich)
    assert run_algorithm(NAME, asked(path, VERSION="1.4.1")).results["WARNINGS"] == 0
    assert run_algorithm(NAME, asked(path, VERSION="1.3.0")).results["WARNINGS"] == 1


def test_the_samples_of_the_portal_and_the_real_records(run_algorithm, shared_data):
    for name in SAMPLES:
        run = run_algorithm(NAME, asked(shared_data(f"rudi_and_orchestration/{name}")))
        assert (run.results["ERRORS"], run.results["VALID"]) == (0, True), name
    path = shared_data("rudi_and_orchestration/rudi_node_datarennes_meta.json")
    run = run_algorithm(NAME, asked(path))
    raws = json.loads(path.read_text(encoding="utf-8"))
    reports = [validate(raw) for raw in raws]
    assert run.results["COUNT"] == 387
    assert run.results["ERRORS"] == sum(len(report.errors) for report in reports)
    assert len(rows_of(run.results["OUTPUT"])) == sum(len(report.issues) for report in reports)


def test_bad_input(tmp_path):
    assert "neither a file nor a folder" in refusal(NAME, asked(tmp_path / "nowhere.json"))
    assert "There is no JSON file in the folder" in refusal(NAME, asked(tmp_path))
    path = written(tmp_path / "a.json", plain(0))
    assert "must be one of" in refusal(NAME, asked(path, VERSION="2.0.0"))


def test_an_empty_list_is_not_valid(run_algorithm, tmp_path):
    run = run_algorithm(NAME, asked(written(tmp_path / "a.json", [])))
    assert (run.results["COUNT"], run.results["VALID"]) == (0, False)
    assert "There is no record to check." in run.feedback.warnings


def test_a_cancel_leaves_nothing(run_algorithm, tmp_path):
    path = written(tmp_path / "a.json", [faulty() for _ in range(200)])
    for percent in (0, 20):
        run = run_algorithm(NAME, asked(path, OUTPUT=str(tmp_path / "out.gpkg")), cancel_at=percent)
        assert "VALID" not in run.results
        assert files_in(tmp_path) == ["a.json"]


def test_secrets_of_addresses_are_not_copied(run_algorithm, tmp_path):
    raw = plain(0)
    raw["available_formats"][0]["connector"]["url"] = "https://camille:hunter2@node.rennes.fr/x y"
    run = run_algorithm(NAME, asked(written(tmp_path / "a.json", raw)))
    assert rows_of(run.results["OUTPUT"])
    assert "hunter2" not in json.dumps(rows_of(run.results["OUTPUT"]), default=str)


def test_provenance_model_python_and_qgis_process(run_algorithm, qgis_process, tmp_path):
    path = written(tmp_path / "a.json", faulty())
    run = run_algorithm(NAME, asked(path, OUTPUT=str(tmp_path / "out.gpkg")))
    check_record(record_of(run.results["OUTPUT"]), NAME, VERSION="auto")
    assert len(rows_of(run_in_model(NAME, asked(path), "OUTPUT"))) == 3
    assert run_algorithm(NAME, from_python_command(NAME, asked(path))).results["ERRORS"] == 2
    done = qgis_process("run", f"cityorchestra:{NAME}", "--", f"INPUT={path}", f"OUTPUT={tmp_path / 'p.gpkg'}")
    assert (done.results["ERRORS"], done.results["VALID"]) == (2, False)
    assert [row["message_fr"] for row in rows_of(done.results["OUTPUT"])] == [
        row["message_fr"] for row in rows_of(run.results["OUTPUT"])
    ]
