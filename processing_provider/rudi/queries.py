"""What to look for in a catalogue, the same words for every source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

ORDERS = ("name", "date", "title", "producername", "updatedate")  # of a portal; a minus before: descending


@dataclass(frozen=True)
class Query:
    """A search.

    Attributes
    ----------
    text : str
        Free text. On a RUDI portal: title or synopsis only.
    themes, keywords, producer_names, producer_ids, global_ids : tuple of str
    date_from, date_to : str, optional
        ISO 8601 dates, of the last update.
    restricted, gdpr : bool, optional
        None: both.
    order : str
        One of :data:`ORDERS`, "-" before it for descending.
    bbox : tuple of float, optional
        West, south, east, north [degrees, WGS 84]. Sources without a spatial search ignore it: the caller filters.
    """

    text: str = ""
    themes: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    producer_names: tuple[str, ...] = ()
    producer_ids: tuple[str, ...] = ()
    global_ids: tuple[str, ...] = ()
    date_from: Optional[str] = None
    date_to: Optional[str] = None
    restricted: Optional[bool] = None
    gdpr: Optional[bool] = None
    order: str = "-updatedate"
    bbox: Optional[tuple[float, float, float, float]] = None

    def portal_parameters(self) -> dict[str, Any]:
        """Return the parameters of ``/konsult/v1/datasets/metadatas``.

        Raises
        ------
        ValueError
            When the order is not one that portals know.
        """
        if self.order.lstrip("-") not in ORDERS:
            raise ValueError(f"order {self.order!r} is none of {ORDERS}")
        return {
            "freeText": self.text.strip() or None,
            "themes": self.themes,
            "keywords": self.keywords,
            "producerNames": self.producer_names,
            "producerUuids": self.producer_ids,
            "globalId": self.global_ids,
            "dateDebut": self.date_from,
            "dateFin": self.date_to,
            "restrictedAccess": self.restricted,
            "gdprSensitive": self.gdpr,
            "order": self.order,
        }
