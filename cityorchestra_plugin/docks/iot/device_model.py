"""The devices as a tree by site or as a table: one model over the records of the fleet, never reset by a refresh."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from enum import IntEnum
from typing import Optional

from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, Qt

from ....processing_provider.translation import number_text, tr
from . import texts
from .device_order import LIVE, Column, DeviceOrder, Filter, Group
from .fleet import LATE, LOST, NEVER, Device, Fleet, Touched

MOST_RUNS = 24  # signals of one kind for a group; more touched rows are told as one span
MOST_MOVES = 100  # rows that come, go or move at a time; the rest waits for the next time
_DISPLAY = Qt.ItemDataRole.DisplayRole
_RIGHT = (Column.VALUE, Column.AGE, Column.BATTERY, Column.MARGIN, Column.LOSS)


class Role(IntEnum):
    """What delegates and views ask of an index besides Qt's own roles."""

    DEVICE = Qt.ItemDataRole.UserRole + 1
    STATE = Qt.ItemDataRole.UserRole + 2
    SITE = Qt.ItemDataRole.UserRole + 3
    AGE = Qt.ItemDataRole.UserRole + 4


# What a kind of change shows in: columns and roles (see Fleet.apply).
_SHOWN_IN = {
    1: ((Column.NAME, Column.SITE), (_DISPLAY, Role.DEVICE)),
    2: ((Column.STATE, Column.LOSS), (_DISPLAY, Role.STATE, Role.DEVICE)),
    4: ((Column.VALUE, Column.TREND), (_DISPLAY, Role.DEVICE)),
}


def column_texts() -> dict[Column, str]:
    """Return the titles of the columns."""
    return {
        Column.NAME: tr("Equipment"),
        Column.STATE: tr("State"),
        Column.VALUE: tr("Value"),
        Column.TREND: tr("Last day"),
        Column.AGE: tr("Heard"),
        Column.BATTERY: tr("Battery"),
        Column.MARGIN: tr("Margin"),
        Column.LOSS: tr("Loss"),
        Column.SITE: tr("Site"),
    }


