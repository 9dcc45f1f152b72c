"""A file on its way: ``name.part`` beside the final name, and ``name.part.json`` that says what it is a part of."""

from __future__ import annotations

import errno
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Callable, Optional

from ..errors import InputError
from .checksums import RunningHash, hash_file
from .transport import Headers, whole_number


@dataclass(frozen=True)
class Origin:
    """Where a part comes from, and how the server tells that the file did not change since.

    ``url`` is its SHA-256: an address may hold a key, which is not written to a disk.
    """

    url: str
    etag: Optional[str] = None
    last_modified: Optional[str] = None
    total: Optional[int] = None  # bytes

    @property
    def validator(self) -> Optional[str]:
        """What ``If-Range`` may hold: a strong entity tag, else a date; None when the server gave neither."""
        if self.etag and not self.etag.startswith("W/"):
            return self.etag
        return self.last_modified

    @classmethod
    def of(cls, url: str, headers: Headers, total: Optional[int]) -> Origin:
        """Return the origin told by the headers of an answer."""
        return cls(_print_of(url), headers.get("ETag"), headers.get("Last-Modified"), total)


class PartialFile:
    """A download in progress, with the checksum of what is there.

    Parameters
    ----------
    target : Path
        Final name; the part is beside it.
    algorithm : str
        Of the checksum, see :data:`.checksums.ALGORITHMS`.
    """

    def __init__(self, target: Path, algorithm: str) -> None:
        self.target = target
        self.path = target.with_name(target.name + ".part")
        self._about = target.with_name(target.name + ".part.json")
        self._algorithm = algorithm
        self._file: Optional[BinaryIO] = None
        self._hash = RunningHash(algorithm)
        self.size = 0
        self.origin: Optional[Origin] = None

    def load(self, url: str, each: Optional[Callable[[int], None]] = None) -> None:
        """Take up an earlier part of the same address, its checksum included; start anew when there is none."""
        known = self._known_origin()
        if known is None or known.url != _print_of(url) or not self.path.is_file():
            self.restart()
            return
        self._close()
        self._hash = hash_file(self.path, self._algorithm, each)
        self.size, self.origin = self.path.stat().st_size, known

    def restart(self) -> None:
        """Drop what is there."""
        self._close()
        for path in (self.path, self._about):
            path.unlink(missing_ok=True)
        self._hash, self.size, self.origin = RunningHash(self._algorithm), 0, None

    def begin(self, origin: Origin) -> None:
        """Open the part for what the server is about to send, and note where it comes from."""
        self.origin = origin
        with _disk(self.target):
            self._about.write_text(json.dumps(asdict(origin)), encoding="utf-8")
            if self._file is None:
                self._file = self.path.open("ab", buffering=0)

    def write(self, piece: bytes) -> None:
        """Add a piece."""
        with _disk(self.target):
            view = memoryview(piece)
            while view:
                view = view[self._file.write(view) :]
        self._hash.update(piece)
        self.size += len(piece)

    def pause(self) -> None:
        """Close the part; it stays for the next time."""
        self._close()

    def head(self, count: int = 1024) -> bytes:
        """Return the first bytes."""
        if not self.path.is_file():
            return b""
        with self.path.open("rb") as file:
            return file.read(count)

    def checksum(self) -> str:
        """Return the checksum of what is there, hexadecimal."""
        return self._hash.value()

    def finish(self, name: Path) -> None:
        """Give the complete file its name, safely on the disk; replaces what has that name."""
        with _disk(self.target):
            if self._file is None:
                self._file = self.path.open("ab", buffering=0)  # also makes the file of an empty media
            os.fsync(self._file.fileno())
            self._close()
            self.path.replace(name)
            self._about.unlink(missing_ok=True)
            _sync_folder(name.parent)

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _known_origin(self) -> Optional[Origin]:
        try:
            said = json.loads(self._about.read_text(encoding="utf-8"))
            total = said.get("total")
            return Origin(
                str(said["url"]),
                said.get("etag") if isinstance(said.get("etag"), str) else None,
                said.get("last_modified") if isinstance(said.get("last_modified"), str) else None,
                whole_number(str(total)) if total is not None else None,
            )
        except (OSError, ValueError, KeyError, AttributeError):
            return None


def _print_of(url: str) -> str:
    running = RunningHash()
    running.update(url.encode())
    return running.value()


class _disk:  # noqa: N801 - reads as a statement
    """Turn a failure of the disk into a sentence."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind, error, _) -> None:
        if not isinstance(error, OSError):
            return
        if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
            raise InputError("The disk of {folder} is full.", folder=str(self._target.parent)) from error
        raise InputError(
            "{path} cannot be written: {cause}.", path=str(self._target), cause=error.strerror or str(error)
        ) from error


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut, where the system knows how (not on Windows)."""
    if os.name != "posix":
        return
    with suppress(OSError):  # some network folders refuse it; the file itself is safe
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
