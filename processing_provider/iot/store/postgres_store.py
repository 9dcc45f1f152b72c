"""A store on PostgreSQL with PostGIS, and TimescaleDB where the server has it: for fleets and for several readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Optional
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from ...errors import InputError
from ...rudi.accounts import Secret
from .schema import (
    BYTES,
    INTEGER,
    LIVE_VIEW,
    POINT,
    PRESENCES,
    REAL,
    SCHEMA_VERSION,
    SRS,
    TABLES,
    TEXT,
    Insert,
    Table,
    insert,
    live_columns,
)

DEFAULT_SCHEMA = "cityorchestra_iot"
LOCK_TIMEOUT = "5s"  # how long another writer is waited for
PAGE_ROWS = 2000  # rows of one statement
FETCH_ROWS = 50_000  # rows fetched at a time by a reader
CHUNK_MS = 7 * 86_400_000  # a chunk of a TimescaleDB table [ms]
_SERIES = ("obs", "obs_text", "obs_15min", "obs_1h", "obs_1d")
_TYPES = {INTEGER: "bigint", REAL: "double precision", TEXT: "text", BYTES: "bytea", POINT: f"geometry(Point, {SRS})"}
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
NOW_MS = "(EXTRACT(EPOCH FROM now()) * 1000)"


class PostgresDatabase:
    """A connection to a PostgreSQL store; to be used from the thread that opened it.

    Parameters
    ----------
    address : str
        ``postgresql://user@host:port/database?schema=name``; the password comes from ``~/.pgpass``, ``PGPASSWORD``
        or a service file, as libpq does it, never from the address.
    read_only : bool
    password : Secret, optional
        What QGIS keeps for its connection; it is given to libpq apart from the address.
    """

    kind = "postgresql"
    mark = "%s"

    def __init__(self, address: str, read_only: bool = False, password: Optional[Secret] = None) -> None:
        self._driver, self._values = _driver()
        self.read_only = read_only
        self._password = password
        self.timescale = False
        self._address, self.schema = split_address(address)
        self._locked = False
        self._connection = self._connect()
        try:
            self._check()
        except self._driver.Error as error:
            self._connection.close()
            raise InputError("The store cannot be opened: {reason}", reason=_first_line(error)) from error
        except InputError:
            self._connection.close()
            raise

    def _connect(self) -> Any:
        try:
            secret = {"password": self._password.reveal()} if self._password else {}
            connection = self._driver.connect(
                self._address, connect_timeout=10, application_name="cityorchestra", **secret
            )
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('search_path', %s, false)", (f"{self.schema}, public",))
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", (LOCK_TIMEOUT,))
            connection.commit()
            connection.set_session(readonly=self.read_only, autocommit=True)
        except self._driver.Error as error:
            raise InputError("PostgreSQL does not answer: {reason}", reason=_first_line(error)) from error
        return connection

    def _check(self) -> None:
        exists = next(self.query("SELECT to_regclass(?) IS NOT NULL", (f"{self.schema}.store_facts",)))[0]
        if not exists:
            if self.read_only:
                raise InputError("There is no store {path}.", path=self.schema)
            self._make()
        facts = dict(self.query("SELECT name, value FROM store_facts"))
        self.timescale = facts.get("timescale") == "1"
        if facts.get("schema") != str(SCHEMA_VERSION):
            raise InputError(
                "The store {path} has version {version} and this plugin reads version {expected}. Update the plugin, "
                "or begin a new store.",
                path=self.schema,
                version=facts.get("schema", ""),
                expected=SCHEMA_VERSION,
            )

    def _make(self) -> None:
        self._require_postgis()
        timescale = self._has_timescale()
        self.begin(lock=False)
        try:
            self.execute(f"CREATE SCHEMA IF NOT EXISTS {self.schema}")
            for table in TABLES:
                self.execute(_create(table))
                for number, columns in enumerate(table.indexes):
                    self.execute(f"CREATE INDEX {table.name}_by_{number} ON {table.name} ({', '.join(columns)})")
                if table.listed == "features":
                    self.execute(f"CREATE INDEX {table.name}_by_place ON {table.name} USING gist (geom)")
            self.execute(" ".join(["CREATE VIEW", LIVE_VIEW, "AS SELECT d.id AS id,", live_columns(NOW_MS)]))
            if timescale:
                for name in _SERIES:
                    self.execute(
                        "SELECT create_hypertable(?::regclass, 't', chunk_time_interval => ?::bigint)", (name, CHUNK_MS)
                    )
            self.execute(
                "INSERT INTO store_facts VALUES ('schema', ?), ('timescale', ?)",
                (str(SCHEMA_VERSION), "1" if timescale else "0"),
            )
            self.execute("INSERT INTO revision VALUES (1, 0, 0)")
            self.insert(insert("presence"), PRESENCES)
            self.commit()
        except BaseException:
            self.rollback()
            raise

    def _require_postgis(self) -> None:
        if next(self.query("SELECT count(*) FROM pg_extension WHERE extname = 'postgis'"))[0]:
            return
        try:
            self.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        except self._driver.Error as error:
            raise InputError(
                "The database has no PostGIS, and it cannot be added: {reason} Ask its administrator for "
                "CREATE EXTENSION postgis.",
                reason=_first_line(error),
            ) from error

    def _has_timescale(self) -> bool:
        return bool(next(self.query("SELECT count(*) FROM pg_extension WHERE extname = 'timescaledb'"))[0])

    def lock_writer(self) -> bool:
        """Take the place of the only recorder of this store; return False when another has it."""
        key = f"cityorchestra:{self.schema}"
        self._locked = bool(next(self.query("SELECT pg_try_advisory_lock(hashtext(?))", (key,)))[0])
        return self._locked

    def begin(self, lock: bool = True) -> None:
        """Begin to write; no other writer of this program writes until the commit."""
        if self._connection.autocommit is False:
            self.rollback()
        self._connection.autocommit = False
        if lock:
            try:
                self.execute("SELECT revision FROM revision WHERE id = 1 FOR UPDATE")
            except BaseException:
                self.rollback()
                raise

    def commit(self) -> None:
        """Store durably what was written since :meth:`begin`."""
        self._connection.commit()
        self._connection.autocommit = True

    def rollback(self) -> None:
        """Forget what was written since :meth:`begin`."""
        if self._connection.closed:
            return
        self._connection.rollback()
        self._connection.autocommit = True

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run a statement; return the number of rows that it changed."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql.replace("?", "%s"), tuple(parameters) or None)
            return cursor.rowcount

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple]:
        """Return the rows of a question, fetched some at a time inside a transaction and at once outside."""
        cursor = self._connection.cursor()
        cursor.execute(sql.replace("?", "%s"), tuple(parameters) or None)
        cursor.arraysize = FETCH_ROWS
        return iter(cursor)

    def stream(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple]:
        """Return the rows of a long question without holding them all."""
        self._connection.autocommit = False
        try:
            with self._connection.cursor(name="cityorchestra_reader") as cursor:
                cursor.itersize = FETCH_ROWS
                cursor.execute(sql.replace("?", "%s"), tuple(parameters) or None)
                yield from cursor
        finally:
            self.rollback()

    def insert(self, statement: Insert, rows: Iterable[Sequence[Any]]) -> int:
        """Insert rows; return how many were inserted or changed."""
        rows = list(rows)
        changed = 0
        with self._connection.cursor() as cursor:
            for start in range(0, len(rows), PAGE_ROWS):
                page = rows[start : start + PAGE_ROWS]
                self._values(cursor, statement.sql("%s"), page, page_size=PAGE_ROWS)
                changed += cursor.rowcount
        return changed

    def point(self, longitude: float, latitude: float) -> str:
        """Return a point [degrees] as PostGIS takes it."""
        return f"SRID={SRS};POINT({longitude!r} {latitude!r})"

    def read_point(self, stored: Optional[str]) -> Optional[tuple[float, float]]:
        """Return longitude and latitude of a stored point (hexadecimal EWKB)."""
        import struct

        if not stored:
            return None
        blob = bytes.fromhex(stored)
        order = "<" if blob[0] == 1 else ">"
        kind = struct.unpack_from(order + "I", blob, 1)[0]
        if kind & 0xFF != 1:
            return None
        x, y = struct.unpack_from(order + "dd", blob, 9 if kind & 0x20000000 else 5)
        return (x, y) if x == x and y == y else None

    def failure(self, error: BaseException) -> str:
        """Return what an error of the database means: ``wait`` (server away, disk full), ``data`` or ``broken``."""
        driver = self._driver
        if isinstance(error, (driver.DataError, driver.IntegrityError, UnicodeEncodeError, ValueError)):
            return "data"
        if isinstance(error, (driver.OperationalError, driver.InterfaceError, OSError, InputError)):
            return "wait"
        return "broken"

    def reopen(self) -> None:
        """Make a new connection, and take the recorder's place again when it was ours."""
        self._connection.close()
        self._connection = self._connect()
        if self._locked and not self.lock_writer():
            raise InputError("Another recorder writes to this store.")

    def vacuum(self, pages: int = 0) -> None:
        """Leave it to the server: its autovacuum gives freed room back."""

    def close(self) -> None:
        """Close the connection, which also gives up the place of the only recorder."""
        self._connection.close()


