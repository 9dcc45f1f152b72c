"""How publishing, downloads and requests look: narrow, on a dark theme, translated whole, by keyboard alone."""

from __future__ import annotations

import re

import pytest
from cityorchestra.cityorchestra_plugin.docks.front_chart import contrast
from cityorchestra.cityorchestra_plugin.docks.rudi.access_request import AccessRequestDialog
from cityorchestra.cityorchestra_plugin.docks.rudi.downloads import DownloadsTab
from cityorchestra.cityorchestra_plugin.docks.rudi.layer_choice import LayerChoice
from cityorchestra.cityorchestra_plugin.docks.rudi.publish_form import PublishForm
from cityorchestra.processing_provider.rudi.record import Record
from cityorchestra.tests.rudi.dock_support import TIMEOUT_MS, Opener, portal_connection, user
from cityorchestra.tests.rudi.server.portal_tokens import USERS
from cityorchestra.tests.window.publish_support import fill, see, tree_layer
from cityorchestra.tests.window.support import MARK
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QGroupBox, QLabel, QWidget

WIDEST_MINIMUM = 280  # pixels
AGENT = "agent@rennesmetropole.fr"
# What is no text of ours: names of formats, of Qt, of QGIS's own widgets; sentences of the test server.
FOREIGN = re.compile(
    r"<|GeoJSON|CSV|GeoParquet|1\.\d\.\d|https?://|[\w.]+@[\w.]+$|Arbres|Service|Rennes|trees|benches|None$"
)


@pytest.fixture
def requests(rudi_server, qtbot):
    """The dialog of a request, its form on show."""
    record = Record(next(iter(rudi_server.state.catalogue.records)), title="Arbres", access="restricted")
    dialog = AccessRequestDialog(portal_connection(rudi_server, "abc1234"), Opener(user(AGENT, USERS[AGENT])), record)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog._work is None, timeout=TIMEOUT_MS)
    yield dialog
    dialog.unload()


def texts(widget: QWidget) -> set[str]:
    """Return the texts that a widget and those in it show or tell."""
    found = set()
    for item in [widget, *widget.findChildren(QWidget)]:
        if item.objectName().startswith("qt_") or "QgsAuth" in type(item.parent()).__name__:
            continue
        found |= {item.toolTip(), item.accessibleName()}
        if isinstance(item, (QLabel, QAbstractButton)):
            found.add(item.text())
        if isinstance(item, QGroupBox):
            found.add(item.title())
    return {text for text in found if re.search("[A-Za-zÀ-ÿ]{3}", text)}


def plain(widget: QWidget) -> set[str]:
    """Return the texts that did not go through the translation."""
    return {text for text in texts(widget) if MARK not in text and not FOREIGN.search(text)}


def test_publishing_is_translated_whole(marked, bench, editor, rudi_server, qtbot):
    QgsProject.instance().addMapLayer(tree_layer())
    qtbot.waitUntil(lambda: bench.form.form.look._done, timeout=TIMEOUT_MS)
    bench.form.see()
    assert plain(bench.fields) == set()
    assert {text for text in plain(bench.destination) if "uthentic" not in text and "onfig" not in text} == set()
    fill(bench.form, rudi_server, editor)
    see(bench, qtbot)
    assert plain(bench.form.review) == set()
    assert plain(bench.form.busy) == set()
    assert plain(bench.form.receipt_page) == set()
    assert plain(bench.form.empty) == set()


def test_the_other_tabs_are_translated_whole(marked, queue, requests, qtbot):
    tab, choice = DownloadsTab(queue), LayerChoice("trees.gpkg", ["trees", "benches"])
    for widget in (tab, choice):
        qtbot.addWidget(widget)
    requests.check()
    assert plain(tab) == plain(requests) == set()
    assert plain(choice) <= {"OK", "&OK", "Cancel", "&Cancel"}


@pytest.mark.parametrize("language", ["english", "french"])
def test_publishing_fits_beside_a_map(bench, editor, rudi_server, language, request, qtbot):
    if language == "french":
        request.getfixturevalue("french")
    form = PublishForm(lambda: portal_connection(rudi_server), Opener())
    qtbot.addWidget(form)
    QgsProject.instance().addMapLayer(tree_layer("Arbres " + "au long nom " * 20))
    form.show()
    form.form.destination.setCollapsed(False)
    form.form.fields.details.setCollapsed(False)
    form.see()
    for page in (form.form, form.busy, form.review, form.receipt_page, form.empty):
        assert page.minimumSizeHint().width() <= WIDEST_MINIMUM, type(page).__name__
    form.resize(WIDEST_MINIMUM, 700)
    visible = form.form.scroll.viewport().width()
    for item in form.form.scroll.widget().findChildren(QWidget):
        if item.isVisible() and item.parent() is form.form.fields:
            assert item.geometry().right() <= visible
    form.unload()


