"""Records as schema.org JSON-LD: what web search engines read in a page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ..licences import licences
from ..record import Media, Record
from ..record_writer import date_text
from .dcat import is_absolute


def schema_org(record: Record, language: str = "fr") -> str:
    """Return a record as a ``Dataset`` of schema.org, safe to stand inside an HTML page."""
    return _page_safe(schema_org_object(record, language))


def schema_org_catalogue(records: Iterable[Record], language: str = "fr") -> str:
    """Return records as one ``DataCatalog`` of schema.org, safe to stand inside an HTML page."""
    listed = [schema_org_object(record, language) for record in records]
    for content in listed:
        content.pop("@context", None)
    catalogue = {"@context": "https://schema.org/", "@type": "DataCatalog", "name": "RUDI", "dataset": listed}
    return _page_safe(catalogue)


def _page_safe(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026") + "\n"


def schema_org_object(record: Record, language: str = "fr") -> dict[str, Any]:
    """Return a record as the object of a ``Dataset`` of schema.org, empty fields left out."""
    terms = licences().get(record.licence.code)
    content = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "identifier": list(filter(None, [record.global_id, record.doi])),
        "name": record.title,
        "description": record.description(language),
        "keywords": list(record.keywords),
        "inLanguage": list(record.languages),
        "license": record.licence.uri or (terms.uri if terms else ""),
        "isAccessibleForFree": True if record.access == "open" else None,
        "conditionsOfAccess": record.access_constraint.text(language),
        "usageInfo": record.usage_constraint.text(language),
        "about": {"@type": "DefinedTerm", "termCode": record.theme, "name": record.theme_shown(language)}
        if record.theme
        else None,
        "creator": _creator(record),
        "url": record.metadata_source,
        "thumbnailUrl": record.thumbnail,
        "expires": _date(record.dates.expires),
        "dateCreated": _date(record.dates.created),
        "dateModified": _date(record.dates.updated),
        "datePublished": _date(record.dates.published),
        "temporalCoverage": _coverage(record),
        "spatialCoverage": _place(record),
        "citation": record.citation.text(language),
        "creditText": record.mandatory_mention.text(language),
        "distribution": [_download(medium) for medium in record.media if is_absolute(medium.url)],
    }
    return _filled(content)


def _creator(record: Record) -> dict[str, Any]:
    points = [
        _filled({"@type": "ContactPoint", "name": item.name, "email": item.email, "contactType": item.role})
        for item in record.contacts
    ]
    if not record.producer.name and not points:
        return {}
    organisation = {"@type": "Organization", "name": record.producer.name, "address": record.producer.address}
    return _filled({**organisation, "contactPoint": points})


def _filled(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value not in (None, "", [], {})}


def _date(moment: Any) -> str:
    return date_text(moment) if moment else ""


def _coverage(record: Record) -> str:
    if record.period_start is None and record.period_end is None:
        return ""
    return f"{_date(record.period_start) or '..'}/{_date(record.period_end) or '..'}"


def _place(record: Record) -> dict[str, Any]:
    if record.extent is None:
        return {}
    west, south, east, north = record.extent.as_tuple()
    # schema.org gives the corners as latitude then longitude.
    return {"@type": "Place", "geo": {"@type": "GeoShape", "box": f"{south!r} {west!r} {north!r} {east!r}"}}


def _download(medium: Media) -> dict[str, Any]:
    content = {
        "@type": "DataDownload",
        "name": medium.name,
        "contentUrl": medium.url,
        "encodingFormat": medium.file_type or medium.format,
        "description": medium.caption,
        "dateModified": _date(medium.dates.updated),
        "contentSize": f"{medium.file_size} B" if medium.file_size else "",
    }
    if medium.checksum is not None and medium.checksum.known and medium.checksum.algorithm == "SHA-256":
        content["sha256"] = medium.checksum.value
    return {name: value for name, value in content.items() if value}
