"""Where a picture of a dataset is: which server, which map, which extent."""

from __future__ import annotations

import math
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from cityorchestra.processing_provider.rudi.bounding_box import BoundingBox
from cityorchestra.processing_provider.rudi.dataset_picture import (
    MAP_HEIGHT,
    MAP_WIDTH,
    OUTLIERS,
    common_extent,
    framed,
    map_address,
    picture_source,
    web_address,
)
from cityorchestra.processing_provider.rudi.map_service import MapService
from cityorchestra.processing_provider.rudi.record import Connector, ConnectorParameter, Media, Record
from hypothesis import given
from hypothesis import strategies as st

BASE = "https://rudi.example.org"
RENNES = BoundingBox(-1.75, 48.07, -1.60, 48.15)
WMS = "https://maps.example.org/ows?map=/data/a.map&SERVICE=WMS&REQUEST=GetCapabilities"


def wms(url=WMS, layer="places", **parameters):
    given = [ConnectorParameter("layer", layer)] if layer else []
    given += [ConnectorParameter(key, value) for key, value in parameters.items()]
    return Media(media_id="w", kind="SERVICE", connector=Connector(url, "wms", tuple(given)))


def record(*media, access="open", extent=RENNES, visual=""):
    pictured = Media(media_id="f", visual=visual)
    return Record("id", media=(pictured, *media), access=access, extent=extent)


def asked(url):
    return {key: values[0] for key, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}


def box_of(url):
    return [float(side) for side in asked(url)["BBOX"].split(",")]


# --- which picture -----------------------------------------------------------------------------------------------


def test_the_picture_of_the_record_comes_before_a_map():
    source = picture_source(record(wms(), visual="/medias/a/picture.png"), BASE)
    assert (source.url, source.host) == ("https://rudi.example.org/medias/a/picture.png", "rudi.example.org")
    assert (source.is_map, source.of_catalogue) == (False, True)
    source = picture_source(record(visual="https://elsewhere.example.com/p.png"), BASE)
    assert (source.host, source.of_catalogue) == ("elsewhere.example.com", False)


def test_a_map_of_the_extent_is_asked_for_otherwise():
    source = picture_source(record(wms()), BASE)
    assert (source.is_map, source.of_catalogue, source.host) == (True, False, "maps.example.org")
    given = asked(source.url)
    assert given["map"] == "/data/a.map", "what chooses the map of a server stays"
    assert (given["SERVICE"], given["REQUEST"], given["VERSION"]) == ("WMS", "GetMap", "1.1.1")
    assert (given["LAYERS"], given["STYLES"], given["SRS"]) == ("places", "", "EPSG:3857")
    assert (given["WIDTH"], given["HEIGHT"], given["FORMAT"]) == ("256", "160", "image/png")
    own = picture_source(record(wms("/medias/x/wms")), BASE)
    assert own.of_catalogue
    assert own.url.startswith(f"{BASE}/medias/x/wms?")


@pytest.mark.parametrize(
    "one",
    [
        record(wms(), access="restricted"),
        record(wms(), access="selfdata"),
        record(wms(), extent=None),
        record(wms(), extent=BoundingBox(-180, -90, 180, 90)),
        record(wms(layer="")),
        record(wms("")),
        record(wms("file:///etc/passwd")),
        record(wms("http://maps.example.org/ows")),
        record(visual="file:///etc/passwd"),
        record(visual="data:image/png;base64,AAAA"),
        record(visual="  "),
        Record("id"),
    ],
)
def test_without_a_safe_picture_there_is_none(one):
    assert picture_source(one, BASE) is None


def test_a_picture_that_cannot_be_had_leaves_the_map():
    assert picture_source(record(wms(), visual="javascript:alert(1)"), BASE).is_map


@pytest.mark.parametrize(
    ("base", "url", "expected"),
    [
        (BASE, "/a.png", f"{BASE}/a.png"),
        (BASE, "https://other.example/a.png", "https://other.example/a.png"),
        (BASE, "http://other.example/a.png", ""),
        ("http://127.0.0.1:8000", "http://127.0.0.1:9000/a.png", "http://127.0.0.1:9000/a.png"),
        ("", "https://other.example/a.png", "https://other.example/a.png"),
        ("", "http://other.example/a.png", ""),
        ("", "/a.png", ""),
        ("", "", ""),
    ],
)
def test_addresses_are_of_the_web_and_as_safe_as_the_catalogue(base, url, expected):
    assert web_address(base, url) == expected


# --- which map ---------------------------------------------------------------------------------------------------


def test_the_map_shows_the_extent_in_metres():
    """Web Mercator by hand: x = 6378137 λ, y = 6378137 ln tan(π/4 + φ/2), of a square of 0.1° at the equator."""
    west, south, east, north = box_of(map_address(MapService("wms", "https://m.example/", "a"), (0, -0.05, 0.1, 0.05)))
    metre = 6378137 * math.pi / 180
    assert (west + east) / 2 == pytest.approx(0.05 * metre, abs=0.01)
    assert (south + north) / 2 == pytest.approx(0.0, abs=0.01)
    assert north - south == pytest.approx(1.12 * 0.1 * metre, rel=1e-5)
    assert (east - west) / (north - south) == pytest.approx(1.6, rel=1e-5)


