"""The words of the dock: each goes through the translation, each has its French, and French finds the same datasets."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from cityorchestra.cityorchestra_plugin.docks.rudi import record_texts
from cityorchestra.cityorchestra_plugin.docks.rudi.badge import Badge
from cityorchestra.cityorchestra_plugin.docks.rudi.record_texts import day_text
from cityorchestra.cityorchestra_plugin.docks.rudi.search_state import SearchState
from cityorchestra.processing_provider.rudi.citation import bibtex, citation_text, mandatory_mention
from cityorchestra.processing_provider.rudi.facets import facet_label
from cityorchestra.processing_provider.rudi.licences import label_of, licences, short_label
from cityorchestra.processing_provider.translation import language
from cityorchestra.tests.algorithm_support import french
from cityorchestra.tests.window.rudi_panel_support import TIMEOUT_MS, portal
from cityorchestra.tests.window.support import MARK
from cityorchestra.tools import translate
from qgis.core import QgsRectangle
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTranslator
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QTableView,
    QTabWidget,
    QWidget,
)

CONTEXT = "CityOrchestra"
TOWN = QgsRectangle(345000, 6780000, 365000, 6800000)  # Lambert-93
LETTERS = re.compile(r"[^\W\d_]{2}")
# Widgets that QGIS or Qt made: their words are theirs.
FOREIGN = ("QgsAuthConfigSelect", "QgsFileWidget", "QTabBar")
SAME = {"https://"}  # in every language
# What stands between parts of a text: signs, tags, the end of a line.
BETWEEN = re.compile(r" · |, |\n|<[^>]*>|: |\(|\)")


class Recording(QTranslator):
    """Gives every text of the suite back with a mark, and keeps what was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def translate(self, context, source, disambiguation=None, number=-1):
        if context != CONTEXT:
            return ""
        self.asked.add(source)
        return MARK + source

    def isEmpty(self):
        return False


@pytest.fixture
def recording():
    """The translation, recorded while a test uses the dock."""
    translator = Recording()
    QCoreApplication.installTranslator(translator)
    yield translator
    QCoreApplication.removeTranslator(translator)


@pytest.fixture
def used(recording, make_dock, rudi_server, iface, qtbot):
    """The dock after somebody used all that it shows of datasets."""
    dock = make_dock(portal(rudi_server))
    panel = dock.panel
    panel.datasets.search.filter_button.setChecked(True)
    panel.datasets.search.toggle("theme", next(iter(panel.datasets.facets.groups["theme"].chips())).value, True)
    panel.datasets.list.choose(panel.datasets.list.datasets.row_at(0))
    for section in (panel.card.details, panel.card.similar, panel.card.remarks):
        section.setCollapsed(False)
    panel.show_connections()
    yield dock
    panel._dialog.close()


def foreign(widget: QWidget) -> bool:
    """Tell whether a widget is Qt's own, or in one of QGIS's."""
    if widget.objectName().startswith("qt_"):
        return True
    while widget is not None and type(widget).__name__ not in FOREIGN:
        widget = widget.parentWidget()
    return widget is not None


def texts(part: QWidget) -> set[str]:
    """Return the texts that a widget and those in it show or tell."""
    found: set[str] = set()
    for item in [part, *part.findChildren(QWidget)]:
        if foreign(item):
            continue
        found |= {item.toolTip(), item.accessibleName(), item.accessibleDescription()}
        if isinstance(item, (QLabel, QAbstractButton, Badge)):
            found.add(item.text() if callable(item.text) else item.text)
        if isinstance(item, QGroupBox):
            found.add(item.title())
        if isinstance(item, QLineEdit):
            found.add(item.placeholderText())
        if isinstance(item, QComboBox):
            found |= {item.itemText(number) for number in range(item.count())}
        if isinstance(item, QTabWidget):
            found |= {item.tabText(number) for number in range(item.count())}
        if isinstance(item, QTableView):
            model, across = item.model(), Qt.Orientation.Horizontal
            found |= {model.headerData(number, across) for number in range(model.columnCount())}
        for action in item.actions():
            found |= {action.text(), action.toolTip()}
    return found


def parts_of(text: str) -> set[str]:
    """Return the parts of a text that are words: those between tags and signs."""
    parts = (html.unescape(part).strip(" .…✓✕&") for part in BETWEEN.split(text))
    return {" ".join(part.split()) for part in parts if LETTERS.search(part)}


def unmarked(text: str, data: set[str]) -> set[str]:
    """Return the parts of a text that neither went through the translation nor are data."""
    if MARK in text and "<" not in text:
        return set()  # one sentence, with its values
    return {part for part in parts_of(text) if MARK not in part} - data - SAME


