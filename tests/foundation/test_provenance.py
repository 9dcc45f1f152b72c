"""What made a layer: kept with every kind of result, chained over steps, free of secrets."""

from __future__ import annotations

import json
import re

import pytest

pytest.importorskip("qgis.core")
import numpy as np
from cityorchestra.processing_provider.provenance import (
    KEYWORD,
    RASTER_TAG,
    describe_input,
    file_checksum,
    history_lines,
    metadata_with,
    new_record,
    plugin_version,
    read_record,
    redacted,
    save_with_vector,
)
from cityorchestra.tests.foundation.test_layers import make_layer, make_raster, write_file
from hypothesis import given
from hypothesis import strategies as st
from qgis.core import QgsLayerMetadata, QgsProcessingFeatureSourceDefinition, QgsRasterLayer, QgsVectorLayer

rasterio = pytest.importorskip("rasterio")

pytestmark = pytest.mark.usefixtures("dummies")


@pytest.fixture
def points():
    return make_layer("Point", [(f"POINT({n} {n})", n) for n in range(4)], [("n", "integer")])


def step(run_algorithm, source, destination="TEMPORARY_OUTPUT", value=1, **others):
    run = run_algorithm("cotest:step", {"INPUT": source, "OUTPUT": destination, "VALUE": value, **others})
    output = run.results["OUTPUT"]
    return output if isinstance(output, QgsVectorLayer) else QgsVectorLayer(output, "out", "ogr")


@pytest.mark.parametrize("name", ["TEMPORARY_OUTPUT", "out.gpkg", "out.geojson", "out.shp"])
def test_record_is_kept_with_a_vector_result(run_algorithm, points, tmp_path, name):
    destination = name if name == "TEMPORARY_OUTPUT" else str(tmp_path / name)
    layer = step(run_algorithm, points, destination)
    record = read_record(layer)
    assert record["algorithm"] == "cityorchestra:step"
    assert record["version"] == plugin_version()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", record["date"])
    assert record["parameters"]["VALUE"] == "1"
    assert set(record["cost"]) == {"wall_s", "cpu_s", "peak_memory_bytes", "bytes_read", "bytes_written"}
    (source,) = record["inputs"]
    assert (source["parameter"], source["name"], source["feature_count"]) == ("INPUT", "made", 4)


def test_record_is_seen_in_the_layer_properties_of_a_geopackage(run_algorithm, points, tmp_path):
    step(run_algorithm, points, str(tmp_path / "out.gpkg"))
    # A layer opened later by QGIS, which knows nothing of this project's code.
    metadata = QgsVectorLayer(str(tmp_path / "out.gpkg"), "later", "ogr").metadata()
    assert metadata.title() == "Step 1"
    assert json.loads(metadata.keywords()[KEYWORD][0])["algorithm"] == "cityorchestra:step"
    assert len(metadata.history()) == 1 and "cityorchestra:step" in metadata.history()[0]
    assert metadata.crs().authid() == "EPSG:2154"


def test_two_layers_of_a_geopackage_keep_their_own_record(run_algorithm, points, tmp_path):
    path = tmp_path / "both.gpkg"
    for value, table in ((1, "first"), (2, "second")):
        step(run_algorithm, points, f"ogr:dbname='{path}' table=\"{table}\" (geom)", value)
    for value, table in ((1, "first"), (2, "second")):
        record = read_record(QgsVectorLayer(f"{path}|layername={table}", table, "ogr"))
        assert record["parameters"]["VALUE"] == str(value)


def test_record_is_kept_with_a_raster(run_algorithm, tmp_path):
    source = make_raster(tmp_path / "in.tif")
    run = run_algorithm("cotest:raster_step", {"INPUT": source, "OUTPUT": str(tmp_path / "out.tif")})
    record = read_record(QgsRasterLayer(run.results["OUTPUT"], "out"))
    assert record["algorithm"] == "cityorchestra:raster_step"
    assert record["inputs"][0]["checksum"] == file_checksum(tmp_path / "in.tif")
    assert record["inputs"][0]["size"] == [8, 6]
    with rasterio.open(tmp_path / "out.tif") as dataset:
        assert json.loads(dataset.tags()[RASTER_TAG]) == record
        np.testing.assert_array_equal(dataset.read(1), np.ones((6, 8)))
    # Moved without its .qmd, the tag still tells.
    (tmp_path / "moved").mkdir()
    (tmp_path / "out.tif").rename(tmp_path / "moved" / "out.tif")
    assert read_record(QgsRasterLayer(str(tmp_path / "moved" / "out.tif"), "out")) == record


