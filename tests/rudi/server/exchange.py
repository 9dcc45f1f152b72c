"""Requests, answers and routes of the test server."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any, Callable, Optional, Union
from urllib.parse import parse_qs

from .bodies import Body


class RefusedError(Exception):
    """A request that the server refuses, with its answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


@dataclass
class Answer:
    """What is sent back."""

    status: int = 200
    body: Union[bytes, Body] = b""
    content_type: str = "application/json"
    headers: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Asked:
    """What came in."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: Any  # email.message.Message: case-insensitive
    body: bytes
    base: str  # http://127.0.0.1:port
    server: Any  # RudiServer
    matched: tuple[str, ...] = ()

    @property
    def state(self):
        """What the server remembers."""
        return self.server.state

    def one(self, name: str, default: Optional[str] = None) -> Optional[str]:
        """Return the first value of a parameter."""
        return self.query.get(name, [default])[0]

    def many(self, name: str) -> list[str]:
        """Return all values of a parameter, repeated or separated by commas, with or without brackets."""
        given = [*self.query.get(name, []), *self.query.get(f"{name}[]", [])]
        return [part for value in given for part in value.split(",") if part]

    def whole(self, name: str, default: int) -> int:
        """Return a whole number of the query."""
        value = self.one(name)
        if value is None or value == "":
            return default
        if not re.fullmatch(r"-?\d+", value):
            raise RefusedError(error(400, f"{name} is not a number"))
        return int(value)

    def flag(self, name: str) -> Optional[bool]:
        """Return true, false, or None when it is not said."""
        value = self.one(name)
        return None if value in (None, "") else value.lower() == "true"

    def json(self) -> Any:
        """Return the JSON of the body."""
        try:
            return json.loads(self.body)
        except ValueError as problem:
            raise RefusedError(error(400, "malformed JSON")) from problem

    def form(self) -> dict[str, str]:
        """Return the fields of a form."""
        return {name: values[0] for name, values in parse_qs(self.body.decode("utf-8")).items()}


Handler = Callable[[Asked], Answer]


class Routes:
    """Handlers by method and path."""

    def __init__(self) -> None:
        self._routes: list[tuple[tuple[str, ...], re.Pattern, Handler]] = []

    def add(self, methods: str, pattern: str) -> Callable[[Handler], Handler]:
        """Register a handler: ``{}`` stands for one segment, ``{*}`` for the rest of the path."""
        escaped = re.escape(pattern).replace(r"\{\*\}", "(.*)").replace(r"\{\}", "([^/]+)")
        compiled = re.compile(escaped + r"/?\Z")

        def register(handler: Handler) -> Handler:
            self._routes.append((tuple(methods.split()), compiled, handler))
            return handler

        return register

    def answer(self, asked: Asked) -> Answer:
        """Return what the first route that fits answers; 404 without one, 405 when only the method does not fit."""
        allowed: list[str] = []
        for methods, pattern, handler in self._routes:
            match = pattern.match(asked.path)
            if match is None:
                continue
            if asked.method not in methods:
                allowed.extend(methods)
                continue
            asked.matched = match.groups()
            return handler(asked)
        if allowed:
            refused = error(405, "method not allowed")
            refused.headers.append(("Allow", ", ".join(allowed)))
            return refused
        return error(404, f"no route {asked.path}")


def json_answer(value: Any, status: int = 200, content_type: str = "application/json") -> Answer:
    """Return a value as JSON."""
    return Answer(status, json.dumps(value, ensure_ascii=False).encode("utf-8"), content_type)


def error(status: int, message: str, code: str = "") -> Answer:
    """Return a refusal as the portal words it."""
    return json_answer({"code": code or str(status), "label": message, "message": message}, status)


def page(items: list[Any], asked: Asked, default: int = 100, most: int = 1000) -> dict[str, Any]:
    """Return one page of a list as the portal's services give it: 200, never 206."""
    offset = max(0, asked.whole("offset", 0))
    limit = min(max(0, asked.whole("limit", default)), most)
    return {"total": len(items), "offset": offset, "items": items[offset : offset + limit]}
