"""The project's tables: figures with their source, in ``resources/tables``, for users to read and edit."""

from __future__ import annotations

import csv
from pathlib import Path

from .errors import InputError

TABLES = Path(__file__).resolve().parents[1] / "resources" / "tables"


def read_table(path: Path) -> list[dict[str, str]]:
    """Read one of the project's tables: comma-separated, UTF-8, ``#`` lines are comments.

    Parameters
    ----------
    path : Path
        File to read.

    Returns
    -------
    list of dict
        One dictionary per row, keyed by the header line.

    Raises
    ------
    ValueError
        When a row has more or fewer values than the header.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(line for line in stream if not line.startswith("#")))
    for number, row in enumerate(rows, start=1):
        if None in row or None in row.values():
            raise ValueError(f"Row {number} of the table {path.name} does not have one value per column.")
    return rows


def read_given_table(path: Path) -> list[dict[str, str]]:
    """Read a table that a user may have given, see :func:`read_table`.

    Raises
    ------
    InputError
        When the file cannot be read or is no such table.
    """
    try:
        return read_table(path)
    except OSError as error:
        raise InputError(
            "The table {name} cannot be read: {cause}.", name=path.name, cause=error.strerror or ""
        ) from error
    except ValueError as error:  # also text that is not UTF-8
        raise InputError("The table {name} cannot be read: {cause}", name=path.name, cause=str(error)) from error
