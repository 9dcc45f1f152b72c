"""The dock of the catalogue as a user meets it: first use, loading, errors, offline, catalogues, unloading."""

from __future__ import annotations

import gc
import re
import threading

import pytest
from cityorchestra.cityorchestra_plugin import settings
from cityorchestra.cityorchestra_plugin.docks import background
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
from cityorchestra.tests.window.rudi_panel_support import (
    DEAD,
    TIMEOUT_MS,
    bands,
    count_text,
    message,
    page,
    portal,
    press,
    settled,
    status,
    until_still,
)
from qgis.core import QgsRectangle
from qgis.PyQt.QtCore import QEvent, Qt, QTimer
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QDockWidget

RELOADS = 10
HALF_A_TOWN = QgsRectangle(352000, 6785000, 372000, 6800000)  # Lambert-93


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


def test_an_answer_without_a_list_withdraws_nothing(make_dock, rudi_server, qtbot):
    dock = make_dock(portal(rudi_server))
    known = len(rudi_server.state.catalogue.records)
    rudi_server.fault("/konsult/v1/datasets/metadatas", "empty", 20)
    dock.panel.controller.refresh(full=True)
    until_still(dock, qtbot)
    assert "no list" in message(dock)
    assert count_text(dock) == f"{known} datasets"


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
    assert [panel.tabs.tabText(place) for place in range(3)] == ["Data", "Downloads", "Publish"]
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
    dock.unload()  # the server would take minutes
    assert not background._alive


def test_a_server_that_is_gone_does_not_hold_the_window(make_dock, qtbot):
    dock = make_dock(Connection("Dead", DEAD, "portal"), load=False)
    press(dock, Act.LOAD)
    assert page(dock) is Page.LOADING  # the answer comes later: nobody waited for it
    qtbot.waitUntil(lambda: page(dock) is Page.ERROR, timeout=TIMEOUT_MS)


def test_the_catalogue_is_closed_at_the_end(make_dock, records_file):
    dock = make_dock(records_file(4))
    dock.unload()
    with open_catalogue() as catalogue:
        assert catalogue.sources()[0].records == 4
