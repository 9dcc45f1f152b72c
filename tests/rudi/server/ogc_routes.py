"""Tiny WFS 2.0.0, WMS 1.3.0 and WMTS 1.0.0: one layer of twenty places of Rennes."""

from __future__ import annotations

import json
import re
from typing import Any, Optional
from xml.sax.saxutils import escape

from .bodies import feature_collection, media_body, png
from .exchange import Answer, Asked, Routes

routes = Routes()
LAYER = "rudi:places"
GML = "application/gml+xml; version=3.2"
SIZES = range(1, 2049)  # pixels of a map


def ogc_answer(asked: Asked, service: str) -> Answer:
    """Return what a service answers to its parameters, whatever their case."""
    given = {name.lower(): values[0] for name, values in asked.query.items()}
    request = given.get("request", "").lower()
    address = f"{asked.base}{asked.path}"
    if request == "getcapabilities":
        return Answer(200, _CAPABILITIES[service].format(url=escape(address), layer=LAYER).encode(), "application/xml")
    if service == "wfs" and request == "getfeature":
        return _features(given)
    if service == "wfs" and request == "describefeaturetype":
        return Answer(200, _FEATURE_TYPE.encode(), "application/xml")
    if service == "wms" and request == "getmap":
        return _map(given)
    if service == "wmts" and request == "gettile":
        return Answer(200, png(256, 256, (90, 160, 90)), "image/png")
    return _exception("OperationNotSupported", f"request={request}")


def _exception(code: str, text: str) -> Answer:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" '
        f'version="2.0.0"><ows:Exception exceptionCode="{code}"><ows:ExceptionText>{escape(text)}</ows:ExceptionText>'
        "</ows:Exception></ows:ExceptionReport>"
    )
    return Answer(400, body.encode(), "application/xml")


def _features(given: dict[str, str]) -> Answer:
    name = given.get("typenames", given.get("typename", ""))
    if name != LAYER:
        return _exception("InvalidParameterValue", f"unknown type {name}")
    data = media_body("wfs", "application/geo+json")
    features = json.loads(data.read(0, data.length))["features"]
    try:
        for box in filter(None, (_asked_box(given), _filter_box(given))):
            features = [one for one in features if _within(one["geometry"]["coordinates"], box)]
    except ValueError:
        return _exception("InvalidParameterValue", "bbox")
    matched = len(features)
    start = int(given.get("startindex", 0))
    features = features[start : start + int(given.get("count", given.get("maxfeatures", 5000)))]
    if given.get("resulttype", "").lower() == "hits":
        return Answer(200, _gml([], matched, 0).encode(), GML)
    if "json" not in given.get("outputformat", "").lower():
        return Answer(200, _gml(features, matched, len(features)).encode(), GML)
    served = {**feature_collection([]), "features": features, "numberMatched": matched, "numberReturned": len(features)}
    return Answer(200, json.dumps(served, ensure_ascii=False).encode(), "application/json")


