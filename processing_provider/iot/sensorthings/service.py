"""Asks a SensorThings server: whole lists, whatever their pages, and the parts of entities that come in pages too.

References
----------
.. [1] OGC 18-088, SensorThings API Part 1: Sensing, version 1.1, 2021. Section 9.3: query options and paging.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Optional, Protocol
from urllib.parse import quote, urljoin

from ...errors import InputError
from ...rudi.http_client import HttpClient, base_url, plain_words, refusal
from ...rudi.transport import Request, Response, TransportError, ascii_url, looks_like_html, origin, safe_url
from ..values import as_objects, text

NEXT = "@iot.nextLink"
MAX_PAGES = 100_000  # of one list; a server that never ends is given up
FILTERS_REFUSED = (400, 404, 500, 501)  # what servers answer to a filter that they do not know


class Sender(Protocol):
    """What sends requests, with an account where the server wants one."""

    def send(self, request: Request, *, retry: bool = True) -> Response:
        """Send a request."""


class SensorThings:
    """A server.

    Parameters
    ----------
    client : HttpClient
        Makes requests, with its limits.
    sender : Sender
        Sends them, with the account.
    address : str
        Of the service, up to its version: ``https://server/FROST-Server/v1.1``.

    Raises
    ------
    InputError
        When the address is none.
    """

    def __init__(self, client: HttpClient, sender: Sender, address: str) -> None:
        self._client = client
        self._sender = sender
        self.base = base_url(address) + "/"
        self._origin = origin(self.base)

    def entity_sets(self) -> set[str]:
        """Return the names of the lists that the server has, such as ``Things``.

        Raises
        ------
        InputError
            When it is no SensorThings server.
        """
        answer = self.ask(self.base.rstrip("/"))
        names = {text(item.get("name")) for item in as_objects(answer.get("value"))}
        if "Datastreams" not in names:
            raise InputError(
                "{url} is not a SensorThings service: it lists no Datastreams. Give its address up to the version, "
                "such as https://server/FROST-Server/v1.1.",
                url=safe_url(self.base.rstrip("/")),
            )
        return names

    def items(self, path: str, options: Mapping[str, str]) -> Iterator[Any]:
        """Give the items of a list, page after page.

        Parameters
        ----------
        path : str
            Below the address, such as ``Datastreams(42)/Observations``.
        options : mapping
            Query options, such as ``$top``.
        """
        query = "&".join(f"{quote(name, safe='$')}={quote(value, safe='')}" for name, value in options.items() if value)
        return self.following(urljoin(self.base, path) + (f"?{query}" if query else ""))

    def following(self, link: Optional[str]) -> Iterator[Any]:
        """Give the items of the page at a link, and of all that follow it.

        Raises
        ------
        InputError
            When a page leads to another server, or back to one that was read: the rest would be lost in silence.
        """
        seen: set[str] = set()
        while link:
            if link in seen or len(seen) >= MAX_PAGES:
                raise InputError(
                    "{url} leads back to a page that was read already, so its list has no end; it was given up.",
                    url=safe_url(link),
                )
            seen.add(link)
            answer = self.ask(link)
            items = answer.get("value")
            if not isinstance(items, list):
                raise InputError(
                    "{url} answered something that is no list of SensorThings; check the address.", url=safe_url(link)
                )
            yield from items
            link = self._next(answer.get(NEXT), link)

    def parts(self, entity: Mapping[str, Any], name: str) -> list[Any]:
        """Return a list inside an entity, completed with what the server left to further pages."""
        first = entity.get(name)
        items = list(first) if isinstance(first, list) else []
        items += self.following(self._next(entity.get(name + NEXT), self.base))
        return items

    def _next(self, link: Any, page: str) -> Optional[str]:
        if not isinstance(link, str) or not link.strip():
            return None
        try:
            target = urljoin(page, ascii_url(link))
            elsewhere = origin(target) != self._origin
        except TransportError:
            target, elsewhere = link, True
        if elsewhere:
            raise InputError(
                "{url} continues its list at {target}, on another server, which was not asked; the service is set up "
                "with a wrong address of its own. Ask its administrator.",
                url=safe_url(page),
                target=safe_url(target),
            )
        return target

    def ask(self, url: str) -> dict[str, Any]:
        """Return the object that an address answers.

        Raises
        ------
        InputError
            When the server refuses, or answers something else. The error has the attribute ``status`` then.
        """
        with plain_words(self._client.limits):
            answer = self._sender.send(self._client.request("GET", url))
        if not answer.ok:
            raise refusal(answer)
        return self._object(answer)

    def send(self, path: str, body: Mapping[str, Any], method: str = "POST") -> str:
        """Create an entity, and return its address as the server tells it, empty when it does not.

        Raises
        ------
        InputError
            When the server refuses.
        """
        url = urljoin(self.base, path)
        with plain_words(self._client.limits):
            answer = self._sender.send(self._client.request(method, url, json_body=body), retry=False)
        if not answer.ok:
            raise refusal(answer)
        return answer.headers.get("Location", "")

    @staticmethod
    def _object(answer: Response) -> dict[str, Any]:
        try:
            content = json.loads(answer.body.decode("utf-8-sig"))
        except (UnicodeDecodeError, ValueError, RecursionError):
            content = None
        if isinstance(content, dict):
            return content
        if looks_like_html(answer.body):
            raise InputError(
                "{url} answered a web page instead of data; check the address and the account.",
                url=safe_url(answer.url),
            )
        raise InputError(
            "{url} answered something that is not SensorThings; check the address.", url=safe_url(answer.url)
        )


def entity_path(entity_set: str, identifier: Any) -> Optional[str]:
    """Return the path of an entity, such as ``Datastreams(42)`` or ``Datastreams('a')``; None for no identifier."""
    if isinstance(identifier, bool) or not isinstance(identifier, (int, str)) or identifier == "":
        return None
    if isinstance(identifier, int):
        return f"{entity_set}({identifier})"
    return "{}('{}')".format(entity_set, identifier.replace("'", "''"))


def quoted_path(path: str) -> str:
    """Return the path of an entity as it stands in an address."""
    return quote(path, safe="/()',")
