"""Open a store by its address: the path of a GeoPackage, or the address of a PostgreSQL database."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional, Union

from ...rudi.accounts import Secret
from .reader import StoreReader
from .sqlite_store import SqliteDatabase

Address = Union[str, Path]
_POSTGRES = ("postgresql://", "postgres://")


def is_postgres(address: Address) -> bool:
    """Tell whether an address is that of a PostgreSQL database."""
    return str(address).startswith(_POSTGRES)


def open_store(address: Address, read_only: bool = False, password: Optional[Secret] = None) -> Any:
    """Open a store; one that does not exist is made unless it is only to be read.

    Parameters
    ----------
    address : str or Path
        Path of a ``.gpkg`` file, or ``postgresql://user@host/database?schema=name`` without a password.
    read_only : bool, optional
    password : Secret, optional
        Of a PostgreSQL database, when neither ``.pgpass`` nor ``PGPASSWORD`` has it.

    Returns
    -------
    SqliteDatabase or PostgresDatabase

    Raises
    ------
    InputError
        When it cannot be opened, is on a network share, or is of another kind or version.
    """
    if is_postgres(address):
        from .postgres_store import PostgresDatabase

        return PostgresDatabase(str(address), read_only, password)
    return SqliteDatabase(Path(address), read_only)


def open_reader(address: Address) -> StoreReader:
    """Open a store for reading (see :class:`.reader.StoreReader`)."""
    return StoreReader(open_store(address, read_only=True))
