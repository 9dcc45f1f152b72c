"""Algorithm ``iot_drift``: drift of sensors, when it began to show, and the line that corrects it."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsPointXY,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...errors import InputError, RunCancelledError
from ...parameters import DateTimeType, add_time_zone, number
from ...rudi.algorithms.table_rows import fields_of
from ...translation import number_text, tr
from .feature_rows import Row, point, write_features
from .parameters import (
    add_devices,
    add_page,
    add_store,
    chosen_devices,
    given_time,
    now_ms,
    qt_time,
    store,
    time_text,
    wants_page,
    write_page,
)
from .report_page import figure, report_page, section
from .series_choice import number_series, one_metric

BUDDIES = "buddies"
DAY, MINUTE = 86_400_000, 60_000  # ms
MAX_ROWS = 20_000_000
METRIC_CRS = "EPSG:3857"  # distances are corrected by the latitude
FIELDS = (
    ("uid", "text"),
    ("name", "text"),
    ("site", "text"),
    ("n", "integer"),
    ("days", "integer"),
    ("neighbours", "integer"),
    ("bias", "real"),
    ("slope_per_year", "real"),
    ("slope_low", "real"),
    ("slope_high", "real"),
    ("p_value", "real"),
    ("shifted_on", "datetime"),
    ("gain", "real"),
    ("gain_low", "real"),
    ("gain_high", "real"),
    ("offset_", "real"),
    ("offset_low", "real"),
    ("offset_high", "real"),
)
_SHARE = 80.0  # of the progress [%]


class SensorDrift(CityOrchestraAlgorithm):
    """Drift and calibration of sensors."""

    ID = "iot_drift"
    GROUP = "iot"
    LIBRARIES = ("numpy", "scipy", "numba")

    def displayName(self):
        return tr("Drift and calibration")

    def shortDescription(self):
        return tr("How fast each sensor drifts against a reference or its neighbours, and the line that corrects it.")

    def tags(self):
        return ["drift", "calibration", "cusum", "theil-sen", "sensor", "dérive", "étalonnage", "capteur"]

    def help_text(self):
        return (
            tr(
                "Compares each sensor of one metric with a reference device, or with the median of its neighbours "
                "(REF = buddies), over the last WINDOW days. Gives the drift per year with its 95 % interval, the day "
                "on which a lasting shift showed, and gain and offset of the line true = offset + gain × sensor."
            ),
            tr(
                "Method: slope of Theil and Sen on the medians of days; cumulative sums (CUSUM) with k = 0.5 σ and "
                "h = 5 σ; regression of Deming, which lets both instruments err, with intervals by jackknife."
            ),
            tr(
                "Limits: a slope per year from thirty days is an extrapolation, look at its interval. Neighbours that "
                "drift together hide it. Nothing is corrected in the store: raw values stay."
            ),
        )

    def define(self):
        add_store(self)
        self.add(
            QgsProcessingParameterString("METRIC", tr("Metric"), "temperature"),
            tr("What is compared, as the devices call it."),
        )
        add_devices(self)
        self.add(
            QgsProcessingParameterString("REF", tr("Reference"), BUDDIES),
            tr("EUI, identifier or name of a device that is right, or buddies: the median of the neighbours."),
        )
        self.add(
            number("WINDOW", tr("Window (days)"), 30, minimum=8, maximum=3660),
            tr("Before T1."),
        )
        self.add(
            QgsProcessingParameterDateTime("T1", tr("To"), DateTimeType.DateTime, optional=True),
            tr("End, excluded; empty for now."),
        )
        add_time_zone(self)
        self.add(
            number("STEP", tr("Step of the series (minutes)"), 60, minimum=1, maximum=1440),
            tr("Values are put on the nearest instant."),
            advanced=True,
        )
        self.add(
            number("RADIUS", tr("Radius of neighbours (m)"), 3000, minimum=1, maximum=100_000),
            tr("For buddies; devices without a place have as neighbours those of their site."),
            advanced=True,
        )
        self.add(
            number("FEWEST", tr("Neighbours at least"), 3, minimum=1, maximum=1000, integer=True),
            tr("For buddies: with fewer values at an instant there is no reference."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Drift of sensors"), SourceType.TypeVectorPoint),
            tr("One row for each sensor; one without a place has no point."),
        )
        add_page(self)
        for name, label in (
            ("N_SENSORS", tr("Sensors")),
            ("N_DRIFTING", tr("Sensors whose interval of drift excludes 0")),
            ("N_SHIFTED", tr("Sensors with a lasting shift")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def check(self, parameters, context):
        store(self, parameters, context)

    def compute(self, parameters, context, feedback):
        from ..drift_check import reference_of, station_drift
        from ..quality.crowd_series import regular

        end = given_time(self, parameters, "T1", context, feedback)
        end = now_ms() + 1 if end is None else end
        start = end - int(self.parameterAsDouble(parameters, "WINDOW", context) * DAY)
        with store(self, parameters, context).reading() as reader:
            metric = one_metric(reader, self.parameterAsString(parameters, "METRIC", context))
            every = number_series(reader, reader.devices(), metric)
            chosen = {device.id for device in chosen_devices(self, parameters, context, reader, feedback).devices}
            if not every:
                raise InputError("No device measures {metric}.", metric=", ".join(metric.values()))
            history = reader.history([one.number for one in every], start, end, "raw", MAX_ROWS)
        if history.cut:
            raise InputError(
                "There are more than {most} observations; choose fewer devices or a shorter span.", most=MAX_ROWS
            )
        rank = {one.number: at for at, one in enumerate(every)}
        station = np.array([rank[item] for item in history.series.tolist()], dtype=np.int64)
        step = int(self.parameterAsDouble(parameters, "STEP", context) * MINUTE)
        values = np.where(np.isin(history.flag, (3, 4)), np.nan, history.value)  # what quality control refused
        grid = regular(station, history.time, values, len(every), step)
        members = self._members(parameters, context, every)
        fewest = self.parameterAsInt(parameters, "FEWEST", context) if members is not None else 1
        reference = self._reference(parameters, context, every)
        rows, found = [], []
        for at, one in enumerate(every):
            if feedback.isCanceled():
                raise RunCancelledError
            if one.device.id not in chosen or at == reference:
                continue
            near = np.array([reference]) if reference is not None else members[at]
            truth = reference_of(grid.values, at, near, fewest)
            drift = station_drift(grid.times, grid.values[at], truth)
            found.append((one, drift))
            rows.append(_row(one, drift, len(near)))
            feedback.setProgress(_SHARE * (at + 1) / len(every))
        return self._results(parameters, context, feedback, rows, found)

    def _reference(self, parameters, context, every):
        from ..selection import choose_devices

        text = self.parameterAsString(parameters, "REF", context).strip()
        if not text or text.casefold() == BUDDIES:
            return None
        named = {device.id for device in choose_devices([one.device for one in every], text).devices}
        places = [at for at, one in enumerate(every) if one.device.id in named]
        if len(places) != 1:
            raise InputError(
                "REF must be buddies or one device that measures the metric; “{text}” names {count}.",
                text=text,
                count=len(places),
            )
        return places[0]

    def _members(self, parameters, context, every):
        if self._reference(parameters, context, every) is not None:
            return None
        radius = self.parameterAsDouble(parameters, "RADIUS", context)
        transform = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem("EPSG:4326"),
            QgsCoordinateReferenceSystem(METRIC_CRS),
            context.transformContext(),
        )
        places = np.full((len(every), 2), np.nan)
        scale = np.ones(len(every))
        for at, one in enumerate(every):
            if one.device.place is not None:
                moved = transform.transform(QgsPointXY(*one.device.place))
                places[at] = moved.x(), moved.y()
                scale[at] = np.cos(np.radians(one.device.place[1]))
        members = []
        for at, one in enumerate(every):
            with np.errstate(invalid="ignore"):
                near = np.hypot(*(places - places[at]).T) * scale[at] <= radius
            if one.device.place is None:
                near = np.array([bool(one.device.site) and other.device.site == one.device.site for other in every])
            near[at] = False
            members.append(np.flatnonzero(near))
        return members

    def _results(self, parameters, context, feedback, rows, found) -> RunResult:
        result = RunResult()
        fields = fields_of(FIELDS)
        sink, destination = self.sink(
            parameters, "OUTPUT", context, fields, WkbType.Point, QgsCoordinateReferenceSystem("EPSG:4326")
        )
        write_features(sink, fields, rows, feedback, len(rows), _SHARE)
        del sink
        result["OUTPUT"] = destination
        result.layers.append(("OUTPUT", "iot_drift.qml", tr("Drift of sensors")))
        drifting = [pair for pair in found if _drifts(pair[1])]
        result["N_SENSORS"], result["N_DRIFTING"] = len(rows), len(drifting)
        result["N_SHIFTED"] = sum(drift.shifted is not None for _, drift in found)
        silent = sum(drift.slope is None for _, drift in found)
        if silent:
            feedback.pushWarning(
                tr("{count} sensors have fewer than 8 days in common with their reference: nothing is said of them.")
                .format(count=silent)
            )  # fmt: skip
        feedback.pushInfo(
            tr("{count} sensors, {drifting} of them drift.").format(count=len(rows), drifting=len(drifting))
        )
        if wants_page(parameters):
            facts = [
                (tr("Sensors"), number_text(len(rows), 0)),
                (tr("Sensors whose interval of drift excludes 0"), number_text(len(drifting), 0)),
                (tr("Sensors with a lasting shift"), number_text(result["N_SHIFTED"], 0)),
            ]
            lines = [
                (
                    one.device.name or one.device.uid, figure(drift.bias, 2),
                    figure(drift.slope.slope, 2) if drift.slope else "",
                    f"{figure(drift.slope.low, 2)} … {figure(drift.slope.high, 2)}" if drift.slope else "",
                    time_text(drift.shifted),
                )
                for one, drift in found
            ]  # fmt: skip
            heads = (tr("Sensor"), tr("Bias"), tr("Drift per year"), tr("95 % interval"), tr("Shift seen on"))
            content = report_page(tr("Drift and calibration"), facts, [section(tr("Sensors"), heads, lines, (1, 2, 3))])
            write_page(self, parameters, context, result, content)
        return result


def _drifts(drift) -> bool:
    slope = drift.slope
    return slope is not None and (slope.low > 0 or slope.high < 0)


def _number(value):
    return None if value is None or not np.isfinite(value) else float(value)


def _row(one, drift, neighbours: int) -> Row:
    slope, line = drift.slope, drift.calibration
    slopes = (slope.slope, slope.low, slope.high, slope.p_value) if slope is not None else (None,) * 4
    lines = (None,) * 6
    if line is not None:
        lines = (line.gain, line.gain_low, line.gain_high, line.offset, line.offset_low, line.offset_high)
    return point(one.device.place), (
        one.device.uid, one.device.name, one.device.site, drift.count, drift.days, neighbours, _number(drift.bias),
        *map(_number, slopes), qt_time(drift.shifted), *map(_number, lines),
    )  # fmt: skip
