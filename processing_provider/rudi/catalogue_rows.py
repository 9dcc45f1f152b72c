"""What the catalogue keeps of a record beside the record itself: what is searched, filtered and sorted."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from .filters import MULTIPLE_FACETS, SINGLE_FACETS, Category, FilterTable
from .record import Record
from .search_text import folded
from .themes import theme_label

SEPARATOR = "\x1f"  # between the values of one column; records hold no control character once read
MAX_RECORD_BYTES = 16 * 2**20  # a record bigger than this is not kept
MAX_DEPTH = 200  # objects and lists inside one another; a geometry has 5
UNKNOWN_LICENCE = "unknown"
# The columns of a record beside its identifier and its content; the statements below name them in this order.
COLUMNS = (
    "title",
    "producer",
    "theme",
    "licence",
    "access",
    "year",
    "updated",
    "west",
    "south",
    "east",
    "north",
    "formats",
    "keywords",
)
CREATE = (
    "CREATE TABLE IF NOT EXISTS dataset("
    "id INTEGER PRIMARY KEY AUTOINCREMENT, source_id INTEGER NOT NULL REFERENCES source(id) ON DELETE CASCADE, "
    "global_id TEXT NOT NULL, digest BLOB NOT NULL, content TEXT NOT NULL, deleted_at REAL, "
    "title TEXT, producer TEXT, theme TEXT, licence TEXT, access TEXT, year INTEGER, updated REAL, "
    "west REAL, south REAL, east REAL, north REAL, formats TEXT, keywords TEXT, UNIQUE(source_id, global_id))"
)
INSERT = (
    "INSERT INTO dataset(digest, content, title, producer, theme, licence, access, year, updated, "
    "west, south, east, north, formats, keywords, source_id, global_id) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
UPDATE = (
    "UPDATE dataset SET deleted_at = NULL, digest = ?, content = ?, title = ?, producer = ?, theme = ?, licence = ?, "
    "access = ?, year = ?, updated = ?, west = ?, south = ?, east = ?, north = ?, formats = ?, keywords = ? "
    "WHERE id = ?"
)
_SELECT = (
    "SELECT d.id, s.url, d.title, d.producer, d.theme, d.licence, d.access, d.year, d.updated, "
    "d.west, d.south, d.east, d.north, d.formats, d.keywords "
    "FROM dataset d JOIN source s ON s.id = d.source_id WHERE d.deleted_at IS NULL ORDER BY d.id"
)


@dataclass(frozen=True)
class Row:
    """A record ready to be written: identifier, digest of its content, JSON, columns, texts of the index."""

    global_id: str
    digest: bytes
    content: str
    columns: tuple[Any, ...]
    texts: dict[str, str]


def content_of(raw: Any) -> Optional[str]:
    """Return the JSON of a record, the same whatever the order of its fields; ``None`` when it cannot be kept."""
    try:
        content = json.dumps(raw, sort_keys=True, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError):
        return None
    return content if len(content) <= MAX_RECORD_BYTES and not _too_deep(raw, content) else None


def _too_deep(raw: Any, content: str) -> bool:
    """Return whether reading the JSON again could overrun the stack."""
    if content.count("[") + content.count("{") <= MAX_DEPTH:
        return False
    level = [raw]
    for _ in range(MAX_DEPTH):
        inner = [list(item.values()) if isinstance(item, dict) else item for item in level]
        level = [item for items in inner for item in items if isinstance(item, (dict, list))]
        if not level:
            return False
    return True


def digest_of(content: str) -> bytes:
    """Return a short digest that tells whether a record changed."""
    return hashlib.blake2b(content.encode(), digest_size=16).digest()


def row_of(record: Record, content: str) -> Row:
    """Return what is written for a record."""
    latest = record.dates.latest()
    box = record.extent.as_tuple() if record.extent else (None,) * 4
    columns = (
        record.title,
        record.producer.name,
        record.theme,
        record.licence.code or record.licence.label.text().split("\n")[0].strip() or UNKNOWN_LICENCE,
        record.access,
        record.year,
        latest.timestamp() if latest else None,
        *box,
        SEPARATOR.join(record.formats),
        SEPARATOR.join(record.keywords),
    )
    return Row(record.global_id, digest_of(content), content, columns, _texts(record))


def _texts(record: Record) -> dict[str, str]:
    themes = f"{theme_label(record.theme, 'fr')} {theme_label(record.theme, 'en')}"
    return {
        "title": record.title,
        "keywords": " ".join([*record.keywords, themes]),
        "producer": record.producer.name,
        "synopsis": record.synopsis.all_text(),
        "summary": " ".join([record.summary.all_text(), record.local_id, *record.formats]),
    }


def load_table(connection: sqlite3.Connection, sources: Iterable[str]) -> FilterTable:
    """Read the properties of all records that are not deleted, of some sources, or of all when none is given."""
    chosen = set(sources)
    found = connection.execute(_SELECT).fetchall()
    if chosen:
        found = [row for row in found if row[1] in chosen]
    by_name = dict(zip(("id", "source", *COLUMNS), zip(*found))) if found else {}
    return _table_of(by_name, len(found))


def _table_of(by_name: dict[str, tuple[Any, ...]], count: int) -> FilterTable:
    def numbers(name: str, missing: float, kind: type) -> np.ndarray:
        values = by_name.get(name, ())
        return np.array([missing if value is None else value for value in values], dtype=kind)

    sides = [numbers(name, np.nan, float) for name in ("west", "south", "east", "north")]
    categories = {}
    for name in SINGLE_FACETS:
        values = by_name.get(name, ())
        categories[name] = Category.of([(str(value),) if value is not None else () for value in values])
    for name in MULTIPLE_FACETS:
        categories[name] = Category.of([value.split(SEPARATOR) for value in by_name.get(f"{name}s", ())])
    return FilterTable(
        rows=numbers("id", 0, np.int64),
        boxes=np.column_stack(sides) if count else np.empty((0, 4)),
        updated=numbers("updated", np.nan, float),
        years=numbers("year", 0, np.int64),
        title_rank=_ranks(by_name.get("title", ())),
        producer_rank=_ranks(by_name.get("producer", ())),
        categories=categories,
    )


def _ranks(texts: Iterable[str]) -> np.ndarray:
    """Return the place of each text in the alphabetical order, equal texts in their order."""
    keys = [folded(text) for text in texts]
    ranks = np.empty(len(keys), dtype=np.int64)
    ranks[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return ranks
