"""The routes of one answer, as a table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

from qgis.core import QgsFeature, QgsGeometry, QgsRenderContext, QgsSymbol, QgsVectorLayer
from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QSortFilterProxyModel, Qt
from qgis.PyQt.QtGui import QColor, QIcon, QPixmap

from ...processing_provider.compatibility import is_null
from ...processing_provider.translation import number_text, tr
from . import cool_route_plan as plan

SORT_ROLE = Qt.ItemDataRole.UserRole + 1

RANK, LENGTH, TIME, SUN, DETOUR, HOTTEST, DOSE = range(7)
COLUMN_COUNT = 7
SWATCH_SIZE = 64  # pixels, scaled down to the icons of the table


@dataclass(frozen=True)
class Route:
    """One route of the front, as its feature tells it.

    Attributes
    ----------
    feature_id : int
        Feature of the routes layer.
    rank : int
        1 for the shortest.
    length_m, time_min, sun_m : float
        Length [m], walking time [min] and length in the sun [m].
    alpha : float or None
        Weight of the exposure from which this route is the best one.
    utci_max, dose, comfort_m : float or None
        Highest temperature felt [degC], heat dose [degC.min], and length that counts the heat as metres [m].
    geometry : QgsGeometry
        In the CRS of the layer.
    colour : QColor or None
        Colour of the route on the map.
    """

    feature_id: int
    rank: int
    length_m: float
    time_min: float
    sun_m: float
    alpha: Optional[float]
    geometry: QgsGeometry
    colour: Optional[QColor] = None
    utci_max: Optional[float] = None
    dose: Optional[float] = None
    comfort_m: Optional[float] = None

    def exposure(self, cost: str) -> float:
        """Return how much of what is avoided there is on the route, in the unit of its chart; NaN where unknown."""
        if cost == plan.SUN:
            return self.sun_m
        if cost == plan.DOSE:
            return math.nan if self.dose is None else self.dose
        return math.nan if self.comfort_m is None else self.comfort_m - self.length_m


def read_routes(layer: QgsVectorLayer) -> list[Route]:
    """Read the features of a routes layer, in the order of their rank."""
    renderer = layer.renderer().clone()
    context = QgsRenderContext()
    renderer.startRender(context, layer.fields())
    routes = [_route(feature, renderer.symbolForFeature(feature, context)) for feature in layer.getFeatures()]
    renderer.stopRender(context)
    return sorted(routes, key=lambda route: route.rank)


def _route(feature: QgsFeature, symbol) -> Route:
    def number(name: str) -> Optional[float]:
        index = feature.fields().lookupField(name)
        value = feature[index] if index >= 0 else None
        return None if is_null(value) or math.isnan(value) else float(value)

    return Route(
        feature_id=feature.id(),
        rank=int(feature["rank"]),
        length_m=float(feature["len_m"]),
        time_min=float(feature["time_min"]),
        sun_m=float(feature["sun_m"]),
        alpha=number("alpha_eq"),
        geometry=QgsGeometry(feature.geometry()),
        colour=line_colour(symbol) if symbol is not None else None,
        utci_max=number("utci_max"),
        dose=number("dose"),
        comfort_m=number("comfort_m"),
    )


def line_colour(symbol: QgsSymbol) -> QColor:
    """Return the colour that a line is seen in: that of its uppermost layer, for below is the casing."""
    drawn = [layer for layer in symbol.symbolLayers() if layer.enabled()]
    return QColor(drawn[-1].color()) if drawn else QColor(symbol.color())


def known_cost(routes: list[Route], cost: str) -> str:
    """Return what can be compared between routes: the sun where they do not tell what was avoided."""
    return plan.SUN if any(math.isnan(route.exposure(cost)) for route in routes) else cost


def preferred_row(routes: list[Route], weight: float, cost: str = plan.SUN) -> int:
    """Return the row of the route to choose first.

    Against the sun it is the one that suits a weight of the sun, as the algorithm graded them: each route is the best
    one from its own weight on; without grades it is the coolest. Felt heat is a length already: the least one. Of
    heat doses, the least one.
    """
    if cost == plan.COMFORT:
        return min(range(len(routes)), key=lambda row: routes[row].exposure(cost) + routes[row].length_m)
    if cost == plan.DOSE:
        return coolest_row(routes, cost)
    graded = [row for row, route in enumerate(routes) if route.alpha is not None and route.alpha <= weight]
    if graded:
        return max(graded, key=lambda row: routes[row].alpha)
    return coolest_row(routes, cost)


def coolest_row(routes: list[Route], cost: str = plan.SUN) -> int:
    """Return the row of the route with least of what is avoided, the shortest of those alike."""
    return min(range(len(routes)), key=lambda row: (routes[row].exposure(cost), routes[row].length_m))


@lru_cache(maxsize=64)
def swatch(colour: str) -> QIcon:
    """Return a square of a colour, which a selected row does not tint."""
    square = QPixmap(SWATCH_SIZE, SWATCH_SIZE)
    square.fill(QColor(colour))
    icon = QIcon(square)
    icon.addPixmap(square, QIcon.Mode.Selected)
    return icon


class RouteModel(QAbstractTableModel):
    """Routes as rows; the columns are the ones of the brief a walker has: how far, how long, how hot."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self._routes: list[Route] = []
        self.cost = plan.SUN  # what the routes avoid

    @property
    def routes(self) -> list[Route]:
        """The routes, by row."""
        return self._routes

    def row_of_feature(self, feature_id: int) -> int:
        """Return the row of a feature, -1 when it is none of the routes."""
        return next((row for row, route in enumerate(self._routes) if route.feature_id == feature_id), -1)

    def set_routes(self, routes: list[Route], cost: str = plan.SUN) -> None:
        """Show other routes: rows are added, removed and changed, so that views keep their place."""
        self.cost = cost
        old, new = len(self._routes), len(routes)
        if new < old:
            self.beginRemoveRows(QModelIndex(), new, old - 1)
            self._routes = self._routes[:new]
            self.endRemoveRows()
        common = len(self._routes)
        self._routes = routes[:common]
        if common:
            roles = [
                Qt.ItemDataRole.DisplayRole,
                Qt.ItemDataRole.DecorationRole,
                Qt.ItemDataRole.ToolTipRole,
                SORT_ROLE,
            ]
            self.dataChanged.emit(self.index(0, 0), self.index(common - 1, COLUMN_COUNT - 1), roles)
        if new > common:
            self.beginInsertRows(QModelIndex(), common, new - 1)
            self._routes = list(routes)
            self.endInsertRows()

    # -- what views ask ---------------------------------------------------------------------------

    def rowCount(self, parent=QModelIndex()):  # noqa: B008 (signature of Qt; the index is never changed)
        return 0 if parent.isValid() else len(self._routes)

    def columnCount(self, parent=QModelIndex()):  # noqa: B008
        return 0 if parent.isValid() else COLUMN_COUNT

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < COLUMN_COUNT:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                tr("No."),
                tr("Length\n(m)"),
                tr("Time\n(min)"),
                tr("Sun\n(m)"),
                tr("Detour\n(m)"),
                tr("Felt\n(°C)"),
                tr("Heat\ndose"),
            )[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                tr("Rank: 1 is the shortest; each next one is longer and cooler."),
                tr("Length of the route"),
                tr("Walking time at the chosen speed"),
                tr("Length walked in the sun"),
                tr("Length added to the shortest route"),
                tr("Highest temperature felt on the way (UTCI)"),
                tr("Heat dose (°C·min): degrees felt above 26 °C, times the minutes one feels them"),
            )[section]
        return None

    def detour_m(self, route: Route) -> float:
        """Return the length added to the shortest route [m]."""
        return route.length_m - min(other.length_m for other in self._routes)

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        if not index.isValid() or index.row() >= len(self._routes):
            return None
        route, column = self._routes[index.row()], index.column()
        if role == SORT_ROLE:
            return self._number(route, column)
        if role == Qt.ItemDataRole.DisplayRole:
            value = self._number(route, column)
            return "" if math.isnan(value) else number_text(value, 1 if column == HOTTEST else 0)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            # An int, as PyQt 6 wants for a combination given through a QVariant.
            right, middle = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignVCenter
            flags = right | middle
            return getattr(flags, "value", None) or int(flags)
        if role == Qt.ItemDataRole.DecorationRole and column == RANK:
            return swatch(route.colour.name()) if route.colour is not None else None
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.sentence(index.row())
        return None

    def _number(self, route: Route, column: int) -> float:
        values = (
            route.rank,
            route.length_m,
            route.time_min,
            route.sun_m,
            self.detour_m(route),
            math.nan if route.utci_max is None else route.utci_max,
            math.nan if route.dose is None else route.dose,
        )
        return values[column]

    def sentence(self, row: int) -> str:
        """Describe a route in one sentence."""
        route = self._routes[row]
        text = tr("Route {rank}: {length} m, {time} min, {sun} m in the sun.").format(
            rank=route.rank,
            length=number_text(route.length_m),
            time=number_text(route.time_min),
            sun=number_text(route.sun_m),
        )
        if self.cost != plan.SUN and route.utci_max is not None and route.dose is not None:
            text += " " + tr("At the hottest point it feels like {felt} °C; heat dose {dose} °C·min.").format(
                felt=number_text(route.utci_max, 1), dose=number_text(route.dose)
            )
        elif route.alpha is not None and route.alpha > 1.0:
            text += " " + tr("The best one for whom a metre in the sun is worth {alpha} in the shade.").format(
                alpha=number_text(route.alpha, 1)
            )
        return text


class RouteSortModel(QSortFilterProxyModel):
    """Sort routes by the numbers behind the text."""

    def __init__(self, parent=None) -> None:
        super().__init__(parent)
        self.setSortRole(SORT_ROLE)
        self.setDynamicSortFilter(True)
