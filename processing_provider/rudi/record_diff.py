"""What changes between two versions of a record, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Optional

from .validation_issues import shown_value

NEW, CHANGED, REMOVED = "new", "changed", "removed"
# What identifies an item of a list, so that an order that changes is no change.
_KEYS = ("media_id", "contact_id", "organization_id", "lang", "key")
# Fields that a node writes itself, and moments that change with each publication.
_OF_THE_NODE = frozenset(
    ("_id", "__v", "createdAt", "updatedAt", "collection_tag", "file_storage_status", "file_status_update", "updator",
     "integration_error_id", "metadata_status")
)  # fmt: skip
_MOMENTS = ("metadata_info.metadata_dates",)
_MADE_BY_NODE = ("geography.geographic_distribution", "storage_status")
MAX_SHOWN = 400  # characters of a value


@dataclass(frozen=True)
class Change:
    """A field that changes.

    Attributes
    ----------
    kind : str
        ``new``, ``changed`` or ``removed``.
    path : str
        Field, as ``access_condition.licence.licence_label``; items of lists by their identifier or language.
    before, after : str
        What it holds, empty where there is nothing.
    """

    kind: str
    path: str
    before: str
    after: str


def differences(before: Optional[Mapping[str, Any]], after: Mapping[str, Any]) -> tuple[tuple[Change, ...], int]:
    """Return the fields that change, and how many stay as they are.

    Parameters
    ----------
    before : dict or None
        The record as the node has it; None when it has none.
    after : dict
        The record as it would be.
    """
    old, new = flattened(before or {}), flattened(after)
    for made in _MADE_BY_NODE:
        if not any(path == made or path.startswith(f"{made}.") for path in new):
            old = {path: text for path, text in old.items() if path != made and not path.startswith(f"{made}.")}
    changes = []
    for path in [*new, *(path for path in old if path not in new)]:
        one, other = old.get(path), new.get(path)
        if one != other:
            kind = NEW if one is None else REMOVED if other is None else CHANGED
            changes.append(Change(kind, path, (one or "")[:MAX_SHOWN], (other or "")[:MAX_SHOWN]))
    return tuple(changes), sum(1 for path, text in new.items() if old.get(path) == text)


def flattened(record: Mapping[str, Any]) -> dict[str, str]:
    """Return the values of a record by their paths, as text; what the node writes itself is left out."""
    found: dict[str, str] = {}
    _flatten(record, "", found)
    return {path: text for path, text in found.items() if not path.startswith(_MOMENTS)}


def _flatten(value: Any, path: str, found: dict[str, str]) -> None:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key not in _OF_THE_NODE:
                _flatten(item, f"{path}.{key}" if path else str(key), found)
    elif isinstance(value, list) and any(isinstance(item, (Mapping, list)) for item in value):
        for number, item in enumerate(value):
            name = next((item[key] for key in _KEYS if item.get(key)), number) if isinstance(item, Mapping) else number
            _flatten(item, f"{path}[{shown_value(str(name))}]", found)
    elif isinstance(value, list):
        if value:
            found[path] = ", ".join(_text(item) for item in value)
    elif value not in (None, ""):
        found[path] = _text(value)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # a number that went through another language comes back without its point
    return " ".join(str(value).split())
