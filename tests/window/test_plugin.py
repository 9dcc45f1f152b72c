"""The plugin object in a window: what it adds, and that unloading undoes it to the last action."""

from __future__ import annotations

import gc
import re
import threading

import pytest
from cityorchestra import classFactory
from cityorchestra.cityorchestra_plugin import settings
from cityorchestra.cityorchestra_plugin.dialogs.about import AboutDialog
from cityorchestra.cityorchestra_plugin.docks.cool_route import OBJECT_NAME, CoolRouteDock
from cityorchestra.cityorchestra_plugin.docks.iot.dock import OBJECT_NAME as IOT_OBJECT_NAME
from cityorchestra.cityorchestra_plugin.docks.iot.dock import EquipmentDock
from cityorchestra.cityorchestra_plugin.docks.land_take.dock import OBJECT_NAME as LAND_TAKE_OBJECT_NAME
from cityorchestra.cityorchestra_plugin.docks.land_take.dock import LandTakeDock
from cityorchestra.cityorchestra_plugin.docks.rudi.dock import OBJECT_NAME as RUDI_OBJECT_NAME
from cityorchestra.cityorchestra_plugin.docks.rudi.dock import RudiDock
from cityorchestra.cityorchestra_plugin.plugin import OPTIONS_PAGE, TOOLBAR_NAME
from cityorchestra.tests.window import support
from qgis.core import QgsAnnotationLayer, QgsApplication, QgsProject
from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QToolBar

RELOADS = 10
DOCKS = 4


def flush():
    """Let what was asked to be deleted later be deleted now."""
    gc.collect()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def left(iface):
    """Count what a plugin can leave behind in a window."""
    return {
        "docks": len(iface.window.findChildren(QDockWidget)),
        "toolbars": len([bar for bar in iface.window.findChildren(QToolBar) if bar.objectName() == TOOLBAR_NAME]),
        "menus": dict(iface.menus),
        "help": len(iface.help_menu.actions()),
        "factories": len(iface.factories),
        "layer actions": len(iface.layer_actions),
        "messages": len(iface.bar.items()),
        "canvas items": len(iface.canvas.scene().items()),
        "tasks": QgsApplication.taskManager().countActiveTasks(),
    }


@pytest.fixture
def loaded(iface, qgis_processing):
    plugin = classFactory(iface)
    plugin.initGui()
    yield plugin
    plugin.unload()


def test_menu_toolbar_and_panel(loaded, iface):
    (name,) = iface.menus
    assert name.replace("&", "") == "City Orchestra"
    texts = [action.text().replace("&", "") for action in iface.menus[name]]
    assert texts == ["Cool route", "RUDI catalogue", "Equipment", "Land take", "Settings…", "About…"]
    (toolbar,) = [bar for bar in iface.window.findChildren(QToolBar) if bar.objectName() == TOOLBAR_NAME]
    toggles = toolbar.actions()
    assert toggles == iface.menus[name][:DOCKS]
    kinds = (CoolRouteDock, RudiDock, EquipmentDock, LandTakeDock)
    names = (OBJECT_NAME, RUDI_OBJECT_NAME, IOT_OBJECT_NAME, LAND_TAKE_OBJECT_NAME)
    for toggle, kind, object_name in zip(toggles, kinds, names):
        assert not toggle.icon().isNull()
        (dock,) = iface.window.findChildren(kind)
        assert dock.objectName() == object_name
        assert not dock.isVisible()
        toggle.trigger()
        assert dock.isVisible()
        assert toggle.isChecked()
        dock.close()
        assert not toggle.isChecked(), "closing the panel must uncheck its action"


def test_a_panel_that_is_not_open_costs_nothing(loaded, iface):
    QApplication.processEvents()
    for kind in (RudiDock, EquipmentDock, LandTakeDock):
        (dock,) = iface.window.findChildren(kind)
        assert dock.panel is None


