"""The server itself: addresses, pages, links to the next ones, and the faults of real servers."""

from __future__ import annotations

import base64
import json
import re
import threading
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from .query import Options, RefusedError, chosen, read_options
from .world import LINKS, Entity, World

ROOT = "/FROST-Server/v1.1"
_PATH = re.compile(r"/(\w+)(?:\((\d+|'(?:[^']|'')*')\))?(?:/(\w+))?")
PAGE_HTML = b"<!DOCTYPE html><html><body>Connexion</body></html>"


class SensorThingsServer:
    """A server on a free port; a context manager.

    Parameters
    ----------
    world : World
    page : int
        Most entities of a page.
    nested_page : int
        Most entities of a list inside another entity.
    data_arrays, geography : bool
        Whether it knows ``$resultFormat=dataArray``, and ``st_within``.
    login : tuple of str or None
        Login and password that it wants.
    fault : str
        ``loop`` (the next page is the same one), ``elsewhere`` (it is on another server), ``html``, ``list``,
        ``text``, ``error`` (500 at the third page), ``full`` (507 for observations).
    """

    def __init__(
        self,
        world: World,
        *,
        page: int = 100,
        nested_page: int = 25,
        data_arrays: bool = True,
        geography: bool = True,
        login: tuple[str, str] | None = None,
        fault: str = "",
    ) -> None:
        self.world, self.page, self.nested_page = world, page, nested_page
        self.data_arrays, self.geography, self.login, self.fault = data_arrays, geography, login, fault
        self.asked: list[str] = []
        self.mistakes: list[str] = []
        self.posted: list[tuple[str, Any]] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def url(self) -> str:
        """Address of the service."""
        return self.origin + ROOT

    def __enter__(self) -> SensorThingsServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)
        assert not self.mistakes, self.mistakes[0]

    # -- answers ----------------------------------------------------------------------------------------------------

    def answer(self, target: str) -> Any:
        """Return the object that an address answers."""
        parts = urlsplit(target)
        path = unquote(parts.path)
        if not path.startswith(ROOT):
            raise RefusedError(404, "not here")
        rest = path[len(ROOT) :].rstrip("/")
        if not rest:
            return {"value": [{"name": name, "url": f"{self.url}/{name}"} for name in self._offered()]}
        match = _PATH.fullmatch(rest)
        if match is None or match.group(1) not in self._offered():
            raise RefusedError(404, "no such path")
        name, identifier, link = match.groups()
        options = read_options(dict(parse_qsl(parts.query, keep_blank_values=True)))
        if identifier is None:
            return self._list(rest, name, self.world.sets[name], options, parts.query)
        entity = self.world.find(name, _identifier(identifier))
        if entity is None:
            raise RefusedError(404, "no such entity")
        if link is None:
            return self._shown(name, entity, options)
        if link not in LINKS[name]:
            raise RefusedError(404, "no such navigation")
        target_set, many = LINKS[name][link]
        found = self.world.linked(name, entity, link)
        if not many:
            return self._shown(target_set, found[0], options)
        return self._list(rest, target_set, found, options, parts.query)

    def _offered(self) -> list[str]:
        return [name for name in LINKS if name != "MultiDatastreams" or self.world.sets[name]]

    def _list(self, path: str, name: str, entities: list[Entity], options: Options, query: str) -> dict[str, Any]:
        kept = chosen(self.world, name, entities, options, geography=self.geography)
        size = min(self.page, options.top if options.top is not None else self.page)
        page = kept[options.skip : options.skip + size]
        answer: dict[str, Any] = {}
        if options.count:
            answer["@iot.count"] = len(kept)
        if options.skip + size < len(kept):
            answer["@iot.nextLink"] = self._next(path, query, options.skip + size)
        shown = [self._shown(name, entity, options) for entity in page]
        if options.data_array and self.data_arrays and name == "Observations":
            names = options.select or ["id", "phenomenonTime", "result", "resultTime"]
            rows = [[one.get("@iot.id" if part == "id" else part) for part in names] for one in shown]
            shown = [
                {"Datastream@iot.navigationLink": f"{self.url}{path.rsplit('/', 1)[0]}", "components": names,
                 "dataArray@iot.count": len(rows), "dataArray": rows}
            ] if rows else []  # fmt: skip
        answer["value"] = shown
        return answer

    def _next(self, path: str, query: str, skip: int) -> str:
        pairs = [(key, value) for key, value in parse_qsl(query) if key != "$skip"]
        if self.fault == "loop":
            return f"{self.url}{quote(path, safe='/()')}?{query}"
        host = "https://internal.example.org" + ROOT if self.fault == "elsewhere" else self.url
        return f"{host}{quote(path, safe='/()')}?{urlencode([*pairs, ('$skip', str(skip))])}"

    def _shown(self, name: str, entity: Entity, options: Options) -> Entity:
        """Return an entity as it is written, expanded parts included."""
        identifier = entity["@iot.id"]
        key = identifier if isinstance(identifier, int) else "'{}'".format(identifier.replace("'", "''"))
        shown = {part: value for part, value in entity.items() if not part.startswith(":")}
        if options.select:
            shown = {part: shown.get(part) for part in options.select if part in shown}
        for link, nested in options.expand.items():
            if link not in LINKS[name]:
                raise RefusedError(400, f"{name} has no {link}")
            target, many = LINKS[name][link]
            found = self.world.linked(name, entity, link)
            if not many:
                shown[link] = self._shown(target, found[0], nested) if found else None
                continue
            kept = chosen(self.world, target, found, nested, geography=self.geography)
            size = min(self.nested_page, nested.top if nested.top is not None else self.nested_page)
            shown[link] = [self._shown(target, one, nested) for one in kept[:size]]
            if len(kept) > size:
                path = f"/{name}({key})/{link}"
                shown[f"{link}@iot.nextLink"] = f"{self.url}{quote(path, safe='/()')}?%24skip={size}"
        shown["@iot.selfLink"] = f"{self.url}/{name}({quote(str(key))})"
        return shown

    def create(self, target: str, body: Any) -> str:
        """Create an entity; return its address."""
        path = unquote(urlsplit(target).path)[len(ROOT) :]
        match = _PATH.fullmatch(path)
        if match is None or not isinstance(body, dict):
            raise RefusedError(400, "nothing can be created here")
        name, identifier, link = match.groups()
        self.posted.append((path, body))
        if self.fault == "full" and link == "Observations":
            raise RefusedError(507, "no room left")
        if identifier is not None and link == "Observations" and self.world.find(name, _identifier(identifier)):
            self.world.observe(_identifier(identifier), body["phenomenonTime"], body["result"], name)
            return f"{self.url}/Observations({len(self.world.sets['Observations'])})"
        if name == "Things" and identifier is not None and link == "Datastreams":
            thing = _identifier(identifier)
            made = self._add_datastream(thing, body)
            return f"{self.url}/Datastreams({made})"
        if identifier is None and name == "Things":
            place = body.get("Locations", [{}])[0].get("location", {}).get("coordinates")
            made = self.world.add_thing(body["name"], tuple(place) if place else None)
            for stream in body.get("Datastreams", []):
                self._add_datastream(made, stream)
            return f"{self.url}/Things({made})"
        raise RefusedError(400, "nothing can be created here")

    def _add_datastream(self, thing: Any, body: Any) -> Any:
        unit = body["unitOfMeasurement"]["symbol"]
        return self.world.add_datastream(thing, body["name"], body["ObservedProperty"]["name"], unit)


