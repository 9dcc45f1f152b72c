"""Algorithm ``rudi_search``: the datasets of a catalogue as footprints on the map."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...errors import InputError, RunCancelledError
from ...raster_files import write_text
from ...translation import tr, translated_error
from ..catalogue import Catalogue
from ..catalogue_search import CatalogueView, SearchResult
from ..facets import facet_label
from ..filters import CatalogueQuery
from ..record import Record
from .access import Access
from .local_catalogue import harvest, is_harvested, open_catalogue, source_state
from .parameters import add_server_parameters, is_offline, server_access
from .search_choices import (
    DEGREES,
    add_search_parameters,
    check_dates,
    query_from_afar,
    query_of,
    text_language,
)
from .search_page import search_page
from .search_rows import FIELDS, Hit, footprint, row_of
from .table_rows import fields_of, write_rows

NO_FAULTS = {"relative_url"}  # what portals do with all addresses
HARVEST_SHARE = 80.0  # of the progress [%]


class SearchCatalogue(CityOrchestraAlgorithm):
    """Datasets of a RUDI catalogue, as footprints."""

    ID = "rudi_search"
    GROUP = "rudi"
    LIBRARIES = ("numpy",)

    def displayName(self):
        return tr("Search a catalogue")

    def shortDescription(self):
        return tr("Datasets of RUDI and other catalogues by words, theme, producer, format, licence, date and extent.")

    def tags(self):
        return [
            "rudi", "catalogue", "search", "dataset", "metadata", "csw", "stac", "udata", "open data", "recherche",
            "jeu de données", "métadonnées", "données ouvertes", "géocatalogue",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Finds datasets in a RUDI portal or node, a CSW, udata or STAC catalogue, or a JSON file of records, "
                "and writes the extent of each with its description, its files and its services. Datasets without "
                "extent are written without geometry."
            ),
            tr(
                "Method: the records are brought into a local catalogue in the profile of QGIS, in full the first "
                "time, then what changed. The search is made there, because portals know neither extent nor format nor "
                "licence: all words must be found (relevance: BM25), and each filter left empty accepts everything. "
                "Large catalogues (udata, STAC) are asked for the words, the dates and the extent, and the best "
                "answers are kept."
            ),
            tr(
                "Limits: a server that does not answer leaves what was kept before, whose age in hours is in the field "
                "stale_h; the age is empty when the server was just asked. iou is the shared part of the two extents "
                "(0 to 1), score how well the words match. What records say is not verified: their faults are counted."
            ),
        )

    def define(self):
        add_server_parameters(self)
        add_search_parameters(self)
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Datasets"), SourceType.TypeVectorPolygon),
            tr("One rectangle per dataset, in longitude and latitude (EPSG:4326)."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_HTML", tr("Page of results"), "HTML (*.html)", optional=True, createByDefault=False
            ),
            tr("Page to read or print; an existing one is replaced once the new one is complete."),
        )
        self.addOutput(QgsProcessingOutputNumber("COUNT", tr("Datasets written")))
        self.addOutput(QgsProcessingOutputNumber("TOTAL", tr("Datasets that match")))
        self.addOutput(QgsProcessingOutputNumber("WARNINGS", tr("Faults in the records written")))
        self.addOutput(QgsProcessingOutputString("FACETS_JSON", tr("Datasets behind each choice (JSON)")))

    def check(self, parameters, context):
        check_dates(self, parameters, context)

    def compute(self, parameters, context, feedback):
        check_dates(self, parameters, context)
        access = server_access(self, parameters, context, feedback)
        language = text_language(self, parameters, context)
        with open_catalogue() as catalogue:
            if catalogue.set_aside is not None:
                feedback.pushWarning(
                    tr("The local catalogue could not be read and was set aside as {path}.").format(
                        path=catalogue.set_aside
                    )
                )
            given, stale_h = self._refreshed(access, catalogue, parameters, context, feedback)
            view = CatalogueView(catalogue, [access.source.name])
            query = query_of(self, parameters, context, view.table, feedback)
            # What a large catalogue found for these words counts as found, whatever our own index says.
            from_afar = bool(query.text) and not is_harvested(access.connection)
            found = view.search(query, catalogue.rows_of(given, access.source.name) if from_afar else ())
            most = self.parameterAsInt(parameters, "MAX", context)
            hits = _hits(catalogue, found, query, most)
        feedback.setProgress(HARVEST_SHARE)
        result = RunResult()
        self._write(parameters, context, feedback, result, (hits, access, language, stale_h))
        result["COUNT"] = len(hits)
        result["TOTAL"] = len(found)
        result["WARNINGS"] = self._tell(feedback, found, [hit.record for hit in hits])
        result["FACETS_JSON"] = json.dumps(_facets(found, language), ensure_ascii=False)
        if parameters.get("OUTPUT_HTML"):
            path = self.parameterAsFileOutput(parameters, "OUTPUT_HTML", context)
            write_text(path, search_page(access, query, found, hits, language=language, stale_h=stale_h))
            result["OUTPUT_HTML"] = self.written(path)
        return result

    def _refreshed(
        self, access: Access, catalogue: Catalogue, parameters, context, feedback
    ) -> tuple[Sequence[str], Optional[float]]:
        """Bring the source up to date; return what it found from afar, and the age of what is kept when it did not."""
        name = access.source.name
        from_file = access.connection.kind == "file"
        if not is_offline(self, parameters, context) or from_file:
            given: list[str] = []
            try:
                report = harvest(
                    access,
                    catalogue,
                    full=True if from_file else None,
                    query=query_from_afar(self, parameters, context),
                    found=given,
                    most=self.parameterAsInt(parameters, "MAX", context),
                    progress=lambda count, total: feedback.setProgress(
                        HARVEST_SHARE * min(1.0, count / total) if total else feedback.progress()
                    ),
                    stop=feedback.isCanceled,
                )
            except InputError as error:
                if from_file or source_state(catalogue, name) is None:
                    raise
                feedback.pushWarning(translated_error(error))
            else:
                feedback.pushInfo(
                    tr("{name}: {added} new datasets, {changed} changed, {deleted} withdrawn.").format(
                        name=access.connection.name,
                        added=report.added,
                        changed=report.changed,
                        deleted=report.deleted,
                    )
                )
                return given, None
        if feedback.isCanceled():
            raise RunCancelledError
        state = source_state(catalogue, name)
        if state is None or state.harvested_at is None:
            raise InputError(
                "The local catalogue holds nothing of {name}; search once without OFFLINE.", name=access.connection.name
            )
        age = state.age_hours()
        feedback.pushWarning(
            tr("The datasets come from the local catalogue, harvested {hours} hours ago.").format(hours=f"{age:.0f}")
        )
        return (), age

    def _write(self, parameters, context, feedback, result: RunResult, found) -> None:
        hits, access, language, stale_h = found
        fields = fields_of(FIELDS)
        sink, destination = self.sink(
            parameters, "OUTPUT", context, fields, WkbType.Polygon, QgsCoordinateReferenceSystem(DEGREES)
        )
        rows = [row_of(hit, access, language, stale_h) for hit in hits]
        write_rows(sink, fields, rows, feedback, [footprint(hit.record) for hit in hits])
        del sink
        result["OUTPUT"] = destination
        result.abstract = tr("Extents of datasets of the catalogue {name}, as their records give them.").format(
            name=access.connection.name
        )
        title = tr("Datasets of {name}").format(name=access.connection.name)
        result.layers.append(("OUTPUT", "rudi_footprints.qml", title))

    @staticmethod
    def _tell(feedback, found: SearchResult, records: list[Record]) -> int:
        """Tell what was found and what is wrong in it; return the number of faults."""
        feedback.pushInfo(
            tr("{total} datasets match, {count} are written.").format(total=len(found), count=len(records))
        )
        if not len(found):
            feedback.pushWarning(tr("No dataset matches; leave out a word or a filter, or widen the extent."))
        if found.without_extent:
            feedback.pushWarning(
                tr("{count} datasets match but for the extent, of which their records say nothing.").format(
                    count=found.without_extent
                )
            )
        met = [warning for record in records for warning in record.warnings if warning.code not in NO_FAULTS]
        counted, examples = Counter(warning.code for warning in met), {warning.code: warning for warning in met}
        if counted:
            feedback.pushWarning(
                tr("{faults} faults in the records of {count} datasets; they were read as well as could be.").format(
                    faults=sum(counted.values()),
                    count=sum(1 for record in records if record.warning_codes() - NO_FAULTS),
                )
            )
        for code, count in counted.most_common():
            feedback.pushInfo(f"{count} × {translated_error(examples[code].error)}")
        return sum(counted.values())


def _hits(catalogue: Catalogue, found: SearchResult, query: CatalogueQuery, most: int) -> list[Hit]:
    return [
        Hit(
            record,
            float(found.score[place]) if query.text else None,
            float(found.overlap[place]) if query.extent else None,
        )
        for place, row in enumerate(found.rows[:most])
        for record in catalogue.records([row])
    ]


def _facets(found: SearchResult, language: str) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [
            {"value": item.value, "label": facet_label(name, item.value, language), "count": item.count}
            for item in values
        ]
        for name, values in found.facets.items()
    }
