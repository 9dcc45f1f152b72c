"""Downloads: resumed, checked, refused; never half written under their final name."""

from __future__ import annotations

import contextlib
import errno
import gc
import hashlib
import json
import threading
import time

import pytest
from cityorchestra.processing_provider.errors import InputError, RunCancelledError
from cityorchestra.processing_provider.rudi import partial_file
from cityorchestra.processing_provider.rudi.accounts import Secret, UserAccount
from cityorchestra.processing_provider.rudi.download import (
    MISMATCH,
    UNCHECKED,
    UNVERIFIABLE,
    VERIFIED,
    DownloadOptions,
    MediaFile,
    download,
    media_file,
)
from cityorchestra.processing_provider.rudi.file_names import disposition_name, media_file_name, safe_name
from cityorchestra.processing_provider.rudi.portal import Portal
from cityorchestra.processing_provider.rudi.queries import Query
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.processing_provider.rudi.record_values import Checksum
from cityorchestra.processing_provider.rudi.session import PortalSession
from cityorchestra.tests.rudi.client_support import Waits, quick_client
from cityorchestra.tests.rudi.server.bodies import PatternBody
from cityorchestra.tests.rudi.server.portal_tokens import USERS
from hypothesis import given
from hypothesis import strategies as st

DATA = bytes(range(256)) * 8192  # 2 MiB
SHA256 = hashlib.sha256(DATA).hexdigest()
PATH = "/__test__/media/data.bin"
DATE = "Tue, 28 Feb 2023 08:00:00 GMT"  # of every media of the server


@pytest.fixture
def media(rudi_server):
    url = rudi_server.serve("data.bin", DATA)
    return MediaFile(url, "data.bin", "application/octet-stream", Checksum("SHA-256", SHA256, True), len(DATA))


def fetch(media, folder, client=None, **options):
    client = client or quick_client()
    return download(client, client, media, folder, DownloadOptions(**options))


def names(folder):
    return sorted(path.name for path in folder.iterdir())


# --- whole and resumed -------------------------------------------------------------------------------------------


def test_plain_download_is_verified(media, tmp_path):
    got = fetch(media, tmp_path / "new" / "folder")
    assert (got.status, got.bytes, got.computed, got.resumed_from) == (VERIFIED, len(DATA), SHA256, 0)
    assert got.path.read_bytes() == DATA
    assert names(got.path.parent) == ["data.bin"]


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-1", "SHA-256", "SHA-512"])
def test_every_algorithm(media, tmp_path, algorithm):
    digest = hashlib.new(algorithm.replace("-", "").lower(), DATA).hexdigest()
    one = MediaFile(media.url, "x.bin", "", Checksum(algorithm, digest, True))
    assert fetch(one, tmp_path).status == VERIFIED


def test_dropped_download_resumes_where_it_stopped(rudi_server, media, tmp_path):
    rudi_server.fault(PATH, "drop@700000")
    rudi_server.fault(PATH, "drop@500001")
    waits = Waits()
    got = fetch(media, tmp_path, quick_client(waits))
    assert (got.status, got.computed) == (VERIFIED, SHA256)
    assert hashlib.sha256(got.path.read_bytes()).hexdigest() == SHA256
    asked = [one["headers"].get("Range") for one in rudi_server.requests(PATH)]
    assert asked == [None, "bytes=700000-", "bytes=1200001-"]
    assert [one["status"] for one in rudi_server.requests(PATH)] == [200, 206, 206]
    assert waits.seconds == [1.0, 1.0]  # each try brought bytes


def test_download_of_yesterday_resumes(rudi_server, media, tmp_path):
    rudi_server.fault(PATH, "drop@900000")
    stopped = iter([False] * 3 + [True] * 1000)
    with pytest.raises(RunCancelledError):
        fetch(media, tmp_path, quick_client(stop=lambda: next(stopped)))
    assert names(tmp_path) == ["data.bin.part", "data.bin.part.json"]
    kept = (tmp_path / "data.bin.part").stat().st_size
    got = fetch(media, tmp_path)
    assert (got.status, got.resumed_from) == (VERIFIED, kept)
    assert kept > 0
    last = rudi_server.requests(PATH)[-1]
    assert (last["status"], last["headers"]["Range"]) == (206, f"bytes={kept}-")
    assert last["headers"]["If-Range"].startswith('"')
    assert names(tmp_path) == ["data.bin"]


