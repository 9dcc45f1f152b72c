"""Small scenes for the tests of algorithms, and the ways a user runs an algorithm: toolbox, model, Python, French."""

from __future__ import annotations

import json
import os
import traceback
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import rasterio
import shapely
from cityorchestra.processing_provider.compatibility import field, is_null
from cityorchestra.processing_provider.provenance import KEYWORD, RASTER_TAG, read_record
from cityorchestra.processing_provider.translation import install_translator
from cityorchestra.tests.qgis_support import PROVIDER, RecordingFeedback, run_algorithm
from pyproj import Transformer
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsGeometry,
    QgsMapLayer,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProcessingException,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingParameterDateTime,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QSize, Qt, QTime
from qgis.PyQt.QtGui import QColor
from rasterio.transform import Affine

# The tests write many small GeoPackages: to wait for the disk at each table would take most of their time.
os.environ.setdefault("OGR_SQLITE_SYNCHRONOUS", "OFF")

LAMBERT_93 = "EPSG:2154"
WGS_84 = "EPSG:4326"
# A place of the table of the sun (tests/heat/expected/sun_spa.csv), in Rennes.
LATITUDE, LONGITUDE = 48.11, -1.68
CENTRE = Transformer.from_crs(WGS_84, LAMBERT_93, always_xy=True).transform(LONGITUDE, LATITUDE)
# Where the handmade streets start: whole metres of Lambert-93 in Rennes.
WEST, SOUTH = 352000.0, 6789000.0
IMAGE_SIDE = 64
DEGREES_PER_METRE = 1e-5  # in latitude, nearly


# -- layers made by hand --------------------------------------------------------------------------------------------


def write_raster(path, values, *, west=WEST, north=SOUTH, cell=1.0, crs=LAMBERT_93, nodata=None, transform=None):
    """Write one band of float32 and return its path as text."""
    values = np.asarray(values, dtype=np.float32)
    options = {
        "driver": "GTiff",
        "height": values.shape[0],
        "width": values.shape[1],
        "count": 1,
        "dtype": "float32",
        "crs": crs,
        "transform": transform or Affine(cell, 0.0, west, 0.0, -cell, north),
        "nodata": nodata,
    }
    if nodata is not None:
        values = np.where(np.isnan(values), np.float32(nodata), values)
    with rasterio.open(path, "w", **options) as dataset:
        dataset.write(values, 1)
    return str(path)


def read_raster(path, band=1):
    """Return one band as it is stored."""
    with rasterio.open(path) as dataset:
        return dataset.read(band)


def make_layer(kind, rows, fields=(), crs=LAMBERT_93, name="made"):
    """Return a memory layer; a row is (shapely geometry, WKT or None, attribute, ...)."""
    layer = QgsVectorLayer(f"{kind}?crs={crs}", name, "memory")
    assert layer.isValid()
    layer.dataProvider().addAttributes([field(*item) for item in fields])
    layer.updateFields()
    features = []
    for shape, *values in rows:
        feature = QgsFeature(layer.fields())
        if shape is not None:
            text = shape if isinstance(shape, str) else shapely.to_wkt(shape, rounding_precision=-1)
            feature.setGeometry(QgsGeometry.fromWkt(text))
        feature.setAttributes(values)
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    layer.updateExtents()
    return layer


def line(*points, west=WEST, south=SOUTH):
    """Return a line from metres east and north of the corner of the streets."""
    return shapely.LineString([(west + x, south + y) for x, y in points])


def in_degrees(shape):
    """Return a shape of Lambert-93 in longitude and latitude."""
    transformer = Transformer.from_crs(LAMBERT_93, WGS_84, always_xy=True)
    return shapely.transform(shape, lambda xy: np.column_stack(transformer.transform(*xy.T)))


def selected(layer, identifiers):
    """Return the selection of a layer, as the toolbox gives it with "selected features only"."""
    QgsProject.instance().addMapLayer(layer, False)
    layer.selectByIds([feature.id() for feature in layer.getFeatures() if feature.id() in identifiers])
    assert layer.selectedFeatureCount() == len(identifiers)
    return QgsProcessingFeatureSourceDefinition(layer.id(), True)


