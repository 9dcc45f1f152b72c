"""Extents on the map: where they belong in any CRS, gone when the panel is, and what the map shows in degrees."""

from __future__ import annotations

import numpy as np
import pytest
from cityorchestra.cityorchestra_plugin.docks.rudi.footprints import (
    MOST,
    Footprints,
    boxes_wkb,
    is_world,
    ring_of,
)
from cityorchestra.cityorchestra_plugin.docks.rudi.map_extent import DELAY_MS, MapExtent, extent_in_degrees
from hypothesis import given
from hypothesis import strategies as st
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsRubberBand

RENNES = (-1.75, 48.05, -1.60, 48.15)
WGS_84 = QgsCoordinateReferenceSystem("EPSG:4326")
CRS = ("EPSG:2154", "EPSG:4326", "EPSG:3857", "EPSG:3948", "EPSG:3035")


def bands(canvas):
    return [item for item in canvas.scene().items() if isinstance(item, QgsRubberBand)]


@pytest.fixture
def footprints(iface):
    made = Footprints(iface.canvas)
    made.set_visible(True)
    yield made
    made.close()
    assert bands(iface.canvas) == []


def set_crs(canvas, name):
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem(name))


sides = st.tuples(st.floats(-180, 179), st.floats(-89, 88), st.floats(0.0001, 1.0), st.floats(0.0001, 1.0)).map(
    lambda given: (given[0], given[1], given[0] + given[2], given[1] + given[3])
)


@given(sides, st.floats(1, 90))
def test_a_ring_is_closed_and_is_its_box(box, growth):
    west, south = box[:2]
    wide = (west, south, min(180.0, west + growth), min(90.0, south + growth))
    for one in (box, wide):
        ring = ring_of(one)
        assert np.array_equal(ring[0], ring[-1])
        assert ring.min(axis=0) == pytest.approx(one[:2])
        assert ring.max(axis=0) == pytest.approx(one[2:])
        x, y = (ring[:-1] - ring[0]).T
        area = 0.5 * np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)
        assert area == pytest.approx((one[2] - one[0]) * (one[3] - one[1]), rel=1e-6)


def test_rings_become_polygons(qgis_app):
    geometry = QgsGeometry()
    geometry.fromWkb(boxes_wkb(np.array([RENNES, (0.0, 0.0, 20.0, 20.0), (-9.0, 2.0, -8.5, 2.5)])))
    assert geometry.isGeosValid()
    parts = geometry.asMultiPolygon()
    assert len(parts) == 3
    assert sorted(len(rings[0]) for rings in parts)[:2] == [5, 5]
    assert max(len(rings[0]) for rings in parts) > 50, "a large one bends as the projection does"
    assert geometry.area() == pytest.approx(0.15 * 0.1 + 400.0 + 0.25)


def test_the_whole_world_is_not_drawn():
    boxes = np.array([[-180.0, -90, 180, 90], [-180, -90, 0, 90], RENNES, [np.nan] * 4])
    assert is_world(boxes).tolist() == [True, False, False, False]


@pytest.mark.parametrize("crs", CRS)
def test_an_extent_is_drawn_where_it_is(footprints, iface, crs):
    set_crs(iface.canvas, crs)
    footprints.choose(RENNES)
    (band,) = bands(iface.canvas)
    back = QgsGeometry(band.asGeometry())
    back.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem(crs), WGS_84, QgsProject.instance()))
    found = back.boundingBox()
    assert (found.xMinimum(), found.yMinimum(), found.xMaximum(), found.yMaximum()) == pytest.approx(RENNES, abs=1e-6)


def test_another_crs_of_the_map_draws_them_again(footprints, iface):
    footprints.choose(RENNES)
    before = bands(iface.canvas)[0].asGeometry().boundingBox()
    set_crs(iface.canvas, "EPSG:4326")
    after = bands(iface.canvas)[0].asGeometry().boundingBox()
    assert before.width() > 1000
    assert after.width() < 1


