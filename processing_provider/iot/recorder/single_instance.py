"""Only one recorder for a store: a lock that the system gives back even when the program is killed."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Optional

from ...errors import InputError

TRIES, PAUSE_S = 3, 0.05  # whoever only looks whether a recorder runs holds the lock for less than that


class SingleInstance:
    """A locked file beside the store.

    Parameters
    ----------
    path : Path
        The lock file; it stays, empty of meaning, when the program ends.

    Raises
    ------
    InputError
        When another program holds it.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock_soon(self._handle)
        except OSError as error:
            os.close(self._handle)
            raise InputError(
                "Another recorder already writes to {store}. Stop it first.", store=str(self.path.with_suffix(""))
            ) from error
        os.ftruncate(self._handle, 0)
        os.write(self._handle, f"{os.getpid()}\n".encode("ascii"))

    def release(self) -> None:
        """Give the lock back."""
        os.close(self._handle)

    def __enter__(self) -> SingleInstance:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def is_held(path: Path) -> Optional[bool]:
    """Return whether a program holds a lock file, None when that cannot be known.

    The lock is taken for a moment to find out, which is why :class:`SingleInstance` tries more than once.
    """
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    except OSError:
        return None
    try:
        _lock(handle)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _lock_soon(handle: int, tries: int = TRIES) -> None:
    try:
        _lock(handle)
    except OSError:
        if tries <= 1:
            raise
        time.sleep(PAUSE_S)
        _lock_soon(handle, tries - 1)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        # Windows locks a byte, which may lie beyond the end: the number of the process can then still be read.
        os.lseek(handle, 2**30, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
