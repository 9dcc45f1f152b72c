"""Small algorithms on the real base class, to test what the base does for all."""

from __future__ import annotations

import time

import numpy as np
from cityorchestra.processing_provider.algorithm import CityOrchestraAlgorithm, RunResult
from cityorchestra.processing_provider.compatibility import field
from cityorchestra.processing_provider.engine import EngineSettings, run_tiles
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.layers import output_fields, raster_grid, raster_source, write_features
from cityorchestra.processing_provider.raster_files import RasterOutput
from cityorchestra.tests.foundation import tile_functions
from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
    QgsProcessingProvider,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QIcon

PROVIDER = "cotest"


class Dummy(CityOrchestraAlgorithm):
    """What all of them share."""

    GROUP = "territory"

    def displayName(self):
        return self.ID

    def tags(self):
        return []

    def help_text(self):
        return ("A step of a test.",)


class Step(Dummy):
    """Copy features, with one more field."""

    ID = "step"
    LIBRARIES = ("numpy", "shapely", "psutil")

    def define(self):
        self.add(QgsProcessingParameterFeatureSource("INPUT", "Input"), "Features.")
        self.add(QgsProcessingParameterNumber("VALUE", "Value", defaultValue=1, optional=True), "Value.")
        self.add(QgsProcessingParameterString("ADDRESS", "Address", optional=True), "Address.")
        self.add(QgsProcessingParameterAuthConfig("AUTH", "Account", optional=True), "Account.")
        self.add(QgsProcessingParameterNumber("PAUSE", "Pause", defaultValue=0, optional=True), "Pause.")
        self.addParameter(QgsProcessingParameterFeatureSink("OUTPUT", "Output"))
        self.addOutput(QgsProcessingOutputNumber("COUNT", "Count"))

    def check(self, parameters, context):
        if self.parameterAsInt(parameters, "VALUE", context) < 0:
            raise InputError("The value {value} is negative; give one of 0 or more.", value=-1)

    def compute(self, parameters, context, feedback):
        steps = self.steps(2, feedback)
        steps.setCurrentStep(0)
        table = self.read(parameters, "INPUT", context, steps)
        value = self.parameterAsInt(parameters, "VALUE", context)
        if value == 13:
            raise InputError("The value {value} brings bad luck; choose another one.", value=value)
        if value == 14:
            raise ValueError("A sentence of a science module.")
        output = output_fields(table.fields, [field("value", "integer")])
        kind = QgsWkbTypes.Type.Point if len(table) and table.usable.any() else QgsWkbTypes.Type.NoGeometry
        sink, destination = self.sink(parameters, "OUTPUT", context, output.fields, kind, table.crs)
        steps.setCurrentStep(1)
        values = np.full(len(table), value)
        write_features(sink, output.fields, table.geometry, [values], rows=output.rows(table), feedback=steps)
        if value == 15:
            raise InputError("This came after writing.")
        time.sleep(self.parameterAsDouble(parameters, "PAUSE", context))
        del sink
        result = RunResult()
        result["OUTPUT"] = destination
        result["COUNT"] = np.int64(len(table))
        result.layers.append(("OUTPUT", "", f"Step {value}"))
        return result


class TwoLayers(Dummy):
    """Write the same features twice."""

    ID = "two_layers"

    def define(self):
        self.add(QgsProcessingParameterFeatureSource("INPUT", "Input"), "Features.")
        for name in ("OUTPUT", "OUTPUT_OTHER"):
            self.addParameter(QgsProcessingParameterFeatureSink(name, name, QgsProcessing.SourceType.TypeVector))

    def compute(self, parameters, context, feedback):
        table = self.read(parameters, "INPUT", context, feedback)
        result = RunResult()
        for name in ("OUTPUT", "OUTPUT_OTHER"):
            sink, result[name] = self.sink(parameters, name, context, table.fields, QgsWkbTypes.Type.Point, table.crs)
            write_features(sink, table.fields, table.geometry, [], rows=table.rows)
            del sink
            result.layers.append((name, "", f"Title of {name}"))
        return result


class RasterStep(Dummy):
    """Copy a raster, tile by tile."""

    ID = "raster_step"

    def define(self):
        self.add(QgsProcessingParameterRasterLayer("INPUT", "Input"), "Raster.")
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", "Output"))

    def compute(self, parameters, context, feedback):
        layer = self.raster(parameters, "INPUT", context)
        path = self.parameterAsOutputLayer(parameters, "OUTPUT", context)
        run_tiles(
            tile_functions.slow,
            {"height": raster_source(layer)},
            RasterOutput(path, raster_grid(layer), nodata=float("nan")),
            settings=EngineSettings(tile_size=256),
            arguments={"seconds": 0.0},
            feedback=feedback,
        )
        result = RunResult()
        result["OUTPUT"] = path
        result.layers.append(("OUTPUT", "", "Raster step"))
        return result


class NeedsMissing(Step):
    """Need a package that is not installed."""

    ID = "needs_missing"
    LIBRARIES = ("numpy", "shapely", "psutil", "paho")


class DummyProvider(QgsProcessingProvider):
    """Provider of the algorithms of this module."""

    def id(self):
        return PROVIDER

    def name(self):
        return "Tests of the base"

    def icon(self):
        return QIcon()

    def loadAlgorithms(self):
        for kind in (Step, TwoLayers, RasterStep, NeedsMissing):
            assert self.addAlgorithm(kind())
