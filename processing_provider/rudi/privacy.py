"""Signs of personal data in a table, before it is published.

Column names are compared with a table of words, and a sample of values with the forms that personal data
have in France. Signs are no proof: they make a person look. Their absence is none either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Optional

from ..errors import InputError
from ..tables import TABLES, read_table
from .search_text import folded

POSSIBLE, LIKELY, CERTAIN = "possible", "likely", "certain"
LEVELS = (POSSIBLE, LIKELY, CERTAIN)
MAX_SAMPLE = 2_000  # values looked at in one column
# Share of the filled values of a column that must have a form before it says something, and how many at least
# (all of them in a column of fewer).
MIN_SHARE = 0.05
MIN_COUNT = 2
MIN_JUSTIFICATION = 20  # characters

_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63})+")
# Numbers of the French plan: ten digits, or +33 and nine.
_PHONE = re.compile(r"(?<!\d)(?:(?:\+|00)33[ .-]?(?:\(0\))?|0)[1-9](?:[ .-]?\d{2}){4}(?!\d)")
# Sex, year, month (or a fictive one), department, commune, order, key: annex of INSEE on the NIR.
_NIR = re.compile(
    r"(?<!\d)([123478])\s?(\d{2})\s?(0[1-9]|1[0-2]|[2-9]\d)\s?(\d{2}|2[AB])\s?(\d{3})\s?(\d{3})\s?(\d{2})(?!\d)"
)
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Z0-9])")
_CIVILITY = re.compile(r"\s*(?:M\.|MM\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle|Dr|Me)\s+[A-ZÀ-Þ]")
_STREET = re.compile(
    r"\b\d{1,4}\s*(?:bis|ter|quater)?\s*,?\s*(?:rue|avenue|av\.?|boulevard|bd|place|allee|impasse|chemin|quai|cours|"
    r"square|route|passage)\b"
)
_WORDS = re.compile(r"[a-z]+|\d+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NIR_MODULUS = 97
_CORSICA = {"2A": 19, "2B": 18}  # departments replaced by these numbers before the key is computed


@dataclass(frozen=True)
class Finding:
    """A sign of personal data in a column.

    Attributes
    ----------
    column : str
        Name of the column.
    kind : str
        ``email``, ``phone``, ``nir``, ``iban``, ``name``, ``birth_date``, ``address``, ``person_id``,
        ``health``, ``sensitive`` or ``plate``.
    level : str
        ``possible``, ``likely`` or ``certain``.
    share : float
        Part of the filled values that have the form of this kind, in 0..1; 0 when only the name says so.
    """

    column: str
    kind: str
    level: str
    share: float = 0.0


@dataclass(frozen=True)
class GateDecision:
    """Whether a table may be published.

    Attributes
    ----------
    allowed : bool
        Whether it may.
    refusal : InputError or None
        What to tell, when it may not.
    serious : tuple of Finding
        The signs that weigh: likely and certain ones.
    justified : str
        The justification that let it through, to be kept with the receipt; empty when none was needed.
    """

    allowed: bool
    refusal: Optional[InputError]
    serious: tuple[Finding, ...]
    justified: str = ""


def is_nir(text: str) -> bool:
    """Return whether a text is a French social security number with its right key.

    The key is 97 less the remainder of the first thirteen digits by 97, 2A and 2B of Corsica being 19 and 18.
    """
    match = _NIR.fullmatch(text.strip())
    return match is not None and _nir_key(match)


def _nir_key(match: re.Match[str]) -> bool:
    sex, year, month, department, commune, order, key = match.groups()
    place = _CORSICA.get(department, department)
    number = int(f"{sex}{year}{month}{place}{commune}{order}")
    return _NIR_MODULUS - number % _NIR_MODULUS == int(key)


def is_iban(text: str) -> bool:
    """Return whether a text is a bank account number whose check digits are right (ISO 13616, modulus 97)."""
    plain = text.replace(" ", "").upper()
    if not 15 <= len(plain) <= 34 or not plain.isascii() or not plain.isalnum() or not plain[:2].isalpha():
        return False
    digits = "".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])
    return int(digits) % 97 == 1


def _holds_nir(text: str) -> bool:
    return any(_nir_key(match) for match in _NIR.finditer(text))


def _holds_iban(text: str) -> bool:
    return any(is_iban(match.group()) for match in _IBAN.finditer(text))


# What a value is tested for, how sure its form is, and how many values must have it: one whose key is right is
# hardly there by chance.
_FORMS = (
    ("email", CERTAIN, MIN_COUNT, lambda text: "@" in text and _EMAIL.search(text) is not None),
    ("nir", CERTAIN, 1, _holds_nir),
    ("iban", CERTAIN, 1, _holds_iban),
    ("phone", LIKELY, MIN_COUNT, lambda text: _PHONE.search(text) is not None),
    ("name", LIKELY, MIN_COUNT, lambda text: _CIVILITY.match(text) is not None),
    ("address", POSSIBLE, MIN_COUNT, lambda text: _STREET.search(folded(text)) is not None),
)


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str, frozenset[str]], ...]:
    rows = read_table(TABLES / "rudi_personal_data.csv")
    return tuple(
        (row["kind"], row["level"], frozenset(words.split())) for row in rows for words in row["words"].split("|")
    )


def of_name(column: str) -> list[Finding]:
    """Return the signs in the name of a column, the surest of each kind."""
    words = set(_WORDS.findall(folded(_CAMEL.sub(" ", column))))
    found: dict[str, Finding] = {}
    for kind, level, wanted in _names():
        surer = kind not in found or LEVELS.index(level) > LEVELS.index(found[kind].level)
        if wanted <= words and surer:
            found[kind] = Finding(column, kind, level)
    return list(found.values())


def of_values(column: str, values: Iterable[Any]) -> list[Finding]:
    """Return the signs in a sample of the values of a column; numbers are read as they are written."""
    texts = []
    for value in values:
        text = "" if value is None or isinstance(value, (bool, float)) else str(value)[:500]
        if text.strip():
            texts.append(text)
        if len(texts) >= MAX_SAMPLE:
            break
    found = []
    for kind, level, minimum, has_form in _FORMS:
        count = sum(1 for text in texts if has_form(text))
        needed = max(min(minimum, len(texts)), MIN_SHARE * len(texts))
        if count and count >= needed:
            found.append(Finding(column, kind, level, count / len(texts)))
    return found


def inspect(columns: Mapping[str, Iterable[Any]]) -> list[Finding]:
    """Return the signs of personal data in a table.

    Parameters
    ----------
    columns : dict of str to iterable
        A sample of values of each column.

    Returns
    -------
    list of Finding
        By column, the surest sign of each kind. An address or a name that is only possible becomes likely when
        another column holds people: a name with an address is a person, an address alone may be a school's.
    """
    found: dict[tuple[str, str], Finding] = {}
    for column, values in columns.items():
        for finding in [*of_name(column), *of_values(column, values)]:
            known = found.get((column, finding.kind))
            level = max(finding.level, known.level if known else finding.level, key=LEVELS.index)
            share = max(finding.share, known.share if known else 0.0)
            found[column, finding.kind] = Finding(column, finding.kind, level, share)
    people = any(item.kind in ("name", "birth_date", "nir") and item.level != POSSIBLE for item in found.values())
    return [
        Finding(item.column, item.kind, LIKELY, item.share)
        if people and item.level == POSSIBLE and item.kind in ("address", "name")
        else item
        for item in found.values()
    ]


def gate(
    findings: Iterable[Finding], *, restricted: bool, gdpr_sensitive: bool, justification: str = ""
) -> GateDecision:
    """Decide whether a table may be published.

    Parameters
    ----------
    findings : iterable of Finding
        Signs of personal data.
    restricted, gdpr_sensitive : bool
        What the record says of its access and of its data.
    justification : str
        Why the data may be published all the same (the columns are about organisations, the people agreed...).

    Returns
    -------
    GateDecision
        Sensitive data with an open access are never let through: no justification lifts that rule of the
        portal (ERR-306).
    """
    serious = tuple(item for item in findings if item.level != POSSIBLE)
    if gdpr_sensitive and not restricted:
        refusal = InputError(
            "The record says that the data are sensitive under the GDPR: restrict the access, or correct the record."
        )
        return GateDecision(False, refusal, serious)
    if not serious or (restricted and gdpr_sensitive):
        return GateDecision(True, None, serious)
    reason = " ".join(justification.split())
    if len(reason) >= MIN_JUSTIFICATION:
        return GateDecision(True, None, serious, reason)
    columns = ", ".join(dict.fromkeys(item.column for item in serious))
    refusal = InputError(
        "These columns look like personal data: {columns}. Remove them, or restrict the access and declare the data as "
        "sensitive, or write in at least {length} characters why they may be published.",
        columns=columns,
        length=MIN_JUSTIFICATION,
    )
    return GateDecision(False, refusal, serious)
