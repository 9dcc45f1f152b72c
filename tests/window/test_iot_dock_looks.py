"""How the equipment dock is used by keyboard and how it looks: narrow, wide, dark, without an untranslated text."""

from __future__ import annotations

import re

import pytest
from cityorchestra.cityorchestra_plugin.docks.front_chart import contrast
from cityorchestra.cityorchestra_plugin.docks.iot.marks import look_of, state_colour
from cityorchestra.cityorchestra_plugin.docks.iot.pages import Page
from cityorchestra.processing_provider.iot.algorithms.brokers import Broker
from cityorchestra.processing_provider.iot.state_colours import STATE_LOOKS
from cityorchestra.tests.window import support
from cityorchestra.tests.window.iot_panel_support import TIMEOUT_MS, choose, facility_store, hear, titles
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget

NARROW = 280


@pytest.fixture
def shown(make_equipment, tmp_path):
    """The dock on a boiler room, a valve chosen."""
    store = facility_store(tmp_path / "room.gpkg", 0.5)
    broker = Broker("Town heating", "127.0.0.1", 1883, tls=False, store=str(store))
    dock = make_equipment(broker=broker)
    choose(dock, "valve-1")
    return dock


# --- keyboard and accessibility -------------------------------------------------------------------------------


def test_keys_of_the_panel(shown, iface, qtbot):
    panel = shown.panel
    panel.tabs.setCurrentWidget(panel.alarms)
    qtbot.keyClick(panel, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert panel.tabs.currentWidget() is panel.equipment
    assert shown.window().focusWidget() is panel.equipment.field
    qtbot.keyClicks(panel.equipment.field, "boiler")
    qtbot.waitUntil(lambda: "pressure" not in titles(panel) or len(titles(panel)) == 14, timeout=TIMEOUT_MS)
    qtbot.keyClick(panel.equipment.field, Qt.Key.Key_Escape)
    assert panel.equipment.field.text() == ""
    qtbot.keyClick(panel.equipment.field, Qt.Key.Key_Down)
    assert shown.window().focusWidget() is panel.equipment.view
    before = iface.canvas.extent()
    qtbot.keyClick(panel.equipment.view, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert iface.canvas.extent() != before
    qtbot.keyClick(panel.equipment.view, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert panel.equipment.view_button.isChecked()
    qtbot.keyClick(panel.equipment.view, Qt.Key.Key_Escape)
    assert panel.card.isHidden()


def test_f5_looks_at_the_store_at_once(shown, qtbot):
    panel = shown.panel
    panel.controller._store._poll_s = 3600.0
    panel.controller._store.refresh()
    qtbot.wait(400)  # the look under way ends, the next one is far
    hear(panel.source.store, 900)
    qtbot.wait(700)
    assert "sensor 900" not in titles(panel)
    qtbot.keyClick(panel.equipment.view, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "sensor 900" in titles(panel), timeout=TIMEOUT_MS)


def test_return_zooms_to_a_device_and_folds_a_site(shown, iface, qtbot):
    view = shown.panel.equipment.view
    site = view.devices.index(0, 0)
    before = iface.canvas.extent()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert iface.canvas.extent() != before
    view.setCurrentIndex(site)
    assert view.isExpanded(site)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert not view.isExpanded(site)


def test_arrows_read_the_chart(shown, qtbot):
    chart = shown.panel.card.chart.chart
    qtbot.waitUntil(lambda: len(chart.series) > 10, timeout=TIMEOUT_MS)
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert chart.row == 0
    assert "50 %" in chart.row_text()
    assert chart.accessibleDescription() == chart.row_text()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.row == 1
    qtbot.keyClick(chart, Qt.Key.Key_End)
    assert chart.row == len(chart.series) - 1


def test_tab_reaches_everything(shown):
    panel = shown.panel
    reached, widget = set(), panel.equipment.field
    while widget not in reached:
        reached.add(widget)
        widget = widget.nextInFocusChain()
    wanted = [
        panel.equipment.field,
        panel.equipment.view_button,
        panel.equipment.chips["ok"],
        panel.equipment.view,
        panel.card.zoom_button,
        panel.card.close_button,
        panel.card.values,
        panel.card.chart.metric,
        panel.card.chart.chart,
        panel.toolbar.combo,
        panel.toolbar.menu_button,
        panel.alarms.list,
        panel.alarms.acknowledge_button,
        panel.recorder.copy_button,
    ]
    for one in wanted:
        assert one in reached
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus, one


def test_what_shows_only_an_icon_has_a_name(shown):
    for tab in (shown.panel.equipment, shown.panel.alarms, shown.panel.recorder):
        shown.panel.tabs.setCurrentWidget(tab)
        for button in shown.panel.findChildren(QAbstractButton):
            hidden = button.objectName().startswith("qt_") or not button.isVisible()
            kind = type(button.parent()).__name__
            ours = not isinstance(button.parent(), (QLineEdit, QComboBox)) and "Bar" not in kind
            if not hidden and ours and not button.text():
                assert button.accessibleName() or button.toolTip(), button.parent()


def test_a_screen_reader_hears_the_row(shown):
    view = shown.panel.equipment.view
    said = view.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert all(word in said for word in ("valve-1", "boiler-room", "On time", "50", "ago"))


# --- how it looks ------------------------------------------------------------------------------------------------


def test_it_fits_beside_a_map(shown, iface, qtbot):
    panel = shown.panel
    iface.window.resizeDocks([shown], [NARROW], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: shown.width() <= NARROW, timeout=5000)
    assert panel.minimumSizeHint().width() <= NARROW
    for tab in (panel.equipment, panel.alarms, panel.recorder):
        panel.tabs.setCurrentWidget(tab)
        qtbot.wait(20)
        for widget in tab.findChildren(QWidget):
            if widget.isVisible() and not isinstance(widget.parent(), QLineEdit) and not _scrolls(widget, panel):
                right = widget.mapTo(panel, QPoint(widget.width(), 0)).x()
                assert right <= panel.width() + 1, widget


def _scrolls(widget, panel):
    """Tell whether a widget is a part of a header, which scrolls with its table."""
    while widget is not None and widget is not panel:
        if widget.inherits("QHeaderView"):
            return True
        widget = widget.parentWidget()
    return False


def test_the_card_stands_beside_the_list_when_there_is_room(shown, iface, qtbot):
    tab = shown.panel.equipment
    assert tab.main.orientation() == Qt.Orientation.Vertical
    iface.window.resize(1900, 900)
    iface.window.resizeDocks([shown], [1100], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: tab.main.orientation() == Qt.Orientation.Horizontal, timeout=5000)
    assert min(tab.main.sizes()) > 300


def texts_of(widget):
    found = set()
    for item in [widget, *widget.findChildren(QWidget)]:
        found |= {item.toolTip(), item.accessibleName()}
        if isinstance(item, (QLabel, QAbstractButton)):
            found.add(item.text())
        if isinstance(item, QLineEdit):
            found.add(item.placeholderText())
    return {text for text in found if re.search("[A-Za-zÀ-ÿ]{2}", text)}


def test_no_text_is_left_out_of_the_translation(make_equipment, tmp_path, marked, qtbot):
    store = facility_store(tmp_path / "room.gpkg", 0.2)
    dock = make_equipment(broker=Broker("Town heating", "127.0.0.1", 1883, tls=False, store=str(store)))
    choose(dock, "valve-1")
    panel = dock.panel
    panel.show_brokers()
    parts = [panel.toolbar, panel.equipment, panel.card, panel.alarms, panel.recorder]
    data = ("valve-1", "boiler-room", str(store), "127.0.0.1", "Town heating", "70b3d5e75fb0", "SF7", "dBm")
    known = {"On time", "Late", "Lost", "Never heard", "Out of service", "valve"}  # words of the table of states

    def is_data(text):
        return text in known or any(word in text for word in data) or re.fullmatch(r"[\d:. \u202f%sC°]+", text)

    left = {text for part in parts for text in texts_of(part) if support.MARK not in text and not is_data(text)}
    left = {text for text in left if not text.startswith(("<", "&Close", "Close", "Scroll", "Clear"))}
    form = panel._dialog.form
    for group in (form.name, form.tls, form.may_command, form.plain):
        for text in texts_of(group):
            assert support.MARK in text
    panel._dialog.close()
    assert left <= {"On time: 14"}, left


def colours(widget):
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}


def test_a_dark_theme_is_followed(make_equipment, tmp_path, dark, qtbot):
    dock = make_equipment(facility_store(tmp_path / "room.gpkg", 0.5))
    choose(dock, "boiler-flow")
    panel = dock.panel
    chart = panel.card.chart.chart
    qtbot.waitUntil(lambda: len(chart.series) > 10, timeout=TIMEOUT_MS)
    for widget, role in (
        (panel.equipment.view.viewport(), QPalette.ColorRole.Base),
        (chart, QPalette.ColorRole.Base),
        (panel.equipment.status, QPalette.ColorRole.Window),
        (panel.card.title, QPalette.ColorRole.Window),
    ):
        ground = dark.color(role)
        assert max(contrast(QColor(name), ground) for name in colours(widget)) > 7, widget


def test_a_style_sheet_theme_is_followed(make_equipment, tmp_path, qtbot):
    """Night Mapping makes plain widgets transparent and gives its colour of text to labels only."""
    former = QApplication.instance().styleSheet()
    sheet = (
        "QWidget {background: transparent;} QLabel {color: #aaaaaa;} "
        "QDockWidget, QAbstractScrollArea, QTabWidget {color: #aaaaaa; background-color: #323232;}"
    )
    dock = make_equipment(facility_store(tmp_path / "room.gpkg", 0.5))
    try:
        QApplication.instance().setStyleSheet(sheet)
        choose(dock, "boiler-flow")
        ground = QColor("#323232")
        for widget in (dock.panel.equipment.chips["ok"], dock.panel.card.mark):
            best = max(contrast(QColor(name), ground) for name in colours(widget))
            assert best > 4.5, (widget, best)
    finally:
        QApplication.instance().setStyleSheet(former)


@pytest.mark.parametrize("ground", ["#ffffff", "#1e1e1e"])
def test_the_states_are_told_by_shape_and_can_be_seen(ground):
    shapes = {(look.shape, look.filled) for look in STATE_LOOKS}
    assert len(shapes) == len(STATE_LOOKS), "a state is never known by its colour alone"
    for look in STATE_LOOKS:
        assert look_of(look.state) is look
        assert contrast(state_colour(look.state, QColor(ground)), QColor(ground)) > 2.2, look.state


def test_pages_fit_a_narrow_panel(make_equipment, iface, qtbot):
    dock = make_equipment()
    iface.window.resizeDocks([dock], [NARROW], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: dock.width() <= NARROW, timeout=5000)
    assert dock.panel.equipment.shown_page is Page.NO_SOURCE
    for button in dock.panel.equipment.page.buttons():
        assert button.mapTo(dock.panel, QPoint(button.width(), 0)).x() <= dock.panel.width()