def test_all_found_one_pointed_at_one_chosen(footprints, iface):
    boxes = np.array([RENNES, [np.nan] * 4, [-180.0, -90, 180, 90], [-1.9, 48.0, -1.8, 48.1]])
    footprints.set_boxes(boxes)
    footprints.hover(RENNES)
    footprints.choose(RENNES)
    assert len(bands(iface.canvas)) == 3
    assert len(footprints._bands["all"].asGeometry().asMultiPolygon()) == 2
    footprints.hover(None)
    assert len(bands(iface.canvas)) == 2
    footprints.set_all_shown(False)
    assert list(footprints._bands) == ["chosen"]
    footprints.set_visible(False)
    assert bands(iface.canvas) == []
    footprints.set_visible(True)
    assert list(footprints._bands) == ["chosen"]
    footprints.choose((np.nan,) * 4)
    assert bands(iface.canvas) == []


def test_thousands_of_extents_are_drawn_up_to_a_number(footprints, iface):
    west = np.linspace(-1.9, -1.5, 5000)
    footprints.set_boxes(np.column_stack((west, west * 0 + 48.0, west + 0.01, west * 0 + 48.01)))
    assert len(footprints._bands["all"].asGeometry().asMultiPolygon()) == MOST


def test_what_the_crs_cannot_show_is_cut_off(footprints, iface):
    footprints.choose((-180.0, -60.0, 60.0, 80.0))
    (band,) = bands(iface.canvas)
    assert band.asGeometry().boundingBox().isFinite()
    footprints.choose((100.0, -40.0, 120.0, -30.0))
    assert bands(iface.canvas) == [], "Australia is not on a map of France"


@pytest.mark.parametrize("crs", ["EPSG:2154", "EPSG:4326", "EPSG:3857"])
def test_zooming_shows_the_extent_whole(footprints, iface, crs):
    set_crs(iface.canvas, crs)
    assert footprints.zoom_to(RENNES)
    west, south, east, north = extent_in_degrees(iface.canvas)
    assert west <= RENNES[0] < RENNES[2] <= east
    assert south <= RENNES[1] < RENNES[3] <= north
    assert east - west < 3 * (RENNES[2] - RENNES[0])


def test_zooming_to_a_point_shows_its_surroundings(footprints, iface):
    assert footprints.zoom_to((-1.68, 48.11, -1.68, 48.11))
    assert iface.canvas.extent().width() > 50
    assert not footprints.zoom_to((100.0, -40.0, 120.0, -30.0))


# --- what the map shows -------------------------------------------------------------------------------------------


def test_a_map_of_the_town_in_degrees(iface):
    iface.canvas.setExtent(QgsRectangle(345000, 6785000, 358000, 6795000))
    west, south, east, north = extent_in_degrees(iface.canvas)
    assert -2.2 < west < -1.7 < -1.6 < east < -1.2
    assert 47.9 < south < north < 48.3


def test_a_map_without_crs_or_extent_gives_nothing(iface):
    iface.canvas.setDestinationCrs(QgsCoordinateReferenceSystem())
    assert extent_in_degrees(iface.canvas) is None


def test_a_map_wider_than_the_world_gives_the_world(iface):
    set_crs(iface.canvas, "EPSG:4326")
    iface.canvas.setExtent(QgsRectangle(-500, -200, 500, 200))
    assert extent_in_degrees(iface.canvas) == (-180.0, -90.0, 180.0, 90.0)


def test_moves_are_told_once_the_map_is_still(iface, qtbot):
    extent = MapExtent(iface.canvas)
    told = []
    extent.changed.connect(lambda: told.append(1))
    iface.canvas.setExtent(QgsRectangle(0, 0, 10, 10))
    qtbot.wait(DELAY_MS + 100)
    assert told == [], "it does not follow unless it is asked to"
    extent.follow(True)
    extent.follow(True)
    for step in range(10):
        iface.canvas.setExtent(QgsRectangle(step, 0, step + 10, 10))
    qtbot.waitUntil(lambda: bool(told), timeout=5000)
    qtbot.wait(DELAY_MS + 100)
    assert told == [1]
    iface.canvas.setExtent(QgsRectangle(50, 0, 60, 10))
    extent.follow(False)
    qtbot.wait(DELAY_MS + 100)
    assert told == [1], "a move that was not told yet is forgotten"
    assert not extent.is_following
