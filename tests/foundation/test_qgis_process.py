"""The suite without a window: what ``qgis_process`` lists, explains and runs, in English and in French."""

from __future__ import annotations

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider.provider import algorithm_classes
from cityorchestra.tools import translate

FRENCH = "fr_FR.UTF-8"


@pytest.mark.parametrize("room", ["territory", "heat", "walking"])
def test_help_explains_every_parameter(qgis_process, room):
    kind = next(kind for kind in algorithm_classes() if room == kind.GROUP)
    told = qgis_process("help", f"cityorchestra:{kind.ID}").json
    assert told["algorithm_details"]["short_description"]
    algorithm = kind().create()
    assert set(told["parameters"]) == {item.name() for item in algorithm.parameterDefinitions()}
    for name, parameter in told["parameters"].items():
        assert parameter["description"], name


def test_an_error_is_a_sentence(qgis_process, tmp_path):
    run = qgis_process(
        "run", "cityorchestra:heat_sun_position", "--", "DATE=2026-06-21", f"OUTPUT={tmp_path / 'sun.gpkg'}",
        check=False,
    )  # fmt: skip
    assert run.code != 0
    assert "Give a place" in run.stderr + run.stdout
    assert list(tmp_path.iterdir()) == []


def test_names_are_french_for_a_french_user(qgis_process):
    french, texts = translate.load(translate.CATALOGUE), translate.extract()
    english = qgis_process("list").json["providers"]["cityorchestra"]["algorithms"]
    listed = qgis_process("list", language=FRENCH).json["providers"]["cityorchestra"]["algorithms"]
    assert set(listed) == set(english)
    for name in (f"cityorchestra:{kind.ID}" for kind in algorithm_classes()):
        source = english[name]["name"]
        assert source in texts
        assert listed[name]["name"] == (french.get(source) or source)


def test_numbers_are_the_same_in_french(qgis_process, tmp_path):
    from qgis.core import QgsVectorLayer

    tables = []
    for language in ("C", FRENCH):
        path = tmp_path / f"{language}.gpkg"
        qgis_process(
            "run", "cityorchestra:heat_sun_position", "--", "POINT=-1.68,48.11 [EPSG:4326]", "DATE=2026-06-21",
            f"OUTPUT={path}", language=language,
        )  # fmt: skip
        layer = QgsVectorLayer(str(path), language, "ogr")
        tables.append([feature.attributes()[1:] for feature in layer.getFeatures()])
    assert len(tables[0]) > 10 and tables[0] == tables[1]
