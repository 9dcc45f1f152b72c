"""Parameters that several algorithms share, so that they read and behave alike."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameters,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QDateTime, Qt

from .algorithm import CityOrchestraAlgorithm
from .engine import DEFAULT_MEMORY_LIMIT_MB, EngineSettings
from .errors import InputError
from .translation import tr

DEFAULT_TIME_ZONE = "Europe/Paris"
DEFAULT_DATE = "2026-06-21"

DateTimeType = QgsProcessingParameterDateTime.Type
NumberType = QgsProcessingParameterNumber.Type


def number(
    name: str,
    label: str,
    default: Optional[float],
    *,
    minimum: Optional[float] = None,
    maximum: Optional[float] = None,
    integer: bool = False,
    optional: bool = False,
) -> QgsProcessingParameterNumber:
    """Return a number parameter with its range enforced by QGIS."""
    parameter = QgsProcessingParameterNumber(
        name, label, NumberType.Integer if integer else NumberType.Double, default, optional
    )
    if minimum is not None:
        parameter.setMinimum(minimum)
    if maximum is not None:
        parameter.setMaximum(maximum)
    return parameter


def optional_number(algorithm: CityOrchestraAlgorithm, parameters, name: str, context) -> Optional[float]:
    """Return a number, or None when it was left empty; QGIS would read a word as 0."""
    value = parameters.get(name)
    if value in (None, ""):
        return None
    if isinstance(value, str):
        try:
            float(value)
        except ValueError:
            raise InputError(
                "“{label}” must be a number, not {value}; leave it empty if you have none.",
                label=algorithm.parameterDefinition(name).description(),
                value=value,
            ) from None
    return algorithm.parameterAsDouble(parameters, name, context)


def usual_field(
    name: str, label: str, default: str, parent: str, kind: Any = QgsProcessingParameterField.DataType.Any
) -> QgsProcessingParameterField:
    """Return a field parameter that takes a usual name when none is given.

    It is optional because headless QGIS 3.22 asks for a mandatory field even when it has a default.
    """
    return QgsProcessingParameterField(name, label, default, parent, kind, optional=True)


def field_name(algorithm: CityOrchestraAlgorithm, parameters, name: str, context) -> str:
    """Return the name of a field given by :func:`usual_field`, the usual one when it was cleared."""
    return algorithm.parameterAsString(parameters, name, context) or algorithm.parameterDefinition(name).defaultValue()


def add_time_zone(algorithm: CityOrchestraAlgorithm) -> None:
    """Add ``TZ``: the time zone of the dates and hours given without one."""
    algorithm.add(
        QgsProcessingParameterString("TZ", tr("Time zone"), DEFAULT_TIME_ZONE, optional=True),
        tr(
            "Zone of the IANA database in which dates and hours are meant, summer time included, "
            "for example Europe/Paris or UTC."
        ),
        advanced=True,
    )


def time_zone(algorithm: CityOrchestraAlgorithm, parameters, context) -> Optional[str]:
    """Return the time zone, or None when the user cleared it."""
    return algorithm.parameterAsString(parameters, "TZ", context).strip() or None


def moment(algorithm: CityOrchestraAlgorithm, parameters, name: str, context: QgsProcessingContext) -> datetime:
    """Return a date-time parameter; it carries an offset only when the user gave one."""
    value: QDateTime = algorithm.parameterAsDateTime(parameters, name, context)
    if not value.isValid():
        raise InputError("{parameter} is not a date and time; write it like 2026-06-21T15:00:00.", parameter=name)
    date, time = value.date(), value.time()
    naive = datetime(date.year(), date.month(), date.day(), time.hour(), time.minute(), time.second())
    if value.timeSpec() in (Qt.TimeSpec.UTC, Qt.TimeSpec.OffsetFromUTC):
        return naive.replace(tzinfo=timezone(timedelta(seconds=value.offsetFromUtc())))
    return naive


def add_engine_parameters(algorithm: CityOrchestraAlgorithm) -> None:
    """Add the advanced parameters that say how much of the machine a run may use."""
    algorithm.add(
        number(
            "MEMORY_LIMIT",
            tr("Memory for tiles (MB)"),
            DEFAULT_MEMORY_LIMIT_MB,
            minimum=16,
            integer=True,
        ),
        tr("Memory that the tiles being computed may take together; the result does not depend on it."),
        advanced=True,
    )
    algorithm.add(
        number("WORKERS", tr("Threads (0: all cores)"), 0, minimum=0, maximum=1024, integer=True),
        tr("Threads on this machine; the result does not depend on it."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterString("SCHEDULER", tr("Dask scheduler address"), "", optional=True),
        tr(
            "Address of a Dask scheduler whose workers see the same files, for example "
            "tcp://server:8786; empty to compute on this machine. The result is the same."
        ),
        advanced=True,
    )


def engine_settings(algorithm: CityOrchestraAlgorithm, parameters: dict[str, Any], context) -> EngineSettings:
    """Return the engine settings of a run."""
    return EngineSettings(
        workers=algorithm.parameterAsInt(parameters, "WORKERS", context),
        memory_limit_mb=algorithm.parameterAsInt(parameters, "MEMORY_LIMIT", context),
        scheduler=algorithm.parameterAsString(parameters, "SCHEDULER", context).strip(),
    )


def day(algorithm: CityOrchestraAlgorithm, parameters, name: str, context: QgsProcessingContext) -> str:
    """Return a date parameter as ISO text."""
    value = algorithm.parameterAsDateTime(parameters, name, context).date()
    if not value.isValid():
        raise InputError("{parameter} is not a date; write it like 2026-06-21.", parameter=name)
    return value.toString(Qt.DateFormat.ISODate)


def hour(algorithm: CityOrchestraAlgorithm, parameters, name: str, context: QgsProcessingContext) -> str:
    """Return a time parameter as ISO text."""
    value = QgsProcessingParameters.parameterAsTime(algorithm.parameterDefinition(name), parameters, context)
    if not value.isValid():
        raise InputError("{parameter} is not a time; write it like 15:00.", parameter=name)
    return value.toString("HH:mm:ss")


def add_day_slots(algorithm: CityOrchestraAlgorithm) -> None:
    """Add ``DATE``, ``START``, ``END``, ``STEP`` and ``TZ``: the instants of one day."""
    algorithm.add(
        QgsProcessingParameterDateTime("DATE", tr("Date"), DateTimeType.Date, defaultValue=DEFAULT_DATE),
        tr("Day to compute; 21 June has the highest sun of the year, a heatwave usually comes in July."),
    )
    algorithm.add(
        QgsProcessingParameterDateTime("START", tr("First hour"), DateTimeType.Time, defaultValue="06:00:00"),
        tr("Local hour of the first instant."),
    )
    algorithm.add(
        QgsProcessingParameterDateTime("END", tr("Last hour"), DateTimeType.Time, defaultValue="21:00:00"),
        tr("Local hour of the last instant."),
    )
    algorithm.add(
        number("STEP", tr("Step (minutes)"), 15, minimum=1, maximum=240, integer=True),
        tr("Minutes between two instants; 15 is fine enough for walking."),
    )
    add_time_zone(algorithm)


def required_time_zone(algorithm: CityOrchestraAlgorithm, parameters, context) -> str:
    """Return the time zone of hours that carry none, or say that one is needed."""
    zone = time_zone(algorithm, parameters, context)
    if zone is None:
        raise InputError("The hours have no time zone; give one, for example Europe/Paris.")
    return zone
