"""Algorithm ``walk_walkability_score``: a score from A to E for each street, and which streets fail accessibility."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsCoordinateTransform,
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterRasterLayer,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, field
from ...layers import output_fields, raster_grid, write_features
from ...parameters import add_engine_parameters, number
from ...plain_layers import one_type
from ...translation import tr
from .walkability_figures import add_score_figures, score_figures, tell_figures
from .walkability_measures import MeasureReader, title
from .walkability_parameters import add_measure_fields
from .walkability_tables import (
    INDICATOR_NAMES,
    as_number,
    blank,
    first_column,
    identifier,
    read_table,
    weights_of_table,
)

POINT_NAMES = (("x", "measure", "mesure"), ("v", "value", "valeur"))


class WalkabilityScore(CityOrchestraAlgorithm):
    """Score of street segments, class, confidence, and accessibility verdict."""

    ID = "walk_walkability_score"
    GROUP = "walking"

    def displayName(self):
        return tr("Walkability score")

    def shortDescription(self):
        return tr("How pleasant and how accessible each street is to walk, from A to E, with what is missing.")

    def tags(self):
        return [
            "walkability", "score", "accessibility", "wheelchair", "survey", "marchabilité", "accessibilité", "pmr",
            "pave", "trottoir", "piéton", "enquête",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Gives each street segment a score from 0 to 100, the weighted mean of twelve indicators: width, "
                "slope, canopy, summer shade, traffic, speed, noise, crossings, benches, water, lighting and surface. "
                "Class A starts at 80, B at 60, C at 40, D at 20."
            ),
            tr(
                "Every indicator is optional. Fields with usual names are recognised and named in the log; canopy "
                "comes from a raster, benches, water and crossings from points, shade from the sun profiles. A "
                "missing indicator neither helps nor harms: n_missing counts them and confidence is the share of the "
                "weight that was measured. Traffic and speed taken from the class of the street are named in the "
                "field assumed and do not count in confidence."
            ),
            tr(
                "Fields x_… hold the measures, v_… their values from 0 to 1, worst the indicator that costs most "
                "points (worst_pts). pmr_ok says whether a wheelchair can pass by the French order of 15 January "
                "2007, empty where that is not known; pmr_why says why. It is kept apart from the score on purpose: a "
                "shaded stair may be pleasant and still bar the way."
            ),
            tr(
                "The default weights are working values; fit yours on a survey with the algorithm that fits "
                "walkability weights. A score compares streets for the choices made here; it is no audit on site."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterFeatureSource(
                "NETWORK", tr("Streets or walking network"), [SourceType.TypeVectorLine]
            ),
            tr(
                "Street segments: best a walking network with shade, since it brings slope, sun profiles and nodes; "
                "any line layer will do."
            ),
        )
        self.add(
            QgsProcessingParameterRasterLayer("CANOPY", tr("Canopy height (m)"), optional=True),
            tr("Height of vegetation above ground; its cover within 10 m of each segment is scored."),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "EQUIPMENT", tr("Street equipment"), [SourceType.TypeVectorPoint], optional=True
            ),
            tr("Points with benches, drinking fountains, toilets and crossings, reached along the network."),
        )
        self.add(
            QgsProcessingParameterField(
                "KIND_FIELD", tr("Kind of equipment field"), "kind", "EQUIPMENT", optional=True
            ),
            tr(
                "Holds bench, drinking_fountain, toilets, crossing (marked) or crossing_unmarked, as in a prepared "
                "territory."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSource("WEIGHTS", tr("Weights"), [SourceType.TypeVector], optional=True),
            tr(
                "Table with the columns indicator and w, such as the output of the survey fit; indicators that it "
                "does not name weigh nothing. Without it the default weights are used."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "VALUES", tr("Value functions"), [SourceType.TypeVector], optional=True
            ),
            tr(
                "Table with the columns indicator, x (measure) and v (value from 0 to 1), one row per break point, to "
                "replace those of the suite."
            ),
            advanced=True,
        )
        add_measure_fields(self)
        self._define_options()

    def _define_options(self):
        self.add(
            number("CANOPY_HEIGHT", tr("Height from which vegetation is canopy (m)"), 3.0, minimum=0.01, maximum=50.0),
            tr("Cells of the canopy raster at least this high count as canopy; 0.5 for a raster of 0 and 1."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterBoolean("ASSUME", tr("Assume traffic and speed from the class"), True),
            tr("When off, a street without count or speed limit has no value for them, unless its status sets it."),
            advanced=True,
        )
        self.add(
            number("MIN_CONFIDENCE", tr("Least confidence for a class (%)"), 20.0, minimum=0.0, maximum=100.0),
            tr("Segments of which less than this share of the weight was measured keep their score but get no letter."),
            advanced=True,
        )
        add_engine_parameters(self)
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Walkability"), QgsProcessing.SourceType.TypeVectorLine),
            tr("The segments with their score, class, values, confidence and accessibility."),
        )
        self.add(
            QgsProcessingParameterFeatureSink(
                "OUTPUT_FAILING",
                tr("Streets failing accessibility"),
                QgsProcessing.SourceType.TypeVectorLine,
                optional=True,
            ),
            tr("The segments where pmr_ok is false, with the reason in pmr_why."),
        )
        add_score_figures(self)

    def check(self, parameters, context):
        canopy = self.parameterAsRasterLayer(parameters, "CANOPY", context)
        if canopy is not None:
            raster_grid(canopy)

    def compute(self, parameters, context, feedback):
        from ..walkability.accessibility import judge
        from ..walkability.indicators import weights_of
        from ..walkability.score import score_segments

        self.check(parameters, context)
        steps = self.steps(6, feedback)
        indicators = self._indicators(parameters, context, steps)
        steps.setCurrentStep(2)
        source = self.parameterAsSource(parameters, "NETWORK", context)
        crs = self.working_crs(source.sourceCrs(), source.sourceExtent(), context)
        table = self.read(parameters, "NETWORK", context, steps, crs=crs)
        steps.setCurrentStep(3)
        equipment = self.read(parameters, "EQUIPMENT", context, steps, crs=crs)
        steps.setCurrentStep(4)
        reader = MeasureReader(self, parameters, context, steps, table, indicators)
        measures = reader.read(equipment, self.parameterAsBoolean(parameters, "ASSUME", context))
        names = [item.name for item in indicators]
        values = np.column_stack([item.value(measures.values[item.name]) for item in indicators])
        assumed = measures.assumed_matrix(names)
        scores = score_segments(
            values,
            weights_of(indicators),
            assumed,
            least_confidence=self.parameterAsDouble(parameters, "MIN_CONFIDENCE", context),
        )
        access = judge(measures.access, len(table))
        steps.setCurrentStep(5)
        columns = self._columns(indicators, scores, access, measures, values, assumed)
        result = RunResult()
        self._write(parameters, context, steps, table, source, crs, columns, access, result)
        result.update(score_figures(table, scores, access))
        tell_figures(result, scores, access, indicators, feedback)
        return result

    def _indicators(self, parameters, context, feedback):
        from ..walkability.indicators import default_indicators, with_values, with_weights

        indicators = default_indicators()
        weights = read_table(self, parameters, "WEIGHTS", context, feedback)
        if weights is not None:
            given = weights_of_table(weights)
            indicators = with_weights(indicators, given)
            silent = [title(item) for item in indicators if item.name not in given]
            if silent:
                feedback.pushInfo(
                    tr("The table of weights does not name these indicators, which weigh nothing: {names}.").format(
                        names=", ".join(silent)
                    )
                )
        feedback.setCurrentStep(1)
        values = read_table(self, parameters, "VALUES", context, feedback)
        if values is not None:
            rows = zip(*(first_column(values, names) for names in (INDICATOR_NAMES, *POINT_NAMES)))
            points = [(identifier(name), *map(as_number, point)) for name, *point in rows if not blank(name)]
            indicators = with_values(indicators, points)
        return indicators

    def _columns(self, indicators, scores, access, measures, values, assumed):
        names = np.array([item.name for item in indicators], dtype=object)
        worst = [names[place] if place >= 0 else None for place in scores.worst]
        told = [", ".join(names[row]) or None for row in assumed]
        verdict = [None if value < 0 else bool(value) for value in access.verdict]
        columns = [
            (field("score", "real"), scores.score),
            (field("class", "text"), scores.letter),
            (field("confidence", "real"), scores.confidence),
            (field("n_missing", "integer"), scores.n_missing),
            (field("assumed", "text"), told),
            (field("worst", "text"), worst),
            (field("worst_pts", "real"), np.where(scores.worst >= 0, scores.lost, np.nan)),
            (field("pmr_ok", "boolean"), verdict),
            (field("pmr_why", "text"), access.why),
        ]
        columns += [(field(f"v_{name}", "real"), values[:, place]) for place, name in enumerate(names)]
        columns += [(field(f"x_{name}", "real"), measures.values[name]) for name in names]
        return columns

    def _write(self, parameters, context, feedback, table, source, crs, columns, access, result):
        fields = output_fields(table.fields, [item for item, _ in columns])
        geometry, kind = one_type(table.geometry, source)
        transform = None
        if crs != source.sourceCrs():
            transform = QgsCoordinateTransform(crs, source.sourceCrs(), context.transformContext())
        outputs = [("OUTPUT", np.arange(len(table)), "walkability.qml", tr("Walkability"))]
        if parameters.get("OUTPUT_FAILING") not in (None, ""):
            failing = np.flatnonzero(access.verdict == 0)
            outputs.append(("OUTPUT_FAILING", failing, "walkability_failing.qml", tr("Streets failing accessibility")))
        for name, index, style, label in outputs:
            sink, destination = self.sink(parameters, name, context, fields.fields, kind, source.sourceCrs())
            write_features(
                sink,
                fields.fields,
                geometry[index],
                [[values[row] for row in index] for _, values in columns],
                rows=fields.rows(table, index),
                transform=transform,
                feedback=feedback if name == "OUTPUT" else None,
            )
            del sink
            result[name] = destination
            result.layers.append((name, style, label))
