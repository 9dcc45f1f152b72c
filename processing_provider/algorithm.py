"""The one base class of the suite's algorithms.

A subclass says what it is and what it needs, and its ``compute`` reads layers, calls science, writes and
reports. The base does what is the same for all: translation of errors, cancel, missing packages,
provenance, cost, styles, help.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Optional

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureSink,
    QgsFields,
    QgsLayerMetadata,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingMultiStepFeedback,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsRasterLayer,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QDateTime, Qt
from qgis.PyQt.QtGui import QIcon

from . import libraries, provenance
from .cost import CostMeter
from .engine import run_stoppable
from .errors import InputError, RunCancelledError
from .layers import FeatureTable, metric_crs, read_features
from .raster_files import check_raster_name
from .styling import style_on_load
from .translation import tr, translated_error
from .vector_inputs import check_fields, check_geometry_type, tell_missing_crs

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
GUIDE = "https://cityorchestra.metropole.rennes.fr/"
PROGRESS_STEPS = 100
LARGEST_NUMBER = 1e9  # a number parameter without limit says the largest of its type


def group_titles() -> dict[str, str]:
    """Return the names of the rooms in the user's language."""
    return {
        "territory": tr("Territory"),
        "heat": tr("Heat"),
        "walking": tr("Walking"),
        "rudi": tr("RUDI catalogue"),
        "iot": tr("Live equipment"),
        "land_take": tr("Land take"),
    }


class RunResult(dict):
    """The results of a run, and what is to be done to its layers once its cost is known."""

    def __init__(self) -> None:
        super().__init__()
        self.layers: list[tuple[str, str, str]] = []  # output name, style, layer name; the last is drawn on top
        self.abstract = ""  # said in the metadata of each layer
        self.licences: list[str] = []


