"""What a RUDI portal answers: datasets (konsult), vocabularies (kos), organisations (strukture), media."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Optional

from ..errors import InputError
from .http_client import checked_json, plain_words, refusal, resolve_url, segment
from .paging import MAX_ITEMS, PAGE_SIZE, Page, by, list_page, page_of, walk
from .queries import Query
from .record import Media
from .session import PortalSession
from .transport import OnChunk, Response, with_query

DATASETS = "/konsult/v1/datasets"
MAP = "/konsult/v1/map"
KOS = "/kos/v1"
STRUKTURE = "/strukture/v1"
FACETS = ("theme", "producer_organization_name", "producer_organization_id")  # those that the portal itself uses
DCAT_PAGE_SIZE = 50  # most that the portal gives at once


class Portal:
    """The reading side of a portal.

    Parameters
    ----------
    session : PortalSession
    """

    def __init__(self, session: PortalSession) -> None:
        self.session = session

    # --- datasets --------------------------------------------------------------------------------------------

    def page(self, query: Query, offset: int = 0, limit: int = PAGE_SIZE) -> Page:
        """Return one page of the datasets that answer a query, as the portal gives them.

        Raises
        ------
        InputError
            When the portal refuses, or answers no list.
        """
        parameters = {**query.portal_parameters(), "offset": offset, "limit": limit}
        path = f"{DATASETS}/metadatas"
        return list_page(self.session.get_json(with_query(path, parameters)), offset, self.session.base + path)

    def datasets(self, query: Optional[Query] = None, max_items: int = MAX_ITEMS) -> Iterator[dict[str, Any]]:
        """Give the datasets that answer a query, page after page, each once."""
        wanted = query or Query()
        return walk(lambda offset, limit: self.page(wanted, offset, limit), max_items=max_items, key=by("global_id"))

    def dataset(self, global_id: str) -> dict[str, Any]:
        """Return one dataset.

        Raises
        ------
        InputError
            When the portal does not know it.
        """
        return _object(self.session.get_json(f"{DATASETS}/{segment(global_id)}/metadatas"), global_id)

    def facets(self, names: tuple[str, ...] = FACETS) -> dict[str, list[tuple[str, int]]]:
        """Return the values of facets with their counts; a facet that the portal does not know is left out.

        Facets are asked together, and one by one when the portal refuses one of them.
        """
        try:
            answer = self.session.get_json(with_query(f"{DATASETS}/metadatas/facets", {"facets": ",".join(names)}))
        except InputError as error:
            if getattr(error, "status", None) not in (400, 404, 422, 500):
                raise
            if len(names) == 1:
                return {}
            found: dict[str, list[tuple[str, int]]] = {}
            for name in names:
                found.update(self.facets((name,)))
            return found
        return {
            str(item.get("propertyName")): [
                (str(value["value"]), value["count"])
                for value in item.get("values") or []
                if isinstance(value, dict) and isinstance(value.get("count"), int) and "value" in value
            ]
            for item in page_of(answer, 0).items
        }

    def dcat(self, query: Optional[Query] = None, page: int = 1, page_size: int = DCAT_PAGE_SIZE) -> Any:
        """Return one page (from 1) of the catalogue as DCAT in JSON-LD.

        The portal takes absent ``restrictedAccess`` and ``gdprSensitive`` for false here, not for both.
        """
        parameters = (query or Query()).portal_parameters()
        parameters.update(page=page, pageSize=min(page_size, DCAT_PAGE_SIZE))
        client = self.session.client
        request = client.request(
            "GET",
            self.session.base + with_query(f"{DATASETS}/metadatas/dcat", parameters),
            headers={"Accept": "application/ld+json, application/json"},
        )
        with plain_words(client.limits):
            return checked_json(self.session.send(request))

    def same_theme(self, global_id: str, limit: int = 5) -> list[dict[str, Any]]:
        """Return datasets of the same theme."""
        path = f"{DATASETS}/{segment(global_id)}/metadatas-with-same-theme"
        return page_of(self.session.get_json(with_query(path, {"limit": limit})), 0).items

    def count_same_theme(self, global_id: str) -> int:
        """Return how many datasets have the same theme."""
        answer = self.session.get_json(f"{DATASETS}/{segment(global_id)}/number-metadatas-with-same-theme")
        return answer if isinstance(answer, int) else 0

    # --- map -------------------------------------------------------------------------------------------------

    def base_layers(self) -> list[dict[str, Any]]:
        """Return the base maps of the portal."""
        return page_of(self.session.get_json(f"{MAP}/dataset/base-layers"), 0).items

    def crs_information(self, code: str) -> Any:
        """Return what the portal knows of a coordinate system, by its EPSG code."""
        return self.session.get_json(with_query(f"{MAP}/proj4-information", {"code": code}))

    def addresses(self, text: str) -> list[dict[str, Any]]:
        """Return the places that the portal finds for an address."""
        return page_of(self.session.get_json(with_query(f"{MAP}/search-addresses", {"query": text})), 0).items

    # --- vocabularies ----------------------------------------------------------------------------------------

    def schemes(self) -> list[dict[str, Any]]:
        """Return the SKOS schemes in use."""
        return list(walk(lambda offset, limit: self._kos("skosSchemes", offset, limit, active=True)))

    def top_concepts(self, scheme_id: str) -> list[dict[str, Any]]:
        """Return the top concepts of a scheme."""
        return page_of(self.session.get_json(f"{KOS}/skosSchemes/{segment(scheme_id)}/skosConcepts"), 0).items

    def concepts(self, roles: tuple[str, ...] = (), text: str = "", lang: str = "fr") -> list[dict[str, Any]]:
        """Return the concepts of roles such as "theme", "keyword", "licence"."""
        given = {"roles": roles, "text": text or None, "lang": lang}
        return list(walk(lambda offset, limit: self._kos("skosConcepts", offset, limit, **given)))

    def _kos(self, kind: str, offset: int, limit: int, **parameters: Any) -> Page:
        given = {**parameters, "offset": offset, "limit": limit}
        return page_of(self.session.get_json(with_query(f"{KOS}/{kind}", given)), offset)

    # --- organisations ---------------------------------------------------------------------------------------

    def organisations(self, with_counts: bool = False) -> Iterator[dict[str, Any]]:
        """Give the organisations, with the number of their datasets and projects when asked."""
        path = f"{STRUKTURE}/{'organization-beans' if with_counts else 'organizations'}"

        def ask(offset: int, limit: int) -> Page:
            parameters = {"active": True, "offset": offset, "limit": limit, "order": "name"}
            return page_of(self.session.get_json(with_query(path, parameters)), offset)

        return walk(ask)

    def logo(self, organisation_id: str) -> Optional[Response]:
        """Return the picture of an organisation; None when it has none."""
        url = f"{self.session.base}{STRUKTURE}/producers/{segment(organisation_id)}/media/LOGO"
        return self._picture(url)

    def _picture(self, url: str) -> Optional[Response]:
        client = self.session.client
        with plain_words(client.limits):
            answer = self.session.send(client.request("GET", url, headers={"Accept": "image/*"}))
        return answer if answer.ok and answer.content_type.startswith("image/") else None

    # --- media -----------------------------------------------------------------------------------------------

    def media_url(self, media: Media) -> str:
        """Return where a media is: its address, relative to the portal when it is relative.

        A URL is never built from identifiers: instances differ, and the gateway decides.

        Raises
        ------
        InputError
            When the media has no address.
        """
        return connector_url(media, self.session.base)

    def encryption_key(self, media_id: str) -> bytes:
        """Return the public key (PEM) with which the portal wants a media encrypted."""
        url = with_query(f"{self.session.base}/apigateway/v1/encryption-key", {"media-id": media_id})
        client = self.session.client
        with plain_words(client.limits):
            answer = self.session.send(client.request("GET", url, headers={"Accept": "*/*"}))
        if not answer.ok:
            raise refusal(answer)
        return answer.body

    def fetch(self, url: str, on_chunk: Optional[OnChunk] = None) -> Response:
        """Return what is at a URL, with the session's token when it is on the portal."""
        client = self.session.client
        return self.session.send(client.request("GET", url, headers={"Accept": "*/*"}), on_chunk=on_chunk)


def connector_url(media: Media, base: str) -> str:
    """Return the absolute URL of a media of a record that came from ``base``.

    Raises
    ------
    InputError
        When the media has no address, or one that is not a web address.
    """
    if not media.url.strip():
        raise InputError("This media has no address in the catalogue; ask its producer.")
    return resolve_url(base, media.url)


def _object(answer: Any, identifier: str) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise InputError("The server answered no record for {identifier}.", identifier=identifier)
    return answer
