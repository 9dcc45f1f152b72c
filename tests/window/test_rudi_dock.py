"""The dock of the catalogue as a user meets it: first use, search, map, keyboard, offline, errors, unloading."""

from __future__ import annotations

import gc
import json
import re
import statistics
import threading
import time
from pathlib import Path

import pytest
from cityorchestra.cityorchestra_plugin import settings
from cityorchestra.cityorchestra_plugin.docks.front_chart import contrast
from cityorchestra.cityorchestra_plugin.docks.panel_frame import shown_sentence
from cityorchestra.cityorchestra_plugin.docks.rudi import background
from cityorchestra.cityorchestra_plugin.docks.rudi.dock import OBJECT_NAME, RudiDock
from cityorchestra.cityorchestra_plugin.docks.rudi.result_pages import Act, Page, age_text, page_of, standing_texts
from cityorchestra.cityorchestra_plugin.docks.rudi.search_controller import Phase, Standing
from cityorchestra.cityorchestra_plugin.docks.rudi.search_state import SearchState
from cityorchestra.processing_provider.rudi.algorithms.connections import (
    Connection,
    remove_connection,
    saved_connections,
)
from cityorchestra.processing_provider.rudi.algorithms.local_catalogue import open_catalogue
from cityorchestra.processing_provider.rudi.search_text import folded
from cityorchestra.tests.window import support
from cityorchestra.tests.window.rudi_panel_support import (
    DEAD,
    TIMEOUT_MS,
    many_records,
    record_id,
    settled,
    titles,
    write_records,
)
from qgis.core import QgsRectangle
from qgis.gui import QgsRubberBand
from qgis.PyQt.QtCore import QEvent, QPoint, Qt, QTimer
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QComboBox, QDockWidget, QLabel, QLineEdit, QWidget

NARROW, WIDE = 280, 800
RELOADS = 10
HALF_A_TOWN = QgsRectangle(352000, 6785000, 372000, 6800000)  # Lambert-93


def portal(server) -> Connection:
    return Connection("Portal", server.url, "portal")


def press(dock, act: Act):
    dock.panel.datasets.page.button(act).click()


def page(dock) -> Page:
    return dock.panel.datasets.shown_page


def count_text(dock) -> str:
    return dock.panel.datasets.search.count.text()


def status(dock) -> str:
    return dock.panel.datasets.status.text()


def message(dock) -> str:
    return shown_sentence(dock.panel.message_bar)


def until_still(dock, qtbot):
    qtbot.waitUntil(lambda: settled(dock.panel), timeout=TIMEOUT_MS)


def bands(iface):
    return [item for item in iface.canvas.scene().items() if isinstance(item, QgsRubberBand)]


# --- the dock itself ---------------------------------------------------------------------------------------------


def test_hidden_it_costs_nothing(iface, counting, qtbot):
    dock = RudiDock(iface, counting)
    assert dock.objectName() == OBJECT_NAME == "CityOrchestraRudiDock"
    assert dock.panel is None
    assert counting.opened == []
    dock.settings_changed()
    dock.unload()


def test_shown_hidden_and_shown_again(make_dock, records_file, qtbot):
    dock = make_dock(records_file(20))
    panel = dock.panel
    dock.toggleViewAction().trigger()
    assert not dock.isVisible()
    assert not panel._shown
    dock.toggleViewAction().trigger()
    until_still(dock, qtbot)
    assert dock.panel is panel
    assert count_text(dock) == "20 datasets"


def test_hidden_no_timer_runs_and_nothing_is_asked(make_dock, rudi_server, iface, qtbot):
    dock = make_dock(portal(rudi_server))
    dock.panel.datasets.search.change(in_extent=True)
    qtbot.keyClicks(dock.panel.datasets.search.field, "arb")
    dock.hide()
    qtbot.waitUntil(lambda: not dock.panel.thumbnails.is_busy, timeout=TIMEOUT_MS)
    asked = len(rudi_server.requests())
    iface.canvas.setExtent(HALF_A_TOWN)
    dock.panel.refresh()
    qtbot.wait(400)
    assert len(rudi_server.requests()) == asked
    assert [timer for timer in dock.panel.findChildren(QTimer) if timer.isActive()] == []
    assert bands(iface) == []


# --- five states -------------------------------------------------------------------------------------------------


def test_first_use_is_a_sentence_and_one_button(make_dock, rudi_server, qtbot):
    dock = make_dock(portal(rudi_server), load=False)
    assert page(dock) is Page.FIRST_USE
    (button,) = dock.panel.datasets.page.buttons()
    assert "Portal" in dock.panel.datasets.page.sentence.text()
    assert rudi_server.requests() == []
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page(dock) is Page.LOADING, timeout=TIMEOUT_MS)
    until_still(dock, qtbot)
    assert page(dock) is Page.LIST
    assert count_text(dock) == f"{len(rudi_server.state.catalogue.records)} datasets"
    assert "new" in message(dock)


