"""Read Turtle (W3C recommendation of 2014) as a document of linked data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import NoReturn
from urllib.parse import urljoin

from ...errors import InputError
from .linked_data import RDF, XSD, Node, Triple, document_of

_MAX_DEPTH = 100  # brackets inside one another
_ESCAPED = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LETTER = r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
_LETTER += r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
_INNER = rf"{_LETTER}0-9_\-\u00B7\u0300-\u036F\u203F\u2040"
_LOCAL = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_TOKEN = re.compile(
    rf"""
    (?P<space>(?:\s+|\#[^\n\r]*)+)
  | <(?P<iri>(?:[^\x00-\x20<>"{{}}|^`\\]|{_ESCAPED})*)>
  | (?P<long>\"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*''')
  | (?P<short>"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | @(?P<at>[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<type>\^\^)
  | (?P<number>[+-]?(?:\d+\.\d*[eE][+-]?\d+|\.?\d+[eE][+-]?\d+|\d*\.\d+|\d+))
  | _:(?P<blank>[{_LETTER}_0-9](?:[{_INNER}.]*[{_INNER}])?)
  | (?P<prefix>(?:[{_LETTER}](?:[{_INNER}.]*[{_INNER}])?)?):
    (?P<local>(?:(?:[{_LETTER}_:0-9]|{_LOCAL})(?:(?:[{_INNER}.:]|{_LOCAL})*(?:[{_INNER}:]|{_LOCAL}))?)?)
  | (?P<word>[A-Za-z]+)
  | (?P<mark>[.;,\[\]()])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_SEQUENCE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_END = ("end", "")


def turtle_document(text: str, source: str) -> list[Node]:
    """Return the statements of a Turtle document as an expanded JSON-LD document.

    Parameters
    ----------
    text : str
        The document.
    source : str
        Name of the file or the address, for the message.

    Raises
    ------
    InputError
        When it is not Turtle; the sentence names the line.
    """
    return document_of(_Parser(text.lstrip("\ufeff"), source).triples())


class _Parser:
    """Recursive descent over the tokens, one token ahead."""

    def __init__(self, text: str, source: str) -> None:
        self._text = text
        self._source = source
        self._position = 0
        self._start = 0
        self._base = ""
        self._prefixes: dict[str, str] = {}
        self._numbers = count()
        self._made: list[Triple] = []
        self._next = self._token()

    def triples(self) -> Iterator[Triple]:
        """Yield the statements."""
        while self._next != _END:
            self._statement()
            yield from self._made
            self._made.clear()

    # --- tokens ----------------------------------------------------------------------------------------------

    def _token(self) -> tuple[str, str]:
        while True:
            self._start = self._position
            if self._position >= len(self._text):
                return _END
            found = _TOKEN.match(self._text, self._position)
            if found is None:
                self._fail()
            self._position = found.end()
            kind = found.lastgroup
            if kind == "space":
                continue
            if kind == "local":
                return "name", self._address_of(found.group("prefix"), found.group("local"))
            if kind == "mark":
                return found.group(), ""
            return kind, found.group(kind)

    def _take(self) -> tuple[str, str]:
        taken, self._next = self._next, self._token()
        return taken

    def _expect(self, kind: str) -> str:
        if self._next[0] != kind:
            self._fail()
        return self._take()[1]

    def _fail(self) -> NoReturn:
        raise InputError(
            "{source} is not Turtle: line {line} cannot be read.",
            source=self._source,
            line=self._text.count("\n", 0, self._start) + 1,
        )

    # --- values of tokens ------------------------------------------------------------------------------------

    def _address_of(self, prefix: str, local: str) -> str:
        plain = re.sub(r"\\(.)", r"\1", local)
        # A prefix is being declared when it is not known yet: its own declaration reads it.
        return f"{self._prefixes[prefix]}{plain}" if prefix in self._prefixes else f"\x00{prefix}:{plain}"

    def _unescaped(self, text: str) -> str:
        def one(found: re.Match[str]) -> str:
            short, long, letter = found.groups()
            if letter is not None:
                if letter not in _ESCAPES:
                    self._fail()
                return _ESCAPES[letter]
            number = int(short or long, 16)
            return chr(number) if number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else "\ufffd"

        return _SEQUENCE.sub(one, text) if "\\" in text else text

    def _iri(self, text: str) -> str:
        address = self._unescaped(text)
        if not self._base:
            return address
        try:
            return urljoin(self._base, address)
        except ValueError:
            return address

    def _new(self) -> str:
        return f"_:g{next(self._numbers)}"

    # --- grammar ---------------------------------------------------------------------------------------------

    def _statement(self) -> None:
        kind, value = self._next
        if (kind == "at" and value in ("prefix", "base")) or (kind == "word" and value.lower() in ("prefix", "base")):
            self._directive(kind, value.lower())
            return
        if kind == "[":
            subject = self._bracketed(0)
            if self._next[0] != ".":
                self._predicates(subject, 0)
        else:
            subject = self._collection(0) if kind == "(" else self._reference()
            self._predicates(subject, 0)
        self._expect(".")

    def _directive(self, kind: str, word: str) -> None:
        # The prefix itself is read before its address is known, so it must not be looked up.
        if word == "prefix":
            found = re.compile(r"(?:\s|#[^\n\r]*)*([^\s:<]*):").match(self._text, self._position)
            if found is None:
                self._fail()
            self._position = found.end()
            name = found.group(1)
        else:
            name = None
        self._take()
        address = self._iri(self._expect_next_iri())
        if name is None:
            self._base = address
        else:
            self._prefixes[name] = address
        self._next = self._token()
        if kind == "at":
            self._expect(".")

    def _expect_next_iri(self) -> str:
        """Return the address that is the next token, without reading beyond it: what follows may use it."""
        if self._next[0] != "iri":
            self._fail()
        return self._next[1]

    def _reference(self) -> str:
        kind, value = self._next
        if kind == "iri":
            address = self._iri(value)
        elif kind == "name":
            address = value
        elif kind == "blank":
            address = f"_:n{value}"
        else:
            self._fail()
        if address.startswith("\x00"):
            self._fail()  # a prefix that is not declared
        self._take()
        return address

    def _predicates(self, subject: str, depth: int) -> None:
        while True:
            if self._next == ("word", "a"):
                self._take()
                name = f"{RDF}type"
            else:
                name = self._reference()
            self._objects(subject, name, depth)
            if self._next[0] != ";":
                return
            while self._next[0] == ";":
                self._take()
            if self._next[0] in (".", "]", "end"):
                return

    def _objects(self, subject: str, name: str, depth: int) -> None:
        while True:
            if self._next[0] == "(":  # the items of a collection: each is a value
                self._take()
                while self._next[0] != ")":
                    self._made.append((subject, name, self._object(depth + 1)))
                self._take()
            else:
                self._made.append((subject, name, self._object(depth)))
            if self._next[0] != ",":
                return
            self._take()

    def _object(self, depth: int) -> Node:
        kind, value = self._next
        if kind == "[":
            return {"@id": self._bracketed(depth)}
        if kind == "(":
            return {"@id": self._collection(depth)}
        if kind in ("short", "long"):
            return self._literal(value[3:-3] if kind == "long" else value[1:-1])
        if kind == "number":
            self._take()
            datatype = "double" if "e" in value.lower() else "decimal" if "." in value else "integer"
            return {"@value": value, "@type": XSD + datatype}
        if kind == "word" and value in ("true", "false"):
            self._take()
            return {"@value": value, "@type": f"{XSD}boolean"}
        return {"@id": self._reference()}

    def _literal(self, raw: str) -> Node:
        text = self._unescaped(raw)
        self._take()
        if self._next[0] == "at":
            return {"@value": text, "@language": self._take()[1]}
        if self._next[0] == "type":
            self._take()
            return {"@value": text, "@type": self._reference()}
        return {"@value": text}

    def _bracketed(self, depth: int) -> str:
        self._too_deep(depth)
        self._take()
        subject = self._new()
        if self._next[0] != "]":
            self._predicates(subject, depth + 1)
        self._expect("]")
        return subject

    def _collection(self, depth: int) -> str:
        self._too_deep(depth)
        self._take()
        subject = self._new()
        while self._next[0] != ")":
            if self._next == _END:
                self._fail()
            self._made.append((subject, f"{RDF}first", self._object(depth + 1)))
        self._take()
        return subject

    def _too_deep(self, depth: int) -> None:
        if depth > _MAX_DEPTH:
            self._fail()
