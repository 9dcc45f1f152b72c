"""The panel over the real algorithms, on two streets of which one lies in the shade of a row of houses."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
from cityorchestra.cityorchestra_plugin.docks.cool_route import CoolRouteDock
from cityorchestra.cityorchestra_plugin.docks.panel_frame import PanelState
from cityorchestra.tests.window import support
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, Qt
from rasterio.transform import from_origin

# South-west corner of the scene, near Rennes: at 15:00 on 21 June the sun stands 64 degrees high, due south.
WEST, SOUTH = 352_000.0, 6_789_000.0
HEIGHT_M = 40.0  # its shadow is 40 / tan(64 degrees) = 20 m long
LENGTH_M, ASIDE_M = 200.0, 60.0  # the direct street, and how far north the shaded one runs
MARGIN = 60  # cells around the streets


@pytest.fixture
def streets():
    """A direct street, and a way round by a parallel one."""
    layer = QgsVectorLayer("LineString?crs=EPSG:2154", "Streets", "memory")
    for places in (((0, 0), (LENGTH_M, 0)), ((0, 0), (0, ASIDE_M), (LENGTH_M, ASIDE_M), (LENGTH_M, 0))):
        item = QgsFeature()
        item.setGeometry(QgsGeometry.fromPolylineXY([QgsPointXY(WEST + x, SOUTH + y) for x, y in places]))
        layer.dataProvider().addFeature(item)
    layer.updateExtents()
    return layer


@pytest.fixture
def houses(tmp_path):
    """A surface model of 1 m: flat, with houses from 30 m to 57 m north of the direct street."""
    path = tmp_path / "houses.tif"
    rows, columns = int(ASIDE_M) + 2 * MARGIN, int(LENGTH_M) + 2 * MARGIN
    values = np.zeros((rows, columns), np.float32)
    north = rows - MARGIN  # row of the direct street
    values[north - 57 : north - 30, MARGIN : MARGIN + int(LENGTH_M)] = HEIGHT_M
    profile = {"driver": "GTiff", "width": columns, "height": rows, "count": 1, "dtype": "float32"}
    transform = from_origin(WEST - MARGIN, SOUTH + ASIDE_M + MARGIN, 1, 1)
    with rasterio.open(path, "w", crs="EPSG:2154", transform=transform, **profile) as dataset:
        dataset.write(values, 1)
    return QgsRasterLayer(str(path), "Surface model")


def test_the_shaded_way_round_is_found(iface, provider, streets, houses, find, qtbot):
    panel = CoolRouteDock(iface)
    iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panel)
    QgsProject.instance().addMapLayers([streets, houses])
    panel.form.start.set_point(support.point(WEST, SOUTH))
    panel.form.end.set_point(support.point(WEST + LENGTH_M, SOUTH))
    panel.form.day.setDate(QDate(2026, 6, 21))
    panel.form.advanced.detour.setValue(100)
    find(panel)
    assert panel.frame.state is PanelState.READY
    shortest, coolest = panel.results.model.routes
    assert shortest.length_m == pytest.approx(LENGTH_M, abs=0.1)
    assert shortest.sun_m == pytest.approx(LENGTH_M, abs=2.0)
    assert shortest.time_min == pytest.approx(LENGTH_M / 1.25 / 60, rel=0.01)
    assert coolest.length_m == pytest.approx(LENGTH_M + 2 * ASIDE_M, abs=0.1)
    # The street behind the houses is in shade; of the two ways to it, what lies beside them may be.
    assert coolest.sun_m <= 2 * ASIDE_M + 5.0
    assert shortest.colour != coolest.colour
    assert panel.route_map.layer.name() == panel.route_map.layer.metadata().title() != ""
    panel.form.advanced.detour.setValue(20)
    find(panel)
    assert [route.length_m for route in panel.results.model.routes] == [shortest.length_m]
    panel.unload()


def test_a_start_far_from_the_streets_is_told_in_the_words_of_the_algorithm(iface, provider, streets, houses, find):
    panel = CoolRouteDock(iface)
    iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panel)
    QgsProject.instance().addMapLayers([streets, houses])
    panel.form.start.set_point(support.point(WEST - 5000, SOUTH))
    panel.form.end.set_point(support.point(WEST + LENGTH_M, SOUTH))
    find(panel, "failed")
    assert "5000 m" in panel.frame.message()
    assert panel.frame.state is PanelState.ERROR
    panel.unload()
