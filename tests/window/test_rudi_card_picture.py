"""The picture on the card: a sketch at once, a picture of the catalogue's own server, of another one on demand only."""

from __future__ import annotations

import math

import numpy as np
import pytest
from cityorchestra.cityorchestra_plugin.docks import background
from cityorchestra.cityorchestra_plugin.docks.front_chart import contrast
from cityorchestra.cityorchestra_plugin.docks.rudi import card_picture_loader
from cityorchestra.cityorchestra_plugin.docks.rudi.card_picture import CardPicture, PictureAndText
from cityorchestra.cityorchestra_plugin.docks.rudi.card_picture_loader import CardPictureLoader, is_blank
from cityorchestra.cityorchestra_plugin.docks.rudi.card_sections import rich_label
from cityorchestra.cityorchestra_plugin.docks.rudi.extent_sketch import MOST, draw_sketch, sketch_of
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.rudi.dataset_picture import MAP_HEIGHT, MAP_WIDTH, PictureSource
from cityorchestra.processing_provider.rudi.portal import Portal
from cityorchestra.processing_provider.rudi.record import Connector, Media, Record
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.processing_provider.rudi.session import PortalSession
from cityorchestra.processing_provider.rudi.sources.rudi import PortalSource
from cityorchestra.tests.rudi.client_support import quick_client
from cityorchestra.tests.rudi.dock_support import TIMEOUT_MS, portal_connection
from cityorchestra.tests.window.rudi_panel_support import portal
from cityorchestra.tests.window.test_rudi_thumbnails import picture
from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QImage, QPainter, QPalette, QPixmap

RENNES = (-1.75, 48.07, -1.60, 48.15)
NARROW = 280
SOURCE = PictureSource("https://maps.example.org/ows", "maps.example.org", is_map=True, of_catalogue=False)


def maps_asked(server) -> list[dict]:
    return [one for one in server.requests() if one["query"].get("REQUEST") == ["GetMap"]]


@pytest.fixture
def wms(start_rudi_server):
    """Function that gives a server whose ``/medias/…/wms`` are a WMS."""
    return lambda: start_rudi_server(made=True)


@pytest.fixture
def told():
    """What the loader told."""
    return []


@pytest.fixture
def loader(opener, tmp_path, told, qtbot, monkeypatch):
    monkeypatch.setattr(card_picture_loader, "DELAY_MS", 30)
    made = CardPictureLoader(opener, tmp_path / "pictures")
    made.found.connect(lambda pixmap, source: told.append(("found", pixmap, source)))
    made.offered.connect(lambda source: told.append(("offered", source)))
    made.failed.connect(lambda source: told.append(("failed", source)))
    made.set_network(True)
    yield made
    made.unload()
    qtbot.waitUntil(lambda: not background._alive, timeout=TIMEOUT_MS)


def until_told(loader, told, qtbot) -> list[str]:
    """Wait until the loader has nothing more to do; return what it told."""
    qtbot.waitUntil(lambda: not loader.is_busy, timeout=TIMEOUT_MS)
    return [what[0] for what in told]


def wms_of(server, index: int = 0) -> Record:
    """Return an open dataset with a WMS, as the portal of a server gives it."""
    having = []
    for identifier, raw in server.state.catalogue.records.items():
        contracts = {one["connector"].get("interface_contract") for one in raw["available_formats"]}
        if "wms" in contracts and read_record(raw).access == "open":
            having.append(identifier)
    source = PortalSource(Portal(PortalSession(quick_client(), server.url)))
    records = [one for one in map(source.get, having[:12]) if one.extent is not None and not one.extent.is_world]
    server.state.log.clear()
    return records[index]


# --- whom it asks ------------------------------------------------------------------------------------------------


