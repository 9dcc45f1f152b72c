"""When a table that a user may edit was last written, so that what was read of it is read again after an edit."""

from __future__ import annotations

from pathlib import Path
from typing import Optional


def stamp_of(path: Path) -> Optional[tuple[int, int]]:
    """Return what changes when a file is written anew: its time [ns] and its size [bytes]; None without the file.

    Readers keep what they read by path *and* stamp: QGIS stays open for days, and weights edited between two runs must
    not be those of the first.
    """
    try:
        told = path.stat()
    except OSError:
        return None  # the reader says in a sentence why it cannot be read
    return told.st_mtime_ns, told.st_size