class DeviceModel(QAbstractItemModel):
    """Sites above their devices, or devices alone.

    Parameters
    ----------
    fleet : Fleet
    """

    def __init__(self, fleet: Fleet, parent=None) -> None:
        super().__init__(parent)
        self.fleet = fleet
        self.order = DeviceOrder(fleet)
        self.order.rebuild()
        self._waiting: deque[int] = deque()  # devices that may have to come, go or move
        self._queued: set[int] = set()
        self._summaries: dict[int, str] = {}
        self._stale = False  # whether the keys of a live order changed

    # -- what is shown, by the user's wish --------------------------------------------------------------

    @property
    def grouped(self) -> bool:
        """Whether devices stand below their site."""
        return self.order.grouped

    def set_fleet(self, fleet: Fleet) -> None:
        """Show another fleet."""
        self._change(lambda: self._other_fleet(fleet))

    def _other_fleet(self, fleet: Fleet) -> None:
        self.fleet = self.order.fleet = fleet

    def set_grouped(self, grouped: bool) -> None:
        """Show the tree or the table."""
        if grouped != self.order.grouped:
            self._change(lambda: setattr(self.order, "grouped", grouped))

    def set_filter(self, wanted: Filter) -> None:
        """Show the devices that are looked for."""
        if wanted != self.order.filter:
            self._change(lambda: setattr(self.order, "filter", wanted))

    def _change(self, change) -> None:
        self.beginResetModel()
        change()
        self.order.rebuild()
        self._waiting.clear()
        self._queued.clear()
        self._summaries.clear()
        self.endResetModel()

    # -- changes of the fleet ----------------------------------------------------------------------------

    def take(self, touched: Touched) -> None:
        """Show what changed."""
        self._queue((*touched.added, *touched.moved))
        by_kind: dict[int, list[int]] = {1: [], 2: [], 4: []}
        for slot, kinds in touched.changed.items():
            for kind, slots in by_kind.items():
                if kinds & kind:
                    slots.append(slot)
        self._look_again(by_kind[2])
        self._stale = self._stale or bool(by_kind[2] or by_kind[4])
        for kind, slots in by_kind.items():
            columns, roles = _SHOWN_IN[kind]
            self._tell(slots, columns, roles)
        self.settle()

    def take_states(self, slots: Iterable[int]) -> None:
        """Show states that time changed."""
        slots = list(slots)
        if slots:
            self._look_again(slots)
            self._stale = True
            columns, roles = _SHOWN_IN[2]
            self._tell(slots, columns, roles)
            self.settle()

    def take_points(self, slot: int) -> None:
        """Show a history that arrived."""
        self._tell([slot], (Column.TREND, Column.TREND), (Role.DEVICE,))

    def refresh_ages(self, slots: Iterable[int]) -> None:
        """Write the ages of some rows again."""
        self._tell(list(slots), (Column.AGE, Column.AGE), (_DISPLAY, Role.AGE))

    def _look_again(self, slots: Iterable[int]) -> None:
        wanted = self.order.filter
        if wanted.states or wanted.alarms:
            self._queue(slots)

    def _queue(self, slots: Iterable[int]) -> None:
        for slot in slots:
            if slot not in self._queued:
                self._queued.add(slot)
                self._waiting.append(slot)

    @property
    def unsettled(self) -> bool:
        """Whether rows still have to come, go or move."""
        return bool(self._waiting)

    def settle(self) -> None:
        """Let some of the rows that wait come, go or move."""
        for _ in range(min(MOST_MOVES, len(self._waiting))):
            slot = self._waiting.popleft()
            self._queued.discard(slot)
            self._settle(slot)

    def _settle(self, slot: int) -> None:
        order, device = self.order, self.fleet.devices[slot]
        wanted = order.filter.takes(self.fleet, device)
        site = order.site_of(device)
        group = order.group_of(slot)
        if group is not None and wanted and group.site == site:
            return
        if group is not None:
            self._remove(group, slot)
        if wanted:
            self._insert(site, slot)

    def _insert(self, site: str, slot: int) -> None:
        order = self.order
        group = order.group_for(site)
        if group is None:
            place = order.place_for(site)
            if order.grouped:
                self.beginInsertRows(QModelIndex(), place, place)
            group = order.add_group(place, site)
            if order.grouped:
                self.endInsertRows()
        place = order.place_in(group, slot)
        self.beginInsertRows(self._parent_of(group), place, place)
        order.put(group, place, slot)
        self.endInsertRows()
        self._tell_group(group)

    def _remove(self, group: Group, slot: int) -> None:
        order, row = self.order, group.row_of(slot)
        self.beginRemoveRows(self._parent_of(group), row, row)
        order.take_away(group, slot)
        self.endRemoveRows()
        if order.grouped and not group.slots:
            place = order.groups.index(group)
            self.beginRemoveRows(QModelIndex(), place, place)
            order.remove_group(group)
            self.endRemoveRows()
        else:
            self._tell_group(group)

    def _tell(self, slots: list[int], columns, roles) -> None:
        """Tell that cells of some devices changed: rows that stand together as one."""
        rows: dict[int, tuple[Group, list[int]]] = {}
        for slot in slots:
            group = self.order.group_of(slot)
            if group is not None:
                rows.setdefault(group.number, (group, []))[1].append(group.row_of(slot))
        # In the tree one cell shows all of a device.
        first, last = (Column.NAME, Column.NAME) if self.order.grouped else columns
        for group, found in rows.values():
            parent = self._parent_of(group)
            for top, bottom in _runs(found):
                self.dataChanged.emit(self.index(top, first, parent), self.index(bottom, last, parent), list(roles))
            if Role.STATE in roles:
                self._tell_group(group)

    def _tell_group(self, group: Group) -> None:
        if self.order.grouped and self._summaries.pop(group.number, None) is not None:
            index = self._parent_of(group)
            self.dataChanged.emit(index, index, [_DISPLAY, Role.SITE])

    # -- order ----------------------------------------------------------------------------------------

    def sort(self, column, order=Qt.SortOrder.AscendingOrder):
        """Sort the devices of each site, or all of them."""
        self.order.column, self.order.descending = Column(max(0, column)), order == Qt.SortOrder.DescendingOrder
        self._sort()

    def sort_again(self) -> bool:
        """Sort once more when what is sorted by has changed since; return whether that was so."""
        if not self._stale or self.order.column not in LIVE:
            return False
        self._sort()
        return True

    def _sort(self) -> None:
        self._stale = False
        self.layoutAboutToBeChanged.emit()
        former = self.persistentIndexList()
        kept = [self.slot_at(index) for index in former]
        for group in self.order.groups:
            group.slots = self.order.sorted(group.slots)
            group.changed()
        following = [index if slot < 0 else self.index_of(slot, index.column()) for index, slot in zip(former, kept)]
        self.changePersistentIndexList(former, following)
        self.layoutChanged.emit()

    # -- places ---------------------------------------------------------------------------------------

    def _parent_of(self, group: Group) -> QModelIndex:
        if not self.order.grouped:
            return QModelIndex()
        return self.createIndex(self.order.groups.index(group), 0, 0)

    def _group_at(self, index) -> Optional[Group]:
        """Return the group whose rows the children of an index are."""
        order = self.order
        if not order.grouped:
            return order.groups[0] if order.groups and not index.isValid() else None
        if not index.isValid() or index.internalId() or not 0 <= index.row() < len(order.groups):
            return None
        return order.groups[index.row()]

    def slot_at(self, index) -> int:
        """Return the slot of the device at an index, -1 for a site or nothing."""
        if not index.isValid():
            return -1
        order, number = self.order, index.internalId()
        if order.grouped:
            group = order.group(number) if number else None
        else:
            group = order.groups[0] if order.groups else None
        return group.slots[index.row()] if group is not None and index.row() < len(group.slots) else -1

    def device_at(self, index) -> Optional[Device]:
        """Return the device at an index, None for a site or nothing."""
        slot = self.slot_at(index)
        return self.fleet.devices[slot] if slot >= 0 else None

    def index_of(self, slot: int, column: int = 0) -> QModelIndex:
        """Return the index of a device, invalid when it is not shown."""
        group = self.order.group_of(slot)
        if group is None:
            return QModelIndex()
        return self.createIndex(group.row_of(slot), column, group.number if self.order.grouped else 0)

    def index(self, row, column, parent=QModelIndex()):  # noqa: B008 (signature of Qt; the index is never changed)
        if row < 0 or not 0 <= column < len(Column):
            return QModelIndex()
        if self.order.grouped and not parent.isValid():
            return self.createIndex(row, column, 0) if row < len(self.order.groups) else QModelIndex()
        group = self._group_at(parent)
        if group is None or row >= len(group.slots):
            return QModelIndex()
        return self.createIndex(row, column, group.number if self.order.grouped else 0)

    def parent(self, index):
        number = index.internalId() if index.isValid() else 0
        group = self.order.group(number) if number and self.order.grouped else None
        return self._parent_of(group) if group is not None else QModelIndex()

    def rowCount(self, parent=QModelIndex()):  # noqa: B008
        if parent.isValid() and parent.column() > 0:
            return 0
        if self.order.grouped and not parent.isValid():
            return len(self.order.groups)
        group = self._group_at(parent)
        return len(group.slots) if group is not None else 0

    def columnCount(self, parent=QModelIndex()):  # noqa: B008
        return len(Column)

    def hasChildren(self, parent=QModelIndex()):  # noqa: B008
        return self.rowCount(parent) > 0

    def flags(self, index):
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemNeverHasChildren if self.slot_at(index) >= 0 else flags

    # -- what is shown ----------------------------------------------------------------------------------

    def headerData(self, section, orientation, role=_DISPLAY):
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == _DISPLAY:
            return column_texts()[Column(section)]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in _RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index, role=_DISPLAY):
        slot = self.slot_at(index)
        if slot < 0:
            return self._site_data(index, role)
        device = self.fleet.devices[slot]
        if role == _DISPLAY:
            return self._text(device, index.column())
        if role == Role.DEVICE:
            return device
        if role == Role.STATE:
            return self.fleet.state_of(slot)
        if role == Role.AGE:
            return self.fleet.age_s(slot, texts.now_ms())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.sentence(device)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in _RIGHT:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, device: Device, column: int) -> str:
        if column == Column.NAME:
            return device.title
        if column == Column.STATE:
            return texts.state_text(self.fleet.state_of(device.slot))
        if column == Column.VALUE:
            return texts.value_text(device.main, device.main_value)
        if column == Column.AGE:
            return texts.age_text(self.fleet.age_s(device.slot, texts.now_ms()))
        if column == Column.BATTERY:
            return texts.percent_text(device.battery)
        if column == Column.MARGIN:
            return texts.decibel_text(device.state.margin_db)
        if column == Column.LOSS:
            return texts.percent_text(device.state.loss_percent)
        return device.facts.site if column == Column.SITE else ""

    def _site_data(self, index, role):
        group = self._group_at(index.siblingAtColumn(0)) if index.isValid() else None
        if group is None or index.column() > 0:
            return None
        if role == _DISPLAY:
            return group.site or tr("Without a site")
        if role in (Role.SITE, Qt.ItemDataRole.ToolTipRole):
            if group.number not in self._summaries:
                self._summaries[group.number] = self._summary(group)
            return self._summaries[group.number]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{group.site or tr('Without a site')}: {self._site_data(index, Role.SITE)}"
        return None

    def _summary(self, group: Group) -> str:
        """Return how the devices of a site are: their number, and those that are not well."""
        states = [self.fleet.state_of(slot) for slot in group.slots]
        parts = [texts.counted(len(states), tr("1 device"), tr("{count} devices"))]
        for state, text in ((LOST, tr("{count} lost")), (LATE, tr("{count} late")), (NEVER, tr("{count} never heard"))):
            count = states.count(state)
            if count:
                parts.append(text.format(count=number_text(count)))
        alarms = sum(self.fleet.devices[slot].alarm > 0 for slot in group.slots)
        if alarms:
            parts.append(tr("{count} in alarm").format(count=number_text(alarms)))
        return " · ".join(parts)

    def sentence(self, device: Device) -> str:
        """Return a device as a screen reader says it."""
        age = self.fleet.age_s(device.slot, texts.now_ms())
        parts = [device.title, device.facts.site, texts.state_text(self.fleet.state_of(device.slot))]
        if device.main_value is not None:
            parts.append(f"{texts.metric_text(device.main)} {texts.value_text(device.main, device.main_value)}")
        parts.append(texts.ago_text(age))
        if device.alarm:
            parts.append(tr("in alarm"))
        return " · ".join(part for part in parts if part)


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """Return rows as spans; all in one when they are scattered."""
    rows = sorted(rows)
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and row <= found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found if len(found) <= MOST_RUNS else [(rows[0], rows[-1])]
