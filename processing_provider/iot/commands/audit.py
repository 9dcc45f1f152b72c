"""The record of commands: lines that are only added, each holding the hash of the one before.

H_i = SHA-256(H_{i−1} ‖ canonical JSON of line i). A line changed, dropped or moved breaks the chain from there on.
What is cut off at the end shows only beside a count or last hash that was kept elsewhere.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Optional

from .canonical import canonical_json, moment_text

GENESIS = "0" * 64
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = ("number", "time", "who", "action", "subject", "content", "previous", "hash")


@dataclass(frozen=True)
class AuditLine:
    """One line.

    Attributes
    ----------
    number : int
        1, 2, 3...
    moment : int
        [ms since 1970, UTC].
    who : str
        User of the system and of QGIS.
    action, subject : str
        What was done, to what.
    content : str
        Canonical JSON: values before and after, evidence.
    previous, digest : str
        Hash of the line before and of this one.
    """

    number: int
    moment: int
    who: str
    action: str
    subject: str
    content: str
    previous: str
    digest: str


def line_digest(number: int, moment: int, who: str, action: str, subject: str, content: str, previous: str) -> str:
    """Return the hash of a line."""
    text = canonical_json([number, moment, who, action, subject, content])
    return hashlib.sha256(previous.encode("ascii") + text.encode("ascii")).hexdigest()


def next_line(
    last: Optional[AuditLine], moment: int, who: str, action: str, subject: str, content: Mapping[str, Any]
) -> AuditLine:
    """Return the line that follows `last` (None: the first); `content` must not hold secrets.

    Raises
    ------
    TypeError, ValueError
        When the content cannot be written as JSON, or names a secret.
    """
    number = 1 if last is None else last.number + 1
    previous = GENESIS if last is None else last.digest
    text = canonical_json(dict(content))
    digest = line_digest(number, moment, who, action, subject, text, previous)
    return AuditLine(number, moment, who, action, subject, text, previous, digest)


@dataclass(frozen=True)
class ChainCheck:
    """Whether a record is whole.

    Attributes
    ----------
    whole : bool
    lines : int
        Lines read.
    first_wrong : int or None
        Number of the first line that is wrong, or is missing at the end.
    """

    whole: bool
    lines: int
    first_wrong: Optional[int] = None


def verify_chain(lines: Iterable[AuditLine], count: Optional[int] = None, last: Optional[str] = None) -> ChainCheck:
    """Check a record from its first line.

    Parameters
    ----------
    lines : iterable of AuditLine
        In order.
    count : int, optional
        Lines that there should be at least, as kept elsewhere.
    last : str, optional
        Hash of the line `count`, or of the last line without `count`, as kept elsewhere.

    Returns
    -------
    ChainCheck
    """
    previous, number, kept = GENESIS, 0, GENESIS
    for line in lines:
        number += 1
        parts = (line.number, line.moment, line.who, line.action, line.subject, line.content, line.previous)
        if line.number != number or line.previous != previous or line.digest != line_digest(*parts):
            return ChainCheck(False, number, number)
        previous = line.digest
        if count is None or number == count:
            kept = line.digest
    if count is not None and number < count:
        return ChainCheck(False, number, number + 1)
    if last is not None and kept != last:
        return ChainCheck(False, number, number if count is None else count)
    return ChainCheck(True, number)


def _guarded(text: str) -> str:
    # A spreadsheet takes what begins so for a formula.
    return "'" + text if text.startswith(_FORMULA) else text


def to_csv(lines: Iterable[AuditLine]) -> str:
    """Return a record as CSV, times in UTC; texts that a spreadsheet would run as formulas begin with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        texts = [_guarded(text) for text in (line.who, line.action, line.subject, line.content)]
        writer.writerow([line.number, moment_text(line.moment), *texts, line.previous, line.digest])
    return out.getvalue()
