"""The table of routes: numbers, order, and changes that keep the views in place."""

from __future__ import annotations

import pytest
from cityorchestra.cityorchestra_plugin.docks.cool_route_model import (
    COLUMN_COUNT,
    DETOUR,
    LENGTH,
    RANK,
    SORT_ROLE,
    SUN,
    Route,
    RouteModel,
    RouteSortModel,
    line_colour,
    preferred_row,
    read_routes,
)
from cityorchestra.processing_provider.compatibility import WkbType
from cityorchestra.processing_provider.compatibility import field as attribute
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsLineSymbol,
    QgsPointXY,
    QgsSimpleLineSymbolLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtTest import QAbstractItemModelTester


def route(rank, length, sun, alpha=None, heat=(None, None, None)):
    return Route(rank, rank, length, length / 75, sun, alpha, QgsGeometry(), QColor("red"), *heat)


FRONT = [route(1, 1000, 800, 1.0), route(2, 1100, 500, 2.5), route(3, 1290, 300, 6.0)]


@pytest.fixture
def model():
    item = RouteModel()
    QAbstractItemModelTester(item, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return item


def texts(model, row):
    return [model.index(row, column).data() for column in range(COLUMN_COUNT)]


def test_values_and_headers(model):
    model.set_routes(FRONT)
    assert model.rowCount() == 3
    assert [text.replace("\u202f", "").replace(",", "") for text in texts(model, 2)] == [
        "3", "1290", "17", "300", "290", "", "",
    ]  # fmt: skip
    headers = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(COLUMN_COUNT)]
    assert all(headers)
    assert "(m)" in headers[LENGTH]
    assert model.headerData(0, Qt.Orientation.Vertical) is None


@pytest.mark.parametrize("sizes", [(3, 1), (1, 3), (3, 3), (3, 0), (0, 2), (2, 3, 1, 0, 3)])
def test_other_routes_never_reset_the_model(model, sizes, qtbot):
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    for size in sizes:
        model.set_routes(FRONT[:size])
        assert model.rowCount() == size
    assert resets == []


def test_change_tells_its_cells_and_roles(model, qtbot):
    model.set_routes(FRONT)
    with qtbot.waitSignal(model.dataChanged) as blocker:
        model.set_routes([route(1, 900, 700), *FRONT[1:]])
    first, last, roles = blocker.args
    assert (first.row(), first.column(), last.row(), last.column()) == (0, 0, 2, COLUMN_COUNT - 1)
    assert Qt.ItemDataRole.DisplayRole in roles
    assert model.index(1, DETOUR).data(SORT_ROLE) == 200


def test_sorting_is_by_number(model):
    model.set_routes([route(1, 999, 800), route(2, 1000, 90), route(3, 10000, 100)])
    proxy = RouteSortModel()
    proxy.setSourceModel(model)
    proxy.sort(LENGTH, Qt.SortOrder.DescendingOrder)
    assert [proxy.index(row, RANK).data() for row in range(3)] == ["3", "2", "1"]
    proxy.sort(SUN, Qt.SortOrder.AscendingOrder)
    assert [proxy.index(row, RANK).data() for row in range(3)] == ["2", "3", "1"]


def test_a_row_says_itself_in_a_sentence(model):
    model.set_routes(FRONT)
    sentence = model.index(1, SUN).data(Qt.ItemDataRole.AccessibleTextRole)
    assert sentence == model.index(1, RANK).data(Qt.ItemDataRole.ToolTipRole)
    assert "500 m" in sentence
    assert "2.5" in sentence


@pytest.mark.parametrize(("weight", "row"), [(1.0, 0), (2.4, 0), (2.5, 1), (5.9, 1), (6.0, 2), (20.0, 2)])
def test_the_weight_of_the_sun_chooses_a_route(weight, row):
    assert preferred_row(FRONT, weight) == row


def test_without_grades_the_coolest_is_preferred():
    assert preferred_row([route(1, 1000, 800), route(2, 1100, 500)], 3.0) == 1


def test_the_colour_of_a_route_is_not_that_of_its_casing():
    casing, line = QgsSimpleLineSymbolLayer(QColor("white")), QgsSimpleLineSymbolLayer(QColor("#253494"))
    hidden = QgsSimpleLineSymbolLayer(QColor("green"))
    hidden.setEnabled(False)
    assert line_colour(QgsLineSymbol([casing, line, hidden])) == QColor("#253494")


def test_routes_are_read_from_their_layer_in_the_order_of_rank():
    layer = QgsVectorLayer("LineString?crs=EPSG:2154", "routes", "memory")
    names = ("rank", "len_m", "time_min", "sun_m", "sun_min", "alpha_eq")
    layer.dataProvider().addAttributes([attribute(name, "integer" if name == "rank" else "real") for name in names])
    layer.updateFields()
    for values in ([2, 1100.0, 14.7, 500.0, 6.7, None], [1, 1000.0, 13.3, 800.0, 10.7, float("nan")]):
        item = QgsFeature(layer.fields())
        item.setGeometry(QgsGeometry.fromPolylineXY([QgsPointXY(0, 0), QgsPointXY(values[1], 0)]))
        item.setAttributes(values)
        assert layer.dataProvider().addFeature(item)
    layer.renderer().symbol().setColor(QColor(10, 20, 30))
    routes = read_routes(layer)
    assert [item.rank for item in routes] == [1, 2]
    assert [item.alpha for item in routes] == [None, None]
    assert routes[0].geometry.length() == 1000
    assert routes[0].colour == QColor(10, 20, 30)
    assert QgsWkbTypes.flatType(layer.wkbType()) == WkbType.LineString
    model = RouteModel()
    model.set_routes(routes)
    assert model.row_of_feature(routes[1].feature_id) == 1
    assert model.row_of_feature(999) == -1
