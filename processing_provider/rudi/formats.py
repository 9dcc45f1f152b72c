"""Formats of files and services: what they are called and what QGIS can make of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from ..tables import TABLES, read_table

ENCRYPTED_SUFFIX = "+crypt"
# Contracts of the portal, and other spellings met in records and in its gateway.
CONTRACTS = (
    "dwnl",
    "dwnl_temporal",
    "dwnl_spacial",
    "dwnl_temporal_spacial",
    "gdata",
    "tpbc",
    "wfs",
    "wms",
    "wmts",
    "custom",
)
MAP_CONTRACTS = ("wms", "wfs", "wmts")
_ALIASES = {
    "generic-data": "gdata",
    "temporal-bar-chart": "tpbc",
    "dwnl_spatial": "dwnl_spacial",
    "dwnl_temporal_spatial": "dwnl_temporal_spacial",
}


@dataclass(frozen=True)
class Format:
    """A format: its media type, label, usual extension, European code and kind for QGIS."""

    mime: str
    label: str
    extension: str
    kind: str
    eu_code: str
    listed: bool


@lru_cache(maxsize=1)
def formats() -> dict[str, Format]:
    """Return the known formats by media type."""
    rows = read_table(TABLES / "rudi_formats.csv")
    return {
        row["mime"]: Format(row["mime"], row["label"], row["extension"], row["kind"], row["eu"], row["listed"] == "1")
        for row in rows
    }


@lru_cache(maxsize=1)
def _by_word() -> dict[str, str]:
    words: dict[str, str] = {}
    for mime, item in formats().items():
        for word in (item.label.lower(), item.extension, item.eu_code.lower()):
            if word and not mime.startswith("contract:"):
                words.setdefault(word, mime)
    words.update(
        {"shapefile": "application/vnd.shp", "shape": "application/vnd.shp", "excel": "application/vnd.ms-excel"}
    )
    return words


def mime_of(name: str) -> str:
    """Return the media type that a name stands for (``csv``, ``GeoJSON``, a media type), empty when unknown."""
    word = name.strip().lower().lstrip(".")
    if "/" in word:
        return word.split(";")[0].strip()
    return _by_word().get(word, "")


def plain_mime(mime: str) -> tuple[str, bool]:
    """Return a media type in lower case without parameters and without ``+crypt``, and whether it had it."""
    word = mime.split(";")[0].strip().lower()
    if word.endswith(ENCRYPTED_SUFFIX):
        return word[: -len(ENCRYPTED_SUFFIX)], True
    return word, False


def format_label(mime: str, contract: str = "") -> str:
    """Return the label of a file's or a service's format, as shown and as counted in facets.

    A GetFeature address of a file is a file: only services are named after their contract.
    """
    plain, _ = plain_mime(mime)
    if plain:
        known = formats().get(plain)
        return known.label if known else plain
    if not contract or contract.startswith("dwnl"):
        return ""
    return formats().get(f"contract:{contract}", formats()["contract:custom"]).label


def format_kind(mime: str, contract: str = "") -> str:
    """Return what QGIS can make of a medium: vector, raster, table, archive, service or document."""
    known = formats().get(plain_mime(mime)[0] or f"contract:{contract}")
    return known.kind if known else "document" if mime else "service"


def normalised_contract(contract: str) -> str:
    """Return a contract as this project spells it; an unknown one in lower case."""
    word = contract.strip().lower()
    return _ALIASES.get(word, word)


def guessed_contract(media_type: str, url: str) -> str:
    """Guess the contract of a medium whose record names none: from its kind and from its address."""
    if media_type == "FILE":
        return "dwnl"
    try:
        parts = urlsplit(url)
    except ValueError:
        return "custom"
    query = {key.lower(): value.lower() for key, value in parse_qsl(parts.query)}
    service = query.get("service", "")
    if service in MAP_CONTRACTS:
        return service
    last = parts.path.rstrip("/").rsplit("/", 1)[-1].lower()
    return last if last in MAP_CONTRACTS else "custom"
