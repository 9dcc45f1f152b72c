"""Single values of a record, read whatever they hold: text, numbers, sizes, dates, addresses, checksums.

Nothing here raises: a value that cannot be read gives an empty one, and a warning in the list.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any, Optional
from urllib.parse import urlsplit, urlunsplit

from .languages import LANGUAGES, LocalisedText, TextEntry, normalised_code
from .record_warnings import RecordWarning

# Limits that keep a hostile record from filling the memory or the window.
MAX_TEXT = 100_000  # characters of one text
MAX_ITEMS = 2_000  # items of one list
MAX_WARNINGS = 500  # warnings of one record
MAX_INTEGER = 2**63 - 1  # bytes; what SQLite and JSON readers can hold

# Length of a hexadecimal digest, by algorithm [characters].
DIGEST_LENGTH = {"MD5": 32, "SHA-1": 40, "SHA-256": 64, "SHA-512": 128}
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]+\Z")
# Written by a node's tools where no checksum was computed.
PLACEHOLDER_HASH = "toBe2186bb13eabf0bc49eaa22ee08d52166"
_DATE = re.compile(
    r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?"
    r"\s*(Z|z|[+-]\d{2}:?(?:\d{2})?)?)?)?)?\s*\Z",
    re.ASCII,
)


@dataclass(frozen=True)
class Checksum:
    """A checksum: ``known`` is false for a placeholder or anything that is no digest of its algorithm."""

    algorithm: str
    value: str
    known: bool


@dataclass
class Reading:
    """The warnings of one record while it is read."""

    warnings: list[RecordWarning] = field(default_factory=list)

    def warn(self, code: str, path: str, **values: object) -> None:
        """Keep a warning, up to a limit."""
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(RecordWarning(code, path, values))


def clean_text(value: str) -> str:
    """Return a text that can be stored and shown: no lone surrogates, spaces for control characters but line ends."""
    if value.isprintable():
        return value
    kept = "".join(letter if letter >= " " or letter in "\n\r" else " " for letter in value)
    return kept.encode("utf-8", "replace").decode("utf-8")


def text(value: Any, path: str, reading: Reading) -> str:
    """Read a text; a number becomes its digits, anything else nothing."""
    if isinstance(value, str):
        shown = clean_text(value).strip()
        if len(shown) > MAX_TEXT:
            reading.warn("too_long", path)
            shown = shown[:MAX_TEXT]
        return shown
    if value is None:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        reading.warn("text_from_number", path)
        return repr(value) if isinstance(value, float) or abs(value) <= MAX_INTEGER else ""
    reading.warn("wrong_type", path, expected="text")
    return ""


def number(value: Any, path: str, reading: Reading) -> Optional[float]:
    """Read a finite number, also from text; ``None`` when there is none."""
    if value is None or value == "":
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if isinstance(value, int) and abs(value) > MAX_INTEGER:
            reading.warn("wrong_type", path, expected="number")
            return None
        if math.isfinite(value):
            return float(value)
    if isinstance(value, str) and len(value) < 64:
        try:
            parsed = float(value.strip().replace(",", "."))
        except ValueError:
            parsed = math.nan
        if math.isfinite(parsed):
            reading.warn("number_from_text", path)
            return parsed
    reading.warn("wrong_type", path, expected="number")
    return None


def size(value: Any, path: str, reading: Reading) -> Optional[int]:
    """Read a number of bytes or of items; ``None`` when unknown, negative or not whole."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_INTEGER:
        return value
    parsed = number(value, path, reading)
    if parsed is None:
        return None
    if parsed < 0 or parsed != int(parsed) or parsed > MAX_INTEGER:
        reading.warn("bad_size", path)
        return None
    return int(parsed)


def flag(value: Any, path: str, reading: Reading) -> bool:
    """Read a yes or no, also from text; no when it cannot be read."""
    if isinstance(value, bool) or value is None:
        return bool(value)
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    reading.warn("wrong_type", path, expected="true or false")
    return False


def parsed_date(value: str) -> Optional[datetime]:
    """Return the moment that an ISO 8601 date names, in UTC; ``None`` when it names none.

    A year or a month stands for its first day, a date for midnight, a time without zone for UTC.
    """
    match = _DATE.match(value)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    try:
        moment = datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            min(int(second or 0), 59),  # a leap second is the last second of its minute
            int((fraction or "0").ljust(6, "0")[:6]),
            tzinfo=timezone.utc,
        )
        return moment - _offset(zone) if zone and zone not in "Zz" else moment
    except (ValueError, OverflowError):
        return None


