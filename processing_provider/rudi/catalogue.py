"""The local catalogue: the records of several sources in one SQLite file, for search without network.

A harvest gathers its pages aside, in a temporary table, and is applied in one short transaction: whoever
searches meanwhile sees the catalogue as it was, and an interrupted harvest leaves it so.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Optional

import numpy as np

from ..errors import InputError, RunCancelledError
from .catalogue_rows import CREATE, INSERT, UPDATE, Row, content_of, digest_of, load_table, row_of
from .filters import FilterTable
from .record import Record
from .record_reader import read_record
from .record_writer import record_to_json
from .search_text import SearchTerm
from .text_index import FtsIndex, PostingIndex, TextIndex, has_fts5

SCHEMA_VERSION = 1
PAGE_SIZE = 100  # records; what portals and nodes give at once
_WAIT = 10.0  # seconds that one writer waits for another


@dataclass(frozen=True)
class SourceState:
    """A source of the catalogue.

    Attributes
    ----------
    url, name : str
        Address, and the name that the user gave.
    records : int
        Records that are not deleted.
    harvested_at, full_at : float or None
        Last harvest, last complete one [seconds since 1970].
    """

    url: str
    name: str
    records: int
    harvested_at: Optional[float]
    full_at: Optional[float]

    def age_hours(self, now: Optional[float] = None) -> Optional[float]:
        """Return the hours since the last harvest, ``None`` when there was none."""
        if self.harvested_at is None:
            return None
        return max(0.0, ((time.time() if now is None else now) - self.harvested_at) / 3600.0)


@dataclass
class HarvestReport:
    """What a harvest did: numbers of records, and whether it saw everything (only then are records deleted)."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    skipped: int = 0
    warnings: int = 0
    complete: bool = False


