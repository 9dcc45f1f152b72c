"""Algorithm ``rudi_catalog_export``: records in the formats of other catalogues."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType
from ...errors import InputError, RunCancelledError
from ...translation import tr
from ..addresses import with_absolute_addresses
from ..exports.documents import ARCHIVE, PROFILES, document, is_archive
from ..http_client import base_url
from ..record import Record
from ..record_reader import read_record
from ..sources.file import records_of
from .byte_files import write_bytes
from .chosen_datasets import identifiers_of_layer
from .local_catalogue import open_catalogue
from .search_choices import add_language, text_language

FILTERS = "Turtle (*.ttl);;JSON-LD (*.jsonld);;RDF/XML (*.rdf);;XML (*.xml);;QGIS (*.qmd);;JSON (*.json);;ZIP (*.zip)"


class CatalogExport(CityOrchestraAlgorithm):
    """Records as GeoDCAT-AP, ISO 19139, QGIS metadata, data package or schema.org."""

    ID = "rudi_catalog_export"
    GROUP = "rudi"
    LIBRARIES = ("numpy",)

    def displayName(self):
        return tr("Export metadata")

    def shortDescription(self):
        return tr("RUDI records as GeoDCAT-AP, ISO 19139, QGIS metadata, data package or schema.org.")

    def tags(self):
        return [
            "rudi", "export", "dcat", "dcat-ap", "geodcat", "iso 19139", "inspire", "schema.org", "datapackage", "qmd",
            "turtle", "rdf", "exporter", "métadonnées", "moissonnage",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Writes records of RUDI in the format of another catalogue. The records come from a JSON file, or from "
                "the datasets of a layer made by a search: these are looked up in the local catalogue."
            ),
            tr(
                "GeoDCAT-AP (Turtle, JSON-LD, RDF/XML) is what European data portals harvest, ISO 19139 what INSPIRE "
                "catalogues such as GeoNetwork take, qmd the metadata of a QGIS layer, datapackage the description "
                "that lies beside files (Frictionless 2), schemaorg what web search engines read."
            ),
            tr(
                "GeoDCAT-AP and schema.org hold several records in one document. The others hold one: several records "
                "then become a ZIP archive, so OUTPUT must end in .zip. Limits: ISO 19139 has no place for identifiers "
                "and checksums of files; addresses relative to a portal are left out where the portal is not known."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFile(
                "INPUT", tr("Records (JSON file)"), optional=True, fileFilter=f"JSON (*.json);;{tr('All files')} (*)"
            ),
            tr("A file with one record, a list of records or a page of a catalogue. Leave it empty to give a layer."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "LAYER", tr("Datasets of a search"), [SourceType.TypeVector], optional=True
            ),
            tr("Layer of a search, with its field global_id; the selection is honoured."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "PROFILE", tr("Format"), list(PROFILES), defaultValue="geodcat-ap-ttl", usesStaticStrings=True
            ),
            tr("Format to write."),
        )
        self.add(
            QgsProcessingParameterString("PORTAL", tr("Address of the portal"), "", optional=True),
            tr("Completes addresses of files that are relative to a portal; records of a search know theirs."),
            advanced=True,
        )
        add_language(self)
        self.add(
            QgsProcessingParameterFileDestination("OUTPUT", tr("Metadata"), FILTERS),
            tr("File to write, .zip for several records in a format that holds one; an existing one is replaced."),
        )
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Records written")))

    def check(self, parameters, context):
        given = [name for name in ("INPUT", "LAYER") if parameters.get(name) not in (None, "")]
        if len(given) != 1:
            raise InputError("Give either INPUT, a JSON file of records, or LAYER, the layer of a search.")
        portal = self.parameterAsString(parameters, "PORTAL", context).strip()
        if portal:
            base_url(portal)

    def compute(self, parameters, context, feedback):
        self.check(parameters, context)
        profile = self.parameterAsEnumString(parameters, "PROFILE", context)
        portal = self.parameterAsString(parameters, "PORTAL", context).strip()
        if parameters.get("INPUT"):
            path = Path(self.parameterAsFile(parameters, "INPUT", context))
            records = [read_record(raw) for raw in records_of(path)]
        else:
            records = self._of_layer(parameters, context, feedback)
        if not records:
            raise InputError("There is no record to write; check the file, or the layer and its selection.")
        records = [with_absolute_addresses(record, base_url(portal) if portal else "") for record in records]
        self._tell_relative(records, feedback)
        if feedback.isCanceled():
            raise RunCancelledError
        path = self._destination(parameters, context, profile, len(records))
        write_bytes(path, document(records, profile, text_language(self, parameters, context)))
        result = RunResult()
        result["OUTPUT"] = self.written(path)
        result["COUNT"] = len(records)
        feedback.pushInfo(tr("{count} records written.").format(count=len(records)))
        return result

    def _of_layer(self, parameters, context, feedback) -> list[Record]:
        wanted = identifiers_of_layer(self, parameters, "LAYER", context)
        records, lost = [], 0
        with open_catalogue() as catalogue:
            for number, identifier in enumerate(wanted):
                if feedback.isCanceled():
                    raise RunCancelledError
                record = catalogue.find(identifier)
                if record is None:
                    lost += 1
                else:
                    records.append(record)
                feedback.setProgress(80.0 * (number + 1) / len(wanted))
        if lost and not records:
            raise InputError("The local catalogue holds none of these datasets; search them again, then export.")
        if lost:
            feedback.pushWarning(
                tr("{count} datasets are no longer in the local catalogue and are left out; search them again.").format(
                    count=lost
                )
            )
        return records

    @staticmethod
    def _tell_relative(records: list[Record], feedback) -> None:
        count = sum(1 for record in records for media in record.media if media.url.startswith("/"))
        if count:
            feedback.pushWarning(
                tr("{count} addresses are relative to a portal that is not known; give it as PORTAL.").format(
                    count=count
                )
            )

    def _destination(self, parameters, context, profile: str, count: int) -> str:
        """Return the file to write; a temporary one takes the suffix of what is written."""
        path = self.parameterAsFileOutput(parameters, "OUTPUT", context)
        suffix = ARCHIVE if is_archive(profile, count) else PROFILES[profile].suffix
        if parameters.get("OUTPUT") == QgsProcessing.TEMPORARY_OUTPUT:
            return str(Path(path).with_suffix(suffix))
        if suffix == ARCHIVE and Path(path).suffix.lower() != ARCHIVE:
            raise InputError(
                "{profile} holds one record and there are {count}: give OUTPUT a name that ends in .zip.",
                profile=profile,
                count=count,
            )
        return path
