"""Algorithm ``rudi_download`` when the network, the server or the archive is not what it should be."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import (
    files_in,
    refusal,
)
from cityorchestra.tests.rudi.download_support import (
    CSV,
    NAME,
    PATH,
    SIZE,
    files_of,
    given,
    large,
    sha256,
)
from cityorchestra.tests.rudi.media_support import (
    add_dataset,
    file_medium,
)

pytestmark = pytest.mark.usefixtures("provider", "local_catalogue", "few_tries")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "new" / "folder"


# --- network -----------------------------------------------------------------------------------------------------


def test_dropped_download_goes_on_where_it_stopped(run_algorithm, rudi_server, folder):
    dataset, digest = large(rudi_server)
    rudi_server.fault(PATH, "drop@1000000")
    rudi_server.fault(PATH, "drop@900000")
    run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset))
    (told,) = files_of(run)
    assert (told["status"], told["computed"], told["bytes"]) == ("verified", digest, SIZE)
    assert sha256(told["path"]) == digest
    last = rudi_server.requests(PATH)[-1]  # Qt may ask once more by itself in between
    assert last["status"] == 206
    assert int(last["headers"]["Range"].removeprefix("bytes=").rstrip("-")) >= 900_000
    assert files_in(folder) == ["big.bin"]


def test_cancelled_download_is_taken_up_again(run_algorithm, rudi_server, folder):
    dataset, digest = large(rudi_server)
    run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset), cancel_at=30)
    assert run.results == {}
    assert files_in(folder) == ["big.bin.part", "big.bin.part.json"]
    kept = (folder / "big.bin.part").stat().st_size
    assert 0 < kept < SIZE
    run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset))
    (told,) = files_of(run)
    assert (told["resumed_from"], told["computed"], told["status"]) == (kept, digest, "verified")
    assert any("went on after" in text for text in run.feedback.infos)
    assert files_in(folder) == ["big.bin"]


def test_a_cancel_before_the_start_leaves_nothing(run_algorithm, rudi_server, folder):
    dataset, _ = large(rudi_server)
    assert run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset), cancel_at=0).results == {}
    assert not folder.exists() or files_in(folder) == []
    assert rudi_server.requests(PATH) == []


def test_without_resume_it_begins_anew(run_algorithm, rudi_server, folder):
    dataset, digest = large(rudi_server)
    run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset), cancel_at=30)
    rudi_server.state.log.clear()
    run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset, RESUME=False))
    assert (files_of(run)[0]["resumed_from"], files_of(run)[0]["computed"]) == (0, digest)
    assert rudi_server.requests(PATH)[0]["headers"].get("Range") is None


@pytest.mark.parametrize("second", ["norange", "badrange"])
def test_servers_that_do_not_know_parts(run_algorithm, rudi_server, folder, second):
    dataset, digest = large(rudi_server)
    rudi_server.fault(PATH, "drop@1000000")
    rudi_server.fault(PATH, second)
    run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset))
    (told,) = files_of(run)
    assert (told["status"], told["computed"], sha256(told["path"])) == ("verified", digest, digest)


@pytest.mark.parametrize("busy", ["429@1", "503@1", "500"])
def test_busy_servers_are_waited_for(run_algorithm, rudi_server, folder, busy):
    dataset, digest = large(rudi_server)
    rudi_server.fault(PATH, busy)
    run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset))
    assert files_of(run)[0]["computed"] == digest
    first, second = (one["at"] for one in rudi_server.requests(PATH))
    assert second - first >= (1.0 if "@" in busy else 0.04)


def test_wrong_checksum_is_put_aside(run_algorithm, rudi_server, folder):
    dataset, digest = large(rudi_server)
    rudi_server.fault(PATH, "hash", times=100)
    sentence = refusal(NAME, given(rudi_server, folder, GLOBAL_ID=dataset))
    assert "big.bin is not the file that the catalogue announces (SHA-256 " in sentence
    assert digest in sentence and "kept as big.bin.bad" in sentence
    assert files_in(folder) == ["big.bin.bad"]
    run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset, VERIFY="warn"))
    (told,) = files_of(run)
    assert (told["status"], told["ok"], told["expected"]) == ("mismatch", False, digest)
    assert any("It is not the file that the record announces" in text for text in run.feedback.warnings)
    assert files_in(folder) == ["big.bin", "big.bin.bad"]
    run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset, VERIFY="off", OVERWRITE=True))
    assert files_of(run)[0]["status"] == "unchecked"


@pytest.mark.parametrize(
    "checksum",
    [
        {"algo": "SHA-256", "hash": "toBe2186bb13eabf0bc49eaa22ee08d52166"},
        {"algo": "MD5", "hash": "0" * 32},
        {"algo": "CRC", "hash": "abc"},
        None,
    ],
)
def test_unknown_checksum_is_no_failure(run_algorithm, rudi_server, folder, checksum):
    dataset, digest = large(rudi_server, checksum=checksum)
    run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset))
    (told,) = files_of(run)
    assert (told["status"], told["ok"], told["expected"], told["computed"]) == ("unverifiable", True, "", digest)


def test_a_page_instead_of_the_file(rudi_server, folder):
    dataset, _ = large(rudi_server)
    rudi_server.fault(PATH, "html", times=100)
    assert "answered a web page instead of the file" in refusal(NAME, given(rudi_server, folder, GLOBAL_ID=dataset))
    assert not [name for name in files_in(folder) if not name.endswith((".part", ".part.json"))]


@pytest.mark.parametrize("announced", [True, False])
def test_too_large_a_file(rudi_server, folder, announced):
    dataset, _ = large(rudi_server)
    if not announced:
        rudi_server.fault(PATH, f"oversize@{SIZE}", times=100)
    sentence = refusal(NAME, given(rudi_server, folder, GLOBAL_ID=dataset, MAX_MB=1))
    assert "MB" in sentence and "big.bin" in sentence
    assert "big.bin" not in files_in(folder)


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("file:///etc/passwd", "redirects to an address that is not safe to follow"),
        ("http://localhost:1/x", "redirects to another server, localhost"),
        ("ftp://127.0.0.1/x", "redirects to an address that is not safe to follow"),
    ],
)
def test_redirects_that_are_not_followed(rudi_server, folder, target, sentence):
    dataset, _ = large(rudi_server)
    rudi_server.fault(PATH, f"redirect@{target}", times=100)
    assert sentence in refusal(NAME, given(rudi_server, folder, GLOBAL_ID=dataset))
    assert files_in(folder) == []


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "/etc/evil.csv", "..\\..\\evil.csv", "C:\\evil.csv", "a/../evil.csv", "evil.csv\0"]
)
def test_names_stay_in_the_folder(run_algorithm, rudi_server, folder, name):
    medium = {**file_medium(rudi_server, "x", CSV, "text/csv"), "media_name": name}
    dataset = add_dataset(rudi_server, "Arbres", medium)
    run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset))
    assert Path(files_of(run)[0]["path"]).parent == folder
    assert "evil.csv" in files_in(folder)
    assert not (folder.parents[1] / "evil.csv").exists()


def test_archives_of_strangers(run_algorithm, rudi_server, folder, tmp_path):
    path = tmp_path / "slip.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../../evil.csv", CSV)
    dataset = add_dataset(
        rudi_server, "Arbres", file_medium(rudi_server, "a.zip", path.read_bytes(), "application/zip")
    )
    run = run_algorithm(NAME, given(rudi_server, folder, GLOBAL_ID=dataset))
    assert (run.results["COUNT"], run.results["LAYERS"]) == (1, [])
    assert any("leads out of its folder" in text for text in run.feedback.warnings)
    assert not list(tmp_path.rglob("evil.csv"))
