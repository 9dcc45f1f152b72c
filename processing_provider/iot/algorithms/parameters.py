"""Parameters that the algorithms of the room share: which store, which devices and metrics, which span of time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Optional
from zoneinfo import ZoneInfo

from qgis.core import (
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QDateTime, Qt

from ...algorithm import CityOrchestraAlgorithm, RunResult
from ...errors import InputError
from ...parameters import DateTimeType, add_time_zone, moment, time_zone
from ...raster_files import write_text
from ...translation import tr
from ..selection import Chosen, choose_devices, choose_metrics
from ..store.reader import DeviceRow, StoreReader
from .stores import Store, store_of

MS = 1000
LONG_LIST = 10  # names listed in a warning; the rest is a number


def add_store(algorithm: CityOrchestraAlgorithm, *, made: bool = False) -> None:
    """Add ``STORE``; ``made`` when the algorithm makes a store that is not there."""
    told = [
        tr(
            "Where the recorder keeps what it hears: a GeoPackage file, or the name of a PostgreSQL connection of "
            "QGIS (with |schema=name after it when the store is not in cityorchestra_iot). No password is written here."
        )
    ]
    if made:
        told.append(tr("A file that is not there is made."))
    algorithm.add(
        # A filter that ends in (*) lets the name of a connection through, which has no suffix.
        QgsProcessingParameterFile("STORE", tr("Store"), fileFilter=f"GeoPackage (*.gpkg);;{tr('All files')} (*)"),
        " ".join(told),
    )


def store(algorithm: CityOrchestraAlgorithm, parameters, context) -> Store:
    """Return the store that the parameters name.

    Raises
    ------
    InputError
        When they name none.
    """
    return store_of(algorithm.parameterAsString(parameters, "STORE", context))


def add_devices(algorithm: CityOrchestraAlgorithm) -> None:
    """Add ``DEVICES`` and ``SITE``."""
    algorithm.add(
        QgsProcessingParameterString("DEVICES", tr("Devices"), "", optional=True),
        tr("EUIs, identifiers or names, separated by semicolons or commas; empty for all devices."),
    )
    algorithm.add(
        QgsProcessingParameterString("SITE", tr("Sites"), "", optional=True),
        tr("Names of sites, separated by semicolons or commas; empty for all sites."),
    )


def add_metrics(algorithm: CityOrchestraAlgorithm) -> None:
    """Add ``METRICS``."""
    algorithm.add(
        QgsProcessingParameterString("METRICS", tr("Metrics"), "", optional=True),
        tr("Names of what is measured, such as temperature, separated by semicolons or commas; empty for all."),
    )


def chosen_devices(algorithm: CityOrchestraAlgorithm, parameters, context, reader: StoreReader, feedback) -> Chosen:
    """Return the devices that ``DEVICES`` and ``SITE`` name, and tell what names none.

    Raises
    ------
    InputError
        When something is written and no device has such a name.
    """
    given = {
        name: algorithm.parameterAsString(parameters, name, context)
        for name in ("DEVICES", "SITE")
        if algorithm.parameterDefinition(name) is not None
    }
    chosen = choose_devices(reader.devices(), given.get("DEVICES", ""), given.get("SITE", ""))
    if chosen.unknown and not chosen.devices:
        raise InputError(
            "The store knows no device or site named {names}; check the names in a snapshot of the store.",
            names=listed(chosen.unknown),
        )
    if chosen.unknown:
        feedback.pushWarning(
            tr("The store knows no device or site named {names}.").format(names=listed(chosen.unknown))
        )
    return chosen


def chosen_metrics(
    algorithm: CityOrchestraAlgorithm, parameters, context, reader: StoreReader, feedback
) -> dict[int, str]:
    """Return the metrics that ``METRICS`` names, by number, and tell what names none.

    Raises
    ------
    InputError
        When something is written and no metric has such a name.
    """
    names = reader.metrics()
    found, unknown = choose_metrics(names, algorithm.parameterAsString(parameters, "METRICS", context))
    if unknown and not found:
        raise InputError(
            "The store has no metric named {names}; it has {known}.",
            names=listed(unknown),
            known=listed(sorted(names.values())) or "-",
        )
    if unknown:
        feedback.pushWarning(tr("The store has no metric named {names}.").format(names=listed(unknown)))
    return {number: name for number, name in names.items() if number in found}


def listed(names) -> str:
    """Return names as a list that stays short."""
    names = list(names)
    rest = len(names) - LONG_LIST
    return ", ".join(names[:LONG_LIST]) + (f" … (+{rest})" if rest > 0 else "")


@dataclass(frozen=True)
class Span:
    """A span of time, ``start`` included and ``end`` excluded [ms since 1970, UTC]."""

    start: int
    end: int


def add_span(algorithm: CityOrchestraAlgorithm, days: float) -> None:
    """Add ``T0``, ``T1`` and ``TZ``; without them the span is the last days."""
    algorithm.add(
        QgsProcessingParameterDateTime("T0", tr("From"), DateTimeType.DateTime, optional=True),
        tr("Beginning, included; empty for {days:g} days before the end.").format(days=days),
    )
    algorithm.add(
        QgsProcessingParameterDateTime("T1", tr("To"), DateTimeType.DateTime, optional=True),
        tr("End, excluded; empty for now."),
    )
    add_time_zone(algorithm)


def span(algorithm: CityOrchestraAlgorithm, parameters, context, feedback, days: float) -> Span:
    """Return the span of ``T0`` and ``T1``.

    Raises
    ------
    InputError
        When the end is not after the beginning.
    """
    end = given_time(algorithm, parameters, "T1", context, feedback)
    start = given_time(algorithm, parameters, "T0", context, feedback)
    end = now_ms() + 1 if end is None else end
    start = end - int(days * 86_400 * MS) if start is None else start
    if end <= start:
        raise InputError("T1 must be after T0; without T1 the end is now.")
    return Span(start, end)


def given_time(algorithm: CityOrchestraAlgorithm, parameters, name: str, context, feedback) -> Optional[int]:
    """Return a date-time parameter [ms since 1970, UTC], None when it is empty.

    A time without offset is of the zone ``TZ``; without zone it is taken as UTC, and that is told.
    """
    if parameters.get(name) in (None, ""):
        return None
    if isinstance(parameters[name], QDateTime) and not parameters[name].isValid():
        return None
    value = moment(algorithm, parameters, name, context)
    if value.tzinfo is None:
        value = _placed(value, time_zone(algorithm, parameters, context), name, feedback)
    return int(value.timestamp()) * MS


def _placed(value: datetime, zone: Optional[str], name: str, feedback) -> datetime:
    if zone is None:
        feedback.pushWarning(tr("{name} has no time zone; it is taken as UTC.").format(name=name))
        return value.replace(tzinfo=timezone.utc)
    try:
        return value.replace(tzinfo=ZoneInfo(zone))
    except (KeyError, ValueError, OSError) as error:
        raise InputError("The time zone {zone} is not known; use a name such as Europe/Paris.", zone=zone) from error


def now_ms() -> int:
    """Return the present [ms since 1970, UTC]."""
    return int(time.time() * MS)


def qt_time(moment_ms: Optional[int]) -> Optional[QDateTime]:
    """Return a time [ms since 1970, UTC] as QGIS stores it; None stays None."""
    return None if moment_ms is None else QDateTime.fromMSecsSinceEpoch(int(moment_ms), Qt.TimeSpec.UTC)


def time_text(moment_ms: Optional[int], zone: Optional[str] = None) -> str:
    """Return a time [ms since 1970, UTC] for people, in a zone, UTC without one; empty when there is none."""
    if moment_ms is None:
        return ""
    moment_utc = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=int(moment_ms))
    placed = moment_utc.astimezone(ZoneInfo(zone)) if zone else moment_utc
    return f"{placed:%Y-%m-%d %H:%M} {'' if zone else 'UTC'}".strip()


def add_page(algorithm: CityOrchestraAlgorithm) -> None:
    """Add ``OUTPUT_HTML``, the report as a page."""
    algorithm.add(
        QgsProcessingParameterFileDestination(
            "OUTPUT_HTML", tr("Report"), "HTML (*.html)", optional=True, createByDefault=False
        ),
        tr("A page that sums the run up; nothing in it is loaded from elsewhere."),
    )


def wants_page(parameters) -> bool:
    """Tell whether the report was asked for."""
    return bool(parameters.get("OUTPUT_HTML"))


def write_page(algorithm: CityOrchestraAlgorithm, parameters, context, result: RunResult, content: str) -> None:
    """Write the report where the parameters say."""
    path = algorithm.parameterAsFileOutput(parameters, "OUTPUT_HTML", context)
    write_text(path, content)
    result["OUTPUT_HTML"] = algorithm.written(path)


def device_label(device: DeviceRow) -> str:
    """Return what people call a device."""
    return device.name or device.uid
