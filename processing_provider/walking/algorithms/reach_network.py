"""What the algorithms that walk a network share: pace, clock of the shade, and fields carried from the network."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from qgis.core import QgsFields

from ...errors import InputError
from ...layers import FeatureTable
from ...parameters import number
from ...translation import tr
from .network_table import NetworkTable

SAME_SEASON_DAYS = 10  # within which the path of the sun changes by less than a street's width of shadow
DAYS_OF_YEAR = 365
ASTRAY_M = 100_000.0  # no walk goes so far [m]


def add_pace_parameters(algorithm, *, advanced: bool) -> None:
    """Add ``ALPHA`` and ``SPEED``: what a minute in the sun weighs, and how fast one walks."""
    algorithm.add(
        number("ALPHA", tr("Weight of a minute in the sun"), 3.0, minimum=1.0, maximum=100.0),
        tr("Minutes in the shade that weigh as much as one in the sun: 2 to 5 suit a warm to a very hot day."),
        advanced=advanced,
    )
    algorithm.add(
        number("SPEED", tr("Walking speed on the flat (m/s)"), 1.25, minimum=0.2, maximum=3.0),
        tr("1.25 m/s (4.5 km/h) for an adult, 0.8 for an elderly person, 0.9 in a wheelchair."),
        advanced=advanced,
    )


def check_same_region(label: str, distance_m: float) -> None:
    """Refuse points that lie so far from the network that their coordinates must be wrong.

    Raises
    ------
    InputError
        When the nearest of them is farther than 100 km.
    """
    if distance_m > ASTRAY_M:
        raise InputError(
            "The nearest of the points or places of “{label}” is {distance:.0f} km from the walking network: check the "
            "CRS of the layer, or swap its coordinates (Vector geometry, Swap X and Y coordinates) if latitudes come "
            "first.",
            label=label,
            distance=distance_m / 1000.0,
        )


def seconds_on_profile(network: NetworkTable, moment: datetime, feedback) -> float:
    """Return the seconds from the first slot of the profiles to a moment, and tell what the shade does not know."""
    local = moment.astimezone(ZoneInfo(network.header.time_zone))
    apart = abs((local.date() - network.header.date).days) % DAYS_OF_YEAR
    if min(apart, DAYS_OF_YEAR - apart) > SAME_SEASON_DAYS:
        feedback.pushWarning(
            tr(
                "The shade of this network was computed for {shade_date}, the walk is on {walk_date}; compute "
                "the shade again for that day for a true answer."
            ).format(shade_date=network.header.date.isoformat(), walk_date=local.date().isoformat())
        )
    day = network.header.date
    seconds = network.header.seconds_after_start(local.replace(year=day.year, month=day.month, day=day.day))
    if network.sun.shape[1] == 1:
        feedback.pushWarning(
            tr("The shade of this network was computed for one instant, {hour}; it is taken to stand still.").format(
                hour=network.header.start.strftime("%H:%M")
            )
        )
    elif not 0.0 <= seconds <= network.last_s:
        feedback.pushWarning(
            tr("{hour} is outside the hours for which the shade was computed; the walk counts as by night.").format(
                hour=local.strftime("%H:%M")
            )
        )
    return seconds


def carried_fields(table: FeatureTable, without: tuple[str, ...]) -> tuple[QgsFields, list[int]]:
    """Return the fields of a network but some, and their positions."""
    fields, positions = QgsFields(), []
    for position in range(table.fields.count()):
        item = table.fields.at(position)
        if item.name().lower() not in without:
            fields.append(item)
            positions.append(position)
    return fields, positions
