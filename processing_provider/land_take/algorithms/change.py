"""Algorithm ``landtake_change``: what became artificial between two dates, what was given back, what is noise."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType
from ...errors import InputError
from ...parameters import number
from ...translation import number_text, tr
from .change_dates import add_dates, two_dates, years_between
from .change_rows import ChangeRows
from .coverage import add_allow_unknown, add_area_method, check_overlaps, check_unknown, read_coverage

ALL, CHANGED, NONE = "all", "changed", "none"
HECTARE = 10_000.0
LOUD = 0.2  # noise over true change: beyond, the change is not well measured
OUTSIDE = 0.001  # of a coverage: beyond, the two do not show the same ground


class LandTakeChange(CityOrchestraAlgorithm):
    """Change of artificialisation between two states."""

    ID = "landtake_change"
    GROUP = "land_take"

    def displayName(self):
        return tr("Change between two dates")

    def shortDescription(self):
        return tr("Net artificialisation between two dates: taken, given back, and what is only noise of boundaries.")

    def tags(self):
        return [
            "zan", "land take", "flux", "artificialisation", "désartificialisation", "renaturation", "overlay",
            "évolution", "sobriété foncière", "millésime",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Crosses two states of artificialisation and gives one polygon for each piece: its codes and flags at "
                "both dates, its flux (1 taken, −1 given back, 0), and its class: stable, changement, "
                "bruit_geometrique or flux_sous_seuil. Areas come from an exact overlay and add up to the common "
                "extent; the flux by the matrix alone (flux_brut) always stands beside the flux of the decree."
            ),
            tr(
                "bruit_geometrique: a strip narrower than the limit between surfaces that stay what they were, as two "
                "surveys never draw a boundary in the same place (up to twice the limit where three quarters of both "
                "surfaces stay). flux_sous_seuil: a patch below 2 500 m² without a building of 50 m². saut_seuil marks "
                "pieces whose flag changed only because a patch crossed a threshold."
            ),
            tr(
                "Compare surveys of the same producer only: differences between products are not change. Try the noise "
                "first; the log compares it with the true change."
            ),
        )

    def define(self):
        for name, label in (("T1", tr("State at the first date")), ("T2", tr("State at the second date"))):
            self.add(
                QgsProcessingParameterFeatureSource(name, label, [SourceType.TypeVectorPolygon]),
                tr("Output of “Artificialisation at one date”."),
            )
        add_dates(self)
        self.add(
            number("SLIVER_W", tr("Width of noise (m)"), 1.0, minimum=0.0, maximum=20.0),
            tr("Twice the error of position of the sources: 1 m for OCS GE. 0 takes every strip for change."),
        )
        self.add(
            QgsProcessingParameterEnum(
                "GEOM", tr("Pieces to draw"), [ALL, CHANGED, NONE], defaultValue=ALL, usesStaticStrings=True
            ),
            tr(
                "all: the whole territory, which indicators by zone need. changed: only what changed. none: no "
                "polygon, only the table and the figures."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("ABSORB", tr("Absorb the noise"), False),
            tr("Strips of noise then take the codes and flags of the first date."),
            advanced=True,
        )
        for name, label in (("SIGMA_1", tr("Error of position, first date (m)")),
                            ("SIGMA_2", tr("Error of position, second date (m)"))):  # fmt: skip
            self.add(
                number(name, label, 0.5, minimum=0.0, maximum=50.0),
                tr("One standard deviation; tells how much noise the boundaries are expected to make."),
                advanced=True,
            )
        add_area_method(self)
        add_allow_unknown(self)
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Change"), QgsProcessing.SourceType.TypeVectorPolygon),
            tr("The pieces with codes, flags, flux, class, area and width."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_TABLE",
                tr("Table of changes"),
                QgsProcessing.SourceType.TypeVector,
                optional=True,
                createByDefault=False,
            ),
            tr("Areas by codes and flags at both dates and class."),
        )
        for name, label in figure_labels():
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def compute(self, parameters, context, feedback):
        from ..overlay import overlay_areas

        steps = self.steps(6, feedback)
        first = self._state(parameters, "T1", context, steps, None)
        steps.setCurrentStep(1)
        second = self._state(parameters, "T2", context, steps, first.table.crs)
        dates = two_dates(self, parameters, context, (first, second))
        steps.setCurrentStep(2)
        shared = overlay_areas(first.geometry, second.geometry, stop=steps.isCanceled)
        if not shared.area_m2.size:
            raise InputError("The two layers do not cover the same ground; check them and their reference systems.")
        steps.setCurrentStep(3)
        rows = ChangeRows(first, second, shared, dates)
        choice = self.parameterAsEnumString(parameters, "GEOM", context) or ALL
        rows.build(
            self.parameterAsDouble(parameters, "SLIVER_W", context),
            everything=choice == ALL,
            absorb=self.parameterAsBoolean(parameters, "ABSORB", context),
            stop=steps.isCanceled,
        )
        steps.setCurrentStep(4)
        figures = rows.figures()
        figures["ANNEES"] = years_between(*dates)
        allowed = self.parameterAsBoolean(parameters, "ALLOW_UNKNOWN", context)
        check_unknown(figures["UNKNOWN_M2"], figures["COMMON_M2"], tr("Both dates"), allowed, feedback)
        expected = self._expected_noise(parameters, context, steps, first, second)
        result = RunResult()
        drawn = {ALL: np.ones(len(rows), dtype=bool), CHANGED: rows.changed, NONE: np.zeros(len(rows), dtype=bool)}
        result["OUTPUT"] = rows.write(self, parameters, "OUTPUT", context, steps, drawn[choice])
        result.layers.append(("OUTPUT", "landtake_change.qml", tr("Change of artificial land")))
        if parameters.get("OUTPUT_TABLE"):
            result["OUTPUT_TABLE"] = rows.write_table(self, parameters, "OUTPUT_TABLE", context, steps)
            result.layers.append(("OUTPUT_TABLE", "", tr("Table of changes")))
        result.abstract = tr(
            "Change of artificial land between {first} and {second}, by the annex to article R. 101-1. It measures the "
            "balance inside planning documents; it does not decide what may be built, nor apply to one project."
        ).format(first=dates[0].isoformat(), second=dates[1].isoformat())
        result.update(figures, BRUIT_ATTENDU_M2=expected)
        self._tell(figures, expected, feedback)
        return result

    def _state(self, parameters, name, context, feedback, crs):
        coverage = read_coverage(self, parameters, name, context, feedback, crs)
        label = self.parameterDefinition(name).description()
        if coverage.table.fields.lookupField("artif") < 0:
            raise InputError(
                "{layer} has no field artif; run “Artificialisation at one date” on it first.", layer=label
            )
        check_overlaps(coverage, label, feedback)
        return coverage

    def _expected_noise(self, parameters, context, feedback, first, second):
        """Return the area that the errors of position are expected to change [m2]."""
        from ..adjacency import neighbours
        from ..change import boundary_length, expected_noise
        from .change_rows import flags_of

        lengths = [
            self.stoppable(
                lambda one=one: boundary_length(flags_of(one.table, "artif"), neighbours(one.geometry)), feedback
            )
            for one in (first, second)
        ]
        sigmas = [self.parameterAsDouble(parameters, name, context) for name in ("SIGMA_1", "SIGMA_2")]
        return expected_noise(max(lengths), *sigmas)

    def _tell(self, figures, expected, feedback):
        hectares = {name: number_text(value / HECTARE, 2) for name, value in figures.items() if name.endswith("_M2")}
        for sentence in (
            tr("Taken {FLUX_ART_M2} ha, given back {FLUX_DESART_M2} ha, net {FLUX_NET_M2} ha after thresholds."),
            tr("By the matrix alone: taken {BRUT_ART_M2} ha, given back {BRUT_DESART_M2} ha, net {BRUT_NET_M2} ha."),
            tr("Patches below the threshold {SOUS_SEUIL_M2} ha, jumps of a threshold {SAUT_M2} ha."),
            tr("Common extent {COMMON_M2} ha; only at the first date {HORS_EMPRISE1_M2} ha, only at the second "
               "{HORS_EMPRISE2_M2} ha."),
        ):  # fmt: skip
            feedback.pushInfo(sentence.format(**hectares))
        feedback.pushInfo(
            tr("Noise of boundaries {noise} ha between artificial land and other; {expected} ha are expected.").format(
                noise=hectares["BRUIT_M2"], expected=number_text(expected / HECTARE, 2)
            )
        )
        moved = figures["BRUT_ART_M2"] + figures["BRUT_DESART_M2"]
        if figures["BRUIT_M2"] > LOUD * moved and figures["BRUIT_M2"] > 0.0:
            feedback.pushWarning(
                tr(
                    "The noise of boundaries is {share} % of the true change: the surveys do not draw alike. Read the "
                    "change with care, and do not compare surveys of two producers."
                ).format(share=number_text(100.0 * figures["BRUIT_M2"] / moved, 0) if moved else "∞")
            )
        outside = max(figures["HORS_EMPRISE1_M2"], figures["HORS_EMPRISE2_M2"])
        if outside > OUTSIDE * figures["COMMON_M2"]:
            feedback.pushWarning(
                tr("The two dates do not cover the same ground: figures hold for the common extent only.")
            )


def figure_labels():
    """Return the numbers that the algorithm gives, with their labels."""
    return (
        ("FLUX_ART_M2", tr("Taken (m²)")),
        ("FLUX_DESART_M2", tr("Given back (m²)")),
        ("FLUX_NET_M2", tr("Net (m²)")),
        ("BRUT_ART_M2", tr("Taken by the matrix alone (m²)")),
        ("BRUT_DESART_M2", tr("Given back by the matrix alone (m²)")),
        ("BRUT_NET_M2", tr("Net by the matrix alone (m²)")),
        ("SOUS_SEUIL_M2", tr("Patches below the threshold (m²)")),
        ("SAUT_M2", tr("Jumps of a threshold (m²)")),
        ("BRUIT_M2", tr("Noise of boundaries (m²)")),
        ("BRUIT_ATTENDU_M2", tr("Noise expected (m²)")),
        ("UNKNOWN_M2", tr("Unknown (m²)")),
        ("COMMON_M2", tr("Common extent (m²)")),
        ("HORS_EMPRISE1_M2", tr("Only at the first date (m²)")),
        ("HORS_EMPRISE2_M2", tr("Only at the second date (m²)")),
        ("ECART_RELATIF", tr("Largest relative difference of sums")),
        ("ANNEES", tr("Years between the dates")),
        ("PIECES", tr("Pieces")),
    )
