"""The RUDI-PRODUCER metadata, field by field, for versions 1.3.0 and 1.4.1.

One declaration serves the compiled checks (``validation.py``) and the JSON Schema that is given to others
(``json_schema``). The published 1.4.1 description requires of a rich text the fields of another object
(``scheme_id``, ``scheme_label``), which no record has: here a rich text is ``lang``, ``text`` and ``html``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Optional, Union

from .languages import LONG_CODES, SHORT_CODES
from .licences import licences

PROFILES = ("1.3.0", "1.4.1")
TITLE_LENGTH = 150  # characters, a limit
SYNOPSIS_LENGTH = 150  # characters, advised
SUMMARY_LENGTH = 500  # characters, advised
UUID = r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$"
DOI = r"^10\.\d{4,9}/[-.;()/:\w]+$"
VERSION = r"^\d+\.\d+\.\d+$"
MIME = r"^[a-z0-9_.+-]+/[a-z0-9_.+-]+$"


@dataclass(frozen=True)
class Text:
    """A text: a limit or an advised length [characters], a pattern with an example or a format, a closed list."""

    max_length: int = 0
    advised_length: int = 0
    pattern: str = ""
    format: str = ""
    choices: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True)
class Number:
    """A number between two bounds, whole or not."""

    whole: bool = False
    minimum: Optional[float] = None
    maximum: Optional[float] = None


@dataclass(frozen=True)
class Flag:
    """True or false."""


@dataclass(frozen=True)
class Anything:
    """Any value: what another standard describes."""


@dataclass(frozen=True)
class List:
    """A list of like items."""

    item: Node
    at_least: int = 0


@dataclass(frozen=True)
class Object:
    """An object: its fields and which of them are required."""

    fields: tuple[tuple[str, Node], ...]
    required: tuple[str, ...] = ()
    open: bool = False


Node = Union[Text, Number, Flag, Anything, List, Object]

_LANGUAGE = Text(choices=SHORT_CODES + LONG_CODES)
_UUID = Text(pattern=UUID)
_URI = Text(format="uri")
_DATE = Text(format="date-time")
_COUNT = Number(whole=True, minimum=0)


def _object(required: dict[str, Node], optional: Optional[dict[str, Node]] = None, *, free: bool = False) -> Object:
    return Object((*required.items(), *(optional or {}).items()), tuple(required), free)


def _entries(advised: int = 0, *, rich: bool = False) -> List:
    entry = {"lang": _LANGUAGE, "text": Text(advised_length=advised)}
    return List(_object(entry, {"html": Text()} if rich else {}), at_least=1)


_ORGANISATION = _object(
    {"organization_id": _UUID, "organization_name": Text()},
    {
        "organization_address": Text(),
        "organization_coordinates": _object(
            {}, {"latitude": Number(minimum=-90, maximum=90), "longitude": Number(minimum=-180, maximum=180)}
        ),
        "organization_caption": Text(),
        "organization_summary": Text(),
    },
)
_CONTACT = _object(
    {"contact_id": _UUID, "contact_name": Text(), "email": Text(format="email")},
    {"organization_name": Text(), "role": Text(), "contact_summary": Text(), "collection_tag": Text()},
)
_DATES = _object(
    {"created": _DATE, "updated": _DATE},
    {"validated": _DATE, "published": _DATE, "expires": _DATE, "deleted": _DATE},
)
_PARAMETER = _object(
    {"key": Text()},
    {
        "value": Anything(),
        "type": Text(choices=("STRING", "BOOLEAN", "DATE", "LONG", "DOUBLE", "ENUM")),
        "usage": Text(),
        "accepted_values": List(Anything()),
    },
)
_CONNECTOR = _object(
    {"url": _URI}, {"interface_contract": Text(format="contract"), "connector_parameters": List(_PARAMETER)}
)
_CHECKSUM = _object({"algo": Text(choices=("MD5", "SHA-256", "SHA-512")), "hash": Text()})
_MEDIUM = {
    "media_name": Text(),
    "media_caption": Text(),
    "media_visual": _URI,
    "media_dates": _DATES,
}
_MEDIA_REQUIRED = {
    "media_type": Text(choices=("FILE", "SERVICE", "SERIES")),
    "media_id": _UUID,
    "connector": _CONNECTOR,
}
# What each kind of medium has beside the common fields.
MEDIA: dict[str, Object] = {
    "FILE": _object(
        {**_MEDIA_REQUIRED, "file_type": Text(format="mime"), "file_size": _COUNT, "checksum": _CHECKSUM},
        {**_MEDIUM, "file_structure": _URI, "file_encoding": Text(), "file_storage_status": Text()},
    ),
    "SERVICE": _object(_MEDIA_REQUIRED, {**_MEDIUM, "api_documentation_url": _URI}),
    "SERIES": _object(
        _MEDIA_REQUIRED,
        {
            **_MEDIUM,
            "latency": _COUNT,
            "period": _COUNT,
            "current_number_of_records": _COUNT,
            "current_size": _COUNT,
            "total_number_of_records": _COUNT,
            "total_size": _COUNT,
        },
    ),
}
# The kind decides; an unknown kind is reported once and its other fields are not.
_ANY_MEDIUM = _object({"media_type": Text(choices=tuple(MEDIA))}, free=True)
_LICENCE = _object(
    {"licence_type": Text(choices=("STANDARD", "CUSTOM"))},
    {
        "licence_label": Text(choices=tuple(code for code, terms in licences().items() if terms.standard)),
        "custom_licence_label": _entries(),
        "custom_licence_uri": _URI,
    },
)
_LATITUDE, _LONGITUDE = Number(minimum=-90, maximum=90), Number(minimum=-180, maximum=180)
_GEOGRAPHY = _object(
    {
        "bounding_box": _object(
            {
                "north_latitude": _LATITUDE,
                "south_latitude": _LATITUDE,
                "west_longitude": _LONGITUDE,
                "east_longitude": _LONGITUDE,
            }
        )
    },
    {"geographic_distribution": Anything(), "projection": Text()},
)
_ACCESS = _object(
    {"licence": _LICENCE},
    {
        "confidentiality": _object({}, {"restricted_access": Flag(), "gdpr_sensitive": Flag()}),
        "usage_constraint": _entries(),
        "bibliographical_reference": _entries(),
        "mandatory_mention": _entries(),
        "access_constraint": _entries(),
        "other_constraints": _entries(),
    },
)
_METADATA_INFO = _object(
    {"api_version": Text(pattern=VERSION, example="1.3.0")},
    {"metadata_dates": _DATES, "metadata_contacts": List(_CONTACT), "metadata_source": _URI},
)
# What a node adds to the records it keeps; it is not sent to the portal.
NODE_FIELDS = frozenset({"collection_tag", "metadata_status", "_id", "__v", "createdAt", "updatedAt"})


@lru_cache(maxsize=4)
def profile(version: str) -> Object:
    """Return the declaration of a version of the records.

    Raises
    ------
    ValueError
        When the version is none of ``PROFILES``.
    """
    if version not in PROFILES:
        raise ValueError(f"There is no profile {version}.")
    latest = version == "1.4.1"
    info = _METADATA_INFO
    if not latest:
        info = replace(info, fields=(*info.fields, ("metadata_provider", _ORGANISATION)))
    required: dict[str, Node] = {
        "global_id": _UUID,
        "resource_title": Text(max_length=TITLE_LENGTH),
        "synopsis": _entries(SYNOPSIS_LENGTH),
        "summary": _entries(SUMMARY_LENGTH, rich=latest),
        "theme": Text(format="theme"),
        "keywords": List(Text(), at_least=1),
        "producer": _ORGANISATION,
        "contacts": List(_CONTACT, at_least=1),
        "available_formats": List(_ANY_MEDIUM, at_least=1),
        "dataset_dates": _DATES,
        "storage_status": Text(choices=("online", "archived", "unavailable", "pending")),
        "access_condition": _ACCESS,
        "metadata_info": info,
    }
    optional: dict[str, Node] = {
        "local_id": Text(),
        "doi": Text(pattern=DOI, example="10.5281/zenodo.1234567"),
        "resource_languages": List(_LANGUAGE),
        "temporal_spread": _object({"start_date": _DATE}, {"end_date": _DATE}),
        "geography": _GEOGRAPHY,
        "dataset_size": _object({}, {"numbers_of_records": _COUNT, "number_of_fields": _COUNT}),
        "ext_metadata": Anything(),
    }
    return _object(required, optional)


def profile_of(version: str) -> str:
    """Return the profile to check a record of some ``api_version`` with: 1.4.1 from 1.4.0 on, else 1.3.0."""
    numbers = [int(part) if part.isdigit() and len(part) < 6 else 0 for part in version.split(".")[:2]]
    return "1.4.1" if tuple([*numbers, 0, 0][:2]) >= (1, 4) else "1.3.0"


def json_schema(version: str) -> dict[str, Any]:
    """Return a version's declaration as a JSON Schema (draft 2020-12), without any reference elsewhere."""
    schema = _schema_of(profile(version))
    media = [_schema_of(node) for node in MEDIA.values()]
    for kind, node in zip(MEDIA, media):
        node["properties"]["media_type"] = {"const": kind}
    schema["properties"]["available_formats"]["items"] = {"oneOf": media}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"RUDI-PRODUCER metadata {version}",
        **schema,
    }


def _schema_of(node: Node) -> dict[str, Any]:
    if isinstance(node, Object):
        schema = {"type": "object", "properties": {name: _schema_of(field) for name, field in node.fields}}
        return {**schema, "required": list(node.required)} if node.required else schema
    if isinstance(node, List):
        schema = {"type": "array", "items": _schema_of(node.item)}
        return {**schema, "minItems": node.at_least} if node.at_least else schema
    if isinstance(node, Text):
        return _text_schema(node)
    if isinstance(node, Number):
        bounds = {"minimum": node.minimum, "maximum": node.maximum}
        kept = {key: value for key, value in bounds.items() if value is not None}
        return {"type": "integer" if node.whole else "number", **kept}
    return {"type": "boolean"} if isinstance(node, Flag) else {}


def _text_schema(node: Text) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "minLength": 1}
    if node.max_length:
        schema["maxLength"] = node.max_length
    if node.pattern or node.format == "mime":
        schema["pattern"] = node.pattern or MIME
    if node.format in ("uri", "date-time", "email"):
        schema["format"] = node.format
    return {"type": "string", "enum": list(node.choices)} if node.choices else schema
