"""Tiny catalogues of the other kinds that the project reads: CSW 2.0.2, udata (interfaces 1 and 2), STAC."""

from __future__ import annotations

import re
from typing import Any
from xml.sax.saxutils import escape

from .catalogue import free_text_fits
from .exchange import Answer, Asked, Routes, error, json_answer

routes = Routes()
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><csw:{name} xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dct="http://purl.org/dc/terms/" '
    'xmlns:ows="http://www.opengis.net/ows">'
)


# --- CSW ---------------------------------------------------------------------------------------------------------


def _dublin_core(record: dict[str, Any], base: str) -> str:
    box = (record.get("geography") or {}).get("bounding_box")
    corners = ""
    if box:  # as GeoNetwork of Rennes writes it: east and south, then west and north, and a wrong name
        corners = (
            '<ows:BoundingBox crs="urn:ogc:def:crs:::RGF93 / CC48 (EPSG:3948)"><ows:LowerCorner>'
            f"{box['east_longitude']} {box['south_latitude']}</ows:LowerCorner><ows:UpperCorner>"
            f"{box['west_longitude']} {box['north_latitude']}</ows:UpperCorner></ows:BoundingBox>"
        )
    uri = f"{base}/geoserver/ows?service=wfs&request=GetCapabilities"
    return (
        f"<csw:Record><dc:identifier>{record['global_id']}</dc:identifier>"
        f"<dc:title>{escape(record['resource_title'])}</dc:title>"
        f"<dc:subject>environment</dc:subject><dc:language>fre</dc:language>"
        f"<dct:modified>{record['dataset_dates']['updated'][:10]}</dct:modified>"
        f"<dct:abstract>{escape(record['summary'][0]['text'])}</dct:abstract>{corners}"
        f'<dc:URI protocol="OGC:WFS" name="rudi:places">{escape(uri)}</dc:URI></csw:Record>'
    )


@routes.add("POST", "/geonetwork/srv/fre/csw")
def csw(asked: Asked) -> Answer:
    """Answer GetRecords (any text, position) and GetRecordById."""
    text = asked.body.decode("utf-8")
    records = asked.state.catalogue.all()
    if "GetRecordById" in text:
        wanted = re.search(r"<csw:Id>([^<]*)</csw:Id>", text)
        found = [record for record in records if wanted and record["global_id"] == wanted.group(1)]
        body = _HEAD.format(name="GetRecordByIdResponse")
        body += "".join(_dublin_core(record, asked.base) for record in found) + "</csw:GetRecordByIdResponse>"
        return Answer(200, body.encode(), "application/xml")
    position = re.search(r'startPosition="(\d+)"', text)
    most = re.search(r'maxRecords="(\d+)"', text)
    if "GetRecords" not in text or position is None or most is None:
        report = '<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows"><ows:Exception><ows:ExceptionText>'
        report += "no such operation</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
        return Answer(200, report.encode(), "application/xml")
    words = [word.strip("*") for word in re.findall(r"<ogc:Literal>(\*[^<]*\*)</ogc:Literal>", text)]
    found = [record for record in records if all(free_text_fits(word, record) for word in words)]
    start, count = int(position.group(1)) - 1, int(most.group(1))
    served = found[start : start + count]
    body = _HEAD.format(name="GetRecordsResponse") + (
        f'<csw:SearchResults numberOfRecordsMatched="{len(found)}" numberOfRecordsReturned="{len(served)}" '
        'elementSet="full" nextRecord="0">'
    )
    body += "".join(_dublin_core(record, asked.base) for record in served)
    return Answer(200, (body + "</csw:SearchResults></csw:GetRecordsResponse>").encode(), "application/xml")


# --- udata -------------------------------------------------------------------------------------------------------


def _udata(record: dict[str, Any], asked: Asked, version: int) -> dict[str, Any]:
    global_id = record["global_id"]
    resources: Any = [_udata_file(media, asked.base) for media in record["available_formats"] if media]
    if version == 2:
        href = f"{asked.base}/udata/api/2/datasets/{global_id}/resources/?page=1&page_size=50"
        resources = {"rel": "subsection", "href": href, "type": "GET", "total": len(resources)}
    box = (record.get("geography") or {}).get("bounding_box")
    ring = [[box[x], box[y]] for x, y in _CORNERS] if box else []
    return {
        "id": global_id,
        "title": record["resource_title"],
        "description": record["summary"][0]["text"],
        "created_at": record["dataset_dates"]["created"],
        "last_update": record["dataset_dates"]["updated"],
        "private": False,
        "tags": record["keywords"],
        "organization": {"id": record["producer"]["organization_id"], "name": record["producer"]["organization_name"]},
        "license": "odc-odbl",
        "spatial": {"geom": {"type": "MultiPolygon", "coordinates": [[ring]]}} if box else None,
        "temporal_coverage": None,
        "resources": resources,
        "page": f"{asked.base}/datasets/{global_id}",
    }


_CORNERS = (
    ("west_longitude", "south_latitude"),
    ("east_longitude", "south_latitude"),
    ("east_longitude", "north_latitude"),
    ("west_longitude", "south_latitude"),
)


