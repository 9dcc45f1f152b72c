"""A record as the metadata of a layer, as the layer properties of QGIS show them."""

from __future__ import annotations

from urllib.parse import urlsplit

from qgis.core import QgsAbstractMetadataBase, QgsCoordinateReferenceSystem, QgsLayerMetadata
from qgis.PyQt.QtXml import QDomDocument

from ...errors import InputError
from ...translation import language
from ..citation import mandatory_mention
from ..exports.dcat import epsg_code, is_absolute
from ..exports.qmd import qmd
from ..http_client import resolve_url
from ..iso_names import LINK_PROTOCOL, PROTOCOLS
from ..record import Media, Record


def layer_metadata(record: Record) -> QgsLayerMetadata:
    """Return what a record says, as metadata of a layer, in the language of QGIS where the record has it.

    Identifier, title, abstract, keywords, producer and contacts, licences, rights (the mention that the licence asks
    for, the citation), constraints, extent, period, links and history.
    """
    shown = language()
    document = QDomDocument()
    document.setContent(qmd(record, shown).decode("utf-8"))
    root = document.documentElement()
    system = root.firstChildElement("crs")
    root.removeChild(system)  # PROJ complains on the terminal about one given by its code alone
    metadata = QgsLayerMetadata()
    metadata.readMetadataXml(root)
    code = epsg_code(record.projection)
    if code:
        metadata.setCrs(QgsCoordinateReferenceSystem(f"EPSG:{code}"))
    rights = [mandatory_mention(record, shown), *metadata.rights()]
    metadata.setRights(list(dict.fromkeys(filter(None, rights))))
    links = list(metadata.links())
    links += [link for link in (_link(record, media) for media in record.media) if link is not None]
    if record.metadata_source and is_absolute(record.metadata_source):
        page = QgsAbstractMetadataBase.Link(record.title, LINK_PROTOCOL, record.metadata_source)
        links.append(page)
    metadata.setLinks(links)
    return metadata


def _link(record: Record, media: Media):
    """Return the link of a medium whose address is relative to its portal; the others are there already."""
    if is_absolute(media.url) or not urlsplit(record.source).scheme.startswith("http"):
        return None
    try:
        url = resolve_url(record.source, media.url) if media.url else ""
    except InputError:
        return None  # what is no web address is no link; opening the medium says so
    if not url:
        return None
    protocol = "WWW:DOWNLOAD" if media.kind == "FILE" else PROTOCOLS.get(media.connector.contract, LINK_PROTOCOL)
    link = QgsAbstractMetadataBase.Link(media.connector.parameter("layer") or media.shown_name(), protocol, url)
    link.description, link.format, link.mimeType = media.caption or media.name, media.format, media.file_type
    link.size = "" if media.file_size is None else str(media.file_size)
    return link
