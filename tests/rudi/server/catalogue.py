"""The records of one server, and the searches of a portal and of a node in them."""

from __future__ import annotations

import copy
import fnmatch
import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Optional

from .exchange import Asked, RefusedError, error
from .records import made_records, normalised_records, real_records

ORDERS = {
    "name": lambda record: record.get("resource_title", "").lower(),
    "title": lambda record: record.get("resource_title", "").lower(),
    "date": lambda record: record.get("dataset_dates", {}).get("created", ""),
    "updatedate": lambda record: record.get("dataset_dates", {}).get("updated", ""),
    "producername": lambda record: record.get("producer", {}).get("organization_name", "").lower(),
}
FACETS = {
    "theme": lambda record: record.get("theme"),
    "producer_organization_name": lambda record: record.get("producer", {}).get("organization_name"),
    "producer_organization_id": lambda record: record.get("producer", {}).get("organization_id"),
}


class Catalogue:
    """Records by identifier, in the order they came.

    Parameters
    ----------
    mode : str
        "normalised" or "dirty".
    made : bool
        Made records even where the real ones are.
    """

    def __init__(self, mode: str, made: bool) -> None:
        self.made = made or real_records() is None
        self._dirty = made_records() if self.made else real_records()
        first = self._dirty if mode == "dirty" else normalised_records(self.made)
        self.mode = mode
        # A copy of its own: what a test or a client changes on one server does not reach the next one.
        own = json.loads(json.dumps(first))
        self.records: dict[str, dict[str, Any]] = {record["global_id"]: record for record in own}

    def all(self, mode: Optional[str] = None) -> list[dict[str, Any]]:
        """Return the records, raw when the request says so."""
        if mode == "dirty" and self.mode != "dirty":
            return self._dirty
        return list(self.records.values())

    def one(self, global_id: str) -> dict[str, Any]:
        """Return a record; 404 without it."""
        if global_id not in self.records:
            raise RefusedError(error(404, f"dataset {global_id} unknown", "ERR-104"))
        return self.records[global_id]

    def media(self, media_id: str) -> Optional[tuple[dict[str, Any], dict[str, Any]]]:
        """Return a media and its record."""
        for record in self.records.values():
            for media in record.get("available_formats") or []:
                if media and media.get("media_id") == media_id:
                    return record, media
        return None


# --- the portal's search -----------------------------------------------------------------------------------------


def portal_search(catalogue: Catalogue, asked: Asked, *, absent_means_false: bool = False) -> list[dict[str, Any]]:
    """Return the records that a konsult request asks for, in its order."""
    found = [record for record in catalogue.all(asked.one("mode")) if _fits(record, asked, absent_means_false)]
    order = asked.one("order") or "-updatedate"
    if order.lstrip("-") not in ORDERS:
        raise RefusedError(error(400, f"unknown order {order}"))
    return sorted(found, key=ORDERS[order.lstrip("-")], reverse=order.startswith("-"))


def _fits(record: dict[str, Any], asked: Asked, absent_means_false: bool) -> bool:
    confidentiality = record.get("access_condition", {}).get("confidentiality") or {}
    for name, field in (("restrictedAccess", "restricted_access"), ("gdprSensitive", "gdpr_sensitive")):
        wanted = asked.flag(name)
        wanted = False if wanted is None and absent_means_false else wanted
        if wanted is not None and bool(confidentiality.get(field)) != wanted:
            return False
    producer = record.get("producer") or {}
    for name, value in (
        ("themes", record.get("theme")),
        ("producerNames", producer.get("organization_name")),
        ("producerUuids", producer.get("organization_id")),
        ("globalId", record.get("global_id")),
    ):
        wanted = asked.query.get(name, []) + asked.query.get(f"{name}[]", [])
        if wanted and value not in wanted:
            return False
    keywords = asked.query.get("keywords", []) + asked.query.get("keywords[]", [])
    if keywords and not set(keywords) & set(record.get("keywords") or []):
        return False
    updated = record.get("dataset_dates", {}).get("updated", "")
    if asked.one("dateDebut") and updated < asked.one("dateDebut"):
        return False
    if asked.one("dateFin") and updated > asked.one("dateFin"):
        return False
    return free_text_fits(asked.one("freeText") or "", record)


