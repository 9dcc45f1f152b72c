"""Stores as users name them in QGIS: a GeoPackage file, or a PostgreSQL connection that QGIS keeps.

Everything here may be called from any thread. The password of a connection goes from QGIS to the database and
nowhere else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional
from urllib.parse import quote, urlencode

from qgis.core import QgsDataSourceUri, QgsProviderRegistry

from ...errors import InputError
from ...rudi.accounts import Secret, UserAccount
from ...rudi.algorithms.access import account_of
from ..store.opening import is_postgres, open_store
from ..store.postgres_store import split_address
from ..store.reader import StoreReader

SUFFIX = ".gpkg"
SCHEMA_MARK = "|schema="  # after the name of a connection: where in the database the store is
PROVIDER = "postgres"


@dataclass(frozen=True)
class Store:
    """A store, not opened yet.

    Attributes
    ----------
    name : str
        As the user wrote it; it holds no secret.
    address : str
        For :func:`..store.opening.open_store`.
    password : Secret or None
        Of a PostgreSQL connection that keeps one.
    """

    name: str
    address: str
    password: Optional[Secret] = field(default=None, repr=False)

    @property
    def is_file(self) -> bool:
        """Whether it is a file rather than a database on a server."""
        return not is_postgres(self.address)

    @contextmanager
    def reading(self) -> Iterator[StoreReader]:
        """Open it for reading, in the thread that reads; what the database refuses becomes a sentence."""
        with self._plain_words(), self.open_reader() as reader:
            yield reader

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """Open it for writing, in the thread that writes; what the database refuses becomes a sentence."""
        with self._plain_words():
            database = self.open_writer()
            try:
                yield database
            finally:
                database.close()

    @contextmanager
    def _plain_words(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if not isinstance(error, sqlite3.Error) and not type(error).__module__.startswith("psycopg2"):
                raise
            lines = str(error).strip().splitlines()
            raise InputError(
                "The store {store} cannot be used: {cause}. Close what else writes to it, or check the disk or the "
                "server, then run again.",
                store=self.name,
                cause=(lines[0] if lines else type(error).__name__).rstrip("."),
            ) from error

    def open_reader(self) -> StoreReader:
        """Open it for reading, in the thread that reads."""
        return StoreReader(open_store(self.address, read_only=True, password=self.password))

    def open_writer(self) -> Any:
        """Open it for writing, in the thread that writes; a file that is not there is made."""
        return open_store(self.address, password=self.password)


def store_of(text: str) -> Store:
    """Return the store that a text names.

    Parameters
    ----------
    text : str
        Path of a ``.gpkg`` file; name of a PostgreSQL connection of QGIS, with ``|schema=name`` after it when the
        store is not in the usual schema; or ``postgresql://user@host/database?schema=name``.

    Raises
    ------
    InputError
        When it names none, or an address holds a password.
    """
    given = text.strip()
    if not given:
        raise InputError("STORE is empty; give the file of a store, or the name of a PostgreSQL connection.")
    if is_postgres(given):
        split_address(given)  # refuses a password
        return Store(given, given)
    name, mark, schema = given.partition(SCHEMA_MARK)
    connection = _connections().get(name)
    if connection is not None:
        return _of_connection(given, connection.uri(), schema if mark else "")
    if Path(given).suffix.lower() != SUFFIX:
        raise InputError(
            "{store} is neither a file of type .gpkg nor the name of a PostgreSQL connection of QGIS.", store=given
        )
    return Store(given, given)


def connection_names() -> list[str]:
    """Return the names of the PostgreSQL connections of QGIS."""
    return sorted(_connections())


def _connections() -> dict[str, Any]:
    metadata = QgsProviderRegistry.instance().providerMetadata(PROVIDER)
    return metadata.connections() if metadata is not None else {}


def _of_connection(name: str, text: str, schema: str) -> Store:
    uri = QgsDataSourceUri(text)
    user, password = uri.username(), uri.password()
    if uri.authConfigId():
        account = account_of(uri.authConfigId())
        if not isinstance(account, UserAccount):
            raise InputError(
                "The connection {name} has an account that is no login: use an authentication configuration of type "
                "Basic.",
                name=name,
            )
        user, password = account.login, account.password.reveal()
    query = {"sslmode": _ssl_mode(uri), "schema": schema}
    if uri.service():
        query["service"] = uri.service()
    host = quote(uri.host(), safe="")
    place = f"{quote(user, safe='')}@{host}" if user else host
    port = f":{uri.port()}" if uri.port() else ""
    written = urlencode({key: value for key, value in query.items() if value})
    address = f"postgresql://{place}{port}/{quote(uri.database(), safe='')}" + (f"?{written}" if written else "")
    split_address(address)  # refuses a schema that is no plain name
    return Store(name, address, Secret(password) if password else None)


def _ssl_mode(uri: QgsDataSourceUri) -> str:
    return {
        QgsDataSourceUri.SslMode.SslDisable: "disable",
        QgsDataSourceUri.SslMode.SslAllow: "allow",
        QgsDataSourceUri.SslMode.SslRequire: "require",
        QgsDataSourceUri.SslMode.SslVerifyCa: "verify-ca",
        QgsDataSourceUri.SslMode.SslVerifyFull: "verify-full",
    }.get(uri.sslMode(), "")
