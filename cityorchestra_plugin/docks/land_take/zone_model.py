"""The zones as a table that sorts by the numbers behind its texts."""

from __future__ import annotations

import math
from typing import Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QSortFilterProxyModel, Qt

from ....processing_provider.translation import tr
from . import records, texts
from .records import ZoneRecord

NAME, GRADE, SCORE, STOCK, NET, RATE, COVERED = range(7)
COLUMN_COUNT = 7
ZONE_ROLE = Qt.ItemDataRole.UserRole + 1
_FIELDS = {
    SCORE: records.SCORE,
    STOCK: records.STOCK_SHARE,
    NET: records.NET,
    RATE: records.RATE,
    COVERED: records.COVERED,
}


class ZoneModel(QAbstractTableModel):
    """One row per zone, in the order of the layer."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self._zones: list[ZoneRecord] = []

    @property
    def zones(self) -> list[ZoneRecord]:
        """The zones by row."""
        return self._zones

    def set_zones(self, zones: list[ZoneRecord]) -> None:
        """Show other zones."""
        self.beginResetModel()
        self._zones = list(zones)
        self.endResetModel()

    def zone(self, row: int) -> Optional[ZoneRecord]:
        """Return the zone of a row, None for none."""
        return self._zones[row] if 0 <= row < len(self._zones) else None

    def sort(self, column: int, order=Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in another order; what is chosen stays chosen."""
        self.layoutAboutToBeChanged.emit()
        former = self._zones
        reverse = order == Qt.SortOrder.DescendingOrder
        rows = sorted(range(len(former)), key=lambda row: self._sort_key(former[row], column), reverse=reverse)
        self._zones = [former[row] for row in rows]
        places = {row: place for place, row in enumerate(rows)}
        kept = self.persistentIndexList()
        self.changePersistentIndexList(kept, [self.index(places[one.row()], one.column()) for one in kept])
        self.layoutChanged.emit()

    def rowCount(self, parent=QModelIndex()) -> int:  # noqa: B008 (as Qt declares it)
        return 0 if parent.isValid() else len(self._zones)

    def columnCount(self, parent=QModelIndex()) -> int:  # noqa: B008 (as Qt declares it)
        return 0 if parent.isValid() else COLUMN_COUNT

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                tr("Zone"),
                tr("Class"),
                tr("Score"),
                tr("Stock\n(%)"),
                tr("Net\n(ha)"),
                tr("Net\n(%/yr)"),
                tr("Data\n(%)"),
            )[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                tr("Name of the zone"),
                tr("Class of the score: A is best, from 80; E is below 35"),
                tr("Score from 0 to 100, 100 is best; the bar is the interval that other weights give (5 to 95 %)"),
                tr("Artificial land at the last date, after the thresholds of the decree"),
                tr("Taken less given back between the dates, after the thresholds; a dash with a single date"),
                tr("The same in a year, as a share of the zone"),
                tr("Share of the zone that the land cover covers"),
            )[section]
        return None

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        zone = self.zone(index.row()) if index.isValid() else None
        if zone is None:
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(zone, column)
        if role == ZONE_ROLE:
            return zone
        if role == Qt.ItemDataRole.TextAlignmentRole and column >= STOCK:
            # An int, as PyQt 6 wants for a combination given through a QVariant.
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            return getattr(flags, "value", None) or int(flags)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.sentence(zone)
        return None

    @staticmethod
    def _text(zone: ZoneRecord, column: int) -> str:
        if column == NAME:
            return zone.name
        if column == GRADE:
            return zone.grade or texts.UNKNOWN
        value = zone.number(_FIELDS[column])
        if column == NET:
            return texts.signed(value / texts.HECTARE_M2, 2) if texts.known(value) else texts.UNKNOWN
        if column == RATE:
            return texts.signed(value, 2)
        return texts.plain(value, 1 if column == STOCK else 0)

    @staticmethod
    def _sort_key(zone: ZoneRecord, column: int):
        if column == NAME:
            return zone.name.casefold()
        if column == GRADE:
            return zone.grade or "~"  # after E
        value = zone.number(_FIELDS[column])
        return -math.inf if value is None else value  # together, at one end

    @staticmethod
    def sentence(zone: ZoneRecord) -> str:
        """Describe a zone in one sentence."""
        said = [
            tr("{name}: class {grade}, score {score}").format(
                name=zone.name,
                grade=zone.grade or texts.UNKNOWN,
                score=texts.plain(zone.number(records.SCORE)),
            ),
            tr("{share} artificial").format(share=texts.percent(zone.number(records.STOCK_SHARE))),
            tr("net {area} between the dates").format(area=texts.hectares(zone.number(records.NET), change=True)),
        ]
        if zone.half_covered:
            said.append(
                tr("only {share} of it covered by data").format(share=texts.percent(zone.number(records.COVERED), 0))
            )
        return "; ".join(said) + "."


class ZoneFilterModel(QSortFilterProxyModel):
    """Keep the zones whose name has some words; the model below sorts, since it is much faster at it."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self._order = (NAME, Qt.SortOrder.AscendingOrder)
        self._words: tuple[str, ...] = ()

    def set_words(self, text: str) -> None:
        """Keep the zones whose name has every word."""
        self._words = tuple(text.casefold().split())
        self.invalidateFilter()

    def sort(self, column: int, order=Qt.SortOrder.AscendingOrder) -> None:
        """Let the model below sort."""
        self._order = (column, order)
        self.sourceModel().sort(column, order)

    def set_zones(self, zones: list[ZoneRecord]) -> None:
        """Show other zones in the order chosen."""
        self.sourceModel().set_zones(zones)
        self.sourceModel().sort(*self._order)

    def filterAcceptsRow(self, row, parent) -> bool:
        zone = self.sourceModel().zone(row)
        return zone is not None and all(word in zone.name.casefold() for word in self._words)
