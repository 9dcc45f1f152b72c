"""Media of the portal, and how bodies are sent: parts, validators, and faults on the way."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import re
import time
from http.server import BaseHTTPRequestHandler
from typing import Any, Optional, Union

from .bodies import Body, BytesBody, media_body
from .exchange import Answer, Asked, Routes, error
from .faults import Fault
from .ogc_routes import ogc_answer
from .portal_tokens import admit

routes = Routes()
LAST_MODIFIED = "Tue, 28 Feb 2023 08:00:00 GMT"
PIECE = 2**18
MAP_CONTRACTS = ("wfs", "wms", "wmts")


@routes.add("GET HEAD POST", "/medias/{}/{}/{}")
def media(asked: Asked) -> Answer:
    """Give a media by dataset, media and contract; old instances: by media, contract and version."""
    first, second, third = asked.matched
    if third == "1.0.0":
        found, media_id, contract = asked.state.catalogue.media(first), first, second
    else:
        found, media_id, contract = asked.state.catalogue.media(second), second, third
        if found is not None and found[0]["global_id"] != first:
            found = None
    if found is None or contract != found[1]["connector"].get("interface_contract", "dwnl"):
        return refusal(404, "Média inconnu")
    record, described = found
    visitor = admit(asked)
    confidentiality = record["access_condition"].get("confidentiality") or {}
    if confidentiality.get("restricted_access") and not asked.state.projects.allows(visitor, record["global_id"]):
        status = 403 if visitor.name else 401
        return refusal(status, "Accès restreint : aucune demande validée pour ce jeu de données")
    if contract in MAP_CONTRACTS:
        return ogc_answer(asked, contract)
    if asked.method == "POST":
        return refusal(405, "POST non autorisé pour ce contrat")
    body = asked.state.storage.body(media_id) or media_body(media_id, described["file_type"])
    return Answer(200, body, described["file_type"])


def refusal(status: int, reason: str) -> Answer:
    """Return a refusal with its reason in ``X-Error-Message``, as the gateway gives it."""
    refused = error(status, reason)
    refused.headers.append(("X-Error-Message", reason.encode("utf-8").decode("latin-1")))
    return refused


@routes.add("GET", "/apigateway/v1/encryption-key")
def encryption_key(asked: Asked) -> Answer:
    """Give the public key of the portal."""
    if asked.state.catalogue.media(asked.one("media-id") or "") is None:
        return refusal(404, "Média inconnu")
    key = b"-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n"
    return Answer(200, key, "application/x-pem-file")


class Sending:
    """One answer on its way out.

    Parameters
    ----------
    handler : BaseHTTPRequestHandler
    server : RudiServer
    answer : Answer
    fault : Fault, optional
    entry : dict
        Of the log: the status really sent is noted there.
    """

    def __init__(
        self,
        handler: BaseHTTPRequestHandler,
        server: Any,
        answer: Answer,
        fault: Optional[Fault],
        entry: dict[str, Any],
    ) -> None:
        self._handler, self._server, self._answer, self._fault = handler, server, answer, fault
        self._entry = entry
        self._kind = fault.kind if fault else ""

    def send(self) -> None:
        """Send head and body; a client that went away is no error."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError, TimeoutError):
            if self._answer.status == 200 and not isinstance(self._answer.body, bytes):
                self._send_media(self._answer.body)
            else:
                self._send_plain(self._answer.body)

    def _head(self, status: int, headers: list[tuple[str, str]]) -> None:
        self._entry["status"] = status
        self._handler.send_response(status)
        told = [("Content-Type", self._answer.content_type), *self._answer.headers, *headers]
        # Another server will stand at this port some day: what QGIS kept of this one would be its answer.
        for name, value in [*told, ("Cache-Control", "no-store")]:
            self._handler.send_header(name, value)
        self._handler.end_headers()

    def _send_plain(self, data: Union[bytes, Body]) -> None:
        body = data if not isinstance(data, bytes) else BytesBody(data)
        if self._kind == "oversize":
            self._send_endless()
            return
        extra: list[tuple[str, str]] = []
        if self._kind == "gzip":
            body, extra = BytesBody(gzip.compress(body.read(0, body.length))), [("Content-Encoding", "gzip")]
        self._head(self._answer.status, [*extra, ("Content-Length", str(body.length))])
        self._send_bytes(body, 0, body.length)

    def _send_media(self, body: Body) -> None:
        if self._kind in ("oversize", "gzip"):
            self._send_plain(body)
            return
        if self._kind in ("hash", "changed"):
            first = body.read(0, 1)
            body = _Other(body, bytes([first[0] ^ 255]) if first else b"")
        tag = '"' + hashlib.sha256(body.read(0, 4096) + str(body.length).encode()).hexdigest()[:16] + '"'
        if self._kind == "norange":
            self._head(200, [("Content-Length", str(body.length))])
            self._send_bytes(body, 0, body.length)
            return
        headers = [("ETag", tag), ("Last-Modified", LAST_MODIFIED), ("Accept-Ranges", "bytes")]
        part = self._part(body.length, tag)
        if part == (-1, -1):
            self._head(416, [*headers, ("Content-Range", f"bytes */{body.length}"), ("Content-Length", "0")])
        elif part is None:
            self._head(200, [*headers, ("Content-Length", str(body.length))])
            self._send_bytes(body, 0, body.length)
        else:
            shift = 10 if self._kind == "badrange" else 0
            start, stop = part[0] - min(shift, part[0]), part[1] - min(shift, part[0])
            span = ("Content-Range", f"bytes {start}-{stop - 1}/{body.length}")
            self._head(206, [*headers, span, ("Content-Length", str(stop - start))])
            self._send_bytes(body, start, stop)

    def _part(self, length: int, tag: str) -> Optional[tuple[int, int]]:
        """Return the part asked for, (-1, -1) when there is none, None for the whole."""
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self._handler.headers.get("Range", "").strip())
        condition = self._handler.headers.get("If-Range")
        if wanted is None or (condition is not None and condition not in (tag, LAST_MODIFIED)):
            return None
        start = int(wanted.group(1))
        stop = min(int(wanted.group(2)) + 1, length) if wanted.group(2) else length
        return (start, stop) if start < stop else (-1, -1)

    def _send_bytes(self, body: Body, start: int, stop: int) -> None:
        if self._handler.command == "HEAD":
            return
        limit = self._fault.number if self._kind in ("drop", "stall") else None
        pace = self._fault.number or 1000 if self._kind == "slow" else None
        piece = max(1, pace // 20) if pace else PIECE
        sent = 0
        while start < stop:
            count = min(piece, stop - start, *([] if limit is None else [limit - sent]))
            if count <= 0:
                break
            self._handler.wfile.write(body.read(start, start + count))
            start, sent = start + count, sent + count
            if pace and self._server.closing.wait(0.05):
                return
        if limit is None:
            return
        self._handler.wfile.flush()
        if self._kind == "stall":
            self._server.closing.wait(30)
        self._handler.close_connection = True

    def _send_endless(self) -> None:
        """Send zeros without announcing how many."""
        self._handler.close_connection = True
        self._head(self._answer.status, [("Connection", "close")])
        left = self._fault.number or 10**8
        while left > 0 and not self._server.closing.is_set():
            self._handler.wfile.write(b"\0" * min(PIECE, left))
            left -= PIECE
        time.sleep(0)


class _Other:
    """A body whose first byte is another."""

    def __init__(self, body: Body, first: bytes) -> None:
        self._body, self._first, self.length = body, first, body.length

    def read(self, start: int, stop: int) -> bytes:
        data = self._body.read(start, stop)
        return self._first + data[1:] if start == 0 and data else data

    def sha256(self) -> str:
        return hashlib.sha256(self.read(0, self.length)).hexdigest()
