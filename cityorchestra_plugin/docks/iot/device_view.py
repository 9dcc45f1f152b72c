"""The list of the devices: tree by site or table, told what is in sight and what is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Optional

from qgis.PyQt.QtCore import QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from ....processing_provider.translation import tr
from ..panel_frame import RETURN_KEYS
from .device_delegate import DeviceDelegate
from .device_model import DeviceModel
from .device_order import Column, Filter
from .fleet import Fleet

EXPANDED_UP_TO = 300  # devices of all sites together that are shown unfolded at first
MARGIN_ROWS = 4  # rows beyond what is in sight whose history is read as well
# Widths of the columns of the table [characters]; that of the name takes what is left.
WIDTHS = {
    Column.NAME: 23, Column.STATE: 15, Column.VALUE: 13, Column.TREND: 15, Column.AGE: 10, Column.BATTERY: 9,
    Column.MARGIN: 9, Column.LOSS: 8, Column.SITE: 17,
}  # fmt: skip


class DeviceView(QTreeView):
    """Devices.

    Signals
    -------
    chosen(int)
        Slot of the device chosen, -1 for none.
    zoomWanted(int)
        A device was double-clicked.
    menuWanted(int, QPoint)
        A menu is asked for on a device, at a place of the screen.

    Parameters
    ----------
    fleet : Fleet
    """

    chosen = pyqtSignal(int)
    zoomWanted = pyqtSignal(int)
    menuWanted = pyqtSignal(int, object)

    def __init__(self, fleet: Fleet, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.devices = DeviceModel(fleet, self)
        self.setModel(self.devices)
        self.setItemDelegate(DeviceDelegate(self))
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAllColumnsShowFocus(True)
        self.setExpandsOnDoubleClick(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(tr("Equipment"))
        self._told = ""  # identifier of the device that was told as chosen
        self._folded: dict[str, bool] = {}
        self._settling = False
        self.customContextMenuRequested.connect(self._ask_menu)
        self.doubleClicked.connect(self._double_clicked)
        self.collapsed.connect(lambda index: self._fold(index, True))
        self.expanded.connect(lambda index: self._fold(index, False))
        self.selectionModel().selectionChanged.connect(self._selection_changed)
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        self.show_as_tree(True)

    # -- tree or table ------------------------------------------------------------------------------------

    def show_as_tree(self, tree: bool) -> None:
        """Show the devices below their site, or in a table; what is chosen stays."""
        chosen, column, descending = self.chosen_uid, self.devices.order.column, self.devices.order.descending
        self._settling = True
        self.devices.set_grouped(tree)
        for number in Column:
            self.setColumnHidden(number, tree and number != Column.NAME)
        self.setRootIsDecorated(tree)
        self.setIndentation(round(1.6 * self.fontMetrics().averageCharWidth()) if tree else 0)
        self.setHeaderHidden(tree)
        header = self.header()
        unit = self.fontMetrics().averageCharWidth()
        if tree:
            header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
            self.setSortingEnabled(False)
        else:
            for number, characters in WIDTHS.items():
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(number, characters * unit)
            self.setSortingEnabled(True)
        self.setHorizontalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff if tree else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        )
        self._settling = False
        self.sort_by(column, descending)
        self._restore(chosen)

    def sort_by(self, column: Column, descending: bool = False) -> None:
        """Sort the devices."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        if self.isSortingEnabled():
            self.sortByColumn(column, order)
        else:
            self.devices.sort(column, order)

    def set_filter(self, wanted: Filter) -> None:
        """Show the devices that are looked for; the one chosen stays chosen while it is among them."""
        if wanted != self.devices.order.filter:
            self._keeping(lambda: self.devices.set_filter(wanted))

    def set_fleet(self, fleet: Fleet) -> None:
        """Show another fleet."""
        self._keeping(lambda: self.devices.set_fleet(fleet))

    def _keeping(self, change) -> None:
        chosen, scrolled = self.chosen_uid, self.verticalScrollBar().value()
        self._settling = True
        change()
        self._settling = False
        self._restore(chosen)
        self.verticalScrollBar().setValue(scrolled)

    def _restore(self, chosen: str) -> None:
        """Unfold what was unfolded, choose what was chosen."""
        if self.devices.grouped:
            few = len(self.devices.fleet) <= EXPANDED_UP_TO
            searched = not self.devices.order.filter.is_empty and self.devices.order.shown <= EXPANDED_UP_TO
            self._settling = True
            for row, group in enumerate(self.devices.order.groups):
                folded = self._folded.get(group.site, not few) and not searched
                self.setExpanded(self.devices.index(row, 0), not folded)
            self._settling = False
        slot = self.devices.fleet.slot_of(chosen) if chosen else -1
        if slot < 0 or not self.choose(slot):
            self._tell()

    def _fold(self, index, folded: bool) -> None:
        if not self._settling and self.devices.grouped:
            self._folded[self.devices.order.groups[index.row()].site] = folded

    def rowsInserted(self, parent, start, end):
        """Unfold a site that appears, while there are few devices."""
        super().rowsInserted(parent, start, end)
        if not parent.isValid() and self.devices.grouped and len(self.devices.fleet) <= EXPANDED_UP_TO:
            self._settling = True
            for row in range(start, end + 1):
                if not self._folded.get(self.devices.order.groups[row].site, False):
                    self.setExpanded(self.devices.index(row, 0), True)
            self._settling = False

    # -- the choice -----------------------------------------------------------------------------------------

    @property
    def chosen_slot(self) -> int:
        """Slot of the device chosen, -1 for none."""
        chosen = self.selectionModel().selectedRows()
        return self.devices.slot_at(chosen[0]) if chosen else -1

    @property
    def chosen_uid(self) -> str:
        """Identifier of the device chosen, empty for none."""
        slot = self.chosen_slot
        return self.devices.fleet.devices[slot].facts.uid if slot >= 0 else ""

    def choose(self, slot: int) -> bool:
        """Choose a device and bring it into sight; return whether it is among those shown."""
        index = self.devices.index_of(slot)
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def choose_none(self) -> None:
        """Choose no device any more."""
        self.clearSelection()
        self.setCurrentIndex(QModelIndex())

    def choose_first(self) -> None:
        """Choose the first device that is shown, when none is chosen."""
        if self.chosen_slot < 0:
            slots = next((group.slots for group in self.devices.order.groups if group.slots), [])
            if slots:
                self.choose(slots[0])

    def _selection_changed(self, *_) -> None:
        if not self._settling:
            self._tell()

    def _tell(self) -> None:
        uid = self.chosen_uid
        if uid != self._told:
            self._told = uid
            self.chosen.emit(self.chosen_slot)

    def _double_clicked(self, index) -> None:
        slot = self.devices.slot_at(index)
        if slot >= 0:
            self.zoomWanted.emit(slot)

    def _ask_menu(self, where) -> None:
        slot = self.devices.slot_at(self.indexAt(where))
        if slot >= 0:
            self.menuWanted.emit(slot, self.viewport().mapToGlobal(where))

    def keyPressEvent(self, event):
        """Zoom to the device with Return; fold and unfold a site with it."""
        if event.key() not in RETURN_KEYS:
            super().keyPressEvent(event)
            return
        index = self.currentIndex()
        slot = self.devices.slot_at(index)
        if slot >= 0:
            self.zoomWanted.emit(slot)
        elif index.isValid():
            self.setExpanded(index, not self.isExpanded(index))
        event.accept()

    # -- what is in sight -------------------------------------------------------------------------------------

    def slots_in_sight(self, margin: int = 0) -> list[int]:
        """Return the devices of the rows in sight, and of some rows below."""
        return [slot for slot in map(self.devices.slot_at, self._indexes_in_sight(margin)) if slot >= 0]

    def _indexes_in_sight(self, margin: int) -> Iterator[QModelIndex]:
        height = self.viewport().height()
        index = self.indexAt(self.viewport().rect().topLeft())
        while index.isValid():
            if self.visualRect(index).top() > height:
                margin -= 1
                if margin < 0:
                    return
            yield index
            index = self.indexBelow(index)

    def refresh_ages(self) -> None:
        """Write the ages in sight again."""
        self.devices.refresh_ages(self.slots_in_sight())
