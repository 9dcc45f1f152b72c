"""What can be said of a dataset's quality from its record alone, without fetching anything."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import NamedTuple, Optional

from .record import Record

FRESH_YEARS = 2.0  # a dataset not updated for longer is said to be old; data of reference may well be
_YEAR_S = 365.25 * 86400.0  # [s]
CHECKS = ("checksum", "licence", "extent", "fresh", "contact")


class QualityMark(NamedTuple):
    """One check: its name, one of :data:`CHECKS`, and whether it is met (``None``: does not apply)."""

    name: str
    met: Optional[bool]


def quality_marks(record: Record, now: Optional[datetime] = None) -> list[QualityMark]:
    """Return the checks of a record, in the order of :data:`CHECKS`.

    ``checksum``: every file announces one that can be checked (does not apply without a file). ``licence``: known,
    or with its text. ``extent``: given, and not the whole world. ``fresh``: updated in the last two years, or not
    past the date at which the producer says it expires. ``contact``: someone can be written to.
    """
    files = [item for item in record.media if item.kind == "FILE"]
    checksum = all(item.checksum is not None and item.checksum.known for item in files) if files else None
    return [
        QualityMark("checksum", checksum),
        QualityMark("licence", bool(record.licence.code or record.licence.uri)),
        QualityMark("extent", record.extent is not None and not record.extent.is_world),
        QualityMark("fresh", is_fresh(record, now)),
        QualityMark("contact", any(contact.email for contact in record.contacts)),
    ]


def is_fresh(record: Record, now: Optional[datetime] = None) -> Optional[bool]:
    """Return whether a dataset is recent, ``None`` when its record does not tell."""
    moment = now or datetime.now(timezone.utc)
    if record.dates.expires is not None:
        return record.dates.expires >= moment
    latest = record.dates.latest()
    return None if latest is None else (moment - latest).total_seconds() <= FRESH_YEARS * _YEAR_S