def _identifier(written: str) -> Any:
    return written[1:-1].replace("''", "'") if written.startswith("'") else int(written)


def _handler(server: SensorThingsServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            server.asked.append(self.path)
            self._guarded(lambda: (200, self._faulty() or server.answer(self.path), {}))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self._guarded(lambda: (201, {}, {"Location": server.create(self.path, json.loads(body))}))

        def _faulty(self) -> Any:
            below = urlsplit(self.path).path != ROOT
            if server.fault in ("html", "text") and below:
                return PAGE_HTML if server.fault == "html" else b"observations"
            if server.fault == "list" and below:
                return [1, 2]
            if server.fault == "error" and len(server.asked) >= 3:
                raise RefusedError(500, "the database is away")
            return None

        def _guarded(self, work: Any) -> None:
            try:
                if server.login and self.headers.get("Authorization") != _basic(server.login):
                    raise RefusedError(401, "log in")
                self._write(*work())
            except RefusedError as error:
                message = {"code": error.status, "type": "error", "message": str(error)}
                self._write(error.status, message, {})
            except Exception:
                server.mistakes.append(traceback.format_exc())
                self._write(500, {"message": "a mistake of the test server"}, {})

        def _write(self, status: int, content: Any, headers: dict[str, str]) -> None:
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            kind = "text/html" if content is PAGE_HTML else "application/json"
            for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    return Handler


def _basic(login: tuple[str, str]) -> str:
    return "Basic " + base64.b64encode(":".join(login).encode()).decode()
