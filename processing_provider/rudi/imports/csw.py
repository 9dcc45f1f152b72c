"""Read the answers of a CSW catalogue (GetRecords, GetRecordById): Dublin Core or ISO 19139 records."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Optional
from xml.etree.ElementTree import Element

from ...errors import InputError
from ..bounding_box import BoundingBox, mended
from ..formats import mime_of
from ..iso_names import qualified
from ..languages import LANGUAGES, LocalisedText, normalised_code
from ..record import Dates, Licence, Media, Record
from ..record_values import Reading, is_openable, parsed_date
from ..safe_xml import parse_xml
from ..themes import theme_code, theme_of_topic
from .iso19139 import contract_of, record_of
from .made_record import contact, distinct, finished, licence, medium, organisation, uuid_of

_RECORDS = ("Record", "SummaryRecord", "BriefRecord")
_ISO = qualified("gmd:MD_Metadata")
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/jpg")
# Words of the protocols of addresses that are files.
_FILE_PROTOCOLS = ("GML", "SHAPE", "SHP", "CSV", "JSON", "KML", "DXF", "ZIP", "TIFF", "XLS")


@dataclass(frozen=True)
class CswAnswer:
    """An answer of a catalogue: its records, how many there are in all, where the next page begins (0: nowhere)."""

    records: list[Record]
    matched: int
    returned: int
    next_record: int


def read_csw(data: bytes, source: str) -> CswAnswer:
    """Read an answer of a CSW catalogue.

    Parameters
    ----------
    data : bytes
        The answer.
    source : str
        Name or address of the catalogue, for messages and for ``Record.source``.

    Raises
    ------
    InputError
        When it is no XML, is not safe, is an exception report, or holds no search result.
    """
    root = parse_xml(data, source)
    if _local(root) == "ExceptionReport":
        text = " ".join(" ".join(element.itertext()) for element in root.iter() if _local(element) == "ExceptionText")
        raise InputError("{source} answers: {message}.", source=source, message=" ".join(text.split())[:300] or "-")
    results = next((element for element in root.iter() if _local(element) == "SearchResults"), None)
    holder = root if results is None else results
    records = [_record(element, source) for element in holder if _local(element) in _RECORDS]
    records += [record_of(element, source) for element in holder.iter(_ISO)]
    if results is None and not records:
        raise InputError("{source} did not answer with records of a catalogue: check its address.", source=source)
    attributes = {} if results is None else results.attrib
    return CswAnswer(
        records,
        _number(attributes.get("numberOfRecordsMatched"), len(records)),
        _number(attributes.get("numberOfRecordsReturned"), len(records)),
        _number(attributes.get("nextRecord"), 0),
    )


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _number(text: Optional[str], default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def _texts(record: Element, *names: str) -> list[str]:
    """Return the texts of the children of some local names, each once."""
    found = [" ".join((child.text or "").split()) for child in record if _local(child) in names]
    return list(dict.fromkeys(filter(None, found)))


def _record(element: Element, source: str) -> Record:
    """Return the record of a Dublin Core element."""

    def first(*names: str) -> str:
        return next(iter(_texts(element, *names)), "")

    identifier, title = first("identifier"), first("title")
    record_id = uuid_of(identifier or title)
    subjects = _texts(element, "subject")
    language = normalised_code(first("language")) or "fr"
    producer = first("creator", "publisher", "contributor")
    rights = [text for text in _texts(element, "rights") if text not in ("otherRestrictions", "license", "copyright")]
    reading = Reading()
    emails = [text for text in _texts(element, "creator", "publisher", "contributor") if "@" in text]
    made = Record(
        global_id=record_id,
        title=title,
        local_id=identifier if identifier.lower() != record_id else "",
        summary=LocalisedText.of(_paragraphs(element), language),
        theme=next(filter(None, [*map(theme_of_topic, subjects), *map(theme_code, subjects)]), ""),
        keywords=tuple(subjects),
        producer=organisation(producer),
        contacts=tuple(contact("", email, producer) for email in emails),
        media=_media(element, record_id),
        languages=(language,) if language in LANGUAGES else (),
        extent=_extent(element, reading),
        dates=_dates(first("modified"), first("date", "issued", "created")),
        licence=next((found for found in map(_licence, rights) if found.code), _licence(rights[0] if rights else "")),
        projection=_projection(element),
    )
    return finished(made, source)


def _paragraphs(element: Element) -> str:
    text = next(
        (child.text or "" for name in ("abstract", "description") for child in element if _local(child) == name), ""
    )
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def _licence(text: str) -> Licence:
    address = next((word for word in text.split() if word.startswith(("http://", "https://"))), "")
    return licence(text, address.rstrip(".,;)"))


def _dates(modified: str, issued: str) -> Dates:
    """Return the dates of a Dublin Core record: its date is when it was created or last described."""
    updated, created = parsed_date(modified), parsed_date(issued)
    if updated and created and created > updated:
        created = updated  # the date of the description rather than that of the data
    return Dates(created=created or updated, updated=updated or created)


def _extent(element: Element, reading: Reading) -> Optional[BoundingBox]:
    """Return the extent; catalogues write longitude first, some with the corners exchanged."""
    box = next((child for child in element if _local(child) in ("BoundingBox", "WGS84BoundingBox")), None)
    corners = [] if box is None else [(child.text or "").split() for child in box]
    if len(corners) != 2 or any(len(corner) != 2 for corner in corners):
        return None
    try:
        (one_x, one_y), (other_x, other_y) = [[float(value) for value in corner] for corner in corners]
    except ValueError:
        return None
    sides = min(one_x, other_x), min(one_y, other_y), max(one_x, other_x), max(one_y, other_y)
    return mended(*sides, path="", reading=reading)


def _projection(element: Element) -> str:
    box = next((child for child in element if _local(child) == "BoundingBox"), None)
    return "" if box is None else box.get("crs", "").rpartition(":::")[2]


def _media(element: Element, owner: str) -> tuple[Media, ...]:
    found, picture = [], ""
    for child in element:
        url = (child.text or "").strip()
        if _local(child) not in ("URI", "references") or not is_openable(url):
            continue
        protocol = child.get("protocol", child.get("scheme", ""))
        name, caption = child.get("name", ""), child.get("description", "")
        if protocol.lower() in _PICTURES:
            picture = picture or url
            continue
        contract = contract_of(protocol)
        word = next((word for word in _FILE_PROTOCOLS if word in protocol.upper().split(":")[-1]), "")
        mime = "" if contract in ("wms", "wfs", "wmts") else mime_of(word.replace("TIFF", "tif"))
        layer = name if contract in ("wms", "wfs", "wmts") else ""
        found.append(medium(url, contract=contract, mime=mime, name=name, caption=caption, layer=layer, owner=owner))
    media = distinct(found)
    return (replace(media[0], visual=picture), *media[1:]) if media and picture else media
