"""The words of the dock: each goes through the translation, each has its French, and French finds the same datasets."""

from __future__ import annotations

import html
import re

import pytest
from cityorchestra.cityorchestra_plugin.docks.rudi.badge import Badge
from cityorchestra.cityorchestra_plugin.docks.rudi.search_state import SearchState
from cityorchestra.processing_provider.rudi.catalogue_search import ORDERS
from cityorchestra.processing_provider.rudi.licences import label_of, short_label
from cityorchestra.processing_provider.rudi.themes import theme_label
from cityorchestra.processing_provider.translation import language
from cityorchestra.tests.algorithm_support import french
from cityorchestra.tests.window.rudi_panel_support import TIMEOUT_MS, count_text, portal
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
    """Return what the panel shows that comes from records and from tables in two languages."""
    words, found = language(), set()
    model = panel.datasets.list.datasets
    records = [panel.card.record, *panel.controller.records([model.row_at(row) for row in range(model.rowCount())])]
    records += panel.controller.records(panel.controller.similar(panel.datasets.list.chosen_row))
    for record in records:
        found |= {record.title, record.producer.name, record.projection, record.local_id, record.global_id, record.theme}
        found |= {text for one in (record.synopsis, record.summary) for text in one.text(words).split("\n")}
        found |= {record.theme_shown(words), theme_label(record.theme, words), *record.keywords, *record.formats}
        found |= {record.licence.code, record.licence.shown(words), label_of(record.licence.code, words)}
        found |= {short_label(record.licence.code, words), record.licence.uri}
        found |= {text for one in record.contacts for text in (one.name, one.email, one.role, one.organisation)}
        found |= {text for one in record.media for text in (one.shown_name(words), one.format, one.url)}
        found |= {one.path for one in record.warnings}
    found |= {pair.value for pairs in panel.datasets.result.facets.values() for pair in pairs}
    found |= {chip.text() for name in ("theme", "licence") for chip in panel.datasets.facets.groups[name].chips()}
    for connection in panel._dialog.model.connections:
        found |= {connection.name, connection.url}
    return found | {part for text in found for part in parts_of(text)}


def test_every_text_on_show_went_through_the_translation(used):
    panel = used.panel
    data = data_of(panel)
    menu = panel.chosen.menu()
    panel.card.cite_button.menu().aboutToShow.emit()
    parts = [used, panel._dialog, menu]
    left = {text: rest for part in parts for text in texts(part) for rest in [unmarked(text, data)] if rest}
    assert left == {}
