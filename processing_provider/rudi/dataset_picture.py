"""Pictures that can be had of a dataset: the one that its record names, else a map of its extent by its map service.

Nothing is asked here. Who asks must know whom: a picture of the catalogue's own server tells nobody else what a user
looks at, one of another server tells that server.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Optional
from urllib.parse import urlsplit

import numpy as np

from ..errors import InputError
from .http_client import resolve_url
from .map_service import MERCATORS, WEB_MERCATOR, MapService, map_service, with_parameters
from .record import Record

MAP_WIDTH, MAP_HEIGHT = 256, 160  # pixels of a map: small enough to be no burden for a server
MARGIN = 0.06  # of an extent, left around it on each side
SMALLEST_M = 300.0  # an extent that is smaller, such as a point, is shown with this much around it [m, at the equator]
EARTH_RADIUS_M = 6378137.0  # of the sphere of Web Mercator (EPSG:3857)
MERCATOR_LATITUDE = 85.0  # Web Mercator ends there [degrees]
LONGITUDE_LATITUDE = "EPSG:4326"
FORMATS = ("image/png", "image/jpeg", "image/webp")
OUTLIERS = 20  # of so many extents, one may reach beyond the common extent on each side

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class PictureSource:
    """Where a picture of a dataset is.

    Attributes
    ----------
    url : str
        Absolute address.
    host : str
        Name of the server, for the user.
    is_map : bool
        Whether it is a map made for the extent of the dataset, rather than the picture that the record names.
    of_catalogue : bool
        Whether the server is that of the catalogue itself.
    """

    url: str
    host: str
    is_map: bool
    of_catalogue: bool


def picture_source(record: Record, base: str) -> Optional[PictureSource]:
    """Return where a picture of a dataset is; None when nothing gives one.

    A map is only thought of for a dataset that is open to all and says where in the world it is.

    Parameters
    ----------
    record : Record
    base : str
        Address of the catalogue; empty when it is a file.
    """
    url = web_address(base, record.thumbnail)
    if url:
        return _source(base, url, is_map=False)
    if record.access != "open" or record.extent is None or record.extent.is_world:
        return None
    for media in record.media:
        if media.connector.contract != "wms" or media.kind == "FILE" or media.encrypted:
            continue
        url = web_address(base, media.url)
        service = map_service(media, url) if url else None
        if service is not None and service.layer:
            return _source(base, map_address(service, record.extent.as_tuple()), is_map=True)
    return None


def _source(base: str, url: str, *, is_map: bool) -> PictureSource:
    return PictureSource(url, (urlsplit(url).hostname or "").lower(), is_map, bool(allowed_url(base, url)))


def web_address(base: str, url: str) -> str:
    """Return the absolute address of what a record names; empty when it is none, or on http while the catalogue is not.

    Parameters
    ----------
    base : str
        Address of the catalogue; empty when it is a file.
    url : str
        As the record gives it.
    """
    try:
        absolute = resolve_url(base, url) if url.strip() else ""
    except InputError:
        return ""
    return absolute if urlsplit(absolute).scheme == "https" or urlsplit(base).scheme == "http" else ""


def allowed_url(base: str, url: str) -> str:
    """Return the absolute address of a picture that may be asked for without asking the user, empty otherwise.

    Only the server of the catalogue itself is asked, so that looking at a list tells nobody else; and by https
    unless the catalogue itself is only on http.
    """
    absolute = web_address(base, url)
    there, here = urlsplit(absolute), urlsplit(base)
    if not there.hostname or there.hostname.lower() != (here.hostname or "").lower():
        return ""
    return absolute if there.scheme == "https" or there.netloc == here.netloc else ""


def map_address(service: MapService, box: Box, width: int = MAP_WIDTH, height: int = MAP_HEIGHT) -> str:
    """Return the address of a map of an extent: one GetMap of WMS 1.1.1, or 1.3.0 where the record knows no other.

    Parameters
    ----------
    service : MapService
        A WMS with a layer.
    box : tuple of float
        West, south, east, north [degrees].
    width, height : int
        [pixels]; the extent is widened to their proportions.
    """
    version = "1.3.0" if service.versions and not any(one < "1.3" for one in service.versions) else "1.1.1"
    flat = LONGITUDE_LATITUDE in service.crs and not MERCATORS.intersection(service.crs)
    beyond = max(abs(box[1]), abs(box[3])) > MERCATOR_LATITUDE
    west, south, east, north = _in_degrees(box, width / height) if flat or beyond else _in_metres(box, width / height)
    sides = [west, south, east, north]
    if (flat or beyond) and version == "1.3.0":
        sides = [south, west, north, east]  # 1.3.0 follows the order of axes of the reference system
    layers = service.layer.split(",")
    return with_parameters(
        service.url,
        SERVICE="WMS",
        VERSION=version,
        REQUEST="GetMap",
        LAYERS=service.layer,
        STYLES=",".join(service.styles) if len(service.styles) == len(layers) else "",
        **{"CRS" if version == "1.3.0" else "SRS": LONGITUDE_LATITUDE if flat or beyond else WEB_MERCATOR},
        BBOX=",".join(f"{side:.6f}".rstrip("0").rstrip(".") for side in sides),
        WIDTH=str(width),
        HEIGHT=str(height),
        FORMAT=next((one for one in service.formats if one in FORMATS), FORMATS[0]),
        TRANSPARENT="FALSE",
    )


def _in_metres(box: Box, proportion: float) -> Box:
    """Return an extent of these proportions in Web Mercator [m]."""

    def northing(latitude: float) -> float:
        return EARTH_RADIUS_M * math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))

    west, east = (EARTH_RADIUS_M * math.radians(side) for side in (box[0], box[2]))
    return framed((west, northing(box[1]), east, northing(box[3])), proportion, SMALLEST_M)


def _in_degrees(box: Box, proportion: float) -> Box:
    """Return an extent of these proportions on the ground, in degrees."""
    shrunk = max(0.1, math.cos(math.radians((box[1] + box[3]) / 2)))  # of a degree of longitude beside one of latitude
    smallest = math.degrees(SMALLEST_M / EARTH_RADIUS_M)
    west, south, east, north = framed((box[0] * shrunk, box[1], box[2] * shrunk, box[3]), proportion, smallest)
    return west / shrunk, south, east / shrunk, north


def framed(box: Box, proportion: float, smallest: float) -> Box:
    """Return an extent with a margin, widened on two sides to a proportion of width to height.

    Parameters
    ----------
    box : tuple of float
        Least x, least y, greatest x, greatest y, in any unit of the plane.
    proportion : float
        Width over height, > 0.
    smallest : float
        Least height of what is returned, in the same unit, > 0.
    """
    width, height = (1 + 2 * MARGIN) * (box[2] - box[0]), (1 + 2 * MARGIN) * (box[3] - box[1])
    height = max(height, width / proportion, smallest)
    width = height * proportion
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def common_extent(boxes: np.ndarray) -> Optional[Box]:
    """Return where the datasets of a catalogue are; None when none of them says.

    It is the extent of all, less one in :data:`OUTLIERS` on each side: one record with a wrong extent must not make
    all others look like a point.

    Parameters
    ----------
    boxes : ndarray of float64, shape (n, 4)
        West, south, east, north [degrees], each with west <= east and south <= north; NaN where unknown.
    """
    known = boxes[~np.isnan(boxes).any(axis=1)]
    if not len(known):
        return None
    left_out = len(known) // OUTLIERS
    ordered = np.sort(known, axis=0)
    least, greatest = ordered[left_out], ordered[len(known) - 1 - left_out]
    return float(least[0]), float(least[1]), float(greatest[2]), float(greatest[3])
