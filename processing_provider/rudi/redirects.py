"""Redirects, followed with care: web addresses only, the same host unless allowed, no account handed to another."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Optional
from urllib.parse import urljoin

from .transport import SECRET_HEADERS, OnChunk, Request, Response, Stop, Transport, TransportError, ascii_url, origin

MAX_REDIRECTS = 5
_REDIRECTS = frozenset((301, 302, 303, 307, 308))

AllowedHost = Callable[[str, str], bool]  # host asked, host redirected to


def same_host_only(_asked: str, _given: str) -> bool:
    """Allow no other host."""
    return False


def any_host(_asked: str, _given: str) -> bool:
    """Allow every host; accounts still stay behind."""
    return True


class RedirectingTransport:
    """A transport that follows redirects.

    Never to another scheme than http and https, never from https down to http, to another host only when
    ``allowed`` says so, and then without the headers that carry an account.
    """

    def __init__(self, transport: Transport, allowed: AllowedHost = same_host_only) -> None:
        self._transport = transport
        self._allowed = allowed

    def send(self, request: Request, *, on_chunk: Optional[OnChunk] = None, stop: Optional[Stop] = None) -> Response:
        """Send a request; see :meth:`.transport.Transport.send`."""
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._transport.send(request, on_chunk=on_chunk, stop=stop)
            if answer.status not in _REDIRECTS or not answer.headers.get("Location"):
                return answer
            request = self._follow(request, answer)
        raise TransportError("redirect_loop", request.url, f"more than {MAX_REDIRECTS} redirects")

    def _follow(self, request: Request, answer: Response) -> Request:
        target = urljoin(request.url, ascii_url(answer.headers["Location"]))
        try:
            there = origin(target)
        except TransportError as error:
            raise TransportError("redirect_unsafe", request.url, "to something that is not a web address") from error
        here = origin(request.url)
        if here[0] == "https" and there[0] == "http":
            raise TransportError("redirect_unsafe", request.url, "from https to http")
        if here[1] != there[1] and not self._allowed(here[1], there[1]):
            raise TransportError("redirect_host", request.url, f"to another server, {there[1]}", there[1])
        headers = request.headers
        if here != there:
            headers = {name: value for name, value in headers.items() if name.lower() not in SECRET_HEADERS}
        if answer.status == 303 or (answer.status in (301, 302) and request.method == "POST"):
            headers = {name: value for name, value in headers.items() if name.lower() != "content-type"}
            return replace(request, method="GET", url=target, headers=headers, body=None)
        if request.method not in ("GET", "HEAD") and here != there:
            raise TransportError("redirect_host", request.url, "what was sent would go elsewhere", there[1])
        return replace(request, url=target, headers=headers)
