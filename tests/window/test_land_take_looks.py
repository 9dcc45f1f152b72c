"""How the panel of land take is used by keyboard and how it looks: narrow, dark, without an untranslated text."""

from __future__ import annotations

import re

import pytest
from cityorchestra.cityorchestra_plugin.docks.front_chart import contrast
from cityorchestra.cityorchestra_plugin.docks.land_take import parts as parts_module
from cityorchestra.tests.window import support
from cityorchestra.tests.window.land_take_panel_support import draw, land_cover, look_at, row_of, zone_layer
from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QTableView,
    QToolButton,
    QWidget,
)

NARROW = 360


@pytest.fixture
def language(request):
    """English, or French."""
    if request.param == "french":
        request.getfixturevalue("french")
    return request.param


@pytest.fixture
def full(make_land_take, wait_for, iface, qtbot):
    """Function that opens the panel with zones measured, a project compared and sites ranked."""

    def fill():
        dock = make_land_take(land_cover(2017), land_cover(2020), zone_layer())
        panel = dock.panel
        panel.form.score.pace.setValue(0.5)
        wait_for(panel, "measured", panel.measure)
        panel.tabs.setCurrentWidget(panel.project)
        look_at(iface, -20, -20, 420, 220)
        panel.project.form.draw_button.click()
        draw(iface, (10, 50), (90, 50), (90, 150), (10, 150))
        wait_for(panel, "simulated", panel.compare)
        wait_for(panel, "ranked", panel.rank)
        return dock

    return fill


# --- keyboard and accessibility -------------------------------------------------------------------------------


def chain_of_focus(start):
    order, widget = [start], start.nextInFocusChain()
    while widget is not start:
        order.append(widget)
        widget = widget.nextInFocusChain()
    return order


def test_tab_reaches_everything_in_the_order_of_reading(full):
    panel = full().panel
    form, project, exchange = panel.form, panel.project, panel.project.exchange
    wanted = [
        form.last, form.first, form.zones, form.name_field, form.score.pace, *form.score.weights,
        panel.frame.primary_button, panel.zones.search, panel.zones.probe_button, panel.zones.table,
        project.form.layer, project.form.draw_button, project.form.kind, project.compare_button,
        project.results.scope, exchange.candidates, exchange.least, exchange.kind, exchange.as_much,
        exchange.button, exchange.table,
    ]  # fmt: skip
    order = chain_of_focus(form.last)
    places = [order.index(widget) for widget in wanted]
    assert places == sorted(places)
    for widget in wanted:
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, widget


def test_what_shows_only_an_icon_has_a_name(full):
    panel = full().panel
    for tab in (panel.zones, panel.project):
        panel.tabs.setCurrentWidget(tab)
        for button in panel.findChildren(QAbstractButton):
            hidden = button.objectName().startswith("qt_") or not button.isVisible()
            ours = not isinstance(button.parent(), (QLineEdit, QComboBox, QgsCollapsibleGroupBox, QTableView))
            if not hidden and ours and "Bar" not in type(button.parent()).__name__ and not button.text():
                assert button.accessibleName(), button
                assert button.toolTip(), button


def test_choices_have_labels_and_names(full):
    panel = full().panel
    buddies = {label.buddy() for label in panel.findChildren(QLabel) if label.buddy() is not None}
    boxes = [
        box
        for kind in (QComboBox, QAbstractSpinBox)
        for box in (*panel.form.findChildren(kind), *panel.project.findChildren(kind))
    ]
    assert len(boxes) > 10
    for box in boxes:
        named = box in buddies or box.parent() in buddies
        assert named or box.accessibleName(), box


@pytest.mark.parametrize("language", ["english", "french"], indirect=True)
def test_mnemonics_of_what_is_seen_together_differ(full, language):
    panel = full().panel
    common = [label.text() for label in panel.form.findChildren(QLabel) if label.buddy() is not None]
    common += [panel.frame.primary_button.text(), panel.actions_.report.text(), panel.actions_.layers.text()]
    for tab in (panel.zones, panel.project):
        texts = common + [label.text() for label in tab.findChildren(QLabel) if label.buddy() is not None]
        texts += [button.text() for button in tab.findChildren(QAbstractButton)]
        letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
        assert len(set(letters)) == len(letters), sorted(letters)


def test_charts_and_figures_are_told_to_screen_readers(full):
    panel = full().panel
    panel.zones.select([row_of(panel, "Ouest")])
    card, results = panel.zones.zone_card, panel.project.results
    for widget in (card.gauge, card.bars, card.components, card.facts, results.bars, results.facts):
        assert widget.accessibleName(), widget
        assert re.search(r"\d", widget.accessibleDescription()), widget


# --- how it looks ------------------------------------------------------------------------------------------------


def scrolls(widget, panel):
    """Tell whether a widget belongs to the heading of a table, which scrolls with it."""
    while widget is not None and widget is not panel:
        if widget.inherits("QHeaderView"):
            return True
        widget = widget.parentWidget()
    return False


