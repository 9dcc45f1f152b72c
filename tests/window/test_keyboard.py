"""Everything is reached and done with the keyboard."""

from __future__ import annotations

import pytest
from cityorchestra.cityorchestra_plugin.docks.panel_frame import PanelState
from qgis.core import QgsRectangle
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAction, QApplication, QLabel, QToolButton


@pytest.fixture
def focused(ready, iface, qtbot):
    """The ready panel in an active window."""
    iface.window.activateWindow()
    qtbot.waitUntil(iface.window.isActiveWindow)
    return ready


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F5])
@pytest.mark.parametrize("where", ["day", "lines", "start.edit"])
def test_return_and_f5_find_routes(focused, behaviour, qtbot, key, where):
    widget = focused.form
    for name in where.split("."):
        widget = getattr(widget, name)
    widget.setFocus()
    with qtbot.waitSignal(focused.chain.succeeded, timeout=20000):
        qtbot.keyClick(widget, key)
    assert behaviour.names() == ["build", "shade", "route"]


def test_f5_of_qgis_does_not_compete(focused, iface, qtbot):
    refresh = QAction(iface.window)
    refresh.setShortcut("F5")
    iface.window.addAction(refresh)
    heard = []
    refresh.triggered.connect(lambda: heard.append(1))
    focused.form.lines.setFocus()
    with qtbot.waitSignal(focused.chain.succeeded, timeout=20000):
        qtbot.keyClick(focused.form.lines, Qt.Key.Key_F5)
    assert heard == []


def test_return_presses_the_button_that_has_the_focus(focused, qtbot):
    focused.form.swap_button.setFocus()
    qtbot.keyClick(focused.form.swap_button, Qt.Key.Key_Return)
    assert focused.form.start.point().x() == 1000
    assert not focused.chain.is_running


def test_escape_cancels_the_run(focused, behaviour, qtbot):
    behaviour.waits = "shade"
    focused.form.day.setFocus()
    qtbot.keyClick(focused.form.day, Qt.Key.Key_F5)
    qtbot.waitUntil(behaviour.started.is_set, timeout=20000)
    assert QApplication.focusWidget() is focused.frame.cancel_button, "the focus goes to what can be done"
    with qtbot.waitSignal(focused.chain.cancelled, timeout=5000):
        qtbot.keyClick(focused.frame.cancel_button, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is focused.frame.primary_button


def test_f5_during_a_run_does_nothing(focused, behaviour, qtbot):
    behaviour.waits = "shade"
    focused.find_routes()
    qtbot.waitUntil(behaviour.started.is_set, timeout=20000)
    qtbot.keyClick(focused.frame.cancel_button, Qt.Key.Key_F5)
    assert behaviour.names() == ["build", "shade"]
    with qtbot.waitSignal(focused.chain.cancelled, timeout=5000):
        focused.cancel()


def test_escape_in_the_panel_ends_picking(focused, iface, qtbot):
    focused.form.start.pick_button.click()
    qtbot.keyClick(focused.form.start.edit, Qt.Key.Key_Escape)
    assert iface.canvas.mapTool() is not focused.picker


def test_return_in_the_table_zooms(focused, find, iface, qtbot):
    find(focused)
    iface.canvas.setExtent(QgsRectangle(1e5, 1e5, 1e5 + 10, 1e5 + 10))
    focused.results.table.setFocus()
    qtbot.keyClick(focused.results.table, Qt.Key.Key_Return)
    assert iface.canvas.extent().contains(focused.results.selected_route().geometry.boundingBox())
    assert not focused.chain.is_running, "Return in the table is not a new search"


def test_arrows_in_the_table_move_the_selection(focused, find, qtbot):
    find(focused)
    focused.results.select(0)
    focused.results.table.setFocus()
    qtbot.keyClick(focused.results.table, Qt.Key.Key_Down)
    assert focused.results.selected_route().rank == 2
    assert focused.results.chart.selected_row == 1


def chain_of_focus(start):
    """Return the widgets in the order of the Tab key."""
    order, widget = [start], start.nextInFocusChain()
    while widget is not start:
        order.append(widget)
        widget = widget.nextInFocusChain()
    return order


def test_tab_follows_the_order_of_reading(ready):
    form = ready.form
    wanted = [form.lines, form.surface, form.canopy, form.start.edit, form.start.pick_button]
    wanted += [form.end.edit, form.end.pick_button, form.swap_button, form.day, form.hour]
    places = [chain_of_focus(form.lines).index(widget) for widget in wanted]
    assert places == sorted(places)


def test_the_focus_reaches_every_part(ready, find):
    find(ready)
    order = chain_of_focus(ready.form.lines)
    results = ready.results
    for widget in (ready.frame.primary_button, results.chart, results.table, results.export_button):
        assert widget in order
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_labels_have_buddies_and_mnemonics_that_differ(ready):
    labels = [label for label in ready.form.findChildren(QLabel) if label.buddy() is not None]
    assert {label.buddy() for label in labels} >= {
        ready.form.lines, ready.form.surface, ready.form.canopy, ready.form.start.edit, ready.form.end.edit,
        ready.form.day,
    }  # fmt: skip
    texts = [label.text() for label in labels] + [ready.frame.primary_button.text()]
    letters = [text[text.index("&") + 1].lower() for text in texts]
    assert len(set(letters)) == len(letters), letters


def test_buttons_without_text_have_a_name_and_a_tooltip(ready):
    ours = [ready.form.start.pick_button, ready.form.end.pick_button, ready.form.swap_button]
    tools = [button for button in ready.frame.toolbar.findChildren(QToolButton) if button.defaultAction()]
    assert len(tools) == 4
    for button in (*ours, *tools):
        assert button.accessibleName(), button
        assert button.toolTip(), button


def test_return_on_the_empty_page_presses_its_button(dock, iface, qtbot):
    opened = []
    iface.add_layer_action.triggered.connect(lambda: opened.append(1))
    iface.window.activateWindow()
    qtbot.waitUntil(iface.window.isActiveWindow)
    dock.frame.empty_page.button.setFocus()
    qtbot.keyClick(dock.frame.empty_page.button, Qt.Key.Key_Return)
    assert opened == [1]
    assert dock.frame.state is PanelState.EMPTY
