"""What the server holds: things with places, datastreams, observations."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

Entity = dict[str, Any]
# Navigation of each entity set: name, set that it leads to, whether to many.
LINKS = {
    "Things": {"Datastreams": ("Datastreams", True), "Locations": ("Locations", True),
               "MultiDatastreams": ("MultiDatastreams", True)},
    "Locations": {"Things": ("Things", True)},
    "ObservedProperties": {"Datastreams": ("Datastreams", True)},
    "Datastreams": {"Thing": ("Things", False), "ObservedProperty": ("ObservedProperties", False),
                    "Observations": ("Observations", True)},
    "MultiDatastreams": {"Thing": ("Things", False), "ObservedProperties": ("ObservedProperties", True),
                         "Observations": ("Observations", True)},
    "Observations": {"Datastream": ("Datastreams", False)},
}  # fmt: skip


def instant(moment: int) -> str:
    """Return a time [ms since 1970] as the server writes it."""
    written = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=moment)
    return f"{written:%Y-%m-%dT%H:%M:%S}.{written.microsecond // 1000:03d}Z"


@dataclass
class World:
    """Entities by set; links are lists of identifiers under the name of the navigation, with a ``:`` before it."""

    sets: dict[str, list[Entity]] = field(default_factory=lambda: {name: [] for name in LINKS})

    def add(
        self, entity_set: str, identifier: Any = None, links: dict[str, list[Any]] | None = None, **values: Any
    ) -> Any:
        """Add an entity; return its identifier, a number unless one is given."""
        given = len(self.sets[entity_set]) + 1 if identifier is None else identifier
        entity = {"@iot.id": given, **values}
        entity.update({f":{link}": list(targets) for link, targets in (links or {}).items()})
        self.sets[entity_set].append(entity)
        return given

    def find(self, name: str, identifier: Any) -> Entity | None:
        """Return an entity, None when there is none."""
        return next((entity for entity in self.sets[name] if entity["@iot.id"] == identifier), None)

    def linked(self, name: str, entity: Entity, link: str) -> list[Entity]:
        """Return the entities that a navigation leads to."""
        target, _ = LINKS[name][link]
        wanted = entity.get(f":{link}", [])
        found = [self.find(target, identifier) for identifier in wanted]
        return [one for one in found if one is not None]

    def add_thing(self, name: str, place: tuple[float, float] | None = None, **values: Any) -> Any:
        """Add a thing, with a point as its place."""
        places = []
        if place is not None:
            shape = {"type": "Point", "coordinates": list(place)}
            places.append(
                self.add("Locations", name=f"Place of {name}", encodingType="application/geo+json", location=shape)
            )
        return self.add("Things", name=name, description="", links={"Locations": places, "Datastreams": []}, **values)

    def add_datastream(self, thing, name: str, observed: str, unit: str, identifier: Any = None, **values: Any) -> Any:
        """Add a datastream of a thing."""
        properties = self.sets["ObservedProperties"]
        prop = next((one["@iot.id"] for one in properties if one["name"] == observed), None)
        if prop is None:
            prop = self.add("ObservedProperties", name=observed, definition="", description="")
        made = self.add(
            "Datastreams", identifier, name=name, description="", observationType="OM_Measurement",
            unitOfMeasurement={"name": unit, "symbol": unit, "definition": ""},
            links={"Thing": [thing], "ObservedProperty": [prop], "Observations": []}, **values,
        )  # fmt: skip
        self.find("Things", thing)[":Datastreams"].append(made)
        return made

    def observe(self, stream: Any, time: str, result: Any, name: str = "Datastreams", **values: Any) -> None:
        """Add an observation of a datastream; time as the server writes it."""
        links = {"Datastream": [stream]} if name == "Datastreams" else {}
        made = self.add("Observations", phenomenonTime=time, result=result, resultTime=None, links=links, **values)
        self.find(name, stream)[":Observations"].append(made)
