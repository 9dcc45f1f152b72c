"""Parts of the walkability index of areas, from buildings, land use and population."""

from __future__ import annotations

import numpy as np

from ...errors import InputError
from ...translation import tr
from .walkability_tables import numbers, objects


class AreaParts:
    """Reads density, retail ratio and mix of uses of zones for one run."""

    def __init__(self, algorithm, parameters, context, feedback, shapes, surface) -> None:
        self.algorithm, self.parameters, self.context, self.feedback = algorithm, parameters, context, feedback
        self.shapes, self.surface = shapes, surface

    def text(self, name: str) -> str:
        """Return a text or field parameter."""
        return self.algorithm.parameterAsString(self.parameters, name, self.context)

    def words(self, name: str) -> set[str]:
        """Return the words of a parameter, in lower case."""
        return {word.strip().lower() for word in self.text(name).split(",") if word.strip()}

    def numbers(self, name: str, table) -> np.ndarray:
        """Return a field as numbers, NaN everywhere without one."""
        chosen = self.text(name)
        if not chosen or table.fields.lookupField(chosen) < 0:
            return np.full(len(table), np.nan)
        return numbers(table, chosen)[0]

    def uses(self, buildings) -> list:
        """Return the use of each building, None where it is not known."""
        chosen = self.text("USE_FIELD")
        if not chosen or buildings.fields.lookupField(chosen) < 0:
            return [None] * len(buildings)
        return objects(buildings, chosen)

    def read(self, buildings, landuse, population) -> dict:
        """Return density per hectare, retail ratio and mix by zone; None for what the data do not give."""
        from ..walkability import area

        parts = {"dens": None, "retail": None, "mix": None}
        home_land = shop_land = None
        if landuse is not None:
            areas, names = area.areas_by_class(
                self.shapes, landuse.geometry, objects(landuse, self.text("LANDUSE_FIELD"))
            )
            parts["mix"] = area.mix(areas)
            home_land = areas[:, is_one_of(names, self.words("RESIDENTIAL"))].sum(axis=1)
            shop_land = areas[:, is_one_of(names, self.words("RETAIL"))].sum(axis=1)
        people = None
        if buildings is not None:
            floor_area, use = self._floor_area(buildings), self.uses(buildings)
            shops = np.where(is_one_of(use, self.words("RETAIL")), floor_area, np.nan)
            retail = area.share_inside(self.shapes, buildings.geometry, shops)
            parts["retail"] = self._per_land(retail, shop_land)
            if parts["mix"] is None:
                parts["mix"] = self._mix_of_buildings(buildings, use, floor_area)
            dwellings = self.numbers("DWELLINGS_FIELD", buildings)
            if not np.isnan(dwellings).all():
                people = area.share_inside(self.shapes, buildings.geometry, dwellings)
        if people is None and population is not None:
            counts = self.numbers("POPULATION_FIELD", population)
            if len(counts) and np.isnan(counts).all():
                raise InputError("Choose the field of the population that holds the number of inhabitants.")
            people = area.share_inside(self.shapes, population.geometry, counts)
            self.feedback.pushInfo(tr("Density is that of inhabitants: the number of dwellings is not known."))
        if people is not None:
            parts["dens"] = self._per_land(people, home_land) * area.SQUARE_METRES_PER_HA
            if home_land is None:
                self.feedback.pushInfo(tr("Density is per hectare of the zone: there is no land use."))
        return parts

    def _per_land(self, amount, land):
        """Amount per square metre of its land, or of the zone without land use; 0 in a zone without such land."""
        land = self.surface if land is None else land
        some = land > 0.0
        return np.where(some, amount / np.where(some, land, 1.0), np.where(np.isnan(self.surface), np.nan, 0.0))

    def _floor_area(self, buildings) -> np.ndarray:
        import shapely

        floors = np.fmax(np.nan_to_num(self.numbers("FLOORS_FIELD", buildings)), 1.0)
        return shapely.area(buildings.geometry) * floors

    def _mix_of_buildings(self, buildings, use, floor_area):
        """Mix of the floor areas by use."""
        from ..walkability import area

        names = sorted({str(item) for item in use if item is not None})
        if not names:
            return None
        same = [np.array([item is not None and str(item) == name for item in use], dtype=bool) for name in names]
        columns = [
            area.share_inside(self.shapes, buildings.geometry, np.where(rows, floor_area, np.nan)) for rows in same
        ]
        return area.mix(np.column_stack(columns))


def is_one_of(values, words: set[str]) -> np.ndarray:
    """Tell which values are among words, whatever their case."""
    return np.array([value is not None and str(value).strip().lower() in words for value in values], dtype=bool)