def test_loading_can_be_given_up(make_dock, rudi_server, qtbot):
    dock = make_dock(portal(rudi_server), load=False)
    rudi_server.fault("/konsult/v1/datasets/metadatas", "slow@3000", 10)
    press(dock, Act.LOAD)
    qtbot.waitUntil(lambda: page(dock) is Page.LOADING, timeout=TIMEOUT_MS)
    assert "Portal" in dock.panel.datasets.loading.label.text()
    qtbot.keyClick(dock.panel, Qt.Key.Key_Escape)
    until_still(dock, qtbot)
    assert page(dock) is Page.FIRST_USE
    assert message(dock) == ""


def test_an_error_names_its_cause_and_can_be_tried_again(make_dock, rudi_server, qtbot):
    dock = make_dock(portal(rudi_server), load=False)
    rudi_server.fault("/konsult/v1/datasets/metadatas", "404", 1)
    press(dock, Act.LOAD)
    qtbot.waitUntil(lambda: page(dock) is Page.ERROR, timeout=TIMEOUT_MS)
    assert dock.panel.datasets.page.sentence.text()
    assert dock.panel.datasets.page.button(Act.WORK_OFFLINE) is None, "there is nothing to work on"
    press(dock, Act.RETRY)
    qtbot.waitUntil(lambda: page(dock) is Page.LIST, timeout=TIMEOUT_MS)


def test_a_server_that_fails_leaves_the_list_and_says_its_age(make_dock, rudi_server, qtbot):
    dock = make_dock(portal(rudi_server))
    rudi_server.fault("/konsult/v1/datasets/metadatas", "503", 20)
    dock.panel.refresh()
    qtbot.waitUntil(lambda: bool(dock.panel.controller.standing.error), timeout=TIMEOUT_MS)
    assert page(dock) is Page.LIST
    assert message(dock) == dock.panel.controller.standing.error
    assert "seen just now" in status(dock)
    assert "does not answer" in status(dock)
    buttons = [button for button in dock.panel.message_bar.findChildren(QAbstractButton) if button.text()]
    next(button for button in buttons if "offline" in button.text()).click()
    assert dock.panel.controller.standing.offline
    assert "offline" in status(dock)
    assert message(dock) == ""


def test_offline_on_what_was_seen(make_dock, rudi_server, qtbot):
    dock = make_dock(portal(rudi_server))
    dock.panel.toolbar.offline_action.setChecked(True)
    asked = len(rudi_server.requests())
    dock.panel.datasets.search.set_words("rennes")
    dock.panel.refresh()
    qtbot.wait(50)
    assert 0 < len(dock.panel.datasets.result) < len(rudi_server.state.catalogue.records)
    assert len(rudi_server.requests()) == asked
    assert not dock.panel.toolbar.refresh_action.isEnabled()
    assert settings.OFFLINE.value() is True


def test_offline_with_a_catalogue_never_seen(make_dock, rudi_server, qtbot):
    settings.OFFLINE.set_value(True)
    dock = make_dock(portal(rudi_server), load=False)
    assert page(dock) is Page.FIRST_USE
    assert "offline" in dock.panel.datasets.page.sentence.text()
    press(dock, Act.GO_ONLINE)
    assert dock.panel.datasets.page.button(Act.LOAD) is not None
    assert rudi_server.requests() == []


def test_an_empty_answer_says_how_to_widen(make_dock, records_file, iface, qtbot):
    dock = make_dock(records_file(40))
    search = dock.panel.datasets.search
    iface.canvas.setExtent(QgsRectangle(700000, 6200000, 710000, 6210000))
    search.toggle("theme", "economy", True)
    search.change(in_extent=True)
    assert page(dock) is Page.EMPTY
    told = dock.panel.datasets.page.sentence.text()
    assert "Economy" in told or "Economie" in told
    assert "map" in told
    (button,) = dock.panel.datasets.page.buttons()
    number = int(re.search(r"\((\d+)\)", button.text()).group(1))
    assert number > 0
    press(dock, Act.WITHOUT_EXTENT)
    assert page(dock) is Page.LIST
    assert len(dock.panel.datasets.result) == number
    assert not search.extent_chip.isChecked()
    search.set_words("xyzzy")
    press(dock, Act.WITHOUT_WORDS)
    assert search.field.text() == ""
    search.set_words("xyzzy")
    search.change(in_extent=True)
    press(dock, Act.START_AGAIN)
    assert search.state == SearchState()
    assert count_text(dock) == "40 datasets"


