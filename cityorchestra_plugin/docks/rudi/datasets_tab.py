"""The tab that searches: what is looked for, the datasets found, the filters beside or above them, the card."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Callable, Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.rudi.catalogue_search import SearchResult
from ....processing_provider.translation import tr
from ..panel_frame import FormArea, theme_icon
from ..state_page import PageContent, StatePage
from . import result_pages
from .dataset_delegate import FindPicture
from .dataset_list import DatasetList
from .dataset_model import ReadRecords
from .facet_chips import FacetPanel
from .preview_card import PreviewCard
from .result_pages import Act, LoadingPage, Page, Widened, page_of
from .search_bar import SearchBar
from .search_controller import Phase, Standing
from .search_state import SearchState

# Widths from which the filters stand beside the list, and the card too [characters].
FILTERS_BESIDE, CARD_BESIDE = 84, 130
CARD_SHARE, FILTERS_SHARE = 0.55, 0.42  # of the height or width that they get at first

DIVIDERS = ("browse_wide", "browse_narrow", "main_wide", "main_narrow")  # names under which their places are kept

Widen = Callable[[SearchState], Widened]


class DatasetsTab(QWidget):
    """Search, list and card.

    Signals
    -------
    pressed(Act)
        A button of one of the pages that stand in place of the list.
    cancelled
        What is being asked is to be given up.

    Parameters
    ----------
    read : callable
        Gives the records of rows.
    picture : callable
        Gives the picture of a dataset.
    widen : callable
        Tells how many datasets wider searches would find.
    card : PreviewCard
    """

    pressed = pyqtSignal(object)
    cancelled = pyqtSignal()

    def __init__(
        self,
        read: ReadRecords,
        picture: FindPicture,
        widen: Widen,
        card: PreviewCard,
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent)
        self._widen = widen
        self.card = card
        self.standing = Standing()
        self.result: Optional[SearchResult] = None
        self.search = SearchBar()
        self.list = DatasetList(read, picture)
        self.facets = FacetPanel()
        self.page = StatePage()
        self.loading = LoadingPage()
        self.pages = QStackedWidget()
        for one in (self.list, self.loading, self.page):
            self.pages.addWidget(one)
        self.facet_area = FormArea()
        self.facet_area.setWidget(self.facets)
        self.facet_area.setAccessibleName(tr("Filters"))
        self.facet_area.hide()
        self.browse = QSplitter(Qt.Orientation.Vertical)
        self.main = QSplitter(Qt.Orientation.Vertical)
        self._moved: dict[str, list[int]] = {}
        self._shared: set[str] = set()  # dividers that were given their first place
        self._lay_out()
        self._connect()
        self.show_standing(self.standing)

    # -- what it is made of -------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for splitter in (self.browse, self.main):
            splitter.setChildrenCollapsible(False)
        self.browse.addWidget(self.facet_area)
        self.browse.addWidget(self.pages)
        self.browse.setStretchFactor(1, 1)
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.fontMetrics().averageCharWidth() // 2)
        column.addWidget(self.search)
        column.addWidget(self._make_busy_row())
        column.addWidget(self.browse, 1)
        self.main.addWidget(upper)
        self.main.addWidget(self.card)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.main, 1)
        layout.addWidget(self._make_status())

    def _make_busy_row(self) -> QWidget:
        """Make the line that shows while a catalogue is asked behind the list."""
        self.busy = QWidget()
        row = QHBoxLayout(self.busy)
        space = self.fontMetrics().averageCharWidth()
        row.setContentsMargins(space, 0, space // 2, 0)
        self.busy_bar = QProgressBar()
        self.busy_bar.setTextVisible(False)
        self.busy_bar.setAccessibleName(tr("Progress"))
        self.busy_bar.setMaximumHeight(self.fontMetrics().height() // 2)
        self.cancel_button = QToolButton()
        self.cancel_button.setAutoRaise(True)
        self.cancel_button.setIcon(theme_icon("/mActionStop.svg"))
        self.cancel_button.setToolTip(tr("Give up (Esc)"))
        self.cancel_button.setAccessibleName(tr("Cancel"))
        self.cancel_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.cancel_button.clicked.connect(self.cancelled)
        row.addWidget(self.busy_bar, 1)
        row.addWidget(self.cancel_button)
        self.busy.hide()
        return self.busy

    def _make_status(self) -> QWidget:
        status = QWidget()
        row = QHBoxLayout(status)
        space = self.fontMetrics().averageCharWidth()
        row.setContentsMargins(space, space // 2, space, space // 2)
        self.status_icon = QLabel()
        self.status = QLabel()
        self.status.setWordWrap(True)
        row.addWidget(self.status_icon)
        row.addWidget(self.status, 1)
        return status

    def _connect(self) -> None:
        self.page.pressed.connect(self.pressed)
        self.loading.cancelled.connect(self.cancelled)
        self.facets.toggled.connect(self.search.toggle)
        self.search.filtersToggled.connect(self._show_filters)
        self.search.listWanted.connect(self.focus_list)
        for name, splitter in (("browse", self.browse), ("main", self.main)):
            splitter.splitterMoved.connect(lambda *_args, key=name: self._remember(key))

    # -- what it shows ------------------------------------------------------------------------------

    def show_standing(self, standing: Standing) -> None:
        """Tell how things are with the catalogue."""
        if standing.connection != self.standing.connection:
            self.result = None
        self.standing = standing
        parts = result_pages.standing_texts(standing)
        text = result_pages.busy_text(standing) or " · ".join(parts)
        self.status.setText(text)
        self.status.setToolTip(standing.error)
        self.status_icon.setPixmap(self._status_icon().pixmap(self.fontMetrics().height()))
        self.status_icon.setVisible(bool(text))
        self._show_page()

    def _status_icon(self):
        standing = self.standing
        if standing.offline:
            return theme_icon("/mActionUnlink.svg")
        if standing.phase is not Phase.IDLE:
            return theme_icon("/mActionRefresh.svg")
        return theme_icon("/mIconWarning.svg" if standing.error else "/mIconConnect.svg")

    def show_result(self, result: SearchResult, changed: bool) -> None:
        """Show what was found."""
        self.result = result
        self.list.set_rows(result.rows, changed=changed)
        self._show_page()
        self._show_facets()

    def _show_page(self) -> None:
        found = len(self.result) if self.result is not None else None
        standing = self.standing
        page = page_of(standing, found, self.search.state)
        former = self.list.datasets.total if page is Page.LOADING and self.result is None else 0
        if former:  # of another catalogue: greyed until this one is read
            page = Page.LIST
        self.list.setEnabled(not former)
        searchable = page in (Page.LIST, Page.EMPTY) or bool(standing.records) or standing.is_remote
        self.search.setEnabled(searchable)
        self.search.show_count(self.result if page in (Page.LIST, Page.EMPTY) else None, standing.records)
        self.search.order_button.setEnabled(page is Page.LIST)
        asking = standing.phase in (Phase.HARVESTING, Phase.ASKING)
        self.busy.setVisible(asking and page is not Page.LOADING)
        result_pages.show_progress(self.busy_bar, standing)
        self.busy_bar.setToolTip(result_pages.busy_text(standing))
        self.facet_area.setVisible(self.search.filter_button.isChecked() and page in (Page.LIST, Page.EMPTY))
        self._share_space()
        if page is Page.LIST:
            self.pages.setCurrentWidget(self.list)
        elif page is Page.LOADING:
            self.loading.show_standing(standing)
            self.pages.setCurrentWidget(self.loading)
        else:
            self.page.show_content(self._content(page))
            self.pages.setCurrentWidget(self.page)

    def _content(self, page: Page) -> PageContent:
        if page is Page.NO_CONNECTION:
            return result_pages.no_connection()
        if page is Page.FIRST_USE:
            return result_pages.first_use(self.standing)
        if page is Page.ERROR:
            return result_pages.error_page(self.standing)
        state = self.search.state
        return result_pages.empty_page(self.standing, state, self._widen(state))

    @property
    def shown_page(self) -> Page:
        """The page on show."""
        if self.pages.currentWidget() is self.list:
            return Page.LIST
        if self.pages.currentWidget() is self.loading:
            return Page.LOADING
        return page_of(self.standing, len(self.result) if self.result is not None else None, self.search.state)

    def focus_search(self) -> None:
        """Put the cursor into the search field, what it holds selected."""
        self.search.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.field.selectAll()

    def focus_list(self) -> None:
        """Go to the list, or to the buttons of the page that stands in its place."""
        if self.pages.currentWidget() is self.list:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            if self.list.chosen_row < 0:
                self.list.choose(self.list.datasets.row_at(0))
        elif self.pages.currentWidget() is self.page and self.page.buttons():
            self.page.buttons()[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _show_filters(self, _shown: bool) -> None:
        self._shared.discard("browse")
        self._show_page()
        self._show_facets()

    def _show_facets(self) -> None:
        """Count again, unless nobody looks."""
        if self.result is not None and not self.facet_area.isHidden():
            self.facets.set_facets(self.result.facets, self.search.state.facets)

    # -- room ---------------------------------------------------------------------------------------

    def resizeEvent(self, event):
        """Put filters and card beside the list when there is room for them, else above and below it."""
        super().resizeEvent(event)
        self._turn("main", self.width(), CARD_BESIDE)
        self._share_space()

    def _turn(self, name: str, width: int, least: int) -> None:
        """Put two parts side by side when the width is enough [characters], else one above the other."""
        splitter = self.browse if name == "browse" else self.main
        beside = width >= least * self.fontMetrics().averageCharWidth()
        wanted = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if splitter.orientation() != wanted:
            splitter.setOrientation(wanted)
            self._shared.discard(name)

    def _key(self, name: str) -> str:
        splitter = self.browse if name == "browse" else self.main
        return f"{name}_{'wide' if splitter.orientation() == Qt.Orientation.Horizontal else 'narrow'}"

    def _share_space(self) -> None:
        """Give filters and card their part, as the user left it or else the usual one, once they are shown."""
        self._share("main", self.card, (1.0 - CARD_SHARE, CARD_SHARE))
        beside = self.main.orientation() == Qt.Orientation.Horizontal and not self.card.isHidden()
        self._turn("browse", self.main.sizes()[0] if beside else self.width(), FILTERS_BESIDE)
        self._share("browse", self.facet_area, (FILTERS_SHARE, 1.0 - FILTERS_SHARE))

    def _share(self, name: str, optional: QWidget, shares: tuple[float, float]) -> None:
        splitter = self.browse if name == "browse" else self.main
        if optional.isHidden():
            self._shared.discard(name)
        elif name not in self._shared and sum(splitter.sizes()):
            parts = self._moved.get(self._key(name)) or [round(1000 * share) for share in shares]
            total = sum(splitter.sizes())
            splitter.setSizes([round(total * part / sum(parts)) for part in parts])
            self._shared.add(name)

    def share_space(self) -> None:
        """Give card and filters their parts: the card has just been shown or hidden."""
        self._shared.discard("browse")
        self._share_space()

    def _remember(self, name: str) -> None:
        splitter = self.browse if name == "browse" else self.main
        if all(splitter.sizes()):
            self._moved[self._key(name)] = splitter.sizes()
        if name == "main":
            self._share_space()

    def splitters_text(self) -> str:
        """Return where the user put the dividers, as JSON."""
        return json.dumps(self._moved)

    def restore_splitters(self, text: str) -> None:
        """Put the dividers where the user left them; what cannot be understood is left out."""
        try:
            content = json.loads(text) if text else {}
        except ValueError:
            content = {}
        for name, sizes in content.items() if isinstance(content, dict) else ():
            whole = (
                isinstance(sizes, list) and len(sizes) == 2 and all(type(size) is int and size > 0 for size in sizes)
            )
            if whole and name in DIVIDERS:
                self._moved[name] = sizes
        self._shared.clear()


def widened(count: Callable[[SearchState], int], state: SearchState, result: Optional[SearchResult]) -> Widened:
    """Return how many datasets searches wider than one would find.

    Parameters
    ----------
    count : callable
        Gives the number of datasets of a search.
    """
    return Widened(
        without_extent=count(replace(state, in_extent=False)) if state.in_extent else 0,
        without_filters=count(state.without_filters()) if state.filter_count else 0,
        without_words=count(replace(state, text="")) if state.text.strip() else 0,
        everything=count(SearchState()),
        no_extent=result.without_extent if result is not None else 0,
    )


def act_on(state: SearchState, act: Act) -> SearchState:
    """Return the search that a button of the empty page asks for."""
    if act is Act.WITHOUT_EXTENT:
        return replace(state, in_extent=False)
    if act is Act.WITHOUT_FILTERS:
        return state.without_filters()
    if act is Act.START_AGAIN:
        return SearchState(order=state.order)
    return replace(state, text="") if act is Act.WITHOUT_WORDS else state
