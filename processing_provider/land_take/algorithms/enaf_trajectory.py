"""Algorithm ``landtake_enaf_trajectory``: where communes stand on the path of the consumption of ENAF."""

from __future__ import annotations

from dataclasses import replace

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ... import provenance
from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import GeometryType, SourceType
from ...errors import InputError
from ...parameters import number, optional_number, usual_field
from ...raster_files import write_text
from ...tables import TABLES, read_table
from ...translation import tr
from .enaf_layers import write_net_path, write_territories

PATHS = ("linear", "geometric")  # those of enaf_net
FIRST_REFERENCE, LAST_REFERENCE, REDUCTION, FLOOR = 2011, 2020, 50.0, 10_000.0  # of the law in force
USUAL_REFERENCE = 10  # years
GAP_M2 = 1.0  # between a total and its parts, above which it is told


class EnafTrajectory(CityOrchestraAlgorithm):
    """Allowance, use, pace and projection of the consumption of natural, agricultural and forest land."""

    ID = "landtake_enaf_trajectory"
    GROUP = "land_take"

    def displayName(self):
        return tr("ENAF trajectory")

    def shortDescription(self):
        return tr("Natural, agricultural and forest land consumed: allowance, use, pace and projection by commune.")

    def tags(self):
        return [
            "enaf", "zan", "land take", "cerema", "allowance", "consumption", "consommation d’espaces",
            "fichiers fonciers", "trajectoire", "sobriété foncière", "enveloppe",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Reads the commune file of Cerema: nafYYartZZ is the consumption of the year 20YY (m²), artYYactZZ and "
                "the like its parts. Sums over several years, such as naf11art21, are left aside. Each commune gets "
                "its reference (ref_m2), its allowance (budget_m2: the reference less the reduction, at least the "
                "floor), what it has consumed since (conso_m2), the share used, and what is left a year (pace_m2)."
            ),
            tr(
                "The projection (proj2030_m2) is the mean of the years known times the number of years of the "
                "allowance: ten from 2021 to 2030. proj_p5_m2 and proj_p95_m2 bound it at 90 %, if the years are draws "
                "of one law. an_epuis is when the allowance is used up at that pace. The field ecart_m2 adds up the "
                "differences between the totals and their six parts; it is 0 in a sound file."
            ),
            tr(
                "A group is the sum of its communes: so is its allowance, each commune with its floor. A missing or "
                "negative year leaves a commune, and its group, without figures; the field etat says why."
            ),
            tr(
                "The preset trace_senate_2025 is the bill TRACE (Sénat 1re lecture), which is not law. Figures left at "
                "their defaults are those of the preset. Consumption of ENAF is not net artificialisation: the path of "
                "the latter to zero in 2050 is another table and another chart."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("TABLE", tr("Commune file of Cerema"), [SourceType.TypeVector]),
            tr("Table or polygons, one row per commune, with the fields nafYYartZZ (m²)."),
        )
        presets = [row["preset"] for row in read_table(TABLES / "land_take_enaf_presets.csv")]
        self.add(
            QgsProcessingParameterEnum("PRESET", tr("Rules"), presets, defaultValue=presets[0], usesStaticStrings=True),
            tr(
                "law_2023: the law in force (2021, amended 2023). trace_senate_2025: the bill TRACE (Sénat 1re "
                "lecture), not law. They stand in resources/tables/land_take_enaf_presets.csv."
            ),
        )
        for name, label, default, help_text in (
            (
                "Y0",
                tr("First year of the reference"),
                FIRST_REFERENCE,
                tr("Included; left at 2011, that of the rules."),
            ),
            ("Y1", tr("Last year of the reference"), LAST_REFERENCE, tr("Included; left at 2020, that of the rules.")),
        ):
            self.add(number(name, label, default, minimum=2000, maximum=2099, integer=True), help_text)
        self.add(
            number("REDUCTION", tr("Reduction (%)"), REDUCTION, minimum=0.0, maximum=100.0),
            tr("Share of the reference that must not be consumed again; left at 50, that of the rules."),
        )
        self.add(
            number("FLOOR", tr("Least allowance of a commune (m²)"), FLOOR, minimum=0.0),
            tr("Communal guarantee, 1 ha by the law of 2023; left at 10 000, that of the rules."),
        )
        self.add(
            number("LAST_YEAR", tr("Last year of data"), None, minimum=2000, maximum=2099, integer=True, optional=True),
            tr("Empty: the last year of the allowance that the table knows."),
        )
        self.add(
            QgsProcessingParameterField("GROUP", tr("Group field"), None, "TABLE", optional=True),
            tr("Communes that share a value, such as that of an EPCI, are summed into one territory."),
        )
        self.add(
            QgsProcessingParameterString("COMMUNES", tr("Communes"), "", optional=True),
            tr("Codes separated by commas or spaces: only these communes, summed into one, or by the group field."),
        )
        self._define_advanced()
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Trajectory"), QgsProcessing.SourceType.TypeVector),
            tr("One row per territory, with the polygon where the table has one."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_NET", tr("Path of net artificialisation"), QgsProcessing.SourceType.TypeVector, optional=True,
                createByDefault=False,
            ),
            tr("Table of the years 2031 to 2050: annee, net_m2, cumul_m2; needs its first value."),
        )  # fmt: skip
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_HTML", tr("Page of the trajectory"), "HTML (*.html)", optional=True, createByDefault=True
            ),
            tr("Page with the figures and the charts."),
        )
        for name, label in (
            ("TERRITORIES", tr("Territories")),
            ("WITHOUT_FIGURES", tr("Territories without figures")),
            ("REF_M2", tr("Reference (m²)")),
            ("BUDGET_M2", tr("Allowance (m²)")),
            ("CONSO_M2", tr("Consumed (m²)")),
            ("USE_PCT", tr("Allowance used (%)")),
            ("DATA_YEAR", tr("Last year of data used")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def _define_advanced(self):
        self.add(
            usual_field("IDCOM", tr("Code of the commune"), "idcom", "TABLE"),
            tr("INSEE code; numbers get back the zero that they lost."),
            advanced=True,
        )
        self.add(
            number(
                "END", tr("Last year of the allowance"), None, minimum=2000, maximum=2099, integer=True, optional=True
            ),
            tr("Empty: that of the rules, 2030 by the law in force. The allowance begins after the reference."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "MERGED", tr("Merged communes"), [SourceType.TypeVector], optional=True
            ),
            tr(
                "Table with the columns idcom (in the file), idcom_new (today) and, if it differs, floor_m2, the least "
                "allowance of the commune of today, for guarantees that are larger or put in common."
            ),
            advanced=True,
        )
        self.add(
            number("NET_START", tr("Net artificialisation of 2031 (m² per year)"), None, minimum=0.0, optional=True),
            tr("Start of a path to zero in 2050; a quantity apart from ENAF, with a table and a chart of its own."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterEnum(
                "PATH", tr("Path to zero"), list(PATHS), defaultValue=PATHS[0], usesStaticStrings=True
            ),
            tr("linear: as much less every year. geometric: the same factor every year, 1 % left in 2049."),
            advanced=True,
        )

    def check(self, parameters, context):
        wants_net = parameters.get("OUTPUT_NET") not in (None, "")
        if wants_net and optional_number(self, parameters, "NET_START", context) is None:
            raise InputError(
                "The path of net artificialisation needs its first value; give it, or leave the table out."
            )

    def compute(self, parameters, context, feedback):
        from ..enaf_territories import territories
        from .enaf_page import enaf_html, rules_sentences
        from .enaf_reading import read_communes
        from .enaf_rows import rows_of_territories, rules_dictionary

        self.check(parameters, context)
        steps = self.steps(3, feedback)
        rules, preset = self._rules(parameters, context)
        communes = read_communes(self, parameters, context, steps)
        chosen = communes.chosen()
        if not len(chosen):
            raise InputError("The table has no commune; check the layer, its filter and its selection.")
        steps.setCurrentStep(1)
        parts = communes.consumption
        parts = replace(parts, total=parts.total[chosen], posts=parts.posts[chosen])
        asked = optional_number(self, parameters, "LAST_YEAR", context)
        found = self.stoppable(
            lambda: territories(
                parts,
                rules,
                None if asked is None else int(asked),
                communes.floors[chosen],
                communes.territory[chosen],
                len(communes.names),
            ),
            steps,
        )
        steps.setCurrentStep(2)
        source = self.parameterAsSource(parameters, "TABLE", context)
        polygons = QgsWkbTypes.geometryType(source.wkbType()) == GeometryType.PolygonGeometry
        surfaces = communes.surfaces(polygons)
        told_rules = {**rules_dictionary(rules, preset), "last_year": found.last_year}
        rows = rows_of_territories(found, communes.names, surfaces)
        reservations = self._reservations(rules, found)
        result = RunResult()
        result["OUTPUT"] = write_territories(
            self, parameters, context, steps, source, communes, found, surfaces, told_rules
        )
        style = "land_take_enaf.qml" if polygons else ""
        result.layers.append(("OUTPUT", style, tr("ENAF trajectory")))
        net = self._net(parameters, context, result)
        path = self.parameterAsFileOutput(parameters, "OUTPUT_HTML", context)
        if path:
            values = {"rules": told_rules, "rows": rows, "net": net, "warnings": reservations}
            write_text(path, enaf_html(values, self._record(parameters, context)))
            result["OUTPUT_HTML"] = self.written(path)
        for sentence in rules_sentences(told_rules):
            feedback.pushInfo(sentence)
        for sentence in self._warnings(rules, found) + reservations:
            feedback.pushWarning(sentence)
        self._numbers(result, found)
        return result

    def _rules(self, parameters, context):
        """Return the rules of the preset, with the figures that the user changed."""
        from ..enaf import check_rules, presets

        name = self.parameterAsEnumString(parameters, "PRESET", context)
        given = presets()[name]
        last_reference = self._figure(parameters, context, "Y1", LAST_REFERENCE, given.last_reference)
        end = optional_number(self, parameters, "END", context)
        moved = last_reference != given.last_reference
        rules = replace(
            given,
            first_reference=int(self._figure(parameters, context, "Y0", FIRST_REFERENCE, given.first_reference)),
            last_reference=int(last_reference),
            first_year=int(last_reference) + 1 if moved else given.first_year,
            last_year=given.last_year if end is None else int(end),
            reduction=self._figure(parameters, context, "REDUCTION", REDUCTION, 100.0 * given.reduction) / 100.0,
            floor_m2=self._figure(parameters, context, "FLOOR", FLOOR, given.floor_m2),
        )
        if rules != given:
            rules = replace(rules, law=False)
            name = tr("figures of the user, from {preset}").format(preset=name)
        check_rules(rules)
        return rules, name

    def _figure(self, parameters, context, name, default, preset):
        value = self.parameterAsDouble(parameters, name, context)
        return float(preset) if value == default else value

    def _warnings(self, rules, found):
        """Return what the page says of its own accord."""
        told = []
        if not rules.law:
            told.append(tr("The rules are not the law in force: do not present the figures as an obligation."))
        unknown = int((found.reason != "").sum())
        if unknown:
            told.append(
                tr("{count} territories have no figure: a year is missing or negative (field etat).").format(
                    count=unknown
                )
            )
        return told

    def _reservations(self, rules, found):
        """Return what the figures must be read with."""
        told = []
        years = rules.last_reference - rules.first_reference + 1
        if years != USUAL_REFERENCE:
            told.append(
                tr(
                    "The reference has {years} years, not ten: the allowance does not compare with the national one."
                ).format(years=years)
            )
        apart = int((found.gap_m2 > GAP_M2).sum())
        if apart:
            told.append(
                tr("{count} territories have totals that differ from the sum of their parts (field ecart_m2).").format(
                    count=apart
                )
            )
        return told

    def _net(self, parameters, context, result):
        """Write the path of net artificialisation, and return it for the page; None when it is not asked for."""
        from ..enaf_net import net_path

        start = optional_number(self, parameters, "NET_START", context)
        if start is None:
            return None
        kind = self.parameterAsEnumString(parameters, "PATH", context)
        years, net = net_path(start, kind)
        if parameters.get("OUTPUT_NET") not in (None, ""):
            result["OUTPUT_NET"] = write_net_path(self, parameters, context, years, net)
            result.layers.append(("OUTPUT_NET", "", tr("Path of net artificialisation")))
        return {"start_m2": start, "path": kind, "years": years.tolist(), "net_m2": net.tolist()}

    def _record(self, parameters, context):
        return provenance.new_record(
            f"cityorchestra:{self.ID}",
            provenance.parameter_texts(self.parameterDefinitions(), parameters, context),
            self._inputs,
        )

    def _numbers(self, result, found):
        good = found.reason == ""
        sums = {
            name: float(found.figures[name][good].sum()) for name in ("reference_m2", "allowance_m2", "consumed_m2")
        }
        result.update(
            TERRITORIES=len(good),
            WITHOUT_FIGURES=int((~good).sum()),
            REF_M2=sums["reference_m2"],
            BUDGET_M2=sums["allowance_m2"],
            CONSO_M2=sums["consumed_m2"],
            USE_PCT=100.0 * sums["consumed_m2"] / sums["allowance_m2"] if sums["allowance_m2"] else None,
            DATA_YEAR=found.last_year,
        )