def test_a_catalogue_without_anything(make_dock, records_file, qtbot):
    dock = make_dock(records_file(0))
    assert page(dock) in (Page.EMPTY, Page.ERROR)
    assert dock.panel.datasets.page.buttons()


def test_no_catalogue_at_all(make_dock, qtbot):
    for connection in saved_connections():
        remove_connection(connection.name)
    dock = make_dock(None, load=False)
    assert page(dock) is Page.NO_CONNECTION
    press(dock, Act.CONNECTIONS)
    assert dock.panel._dialog.isVisible()
    assert dock.panel._dialog.form.name.text() == ""


def test_a_catalogue_searched_from_afar(make_dock, rudi_server, qtbot):
    dock = make_dock(Connection("udata", f"{rudi_server.url}/udata", "udata"), load=False)
    assert page(dock) is Page.FIRST_USE
    press(dock, Act.TYPE)
    assert dock.window().focusWidget() is dock.panel.datasets.search.field
    dock.panel.datasets.search.set_words("arbres")
    until_still(dock, qtbot)
    assert page(dock) is Page.LIST
    dock.panel.datasets.search.set_words("xyzzyplugh")
    until_still(dock, qtbot)
    assert page(dock) is Page.EMPTY


states = [
    (Standing(), None, SearchState(), Page.NO_CONNECTION),
    (Standing(Connection("a", "b"), Phase.READING), None, SearchState(), Page.LOADING),
    (Standing(Connection("a", "b"), loaded=True), 0, SearchState(), Page.FIRST_USE),
    (Standing(Connection("a", "b"), Phase.HARVESTING, loaded=True), 0, SearchState(), Page.LOADING),
    (Standing(Connection("a", "b"), loaded=True, error="x"), 0, SearchState(text="y"), Page.ERROR),
    (Standing(Connection("a", "b"), loaded=True, records=5, error="x"), 0, SearchState(text="y"), Page.EMPTY),
    (Standing(Connection("a", "b"), loaded=True, records=5, error="x"), 5, SearchState(), Page.LIST),
    (Standing(Connection("a", "b"), Phase.HARVESTING, records=5, loaded=True), 0, SearchState(text="y"), Page.EMPTY),
    (Standing(Connection("a", "b"), loaded=True, seen_at=1.0), 0, SearchState(), Page.EMPTY),
    (Standing(Connection("a", "b", "udata"), Phase.ASKING, loaded=True), 0, SearchState(text="y"), Page.LOADING),
    (Standing(Connection("a", "b", "udata"), loaded=True), 0, SearchState(text="y"), Page.EMPTY),
    (Standing(Connection("a", "b", "udata"), loaded=True, records=3), 0, SearchState(text="y"), Page.EMPTY),
]


@pytest.mark.parametrize(("standing", "found", "state", "expected"), states)
def test_each_state_has_its_page(standing, found, state, expected):
    assert page_of(standing, found, state) is expected


def test_ages_in_words(qgis_app):
    now = 1_000_000.0
    ages = [age_text(now - seconds, now) for seconds in (-5, 30, 600, 7200 * 1.01, 86400 * 3)]
    assert ages == ["seen just now", "seen just now", "seen 10 min ago", "seen 2 h ago", "seen 3 days ago"]
    standing = Standing(Connection("a", "b"), records=387, seen_at=now - 7300, loaded=True, offline=True)
    assert " · ".join(standing_texts(standing, now)) == "387 datasets · seen 2 h ago · offline"


# --- searching ---------------------------------------------------------------------------------------------------


def test_words_are_searched_after_a_pause(make_dock, records_file, qtbot):
    dock = make_dock(records_file(60))
    field = dock.panel.datasets.search.field
    qtbot.keyClicks(field, "arbr")
    assert count_text(dock) == "60 datasets"
    qtbot.waitUntil(lambda: dock.panel.datasets.search.state.text == "arbr", timeout=2000)
    assert "of 60" in count_text(dock)
    assert all("Arbres" in title for title in titles(dock.panel))
    qtbot.keyClicks(field, "es")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert dock.panel.datasets.search.state.text == "arbres", "Return does not wait"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_filters_add_up_and_their_counts_hold(make_dock, records_file, qtbot):
    dock = make_dock(records_file(120), width=WIDE)
    tab = dock.panel.datasets
    tab.search.filter_button.click()
    assert tab.facet_area.isVisible()
    group = tab.facets.groups["theme"]
    chip = group.chips()[0]
    expected = chip.count()
    chip.click()
    assert len(tab.result) == expected
    assert "(1)" in tab.search.filter_button.text()
    second = next(one for one in group.chips() if not one.isChecked())
    both = expected + second.count()
    second.click()
    assert len(tab.result) == both, "values of one facet are alternatives"
    keyword = tab.facets.groups["keyword"].chips()[0]
    fewer = keyword.count()
    keyword.click()
    assert len(tab.result) == fewer <= both, "facets are conditions that all hold"
    tab.search.active.clear_button.click()
    assert len(tab.result) == 120
    assert settings.FILTERS_SHOWN.value() is True


