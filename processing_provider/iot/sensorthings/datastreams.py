"""Datastreams of a server: thing, place, unit, what is observed; and their observations as events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any, Optional

from ..events import Event, Location, Reject
from ..formats import sensorthings as messages
from ..values import as_dict, coordinates, text
from .service import SensorThings, entity_path, quoted_path

SIMPLE, MULTI = "Datastreams", "MultiDatastreams"
MAX_RINGS = 10_000  # points of a shape that are looked at
_EXPAND = "Thing($expand=Locations),ObservedProperty"
_EXPAND_MULTI = "Thing($expand=Locations),ObservedProperties"
_COMPONENTS = "components"


@dataclass(frozen=True)
class Datastream:
    """A datastream.

    Attributes
    ----------
    path : str
        ``Datastreams(42)``: what identifies it on its server, over HTTP as over MQTT.
    name, thing, property : str
        Its name; that of its thing; what is observed.
    units : dict
        Symbol of the unit by name of the value: ``result``, or ``result_0``, ``result_1``... of a MultiDatastream.
    place : Location or None
    """

    path: str
    name: str
    thing: str
    property: str
    units: Mapping[str, str]
    place: Optional[Location]

    @property
    def uid(self) -> str:
        """Identifier of the device in a store, as a recorder that hears this server over MQTT gives it."""
        return f"{messages.SOURCE}:{self.path}"

    @property
    def label(self) -> str:
        """Name for people."""
        return " / ".join(part for part in (self.thing, self.name) if part) or self.path


def datastreams(service: SensorThings, condition: str, page: int) -> Iterator[Datastream]:
    """Give the datastreams of a server, MultiDatastreams included where it has them.

    Parameters
    ----------
    service : SensorThings
    condition : str
        ``$filter`` on datastreams, empty for all.
    page : int
        Entities asked for at once.
    """
    offered = service.entity_sets()
    for entity_set, expand in ((SIMPLE, _EXPAND), (MULTI, _EXPAND_MULTI)):
        if entity_set not in offered:
            continue
        options = {"$expand": expand, "$filter": condition, "$top": str(page)}
        for entity in service.items(entity_set, options):
            found = _datastream(service, entity_set, entity) if isinstance(entity, dict) else None
            if found is not None:
                yield found


def _datastream(service: SensorThings, entity_set: str, entity: dict[str, Any]) -> Optional[Datastream]:
    path = entity_path(entity_set, entity.get("@iot.id"))
    if path is None:
        return None
    thing = as_dict(entity.get("Thing"))
    locations = service.parts(thing, "Locations")
    place = next((found for found in map(_location, locations) if found is not None), None)
    if entity_set == SIMPLE:
        observed = text(as_dict(entity.get("ObservedProperty")).get("name"))
        units = {"result": _unit(entity.get("unitOfMeasurement"))}
    else:
        properties = [text(as_dict(one).get("name")) for one in service.parts(entity, "ObservedProperties")]
        observed = ", ".join(name for name in properties if name)
        listed = entity.get("unitOfMeasurements")
        units = {f"result_{at}": _unit(one) for at, one in enumerate(listed if isinstance(listed, list) else [])}
    return Datastream(
        path, text(entity.get("name")), text(thing.get("name")), observed,
        {name: unit for name, unit in units.items() if unit}, place or _centre(entity.get("observedArea")),
    )  # fmt: skip


def _unit(told: Any) -> str:
    unit = as_dict(told)
    return text(unit.get("symbol")) or text(unit.get("name"))


def _location(entity: Any) -> Optional[Location]:
    return _centre(as_dict(entity).get("location"))


def _centre(shape: Any) -> Optional[Location]:
    """Return the middle of a GeoJSON geometry or feature: of its box when it is no point."""
    geometry = as_dict(shape)
    if geometry.get("type") == "Feature":
        geometry = as_dict(geometry.get("geometry"))
    given = geometry.get("coordinates")
    if geometry.get("type") == "Point" and isinstance(given, list) and len(given) >= 2:
        return coordinates(given[0], given[1], given[2] if len(given) > 2 else None)
    pairs = list(_pairs(given, 0))[:MAX_RINGS]
    if not pairs:
        return None
    east, north = zip(*pairs)
    return coordinates((min(east) + max(east)) / 2, (min(north) + max(north)) / 2)


def _pairs(given: Any, depth: int) -> Iterator[tuple[float, float]]:
    if not isinstance(given, list) or depth > 4:
        return
    if len(given) >= 2 and all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in given[:2]):
        yield float(given[0]), float(given[1])
        return
    for item in given[:MAX_RINGS]:
        yield from _pairs(item, depth + 1)


def observations(
    service: SensorThings, stream: Datastream, start: int, end: int, page: int, received: int
) -> Iterator[Event]:
    """Give the observations of a datastream whose time is in [start, end) [ms since 1970, UTC], in their order.

    Parameters
    ----------
    service : SensorThings
    stream : Datastream
    start, end : int
    page : int
        Observations asked for at once.
    received : int
        The present [ms].
    """
    options = {
        "$select": "phenomenonTime,result,resultTime",
        "$filter": f"phenomenonTime ge {iso_time(start)} and phenomenonTime lt {iso_time(end)}",
        "$orderby": "phenomenonTime asc",
        "$top": str(page),
        "$resultFormat": "dataArray",
    }
    for item in service.items(f"{quoted_path(stream.path)}/Observations", options):
        for told in _rows(item):
            made = messages.parse("", stream.path, told, received)
            if isinstance(made, Reject):
                continue
            for event in made:
                if event.network_time is not None and event.values and start <= event.network_time < end:
                    yield replace(
                        event, units=stream.units, name=stream.label, site=stream.thing, profile=stream.property
                    )


def _rows(item: Any) -> Iterator[dict[str, Any]]:
    """Give the observations of an item: itself, or the rows of a data array."""
    if not isinstance(item, dict):
        return
    names, rows = item.get(_COMPONENTS), item.get("dataArray")
    if not isinstance(names, list) or not isinstance(rows, list):
        yield item
        return
    for row in rows:
        if isinstance(row, list) and len(row) == len(names):
            yield {str(name): value for name, value in zip(names, row)}


def iso_time(moment: int) -> str:
    """Return a time [ms since 1970, UTC] as a filter wants it."""
    written = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=moment)
    return f"{written:%Y-%m-%dT%H:%M:%S}.{written.microsecond // 1000:03d}Z"


def box_condition(west: float, south: float, east: float, north: float) -> str:
    """Return the filter of datastreams whose thing stands in a box [degrees, WGS 84]."""
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    corners = ", ".join(f"{x:.7f} {y:.7f}" for x, y in ring)
    return f"st_within(Thing/Locations/location, geography'POLYGON (({corners}))')"
