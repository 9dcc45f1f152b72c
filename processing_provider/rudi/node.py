"""A RUDI node: its public catalogue, and its back office for those who may write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Callable, Optional

from ..errors import InputError
from .accounts import Secret, bearer
from .http_client import HttpClient, base_url, checked_json, plain_words, segment
from .paging import MAX_ITEMS, Page, by, list_page, page_of, walk
from .portal import connector_url
from .record import Media
from .transport import Response, with_query

PREFIXES = ("/catalog", "/api")  # newer nodes first
NODE_PAGE_SIZE = 100
NODE_MAX_LIMIT = 500  # most that a node gives at once
OBJECTS = (
    "resources",
    "organizations",
    "contacts",
    "media",
    "skos_schemes",
    "skos_concepts",
    "pub_keys",
    "reports",
    "logs",
)


class Node:
    """The public catalogue of a node.

    Lists are answered 200; the description of the interface also announces 206, so both are read.
    """

    def __init__(self, client: HttpClient, address: str) -> None:
        self.client = client
        self.base = base_url(address)
        self._prefix: Optional[str] = None

    @property
    def prefix(self) -> str:
        """``/catalog`` or ``/api``, found by asking.

        Raises
        ------
        InputError
            When the server is no RUDI node, or cannot be reached.
        """
        if self._prefix is None:
            with plain_words(self.client.limits):
                answers = (
                    (prefix, self.client.send(self.client.request("GET", f"{self.base}{prefix}/admin/hash")))
                    for prefix in PREFIXES
                )
                self._prefix = next((prefix for prefix, answer in answers if _is_hash(answer)), None)
        if self._prefix is None:
            raise InputError("{url} is not a RUDI node: it has neither /catalog nor /api.", url=self.base)
        return self._prefix

    def version(self) -> str:
        """Return the version of the metadata that the node speaks."""
        answer = self.get_json(f"{self.prefix}/version", text=True)
        return answer.strip().strip('"')

    def page(self, offset: int = 0, limit: int = NODE_PAGE_SIZE, **filters: Any) -> Page:
        """Return one page of resources.

        Parameters
        ----------
        offset, limit : int
            At most 500 at once.
        **filters
            ``sort_by``, ``fields`` (comma lists), ``updated_after``, ``updated_before``, and any field of a record; a
            dotted path is written with two underscores (``producer__organization_name``).

        Raises
        ------
        InputError
            When the node refuses, or answers no list.
        """
        named = {name.replace("__", "."): value for name, value in filters.items()}
        parameters = {**named, "limit": min(limit, NODE_MAX_LIMIT), "offset": offset}
        path = f"{self.prefix}/v1/resources"
        return list_page(self.get_json(with_query(path, parameters)), offset, self.base + path)

    def resources(self, max_items: int = MAX_ITEMS, **filters: Any) -> Iterator[dict[str, Any]]:
        """Give the resources of the node, page after page, each once; see :meth:`page`."""
        return walk(
            lambda offset, limit: self.page(offset, limit, **filters),
            page_size=NODE_PAGE_SIZE,
            max_items=max_items,
            key=by("global_id"),
        )

    def resource(self, global_id: str) -> dict[str, Any]:
        """Return one resource.

        Raises
        ------
        InputError
            When the node does not know it.
        """
        answer = self.get_json(f"{self.prefix}/v1/resources/{segment(global_id)}")
        if not isinstance(answer, dict):
            raise InputError("The server answered no record for {identifier}.", identifier=global_id)
        return answer

    def media_url(self, media: Media) -> str:
        """Return where a media is, from its address in the record."""
        return connector_url(media, self.base)

    def get_json(self, path: str, *, text: bool = False) -> Any:
        """Return the JSON (or the text) of a path of the node."""
        with plain_words(self.client.limits):
            answer = self.client.send(self.client.request("GET", self.base + path))
            if text and answer.ok:
                return answer.text()
            return checked_json(answer)


class NodeOffice:
    """The back office of a node, ``/api/admin``.

    Parameters
    ----------
    node : Node
    token : callable
        Method and path of a request, to the token it may use: nodes check both in the token's claims.
    """

    def __init__(self, node: Node, token: Callable[[str, str], Secret]) -> None:
        self._node = node
        self._token = token

    def list(self, kind: str, max_items: int = MAX_ITEMS, **filters: Any) -> Iterator[dict[str, Any]]:
        """Give the objects of a kind, one of :data:`OBJECTS`."""

        def ask(offset: int, limit: int) -> Page:
            return page_of(self._call("GET", _kind(kind), query={**filters, "limit": limit, "offset": offset}), offset)

        return walk(ask, page_size=NODE_PAGE_SIZE, max_items=max_items)

    def get(self, kind: str, identifier: str) -> dict[str, Any]:
        """Return one object."""
        return self._call("GET", f"{_kind(kind)}/{segment(identifier)}")

    def create(self, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
        """Create an object; the node refuses one that exists."""
        return self._call("POST", _kind(kind), value)

    def put(self, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
        """Create or replace an object."""
        return self._call("PUT", _kind(kind), value, repeatable=True)

    def delete(self, kind: str, identifier: str) -> Any:
        """Delete an object."""
        return self._call("DELETE", f"{_kind(kind)}/{segment(identifier)}")

    def unlinked(self, kind: str) -> list[dict[str, Any]]:
        """Return the objects that nothing refers to."""
        return page_of(self._call("GET", f"{_kind(kind)}/unlinked"), 0).items

    def search(self, kind: str, **fields: Any) -> list[dict[str, Any]]:
        """Return the objects whose fields match."""
        return page_of(self._call("GET", f"{_kind(kind)}/search", query=fields), 0).items

    def enumerations(self, code: Optional[str] = None, lang: Optional[str] = None) -> Any:
        """Return the lists of values that the node accepts: all, one, or one in a language."""
        parts = [segment(part) for part in (code, lang) if part]
        return self._call("GET", "/".join(["enum", *parts]))

    def licence_codes(self) -> list[str]:
        """Return the codes of the licences that the node accepts."""
        answer = self._call("GET", "licence_codes")
        return [code for code in answer if isinstance(code, str)] if isinstance(answer, list) else []

    def new_identifier(self) -> str:
        """Return an identifier that the node just made."""
        answer = self._call("GET", "id_generation")
        if not isinstance(answer, str):
            raise InputError("The node gave no identifier.")
        return answer

    def commit_media(self, media_id: str, commit_uuid: str) -> Any:
        """Tell the catalogue that the storage keeps a file; until then its datasets count as pending."""
        return self._call("POST", f"media/{segment(media_id)}/commit", {"commit_id": commit_uuid})

    def send_to_portal(self, global_id: str) -> Any:
        """Ask the node to send a resource to the portal; the portal takes it in later and reports."""
        return self._call("POST", f"portal/resources/{segment(global_id)}")

    def _call(
        self,
        method: str,
        path: str,
        value: Optional[Mapping[str, Any]] = None,
        *,
        query: Optional[Mapping[str, Any]] = None,
        repeatable: Optional[bool] = None,
    ) -> Any:
        client = self._node.client
        place = f"{self._node.prefix}/admin/{path}"
        request = client.request(
            method,
            with_query(self._node.base + place, query or {}),
            headers={"Authorization": bearer(self._token(method, place).reveal())},
            json_body=value,
            repeatable=repeatable,
        )
        with plain_words(client.limits):
            return checked_json(client.send(request))


def _kind(kind: str) -> str:
    if kind not in OBJECTS:
        raise ValueError(f"{kind!r} is none of {OBJECTS}")
    return kind


def _is_hash(answer: Response) -> bool:
    """Tell whether an answer is the short text of ``/admin/hash``, rather than a page that says all is well."""
    return answer.ok and 0 < len(answer.body) < 200 and b"<" not in answer.body
