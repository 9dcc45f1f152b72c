"""Algorithm ``iot_command_log``: the record of commands as a table, and whether its chain is whole."""

from __future__ import annotations

import json

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...errors import InputError
from ...parameters import number, optional_number
from ...raster_files import write_text
from ...rudi.algorithms.table_rows import fields_of
from ...translation import number_text, tr
from .feature_rows import Row, write_features
from .parameters import add_page, add_span, add_store, qt_time, span, store, time_text, wants_page, write_page
from .report_page import report_page, section

DAYS = 365.0
FIELDS = (
    ("line", "integer"),
    ("time", "datetime"),
    ("who", "text"),
    ("action", "text"),
    ("device", "text"),
    ("command", "text"),
    ("state", "text"),
    ("content", "text"),
    ("previous_hash", "text"),
    ("hash", "text"),
)


class CommandLog(CityOrchestraAlgorithm):
    """The record of commands."""

    ID = "iot_command_log"
    GROUP = "iot"
    LIBRARIES = ("numpy", "yaml")

    def displayName(self):
        return tr("Log of commands")

    def shortDescription(self):
        return tr("The record of commands as a table and as CSV; tells whether a line was changed, dropped or moved.")

    def tags(self):
        return ["command", "audit", "log", "hash", "csv", "commande", "journal", "traçabilité", "empreinte"]

    def help_text(self):
        return (
            tr(
                "Reads the record of commands of a store: who prepared, armed, confirmed and sent what, when, and what "
                "proved it. Each line holds the SHA-256 of the line before, so that a line that was changed, dropped "
                "or moved shows from there on."
            ),
            tr(
                "Limits: what is cut off at the end does not show by itself. Keep LAST_HASH and N_LINES of a run "
                "somewhere else, and give them as EXPECTED_HASH and EXPECTED_LINES later. In the CSV, a text that a "
                "spreadsheet would run as a formula begins with an apostrophe."
            ),
        )

    def define(self):
        add_store(self)
        add_span(self, DAYS)
        self.add(
            QgsProcessingParameterBoolean("VERIFY_CHAIN", tr("Check the chain of hashes"), True),
            tr("The whole record is read for it, from its first line."),
        )
        self.add(
            number("EXPECTED_LINES", tr("Lines there must be at least"), None, minimum=0, integer=True, optional=True),
            tr("N_LINES of an earlier run, as kept elsewhere."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString("EXPECTED_HASH", tr("Hash of that line"), "", optional=True),
            tr("LAST_HASH of the same earlier run."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Record of commands"), SourceType.TypeVector),
            tr("One row for each line of the span."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_CSV", tr("Record as CSV"), "CSV (*.csv)", optional=True, createByDefault=False
            ),
            tr("The lines of the span, times in UTC."),
        )
        add_page(self)
        self.addOutput(QgsProcessingOutputBoolean("CHAIN_OK", tr("The chain is whole")))
        self.addOutput(QgsProcessingOutputNumber("FIRST_WRONG", tr("First line that is wrong, 0 none")))
        self.addOutput(QgsProcessingOutputNumber("N_LINES", tr("Lines of the whole record")))
        self.addOutput(QgsProcessingOutputString("LAST_HASH", tr("Hash of the last line")))

    def compute(self, parameters, context, feedback):
        from ..commands.audit import GENESIS, ChainCheck, to_csv, verify_chain
        from ..store.command_book import audit_lines

        limits = span(self, parameters, context, feedback, DAYS)
        expected = optional_number(self, parameters, "EXPECTED_LINES", context)
        digest = self.parameterAsString(parameters, "EXPECTED_HASH", context).strip().lower()
        if digest and expected is None:
            raise InputError("EXPECTED_HASH goes with EXPECTED_LINES: give both, as kept from an earlier run.")
        with store(self, parameters, context).open_reader() as reader:
            lines = list(audit_lines(reader.database))
        check = ChainCheck(True, len(lines))
        verified = self.parameterAsBoolean(parameters, "VERIFY_CHAIN", context)
        if verified:
            check = verify_chain(lines, None if expected is None else int(expected), digest or None)
        shown = [line for line in lines if limits.start <= line.moment < limits.end]
        result = RunResult()
        result["OUTPUT"] = self._table(parameters, context, feedback, shown)
        result.layers.append(("OUTPUT", "", tr("Record of commands")))
        if parameters.get("OUTPUT_CSV"):
            path = self.parameterAsFileOutput(parameters, "OUTPUT_CSV", context)
            write_text(path, to_csv(shown))
            result["OUTPUT_CSV"] = self.written(path)
        result["CHAIN_OK"] = check.whole
        result["FIRST_WRONG"] = check.first_wrong or 0
        result["N_LINES"] = len(lines)
        result["LAST_HASH"] = lines[-1].digest if lines else GENESIS
        if not check.whole:
            feedback.pushWarning(
                tr("The chain breaks at line {line}: the record was changed, or a part of it is gone.").format(
                    line=check.first_wrong
                )
            )
        elif verified:
            feedback.pushInfo(tr("The chain is whole: {count} lines.").format(count=len(lines)))
        if wants_page(parameters):
            write_page(self, parameters, context, result, _page(result, shown, verified))
        return result

    def _table(self, parameters, context, feedback, lines) -> str:
        fields = fields_of(FIELDS)
        sink, destination = self.sink(
            parameters, "OUTPUT", context, fields, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
        )
        write_features(sink, fields, (_row(line) for line in lines), feedback, len(lines))
        return destination


def _row(line) -> Row:
    told = _content(line.content)
    return None, (
        line.number, qt_time(line.moment), line.who, line.action, line.subject, str(told.get("command", "")),
        str(told.get("state", "")), line.content, line.previous, line.digest,
    )  # fmt: skip


def _content(text: str) -> dict:
    try:
        found = json.loads(text)
    except ValueError:
        return {}  # of a line that somebody changed
    return found if isinstance(found, dict) else {}


def _page(result: RunResult, lines, verified: bool) -> str:
    whole = tr("yes") if result["CHAIN_OK"] else tr("no, from line {line}").format(line=result["FIRST_WRONG"])
    facts = [
        (tr("Lines of the whole record"), number_text(result["N_LINES"], 0)),
        (tr("The chain is whole"), whole if verified else tr("not checked")),
        (tr("Hash of the last line"), result["LAST_HASH"]),
    ]
    rows = [(line.number, time_text(line.moment), line.who, line.action, line.subject, line.content) for line in lines]
    heads = (tr("Line"), tr("When"), tr("Who"), tr("Action"), tr("Device"), tr("Content"))
    return report_page(tr("Log of commands"), facts, [section(tr("Lines"), heads, rows, (0,))])
