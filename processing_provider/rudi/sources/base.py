"""What every source of records can do, and what the adapters share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Optional, Protocol

from ..imports.made_record import shortened
from ..queries import Query
from ..record import Media, Record


class Source(Protocol):
    """A catalogue that can be searched. Every source gives :class:`..record.Record`, read with the same tolerance."""

    name: str

    def search(self, query: Query, max_items: int = 500) -> Iterator[Record]:
        """Give the records that answer a query, best effort: what a source cannot filter, the caller filters."""

    def get(self, identifier: str) -> Record:
        """Return one record.

        Raises
        ------
        InputError
            When the catalogue does not know it, or cannot be reached.
        """

    def media_url(self, record: Record, media: Media) -> str:
        """Return the absolute address of a media of a record of this source.

        Raises
        ------
        InputError
            When it has none.
        """


def raw_record(
    *,
    identifier: str,
    title: str,
    summary: str,
    language: str = "fr",
    theme: str = "",
    keywords: Any = (),
    producer: str = "",
    producer_id: str = "",
    created: Optional[str] = None,
    updated: Optional[str] = None,
    licence: Optional[dict[str, Any]] = None,
    bbox: Optional[tuple[float, float, float, float]] = None,
    period: tuple[Optional[str], Optional[str]] = (None, None),
    media: Any = (),
    contact: Optional[dict[str, Any]] = None,
    restricted: bool = False,
    page: str = "",
) -> dict[str, Any]:
    """Return a record of another catalogue in the shape of RUDI's metadata, to be read by ``read_record``.

    Parameters
    ----------
    bbox : tuple of float, optional
        West, south, east, north [degrees, WGS 84].
    period : tuple
        First and last day covered, ISO 8601.
    media : iterable of dict
        Media in RUDI's shape.
    page : str
        Address of the record for people.
    """
    dates = {name: value for name, value in (("created", created or updated), ("updated", updated or created)) if value}
    record: dict[str, Any] = {
        "global_id": identifier,
        "resource_title": title,
        "synopsis": [{"lang": language, "text": shortened(summary)}],
        "summary": [{"lang": language, "text": summary}],
        "theme": theme,
        "keywords": [word for word in dict.fromkeys(str(word).strip() for word in keywords) if word],
        "producer": {"organization_id": producer_id, "organization_name": producer},
        "contacts": [contact] if contact else [],
        "resource_languages": [language],
        "dataset_dates": dates,
        "storage_status": "online",
        "access_condition": {
            "confidentiality": {"restricted_access": restricted, "gdpr_sensitive": False},
            "licence": licence or {},
        },
        "available_formats": list(media),
        "metadata_info": {"api_version": "1.3.0", **({"metadata_source": page} if page else {})},
    }
    if bbox is not None:
        west, south, east, north = bbox
        record["geography"] = {
            "bounding_box": {
                "west_longitude": west,
                "south_latitude": south,
                "east_longitude": east,
                "north_latitude": north,
            }
        }
    if period[0]:
        record["temporal_spread"] = {"start_date": period[0], **({"end_date": period[1]} if period[1] else {})}
    return record


def file_media(
    media_id: str,
    url: str,
    mime: str,
    *,
    name: str = "",
    size: Any = None,
    checksum: Optional[dict[str, str]] = None,
    visual: str = "",
) -> dict[str, Any]:
    """Return a file in RUDI's shape."""
    media = {
        "media_type": "FILE",
        "media_id": media_id,
        "media_name": name,
        "file_type": mime,
        "connector": {"url": url, "interface_contract": "dwnl"},
    }
    optional = {"file_size": size, "checksum": checksum, "media_visual": visual}
    media.update({key: value for key, value in optional.items() if value})
    return media


def service_media(media_id: str, url: str, contract: str, layer: str, *, name: str = "", version: str = "") -> dict:
    """Return a WMS, WFS or WMTS in RUDI's shape."""
    parameters = [{"key": "layer", "value": layer, "type": "STRING"}] if layer else []
    if version:
        parameters.append({"key": "versions", "value": version, "type": "STRING"})
    return {
        "media_type": "SERVICE",
        "media_id": media_id,
        "media_name": name,
        "connector": {
            "url": without_capabilities(url),
            "interface_contract": contract,
            "connector_parameters": parameters,
        },
    }


def without_capabilities(url: str) -> str:
    """Return the address of a service without the request that describes it."""
    kept = re.sub(r"(?i)(?<=[?&])(request=getcapabilities|service=(?:wms|wfs|wmts)|version=[\d.]+)(?=&|$)", "", url)
    return re.sub(r"&{2,}", "&", kept).replace("?&", "?").rstrip("?&")