def leave_part(media, folder, data, **about):
    folder.mkdir(exist_ok=True)
    (folder / "data.bin.part").write_bytes(data)
    origin = {
        "url": partial_file._print_of(media.url),
        "etag": None,
        "last_modified": None,
        "total": len(DATA),
        **about,
    }
    (folder / "data.bin.part.json").write_text(json.dumps(origin))


def test_changed_file_is_fetched_anew(rudi_server, media, tmp_path):
    leave_part(media, tmp_path, b"old" * 1000, etag='"old"')
    got = fetch(media, tmp_path)
    assert (got.status, got.resumed_from) == (VERIFIED, 0)
    assert [one["status"] for one in rudi_server.requests(PATH)] == [200]


def test_part_with_wrong_bytes_is_fetched_anew(rudi_server, media, tmp_path):
    leave_part(media, tmp_path, b"wrong" * 1000, last_modified=DATE)
    got = fetch(media, tmp_path)
    assert (got.status, got.resumed_from) == (VERIFIED, 0)
    assert [one["status"] for one in rudi_server.requests(PATH)] == [206, 200]


def test_complete_part_needs_no_bytes(rudi_server, media, tmp_path):
    leave_part(media, tmp_path, DATA)
    got = fetch(media, tmp_path)
    assert (got.status, got.resumed_from) == (VERIFIED, len(DATA))
    assert [one["status"] for one in rudi_server.requests(PATH)] == [416]


def test_part_longer_than_the_file_is_dropped(media, tmp_path):
    leave_part(media, tmp_path, DATA + b"too much")
    assert fetch(media, tmp_path).status == VERIFIED


@pytest.mark.parametrize("about", [{"url": "another", "last_modified": DATE}, {"etag": None, "last_modified": None}])
def test_part_that_cannot_be_trusted_is_dropped(rudi_server, media, tmp_path, about):
    leave_part(media, tmp_path, DATA[:1000], **about)
    unknown = MediaFile(media.url, media.name)
    assert fetch(unknown, tmp_path).computed == SHA256
    assert "Range" not in rudi_server.requests(PATH)[0]["headers"]


def test_broken_notes_are_ignored(media, tmp_path):
    for text in ("", "{", "[]", '{"total": 3}', '{"url": null, "total": "x"}'):
        leave_part(media, tmp_path, b"x")
        (tmp_path / "data.bin.part.json").write_text(text)
        assert fetch(media, tmp_path, overwrite=True).status == VERIFIED


def test_server_without_ranges(rudi_server, media, tmp_path):
    rudi_server.fault(PATH, "drop@300000")
    rudi_server.fault(PATH, "norange", times=9)
    got = fetch(media, tmp_path)
    assert (got.status, got.resumed_from) == (VERIFIED, 0)
    assert [one["status"] for one in rudi_server.requests(PATH)] == [200, 200]


def test_part_that_begins_elsewhere(rudi_server, media, tmp_path):
    rudi_server.fault(PATH, "drop@300000")
    rudi_server.fault(PATH, "badrange")
    assert fetch(MediaFile(media.url, "x.bin"), tmp_path).computed == SHA256  # noticed without any checksum


def test_resume_can_be_refused(rudi_server, media, tmp_path):
    leave_part(media, tmp_path, DATA[:1000], etag='"x"')
    fetch(media, tmp_path, resume=False)
    assert "Range" not in rudi_server.requests(PATH)[0]["headers"]


def test_busy_server_is_waited_for(rudi_server, media, tmp_path):
    rudi_server.fault(PATH, "429@5")
    rudi_server.fault(PATH, "503")
    waits = Waits()
    assert fetch(media, tmp_path, quick_client(waits)).status == VERIFIED
    assert waits.seconds == [5.0, 2.0]


@pytest.mark.parametrize(("fault", "said"), [("503", "out of order"), ("404", "does not exist"), ("drop@0", "lost")])
def test_lasting_failure_is_said_and_leaves_no_file(rudi_server, media, tmp_path, fault, said):
    rudi_server.fault(PATH, fault, times=99)
    with pytest.raises(InputError, match=said):
        fetch(media, tmp_path)
    assert "data.bin" not in names(tmp_path)
    assert len(rudi_server.requests(PATH)) == (1 if fault == "404" else 4)