def point_text(x, y, crs=LAMBERT_93):
    """Return a point parameter."""
    return f"{x},{y} [{crs}]"


# -- results --------------------------------------------------------------------------------------------------------


def opened(result):
    """Return a vector result as a layer."""
    if isinstance(result, QgsMapLayer):
        return result
    layer = QgsVectorLayer(result, "result", "ogr")
    assert layer.isValid(), result
    return layer


def rows_of(result):
    """Return the features of a vector result as dictionaries, None for NULL, with their ``geometry``."""
    rows = []
    layer = opened(result)
    names = [item.name() for item in layer.fields()]
    for feature in layer.getFeatures():
        row = {
            name: None if is_null(value) else value for name, value in zip(names, feature.attributes()) if name != "fid"
        }
        geometry = feature.geometry()
        row["geometry"] = shapely.from_wkb(geometry.asWkb().data()) if feature.hasGeometry() else None
        rows.append(row)
    return rows


def values_of(result, name):
    """Return one attribute of a vector result."""
    return [row[name] for row in rows_of(result)]


def comparable(result):
    """Return the features of a vector result in a form that can be compared."""
    return [
        {name: value.wkt if name == "geometry" and value is not None else value for name, value in row.items()}
        for row in rows_of(result)
    ]


def profile_of(row):
    """Return the share of sun of a feature, slot by slot [%]."""
    return json.loads(row["sun_profile"])["sun"]


def record_of(result):
    """Return the provenance stored with a result, opened anew where it is a file."""
    if isinstance(result, QgsMapLayer):
        return read_record(result)
    raster = Path(result.split("|")[0]).suffix == ".tif"
    layer = QgsRasterLayer(result, "again") if raster else QgsVectorLayer(result, "again", "ogr")
    assert layer.isValid(), result
    record = read_record(layer)
    if raster:
        with rasterio.open(result) as dataset:
            assert json.loads(dataset.tags()[RASTER_TAG]) == record
    if KEYWORD not in layer.metadata().keywords():
        layer.loadDefaultMetadata()  # from the .qmd beside the file, as the layer properties do
    assert KEYWORD in layer.metadata().keywords(), "the layer properties of QGIS do not show the provenance"
    return record


def steps_of(record):
    """Return the algorithms of a provenance, from the last one back to the first."""
    found = [record["algorithm"].split(":")[1]]
    for item in record["inputs"]:
        if item.get("provenance"):
            found += steps_of(item["provenance"])
    return found


def check_record(record, name, **parameters):
    """Check that a provenance tells the run: algorithm, parameters, cost."""
    assert record["algorithm"] == f"{PROVIDER}:{name}"
    for key, value in parameters.items():
        assert record["parameters"][key] == value, key
    assert record["cost"]["cpu_s"] >= 0
    assert record["cost"]["peak_memory_bytes"] > 0
    assert record["version"]
    assert record["date"].endswith("+00:00")


def colours_of(layer):
    """Render a layer on white and return the colours of its image."""
    settings = QgsMapSettings()
    settings.setOutputSize(QSize(IMAGE_SIDE, IMAGE_SIDE))
    settings.setDestinationCrs(layer.crs())
    extent = layer.extent()
    extent.grow(max(extent.width(), extent.height()) / 10)
    settings.setExtent(extent)
    settings.setLayers([layer])
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    image = job.renderedImage()
    return {image.pixelColor(x, y).name() for x in range(IMAGE_SIDE) for y in range(IMAGE_SIDE)}


# -- ways to run ----------------------------------------------------------------------------------------------------


def refusal(name, parameters):
    """Return the sentence with which a run is refused."""
    with pytest.raises(QgsProcessingException) as caught:
        run_algorithm(name, parameters)
    traceback.clear_frames(caught.tb)  # they hold layers, which may not outlive QGIS
    return str(caught.value)


