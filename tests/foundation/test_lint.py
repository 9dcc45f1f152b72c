"""The checks of the sources find what they are there to find."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cityorchestra.tools import qt6_check

NAME = "processing_provider/heat/module.py"


def findings(source, name=NAME):
    return [line.split(": ", 1)[1] for line in qt6_check.check_source(source, name)]


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("from qgis.PyQt.QtCore import Qt\nQt.AlignLeft", "unscoped enum: write Qt.AlignmentFlag.AlignLeft"),
        (
            "from qgis.core import QgsProcessing\nx = QgsProcessing.TypeVectorLine",
            "unscoped enum: write QgsProcessing.SourceType.TypeVectorLine",
        ),
        (
            "from qgis.PyQt.QtWidgets import QDialog\nQDialog.Accepted",
            "unscoped enum: write QDialog.DialogCode.Accepted",
        ),
        (
            "from qgis.core import QgsFeatureSink as Sink\nSink.FastInsert",
            "unscoped enum: write QgsFeatureSink.Flag.FastInsert",
        ),
        ("from qgis.PyQt import QtCore\nQtCore.Qt.UserRole", "unscoped enum: write Qt.ItemDataRole.UserRole"),
        (
            "from qgis.core import QgsProcessingAlgorithm\n"
            "class A(QgsProcessingAlgorithm):\n"
            "    def flags(self):\n"
            "        return super().flags() | self.FlagNoThreading",
            "unscoped enum: write QgsProcessingAlgorithm.Flag.FlagNoThreading",
        ),
        (
            "from ..algorithm import CityOrchestraAlgorithm\n"
            "class A(CityOrchestraAlgorithm):\n"
            "    def flags(self):\n"
            "        return super().FlagNoThreading",
            "unscoped enum: write QgsProcessingAlgorithm.Flag.FlagNoThreading",
        ),
        ("dialog.exec_()", ".exec_ is gone: use exec"),
        ("from PyQt5.QtCore import Qt", "import of PyQt5: import through qgis.PyQt"),
        ("import PyQt6.QtCore", "import of PyQt6: import through qgis.PyQt"),
        ("from qgis._core import QgsPoint", "import of qgis._core: import from qgis.core"),
        ("from . import resources_rc", "import of resources_rc: load files by path"),
        ("from qgis.PyQt.QtCore import QRegExp", "QRegExp is gone: use QRegularExpression"),
        (
            "from qgis.PyQt.QtGui import QAction",
            "QAction is not in the QtGui of Qt 5: import it from qgis.PyQt.QtWidgets",
        ),
        (
            "from qgis.PyQt.QtCore import QVariant\nisinstance(x, (int, QVariant))",
            "NULL is no QVariant in Qt 6: use compatibility.is_null",
        ),
        (
            "from qgis.PyQt.QtCore import QVariant\nfield.type() == QVariant.Type.Int",
            "QVariant.Type is gone: use compatibility.field and field_kind",
        ),
        (
            "from qgis.PyQt.QtCore import QVariant\nfield.type() == QVariant.Int",
            "unscoped enum: write QVariant.Type.Int",
        ),
        (
            "from qgis.PyQt.QtCore import Qt\nint(Qt.AlignmentFlag.AlignLeft)",
            "int() of an enum fails in Qt 6: use .value",
        ),
        ("from qgis.gui import QgsMapCanvas", "import of qgis.gui in what runs without a window"),
        ("from qgis.utils import iface", "import of qgis.utils in what runs without a window"),
        (
            "from qgis.core import Qgis\nQgis.QGIS_VERSION_INT > 33000",
            "a version is looked at outside processing_provider/compatibility.py",
        ),
    ],
)
def test_what_qt_6_refuses_is_found(source, told):
    pytest.importorskip("qgis.core")
    assert findings(source) == [told]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("from qgis.PyQt.QtCore import Qt\nQt.AlignmentFlag.AlignLeft", NAME),
        ("from qgis.core import QgsProcessing\nQgsProcessing.TEMPORARY_OUTPUT", NAME),
        ("from qgis.core import QgsProcessing\nKind = QgsProcessing.SourceType\nKind.TypeVectorLine", NAME),
        ("from ..compatibility import WkbType\nWkbType.Polygon", NAME),
        ("from qgis.PyQt.QtWidgets import QAction, QDialog\ndialog = QDialog()\ndialog.exec()", "tests/x.py"),
        ("from qgis.gui import QgsMapCanvas", "cityorchestra_plugin/docks/x.py"),
        ("from qgis.core import Qgis\nQgis.QGIS_VERSION_INT > 33000", qt6_check.COMPATIBILITY),
        ("class Colour:\n    RED = 1\nColour.RED", NAME),
    ],
)
def test_what_is_right_is_not_reported(source, name):
    pytest.importorskip("qgis.core")
    assert findings(source, name) == []


@pytest.fixture
def copied(tmp_path, repository):
    """A copy of the package in which imports can be spoilt."""
    for name in ("processing_provider", "cityorchestra_plugin"):
        shutil.copytree(
            repository / name, tmp_path / "cityorchestra" / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    (tmp_path / "cityorchestra" / "__init__.py").touch()
    return tmp_path / "cityorchestra"


def lint_imports(copied, repository):
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache", "--no-logo", "--config"]
    done = subprocess.run(
        [*map(str, command), str(repository / "pyproject.toml")],
        cwd=copied.parent, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(copied.parent), "COLUMNS": "200"},
    )  # fmt: skip
    return {
        line.rsplit(" ", 1)[0]: line.rsplit(" ", 1)[1]
        for line in (text.split(" (")[0] for text in done.stdout.splitlines())
        if line.endswith((" KEPT", " BROKEN"))
    }


@pytest.mark.parametrize(
    ("module", "imported", "contract"),
    [
        ("heat/sun.py", "from qgis.core import QgsPoint", "Science knows neither QGIS nor the bridge"),
        ("heat/sun.py", "from ..layers import read_features", "Science knows neither QGIS nor the bridge"),
        ("heat/sun.py", "from ..translation import tr", "Science knows neither QGIS nor the bridge"),
        ("engine.py", "from qgis.core import QgsFeedback", "Science knows neither QGIS nor the bridge"),
        ("heat/sun.py", "from .algorithms import sun_position", "Science imports no algorithm"),
        ("layers.py", "from ..cityorchestra_plugin import plugin", "What is headless knows no window"),
        ("heat/sun.py", "from ..walking import network", "No cycle between rooms, nor inside one"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(copied, repository, module, imported, contract):
    before = lint_imports(copied, repository)
    assert len(before) == 4 and before[contract] == "KEPT"
    with (copied / "processing_provider" / module).open("a", encoding="utf-8") as source:
        source.write(f"\n\ndef _spoilt():\n    {imported}\n")
    after = lint_imports(copied, repository)
    assert after[contract] == "BROKEN"
