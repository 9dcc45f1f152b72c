"""What the base class does for every algorithm: sentences, cancel, files, missing packages, cost."""

from __future__ import annotations

import sys

import pytest

pytest.importorskip("qgis.core")
from cityorchestra.processing_provider import algorithm as base
from cityorchestra.tests.foundation.dummies import NeedsMissing, Step
from cityorchestra.tests.foundation.test_layers import make_layer
from qgis.core import (
    QgsApplication,
    QgsExpressionContext,
    QgsFeature,
    QgsFeatureSink,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSource,
    QgsProject,
    QgsProperty,
    QgsVectorLayer,
)

pytestmark = pytest.mark.usefixtures("dummies")


def points(count, authority="EPSG:2154"):
    return make_layer("Point", [(f"POINT({n} {n})", n) for n in range(count)], [("n", "integer")], authority)


def parameters(**changed):
    return {"INPUT": points(4), "VALUE": 1, "OUTPUT": "TEMPORARY_OUTPUT", **changed}


def test_a_run(run_algorithm):
    run = run_algorithm("cotest:step", parameters())
    layer = run.results["OUTPUT"]
    assert [feature.attributes() for feature in layer.getFeatures()] == [[n, 1] for n in range(4)]
    assert run.results["COUNT"] == 4, "a NumPy number is a number for QGIS"
    assert run.feedback.warnings == [] and run.feedback.errors == []


def test_its_own_output_is_an_input(run_algorithm):
    first = run_algorithm("cotest:step", parameters()).results["OUTPUT"]
    second = run_algorithm("cotest:step", parameters(INPUT=first, VALUE=2)).results["OUTPUT"]
    assert second.fields().names() == ["n", "value"]
    assert {feature["value"] for feature in second.getFeatures()} == {2}


def test_early_check_refuses_with_a_sentence(run_algorithm):
    with pytest.raises(QgsProcessingException, match="The value -1 is negative; give one of 0 or more"):
        run_algorithm("cotest:step", parameters(VALUE=-5))


def test_early_check_tolerates_an_expression():
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("cotest:step")
    context = QgsProcessingContext()
    context.setExpressionContext(QgsExpressionContext())
    value = QgsProperty.fromExpression("2 + 1")
    assert algorithm.checkParameterValues(parameters(VALUE=value), context) == (True, "")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [(13, "The value 13 brings bad luck; choose another one"), (14, "A sentence of a science module")],
)
def test_an_error_while_running_is_a_sentence(run_algorithm, value, sentence):
    with pytest.raises(Exception, match=sentence):
        run_algorithm("cotest:step", parameters(VALUE=value))


def test_an_error_is_a_sentence_under_qgis():
    """Called from C++, as QGIS does: no Python traceback, a failed run."""
    from cityorchestra.tests.qgis_support import RecordingFeedback

    algorithm = QgsApplication.processingRegistry().createAlgorithmById("cotest:step")
    feedback = RecordingFeedback()
    _, ok = algorithm.run(parameters(VALUE=13), QgsProcessingContext(), feedback)
    assert not ok
    assert feedback.errors == ["The value 13 brings bad luck; choose another one."]


def test_the_sentence_is_translated(run_algorithm, monkeypatch):
    french = {"The value {value} is negative; give one of 0 or more.": "La valeur {value} est négative."}
    monkeypatch.setattr("cityorchestra.processing_provider.translation.tr", lambda text: french.get(text, text))
    with pytest.raises(QgsProcessingException, match="La valeur -1 est négative"):
        run_algorithm("cotest:step", parameters(VALUE=-1))


@pytest.mark.parametrize("name", ["out.gpkg", "out.geojson", "out.shp"])
@pytest.mark.parametrize("end", ["cancel", "error"])
def test_cancel_and_error_leave_no_file(run_algorithm, tmp_path, name, end):
    changed = {"INPUT": points(3000), "OUTPUT": str(tmp_path / name), "VALUE": 15 if end == "error" else 1}
    if end == "cancel":
        run = run_algorithm("cotest:step", parameters(**changed), cancel_at=70)
        assert run.feedback.isCanceled() and "OUTPUT" not in run.results
    else:
        with pytest.raises(QgsProcessingException, match="This came after writing"):
            run_algorithm("cotest:step", parameters(**changed))
    assert list(tmp_path.iterdir()) == []


def test_cancel_leaves_the_other_tables_of_a_geopackage(run_algorithm, tmp_path):
    path = tmp_path / "city.gpkg"
    destination = "ogr:dbname='{}' table=\"{}\" (geom)"
    run_algorithm("cotest:step", parameters(OUTPUT=destination.format(path, "kept")))
    changed = {"INPUT": points(3000), "OUTPUT": destination.format(path, "cancelled")}
    run_algorithm("cotest:step", parameters(**changed), cancel_at=70)
    assert QgsVectorLayer(f"{path}|layername=kept", "kept", "ogr").featureCount() == 4
    assert not QgsVectorLayer(f"{path}|layername=cancelled", "cancelled", "ogr").isValid()


def test_cancel_before_the_start(run_algorithm, tmp_path):
    run = run_algorithm("cotest:step", parameters(OUTPUT=str(tmp_path / "out.gpkg")), cancel_at=0)
    assert run.feedback.isCanceled()
    assert list(tmp_path.iterdir()) == []


