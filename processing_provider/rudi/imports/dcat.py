"""Read DCAT (data.gouv.fr, CKAN, GeoNetwork, portals) as records of RUDI: JSON-LD, Turtle or RDF/XML.

This is no general JSON-LD processor: see :mod:`.linked_data`.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from typing import Any, Optional

from ...errors import InputError
from ..bounding_box import BoundingBox, mended
from ..languages import LANGUAGES, LocalisedText, TextEntry, normalised_code
from ..record import Contact, Dates, Media, Organisation, Record
from ..record_values import Checksum, Reading, is_digest, is_openable, parsed_date
from ..safe_xml import parse_xml
from ..themes import theme_code, theme_of_topic
from .linked_data import Graph, Node, last_name, text_of
from .made_record import contact, distinct, finished, licence, medium, organisation, uuid_of
from .rdf_xml import rdf_xml_document
from .turtle import turtle_document

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_PAIR = re.compile(rf"({_NUMBER})\s+({_NUMBER})")
_UUID_URN = re.compile(r"(?:urn:uuid:)?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\Z")
_EPSG = re.compile(r"EPSG(?:/\d+/|::?)(\d+)", re.IGNORECASE)
_ALGORITHMS = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256", "sha512": "SHA-512"}


def read_dcat(text: str, source: str) -> list[Record]:
    """Return the datasets of a DCAT document written as JSON-LD.

    Parameters
    ----------
    text : str
        The document.
    source : str
        Name or address of the file or portal, for messages and for ``Record.source``.

    Raises
    ------
    InputError
        When it is no JSON, or holds no dataset.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("{source} is not JSON: choose a DCAT file written as JSON-LD.", source=source) from error
    return _datasets(document, source)


def read_dcat_turtle(text: str, source: str) -> list[Record]:
    """Return the datasets of a DCAT document written as Turtle; see :func:`read_dcat`."""
    return _datasets(turtle_document(text, source), source)


def read_dcat_xml(data: bytes, source: str) -> list[Record]:
    """Return the datasets of a DCAT document written as RDF/XML; see :func:`read_dcat`."""
    return _datasets(rdf_xml_document(parse_xml(data, source)), source)


def _datasets(document: Any, source: str) -> list[Record]:
    graph = Graph(document)
    found: dict[str, Node] = {}
    descriptions: dict[str, Node] = {}
    services: dict[str, list[Node]] = {}
    for number, node in enumerate(graph.nodes):
        kinds = graph.types(node)
        if "Dataset" in kinds:
            name = node.get("@id")
            key = name if isinstance(name, str) else f"#{number}"
            if len(node) > len(found.get(key, {})):
                found[key] = node
        elif "CatalogRecord" in kinds:
            for item in graph.values(node, "primaryTopic"):
                name = item.get("@id") if isinstance(item, dict) else item
                if isinstance(name, str):
                    descriptions[name] = node
        elif "DataService" in kinds:
            for item in graph.values(node, "servesDataset"):
                name = item.get("@id") if isinstance(item, dict) else item
                if isinstance(name, str):
                    services.setdefault(name, []).append(node)
    if not found:
        raise InputError("{source} holds no dataset (dcat:Dataset).", source=source)
    return [
        _record(graph, node, descriptions.get(key, {}), services.get(key, []), source) for key, node in found.items()
    ]


