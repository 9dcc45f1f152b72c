"""Records in a JSON file, as a source: a list, a page ``{items: [...]}`` or a single record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ...errors import InputError
from ..http_client import resolve_url
from ..queries import Query
from ..record import Media, Record
from ..record_reader import read_record

MAX_BYTES = 512 * 2**20  # of a file of records [bytes]


def records_of(path: Path) -> list[dict[str, Any]]:
    """Return the records of a file as they are written; items that are no objects are left out.

    Raises
    ------
    InputError
        See :func:`items_of`.
    """
    return [item for item in items_of(path) if isinstance(item, dict)]


def items_of(path: Path) -> list[Any]:
    """Return what a file lists as its records, whatever each item is.

    Raises
    ------
    InputError
        When the file is not there, too large, or holds no records in JSON.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError("{path} is too large for a file of records.", path=str(path))
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(
            "{path} cannot be read: {cause}.", path=str(path), cause=error.strerror or str(error)
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError("{path} is not a JSON file of records.", path=str(path)) from error
    if isinstance(content, dict) and isinstance(content.get("items"), list):
        content = content["items"]
    elif isinstance(content, dict):
        content = [content]
    if not isinstance(content, list):
        raise InputError("{path} is not a JSON file of records.", path=str(path))
    return content


class FileSource:
    """A file of records. It does not search: the caller filters."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.name = str(path)

    def search(self, query: Query, max_items: int = 500) -> Iterator[Record]:
        """Give all records; see :meth:`.base.Source.search`."""
        return (read_record(raw, self.name) for raw in islice(records_of(self._path), max_items))

    def get(self, identifier: str) -> Record:
        """Return one record; see :meth:`.base.Source.get`."""
        for record in self.search(Query(), 10**9):
            if record.global_id == identifier:
                return record
        raise InputError("{url} does not know the record {identifier}.", url=self.name, identifier=identifier)

    def media_url(self, record: Record, media: Media) -> str:
        """Return the address of a media; see :meth:`.base.Source.media_url`.

        A file does not say which server its relative addresses belong to, so these are refused.
        """
        if not media.url.strip():
            raise InputError("This media has no address in the catalogue; ask its producer.")
        if "://" not in media.url:
            raise InputError(
                "{path} does not say on which server “{url}” is; search the portal instead.",
                path=self.name,
                url=media.url[:200],
            )
        return resolve_url(self.name, media.url)
