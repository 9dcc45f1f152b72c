"""Catalogues made with udata, such as data.gouv.fr: interface 2 to search, interface 1 where there is no 2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Optional

from ...errors import InputError
from ..formats import mime_of
from ..http_client import HttpClient, base_url, checked_json, plain_words, resolve_url, segment
from ..paging import Page, by, list_page, page_of, walk
from ..queries import Query
from ..record import Media, Record
from ..record_reader import read_record
from ..transport import with_query
from .base import file_media, raw_record, service_media

PAGE = 50
MAX_RESOURCES = 500  # of one dataset
LICENCES = {  # of udata, of RUDI
    "fr-lo": "etalab-1.0",
    "lov1": "etalab-1.0",
    "lov2": "etalab-2.0",
    "odc-odbl": "odbl-1.0",
    "cc-zero": "public-domain-cc0",
}
_ALGORITHMS = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256"}
_SERVICES = ("wms", "wfs", "wmts")


class UdataSource:
    """A udata catalogue.

    Parameters
    ----------
    client : HttpClient
    address : str
        Such as ``https://www.data.gouv.fr``.
    """

    def __init__(self, client: HttpClient, address: str) -> None:
        self._client = client
        self.name = base_url(address)
        self._searches = True  # whether the catalogue has the search of interface 2

    def search(self, query: Query, max_items: int = 500) -> Iterator[Record]:
        """Give the datasets that match; see :meth:`.base.Source.search`.

        Interface 2 lists datasets without their files, so those are asked for each dataset that the caller takes.
        """
        raws = walk(lambda offset, _: self._page(query, offset), page_size=PAGE, max_items=max_items, key=by("id"))
        return (self._record(raw) for raw in raws)

    def get(self, identifier: str) -> Record:
        """Return one dataset; see :meth:`.base.Source.get`."""
        answer = self._json(f"{self.name}/api/1/datasets/{segment(identifier)}/")
        if not isinstance(answer, dict):
            raise InputError("The server answered no record for {identifier}.", identifier=identifier)
        return self._record(answer)

    def media_url(self, record: Record, media: Media) -> str:
        """Return the address of a media; see :meth:`.base.Source.media_url`."""
        return resolve_url(self.name, media.url)

    def _page(self, query: Query, offset: int) -> Page:
        parameters: dict[str, Any] = {
            "q": query.text.strip() or None,
            "tag": query.keywords,
            "page": offset // PAGE + 1,
            "page_size": PAGE,
            "sort": "-last_update" if query.order == "-updatedate" and not query.text.strip() else None,
        }
        if self._searches:
            try:
                return self._listed(f"{self.name}/api/2/datasets/search/", parameters, offset)
            except InputError as error:
                if getattr(error, "status", None) not in (400, 404, 405, 501):
                    raise
                self._searches = False
        parameters.pop("sort")
        return self._listed(f"{self.name}/api/1/datasets/", parameters, offset)

    def _listed(self, url: str, parameters: dict[str, Any], offset: int) -> Page:
        return list_page(self._json(with_query(url, parameters)), offset, url)

    def _record(self, raw: dict[str, Any]) -> Record:
        resources = raw.get("resources")
        if isinstance(resources, dict):  # interface 2 gives a link instead of the list
            resources = list(self._resources(resources.get("href"))) if resources.get("total") else []
        return read_record(_raw(raw, resources if isinstance(resources, list) else []), self.name)

    def _resources(self, href: Any) -> Iterator[dict[str, Any]]:
        """Give the files of a dataset, following the pages on the same server."""
        url: Optional[str] = href if isinstance(href, str) else None
        given = 0
        while url and url.startswith(f"{self.name}/") and given < MAX_RESOURCES:
            answer = self._json(url)
            for item in page_of(answer, 0).items:
                given += 1
                yield item
            following = answer.get("next_page") if isinstance(answer, dict) else None
            url = following if isinstance(following, str) and following != url else None

    def _json(self, url: str) -> Any:
        with plain_words(self._client.limits):
            return checked_json(self._client.send(self._client.request("GET", url)))


def _raw(raw: dict[str, Any], resources: list[Any]) -> dict[str, Any]:
    """Return a dataset of udata in RUDI's shape."""
    organisation = raw.get("organization") if isinstance(raw.get("organization"), dict) else {}
    owner = raw.get("owner") if isinstance(raw.get("owner"), dict) else {}
    person = " ".join(str(owner.get(part) or "") for part in ("first_name", "last_name")).strip()
    covered = raw.get("temporal_coverage") if isinstance(raw.get("temporal_coverage"), dict) else {}
    return raw_record(
        identifier=str(raw.get("id") or ""),
        title=str(raw.get("title") or ""),
        summary=str(raw.get("description") or ""),
        keywords=raw.get("tags") if isinstance(raw.get("tags"), list) else (),
        producer=str(organisation.get("name") or person),
        producer_id=str(organisation.get("id") or ""),
        created=raw.get("created_at"),
        updated=raw.get("last_update") or raw.get("last_modified"),
        licence=_licence(raw.get("license")),
        bbox=_bbox(raw.get("spatial")),
        period=(covered.get("start"), covered.get("end")),
        media=[_media(one) for one in resources if isinstance(one, dict) and one.get("url")],
        restricted=bool(raw.get("private")),
        page=str(raw.get("page") or ""),
    )


def _licence(value: Any) -> dict[str, Any]:
    code = value.get("id") if isinstance(value, dict) else value
    if not isinstance(code, str) or not code or code == "notspecified":
        return {}
    if code in LICENCES:
        return {"licence_type": "STANDARD", "licence_label": LICENCES[code]}
    return {"licence_type": "CUSTOM", "custom_licence_label": [{"lang": "fr", "text": code}]}


def _bbox(spatial: Any) -> Optional[tuple[float, float, float, float]]:
    geometry = spatial.get("geom") if isinstance(spatial, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    points = list(_points(coordinates)) if isinstance(coordinates, list) else []
    if not points:
        return None
    xs, ys = zip(*points)
    return min(xs), min(ys), max(xs), max(ys)


def _points(value: list[Any], depth: int = 0) -> Iterator[tuple[float, float]]:
    if len(value) >= 2 and all(isinstance(part, (int, float)) and not isinstance(part, bool) for part in value[:2]):
        yield float(value[0]), float(value[1])
    elif depth < 5:  # a multipolygon is four deep
        for part in value:
            if isinstance(part, list):
                yield from _points(part, depth + 1)


def _media(resource: dict[str, Any]) -> dict[str, Any]:
    kind = str(resource.get("format") or "").lower()
    url, name = str(resource["url"]), str(resource.get("title") or "")
    if kind in _SERVICES:
        return service_media(str(resource.get("id")), url, kind, "", name=name)
    checksum = resource.get("checksum") if isinstance(resource.get("checksum"), dict) else {}
    algorithm = _ALGORITHMS.get(str(checksum.get("type")).lower())
    return file_media(
        str(resource.get("id")),
        url,
        str(resource.get("mime") or "") or mime_of(kind),
        name=name,
        size=resource.get("filesize"),
        checksum={"algo": algorithm, "hash": str(checksum.get("value"))} if algorithm else None,
    )
