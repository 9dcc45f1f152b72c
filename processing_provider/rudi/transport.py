"""One request and its answer, and what sends them: the only door of the RUDI room to a network.

The GUI and Processing send through QGIS (its proxies, certificates and accounts), tests and bare Python through
:mod:`.urllib_transport`. Both follow the protocol :class:`Transport`; redirects, retries and accounts are added
around it by :mod:`.retry`, :mod:`.redirects` and :mod:`.session`, each in one place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Callable, Optional, Protocol, Union
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from ..errors import InputError

TIMEOUT_S = 30.0  # longest silence of a server [s]
TOTAL_S = 300.0  # longest answer kept in memory [s]; downloads set none
MAX_BODY_BYTES = 64 * 2**20  # longest answer kept in memory [bytes]: 500 records of 2 kB are 1 MB
MAX_ERROR_BYTES = 64 * 2**10  # what is kept of a refusal [bytes]
CHUNK_BYTES = 2**20  # one piece of a body [bytes]

SECRET_HEADERS = frozenset(
    ("authorization", "x-authorization", "proxy-authorization", "x-token", "cookie", "set-cookie", "x-api-key")
)
_SECRET_QUERY = re.compile(
    r"token|secret|passw|pwd|api_?key|^key$|auth|login|signature|^sig$|credential|session|^code$", re.IGNORECASE
)
HIDDEN = "***"

Stop = Callable[[], bool]  # true once the user cancelled


class Headers(Mapping[str, str]):
    """Headers, found whatever their case; repeated ones are joined by a line feed (only cookies repeat)."""

    def __init__(self, pairs: Any = ()) -> None:
        self._values: dict[str, tuple[str, str]] = {}
        for name, value in pairs.items() if isinstance(pairs, Mapping) else pairs:
            known = self._values.get(name.lower())
            self._values[name.lower()] = (name, f"{known[1]}\n{value}" if known else str(value))

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()][1]

    def __iter__(self) -> Iterator[str]:
        return iter(name for name, _ in self._values.values())

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        shown = {n: HIDDEN if n.lower() in SECRET_HEADERS else v for n, v in self._values.values()}
        return f"Headers({shown})"


@dataclass(frozen=True)
class Request:
    """One HTTP request.

    Attributes
    ----------
    method, url : str
        URL is absolute, http or https.
    headers : dict
        Sent as they are.
    body : bytes or Path, optional
        A path is sent from the file, without loading it.
    timeout_s : float
        Longest silence [s], for the connection and between two pieces of the answer.
    total_s : float, optional
        Longest time for the whole answer [s]; None for no limit.
    max_bytes : int
        An answer longer than this is refused [bytes].
    repeatable : bool, optional
        Whether it may be sent twice; None: what the method says (GET, HEAD).
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Union[bytes, Path, None] = None
    timeout_s: float = TIMEOUT_S
    total_s: Optional[float] = TOTAL_S
    max_bytes: int = MAX_BODY_BYTES
    repeatable: Optional[bool] = None

    def with_headers(self, **headers: Optional[str]) -> Request:
        """Return a copy with more headers (``x_token`` is sent as ``X-Token``); None takes one away."""
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        gone = {name.lower() for name in named}
        kept = {name: value for name, value in self.headers.items() if name.lower() not in gone}
        return replace(self, headers={**kept, **{name: value for name, value in named.items() if value is not None}})

    @property
    def may_repeat(self) -> bool:
        """Whether sending it twice does no harm."""
        return self.method in ("GET", "HEAD") if self.repeatable is None else self.repeatable

    def __repr__(self) -> str:
        return f"Request({self.method} {safe_url(self.url)}, headers={Headers(self.headers)!r})"


@dataclass(frozen=True)
class Response:
    """One HTTP answer, whatever its status.

    ``body`` is empty when the pieces went to ``on_chunk``; ``url`` is where the answer came from.
    """

    status: int
    headers: Headers
    body: bytes
    url: str

    @property
    def ok(self) -> bool:
        """Whether the status is a success (200, but also 206, which some nodes announce)."""
        return 200 <= self.status < 300

    @property
    def content_type(self) -> str:
        """MIME type without its parameters, lower case."""
        return self.headers.get("Content-Type", "").split(";")[0].strip().lower()

    @property
    def length(self) -> Optional[int]:
        """Announced length [bytes]; None when it is not announced, or announced as nonsense."""
        return whole_number(self.headers.get("Content-Length"))

    def text(self) -> str:
        """Return the body as text: the charset announced, else UTF-8; what cannot be read is replaced."""
        found = re.search(r"charset=[\"']?([\w.:-]+)", self.headers.get("Content-Type", ""), re.IGNORECASE)
        try:
            return self.body.decode(found.group(1) if found else "utf-8", errors="replace")
        except LookupError:
            return self.body.decode("utf-8", errors="replace")

    def json(self) -> Any:
        """Return the JSON value of the body.

        Raises
        ------
        InputError
            When the body is a web page or anything else than JSON.
        """
        try:
            return json.loads(self.body.decode("utf-8-sig"))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            if looks_like_html(self.body):
                raise InputError(
                    "{url} answered a web page instead of data. It may be a sign-in page, or the address of the "
                    "portal is wrong: check the address and the account.",
                    url=safe_url(self.url),
                ) from error
            raise InputError(
                "{url} answered something that is not JSON. Check that the address is the one of a RUDI portal or "
                "node.",
                url=safe_url(self.url),
            ) from error

    def __repr__(self) -> str:
        return f"Response({self.status} {safe_url(self.url)}, {len(self.body)} bytes, headers={self.headers!r})"


