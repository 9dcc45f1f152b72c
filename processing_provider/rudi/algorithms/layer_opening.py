"""Media of datasets as layers of QGIS: what can be opened, and how. For the algorithms and for the panel.

Everything but :func:`why_not` reads files or asks servers, and may run in any thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication, QgsReferencedRectangle

from ...errors import InputError
from ...translation import language, translated_error
from ..accounts import UserAccount
from ..formats import MAP_CONTRACTS, format_kind, mime_of
from ..http_client import plain_words, refusal
from ..map_service import MapService, TileLayer, map_service, tile_layer, with_parameters
from ..record import Media, Record
from ..transport import Response, safe_url
from .access import Access, account_of, is_same_server
from .connections import Connection
from .file_layers import FileToOpen, declared_crs, open_file
from .opened_layer import OpenedLayer
from .record_metadata import layer_metadata
from .service_layers import open_map_service
from .service_snapshot import snapshot

__all__ = (
    "OpenedLayer",
    "OpenedService",
    "layer_metadata",
    "layer_name",
    "open_media",
    "open_service",
    "snapshot",
    "usable_authcfg",
    "why_not",
)

# Methods of the authentication manager that QGIS puts on the requests of a layer by itself.
LAYER_METHODS = ("Basic", "OAuth2", "APIHeader")
TABLES = ("text/csv", "text/tab-separated-values")
_OPENED_KINDS = ("vector", "raster", "table", "archive")


@dataclass(frozen=True)
class OpenedService:
    """A service on its way to the map.

    Attributes
    ----------
    layers : list of OpenedLayer
    copy : Path or None
        File of the copy that was made because QGIS cannot ask the service itself.
    limited : bool
        Whether the extent that was asked for limits it; maps in pictures have no such limit.
    """

    layers: list[OpenedLayer]
    copy: Optional[Path] = None
    limited: bool = False


def why_not(record: Record, media: Media) -> str:
    """Return, in the user's language, why QGIS cannot open a medium; empty when it can."""
    reason = _obstacle(record, media)
    return "" if reason is None else translated_error(reason)


def _obstacle(record: Record, media: Media) -> Optional[InputError]:
    if media.encrypted:
        return InputError(
            "This file is encrypted by its producer; download it, and open it with the key that the producer gave you."
        )
    if not media.url.strip():
        return InputError("This media has no address in the catalogue; ask its producer.")
    if record.access == "selfdata":
        return InputError(
            "These are personal data that each person fetches for themselves; sign in on the portal to see yours."
        )
    contract = media.connector.contract
    if contract in MAP_CONTRACTS and media.kind != "FILE":
        if not map_service(media, media.url).layer:
            return InputError("The record does not say which layer of the service to show; ask its producer.")
        return None
    if media.kind == "SERIES":
        return InputError("This is a series that goes on; QGIS opens files and map services. Look at its page.")
    if media.kind != "FILE":
        return InputError(
            "QGIS cannot show a service of the kind “{kind}”; look at its documentation.",
            kind=media.format or contract or media.kind,
        )
    if _file_kind(media) in _OPENED_KINDS:
        return None
    return InputError(
        "A file of the format {format} cannot be drawn on a map; download it instead.",
        format=media.format or media.file_type or "?",
    )


def _file_kind(media: Media) -> str:
    """Return what a file is for QGIS: by its media type, else by the extension of its name or of its address."""
    by_type = format_kind(media.file_type) if media.file_type else ""
    if by_type in _OPENED_KINDS:
        return by_type
    vague = media.file_type in ("", "application/octet-stream", "text/plain", "application/xml", "text/xml")
    for text in (media.name, media.url.partition("?")[0]) if vague else ():
        extension = text.rpartition("/")[2].rpartition(".")[2]
        found = format_kind(mime_of(extension)) if "." in text and mime_of(extension) else ""
        if found in _OPENED_KINDS:
            return found
    return "document"


def layer_name(record: Record, media: Media) -> str:
    """Return what to call a layer: the title of its dataset, and the name of the medium where there are several."""
    name = media.shown_name(language())
    stem = Path(name).stem if media.kind == "FILE" and Path(name).suffix.isascii() else name
    if len(record.media) == 1 or not stem:
        return record.title or stem
    if record.title and stem.lower() in (media.format.lower(), media.connector.contract, media.kind.lower()):
        return f"{record.title} ({stem})"  # a name such as "WFS" says nothing among other layers
    return stem