def test_silence_in_a_body_resumes(rudi_server, media, tmp_path):
    rudi_server.fault(PATH, "stall@400000")
    got = fetch(media, tmp_path, quick_client(timeout_s=0.3))
    assert got.status == VERIFIED
    assert rudi_server.requests(PATH)[1]["headers"]["Range"] == "bytes=400000-"


def test_empty_file(rudi_server, tmp_path):
    url = rudi_server.serve("empty", b"")
    got = fetch(MediaFile(url, "empty.csv", "text/csv"), tmp_path)
    assert (got.bytes, got.path.read_bytes()) == (0, b"")


# --- what is refused ---------------------------------------------------------------------------------------------


def test_wrong_bytes_are_put_aside(rudi_server, media, tmp_path):
    rudi_server.fault(PATH, "hash", times=9)
    with pytest.raises(InputError, match=r"data\.bin\.bad"):
        fetch(media, tmp_path)
    assert names(tmp_path) == ["data.bin.bad"]
    assert (tmp_path / "data.bin.bad").stat().st_size == len(DATA)


def test_wrong_bytes_can_be_kept_or_not_looked_at(rudi_server, media, tmp_path):
    rudi_server.fault(PATH, "hash", times=9)
    assert fetch(media, tmp_path / "a", verify="warn").status == MISMATCH
    assert fetch(media, tmp_path / "b", verify="off").status == UNCHECKED


def test_resumed_wrong_bytes_are_tried_once_from_the_beginning(rudi_server, media, tmp_path):
    leave_part(media, tmp_path, b"\xff" + DATA[1:5000], last_modified=DATE)
    rudi_server.fault(PATH, "hash", times=9)
    with pytest.raises(InputError, match="is not the file"):
        fetch(media, tmp_path)
    assert len(rudi_server.requests(PATH)) == 2


def test_nothing_announced_is_unverifiable(media, tmp_path):
    got = fetch(MediaFile(media.url, "x.bin"), tmp_path)
    assert (got.status, got.expected, got.computed) == (UNVERIFIABLE, "", SHA256)


@pytest.mark.parametrize(
    "announced", ["toBe2186bb13eabf0bc49eaa22ee08d52166", "bc4711a0-6c95-4f0f-b84d-534186ae8a89", "test hash"]
)
def test_placeholder_checksums_are_unverifiable(rudi_server, tmp_path, announced):
    url = rudi_server.serve("x", b"bytes")
    raw = {
        "available_formats": [
            {
                "media_type": "FILE",
                "media_id": "x",
                "file_type": "text/csv",
                "file_size": "5",
                "checksum": {"algo": "MD5", "hash": announced},
                "connector": {"url": url},
            }
        ]
    }
    one = media_file(read_record(raw).media[0], rudi_server.url)
    got = fetch(one, tmp_path)
    assert (got.status, got.path.name) == (UNVERIFIABLE, "x.csv")


def test_wrong_size_is_only_told(media, tmp_path):
    one = MediaFile(media.url, "x.bin", "", media.checksum, 3)
    assert fetch(one, tmp_path).warnings == ("size_differs",)


def test_sign_in_page_is_not_a_file(rudi_server, media, tmp_path):
    rudi_server.fault(PATH, "html")
    with pytest.raises(InputError, match="web page instead of the file"):
        fetch(media, tmp_path)
    assert names(tmp_path) == []


def test_sign_in_page_under_another_type(rudi_server, tmp_path):
    url = rudi_server.serve("page", b"\n<!DOCTYPE html><html>Connexion</html>")
    with pytest.raises(InputError, match="web page"):
        fetch(MediaFile(url, "a.json", "application/json"), tmp_path)
    assert fetch(MediaFile(url, "a.html", "text/html"), tmp_path).bytes > 0


def test_sign_in_page_that_comes_in_crumbs(rudi_server, tmp_path):
    url = rudi_server.serve("page", b"<html>Connexion</html>")
    rudi_server.fault("/__test__/media/page", "slow@100")  # five bytes at a time
    with pytest.raises(InputError, match="web page"):
        fetch(MediaFile(url, "a.json", "application/json"), tmp_path)
    assert names(tmp_path) == []


@pytest.mark.parametrize("fault", [None, "oversize@9000000"])
def test_too_large_is_refused(rudi_server, media, tmp_path, fault):
    if fault:
        rudi_server.fault(PATH, fault)
    with pytest.raises(InputError, match="1 MB are allowed"):
        fetch(media, tmp_path, max_mb=1)
    assert "data.bin" not in names(tmp_path)


