"""Fixtures of the tests of windows: a fake QGIS window, fake algorithms, and the panel over them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import rasterio
from cityorchestra.cityorchestra_plugin import settings
from cityorchestra.tests.rudi.conftest import rudi_server, start_rudi_server  # noqa: F401 (fixtures)
from cityorchestra.tests.window import support
from cityorchestra.tests.window.download_support import list_path, make_job, make_queue, opener, queue  # noqa: F401
from cityorchestra.tests.window.iot_panel_support import make_equipment  # noqa: F401
from cityorchestra.tests.window.land_take_panel_support import (  # noqa: F401 (fixtures)
    make_land_take,
    measured,
    open_panel,
    wait_for,
)
from cityorchestra.tests.window.publish_support import answer, bench, editor, records_folder, trees  # noqa: F401
from cityorchestra.tests.window.rudi_panel_support import chosen, counting, make_dock, records_file  # noqa: F401
from qgis.core import QgsApplication, QgsProject, QgsRasterLayer, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QTranslator
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QApplication
from rasterio.transform import from_origin

DESKTOP_POINTS = 9  # usual size of a desktop's font; the offscreen platform starts with 12


@pytest.fixture(autouse=True, scope="session")
def desktop_font(qgis_app):
    """Give the application the font size of a usual desktop."""
    font = QApplication.font()
    font.setPointSize(DESKTOP_POINTS)
    QApplication.setFont(font)


@pytest.fixture(autouse=True)
def clean(qgis_app):
    """Start every test with an empty project, no stored setting and tame algorithms."""
    for field in dataclasses.fields(support.Behaviour):
        default = field.default if field.default is not dataclasses.MISSING else field.default_factory()
        setattr(support.behaviour, field.name, default)
    for setting in (*settings.PREFERENCES, settings.LAST_FOLDER, settings.PACKAGES_SILENCED):
        setting.reset()
    QgsSettings().remove("cityorchestra/rudi")
    QgsSettings().remove("cityorchestra/iot")
    QgsSettings().remove("QgsCollapsibleGroupBox")  # groups remember how a test left them
    QgsProject.instance().clear()
    QgsProject.instance().setCrs(support.LAMBERT_93)
    yield
    QgsProject.instance().clear()


@pytest.fixture(autouse=True)
def warmed(monkeypatch):
    """Start no compilation behind the tests; those of the warm-up do it themselves."""
    from cityorchestra.cityorchestra_plugin.docks import cool_route

    monkeypatch.setattr(cool_route, "warm_up_once", lambda: None)


@pytest.fixture(scope="session")
def fakes(qgis_processing):
    """Register the fake algorithms."""
    provider = support.FakeProvider()
    assert QgsApplication.processingRegistry().addProvider(provider)
    yield provider
    QgsApplication.processingRegistry().removeProvider(provider)


@pytest.fixture
def behaviour(fakes):
    """What the fake algorithms do and were asked."""
    return support.behaviour


@pytest.fixture
def iface(qtbot):
    """A QGIS window."""
    fake = support.FakeIface()
    fake.window.resize(1200, 900)
    qtbot.addWidget(fake.window)
    fake.window.show()
    return fake


@pytest.fixture
def surface(tmp_path):
    """A flat surface model of 1100 m by 1100 m around the streets."""
    path = tmp_path / "dsm.tif"
    profile = {
        "driver": "GTiff",
        "width": 110,
        "height": 110,
        "count": 1,
        "dtype": "float32",
        "crs": "EPSG:2154",
        "transform": from_origin(-50, 550, 10, 10),
    }
    with rasterio.open(path, "w", **profile) as dataset:
        dataset.write(np.zeros((110, 110), np.float32), 1)
    return QgsRasterLayer(str(path), "Surface model")


@pytest.fixture
def dock(iface, behaviour, qtbot):
    """The panel, open, in an empty project."""
    from cityorchestra.cityorchestra_plugin.docks.cool_route import CoolRouteDock
    from qgis.PyQt.QtCore import Qt

    panel = CoolRouteDock(iface, support.FAKE_IDS)
    iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, panel)
    yield panel
    panel.unload()


@pytest.fixture
def ready(dock, surface):
    """The panel with streets, a surface model, a start and an end."""
    streets = support.street_layer()
    QgsProject.instance().addMapLayers([streets, surface])
    dock.form.start.set_point(support.point(0, 0))
    dock.form.end.set_point(support.point(1000, 0))
    return dock


@pytest.fixture
def find(qtbot):
    """Function that searches routes in a panel and waits for the answer."""

    def run(panel, signal: str = "succeeded"):
        with qtbot.waitSignal(getattr(panel.chain, signal), timeout=20000) as blocker:
            panel.find_routes()
        return blocker.args

    return run


@pytest.fixture
def marked():
    """Every text of the suite marked, so that those left out of the translation show."""
    translator = support.Marking()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


@pytest.fixture
def french(repository):
    """The French texts of the suite."""
    translator = QTranslator()
    assert translator.load(str(repository / "i18n" / "cityorchestra_fr.qm"))
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


@pytest.fixture
def dark(qgis_app):
    """A dark palette, as of QGIS's Night Mapping."""
    former = QApplication.palette()
    palette = QPalette(former)
    for role, colour in (
        (QPalette.ColorRole.Window, "#323232"),
        (QPalette.ColorRole.Base, "#1e1e1e"),
        (QPalette.ColorRole.AlternateBase, "#2a2a2a"),
        (QPalette.ColorRole.Button, "#3c3c3c"),
        (QPalette.ColorRole.WindowText, "#eeeeee"),
        (QPalette.ColorRole.Text, "#eeeeee"),
        (QPalette.ColorRole.ButtonText, "#eeeeee"),
        (QPalette.ColorRole.Highlight, "#2a82da"),
        (QPalette.ColorRole.HighlightedText, "#ffffff"),
    ):
        palette.setColor(role, QColor(colour))
    QApplication.setPalette(palette)
    yield palette
    QApplication.setPalette(former)