def data_of(panel) -> set[str]:
    """Return what the panel shows that comes from records, and from tables that have their own two languages."""
    words = language()
    model = panel.datasets.list.datasets
    rows = [model.row_at(row) for row in range(model.rowCount())]
    similar = panel.controller.similar(panel.datasets.list.chosen_row)
    found: set[str] = set()
    for record in [panel.card.record, *panel.controller.records(rows), *panel.controller.records(similar)]:
        found |= {record.title, record.producer.name, record.projection, record.local_id, record.global_id}
        found |= {record.synopsis.text(words), record.summary.text(words), record.licence.shown(words)}
        found |= {day_text(record.dates.updated), day_text(record.dates.created), record_texts.period_text(record)}
        found |= {text for one in record.contacts for text in (one.name, one.email, one.role, one.organisation)}
        found |= {text for one in record.media for text in (one.shown_name(words), one.format, one.url)}
        found |= {one.path for one in record.warnings}
    one, address = panel.card.record, panel.connection.url
    found |= {bibtex(one, words, portal=address, accessed=date.today()), mandatory_mention(one, words)}
    found |= {citation_text(one, words, portal=address, accessed=date.today())}
    for facet, category in panel.controller._shelf.table.categories.items():
        found |= {facet_label(facet, value, words) for value in category.values} | set(category.values)
    found |= {text for code in licences() for text in (label_of(code, words), short_label(code, words))}
    found |= {text for connection in panel._dialog.model.things for text in (connection.name, connection.url)}
    return found | {part for text in found for part in parts_of(text)}


def parts_on_show(dock) -> list[QWidget]:
    """Return the parts of the dock that show datasets; publishing and requests have tests of their own."""
    panel = dock.panel
    panel.card.cite_button.menu().aboutToShow.emit()
    return [panel.toolbar, panel.tabs.tabBar(), panel.datasets, panel.actions_.downloads_tab, panel.message_bar,
            panel._dialog, panel.chosen.menu()]  # fmt: skip


def test_every_text_on_show_went_through_the_translation(used):
    found = {text for part in parts_on_show(used) for text in texts(part)}
    assert len(found) > 150, "the test looks at the dock"
    data = data_of(used.panel)
    left = {text: rest for text in found for rest in [unmarked(text, data)] if rest}
    assert left == {}


def test_a_text_that_is_not_translated_is_found(used):
    """The test above would fail for a sentence, for a word among others, and for a cell of a table."""
    data = data_of(used.panel)
    assert unmarked("Add to map", data) == {"Add to map"}
    assert unmarked("Open data, Updated", data) == {"Open data", "Updated"}
    assert unmarked(f"<table><tr><td>{MARK}Theme</td><td>Never seen</td></tr></table>", data) == {"Never seen"}
    assert unmarked(f"{MARK}Add “{used.panel.card.record.title}” to the map", data) == set()


def test_every_text_that_the_dock_asked_for_has_its_french(used, recording):
    parts_on_show(used)
    written = {source for source, text in translate.load(translate.CATALOGUE).items() if text.strip()}
    assert len(recording.asked) > 150, "the test uses the dock"
    missing = sorted(recording.asked - written)
    assert missing == [], f"{len(missing)} texts of the dock have no French in i18n; see tools/translate.py --missing"


# --- French finds the same ---------------------------------------------------------------------------------------

SEARCHES = [
    SearchState(),
    SearchState(text="arbres"),
    SearchState(text="ECOLE pace"),
    SearchState(text="commune", facets={"access": ("restricted",)}),
    SearchState(facets={"theme": ("environment", "economy")}, order="title"),
    SearchState(facets={"licence": ("odbl-1.0",)}, in_extent=True, order="producer"),
    SearchState(in_extent=True, order="-updated"),
]


def found_by(panel, qtbot) -> list[list[str]]:
    """Return the identifiers that the panel finds for some searches, in the order of its list."""
    answers = []
    for state in SEARCHES:
        panel.datasets.search.set_state(state)
        qtbot.waitUntil(lambda wanted=state: panel.datasets.search.state == wanted, timeout=TIMEOUT_MS)
        model = panel.datasets.list.datasets
        rows = [model.row_at(place) for place in range(model.rowCount())]
        answers.append([record.global_id for record in panel.controller.records(rows)])
        assert len(panel.datasets.result) >= len(rows)
    return answers


def test_french_finds_the_same_datasets(make_dock, start_rudi_server, iface, qtbot):
    server = start_rudi_server(made=True)
    iface.canvas.setExtent(TOWN)
    dock = make_dock(portal(server))
    english = found_by(dock.panel, qtbot)
    dock.unload()
    with french():
        dock = make_dock(portal(server))
        assert language() == "fr"
        assert found_by(dock.panel, qtbot) == english
        assert dock.windowTitle() == translate.load(translate.CATALOGUE)["RUDI catalogue"] != "RUDI catalogue"
    everything = len(server.state.catalogue.records)
    assert len(english[0]) == everything
    assert all(0 < len(one) < everything for one in english[1:]), [len(one) for one in english]
    assert len({tuple(one) for one in english}) == len(SEARCHES), "each search is another one"