@pytest.mark.parametrize(
    ("versions", "crs", "version", "key", "system", "latitude_first"),
    [
        ((), (), "1.1.1", "SRS", "EPSG:3857", False),
        (("1.1.1", "1.3.0"), ("EPSG:2154", "EPSG:3857"), "1.1.1", "SRS", "EPSG:3857", False),
        (("1.3.0",), ("EPSG:3948",), "1.3.0", "CRS", "EPSG:3857", False),
        (("1.3.0",), ("EPSG:4326",), "1.3.0", "CRS", "EPSG:4326", True),
        (("1.1.1",), ("EPSG:4326",), "1.1.1", "SRS", "EPSG:4326", False),
    ],
)
def test_version_and_reference_system_are_those_the_service_has(versions, crs, version, key, system, latitude_first):
    service = MapService("wms", "https://m.example/", "a", versions=versions, crs=crs)
    url = map_address(service, RENNES.as_tuple())
    assert (asked(url)["VERSION"], asked(url)[key]) == (version, system)
    first = box_of(url)[0]
    assert (47 < first < 49) if latitude_first else (first < 0)


def test_degrees_are_as_long_on_the_ground_both_ways():
    service = MapService("wms", "https://m.example/", "a", crs=("EPSG:4326",))
    west, south, east, north = box_of(map_address(service, RENNES.as_tuple()))
    middle = math.radians((south + north) / 2)
    assert (east - west) * math.cos(middle) / (north - south) == pytest.approx(MAP_WIDTH / MAP_HEIGHT, rel=1e-4)


def test_what_lies_beyond_web_mercator_is_asked_for_in_degrees():
    url = map_address(MapService("wms", "https://m.example/", "a"), (-60.0, 60.0, 60.0, 89.0))
    assert asked(url)["SRS"] == "EPSG:4326"


def test_styles_are_given_when_there_is_one_for_each_layer():
    service = MapService("wms", "https://m.example/", "a,b", styles=("x", "y"), formats=("text/html", "image/jpeg"))
    given = asked(map_address(service, RENNES.as_tuple()))
    assert (given["LAYERS"], given["STYLES"], given["FORMAT"]) == ("a,b", "x,y", "image/jpeg")
    one_style = MapService("wms", "https://m.example/", "a,b", styles=("x",))
    assert asked(map_address(one_style, RENNES.as_tuple()))["STYLES"] == ""


longitudes, latitudes = st.floats(-180, 180), st.floats(-90, 90)


@given(longitudes, longitudes, latitudes, latitudes)
def test_any_extent_is_wholly_on_its_map(a, b, c, d):
    box = (min(a, b), min(c, d), max(a, b), max(c, d))
    url = map_address(MapService("wms", "https://m.example/", "a", crs=("EPSG:4326",)), box)
    west, south, east, north = box_of(url)
    assert west <= box[0] + 1e-5
    assert box[2] - 1e-5 <= east
    assert south <= box[1] + 1e-5
    assert box[3] - 1e-5 <= north
    assert all(map(math.isfinite, box_of(map_address(MapService("wms", "https://m.example/", "a"), box))))


sides = st.floats(-1e6, 1e6)


@given(sides, sides, sides, sides, st.floats(0.2, 5.0))
def test_frames_have_their_proportion_and_keep_the_middle(a, b, c, d, proportion):
    box = (min(a, b), min(c, d), max(a, b), max(c, d))
    west, south, east, north = framed(box, proportion, 1.0)
    assert (east - west) / (north - south) == pytest.approx(proportion, rel=1e-6)
    assert north - south >= 1.0 - 1e-6
    assert (west + east) / 2 == pytest.approx((box[0] + box[2]) / 2, abs=1e-6)
    assert west <= box[0] + 1e-6
    assert east >= box[2] - 1e-6


# --- where the datasets of a catalogue are -----------------------------------------------------------------------


def test_the_common_extent_is_that_of_all_less_the_odd_ones():
    boxes = np.array([(-1.9, 48.0, -1.5, 48.3)] * 30 + [(-2.0, 47.9, -1.4, 48.4)] * 9 + [(-5.0, 41.0, 9.0, 51.0)])
    assert common_extent(boxes) == (-2.0, 47.9, -1.4, 48.4)
    assert common_extent(boxes[:3]) == (-1.9, 48.0, -1.5, 48.3)
    with_gaps = np.vstack((boxes, np.full((50, 4), np.nan)))
    assert common_extent(with_gaps) == common_extent(boxes)


@pytest.mark.parametrize("boxes", [np.empty((0, 4)), np.full((3, 4), np.nan)])
def test_nothing_known_is_no_extent(boxes):
    assert common_extent(boxes) is None


@given(st.lists(st.tuples(longitudes, latitudes, longitudes, latitudes), min_size=1, max_size=60))
def test_the_common_extent_is_in_order_and_holds_nearly_all(drawn):
    boxes = np.array([(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in drawn])
    west, south, east, north = common_extent(boxes)
    assert west <= east
    assert south <= north
    allowed = len(boxes) // OUTLIERS
    for beyond in (boxes[:, 0] < west, boxes[:, 1] < south, boxes[:, 2] > east, boxes[:, 3] > north):
        assert beyond.sum() <= allowed
    shuffled = np.random.default_rng(1).permutation(boxes)
    assert common_extent(shuffled) == (west, south, east, north)
