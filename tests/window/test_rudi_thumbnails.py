"""Pictures of datasets: only from the catalogue itself, small, kept on disk, and never waited for."""

from __future__ import annotations

import pytest
from cityorchestra.cityorchestra_plugin.docks import background
from cityorchestra.cityorchestra_plugin.docks.rudi import thumbnails
from cityorchestra.cityorchestra_plugin.docks.rudi.thumbnails import (
    ROW_SIDE,
    SIDE,
    PictureFolder,
    Thumbnails,
    allowed_url,
    decoded,
    fetch_pictures,
)
from cityorchestra.tests.rudi.dock_support import TIMEOUT_MS, portal_connection
from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice
from qgis.PyQt.QtGui import QColor, QImage


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(data)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pictures"


@pytest.fixture
def pictures(opener, folder, rudi_server, qtbot):
    """Pictures of the local server."""
    made = Thumbnails(opener, folder)
    made.set_connection(portal_connection(rudi_server))
    yield made
    made.unload()
    qtbot.waitUntil(lambda: not background._alive, timeout=TIMEOUT_MS)


def wait(pictures, url: str, qtbot):
    """Ask for a picture as a list does, and return it once it came."""
    if pictures.picture(url) is None:
        with qtbot.waitSignal(pictures.arrived, timeout=TIMEOUT_MS, check_params_cb=lambda arrived: arrived == url):
            pass
    return pictures.picture(url)


@pytest.mark.parametrize(
    ("base", "url", "allowed"),
    [
        ("https://rudi.example.org", "/medias/a/picture.png", "https://rudi.example.org/medias/a/picture.png"),
        ("https://rudi.example.org", "https://rudi.example.org/p.png", "https://rudi.example.org/p.png"),
        ("https://rudi.example.org", "https://tracker.example.com/p.png", ""),
        ("https://rudi.example.org", "http://rudi.example.org/p.png", ""),
        ("https://rudi.example.org", "file:///etc/passwd", ""),
        ("https://rudi.example.org", "data:image/png;base64,AAAA", ""),
        ("https://rudi.example.org", "", ""),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/p.png", "http://127.0.0.1:8000/p.png"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:9000/p.png", ""),
    ],
)
def test_only_the_catalogue_itself_is_asked(base, url, allowed):
    assert allowed_url(base, url) == allowed


def test_pictures_are_reduced():
    image = decoded(picture(800, 400))
    assert (image.width(), image.height()) == (SIDE, SIDE // 2)
    small = decoded(picture(20, 10))
    assert (small.width(), small.height()) == (20, 10)
    assert decoded(picture(300, 300, "JPG")).width() == SIDE


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>no picture</html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
        picture(30, 30)[:40],
        # A PNG that says it has 30 000 by 30 000 pixels.
        picture(30, 30)[:16] + (30000).to_bytes(4, "big") * 2 + picture(30, 30)[24:],
    ],
    ids=["nothing", "page", "drawing", "cut", "bomb"],
)
def test_what_is_no_safe_picture_is_none(data):
    assert decoded(data) is None


def test_a_picture_comes_once_and_is_kept(pictures, rudi_server, folder, qtbot):
    url = rudi_server.serve("logo.png", picture(300, 150))
    assert pictures.picture(url) is None, "nobody waits for a picture"
    found = wait(pictures, url, qtbot)
    assert (found.width(), found.height()) == (ROW_SIDE, ROW_SIDE // 2)
    pictures.picture(url)
    assert len(rudi_server.requests("/__test__/media/logo.png")) == 1
    (kept,) = folder.iterdir()
    assert kept.suffix == ".png"
    assert QImage(str(kept)).width() == SIDE, "the card needs it larger than the list"


def test_a_picture_on_disk_needs_no_network(pictures, rudi_server, folder, opener, qtbot):
    url = rudi_server.serve("logo.png", picture(20, 20))
    wait(pictures, url, qtbot)
    offline = Thumbnails(opener, folder)
    offline.set_connection(portal_connection(rudi_server))
    offline.set_network(False)
    asked = len(rudi_server.state.log)
    assert wait(offline, url, qtbot) is not None
    assert len(rudi_server.state.log) == asked
    offline.unload()


def test_a_picture_that_cannot_be_had_is_not_asked_again(pictures, rudi_server, qtbot):
    url = f"{rudi_server.url}/__test__/media/missing.png"
    pictures.picture(url)
    qtbot.waitUntil(lambda: not pictures.is_busy, timeout=TIMEOUT_MS)
    assert pictures.picture(url) is None
    assert not pictures.is_busy
    assert len(rudi_server.requests("/__test__/media/missing.png")) == 1


def test_one_bad_picture_spoils_no_other(pictures, rudi_server, qtbot):
    good = rudi_server.serve("good.png", picture(20, 20))
    for bad in (rudi_server.serve("bad.png", b"no picture"), "https://elsewhere.example.org/p.png", "::"):
        pictures.picture(bad)
    assert wait(pictures, good, qtbot) is not None
    qtbot.waitUntil(lambda: not pictures.is_busy, timeout=TIMEOUT_MS)


def test_without_pictures_nothing_is_asked(pictures, rudi_server, qtbot):
    url = rudi_server.serve("logo.png", picture(20, 20))
    pictures.set_on(False)
    assert pictures.picture(url) is None
    assert not pictures.is_busy


def test_rows_that_scrolled_away_are_forgotten(pictures, rudi_server, monkeypatch, qtbot):
    monkeypatch.setattr(thumbnails, "WAITING", 3)
    urls = [rudi_server.serve(f"row{number}.png", picture(10, 10)) for number in range(6)]
    for url in urls:
        pictures.picture(url)
    qtbot.waitUntil(lambda: not pictures.is_busy, timeout=TIMEOUT_MS)
    assert [pictures.picture(url) is not None for url in urls] == [False, False, False, True, True, True]


def test_the_oldest_pictures_make_room(folder):
    import os

    kept = PictureFolder(folder)
    for number in range(5):
        kept.save(f"https://example.org/{number}", QImage(8, 8, QImage.Format.Format_RGB32))
        os.utime(kept.path(f"https://example.org/{number}"), (number, number))
    kept.prune(2)
    assert [kept.load(f"https://example.org/{number}") is not None for number in range(5)] == [False] * 3 + [True] * 2


def test_a_folder_that_cannot_be_written_costs_no_picture(opener, rudi_server, tmp_path):
    (tmp_path / "in_the_way").write_text("a file where a folder is wanted")
    url = rudi_server.serve("logo.png", picture(20, 20))
    folder = PictureFolder(tmp_path / "in_the_way")
    ((asked, image),) = fetch_pictures([url], portal_connection(rudi_server), folder, opener, lambda: False)
    assert asked == url
    assert image.width() == 20


def test_an_unload_waits_for_what_is_under_way(pictures, rudi_server, qtbot):
    url = rudi_server.serve("slow.png", picture(20, 20))
    rudi_server.fault("/__test__/media/slow.png", "stall@10")
    pictures.picture(url)
    qtbot.waitUntil(lambda: bool(rudi_server.requests("/__test__/media/slow.png")), timeout=TIMEOUT_MS)
    pictures.unload()
    assert not pictures.is_busy