OnChunk = Callable[[Response, bytes], None]  # head of the answer (its body is empty), one piece of the body


class TransportError(Exception):
    """A request that brought no complete answer.

    Attributes
    ----------
    kind : str
        "timeout", "connection", "dropped", "tls", "too_large", "bad_url", or where a redirect was not followed
        "redirect_host", "redirect_unsafe", "redirect_loop".
    url : str
        Where to, without secrets.
    detail : str
        Words of the system, for the log.
    host : str
        The other server of "redirect_host".
    """

    def __init__(self, kind: str, url: str, detail: str = "", host: str = "") -> None:
        super().__init__(f"{kind}: {safe_url(url)}" + (f" ({detail})" if detail else ""))
        self.kind = kind
        self.url = safe_url(url)
        self.detail = detail
        self.host = host

    @property
    def may_repeat(self) -> bool:
        """Whether trying again makes sense."""
        return self.kind in ("timeout", "connection", "dropped")


class Transport(Protocol):
    """What sends one request, without following redirects or trying again."""

    def send(self, request: Request, *, on_chunk: Optional[OnChunk] = None, stop: Optional[Stop] = None) -> Response:
        """Send a request and return the answer, whatever its status.

        ``on_chunk`` receives the pieces of a successful answer (2xx), in order, instead of ``body``; any other
        answer is kept in ``body``, cut after :data:`MAX_ERROR_BYTES`.

        Raises
        ------
        TransportError
            When there is no complete answer: time-out, limit, connection lost.
        RunCancelledError
            When ``stop`` turned true.
        """


def whole_number(text: Optional[str]) -> Optional[int]:
    """Return a non-negative whole number written in ASCII digits, or None."""
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,18}", text.strip()) else None


def safe_url(url: str) -> str:
    """Return a URL that may be shown: no account in it, no secret in its query, no fragment."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        query = [(n, HIDDEN if _SECRET_QUERY.search(n) else v) for n, v in parse_qsl(parts.query, True)]
    except ValueError:
        return HIDDEN
    return urlunsplit((parts.scheme, host, parts.path, urlencode(query, safe=f"*{HIDDEN}:,/"), ""))


def origin(url: str) -> tuple[str, str, int]:
    """Return scheme, host and port of an absolute URL.

    Raises
    ------
    TransportError
        When it is not an http or https URL with a host.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise TransportError("bad_url", HIDDEN, "not a URL") from error
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s\x00-\x1f\\]", url):
        raise TransportError("bad_url", url, "neither http nor https")
    return parts.scheme, host.lower(), port or (443 if parts.scheme == "https" else 80)


def is_clear_text(url: str) -> bool:
    """Tell whether what is sent to a URL can be read on its way: http, to another computer."""
    scheme, host, _ = origin(url)
    return scheme == "http" and host not in ("localhost", "127.0.0.1", "::1")


def ascii_url(url: str) -> str:
    """Return a URL as it may be sent: spaces and letters beyond ASCII are percent-encoded, the rest is kept."""
    return quote(url.strip(), safe="%:/?#[]@!$&'()*+,;=~")


def with_query(url: str, parameters: Mapping[str, Any]) -> str:
    """Return a URL with parameters added to its query; lists repeat the name, None is left out."""
    pairs: list[tuple[str, str]] = []
    for name, value in parameters.items():
        several = value if isinstance(value, (list, tuple)) else (value,)
        pairs.extend((name, _as_text(one)) for one in several if one is not None and one != "")
    if not pairs:
        return url
    parts = urlsplit(url)
    query = "&".join(text for text in (parts.query, urlencode(pairs, quote_via=quote, safe=",:/")) if text)
    return urlunsplit(parts._replace(query=query))


def _as_text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def looks_like_html(start: bytes) -> bool:
    """Tell whether a body begins as a web page does."""
    head = start[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    head = re.sub(rb"^(<\?xml[^>]*>|<!--.*?-->|\s)+", b"", head, flags=re.DOTALL)
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body"))
