"""Read the stations and the temperature table of the heat-island nights."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, Optional

import numpy as np
from qgis.core import QgsFeatureRequest
from qgis.PyQt.QtCore import QDateTime, Qt

from ...compatibility import is_null
from ...errors import InputError, RunCancelledError

ROWS_PER_CHECK = 2000  # rows of the table between two looks at the cancel button
YES = ("1", "true", "t", "yes", "y", "oui", "o", "vrai", "reference", "référence", "ref", "réf", "rural", "rurale")


@dataclass
class ObservationTable:
    """Columns of the temperature table.

    Attributes
    ----------
    stations : list of str
        Identifier of the station of each row, empty where there is none.
    times : list
        Text, ``datetime`` or None.
    numbers : dict of str to ndarray of float64
        Values by parameter name, NaN where missing or not a number.
    unread : int
        Values that are neither empty nor a number.
    """

    stations: list[str]
    times: list[Any]
    numbers: dict[str, np.ndarray]
    unread: int = 0

    def __len__(self) -> int:
        return len(self.stations)


@dataclass(frozen=True)
class StationList:
    """Identifiers of the stations, and which rows of the layer have one.

    Attributes
    ----------
    identifiers : list of str
        Of the stations that have one, each once.
    rows : ndarray of int64
        Row of each in the layer.
    reference : ndarray of bool
        Stations of the countryside.
    unknown_references : list of str
        References named that are not in the layer.
    """

    identifiers: list[str]
    rows: np.ndarray
    reference: np.ndarray
    unknown_references: list[str] = field(default_factory=list)


def identifier(value: Any) -> str:
    """Return an identifier as text, the same whether a table holds 12, 12.0 or "12"."""
    if is_null(value):
        return ""
    if isinstance(value, float) and value == round(value):
        value = int(value)
    return str(value).strip()


def number_of(value: Any) -> Optional[float]:
    """Return a number, NaN for an empty value, None for what is not a number; a comma may be decimal."""
    if is_null(value):
        return float("nan")
    if isinstance(value, str):
        value = value.strip().replace(",", ".")
        if not value:
            return float("nan")
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def time_of(value: Any) -> Any:
    """Return a time as text or ``datetime``; a Qt time keeps its offset when it has one."""
    if is_null(value):
        return None
    if isinstance(value, QDateTime):
        if not value.isValid():
            return None
        date, clock = value.date(), value.time()
        local = datetime(date.year(), date.month(), date.day(), clock.hour(), clock.minute(), clock.second())
        if value.timeSpec() != Qt.TimeSpec.LocalTime:
            return local.replace(tzinfo=timezone(timedelta(seconds=value.offsetFromUtc())))
        return local
    return str(value)


def read_observations(source, fields: dict[str, str], feedback) -> ObservationTable:
    """Read the columns of a table, without its geometry and its other fields.

    Parameters
    ----------
    source : QgsFeatureSource
        The table.
    fields : dict of str to str
        Field names by parameter: ``TABLE_STATION``, ``TIME``, and the numbers.
    feedback : QgsFeedback
        Looked at for cancel, told the progress.

    Raises
    ------
    InputError
        When the table has no such field.
    RunCancelledError
        When the user cancels.
    """
    positions = {}
    for parameter, name in fields.items():
        positions[parameter] = source.fields().lookupField(name)
        if positions[parameter] < 0:
            raise InputError("The layer has no field called {field}; choose another one.", field=name)
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes(sorted(set(positions.values())))
    station, time = positions.pop("TABLE_STATION"), positions.pop("TIME")
    stations, times = [], []
    values: dict[str, list[float]] = {parameter: [] for parameter in positions}
    unread = 0
    total = max(1, source.featureCount())
    for count, feature in enumerate(source.getFeatures(request)):
        if count % ROWS_PER_CHECK == 0:
            if feedback.isCanceled():
                raise RunCancelledError
            feedback.setProgress(min(100.0, 100.0 * count / total))
        row = feature.attributes()
        stations.append(identifier(row[station]))
        times.append(time_of(row[time]))
        for parameter, position in positions.items():
            number = number_of(row[position])
            unread += number is None
            values[parameter].append(float("nan") if number is None else number)
    return ObservationTable(stations, times, {name: np.array(column) for name, column in values.items()}, unread)


def station_list(identifiers: list[Any], named: str, marks: Optional[list[Any]]) -> StationList:
    """Return the stations of a layer and which of them are references.

    Parameters
    ----------
    identifiers : list
        Identifier of each row of the layer.
    named : str
        References by identifier, separated by commas or semicolons.
    marks : list, optional
        Of each row, what tells that it is a reference: yes, 1, reference.

    Raises
    ------
    InputError
        When an identifier comes twice.
    """
    texts = [identifier(value) for value in identifiers]
    rows = np.array([row for row, text in enumerate(texts) if text], dtype=np.int64)
    kept = [texts[row] for row in rows]
    twice = {text for text in kept if kept.count(text) > 1}
    if twice:
        raise InputError(
            "The station {station} comes twice in the layer; give each station its own identifier.",
            station=min(twice),
        )
    wanted = {item.strip() for item in named.replace(";", ",").split(",") if item.strip()}
    reference = np.array([text in wanted for text in kept], dtype=bool)
    if marks is not None:
        reference |= np.array([identifier(marks[row]).lower() in YES for row in rows], dtype=bool)
    return StationList(kept, rows, reference, sorted(wanted - set(kept)))
