"""The tab of the downloads: what is on its way, what came, what went wrong, and what can be done about each."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional

from qgis.PyQt.QtCore import QEvent, QSize, QSortFilterProxyModel, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices, QIcon
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QAction,
    QHeaderView,
    QLabel,
    QMenu,
    QStackedWidget,
    QTableView,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.translation import tr
from ..panel_frame import RETURN_KEYS, theme_icon
from .download_delegate import ProgressDelegate
from .download_jobs import ACTIVE, DownloadJob, State
from .download_model import NAME, PROGRESS, REMAINING, SORT_ROLE, SPEED, STATUS, sentence_of
from .download_queue import DownloadQueue

# Widths from which the state, then speed and time left have columns of their own [characters].
STATE_CHARACTERS, WIDE_CHARACTERS = 55, 100
RESUMABLE = (State.PAUSED, State.FAILED, State.CANCELLED, State.QUARANTINED)


class DownloadsTab(QWidget):
    """Table of the queue, a line on the chosen download, and its buttons.

    Signals
    -------
    addTriggered(DownloadJob)
        The user wants the file on the map.
    """

    addTriggered = pyqtSignal(object)

    def __init__(self, queue: DownloadQueue, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.queue = queue
        self.model = queue.model
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSortRole(SORT_ROLE)
        self.sorted.setSourceModel(self.model)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.toolbar = self._make_toolbar()
        self.table = self._make_table()
        self.details = QLabel()
        self.details.setWordWrap(True)
        self.details.setTextFormat(Qt.TextFormat.PlainText)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details.setAccessibleName(tr("About the chosen download"))
        space = self.fontMetrics().averageCharWidth()
        self.details.setContentsMargins(space, space, space, space)
        self.empty = QLabel(
            tr("No download yet. In the list of datasets, choose a file and press Download, or Add to the map.")
        )
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(2 * space, 2 * space, 2 * space, 2 * space)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.table)
        layout.addWidget(self.toolbar)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.details)
        self._connect()
        self._show_page()
        self._show_choice()

    # -- what it is made of -------------------------------------------------------------------------

    def _make_toolbar(self) -> QToolBar:
        toolbar = QToolBar()
        toolbar.setMovable(False)
        toolbar.setFloatable(False)
        side = round(1.4 * self.fontMetrics().height())
        toolbar.setIconSize(QSize(side, side))
        self.pause_action = self._action(
            toolbar, "/temporal_navigation/pause.svg", tr("Pause"), tr("Pause; what came is kept (Space)")
        )
        self.resume_action = self._action(
            toolbar, "/mActionPlay.svg", tr("Resume"), tr("Resume, or try again, from where it was (Space)")
        )
        self.cancel_action = self._action(
            toolbar, "/mActionStop.svg", tr("Cancel"), tr("Cancel, and delete what came of it (Del)")
        )
        toolbar.addSeparator()
        self.add_action = self._action(
            toolbar, "/mActionAddLayer.svg", tr("Add to the map"), tr("Open the file and add it to the map (Return)")
        )
        self.folder_action = self._action(
            toolbar, "/mIconFolderOpen.svg", tr("Open the folder"), tr("Open the folder of the file (Ctrl+O)")
        )
        toolbar.addSeparator()
        self.remove_action = self._action(
            toolbar,
            "/mActionRemove.svg",
            tr("Take off the list"),
            tr("Take off the list; files that are whole stay (Del)"),
        )
        self.clear_action = self._action(
            toolbar,
            "/mActionDeleteSelected.svg",
            tr("Clear the list"),
            tr("Take everything that is over off the list; files that are whole stay"),
        )
        return toolbar

    def _action(self, toolbar: QToolBar, icon: str, text: str, tooltip: str) -> QAction:
        action = QAction(QIcon(theme_icon(icon)), text, self)
        action.setToolTip(tooltip)
        toolbar.addAction(action)
        button = toolbar.widgetForAction(action)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return action

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.sorted)
        table.setItemDelegateForColumn(PROGRESS, ProgressDelegate(table))
        table.setSortingEnabled(True)
        self.sorted.sort(-1)  # in the order asked, until a header is clicked
        table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setAccessibleName(tr("Downloads"))
        table.installEventFilter(self)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(round(1.7 * table.fontMetrics().height()))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(4 * table.fontMetrics().averageCharWidth())
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        width = table.fontMetrics().horizontalAdvance
        for column, text in ((PROGRESS, "888 888 kB "), (SPEED, "8 888,8 MB/s "), (REMAINING, "88 h 88 min ")):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width(text) + width("  "))
        header.setSectionResizeMode(STATUS, QHeaderView.ResizeMode.ResizeToContents)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return table

    def _connect(self) -> None:
        for action, slot in (
            (self.pause_action, lambda job: self.queue.pause(job.key)),
            (self.resume_action, lambda job: self.queue.resume(job.key)),
            (self.cancel_action, lambda job: self.queue.cancel(job.key)),
            (self.remove_action, lambda job: self.queue.remove(job.key)),
            (self.add_action, self.addTriggered.emit),
            (self.folder_action, show_in_folder),
        ):
            action.triggered.connect(lambda _checked=False, slot=slot: self._with_choice(slot))
        self.clear_action.triggered.connect(lambda _checked=False: self.queue.clear_finished())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_choice())
        self.table.doubleClicked.connect(lambda _index: self._activate())
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.model.dataChanged.connect(lambda *_: self._show_choice())
        self.model.rowsInserted.connect(self._rows_inserted)
        self.model.rowsRemoved.connect(lambda *_: self._show_page())

    # -- what is chosen -----------------------------------------------------------------------------

    def chosen(self) -> Optional[DownloadJob]:
        """Return the chosen download."""
        return self.model.job(self.sorted.mapToSource(self.table.currentIndex()).row())

    def choose(self, key: str) -> None:
        """Choose a download."""
        row = self.model.row_of(key)
        if row >= 0:
            self.table.setCurrentIndex(self.sorted.mapFromSource(self.model.index(row, NAME)))

    def _with_choice(self, slot) -> None:
        job = self.chosen()
        if job is not None:
            slot(job)

    def _rows_inserted(self, _parent, _first: int, last: int) -> None:
        self._show_page()
        self.choose(self.model.jobs[last].key)

    def _show_page(self) -> None:
        has_rows = bool(self.model.jobs)
        self.pages.setCurrentWidget(self.table if has_rows else self.empty)
        self.details.setVisible(has_rows)
        self._show_choice()

    def _show_choice(self) -> None:
        """Offer what can be done with the chosen download, and describe it."""
        job = self.chosen()
        state = job.state if job is not None else None
        running = state in (State.WAITING, State.RUNNING)
        # Pause and resume share a place: only the one that means something is there.
        self.pause_action.setVisible(running or state is State.STOPPING)
        self.pause_action.setEnabled(running)
        self.resume_action.setVisible(not self.pause_action.isVisible())
        self.resume_action.setEnabled(state in RESUMABLE)
        self.resume_action.setText(tr("Resume") if state is State.PAUSED else tr("Try again"))
        self.cancel_action.setEnabled(running or state in (State.PAUSED, State.FAILED))
        self.remove_action.setEnabled(state is not None and state not in ACTIVE)
        self.add_action.setEnabled(state is State.DONE)
        self.folder_action.setEnabled(job is not None and bool(job.target or job.folder))
        over = (State.DONE, State.CANCELLED, State.QUARANTINED)
        self.clear_action.setEnabled(any(one.state in over for one in self.model.jobs))
        text = sentence_of(job) if job is not None else tr("Choose a download to see what can be done with it.")
        if text != self.details.text():
            self.details.setText(text)

    def _activate(self) -> None:
        """Do what one expects of the chosen download: add it, or take it up again."""
        job = self.chosen()
        if job is None:
            return
        if job.state is State.DONE:
            self.addTriggered.emit(job)
        elif job.state in RESUMABLE:
            self.queue.resume(job.key)

    def _show_menu(self, position) -> None:
        if not self.table.indexAt(position).isValid():
            return
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        actions = (self.pause_action, self.resume_action, self.cancel_action, None)
        for action in (*actions, self.add_action, self.folder_action, None, self.remove_action):
            menu.addAction(action) if action is not None else menu.addSeparator()
        menu.popup(self.table.viewport().mapToGlobal(position))
        menu.aboutToHide.connect(menu.deleteLater)

    # -- keyboard and size --------------------------------------------------------------------------

    def eventFilter(self, watched, event) -> bool:
        """Work without a mouse: Space, Del, Return, Ctrl+O in the table, which QGIS has other uses for."""
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return super().eventFilter(watched, event)
        act = self._act_of(event)
        if act is None:
            return super().eventFilter(watched, event)
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            act()
        return True

    def _act_of(self, event) -> Optional[Callable[[], None]]:
        """Return what a key does with the chosen download, None for nothing."""
        key, job = event.key(), self.chosen()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if job is None:
            return None
        if key in RETURN_KEYS:
            return self._activate
        if key == Qt.Key.Key_Space:
            return (self.pause_action if self.pause_action.isEnabled() else self.resume_action).trigger
        if key == Qt.Key.Key_Delete:
            return (self.cancel_action if job.state in ACTIVE else self.remove_action).trigger
        return self.folder_action.trigger if control and key == Qt.Key.Key_O else None

    def resizeEvent(self, event) -> None:
        """Give what the line below the table tells anyway a column where there is room."""
        super().resizeEvent(event)
        characters = self.width() / self.fontMetrics().averageCharWidth()
        for column, least in ((STATUS, STATE_CHARACTERS), (SPEED, WIDE_CHARACTERS), (REMAINING, WIDE_CHARACTERS)):
            self.table.setColumnHidden(column, characters < least)


def show_in_folder(job: DownloadJob) -> None:
    """Open the folder of a download."""
    folder = Path(job.target).parent if job.target else Path(job.folder)
    if folder.is_dir():
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