def test_a_layer_is_published_from_the_layer_tree(counting, loaded, iface, surface):
    (dock,) = iface.window.findChildren(RudiDock)
    streets = support.street_layer()
    QgsProject.instance().addMapLayers([streets, surface])
    for layer in (streets, surface):
        dock.hide()
        (action,) = iface.layer_menu(layer)
        assert action.text() == "Publish on RUDI…"
        assert not action.icon().isNull()
        action.trigger()
        assert dock.isVisible()
        assert dock.panel.tabs.currentWidget() is dock.panel.actions_.publish_form
        assert dock.panel.actions_.publish_form.form.layer is layer
    notes = QgsAnnotationLayer("Notes", QgsAnnotationLayer.LayerOptions(QgsProject.instance().transformContext()))
    assert iface.layer_menu(notes) == [], "notes cannot be published"


def test_settings_action_opens_the_page(loaded, iface):
    (name,) = iface.menus
    iface.menus[name][DOCKS].trigger()
    assert iface.options_opened == [OPTIONS_PAGE]


def test_about_tells_the_versions(loaded, iface):
    (name,) = iface.menus
    iface.menus[name][DOCKS + 1].trigger()
    dialog = iface.window.findChild(AboutDialog)
    assert dialog.isVisible()
    assert "numpy 1" in dialog.versions.text() or "numpy 2" in dialog.versions.text()
    assert "QGIS 3." in dialog.versions.text() or "QGIS 4." in dialog.versions.text()
    dialog.close()


def test_new_settings_reach_the_open_panel(loaded, iface):
    dock = loaded.docks[0]
    settings.WALKING_SPEED.set_value(0.8)
    loaded.options_factory.applied.emit()
    assert dock.form.advanced.speed.value() == 0.8


def test_ten_reloads_leave_nothing_behind(iface, qgis_processing):
    before, threads = left(iface), threading.active_count()
    for _ in range(RELOADS):
        plugin = classFactory(iface)
        plugin.initGui()
        assert left(iface)["docks"] == DOCKS
        plugin.unload()
        del plugin
        flush()
    assert left(iface) == before
    assert threading.active_count() <= threads, "those of servers of other tests may end meanwhile"


def test_loaded_again_there_is_one_of_each(iface, qgis_processing):
    for _ in range(RELOADS):
        plugin = classFactory(iface)
        plugin.initGui()
        plugin.unload()
        flush()
    plugin = classFactory(iface)
    plugin.initGui()
    found = left(iface)
    assert (found["docks"], found["toolbars"], found["help"], found["factories"]) == (DOCKS, 1, 1, 1)
    assert [len(actions) for actions in found["menus"].values()] == [DOCKS + 2]
    plugin.unload()


def test_unloading_what_was_never_loaded(iface):
    classFactory(iface).unload()


@pytest.mark.parametrize("step", ["_add_toolbar", "_add_docks", "_add_layer_menu", "_add_options", "_add_help"])
def test_unloading_what_was_loaded_half(iface, qgis_processing, step, monkeypatch):
    before = left(iface)
    plugin = classFactory(iface)

    def fail():
        raise RuntimeError("half way")

    monkeypatch.setattr(plugin, step, fail)
    with pytest.raises(RuntimeError, match="half way"):
        plugin.initGui()
    plugin.unload()
    flush()
    assert left(iface) == before


def test_unloading_twice(loaded):
    loaded.unload()
    loaded.unload()


def test_the_project_no_longer_reaches_an_unloaded_panel(iface, qgis_processing):
    plugin = classFactory(iface)
    plugin.initGui()
    plugin.unload()
    del plugin
    flush()
    # A connection left behind would call into deleted widgets here, and fail the test through its slot.
    QgsProject.instance().addMapLayer(support.street_layer())
    QgsProject.instance().clear()


def test_translator_is_removed(iface, qgis_processing, monkeypatch):
    from cityorchestra.cityorchestra_plugin import plugin as module
    from qgis.PyQt.QtCore import QCoreApplication, QTranslator

    class Shouting(QTranslator):
        def translate(self, context, source, disambiguation=None, number=-1):
            return re.sub(r"[^{}]+(?![^{]*})", lambda part: part.group().upper(), source)  # not the placeholders

        def isEmpty(self):
            return False

    def install():
        translator = Shouting()
        QCoreApplication.installTranslator(translator)
        return translator

    monkeypatch.setattr(module, "install_translator", install)
    plugin = classFactory(iface)
    plugin.initGui()
    registered_here = plugin.translator is not None
    plugin.unload()
    assert registered_here
    assert plugin.translator is None
    assert module.tr("Cool route") == "Cool route"
