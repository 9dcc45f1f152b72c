"""Networks and routes for the tests of the route sheet: streets one after the other, turning now left, now right."""

from __future__ import annotations

import json

import shapely
from cityorchestra.tests.algorithm_support import LAMBERT_93, SOUTH, WEST, make_layer

NETWORK_FIELDS = [
    ("edge_id", "integer"),
    ("u", "integer"),
    ("v", "integer"),
    ("len_m", "real"),
    ("name", "text"),
    ("side", "text"),
    ("sun_profile", "text"),
]
ROUTE_FIELDS = [
    ("rank", "integer"),
    ("role", "text"),
    ("len_m", "real"),
    ("time_min", "real"),
    ("sun_m", "real"),
    ("sun_min", "real"),
    ("alpha_eq", "real"),
]
HEAT_FIELDS = [("utci_mean", "real"), ("utci_max", "real"), ("dose", "real"), ("comfort_m", "real")]
SPEED = 1.25  # [m/s]
BLOCK_M = 60.0
DAY = "2026-06-21"


def profile(percent):
    """A share of sun that stands still from 06:00 to 22:00."""
    document = {"date": DAY, "tz": "Europe/Paris", "start": "06:00", "step": 60, "sun": [percent] * 17}
    return json.dumps(document)


def staircase(count):
    """Return the corners of a way of some blocks: east, north, east, north..."""
    x, y = WEST, SOUTH
    corners = [(x, y)]
    for number in range(count):
        x, y = (x + BLOCK_M, y) if number % 2 == 0 else (x, y + BLOCK_M)
        corners.append((x, y))
    return corners


def network_layer(corners, names, suns, sides=None, crs=LAMBERT_93):
    """Return the edges between corners, as a network that carries its shade."""
    rows = []
    for number, (first, last) in enumerate(zip(corners, corners[1:])):
        shape = shapely.LineString([first, last])
        side = sides[number] if sides else ""
        values = [number, number, number + 1, shape.length, names[number], side, profile(suns[number])]
        rows.append((shape, *values))
    return make_layer("LineString", rows, NETWORK_FIELDS, crs=crs, name="Shade on streets")


def route_row(rank, role, corners, sun_m, *more):
    """Return the feature of a route, walked at the speed of the scenes."""
    shape = shapely.LineString(corners)
    minutes = shape.length / SPEED / 60.0
    return (shape, rank, role, shape.length, minutes, sun_m, sun_m / SPEED / 60.0, 1.0, *more)


def routes_layer(rows, crs=LAMBERT_93, fields=()):
    """Return a layer of routes."""
    return make_layer("LineString", rows, [*ROUTE_FIELDS, *fields], crs=crs, name="Cool routes")


def scene(count, names=None, *, heat=False):
    """Return routes and network: a staircase of some blocks, half in the sun, beside a straight way in full sun."""
    corners = staircase(count)
    names = names or [f"Rue {number + 1}" for number in range(count)]
    suns = [100 if number % 2 else 20 for number in range(count)]
    network = network_layer(corners, names, suns)
    sun_m = sum(BLOCK_M * sun / 100.0 for sun in suns)
    values = [(33.1, 36.4, 41.0, 900.0), (34.9, 38.2, 77.0, 990.0)] if heat else [(), ()]
    rows = [route_row(2, "coolest", corners, sun_m, *values[0])]
    if count > 2:
        direct = shapely.LineString([corners[0], corners[-1]])
        rows.insert(0, route_row(1, "shortest", direct.coords, direct.length, *values[1]))
    return routes_layer(rows, fields=HEAT_FIELDS if heat else ()), network