def test_the_map_is_followed_only_while_it_counts(make_dock, records_file, iface, qtbot):
    dock = make_dock(records_file(120))
    tab = dock.panel.datasets
    iface.canvas.setExtent(HALF_A_TOWN)
    assert len(tab.result) == 120
    tab.search.extent_chip.click()
    some = len(tab.result)
    assert 0 < some < 120
    assert "give no extent" in tab.search.count.toolTip()
    iface.canvas.setExtent(QgsRectangle(300000, 6700000, 420000, 6900000))
    qtbot.waitUntil(lambda: len(tab.result) > some, timeout=3000)
    tab.search.extent_chip.click()
    assert len(tab.result) == 120
    assert not dock.panel.map_extent.is_following


def test_the_order_is_chosen(make_dock, records_file, qtbot):
    dock = make_dock(records_file(40))
    search = dock.panel.datasets.search
    for action in search.order_button.menu().actions():
        action.trigger()
        assert search.state.order == action.data()
        assert search.order_button.text() == action.text()
    search.change(order="title")
    assert titles(dock.panel) == sorted(titles(dock.panel), key=folded)
    search.change(order="-updated")
    assert titles(dock.panel) != sorted(titles(dock.panel), key=folded)


def test_the_search_is_remembered(make_dock, records_file, qtbot):
    connection = records_file(60)
    dock = make_dock(connection)
    search = dock.panel.datasets.search
    search.set_words("arbres")
    search.change(order="title")
    search.toggle("access", "open", True)
    shown = titles(dock.panel)
    dock.panel.toolbar.footprints_action.setChecked(False)
    dock.unload()
    again = make_dock(connection, load=False)
    assert again.panel.datasets.search.field.text() == "arbres"
    assert titles(again.panel) == shown
    assert not again.panel.toolbar.footprints_action.isChecked()


def test_a_broken_memory_is_no_obstacle(make_dock, records_file, qtbot):
    settings.SEARCH.set_value('{"facets": {"nothing": ["x"], "theme": 3}, "order": "evil"}')
    settings.SPLITTERS.set_value('{"main_narrow": [0, -5], "x": 1')
    settings.CONNECTION.set_value("gone")
    dock = make_dock(records_file(5))
    assert count_text(dock) == "5 datasets"


# --- one dataset -------------------------------------------------------------------------------------------------


@pytest.fixture
def chosen(make_dock, rudi_server, qtbot):
    """The dock on the test portal, its first dataset chosen."""
    dock = make_dock(portal(rudi_server))
    number = next(iter(rudi_server.state.catalogue.records))
    dock.panel.datasets.list.choose(dock.panel.controller.row_of(number))
    return dock


def test_a_dataset_is_shown_and_drawn(chosen, iface):
    card = chosen.panel.card
    assert card.isVisible()
    assert card.title.text() == card.record.title
    assert card.record.extent is None or "chosen" in chosen.panel.footprints._bands
    card.close_button.click()
    assert card.isHidden()
    assert chosen.panel.datasets.list.chosen_row == -1
    assert "chosen" not in chosen.panel.footprints._bands


def test_similar_datasets_are_one_click_away(chosen):
    panel = chosen.panel
    model = panel.datasets.list.datasets
    chosen.panel.datasets.list.choose(
        next(row for row in map(model.row_at, range(150)) if len(panel.controller.similar(row)))
    )
    rows = panel.controller.similar(panel.datasets.list.chosen_row).tolist()
    panel.card.similar.text.linkActivated.emit(f"dataset:{rows[0]}")
    assert panel.datasets.list.chosen_row == rows[0]
    panel.datasets.search.set_words("xyzzy")
    panel.card.datasetChosen.emit(rows[-1])
    assert panel.card.record.global_id == panel.controller.record(rows[-1]).global_id


def test_a_keyword_becomes_a_filter(chosen):
    panel = chosen.panel
    word = panel.card.record.keywords[0]
    panel.card.details.text.linkActivated.emit(f"keyword:{word}")
    assert panel.datasets.search.state.facets == {"keyword": (word,)}
    assert 0 < len(panel.datasets.result) < panel.controller.standing.records


