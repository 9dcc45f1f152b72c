"""All the values of a facet in a small window, with a field to search in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable, Optional

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import QAbstractListModel, QModelIndex, QPoint, QSortFilterProxyModel, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QAbstractItemView, QFrame, QLabel, QListView, QVBoxLayout, QWidget

from ....processing_provider.rudi.facets import FacetValue
from ....processing_provider.rudi.search_text import folded
from ....processing_provider.translation import number_text, tr

SEARCH_ROLE = Qt.ItemDataRole.UserRole + 1
WIDTH_CHARACTERS, HEIGHT_LINES = 44, 16


class FacetValueModel(QAbstractListModel):
    """Values with a box to tick.

    Signals
    -------
    toggled(str, bool)
        A value was ticked or unticked.
    """

    toggled = pyqtSignal(str, bool)

    def __init__(self, facet: str, values: Sequence[FacetValue], chosen: Sequence[str], text, parent=None) -> None:
        super().__init__(parent)
        self._values = list(values)
        self._chosen = set(chosen)
        self._texts = [text(facet, pair.value) for pair in self._values]

    def rowCount(self, parent=QModelIndex()):  # noqa: B008 (signature of Qt; the index is never changed)
        return 0 if parent.isValid() else len(self._values)

    def flags(self, index):
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        if not index.isValid():
            return None
        value, count = self._values[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{self._texts[index.row()]} ({number_text(count)})"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._texts[index.row()]
        if role == SEARCH_ROLE:
            return folded(self._texts[index.row()])
        if role == Qt.ItemDataRole.CheckStateRole:
            # An int, which views of Qt 5 and 6 both take.
            state = Qt.CheckState.Checked if value in self._chosen else Qt.CheckState.Unchecked
            return int(getattr(state, "value", state))
        return None

    def setData(self, index, value, role=Qt.ItemDataRole.EditRole):
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        name = self._values[index.row()].value
        checked = int(getattr(value, "value", value)) != 0
        (self._chosen.add if checked else self._chosen.discard)(name)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        self.toggled.emit(name, checked)
        return True


class FacetPicker(QFrame):
    """The window; it closes at Esc or at a click beside it, and what is ticked counts at once.

    Signals
    -------
    toggled(str, bool)
        A value was ticked or unticked.
    """

    toggled = pyqtSignal(str, bool)

    def __init__(
        self,
        facet: str,
        title: str,
        values: Sequence[FacetValue],
        chosen: Sequence[str],
        text: Callable[[str, str], str],
        parent: Optional[QWidget] = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.model = FacetValueModel(facet, values, chosen, text, self)
        self.model.toggled.connect(self.toggled)
        self.shown = QSortFilterProxyModel(self)
        self.shown.setSourceModel(self.model)
        self.shown.setFilterRole(SEARCH_ROLE)
        label = QLabel(title)
        self.search = QgsFilterLineEdit()
        self.search.setShowSearchIcon(True)
        self.search.setPlaceholderText(tr("Search in the list"))
        self.search.setAccessibleName(tr("Search in the list"))
        self.search.textChanged.connect(lambda words: self.shown.setFilterFixedString(folded(words.strip())))
        self.view = QListView()
        self.view.setModel(self.shown)
        self.view.setUniformItemSizes(True)
        self.view.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setAccessibleName(title)
        self.view.activated.connect(self._turn)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addWidget(self.search)
        layout.addWidget(self.view)
        metrics = self.fontMetrics()
        lines = min(HEIGHT_LINES, len(values) + 5)
        self.resize(WIDTH_CHARACTERS * metrics.averageCharWidth(), round(lines * 1.3 * metrics.height()))

    def _turn(self, index) -> None:
        """Tick a value, or untick it, with Return."""
        checked = int(index.data(Qt.ItemDataRole.CheckStateRole) or 0) != 0
        state = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
        self.shown.setData(index, state, Qt.ItemDataRole.CheckStateRole)

    def show_below(self, button: QWidget) -> None:
        """Show the window below a button, inside the screen."""
        corner = button.mapToGlobal(QPoint(0, button.height()))
        screen = button.screen() if hasattr(button, "screen") else None
        if screen is not None:
            room = screen.availableGeometry()
            corner.setX(max(room.left(), min(corner.x(), room.right() - self.width())))
            corner.setY(max(room.top(), min(corner.y(), room.bottom() - self.height())))
        self.move(corner)
        self.show()
        self.search.setFocus()
