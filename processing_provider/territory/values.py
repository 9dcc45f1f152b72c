"""Reading of attribute values: numbers with units, yes and no, hstore tags.

Open data write the same thing in many ways ("12 m", "12,5", "30 mph", "2;3"). Each function answers
with an empty value (NaN or ``None``) for a text that it cannot read; none of them raises.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable
from typing import Optional

import numpy as np

#: Factor that brings a written unit to the unit of the standard schema (m, km/h); definitions of the
#: international yard and pound agreement (1959) and of the SI brochure.
UNIT_FACTORS = {
    "": 1.0,
    "m": 1.0,
    "metre": 1.0,
    "metres": 1.0,
    "meter": 1.0,
    "meters": 1.0,
    "cm": 0.01,
    "mm": 0.001,
    "km": 1000.0,
    "ft": 0.3048,
    "feet": 0.3048,
    "'": 0.3048,
    "in": 0.0254,
    '"': 0.0254,
    "km/h": 1.0,
    "kmh": 1.0,
    "kph": 1.0,
    "mph": 1.609344,
    "knots": 1.852,
    "%": 1.0,
    "hab": 1.0,
}

TRUE_WORDS = frozenset({"1", "yes", "true", "oui", "vrai", "y", "o", "t"})
FALSE_WORDS = frozenset({"0", "no", "false", "non", "faux", "n", "f"})

_NUMBER = re.compile(
    r"^[~≈]?\s*"
    r"(?P<number>[-+]?(?:[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]+)?(?:[.,][0-9]+)?(?:e[-+]?[0-9]{1,3})?)"
    r"\s*(?P<unit>[a-z/%'\"]*)\.?$"
)
_FEET_INCHES = re.compile(r"^(?P<feet>[0-9]{1,4})\s*'\s*(?P<inches>[0-9]{1,2}(?:[.,][0-9]+)?)\s*\"?$")
_YEAR = re.compile(r"(?<![0-9])(?P<year>[0-9]{4})(?![0-9])")
_HSTORE = re.compile(r'"((?:[^"\\]|\\.)*)"\s*=>\s*(?:"((?:[^"\\]|\\.)*)"|NULL)')
_ESCAPE = re.compile(r"\\(.)")


def text_of(value: object) -> Optional[str]:
    """Return a value as the text that a mapping row compares with, or ``None`` for an empty value.

    Parameters
    ----------
    value : object
        Anything that a layer holds: text, number, boolean, date.

    Returns
    -------
    str or None
        Stripped text; whole numbers lose their decimals, booleans read "1" and "0".
    """
    if value is None:
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, (bool, np.bool_)):
        return "1" if value else "0"
    if isinstance(value, (float, np.floating)):
        if math.isnan(value):
            return None
        return str(int(value)) if math.isfinite(value) and value == int(value) else repr(float(value))
    return str(value).strip() or None


def fold(text: str) -> str:
    """Return a text without case and accents, so that a mapping row matches "Résidentiel" and "residentiel"."""
    decomposed = unicodedata.normalize("NFKD", text.strip())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(plain.replace("\u2019", "'").casefold().split())


def parse_number(text: Optional[str]) -> float:
    """Read a number in the unit of the standard schema.

    Lengths come back in metres and speeds in km/h: "12 m" 12, "12,5" 12.5, "30 mph" 48.28, "2;3" the
    first, "12 ft" 3.66, "1 250" 1250. A range ("5-6") is not a number.

    Parameters
    ----------
    text : str or None
        Text to read.

    Returns
    -------
    float
        Number [m, km/h or as written], NaN when the text is not a finite number with a known unit.
    """
    if text is None:
        return math.nan
    first = re.split(r"[;|]", text, maxsplit=1)[0].strip().casefold()
    feet = _FEET_INCHES.match(first)
    if feet:
        inches = float(feet["inches"].replace(",", "."))
        return float(feet["feet"]) * UNIT_FACTORS["ft"] + inches * UNIT_FACTORS["in"]
    found = _NUMBER.match(first)
    if not found or found["unit"] not in UNIT_FACTORS:
        return math.nan
    digits = re.sub(r"[ \u00a0\u202f]", "", found["number"]).replace(",", ".")
    try:
        number = float(digits) * UNIT_FACTORS[found["unit"]]
    except ValueError:
        return math.nan
    return number if math.isfinite(number) else math.nan


def parse_year(text: Optional[str]) -> float:
    """Read the year of a date ("1982/01/01", "1982-01-01", "01/01/1982", "1982").

    Parameters
    ----------
    text : str or None
        Text to read.

    Returns
    -------
    float
        First number of four digits, NaN when there is none.
    """
    found = _YEAR.search(text) if text else None
    return float(found["year"]) if found else math.nan


def parse_boolean(text: Optional[str]) -> Optional[bool]:
    """Read yes or no, in English or French.

    Parameters
    ----------
    text : str or None
        Text to read.

    Returns
    -------
    bool or None
        ``None`` when the text is neither.
    """
    word = fold(text) if text else ""
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    return None


def parse_tags(text: Optional[str]) -> dict[str, str]:
    """Read a column of tags, as hstore text (``"layer"=>"1"``) or as a JSON object.

    Parameters
    ----------
    text : str or None
        Content of a column such as ``other_tags``.

    Returns
    -------
    dict of str to str
        Tags; empty when the text holds none.
    """
    if not text:
        return {}
    if text.lstrip().startswith("{"):
        try:
            loaded = json.loads(text)
        except (ValueError, RecursionError):
            return {}
        return {str(key): str(value) for key, value in loaded.items() if value is not None}
    return {
        _ESCAPE.sub(r"\1", key): _ESCAPE.sub(r"\1", value)
        for key, value in _HSTORE.findall(text)
        if value or f'"{key}"=>NULL' not in text
    }


def factorize(values: Iterable[object]) -> tuple[np.ndarray, list[str]]:
    """Give a number to each distinct text of a column, so that each is read only once.

    Parameters
    ----------
    values : iterable
        Column, n values.

    Returns
    -------
    codes : ndarray of int64, shape (n,)
        Index in ``texts``, -1 for an empty value.
    texts : list of str
        Distinct texts in the order met.
    """
    known: dict[str, int] = {}
    codes = []
    for value in values:
        text = text_of(value)
        codes.append(-1 if text is None else known.setdefault(text, len(known)))
    return np.array(codes, dtype=np.int64), list(known)
