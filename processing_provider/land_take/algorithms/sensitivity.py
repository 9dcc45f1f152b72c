"""Algorithm ``landtake_sensitivity``: how far the figures depend on thresholds, noise, order and weights."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ... import provenance
from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType, field
from ...errors import InputError
from ...layers import write_features
from ...parameters import number
from ...raster_files import write_text
from ...translation import number_text, tr
from .coverage import add_allow_unknown, add_area_method
from .ground_layer import HECTARE, ground_layer, known_number, read_ground
from .state_parameters import add_thresholds, add_worth, chosen_thresholds, chosen_worth, numbers_of

KINDS = {
    "parametre": "text", "valeur": "text", "indicateur": "text", "unite": "text", "resultat": "real", "delta": "real",
    "delta_pct": "real", "defaut": "integer",
}  # fmt: skip
FOLLOWED = "flux_net"


class LandTakeSensitivity(CityOrchestraAlgorithm):
    """One choice changed at a time, over two coverages crossed once."""

    ID = "landtake_sensitivity"
    GROUP = "land_take"

    def displayName(self):
        return tr("Sensitivity of land take")

    def shortDescription(self):
        return tr("How far net artificialisation and the score depend on thresholds, noise of boundaries and weights.")

    def tags(self):
        return [
            "zan", "land take", "sensitivity", "uncertainty", "tornado", "threshold", "weights", "sensibilité",
            "incertitude", "seuil", "pondération", "artificialisation",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Crosses two land covers once, then gives the figures again with one choice changed at a time: the "
                "threshold of area, the width of noise, what is settled first, and each weight of the score. The "
                "table has a row for each value and figure, with its difference from the default; the page draws the "
                "widest bars on top."
            ),
            tr(
                "Figures hold for the ground that both dates cover: artificial land (stock), taken and given back "
                "after thresholds, net, net by the matrix alone, noise, patches below the threshold, jumps, and the "
                "state score E at both dates. The threshold of area is also that of patches of change."
            ),
            tr(
                "A short bar does not make a figure right: it only says that these choices do not matter to it. Errors "
                "of the land cover itself are not part of this."
            ),
        )

    def define(self):
        for name, label in (("T1", tr("Land cover or state at the first date")),
                            ("T2", tr("Land cover or state at the second date"))):  # fmt: skip
            self.add(
                QgsProcessingParameterFeatureSource(name, label, [SourceType.TypeVectorPolygon]),
                tr("Normalised land cover or state; exemptions of a state (parks, panels) stay."),
            )
        for name, label, default, text in (
            ("SEUILS", tr("Thresholds of area to try (m²)"), "0, 1250, 2500, 5000", tr("Numbers of 0 or more.")),
            ("SLIVERS", tr("Widths of noise to try (m)"), "0.5, 1, 2", tr("Numbers of 0 or more.")),
        ):
            self.add(QgsProcessingParameterString(name, label, default), text)
        self.add(
            number("OMEGA_PCT", tr("Change of each weight (%)"), 20.0, minimum=0.0, maximum=100.0),
            tr(
                "Each weight of the score is lowered and raised by this share, one at a time; all are then scaled to 1."
            ),
        )
        self.add(
            number("SLIVER_W", tr("Width of noise (m)"), 1.0, minimum=0.0, maximum=20.0),
            tr("By default, while other choices are changed."),
            advanced=True,
        )
        add_thresholds(self)
        add_worth(self)
        add_area_method(self)
        add_allow_unknown(self)
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Sensitivity"), QgsProcessing.SourceType.TypeVector),
            tr("Table: choice, value, figure, unit, result, difference from the default (also in %), default or not."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_HTML", tr("Page of the sensitivity"), "HTML (*.html)", optional=True, createByDefault=True
            ),
            tr("Page with a chart of bars for each figure."),
        )
        for name, label in (
            ("FLUX_NET_M2", tr("Net artificialisation by default (m²)")),
            ("FLUX_NET_MIN_M2", tr("Lowest net artificialisation (m²)")),
            ("FLUX_NET_MAX_M2", tr("Highest net artificialisation (m²)")),
            ("E2", tr("State at the second date by default")),
            ("COMMON_M2", tr("Common extent (m²)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))
        self.addOutput(QgsProcessingOutputString("PARAMETRE", tr("Choice that moves the net most")))

    def check(self, parameters, context):
        for name in ("SEUILS", "SLIVERS"):
            self._numbers(parameters, name, context)

    def _numbers(self, parameters, name, context):
        text = self.parameterAsString(parameters, name, context)
        found = numbers_of(text)
        if not found or not all(0.0 <= value < float("inf") for value in found):
            raise InputError(
                "{name} is “{text}”; give numbers of 0 or more, like 0, 1250, 2500, 5000.", name=name, text=text
            )
        return sorted(set(found))

    def compute(self, parameters, context, feedback):
        from ..overlay import overlay_areas
        from ..sensitivity import INDICATORS, Comparison, swings, table, variants

        steps = self.steps(5, feedback)
        first = read_ground(self, parameters, "T1", context, steps)
        steps.setCurrentStep(1)
        second = read_ground(self, parameters, "T2", context, steps, first.table.crs)
        steps.setCurrentStep(2)
        grounds = [
            ground_layer(self, parameters, name, context, steps, coverage)
            for name, coverage in (("T1", first), ("T2", second))
        ]
        shared = overlay_areas(first.geometry, second.geometry, stop=steps.isCanceled)
        if not shared.total_m2 > 0.0:
            raise InputError("The two dates do not cover the same ground; check both layers.")
        steps.setCurrentStep(3)
        default = self._default(parameters, context)
        tried = variants(
            default,
            self._numbers(parameters, "SEUILS", context),
            self._numbers(parameters, "SLIVERS", context),
            self.parameterAsDouble(parameters, "OMEGA_PCT", context) / 100.0,
        )
        functions, reference = self._functions(parameters, context, grounds)
        comparison = Comparison(grounds[0].faces, grounds[1].faces, functions, shared, reference)
        rows = []
        for row in table(comparison, default, tried, steps.isCanceled):
            rows.append(row)
            steps.setProgress(100.0 * len(rows) / (len(tried) * len(INDICATORS)))
        figures = comparison.figures(default)
        steps.setCurrentStep(4)
        bars = {name: swings(rows, name) for name in INDICATORS}
        result = RunResult()
        result["OUTPUT"] = self._write(parameters, context, steps, rows, figures)
        result.layers.append(("OUTPUT", "", tr("Sensitivity")))
        self._page(parameters, context, result, rows, figures, bars, default)
        net = [row.result for row in rows if row.indicator == FOLLOWED] or [figures[FOLLOWED]]
        widest = bars[FOLLOWED][0] if bars[FOLLOWED] else ("", (0.0, ""), (0.0, ""))
        moves = widest[2][0] - widest[1][0] > 0.0
        result.update(
            FLUX_NET_M2=figures[FOLLOWED],
            FLUX_NET_MIN_M2=min(net),
            FLUX_NET_MAX_M2=max(net),
            E2=known_number(figures["e2"]),
            COMMON_M2=comparison.common_m2(),
            PARAMETRE=widest[0] if moves else "",
        )
        self._tell(result, feedback)
        return result

    def _default(self, parameters, context):
        from ..sensitivity import Choices

        omega = chosen_worth(self, parameters, context)[1]
        sliver = self.parameterAsDouble(parameters, "SLIVER_W", context)
        return Choices(chosen_thresholds(self, parameters, context), sliver, omega)

    def _functions(self, parameters, context, grounds):
        from ..functions import soil_functions

        carbon = chosen_worth(self, parameters, context)[0]
        found = tuple(soil_functions(one.faces.cover, one.faces.use, carbon=carbon) for one in grounds)
        return found, carbon["meadow"]

    def _write(self, parameters, context, feedback, rows, figures):
        from ..sensitivity import INDICATORS

        fields = QgsFields()
        for name, kind in KINDS.items():
            fields.append(field(name, kind))
        sink, destination = self.sink(
            parameters, "OUTPUT", context, fields, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
        )
        columns = zip(
            *(
                (
                    row.parameter, row.value, row.indicator, INDICATORS[row.indicator], row.result, row.delta,
                    100.0 * row.delta / abs(figures[row.indicator]) if figures[row.indicator] else None,
                    int(row.default),
                )
                for row in rows
            )
        )  # fmt: skip
        write_features(sink, fields, np.full(len(rows), None, dtype=object), list(columns), feedback=feedback)
        del sink
        return destination

    def _page(self, parameters, context, result, rows, figures, bars, default):
        from ..sensitivity import INDICATORS
        from .sensitivity_page import sensitivity_html

        path = self.parameterAsFileOutput(parameters, "OUTPUT_HTML", context)
        if not path:
            return
        chosen = default.thresholds
        sentence = tr(
            "By default: threshold of area {area} m², of buildings {built} m², width of roads {width} m, settled first "
            "{order}, width of noise {sliver} m, weights {omega}."
        ).format(
            area=number_text(chosen.area_m2),
            built=number_text(chosen.built_m2),
            width=number_text(chosen.width_m, 1),
            order=chosen.order,
            sliver=number_text(default.sliver_m, 1),
            omega="; ".join(number_text(value, 2) for value in default.omega),
        )
        values = {"rows": rows, "default": figures, "units": INDICATORS, "choices": [sentence], "swings": bars}
        record = provenance.new_record(
            f"cityorchestra:{self.ID}",
            provenance.parameter_texts(self.parameterDefinitions(), parameters, context),
            self._inputs,
        )
        write_text(path, sensitivity_html(values, record))
        result["OUTPUT_HTML"] = self.written(path)

    def _tell(self, result, feedback):
        area = {name: number_text(result[name] / HECTARE, 3) for name in result if name.endswith("_M2")}
        feedback.pushInfo(
            tr("Net artificialisation {FLUX_NET_M2} ha; from {FLUX_NET_MIN_M2} to {FLUX_NET_MAX_M2} ha by the choices "
               "that were tried.").format(**area)
        )  # fmt: skip
        if result["PARAMETRE"]:
            feedback.pushInfo(tr("What moves it most: {name}.").format(name=result["PARAMETRE"]))
