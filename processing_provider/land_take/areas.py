"""Areas on the ellipsoid, where a projection stretches them: Lambert-93 shrinks Rennes by 0.112 %, 79 ha of 705 km2.

Coordinates are brought to an equal-area projection centred on the layer, and measured there. Only the sides of the
faces, straight in one projection and bent in the other, make a difference.

References
----------
.. [1] J. P. Snyder (1987), Map Projections, a Working Manual, USGS Professional Paper 1395, chapter 24 (Lambert
   azimuthal equal-area, ellipsoid).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from ..errors import InputError

FARTHEST_M = 1e8  # no coordinate of a projection is greater: the Earth is 4e7 m round
LONGEST_SIDE_M, LONGEST_SIDE_DEGREES = 1000.0, 0.01  # longer sides are cut before they are brought over


def ellipsoidal_areas(geometries, crs: Any) -> np.ndarray:
    """Return the area of faces on the ellipsoid of their reference system.

    Parameters
    ----------
    geometries : array_like of shapely geometries, shape (n,)
        Polygons and multipolygons; null rows have no area.
    crs : pyproj.CRS, or what it can be made of
        Of the coordinates, projected or geographic.

    Returns
    -------
    ndarray of float64, shape (n,)
        [m2]; 0 for null and empty rows. For faces of up to 10 km within 1e-7 of the geodesic area.

    Raises
    ------
    InputError
        When the reference system is none, or cannot be brought to degrees there.
    """
    geometries = np.atleast_1d(np.asarray(geometries, dtype=object))
    if shapely.is_empty(geometries[~shapely.is_missing(geometries)]).all():
        return np.zeros(len(geometries))
    bounds = shapely.total_bounds(geometries)
    try:
        system = CRS.from_user_input(crs)
        transformer = _to_equal_area(system, bounds)
    except ProjError as error:
        raise InputError(
            "The reference system of the layer cannot be used to measure areas; choose another."
        ) from error
    # A long side that is straight in the one projection is bent in the other.
    cut = shapely.segmentize(geometries, LONGEST_SIDE_DEGREES if system.is_geographic else LONGEST_SIDE_M)
    moved = shapely.transform(cut, lambda xy: np.stack(transformer.transform(*xy.T), axis=1))
    areas = np.where(shapely.is_missing(geometries), 0.0, shapely.area(moved))
    if not np.isfinite(areas).all():
        raise InputError("Some faces lie outside the area that their reference system is made for.")
    return areas


def areal_scale(areas_planar, areas_ellipsoidal) -> float:
    """Return how much larger areas are on the map than on the ellipsoid, all faces together; NaN without area."""
    whole = float(np.sum(areas_ellipsoidal))
    return float(np.sum(areas_planar)) / whole if whole > 0.0 else float("nan")


def _to_equal_area(crs: CRS, bounds: np.ndarray) -> _Chain:
    """Return the way to the equal-area projection centred on a layer, on the same ellipsoid."""
    degrees = crs.geodetic_crs
    if degrees is None:
        raise InputError("The layer has no reference system of the Earth; give it one.")
    to_degrees = Transformer.from_crs(crs, degrees, always_xy=True)
    longitude, latitude = to_degrees.transform(0.5 * (bounds[0] + bounds[2]), 0.5 * (bounds[1] + bounds[3]))
    if np.abs(bounds).max() > FARTHEST_M or not np.isfinite([longitude, latitude]).all():
        raise InputError("Some faces lie outside the area that their reference system is made for.")
    ellipsoid = degrees.ellipsoid
    flattening = ellipsoid.inverse_flattening
    shape = f"+rf={flattening:.15g}" if flattening else f"+b={ellipsoid.semi_major_metre:.12g}"  # a sphere has none
    equal_area = CRS.from_proj4(
        f"+proj=laea +lat_0={latitude:.6f} +lon_0={longitude:.6f} +a={ellipsoid.semi_major_metre:.12g} {shape} +units=m"
    )
    # From degrees as they are: a shift between two datums is no matter of areas.
    return _Chain(to_degrees, Transformer.from_crs(equal_area.geodetic_crs, equal_area, always_xy=True))


class _Chain:
    """One way after the other."""

    def __init__(self, *ways: Transformer) -> None:
        self._ways = ways

    def transform(self, x, y):
        """Return easting and northing [m]."""
        for way in self._ways:
            x, y = way.transform(x, y)
        return x, y