def test_requests_and_downloads_fit_beside_a_map(queue, requests, qtbot):
    tab = DownloadsTab(queue)
    qtbot.addWidget(tab)
    assert tab.minimumSizeHint().width() <= WIDEST_MINIMUM
    assert requests.form.minimumSizeHint().width() <= WIDEST_MINIMUM


def readable(widget: QWidget, ground: QColor) -> bool:
    """Tell whether a widget has this ground, and something on it that stands out as text must (WCAG 2.1, AAA)."""
    image = widget.grab().toImage()
    points = [(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)]
    colours = [image.pixelColor(x, y).name() for x, y in points]
    assert colours.count(ground.name()) > 0.2 * len(colours), f"{widget} has another ground"
    return max(contrast(QColor(name), ground) for name in set(colours)) > 7


def test_a_dark_theme_is_followed(dark, bench, editor, rudi_server, queue, requests, qtbot):
    base, window = dark.color(QPalette.ColorRole.Base), dark.color(QPalette.ColorRole.Window)
    QgsProject.instance().addMapLayer(tree_layer())
    fill(bench.form, rudi_server, editor)
    assert readable(bench.form.form, window)
    see(bench, qtbot)
    assert readable(bench.form.review.view.viewport(), base)
    tab = DownloadsTab(queue)
    qtbot.addWidget(tab)
    assert readable(tab.empty, window)
    requests.form.title.setText("Arbres")
    requests.form.comment.setPlainText("Calculer la fraîcheur des trajets.")
    requests.check()
    assert readable(requests.review_text.viewport(), base)


def test_a_page_follows_a_change_of_theme(bench, editor, rudi_server, qtbot):
    QgsProject.instance().addMapLayer(tree_layer())
    fill(bench.form, rudi_server, editor)
    see(bench, qtbot)
    before = bench.form.review.view.document().defaultStyleSheet()
    palette = QPalette(QApplication.palette())
    palette.setColor(QPalette.ColorRole.Base, QColor("#101010"))
    palette.setColor(QPalette.ColorRole.Text, QColor("#f0f0f0"))
    bench.form.review.view.setPalette(palette)
    assert bench.form.review.view.document().defaultStyleSheet() != before
    assert readable(bench.form.review.view.viewport(), QColor("#101010"))


# --- keyboard ----------------------------------------------------------------------------------------------------


def reached(first: QWidget, inside: QWidget, count: int) -> list[QWidget]:
    """Return what the Tab key reaches from a widget on."""
    found, item = [first], first
    for _ in range(count * 20):
        item = item.nextInFocusChain()
        takes = item.focusPolicy() & Qt.FocusPolicy.TabFocus and item.isVisible() and item.isEnabled()
        if takes and inside.isAncestorOf(item) and not isinstance(item.parent(), QAbstractItemView):
            found.append(item)
        if len(found) == count:
            break
    return found


def test_the_tab_key_goes_down_the_form(bench, qtbot):
    QgsProject.instance().addMapLayer(tree_layer())
    qtbot.waitUntil(lambda: bench.form.form.look._done, timeout=TIMEOUT_MS)
    fields = bench.fields
    wanted = [bench.form.form.layers, fields.title, fields.synopsis, fields.summary, fields.theme, fields.keywords]
    wanted += [fields.producer, fields.contact_email, fields.contact_name, fields.licence, fields.mention]
    wanted += [fields.restricted, fields.sensitive, fields.columns.table, fields.columns.remove_button]
    wanted += [fields.columns.restrict_button, fields.columns.justification]
    assert reached(bench.form.form.layers, bench.form.form, len(wanted)) == wanted


def test_ctrl_return_shows_and_esc_goes_back(bench, editor, rudi_server, qtbot):
    QgsProject.instance().addMapLayer(tree_layer())
    fill(bench.form, rudi_server, editor)
    bench.fields.title.setFocus()
    qtbot.keyClick(bench.fields.title, Qt.Key.Key_Return)
    assert not bench.form.chain.is_running, "Return alone goes on nowhere"
    qtbot.keyClick(bench.fields.title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert bench.form.chain.is_running
    qtbot.waitUntil(lambda: bench.page() is bench.form.review, timeout=TIMEOUT_MS)
    qtbot.keyClick(bench.form.review.view, Qt.Key.Key_Return)
    qtbot.keyClick(bench.form.review.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert bench.writes() == []
    qtbot.keyClick(bench.form.review.view, Qt.Key.Key_Escape)
    assert bench.page() is bench.form.form


def test_every_field_has_a_name_for_screen_readers(bench, qtbot):
    QgsProject.instance().addMapLayer(tree_layer())
    for field in [*bench.fields.tab_order(), *bench.destination.tab_order()]:
        assert field.accessibleName() or getattr(field, "text", str)() or getattr(field, "title", str)(), field
