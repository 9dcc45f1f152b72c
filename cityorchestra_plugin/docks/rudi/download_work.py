"""What a download does in its thread: open the server, find the record again, fetch, check."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Callable, Optional, Protocol

from ....processing_provider.errors import InputError, RunCancelledError
from ....processing_provider.rudi.checksums import hash_file
from ....processing_provider.rudi.download import (
    VERIFIED,
    Download,
    DownloadOptions,
    MediaFile,
    download,
    media_file,
)
from ....processing_provider.rudi.file_names import media_file_name
from ....processing_provider.rudi.record import Media, Record
from .download_jobs import DownloadJob


class OpenAccess(Protocol):
    """Opens a server; see :func:`...algorithms.access.open_access`."""

    def __call__(self, connection, *, stop: Callable[[], bool]):
        """Return the access to a server."""


def fetch(job: DownloadJob, open_access: OpenAccess, stop: Callable[[], bool]) -> Download:
    """Download the file of a job; called in a thread.

    The job is told how far it is. Its record, when it has none since QGIS started, is asked of the server.

    Raises
    ------
    InputError
        When the file cannot be had; see :func:`...rudi.download.download`.
    RunCancelledError
        When it was stopped; the part stays.
    """
    access = open_access(job.connection, stop=stop)
    if job.record is None:
        job.record = access.source.get(job.dataset_id)
    media = medium_of(job)
    file = replace(media_file(media, access.base), url=access.source.media_url(job.record, media))
    folder = Path(job.folder)
    name = job.file_name or media.name
    target = folder / media_file_name(name, file.url, file.mime)
    job.target, job.size = str(target), file.size

    def progress(received: int, total: Optional[int]) -> None:
        job.received, job.total = received, total
        job.speed.add(received)

    known = _kept_for_a_look(job, target, file, stop)
    if known is not None:
        return known
    options = DownloadOptions(max_mb=job.max_mb, overwrite=job.overwrite or job.for_a_look, progress=progress)
    return download(access.client, access.sender, file, folder, options, name=job.file_name or None)


def _kept_for_a_look(job: DownloadJob, target: Path, file: MediaFile, stop: Callable[[], bool]) -> Optional[Download]:
    """Return the file that an earlier look left, when it is the one announced."""
    checksum = file.checksum
    if not job.for_a_look or checksum is None or not target.is_file():
        return None

    def look(_done: int) -> None:
        if stop():
            raise RunCancelledError

    computed = hash_file(target, checksum.algorithm, look).value()
    if computed != checksum.value:
        return None
    size = target.stat().st_size
    job.received = job.total = size
    return Download(target, size, checksum.algorithm, computed, computed, VERIFIED, 0, False, file.mime)


def medium_of(job: DownloadJob) -> Media:
    """Return the medium that a job downloads.

    Raises
    ------
    InputError
        When the record no longer has it.
    """
    media = job.record.medium(job.media_id)
    if media is None:
        raise InputError(
            "The dataset “{title}” no longer has this file; look at its card for what replaces it.",
            title=job.dataset_title,
        )
    return media


def drop_part(job: DownloadJob) -> None:
    """Delete what a cancelled download left beside its target."""
    if not job.target:
        return
    for suffix in (".part", ".part.json"):
        Path(job.target + suffix).unlink(missing_ok=True)


def was_quarantined(error: Optional[InputError]) -> bool:
    """Tell whether a download ended because its checksum is wrong; such an error names the file kept aside."""
    return error is not None and "bad" in error.values


def expected_name(record: Record, media: Media) -> str:
    """Return the name that the file of a medium will have, as far as the record tells it."""
    return media_file_name(media.name, media.url, media.file_type)