def test_the_catalogue_itself_is_asked_for_one_small_map(loader, told, wms, qtbot, tmp_path):
    server = wms()
    record = wms_of(server)
    loader.show_dataset(record, portal_connection(server))
    assert until_told(loader, told, qtbot) == ["found"]
    ((_, pixmap, source),) = told
    assert (pixmap.width(), pixmap.height()) == (MAP_WIDTH, MAP_HEIGHT)
    assert source.of_catalogue
    (asked,) = maps_asked(server)
    assert (asked["query"]["WIDTH"], asked["query"]["HEIGHT"]) == (["256"], ["160"])
    loader.show_dataset(record, portal_connection(server))
    assert len(told) == 2, "what was seen is shown at once"
    assert not loader.is_busy
    assert len(list((tmp_path / "pictures").glob("*.png"))) == 1
    assert len(maps_asked(server)) == 1


def test_another_server_learns_nothing_before_the_user_says_so(loader, told, wms, rudi_server, qtbot):
    elsewhere = wms()
    first, second = wms_of(elsewhere, 0), wms_of(elsewhere, 1)
    absolute = [wms_elsewhere(one, elsewhere) for one in (first, second)]
    loader.show_dataset(absolute[0], portal_connection(rudi_server))
    assert until_told(loader, told, qtbot) == ["offered"]
    assert elsewhere.requests() == []
    source = told[0][1]
    assert source.host == "127.0.0.1"
    assert not source.of_catalogue
    loader.agree(source)
    assert until_told(loader, told, qtbot) == ["offered", "found"]
    loader.show_dataset(absolute[1], portal_connection(rudi_server))
    assert until_told(loader, told, qtbot) == ["offered", "found", "found"], "the server may be asked from now on"
    assert len(maps_asked(elsewhere)) == 2
    assert rudi_server.requests() == []


def wms_elsewhere(record: Record, server) -> Record:
    """Return a record as another catalogue would give it: the address of its WMS is absolute."""
    media = next(one for one in record.media if one.connector.contract == "wms")
    connector = Connector(f"{server.url}{media.url}", "wms", media.connector.parameters)
    one = Media(media_id=media.media_id, kind="SERVICE", connector=connector)
    return Record(record.global_id, title=record.title, media=(one,), extent=record.extent)


def test_datasets_that_are_passed_by_are_not_asked_for(loader, told, wms, qtbot):
    server = wms()
    records = [wms_of(server, number) for number in range(3)]
    for record in records:
        loader.show_dataset(record, portal_connection(server))
    assert until_told(loader, told, qtbot) == ["found"]
    assert len(maps_asked(server)) == 1
    assert records[-1].global_id in maps_asked(server)[0]["path"]


def test_another_choice_gives_up_what_is_under_way(loader, told, wms, qtbot):
    server = wms()
    first, second = wms_of(server, 0), wms_of(server, 1)
    server.fault(f"/medias/{first.global_id}", "stall@10", times=9)
    loader.show_dataset(first, portal_connection(server))
    qtbot.waitUntil(lambda: bool(maps_asked(server)), timeout=TIMEOUT_MS)
    loader.show_dataset(second, portal_connection(server))
    until_told(loader, told, qtbot)
    ((_, _pixmap, source),) = told
    assert second.global_id in source.url
    loader.show_dataset(None, None)
    assert not loader.is_busy


def test_a_picture_of_the_record_is_larger_on_the_card(loader, told, rudi_server, qtbot):
    url = rudi_server.serve("photo.png", picture(800, 400))
    record = Record("a", media=(Media(media_id="m", visual=url),))
    loader.show_dataset(record, portal_connection(rudi_server))
    assert until_told(loader, told, qtbot) == ["found"]
    assert (told[0][1].width(), told[0][2].is_map) == (256, False)


