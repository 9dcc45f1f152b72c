"""The project's tables: figures with their source, in ``resources/tables``, for users to read and edit."""

from __future__ import annotations

import csv
from pathlib import Path

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
