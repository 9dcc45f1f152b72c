"""Files that ``rudi_download`` fetches: one after the other, each with what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Optional

from ...errors import InputError
from ...translation import language, tr, translated_error
from ..download import (
    MISMATCH,
    UNCHECKED,
    UNVERIFIABLE,
    VERIFIED,
    Download,
    DownloadOptions,
    download,
    media_file,
)
from ..file_names import media_file_name
from ..record import Media, Record
from .access import Access
from .layer_opening import OpenedLayer, open_media, why_not
from .pages import size_text

FAILED = "failed"


@dataclass
class FetchedFile:
    """One file: what it is, what became of it.

    Attributes
    ----------
    record : Record
    media : Media
    folder : Path
    name : str
        Name of the file where two of a folder would have the same; empty for that of the record.
    got : Download, optional
        None when it could not be downloaded.
    error : InputError, optional
        Why.
    layers : list of OpenedLayer
    """

    record: Record
    media: Media
    folder: Path
    name: str = ""
    got: Optional[Download] = None
    error: Optional[InputError] = None
    layers: list[OpenedLayer] = field(default_factory=list)


def files_of(record: Record, chosen: Iterable[Media], folder: Path) -> list[FetchedFile]:
    """Return the files of one dataset for one folder, each with a name of its own."""
    files: list[FetchedFile] = []
    taken: set[str] = set()
    for media in chosen:
        usual = media_file_name(media.name, media.url, media.file_type)
        name = "" if usual.lower() not in taken else f"{Path(usual).stem} {media.media_id[:8]}{Path(usual).suffix}"
        taken.add((name or usual).lower())
        files.append(FetchedFile(record, media, folder, name))
    return files


def fetch(access: Access, file: FetchedFile, options: DownloadOptions, feedback) -> None:
    """Download a file; why it could not be had is kept with it.

    Raises
    ------
    RunCancelledError
        When the user cancelled; the part stays for the next time.
    """
    feedback.setProgressText(
        tr("Downloading “{name}” of “{title}”…").format(name=file.media.shown_name(language()), title=file.record.title)
    )
    try:
        wanted = replace(media_file(file.media, access.base), url=access.source.media_url(file.record, file.media))
        file.got = download(access.client, access.sender, wanted, file.folder, options, name=file.name or None)
    except InputError as error:
        file.error = error
    except OSError as error:
        file.error = InputError(
            "{file} could not be written: {cause}. Choose another folder.",
            file=str(file.folder),
            cause=error.strerror or str(error),
        )


def open_as_layers(file: FetchedFile, feedback) -> None:
    """Open a downloaded file as layers; one that cannot be opened is downloaded all the same, and it is told why."""
    media = file.media
    if media.encrypted and not file.got.encrypted:  # the portal decrypted it on the way
        media = replace(media, encrypted=False)
    reason = why_not(file.record, media)
    if reason:
        (feedback.pushWarning if media.encrypted else feedback.pushInfo)(reason)
        return
    try:
        file.layers = open_media(file.record, media, path=file.got.path, stop=feedback.isCanceled)
    except InputError as error:
        feedback.pushWarning(translated_error(error))


def told(file: FetchedFile) -> dict[str, Any]:
    """Return what FILES_JSON says of a file."""
    got = file.got
    said: dict[str, Any] = {
        "global_id": file.record.global_id,
        "media_id": file.media.media_id,
        "path": "" if got is None else str(got.path),
        "bytes": 0 if got is None else got.bytes,
        "algo": "" if got is None else got.algorithm,
        "expected": "" if got is None else got.expected,
        "computed": "" if got is None else got.computed,
        "ok": got is not None and got.status != MISMATCH,
        "resumed_from": 0 if got is None else got.resumed_from,
        "status": FAILED if got is None else got.status,
        "warnings": [] if got is None else list(got.warnings),
        "error": "" if file.error is None else translated_error(file.error),
        "layers": [one.layer.source() for one in file.layers],
    }
    if file.error is not None and "bad" in file.error.values:  # the file that differs was put aside
        said.update(
            path=str(file.folder / str(file.error.values["bad"])),
            algo=file.error.values["algorithm"],
            expected=file.error.values["expected"],
            computed=file.error.values["computed"],
            status=MISMATCH,
        )
    return said


def tell(file: FetchedFile, feedback) -> None:
    """Tell what became of a file that was downloaded."""
    got = file.got
    sentences = {
        VERIFIED: tr("{name}: {size}, {algorithm} as announced."),
        UNVERIFIABLE: tr("{name}: {size}, not verifiable, the record gives no usable checksum."),
        UNCHECKED: tr("{name}: {size}, not compared with its checksum."),
        MISMATCH: tr("{name}: {size}. It is not the file that the record announces: its {algorithm} differs."),
    }
    sentence = sentences[got.status].format(name=got.path.name, size=size_text(got.bytes), algorithm=got.algorithm)
    (feedback.pushWarning if got.status == MISMATCH else feedback.pushInfo)(sentence)
    if got.resumed_from:
        feedback.pushInfo(
            tr("{name}: went on after {size} that were there already.").format(
                name=got.path.name, size=size_text(got.resumed_from)
            )
        )
    if "already_there" in got.warnings:
        feedback.pushInfo(tr("{name} was there already and is the file announced.").format(name=got.path.name))
    if "size_differs" in got.warnings:
        feedback.pushInfo(
            tr("{name} has another size than its record says; records are often wrong there.").format(
                name=got.path.name
            )
        )
    if "decrypted_by_portal" in got.warnings:
        feedback.pushInfo(tr("{name} was decrypted by the portal on the way.").format(name=got.path.name))
