"""The years between the dates of the pieces of a change: as its fields tell them, else as they are given."""

from __future__ import annotations

from datetime import date
from typing import Optional

import numpy as np
from qgis.core import QgsProcessingParameterDateTime

from ...errors import InputError
from ...parameters import DateTimeType, day
from ...translation import number_text, tr
from .change_dates import years_between

FIELDS = {"DATE1": "date1", "DATE2": "date2"}


def add_piece_dates(algorithm) -> None:
    """Add ``DATE1`` and ``DATE2``."""
    for name, label in (("DATE1", tr("First date")), ("DATE2", tr("Second date"))):
        algorithm.add(
            QgsProcessingParameterDateTime(name, label, DateTimeType.Date, optional=True),
            tr("Only for a change whose pieces have no dates (fields date1, date2) of their own."),
            advanced=True,
        )


def piece_years(algorithm, parameters, context, feedback, table) -> np.ndarray:
    """Return the years between the dates of each piece of a change.

    Pieces may have dates of their own: where two departments meet, photographs are not of the same years.

    Returns
    -------
    ndarray of float64, shape (pieces,)
        [years of 365.25 days, > 0].

    Raises
    ------
    InputError
        When a piece has no date and none is given, or its second date is not after its first.
    """
    columns = [_texts(table, field) for field in FIELDS.values()]
    given = {name: _given(algorithm, parameters, name, context) for name in FIELDS}
    pairs, place = np.unique(np.stack(columns), axis=1, return_inverse=True)
    if any(given.values()) and (pairs != "").all():
        feedback.pushWarning(tr("The pieces of the change have dates of their own; DATE1 and DATE2 are not used."))
    spans = []
    for texts in pairs.T:
        first, second = (_date(text, name, given[name]) for text, name in zip(texts.tolist(), FIELDS))
        if second <= first:
            raise InputError(
                "A piece of the change has a second date ({second}) that is not after its first ({first}); mend the "
                "dates.",
                first=first.isoformat(),
                second=second.isoformat(),
            )
        spans.append(years_between(first, second))
    if len(spans) > 1:
        feedback.pushInfo(
            tr("The pieces are of {count} pairs of dates, {low} to {high} years apart; each counts by its own.").format(
                count=len(spans), low=number_text(min(spans), 2), high=number_text(max(spans), 2)
            )
        )
    return np.array(spans, dtype=float)[place.reshape(-1)]


def _given(algorithm, parameters, name: str, context) -> Optional[date]:
    if parameters.get(name) in (None, ""):
        return None
    return date.fromisoformat(day(algorithm, parameters, name, context))


def _texts(table, name: str) -> np.ndarray:
    """Return the dates of pieces as ISO text, empty where NULL or where there is no such field."""
    if table.fields.lookupField(name) < 0:
        return np.full(len(table), "", dtype="<U10")
    column = table.column(name)
    texts = [
        value.toString("yyyy-MM-dd") if hasattr(value, "toString") else str(value).strip()[:10]
        for value in column.values
    ]
    return np.where(column.null, "", np.array(texts, dtype="<U10"))


def _date(text: str, name: str, given: Optional[date]) -> date:
    if not text:
        if given is None:
            raise InputError(
                "The change has pieces without date in its field {field}; give {parameter} like 2020-01-01.",
                field=FIELDS[name],
                parameter=name,
            )
        return given
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            "The field {field} of the change holds “{text}”, which is no date; write it like 2020-01-01.",
            field=FIELDS[name],
            text=text,
        ) from None