def test_reuses_are_asked_of_the_portal_on_demand(chosen, rudi_server, qtbot):
    assert not rudi_server.requests("/projekt")
    chosen.panel.card.reuses.setCollapsed(False)
    qtbot.waitUntil(lambda: "Réutilisation 1" in chosen.panel.card.reuses.text.text(), timeout=TIMEOUT_MS)


def test_reuses_that_cannot_be_had_say_why(chosen, rudi_server, qtbot):
    rudi_server.fault("/projekt", "503", 20)
    chosen.panel.card.reuses.setCollapsed(False)
    qtbot.waitUntil(lambda: chosen.panel.chosen._reuses is None, timeout=TIMEOUT_MS)
    assert "503" in chosen.panel.card.reuses.text.text() or "answer" in chosen.panel.card.reuses.text.text()


def test_pointing_at_a_dataset_draws_its_extent(make_dock, records_file, iface, qtbot):
    dock = make_dock(records_file(20))
    row = dock.panel.controller.row_of(record_id(3))
    dock.panel.datasets.list.pointed.emit(row)
    assert "hover" in dock.panel.footprints._bands
    dock.panel.datasets.list.pointed.emit(-1)
    assert "hover" not in dock.panel.footprints._bands


def test_a_double_click_zooms(make_dock, records_file, iface, qtbot):
    dock = make_dock(records_file(20))
    panel = dock.panel
    panel.datasets.list.zoomWanted.emit(panel.controller.row_of(record_id(3)))
    west, south, east, north = panel.map_extent.box()
    assert west < -1.92 < -1.87 < east
    assert south < 47.96 < 48.0 < north
    panel.datasets.list.zoomWanted.emit(panel.controller.row_of(record_id(8)))
    assert "no extent" in message(dock)


def test_the_menu_offers_what_the_card_offers(chosen):
    menu = chosen.panel.chosen.menu()
    words = [action.text().replace("&", "") for action in menu.actions() if action.text()]
    for word in ("Add to map", "Download…", "Copy the address", "Cite"):
        assert word in words, words
    menu.deleteLater()


def test_a_refresh_keeps_what_is_chosen(make_dock, records_file, qtbot):
    connection = records_file(30)
    dock = make_dock(connection)
    panel = dock.panel
    panel.datasets.list.choose(panel.controller.row_of(record_id(7)))
    records = many_records(40)
    records[7]["resource_title"] = "Another title"
    write_records(Path(connection.url), records)
    panel.refresh()
    until_still(dock, qtbot)
    assert panel.card.title.text() == "Another title"
    assert panel.datasets.list.chosen_row == panel.controller.row_of(record_id(7))
    assert count_text(dock) == "40 datasets"


# --- catalogues --------------------------------------------------------------------------------------------------


def test_another_catalogue_is_chosen(make_dock, records_file, qtbot):
    make_dock(records_file(5, "First"), load=True).unload()
    dock = make_dock(records_file(8, "Second"))
    combo = dock.panel.toolbar.combo
    combo.setCurrentIndex(combo.findData("First"))
    combo.activated.emit(combo.currentIndex())
    until_still(dock, qtbot)
    assert count_text(dock) == "5 datasets"
    assert settings.CONNECTION.value() == "First"


def test_a_saved_catalogue_is_shown_at_once(make_dock, records_file, rudi_server, qtbot):
    dock = make_dock(records_file(5))
    dock.panel.show_connections()
    form = dock.panel._dialog.form
    dock.panel._dialog.add()
    form.name.setText("Test portal")
    form.url.setText(rudi_server.url)
    form.edited.emit()
    assert dock.panel._dialog.save()
    assert dock.panel.connection.name == "Test portal"
    until_still(dock, qtbot)
    assert page(dock) is Page.FIRST_USE
    dock.panel._dialog.close()


def test_the_wish_for_an_account_leads_to_it(make_dock, records_file):
    dock = make_dock(records_file(3))
    dock.panel.actions_.accountWanted.emit()
    dialog = dock.panel._dialog
    assert dialog.isVisible()
    assert dialog.form.name.text() == dock.panel.connection.name
    dialog.close()


def test_new_settings_reach_the_panel(make_dock, records_file, qtbot):
    dock = make_dock(records_file(3))
    remove_connection("Records")
    dock.settings_changed()
    assert dock.panel.connection.name == saved_connections()[0].name


# --- tabs --------------------------------------------------------------------------------------------------------


