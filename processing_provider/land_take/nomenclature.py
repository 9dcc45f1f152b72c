"""The nomenclature of OCS GE: codes of cover and use in any spelling, and what the matrix says of each pair.

Cover and use are *leaves* of two trees ("1.1.1.1", "4.1.1"). Coarse data also name branches ("1.1", "4"): these are
judged only when all leaves below them agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Optional

import numpy as np

from ..errors import InputError
from ..tables import TABLES, read_given_table, read_table

COVER_TABLE, USE_TABLE, MATRIX_TABLE = (TABLES / f"land_take_{name}.csv" for name in ("cover", "use", "matrix"))
UNKNOWN = -1  # of a flag: neither artificial nor not
NO_CATEGORY = 0
FIRST_CATEGORY, LAST_CATEGORY = 1, 10  # of the decree; 1 to 5 are artificial
LAST_ARTIFICIAL = 5
MATRIX_COLUMNS = ("cs", "us", "artificial", "category")
_PREFIX = re.compile(r"^(CS|US)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Code:
    """A leaf of the nomenclature: its code, names, colour (``#rrggbb``), and whether the ground is sealed."""

    code: str
    name_en: str
    name_fr: str
    colour: str
    impervious: bool = False


@lru_cache(maxsize=1)
def covers() -> tuple[Code, ...]:
    """Return the 14 covers."""
    return _codes(COVER_TABLE)


@lru_cache(maxsize=1)
def uses() -> tuple[Code, ...]:
    """Return the 20 uses."""
    return _codes(USE_TABLE)


def _codes(path: Path) -> tuple[Code, ...]:
    return tuple(
        Code(row["code"], row["name_en"], row["name_fr"], row["colour"], row.get("impervious") == "1")
        for row in read_table(path)
    )


def leaves_below(code: str, leaves: tuple[str, ...]) -> tuple[str, ...]:
    """Return the leaves that a code stands for: itself, or those of its branch; none when it is no code.

    Parameters
    ----------
    code : str
        In the project's spelling, such as ``1.1``.
    leaves : tuple of str
    """
    if code in leaves:
        return (code,)
    return tuple(leaf for leaf in leaves if leaf.startswith(f"{code}.")) if code else ()


def normal_codes(values, kind: str) -> np.ndarray:
    """Return codes in one spelling.

    Parameters
    ----------
    values : array-like of object, shape (n,)
        "CS1.1.1.1", "cs 1.1.1.1", "1.1.1.1", 2, 235.0, None...
    kind : str
        ``cs`` for cover, ``us`` for use.

    Returns
    -------
    ndarray of str, shape (n,)
        A leaf or a branch, such as ``1.1.1.1`` and ``4.1``; empty where it is neither, or where it is missing.
    """
    known = tuple(one.code for one in (covers() if kind == "cs" else uses()))
    found: dict[object, str] = {}
    result = []
    for value in values:
        key = value if isinstance(value, str) else _text(value)
        if key not in found:
            found[key] = _normal(key, kind, known)
        result.append(found[key])
    return np.array(result, dtype=str) if result else np.empty(0, dtype="<U7")


def _text(value: object) -> str:
    """Return a code that was stored as a number; empty for what is no code."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, (float, np.floating)):
        if not np.isfinite(value):
            return ""
        return f"{value:g}"
    return str(value)


def _normal(text: str, kind: str, leaves: tuple[str, ...]) -> str:
    written = text.strip()
    prefix = _PREFIX.match(written)
    if prefix is not None:
        if prefix.group(1).lower() != kind:
            return ""
        written = written[prefix.end() :]
    written = written.replace(",", ".").strip(". ")
    return written if leaves_below(written, leaves) else ""


@dataclass(frozen=True)
class Matrix:
    """What each pair of cover and use is.

    Attributes
    ----------
    artificial : ndarray of bool, shape (14, 20)
        Rows are covers, columns uses, in the order of :func:`covers` and :func:`uses`.
    category : ndarray of int8, shape (14, 20)
        Number of the annex to R. 101-1, 1 to 10.
    """

    artificial: np.ndarray
    category: np.ndarray


def read_matrix(path: Optional[Path] = None) -> Matrix:
    """Read the matrix of the project, or a table of the user with the same columns.

    Raises
    ------
    InputError
        When a column or a cell is missing, or a cell stands twice or holds something else.
    """
    path = MATRIX_TABLE if path is None else path
    rows = read_given_table(path)
    rank = [{one.code: place for place, one in enumerate(codes)} for codes in (covers(), uses())]
    artificial = np.full((len(rank[0]), len(rank[1])), UNKNOWN, dtype=np.int8)
    category = np.zeros(artificial.shape, dtype=np.int8)
    for number, row in enumerate(rows, start=1):
        if not set(MATRIX_COLUMNS) <= set(row):
            raise InputError(
                "The matrix {name} must have the columns {columns}.", name=path.name, columns=", ".join(MATRIX_COLUMNS)
            )
        cover, use = (normal_codes([row[name]], name)[0] for name in ("cs", "us"))
        flag, group = row["artificial"].strip(), row["category"].strip()
        right = flag in ("0", "1") and group.isdigit() and FIRST_CATEGORY <= int(group) <= LAST_CATEGORY
        if cover not in rank[0] or use not in rank[1] or not right or (flag == "1") != (int(group) <= LAST_ARTIFICIAL):
            raise InputError(
                "Row {number} of the matrix {name} is not a cover, a use, 0 or 1, and a category: 1 to 5 where it is "
                "1, 6 to 10 where it is 0.",
                number=number,
                name=path.name,
            )
        cell = rank[0][cover], rank[1][use]
        if artificial[cell] != UNKNOWN:
            raise InputError(
                "The matrix {name} has cover {cover} and use {use} twice.", name=path.name, cover=cover, use=use
            )
        artificial[cell], category[cell] = int(flag), int(group)
    if (artificial == UNKNOWN).any():
        place = np.argwhere(artificial == UNKNOWN)[0]
        raise InputError(
            "The matrix {name} lacks {count} cells, the first is cover {cover} and use {use}.",
            name=path.name,
            count=int((artificial == UNKNOWN).sum()),
            cover=covers()[place[0]].code,
            use=uses()[place[1]].code,
        )
    return Matrix(artificial == 1, category)


@dataclass(frozen=True)
class Judgement:
    """What the matrix says of surfaces.

    Attributes
    ----------
    artificial : ndarray of int8, shape (n,)
        1, 0, or -1 where it cannot be told.
    category : ndarray of int8, shape (n,)
        Number of the annex to R. 101-1; 0 where the leaves below a branch differ, or nothing is known.
    impervious : ndarray of int8, shape (n,)
        1, 0, or -1: sealed ground, which the cover alone tells.
    ambiguous : ndarray of bool, shape (n,)
        Codes are known, but the leaves below them are not all artificial, or all not.
    """

    artificial: np.ndarray
    category: np.ndarray
    impervious: np.ndarray
    ambiguous: np.ndarray


def judge(cover, use, matrix: Optional[Matrix] = None) -> Judgement:
    """Tell whether surfaces are artificial, before any threshold of area.

    Parameters
    ----------
    cover, use : array-like of str, shape (n,)
        From :func:`normal_codes`. Without a use, the cover decides where all uses agree; without a cover nothing does.
    matrix : Matrix, optional
        That of the project when absent.

    Returns
    -------
    Judgement
    """
    matrix = read_matrix() if matrix is None else matrix
    cover, use = np.asarray(cover, dtype=str), np.asarray(use, dtype=str)
    pairs, inverse = np.unique(np.stack([cover, use]), axis=1, return_inverse=True)
    told = [_judged(one, other, matrix) for one, other in pairs.T]
    columns = np.array(told, dtype=np.int8).reshape(-1, 4)[inverse.reshape(-1)]
    return Judgement(columns[:, 0], columns[:, 1], columns[:, 2], columns[:, 3] == 1)


def _judged(cover: str, use: str, matrix: Matrix) -> tuple[int, int, int, int]:
    """Return the flag, the category, whether it is sealed, and whether the codes are ambiguous."""
    cover_codes, use_codes = tuple(one.code for one in covers()), tuple(one.code for one in uses())
    rows = [cover_codes.index(leaf) for leaf in leaves_below(cover, cover_codes)]
    columns = [use_codes.index(leaf) for leaf in leaves_below(use, use_codes)] or range(len(use_codes))
    if not rows:
        return UNKNOWN, NO_CATEGORY, UNKNOWN, 0
    cells = np.ix_(rows, columns)
    flags, groups = np.unique(matrix.artificial[cells]), np.unique(matrix.category[cells])
    sealed = {covers()[row].impervious for row in rows}
    return (
        int(flags[0]) if len(flags) == 1 else UNKNOWN,
        int(groups[0]) if len(groups) == 1 else NO_CATEGORY,
        int(sealed.pop()) if len(sealed) == 1 else UNKNOWN,
        int(len(flags) > 1),
    )
