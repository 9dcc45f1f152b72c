"""Archives from strangers: what is in them, looked at before anything opens them.

An archive is refused whole when a name leads out of its folder, when a member is a link or a device, when it is
encrypted, when it has too many members, or when it would grow too much: a few kilobytes can hold petabytes.
"""

from __future__ import annotations

import gzip
import io
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Optional

from ...errors import InputError, RunCancelledError
from ...raster_files import written_aside
from ..transport import CHUNK_BYTES, Stop

MAX_MEMBERS = 10_000
MAX_BYTES = 8 * 2**30  # of all members together, unpacked [bytes]
MAX_RATIO = 200  # unpacked over packed; geographical files shrink to a tenth or a fiftieth
RATIO_FROM = 64 * 2**20  # below this an archive may be as empty as it likes [bytes]

ZIP, TAR, GZIP = "zip", "tar", "gzip"
_ZIP_END, _ZIP64_END = b"PK\x05\x06", b"PK\x06\x06"
_END_SPAN = 65_535 + 22 + 20 + 56  # comment, end records [bytes]
_TAR_MAGIC = (257, b"ustar")
_SYMBOLIC_LINK = 0o120000
_FILE_TYPE = 0o170000


@dataclass(frozen=True)
class Member:
    """A file of an archive: its name with its folders, its size [bytes]."""

    name: str
    size: int

    @property
    def path(self) -> str:
        """Name with its folders separated as GDAL wants them; some writers use the separator of Windows."""
        return self.name.replace("\\", "/")

    @property
    def extension(self) -> str:
        """Extension in lower case, without dot."""
        _, dot, extension = self.path.rpartition("/")[2].rpartition(".")
        return extension.lower() if dot else ""


def archive_kind(path: Path) -> str:
    """Return what a file is by its first bytes: :data:`ZIP`, :data:`TAR`, :data:`GZIP`, or empty.

    A packed tar (``.tar.gz``) is a tar.
    """
    with path.open("rb") as file:
        head = file.read(512)
    if head[:4] in (b"PK\x03\x04", _ZIP_END):
        return ZIP
    if _is_tar(head):
        return TAR
    if head[:2] == b"\x1f\x8b":
        try:
            with gzip.open(path) as file:
                return TAR if _is_tar(file.read(512)) else GZIP
        except (OSError, EOFError, zlib.error):
            return GZIP
    return ""


def _is_tar(head: bytes) -> bool:
    place, magic = _TAR_MAGIC
    return head[place : place + len(magic)] == magic


def members(path: Path, stop: Optional[Stop] = None) -> tuple[Member, ...]:
    """Return the files of a zip or tar archive.

    Parameters
    ----------
    path : Path
    stop : callable, optional
        True once the user cancelled.

    Raises
    ------
    InputError
        When the archive is damaged, or refused (see the module).
    """
    try:
        found = _zip_members(path) if archive_kind(path) == ZIP else _tar_members(path, stop)
    except (zipfile.BadZipFile, tarfile.TarError, struct.error, EOFError, zlib.error, NotImplementedError) as error:
        raise _damaged(path) from error
    return found


def _damaged(path: Path) -> InputError:
    return InputError("The archive {name} is damaged; download it again, or tell its producer.", name=path.name)


def _zip_members(path: Path) -> tuple[Member, ...]:
    if _announced_members(path) > MAX_MEMBERS:
        raise _too_many(path)
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise _too_many(path)
    taken = 0
    for info in infos:
        _check_name(path, info.orig_filename)
        if info.flag_bits & 1:
            raise InputError("The archive {name} is encrypted; ask its producer for the password.", name=path.name)
        if (info.external_attr >> 16) & _FILE_TYPE == _SYMBOLIC_LINK:
            raise _unsafe(path, info.filename)
        taken += info.compress_size
    _check_growth(path, sum(info.file_size for info in infos))
    if taken > path.stat().st_size or _overlap(infos):
        raise _bomb(path)
    return tuple(Member(info.filename, info.file_size) for info in infos if not info.is_dir())


def _overlap(infos: list[zipfile.ZipInfo]) -> bool:
    """Tell whether members share bytes, which is how the worst bombs are made."""
    ordered = sorted((info.header_offset, info.compress_size) for info in infos)
    return any(start + size > after for (start, size), (after, _) in zip(ordered, ordered[1:]))