def test_tabs_follow_what_is_done(make_dock, records_file):
    dock = make_dock(records_file(3))
    panel = dock.panel
    assert [panel.tabs.tabText(place) for place in range(3)] == ["Datasets", "Downloads", "Publish"]
    panel.actions_.downloadsChanged.emit(2)
    assert panel.tabs.tabText(1) == "Downloads (2)"
    panel.actions_.downloadsChanged.emit(0)
    assert panel.tabs.tabText(1) == "Downloads"
    panel.actions_.showDownloads.emit()
    assert panel.tabs.currentIndex() == 1
    panel.toolbar.publishTriggered.emit()
    assert panel.tabs.currentIndex() == 2


@pytest.mark.parametrize("kind", ["success", "info", "warning", "error"])
def test_messages_of_every_kind(make_dock, records_file, kind, iface):
    dock = make_dock(records_file(3))
    dock.panel.actions_.said.emit(kind, "A sentence.")
    assert message(dock) == "A sentence."
    details = [one for one in dock.panel.message_bar.findChildren(QAbstractButton) if "Details" in one.text()]
    assert bool(details) is (kind == "error")


# --- keyboard and accessibility -----------------------------------------------------------------------------------


def test_keys_of_the_panel(make_dock, records_file, qtbot):
    connection = records_file(20)
    dock = make_dock(connection)
    panel = dock.panel
    panel.tabs.setCurrentIndex(1)
    qtbot.keyClick(panel, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert panel.tabs.currentIndex() == 0
    assert dock.window().focusWidget() is panel.datasets.search.field
    qtbot.keyClick(panel.datasets.search.field, Qt.Key.Key_Down)
    assert dock.window().focusWidget() is panel.datasets.list
    assert panel.card.isVisible()
    write_records(Path(connection.url), many_records(25))
    qtbot.keyClick(panel.datasets.list, Qt.Key.Key_F5)
    until_still(dock, qtbot)
    assert count_text(dock) == "25 datasets"
    before = panel.map_extent.box()
    panel.datasets.list.choose(panel.controller.row_of(record_id(3)))
    qtbot.keyClick(panel.datasets.list, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert panel.map_extent.box() != before


def test_return_in_the_list_adds_to_the_map(chosen, qtbot, monkeypatch):
    added = []
    chosen.panel.card.addTriggered.connect(lambda record, media: added.append((record, media)))
    monkeypatch.setattr(chosen.panel.actions_, "_queue", lambda job: None)
    chosen.panel.datasets.list.setFocus()
    qtbot.keyClick(chosen.panel.datasets.list, Qt.Key.Key_Return)
    assert [record.global_id for record, _ in added] == [chosen.panel.card.record.global_id]


def test_tab_reaches_everything(chosen, qtbot):
    panel = chosen.panel
    panel.datasets.search.filter_button.setChecked(True)
    panel.datasets.search.field.setFocus()
    reached, widget = set(), panel.datasets.search.field
    while widget not in reached:
        reached.add(widget)
        widget = widget.nextInFocusChain()
    wanted = [
        panel.datasets.search.field,
        panel.datasets.search.extent_chip,
        panel.datasets.search.filter_button,
        panel.datasets.search.order_button,
        panel.datasets.facets.groups["theme"].chips()[0],
        panel.datasets.list,
        panel.card.zoom_button,
        panel.card.media.table,
        panel.card.media.add_button,
        panel.card.media.download_button,
        panel.card.media.copy_button,
        panel.card.media.algorithm_button,
        panel.card.cite_button,
        panel.card.close_button,
        panel.toolbar.combo,
        panel.toolbar.menu_button,
    ]
    for one in wanted:
        assert one in reached
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus, one


def test_what_shows_only_an_icon_has_a_name(chosen):
    for button in chosen.panel.findChildren(QAbstractButton):
        hidden = button.objectName().startswith("qt_") or not button.isVisible()
        ours = not isinstance(button.parent(), (QLineEdit, QComboBox)) and "Bar" not in type(button.parent()).__name__
        if not hidden and ours and not button.text():
            assert button.accessibleName() or button.toolTip(), button.parent()


# --- how it looks ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["english", "french"])
def test_it_fits_beside_a_map(make_dock, rudi_server, iface, language, request, qtbot):
    if language == "french":
        request.getfixturevalue("french")
    dock = make_dock(portal(rudi_server), width=NARROW)
    panel = dock.panel
    panel.datasets.search.filter_button.setChecked(True)
    panel.datasets.search.toggle("theme", "environment", True)
    panel.datasets.list.choose(panel.datasets.list.datasets.row_at(0))
    for section in (panel.card.details, panel.card.similar, panel.card.remarks):
        section.setCollapsed(False)
    iface.window.resizeDocks([dock], [NARROW], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: dock.width() <= NARROW, timeout=5000)
    assert panel.minimumSizeHint().width() <= NARROW
    for widget in [*panel.datasets.findChildren(QWidget), *panel.toolbar.findChildren(QWidget)]:
        if widget.isVisible() and not widget.window().isHidden() and not isinstance(widget.parent(), QLineEdit):
            right = widget.mapTo(panel, QPoint(widget.width(), 0)).x()
            assert right <= panel.width() + 1, widget


def test_filters_and_card_stand_beside_the_list_when_there_is_room(make_dock, records_file, iface, qtbot):
    dock = make_dock(records_file(30), width=320)
    tab = dock.panel.datasets
    assert tab.browse.orientation() == tab.main.orientation() == Qt.Orientation.Vertical
    iface.window.resize(1900, 900)
    iface.window.resizeDocks([dock], [1300], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: tab.main.orientation() == Qt.Orientation.Horizontal, timeout=5000)
    assert tab.browse.orientation() == Qt.Orientation.Horizontal
    tab.list.choose(tab.list.datasets.row_at(0))
    sizes = tab.main.sizes()
    assert min(sizes) > 300
    tab.main.moveSplitter(500, 1)
    dock.hide()
    assert "main_wide" in json.loads(settings.SPLITTERS.value())


def texts(widget):
    found = set()
    for item in [widget, *widget.findChildren(QWidget)]:
        found |= {item.toolTip(), item.accessibleName()}
        if isinstance(item, (QLabel, QAbstractButton)):
            found.add(item.text())
        if isinstance(item, QLineEdit):
            found.add(item.placeholderText())
    return {text for text in found if re.search("[A-Za-zÀ-ÿ]{2}", text)}


OF_QT = {"&Close", "Close", "Scroll Left", "Scroll Right", "Clear", "Float", "Expand", "Collapse"}


def test_no_text_is_left_out_of_the_translation(make_dock, rudi_server, marked, qtbot):
    dock = make_dock(portal(rudi_server))
    panel = dock.panel
    panel.datasets.search.filter_button.setChecked(True)
    panel.datasets.list.choose(panel.datasets.list.datasets.row_at(0))
    panel.show_connections()
    parts = [panel.toolbar, panel.datasets, panel.card, panel.message_bar, panel._dialog]
    data = {panel.card.record.title, panel.card.record.producer.name, rudi_server.url, "https://", "Portal"}
    data |= {one.name for one in saved_connections()} | {one.url for one in saved_connections()}

    def is_data(text):
        plain = re.sub("<[^>]*>", "", text)
        if any(word and word in text for word in data):
            return True
        values = panel.datasets.result.facets
        known = {pair.value for pairs in values.values() for pair in pairs}
        return plain in known or any(plain == medium.shown_name("en") for medium in panel.card.record.media)

    left = {text for part in parts for text in texts(part) if support.MARK not in text and not is_data(text)}
    left = {text for text in left - OF_QT if not text.startswith(("<", "ODbL", "Licence", "JSON", "Open"))}
    panel._dialog.close()
    themes = {"Economy", "Economie"}
    left = {text for text in left if text not in themes and "Qgs" not in text}
    assert left <= known_labels(panel), left


def known_labels(panel):
    """Return the labels that come from the tables of themes and licences, which have their own two languages."""
    shown = set()
    for group in panel.datasets.facets.groups.values():
        shown |= {chip.text() for chip in group.chips()}
    holder = panel.card.badges.layout()
    for place in range(holder.count()):
        badge = holder.itemAt(place).widget()
        shown |= {badge.text, badge.toolTip(), badge.accessibleName()}
    return shown | own_words(panel)


def own_words(panel):
    """Return texts of widgets of QGIS in the dialog, which QGIS translates."""
    return texts(panel._dialog.form.account) | texts(panel._dialog.form.file)


def colours(widget):
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


def test_a_dark_theme_is_followed(make_dock, rudi_server, dark, qtbot):
    dock = make_dock(portal(rudi_server))
    panel = dock.panel
    panel.message_bar.clearWidgets()
    panel.datasets.search.filter_button.setChecked(True)
    panel.datasets.list.choose(panel.datasets.list.datasets.row_at(0))
    for widget, role in (
        (panel.datasets.list.viewport(), QPalette.ColorRole.Base),
        (panel.datasets.facets.groups["theme"].chips()[0], QPalette.ColorRole.Base),
        (panel.card.badges, QPalette.ColorRole.Window),
        (panel.card.marks, QPalette.ColorRole.Window),
        (panel.datasets.status, QPalette.ColorRole.Window),
    ):
        ground = dark.color(role)
        qtbot.waitUntil(lambda shown=widget: shown.width() > 4 and shown.height() > 4)
        assert max(contrast(QColor(name), ground) for name in colours(widget)) > 7, widget


def test_a_style_sheet_theme_is_followed(make_dock, rudi_server, qtbot):
    """Night Mapping makes plain widgets transparent and gives its colour of text to labels only."""
    former = QApplication.instance().styleSheet()
    sheet = (
        "QWidget {background: transparent;} QLabel {color: #aaaaaa;} "
        "QDockWidget, QAbstractScrollArea, QTabWidget {color: #aaaaaa; background-color: #323232;}"
    )
    dock = make_dock(portal(rudi_server))
    try:
        QApplication.instance().setStyleSheet(sheet)
        panel = dock.panel
        panel.datasets.search.filter_button.setChecked(True)
        panel.datasets.list.choose(panel.datasets.list.datasets.row_at(0))
        ground = QColor("#323232")
        chip = next(one for one in panel.datasets.facets.groups["theme"].chips() if not one.isChecked())
        for widget in (chip, panel.card.badges.layout().itemAt(0).widget()):
            inside = widget.grab().toImage().pixelColor(widget.width() // 2, 3)
            assert inside.lightness() < 90, inside.name()
            best = max(contrast(QColor(name), ground) for name in colours(widget))
            assert best > 4.5, (widget, best)
    finally:
        QApplication.instance().setStyleSheet(former)


# --- speed -------------------------------------------------------------------------------------------------------


def test_five_thousand_records_answer_while_typing(make_dock, records_file, iface, qtbot, capsys):
    dock = make_dock(records_file(5000), width=400)
    panel = dock.panel
    panel.datasets.search.filter_button.setChecked(True)
    iface.canvas.setExtent(HALF_A_TOWN)
    panel.map_extent.follow(False)
    box = panel.map_extent.box()
    times = []
    for round_ in range(20):
        text = ("arbres", "budget rennes", "ecol", "pistes cyc")[round_ % 4]
        state = SearchState(text, {"access": ("open",)}, True)
        start = time.perf_counter()
        panel.controller.search(state, box)
        times.append(1000.0 * (time.perf_counter() - start))
        assert 0 < len(panel.datasets.result) < 5000
    with capsys.disabled():
        print(
            f"\n5 000 records, words + facet + extent, to the list and the map: "
            f"median {statistics.median(times):.1f} ms, longest {max(times):.1f} ms"
        )


# --- the end -----------------------------------------------------------------------------------------------------


def flush():
    gc.collect()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def test_ten_reloads_leave_nothing(iface, counting, records_file, qtbot):
    connection = records_file(10)
    from cityorchestra.processing_provider.rudi.algorithms.connections import save_connection

    save_connection(connection)
    settings.CONNECTION.set_value(connection.name)

    def once():
        dock = RudiDock(iface, counting)
        iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        qtbot.waitUntil(lambda: settled(dock.panel), timeout=TIMEOUT_MS)
        dock.panel.refresh()
        dock.panel.datasets.search.set_words("arbres")
        dock.unload()
        iface.removeDockWidget(dock)
        dock.deleteLater()
        flush()

    once()
    before = (threading.active_count(), len(iface.window.findChildren(QDockWidget)), len(iface.canvas.scene().items()))
    for _ in range(RELOADS):
        once()
    qtbot.waitUntil(lambda: not background._alive, timeout=TIMEOUT_MS)
    flush()
    after = (threading.active_count(), len(iface.window.findChildren(QDockWidget)), len(iface.canvas.scene().items()))
    assert after[0] <= before[0] + 2  # threads of QGIS's own pool come and go
    assert after[1:] == before[1:]


def test_unloading_while_a_server_is_slow(make_dock, rudi_server, qtbot):
    dock = make_dock(portal(rudi_server), load=False)
    rudi_server.fault("/konsult/v1/datasets/metadatas", "slow@100", 10)
    dock.panel.refresh()
    qtbot.wait(200)
    start = time.perf_counter()
    dock.unload()
    assert time.perf_counter() - start < 3.0


def test_a_server_that_is_gone_does_not_hold_the_window(make_dock, qtbot):
    dock = make_dock(Connection("Dead", DEAD, "portal"), load=False)
    start = time.perf_counter()
    press(dock, Act.LOAD)
    assert time.perf_counter() - start < 0.2
    qtbot.waitUntil(lambda: page(dock) is Page.ERROR, timeout=TIMEOUT_MS)


def test_the_catalogue_is_closed_at_the_end(make_dock, records_file):
    dock = make_dock(records_file(4))
    dock.unload()
    with open_catalogue() as catalogue:
        assert catalogue.sources()[0].records == 4