def test_resumed_total_is_limited_too(rudi_server, media, tmp_path):
    leave_part(media, tmp_path, DATA[: 2**20 - 10], last_modified=DATE)
    with pytest.raises(InputError, match="1 MB are allowed"):
        fetch(media, tmp_path, max_mb=1)
    assert (tmp_path / "data.bin.part").stat().st_size == 2**20 - 10  # refused before the first byte


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://localhost:1/x", "https://evil.example/x"])
def test_redirect_elsewhere_is_refused(rudi_server, media, tmp_path, target):
    rudi_server.fault(PATH, f"redirect@{target}", times=9)
    with pytest.raises(InputError, match="redirects"):
        fetch(media, tmp_path)
    assert names(tmp_path) == []


def test_compressed_although_not_asked(rudi_server, media, tmp_path):
    rudi_server.fault(PATH, "gzip")
    with pytest.raises(InputError, match="compressed"):
        fetch(media, tmp_path)


def test_existing_file_is_kept(rudi_server, media, tmp_path):
    (tmp_path / "data.bin").write_bytes(b"mine")
    with pytest.raises(InputError, match="exists already"):
        fetch(media, tmp_path)
    assert (tmp_path / "data.bin").read_bytes() == b"mine"
    assert fetch(media, tmp_path, overwrite=True).status == VERIFIED


def test_same_file_is_not_fetched_again(rudi_server, media, tmp_path):
    fetch(media, tmp_path)
    got = fetch(media, tmp_path)
    assert (got.status, got.warnings) == (VERIFIED, ("already_there",))
    assert len(rudi_server.requests(PATH)) == 1


def test_cancel_keeps_the_part_and_no_file(rudi_server, media, tmp_path):
    stopped = threading.Event()
    rudi_server.fault(PATH, "slow@400000")
    threading.Timer(0.3, stopped.set).start()
    began = time.monotonic()
    with pytest.raises(RunCancelledError):
        fetch(media, tmp_path, quick_client(stop=stopped.is_set))
    assert time.monotonic() - began < 2
    assert names(tmp_path) == ["data.bin.part", "data.bin.part.json"]


def test_two_downloads_of_one_file_do_not_mix(rudi_server, media, tmp_path):
    rudi_server.fault(PATH, "slow@2000000")
    failures = []

    def second(_done, _total):
        if not failures:
            with pytest.raises(InputError, match="being downloaded already") as caught:
                fetch(media, tmp_path)
            failures.append(caught)

    assert fetch(media, tmp_path, progress=second).status == VERIFIED
    assert failures


