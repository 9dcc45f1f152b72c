"""Algorithm ``rudi_add_service`` in QGIS, against the local server, and against QGIS Server where it is installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

import pytest
import shapely

pytest.importorskip("qgis.core")
from cityorchestra.tests.algorithm_support import (
    check_record,
    french,
    from_python_command,
    load_results,
    make_layer,
    record_of,
    refusal,
    rows_of,
)
from cityorchestra.tests.qgis_support import PROVIDER, RecordingFeedback
from cityorchestra.tests.rudi.auth_support import stored_login
from cityorchestra.tests.rudi.media_support import add_dataset, colours, restricted, service_medium, with_services
from cityorchestra.tests.rudi.server.portal_tokens import USERS
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProject,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

NAME = "rudi_add_service"
USER, PASSWORD = next(iter(USERS.items()))
EAST = "-1.70,-1.62,48.07,48.15 [EPSG:4326]"
WGS_84 = QgsCoordinateReferenceSystem("EPSG:4326")
LAMBERT_93 = QgsCoordinateReferenceSystem("EPSG:2154")

pytestmark = pytest.mark.usefixtures("provider", "local_catalogue", "few_tries")


@pytest.fixture
def dataset(rudi_server):
    """A dataset with a WFS, a WMS and a WMTS."""
    return with_services(rudi_server)


def given(server, dataset, **changes):
    return {"SERVER": server.url, "GLOBAL_ID": dataset["global_id"], **changes}


def medium(dataset, contract):
    media = dataset["available_formats"]
    return next(one for one in media if one["connector"].get("interface_contract") == contract)["media_id"]


def test_first_wfs_becomes_a_described_layer(run_algorithm, rudi_server, dataset):
    run = run_algorithm(NAME, given(rudi_server, dataset))
    layer = run.results["OUTPUT"]
    assert isinstance(layer, QgsVectorLayer) and layer.isValid()
    assert sorted(row["id"] for row in rows_of(layer)) == list(range(1, 21))
    assert run.results["IS_COPY"] is False
    assert run.results["SOURCE"] == f"WFS://{layer.source()}"
    assert layer.metadata().identifier() == dataset["global_id"]
    assert dataset["resource_title"] in layer.metadata().title()
    check_record(record_of(layer), NAME, GLOBAL_ID=dataset["global_id"], SERVER=rudi_server.url)
    assert dataset["producer"]["organization_name"] in layer.attribution()
    assert run.feedback.warnings == []


def test_extent_limits_a_wfs_and_not_a_map(run_algorithm, rudi_server, dataset):
    every = rows_of(run_algorithm(NAME, given(rudi_server, dataset)).results["OUTPUT"])
    run = run_algorithm(NAME, given(rudi_server, dataset, LIMIT_TO_EXTENT=EAST))
    expected = sorted(row["id"] for row in every if -1.70 <= row["geometry"].x <= -1.62)
    assert 0 < len(expected) < 20
    assert sorted(row["id"] for row in rows_of(run.results["OUTPUT"])) == expected
    assert run.feedback.warnings == []
    run = run_algorithm(NAME, given(rudi_server, dataset, MEDIA_ID=medium(dataset, "wms"), LIMIT_TO_EXTENT=EAST))
    assert run.feedback.warnings == ["A WMS gives pictures, which no extent limits; the whole layer was opened."]
    run = run_algorithm(NAME, given(rudi_server, dataset, LIMIT_TO_EXTENT="10,11,10,11 [EPSG:4326]"))
    assert run.feedback.warnings == ["The service gave no feature; check the extent, or ask its producer."]


@pytest.mark.parametrize(("contract", "colour"), [("wms", "#2878c8"), ("wmts", "#5aa05a")])
def test_maps_are_drawn(run_algorithm, rudi_server, dataset, contract, colour):
    run = run_algorithm(NAME, given(rudi_server, dataset, MEDIA_ID=medium(dataset, contract)))
    layer = run.results["OUTPUT"]
    assert colour in colours(layer, QgsRectangle(-1.75, 48.07, -1.60, 48.15), WGS_84)
    check_record(record_of(layer), NAME)


def test_layer_arrives_in_the_project(rudi_server, dataset, qgis_new_project):
    layers = load_results(NAME, given(rudi_server, dataset))
    (name,) = layers
    assert name == f"{dataset['resource_title']} (WFS)"
    assert layers[name].metadata().identifier() == dataset["global_id"]
    assert load_results(NAME, given(rudi_server, dataset, LOAD=False)) == {}


# --- in a model, in a thread -------------------------------------------------------------------------------------


def child_of_model(identifier, algorithm, **values):
    """A step of a model, what is not given left to its default."""
    child = QgsProcessingModelChildAlgorithm(algorithm)
    child.setChildId(identifier)
    for definition in QgsApplication.processingRegistry().algorithmById(algorithm).parameterDefinitions():
        value = values.get(definition.name(), definition.defaultValue())
        if value is not None and not definition.isDestination():
            source = QgsProcessingModelChildParameterSource.fromStaticValue(value)
            child.addParameterSources(definition.name(), [source])
    return child


def chained(server, dataset):
    """A model: the service, then a buffer around its features."""
    model = QgsProcessingModelAlgorithm("chain", "tests")
    values = given(server, dataset, LIMIT_TO_EXTENT=EAST, LOAD=False)
    model.addChildAlgorithm(child_of_model("service", f"{PROVIDER}:{NAME}", **values))
    second = child_of_model("buffer", "native:buffer", DISTANCE=0.001)
    second.addParameterSources("INPUT", [QgsProcessingModelChildParameterSource.fromChildOutput("service", "OUTPUT")])
    result = QgsProcessingModelOutput("OUTPUT", "Buffers")
    result.setChildId("buffer")
    result.setChildOutputName("OUTPUT")
    second.setModelOutputs({"OUTPUT": result})
    model.addChildAlgorithm(second)
    ok, problems = model.validate()
    assert ok, problems
    return model


def test_next_step_of_a_model_takes_the_layer(rudi_server, dataset):
    from cityorchestra.tests.algorithm_support import run_model

    layer, children = run_model(chained(rudi_server, dataset), "TEMPORARY_OUTPUT")
    rows = rows_of(layer)
    assert 0 < len(rows) < 20
    assert all(row["geometry"].area == pytest.approx(3.1e-6, rel=0.05) for row in rows)
    assert children["service"]["IS_COPY"] is False


def test_model_designer_offers_the_layer_to_the_next_step(rudi_server, dataset, qgis_app):
    from qgis.gui import QgsGui
    from qgis.PyQt.QtWidgets import QComboBox

    definition = QgsApplication.processingRegistry().algorithmById("native:buffer").parameterDefinition("INPUT")
    widget = QgsGui.processingGuiRegistry().createModelerParameterWidget(
        chained(rudi_server, dataset), "buffer", definition, QgsProcessingContext()
    )
    offered = [combo.itemText(row) for combo in widget.findChildren(QComboBox) for row in range(combo.count())]
    assert [text for text in offered if "“Layer”" in text or '"Layer"' in text], offered


def test_a_run_in_a_thread_gives_the_layer_to_the_main_one(rudi_server, dataset, qtbot, qgis_new_project):
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"{PROVIDER}:{NAME}")
    context, feedback = QgsProcessingContext(), RecordingFeedback()
    context.setProject(QgsProject.instance())
    for contract in ("wfs", "wms"):
        parameters = given(rudi_server, dataset, MEDIA_ID=medium(dataset, contract))
        task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
        with qtbot.waitSignal(task.executed, timeout=30000) as done:
            QgsApplication.taskManager().addTask(task)
        ok, results = done.args
        assert ok, feedback.errors
        layer = context.takeResultLayer(results["OUTPUT"])
        assert layer.isValid() and layer.thread() == QgsApplication.instance().thread()
        if contract == "wfs":
            assert len(rows_of(layer)) == 20
        else:
            assert "#2878c8" in colours(layer, QgsRectangle(-1.75, 48.07, -1.60, 48.15), WGS_84)


# --- restricted --------------------------------------------------------------------------------------------------


def test_restricted_wfs_is_a_copy(run_algorithm, rudi_server, dataset, tmp_path):
    restricted(dataset)
    project = rudi_server.state.projects.create("Essai", USER)
    project["linked_datasets"].append({"dataset_uuid": dataset["global_id"], "linked_dataset_status": "VALIDATED"})
    call = given(rudi_server, dataset, AUTHCFG=stored_login(USER, PASSWORD))
    run = run_algorithm(NAME, {**call, "FOLDER": str(tmp_path), "LIMIT_TO_EXTENT": EAST})
    assert run.results["IS_COPY"] is True
    layer = run.results["OUTPUT"]
    assert layer.providerType() == "ogr" and layer.source().startswith(str(tmp_path))
    assert 0 < len(rows_of(layer)) < 20
    assert "its features were copied" in run.feedback.warnings[0]
    for text in (
        layer.source(),
        *run.feedback.infos,
        *run.feedback.warnings,
        *(p.read_text() for p in tmp_path.iterdir()),
    ):
        assert PASSWORD not in text and "Bearer" not in text
    assert record_of(layer)["parameters"]["AUTHCFG"] == "***"
    again = run_algorithm(NAME, call)
    assert len(rows_of(again.results["OUTPUT"])) == 20
    for contract in ("wms", "wmts"):
        sentence = refusal(NAME, {**call, "MEDIA_ID": medium(dataset, contract)})
        assert "Access to this map service is restricted" in sentence
    del call["AUTHCFG"]
    assert "refuses this account (403)" in refusal(NAME, call)


# --- inputs ------------------------------------------------------------------------------------------------------


def test_bad_inputs(rudi_server, dataset):
    call = given(rudi_server, dataset)
    assert "GLOBAL_ID is empty" in refusal(NAME, {**call, "GLOBAL_ID": " "})
    sentence = refusal(NAME, {**call, "MEDIA_ID": "nothing"})
    assert "has no map service nothing. It has: " in sentence and "(WMTS)" in sentence
    file_id = next(one["media_id"] for one in dataset["available_formats"] if one["media_type"] == "FILE")
    assert f"has no map service {file_id}" in refusal(NAME, {**call, "MEDIA_ID": file_id})
    without = next(one for one in rudi_server.state.catalogue.records.values() if len(one["available_formats"]) == 1)
    assert "has no map service. It has: " in refusal(NAME, {**call, "GLOBAL_ID": without["global_id"]})
    assert refusal(NAME, {**call, "LIMIT_TO_EXTENT": "nowhere"})
    assert "GLOBAL_ID" in refusal(NAME, {"SERVER": rudi_server.url})
    assert "cannot be reached" in refusal(NAME, {**call, "SERVER": "http://127.0.0.1:9"})


def test_services_that_the_record_describes_badly(rudi_server):
    bare = add_dataset(rudi_server, "Sans couche", service_medium(f"{rudi_server.url}/x", "wms"))
    assert "does not say which layer" in refusal(NAME, {"SERVER": rudi_server.url, "GLOBAL_ID": bare})
    lost = add_dataset(rudi_server, "Perdu", service_medium(f"{rudi_server.url}/nothing", "wfs", layer="a"))
    assert "does not exist on this server" in refusal(NAME, {"SERVER": rudi_server.url, "GLOBAL_ID": lost})
    file_address = add_dataset(rudi_server, "Fichier", service_medium("file:///etc/passwd", "wms", layer="a"))
    assert "not a web address" in refusal(NAME, {"SERVER": rudi_server.url, "GLOBAL_ID": file_address})


def test_cancel(run_algorithm, rudi_server, dataset):
    assert run_algorithm(NAME, given(rudi_server, dataset), cancel_at=0).results == {}
    assert run_algorithm(NAME, given(rudi_server, dataset), cancel_at=20).results == {}


# --- ways to run -------------------------------------------------------------------------------------------------


def test_french_run_has_the_same_result(run_algorithm, rudi_server, dataset):
    english = run_algorithm(NAME, given(rudi_server, dataset, LIMIT_TO_EXTENT=EAST))
    with french():
        run = run_algorithm(NAME, given(rudi_server, dataset, LIMIT_TO_EXTENT=EAST))
    assert [row["id"] for row in rows_of(run.results["OUTPUT"])] == [
        row["id"] for row in rows_of(english.results["OUTPUT"])
    ]
    assert run.results["SOURCE"] == english.results["SOURCE"]


def test_python_command(run_algorithm, rudi_server, dataset):
    run = run_algorithm(NAME, from_python_command(NAME, given(rudi_server, dataset, LIMIT_TO_EXTENT=EAST)))
    assert 0 < len(rows_of(run.results["OUTPUT"])) < 20


def test_qgis_process(qgis_process, rudi_server, dataset):
    run = qgis_process(
        "run", f"{PROVIDER}:{NAME}", "--", f"SERVER={rudi_server.url}", f"GLOBAL_ID={dataset['global_id']}"
    )
    assert run.results["SOURCE"].startswith("WFS://")
    assert "typename='rudi:places'" in run.results["SOURCE"]


def test_offline_the_record_comes_from_the_local_catalogue(run_algorithm, rudi_server, dataset):
    call = given(rudi_server, dataset, OFFLINE=True)
    assert "does not hold the record" in refusal(NAME, call)
    run_algorithm("rudi_search", {"SERVER": rudi_server.url, "OUTPUT": "TEMPORARY_OUTPUT"})
    rudi_server.state.log.clear()
    run = run_algorithm(NAME, call)
    assert len(rows_of(run.results["OUTPUT"])) == 20
    assert rudi_server.requests("/konsult") == []
    assert any("comes from the local catalogue" in text for text in run.feedback.warnings)


# --- QGIS Server -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def qgis_server(tmp_path_factory, qgis_app):
    """Address of a QGIS Server with ten points south-west to north-east of Rennes; skipped where it is absent."""
    program = shutil.which("qgis_mapserver")
    if program is None:
        pytest.skip("qgis_mapserver is not installed")
    folder = tmp_path_factory.mktemp("qgis_server")
    points = [(shapely.Point(352000 + 100 * n, 6789000 + 100 * n), f"é{n}") for n in range(10)]
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "lieux"
    made = make_layer("Point", points, [("nom", "text")], name="lieux")
    path = str(folder / "lieux.gpkg")
    assert QgsVectorFileWriter.writeAsVectorFormatV3(made, path, QgsCoordinateTransformContext(), options)[0] == 0
    project = QgsProject()
    layer = QgsVectorLayer(f"{path}|layername=lieux", "lieux", "ogr")
    layer.renderer().symbol().setSize(40)
    project.addMapLayer(layer)
    project.setCrs(layer.crs())
    project.writeEntry("WFSLayers", "/", [layer.id()])
    project.writeEntry("WMSCrsList", "/", ["EPSG:2154", "EPSG:3857", "EPSG:4326"])
    project.writeEntry("WMSExtent", "/", ["351900", "6788900", "353000", "6790000"])
    project.writeEntry("WMTSLayers", "Layer", [layer.id()])
    project.writeEntry("WMTSPngLayers", "Layer", [layer.id()])
    assert project.write(str(folder / "project.qgs"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "QGIS_PLUGINPATH")}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [program, f"127.0.0.1:{port}", "-p", str(folder / "project.qgs")],
            env={**environment, "QGIS_CUSTOM_CONFIG_PATH": str(folder)},
            stdout=log,
            stderr=log,
        )
    try:
        url = f"http://127.0.0.1:{port}/"
        _wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=10)


def _wait_for(url, process):
    for _ in range(200):
        assert process.poll() is None, "QGIS Server ended"
        try:
            with urllib.request.urlopen(f"{url}?SERVICE=WFS&REQUEST=GetCapabilities", timeout=5) as answer:
                if b"lieux" not in answer.read():
                    pytest.skip("QGIS Server has no WFS: its modules are packages of their own")
                return
        except urllib.error.HTTPError:
            pytest.skip("QGIS Server has no WFS: its modules are packages of their own")
        except OSError:
            time.sleep(0.1)
    pytest.fail("QGIS Server does not answer")


@pytest.fixture
def served(rudi_server, qgis_server):
    """A dataset whose services are those of QGIS Server."""
    known = {"layer": "lieux", "default_crs": "EPSG:2154"}
    media = [
        service_medium(qgis_server, "wfs", versions="1.0.0", formats="GML3", **known),
        service_medium(qgis_server, "wms", versions="1.3.0", formats="image/png", **known),
        service_medium(qgis_server, "wmts", versions="1.0.0", formats="image/png", layer="lieux"),
    ]
    add_dataset(rudi_server, "Lieux", *media)
    return list(rudi_server.state.catalogue.records.values())[-1]


def test_features_of_qgis_server(run_algorithm, rudi_server, served):
    layer = run_algorithm(NAME, given(rudi_server, served)).results["OUTPUT"]
    rows = rows_of(layer)
    assert sorted(row["nom"] for row in rows) == [f"é{n}" for n in range(10)]
    assert {(row["geometry"].x, row["geometry"].y) for row in rows} >= {(352000, 6789000), (352900, 6789900)}
    for extent in ("351950,352350,6788950,6789350 [EPSG:2154]", "-1.6793,-1.6740,48.1081,48.1120 [EPSG:4326]"):
        run = run_algorithm(NAME, given(rudi_server, served, LIMIT_TO_EXTENT=extent))
        assert sorted(row["nom"] for row in rows_of(run.results["OUTPUT"])) == ["é0", "é1", "é2", "é3"]


@pytest.mark.parametrize("contract", ["wms", "wmts"])
def test_maps_of_qgis_server(run_algorithm, rudi_server, served, contract):
    layer = run_algorithm(NAME, given(rudi_server, served, MEDIA_ID=medium(served, contract))).results["OUTPUT"]
    assert layer.isValid()
    found = colours(layer, QgsRectangle(352000, 6789000, 352900, 6789900), LAMBERT_93)
    assert found - {"#ffffff"}, "the points are drawn"


def test_copy_of_qgis_server(rudi_server, served, qgis_server, tmp_path):
    from cityorchestra.processing_provider.rudi.algorithms.access import open_access
    from cityorchestra.processing_provider.rudi.algorithms.connections import Connection
    from cityorchestra.processing_provider.rudi.algorithms.layer_opening import open_media, snapshot
    from qgis.core import QgsReferencedRectangle

    access = open_access(Connection("Test", rudi_server.url, "portal"))
    record = access.source.get(served["global_id"])
    extent = QgsReferencedRectangle(QgsRectangle(351950, 6788950, 352350, 6789350), LAMBERT_93)
    path = snapshot(access, record, record.media[0], tmp_path, extent)
    (one,) = open_media(record, record.media[0], path=path)
    assert sorted(row["nom"] for row in rows_of(one.layer)) == ["é0", "é1", "é2", "é3"]
