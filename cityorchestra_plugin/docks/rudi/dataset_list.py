"""The list of the datasets found: virtual, painted by a delegate, told which row is pointed at and which is chosen."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QEvent, QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractItemView, QListView, QWidget

from ....processing_provider.translation import tr
from ..panel_frame import RETURN_KEYS
from .dataset_delegate import DatasetDelegate, FindPicture, title_lines_of
from .dataset_model import DatasetModel, ReadRecords

LEAST_ROWS = 2  # that stay in sight on a low screen


class DatasetList(QListView):
    """Datasets.

    Signals
    -------
    chosen(int)
        Row of the catalogue chosen by the user, -1 for none.
    pointed(int)
        Row of the catalogue below the pointer, -1 for none.
    activatedRow(int), zoomWanted(int)
        Return was pressed on a row; it was double-clicked.
    menuWanted(int, QPoint)
        A menu is asked for on a row, at a place of the screen.

    Parameters
    ----------
    read : callable
        Gives the records of rows.
    picture : callable
        Gives the picture of a dataset.
    """

    chosen = pyqtSignal(int)
    pointed = pyqtSignal(int)
    activatedRow = pyqtSignal(int)
    zoomWanted = pyqtSignal(int)
    menuWanted = pyqtSignal(int, object)

    def __init__(self, read: ReadRecords, picture: FindPicture, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.datasets = DatasetModel(read, self)
        self.setModel(self.datasets)
        self.setItemDelegate(DatasetDelegate(picture, self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The bar is always there: a row whose height depends on the width must not make it come and go.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Datasets found"))
        self._pointed, self._wanted, self._told = -1, -1, -1
        self._settling = False
        self._title_lines = 0
        self.entered.connect(lambda index: self._point(self.datasets.row_at(index.row())))
        self.viewportEntered.connect(lambda: self._point(-1))
        self.doubleClicked.connect(lambda index: self.zoomWanted.emit(self.datasets.row_at(index.row())))
        self.customContextMenuRequested.connect(self._ask_menu)
        # The selection and not the current row: a view that gets the focus makes its first row current.
        self.selectionModel().selectionChanged.connect(self._selection_changed)

    # -- the choice ---------------------------------------------------------------------------------

    @property
    def chosen_row(self) -> int:
        """Row of the catalogue that is chosen, -1 for none."""
        chosen = self.selectionModel().selectedIndexes()
        return self.datasets.row_at(chosen[0].row()) if chosen else -1

    def set_rows(self, rows, *, changed: bool = False) -> None:
        """Show other datasets; the chosen one stays chosen when it is among them, wherever it is now."""
        kept = self._wanted
        self._settling = True
        try:
            self.datasets.set_rows(rows, changed=changed)
            place = self.datasets.place_of(kept) if kept >= 0 else -1
            if place >= 0:
                self.setCurrentIndex(self.datasets.index(place, 0))
            else:
                self.clearSelection()
                self.selectionModel().clearCurrentIndex()
        finally:
            self._settling = False
        if place < 0:
            self.scrollToTop()
            self._wanted = -1
        self._tell_choice(again=changed)
        self._point(-1)

    def choose(self, row: int) -> bool:
        """Choose a row of the catalogue; return whether it is in the list."""
        place = self.datasets.place_of(row) if row >= 0 else -1
        if place < 0:
            return False
        index = self.datasets.index(place, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def choose_none(self) -> None:
        """Choose nothing."""
        self.clearSelection()
        self.selectionModel().clearCurrentIndex()

    def _selection_changed(self, *_) -> None:
        if not self._settling:
            self._wanted = self.chosen_row
            self._tell_choice()

    def _tell_choice(self, *, again: bool = False) -> None:
        row = self.chosen_row
        if row != self._told or (again and row >= 0):
            self._told = row
            self.chosen.emit(row)

    # -- the pointer --------------------------------------------------------------------------------

    def _point(self, row: int) -> None:
        if row != self._pointed:
            self._pointed = row
            self.pointed.emit(row)

    def leaveEvent(self, event):
        self._point(-1)
        super().leaveEvent(event)

    def _ask_menu(self, position) -> None:
        index = self.indexAt(position)
        if index.isValid():
            self.menuWanted.emit(self.datasets.row_at(index.row()), self.viewport().mapToGlobal(position))

    # -- keyboard, size, pictures -------------------------------------------------------------------

    def keyPressEvent(self, event):
        """Return adds the dataset to the map; the first arrow chooses the first row."""
        if event.key() in RETURN_KEYS and self.chosen_row >= 0:
            self.activatedRow.emit(self.chosen_row)
            event.accept()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Home) and self.chosen_row < 0:
            self.choose(self.datasets.row_at(0))
            event.accept()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event):
        """Lay the rows out again when their titles get another number of lines, which changes their height."""
        super().resizeEvent(event)
        lines = title_lines_of(self)
        if lines != self._title_lines:
            self._title_lines = lines
            self.scheduleDelayedItemsLayout()

    def minimumSizeHint(self):
        height = LEAST_ROWS * self.row_height() + 2 * self.frameWidth()
        return QSize(20 * self.fontMetrics().averageCharWidth(), height)

    def row_height(self) -> int:
        """Return the height of a row [pixels]."""
        if not self.datasets.rowCount():
            return 4 * self.fontMetrics().height()
        return max(1, self.sizeHintForRow(0))

    def changeEvent(self, event):
        """Draw in the new colours and sizes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.scheduleDelayedItemsLayout()

    def picture_arrived(self, _url: str) -> None:
        """Paint again the rows in sight: one of them has its picture now."""
        self.viewport().update()
