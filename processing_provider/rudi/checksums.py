"""Checksums of files, computed while the bytes go by."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Callable, Optional

from .transport import CHUNK_BYTES

ALGORITHMS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-512": "sha512"}  # RUDI's name, Python's


class RunningHash:
    """A checksum computed while the bytes go by; SHA-256 when nothing is announced, for the record."""

    def __init__(self, algorithm: str = "SHA-256") -> None:
        self.algorithm = algorithm
        self._hash = hashlib.new(ALGORITHMS[algorithm], usedforsecurity=False)

    def update(self, piece: bytes) -> None:
        """Take a piece."""
        self._hash.update(piece)

    def value(self) -> str:
        """Return the checksum of all pieces, hexadecimal."""
        return self._hash.hexdigest()


def hash_file(path: Path, algorithm: str = "SHA-256", each: Optional[Callable[[int], None]] = None) -> RunningHash:
    """Return the running checksum of a file, read piece by piece.

    Parameters
    ----------
    path : Path
    algorithm : str
        A key of :data:`ALGORITHMS`.
    each : callable, optional
        Called with the bytes read so far; may raise to stop.
    """
    running = RunningHash(algorithm)
    piece = memoryview(bytearray(CHUNK_BYTES))
    done = 0
    with path.open("rb", buffering=0) as file:
        while True:
            count = file.readinto(piece)
            if not count:
                return running
            running.update(piece[:count])
            done += count
            if each is not None:
                each(done)
