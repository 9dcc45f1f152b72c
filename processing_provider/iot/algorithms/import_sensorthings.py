"""Algorithm ``iot_import_sensorthings``: datastreams of a SensorThings server into a store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...errors import InputError, RunCancelledError
from ...parameters import number, optional_number
from ...rudi.algorithms.access import open_access
from ...rudi.algorithms.connections import Connection
from ...rudi.algorithms.table_rows import fields_of
from ...rudi.transport import TIMEOUT_S
from ...translation import tr, translated_error
from ..events import Event
from ..sensorthings.datastreams import Datastream, box_condition, datastreams, observations
from ..sensorthings.importing import Importer
from ..sensorthings.service import FILTERS_REFUSED, SensorThings
from .feature_rows import point, write_features
from .parameters import (
    Span,
    add_page,
    add_span,
    add_store,
    now_ms,
    qt_time,
    span,
    store,
    time_text,
    wants_page,
    write_page,
)
from .report_page import figure, report_page, section

DAYS = 7
PAGE, MAX_ROWS = 1000, 5_000_000
WGS_84 = "EPSG:4326"
LIST_SHARE, READ_SHARE = 10.0, 90.0  # of the progress [%]
FIELDS = (
    ("datastream", "text"),
    ("name", "text"),
    ("thing", "text"),
    ("property", "text"),
    ("unit", "text"),
    ("n", "integer"),
    ("first", "datetime"),
    ("last", "datetime"),
    ("value", "real"),
    ("text", "text"),
)


@dataclass
class Summary:
    """What was read of a datastream: number of observations, first and last time [ms], last values."""

    stream: Datastream
    count: int = 0
    first: Optional[int] = None
    last: Optional[int] = None
    values: tuple[Any, ...] = ()

    def seen(self, events: Iterator[Event]) -> Iterator[Event]:
        """Let observations through, counting them."""
        for event in events:
            self.count += 1
            self.first = event.network_time if self.first is None else self.first
            self.last, self.values = event.network_time, tuple(event.values.values())
            yield event


class ImportSensorThings(CityOrchestraAlgorithm):
    """Read a SensorThings server into a store."""

    ID = "iot_import_sensorthings"
    GROUP = "iot"
    LIBRARIES = ("numpy",)

    def displayName(self):
        return tr("Import SensorThings")

    def shortDescription(self):
        return tr("Reads datastreams and observations of an OGC SensorThings server into a store.")

    def tags(self):
        return [
            "iot", "ogc", "sensorthings", "frost", "datastream", "observation", "api", "importer", "capteur", "relevés",
            "moissonner",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Reads the datastreams of a SensorThings 1.0 or 1.1 server, with thing, place, observed property and "
                "unit, and their observations between two moments, page after page to the end, into a store; the "
                "points tell how many there are of each. What the store has already is not doubled."
            ),
            tr(
                "Each datastream is a device whose metric is result (result_0, result_1 and so on for a "
                "MultiDatastream), as a recorder stores it that hears the same server over MQTT: import first, for "
                "names, places and units, then record. The time is that of the phenomenon, the end of an interval."
            ),
            tr(
                "FILTER is an expression of SensorThings on datastreams, such as ObservedProperty/name eq 'PM10'. A "
                "server that does not know filters by place is asked for everything, and the extent is applied here. "
                "A cancelled run keeps what it wrote until then; run again to go on. A store holds one server."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterString("URL", tr("Address of the service")),
            tr("Up to the version, such as https://server/FROST-Server/v1.1."),
        )
        self.add(
            QgsProcessingParameterAuthConfig("AUTHCFG", tr("Account"), optional=True),
            tr("Configuration of QGIS’s authentication manager; empty for what is public."),
        )
        add_store(self, made=True)
        self.add(
            QgsProcessingParameterString("FILTER", tr("Filter of datastreams"), "", optional=True),
            tr("Expression of SensorThings, such as ObservedProperty/name eq 'PM10'; empty for all datastreams."),
        )
        self.add(
            QgsProcessingParameterExtent("BBOX", tr("Extent"), optional=True),
            tr("Only datastreams whose thing stands in it; empty for every place."),
        )
        add_span(self, DAYS)
        self.add(
            number("PAGE", tr("Entities asked for at once"), PAGE, minimum=1, maximum=10_000, integer=True),
            tr("Servers may give fewer."),
            advanced=True,
        )
        self.add(
            number("MAX_ROWS", tr("Most observations"), MAX_ROWS, minimum=1, maximum=100_000_000, integer=True),
            tr("No more are read; a warning says when some are left."),
            advanced=True,
        )
        self.add(
            number("TIMEOUT", tr("Longest silence of a server (s)"), TIMEOUT_S, minimum=1, maximum=600),
            tr("After so many seconds without an answer the server is given up, once all tries are spent."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Datastreams"), SourceType.TypeVectorPoint),
            tr("Points, one for each datastream, with what was read of it."),
        )
        add_page(self)
        self.addOutput(QgsProcessingOutputFile("STORE", tr("Store")))
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Datastreams")))
        self.addOutput(QgsProcessingOutputNumber("N_OBS", tr("Observations read")))
        self.addOutput(QgsProcessingOutputNumber("N_NEW", tr("Observations new to the store")))

    def check(self, parameters, context):
        store(self, parameters, context)

    def compute(self, parameters, context, feedback):
        asked = span(self, parameters, context, feedback, DAYS)
        timeout = optional_number(self, parameters, "TIMEOUT", context)
        address = self.parameterAsString(parameters, "URL", context).strip()
        access = open_access(
            Connection(address, address, "csw", self.parameterAsString(parameters, "AUTHCFG", context).strip()),
            stop=feedback.isCanceled,
            timeout_s=TIMEOUT_S if timeout is None else timeout,
        )
        service = SensorThings(access.client, access.sender, address)
        page = self.parameterAsInt(parameters, "PAGE", context)
        streams = self._streams(service, page, parameters, context, feedback)
        feedback.setProgress(LIST_SHARE)
        place = store(self, parameters, context)
        most = self.parameterAsInt(parameters, "MAX_ROWS", context)
        with place.writing() as database:
            importer = Importer(database, service.base.rstrip("/"))
            importer.declare(streams)
            summaries = _read(service, streams, asked, page, most, importer, feedback)
        result = RunResult()
        result["STORE"] = place.name
        result["COUNT"], result["N_OBS"], result["N_NEW"] = len(streams), importer.read, importer.new
        self._write(summaries, parameters, context, feedback, result)
        if importer.read >= most:
            feedback.pushWarning(tr("The limit of MAX_ROWS was reached: some observations are left on the server."))
        if not streams:
            feedback.pushWarning(tr("The server has no such datastream."))
        if wants_page(parameters):
            write_page(self, parameters, context, result, _page(service.base, summaries, asked, result))
        return result

    def _streams(self, service: SensorThings, page: int, parameters, context, feedback) -> list[Datastream]:
        condition = self.parameterAsString(parameters, "FILTER", context).strip()
        box = None
        if parameters.get("BBOX"):
            extent = self.parameterAsExtent(parameters, "BBOX", context, QgsCoordinateReferenceSystem(WGS_84))
            box = (extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum())
        if box is None:
            return _listed(datastreams(service, condition, page), feedback)
        near = box_condition(*box)
        both = f"({condition}) and {near}" if condition else near
        try:
            found = _listed(datastreams(service, both, page), feedback)
        except InputError as error:
            if getattr(error, "status", None) not in FILTERS_REFUSED:
                raise
            feedback.pushInfo(translated_error(error))
            feedback.pushWarning(tr("The server does not filter by place; everything is listed and filtered here."))
            found = _listed(datastreams(service, condition, page), feedback)
        return [stream for stream in found if _inside(stream, box)]

    def _write(self, summaries: list[Summary], parameters, context, feedback, result: RunResult) -> None:
        fields = fields_of(FIELDS)
        sink, destination = self.sink(
            parameters, "OUTPUT", context, fields, WkbType.Point, QgsCoordinateReferenceSystem(WGS_84)
        )
        rows = ((point(_place(summary.stream)), _values(summary)) for summary in summaries)
        write_features(sink, fields, rows, feedback, len(summaries), READ_SHARE)
        del sink
        result["OUTPUT"] = destination
        result.layers.append(("OUTPUT", "iot_datastreams.qml", tr("Datastreams")))


def _listed(found: Iterator[Datastream], feedback) -> list[Datastream]:
    streams: dict[str, Datastream] = {}
    for stream in found:
        if feedback.isCanceled():
            raise RunCancelledError
        streams.setdefault(stream.path, stream)
    return list(streams.values())


def _read(
    service: SensorThings, streams: list[Datastream], asked: Span, page: int, most: int, importer: Importer, feedback
) -> list[Summary]:
    summaries, left = [], most
    for place, stream in enumerate(streams):
        if feedback.isCanceled():
            raise RunCancelledError
        summary = Summary(stream)
        if left > 0:
            found = observations(service, stream, asked.start, asked.end, page, now_ms())
            left -= importer.add(islice(summary.seen(found), left))
        summaries.append(summary)
        feedback.setProgress(LIST_SHARE + (READ_SHARE - LIST_SHARE) * (place + 1) / len(streams))
    importer.flush()
    return summaries


def _inside(stream: Datastream, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    place = stream.place
    return place is not None and west <= place.longitude <= east and south <= place.latitude <= north


def _place(stream: Datastream) -> Optional[tuple[float, float]]:
    return None if stream.place is None else (stream.place.longitude, stream.place.latitude)


def _values(summary: Summary) -> list[Any]:
    stream = summary.stream
    numbers = [float(value) for value in summary.values if not isinstance(value, str)]
    words = [value for value in summary.values if isinstance(value, str)]
    return [
        stream.path, stream.name, stream.thing, stream.property, ", ".join(stream.units.values()), summary.count,
        qt_time(summary.first), qt_time(summary.last), numbers[0] if numbers else None, words[0] if words else None,
    ]  # fmt: skip


def _page(address: str, summaries: list[Summary], asked: Span, result: RunResult) -> str:
    lines = [
        (one.stream.thing, one.stream.name, one.stream.property, figure(one.count), time_text(one.last))
        for one in sorted(summaries, key=lambda summary: -summary.count)
    ]
    heads = (tr("Thing"), tr("Datastream"), tr("Observed"), tr("Observations"), tr("Last"))
    return report_page(
        tr("Import SensorThings"),
        (
            (tr("Service"), address),
            (tr("From"), time_text(asked.start)),
            (tr("To"), time_text(asked.end)),
            (tr("Datastreams"), figure(result["COUNT"])),
            (tr("Observations read"), figure(result["N_OBS"])),
            (tr("Observations new to the store"), figure(result["N_NEW"])),
        ),
        (section(tr("Datastreams"), heads, lines, (3,)),),
    )
