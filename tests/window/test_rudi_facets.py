"""Filters as chips: counts, ticks, the list of all values, filters in force; all by keyboard too."""

from __future__ import annotations

import pytest
from cityorchestra.cityorchestra_plugin.docks.chip import Chip
from cityorchestra.cityorchestra_plugin.docks.flow_layout import FlowLayout
from cityorchestra.cityorchestra_plugin.docks.rudi.facet_chips import (
    FACETS,
    FIRST_VALUES,
    ActiveFilters,
    FacetGroup,
    FacetPanel,
    facet_title,
    value_text,
)
from cityorchestra.cityorchestra_plugin.docks.rudi.facet_picker import FacetPicker
from cityorchestra.processing_provider.rudi.facets import FacetValue
from cityorchestra.processing_provider.rudi.filters import FACETS as CATALOGUE_FACETS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from qgis.PyQt.QtCore import QRect, QSize, Qt
from qgis.PyQt.QtTest import QAbstractItemModelTester
from qgis.PyQt.QtWidgets import QWidget

THEMES = [FacetValue("economy", 110), FacetValue("transportation", 67), FacetValue("environment", 14)]


def many(count):
    return [FacetValue(f"Producteur n° {number}", count - number) for number in range(count)]


@pytest.fixture
def group(qtbot):
    made = FacetGroup("producer")
    qtbot.addWidget(made)
    made.resize(300, 300)
    made.show()
    return made


def test_every_facet_is_one_of_the_catalogue(qgis_app):
    assert set(FACETS) <= set(CATALOGUE_FACETS)
    assert len({facet_title(facet) for facet in FACETS}) == len(FACETS)


def test_values_are_shown_in_words(qgis_app):
    assert value_text("access", "restricted") == "Restricted"
    assert value_text("licence", "unknown") == "Unknown"
    assert value_text("licence", "odbl-1.0") == "ODbL 1.0"
    assert value_text("licence", "a licence of ours") == "a licence of ours"
    assert value_text("theme", "economy") in ("Economy", "Economie")


def test_chips_show_counts_and_say_them(group):
    group.set_values(THEMES, ["environment"])
    assert [(chip.text(), chip.count(), chip.isChecked()) for chip in group.chips()] == [
        ("economy", 110, False),
        ("transportation", 67, False),
        ("environment", 14, True),
    ]
    assert "110" in group.chips()[0].accessibleName()
    assert group.more_button.isHidden()


def test_the_first_values_then_the_chosen_ones(group):
    values = many(40)
    group.set_values(values, [values[30].value])
    assert [chip.value for chip in group.chips()] == [pair.value for pair in (*values[:FIRST_VALUES], values[30])]
    assert not group.more_button.isHidden()
    assert str(40 - FIRST_VALUES - 1) in group.more_button.text()


def test_a_chosen_value_that_leaves_nothing_stays_to_be_taken_back(group):
    group.set_values([], ["Ville de Rennes"])
    (chip,) = group.chips()
    assert (chip.value, chip.count(), chip.isChecked()) == ("Ville de Rennes", 0, True)
    group.set_values([], [])
    assert group.isHidden()


def test_clicks_and_keys_tick(group, qtbot):
    group.set_values(THEMES, [])
    told = []
    group.toggled.connect(lambda value, on: told.append((value, on)))
    qtbot.mouseClick(group.chips()[0], Qt.MouseButton.LeftButton)
    qtbot.keyClick(group.chips()[1], Qt.Key.Key_Space)
    qtbot.keyClick(group.chips()[2], Qt.Key.Key_Return)
    qtbot.keyClick(group.chips()[2], Qt.Key.Key_Return)
    assert told == [("economy", True), ("transportation", True), ("environment", True), ("environment", False)]


def test_arrows_go_from_chip_to_chip(group, qtbot):
    group.set_values(THEMES, [])
    group.activateWindow()
    group.chips()[0].setFocus()
    qtbot.keyClick(group.chips()[0], Qt.Key.Key_Right)
    assert group.window().focusWidget() is group.chips()[1]
    qtbot.keyClick(group.chips()[1], Qt.Key.Key_Left)
    assert group.window().focusWidget() is group.chips()[0]
    qtbot.keyClick(group.chips()[0], Qt.Key.Key_Left)
    assert group.window().focusWidget() is group.chips()[0], "there is none before the first"


