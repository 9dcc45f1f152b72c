"""A store in one file: a GeoPackage, in the WAL mode of SQLite so that readers never wait for the writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Optional

from ...errors import InputError
from . import geopackage
from .places import require_local
from .presence_lock import hold_presence
from .schema import BYTES, INTEGER, POINT, PRESENCES, REAL, SCHEMA_VERSION, TABLES, TEXT, Insert, Table, insert

BUSY_MS = 5000  # how long another writer is waited for [ms]
CACHE_KB = 16_384  # pages kept in memory [KiB]
CHECKPOINT_PAGES = 4000  # pages of the WAL after which it is written back: 16 MB
_TYPES = {INTEGER: "INTEGER", REAL: "REAL", TEXT: "TEXT", BYTES: "BLOB", POINT: "POINT"}
_DAMAGED = ("malformed", "not a database", "no such table", "no such column", "readonly")


class SqliteDatabase:
    """A connection to a file; to be used from the thread that opened it.

    Parameters
    ----------
    path : Path
    read_only : bool
        Readers neither make the file nor change it.
    """

    kind = "sqlite"
    mark = "?"

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self.path = Path(path)
        self.read_only = read_only
        require_local(self.path)
        if read_only and not self.path.is_file():
            raise InputError("There is no store {path}.", path=str(self.path))
        if not read_only and not self.path.parent.is_dir():
            raise InputError("The folder of the store {path} does not exist.", path=str(self.path))
        try:
            self._connection = self._connect()
            self._check()
            hold_presence(self.path)  # only now: a file that is no store is none of our business
        except sqlite3.DatabaseError as error:
            raise InputError(
                "The store {path} cannot be opened: {reason}.", path=str(self.path), reason=str(error)
            ) from error

    def _connect(self) -> sqlite3.Connection:
        address = self.path.absolute().as_uri() + ("?mode=ro" if self.read_only else "?mode=rwc")
        connection = sqlite3.connect(address, uri=True, timeout=BUSY_MS / 1000, isolation_level=None)
        if not self.read_only:
            if connection.execute("PRAGMA page_count").fetchone()[0] == 0:
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
                connection.execute(f"PRAGMA application_id = {geopackage.APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {geopackage.USER_VERSION}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
            geopackage.add_functions(connection)
        connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        return connection

    def _check(self) -> None:
        """Make the tables of an empty file; refuse the file of another program or version."""
        known = {row[0] for row in self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not known and not self.read_only:
            self.begin()
            try:
                self._make()
                self.commit()
            except BaseException:
                self.rollback()
                raise
            return
        version = None
        if "store_facts" in known:
            rows = list(self.query("SELECT value FROM store_facts WHERE name = 'schema'"))
            version = rows[0][0] if rows else None
        if version is None:
            raise InputError("{path} is not a store of live equipment.", path=str(self.path))
        if version != str(SCHEMA_VERSION):
            raise InputError(
                "The store {path} has version {version} and this plugin reads version {expected}. Update the plugin, "
                "or begin a new store.",
                path=str(self.path),
                version=version,
                expected=SCHEMA_VERSION,
            )

    def _make(self) -> None:
        for table in TABLES:
            self._connection.execute(_create(table))
            for number, columns in enumerate(table.indexes):
                self._connection.execute(
                    f"CREATE INDEX {table.name}_by_{number} ON {table.name} ({', '.join(columns)})"
                )
        geopackage.write_metadata(self._connection)
        self._connection.execute("INSERT INTO store_facts VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
        self._connection.execute("INSERT INTO revision VALUES (1, 0, 0)")
        self.insert(insert("presence"), PRESENCES)

    def begin(self) -> None:
        """Begin to write; no other connection writes until the commit."""
        self._connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Store durably what was written since :meth:`begin`."""
        self._connection.execute("COMMIT")

    def rollback(self) -> None:
        """Forget what was written since :meth:`begin`."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run a statement; return the number of rows that it changed."""
        return self._connection.execute(sql, parameters).rowcount

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple]:
        """Return the rows of a question, one after the other."""
        return self._connection.execute(sql, parameters)

    def insert(self, statement: Insert, rows: Iterable[Sequence[Any]]) -> int:
        """Insert rows; return how many were inserted or changed."""
        marks = f"({', '.join('?' * len(statement.columns))})"
        return self._connection.executemany(statement.sql(marks), rows).rowcount

    def point(self, longitude: float, latitude: float) -> bytes:
        """Return a point [degrees] as this database stores it."""
        return geopackage.point_blob(longitude, latitude)

    def read_point(self, stored: Optional[bytes]) -> Optional[tuple[float, float]]:
        """Return longitude and latitude of a stored point."""
        return geopackage.read_point(stored)

    @staticmethod
    def failure(error: BaseException) -> str:
        """Return what an error of the database means: ``wait`` (disk full, locked), ``data`` or ``broken``."""
        if isinstance(error, (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, OverflowError)):
            return "data"
        if isinstance(error, (sqlite3.ProgrammingError, UnicodeEncodeError)):
            return "data"
        if isinstance(error, (sqlite3.OperationalError, OSError)):
            return "broken" if any(word in str(error) for word in _DAMAGED) else "wait"
        return "broken"

    def reopen(self) -> None:
        """Forget the connection and make a new one."""
        try:
            self._connection.close()
        finally:
            self._connection = self._connect()

    def vacuum(self, pages: int = 10_000) -> None:
        """Give freed pages back to the disk, some at a time."""
        self._connection.execute(f"PRAGMA incremental_vacuum({int(pages)})").fetchall()

    def backup(self, target: Path) -> None:
        """Copy the whole store, as of one moment, while it is being written (SQLite's backup).

        The copy is made aside and renamed. It is a plain file: nothing of it is left in a WAL.
        """
        target = Path(target)
        aside = target.with_name(target.name + ".part")
        aside.unlink(missing_ok=True)
        copy = sqlite3.connect(aside)
        try:
            # In one step: in WAL mode the writer goes on meanwhile, while a copy in several steps begins again
            # at each of its commits.
            self._connection.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
        aside.replace(target)

    def leave(self) -> None:
        """Close after a short visit beside the recorder: the WAL is left to it."""
        self._connection.close()

    def close(self) -> None:
        """Close; the last writer brings the WAL back into the file."""
        if not self.read_only:
            try:
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            except sqlite3.OperationalError as error:
                # A reader holds it, or the disk is full: the WAL stays beside the file, nothing of it is lost.
                if self.failure(error) == "broken":
                    raise
        self._connection.close()


def _create(table: Table) -> str:
    single = len(table.key) == 1 and dict(table.columns)[table.key[0]] == INTEGER
    columns = []
    for name, kind in table.columns:
        if single and name == table.key[0]:
            numbered = " AUTOINCREMENT" if table.numbered else ""
            columns.append(f"{name} INTEGER PRIMARY KEY{numbered} NOT NULL")
        else:
            required = " NOT NULL" if name in table.key else ""
            columns.append(f"{name} {_TYPES[kind]}{required}")
    columns.extend(f"UNIQUE ({', '.join(group)})" for group in table.unique)
    if not single:
        columns.append(f"PRIMARY KEY ({', '.join(table.key)})")
    tail = "" if single else " WITHOUT ROWID"
    return f"CREATE TABLE {table.name} ({', '.join(columns)}){tail}"