def test_offline_only_the_disk_is_read(loader, told, wms, qtbot, opener, tmp_path):
    server = wms()
    seen, unseen = wms_of(server, 0), wms_of(server, 1)
    loader.show_dataset(seen, portal_connection(server))
    until_told(loader, told, qtbot)
    again = CardPictureLoader(opener, tmp_path / "pictures")
    found = []
    again.found.connect(lambda pixmap, source: found.append(source))
    asked = len(server.requests())
    for record in (seen, unseen):
        again.show_dataset(record, portal_connection(server))
        qtbot.waitUntil(lambda: not again.is_busy, timeout=TIMEOUT_MS)
    assert len(found) == 1
    assert len(server.requests()) == asked
    again.set_network(True)
    qtbot.waitUntil(lambda: len(found) == 2, timeout=TIMEOUT_MS)
    again.unload()


@pytest.mark.parametrize(
    "fault", ["404", "503", "html", "notjson", "empty", "drop@100", "redirect@http://127.0.0.1:9/"]
)
def test_a_server_that_gives_none_is_not_asked_again_and_nothing_is_said(loader, told, wms, qtbot, fault):
    server = wms()
    record = wms_of(server)
    server.fault("/medias", fault, times=99)
    for _ in range(3):
        loader.show_dataset(record, portal_connection(server))
        until_told(loader, told, qtbot)
    assert told == []
    assert len(maps_asked(server)) == 1


def test_an_account_that_cannot_be_read_is_no_reason_to_say_something(loader, told, wms, qtbot, monkeypatch):
    server = wms()

    def refuse(*_, **__):
        raise InputError("The account is locked.")

    monkeypatch.setattr(loader, "_open_access", refuse)
    loader.show_dataset(wms_of(server), portal_connection(server))
    assert until_told(loader, told, qtbot) == []


def test_a_picture_that_was_wanted_and_does_not_come_is_told(loader, told, wms, rudi_server, qtbot):
    elsewhere = wms()
    elsewhere.fault("/medias", "404", times=99)
    record = wms_elsewhere(wms_of(elsewhere), elsewhere)
    loader.show_dataset(record, portal_connection(rudi_server))
    until_told(loader, told, qtbot)
    loader.agree(told[0][1])
    assert until_told(loader, told, qtbot) == ["offered", "failed"]
    loader.show_dataset(record, portal_connection(rudi_server))
    assert until_told(loader, told, qtbot) == ["offered", "failed"], "it is neither asked nor offered again"


def test_an_unload_waits_for_what_is_under_way(loader, wms, qtbot):
    server = wms()
    server.fault("/medias", "stall@10", times=9)
    loader.show_dataset(wms_of(server), portal_connection(server))
    qtbot.waitUntil(lambda: bool(maps_asked(server)), timeout=TIMEOUT_MS)
    loader.unload()
    assert not loader.is_busy


@pytest.mark.parametrize(
    ("colours", "blank"),
    [(["#ffffff"], True), (["#00ffffff"], True), (["#0000ff"], False), (["#ffffff", "#fefefe"], False)],
)
def test_blank_maps_are_none(colours, blank):
    image = QImage(MAP_WIDTH, MAP_HEIGHT, QImage.Format.Format_ARGB32)
    image.fill(QColor(colours[0]))
    if len(colours) > 1:
        image.setPixelColor(200, 77, QColor(colours[1]))
    assert is_blank(image) is blank


# --- the sketch --------------------------------------------------------------------------------------------------


