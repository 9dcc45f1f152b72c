"""Algorithm ``iot_command_log``: the record as a table, and every way to tamper with it."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.iot.commands.audit import next_line
from cityorchestra.processing_provider.iot.store.command_book import CommandBook, audit_lines
from cityorchestra.processing_provider.iot.store.opening import open_store
from cityorchestra.tests.algorithm_support import check_record, french, record_of, refusal, rows_of

NAME = "iot_command_log"
NOW = 1_790_000_000_000
pytestmark = pytest.mark.usefixtures("provider")


@pytest.fixture
def record(tmp_path):
    """A store whose record has five lines, by two people at once."""
    path = tmp_path / "s.gpkg"
    database = open_store(path)
    books = [CommandBook(database, {}), CommandBook(database, {})]
    lasts = [None, None]
    for number, who in enumerate(["ana", "bob", "=cmd|' /C calc'!A0", "ana", "<b>bob</b>"]):
        book = number % 2
        line = next_line(lasts[book], NOW + number * 60_000, who, "send", "70b3d5e700000001", {"state": "SENT"})
        lasts[book] = books[book].write(line)  # the other wrote in between: it is put after that
    database.close()
    return path


def given(path, **changes):
    return {
        "STORE": str(path),
        "T0": "2026-09-21T00:00:00Z",
        "T1": "2026-09-22T00:00:00Z",
        "OUTPUT": "memory:",
        **changes,
    }


def tamper(path, sql):
    with sqlite3.connect(path) as connection:
        connection.execute(sql)
    connection.close()


def test_the_record_is_shown_and_is_whole(run_algorithm, record, tmp_path):
    page, table = tmp_path / "l.html", tmp_path / "l.csv"
    run = run_algorithm(NAME, given(record, OUTPUT_HTML=str(page), OUTPUT_CSV=str(table)))
    rows = rows_of(run.results["OUTPUT"])
    assert [row["line"] for row in rows] == [1, 2, 3, 4, 5] and run.results["CHAIN_OK"] is True
    assert [row["state"] for row in rows] == ["SENT"] * 5 and run.results["FIRST_WRONG"] == 0
    assert run.results["N_LINES"] == 5 and run.results["LAST_HASH"] == rows[-1]["hash"]
    assert all(after["previous_hash"] == before["hash"] for before, after in zip(rows, rows[1:]))
    with table.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert lines[2]["who"].startswith("'=cmd"), "a spreadsheet must not run it"
    assert lines[0]["time"] == "2026-09-21T14:13:20.000Z" and len(lines) == 5
    text = page.read_text(encoding="utf-8")
    assert "&lt;b&gt;bob" in text and "<b>bob" not in text
    check_record(record_of(run.results["OUTPUT"]), NAME, STORE=str(record))


@pytest.mark.parametrize(
    ("sql", "wrong"),
    [
        ("UPDATE audit SET who = 'eve' WHERE id = 2", 2),
        ("UPDATE audit SET content = 'no json' WHERE id = 4", 4),
        ("UPDATE audit SET t = t + 1 WHERE id = 1", 1),
        ("DELETE FROM audit WHERE id = 3", 3),
        ("DELETE FROM audit WHERE id = 1", 1),
        ("UPDATE audit SET hash = upper(hash) WHERE id = 5", 5),
    ],
)
def test_a_line_that_was_changed_or_dropped_shows(run_algorithm, record, sql, wrong):
    tamper(record, sql)
    run = run_algorithm(NAME, given(record))
    assert run.results["CHAIN_OK"] is False and run.results["FIRST_WRONG"] == wrong
    assert any(f"line {wrong}" in text for text in run.feedback.warnings)
    unchecked = run_algorithm(NAME, given(record, VERIFY_CHAIN=False))
    assert unchecked.feedback.warnings == []


def test_what_is_cut_off_shows_beside_what_was_kept_elsewhere(run_algorithm, record):
    before = run_algorithm(NAME, given(record)).results
    kept = {"EXPECTED_LINES": before["N_LINES"], "EXPECTED_HASH": before["LAST_HASH"]}
    assert run_algorithm(NAME, given(record, **kept)).results["CHAIN_OK"] is True
    tamper(record, "DELETE FROM audit WHERE id >= 4")
    assert run_algorithm(NAME, given(record)).results["CHAIN_OK"] is True, "by itself it does not show"
    run = run_algorithm(NAME, given(record, **kept))
    assert run.results["CHAIN_OK"] is False and run.results["FIRST_WRONG"] == 4
    assert "goes with EXPECTED_LINES" in refusal(NAME, given(record, EXPECTED_HASH="0" * 64))


def test_only_the_span_is_shown_and_all_is_checked(run_algorithm, record):
    tamper(record, "UPDATE audit SET who = 'eve' WHERE id = 1")
    run = run_algorithm(NAME, given(record, T0="2026-09-21T14:16:00Z"))
    assert [row["line"] for row in rows_of(run.results["OUTPUT"])] == [4, 5]
    assert run.results["CHAIN_OK"] is False


def test_an_empty_record_and_stores_that_are_none(run_algorithm, tmp_path):
    open_store(tmp_path / "e.gpkg").close()
    run = run_algorithm(NAME, given(tmp_path / "e.gpkg"))
    assert run.results["CHAIN_OK"] is True and run.results["N_LINES"] == 0
    assert run.results["LAST_HASH"] == "0" * 64
    assert "no store" in refusal(NAME, given(tmp_path / "none.gpkg"))


def test_two_books_never_break_the_chain(record):
    database = open_store(record, read_only=True)
    lines = list(audit_lines(database))
    database.close()
    assert [line.number for line in lines] == [1, 2, 3, 4, 5]
    assert len({line.digest for line in lines}) == 5


def test_cancelled_french_and_headless(run_algorithm, record, qgis_process, tmp_path):
    out = tmp_path / "c.gpkg"
    assert run_algorithm(NAME, given(record, OUTPUT=str(out)), cancel_at=0).results == {}
    assert not out.exists()
    with french():
        assert run_algorithm(NAME, given(record)).results["CHAIN_OK"] is True
    run = qgis_process(
        "run", f"cityorchestra:{NAME}", "--", *(f"{k}={v}" for k, v in given(record, OUTPUT=out).items())
    )
    assert run.results["N_LINES"] == 5 and Path(out).is_file()
