"""Algorithm ``landtake_scenario``: what projects do to the balance, the score and the carbon of a territory."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType
from ...errors import InputError, RunCancelledError
from ...translation import number_text, tr
from .coverage import add_allow_unknown, add_area_method, measured_areas, metric_reading
from .ground_layer import HECTARE, ground_layer, known_number, read_ground
from .scenario_projects import ProjectLayer, add_delay, add_projects
from .scenario_rows import BASE, PROJECT, PROJECTS, ZONE, DeltaTable, warning, write_coverage
from .state_parameters import add_thresholds, add_worth, chosen_thresholds, chosen_worth


class LandTakeScenario(CityOrchestraAlgorithm):
    """Projects painted over a state, thresholds run again, and everything before and after."""

    ID = "landtake_scenario"
    GROUP = "land_take"

    def displayName(self):
        return tr("Project scenario")

    def shortDescription(self):
        return tr("What projects or soil given back change: artificial land, score, carbon, before and after.")

    def tags(self):
        return [
            "zan", "land take", "scenario", "project", "simulation", "score", "projet", "scénario", "renaturation",
            "compensation", "artificialisation", "carbone",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Paints the projects over the land cover, exactly: faces below are cut and their areas still add up. "
                "The thresholds of the decree then run on the whole changed cover, and artificial land, the parts of "
                "the score and the carbon of the soil are given before (1) and after (2)."
            ),
            tr(
                "OUTPUT is the cover after the projects; effet says what became of each piece: artificialise, "
                "renature, renature_sans_preuve, sous_seuil, autre, inchange. The table has a row for the whole base, "
                "one for the ground of all projects, one for each zone, and one for each project as if it were alone: "
                "its score is that of its own ground, its flux that of the whole base. The rows of projects need not "
                "add up, since neighbours may cross a threshold together."
            ),
            tr(
                "flux_art and flux_desart follow the decree; flux_brut_… stand beside them by the matrix alone; "
                "saut_seuil is what a threshold alone changed, sous_seuil_m2 what is too small to count. Land given "
                "back by projects without evidence is in sans_preuve_m2 and not in flux_desart. The credit, A × p × "
                "(1 + r)^−d, is for reporting: the balance of the law knows p = 1 and r = 0."
            ),
            tr(
                "Every figure is a simulation of the effect on the balance, not a legal qualification: the "
                "nomenclature measures the balance inside planning documents, and does not apply to one project. "
                "Carbon is a mean of a whole zone, an order of magnitude for a parcel."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("BASE", tr("Land cover or state"), [SourceType.TypeVectorPolygon]),
            tr(
                "Output of “Artificialisation at one date”, or a normalised land cover. Parks and panels that a state "
                "exempts stay exempted where nothing is drawn."
            ),
        )
        add_projects(self)
        self.add(
            QgsProcessingParameterFeatureSource("ZONES", tr("Zones"), [SourceType.TypeVectorPolygon], optional=True),
            tr(
                "Communes, sectors or parcels to tell the difference for; they may overlap. It is always told for the "
                "whole base and for the ground of the projects."
            ),
        )
        self.add(
            QgsProcessingParameterField("ZONE_ID", tr("Zone identifier field"), None, "ZONES", optional=True),
            tr("Names the zones in the table; the identifier of the feature when left empty."),
            advanced=True,
        )
        add_delay(self)
        self.add(
            QgsProcessingParameterBoolean("EACH", tr("Each project alone too"), True),
            tr("Adds a row for each project as if it were the only one; the thresholds run once more for each."),
            advanced=True,
        )
        add_thresholds(self)
        add_worth(self)
        add_area_method(self)
        add_allow_unknown(self)
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Scenario"), QgsProcessing.SourceType.TypeVectorPolygon),
            tr("The whole land cover after the projects, with the fields of a state and what became of each piece."),
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT_DELTA", tr("Differences"), QgsProcessing.SourceType.TypeVector),
            tr("The table of what is before and after, by base, projects, zones, and each project alone."),
        )
        for name, label in figure_labels():
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def compute(self, parameters, context, feedback):
        steps = self.steps(7, feedback)  # each reads or writes one layer at most: progress never goes back
        coverage = read_ground(self, parameters, "BASE", context, steps)
        steps.setCurrentStep(1)
        layer = ProjectLayer(self, parameters, context, steps, coverage.table.crs)
        steps.setCurrentStep(2)
        ground = ground_layer(self, parameters, "BASE", context, steps, coverage, layer.table.geometry)
        simulation, outcome = self._simulated(parameters, context, steps, ground, layer)
        ground.tell_difference(simulation.before.artificial, steps)
        delta = DeltaTable()
        figures = self._summed(simulation, outcome, ground, layer, delta)
        steps.setCurrentStep(3)
        self._add_zones(parameters, context, steps, ground, simulation, outcome, delta)
        steps.setCurrentStep(4)
        self._add_each(parameters, context, steps, layer, simulation, outcome, delta)
        steps.setCurrentStep(5)
        result = RunResult()
        result["OUTPUT"] = write_coverage(self, parameters, context, steps, ground, layer, simulation, outcome)
        steps.setCurrentStep(6)
        result["OUTPUT_DELTA"] = delta.write(self, parameters, context, steps)
        result.layers.append(("OUTPUT", "landtake_scenario.qml", tr("Scenario")))
        result.layers.append(("OUTPUT_DELTA", "", tr("Differences of the scenario")))
        result.abstract = tr(
            "What projects change: a simulation of the effect on the balance, not a legal qualification. The "
            "nomenclature measures the balance inside planning documents and does not apply to one project."
        )
        result.update(figures)
        self._tell(figures, layer, feedback)
        return result

    def _simulated(self, parameters, context, feedback, ground, layer):
        """Return the simulation, and what all projects together give."""
        from ..balance import Worth, on_slab
        from ..functions import soil_functions
        from ..scenario import Painter, projects, stacked
        from ..simulation import Simulation

        carbon, omega = chosen_worth(self, parameters, context)
        drawn = projects(layer.table.geometry, layer.cover, layer.use, layer.flag)
        sites = soil_functions(layer.cover, layer.use, carbon=carbon)
        sites = on_slab(sites, layer.cover, layer.thickness_cm, layer.roof, carbon["sealed"])
        worth = Worth(
            soil_functions(ground.faces.cover, ground.faces.use, carbon=carbon), sites, carbon["meadow"], omega
        )
        simulation = Simulation(
            Painter(ground.faces),
            drawn,
            stacked(drawn.geometry, layer.order),
            worth,
            layer.proven,
            layer.delay_years,
            self.parameterAsDouble(parameters, "SUCCES", context),
            self.parameterAsDouble(parameters, "TAUX", context),
            chosen_thresholds(self, parameters, context),
        )
        return simulation, self.stoppable(simulation.together, feedback)

    def _summed(self, simulation, outcome, ground, layer, delta):
        """Add the rows of the base and of the ground of the projects; return the figures of the run."""
        from ..simulation import whole

        found = simulation.balances(outcome, np.arange(len(layer)), whole(outcome))
        painted = outcome.painted
        own_m2, base_m2 = (float(value) for value in found["couvert_m2"])
        if own_m2 <= 0.0:
            raise InputError("No project lies on the land cover; check both layers and their reference systems.")
        by_row = {name: values[::-1] for name, values in found.items()}  # the base first
        delta.add(BASE, [BASE], [base_m2], by_row)
        delta.add(PROJECTS, [PROJECTS], [own_m2], found)
        figures = {name: known_number(found[column][1]) for name, column in FIGURE_COLUMNS.items()}
        own = {name: known_number(found[column][0]) for name, column in (("E1_PROJETS", "e1"), ("E2_PROJETS", "e2"))}
        figures.update(own, PROJETS_M2=own_m2)
        figures["HORS_BASE_M2"] = float(painted.outside_m2.sum())
        figures["CACHE_M2"] = _hidden(layer, simulation)
        return figures

    def _add_zones(self, parameters, context, feedback, ground, simulation, outcome, delta):
        from ..simulation import within

        if parameters.get("ZONES") in (None, ""):
            return
        zones = metric_reading(self, parameters, "ZONES", context, feedback, ground.coverage.table.crs)
        if not len(zones):
            return
        method = self.parameterAsEnumString(parameters, "AREA", context)
        area = measured_areas(zones.geometry, zones.crs, method)[1]
        name = self.parameterAsString(parameters, "ZONE_ID", context)
        names = zones.column(name).values.tolist() if name else zones.feature_ids.tolist()
        rows = np.arange(len(outcome.painted.outside_m2))
        found = self.stoppable(lambda: simulation.balances(outcome, rows, within(zones.geometry, outcome)), feedback)
        delta.add(ZONE, [None if one is None else str(one) for one in names], area, found)

    def _add_each(self, parameters, context, feedback, layer, simulation, outcome, delta):
        """Add a row for each project alone."""
        from ..simulation import whole

        if not self.parameterAsBoolean(parameters, "EACH", context):
            return
        for row in range(len(layer)):
            if feedback.isCanceled():
                raise RunCancelledError
            alone = outcome if len(layer) == 1 else simulation.alone(row)
            found = simulation.balances(alone, np.array([row]), whole(alone))
            # The score is that of its own ground, what flows that of the whole base.
            for title in FLOWS:
                found[title] = found[title][::-1]
            more = (str(layer.cover[row]), str(layer.use[row]) or None, int(layer.proven[row]))
            delta.add(PROJECT, [layer.names[row]], [float(found["couvert_m2"][0])], found, more)
            feedback.setProgress(100.0 * (row + 1) / len(layer))

    def _tell(self, figures, layer, feedback):
        area = {name: number_text(value / HECTARE, 3) for name, value in figures.items() if name.endswith("_M2")}
        state = {name: _points(figures[name], 2) for name in ("E1", "E2")}
        feedback.pushInfo(warning()[:1].upper() + warning()[1:] + ".")
        feedback.pushInfo(
            tr(
                "Artificial land {ARTIF1_M2} ha before, {ARTIF2_M2} ha after; state of the whole base {E1} before, "
                "{E2} after."
            ).format(**area, **state)
        )
        feedback.pushInfo(
            tr("On the ground of the projects the state goes from {first} to {second}.").format(
                first=_points(figures["E1_PROJETS"], 1), second=_points(figures["E2_PROJETS"], 1)
            )
        )
        feedback.pushInfo(
            tr(
                "Taken {FLUX_ART_M2} ha, given back {FLUX_DESART_M2} ha with evidence; by thresholds alone {SAUT_M2} "
                "ha, too small to count {SOUS_SEUIL_M2} ha."
            ).format(**area)
        )
        feedback.pushInfo(
            tr("Carbon of the soil: {lost} t CO2 set free, {gained} t CO2 taken up over 20 years.").format(
                lost=number_text(figures["CO2_PERTE_T"], 1), gained=number_text(figures["CO2_GAIN_T"], 1)
            )
        )
        if figures["SANS_PREUVE_M2"] > 0.0:
            feedback.pushWarning(
                tr(
                    "{area} ha are given back without evidence that the soil will work again: they are counted apart "
                    "and earn no credit. Fill the field of the evidence, or PREUVE."
                ).format(area=area["SANS_PREUVE_M2"])
            )
        if figures["HORS_BASE_M2"] > 1.0:
            feedback.pushWarning(
                tr("{area} ha of the projects lie outside the land cover and count for nothing.").format(
                    area=area["HORS_BASE_M2"]
                )
            )
        if figures["CACHE_M2"] > 1.0:
            feedback.pushInfo(
                tr(
                    "Projects overlap on {area} ha: there the one of highest priority is seen, then the later one."
                ).format(area=area["CACHE_M2"])
            )


FIGURE_COLUMNS = {
    "ARTIF1_M2": "artif1_m2", "ARTIF2_M2": "artif2_m2", "E1": "e1", "E2": "e2", "FLUX_ART_M2": "flux_art",
    "FLUX_DESART_M2": "flux_desart", "FLUX_NET_M2": "flux_net", "SANS_PREUVE_M2": "sans_preuve_m2",
    "SOUS_SEUIL_M2": "sous_seuil_m2", "SAUT_M2": "saut_seuil", "CO2_PERTE_T": "co2_perte_t",
    "CO2_GAIN_T": "co2_gain_t", "CREDIT_M2": "credit_m2",
}  # fmt: skip
FLOWS = (
    "flux_art", "flux_desart", "flux_net", "sans_preuve_m2", "flux_brut_art", "flux_brut_desart", "sous_seuil_m2",
    "saut_seuil", "prouve_m2", "co2_perte_t", "co2_gain_t", "credit_m2",
)  # fmt: skip


def figure_labels():
    """Return the numbers that the algorithm gives, with their labels."""
    return (
        ("ARTIF1_M2", tr("Artificial before (m²)")),
        ("ARTIF2_M2", tr("Artificial after (m²)")),
        ("E1", tr("State before")),
        ("E2", tr("State after")),
        ("E1_PROJETS", tr("State before, ground of the projects")),
        ("E2_PROJETS", tr("State after, ground of the projects")),
        ("FLUX_ART_M2", tr("Taken (m²)")),
        ("FLUX_DESART_M2", tr("Given back (m²)")),
        ("FLUX_NET_M2", tr("Net (m²)")),
        ("SANS_PREUVE_M2", tr("Given back without evidence (m²)")),
        ("SOUS_SEUIL_M2", tr("Patches below the threshold (m²)")),
        ("SAUT_M2", tr("Jumps of a threshold (m²)")),
        ("CO2_PERTE_T", tr("Carbon set free (t CO2)")),
        ("CO2_GAIN_T", tr("Carbon taken up over 20 years (t CO2)")),
        ("CREDIT_M2", tr("Credit for reporting (m²)")),
        ("PROJETS_M2", tr("Ground of the projects (m²)")),
        ("HORS_BASE_M2", tr("Projects outside the land cover (m²)")),
        ("CACHE_M2", tr("Overlaps of projects (m²)")),
    )


def _points(score, decimals: int) -> str:
    return tr("not known") if score is None else number_text(score, decimals)


def _hidden(layer, simulation) -> float:
    """Return how much of the projects lies below others, on the map [m2]."""
    import shapely

    return float(shapely.area(layer.table.geometry).sum() - np.nan_to_num(shapely.area(simulation.seen)).sum())
