"""Requests by the standard library: for tests, benchmarks and bare Python. Inside QGIS its own network is used."""

from __future__ import annotations

import http.client
import ssl
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Optional

from ..errors import RunCancelledError
from .transport import (
    MAX_ERROR_BYTES,
    Headers,
    OnChunk,
    Request,
    Response,
    Stop,
    TransportError,
    origin,
)

READ_BYTES = 256 * 2**10  # most that one read of the socket brings [bytes]


class _EveryStatusIsAnAnswer(urllib.request.HTTPErrorProcessor):
    """Hand over redirects and refusals like any answer: others decide what follows."""

    def http_response(self, request, response):
        return response

    https_response = http_response


class _Watched:
    """A file on its way out, which stops being read once the user cancelled."""

    def __init__(self, file: BinaryIO, stop: Optional[Stop]) -> None:
        self._file, self._stop = file, stop

    def read(self, count: int = -1) -> bytes:
        _look(self._stop)
        return self._file.read(count)


class UrllibTransport:
    """A :class:`.transport.Transport` on ``urllib``: http and https only, certificates verified, no cookies kept.

    Parameters
    ----------
    user_agent : str
        Told to servers.
    proxies : dict, optional
        Scheme to proxy; None: those of the environment.
    certificates : str, optional
        File of authorities to trust instead of the system's.
    """

    def __init__(
        self,
        user_agent: str = "CityOrchestra",
        proxies: Optional[dict[str, str]] = None,
        certificates: Optional[str] = None,
    ) -> None:
        self._user_agent = user_agent
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(proxies),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=certificates)),
            urllib.request.UnknownHandler(),
            _EveryStatusIsAnAnswer(),
        ):
            self._opener.add_handler(handler)

    def send(self, request: Request, *, on_chunk: Optional[OnChunk] = None, stop: Optional[Stop] = None) -> Response:
        """Send a request; see :meth:`.transport.Transport.send`."""
        origin(request.url)
        _look(stop)
        with ExitStack() as stack:
            asked = self._prepare(request, stack, stop)
            deadline = None if request.total_s is None else time.monotonic() + request.total_s
            try:
                answer = stack.enter_context(self._opener.open(asked, timeout=request.timeout_s))
            except (OSError, http.client.HTTPException) as error:
                raise _failure(request, error) from error
            head = Response(answer.status, Headers(answer.headers.items()), b"", request.url)
            body = self._read(request, head, answer, on_chunk, stop, deadline)
        return Response(head.status, head.headers, body, head.url)

    def _prepare(self, request: Request, stack: ExitStack, stop: Optional[Stop]) -> urllib.request.Request:
        headers = {"User-Agent": self._user_agent, "Accept-Encoding": "identity", **request.headers}
        data = request.body
        if isinstance(data, Path):
            headers["Content-Length"] = str(data.stat().st_size)
            data = _Watched(stack.enter_context(data.open("rb")), stop)
        return urllib.request.Request(request.url, data=data, headers=headers, method=request.method)  # noqa: S310

    def _read(
        self,
        request: Request,
        head: Response,
        answer: http.client.HTTPResponse,
        on_chunk: Optional[OnChunk],
        stop: Optional[Stop],
        deadline: Optional[float],
    ) -> bytes:
        announced = None if head.headers.get("Transfer-Encoding") else head.length
        if request.method == "HEAD" or head.status in (204, 304):
            return b""
        limit = request.max_bytes if head.ok else MAX_ERROR_BYTES
        if head.ok and announced is not None and announced > limit:
            raise TransportError("too_large", request.url, f"{announced} bytes announced")
        pieces, received = [], 0
        while True:
            _look(stop)
            if deadline is not None and time.monotonic() > deadline:
                raise TransportError("timeout", request.url, f"not complete after {request.total_s:g} s")
            try:
                piece = answer.read1(READ_BYTES)
            except (OSError, http.client.HTTPException) as error:
                raise _failure(request, error) from error
            if not piece:
                break
            received += len(piece)
            if received > limit:
                if not head.ok:
                    return b"".join((*pieces, piece))[:limit]
                raise TransportError("too_large", request.url, f"more than {limit} bytes")
            if head.ok and on_chunk is not None:
                on_chunk(head, piece)
            else:
                pieces.append(piece)
        if announced is not None and received < announced:
            raise TransportError("dropped", request.url, f"{received} of {announced} bytes")
        return b"".join(pieces)


def _look(stop: Optional[Stop]) -> None:
    if stop is not None and stop():
        raise RunCancelledError


def _failure(request: Request, error: Exception) -> TransportError:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, ssl.SSLError):
        return TransportError("tls", request.url, str(reason))
    if isinstance(reason, TimeoutError):  # socket.timeout is the same class from 3.10, a subclass of OSError before
        return TransportError("timeout", request.url, f"silent for {request.timeout_s:g} s")
    if type(reason).__name__ == "timeout":
        return TransportError("timeout", request.url, f"silent for {request.timeout_s:g} s")
    if isinstance(reason, (http.client.HTTPException, ConnectionResetError, BrokenPipeError)):
        return TransportError("dropped", request.url, type(reason).__name__)
    return TransportError("connection", request.url, str(reason))
