"""Algorithm ``iot_quality_control``: tests of each series, flags, and a summary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...errors import InputError, RunCancelledError
from ...parameters import number
from ...rudi.algorithms.table_rows import fields_of
from ...translation import number_text, tr
from .feature_rows import Row, write_features
from .parameters import (
    add_devices,
    add_metrics,
    add_page,
    add_span,
    add_store,
    chosen_devices,
    chosen_metrics,
    listed,
    qt_time,
    span,
    store,
    wants_page,
    write_page,
)
from .report_page import figure, report_page, section
from .series_choice import Series, number_series

DAYS = 30.0
TESTS = ("range", "step", "flat", "hampel")
MAX_ROWS = 5_000_000
FLAG_FIELDS = (
    ("uid", "text"),
    ("name", "text"),
    ("metric", "text"),
    ("t", "datetime"),
    ("v", "real"),
    ("q", "integer"),
    ("tests", "text"),
)
SUMMARY_FIELDS = (
    ("uid", "text"),
    ("name", "text"),
    ("site", "text"),
    ("metric", "text"),
    ("quantity", "text"),
    ("n", "integer"),
    ("good", "integer"),
    ("not_evaluated", "integer"),
    ("suspect", "integer"),
    ("fail", "integer"),
    ("missing", "integer"),
    ("bad_pct", "real"),
)
_SHARE = 70.0  # of the progress [%]


class QualityControl(CityOrchestraAlgorithm):
    """Tests of sensors, each alone."""

    ID = "iot_quality_control"
    GROUP = "iot"
    LIBRARIES = ("numpy", "numba")

    def displayName(self):
        return tr("Quality control of sensors")

    def shortDescription(self):
        return tr("Flags values that are impossible, jump, stand still or stick out, series by series.")

    def tags(self):
        return ["quality", "qartod", "flag", "sensor", "spike", "contrôle qualité", "capteur", "aberrant", "bloqué"]

    def help_text(self):
        return (
            tr(
                "Tests the observations of a store and gives each a QARTOD flag: 1 good, 2 not evaluated, 3 suspect, 4 "
                "fail, 9 missing. range: outside what is possible; step: a change too great for the time that passed; "
                "flat: no change for too long; hampel: far from the median of seven values around it."
            ),
            tr(
                "Limits come from a table by quantity (resources/tables/iot_quality_limits.csv), which names its "
                "sources; give your own as TABLE. Common names of metrics are known, others are given as QUANTITIES. "
                "Series of unknown quantities are left out and told."
            ),
            tr(
                "With WRITE_FLAGS the flags are kept in the store; the values never change. Commands and replays of "
                "alarms then trust no value that is suspect or failed. Limits: a test alone does not tell a fault from "
                "a fire: look."
            ),
        )

    def define(self):
        add_store(self)
        add_devices(self)
        add_metrics(self)
        add_span(self, DAYS)
        self.add(
            QgsProcessingParameterEnum(
                "TESTS", tr("Tests"), list(TESTS), allowMultiple=True, defaultValue=list(TESTS), usesStaticStrings=True
            ),
            tr("Those for which the table has a limit are run."),
        )
        self.add(
            QgsProcessingParameterFile("TABLE", tr("Table of limits (CSV)"), extension="csv", optional=True),
            tr("With the columns of iot_quality_limits.csv; empty for that one."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString("SET", tr("Set of limits"), "city", optional=True),
            tr("Name in the first column of the table; a quantity that is not in it is sought in the others."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString("QUANTITIES", tr("Quantities of metrics"), "", optional=True),
            tr("metric=quantity separated by semicolons, such as t_room=air_temperature; co2= leaves co2 out."),
        )
        self.add(
            QgsProcessingParameterBoolean("WRITE_FLAGS", tr("Keep the flags in the store"), False),
            tr("In short transactions, also while a recorder writes."),
        )
        self.add(
            number("MAX_ROWS", tr("Observations at most"), MAX_ROWS, minimum=1, integer=True),
            tr("Of each series; what is beyond is left out and told."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Flagged observations"), SourceType.TypeVector),
            tr("One row for each observation that is suspect or failed, with the tests that it did not pass."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "SUMMARY", tr("Quality of series"), SourceType.TypeVector, optional=True, createByDefault=True
            ),
            tr("One row for each series."),
        )
        add_page(self)
        for name, label in (
            ("N_TESTED", tr("Observations tested")),
            ("N_SUSPECT", tr("Suspect observations")),
            ("N_FAIL", tr("Failed observations")),
            ("N_WRITTEN", tr("Flags written to the store")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def check(self, parameters, context):
        store(self, parameters, context)

    def compute(self, parameters, context, feedback):
        from ..quality.limits import TABLE, read_limits
        from ..quality.quantities import quantity_of, read_quantities

        limits = span(self, parameters, context, feedback, DAYS)
        path = self.parameterAsFile(parameters, "TABLE", context).strip()
        table = _table_of(Path(path) if path else TABLE, read_limits)
        chosen_set = self.parameterAsString(parameters, "SET", context).strip()
        given = read_quantities(self.parameterAsString(parameters, "QUANTITIES", context))
        unknown = sorted({name for name in given.values() if name} - {quantity for _, quantity in table})
        if unknown:
            raise InputError(
                "The table of limits has no quantity {name}; it has {known}.",
                name=listed(unknown),
                known=listed(sorted({quantity for _, quantity in table})),
            )
        tests = self.parameterAsEnumStrings(parameters, "TESTS", context) or list(TESTS)
        place = store(self, parameters, context)
        rows: list[Row] = []
        summary: list[list[Any]] = []
        written, left_out = 0, set()
        with place.reading() as reader:
            devices = chosen_devices(self, parameters, context, reader, feedback).devices
            metrics = chosen_metrics(self, parameters, context, reader, feedback)
            series = number_series(reader, devices, metrics)
            for place_, one in enumerate(series):
                if feedback.isCanceled():
                    raise RunCancelledError
                quantity = quantity_of(one.metric, given)
                bounds = _limits_of(table, chosen_set, quantity)
                if bounds is None:
                    left_out.add(one.metric)
                    continue
                most = self.parameterAsInt(parameters, "MAX_ROWS", context)
                found = _tested(reader, one, limits, bounds, tests, most, feedback)
                if found is None:
                    continue
                history, flags, mask = found
                summary.append(_summary(one, quantity, flags))
                rows += _flagged(one, history, flags, mask)
                if self.parameterAsBoolean(parameters, "WRITE_FLAGS", context):
                    written += _write(place, one, history, flags)
                feedback.setProgress(_SHARE * (place_ + 1) / len(series))
        if left_out:
            feedback.pushWarning(
                tr("No limits are known for {metrics}; say which quantity they are in QUANTITIES.").format(
                    metrics=listed(sorted(left_out))
                )
            )
        return self._results(parameters, context, feedback, rows, summary, written)

    def _results(self, parameters, context, feedback, rows, summary, written) -> RunResult:
        result = RunResult()
        for name, fields, lines, label in (
            ("SUMMARY", SUMMARY_FIELDS, [(None, line) for line in summary], tr("Quality of series")),
            ("OUTPUT", FLAG_FIELDS, rows, tr("Flagged observations")),
        ):
            if name == "SUMMARY" and not parameters.get(name):
                continue
            columns = fields_of(fields)
            sink, destination = self.sink(
                parameters, name, context, columns, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
            )
            write_features(sink, columns, lines, feedback)
            del sink
            result[name] = destination
            result.layers.append((name, "", label))
        result["N_TESTED"] = sum(line[5] for line in summary)
        result["N_SUSPECT"] = sum(line[8] for line in summary)
        result["N_FAIL"] = sum(line[9] for line in summary)
        result["N_WRITTEN"] = written
        feedback.pushInfo(
            tr("{count} observations: {suspect} suspect, {fail} failed.").format(
                count=result["N_TESTED"], suspect=result["N_SUSPECT"], fail=result["N_FAIL"]
            )
        )
        if not summary:
            feedback.pushWarning(tr("There was nothing to test in this span."))
        if wants_page(parameters):
            facts = [
                (tr("Observations tested"), number_text(result["N_TESTED"], 0)),
                (tr("Suspect observations"), number_text(result["N_SUSPECT"], 0)),
                (tr("Failed observations"), number_text(result["N_FAIL"], 0)),
                (tr("Flags written to the store"), number_text(written, 0)),
            ]
            worst = sorted(summary, key=lambda line: -(line[11] or 0.0))
            lines = [
                (line[1] or line[0], line[3], *(number_text(line[at], 0) for at in (5, 8, 9, 10)), figure(line[11], 2))
                for line in worst
            ]
            heads = (
                tr("Device"), tr("Metric"), tr("Observations"), tr("Suspect"), tr("Failed"), tr("Missing"),
                tr("Bad (%)"),
            )  # fmt: skip
            part = section(tr("Series, the worst first"), heads, lines, (2, 3, 4, 5, 6))
            write_page(self, parameters, context, result, report_page(tr("Quality control of sensors"), facts, [part]))
        return result


def _table_of(path: Path, read):
    try:
        return read(path)
    except OSError as error:
        raise InputError(
            "The file {name} cannot be read: {cause}.", name=str(path), cause=error.strerror or ""
        ) from error
    except InputError:
        raise
    except ValueError as error:
        raise InputError("The table {name} cannot be read: {cause}", name=path.name, cause=str(error)) from error


def _limits_of(table, chosen_set: str, quantity: str):
    if (chosen_set, quantity) in table:
        return table[chosen_set, quantity]
    return next((found for (_, name), found in table.items() if quantity and name == quantity), None)


def _tested(reader, one: Series, limits, bounds, tests, most: int, feedback):
    from ..quality.flags import combined, failed_tests
    from ..quality.limits import run_tests

    history = reader.history([one.number], limits.start, limits.end, "raw", most)
    if not len(history):
        return None
    if history.cut:
        feedback.pushWarning(
            tr("{metric} of {device} has more than {most} observations; the first of them are tested.").format(
                metric=one.metric, device=one.device.name or one.device.uid, most=most
            )
        )
    flags = run_tests(history.value, history.time, bounds, tests)
    if not flags:
        return None
    return history, combined(flags), failed_tests(flags)


def _summary(one: Series, quantity: str, flags) -> list[Any]:
    from ..quality.flags import FAIL, GOOD, MISSING, NOT_EVALUATED, SUSPECT, flag_counts

    counts = flag_counts(flags)
    told = [counts.get(flag, 0) for flag in (GOOD, NOT_EVALUATED, SUSPECT, FAIL, MISSING)]
    bad = 100.0 * (counts.get(SUSPECT, 0) + counts.get(FAIL, 0)) / len(flags)
    device = one.device
    return [device.uid, device.name, device.site, one.metric, quantity, len(flags), *told, bad]


def _flagged(one: Series, history, flags, mask) -> list[Row]:
    from ..quality.flags import FAIL, SUSPECT, TESTS

    rows: list[Row] = []
    for at in range(len(flags)):
        if flags[at] in (SUSPECT, FAIL):
            names = " ".join(name for name, bit in TESTS.items() if mask[at] & bit)
            value = float(history.value[at])
            rows.append(
                (None, (one.device.uid, one.device.name, one.metric, qt_time(history.time[at]), value, int(flags[at]),
                        names))
            )  # fmt: skip
    return rows


def _write(place, one: Series, history, flags) -> int:
    from ..store.flags import write_flags
    from ..store.opening import open_store

    changed = history.flag != flags
    if not changed.any():
        return 0
    database = open_store(place.address, password=place.password)
    try:
        return write_flags(database, one.number, history.time[changed], flags[changed])
    finally:
        getattr(database, "leave", database.close)()
