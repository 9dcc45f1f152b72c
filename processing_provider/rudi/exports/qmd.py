"""Records as the metadata of a QGIS layer (``.qmd``), to lie beside a downloaded file or to be loaded in a layer.

Element names after ``QgsLayerMetadata::writeMetadataXml`` of QGIS 3.22; the dates of 3.38 and later are written as
well, which older versions pass over.
"""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from ..citation import citation_text
from ..formats import format_label
from ..iso_names import LINK_PROTOCOL, PROTOCOLS
from ..languages import TO_THREE_LETTERS
from ..record import Contact, Media, Record
from ..record_writer import date_text
from ..safe_xml import xml_text
from ..themes import theme_label, themes
from .dcat import epsg_code, is_absolute

TOPICS = "gmd:topicCategory"  # vocabulary that QGIS itself uses for ISO's topic categories
# Roles of contacts as QGIS writes those of ISO 19115.
_OWNER, _POINT = "owner", "pointOfContact"
_DATES = (("Created", "created"), ("Published", "published"), ("Revised", "updated"))


def qmd(record: Record, language: str = "fr") -> bytes:
    """Return a record as the metadata of a QGIS layer, UTF-8.

    Parameters
    ----------
    record : Record
        Dataset.
    language : str
        Language of texts that the record has in several: QGIS keeps one.
    """
    root = Element("qgis", {"version": "3.22"})
    _text(root, "identifier", record.global_id)
    _text(root, "parentidentifier", "")
    _text(root, "language", _three(record.languages[0] if record.languages else language))
    _text(root, "type", "dataset")
    _text(root, "title", record.title)
    _text(root, "abstract", record.description(language))
    known = themes().get(record.theme)
    _keywords(root, TOPICS, [known.iso_topic] if known else [])
    _keywords(root, "RUDI", [theme_label(record.theme, language)] if record.theme else [])
    _keywords(root, "keywords", record.keywords)
    if record.producer.name:
        _contact(root, Contact(), record.producer.name, _OWNER, record.producer.address)
    for contact in record.contacts:
        _contact(root, contact, contact.organisation or record.producer.name, _POINT)
    links = SubElement(root, "links")
    for medium in record.media:
        if is_absolute(medium.url):
            _link(links, medium)
    for name, attribute in _DATES:
        moment = getattr(record.dates, attribute)
        if moment is not None:
            SubElement(_dates(root), "date", {"type": name, "value": date_text(moment)})
    for entry in record.other_constraints:
        _text(root, "history", entry.text)
    _text(root, "fees", "")
    _constraints(root, record, language)
    _text(root, "encoding", next((item.file_encoding for item in record.media if item.file_encoding), ""))
    code = epsg_code(record.projection)
    reference = SubElement(root, "crs")
    if code:
        _text(SubElement(reference, "spatialrefsys"), "authid", f"EPSG:{code}")
    _extent(root, record)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _three(code: str) -> str:
    return TO_THREE_LETTERS.get(code[:2], "").upper()


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = xml_text(text)


def _keywords(root: Element, vocabulary: str, words) -> None:
    if not words:
        return
    listed = SubElement(root, "keywords", {"vocabulary": vocabulary})
    for word in words:
        _text(listed, "keyword", word)


def _contact(root: Element, contact: Contact, organisation: str, role: str, address: str = "") -> None:
    element = SubElement(root, "contact")
    if address:
        postal = SubElement(element, "contactAddress")
        for name, text in (("type", "postal"), ("address", address)):
            _text(postal, name, text)
    for name, text in (
        ("name", contact.name),
        ("organization", organisation),
        ("position", contact.role),
        ("voice", ""),
        ("fax", ""),
        ("email", contact.email),
        ("role", role),
    ):
        _text(element, name, text)


def _link(links: Element, medium: Media) -> None:
    contract = medium.connector.contract
    protocol = "WWW:DOWNLOAD" if medium.kind == "FILE" else PROTOCOLS.get(contract, LINK_PROTOCOL)
    content = {
        "name": medium.connector.parameter("layer") or medium.name,
        "type": protocol,
        "url": medium.url,
        "description": medium.caption or medium.name,
        "format": format_label(medium.file_type, contract),
        "mimeType": medium.file_type,
        "size": "" if medium.file_size is None else str(medium.file_size),
    }
    SubElement(links, "link", {name: xml_text(text) for name, text in content.items()})


def _dates(root: Element) -> Element:
    found = root.find("dates")
    return SubElement(root, "dates") if found is None else found


def _constraints(root: Element, record: Record, language: str) -> None:
    """Write what may be done with the data, and what must be written beside them."""
    for kind, text in (
        ("access", record.access_constraint.text(language) or ("" if record.access == "open" else record.access)),
        ("use", record.usage_constraint.text(language)),
    ):
        if text:
            element = SubElement(root, "constraints", {"type": kind})
            element.text = xml_text(text)
    rights = [
        record.mandatory_mention.text(language),
        record.citation.text(language) or citation_text(record, language),
    ]
    for text in dict.fromkeys(filter(None, rights)):
        _text(root, "rights", text)
    for text in dict.fromkeys(filter(None, (record.licence.shown(language), record.licence.uri))):
        _text(root, "license", text)


def _extent(root: Element, record: Record) -> None:
    extent = SubElement(root, "extent")
    if record.extent is not None:
        sides = dict(zip(("minx", "miny", "maxx", "maxy"), map(repr, record.extent.as_tuple())))
        SubElement(extent, "spatial", {"crs": "EPSG:4326", **sides, "minz": "0", "maxz": "0", "dimensions": "2"})
    if record.period_start or record.period_end:
        period = SubElement(SubElement(extent, "temporal"), "period")
        _text(period, "start", date_text(record.period_start) if record.period_start else "")
        _text(period, "end", date_text(record.period_end) if record.period_end else "")
