"""Algorithm ``rudi_get_metadata``: the record of a dataset, its card, and how to cite it."""

from __future__ import annotations

import json

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...errors import InputError
from ...raster_files import write_text
from ...translation import tr
from ..addresses import with_absolute_addresses
from ..citation import bibtex, citation_text, landing_address, mandatory_mention
from ..record_writer import record_to_json
from .parameters import add_server_parameters, find_record, is_offline, server_access
from .record_card import card_page
from .search_choices import add_language, text_language

FILES = ("OUTPUT", "OUTPUT_HTML")


class GetMetadata(CityOrchestraAlgorithm):
    """The record of one dataset."""

    ID = "rudi_get_metadata"
    GROUP = "rudi"
    LIBRARIES = ("numpy",)

    def displayName(self):
        return tr("Dataset record")

    def shortDescription(self):
        return tr("The record of a dataset as JSON, a card to read, and its citation.")

    def tags(self):
        return [
            "rudi", "record", "metadata", "card", "citation", "bibtex", "licence", "fiche", "métadonnées",
            "jeu de données", "citer",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Asks a catalogue for one dataset and writes its record as the catalogue gives it (JSON) and a card to "
                "read or print (HTML): description, files and services, licence, quality marks, contacts, citation."
            ),
            tr(
                "The citation is the producer’s own when there is one, else producer, year, title, licence and "
                "address. MENTION is what must be written beside the data where the licence asks for it. None of this "
                "is legal advice."
            ),
            tr(
                "Limits: the quality marks tell what the record says, not whether it is true. When the server does not "
                "answer, the record of the local catalogue is taken, with a warning that tells its age."
            ),
        )

    def define(self):
        add_server_parameters(self)
        self.add(
            QgsProcessingParameterString("GLOBAL_ID", tr("Identifier of the dataset")),
            tr("Field global_id of a search, or the identifier in the address of the dataset on its portal."),
        )
        add_language(self)
        for name, label, kind in (
            (FILES[0], tr("Record (JSON)"), "JSON (*.json)"),
            (FILES[1], tr("Card (HTML)"), "HTML (*.html)"),
        ):
            self.add(
                QgsProcessingParameterFileDestination(name, label, kind, optional=True),
                tr("File to write; an existing one is replaced once the new one is complete."),
            )
        self.addOutput(QgsProcessingOutputString("TITLE", tr("Title")))
        self.addOutput(QgsProcessingOutputString("CITATION", tr("Citation")))
        self.addOutput(QgsProcessingOutputString("BIBTEX", tr("Citation in BibTeX")))
        self.addOutput(QgsProcessingOutputString("MENTION", tr("To be written beside the data")))
        self.addOutput(QgsProcessingOutputString("URL", tr("Address of the dataset")))
        self.addOutput(QgsProcessingOutputNumber("WARNINGS", tr("Faults of the record")))

    def check(self, parameters, context):
        if not self.parameterAsString(parameters, "GLOBAL_ID", context).strip():
            raise InputError("GLOBAL_ID is empty; give the identifier of a dataset.")

    def compute(self, parameters, context, feedback):
        access = server_access(self, parameters, context, feedback)
        language = text_language(self, parameters, context)
        found = find_record(
            access,
            self.parameterAsString(parameters, "GLOBAL_ID", context),
            offline=is_offline(self, parameters, context) and access.connection.kind != "file",
            feedback=feedback,
        )
        record = with_absolute_addresses(found.record, access.base)
        portal = access.base if access.connection.kind == "portal" else ""
        result = RunResult()
        if parameters.get("OUTPUT"):
            content = found.record.raw or record_to_json(found.record)
            self._save(parameters, "OUTPUT", context, json.dumps(content, ensure_ascii=False, indent=2) + "\n", result)
        if parameters.get("OUTPUT_HTML"):
            card = card_page(record, language, portal=portal, stale_h=found.stale_h)
            self._save(parameters, "OUTPUT_HTML", context, card, result)
        result["TITLE"] = record.title
        result["CITATION"] = citation_text(record, language, portal=portal)
        result["BIBTEX"] = bibtex(record, language, portal=portal)
        result["MENTION"] = mandatory_mention(record, language)
        result["URL"] = landing_address(record, portal) or record.metadata_source
        result["WARNINGS"] = sum(1 for warning in record.warnings if warning.code != "relative_url")
        feedback.pushInfo(result["CITATION"])
        return result

    def _save(self, parameters, name: str, context, text: str, result: RunResult) -> None:
        path = self.parameterAsFileOutput(parameters, name, context)
        write_text(path, text)
        result[name] = self.written(path)