def _record(graph: Graph, node: Node, described: Node, services: list[Node], source: str) -> Record:
    identifier = graph.text(node, "identifier") or text_of(node.get("@id"))
    languages = [_language_code(name) for name in graph.texts(node, "language")]
    language = next(filter(None, languages), "fr")
    title = _localised(graph, node, ("title",), language).text(language)
    record_id = uuid_of(_UUID_URN.sub(r"\1", identifier) or title)
    # A theme of RUDI's own list says more than its European counterpart, which several share.
    themes = sorted(graph.values(node, "theme"), key=lambda item: not (isinstance(item, dict) and "notation" in item))
    producer = _producer(graph, node)
    label, address = _licence_of(graph, node)
    period = next(graph.nodes_of(node, "temporal"), {})
    description = _localised(graph, node, ("description",), language)
    synopsis = _localised(graph, node, ("abstract",), language)
    modified = _date(graph, node, "modified")
    record = Record(
        global_id=record_id,
        title=" ".join(title.split()),
        local_id=_local_id(graph, node, identifier, record_id),
        doi=next((shown[4:] for shown in _notations(graph, node) if shown.startswith("doi:")), ""),
        summary=description or synopsis,
        synopsis=synopsis,
        theme=next(filter(None, [_theme(graph, item) for item in themes]), ""),
        keywords=tuple(graph.texts(node, "keyword")),
        producer=producer,
        contacts=_contacts(graph, node),
        media=_media(graph, node, services, record_id),
        languages=tuple(dict.fromkeys(filter(None, languages))),
        period_start=_date(graph, period, "startDate", "hasBeginning"),
        period_end=_date(graph, period, "endDate", "hasEnd"),
        extent=_extent(graph, node),
        projection=_projection(graph, node),
        dates=Dates(_date(graph, node, "created") or _date(graph, node, "issued"), modified),
        access=_access(graph, node),
        licence=licence(label, address),
        mandatory_mention=_localised(graph, node, ("rights",), language),
        citation=_localised(graph, node, ("bibliographicCitation",), language),
        other_constraints=_history(graph, node, language),
        metadata_dates=Dates(_date(graph, described, "issued"), _date(graph, described, "modified")),
        metadata_contacts=_contacts(graph, described),
        metadata_source=_address(graph.text(described, "source")),
    )
    issued = _date(graph, node, "issued")
    if issued and issued != record.dates.created:
        record = replace(record, dates=replace(record.dates, published=issued))
    return finished(record, source)


def _address(text: str) -> str:
    return text if is_openable(text) else ""


def _history(graph: Graph, node: Node, language: str) -> LocalisedText:
    statement = next(graph.nodes_of(node, "provenance"), {})
    return _localised(graph, statement, ("label", "description"), language)


def _language_code(name: str) -> str:
    code = normalised_code(last_name(name)[:16])
    return code if code in LANGUAGES else ""


def _localised(graph: Graph, node: Node, names: tuple[str, ...], language: str) -> LocalisedText:
    entries: dict[str, str] = {}
    for name in names:
        for item in graph.values(node, name):
            code = normalised_code(str(item.get("@language", ""))[:16]) if isinstance(item, dict) else ""
            shown = text_of(item)
            if shown and isinstance(item, (dict, str)):
                entries.setdefault(code if code in LANGUAGES else language, shown)
    return LocalisedText(tuple(TextEntry(code, shown) for code, shown in entries.items()))


def _local_id(graph: Graph, node: Node, identifier: str, record_id: str) -> str:
    given = [shown for shown in _notations(graph, node) if not shown.startswith("doi:")]
    plain = _UUID_URN.sub(r"\1", identifier).lower()
    return given[0] if given else identifier if plain != record_id and not identifier.startswith("urn:rudi:") else ""


def _notations(graph: Graph, node: Node) -> list[str]:
    return list(filter(None, (graph.text(item, "notation") for item in graph.nodes_of(node, "identifier"))))


def _theme(graph: Graph, item: Any) -> str:
    if isinstance(item, dict):
        for name in ("notation", "prefLabel"):
            for shown in graph.texts(item, name):
                if theme_code(shown):
                    return theme_code(shown)
    shown = last_name(text_of(item))
    return theme_code(shown) or theme_of_topic(shown)


def _producer(graph: Graph, node: Node) -> Organisation:
    for name in ("publisher", "creator"):
        for item in graph.values(node, name):
            shown = graph.text(item, "name", "prefLabel", "label") if isinstance(item, dict) else ""
            if shown:
                made = organisation(shown)
                given = _UUID_URN.match(text_of(item.get("@id")))
                return replace(made, organisation_id=given.group(1)) if given else made
    return Organisation()


def _contacts(graph: Graph, node: Node) -> tuple[Contact, ...]:
    found = []
    for item in graph.nodes_of(node, "contactPoint"):
        email = graph.text(item, "hasEmail", "email").replace("mailto:", "")
        made = contact(
            graph.text(item, "fn", "name"),
            email,
            graph.text(item, "organization-name"),
            graph.text(item, "role"),
        )
        given = _UUID_URN.match(text_of(item.get("@id")))
        if made.name:
            found.append(replace(made, contact_id=given.group(1)) if given else made)
    return tuple(found)


def _licence_of(graph: Graph, node: Node) -> tuple[str, str]:
    """Return the label and address of the licence of a dataset, else of its first distribution that has one."""
    for holder in (node, *graph.nodes_of(node, "distribution")):
        for item in graph.values(holder, "license"):
            address = text_of(item)
            label = graph.text(item, "title", "label", "prefLabel") if isinstance(item, dict) else ""
            if address or label:
                return (label, address) if is_openable(address) else (label or address, "")
    return "", ""


