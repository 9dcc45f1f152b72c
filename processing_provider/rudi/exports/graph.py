"""A small graph of statements (RDF), written as JSON-LD, as Turtle or as RDF/XML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Union
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from ..safe_xml import xml_text

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "cnt": "http://www.w3.org/2011/content#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# What an IRI may not hold (RFC 3987; the IRIREF of Turtle).
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile(r'[\\"\x00-\x1f\x7f]')
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")


@dataclass(frozen=True)
class Iri:
    """An identifier; what an IRI may not hold is percent-encoded."""

    value: str

    @property
    def safe(self) -> str:
        """The identifier, every forbidden character percent-encoded."""
        return _NOT_IN_IRI.sub(lambda found: f"%{ord(found.group()):02X}", self.value.strip())


@dataclass(frozen=True)
class Literal:
    """A text with its language, or a value with its type (``xsd:dateTime``)."""

    value: str
    language: str = ""
    datatype: str = ""


@dataclass
class Node:
    """A thing: its identifier (none for one that only stands where it is used) and its properties."""

    kind: str
    iri: Union[Iri, None] = None
    properties: list[tuple[str, Term]] = field(default_factory=list)

    def add(self, name: str, *values: Term) -> None:
        """Add values of a property; empty identifiers and texts are left out."""
        for value in values:
            if isinstance(value, Node) or value.value:
                self.properties.append((name, value))


Term = Union[Iri, Literal, Node]


def json_ld(nodes: Iterable[Node]) -> str:
    """Return nodes as one JSON-LD document, its context inside."""
    graph = [_json_of(node) for node in nodes]
    return json.dumps({"@context": PREFIXES, "@graph": graph}, ensure_ascii=False, indent=2) + "\n"


def _json_of(term: Term) -> dict[str, Any]:
    if isinstance(term, Iri):
        return {"@id": term.safe}
    if isinstance(term, Literal):
        if term.datatype:
            return {"@value": term.value, "@type": term.datatype}
        return {"@value": term.value, **({"@language": term.language} if _LANGUAGE.match(term.language) else {})}
    content: dict[str, Any] = {"@id": term.iri.safe} if term.iri else {}
    content["@type"] = term.kind
    for name, value in term.properties:
        content.setdefault(name, []).append(_json_of(value))
    return content


def turtle(nodes: Iterable[Node]) -> str:
    """Return nodes as a Turtle document."""
    lines = [f"@prefix {prefix}: <{address}> ." for prefix, address in PREFIXES.items()]
    told: dict[str, None] = {}
    waiting = list(nodes)[::-1]
    while waiting:
        node = waiting.pop()
        # A thing with an identifier that stands inside another is told on its own, and once.
        identified: list[Node] = []
        told.setdefault(_statement(node, identified))
        waiting += identified[::-1]
    for statement in told:
        lines += ["", statement]
    return "\n".join(lines) + "\n"


def _statement(node: Node, identified: list[Node]) -> str:
    subject = f"<{node.iri.safe}>" if node.iri else "[]"
    return f"{subject} {_predicates(node, 1, identified)} ."


def _predicates(node: Node, depth: int, identified: list[Node]) -> str:
    indent = "\n" + "  " * depth
    pairs = [f"a {node.kind}"]
    for name, value in node.properties:
        pairs.append(f"{name} {_turtle_of(value, depth, identified)}")
    return f" ;{indent}".join(pairs)


def _turtle_of(term: Term, depth: int, identified: list[Node]) -> str:
    if isinstance(term, Iri):
        return f"<{term.safe}>"
    if isinstance(term, Node):
        if term.iri:
            identified.append(term)
            return f"<{term.iri.safe}>"
        indent = "\n" + "  " * (depth + 1)
        return f"[{indent}{_predicates(term, depth + 1, identified)}\n{'  ' * depth}]"
    quoted = '"' + _TO_ESCAPE.sub(_escaped, term.value) + '"'
    if term.datatype:
        return f"{quoted}^^{term.datatype}"
    return f"{quoted}@{term.language}" if _LANGUAGE.match(term.language) else quoted


def _escaped(found: re.Match[str]) -> str:
    letter = found.group()
    return _ESCAPES.get(letter, f"\\u{ord(letter):04X}")


def rdf_xml(nodes: Iterable[Node]) -> bytes:
    """Return nodes as an RDF/XML document, UTF-8."""
    for prefix, address in PREFIXES.items():
        ElementTree.register_namespace(prefix, address)
    root = Element(_clark("rdf:RDF"))
    told: set[tuple[str, bytes]] = set()
    waiting = list(nodes)[::-1]
    while waiting:
        node = waiting.pop()
        identified: list[Node] = []
        element = _element_of(node, identified)
        key = (element.get(_clark("rdf:about"), ""), ElementTree.tostring(element))
        if key not in told:
            told.add(key)
            root.append(element)
        waiting += identified[::-1]
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _clark(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{PREFIXES[prefix]}}}{local}"


def _element_of(node: Node, identified: list[Node]) -> Element:
    element = Element(_clark(node.kind))
    if node.iri:
        element.set(_clark("rdf:about"), xml_text(node.iri.safe))
    for name, value in node.properties:
        part = SubElement(element, _clark(name))
        if isinstance(value, Literal):
            part.text = xml_text(value.value)
            if value.datatype:
                part.set(
                    _clark("rdf:datatype"),
                    PREFIXES[value.datatype.partition(":")[0]] + value.datatype.partition(":")[2],
                )
            elif _LANGUAGE.match(value.language):
                part.set("{http://www.w3.org/XML/1998/namespace}lang", value.language)
        elif isinstance(value, Node) and not value.iri:
            part.append(_element_of(value, identified))
        else:
            iri = value.iri if isinstance(value, Node) else value
            part.set(_clark("rdf:resource"), xml_text(iri.safe))
            if isinstance(value, Node):
                identified.append(value)
    return element
