"""Algorithm ``rudi_catalog_import``: metadata of other catalogues as records of RUDI."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...errors import InputError, RunCancelledError
from ...parameters import number, optional_number
from ...raster_files import write_text
from ...translation import tr
from ..http_client import base_url, plain_words, refusal
from ..imports.documents import CSW, CSW_SERVICE, Imported, read_document
from ..queries import Query
from ..record import Record
from ..record_writer import record_to_json
from ..schema import PROFILES
from ..sources.file import MAX_BYTES
from ..transport import TIMEOUT_S, safe_url
from ..validation import validate
from .access import Access, open_access
from .check_table import FIELDS, errors_in, report_rows, warning_rows
from .connections import Connection
from .search_choices import DEFAULT_MAX
from .table_rows import fields_of, write_rows

ACCEPTED = "application/ld+json, text/turtle, application/rdf+xml, application/xml, application/json;q=0.9, */*;q=0.5"
READ_SHARE = 60.0  # of the progress [%]
_SERVICE_QUERY = {"service", "request", "version"}  # of an address that only asks a CSW service to describe itself


@dataclass(frozen=True)
class Read:
    """What was read, and the name under which the report shows it."""

    name: str
    imported: Imported


class CatalogImport(CityOrchestraAlgorithm):
    """ISO 19139, DCAT or CSW metadata as records of RUDI."""

    ID = "rudi_catalog_import"
    GROUP = "rudi"
    LIBRARIES = ("numpy",)

    def displayName(self):
        return tr("Import metadata")

    def shortDescription(self):
        return tr("Metadata of other catalogues (ISO 19139, DCAT, CSW) as RUDI records.")

    def tags(self):
        return [
            "rudi", "import", "harvest", "dcat", "iso 19139", "inspire", "csw", "geonetwork", "turtle", "rdf",
            "importer", "moissonner", "métadonnées",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Reads a file or an address and writes its datasets as RUDI records (JSON), with a report of what was "
                "missing or wrong. The kind is recognised from the content: ISO 19139, DCAT in JSON-LD, Turtle or "
                "RDF/XML, an answer of a CSW catalogue, or RUDI records of any version."
            ),
            tr(
                "The address of a CSW service is asked for its records, in their short form (Dublin Core). Identifiers "
                "that are no UUID are replaced by one made from them, the same at each import; the former one is kept "
                "as local identifier."
            ),
            tr(
                "The report has a line for each thing noticed while reading and for each fault that a RUDI portal "
                "would find; complete the records before you publish them. Limits: XML with a document type or "
                "entities is refused, and contexts of JSON-LD are not fetched from the web."
            ),
        )

    def define(self):
        self.add(
            # A filter that ends in (*) lets an address through, which has no suffix.
            QgsProcessingParameterFile("INPUT", tr("File or address"), fileFilter=f"{tr('All files')} (*)"),
            tr("Path of a file, or address that begins with http:// or https://, such as that of a CSW service."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "VERSION", tr("Version to write"), list(PROFILES), defaultValue="1.3.0", usesStaticStrings=True
            ),
            tr("Version of the RUDI records; all nodes read 1.3.0."),
            advanced=True,
        )
        self.add(
            number(
                "MAX",
                tr("Maximum number of records of a service"),
                DEFAULT_MAX,
                minimum=1,
                maximum=100_000,
                integer=True,
            ),
            tr("At most so many records are read from a CSW service; files are read whole."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterAuthConfig("AUTHCFG", tr("Account"), optional=True),
            tr("Configuration of QGIS’s authentication manager for the address; empty for what is public."),
            advanced=True,
        )
        self.add(
            number("TIMEOUT", tr("Longest silence of a server (s)"), TIMEOUT_S, minimum=1, maximum=600),
            tr("After so many seconds without an answer the server is given up, once all tries are spent."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFileDestination("OUTPUT", tr("RUDI records"), "JSON (*.json)"),
            tr("One record, or a list of several; an existing file is replaced once the new one is complete."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "REPORT", tr("Report"), SourceType.TypeVector, optional=True, createByDefault=True
            ),
            tr("Table of what was noticed and of what a portal would refuse."),
        )
        self.addOutput(QgsProcessingOutputString("KIND", tr("Kind recognised")))
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Records written")))
        self.addOutput(QgsProcessingOutputNumber("ERRORS", tr("Errors")))
        self.addOutput(QgsProcessingOutputNumber("WARNINGS", tr("Warnings")))
        self.addOutput(QgsProcessingOutputBoolean("VALID", tr("Every record is valid")))

    def compute(self, parameters, context, feedback):
        given = self.parameterAsFile(parameters, "INPUT", context).strip()
        if given.lower().startswith(("http://", "https://")):
            read = self._from_address(given, parameters, context, feedback)
        else:
            read = _from_file(Path(given))
        records = read.imported.records
        if not records:
            raise InputError("{source} holds no dataset.", source=read.name)
        if read.imported.matched > len(records):
            feedback.pushWarning(
                tr("The catalogue has {matched} records, of which {count} were read.").format(
                    matched=read.imported.matched, count=len(records)
                )
            )
        version = self.parameterAsEnumString(parameters, "VERSION", context) or PROFILES[0]
        contents, rows, valid = _checked(read.name, records, version, feedback)
        path = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        whole: Any = contents[0] if len(contents) == 1 else contents
        write_text(path, json.dumps(whole, ensure_ascii=False, indent=2) + "\n")
        result = RunResult()
        result["OUTPUT"] = self.written(path)
        self._report(parameters, context, feedback, rows, result)
        result["KIND"] = read.imported.kind
        result["COUNT"] = len(contents)
        result["ERRORS"] = errors_in(rows)
        result["WARNINGS"] = len(rows) - result["ERRORS"]
        result["VALID"] = valid
        feedback.pushInfo(
            tr("{count} records of kind {kind}: {errors} errors, {warnings} warnings.").format(
                count=result["COUNT"], kind=result["KIND"], errors=result["ERRORS"], warnings=result["WARNINGS"]
            )
        )
        return result

    def _from_address(self, address: str, parameters, context, feedback) -> Read:
        """Return what an address gives: a document, or the records of a CSW service."""
        timeout = optional_number(self, parameters, "TIMEOUT", context)
        access = open_access(
            Connection(address, address, "csw", self.parameterAsString(parameters, "AUTHCFG", context).strip()),
            stop=feedback.isCanceled,
            timeout_s=TIMEOUT_S if timeout is None else timeout,
        )
        most = self.parameterAsInt(parameters, "MAX", context)
        name = safe_url(address)
        if _is_service(address):
            return Read(name, self._of_service(access, address, most, feedback))
        client = access.client
        with plain_words(client.limits):
            answer = access.sender.send(client.request("GET", base_url(address), headers={"Accept": ACCEPTED}))
        if not answer.ok:
            raise refusal(answer)
        imported = read_document(answer.body, name)
        if imported.kind == CSW_SERVICE:
            imported = self._of_service(access, address, most, feedback)
        return Read(name, imported)

    def _of_service(self, access: Access, address: str, most: int, feedback) -> Imported:
        service = open_access(
            Connection(address, _without_query(address), "csw", access.connection.authcfg),
            stop=feedback.isCanceled,
            timeout_s=access.client.limits.timeout_s,
        )
        total = service.source.announced() or 0
        records = []
        for record in service.source.search(Query(), most):
            if feedback.isCanceled():
                raise RunCancelledError
            records.append(record)
            feedback.setProgress(READ_SHARE * min(1.0, len(records) / max(1, min(total, most))))
        return Imported(CSW, tuple(records), max(total, len(records)))

    def _report(self, parameters, context, feedback, rows: list[list[Any]], result: RunResult) -> None:
        if not parameters.get("REPORT"):
            return
        fields = fields_of(FIELDS)
        sink, destination = self.sink(
            parameters, "REPORT", context, fields, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
        )
        write_rows(sink, fields, rows, feedback)
        del sink
        result["REPORT"] = destination
        result.layers.append(("REPORT", "", tr("Report of the import")))


def _from_file(path: Path) -> Read:
    if not path.is_file():
        raise InputError(
            "There is no file {path}; choose one, or give an address that begins with https://.", path=path
        )
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError("{path} is too large for a file of records.", path=str(path))
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            "{path} cannot be read: {cause}.", path=str(path), cause=error.strerror or str(error)
        ) from error
    return Read(path.name, read_document(data, path.name))


def _checked(
    name: str, records: tuple[Record, ...], version: str, feedback
) -> tuple[list[dict[str, Any]], list[list[Any]], bool]:
    """Return the records as they are written, the lines of the report, and whether all are valid."""
    contents, rows, valid = [], [], True
    for place, record in enumerate(records):
        if feedback.isCanceled():
            raise RunCancelledError
        content = record_to_json(record, version)
        report = validate(content, version)
        rows += warning_rows(name, record.global_id, record.warnings)
        rows += report_rows(name, content, report)
        valid = valid and report.valid
        contents.append(content)
        feedback.setProgress(READ_SHARE + (95.0 - READ_SHARE) * (place + 1) / len(records))
    return contents, rows, valid


def _is_service(address: str) -> bool:
    """Return whether an address is that of a CSW service itself, rather than of one of its answers."""
    parts = urlsplit(address)
    query = {key.lower(): value.lower() for key, value in parse_qsl(parts.query)}
    named = query.get("service") == "csw" or "csw" in parts.path.lower().rsplit("/", 1)[-1]
    return named and query.get("request", "getcapabilities") == "getcapabilities"


def _without_query(address: str) -> str:
    """Return the address of a service without what asks it to describe itself; its other parameters stay."""
    parts = urlsplit(address)
    kept = [part for part in parts.query.split("&") if part and part.split("=")[0].lower() not in _SERVICE_QUERY]
    return urlunsplit(parts._replace(query="&".join(kept), fragment=""))
