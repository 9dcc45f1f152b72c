"""Algorithm ``rudi_validate_metadata``: records checked before they are published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...errors import InputError, RunCancelledError
from ...translation import tr
from ..schema import PROFILES
from ..sources.file import items_of
from ..validation import validate
from .check_table import FIELDS, errors_in, report_rows, unreadable_row
from .table_rows import fields_of, write_rows

AUTO = "auto"
CHECK_SHARE = 90.0  # of the progress [%]


class ValidateMetadata(CityOrchestraAlgorithm):
    """Records of RUDI checked against a version of their description."""

    ID = "rudi_validate_metadata"
    GROUP = "rudi"
    LIBRARIES = ("numpy",)

    def displayName(self):
        return tr("Validate metadata")

    def shortDescription(self):
        return tr("Checks RUDI records before they are published, with the error codes of the portal.")

    def tags(self):
        return [
            "rudi", "validate", "check", "metadata", "schema", "quality", "valider", "contrôler", "métadonnées",
            "qualité",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Checks each record of a JSON file, or of all JSON files of a folder and of those below it, against "
                "the RUDI-PRODUCER description, and writes one line per fault: the field, the code that the portal "
                "would answer (ERR-101 to ERR-405), and what to do, in French and in English."
            ),
            tr(
                "Errors are what the portal refuses; warnings are what it accepts and someone will stumble over. VALID "
                "is true when no record has an error. A file that is not JSON is an error of its own and does not stop "
                "the others."
            ),
            tr(
                "Limits: addresses are not asked, and a portal with its own lists may refuse what passes here. The "
                "published description of 1.4.1 demands fields of rich texts that no record has; here these are lang, "
                "text and html."
            ),
        )

    def define(self):
        self.add(
            # A filter that ends in (*) lets a folder through, whose name has no suffix.
            QgsProcessingParameterFile(
                "INPUT", tr("Records (JSON file or folder)"), fileFilter=f"JSON (*.json);;{tr('All files')} (*)"
            ),
            tr("A file with one record, a list of records or a page of a catalogue; or the path of a folder of such."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "VERSION", tr("Version"), [AUTO, *PROFILES], defaultValue=AUTO, usesStaticStrings=True
            ),
            tr("Version of the description; auto: that which each record says it follows."),
        )
        self.add(
            QgsProcessingParameterBoolean("STRICT", tr("Strict"), False),
            tr("Count as errors what only some portals refuse: unknown fields and unknown themes."),
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Faults"), SourceType.TypeVector),
            tr("Table of the faults; empty when there is none."),
        )
        self.addOutput(QgsProcessingOutputBoolean("VALID", tr("Every record is valid")))
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Records checked")))
        self.addOutput(QgsProcessingOutputNumber("ERRORS", tr("Errors")))
        self.addOutput(QgsProcessingOutputNumber("WARNINGS", tr("Warnings")))

    def compute(self, parameters, context, feedback):
        path = Path(self.parameterAsFile(parameters, "INPUT", context))
        files = list(record_files(path))
        version = self.parameterAsEnumString(parameters, "VERSION", context) or AUTO
        strict = self.parameterAsBoolean(parameters, "STRICT", context)
        rows: list[list[Any]] = []
        checked = faulty = 0
        for number, file in enumerate(files):
            name = str(file.relative_to(path)) if path.is_dir() else file.name
            try:
                records = items_of(file)
            except InputError as error:
                rows.append(unreadable_row(name, error))
                faulty += 1
                continue
            for place, raw in enumerate(records):
                if feedback.isCanceled():
                    raise RunCancelledError
                report = validate(raw, version, strict=strict)
                rows += report_rows(name, raw, report)
                faulty += not report.valid
                feedback.setProgress(CHECK_SHARE * (number + (place + 1) / len(records)) / len(files))
            checked += len(records)
        result = RunResult()
        self._write(parameters, context, feedback, rows, result)
        result["COUNT"] = checked
        result["ERRORS"] = errors_in(rows)
        result["WARNINGS"] = len(rows) - result["ERRORS"]
        result["VALID"] = faulty == 0 and checked > 0
        self._tell(feedback, rows, result, faulty)
        return result

    def _write(self, parameters, context, feedback, rows: list[list[Any]], result: RunResult) -> None:
        fields = fields_of(FIELDS)
        sink, destination = self.sink(
            parameters, "OUTPUT", context, fields, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
        )
        write_rows(sink, fields, rows, feedback)
        del sink
        result["OUTPUT"] = destination
        result.layers.append(("OUTPUT", "", tr("Faults of the records")))

    @staticmethod
    def _tell(feedback, rows: list[list[Any]], result: RunResult, faulty: int) -> None:
        feedback.pushInfo(
            tr("{count} records checked: {errors} errors, {warnings} warnings.").format(
                count=result["COUNT"], errors=result["ERRORS"], warnings=result["WARNINGS"]
            )
        )
        if not result["COUNT"] and not rows:
            feedback.pushWarning(tr("There is no record to check."))
        if faulty:
            feedback.pushWarning(tr("{count} records or files would be refused.").format(count=faulty))
        code = [name for name, _ in FIELDS].index("code")
        for found, count in sorted(Counter(row[code] for row in rows).items()):
            feedback.pushInfo(f"{found}: {count}")


def record_files(path: Path) -> Iterator[Path]:
    """Give the file, or the JSON files of a folder and of those below it, in the order of their names.

    Raises
    ------
    InputError
        When there is none.
    """
    if path.is_file():
        yield path
        return
    if not path.is_dir():
        raise InputError("{path} is neither a file nor a folder; choose a JSON file of records.", path=str(path))
    found = sorted(file for file in path.rglob("*") if file.suffix.lower() == ".json" and file.is_file())
    if not found:
        raise InputError("There is no JSON file in the folder {path}.", path=str(path))
    yield from found
