"""Read DCAT written as JSON-LD (data.gouv.fr, CKAN, GeoNetwork, portals) as records of RUDI.

This is no general JSON-LD processor: a context inside the document is followed, one on the web is not fetched,
and properties are known by their last name, whatever prefix or address stands before it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Optional

from ...errors import InputError
from ..bounding_box import BoundingBox, mended
from ..languages import LANGUAGES, LocalisedText, TextEntry, normalised_code
from ..record import Contact, Dates, Media, Organisation, Record
from ..record_values import Checksum, Reading, is_digest, is_openable, parsed_date
from ..themes import theme_code, theme_of_topic
from .made_record import contact, distinct, finished, licence, medium, organisation, uuid_of

_MAX_NODES = 500_000
_MAX_DEPTH = 100
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_PAIR = re.compile(rf"({_NUMBER})\s+({_NUMBER})")
_LAST_NAME = re.compile(r"[^/#:]*\Z")
_UUID_URN = re.compile(r"(?:urn:uuid:)?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\Z")
_EPSG = re.compile(r"EPSG(?:/\d+/|::?)(\d+)", re.IGNORECASE)
_ALGORITHMS = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256", "sha512": "SHA-512"}

Node = dict[str, Any]


class _Graph:
    """The nodes of a document, by identifier, with properties known by their last name."""

    def __init__(self, document: Any) -> None:
        self._context = document.get("@context") if isinstance(document, dict) else None
        self._terms = self._named_terms()
        self._by_id: dict[str, Node] = {}
        self.nodes: list[Node] = []
        self._gather(document)

    def _named_terms(self) -> dict[str, str]:
        """Return the last names of the terms that the context defines."""
        contexts = self._context if isinstance(self._context, list) else [self._context]
        terms = {}
        for context in contexts:
            for term, meaning in context.items() if isinstance(context, dict) else ():
                address = meaning.get("@id") if isinstance(meaning, dict) else meaning
                if isinstance(address, str) and not address.endswith(("/", "#", ":")):
                    terms[term] = last_name(address)
        return terms

    def _gather(self, document: Any) -> None:
        """Keep every object of the document, without recursion."""
        waiting = [(document, 0)]
        while waiting:
            item, depth = waiting.pop()
            if depth > _MAX_DEPTH or len(self.nodes) > _MAX_NODES:
                raise InputError("The DCAT document is nested or long beyond reason; it was not read.")
            if isinstance(item, list):
                waiting += [(inner, depth + 1) for inner in reversed(item)]
            elif isinstance(item, dict):
                node = self._named(item)
                self.nodes.append(node)
                name = node.get("@id")
                if isinstance(name, str) and len(node) > len(self._by_id.get(name, {})):
                    self._by_id[name] = node
                waiting += [(inner, depth + 1) for inner in reversed(list(item.values()))]

    def _named(self, item: dict[str, Any]) -> Node:
        return {self.name_of(key): value for key, value in item.items()}

    def name_of(self, key: str) -> str:
        """Return the last name of a property or a type."""
        if key.startswith("@"):
            return key
        return {"id": "@id", "type": "@type"}.get(key) or self._terms.get(key) or last_name(key)

    def values(self, node: Node, name: str) -> list[Any]:
        """Return the values of a property, objects by reference replaced by what they are elsewhere."""
        found = node.get(name)
        listed = found if isinstance(found, list) else [] if found is None else [found]
        return [self._resolved(item) for item in listed]

    def _resolved(self, item: Any) -> Any:
        if isinstance(item, str):
            return self._by_id.get(item, item)
        if not isinstance(item, dict):
            return item
        node = self._named(item)
        name = node.get("@id")
        return self._by_id.get(name, node) if isinstance(name, str) and len(node) == 1 else node

    def types(self, node: Node) -> set[str]:
        """Return the last names of the types of a node."""
        found = node.get("@type")
        return {self.name_of(item) for item in (found if isinstance(found, list) else [found]) if isinstance(item, str)}

    def nodes_of(self, node: Node, *names: str) -> Iterator[Node]:
        """Yield the objects among the values of properties."""
        for name in names:
            for item in self.values(node, name):
                if isinstance(item, dict):
                    yield item

    def texts(self, node: Node, *names: str) -> list[str]:
        """Return the texts among the values of properties; an object gives its value or identifier."""
        found = [text_of(item) for name in names for item in self.values(node, name)]
        return list(dict.fromkeys(filter(None, found)))

    def text(self, node: Node, *names: str) -> str:
        """Return the first text of properties, empty if none."""
        return next(iter(self.texts(node, *names)), "")


def last_name(name: str) -> str:
    """Return the last name of an address or of a prefixed name."""
    return _LAST_NAME.search(name).group()


def text_of(item: Any) -> str:
    """Return the text of a value of JSON-LD."""
    if isinstance(item, dict):
        item = item.get("@value", item.get("@id"))
    if isinstance(item, bool) or not isinstance(item, (str, int, float)):
        return ""
    return item.strip() if isinstance(item, str) else f"{item}"


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
    graph = _Graph(document)
    found: dict[str, Node] = {}
    for number, node in enumerate(graph.nodes):
        if "Dataset" in graph.types(node):
            name = node.get("@id")
            key = name if isinstance(name, str) else str(number)
            if len(node) > len(found.get(key, {})):
                found[key] = node
    if not found:
        raise InputError("{source} holds no dataset (dcat:Dataset).", source=source)
    return [_record(graph, node, source) for node in found.values()]


def _record(graph: _Graph, node: Node, source: str) -> Record:
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
        media=_media(graph, node, record_id),
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
    )
    issued = _date(graph, node, "issued")
    if issued and issued != record.dates.created:
        record = replace(record, dates=replace(record.dates, published=issued))
    return finished(record, source)


def _language_code(name: str) -> str:
    code = normalised_code(last_name(name)[:16])
    return code if code in LANGUAGES else ""


def _localised(graph: _Graph, node: Node, names: tuple[str, ...], language: str) -> LocalisedText:
    entries: dict[str, str] = {}
    for name in names:
        for item in graph.values(node, name):
            code = normalised_code(str(item.get("@language", ""))[:16]) if isinstance(item, dict) else ""
            shown = text_of(item)
            if shown and isinstance(item, (dict, str)):
                entries.setdefault(code if code in LANGUAGES else language, shown)
    return LocalisedText(tuple(TextEntry(code, shown) for code, shown in entries.items()))


def _local_id(graph: _Graph, node: Node, identifier: str, record_id: str) -> str:
    given = [shown for shown in _notations(graph, node) if not shown.startswith("doi:")]
    plain = _UUID_URN.sub(r"\1", identifier).lower()
    return given[0] if given else identifier if plain != record_id and not identifier.startswith("urn:rudi:") else ""


def _notations(graph: _Graph, node: Node) -> list[str]:
    return [graph.text(item, "notation") for item in graph.nodes_of(node, "identifier")]


def _theme(graph: _Graph, item: Any) -> str:
    if isinstance(item, dict):
        for name in ("notation", "prefLabel"):
            for shown in graph.texts(item, name):
                if theme_code(shown):
                    return theme_code(shown)
    shown = last_name(text_of(item))
    return theme_code(shown) or theme_of_topic(shown)


def _producer(graph: _Graph, node: Node) -> Organisation:
    for name in ("publisher", "creator"):
        for item in graph.values(node, name):
            shown = graph.text(item, "name", "prefLabel", "label") if isinstance(item, dict) else ""
            if shown:
                made = organisation(shown)
                given = _UUID_URN.match(text_of(item.get("@id")))
                return replace(made, organisation_id=given.group(1)) if given else made
    return Organisation()


def _contacts(graph: _Graph, node: Node) -> tuple[Contact, ...]:
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


def _licence_of(graph: _Graph, node: Node) -> tuple[str, str]:
    """Return the label and address of the licence of a dataset, else of its first distribution that has one."""
    for holder in (node, *graph.nodes_of(node, "distribution")):
        for item in graph.values(holder, "license"):
            address = text_of(item)
            label = graph.text(item, "title", "label", "prefLabel") if isinstance(item, dict) else ""
            if address or label:
                return (label, address) if is_openable(address) else (label or address, "")
    return "", ""


def _access(graph: _Graph, node: Node) -> str:
    right = last_name(graph.text(node, "accessRights")).upper()
    return "restricted" if right in ("RESTRICTED", "NON_PUBLIC", "CONFIDENTIAL") else "open"


def _date(graph: _Graph, node: Node, *names: str) -> Optional[datetime]:
    return next(filter(None, map(parsed_date, graph.texts(node, *names))), None)


def _extent(graph: _Graph, node: Node) -> Optional[BoundingBox]:
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


def _projection(graph: _Graph, node: Node) -> str:
    for shown in graph.texts(node, "conformsTo"):
        found = _EPSG.search(shown)
        if found:
            return f"EPSG:{found.group(1)}"
    return ""


def _media(graph: _Graph, node: Node, owner: str) -> tuple[Media, ...]:
    return distinct(
        [item for item in (_medium(graph, part, owner) for part in graph.nodes_of(node, "distribution")) if item]
    )


def _medium(graph: _Graph, part: Node, owner: str) -> Optional[Media]:
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
    )


def _checksum(graph: _Graph, part: Node) -> Optional[Checksum]:
    for item in graph.nodes_of(part, "checksum"):
        word = last_name(graph.text(item, "algorithm")).lower().replace("checksumalgorithm_", "").replace("-", "")
        algorithm, digest = _ALGORITHMS.get(word, ""), graph.text(item, "checksumValue")
        if algorithm:
            return Checksum(algorithm, digest.lower(), is_digest(algorithm, digest))
    return None
