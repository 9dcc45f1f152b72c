"""What a record says of a map service, and what the service says of itself where that is needed to open it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from xml.etree.ElementTree import Element

from .record import Media
from .safe_xml import parse_xml

# What belongs to single requests: QGIS writes its own.
_REQUEST_WORDS = (
    "service request version acceptversions outputformat typename typenames layers layer styles style format srsname "
    "srs crs bbox width height count maxfeatures startindex resulttype tilematrixset tilematrix tilerow tilecol "
    "transparent exceptions"
)
_REQUEST_KEYS = frozenset(_REQUEST_WORDS.split())
_LAYER_KEYS = {"wms": ("layers", "layer"), "wmts": ("layer",), "wfs": ("typenames", "typename")}
_VERSION = re.compile(r"\d+\.\d+(?:\.\d+)?")
_CRS = re.compile(
    r"(?:urn:ogc:def:crs:|https?://www\.opengis\.net/(?:def/crs|gml/srs)/)?(\w+)[:#/]+(?:[\d.]*[:/])?(\w+)"
)
WEB_MERCATOR = "EPSG:3857"
MERCATORS = frozenset(("EPSG:3857", "EPSG:900913", "EPSG:3785"))


@dataclass(frozen=True)
class MapService:
    """A layer of a map service.

    Attributes
    ----------
    contract : str
        ``wms``, ``wfs`` or ``wmts``.
    url : str
        Address without what belongs to single requests.
    layer : str
        Name of the layer, empty when the record gives none.
    versions, formats, styles : tuple of str
    crs : tuple of str
        Reference systems such as ``EPSG:2154``, the default one first.
    matrix_set : str
        Of a WMTS, empty when the record gives none.
    """

    contract: str
    url: str
    layer: str
    versions: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    crs: tuple[str, ...] = ()
    matrix_set: str = ""


@dataclass(frozen=True)
class TileLayer:
    """A layer of a WMTS as its capabilities tell it: matrix sets with their reference system, style, formats."""

    matrix_sets: tuple[tuple[str, str], ...]
    style: str
    formats: tuple[str, ...]


def map_service(media: Media, url: str) -> MapService:
    """Return what a record says of a map service.

    Parameters
    ----------
    media : Media
    url : str
        Absolute address of it; what is written in its query completes the parameters of the connector.
    """
    connector = media.connector
    contract = connector.contract
    asked = {key.lower(): value for key, value in parse_qsl(urlsplit(url).query)}
    layer = connector.parameter("layer") or next((asked[k] for k in _LAYER_KEYS[contract] if asked.get(k)), "")
    systems = [connector.parameter("default_crs"), *_listed(connector.parameter("other_crss"))]
    systems += [asked[key] for key in ("srsname", "crs", "srs") if asked.get(key)]
    versions = _VERSION.findall(f"{connector.parameter('versions')} {asked.get('version', '')}")
    return MapService(
        contract=contract,
        url=plain_address(url),
        layer=layer.strip(),
        versions=tuple(dict.fromkeys(versions)),
        formats=tuple(_listed(connector.parameter("formats"))),
        styles=tuple(_listed(connector.parameter("styles"))),
        crs=tuple(dict.fromkeys(filter(None, map(crs_name, systems)))),
        matrix_set=connector.parameter("matrix_set").strip(),
    )


def _listed(text: str) -> list[str]:
    """Return the items of a list written as text: commas, semicolons, spaces, brackets and quotes separate them."""
    return [item for item in re.split(r"[\s,;\[\]\"']+", text) if item]


def crs_name(text: str) -> str:
    """Return a reference system as QGIS names it (``EPSG:2154``), whatever its spelling; empty when it is none."""
    found = _CRS.fullmatch(text.strip())
    return f"{found.group(1).upper()}:{found.group(2).upper()}" if found else ""


def plain_address(url: str) -> str:
    """Return the address of a service without what belongs to single requests; a map file or a key stays."""
    parts = urlsplit(url)
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k.lower() not in _REQUEST_KEYS]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))


def with_parameters(url: str, **parameters: str) -> str:
    """Return an address with parameters added to those it has."""
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode(parameters))))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def tile_layer(capabilities: bytes, layer: str, source: str) -> TileLayer:
    """Return what the capabilities of a WMTS say of a layer; empty when they do not know it.

    Raises
    ------
    InputError
        When they are no XML, or XML that is refused.
    """
    root = parse_xml(capabilities, source)
    systems = {
        _text(item, "Identifier"): crs_name(_text(item, "SupportedCRS"))
        for item in root.iter()
        if _local(item) == "TileMatrixSet" and _text(item, "SupportedCRS")
    }
    for item in root.iter():
        if _local(item) == "Layer" and _text(item, "Identifier") == layer:
            links = [_text(one, "TileMatrixSet") for one in item if _local(one) == "TileMatrixSetLink"]
            styles = [one for one in item if _local(one) == "Style"]
            preferred = sorted(styles, key=lambda one: one.get("isDefault", "").lower() != "true")
            return TileLayer(
                tuple((name, systems.get(name, "")) for name in links),
                _text(preferred[0], "Identifier") if preferred else "",
                tuple((one.text or "").strip() for one in item if _local(one) == "Format"),
            )
    return TileLayer((), "", ())


def chosen_matrix_set(known: TileLayer, wanted: str, crs: tuple[str, ...]) -> tuple[str, str]:
    """Return the matrix set to show and its reference system: the record's, one of its systems, that of web maps."""
    for accepts in (
        lambda name, system: name == wanted,
        lambda name, system: system != "" and system in crs,
        lambda name, system: system in MERCATORS,
        lambda name, system: True,
    ):
        for name, system in known.matrix_sets:
            if accepts(name, system):
                return name, system
    return wanted, ""


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _text(parent: Element, name: str) -> str:
    """Return the text of a child, whatever its namespace."""
    return next(((one.text or "").strip() for one in parent if _local(one) == name), "")
