"""Which files of a dataset to download."""

from __future__ import annotations

from ..errors import InputError
from .formats import mime_of, plain_mime
from .record import Media, Record

EVERY = "all"
# What people want on a map first: vector files, then archives and lists of records, which often hold some.
_ORDER = ("vector", "archive", "list", "table", "raster", "document")
_LIST_TYPE = "application/json"


def chosen_files(record: Record, media_id: str = "", wanted: str = "") -> tuple[Media, ...]:
    """Return the files of a dataset that are asked for.

    Parameters
    ----------
    record : Record
    media_id : str
        Identifier of one file; empty for any.
    wanted : str
        A format by its label, its extension or its media type (``GeoJSON``, ``csv``, ``text/csv``), or ``all``. Empty:
        the first vector file, else the first that may hold one, else the first of all.

    Raises
    ------
    InputError
        When the dataset has no such file.
    """
    if media_id:
        media = record.medium(media_id)
        if media is None:
            raise InputError(
                "The dataset “{title}” has no file or service {media_id}. It has: {known}.",
                title=record.title,
                media_id=media_id,
                known=", ".join(f"{item.media_id} ({item.shown_name()})" for item in record.media) or "-",
            )
        _check_is_file(record, media)
        return (media,)
    files = [item for item in record.media if is_downloadable(item)]
    if not files:
        raise InputError(
            "The dataset “{title}” has no file to download. It has: {known}.",
            title=record.title,
            known=", ".join(item.format or item.kind for item in record.media) or "-",
        )
    if wanted.strip().lower() == EVERY:
        return tuple(files)
    if wanted.strip():
        return (_of_format(record, files, wanted.strip()),)
    return (min(files, key=_rank),)


def _rank(media: Media) -> int:
    kind = "list" if media.file_type == _LIST_TYPE and media.loads_as == "vector" else media.loads_as
    return _ORDER.index(kind) if kind in _ORDER else len(_ORDER)


def is_downloadable(media: Media) -> bool:
    """Tell whether a medium is a file rather than a service that answers questions."""
    return media.kind == "FILE" and bool(media.url.strip())


def _check_is_file(record: Record, media: Media) -> None:
    if media.kind != "FILE":
        raise InputError(
            "“{name}” of the dataset “{title}” is a service ({format}), not a file: add it to the map instead.",
            name=media.shown_name(),
            title=record.title,
            format=media.format or media.kind,
        )


def _of_format(record: Record, files: list[Media], wanted: str) -> Media:
    word, mime = wanted.lower(), mime_of(wanted)
    for item in files:
        if word in (item.format.lower(), item.file_type) or (mime and mime == plain_mime(item.file_type)[0]):
            return item
    raise InputError(
        "The dataset “{title}” has no file in the format {wanted}. It has: {known}.",
        title=record.title,
        wanted=wanted,
        known=", ".join(dict.fromkeys(item.format or item.file_type or "?" for item in files)),
    )
