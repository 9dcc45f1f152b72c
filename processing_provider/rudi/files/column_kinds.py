"""Kinds of the columns of a table of text: numbers, or texts that only look like numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Optional

from ...errors import RunCancelledError
from ...raster_files import write_text
from ..transport import Stop
from .archives import is_fresh
from .csv_layout import CsvLayout, csv_rows

TEXT, WHOLE, REAL, EMPTY = "text", "whole", "real", ""
LOOK_EVERY = 1000  # rows between two looks at the cancel button
MAX_ROWS = 200_000  # rows looked at for the kinds of columns that QGIS reads itself
_LARGEST = 2**31 - 1  # whole numbers beyond are numbers of files or companies, which nobody adds up
_WHOLE = re.compile(r"[-+]?(?:0|[1-9]\d{0,17})\Z")
_REAL = re.compile(r"[-+]?(?:0|[1-9]\d*)?[.,]\d+(?:[eE][-+]?\d+)?\Z")
_CODE = re.compile(r"0\d+\Z")  # 01004, a commune; 0299000000, a telephone


def column_kinds(rows: Iterable[Mapping[str, Optional[str]]], names: Iterable[str], stop: Optional[Stop] = None):
    """Return the kind of each column, and the names of those that hold codes with leading zeros.

    Parameters
    ----------
    rows : iterable of dict
        Texts by the name of the column, None for an empty cell.
    names : iterable of str
    stop : callable, optional
        True once the user cancelled.

    Returns
    -------
    dict
        :data:`TEXT`, :data:`WHOLE`, :data:`REAL`, or :data:`EMPTY` for a column without a value.
    set of str
    """
    kinds = dict.fromkeys(names, EMPTY)
    codes: set[str] = set()
    for number, row in enumerate(rows):
        if stop is not None and number % LOOK_EVERY == 0 and stop():
            raise RunCancelledError
        for name, value in row.items():
            if value is None:
                continue
            text = value.strip()
            if _CODE.match(text):
                codes.add(name)
                kinds[name] = TEXT
            elif kinds[name] != TEXT:
                kinds[name] = _widened(kinds[name], text)
    return kinds, codes


def _widened(kind: str, text: str) -> str:
    if _WHOLE.match(text):
        return (kind or WHOLE) if abs(int(text)) <= _LARGEST else TEXT
    return REAL if _REAL.match(text) else TEXT


def keep_leading_zeros(path: Path, layout: CsvLayout, stop: Optional[Stop] = None) -> None:
    """Write the kinds of the columns beside a CSV (``name.csvt``) where it has codes with leading zeros.

    QGIS would otherwise read ``01004``, the code of a commune, as the number 1004.
    """
    target = path.with_name(path.name + "t")
    if is_fresh(target, path, None):
        return
    kinds, codes = column_kinds(islice(csv_rows(path, layout), MAX_ROWS), layout.header, stop)
    if codes:
        words = {WHOLE: "Integer", REAL: "Real"}
        write_text(str(target), ",".join(f'"{words.get(kinds[name], "String")}"' for name in layout.header) + "\n")