def test_a_chain_of_three_steps_tells_all_of_them(run_algorithm, points, tmp_path):
    first = step(run_algorithm, points, str(tmp_path / "1.gpkg"), 1)
    second = step(run_algorithm, first, str(tmp_path / "2.geojson"), 2)
    third = step(run_algorithm, second, "TEMPORARY_OUTPUT", 3)
    record = read_record(third)
    values = []
    while record:
        values.append(record["parameters"]["VALUE"])
        record = record["inputs"][0].get("provenance")
    assert values == ["3", "2", "1"]
    history = third.metadata().history()
    assert [re.search(r"VALUE=(\d)", line).group(1) for line in history] == ["1", "2", "3"]


def test_a_selection_is_told(run_algorithm, points):
    from qgis.core import QgsProject

    points.selectByExpression('"n" < 2')
    QgsProject.instance().addMapLayer(points, False)
    try:
        layer = step(run_algorithm, QgsProcessingFeatureSourceDefinition(points.id(), True))
        record = read_record(layer)
    finally:
        QgsProject.instance().takeMapLayer(points)
    assert layer.featureCount() == 2
    assert "selectedFeaturesOnly=True" in record["parameters"]["INPUT"]


def test_two_outputs_have_their_own_titles(run_algorithm, points, tmp_path):
    outputs = {name: str(tmp_path / f"{name}.gpkg") for name in ("OUTPUT", "OUTPUT_OTHER")}
    run = run_algorithm("cotest:two_layers", {"INPUT": points, **outputs})
    for name in outputs:
        metadata = QgsVectorLayer(run.results[name], name, "ogr").metadata()
        assert metadata.title() == f"Title of {name}"


def test_loaded_outputs_are_named_and_have_their_own_titles(points):
    from cityorchestra.tests.qgis_support import RecordingFeedback
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProject

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("cotest:two_layers")
    context, feedback = QgsProcessingContext(), RecordingFeedback()
    project = QgsProject()
    context.setProject(project)
    parameters = {"INPUT": points, "OUTPUT": "memory:", "OUTPUT_OTHER": "memory:"}
    from qgis.core import QgsProcessingOutputLayerDefinition

    for name in ("OUTPUT", "OUTPUT_OTHER"):
        definition = QgsProcessingOutputLayerDefinition("memory:")
        definition.destinationProject = project
        parameters[name] = definition
    results, ok = algorithm.run(parameters, context, feedback)
    assert ok
    for name in ("OUTPUT", "OUTPUT_OTHER"):
        details = context.layerToLoadOnCompletionDetails(results[name])
        layer = context.getMapLayer(results[name])
        details.postProcessor().postProcessLayer(layer, context, feedback)
        assert (layer.name(), layer.metadata().title()) == (f"Title of {name}", f"Title of {name}")


def test_secrets_are_not_kept(run_algorithm, points):
    address = "https://jean:s3cret@example.org/wfs?token=abc123&typename=arbres"
    layer = step(run_algorithm, points, ADDRESS=address, AUTH="a1b2c3d")
    text = layer.metadata().keywords()[KEYWORD][0] + "".join(layer.metadata().history())
    assert not re.search("s3cret|abc123|a1b2c3d", text)
    assert "typename=arbres" in text, "what is no secret stays, so that the step can be run again"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("dbname='city' host=db user='jean' password='p w' table=\"trees\" (geom)", "p w"),
        ('dbname=city password="p w" sslmode=require', "p w"),
        ("https://geo.example.org/wms?apikey=AZ09&layers=a", "AZ09"),
        ("https://jean:mot2passe@geo.example.org/data.geojson", "mot2passe"),
        ("url=https://x/{z}?access_token=pk.99&zmax=19", "pk.99"),
        ("PG:host=db PASSWORD = hunter2", "hunter2"),
    ],
)
def test_redaction(text, secret):
    assert secret not in redacted(text)
    assert "***" in redacted(text)


