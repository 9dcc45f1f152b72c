"""Widths of the columns of a table in a narrow panel: each as wide as it must be, one gets the rest."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QTableView, QWidget


class FittedTable(QTableView):
    """Rows to choose from; sorts, is not edited, and keeps its columns as wide as the panel allows.

    Parameters
    ----------
    name : str
        What screen readers call it.
    row_lines : float
        Height of a row, in lines of text.
    stretched : int
        Column that gets what the others leave.
    least_characters : int
        Its least width; beyond it the table scrolls sideways.
    """

    def __init__(
        self, name: str, row_lines: float, stretched: int, least_characters: int, parent: Optional[QWidget] = None
    ) -> None:
        super().__init__(parent)
        self._stretched, self._least = stretched, least_characters
        self.setSortingEnabled(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(name)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(round(row_lines * self.fontMetrics().height()))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(3 * self.fontMetrics().averageCharWidth())
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sortIndicatorChanged.connect(lambda *_: self.fit_columns())

    def fit_columns(self) -> None:
        """Give each column what its heading and its values need, and the rest to the stretched one."""
        if self.model() is None:
            return
        header, style = self.horizontalHeader(), self.style()
        margin = style.pixelMetric(QStyle.PixelMetric.PM_HeaderMargin, None, header) + 2
        mark = style.pixelMetric(QStyle.PixelMetric.PM_HeaderMarkSize, None, header) + margin
        others = 0
        for column in range(header.count()):
            if column == self._stretched or header.isSectionHidden(column):
                continue
            title = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
            wanted = max(header.fontMetrics().horizontalAdvance(line) for line in title.split("\n")) + 2 * margin
            if column == header.sortIndicatorSection():
                wanted += mark
            width = max(wanted, self.sizeHintForColumn(column))
            header.resizeSection(column, width)
            others += width
        least = self._least * self.fontMetrics().averageCharWidth()
        header.resizeSection(self._stretched, max(least, self.viewport().width() - others))

    def resizeEvent(self, event) -> None:
        """Share the room again: the panel or a scroll bar came or went."""
        super().resizeEvent(event)
        self.fit_columns()