class CityOrchestraAlgorithm(QgsProcessingAlgorithm):
    """Base of every algorithm of the suite.

    Subclasses set ``ID``, ``GROUP`` and ``LIBRARIES``, and define ``displayName``, ``shortDescription``,
    ``help_text``, ``tags``, ``define`` and ``compute``.
    """

    ID = ""
    GROUP = ""
    LIBRARIES: tuple[str, ...] = ("numpy", "scipy", "shapely", "numba", "rasterio", "pyproj", "psutil")

    # -- identity ---------------------------------------------------------------------------------

    def name(self) -> str:
        return self.ID

    def groupId(self) -> str:
        return self.GROUP

    def group(self) -> str:
        return group_titles()[self.GROUP]

    def createInstance(self):
        return type(self)()

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return str(RESOURCES / "icons" / f"{self.GROUP}.svg")

    def helpUrl(self) -> str:
        return GUIDE

    def help_text(self) -> Sequence[str]:
        """Return the paragraphs of the help, translated."""
        raise NotImplementedError(f"{type(self).__name__} has no help text.")

    def shortHelpString(self) -> str:
        return "".join(f"<p>{paragraph}</p>" for paragraph in self.help_text())

    def define(self) -> None:
        """Add the parameters and outputs."""
        raise NotImplementedError(f"{type(self).__name__} defines no parameter.")

    def compute(self, parameters, context, feedback) -> RunResult:
        """Read, call science, write, report."""
        raise NotImplementedError(f"{type(self).__name__} cannot run.")

    # -- what QGIS calls --------------------------------------------------------------------------

    def initAlgorithm(self, configuration=None):
        self.define()

    def add(self, parameter: QgsProcessingParameterDefinition, help_text: str, *, advanced: bool = False) -> None:
        """Add a parameter with its help, under the advanced ones if asked."""
        parameter.setHelp(help_text)
        if advanced:
            parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
        self.addParameter(parameter)

    def canExecute(self):
        packages = libraries.missing(self.LIBRARIES)
        if packages:
            return False, missing_sentence(packages)
        return True, ""

    def checkParameterValues(self, parameters, context):
        ok, sentence = super().checkParameterValues(parameters, context)
        try:
            if not ok:
                self._check_values(parameters, context)
                return ok, sentence
            self._check_destinations(parameters, context)
            check_fields(self, parameters, context)
            self.check(parameters, context)
        except InputError as error:
            return False, translated_error(error)
        return True, ""

    def check(self, parameters, context) -> None:
        """Look early at what can be seen without reading features; raise InputError."""

    def prepareAlgorithm(self, parameters, context, feedback):
        project = context.project()
        self._project_crs = project.crs() if project is not None else QgsCoordinateReferenceSystem()
        # The layers of the project are looked at here, on the main thread that owns them.
        try:
            self._check_destinations(parameters, context)
        except InputError as error:
            raise QgsProcessingException(translated_error(error)) from error
        self._inputs = [
            provenance.describe_input(name, layer) for name, layer in self._input_layers(parameters, context)
        ]
        return True

    def processAlgorithm(self, parameters, context, feedback):
        packages = libraries.missing(self.LIBRARIES)
        if packages:
            raise QgsProcessingException(missing_sentence(packages))
        try:
            with CostMeter() as meter:
                record = provenance.new_record(
                    f"cityorchestra:{self.ID}",
                    provenance.parameter_texts(self.parameterDefinitions(), parameters, context),
                    provenance.with_checksums(self._inputs),
                )
                result = self._computed(parameters, context, feedback)
                record["cost"] = meter.figures()
            self._finish_layers(result, record, context, feedback)
        except RunCancelledError:
            return {}
        except InputError as error:
            # QGIS keeps this frame with the error: it must not keep the layers too.
            parameters = context = None
            traceback.clear_frames(error.__traceback__)
            raise QgsProcessingException(translated_error(error)) from error
        feedback.setProgress(100)
        feedback.pushInfo(cost_sentence(record["cost"]))
        # NumPy scalars would reach QGIS as empty values.
        return {name: value.item() if isinstance(value, np.generic) else value for name, value in result.items()}

    def _computed(self, parameters, context, feedback) -> RunResult:
        """Run ``compute``; a layer that it began to write is deleted when it does not end well."""
        self._begun: list[str] = []
        try:
            return self.compute(parameters, context, feedback)
        except Exception as error:
            traceback.clear_frames(error.__traceback__)  # closes the sinks, which the frames of the error hold
            for destination in self._begun:
                delete_unfinished(destination)
            raise

    # -- what a run uses --------------------------------------------------------------------------

    def steps(self, count: int, feedback: QgsProcessingFeedback) -> QgsProcessingMultiStepFeedback:
        """Return a feedback whose progress is shared between steps."""
        shared = QgsProcessingMultiStepFeedback(count, feedback)
        if feedback.isCanceled():
            shared.cancel()  # it hears of a cancel that comes later, not of an earlier one
        return shared

    @staticmethod
    def stoppable(work: Callable[[], Any], feedback) -> Any:
        """Do a long step that cannot look at the cancel button itself; a cancel drops its result."""
        return run_stoppable(lambda _: work(), feedback, abandon=True)

    def working_crs(
        self, crs: QgsCoordinateReferenceSystem, extent, context: QgsProcessingContext
    ) -> QgsCoordinateReferenceSystem:
        """Return the metric CRS in which to compute (see :func:`layers.metric_crs`)."""
        return metric_crs(crs, extent, self._project_crs, context.transformContext())

    def read(
        self,
        parameters,
        name: str,
        context: QgsProcessingContext,
        feedback,
        crs: Optional[QgsCoordinateReferenceSystem] = None,
        plain: bool = True,
    ) -> Optional[FeatureTable]:
        """Read a vector parameter into arrays and tell what was wrong with its geometries (see ``read_features``).

        Returns None when an optional parameter is absent.
        """
        source = self.parameterAsSource(parameters, name, context)
        if source is None:
            if parameters.get(name) in (None, ""):
                return None
            raise QgsProcessingException(self.invalidSourceError(parameters, name))
        definition = self.parameterDefinition(name)
        check_geometry_type(definition, source)
        label = definition.description()
        tell_missing_crs(label, source, feedback)
        transform_context = context.transformContext()
        table = read_features(source, crs=crs, transform_context=transform_context, plain=plain, feedback=feedback)
        self.report_geometries(table, label, feedback)
        return table

    @staticmethod
    def report_geometries(table: FeatureTable, label: str, feedback) -> None:
        """Tell how many features had no geometry, a repaired one, or one that had to be left out."""
        for count, sentence in (
            (table.null_geometry, tr("{layer}: {count} features without geometry are skipped.")),
            (table.repaired_geometry, tr("{layer}: {count} invalid geometries were repaired.")),
            (
                table.dropped_geometry,
                tr("{layer}: {count} invalid geometries could not be repaired and are skipped."),
            ),
        ):
            if count:
                feedback.pushWarning(sentence.format(layer=label, count=count))
        if len(table) == 0:
            feedback.pushWarning(tr("{layer}: the layer has no feature.").format(layer=label))

    def raster(self, parameters, name: str, context) -> Optional[QgsRasterLayer]:
        """Return a raster parameter, or None when it is absent."""
        layer = self.parameterAsRasterLayer(parameters, name, context)
        if layer is None and parameters.get(name) not in (None, ""):
            raise QgsProcessingException(self.invalidRasterError(parameters, name))
        return layer

    def written(self, path: str) -> str:
        """Note a file that this run has written: it is deleted if a later step does not end well."""
        self._begun.append(path)
        return path

    def sink(self, parameters, name: str, context, fields: QgsFields, geometry_type, crs) -> tuple[QgsFeatureSink, str]:
        """Open a vector output."""
        sink, destination = self.parameterAsSink(parameters, name, context, fields, geometry_type, crs)
        if sink is None:
            raise QgsProcessingException(self.invalidSinkError(parameters, name))
        value = parameters.get(name)
        appended = isinstance(value, QgsProcessingOutputLayerDefinition) and value.useRemapping()
        if not appended:
            self._begun.append(destination)
        return sink, destination

    def _input_layers(self, parameters, context) -> Iterator[tuple[str, QgsMapLayer]]:
        getters = {
            "source": self.parameterAsVectorLayer,
            "vector": self.parameterAsVectorLayer,
            "raster": self.parameterAsRasterLayer,
            "layer": self.parameterAsLayer,
        }
        for definition in self.parameterDefinitions():
            if definition.type() == "multilayer" and parameters.get(definition.name()):
                for layer in self.parameterAsLayerList(parameters, definition.name(), context) or []:
                    yield definition.name(), layer
                continue
            getter = getters.get(definition.type())
            if getter is None or parameters.get(definition.name()) in (None, ""):
                continue
            layer = getter(parameters, definition.name(), context)
            if layer is not None:
                yield definition.name(), layer

    def _check_values(self, parameters, context) -> None:
        """Say what is wrong with a value that QGIS only calls incorrect."""
        for definition in self.parameterDefinitions():
            value = parameters.get(definition.name())
            if not isinstance(value, (str, int, float)) or definition.checkValueIsAcceptable(value, context):
                continue
            given = {"name": definition.name(), "label": definition.description(), "value": value}
            if definition.type() == "number":
                highest = definition.maximum()
                if highest >= LARGEST_NUMBER:
                    raise InputError(
                        "{name} (“{label}”) must be a number of at least {lowest:g}, not {value}.",
                        lowest=definition.minimum(),
                        **given,
                    )
                raise InputError(
                    "{name} (“{label}”) must be a number from {lowest:g} to {highest:g}, not {value}.",
                    lowest=definition.minimum(),
                    highest=highest,
                    **given,
                )
            if definition.type() == "enum":
                raise InputError(
                    "{name} (“{label}”) must be one of {options}, not {value}.",
                    options=", ".join(definition.options()),
                    **given,
                )
            if definition.type() == "datetime":
                self._check_clock(definition, str(value))
            if definition.type() == "string":
                raise InputError("{name} (“{label}”) is empty; fill it.", **given)

    @staticmethod
    def _check_clock(definition, value: str) -> None:
        """Say why Qt refuses a date or an hour: how to write it, or that the clocks of this computer skip it."""
        kinds = QgsProcessingParameterDateTime.Type
        if definition.dataType() == kinds.Date:
            raise InputError("{parameter} is not a date; write it like 2026-06-21.", parameter=definition.name())
        if definition.dataType() == kinds.Time:
            raise InputError("{parameter} is not a time; write it like 15:00.", parameter=definition.name())
        try:
            datetime.fromisoformat(value)
        except ValueError:
            raise InputError(
                "{parameter} is not a date and time; write it like 2026-06-21T15:00:00.", parameter=definition.name()
            ) from None
        if not QDateTime.fromString(value, Qt.DateFormat.ISODate).isValid():
            raise InputError(
                "The clocks of this computer skip {moment}; choose another time, or write it with its offset, "
                "like 2026-03-29T02:30:00+01:00.",
                moment=value,
            )

    def _check_destinations(self, parameters, context) -> None:
        """Refuse to write over an input, or two outputs to one file: a layer would be lost without a word."""
        taken = {file_of(layer.source()): layer.name() for _, layer in self._input_layers(parameters, context)}
        written = set()
        for definition in self.parameterDefinitions():
            if not definition.isDestination():
                continue
            value = parameters.get(definition.name())
            if isinstance(value, QgsProcessingOutputLayerDefinition):
                value = value.sink.staticValue()
            if not isinstance(value, str) or not Path(value).suffix:
                continue
            if definition.type() == "rasterDestination":
                check_raster_name(value)
            path = file_of(value)
            if path in taken:
                raise InputError(
                    "The output {path} is the file of the input {name}; give another name.",
                    path=path,
                    name=taken[path],
                )
            if path in written:
                raise InputError("Two outputs have the name {path}; give each its own.", path=path)
            written.add(path)

    # -- provenance -------------------------------------------------------------------------------

    def _finish_layers(self, result: RunResult, record: dict[str, Any], context, feedback) -> None:
        common = provenance.metadata_with(record, QgsLayerMetadata())
        common.setAbstract(result.abstract)
        common.setLicenses(result.licences)
        placed: dict[int, str] = {}
        for rank, (output, style, name) in enumerate(result.layers):
            destination = result.get(output)
            if not destination:
                continue
            metadata = QgsLayerMetadata(common)  # one each: it is kept until the layer is loaded
            metadata.setTitle(name)
            if not keep_record(destination, metadata, context):
                feedback.pushInfo(tr("The provenance of {layer} could not be stored with it.").format(layer=name))
            style_on_load(context, destination, style, name, metadata, rank, placed)