def split_address(address: str) -> tuple[str, str]:
    """Return the address for libpq and the name of the schema.

    Raises
    ------
    InputError
        When the address holds a password, or the name of the schema is no plain name.
    """
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    if parts.password is not None or any("pass" in name.lower() for name in query):
        raise InputError(
            "The address of the store holds a password. Take it out, and keep it in the file .pgpass or in the "
            "variable PGPASSWORD."
        )
    schema = query.pop("schema", DEFAULT_SCHEMA)
    if not _NAME.fullmatch(schema):
        raise InputError(
            "{name} cannot name a schema of the store: use small letters, digits and underscores.", name=schema
        )
    return urlunsplit(parts._replace(query=urlencode(query))), schema


def _create(table: Table) -> str:
    columns = []
    for name, kind in table.columns:
        if table.numbered and name == "id":
            columns.append("id bigint GENERATED BY DEFAULT AS IDENTITY")
        else:
            columns.append(f"{name} {_TYPES[kind]}")
    columns.append(f"PRIMARY KEY ({', '.join(table.key)})")
    columns.extend(f"UNIQUE ({', '.join(group)})" for group in table.unique)
    return f"CREATE TABLE {table.name} ({', '.join(columns)})"


def _driver() -> tuple[Any, Any]:
    try:
        import psycopg2
        import psycopg2.extras
    except ImportError as error:
        raise InputError(
            "A PostgreSQL store needs the Python package psycopg2, which QGIS brings on most systems. Install it, or "
            "use a file store."
        ) from error
    return psycopg2, psycopg2.extras.execute_values


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
