"""``territory_demo`` by ``qgis_process``, and the parts of ``make demo`` that need no run."""

from __future__ import annotations

import importlib
import string
import sys
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import comparable, read_raster

RASTERS = ("DTM", "DSM", "CANOPY", "LANDCOVER", "GROUNDCOVER")


def test_same_town_for_an_english_and_a_french_user(qgis_process, tmp_path):
    found = []
    for language in ("C", "fr_FR.UTF-8"):
        folder = tmp_path / language
        folder.mkdir()
        outputs = [f"OUTPUT_{name}={folder / name}.tif" for name in RASTERS]
        arguments = ["SIZE=300", "CELL_SIZE=2", f"OUTPUT={folder / 'town.gpkg'}", *outputs]
        done = qgis_process("run", "cityorchestra:territory_demo", "--", *arguments, language=language)
        found.append(done.results)
    assert found[0]["FEATURES"] == found[1]["FEATURES"] > 100
    for name in (
        "BUILDINGS",
        "STREETS",
        "TREES",
        "PLACES",
        "HEAT_STATIONS",
        "WALK_SURVEY",
        "COOL_PLACES",
        "OCSGE_2020",
    ):
        assert comparable(found[0][name]) == comparable(found[1][name])
    for name in ("DSM", "LANDCOVER", "GROUNDCOVER"):
        assert (read_raster(found[0][f"OUTPUT_{name}"]) == read_raster(found[1][f"OUTPUT_{name}"])).all()


@pytest.fixture
def tools(monkeypatch):
    """Return a function that imports a module of the folder of tools."""
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2] / "tools"))
    before = set(sys.modules)
    yield importlib.import_module
    for name in set(sys.modules) - before:
        if name.startswith("demo_"):
            del sys.modules[name]


def fields_of(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_report_says_the_same_in_both_languages(tools):
    french, english = (tools("demo_texts").TEXTS[code] for code in ("fr", "en"))
    assert list(french) == list(english)
    for key, text in french.items():
        if isinstance(text, str):
            assert fields_of(text) == fields_of(english[key]), key
        elif isinstance(text, dict):
            assert set(text) == set(english[key]), key
        else:
            assert len(text) == len(english[key]), key
    for item in tools("demo_maps").MAPS:
        assert item.name in french
        assert item.needs in item.layers


def test_every_layer_of_the_project_has_its_style(tools):
    styles = Path(__file__).resolve().parents[2] / "resources" / "styles"
    project = tools("demo_project")
    for _, file, _, style, title, _ in project.LAYERS:
        assert Path(file).suffix in (".gpkg", ".tif", ".csv")
        assert not style or (styles / f"{style}_fr.qml").is_file(), title
    titles = [title for *_, title, _ in project.LAYERS]
    assert len(set(titles)) == len(titles)
    for item in tools("demo_maps").MAPS:
        for _, style in item.legends:
            assert (styles / f"{style}.qml").is_file() and (styles / f"{style}_fr.qml").is_file(), style


def test_numbers_and_spaces_of_the_french_report(tools):
    number, spaced = tools("demo_facts").number, tools("demo_report")._spaced
    assert [number(-1.25, code, 1) for code in ("fr", "en")] == ["−1,2", "−1.2"]
    assert number(3440, "fr") == "3440"
    text = "<p title='a : b'>Erreur : 0,27 °C, soit 3 %</p>"
    assert spaced(text) == "<p title='a : b'>Erreur\u00a0: 0,27\u00a0°C, soit 3\u00a0%</p>"
