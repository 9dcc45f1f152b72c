"""The answer of a search: headline, chart, table, and what to do with a route."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QEvent, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...processing_provider.translation import number_text, tr
from .cool_route_model import RANK, Route, RouteModel, RouteSortModel, preferred_row
from .front_chart import ChartPoint, FrontChart
from .panel_frame import theme_icon


class CoolRouteResults(QWidget):
    """Chart and table of the routes, one selection for both.

    Signals
    -------
    routeSelected(int), routeHovered(int), routeActivated(int)
        Row of the model, -1 for none.
    exportTriggered, keepTriggered
        The button of that name was pressed.
    """

    routeSelected = pyqtSignal(int)
    routeHovered = pyqtSignal(int)
    routeActivated = pyqtSignal(int)
    exportTriggered = pyqtSignal()
    keepTriggered = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.model = RouteModel(self)
        self.sorted = RouteSortModel(self)
        self.sorted.setSourceModel(self.model)
        layout = QVBoxLayout(self)
        self.pages = QStackedWidget()
        self.placeholder = QLabel()
        self.placeholder.setWordWrap(True)
        self.placeholder.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.answer = self._make_answer()
        self.pages.addWidget(self.placeholder)
        self.pages.addWidget(self.answer)
        layout.addWidget(self.pages)
        self.show_placeholder(tr("Pick a start and an end, then find the routes."))

    def _make_answer(self) -> QWidget:
        answer = QWidget()
        layout = QVBoxLayout(answer)
        layout.setContentsMargins(0, 0, 0, 0)
        self.stale_row = self._make_stale_row()
        self.headline = QLabel()
        self.headline.setWordWrap(True)
        self.headline.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.chart = FrontChart()
        self.chart.selected.connect(self.select)
        self.chart.hovered.connect(self._chart_hovered)
        self.chart.activated.connect(self.routeActivated)
        self.table = self._make_table()
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.chart)
        splitter.addWidget(self.table)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        layout.addWidget(self.stale_row)
        layout.addWidget(self.headline)
        layout.addWidget(splitter, 1)
        layout.addLayout(self._make_buttons())
        return answer

    def _make_stale_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        picture = QLabel()
        side = self.fontMetrics().height()
        picture.setPixmap(theme_icon("/mIconWarning.svg").pixmap(side, side))
        self.stale_label = QLabel()
        self.stale_label.setWordWrap(True)
        layout.addWidget(picture)
        layout.addWidget(self.stale_label, 1)
        row.hide()
        return row

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.sorted)
        table.setSortingEnabled(True)
        table.sortByColumn(RANK, Qt.SortOrder.AscendingOrder)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setMouseTracking(True)
        table.setAccessibleName(tr("Routes"))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(round(1.6 * table.fontMetrics().height()))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(3 * table.fontMetrics().averageCharWidth())
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(RANK, QHeaderView.ResizeMode.ResizeToContents)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setMinimumHeight(5 * table.fontMetrics().height())
        table.selectionModel().currentRowChanged.connect(self._row_changed)
        table.entered.connect(lambda index: self._table_hovered(self.sorted.mapToSource(index).row()))
        table.viewport().installEventFilter(self)
        table.installEventFilter(self)
        table.doubleClicked.connect(lambda index: self.routeActivated.emit(self.sorted.mapToSource(index).row()))
        return table

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.export_button = QPushButton(tr("Export &GPX…"))
        self.export_button.setToolTip(tr("Write the chosen route as a GPX track"))
        self.export_button.clicked.connect(self.exportTriggered)
        self.keep_button = QPushButton(tr("&Keep as layer"))
        self.keep_button.setToolTip(tr("Leave these routes on the map; the next search gets a new layer"))
        self.keep_button.clicked.connect(self.keepTriggered)
        row.addWidget(self.export_button)
        row.addWidget(self.keep_button)
        return row

    # -- what it shows ----------------------------------------------------------------------------

    def show_placeholder(self, sentence: str) -> None:
        """Say why there is no route."""
        self.placeholder.setText(sentence)
        self.pages.setCurrentWidget(self.placeholder)
        self.model.set_routes([])
        self.chart.set_points([])

    def show_routes(self, routes: list[Route], weight: float) -> None:
        """Show routes, the one that suits a weight of the sun being chosen."""
        self.model.set_routes(routes)
        self.chart.set_points(
            [
                ChartPoint(route.length_m, route.sun_m, route.colour, self.model.sentence(row))
                for row, route in enumerate(routes)
            ]
        )
        self.headline.setText(headline(routes))
        self.set_stale("")
        self.pages.setCurrentWidget(self.answer)
        self.table.selectionModel().clear()
        self.prefer(weight)

    def prefer(self, weight: float) -> None:
        """Choose the route that suits a weight of the sun."""
        if self.model.routes:
            self.select(preferred_row(self.model.routes, weight))

    def set_stale(self, sentence: str) -> None:
        """Say that the routes do not answer what the form shows any more; an empty text hides it."""
        self.stale_label.setText(sentence)
        self.stale_row.setVisible(bool(sentence))

    # -- one selection ----------------------------------------------------------------------------

    def selected_row(self) -> int:
        """Return the chosen row of the model, -1 for none."""
        index = self.table.selectionModel().currentIndex()
        return self.sorted.mapToSource(index).row() if index.isValid() else -1

    def selected_route(self) -> Optional[Route]:
        """Return the chosen route."""
        row = self.selected_row()
        return self.model.routes[row] if 0 <= row < len(self.model.routes) else None

    def select(self, row: int) -> None:
        """Choose a row of the model; table, chart and map follow."""
        index = self.sorted.mapFromSource(self.model.index(row, 0))
        if index.isValid():
            self.table.selectRow(index.row())
            self.table.scrollTo(index)

    def _row_changed(self, current, _former) -> None:
        row = self.sorted.mapToSource(current).row() if current.isValid() else -1
        self.chart.set_selected(row)
        chosen = row >= 0
        self.export_button.setEnabled(chosen)
        self.routeSelected.emit(row)

    def _chart_hovered(self, row: int) -> None:
        self.routeHovered.emit(row)

    def _table_hovered(self, row: int) -> None:
        self.chart.set_hovered(row)
        self.routeHovered.emit(row)

    def eventFilter(self, watched, event) -> bool:
        """Forget what is pointed at when the mouse leaves the table; Return zooms to the row."""
        if watched is self.table.viewport() and event.type() == QEvent.Type.Leave:
            self._table_hovered(-1)
        if (
            watched is self.table
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self.selected_row() >= 0
        ):
            self.routeActivated.emit(self.selected_row())
            return True
        return super().eventFilter(watched, event)


def headline(routes: list[Route]) -> str:
    """Say in one sentence what there is to choose from."""
    shortest = min(routes, key=lambda route: route.length_m)
    coolest = min(routes, key=lambda route: (route.sun_m, route.length_m))
    if shortest is coolest:
        return tr("The shortest route is also the coolest: <b>{length} m</b>, {sun} m in the sun.").format(
            length=number_text(shortest.length_m), sun=number_text(shortest.sun_m)
        )
    return tr("From <b>{short} m</b> with {most} m in the sun, to <b>{long} m</b> with {least} m.").format(
        short=number_text(shortest.length_m),
        most=number_text(shortest.sun_m),
        long=number_text(coolest.length_m),
        least=number_text(coolest.sun_m),
    )
