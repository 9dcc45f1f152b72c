"""Records as schema.org JSON-LD: what web search engines read in a page."""

from __future__ import annotations

import json
from typing import Any

from ..licences import licences
from ..record import Media, Record
from ..record_writer import date_text


def schema_org(record: Record, language: str = "fr") -> str:
    """Return a record as a ``Dataset`` of schema.org, safe to stand inside an HTML page."""
    text = json.dumps(schema_org_object(record, language), ensure_ascii=False, indent=2)
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
        "creator": {"@type": "Organization", "name": record.producer.name} if record.producer.name else None,
        "dateCreated": _date(record.dates.created),
        "dateModified": _date(record.dates.updated),
        "datePublished": _date(record.dates.published),
        "temporalCoverage": _coverage(record),
        "spatialCoverage": _place(record),
        "citation": record.citation.text(language),
        "creditText": record.mandatory_mention.text(language),
        "distribution": [_download(medium) for medium in record.media if medium.url],
    }
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
        "contentSize": f"{medium.file_size} B" if medium.file_size else "",
    }
    if medium.checksum is not None and medium.checksum.known and medium.checksum.algorithm == "SHA-256":
        content["sha256"] = medium.checksum.value
    return {name: value for name, value in content.items() if value}
