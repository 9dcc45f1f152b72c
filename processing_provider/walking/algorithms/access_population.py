"""Read a population, and share it out between bands of minutes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...translation import tr
from .walkability_tables import numbers


@dataclass
class Population:
    """People by dwelling or by area.

    Attributes
    ----------
    geometry : object array of shapely geometries (n,)
        Points or polygons [m].
    people : float64 (n,)
        Number of people, 0 where unknown.
    place : list of graph.Place (n,)
        Nearest place of the network of each; edge -1 where it is too far.
    wide : bool (n,)
        Areas.
    """

    geometry: np.ndarray
    people: np.ndarray
    place: list
    wide: np.ndarray

    @property
    def total(self) -> float:
        """People in all."""
        return float(self.people.sum())


@dataclass
class Shares:
    """Share of the people of each feature in each band, and within 300 m."""

    by_band: np.ndarray
    near: float
    people: np.ndarray

    def numbers(self, bands) -> dict:
        """Output numbers of the algorithm."""
        total = self.people.sum()
        if total <= 0.0:
            return {"POP_SERVED_PCT": None, "POP_300_PCT": None}
        served = self.people[: bands.beyond].sum()
        return {"POP_SERVED_PCT": 100.0 * served / total, "POP_300_PCT": 100.0 * self.near / total}


def read_population(algorithm, parameters, context, feedback, network, crs):
    """Read ``POP``, or return None when it is absent; people that are not known are counted and taken as none."""
    import shapely

    table = algorithm.read(parameters, "POP", context, feedback, crs=crs)
    if table is None:
        return None
    kept = np.flatnonzero(table.usable)
    people = numbers(table, algorithm.parameterAsString(parameters, "POP_FIELD", context))[0][kept]
    wrong = ~(np.isfinite(people) & (people >= 0.0))
    if wrong.any():
        feedback.pushWarning(
            tr("{count} features have no number of people, or a negative one; they count as none.").format(
                count=int(wrong.sum())
            )
        )
    people = np.where(wrong, 0.0, people)
    geometry = table.geometry[kept]
    wide = shapely.get_dimensions(geometry) == 2
    # Of several points the middle; inside an area, so that a bent one has its place in it.
    points = np.where(wide, shapely.point_on_surface(geometry), shapely.centroid(geometry))
    places = network.finder().find(shapely.get_coordinates(points)) if len(points) else []
    most = algorithm.parameterAsDouble(parameters, "MAX_SNAP", context)
    far = np.array([place.distance_m > most for place in places], dtype=bool)
    places = [place._replace(edge=-1) if away else place for place, away in zip(places, far)]
    return Population(geometry, people, places, wide)


def shares_of(people: Population, access) -> Shares:
    """Share people out between the bands.

    A dwelling is in the band of its nearest street. The people of an area are spread along the streets in it; an area
    without a street is in the band of the street nearest to a point in it.
    """
    from ..access import GREEN_DISTANCE_M, share_by_length, share_by_place

    count = len(access.bands.low)
    edge = [place.edge for place in people.place]
    fraction = [place.fraction for place in people.place]
    by_band = share_by_place(access.bands.of(access.reach.at(edge, fraction)[0]), count)
    metres = access.metres.at(edge, fraction)[0]
    near = (metres <= GREEN_DISTANCE_M).astype(np.float64)
    areas = np.flatnonzero(people.wide)
    if len(areas):
        lines, band = access.all_lines()
        along = share_by_length(people.geometry[areas], lines, band, count)
        held = along.sum(axis=1) > 0.0
        by_band[areas[held]] = along[held]
        lines, far = access.all_near()
        along = share_by_length(people.geometry[areas], lines, far, 2)
        near[areas[held]] = along[held, 0]
    return Shares(by_band, float((near * people.people).sum()), (by_band * people.people[:, None]).sum(axis=0))
