"""Downloads for the tests of the panel: a queue, jobs of files of the server, and what one waits for."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from cityorchestra.cityorchestra_plugin.docks import background
from cityorchestra.cityorchestra_plugin.docks.rudi.download_jobs import DownloadJob, State
from cityorchestra.cityorchestra_plugin.docks.rudi.download_queue import DownloadQueue
from cityorchestra.tests.rudi.dock_support import TIMEOUT_MS, Opener, file_record, portal_connection
from qgis.PyQt.QtTest import QAbstractItemModelTester

MEGA = 2**20
SLOW = "slow@2000000"  # bytes a second


@pytest.fixture
def opener():
    """What opens servers for the panel."""
    return Opener()


@pytest.fixture
def list_path(tmp_path):
    """File of the unfinished downloads."""
    return tmp_path / "profile" / "downloads.json"


@pytest.fixture
def make_queue(opener, list_path, qtbot):
    """Function that starts a queue, as QGIS does when it starts; each is unloaded at the end."""
    made = []

    def make(path: Path = list_path) -> DownloadQueue:
        queue = DownloadQueue(opener, path)
        QAbstractItemModelTester(queue.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        made.append(queue)
        return queue

    yield make
    for queue in made:
        queue.unload()
    qtbot.waitUntil(lambda: not background._alive, timeout=TIMEOUT_MS)


@pytest.fixture
def queue(make_queue):
    """A queue."""
    return make_queue()


@pytest.fixture
def make_job(rudi_server, opener, tmp_path):
    """Function that makes the job of a file of the server."""

    def make(
        name: str, body, *, folder: str = "files", mime: str = "application/octet-stream", **fields
    ) -> DownloadJob:
        of_media = {key: fields.pop(key) for key in list(fields) if key in ("checksum", "file_size")}
        record = file_record(rudi_server, name, body, mime=mime, **of_media)
        opener.records[record.global_id] = record
        return DownloadJob(
            connection=portal_connection(rudi_server),
            dataset_id=record.global_id,
            dataset_title=record.title,
            media_id=record.media[0].media_id,
            media_name=name,
            folder=str(tmp_path / folder),
            record=record,
            size=record.media[0].file_size,
            **fields,
        )

    return make


def address(name: str) -> str:
    return f"/__test__/media/{name}"


def digest(path) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def announced(job: DownloadJob) -> str:
    return job.record.media[0].checksum.value


def files(job: DownloadJob) -> list[str]:
    folder = Path(job.folder)
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def until(qtbot, job: DownloadJob, *states: State) -> None:
    qtbot.waitUntil(lambda: job.state in states, timeout=TIMEOUT_MS)


def until_some_came(qtbot, job: DownloadJob, least: int = 1) -> None:
    qtbot.waitUntil(lambda: job.received >= least and job.state is State.RUNNING, timeout=TIMEOUT_MS)