def _udata_file(media: dict[str, Any], base: str) -> dict[str, Any]:
    return {
        "id": media["media_id"],
        "title": media.get("media_name"),
        "type": "main",
        "format": "json",
        "url": f"{base}/storage/download/{media['media_id']}",
        "filesize": media.get("file_size"),
        "mime": media.get("file_type"),
        "checksum": {"type": "sha1", "value": "0" * 39 + "1"},
    }


def _udata_page(asked: Asked, items: list[Any]) -> dict[str, Any]:
    number, size = max(1, asked.whole("page", 1)), min(asked.whole("page_size", 20), 100)
    first = (number - 1) * size
    more = first + size < len(items)
    return {
        "data": items[first : first + size],
        "next_page": f"{asked.base}{asked.path}?page={number + 1}&page_size={size}" if more else None,
        "previous_page": None,
        "page": number,
        "page_size": size,
        "total": len(items),
    }


def _udata_search(asked: Asked, version: int) -> Answer:
    text = asked.one("q") or ""
    found = [record for record in asked.state.catalogue.all() if free_text_fits(text, record)]
    return json_answer(_udata_page(asked, [_udata(record, asked, version) for record in found]))


@routes.add("GET", "/udata/api/2/datasets/search")
def udata_search_2(asked: Asked) -> Answer:
    """Search datasets, their files behind a link."""
    return _udata_search(asked, 2)


@routes.add("GET", "/udata/api/2/datasets/{}/resources")
def udata_resources(asked: Asked) -> Answer:
    """Give the files of a dataset."""
    record = asked.state.catalogue.one(asked.matched[0])
    return json_answer(
        _udata_page(asked, [_udata_file(media, asked.base) for media in record["available_formats"] if media])
    )


@routes.add("GET", "/udata/api/1/datasets")
def udata_search_1(asked: Asked) -> Answer:
    """Search datasets with their files."""
    return _udata_search(asked, 1)


@routes.add("GET", "/old-udata/api/1/datasets")
def old_udata_search(asked: Asked) -> Answer:
    """Search in an instance that has no interface 2."""
    return _udata_search(asked, 1)


@routes.add("GET", "/udata/api/1/datasets/{}")
def udata_dataset(asked: Asked) -> Answer:
    """Give a dataset."""
    return json_answer(_udata(asked.state.catalogue.one(asked.matched[0]), asked, 1))


# --- STAC --------------------------------------------------------------------------------------------------------


def _item(number: int, base: str) -> dict[str, Any]:
    west = -1.9 + 0.02 * number
    return {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": f"ortho-{number:03d}",
        "collection": "ortho",
        "bbox": [west, 48.0, west + 0.02, 48.1],
        "geometry": None,
        "properties": {"datetime": f"2023-07-{1 + number % 28:02d}T10:00:00Z", "license": "etalab-2.0"},
        "assets": {
            "visual": {
                "href": f"{base}/stac/assets/{number}.tif",
                "type": "image/tiff; application=geotiff; profile=cloud-optimized",
                "roles": ["data"],
                "file:size": 1000 + number,
                "file:checksum": "1220" + f"{number:064x}",
            },
            "thumbnail": {"href": f"./assets/{number}.png", "type": "image/png", "roles": ["thumbnail"]},
            "raw": {"href": f"s3://bucket/{number}.jp2", "type": "image/jp2", "roles": ["data"]},
        },
    }


@routes.add("GET POST", "/stac/search")
def stac_search(asked: Asked) -> Answer:
    """Search by extent; pages follow by GET links, or by POST with a body to merge when asked by POST."""
    given = asked.json() if asked.method == "POST" else {name: values[0] for name, values in asked.query.items()}
    box = given.get("bbox")
    box = [float(side) for side in box.split(",")] if isinstance(box, str) else box
    items = [_item(number, asked.base) for number in range(25)]
    if box:
        items = [item for item in items if item["bbox"][0] <= box[2] and item["bbox"][2] >= box[0]]
    first, size = int(given.get("token", 0)), min(int(given.get("limit", 10)), 10)
    links: list[dict[str, Any]] = [{"rel": "self", "href": f"{asked.base}/stac/search"}]
    if first + size < len(items):
        # The second page follows by POST, so that both kinds of link are met.
        body = {"token": first + size, "limit": size, **({"bbox": box} if box else {})}
        links.append({"rel": "next", "method": "POST", "href": f"{asked.base}/stac/search", "body": body})
    answer = {"type": "FeatureCollection", "features": items[first : first + size], "links": links}
    return json_answer(answer, content_type="application/geo+json")


@routes.add("GET", "/stac/collections/{}/items/{}")
def stac_item(asked: Asked) -> Answer:
    """Give an item."""
    collection, name = asked.matched
    number = name.rpartition("-")[2]
    if collection != "ortho" or not number.isdigit() or int(number) >= 25:
        return error(404, f"{name} unknown")
    return json_answer(_item(int(number), asked.base), content_type="application/geo+json")
