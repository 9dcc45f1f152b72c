"""A map service as a layer of QGIS: WMS, WMTS and WFS, through QGIS's own providers.

No address of a layer ever holds a token: an account goes into it only as the identifier of an authentication
configuration, and only to the server that it belongs to.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsDataSourceUri,
    QgsGeometry,
    QgsMapLayer,
    QgsNetworkAccessManager,
    QgsRasterLayer,
    QgsRectangle,
    QgsReferencedRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QUrl

from ...errors import InputError
from ..map_service import WEB_MERCATOR, MapService, TileLayer, chosen_matrix_set, with_parameters
from ..transport import safe_url
from .opened_layer import OpenedLayer

WFS_VERSIONS = ("2.0.0", "1.1.0")  # tried after those of the record
PICTURES = ("image/png", "image/jpeg", "image/webp")
EDGE_POINTS = 21  # points along each side of an extent that is transformed


def open_map_service(
    service: MapService,
    name: str,
    *,
    authcfg: str = "",
    extent: Optional[QgsReferencedRectangle] = None,
    tiles: Optional[TileLayer] = None,
) -> OpenedLayer:
    """Return the layer of a map service; may be called in any thread.

    Parameters
    ----------
    service : MapService
    name : str
    authcfg : str
        Configuration for this very server, empty for none.
    extent : QgsReferencedRectangle, optional
        A WFS gives only the features that touch it.
    tiles : TileLayer, optional
        What the capabilities of a WMTS say.

    Raises
    ------
    InputError
        When QGIS cannot open it, with the reason of its provider.
    """
    try:
        return _opened(service, name, authcfg, extent, tiles)
    except InputError:
        if not _forget_capabilities(service):
            raise
    return _opened(service, name, authcfg, extent, tiles)


def _opened(
    service: MapService,
    name: str,
    authcfg: str,
    extent: Optional[QgsReferencedRectangle],
    tiles: Optional[TileLayer],
) -> OpenedLayer:
    if service.contract == "wfs":
        return OpenedLayer(_features(service, name, authcfg, extent), name)
    sources = _wmts_sources if service.contract == "wmts" else _wms_sources
    reasons: list[str] = []
    for source in sources(service, authcfg, tiles):
        options = QgsRasterLayer.LayerOptions()
        options.skipCrsValidation = True
        layer = QgsRasterLayer(source, name, "wms", options)
        if layer.isValid():
            return OpenedLayer(layer, name)
        reasons.append(_reason(layer))
    raise _failure(service, reasons)


def _forget_capabilities(service: MapService) -> bool:
    """Take the capabilities that QGIS keeps on the disk away; tell whether there were any.

    QGIS keeps them for a day, a page of excuses that was answered once in their place included.
    """
    cache = QgsNetworkAccessManager.instance().cache()
    if cache is None:
        return False
    versions = {"wms": [], "wmts": ["1.0.0"], "wfs": [*service.versions, *WFS_VERSIONS]}[service.contract]
    requests = [{"VERSION": version} for version in dict.fromkeys(versions)] or [{}]
    addresses = [
        with_parameters(service.url, SERVICE=service.contract.upper(), REQUEST="GetCapabilities", **request)
        for request in requests
    ]
    removed = [cache.remove(QUrl(address)) for address in addresses]
    return any(removed)


def _failure(service: MapService, reasons: list[str]) -> InputError:
    about = {"layer": service.layer, "kind": service.contract.upper(), "url": safe_url(service.url)}
    reason = next(filter(None, reasons), "").strip().rstrip(".")
    if not reason:
        return InputError(
            "QGIS cannot open the layer “{layer}” of the {kind} {url}; the service may not have it. Tell its producer.",
            **about,
        )
    return InputError(
        "QGIS cannot open the layer “{layer}” of the {kind} {url}: {reason}. Try again later, or tell its producer.",
        reason=reason,
        **about,
    )


def _reason(layer: QgsMapLayer) -> str:
    """Return why a provider refused, in its own words, on one line."""
    provider = layer.dataProvider()
    errors = [layer.error()] if provider is None else [provider.error(), layer.error()]
    # QGIS 3.22 crashes when the summary of an empty error is asked for.
    return " ".join(next((error.summary() for error in errors if not error.isEmpty()), "").split())


# --- WFS ---------------------------------------------------------------------------------------------------------


def _features(service: MapService, name: str, authcfg: str, extent: Optional[QgsReferencedRectangle]) -> QgsVectorLayer:
    reasons = []
    for version in dict.fromkeys((*service.versions, *WFS_VERSIONS, "auto")):
        layer = _wfs_layer(service, name, version, authcfg)
        if layer.isValid() and extent is not None:
            layer = _wfs_layer(service, name, version, authcfg, _within(extent, layer.crs()))
        if layer.isValid():
            return layer
        reasons.append(_reason(layer))
    raise _failure(service, reasons)


def _wfs_layer(service: MapService, name: str, version: str, authcfg: str, condition: str = "") -> QgsVectorLayer:
    uri = QgsDataSourceUri()
    uri.setParam("url", service.url)
    uri.setParam("typename", service.layer)
    uri.setParam("version", version)
    uri.setParam("pagingEnabled", "true")
    uri.setParam("restrictToRequestBBOX", "1")  # only what the map shows is asked for
    if service.crs:
        uri.setParam("srsname", service.crs[0])
    if condition:
        uri.setParam("filter", condition)
    if authcfg:
        uri.setAuthConfigId(authcfg)
    options = QgsVectorLayer.LayerOptions()
    options.skipCrsValidation = True
    return QgsVectorLayer(uri.uri(False), name, "WFS", options)


def _within(extent: QgsReferencedRectangle, crs: QgsCoordinateReferenceSystem) -> str:
    """Return the condition that features touch an extent, in the reference system of a layer."""
    box = transformed(extent, crs)
    west, south, east, north = (f"{side:.9f}" for side in box)
    corners = ", ".join(
        f"{x} {y}" for x, y in ((west, south), (east, south), (east, north), (west, north), (west, south))
    )
    return f"intersects_bbox($geometry, geom_from_wkt('POLYGON(({corners}))'))"


def transformed(extent: QgsReferencedRectangle, crs: QgsCoordinateReferenceSystem) -> tuple[float, float, float, float]:
    """Return the sides of an extent in another reference system: xmin, ymin, xmax, ymax.

    Raises
    ------
    InputError
        When the extent cannot be expressed in it.
    """
    transform = QgsCoordinateTransform(extent.crs(), crs, QgsCoordinateTransformContext())
    outline = QgsGeometry.fromRect(extent).densifyByCount(EDGE_POINTS)
    try:
        outline.transform(transform)
        box = outline.boundingBox()
    except QgsCsException:
        box = QgsRectangle(math.inf, math.inf, math.inf, math.inf)
    sides = (box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum())
    if not all(map(math.isfinite, sides)):
        raise InputError(
            "The extent cannot be expressed in {crs}, the reference system of the service; choose another extent.",
            crs=crs.authid(),
        )
    return sides


# --- WMS and WMTS ------------------------------------------------------------------------------------------------


def _source(authcfg: str, **parameters: str) -> str:
    uri = QgsDataSourceUri()
    for name, value in parameters.items():
        uri.setParam(name, value)
    if authcfg:
        uri.setAuthConfigId(authcfg)
    return bytes(uri.encodedUri()).decode()


def _wms_sources(service: MapService, authcfg: str, _: Optional[TileLayer]) -> Iterator[str]:
    layers = [one for one in service.layer.split(",") if one]
    styles = list(service.styles) if len(service.styles) == len(layers) else [""] * len(layers)
    picture = next((one for one in service.formats if one in PICTURES), PICTURES[0])
    for crs in dict.fromkeys((*service.crs[:1], WEB_MERCATOR, "EPSG:4326")):
        uri = QgsDataSourceUri()
        for layer, style in zip(layers, styles):
            uri.setParam("layers", layer)
            uri.setParam("styles", style)
        for name, value in (("url", service.url), ("format", picture), ("crs", crs), ("dpiMode", "7")):
            uri.setParam(name, value)
        uri.setParam("contextualWMSLegend", "0")
        if authcfg:
            uri.setAuthConfigId(authcfg)
        yield bytes(uri.encodedUri()).decode()


def _wmts_sources(service: MapService, authcfg: str, tiles: Optional[TileLayer]) -> Iterator[str]:
    known = tiles or TileLayer((), "", ())
    matrix_set, system = chosen_matrix_set(known, service.matrix_set or WEB_MERCATOR, service.crs)
    formats = [one for one in (*service.formats, *known.formats) if one in PICTURES] or [PICTURES[0]]
    styles = dict.fromkeys((*service.styles[:1], known.style, "default", "normal", ""))
    address = with_parameters(service.url, SERVICE="WMTS", REQUEST="GetCapabilities", VERSION="1.0.0")
    crs = system or next(iter(service.crs), WEB_MERCATOR)
    for style in styles:
        yield _source(
            authcfg,
            url=address,
            layers=service.layer,
            styles=style,
            format=formats[0],
            crs=crs,
            tileMatrixSet=matrix_set,
        )
