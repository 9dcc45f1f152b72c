"""The two dates of a change: as given, or as the layers tell them."""

from __future__ import annotations

import re
from datetime import date
from typing import Optional

import numpy as np
from qgis.core import QgsProcessingParameterDateTime

from ...errors import InputError
from ...parameters import DateTimeType, day
from ...translation import tr
from .coverage import Coverage

DATE_FIELDS = ("date", "millesime", "millésime", "annee", "année", "date_prise", "year")
DAYS_PER_YEAR = 365.25
_YEAR = re.compile(r"^\s*((?:19|20)\d\d)(?:-(\d\d)-(\d\d))?")


def add_dates(algorithm) -> None:
    """Add ``DATE1`` and ``DATE2``."""
    for name, label in (("DATE1", tr("First date")), ("DATE2", tr("Second date"))):
        algorithm.add(
            QgsProcessingParameterDateTime(name, label, DateTimeType.Date, optional=True),
            tr(
                "Date of the photographs. Left empty, it is read from a field millesime, annee or date of the layer, "
                "the same for all its surfaces."
            ),
        )


def two_dates(algorithm, parameters, context, coverages: tuple[Coverage, Coverage]) -> tuple[date, date]:
    """Return both dates.

    Raises
    ------
    InputError
        When one is missing, or the second is not later.
    """
    found = []
    for name, coverage in zip(("DATE1", "DATE2"), coverages):
        if parameters.get(name) not in (None, ""):
            told: Optional[date] = date.fromisoformat(day(algorithm, parameters, name, context))
        else:
            told = _told_by(coverage)
        if told is None:
            raise InputError(
                "{parameter} is not given, and no field of the layer tells one date for all; give it like 2020-01-01.",
                parameter=name,
            )
        found.append(told)
    if found[1] <= found[0]:
        raise InputError(
            "The second date ({second}) is not after the first ({first}); exchange the layers or mend the dates.",
            first=found[0].isoformat(),
            second=found[1].isoformat(),
        )
    return found[0], found[1]


def years_between(first: date, second: date) -> float:
    """Return the years from one date to another, of 365.25 days."""
    return (second - first).days / DAYS_PER_YEAR


def _told_by(coverage: Coverage) -> Optional[date]:
    names = {item.name().casefold(): item.name() for item in coverage.table.fields}
    for wanted in DATE_FIELDS:
        if wanted not in names:
            continue
        column = coverage.table.column(names[wanted])
        texts = {_plain(value) for value in column.values[~column.null]}
        matches = {_YEAR.match(text) for text in texts}
        if len(matches) == 1 and (match := matches.pop()) is not None:
            year, month, number = match.groups()
            return date(int(year), int(month or 1), int(number or 1))
    return None


def _plain(value) -> str:
    if hasattr(value, "toString"):  # a date of Qt
        return value.toString("yyyy-MM-dd")
    return f"{value:g}" if isinstance(value, (float, np.floating)) else str(value)