def test_all_values_can_be_searched_and_ticked(group, qtbot):
    values = [*many(60), FacetValue("Keolis Rennes – Réseau STAR", 3)]
    group.set_values(values, [values[2].value])
    told = []
    group.toggled.connect(lambda value, on: told.append((value, on)))
    picker = group.show_all()
    QAbstractItemModelTester(picker.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert picker.shown.rowCount() == 61
    picker.search.setText("reseau star")
    assert picker.shown.rowCount() == 1, "accents and capitals do not count"
    index = picker.shown.index(0, 0)
    picker.view.activated.emit(index)
    picker.view.activated.emit(index)
    assert told == [(values[-1].value, True), (values[-1].value, False)]
    picker.search.setText("n° 2")
    assert picker.shown.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) == 2
    qtbot.keyClick(picker, Qt.Key.Key_Escape)
    assert picker.isHidden()


def test_the_list_stays_inside_the_screen(qtbot):
    anchor = QWidget()
    qtbot.addWidget(anchor)
    anchor.move(100000, 100000)
    anchor.show()
    picker = FacetPicker("year", "Year", many(3), (), lambda _facet, value: value, anchor)
    picker.show_below(anchor)
    room = anchor.screen().availableGeometry()
    assert room.contains(picker.geometry().topLeft())
    picker.close()


def test_all_facets_stand_below_each_other(qtbot):
    panel = FacetPanel()
    qtbot.addWidget(panel)
    panel.set_facets({"theme": THEMES, "format": [FacetValue("JSON", 3)]}, {"theme": ("economy",)})
    assert [name for name, one in panel.groups.items() if not one.isHidden()] == ["theme", "format"]
    told = []
    panel.toggled.connect(lambda *given: told.append(given))
    panel.groups["format"].chips()[0].click()
    assert told == [("format", "JSON", True)]


def test_filters_in_force_are_taken_away(qtbot):
    active = ActiveFilters()
    qtbot.addWidget(active)
    active.set_chosen({"producer": ("Ville de Rennes",), "theme": ("economy", "health")})
    assert [chip.value for chip in active.chips()] == ["economy", "health", "Ville de Rennes"]
    assert not active.clear_button.isHidden()
    with qtbot.waitSignal(active.removed) as blocker:
        qtbot.keyClick(active.chips()[0], Qt.Key.Key_Delete)
    assert blocker.args == ["theme", "economy"]
    with qtbot.waitSignal(active.cleared):
        active.clear_button.click()
    active.set_chosen({"theme": ("health",)})
    assert active.clear_button.isHidden()
    active.set_chosen({})
    assert active.isHidden()


def test_a_chip_taken_away_may_redraw_the_row_it_is_in(qtbot):
    active = ActiveFilters()
    qtbot.addWidget(active)
    chosen = {"theme": ["economy", "health"]}
    active.removed.connect(lambda facet, value: (chosen[facet].remove(value), active.set_chosen(chosen)))
    active.set_chosen(chosen)
    active.show()
    with qtbot.waitSignal(active.removed):
        active.chips()[0].click()
    assert [chip.value for chip in active.chips()] == ["health"]


def test_a_word_is_not_shortened_when_there_is_room(qtbot):
    for word in ("In the map", "Économie", "Mobilité, Transport", "iiiiiiii", "WWWW"):
        chip = Chip()
        qtbot.addWidget(chip)
        chip.show_value(word, word, 12, word)
        assert chip.sizeHint().width() >= chip.fontMetrics().horizontalAdvance(word + "12")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 400), max_size=20), st.integers(60, 600))
def test_a_flow_never_leaves_its_width_nor_overlaps(qgis_app, widths, width):
    holder = QWidget()
    flow = FlowLayout(holder, 4)
    for wide in widths:
        one = QWidget(holder)
        one.setFixedHeight(20)
        one.setMinimumWidth(min(wide, 50))
        one.setMaximumWidth(wide)
        one.sizeHint = lambda wide=wide: QSize(wide, 20)
        flow.addWidget(one)
    holder.show()
    flow.setGeometry(QRect(0, 0, width, flow.heightForWidth(width)))
    boxes = [flow.itemAt(place).geometry() for place in range(flow.count())]
    assert all(box.right() < width for box in boxes)
    assert not any(one.intersects(other) for place, one in enumerate(boxes) for other in boxes[:place])
    assert all(box.bottom() < max(1, flow.heightForWidth(width)) for box in boxes)
    holder.deleteLater()
