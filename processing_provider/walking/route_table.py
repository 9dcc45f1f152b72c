"""From a search to rows: what is said of each route."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .front import ParetoFront, representative
from .heat_exposure import NetworkHeat, RouteHeat
from .paths import Legs
from .routing import follow, route_line

SHORTEST, COOLEST, BOTH, COMPROMISE = "shortest", "coolest", "shortest and coolest", "compromise"


class RouteTable(NamedTuple):
    """Routes by increasing length, one value per route.

    Attributes
    ----------
    geometry : object array of shapely LineString
        Lines from start to end [m].
    role : object array of str
        ``shortest``, ``coolest``, ``shortest and coolest`` or ``compromise``.
    length_m, sun_m : float64
        Length, and length in the sun [m].
    duration_min, sun_min : float64
        Time, and time in the sun, waiting included [min].
    alpha_eq : float64
        Weight of a sunny metre, or of a unit of another exposure, from which the route is the best, NaN where it
        never is.
    heat : heat_exposure.RouteHeat
        Felt temperature, dose and comfort-equivalent metres.
    """

    geometry: np.ndarray
    role: np.ndarray
    length_m: np.ndarray
    sun_m: np.ndarray
    duration_min: np.ndarray
    sun_min: np.ndarray
    alpha_eq: np.ndarray
    heat: RouteHeat


def table_of_front(front: ParetoFront, lines, heat: NetworkHeat, departure_s: float, most: int) -> RouteTable:
    """Describe the routes of a front.

    Parameters
    ----------
    front : ParetoFront
        Front of k routes, by increasing length.
    lines : array of shapely LineString
        Edges of the network.
    heat : heat_exposure.NetworkHeat
        Heat of its edges.
    departure_s : float
        Departure, in seconds after the first slot of the profiles.
    most : int
        Greatest number of routes kept; 0 keeps all.

    Returns
    -------
    RouteTable
        The shortest and the coolest are always among them when ``most`` is above 1.
    """
    count = len(front)
    kept = np.arange(count) if most == 0 or most >= count else representative(front, most)
    role = np.full(count, COMPROMISE, dtype=object)
    role[0], role[-1] = SHORTEST, COOLEST
    if count == 1:
        role[0] = BOTH
    geometry = np.empty(len(kept), dtype=object)
    geometry[:] = [route_line(lines, front.route(i)) for i in kept]
    legs, leg_first = _legs_of(front, kept)
    return RouteTable(
        geometry,
        role[kept],
        front.length_m[kept],
        front.sun_m[kept],
        front.duration_s[kept] / 60.0,
        front.sun_s[kept] / 60.0,
        front.alpha_eq[kept],
        heat.of_routes(legs, leg_first, departure_s),
    )


def _legs_of(front: ParetoFront, kept: np.ndarray) -> tuple[Legs, np.ndarray]:
    """Stretches of some routes one after the other, and where each route begins."""
    routes = [front.route(i) for i in kept]
    legs = Legs(*(np.concatenate(columns) for columns in zip(*routes)))
    return legs, np.concatenate(([0], np.cumsum([len(route.edge) for route in routes])))


def table_of_route(graph, route, lines, heat: NetworkHeat, departure_s: float, alpha: float) -> RouteTable:
    """Describe one weighted route.

    Parameters
    ----------
    graph : WalkGraph
        Graph in which it was found.
    route : paths.Route
        Route.
    lines : array of shapely LineString
        Edges of the network.
    heat : heat_exposure.NetworkHeat
        Heat of its edges.
    departure_s : float
        Departure, in seconds after the first slot of the profiles.
    alpha : float
        Weight of a sunny metre, or of a unit of another exposure, with which it was searched.

    Returns
    -------
    RouteTable
        One row; its role is ``shortest`` for a weight of 1, ``compromise`` otherwise.
    """
    totals = follow(graph, route.legs, departure_s).sum(axis=0)
    geometry = np.empty(1, dtype=object)
    geometry[0] = route_line(lines, route.legs)
    return RouteTable(
        geometry,
        np.array([SHORTEST if alpha == 1.0 else COMPROMISE], dtype=object),
        totals[[2]],
        totals[[3]],
        totals[[1]] / 60.0,
        totals[[4]] / 60.0,
        np.array([alpha]),
        heat.of_routes(route.legs, np.array([0, len(route.legs.edge)]), departure_s),
    )
