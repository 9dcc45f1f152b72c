"""Algorithm ``landtake_zan_score``: a score from 0 to 100 for each zone, its parts, and how far weights decide it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, field
from ...errors import InputError
from ...layers import output_fields, write_features
from ...parameters import number, optional_number, usual_field
from ...plain_layers import one_type
from ...translation import number_text, tr
from ..score_weights import PART_FIELDS as PARTS
from .state_parameters import OMEGA_TEXT, weights_of
from .zone_reading import ZONE_NAMES, zone_field, zone_names

MOST_RANKED = 20_000  # zones: beyond, the ranks of 500 draws take longer than they tell
ROUNDING = 1e-6
NO_FUNCTIONS, NO_CHANGE, NO_PACE = "sans_fonctions", "sans_evolution", "sans_rythme"


class ZanScore(CityOrchestraAlgorithm):
    """ZAN score of zones."""

    ID = "landtake_zan_score"
    GROUP = "land_take"

    def displayName(self):
        return tr("ZAN score")

    def shortDescription(self):
        return tr("A score from 0 to 100 for each zone, with its parts and the interval that other weights would give.")

    def tags(self):
        return [
            "zan", "score", "land take", "weights", "monte carlo", "note", "pondération", "artificialisation",
            "sobriété foncière", "rang",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Scores zones from 0 to 100, 100 being best. The state e is the weighted mean of four parts, one for "
                "each function of the soil in article L. 101-2-1: land that is not artificial (s_art), rain that "
                "infiltrates (s_perm), biotope value (s_bio), carbon of the soil (s_c). The change v is 50 where as "
                "much is given back as taken, 0 at the pace of the reference decade. The efficiency f compares land "
                "taken per household that came."
            ),
            tr(
                "z = 0.6 e + 0.4 v, or 0.5 e + 0.3 v + 0.2 f; what is not known is left out and n_comp, n_parts and "
                "qualite say so. Classes: A from 80, B from 65, C from 50, D from 35, E below. z_p5 and z_p95 bound "
                "the scores that weights drawn around yours would give, rang_p5 and rang_p95 the ranks."
            ),
            tr(
                "Weights are choices of those who decide, not of this tool: they are written in the log, the metadata "
                "and the report. The score is a simulation, not a legal qualification, and not a measure of the "
                "variety of living things."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource("INDICATORS", tr("Indicators"), [SourceType.TypeVector]),
            tr("Output of “Indicators per zone”."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "FUNCTIONAL", tr("Soil functions"), [SourceType.TypeVector], optional=True
            ),
            tr("Output of “Soil functions” for the same zones; without it the state is that of artificial land alone."),
        )
        self.add(
            usual_field("ZONE_ID", tr("Name of the zone"), "code", "INDICATORS"),
            tr("Field that both layers share; a usual one is taken when it is left empty or missing."),
        )
        self.add(
            number("TAU", tr("Reference pace (% of the territory a year)"), None, minimum=0.0, optional=True),
            tr("Net artificialisation a year that gives v = 0. Left empty, it is that of the reference below."),
        )
        self.add(
            number("REFERENCE_M2", tr("Taken in the reference decade (m²)"), None, minimum=0.0, optional=True),
            tr("For the whole territory, in ten years; divided by ten and by the area of all zones."),
        )
        self.add(
            QgsProcessingParameterString("OMEGA", tr("Weights of the parts"), OMEGA_TEXT),
            tr("Four numbers: not artificial, infiltration, biotope, carbon. Their sum is scaled to 1."),
        )
        self.add(
            QgsProcessingParameterFile("OMEGA_CSV", tr("Table of weights"), extension="csv", optional=True),
            tr(
                "A table like resources/tables/land_take_score_weights.csv, which tells who chose the weights and "
                "when; it takes the place of the four numbers."
            ),
        )
        self.add(
            number("N_MC", tr("Draws of weights"), 500, minimum=0, maximum=100_000, integer=True),
            tr("Weights drawn around yours (Dirichlet); 0 for no interval."),
            advanced=True,
        )
        self.add(
            number("KAPPA", tr("Concentration of the draws"), 50.0, minimum=1.0, maximum=10_000.0),
            tr("The greater, the closer to your weights: 50 moves a weight of 40 % by about 7 points."),
            advanced=True,
        )
        self.add(
            number("SEED", tr("Seed of the draws"), 1, minimum=0, integer=True),
            tr("The same seed gives the same interval."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("ZAN score"), QgsProcessing.SourceType.TypeVector),
            tr("The zones with their score, its parts and intervals."),
        )
        for name, label in (
            ("ZONES_COUNT", tr("Zones")),
            ("STATE", tr("State of all zones, by area")),
            ("LOWEST", tr("Lowest score")),
            ("HIGHEST", tr("Highest score")),
            ("TAU_USED", tr("Reference pace used (% a year)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def check(self, parameters, context):
        self._weights(parameters, context)

    def _weights(self, parameters, context):
        """Return the weights, and whose they are: of the table where one is given, else as they are written."""
        from ..score_weights import ChosenWeights, read_weights

        table = self.parameterAsFile(parameters, "OMEGA_CSV", context)
        if table:
            return read_weights(Path(table))
        return ChosenWeights(weights_of(self.parameterAsString(parameters, "OMEGA", context)), "")

    def compute(self, parameters, context, feedback):
        from ..score import change_score, efficiency_score, rank_intervals, zan_scores

        steps = self.steps(3, feedback)
        zones = self.read(parameters, "INDICATORS", context, steps)
        if not len(zones) or zones.fields.lookupField("stock_pct") < 0:
            raise InputError("The layer has no indicators (stock_pct); run “Indicators per zone” first.")
        parts, missing = self._parts(parameters, context, steps, zones)
        pace = self._pace(parameters, context, zones)
        rate = _numbers(zones, "tx_net_an")
        change = np.full(len(zones), np.nan) if pace is None else change_score(rate / 100.0, pace)
        efficiency = efficiency_score(_numbers(zones, "flux_art"), _numbers(zones, "gain_menages"))
        chosen = self._weights(parameters, context)
        options = {
            "omega": chosen.omega,
            "draws": self.parameterAsInt(parameters, "N_MC", context),
            "concentration": self.parameterAsDouble(parameters, "KAPPA", context),
            "seed": self.parameterAsInt(parameters, "SEED", context),
        }
        steps.setCurrentStep(1)
        scores = self.stoppable(lambda: zan_scores(parts, change, efficiency, **options), steps)
        if len(zones) > MOST_RANKED:
            options["draws"] = 0
            feedback.pushInfo(
                tr("Ranks have no interval: there are more than {count} zones.").format(count=MOST_RANKED)
            )
        ranks = self.stoppable(lambda: rank_intervals(parts, change, efficiency, **options), steps)
        steps.setCurrentStep(2)
        told = _quality(missing, np.isfinite(rate), pace is not None)
        columns = self._columns(parts, scores, ranks, told)
        result = RunResult()
        result["OUTPUT"] = self._write(parameters, context, steps, zones, columns)
        result.layers.append(("OUTPUT", "landtake_zan_score.qml", tr("ZAN score")))
        weights = "; ".join(f"{value:g}" for value in chosen.omega)
        if chosen.origin:
            weights = f"{weights} ({chosen.origin})"
        result.abstract = tr(
            "ZAN score, weights of the parts (not artificial, infiltration, biotope, carbon): {weights}. A simulation, "
            "not a legal qualification. The weights are choices of those who decide."
        ).format(weights=weights)
        self._tell(result, zones, scores, pace, weights, missing, feedback)
        return result

    def _parts(self, parameters, context, feedback, zones):
        """Return the parts of the state, shape (zones, 4), and which zones have no soil functions."""
        parts = np.full((len(zones), len(PARTS)), np.nan)
        open_land = 1.0 - _numbers(zones, "stock_pct") / 100.0
        whole = np.clip(open_land, 0.0, 1.0)
        # A layer that went through other hands may hold 100.0000001; what is farther off is no percentage.
        parts[:, 0] = np.where(np.abs(open_land - whole) < ROUNDING, whole, open_land)
        functions = self.read(parameters, "FUNCTIONAL", context, feedback)
        if functions is None:
            return parts, np.ones(len(zones), dtype=bool)
        if functions.fields.lookupField("s_perm") < 0:
            raise InputError("The layer of soil functions must be the output of “Soil functions”; run it first.")
        other = self._shared_field(parameters, context, zones, functions)
        if not other:
            if len(functions) != len(zones):
                raise InputError("The two layers of zones share no field that names them; choose one as ZONE_ID.")
            feedback.pushWarning(
                tr(
                    "The two layers of zones share no field that names them; they are joined in the order of their "
                    "rows."
                )
            )
        keys = zone_names(functions, other) if other else np.arange(len(functions)).astype(str).astype(object)
        wanted = zone_names(zones, other) if other else np.arange(len(zones)).astype(str).astype(object)
        if len(set(keys)) < len(keys):
            raise InputError("The name {field} stands twice among the zones; choose a field that tells them apart.",
                             field=other)  # fmt: skip
        rows = {key: place for place, key in enumerate(keys)}
        row = np.array([rows.get(key, -1) for key in wanted], dtype=np.int64)
        for place, part in enumerate(PARTS[1:], start=1):
            values = _numbers(functions, part)
            parts[:, place] = np.where(row >= 0, values[np.maximum(row, 0)], np.nan)
        return parts, row < 0

    def _shared_field(self, parameters, context, zones, functions) -> str:
        """Return the field that names the zones in both layers; empty where there is none."""
        from ..sources import field_called

        both = [item.name() for item in zones.fields if functions.fields.lookupField(item.name()) >= 0]
        wanted = zone_field(self, parameters, context, zones)
        return wanted if wanted in both else field_called(both, ZONE_NAMES)

    def _pace(self, parameters, context, zones):
        """Return the reference pace as a share a year; None when it is not given."""
        pace = optional_number(self, parameters, "TAU", context)
        if pace is not None:
            if pace <= 0.0:
                raise InputError("The reference pace is {pace} %; give one above 0, or leave it empty.", pace=pace)
            return pace / 100.0
        taken = optional_number(self, parameters, "REFERENCE_M2", context)
        whole = float(np.nansum(_numbers(zones, "surf_m2")))
        return taken / 10.0 / whole if taken and whole > 0.0 else None

    def _columns(self, parts, scores, ranks, told):
        warning = tr("Simulation of the effect on the balance, not a legal qualification.")
        columns = [(field(name, "real"), parts[:, place]) for place, name in enumerate(PARTS)]
        for name, values in (
            ("e", scores.state), ("v", scores.change), ("f", scores.efficiency), ("z", scores.score),
            ("z_p5", scores.low), ("z_p95", scores.high), ("rang", ranks[0]), ("rang_p5", ranks[1]),
            ("rang_p95", ranks[2]),
        ):  # fmt: skip
            columns.append((field(name, "real"), values))
        columns.append((field("classe", "text"), [str(grade) or None for grade in scores.grade]))
        columns.append((field("n_comp", "integer"), scores.known.astype(np.int64)))
        columns.append((field("n_parts", "integer"), scores.parts_known.astype(np.int64)))
        columns.append((field("score_qualite", "text"), [text or None for text in told]))
        texts = [
            json.dumps({name: None if np.isnan(value) else round(float(value), 4) for name, value in zip(PARTS, row)})
            for row in parts
        ]
        columns.append((field("parts", "text"), texts))
        columns.append((field("avertissement", "text"), [warning] * len(parts)))
        return columns

    def _write(self, parameters, context, feedback, zones, columns):
        source = self.parameterAsSource(parameters, "INDICATORS", context)
        fields = output_fields(zones.fields, [item for item, _ in columns])
        geometry, kind = one_type(zones.geometry, source)
        sink, destination = self.sink(parameters, "OUTPUT", context, fields.fields, kind, source.sourceCrs())
        write_features(
            sink, fields.fields, geometry, [values for _, values in columns], rows=fields.rows(zones), feedback=feedback
        )
        del sink
        return destination

    def _tell(self, result, zones, scores, pace, weights, missing, feedback):
        area = _numbers(zones, "surf_m2")
        usable = np.isfinite(scores.state) & (area > 0.0)
        state = float(np.average(scores.state[usable], weights=area[usable])) if usable.any() else None
        known = scores.score[np.isfinite(scores.score)]
        result.update(
            ZONES_COUNT=len(zones),
            STATE=state,
            LOWEST=float(known.min()) if known.size else None,
            HIGHEST=float(known.max()) if known.size else None,
            TAU_USED=None if pace is None else 100.0 * pace,
        )
        feedback.pushInfo(tr("Weights of the parts: {weights}.").format(weights=weights))
        if pace is None:
            feedback.pushWarning(
                tr("No reference pace is given: the change v is left out of the score (see TAU and REFERENCE_M2).")
            )
        else:
            feedback.pushInfo(tr("Reference pace: {pace} % a year.").format(pace=number_text(100.0 * pace, 4)))
        if missing.any():
            feedback.pushWarning(
                tr("{count} zones have no soil functions: their state is that of artificial land alone.").format(
                    count=int(missing.sum())
                )
            )
        for grade in "ABCDE":
            count = int((scores.grade == grade).sum())
            if count:
                feedback.pushInfo(tr("Class {grade}: {count} zones.").format(grade=grade, count=count))


def _numbers(table, name: str) -> np.ndarray:
    """Return a field as numbers, NaN where NULL or where there is no such field."""
    if table.fields.lookupField(name) < 0:
        return np.full(len(table), np.nan)
    column = table.column(name)
    try:
        return np.where(column.null, np.nan, column.values.astype(float))
    except (TypeError, ValueError):
        raise InputError("The field {field} holds something that is no number.", field=name) from None


def _quality(missing, dated, paced: bool) -> list[str]:
    told = []
    for without, known in zip(missing, dated):
        words = [NO_FUNCTIONS] * bool(without)
        words += [NO_CHANGE] * (not known)
        words += [NO_PACE] * (bool(known) and not paced)
        told.append(",".join(words))
    return told
