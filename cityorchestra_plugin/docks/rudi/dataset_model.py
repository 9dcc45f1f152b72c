"""The datasets found, as a list: rows are numbers of the catalogue, their records are read when they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Callable, Optional

import numpy as np
from qgis.PyQt.QtCore import QAbstractListModel, QLocale, QModelIndex, Qt

from ....processing_provider.rudi.licences import short_label
from ....processing_provider.rudi.record import Record
from ....processing_provider.translation import language, tr

PAGE = 200  # rows that the view gets at a time
BLOCK = 24  # records read together: a little more than a panel shows
KEPT = 1000  # records kept in memory

ReadRecords = Callable[[Sequence[int]], Sequence[Record]]


class Role(IntEnum):
    """What the delegate asks of a row besides Qt's own roles."""

    DATASET = Qt.ItemDataRole.UserRole + 1
    ROW = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True)
class DatasetRow:
    """What the list shows of a dataset.

    Attributes
    ----------
    row : int
        Row of the catalogue.
    title, producer, date, licence, theme_label : str
        In the user's language, the date as the user writes it; empty when unknown.
    formats : tuple of str
    access : str
        ``open``, ``restricted`` or ``selfdata``.
    theme, thumbnail, source : str
        Code of the theme, address of a picture, address of the catalogue.
    """

    row: int
    title: str
    producer: str = ""
    date: str = ""
    licence: str = ""
    theme_label: str = ""
    formats: tuple[str, ...] = ()
    access: str = "open"
    theme: str = ""
    thumbnail: str = ""
    source: str = ""
    known: bool = True

    def sentence(self) -> str:
        """Return the row as a screen reader says it."""
        parts = [self.title, self.producer, self.date, access_text(self.access), ", ".join(self.formats), self.licence]
        return " · ".join(part for part in parts if part)


def access_text(access: str) -> str:
    """Return the word for an access."""
    return {"restricted": tr("Restricted"), "selfdata": tr("Each person’s own data")}.get(access, tr("Open"))


def date_text(record: Record) -> str:
    """Return the day of the last update as the user writes it, empty when unknown."""
    latest = record.dates.latest()
    if latest is None:
        return ""
    from qgis.PyQt.QtCore import QDate

    return QLocale().toString(QDate(latest.year, latest.month, latest.day), QLocale.FormatType.ShortFormat)


def row_of(number: int, record: Record) -> DatasetRow:
    """Return what the list shows of a record."""
    words = language()
    return DatasetRow(
        row=number,
        title=record.title or tr("Dataset without a title"),
        producer=record.producer.name,
        date=date_text(record),
        licence=short_label(record.licence.code, words) or record.licence.shown(words).split("\n")[0],
        theme_label=record.theme_shown(words),
        formats=record.formats,
        access=record.access,
        theme=record.theme,
        thumbnail=record.thumbnail,
        source=record.source,
    )


