"""The model that goes from words to files, in this QGIS and by ``qgis_process``."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import values_of
from qgis.core import QgsApplication

MODEL = "open_data_of_an_area"


def given(server, folder, **changes):
    """Return the inputs, with the outputs as this QGIS calls them (child:NAME in 3.22)."""
    model = QgsApplication.processingRegistry().algorithmById(f"cityorchestra:{MODEL}")
    names = {item.name().split(":")[-1]: item.name() for item in model.destinationParameterDefinitions()}
    outputs = {names["DATASETS"]: str(folder / "datasets.gpkg"), names["FILES"]: str(folder / "files")}
    return {"SERVER": server.url, "TEXT": "vélo", "FORMATS": "", "MAX": 2, **outputs, **changes}, names


def check(results, names, folder):
    identifiers = values_of(results[names["DATASETS"]], "global_id")
    assert len(set(identifiers)) == 2
    files = [
        path for path in (folder / "files").rglob("*") if path.suffix not in (".qmd", ".geojson") and path.is_file()
    ]
    assert len(files) == 2
    assert all(path.stat().st_size > 0 for path in files)
    return files


def test_inputs_are_explained(provider):
    model = QgsApplication.processingRegistry().algorithmById(f"cityorchestra:{MODEL}")
    inputs = [item for item in model.parameterDefinitions() if not item.isDestination()]
    assert sorted(item.name() for item in inputs if not item.flags() & item.Flag.FlagOptional) == ["MAX", "SERVER"]
    assert all(item.help().endswith(".") for item in inputs)
    assert model.shortHelpString() and model.group() == "RUDI catalogue"


def test_model_finds_and_downloads(run_algorithm, rudi_server, local_catalogue, tmp_path):
    parameters, names = given(rudi_server, tmp_path)
    files = check(run_algorithm(MODEL, parameters).results, names, tmp_path)
    asked = [one["path"] for one in rudi_server.requests("/medias/")]
    assert len(asked) == len(files)


def test_model_by_qgis_process(qgis_process, rudi_server, provider, tmp_path):
    parameters, names = given(rudi_server, tmp_path)
    run = qgis_process("run", f"cityorchestra:{MODEL}", "--", *(f"{key}={value}" for key, value in parameters.items()))
    check(run.results, names, tmp_path)
    assert json.loads(run.stdout)["algorithm_details"]["id"] == f"cityorchestra:{MODEL}"


def test_nothing_found_ends_well_with_a_warning(run_algorithm, rudi_server, local_catalogue, tmp_path):
    parameters, names = given(rudi_server, tmp_path, TEXT="zzzzqqqq")
    run = run_algorithm(MODEL, parameters)
    assert values_of(run.results[names["DATASETS"]], "global_id") == []
    assert any("No dataset matches" in warning for warning in run.feedback.warnings)
    assert not rudi_server.requests("/medias/")
