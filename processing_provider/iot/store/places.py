"""Where a file store may be: not on a share of the network, where SQLite's WAL mode does not work."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Optional

from ...errors import InputError

_KINDS = """nfs nfs4 cifs smb smb2 smb3 smbfs 9p afs ncpfs davfs glusterfs ceph lustre fuse.sshfs fuse.rclone
fuse.davfs2 fuse.glusterfs fuse.ceph fuse.smbnetfs fuse.curlftpfs"""
NETWORK_FILE_SYSTEMS = frozenset(_KINDS.split())
_DRIVE_REMOTE = 4  # what Windows answers for a drive of the network
MOUNTS = Path("/proc/self/mounts")


def network_share(path: Path, mounts: Optional[str] = None) -> str:
    """Return the kind of network file system that a path is on, empty when it is local or cannot be known.

    Parameters
    ----------
    path : Path
        File, which need not exist.
    mounts : str, optional
        Mounted file systems, as in ``/proc/self/mounts``; those of this machine when absent.
    """
    if sys.platform == "win32":
        return _windows_share(str(Path(path).absolute()))
    if mounts is None:
        if not MOUNTS.exists():  # macOS has no such list; nothing is claimed there
            return ""
        mounts = MOUNTS.read_text(encoding="utf-8", errors="replace")
    resolved = os.path.realpath(path)
    best, found = -1, ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        inside = resolved == point or resolved.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= best:  # a later mount on the same point hides the earlier
            best, found = len(point), fields[2]
    return found if found in NETWORK_FILE_SYSTEMS else ""


def _windows_share(path: str) -> str:
    if path.startswith("\\\\"):
        return "unc"
    import ctypes

    drive = os.path.splitdrive(path)[0] + "\\"
    return "remote" if ctypes.windll.kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE else ""


def require_local(path: Path, mounts: Optional[str] = None) -> None:
    """Refuse a file on a share of the network.

    Raises
    ------
    InputError
        When it is on one.
    """
    kind = network_share(path, mounts)
    if kind:
        raise InputError(
            "{path} is on a network share ({kind}), where a live store can be damaged. Keep it on a local disk, "
            "or use a PostgreSQL store.",
            path=str(path),
            kind=kind,
        )
