"""Algorithm ``rudi_metadata_from_layer``: the record of a layer and the file to publish with it."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Optional

from qgis.core import (
    QgsLayerMetadata,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult, file_of
from ...compatibility import SourceType
from ...errors import InputError
from ...raster_files import write_text
from ...translation import tr, translated_error
from .. import privacy
from ..form_checks import Form
from ..languages import LONG_CODES, SHORT_CODES
from ..licences import licences
from ..lineage import licence_conflict
from ..metadata_draft import DraftChoices, FileDescription, LayerDescription, draft
from ..record import Contact, Record
from ..record_reader import read_record
from ..table_schema import table_schema
from ..themes import themes
from ..validation import Report, validate
from .file_metadata import file_metadata
from .json_file import read_json
from .layer_description import Described, describe
from .layer_view import LayerView, view_of
from .media_file import FORMATS, format_for, media_path, write_media
from .record_page import record_page

VERSIONS = ("1.3.0", "1.4.1")
_NOT_MEASURED = FileDescription("-", "application/zip", 0, "0123456789abcdef" * 4)


class MetadataFromLayer(CityOrchestraAlgorithm):
    """The record of a layer."""

    ID = "rudi_metadata_from_layer"
    GROUP = "rudi"
    LIBRARIES = ("numpy",)

    def displayName(self):
        return tr("Metadata from a layer")

    def shortDescription(self):
        return tr("Draws up the RUDI record of a layer and writes the file to publish with it. Nothing is sent.")

    def tags(self):
        return [
            "rudi", "metadata", "record", "publish", "open data", "geopackage", "gdpr", "métadonnées", "fiche",
            "publier", "données ouvertes", "rgpd",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Writes the record (JSON) that a RUDI node takes, and the file that goes with it. Found by itself: "
                "extent, reference system, number of features and fields, dates, period, size and SHA-256 of the file, "
                "history and sources; and, from the properties of the layer, title, abstract, keywords, theme and "
                "contacts that are left empty here."
            ),
            tr(
                "Method: the sides of the extent are transformed to degrees at 21 points each and inside. The period "
                "is that of the temporal settings, else of the date fields, except those whose name tells when a row "
                "was edited. Columns are searched for signs of personal data by their names and by up to 2,000 values "
                "each, spread over the layer."
            ),
            tr(
                "The file: GeoPackage in a ZIP (symbols, labels and metadata included), GeoJSON (RFC 7946), CSV "
                "(UTF-8, longitude and latitude or WKT), GeoParquet where QGIS can write it, GeoTIFF for rasters. The "
                "same layer always gives the same file. Neither folders nor servers nor accounts of this computer are "
                "written into it."
            ),
            tr(
                "Limits: signs of personal data are no proof, their absence is none either. They stop nothing here: "
                "they are told, and “Publish a dataset” refuses them. The address of the file stays to be filled in "
                "until a node has it."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterMapLayer("INPUT", tr("Layer"), types=[SourceType.TypeVector, SourceType.TypeRaster]),
            tr("Vector or raster layer to publish, its filter included; the selection does not count."),
        )
        self._define_texts()
        self._define_terms()
        self._define_outputs()

    def _define_texts(self):
        texts = (
            ("TITLE", tr("Title"), False, tr("At most 150 characters; empty for that of the layer.")),
            ("SYNOPSIS", tr("Synopsis"), False, tr("One sentence: portals search words in it and in the title.")),
            (
                "SUMMARY",
                tr("Description"),
                True,
                tr("What the data are, how they were made, how far they can be used."),
            ),
            ("KEYWORDS", tr("Keywords"), False, tr("Separated by commas; empty for those of the layer.")),
            ("PRODUCER", tr("Producer"), False, tr("Organisation that produces the data, as the node calls it.")),
            ("CONTACT", tr("E-mail of the contact"), False, tr("Better that of a service than that of a person.")),
            ("CONTACT_NAME", tr("Name of the contact"), False, tr("A service; the address when empty.")),
        )
        for name, label, multiline, help_text in texts:
            self.add(QgsProcessingParameterString(name, label, None, multiline, True), help_text)
        self.add(
            QgsProcessingParameterEnum("THEME", tr("Theme"), list(themes()), optional=True, usesStaticStrings=True),
            tr("Code of the theme in RUDI; empty for the topic of the layer’s properties."),
        )

    def _define_terms(self):
        standard = [code for code, terms in licences().items() if terms.standard]
        self.add(
            QgsProcessingParameterEnum(
                "LICENCE", tr("Licence"), standard, defaultValue="etalab-2.0", usesStaticStrings=True
            ),
            tr("Under which the data may be reused. That of a source may oblige: the report tells."),
        )
        self.add(
            QgsProcessingParameterBoolean("RESTRICTED", tr("Restricted access"), False),
            tr("The data are given on request only."),
        )
        self.add(
            QgsProcessingParameterBoolean("GDPR", tr("Sensitive under the GDPR"), False),
            tr("The data are about people; the access must then be restricted."),
        )
        self.add(
            QgsProcessingParameterString("JUSTIFICATION", tr("Justification"), None, True, True),
            tr("Why columns that look like personal data may be published all the same, in at least 20 characters."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString("MENTION", tr("Mandatory mention"), None, False, True),
            tr("What whoever reuses the data must write beside them."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                "LANG",
                tr("Language of the texts"),
                [*SHORT_CODES, *LONG_CODES],
                defaultValue="fr",
                usesStaticStrings=True,
            ),
            tr("Language in which title, synopsis and description are written here."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                "MEDIA_FORMAT", tr("Format of the file"), list(FORMATS), defaultValue="gpkg-zip", usesStaticStrings=True
            ),
            tr("gpkg-zip, geojson, csv or parquet for features; a raster becomes a GeoTIFF (tif) whatever is chosen."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "VERSION", tr("Version of the record"), list(VERSIONS), defaultValue="1.3.0", usesStaticStrings=True
            ),
            tr("1.3.0 is read by all nodes; 1.4.1 by recent ones only."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFile("PREVIOUS", tr("Record published before"), extension="json", optional=True),
            tr("Its identifiers, its date of creation and what is not said again are kept: the dataset is updated."),
            advanced=True,
        )

    def _define_outputs(self):
        self.add(
            QgsProcessingParameterFileDestination("OUTPUT", tr("Record (JSON)"), "JSON (*.json)"),
            tr("Record to check, then to publish."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_MEDIA",
                tr("File to publish"),
                "ZIP (*.zip);;GeoJSON (*.geojson);;CSV (*.csv);;Parquet (*.parquet);;GeoTIFF (*.tif)",
            ),
            tr("Its extension follows the format."),
        )
        for name, label, kind in (
            ("OUTPUT_SCHEMA", tr("Description of the fields (Table Schema)"), "JSON (*.json)"),
            ("OUTPUT_HTML", tr("Report"), "HTML (*.html)"),
        ):
            self.add(
                QgsProcessingParameterFileDestination(name, label, kind, optional=True, createByDefault=False),
                tr("File to write; an existing one is replaced once the new one is complete."),
            )
        self.addOutput(QgsProcessingOutputBoolean("VALID", tr("The record has no error")))
        self.addOutput(QgsProcessingOutputNumber("ERRORS", tr("Errors of the record")))
        self.addOutput(QgsProcessingOutputNumber("WARNINGS", tr("Warnings of the record")))
        self.addOutput(QgsProcessingOutputString("PERSONAL_DATA", tr("Signs of personal data (JSON)")))
        self.addOutput(QgsProcessingOutputString("GLOBAL_ID", tr("Identifier of the dataset")))
        self.addOutput(QgsProcessingOutputString("SHA256", tr("SHA-256 of the file")))

    def prepareAlgorithm(self, parameters, context, feedback):
        if not super().prepareAlgorithm(parameters, context, feedback):
            return False
        # The layer is copied here, in the thread that owns it; it is read in another one.
        layer = self.parameterAsLayer(parameters, "INPUT", context)
        self._view: Optional[LayerView] = None
        self._unreadable: Optional[InputError] = None
        try:
            self._view = view_of(layer) if layer is not None else None
        except InputError as error:
            self._unreadable = error
        return True

    def compute(self, parameters, context, feedback):
        view = self._prepared_view()
        form = format_for(view, self.parameterAsEnumString(parameters, "MEDIA_FORMAT", context))
        path = self._media_path(parameters, context, view, form, feedback)
        previous = self._previous(parameters, context)
        steps = self.steps(2, feedback)
        steps.setCurrentStep(0)
        described = describe(view, context.transformContext(), steps)
        choices = self._choices(parameters, context, described.layer)
        version = self.parameterAsEnumString(parameters, "VERSION", context)
        draft(described.layer, _NOT_MEASURED, choices, previous=previous, version=version)  # says early what is missing
        steps.setCurrentStep(1)
        metadata = file_metadata(view, described.layer, choices)
        file = self._write(view, form, path, metadata, context, steps, choices)
        record = draft(described.layer, file, choices, previous=previous, version=version)
        return self._results(parameters, context, feedback, (described, record, choices, version, path, file.sha256))

    def _prepared_view(self) -> LayerView:
        if self._unreadable is not None:
            raise self._unreadable
        view, self._view = self._view, None  # given up here: QGIS may keep the algorithm long after its run
        if view is None:
            raise InputError("The layer of INPUT is not there any more; choose it again.")
        return view

    def _media_path(self, parameters, context, view: LayerView, form: str, feedback) -> str:
        given = self.parameterAsFileOutput(parameters, "OUTPUT_MEDIA", context)
        path = media_path(given, form)
        if path != given:
            feedback.pushInfo(
                tr("The file is written as {path}, whose extension is that of its format.").format(path=path)
            )
        others = [
            self.parameterAsFileOutput(parameters, name, context)
            for name in ("OUTPUT", "OUTPUT_SCHEMA", "OUTPUT_HTML")
            if parameters.get(name)
        ]
        if view.path is not None and file_of(path) == file_of(str(view.path)):
            raise InputError(
                "The output {path} is the file of the input {name}; give another name.", path=path, name=view.name
            )
        if file_of(path) in {file_of(other) for other in others}:
            raise InputError("Two outputs have the name {path}; give each its own.", path=path)
        return path

    def _previous(self, parameters, context) -> Optional[Record]:
        path = self.parameterAsFile(parameters, "PREVIOUS", context).strip()
        return read_record(read_json(path)) if path else None

    def _choices(self, parameters, context, layer: LayerDescription) -> DraftChoices:
        """Return what the user says, and what the properties of the layer say where the user says nothing."""

        def text(name: str) -> str:
            return self.parameterAsString(parameters, name, context).strip()

        theme = self.parameterAsEnumString(parameters, "THEME", context) if parameters.get("THEME") else ""
        known = layer.contacts[0] if layer.contacts else Contact()
        form = Form(
            title=text("TITLE") or layer.title,
            synopsis=text("SYNOPSIS"),
            summary=text("SUMMARY") or layer.abstract,
            theme=theme or layer.theme,
            keywords=text("KEYWORDS") or ", ".join(layer.keywords),
            producer=text("PRODUCER") or layer.producer.name,
            contact_name=text("CONTACT_NAME") or (known.name if not text("CONTACT") else ""),
            contact_email=text("CONTACT") or known.email,
            licence=self.parameterAsEnumString(parameters, "LICENCE", context),
            mandatory_mention=text("MENTION"),
            language=self.parameterAsEnumString(parameters, "LANG", context),
            restricted=self.parameterAsBoolean(parameters, "RESTRICTED", context),
            gdpr_sensitive=self.parameterAsBoolean(parameters, "GDPR", context),
        )
        return form.choices()

    def _write(self, view, form, path, metadata: QgsLayerMetadata, context, feedback, choices) -> FileDescription:
        file = write_media(view, form, path, metadata, context.transformContext(), feedback)
        self.written(path)
        return replace(file, caption=choices.title[:150])

    def _results(self, parameters, context, feedback, made) -> RunResult:
        described, record, choices, version, path, sha256 = made
        report = _without_placeholder(validate(record.raw, version))
        findings = described.findings()
        decision = privacy.gate(
            findings,
            restricted=choices.restricted,
            gdpr_sensitive=choices.gdpr_sensitive,
            justification=self.parameterAsString(parameters, "JUSTIFICATION", context),
        )
        conflict = licence_conflict(choices.licence, described.layer.sources)
        result = RunResult()
        texts = {"OUTPUT": json.dumps(record.raw, ensure_ascii=False, indent=2) + "\n"}
        if parameters.get("OUTPUT_SCHEMA"):
            texts["OUTPUT_SCHEMA"] = table_schema(described.layer.fields)
        if parameters.get("OUTPUT_HTML"):
            texts["OUTPUT_HTML"] = record_page(
                record, described.layer, report, findings, decision, conflict, choices.language
            )
        for name, text in texts.items():
            target = self.parameterAsFileOutput(parameters, name, context)
            write_text(target, text)
            result[name] = self.written(target)
        result["OUTPUT_MEDIA"] = path
        self._tell(feedback, described, report, decision, conflict)
        result["VALID"] = report.valid
        result["ERRORS"] = len(report.errors)
        result["WARNINGS"] = len(report.warnings)
        result["PERSONAL_DATA"] = json.dumps([asdict(item) for item in findings], ensure_ascii=False)
        result["GLOBAL_ID"] = record.global_id
        result["SHA256"] = sha256
        return result

    @staticmethod
    def _tell(feedback, described: Described, report, decision, conflict) -> None:
        if described.layer.features == 0:
            feedback.pushWarning(tr("The layer has no feature."))
        if described.without_geometry:
            feedback.pushWarning(
                tr("{count} features have no geometry; they are in the file all the same.").format(
                    count=described.without_geometry
                )
            )
        for error in (decision.refusal, conflict):
            if error is not None:
                feedback.pushWarning(translated_error(error))
        for issue in report.errors:
            feedback.pushWarning(f"{issue.code} {issue.path}: {translated_error(issue.error)}")
        for issue in report.warnings:
            feedback.pushInfo(f"{issue.code} {issue.path}: {translated_error(issue.error)}")


def _without_placeholder(report: Report) -> Report:
    """Return a report without what is said of the address of the file, which only the node can give."""
    return Report(report.profile, tuple(issue for issue in report.issues if issue.key != "placeholder"))