def test_bad_geometries_and_an_empty_layer_are_told(run_algorithm):
    layer = make_layer("Point", [("POINT(1 1)", 1), (None, 2)], [("n", "integer")])
    run = run_algorithm("cotest:step", parameters(INPUT=layer))
    assert run.feedback.warnings == ["Input: 1 features without geometry are skipped."]
    run = run_algorithm("cotest:step", parameters(INPUT=points(0)))
    assert run.feedback.warnings == ["Input: the layer has no feature."]
    assert run.results["OUTPUT"].featureCount() == 0 and run.results["OUTPUT"].isValid()


def test_cost_is_told(run_algorithm):
    run = run_algorithm("cotest:step", parameters())
    (line,) = [text for text in run.feedback.infos if text.startswith("Spent:")]
    assert " s, " in line and " processor seconds, " in line and " MB written." in line


def test_a_missing_package_is_told_and_the_algorithm_stays_listed(run_algorithm, monkeypatch):
    monkeypatch.setitem(sys.modules, "paho", None)
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("cotest:needs_missing")
    possible, sentence = algorithm.canExecute()
    assert not possible
    assert "missing: paho-mqtt." in sentence and "QPIP" in sentence and "pip" in sentence
    with pytest.raises(QgsProcessingException, match=r"missing: paho-mqtt\."):
        run_algorithm("cotest:needs_missing", parameters())
    assert algorithm.displayName() == "needs_missing"
    assert Step().canExecute() == (True, "")


def test_a_missing_package_is_told_by_a_run_that_was_not_checked(monkeypatch):
    from cityorchestra.tests.qgis_support import RecordingFeedback

    monkeypatch.setitem(sys.modules, "paho", None)
    feedback = RecordingFeedback()
    algorithm = NeedsMissing().create()
    _, ok = algorithm.run(parameters(), QgsProcessingContext(), feedback)
    assert not ok and "missing: paho-mqtt." in feedback.errors[0]


def test_it_runs_as_a_child_of_a_model():
    model = QgsProcessingModelAlgorithm("chain", "tests")
    model.addModelParameter(QgsProcessingParameterFeatureSource("IN"), QgsProcessingModelParameter("IN"))
    source = QgsProcessingModelChildParameterSource
    for name, value, given in (
        ("one", 1, source.fromModelParameter("IN")),
        ("two", 2, source.fromChildOutput("one", "OUTPUT")),
    ):
        child = QgsProcessingModelChildAlgorithm("cotest:step")
        child.setChildId(name)
        child.addParameterSources("INPUT", [given])
        child.addParameterSources("VALUE", [source.fromStaticValue(value)])
        if name == "two":
            output = QgsProcessingModelOutput("RESULT")
            output.setChildId("two")
            output.setChildOutputName("OUTPUT")
            child.setModelOutputs({"RESULT": output})
        model.addChildAlgorithm(child)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    from cityorchestra.tests.qgis_support import RecordingFeedback

    feedback = RecordingFeedback()
    results, ok = model.run({"IN": points(3), "two:RESULT": "memory:"}, context, feedback)
    assert ok, feedback.errors
    layer = context.getMapLayer(results["two:RESULT"])
    assert [feature.attributes() for feature in layer.getFeatures()] == [[n, 2] for n in range(3)]


def test_parameters_survive_a_round_trip_to_python():
    algorithm = Step().create()
    context = QgsProcessingContext()
    command = algorithm.asPythonCommand({"INPUT": "a.gpkg", "VALUE": 3, "OUTPUT": "b.gpkg"}, context)
    assert command.startswith('processing.run("step"') or "step" in command
    assert "'VALUE':3" in command.replace(" ", "") and "'INPUT':'a.gpkg'" in command.replace(" ", "")


def test_the_map_of_names_of_groups_has_every_group():
    for group in ("territory", "heat", "walking"):
        instance = Step()
        instance.GROUP = group
        assert instance.group()


def test_file_destination():
    assert base.file_destination("/tmp/x.tif")
    assert not base.file_destination("") and not base.file_destination("TEMPORARY_OUTPUT")


def test_append_to_a_layer_is_not_undone(tmp_path):
    """A layer that was there before the run is never deleted."""
    from qgis.core import (
        QgsProcessingOutputLayerDefinition,
        QgsRemappingSinkDefinition,
        QgsVectorFileWriter,
    )

    path = tmp_path / "mine.gpkg"
    fields = points(0).fields()
    options = QgsVectorFileWriter.SaveVectorOptions()
    writer = QgsVectorFileWriter.create(
        str(path), fields, points(0).wkbType(), points(0).crs(), QgsProject.instance().transformContext(), options
    )
    feature = QgsFeature(fields)
    feature.setAttributes([99])
    assert writer.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
    del writer
    definition = QgsProcessingOutputLayerDefinition(str(path))
    mapping = QgsRemappingSinkDefinition()
    mapping.setDestinationFields(fields)
    mapping.setDestinationCrs(points(0).crs())
    mapping.setDestinationWkbType(points(0).wkbType())
    mapping.setFieldMap({"n": QgsProperty.fromField("n")})
    definition.setRemappingDefinition(mapping)
    from cityorchestra.tests.qgis_support import RecordingFeedback

    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("cotest:step")
    feedback = RecordingFeedback(cancel_at=70)
    algorithm.run(parameters(INPUT=points(3000), OUTPUT=definition), context, feedback)
    assert feedback.isCanceled()
    values = [item["n"] for item in QgsVectorLayer(str(path), "mine", "ogr").getFeatures()]
    assert values[0] == 99
