"""The columns of the layer to publish, the signs of personal data beside them, and what can be done about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Optional

from qgis.core import QgsVectorLayer
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ....processing_provider.rudi.algorithms.record_page import kind_names, level_names
from ....processing_provider.rudi.privacy import LEVELS, POSSIBLE, Finding
from ....processing_provider.rudi.table_schema import FieldDescription
from ....processing_provider.translation import number_text, tr
from ..flow_layout import FlowLayout
from ..panel_frame import theme_icon
from .field_check import ERROR, ICONS, INFO, OK, WARNING, CheckLine, fits_words

COLUMN, SIGN = range(2)
COLUMN_COUNT = 2
FEWEST_ROWS, MOST_ROWS = 3, 8  # in sight
JUSTIFICATION_LINES = 3
LEVEL_ROLE = Qt.ItemDataRole.UserRole + 1


class ColumnModel(QAbstractTableModel):
    """Columns as rows, those that look like personal data first."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._fields: list[FieldDescription] = []
        self._findings: dict[str, list[Finding]] = {}

    def show(self, fields: Sequence[FieldDescription], findings: Sequence[Finding]) -> None:
        """Show the columns of a layer, with the signs found so far."""
        by_column: dict[str, list[Finding]] = {}
        for finding in findings:
            by_column.setdefault(finding.column, []).append(finding)
        for found in by_column.values():
            found.sort(key=lambda one: -LEVELS.index(one.level))
        ordered = sorted(fields, key=lambda one: -self._rank(by_column.get(one.name, ())))
        same = [one.name for one in ordered] == [one.name for one in self._fields]
        if not same:
            self.beginResetModel()
        self._fields, self._findings = list(ordered), by_column
        if not same:
            self.endResetModel()
        elif ordered:
            self.dataChanged.emit(self.index(0, 0), self.index(len(ordered) - 1, SIGN))

    @staticmethod
    def _rank(findings: Sequence[Finding]) -> int:
        return 1 + LEVELS.index(findings[0].level) if findings else 0

    def rowCount(self, parent=QModelIndex()):  # noqa: B008 (signature of Qt; the index is never changed)
        return 0 if parent.isValid() else len(self._fields)

    def columnCount(self, parent=QModelIndex()):  # noqa: B008
        return 0 if parent.isValid() else COLUMN_COUNT

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (tr("Column"), tr("Looks like"))[section] if 0 <= section < COLUMN_COUNT else None

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        if not index.isValid() or index.row() >= len(self._fields):
            return None
        field = self._fields[index.row()]
        findings = self._findings.get(field.name, [])
        if role == Qt.ItemDataRole.DisplayRole:
            return field.name if index.column() == COLUMN else self._sign(findings)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == SIGN and findings:
            return theme_icon(ICONS[WARNING if findings[0].level == POSSIBLE else ERROR])
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            said = self._sign(findings) or tr("no sign of personal data")
            return " · ".join(filter(None, (field.name, field.title, field.description, said)))
        return findings[0].level if role == LEVEL_ROLE and findings else None

    @staticmethod
    def _sign(findings: Sequence[Finding]) -> str:
        if not findings:
            return ""
        kinds, first = kind_names(), findings[0]
        named = ", ".join(dict.fromkeys(kinds.get(one.kind, one.kind) for one in findings))
        if not first.share:
            return tr("{kinds} ({level}, by its name)").format(kinds=named, level=level_names()[first.level])
        return tr("{kinds} ({level}, {percent} % of the values)").format(
            kinds=named, level=level_names()[first.level], percent=number_text(max(1, round(100 * first.share)))
        )


