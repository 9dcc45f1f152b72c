"""From the answers of each mode to what fits the weights on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable, Optional

import numpy as np

from ...errors import InputError
from .walkability_answers import (
    Segments,
    chosen,
    key_of,
    marks,
    people,
    person_weights,
    segments_of,
    snap_comments,
)
from .walkability_tables import numbers, objects


@dataclass
class Prepared:
    """Answers ready to be fitted.

    Attributes
    ----------
    fit : callable
        Takes the stop flag, returns a ``WeightFit``.
    respondents, answers : int
        Respondents, and answers used.
    notes : dict of str to int
        Answers left out, by reason.
    segments : Segments or None
        Segments of the survey.
    effective : float or None
        Respondents that the raking leaves, and how many weights it cut.
    """

    fit: Callable[[Any], Any]
    respondents: int
    answers: int
    notes: dict[str, int]
    segments: Optional[Segments] = None
    effective: Optional[float] = None
    trimmed: int = 0
    facts: dict[str, Any] = field(default_factory=dict)


def _options(algorithm, parameters, context):
    strength = None
    if parameters.get("LAMBDA") not in (None, ""):
        strength = algorithm.parameterAsDouble(parameters, "LAMBDA", context)
    return {
        "strength": strength,
        "bootstraps": algorithm.parameterAsInt(parameters, "BOOTSTRAPS", context),
        "seed": algorithm.parameterAsInt(parameters, "SEED", context),
    }


def _mark_field(algorithm, parameters, context, feedback, table) -> str:
    return chosen(
        algorithm, parameters, context, feedback, "RATING", [table],
        InputError("Choose the field of the answers that holds the rating, sign, choice or comparison."),
    )  # fmt: skip


def _default(indicators) -> np.ndarray:
    from ..walkability.indicators import weights_of

    return weights_of(indicators)


def prepare_ratings(algorithm, parameters, context, feedback, indicators, segments, table) -> Prepared:
    """Prepare ratings of segments."""
    from ..walkability.ratings import fit_ratings

    notes: dict[str, int] = {}
    segment = segments_of(algorithm, parameters, context, feedback, table, segments, notes)
    rating, notes["no_rating"] = marks(table, _mark_field(algorithm, parameters, context, feedback, table))
    answers = people(algorithm, parameters, context, feedback, table, (segment >= 0) & ~np.isnan(rating), notes)
    raked = person_weights(algorithm, parameters, context, feedback, table, answers)
    options = _options(algorithm, parameters, context)

    def fit(stop):
        return fit_ratings(
            segments.values, segment[answers.rows], rating[answers.rows], answers.person, _default(indicators),
            person_weight=None if raked is None else raked.weight, stop=stop, **options,
        )  # fmt: skip

    return _prepared(fit, answers, notes, segments, raked)


def prepare_points(algorithm, parameters, context, feedback, indicators, segments, table) -> Prepared:
    """Prepare good and bad comments on a map."""
    from ..walkability.comments import fit_comments

    notes: dict[str, int] = {}
    segment = snap_comments(table, segments, notes)
    sign, notes["no_rating"] = marks(table, _mark_field(algorithm, parameters, context, feedback, table))
    notes["neutral"] = int((sign == 0.0).sum())
    usable = (segment >= 0) & ~np.isnan(sign) & (sign != 0.0)
    answers = people(algorithm, parameters, context, feedback, table, usable, notes)
    raked = person_weights(algorithm, parameters, context, feedback, table, answers)
    options = _options(algorithm, parameters, context)
    exposure = np.maximum(segments.length, 1.0) * _popularity(algorithm, parameters, context, segments)

    def fit(stop):
        return fit_comments(
            segments.values, exposure, segment[answers.rows], sign[answers.rows] > 0.0, answers.person,
            _default(indicators), person_weight=None if raked is None else raked.weight, stop=stop, **options,
        )  # fmt: skip

    return _prepared(fit, answers, notes, segments, raked)


def _popularity(algorithm, parameters, context, segments: Segments) -> np.ndarray:
    """Popularity of segments; where it is not known or 0, the least one that is known."""
    name = algorithm.parameterAsString(parameters, "POPULARITY", context)
    if not name:
        return np.ones(len(segments.length))
    values, _ = numbers(segments.table, name)
    known = values[values > 0.0]
    if not len(known):
        raise InputError("The popularity of every segment is empty or 0; correct the field or leave it out.")
    return np.where(values > 0.0, values, known.min())


def prepare_pairs(algorithm, parameters, context, feedback, indicators, segments, table) -> Prepared:
    """Prepare choices between photos or routes."""
    from ..walkability.choices import build_alternatives, fit_choices

    notes: dict[str, int] = {}
    names = [
        chosen(algorithm, parameters, context, feedback, name, [table], sentence)
        for name, sentence in (
            ("CHOICE", InputError("Choose the field that tells which rows are one choice (mode pairs).")),
            ("ALTERNATIVE", InputError("Choose the field that tells the alternatives of a choice (mode pairs).")),
        )
    ]
    segment = segments_of(algorithm, parameters, context, feedback, table, segments, notes)
    picked, notes["no_rating"] = marks(table, _mark_field(algorithm, parameters, context, feedback, table))
    choice, alternative = (objects(table, name) for name in names)
    told = np.array([a is not None and b is not None for a, b in zip(choice, alternative)], dtype=bool)
    usable = told & ~np.isnan(picked)
    # A route that lacks one of its streets would look shorter than it is: its choice is left out as a whole.
    broken = {choice[row] for row in np.flatnonzero(told & (segment < 0))}
    usable &= np.array([value not in broken for value in choice], dtype=bool)
    answers = people(algorithm, parameters, context, feedback, table, usable, notes)
    rows = answers.rows
    if not len(rows):
        raise InputError(
            "No choice can be used: their rows lack a segment, an alternative or the mark of the chosen one."
        )
    alternatives = build_alternatives(
        segments.values, np.maximum(segments.length, 0.01), [choice[row] for row in rows],
        [alternative[row] for row in rows], segment[rows], picked[rows] > 0.0,
        [answers.labels[number] for number in answers.person],
    )  # fmt: skip
    raked = person_weights(algorithm, parameters, context, feedback, table, answers)
    weight = None
    if raked is not None:
        of_label = dict(zip(answers.labels, raked.weight))
        weight = np.array([of_label[label] for label in alternatives.labels])
    options = _options(algorithm, parameters, context)

    def fit(stop):
        return fit_choices(alternatives, _default(indicators), person_weight=weight, stop=stop, **options)

    prepared = _prepared(fit, answers, notes, segments, raked)
    prepared.facts = {"choices": len(alternatives.person), "routes": alternatives.routes}
    return prepared


def prepare_ahp(algorithm, parameters, context, feedback, indicators, segments, table) -> Prepared:
    """Prepare comparisons of indicators in pairs; the respondent is optional."""
    from ..walkability.fit_ahp import fit_comparisons

    notes: dict[str, int] = {}
    names = [
        chosen(algorithm, parameters, context, feedback, name, [table], sentence)
        for name, sentence in (
            ("FIRST", InputError("Choose the field of the first indicator compared (mode ahp).")),
            ("SECOND", InputError("Choose the field of the second indicator compared (mode ahp).")),
        )
    ]
    first, second = (objects(table, name) for name in names)
    column = _mark_field(algorithm, parameters, context, feedback, table)
    ratio = fractions(objects(table, column), marks(table, column)[0])
    notes["no_rating"] = int(np.isnan(ratio).sum())
    usable = np.array([a is not None and b is not None for a, b in zip(first, second)]) & ~np.isnan(ratio)
    rows = np.flatnonzero(usable)
    if not len(rows):
        raise InputError("No comparison can be used: give two indicators and a number from 1/9 to 9 in each row.")
    respondent = algorithm.parameterAsString(parameters, "RESPONDENT", context)
    labels = [key_of(value) for value in objects(table, respondent)] if respondent else ["all"] * len(table)
    options = _options(algorithm, parameters, context)

    def fit(stop):
        return fit_comparisons(
            [key_of(first[row]) for row in rows], [key_of(second[row]) for row in rows], ratio[rows],
            [labels[row] for row in rows], [item.name for item in indicators], _default(indicators),
            bootstraps=options["bootstraps"], seed=options["seed"], stop=stop,
        )  # fmt: skip

    return Prepared(fit, len({labels[row] for row in rows}) if respondent else 0, len(rows), notes)


def fractions(values, ratio: np.ndarray) -> np.ndarray:
    """Return comparisons with texts such as ``1/3`` read as numbers."""
    result = ratio.copy()
    for row, value in enumerate(values):
        above, line, below = value.partition("/") if isinstance(value, str) else ("", "", "")
        if line:
            try:
                result[row] = float(above) / float(below)
            except (ValueError, ZeroDivisionError):
                result[row] = np.nan
    return result


def _prepared(fit, answers, notes, segments, raked) -> Prepared:
    return Prepared(
        fit=fit,
        respondents=len(answers.labels),
        answers=len(answers.rows),
        notes=notes,
        segments=segments,
        effective=None if raked is None else raked.effective,
        trimmed=0 if raked is None else raked.trimmed,
    )


FITS = {"ratings": prepare_ratings, "points": prepare_points, "pairs": prepare_pairs, "ahp": prepare_ahp}
