"""Algorithm ``walk_walkability_calibrate``: weights of the walkability score, with intervals, from a survey."""

from __future__ import annotations

import json

import numpy as np
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
)

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...compatibility import SourceType, WkbType, field
from ...engine import run_stoppable
from ...errors import InputError
from ...layers import write_features
from ...parameters import number
from ...raster_files import write_text
from ...translation import number_text, tr
from .walkability_answers import read_answers, read_segments
from .walkability_fits import FITS
from .walkability_measures import title
from .walkability_sheet import sheet_html, sheet_values
from .walkability_tables import read_table, weights_of_table

MODES = ("ratings", "points", "pairs", "ahp")


class WalkabilityCalibrate(CityOrchestraAlgorithm):
    """Weights of the indicators fitted on what walkers said."""

    ID = "walk_walkability_calibrate"
    GROUP = "walking"

    def displayName(self):
        return tr("Fit walkability weights on a survey")

    def shortDescription(self):
        return tr("Weights of the walkability score from ratings, comments or choices of walkers, with intervals.")

    def tags(self):
        return [
            "walkability", "survey", "weights", "calibration", "ahp", "choice", "marchabilité", "enquête", "poids",
            "calage", "notes", "redressement",
        ]  # fmt: skip

    def help_text(self):
        return (
            tr(
                "Finds how much each indicator counts for the people who answered. Four kinds of answers: ratings of "
                "segments (such as 1 to 5), points with good and bad comments on a map, choices between photos or "
                "routes (pairs), and, without survey, comparisons of the indicators in pairs (ahp)."
            ),
            tr(
                "The output is a table of weights of sum 100 that the walkability score takes as it is: w, its 90 % "
                "interval lo to hi from bootstraps by respondent, n the respondents who tell something of it, w0 the "
                "default. Where fewer than 10 respondents do, the weight is not identifiable: the default is kept, "
                "and said. A page and a JSON file tell the quality on respondents that the fit has not seen."
            ),
            tr(
                "Ratings: ridge regression with weights of 0 or more, drawn towards the defaults, each respondent "
                "compared with themselves; the strength comes from cross-validation by respondent. Points: logistic "
                "regression, snapped within 25 m. Pairs: conditional logit (McFadden, 1974), with path size for "
                "routes. Ahp: Saaty (1980). A table of the population weights the respondents by raking."
            ),
            tr(
                "The weights hold for those who answered, the segments they were asked about and the indicators "
                "known there; indicators that go together cannot be told apart."
            ),
        )

    def define(self):
        self.add(
            QgsProcessingParameterEnum(
                "MODE", tr("Kind of answers"), list(MODES), defaultValue="ratings", usesStaticStrings=True
            ),
            tr(
                "ratings: each row rates a segment. points: each point is a good or bad comment. pairs: each row is a "
                "segment of an alternative. ahp: each row compares two indicators."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "SEGMENTS", tr("Scored segments"), [SourceType.TypeVectorLine], optional=True
            ),
            tr("Output of the walkability score, with its fields v_…; not needed for ahp."),
        )
        self.add(
            QgsProcessingParameterField("SEG_ID", tr("Segment identifier"), None, "SEGMENTS", optional=True),
            tr(
                "Field of the segments that the answers refer to, for ratings and pairs. Segments that share a value, "
                "such as the edges of one street, count as one. When empty, a usual name that both layers have."
            ),
        )
        self.add(
            QgsProcessingParameterFeatureSource("ANSWERS", tr("Survey answers"), [SourceType.TypeVector]),
            tr("Table of the answers; points for the comments."),
        )
        self._define_answers()
        self._define_options()
        self.add(
            QgsProcessingParameterFeatureSink("OUTPUT", tr("Weights"), QgsProcessing.SourceType.TypeVector),
            tr("Table of weights: give it to the walkability score."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_HTML", tr("Quality sheet"), "HTML (*.html)", optional=True, createByDefault=True
            ),
            tr("Page with the weights, their intervals and the quality of the fit."),
        )
        self.add(
            QgsProcessingParameterFileDestination(
                "OUTPUT_JSON", tr("Quality figures"), "JSON (*.json)", optional=True, createByDefault=False
            ),
            tr("The same figures for scripts."),
        )
        for name, label in (
            ("RESPONDENTS", tr("Respondents")),
            ("ANSWERS_USED", tr("Answers used")),
            ("FITTED", tr("Weights fitted")),
            ("SPEARMAN", tr("Rank correlation on held-out respondents")),
            ("TOP_QUARTILE", tr("Top-quartile hits on held-out respondents")),
            ("MORAN", tr("Moran’s I of the residuals")),
            ("CONSISTENCY", tr("Consistency ratio (ahp)")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, label))

    def _define_answers(self):
        for name, label, help_text in (
            (
                "RATING",
                tr("Rating, sign, choice or comparison field"),
                tr(
                    "ratings: the rating, higher is better. points: above 0 (or +, good) and below 0 (or -, bad). "
                    "pairs: 1 where the alternative was chosen. ahp: how many times more the first counts, 1/9 to 9."
                ),
            ),
            (
                "RESPONDENT",
                tr("Respondent field"),
                tr("Who answered: folds and intervals go by respondent. When empty, a field with a usual name."),
            ),
            (
                "ANSWER_SEG_ID",
                tr("Segment identifier in the answers"),
                tr("When empty, the field of the answers that has the name of the segment identifier."),
            ),
            ("CHOICE", tr("Choice field (pairs)"), tr("Rows with the same value are one choice.")),
            (
                "ALTERNATIVE",
                tr("Alternative field (pairs)"),
                tr("Rows of a choice with the same value are one photo or route; a route has one row per segment."),
            ),
            ("FIRST", tr("First indicator field (ahp)"), tr("Identifier such as shade or width.")),
            ("SECOND", tr("Second indicator field (ahp)"), tr("Identifier of the indicator it is compared with.")),
        ):
            self.add(
                QgsProcessingParameterField(name, label, None, "ANSWERS", optional=True),
                help_text,
                advanced=name not in ("RATING", "RESPONDENT"),
            )

    def _define_options(self):
        self.add(
            QgsProcessingParameterField(
                "POPULARITY",
                tr("Popularity field (points)"),
                None,
                "SEGMENTS",
                QgsProcessingParameterField.DataType.Numeric,
                optional=True,
            ),
            tr("How many people pass, on any scale, so that busy streets do not look worse for being commented more."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSource(
                "MARGINS", tr("Population of the respondents"), [SourceType.TypeVector], optional=True
            ),
            tr(
                "Table with the columns variable (a field of the answers, such as age, sex or municipality), category "
                "and population: respondents are weighted so that the survey has these shares."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterFeatureSource("PRIOR", tr("Default weights"), [SourceType.TypeVector], optional=True),
            tr("Table with the columns indicator and w to draw the fit to, in place of those of the suite."),
            advanced=True,
        )
        self.add(
            number("LAMBDA", tr("Strength of the ridge (empty: automatic)"), None, minimum=0.0, optional=True),
            tr("How strongly weights are drawn to the defaults; empty takes what predicts held-out respondents best."),
            advanced=True,
        )
        self.add(
            number("BOOTSTRAPS", tr("Bootstraps"), 500, minimum=0, maximum=20000, integer=True),
            tr("Resamplings of the respondents for the intervals; 0 gives none."),
            advanced=True,
        )
        self.add(
            number("SEED", tr("Seed"), 1, minimum=0, maximum=2147483647, integer=True),
            tr("Start of the random draws: the same seed gives the same folds and intervals."),
            advanced=True,
        )

    def compute(self, parameters, context, feedback):
        from ..walkability.indicators import default_indicators, weights_of, with_weights

        steps = self.steps(5, feedback)
        mode = self.parameterAsString(parameters, "MODE", context)
        indicators = default_indicators()
        prior = read_table(self, parameters, "PRIOR", context, steps)
        if prior is not None:
            indicators = with_weights(indicators, weights_of_table(prior))
        steps.setCurrentStep(1)
        segments = None
        if mode != "ahp":
            segments = read_segments(self, parameters, context, steps, indicators)
        steps.setCurrentStep(2)
        table = read_answers(self, parameters, context, steps, mode)
        if len(table) == 0:
            raise InputError("The table of answers has no row; check the layer, its filter and its selection.")
        steps.setCurrentStep(3)
        prepared = FITS[mode](self, parameters, context, steps, indicators, segments, table)
        default = weights_of(indicators)
        fit = run_stoppable(lambda stop: prepared.fit(stop), feedback)
        steps.setCurrentStep(4)
        result = RunResult()
        values = sheet_values(mode, indicators, default, fit, prepared)
        result["OUTPUT"] = self._write_weights(parameters, context, indicators, default, fit)
        result.layers.append(("OUTPUT", "", tr("Walkability weights")))
        self._write_file(parameters, context, "OUTPUT_HTML", sheet_html(values), result)
        text = json.dumps(values, ensure_ascii=False, indent=1, allow_nan=False)
        self._write_file(parameters, context, "OUTPUT_JSON", text + "\n", result)
        for name in ("respondents", "answers_used", "fitted", "spearman", "top_quartile", "consistency"):
            result[name.upper()] = values.get(name)
        result["MORAN"] = (values.get("moran") or {}).get("index")
        self._tell(values, indicators, fit, feedback)
        return result

    def _write_weights(self, parameters, context, indicators, default, fit):
        fields, columns = QgsFields(), []
        for name, kind, values in (
            ("indicator", "text", [item.name for item in indicators]),
            ("name", "text", [title(item) for item in indicators]),
            ("w", "real", fit.weight),
            ("lo", "real", fit.low),
            ("hi", "real", fit.high),
            ("n", "integer", fit.respondents),
            ("identified", "boolean", fit.identified.astype(bool)),
            ("w0", "real", 100.0 * default / default.sum()),
            ("equiv_m", "real", fit.quality.get("equivalent_m", np.full(len(default), np.nan))),
        ):
            fields.append(field(name, kind))
            columns.append(values)
        sink, destination = self.sink(
            parameters, "OUTPUT", context, fields, WkbType.NoGeometry, QgsCoordinateReferenceSystem()
        )
        write_features(sink, fields, np.full(len(default), None, dtype=object), columns)
        del sink
        return destination

    def _write_file(self, parameters, context, name, text, result):
        path = self.parameterAsFileOutput(parameters, name, context)
        if not path:
            return
        write_text(path, text)
        result[name] = self.written(path)

    def _tell(self, values, indicators, fit, feedback):
        for sentence in values["sentences"]:
            feedback.pushInfo(sentence)
        for sentence in values["warnings"]:
            feedback.pushWarning(sentence)
        for place in np.argsort(-fit.weight, kind="stable"):
            if not fit.identified[place]:
                continue
            label, weight = title(indicators[place]), number_text(fit.weight[place], 1)
            if np.isnan(fit.low[place]):
                feedback.pushInfo(tr("{label}: {weight}").format(label=label, weight=weight))
                continue
            low, high = number_text(fit.low[place], 1), number_text(fit.high[place], 1)
            feedback.pushInfo(
                tr("{label}: {weight} ({low} to {high})").format(label=label, weight=weight, low=low, high=high)
            )