def keep_record(destination: str, metadata: QgsLayerMetadata, context: QgsProcessingContext) -> bool:
    """Keep a record with a result wherever it was written; tell whether it could be."""
    if Path(destination).suffix.lower() in (".tif", ".tiff") and Path(destination).is_file():
        provenance.save_with_raster(destination, metadata)
        return True
    layer = context.temporaryLayerStore().mapLayer(destination)
    if layer is None and Path(destination.split("|")[0]).is_file():
        return provenance.save_with_vector(destination, "ogr", metadata)
    if layer is None:
        layer = QgsProcessingUtils.mapLayerFromString(destination, context)
    if layer is None:
        return False
    layer.setMetadata(metadata)
    if isinstance(layer, QgsVectorLayer) and layer.providerType() != "memory":
        return provenance.save_with_vector(layer.source(), layer.providerType(), metadata)
    return True


def delete_unfinished(destination: str) -> None:
    """Delete a vector layer that was begun by this run and not finished: its file, or its table in a file."""
    path, _, table = destination.partition("|layername=")
    if not Path(path).is_file():
        return  # a temporary layer, which nobody sees, or a table of a server, which is left to its owner
    if table:
        connection = QgsProviderRegistry.instance().providerMetadata("ogr").createConnection(path, {})
        connection.dropVectorTable("", table)
    elif Path(path).suffix.lower() == ".shp":
        QgsVectorFileWriter.deleteShapeFile(path)
    else:
        Path(path).unlink()


