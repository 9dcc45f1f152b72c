"""Algorithm ``iot_history``: observations of a span of time as a table or as points for the temporal controller."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...parameters import number, time_zone
from ...rudi.algorithms.table_rows import fields_of
from ...translation import tr
from ..aggregates import Aggregates, method_names, method_of, stored_aggregates
from ..history import RAW, STEPS, bucket_history, read_history, wide_table
from ..selection import column_names
from ..store.reader import DeviceRow, StoreReader
from ..store.schema import METRICS
from .feature_rows import Row, point, write_features
from .parameters import (
    Span,
    add_devices,
    add_metrics,
    add_page,
    add_span,
    add_store,
    chosen_devices,
    chosen_metrics,
    qt_time,
    span,
    store,
    time_text,
    wants_page,
    write_page,
)
from .report_page import figure, report_page, section

DAYS = 7
LONG, WIDE = "long", "wide"
MAX_ROWS = 5_000_000
HEAD = (("uid", "text"), ("dev_eui", "text"), ("name", "text"))
LONG_FIELDS = (
    *HEAD,
    ("metric", "text"),
    ("unit", "text"),
    ("t", "datetime"),
    ("v", "real"),
    ("vmin", "real"),
    ("vmax", "real"),
    ("n", "integer"),
    ("q", "integer"),
    ("text", "text"),
)
READ_SHARE = 40.0  # of the progress [%]


@dataclass(frozen=True)
class _Read:
    """What a run read: devices by number, units and kinds by series, observations, texts, whether some are left."""

    devices: dict[int, DeviceRow]
    metrics: dict[int, str]
    units: dict[int, str]
    found: Aggregates
    texts: list[tuple[int, int, str]]
    cut: bool


class History(CityOrchestraAlgorithm):
    """Observations over a span of time."""

    ID = "iot_history"
    GROUP = "iot"
    LIBRARIES = ("numpy", "numba")

    def displayName(self):
        return tr("History")

    def shortDescription(self):
        return tr("Observations of devices over a span of time, as they came or by quarter, hour or day.")

    def tags(self):
        return [
            "iot", "lorawan", "time series", "observations", "temporal", "average", "sensor", "historique", "capteur",
            "série temporelle", "moyenne", "relevés",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Writes the observations of a store between two moments: one row each (long), or one row for each "
                "device and time with a column for each metric (wide). As points they carry the place of the device "
                "and are ready for the temporal controller, on the field t."
            ),
            tr(
                "By quarter of an hour, hour or day, t is the beginning of the bucket (UTC), v the mean, vmin and vmax "
                "the extremes and n the number of values. Values that quality control failed are left out. Directions "
                "are averaged as vectors, counters give what they counted. Buckets stored by “Downsample and purge” "
                "and those of the observations are put together: of each the fuller one."
            ),
            tr(
                "Text values are in the long form without aggregation only. The store keeps observations 13 months by "
                "default; before that only buckets are left."
            ),
        )

    def define(self):
        add_store(self)
        add_devices(self)
        add_metrics(self)
        add_span(self, DAYS)
        self.add(
            QgsProcessingParameterEnum("AGG", tr("Step"), [RAW, *STEPS], defaultValue=RAW, usesStaticStrings=True),
            tr("raw: as they came; or the length of the buckets."),
        )
        self.add(
            QgsProcessingParameterEnum("FORMAT", tr("Form"), [LONG, WIDE], defaultValue=LONG, usesStaticStrings=True),
            tr("long: one row for each observation; wide: one column for each metric."),
        )
        self.add(
            QgsProcessingParameterBoolean("POINTS", tr("As points"), True),
            tr("With the place of the device; otherwise a table without geometry."),
        )
        self.add(
            QgsProcessingParameterString("METHODS", tr("Methods of metrics"), "", optional=True),
            tr(
                "How buckets are made where the mean is wrong: metric=direction or metric=counter, separated by "
                "semicolons. Metrics with “direction” or “azimuth” in their name are directions."
            ),
            advanced=True,
        )
        self.add(
            number("MAX_ROWS", tr("Most observations"), MAX_ROWS, minimum=1, maximum=200_000_000, integer=True),
            tr("No more are read; a warning says when some are left."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("History"), SourceType.TypeVector),
            tr("Points or a table, one row for each observation or for each device and time."),
        )
        add_page(self)
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Rows")))
        self.addOutput(QgsProcessingOutputNumber("DEVICE_COUNT", tr("Devices with observations")))
        self.addOutput(QgsProcessingOutputBoolean("CUT", tr("Some observations are left out")))

    def check(self, parameters, context):
        store(self, parameters, context)
        method_names(self.parameterAsString(parameters, "METHODS", context))

    def compute(self, parameters, context, feedback):
        asked = span(self, parameters, context, feedback, DAYS)
        step = self.parameterAsEnumString(parameters, "AGG", context) or RAW
        wide = self.parameterAsEnumString(parameters, "FORMAT", context) == WIDE
        with store(self, parameters, context).reading() as reader:
            read = self._read(reader, asked, step, wide, parameters, context, feedback)
        feedback.setProgress(READ_SHARE)
        points = self.parameterAsBoolean(parameters, "POINTS", context)
        fields, rows, total = _wide(read, points) if wide else _long(read, points)
        names = fields_of(fields)
        sink, destination = self.sink(
            parameters, "OUTPUT", context, names, WkbType.Point if points else WkbType.NoGeometry,
            QgsCoordinateReferenceSystem("EPSG:4326") if points else QgsCoordinateReferenceSystem(),
        )  # fmt: skip
        count = write_features(sink, names, rows, feedback, total, READ_SHARE)
        del sink
        result = RunResult()
        result["OUTPUT"] = destination
        style = "iot_history_wide.qml" if wide else "iot_history.qml"
        result.layers.append(("OUTPUT", style if points else "", tr("History")))
        heard = np.unique(np.r_[read.found.series, [series for series, _, _ in read.texts]] // METRICS)
        result["COUNT"], result["DEVICE_COUNT"], result["CUT"] = count, len(heard), read.cut
        self._tell(read, heard, count, points, feedback)
        if wants_page(parameters):
            content = _page(read, asked, count, time_zone(self, parameters, context))
            write_page(self, parameters, context, result, content)
        return result

    def _read(self, reader: StoreReader, asked: Span, step: str, wide: bool, parameters, context, feedback) -> _Read:
        devices = {row.id: row for row in chosen_devices(self, parameters, context, reader, feedback).devices}
        metrics = chosen_metrics(self, parameters, context, reader, feedback)
        most = self.parameterAsInt(parameters, "MAX_ROWS", context)
        numbers, units = [], {}
        for series, device, metric, unit, _ in reader.datastreams():
            if device in devices and metric in metrics:
                units[series] = unit or ""
                numbers.append(series)

        def progress(share: float) -> None:
            feedback.setProgress(READ_SHARE * share)

        stop = feedback.isCanceled
        texts: list[tuple[int, int, str]] = []
        if step == RAW:
            raw = read_history(reader, numbers, asked.start, asked.end, RAW, most, stop, progress)
            found, cut = stored_aggregates(raw), raw.cut
            if not wide:
                texts = reader.texts(numbers, asked.start, asked.end, max(0, most - len(raw)))
        else:
            chosen = method_names(self.parameterAsString(parameters, "METHODS", context))
            methods = {metric: method_of(name, chosen) for metric, name in metrics.items()}
            found, cut = bucket_history(reader, numbers, asked.start, asked.end, step, methods, most, stop, progress)
        return _Read(devices, metrics, units, found, texts, cut)

    @staticmethod
    def _tell(read: _Read, heard, count: int, points: bool, feedback) -> None:
        if read.cut:
            feedback.pushWarning(
                tr("The limit of MAX_ROWS was reached: later series are left out. Choose devices or a longer step.")
            )
        if not count:
            feedback.pushWarning(tr("There is no observation of these devices in this span of time."))
        unplaced = sum(read.devices[device].place is None for device in heard.tolist() if device in read.devices)
        if points and unplaced:
            feedback.pushWarning(
                tr("{count} devices have no place: they are in the table, not on the map.").format(count=unplaced)
            )


def _long(read: _Read, points: bool) -> tuple[list[tuple[str, str]], Iterator[Row], int]:
    return list(LONG_FIELDS), _long_rows(read, points), len(read.found) + len(read.texts)


def _long_rows(read: _Read, points: bool) -> Iterator[Row]:
    found = read.found
    heads = _Heads(read, points)
    columns = (found.series, found.time, found.mean, found.low, found.high, found.count, found.flag)
    for series, moment, mean, low, high, count, flag in zip(*(column.tolist() for column in columns)):
        shape, head = heads.of_series(series)
        yield shape, [*head, qt_time(moment), _known(mean), _known(low), _known(high), count, flag, None]
    for series, moment, text in read.texts:
        shape, head = heads.of_series(series)
        yield shape, [*head, qt_time(moment), None, None, None, 1, None, text]


def _wide(read: _Read, points: bool) -> tuple[list[tuple[str, str]], Iterator[Row], int]:
    used = sorted({int(metric) for metric in np.unique(read.found.series % METRICS)}, key=read.metrics.get)
    table = wide_table(read.found.series, read.found.time, read.found.mean, used)
    fixed = [*HEAD, ("t", "datetime")]
    names = column_names([read.metrics[metric] for metric in used], [name for name, _ in fixed])
    fields = [*fixed, *((names[read.metrics[metric]], "real") for metric in used)]
    return fields, _wide_rows(read, table, used, points), len(table.device)


def _wide_rows(read: _Read, table, used: list[int], points: bool) -> Iterator[Row]:
    heads = _Heads(read, points)
    columns = [table.columns[metric].tolist() for metric in used]
    for place, (device, moment) in enumerate(zip(table.device.tolist(), table.time.tolist())):
        shape, head = heads.of_device(device)
        yield shape, [*head, qt_time(moment), *(_known(column[place]) for column in columns)]


class _Heads:
    """Geometry and first values of the rows of a device or of a series, made once each."""

    def __init__(self, read: _Read, points: bool) -> None:
        self._read = read
        self._points = points
        self._devices: dict[int, tuple[Any, list[Any]]] = {}
        self._series: dict[int, tuple[Any, list[Any]]] = {}

    def of_device(self, device: int) -> tuple[Any, list[Any]]:
        known = self._devices.get(device)
        if known is None:
            row = self._read.devices[device]
            shape = point(row.place) if self._points else None
            known = self._devices[device] = (shape, [row.uid, row.dev_eui, row.name])
        return known

    def of_series(self, series: int) -> tuple[Any, list[Any]]:
        known = self._series.get(series)
        if known is None:
            device, metric = divmod(series, METRICS)
            shape, head = self.of_device(device)
            unit = self._read.units.get(series, "")
            known = self._series[series] = (shape, [*head, self._read.metrics[metric], unit])
        return known


def _known(value: float) -> Optional[float]:
    return None if value != value else value


def _page(read: _Read, asked: Span, count: int, zone: Optional[str]) -> str:
    metric = read.found.series % METRICS
    lines = []
    for number_ in sorted(np.unique(metric).tolist(), key=read.metrics.get):
        chosen = metric == number_
        values = read.found.mean[chosen]
        known = values[np.isfinite(values)]
        extremes = (
            (figure(known.min(), 2), figure(known.mean(), 2), figure(known.max(), 2)) if len(known) else ("",) * 3
        )
        devices = len(np.unique(read.found.series[chosen] // METRICS))
        lines.append((read.metrics[number_], figure(devices), figure(int(chosen.sum())), *extremes))
    heads = (tr("Metric"), tr("Devices"), tr("Rows"), tr("Lowest"), tr("Mean"), tr("Highest"))
    return report_page(
        tr("History"),
        (
            (tr("From"), time_text(asked.start, zone)),
            (tr("To"), time_text(asked.end, zone)),
            (tr("Rows"), figure(count)),
        ),
        (section(tr("Metrics"), heads, lines, (1, 2, 3, 4, 5)),),
    )
