"""Searching in the dock, and the dataset that is chosen there: words, filters, map, order, card."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from cityorchestra.cityorchestra_plugin import settings
from cityorchestra.cityorchestra_plugin.docks.rudi.search_state import SearchState
from cityorchestra.processing_provider.rudi.search_text import folded
from cityorchestra.tests.window.rudi_panel_support import (
    TIMEOUT_MS,
    count_text,
    many_records,
    message,
    record_id,
    titles,
    until_still,
    write_records,
)
from qgis.core import QgsRectangle
from qgis.PyQt.QtCore import Qt

WIDE = 800
HALF_A_TOWN = QgsRectangle(352000, 6785000, 372000, 6800000)  # Lambert-93


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
