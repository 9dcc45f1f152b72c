"""Algorithm ``iot_downsample``: buckets from observations, and the purge of what is older than its retention."""

from __future__ import annotations

from dataclasses import fields as fields_of_class
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...errors import InputError, RunCancelledError
from ...parameters import DateTimeType, add_time_zone
from ...rudi.algorithms.table_rows import fields_of
from ...translation import tr
from ..aggregates import method_names, method_of
from ..history import STEPS
from ..selection import items_in
from ..store.reader import StoreReader
from ..store.retention import Retention, purge
from .feature_rows import write_features
from .parameters import add_page, add_store, given_time, now_ms, store, wants_page, write_page
from .report_page import figure, report_page, section

FIELDS = (("action", "text"), ("table", "text"), ("n", "integer"), ("kept_days", "real"))
WRITE, DELETE = "write", "delete"
AGGREGATE_SHARE = 70.0  # of the progress [%]


class Downsample(CityOrchestraAlgorithm):
    """Aggregate observations and purge what is old."""

    ID = "iot_downsample"
    GROUP = "iot"
    LIBRARIES = ("numpy", "numba")

    def displayName(self):
        return tr("Downsample and purge")

    def shortDescription(self):
        return tr("Makes buckets of a quarter, an hour and a day, and deletes what is older than its retention.")

    def tags(self):
        return [
            "iot", "retention", "aggregate", "average", "purge", "store", "gdpr", "agréger", "purger", "conservation",
            "moyenne", "rgpd",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Puts the observations of a store into buckets of a quarter of an hour, an hour and a day (UTC): mean, "
                "extremes, last value, number of values and flag. Values that quality control failed are left out. "
                "Then deletes what is older than its retention, in pieces that leave a running recorder its turn."
            ),
            tr(
                "With a dry run, which is the default, nothing is written or deleted: the table tells what would be. "
                "Deleted rows cannot be brought back."
            ),
            tr(
                "Usual retention, in days: raw messages and rejects 30, observations and frames 396, quarters 1098, "
                "hours and days 2196 (the French decree on building automation asks for five years of hourly values). "
                "Alarms, commands and the audit are never deleted. A cancelled run keeps what it did until then."
            ),
        )

    def define(self):
        add_store(self)
        self.add(
            QgsProcessingParameterEnum(
                "STEP", tr("Shortest step"), list(STEPS), defaultValue="15min", usesStaticStrings=True
            ),
            tr("Shortest buckets to make; longer ones are made too."),
        )
        self.add(
            QgsProcessingParameterString("METHODS", tr("Methods of metrics"), "", optional=True),
            tr(
                "How buckets are made where the mean is wrong: metric=direction or metric=counter, separated by "
                "semicolons. Metrics with “direction” or “azimuth” in their name are directions."
            ),
        )
        self.add(
            QgsProcessingParameterString("RETENTION", tr("Days kept"), "", optional=True),
            tr(
                "What differs from the usual retention, as table=days separated by semicolons, such as raw=7; obs=0; "
                "0 keeps for ever. Tables: {tables}."
            ).format(tables=", ".join(item.name for item in fields_of_class(Retention))),
        )
        self.add(
            QgsProcessingParameterBoolean("DRY_RUN", tr("Dry run"), True),
            tr("Only tells what would be written and deleted."),
        )
        self.add(
            QgsProcessingParameterDateTime("SINCE", tr("Make again since"), DateTimeType.DateTime, optional=True),
            tr(
                "Makes all buckets again from this time on, after a quality control changed flags; empty: from a day "
                "before the last bucket of each series."
            ),
            advanced=True,
        )
        add_time_zone(self)
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Rows written and deleted"), SourceType.TypeVector, optional=True, createByDefault=True
            ),
            tr("Table of how many rows were, or would be, written and deleted."),
        )
        add_page(self)
        self.addOutput(QgsProcessingOutputNumber("WRITTEN", tr("Buckets written, or to be written")))
        self.addOutput(QgsProcessingOutputNumber("DELETED", tr("Rows deleted, or to be deleted")))

    def check(self, parameters, context):
        store(self, parameters, context)
        method_names(self.parameterAsString(parameters, "METHODS", context))
        retention_of(self.parameterAsString(parameters, "RETENTION", context))

    def compute(self, parameters, context, feedback):
        from ..downsampling import fill_buckets

        dry_run = self.parameterAsBoolean(parameters, "DRY_RUN", context)
        place = store(self, parameters, context)
        shortest = self.parameterAsEnumString(parameters, "STEP", context) or "15min"
        tables = list(STEPS.values())[list(STEPS).index(shortest) :]
        chosen = method_names(self.parameterAsString(parameters, "METHODS", context))
        retention = retention_of(self.parameterAsString(parameters, "RETENTION", context))
        since = given_time(self, parameters, "SINCE", context, feedback)
        now = now_ms()
        with place.reading() as reader:  # a store that is not there is not made
            methods = {number: method_of(name, chosen) for number, name in reader.metrics().items()}
        opened = place.reading() if dry_run else place.writing()
        with opened as found:
            database = found.database if isinstance(found, StoreReader) else found
            written = fill_buckets(
                database, tables, methods, now, dry_run=dry_run, since=since, stop=feedback.isCanceled,
                progress=lambda share: feedback.setProgress(AGGREGATE_SHARE * share),
            )  # fmt: skip
            if feedback.isCanceled():
                raise RunCancelledError
            feedback.setProgress(AGGREGATE_SHARE)
            deleted = purge(database, retention, now, dry_run, feedback.isCanceled)
        if feedback.isCanceled():
            raise RunCancelledError
        return self._result(parameters, context, feedback, written, deleted, retention, dry_run)

    def _result(self, parameters, context, feedback, written, deleted, retention, dry_run) -> RunResult:
        rows: list[list[Any]] = [[WRITE, table, count, None] for table, count in written.items()]
        rows += [[DELETE, table, count, getattr(retention, table)] for table, count in deleted.items()]
        result = RunResult()
        result["WRITTEN"], result["DELETED"] = sum(written.values()), sum(deleted.values())
        if parameters.get("OUTPUT"):
            names = fields_of(FIELDS)
            sink, destination = self.sink(
                parameters, "OUTPUT", context, names, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
            )
            write_features(sink, names, ((None, row) for row in rows), feedback, len(rows), 90.0)
            del sink
            result["OUTPUT"] = destination
            result.layers.append(("OUTPUT", "", tr("Rows written and deleted")))
        told = (
            tr("Dry run: {written} buckets would be written and {deleted} rows deleted.")
            if dry_run
            else tr("{written} buckets were written and {deleted} rows deleted.")
        )
        sentence = told.format(written=result["WRITTEN"], deleted=result["DELETED"])
        feedback.pushInfo(sentence)
        if wants_page(parameters):
            write_page(self, parameters, context, result, _page(rows, sentence))
        return result


def retention_of(text: str) -> Retention:
    """Return the retention that a text changes, such as ``raw=7; obs=0``.

    Raises
    ------
    InputError
        When a table is unknown, or a number of days is none.
    """
    known = [item.name for item in fields_of_class(Retention)]
    changes: dict[str, float] = {}
    for item in items_in(text):
        name, mark, days = (part.strip() for part in item.partition("="))
        if not mark or name not in known:
            raise InputError(
                "“{item}” is not a table and its days; write it like raw=30, with {tables}.",
                item=item,
                tables=", ".join(known),
            )
        try:
            changes[name] = float(days)
        except ValueError:
            raise InputError("“{item}”: the days are not a number.", item=item) from None
    return Retention(**changes)


def _page(rows: list[list[Any]], sentence: str) -> str:
    actions = {WRITE: tr("Buckets written"), DELETE: tr("Rows deleted")}
    lines = [(actions[action], table, figure(count), figure(days)) for action, table, count, days in rows]
    heads = (tr("Action"), tr("Table"), tr("Rows"), tr("Days kept"))
    return report_page(
        tr("Downsample and purge"), ((tr("Result"), sentence),), (section(tr("Tables"), heads, lines, (2, 3)),)
    )
