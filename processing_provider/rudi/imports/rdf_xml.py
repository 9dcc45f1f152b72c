"""Read RDF/XML (W3C recommendation of 2014) as a document of linked data."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from .linked_data import RDF, Node, Triple, document_of

_XML = "{http://www.w3.org/XML/1998/namespace}"
_NOT_PROPERTIES = ("about", "ID", "nodeID", "resource", "parseType", "datatype", "bagID", "aboutEach")


def rdf_xml_document(root: Element) -> list[Node]:
    """Return the statements of an RDF/XML document as an expanded JSON-LD document.

    Parameters
    ----------
    root : Element
        Its root, read by :func:`..safe_xml.parse_xml`.
    """
    return document_of(_Reader().triples(root))


def _rdf(name: str) -> str:
    return f"{{{RDF}}}{name}"


def _address(tag: str) -> str:
    """Return ``{namespace}name`` as the address that it stands for."""
    return tag[1:].replace("}", "", 1) if tag.startswith("{") else tag


def _joined(base: str, address: str) -> str:
    if not base:
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return address


class _Reader:
    """Walks the elements: things inside properties inside things."""

    def __init__(self) -> None:
        self._numbers = count()

    def triples(self, root: Element) -> Iterator[Triple]:
        """Yield the statements of a document."""
        base, language = root.get(f"{_XML}base", ""), root.get(f"{_XML}lang", "")
        if root.tag != _rdf("RDF"):
            yield from self._thing(root, self._subject(root, base), base, language)
            return
        for element in root:
            yield from self._thing(element, self._subject(element, base), base, language)

    def _new(self) -> str:
        return f"_:g{next(self._numbers)}"

    def _subject(self, element: Element, base: str) -> str:
        base = element.get(f"{_XML}base", base)
        if element.get(_rdf("about")) is not None:
            return _joined(base, element.get(_rdf("about"), ""))
        if element.get(_rdf("ID")) is not None:
            return _joined(base, f"#{element.get(_rdf('ID'))}")
        if element.get(_rdf("nodeID")) is not None:
            return f"_:n{element.get(_rdf('nodeID'))}"
        return self._new()

    def _thing(self, element: Element, subject: str, base: str, language: str) -> Iterator[Triple]:
        base = element.get(f"{_XML}base", base)
        language = element.get(f"{_XML}lang", language)
        if element.tag != _rdf("Description"):
            yield subject, f"{RDF}type", {"@id": _address(element.tag)}
        yield from _attributes(element, subject, language)
        for child in element:
            yield from self._property(child, subject, base, language)

    def _property(self, element: Element, subject: str, base: str, language: str) -> Iterator[Triple]:
        base = element.get(f"{_XML}base", base)
        language = element.get(f"{_XML}lang", language)
        name = _address(element.tag)
        kind = element.get(_rdf("parseType"), "")
        children = list(element)
        if kind == "Resource":
            inner = self._new()
            yield subject, name, {"@id": inner}
            for child in children:
                yield from self._property(child, inner, base, language)
        elif kind == "Literal":
            yield subject, name, {"@value": "".join(element.itertext())}
        elif children:  # one thing, or the items of a collection: each is a value
            for child in children:
                inner = self._subject(child, base)
                yield subject, name, {"@id": inner}
                yield from self._thing(child, inner, base, language)
        else:
            yield from self._plain(element, subject, name, base, language)

    def _plain(self, element: Element, subject: str, name: str, base: str, language: str) -> Iterator[Triple]:
        """Yield the statement of a property without elements inside: a reference, or a text."""
        resource, node_id = element.get(_rdf("resource")), element.get(_rdf("nodeID"))
        described = list(_attributes(element, "", language))
        if resource is None and node_id is None and not described:
            datatype = element.get(_rdf("datatype"))
            value: Node = {"@value": element.text or ""}
            if datatype:
                value["@type"] = _joined(base, datatype)
            elif language:
                value["@language"] = language
            yield subject, name, value
            return
        inner = _joined(base, resource) if resource is not None else f"_:n{node_id}" if node_id else self._new()
        yield subject, name, {"@id": inner}
        for _, about, value in described:
            yield inner, about, value


def _attributes(element: Element, subject: str, language: str) -> Iterator[Triple]:
    """Yield the properties that are written as attributes."""
    for key, text in element.attrib.items():
        if key.startswith(_XML) or not key.startswith("{") or key in map(_rdf, _NOT_PROPERTIES):
            continue
        if key == _rdf("type"):
            yield subject, f"{RDF}type", {"@id": text}
        else:
            yield subject, _address(key), {"@value": text, **({"@language": language} if language else {})}
