"""How to cite a dataset: a sentence, BibTeX, the mention that its licence imposes."""

from __future__ import annotations

import re
from datetime import date
from typing import Optional

from .licences import licences
from .record import Record
from .record_values import is_openable
from .search_text import folded

_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
_DATASET = {"fr": "jeu de données", "en": "dataset"}
_ACCESSED = {"fr": "consulté le {}", "en": "accessed on {}"}
_LICENCE = {"fr": "sous {}", "en": "under {}"}


def _two(language: str) -> str:
    return "fr" if language[:2] == "fr" else "en"


def _date_shown(day: date, language: str) -> str:
    return f"{day:%d/%m/%Y}" if language == "fr" else f"{day:%Y-%m-%d}"


def landing_address(record: Record, portal: str = "") -> str:
    """Return the address to cite: the DOI, else the card of the record on a portal, else nothing."""
    if record.doi:
        return f"https://doi.org/{record.doi}"
    return f"{portal.rstrip('/')}/catalogue/detail/{record.global_id}" if is_openable(portal) and portal else ""


def citation_text(record: Record, language: str = "fr", *, portal: str = "", accessed: Optional[date] = None) -> str:
    """Return the sentence that cites a dataset; the producer's own when the record gives one.

    Parameters
    ----------
    record : Record
        Dataset.
    language : str
        ``fr``; any other gives English.
    portal : str
        Address of the portal, for the address of the record.
    accessed : date, optional
        Day on which the data were fetched.
    """
    given = record.citation.text(language)
    if given:
        return given
    short = _two(language)
    year = f" ({record.year})" if record.year else ""
    parts = [f"{record.producer.name or '?'}{year}. {record.title.rstrip('.')} [{_DATASET[short]}]"]
    if record.licence.shown(short):
        parts.append(_LICENCE[short].format(record.licence.shown(short).split("\n")[0]))
    address = landing_address(record, portal)
    if address:
        parts.append(address)
    if accessed is not None:
        parts.append(_ACCESSED[short].format(_date_shown(accessed, short)))
    return ", ".join(parts) + "."


def mandatory_mention(record: Record, language: str = "fr") -> str:
    """Return what must be written beside the data on a map or in a report; empty when nothing must.

    The record's own mention, else producer, title and date where the licence asks for the source to be named
    (Licence Ouverte: source and date of last update; ODbL: source and licence).
    """
    given = record.mandatory_mention.text(language)
    terms = licences().get(record.licence.code)
    if given or (terms is not None and not terms.attribution):
        return given
    short = _two(language)
    latest = record.dates.latest()
    updated = _date_shown(latest.date(), short) if latest else ""
    named = ", ".join(filter(None, [record.producer.name, record.title, updated]))
    label = record.licence.shown(short).split("\n")[0]
    separator = "\u00a0: " if short == "fr" else ": "
    return f"Source{separator}{named}" + (f" ({label})" if label else "")


def bibtex(record: Record, language: str = "fr", *, portal: str = "", accessed: Optional[date] = None) -> str:
    """Return the BibTeX entry of a dataset."""
    fields = {
        "title": f"{{{_tex(record.title)}}}",
        "author": f"{{{_tex(record.producer.name)}}}",
        "year": str(record.year or ""),
        "publisher": _tex(record.producer.name),
        "doi": record.doi,
        "url": landing_address(record, portal),
        "urldate": accessed.isoformat() if accessed else "",
        "note": _tex(mandatory_mention(record, language)),
        "language": "french" if _two(language) == "fr" else "english",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value not in ("", "{}")]
    return "\n".join([f"@misc{{{_key(record)},", *lines, "}"]) + "\n"


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in " ".join(text.split()))


def _key(record: Record) -> str:
    """Return a key such as ``rennesmetropole2024arbres``, made of ASCII letters and digits."""
    words = [_NOT_IN_KEY.sub("", folded(word)) for word in (record.producer.name, str(record.year or ""), record.title)]
    return "".join(words)[:40] or "dataset"