def _offset(zone: str) -> timedelta:
    digits = zone[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -offset if zone[0] == "-" else offset


def date(value: Any, path: str, reading: Reading) -> Optional[datetime]:
    """Read a date; ``None`` when it is missing or cannot be read."""
    if value is None or value == "":
        return None
    moment = parsed_date(value) if isinstance(value, str) else None
    if moment is None:
        reading.warn("bad_date", path)
    return moment


def url(value: Any, path: str, reading: Reading) -> str:
    """Read an address; it is kept whatever it is, with a warning when it is not one to open."""
    address = text(value, path, reading).replace("\n", "").replace("\r", "").strip()
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        scheme, host, user = parts.scheme.lower(), parts.netloc, parts.username or parts.password
    except ValueError:
        reading.warn("unsafe_url", path)
        return ""
    if user:
        reading.warn("credentials_in_url", path)
        address = without_credentials(address)
    if not scheme and not host and address.startswith("/"):
        reading.warn("relative_url", path)
    elif scheme not in ("http", "https") or not host:
        reading.warn("unsafe_url", path)
    return address


def without_credentials(address: str) -> str:
    """Return an address without the user name and password it may hold; empty when it cannot be read."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if "@" not in parts.netloc:
        return address
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def is_openable(address: str) -> bool:
    """Return whether an address begins with http or https, or is relative to a portal."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    absolute = parts.scheme.lower() in ("http", "https") and bool(parts.netloc)
    return absolute or (not parts.scheme and not parts.netloc and address.startswith("/"))


def items(value: Any, path: str, reading: Reading) -> list[Any]:
    """Read a list, up to a limit; a lone value is a list of one, nothing is an empty list."""
    if value is None:
        return []
    if not isinstance(value, list):
        reading.warn("wrong_type", path, expected="list")
        return [value]
    if len(value) > MAX_ITEMS:
        reading.warn("too_many", path, limit=MAX_ITEMS)
        return value[:MAX_ITEMS]
    return value


def mapping(value: Any, path: str, reading: Reading) -> dict[str, Any]:
    """Read an object; an empty one when there is none."""
    if isinstance(value, dict):
        return value
    if value is not None:
        reading.warn("wrong_type", path, expected="object")
    return {}


def localised(value: Any, path: str, reading: Reading) -> LocalisedText:
    """Read a text in several languages; plain text counts as French."""
    if isinstance(value, str):
        reading.warn("wrong_type", path, expected="list")
        return LocalisedText.of(text(value, path, reading))
    entries = []
    for number_, item in enumerate(items(value, path, reading)):
        place = f"{path}[{number_}]"
        if isinstance(item, str):
            item = {"lang": "fr", "text": item}
        content = mapping(item, place, reading)
        shown = text(content.get("text"), f"{place}.text", reading)
        code = normalised_code(str(content.get("lang"))[:16])
        if code not in LANGUAGES:
            reading.warn("bad_language", f"{place}.lang")
        if shown:
            entries.append(TextEntry(code or "fr", shown, text(content.get("html"), f"{place}.html", reading)))
    return LocalisedText(tuple(entries))


def checksum(value: Any, path: str, reading: Reading) -> Optional[Checksum]:
    """Read a checksum; an unusable one is kept but marked as not known."""
    content = mapping(value, path, reading)
    if not content:
        return None
    algorithm = text(content.get("algo"), f"{path}.algo", reading).upper()
    digest = text(content.get("hash"), f"{path}.hash", reading)
    known = is_digest(algorithm, digest)
    if not known:
        reading.warn("unknown_checksum", path)
    return Checksum(algorithm, digest.lower() if known else digest, known)


def is_digest(algorithm: str, digest: str) -> bool:
    """Return whether a text can be the digest of an algorithm: the right number of hexadecimal digits."""
    right_length = len(digest) == DIGEST_LENGTH.get(algorithm, 0)
    return right_length and bool(_HEXADECIMAL.match(digest)) and len(set(digest.lower())) > 1
