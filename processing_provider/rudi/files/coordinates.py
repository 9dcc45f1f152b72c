"""Which columns of a table hold a place, and in which reference system its numbers are.

Tables are published without saying so: the names of the columns tell the role, the values confirm it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from ..search_text import folded

LONGITUDE, LATITUDE = "longitude", "latitude"
WGS_84, LAMBERT_93 = "EPSG:4326", "EPSG:2154"
ENOUGH = 0.8  # share of the filled values that must be what the name of the column promises

_X_WORDS = (
    "lon long longitude lng x coord_x x_coord xcoord coordx coordonnee_x coordonneesx x_longitude xlong "
    "longitude_x geo_x point_x pointx lon_wgs84 x_wgs84 long_wgs84 longitude_wgs84 x_l93 x_lambert93 "
    "x_lambert_93 lambert_x lambert93_x x_rgf93 x_cc48 xlambert xl93 stop_lon coordonnees_longitude "
    "gps_longitude gps_lon geo_point_2d_lon geolocation_lon consolidated_longitude"
)
_X_NAMES = frozenset(_X_WORDS.split())
_Y_WORDS = (
    "lat latitude y coord_y y_coord ycoord coordy coordonnee_y coordonneesy y_latitude ylat latitude_y geo_y "
    "point_y pointy lat_wgs84 y_wgs84 latitude_wgs84 y_l93 y_lambert93 y_lambert_93 lambert_y lambert93_y "
    "y_rgf93 y_cc48 ylambert yl93 stop_lat coordonnees_latitude gps_latitude gps_lat geo_point_2d_lat "
    "geolocation_lat consolidated_latitude"
)
_Y_NAMES = frozenset(_Y_WORDS.split())
_PAIR_WORDS = (
    "geo_point_2d geo_point geopoint geopoint2d point_geo geolocalisation geolocation geoloc localisation "
    "coordonnees coordonnees_geo coordonnees_gps coordonnees_geographiques coordinates position location "
    "latlon lat_lon latlong lat_long gps coords_gps point centroid centroide"
)
_PAIR_NAMES = frozenset(_PAIR_WORDS.split())
_SHAPE_WORDS = "geo_shape geoshape geometry geometrie geom the_geom geojson shape st_asgeojson"
_SHAPE_NAMES = frozenset(_SHAPE_WORDS.split())
_WKT_WORDS = "wkt geom_wkt wkt_geom geometry_wkt geometrie_wkt geowkt the_geom geom geometry shape"
_WKT_NAMES = frozenset(_WKT_WORDS.split())
_WKT = re.compile(
    r"\s*(?:SRID=(\d{4,6});)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\s*(?:Z|M|ZM)?\s*(?:\(|EMPTY)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\s*[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?\s*\Z")
_PAIR = re.compile(r"\s*[\[({]?\s*([-+]?\d+(?:\.\d+)?)\s*[,;\s]\s*([-+]?\d+(?:\.\d+)?)\s*[\])}]?\s*\Z")
SHAPES = frozenset(
    ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")
)

# Lambert-93 and the nine conic zones (CC42 to CC50), by the numbers that France has in them [m].
_L93_X, _L93_Y = (0.0, 1_300_000.0), (6_000_000.0, 7_130_000.0)
_CC_X, _CC_STEP, _CC_FIRST, _CC_HALF = (1_100_000.0, 2_300_000.0), 1_000_000.0, 1_200_000.0, 150_000.0


@dataclass(frozen=True)
class Roles:
    """Columns that hold a place; empty where there is none.

    Attributes
    ----------
    x, y : str
        Columns of numbers, both or none.
    pair : str
        Column of "latitude, longitude".
    shape : str
        Column of GeoJSON geometries.
    wkt : str
        Column of WKT geometries.
    crs : str
        Reference system, such as ``EPSG:4326``; empty when nothing tells it.
    """

    x: str = ""
    y: str = ""
    pair: str = ""
    shape: str = ""
    wkt: str = ""
    crs: str = ""

    def __bool__(self) -> bool:
        return bool(self.x or self.pair or self.shape or self.wkt)


def plain_name(name: str) -> str:
    """Return the name of a column to compare: without accents, units nor signs (``Coord. X (m)`` is ``coord_x``)."""
    without_unit = re.sub(r"\([^)]*\)", " ", folded(name))
    return re.sub(r"[^a-z0-9]+", "_", without_unit).strip("_")


def find_roles(columns: Mapping[str, Sequence[Any]], declared_crs: str = "") -> Roles:
    """Return which columns hold a place: shapes first, then points.

    Parameters
    ----------
    columns : dict
        Values of a sample of the rows, by the name of the column, in their order.
    declared_crs : str
        What the record says of the reference system, such as ``EPSG:2154``; empty when it says nothing.
    """
    named = {name: plain_name(name) for name in columns}
    for name, plain in named.items():
        if plain in _SHAPE_NAMES and _mostly(columns[name], lambda value: shape_of(value) is not None):
            return Roles(shape=name, crs=WGS_84)
    for name, plain in named.items():
        if plain in _WKT_NAMES and _mostly(columns[name], is_wkt):
            return Roles(wkt=name, crs=_crs_of_wkt(columns[name], declared_crs))
    for name, plain in named.items():
        if plain in _PAIR_NAMES and _mostly(columns[name], lambda value: pair_of(value) is not None):
            return Roles(pair=name, crs=WGS_84)
    return _number_roles(columns, named, declared_crs)


def _number_roles(columns: Mapping[str, Sequence[Any]], named: Mapping[str, str], declared_crs: str) -> Roles:
    xs = [name for name, plain in named.items() if plain in _X_NAMES and _mostly(columns[name], _is_number)]
    ys = [name for name, plain in named.items() if plain in _Y_NAMES and _mostly(columns[name], _is_number)]
    best = Roles()
    for x, y in zip(xs, ys):
        crs = crs_of_numbers(columns[x], columns[y], declared_crs)
        found = Roles(x=x, y=y, crs=crs)
        if crs == WGS_84:  # a table with both degrees and metres: degrees need no guess
            return found
        best = best or found
    return best if best.crs else Roles()


def _mostly(values: Iterable[Any], accepts) -> bool:
    filled = [value for value in values if value not in (None, "")]
    return bool(filled) and sum(map(accepts, filled)) >= ENOUGH * len(filled)


def _is_number(value: Any) -> bool:
    return number_of(value) is not None


def number_of(value: Any) -> Optional[float]:
    """Return a number, written with a point or a comma; None when it is none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, str) and _NUMBER.match(value):
        return float(value.replace(",", "."))
    return None


