"""The list of downloads: what is kept of it on disk, and how its rows read."""

from __future__ import annotations

import pytest
from cityorchestra.cityorchestra_plugin import settings
from cityorchestra.cityorchestra_plugin.docks.rudi import download_jobs
from cityorchestra.cityorchestra_plugin.docks.rudi.download_jobs import State
from cityorchestra.cityorchestra_plugin.docks.rudi.download_model import (
    COLUMN_COUNT,
    NAME,
    PROGRESS,
    REMAINING,
    SPEED,
    STATUS,
    DownloadModel,
    sentence_of,
    size_text,
    time_text,
)
from cityorchestra.processing_provider.rudi.algorithms.connections import Connection, save_connection
from cityorchestra.processing_provider.rudi.record_values import Checksum
from cityorchestra.tests.rudi import dock_support
from cityorchestra.tests.rudi.dock_support import portal_connection
from cityorchestra.tests.window.download_support import (
    MEGA,
    SLOW,
    address,
    until,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QAbstractItemModelTester

# --- the list on disk --------------------------------------------------------------------------------------------


def test_the_list_holds_neither_addresses_nor_secrets(make_queue, make_job, rudi_server, opener, list_path, qtbot):
    queue = make_queue()
    opener.account = dock_support.user("agent@rennesmetropole.fr", "Correct-Horse-42")
    job = make_job("signed.bin", 1000)
    job.connection = portal_connection(rudi_server, "abc1234")
    rudi_server.fault(address("signed.bin"), "403", times=9)
    queue.add(job)
    until(qtbot, job, State.FAILED)
    assert "/__test__/media/" in job.sentence or "faute ordonnée" in job.sentence
    queue.unload()
    text = list_path.read_text(encoding="utf-8")
    assert job.media_name in text
    for secret in ("/__test__/media/", "Correct-Horse-42", "agent@", "Bearer", "faute"):
        assert secret not in text
    (again,) = make_queue().model.jobs
    assert again.state is State.FAILED
    assert again.sentence


def test_a_restored_download_has_the_account_that_its_connection_has_now(make_queue, make_job, rudi_server, qtbot):
    before = make_queue()
    settings.DOWNLOADS_AT_ONCE.set_value(1)
    job = make_job("account.bin", 4 * MEGA)
    rudi_server.fault(address("account.bin"), SLOW)
    before.add(job)
    before.unload()
    save_connection(Connection("Renamed", rudi_server.url, "portal", "new4567"))
    (again,) = make_queue().model.jobs
    assert again.connection == Connection("Renamed", rudi_server.url, "portal", "new4567")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"format": 2, "downloads": [{}]}',
        '{"format": 1, "downloads": {"a": 1}}',
        '{"format": 1, "downloads": [1, null, {}, {"server": 3}, {"server": {"name": "a"}}]}',
        "\udcff",
    ],
)
def test_a_broken_list_is_an_empty_one(make_queue, list_path, text):
    list_path.parent.mkdir(parents=True)
    list_path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert make_queue().model.jobs == []


def test_a_list_that_cannot_be_written_stops_nothing(make_queue, make_job, tmp_path, qtbot):
    (tmp_path / "in_the_way").write_text("a file where a folder is wanted")
    queue = make_queue(tmp_path / "in_the_way" / "downloads.json")
    job = make_job("anyway.bin", 1000)
    queue.add(job)
    until(qtbot, job, State.DONE)


# --- words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (999.9, "1 kB"), (1_500_000, "1.5 MB"), (2_340_000_000, "2.3 GB")],
)
def test_sizes_are_read_easily(count, text):
    assert size_text(count) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.2, "1 s"), (59, "59 s"), (59.7, "1 min"), (3599, "1 h 0 min"), (7199, "2 h 0 min"), (3725, "1 h 2 min")],
)
def test_durations_are_read_easily(seconds, text):
    assert time_text(seconds) == text


def test_rows_tell_what_they_are(make_job):
    model = DownloadModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    job = make_job("words.bin", 1000, checksum=Checksum("MD5", "0" * 32, True))
    model.add([job])
    seen = {}
    for state in State:
        job.state, job.received = state, 500
        model.changed(job.key)
        seen[state] = model.index(0, STATUS).data()
        assert not model.index(0, NAME).data(Qt.ItemDataRole.DecorationRole).isNull(), f"{state} has no icon"
        assert job.media_name in model.index(0, NAME).data(Qt.ItemDataRole.AccessibleTextRole)
        assert seen[state] in sentence_of(job)
    assert len(set(seen.values())) == len(State), "two states have the same word"
    job.state = State.RUNNING
    assert model.index(0, PROGRESS).data() == "50 %"
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in range(COLUMN_COUNT)] == [
        "File",
        "Progress",
        "Speed",
        "Left",
        "State",
    ]
    model.remove(job.key)
    assert model.rowCount() == 0


def test_speed_and_time_left_are_shown_while_it_runs(make_job):
    model = DownloadModel()
    job = make_job("speed.bin", 10000)
    model.add([job])
    job.state, job.received = State.RUNNING, 4000
    now = download_jobs.time.monotonic()
    job.speed.add(2000, now=now - 2.0)
    job.speed.add(4000, now=now)
    assert model.index(0, SPEED).data() == "1 kB/s"
    assert model.index(0, REMAINING).data() == "6 s"
    job.state = State.PAUSED
    assert model.index(0, SPEED).data() == model.index(0, REMAINING).data() == ""
