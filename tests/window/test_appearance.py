"""How the panel looks: narrow, in French, on a dark theme, and nothing left untranslated."""

from __future__ import annotations

import re

import pytest
from cityorchestra.cityorchestra_plugin.dialogs.about import AboutDialog
from cityorchestra.cityorchestra_plugin.dialogs.options_page import OptionsPage
from cityorchestra.cityorchestra_plugin.dialogs.packages import PackagesDialog
from cityorchestra.cityorchestra_plugin.docks.cool_route import CoolRouteDock
from cityorchestra.cityorchestra_plugin.docks.front_chart import contrast
from cityorchestra.tests.window import support
from cityorchestra.tests.window.support import MARK
from qgis.core import QgsApplication, QgsProject
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QGroupBox, QLabel, QWidget

WIDEST_MINIMUM = 280  # pixels, what a laptop can spare beside a map


def panel(iface, surface):
    """Return an open panel, ready to search."""
    dock = CoolRouteDock(iface, support.FAKE_IDS)
    iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    QgsProject.instance().addMapLayers([support.street_layer("Streets " + "long name " * 20), surface])
    dock.form.start.set_point(support.point(352066, 6789410))
    dock.form.end.set_point(support.point(352966, 6789910))
    return dock


def texts(widget):
    """Return every text that a widget and those in it show or tell, without the user's own data."""
    found = []
    for item in [widget, *widget.findChildren(QWidget)]:
        found += [item.toolTip(), item.accessibleName()]
        if isinstance(item, (QLabel, QAbstractButton)):
            found.append(item.text())
        if isinstance(item, QGroupBox):
            found.append(item.title())
        if isinstance(item, QAbstractSpinBox):
            found.append(item.specialValueText())
    return {text for text in found if re.search("[A-Za-zÀ-ÿ]{2}", text)}


def is_ours(text):
    """Tell our texts from those of Qt and QGIS, which come translated with them."""
    return not re.match(r"QGIS \d|City Orchestra \d|<[!p]|Streets |Surface model", text) and text not in FOREIGN


FOREIGN = {"&Close", "Close", "Scroll Left", "Scroll Right", "Clear", "Float", "Expand", "Collapse"}


def test_no_text_is_left_out_of_the_translation(iface, surface, behaviour, find, marked, qtbot):
    dock = panel(iface, surface)
    find(dock)
    dock.form.advanced.group.setCollapsed(False)
    behaviour.error["route"] = "told by the algorithm"
    find(dock, "failed")
    parts = [dock.frame.empty_page, dock.frame.work_page, dock.frame.toolbar, dock.frame.action_bar]
    page, packages, about = OptionsPage(), PackagesDialog("numba"), AboutDialog()
    for widget in (page, packages, about):
        qtbot.addWidget(widget)
    plain = {
        text
        for part in (*parts, page, packages, about)
        for text in texts(part)
        if MARK not in text and is_ours(text) and not text.startswith("<a>")
    }
    dock.unload()
    assert plain == set()
    headers = [dock.results.model.headerData(column, Qt.Orientation.Horizontal) for column in range(5)]
    assert all(header.startswith(MARK) for header in headers)


@pytest.mark.parametrize("language", ["english", "french"])
def test_it_fits_beside_a_map(iface, surface, find, behaviour, language, request, qtbot):
    if language == "french":
        request.getfixturevalue("french")
    dock = panel(iface, surface)
    find(dock)
    dock.form.advanced.group.setCollapsed(False)
    behaviour.error["route"] = "The start is 384 m from the walking network; move it within 100 m of a street."
    find(dock, "failed")
    iface.window.resizeDocks([dock], [WIDEST_MINIMUM], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: dock.width() <= WIDEST_MINIMUM)
    assert dock.minimumSizeHint().width() <= WIDEST_MINIMUM
    # Nothing of the form may be cut at that width: each box ends within what the scroll area shows.
    visible = dock.frame._scroll.viewport().width()
    for box in dock.form.findChildren(QgsMapLayerComboBox):
        if box.isVisible():
            assert box.mapTo(dock.form, box.rect().topRight()).x() <= visible
    dock.unload()


def test_it_grows_to_half_a_screen(iface, surface, find, behaviour, qtbot):
    dock = panel(iface, surface)
    find(dock)
    iface.window.resizeDocks([dock], [iface.window.width() // 2], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: dock.width() >= iface.window.width() // 2 - 10)
    dock.unload()


def test_the_form_is_seen_whole_on_a_usual_screen(iface, surface, behaviour, qtbot):
    iface.window.resize(1600, 950)
    dock = panel(iface, surface)
    qtbot.waitUntil(lambda: dock.frame._scroll.height() >= dock.form.minimumSizeHint().height())
    dock.unload()


def colours(widget):
    """Count the colours of a picture of a widget."""
    image = widget.grab().toImage()
    counts = {}
    for x in range(0, image.width(), 2):
        for y in range(0, image.height(), 2):
            name = image.pixelColor(x, y).name()
            counts[name] = counts.get(name, 0) + 1
    return counts


def readable(counts, ground: QColor) -> bool:
    """Tell whether something stands out from a background as text must (WCAG 2.1, level AAA)."""
    return max(contrast(QColor(name), ground) for name in counts) > 7


def test_a_dark_theme_is_followed(iface, surface, behaviour, find, dark, qtbot):
    dock = panel(iface, surface)
    find(dock)
    for widget, role in (
        (dock.results.chart, QPalette.ColorRole.Base),
        (dock.results.table.viewport(), QPalette.ColorRole.Base),
        (dock.frame, QPalette.ColorRole.Window),
    ):
        counts = colours(widget)
        ground = dark.color(role)
        assert counts.get(ground.name(), 0) > 0.2 * sum(counts.values()), f"{widget} is not dark"
        assert readable(counts, ground), f"nothing can be read on {widget}"
    assert "#ffffff" not in colours(dock.results.chart), "a white left on a dark chart is a hard-coded one"
    dock.unload()


def test_a_light_theme_too(iface, surface, behaviour, find, qtbot):
    dock = panel(iface, surface)
    find(dock)
    for widget, role in ((dock.results.chart, QPalette.ColorRole.Base), (dock.frame, QPalette.ColorRole.Window)):
        assert readable(colours(widget), widget.palette().color(role))
    dock.unload()


def test_a_french_run_gives_the_same_numbers(iface, surface, behaviour, find, french, qtbot):
    dock = panel(iface, surface)
    find(dock)
    assert [route.length_m for route in dock.results.model.routes] == [item[0] for item in support.FRONT]
    header = dock.results.model.headerData(1, Qt.Orientation.Horizontal)
    assert header != "Length\n(m)"
    assert dock.frame.primary_button.text() != "&Find routes"
    dock.unload()


def test_numbers_follow_the_language_of_qgis(iface, surface, behaviour, find, monkeypatch):
    monkeypatch.setattr(QgsApplication.instance(), "locale", lambda: "fr")
    dock = panel(iface, surface)
    find(dock)
    text = dock.results.model.index(0, 1).data()
    assert text in ("1\u202f000", "1\u00a0000")
    dock.unload()


def test_editable_time_zones_are_searched_by_part(dock):
    zone: QComboBox = dock.form.advanced.zone
    completer = zone.completer()
    completer.setCompletionPrefix("paris")
    assert completer.completionCount() == 1
