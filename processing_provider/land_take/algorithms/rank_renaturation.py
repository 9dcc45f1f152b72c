"""Algorithm ``landtake_rank_renaturation``: which soil to give back first, under a budget."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, field
from ...errors import InputError
from ...layers import output_fields, write_features
from ...parameters import number, optional_number
from ...plain_layers import one_type
from ...translation import number_text, tr
from .coverage import add_allow_unknown, add_area_method, metric_reading
from .ground_layer import ground_layer, read_ground
from .scenario_rows import warning
from .state_parameters import add_new_codes, add_thresholds, add_worth, chosen_thresholds, chosen_worth

KINDS = {
    "rank": "integer", "gain_z": "real", "gain_ratio": "real", "gain_m2_legal": "real", "saut_m2": "real",
    "seul_m2_legal": "real", "aire_m2": "real", "cout": "real", "groupe": "integer", "ensemble": "integer",
    "cum_m2": "real", "cum_cout": "real", "cum_gain": "real", "cum_m2_legal": "real", "part_budget": "real",
    "dans_budget": "integer", "avertissement": "text",
}  # fmt: skip
APART = 0.01  # relative: beyond, the sites of the budget are worth more or less together than one by one


class RankRenaturation(CityOrchestraAlgorithm):
    """Candidate sites ranked by what giving them back is worth."""

    ID = "landtake_rank_renaturation"
    GROUP = "land_take"

    def displayName(self):
        return tr("Rank sites to give back")

    def shortDescription(self):
        return tr("Which soil to give back first: gain of score and of the balance by site, under a budget.")

    def tags(self):
        return [
            "zan", "land take", "renaturation", "ranking", "compensation", "budget", "désimperméabilisation",
            "classement", "friche", "score", "priorité",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Gives each candidate back over the land cover, with the thresholds of the decree run again each "
                "time, and ranks them by the points of the state score of the whole base that a square metre (or, "
                "with a cost field, a euro) gains. gain_z holds the points, gain_m2_legal what the balance of the "
                "decree gains, saut_m2 what of it thresholds alone changed."
            ),
            tr(
                "A site below 2 500 m² gives the balance nothing by itself, and two that touch may give all. Sites "
                "that do not count whole are therefore tried together with those that they touch (the same groupe). "
                "Where the balance gains by it they are ranked as one (the same ensemble), their gain shared out by "
                "area; seul_m2_legal tells what each would give alone."
            ),
            tr(
                "Best gain per square metre first is the best choice under a budget where the last site may be taken "
                "in part (part_budget); what fits whole has dans_budget 1. The gains are those of one site or group "
                "at a time: the log compares their sum with that of all chosen sites together."
            ),
            tr(
                "A simulation of the effect on the balance, not a legal qualification. Land counts as given back only "
                "with evidence that the soil works again: see “Project scenario”."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("CANDIDATES", tr("Candidate sites"), [SourceType.TypeVectorPolygon]),
            tr("Polygons that could be given back: car parks, yards, brownfield land, roads."),
        )
        self.add(
            QgsProcessingParameterFeatureSource("BASE", tr("Land cover or state"), [SourceType.TypeVectorPolygon]),
            tr("Output of “Artificialisation at one date”, or a normalised land cover."),
        )
        self.add(
            number("BUDGET", tr("Budget (m², or € with a cost field)"), None, minimum=0.0, optional=True),
            tr("What may be given back or spent in all. Leave empty to rank without a limit."),
        )
        self.add(
            QgsProcessingParameterField("COST", tr("Cost field (€)"), None, "CANDIDATES", optional=True),
            tr("Cost of each site; then gains are ranked by euro. Sites without a cost are not ranked."),
        )
        add_new_codes(
            self,
            "2.2.1",
            "6.3",
            tr("What covers the ground afterwards: 2.2.1 grass, 2.1.2 shrubs, 2.1.1.1 broad-leaved trees."),
            tr("What the ground is used for afterwards: 6.3 no use, 1.1 farming, 1.2 forestry."),
        )
        add_thresholds(self)
        add_worth(self)
        add_area_method(self)
        add_allow_unknown(self)
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Ranked sites"), QgsProcessing.SourceType.TypeVectorPolygon),
            tr("The candidates with rank, gains, sums along the ranks, and whether the budget holds them."),
        )
        for name, label in (
            ("SITES", tr("Sites ranked")),
            ("RETENUS", tr("Sites in the budget")),
            ("GAIN_Z", tr("Gain of the sites in the budget, summed (points)")),
            ("GAIN_Z_ENSEMBLE", tr("Gain of the sites in the budget, together (points)")),
            ("GAIN_M2_LEGAL", tr("Gain of the balance, summed (m²)")),
            ("GAIN_M2_ENSEMBLE", tr("Gain of the balance, together (m²)")),
            ("M2", tr("Area of the sites in the budget (m²)")),
            ("COUT", tr("Cost of the sites in the budget (€)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def check(self, parameters, context):
        optional_number(self, parameters, "BUDGET", context)

    def compute(self, parameters, context, feedback):
        steps = self.steps(4, feedback)  # each reads or writes one layer at most: progress never goes back
        source = self.parameterAsSource(parameters, "CANDIDATES", context)
        coverage = read_ground(self, parameters, "BASE", context, steps)
        steps.setCurrentStep(1)
        sites = metric_reading(self, parameters, "CANDIDATES", context, steps, coverage.table.crs)
        label = self.parameterDefinition("CANDIDATES").description()
        if not len(sites):
            raise InputError("{layer} has no polygon; choose another layer.", layer=label)
        steps.setCurrentStep(2)
        ground = ground_layer(self, parameters, "BASE", context, steps, coverage, sites.geometry)
        cost = self._costs(parameters, context, sites, label, feedback)
        evaluator, units = self._measured(parameters, context, steps, ground, sites, cost)
        ground.tell_difference(evaluator.before.artificial, steps)
        columns = self._ranked(parameters, context, units, cost)
        steps.setCurrentStep(3)
        figures = self._figures(columns, cost, evaluator, steps)
        result = RunResult()
        result["OUTPUT"] = self._write(parameters, context, steps, sites, source, columns)
        result.layers.append(("OUTPUT", "landtake_ranking.qml", tr("Sites to give back")))
        result.abstract = tr(
            "Sites ranked by what giving them back is worth: a simulation of the effect on the balance, not a legal "
            "qualification."
        )
        result.update(figures)
        self._tell(figures, columns, feedback)
        return result

    def _measured(self, parameters, context, feedback, ground, sites, cost):
        """Return the evaluator, and the gains of sites and groups."""
        from ..balance import Worth
        from ..functions import soil_functions
        from ..nomenclature import judge
        from ..ranking_units import units_of
        from ..scenario import Painter, projects
        from ..site_gain import SiteEvaluator

        count = len(sites)
        cover = np.full(count, self.parameterAsEnumString(parameters, "CS_NEW", context) or "2.2.1")
        use = np.full(count, self.parameterAsEnumString(parameters, "US_NEW", context) or "6.3")
        flag = judge(cover, use).artificial
        if (flag != 0).any():
            raise InputError(
                "Cover {cover} with use {use} is artificial land itself: nothing would be given back. Choose another "
                "CS_NEW or US_NEW.",
                cover=cover[0],
                use=use[0],
            )
        carbon, omega = chosen_worth(self, parameters, context)
        worth = Worth(
            soil_functions(ground.faces.cover, ground.faces.use, carbon=carbon),
            soil_functions(cover, use, carbon=carbon),
            carbon["meadow"],
            omega,
        )
        painter = Painter(ground.faces)
        thresholds = chosen_thresholds(self, parameters, context)
        evaluator = SiteEvaluator(painter, projects(sites.geometry, cover, use, flag), worth, thresholds)
        together = sites.geometry if cost is None else np.where(np.isnan(cost), None, sites.geometry)
        units = units_of(evaluator, together, lambda share: feedback.setProgress(100.0 * share), feedback.isCanceled)
        outside = sum(gain.area_m2 <= 0.0 for gain in units.alone)
        if outside == count:
            raise InputError("No site lies on the land cover; check both layers and their reference systems.")
        if outside:
            feedback.pushWarning(
                tr("{layer}: {count} sites lie outside the land cover and are not ranked.").format(
                    layer=self.parameterDefinition("CANDIDATES").description(), count=outside
                )
            )
        return evaluator, units

    def _costs(self, parameters, context, sites, label, feedback):
        """Return the cost of each site, NaN where it has none; None without a field."""
        name = self.parameterAsString(parameters, "COST", context)
        if not name:
            return None
        column = sites.column(name)
        try:
            cost = np.array([float(str(value).replace(",", ".")) if value is not None else np.nan
                             for value in column.values.tolist()])  # fmt: skip
        except ValueError as error:
            raise InputError(
                "{layer}: the field {field} holds something that is no number; choose another cost field.",
                layer=label,
                field=name,
            ) from error
        cost[column.null] = np.nan
        if np.isnan(cost).any():
            feedback.pushWarning(
                tr("{layer}: {count} sites have no cost and are not ranked.").format(
                    layer=label, count=int(np.isnan(cost).sum())
                )
            )
        return cost

    def _ranked(self, parameters, context, units, cost):
        """Return the columns of the output."""
        from ..ranking import ranked_sites

        budget = optional_number(self, parameters, "BUDGET", context)
        found = ranked_sites(units, cost, budget)
        return {**found, "avertissement": np.full(len(units.unit), warning(), dtype=object)}

    def _figures(self, columns, cost, evaluator, feedback):
        kept = np.flatnonzero(np.asarray(columns["dans_budget"]) == 1)
        together = self.stoppable(lambda: evaluator.gain(kept), feedback) if kept.size else None
        return {
            "SITES": int(np.isfinite(columns["rank"]).sum()),
            "RETENUS": int(kept.size),
            "GAIN_Z": float(np.nansum(columns["gain_z"][kept])),
            "GAIN_Z_ENSEMBLE": together.score if together else 0.0,
            "GAIN_M2_LEGAL": float(np.nansum(columns["gain_m2_legal"][kept])),
            "GAIN_M2_ENSEMBLE": together.legal_m2 if together else 0.0,
            "M2": float(np.nansum(columns["aire_m2"][kept])),
            "COUT": float(np.nansum(cost[kept])) if cost is not None else None,
        }

    def _write(self, parameters, context, feedback, sites, source, columns):
        fields = output_fields(sites.fields, [field(name, kind) for name, kind in KINDS.items()])
        geometry, kind = one_type(sites.geometry, source)
        transform = None
        if sites.crs != source.sourceCrs():
            transform = QgsCoordinateTransform(sites.crs, source.sourceCrs(), context.transformContext())
        sink, destination = self.sink(parameters, "OUTPUT", context, fields.fields, kind, source.sourceCrs())
        order = np.argsort(np.where(np.isnan(columns["rank"]), np.inf, columns["rank"]), kind="stable")
        values = []
        for name, kind_of in KINDS.items():
            column = np.asarray(columns[name])[order]
            if kind_of == "integer":
                column = [None if value != value else int(value) for value in column.tolist()]
            values.append(column)
        write_features(
            sink,
            fields.fields,
            geometry[order],
            values,
            rows=fields.rows(sites, order),
            transform=transform,
            feedback=feedback,
        )
        del sink
        return destination

    def _tell(self, figures, columns, feedback):
        feedback.pushInfo(
            tr("{kept} of {count} sites fit into the budget: {area} m², {legal} m² for the balance.").format(
                kept=figures["RETENUS"],
                count=figures["SITES"],
                area=number_text(figures["M2"]),
                legal=number_text(figures["GAIN_M2_LEGAL"]),
            )
        )
        part = np.flatnonzero((columns["part_budget"] > 0.0) & (columns["part_budget"] < 1.0))
        if part.size:
            feedback.pushInfo(
                tr("The next sites fit in part: {share} % of rank {rank}; a part may stay below the threshold.").format(
                    share=number_text(100.0 * float(columns["part_budget"][part[0]]), 1),
                    rank=int(np.nanmin(columns["rank"][part])),
                )
            )
        for sums, together, sentence in (
            ("GAIN_Z", "GAIN_Z_ENSEMBLE",
             tr("Together the sites of the budget gain {together} points of score, one by one {sum}.")),
            ("GAIN_M2_LEGAL", "GAIN_M2_ENSEMBLE",
             tr("Together the sites of the budget gain {together} m² for the balance, one by one {sum} m².")),
        ):  # fmt: skip
            decimals = 4 if sums == "GAIN_Z" else 0
            text = sentence.format(
                together=number_text(figures[together], decimals), sum=number_text(figures[sums], decimals)
            )
            apart = abs(figures[sums] - figures[together]) > APART * max(abs(figures[together]), 1e-12)
            (feedback.pushWarning if apart else feedback.pushInfo)(text)
