"""The answer of a search: headline, chart, table, and what to do with a route."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QEvent, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...processing_provider.translation import number_text, tr
from . import cool_route_plan as plan
from .cool_route_model import (
    DETOUR,
    DOSE,
    HOTTEST,
    RANK,
    Route,
    RouteModel,
    RouteSortModel,
    coolest_row,
    known_cost,
    preferred_row,
)
from .front_chart import ChartPoint, FrontChart
from .panel_frame import theme_icon

TRACK_AND_SHEET, TRACK, SHEET, GEOJSON = EXPORTS = ("track and sheet", "track", "sheet", "geojson")


class CoolRouteResults(QWidget):
    """Chart and table of the routes, one selection for both.

    Signals
    -------
    routeSelected(int), routeHovered(int), routeActivated(int)
        Row of the model, -1 for none.
    exportTriggered(str)
        One of :data:`EXPORTS` was chosen in the menu.
    keepTriggered
        The button of that name was pressed.
    """

    routeSelected = pyqtSignal(int)
    routeHovered = pyqtSignal(int)
    routeActivated = pyqtSignal(int)
    exportTriggered = pyqtSignal(str)
    keepTriggered = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._cost = plan.SUN
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
        table.setMinimumHeight(round(7.5 * table.fontMetrics().height()))
        table.selectionModel().currentRowChanged.connect(self._row_changed)
        table.entered.connect(lambda index: self._table_hovered(self.sorted.mapToSource(index).row()))
        table.viewport().installEventFilter(self)
        table.installEventFilter(self)
        table.doubleClicked.connect(lambda index: self.routeActivated.emit(self.sorted.mapToSource(index).row()))
        return table

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.export_button = QPushButton(tr("E&xport"))
        self.export_button.setToolTip(tr("Write the chosen route for a phone, for the web or to print"))
        self.export_menu = QMenu(self.export_button)
        self.export_menu.setToolTipsVisible(True)
        for kind, text, tooltip in (
            (TRACK_AND_SHEET, tr("GPX track and &PDF sheet…"), tr("Two files side by side, with one name")),
            (TRACK, tr("&GPX track…"), tr("The chosen route, for a phone or a walking computer")),
            (SHEET, tr("PDF &sheet…"), tr("The chosen route on one page to print: map, sun, streets")),
            (GEOJSON, tr("All routes as Geo&JSON…"), tr("Every route with its figures, for the web")),
        ):
            action = self.export_menu.addAction(text)
            action.setToolTip(tooltip)
            action.triggered.connect(lambda _checked=False, chosen=kind: self.exportTriggered.emit(chosen))
        self.export_button.setMenu(self.export_menu)
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

    def show_routes(self, routes: list[Route], weight: float, cost: str = plan.SUN) -> None:
        """Show routes, the one that suits what is avoided, or a weight of the sun, being chosen."""
        self._cost = cost = known_cost(routes, cost)
        self.model.set_routes(routes, cost)
        self.chart.set_points(
            [
                ChartPoint(route.length_m, route.exposure(cost), route.colour, self.model.sentence(row))
                for row, route in enumerate(routes)
            ],
            axis_title(cost),
        )
        # A narrow panel has room for what tells the routes apart.
        for column, hidden in ((DETOUR, cost != plan.SUN), (HOTTEST, cost == plan.SUN), (DOSE, cost == plan.SUN)):
            self.table.setColumnHidden(column, hidden)
        self.headline.setText(headline(routes, cost))
        self.set_stale("")
        self.pages.setCurrentWidget(self.answer)
        self.table.selectionModel().clear()
        self.prefer(weight)

    def prefer(self, weight: float) -> None:
        """Choose the route that suits what is avoided, or a weight of the sun."""
        if self.model.routes:
            self.select(preferred_row(self.model.routes, weight, self._cost))

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


def axis_title(cost: str) -> str:
    """Name what is avoided, with its unit."""
    if cost == plan.COMFORT:
        return tr("Metres added by the heat")
    return tr("Heat dose (°C·min)") if cost == plan.DOSE else tr("Metres in the sun")


def headline(routes: list[Route], cost: str = plan.SUN) -> str:
    """Say in one sentence what there is to choose from."""
    shortest = min(routes, key=lambda route: route.length_m)
    coolest = routes[coolest_row(routes, cost)]
    if cost == plan.COMFORT:
        most, least = shortest.exposure(cost), coolest.exposure(cost)
        alone = tr("The shortest route is also the coolest: <b>{short} m</b>, and {most} m added by the heat.")
        several = tr("From <b>{short} m</b> with {most} m added by the heat, to <b>{long} m</b> with {least} m.")
    elif cost == plan.DOSE:
        most, least = shortest.dose, coolest.dose
        alone = tr("The shortest route is also the coolest: <b>{short} m</b>, heat dose {most} °C·min.")
        several = tr("From <b>{short} m</b> with a heat dose of {most} °C·min, to <b>{long} m</b> with {least} °C·min.")
    else:
        most, least = shortest.sun_m, coolest.sun_m
        alone = tr("The shortest route is also the coolest: <b>{short} m</b>, {most} m in the sun.")
        several = tr("From <b>{short} m</b> with {most} m in the sun, to <b>{long} m</b> with {least} m.")
    text = alone if shortest is coolest else several
    return text.format(
        short=number_text(shortest.length_m),
        most=number_text(most),
        long=number_text(coolest.length_m),
        least=number_text(least),
    )