def _announced_members(path: Path) -> int:
    """Return how many members the end of a zip announces, before its list is read."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _END_SPAN))
        tail = file.read()
    place = tail.rfind(_ZIP64_END)
    if place >= 0 and len(tail) >= place + 40:
        return struct.unpack_from("<Q", tail, place + 32)[0]
    place = tail.rfind(_ZIP_END)
    return struct.unpack_from("<H", tail, place + 10)[0] if place >= 0 and len(tail) >= place + 12 else 0


def _tar_members(path: Path, stop: Optional[Stop]) -> tuple[Member, ...]:
    found: list[Member] = []
    total = 0
    with tarfile.open(path, "r:*") as archive:
        for number, info in enumerate(archive, start=1):
            _look(stop)
            if number > MAX_MEMBERS:
                raise _too_many(path)
            _check_name(path, info.name)
            if not (info.isfile() or info.isdir()):
                raise _unsafe(path, info.name)
            total += info.size
            _check_growth(path, total)
            if info.isfile():
                found.append(Member(info.name, info.size))
    return tuple(found)


def _check_name(path: Path, name: str) -> None:
    plain = name.replace("\\", "/")
    absolute = plain.startswith("/") or re.match(r"[A-Za-z]:", plain)
    if absolute or ".." in plain.split("/") or any(ord(char) < 32 for char in plain):
        raise _unsafe(path, name)


def _check_growth(path: Path, total: int) -> None:
    if total > MAX_BYTES or (total > RATIO_FROM and total > MAX_RATIO * path.stat().st_size):
        raise _bomb(path)


def _unsafe(path: Path, member: str) -> InputError:
    return InputError(
        "The archive {name} was not opened: its member “{member}” leads out of its folder. Tell its producer.",
        name=path.name,
        member=member[:100],
    )


def _too_many(path: Path) -> InputError:
    return InputError(
        "The archive {name} was not opened: it has more than {limit} members. Unpack it yourself if you trust it.",
        name=path.name,
        limit=MAX_MEMBERS,
    )


def _bomb(path: Path) -> InputError:
    return InputError(
        "The archive {name} was not opened: it would grow out of proportion. Unpack it yourself if you trust it.",
        name=path.name,
    )


# --- one file out of an archive ----------------------------------------------------------------------------------


def extracted(path: Path, member: Member, folder: Path, stop: Optional[Stop] = None) -> Path:
    """Write one member of a checked archive to a folder and return its file; an earlier one is used again.

    Parameters
    ----------
    path : Path
    member : Member
        One of :func:`members`.
    folder : Path
        Made when absent; the folders of the member's name are kept below it.
    stop : callable, optional
    """
    target = folder.joinpath(*member.path.split("/"))
    if is_fresh(target, path, member.size):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _member_stream(path, member) as stream, written_aside(str(target)) as aside, Path(aside).open("wb") as out:
            _copy(path, stream, out, member.size, stop)
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, NotImplementedError) as error:
        raise _damaged(path) from error
    return target


@contextmanager
def _member_stream(path: Path, member: Member) -> Iterator[BinaryIO]:
    if archive_kind(path) == ZIP:
        with zipfile.ZipFile(path) as archive, archive.open(member.name) as stream:
            yield stream
        return
    with tarfile.open(path, "r:*") as archive:
        stream = archive.extractfile(member.name)
        yield io.BytesIO() if stream is None else stream


def unpacked_gzip(path: Path, stop: Optional[Stop] = None) -> Path:
    """Unpack a gzip file beside itself and return what came out, ``name`` of ``name.gz``."""
    stem = path.name[:-3] if path.name.lower().endswith(".gz") else f"{path.name}.unpacked"
    target = path.with_name(stem)
    if is_fresh(target, path, None):
        return target
    limit = min(MAX_BYTES, max(RATIO_FROM, MAX_RATIO * path.stat().st_size))
    try:
        with gzip.open(path) as stream, written_aside(str(target)) as aside, Path(aside).open("wb") as out:
            _copy(path, stream, out, limit, stop)
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(path) from error
    return target


def _copy(path: Path, stream: BinaryIO, out: BinaryIO, limit: int, stop: Optional[Stop]) -> None:
    """Copy a stream piece by piece; more than was announced is refused."""
    written = 0
    while piece := stream.read(CHUNK_BYTES):
        _look(stop)
        written += len(piece)
        if written > limit:
            raise _bomb(path)
        out.write(piece)


def _look(stop: Optional[Stop]) -> None:
    if stop is not None and stop():
        raise RunCancelledError


def is_fresh(made: Path, source: Path, size: Optional[int]) -> bool:
    """Tell whether a file made from another one earlier can be used again."""
    if not made.is_file():
        return False
    about = made.stat()
    return about.st_mtime_ns >= source.stat().st_mtime_ns and size in (None, about.st_size)
