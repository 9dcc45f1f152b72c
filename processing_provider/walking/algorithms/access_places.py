"""Read cool places: which are open, and where they are entered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from ...compatibility import field_kind
from ...errors import InputError
from ...layers import to_degrees
from ...translation import tr
from .reach_network import check_same_region


@dataclass
class CoolPlaces:
    """Cool places and their entrances.

    Attributes
    ----------
    geometry : object array of shapely geometries (n,)
        Places [m].
    spans : reach.Spans
        Entrances of the places that are open, owned by their positions.
    names : list (n,)
        Value of the field chosen, or number of the feature.
    kind : str
        Kind of the names.
    open : bool (n,)
        Places that count as open.
    joined : bool (n,)
        Places that are near enough to the network.
    unknown : int
        Places whose hours are not known.
    """

    geometry: np.ndarray
    spans: Any
    names: list
    kind: str
    open: np.ndarray
    joined: np.ndarray
    unknown: int

    def counts(self) -> dict[str, int]:
        """Output numbers of the algorithm; a place is open or closed whether or not it is near the network."""
        return {
            "OPEN": int(self.open.sum()),
            "CLOSED": int((~self.open).sum()),
            "UNKNOWN": self.unknown,
            "NOT_JOINED": int((~self.joined).sum()),
        }


def read_places(algorithm, parameters, context, feedback, network, where) -> CoolPlaces:
    """Read ``PLACES`` and join them to the network.

    Raises
    ------
    InputError
        When there is no place, or none is near the network.
    """
    from ..entrances import BESIDE, CROSSED, NEAREST, NONE, find_entrances

    crs, arrival, zone = where
    # Opening hours of schema.org are lists of objects.
    table = algorithm.read(parameters, "PLACES", context, feedback, crs=crs, plain=False)
    kept = np.flatnonzero(table.usable)
    if not len(kept):
        raise InputError("There is no cool place; check the layer of places, its filter and its selection.")
    geometry = table.geometry[kept]
    state, unknown = _states(algorithm, parameters, context, feedback, (table, kept, arrival, zone))
    most = algorithm.parameterAsDouble(parameters, "MAX_SNAP", context)
    beside = algorithm.parameterAsDouble(parameters, "BESIDE", context)
    usable = None if network.crossing.all() else ~network.crossing
    entrances = algorithm.stoppable(
        lambda: find_entrances(geometry, network.lines, usable, beside=beside, max_distance=most), feedback
    )
    joined = entrances.how != NONE
    if not joined.any():
        check_same_region(algorithm.parameterDefinition("PLACES").description(), float(entrances.distance.min()))
        raise InputError(
            "No cool place lies within {most:.0f} m of the walking network; the nearest is {distance:.0f} m away. "
            "Check that both layers cover the same place.",
            most=most,
            distance=float(entrances.distance.min()),
        )
    feedback.pushInfo(
        tr("{crossed} places entered by paths, {beside} beside a street, {nearest} from their nearest street.").format(
            **{name: int((entrances.how == name).sum()) for name in (CROSSED, BESIDE, NEAREST)}
        )
    )
    if not joined.all():
        feedback.pushWarning(
            tr("{count} places are farther than {most:.0f} m from the network and cannot be reached.").format(
                count=int((~joined).sum()), most=most
            )
        )
    if not (state & joined).any():
        feedback.pushWarning(tr("No cool place is open at that hour."))
    names, kind = _names(algorithm, parameters, context, table, kept)
    # Closed places are left out before those that touch are joined: a closed one must not take what an open one has.
    spans = entrances.spans
    if not state.all():
        shown = np.flatnonzero(state)
        spans = algorithm.stoppable(
            lambda: find_entrances(geometry[shown], network.lines, usable, beside=beside, max_distance=most).spans,
            feedback,
        )
        spans = spans._replace(owner=shown[spans.owner].astype(np.int32))
    return CoolPlaces(geometry, spans, names, kind, state, joined, unknown)


def _names(algorithm, parameters, context, table, kept) -> tuple[list, str]:
    name = algorithm.parameterAsString(parameters, "PLACE_FIELD", context)
    if not name:
        return table.feature_ids[kept].tolist(), "integer"
    column = table.column(name)
    values = [None if column.null[i] else column.values[i] for i in kept]
    return values, field_kind(table.fields.at(table.fields.lookupField(name)))


def _states(algorithm, parameters, context, feedback, data) -> tuple[np.ndarray, int]:
    """Which places count as open, and how many have hours that are not known."""
    table, kept, arrival, zone = data
    name: Optional[str] = algorithm.parameterAsString(parameters, "OPEN_FIELD", context)
    if not name:
        return np.ones(len(kept), dtype=bool), 0
    import shapely

    from ..opening_hours import OPEN, UNKNOWN, open_at

    column = table.column(name)
    values = [None if column.null[i] else column.values[i] for i in kept]
    west, south, east, north = shapely.total_bounds(table.geometry[kept])
    position = to_degrees(table.crs, (west + east) / 2, (south + north) / 2, context.transformContext())
    country = algorithm.parameterAsString(parameters, "COUNTRY", context).strip()
    hours = open_at(values, arrival, zone, country=country, position=position)
    if hours.missing:
        feedback.pushInfo(tr("{count} places have no opening hours.").format(count=hours.missing))
    if hours.unreadable:
        feedback.pushWarning(
            tr("{count} opening hours cannot be read, such as {examples}.").format(
                count=hours.unreadable, examples=", ".join(f"“{text}”" for text in hours.examples)
            )
        )
    unknown = hours.state == UNKNOWN
    taken = algorithm.parameterAsString(parameters, "UNKNOWN_HOURS", context) != "closed"
    if unknown.any():
        told = (
            tr("{count} places whose hours are not known count as open.")
            if taken
            else tr("{count} places whose hours are not known count as closed.")
        )
        feedback.pushInfo(told.format(count=int(unknown.sum())))
    return np.where(unknown, taken, hours.state == OPEN), int(unknown.sum())
