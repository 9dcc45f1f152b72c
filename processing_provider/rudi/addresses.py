"""Addresses of media made absolute: a portal gives them relative to itself, which says nothing outside of it."""

from __future__ import annotations

from dataclasses import replace

from ..errors import InputError
from .http_client import base_url, resolve_url
from .record import Media, Record


def with_absolute_addresses(record: Record, base: str = "") -> Record:
    """Return a record whose media have addresses that can be followed from anywhere.

    Parameters
    ----------
    record : Record
        Dataset.
    base : str
        Address of its portal; by default that of the catalogue it came from. An address that cannot be completed
        stays as it is.
    """
    server = base or record.source
    if not server.lower().startswith(("http://", "https://")):
        return record
    try:
        whole = base_url(server)
    except InputError:
        return record
    return replace(record, media=tuple(_completed(item, whole) for item in record.media))


def _completed(media: Media, base: str) -> Media:
    url = media.url.strip()
    if not url or "://" in url:
        return media
    try:
        address = resolve_url(base, url)
    except InputError:
        return media
    return replace(media, connector=replace(media.connector, url=address))
