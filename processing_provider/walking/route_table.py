"""From a search to rows: what is said of each route."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .front import ParetoFront, representative
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
        Weight of a sunny metre from which the route is the best, NaN where it never is.
    """

    geometry: np.ndarray
    role: np.ndarray
    length_m: np.ndarray
    sun_m: np.ndarray
    duration_min: np.ndarray
    sun_min: np.ndarray
    alpha_eq: np.ndarray


def table_of_front(front: ParetoFront, lines, most: int) -> RouteTable:
    """Describe the routes of a front.

    Parameters
    ----------
    front : ParetoFront
        Front of k routes, by increasing length.
    lines : array of shapely LineString
        Edges of the network.
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
    return RouteTable(
        geometry,
        role[kept],
        front.length_m[kept],
        front.sun_m[kept],
        front.duration_s[kept] / 60.0,
        front.sun_s[kept] / 60.0,
        front.alpha_eq[kept],
    )


def table_of_route(graph, route, lines, departure_s: float, alpha: float) -> RouteTable:
    """Describe one weighted route.

    Parameters
    ----------
    graph : WalkGraph
        Graph in which it was found.
    route : paths.Route
        Route.
    lines : array of shapely LineString
        Edges of the network.
    departure_s : float
        Departure, in seconds after the first slot of the profiles.
    alpha : float
        Weight of a sunny metre with which it was searched.

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
    )