@given(st.from_regex(r"[A-Za-z0-9]{4,20}", fullmatch=True))
def test_no_password_of_a_uri_survives(password):
    for text in (f"dbname='a' password='{password}'", f"x?token={password}&b=1", f"ftp://u:{password}@h/"):
        assert f"'{password}'" not in redacted(text)
        assert f"={password}" not in redacted(text)
        assert f":{password}@" not in redacted(text)


def test_plain_texts_are_left_alone():
    for text in ("/data/rennes/batiments.gpkg|layername=bati", "EPSG:2154", "3.5", "Rue de la Monnaie"):
        assert redacted(text) == text


@pytest.mark.parametrize(
    "edited",
    [
        "", "not JSON", "[]", "3", "null", "{}", '{"algorithm": "x"}',
        '{"algorithm": "x", "version": "1", "date": "d", "parameters": "none"}',
        '{"algorithm": "x", "version": "1", "date": "d", "parameters": {}, "inputs": "none"}',
        '{"algorithm": "x", "version": "1", "date": "d", "parameters": {}, "inputs": [4]}',
        '{"algorithm": "x", "version": "1", "date": "d", "parameters": {}, "inputs": [{"provenance": "?"}]}',
        '{"algorithm": "x", "version": "1", "date": "d", "parameters": {}, "cost": "dear"}',
        '{"algorithm": "x", "version": "1", "date": "d", "parameters": {}, "cost": {"cpu_s": "dear"}}',
    ],
)  # fmt: skip
def test_metadata_edited_by_hand_do_not_stop_a_run(run_algorithm, points, edited):
    metadata = QgsLayerMetadata()
    metadata.setKeywords({KEYWORD: [edited] if edited else []})
    points.setMetadata(metadata)
    assert read_record(points) is None
    layer = step(run_algorithm, points)
    assert "provenance" not in read_record(layer)["inputs"][0]


def test_other_metadata_of_a_layer_are_kept():
    metadata = QgsLayerMetadata()
    metadata.setTitle("Trees")
    metadata.setKeywords({"gmd:topicCategory": ["environment"]})
    record = new_record("cityorchestra:x", {}, [])
    result = metadata_with(record, metadata)
    assert result.title() == "Trees"
    assert set(result.keywords()) == {"gmd:topicCategory", KEYWORD}
    assert KEYWORD not in metadata.keywords(), "the metadata given are not changed"


def test_history_has_one_line_per_step_even_when_two_inputs_share_one():
    base = new_record("cityorchestra:base", {"A": "1"}, [])
    left = new_record("cityorchestra:left", {}, [{"parameter": "INPUT", "provenance": base}])
    right = new_record("cityorchestra:right", {}, [{"parameter": "INPUT", "provenance": base}])
    last = new_record("cityorchestra:last", {}, [{"provenance": left}, {"provenance": right}, {"name": "raw"}])
    steps = [re.search(r"cityorchestra:(\w+)", line).group(1) for line in history_lines(last)]
    assert steps == ["base", "left", "right", "last"]


def test_inputs_are_described(tmp_path, points):
    stored = write_file(points, tmp_path / "p.gpkg")
    stored.setSubsetString('"n" > 0')
    described = describe_input("INPUT", stored)
    assert described["feature_count"] == 3
    assert described["filter"] == '"n" > 0'
    assert str(tmp_path / "p.gpkg") in described["source"]


def test_checksum(tmp_path):
    (tmp_path / "abc").write_bytes(b"abc")
    # FIPS 180-2, appendix B.1
    expected = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert file_checksum(tmp_path / "abc") == expected
    assert file_checksum(tmp_path / "absent") is None


def test_a_layer_that_cannot_be_opened_is_told():
    assert save_with_vector("/nowhere/x.gpkg", "ogr", QgsLayerMetadata()) is False