class Catalogue:
    """The file of the catalogue; to be used from the thread that opened it.

    Parameters
    ----------
    path : Path
        File; made when it is missing. A file that is no catalogue is set aside under ``.bad`` and a new one
        begun, since everything in it can be harvested again: ``set_aside`` then tells where.
    own_index : bool
        Use our own text index even where SQLite has one.
    """

    def __init__(self, path: Path, *, own_index: bool = False) -> None:
        self.path = Path(path)
        self.set_aside: Optional[Path] = None
        try:
            self._connect(own_index)
        except sqlite3.OperationalError as error:
            raise InputError(
                "The local catalogue {path} cannot be opened: {cause}. Choose another folder in the settings.",
                path=str(self.path),
                cause=str(error),
            ) from error
        except sqlite3.DatabaseError:  # the file is there, and is something else
            self.set_aside = self.path.with_suffix(".bad")
            self.path.replace(self.set_aside)
            for rest in ("-wal", "-shm"):
                self.path.with_name(self.path.name + rest).unlink(missing_ok=True)
            self._connect(own_index)

    def _connect(self, own_index: bool) -> None:
        self._connection = sqlite3.connect(str(self.path), timeout=_WAIT, isolation_level=None)
        try:
            self._open(own_index)
        except BaseException:
            self.close()
            raise

    def _open(self, own_index: bool) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA_VERSION:
            raise InputError(
                "The local catalogue {path} was made by a later version of this plugin: update the plugin, "
                "or delete the file to harvest again.",
                path=str(self.path),
            )
        own_index = own_index or not has_fts5(self._connection)
        self._index: TextIndex = (PostingIndex if own_index else FtsIndex)(self._connection)
        self._in_transaction(lambda: self._prepare(version, "own" if own_index else "fts5"))

    def _prepare(self, version: int, index: str) -> None:
        execute = self._connection.execute
        if version == 0:
            execute("CREATE TABLE IF NOT EXISTS setting(name TEXT PRIMARY KEY, value TEXT)")
            execute(
                "CREATE TABLE IF NOT EXISTS source(id INTEGER PRIMARY KEY, url TEXT UNIQUE NOT NULL, "
                "name TEXT NOT NULL DEFAULT '', harvested_at REAL, full_at REAL)"
            )
            execute(CREATE)
            execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        if self._setting("index") != index:
            self._rebuild_index()
            self._set("index", index)

    def _rebuild_index(self) -> None:
        """Fill the text index from the records: the file may come from an SQLite that had another."""
        self._index.create()
        rows = self._connection.execute("SELECT id, content FROM dataset WHERE deleted_at IS NULL").fetchall()
        for row, content in rows:
            self._index.put(row, row_of(read_record(json.loads(content)), content).texts)

    def _setting(self, name: str) -> str:
        found = self._connection.execute("SELECT value FROM setting WHERE name = ?", [name]).fetchone()
        return found[0] if found else ""

    def _set(self, name: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO setting(name, value) VALUES (?, ?)", [name, value])

    def _in_transaction(self, work: Callable[[], None]) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            work()
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def version(self) -> int:
        """Return a number that grows whenever the records change."""
        return int(self._setting("version") or 0)

    def sources(self) -> list[SourceState]:
        """Return the sources, in the order in which they were first harvested."""
        found = self._connection.execute(
            "SELECT s.url, s.name, (SELECT count(*) FROM dataset d WHERE d.source_id = s.id AND d.deleted_at IS NULL), "
            "s.harvested_at, s.full_at FROM source s ORDER BY s.id"
        )
        return [SourceState(*row) for row in found]

    def remove_source(self, url: str) -> None:
        """Forget a source and its records."""

        def work() -> None:
            for (row,) in self._connection.execute(
                "SELECT d.id FROM dataset d JOIN source s ON s.id = d.source_id WHERE s.url = ?", [url]
            ).fetchall():
                self._index.remove(row)
            self._connection.execute("DELETE FROM source WHERE url = ?", [url])
            self._set("version", str(self.version() + 1))

        self._in_transaction(work)

    def harvest(
        self,
        url: str,
        pages: Iterable[Iterable[Any]],
        *,
        full: bool,
        name: str = "",
        expected: Optional[int] = None,
        now: Optional[float] = None,
        stop: Optional[Callable[[], bool]] = None,
    ) -> HarvestReport:
        """Bring the records of a source up to date.

        Parameters
        ----------
        url : str
            Address of the source.
        pages : iterable of iterables
            Pages of records, as ``json.loads`` gives them or already read. The latest updates must come first
            when the harvest is not full.
        full : bool
            Take all pages, then delete what was not in them. Otherwise stop at the first page that holds
            nothing new, and delete nothing.
        name : str
            Name of the source to show.
        expected : int, optional
            Number of records that the source announces: with fewer, the harvest is not complete.
        now : float, optional
            Moment [seconds since 1970]; the clock's by default.
        stop : callable, optional
            Looked at between pages.

        Raises
        ------
        RunCancelledError
            When ``stop`` said so; nothing was written. Whatever ``pages`` raises comes through likewise.
        """
        report = HarvestReport()
        moment = time.time() if now is None else now
        self._connection.execute("DROP TABLE IF EXISTS temp.staged")
        self._connection.execute("CREATE TEMP TABLE staged(global_id TEXT PRIMARY KEY, content TEXT)")
        try:
            seen = self._stage(url, pages, full, report, stop)
            report.complete = full and (expected is None or len(seen) >= expected)
            self._in_transaction(lambda: self._apply(url, name, seen, report, moment))
        finally:
            self._connection.execute("DROP TABLE IF EXISTS temp.staged")
        return report

    def _stage(
        self,
        url: str,
        pages: Iterable[Iterable[Any]],
        full: bool,
        report: HarvestReport,
        stop: Optional[Callable[[], bool]],
    ) -> set[str]:
        """Keep aside the records of the pages that are new or changed; return all identifiers met."""
        known = dict(
            self._connection.execute(
                "SELECT d.global_id, d.digest FROM dataset d JOIN source s ON s.id = d.source_id "
                "WHERE s.url = ? AND d.deleted_at IS NULL",
                [url],
            )
        )
        seen: set[str] = set()
        for page in pages:
            if stop is not None and stop():
                raise RunCancelledError
            new = 0
            for item in page:
                raw = (item.raw or record_to_json(item)) if isinstance(item, Record) else item
                content = content_of(raw)
                if content is None:
                    report.skipped += 1
                    continue
                global_id = read_id(raw) or read_record(raw).global_id
                seen.add(global_id)
                if known.get(global_id) == digest_of(content):
                    report.unchanged += 1
                    continue
                new += 1
                self._connection.execute("INSERT OR REPLACE INTO temp.staged VALUES (?, ?)", [global_id, content])
            if not full and not new:
                break
        return seen

    def _apply(self, url: str, name: str, seen: set[str], report: HarvestReport, moment: float) -> None:
        execute = self._connection.execute
        execute("INSERT OR IGNORE INTO source(url) VALUES (?)", [url])
        (source_id,) = execute("SELECT id FROM source WHERE url = ?", [url]).fetchone()
        if name:
            execute("UPDATE source SET name = ? WHERE id = ?", [name, source_id])
        known = dict(execute("SELECT global_id, id FROM dataset WHERE source_id = ?", [source_id]))
        for (content,) in execute("SELECT content FROM temp.staged ORDER BY rowid"):
            record = read_record(json.loads(content), url)
            report.warnings += len(record.warnings)
            row = row_of(record, content)
            if row.global_id in known:
                report.changed += 1
            else:
                report.added += 1
            self._write(source_id, row, known.get(row.global_id))
        # A source that suddenly has nothing at all is a failure of the source rather than the end of its data.
        if report.complete and seen:
            self._delete_unseen(source_id, seen, report, moment)
        execute("UPDATE source SET harvested_at = ? WHERE id = ?", [moment, source_id])
        if report.complete:
            execute("UPDATE source SET full_at = ? WHERE id = ?", [moment, source_id])
        if report.added or report.changed or report.deleted:
            self._set("version", str(self.version() + 1))

    def _write(self, source_id: int, row: Row, known: Optional[int]) -> None:
        values = (row.digest, row.content, *row.columns)
        if known is None:
            known = self._connection.execute(INSERT, (*values, source_id, row.global_id)).lastrowid
        else:
            self._connection.execute(UPDATE, (*values, known))
        self._index.put(known, row.texts)

    def _delete_unseen(self, source_id: int, seen: set[str], report: HarvestReport, moment: float) -> None:
        living = self._connection.execute(
            "SELECT id, global_id FROM dataset WHERE source_id = ? AND deleted_at IS NULL", [source_id]
        ).fetchall()
        for row, global_id in living:
            if global_id not in seen:
                self._connection.execute("UPDATE dataset SET deleted_at = ? WHERE id = ?", [moment, row])
                self._index.remove(row)
                report.deleted += 1

    def deleted(self, url: str) -> list[tuple[str, str, float]]:
        """Return identifier, title and moment of deletion [s since 1970] of the records that a source withdrew."""
        return self._connection.execute(
            "SELECT d.global_id, d.title, d.deleted_at FROM dataset d JOIN source s ON s.id = d.source_id "
            "WHERE s.url = ? AND d.deleted_at IS NOT NULL ORDER BY d.deleted_at DESC, d.id",
            [url],
        ).fetchall()

    def forget_deleted(self, before: float) -> int:
        """Drop the traces of records that were withdrawn before a moment [s since 1970]; return how many."""
        return self._connection.execute("DELETE FROM dataset WHERE deleted_at < ?", [before]).rowcount

    def records(self, rows: Iterable[int]) -> list[Record]:
        """Return the records of rows of the catalogue, in their order; rows that are gone are left out."""
        read = []
        for row in rows:
            found = self._connection.execute(
                "SELECT d.content, s.url FROM dataset d JOIN source s ON s.id = d.source_id WHERE d.id = ?", [int(row)]
            ).fetchone()
            if found:
                read.append(read_record(json.loads(found[0]), found[1]))
        return read

    def find(self, global_id: str, url: str = "") -> Optional[Record]:
        """Return the record of an identifier, of one source or of the first that has it; ``None`` if there is none."""
        found = self._connection.execute(
            "SELECT d.id FROM dataset d JOIN source s ON s.id = d.source_id "
            "WHERE d.global_id = ? AND (? = '' OR s.url = ?) AND d.deleted_at IS NULL ORDER BY s.id LIMIT 1",
            [global_id, url, url],
        ).fetchone()
        return self.records([found[0]])[0] if found else None

    def rows_of(self, global_ids: Iterable[str], url: str) -> list[int]:
        """Return the rows of records of a source, in the order of the identifiers; unknown ones are left out."""
        found = []
        for global_id in global_ids:
            row = self._connection.execute(
                "SELECT d.id FROM dataset d JOIN source s ON s.id = d.source_id "
                "WHERE d.global_id = ? AND s.url = ? AND d.deleted_at IS NULL",
                [global_id, url],
            ).fetchone()
            if row:
                found.append(row[0])
        return found

    def filter_table(self, sources: Iterable[str] = ()) -> FilterTable:
        """Return the properties of the records of some sources, all when none is given."""
        return load_table(self._connection, sources)

    def text_search(self, terms: Iterable[SearchTerm]) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows that hold all the words and their scores in 0..1, shape (n,), of all sources."""
        return self._index.search(terms)


def in_pages(items: Iterable[Any], size: int = PAGE_SIZE) -> Iterator[list[Any]]:
    """Give the records of a source that come one by one as the pages that a harvest takes, no sooner than needed."""
    source = iter(items)
    while page := list(islice(source, size)):
        yield page


def read_id(raw: Any) -> str:
    """Return the identifier of a record that has a plain one, empty otherwise."""
    found = raw.get("global_id") if isinstance(raw, dict) else None
    return found if isinstance(found, str) and found.isascii() and found.strip() == found else ""
