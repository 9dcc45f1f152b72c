"""Licences: what they are called, what they ask, and which may be crossed with which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Optional

from ..tables import TABLES, read_table
from .search_text import folded


@dataclass(frozen=True)
class LicenceTerms:
    """What a licence is and asks.

    Attributes
    ----------
    code : str
        Code of RUDI, or this project's where RUDI has none.
    standard : bool
        Whether RUDI accepts the code as a standard licence.
    uri, rudi_uri : str
        Address of the licensor, address in RUDI's own list.
    spdx : str
        Identifier of the SPDX list, empty if none.
    attribution : bool
        The source must be named.
    share_alike : bool
        What is derived must be shared under the same licence.
    derivatives : bool
        Derived data may be published at all.
    commercial : bool
        The data may serve a commercial use.
    family : str
        Licences of one family follow each other's terms.
    """

    code: str
    standard: bool
    label_fr: str
    label_en: str
    uri: str
    rudi_uri: str
    spdx: str
    attribution: bool
    share_alike: bool
    derivatives: bool
    commercial: bool
    family: str
    words: tuple[str, ...]
    addresses: tuple[str, ...]

    def label(self, language: str = "fr") -> str:
        """Return the label in French, or in English for every other language."""
        return self.label_fr if language[:2] == "fr" else self.label_en


@dataclass(frozen=True)
class Crossing:
    """What licence a result made from several sources may have.

    Attributes
    ----------
    allowed : bool or None
        Whether it may be published; ``None`` when a licence is unknown.
    licence : str
        Code of the licence that the result must have, empty when it may be chosen.
    reason : str
        ``free``, ``share_alike``, ``conflict`` (two different share-alike licences), ``no_derivatives`` or
        ``unknown``.
    attribution : tuple of str
        Codes of the licences whose source must be named.
    """

    allowed: Optional[bool]
    licence: str
    reason: str
    attribution: tuple[str, ...] = ()


def _terms(row: dict[str, str]) -> LicenceTerms:
    yes = {key: row[key] == "1" for key in ("attribution", "share_alike", "derivatives", "commercial")}
    return LicenceTerms(
        code=row["code"],
        standard=row["list"] == "1",
        words=tuple(filter(None, row["words"].split("|"))),
        addresses=tuple(filter(None, row["address"].split("|"))),
        **{key: row[key] for key in ("label_fr", "label_en", "uri", "rudi_uri", "spdx", "family")},
        **yes,
    )


@lru_cache(maxsize=1)
def licences() -> dict[str, LicenceTerms]:
    """Return the known licences by code, in the order of the table."""
    return {row["code"]: _terms(row) for row in read_table(TABLES / "rudi_licences.csv")}


@lru_cache(maxsize=512)
def code_of_label(label: str) -> str:
    """Return the licence that a label names, empty when it names none."""
    plain = " ".join(folded(label).split())
    if not plain:
        return ""
    for code, terms in licences().items():
        if plain in (code, folded(terms.label_fr), folded(terms.label_en), terms.spdx.lower()):
            return code
    return next((code for code, terms in licences().items() if any(word in plain for word in terms.words)), "")


@lru_cache(maxsize=512)
def code_of_address(address: str) -> str:
    """Return the licence that an address names, empty when it names none."""
    plain = address.strip().lower()
    if not plain:
        return ""
    return next((code for code, terms in licences().items() if any(part in plain for part in terms.addresses)), "")


def same_family(one: str, other: str) -> bool:
    """Return whether two codes are versions of one licence (``etalab`` and ``etalab-2.0``)."""
    return one == other or bool(one and other and (one.startswith(f"{other}-") or other.startswith(f"{one}-")))


def label_of(code: str, language: str = "fr") -> str:
    """Return the label of a licence; the code itself when it is not in the table."""
    known = licences().get(code)
    return known.label(language) if known else code


def short_label(code: str, language: str = "fr") -> str:
    """Return a licence as a badge shows it (``ODbL 1.0``, ``CC BY-ND 4.0``), empty when it is not in the table."""
    known = licences().get(code)
    if known is None:
        return ""
    if known.family == "etalab" or not known.spdx:
        return known.label(language).split("(")[0].strip()
    name, _, version = known.spdx.replace("-only", "").replace("-or-later", "").rpartition("-")
    if not name:
        return version
    return f"{name.replace('CC-', 'CC ', 1)} {version}"


def crossed(codes: Iterable[str]) -> Crossing:
    """Return what licence a result made from sources under these licences may have.

    The most restrictive one wins: data that may not be derived forbid the crossing, one share-alike licence
    imposes itself, two different ones cannot both be followed. Not legal advice.
    """
    known = [licences().get(code) for code in dict.fromkeys(codes)]
    attribution = tuple(terms.code for terms in known if terms and terms.attribution)
    if any(terms and not terms.derivatives for terms in known):
        return Crossing(False, "", "no_derivatives", attribution)
    if any(terms is None for terms in known):
        return Crossing(None, "", "unknown", attribution)
    imposed = [terms.code for terms in known if terms.share_alike]
    if len(imposed) > 1:
        return Crossing(False, "", "conflict", attribution)
    if imposed:
        return Crossing(True, imposed[0], "share_alike", attribution)
    return Crossing(True, "", "free", attribution)
