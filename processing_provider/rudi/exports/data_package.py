"""Records as a Frictionless data package, version 2: one ``datapackage.json`` beside the files."""

from __future__ import annotations

import json
import re
from typing import Any

from ..formats import formats
from ..licences import licences
from ..record import Media, Record
from ..record_values import is_openable
from ..record_writer import date_text
from ..search_text import folded

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_HASH_NAMES = {"MD5": "", "SHA-1": "sha1:", "SHA-256": "sha256:", "SHA-512": "sha512:"}
_NOT_IN_NAME = re.compile(r"[^a-z0-9._-]+")


def data_package(record: Record, language: str = "fr") -> str:
    """Return a record as a ``datapackage.json``."""
    return json.dumps(data_package_object(record, language), ensure_ascii=False, indent=2) + "\n"


def data_package_object(record: Record, language: str = "fr") -> dict[str, Any]:
    """Return a record as the object of a data package, without empty fields nor addresses relative to a portal."""
    terms = licences().get(record.licence.code)
    licence = {
        "name": terms.spdx if terms else "",
        "path": record.licence.uri or (terms.uri if terms else ""),
        "title": record.licence.shown(language),
    }
    contributors = [{"title": record.producer.name, "roles": ["publisher"]}] if record.producer.name else []
    contributors += [
        _filled(
            {
                "title": contact.name,
                "email": contact.email,
                "organization": contact.organisation,
                "roles": ["contact"],
            }
        )
        for contact in record.contacts
        if contact.name
    ]
    names: dict[str, int] = {}
    return _filled(
        {
            "$schema": PROFILE,
            "id": record.global_id,
            "name": plain_name(record.title) or "dataset",
            "title": record.title,
            "description": record.description(language),
            "homepage": record.metadata_source if is_openable(record.metadata_source) else "",
            "image": record.thumbnail,
            "created": date_text(record.dates.created) if record.dates.created else "",
            "keywords": list(record.keywords),
            "licenses": [_filled(licence)] if licence["name"] or licence["path"] else [],
            "contributors": contributors,
            "resources": [_resource(medium, names) for medium in record.media if listed(medium)],
        }
    )


def plain_name(text: str) -> str:
    """Return a text as a name of a data package: lower-case letters, digits, points and hyphens."""
    return _NOT_IN_NAME.sub("-", folded(text)).strip("-.")[:80].strip("-.")


def listed(medium: Media) -> bool:
    """Return whether a package can name the file or service: its address must lead somewhere by itself."""
    return medium.url.startswith(("http://", "https://")) and is_openable(medium.url)


def _resource(medium: Media, names: dict[str, int]) -> dict[str, Any]:
    known = formats().get(medium.file_type)
    name = plain_name(medium.name or medium.media_id) or "resource"
    names[name] = names.get(name, 0) + 1
    checksum = medium.checksum if medium.checksum is not None and medium.checksum.known else None
    return _filled(
        {
            "name": name if names[name] == 1 else f"{name}-{names[name]}",
            "path": medium.url,
            "title": medium.name,
            "description": medium.caption,
            "format": known.extension if known else "",
            "mediatype": medium.file_type,
            "encoding": medium.file_encoding.replace("charset=", "").lower(),
            "bytes": medium.file_size,
            "hash": _HASH_NAMES.get(checksum.algorithm, "") + checksum.value if checksum else "",
            "schema": medium.file_structure if medium.file_structure.endswith(".json") and known_table(medium) else "",
        }
    )


def known_table(medium: Media) -> bool:
    """Return whether the file is a table, whose structure a package can name."""
    return medium.loads_as == "table" and is_openable(medium.file_structure)


def _filled(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value not in (None, "", [], {})}
