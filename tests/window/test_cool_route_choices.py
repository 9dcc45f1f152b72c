"""The choices of the panel, kept with the project."""

from __future__ import annotations

import json

import pytest
from cityorchestra.cityorchestra_plugin.docks.cool_route import CoolRouteDock
from cityorchestra.cityorchestra_plugin.docks.cool_route_choices import KEY, SCOPE
from cityorchestra.tests.window import support
from qgis.core import QgsProject, QgsVectorFileWriter, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, Qt, QTime


def kept():
    """Return what the project keeps, None for nothing."""
    text, found = QgsProject.instance().readEntry(SCOPE, KEY, "")
    return json.loads(text) if found and text else None


@pytest.fixture
def streets(tmp_path):
    """Function that returns streets in a file: a memory layer does not survive its project."""

    def make(name):
        path = str(tmp_path / f"{name}.gpkg")
        layer = support.street_layer(name, (("width_m", "real"),))
        options = QgsVectorFileWriter.SaveVectorOptions()
        QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, QgsProject.instance().transformContext(), options)
        return QgsVectorLayer(path, name, "ogr")

    return make


def test_what_the_panel_proposes_leaves_the_project_alone(dock, surface, qtbot):
    QgsProject.instance().setDirty(False)
    dock._layers_changed()
    dock.settings_changed()
    qtbot.wait(20)
    assert kept() is None
    assert not QgsProject.instance().isDirty()


def test_what_the_user_changes_is_kept(ready, qtbot):
    ready.form.hour.setTime(QTime(17, 30))
    ready.form.advanced.alpha.setValue(5.0)
    qtbot.waitUntil(lambda: kept() is not None and kept()["hour"] == "17:30")
    choices = kept()
    assert choices["alpha"] == 5.0
    assert choices["start"] == "0.0,0.0 [EPSG:2154]"
    assert choices["layers"] == {}, "what was proposed is proposed again"
    assert QgsProject.instance().isDirty()


def test_a_project_opened_again_shows_its_choices(dock, surface, streets, tmp_path, iface, qtbot):
    project = QgsProject.instance()
    first, second = streets("Streets"), streets("Other lines")
    project.addMapLayers([first, second, surface])
    form = dock.form
    for box, layer in ((form.lines, second), (form.surface, surface), (form.advanced.terrain, None)):
        box.setLayer(layer)
        box.activated.emit(box.currentIndex())
    form.start.set_point(support.point(100, 0))
    form.end.set_point(support.point(900, 0))
    form.day.setDate(QDate(2027, 8, 3))
    form.hour.setTime(QTime(11, 45))
    form.cost.setCurrentIndex(2)
    form.weather.temperature.setValue(36.0)
    form.weather.warming.setCurrentIndex(3)
    form.advanced.detour.setValue(55)
    form.advanced.sidewalks.setChecked(True)
    form.advanced.accessible.setChecked(True)
    qtbot.waitUntil(lambda: kept() is not None)
    path, chosen = str(tmp_path / "town.qgz"), second.id()
    assert project.write(path)
    project.clear()
    assert (form.cost.currentData(), form.start.point()) == ("sun", None), "a new project starts anew"
    assert form.advanced.detour.value() == 30
    assert project.read(path)
    asked = form.request()
    assert asked.lines.id() == chosen
    assert asked.surface.name() == "Surface model"
    assert (asked.start, asked.end) == ("100.0,0.0 [EPSG:2154]", "900.0,0.0 [EPSG:2154]")
    assert asked.moment.toString("yyyy-MM-dd HH:mm") == "2027-08-03 11:45"
    assert (asked.cost, asked.two_sidewalks, asked.accessible, asked.max_detour_pct) == ("dose", True, True, 55.0)
    assert (asked.weather.air_temperature_c, asked.weather.warming_c) == (36.0, 4.0)
    assert set(dock.route_map._markers) == {"start", "end"}
    assert not project.isDirty(), "to open a project is not to change it"
    # A panel loaded after the project, as when the plugin is enabled, shows them too.
    late = CoolRouteDock(iface, support.FAKE_IDS)
    iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, late)
    assert late.form.cost.currentData() == "dose"
    late.unload()


def test_a_layer_that_is_gone_is_proposed_anew(dock, surface, streets):
    project = QgsProject.instance()
    project.addMapLayers([streets("Streets"), surface])
    project.writeEntry(SCOPE, KEY, json.dumps({"layers": {"lines": "gone", "surface": "gone"}, "hour": "09:00"}))
    dock.choices.restore()
    assert dock.form.lines.currentLayer().name() == "Streets"
    assert dock.form.surface.currentLayer() is surface
    assert dock.form.hour.time() == QTime(9, 0)


@pytest.mark.parametrize(
    "text",
    ["", "not json", "[1]", "{}", '{"layers": 3, "day": "x", "hour": 4, "alpha": "y", "cost": "gold", "start": [1]}'],
)
def test_choices_that_cannot_be_read_leave_the_proposals(ready, text):
    before = ready.form.request()
    QgsProject.instance().writeEntry(SCOPE, KEY, text)
    ready.choices.restore()
    assert ready.form.request() == before


def test_none_is_a_choice(ready, surface, qtbot):
    box = ready.form.surface
    box.setLayer(None)
    box.activated.emit(box.currentIndex())
    QgsProject.instance().addMapLayer(support.street_layer("More"))
    assert box.currentLayer() is None


def test_an_unloaded_panel_keeps_nothing_any_more(iface, behaviour, qtbot):
    panel = CoolRouteDock(iface, support.FAKE_IDS)
    panel.form.hour.setTime(QTime(8, 0))
    panel.unload()
    assert kept()["hour"] == "08:00", "what was changed just before is not lost"
    panel.form.hour.setTime(QTime(9, 0))
    qtbot.wait(20)
    assert kept()["hour"] == "08:00"
