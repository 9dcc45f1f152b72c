"""When the data of a file last changed, where the file itself says so."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Optional
from urllib.parse import quote

from ..record_values import parsed_date


def geopackage_change(path: Path) -> Optional[datetime]:
    """Return when a GeoPackage says that one of its layers last changed; None for another file, or when it does not.

    The date of the file itself is no help: a program that only reads a GeoPackage may touch it (journals).
    """
    if path.suffix.lower() != ".gpkg" or not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as base:
            (text,) = base.execute("SELECT max(last_change) FROM gpkg_contents").fetchone()
    except sqlite3.Error:  # no GeoPackage, or one that is locked: the caller has other ways
        return None
    return parsed_date(text) if isinstance(text, str) else None