def is_wkt(value: Any) -> bool:
    """Tell whether a text is the WKT of a geometry."""
    return isinstance(value, str) and _WKT.match(value) is not None


def crs_of_numbers(x: Iterable[Any], y: Iterable[Any], declared_crs: str = "") -> str:
    """Return the reference system in which France has such numbers; the declared one decides between metres.

    Empty when the numbers are neither degrees nor metres of a system of metropolitan France, nor of a declared one.
    """
    pairs = [(number_of(one), number_of(other)) for one, other in zip(x, y)]
    pairs = [(one, other) for one, other in pairs if one is not None and other is not None and (one, other) != (0, 0)]
    if not pairs:
        return ""
    if _all_in(pairs, (-180.0, 180.0), (-90.0, 90.0)):
        return WGS_84
    if _all_in(pairs, _L93_X, _L93_Y):
        return LAMBERT_93
    for zone in range(42, 51):
        middle = _CC_FIRST + (zone - 42) * _CC_STEP
        if _all_in(pairs, _CC_X, (middle - _CC_HALF, middle + _CC_HALF)):
            return f"EPSG:{3900 + zone}"
    return declared_crs if declared_crs != WGS_84 else ""


def _all_in(pairs: list[tuple[float, float]], x: tuple[float, float], y: tuple[float, float]) -> bool:
    inside = sum(x[0] <= one <= x[1] and y[0] <= other <= y[1] for one, other in pairs)
    return inside >= ENOUGH * len(pairs)


def _crs_of_wkt(values: Iterable[Any], declared_crs: str) -> str:
    texts = [value for value in values if is_wkt(value)]
    srid = _WKT.match(texts[0]).group(1)
    if srid:
        return f"EPSG:{srid}"
    firsts = [re.search(r"(-?[\d.]+(?:[eE][-+]?\d+)?)\s+(-?[\d.]+(?:[eE][-+]?\d+)?)", text) for text in texts]
    numbers = [found.groups() for found in firsts if found]
    return crs_of_numbers([one for one, _ in numbers], [other for _, other in numbers], declared_crs)


def pair_of(value: Any) -> Optional[tuple[float, float]]:
    """Return longitude and latitude of a value that holds both; None when it does not.

    ``"48.1, -1.68"`` and ``[48.1, -1.68]`` have the latitude first, as portals write them, unless that is no latitude;
    ``{"lon": -1.68, "lat": 48.1}`` says which is which.
    """
    if isinstance(value, Mapping):
        named = {plain_name(str(key)): number_of(number) for key, number in value.items()}
        lon = next((number for name, number in named.items() if name in _X_NAMES), None)
        lat = next((number for name, number in named.items() if name in _Y_NAMES), None)
        return _place(lon, lat)
    if isinstance(value, str):
        found = _PAIR.match(value)
        value = list(found.groups()) if found else None
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        return None
    first, second = number_of(value[0]), number_of(value[1])
    return _place(second, first) or _place(first, second)


def _place(lon: Optional[float], lat: Optional[float]) -> Optional[tuple[float, float]]:
    if lon is None or lat is None or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return None
    return lon, lat


def shape_of(value: Any) -> Optional[dict[str, Any]]:
    """Return the GeoJSON geometry that a value holds, itself or as a feature or as text; None when it holds none."""
    if isinstance(value, str):
        if not value.lstrip().startswith("{"):
            return None
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    if isinstance(value, Mapping) and value.get("type") == "Feature":
        value = value.get("geometry")
    if not isinstance(value, Mapping) or value.get("type") not in SHAPES:
        return None
    parts = value.get("geometries" if value["type"] == "GeometryCollection" else "coordinates")
    return dict(value) if isinstance(parts, list) else None
