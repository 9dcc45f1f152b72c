"""A few figures in rows and columns, to be read and copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QGridLayout, QLabel, QWidget


@dataclass(frozen=True)
class Fact:
    """A row: its label, its values from left to right, and its help."""

    label: str
    values: tuple[str, ...]
    tooltip: str = ""
    strong: bool = False


class FactsGrid(QWidget):
    """Rows of figures under headings."""

    def __init__(self, name: str, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self.facts: tuple[Fact, ...] = ()

    def show_facts(self, headings: Sequence[str], facts: Sequence[Fact]) -> None:
        """Show other rows; a heading for each column of values."""
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.facts = tuple(facts)
        for column, heading in enumerate(headings, start=1):
            if heading:
                self._put(heading, 0, column, right=True, second=True)
        for row, fact in enumerate(facts, start=1):
            self._put(fact.label, row, 0, tooltip=fact.tooltip, strong=fact.strong)
            for column, value in enumerate(fact.values, start=1):
                label = self._put(value, row, column, right=True, tooltip=fact.tooltip, strong=fact.strong)
                label.setAccessibleName(f"{fact.label}: {value}")
        self.setAccessibleDescription("; ".join(f"{one.label} {', '.join(one.values)}" for one in facts))

    def _put(
        self,
        text: str,
        row: int,
        column: int,
        *,
        right: bool = False,
        second: bool = False,
        strong: bool = False,
        tooltip: str = "",
    ) -> QLabel:
        label = QLabel(text)
        label.setToolTip(tooltip)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(column == 0 or second)
        if column and not second:
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        label.setAlignment(side | Qt.AlignmentFlag.AlignBottom)
        font = label.font()
        font.setBold(strong)
        font.setItalic(second)
        label.setFont(font)
        self._grid.addWidget(label, row, column)
        return label

    def value(self, label: str, column: int = 0) -> str:
        """Return a value by the label of its row, empty where there is none."""
        fact = next((one for one in self.facts if one.label == label), None)
        return fact.values[column] if fact is not None and column < len(fact.values) else ""
