"""The server itself: sockets, log, faults around the routes."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
import time
import traceback
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Optional
from urllib.parse import parse_qs, unquote, urlsplit

from . import (
    manager_routes,
    media_routes,
    node_routes,
    ogc_routes,
    other_catalogues,
    portal_routes,
    portal_tokens,
    project_routes,
    storage_routes,
)
from .bodies import BytesBody
from .catalogue import Catalogue
from .exchange import Answer, Asked, RefusedError, Routes, error, json_answer
from .faults import Fault, FaultPlan, parse_fault
from .storage_routes import Storage

MODULES = (
    portal_tokens,
    portal_routes,
    project_routes,
    ogc_routes,
    media_routes,
    node_routes,
    manager_routes,
    storage_routes,
    other_catalogues,
)
SIGN_IN_PAGE = b"<!DOCTYPE html><html><head><title>Connexion</title></head><body>Identifiant</body></html>"


@dataclass
class ServerOptions:
    """How the server behaves.

    Attributes
    ----------
    mode : str
        "normalised" records, or "dirty" ones as they come; also ``?mode=dirty`` on lists.
    made : bool
        Made records even where the real ones are.
    require : str
        Token needed to read: "open", "anonymous", "user".
    token_life_s, refresh_life_s, staging_s : float
    expired_status : int
        498 or 401.
    anonymous_route : bool
        Whether ``/anonymous`` exists.
    token_paths, node_prefixes : tuple of str
        Routes that exist, of several generations.
    manager_generation : int
        3 or 2.
    list_status : int
        Of the node's lists: 200; 206 as its interface description announces.
    """

    mode: str = "normalised"
    made: bool = False
    require: str = "open"
    token_life_s: float = 300.0
    refresh_life_s: float = 3600.0
    staging_s: float = 5.0
    expired_status: int = 498
    anonymous_route: bool = True
    token_paths: tuple[str, ...] = ("/oauth2/token",)
    node_prefixes: tuple[str, ...] = ("/api", "/catalog")
    manager_generation: int = 3
    list_status: int = 200


class State:
    """What one server remembers."""

    def __init__(self, options: ServerOptions) -> None:
        self.catalogue = Catalogue(options.mode, options.made)
        self.tokens = portal_tokens.PortalTokens(options.token_life_s, options.refresh_life_s, options.expired_status)
        self.projects = project_routes.Projects(list(self.catalogue.records))
        self.storage = Storage(options.staging_s)
        self.node = node_routes.NodeObjects(self.catalogue)
        self.faults = FaultPlan()
        self.extra_bodies: dict[str, Any] = {}  # path: body, given at /__test__/media/...
        self.log: list[dict[str, Any]] = []
        self.mistakes: list[str] = []


class RudiServer:
    """A server on 127.0.0.1, in threads of this process.

    Parameters
    ----------
    options : ServerOptions, optional
    port : int
        0 for any free one.
    certificate : tuple of Path, optional
        Certificate and key: then https.
    """

    def __init__(
        self, options: Optional[ServerOptions] = None, port: int = 0, certificate: Optional[tuple[Path, Path]] = None
    ) -> None:
        self.options = options or ServerOptions()
        self.state = State(self.options)
        self.closing = threading.Event()
        self.routes = Routes()
        self.routes.add("GET", "/__test__/log")(_log)
        self.routes.add("POST", "/__test__/fault")(_order_fault)
        self.routes.add("GET HEAD", "/__test__/media/{*}")(_extra_media)
        self._all = [self.routes, *(module.routes for module in MODULES)]
        self._http = ThreadingHTTPServer(("127.0.0.1", port), _handler_of(self))
        self._http.daemon_threads = True
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*map(str, certificate))
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True)
        scheme = "http" if certificate is None else "https"
        self.url = f"{scheme}://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> RudiServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(timeout=5)

    # --- for tests -------------------------------------------------------------------------------------------

    def requests(self, path: str = "", method: str = "") -> list[dict[str, Any]]:
        """Return the requests so far, of a path that begins so."""
        return [one for one in list(self.state.log) if one["path"].startswith(path) and method in ("", one["method"])]

    def fault(self, path: str, fault: str, times: int = 1) -> None:
        """Order a fault for the next requests to a path."""
        self.state.faults.order(path, fault, times)

    def serve(self, name: str, body: Any) -> str:
        """Give a body (bytes, or a :class:`.bodies.Body`) at an address of its own; return the address."""
        self.state.extra_bodies[name] = BytesBody(body) if isinstance(body, bytes) else body
        return f"{self.url}/__test__/media/{name}"

    # --- answering -------------------------------------------------------------------------------------------

    def answer(self, asked: Asked, fault: Optional[Fault]) -> Answer:
        """Return what the routes answer, or the refusal that a fault orders."""
        if fault is not None:
            ordered = _ordered_answer(fault)
            if ordered is not None:
                return ordered
        best = error(404, f"no route {asked.path}")
        for routes in self._all:
            try:
                answer = routes.answer(asked)
            except RefusedError as refused:
                return refused.answer
            if answer.status not in (404, 405) or not _is_no_route(answer):
                return answer
            best = answer if answer.status == 405 else best
        return best


def _is_no_route(answer: Answer) -> bool:
    return answer.status == 405 or (isinstance(answer.body, bytes) and b"no route" in answer.body)


def _ordered_answer(fault: Fault) -> Optional[Answer]:
    """Return the whole answer that a fault stands for; None when it only changes the one of the route."""
    if fault.kind in ("401", "403", "404", "498", "500"):
        refused = error(int(fault.kind), "ordered fault")
        refused.headers.append(("X-Error-Message", "faute ordonnée"))
        return refused
    if fault.kind in ("429", "503"):
        refused = error(int(fault.kind), "ordered fault")
        if fault.argument:
            refused.headers.append(("Retry-After", fault.argument))
        return refused
    if fault.kind == "html":
        return Answer(200, SIGN_IN_PAGE, "text/html; charset=utf-8")
    if fault.kind == "redirect":
        return Answer(302, b"", "text/plain", [("Location", fault.argument)])
    if fault.kind == "notjson":
        return Answer(200, b"{this is not JSON", "application/json")
    if fault.kind == "empty":
        return Answer(200, b"", "application/json")
    return None


def _log(asked: Asked) -> Answer:
    """Give the requests so far, without what is secret."""
    return json_answer([{k: one[k] for k in ("method", "path", "query", "status", "at")} for one in asked.state.log])


def _order_fault(asked: Asked) -> Answer:
    body = asked.json()
    try:
        asked.server.fault(body["path"], body["fault"], int(body.get("times", 1)))
    except (KeyError, TypeError, ValueError) as problem:
        return error(400, str(problem))
    return json_answer({"ordered": True})


def _extra_media(asked: Asked) -> Answer:
    body = asked.state.extra_bodies.get(asked.matched[0])
    return error(404, "no such media") if body is None else Answer(200, body, "application/octet-stream")


def _handler_of(server: RudiServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """One connection."""

        protocol_version = "HTTP/1.1"
        server_version = "RudiTestServer/1"
        timeout = 60

        def log_message(self, *_: object) -> None:
            """Write nothing: the log is in memory."""

        def _handle(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            if len(body) < length:  # the client went away before its end
                self.close_connection = True
                return
            query = parse_qs(parts.query, keep_blank_values=True)
            asked = Asked(
                self.command,
                unquote(parts.path),
                query,
                self.headers,
                body,
                server.url,
                server,
            )
            fault = parse_fault(self.headers.get("X-Fault") or asked.one("fault")) or server.state.faults.take(
                asked.path
            )
            try:
                answer = server.answer(asked, fault)
            except Exception:  # a mistake of this server: told to the test at its end
                server.state.mistakes.append(traceback.format_exc())
                answer = error(500, "mistake of the test server")
            entry = {
                "method": self.command,
                "path": asked.path,
                "query": query,
                "headers": dict(self.headers.items()),
                "body": asked.body,
                "status": answer.status,
                "at": time.time(),
            }
            server.state.log.append(entry)
            media_routes.Sending(self, server, answer, fault, entry).send()

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _handle

    return Handler


def self_signed_certificate(folder: Path) -> Optional[tuple[Path, Path]]:
    """Make a certificate that nobody trusts; None where ``openssl`` is absent."""
    program = shutil.which("openssl")
    if program is None:
        return None
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [
            *(program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    return certificate, key