def open_media(
    record: Record,
    media: Media,
    *,
    url: str = "",
    path: Optional[Path] = None,
    authcfg: str = "",
    extent: Optional[QgsReferencedRectangle] = None,
    tiles: Optional[TileLayer] = None,
    stop=None,
) -> list[OpenedLayer]:
    """Return the layers of a medium: of its file when ``path`` is given, else of the service at ``url``.

    Parameters
    ----------
    record : Record
    media : Media
    url : str
        Absolute address of a service.
    path : Path, optional
        File that was downloaded.
    authcfg : str
        Configuration that QGIS may use for this service, see :func:`usable_authcfg`.
    extent : QgsReferencedRectangle, optional
        Limits a WFS.
    tiles : TileLayer, optional
        What the capabilities of a WMTS say, see :func:`open_service`.
    stop : callable, optional
        True once the user cancelled.

    Raises
    ------
    InputError
        When nothing can be opened.
    """
    name = layer_name(record, media)
    if path is not None:
        file = FileToOpen(
            path,
            name,
            crs=declared_crs(record.projection),
            encoding=media.file_encoding,
            is_table=media.file_type in TABLES,
            stop=stop,
        )
        return open_file(file)
    reason = _obstacle(record, media)
    if reason is not None:
        raise reason
    return [open_map_service(map_service(media, url), name, authcfg=authcfg, extent=extent, tiles=tiles)]


def open_service(
    access: Access,
    record: Record,
    media: Media,
    folder: Path,
    extent: Optional[QgsReferencedRectangle] = None,
) -> OpenedService:
    """Return the layer of a service, or a copy of a WFS that only our own session may ask.

    Parameters
    ----------
    access : Access
    record : Record
    media : Media
        A WMS, WMTS or WFS.
    folder : Path
        For the copy.
    extent : QgsReferencedRectangle, optional
        Limits a WFS.

    Raises
    ------
    InputError
        When it cannot be opened.
    """
    reason = _obstacle(record, media)
    if reason is not None:
        raise reason
    url = access.source.media_url(record, media)
    contract = media.connector.contract
    of_portal = access.connection.kind == "portal" and is_same_server(url, access.connection)
    if of_portal and record.access != "open":
        if contract == "wfs":
            return _copied(access, record, media, folder, extent)
        raise InputError(
            "Access to this map service is restricted. The portal wants a token that changes every few minutes, which "
            "QGIS cannot give for maps in pictures; add the WFS of the dataset or download a file."
        )
    authcfg = usable_authcfg(url, access.connection)
    service = map_service(media, url)
    try:
        tiles = _tiles(access, service) if contract == "wmts" else None
        layers = open_media(record, media, url=url, authcfg=authcfg, extent=extent, tiles=tiles)
    except InputError as error:
        if contract == "wfs" and of_portal and access.connection.authcfg:
            return _copied(access, record, media, folder, extent)
        raise _told_by_server(access, service) or error from error
    return OpenedService(layers, limited=extent is not None and contract == "wfs")


def _copied(
    access: Access, record: Record, media: Media, folder: Path, extent: Optional[QgsReferencedRectangle]
) -> OpenedService:
    path = snapshot(access, record, media, folder, extent)
    layers = open_file(FileToOpen(path, layer_name(record, media)))
    return OpenedService(layers, path, extent is not None)


def _capabilities(access: Access, service: MapService, *, retry: bool = True) -> Response:
    url = with_parameters(service.url, SERVICE=service.contract.upper(), REQUEST="GetCapabilities")
    with plain_words(access.client.limits):
        return access.sender.send(access.client.request("GET", url, headers={"Accept": "*/*"}), retry=retry)


def _tiles(access: Access, service: MapService) -> TileLayer:
    """Return what a WMTS says of its layer: the matrix sets, which records seldom name.

    Raises
    ------
    InputError
        When it refuses, or does not have the layer.
    """
    answer = _capabilities(access, service)
    if not answer.ok:
        raise refusal(answer)
    known = tile_layer(answer.body, service.layer, safe_url(service.url))
    if not known.matrix_sets:
        raise InputError(
            "The WMTS {url} has no layer called “{layer}”; tell the producer of the record.",
            url=safe_url(service.url),
            layer=service.layer,
        )
    return known


def _told_by_server(access: Access, service: MapService) -> Optional[InputError]:
    """Return why the server refuses, in plainer words than those of QGIS's providers; None when it does not."""
    try:
        answer = _capabilities(access, service, retry=False)
    except InputError as error:
        return error
    return None if answer.ok else refusal(answer)


def usable_authcfg(url: str, connection: Connection) -> str:
    """Return the configuration that QGIS may use itself for the layers of an address, empty when there is none.

    Only for the very server of the connection, and only when its method is one that QGIS puts on requests. The account
    of a portal is none: it has to be changed for a token first.
    """
    if not connection.authcfg or connection.kind in ("portal", "file") or not is_same_server(url, connection):
        return ""
    method = QgsApplication.authManager().configAuthMethodKey(connection.authcfg)
    if method not in LAYER_METHODS:
        return ""
    if method == "Basic" and not isinstance(account_of(connection.authcfg), UserAccount):
        return ""  # keys of a project or a token, which are no login
    return connection.authcfg
