"""What the route sheet is made from: routes, the streets around them, and the walk along these."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Optional
from zoneinfo import ZoneInfo

import numpy as np
import shapely
from qgis.core import QgsCoordinateReferenceSystem, QgsRectangle

from ...errors import InputError
from ...layers import FeatureTable, read_features
from ...translation import tr
from ..route_steps import RouteLegs, match_route
from .sheet_content import ReadRoute, WalkedRoute

ROUTE_FIELDS = ("rank", "len_m", "time_min", "sun_m")
NUMBERS = ("len_m", "time_min", "sun_m", "sun_min", "utci_mean", "utci_max", "dose", "comfort_m")
# Names of streets: those of a prepared territory and of OpenStreetMap, then those of BD TOPO.
NAME_FIELDS = ("name", "nom_voie_ban_gauche", "nom_collaboratif_gauche", "nom_1_gauche", "nom_voie", "nom")
COOLEST = ("coolest", "shortest and coolest")
AROUND_M = 400.0  # streets of the network read around the routes, for the map [m]
MATCHED_SHARE = 0.95  # of a route that must lie on the network for its streets to be told [-]
SUN_TOLERANCE = 0.05  # between the sun of a route and that found along the network, as a share of its length [-]
USUAL_SPEED = 1.25  # [m/s]


@dataclass(frozen=True)
class Network:
    """Streets around the routes; ``profiles`` holds the texts of their sun, or None without that field."""

    lines: np.ndarray
    names: list[str]
    sides: list[str]
    columns: dict[str, np.ndarray]
    profiles: Optional[list[Any]]


def read_routes(table: FeatureTable) -> list[ReadRoute]:
    """Read the routes of a layer.

    Raises
    ------
    InputError
        When the layer does not hold routes, or none.
    """
    missing = [name for name in ROUTE_FIELDS if table.fields.lookupField(name) < 0]
    if missing:
        raise InputError(
            "The layer does not hold cool routes (no field {fields}); give the output of the cool route algorithm.",
            fields=", ".join(missing),
        )
    kept = np.flatnonzero(table.usable & ~table.column("rank").null)
    lines = shapely.line_merge(table.geometry[kept])
    columns = {name: table.column(name) for name in NUMBERS if table.fields.lookupField(name) >= 0}
    roles = table.column("role").values if table.fields.lookupField("role") >= 0 else np.full(len(table), "")
    routes = []
    for row, line in zip(kept, lines):
        if shapely.get_type_id(line) != shapely.GeometryType.LINESTRING.value or not line.length:
            continue
        values = {name: math.nan if column.null[row] else float(column.values[row]) for name, column in columns.items()}
        if math.isnan(values["len_m"]):
            continue
        routes.append(ReadRoute(int(table.column("rank").values[row]), str(roles[row] or ""), line, values))
    if not routes:
        raise InputError("The layer has no route; search routes first, and check its filter and its selection.")
    return routes


def choose(routes: list[ReadRoute], rank: int) -> ReadRoute:
    """Return the route of a rank, the coolest one for 0.

    Raises
    ------
    InputError
        When there is none of that rank.
    """
    if rank:
        for route in routes:
            if route.rank == rank:
                return route
        raise InputError(
            "There is no route of rank {rank}; the layer has the ranks {ranks}.",
            rank=rank,
            ranks=", ".join(str(route.rank) for route in sorted(routes, key=lambda route: route.rank)[:20]),
        )
    coolest = [route for route in routes if route.role in COOLEST]
    return min(coolest or routes, key=lambda route: (np.nan_to_num(route.sun_m), route.length_m))


def read_network(source, routes: list[ReadRoute], crs: QgsCoordinateReferenceSystem, transforms, feedback) -> Network:
    """Read the streets around routes."""
    west, south, east, north = shapely.total_bounds(np.array([route.line for route in routes]))
    extent = QgsRectangle(west - AROUND_M, south - AROUND_M, east + AROUND_M, north + AROUND_M)
    table = read_features(source, crs=crs, transform_context=transforms, extent=extent, feedback=feedback)
    kept = np.flatnonzero(table.usable)
    lines = shapely.line_merge(table.geometry[kept])
    whole = shapely.get_type_id(lines) == shapely.GeometryType.LINESTRING.value
    kept, lines = kept[whole], lines[whole]

    def texts(*candidates: str) -> list[str]:
        name = next((item for item in candidates if table.fields.lookupField(item) >= 0), None)
        if name is None:
            return [""] * len(kept)
        column = table.column(name)
        return ["" if column.null[row] else str(column.values[row]) for row in kept]

    columns = {}
    for name in ("slope", "traffic_veh_day"):
        column = table.column(name) if table.fields.lookupField(name) >= 0 else None
        known = column is not None and column.values.dtype.kind in "if"
        columns[name] = (
            np.where(column.null, np.nan, column.values.astype(float))[kept] if known else np.full(len(kept), np.nan)
        )
    profiles = None
    if table.fields.lookupField("sun_profile") >= 0:
        profiles = [table.column("sun_profile").values[row] for row in kept]
    return Network(lines, texts(*NAME_FIELDS), texts("side"), columns, profiles)


class Walker:
    """Walks routes along a network.

    Parameters
    ----------
    network : Network or None
        Streets; without them a route has neither streets nor sun along the way.
    departure : datetime or None
        With its zone; without it there is no sun along the way.
    record : dict or None
        Provenance of the routes, which tells the walking speed.
    """

    def __init__(self, network: Optional[Network], departure: Optional[datetime], record, feedback) -> None:
        self._network = network
        self._departure = departure
        self._record = record
        self._feedback = feedback

    def walk(self, route: ReadRoute) -> WalkedRoute:
        """Lay a route on the network and follow its sun; warn where it does not fit."""
        network = self._network
        if network is None or not len(network.lines):
            return WalkedRoute(route)
        legs = match_route(route.line, network.lines)
        if legs.matched_share < MATCHED_SHARE:
            self._feedback.pushWarning(
                tr(
                    "Only {share:.0f} % of route {rank} lies on the network: its streets are left out. Give the "
                    "network on which it was searched."
                ).format(share=100.0 * legs.matched_share, rank=route.rank)
            )
            return WalkedRoute(route)
        sun_m = self._sun(route, legs, network)
        walked = WalkedRoute(route, legs, network.names, network.sides, sun_m)
        found = float(np.nansum(walked.sun_m)) if walked.sun_m is not None else math.nan
        if abs(found - route.sun_m) > SUN_TOLERANCE * route.length_m:
            self._feedback.pushWarning(
                tr(
                    "Along this network route {rank} has {found:.0f} m in the sun, its own figure is {told:.0f} m: it "
                    "was searched with another shade, day or hour."
                ).format(rank=route.rank, found=found, told=route.sun_m)
            )
        return walked

    def _sun(self, route: ReadRoute, legs: RouteLegs, network: Network) -> Optional[np.ndarray]:
        """Return the length of each leg walked in the sun [m], or None where it cannot be known."""
        from ..graph import build_graph, crossing_wait
        from ..paths import Legs
        from ..profile_text import decode_profiles
        from ..routing import follow

        if self._departure is None or network.profiles is None:
            return None
        on = np.flatnonzero(legs.edge >= 0)
        edges, position = np.unique(legs.edge[on], return_inverse=True)
        # A GeoJSON file gives the profile back as an object, not as text.
        texts = [
            json.dumps(value) if isinstance(value, dict) else value for value in (network.profiles[e] for e in edges)
        ]
        if not any(texts):
            return None
        header, sun = decode_profiles(texts)
        local = self._departure.astimezone(ZoneInfo(header.time_zone))
        local = local.replace(year=header.date.year, month=header.date.month, day=header.date.day)
        count = len(edges)
        crossing = np.array([network.sides[e] == "crossing" for e in edges])
        graph = build_graph(
            np.arange(count),
            np.arange(count),
            shapely.length(network.lines[edges]),
            np.zeros((count, 2)),
            speed=self._speed(route),
            slope=network.columns["slope"][edges],
            wait=crossing_wait(crossing, vehicles_per_day=network.columns["traffic_veh_day"][edges]),
            sun=sun,
            step_s=header.step_minutes * 60.0,
        )
        walk = follow(graph, Legs(position, legs.start[on], legs.stop[on]), header.seconds_after_start(local))
        sun_m = np.full(len(legs), np.nan)
        sun_m[on] = walk[:, 3]
        sun_m[on[(sun[position] == 255).all(axis=1)]] = np.nan
        return sun_m

    def _speed(self, route: ReadRoute) -> float:
        """Return the walking speed of the search [m/s], or the mean one of the route."""
        told = (self._record or {}).get("parameters", {}).get("SPEED")
        try:
            return float(told)
        except (TypeError, ValueError):
            seconds = 60.0 * route.values["time_min"]
            return route.length_m / seconds if seconds > 0.0 else USUAL_SPEED