def _access(graph: Graph, node: Node) -> str:
    right = last_name(graph.text(node, "accessRights")).upper()
    return "restricted" if right in ("RESTRICTED", "NON_PUBLIC", "CONFIDENTIAL") else "open"


def _date(graph: Graph, node: Node, *names: str) -> Optional[datetime]:
    return next(filter(None, map(parsed_date, graph.texts(node, *names))), None)


def _extent(graph: Graph, node: Node) -> Optional[BoundingBox]:
    for place in graph.nodes_of(node, "spatial"):
        for shown in graph.texts(place, "bbox", "geometry"):
            box = extent_of_text(shown)
            if box is not None:
                return box
    return None


def extent_of_text(text: str) -> Optional[BoundingBox]:
    """Return the extent of a geometry written as WKT or as GeoJSON [degrees, longitude first]."""
    if text.lstrip().startswith("{"):
        text = re.sub(rf"({_NUMBER})\s*,\s*({_NUMBER})", r"\1 \2", text)
    elif "EPSG/0/4326" in text:
        return None  # latitude first: not guessed
    pairs = [(float(x), float(y)) for x, y in _PAIR.findall(text[:1_000_000])]
    if not pairs:
        return None
    longitudes, latitudes = zip(*pairs)
    return mended(min(longitudes), min(latitudes), max(longitudes), max(latitudes), path="", reading=Reading())


def _projection(graph: Graph, node: Node) -> str:
    for shown in graph.texts(node, "conformsTo"):
        found = _EPSG.search(shown)
        if found:
            return f"EPSG:{found.group(1)}"
    return ""


def _media(graph: Graph, node: Node, services: list[Node], owner: str) -> tuple[Media, ...]:
    parts = list(graph.nodes_of(node, "distribution"))
    told = {text_of(item) for part in parts for item in graph.values(part, "accessService")}
    # A service that says which dataset it serves, without any distribution that leads to it.
    alone = [{"accessService": [item], "title": item.get("title")} for item in services if text_of(item) not in told]
    addresses = {graph.text(item, "endpointURL") for part in parts for item in graph.nodes_of(part, "accessService")}
    parts += [part for part in alone if graph.text(part["accessService"][0], "endpointURL") not in addresses]
    return distinct([item for item in (_medium(graph, part, owner) for part in parts) if item])


def _medium(graph: Graph, part: Node, owner: str) -> Optional[Media]:
    download, access = graph.text(part, "downloadURL"), graph.text(part, "accessURL")
    service = next(graph.nodes_of(part, "accessService"), {})
    url = download or graph.text(service, "endpointURL") or access
    if not is_openable(url):
        return None
    mime = graph.text(part, "mediaType") or graph.text(part, "format")
    mime = mime.partition("media-types/")[2] or (last_name(mime) if "/authority/" in mime else mime)
    contract = last_name(graph.text(service, "conformsTo")) if service else ""
    made = medium(
        url,
        contract=contract if contract in ("wms", "wfs", "wmts") else "",
        mime=mime if not service else "",
        name=graph.text(part, "title"),
        caption=graph.text(part, "description"),
        owner=owner,
    )
    size = graph.text(part, "byteSize").split(".")[0]
    identifier = _UUID_URN.match(graph.text(part, "identifier") or text_of(part.get("@id")))
    return replace(
        made,
        media_id=identifier.group(1) if identifier else made.media_id,
        file_size=int(size) if size.isascii() and size.isdigit() and len(size) < 16 else None,
        checksum=_checksum(graph, part),
        api_documentation=graph.text(service, "endpointDescription"),
        file_encoding=graph.text(part, "characterEncoding"),
        file_structure=_address(graph.text(part, "conformsTo")) if not service else "",
        dates=Dates(published=_date(graph, part, "issued"), updated=_date(graph, part, "modified")),
    )


def _checksum(graph: Graph, part: Node) -> Optional[Checksum]:
    for item in graph.nodes_of(part, "checksum"):
        word = last_name(graph.text(item, "algorithm")).lower().replace("checksumalgorithm_", "").replace("-", "")
        algorithm, digest = _ALGORITHMS.get(word, ""), graph.text(item, "checksumValue")
        if algorithm:
            return Checksum(algorithm, digest.lower(), is_digest(algorithm, digest))
    return None
