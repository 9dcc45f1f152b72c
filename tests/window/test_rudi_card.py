"""The card of a dataset: what it says, what it offers, why something cannot be done."""

from __future__ import annotations

import copy

import pytest
from cityorchestra.cityorchestra_plugin.docks.rudi.badge import Badge
from cityorchestra.cityorchestra_plugin.docks.rudi.preview_card import PreviewCard
from cityorchestra.processing_provider.rudi.record_reader import read_record
from cityorchestra.tests.rudi.server.records import normalised_records
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QMenu


def record(number=0, **changes):
    raw = {**copy.deepcopy(normalised_records(True)[number]), **changes}  # servers of other tests give the same ones
    for media in raw["available_formats"]:
        media["connector"]["url"] = f"/medias/x/{media['media_id']}/dwnl"
    return read_record(raw, "https://portal.example")


def cite_menu(one, parent):
    menu = QMenu("Cite", parent)
    menu.addAction(f"Cite {one.title}")
    return menu


def why_not(_record, media):
    return "" if media.loads_as in ("vector", "service") else f"QGIS cannot open {media.format}."


@pytest.fixture
def card(qtbot):
    made = PreviewCard(why_not, cite_menu)
    qtbot.addWidget(made)
    made.resize(320, 600)
    return made


def badges(holder):
    return [holder.layout().itemAt(place).widget().text for place in range(holder.layout().count())]


def test_nothing_is_shown_without_a_dataset(card):
    assert card.isHidden()
    card.show_record(record())
    assert not card.isHidden()
    card.show_record(None)
    assert card.isHidden()
    assert card.media.model.rowCount() == 0


def test_what_it_is_at_a_glance(card):
    one = record(19)
    card.show_record(one)
    assert card.title.text() == one.title
    assert one.producer.name in card.subtitle.text()
    assert badges(card.badges)[:2] == ["Restricted", "ODbL 1.0"]
    assert not card.access_button.isHidden()
    card.show_record(record(0))
    assert badges(card.badges)[0] == "Open"
    assert card.access_button.isHidden()


def test_quality_is_told_by_sign_and_word(card):
    card.show_record(record(0))
    marks = [card.marks.layout().itemAt(place).widget() for place in range(card.marks.layout().count())]
    assert {mark.sign for mark in marks} <= {"✓", "✕"}
    assert all(isinstance(mark, Badge) and mark.text and mark.accessibleName().startswith(mark.sign) for mark in marks)
    assert len(marks) >= 4


def test_the_best_medium_is_chosen_and_buttons_act_on_it(card, qtbot):
    one = record(0)
    card.show_record(one)
    assert card.media.chosen().loads_as == "vector"
    for button, signal in (
        (card.media.add_button, card.addTriggered),
        (card.media.download_button, card.downloadTriggered),
        (card.media.copy_button, card.copyTriggered),
        (card.media.algorithm_button, card.algorithmTriggered),
    ):
        with qtbot.waitSignal(signal, timeout=1000) as blocker:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert blocker.args == [one, card.media.chosen()]


def test_a_service_is_added_not_downloaded(card):
    card.show_record(record(10))
    kinds = [one.loads_as for one in card.record.media]
    card.media.table.setCurrentIndex(card.media.model.index(kinds.index("service"), 0))
    assert card.media.add_button.isEnabled()
    assert not card.media.download_button.isEnabled()
    assert "service" in card.media.download_button.toolTip()


def test_why_something_cannot_be_opened_is_the_tooltip(card, qtbot):
    encrypted = record(1)
    card.show_record(encrypted)
    places = [place for place, one in enumerate(encrypted.media) if one.encrypted]
    card.media.table.setCurrentIndex(card.media.model.index(places[0], 0))
    assert not card.media.add_button.isEnabled()
    assert "cannot open" in card.media.add_button.toolTip()
    with qtbot.assertNotEmitted(card.addTriggered):
        card.press_add()


def test_return_on_a_file_adds_it(card, qtbot):
    card.show_record(record(0))
    with qtbot.waitSignal(card.addTriggered, timeout=1000):
        qtbot.keyClick(card.media.table, Qt.Key.Key_Return)


def test_a_record_without_media_says_so(card):
    card.show_record(record(0, available_formats=[]))
    assert not card.media.none.isHidden()
    assert card.media.buttons.isHidden()


def test_links_lead_where_they_say(card, qtbot, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True)
    card.show_record(record(0), [(12, record(3))])
    assert record(3).title in card.similar.text.text()
    with qtbot.waitSignal(card.datasetChosen) as blocker:
        card.similar.text.linkActivated.emit("dataset:12")
    assert blocker.args == [12]
    with qtbot.waitSignal(card.keywordChosen) as blocker:
        card.details.text.linkActivated.emit("keyword:arbres%20%26%20haies")
    assert blocker.args == ["arbres & haies"]
    for address in ("javascript:x", "file:///etc/passwd", "https://example.org"):
        card.text.linkActivated.emit(address)
    assert opened == ["https://example.org"]


def test_the_cite_menu_is_that_of_the_dataset(card):
    for number in (0, 1, 0):
        card.show_record(record(number))
        card.cite_button.menu().aboutToShow.emit()
        assert [action.text() for action in card.cite_button.menu().actions()] == [f"Cite {record(number).title}"]


def test_reuses_are_asked_when_they_are_unfolded(card, qtbot):
    one = record(0)
    card.show_record(one)
    card.show()
    with qtbot.waitSignal(card.reusesWanted) as blocker:
        card.reuses.setCollapsed(False)
    assert blocker.args == [one]
    card.show_reuses(record(5), "of another one")
    assert "another" not in card.reuses.text.text()
    card.show_reuses(one, "<p>A walk</p>")
    assert "A walk" in card.reuses.text.text()
    card.show_record(record(2))
    assert card.reuses.isCollapsed()
    assert "A walk" not in card.reuses.text.text()


def test_remarks_are_counted(card):
    card.show_record(read_record({"resource_title": "x", "available_formats": [None]}, "y"))
    assert not card.remarks.isHidden()
    count = card.remarks.text.text().count("<p")
    assert count > 2
    assert str(count) in card.remarks.title()


@pytest.mark.parametrize("raw", [{}, None, [], {"resource_title": "T" * 5000, "keywords": ["mot" * 100] * 300}])
def test_any_record_is_shown_in_a_narrow_panel(card, qtbot, raw):
    card.show()
    card.resize(280, 500)
    card.show_record(read_record(raw, "x"))
    assert card.title.text()
    assert card.scroll.widget().minimumSizeHint().width() <= 280
    assert card.grab().toImage().width() == 280


def test_zoom_needs_an_extent(card):
    card.show_record(record(0, geography=None))
    assert not card.zoom_button.isEnabled()