def _within(point: list[float], box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    return west <= point[0] <= east and south <= point[1] <= north


def _asked_box(given: dict[str, str]) -> Optional[tuple[float, float, float, float]]:
    """Return west, south, east, north of ``bbox``: latitude comes first where its reference system is a URN."""
    if "bbox" not in given:
        return None
    parts = given["bbox"].split(",")
    west, south, east, north = (float(part) for part in parts[:4])
    if len(parts) > 4 and parts[4].startswith("urn:ogc:def:crs:EPSG"):
        return south, west, north, east
    return west, south, east, north


def _filter_box(given: dict[str, str]) -> Optional[tuple[float, float, float, float]]:
    """Return west, south, east, north of the envelope of a filter, latitude first as in GML 3.2."""
    corners = re.findall(r"<gml:(?:lower|upper)Corner>([^<]+)<", given.get("filter", ""))
    if len(corners) != 2:
        return None
    (south, west), (north, east) = (map(float, corner.split()) for corner in corners)
    return west, south, east, north


def _gml(features: list[dict[str, Any]], matched: int, returned: int) -> str:
    members = "".join(
        f'<wfs:member><rudi:places gml:id="places.{one["id"]}"><rudi:id>{one["id"]}</rudi:id>'
        f"<rudi:nom>{escape(one['properties']['nom'])}</rudi:nom><rudi:geom>"
        f'<gml:Point gml:id="point.{one["id"]}" srsName="urn:ogc:def:crs:EPSG::4326" srsDimension="2">'
        f"<gml:pos>{one['geometry']['coordinates'][1]} {one['geometry']['coordinates'][0]}</gml:pos></gml:Point>"
        "</rudi:geom></rudi:places></wfs:member>"
        for one in features
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" '
        'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:rudi="https://rudi.example/" '
        f'numberMatched="{matched}" numberReturned="{returned}">{members}</wfs:FeatureCollection>'
    )


def _map(given: dict[str, str]) -> Answer:
    width, height = given.get("width", ""), given.get("height", "")
    if not (width.isdigit() and height.isdigit() and int(width) in SIZES and int(height) in SIZES):
        return _exception("InvalidParameterValue", "width and height")
    if given.get("layers") != LAYER:
        return _exception("LayerNotDefined", given.get("layers", ""))
    return Answer(200, png(int(width), int(height), (40, 120, 200)), "image/png")


_FEATURE_TYPE = """<?xml version="1.0" encoding="UTF-8"?>
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:gml="http://www.opengis.net/gml/3.2"
 xmlns:rudi="https://rudi.example/" targetNamespace="https://rudi.example/" elementFormDefault="qualified">
<xsd:complexType name="placesType"><xsd:complexContent><xsd:extension base="gml:AbstractFeatureType"><xsd:sequence>
<xsd:element name="id" type="xsd:int"/><xsd:element name="nom" type="xsd:string"/>
<xsd:element name="geom" type="gml:PointPropertyType"/>
</xsd:sequence></xsd:extension></xsd:complexContent></xsd:complexType>
<xsd:element name="places" type="rudi:placesType" substitutionGroup="gml:AbstractFeature"/></xsd:schema>"""

_WFS = """<?xml version="1.0" encoding="UTF-8"?>
<wfs:WFS_Capabilities version="2.0.0" xmlns:wfs="http://www.opengis.net/wfs/2.0"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:rudi="https://rudi.example/">
<ows:ServiceIdentification><ows:Title>Essai</ows:Title><ows:ServiceType>WFS</ows:ServiceType>
<ows:ServiceTypeVersion>2.0.0</ows:ServiceTypeVersion></ows:ServiceIdentification>
<ows:OperationsMetadata><ows:Operation name="GetFeature"><ows:DCP><ows:HTTP><ows:Get xlink:href="{url}"/></ows:HTTP>
</ows:DCP><ows:Parameter name="outputFormat">
<ows:AllowedValues><ows:Value>application/json</ows:Value></ows:AllowedValues>
</ows:Parameter></ows:Operation></ows:OperationsMetadata>
<wfs:FeatureTypeList><wfs:FeatureType><wfs:Name>{layer}</wfs:Name><wfs:Title>Lieux</wfs:Title>
<wfs:DefaultCRS>urn:ogc:def:crs:EPSG::4326</wfs:DefaultCRS>
<ows:WGS84BoundingBox><ows:LowerCorner>-1.75 48.07</ows:LowerCorner><ows:UpperCorner>-1.60 48.15</ows:UpperCorner>
</ows:WGS84BoundingBox></wfs:FeatureType></wfs:FeatureTypeList></wfs:WFS_Capabilities>"""

_WMS = """<?xml version="1.0" encoding="UTF-8"?>
<WMS_Capabilities version="1.3.0" xmlns="http://www.opengis.net/wms" xmlns:xlink="http://www.w3.org/1999/xlink">
<Service><Name>WMS</Name><Title>Essai</Title></Service><Capability><Request><GetMap><Format>image/png</Format>
<DCPType><HTTP><Get><OnlineResource xlink:href="{url}"/></Get></HTTP></DCPType></GetMap></Request>
<Layer><Title>Essai</Title><CRS>EPSG:4326</CRS><Layer queryable="0"><Name>{layer}</Name><Title>Lieux</Title>
<CRS>EPSG:4326</CRS><CRS>EPSG:3857</CRS><EX_GeographicBoundingBox><westBoundLongitude>-1.75</westBoundLongitude>
<eastBoundLongitude>-1.60</eastBoundLongitude><southBoundLatitude>48.07</southBoundLatitude>
<northBoundLatitude>48.15</northBoundLatitude></EX_GeographicBoundingBox></Layer></Layer></Capability></WMS_Capabilities>"""

_WMTS = """<?xml version="1.0" encoding="UTF-8"?>
<Capabilities version="1.0.0" xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1"
 xmlns:xlink="http://www.w3.org/1999/xlink"><ows:OperationsMetadata><ows:Operation name="GetTile"><ows:DCP><ows:HTTP>
<ows:Get xlink:href="{url}"/></ows:HTTP></ows:DCP></ows:Operation></ows:OperationsMetadata><Contents><Layer>
<ows:Title>Lieux</ows:Title><ows:Identifier>{layer}</ows:Identifier><Style isDefault="true"><ows:Identifier>default
</ows:Identifier></Style><Format>image/png</Format><TileMatrixSetLink><TileMatrixSet>EPSG:3857</TileMatrixSet>
</TileMatrixSetLink></Layer><TileMatrixSet><ows:Identifier>EPSG:3857</ows:Identifier>
<ows:SupportedCRS>urn:ogc:def:crs:EPSG::3857</ows:SupportedCRS><TileMatrix><ows:Identifier>0</ows:Identifier>
<ScaleDenominator>559082264.0287178</ScaleDenominator><TopLeftCorner>-20037508.34 20037508.34</TopLeftCorner>
<TileWidth>256</TileWidth><TileHeight>256</TileHeight><MatrixWidth>1</MatrixWidth><MatrixHeight>1</MatrixHeight>
</TileMatrix></TileMatrixSet></Contents></Capabilities>"""

_CAPABILITIES = {"wfs": _WFS, "wms": _WMS, "wmts": _WMTS}
