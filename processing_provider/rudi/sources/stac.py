"""STAC APIs (1.0.0): satellite and aerial images as records of the same catalogue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Optional

from ...errors import InputError
from ..http_client import HttpClient, base_url, checked_json, plain_words, resolve_url, segment
from ..queries import Query
from ..record import Media, Record
from ..record_reader import read_record
from ..transport import origin, with_query
from .base import file_media, raw_record

PAGE = 100
LICENCES = {  # SPDX, RUDI
    "etalab-2.0": "etalab-2.0",
    "ODbL-1.0": "odbl-1.0",
    "CC0-1.0": "public-domain-cc0",
    "Apache-2.0": "apache-2.0",
    "MIT": "mit",
}
_SHOWN_ROLES = ("thumbnail", "overview")
# First bytes of the algorithm in a multihash (https://multiformats.io/multihash), length included.
_MULTIHASHES = {"1220": "SHA-256", "1340": "SHA-512", "1114": "SHA-1", "d50110": "MD5"}


class StacSource:
    """A STAC API.

    Parameters
    ----------
    client : HttpClient
    address : str
        Of its landing page.
    collections : tuple of str
        Collections to search; all when empty.
    """

    def __init__(self, client: HttpClient, address: str, collections: tuple[str, ...] = ()) -> None:
        self._client = client
        self.name = base_url(address)
        self._collections = collections

    def search(self, query: Query, max_items: int = 500) -> Iterator[Record]:
        """Give the items of the extent and the period; see :meth:`.base.Source.search`. There is no free text."""
        parameters = {
            "bbox": ",".join(f"{side:.6f}" for side in query.bbox) if query.bbox else None,
            "datetime": f"{query.date_from or '..'}/{query.date_to or '..'}"
            if query.date_from or query.date_to
            else None,
            "collections": ",".join(self._collections) or None,
            "limit": min(PAGE, max_items),
        }
        following: Optional[tuple[str, str, Any]] = ("GET", with_query(f"{self.name}/search", parameters), None)
        seen: set[str] = set()
        while following is not None and len(seen) < max_items:
            answer = self._json(*following)
            features = answer.get("features") if isinstance(answer, dict) else None
            fresh = [item for item in features or [] if isinstance(item, dict) and str(item.get("id")) not in seen]
            for item in fresh[: max_items - len(seen)]:
                seen.add(str(item.get("id")))
                yield read_record(_raw(item, self.name), self.name)
            following = self._next(answer, following) if fresh else None

    def get(self, identifier: str) -> Record:
        """Return one item, named ``collection/item``; see :meth:`.base.Source.get`."""
        collection, _, item = identifier.partition("/")
        if not item:
            raise InputError(
                "Name an item of this catalogue as collection/item, not {identifier}.", identifier=identifier
            )
        answer = self._json("GET", f"{self.name}/collections/{segment(collection)}/items/{segment(item)}", None)
        if not isinstance(answer, dict):
            raise InputError("The server answered no record for {identifier}.", identifier=identifier)
        return read_record(_raw(answer, self.name), self.name)

    def media_url(self, record: Record, media: Media) -> str:
        """Return the address of a media; see :meth:`.base.Source.media_url`."""
        return resolve_url(self.name, media.url)

    def _next(self, answer: Any, asked: tuple[str, str, Any]) -> Optional[tuple[str, str, Any]]:
        """Return the request of the next page: a GET link, or a POST with a body to merge into the one before."""
        links = answer.get("links") if isinstance(answer, dict) else None
        link = next((one for one in links or [] if isinstance(one, dict) and one.get("rel") == "next"), None)
        if link is None or not isinstance(link.get("href"), str):
            return None
        url = resolve_url(self.name, link["href"])
        if origin(url) != origin(self.name):
            return None
        method = str(link.get("method", "GET")).upper()
        if method == "GET":
            following = ("GET", url, None)
        else:
            body = link.get("body") if isinstance(link.get("body"), dict) else {}
            following = ("POST", url, {**(asked[2] or {}), **body} if link.get("merge") else body)
        return following if following != asked else None

    def _json(self, method: str, url: str, body: Any) -> Any:
        headers = {"Accept": "application/geo+json, application/json"}
        with plain_words(self._client.limits):
            request = self._client.request(method, url, headers=headers, json_body=body, repeatable=True)
            return checked_json(self._client.send(request))


def _raw(item: dict[str, Any], base: str) -> dict[str, Any]:
    """Return a STAC item in RUDI's shape."""
    properties = item.get("properties") if isinstance(item.get("properties"), dict) else {}
    assets = item.get("assets") if isinstance(item.get("assets"), dict) else {}
    collection = str(item.get("collection") or "")
    identifier = str(item.get("id") or "")
    moment = properties.get("datetime") or properties.get("start_datetime")
    providers = properties.get("providers") if isinstance(properties.get("providers"), list) else []
    producer = next(
        (str(one.get("name")) for one in providers if isinstance(one, dict) and one.get("name")), collection
    )
    visual = _visual(assets, base)
    media = [
        _media(f"{identifier}/{key}", asset, base, visual)
        for key, asset in assets.items()
        if isinstance(asset, dict) and isinstance(asset.get("href"), str) and not _is_shown(asset)
    ]
    return raw_record(
        identifier=f"{collection}/{identifier}" if collection else identifier,
        title=str(properties.get("title") or identifier),
        summary=str(properties.get("description") or f"{collection} {identifier}".strip()),
        language="en",
        keywords=properties.get("keywords") if isinstance(properties.get("keywords"), list) else (),
        producer=producer,
        created=properties.get("created") or moment,
        updated=properties.get("updated") or moment,
        licence=_licence(properties.get("license")),
        bbox=_bbox(item.get("bbox")),
        period=(moment, properties.get("end_datetime") or moment),
        media=media,
    )


