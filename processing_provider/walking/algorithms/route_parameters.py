"""What the algorithms that search routes share: what to avoid, the weather, who walks, and the fields of a route."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple, Optional
from zoneinfo import ZoneInfo

import numpy as np
from qgis.core import (
    QgsFields,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterField,
)

from ...algorithm import CityOrchestraAlgorithm
from ...compatibility import field
from ...errors import InputError
from ...heat.algorithms.weather_parameters import add_weather_parameters, read_weather
from ...layers import to_degrees
from ...parameters import DEFAULT_DATE, DateTimeType, moment, number, time_zone
from ...translation import tr
from .network_table import NetworkTable, read_network
from .reach_network import seconds_on_profile

SUN, COMFORT, DOSE = "sun", "comfort", "dose"
ROUTE_FIELDS = (
    ("rank", "integer"),
    ("role", "text"),
    ("len_m", "real"),
    ("time_min", "real"),
    ("sun_m", "real"),
    ("sun_min", "real"),
    ("alpha_eq", "real"),
    ("utci_mean", "real"),
    ("utci_max", "real"),
    ("dose", "real"),
    ("comfort_m", "real"),
)


class RouteSetting(NamedTuple):
    """What routes are searched on.

    ``network``: the arrays of the layer; ``graph`` and ``finder`` of the edges that may be walked; ``departure_s``:
    departure in seconds after the first slot; ``heat``: heat of the edges; ``exposure``: what to avoid, None for the
    sun.
    """

    network: NetworkTable
    graph: Any
    finder: Any
    departure_s: float
    heat: Any
    exposure: Optional[Any]


def add_walk_parameters(algorithm: CityOrchestraAlgorithm) -> None:
    """Add ``DATETIME``, ``SPEED`` and ``MAX_DETOUR``."""
    algorithm.add(
        QgsProcessingParameterDateTime(
            "DATETIME", tr("Departure"), DateTimeType.DateTime, defaultValue=f"{DEFAULT_DATE}T15:00:00"
        ),
        tr("Local date and hour of departure, in the time zone below."),
    )
    algorithm.add(
        number("SPEED", tr("Walking speed on the flat (m/s)"), 1.25, minimum=0.2, maximum=3.0),
        tr("1.25 m/s (4.5 km/h) for an adult, 0.8 for an elderly person, 0.9 in a wheelchair."),
    )
    algorithm.add(
        number("MAX_DETOUR", tr("Longest detour (%)"), 30.0, minimum=0.0, maximum=300.0),
        tr("Extra length accepted, as a share of the shortest route."),
    )


def add_cost_parameters(algorithm: CityOrchestraAlgorithm) -> None:
    """Add ``COST``, the weather, ``GAMMA``, ``SVF_DEFAULT``, ``ACCESSIBLE``, ``MAX_SLOPE``, and a score to prefer."""
    algorithm.add(
        QgsProcessingParameterEnum(
            "COST",
            tr("What to avoid"),
            [SUN, COMFORT, DOSE],
            defaultValue=SUN,
            usesStaticStrings=True,
        ),
        tr(
            "sun: metres in the sun. comfort: metres that count more the higher the felt temperature (UTCI) is above "
            "26 °C. dose: degrees above 26 °C times minutes. The last two need the weather below."
        ),
    )
    add_weather_parameters(algorithm)
    algorithm.add(
        number("GAMMA", tr("Weight of the heat"), 1.0, minimum=0.0, maximum=100.0),
        tr(
            "Metres added to each metre for every 6 °C of felt temperature above 26 °C: with 1, a metre at 32 °C "
            "counts as two."
        ),
        advanced=True,
    )
    algorithm.add(
        number("SVF_DEFAULT", tr("Sky view factor where unknown"), 0.6, minimum=0.0, maximum=1.0),
        tr("Taken for the streets of which the network does not know the sky view factor (field svf)."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterBoolean("ACCESSIBLE", tr("Only ways for wheelchairs"), False),
        tr(
            "Leaves out steps, edges whose field pmr_ok is false, and those steeper than the slope below (field "
            "slope_max). What is not known is taken as passable."
        ),
        advanced=True,
    )
    algorithm.add(
        number("MAX_SLOPE", tr("Steepest slope for wheelchairs (%)"), 5.0, minimum=0.0, maximum=100.0),
        tr("5 % is the limit of the French order of 15 January 2007; used with ways for wheelchairs only."),
        advanced=True,
    )
    algorithm.add(
        QgsProcessingParameterField(
            "SCORE_FIELD",
            tr("Score of the streets, 0 to 100"),
            None,
            "NETWORK",
            QgsProcessingParameterField.DataType.Numeric,
            optional=True,
        ),
        tr("A field of the network, such as the walkability score: bad streets are avoided as heat is. Optional."),
        advanced=True,
    )
    algorithm.add(
        number("KAPPA", tr("Weight of the score"), 1.0, minimum=0.0, maximum=100.0),
        tr("Metres added to each metre of a street with a score of 0, and none to one of 100."),
        advanced=True,
    )


def check_cost(algorithm: CityOrchestraAlgorithm, parameters, context) -> None:
    """Check early that what is asked fits together."""
    read_weather(algorithm, parameters, context)
    scored = algorithm.parameterAsString(parameters, "SCORE_FIELD", context)
    if scored and algorithm.parameterAsString(parameters, "COST", context) == DOSE:
        raise InputError(
            "A score is counted in metres and cannot be added to a dose of heat; choose sun or comfort as what to "
            "avoid, or no score."
        )


def read_setting(algorithm: CityOrchestraAlgorithm, parameters, context, feedback, crs) -> RouteSetting:
    """Read the network, the departure and the weather.

    Raises
    ------
    InputError
        When the network, an hour or the weather cannot be used.
    """
    from ...heat.sun import parse_local_time

    check_cost(algorithm, parameters, context)
    departure = parse_local_time(
        moment(algorithm, parameters, "DATETIME", context), time_zone(algorithm, parameters, context)
    )
    score = algorithm.parameterAsString(parameters, "SCORE_FIELD", context)
    network = read_network(algorithm, parameters, context, feedback, crs, score_field=score)
    allowed = _allowed(algorithm, parameters, context, feedback, network)
    graph = network.graph(algorithm.parameterAsDouble(parameters, "SPEED", context), allowed)
    departure_s = seconds_on_profile(network, departure, feedback)
    heat = _heat(algorithm, parameters, context, network, graph, departure_s, crs)
    exposure = _exposure(algorithm, parameters, context, feedback, network, heat)
    return RouteSetting(network, graph, network.finder(allowed), departure_s, heat, exposure)


def _allowed(algorithm, parameters, context, feedback, network: NetworkTable) -> Optional[np.ndarray]:
    """Edges that may be walked, None for all."""
    if not algorithm.parameterAsBoolean(parameters, "ACCESSIBLE", context):
        return None
    steepest = algorithm.parameterAsDouble(parameters, "MAX_SLOPE", context)
    allowed = network.accessible(steepest / 100.0)
    feedback.pushInfo(
        tr("Ways for wheelchairs: {count} of {total} edges are left out; the slope of {unknown} is not known.").format(
            count=int((~allowed).sum()), total=len(allowed), unknown=int(np.isnan(network.steepest).sum())
        )
    )
    if not allowed.any():
        raise InputError(
            "No edge of the network can be used by a wheelchair with slopes of {slope:g} % at most; allow steeper "
            "ones, or all ways.",
            slope=steepest,
        )
    return allowed


def _heat(algorithm, parameters, context, network: NetworkTable, graph, departure_s: float, crs):
    """Heat of the edges in the weather given."""
    import shapely

    from ..heat_exposure import NetworkHeat, RouteWeather, utci_table

    weather = read_weather(algorithm, parameters, context)
    west, south, east, north = shapely.total_bounds(network.lines)
    longitude, latitude = to_degrees(crs, (west + east) / 2.0, (south + north) / 2.0, context.transformContext())
    header = network.header
    # In UTC hours follow each other on all days of the year.
    first = datetime.combine(header.date, header.start, ZoneInfo(header.time_zone)).astimezone(timezone.utc)
    slots = [first + timedelta(seconds=slot * network.step_s) for slot in range(network.sun.shape[1])]
    table = utci_table(
        slots,
        latitude,
        longitude,
        RouteWeather(weather.warmed_ta, weather.rh, weather.wind, weather.ghi),
        first + timedelta(seconds=departure_s),
    )
    return NetworkHeat(
        graph,
        network.svf,
        table,
        default_svf=algorithm.parameterAsDouble(parameters, "SVF_DEFAULT", context),
        gamma=algorithm.parameterAsDouble(parameters, "GAMMA", context),
    )


def _exposure(algorithm, parameters, context, feedback, network: NetworkTable, heat):
    """Return what to avoid, None for the sun alone."""
    cost = algorithm.parameterAsString(parameters, "COST", context)
    if not heat.known:
        if cost != SUN:
            raise InputError(
                "The felt temperature (UTCI) is not defined in this weather; keep the air between -50 and 50 °C, the "
                "wind below 17 m/s, and the humidity low enough for that heat, or choose sun as what to avoid."
            )
        feedback.pushWarning(
            tr("The felt temperature (UTCI) is not defined in this weather; its fields are left empty.")
        )
    if cost != SUN and np.isnan(network.svf).any():
        feedback.pushInfo(
            tr("The sky view factor of {count} of {total} edges is not known; a usual one is taken.").format(
                count=int(np.isnan(network.svf).sum()), total=len(network.svf)
            )
        )
    if cost == DOSE:
        return heat.dose()
    added = _score_rate(algorithm, parameters, context, feedback, network)
    if cost == COMFORT:
        return heat.comfort(added=added)
    return None if added is None else heat.sun(added)


def _score_rate(algorithm, parameters, context, feedback, network: NetworkTable) -> Optional[np.ndarray]:
    """Metres that the score adds to each metre of the edges, None without score."""
    name = algorithm.parameterAsString(parameters, "SCORE_FIELD", context)
    if not name:
        return None
    known = (network.score >= 0.0) & (network.score <= 100.0)
    if not known.any():
        raise InputError("No street has a score between 0 and 100 in the field {field}; choose another.", field=name)
    if not known.all():
        feedback.pushWarning(
            tr("{count} edges have no score between 0 and 100 and take the mean of the others.").format(
                count=int((~known).sum())
            )
        )
    score = np.where(known, network.score, network.score[known].mean())
    return algorithm.parameterAsDouble(parameters, "KAPPA", context) * (100.0 - score) / 100.0


def route_fields() -> QgsFields:
    """Return the fields of a route."""
    fields = QgsFields()
    for name, kind in ROUTE_FIELDS:
        fields.append(field(name, kind))
    return fields


def route_columns(table) -> list:
    """Return the values of the fields of routes."""
    return [
        np.arange(1, len(table.length_m) + 1),
        table.role,
        table.length_m,
        table.duration_min,
        table.sun_m,
        table.sun_min,
        table.alpha_eq,
        *table.heat,
    ]
