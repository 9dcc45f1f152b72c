"""What the clients of portals, nodes and catalogues share: JSON in and out, limits, plain words for failures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional, Union
from urllib.parse import quote, urlencode, urljoin, urlsplit

from ..errors import InputError
from .redirects import AllowedHost, RedirectingTransport, same_host_only
from .retry import RetryingTransport, RetryPolicy
from .transport import (
    MAX_BODY_BYTES,
    TIMEOUT_S,
    TOTAL_S,
    OnChunk,
    Request,
    Response,
    Stop,
    Transport,
    TransportError,
    ascii_url,
    looks_like_html,
    origin,
    safe_url,
)

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"
_REASON_KEYS = ("message", "error_message", "msg", "error_description", "label", "error", "moreInfo", "description")
_LONGEST_REASON = 300  # characters of a server's own words that are shown


@dataclass(frozen=True)
class Limits:
    """How long and how much: seconds of silence, bytes of an answer kept in memory."""

    timeout_s: float = TIMEOUT_S
    max_bytes: int = MAX_BODY_BYTES


class HttpClient:
    """A transport with retries and redirects, and short ways to ask for JSON.

    Parameters
    ----------
    transport : Transport
        What sends: QGIS or :class:`.urllib_transport.UrllibTransport`.
    policy : RetryPolicy, optional
    allowed_hosts : callable
        Which other hosts a redirect may lead to.
    limits : Limits
    stop : callable, optional
        True once the user cancelled.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        policy: Optional[RetryPolicy] = None,
        allowed_hosts: AllowedHost = same_host_only,
        limits: Optional[Limits] = None,
        stop: Optional[Stop] = None,
    ) -> None:
        self.policy = policy or RetryPolicy()
        self.limits = limits or Limits()
        self.stop = stop
        self._once = RedirectingTransport(transport, allowed_hosts)
        self._again = RetryingTransport(self._once, self.policy)

    def send(self, request: Request, *, on_chunk: Optional[OnChunk] = None, retry: bool = True) -> Response:
        """Send a request with redirects and, unless told otherwise, retries.

        Raises
        ------
        TransportError
            When there is no complete answer.
        RunCancelledError
            When the user cancelled.
        """
        sender = self._again if retry else self._once
        return sender.send(request, on_chunk=on_chunk, stop=self.stop)

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Optional[Mapping[str, str]] = None,
        json_body: Any = None,
        form: Optional[Mapping[str, str]] = None,
        body: Union[bytes, Path, None] = None,
        repeatable: Optional[bool] = None,
    ) -> Request:
        """Return a request with this client's limits; ``json_body`` or ``form`` is encoded with its type."""
        named = {"Accept": JSON_TYPE, **(headers or {})}
        if json_body is not None:
            body = json.dumps(json_body, ensure_ascii=False).encode("utf-8")
            named["Content-Type"] = JSON_TYPE
        elif form is not None:
            body = urlencode(form).encode("ascii")
            named["Content-Type"] = FORM_TYPE
        return Request(
            method,
            url,
            named,
            body,
            timeout_s=self.limits.timeout_s,
            total_s=None if isinstance(body, Path) else TOTAL_S,  # a large file takes the time it takes
            max_bytes=self.limits.max_bytes,
            repeatable=repeatable,
        )


def base_url(address: str) -> str:
    """Return an address as the user typed it as a base without its last slash; https is meant when not said.

    Raises
    ------
    InputError
        When it is not the address of a server, or holds a password.
    """
    text = address.strip()
    if "://" not in text:
        text = f"https://{text}"
    try:
        origin(text)
    except TransportError as error:
        raise InputError(
            "“{address}” is not a web address. Give one such as https://rudi.rennesmetropole.fr.",
            address=safe_url(address),
        ) from error
    if "@" in urlsplit(text).netloc:
        raise InputError("Do not write an account in the address of a server: choose an authentication configuration.")
    return ascii_url(text).rstrip("/")


def resolve_url(base: str, url: str) -> str:
    """Return the absolute URL of what a record names, relative to the server that gave the record.

    ``/medias/…`` of a portal is relative to the portal; what is absolute stays as it is. Only http and https.

    Raises
    ------
    InputError
        When the record names something else.
    """
    try:
        if re.search(r"[\\\x00-\x1f]", url.strip()):
            raise TransportError("bad_url", url)
        target = urljoin(f"{base}/", ascii_url(url))
        origin(target)
    except TransportError as error:
        raise InputError("The record names “{url}”, which is not a web address.", url=safe_url(url)) from error
    return target


