"""Reads survey answers of every kind into the arrays that weights are fitted on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...errors import InputError
from ...layers import FeatureTable
from ...translation import tr
from .walkability_tables import as_number, blank, first_column, objects, read_table

GOOD_WORDS = ("+", "good", "positive", "positif", "bon", "bien", "yes", "oui", "true", "vrai")
SHORTEST_M = 0.01  # length that a segment without one counts for in a mean [m]
BAD_WORDS = ("-", "bad", "negative", "negatif", "mauvais", "no", "non", "false", "faux")
# Fields recognised by their name when none is chosen.
USUAL = {
    "SEG_ID": ("edge_id", "segment_id", "seg_id", "street_id", "troncon_id"),
    "RATING": ("rating", "note", "score", "sign", "chosen", "ratio"),
    "RESPONDENT": ("respondent_id", "respondent", "repondant", "id_repondant", "person"),
    "CHOICE": ("choice", "choix"),
    "ALTERNATIVE": ("alternative",),
    "FIRST": ("first",),
    "SECOND": ("second",),
}
MARGIN_COLUMNS = (("variable",), ("category", "categorie"), ("population", "share", "part", "count", "effectif"))


@dataclass
class Segments:
    """Street segments of a survey: values float64 (n, k) by indicator, keys, geometry, length [m], and their table."""

    values: np.ndarray
    key: dict[str, int]
    geometry: np.ndarray
    length: np.ndarray
    table: FeatureTable


@dataclass
class Answers:
    """Usable answers: respondent number of each, labels of respondents, and rows of the table they come from."""

    person: np.ndarray
    labels: list[Any]
    rows: np.ndarray
    notes: dict[str, int] = field(default_factory=dict)


def key_of(value: Any) -> str:
    """Return an identifier as text: 12, 12.0 and "12" are the same segment."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def chosen(algorithm, parameters, context, feedback, name: str, tables, sentence: InputError) -> str:
    """Return a field parameter that the mode needs, or the first usual name that every table has.

    Raises
    ------
    InputError
        The sentence given, where there is neither.
    """
    value = algorithm.parameterAsString(parameters, name, context)
    if value:
        return value
    for candidate in USUAL[name]:
        if all(table.fields.lookupField(candidate) >= 0 for table in tables):
            label = algorithm.parameterDefinition(name).description()
            origin = tr("field {field}, recognised by its name").format(field=candidate)
            feedback.pushInfo(tr("{label}: {origin}").format(label=label, origin=origin))
            return candidate
    raise sentence


def read_segments(algorithm, parameters, context, feedback, indicators) -> Segments:
    """Read the segments with the fields ``v_<indicator>`` of the walkability score."""
    import shapely

    source = algorithm.parameterAsSource(parameters, "SEGMENTS", context)
    if source is None:
        raise InputError("This mode needs the street segments; give the output of the walkability score.")
    crs = algorithm.working_crs(source.sourceCrs(), source.sourceExtent(), context)
    table = algorithm.read(parameters, "SEGMENTS", context, feedback, crs=crs)
    values, missing = [], 0
    for item in indicators:
        name = f"v_{item.name}"
        if table.fields.lookupField(name) < 0:
            missing += 1
            values.append(np.full(len(table), np.nan))
            continue
        column = table.column(name)
        if column.values.dtype.kind not in "if":
            raise InputError("The field {field} of the segments does not hold numbers.", field=name)
        measure = np.where(column.null, np.nan, column.values.astype(np.float64))
        if ((measure < 0.0) | (measure > 1.0)).any():
            raise InputError("The field {field} of the segments must lie between 0 and 1.", field=name)
        values.append(measure)
    if missing == len(values):
        raise InputError(
            "The segments have no value of an indicator (fields v_width, v_slope and so on); run the walkability "
            "score first and give its output here."
        )
    length = np.nan_to_num(shapely.length(table.geometry))
    return Segments(np.column_stack(values), {}, table.geometry, length, table)


def by_identifier(segments: Segments, name: str, feedback) -> None:
    """Give segments their identifiers; those that share one become one segment, in place.

    A street of a survey is often several edges of the network: its values are their means, weighted by length.
    """
    import shapely

    labels = [None if value is None else key_of(value) for value in objects(segments.table, name)]
    segments.key = {label: number for number, label in enumerate(dict.fromkeys(filter(None, labels)))}
    count = len(segments.key)
    rows = np.array([row for row, label in enumerate(labels) if label], dtype=np.int64)
    group = np.array([segments.key[label] for label in labels if label], dtype=np.int64)
    if count < len(rows):
        feedback.pushInfo(
            tr("{count} identifiers are shared by several segments, whose values are averaged by length.").format(
                count=int((np.bincount(group) > 1).sum())
            )
        )
    values, length = segments.values[rows], segments.length[rows]
    weight = np.where(np.isnan(values), 0.0, np.maximum(length, SHORTEST_M)[:, None])
    total, sums = np.zeros((count, values.shape[1])), np.zeros((count, values.shape[1]))
    np.add.at(total, group, weight)
    np.add.at(sums, group, weight * np.nan_to_num(values))
    # A mean of ones may come out a rounding above 1.
    segments.values = np.where(total > 0.0, np.clip(sums / np.where(total > 0.0, total, 1.0), 0.0, 1.0), np.nan)
    segments.length = np.bincount(group, length, minlength=count)
    whole = np.full(count, None, dtype=object)
    usable = ~shapely.is_missing(segments.geometry[rows])
    order = np.argsort(group[usable], kind="stable")
    if len(order):
        parts = segments.geometry[rows[usable][order]]
        shapely.geometrycollections(parts, indices=group[usable][order], out=whole)
    segments.geometry = whole


