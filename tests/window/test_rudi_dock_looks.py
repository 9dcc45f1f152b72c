"""How the dock is used by keyboard and how it looks: narrow, wide, dark, in French."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cityorchestra.cityorchestra_plugin import settings
from cityorchestra.cityorchestra_plugin.docks.front_chart import contrast
from cityorchestra.tests.window.rudi_panel_support import (
    count_text,
    many_records,
    portal,
    record_id,
    until_still,
    write_records,
)
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

NARROW = 280


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