def file_of(source: str) -> str:
    """Return the absolute file of a layer source or of a destination, whatever layer of the file it names."""
    return os.path.abspath(source.split("|")[0])  # noqa: PTH100 (resolve fails on the "?" of other sources in Windows)


def missing_sentence(packages: str) -> str:
    """Say which packages to install, and how."""
    return tr(
        "This algorithm needs Python packages that are missing: {packages}. Install them with the QPIP "
        "plugin, or with pip in the Python of QGIS, then reload the plugin."
    ).format(packages=packages)


def cost_sentence(cost: dict[str, Any]) -> str:
    """Say what a run spent."""
    megabyte = 1024 * 1024
    sentence = tr("Spent: {wall:.1f} s, {cpu:.1f} processor seconds, {memory:.0f} MB at most").format(
        wall=cost["wall_s"], cpu=cost["cpu_s"], memory=cost["peak_memory_bytes"] / megabyte
    )
    if cost["bytes_read"] is None:
        return sentence + "."
    return sentence + tr(", {read:.1f} MB read, {written:.1f} MB written.").format(
        read=cost["bytes_read"] / megabyte, written=cost["bytes_written"] / megabyte
    )


def file_destination(value: str) -> bool:
    """Tell whether an output was given as a file rather than as a temporary layer."""
    return value not in ("", QgsProcessing.TEMPORARY_OUTPUT)
