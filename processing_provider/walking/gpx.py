"""Routes as text that other programs read: GPX 1.1 for walking computers, GeoJSON for the web.

Both know longitude and latitude (WGS 84) only.

References
----------
.. [1] GPX 1.1 schema, https://www.topografix.com/GPX/1/1/
.. [2] RFC 7946, "The GeoJSON Format", doi:10.17487/RFC7946.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely

DECIMALS = 7  # of a degree: about a centimetre
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Track(NamedTuple):
    """A route to hand over: its ``name``, a ``description`` (may be empty) and its line in degrees."""

    name: str
    description: str
    line: Any


def _parts(line) -> list[np.ndarray]:
    """Longitudes and latitudes of each part of a line, checked and rounded."""
    parts = [shapely.get_coordinates(part) for part in shapely.get_parts(line) if not part.is_empty]
    for xy in parts:
        if not (np.isfinite(xy).all() and (np.abs(xy[:, 0]) <= 180.0).all() and (np.abs(xy[:, 1]) <= 90.0).all()):
            raise ValueError("A route has a point that is no longitude and latitude.")
    return [np.round(xy, DECIMALS) for xy in parts]


def _escaped(text: str) -> str:
    """Text as it may stand in XML, without the characters that XML does not know."""
    return html.escape(_NOT_XML.sub("", text), quote=False)


def gpx_text(tracks: Sequence[Track]) -> str:
    """Write routes as a GPX 1.1 document, one track each and one segment per part.

    Parameters
    ----------
    tracks : sequence of Track
        Lines or multi-lines in longitude and latitude [degrees, WGS 84]; heights are left out.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        When a point lies outside the globe.
    """
    rows = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gpx version="1.1" creator="City Orchestra for QGIS" xmlns="http://www.topografix.com/GPX/1/1">',
    ]
    for track in tracks:
        rows.append("  <trk>")
        rows.append(f"    <name>{_escaped(track.name)}</name>")
        if track.description:
            rows.append(f"    <desc>{_escaped(track.description)}</desc>")
        for xy in _parts(track.line):
            points = [f'      <trkpt lat="{y:.{DECIMALS}f}" lon="{x:.{DECIMALS}f}"/>' for x, y in xy.tolist()]
            rows += ["    <trkseg>", *points, "    </trkseg>"]
        rows.append("  </trk>")
    return "\n".join([*rows, "</gpx>", ""])


def geojson_text(lines, properties: Sequence[Mapping[str, Any]]) -> str:
    """Write routes as a GeoJSON feature collection (RFC 7946).

    Parameters
    ----------
    lines : array of shapely LineString or MultiLineString (n,)
        In longitude and latitude [degrees, WGS 84]; heights are left out.
    properties : sequence of mapping (n,)
        Values that JSON knows; NaN and infinite numbers become null.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        When a point lies outside the globe.
    """
    features = []
    for line, values in zip(lines, properties):
        parts = [xy.tolist() for xy in _parts(line)]
        single = shapely.get_type_id(line) == shapely.GeometryType.LINESTRING.value
        geometry = {
            "type": "LineString" if single else "MultiLineString",
            "coordinates": parts[0] if single else parts,
        }
        known = {
            key: None if isinstance(value, float) and not np.isfinite(value) else value for key, value in values.items()
        }
        features.append({"type": "Feature", "properties": known, "geometry": geometry})
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False) + "\n"
