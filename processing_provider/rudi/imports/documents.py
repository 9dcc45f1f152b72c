"""A document of another catalogue read as records, its kind recognised from what it holds."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Optional

from ...errors import InputError
from ..record import Record
from ..record_reader import read_record
from ..safe_xml import parse_xml
from ..transport import looks_like_html
from .csw import read_csw
from .dcat import read_dcat, read_dcat_turtle, read_dcat_xml
from .iso19139 import read_iso19139

RUDI, JSON_LD, TURTLE, RDF_XML, ISO, CSW, CSW_SERVICE = (
    "rudi",
    "dcat-jsonld",
    "dcat-turtle",
    "dcat-rdf",
    "iso19139",
    "csw",
    "csw-service",
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UTF_8_MARK = b"\xef\xbb\xbf"
_ARCHIVE = b"PK\x03\x04"
# An element, a declaration or a comment; an address between angle brackets begins a document of Turtle.
_ELEMENT = re.compile(rb"<(?:[?!]|[\w.-]+(?::[\w.-]+)?[\s/>])")


@dataclass(frozen=True)
class Imported:
    """What a document holds.

    Attributes
    ----------
    kind : str
        One of the kinds above; ``csw-service``: the description of a service, to be asked for its records.
    records : tuple of Record
    matched : int
        Records that the catalogue says it has, when the document is one page of them; else those that are here.
    """

    kind: str
    records: tuple[Record, ...] = ()
    matched: int = 0


def read_document(data: bytes, source: str) -> Imported:
    """Read a document.

    Parameters
    ----------
    data : bytes
        RUDI records in JSON, DCAT in JSON-LD, Turtle or RDF/XML, ISO 19139, an answer of a CSW service.
    source : str
        Name of the file or address, for messages and for ``Record.source``.

    Raises
    ------
    InputError
        When it is none of these, or is not safe to read.
    """
    start = data[:4096].removeprefix(_UTF_8_MARK).lstrip()
    if not start:
        raise InputError("{source} is empty.", source=source)
    if start.startswith(_ARCHIVE):
        raise InputError("{source} is a ZIP archive: unpack it, then choose one of its files.", source=source)
    if looks_like_html(data[:4096]):
        raise InputError("{source} is a web page: choose the file or the address of its metadata.", source=source)
    if _ELEMENT.match(start) or data.startswith(_UTF_16):
        return _from_xml(data, source)
    text = _text(data, source)
    if start[:1] in (b"{", b"["):
        found = _from_json(text, source)
        if found is not None:
            return found
    return _plain(TURTLE, read_dcat_turtle(text, source))


def _plain(kind: str, records: list[Record]) -> Imported:
    return Imported(kind, tuple(records), len(records))


def _text(data: bytes, source: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "{source} is neither XML, JSON nor Turtle, or is not written in UTF-8.", source=source
        ) from error


def _from_xml(data: bytes, source: str) -> Imported:
    root = parse_xml(data, source).tag.rpartition("}")[2]
    if root == "RDF":
        return _plain(RDF_XML, read_dcat_xml(data, source))
    if root == "Capabilities":
        return Imported(CSW_SERVICE)
    if root in ("GetRecordsResponse", "GetRecordByIdResponse", "ExceptionReport"):
        answer = read_csw(data, source)
        return Imported(CSW, tuple(answer.records), max(answer.matched, len(answer.records)))
    return _plain(ISO, read_iso19139(data, source))


def _from_json(text: str, source: str) -> Optional[Imported]:
    """Return what a JSON document holds; None when it is no JSON and may be Turtle, which can begin alike."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        if text.lstrip().startswith("["):
            return None
        return _plain(JSON_LD, read_dcat(text, source))  # says that it is no JSON
    items = content.get("items") if isinstance(content, dict) and isinstance(content.get("items"), list) else content
    listed = items if isinstance(items, list) else [items]
    if any(_is_rudi(item) for item in listed):
        return _plain(RUDI, [read_record(item, source) for item in listed if isinstance(item, dict)])
    return _plain(JSON_LD, read_dcat(text, source))


def _is_rudi(item: Any) -> bool:
    return isinstance(item, dict) and ("resource_title" in item or "available_formats" in item)
