"""The message about missing packages: once, with a remedy, never twice against the user's wish."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cityorchestra.cityorchestra_plugin import dependencies
from cityorchestra.cityorchestra_plugin.dialogs.packages import PackagesDialog
from cityorchestra.processing_provider.libraries import dependency_folders
from qgis.core import Qgis, QgsApplication
from qgis.PyQt.QtWidgets import QPushButton


@pytest.fixture
def lacking(monkeypatch):
    """Pretend that two packages are missing."""
    real = dependencies.libraries.is_available
    monkeypatch.setattr(
        dependencies.libraries, "is_available", lambda name: name not in ("numba", "shapely") and real(name)
    )


def buttons(item):
    return {button.text(): button for button in item.findChildren(QPushButton)}


def test_nothing_is_said_when_nothing_is_missing(iface, monkeypatch):
    monkeypatch.setattr(dependencies.libraries, "is_available", lambda name: True)
    assert not dependencies.warn_once(iface)
    assert iface.bar.items() == []


def test_one_warning_names_the_packages(iface, lacking):
    assert dependencies.warn_once(iface)
    (item,) = iface.bar.items()
    assert item.level() == Qgis.MessageLevel.Warning
    assert item.duration() == 0
    assert "numba" in item.text()
    assert "shapely>=2.0" in item.text()


@pytest.mark.parametrize("package", ["distributed", "opening_hours"])
def test_a_cluster_and_opening_hours_are_a_choice(iface, monkeypatch, package):
    monkeypatch.setattr(dependencies.libraries, "is_available", lambda name: name != package)
    assert not dependencies.warn_once(iface)


def test_the_button_shows_how(iface, lacking, qtbot):
    dependencies.warn_once(iface)
    (item,) = iface.bar.items()
    buttons(item)["How to install them"].click()
    dialog = iface.window.findChild(PackagesDialog)
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert "-m pip install --target" in dialog.command.text()
    dialog.copy_button.click()
    assert QgsApplication.clipboard().text() == dialog.command.text()
    dialog.close()


def test_silence_holds_for_this_version_only(iface, lacking, monkeypatch):
    dependencies.warn_once(iface)
    (item,) = iface.bar.items()
    buttons(item)["Don’t tell again"].click()
    assert iface.bar.items() == []
    assert not dependencies.warn_once(iface)
    monkeypatch.setattr(dependencies, "plugin_version", lambda: "99.0.0")
    assert dependencies.warn_once(iface)


def test_the_command_quotes_what_a_shell_would_read():
    command = dependencies.pip_command("numba shapely>=2.0")
    folder = dependency_folders(Path(QgsApplication.qgisSettingsDirPath()))[0]
    assert command.endswith(f'-m pip install --target "{folder}" numba "shapely>=2.0"')
    assert command.startswith(f'"{dependencies.python_executable()}"')


@pytest.mark.parametrize(
    ("platform", "executable", "expected"),
    [("win32", "bin/qgis-ltr-bin.exe", "apps/Python39/python.exe"), ("darwin", "MacOS/QGIS", "MacOS/bin/python3")],
)
def test_the_interpreter_is_found_where_python_is_embedded(platform, executable, expected, tmp_path, monkeypatch):
    interpreter = tmp_path / expected
    interpreter.parent.mkdir(parents=True)
    interpreter.touch()
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys, "executable", str(tmp_path / executable))
    prefix = tmp_path / ("apps/Python39" if platform == "win32" else "Frameworks")
    monkeypatch.setattr(sys, "exec_prefix", str(prefix))
    assert dependencies.python_executable() == str(interpreter)
