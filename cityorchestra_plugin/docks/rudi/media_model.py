"""The files and services of a dataset, as a table: what each is, its format, its size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt

from ....processing_provider.rudi.record import Media
from ....processing_provider.translation import language, tr
from ..panel_frame import theme_icon
from .download_model import size_text

NAME, FORMAT, SIZE = range(3)
ICONS = {
    "vector": "/mIconVector.svg",
    "raster": "/mIconRaster.svg",
    "table": "/mIconTableLayer.svg",
    "archive": "/mIconZip.svg",
    "service": "/mIconWms.svg",
    "document": "/mIconFile.svg",
}


def kind_text(media: Media) -> str:
    """Return what a medium is, in a word."""
    if media.encrypted:
        return tr("encrypted file")
    return {
        "vector": tr("vector data"),
        "raster": tr("raster data"),
        "table": tr("table"),
        "archive": tr("archive"),
        "service": tr("map service"),
    }.get(media.loads_as, tr("document"))


class MediaModel(QAbstractTableModel):
    """Media of one dataset.

    Parameters
    ----------
    why_not : callable
        Gives why QGIS cannot open a medium, empty when it can.
    """

    def __init__(self, why_not: Callable[[Media], str], parent=None) -> None:
        super().__init__(parent)
        self._why_not = why_not
        self._media: list[Media] = []
        self._reasons: list[str] = []

    def set_media(self, media: Sequence[Media]) -> None:
        """Show the media of another dataset."""
        if self._media:
            self.beginRemoveRows(QModelIndex(), 0, len(self._media) - 1)
            self._media, self._reasons = [], []
            self.endRemoveRows()
        if media:
            self.beginInsertRows(QModelIndex(), 0, len(media) - 1)
            self._media = list(media)
            self._reasons = [self._why_not(one) for one in media]
            self.endInsertRows()

    def media(self, row: int) -> Optional[Media]:
        """Return the medium of a row, None when there is none."""
        return self._media[row] if 0 <= row < len(self._media) else None

    def reason(self, row: int) -> str:
        """Return why QGIS cannot open the medium of a row, empty when it can."""
        return self._reasons[row] if 0 <= row < len(self._media) else ""

    def best(self) -> int:
        """Return the row to propose: data that QGIS opens before services, these before what it cannot open."""
        order = ("vector", "raster", "archive", "service", "table")
        ranks = [
            (bool(reason), order.index(one.loads_as) if one.loads_as in order else len(order), row)
            for row, (one, reason) in enumerate(zip(self._media, self._reasons))
        ]
        return min(ranks)[2] if ranks else -1

    def rowCount(self, parent=QModelIndex()):  # noqa: B008 (signature of Qt; the index is never changed)
        return 0 if parent.isValid() else len(self._media)

    def columnCount(self, parent=QModelIndex()):  # noqa: B008
        return 0 if parent.isValid() else 3

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("File or service"), tr("Format"), tr("Size"))[section] if 0 <= section < 3 else None

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        media = self.media(index.row()) if index.isValid() else None
        if media is None:
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(media, column)
        if role == Qt.ItemDataRole.DecorationRole and column == NAME:
            return theme_icon("/locked.svg" if media.encrypted else ICONS.get(media.loads_as, ICONS["document"]))
        if role == Qt.ItemDataRole.TextAlignmentRole and column == SIZE:
            alignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            return int(getattr(alignment, "value", alignment))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            parts = [media.shown_name(language()), kind_text(media), media.caption, self.reason(index.row())]
            return "\n".join(dict.fromkeys(part for part in parts if part))
        return None

    @staticmethod
    def _text(media: Media, column: int) -> str:
        if column == NAME:
            return media.shown_name(language()).replace("\n", " ")
        if column == FORMAT:
            return media.format or kind_text(media)
        return size_text(media.file_size) if media.file_size else ""
