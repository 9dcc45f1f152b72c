"""What a record says, made safe to show: a few marks of text, links of the web, nothing that runs or is fetched."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

LONGEST = 20000  # characters shown of a description
KEPT = {"p", "br", "b", "strong", "i", "em", "u", "ul", "ol", "li", "blockquote", "code", "pre", "sub", "sup"}
VOID = {"br"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}  # shown as bold paragraphs: the card has headings of its own
BLOCKS = {"div", "section", "article", "header", "footer", "tr", "table", "dl", "dt", "dd"}  # shown as paragraphs
# Elements whose content is no text for people.
DROPPED = {"script", "style", "iframe", "object", "embed", "svg", "math", "head", "title", "template", "noscript",
           "textarea", "select", "audio", "video", "canvas"}  # fmt: skip
SCHEMES = ("http", "https", "mailto")
_TAG = re.compile(r"<\s*/?\s*[a-zA-Z][^>]*>")
_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]»”]")


def is_openable(address: str) -> bool:
    """Tell whether a link may be given to the browser: an address of the web, or one to write to."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    if parts.scheme.lower() not in SCHEMES:
        return False
    return bool(parts.hostname) if parts.scheme.lower() != "mailto" else "@" in parts.path


def link(address: str, text: str = "") -> str:
    """Return a link as rich text, or its text alone when its address is not to be opened."""
    shown = html.escape(text or address)
    return f'<a href="{html.escape(address.strip(), quote=True)}">{shown}</a>' if is_openable(address) else shown


def plain_as_rich(text: str) -> str:
    """Return a plain text as rich text: paragraphs, line ends and addresses are kept."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()[:LONGEST])
    return "".join(f"<p>{_with_links(block.strip())}</p>" for block in blocks if block.strip())


def _with_links(text: str) -> str:
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        parts += [html.escape(text[end : found.start()]), link(found.group())]
        end = found.end()
    parts.append(html.escape(text[end:]))
    return "".join(parts).replace("\n", "<br>")


def safe_rich_text(text: str) -> str:
    """Return the rich text of a record, whatever it holds, as text that shows and does nothing.

    Parameters
    ----------
    text : str
        HTML, or plain text.

    Returns
    -------
    str
        Well-formed rich text of the marks of :data:`KEPT` and of links of the web. Pictures, scripts, styles,
        attributes and unknown marks are gone; what they enclosed stays when it is text.
    """
    if not _TAG.search(text):
        return plain_as_rich(html.unescape(text))
    cleaner = _Cleaner()
    cleaner.feed(text[: 4 * LONGEST])
    cleaner.close()
    return cleaner.result()


class _Cleaner(HTMLParser):
    """Keeps the text and a few marks; every mark that it opens is closed again."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[tuple[str, str]] = []  # name in the source, end to be written
        self._dropping: list[str] = []
        self._length = 0

    def handle_starttag(self, tag, attrs):
        if self._dropping or tag in DROPPED:
            if tag in DROPPED and tag != "embed":
                self._dropping.append(tag)
        elif tag in VOID:
            self._parts.append(f"<{tag}>")
        elif tag in KEPT:
            self._begin(tag, f"<{tag}>", f"</{tag}>")
        elif tag in HEADINGS:
            self._begin(tag, "<p><b>", "</b></p>")
        elif tag in BLOCKS:
            self._begin(tag, "<p>", "</p>")
        elif tag == "a":
            address = next((value or "" for name, value in attrs if name == "href"), "").strip()
            if is_openable(address):
                self._begin(tag, f'<a href="{html.escape(address, quote=True)}">', "</a>")

    def handle_endtag(self, tag):
        if self._dropping:
            if tag == self._dropping[-1]:
                self._dropping.pop()
            return
        if tag not in [name for name, _ in self._open]:
            return
        while self._open:
            name, end = self._open.pop()
            self._parts.append(end)
            if name == tag:
                return

    def handle_data(self, data):
        if self._dropping or self._length >= LONGEST:
            return
        data = data[: LONGEST - self._length]
        self._length += len(data)
        self._parts.append(html.escape(data))

    def _begin(self, name: str, start: str, end: str) -> None:
        self._parts.append(start)
        self._open.append((name, end))

    def result(self) -> str:
        """Return what was kept, all marks closed, empty paragraphs left out."""
        self._parts += [end for _, end in reversed(self._open)]
        self._open = []
        text = "".join(self._parts)
        previous = ""
        while previous != text:
            previous, text = text, re.sub(r"<(p|li|ul|ol|b|i|em|strong|u)>\s*</\1>", "", text)
        return text