def segment(identifier: str) -> str:
    """Return an identifier as one segment of a path: nothing in it can lead to another path.

    Raises
    ------
    InputError
        When it is empty or made of dots.
    """
    text = str(identifier)
    if not text.strip("."):
        raise InputError("“{identifier}” is not an identifier.", identifier=text)
    return quote(text, safe="")


def server_reason(answer: Response) -> str:
    """Return why a server refused, in its own words (``X-Error-Message``, else its JSON); empty when it did not say."""
    said = _utf8(answer.headers.get("X-Error-Message", ""))
    if not said and not looks_like_html(answer.body):
        try:
            said = _reason_of(json.loads(answer.body.decode("utf-8-sig")))
        except (ValueError, RecursionError):
            said = ""
    return re.sub(r"[\s\x00-\x1f\x7f]+", " ", said).strip()[:_LONGEST_REASON]


def _utf8(header: str) -> str:
    """Return a header as UTF-8, which servers write although HTTP says Latin-1."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _reason_of(value: Any) -> str:
    if isinstance(value, list) and value:
        return _reason_of(value[0])
    if isinstance(value, dict):
        for key in _REASON_KEYS:
            if isinstance(value.get(key), str):
                return value[key]
            if isinstance(value.get(key), (dict, list)):
                return _reason_of(value[key])
    return ""


def refusal(answer: Response) -> InputError:
    """Return the sentence for an answer that is not a success; it carries ``status`` and ``reason`` as attributes."""
    reason = server_reason(answer)
    sentence = f" {reason.rstrip('.')}." if reason else ""
    error = _refusal_sentence(answer, sentence, safe_url(answer.url))
    error.status, error.reason = answer.status, reason
    return error


def _refusal_sentence(answer: Response, reason: str, url: str) -> InputError:
    status = answer.status
    if status == 401:
        return InputError(
            "{url} asks for an account (401).{reason} Choose an authentication configuration, or check the one chosen.",
            url=url,
            reason=reason,
        )
    if status == 403:
        return InputError(
            "{url} refuses this account (403).{reason} Ask for access to the dataset, or use an account that has it.",
            url=url,
            reason=reason,
        )
    if status in (404, 410):
        return InputError(
            "{url} does not exist on this server ({status}).{reason}", url=url, status=status, reason=reason
        )
    if status == 429:
        return InputError(
            "{url} receives too many requests (429).{reason} Wait, then run again.", url=url, reason=reason
        )
    if status >= 500:
        return InputError(
            "{url} is out of order or overloaded ({status}).{reason} Run again later.",
            url=url,
            status=status,
            reason=reason,
        )
    return InputError("{url} refused the request ({status}).{reason}", url=url, status=status, reason=reason)


def explained(error: TransportError, limits: Limits) -> InputError:
    """Return the sentence for a request without a complete answer."""
    if error.kind == "timeout":
        return InputError(
            "{url} did not answer in time ({seconds:g} s of silence allowed). Check the network, or give it more time.",
            url=error.url,
            seconds=limits.timeout_s,
        )
    if error.kind == "tls":
        return InputError(
            "The certificate of {url} cannot be trusted, so nothing was sent: {cause}.",
            url=error.url,
            cause=error.detail,
        )
    if error.kind == "too_large":
        return InputError(
            "The answer of {url} is larger than the {megabytes:.0f} MB that are allowed.",
            url=error.url,
            megabytes=limits.max_bytes / 2**20,
        )
    if error.kind == "redirect_host":
        return InputError(
            "{url} redirects to another server, {host}; it was not followed. Check the address.",
            url=error.url,
            host=error.host,
        )
    if error.kind == "redirect_unsafe":
        return InputError("{url} redirects to an address that is not safe to follow. Check the address.", url=error.url)
    if error.kind == "redirect_loop":
        return InputError("{url} redirects without end. Check the address.", url=error.url)
    if error.kind == "bad_url":
        return InputError("{url} is not a web address.", url=error.url)
    return InputError(
        "{url} cannot be reached, or the connection was lost: {cause}. Check the address and the network.",
        url=error.url,
        cause=error.detail,
    )


@contextmanager
def plain_words(limits: Limits) -> Iterator[None]:
    """Turn a transport's failure into a sentence for the user."""
    try:
        yield
    except TransportError as error:
        raise explained(error, limits) from error


def checked_json(answer: Response) -> Any:
    """Return the JSON of a success (200, also 206).

    Raises
    ------
    InputError
        When the server refused, or answered something else than JSON.
    """
    if not answer.ok:
        raise refusal(answer)
    return answer.json() if answer.body.strip() else None