def test_full_disk_is_said(media, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(partial_file.os, "fsync", full)
    with pytest.raises(InputError, match="is full"):
        fetch(media, tmp_path)


def test_progress_grows_to_the_total(media, tmp_path):
    seen = []
    fetch(media, tmp_path, progress=lambda done, total: seen.append((done, total)))
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (len(DATA), len(DATA))


def test_notes_hold_no_secret(rudi_server, media, tmp_path):
    rudi_server.fault(PATH, "drop@1000", times=99)
    one = MediaFile(media.url + "?access_token=JetonSecret", "data.bin")
    stopped = iter([False] * 4 + [True] * 1000)
    with contextlib.suppress(RunCancelledError, InputError):
        fetch(one, tmp_path, quick_client(stop=lambda: next(stopped)))
    assert "JetonSecret" not in (tmp_path / "data.bin.part.json").read_text()


def test_memory_stays_constant(rudi_server, tmp_path):
    import tracemalloc

    body = PatternBody(40 * 2**20)
    url = rudi_server.serve("large", body)
    checksum = Checksum("SHA-256", body.sha256(), True)
    gc.collect()
    tracemalloc.start()
    got = fetch(MediaFile(url, "large.bin", "", checksum), tmp_path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert got.status == VERIFIED
    assert peak < 12 * 2**20  # the server of the same process holds 2 MiB blocks


# --- media of the portal -----------------------------------------------------------------------------------------


def portal_on(server, account=None):
    return Portal(PortalSession(quick_client(), server.url, account))


def first_media(portal, **query):
    record = read_record(portal.page(Query(**query), 0, 1).items[0])
    return record, media_file(record.media[0], portal.session.base)


def test_media_of_the_portal_is_downloaded_through_its_relative_address(rudi_server, tmp_path):
    portal = portal_on(rudi_server)
    record, media = first_media(portal, restricted=False)
    assert record.media[0].url.startswith("/medias/")
    got = download(portal.session.client, portal.session, media, tmp_path)
    assert got.status == VERIFIED
    assert "media_id" not in got.path.name


def test_token_that_ends_during_a_download(start_rudi_server, tmp_path):
    server = start_rudi_server(require="user", token_life_s=0.6)
    login, password = next(iter(USERS.items()))
    portal = portal_on(server, UserAccount(login, Secret(password)))
    portal.session.sign_in()
    _, media = first_media(portal, restricted=False)
    server.fault("/medias", "drop@100")
    time.sleep(0.7)
    got = download(portal.session.client, portal.session, media, tmp_path)
    assert got.status == VERIFIED
    assert 498 in [one["status"] for one in server.requests("/medias")]


def test_restricted_media_says_why(rudi_server, tmp_path):
    portal = portal_on(rudi_server)
    _, media = first_media(portal, restricted=True)
    with pytest.raises(InputError, match="Accès restreint") as caught:
        download(portal.session.client, portal.session, media, tmp_path)
    assert caught.value.status == 403


def encrypted_media(server):
    portal = portal_on(server)
    record = next(r for r in map(read_record, portal.datasets()) if any(m.encrypted for m in r.media))
    return portal, media_file(next(m for m in record.media if m.encrypted), portal.session.base)


def test_encrypted_media_is_kept_as_it_is(rudi_server, tmp_path):
    portal, media = encrypted_media(rudi_server)
    got = download(portal.session.client, portal.session, media, tmp_path)
    assert (got.encrypted, got.status, got.path.suffix) == (True, VERIFIED, ".crypt")


def test_media_that_the_portal_decrypted(rudi_server, tmp_path):
    portal, media = encrypted_media(rudi_server)
    plain = MediaFile(
        rudi_server.serve("plain", b"{}"), media.name, "application/octet-stream+crypt", media.checksum, 9, True
    )
    got = download(portal.session.client, portal.session, plain, tmp_path)
    assert (got.encrypted, got.status, got.warnings) == (False, UNVERIFIABLE, ("decrypted_by_portal",))
    assert got.path.suffix != ".crypt"


# --- names -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\system32\\x.dll", "x.dll"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("COM1.json", "_COM1.json"),
        ('a<b>:"c|d?*.csv', "a_b___c_d__.csv"),
        ("arbres été.geojson", "arbres été.geojson"),
        (" ..", "media"),
        ("", "media"),
        ("a\x00b\x1b[31m\u202ecsv.exe", "ab[31mcsv.exe"),
        ("name. . .", "name"),
    ],
)
def test_names_are_made_harmless(wanted, name):
    assert safe_name(wanted) == name


@given(st.text(max_size=400))
def test_any_name_stays_in_its_folder(wanted):
    name = safe_name(wanted)
    assert name
    assert name not in (".", "..")
    assert not set(name) & set('/\\<>:"|?*\0')
    assert not name.endswith((" ", "."))
    assert len(name.encode()) <= 180
    assert safe_name(name) == name


def test_name_of_a_media():
    url = "https://h/medias/a/b/dwnl"
    assert media_file_name("arbres", url, "text/csv; charset=utf-8") == "arbres.csv"
    assert media_file_name("arbres.gpkg", url, "application/geopackage+sqlite3") == "arbres.gpkg"
    assert media_file_name(None, "https://h/x/donn%C3%A9es.zip?a=/b", "") == "données.zip"
    assert media_file_name("secret", url, "application/json+crypt") == "secret.json.crypt"
    assert media_file_name("bp-2018.v2 final", url, "application/json") == "bp-2018.v2 final.json"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="a;b.csv"', "a;b.csv"),
        ("attachment; filename=a.csv; size=3", "a.csv"),
        ("attachment; filename=\"x.csv\"; filename*=UTF-8''%C3%A9t%C3%A9.csv", "été.csv"),
        (r'attachment; filename="a\"b.csv"', 'a"b.csv'),
        ("inline", ""),
        (None, ""),
    ],
)
def test_name_that_a_server_proposes(header, name):
    assert disposition_name(header) == name
