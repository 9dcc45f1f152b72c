"""Algorithm ``iot_export_sensorthings``: devices and observations of a store to a SensorThings server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputNumber,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...errors import RunCancelledError
from ...parameters import number, optional_number
from ...rudi.algorithms.access import open_access
from ...rudi.algorithms.connections import Connection
from ...rudi.algorithms.table_rows import fields_of
from ...rudi.transport import TIMEOUT_S
from ...translation import tr, translated_error
from ..history import RAW
from ..sensorthings.exporting import Exporter, Sent
from ..sensorthings.service import SensorThings
from ..store.reader import StoreReader
from .feature_rows import write_features
from .parameters import (
    Span,
    add_devices,
    add_metrics,
    add_page,
    add_span,
    add_store,
    chosen_devices,
    chosen_metrics,
    span,
    store,
    wants_page,
    write_page,
)
from .report_page import figure, report_page, section

DAYS = 1
MOST = 100_000  # observations of one series
PIECE = 10_000  # observations read at once
SEND_SHARE = 90.0  # of the progress [%]
FIELDS = (
    ("uid", "text"),
    ("name", "text"),
    ("metric", "text"),
    ("unit", "text"),
    ("new_thing", "boolean"),
    ("new_datastream", "boolean"),
    ("n", "integer"),
    ("error", "text"),
)


class ExportSensorThings(CityOrchestraAlgorithm):
    """Publish a store on a SensorThings server."""

    ID = "iot_export_sensorthings"
    GROUP = "iot"
    LIBRARIES = ("numpy",)

    def displayName(self):
        return tr("Publish to SensorThings")

    def shortDescription(self):
        return tr("Sends devices and observations of a store to an OGC SensorThings server.")

    def tags(self):
        return [
            "iot", "ogc", "sensorthings", "frost", "publish", "observation", "export", "publier", "capteur", "diffuser",
            "relevés",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Sends devices of a store to a SensorThings server, each as a thing named by its identifier with a "
                "datastream for each metric, and their observations between two moments. What the server has is not "
                "sent again: observations follow the last one that it holds, so a run that was cut is gone on with by "
                "the next."
            ),
            tr(
                "With a dry run, which is the default, the server is only asked what it has, and the table tells what "
                "would be sent. Values that quality control failed and texts are not sent."
            ),
            tr(
                "Observations of occupancy or of single meters can be personal data: choose devices and metrics before "
                "you publish. Each observation is a request of its own; publish hours rather than years."
            ),
        )

    def define(self):
        add_store(self)
        self.add(
            QgsProcessingParameterString("URL", tr("Address of the service")),
            tr("Up to the version, such as https://server/FROST-Server/v1.1."),
        )
        self.add(
            QgsProcessingParameterAuthConfig("AUTHCFG", tr("Account"), optional=True),
            tr("Configuration of QGIS’s authentication manager; empty for a server that anyone may write to."),
        )
        add_devices(self)
        add_metrics(self)
        add_span(self, DAYS)
        self.add(
            QgsProcessingParameterBoolean("DRY_RUN", tr("Dry run"), True),
            tr("Only tells what would be sent."),
        )
        self.add(
            number("MAX_ROWS", tr("Most observations of a series"), MOST, minimum=1, maximum=10_000_000, integer=True),
            tr("The first ones are sent; run again for the rest."),
            advanced=True,
        )
        self.add(
            number("TIMEOUT", tr("Longest silence of a server (s)"), TIMEOUT_S, minimum=1, maximum=600),
            tr("After so many seconds without an answer the server is given up, once all tries are spent."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Series sent"), SourceType.TypeVector, optional=True, createByDefault=True
            ),
            tr("Table of the series, with how many observations were, or would be, sent."),
        )
        add_page(self)
        self.addOutput(QgsProcessingOutputNumber("N", tr("Observations sent, or to be sent")))
        self.addOutput(QgsProcessingOutputNumber("THINGS", tr("Things made, or to be made")))
        self.addOutput(QgsProcessingOutputNumber("ERRORS", tr("Series refused")))

    def check(self, parameters, context):
        store(self, parameters, context)

    def compute(self, parameters, context, feedback):
        asked = span(self, parameters, context, feedback, DAYS)
        dry_run = self.parameterAsBoolean(parameters, "DRY_RUN", context)
        timeout = optional_number(self, parameters, "TIMEOUT", context)
        address = self.parameterAsString(parameters, "URL", context).strip()
        access = open_access(
            Connection(address, address, "csw", self.parameterAsString(parameters, "AUTHCFG", context).strip()),
            stop=feedback.isCanceled,
            timeout_s=TIMEOUT_S if timeout is None else timeout,
        )
        service = SensorThings(access.client, access.sender, address)
        service.entity_sets()
        most = self.parameterAsInt(parameters, "MAX_ROWS", context)
        exporter = Exporter(service, dry_run=dry_run, most=most, stop=feedback.isCanceled)
        lines: list[Sent] = []
        with store(self, parameters, context).reading() as reader:
            devices = chosen_devices(self, parameters, context, reader, feedback).devices
            metrics = chosen_metrics(self, parameters, context, reader, feedback)
            series = _series(reader, {device.id for device in devices}, metrics)
            for place, device in enumerate(devices):
                if feedback.isCanceled():
                    raise RunCancelledError
                own = series.get(device.id, {})
                if own:
                    units = [(metric, unit) for metric, (_, unit) in own.items()]
                    lines += exporter.send(device, units, _observations(reader, own, asked))
                feedback.setProgress(SEND_SHARE * (place + 1) / len(devices))
        return self._result(parameters, context, feedback, lines, dry_run)

    def _result(self, parameters, context, feedback, lines: list[Sent], dry_run: bool) -> RunResult:
        result = RunResult()
        result["N"] = sum(line.count for line in lines)
        result["THINGS"] = len({line.device.id for line in lines if line.new_thing})
        result["ERRORS"] = sum(line.error is not None for line in lines)
        rows = [_values(line) for line in lines]
        if parameters.get("OUTPUT"):
            fields = fields_of(FIELDS)
            sink, destination = self.sink(
                parameters, "OUTPUT", context, fields, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
            )
            write_features(sink, fields, ((None, row) for row in rows), feedback, len(rows), SEND_SHARE)
            del sink
            result["OUTPUT"] = destination
            result.layers.append(("OUTPUT", "", tr("Series sent")))
        told = (
            tr("Dry run: {count} observations of {series} series would be sent.")
            if dry_run
            else tr("{count} observations of {series} series were sent.")
        )
        sentence = told.format(count=result["N"], series=len(lines))
        feedback.pushInfo(sentence)
        if result["ERRORS"]:
            feedback.pushWarning(
                tr("The server refused {count} series; the table says why.").format(count=result["ERRORS"])
            )
        if wants_page(parameters):
            heads = (tr("Device"), tr("Metric"), tr("Observations"), tr("Error"))
            shown = [(row[1] or row[0], row[2], figure(row[6]), row[7] or "") for row in rows]
            content = report_page(
                tr("Publish to SensorThings"), ((tr("Result"), sentence),), (section(tr("Series"), heads, shown, (2,)),)
            )
            write_page(self, parameters, context, result, content)
        return result


def _series(reader: StoreReader, devices: set[int], metrics: dict[int, str]) -> dict[int, dict[str, tuple[int, str]]]:
    """Return number and unit of each series that is no text, by metric, by device."""
    found: dict[int, dict[str, tuple[int, str]]] = {}
    for number_, device, metric, unit, kind in reader.datastreams():
        if device in devices and metric in metrics and kind != "text":
            found.setdefault(device, {})[metrics[metric]] = (number_, unit or "")
    return found


def _observations(reader: StoreReader, series: dict[str, tuple[int, str]], asked: Span):
    def read(metric: str, after: Optional[int]) -> Iterator[tuple[int, float, int]]:
        start = asked.start if after is None else max(asked.start, after + 1)
        while True:
            piece = reader.history([series[metric][0]], start, asked.end, RAW, PIECE)
            yield from zip(piece.time.tolist(), piece.value.tolist(), piece.flag.tolist())
            if not piece.cut:
                return
            start = int(piece.time[-1]) + 1

    return read


def _values(line: Sent) -> list[Any]:
    device = line.device
    error = translated_error(line.error) if line.error is not None else None
    return [
        device.uid, device.name, line.metric, line.unit, line.new_thing, line.new_datastream, line.count, error,
    ]  # fmt: skip