@pytest.mark.parametrize("language", ["english", "french"], indirect=True)
def test_it_fits_beside_a_map_and_nothing_is_cut(full, iface, qtbot, language):
    dock = full()
    panel = dock.panel
    panel.form.score.group.setCollapsed(False)
    iface.window.resizeDocks([dock], [NARROW], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: dock.width() <= NARROW, timeout=5000)
    assert panel.minimumSizeHint().width() <= NARROW
    panel.zones.select([row_of(panel, "Est")])
    for tab in (panel.zones, panel.project):
        panel.tabs.setCurrentWidget(tab)
        qtbot.wait(50)
        for widget in tab.findChildren(QWidget):
            if widget.isVisible() and not isinstance(widget.parent(), QLineEdit) and not scrolls(widget, panel):
                right = widget.mapTo(panel, QPoint(widget.width(), 0)).x()
                assert right <= panel.width() + 1, widget
        for label in tab.findChildren(QLabel):
            if label.isVisible() and label.text() and not label.wordWrap():
                assert label.width() >= label.sizeHint().width(), label.text()
    for label in panel.form.findChildren(QLabel):
        if label.isVisible() and label.text() and not label.wordWrap():
            assert label.width() >= label.sizeHint().width(), label.text()


@pytest.mark.parametrize("language", ["english", "french"], indirect=True)
def test_titles_of_bars_have_room(full, qtbot, language):
    bars = full().panel.zones.zone_card.bars
    metrics = bars.fontMetrics()
    for part in parts_module.parts():
        assert metrics.horizontalAdvance(part.title) <= NARROW - 60, part.title


def texts_of(widget):
    found = set()
    for item in [widget, *widget.findChildren(QWidget)]:
        found |= {item.toolTip(), item.accessibleName()}
        if isinstance(item, (QLabel, QAbstractButton)):
            found.add(item.text())
        if isinstance(item, QGroupBox):
            found.add(item.title())
        if isinstance(item, QLineEdit):
            found.add(item.placeholderText())
        if isinstance(item, QAbstractSpinBox):
            found.add(item.specialValueText())
        if isinstance(item, QTableView):
            model = item.model()
            for column in range(model.columnCount()):
                for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                    found.add(model.headerData(column, Qt.Orientation.Horizontal, role))
    return {text for text in found if text and re.search("[A-Za-zÀ-ÿ]{2}", text)}


DATA = ("Land cover 20", "Zones of the plan", "Ouest", "Milieu", "Est", "Nulle part", "nom")
OF_QT = ("<", "&Close", "Close", "Scroll", "Clear", "Float", "Expand", "Collapse", "QGIS ", "Toggle")


def is_ours(text):
    """Tell our texts from the user's data, the project's tables, and what comes translated with Qt and QGIS."""
    from cityorchestra.cityorchestra_plugin.docks.land_take.kinds import project_kinds

    table = {word for kind in project_kinds() for word in (kind.name, kind.note)}
    return text not in table and not text.startswith(OF_QT) and not any(text.strip("⚠ ") == word for word in DATA)


def test_no_text_is_left_out_of_the_translation(marked, full, qtbot):
    panel = full().panel
    panel.zones.select([row_of(panel, "Est")])
    panel.zones.show_surface({"artif": 1, "cs": "1.1.1.1", "us": "5", "motif": "bati", "aire_m2": 60.0})
    parts = [panel.form, panel.zones, panel.project, panel.frame.toolbar, panel.frame.action_bar]
    parts += [panel.frame.empty_page]
    left = {text for part in parts for text in texts_of(part) if support.MARK not in text and is_ours(text)}
    assert left == set()
    bars = [group for card in (panel.zones.zone_card.bars, panel.project.results.bars) for group in card.groups]
    assert all(group.title.startswith(support.MARK) for group in bars)


def colours(widget):
    image = widget.grab().toImage()
    counts = {}
    for x in range(0, image.width(), 2):
        for y in range(0, image.height(), 2):
            name = image.pixelColor(x, y).name()
            counts[name] = counts.get(name, 0) + 1
    return counts


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_themes_are_followed(full, theme, request):
    if theme == "dark":
        request.getfixturevalue("dark")
    panel = full().panel
    panel.zones.select([row_of(panel, "Ouest")])
    panel.tabs.setCurrentWidget(panel.zones)
    card = panel.zones.zone_card
    for widget, role in (
        (card.gauge, QPalette.ColorRole.Window),
        (card.bars, QPalette.ColorRole.Window),
        (card.facts, QPalette.ColorRole.Window),
        (panel.zones.table.viewport(), QPalette.ColorRole.Base),
        (panel.project.results.bars, QPalette.ColorRole.Window),
    ):
        ground, counts = widget.palette().color(role), colours(widget)
        assert counts.get(ground.name(), 0) > 0.15 * sum(counts.values()), f"{widget} stands on another ground"
        assert max(contrast(QColor(name), ground) for name in counts) > 7, f"nothing can be read on {widget}"
    if theme == "dark":
        assert "#ffffff" not in colours(card.bars), "a white left on a dark panel is a hard-coded one"


def test_letters_of_classes_can_be_read():
    from cityorchestra.cityorchestra_plugin.docks.land_take.grades import COLOURS, ink_on

    for colour in COLOURS.values():
        assert contrast(ink_on(QColor(colour)), QColor(colour)) >= 4.5


def test_the_splitter_leaves_room_for_the_card(full, iface):
    panel = full().panel
    panel.tabs.setCurrentWidget(panel.zones)
    assert panel.zones.table.height() > 6 * panel.fontMetrics().height()
    assert panel.zones.splitter.sizes()[1] > 6 * panel.fontMetrics().height()
    tools = [button for button in panel.frame.toolbar.findChildren(QToolButton) if button.defaultAction()]
    assert len(tools) == 5
