"""Areas on the ellipsoid: geodesic areas of pyproj, the published scales at Rennes, and what may not matter."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from cityorchestra.processing_provider.errors import InputError
from cityorchestra.processing_provider.land_take.areas import areal_scale, ellipsoidal_areas
from pyproj import Geod, Transformer
from shapely import box

RENNES = (-1.6778, 48.1173)


def at(crs, longitude=RENNES[0], latitude=RENNES[1], side=1000.0):
    """Return a square in a reference system, around a place."""
    x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(longitude, latitude)
    return box(x - side / 2, y - side / 2, x + side / 2, y + side / 2)


def geodesic(face, crs):
    """Return the geodesic area, the sides cut so fine that it does not matter in which projection they are straight."""
    degrees = Transformer.from_crs(crs, "EPSG:4171", always_xy=True)
    fine = shapely.segmentize(face, 10.0)
    moved = shapely.transform(fine, lambda xy: np.stack(degrees.transform(*xy.T), axis=1))
    return abs(Geod(ellps="GRS80").geometry_area_perimeter(moved)[0])


@pytest.mark.parametrize(
    ("crs", "scale", "tolerance"),
    [("EPSG:2154", 0.998885, 1e-6), ("EPSG:3948", 0.999833, 1e-6), ("EPSG:3035", 1.0, 1e-7), ("EPSG:6933", 1.0, 1e-7)],
)
def test_published_scales_at_rennes(crs, scale, tolerance):
    face = at(crs)
    assert areal_scale([face.area], ellipsoidal_areas([face], crs)) == pytest.approx(scale, abs=tolerance)


@pytest.mark.parametrize(("place", "scale"), [((-2.1, 47.95), 0.998729), ((-1.35, 48.35), 0.999131)])
def test_scale_changes_over_the_metropolis(place, scale):
    face = at("EPSG:2154", *place)
    assert areal_scale([face.area], ellipsoidal_areas([face], "EPSG:2154")) == pytest.approx(scale, abs=1e-6)


@pytest.mark.parametrize("side", [10.0, 1000.0, 10_000.0])
@pytest.mark.parametrize("crs", ["EPSG:2154", "EPSG:3948", "EPSG:32630"])
def test_areas_are_geodesic(side, crs):
    face = at(crs, side=side)
    assert ellipsoidal_areas([face], crs)[0] == pytest.approx(geodesic(face, crs), rel=1e-7)


def test_degrees_are_measured_too():
    face = box(-1.70, 48.10, -1.69, 48.11)
    assert ellipsoidal_areas([face], "EPSG:4326")[0] == pytest.approx(
        abs(Geod(ellps="WGS84").geometry_area_perimeter(shapely.segmentize(face, 1e-4))[0]), rel=1e-6
    )


def test_holes_parts_null_rows_and_pieces():
    square = at("EPSG:2154", side=2000.0)
    hole = shapely.difference(square, at("EPSG:2154", side=500.0))
    x = square.centroid.x
    left, right = shapely.intersection(square, [box(0, 0, x, 1e8), box(x, 0, 1e8, 1e8)])
    found = ellipsoidal_areas(
        [square, hole, at("EPSG:2154", side=500.0), None, shapely.Polygon(), left, right,
         shapely.MultiPolygon([shapely.transform(left, lambda xy: xy - (50.0, 0.0)), right])],
        "EPSG:2154",
    )  # fmt: skip
    assert found[1] + found[2] == pytest.approx(found[0], rel=1e-12)
    assert found[3] == found[4] == 0.0
    assert found[5] + found[6] == pytest.approx(found[0], rel=1e-9)
    assert found[7] == pytest.approx(found[0], rel=1e-6)
    assert ellipsoidal_areas([None], "EPSG:2154").tolist() == [0.0] and len(ellipsoidal_areas([], "EPSG:2154")) == 0
    assert np.isnan(areal_scale([], []))


def test_company_matters_no_more_than_rounding():
    far, near = at("EPSG:2154", 7.2, 43.7), at("EPSG:2154")
    together, alone = ellipsoidal_areas([near, far], "EPSG:2154"), ellipsoidal_areas([near], "EPSG:2154")
    assert together[0] == pytest.approx(alone[0], rel=1e-7)


def test_systems_and_places_that_cannot_be_measured():
    with pytest.raises(InputError, match="cannot be used"):
        ellipsoidal_areas([box(0, 0, 1, 1)], "nothing")
    with pytest.raises(InputError, match="outside"):
        ellipsoidal_areas([box(1e12, 1e12, 1e13, 1e13)], "EPSG:2154")
