"""Land cover of any source in the nomenclature of OCS GE: which fields hold the codes, what other classes mean."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Optional

import numpy as np

from ..errors import InputError
from ..tables import TABLES, read_given_table
from .nomenclature import normal_codes

CLASSES_TABLE = TABLES / "land_take_classes.csv"
SEALING_TABLE = TABLES / "land_take_sealing.csv"
CLASS_COLUMNS = ("product", "class", "cs", "us")
OCSGE = "ocsge"
NOT_TOLD = -1
# Names of the fields of OCS GE and its relatives, in the order in which they are looked for.
COVER_FIELDS = ("code_cs", "couverture", "cs", "couv", "cs_code")
USE_FIELDS = ("code_us", "usage", "us", "us_code")
# Of other products: the field that holds the class.
CLASS_FIELDS = {
    "cosia": ("classe", "class", "label"),
    "oso": ("classe", "class", "code"),
    "clc": ("code_18", "code_12", "code_06", "code_00", "code_90", "clc_code"),
    "ua": ("code_2018", "code2018", "code_2012", "code2012", "code_2006", "code2006", "code"),
}


@dataclass(frozen=True)
class ClassMeaning:
    """What a class of a product is in OCS GE; an empty code is not told. Whether it is a park."""

    cover: str
    use: str
    park: bool = False


def folded(text: object) -> str:
    """Return a class as it is compared: without case, accents and outer spaces, numbers without decimals."""
    if isinstance(text, (float, np.floating)) and np.isfinite(text):
        text = f"{text:g}"
    plain = unicodedata.normalize("NFKD", "" if text is None else str(text))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).strip().casefold()


def read_classes(path: Path = CLASSES_TABLE) -> Mapping[str, Mapping[str, ClassMeaning]]:
    """Return the meaning of classes by product and class.

    Raises
    ------
    InputError
        When a column is missing, a code is none of OCS GE, or a class stands twice.
    """
    found: dict[str, dict[str, ClassMeaning]] = {}
    for number, row in enumerate(read_given_table(path), start=1):
        if not set(CLASS_COLUMNS) <= set(row):
            raise InputError(
                "The table {name} must have the columns {columns}.", name=path.name, columns=", ".join(CLASS_COLUMNS)
            )
        product, key = row["product"].strip().casefold(), folded(row["class"])
        cover, use = (normal_codes([row[name]], name)[0] for name in ("cs", "us"))
        if not product or not key or (row["cs"].strip() and not cover) or (row["us"].strip() and not use):
            raise InputError(
                "Row {number} of the table {name} has no product, no class, or a code that is none of OCS GE.",
                number=number,
                name=path.name,
            )
        if key in found.setdefault(product, {}):
            raise InputError(
                "The table {name} has the class {label} of {product} twice.",
                name=path.name,
                label=row["class"],
                product=product,
            )
        found[product][key] = ClassMeaning(str(cover), str(use), (row.get("park") or "").strip() == "1")
    return found


def classes_of(product: str, own: Optional[Path] = None) -> Mapping[str, ClassMeaning]:
    """Return the meaning of the classes of a product, from a table of the user where there is one.

    Raises
    ------
    InputError
        When that table has no class of the product.
    """
    if own is None:
        return read_classes()[product]
    classes = read_classes(own)
    if product not in classes:
        raise InputError(
            "The table {name} has no class of {product}; add its classes, or leave the table empty.",
            name=own.name,
            product=product,
        )
    return classes[product]


def guessed_product(fields: Collection[str]) -> str:
    """Return the product that a layer with these fields is, empty when it cannot be told.

    CORINE and Urban Atlas name their fields after themselves; CoSIA and OSO do not, and must be chosen.
    """
    names = {name.casefold() for name in fields}
    if names & set(COVER_FIELDS[:2]) or {"cs", "us"} <= names:
        return OCSGE
    return next((product for product in ("clc", "ua") if names & set(CLASS_FIELDS[product][:-1])), "")


def field_called(fields: Collection[str], wanted: Collection[str]) -> str:
    """Return the first of the wanted names that a layer has, as the layer spells it; empty when it has none."""
    by_name = {name.casefold(): name for name in fields}
    return next((by_name[name] for name in wanted if name in by_name), "")


@dataclass(frozen=True)
class NormalCodes:
    """Codes of surfaces in one spelling.

    Attributes
    ----------
    cover, use : ndarray of str, shape (n,)
        Leaf or branch of OCS GE; empty where it is not known.
    park : ndarray of int64, shape (n,)
        1 where the class is a park, -1 where that is not told.
    unread : dict of str to int
        Values that mean nothing here, and how often each stands.
    """

    cover: np.ndarray
    use: np.ndarray
    park: np.ndarray
    unread: dict[str, int]


def codes_of_ocsge(cover, use) -> NormalCodes:
    """Return the codes of a layer that follows OCS GE.

    Parameters
    ----------
    cover, use : array-like of object, shape (n,)
        Values of its two fields.
    """
    covers, uses = normal_codes(cover, "cs"), normal_codes(use, "us")
    unread: dict[str, int] = {}
    for given, found in ((cover, covers), (use, uses)):
        for value in [one for one, code in zip(given, found) if not code and folded(one)]:
            unread[str(value)] = unread.get(str(value), 0) + 1
    return NormalCodes(covers, uses, np.full(len(covers), NOT_TOLD), unread)


def codes_of_classes(values, meanings: Mapping[str, ClassMeaning]) -> NormalCodes:
    """Return the codes of a layer of another product.

    Parameters
    ----------
    values : array-like of object, shape (n,)
        Its classes.
    meanings : mapping
        Of the product, from :func:`read_classes`.
    """
    cache: dict[object, Optional[ClassMeaning]] = {}
    covers, uses, parks, unread = [], [], [], {}
    for value in values:
        key = folded(value)
        if key not in cache:
            cache[key] = meanings.get(key)
        meaning = cache[key]
        if meaning is None and key:
            unread[str(value)] = unread.get(str(value), 0) + 1
        covers.append(meaning.cover if meaning else "")
        uses.append(meaning.use if meaning else "")
        parks.append(1 if meaning and meaning.park else NOT_TOLD)
    codes = (np.array(one, dtype="<U7") for one in (covers, uses))
    return NormalCodes(*codes, np.array(parks, dtype=np.int64), unread)


@lru_cache(maxsize=1)
def read_sealing() -> Mapping[str, Mapping[str, float]]:
    """Return the share of sealed ground [0..1] that classes mean, by product and class."""
    found: dict[str, dict[str, float]] = {}
    for row in read_given_table(SEALING_TABLE):
        found.setdefault(row["product"], {})[folded(row["class"])] = float(row["share"])
    return found


def sealing_of(values, product: str) -> np.ndarray:
    """Return the share of sealed ground that classes tell, NaN where they tell none; float64 of shape (n,).

    Parameters
    ----------
    values : array-like of object, shape (n,)
        Classes.
    product : str
    """
    shares = read_sealing().get(product, {})
    return np.array([shares.get(folded(value), np.nan) for value in values], dtype=float)
