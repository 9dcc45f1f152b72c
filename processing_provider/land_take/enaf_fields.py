"""Names of the commune file of Cerema on the consumption of ENAF: what each field holds, and its numbers.

``naf11art12`` is the total of the year 2011, from 1 January 2011 to 1 January 2012 [m2]; ``art11act12`` its part for
economic activity. Fields over several years, such as ``naf11art21``, hold sums of others and are left aside.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

import numpy as np

from ..errors import InputError
from .sources import field_called

TOTAL = "total"
# Activity, housing, mixed, roads, railways, unknown.
POSTS = ("act", "hab", "mix", "rou", "fer", "inc")
IDENTIFIER_FIELDS = ("idcom", "insee_com", "code_insee", "comm_insee", "insee", "codgeo")
NAME_FIELDS = ("idcomtxt", "nom_com", "libgeo", "nom", "name")
CENTURY = 2000
_TOTAL = re.compile(r"^naf(\d\d)art(\d\d)$", re.IGNORECASE)
_POST = re.compile(rf"^art(\d\d)({'|'.join(POSTS)})(\d\d)$", re.IGNORECASE)
_SURFACE = re.compile(r"^surfcom(\d\d|\d{4})?$", re.IGNORECASE)
_SERIES = re.compile(rf"^(naf\d\dart\d\d|art\d\d({'|'.join(POSTS)})\d\d)$", re.IGNORECASE)


def yearly_fields(names: Iterable[str]) -> dict[int, dict[str, str]]:
    """Return the fields that hold the consumption of one year.

    Parameters
    ----------
    names : iterable of str
        Fields of the table, in any case.

    Returns
    -------
    dict of int to dict
        For each year that has a total: name of the field of the total, and of each of :data:`POSTS` that is there.
    """
    found: dict[int, dict[str, str]] = {}
    for name in names:
        total, post = _TOTAL.match(name), _POST.match(name)
        if total is not None:
            first, last, kind = total.group(1), total.group(2), TOTAL
        elif post is not None:
            first, last, kind = post.group(1), post.group(3), post.group(2).lower()
        else:
            continue
        if (int(first) + 1) % 100 == int(last):
            found.setdefault(CENTURY + int(first), {})[kind] = name
    return {year: found[year] for year in sorted(found) if TOTAL in found[year]}


def is_series(name: str) -> bool:
    """Tell whether a field is one of the consumption, of one year or of several."""
    return _SERIES.match(name) is not None


def identifier_field(names: Collection[str]) -> str:
    """Return the field of the codes of communes, as the table spells it; empty when it has none."""
    return field_called(names, IDENTIFIER_FIELDS)


def name_field(names: Collection[str]) -> str:
    """Return the field of the names of communes, as the table spells it; empty when it has none."""
    return field_called(names, NAME_FIELDS)


def surface_field(names: Collection[str]) -> str:
    """Return the field of the surface of communes [m2], the last year where there are several; empty when none."""
    return max((name for name in names if _SURFACE.match(name)), key=str.lower, default="")


def numbers(values: Iterable[object], field: str) -> np.ndarray:
    """Return a column as numbers, whether the file stores numbers or texts.

    Parameters
    ----------
    values : iterable of object, shape (n,)
        Numbers, texts with a point or a comma, or None.
    field : str
        Its name, for the sentence of an error.

    Returns
    -------
    ndarray of float64, shape (n,)
        NaN where nothing stands.

    Raises
    ------
    InputError
        When a text is no number.
    """
    return np.array([_number(value, field) for value in values], dtype=float)


def _number(value: object, field: str) -> float:
    if value is None:
        return float("nan")
    if not isinstance(value, str):
        return float(value)
    text = value.replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace(",", ".")
    try:
        return float(text) if text else float("nan")
    except ValueError:
        raise InputError(
            "The field {field} holds {value}, which is no number; mend it.", field=field, value=value
        ) from None