class DatasetModel(QAbstractListModel):
    """Datasets in the order of the search.

    Parameters
    ----------
    read : callable
        Gives the records of rows of the catalogue, in their order, those that are gone left out.
    """

    def __init__(self, read: ReadRecords, parent=None) -> None:
        super().__init__(parent)
        self._read = read
        self._rows = np.empty(0, dtype=np.int64)
        self._shown = 0
        self._changing = False  # whoever is told of a change must not ask for more rows in the midst of it
        self._kept: OrderedDict[int, DatasetRow] = OrderedDict()

    # -- what it holds ------------------------------------------------------------------------------

    @property
    def total(self) -> int:
        """Number of datasets found, shown yet or not."""
        return len(self._rows)

    def set_rows(self, rows: np.ndarray, *, changed: bool = False) -> None:
        """Show other rows of the catalogue, the best first.

        Parameters
        ----------
        rows : ndarray of int64, shape (n,)
            Rows of the catalogue.
        changed : bool
            Whether what is written in the catalogue changed: records read before are then forgotten.
        """
        if changed:
            self._kept.clear()
        elif np.array_equal(rows, self._rows):
            return
        self._changing = True
        try:
            self._change_rows(rows, min(len(rows), max(PAGE, self._shown if changed else 0)))
        finally:
            self._changing = False

    def _change_rows(self, rows: np.ndarray, new: int) -> None:
        """Show the first ``new`` of other rows, and tell how the list changes for that."""
        old = self._shown
        if new < old:
            self.beginRemoveRows(QModelIndex(), new, old - 1)
            self._rows, self._shown = self._rows[:new], new
            self.endRemoveRows()
        common = self._shown
        # What lies behind the shown rows is known only once they are told.
        self._rows = rows
        if common:
            self.dataChanged.emit(self.index(0, 0), self.index(common - 1, 0))
        if new > common:
            self.beginInsertRows(QModelIndex(), common, new - 1)
            self._shown = new
            self.endInsertRows()

    def row_at(self, place: int) -> int:
        """Return the row of the catalogue at a place of the list, -1 when there is none."""
        return int(self._rows[place]) if 0 <= place < self._shown else -1

    def place_of(self, row: int) -> int:
        """Return the place of a row of the catalogue, -1 when it was not found; more rows are shown if need be."""
        found = np.flatnonzero(self._rows == row)
        if not len(found):
            return -1
        place = int(found[0])
        while place >= self._shown:
            self.fetchMore(QModelIndex())
        return place

    def dataset(self, place: int) -> Optional[DatasetRow]:
        """Return what is shown at a place, ``None`` when there is nothing."""
        row = self.row_at(place)
        if row < 0:
            return None
        found = self._kept.get(row)
        if found is None:
            self._read_block(place)
            found = self._kept[row]
        else:
            self._kept.move_to_end(row)
        return found

    def is_read(self, place: int) -> bool:
        """Tell whether the record of a place is in memory."""
        return self.row_at(place) in self._kept

    def _read_block(self, place: int) -> None:
        """Read the records around a place that are not in memory yet."""
        first = place // BLOCK * BLOCK
        wanted = [int(row) for row in self._rows[first : min(first + BLOCK, self._shown)] if row not in self._kept]
        records = self._read(wanted)
        if len(records) != len(wanted):  # some are gone since the search: find out which
            records = [next(iter(self._read([row])), None) for row in wanted]
        for row, record in zip(wanted, records):
            self._kept[row] = row_of(row, record) if record is not None else _gone(row)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    # -- what views ask -----------------------------------------------------------------------------

    def rowCount(self, parent=QModelIndex()):  # noqa: B008 (signature of Qt; the index is never changed)
        return 0 if parent.isValid() else self._shown

    def canFetchMore(self, parent):
        return not parent.isValid() and self._shown < len(self._rows) and not self._changing

    def fetchMore(self, parent):
        more = min(PAGE, len(self._rows) - self._shown)
        if more <= 0 or not self.canFetchMore(parent):
            return
        self._changing = True
        self.beginInsertRows(QModelIndex(), self._shown, self._shown + more - 1)
        self._shown += more
        self.endInsertRows()
        self._changing = False

    def flags(self, index):
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemNeverHasChildren if index.isValid() else flags

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        if not index.isValid() or not 0 <= index.row() < self._shown:
            return None
        if role == Role.ROW:
            return self.row_at(index.row())
        if role not in (
            Role.DATASET,
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        dataset = self.dataset(index.row())
        if role == Role.DATASET:
            return dataset
        if role == Qt.ItemDataRole.DisplayRole:
            return dataset.title
        return dataset.sentence()

    def picture_arrived(self, url: str) -> None:
        """Repaint the rows whose picture has just come."""
        for place in range(self._shown):
            kept = self._kept.get(int(self._rows[place]))
            if kept is not None and kept.thumbnail == url:
                index = self.index(place, 0)
                self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])


def _gone(row: int) -> DatasetRow:
    return DatasetRow(row=row, title=tr("This dataset is no longer in the catalogue"), known=False)
