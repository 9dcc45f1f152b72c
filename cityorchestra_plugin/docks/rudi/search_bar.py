"""What is searched: words, the extent of the map, filters in force, order; and how many datasets that finds."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAction,
    QActionGroup,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.rudi.catalogue_search import SearchResult
from ....processing_provider.translation import number_text, tr
from ..chip import Chip
from ..panel_frame import theme_icon
from ..search_field import SearchField
from .facet_chips import ActiveFilters
from .search_state import SearchState

PAUSE_MS = 300  # without a key before what is typed is searched


def order_texts() -> dict[str, str]:
    """Return the orders that the panel proposes, with their names."""
    return {
        "relevance": tr("Best match"),
        "-updated": tr("Last updated"),
        "title": tr("Title"),
        "producer": tr("Producer"),
    }


class SearchBar(QWidget):
    """Field, toggles, filters in force, count and order, one below the other.

    Signals
    -------
    stateChanged(SearchState)
        Something else is to be searched; words are told after a pause.
    filtersToggled(bool)
        All filters are to be shown, or no longer.
    listWanted
        The user wants to go to the list.
    """

    stateChanged = pyqtSignal(object)
    filtersToggled = pyqtSignal(bool)
    listWanted = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.state = SearchState()
        self.field = SearchField(
            tr("Search datasets"), tr("Words of the title, the description, the keywords or the producer (Ctrl+F)")
        )
        self.extent_chip = Chip()
        self.extent_chip.show_value("extent", tr("In the map"), None, tr("Only datasets that touch what the map shows"))
        self.filter_button = QToolButton()
        self.filter_button.setCheckable(True)
        self.filter_button.setAutoRaise(True)
        self.filter_button.setIcon(theme_icon("/mActionFilter2.svg"))
        self.filter_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.filter_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.filter_button.setToolTip(tr("Filters by theme, producer, format, licence, access, year and keyword"))
        self.active = ActiveFilters()
        self.count = QLabel()
        self.count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.order_button = self._make_order_button()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._typed)
        self._lay_out()
        self._connect()
        self._show()

    # -- what it is made of -------------------------------------------------------------------------

    def _make_order_button(self) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIcon(theme_icon("/sort.svg"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolTip(tr("Order of the list"))
        menu = QMenu(button)
        group = QActionGroup(menu)
        for name, text in order_texts().items():
            action = QAction(text, menu)
            action.setCheckable(True)
            action.setData(name)
            group.addAction(action)
            menu.addAction(action)
        menu.triggered.connect(lambda action: self.change(order=action.data()))
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        space = self.fontMetrics().averageCharWidth()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, space // 2, 0, 0)
        column.setSpacing(space // 2)
        top, toggles, bottom = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (top, toggles, bottom):
            row.setContentsMargins(space, 0, space // 2, 0)
        top.setContentsMargins(space, space // 2, space, 0)
        top.addWidget(self.field)
        toggles.addWidget(self.extent_chip)
        toggles.addStretch(1)
        toggles.addWidget(self.filter_button)
        bottom.addWidget(self.count, 1)
        bottom.addWidget(self.order_button)
        column.addLayout(top)
        column.addLayout(toggles)
        column.addWidget(self.active)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self.field.textChanged.connect(lambda _text: self._timer.start())
        self.field.returnPressed.connect(self._typed)
        self.field.down.connect(self._go_down)
        self.extent_chip.toggled.connect(lambda on: self.change(in_extent=on))
        self.filter_button.toggled.connect(self.filtersToggled)
        self.active.removed.connect(lambda facet, value: self.toggle(facet, value, False))
        self.active.cleared.connect(lambda: self.change(facets={}))

    # -- the search ---------------------------------------------------------------------------------

    def set_state(self, state: SearchState) -> None:
        """Show a search, and ask for it."""
        if state != self.state:
            self.state = state
            self._show()
            self.stateChanged.emit(state)

    def change(self, **fields) -> None:
        """Change something of the search, with the words as they stand in the field."""
        self._timer.stop()
        self.set_state(replace(self.state, text=self.field.text(), **fields))

    def toggle(self, facet: str, value: str, chosen: bool) -> None:
        """Choose a value of a facet, or no longer."""
        self._timer.stop()
        self.set_state(replace(self.state, text=self.field.text()).toggled(facet, value, chosen))

    def set_words(self, text: str) -> None:
        """Put words into the field and search them at once."""
        self.field.setText(text)
        self._typed()

    def stop(self) -> None:
        """Search nothing more: the panel is hidden."""
        self._timer.stop()

    def _typed(self) -> None:
        self._timer.stop()
        if self.field.text() != self.state.text:
            self.set_state(replace(self.state, text=self.field.text()))

    def _go_down(self) -> None:
        self._typed()
        self.listWanted.emit()

    def _show(self) -> None:
        if self.field.text() != self.state.text:
            self.field.blockSignals(True)
            self.field.setText(self.state.text)
            self.field.blockSignals(False)
        self.extent_chip.blockSignals(True)
        self.extent_chip.setChecked(self.state.in_extent)
        self.extent_chip.blockSignals(False)
        self.extent_chip.updateGeometry()
        self.active.set_chosen(self.state.facets)
        number = self.state.filter_count
        self.filter_button.setText(
            tr("Filters ({count})").format(count=number_text(number)) if number else tr("Filters")
        )
        names = order_texts()
        self.order_button.setText(names.get(self.state.order, names["relevance"]))
        self.order_button.setAccessibleName(tr("Order: {name}").format(name=self.order_button.text()))
        for action in self.order_button.menu().actions():
            action.setChecked(action.data() == self.state.order)

    # -- the answer ---------------------------------------------------------------------------------

    def show_count(self, result: Optional[SearchResult], all_records: int) -> None:
        """Say how many datasets were found."""
        if result is None:
            text = tooltip = ""
        elif len(result) == all_records:
            text = tooltip = tr("{count} datasets").format(count=number_text(len(result)))
            if all_records == 1:
                text = tooltip = tr("1 dataset")
        else:
            text = tooltip = tr("{count} of {total} datasets").format(
                count=number_text(len(result)), total=number_text(all_records)
            )
        if result is not None and result.without_extent:
            tooltip = "\n".join(
                (
                    tooltip,
                    tr("{count} datasets give no extent, so the map leaves them out.").format(
                        count=number_text(result.without_extent)
                    ),
                )
            )
        self.count.setText(text)
        self.count.setToolTip(tooltip)
