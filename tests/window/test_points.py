"""Start and end: typed, picked on the map, and given back with the map's former tool."""

from __future__ import annotations

import pytest
from cityorchestra.cityorchestra_plugin.docks.point_field import (
    PointField,
    parameter_text,
    parse_point,
    point_text,
    reprojected,
)
from cityorchestra.cityorchestra_plugin.docks.point_picker import PointPicker
from cityorchestra.tests.window import support
from hypothesis import given
from hypothesis import strategies as st
from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingContext, QgsProcessingParameterPoint, QgsRectangle
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QIcon

WGS84 = QgsCoordinateReferenceSystem("EPSG:4326")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("352100, 6789300", (352100, 6789300, "EPSG:2154")),
        ("352100.5 6789300.25", (352100.5, 6789300.25, "EPSG:2154")),
        ("352100;6789300", (352100, 6789300, "EPSG:2154")),
        (" -1.6794, 48.1147 [EPSG:4326] ", (-1.6794, 48.1147, "EPSG:4326")),
    ],
)
def test_typed_coordinates(text, expected):
    point = parse_point(text)
    assert (point.x(), point.y(), point.crs().authid()) == expected


@pytest.mark.parametrize("text", ["", "here", "352100", "1, 2, 3", "1, 2 [EPSG:none]", "1, 2 []", "1,,2"])
def test_what_cannot_be_read(text):
    assert parse_point(text) is None


@given(x=st.floats(-1e7, 1e7), y=st.floats(-1e7, 1e7))
def test_a_parameter_is_read_back_exactly_by_processing(x, y):
    text = parameter_text(support.point(x, y))
    context = QgsProcessingContext()
    definition = QgsProcessingParameterPoint("P")
    assert definition.checkValueIsAcceptable(text, context)
    number, _, rest = text.partition(",")
    assert float(number) == x
    assert float(rest.split(" ")[0]) == y
    assert text.endswith("[EPSG:2154]")


@given(x=st.floats(0, 1_200_000), y=st.floats(6_000_000, 7_100_000))
def test_what_is_shown_is_read_back_to_the_metre(x, y):
    again = parse_point(point_text(support.point(x, y)))
    assert abs(again.x() - x) <= 0.51
    assert abs(again.y() - y) <= 0.51


def test_a_custom_crs_is_given_as_longitude_and_latitude():
    custom = QgsCoordinateReferenceSystem.fromProj("+proj=tmerc +lat_0=48 +lon_0=-1.7 +datum=WGS84 +units=m")
    assert not custom.authid()
    text = parameter_text(support.point(0, 0, custom))
    assert text.endswith("[EPSG:4326]")
    lon, lat = (float(part) for part in text.split(" [")[0].split(","))
    assert (lon, lat) == (pytest.approx(-1.7), pytest.approx(48))


def test_reprojection_of_the_origin_of_lambert_93():
    # By its definition (RGF93 / Lambert-93): 3° E, 46.5° N is at 700 000 m, 6 600 000 m.
    moved = reprojected(support.point(3.0, 46.5, WGS84), support.LAMBERT_93)
    assert moved.crs() == support.LAMBERT_93
    assert (moved.x(), moved.y()) == (pytest.approx(700_000, abs=0.01), pytest.approx(6_600_000, abs=0.01))


@pytest.fixture
def field(qtbot):
    widget = PointField("Start", "Pick the start on the map", QIcon())
    qtbot.addWidget(widget)
    return widget


def test_field_shows_what_it_holds_and_keeps_its_decimals(field):
    field.set_point(support.point(352100.123456, 6789300.654321))
    assert field.edit.text() == "352100, 6789301"
    assert parameter_text(field.point()) == "352100.123456,6789300.654321 [EPSG:2154]"
    field.set_point(None)
    assert field.edit.text() == ""


def test_field_reads_what_is_typed(field, qtbot):
    with qtbot.waitSignal(field.pointChanged):
        qtbot.keyClicks(field.edit, "352100, 6789300")
    assert field.point().x() == 352100
    qtbot.keyClicks(field.edit, " or so")
    assert field.point() is None


def test_field_tells_that_picking_is_wanted(field, qtbot):
    with qtbot.waitSignal(field.pickToggled) as blocker:
        field.pick_button.click()
    assert blocker.args == [True]
    heard = []
    field.pickToggled.connect(heard.append)
    field.set_picking(False)
    assert not field.pick_button.isChecked()
    assert heard == [], "showing a state is not asking for it"


@pytest.fixture
def canvas(iface, qtbot):
    qtbot.waitExposed(iface.window)
    iface.canvas.setExtent(QgsRectangle(0, 0, 1000, 1000))
    return iface.canvas


@pytest.fixture
def picker(canvas):
    tool = PointPicker(canvas)
    yield tool
    tool.cancel()


def click(qtbot, canvas, where, button=Qt.MouseButton.LeftButton):
    qtbot.mouseClick(canvas.viewport(), button, pos=where)


def test_a_click_gives_the_point_and_the_former_tool(picker, canvas, qtbot):
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    picker.start("start")
    assert canvas.mapTool() is picker
    where = QPoint(100, 80)
    expected = canvas.getCoordinateTransform().toMapCoordinates(where)
    with qtbot.waitSignal(picker.picked) as blocker:
        click(qtbot, canvas, where)
    target, point = blocker.args
    assert target == "start"
    assert (point.x(), point.y()) == (pytest.approx(expected.x()), pytest.approx(expected.y()))
    assert point.crs() == support.LAMBERT_93
    assert canvas.mapTool() is pan


def test_escape_cancels(picker, canvas, qtbot):
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    heard = []
    picker.picked.connect(lambda *_: heard.append(1))
    picker.start("end")
    with qtbot.waitSignal(picker.ended):
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.mapTool() is pan
    assert heard == []


def test_a_right_click_cancels(picker, canvas, qtbot):
    picker.start("start")
    with qtbot.waitSignal(picker.ended):
        click(qtbot, canvas, QPoint(50, 50), Qt.MouseButton.RightButton)
    assert not picker.isActive()


def test_a_tool_that_the_user_takes_is_not_taken_away(picker, canvas):
    pan, other = QgsMapToolPan(canvas), QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    picker.start("start")
    canvas.setMapTool(other)
    picker.cancel()
    assert canvas.mapTool() is other
    assert picker.target == ""


def test_without_a_former_tool_the_map_is_left_free(picker, canvas):
    if canvas.mapTool() is not None:
        canvas.unsetMapTool(canvas.mapTool())
    picker.start("start")
    picker.cancel()
    assert canvas.mapTool() is not picker
