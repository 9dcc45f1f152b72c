"""The chart of the front: what is drawn, mouse and keyboard."""

from __future__ import annotations

import math

import pytest
from cityorchestra.cityorchestra_plugin.docks.front_chart import (
    ChartPoint,
    FrontChart,
    contrast,
    nice_ticks,
    readable_ink,
)
from hypothesis import given
from hypothesis import strategies as st
from qgis.PyQt.QtCore import QPointF, Qt
from qgis.PyQt.QtGui import QColor, QPalette

POINTS = [
    ChartPoint(1000.0, 800.0, QColor("#d95f0e"), "shortest"),
    ChartPoint(1100.0, 500.0, QColor("#41b6c4"), "compromise"),
    ChartPoint(1290.0, 300.0, QColor("#253494"), "coolest"),
]


@pytest.fixture
def chart(qtbot):
    widget = FrontChart()
    qtbot.addWidget(widget)
    widget.resize(320, 220)
    widget.set_points(POINTS)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def colours(widget):
    """Return the set of colours of a picture of the widget."""
    image = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


@given(
    low=st.floats(-1e6, 1e6),
    span=st.floats(1e-3, 1e6),
)
def test_ticks_are_round_increasing_and_inside(low, span):
    high = low + span
    ticks = nice_ticks(low, high)
    slack = 1e-6 * max(abs(low), abs(high), span)
    assert 2 <= len(ticks) <= 11
    assert all(low - slack <= tick <= high + slack for tick in ticks)
    steps = [second - first for first, second in zip(ticks, ticks[1:])]
    assert all(step > 0 for step in steps)
    leading = steps[0] / 10 ** math.floor(math.log10(steps[0]) + 1e-9)
    assert min(abs(leading - nice) for nice in (1, 2, 5, 10)) < 1e-3


def test_points_keep_the_order_of_both_axes(chart):
    places = [chart.position(row) for row in range(3)]
    assert places[0].x() < places[1].x() < places[2].x(), "longer is to the right"
    assert places[0].y() < places[1].y() < places[2].y(), "more sun is higher up"
    assert all(chart.rect().contains(place.toPoint()) for place in places)


def test_each_point_has_the_colour_of_its_route(chart):
    assert {"#d95f0e", "#41b6c4", "#253494"} <= colours(chart)


def test_a_single_route_and_none(chart):
    chart.set_points(POINTS[:1])
    assert chart.rect().contains(chart.position(0).toPoint())
    assert "#d95f0e" in colours(chart)
    chart.set_points([])
    chart.clearFocus()
    assert len(colours(chart)) == 1, "an empty chart draws nothing"
    assert chart.row_at(QPointF(10, 10)) == -1


def test_a_route_without_sun(chart):
    chart.set_points([ChartPoint(500.0, 0.0, None, "all in shade")])
    assert chart.rect().contains(chart.position(0).toPoint())


def test_mouse_hovers_selects_and_activates(chart, qtbot):
    heard = []
    chart.hovered.connect(lambda row: heard.append(("hovered", row)))
    chart.selected.connect(lambda row: heard.append(("selected", row)))
    chart.activated.connect(lambda row: heard.append(("activated", row)))
    place = chart.position(1).toPoint()
    qtbot.mouseMove(chart, place)
    qtbot.waitUntil(lambda: ("hovered", 1) in heard)
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=place)
    assert ("selected", 1) in heard
    assert ("activated", 1) in heard
    assert chart.selected_row == 1
    assert chart.accessibleDescription() == "compromise"


def test_a_click_beside_the_points_changes_nothing(chart, qtbot):
    chart.set_selected(2)
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.rect().topRight())
    assert chart.selected_row == 2


@pytest.mark.parametrize(
    ("start", "key", "row"),
    [
        (-1, Qt.Key.Key_Right, 0),
        (0, Qt.Key.Key_Right, 1),
        (1, Qt.Key.Key_Down, 2),
        (2, Qt.Key.Key_Right, 2),
        (1, Qt.Key.Key_Left, 0),
        (0, Qt.Key.Key_Up, 0),
        (0, Qt.Key.Key_End, 2),
        (2, Qt.Key.Key_Home, 0),
    ],
)
def test_arrow_keys_walk_along_the_front(chart, qtbot, start, key, row):
    chart.set_selected(start)
    with qtbot.waitSignal(chart.selected) as blocker:
        qtbot.keyClick(chart, key)
    assert blocker.args == [row]


def test_return_activates(chart, qtbot):
    chart.set_selected(1)
    with qtbot.waitSignal(chart.activated) as blocker:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert blocker.args == [1]


def test_what_is_selected_from_outside_is_silent(chart):
    heard = []
    chart.selected.connect(heard.append)
    chart.hovered.connect(heard.append)
    plain = chart.grab().toImage()
    chart.set_selected(1)
    chart.set_hovered(0)
    assert heard == []
    assert chart.grab().toImage() != plain


def test_contrast_of_the_standard():
    # WCAG 2.1: black on white is 21, a colour on itself 1; #777777 on white is the known near miss of 4.5.
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21.0)
    assert contrast(QColor("#777777"), QColor("#777777")) == 1.0
    assert contrast(QColor("white"), QColor("#777777")) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize(("base", "text"), [("#ffffff", "#000000"), ("#222222", "#111111"), ("#b2b2b2", "#0e0e0e")])
def test_what_is_written_can_be_read_on_every_theme(base, text):
    # The palettes of the themes Default, Night Mapping (a dark text on a dark base) and Blend of Gray.
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Base, QColor(base))
    palette.setColor(QPalette.ColorRole.Text, QColor(text))
    palette.setColor(QPalette.ColorRole.WindowText, QColor("#535353"))
    assert contrast(readable_ink(palette), QColor(base)) >= 4.5