def drawn(sketch, width=160, height=100):
    """Return a sketch as a picture: black ink on white, the dataset in red."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_sketch(painter, QRectF(0, 0, width, height), sketch, QColor("white"), QColor("black"), QColor("red"))
    painter.end()
    return image


def red_part(image):
    """Return the columns and rows of what is red: left, top, right, bottom [shares of the picture]."""
    found = [
        (x / image.width(), y / image.height())
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).red() > image.pixelColor(x, y).green() + 60
    ]
    xs, ys = zip(*found)
    return min(xs), min(ys), max(xs), max(ys)


def test_a_dataset_is_drawn_where_it_is():
    """A square in the north-east quarter of a square catalogue at the equator."""
    boxes = np.array([(0.0, -0.5, 1.0, 0.5)] * 3)
    left, top, right, bottom = red_part(drawn(sketch_of((0.5, 0.0, 1.0, 0.5), boxes)))
    side = 100 / 1.12 / 160  # of the catalogue in the width of the picture
    assert left == pytest.approx(0.5, abs=0.02)
    assert right == pytest.approx(0.5 + side / 2, abs=0.02)
    assert bottom == pytest.approx(0.5, abs=0.03)
    assert top == pytest.approx(0.5 - 0.5 / 1.12, abs=0.03)


def test_a_point_is_found_too():
    boxes = np.array([(-1.9, 48.0, -1.5, 48.3)] * 3)
    left, top, right, bottom = red_part(drawn(sketch_of((-1.7, 48.1, -1.7, 48.1), boxes)))
    assert 0.05 < right - left < 0.2
    assert 0.1 < bottom - top < 0.3


def test_a_dataset_outside_its_catalogue_is_still_on_the_sketch():
    boxes = np.array([(-1.9, 48.0, -1.5, 48.3)] * 50)
    left, _top, right, _bottom = red_part(drawn(sketch_of((2.0, 48.0, 3.0, 49.0), boxes)))
    assert 0.5 < left < right < 1.0


@pytest.mark.parametrize("box", [None, (math.nan,) * 4, (-180.0, -90.0, 180.0, 90.0)])
def test_an_unknown_extent_has_no_sketch(box):
    assert sketch_of(box, np.array([RENNES])) is None


def test_a_catalogue_without_extents_still_has_the_dataset(qgis_app):
    sketch = sketch_of(RENNES, np.full((4, 4), np.nan))
    assert sketch.common == RENNES
    assert len(sketch.others) == 0
    assert red_part(drawn(sketch))


def test_a_large_catalogue_is_sketched_by_some_of_it():
    boxes = np.tile(np.array(RENNES), (10_000, 1))
    assert 0 < len(sketch_of(RENNES, boxes).others) <= MOST


# --- on the card -------------------------------------------------------------------------------------------------


@pytest.fixture
def shown(qtbot):
    """A picture beside a text."""
    card_picture, text = CardPicture(), rich_label()
    text.setText("<p>Arbres d’alignement de la ville, leur essence et leur hauteur.</p>")
    both = PictureAndText(card_picture, text)
    both.card_picture, both.text = card_picture, text
    qtbot.addWidget(both)
    both.show()
    return both


def test_nothing_to_show_takes_no_room(shown):
    assert shown.card_picture.isHidden()
    shown.card_picture.show_sketch(sketch_of(RENNES, np.array([RENNES])))
    assert shown.card_picture.isVisible()
    assert "Extent" in shown.card_picture.view.accessibleName()
    shown.card_picture.clear()
    assert shown.card_picture.isHidden()


def test_it_grows_with_the_room_and_never_asks_for_more(shown, qtbot):
    shown.card_picture.show_sketch(sketch_of(RENNES, np.array([RENNES])))
    assert shown.minimumSizeHint().width() < 120
    for width, expected in ((200, 200), (NARROW, MAP_WIDTH), (320, MAP_WIDTH)):
        shown.resize(width, 500)
        view = shown.card_picture.view
        assert view.width() == expected
        assert view.height() == round(expected * MAP_HEIGHT / MAP_WIDTH)
        assert shown.text.y() > view.y(), "the text is below it"
    shown.resize(600, 300)
    qtbot.waitUntil(lambda: shown.text.x() > shown.card_picture.view.width(), timeout=TIMEOUT_MS)
    assert shown.text.y() == 0


def test_a_picture_of_another_server_is_offered_and_can_be_had_by_keyboard(shown, qtbot):
    card_picture = shown.card_picture
    card_picture.show_sketch(sketch_of(RENNES, np.array([RENNES])))
    card_picture.offer(SOURCE)
    assert card_picture.button.isVisible()
    assert "maps.example.org" in card_picture.button.toolTip()
    assert card_picture.button.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(card_picture.wanted, timeout=1000) as blocker:
        qtbot.keyClick(card_picture.button, Qt.Key.Key_Space)
    assert blocker.args == [SOURCE]
    assert not card_picture.button.isEnabled()
    card_picture.show_failure(SOURCE)
    assert "maps.example.org" in card_picture.button.toolTip()
    pixmap = QPixmap(MAP_WIDTH, MAP_HEIGHT)
    pixmap.fill(QColor("teal"))
    card_picture.show_picture(pixmap, SOURCE)
    assert card_picture.button.isHidden()
    assert card_picture.view.accessibleName() == "Map of the dataset, by maps.example.org"
    assert card_picture.view.grab().toImage().pixelColor(50, 30).name() == QColor("teal").name()
    card_picture.show_sketch(sketch_of(RENNES, np.array([RENNES])))
    assert card_picture.view.picture is None, "another dataset never shows the former one’s picture"


def test_an_offer_without_a_sketch_is_seen_too(shown):
    shown.card_picture.offer(SOURCE)
    assert shown.card_picture.button.isVisible()


@pytest.mark.parametrize("theme", ["light", "night"])
def test_the_dataset_stands_out_on_every_theme(shown, request, theme):
    if theme == "night":
        request.getfixturevalue("dark")
    boxes = np.array([(-1.9 + x / 50, 48.0 + x / 90, -1.8 + x / 50, 48.1 + x / 90) for x in range(15)])
    shown.resize(NARROW, 400)
    shown.card_picture.show_sketch(sketch_of((-1.8, 48.1, -1.7, 48.15), boxes))
    view = shown.card_picture.view
    image = view.grab().toImage()
    names = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    ground = view.palette().color(QPalette.ColorRole.Window)
    assert max(contrast(QColor(name), ground) for name in names) > 4.5


# --- in the dock -------------------------------------------------------------------------------------------------


def test_the_card_shows_the_sketch_at_once_and_the_map_when_it_comes(make_dock, wms, qtbot):
    server = wms()
    dock = make_dock(portal(server))
    panel, one = dock.panel, wms_of(server)
    assert panel.datasets.list.choose(panel.controller.row_of(one.global_id))
    view = panel.card.picture.view
    assert view.isVisible()
    assert view.picture is None
    assert view.sketch.box == pytest.approx(one.extent.as_tuple())
    qtbot.waitUntil(lambda: view.picture is not None, timeout=TIMEOUT_MS)
    assert "127.0.0.1" in view.accessibleName()
    assert len(maps_asked(server)) == 1
    panel.card.close_button.click()
    assert panel.card.picture.isHidden()


def test_looking_at_the_list_asks_no_map(make_dock, wms, qtbot):
    server = wms()
    dock = make_dock(portal(server))
    for _ in range(5):
        bar = dock.panel.datasets.list.verticalScrollBar()
        bar.setValue(bar.value() + bar.pageStep())
        qtbot.wait(60)
    qtbot.waitUntil(lambda: not dock.panel.thumbnails.is_busy, timeout=TIMEOUT_MS)
    assert maps_asked(server) == []


def test_hidden_or_offline_no_picture_is_asked_for(make_dock, wms, qtbot):
    server = wms()
    dock = make_dock(portal(server))
    panel = dock.panel
    panel.toolbar.offline_action.setChecked(True)
    panel.datasets.list.choose(panel.controller.row_of(wms_of(server).global_id))
    qtbot.waitUntil(lambda: not panel.card_pictures.is_busy, timeout=TIMEOUT_MS)
    assert maps_asked(server) == []
    assert panel.card.picture.view.isVisible(), "the sketch needs no network"
    panel.toolbar.offline_action.setChecked(False)
    dock.hide()
    qtbot.wait(500)
    assert maps_asked(server) == []
    dock.show()
    qtbot.waitUntil(lambda: panel.card.picture.view.picture is not None, timeout=TIMEOUT_MS)