def read_answers(algorithm, parameters, context, feedback, mode: str):
    """Return the table of the answers; in points mode in the CRS of the segments."""
    if mode != "points":
        return read_table(algorithm, parameters, "ANSWERS", context, feedback)
    source = algorithm.parameterAsSource(parameters, "SEGMENTS", context)
    crs = algorithm.working_crs(source.sourceCrs(), source.sourceExtent(), context)
    return algorithm.read(parameters, "ANSWERS", context, feedback, crs=crs)


def people(algorithm, parameters, context, feedback, table, usable: np.ndarray, notes: dict[str, int]) -> Answers:
    """Give a number to the respondents of usable answers; those without respondent are left out and counted."""
    from ..walkability.survey import numbered

    name = chosen(
        algorithm, parameters, context, feedback, "RESPONDENT", [table],
        InputError("Choose the field that tells who answered; weights are fitted by respondent."),
    )  # fmt: skip
    given = objects(table, name)
    named = np.array([value is not None and value != "" for value in given], dtype=bool)
    notes["no_respondent"] = int((usable & ~named).sum())
    # Respondents by their labels, so that folds and draws do not depend on the order of the answers.
    rows = np.array(sorted(np.flatnonzero(usable & named), key=lambda row: key_of(given[row])), dtype=np.int64)
    labels = [given[row] for row in rows]
    return Answers(numbered(labels), list(dict.fromkeys(labels)), rows, notes)


def segments_of(algorithm, parameters, context, feedback, table, segments: Segments, notes) -> np.ndarray:
    """Return the segment of each answer, -1 where its identifier is not among the segments."""
    name = algorithm.parameterAsString(parameters, "ANSWER_SEG_ID", context)
    identifier = chosen(
        algorithm, parameters, context, feedback, "SEG_ID", [segments.table] if name else [segments.table, table],
        InputError("Choose the field of the segments that the answers refer to."),
    )  # fmt: skip
    by_identifier(segments, identifier, feedback)
    name = name or identifier
    found = np.array(
        [-1 if value is None else segments.key.get(key_of(value), -1) for value in objects(table, name)], dtype=np.int64
    )
    notes["no_segment"] = int((found < 0).sum())
    if len(found) and (found < 0).all():
        raise InputError(
            "No answer refers to a segment: no value of {field} in the answers is an identifier of the segments. "
            "Choose the fields that hold the same identifiers.",
            field=name,
        )
    return found


def marks(table, name: str) -> tuple[np.ndarray, int]:
    """Return ratings or signs as numbers (words of good and bad are +1 and -1), and how many could not be read."""
    from ..walkability.attributes import fold, to_numbers

    def plain(value):
        if isinstance(value, str):
            word = fold(value)
            return 1.0 if word in GOOD_WORDS else -1.0 if word in BAD_WORDS else value
        return value

    numbers, _ = to_numbers([plain(value) for value in objects(table, name)])
    return numbers, int(np.isnan(numbers).sum())


def snap_comments(table, segments: Segments, notes: dict[str, int]) -> np.ndarray:
    """Return the segment within 25 m of each comment, -1 where there is none."""
    from ..walkability.comments import MAX_SNAP_M
    from ..walkability.equipment import snap_points, walk_lines
    from .walkability_measures import equipment_points

    network = walk_lines(segments.geometry)
    snapped = snap_points(network, equipment_points(table), MAX_SNAP_M)
    found = np.full(len(table), -1, dtype=np.int64)
    found[snapped.index] = network.owner[snapped.part]
    notes["far"] = int((found < 0).sum())
    return found


def person_weights(algorithm, parameters, context, feedback, table, answers: Answers):
    """Return the raking of the respondents, or None without a table of the population."""
    from ..walkability.raking import rake

    margins_table = read_table(algorithm, parameters, "MARGINS", context, feedback)
    if margins_table is None:
        return None
    margins: dict[str, dict[str, float]] = {}
    for variable, category, count in zip(*(first_column(margins_table, names) for names in MARGIN_COLUMNS)):
        if blank(variable) and blank(category) and blank(count):
            continue
        if variable is None or category is None or count is None:
            raise InputError("Every row of the table of the population needs a variable, a category and a number.")
        try:
            number = float(as_number(count))
        except ValueError:
            raise InputError(
                "The population of {name} must be numbers, 0 or more; correct the table.", name=variable
            ) from None
        margins.setdefault(str(variable), {})[key_of(category)] = number
    if not margins:
        raise InputError("The table of the population has no row; fill it, or leave it out.")
    categories = {}
    for variable in margins:
        first: dict[int, str] = {}
        column = objects(table, variable)
        for person, row in zip(answers.person.tolist(), answers.rows.tolist()):
            if column[row] is not None:
                first.setdefault(person, key_of(column[row]))
        categories[variable] = [first.get(person) for person in range(len(answers.labels))]
    raked = rake(categories, margins)
    for variable, category in raked.empty:
        feedback.pushWarning(
            tr("No respondent is {category} ({variable}): nobody speaks for them in the weights.").format(
                category=category, variable=variable
            )
        )
    if raked.outside:
        feedback.pushWarning(
            tr("{count} respondents lack a category of the population; they count as the others do on it.").format(
                count=raked.outside
            )
        )
    return raked
