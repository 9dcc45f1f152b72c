"""The statements of a document of linked data (JSON-LD, Turtle, RDF/XML), to be asked for what they say.

Properties are known by their last name, whatever prefix or address stands before it. A context inside the
document is followed, one on the web is not fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from ...errors import InputError

_MAX_NODES = 2_000_000
_MAX_DEPTH = 100
_LAST_NAME = re.compile(r"[^/#:]*\Z")
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"

Node = dict[str, Any]
Triple = tuple[str, str, Node]


def document_of(triples: Iterable[Triple]) -> list[Node]:
    """Return statements as an expanded JSON-LD document.

    Parameters
    ----------
    triples : iterable of tuple
        Subject (an address, or ``_:name``), address of the property, value (``{"@id": …}`` or ``{"@value": …}``).
    """
    nodes: dict[str, Node] = {}
    for number, (subject, name, value) in enumerate(triples):
        if number > _MAX_NODES:
            raise InputError("The document holds more statements than a catalogue can have; it was not read.")
        node = nodes.setdefault(subject, {"@id": subject})
        if name == RDF + "type":
            node.setdefault("@type", []).append(value.get("@id", ""))
        else:
            node.setdefault(name, []).append(value)
    return list(nodes.values())


class Graph:
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
        node: Node = {}
        for key, value in item.items():
            name = self.name_of(key)
            # dct:identifier and adms:identifier have one last name: the values of both are kept.
            node[name] = [*_listed(node[name]), *_listed(value)] if name in node else value
        return node

    def name_of(self, key: str) -> str:
        """Return the last name of a property or a type."""
        if key.startswith("@"):
            return key
        return {"id": "@id", "type": "@type"}.get(key) or self._terms.get(key) or last_name(key)

    def values(self, node: Node, name: str) -> list[Any]:
        """Return the values of a property, objects by reference replaced by what they are elsewhere."""
        return [self._resolved(item) for item in _listed(node.get(name))]

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
        return {self.name_of(item) for item in _listed(node.get("@type")) if isinstance(item, str)}

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


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def last_name(name: str) -> str:
    """Return the last name of an address or of a prefixed name."""
    return _LAST_NAME.search(name).group()


def text_of(item: Any) -> str:
    """Return the text of a value of JSON-LD."""
    if isinstance(item, dict):
        item = item.get("@value", item.get("@id"))
    if isinstance(item, bool) or not isinstance(item, (str, int, float)):
        return ""
    if isinstance(item, str):
        return "" if item.startswith("_:") else item.strip()  # a name inside the document says nothing outside
    return f"{item}"
