"""How a table of text is written: encoding, separator, header, decimal sign, columns that hold a place."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional, TextIO

from ...errors import InputError, RunCancelledError
from ..transport import CHUNK_BYTES, Stop
from .coordinates import Roles, find_roles, number_of

SEPARATORS = (";", ",", "\t", "|")
SAMPLE_ROWS = 500
SAMPLE_CHARS = 2**20
LONGEST_FIELD = 2**24  # a polygon of a commune in WKT has some 100 kB [characters]
FALLBACK_ENCODING = "cp1252"
_DECIMAL_COMMA = re.compile(r"\s*[-+]?\d+,\d+\s*\Z")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class CsvLayout:
    """How a table is written.

    Attributes
    ----------
    encoding : str
        As Python names it.
    separator : str
    header : tuple of str
        Names of the columns.
    has_header : bool
        Whether the first line holds them; otherwise they are ``field_1``...
    decimal_comma : bool
    roles : Roles
        Columns that hold a place.
    """

    encoding: str
    separator: str
    header: tuple[str, ...]
    has_header: bool = True
    decimal_comma: bool = False
    roles: Roles = field(default_factory=Roles)


def csv_layout(
    path: Path, *, declared_encoding: str = "", declared_crs: str = "", stop: Optional[Stop] = None
) -> Optional[CsvLayout]:
    """Return how a table is written; None when the file is no table of text.

    Parameters
    ----------
    path : Path
    declared_encoding : str
        What the record says; used when the bytes are not UTF-8.
    declared_crs : str
        What the record says, such as ``EPSG:2154``.
    stop : callable, optional
        True once the user cancelled.
    """
    encoding = text_encoding(path, declared_encoding, stop)
    if not encoding:
        return None
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = file.read(SAMPLE_CHARS)
        whole = not file.read(1)
    if "\x00" in sample or not sample.strip():
        return None
    if not whole:  # the last line is cut
        sample = sample[: sample.rfind("\n") + 1] or sample
    separator, rows = _best_separator(sample)
    if not rows:
        return None
    has_header = not all(number_of(cell) is not None for cell in rows[0] if cell.strip()) or len(rows) == 1
    names = _unique(rows[0]) if has_header else tuple(f"field_{place}" for place in range(1, len(rows[0]) + 1))
    body = rows[1:] if has_header else rows
    columns = {name: [row[place] for row in body if place < len(row)] for place, name in enumerate(names)}
    roles = find_roles(columns, declared_crs)
    return CsvLayout(encoding, separator, names, has_header, separator != "," and _has_comma(columns, roles), roles)


def text_encoding(path: Path, declared: str = "", stop: Optional[Stop] = None) -> str:
    """Return the encoding of a text file: that of its mark, else UTF-8 where it fits, else the declared one.

    Empty when the file is not text. The whole file is looked at: one accent in a million lines decides.
    """
    with path.open("rb") as file:
        head = file.read(4096)
        for mark, name in _MARKS:
            if head.startswith(mark):
                return name
        if b"\x00" in head:
            return ""
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(head)
            while piece := file.read(CHUNK_BYTES):
                if stop is not None and stop():
                    raise RunCancelledError
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _known_encoding(declared) or FALLBACK_ENCODING
    return "utf-8"


def _known_encoding(declared: str) -> str:
    """Return a declared encoding as Python knows it; empty for one that it does not, and for UTF-8, refuted."""
    word = declared.rpartition("=")[2].strip().strip('"')
    try:
        name = codecs.lookup(word).name
    except (LookupError, ValueError):
        return ""
    return "" if name in ("utf-8", "ascii", "utf-16", "utf-32") else name


def _best_separator(sample: str) -> tuple[str, list[list[str]]]:
    """Return the separator that cuts most lines into the same number of cells, and those of the first lines."""
    best: tuple[float, int, str, list[list[str]]] = (0.0, 0, SEPARATORS[0], [])
    for separator in SEPARATORS:
        rows = _sample_rows(sample, separator)
        if not rows:
            continue
        width = len(rows[0])
        share = sum(len(row) == width for row in rows) / len(rows) if width > 1 else 0.0
        if (share, width) > best[:2] or not best[3]:
            best = (share, width, separator, rows)
    return best[2], best[3]


def _sample_rows(sample: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    with raised_field_limit():
        try:
            for row in csv.reader(sample.splitlines(keepends=True), delimiter=separator):
                if row:
                    rows.append(row)
                if len(rows) > SAMPLE_ROWS:
                    break
        except csv.Error:
            return rows
    return rows


class raised_field_limit:  # noqa: N801 - reads as a statement
    """Let cells be as long as a geometry, and put back the limit, which belongs to the whole process."""

    def __enter__(self) -> None:
        self._former = csv.field_size_limit(LONGEST_FIELD)

    def __exit__(self, *_: object) -> None:
        csv.field_size_limit(self._former)


def _unique(names: list[str]) -> tuple[str, ...]:
    """Return names of columns, each once and none empty."""
    taken: list[str] = []
    for place, name in enumerate(names, start=1):
        wanted = name.strip() or f"field_{place}"
        number = 2
        while wanted in taken:
            wanted = f"{name.strip() or 'field'}_{number}"
            number += 1
        taken.append(wanted)
    return tuple(taken)


def _has_comma(columns: dict[str, list[str]], roles: Roles) -> bool:
    """Tell whether numbers are written with a comma: those of the place, else those of any column."""
    looked = [columns[name] for name in (roles.x, roles.y) if name] or list(columns.values())
    return any(any(_DECIMAL_COMMA.match(cell) for cell in cells) for cells in looked)


def csv_rows(path: Path, layout: CsvLayout) -> Iterator[dict[str, Any]]:
    """Give the rows of a table as dictionaries of texts; missing cells are None.

    Raises
    ------
    InputError
        When a line cannot be read.
    """
    with path.open(encoding=layout.encoding, errors="replace", newline="") as file, raised_field_limit():
        yield from _rows(file, path, layout)


def _rows(file: TextIO, path: Path, layout: CsvLayout) -> Iterator[dict[str, Any]]:
    reader = csv.reader(file, delimiter=layout.separator)
    try:
        for number, row in enumerate(reader):
            if not row or (number == 0 and layout.has_header):
                continue
            cells = [cell if cell != "" else None for cell in row[: len(layout.header)]]
            yield dict(zip(layout.header, cells + [None] * (len(layout.header) - len(cells))))
    except csv.Error as error:
        raise InputError(
            "Line {line} of {name} cannot be read: {cause}.", line=reader.line_num, name=path.name, cause=str(error)
        ) from error