def from_python_command(name, parameters):
    """Write a run as the Python command that QGIS gives for it, and return the parameters read back from it.

    Dates and hours are given as the toolbox gives them: QGIS 3.22 leaves the quotes out around texts.
    """
    from processing.tools import dataobjects

    algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"{PROVIDER}:{name}")
    definitions = {item.name(): item for item in algorithm.parameterDefinitions()}
    given = {
        key: _date_or_hour(definitions[key], value) if definitions[key].type() == "datetime" else value
        for key, value in parameters.items()
    }
    command = algorithm.asPythonCommand(given, dataobjects.createContext(RecordingFeedback()))
    names = {"processing": SimpleNamespace(run=lambda *call: call), "QDate": QDate, "QTime": QTime}
    names["QDateTime"] = QDateTime
    identifier, read = eval(command, names)
    assert identifier == algorithm.id()
    return read


def _date_or_hour(definition, text):
    kind = QgsProcessingParameterDateTime.Type
    if definition.dataType() == kind.Date:
        return QDate.fromString(text, Qt.DateFormat.ISODate)
    if definition.dataType() == kind.Time:
        return QTime.fromString(text, Qt.DateFormat.ISODate)
    return QDateTime.fromString(text, Qt.DateFormat.ISODate)


def run_in_model(name, parameters, output):
    """Run an algorithm as the only child of a model and return the layer that the model gives."""
    model = QgsProcessingModelAlgorithm("one child", "tests")
    child = QgsProcessingModelChildAlgorithm(f"{PROVIDER}:{name}")
    child.setChildId("child")
    for definition in QgsApplication.processingRegistry().algorithmById(child.algorithmId()).parameterDefinitions():
        value = parameters.get(definition.name(), definition.defaultValue())
        if value is not None and definition.name() != output:
            source = QgsProcessingModelChildParameterSource.fromStaticValue(value)
            child.addParameterSources(definition.name(), [source])
    result = QgsProcessingModelOutput(output, output)
    result.setChildId("child")
    result.setChildOutputName(output)
    child.setModelOutputs({output: result})
    model.addChildAlgorithm(child)
    ok, problems = model.validate()
    assert ok, problems
    layer, _ = run_model(model, parameters[output])
    return layer


def run_model(model, destination):
    """Run a model that has one output; return the layer and what the children gave."""
    import processing
    from processing.tools import dataobjects

    # The output is called child:OUTPUT by QGIS 3.22, by its own name later.
    (output,) = model.destinationParameterDefinitions()
    parameters = {output.name(): destination}
    feedback = RecordingFeedback()
    context = dataobjects.createContext(feedback)
    assert model.checkParameterValues(parameters, context) == (True, "")
    results = processing.run(model, parameters, feedback=feedback, context=context)
    return results[output.name()], results["CHILD_RESULTS"]


def load_results(name, parameters):
    """Run an algorithm as the toolbox does and return the layers that arrive in the project, by name."""
    from unittest.mock import patch

    import processing
    import processing.gui.Postprocessing as loader

    project = QgsProject.instance()
    before = set(project.mapLayers())
    feedback = RecordingFeedback()
    with patch.object(loader, "iface", None, create=True):  # a mocked interface is refused by later versions
        processing.runAndLoadResults(f"{PROVIDER}:{name}", dict(parameters), feedback=feedback)
    assert not feedback.errors, feedback.errors
    return {layer.name(): layer for key, layer in project.mapLayers().items() if key not in before}


def layer_of(context, destination):
    """Return a result that a context still owns."""
    return QgsProcessingUtils.mapLayerFromString(destination, context)


@contextmanager
def french():
    """Make this QGIS French, decimal comma and translator included, and English again afterwards."""
    locale, language = QLocale(), QgsApplication.instance().locale()
    QLocale.setDefault(QLocale("fr_FR"))
    QgsApplication.setLocale(QLocale("fr_FR"))
    translator = install_translator()
    try:
        yield
    finally:
        if translator is not None:
            QCoreApplication.removeTranslator(translator)
        QgsApplication.setLocale(QLocale(language))
        QLocale.setDefault(locale)


def files_in(folder):
    """Return the names of the files of a folder."""
    return sorted(path.name for path in Path(folder).iterdir())