def _is_shown(asset: dict[str, Any]) -> bool:
    roles = asset.get("roles") if isinstance(asset.get("roles"), list) else []
    return any(role in _SHOWN_ROLES for role in roles)


def _visual(assets: dict[str, Any], base: str) -> str:
    shown = (one for one in assets.values() if isinstance(one, dict) and _is_shown(one))
    href = next((one["href"] for one in shown if isinstance(one.get("href"), str)), "")
    return _absolute(href, base)


def _absolute(href: str, base: str) -> str:
    """Return an address that can be fetched; one of another kind (``s3://``) is kept, so that it can be named."""
    if not href or "://" in href:
        return href
    return resolve_url(base, href)


def _media(media_id: str, asset: dict[str, Any], base: str, visual: str) -> dict[str, Any]:
    mime = str(asset.get("type") or "").split(";")[0].strip()
    return file_media(
        media_id,
        _absolute(asset["href"], base),
        mime,
        name=str(asset.get("title") or media_id.rpartition("/")[2]),
        size=asset.get("file:size"),
        checksum=_checksum(asset.get("file:checksum")),
        visual=visual,
    )


def _checksum(multihash: Any) -> Optional[dict[str, str]]:
    text = str(multihash or "").lower()
    found = next((prefix for prefix in _MULTIHASHES if text.startswith(prefix)), None)
    return {"algo": _MULTIHASHES[found], "hash": text[len(found) :]} if found else None


def _licence(code: Any) -> dict[str, Any]:
    if not isinstance(code, str) or not code or code in ("proprietary", "various", "other"):
        return {}
    if code in LICENCES:
        return {"licence_type": "STANDARD", "licence_label": LICENCES[code]}
    return {"licence_type": "CUSTOM", "custom_licence_label": [{"lang": "en", "text": code}]}


def _bbox(value: Any) -> Optional[tuple[float, float, float, float]]:
    if not isinstance(value, list) or len(value) not in (4, 6):
        return None
    if not all(isinstance(side, (int, float)) and not isinstance(side, bool) for side in value):
        return None
    half = len(value) // 2
    return float(value[0]), float(value[1]), float(value[half]), float(value[half + 1])
