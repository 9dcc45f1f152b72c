"""The tab of the zones: their table, and below it the card of what is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

from qgis.PyQt.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.translation import tr
from ..panel_frame import theme_icon
from ..search_field import SearchField
from .columns import FittedTable
from .comparison_card import ComparisonCard
from .records import ZoneRecord
from .surface_card import SurfaceCard
from .zone_card import ZoneCard
from .zone_delegate import ROW_LINES, ZoneDelegate
from .zone_model import COVERED, NAME, ZoneFilterModel, ZoneModel

NAME_CHARACTERS = 9  # of the column of names, at least
TABLE_LINES = 8.0
MARGINS = (4, 4, 4, 4)  # pixels; every one counts in a narrow panel


class ZonesTab(QWidget):
    """Table of the zones and cards.

    Signals
    -------
    selected(list of ZoneRecord)
        The zones chosen in the table.
    activated(ZoneRecord)
        A zone was double-clicked, or Return pressed on it.
    probeToggled(bool)
        The user wants to ask why surfaces count, or no longer wants to.
    """

    selected = pyqtSignal(list)
    activated = pyqtSignal(object)
    probeToggled = pyqtSignal(bool)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.model = ZoneModel(self)
        self.sorted = ZoneFilterModel(self)
        self.sorted.setSourceModel(self.model)
        self.pages = QStackedWidget()
        self.placeholder = QLabel()
        self.placeholder.setWordWrap(True)
        self.placeholder.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._make_upper())
        self.splitter.addWidget(self._make_cards())
        self.splitter.setStretchFactor(1, 1)
        self.pages.addWidget(self.placeholder)
        self.pages.addWidget(self.splitter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self.show_placeholder(tr("Choose the data, then measure the zones."))

    def _make_upper(self) -> QWidget:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(*MARGINS)
        self.stale = QLabel()
        self.stale.setWordWrap(True)
        self.stale.hide()
        row = QHBoxLayout()
        self.search = SearchField(tr("Filter zones"), tr("Words of the name of a zone"))
        self.search.textChanged.connect(self.sorted.set_words)
        self.search.down.connect(lambda: self.table.setFocus())
        self.probe_button = QToolButton()
        self.probe_button.setCheckable(True)
        self.probe_button.setText(tr("&Why?"))
        self.probe_button.setIcon(theme_icon("/mActionIdentify.svg"))
        self.probe_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.probe_button.setToolTip(tr("Click surfaces on the map to read why they count; Esc ends"))
        self.probe_button.setAccessibleName(tr("Ask why a surface counts"))
        self.probe_button.toggled.connect(self.probeToggled)
        row.addWidget(self.search, 1)
        row.addWidget(self.probe_button)
        column.addWidget(self.stale)
        column.addLayout(row)
        column.addWidget(self._make_table(), 1)
        return upper

    def _make_table(self) -> FittedTable:
        table = self.table = FittedTable(tr("Zones"), ROW_LINES, NAME, NAME_CHARACTERS)
        table.setModel(self.sorted)
        table.setItemDelegate(ZoneDelegate(table))
        table.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setMinimumHeight(round(TABLE_LINES * table.fontMetrics().height()))
        table.selectionModel().selectionChanged.connect(self._selection_changed)
        table.doubleClicked.connect(lambda index: self._activate(index))
        table.installEventFilter(self)
        return table

    def _make_cards(self) -> QScrollArea:
        # One below the other, one of them shown: a stack would ask for the height of its tallest card.
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        self.hint = QLabel(tr("Choose a zone to see what its score is made of, or several to compare them."))
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.zone_card, self.comparison, self.surface = ZoneCard(), ComparisonCard(), SurfaceCard()
        self.cards = (self.hint, self.zone_card, self.comparison, self.surface)
        for card in self.cards:
            column.addWidget(card)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        self._scroll = scroll
        self._show_card(self.hint)
        return scroll

    # -- what it shows ----------------------------------------------------------------------------

    def show_placeholder(self, sentence: str) -> None:
        """Say why there are no zones."""
        self.placeholder.setText(sentence)
        self.pages.setCurrentWidget(self.placeholder)
        self.model.set_zones([])

    def show_zones(self, zones: Sequence[ZoneRecord], weights: Sequence[float] = ()) -> None:
        """Show zones and the weights of the parts; the first in the order of the table is chosen."""
        self.search.clear()
        self.zone_card.set_weights(weights)
        self.sorted.set_zones(list(zones))
        self.set_stale("")
        self.pages.setCurrentWidget(self.splitter)
        # Where every zone is covered whole the column says nothing, and the panel is narrow.
        self.table.setColumnHidden(COVERED, not any(zone.half_covered for zone in zones))
        self.table.fit_columns()
        if zones:
            self.table.selectRow(0)
        else:
            self._show_card(self.hint)

    def set_stale(self, sentence: str) -> None:
        """Say that the figures do not answer what the form shows any more; an empty text hides it."""
        self.stale.setText(f"⚠ {sentence}" if sentence else "")
        self.stale.setVisible(bool(sentence))

    def _show_card(self, card: QWidget) -> None:
        for one in self.cards:
            one.setVisible(one is card)
        self._scroll.verticalScrollBar().setValue(0)

    def card(self) -> QWidget:
        """Return the card on show."""
        return next(one for one in self.cards if not one.isHidden())

    def show_surface(self, values: Optional[Mapping[str, Any]], *, piece: bool = False) -> None:
        """Show why a surface counts, that of a change when ``piece``; None where there is none."""
        if values is None:
            self.surface.show_nothing()
        elif piece:
            self.surface.show_piece(values)
        else:
            self.surface.show_surface(values)
        self._show_card(self.surface)

    def set_probing(self, probing: bool) -> None:
        """Show whether the map waits for a click, without asking for it."""
        blocked = self.probe_button.blockSignals(True)
        self.probe_button.setChecked(probing)
        self.probe_button.blockSignals(blocked)

    # -- one selection ------------------------------------------------------------------------------

    def selected_zones(self) -> list[ZoneRecord]:
        """Return the zones chosen, from top to bottom."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.zone(self.sorted.mapToSource(self.sorted.index(row, 0)).row()) for row in rows]

    def select(self, rows: Sequence[int]) -> None:
        """Choose rows of the model; those that the filter hides are shown again."""
        if any(not self.sorted.mapFromSource(self.model.index(row, 0)).isValid() for row in rows):
            self.search.clear()
        selection = QItemSelection()
        for row in rows:
            index = self.sorted.mapFromSource(self.model.index(row, 0))
            selection.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)
        if rows:
            self.table.scrollTo(self.sorted.mapFromSource(self.model.index(rows[0], 0)))

    def _selection_changed(self, *_) -> None:
        zones = self.selected_zones()
        if len(zones) == 1:
            self.zone_card.show_zone(zones[0])
            self._show_card(self.zone_card)
        elif zones:
            self.comparison.show_zones(zones)
            self._show_card(self.comparison)
        else:
            self._show_card(self.hint)
        self.selected.emit(zones)

    def _activate(self, index) -> None:
        zone = self.model.zone(self.sorted.mapToSource(index).row())
        if zone is not None:
            self.activated.emit(zone)

    def eventFilter(self, watched, event) -> bool:
        """Zoom to the row with Return."""
        if (
            watched is self.table
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self.table.currentIndex().isValid()
        ):
            self._activate(self.table.currentIndex())
            return True
        return super().eventFilter(watched, event)