class ColumnsReview(QWidget):
    """Table of the columns, and what to do about those that look like personal data.

    Signals
    -------
    restrictTriggered
        The user declares the data as sensitive, with a restricted access.
    justificationChanged
    """

    restrictTriggered = pyqtSignal()
    justificationChanged = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._layer: Optional[QgsVectorLayer] = None
        self._serious: tuple[str, ...] = ()
        self.model = ColumnModel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.table = self._make_table()
        self.standing = CheckLine()
        self.check = CheckLine()
        self.remedies = self._make_remedies()
        for widget in (self.standing, self.table, self.check, self.remedies):
            column.addWidget(widget)
        self.show_columns(None, ())

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setAccessibleName(tr("Columns of the layer"))
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(round(1.5 * table.fontMetrics().height()))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(COLUMN, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(SIGN, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return table

    def _make_remedies(self) -> QWidget:
        remedies = QWidget()
        column = QVBoxLayout(remedies)
        column.setContentsMargins(0, 0, 0, 0)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        self.remove_button = QPushButton(theme_icon("/mActionDeleteAttribute.svg"), tr("Re&move these columns…"))
        self.remove_button.setToolTip(
            tr("Opens the QGIS algorithm that makes a copy of the layer without them; then choose that copy above.")
        )
        self.remove_button.clicked.connect(self._remove)
        self.restrict_button = QPushButton(theme_icon("/locked.svg"), tr("Restrict and declare as sensiti&ve"))
        self.restrict_button.setToolTip(tr("Ticks both boxes: the data are then given on request only."))
        self.restrict_button.clicked.connect(self.restrictTriggered)
        flow.addWidget(self.remove_button)
        flow.addWidget(self.restrict_button)
        self.justification = QPlainTextEdit()
        self.justification.setTabChangesFocus(True)
        self.justification.setFixedHeight(fits_words(self.justification, JUSTIFICATION_LINES))
        self.justification.setPlaceholderText(tr("For example: names and numbers of shops, already public"))
        self.justification.textChanged.connect(self.justificationChanged)
        label = QLabel(tr("Or say why they ma&y be published"))
        label.setWordWrap(True)
        label.setBuddy(self.justification)
        self.justification.setAccessibleName(tr("Why these columns may be published"))
        column.addWidget(buttons)
        column.addWidget(label)
        column.addWidget(self.justification)
        return remedies

    # -- what it shows ------------------------------------------------------------------------------

    def show_columns(
        self,
        layer: Optional[QgsVectorLayer],
        fields: Sequence[FieldDescription],
        findings: Optional[Sequence[Finding]] = None,
    ) -> None:
        """Show the columns of a layer.

        Parameters
        ----------
        findings : sequence of Finding, optional
            None while the values have not been looked at.
        """
        self._layer = layer
        self.model.show(fields, findings or ())
        serious = [one.column for one in findings or () if one.level != POSSIBLE]
        self._serious = tuple(dict.fromkeys(serious))
        self.table.setVisible(bool(fields))
        self._fit_table()
        self.remedies.setVisible(bool(self._serious))
        if not fields:
            self.standing.say(OK, "")
        elif findings is None:
            self.standing.say(INFO, tr("Looking for signs of personal data…"))
        elif not findings:
            sentence = tr("No sign of personal data in {count} columns. Signs are no proof: you know the data.")
            self.standing.say(OK, sentence.format(count=number_text(len(fields))))
        else:
            self.standing.say(OK, "")

    def show_unread(self, sentence: str) -> None:
        """Say that the values could not be looked at."""
        self.standing.say(WARNING, sentence)

    def serious_columns(self) -> tuple[str, ...]:
        """Return the columns whose signs weigh."""
        return self._serious

    def _fit_table(self) -> None:
        """Give the table the height of its rows, and the names a third of its width."""
        rows = min(max(self.model.rowCount(), FEWEST_ROWS), MOST_ROWS)
        height = self.table.horizontalHeader().sizeHint().height() + 2 * self.table.frameWidth()
        self.table.setFixedHeight(height + rows * self.table.verticalHeader().defaultSectionSize())

    def resizeEvent(self, event) -> None:
        """Keep the names readable at any width."""
        super().resizeEvent(event)
        self.table.horizontalHeader().resizeSection(COLUMN, round(0.38 * self.width()))

    def _remove(self) -> None:
        """Open QGIS's own algorithm, filled in: the user's layer is left as it is."""
        import processing

        if self._layer is not None:
            processing.execAlgorithmDialog("native:deletecolumn", {"INPUT": self._layer, "COLUMN": list(self._serious)})
