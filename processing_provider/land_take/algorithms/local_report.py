"""Algorithm ``landtake_report``: the local report on land take, as one page."""

from __future__ import annotations

from datetime import date

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ... import provenance
from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType
from ...errors import RunCancelledError
from ...raster_files import write_text
from ...translation import number_text, tr
from .coverage import metric_reading

LEAST_OVERLAP = 0.0001  # of the area of zones: beyond, their sum would count land twice
HECTARE = 10_000.0


class LocalReport(CityOrchestraAlgorithm):
    """Report of article L. 2231-1 of the CGCT from the results of the other algorithms."""

    ID = "landtake_report"
    GROUP = "land_take"

    def displayName(self):
        return tr("Local report on land take")

    def shortDescription(self):
        return tr("Three-yearly report as one page: consumption, balance, sealing, maps, quality, sources.")

    def tags(self):
        return [
            "report", "zan", "land take", "three-yearly", "rapport triennal", "bilan", "artificialisation",
            "imperméabilisation", "sobriété foncière", "cgct",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Writes a page in the order of the report of article L. 2231-1 of the CGCT: 1° consumption of natural, "
                "agricultural and forest land, 2° balance between artificialised and given back, 3° soils made "
                "impervious, 4° objectives of the planning documents. Then cover and use, score, brownfield land, "
                "quality and uncertainty, sources, parameters and weights."
            ),
            tr(
                "Only the indicators of zones are needed; each other layer adds its part, and the page says what is "
                "missing. Sums are given when the zones do not overlap. What the layers carry of their provenance is "
                "written out, with every parameter and weight."
            ),
            tr(
                "The page is one file without scripts nor addresses: it can be printed, opened in a text processor or "
                "sent. What the authority must write itself (objectives, reasons) is given as text, or left to be "
                "written; legal references are marked as to be checked."
            ),
            tr(
                "The nomenclature measures the balance inside planning documents. It does not decide what may be "
                "built, nor apply to one project."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("ZONES", tr("Indicators of zones"), [SourceType.TypeVectorPolygon]),
            tr("Output of “Indicators per zone”."),
        )
        self.add(
            QgsProcessingParameterField("ZONE_NAME", tr("Name of the zones"), None, "ZONES", optional=True),
            tr("Empty: a field such as nom, name, libelle or id."),
        )
        for name, label, kinds, help_text in (
            (
                "ENAF",
                tr("ENAF trajectory"),
                [SourceType.TypeVector],
                tr("Output of “ENAF trajectory”, of the communes of the territory only."),
            ),
            (
                "CHANGE",
                tr("Change between two dates"),
                [SourceType.TypeVectorPolygon],
                tr("Output of “Change between two dates”, for the map of change and the noise."),
            ),
            ("SCORE", tr("ZAN score"), [SourceType.TypeVectorPolygon], tr("Output of “ZAN score”.")),
            ("FRICHES", tr("Brownfield stock"), [SourceType.TypeVectorPolygon], tr("Output of “Brownfield stock”.")),
        ):
            self.add(QgsProcessingParameterFeatureSource(name, label, kinds, optional=True), help_text)
        self.add(
            QgsProcessingParameterString("TITLE", tr("Title"), tr("Local report on land take"), optional=True),
            tr("Title of the page."),
        )
        self.add(
            QgsProcessingParameterString("TERRITORY", tr("Territory"), "", optional=True),
            tr("Name of the commune or of the group of communes."),
        )
        for name, label, help_text in (
            (
                "OBJECTIVES",
                tr("Objectives of the planning documents"),
                tr("Text of the authority for 4°: its objectives and how far they are met."),
            ),
            (
                "REASONS",
                tr("Reasons for the changes"),
                tr("Text of the authority: decisions, works and renaturation that explain the changes."),
            ),
        ):
            self.add(QgsProcessingParameterString(name, label, "", True, optional=True), help_text, advanced=True)
        self.add(
            QgsProcessingParameterFileDestination("OUTPUT_HTML", tr("Report"), "HTML (*.html)"),
            tr("The page."),
        )
        for name, label in (
            ("ZONES_COUNT", tr("Zones")),
            ("FLUX_NET_M2", tr("Net artificialisation (m²), if zones do not overlap")),
            ("ENAF_M2", tr("ENAF consumed (m²)")),
            ("OVERLAP_M2", tr("Overlap of the zones (m²)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def compute(self, parameters, context, feedback):
        from .report_inputs import change_values, enaf_values, friche_values, score_values, zone_names, zone_values
        from .report_page import report_html
        from .report_pictures import change_map, enaf_map, friche_map, score_map, zone_maps

        steps = self.steps(7, feedback)
        name_field = self.parameterAsString(parameters, "ZONE_NAME", context)
        table = metric_reading(self, parameters, "ZONES", context, steps)
        zones = zone_values(table, name_field)
        steps.setCurrentStep(1)
        overlap = self._overlap(table, steps)
        maps = self.stoppable(lambda: zone_maps(table, zones["rows"]), steps)
        values = {"zones": zones, "overlap_m2": overlap, "maps": maps}
        for number, (key, parameter, read, draw) in enumerate(
            (
                ("enaf", "ENAF", enaf_values, enaf_map),
                ("score", "SCORE", score_values, score_map),
                ("friches", "FRICHES", friche_values, friche_map),
            )
        ):
            steps.setCurrentStep(2 + number)
            layer = self._layer(parameters, parameter, context, steps, table.crs)
            values[key] = None if layer is None else read(layer)
            if layer is not None:
                rows = values[key]["rows"]
                maps[key] = self.stoppable(lambda layer=layer, rows=rows, draw=draw: draw(layer, rows), steps)
        steps.setCurrentStep(5)
        change = self._layer(parameters, "CHANGE", context, steps, table.crs)
        values["change"] = None if change is None else change_values(change)
        if change is not None:
            names = zone_names(table, name_field)
            maps["change"] = self.stoppable(lambda: change_map(change, table, names), steps)
        steps.setCurrentStep(6)
        values.update(self._texts(parameters, context), dates=self._dates(values["change"]), **self._provenance())
        path = self.parameterAsFileOutput(parameters, "OUTPUT_HTML", context)
        record = provenance.new_record(
            f"cityorchestra:{self.ID}",
            provenance.parameter_texts(self.parameterDefinitions(), parameters, context),
            self._inputs,
        )
        text = report_html(values, record)
        if feedback.isCanceled():
            raise RunCancelledError
        write_text(path, text)
        result = RunResult()
        result["OUTPUT_HTML"] = self.written(path)
        self._tell(result, values, feedback)
        return result

    def _layer(self, parameters, name, context, feedback, crs):
        """Read an optional layer: with its geometry where it has one, in the system of the zones."""
        from .enaf_reading import read_rows

        if parameters.get(name) in (None, ""):
            return None
        source = self.parameterAsSource(parameters, name, context)
        if source is not None and source.wkbType() == WkbType.NoGeometry:
            return read_rows(self, parameters, name, context, feedback)
        return self.read(parameters, name, context, feedback, crs=crs)

    def _overlap(self, table, feedback):
        """Return how much land stands in two zones [m2]; 0 where it is what rounding leaves."""
        import shapely

        from ..overlay import overlay_areas

        found = overlay_areas(table.geometry, table.geometry, stop=feedback.isCanceled)
        area = float(found.area_m2[found.first_index < found.second_index].sum())
        return area if area > LEAST_OVERLAP * float(shapely.area(table.geometry).sum()) else 0.0

    def _texts(self, parameters, context):
        texts = {
            name.lower(): self.parameterAsString(parameters, name, context).strip()
            for name in ("TITLE", "TERRITORY", "OBJECTIVES", "REASONS")
        }
        return {**texts, "title": texts["title"] or tr("Local report on land take"), "date": date.today().isoformat()}

    def _dates(self, change):
        """Return the two dates: those of the change, else those of the provenance of the zones."""
        from .report_inputs import dates_in

        if change is not None and all(change["dates"]):
            return change["dates"]
        zones = next((item for item in self._inputs if item["parameter"] == "ZONES"), {})
        return dates_in(zones.get("provenance"))

    def _provenance(self):
        """Return the inputs, and the steps that made them with their parameters, each once, the oldest first."""
        labels = {item.name(): item.description() for item in self.parameterDefinitions()}
        inputs = [
            {
                "label": labels[item["parameter"]],
                "name": item["name"],
                "source": told_source(item["source"]),
                "features": item.get("feature_count"),
                "licences": item.get("licences", []),
            }
            for item in self._inputs
        ]
        steps = []

        def visit(record):
            for item in record.get("inputs") or []:
                if item.get("provenance"):
                    visit(item["provenance"])
            step = {name: record[name] for name in ("algorithm", "version", "date")}
            step["parameters"] = {name: told_source(text) for name, text in record["parameters"].items()}
            if step not in steps:
                steps.append(step)

        for item in self._inputs:
            if item.get("provenance"):
                visit(item["provenance"])
        return {"inputs": inputs, "parameters": steps}

    def _tell(self, result, values, feedback):
        from .enaf_page import total_of
        from .report_page import other_territory

        overlap, total = values["overlap_m2"], values["zones"]["total"]
        if other_territory(values) and not overlap:
            feedback.pushWarning(other_territory(values))
        if overlap:
            feedback.pushWarning(
                tr("The zones overlap on {area} ha: their sums are not given.").format(
                    area=number_text(overlap / HECTARE, 2)
                )
            )
        missing = [
            label
            for name, label in (("enaf", tr("consumption of ENAF (1°)")), ("change", tr("map of change")))
            if values[name] is None
        ]
        if missing:
            feedback.pushWarning(tr("Not given, so missing from the page: {parts}.").format(parts=", ".join(missing)))
        enaf = values["enaf"]
        consumed = total_of(enaf["rows"], enaf["rules"]) if enaf else None
        result.update(
            ZONES_COUNT=len(values["zones"]["rows"]),
            FLUX_NET_M2=None if overlap else total["flux_net"],
            ENAF_M2=consumed["consumed_m2"] if consumed else None,
            OVERLAP_M2=overlap,
        )


def told_source(text: str) -> str:
    """Return where a layer comes from, for a reader: a temporary layer has no place that could be found again."""
    return tr("temporary layer, not kept") if "&uid={" in str(text) or "?uid={" in str(text) else str(text)
