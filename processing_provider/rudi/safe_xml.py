"""XML from strangers: no document type, no entity of their own, no depth without end."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from ..errors import InputError

MAX_DEPTH = 100  # elements inside one another; an ISO 19139 record has about 15
MAX_ELEMENTS = 2_000_000
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class _RefusedError(Exception):
    """Something that a catalogue has no reason to send."""


def parse_xml(data: bytes, source: str) -> Element:
    """Return the root of an XML document, its names written ``{namespace}name``.

    Parameters
    ----------
    data : bytes
        The document.
    source : str
        Where it comes from, for the message.

    Raises
    ------
    InputError
        When it is not well formed, or has a document type, entities or an absurd depth.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    state = {"depth": 0, "elements": 0}

    def refuse(*_):
        raise _RefusedError

    def start(name, attributes):
        state["depth"] += 1
        state["elements"] += 1
        if state["depth"] > MAX_DEPTH or state["elements"] > MAX_ELEMENTS:
            raise _RefusedError
        builder.start(_clark(name), {_clark(key): value for key, value in attributes.items()})

    def end(name):
        state["depth"] -= 1
        builder.end(_clark(name))

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
        return builder.close()
    except _RefusedError as error:
        raise InputError(
            "{source} contains a document type, an entity or a depth that a catalogue never needs; it was not read.",
            source=source,
        ) from error
    except (expat.ExpatError, ValueError, AssertionError) as error:
        raise InputError("{source} is not well-formed XML: {cause}.", source=source, cause=str(error)) from error


def _clark(name: str) -> str:
    return "{" + name if "}" in name else name


def xml_text(text: str) -> str:
    """Return a text without the characters that XML 1.0 cannot hold."""
    return text if text.isprintable() else _NOT_IN_XML.sub("", text)
