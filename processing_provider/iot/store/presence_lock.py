"""A lock that says "this process uses the store", which other libraries cannot drop by accident.

SQLite tells other processes that a file is in use by a POSIX lock. Such a lock belongs to the whole process, and goes
as soon as *any* descriptor of the file is closed there. GDAL opens a file, reads its head and closes it whenever a
layer of it is added or a folder is browsed: from then on QGIS's connections look absent. A recorder that ends then
takes itself for the last user and deletes the WAL below them; QGIS goes on with a file that is gone, shows values that
stand still, and finds the store malformed or spoils it when it writes.

Locks of an open file description (Linux) stay until that very descriptor is closed. So the same bytes are locked a
second time by a descriptor that is kept until the process ends. It stops nobody from reading, writing or checkpoints;
it only says that the recorder is not alone. Windows locks by handle and needs none of this.

References
----------
.. [1] How To Corrupt An SQLite Database File, section 2.2, https://www.sqlite.org/howtocorrupt.html
.. [2] File Locking And Concurrency In SQLite, https://www.sqlite.org/lockingv3.html (bytes that are locked)
"""

from __future__ import annotations

import contextlib
import logging
import os
import struct
import sys
import threading
import time
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

SHARED_FIRST, SHARED_SIZE = 0x40000002, 510  # bytes that each user of a SQLite file locks for reading
TRIES, WAIT_S = 20, 0.05  # another process holds them for itself only while it closes the file
log = logging.getLogger("cityorchestra.iot.store")
_held: dict[tuple[int, int], bool] = {}  # by device and inode: whether the lock is there, until the process ends
_guard = threading.Lock()


def is_needed() -> bool:
    """Tell whether this process has a library that may open and close the file beside SQLite, and can lock it."""
    return hasattr(fcntl, "F_OFD_SETLK") and ("osgeo.ogr" in sys.modules or "qgis.core" in sys.modules)


def hold_presence(path: Path) -> bool:
    """Say until the end of the process that it uses a SQLite file; tell whether that is said.

    Parameters
    ----------
    path : Path
        A file that exists.
    """
    if not is_needed():
        return False
    with _guard:
        found = path.stat()
        key = (found.st_dev, found.st_ino)
        if key not in _held:
            # Kept even where it could not be locked: closing it would drop the locks that this module is about.
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            _held[key] = _is_locked(descriptor)
            if not _held[key]:
                log.warning("The store %s cannot be marked as used by this process.", path)
        return _held[key]


def _is_locked(descriptor: int) -> bool:
    for _ in range(TRIES):
        with contextlib.suppress(BlockingIOError, PermissionError):  # EAGAIN or EACCES: held by another
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, _shared_lock())
            return True
        time.sleep(WAIT_S)
    return False


def _shared_lock() -> bytes:
    """Return the ``struct flock`` of a lock for reading: type, whence, start, length, process (none)."""
    return struct.pack("hhqqi4x", fcntl.F_RDLCK, os.SEEK_SET, SHARED_FIRST, SHARED_SIZE, 0)