def free_text_fits(text: str, record: dict[str, Any]) -> bool:
    """Tell whether a record answers a free text: title or synopsis only, every term as a prefix.

    A wildcard is added to each term unless the text has ``*`` or quotes; quotes ask for the exact phrase.
    """
    if not text.strip():
        return True
    fields = [record.get("resource_title", ""), *(entry.get("text", "") for entry in record.get("synopsis") or [])]
    words = [word for field in fields for word in _words(field)]
    folded = " ".join(words)
    exact = "*" in text or '"' in text
    for phrase in re.findall(r'"([^"]*)"', text):
        if f" {' '.join(_words(phrase))} " not in f" {folded} ":
            return False
    rest = re.sub(r'"[^"]*"', " ", text)
    terms = [_fold(term) for term in rest.split()]
    patterns = [term if exact else f"{term}*" for term in terms]
    return all(any(fnmatch.fnmatchcase(word, pattern) for word in words) for pattern in patterns)


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", _fold(text))


def facet(catalogue: Catalogue, name: str) -> dict[str, Any]:
    """Return the values of a facet, most frequent first."""
    counts: dict[str, int] = {}
    for record in catalogue.all():
        value = FACETS[name](record)
        if value:
            counts[value] = counts.get(value, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return {"propertyName": name, "values": [{"value": value, "count": count} for value, count in ordered]}


# --- the node's search -------------------------------------------------------------------------------------------

_CONTROLS = {"limit", "offset", "sort_by", "fields", "updated_after", "updated_before", "count_by", "group_by"}
_CONTROLS |= {"group_limit", "group_offset", "mode"}


def node_search(records: list[dict[str, Any]], asked: Asked) -> list[dict[str, Any]]:
    """Return the records that a node request asks for: any field or dotted path, dates, several sort fields."""
    found = [
        record
        for record in records
        if all(
            any(str(value) == wanted for value in values_at(record, name) for wanted in wanted_values)
            for name, wanted_values in asked.query.items()
            if name not in _CONTROLS
        )
    ]
    after, before = asked.one("updated_after"), asked.one("updated_before")
    found = [record for record in found if _between(record, after, before)]
    for name in reversed(asked.many("sort_by")):
        path = {"-updatedAt": "-dataset_dates.updated", "updatedAt": "dataset_dates.updated"}.get(name, name)
        found.sort(key=lambda r, p=path: str(next(values_at(r, p.lstrip("-")), "")), reverse=path.startswith("-"))
    return found


def _between(record: dict[str, Any], after: Optional[str], before: Optional[str]) -> bool:
    updated = record.get("dataset_dates", {}).get("updated", "")
    return (not after or updated >= after) and (not before or updated <= before)


def values_at(value: Any, path: str) -> Iterator[Any]:
    """Give the values at a dotted path, through lists."""
    if isinstance(value, list):
        for item in value:
            yield from values_at(item, path)
        return
    name, _, rest = path.partition(".")
    if not isinstance(value, dict) or name not in value:
        return
    if rest:
        yield from values_at(value[name], rest)
    elif isinstance(value[name], list):
        yield from value[name]
    else:
        yield value[name]


def only_fields(record: dict[str, Any], fields: list[str]) -> dict[str, Any]:
    """Return some fields of a record."""
    return {name: record[name] for name in fields if name in record} if fields else record


def with_addresses(record: dict[str, Any], address) -> dict[str, Any]:
    """Return a copy of a record whose media have their addresses, from ``address(media)``; dirty ones keep theirs."""
    served = copy.deepcopy(record)
    for media in served.get("available_formats") or []:
        if media and not media["connector"].get("url"):
            media["connector"]["url"] = address(media)
    return served
