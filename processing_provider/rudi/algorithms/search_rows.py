"""The footprints that a search writes: fields, values, shapes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Optional

from qgis.core import QgsGeometry, QgsRectangle

from ...errors import InputError
from ..citation import landing_address
from ..record import Media, Record
from .access import Access
from .table_rows import qt_moment

FIELDS = (
    ("global_id", "text"),
    ("title", "text"),
    ("synopsis", "text"),
    ("theme", "text"),
    ("theme_label", "text"),
    ("keywords", "text"),
    ("producer", "text"),
    ("licence", "text"),
    ("restricted", "boolean"),
    ("gdpr", "boolean"),
    ("formats", "text"),
    ("n_media", "integer"),
    ("size_b", "integer"),
    ("created", "datetime"),
    ("updated", "datetime"),
    ("t_start", "datetime"),
    ("t_end", "datetime"),
    ("iou", "real"),
    ("score", "real"),
    ("media_json", "text"),
    ("url", "text"),
    ("stale_h", "real"),
)
SEPARATOR = ", "  # between the values of a list
# An extent without width or height is given this half side, about half a metre, so that it can be seen [degrees].
LEAST_HALF_SIDE = 5e-6


@dataclass(frozen=True)
class Hit:
    """A record found: how well its text matches, and how much of its extent; None where that was not asked."""

    record: Record
    score: Optional[float] = None
    overlap: Optional[float] = None


def row_of(hit: Hit, access: Access, language: str, stale_h: Optional[float]) -> list[Any]:
    """Return the values of a footprint, in the order of :data:`FIELDS`."""
    record = hit.record
    sizes = [item.file_size for item in record.media if item.file_size is not None]
    return [
        record.global_id,
        record.title or None,
        record.synopsis.text(language) or None,
        record.theme or None,
        record.theme_shown(language) or None,
        SEPARATOR.join(record.keywords) or None,
        record.producer.name or None,
        record.licence.code or record.licence.shown(language) or None,
        record.access != "open",
        record.gdpr_sensitive,
        SEPARATOR.join(record.formats) or None,
        len(record.media),
        sum(sizes) if sizes else None,
        qt_moment(record.dates.created),
        qt_moment(record.dates.updated),
        qt_moment(record.period_start),
        qt_moment(record.period_end),
        hit.overlap,
        hit.score,
        json.dumps([media_object(item, record, access) for item in record.media], ensure_ascii=False),
        landing_of(record, access) or None,
        stale_h,
    ]


def landing_of(record: Record, access: Access) -> str:
    """Return the page of a record: its DOI, its card on a portal, or the address that it gives itself."""
    portal = access.base if access.connection.kind == "portal" else ""
    return landing_address(record, portal) or record.metadata_source


def media_object(media: Media, record: Record, access: Access) -> dict[str, Any]:
    """Return what a layer keeps of a medium, its address completed where it can be."""
    url = media.url
    if url:
        try:
            url = access.source.media_url(record, media)
        except InputError:
            url = media.url  # a file of records does not say which server its addresses belong to
    content = {
        "media_id": media.media_id,
        "kind": media.kind,
        "name": media.shown_name(),
        "format": media.format,
        "mime": media.file_type,
        "size": media.file_size,
        "contract": media.connector.contract,
        "url": url,
        "encrypted": media.encrypted or None,
    }
    return {name: value for name, value in content.items() if value not in (None, "")}


def footprint(record: Record) -> Optional[QgsGeometry]:
    """Return the extent of a record as a rectangle in degrees, None when it has none."""
    if record.extent is None:
        return None
    west, south, east, north = record.extent.as_tuple()
    if west == east:
        west, east = west - LEAST_HALF_SIDE, east + LEAST_HALF_SIDE
    if south == north:
        south, north = south - LEAST_HALF_SIDE, north + LEAST_HALF_SIDE
    return QgsGeometry.fromRect(QgsRectangle(west, south, east, north))
