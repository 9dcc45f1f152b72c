"""Algorithm ``iot_crowd_qc``: stations checked against each other, without a reference."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsPointXY,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...errors import InputError, RunCancelledError
from ...parameters import number
from ...rudi.algorithms.table_rows import fields_of
from ...translation import number_text, tr
from .feature_rows import Row, point, write_features
from .parameters import (
    add_devices,
    add_page,
    add_span,
    add_store,
    chosen_devices,
    listed,
    qt_time,
    span,
    store,
    wants_page,
    write_page,
)
from .report_page import figure, report_page, section
from .series_choice import number_series, one_metric

DAYS = 30.0
METRIC_CRS = "EPSG:2154"  # Lambert-93
LEVELS = ("m1", "m2", "m3", "m4", "m5")
MINUTE = 60_000  # ms
MAX_ROWS = 20_000_000
FIELDS = (
    ("uid", "text"),
    ("name", "text"),
    ("site", "text"),
    ("n", "integer"),
    *((f"kept_{level}_pct", "real") for level in LEVELS),
    ("removed_pct", "real"),
    ("isolated", "boolean"),
)
FLAG_FIELDS = (("uid", "text"), ("name", "text"), ("t", "datetime"), ("v", "real"), ("step", "text"))
_SHARE = 60.0  # of the progress [%]


class CrowdQualityControl(CityOrchestraAlgorithm):
    """Stations against their network."""

    ID = "iot_crowd_qc"
    GROUP = "iot"
    LIBRARIES = ("numpy", "scipy", "numba")

    def displayName(self):
        return tr("Spatial quality control (CrowdQC+)")

    def shortDescription(self):
        return tr("Checks the stations of a network against each other, as for air temperatures of citizens.")

    def tags(self):
        return [
            "quality",
            "crowdqc",
            "network",
            "temperature",
            "buddy",
            "contrôle qualité",
            "réseau",
            "stations",
            "voisins",
        ]

    def help_text(self):
        return (
            tr(
                "Checks the values of one metric without a reference, in five steps of which each keeps a part of what "
                "the one before kept: m1 drops stations that share their coordinates; m2 values far from the median "
                "of the instant; m3 stations of which m2 left little in a month; m4 stations that do not follow the "
                "network in a month; m5 values unlike those of the neighbours."
            ),
            tr(
                "Method: CrowdQC+ (Fenner et al. 2021, doi 10.3389/fenvs.2021.720747), with the robust spread Qn. "
                "Temperatures are brought to one height by 0.65 K per 100 m when HEIGHTS is on and all stations have "
                "an altitude."
            ),
            tr(
                "Limits: it needs tens of stations; a cool place that is real may be dropped with the faults. Stations "
                "without a place are left out and told. With WRITE_FLAGS what is dropped becomes suspect (3) in the "
                "store; the values never change."
            ),
        )

    def define(self):
        add_store(self)
        self.add(
            QgsProcessingParameterString("METRIC", tr("Metric"), "temperature"),
            tr("What is checked, as the devices call it."),
        )
        add_devices(self)
        add_span(self, DAYS)
        self.add(
            number("STEP", tr("Step of the series (minutes)"), 60, minimum=1, maximum=1440),
            tr("Values are put on the nearest instant; their mean where there are several."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "LEVEL", tr("Last step"), list(LEVELS), defaultValue="m5", usesStaticStrings=True
            ),
            tr("Whose result is reported and written."),
        )
        for name, label, default, low, high, text in (
            ("SAME_PLACE", tr("m1: stations at one place at most"), 1, 1, 100, tr("More have wrong coordinates.")),
            ("LOW", tr("m2: lower probability"), 0.01, 0.0001, 0.5, tr("Below that quantile values are dropped.")),
            ("HIGH", tr("m2: upper probability"), 0.95, 0.5, 0.9999, tr("Above that quantile they are dropped too.")),
            ("KEPT_SHARE", tr("m3: least share kept"), 0.2, 0, 1, tr("Of a month, for a station to stay.")),
            ("CORRELATION", tr("m4: least correlation"), 0.9, -1, 1, tr("With the median of the network, in a month.")),
            ("RADIUS", tr("m5: radius (m)"), 3000, 1, 100_000, tr("Within which stations are neighbours.")),
            ("BUDDIES", tr("m5: neighbours at least"), 5, 3, 1000, tr("With fewer, a station is isolated.")),
            ("ALPHA", tr("m5: level of the test"), 0.1, 0.0001, 0.5, tr("Of the two-sided test against neighbours.")),
        ):
            whole = name in ("SAME_PLACE", "BUDDIES")
            self.add(number(name, label, default, minimum=low, maximum=high, integer=whole), text, advanced=True)
        self.add(
            QgsProcessingParameterBoolean("KEEP_ISOLATED", tr("m5: keep isolated stations"), False),
            tr("As m4 left them."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("HEIGHTS", tr("Correct for height"), True),
            tr("For air temperature only: 0.65 K per 100 m."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterCrs("CRS", tr("Metric reference system"), METRIC_CRS, optional=True),
            tr("In which distances are measured; empty for Lambert-93."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("WRITE_FLAGS", tr("Keep the flags in the store"), False),
            tr("What the last step drops becomes suspect; a value that failed another test stays so."),
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Stations checked"), SourceType.TypeVectorPoint),
            tr("One point for each station, with the share of its values that each step kept."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "FLAGS", tr("Values dropped"), SourceType.TypeVector, optional=True, createByDefault=False
            ),
            tr("One row for each, with the first step that dropped it."),
        )
        add_page(self)
        for name, label in (
            ("N_STATIONS", tr("Stations")),
            ("N_VALUES", tr("Values")),
            ("REMOVED_PERCENT", tr("Values removed (%)")),
            ("N_ISOLATED", tr("Isolated stations")),
            ("N_WRITTEN", tr("Flags written to the store")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def check(self, parameters, context):
        store(self, parameters, context)
        if self._crs(parameters, context).isGeographic():
            raise InputError("CRS must be a projected reference system, such as EPSG:2154: distances are in metres.")

    def compute(self, parameters, context, feedback):
        from ..quality.crowd import CrowdSettings, crowd_check
        from ..quality.crowd_series import months, regular

        limits = span(self, parameters, context, feedback, DAYS)
        place = store(self, parameters, context)
        level = LEVELS.index(self.parameterAsEnumString(parameters, "LEVEL", context) or "m5") + 1
        with place.reading() as reader:
            metric = one_metric(reader, self.parameterAsString(parameters, "METRIC", context))
            devices = chosen_devices(self, parameters, context, reader, feedback).devices
            series = number_series(reader, devices, metric)
            lost = [one.device.name or one.device.uid for one in series if one.device.place is None]
            series = [one for one in series if one.device.place is not None]
            if lost:
                feedback.pushWarning(tr("Stations without a place are left out: {names}.").format(names=listed(lost)))
            if not series:
                raise InputError("No station with a place measures {metric}.", metric=", ".join(metric.values()))
            history = reader.history([one.number for one in series], limits.start, limits.end, "raw", MAX_ROWS)
        if history.cut:
            raise InputError(
                "There are more than {most} observations; choose fewer devices or a shorter span.", most=MAX_ROWS
            )
        if feedback.isCanceled():
            raise RunCancelledError
        rank = {one.number: at for at, one in enumerate(series)}
        station = np.array([rank[item] for item in history.series.tolist()], dtype=np.int64)
        step = int(self.parameterAsDouble(parameters, "STEP", context) * MINUTE)
        grid = regular(station, history.time, history.value, len(series), step)
        if not grid.values.shape[1]:
            raise InputError("There is no value in this span.")
        x, y = self._places(parameters, context, series)
        z = self._heights(parameters, context, series, feedback)
        settings = self._settings(parameters, context, CrowdSettings(), z is not None)
        report = self.stoppable(lambda: crowd_check(grid.values, x, y, z, months(grid.times), settings), feedback)
        feedback.setProgress(_SHARE)
        cells = (station, (history.time + step // 2) // step - grid.times[0] // step)
        dropped = np.isfinite(history.value) & ~report.level(level)[cells]
        written = 0
        if self.parameterAsBoolean(parameters, "WRITE_FLAGS", context):
            written = _write(place, series, history, dropped)
        return self._results(
            parameters, context, feedback, series, history, grid, report, level, dropped, cells, written
        )

    def _settings(self, parameters, context, usual, corrected: bool):
        def value(name: str) -> float:
            return self.parameterAsDouble(parameters, name, context)

        return replace(
            usual,
            same_place=int(value("SAME_PLACE")),
            low=value("LOW"),
            high=value("HIGH"),
            kept_share=value("KEPT_SHARE"),
            correlation=value("CORRELATION"),
            radius=value("RADIUS"),
            buddies=int(value("BUDDIES")),
            alpha=value("ALPHA"),
            keep_isolated=self.parameterAsBoolean(parameters, "KEEP_ISOLATED", context),
            lapse_rate=usual.lapse_rate if corrected else 0.0,
        )

    def _crs(self, parameters, context) -> QgsCoordinateReferenceSystem:
        crs = self.parameterAsCrs(parameters, "CRS", context)
        return crs if crs.isValid() else QgsCoordinateReferenceSystem(METRIC_CRS)

    def _places(self, parameters, context, series) -> tuple[np.ndarray, np.ndarray]:
        crs = self._crs(parameters, context)
        transform = QgsCoordinateTransform(QgsCoordinateReferenceSystem("EPSG:4326"), crs, context.transformContext())
        points = [transform.transform(QgsPointXY(*one.device.place)) for one in series]
        return np.array([item.x() for item in points]), np.array([item.y() for item in points])

    def _heights(self, parameters, context, series, feedback):
        if not self.parameterAsBoolean(parameters, "HEIGHTS", context):
            return None
        heights = [one.device.altitude_m for one in series]
        if any(height is None for height in heights):
            feedback.pushWarning(tr("Not all stations have an altitude: nothing is corrected for height."))
            return None
        return np.array(heights, dtype=float)

    def _results(
        self, parameters, context, feedback, series, history, grid, report, level, dropped, cells, written
    ) -> RunResult:
        result = RunResult()
        known = np.isfinite(grid.values)
        totals = known.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            kept = [100.0 * (report.level(at) & known).sum(axis=1) / totals for at in range(1, len(LEVELS) + 1)]
        removed = report.removed_percent(grid.values, level)

        def row(at: int) -> Row:
            device = series[at].device
            shares = [_number(share[at]) for share in kept]
            return point(device.place), (
                device.uid, device.name, device.site, int(totals[at]), *shares, _number(removed[at]),
                bool(report.isolated[at]),
            )  # fmt: skip

        fields = fields_of(FIELDS)
        sink, destination = self.sink(
            parameters, "OUTPUT", context, fields, WkbType.Point, QgsCoordinateReferenceSystem("EPSG:4326")
        )
        write_features(sink, fields, map(row, range(len(series))), feedback, len(series), _SHARE)
        del sink
        result["OUTPUT"] = destination
        result.layers.append(("OUTPUT", "iot_crowd_qc.qml", tr("Stations checked")))
        if parameters.get("FLAGS"):
            result["FLAGS"] = self._flags(parameters, context, feedback, series, history, report, dropped, cells)
            result.layers.append(("FLAGS", "", tr("Values dropped")))
        total = int(totals.sum())
        gone = total - int((report.level(level) & known).sum())
        result["N_STATIONS"], result["N_VALUES"] = len(series), total
        result["REMOVED_PERCENT"] = 100.0 * gone / total if total else 0.0
        result["N_ISOLATED"], result["N_WRITTEN"] = int(report.isolated.sum()), written
        feedback.pushInfo(
            tr("{stations} stations, {values} values, {percent} % removed.").format(
                stations=len(series), values=total, percent=number_text(result["REMOVED_PERCENT"], 1)
            )
        )
        if wants_page(parameters):
            facts = [
                (tr("Stations"), number_text(len(series), 0)),
                (tr("Values"), number_text(total, 0)),
                (tr("Values removed (%)"), figure(result["REMOVED_PERCENT"], 1)),
                (tr("Isolated stations"), number_text(result["N_ISOLATED"], 0)),
            ]
            worst = sorted(range(len(series)), key=lambda at: -np.nan_to_num(removed[at]))
            lines = [
                (
                    series[at].device.name or series[at].device.uid,
                    number_text(int(totals[at]), 0),
                    figure(removed[at], 1),
                )
                for at in worst
            ]
            part = section(
                tr("Stations, the worst first"), (tr("Station"), tr("Values"), tr("Removed (%)")), lines, (1, 2)
            )
            title = tr("Spatial quality control (CrowdQC+)")
            write_page(self, parameters, context, result, report_page(title, facts, [part]))
        return result

    def _flags(self, parameters, context, feedback, series, history, report, dropped, cells) -> str:
        fields = fields_of(FLAG_FIELDS)
        sink, destination = self.sink(
            parameters, "FLAGS", context, fields, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
        )
        first = np.argmin(np.stack([report.level(at)[cells] for at in range(1, len(LEVELS) + 1)]), axis=0)

        def row(at: int) -> Row:
            device = series[cells[0][at]].device
            return None, (
                device.uid, device.name, qt_time(history.time[at]), float(history.value[at]), LEVELS[first[at]],
            )  # fmt: skip

        write_features(sink, fields, map(row, np.flatnonzero(dropped)), feedback)
        return destination


def _number(value):
    return None if value is None or not np.isfinite(value) else float(value)


def _write(place, series, history, dropped) -> int:
    from ..quality.flags import FAIL, SUSPECT
    from ..store.flags import write_flags
    from ..store.opening import open_store

    database = open_store(place.address, password=place.password)
    try:
        written = 0
        for one in series:
            chosen = dropped & (history.series == one.number) & (history.flag != FAIL)
            if chosen.any():
                times = history.time[chosen]
                written += write_flags(database, one.number, times, np.full(len(times), SUSPECT))
        return written
    finally:
        getattr(database, "leave", database.close)()
