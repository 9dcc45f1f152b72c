"""Packages that may be missing, and where QPIP puts them."""

from __future__ import annotations

import subprocess
import sys
import types
from pathlib import Path

import pytest
from cityorchestra.processing_provider import libraries

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture(autouse=True)
def same_search_path(monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))


def test_nothing_is_missing_here():
    assert libraries.missing(tuple(libraries.PACKAGES)) is None


def test_missing_packages_are_named_as_they_are_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "paho", None)
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert libraries.missing(("numpy", "paho", "distributed")) == "paho-mqtt dask distributed"
    assert libraries.missing(("numpy",)) is None


def test_an_old_shapely_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "shapely", types.SimpleNamespace(__version__="1.8.5"))
    assert libraries.missing(("shapely",)) == "shapely>=2.0"
    monkeypatch.setitem(sys.modules, "shapely", types.SimpleNamespace(__version__="2.0.0"))
    assert libraries.missing(("shapely",)) is None


def test_every_requirement_can_be_asked_for():
    lines = (Path(libraries.__file__).parents[1] / "requirements.txt").read_text().splitlines()
    # tzdata holds no code: Python finds the time zones there where the system has none, as on Windows.
    required = {line.split(">")[0] for line in lines} - {"tzdata"}
    assert "numpy" in required
    assert required <= {name.split(">")[0] for name in libraries.PACKAGES.values()}


@pytest.mark.parametrize("folder", [VERSION, "Lib/site-packages", f"lib/python{VERSION}/site-packages"])
def test_packages_of_the_profile_are_found(tmp_path, folder):
    place = tmp_path / "python" / "dependencies" / folder
    place.mkdir(parents=True)
    (place / "cityorchestra_test_package.py").write_text("answer = 42")
    libraries.PACKAGES["cityorchestra_test_package"] = "cityorchestra-test-package"
    try:
        assert libraries.missing(("cityorchestra_test_package",)) == "cityorchestra-test-package"
        assert libraries.add_dependency_folders(tmp_path) == [place]
        assert libraries.missing(("cityorchestra_test_package",)) is None
    finally:
        del libraries.PACKAGES["cityorchestra_test_package"]
    assert libraries.add_dependency_folders(tmp_path) == [], "added once"
    assert sys.path[-1] == str(place), "last, so that it hides nothing"


def test_a_profile_without_packages(tmp_path):
    before = list(sys.path)
    assert libraries.add_dependency_folders(tmp_path) == []
    assert sys.path == before


def test_shapely_keeps_its_own_geos_inside_qgis():
    pytest.importorskip("qgis.core")
    script = (
        "from qgis.core import QgsGeometry\n"
        "QgsGeometry.fromWkt('POINT(0 0)').buffer(1, 8)\n"
        "from cityorchestra.processing_provider.layers import shapely\n"
        "point = shapely.from_wkt('POINT M (1 2 3)') if shapely.geos_version >= (3, 12, 0) else shapely.Point(1, 2)\n"
        "assert shapely.from_wkb(shapely.to_wkb(point)).equals(point)\n"
        "print(*shapely.geos_version)\n"
    )
    inside = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    alone = subprocess.run(
        [sys.executable, "-c", "import shapely; print(*shapely.geos_version)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert inside.returncode == 0, inside.stderr
    assert inside.stdout == alone.stdout
