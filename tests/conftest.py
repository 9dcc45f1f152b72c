"""Fixtures for all tests: sample data, algorithms run in this QGIS, algorithms run by ``qgis_process``.

Nothing here imports QGIS before a fixture needs it, so tests of science run without it.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED_DATA = Path(os.environ.get("CITYORCHESTRA_SHARED_DATA", ROOT.parent / "shared" / "data"))

# Accounts of tests, and answers of servers that QGIS keeps, are of this run alone; QGIS, which pytest-qgis starts next,
# reads where. An answer that a former run left would be that of another server, which had the same port.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="cityorchestra-cache-")
atexit.register(shutil.rmtree, os.environ["XDG_CACHE_HOME"], True)
if "QGIS_AUTH_DB_DIR_PATH" not in os.environ:
    os.environ["QGIS_AUTH_DB_DIR_PATH"] = tempfile.mkdtemp(prefix="cityorchestra-auth-")
    atexit.register(shutil.rmtree, os.environ["QGIS_AUTH_DB_DIR_PATH"], True)

try:
    from hypothesis import settings as hypothesis_settings
except ImportError:
    pass
else:
    # The first call of a compiled kernel takes seconds, so examples have no deadline.
    hypothesis_settings.register_profile("local", deadline=None)
    hypothesis_settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
    hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "local")


class _RootIsNotATestPackage:
    """Collect the root as a plain folder: its ``__init__.py`` is the QGIS plugin's, not a package of tests."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collect_directory(self, path, parent):
        return pytest.Dir.from_parent(parent, path=path) if path == ROOT else None


def pytest_configure(config):
    from cityorchestra.processing_provider.libraries import import_shapely

    config.pluginmanager.register(_RootIsNotATestPackage())
    import_shapely()  # before a test imports it: QGIS may be loaded already, with another GEOS
    _keep_settings_apart()


def _keep_settings_apart() -> None:
    """Give this run settings of its own: another run at the same time would take away what a test has just set."""
    if "qgis.core" not in sys.modules:  # pytest-qgis has not started QGIS
        return
    from qgis.PyQt.QtCore import QSettings

    folder = tempfile.mkdtemp(prefix="cityorchestra-settings-")
    atexit.register(shutil.rmtree, folder, True)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the clone."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data():
    """Function from a path below the shared sample data to that path; the test is skipped where it is absent."""

    def find(relative: str) -> Path:
        path = SHARED_DATA / relative
        if not path.exists():
            pytest.skip(f"sample data {relative} is not here")
        return path

    return find


@pytest.fixture(scope="session")
def plugin(qgis_processing):
    """Load the plugin as a QGIS without window does: translator and provider, no panel."""
    from cityorchestra import classFactory

    loaded = classFactory(None)
    loaded.initProcessing()
    yield loaded
    loaded.unload()
    _delete_layers()


def _delete_layers() -> None:
    """Delete the layers that are left: QGIS never lets go of the frames of a failed run, nor they of their layers.

    GDAL crashes on those that would go after it, when Python ends.
    """
    from qgis.core import QgsMapLayer
    from qgis.PyQt import sip

    gc.collect()
    for left in [one for one in gc.get_objects() if isinstance(one, QgsMapLayer)]:
        if not sip.isdeleted(left) and sip.ispyowned(left):
            sip.delete(left)


@pytest.fixture(scope="session")
def provider(plugin):
    """Provider registered in this QGIS."""
    return plugin.provider


@pytest.fixture
def run_algorithm(provider):
    """Function that checks then runs an algorithm (see :func:`tests.qgis_support.run_algorithm`)."""
    from cityorchestra.tests.qgis_support import run_algorithm

    return run_algorithm


@pytest.fixture(scope="session")
def qgis_process(tmp_path_factory):
    """Function that calls ``qgis_process`` in a throw-away profile where the plugin is enabled."""
    from cityorchestra.tests.qgis_support import QgisProcess

    process = QgisProcess(tmp_path_factory.mktemp("profile"), ROOT / "build" / "plugins")
    process.enable_plugin()
    return process
