"""What the algorithms of reach share: a network with or without shade, its clock, and places on it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Optional
from zoneinfo import ZoneInfo

import numpy as np
from qgis.core import QgsFields

from ...compatibility import field
from ...errors import InputError
from ...layers import FeatureTable
from ...translation import tr
from .network_table import NETWORK_FIELDS, NetworkTable, read_network

SAME_SEASON_DAYS = 10  # within which the path of the sun changes by less than a street's width of shadow
DAYS_OF_YEAR = 365
# Stands in where a network has no shade: its sun is then never used.
NO_SHADE = '{"date":"2000-01-01","tz":"UTC","start":"00:00","step":60,"sun":[0]}'


class ReachNetwork(NamedTuple):
    """A network and the features it was read from.

    ``network``: the arrays that are searched; ``table``: its features, one per edge, in the same order;
    ``shaded``: whether it has sun profiles.
    """

    network: NetworkTable
    table: FeatureTable
    shaded: bool


class _Reader:
    """Stands between :func:`read_network` and the algorithm: keeps the features, and gives a profile to all."""

    def __init__(self, algorithm) -> None:
        self._algorithm = algorithm
        self.table: Optional[FeatureTable] = None
        self.shaded = False

    def read(self, *arguments, **options) -> FeatureTable:
        table = self._algorithm.read(*arguments, **options)
        if any(table.fields.lookupField(name) < 0 for name in NETWORK_FIELDS):
            return table  # refused by the caller, who says why
        kept = np.flatnonzero(table.usable & ~table.column("u").null & ~table.column("v").null)
        self.table = FeatureTable(
            geometry=table.geometry[kept],
            rows=[table.rows[i] for i in kept],
            fields=table.fields,
            crs=table.crs,
            feature_ids=table.feature_ids[kept],
        )
        # A field without any profile is that of a network whose shade was not computed.
        self.shaded = table.fields.lookupField("sun_profile") >= 0 and not self.table.column("sun_profile").null.all()
        if self.shaded or not len(kept):
            return self.table
        position = table.fields.lookupField("sun_profile")
        fields = QgsFields(table.fields)
        rows = [list(row) for row in self.table.rows]
        if position < 0:
            position = fields.count()
            fields.append(field("sun_profile", "text"))
        for row in rows:
            row[position : position + 1] = [NO_SHADE]
        return FeatureTable(self.table.geometry, rows, fields, table.crs, self.table.feature_ids)


def read_reach_network(algorithm, parameters, context, feedback, crs, *, need_shade: bool) -> ReachNetwork:
    """Read ``NETWORK``; its shade is asked for only where it is used.

    Raises
    ------
    InputError
        When the layer is empty, is not a network, or has no sun profile though they are needed.
    """
    if need_shade:
        source = algorithm.parameterAsSource(parameters, "NETWORK", context)
        if source is not None and source.fields().lookupField("sun_profile") < 0:
            raise InputError(
                "The network has no sun profile; run the algorithm that computes shade on a network first."
            )
    reader = _Reader(algorithm)
    network = read_network(reader, parameters, context, feedback, crs)
    if need_shade and not reader.shaded:
        raise InputError("No edge of the network has a sun profile; check that it lies on the surface model.")
    return ReachNetwork(network, reader.table, reader.shaded)


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
