"""What the fields of the standard layers may hold: coded values, types, identifiers."""

from __future__ import annotations

import numpy as np

from .schema import standard_layers
from .values import parse_boolean, parse_number, parse_year

#: Fields that a mapping may fill beside those of the schema; :mod:`.heights` reads them.
AUXILIARY = {
    "buildings": {
        "ground_altitude_m": "real",
        "gutter_altitude_m": "real",
        "ridge_altitude_m": "real",
    }
}

#: Fields without which a layer means nothing and that no default can stand for.
ESSENTIAL = {
    "streets": ("street_class", "residential"),
    "vegetation": ("vegetation_class", "wood"),
    "equipment": ("kind", "bench"),
    "population": ("population", ""),
}

#: Fields whose unknown values leave the feature out: there is no neutral kind of street equipment.
NO_DEFAULT = {"equipment": "kind"}

#: Values allowed in the coded fields of the standard schema.
CODES = {
    ("buildings", "height_source"): ("measured", "storeys", "roof_altitude", "default"),
    ("buildings", "use"): (
        "residential",
        "commercial",
        "industrial",
        "public",
        "agricultural",
        "annex",
        "other",
    ),
    ("streets", "street_class"): (
        "motorway",
        "primary",
        "secondary",
        "tertiary",
        "residential",
        "living_street",
        "service",
        "pedestrian",
        "footway",
        "cycleway",
        "path",
        "steps",
        "track",
    ),
    ("streets", "width_source"): ("measured", "default"),
    ("trees", "height_source"): ("measured", "default"),
    ("vegetation", "vegetation_class"): ("wood", "open_wood", "hedge", "orchard", "shrub", "grass", "crop"),
    ("vegetation", "height_source"): ("measured", "default"),
    ("green_spaces", "kind"): ("park", "garden", "cemetery", "sport", "other"),
    ("water", "kind"): ("river", "canal", "lake", "basin"),
    ("waterways", "kind"): ("river", "stream", "canal", "ditch"),
    ("equipment", "kind"): ("drinking_fountain", "fountain", "bench", "toilets", "crossing"),
    ("places", "kind"): (
        "town_hall",
        "station",
        "school",
        "hospital",
        "library",
        "market",
        "shop",
        "worship",
        "other",
    ),
}

#: Fields where a number that is not above zero means "not known" (LARGEUR = 0 in BD TOPO, for example).
POSITIVE = frozenset(
    {
        ("buildings", "height_m"),
        ("buildings", "storeys"),
        ("buildings", "year"),
        ("streets", "width_m"),
        ("streets", "lanes"),
        ("streets", "speed_kmh"),
        ("trees", "height_m"),
        ("trees", "crown_diameter_m"),
    }
)

#: Letter that starts an identifier made from the row number.
ID_LETTERS = {
    "zones": "z",
    "buildings": "b",
    "streets": "s",
    "trees": "t",
    "vegetation": "v",
    "green_spaces": "g",
    "water": "w",
    "waterways": "r",
    "equipment": "e",
    "places": "p",
    "population": "c",
}

#: No data in the rasters of land cover.
COVER_NODATA = 255

#: Ground of which no layer says anything: code of ``land_cover.csv`` (paved, grass, bare soil), 0 to decide by density.
BY_DENSITY = "by density"
UNKNOWN_GROUND = {BY_DENSITY: 0, "paved": 1, "grass": 5, "bare soil": 6}


def field_kinds(layer: str) -> dict[str, str]:
    """Return the fields that a mapping may fill, with their type."""
    kinds = {item.name: item.kind for item in standard_layers()[layer].fields}
    return {**kinds, **AUXILIARY.get(layer, {})}


def coerce(text: str, layer: str, name: str) -> object:
    """Return a text as a value of its field's type, ``None`` when it is empty or cannot be read."""
    kind = field_kinds(layer)[name]
    if not text:
        return None
    if kind == "text":
        return text
    if kind == "boolean":
        return parse_boolean(text)
    number = parse_year(text) if name == "year" else parse_number(text)
    if number != number or ((layer, name) in POSITIVE and number <= 0):
        return None
    return number if kind == "real" else int(np.floor(number + 0.5))
