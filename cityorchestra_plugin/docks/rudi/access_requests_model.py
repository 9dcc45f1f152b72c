"""The requests of an account as a table: dataset, project, state, end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QDateTime, QLocale, QModelIndex, QObject, Qt

from ....processing_provider.rudi.access_requests import AccessRequest
from ....processing_provider.translation import language, tr
from ..panel_frame import theme_icon

DATASET, PROJECT, STATUS, END = range(4)
COLUMN_COUNT = 4
ICONS = {
    "DRAFT": "/mTaskQueued.svg",
    "IN_PROGRESS": "/mTaskRunning.svg",
    "VALIDATED": "/mIconSuccess.svg",
    "CANCELLED": "/mTaskCancel.svg",
    "ARCHIVED": "/mTaskOnHold.svg",
    "DISENGAGED": "/mTaskOnHold.svg",
}


def status_text(status: str) -> str:
    """Return the word for the state of a request."""
    return {
        "DRAFT": tr("Sent, not read yet"),
        "IN_PROGRESS": tr("Being examined"),
        "VALIDATED": tr("Accepted"),
        "CANCELLED": tr("Refused or cancelled"),
        "ARCHIVED": tr("Archived"),
        "DISENGAGED": tr("Ended"),
    }.get(status, tr("Unknown"))


def date_text(moment: str) -> str:
    """Return the day of an ISO 8601 date as the user writes it."""
    parsed = QDateTime.fromString(moment[:10], Qt.DateFormat.ISODate)
    return QLocale(language()).toString(parsed.date(), QLocale.FormatType.ShortFormat) if parsed.isValid() else moment


class AccessRequestModel(QAbstractTableModel):
    """Requests as rows."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._requests: list[AccessRequest] = []
        self._titles: Mapping[str, str] = {}

    def request(self, row: int) -> Optional[AccessRequest]:
        """Return the request of a row."""
        return self._requests[row] if 0 <= row < len(self._requests) else None

    def show(self, requests: Sequence[AccessRequest], titles: Mapping[str, str]) -> None:
        """Show other requests; rows are added, removed and changed.

        Parameters
        ----------
        titles : dict
            Titles of datasets by identifier, as far as they are known.
        """
        self._titles = titles
        old, new = len(self._requests), len(requests)
        if new < old:
            self.beginRemoveRows(QModelIndex(), new, old - 1)
            self._requests = self._requests[:new]
            self.endRemoveRows()
        common = len(self._requests)
        self._requests = list(requests[:common])
        if common:
            roles = [Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.ToolTipRole]
            self.dataChanged.emit(self.index(0, 0), self.index(common - 1, COLUMN_COUNT - 1), roles)
        if new > common:
            self.beginInsertRows(QModelIndex(), common, new - 1)
            self._requests = list(requests)
            self.endInsertRows()

    def rowCount(self, parent=QModelIndex()):  # noqa: B008 (signature of Qt; the index is never changed)
        return 0 if parent.isValid() else len(self._requests)

    def columnCount(self, parent=QModelIndex()):  # noqa: B008
        return 0 if parent.isValid() else COLUMN_COUNT

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            (tr("Dataset"), tr("Project"), tr("State"), tr("Until"))[section] if 0 <= section < COLUMN_COUNT else None
        )

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        request = self.request(index.row()) if index.isValid() else None
        if request is None:
            return None
        texts = (
            self._titles.get(request.dataset_id) or request.dataset_id,
            request.project_title,
            status_text(request.status),
            date_text(request.end_date) if request.end_date else tr("No end"),
        )
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == STATUS:
            return theme_icon(ICONS.get(request.status, "/mIconInfo.svg"))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return " · ".join(filter(None, [*texts, request.comment]))
        return None
